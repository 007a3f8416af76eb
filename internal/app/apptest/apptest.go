// Package apptest gives tests the whole program over a database of their own, as
// it is put together for real, and one person's learning year in it, written
// through the services as people would write it. Only tests may import it.
//
//	house := apptest.New(t, db)                // the small organisation of peopletest
//	house.AminasYear(t)                        // plan, work, interviews, diary; it is 2 July 2027 now
//	house.OpenAppraisals(t, false)             // nobody countersigns
//	amina := house.As(t, house.Staff.Amina.ID) // signed in
package apptest

import (
	"context"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
)

// House is the whole program over a test's database.
type House struct {
	*webtest.House
	App   *app.App
	Staff peopletest.Staff
}

// New puts the program together over the database, with the small organisation
// in it. Page and services share one clock: see At.
func New(t testing.TB, db *database.DB) *House {
	t.Helper()
	return Over(t, db, peopletest.Small(t, db))
}

// Over puts the program together over a database that has the small organisation
// already, such as a copy of another test's.
func Over(t testing.TB, db *database.DB, staff peopletest.Staff) *House {
	t.Helper()
	h := &House{Staff: staff}
	h.House = webtest.New(t, db, func(w *webtest.House) []web.Route {
		h.App = app.New(db, w.Settings, w.Clock, w.Site.Log)
		return h.App.Routes(w.Site)
	})
	return h
}

// Year is the learning year of these tests, 2026 to 2027.
func Year() calendar.LearningYear {
	return calendar.September.YearOf(calendar.NewDate(2027, time.July, 1))
}

// At moves the clock to a time of a day. Sessions from before may have ended.
func (h *House) At(day calendar.Date, hour, minute int) {
	h.Clock.Set(time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, h.Clock.Zone()))
}

// On moves the clock to the morning of a day.
func (h *House) On(year int, month time.Month, day int) {
	h.At(calendar.NewDate(year, month, day), 9, 30)
}

// Ctx is the context of somebody who is signed in.
func (h *House) Ctx(t testing.TB, p people.Person, roles ...actor.Role) context.Context {
	t.Helper()
	return peopletest.As(t, p, roles...)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// AminasYear is a believable learning year of Amina's, up to 2 July 2027.
func (h *House) AminasYear(t testing.TB) {
	t.Helper()
	h.On(2026, time.September, 7)
	h.Plan(t)
	h.Programme(t)
	for _, e := range []struct {
		month time.Month
		day   int
		diary.Words
	}{
		{time.September, 22, diary.Words{Learned: "Nobody spoke for the first ten minutes. I filled the silence, and I should not have.", NextStep: "Count to twenty before I say anything."}},
		{time.October, 14, diary.Words{Learned: "Watched Siân run story time online: she posts the pack a week before.", Place: diary.OffTheJob, Minutes: 180}},
		{time.November, 18, diary.Words{Learned: "Digital tools day: a whiteboard that parents can draw on without an account.", Place: diary.OffTheJob, Minutes: 360}},
		{time.February, 3, diary.Words{Learned: "Four families stayed. The post works better than the link.", NextStep: "Send the pack with a stamp for the answer."}},
		{time.April, 22, diary.Words{Learned: "Numeracy half-day: games first, methods later.", Place: diary.OffTheJob, Minutes: 200}},
		{time.May, 19, diary.Words{Learned: "Seven families stayed to the end. I hardly spoke.", NextStep: "Write the pack down for the team."}},
	} {
		year := 2026
		if e.month < time.September {
			year = 2027
		}
		h.On(year, e.month, e.day)
		_, err := h.App.Diary.Write(h.Ctx(t, h.Staff.Amina), e.Words, "")
		must(t, err)
	}
	h.Interview(t, 2026, time.October, 12)
	h.Interview(t, 2027, time.January, 26)
	h.Interview(t, 2027, time.May, 25)
	h.On(2027, time.June, 10)
	ctx := h.Ctx(t, h.Staff.Amina)
	p, err := h.App.Plans.Gather(ctx, h.Staff.Amina.ID, Year())
	must(t, err)
	for _, c := range append(p.Targets[0].Criteria, p.Targets[1].Criteria[0]) {
		must(t, h.App.Plans.Tick(ctx, Year(), c.Target, c.Number, true))
	}
	h.On(2027, time.July, 2)
}

// Plan is Amina's learning plan with two targets, agreed by Dan.
func (h *House) Plan(t testing.TB) {
	t.Helper()
	ctx, plans := h.Ctx(t, h.Staff.Amina), h.App.Plans
	for _, w := range []plan.Wording{
		{
			Need: "Run a confident online family session", Why: "Half of our families cannot come in any more.", Source: plan.FromOwn,
			Criteria: lines("Seven families stay to the end", "Parents speak more than I do", "The team uses the story packs"),
			Strategies: []plan.StrategyWording{
				{Kind: plan.Shadowing, Words: "Watch Siân run two sessions", OffTheJob: true}, {Kind: plan.Coaching, Words: "Be watched by Siân once a term"},
			},
			ByDate: calendar.NewDate(2027, time.May, 31),
		},
		{
			Need: "Help parents who worry about numbers", Why: "They leave when methods come up.", Source: plan.FromTeam,
			Criteria:   lines("Three parents move on to Skills for Life", "I can say why a method works"),
			Strategies: []plan.StrategyWording{{Kind: plan.Seminar, Words: "The numeracy half-day", OffTheJob: true}},
			ByDate:     calendar.NewDate(2027, time.June, 30),
		},
	} {
		_, err := plans.AddTarget(ctx, Year(), w)
		must(t, err)
	}
	must(t, plans.SayHowILearn(ctx, Year(), "", "I learn by reading first and then trying it alone."))
	must(t, plans.Propose(ctx, Year(), 0))
	p, err := plans.Gather(ctx, h.Staff.Amina.ID, Year())
	must(t, err)
	must(t, plans.Agree(h.Ctx(t, h.Staff.Dan), h.Staff.Amina.ID, Year(), p.Version))
}

func lines(words ...string) []plan.CriterionWording {
	var out []plan.CriterionWording
	for _, w := range words {
		out = append(out, plan.CriterionWording{Words: w})
	}
	return out
}

// Programme is Amina's work programme with one task, agreed by both.
func (h *House) Programme(t testing.TB) {
	t.Helper()
	amina, dan := h.Ctx(t, h.Staff.Amina), h.Ctx(t, h.Staff.Dan)
	_, err := h.App.Work.AddTask(dan, h.Staff.Amina.ID, Year(), work.Wording{
		Words: "Run 30 family sessions in three centres", Criteria: "30 held\nSix families in each", Indicators: "Register and the parents’ cards",
		ByDate: calendar.NewDate(2027, time.July, 9),
	})
	must(t, err)
	must(t, h.App.Work.Agree(amina, h.Staff.Amina.ID, Year(), 0))
	must(t, h.App.Work.Agree(dan, h.Staff.Amina.ID, Year(), 0))
}

// Interview is a learning interview of Amina's with Ruth, held that day and
// confirmed the day after.
func (h *House) Interview(t testing.TB, year int, month time.Month, day int) {
	t.Helper()
	h.At(calendar.NewDate(year, month, day), 17, 0)
	interviews := h.App.Interviews
	ruth := h.Ctx(t, h.Staff.Ruth)
	id, err := interviews.WriteUp(ruth, h.Staff.Amina.ID, interview.Meeting{
		On: calendar.NewDate(year, month, day), At: 14 * 60, Minutes: 45, How: interview.ByPhone,
	}, Year())
	must(t, err)
	must(t, interviews.ShareRecord(ruth, id, 1, interview.Words{Prompts: []interview.Prompt{{Answer: "What is said here stays here"}}}))
	h.At(calendar.NewDate(year, month, day+1), 9, 0)
	must(t, interviews.ConfirmRecord(h.Ctx(t, h.Staff.Amina), id, 2))
}

// OpenAppraisals opens the appraisals of the year for everybody.
func (h *House) OpenAppraisals(t testing.TB, countersign bool) appraisal.Cycle {
	t.Helper()
	chart, err := h.App.People.Today(t.Context())
	must(t, err)
	opened, err := h.App.Appraisals.OpenCycle(h.Ctx(t, h.Staff.Priya, actor.Coordinator), appraisal.Opening{
		Title: "Appraisal 2027", Year: Year(), UnitID: chart.Root().ID, Countersign: countersign,
		SelfBy: h.Clock.Today().AddDays(14), CloseBy: h.Clock.Today().AddDays(45),
	})
	must(t, err)
	return opened.Cycle
}
