package appraising_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"learningyear/internal/app/apptest"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
)

// house is the whole program over a test's database, at the end of Amina's year.
type house struct {
	*apptest.House
	t *testing.T
}

const (
	own   = "/appraisal/2027"
	other = "/people/amina-yusuf/appraisal/2027"
)

func newHouse(t *testing.T, db *database.DB) house {
	h := house{apptest.New(t, db), t}
	h.AminasYear(t)
	return h
}

// open is a house with an open appraisal of everybody.
func open(t *testing.T, db *database.DB, countersign bool) house {
	h := newHouse(t, db)
	h.OpenAppraisals(t, countersign)
	return h
}

func (h house) as(p people.Person) *webtest.Client { return h.As(h.t, p.ID) }
func (h house) amina() *webtest.Client             { return h.as(h.Staff.Amina) }
func (h house) dan() *webtest.Client               { return h.as(h.Staff.Dan) }
func (h house) helen() *webtest.Client             { return h.as(h.Staff.Helen) }
func (h house) coordinator() *webtest.Client       { return h.as(h.Staff.Priya) }

// press sends the form of a page with the button, and gives the page it leads to.
func (h house) press(page *webtest.Page, button string, fields ...string) *webtest.Page {
	h.t.Helper()
	return fill(h.t, page.Want(h.t, http.StatusOK).Form(h.t, button), fields...).Submit(h.t).Want(h.t, http.StatusSeeOther).Follow(h.t).Want(h.t, http.StatusOK)
}

// fill types into fields by name: name, value, name, value …
func fill(t *testing.T, form *webtest.Form, fields ...string) *webtest.Form {
	t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		form.Fields.Set(fields[i], fields[i+1])
	}
	return form
}

var (
	selfWords = []string{
		"target-1", "Seven families stayed to the end in May and six in June. I stopped trying to copy the room and started using the post.\n\nWhat I would change: ask for help sooner. I struggled alone until December.",
		"target-1-judgement", "met",
		"target-2", "The games work. Two parents moved on to Skills for Life, not three. I still go quiet when someone asks why a method works.",
		"target-2-judgement", "nearly",
		"task-1", "31 held, in four centres in the end.", "task-1-judgement", "met",
		"proud-of", "The story packs. Parents ask for them by name.",
		"how-i-learn", "I learn by watching someone and then being watched. Reading about it does not stick.",
		"next-year", "Keep going with numbers. Find out why some families come back and others do not.",
	}
	responseWords = []string{
		"target-1", "Agreed. The story packs are now used by the whole team, which I do not think you have given yourself credit for.\n\nYour point about asking sooner is one for me too: I will check in by October next year.",
		"target-1-judgement", "met",
		"target-2", "Two in one year is good. Let us keep the target, and pair you with Siân for a term rather than three sessions.",
		"target-2-judgement", "carry_on",
		"task-1", "One more than planned, and the register is complete.", "task-1-judgement", "met",
		"how-i-learn", "Then we should plan for that. Fewer courses, more pairs.",
		"next-year", "Yes to both. The second fits the team’s research question, so there is time set aside for it.",
	}
	agreedWords = []string{
		"target-1-outcome", "met", "target-2-outcome", "carried_forward", "target-2-why", "Two of three moved on, and the why is still hard",
		"task-1-outcome", "met",
		"next-1-need", "Find out why some families come back", "next-1-criterion", "Ten families asked, and what they said is written down",
		"words", "Dan checks in by October. Amina asks sooner.",
	}
)

// share shares what was written under /write.
func (h house) share(c *webtest.Client, base, with string, words []string) *webtest.Page {
	h.t.Helper()
	return h.press(c.Get(h.t, base+"/write"), "Share it with "+with, words...)
}

// toMet brings an open appraisal to where agreements can be written.
func (h house) toMet() {
	h.t.Helper()
	h.share(h.amina(), own, "Dan", selfWords)
	h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
	h.share(h.dan(), other, "Amina", responseWords)
	h.At(calendar.NewDate(2027, time.July, 14), 14, 40)
	h.press(h.amina().Get(h.t, own), "We have met", "met_on-day", "14", "met_on-month", "7", "met_on-year", "2027")
}

// toWorded brings it to where both sign.
func (h house) toWorded() {
	h.t.Helper()
	h.toMet()
	h.press(h.dan().Get(h.t, other+"/agreements"), "These are our agreements", agreedWords...)
}

func (h house) signFirst() *webtest.Page {
	h.t.Helper()
	h.At(calendar.NewDate(2027, time.July, 14), 15, 10)
	return h.press(h.dan().Get(h.t, other), "Sign", "fair", "yes", "name", "Dan Okoro")
}

func (h house) signLast(button, note string) *webtest.Page {
	h.t.Helper()
	h.At(calendar.NewDate(2027, time.July, 14), 15, 26)
	return h.press(h.amina().Get(h.t, own), button, "fair", "yes", "name", "amina yusuf", "statement", note)
}

// toClosed brings an open appraisal to its end, without a countersignature.
func (h house) toClosed() {
	h.t.Helper()
	h.toWorded()
	h.signFirst()
	h.signLast("Sign and close the appraisal", "I would have liked more time for this.")
}

func TestTheWholeWay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		opened := h.press(h.coordinator().Get(t, "/manage/cycles"), "Open the appraisals",
			"self_by-day", "9", "self_by-month", "7", "self_by-year", "2027", "close_by-day", "31", "close_by-month", "July", "close_by-year", "2027")
		opened.Sees(t, "8 appraisals are open.", "Without a line manager, nobody can appraise", "Helen Marsh", "Amina Yusuf", "Dan Okoro", "Being prepared")

		// Amina is led to hers, since nothing else waits for her.
		h.amina().Get(t, "/appraisal").Leads(t, own)
		page := h.amina().Get(t, own).Want(t, http.StatusOK)
		page.Sees(t, "Amina Yusuf with Dan Okoro · learning year 2026 to 2027", "Target 1. Run a confident online family session",
			"3 of 3 success criteria met", "Task 1. Run 30 family sessions in three centres", "What I learned about how I learn",
			"I learn by reading first and then trying it alone.", "Learning interviews 3 of at least 3", "Off-the-job learning 2 of at least 3 days",
			"Success criteria met 4 of 5", "By Friday 9 July", "Only you can see what you write until you share it with Dan.", "There are no scores.")

		// Self-evaluation: saved twice, then shared, with an entry from the diary.
		page = h.press(page.Click(t, "Start writing"), "Save", "target-1", "A first thought")
		page.Sees(t, "Saved. Only you can see it.")
		h.dan().Get(t, other).Want(t, http.StatusOK).Lacks(t, "A first thought").Sees(t, "Amina is writing the self-evaluation")
		writing := page.Click(t, "Carry on writing")
		if got := writing.Value(t, "target-1"); got != "A first thought" {
			t.Errorf("carried on with %q", got)
		}
		form := fill(t, writing.Form(t, "Share it with Dan"), selfWords...)
		form.Tick(t, "Seven families stayed to the end. I hardly spoke.")
		form.Submit(t).Leads(t, own).Follow(t).Sees(t, "Dan can see this now.", "Dan writes a response", "From your diary", "Write the pack down for the team.")
		h.amina().Get(t, own+"/write").Leads(t, own)

		// The response.
		h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
		waiting := h.dan().Get(t, "/appraisal").Want(t, http.StatusOK).Sees(t, "Waiting for you", "Read Amina’s self-evaluation, and write your response", "From Amina Yusuf, since")
		page = waiting.Click(t, "Read Amina’s self-evaluation, and write your response").Sees(t, "Amina has shared the self-evaluation", "Seven families stayed to the end in May and six in June.", "From Amina’s diary")
		page = page.Click(t, "Start writing").Sees(t, "Seven families stayed to the end in May and six in June.", "Only you can see this until you share it with Amina.")
		fill(t, page.Form(t, "Share it with Amina"), responseWords...).Submit(t).Leads(t, other)
		h.amina().Get(t, own).Sees(t, "which I do not think you have given yourself credit for", "When did you meet?")

		// They meet, and word what they agree.
		h.At(calendar.NewDate(2027, time.July, 14), 14, 40)
		page = h.press(h.amina().Get(t, own), "We have met").Sees(t, "Noted: you have met.", "Done, 14 July", "Nothing is written yet. Either of you can begin.")
		agreements := page.Click(t, "Write the agreements").Sees(t, "Amina said Nearly there", "Dan said Carry on")
		if got := agreements.Form(t, "Save").Fields; got.Get("target-1-outcome") != "met" || got.Get("target-2-outcome") != "" {
			t.Errorf("what both said alike is filled in, and no more: %v", got)
		}
		h.press(agreements, "Save", "target-2-outcome", "dropped", "words", "Amina asks sooner.").Sees(t, "Saved. Both of you can see it.")
		page = h.dan().Get(t, other+"/agreements")
		if got := page.Value(t, "words"); got != "Amina asks sooner." {
			t.Errorf("Dan goes on with %q", got)
		}
		page = h.press(page, "These are our agreements", agreedWords...).
			Sees(t, "These are your agreements.", "Two of three moved on, and the why is still hard", "Find out why some families come back")
		h.amina().Get(t, own).Sees(t, "Dan signs first", "Edit the agreements")

		// Dan signs; Amina sends it back; they change it and sign again.
		h.At(calendar.NewDate(2027, time.July, 14), 15, 0)
		h.press(page, "Sign", "fair", "yes", "name", "Dan Okoro").Sees(t, "You have signed.", "Amina reads it and signs", "Signed 14 July 2027, 3pm")
		page = h.amina().Get(t, own).Sees(t, "Dan has signed. Your turn", "Read it and sign", "send it back with a question", "You and Dan Okoro can read it. Your learning partner cannot. It is kept for six years.")
		h.press(page, "Send it back", "question", "Is it Siân or somebody from English who pairs with me?").
			Sees(t, "Sent back.", "You sent it back with a question", "Is it Siân or somebody from English who pairs with me?").Lacks(t, "Dan Okoro Appraiser")
		page = h.dan().Get(t, other).Sees(t, "Amina sent it back with a question", "Is it Siân or somebody from English who pairs with me?")
		h.press(page.Click(t, "Edit the agreements"), "Save the agreements", append([]string{"words", "Siân pairs with Amina for a term."}, agreedWords[:8]...)...)
		h.signFirst().Lacks(t, "somebody from English")
		page = h.signLast("Sign and close the appraisal", "I would have liked more time for this.")
		page.Sees(t, "The appraisal is signed and closed.", "Signed by both, and closed on 14 July 2027.", "Done, 14 July", "Agreed and signed",
			"Dan Okoro Appraiser Signed 14 July 2027, 3:10pm", "Amina Yusuf Sessional tutor Signed 14 July 2027, 3:26pm", "A note from Amina",
			"I would have liked more time for this.", "Siân pairs with Amina for a term.")
		if n := len(page.All("form[action^='" + own + "']")); n != 1 {
			t.Errorf("a closed appraisal has %d forms, want the one for a note", n)
		}

		// A note afterwards, and what goes on.
		h.press(page, "Add the note", "note", "The digital day was on 18 November.").Sees(t, "Your note stands beside the record.", "Added afterwards", "The digital day was on 18 November.")
		h.wantNextYear(t)
		h.coordinator().Get(t, "/manage/cycles").Sees(t, "1 of 8 closed")
		h.amina().Get(t, "/appraisal").Want(t, http.StatusOK).Sees(t, "Appraisal 2027", "Closed")
	})
}

// wantNextYear checks what closing carried into plan and work programme.
func (h house) wantNextYear(t *testing.T) {
	t.Helper()
	id := h.Staff.Amina.ID
	then, err := h.App.Plans.Gather(t.Context(), id, apptest.Year())
	if err != nil || then.State != plan.Reviewed {
		t.Errorf("this year's plan is %q, %v", then.State, err)
	}
	if o := then.Targets[1]; o.Outcome != plan.Carried || o.OutcomeWhy != "Two of three moved on, and the why is still hard" {
		t.Errorf("target 2 ended %+v", o)
	}
	if o := then.Targets[0]; o.Outcome != plan.Met || o.OutcomeOn != calendar.NewDate(2027, time.July, 14) {
		t.Errorf("target 1 ended %+v", o)
	}
	next, err := h.App.Plans.Gather(t.Context(), id, apptest.Year().Next())
	if err != nil || next.State != plan.Draft || len(next.Targets) != 2 {
		t.Fatalf("next year's plan is %q with %d targets, %v", next.State, len(next.Targets), err)
	}
	if next.HowILearn != "I learn by watching someone and then being watched. Reading about it does not stick." {
		t.Errorf("it opens with %q", next.HowILearn)
	}
	carried, agreed := next.Targets[0], next.Targets[1]
	if carried.CarriedFrom != "2026-27/2" || carried.Need != "Help parents who worry about numbers" || len(carried.Criteria) != 2 || !carried.Criteria[0].MetOn.IsZero() {
		t.Errorf("carried on: %+v", carried)
	}
	if agreed.Need != "Find out why some families come back" || agreed.Source != plan.FromAppraisal || agreed.Criteria[0].Words != "Ten families asked, and what they said is written down" {
		t.Errorf("agreed: %+v", agreed)
	}
	w, err := h.App.Work.Gather(t.Context(), id, apptest.Year())
	if err != nil || w.State != work.Reviewed || w.Tasks[0].Outcome != work.Met {
		t.Errorf("the work programme is %q, %v", w.State, err)
	}
}

func TestTheDivisionalManagerCountersigns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		h.toWorded()
		h.helen().Get(t, other).Want(t, http.StatusNotFound)
		h.signFirst()
		h.amina().Get(t, own).Sees(t, "After you both sign, Helen Marsh reads and countersigns it.", "You, Dan Okoro and Helen Marsh can read it.")
		h.signLast("Sign", "").Sees(t, "Helen Marsh reads and countersigns it. Then it is closed.", "Helen Marsh countersigns it", "Signed so far").Lacks(t, "and closed on")
		h.dan().Get(t, other).Sees(t, "Both have signed", "Helen Marsh countersigns it")
		page := h.helen().Get(t, "/appraisal").Sees(t, "Read Amina’s appraisal, and countersign it").Click(t, "Read Amina’s appraisal, and countersign it").Want(t, http.StatusOK)
		page.Sees(t, "Your turn to countersign", "Seven families stayed to the end in May", "Read it and countersign", "I have read it, and it was done with care").Lacks(t, "I want to add a note", "Open the learning plan")
		closed := h.press(page, "Countersign and close the appraisal", "fair", "yes", "name", "Helen Marsh")
		closed.Sees(t, "Signed and countersigned, and closed on 14 July 2027.", "Helen Marsh Countersigned Signed 14 July 2027, 3:26pm")
		h.wantNextYear(t)
	})
}

func TestTheReportIsAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		early := pdfText(t, h.dan().Get(t, other+"/report.pdf"))
		wants(t, early, "Amina has not shared this yet", "not yet closed", "as at 2 July 2027")
		h.toClosed()
		page := h.amina().Get(t, own).Click(t, "Save as PDF").Want(t, http.StatusOK)
		if got := page.Header.Get("Content-Type"); got != "application/pdf" {
			t.Errorf("sent as %q", got)
		}
		if got := page.Header.Get("Content-Disposition"); got != `attachment; filename="appraisal-2027-amina-yusuf.pdf"` {
			t.Errorf("named by %q", got)
		}
		text := pdfText(t, page)
		wants(t, text, "Annual appraisal report", "Amina Yusuf", "Seven families stayed to the end in May and six in June.",
			"Agreed. The story packs are now used by the whole team", "Two of three moved on, and the why is still hard",
			"Find out why some families come back", "I would have liked more time for this.", "31 held, in four centres in the end.",
			"Signed 14 July 2027, 3:10pm", "Signed 14 July 2027, 3:26pm", "Page 1 of ", "Ruth Calder")
		if strings.Contains(text, "What is said here stays here") {
			t.Error("the report tells what was said in an interview")
		}
		if h.dan().Get(t, other+"/report.pdf").Body != page.Body {
			t.Error("the same record gives other bytes to somebody else")
		}
	})
}

// pdfText is the text of a page that is a document, as poppler reads it, with
// single spaces.
func pdfText(t *testing.T, page *webtest.Page) string {
	t.Helper()
	if page.Want(t, http.StatusOK); !strings.HasPrefix(page.Body, "%PDF-") {
		t.Fatalf("%s does not begin like a PDF: %.20q", page.Path, page.Body)
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, []byte(page.Body), 0o600); err != nil {
		t.Fatal(err)
	}
	var problems bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-")
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil || problems.Len() > 0 {
		t.Fatalf("pdftotext: %v %s", err, problems.String())
	}
	// Read once as laid out, and once in reading order, so that sentences of two
	// columns are found whole.
	flowing, err := exec.CommandContext(t.Context(), "pdftotext", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)+"\n"+string(flowing)), " ")
}

func wants(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in it: %.1500s", want, text)
		}
	}
}

func TestClosingFixesPageAndReport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.toClosed()
		stable := func(p *webtest.Page) string { return strings.Join(p.Texts("main"), " ") }
		before := stable(h.amina().Get(t, own).Click(t, "All your appraisals").Click(t, "Appraisal 2027"))
		report := h.amina().Get(t, own+"/report.pdf").Body

		h.On(2027, time.November, 3)
		amina := h.Ctx(t, h.Staff.Amina)
		for _, statement := range []string{
			"UPDATE persons SET name = 'Amina Cole', known_as = 'Mina' WHERE id = '" + h.Staff.Amina.ID + "'",
			"UPDATE persons SET name = 'Daniel O.' WHERE id = '" + h.Staff.Dan.ID + "'",
			"UPDATE units SET name = 'Another organisation' WHERE parent_id IS NULL",
			"UPDATE posts SET title = 'Head'",
			"UPDATE plan_targets SET need = 'Something quite different'",
			"UPDATE plan_criteria SET met_on = NULL", "UPDATE work_tasks SET words = 'Another task'",
			"UPDATE interviews SET starts_on = '2026-12-24'", "UPDATE appraisal_cycles SET title = 'Renamed'",
			"UPDATE diary_entries SET learned = 'Rewritten', minutes = 5",
			"UPDATE structure SET version = version + 1",
		} {
			h.exec(statement)
		}
		if _, err := h.App.Diary.Delete(amina, 6); err != nil {
			t.Error(err)
		}
		settings, err := h.Organisation.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settings.HalfDays, settings.Interviews = 20, 9
		if err := h.Organisation.Save(t.Context(), settings); err != nil {
			t.Fatal(err)
		}
		if after := stable(h.amina().Get(t, own)); after != before {
			t.Errorf("the page was\n%s\nand is\n%s", before, after)
		}
		if h.amina().Get(t, own+"/report.pdf").Body != report {
			t.Error("the report is not the same file any more")
		}
		err = h.App.Appraisals.Meet(amina, h.appraisalID(), calendar.NewDate(2027, time.July, 20))
		if err == nil {
			t.Error("a closed appraisal takes another meeting")
		}
	})
}

func (h house) exec(statement string) {
	h.t.Helper()
	err := h.DB.InTx(h.t.Context(), func(ctx context.Context) error { return h.DB.From(ctx).Exec(statement).Error })
	if err != nil {
		h.t.Fatalf("%s: %v", statement, err)
	}
}

func (h house) appraisalID() string {
	h.t.Helper()
	sight, err := h.App.Appraisals.Open(h.Ctx(h.t, h.Staff.Amina), h.Staff.Amina.ID, apptest.Year())
	if err != nil {
		h.t.Fatal(err)
	}
	return sight.Appraisal.ID
}

func TestQueriesOfEveryPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		const most = 12
		count := func(c *webtest.Client, paths ...string) {
			t.Helper()
			c.Get(t, paths[0]) // shows the notice of the step before
			for _, path := range paths {
				page := c.Get(t, path)
				if page.Status >= 400 || page.Queries.N() > most {
					t.Errorf("%s answered %d with %d statements:\n%s", path, page.Status, page.Queries.N(), page.Queries)
				}
			}
		}
		both := func(rest ...string) {
			t.Helper()
			for _, r := range append([]string{"", "/report.pdf"}, rest...) {
				count(h.amina(), own+r)
				count(h.dan(), other+r)
			}
		}
		count(h.coordinator(), "/manage/cycles", "/manage/cycles/"+h.cycleID())
		count(h.amina(), "/appraisal", "/appraisal?show=all")
		both("/write")
		h.toMet()
		both("/agreements")
		count(h.dan(), "/appraisal")
		h.press(h.dan().Get(t, other+"/agreements"), "These are our agreements", agreedWords...)
		both("/agreements")
		h.signFirst()
		both()
		h.signLast("Sign", "")
		both()
		count(h.helen(), "/appraisal", other)
		h.press(h.helen().Get(t, other), "Countersign and close the appraisal", "fair", "yes", "name", "Helen Marsh")
		both()
	})
}

func (h house) cycleID() string {
	h.t.Helper()
	rows := h.coordinator().Get(h.t, "/manage/cycles").All("a[href^='/manage/cycles/']")
	return strings.TrimPrefix(webtest.Attr(rows[0], "href"), "/manage/cycles/")
}
