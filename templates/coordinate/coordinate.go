// Package coordinate draws the pages of who keeps people and posts: the list
// and one person. A page is a function of what it is given; it decides
// nothing.
package coordinate

import (
	"strconv"

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
	Banner   string // left, or not here yet; empty for neither
	Posts    part.Table
	NoPosts  string // said where there are none
	Manager  Relation
	Partner  Relation
	Past     []part.Row // former partners
	Absence  []Away
	ActsFor  []string
	Base     string // the address of the person's pages
	Edit     string
	Delegate string
	Facts    []part.SummaryRow
	History  []part.Change
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

// Form is a page of one form about a person.
type Form struct {
	Summary part.ErrorSummary
	Clash   *part.Clash
	Caption string
	Title   string
	Lead    string // what this does
	Once    string
	Action  string
	Cancel  string
	Button  string
	Problem func(field string) string
}

// Nomination is the form that nominates a learning partner, or names a manager.
type Nomination struct {
	Form
	Who  part.Picker
	From *part.DateInput
}

// Absence is the form that names a delegate.
type Absence struct {
	Form
	Who      part.Picker
	Scope    part.Radios
	From, To part.DateInput
}

// Details is the form that corrects a person's details.
type Details struct {
	Form
	Version                                     int
	Name, KnownAs, Email, EmployeeNumber, Phone string
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

// Of is a number of people in words, for the pages' code.
func Of(n int) string { return people(n) }
