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
	Key     string
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
	Ago    *Ago
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
	Files            Choose
}

// Entry is one entry to read.
type Entry struct {
	Summary  part.ErrorSummary
	Caption  string
	Title    string
	Back     part.Link
	Learned  string
	Happened string
	Next     string
	Facts    []part.Fact
	Reads    string
	Files    []File
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
	// Add is the form that adds files; nil for an entry that has no more room.
	Add *AddFiles
	// Removed are files that can be brought back.
	Removed []Removed
}

// Removed is a photo or file that its owner can bring back.
type Removed struct {
	Name    string
	Until   string
	Restore part.PostButton
}

// File is a photo or file of an entry.
type File struct {
	Name string
	Href string
	What string // "Photo, 2.1MB"
	// Photo is how it is shown; nil for what is only saved.
	Photo *Photo
	// Remove and Describe are the owner's.
	Remove   *part.PostButton
	Describe *Describe
}

// Photo is a picture that a page shows.
type Photo struct {
	Src           string
	Width, Height int
	Alt           string
}

// Describe is the form that says what is on a photo.
type Describe struct {
	Action, Once string
	Field        string // the ID of the field, one for each photo of the page
	Label        string // of what opens the form
	Value        string
	Max          int
	Error        string
}

// Choose is a field for photos and files.
type Choose struct {
	Label, Hint, Accept string
}

// AddFiles is the form that adds photos and files to an entry.
type AddFiles struct {
	Action, Once string
	Choose       Choose
	Owned        string // how much the owner's files come to
	Error        string
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

// Year is My year.
type Year struct {
	// Passing says that another line manager comes or has come; nil for no change.
	Passing *Passing
	Caption string
	Years   string // "2026 to 2027", after the caption; empty for none
	Title   string
	// Welcome is the first days: no line yet, and what the year will hold.
	Welcome bool
	// Over says that the year is past; the page then has nothing to do on it.
	Line       part.YearLine
	ListHref   string
	Next       Next
	Later      []part.Row
	LaterTitle string
	Add        QuickAdd
	Unfinished []part.UnfinishedDraft
	Ago        *Ago
	Interviews *Interviews
	Days       Days
	Plan       *Plan
	Targets    []TargetRow
}

// Next is the one next thing.
type Next struct {
	Eyebrow    string
	Title      string
	Text       string
	Action     string
	Href       string
	Second     string
	SecondHref string
}

// Interviews is the card that counts them.
type Interviews struct {
	Held string
	Of   string // "of at least 3"
	Pips []string
	Text string
}

// Days is the card of off-the-job learning, in half-days.
type Days struct {
	Used, Entitled int
	Big            string // "1½"
	Of             string // "of at least 3 days"
	Text           string
}

// Plan is the card of the learning plan; with no Big it says Text only.
type Plan struct {
	Big        string
	Of         string
	Met, Total int
	Text       string
	Link       *part.Link
}

// TargetRow is one target with how far its success criteria are met.
type TargetRow struct {
	Title      string
	Href       string
	Hint       string
	Met, Total int
}

// YearList is a year as a list.
type YearList struct {
	Title   string
	Line    part.YearLine
	Past    *Past // of a year that is over
	Before  *part.Link
	After   *part.Link
	Figures []part.Figure
	Months  []MonthOf
	Empty   string
}

// Past is what is said of a year that is over.
type Past struct {
	Words string // "2025 to 2026"
	Href  string // of this year
}

// MonthOf is what happened in a month.
type MonthOf struct {
	Name       string
	Happenings []Happening
}

// Happening is one thing that happened in a year, or will.
type Happening struct {
	Kind  string // as on the line: see part.YearSign
	State string
	Heard string // the kind in words, heard before the title
	Title string
	Href  string
	When  string
	Text  string
}

func (h Happening) hint() string {
	if h.Text == "" {
		return h.When
	}
	return h.When + ". " + h.Text
}

// Passing says who is the line manager from which day, and where the handover
// stands.
type Passing struct {
	Text string
	Link part.Link
}
