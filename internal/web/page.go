package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/spelling"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Head is what a page says of itself to the frame.
type Head struct {
	Title string
	// Section and Sub are keys of the menus; see menus.go.
	Section string
	Sub     string
	// ActingFor says in whose stead a delegate is reading or writing.
	ActingFor string
	// Waiting says how much waits for whoever is asking, where the page knows it:
	// "3 things wait for you".
	Waiting string
	// AgainIn has the page load itself again after so many seconds where there is no
	// script; 0 for never. See [AgainIn].
	AgainIn int
}

// View is what handlers need of the day on which a page is made: read once a
// request, so that a page never mixes two days.
type View struct {
	Chart    *people.Chart
	Settings organisation.Settings
	Today    calendar.Date
	Year     calendar.LearningYear
}

const viewKey = "view"

// View gives the day's chart and settings; the second call of a request is free.
func (s *Site) View(c echo.Context) (*View, error) {
	if v, ok := c.Get(viewKey).(*View); ok {
		return v, nil
	}
	chart, err := s.People.Today(Context(c))
	if err != nil {
		return nil, err
	}
	settings, err := s.Organisation.Load(Context(c))
	if err != nil {
		return nil, err
	}
	today := s.Clock.Today()
	v := &View{Chart: chart, Settings: settings, Today: today, Year: settings.YearStart.YearOf(today)}
	c.Set(viewKey, v)
	return v, nil
}

// Page makes the frame for the person who is asking.
func (s *Site) Page(c echo.Context, head Head) (layout.Page, error) {
	v, err := s.View(c)
	if err != nil {
		return layout.Page{}, err
	}
	page := layout.Page{
		Title: head.Title, Section: head.Section, Sub: head.Sub, Product: s.Settings.Product,
		Assets: s.Assets.URL, Demo: v.Settings.Demonstration,
		Coordinator: layout.Coordinator{Phone: v.Settings.Phone},
		Notice:      s.popNotice(c),
		Now:         v.Today.Long(),
		Again:       head.AgainIn,
	}
	if head.ActingFor != "" {
		page.AsWhom = "You are acting for " + head.ActingFor
	}
	if root := v.Chart.Root(); root != nil {
		page.Organisation = root.Name
	}
	if coordinators := v.Chart.InOffice(actor.Coordinator); len(coordinators) > 0 {
		page.Coordinator.Name, page.Coordinator.Email = coordinators[0].Name, coordinators[0].EmailAddress()
	}
	if who := Who(c); !who.Nobody() {
		page.Viewer = &layout.Viewer{Key: who.PersonID, Name: who.Name, Initials: part.Initials(who.Name), Href: "/account"}
		page.Sections = menus(v.Chart, who)
		page.Waiting = &layout.Link{Label: "What waits for you", Href: "/notices", Current: head.Section == Notices}
		if head.Waiting != "" {
			page.Waiting.Label = head.Waiting
		}
		if page.Demo {
			page.DemoAs = who.Name
		}
	}
	return page, nil
}

// Render answers with a whole page. It is drawn into memory first, so that an
// error half-way becomes an error page and never half a page.
func (s *Site) Render(c echo.Context, status int, component templ.Component) error {
	var buf bytes.Buffer
	if err := component.Render(Context(c), &buf); err != nil {
		return fmt.Errorf("drawing the page: %w", err)
	}
	return c.HTMLBlob(status, buf.Bytes())
}

// OK answers 200 with the page that draw makes within its frame.
func (s *Site) OK(c echo.Context, head Head, draw func(layout.Page) templ.Component) error {
	page, err := s.Page(c, head)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, draw(page))
}

// Done answers a change that was made: back to a page, with a notice on it.
func (s *Site) Done(c echo.Context, location string, notice layout.Notice) error {
	kept, err := json.Marshal(notice)
	if err != nil {
		return fmt.Errorf("keeping the notice: %w", err)
	}
	s.Sessions.PutNotice(Context(c), string(kept))
	return s.SeeOther(c, location)
}

// SeeOther sends the browser on after a change.
func (s *Site) SeeOther(c echo.Context, location string) error {
	if key := onceKey(c); key != "" {
		s.Sessions.KeepOnce(Context(c), key, location)
	}
	return c.Redirect(http.StatusSeeOther, location)
}

func (s *Site) popNotice(c echo.Context) *layout.Notice {
	if c.Get(identifiedKey) == nil { // without a session there is none
		return nil
	}
	kept := s.Sessions.PopNotice(Context(c))
	if kept == "" {
		return nil
	}
	var notice layout.Notice
	if err := json.Unmarshal([]byte(kept), &notice); err != nil {
		s.Log.Error("a notice could not be read", "id", reference(c), "error", err)
		return nil
	}
	return &notice
}

// Once is a new one-use key for a form.
func (s *Site) Once() string { return s.Clock.NewKey() }

// Asked is a word of the address, such as what somebody looks for: as much of it as
// is looked for, so that no link or field of the page carries more on, and without
// what no database holds.
func Asked(c echo.Context, name string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(spelling.Beginning(c.QueryParam(name)), "\x00", ""), "")
}

// Window is the part of a list of n that the page asked for shows, of size a
// page: page and pages count from 1, and rows[from:to] are shown. A page that is
// not there is the nearest that is.
func Window(asked string, n, size int) (page, pages, from, to int) {
	pages = max((n+size-1)/size, 1)
	page, err := strconv.Atoi(asked)
	if err != nil {
		page = 1
	}
	page = min(max(page, 1), pages)
	from = (page - 1) * size
	return page, pages, from, min(from+size, n)
}
