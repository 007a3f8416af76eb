// Package organogram reads the organograms that UK public bodies publish: a
// senior file with one row a post and its holder, and a junior file that counts
// the posts below. What it gives are plain values, the doubts about them, and no
// decision on what becomes of them. Salaries are not read.
package organogram

import (
	"fmt"
	"slices"
	"strings"
)

// Organogram is what the files say.
type Organogram struct {
	// Organisation and Parent are the names that most rows give.
	Organisation string
	Parent       string
	// Posts are in the order of the file, each once.
	Posts []Post
	// Persons are those who are named, each once.
	Persons []Person
	// Units are the names of the posts' units, in the order of the file.
	Units []string
	// Juniors count the posts below, in the order of the junior file.
	Juniors []Junior
	// Unusable are rows that tell of no post; Warnings what was taken in with a
	// doubt; Damage the damaged characters, which are kept.
	Unusable, Warnings, Damage []Finding
	Profile                    Profile
}

// Post is a post of the senior file, with all rows that have its reference.
type Post struct {
	// Line is where its first row begins, from 1.
	Line                    int
	Reference, Title, Grade string
	Unit, Function          string
	// ReportsTo is as written. Above is the reference of the post that it comes to;
	// empty at the top.
	ReportsTo, Above string
	Top              Top
	// Places are the rows: one, or several where the post is shared.
	Places []Place
}

// Shared says that several rows are about the post: a job share.
func (p Post) Shared() bool { return len(p.Places) > 1 }

// Place is one row of a post.
type Place struct {
	Line    int
	Holding Holding
	// Person is the index of who is in it; below nought for nobody.
	Person int
	// FTE is the share of full time in thousandths; below nought where none is said.
	FTE int
}

// Holding says what the file tells of who holds a post.
type Holding string

// What a name can say.
const (
	Named       Holding = "named"
	Vacant      Holding = "vacant"
	Undisclosed Holding = "undisclosed"
	Eliminated  Holding = "eliminated"
)

// Top says why a post has none above it; empty where it has one.
type Top string

// Why a post is at the top.
const (
	// ReportsToNobody is meant so: the head of the organisation, as a rule.
	ReportsToNobody Top = "nobody"
	ReportsToItself Top = "itself"
	ReportsToNoPost Top = "missing"
	// LoopCut is where a circle of posts, each reporting to the next, was opened.
	LoopCut Top = "loop"
)

// Person is somebody who is named as the holder of a post.
type Person struct {
	Name string
	// Email is the person's own address. Contact is one that others have as well,
	// or a post whose holder is not named: it tells nobody apart.
	Email, Contact string
	Phone          string
}

// Junior counts posts of one grade and title in a unit that report to one senior
// post.
type Junior struct {
	// Line is that of the first row.
	Line                          int
	Unit, ReportsTo, Grade, Title string
	// FTE is how many posts, in thousandths of full time; Rows in how many rows.
	FTE, Rows int
	// Missing says that there is no such senior post.
	Missing bool
}

// Finding is something to know about one place of a file.
type Finding struct {
	// Line is counted from 1; nought means the file as a whole.
	Line   int
	Column string
	Text   string
}

// String is the finding in one line.
func (f Finding) String() string {
	switch {
	case f.Line == 0:
		return f.Text
	case f.Column == "":
		return fmt.Sprintf("Line %d: %s", f.Line, f.Text)
	}
	return fmt.Sprintf("Line %d, %s: %s", f.Line, f.Column, f.Text)
}

// Profile are the figures by which one tells that a file was understood.
type Profile struct {
	Rows             int `json:"rows"`
	DistinctPostRefs int `json:"distinct_post_refs"`
	DuplicatedRefs   int `json:"duplicated_refs"`
	// RootsXX counts the rows that say that the post reports to nobody.
	RootsXX              int `json:"roots_xx"`
	ReportsToMissingPost int `json:"reports_to_missing_post"`
	// PostsOnACycle counts posts that report to themselves, straight or round.
	PostsOnACycle int `json:"posts_on_a_cycle"`
	// MaxDepth is the most levels from any post up to one that reports to nobody,
	// both counted; 0 where none does.
	MaxDepth int `json:"max_depth"`
	Vacant   int `json:"vacant"`
	// Undisclosed counts the rows whose name is blank or N/D.
	Undisclosed   int `json:"name_not_disclosed"`
	Eliminated    int `json:"eliminated"`
	FTENotOne     int `json:"fte_not_1"`
	DistinctUnits int `json:"distinct_units"`
	RowsDamaged   int `json:"rows_with_damaged_characters"`
	// JuniorRows and what follows are of the junior file; JuniorFTE is in
	// thousandths of full time.
	JuniorRows                       int `json:"junior_rows"`
	JuniorFTE                        int `json:"junior_fte_thousandths"`
	JuniorsReportingToMissingPost    int `json:"juniors_reporting_to_missing_post"`
	JuniorUnitsNotAmongTheSeniorOnes int `json:"junior_units_without_senior_posts"`
}

// maxFindings bounds each list of findings, so that no file can fill the memory
// with doubts.
const maxFindings = 2000

func add(list *[]Finding, f Finding) {
	switch len(*list) {
	case maxFindings:
	case maxFindings - 1:
		*list = append(*list, Finding{Text: "There are more such findings than are listed"})
	default:
		*list = append(*list, f)
	}
}

// byLine sorts findings by where they are, those about the whole file last.
func byLine(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		if (a.Line == 0) != (b.Line == 0) {
			return b.Line - a.Line
		}
		return a.Line - b.Line
	})
}

// warn notes a doubt.
func (o *Organogram) warn(line int, column, format string, args ...any) {
	add(&o.Warnings, Finding{line, column, fmt.Sprintf(format, args...)})
}

// isNobody says that a reference means no post.
func isNobody(reference string) bool {
	switch strings.ToLower(reference) {
	case "", "xx", "-", "–", "—", "none", "nobody", "n/a", "na", "n/d", "nil":
		return true
	}
	return false
}

// holdingOf says what the cell of a name means.
func holdingOf(name string) Holding {
	word := strings.Trim(strings.ToLower(name), ".()[]*- ")
	switch word {
	case "", "n/d", "n/a", "nd", "not disclosed", "undisclosed", "not applicable", "withheld", "redacted", "none", "tbc", "tba":
		return Undisclosed
	case "eliminated", "post eliminated":
		return Eliminated
	case "vacancy", "unfilled":
		return Vacant
	}
	if rest, found := strings.CutPrefix(word, "vacant"); found && !startsWithLetter(rest) {
		return Vacant
	}
	return Named
}
