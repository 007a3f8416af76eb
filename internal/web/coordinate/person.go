package coordinate

import (
	"cmp"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// person is one person's place in the organisation.
func (p *Pages) person(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	dossier, err := p.People.Dossier(web.Context(c), x.ID)
	if err != nil {
		return err
	}
	states, err := p.Sessions.States(web.Context(c))
	if err != nil {
		return err
	}
	d := view.Person{
		Name: x.Name, Caption: web.RoleOf(v.Chart, x.ID), Base: pageOf(x), Edit: pageOf(x) + "/details", Partner: p.partnerOf(v.Chart, x),
		Manager: p.managerOf(v.Chart, dossier), Facts: facts(dossier, states[x.ID], v.Today),
	}
	p.addPosts(&d, dossier, v.Chart)
	p.addStanding(&d, v.Chart, x)
	p.addPast(&d, dossier, v)
	for _, e := range dossier.History {
		d.History = append(d.History, part.Change{When: p.moment(e.At), Who: e.ActorName, What: e.Act, Why: e.Why})
	}
	return p.site.OK(c, head(x.Name), func(page layout.Page) templ.Component { return view.PersonPage(page, d) })
}

func (p *Pages) partnerOf(chart *people.Chart, x *people.Person) view.Relation {
	r := view.Relation{
		Person: portrait(chart, chart.Partner(x.ID)), Nobody: "No learning partner yet.",
		Note: "Only the two of them read what they write together.",
	}
	if !chart.Serves(x.ID) {
		r.Nobody = "No learning partner."
	} else {
		r.Change = part.Link{Label: "Nominate a learning partner", Href: pageOf(x) + "/partner"}
	}
	if r.Person != nil {
		r.Change.Label = "Nominate somebody else"
		r.Buttons = append(r.Buttons, part.PostButton{Label: "End the partnership", Href: pageOf(x) + "/partner/end", Kind: "link", Once: p.site.Once()})
	}
	if n, ok := chart.Nomination(x.ID); ok {
		r.Waiting = chart.Name(n.PartnerID) + " was asked on " + n.FromDate.Short() + " and has not answered yet."
		r.Buttons = append(r.Buttons, part.PostButton{Label: "Withdraw the nomination", Href: pageOf(x) + "/partner/withdraw", Kind: "link", Once: p.site.Once()})
	}
	return r
}

func (p *Pages) managerOf(chart *people.Chart, d people.Dossier) view.Relation {
	x := chart.Person(d.Person.ID)
	r := view.Relation{Person: portrait(chart, chart.Manager(x.ID)), Nobody: "No line manager: no post or unit above has anybody in it.", Note: "From the posts and units."}
	if !chart.Serves(x.ID) {
		r.Nobody, r.Note = "No line manager.", ""
		return r
	}
	if r.Person == nil {
		r.Note = ""
	}
	r.Change = part.Link{Label: "Name another line manager", Href: pageOf(x) + "/manager"}
	for _, o := range d.Overrides {
		if o.FromDate.After(chart.On()) {
			r.Waiting = d.Names[o.ManagerID] + " is named from " + o.FromDate.Short() + "."
		}
		if (calendar.Period{From: o.FromDate, To: o.ToDate}).Holds(chart.On()) {
			r.Note = "Named, from " + o.FromDate.Short() + ", in place of the one from the posts and units."
			r.Buttons = []part.PostButton{{Label: "Go back to the one from the posts", Href: pageOf(x) + "/manager/clear", Kind: "link", Once: p.site.Once()}}
		}
	}
	return r
}

// addPast adds partners before and absences, from what is kept.
func (p *Pages) addPast(d *view.Person, dossier people.Dossier, v *web.View) {
	for _, x := range dossier.Partnerships {
		if x.State == people.Ended && !x.ToDate.Before(x.FromDate) {
			d.Past = append(d.Past, part.Row{Label: dossier.Names[x.PartnerID], Hint: period(x.FromDate, x.ToDate)})
		}
	}
	for _, x := range dossier.DelegatesOf {
		away := view.Away{Text: dossier.Names[x.DelegateID] + " acts for them", When: period(x.FromDate, x.ToDate)}
		if x.Scope != people.Everything {
			away.When += ". " + x.Scope.Label()
		}
		if x.ToDate.Before(v.Today) {
			away.Text = dossier.Names[x.DelegateID] + " acted for them"
		} else {
			away.End = &part.PostButton{Label: "End it", Context: "that " + away.Text, Href: d.Delegate + "/" + x.ID + "/end", Kind: "link", Once: p.site.Once()}
		}
		d.Absence = append(d.Absence, away)
	}
	for _, x := range dossier.DelegateFor {
		if !x.ToDate.Before(v.Today) {
			d.ActsFor = append(d.ActsFor, "Acts for "+dossier.Names[x.ManagerID]+", "+period(x.FromDate, x.ToDate)+".")
		}
	}
}

func facts(d people.Dossier, state session.State, today calendar.Date) []part.SummaryRow {
	x := d.Person
	number := ""
	if x.EmployeeNumber != nil {
		number = *x.EmployeeNumber
	}
	account := state.Label()
	if state == session.NoAccount {
		account = "None yet"
	}
	var offices []string
	for _, o := range d.Offices {
		if (calendar.Period{From: o.FromDate, To: o.ToDate}).Holds(today) {
			offices = append(offices, o.Role.Label())
		}
	}
	rows := []part.SummaryRow{
		{Key: "Known as", Value: x.KnownAs}, {Key: "Email address", Value: cmp.Or(x.EmailAddress(), "None")},
		{Key: "Contact, shared with others", Value: x.Contact},
		{Key: "Phone", Value: x.Phone}, {Key: "Employee number", Value: number}, {Key: "Started", Value: x.StartedOn.Short()},
		{Key: "Last day", Value: x.LeftOn.Short()}, {Key: "Offices", Value: strings.Join(offices, ", ")}, {Key: "Account", Value: account},
	}
	out := rows[:0]
	for _, r := range rows {
		if r.Value != "" {
			out = append(out, r)
		}
	}
	return out
}
