package structuring

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

const (
	// openUnits is how many units a tree may have to be shown whole at once.
	openUnits = 40
	// mostUnits is how many a page lists; what is below then has a page of its own.
	mostUnits = 600
)

// dayAsked is the day that a page shows: of its address (?on=2026-09-01), or of
// the boxes of the form that asks for one, which lead there.
type dayAsked struct {
	on    calendar.Date
	typed web.DateParts
	// wrong says that what was typed is no day.
	wrong bool
}

func dayOf(c echo.Context, today calendar.Date) (day dayAsked, typed bool) {
	parts := web.DateParts{Day: web.Asked(c, "on-day"), Month: web.Asked(c, "on-month"), Year: web.Asked(c, "on-year")}
	if !parts.Blank() {
		on, err := parts.Parse("on")
		return dayAsked{on, parts, err != nil}, true
	}
	on, err := calendar.ParseDate(c.QueryParam("on"))
	if err != nil {
		on = today
	}
	return dayAsked{on: on, typed: web.PartsOf(on)}, false
}

// onDay is the address with the day, where it is not today.
func onDay(address string, on, today calendar.Date) string {
	if on == today || on.IsZero() {
		return address
	}
	return address + "?on=" + on.String()
}

// choice is the form that asks for a day, and the banner of another one.
func (d dayAsked) choice(address string, today calendar.Date) view.AsAt {
	a := view.AsAt{Action: address, Today: address, Day: dateInput("on", "As at another day", "Like 1 9 2026, past or to come", d.typed)}
	switch {
	case d.wrong:
		a.Day.Error = "Enter a date, like 24 3 2027"
		a.Summary = part.ErrorSummary{Errors: []part.ErrorLink{{Href: "#on", Text: a.Day.Error}}}
	case d.on.Before(today):
		a.Banner = "This is how it was on " + d.on.Short() + "."
	case d.on.After(today):
		a.Banner = "This is how it will be on " + d.on.Short() + ", as far as it is known today."
	}
	return a
}

// byDay lets a page be asked for on a day: what is typed into the form leads to
// the address of that day, and what is no day comes back.
func (p *Pages) byDay(c echo.Context, address string, show func(v *web.View, day dayAsked) error) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	day, typed := dayOf(c, v.Today)
	if typed && !day.wrong {
		return p.site.SeeOther(c, onDay(address, day.on, v.Today))
	}
	if day.wrong {
		day.on = v.Today
	}
	return show(v, day)
}

// answer draws a page on a day, with 422 where what was typed is no day.
func (p *Pages) answer(c echo.Context, head web.Head, day dayAsked, draw func(layout.Page) templ.Component) error {
	if day.wrong {
		return p.site.Again(c, fault.InvalidField("on", "Enter a date, like 24 3 2027"), head,
			func(page layout.Page, _ web.Problem) templ.Component { return draw(page) })
	}
	return p.site.OK(c, head, draw)
}

// tree is the page of all units on a day.
func (p *Pages) tree(c echo.Context) error {
	const address = "/manage/units"
	return p.byDay(c, address, func(v *web.View, day dayAsked) error {
		chart, err := p.people.AsAt(web.Context(c), day.on)
		if err != nil {
			return err
		}
		manages := web.Who(c).Has(actor.Coordinator)
		drawn := drawing{chart: chart, today: v.Today, manages: manages, left: mostUnits, open: len(chart.Units()) <= openUnits}
		if manages && day.on == v.Today {
			if drawn.counted, err = p.lists.CountedByUnit(web.Context(c)); err != nil {
				return err
			}
		}
		d := view.Tree{Title: "Units", AsAt: day.choice(address, v.Today)}
		if root := chart.Root(); root != nil {
			d.Units = []view.Line{drawn.line(root, 0)}
		}
		h := head(d.Title)
		if !manages {
			h.Section = web.Audit
		}
		if len(d.Units) == 0 {
			d.Empty = noUnits(manages && v.Chart.Root() == nil)
		}
		if manages && day.on == v.Today && len(d.Units) > 0 {
			if err := p.treeToday(c, v, &d); err != nil {
				return err
			}
		}
		return p.answer(c, h, day, func(page layout.Page) templ.Component { return view.TreePage(page, d) })
	})
}

// treeToday adds what can be done to units, and those that are not there today.
func (p *Pages) treeToday(c echo.Context, v *web.View, d *view.Tree) error {
	d.Actions = []part.Action{{Label: "People and posts", Href: "/manage/people"}, {Label: "Make a unit", Href: "/manage/units/new", Kind: "button"}}
	if n := v.Chart.Mend(v.Settings.MostReports).Count(); n > 0 {
		d.Mend = &part.Link{Label: view.Count(n, "thing wants", "things want") + " mending", Href: "/manage/mend"}
	}
	elsewhen, err := p.people.UnitsElsewhen(web.Context(c))
	if err != nil {
		return err
	}
	for _, u := range elsewhen {
		hint := "Closed on " + u.ToDate.Short()
		if u.FromDate.After(v.Today) {
			hint = "From " + u.FromDate.Short()
		}
		d.Elsewhen = append(d.Elsewhen, part.Row{Label: u.Name, Href: unitAddress(u.Slug), Hint: u.Kind.Label() + ". " + hint})
	}
	return nil
}

func noUnits(first bool) *part.EmptyState {
	if !first {
		return &part.EmptyState{Title: "No units", Text: "There was no organisation on that day."}
	}
	return &part.EmptyState{
		Title: "No units yet", Text: "A staff list makes the units and posts that it names. Or make the organisation itself by hand, and its units after it.",
		Action: &part.Action{Label: "Make the organisation", Href: "/manage/units/new", Kind: "button"},
	}
}

// asAt is a unit and what is below it on a day, with who is in which post, for who
// may only read it.
func (p *Pages) asAt(c echo.Context) error {
	address := "/units/" + c.Param("slug")
	return p.byDay(c, address, func(v *web.View, day dayAsked) error {
		chart, u, err := p.people.UnitAsAt(web.Context(c), c.Param("slug"), day.on)
		if err != nil {
			return err
		}
		d := view.Tree{Title: u.Name, AsAt: day.choice(address, v.Today), Lead: "Who is in which post, on any day. A manager sees it of the units that they lead."}
		if u.ID == "" {
			d.Empty = &part.EmptyState{Title: "Not there", Text: u.Name + " was not there on that day."}
		} else {
			drawn := drawing{chart: chart, today: v.Today, posts: true, left: mostUnits, open: true}
			d.Units = []view.Line{drawn.line(&u, 0)}
		}
		h := web.Head{Title: u.Name, Section: web.MyTeam, Sub: "unit"}
		if web.Who(c).Has(actor.Auditor) {
			h.Section, h.Sub = web.Audit, "units"
		}
		return p.answer(c, h, day, func(page layout.Page) templ.Component { return view.TreePage(page, d) })
	})
}

// drawing draws a tree, at most so many units of it.
type drawing struct {
	chart *people.Chart
	today calendar.Date
	// manages says that the reader keeps units; posts, that who is in which post is
	// shown in place of links.
	manages, posts bool
	open           bool
	left           int
	// counted are the posts that a junior file counts and does not name, in thousandths
	// of full time, by unit.
	counted map[string]int
}

// deepest bounds how far down a tree is drawn, whatever is in it.
const deepest = 20

func (d *drawing) line(u *people.Unit, depth int) view.Line {
	d.left--
	out := view.Line{
		Name: u.Name, Kind: u.Kind.Label(), Facts: unitFacts(d.chart, u), Lead: portrait(d.chart, u), None: noLead(u),
		Href: d.address(u), Open: depth == 0 || d.open,
	}
	if n := d.counted[u.ID]; n > 0 {
		out.Facts += "; " + people.ShareWords(n) + " FTE in junior posts"
	}
	if out.Lead != nil && !d.manages {
		out.Lead.Href = ""
	}
	if d.posts {
		out.Posts = postRows(d.chart, u.ID)
	}
	below := d.chart.Below(u.ID)
	if len(below) > 0 && (depth >= deepest || len(below) > d.left) {
		out.More = &part.Link{Label: view.Count(len(below), "unit", "units") + " in " + u.Name, Href: d.address(u)}
		return out
	}
	for _, b := range below {
		out.Below = append(out.Below, d.line(b, depth+1))
	}
	out.Count = view.Count(len(below), "unit", "units")
	return out
}

func (d *drawing) address(u *people.Unit) string {
	switch {
	case d.manages:
		return onDay(unitAddress(u.Slug), d.chart.On(), d.today)
	case d.posts && d.left > 0:
		return ""
	}
	return onDay("/units/"+u.Slug, d.chart.On(), d.today)
}

func noLead(u *people.Unit) string {
	if u.LeadPostID != nil {
		return "The lead’s post is vacant"
	}
	return "Nobody leads it"
}

// postRows are the posts of a unit with who is in them, the largest number bounded.
func postRows(chart *people.Chart, unitID string) []part.Row {
	var out []part.Row
	for _, post := range byTitle(chart.Posts(unitID)) {
		if len(out) == mostPosts {
			break
		}
		row := part.Row{Label: post.Title, Hint: names(chart.Holders(post.ID))}
		if row.Hint == "" {
			row.Hint = "Vacant"
		}
		out = append(out, row)
	}
	return out
}

// unitFacts counts who is in a unit, and what is vacant in it.
func unitFacts(chart *people.Chart, u *people.Unit) string {
	own, all := len(chart.Members(u.ID)), len(chart.Everyone(u.ID))
	said := []string{view.People(all)}
	if all != own && own > 0 {
		said = append(said, view.Count(own, "of them", "of them")+" directly in it")
	}
	facts := strings.Join(said, ", ")
	if n := vacant(chart, u.ID); n > 0 {
		facts += "; " + view.Count(n, "vacant post", "vacant posts")
	}
	return facts
}

// vacant is how many posts in the unit itself nobody is in, nor has kept.
func vacant(chart *people.Chart, unitID string) int {
	n := 0
	for _, post := range chart.Posts(unitID) {
		if len(chart.Holders(post.ID))+len(chart.KeptFor(post.ID)) == 0 {
			n++
		}
	}
	return n
}
