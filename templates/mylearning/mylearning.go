// Package mylearning draws the pages of a person's own learning year: My year
// and the diary. A page is a function of what it is given; it decides nothing.
package mylearning

import (
	"strconv"

	"learningyear/templates/part"
)

// QuickAdd is the box in which an entry takes one field.
type QuickAdd struct {
	Once   string
	Draft  part.Draft
	From   string // "year" on My year: where to come back to
	Label  string // "What did you learn?", or the prompt's question
	Hint   string
	Prompt string // key of the prompt that is used
	Value  string
	Error  string
	Reads  string // who reads it, where that is said below the box
}

// Prompt is a question to start from.
type Prompt struct {
	Label   string // "What surprised me"
	Href    string
	Current bool
}

// Diary is the page of one's own diary.
type Diary struct {
	Summary    part.ErrorSummary
	Add        QuickAdd
	Prompts    []Prompt
	Unfinished []part.UnfinishedDraft
	Filters    []part.Link
	Search     Search
	// Found says what a search or year came to; empty where nothing was asked.
	Found  string
	Months []Month
	Pager  part.Pager
	Empty  *part.EmptyState
}

// Search is the form that looks in the diary.
type Search struct {
	Text   string
	Year   string
	Show   string
	Years  []part.Option
	Active bool
}

// Month is the entries of one month.
type Month struct {
	Name    string
	Entries []part.Entry
}

// Ago is an entry of about a year ago.
type Ago struct {
	Text string
	Date string
	Href string
	More bool // there is more of it than Text
}

// EntryForm is the whole form of an entry, new or not.
type EntryForm struct {
	Title   string
	Caption string
	Action  string
	Cancel  string
	Once    string
	Version int
	Draft   part.Draft
	Summary part.ErrorSummary
	Clash   *part.Clash
	// Problem gives a field's message; empty for none.
	Problem func(field string) string

	Question         string // the label of the first field
	Prompt           string
	Learned          string
	Happened         string
	Next             string
	Day, Month, Year string
	Kind, Place      string
	Minutes          string
	Share            []string
	Readers          []part.Option
	MaxText          int
	HalfDay          string // "3 hours"
}

// Entry is one entry to read.
type Entry struct {
	Caption  string
	Title    string
	Back     part.Link
	Learned  string
	Happened string
	Next     string
	Facts    []part.Fact
	Reads    string
	// Own is what only the owner gets; nil for everybody else.
	Own *Own
}

// Own is what the owner of an entry can do with it and see of it.
type Own struct {
	Edit    string
	Delete  part.PostButton
	Restore *part.PostButton // of a deleted entry, in place of all else
	Deleted string           // when, and until when it can be brought back
	Share   Sharing
	History []part.Change
}

// Sharing is the form in which the owner says who can see an entry.
type Sharing struct {
	Action  string
	Once    string
	Share   []string
	Readers []part.Option
}

// Shared is a diary as another person sees it.
type Shared struct {
	Name   string
	Called string
	Total  int
	Months []Month
	Pager  part.Pager
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
