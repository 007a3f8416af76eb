// Package stafflist takes in staff lists: it reads a CSV file, compares it with
// the people, posts and units that there are, and says what would change or
// changes it. Reading and comparing are pure; what is written goes through people.
package stafflist

import (
	"errors"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"learningyear/internal/calendar"
	"learningyear/internal/organogram"
)

// Column is a column of a staff list, by the name that the documentation uses.
type Column string

// The columns that are understood.
const (
	EmployeeNumber Column = "Employee number"
	Name           Column = "Name"
	FirstName      Column = "First name"
	LastName       Column = "Last name"
	KnownAs        Column = "Known as"
	Email          Column = "Email"
	PostReference  Column = "Post reference"
	JobTitle       Column = "Job title"
	Grade          Column = "Grade"
	Unit           Column = "Unit"
	ManagerPost    Column = "Line manager post"
	FTE            Column = "FTE"
	StartDate      Column = "Start date"
	LeavingDate    Column = "Leaving date"
)

// Heading is a column with the other names that its header may have.
type Heading struct {
	Column   Column
	Synonyms []string
	// For says what is in it, for people.
	For string
}

// Headings lists the columns in the order of the documentation. Of two columns
// of a file that would both do, the synonym that is named first here is taken.
func Headings() []Heading {
	return []Heading{
		{EmployeeNumber, []string{"Employee no", "Employee ID", "Payroll number", "Payroll no", "Staff number", "Staff no", "Staff ID", "Person number", "Personnel number"},
			"Who it is. Rows with the same number are one person."},
		{Name, []string{"Full name", "Employee name", "Staff name", "Display name"},
			"The name as the person writes it."},
		{FirstName, []string{"First names", "Forename", "Forenames", "Given name", "Given names"},
			"Together with the last name, where there is no Name."},
		{LastName, []string{"Surname", "Family name"},
			"Together with the first name, where there is no Name."},
		{KnownAs, []string{"Preferred name", "Preferred first name"},
			"What the person is called."},
		{Email, []string{"Email address", "E-mail address", "Work email", "Work email address", "Mail"},
			"For signing in, and who it is where there is no employee number."},
		{PostReference, []string{"Post ref", "Post number", "Post no", "Post ID", "Post unique reference", "Position number", "Position ID"},
			"Which post it is. People with the same reference share the post."},
		{JobTitle, []string{"Post title", "Position title", "Job", "Role", "Position"},
			"The title of the post."},
		{Grade, []string{"Pay grade", "Pay band", "Band", "Grade (or equivalent)"},
			"The grade of the post."},
		{Unit, []string{"Team", "Department", "Section", "Division", "Service"},
			"The part of the organisation that the post is in."},
		{ManagerPost, []string{"Line manager post reference", "Manager post", "Manager post reference", "Reports to", "Reports to post", "Reports to senior post"},
			"The reference of the post that this one reports to. XX, a dash or none: nobody."},
		{FTE, []string{"Full time equivalent", "Contract FTE", "Contracted FTE"},
			"The share of full time, like 0.5 or 50%. Blank: full time."},
		{StartDate, []string{"Date started", "Started", "Joined", "Date joined", "Joining date", "Date of joining"},
			"The first day, like 2026-09-01 or 1/9/2026 (the day comes first)."},
		{LeavingDate, []string{"Date left", "Left", "Leaver date", "End date", "Last day", "Termination date"},
			"The last day. Blank: still here."},
	}
}

// fold makes header words comparable: small letters and digits only.
func fold(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(header))
}

// foldName makes names of units and titles comparable: no difference of case,
// of spaces or of how a mark was typed.
func foldName(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(name)), " "))
}

// The bounds of a file.
const (
	MaxBytes = 20 << 20
	MaxRows  = 100_000
)

// MemoryLimit is where a program that does nothing but import had better collect
// what it has let go, in bytes of Go's own memory. A list of MaxRows needs some 250MB;
// without a limit as much again is held that is not in use.
const MemoryLimit = 320 << 20

// The longest lists of problems and warnings that are kept; the number of
// rejected rows counts all.
const (
	maxProblems = 1000
	maxWarnings = 200
)

// Row is one row of a staff list, read but not yet compared with anything.
type Row struct {
	// Line is where it begins in the file, from 1.
	Line           int
	EmployeeNumber string
	Name           string
	KnownAs        string
	Email          string
	PostReference  string
	JobTitle       string
	Grade          string
	Unit           string
	ManagerPost    string
	// FTE is the share of full time in thousandths; below nought for none given.
	FTE     int
	Start   calendar.Date
	Leaving calendar.Date
	// Phone and Contact are of an organogram: Contact is an address that is not
	// the person's alone.
	Phone, Contact string
	// Vacant says that nobody is in the post.
	Vacant bool
	// ByName says that nothing better than post and name may tell who it is: so
	// in an organogram, whose addresses may be an office's.
	ByName bool
	// Bad marks a row that has a problem.
	Bad bool
	// oneCell says that the name stood in one cell.
	oneCell bool
}

// Problem is what is wrong with one row, or with the file where Line is 1 and
// no row is meant.
type Problem struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Reason string `json:"reason"`
}

// List is a staff list as read.
type List struct {
	Rows []Row
	// Has says which columns the file has.
	Has      map[Column]bool
	Problems []Problem
	Warnings []string
	// Unreadable says that the problems are with the file as a whole.
	Unreadable bool
	// headers are the columns' names as the file has them, places where they are,
	// width how many there are.
	headers map[Column]string
	places  map[Column]int
	width   int
	// organisation is the name that the file gives it; toldTops says that the file's
	// own findings tell who reports to nobody.
	organisation string
	toldTops     bool
	// byHeader says that the columns can be anything.
	byHeader bool
	// fileRows is how many rows the file has, where they are not those of Rows.
	fileRows int
	// juniors are the figures of a junior file, nil where there is none.
	juniors []organogram.Junior
	asRead  *asRead
	// damage says where characters are damaged, until it is told.
	damage []string
}

func (l *List) header(c Column) string {
	if h := l.headers[c]; h != "" {
		return h
	}
	return string(c)
}

// reject marks a row as bad and says why.
func (l *List) reject(row *Row, c Column, reason string) {
	row.Bad = true
	l.problem(row.Line, l.header(c), reason)
}

func (l *List) problem(line int, column, reason string) {
	if len(l.Problems) < maxProblems {
		l.Problems = append(l.Problems, Problem{line, column, reason})
	}
}

// unreadable says what is wrong with the whole file.
func (l *List) unreadable(column, reason string) {
	l.Unreadable = true
	l.problem(1, column, reason)
}

// Rejected counts the rows that have a problem.
func (l *List) Rejected() int {
	n := 0
	for _, r := range l.Rows {
		if r.Bad {
			n++
		}
	}
	return n
}

// rows is how many rows the file has.
func (l *List) rows() int { return max(l.fileRows, len(l.Rows)) }

// Options say how a list is taken in.
type Options struct {
	// File is the name of the file, for the trail and for messages.
	File string
	// Organisation is the name of the organisation, used only when there is none yet.
	Organisation string
	// Mapping says what columns are whose names nobody knows.
	Mapping Mapping
	// AsAt is the day for which the list holds; none is today.
	AsAt calendar.Date
	// DryRun changes nothing and says what would change.
	DryRun bool
	// SkipRejected takes in the rows without a problem although others have one.
	SkipRejected bool
	// Junior is the junior file beside an organogram's senior one; nil for none.
	Junior io.Reader
	// TakeFile takes the file's word for what was changed here by hand.
	TakeFile bool
	// Complete says that who is not in the list is not here any more.
	Complete bool
	// Progress is told how far the import is; nil for nobody.
	Progress Progress
}

// Progress is told what is being done, and how much of how much; of nought
// where that is not known. At the end it is told an empty phrase.
type Progress func(phrase string, done, total int)

func (p Progress) tell(phrase string, done, total int) {
	if p != nil {
		p(phrase, done, total)
	}
}

// Count counts what became of one kind of thing that the list names.
type Count struct {
	Created   int `json:"created"`
	Changed   int `json:"changed"`
	Ended     int `json:"ended"`
	Unchanged int `json:"unchanged"`
}

// Result says what a list changed, or would change.
type Result struct {
	File         string        `json:"file,omitempty"`
	Organisation string        `json:"organisation"`
	AsAt         calendar.Date `json:"as_at"`
	DryRun       bool          `json:"dry_run"`
	// Applied says that what is counted was done.
	Applied      bool  `json:"applied"`
	Rows         int   `json:"rows"`
	Units        Count `json:"units"`
	Posts        Count `json:"posts"`
	Persons      Count `json:"persons"`
	Appointments Count `json:"appointments"`
	// Vacancies are the posts of the whole organisation that nobody is in on the day.
	Vacancies int `json:"vacancies"`
	// KeptByHand counts what was changed here by hand and the list says otherwise:
	// it stays as it is here, unless the file is to be taken. Kept lists the first.
	KeptByHand int `json:"kept_by_hand"`
	// TookFile says that the file's word was taken for them instead.
	TookFile bool   `json:"took_file"`
	Kept     []Kept `json:"kept"`
	// Ended counts the people who are ended because a complete list has them not.
	Ended int `json:"ended"`
	// Missing counts the people who are here and not in the list, without those
	// who hold an office. TooManyMissing says that they are more than half of
	// those who are here, so that none would be ended.
	Missing        int      `json:"missing"`
	MissingNames   []string `json:"missing_names,omitempty"`
	TooManyMissing bool     `json:"too_many_missing,omitempty"`
	// JuniorRows and JuniorFTE are of a junior file; JuniorFTE is in thousandths
	// of full time.
	JuniorRows int `json:"junior_rows"`
	JuniorFTE  int `json:"junior_fte_thousandths"`
	// Recounted says that the figures of the junior file are new.
	Recounted bool      `json:"recounted,omitempty"`
	Rejected  int       `json:"rejected"`
	Problems  []Problem `json:"problems"`
	Warnings  []string  `json:"warnings"`
	// Unreadable says that the file as a whole could not be read as a staff list.
	Unreadable bool `json:"unreadable,omitempty"`
	// ByHeader says that the file is no organogram but a list whose columns can be
	// anything.
	ByHeader bool `json:"-"`
}

// Changes says whether anything is or would be different.
func (r Result) Changes() bool {
	if r.Ended > 0 || r.Recounted {
		return true
	}
	for _, c := range []Count{r.Units, r.Posts, r.Persons, r.Appointments} {
		if c.Created+c.Changed+c.Ended > 0 {
			return true
		}
	}
	return false
}

// ErrRejected says that rows have problems and nothing was changed. The result
// beside it lists them.
var ErrRejected = errors.New("the staff list has problems, so nothing was changed")
