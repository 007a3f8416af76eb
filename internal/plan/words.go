package plan

import (
	"learningyear/internal/money"
)

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
