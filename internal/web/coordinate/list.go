package coordinate

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/spelling"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// perPage is how many people a page of the list shows.
const perPage = 50

// show narrows the list to those with whom something is to be done.
type show string

const (
	everybody show = ""
	noPartner show = "no-partner"
	noManager show = "no-manager"
	noAccount show = "no-account"
	noPost    show = "no-post"
)

// asked is what the list is asked for.
type asked struct {
	text string
	unit *people.Unit
	show show
	page int
}

func askedOf(c echo.Context, chart *people.Chart) asked {
	a := asked{
		text: web.Asked(c, "find"),
		show: web.Choice(c.QueryParam("show"), everybody, noPartner, noManager, noAccount, noPost),
		unit: chart.UnitBySlug(c.QueryParam("unit")),
	}
	a.page, _ = strconv.Atoi(c.QueryParam("page"))
	return a
}

// address is that of the list as it is asked for.
func (a asked) address() string {
	q := url.Values{}
	if a.text != "" {
		q.Set("find", a.text)
	}
	if a.unit != nil {
		q.Set("unit", a.unit.Slug)
	}
	if a.show != everybody {
		q.Set("show", string(a.show))
	}
	if a.page > 1 {
		q.Set("page", strconv.Itoa(a.page))
	}
	if len(q) == 0 {
		return "/manage/people"
	}
	return "/manage/people?" + q.Encode()
}

// list is the list of people.
func (p *Pages) list(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	states, err := p.Sessions.States(web.Context(c))
	if err != nil {
		return err
	}
	a := askedOf(c, v.Chart)
	found, counts := find(v.Chart, states, a)
	pages := max(1, (len(found)+perPage-1)/perPage)
	a.page = min(max(a.page, 1), pages)
	shown := found[(a.page-1)*perPage : min(a.page*perPage, len(found))]
	d := view.People{
		Mend:    mendWords(v.Chart.Mend(v.Settings.MostReports).Count()),
		Search:  view.Search{Text: a.text, Show: string(a.show), Units: unitOptions(v.Chart), Active: a.text != "" || a.unit != nil},
		Filters: filters(a, counts), Heading: heading(a, len(found)), Table: table(v.Chart, states, shown),
		Pager: part.Pager{Page: a.page, Pages: pages, Label: "Pages of people", Href: func(n int) string {
			a := a
			a.page = n
			return a.address()
		}},
	}
	if a.unit != nil {
		d.Search.Unit = a.unit.Slug
	}
	if len(found) == 0 {
		d.Empty = empty(a, v.Chart)
	}
	return p.site.OK(c, head("People and posts"), func(page layout.Page) templ.Component { return view.PeoplePage(page, d) })
}

// mendWords leads to what wants mending, with how much it is.
func mendWords(n int) string {
	switch n {
	case 0:
		return "Nothing to mend"
	case 1:
		return "1 thing to mend"
	}
	return strconv.Itoa(n) + " things to mend"
}

// find lists who fits what is asked, and counts those who fit the words and the
// unit under each of the filters.
func find(chart *people.Chart, states map[string]session.State, a asked) ([]*people.Person, map[show]int) {
	from := chart.Persons()
	if a.unit != nil {
		from = chart.Everyone(a.unit.ID)
	}
	counts := map[show]int{}
	var found []*people.Person
	words := spelling.Of(a.text)
	take := func(x *people.Person, under ...show) {
		for _, s := range under {
			counts[s]++
		}
		if slices.Contains(under, a.show) {
			found = append(found, x)
		}
	}
	for _, x := range from {
		if web.Matches(chart, x, words) {
			take(x, lacks(chart, states, x)...)
		}
	}
	if a.unit == nil {
		for _, x := range chart.Others() {
			if web.Matches(chart, x, words) {
				take(x, noPost)
			}
		}
	}
	return found, counts
}

// lacks are the filters under which somebody who works here is found.
func lacks(chart *people.Chart, states map[string]session.State, x *people.Person) []show {
	under := []show{everybody}
	if chart.Partner(x.ID) == nil {
		under = append(under, noPartner)
	}
	if chart.Manager(x.ID) == nil {
		under = append(under, noManager)
	}
	if states[x.ID] == session.NoAccount {
		under = append(under, noAccount)
	}
	return under
}

func filters(a asked, counts map[show]int) []part.Link {
	var out []part.Link
	for _, f := range []struct {
		show  show
		label string
	}{{everybody, "Everybody"}, {noPartner, "No learning partner"}, {noManager, "No line manager"}, {noAccount, "No account"}, {noPost, "Not in a post"}} {
		if counts[f.show] == 0 && f.show != everybody && f.show != a.show {
			continue
		}
		to := a
		to.show, to.page = f.show, 1
		out = append(out, part.Link{Label: f.label, Href: to.address(), Current: f.show == a.show, Count: strconv.Itoa(counts[f.show])})
	}
	return out
}

func heading(a asked, n int) string {
	said := view.Of(n)
	switch a.show {
	case noPartner:
		said += " without a learning partner"
	case noManager:
		said += " without a line manager"
	case noAccount:
		said += " without an account"
	case noPost:
		said += " not in a post today"
	}
	if a.text != "" {
		said += " with “" + a.text + "”"
	}
	if a.unit != nil {
		said += " in " + a.unit.Name
	}
	return said
}

func empty(a asked, chart *people.Chart) *part.EmptyState {
	if a.text != "" || a.unit != nil || a.show != everybody || len(chart.Persons()) > 0 {
		return &part.EmptyState{Text: "Nobody fits. Try fewer words, or another unit."}
	}
	return &part.EmptyState{
		Title: "Nobody yet", Text: "A staff list brings in everybody, with their posts, units and line managers.",
		Action: &part.Action{Label: "Import a staff list", Href: "/manage/people/import", Kind: "button"},
	}
}

func table(chart *people.Chart, states map[string]session.State, shown []*people.Person) part.Table {
	t := part.Table{Caption: "People", HideCaption: true, Columns: []part.Column{
		{Label: "Name"}, {Label: "Unit"}, {Label: "Line manager"}, {Label: "Learning partner"}, {Label: "Account"},
	}}
	for _, x := range shown {
		unit := ""
		if u := chart.UnitOf(x.ID); u != nil {
			unit = u.Name
		}
		t.Rows = append(t.Rows, []part.Cell{
			{Text: x.Name, Href: pageOf(x), Hint: cmp.Or(chart.JobTitle(x.ID), away(chart, x))},
			{Text: unit}, nameCell(chart.Manager(x.ID)), partnerCell(chart, x.ID), accountCell(states[x.ID]),
		})
	}
	return t
}

// away says why somebody is in no post.
func away(chart *people.Chart, x *people.Person) string {
	switch {
	case x.Left(chart.On()):
		return "Left on " + x.LeftOn.Short()
	case x.StartedOn.After(chart.On()):
		return "Starts on " + x.StartedOn.Short()
	}
	return "Not in a post today"
}

func nameCell(x *people.Person) part.Cell {
	if x == nil {
		return part.Cell{Tag: &part.Chip{Kind: "plain", Text: "None"}}
	}
	return part.Cell{Text: x.Name}
}

func partnerCell(chart *people.Chart, id string) part.Cell {
	if x := chart.Partner(id); x != nil {
		return part.Cell{Text: x.Name}
	}
	if n, ok := chart.Nomination(id); ok {
		return part.Cell{Text: chart.Name(n.PartnerID), Hint: "asked, not answered yet"}
	}
	return nameCell(nil)
}

func accountCell(state session.State) part.Cell {
	if state == session.NoAccount {
		return nameCell(nil)
	}
	return part.Cell{Text: state.Label()}
}

// unitOptions are all units, each below the one that it is part of.
func unitOptions(chart *people.Chart) []part.Option {
	out := []part.Option{{Label: "The whole organisation"}}
	root := chart.Root()
	if root == nil {
		return out
	}
	var walk func(u *people.Unit, depth int)
	walk = func(u *people.Unit, depth int) {
		if depth > deepest {
			return
		}
		for _, below := range chart.Below(u.ID) {
			out = append(out, part.Option{Value: below.Slug, Label: strings.Repeat("– ", depth) + below.Name})
			walk(below, depth+1)
		}
	}
	walk(root, 0)
	return out
}

// deepest is how far down the tree of units is shown: four kinds, one in the other.
const deepest = 4
