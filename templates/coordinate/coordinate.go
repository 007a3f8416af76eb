// Package coordinate draws the pages of who keeps people and posts: the list
// and one person. A page is a function of what it is given; it decides
// nothing.
package coordinate

import (
	"strconv"

	"github.com/a-h/templ"

	"learningyear/templates/part"
)

// People is the list of people.
type People struct {
	Mend    string // how much wants mending, in words
	Filters []part.Link
	Search  Search
	Heading string // "289 people", as found
	Table   part.Table
	Pager   part.Pager
	Empty   *part.EmptyState
}

// Search is the form that looks for people.
type Search struct {
	Text   string
	Unit   string
	Show   string
	Units  []part.Option
	Active bool
}

// Person is one person's place in the organisation.
type Person struct {
	Name     string
	Caption  string
	Actions  []part.Action
	Standing *Standing
	// Now are today's appointments, the principal one first; Coming begin later,
	// and Before have ended.
	Now, Coming, Before []Appointment
	NoPosts             string // said where there are none today
	Several             string // said where there are more than one
	Manager             Relation
	Partner             Relation
	Past                []part.Row // former partners
	Absence             []Away
	ActsFor             []string
	Base                string // the address of the person's pages
	Edit                string
	Delegate            string
	Facts               []part.SummaryRow
	History             []part.Change
}

// Relation is somebody whom the person has, or the lack of one.
type Relation struct {
	Person  *part.Person
	Nobody  string // said where there is none
	Note    string
	Waiting string // said of a nomination that waits for its answer
	Change  part.Link
	Buttons []part.PostButton
}

// Away is a time in which somebody acts for the person.
type Away struct {
	Text string
	When string
	End  *part.PostButton
}

// Form is a page of one form about a person, or about somebody who joins.
type Form struct {
	Summary part.ErrorSummary
	Clash   *part.Clash
	Caption string
	Title   string
	Lead    string // what this does
	Facts   []part.SummaryRow
	Offers  []Offer
	Once    string
	Version int // none when nought
	Action  string
	Cancel  string
	Button  string
	Fields  []templ.Component
	// Away is another way out, for what the form is not for.
	Away *Other
	Hand []HandOn
}

// Other is what can be done in place of a form.
type Other struct {
	Text   string
	Link   part.Link
	Button *part.PostButton
}

// Offer is somebody who could be asked in one tap, and what they have taken on.
type Offer struct {
	Person part.Person
	Load   string
	Ask    part.PostButton
}

// HandOn is what hangs on somebody who leaves, of one kind.
type HandOn struct {
	ID    string
	Title string
	Note  string
	Rows  []Handed
	More  string // said where there are more than are shown
}

// Handed is one thing that is to be handed on, or has been.
type Handed struct {
	Label string
	Href  string
	After string // who does it after that day
	Done  bool
	Link  part.Link
}

// Appointment is one time in one post, with what can be done about it.
type Appointment struct {
	Title    string
	Href     string // of the post
	Unit     part.Link
	Where    string // grade and post reference, where there are any
	Terms    string // share of full time, and when
	Managers string
	Tags     []part.Chip
	Links    []part.Link
	Reopen   *part.PostButton
}

// Standing says that somebody has left, leaves, or is not here yet.
type Standing struct {
	Text   string
	Links  []part.Link
	Button *part.PostButton
}

// Partners is the coordinator's page about learning partners.
type Partners struct {
	Lead    string
	Filters []part.Link
	Heading string
	Table   part.Table
	Empty   *part.EmptyState
	Pager   part.Pager
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

// Of is a number of people in words, for the pages' code.
func Of(n int) string { return people(n) }
