// Package plan keeps learning plans: one a person a learning year, with targets,
// the strategies by which they are learned and the success criteria by which
// people will know. What is agreed is fixed; a change afterwards is a new
// revision, agreed the same way. The work programme is another concept and never
// enters.
package plan

import (
	"slices"
	"strings"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/money"
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

// Source says where a need came from.
type Source string

// The sources of a need.
const (
	FromAppraisal Source = "appraisal"
	FromStrategic Source = "strategic"
	FromTeam      Source = "team"
	FromGap       Source = "gap"
	FromOwn       Source = "own"
)

// Sources lists the sources in the order of the form.
func Sources() []Source { return []Source{FromOwn, FromAppraisal, FromStrategic, FromTeam, FromGap} }

// Label is the source in words, as in "came from your own choice".
func (s Source) Label() string {
	switch s {
	case FromAppraisal:
		return "appraisal"
	case FromStrategic:
		return "strategic priority"
	case FromTeam:
		return "team priority"
	case FromGap:
		return "a gap in the profile"
	}
	return "own choice"
}

// Kind is a kind of strategy.
type Kind string

// The kinds of strategy.
const (
	Shadowing  Kind = "shadowing"
	Coaching   Kind = "coaching"
	Research   Kind = "research"
	Reading    Kind = "reading"
	Secondment Kind = "secondment"
	Seminar    Kind = "seminar"
	Course     Kind = "course"
	Other      Kind = "other"
)

// Kinds lists the kinds in the order of the form.
func Kinds() []Kind {
	return []Kind{Shadowing, Coaching, Research, Reading, Secondment, Seminar, Course, Other}
}

// Label is the kind in words.
func (k Kind) Label() string {
	switch k {
	case Shadowing:
		return "Shadowing"
	case Coaching:
		return "Coaching"
	case Research:
		return "Research"
	case Reading:
		return "Reading"
	case Secondment:
		return "Secondment"
	case Seminar:
		return "Seminar"
	case Course:
		return "Course"
	}
	return "Another way"
}

// Progress is the person's own word on a target in the year.
type Progress string

// The steps of progress.
const (
	NotStarted  Progress = "not_started"
	UnderWay    Progress = "under_way"
	NearlyThere Progress = "nearly_there"
	TargetMet   Progress = "met"
)

// Steps lists the steps of progress in their order.
func Steps() []Progress { return []Progress{NotStarted, UnderWay, NearlyThere, TargetMet} }

// Label is the step in words.
func (p Progress) Label() string {
	switch p {
	case UnderWay:
		return "Under way"
	case NearlyThere:
		return "Nearly there"
	case TargetMet:
		return "Met"
	}
	return "Not started"
}

// Released says whether a need may stand in the team plan.
type Released string

// The ways in which a need is released to the team plan, or not.
const (
	NotReleased Released = "none"
	Counted     Released = "counted"
	Named       Released = "named"
)

// Label is the release in words.
func (r Released) Label() string {
	switch r {
	case Counted:
		return "counted, without a name"
	case Named:
		return "with the name"
	}
	return "not shared"
}

// Status is how far a strategy has come.
type Status string

// The states of a strategy.
const (
	Todo   Status = "todo"
	Booked Status = "booked"
	Done   Status = "done"
)

// OutcomeKind is what became of a target, said at appraisal.
type OutcomeKind string

// The outcomes of a target; NoOutcome before the appraisal.
const (
	NoOutcome OutcomeKind = ""
	Met       OutcomeKind = "met"
	Carried   OutcomeKind = "carried"
	Dropped   OutcomeKind = "dropped"
)

// Label is the outcome in words.
func (k OutcomeKind) Label() string {
	switch k {
	case Met:
		return "Met"
	case Carried:
		return "Carry on"
	case Dropped:
		return "Dropped"
	}
	return ""
}

// Limits of what may be typed, in characters, and of how many lines there may be.
const (
	NeedLimit     = 500
	TextLimit     = 4000
	LineLimit     = 500
	HowLimit      = 4000
	CommentLimit  = 4000
	MostTargets   = 20
	MostLines     = 20
	MostCost      = money.Pence(100_000_00)
	MostMinutes   = 2000 * 60
	historyLimit  = 100
	revisionLimit = 50
)

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

// Target finds a target by its number among those in force.
func (p Plan) Target(number int) (Target, bool) { return find(p.Targets, number) }

// WrittenTarget finds a target by its number in the newest revision.
func (p Plan) WrittenTarget(number int) (Target, bool) { return find(p.Written(), number) }

func find(targets []Target, number int) (Target, bool) {
	for _, t := range targets {
		if t.Number == number {
			return t, true
		}
	}
	return Target{}, false
}

// Criteria counts the success criteria of the targets in force: met, and all.
func (p Plan) Criteria() (met, total int) {
	for _, t := range p.Targets {
		m, n := t.Progressed()
		met, total = met+m, total+n
	}
	return met, total
}

// Ways counts the strategies of the targets: on the job, and off the job.
func Ways(targets []Target) (on, off int) {
	for _, t := range targets {
		for _, s := range t.Strategies {
			if s.OffTheJob {
				off++
			} else {
				on++
			}
		}
	}
	return on, off
}

// CanWrite is nil where the wording may be changed now. A past year is locked,
// and so is what was proposed, agreed or reviewed.
func (p Plan) CanWrite(today calendar.Date, year calendar.LearningYear) error {
	if err := open(today, year); err != nil {
		return err
	}
	switch p.State {
	case Proposed:
		return fault.NewForbidden("This plan has been sent to be agreed. Take it back to change it")
	case Agreed:
		return fault.NewForbidden("This plan is agreed. Suggest a change to it first")
	case Reviewed:
		return fault.NewForbidden("This plan was reviewed at appraisal and cannot be changed")
	}
	return nil
}

// CanMark is nil where the person may tick criteria and say how far they are.
func (p Plan) CanMark(today calendar.Date, year calendar.LearningYear) error {
	if p.State == Reviewed {
		return fault.NewForbidden("This plan was reviewed at appraisal and cannot be changed")
	}
	return open(today, year)
}

// open refuses past years, and years so far ahead that a slip made them.
func open(today calendar.Date, year calendar.LearningYear) error {
	if today.After(year.To()) {
		return fault.NewForbidden("The learning year " + year.Words() + " is over. Its plan can be read and not changed")
	}
	if today.Before(year.Previous().From()) {
		return fault.NewNotFound("learning plan")
	}
	return nil
}

// Target is one thing to get better at.
type Target struct {
	ID       string
	PlanID   string
	Revision int
	// Number is the person's own within the plan, never used for another target.
	Number int
	Need   string
	Why    string
	Source Source
	// SourceWords say which one: "July 2026", "Working Together".
	SourceWords string
	Evidence    string
	ByDate      calendar.Date
	// CostPence is the estimated cost, Minutes the estimated time; 0 for not said.
	CostPence money.Pence
	Minutes   int
	// CarriedFrom names the target of an earlier plan, such as 2025-26/2.
	CarriedFrom string
	Progress    Progress
	Released    Released
	Outcome     OutcomeKind
	OutcomeOn   calendar.Date
	OutcomeWhy  string
	Version     int
	Strategies  []Strategy  `gorm:"-"`
	Criteria    []Criterion `gorm:"-"`
}

// TableName is the table of targets.
func (Target) TableName() string { return "plan_targets" }

// Progressed counts the success criteria: met, and all.
func (t Target) Progressed() (met, total int) {
	for _, c := range t.Criteria {
		if !c.MetOn.IsZero() {
			met++
		}
	}
	return met, len(t.Criteria)
}

// Strategy is one way of learning towards a target.
type Strategy struct {
	PlanID    string
	Revision  int
	Target    int
	Number    int
	Place     int
	Kind      Kind
	OffTheJob bool
	Words     string
	ByDate    calendar.Date
	Status    Status
}

// TableName is the table of strategies.
func (Strategy) TableName() string { return "plan_strategies" }

// Criterion is one sign by which people will know. The person ticks it.
type Criterion struct {
	PlanID   string
	Revision int
	Target   int
	Number   int
	Place    int
	Words    string
	// MetOn is when it was ticked; none before.
	MetOn calendar.Date
}

// TableName is the table of criteria.
func (Criterion) TableName() string { return "plan_criteria" }

// Wording is what a person writes of a target. Lines that exist already keep
// their number, so that ticks stay with them; new ones have number 0.
type Wording struct {
	Need        string
	Why         string
	Source      Source
	SourceWords string
	Strategies  []StrategyWording
	Criteria    []CriterionWording
	Evidence    string
	ByDate      calendar.Date
	CostPence   money.Pence
	Minutes     int
	Released    Released
}

// StrategyWording is what a person writes of a strategy.
type StrategyWording struct {
	Number    int
	Kind      Kind
	OffTheJob bool
	Words     string
	ByDate    calendar.Date
}

// CriterionWording is what a person writes of a success criterion.
type CriterionWording struct {
	Number int
	Words  string
}

// Wording gives what stands in the target, to write on from.
func (t Target) Wording() Wording {
	w := Wording{
		Need: t.Need, Why: t.Why, Source: t.Source, SourceWords: t.SourceWords, Evidence: t.Evidence,
		ByDate: t.ByDate, CostPence: t.CostPence, Minutes: t.Minutes, Released: t.Released,
	}
	for _, s := range t.Strategies {
		w.Strategies = append(w.Strategies, StrategyWording{s.Number, s.Kind, s.OffTheJob, s.Words, s.ByDate})
	}
	for _, c := range t.Criteria {
		w.Criteria = append(w.Criteria, CriterionWording{c.Number, c.Words})
	}
	return w
}

// Check refuses what cannot be kept and drops lines that are blank. A draft may
// be incomplete: only the need must be said. Field names are those of the form:
// need, why, source, strategy-1, strategy-1-by …, criterion-1 …, counted as they
// were given.
func (w Wording) Check() (Wording, error) {
	var c fault.Collector
	w.Need = c.Required("need", "The target", w.Need, NeedLimit, "Say what you want to get better at")
	w.Why = c.Text("why", "Why it matters", w.Why, TextLimit)
	w.SourceWords = c.Text("source-words", "Where it came from", w.SourceWords, LineLimit)
	w.Evidence = c.Text("evidence", "The evidence", w.Evidence, TextLimit)
	c.Check(slices.Contains(Sources(), w.Source), "source", "Choose where this came from")
	c.Check(w.CostPence >= 0 && w.CostPence <= MostCost, "cost", "Enter a cost up to "+MostCost.String())
	c.Check(w.Minutes >= 0 && w.Minutes <= MostMinutes, "hours", "Enter up to 2,000 hours")
	c.Check(plausible(w.ByDate), "by", "Enter a date with a year like 2027")
	if w.Released == "" {
		w.Released = NotReleased
	}
	c.Check(slices.Contains([]Released{NotReleased, Counted, Named}, w.Released), "released", "Choose what your team plan may show")
	w.Strategies = checkStrategies(&c, w.Strategies)
	w.Criteria = checkCriteria(&c, w.Criteria)
	return w, c.Err()
}

func checkStrategies(c *fault.Collector, lines []StrategyWording) []StrategyWording {
	var kept []StrategyWording
	for i, s := range lines {
		name := lineName("strategy", i)
		if strings.TrimSpace(s.Words) == "" {
			c.Check(s.ByDate.IsZero(), name, "Say how you will learn, or clear the date")
			continue
		}
		s.Words = c.Text(name, "The strategy", s.Words, LineLimit)
		c.Check(slices.Contains(Kinds(), s.Kind), name+"-kind", "Choose a kind of strategy")
		c.Check(plausible(s.ByDate), name+"-by", "Enter a date with a year like 2027")
		kept = append(kept, s)
	}
	c.Check(len(kept) <= MostLines, "strategy-1", "A target can have up to 20 strategies")
	return kept
}

func checkCriteria(c *fault.Collector, lines []CriterionWording) []CriterionWording {
	var kept []CriterionWording
	for i, line := range lines {
		if strings.TrimSpace(line.Words) == "" {
			continue
		}
		line.Words = c.Text(lineName("criterion", i), "The success criterion", line.Words, LineLimit)
		kept = append(kept, line)
	}
	c.Check(len(kept) <= MostLines, "criterion-1", "A target can have up to 20 success criteria")
	return kept
}

// plausible takes no date at all, and dates that somebody may live to see.
func plausible(d calendar.Date) bool { return d.IsZero() || d.Year() >= 2000 && d.Year() <= 2100 }

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
		c.Check(strings.TrimSpace(o.Why) != "", id+"-why", "Say why target "+itoa(o.Target)+" is carried forward")
	case Dropped:
		c.Check(strings.TrimSpace(o.Why) != "", id+"-why", "Say why target "+itoa(o.Target)+" is dropped")
	default:
		c.Add(id, "Say what became of target "+itoa(o.Target))
	}
	c.Text(id+"-why", "The reason", o.Why, TextLimit)
	return c.Err()
}
