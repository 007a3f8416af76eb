// Package importing draws the import of people and posts from a file: the choice
// of the file, and what it would change or has changed. A page is a function of
// what it is given; it decides nothing.
package importing

import "learningyear/templates/part"

// Upload is the form that chooses a staff list.
type Upload struct {
	Summary         part.ErrorSummary
	Once            string
	Cancel          string
	Problem         func(field string) string
	AskOrganisation bool
	Organisation    string
	AsAt            part.DateInput
	Columns         []part.Fact
}

// Counted is a staff list's preview or result.
type Counted struct {
	Caption  string
	Title    string
	Lead     string
	Table    part.Table
	Vacant   string // how many posts are, below the table
	Problems part.Table
	Many     string // said where more problems were found than are shown
	Rejected string // said where rows are left out
	Warnings []string
	// Confirm imports; none where nothing can be.
	Confirm *part.PostButton
	Discard part.PostButton
	Next    []part.Link
	// Unreadable are the reasons for which the whole file cannot be taken.
	Unreadable []string
}
