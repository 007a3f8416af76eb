// Package partnering draws the pages of learning interviews: for the learner and
// for the learning partner, who look at the same record.
package partnering

import (
	"learningyear/templates/part"
)

// Slot is one interview in a list.
type Slot struct {
	// Day and Month stand beside it as on a calendar: "24", "Mar".
	Day, Month string
	Title      string
	Href       string
	Text       string
	Tag        *part.Chip
	// Act is what to do about it, as a link that looks like a button.
	Act *part.Action
}

// Group is a heading with interviews under it.
type Group struct {
	ID, Title string
	Slots     []Slot
}

// Open is an action that is not done yet, with the button that marks it done.
type Open = part.Tick

// Interviews is the learner's list.
type Interviews struct {
	Caption string
	Years   []part.Link
	// Held of Expected, with a pip for each.
	Held, Expected int
	Pips           []string
	// Pace says in a sentence when the next one keeps the spread over the year.
	Pace    string
	Partner *part.Person
	// Nominated has been asked to be the partner and has not answered.
	Nominated string
	// Arrange is where a time is offered; empty where it cannot be.
	Arrange string
	// ThisYear says that it is the year that now runs.
	ThisYear bool
	// HasHeld says that there are records of interviews held as a partner.
	HasHeld bool
	Groups  []Group
	Open    []Open
}

func (i Interviews) empty() bool { return len(i.Groups) == 0 }

// List is a partner's list of a year.
type List struct {
	Caption string
	Years   []part.Link
	Groups  []Group
	Empty   part.EmptyState
}

// Meeting is the fields of a time to meet, as typed.
type Meeting struct {
	Day, Month, Year, Time, Minutes, How, Place string
	// Errors of the fields when, time, minutes, how and place.
	Errors map[string]string
}

// Arrange is the form that offers a time, or says when a talk took place.
type Arrange struct {
	Back    part.Link
	Caption string
	Title   string
	Intro   string
	Form    string
	Button  string
	Once    string
	Version int
	Summary part.ErrorSummary
	Clash   bool
	Meeting Meeting
	// WhenHint is an example of a date, Outlook when the other one is here.
	WhenHint string
	Outlook  string
	Ways     []part.Option
	Lengths  []part.Option
}

// Cancel is the form that cancels an interview.
type Cancel struct {
	Back    part.Link
	Caption string
	Title   string
	Form    string
	Once    string
	Version int
	Summary part.ErrorSummary
	Clash   bool
	Why     string
	Error   string
	// Other is who is told.
	Other string
	Limit int
}

// Answered is a prompt with what was said.
type Answered struct{ Question, Answer string }

// Quote is a diary entry that was recognised or can be chosen.
type Quote struct {
	Key, Text, Date, Href string
	Chosen                bool
}

// Note is somebody's dated words beside a record.
type Note struct {
	Person part.Person
	When   string
	Label  string
	Text   string
}

// Short is a form of one text on a longer page.
type Short struct {
	Form    string
	Name    string
	Once    string
	Version int
	Text    string
	Error   string
	Limit   int
}

// Interview is one interview, read.
type Interview struct {
	Back    part.Link
	Caption string
	Title   string
	Steps   []part.Step
	Actions []part.Action
	Summary part.ErrorSummary
	Clash   *part.Clash
	// Banner says how it stands: kind as for part.Banner, and its sentences.
	BannerKind string
	Banner     []string
	// Do is the one thing to do now.
	Do *Do
	// Record is what was said, nil where there is nothing to read yet.
	Record    *Record
	Confirm   *Confirm
	Notes     []Note
	NoteForm  *Short
	With      part.Person
	When      string
	Facts     []part.Fact
	Topics    string
	TopicsOf  string
	Brought   []Quote
	History   []part.Change
	WhoReads  string
	Cancelled string
}

// Do is the card of the one thing to do now.
type Do struct {
	Title string
	Text  string
	// Post is done in one tap, Link goes to a form; either may be empty.
	Post *part.PostButton
	Link *part.Action
	// Others are the other ways, less likely.
	Others []part.Action
}

// Record is what was said and agreed.
type Record struct {
	Answers    []Answered
	Actions    []part.Tick
	Also       string
	Recognised []Quote
}

// Confirm is the learner's word on the record.
type Confirm struct {
	Form    string
	Once    string
	Version int
	Partner string
	Answer  Short
	// Only is where the learner has answered back already and may still confirm.
	Only bool
}

// Prompt is a question with what has been written so far.
type Prompt struct {
	Name, Question, Hint, Answer, Error string
	Rows                                int
}

// Agreed is one row of what is agreed: as read, and as fields.
type Agreed struct {
	Number int
	Key    string
	Text   string
	Owner  string
	// Words say whose it is and by when, as read: "Amina, by 30 April".
	Words            string
	Day, Month, Year string
	TextError        string
	DueError         string
	// Open shows the fields; else the row is read, with Change.
	Open bool
}

// Writing is the form of a record.
type Writing struct {
	Caption string
	Title   string
	Summary part.ErrorSummary
	Clash   *part.Clash
	// WhoReads says so at the moment of writing.
	WhoReads string
	// AnsweredBack is what the learner said to the record as it was shared.
	AnsweredBack []Note
	Form         string
	DraftURL     string
	DraftKey     string
	Once         string
	Version      int
	Status       string
	Prompts      []Prompt
	Agreed       []Agreed
	Owners       []part.Option
	Also         string
	AlsoError    string
	Choices      []Quote
	ChoicesError string
	// SoftQuestion is asked when nothing has been agreed.
	SoftQuestion string
	Context      Context
}

// Context stands beside the form: who, what was agreed, what has happened since.
type Context struct {
	Person     part.Person
	LastTitle  string
	Last       []part.Tick
	StillOpen  []part.Tick
	Shared     string
	HalfDays   int
	Entitled   int
	DaysWords  string
	Topics     string
	TopicsOf   string
	Quotes     []Quote
	QuotesOf   string
	AllEntries part.Link
}

// Prepare is the page to get ready with, the same for both.
type Prepare struct {
	Back      part.Link
	Caption   string
	Title     string
	Summary   part.ErrorSummary
	Clash     bool
	LastTitle string
	Last      []part.Tick
	StillOpen []part.Tick
	Entries   []Quote
	EntriesOf string
	Question  string
	// Prompts are asked where there are no entries.
	Prompts []string
	Topics  string
	// Write is the learner's form; nil for the partner, who reads.
	Write       *Short
	TopicsOf    string
	WhoReads    string
	LastCaption string
}

// Partner is the page about one's own learning partner.
type Partner struct {
	Summary   part.ErrorSummary
	Partner   *part.Person
	Since     string
	End       *part.PostButton
	Nominated *part.Person
	Withdraw  *part.PostButton
	Query     string
	Found     []Found
	FoundNote string
	Error     string
}

// Found is somebody who could be asked.
type Found struct {
	Person part.Person
	Load   string // what they have taken on
	Ask    part.PostButton
}

// Learner is one of those whose partner somebody is.
type Learner struct {
	Person part.Person
	Held   string
	Pips   []string
	Next   string
	Open   string
	Links  []part.Link
	Act    *part.Action
}

// Asked is a nomination to answer.
type Asked struct {
	ID      string // where a link to the question leads
	Person  part.Person
	Accept  part.PostButton
	Decline part.PostButton
}

// Partnering is the partner's first page.
type Partnering struct {
	Asked    []Asked
	Waiting  []part.Row
	Learners []Learner
	Empty    part.EmptyState
}

// OneLearner is a partner's page about a learner.
type OneLearner struct {
	Person  part.Person
	Caption string
	Actions []part.Action
	Former  bool
	Held    string
	Pips    []string
	Pace    string
	Groups  []Group
	// Before says when the learner talked with a former partner; empty for never.
	Before  string
	Open    []part.Tick
	Quotes  []Quote
	Shared  string
	Entries part.Link
	Links   []part.Link
}

func (i Interviews) actions() []part.Action {
	if i.Arrange == "" {
		return nil
	}
	return []part.Action{{Label: "Arrange an interview", Href: i.Arrange, Kind: "button"}}
}

func (i Interviews) emptyText() string {
	switch {
	case !i.ThisYear:
		return "There was no learning interview in this year."
	case i.Partner == nil:
		return "Choose your learning partner first. When they say yes, you can arrange to talk."
	}
	return "Half an hour is enough: what you have learned, what helped, and what you will try next."
}

func (i Interviews) emptyAction() *part.Action {
	switch {
	case i.Arrange != "":
		return &part.Action{Label: "Offer " + i.Partner.Name + " a time", Href: i.Arrange, Kind: "secondary"}
	case i.ThisYear:
		return &part.Action{Label: "Choose your learning partner", Href: "/partner", Kind: "secondary"}
	}
	return nil
}

func (r Partner) chooseTitle() string {
	if r.Partner == nil && r.Nominated == nil {
		return "Choose your learning partner"
	}
	return "Choose another partner"
}

// few are the entries to read: those that are brought, and of the others the
// newest, as many as leave the page one sheet of paper.
func (r Prepare) few() []Quote {
	const most = 6
	var out []Quote
	for _, brought := range []bool{true, false} {
		for _, q := range r.Entries {
			if q.Chosen == brought && (brought || len(out) < most) {
				out = append(out, q)
			}
		}
	}
	return out
}
