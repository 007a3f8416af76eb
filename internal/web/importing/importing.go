// Package importing holds the pages that take in people and posts from a file.
// What a page shows is asked of the service; no rule of any concept and no query
// may enter.
package importing

import (
	"errors"
	"fmt"
	"io"
	"net/http"

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
		web.Post(start, either, p.keep).WithFiles(),
		web.Get(start+"/:id", either, p.preview),
		web.Get(start+"/:id/columns", either, p.columns),
		web.Post(start+"/:id/columns", either, p.sayColumns),
		web.Get(start+"/:id/columns/mapping", either, p.mapping),
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
		Once: p.site.Once(), Cancel: "/manage/people", Columns: about(), Problem: func(string) string { return "" },
		AskOrganisation: v.Chart.Root() == nil, Organisation: organisation,
		AsAt: part.DateInput{
			Name: "as_at", Legend: "The day for which the list holds", Hint: "People who move to another post move on this day",
			Day: asAt.Day, Month: asAt.Month, Year: asAt.Year,
		},
	}
	if !web.Who(c).Has(actor.Coordinator) {
		d.Cancel = "/accounts"
	}
	return d
}

// about says what each column of a staff list is for.
func about() []part.Fact {
	var out []part.Fact
	for _, h := range stafflist.Headings() {
		out = append(out, part.Fact{Key: string(h.Column), Value: h.For})
	}
	return out
}

func caption(u stafflist.Upload) string { return u.FileName + ", as at " + u.AsAt.Short() }

// keep keeps the file for the preview.
func (p *Pages) keep(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	organisation, typed := c.FormValue("organisation"), web.FormDate(c, "as_at")
	asAt, dateErr := typed.Parse("as_at")
	file, name, fileErr := chosen(c, "file")
	var problems fault.Collector
	for _, problem := range []error{fileErr, dateErr} {
		if err := problems.Merge(problem); err != nil {
			return err
		}
	}
	var id string
	if err = problems.Err(); err == nil {
		defer func() { _ = file.Close() }()
		id, err = p.keepBoth(c, stafflist.Upload{FileName: name, Organisation: organisation, AsAt: asAt}, file)
	}
	if err != nil {
		return p.site.Again(c, err, head(c, "Import a staff list"), func(page layout.Page, problem web.Problem) templ.Component {
			d := p.uploadForm(c, v, organisation, typed)
			d.Summary, d.Problem, d.AsAt.Error = problem.Summary(), problem.Of, problem.Of("as_at")
			return view.UploadPage(page, d)
		})
	}
	_, columns, err := p.lists.Columns(web.Context(c), id)
	switch {
	case err == nil && !columns.Sure():
		return p.site.SeeOther(c, columnsOf(id))
	case err != nil && !fault.Is(err, fault.NotFound): // of an organogram nothing is asked
		return err
	}
	return p.site.SeeOther(c, start+"/"+id)
}

// keepBoth keeps the file with the junior one beside it, if there is one.
func (p *Pages) keepBoth(c echo.Context, u stafflist.Upload, file io.Reader) (string, error) {
	junior, _, err := chosen(c, "junior")
	if fault.Is(err, fault.Invalid) {
		return p.lists.Keep(web.Context(c), u, file, nil)
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = junior.Close() }()
	return p.lists.Keep(web.Context(c), u, file, junior)
}

// chosen opens the file that was sent in a field.
func chosen(c echo.Context, field string) (io.ReadCloser, string, error) {
	sent, err := c.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && sent.Filename == "" {
		return nil, "", fault.InvalidField(field, "Choose a file")
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
	if u.Errand != "" {
		return p.site.SeeOther(c, "/progress/"+u.Errand)
	}
	d := view.Counted{Caption: caption(u)}
	if u.Done != nil {
		p.imported(c, &d, *u.Done)
	} else {
		p.proposed(&d, u, r)
	}
	return p.site.OK(c, head(c, d.Title), func(page layout.Page) templ.Component { return view.CountedPage(page, d) })
}

// confirm imports a kept list, or has it imported where that takes a while.
func (p *Pages) confirm(c echo.Context) error {
	address := start + "/" + c.Param("id")
	errand, err := p.lists.Hand(web.Context(c), c.Param("id"), stafflist.Choice{
		SkipRejected: c.FormValue("skip") == "yes", TakeFile: c.FormValue("take_file") == "yes", Complete: c.FormValue("complete") == "yes",
		Seen: c.FormValue("seen"),
	}, address)
	if errors.Is(err, stafflist.ErrRejected) {
		return p.site.Done(c, address, layout.Notice{Title: "Nothing was imported.", Text: "Since you looked, something was changed that rows of the list do not fit any more."})
	}
	if errors.Is(err, stafflist.ErrUnseen) {
		return p.site.Done(c, address, layout.Notice{Title: "Nothing was imported yet.", Text: "What the columns are was changed in another tab since you looked. This is what the list would do now."})
	}
	if err != nil {
		return err
	}
	if errand != "" {
		return p.site.SeeOther(c, "/progress/"+errand)
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
