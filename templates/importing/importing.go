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
	// Kept is what was corrected here by hand and the list says otherwise, with
	// what becomes of it.
	Kept      part.Table
	KeptTitle string
	KeptLead  string
	// Missing are the names of those who are here and not in the list.
	Missing     []string
	MissingLead string
	// Confirm imports; none where nothing can be.
	Confirm *Confirm
	Discard part.PostButton
	// Columns leads to what the columns are taken for; none where that is not asked.
	Columns *part.Link
	Next    []part.Link
	// Unreadable are the reasons for which the whole file cannot be taken.
	Unreadable []string
}

// Confirm is the form that imports a list that was looked over.
type Confirm struct {
	Action, Once, Button string
	// Seen stands for what the columns are taken for on this page.
	Seen string
	// Skip says that rows with a problem are left out.
	Skip bool
	// Boxes are what may be said beside it.
	Boxes []part.Checkbox
}

// Columns is the step that asks what each column of a list is.
type Columns struct {
	Title, Caption string
	Summary        part.ErrorSummary
	// Notes say why it is asked.
	Notes        []string
	Action, Once string
	// Again is the address at which another file is chosen.
	Again string
	Rows  []Column
	About []part.Fact
	// File is for a mapping file, from which all is filled in; Download is the address
	// at which one is had, or empty.
	File     part.FileUpload
	Download string
}

// Column is one column of a file.
type Column struct {
	Name    string
	Samples []string
	// New says that nothing is known of its name.
	New bool
	// Is asks what it is; Fixed says why that cannot be said.
	Is    *part.Select
	Fixed string
}
