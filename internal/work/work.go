// Package work keeps work programmes: the tasks of one person in one learning
// year, with the success criteria and performance indicators by which they are
// reviewed. The person and the line manager both agree it, and each agreed
// version is fixed. It is distinct from the learning plan, which never enters.
package work

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// State is how far a work programme, or a change of it, has come.
type State string

// The states of a work programme. None is said of one that nobody has begun.
const (
	None     State = ""
	Draft    State = "draft"
	Agreed   State = "agreed"
	Reviewed State = "reviewed"
)

// Act is a named transition of a work programme.
type Act string

// The acts. Agree is made by whoever agrees last of the two; Settle is agreement
// by both signatures of an appraisal, where it was not agreed in its year.
const (
	Agree   Act = "agree"
	Change  Act = "change"
	Discard Act = "discard"
	Settle  Act = "settle"
	Review  Act = "review"
)

// Transition allows an act in one state, to whoever may do Who to a work
// programme. An empty Who is done by the appraisal only.
type Transition struct {
	Act  Act
	From State
	To   State
	Who  access.Act
}

// Transitions is the whole table; what is not here cannot happen.
func Transitions() []Transition {
	return []Transition{
		{Agree, Draft, Agreed, access.Agree},
		{Change, Agreed, Draft, access.Write},
		{Discard, Draft, Agreed, access.Write},
		{Settle, Draft, Agreed, ""},
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

// Words is the state as it is said of a work programme.
func (s State) Words() string {
	switch s {
	case Draft:
		return "being written"
	case Agreed:
		return "agreed"
	case Reviewed:
		return "reviewed at appraisal"
	}
	return "not begun"
}

// OutcomeKind is what became of a task, said at appraisal.
type OutcomeKind string

// The outcomes of a task; NoOutcome before the appraisal.
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

// Limits of what may be typed, in characters, and of how many tasks there may be.
const (
	WordsLimit    = 500
	TextLimit     = 4000
	MostTasks     = 30
	revisionLimit = 50
	historyLimit  = 100
)

// Programme is one person's work programme of one learning year.
type Programme struct {
	ID       string
	PersonID string
	// Year is the learning year's name, such as 2026-27.
	Year  string
	State State
	// Revision is being written, or is the agreed one where nothing is.
	Revision int
	// AgreedRevision is the last that was agreed; 0 for none.
	AgreedRevision int
	NextTask       int
	// PersonAgreedAt and ManagerAgreedAt are when each agreed the newest
	// revision; any change to it takes both away.
	PersonAgreedAt  *time.Time
	ManagerAgreedAt *time.Time
	ManagerName     string
	AgreedAt        *time.Time
	ReviewedAt      *time.Time
	Version         int
	// Tasks are in force: those that were agreed last or, before the first
	// agreement, those that are being written.
	Tasks []Task `gorm:"-"`
	// Changes are the tasks of a revision that is being written while another is
	// agreed; nil where none is.
	Changes []Task `gorm:"-"`
}

// TableName is the table of work programmes.
func (Programme) TableName() string { return "work_programmes" }

// Begun says whether there is a work programme at all.
func (p Programme) Begun() bool { return p.ID != "" }

// InForce says whether anything has been agreed.
func (p Programme) InForce() bool { return p.AgreedRevision > 0 }

// Changing says whether a revision is being written beside an agreed one.
func (p Programme) Changing() bool { return p.InForce() && p.Revision > p.AgreedRevision }

// Written are the tasks of the newest revision, agreed or not.
func (p Programme) Written() []Task {
	if p.Changing() {
		return p.Changes
	}
	return p.Tasks
}

// Task finds a task by its number among those in force.
func (p Programme) Task(number int) (Task, bool) { return find(p.Tasks, number) }

// WrittenTask finds a task by its number in the newest revision.
func (p Programme) WrittenTask(number int) (Task, bool) { return find(p.Written(), number) }

func find(tasks []Task, number int) (Task, bool) {
	i := slices.IndexFunc(tasks, func(t Task) bool { return t.Number == number })
	if i < 0 {
		return Task{}, false
	}
	return tasks[i], true
}

// CanWrite is nil where tasks may be written now.
func (p Programme) CanWrite(today calendar.Date, year calendar.LearningYear) error {
	if err := open(today, year); err != nil {
		return err
	}
	switch p.State {
	case Agreed:
		return fault.NewForbidden("This work programme is agreed. Suggest a change to it first")
	case Reviewed:
		return fault.NewForbidden("This work programme was reviewed at appraisal and cannot be changed")
	}
	return nil
}

// open refuses past years, and years so far ahead that a slip made them.
func open(today calendar.Date, year calendar.LearningYear) error {
	if today.After(year.To()) {
		return fault.NewForbidden("The learning year " + year.Words() + " is over. Its work programme can be read and not changed")
	}
	if today.Before(year.Previous().From()) {
		return fault.NewNotFound("work programme")
	}
	return nil
}

// Task is one thing to get done.
type Task struct {
	ID          string
	ProgrammeID string
	Revision    int
	// Number is never used for another task of the programme.
	Number int
	Words  string
	// Criteria and Indicators are as typed, one on each line.
	Criteria        string
	Indicators      string
	ByDate          calendar.Date
	SuggestedByID   *string
	SuggestedByName string
	// CarriedFrom names the task of an earlier programme, such as 2025-26/2.
	CarriedFrom string
	Outcome     OutcomeKind
	OutcomeOn   calendar.Date
	OutcomeWhy  string
	// PersonNote and ManagerNote are the short notes of both at review.
	PersonNote  string
	ManagerNote string
	Version     int
}

// TableName is the table of tasks.
func (Task) TableName() string { return "work_tasks" }

// CriteriaLines are the success criteria, one each.
func (t Task) CriteriaLines() []string { return lines(t.Criteria) }

// IndicatorLines are the performance indicators, one each.
func (t Task) IndicatorLines() []string { return lines(t.Indicators) }

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); !fault.Blank(line) {
			out = append(out, line)
		}
	}
	return out
}

// Wording is what somebody writes of a task.
type Wording struct {
	Words      string
	Criteria   string
	Indicators string
	ByDate     calendar.Date
}

// Wording gives what stands in the task, to write on from.
func (t Task) Wording() Wording { return Wording{t.Words, t.Criteria, t.Indicators, t.ByDate} }

// Check refuses what cannot be kept. Field names are those of the form.
func (w Wording) Check() (Wording, error) {
	var c fault.Collector
	w.Words = c.Required("words", "The task", w.Words, WordsLimit, "Say what is to be done")
	w.Criteria = c.Text("criteria", "The success criteria", w.Criteria, TextLimit)
	w.Indicators = c.Text("indicators", "The performance indicators", w.Indicators, TextLimit)
	c.Check(w.ByDate.IsZero() || w.ByDate.Year() >= 2000 && w.ByDate.Year() <= 2100, "by", "Enter a date with a year like 2027")
	return w, c.Err()
}

// Ready is nil where the tasks can be agreed: there is one at least, and each
// says how people will know. A field's name is the id of the task's card.
func Ready(tasks []Task) error {
	var c fault.Collector
	c.Check(len(tasks) > 0, "tasks", "Add a task before you agree the work programme")
	for _, t := range tasks {
		if len(t.CriteriaLines()) == 0 {
			c.Add(CardID(t.Number), "Say how you will both know that task "+strconv.Itoa(t.Number)+" is done well")
		}
	}
	return c.Err()
}

// CardID is the id of a task's card on a page.
func CardID(number int) string { return "task-" + strconv.Itoa(number) }

// Outcome is what became of one task, and the short notes of both.
type Outcome struct {
	Task int
	Kind OutcomeKind
	// On is when it was met; Why is why it is carried forward or dropped.
	On          calendar.Date
	Why         string
	PersonNote  string
	ManagerNote string
}

// Check refuses an outcome that does not say what it has to.
func (o Outcome) Check() error {
	var c fault.Collector
	number := strconv.Itoa(o.Task)
	id := "task-outcome-" + number
	switch o.Kind {
	case Met:
		c.Check(!o.On.IsZero(), id+"-on", "Say when task "+number+" was met")
	case Carried:
		c.Check(!fault.Blank(o.Why), id+"-why", "Say why task "+number+" is carried forward")
	case Dropped:
		c.Check(!fault.Blank(o.Why), id+"-why", "Say why task "+number+" is dropped")
	default:
		c.Add(id, "Say what became of task "+number)
	}
	c.Text(id+"-why", "The reason", o.Why, TextLimit)
	c.Text(id+"-person", "The note", o.PersonNote, TextLimit)
	c.Text(id+"-manager", "The note", o.ManagerNote, TextLimit)
	return c.Err()
}
