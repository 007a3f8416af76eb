// Package plan keeps learning plans: one a person a learning year, with targets,
// the strategies by which they are learned and the success criteria by which
// people will know. What is agreed is fixed; a change afterwards is a new
// revision, agreed the same way. The work programme is another concept and never
// enters.
package plan

import (
	"time"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// State is how far a plan, or a change of it, has come.
type State string

// The states of a plan. None is said of a plan that nobody has begun.
const (
	None     State = ""
	Draft    State = "draft"
	Proposed State = "proposed"
	Agreed   State = "agreed"
	Reviewed State = "reviewed"
)

// Act is a named transition of a plan.
type Act string

// The acts. Change begins a new revision of an agreed plan and Discard drops it;
// Settle is agreement by both signatures of an appraisal, where a plan never was
// agreed in its year.
const (
	Propose  Act = "propose"
	TakeBack Act = "take back"
	Agree    Act = "agree"
	SendBack Act = "send back"
	Change   Act = "change"
	Discard  Act = "discard"
	Settle   Act = "settle"
	Review   Act = "review"
)

// Transition allows an act in one state, to whoever may do Who to a learning
// plan. An empty Who is done by the appraisal only.
type Transition struct {
	Act  Act
	From State
	To   State
	Who  access.Act
}

// Transitions is the whole table; what is not here cannot happen.
func Transitions() []Transition {
	return []Transition{
		{Propose, Draft, Proposed, access.Write},
		{TakeBack, Proposed, Draft, access.Write},
		{Agree, Proposed, Agreed, access.Agree},
		{SendBack, Proposed, Draft, access.Agree},
		{Change, Agreed, Draft, access.Write},
		{Discard, Draft, Agreed, access.Write},
		{Settle, Draft, Agreed, ""},
		{Settle, Proposed, Agreed, ""},
		{Review, Agreed, Reviewed, ""},
	}
}

func transition(from State, act Act) (Transition, bool) {
	for _, t := range Transitions() {
		if t.Act == act && t.From == from {
			return t, true
		}
	}
	return Transition{}, false
}

// Plan is one person's learning plan of one learning year.
type Plan struct {
	ID       string
	PersonID string
	// Year is the learning year's name, such as 2026-27.
	Year  string
	State State
	// Revision is being written, or is the agreed one where nothing is.
	Revision int
	// AgreedRevision is the last that was agreed; 0 for none.
	AgreedRevision int
	NextTarget     int
	HowILearn      string
	ProposedAt     *time.Time
	AgreedAt       *time.Time
	AgreedByName   string
	ReviewedAt     *time.Time
	Version        int
	// Targets are in force: those that were agreed last or, before the first
	// agreement, those that are being written.
	Targets []Target `gorm:"-"`
	// Changes are the targets of a revision that is being written while another
	// is agreed; nil where none is.
	Changes []Target `gorm:"-"`
}

// TableName is the table of plans.
func (Plan) TableName() string { return "plans" }

// Begun says whether there is a plan at all.
func (p Plan) Begun() bool { return p.ID != "" }

// InForce says whether anything has been agreed.
func (p Plan) InForce() bool { return p.AgreedRevision > 0 }

// Changing says whether a revision is being written beside an agreed one.
func (p Plan) Changing() bool { return p.InForce() && p.Revision > p.AgreedRevision }

// Written are the targets of the newest revision, agreed or not.
func (p Plan) Written() []Target {
	if p.Changing() {
		return p.Changes
	}
	return p.Targets
}

// Ready is nil where the targets can be proposed: there is one at least, and
// each says how people will know. A field's name is the id of the target's card.
func Ready(targets []Target) error {
	var c fault.Collector
	c.Check(len(targets) > 0, "targets", "Add a target before you send the plan")
	for _, t := range targets {
		if len(t.Criteria) == 0 {
			c.Add(CardID(t.Number), "Say how you will know that target "+itoa(t.Number)+" is met")
		}
	}
	return c.Err()
}

// CardID is the id of a target's card on a page.
func CardID(number int) string { return "target-" + itoa(number) }

// Outcome is what became of one target, said by both at appraisal.
type Outcome struct {
	Target int
	Kind   OutcomeKind
	// On is when it was met; Why is why it is carried forward or dropped.
	On  calendar.Date
	Why string
}

// Check refuses an outcome that does not say what it has to.
func (o Outcome) Check() error {
	var c fault.Collector
	id := "outcome-" + itoa(o.Target)
	switch o.Kind {
	case Met:
		c.Check(!o.On.IsZero(), id+"-on", "Say when target "+itoa(o.Target)+" was met")
	case Carried:
		c.Check(!fault.Blank(o.Why), id+"-why", "Say why target "+itoa(o.Target)+" is carried forward")
	case Dropped:
		c.Check(!fault.Blank(o.Why), id+"-why", "Say why target "+itoa(o.Target)+" is dropped")
	default:
		c.Add(id, "Say what became of target "+itoa(o.Target))
	}
	c.Text(id+"-why", "The reason", o.Why, TextLimit)
	return c.Err()
}
