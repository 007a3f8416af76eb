// Package planning draws the pages of the learning plan and of the work
// programme, for their owner and for the learning partner and line manager who
// may read them. What may be done is decided before: an empty address is nothing
// to press.
package planning

import (
	"strconv"

	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Banner says how the whole record stands: a sentence in bold, and what follows
// from it, with a link in the midst where there is one.
type Banner struct {
	Kind   string // see part.Banner
	Lead   string
	Text   string
	Link   part.Link
	After  string
	Sent   *Comment
	Drop   *part.PostButton // beside what can be sent
	Send   *part.PostButton
	Undo   *part.PostButton // takes back what was sent
	Follow []part.Link
}

// Comment is what somebody wrote when sending a plan back.
type Comment struct {
	Who   string
	When  string
	Words string
}

// Tick is one line that its owner may press, to say that it is done or not.
type Tick struct {
	State string // "done", "booked" or "todo"
	Text  string
	Hint  string
	// Press is the address to post to and Value what it says; none for readers.
	Press string
	Value string
	Once  string
	// Book is a smaller act below it.
	Book *part.PostButton
}

func (t Tick) pressed() string { return strconv.FormatBool(t.State == "done") }

// Target is one target's card.
type Target struct {
	ID         string
	Eyebrow    string
	Title      string
	Why        string
	Error      string
	Met, Total int
	Tag        *part.Chip
	Strategies []Tick
	Criteria   []Tick
	Evidence   string
	Facts      []part.Fact
	Actions    []part.Link
	// Steps are how far the person is, to press; none for readers.
	Steps []Step
	Press string
	// Outcome is what became of it, said at appraisal.
	Outcome    *part.Chip
	OutcomeWhy string
}

// Step is one of the answers to "where are you with this?".
type Step struct {
	Value   string
	Label   string
	Current bool
	Once    string
}

// Ways counts strategies on and off the job, and says which are more.
type Ways struct {
	Title   string
	On, Off int
}

func (w Ways) parts() []part.StackPart {
	return []part.StackPart{{Value: w.On, Tone: "pine", Label: "on the job"}, {Value: w.Off, Tone: "ochre", Label: "off the job"}}
}

// Decision is what a manager may do with what was proposed.
type Decision struct {
	Title    string
	Text     string
	Agree    part.PostButton
	SendBack string // address; none where it cannot be sent back
	Comment  string
	Error    string
	Version  int
	Once     string
	Who      string // who will read the comment
}

// Plan is a plan's page.
type Plan struct {
	Page     layout.Page
	Errors   part.ErrorSummary
	Back     part.Link
	Caption  string
	Title    string
	Print    string
	Banner   *Banner
	Clash    *part.Clash
	HowTitle string
	How      string
	HowHref  string
	HowEmpty string
	Ways     *Ways
	About    string
	Work     part.Link
	Changes  []Difference
	// ChangesTitle stands above what a proposal would change.
	ChangesTitle string
	Targets      []Target
	Empty        *part.EmptyState
	Example      bool
	Add          string
	Decision     *Decision
	More         []part.Link
	History      []part.Change
	Printing     bool
}

// Difference is what changed in one target or task.
type Difference struct {
	Title  string
	What   string
	Fields []FieldChange
}

// Story is the page that tells how a plan or a work programme has changed.
type Story struct {
	Page      layout.Page
	Back      part.Link
	Caption   string
	Title     string
	Intro     string
	Revisions []Revision
	Comments  []Comment
	History   []part.Change
}

// Revision is one agreed, or reviewed, version.
type Revision struct {
	ID      string
	Title   string
	Who     string
	Read    part.Link
	Changes []Difference
	First   bool
}

// How is the page that asks how a person learns.
type How struct {
	Page   layout.Page
	Errors part.ErrorSummary
	Clash  *part.Clash
	Back   part.Link
	Action string
	Words  string
	Error  string
	Was    string
	Once   string
	Max    int
	Reads  string
	Draft  part.Draft
}

// Suggest is the page that asks before an agreed record is opened again.
type Suggest struct {
	Page  layout.Page
	Back  part.Link
	Title string
	Lines []string
	Go    part.PostButton
}

// TargetForm is the form of a target.
type TargetForm struct {
	Page    layout.Page
	Errors  part.ErrorSummary
	Error   func(field string) string
	Clash   *part.Clash
	Back    part.Link
	Title   string
	Action  string
	Once    string
	Version int
	Draft   part.Draft
	Reads   string
	Remove  *part.PostButton

	Need, Why, Source, SourceWords string
	Sources                        []part.Option
	Strategies                     []StrategyForm
	Kinds                          []part.Option
	Criteria                       []CriterionForm
	Evidence                       string
	By                             Date
	Cost, Hours, Released          string
	Releases                       []part.Option
	NeedMax, TextMax, LineMax      int
}

// Date is the three boxes of a date as typed.
type Date struct{ Day, Month, Year string }

// StrategyForm is the fields of one strategy.
type StrategyForm struct {
	Number             string
	Words, Kind, Place string
	By                 Date
}

// CriterionForm is the field of one success criterion.
type CriterionForm struct {
	Number string
	Words  string
}

// name is the name of a field in the line with the place, counted from 1.
func name(kind string, i int, field string) string {
	n := kind + "-" + strconv.Itoa(i+1)
	if field != "" {
		n += "-" + field
	}
	return n
}

func nth(word string, i int) string { return word + " " + strconv.Itoa(i+1) }

// Detail is the page of one target whose wording is fixed: what the person may
// still say about it.
type Detail struct {
	Page     layout.Page
	Errors   part.ErrorSummary
	Back     part.Link
	Title    string
	Target   Target
	Release  string
	Released string
	Releases []part.Option
	Once     string
	Note     string
	Suggest  part.Link
}

// Task is one task's card.
type Task struct {
	ID         string
	Eyebrow    string
	Title      string
	Error      string
	Criteria   []string
	Indicators []string
	Facts      []part.Fact
	Actions    []part.Link
	Outcome    *part.Chip
	OutcomeWhy string
	Notes      []Comment
}

// Programme is a work programme's page.
type Programme struct {
	Page         layout.Page
	Errors       part.ErrorSummary
	Back         part.Link
	Caption      string
	Title        string
	Print        string
	Banner       *Banner
	Agreements   []Tick
	Agree        *part.PostButton
	About        string
	Plan         part.Link
	ChangesTitle string
	Changes      []Difference
	Tasks        []Task
	Empty        *part.EmptyState
	Add          part.Link
	More         []part.Link
	History      []part.Change
	Printing     bool
}

// TaskForm is the form of a task.
type TaskForm struct {
	Page    layout.Page
	Errors  part.ErrorSummary
	Error   func(field string) string
	Clash   *part.Clash
	Back    part.Link
	Title   string
	Action  string
	Once    string
	Version int
	Draft   part.Draft
	Reads   string
	Remove  *part.PostButton

	Words, Criteria, Indicators string
	By                          Date
	WordsMax, TextMax           int
}

// FieldChange is one thing said otherwise than before. Empty is "nothing".
type FieldChange struct {
	Label  string
	Before string
	After  string
}
