package planning_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/draft"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/internal/web/planning"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
	"learningyear/templates/pagetest"
)

// mostQueries is what one page may cost, everything included.
const mostQueries = 12

// desk is a site with plans and work programmes, and browsers of some people.
type desk struct {
	house *webtest.House
	staff peopletest.Staff
	plans *plan.Service
	work  *work.Service

	amina, dan, ruth *webtest.Client
}

func open(t *testing.T, db *database.DB) desk {
	t.Helper()
	d := desk{staff: peopletest.Small(t, db)}
	d.house = webtest.New(t, db, func(h *webtest.House) []web.Route {
		d.plans, d.work = plan.NewService(h.DB, h.People, h.Trail, h.Clock), work.NewService(h.DB, h.People, h.Trail, h.Clock)
		return planning.New(h.Site, planning.Services{Plans: d.plans, Work: d.work, Drafts: draft.NewService(h.DB, h.Clock)}).Routes()
	})
	d.amina, d.dan, d.ruth = d.house.As(t, d.staff.Amina.ID), d.house.As(t, d.staff.Dan.ID), d.house.As(t, d.staff.Ruth.ID)
	return d
}

func each(t *testing.T, test func(t *testing.T, d desk)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) { test(t, open(t, db)) })
}

// get asks for a page that must be sound and cheap.
func get(t *testing.T, c *webtest.Client, path string) *webtest.Page {
	t.Helper()
	return sound(t, c.Get(t, path).Want(t, http.StatusOK))
}

func sound(t *testing.T, p *webtest.Page) *webtest.Page {
	t.Helper()
	pagetest.SoundPage(t, p.Body)
	n := p.Queries.N()
	if strings.Contains(strings.NewReplacer("`", "", `"`, "").Replace(p.Queries.String()), "FROM units") {
		n -= 8 // the chart of the day was drawn, which is then kept until the structure changes
	}
	if n > mostQueries {
		t.Errorf("%s costs %d queries, want at most %d:\n%s", p.Path, n, mostQueries, p.Queries)
	}
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// target writes a target through its form.
func (d desk) target(t *testing.T, c *webtest.Client, need string, criteria ...string) {
	t.Helper()
	f := get(t, c, "/plan/2026-27/targets/new").Form(t, "Save the target").Fill(t, "need", need).Tick(t, "My own choice")
	for i, words := range criteria {
		f.Fill(t, fmt.Sprintf("criterion-%d", i+1), words)
	}
	f.Fill(t, "strategy-1", "Sit in on a session").Select(t, "strategy-1-kind", "Shadowing")
	f.Submit(t).Leads(t, "/plan/2026-27")
}

func (d desk) agreed(t *testing.T) {
	t.Helper()
	d.target(t, d.amina, "Run a confident online session", "I set up rooms", "Families stay")
	get(t, d.amina, "/plan/2026-27").Form(t, "Send to Dan").Submit(t).Leads(t, "/plan/2026-27")
	get(t, d.dan, "/people/amina-yusuf/plan/2026-27").Form(t, "Agree this plan").Submit(t).Leads(t, "/people/amina-yusuf/plan/2026-27")
}

func TestFromTheFirstTargetToAnAgreedPlan(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.amina.Get(t, "/plan").Leads(t, "/plan/2026-27")
		empty := get(t, d.amina, "/plan/2026-27").Sees(t, "Most people start with one target", "An example")
		form := sound(t, empty.Click(t, "Write your first target"))
		form.Sees(t, "Ruth (learning partner) and Dan (line manager) can read this.")

		wrong := form.Form(t, "Save the target").Fill(t, "why", "Because of winter.").Fill(t, "cost", "free").Fill(t, "hours", "a few").
			Date(t, "by", "31", "2", "2027").Fill(t, "strategy-1", "Read").Submit(t).Want(t, http.StatusUnprocessableEntity)
		for field, says := range map[string]string{
			"need": "Say what you want to get better at", "source": "Choose where this came from", "cost": "like 85", "hours": "like 6",
			"by-day": "Enter a date, like 24 3 2027", "strategy-1-kind": "Choose a kind",
		} {
			if got := wrong.Error(field); !strings.Contains(got, says) {
				t.Errorf("%s says %q, want %q", field, got, says)
			}
		}
		if !strings.HasPrefix(wrong.Title(), "Error: ") || wrong.Value(t, "why") != "Because of winter." || wrong.Value(t, "cost") != "free" || wrong.Value(t, "by-month") != "2" {
			t.Errorf("%s keeps what was typed", wrong.Title())
		}
		pagetest.SoundPage(t, wrong.Body)
		wrong.Form(t, "Save the target").Fill(t, "need", "Run a confident online session").Tick(t, "My appraisal").Fill(t, "source-words", "July 2026").
			Fill(t, "cost", "85").Fill(t, "hours", "6½").Date(t, "by", "28", "5", "2027").Select(t, "strategy-1-kind", "Course").Select(t, "strategy-1-place", "Off the job").
			Submit(t).Leads(t, "/plan/2026-27")

		page := get(t, d.amina, "/plan/2026-27").Sees(t, "Target 1", "Because of winter.", "By 28 May", "From appraisal, July 2026", "Cost £85", "Time 6½ hours", "Off the job, course")
		refused := page.Form(t, "Send to Dan").Submit(t).Want(t, http.StatusUnprocessableEntity)
		refused.Sees(t, "Say how you will know that target 1 is met")
		if webtest.Attr(refused.One(t, ".govuk-error-summary a"), "href") != "#target-1" {
			t.Error("the summary leads to the target")
		}
		pagetest.SoundPage(t, refused.Body)

		edit := get(t, d.amina, "/plan/2026-27/targets/1")
		if edit.Value(t, "hours") != "6½" || edit.Value(t, "cost") != "85" || edit.Value(t, "by-month") != "5" {
			t.Error("the form opens with what was saved")
		}
		edit.Form(t, "Save the target").Fill(t, "criterion-1", "Six families stay").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Form(t, "Send to Dan").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "Sent to Dan", "You sent this to Dan on 21 November 2026")
		d.amina.Get(t, "/plan/2026-27/targets/new").Want(t, http.StatusForbidden)

		d.dan.Get(t, "/people/amina-yusuf/plan").Leads(t, "/people/amina-yusuf/plan/2026-27")
		asked := get(t, d.dan, "/people/amina-yusuf/plan/2026-27").Sees(t, "Amina asks you to agree this plan", "Amina Yusuf · Sessional tutor")
		blank := asked.Form(t, "Send it back with this comment").Submit(t).Want(t, http.StatusUnprocessableEntity)
		if got := blank.Error("comment"); !strings.Contains(got, "in a sentence") {
			t.Errorf("the comment says %q", got)
		}
		pagetest.SoundPage(t, blank.Body)
		blank.Form(t, "Send it back with this comment").Fill(t, "comment", "How many sessions?").Submit(t).Leads(t, "/people/amina-yusuf/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "How many sessions?", "Dan Okoro, 21 November 2026").Form(t, "Send to Dan").Submit(t)
		get(t, d.dan, "/people/amina-yusuf/plan/2026-27").Form(t, "Agree this plan").Submit(t).Leads(t, "/people/amina-yusuf/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "Agreed with Dan Okoro on 21 November 2026.", "suggest a change", "Dan Okoro agreed the plan")
		get(t, d.amina, "/plan/2026-27/changes").Sees(t, "Version 1, agreed on 21 November 2026", "How many sessions?", "Dan Okoro sent the plan back with a comment")
	})
}

func TestTickingNeedsNobody(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		page := get(t, d.amina, "/plan/2026-27").Sees(t, "0 of 2 success criteria met")
		page.Form(t, "I set up rooms").Submit(t).Leads(t, "/plan/2026-27#target-1")
		page = get(t, d.amina, "/plan/2026-27").Sees(t, "1 of 2 success criteria met")
		if got := len(page.All(`button[aria-pressed="true"].app-tickbutton`)); got != 1 {
			t.Errorf("%d lines are pressed", got)
		}
		page.Form(t, "Sit in on a session").Submit(t)
		page.Form(t, "Nearly there").Submit(t)
		page = get(t, d.amina, "/plan/2026-27")
		if got := page.Texts(`.app-segment[aria-pressed="true"]`); fmt.Sprint(got) != "[Nearly there]" {
			t.Errorf("pressed %q", got)
		}
		get(t, d.dan, "/people/amina-yusuf/plan/2026-27").Sees(t, "1 of 2 success criteria met", "Progress nearly there").Lacks(t, "Where are you with this?", "Team plan")
		page.Form(t, "I set up rooms").Submit(t)
		get(t, d.amina, "/plan/2026-27").Sees(t, "0 of 2 success criteria met")

		detail := get(t, d.amina, "/plan/2026-27/targets/1").Sees(t, "Its words are agreed. To change them, suggest a change")
		detail.Form(t, "Save").Tick(t, "Yes, with my name").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "Team plan with your name")
		for path, fields := range map[string]url.Values{
			"criteria/99": {"to": {"met"}}, "criteria/x": {"to": {"met"}}, "strategies/99": {"to": {"done"}},
		} {
			d.amina.Post(t, "/plan/2026-27/targets/1/"+path, fields).Want(t, http.StatusNotFound)
		}
		d.amina.Post(t, "/plan/2026-27/targets/1/progress", url.Values{"progress": {"splendid"}}).Want(t, http.StatusUnprocessableEntity)
	})
}

func TestAChangeIsAgreedAnewWhileThePlanStands(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		ask := sound(t, get(t, d.amina, "/plan/2026-27").Click(t, "suggest a change"))
		ask.Form(t, "Start changing the plan").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27/targets/1").Form(t, "Save the target").Fill(t, "need", "Run two online sessions").Submit(t)
		get(t, d.ruth, "/people/amina-yusuf/plan/2026-27").Sees(t, "Run a confident online session", "is writing a change").Lacks(t, "Run two online sessions")
		get(t, d.amina, "/plan/2026-27").Sees(t, "You are changing this plan.", "What would change", "Run two online sessions", "the plan agreed on 21 November 2026 stands").
			Form(t, "Send to Dan").Submit(t)
		get(t, d.dan, "/people/amina-yusuf/plan/2026-27").Sees(t, "What would change", "Run a confident online session", "Run two online sessions").
			Form(t, "Agree this plan").Submit(t)
		get(t, d.amina, "/plan/2026-27").Sees(t, "Run two online sessions").Lacks(t, "Run a confident online session")
		story := get(t, d.ruth, "/people/amina-yusuf/plan/2026-27/changes").Sees(t, "Version 2", "Version 1", "Run two online sessions")
		sound(t, story.Click(t, "Read version 1 in full")).Sees(t, "Run a confident online session", "It is never changed.").Lacks(t, "Run two online sessions")
		d.ruth.Get(t, "/people/amina-yusuf/plan/2026-27/agreed/7").Want(t, http.StatusNotFound)

		d.amina.Post(t, "/plan/2026-27/suggest", nil)
		get(t, d.amina, "/plan/2026-27").Form(t, "Leave the plan as it was agreed").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "Agreed with Dan Okoro").Lacks(t, "You are changing this plan.")
	})
}

func TestMoreLinesWithoutScriptLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		f := get(t, d.amina, "/plan/2026-27/targets/new").Form(t, "Add another success criterion").Fill(t, "need", "half a").Fill(t, "criterion-2", "second").
			Date(t, "strategy-2-by", "x", "", "").Tick(t, "A gap in my profile")
		page := sound(t, f.Submit(t).Want(t, http.StatusOK))
		if page.Value(t, "need") != "half a" || page.Value(t, "criterion-2") != "second" || page.Value(t, "criterion-4") != "" || page.Value(t, "strategy-2-by-day") != "x" {
			t.Error("everything typed is kept, and there is a line more")
		}
		page = page.Form(t, "Add another strategy").Submit(t)
		if page.Value(t, "strategy-3") != "" || page.Value(t, "need") != "half a" {
			t.Error("everything typed is kept, and there is a line more")
		}
		page.Form(t, "Save the target").Fill(t, "criterion-4", "fourth").Fill(t, "strategy-2-by-day", "").Submit(t).Leads(t, "/plan/2026-27")
		edit := get(t, d.amina, "/plan/2026-27/targets/1")
		if edit.Value(t, "criterion-1") != "second" || edit.Value(t, "criterion-2") != "fourth" {
			t.Error("blank lines are dropped, the others keep their order")
		}
	})
}

func TestTwoTabsMeetAtATarget(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.target(t, d.amina, "Run a session", "one")
		first, second := get(t, d.amina, "/plan/2026-27/targets/1"), get(t, d.amina, "/plan/2026-27/targets/1")
		first.Form(t, "Save the target").Fill(t, "need", "From the first tab").Submit(t).Leads(t, "/plan/2026-27")
		clash := second.Form(t, "Save the target").Fill(t, "why", "From the second tab").Submit(t).Want(t, http.StatusConflict)
		clash.Sees(t, "Amina Yusuf saved this at 9:30am", "From the first tab")
		pagetest.SoundPage(t, clash.Body)
		if clash.Value(t, "why") != "From the second tab" {
			t.Error("what was typed is kept")
		}
		clash.Form(t, "Save the target").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "From the second tab")
		first.Form(t, "Remove this target").Submit(t).Want(t, http.StatusConflict)
		get(t, d.amina, "/plan/2026-27/targets/1").Form(t, "Remove this target").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Sees(t, "Most people start with one target")
	})
}

func TestAgreeingWhatWasTakenBackMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.target(t, d.amina, "Run a session", "one")
		get(t, d.amina, "/plan/2026-27").Form(t, "Send to Dan").Submit(t)
		opened := get(t, d.dan, "/people/amina-yusuf/plan/2026-27")
		get(t, d.amina, "/plan/2026-27").Form(t, "Take it back to change it").Submit(t).Leads(t, "/plan/2026-27")
		late := opened.Form(t, "Agree this plan").Submit(t).Want(t, http.StatusConflict)
		late.Sees(t, "Amina Yusuf saved this at 9:30am").Lacks(t, "Agree this plan")
	})
}

func TestHowILearn(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		page := sound(t, get(t, d.amina, "/plan/2026-27").Click(t, "Say how you learn"))
		stale := get(t, d.amina, "/plan/2026-27/how-i-learn")
		page.Form(t, "Save").Fill(t, "How I learn", "By watching.").Submit(t).Leads(t, "/plan/2026-27")
		clash := stale.Form(t, "Save").Fill(t, "How I learn", "By doing.").Submit(t).Want(t, http.StatusConflict)
		clash.Sees(t, "By watching.").Form(t, "Save").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.dan, "/people/amina-yusuf/plan/2026-27").Sees(t, "By doing.")
		long := get(t, d.amina, "/plan/2026-27/how-i-learn").Form(t, "Save").Fill(t, "How I learn", strings.Repeat("é", plan.HowLimit+1)).Submit(t)
		if got := long.Want(t, http.StatusUnprocessableEntity).Error("How I learn"); !strings.Contains(got, "4,000 characters") {
			t.Errorf("says %q", got)
		}
	})
}

// TestWhoGetsWhere: everybody whom the record does not concern finds nothing there.
func TestWhoGetsWhere(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		_, err := d.work.AddTask(peopletest.As(t, d.staff.Dan), d.staff.Amina.ID, d.year(), work.Wording{Words: "Run 12 sessions", Criteria: "12 held"})
		must(t, err)
		gets := []string{"plan/2026-27", "plan/2026-27/print", "plan/2026-27/changes", "plan/2026-27/agreed/1", "work-programme/2026-27", "work-programme/2026-27/print", "work-programme/2026-27/changes"}
		posts := []string{"plan/2026-27/agree", "plan/2026-27/send-back", "work-programme/2026-27/agree", "work-programme/2026-27/suggest", "work-programme/2026-27/tasks/new", "work-programme/2026-27/tasks/1", "work-programme/2026-27/tasks/1/remove", "work-programme/2026-27/discard"}
		fields := url.Values{"comment": {"x"}, "words": {"x"}, "version": {"1"}}
		strangers := []people.Person{d.staff.Sian, d.staff.Helen, d.staff.Priya, d.staff.Alex, d.staff.Grace, d.staff.Omar, d.staff.Tom}
		for _, who := range strangers {
			c := d.house.As(t, who.ID)
			for _, path := range gets {
				c.Get(t, "/people/amina-yusuf/"+path).Want(t, http.StatusNotFound).Lacks(t, "Run a confident online session", "Run 12 sessions")
			}
			for _, path := range posts {
				c.Post(t, "/people/amina-yusuf/"+path, fields).Want(t, http.StatusNotFound)
			}
		}
		for _, path := range gets {
			get(t, d.ruth, "/people/amina-yusuf/"+path)
			get(t, d.dan, "/people/amina-yusuf/"+path)
			d.amina.Get(t, "/people/amina-yusuf/"+path).Leads(t, "/"+path)
			visitor := d.house.Visitor(t).Get(t, "/people/amina-yusuf/"+path).Want(t, http.StatusSeeOther)
			if !strings.HasPrefix(visitor.Location(), "/sign-in") {
				t.Errorf("a visitor is led to %s", visitor.Location())
			}
		}
		for _, path := range posts {
			d.ruth.Post(t, "/people/amina-yusuf/"+path, fields).Want(t, http.StatusForbidden)
		}
		get(t, d.ruth, "/people/amina-yusuf/plan/2026-27").Lacks(t, "Agree this plan", "Add a target", "suggest a change")
		get(t, d.ruth, "/people/amina-yusuf/work-programme/2026-27").Lacks(t, "Agree these tasks", "Suggest a task", "Change task 1")
		d.amina.Post(t, "/people/amina-yusuf/plan/2026-27/agree", fields).Want(t, http.StatusForbidden)
		for _, path := range []string{"/people/nobody/plan/2026-27", "/plan/2026", "/plan/2199-00", "/people/amina-yusuf/plan/x", "/plan/2026-27/targets/9", "/plan/2026-27/targets/-1", "/plan/2025-26/changes", "/work-programme/2026-27/tasks/77"} {
			d.amina.Get(t, path).Want(t, http.StatusNotFound)
		}
	})
}

func (d desk) year() calendar.LearningYear { return calendar.September.YearOf(d.house.Clock.Today()) }

func TestADelegateIsToldForWhomTheyAct(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.target(t, d.amina, "Run a session", "one")
		get(t, d.amina, "/plan/2026-27").Form(t, "Send to Dan").Submit(t)
		today := d.house.Clock.Today()
		must(t, d.house.DB.InTx(t.Context(), func(ctx context.Context) error {
			db := d.house.DB.From(ctx)
			if err := db.Create(&people.Delegate{ID: d.house.Clock.NewKey(), ManagerID: d.staff.Dan.ID, DelegateID: d.staff.Tom.ID, FromDate: today, ToDate: today.AddDays(7)}).Error; err != nil {
				return err
			}
			return db.Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
		}))
		tom := d.house.As(t, d.staff.Tom.ID)
		get(t, tom, "/people/amina-yusuf/plan/2026-27").Sees(t, "You are acting for Dan Okoro").Form(t, "Agree this plan").Submit(t)
		get(t, d.amina, "/plan/2026-27").Sees(t, "Tom Byrne, for Dan Okoro, agreed the plan")
	})
}

func TestAPastYearIsLocked(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		d.house.Clock.Set(peopletest.Now().AddDate(1, 0, 0))
		d.amina, d.dan = d.house.As(t, d.staff.Amina.ID), d.house.As(t, d.staff.Dan.ID)
		past := get(t, d.amina, "/plan/2026-27").Sees(t, "Agreed with Dan Okoro", "That year is over", "Run a confident online session").
			Lacks(t, "suggest a change", "Where are you with this?", "Add a target")
		if got := len(past.All("main form")); got != 0 {
			t.Errorf("%d forms on a locked page", got)
		}
		d.amina.Post(t, "/plan/2026-27/targets/1/criteria/2", url.Values{"to": {"met"}}).Want(t, http.StatusForbidden)
		d.amina.Post(t, "/plan/2026-27/targets/new", url.Values{"need": {"late"}, "source": {"own"}}).Want(t, http.StatusForbidden)
		d.amina.Get(t, "/plan/2026-27/suggest").Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2027-28").Sees(t, "Most people start with one target", "Learning plan 2026 to 2027")
		get(t, d.amina, "/plan/2024-25").Sees(t, "You had no targets in 2024 to 2025")
		get(t, d.amina, "/work-programme/2024-25").Sees(t, "No tasks in 2024 to 2025")
	})
}

func TestAReviewedPlanShowsWhatBecameOfEachTarget(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		dan := peopletest.As(t, d.staff.Dan)
		must(t, d.plans.SetOutcomes(dan, d.staff.Amina.ID, d.year(), []plan.Outcome{{Target: 1, Kind: plan.Carried, Why: "Winter was short."}}))
		must(t, d.plans.Review(dan, d.staff.Amina.ID, d.year()))
		page := get(t, d.amina, "/plan/2026-27").Sees(t, "Reviewed at appraisal on 21 November 2026.", "Carry on", "Winter was short.").Lacks(t, "suggest a change")
		if got := len(page.All("main form")); got != 0 {
			t.Errorf("%d forms on a reviewed plan", got)
		}
		story := get(t, d.amina, "/plan/2026-27/changes")
		sound(t, story.Click(t, "Read it as it was reviewed")).Sees(t, "Winter was short.")
		must(t, d.plans.OpenNext(dan, d.staff.Amina.ID, d.year(), "By watching.", []int{1}, nil))
		get(t, d.amina, "/plan/2027-28").Sees(t, "Carried on from target 1 of the year before", "By watching.")
	})
}

func TestBothAgreeTheWorkProgramme(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.amina.Get(t, "/work-programme").Leads(t, "/work-programme/2026-27")
		get(t, d.amina, "/work-programme/2026-27").Sees(t, "Dan has not added tasks yet. You can suggest one")
		form := sound(t, get(t, d.dan, "/people/amina-yusuf/work-programme/2026-27").Click(t, "Suggest a task"))
		wrong := form.Form(t, "Save the task").Fill(t, "criteria", "12 held").Date(t, "by", "30", "", "").Submit(t).Want(t, http.StatusUnprocessableEntity)
		if wrong.Error("words") != "Say what is to be done" || wrong.Error("by-day") == "" || wrong.Value(t, "criteria") != "12 held" {
			t.Error("errors stand beside the fields, and what was typed is kept")
		}
		pagetest.SoundPage(t, wrong.Body)
		base := "/people/amina-yusuf/work-programme/2026-27"
		wrong.Form(t, "Save the task").Fill(t, "words", "Run 12 sessions").Fill(t, "criteria", "12 held\n\n8 families").Date(t, "by", "30", "6", "2027").Submit(t).Leads(t, base)
		get(t, d.dan, base).Form(t, "Agree these tasks").Submit(t).Leads(t, base)
		mine := get(t, d.amina, "/work-programme/2026-27").Sees(t, "Dan Okoro agreed it on 21 November 2026", "You have not agreed it yet", "Suggested by Dan Okoro", "By 30 June")
		if got := mine.Texts(".app-plainlist li"); fmt.Sprint(got) != "[12 held 8 families]" {
			t.Errorf("criteria %q", got)
		}
		edit := get(t, d.amina, "/work-programme/2026-27/tasks/1")
		edit.Form(t, "Save the task").Fill(t, "words", "Run 10 sessions").Submit(t).Leads(t, "/work-programme/2026-27")
		clash := edit.Form(t, "Save the task").Fill(t, "words", "Run 14 sessions").Fill(t, "once", "another").Submit(t).Want(t, http.StatusConflict)
		clash.Sees(t, "Run 10 sessions")
		pagetest.SoundPage(t, clash.Body)
		get(t, d.dan, base).Sees(t, "You have not agreed it yet").Form(t, "Agree these tasks").Submit(t)
		get(t, d.amina, "/work-programme/2026-27").Form(t, "Agree these tasks too").Submit(t).Leads(t, "/work-programme/2026-27")
		agreed := get(t, d.amina, "/work-programme/2026-27").Sees(t, "Agreed by you and Dan Okoro on 21 November 2026.")

		sound(t, agreed.Click(t, "suggest a change")).Form(t, "Start changing the tasks").Submit(t).Leads(t, "/work-programme/2026-27")
		get(t, d.amina, "/work-programme/2026-27/tasks/1").Form(t, "Remove this task").Submit(t)
		refused := d.amina.Post(t, "/work-programme/2026-27/agree", url.Values{"version": {fmt.Sprint(d.version(t))}}).Want(t, http.StatusUnprocessableEntity)
		refused.Sees(t, "Add a task before you agree the work programme")
		get(t, d.ruth, base).Sees(t, "Run 10 sessions", "A change to it is being talked about.")
		get(t, d.dan, base).Sees(t, "This work programme is being changed.", "removed").Form(t, "Leave it as it was agreed").Submit(t).Leads(t, base)
		story := get(t, d.ruth, base+"/changes").Sees(t, "Version 1, agreed on 21 November 2026", "Dan Okoro suggested task 1")
		sound(t, story.Click(t, "Read version 1 in full")).Sees(t, "Run 10 sessions", "It is never changed.")
	})
}

func (d desk) version(t *testing.T) int {
	t.Helper()
	p, err := d.work.Of(peopletest.As(t, d.staff.Amina), d.staff.Amina.ID, d.year())
	must(t, err)
	return p.Version
}

func TestWordsThatWereNotSavedComeBack(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		drafts := draft.NewService(d.house.DB, d.house.Clock)
		key := drafts.NewKey()
		_, err := drafts.Save(peopletest.As(t, d.staff.Amina), key, "plan/2026-27/targets/new", url.Values{
			"need": {"half a thought"}, "criterion-1": {"one"}, "criterion-2": {""}, "strategy-1": {""}, "draft_back": {"/plan/2026-27"},
		})
		must(t, err)
		page := get(t, d.amina, "/plan/2026-27/targets/new").Sees(t, "You were writing this at 9:30am")
		page = sound(t, page.Click(t, "Carry on with what you were writing at 9:30am"))
		if page.Value(t, "need") != "half a thought" || page.Value(t, "criterion-1") != "one" {
			t.Fatal("the words are back")
		}
		page.Form(t, "Save the target").Tick(t, "My own choice").Submit(t).Leads(t, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27/targets/new").Lacks(t, "You were writing")
	})
}

// TestACrowdedPlanCostsNoMore: a page's queries do not grow with what is on it.
func TestACrowdedPlanCostsNoMore(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		ctx := peopletest.As(t, d.staff.Amina)
		for range plan.MostTargets {
			w := plan.Wording{Need: "again", Source: plan.FromOwn}
			for range plan.MostLines {
				w.Criteria = append(w.Criteria, plan.CriterionWording{Words: "one"})
				w.Strategies = append(w.Strategies, plan.StrategyWording{Words: "one", Kind: plan.Reading})
			}
			_, err := d.plans.AddTarget(ctx, d.year(), w)
			must(t, err)
		}
		d.amina.Get(t, "/") // the chart of the day is drawn once, whoever asks first
		get(t, d.amina, "/plan/2026-27")
		get(t, d.amina, "/plan/2026-27/changes")
		get(t, d.amina, "/plan/2026-27/targets/1")
		full := d.amina.Post(t, "/plan/2026-27/targets/new", url.Values{"need": {"once more"}, "source": {"own"}}).Want(t, http.StatusUnprocessableEntity)
		if got := full.Error("need"); !strings.Contains(got, "up to 20 targets") {
			t.Errorf("says %q", got)
		}
	})
}

// hostile are strings that have broken programs.
func hostile() []string {
	return []string{
		"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "'; DROP TABLE plans;--", "{{.}}", "%s%n", "\\", "مرحبا بالعالم", "𝕋𝕙𝕖 👩🏽‍🏫",
		"Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "\u202etest\u202e", "\ufeff", "../../etc/passwd", "a\x00b", "a\xff\xfe", strings.Repeat("x", 60_000), "\r\n", "nil", "-1", "1e309", "½",
	}
}

// naughty is a longer list, taken where its folder is named.
func naughty(t *testing.T) []string {
	t.Helper()
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		return nil
	}
	raw, err := os.ReadFile(filepath.Join(folder, "names", "blns.json"))
	must(t, err)
	var all []string
	must(t, json.Unmarshal(raw, &all))
	return all
}

// TestHostileStringsInEveryField: never an error page and never a script.
func TestHostileStringsInEveryField(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.target(t, d.amina, "Run a session", "one")
	_, err := d.work.AddTask(peopletest.As(t, d.staff.Amina), d.staff.Amina.ID, d.year(), work.Wording{Words: "x"})
	must(t, err)
	forms := map[string][]string{
		"/plan/2026-27/targets/new": {
			"need", "why", "source", "source-words", "evidence", "cost", "hours", "released", "by-day", "by-month", "by-year", "criterion-1",
			"criterion-1-number", "strategy-1", "strategy-1-kind", "strategy-1-place", "strategy-1-by-day", "strategy-1-number", "version", "more", "once", "draft",
		},
		"/plan/2026-27/targets/1":           {"need", "version"},
		"/plan/2026-27/how-i-learn":         {"how-i-learn", "was"},
		"/plan/2026-27/propose":             {"version"},
		"/plan/2026-27/targets/1/progress":  {"progress"},
		"/plan/2026-27/targets/1/release":   {"released"},
		"/work-programme/2026-27/tasks/new": {"words", "criteria", "indicators", "by-day", "version"},
		"/work-programme/2026-27/tasks/1":   {"words", "version"},
	}
	send := func(path, s string, names ...string) {
		fields := url.Values{"need": {"x"}, "source": {"own"}, "words": {"x"}, "version": {"1"}}
		for _, name := range names {
			fields.Set(name, s)
		}
		page := d.amina.Post(t, path, fields)
		if page.Status >= http.StatusInternalServerError {
			t.Errorf("%s with %.40q in %s answers %d", path, s, names, page.Status)
		}
		if len(page.All("body script, img")) > 1 { // the frame's own
			t.Errorf("%s with %.40q in %s makes markup of it", path, s, names)
		}
	}
	for path, names := range forms {
		for _, name := range names {
			for _, s := range hostile() {
				send(path, s, name)
			}
		}
		for _, s := range naughty(t) {
			send(path, s, names...)
			send(path, s, names[0])
		}
	}
	for _, path := range []string{"/plan/2026-27", "/plan/2026-27/changes", "/plan/2026-27/targets/1", "/work-programme/2026-27"} {
		page := d.amina.Get(t, path).Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
	}
}

func TestWordsAreShownAsTyped(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	for _, s := range []string{"<script>alert(1)</script>", "مرحبا بالعالم", "𝕋𝕙𝕖 👩🏽‍🏫"} {
		d.target(t, d.amina, s, s)
		get(t, d.amina, "/plan/2026-27").Sees(t, s)
	}
}

func TestPrintingHasNothingToPress(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.agreed(t)
	for _, path := range []string{"/plan/2026-27/print", "/work-programme/2026-27/print"} {
		if got := len(get(t, d.amina, path).All("main form")); got != 0 {
			t.Errorf("%s has %d forms", path, got)
		}
	}
	get(t, d.amina, "/plan/2026-27/print").Sees(t, "Agreed with Dan Okoro", "Families stay")
}

func TestADoubleTapSavesOnce(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	f := get(t, d.amina, "/plan/2026-27/targets/new").Form(t, "Save the target").Fill(t, "need", "Run a session").Tick(t, "My own choice")
	f.Submit(t).Leads(t, "/plan/2026-27")
	f.Submit(t).Leads(t, "/plan/2026-27")
	if got := len(get(t, d.amina, "/plan/2026-27").All("section.app-target")); got != 1 {
		t.Errorf("%d targets", got)
	}
}
