package structuring

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

// unitBack is the page before the latest change of a unit is taken back.
func (p *Pages) unitBack(c echo.Context) error {
	f, err := p.people.UnitFile(web.Context(c), c.Param("slug"))
	if err != nil {
		return err
	}
	d, err := p.unitBackForm(f)
	if err != nil {
		return err
	}
	d.Version = f.Unit.Version
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.TakeBackPage(page, d) })
}

func (p *Pages) unitBackForm(f people.UnitFile) (view.TakeBack, error) {
	if len(f.Spans) < 2 {
		return view.TakeBack{}, fault.NewNotFound("change of the unit")
	}
	address := unitAddress(f.Unit.Slug)
	d := view.TakeBack{Form: p.frame(f.Unit.Name, "Take the last change back", "Take it back", address+"/take-back", address)}
	d.Lead = takeBackLead
	was, is := f.Spans[len(f.Spans)-2], f.Spans[len(f.Spans)-1]
	d.Rows = []part.SummaryRow{{Key: "From", Value: is.From.Short()}}
	for _, label := range is.Changed {
		d.Rows = append(d.Rows, takenBack(unitWords(label), unitFacet(f, is.State, label), unitFacet(f, was.State, label)))
	}
	return d, nil
}

const takeBackLead = "It will be as if this had never been said. This cannot be undone, but the change can be made again."

// takenBack is what one thing is again when a change is taken back.
func takenBack(key, is, was string) part.SummaryRow {
	return part.SummaryRow{Key: key, Value: "Not “" + is + "”\nAgain “" + was + "”"}
}

func unitWords(label string) string {
	return map[string]string{"name": "Name", "kind": "Kind", "part of": "Part of", "lead": "Led from the post"}[label]
}

func unitFacet(f people.UnitFile, u people.Unit, label string) string {
	switch label {
	case "name":
		return u.Name
	case "kind":
		return u.Kind.Label()
	case "part of":
		return nameOf(f.Names, u.ParentID, "nothing")
	}
	return nameOf(f.Names, u.LeadPostID, "none")
}

func (p *Pages) takeUnitBack(c echo.Context) error {
	f, err := p.people.UnitFile(web.Context(c), c.Param("slug"))
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(c.FormValue(part.VersionField))
	if err := p.people.TakeBackUnitChange(web.Context(c), f.Unit.ID, version); err != nil {
		d, none := p.unitBackForm(f)
		if none != nil {
			return err
		}
		d.Version = version
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.TakeBackPage(page, d) })
	}
	return p.site.Done(c, unitAddress(f.Unit.Slug), layout.Notice{Title: "The last change is taken back."})
}

// postBack is the page before the latest change of a post is taken back.
func (p *Pages) postBack(c echo.Context) error {
	f, err := p.people.PostFile(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	d, err := p.postBackForm(f)
	if err != nil {
		return err
	}
	d.Version = f.Post.Version
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.TakeBackPage(page, d) })
}

func (p *Pages) postBackForm(f people.PostFile) (view.TakeBack, error) {
	if len(f.Spans) < 2 {
		return view.TakeBack{}, fault.NewNotFound("change of the post")
	}
	address := postAddress(f.Post.ID)
	d := view.TakeBack{Form: p.frame(f.Post.Title+", "+f.Names[f.Post.UnitID], "Take the last change back", "Take it back", address+"/take-back", address)}
	d.Lead = takeBackLead
	was, is := f.Spans[len(f.Spans)-2], f.Spans[len(f.Spans)-1]
	d.Rows = []part.SummaryRow{{Key: "From", Value: is.From.Short()}}
	for _, label := range is.Changed {
		d.Rows = append(d.Rows, takenBack(postWords(label), postFacet(f, is.State, label), postFacet(f, was.State, label)))
	}
	return d, nil
}

func postWords(label string) string {
	return map[string]string{"title": "Job title", "grade": "Grade", "unit": "Unit", "reports to": "Reports to"}[label]
}

func postFacet(f people.PostFile, x people.Post, label string) string {
	switch label {
	case "title":
		return x.Title
	case "grade":
		return orElse(x.Grade, "None")
	case "unit":
		return f.Names[x.UnitID]
	}
	return nameOf(f.Names, x.ReportsToID, "The unit’s lead")
}

func (p *Pages) takePostBack(c echo.Context) error {
	id := c.Param("id")
	version, _ := strconv.Atoi(c.FormValue(part.VersionField))
	err := p.people.TakeBackPostChange(web.Context(c), id, version)
	if err == nil {
		return p.site.Done(c, postAddress(id), layout.Notice{Title: "The last change is taken back."})
	}
	f, fileErr := p.people.PostFile(web.Context(c), id)
	if fileErr != nil {
		return err
	}
	d, none := p.postBackForm(f)
	if none != nil {
		return err
	}
	d.Version = version
	return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.TakeBackPage(page, d) })
}
