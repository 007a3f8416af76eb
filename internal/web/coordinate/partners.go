package coordinate

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

const partnersPage = "/manage/partners"

// partners is who has no learning partner, or what each partner has taken on.
func (p *Pages) partners(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	loads := v.Chart.Loads()
	var without []*people.Person
	for _, x := range v.Chart.Persons() {
		if v.Chart.Partner(x.ID) == nil {
			without = append(without, x)
		}
	}
	byLoad := c.QueryParam("show") == "loads"
	d := view.Partners{
		Lead: "Everybody has a learning partner, who talks with them at least three times a year. The learner can change theirs at any time and gives no reason; the line manager is not asked.",
		Filters: []part.Link{
			{Label: "Without a partner", Href: partnersPage, Count: strconv.Itoa(len(without)), Current: !byLoad},
			{Label: "Partners", Href: partnersPage + "?show=loads", Count: strconv.Itoa(len(loads)), Current: byLoad},
		},
	}
	if byLoad {
		page, pages, from, to := web.Window(c.QueryParam("page"), len(loads), perPage)
		d.Heading, d.Table, d.Pager = view.Of(len(loads))+" supporting others", loadTable(v.Chart, loads[from:to]), pager(page, pages, partnersPage+"?show=loads&page=")
		if len(loads) == 0 {
			d.Empty = &part.EmptyState{Title: "No learning partners yet", Text: "When somebody is nominated, they stand here with how many they support."}
		}
	} else {
		page, pages, from, to := web.Window(c.QueryParam("page"), len(without), perPage)
		d.Heading, d.Table, d.Pager = view.Of(len(without))+" without a learning partner", withoutTable(v.Chart, without[from:to]), pager(page, pages, partnersPage+"?page=")
		if len(without) == 0 {
			d.Empty = &part.EmptyState{Title: "Everybody has a learning partner", Text: "Whoever is without one stands here."}
		}
	}
	return p.site.OK(c, head("Learning partners"), func(page layout.Page) templ.Component { return view.PartnersPage(page, d) })
}

func pager(page, pages int, href string) part.Pager {
	return part.Pager{Page: page, Pages: pages, Label: "Pages of people", Href: func(n int) string { return href + strconv.Itoa(n) }}
}

func withoutTable(chart *people.Chart, all []*people.Person) part.Table {
	t := part.Table{Caption: "Without a learning partner", HideCaption: true, Columns: []part.Column{{Label: "Name"}, {Label: "Asked"}, {Label: "Next"}}}
	for _, x := range all {
		asked := part.Cell{Text: "Nobody yet"}
		next := part.Cell{Text: "Nominate", Href: pageOf(x) + "/partner?back=list", Context: "a learning partner for " + x.Name}
		if n, ok := chart.Nomination(x.ID); ok {
			asked = part.Cell{Text: chart.Name(n.PartnerID), Hint: "On " + n.FromDate.Short() + ", not answered yet"}
			next.Text = "Ask somebody else"
		}
		t.Rows = append(t.Rows, []part.Cell{{Text: x.Name, Href: pageOf(x), Hint: web.RoleOf(chart, x.ID)}, asked, next})
	}
	return t
}

func loadTable(chart *people.Chart, loads []people.Load) part.Table {
	t := part.Table{Caption: "Learning partners", HideCaption: true, Columns: []part.Column{{Label: "Partner"}, {Label: "Supports", Right: true}, {Label: "Learners"}, {Label: "Asked by"}}}
	for _, l := range loads {
		supports := part.Cell{Text: strconv.Itoa(len(l.Learners))}
		if len(l.Learners) > people.FullLoad {
			supports.Hint = "more than " + strconv.Itoa(people.FullLoad)
		}
		t.Rows = append(t.Rows, []part.Cell{
			{Text: l.Person.Name, Href: pageOf(l.Person), Hint: web.RoleOf(chart, l.Person.ID)}, supports, {Text: few(l.Learners)}, {Text: few(l.Asked)},
		})
	}
	return t
}

// mostNamed is how many are named in a cell.
const mostNamed = 6

// few names the first of several people, and says how many more there are.
func few(all []*people.Person) string {
	if len(all) == 0 {
		return "Nobody"
	}
	if more := len(all) - mostNamed; more > 0 {
		return list(all[:mostNamed]) + ", and " + strconv.Itoa(more) + " more"
	}
	return list(all)
}
