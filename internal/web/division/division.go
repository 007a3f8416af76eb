// Package division holds the pages of figures: for the lead of a division, and
// over all divisions for the coordinator and the auditor. What may be counted
// and shown is decided by figures; no rule and no query may enter.
package division

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/figures"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/division"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Pages are the pages of figures.
type Pages struct {
	site    *web.Site
	figures *figures.Service
}

// New makes the pages.
func New(site *web.Site, f *figures.Service) *Pages { return &Pages{site, f} }

// Routes are their addresses.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get("/divisions/:slug", web.SignedIn(), p.ofDivision),
		web.Get("/manage/figures", web.Office(actor.Coordinator), p.ofAll(web.Manage)),
		web.Get("/trail/figures", web.Office(actor.Auditor), p.ofAll(web.Audit)),
	}
}

// years is the learning year in the address, or the one that now runs, and links
// to it and the one before.
func years(c echo.Context, v *web.View, path string) (calendar.LearningYear, []part.Link, error) {
	year := v.Year
	if asked := c.QueryParam("year"); asked != "" {
		var err error
		if year, err = v.Settings.YearStart.ParseYear(asked); err != nil {
			return year, nil, fault.NewNotFound("learning year")
		}
	}
	var links []part.Link
	for _, y := range []calendar.LearningYear{v.Year, v.Year.Previous()} {
		links = append(links, part.Link{Label: y.Words(), Href: path + "?year=" + y.Name(), Current: y == year})
	}
	return year, links, nil
}

func (p *Pages) ofDivision(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	unit := v.Chart.UnitBySlug(c.Param("slug"))
	if unit == nil {
		return fault.NewNotFound("division")
	}
	year, links, err := years(c, v, "/divisions/"+unit.Slug)
	if err != nil {
		return err
	}
	r, err := p.figures.OfDivision(web.Context(c), unit.ID, year, v.Settings)
	if err != nil {
		return err
	}
	data := p.page(v, r)
	data.Years = links
	data.Title, data.Caption = unit.Name, "Division, learning year "+year.Words()
	data.Table.Caption = "Team by team"
	head := web.Head{Title: unit.Name + ", figures", Section: web.Division, Sub: unit.Slug}
	if lead := v.Chart.Lead(unit.ID); lead == nil || lead.ID != web.Who(c).PersonID {
		head.Section, head.Sub, data.Back = p.officeOf(c)
	}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return division.FiguresPage(page, data) })
}

// officeOf is the menu under which somebody who does not lead the division looks.
func (p *Pages) officeOf(c echo.Context) (section, sub string, back *part.Link) {
	if web.Who(c).Has(actor.Coordinator) {
		return web.Manage, "figures", &part.Link{Label: "Figures of all divisions", Href: "/manage/figures"}
	}
	return web.Audit, "figures", &part.Link{Label: "Figures of all divisions", Href: "/trail/figures"}
}

func (p *Pages) ofAll(section string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := p.site.View(c)
		if err != nil {
			return err
		}
		year, links, err := years(c, v, c.Path())
		if err != nil {
			return err
		}
		r, err := p.figures.OfAll(web.Context(c), year, v.Settings)
		if err != nil {
			return err
		}
		data := p.page(v, r)
		data.Years = links
		data.Title, data.Caption = "Figures", "All divisions, learning year "+year.Words()
		data.Table.Caption = "Division by division"
		for n, l := range r.Lines {
			if l.Unit.Kind == people.Division {
				data.Table.Rows[n][0].Href = "/divisions/" + l.Unit.Slug + "?year=" + year.Name()
			}
		}
		head := web.Head{Title: "Figures", Section: section, Sub: "figures"}
		return p.site.OK(c, head, func(page layout.Page) templ.Component { return division.FiguresPage(page, data) })
	}
}

func of(n, all int) string { return strconv.Itoa(n) + " of " + strconv.Itoa(all) }

// page puts a report into words.
func (p *Pages) page(v *web.View, r figures.Report) division.Page {
	data := division.Page{Hidden: r.Hidden, Least: figures.Least}
	if r.Hidden {
		return data
	}
	t := r.Total
	data.People = strconv.Itoa(t.People) + " people work here today. Each is counted once, where they work most."
	data.Stats = []division.Stat{
		{Title: "Learning plans agreed", Met: t.PlansAgreed, Total: t.People, Of: "of " + strconv.Itoa(t.People)},
		{Title: "Interviews on pace", Met: t.OnPace, Total: t.People, Of: "of " + strconv.Itoa(t.People),
			Hint: strconv.Itoa(t.Held) + " held so far. At least " + strconv.Itoa(v.Settings.Interviews) + " a year are everybody’s, spread evenly."},
		{Title: "Days off the job", Met: t.HalfDays, Total: t.Entitled, Big: calendar.HalfDays(t.HalfDays),
			Of: "of at least " + calendar.HalfDays(t.Entitled) + " days", Hint: "As written down in the diaries, in whole half-days."},
		{Title: "Appraisals closed", Met: t.Closed, Total: t.Appraisals, Of: "of " + strconv.Itoa(t.Appraisals) + " opened for this year"},
	}
	switch {
	case t.Appraisals == 0:
		data.Stats[3].Of = "none opened for this year yet"
	case r.FewAppraisals:
		data.Stats[3] = division.Stat{Title: "Appraisals closed", Big: "Not shown", Hint: "Opened for too few people yet."}
	}
	data.Table = table(r)
	if len(r.Together) > 0 {
		note := "Units with fewer than " + strconv.Itoa(figures.Least) + " people are not shown by themselves, so that nobody can be picked out"
		if len(r.Lines) > 0 {
			note += ": they stand together with the next smallest"
		}
		data.Notes = append(data.Notes, note+".")
	}
	data.Notes = append(data.Notes, "No diary, plan or interview can be read from here.")
	return data
}

func table(r figures.Report) part.Table {
	t := part.Table{HideCaption: true, Columns: []part.Column{
		{Label: "Unit"}, {Label: "People", Right: true}, {Label: "Plans agreed"}, {Label: "Interviews on pace"}, {Label: "Days off the job"}, {Label: "Appraisals closed"},
	}}
	for _, l := range r.Lines {
		t.Rows = append(t.Rows, row(l.Unit.Name, l.Unit.Kind.Label(), l.Counts, l.FewAppraisals))
	}
	if len(r.Together) > 0 && r.Sum.People > 0 {
		var names []string
		for _, u := range r.Together {
			names = append(names, u.Name)
		}
		t.Rows = append(t.Rows, row("Smaller units together", strings.Join(names, ", "), r.Sum, r.SumFewAppraisals))
	}
	return t
}

func row(name, hint string, c figures.Counts, few bool) []part.Cell {
	cell := func(n, all int, words string) part.Cell {
		if all == 0 {
			return part.Cell{Text: "None yet"}
		}
		return part.Cell{Text: words, Shown: division.Bar(n, all)}
	}
	closed := cell(c.Closed, c.Appraisals, of(c.Closed, c.Appraisals))
	if few {
		closed = part.Cell{Text: "In the total only"}
	}
	return []part.Cell{
		{Text: name, Hint: hint}, {Text: strconv.Itoa(c.People)},
		cell(c.PlansAgreed, c.People, of(c.PlansAgreed, c.People)),
		cell(c.OnPace, c.People, of(c.OnPace, c.People)),
		cell(c.HalfDays, c.Entitled, calendar.HalfDays(c.HalfDays)+" of "+calendar.HalfDays(c.Entitled)),
		closed,
	}
}
