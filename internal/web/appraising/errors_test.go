package appraising_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// refused sends a form and wants it back as it was typed, with the messages
// beside the fields that are named, and each of them in the summary.
func refused(t *testing.T, form *webtest.Form, says map[string]string) *webtest.Page {
	t.Helper()
	typed := maps.Clone(form.Fields)
	page := form.Submit(t).Want(t, http.StatusUnprocessableEntity)
	if !strings.HasPrefix(page.Title(), "Error: ") {
		t.Errorf("the title is %q", page.Title())
	}
	for field, message := range says {
		if got := page.Error(field); !strings.Contains(got, message) {
			t.Errorf("%s says %q beside it, want %q", field, got, message)
		}
		if link := page.All(".govuk-error-summary a[href='#" + field + "']"); len(link) != 1 {
			t.Errorf("the summary leads to %s %d times", field, len(link))
		}
	}
	if n := len(page.All(".govuk-error-summary li")); n != len(says) {
		t.Errorf("%d problems in the summary, want %d: %q", n, len(says), page.Texts(".govuk-error-summary li"))
	}
	kept(t, page, typed)
	pagetest.SoundPage(t, page.Body)
	return page
}

// kept checks that all that was typed stands in the page's form.
func kept(t *testing.T, page *webtest.Page, typed url.Values) {
	t.Helper()
	for name, values := range typed {
		if name == "once" || name == "version" || name == "do" || strings.HasPrefix(name, "draft") {
			continue
		}
		var stands []string
		for _, n := range page.All("input[name='" + name + "'], textarea[name='" + name + "'], select[name='" + name + "']") {
			kind := webtest.Attr(n, "type")
			if kind != "radio" && kind != "checkbox" {
				stands = append(stands, page.Value(t, name))
			} else if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" }) {
				stands = append(stands, webtest.Attr(n, "value"))
			}
		}
		want := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
		stands = slices.DeleteFunc(stands, func(v string) bool { return v == "" })
		if fmt.Sprintf("%.80q", want) != fmt.Sprintf("%.80q", stands) {
			t.Errorf("%s was sent as %.80q and stands as %.80q", name, want, stands)
		}
	}
}

func long(n int) string { return strings.Repeat("ŵ", n) }

func TestAVoiceIsSentBackAsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		page := h.amina().Get(t, own+"/write")
		pagetest.SoundPage(t, page.Body)
		tooLong := map[string]string{}
		form := page.Form(t, "Save")
		for _, key := range []string{"target-1", "target-2", "task-1", "proud-of", "how-i-learn", "next-year"} {
			form.Fill(t, key, key+long(6001))
			tooLong[key] = "must be 6,000 characters or fewer"
		}
		refused(t, form, tooLong)
		form = page.Form(t, "Share it with Dan").Fill(t, "proud-of", "The packs").Tick(t, "Four families stayed. The post works better than the link.")
		form.Fields.Set("target-1-judgement", "met")
		refused(t, form, map[string]string{"target-2-judgement": "Say how target 2 stands", "task-1-judgement": "Say how task 1 stands"})
		form = fill(t, page.Form(t, "Share it with Dan"), "target-1-judgement", "met", "target-2-judgement", "nearly", "task-1-judgement", "dropped")
		refused(t, form, map[string]string{"target-1": "Write something on at least one topic"})
		form = page.Form(t, "Save")
		form.Fields.Set("target-1-judgement", "9 out of 10")
		page = form.Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "Choose one of the answers for target 1")
		if h.amina().Get(t, own).Want(t, http.StatusOK); len(page.All("input[name=once]")) == 0 {
			t.Error("the form cannot be sent again")
		}
		h.amina().Get(t, own).Sees(t, "Start writing") // nothing was kept
	})
}

func TestAgreementsAreSentBackAsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.toMet()
		page := h.amina().Get(t, own+"/agreements")
		pagetest.SoundPage(t, page.Body)
		form, says := page.Form(t, "Save"), map[string]string{}
		for _, field := range []string{"target-1-why", "target-2-why", "task-1-why"} {
			form.Fill(t, field, long(501))
			says[field] = "500 characters or fewer"
		}
		for n := 1; n <= 5; n++ {
			need, criterion := fmt.Sprintf("next-%d-need", n), fmt.Sprintf("next-%d-criterion", n)
			form.Fill(t, need, need+long(501)).Fill(t, criterion, criterion+long(501))
			says[need], says[criterion] = fmt.Sprintf("Target %d for next year must be 500", n), "500 characters or fewer"
		}
		form.Fill(t, "words", long(6001))
		says["words"] = "6,000 characters or fewer"
		refused(t, form, says)
		form = fill(t, page.Form(t, "These are our agreements"), "target-1-outcome", "carried_forward", "target-2-outcome", "dropped", "next-4-criterion", "We know")
		form.Fields.Del("task-1-outcome")
		refused(t, form, map[string]string{
			"target-1-why": "Say why target 1 carries on", "target-2-why": "Say why target 2 is dropped", "task-1-outcome": "Agree how task 1 ended",
			"next-4-need": "Say what target 4 for next year is",
		})
		page.Form(t, "Save").Fill(t, "words", "half done").Submit(t).Leads(t, own)
	})
}

func TestDaysSignaturesQuestionsAndNotesAreSentBackAsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.share(h.amina(), own, "Dan", selfWords)
		h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
		h.share(h.dan(), other, "Amina", responseWords)
		page := h.amina().Get(t, own)
		for _, tc := range []struct{ day, month, year, says string }{
			{"31", "2", "2027", "Enter a date, like 24 3 2027"}, {"a", "<b>", "'", "Enter a date, like 24 3 2027"}, {"", "", "", "Enter the date on which you met"},
			{"10", "7", "2027", "Choose the day on which you met: today or earlier"}, {"8", "7", "2027", "Choose a day on or after 9 July 2027"},
			{"9", "7", "0027", "Enter a date, like 24 3 2027"},
		} {
			refused(t, page.Form(t, "We have met").Date(t, "met_on", tc.day, tc.month, tc.year), map[string]string{"met_on": tc.says})
		}
		h.press(page, "We have met")
		h.press(h.dan().Get(t, other+"/agreements"), "These are our agreements", agreedWords...)

		page = h.dan().Get(t, other)
		refused(t, page.Form(t, "Sign").Fill(t, "name", "Dan O."), map[string]string{
			"name": "Type your name as it appears here: Dan Okoro", "fair": "Tick the box if this is a fair record",
		})
		refused(t, page.Form(t, "Sign").Tick(t, "This is a fair record of what we said"), map[string]string{"name": "Type your name as it appears here: Dan Okoro"})
		h.signFirst()
		page = h.amina().Get(t, own)
		refused(t, page.Form(t, "Sign and close the appraisal").Fill(t, "name", "Dan Okoro").Fill(t, "statement", long(4001)), map[string]string{
			"name": "Type your name as it appears here: Amina Yusuf", "fair": "Tick the box", "statement": "4,000 characters or fewer",
		})
		refused(t, page.Form(t, "Send it back").Fill(t, "question", " \n"), map[string]string{"question": "Say what you want to ask or change"})
		refused(t, page.Form(t, "Send it back").Fill(t, "question", long(1001)), map[string]string{"question": "1,000 characters or fewer"})
		page = h.signLast("Sign and close the appraisal", "")
		refused(t, page.Form(t, "Add the note").Fill(t, "note", " "), map[string]string{"note": "Write what you want to add"})
		refused(t, page.Form(t, "Add the note").Fill(t, "note", long(4001)), map[string]string{"note": "4,000 characters or fewer"})
	})
}

func TestACycleIsSentBackAsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		page := h.coordinator().Get(t, "/manage/cycles")
		pagetest.SoundPage(t, page.Body)
		form := func(self, closing [3]string) *webtest.Form {
			return page.Form(t, "Open the appraisals").Date(t, "self_by", self[0], self[1], self[2]).Date(t, "close_by", closing[0], closing[1], closing[2])
		}
		good, later := [3]string{"9", "7", "2027"}, [3]string{"31", "7", "2027"}
		refused(t, form([3]string{}, [3]string{}).Fill(t, "title", " "), map[string]string{
			"title": "Give it a title", "self_by": "Enter the date by which self-evaluations are shared", "close_by": "Enter the date by which appraisals are closed",
		})
		refused(t, form([3]string{"31", "6", "2027"}, later).Fill(t, "title", long(201)), map[string]string{"title": "200 characters or fewer", "self_by": "Enter a date, like"})
		refused(t, form([3]string{"1", "7", "2027"}, [3]string{"30", "6", "2027"}), map[string]string{"self_by": "not in the past", "close_by": "not in the past"})
		refused(t, form(later, good), map[string]string{"close_by": "on or after the date for self-evaluations"})
		refused(t, form(good, [3]string{"31", "7", "2031"}), map[string]string{"close_by": "within the next two years"})
		for _, field := range []string{"year", "unit"} {
			for _, value := range []string{"", "2050-51", "1999-00", "x'--"} {
				f := form(good, later)
				f.Fields.Set(field, value)
				f.Submit(t).Want(t, http.StatusUnprocessableEntity)
			}
		}
		h.coordinator().Get(t, "/manage/cycles").Sees(t, "No appraisals are open")
	})
}

func TestTwoTabsShowBothTexts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		amina := h.amina()
		phone, desk := amina.Get(t, own+"/write"), amina.Get(t, own+"/write")
		h.press(phone, "Save", "target-1", "From the phone", "target-2-judgement", "dropped")
		form := desk.Form(t, "Save").Fill(t, "target-1", "From the desk")
		page := form.Submit(t).Want(t, http.StatusConflict).
			Sees(t, "Amina Yusuf saved this at 9:30am, after you opened it", "From the phone", "From the desk", "How target 2 stands", "Dropped")
		pagetest.SoundPage(t, page.Body)
		kept(t, page, form.Fields)
		h.press(amina.Get(t, own+"/write"), "Save", "target-1", "Once more")
		page.Form(t, "Save").Submit(t).Want(t, http.StatusConflict).Sees(t, "Once more", "From the desk").
			Form(t, "Save").Submit(t).Leads(t, own)
		if got := amina.Get(t, own+"/write").Value(t, "target-1"); got != "From the desk" {
			t.Errorf("kept %q", got)
		}
	})
}

func TestBothWriteAgreementsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.toMet()
		amina, dan := h.amina().Get(t, own+"/agreements"), h.dan().Get(t, other+"/agreements")
		h.press(dan, "Save", agreedWords...)
		form := fill(t, amina.Form(t, "These are our agreements"), "target-2-outcome", "dropped", "target-2-why", "No time", "words", "Amina’s words")
		page := form.Submit(t).Want(t, http.StatusConflict).Sees(t, "Dan Okoro saved this at 2:40pm, after you opened it",
			"Two of three moved on, and the why is still hard", "Find out why some families come back: Ten families asked", "Dan checks in by October.")
		kept(t, page, form.Fields)
		h.At(calendar.NewDate(2027, time.July, 14), 20, 0)
		page.Form(t, "These are our agreements").Submit(t).Leads(t, own)

		// Whoever signs signs what they read.
		read := h.dan().Get(t, other).Form(t, "Sign").Fill(t, "name", "Dan Okoro").Tick(t, "This is a fair record of what we said")
		edit := h.amina().Get(t, own+"/agreements")
		h.press(edit, "Save the agreements", "words", "And one more thing")
		again := read.Submit(t).Want(t, http.StatusConflict).Sees(t, "Amina Yusuf changed it at 8pm, after you opened it.", "And one more thing")
		pagetest.SoundPage(t, again.Body)
		if got := again.Value(t, "name"); got != "Dan Okoro" {
			t.Errorf("the name is kept as %q", got)
		}
		signed := again.Form(t, "Sign")
		if signed.Fields.Get("fair") != "" {
			t.Error("what changed is ticked already")
		}
		signed.Tick(t, "This is a fair record of what we said").Submit(t).Leads(t, other)

		// And cannot sign what was sent back meanwhile.
		stale := fill(t, h.amina().Get(t, own).Form(t, "Sign and close the appraisal"), "fair", "yes", "name", "Amina Yusuf")
		h.press(h.amina().Get(t, own), "Send it back", "question", "And what of the third target?")
		stale.Submit(t).Want(t, http.StatusForbidden)
	})
}

func TestADoubleTapSavesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		twice := func(form *webtest.Form) {
			t.Helper()
			to := form.Submit(t).Want(t, http.StatusSeeOther).Location()
			form.Submit(t).Leads(t, to)
		}
		twice(h.coordinator().Get(t, "/manage/cycles").Form(t, "Open the appraisals").Date(t, "self_by", "9", "7", "2027").Date(t, "close_by", "31", "7", "2027"))
		if n := len(h.coordinator().Get(t, "/manage/cycles").All("a[href^='/manage/cycles/']")); n != 1 {
			t.Fatalf("%d cycles are open", n)
		}
		twice(fill(t, h.amina().Get(t, own+"/write").Form(t, "Save"), "proud-of", "Packs"))
		twice(fill(t, h.amina().Get(t, own+"/write").Form(t, "Share it with Dan"), selfWords...))
		twice(fill(t, h.dan().Get(t, other+"/write").Form(t, "Share it with Amina"), responseWords...))
		twice(h.dan().Get(t, other).Form(t, "We have met"))
		twice(fill(t, h.dan().Get(t, other+"/agreements").Form(t, "These are our agreements"), agreedWords...))
		twice(fill(t, h.dan().Get(t, other).Form(t, "Sign"), "fair", "yes", "name", "Dan Okoro"))
		twice(fill(t, h.amina().Get(t, own).Form(t, "Send it back"), "question", "Which?"))
		twice(fill(t, h.dan().Get(t, other).Form(t, "Sign"), "fair", "yes", "name", "Dan Okoro"))
		twice(fill(t, h.amina().Get(t, own).Form(t, "Sign and close the appraisal"), "fair", "yes", "name", "Amina Yusuf"))
		twice(fill(t, h.amina().Get(t, own).Form(t, "Add the note"), "note", "Only once, this note"))
		if n := strings.Count(h.amina().Get(t, own).Text(), "Only once, this note"); n != 1 {
			t.Errorf("the note stands %d times", n)
		}
		history := h.amina().Get(t, own).Texts(".app-trace__what")
		want := []string{
			"Amina Yusuf added a note", "Amina Yusuf closed", "Amina Yusuf signed as the person", "Dan Okoro signed as appraiser", "Amina Yusuf sent back with a question",
			"Dan Okoro signed as appraiser", "Dan Okoro wrote the agreements", "Dan Okoro recorded the meeting", "Dan Okoro shared the response",
			"Amina Yusuf shared the self-evaluation", "Priya Nair opened",
		}
		if !slices.Equal(history, want) {
			t.Errorf("the history is %q", history)
		}
	})
}

func TestADraftIsCarriedOnAndEndsWithTheForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		amina := h.amina()
		form := amina.Get(t, own+"/write").Form(t, "Save").Fill(t, "target-1", "Half a sen")
		amina.Post(t, "/drafts/"+form.Fields.Get("draft"), form.Fields).Want(t, http.StatusSeeOther)
		page := amina.Get(t, own+"/write").Sees(t, "You were writing this", "Half a sen").Click(t, "Carry on with what you were writing at 9:30am")
		if got := page.Value(t, "target-1"); got != "Half a sen" {
			t.Fatalf("carried on with %q", got)
		}
		h.press(page, "Save", "target-1", "Half a sentence")
		amina.Get(t, own+"/write").Lacks(t, "You were writing this")
	})
}

// nasty are texts that have broken programs before; on SQLite the whole list of
// naughty strings besides, where it stands beside the project.
func nasty(t *testing.T, db *database.DB) []string {
	t.Helper()
	all := []string{
		"\x00", "\xff\xfe", "'; DROP TABLE appraisals; --", `" OR ""="`, "<script>alert(1)</script>", "%s%n%d", "../../etc/passwd", "\u202etest", "Ω≈ç√∫",
		"田中さんにあげて下さい", "👾🙇💁", "مُنَاقَشَةُ", "$(touch /tmp/x)", "{{.}}", "-1e309", "NULL", strings.Repeat("x", 70_000), "a\r\nb", " ", "\"}],\"target-9\":{",
	}
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "names", "blns.json"))
	if err != nil || db.Engine() != database.SQLite {
		return all
	}
	var list []string
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return append(all, list...)
}

// asTyped is text as a form gives it back: line ends are plain ones.
func asTyped(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// typing sends every text through one form, each in one of its fields, and
// judges the answers: kept as typed or sent back as typed, never broken. Where a
// form is saved, again gives the page on which it stands; nil is not looked at.
func (h house) typing(texts []string, page func() *webtest.Page, button string, fields []string, again func() *webtest.Page) {
	t := h.t
	t.Helper()
	for some := range slices.Chunk(texts, len(fields)) {
		form := page().Form(t, button)
		for i, s := range some {
			form.Fill(t, fields[i], s)
		}
		answer := form.Submit(t)
		if strings.Contains(answer.Body, "<script>alert") {
			t.Fatalf("of %.60q something is run", some)
		}
		shows := answer
		switch answer.Status {
		case http.StatusUnprocessableEntity, http.StatusConflict:
		case http.StatusSeeOther:
			if again == nil {
				continue
			}
			shows = again()
		default:
			t.Fatalf("%.60q: %d", some, answer.Status)
		}
		for i, s := range some {
			if strings.ContainsRune(s, 0) || strings.Contains(s, "\xff") || strings.TrimSpace(s) == "" {
				continue // a page cannot show these
			}
			if got := asTyped(shows.Value(t, fields[i])); got != asTyped(s) {
				t.Errorf("%s: %.60q came back as %.60q", fields[i], s, got)
			}
		}
	}
}

func TestNothingTypedBreaksAPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		texts := nasty(t, db)
		at := func(c *webtest.Client, path string) func() *webtest.Page {
			return func() *webtest.Page { return c.Get(t, path).Want(t, http.StatusOK) }
		}
		amina := h.amina()
		h.typing(texts, at(amina, own+"/write"), "Save", []string{"target-1", "task-1", "proud-of", "how-i-learn", "next-year"}, at(amina, own+"/write"))
		h.toMet()
		dan := h.dan()
		h.typing(texts, at(dan, other+"/agreements"), "Save", []string{"target-1-why", "words", "next-1-need", "next-1-criterion"}, at(dan, other+"/agreements"))
		h.press(h.dan().Get(t, other+"/agreements"), "These are our agreements", agreedWords...)
		h.signFirst()
		amina = h.amina()
		page := amina.Get(t, own)
		same := func() *webtest.Page { return page }
		h.typing(texts, same, "Sign and close the appraisal", []string{"name", "statement"}, nil)
		stale := page.Form(t, "Send it back")
		stale.Fields.Set("version", "1") // comes back as typed, and nothing is changed
		for _, s := range texts {
			stale.Fields.Set("question", s)
			answer := stale.Submit(t)
			if answer.Status != http.StatusConflict && answer.Status != http.StatusUnprocessableEntity || strings.Contains(answer.Body, "<script>alert") {
				t.Errorf("%.60q: %d", s, answer.Status)
			}
		}
		for _, s := range texts[:12] {
			if len(h.amina().Get(t, own).All("textarea#question")) == 0 {
				h.signFirst()
			}
			h.amina().Get(t, own).Form(t, "Send it back").Fill(t, "question", s).Submit(t)
		}
		if len(h.dan().Get(t, other).All("input#name")) > 0 {
			h.signFirst()
		}
		h.signLast("Sign and close the appraisal", "<script>alert(1)</script> 👾 مُنَاقَشَةُ")
		amina = h.amina()
		page = amina.Get(t, own)
		h.typing(texts[:100%len(texts)], at(amina, own), "Add the note", []string{"note"}, nil)
		if page := amina.Get(t, own); strings.Contains(page.Body, "<script>alert") {
			t.Error("what was typed is run")
		}
		pdfText(t, amina.Get(t, own+"/report.pdf"))
	})
}

func TestNoAddressOrHiddenFieldBreaksAPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		h.toWorded()
		amina, dan, priya := h.amina(), h.dan(), h.coordinator()
		for _, s := range nasty(t, db)[:20] {
			part := url.PathEscape(s[:min(len(s), 300)])
			for _, path := range []string{
				"/appraisal/" + part, "/appraisal/" + part + "/write", "/people/" + part + "/appraisal/2027", "/people/amina-yusuf/appraisal/" + part,
				"/manage/cycles/" + part, "/appraisal?show=" + url.QueryEscape(s), own + "/agreements?draft=" + url.QueryEscape(s[:min(len(s), 300)]),
			} {
				for _, c := range []*webtest.Client{amina, dan, priya} {
					if page := c.Get(t, path); page.Status >= 500 {
						t.Errorf("%.80q: %d", path, page.Status)
					}
				}
			}
			query := "?state=" + url.QueryEscape(s) + "&page=" + url.QueryEscape(s)
			if page := priya.Get(t, "/manage/cycles/"+h.cycleID()+query); page.Status != http.StatusOK {
				t.Errorf("%.80q: %d", query, page.Status)
			}
			hidden := url.Values{
				"version": {s}, "draft": {s}, "draft_form": {s}, "once": {s}, "do": {s}, "chosen": {s, s}, "fair": {s}, "name": {s},
				"met_on-day": {s}, "met_on-month": {s}, "met_on-year": {s}, "target-1": {"x"}, "target-1-outcome": {s}, "words": {"x"}, "countersign": {s},
			}
			for _, act := range []string{"/write", "/met", "/agreements", "/sign", "/send-back", "/note"} {
				for _, page := range []*webtest.Page{amina.Post(t, own+act, hidden), dan.Post(t, other+act, hidden)} {
					if page.Status >= 500 || page.Status == http.StatusSeeOther {
						t.Errorf("%s with %.40q: %d", page.Path, s, page.Status)
					}
				}
			}
			if page := priya.Post(t, "/manage/cycles", hidden); page.Status >= 500 {
				t.Errorf("a cycle with %.40q: %d", s, page.Status)
			}
		}
	})
}
