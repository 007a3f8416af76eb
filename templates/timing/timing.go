// Package timing draws when somebody works and when they are away, for themselves
// and for the coordinator. A page is a function of what it is given; it decides
// nothing.
package timing

import (
	"learningyear/templates/part"
)

// Head is what the pages about one person have in common.
type Head struct {
	Back    part.Link
	Caption string // whose it is, where it is not one's own
	Title   string
	Lead    string
	// Pages leads to the working week and the time away.
	Pages []part.Link
	Reads string // who sees it
}

// Grid is which half-days of a week are worked.
type Grid struct {
	Caption string
	Days    []Day
}

// Day is one day of a grid.
type Day struct {
	Name, Short   string
	First, Second Box
}

// Box is a half-day, and the box to tick for it in a form.
type Box struct {
	ID, Value string
	Label     string // "Monday morning"
	Worked    bool
}

// Week is the page of somebody's working week.
type Week struct {
	Head
	Heading string // "Now", or "From 1 January 2027"
	Words   string
	Assumed string // said where nobody has said anything
	Grid    Grid
	Weeks   string // which weeks of the year
	Dates   []string
	Since   string
	Change  part.Action
	Correct *part.Link
	// Others are the weeks before and to come.
	Others []Line
	Gone   []Line
}

// Line is one row of a list, with what can be done with it.
type Line struct {
	Text    string
	Hint    string
	Tag     *part.Chip
	Links   []part.Link
	Buttons []part.PostButton
	// Note and Act say what is still to do about it.
	Note string
	Act  *part.Link
}

// Form is what the forms have in common.
type Form struct {
	Head
	Summary part.ErrorSummary
	Clash   *part.Clash
	Action  string
	Once    string
	Version int
	Button  string
	// TakeBack is the other way out, where there is something to take back.
	TakeBack *part.PostButton
}

// WeekForm is the form of a working week.
type WeekForm struct {
	Form
	Grid      Grid
	GridError string
	Weeks     part.Radios
	Since     part.DateInput
	Dates     part.Textarea
	From      part.DateInput
}

// Away is the page of somebody's time away.
type Away struct {
	Form
	Span   SpanFields
	Ahead  []Line
	Past   []Line
	Gone   []Line
	Nobody string // said where there is none ahead
}

// AwayForm is the form that changes one absence.
type AwayForm struct {
	Form
	Span SpanFields
}

// SpanFields are the fields of a stretch of days.
type SpanFields struct {
	From, To         part.DateInput
	FromNoon, ToNoon part.Checkbox
}
