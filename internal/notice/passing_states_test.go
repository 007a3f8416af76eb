package notice_test

import (
	"learningyear/internal/appraisal"
	"learningyear/internal/fault"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// turn is who takes a step.
type turn string

const (
	persons        turn = "the person"
	managers       turn = "the line manager"
	countersigners turn = "the countersigner"
	partners       turn = "the learning partner"
	// formers are who was the learning partner: what they held is theirs to write up.
	formers turn = "the former learning partner"
)

// step is what comes next: whose turn it is, which notice they have of it, empty for
// what waits for nobody, and the act itself.
type step struct {
	turn  turn
	waits notice.Kind
	next  func(m *team, as, p people.Person) error
}

// kept is what a former manager keeps of an appraisal.
type kept int

const (
	nothing kept = iota
	answered
	signed
)

// stage is how far one record of a learner has come, and the next step.
type stage struct {
	name  string
	reach func(m *team, p people.Person)
	step
	// also waits for the person, beside the step of the other.
	also  notice.Kind
	keeps kept
	// passes is the next step once the learning partner of the record is one no more:
	// there is another or not, and the former one is still here or has left.
	passes func(another, here bool) step
}

// record is one kind of record with all its open states.
type record struct {
	name string
	// first is the stage of the first learner: where two records of one learner would
	// stand in each other's way, they do not meet.
	first  int
	stages []stage
	// cumulative says that a record goes through the stages in their order.
	cumulative bool
	// kinds are all notices of such a record.
	kinds []notice.Kind
}

// learners is how many it takes for one at each stage of each record, and one who
// has nominated a learning partner and waits for the answer.
const learners = 9

// of is the stage that the learner with the number is at.
func (r record) of(learner int) stage { return r.stages[(r.first+learner)%len(r.stages)] }

func records() []record {
	return []record{
		{"learning plan", 0, planStages(), true, []notice.Kind{notice.AgreePlan, notice.PlanSentBack}},
		{"work programme", 1, workStages(), false, []notice.Kind{notice.AgreeTasks, notice.OwnTasks}},
		{"learning interview", 0, talkStages(), false, []notice.Kind{
			notice.AnswerNomination, notice.AskAnother, notice.AskPartner, notice.AnswerPartner, notice.AnswerLearner, notice.WriteUp,
			notice.FinishRecord, notice.AnsweredBack, notice.ConfirmRecord, notice.Conclude, notice.OwnAction, notice.PartnerAction,
		}},
		{"appraisal", 0, appraisalStages(), true, []notice.Kind{
			notice.SelfEvaluation, notice.Respond, notice.MeetPerson, notice.MeetAppraiser, notice.WordWithPerson, notice.WordWithManager,
			notice.SignFirst, notice.SignOwn, notice.AnswerQuestion, notice.Countersign,
		}},
	}
}

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
		{name: "draft", reach: (*team).draftPlan, step: step{persons, "", (*team).propose}},
		{name: "proposed", reach: func(m *team, p people.Person) { m.must(m.propose(p, p)) }, step: step{managers, notice.AgreePlan, (*team).agree}},
		{name: "sent back", reach: func(m *team, p people.Person) {
			m.must(m.App.Plans.SendBack(m.ctx(m.manager), p.ID, year(), m.planOf(p).Version, "How will we know?"))
		}, step: step{persons, notice.PlanSentBack, (*team).propose}},
		{name: "agreed", reach: func(m *team, p people.Person) {
			m.must(m.propose(p, p))
			m.must(m.agree(m.manager, p))
		}, step: step{persons, "", (*team).change}},
		{name: "change proposed", reach: func(m *team, p people.Person) {
			m.must(m.change(p, p))
			m.must(m.propose(p, p))
		}, step: step{managers, notice.AgreePlan, (*team).agree}},
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
		{name: "draft", reach: begun, step: step{managers, "", (*team).task}},
		{name: "agreed by the person", reach: func(m *team, p people.Person) {
			begun(m, p)
			m.must(m.agreeTasks(p, p))
		}, step: step{managers, notice.AgreeTasks, (*team).agreeTasks}},
		{name: "agreed by the manager", reach: func(m *team, p people.Person) {
			begun(m, p)
			m.must(m.agreeTasks(m.manager, p))
		}, step: step{persons, notice.OwnTasks, (*team).agreeTasks}},
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

func (m *team) sendBack(p people.Person) {
	s, err := m.sight(p, p)
	m.must(err)
	m.must(m.App.Appraisals.SendBack(m.ctx(p), s.Appraisal.ID, s.Appraisal.Version, "Is the second target really met?"))
}

// appraisalStages are in the order in which an appraisal goes through them.
func appraisalStages() []stage {
	return []stage{
		{name: "preparing", reach: func(*team, people.Person) {}, step: step{persons, notice.SelfEvaluation, (*team).evaluate}},
		{name: "self-evaluation shared", reach: func(m *team, p people.Person) { m.must(m.evaluate(p, p)) }, step: step{managers, notice.Respond, (*team).respond}},
		{name: "response shared", reach: func(m *team, p people.Person) { m.must(m.respond(m.manager, p)) }, step: step{managers, notice.MeetPerson, (*team).meet}, also: notice.MeetAppraiser, keeps: answered},
		{name: "met", reach: func(m *team, p people.Person) { m.must(m.meet(m.manager, p)) }, step: step{managers, notice.WordWithPerson, (*team).word}, also: notice.WordWithManager, keeps: answered},
		{name: "worded", reach: func(m *team, p people.Person) { m.must(m.word(p, p)) }, step: step{managers, notice.SignFirst, (*team).signFirst}, keeps: answered},
		{name: "signed by the appraiser", reach: func(m *team, p people.Person) { m.must(m.signFirst(m.manager, p)) }, step: step{persons, notice.SignOwn, (*team).signLast}, keeps: signed},
		{name: "sent back with a question", reach: (*team).sendBack, step: step{managers, notice.AnswerQuestion, (*team).signFirst}, keeps: answered},
		{name: "signed by both", reach: func(m *team, p people.Person) {
			m.must(m.signFirst(m.manager, p))
			m.must(m.signLast(p, p))
		}, step: step{countersigners, notice.Countersign, (*team).countersign}, keeps: signed},
	}
}
