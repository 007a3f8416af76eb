package structuring

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

const (
	// mendFirst is how much of each list is shown with the others, mendPage how much
	// of it on its own.
	mendFirst = 10
	mendPage  = 50
)

// mending is one kind of what wants mending, each line with where to mend it.
type mending struct {
	key, title, why string
	count           int
	row             func(i int) part.Row
}

// mend is what wants mending.
func (p *Pages) mend(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	all := mendings(v)
	d := view.Mend{Lead: "Each line leads to where it is mended. Mended, it is gone from here."}
	show, total := web.Asked(c, "show"), 0
	for _, m := range all {
		total += m.count
	}
	d.Filters = []part.Link{{Label: "Everything", Href: "/manage/mend", Count: strconv.Itoa(total), Current: true}}
	for _, m := range all {
		if m.count == 0 {
			continue
		}
		here := "/manage/mend?show=" + m.key
		d.Filters = append(d.Filters, part.Link{Label: m.title, Href: here, Count: strconv.Itoa(m.count), Current: m.key == show})
		if m.key == show {
			d.Filters[0].Current = false
			d.Lists = []view.MendList{m.page(c.QueryParam("page"), here)}
		}
	}
	if len(d.Lists) == 0 {
		for _, m := range all {
			if m.count > 0 {
				d.Lists = append(d.Lists, m.first())
			}
		}
	}
	if total == 0 {
		d.Empty = &part.EmptyState{Title: "Nothing wants mending", Text: "Everybody has a line manager and a learning partner, every unit a lead, every post somebody in it, and nobody manages too many."}
	}
	h := head("What wants mending")
	h.Sub = "mend"
	return p.site.OK(c, h, func(page layout.Page) templ.Component { return view.MendPage(page, d) })
}

// first is the beginning of a list, which leads to the whole.
func (m mending) first() view.MendList {
	l := view.MendList{ID: m.key, Title: m.title + ": " + strconv.Itoa(m.count), Why: m.why}
	for i := range min(m.count, mendFirst) {
		l.Rows = append(l.Rows, m.row(i))
	}
	if m.count > mendFirst {
		l.All = &part.Link{Label: "See all " + strconv.Itoa(m.count), Href: "/manage/mend?show=" + m.key}
	}
	return l
}

// page is a page of the whole list.
func (m mending) page(asked, here string) view.MendList {
	page, pages, from, to := web.Window(asked, m.count, mendPage)
	l := view.MendList{ID: m.key, Title: m.title + ": " + strconv.Itoa(m.count), Why: m.why}
	for i := from; i < to; i++ {
		l.Rows = append(l.Rows, m.row(i))
	}
	l.Pager = part.Pager{Page: page, Pages: pages, Label: "Pages of the list", Href: func(n int) string { return here + "&page=" + strconv.Itoa(n) }}
	return l
}

// mendings are all kinds, in the order in which they are best mended: a post that
// is filled gives others a manager.
func mendings(v *web.View) []mending {
	chart, most := v.Chart, v.Settings.MostReports
	m := chart.Mend(most)
	person := func(x *people.Person, mend part.Link) part.Row {
		return part.Row{Label: x.Name, Href: personAddress(x), Hint: does(chart, x), Links: []part.Link{mend}}
	}
	return []mending{
		{"no-lead", "Units without a lead", "Until there is one, their people are managed by whoever leads the unit above.", len(m.NoLead), func(i int) part.Row { return noLeadRow(chart, m.NoLead[i]) }},
		{"vacant", "Posts without people", "Appoint somebody, or close the post.", len(m.Vacant), func(i int) part.Row { return vacantRow(chart, m.Vacant[i]) }},
		{"no-manager", "People without a line manager", "Nobody agrees their plan or appraises them.", len(m.NoManager), func(i int) part.Row {
			x := m.NoManager[i]
			return person(x, part.Link{Label: "Name a line manager", Context: "for " + x.Name, Href: personAddress(x) + "/manager"})
		}},
		{"too-many", "Managers of too many people", "More than " + strconv.Itoa(most) + ". Split the unit, or let posts report to somebody else.", len(m.TooMany), func(i int) part.Row {
			return tooManyRow(chart, m.TooMany[i])
		}},
		{"no-partner", "People without a learning partner", "Nobody talks with them about their learning.", len(m.NoPartner), func(i int) part.Row {
			x := m.NoPartner[i]
			row := person(x, part.Link{Label: "Nominate a learning partner", Context: "for " + x.Name, Href: personAddress(x) + "/partner"})
			if n, ok := chart.Nomination(x.ID); ok {
				row.Tags = []part.Chip{{Kind: "booked", Text: "Asked: " + chart.Name(n.PartnerID)}}
			}
			return row
		}},
	}
}

func noLeadRow(chart *people.Chart, u *people.Unit) part.Row {
	row := part.Row{Label: u.Name, Href: unitAddress(u.Slug), Hint: web.PlaceOf(chart, u) + ". " + noLead(u)}
	mend := part.Link{Label: "Say which post leads it", Context: "for " + u.Name, Href: unitAddress(u.Slug) + "/change#lead"}
	if u.LeadPostID != nil && chart.Post(*u.LeadPostID) != nil {
		mend = part.Link{Label: "Appoint somebody", Context: "to lead " + u.Name, Href: postAddress(*u.LeadPostID) + "/appoint"}
	}
	row.Links = []part.Link{mend}
	return row
}

func vacantRow(chart *people.Chart, post *people.Post) part.Row {
	unit := chart.Unit(post.UnitID).Name
	return part.Row{Label: post.Title, Href: postAddress(post.ID), Hint: unit, Links: []part.Link{
		{Label: "Appoint somebody", Context: "as " + post.Title + ", " + unit, Href: postAddress(post.ID) + "/appoint"},
		{Label: "Close it", Context: "the post " + post.Title + ", " + unit, Href: postAddress(post.ID) + "/close"},
	}}
}

func tooManyRow(chart *people.Chart, x *people.Person) part.Row {
	row := part.Row{Label: x.Name, Href: personAddress(x), Hint: does(chart, x), Tags: []part.Chip{{Kind: "gap", Text: "Manages " + view.People(len(chart.Reports(x.ID)))}}}
	for _, u := range chart.Leads(x.ID) {
		if u.ParentID != nil {
			row.Links = append(row.Links, part.Link{Label: "Split " + u.Name, Href: unitAddress(u.Slug) + "/split"})
			break
		}
	}
	return row
}
