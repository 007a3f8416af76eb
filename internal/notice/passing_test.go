package notice_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/app/apptest"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// These tests are over the real services: on 10 May 2027 Dan's team has somebody at
// each stage of a plan, a work programme and an appraisal. That evening people
// leave, move and act for others. The day after, whoever is the right person finds
// each next step among their notices and can take it, and whoever was cannot.

// eve is the last day on which all is as it was.
var eve = calendar.NewDate(2027, time.May, 10)

// team is Dan's, with a learner for each stage.
type team struct {
	*apptest.House
	t        *testing.T
	learners []people.Person
	// manager takes the manager's steps until the day: Dan, or who acts for him.
	manager people.Person
}

// turn is who takes a step.
type turn string

const (
	persons        turn = "the person"
	managers       turn = "the line manager"
	countersigners turn = "the countersigner"
)

// stage is how far one record of a learner has come, and the next step.
type stage struct {
	name  string
	reach func(m *team, p people.Person)
	turn  turn
	// waits is the notice of the next step; empty for what waits for nobody.
	waits notice.Kind
	next  func(m *team, as, p people.Person) error
}

func year() calendar.LearningYear { return apptest.Year() }

func (m *team) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *team) ctx(p people.Person) context.Context { return m.Ctx(m.t, p) }

func (m *team) keeper() context.Context { return m.Ctx(m.t, m.Staff.Priya, actor.Coordinator) }

func (m *team) planOf(p people.Person) plan.Plan {
	out, err := m.App.Plans.Gather(m.t.Context(), p.ID, year())
	m.must(err)
	return out
}

// ownOnly is what becomes of an act that there is only on one's own plan.
func ownOnly(as, p people.Person) error {
	if as.ID != p.ID {
		return fault.NewNotFound("learning plan")
	}
	return nil
}

func (m *team) propose(as, p people.Person) error {
	if err := ownOnly(as, p); err != nil {
		return err
	}
	return m.App.Plans.Propose(m.ctx(as), year(), 0)
}

func (m *team) agree(as, p people.Person) error {
	return m.App.Plans.Agree(m.ctx(as), p.ID, year(), m.planOf(p).Version)
}

func (m *team) change(as, p people.Person) error {
	if err := ownOnly(as, p); err != nil {
		return err
	}
	return m.App.Plans.BeginChange(m.ctx(as), year())
}

func (m *team) draftPlan(p people.Person) {
	_, err := m.App.Plans.AddTarget(m.ctx(p), year(), plan.Wording{
		Need: "Run a confident online session", Source: plan.FromOwn, Criteria: []plan.CriterionWording{{Words: "Seven stay"}},
	})
	m.must(err)
}

// planStages are in the order in which a plan goes through them.
func planStages() []stage {
	return []stage{
		{"draft", (*team).draftPlan, persons, "", (*team).propose},
		{"proposed", func(m *team, p people.Person) { m.must(m.propose(p, p)) }, managers, notice.AgreePlan, (*team).agree},
		{"sent back", func(m *team, p people.Person) {
			m.must(m.App.Plans.SendBack(m.ctx(m.manager), p.ID, year(), m.planOf(p).Version, "How will we know?"))
		}, persons, notice.PlanSentBack, (*team).propose},
		{"agreed", func(m *team, p people.Person) {
			m.must(m.propose(p, p))
			m.must(m.agree(m.manager, p))
		}, persons, "", (*team).change},
		{"change proposed", func(m *team, p people.Person) {
			m.must(m.change(p, p))
			m.must(m.propose(p, p))
		}, managers, notice.AgreePlan, (*team).agree},
	}
}

func (m *team) task(as, p people.Person) error {
	_, err := m.App.Work.AddTask(m.ctx(as), p.ID, year(), work.Wording{Words: "Run 30 sessions", Criteria: "30 held"})
	return err
}

func (m *team) agreeTasks(as, p people.Person) error {
	return m.App.Work.Agree(m.ctx(as), p.ID, year(), 0)
}

// workStages stand each by itself.
func workStages() []stage {
	begun := func(m *team, p people.Person) { m.must(m.task(m.manager, p)) }
	return []stage{
		{"draft", begun, managers, "", (*team).task},
		{"agreed by the person", func(m *team, p people.Person) {
			begun(m, p)
			m.must(m.agreeTasks(p, p))
		}, managers, notice.AgreeTasks, (*team).agreeTasks},
		{"agreed by the manager", func(m *team, p people.Person) {
			begun(m, p)
			m.must(m.agreeTasks(m.manager, p))
		}, persons, notice.OwnTasks, (*team).agreeTasks},
	}
}

func (m *team) sight(as, p people.Person) (appraisal.Sight, error) {
	return m.App.Appraisals.Open(m.ctx(as), p.ID, year())
}

func (m *team) keyOf(p people.Person) string {
	s, err := m.sight(p, p)
	m.must(err)
	return s.Appraisal.ID
}

// says is what somebody says of everything that is asked.
func (m *team) says(p people.Person) appraisal.Writing {
	s, err := m.sight(p, p)
	m.must(err)
	v := appraisal.Voice{"how-i-learn": {Text: "By watching"}}
	for _, t := range s.Topics {
		if t.Judged() {
			v[t.Key] = appraisal.Said{Text: "On " + t.Short, Judgement: appraisal.JudgedMet}
		}
	}
	return appraisal.Writing{AppraisalID: s.Appraisal.ID, Voice: v, Share: true}
}

func (m *team) evaluate(as, p people.Person) error {
	return m.App.Appraisals.WriteSelf(m.ctx(as), m.says(p))
}

func (m *team) respond(as, p people.Person) error {
	return m.App.Appraisals.WriteResponse(m.ctx(as), m.says(p))
}

func (m *team) meet(as, p people.Person) error {
	return m.App.Appraisals.Meet(m.ctx(as), m.keyOf(p), m.Clock.Today())
}

func (m *team) word(as, p people.Person) error {
	s, err := m.sight(p, p)
	m.must(err)
	agreed := appraisal.Agreements{Topics: map[string]appraisal.Agreed{}}
	for _, t := range s.Topics {
		if t.Judged() {
			agreed.Topics[t.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeMet}
		}
	}
	return m.App.Appraisals.Word(m.ctx(as), appraisal.Wording{AppraisalID: s.Appraisal.ID, Agreements: agreed, Ready: true})
}

func (m *team) signing(as, p people.Person) appraisal.Signing {
	s, err := m.sight(p, p)
	m.must(err)
	return appraisal.Signing{AppraisalID: s.Appraisal.ID, Version: s.Appraisal.Version, Fair: true, Name: as.Name}
}

func (m *team) signFirst(as, p people.Person) error {
	return m.App.Appraisals.SignFirst(m.ctx(as), m.signing(as, p))
}

func (m *team) signLast(as, p people.Person) error {
	return m.App.Appraisals.SignLast(m.ctx(as), m.signing(as, p))
}

func (m *team) countersign(as, p people.Person) error {
	return m.App.Appraisals.Countersign(m.ctx(as), m.signing(as, p))
}

// appraisalStages are in the order in which an appraisal goes through them.
func appraisalStages() []stage {
	return []stage{
		{"preparing", func(*team, people.Person) {}, persons, notice.SelfEvaluation, (*team).evaluate},
		{"self-evaluation shared", func(m *team, p people.Person) { m.must(m.evaluate(p, p)) }, managers, notice.Respond, (*team).respond},
		{"response shared", func(m *team, p people.Person) { m.must(m.respond(m.manager, p)) }, managers, notice.MeetPerson, (*team).meet},
		{"met", func(m *team, p people.Person) { m.must(m.meet(m.manager, p)) }, managers, notice.WordWithPerson, (*team).word},
		{"worded", func(m *team, p people.Person) { m.must(m.word(p, p)) }, managers, notice.SignFirst, (*team).signFirst},
		{"signed by the appraiser", func(m *team, p people.Person) { m.must(m.signFirst(m.manager, p)) }, persons, notice.SignOwn, (*team).signLast},
		{"signed by both", func(m *team, p people.Person) { m.must(m.signLast(p, p)) }, countersigners, notice.Countersign, (*team).countersign},
	}
}

// assemble makes the team and brings each learner to their stages.
func assemble(t *testing.T, db *database.DB, before func(m *team)) *team {
	t.Helper()
	m := &team{House: apptest.New(t, db), t: t}
	m.manager = m.Staff.Dan
	m.At(eve, 9, 30)
	chart, err := m.App.People.Today(t.Context())
	m.must(err)
	unit := chart.UnitOf(m.Staff.Dan.ID)
	for i := range appraisalStages() {
		post, err := m.App.People.AddPost(m.keeper(), people.NewPost{UnitID: unit.ID, Title: "Tutor", FromDate: eve.AddDays(-30)})
		m.must(err)
		p, err := m.App.People.Join(m.keeper(), people.NewPerson{Name: fmt.Sprintf("Learner %c", 'A'+i), StartedOn: eve.AddDays(-30)},
			people.NewAppointment{PostID: post.ID, FTEThousandths: 1000, FromDate: eve.AddDays(-30)})
		m.must(err)
		m.learners = append(m.learners, p)
	}
	if before != nil {
		before(m)
	}
	m.OpenAppraisals(t, true)
	for i, p := range m.learners {
		plans := planStages()
		for _, s := range plans[:i%len(plans)+1] {
			s.reach(m, p)
		}
		works := workStages()
		works[i%len(works)].reach(m, p)
		for _, s := range appraisalStages()[:i+1] {
			s.reach(m, p)
		}
	}
	return m
}

func (m *team) dayAfter(n int) { m.At(eve.AddDays(n), 9, 30) }

// leaves says that eve is somebody's last day.
func (m *team) leaves(all ...people.Person) {
	for _, p := range all {
		chart, err := m.App.People.Today(m.t.Context())
		m.must(err)
		m.must(m.App.People.PersonLeaves(m.keeper(), p.ID, chart.Person(p.ID).Version, eve))
	}
}

func (m *team) name(manager people.Person, from calendar.Date) {
	for _, p := range m.learners {
		m.must(m.App.People.SetManager(m.keeper(), p.ID, manager.ID, from))
	}
}

// change is something that happens in the middle of the year.
type change struct {
	name string
	// before happens before anything is written; may be nil.
	before func(m *team)
	// happens on eve, and takes effect the day after or, where named, later.
	happens func(m *team)
	later   int
	// manager and countersigner are who they are from then on; former, who was.
	// A zero person is nobody.
	manager, countersigner, former func(m *team) people.Person
}

func nobody(*team) people.Person  { return people.Person{} }
func dan(m *team) people.Person   { return m.Staff.Dan }
func helen(m *team) people.Person { return m.Staff.Helen }
func tom(m *team) people.Person   { return m.Staff.Tom }
func omar(m *team) people.Person  { return m.Staff.Omar }
func sian(m *team) people.Person  { return m.Staff.Sian }

func changes() []change {
	return []change{
		{name: "another line manager is named", happens: func(m *team) { m.name(m.Staff.Tom, eve.AddDays(1)) }, manager: tom, countersigner: helen, former: dan},
		{name: "the learner moves to another team", happens: (*team).move, manager: omar, countersigner: omar, former: dan},
		{name: "the lead leaves", happens: func(m *team) { m.leaves(m.Staff.Dan) }, manager: helen, countersigner: helen, former: dan},
		{name: "nobody manages any more", happens: func(m *team) { m.leaves(m.Staff.Dan, m.Staff.Helen) }, manager: nobody, countersigner: nobody, former: dan},
		{name: "somebody acts up as lead", happens: func(m *team) { m.actsUp(eve.AddDays(1), eve.AddDays(30)) }, manager: sian, countersigner: helen, former: dan},
		{
			name: "acting up ends", before: func(m *team) {
				m.actsUp(eve.AddDays(-5), eve)
				m.manager = m.Staff.Sian
			},
			happens: func(*team) {}, manager: dan, countersigner: helen, former: sian,
		},
		{
			name: "a delegate's time ends", before: func(m *team) {
				_, err := m.App.People.SetDelegate(m.keeper(), m.Staff.Dan.ID, m.Staff.Tom.ID, people.Everything, eve, eve)
				m.must(err)
				m.manager = m.Staff.Tom
			},
			happens: func(*team) {}, manager: dan, countersigner: helen, former: tom,
		},
		{name: "the countersigner leaves", happens: func(m *team) { m.leaves(m.Staff.Helen) }, manager: dan, countersigner: nobody, former: helen},
		{name: "the learner leaves and returns", happens: (*team).leaveAndReturn, later: 20, manager: dan, countersigner: helen, former: nobody},
	}
}

func (m *team) actsUp(from, to calendar.Date) {
	chart, err := m.App.People.Today(m.t.Context())
	m.must(err)
	_, err = m.App.People.Appoint(m.keeper(), people.NewAppointment{
		PersonID: m.Staff.Sian.ID, PostID: *chart.UnitOf(m.Staff.Dan.ID).LeadPostID, Kind: people.ActingUp, RestsOwn: true,
		FTEThousandths: 600, FromDate: from, ToDate: to,
	})
	m.must(err)
}

func (m *team) move() {
	chart, err := m.App.People.Today(m.t.Context())
	m.must(err)
	for _, p := range m.learners {
		a := chart.Appointments(p.ID)[0]
		m.must(m.App.People.EndAppointment(m.keeper(), a.ID, a.Version, eve))
		m.join(p, chart.UnitOf(m.Staff.Tom.ID).ID, eve.AddDays(1))
	}
}

func (m *team) join(p people.Person, unitID string, from calendar.Date) {
	post, err := m.App.People.AddPost(m.keeper(), people.NewPost{UnitID: unitID, Title: "Tutor", FromDate: from})
	m.must(err)
	_, err = m.App.People.Appoint(m.keeper(), people.NewAppointment{PersonID: p.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: from})
	m.must(err)
}

func (m *team) leaveAndReturn() {
	chart, err := m.App.People.Today(m.t.Context())
	m.must(err)
	m.leaves(m.learners...)
	m.dayAfter(10)
	for _, p := range m.learners {
		m.join(p, chart.UnitOf(m.Staff.Dan.ID).ID, eve.AddDays(20))
	}
}

// waiting are the kinds of what waits for somebody about the learner.
func (m *team) waiting(who, about people.Person) []notice.Kind {
	m.t.Helper()
	all, err := m.App.Notices.Waiting(m.ctx(who))
	m.must(err)
	var out []notice.Kind
	for _, n := range all {
		if theirs := strings.HasPrefix(n.Href, "/people/"+about.Slug+"/"); theirs || who.ID == about.ID && !strings.HasPrefix(n.Href, "/people/") {
			out = append(out, n.Kind)
		}
	}
	return out
}

// cast is everybody whose notices are looked at, and the learner.
func (m *team) cast(p people.Person) []people.Person {
	s := m.Staff
	return []people.Person{s.Dan, s.Helen, s.Sian, s.Tom, s.Omar, s.Ruth, s.Priya, p}
}

// shows expects the notice of the stage in the right person's list alone.
func (m *team) shows(s stage, right, p people.Person) {
	m.t.Helper()
	for _, who := range m.cast(p) {
		has := s.waits != "" && slices.Contains(m.waiting(who, p), s.waits)
		if want := s.waits != "" && who.ID == right.ID; has != want {
			m.t.Errorf("“%s” waits for %s: %v, want %v", s.waits, who.Name, has, want)
		}
	}
}

// check takes the step of one record and learner as the right person, once who was
// it before was refused.
func (m *team) check(c change, s stage, p people.Person) {
	m.t.Helper()
	right, was := p, c.former(m)
	switch s.turn {
	case managers:
		right = m.managerNow(c, p)
	case countersigners:
		right = c.countersigner(m)
	case persons:
	}
	m.shows(s, right, p)
	if was.ID != "" && was.ID != right.ID {
		if err := s.next(m, was, p); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
			m.t.Errorf("%s, who was, gets %v", was.Name, err)
		}
	}
	switch {
	case right.ID == "" && s.turn == countersigners:
		right = m.mended(notice.FindSigner, p, m.leadsServices)
		m.shows(s, right, p)
	case right.ID == "":
		right = m.mended(notice.NameManagers, p, m.managed)
		m.shows(s, right, p)
	case m.managerNow(c, p).ID == "":
		if err := s.next(m, right, p); fault.Is(err, fault.Invalid) { // sent to nobody
			m.mended(notice.NameManagers, p, m.managed)
		} else if err == nil {
			return
		}
	}
	if err := s.next(m, right, p); err != nil {
		m.t.Errorf("%s, whose turn it is, gets %v", right.Name, err)
	}
}

// managerNow is who manages the learner after the change: Tom, where it has been put
// right for another of their records.
func (m *team) managerNow(c change, p people.Person) people.Person {
	chart, err := m.App.People.Today(m.t.Context())
	m.must(err)
	if now := chart.Manager(p.ID); c.manager(m).ID == "" && now != nil {
		return *now
	}
	return c.manager(m)
}

// mended is who does what nobody could, once the coordinator, who is told, has put
// it right.
func (m *team) mended(told notice.Kind, p people.Person, mend func(p people.Person)) people.Person {
	m.t.Helper()
	all, err := m.App.Notices.Waiting(m.keeper(), notice.AsCoordinator)
	m.must(err)
	if !slices.ContainsFunc(all, func(n notice.Notice) bool { return n.Kind == told }) {
		m.t.Errorf("the coordinator is not told of “%s” but of %v", told, all)
	}
	mend(p)
	return m.Staff.Tom
}

// managed gives the learner a line manager: Tom.
func (m *team) managed(p people.Person) {
	m.must(m.App.People.SetManager(m.keeper(), p.ID, m.Staff.Tom.ID, m.Clock.Today()))
}

// leadsServices has Tom act up for the lead of the learners' division.
func (m *team) leadsServices(p people.Person) {
	chart, err := m.App.People.Today(m.t.Context())
	m.must(err)
	_, err = m.App.People.Appoint(m.keeper(), people.NewAppointment{
		PersonID: m.Staff.Tom.ID, PostID: *chart.DivisionOf(p.ID).LeadPostID, Kind: people.ActingUp, FTEThousandths: 500,
		FromDate: m.Clock.Today(), ToDate: m.Clock.Today().AddDays(60),
	})
	m.must(err)
}

// keeps expects who was the line manager to read no more than what they answered
// and signed. Reached is how many stages the appraisal has behind it.
func (m *team) keeps(c change, p people.Person, reached int) {
	m.t.Helper()
	was := c.former(m)
	if was.ID == "" || was.ID == c.manager(m).ID || was.ID == c.countersigner(m).ID {
		return
	}
	if _, err := m.App.Plans.Of(m.ctx(was), p.ID, year()); !fault.Is(err, fault.NotFound) {
		m.t.Errorf("%s reads the plan: %v", was.Name, err)
	}
	if _, err := m.App.Work.Of(m.ctx(was), p.ID, year()); !fault.Is(err, fault.NotFound) {
		m.t.Errorf("%s reads the work programme: %v", was.Name, err)
	}
	const responded, signed = 2, 5
	answered := was.ID != m.Staff.Helen.ID && was.ID != m.Staff.Tom.ID // Tom answered in Dan's name
	sight, err := m.sight(was, p)
	d := sight.Document
	switch {
	case reached >= signed && was.ID != m.Staff.Helen.ID:
		if err != nil || len(d.Signatures) == 0 {
			m.t.Errorf("%s does not keep what they signed: %v", was.Name, err)
		}
	case reached >= responded && answered:
		if err != nil || d.Response == nil || !sight.Former || len(d.Gathered.Targets)+len(d.Agreements.Topics)+len(sight.History) > 0 {
			m.t.Errorf("%s should keep what they answered, and nothing else: %v, %+v", was.Name, err, d)
		}
	case !fault.Is(err, fault.NotFound):
		m.t.Errorf("%s reads the appraisal: %v", was.Name, err)
	}
}

func TestTheNextStepPassesToTheRightPerson(t *testing.T) {
	for _, c := range changes() {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				m := assemble(t, db, c.before)
				c.happens(m)
				m.dayAfter(max(1, c.later))
				for i, p := range m.learners {
					plans, works := planStages(), workStages()
					for _, record := range []struct {
						name string
						stage
					}{
						{"learning plan ", plans[i%len(plans)]}, {"work programme ", works[i%len(works)]}, {"appraisal ", appraisalStages()[i]},
					} {
						t.Run(record.name+record.stage.name, func(t *testing.T) {
							at := *m
							at.t = t
							at.check(c, record.stage, p)
						})
					}
				}
			})
		})
	}
}

func TestWhoWasReadsOnlyWhatTheyAnsweredAndSigned(t *testing.T) {
	for _, c := range changes() {
		t.Run(c.name, func(t *testing.T) {
			db := dbtest.SQLite(t) // which rows there are, the services above say on both engines
			m := assemble(t, db, c.before)
			c.happens(m)
			m.dayAfter(max(1, c.later))
			for i, p := range m.learners {
				m.keeps(c, p, i)
			}
		})
	}
}

func TestWhatALeaverSignedIsCountersigned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		m := assemble(t, db, nil)
		p := m.learners[len(m.learners)-1]
		m.leaves(p)
		m.dayAfter(1)
		m.shows(appraisalStages()[6], m.Staff.Helen, p)
		m.leaves(m.Staff.Helen)
		m.shows(appraisalStages()[6], people.Person{}, p)
		m.mended(notice.FindSigner, p, func(people.Person) {
			chart, err := m.App.People.Today(t.Context())
			m.must(err)
			root := *chart.Root()
			post, err := m.App.People.AddPost(m.keeper(), people.NewPost{UnitID: root.ID, Title: "Principal", FromDate: m.Clock.Today()})
			m.must(err)
			_, err = m.App.People.Appoint(m.keeper(), people.NewAppointment{PersonID: m.Staff.Tom.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: m.Clock.Today()})
			m.must(err)
			m.must(m.App.People.ChangeUnit(m.keeper(), root.ID, root.Version, m.Clock.Today(), people.UnitChange{Kind: root.Kind, Name: root.Name, LeadPostID: post.ID}))
		})
		m.shows(appraisalStages()[6], m.Staff.Tom, p)
		m.must(m.countersign(m.Staff.Tom, p))
	})
}
