// Package importing holds the pages that take in people and posts from a file.
// What a page shows is asked of the service; no rule of any concept and no query
// may enter.
package importing

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	view "learningyear/templates/importing"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Pages are the pages of the import.
type Pages struct {
	site  *web.Site
	lists *stafflist.Service
}

// New makes the pages.
func New(site *web.Site, lists *stafflist.Service) *Pages { return &Pages{site, lists} }

const start = "/manage/people/import"

// Routes are their addresses.
func (p *Pages) Routes() []web.Route {
	either := web.Office(actor.Coordinator, actor.Administrator)
	return []web.Route{
		web.Get(start, either, p.upload),
		web.Post(start, either, p.keep),
		web.Get(start+"/:id", either, p.preview),
		web.Post(start+"/:id", either, p.confirm),
		web.Post(start+"/:id/discard", either, p.discard),
	}
}

// head puts the page into the menu of who looks at it.
func head(c echo.Context, title string) web.Head {
	h := web.Head{Title: title, Section: web.Manage, Sub: "import"}
	if !web.Who(c).Has(actor.Coordinator) {
		h.Section = web.Accounts
	}
	return h
}

// upload is the form that chooses a staff list.
func (p *Pages) upload(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	d := p.uploadForm(c, v, "", web.PartsOf(v.Today))
	return p.site.OK(c, head(c, "Import a staff list"), func(page layout.Page) templ.Component { return view.UploadPage(page, d) })
}

func (p *Pages) uploadForm(c echo.Context, v *web.View, organisation string, asAt web.DateParts) view.Upload {
	d := view.Upload{
		Once: p.site.Once(), Cancel: "/manage/people", Problem: func(string) string { return "" },
		AskOrganisation: v.Chart.Root() == nil, Organisation: organisation,
		AsAt: part.DateInput{
			Name: "as_at", Legend: "The day for which the list holds", Hint: "People who move to another post move on this day",
			Day: asAt.Day, Month: asAt.Month, Year: asAt.Year,
		},
	}
	if !web.Who(c).Has(actor.Coordinator) {
		d.Cancel = "/accounts"
	}
	for _, h := range stafflist.Headings() {
		d.Columns = append(d.Columns, part.Fact{Key: string(h.Column), Value: h.For})
	}
	return d
}

// keep keeps the file for the preview.
func (p *Pages) keep(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	organisation, typed := c.FormValue("organisation"), web.FormDate(c, "as_at")
	asAt, dateErr := typed.Parse("as_at")
	file, name, fileErr := chosen(c)
	var problems fault.Collector
	for _, problem := range []error{fileErr, dateErr} {
		if err := problems.Merge(problem); err != nil {
			return err
		}
	}
	var id string
	if err = problems.Err(); err == nil {
		defer func() { _ = file.Close() }()
		id, err = p.lists.Keep(web.Context(c), stafflist.Upload{FileName: name, Organisation: organisation, AsAt: asAt}, file, nil)
	}
	if err != nil {
		return p.site.Again(c, err, head(c, "Import a staff list"), func(page layout.Page, problem web.Problem) templ.Component {
			d := p.uploadForm(c, v, organisation, typed)
			d.Summary, d.Problem, d.AsAt.Error = problem.Summary(), problem.Of, problem.Of("as_at")
			return view.UploadPage(page, d)
		})
	}
	return p.site.SeeOther(c, start+"/"+id)
}

// chosen opens the file that was sent.
func chosen(c echo.Context) (io.ReadCloser, string, error) {
	sent, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && sent.Filename == "" {
		return nil, "", fault.InvalidField("file", "Choose a file")
	}
	if err != nil {
		return nil, "", fmt.Errorf("reading the file that was sent: %w", err)
	}
	file, err := sent.Open()
	if err != nil {
		return nil, "", fmt.Errorf("opening the file that was sent: %w", err)
	}
	return file, sent.Filename, nil
}

// preview shows what a kept list would change, or did.
func (p *Pages) preview(c echo.Context) error {
	u, r, err := p.lists.Preview(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	d := view.Counted{Caption: u.FileName + ", as at " + u.AsAt.Short()}
	if u.Done != nil {
		p.imported(c, &d, *u.Done)
	} else {
		p.proposed(&d, u, r)
	}
	return p.site.OK(c, head(c, d.Title), func(page layout.Page) templ.Component { return view.CountedPage(page, d) })
}

func (p *Pages) proposed(d *view.Counted, u stafflist.Upload, r stafflist.Result) {
	address := start + "/" + u.ID
	d.Title, d.Warnings = "Look before you import", r.Warnings
	d.Discard = part.PostButton{Label: "Choose another file", Href: address + "/discard", Kind: "secondary", Once: p.site.Once()}
	if r.Unreadable {
		d.Title = "This file cannot be taken in"
		for _, problem := range r.Problems {
			d.Unreadable = append(d.Unreadable, problem.Reason+".")
		}
		return
	}
	d.Lead, d.Table, d.Vacant = changes(r), counted(r), vacant(r)
	d.Problems, d.Many = problems(r)
	good := r.Rows - r.Rejected
	button := part.PostButton{Label: "Import " + rows(good), Href: address, Once: p.site.Once()}
	if r.Rejected > 0 {
		d.Rejected = fmt.Sprintf("%s cannot be taken in; the reasons are below. Put them right in the file and choose it again, or import the others without them.", rows(r.Rejected))
		button.Label = "Import the other " + rows(good)
		button.Hidden = map[string]string{"skip": "yes"}
		d.Discard.Label = "Choose the corrected file"
	}
	if good > 0 && r.Changes() {
		d.Confirm = &button
	}
}

// changes says in a sentence what is about to happen.
func changes(r stafflist.Result) string {
	if !r.Changes() {
		return "Nothing would change: everything in this list is here already."
	}
	return "Nothing is changed yet. This is what the list would do."
}

func rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.Itoa(n) + " rows"
}

func counted(r stafflist.Result) part.Table {
	t := part.Table{Caption: "What changes", HideCaption: true, Columns: []part.Column{
		{Label: "What"}, {Label: "New", Right: true}, {Label: "Changed", Right: true}, {Label: "Ended", Right: true}, {Label: "As before", Right: true},
	}}
	for _, line := range []struct {
		what string
		hint string
		stafflist.Count
	}{
		{"People", "ended: they have a last day", r.Persons}, {"Posts", "", r.Posts}, {"Appointments", "who is in which post", r.Appointments}, {"Units", "", r.Units},
	} {
		row := []part.Cell{{Text: line.what, Hint: line.hint}}
		for _, n := range []int{line.Created, line.Changed, line.Ended, line.Unchanged} {
			row = append(row, part.Cell{Text: strconv.Itoa(n)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// vacant says how many posts nobody is in.
func vacant(r stafflist.Result) string {
	switch r.Vacancies {
	case 0:
		return "No post of the organisation is vacant on that day."
	case 1:
		return "1 post of the organisation is vacant on that day."
	}
	return strconv.Itoa(r.Vacancies) + " posts of the organisation are vacant on that day."
}

// mostProblems is how many rows with a problem the page lists.
const mostProblems = 100

func problems(r stafflist.Result) (part.Table, string) {
	t := part.Table{Caption: "Rows with a problem", HideCaption: true, Columns: []part.Column{{Label: "Where"}, {Label: "Column"}, {Label: "What is wrong"}}}
	for _, problem := range r.Problems[:min(len(r.Problems), mostProblems)] {
		column := problem.Column
		if column == "" {
			column = "the whole row"
		}
		t.Rows = append(t.Rows, []part.Cell{{Text: "Line " + strconv.Itoa(problem.Line)}, {Text: column}, {Text: problem.Reason}})
	}
	if len(r.Problems) > mostProblems {
		return t, fmt.Sprintf("These are the first %d problems.", mostProblems)
	}
	return t, ""
}

func (p *Pages) imported(c echo.Context, d *view.Counted, r stafflist.Result) {
	d.Title, d.Table, d.Vacant, d.Warnings = "The staff list is in", counted(r), vacant(r), r.Warnings
	d.Lead = "Everybody’s history says what was changed."
	if r.Rejected > 0 {
		d.Rejected = "Left out, because of a problem: " + rows(r.Rejected) + "."
	}
	d.Problems, d.Many = problems(r)
	if web.Who(c).Has(actor.Coordinator) {
		d.Next = append(d.Next,
			part.Link{Label: "See who has no learning partner yet", Href: "/manage/people?show=no-partner"},
			part.Link{Label: "See who has no line manager", Href: "/manage/people?show=no-manager"},
			part.Link{Label: "Look at the units and who leads them", Href: "/manage/units"})
	}
	if web.Who(c).Has(actor.Administrator) {
		d.Next = append(d.Next, part.Link{Label: "Invite people to sign in", Href: "/accounts"})
	}
}

// confirm imports a kept list.
func (p *Pages) confirm(c echo.Context) error {
	address := start + "/" + c.Param("id")
	_, err := p.lists.Confirm(web.Context(c), c.Param("id"), stafflist.Choice{SkipRejected: c.FormValue("skip") == "yes"})
	if errors.Is(err, stafflist.ErrRejected) {
		return p.site.Done(c, address, layout.Notice{Title: "Nothing was imported.", Text: "Since you looked, something was changed that rows of the list do not fit any more."})
	}
	if err != nil {
		return err
	}
	return p.site.SeeOther(c, address)
}

// discard forgets a kept list and asks for another.
func (p *Pages) discard(c echo.Context) error {
	if err := p.lists.Discard(web.Context(c), c.Param("id")); err != nil {
		return err
	}
	return p.site.SeeOther(c, start)
}
