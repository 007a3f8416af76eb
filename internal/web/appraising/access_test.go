package appraising_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// chairs are everybody of the small organisation, by what they are to Amina.
func (h house) chairs() map[string]people.Person {
	s := h.Staff
	return map[string]people.Person{
		"the person": s.Amina, "line manager": s.Dan, "divisional manager": s.Helen, "learning partner": s.Ruth, "colleague": s.Sian,
		"coordinator": s.Priya, "administrator": s.Alex, "auditor": s.Grace, "a stranger who leads": s.Omar, "a stranger": s.Tom,
	}
}

// judge asks for every page of the appraisal, and sends every form of it empty,
// from every chair. May says which acts who may do now; who reads at all is in readers.
func (h house) judge(state string, readers []string, may map[string][]string) {
	t := h.t
	t.Helper()
	for chair, p := range h.chairs() {
		c, base := h.as(p), other
		if chair == "the person" {
			base = own
		}
		reads := slices.Contains(readers, chair)
		for _, path := range []string{base, base + "/report.pdf"} {
			page := c.Get(t, path)
			if want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[reads]; page.Status != want {
				t.Errorf("%s: %s asks for %s: %d, want %d", state, chair, path, page.Status, want)
			}
			if reads && path == base {
				pagetest.SoundPage(t, page.Body)
			}
		}
		for _, act := range []string{"/write", "/met", "/agreements", "/sign", "/send-back", "/note"} {
			got := c.Post(t, base+act, nil).Status
			switch {
			case !reads && got != http.StatusNotFound, reads && !slices.Contains(may[act], chair) && got != http.StatusForbidden,
				reads && slices.Contains(may[act], chair) && !slices.Contains([]int{http.StatusSeeOther, http.StatusUnprocessableEntity, http.StatusConflict}, got):
				t.Errorf("%s: %s sends %s: %d", state, chair, act, got)
			}
		}
		for _, act := range []string{"/write", "/agreements"} {
			got := c.Get(t, base+act)
			switch {
			case !reads && got.Status != http.StatusNotFound, reads && !slices.Contains(may[act], chair) && got.Location() != base,
				reads && slices.Contains(may[act], chair) && got.Status != http.StatusOK:
				t.Errorf("%s: %s opens %s: %d to %q", state, chair, act, got.Status, got.Location())
			}
		}
	}
	h.Visitor(t).Get(t, own).Leads(t, "/sign-in?next=%2Fappraisal%2F2027")
}

func TestFromEveryChairInEveryState(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		both := []string{"the person", "line manager"}
		h.judge("preparing", both, map[string][]string{"/write": both})
		h.share(h.amina(), own, "Dan", selfWords)
		h.judge("self-evaluation shared", both, map[string][]string{"/write": both[1:]})
		h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
		h.share(h.dan(), other, "Amina", responseWords)
		h.judge("response shared", both, map[string][]string{"/met": both})
		h.At(calendar.NewDate(2027, time.July, 14), 14, 40)
		h.press(h.amina().Get(t, own), "We have met")
		h.judge("met", both, map[string][]string{"/agreements": both})
		h.press(h.dan().Get(t, other+"/agreements"), "These are our agreements", agreedWords...)
		h.judge("worded", both, map[string][]string{"/agreements": both, "/sign": both[1:]})
		h.signFirst()
		h.judge("appraiser signed", both, map[string][]string{"/sign": both[:1], "/send-back": both[:1]})
		h.signLast("Sign", "")
		three := append(both, "divisional manager")
		h.judge("person signed", three, map[string][]string{"/sign": three[2:]})
		h.press(h.helen().Get(t, other), "Countersign and close the appraisal", "fair", "yes", "name", "Helen Marsh")
		h.judge("closed", three, map[string][]string{"/note": both})
	})
}

func TestWhoMayNotIsToldWhoCan(t *testing.T) {
	h := open(t, dbtest.SQLite(t), false)
	h.toWorded()
	h.amina().Post(t, own+"/sign", nil).Want(t, http.StatusForbidden).Sees(t, "Only Dan Okoro can do this.")
	h.dan().Post(t, other+"/send-back", nil).Want(t, http.StatusForbidden).Sees(t, "Only Amina Yusuf can do this.")
	h.dan().Post(t, other+"/met", nil).Want(t, http.StatusForbidden).Sees(t, "This cannot be done now: agreements written.")
}

func TestThePersonsOwnAddressIsTheirOwn(t *testing.T) {
	h := open(t, dbtest.SQLite(t), false)
	page := h.amina().Get(t, other).Want(t, http.StatusOK).Sees(t, "Write your self-evaluation")
	if got := page.Heading(); got != "Appraisal 2027" {
		t.Errorf("headed %q", got)
	}
	for _, path := range []string{"/appraisal/2026", "/appraisal/20277", "/appraisal/x", "/people/nobody/appraisal/2027", "/people/amina-yusuf/appraisal/2026"} {
		h.amina().Get(t, path).Want(t, http.StatusNotFound)
	}
}

func TestCyclesAreTheCoordinators(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		cycle := "/manage/cycles/" + h.cycleID()
		overseers := []string{"coordinator", "administrator", "auditor"}
		for chair, p := range h.chairs() {
			want := http.StatusNotFound
			if slices.Contains(overseers, chair) {
				want = http.StatusOK
			}
			for _, path := range []string{"/manage/cycles", cycle} {
				if page := h.as(p).Get(t, path); page.Status != want {
					t.Errorf("%s asks for %s: %d", chair, path, page.Status)
				} else if want == http.StatusOK {
					pagetest.SoundPage(t, page.Body)
				}
			}
			opens := h.as(p).Post(t, "/manage/cycles", nil).Status
			if allowed := chair == "coordinator"; allowed != (opens == http.StatusUnprocessableEntity) {
				t.Errorf("%s opens a cycle: %d", chair, opens)
			}
		}
		h.coordinator().Get(t, "/manage/cycles").Sees(t, "You open the appraisals and see how far each has come. What people write")
		h.as(h.Staff.Grace).Get(t, "/manage/cycles").Sees(t, "The coordinator opens the appraisals. You see how far each has come. What people write").Lacks(t, "You open")
		if forms := h.as(h.Staff.Grace).Get(t, "/manage/cycles").All("form"); len(forms) > 0 {
			t.Error("the auditor is offered a form that is not theirs")
		}
		h.toClosed()
		page := h.coordinator().Get(t, cycle).Sees(t, "Closed 1 of 8", "Being prepared, 7", "Closed, 1").Lacks(t, "Seven families")
		closed := page.Click(t, "Closed, 1").Sees(t, "Amina Yusuf").Lacks(t, "Tom Byrne")
		if n := len(closed.All("tbody tr")); n != 1 {
			t.Errorf("%d rows are closed", n)
		}
		h.coordinator().Get(t, "/manage/cycles/01a679a4-2740-7500-8580-fe98bd228257").Want(t, http.StatusNotFound)
	})
}

func TestADelegateActsForTheManager(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		today := h.Clock.Today()
		if _, err := h.App.People.SetDelegate(h.Ctx(t, h.Staff.Dan), h.Staff.Dan.ID, h.Staff.Sian.ID, people.Everything, today, today.AddDays(30)); err != nil {
			t.Fatal(err)
		}
		h.share(h.amina(), own, "Dan", selfWords)
		sian := func() *webtest.Client { return h.as(h.Staff.Sian) }
		page := sian().Get(t, "/appraisal").Sees(t, "Read Amina’s self-evaluation, and write your response").Click(t, "Read Amina’s self-evaluation, and write your response").
			Sees(t, "You are acting for Dan Okoro", "Amina Yusuf with Dan Okoro", "Write your response")
		page = page.Click(t, "Start writing").Sees(t, "You are acting for Dan Okoro", "The response for Dan Okoro", "Only you and Dan Okoro can see this until you share it with Amina.")
		h.press(page, "Save", "target-1", "For Dan").Sees(t, "Saved. Only you and Dan Okoro can see it.")
		mine := h.dan().Get(t, other+"/write").Sees(t, "Only you and Siân Howell, who acts for you, can see this")
		if got := mine.Value(t, "target-1"); got != "For Dan" {
			t.Errorf("Dan finds %q", got)
		}
		h.amina().Get(t, own).Lacks(t, "For Dan")
		h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
		h.press(sian().Get(t, other+"/write"), "Share it with Amina", responseWords...)
		h.press(sian().Get(t, other), "We have met")
		h.press(sian().Get(t, other+"/agreements"), "These are our agreements", agreedWords...)
		refused(t, fill(t, sian().Get(t, other).Form(t, "Sign"), "fair", "yes", "name", "Dan Okoro"), map[string]string{"name": "Type your name as it appears here: Siân Howell"})
	})
}

func TestADelegatesSignatureNamesBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.toWorded()
		today := h.Clock.Today()
		if _, err := h.App.People.SetDelegate(h.Ctx(t, h.Staff.Dan), h.Staff.Dan.ID, h.Staff.Sian.ID, people.Everything, today, today.AddDays(1)); err != nil {
			t.Fatal(err)
		}
		h.press(h.as(h.Staff.Sian).Get(t, other), "Sign", "fair", "yes", "name", "siân  howell")
		h.amina().Get(t, own).Sees(t, "Siân Howell has signed. Your turn", "Siân Howell Appraiser, acting for Dan Okoro Signed", "Siân Howell, acting for Dan Okoro, signed as appraiser",
			"You, Dan Okoro and Siân Howell can read it.")
		h.signLast("Sign and close the appraisal", "")
		wants(t, pdfText(t, h.amina().Get(t, own+"/report.pdf")), "Appraiser, acting for Dan Okoro")
		// Who signed keeps what they signed; the others lose it with the relation.
		h.On(2027, time.August, 20)
		h.as(h.Staff.Sian).Get(t, other).Want(t, http.StatusOK).Lacks(t, "You are acting for")
	})
}

func TestAFormerManagerAndTheNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		change := func(to people.Person) {
			t.Helper()
			if err := h.App.People.SetManager(h.Ctx(t, h.Staff.Priya, actor.Coordinator), h.Staff.Amina.ID, to.ID, h.Clock.Today()); err != nil {
				t.Fatal(err)
			}
		}
		h.share(h.amina(), own, "Dan", selfWords)
		h.press(h.dan().Get(t, other+"/write"), "Save", "target-1", "Not for Siân to read")
		change(h.Staff.Sian)
		h.dan().Get(t, other).Want(t, http.StatusNotFound)
		page := h.as(h.Staff.Sian).Get(t, other).Want(t, http.StatusOK).Sees(t, "Amina Yusuf with Siân Howell", "Start writing").Lacks(t, "Not for Siân to read")
		if got := page.Click(t, "Start writing").Value(t, "target-1"); got != "" {
			t.Errorf("the new manager finds %q", got)
		}
		h.amina().Get(t, own).Sees(t, "Siân writes a response")
		h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
		h.share(h.as(h.Staff.Sian), other, "Amina", responseWords)
		h.At(calendar.NewDate(2027, time.July, 14), 14, 40)
		h.press(h.amina().Get(t, own), "We have met")
		// Another change, once the response stands: it stays Siân's, Dan signs.
		change(h.Staff.Dan)
		kept := h.as(h.Staff.Sian).Get(t, other).Want(t, http.StatusOK).
			Sees(t, "You are no longer Amina’s line manager", "Siân, response", "Amina, self-evaluation", "Target 1").
			Lacks(t, "Run a confident online", "Save as PDF", "Talk it through", "interviews and")
		pagetest.SoundPage(t, kept.Body)
		h.as(h.Staff.Sian).Get(t, other+"/report.pdf").Want(t, http.StatusForbidden)
		h.as(h.Staff.Sian).Get(t, other+"/agreements").Leads(t, other)
		h.as(h.Staff.Sian).Post(t, other+"/sign", nil).Want(t, http.StatusForbidden).Sees(t, "Only Dan Okoro can do this.")
		h.press(h.dan().Get(t, other+"/agreements").Sees(t, "Siân said Carry on"), "These are our agreements", agreedWords...)
		h.signFirst()
		h.amina().Get(t, own).Sees(t, "Amina Yusuf with Siân Howell", "Siân, response", "Dan Okoro has signed. Your turn", "Dan Okoro Line manager when it was signed")
		h.signLast("Sign and close the appraisal", "").Sees(t, "You, Siân Howell and Dan Okoro can read it.")
		h.as(h.Staff.Sian).Get(t, other).Want(t, http.StatusOK) // wrote the response that was signed
		change(h.Staff.Sian)
		h.dan().Get(t, other).Want(t, http.StatusOK) // signed it
	})
}

func TestNobodyCountersignsTheirOwnSignature(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		h.toWorded()
		today := h.Clock.Today()
		// Helen acts for Dan and signs for him: there is nobody above her, so the
		// person's signature closes it.
		if _, err := h.App.People.SetDelegate(h.Ctx(t, h.Staff.Dan), h.Staff.Dan.ID, h.Staff.Helen.ID, people.Everything, today, today.AddDays(30)); err != nil {
			t.Fatal(err)
		}
		h.press(h.helen().Get(t, other), "Sign", "fair", "yes", "name", "Helen Marsh")
		h.signLast("Sign and close the appraisal", "").Sees(t, "Signed by both", "Helen Marsh Appraiser, acting for Dan Okoro")
	})
}

func TestWhoeverLeadsOnTheDayCountersigns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		h.toWorded()
		h.signFirst()
		h.signLast("Sign", "")
		today := h.Clock.Today()
		if _, err := h.App.People.SetDelegate(h.Ctx(t, h.Staff.Helen), h.Staff.Helen.ID, h.Staff.Omar.ID, people.Everything, today, today.AddDays(30)); err != nil {
			t.Fatal(err)
		}
		// Dan acts for Helen too, and may not: he has signed already.
		if _, err := h.App.People.SetDelegate(h.Ctx(t, h.Staff.Helen), h.Staff.Helen.ID, h.Staff.Dan.ID, people.Everything, today, today.AddDays(30)); err != nil {
			t.Fatal(err)
		}
		h.dan().Get(t, other).Want(t, http.StatusOK).Lacks(t, "Countersign and close")
		page := h.as(h.Staff.Omar).Get(t, "/appraisal").Sees(t, "Read Amina’s appraisal, and countersign it").Click(t, "Read Amina’s appraisal, and countersign it").Sees(t, "You are acting for Helen Marsh")
		h.press(page, "Countersign and close the appraisal", "fair", "yes", "name", "Omar Haddad").
			Sees(t, "Omar Haddad Countersigned, acting for Helen Marsh")
		h.On(2027, time.August, 30)
		h.as(h.Staff.Omar).Get(t, other).Want(t, http.StatusOK)
		h.helen().Get(t, other).Want(t, http.StatusOK)
	})
}

func TestWhatIsAddedBeforeSigningIsAgreedFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.toWorded()
		h.addTarget(t, "Read about dyscalculia")
		h.dan().Get(t, other).Sees(t, "Agree how target 3 ended", "Edit the agreements").Lacks(t, "Type your full name to sign")
		h.amina().Get(t, own).Sees(t, "Agree how target 3 ended")
		sight, err := h.App.Appraisals.Open(h.Ctx(t, h.Staff.Dan), h.Staff.Amina.ID, year())
		if err != nil {
			t.Fatal(err)
		}
		refusedBy := h.App.Appraisals.SignFirst(h.Ctx(t, h.Staff.Dan), appraisal.Signing{AppraisalID: sight.Appraisal.ID, Version: sight.Appraisal.Version, Fair: true, Name: "Dan Okoro"})
		if refusedBy == nil || !strings.Contains(refusedBy.Error(), "Agree first how target 3 ended") {
			t.Errorf("signing says %v", refusedBy)
		}
		page := h.dan().Get(t, other).Click(t, "Edit the agreements")
		h.press(page, "Save the agreements", "target-3-outcome", "carried_forward", "target-3-why", "It was added in July")
		h.signFirst()
	})
}

func TestWhatWasSaidOfATargetThatIsGoneStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		h.share(h.amina(), own, "Dan", selfWords)
		h.dropTarget(t, 2)
		page := h.dan().Get(t, other+"/write").Sees(t, "Target 2", "No longer in the learning plan", "I still go quiet when someone asks why a method works.")
		if n := len(page.All("input[name='target-2-judgement']")); n != 0 {
			t.Error("a judgement is asked of what is not in the plan")
		}
		h.press(page, "Share it with Amina", "target-1-judgement", "met", "task-1-judgement", "met", "target-2", "A pity")
		h.amina().Get(t, own).Sees(t, "A pity", "I still go quiet when someone asks why a method works.")
	})
}

func TestTheListLeadsOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		h.amina().Get(t, "/appraisal").Want(t, http.StatusOK).Sees(t, "Your appraisal is not open yet")
		h.OpenAppraisals(t, false)
		h.amina().Get(t, "/appraisal").Leads(t, own)
		h.dan().Get(t, "/appraisal").Leads(t, own)
		h.share(h.amina(), own, "Dan", selfWords)
		h.dan().Get(t, "/appraisal").Want(t, http.StatusOK).Sees(t, "Waiting for you", "Amina Yusuf", "Your appraisals")
		h.helen().Get(t, "/appraisal").Want(t, http.StatusOK).Sees(t, "Your appraisal is not open yet").Lacks(t, "Waiting for you")
		h.amina().Get(t, own).Click(t, "All your appraisals").Want(t, http.StatusOK).Sees(t, "Appraisal 2027", "Self-evaluation shared")
		h.toMetFrom(t)
		h.dan().Get(t, "/appraisal").Sees(t, "Write down what you and Amina agreed")
	})
}

// toMetFrom goes on from a shared self-evaluation.
func (h house) toMetFrom(t *testing.T) {
	t.Helper()
	h.At(calendar.NewDate(2027, time.July, 9), 11, 0)
	h.share(h.dan(), other, "Amina", responseWords)
	h.press(h.amina().Get(t, own), "We have met")
}

func TestEntriesOfOthersCannotBeBrought(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, false)
		e, err := h.App.Diary.Write(h.Ctx(t, h.Staff.Sian), words("Only for Siân"), "")
		if err != nil {
			t.Fatal(err)
		}
		form := fill(t, h.amina().Get(t, own+"/write").Form(t, "Share it with Dan"), selfWords...)
		form.Fields["chosen"] = []string{e.ID, "x", "\xff\x00"}
		form.Submit(t).Leads(t, own).Follow(t).Lacks(t, "Only for Siân", "From your diary")
		h.dan().Get(t, other).Lacks(t, "Only for Siân")
	})
}

func TestOnlyTheWordsOfThePolicyDecide(t *testing.T) {
	if got := access.Who(access.Appraisal, access.Read); got != access.Owner|access.Manager {
		t.Error(fmt.Sprint("who reads appraisals is now ", got, ": the tests of chairs above must follow"))
	}
}
