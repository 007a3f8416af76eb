package app_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/web"
	"learningyear/internal/web/webtest"
)

// ownHostile are strings of our own, which are always tried: markup, quotes of
// every language behind the page, what no database keeps, and what looks like
// something else.
func ownHostile() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg/onload=alert(1)>`, `</textarea><script>x</script>`,
		`</title><b>bold</b>`, `javascript:alert(1)`, `<a href="javascript:x">x</a>`, `--> <!-- x`, `&lt;b&gt; &amp; &#60;`, `{{7*7}} ${7*7} {%x%} <%= 7 %>`,
		`' OR 1=1 --`, `"; DROP TABLE persons; --`, `%' OR '%'='`, `\'; \" \\`, `!%_[]^`, "$1 $2 :name @name ?",
		"a\x00b", "\xff\xfe broken", "\xed\xa0\x80 half a pair", "\x1b[31mred\x07", "\u202eright to left", "\u200bzero\u200d width\ufeff", "e\u0301 and é",
		"Siân Ŵyn-Jones, Łukasz Żak, Nguyễn Ánh, محمد علی, 王小明, 김민준", "𝒢𝓇𝑒𝒶𝓉 👩🏽‍🏫 🏴󠁧󠁢󠁷󠁬󠁳󠁿", strings.Repeat("Ẑ̴̢͔", 40),
		"   ", "\u00a0\u3000", " leading and trailing ", "two\nlines", "two\r\nlines\r\n", "\n\nafter blank lines", "tab\there",
		"0", "-1", "1e309", "99999999999999999999", "0x1F", "NaN", "null", "undefined", "true", "[object Object]", "../../etc/passwd", "%00%0d%0aSet-Cookie: x=y",
		"=cmd|' /C calc'!A0", "@SUM(1)", strings.Repeat("long ", 3000), strings.Repeat("W", 500), strings.Repeat("ligature ﬁ ", 40),
	}
}

// sharedHostile are the well-known strings of the list that stands beside the
// project, if it does.
func sharedHostile(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(sharedData(), "names", "blns.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("names/blns.json is not there, so only our own strings are tried: set LEARNINGYEAR_SHARED_DATA to the folder that holds it")
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	if err := json.Unmarshal(content, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// sharedData is the folder of lists that tests read where they have it.
func sharedData() string {
	if folder := os.Getenv("LEARNINGYEAR_SHARED_DATA"); folder != "" {
		return folder
	}
	return filepath.Join(rootDir, "..", "shared", "data")
}

// TestHostileDiary writes every string into the diary, where it is kept as typed
// or refused with the words still in the field.
func TestHostileDiary(t *testing.T) {
	shared := sharedHostile(t)
	words := append(ownHostile(), shared...)
	// Of our own, blank and broken ones cannot be kept.
	most := 6 + len(shared)/10
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		w := newEstate(t, engine).open(t)
		amina := w.as(t, w.someone("person"))
		guard := newGuard()
		guard.quiet(t, w)
		guard.learn(amina.Post(t, "/diary", url.Values{"learned": {""}}).Want(t, http.StatusUnprocessableEntity))
		kept := 0
		for _, word := range words {
			page := amina.Post(t, "/diary", url.Values{"learned": {word}})
			guard.check(t, page, word)
			switch page.Status {
			case http.StatusUnprocessableEntity:
				stillTyped(t, page, "learned", word)
			case http.StatusSeeOther:
				kept++
				list := page.Follow(t)
				guard.check(t, list, word)
				entry := entryOf(t, list)
				shown := amina.Get(t, entry)
				guard.check(t, shown, word)
				if !strings.Contains(content(shown), lines(word)) {
					t.Errorf("%s does not show %q", entry, word)
				}
				edit := amina.Get(t, entry+"/edit")
				if got := settled(edit.Value(t, "learned")); got != settled(word) {
					t.Errorf("%q was kept as %q", word, got)
				}
			default:
				t.Errorf("%q was answered %d", word, page.Status)
			}
		}
		t.Logf("%d strings, %d kept", len(words), kept)
		if len(words)-kept > most {
			t.Errorf("only %d of %d strings were kept", kept, len(words))
		}
	})
}

var entryLink = regexp.MustCompile(`^/diary/\d+$`)

// entryOf is the address of the newest entry on the page.
func entryOf(t *testing.T, page *webtest.Page) string {
	t.Helper()
	newest := ""
	for _, a := range page.All("a[href]") {
		if to := strings.TrimSuffix(strings.Split(webtest.Attr(a, "href"), "?")[0], "/edit"); entryLink.MatchString(to) && (len(to) > len(newest) || len(to) == len(newest) && to > newest) {
			newest = to
		}
	}
	if newest == "" {
		t.Fatalf("%s has no entry on it", page.Path)
	}
	return newest
}

// settled is a text as it stands once browser and database had it: line ends
// are plain ones.
func settled(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// lines is a text as a page sets it: without blank lines, and without the space
// that lines begin and end with.
func lines(s string) string {
	var out []string
	for line := range strings.Lines(settled(s)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// content is all text on the page, as it stands there.
func content(p *webtest.Page) string {
	var b strings.Builder
	for n := range p.Doc.Descendants() {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "br" || n.Data == "p"):
			b.WriteString("\n")
		}
	}
	return lines(b.String())
}

// stillTyped fails unless the field has the words that were sent.
func stillTyped(t *testing.T, p *webtest.Page, field, word string) {
	t.Helper()
	if unkeepable(word) {
		return
	}
	if !slices.Contains(p.Fields(), field) {
		t.Errorf("%s answered %d without the field %s, typed was %.80q", p.Path, p.Status, field, word)
	} else if got := p.Value(t, field); settled(got) != settled(word) {
		t.Errorf("%s answered %d and keeps %.80q in %s, typed was %.80q", p.Path, p.Status, got, field, word)
	}
}

// unkeepable is what no page can hold.
func unkeepable(word string) bool { return !utf8.ValidString(word) || strings.ContainsRune(word, 0) }

// guard knows what pages are made of, and sees when what was typed has become a
// part of one.
type guard struct {
	known   map[string]bool
	scripts int
}

func newGuard() *guard { return &guard{known: map[string]bool{}} }

// marks lists a page's elements with each of their attributes.
func marks(p *webtest.Page) (out []string, scripts int) {
	for n := range p.Doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "script" {
			scripts++
		}
		out = append(out, n.Data)
		for _, a := range n.Attr {
			out = append(out, n.Data+" "+a.Key)
		}
	}
	return out, scripts
}

// learn takes a page that holds nothing hostile.
func (g *guard) learn(p *webtest.Page) *webtest.Page {
	found, scripts := marks(p)
	for _, m := range found {
		g.known[m] = true
	}
	g.scripts = max(g.scripts, scripts)
	return p
}

// quiet learns the diary with more than a page of entries in it.
func (g *guard) quiet(t *testing.T, w *world) {
	amina := w.as(t, w.someone("person"))
	for range 25 {
		amina.Post(t, "/diary", url.Values{"learned": {"Quiet words\nof two lines"}}).Want(t, http.StatusSeeOther)
	}
	for _, path := range []string{"/diary", "/diary?page=2", "/diary?q=quiet", "/diary/2", "/diary/2/edit", "/diary/8", "/"} {
		g.learn(amina.Get(t, path).Want(t, http.StatusOK))
	}
}

// check fails where the program broke on a string, or let it into the page.
func (g *guard) check(t *testing.T, p *webtest.Page, word string) {
	t.Helper()
	if p.Status >= http.StatusInternalServerError {
		t.Errorf("%s answered %d to %.80q: %.300s", p.Path, p.Status, word, p.Text())
		return
	}
	if !strings.Contains(p.Header.Get("Content-Security-Policy"), "script-src 'self'") {
		t.Errorf("%s has no policy against scripts", p.Path)
	}
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		return
	}
	found, scripts := marks(p)
	for _, m := range found {
		if !g.known[m] {
			t.Errorf("%s has <%s> after %.80q", p.Path, m, word)
		}
	}
	if scripts > g.scripts {
		t.Errorf("%s has %d scripts after %.80q", p.Path, scripts, word)
	}
	for _, n := range p.All("[href], [src], [action], [formaction]") {
		for _, name := range []string{"href", "src", "action", "formaction"} {
			to := strings.ToLower(strings.TrimSpace(webtest.Attr(n, name)))
			if strings.HasPrefix(to, "javascript:") || strings.HasPrefix(to, "data:") {
				t.Errorf("%s leads to %s after %.80q", p.Path, to, word)
			}
		}
	}
}

// formAt is a form and how to get to it.
type formAt struct {
	who       persona
	sample    string
	key       string
	texts     []string
	passwords bool
}

var keyLike = regexp.MustCompile(`/([0-9a-f]{8}-[0-9a-f-]{27}|\d+|\d{4}-\d\d|[A-Za-z0-9_-]{43})\b`)

// keyOf tells one form of the product from another: where it is sent, by which
// button, with which fields.
func keyOf(e *estate, f *webtest.Form) string {
	to, _, _ := strings.Cut(f.Action, "?")
	to = keyLike.ReplaceAllString(to, "/:")
	for _, p := range e.personas {
		if p.person.Slug != "" {
			to = strings.ReplaceAll(to, "/"+p.person.Slug, "/:")
		}
	}
	var names []string
	for name := range f.Fields {
		names = append(names, keyLikeField.ReplaceAllString(name, "-N"))
	}
	slices.Sort(names)
	return to + " (" + strings.Join(slices.Compact(names), " ") + ")"
}

var keyLikeField = regexp.MustCompile(`-?\d+`)

// findForms gets every page as everybody and lists each form that it meets with a
// field to type into, once.
func (w *world) findForms(t *testing.T, g *guard) []formAt {
	var out []formAt
	seen := map[string]bool{}
	for _, r := range w.routes(t) {
		if r.Method != http.MethodGet {
			continue
		}
		for _, sample := range w.samples(r.Path) {
			for _, p := range w.personas {
				page := g.learn(w.as(t, p).Get(t, w.address(sample)))
				for _, f := range page.Forms() {
					key := keyOf(w.estate, f)
					if seen[key] || len(f.Texts())+len(f.Passwords()) == 0 {
						continue
					}
					seen[key] = true
					out = append(out, formAt{p, sample, key, f.Texts(), len(f.Passwords()) > 0})
				}
			}
		}
	}
	return out
}

// bench tries forms on a copy of the estate, and takes another when a form has
// gone because what it was for is done.
type bench struct {
	*estate
	t     *testing.T
	guard *guard
	world *world
}

func (b *bench) get(f formAt) (*webtest.Page, *webtest.Form) {
	for range 2 {
		if b.world == nil || b.world.closed() {
			b.world = b.estate.open(b.t)
		}
		page := b.world.as(b.t, f.who).Get(b.t, b.address(f.sample))
		for _, form := range page.Forms() {
			if keyOf(b.estate, form) == f.key {
				return page, form
			}
		}
		b.world.close(b.t)
		b.world = nil
	}
	b.t.Errorf("%s has no form %s any more", f.sample, f.key)
	return nil, nil
}

// try sends a form with the words, field by field, and then once more with what
// was refused put right, until it is taken. It says whether it was.
func (b *bench) try(f formAt, word func(field int) string, check func(*webtest.Page, string)) (taken bool) {
	b.t.Helper()
	_, form := b.get(f)
	if form == nil {
		return false
	}
	typed := map[string]string{}
	for i, name := range f.texts {
		typed[name] = word(i)
		form.Fields.Set(name, typed[name])
	}
	for _, name := range form.Passwords() {
		form.Fields.Set(name, word(0))
	}
	for attempt := range 6 {
		answer := form.Submit(b.t)
		check(answer, word(0))
		switch answer.Status {
		case http.StatusUnprocessableEntity:
			if isDraft(form) { // what no draft can hold; the browser still has it
				return false
			}
			for name, value := range typed {
				stillTyped(b.t, answer, name, value)
			}
			if !mend(form, answer, typed, attempt, f.who.person.Name) {
				return false
			}
		case http.StatusOK: // asked for by a search
			return true
		case http.StatusSeeOther:
			to := answer
			for range 3 {
				to = to.Follow(b.t)
			}
			check(to, word(0))
			b.shown(f, form, to, typed)
			return true
		default:
			return false
		}
	}
	return false
}

// mend puts right what was refused: fields with an error get a value that is
// likely to be taken. It says whether there was any.
func mend(form *webtest.Form, answer *webtest.Page, typed map[string]string, attempt int, me string) bool {
	mended := false
	choices := form.Choices()
	for _, n := range answer.All("[id$='-error']") {
		field := strings.TrimSuffix(webtest.Attr(n, "id"), "-error")
		for name, values := range choices {
			if (name == field || strings.HasPrefix(field, name)) && len(values) > 0 {
				form.Fields.Set(name, values[len(values)-1])
				mended = true
			}
		}
		for _, name := range append(form.Texts(), form.Passwords()...) {
			if name != field && !slices.Contains([]string{field + "-day", field + "-month", field + "-year"}, name) {
				continue
			}
			value := likely(name, attempt)
			if strings.HasSuffix(form.Action, "/sign") && name == "name" {
				value = me
			}
			form.Fields.Set(name, value)
			delete(typed, name)
			mended = true
		}
	}
	return mended
}

// likely is a value that a field of the name may take.
func likely(name string, attempt int) string {
	switch {
	case strings.HasSuffix(name, "-day"): // to come, or past
		return []string{"28", "20"}[attempt%2]
	case strings.HasSuffix(name, "-month"):
		return "11"
	case strings.HasSuffix(name, "-year"): // or long ago, as the first day of a unit
		return []string{"2026", "2026", "2024"}[attempt%3]
	case name == "parent":
		return "Learner Services"
	case name == "into", name == "unit":
		return "Finance"
	case strings.Contains(name, "time"):
		return "10:00"
	case name == "hours":
		return "6"
	case strings.Contains(name, "minutes"), strings.Contains(name, "long"), strings.Contains(name, "length"):
		return "45"
	case strings.Contains(name, "email"):
		return "amina.yusuf@example.org"
	case name == "current":
		return goodPassword
	case strings.Contains(name, "password"):
		return goodPassword + " and cups"
	case name == "fte":
		return "0.5"
	case name == "post":
		return "Finance officer"
	case strings.Contains(name, "cost"):
		return "12.50"
	}
	return "Helen Marsh"
}

// isDraft says whether the form keeps words for later.
func isDraft(form *webtest.Form) bool { return strings.HasPrefix(form.Action, "/drafts/") }

// shown fails where words that were taken are nowhere: neither where the form
// led nor in the form itself, with its draft where it was kept as one.
func (b *bench) shown(f formAt, form *webtest.Form, to *webtest.Page, typed map[string]string) {
	b.t.Helper()
	path := b.address(f.sample)
	if isDraft(form) {
		path += "?draft=" + strings.TrimPrefix(form.Action, "/drafts/")
	}
	again := b.world.as(b.t, f.who).Get(b.t, path)
	there := content(to) + content(again) + values(to) + values(again)
	if record, found := strings.CutSuffix(to.Path, "/record"); found {
		there += content(b.world.as(b.t, f.who).Get(b.t, record))
	}
	if parts := strings.Split(form.Action, "/"); strings.HasPrefix(form.Action, "/interviews/") {
		there += content(b.world.as(b.t, f.who).Get(b.t, strings.Join(parts[:3], "/")))
	}
	if strings.HasPrefix(form.Action, "/manage/cycles/") && strings.HasSuffix(form.Action, "/tom-byrne/close") { // said to Tom, who alone reads it
		there += content(b.world.as(b.t, b.someone("was manager")).Get(b.t, "/appraisal/2026"))
	}
	if strings.HasPrefix(form.Action, "/diary") {
		there += b.newestEntry(f)
	}
	for name, value := range typed {
		if unkeepable(value) || unshown[name] != "" {
			continue
		}
		// A field of several lines may be a list, shown one below the other.
		if value = lines(value); !strings.Contains(there, value) && !eachLineIn(there, value) {
			b.t.Errorf("%s took %.60q in %s and shows it nowhere (sent to %s)", f.sample, value, name, form.Action)
		}
	}
}

// eachLineIn says whether all lines of a text are found, wherever.
func eachLineIn(there, value string) bool {
	for line := range strings.Lines(value) {
		if !strings.Contains(there, strings.TrimSpace(line)) {
			return false
		}
	}
	return true
}

// newestEntry is the text of the diary entry that was written last: the one with
// the highest number, wherever its day puts it in the diary.
func (b *bench) newestEntry(f formAt) string {
	const gap = 5 // entries may be deleted
	c, newest := b.world.as(b.t, f.who), b.world.newest[f.who.is]
	text := content(c.Get(b.t, "/diary/"+strconv.Itoa(newest)))
	for n := newest + 1; n <= newest+gap; n++ {
		if page := c.Get(b.t, "/diary/"+strconv.Itoa(n)); page.Status == http.StatusOK {
			newest, text = n, content(page)
		}
	}
	b.world.newest[f.who.is] = newest
	return text
}

// unshown are fields whose words are not shown again where they were written:
// each with its reason.
var unshown = map[string]string{
	"email":    "a forgotten password is asked for with the same answer to everybody",
	"partner":  "finds a colleague",
	"manager":  "finds a colleague",
	"delegate": "finds a colleague",
	"lead":     "finds a post", "reports_to": "finds a post", "post": "finds a post",
	"unit": "finds a unit", "into": "finds a unit", "parent": "finds a unit", "successor": "finds a colleague",
	"since-day": "counts only where every other week is chosen", "since-month": "as since-day", "since-year": "as since-day",
	"dates":   "count only where some weeks are chosen",
	"fte":     "is read as a share, and shown as people write it",
	"time":    "is read as a time of day, and shown as people say it",
	"cost":    "is read as an amount of money, and shown as people write it",
	"hours":   "is read as a length of time, and shown as people say it",
	"minutes": "is read as a length of time, and shown as people say it",
}

// values are what stands in the fields of a page.
func values(p *webtest.Page) string {
	var b strings.Builder
	for _, n := range p.All("input[value]") {
		b.WriteString(lines(webtest.Attr(n, "value")) + "\n")
	}
	return b.String()
}

// TestHostileForms sends hostile strings through every field of every form that
// anybody can reach.
func TestHostileForms(t *testing.T) {
	e := newEstate(t, database.SQLite)
	guard := newGuard()
	b := &bench{estate: e, t: t, guard: guard}
	b.world = e.open(t)
	forms := b.world.findForms(t, guard)
	learn := func(p *webtest.Page, _ string) { guard.learn(p) }
	guard.quiet(t, b.world)
	b.world.close(t)
	for _, f := range forms { // what the pages of a form are made of
		for _, quiet := range []string{"Quiet words\nof two lines", "Quiet words", ""} {
			b.try(f, func(int) string { return quiet }, learn)
		}
	}
	words := append(ownHostile(), sharedHostile(t)...)
	t.Logf("%d forms, %d strings", len(forms), len(words))
	const hands = 2 // that try forms at the same time, each on a copy of its own
	for hand := range hands {
		t.Run(fmt.Sprintf("hand %d", hand+1), func(t *testing.T) {
			t.Parallel()
			for n := hand; n < len(forms); n += hands {
				t.Run(forms[n].key, func(t *testing.T) {
					b := &bench{estate: e, t: t, guard: guard}
					b.tryOften(forms[n], n, words)
				})
			}
		})
	}
}

// tryOften sends a form with one hostile string after the other. Each form begins
// somewhere else, so that together they take them all.
func (b *bench) tryOften(f formAt, n int, words []string) {
	b.t.Helper()
	taken, turns := 0, turnsOf(f, len(words))
	check := func(p *webtest.Page, word string) { b.guard.check(b.t, p, word) }
	for k := range turns {
		if b.try(f, func(field int) string { return words[(n*turns+k+field*11)%len(words)] }, check) {
			taken++
		} else if b.world != nil { // a limit may be reached
			b.world.close(b.t)
		}
	}
	b.t.Logf("%3d of %d taken by %s on %s as %s", taken, turns, f.key, f.sample, f.who.is)
	if taken == 0 && refusing[f.key] == "" {
		b.t.Errorf("nothing was taken by %s on %s", f.key, f.sample)
	}
}

// refusing are forms that take nothing of what is tried here, each with its
// reason.
var refusing = map[string]string{
	"/sign-in (email next once password)":                           "nobody has such an address",
	"/manage/people/import (as_at-day as_at-month as_at-year once)": "takes a file: see TestHostileStaffList",
}

// turnsOf is how often a form is tried: with every string in the long tests, and
// less where a password is hashed each time.
func turnsOf(f formAt, words int) int {
	switch {
	case os.Getenv("LEARNINGYEAR_TEST_LONG") != "":
		return words
	case f.passwords:
		return 3
	}
	return 20
}

// TestHostileStaffList takes in a staff list in which every string is a name and
// a job title.
func TestHostileStaffList(t *testing.T) {
	shared := sharedHostile(t)
	words := append(ownHostile(), shared...)
	// Of our own, half are longer than a name or a job title can be, or blank.
	most := 25 + len(shared)/10
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		e, guard := newEstate(t, engine), newGuard()
		for _, quiet := range []bool{true, false} {
			w := e.open(t)
			check := func(p *webtest.Page) { guard.check(t, p, "a staff list") }
			list := words
			if quiet { // first what the pages are made of
				check = func(p *webtest.Page) { guard.learn(p) }
				list = slices.Repeat([]string{quietWords, ""}, len(words))
			}
			priya := w.as(t, w.someone("coordinator"))
			importList(t, priya, list, check)
			for page := range 20 {
				check(priya.Get(t, "/manage/people?page="+strconv.Itoa(page+1)))
			}
			check(priya.Get(t, "/manage/units"))
			if came := w.checkImported(t, priya, list, check); !quiet && len(words)-came > most {
				t.Errorf("only %d of %d came", came, len(words))
			}
		}
	})
}

const quietWords = "Quiet words"

// importList sends a staff list, looks at the preview, and imports what can be.
func importList(t *testing.T, c *webtest.Client, words []string, check func(*webtest.Page)) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "staff.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewWriter(file)
	_ = rows.Write([]string{"Employee number", "First name", "Last name", "Email", "Post reference", "Job title", "Unit", "Line manager post", "FTE", "Start date"})
	for i, word := range words {
		_ = rows.Write([]string{"H" + strconv.Itoa(i), "Person", word, hostileAddress(i), "HP" + strconv.Itoa(i), word, "Unit " + strconv.Itoa(i%40), "", "1", "2024-01-01"})
	}
	rows.Flush()
	_ = form.WriteField("as_at-day", "21")
	_ = form.WriteField("as_at-month", "11")
	_ = form.WriteField("as_at-year", "2026")
	_ = form.Close()
	answer := c.PostAs(t, "/manage/people/import", form.FormDataContentType(), &body).Want(t, http.StatusSeeOther)
	preview := answer.Follow(t).Want(t, http.StatusOK)
	check(preview)
	for _, f := range preview.Forms() {
		if !strings.HasSuffix(f.Action, "/discard") && strings.HasPrefix(f.Action, "/manage/people/import/") {
			check(f.Submit(t).Want(t, http.StatusSeeOther).Follow(t).Want(t, http.StatusOK))
			return
		}
	}
	t.Fatalf("nothing can be imported: %.2000s", preview.Text())
}

func hostileAddress(i int) string { return "hostile-" + strconv.Itoa(i) + "@example.org" }

// checkImported looks for everybody under the name that they have in the list,
// gets every seventh page about one, and says how many came.
func (w *world) checkImported(t *testing.T, c *webtest.Client, words []string, check func(*webtest.Page)) int {
	chart, err := w.People.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	came := 0
	for i, word := range words {
		p := chart.PersonByEmail(hostileAddress(i))
		if p == nil {
			continue
		}
		came++
		if one := strings.Join(strings.Fields(word), " "); !unkeepable(word) && !strings.Contains(strings.Join(strings.Fields(p.Name), " "), one) {
			t.Errorf("%q became %q", word, p.Name)
		}
		if i%7 == 0 {
			check(c.Get(t, "/people/"+url.PathEscape(p.Slug)).Want(t, http.StatusOK))
			check(c.Get(t, "/manage/people/"+url.PathEscape(p.Slug)).Want(t, http.StatusOK))
		}
	}
	t.Logf("%d of %d came", came, len(words))
	return came
}

// TestHostileAddresses asks every route with something else where its parameters
// are, and with every word that a page takes behind its question mark.
func TestHostileAddresses(t *testing.T) {
	params := []string{
		"%00", "%ff%fe", "%27", "..%2f..%2fetc", "-1", "0", "99999999999999999999", "2026-27", "9999-00", "1e3", "nobody", "%F0%9F%8F%B4", strings.Repeat("9", 40),
		strings.Repeat("x", 4000), "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-00000000000g", "%3Cscript%3E", "%20", "*",
	}
	words := []string{"%00", "%ff", "-1", "99999999999999999999", "2026-27", "%3Cscript%3E", "01900000-0000-7000-8000-00000000000g", "%25%5F%5B", strings.Repeat("x", 5000)}
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		w := newEstate(t, engine).open(t)
		asked := 0
		ask := func(method, path string, whom []string) {
			for _, is := range whom {
				var page *webtest.Page
				if c := w.as(t, w.someone(is)); method == http.MethodGet {
					page = c.Get(t, path)
				} else {
					page = c.Post(t, path, nil)
				}
				asked++
				if page.Status >= http.StatusInternalServerError {
					t.Errorf("%s %.200s as %s answered %d", method, path, is, page.Status)
				}
			}
		}
		for _, r := range w.routes(t) {
			for i, segment := range strings.Split(r.Path, "/") {
				if !strings.HasPrefix(segment, ":") {
					continue
				}
				for _, param := range params {
					parts := strings.Split(w.address(w.samples(r.Path)[0]), "/")
					parts[i] = param
					ask(r.Method, strings.Join(parts, "/"), admitted(r))
				}
			}
		}
		for path, names := range w.queries(t) {
			for _, name := range names {
				for _, word := range words {
					ask(http.MethodGet, path+"?"+url.QueryEscape(name)+"="+word, []string{"person", "coordinator", "administrator", "auditor"})
				}
			}
		}
		t.Logf("%d addresses", asked)
	})
}

// admitted are some whom a route's ring lets in.
func admitted(r web.Route) []string {
	switch r.Ring.Name {
	case "public":
		return []string{"signed out"}
	case "signed in":
		return []string{"person", "manager"}
	}
	return strings.Split(r.Ring.Name, " or ")
}

// queries are the words that each page takes in its address: those of links and
// of forms that ask.
func (w *world) queries(t *testing.T) map[string][]string {
	out := map[string][]string{}
	add := func(from, to string, fields url.Values) {
		base, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		at, err := base.Parse(to)
		if err != nil || at.Host != "" {
			return
		}
		for _, values := range []url.Values{at.Query(), fields} {
			for name := range values {
				if !slices.Contains(out[at.Path], name) {
					out[at.Path] = append(out[at.Path], name)
				}
			}
		}
	}
	for _, r := range w.routes(t) {
		if r.Method != http.MethodGet {
			continue
		}
		for _, p := range w.personas {
			page := w.as(t, p).Get(t, w.address(w.samples(r.Path)[0]))
			for _, a := range page.All("a[href^='/'], a[href^='?']") {
				add(page.Path, webtest.Attr(a, "href"), nil)
			}
			for _, f := range page.Forms() {
				if !f.Posts() {
					add(page.Path, f.Action, f.Fields)
				}
			}
		}
	}
	return out
}
