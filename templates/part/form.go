package part

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Every field part follows the same rules. ID is Name when empty. A link of the error summary is
// "#" and the ID, for every part: for groups the ID is on their first control. Hint and Error are
// bound to the control by aria-describedby. Nothing is required by the browser: the server says.

// Input is a one-line field.
type Input struct {
	ID, Name, Label, Hint, Value, Error string

	Type         string // "text" when empty
	Autocomplete string // "off", "email", "current-password" …
	InputMode    string // "numeric", "decimal" …
	Width        string // characters: "2", "3", "4", "5", "10", "20", "30"; or "one-half" …; full when empty
	Prefix       string // such as "£"
	Suffix       string
	LabelSize    string // "s", "m", "l"; ordinary when empty
	HideLabel    bool   // heard, not seen: only where the button beside it says the same
	NoSpelling   bool   // for names, codes and addresses
	Max          int    // longest text in characters, shown as it is neared; none when nought
}

// Textarea is a field for writing.
type Textarea struct {
	ID, Name, Label, Hint, Value, Error string

	Rows      int // 4 when nought
	Max       int // longest text in characters, shown as it is neared; none when nought
	LabelSize string
	HideLabel bool
	Serif     bool // the label is a question to think about, set in the reading face
}

// Option is one answer of Select, Radios or Checkboxes.
type Option struct {
	Value, Label, Hint string

	Selected bool // as well as where Value is the part's
}

// Select is a list to choose one of. Prefer Radios for up to about seven.
type Select struct {
	ID, Name, Label, Hint, Value, Error string

	Options   []Option
	LabelSize string
	HideLabel bool
}

// Radios is a question with one answer.
type Radios struct {
	ID, Name, Legend, Hint, Value, Error string

	Options    []Option
	LegendSize string // "s" when empty
	Inline     bool
	Small      bool
}

// Checkboxes is a question with any number of answers, all under one name.
type Checkboxes struct {
	ID, Name, Legend, Hint, Error string

	Values     []string
	Options    []Option
	LegendSize string // "s" when empty
	Small      bool
}

// Checkbox is one thing to say yes to.
type Checkbox struct {
	ID, Name, Label, Hint, Error string

	Value   string // "yes" when empty
	Checked bool
	Small   bool
}

// DateInput is three fields: NAME-day, NAME-month and NAME-year. The link of an error is to the
// first of them, by ID.
type DateInput struct {
	ID, Name, Legend, Hint, Error string

	Day, Month, Year string
	LegendSize       string // "s" when empty
}

// FileUpload is a file to choose; the form needs enctype="multipart/form-data".
type FileUpload struct {
	ID, Name, Label, Hint, Error string

	Accept    string
	Multiple  bool
	LabelSize string
}

// Picker finds one of many, a colleague or a post, by words; where the words fit several, those are
// offered below. The fields are NAME and NAME-choice.
type Picker struct {
	Name, Label, Hint, Value, Error string

	Legend  string // of those offered
	Matches []Option
	Choice  string // the value of the one chosen among them

	Was string // the value of what the words stand for as the form is opened; sent as NAME-was
}

// Button sends the form it is in.
type Button struct {
	Label   string
	Kind    string // "", "secondary" or "warning"
	Small   bool
	Name    string
	Value   string
	Context string // heard after the label, not seen
	Action  string // another address to post to
	Form    string // ID of the form, where the button stands outside it
	ID      string
}

// ButtonLink looks like a button and goes somewhere.
type ButtonLink struct {
	Label   string
	Href    string
	Kind    string
	Small   bool
	Context string
}

// ErrorLink is one line of the summary. Href is "#" and the ID of the field.
type ErrorLink struct {
	Href string
	Text string
}

// ErrorSummary stands above the h1 of a form that was sent back; with no errors it draws nothing.
type ErrorSummary struct {
	Errors []ErrorLink
}

func id(id, name string) string { return either(id, name) }

// describedBy lists the parts that explain a control, and gives no attribute where there are none.
func describedBy(id, hint, err string, limit int) templ.Attributes {
	var ids []string
	if limit > 0 {
		ids = append(ids, id+"-info")
	}
	if hint != "" {
		ids = append(ids, id+"-hint")
	}
	if err != "" {
		ids = append(ids, id+"-error")
	}
	if ids == nil {
		return nil
	}
	return templ.Attributes{"aria-describedby": strings.Join(ids, " ")}
}

// counted marks a control for the script that says how much is left.
func counted(limit int) templ.Attributes {
	if limit <= 0 {
		return nil
	}
	return templ.Attributes{"data-max": strconv.Itoa(limit)}
}

// boxDescribedBy is describedBy for a tick box, whose hint has an ID of its own because it may be
// the first of a group that has one too.
func boxDescribedBy(id, hint, err string) templ.Attributes {
	var ids []string
	if hint != "" {
		ids = append(ids, id+"-item-hint")
	}
	if err != "" {
		ids = append(ids, id+"-error")
	}
	return optional("aria-describedby", strings.Join(ids, " "))
}

func rows(n int) int {
	if n <= 0 {
		return 4
	}
	return n
}

// thousands writes a whole number as people read it: 12,000.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// optional gives the attributes that have a value.
func optional(pairs ...string) templ.Attributes {
	attributes := templ.Attributes{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			attributes[pairs[i]] = pairs[i+1]
		}
	}
	return attributes
}

// optionID leaves the first option the ID of the group, for the error summary's link.
func optionID(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(i+1)
}

func labelClass(size string, hidden bool) string {
	class := "govuk-label"
	if size != "" {
		class += " govuk-label--" + size
	}
	if hidden {
		class += " govuk-visually-hidden"
	}
	return class
}

func widthClass(width string) string {
	if width == "" {
		return ""
	}
	if _, err := strconv.Atoi(width); err == nil {
		return "govuk-input--width-" + width
	}
	return "govuk-!-width-" + width
}

func buttonClass(kind string, small bool) string {
	class := "govuk-button"
	if kind != "" {
		class += " govuk-button--" + kind
	}
	if small {
		class += " app-button--small"
	}
	return class
}

// dir lets text in any script run its own way; fields that hold codes keep the page's.
func dir(inputType string) string {
	switch inputType {
	case "", "text", "search":
		return "auto"
	}
	return ""
}

func (f Select) chosen(o Option) bool { return o.Selected || o.Value == f.Value }

func (f Radios) chosen(o Option) bool {
	return o.Selected || (f.Value != "" && o.Value == f.Value)
}

func (f Checkboxes) chosen(o Option) bool {
	return o.Selected || slices.Contains(f.Values, o.Value)
}

// Render draws the part.
func (f Input) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f Textarea) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f Select) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f Radios) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f Checkboxes) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f Checkbox) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f DateInput) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f FileUpload) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (f Picker) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render draws the part.
func (b Button) Render(ctx context.Context, w io.Writer) error { return b.view().Render(ctx, w) }

// Render draws the part.
func (b ButtonLink) Render(ctx context.Context, w io.Writer) error { return b.view().Render(ctx, w) }

// Render draws the part.
func (s ErrorSummary) Render(ctx context.Context, w io.Writer) error { return s.view().Render(ctx, w) }
