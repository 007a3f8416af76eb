package mylearning_test

import (
	"context"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/files"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/internal/web/mylearning"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
)

// place is My learning over a test's database, with what it asks.
type place struct {
	*webtest.House
	mylearning.Services
	Work  *work.Service
	staff peopletest.Staff
	t     testing.TB
}

func open(t testing.TB, db *database.DB) *place {
	p := &place{staff: peopletest.Small(t, db), t: t}
	p.House = webtest.New(t, db, func(h *webtest.House) []web.Route {
		p.Drafts = draft.NewService(db, h.Clock)
		p.Diary = diary.NewService(db, h.People, h.Trail, h.Clock, p.Drafts, attachment.NewService(db, files.New(db, nil), h.Clock))
		p.Plans = plan.NewService(db, h.People, h.Trail, h.Clock)
		p.Work = work.NewService(db, h.People, h.Trail, h.Clock)
		p.Interviews = interview.NewService(db, h.People, h.Trail, h.Clock, p.Diary)
		p.Appraisals = appraisal.NewService(db, h.People, h.Trail, h.Clock, appraisal.SourcesOf(appraisal.Rooms{
			Organisation: h.Organisation, People: h.People, Plans: p.Plans, Work: p.Work,
			Interviews: p.Interviews, Diary: p.Diary, Drafts: p.Drafts,
		}))
		p.Notices = notice.NewService(h.People, h.Organisation, h.Clock, notice.Sources{Plans: p.Plans, Work: p.Work, Interviews: p.Interviews, Appraisals: p.Appraisals})
		return mylearning.New(h.Site, p.Services).Routes()
	})
	return p
}

// site is open for tests that need the pages only.
func site(t testing.TB, db *database.DB) (*webtest.House, peopletest.Staff) {
	p := open(t, db)
	return p.House, p.staff
}

func (p *place) as(who people.Person, roles ...actor.Role) context.Context {
	return peopletest.As(p.t, who, roles...)
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func year(name string) calendar.LearningYear {
	y, err := calendar.September.ParseYear(name)
	if err != nil {
		panic(err)
	}
	return y
}

// at moves the clock to noon of a day.
func (p *place) at(day string) { p.Clock.Set(date(day).Time(time.UTC).Add(12 * time.Hour)) }

// arranged makes an interview of Amina's at 2pm on the day, arranged three weeks before.
func (p *place) arranged(day string) string {
	p.t.Helper()
	now := p.Clock.Now()
	defer p.Clock.Set(now)
	if on := date(day); on.Before(p.Clock.Today().AddDays(21)) {
		p.at(on.AddDays(-21).String())
	}
	two, err := calendar.ParseTime("2pm")
	p.must(err)
	id, err := p.Interviews.OfferTime(p.as(p.staff.Ruth), p.staff.Amina.ID, interview.Meeting{On: date(day), At: two, Minutes: 45, How: interview.ByPhone})
	p.must(err)
	p.must(p.Interviews.TakeTime(p.as(p.staff.Amina), id, 1))
	return id
}

// held is arranged, with a record that Ruth has shared.
func (p *place) held(day string) string {
	p.t.Helper()
	id := p.arranged(day)
	now := p.Clock.Now()
	defer p.Clock.Set(now)
	p.at(date(day).AddDays(1).String())
	p.must(p.Interviews.ShareRecord(p.as(p.staff.Ruth), id, 2, interview.Words{Prompts: interview.DefaultPrompts(), Also: "To try pegs."}))
	return id
}

// planned gives Amina a plan of targets, each with three success criteria.
func (p *place) planned(needs ...string) {
	p.t.Helper()
	amina, y := p.as(p.staff.Amina), year("2026-27")
	for _, need := range needs {
		_, err := p.Plans.AddTarget(amina, y, plan.Wording{
			Need: need, Why: "It matters.", Source: plan.FromOwn, ByDate: date("2027-05-28"), Released: plan.NotReleased,
			Strategies: []plan.StrategyWording{{Kind: plan.Kinds()[0], Words: "Co-host with Tom Beale", ByDate: date("2027-03-17")}},
			Criteria:   []plan.CriterionWording{{Words: "I can set it up"}, {Words: "Families get a pack"}, {Words: "6 families stay"}},
		})
		p.must(err)
	}
}

// agreed has the plan sent and agreed, with two criteria of the first target met.
func (p *place) agreed() {
	p.t.Helper()
	amina, y := p.as(p.staff.Amina), year("2026-27")
	now, err := p.Plans.Of(amina, p.staff.Amina.ID, y)
	p.must(err)
	p.must(p.Plans.Propose(amina, y, now.Version))
	now, err = p.Plans.Of(amina, p.staff.Amina.ID, y)
	p.must(err)
	p.must(p.Plans.Agree(p.as(p.staff.Dan), p.staff.Amina.ID, y, now.Version))
	now, err = p.Plans.Of(amina, p.staff.Amina.ID, y)
	p.must(err)
	for _, c := range now.Targets[0].Criteria[:2] {
		p.must(p.Plans.Tick(amina, y, now.Targets[0].Number, c.Number, true))
	}
	p.must(p.Plans.MarkStrategy(amina, y, now.Targets[0].Number, now.Targets[0].Strategies[0].Number, plan.Booked))
}

// cycle opens appraisals for everybody.
func (p *place) cycle(selfBy, closeBy string) {
	p.t.Helper()
	chart, err := p.People.Today(p.t.Context())
	p.must(err)
	_, err = p.Appraisals.OpenCycle(p.as(p.staff.Priya, actor.Coordinator), appraisal.Opening{
		Title: "Appraisal 2027", Year: year("2026-27"), UnitID: chart.Root().ID, SelfBy: date(selfBy), CloseBy: date(closeBy),
	})
	p.must(err)
}
