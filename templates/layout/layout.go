// Package layout is the frame that every page stands in: head, header, menus, the notice of what
// has just happened, footer. It knows nothing of any one page.
package layout

import (
	"strings"

	"github.com/a-h/templ"
)

// Page is what the frame needs to know. The zero value of every field is allowed: what is not
// given is not drawn.
type Page struct {
	Title string // of this page alone; the product and the organisation are added

	Product      string // "Learning Year" when empty
	Organisation string
	Coordinator  Coordinator

	Section string // Key of the current section, where Sections does not say so itself
	Sub     string // Key of the current page in it

	Viewer   *Viewer // nil when signed out: no menu
	Sections []Section
	Waiting  *Link // to what waits for the viewer, beside their account; nil for none

	Notice      *Notice
	ErrorPrefix bool // the title begins "Error: ", for a form that was sent back

	Demo   bool   // a database marked as demonstration
	DemoAs string // whom the visitor is being, in words, such as "Amina Yusuf, tutor"
	Again  int    // after so many seconds the page loads itself anew where there is no script; 0 for never
	AsWhom string // for whom a delegate acts: "You are acting for Dan Okoro"
	Now    string // the time at which the page was made, in words, for print
	Assets func(string) string
}

// Viewer is the person who is signed in.
type Viewer struct {
	Key      string // opaque and stable for the person; tells the script that somebody else signed in
	Name     string
	Initials string
	Href     string // of the account page; "/account" when empty
}

// Coordinator is the human in reach, named in every footer.
type Coordinator struct {
	Name  string
	Phone string
	Email string
}

// Section is one entry of the dark band, with its pages in the white band.
type Section struct {
	Key     string
	Label   string
	Href    string
	Current bool
	Pages   []Link
}

// Link is an address with words.
type Link struct {
	Key     string
	Label   string
	Href    string
	Current bool
}

// Notice says what has just changed, what happens next, and how to undo it.
type Notice struct {
	Title string // "Saved to your diary."
	Text  string
	Next  string // what happens next
	Links []Link
	Undo  *Undo
}

// Undo is a button that posts to Href. Once is the one-use key of that form.
type Undo struct {
	Href    string
	Label   string // "Undo" when empty
	Once    string
	Version int // of the record, when above nought
}

func (p Page) product() string {
	if p.Product == "" {
		return "Learning Year"
	}
	return p.Product
}

func (p Page) title() string {
	parts := make([]string, 0, 3)
	for _, part := range []string{p.Title, p.product(), p.Organisation} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	title := strings.Join(parts, " – ")
	if p.ErrorPrefix {
		return "Error: " + title
	}
	return title
}

func (p Page) asset(name string) string {
	if p.Assets == nil {
		return "/static/" + name
	}
	return p.Assets(name)
}

func (p Page) isCurrent(s Section) bool {
	return s.Current || (p.Section != "" && s.Key == p.Section)
}

func (p Page) isCurrentSub(l Link) bool {
	return l.Current || (p.Sub != "" && l.Key == p.Sub)
}

// section gives the current one, whose pages fill the white band.
func (p Page) section() *Section {
	for i := range p.Sections {
		if p.isCurrent(p.Sections[i]) {
			return &p.Sections[i]
		}
	}
	return nil
}

func (v Viewer) href() string {
	if v.Href == "" {
		return "/account"
	}
	return v.Href
}

func (v Viewer) key() string {
	if v.Key == "" {
		return v.Name
	}
	return v.Key
}

// phoneHref strips what people put between digits to read them more easily.
func (c Coordinator) phoneHref() string {
	return "tel:" + strings.Map(func(r rune) rune {
		if (r >= '0' && r <= '9') || r == '+' {
			return r
		}
		return -1
	}, c.Phone)
}

func (u Undo) label() string {
	if u.Label == "" {
		return "Undo"
	}
	return u.Label
}

// owner is the footer's line, which the coordinator's phone number ends.
func (p Page) owner() string {
	line := p.product() + "."
	if p.Organisation != "" {
		line = p.product() + " for " + p.Organisation + "."
	}
	if p.Coordinator.Name == "" {
		return line
	}
	line += " CPD coordinator: " + p.Coordinator.Name
	if p.Coordinator.Phone != "" {
		return line + ", "
	}
	return line + "."
}

// signedOut drops what only somebody signed in may see.
func signedOut(p Page) Page {
	p.Viewer, p.Sections, p.AsWhom = nil, nil, ""
	return p
}

func (p Page) viewerAttributes() templ.Attributes {
	if p.Viewer == nil {
		return nil
	}
	return templ.Attributes{"data-viewer": p.Viewer.key()}
}
