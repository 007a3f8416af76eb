package team_test

import (
	"net/http"
	"strings"
	"testing"

	"learningyear/internal/absence"
	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/files"
	"learningyear/internal/handover"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/presence"
	"learningyear/internal/web"
	"learningyear/internal/web/team"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
	"learningyear/internal/workingpattern"
	"learningyear/templates/pagetest"
)

type bench struct {
	*webtest.House
	team.Services
	staff    peopletest.Staff
	year     calendar.LearningYear
	absences *absence.Service
	patterns *workingpattern.Service
}

func newBench(t *testing.T, db *database.DB) *bench {
	t.Helper()
	b := &bench{staff: peopletest.Small(t, db)}
	b.House = webtest.New(t, db, func(h *webtest.House) []web.Route {
		drafts := draft.NewService(h.DB, h.Clock)
		b.Plans = plan.NewService(h.DB, h.People, h.Trail, h.Clock)
		b.Work = work.NewService(h.DB, h.People, h.Trail, h.Clock)
		b.Diary = diary.NewService(h.DB, h.People, h.Trail, h.Clock, drafts, attachment.NewService(h.DB, files.New(h.DB, nil), h.Clock))
		b.Interviews = interview.NewService(h.DB, h.People, h.Trail, h.Clock, b.Diary)
		b.Handovers = handover.NewService(h.DB, h.People, h.Trail, h.Clock)
		b.Appraisals = appraisal.NewService(h.DB, h.People, h.Trail, h.Clock, appraisal.SourcesOf(appraisal.Rooms{
			Organisation: h.Organisation, People: h.People, Plans: b.Plans, Work: b.Work, Interviews: b.Interviews, Diary: b.Diary, Drafts: drafts,
		}))
		b.Notices = notice.NewService(h.People, h.Organisation, h.Clock, notice.Sources{Plans: b.Plans, Work: b.Work, Interviews: b.Interviews, Appraisals: b.Appraisals})
		b.absences, b.patterns = absence.NewService(h.DB, h.People, h.Trail, h.Clock), workingpattern.NewService(h.DB, h.People, h.Trail, h.Clock)
		b.Presence = presence.NewService(h.People, b.absences, b.patterns, h.Clock)
		return team.New(h.Site, b.Services).Routes()
	})
	b.year = calendar.September.YearOf(b.Clock.Today())
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// aYear gives Amina a proposed plan, an interview held and one arranged, and a
// day and a half off the job; and opens the round of appraisals.
func (b *bench) aYear(t *testing.T) {
	t.Helper()
	amina, ruth := peopletest.As(t, b.staff.Amina), peopletest.As(t, b.staff.Ruth)
	_, err := b.Plans.AddTarget(amina, b.year, plan.Wording{
		Need: "Teach online with confidence", Source: plan.FromOwn, Criteria: []plan.CriterionWording{{Words: "A secret criterion"}},
		Strategies: []plan.StrategyWording{{Kind: plan.Kinds()[0], Words: "Sit in with Tom"}},
	})
	must(t, err)
	p, err := b.Plans.Of(amina, b.staff.Amina.ID, b.year)
	must(t, err)
	must(t, b.Plans.Propose(amina, b.year, p.Version))
	m := interview.Meeting{On: b.Clock.Today(), At: 9 * 60, Minutes: 30, How: interview.ByPhone, Place: "A secret place"}
	id, err := b.Interviews.WriteUp(ruth, b.staff.Amina.ID, m, b.year)
	must(t, err)
	must(t, b.Interviews.ShareRecord(ruth, id, 1, interview.Words{Prompts: []interview.Prompt{{Answer: "A secret answer"}}}))
	m.On = calendar.NewDate(2027, 3, 24)
	id, err = b.Interviews.OfferTime(ruth, b.staff.Amina.ID, m)
	must(t, err)
	must(t, b.Interviews.TakeTime(amina, id, 1))
	_, err = b.Diary.Write(amina, diary.Words{Learned: "A secret entry", Place: diary.OffTheJob, Minutes: 540}, "")
	must(t, err)
	chart, err := b.People.Today(t.Context())
	must(t, err)
	_, err = b.Appraisals.OpenCycle(peopletest.As(t, b.staff.Priya, actor.Coordinator), appraisal.Opening{
		Title: "Appraisals", Year: b.year, UnitID: chart.Root().ID, SelfBy: b.Clock.Today().AddDays(20), CloseBy: b.Clock.Today().AddDays(60),
	})
	must(t, err)
}

func TestAManagerSeesStatesAndDates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		dan := b.As(t, b.staff.Dan.ID)
		page := dan.Get(t, "/team").Want(t, 200)
		page.Sees(t, "Waiting for you", "Read Amina’s learning plan, and agree it or send it back", "From Amina Yusuf, since today. About 10 minutes. As line manager.", "Your people", "To agree", "1 of at least 3", "Next 24 March",
			"1½ of at least 3 days", "Being prepared", "Siân Howell", "Not begun", "You lead it")
		secrets := []string{"secret", "Teach online"}
		page.Lacks(t, secrets...)
		page = page.Click(t, "Amina Yusuf").Want(t, 200).Sees(t, "Line manager Dan Okoro", "Learning plan", "Waits to be read and agreed", "dates only", "Appraisal 2027", "Being prepared")
		page.Lacks(t, secrets...)
		page = page.Click(t, "Learning interviews, dates only").Want(t, 200)
		page.Sees(t, "Held", "Saturday 21 November", "Arranged", "Wednesday 24 March", "1 of at least 3", "What was said stays between the two of them").Lacks(t, secrets...)
		page.Lacks(t, "phone", "30 minutes", "9am", "2pm")
		dan.Get(t, "/people/amina-yusuf/interviews?year=2025-26").Want(t, 200).Sees(t, "None in this year yet")
		dan.Get(t, "/people/amina-yusuf/interviews?year=x").Want(t, http.StatusNotFound)
	})
}

func TestColleaguesSeeNamesAndPosts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		more := []string{"1 of 3", "Learning plan", "1½", "Appraisal 2027", "Your people", "Waiting for you"}
		sian := b.As(t, b.staff.Sian.ID)
		sian.Get(t, "/team").Want(t, 200).Sees(t, "Family Learning", "Dan Okoro leads it", "Amina Yusuf", "Sessional tutor", "Tutor, you").Lacks(t, more...)
		for _, who := range []people.Person{b.staff.Sian, b.staff.Tom, b.staff.Helen, b.staff.Alex} {
			c := b.As(t, who.ID)
			c.Get(t, "/people/amina-yusuf").Want(t, 200).Sees(t, "Sessional tutor", "Family Learning, Learner Services", "Line manager Dan Okoro").Lacks(t, more...)
			c.Get(t, "/people/amina-yusuf/interviews").Want(t, http.StatusNotFound).Lacks(t, "Amina")
		}
		b.As(t, b.staff.Sian.ID).Get(t, "/people/amina-yusuf").Sees(t, "Diary entries shared with you")
		b.As(t, b.staff.Tom.ID).Get(t, "/people/amina-yusuf").Lacks(t, "Diary entries shared with you")
		b.As(t, b.staff.Ruth.ID).Get(t, "/people/amina-yusuf").Want(t, 200).Sees(t, "Learning plan", "You are their learning partner").Lacks(t, "Appraisal", "Days off the job")
		b.As(t, b.staff.Amina.ID).Get(t, "/people/amina-yusuf").Want(t, 200).Sees(t, "This is how colleagues see you").Lacks(t, more...)
		for _, path := range []string{"/people/nobody", "/people/iris-webb", "/people/%00", "/people/" + strings.Repeat("x", 3000)} {
			sian.Get(t, path).Want(t, http.StatusNotFound)
		}
		b.Visitor(t).Get(t, "/people/amina-yusuf").Want(t, http.StatusSeeOther)
	})
}

func TestADelegateActsForTheManager(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		_, err := b.People.SetDelegate(peopletest.As(t, b.staff.Dan), b.staff.Dan.ID, b.staff.Sian.ID, people.Everything, b.Clock.Today(), b.Clock.Today().AddDays(10))
		must(t, err)
		sian := b.As(t, b.staff.Sian.ID)
		page := sian.Get(t, "/team").Want(t, 200).Sees(t, "Dan Okoro’s people", "You are acting for Dan Okoro", "Read Amina’s learning plan, and agree it or send it back", "As Dan Okoro’s delegate.")
		if rows := page.Texts("tbody th"); len(rows) != 1 {
			t.Errorf("the delegate is not among the people she stands in for: %v", rows)
		}
		sian.Get(t, "/people/amina-yusuf/interviews").Want(t, 200).Sees(t, "You are acting for Dan Okoro", "1 of at least 3")
		tom := peopletest.As(t, b.staff.Tom)
		if got, err := b.Interviews.Dates(tom, []string{b.staff.Amina.ID}, b.year); err != nil || len(got) != 0 {
			t.Errorf("Tom is told %v, %v", got, err)
		}
	})
}

func TestADelegateMayActInPartOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		dan, today := peopletest.As(t, b.staff.Dan), b.Clock.Today()
		_, err := b.People.SetDelegate(dan, b.staff.Dan.ID, b.staff.Tom.ID, people.PlansOnly, today, today.AddDays(10))
		must(t, err)
		_, err = b.People.SetDelegate(dan, b.staff.Dan.ID, b.staff.Ruth.ID, people.AppraisalsOnly, today, today.AddDays(10))
		must(t, err)
		tom := b.As(t, b.staff.Tom.ID)
		page := tom.Get(t, "/team").Want(t, 200).Sees(t, "You are acting for Dan Okoro, for learning plans and work programmes only.", "Read Amina’s learning plan, and agree it or send it back", "As Dan Okoro’s delegate.").
			Lacks(t, "Days off the job", "Interviews")
		pagetest.SoundPage(t, page.Body)
		tom.Get(t, "/people/amina-yusuf").Want(t, 200).Sees(t, "Learning plan").Lacks(t, "Learning interviews")
		tom.Get(t, "/people/amina-yusuf/interviews").Want(t, http.StatusNotFound)
		as := peopletest.As(t, b.staff.Tom)
		if _, err := b.Plans.Of(as, b.staff.Amina.ID, b.year); err != nil {
			t.Errorf("Tom reads the plan: %v", err)
		}
		if all, err := b.Plans.Of(peopletest.As(t, b.staff.Omar), b.staff.Amina.ID, b.year); err == nil {
			t.Errorf("a stranger reads %v", all)
		}
		_, err = b.Plans.Of(peopletest.As(t, b.staff.Sian), b.staff.Amina.ID, b.year)
		if err == nil {
			t.Error("a colleague reads the plan")
		}
		ruth := b.As(t, b.staff.Ruth.ID)
		page = ruth.Get(t, "/team").Want(t, 200).Sees(t, "You are acting for Dan Okoro, for appraisals only.").Lacks(t, "agree it", "Work programme")
		pagetest.SoundPage(t, page.Body)
	})
}

func TestAManagerSaysWhoActsForThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.As(t, b.staff.Amina.ID).Get(t, "/team/away").Want(t, http.StatusNotFound)
		b.As(t, b.staff.Amina.ID).Post(t, "/team/away", nil).Want(t, http.StatusNotFound)
		dan := b.As(t, b.staff.Dan.ID)
		page := dan.Get(t, "/team").Click(t, "While you are away").Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		if page.Value(t, "from-day") != "21" {
			t.Error("from today unless said otherwise")
		}
		again := page.Form(t, "Let them act for you").Fill(t, "Who acts for you?", "nobody at all").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, again.Body)
		if !strings.Contains(again.Error("delegate"), "Nobody who works here fits") || again.Value(t, "delegate") != "nobody at all" {
			t.Errorf("beside the field: %q", again.Error("delegate"))
		}
		again = again.Form(t, "Let them act for you").Fill(t, "Who acts for you?", "Dan Okoro").Date(t, "to", "1", "11", "2026").Submit(t).Want(t, http.StatusUnprocessableEntity)
		again.Sees(t, "nobody acts for themselves", "Enter a last day that is not before the first")
		form := again.Form(t, "Let them act for you").Fill(t, "Who acts for you?", "siân").Tick(t, "Learning plans and work programmes only").Date(t, "to", "30", "11", "2026")
		done := form.Submit(t).Leads(t, "/team/away").Follow(t).Sees(t, "Siân Howell acts for you from 21 November 2026 to 30 November 2026.", "Learning plans and work programmes only")
		pagetest.SoundPage(t, done.Body)
		form.Submit(t).Leads(t, "/team/away") // a double tap
		b.As(t, b.staff.Sian.ID).Get(t, "/team").Sees(t, "You are acting for Dan Okoro, for learning plans and work programmes only.")
		end := done.Form(t, "End it")
		b.As(t, b.staff.Amina.ID).Post(t, end.Action, nil).Want(t, http.StatusNotFound)
		end.Submit(t).Leads(t, "/team/away").Follow(t).Sees(t, "Nobody acts for you there any more.").Lacks(t, "Siân Howell")
		b.As(t, b.staff.Sian.ID).Get(t, "/team").Lacks(t, "You are acting for")
	})
}

func TestEveryPageIsSoundAndCheap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		_, err := b.People.SetDelegate(peopletest.As(t, b.staff.Helen), b.staff.Helen.ID, b.staff.Dan.ID, people.Everything, b.Clock.Today(), b.Clock.Today().AddDays(10))
		must(t, err)
		for who, paths := range map[string][]string{
			b.staff.Dan.ID:  {"/team", "/people/amina-yusuf", "/people/amina-yusuf/interviews", "/people/dan-okoro"},
			b.staff.Sian.ID: {"/team", "/people/amina-yusuf"},
			b.staff.Ruth.ID: {"/team", "/people/amina-yusuf"},
		} {
			c := b.As(t, who)
			c.Get(t, "/team")
			for _, path := range paths {
				page := c.Get(t, path).Want(t, 200)
				pagetest.SoundPage(t, page.Body)
				if page.Queries.N() > 12 {
					t.Errorf("%s took %d statements:\n%s", path, page.Queries.N(), page.Queries)
				}
			}
		}
	})
}

func TestTheManagerSeesWhoIsAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina, today := peopletest.As(t, b.staff.Amina), b.Clock.Today()
		_, err := b.absences.Add(amina, b.staff.Amina.ID, calendar.Span{From: today.AddDays(10), To: today.AddDays(14)})
		must(t, err)
		_, err = b.absences.Add(peopletest.As(t, b.staff.Sian), b.staff.Sian.ID, calendar.Span{From: today, To: today})
		must(t, err)
		dan := b.As(t, b.staff.Dan.ID)
		dan.Get(t, "/team").Sees(t, "Away from 1 to 5 December", "Away today")
		dan.Get(t, "/people/amina-yusuf").Sees(t, "Away", "1 to 5 December")
		b.As(t, b.staff.Ruth.ID).Get(t, "/people/amina-yusuf").Sees(t, "1 to 5 December") // her learning partner
		for _, id := range []string{b.staff.Sian.ID, b.staff.Helen.ID, b.staff.Tom.ID, b.staff.Alex.ID, b.staff.Grace.ID} {
			b.As(t, id).Get(t, "/people/amina-yusuf").Lacks(t, "December")
		}
	})
}
