package part

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"
)

// Titlebar is a page's h1 with a caption above it and what can be done beside it.
type Titlebar struct {
	Caption string
	Title   string
	Actions []Action
}

// Action is a link that may look like a button.
type Action struct {
	Label   string
	Href    string
	Kind    string // "button", "secondary", or a plain link when empty
	Context string
}

// Chip is a short word about a thing. Kind is "done", "booked", "gap", "due", "people", "plain",
// or none. Use few: a tag that is everywhere says nothing.
type Chip struct {
	Kind string
	Text string
	Href string
}

// Row is one line of a list of things to read or do. Without Href the label is not a link.
type Row struct {
	Label string
	Href  string
	Hint  string
	Tags  []Chip
	Links []Link // beside it, on the right
}

// SummaryRow is one line of a list to check. Change is where to put it right.
type SummaryRow struct {
	Key    string
	Value  string // as typed; its lines are kept
	Change string
	Shown  templ.Component // in place of Value, where it is more than text
}

// Table is rows of figures or people. On a phone each row becomes a block with its column names.
type Table struct {
	Caption     string
	HideCaption bool // where the heading above says the same; it is still heard
	Columns     []Column
	Rows        [][]Cell
	Foot        []Cell
}

// Column heads a column. Right is for figures.
type Column struct {
	Label string
	Right bool
}

// Cell is one cell; the first of a row is its heading.
type Cell struct {
	Text  string
	Href  string
	Hint  string
	Tag   *Chip
	Shown templ.Component // after the text
	// Context is heard after a link's text, not seen.
	Context string
}

// Step is one step of a course of several. State is "done", "current" or none.
type Step struct {
	Label string
	Text  string
	State string
}

// Voice is what one person said.
type Voice struct {
	Name     string
	Initials string
	Tone     string // of the avatar
	Tag      *Chip
	Text     string
	Empty    string // said in place of Text where there is none
}

// Topic is one subject on which two people wrote, beside each other.
type Topic struct {
	ID       string
	Title    string
	Evidence string
	Left     Voice
	Right    Voice
}

// Entry is one entry of a diary.
type Entry struct {
	Day   string // "10"
	Month string // "Mar"
	Date  string // "10 March", heard with the links
	Text  string
	Chips []Chip
	Who   string // who can see it: "Only you", "Shared with Ruth"
	Links []Link
	More  *Link       // to the whole text, where Text is only its beginning
	Act   *PostButton // what can be done with it in one tap
}

// Tick is one line of a tick list. State is "done", "booked" or "todo".
type Tick struct {
	State  string
	Text   string
	Hint   string
	Action *PostButton
}

// Target is one target of a plan, with how it will be learned and how people will know.
type Target struct {
	ID         string
	Eyebrow    string // "Target 1"
	Title      string
	Href       string
	Why        string
	Met, Total int // success criteria
	Tag        *Chip
	Strategies []Tick
	Criteria   []Tick
	Facts      []Fact
	Actions    []Link
}

// Fact is a name with its value.
type Fact struct {
	Key   string
	Value string
	Href  string
}

// Figure is one big number with what it counts.
type Figure struct {
	Label string
	Value string
	Hint  string
}

// Signed is a signature. With no Name it says Empty, such as "Dan has not signed yet".
type Signed struct {
	Name  string
	When  string
	As    string
	Empty string
}

// Pager leads through a list of many pages. With one page it draws nothing.
type Pager struct {
	Page, Pages int // both from 1
	Href        func(page int) string
	Label       string // "Pages" when empty
}

// EmptyState says what will be here and how to begin.
type EmptyState struct {
	Title  string
	Text   string
	Action *Action
}

// Change is one line of a history.
type Change struct {
	When string
	Who  string
	What string
	Why  string
}

// Moment is one line of a timeline. State is "done", "booked" or "todo".
type Moment struct {
	When  string
	Title string
	Href  string
	Text  string
	State string
}

// Clash says that somebody else saved the record meanwhile. It stands above the form, which keeps
// what this person typed.
type Clash struct {
	Who    string // "Ruth", or "You" for the same person in another tab
	When   string // "2:16pm"; empty where it is not known
	Fields []ClashField
}

// ClashField is what the other person wrote in one field that differs.
type ClashField struct {
	Label string
	Text  string
}

// Person is somebody with what they do.
type Person struct {
	Name     string
	Initials string
	Tone     string
	Role     string
	Href     string
	Large    bool
}

// PostButton is a form of one button, for what is done in one tap.
type PostButton struct {
	Label   string
	Href    string
	Kind    string // "", "secondary", "warning", or "link"
	Small   bool
	Context string
	Once    string
	Version int               // none when nought
	Hidden  map[string]string // other values
	SignOut bool              // the form ends the session, and kept drafts go with it
}

// Render draws the part.
func (t Titlebar) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

// Render draws the part.
func (t Table) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

// Render draws the part.
func (t Topic) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

// Render draws the part.
func (v Voice) Render(ctx context.Context, w io.Writer) error { return v.view().Render(ctx, w) }

// Render draws the part.
func (e Entry) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }

// Render draws the part.
func (t Target) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

// Render draws the part.
func (s Signed) Render(ctx context.Context, w io.Writer) error { return s.view().Render(ctx, w) }

// Render draws the part.
func (p Pager) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

// Render draws the part.
func (e EmptyState) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }

// Render draws the part.
func (c Clash) Render(ctx context.Context, w io.Writer) error { return c.view().Render(ctx, w) }

func (c Clash) title() string {
	if c.When == "" {
		return c.Who + " saved this after you opened it"
	}
	return c.Who + " saved this at " + c.When + ", after you opened it"
}

// Render draws the part.
func (p Person) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

// Render draws the part.
func (b PostButton) Render(ctx context.Context, w io.Writer) error { return b.view().Render(ctx, w) }

func (p Person) initials() string { return either(p.Initials, Initials(p.Name)) }

func (v Voice) initials() string { return either(v.Initials, Initials(v.Name)) }

// heardState puts the state of a tick into words for those who do not see its sign.
func heardState(state string) string {
	switch state {
	case "done":
		return "Done: "
	case "booked":
		return "Booked: "
	}
	return "Not yet: "
}

func tagClass(kind string) string {
	if kind == "" {
		return "app-tag"
	}
	return "app-tag app-tag--" + kind
}

func (c Column) class() string {
	if c.Right {
		return "r"
	}
	return ""
}

// column gives the heading of a cell; a row may hold more cells than there are columns.
func (t Table) column(i int) Column {
	if i < len(t.Columns) {
		return t.Columns[i]
	}
	return Column{}
}

// numbers lists the pages to link: the first, the last, the current and its neighbours; nought
// stands for a gap.
func (p Pager) numbers() []int {
	var all []int
	for n := 1; n <= p.Pages; n++ {
		if n == 1 || n == p.Pages || (n >= p.Page-1 && n <= p.Page+1) {
			all = append(all, n)
		} else if all[len(all)-1] != 0 {
			all = append(all, 0)
		}
	}
	return all
}

func (p Pager) href(n int) templ.SafeURL { return templ.SafeURL(p.Href(n)) }

// CriteriaMet puts progress into words: "2 of 3 success criteria met".
func CriteriaMet(met, total int) string { return strconv.Itoa(met) + " " + OfCriteria(total) }

// OfCriteria is what follows the number that is met: "of 3 success criteria met".
func OfCriteria(total int) string {
	if total == 1 {
		return "of 1 success criterion met"
	}
	return "of " + strconv.Itoa(total) + " success criteria met"
}

// named adds the entry's date to a link, for those who hear links one by one.
func (e Entry) named(l Link) Link {
	if l.Context == "" && e.Date != "" {
		l.Context = "entry of " + e.Date
	}
	return l
}

// wrote names the other text: the other person's, or one's own from before.
func (c Clash) wrote() string {
	if c.Who == "You" {
		return "you saved then"
	}
	return c.Who + " wrote"
}

func (c Cell) empty() bool { return c.Text == "" && c.Tag == nil && c.Shown == nil && c.Hint == "" }

func (m Moment) hint() string {
	if m.Text == "" {
		return m.When
	}
	return m.When + ". " + m.Text
}
