// Package structuring draws the pages of units and posts: the tree, one unit, one
// post, what is done to them on a day, and what wants mending. A page is a function
// of what it is given; it decides nothing.
package structuring

import (
	"strconv"

	"learningyear/templates/part"
)

// Tree is the page of all units.
type Tree struct {
	Title   string
	Lead    string
	Actions []part.Action
	AsAt    AsAt
	Mend    *part.Link // what wants mending, where anything does
	Units   []Line
	Empty   *part.EmptyState
	// Elsewhen are the units that are not there on the day: to come, or closed.
	Elsewhen []part.Row
}

// AsAt is the choice of a day, and on another day than today what is to be known
// of it.
type AsAt struct {
	Summary part.ErrorSummary
	Action  string
	Day     part.DateInput
	// Banner says that another day is shown; empty for today. Today is the address
	// that leads back.
	Banner string
	Today  string
}

// Line is a unit in the tree.
type Line struct {
	Name  string
	Kind  string
	Href  string // empty for no link
	Facts string
	Lead  *part.Person
	None  string // said where nobody leads
	Posts []part.Row
	// Count says how many units are below it, Open that they are shown at once.
	Count string
	Open  bool
	Below []Line
	// More leads to the units below that are too many to be listed here.
	More *part.Link
}

// Unit is the page of one unit.
type Unit struct {
	Back    part.Link
	Caption string
	Name    string
	Kind    string
	Banner  string // it has closed, or is to come
	AsAt    AsAt
	Facts   string
	Lead    *part.Person
	None    string
	// LeadLinks lead to what mends or changes who leads.
	LeadLinks []part.Link
	Posts     part.Table
	NoPosts   string
	Counted   string // posts that an organogram counts and does not name
	Many      string // said where there are more posts than are listed
	Below     []part.Row
	ManyBelow string
	Links     UnitLinks
	Do        []part.Row
	Reopen    *part.PostButton
	Changes   []part.Moment
	TakeBack  string
	History   []part.Change
}

// UnitLinks lead to what makes something in the unit, and to who is in it; empty
// for none.
type UnitLinks struct{ Change, NewPost, NewUnit, People string }

// Post is the page of one post.
type Post struct {
	Back     part.Link
	Caption  string
	Title    string
	Banner   string
	Facts    []part.SummaryRow
	Holders  part.Table
	Vacant   string
	Appoint  string
	Change   string
	Do       []part.Row
	Reopen   *part.PostButton
	Changes  []part.Moment
	TakeBack string
	History  []part.Change
}

// Form is a page of one form about a unit or a post.
type Form struct {
	Summary part.ErrorSummary
	Clash   *part.Clash
	Caption string
	Title   string
	Lead    string
	// Instead leads to the form that is meant where this one is not.
	Instead *part.Link
	Once    string
	Version int // none when nought
	Action  string
	Cancel  string
	Button  string
	Problem func(field string) string
}

// UnitForm makes, changes or corrects a unit.
type UnitForm struct {
	Form
	Name string
	// Kinds are none for the organisation itself, which has no other.
	Kinds  part.Radios
	Parent *part.Picker
	Lead   *part.Picker
	From   part.DateInput
}

// PostForm makes, changes or corrects a post.
type PostForm struct {
	Form
	JobTitle  string
	Grade     string
	Unit      part.Picker
	ReportsTo part.Picker
	// Reference is nil where it is not asked for.
	Reference *part.Input
	From      part.DateInput
}

// Split makes a unit of some of a unit's posts.
type Split struct {
	Form
	Name   string
	Kinds  part.Radios
	Parent part.Picker
	Posts  part.Checkboxes
	Lead   part.Select
	From   part.DateInput
}

// Merge puts a unit into another.
type Merge struct {
	Form
	Along []part.SummaryRow // what moves along
	Into  part.Picker
	From  part.DateInput
}

// Close ends a unit or a post with its last day.
type Close struct {
	Form
	// InTheWay is what has to go first, each with where; Many says how much more.
	InTheWay []part.Row
	Many     string
	Along    string // what closes with it
	To       part.DateInput
}

// TakeBack is the page before a change is taken back.
type TakeBack struct {
	Form
	Rows []part.SummaryRow
}

// Appoint looks for whom to appoint to a post.
type Appoint struct {
	Back    part.Link
	Caption string
	Title   string
	Action  string
	Text    string
	Found   string
	People  []part.Row
}

// Mend is what wants mending.
type Mend struct {
	Lead    string
	Filters []part.Link
	Lists   []MendList
	Empty   *part.EmptyState
}

// MendList is one kind of what wants mending.
type MendList struct {
	ID    string
	Title string
	Why   string
	Rows  []part.Row
	All   *part.Link // where it is only the beginning
	Pager part.Pager
}

// People is a number of people in words, for the pages' code.
func People(n int) string { return Count(n, "person", "people") }

// Count is a number of things in words: "1 post", "3 posts".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// dated is a date field with what is wrong with it.
func (f Form) dated(d part.DateInput) part.DateInput {
	d.Error = f.Problem(d.Name)
	return d
}

// picked is a picker with what is wrong with it.
func (f Form) picked(k part.Picker) part.Picker {
	k.Error = f.Problem(k.Name)
	return k
}

func (f Form) asked(r part.Radios) part.Radios {
	r.Error = f.Problem(r.Name)
	return r
}

func (d Split) ticked() part.Checkboxes {
	d.Posts.Error = d.Problem(d.Posts.Name)
	return d.Posts
}

func (d Split) led() part.Select {
	d.Lead.Error = d.Problem(d.Lead.Name)
	return d.Lead
}

func (d PostForm) reference() part.Input {
	in := *d.Reference
	in.Error = d.Problem(in.Name)
	return in
}
