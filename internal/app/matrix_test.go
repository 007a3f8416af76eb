package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/web"
	"learningyear/internal/web/webtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples are addresses for a route of the program: where a route answers
// differently for different records, one for each. A route without any fails the
// matrix; one whose parameters are only a person, a year and the numbers of what
// is in a plan needs none of its own.
func (e *estate) samples(path string) []string {
	if own, ok := e.ownSamples()[path]; ok {
		return own
	}
	usual := strings.NewReplacer(
		"/:slug", "/amina-yusuf", "/:person", "/amina-yusuf", "/appraisal/:year", "/appraisal/2027", "/:year", "/2026-27",
		"/targets/:number", "/targets/1", "/tasks/:number", "/tasks/1", "/agreed/:number", "/agreed/1", "/:line", "/1",
	)
	if out := usual.Replace(path); !strings.Contains(out, ":") {
		return []string{out}
	}
	return nil
}

// ownSamples are those of routes that need more than the usual one.
func (e *estate) ownSamples() map[string][]string {
	amina := "/people/amina-yusuf"
	out := map[string][]string{
		"/invitation/:token":             {"/invitation/{invitation}", "/invitation/made-up"},
		"/reset/:token":                  {"/reset/{reset}", "/reset/made-up"},
		"/account/sessions/:session/end": {"/account/sessions/{session}/end"},
		"/progress/:id":                  {"/progress/{errand}"},

		"/diary/:number":                    {"/diary/2"},
		"/diary/:number/edit":               {"/diary/2/edit"},
		"/diary/:number/share":              {"/diary/2/share"},
		"/diary/:number/delete":             {"/diary/2/delete"},
		"/diary/:number/restore":            {"/diary/6/restore"},
		"/drafts/:id":                       {"/drafts/{draft}"},
		"/drafts/:id/discard":               {"/drafts/{draft}/discard"},
		"/drafts/:id/restore":               {"/drafts/{draft}/restore"},
		"/diary/:number/files":              {"/diary/2/files"},
		"/diary/:number/files/:id":          {"/diary/2/files/{file 2}", "/diary/6/files/{file 6}", "/diary/2/files/{file 3}"},
		"/diary/:number/files/:id/describe": {"/diary/2/files/{file 2}/describe"},
		"/diary/:number/files/:id/remove":   {"/diary/2/files/{file 2}/remove"},
		"/diary/:number/files/:id/restore":  {"/diary/2/files/{file 2}/restore"},
		"/people/:slug/diary/:number/files/:id": {
			amina + "/diary/2/files/{file 2}", amina + "/diary/3/files/{file 3}", amina + "/diary/4/files/{file 4}",
			amina + "/diary/5/files/{file 5}", amina + "/diary/6/files/{file 6}", amina + "/diary/3/files/{file 2}",
		},
		"/people/:slug/diary/:number": {amina + "/diary/2", amina + "/diary/3", amina + "/diary/4", amina + "/diary/5", amina + "/diary/6"},

		"/interviews/:id":                 e.interviews("", "offered", "arranged", "due", "shared", "confirmed", "old"),
		"/interviews/:id/time":            e.interviews("/time", "offered", "confirmed"),
		"/interviews/:id/take":            e.interviews("/take", "offered", "arranged"),
		"/interviews/:id/cancel":          e.interviews("/cancel", "arranged", "confirmed"),
		"/interviews/:id/prepare":         e.interviews("/prepare", "arranged", "old"),
		"/interviews/:id/record":          e.interviews("/record", "arranged", "due", "old"),
		"/interviews/:id/record/draft":    e.interviews("/record/draft", "due"),
		"/interviews/:id/confirm":         e.interviews("/confirm", "shared", "due"),
		"/interviews/:id/conclude":        e.interviews("/conclude", "due", "shared"),
		"/interviews/:id/answer":          e.interviews("/answer", "shared", "confirmed"),
		"/interviews/:id/notes":           e.interviews("/notes", "shared", "confirmed", "old"),
		"/interviews/:id/actions/:action": {"/interviews/{shared interview}/actions/{action}"},
		// Siân has asked the delegate to be her partner.
		"/partnering/:slug":         {"/partnering/amina-yusuf", "/partnering/sian-howell"},
		"/partnering/:slug/accept":  {"/partnering/sian-howell/accept", "/partnering/amina-yusuf/accept"},
		"/partnering/:slug/decline": {"/partnering/sian-howell/decline"},

		"/manage/people/import/:id":                       {"/manage/people/import/{staff list}"},
		"/manage/people/import/:id/columns":               {"/manage/people/import/{staff list}/columns"},
		"/manage/people/import/:id/columns/mapping":       {"/manage/people/import/{staff list}/columns/mapping"},
		"/manage/people/import/:id/discard":               {"/manage/people/import/{staff list}/discard"},
		"/manage/people/:slug/appointments/:id/hours":     {"/manage/people/amina-yusuf/appointments/{appointment}/hours"},
		"/manage/people/:slug/appointments/:id/end":       {"/manage/people/amina-yusuf/appointments/{appointment}/end"},
		"/manage/people/:slug/appointments/:id/reopen":    {"/manage/people/amina-yusuf/appointments/{appointment}/reopen"},
		"/manage/people/:slug/appointments/:id/correct":   {"/manage/people/amina-yusuf/appointments/{appointment}/correct"},
		"/manage/people/:slug/appointments/:id/withdraw":  {"/manage/people/amina-yusuf/appointments/{appointment}/withdraw"},
		"/manage/people/:slug/appointments/:id/successor": {"/manage/people/amina-yusuf/appointments/{appointment}/successor"},

		"/team/away/:id/end": {"/team/away/{delegate}/end"},

		"/manage/people/:slug/delegate/:id/end": {"/manage/people/dan-okoro/delegate/{delegate}/end"},

		// The night school and its post have changed, and the summer school has closed.
		"/manage/units":               {"/manage/units", "/manage/units?on=2026-01-15"},
		"/units/:slug":                {"/units/family-learning", "/units/family-learning?on=2026-01-15", "/units/finance", "/units/nowhere"},
		"/manage/units/:slug":         {"/manage/units/night-school", "/manage/units/night-school?on=2026-01-15", "/manage/units/summer-school", "/manage/units/nowhere"},
		"/manage/units/:slug/reopen":  {"/manage/units/summer-school/reopen"},
		"/manage/posts/:id":           {"/manage/posts/{post}", "/manage/posts/nothing"},
		"/manage/posts/:id/appoint":   {"/manage/posts/{post}/appoint?find=tom"},
		"/manage/posts/:id/change":    {"/manage/posts/{post}/change"},
		"/manage/posts/:id/correct":   {"/manage/posts/{post}/correct"},
		"/manage/posts/:id/close":     {"/manage/posts/{post}/close"},
		"/manage/posts/:id/reopen":    {"/manage/posts/{post}/reopen"},
		"/manage/posts/:id/take-back": {"/manage/posts/{post}/take-back"},
		// Amina's own, and the coordinator's pages about her.
		"/account/working-pattern/:id":                       {"/account/working-pattern/{working week}"},
		"/account/working-pattern/:id/take-back":             {"/account/working-pattern/{working week}/take-back"},
		"/account/working-pattern/:id/put-back":              {"/account/working-pattern/{old working week}/put-back"},
		"/account/absences/:id":                              {"/account/absences/{absence}"},
		"/account/absences/:id/back":                         {"/account/absences/{absence}/back"},
		"/account/absences/:id/take-back":                    {"/account/absences/{absence}/take-back"},
		"/account/absences/:id/put-back":                     {"/account/absences/{old absence}/put-back"},
		"/manage/people/:slug/working-pattern/:id":           {"/manage/people/amina-yusuf/working-pattern/{working week}"},
		"/manage/people/:slug/working-pattern/:id/take-back": {"/manage/people/amina-yusuf/working-pattern/{working week}/take-back"},
		"/manage/people/:slug/working-pattern/:id/put-back":  {"/manage/people/amina-yusuf/working-pattern/{old working week}/put-back"},
		"/manage/people/:slug/absences/:id":                  {"/manage/people/amina-yusuf/absences/{absence}"},
		"/manage/people/:slug/absences/:id/back":             {"/manage/people/amina-yusuf/absences/{absence}/back"},
		"/manage/people/:slug/absences/:id/take-back":        {"/manage/people/amina-yusuf/absences/{absence}/take-back"},
		"/manage/people/:slug/absences/:id/put-back":         {"/manage/people/amina-yusuf/absences/{old absence}/put-back"},
		"/handover/:slug":                                    {"/handover/amina-yusuf", "/handover/sian-howell"},

		"/divisions/:slug": {"/divisions/learner-services", "/divisions/business-services", "/divisions/family-learning"},

		"/manage/cycles/:id": {"/manage/cycles/{cycle}", "/manage/cycles/{old cycle}"},
		// Nobody is left to countersign Tom's of last year.
		"/manage/cycles/:id/:person/close": {"/manage/cycles/{old cycle}/tom-byrne/close", "/manage/cycles/{cycle}/amina-yusuf/close"},
	}
	for _, rest := range []string{"/change", "/correct", "/split", "/merge", "/close", "/take-back"} {
		out["/manage/units/:slug"+rest] = []string{"/manage/units/night-school" + rest}
	}
	for _, base := range []string{"/plan/:year", "/work-programme/:year"} {
		here := strings.TrimSuffix(base, ":year")
		out["/people/:slug"+base] = []string{amina + here + "2026-27", amina + here + "2025-26"}
	}
	for _, rest := range []string{"", "/write", "/met", "/agreements", "/sign", "/send-back", "/note", "/report.pdf"} {
		// This year's is worded, last year's closed and countersigned.
		out["/appraisal/:year"+rest] = []string{"/appraisal/2027" + rest, "/appraisal/2026" + rest}
		out["/people/:person/appraisal/:year"+rest] = []string{amina + "/appraisal/2027" + rest, amina + "/appraisal/2026" + rest}
	}
	return out
}

// interviews are the addresses of Amina's interviews in the states named.
func (e *estate) interviews(rest string, states ...string) []string {
	var out []string
	for _, state := range states {
		out = append(out, "/interviews/{"+state+" interview}"+rest)
	}
	return out
}

// address fills the keys of records into a sample.
func (e *estate) address(sample string) string {
	for name, key := range e.keys {
		sample = strings.ReplaceAll(sample, "{"+name+"}", key)
	}
	return sample
}

// routes is the table of routes of the program.
func (w *world) routes(t testing.TB) []web.Route {
	t.Helper()
	site, err := w.Site()
	if err != nil {
		t.Fatal(err)
	}
	return w.Routes(site)
}

// TestMatrix asks every route as everybody who can stand in any relation to
// Amina, a change as an empty form, and compares what each is answered with the
// golden file. Run it with -update to write the file, and read the difference.
func TestMatrix(t *testing.T) {
	golden := filepath.Join("testdata", "matrix.golden")
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		got := askEverything(t, newEstate(t, engine))
		if *update && engine == database.SQLite {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		compareLines(t, string(want), got)
	})
}

func askEverything(t *testing.T, e *estate) string {
	reading, known := e.open(t), map[string]bool{}
	rows := [][]string{e.headings()}
	for _, r := range reading.routes(t) {
		known[r.Path] = true
		if len(e.samples(r.Path)) == 0 {
			t.Errorf("%s %s has no sample address: add one to ownSamples in matrix_test.go", r.Method, r.Path)
		}
		for _, sample := range e.samples(r.Path) {
			if r.Method == http.MethodGet {
				rows = append(rows, reading.row(t, r, sample))
			} else {
				rows = append(rows, e.changed(t, r, sample))
			}
		}
	}
	for path := range e.ownSamples() {
		if !known[path] {
			t.Errorf("ownSamples has %s, which is no route", path)
		}
	}
	return aligned(rows)
}

// headings are who asks.
func (e *estate) headings() []string {
	out := []string{"", "ring"}
	for _, p := range e.personas {
		out = append(out, p.is)
	}
	return out
}

// row asks for a page as everybody.
func (w *world) row(t *testing.T, r web.Route, sample string) []string {
	out := []string{r.Method + " " + sample, r.Ring.Name}
	for _, p := range w.personas {
		out = append(out, answerOf(w.as(t, p).Get(t, w.address(sample))))
	}
	return out
}

// changed sends an empty form as everybody. A copy of the estate is used until
// something was changed in it that others are asked for too.
func (e *estate) changed(t *testing.T, r web.Route, sample string) []string {
	out := []string{r.Method + " " + sample, r.Ring.Name}
	var w *world
	for _, p := range e.personas {
		if w == nil {
			w = e.open(t)
			defer w.close(t)
		}
		page := w.as(t, p).Post(t, e.address(sample), nil)
		out = append(out, answerOf(page))
		if page.Status < 400 && p.token != "" && e.shared(sample) {
			w.close(t)
			w = nil
		}
	}
	return out
}

// shared says whether an address is of a record that others are asked for too:
// it has a key or a person's name in it.
func (e *estate) shared(sample string) bool {
	return strings.Contains(sample, "{") || slices.ContainsFunc(e.personas, func(p persona) bool {
		return p.person.Slug != "" && strings.Contains(sample, "/"+p.person.Slug)
	})
}

// answerOf is a cell: the status, or that the answer is to sign in.
func answerOf(p *webtest.Page) string {
	if p.Status == http.StatusSeeOther && strings.HasPrefix(p.Location(), "/sign-in") {
		return "sign in"
	}
	return fmt.Sprint(p.Status)
}

// aligned sets rows as columns.
func aligned(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	slices.SortStableFunc(rows[1:], func(a, b []string) int {
		return strings.Compare(strings.SplitN(a[0], " ", 2)[1], strings.SplitN(b[0], " ", 2)[1])
	})
	var out strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			fmt.Fprintf(&line, "%-*s  ", widths[i], cell)
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}

// compareLines fails with the lines that differ.
func compareLines(t *testing.T, want, got string) {
	t.Helper()
	was, is := squeezed(want), squeezed(got)
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("new: %s", line)
		}
	}
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("old: %s", line)
		}
	}
	if t.Failed() {
		t.Log("read the difference, and where it is meant run: go test ./internal/app -run TestMatrix -update")
	}
}

// mostStatements is how many SQL statements a page may take, the session and the
// frame included.
const mostStatements = 12

func TestEveryPageTakesFewStatements(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		w := newEstate(t, engine).open(t)
		// Who is what to whom, and was and will be, is read once for all pages, until
		// it changes.
		if _, err := w.People.Passings(t.Context(), w.staff.Amina.ID); err != nil {
			t.Fatal(err)
		}
		pages, most := 0, 0
		for _, r := range w.routes(t) {
			if r.Method != http.MethodGet {
				continue
			}
			for _, sample := range w.samples(r.Path) {
				for _, p := range w.personas {
					page := w.as(t, p).Get(t, w.address(sample))
					pages++
					most = max(most, page.Queries.N())
					if page.Queries.N() > mostStatements {
						t.Errorf("%s as %s took %d statements, want at most %d:\n%s", sample, p.is, page.Queries.N(), mostStatements, page.Queries)
					}
				}
			}
		}
		t.Logf("%d pages, %d statements at most", pages, most)
	})
}

// squeezed are the lines without what aligns their columns.
func squeezed(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return lines
}
