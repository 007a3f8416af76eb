// Package coordinate holds the pages of who keeps people and posts: the list of
// people, one person and the units. What a page shows is asked of the services; no
// rule of any concept and no query may enter.
package coordinate

import (
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/part"
)

// Services are what the pages ask.
type Services struct {
	People   *people.Service
	Sessions *session.Service
}

// Pages are the pages of who keeps people and posts.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are their addresses.
func (p *Pages) Routes() []web.Route {
	coordinator := web.Office(actor.Coordinator)
	return []web.Route{
		web.Get("/manage/people", coordinator, p.list),
		web.Get("/manage/units", coordinator, p.units),

		web.Get("/manage/people/:slug", coordinator, p.person),
		web.Get("/manage/people/:slug/details", coordinator, p.details),
		web.Post("/manage/people/:slug/details", coordinator, p.correct),
		web.Get("/manage/people/:slug/partner", coordinator, p.partner),
		web.Post("/manage/people/:slug/partner", coordinator, p.nominate),
		web.Post("/manage/people/:slug/partner/withdraw", coordinator, p.withdraw),
		web.Post("/manage/people/:slug/partner/end", coordinator, p.endPartner),
		web.Get("/manage/people/:slug/manager", coordinator, p.manager),
		web.Post("/manage/people/:slug/manager", coordinator, p.nameManager),
		web.Post("/manage/people/:slug/manager/clear", coordinator, p.clearManager),
		web.Get("/manage/people/:slug/delegate", coordinator, p.delegate),
		web.Post("/manage/people/:slug/delegate", coordinator, p.nameDelegate),
		web.Post("/manage/people/:slug/delegate/:id/end", coordinator, p.endDelegate),
	}
}

func head(title string) web.Head {
	return web.Head{Title: title, Section: web.Manage, Sub: "people"}
}

// subject is the person whom the address names.
func (p *Pages) subject(c echo.Context) (*people.Person, *web.View, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, nil, err
	}
	person := v.Chart.PersonBySlug(c.Param("slug"))
	if person == nil {
		return nil, nil, fault.NewNotFound("person")
	}
	return person, v, nil
}

func pageOf(person *people.Person) string { return "/manage/people/" + person.Slug }

// moment is a day and time in words.
func (p *Pages) moment(at time.Time) string {
	local := p.site.Clock.Local(at)
	return calendar.DateOf(local).Short() + ", " + calendar.Clock12(local)
}

// period is a period in words; one without end is from its beginning on.
func period(from, to calendar.Date) string {
	if to.IsZero() {
		return "From " + from.Short()
	}
	return from.Short() + " to " + to.Short()
}

// role is what somebody does and where, in a line.
func role(chart *people.Chart, id string) string {
	title := chart.JobTitle(id)
	if u := chart.UnitOf(id); u != nil {
		return title + ", " + u.Name
	}
	return title
}

// portrait is somebody with what they do and a link to their page.
func portrait(chart *people.Chart, x *people.Person) *part.Person {
	if x == nil {
		return nil
	}
	return &part.Person{Name: x.Name, Role: role(chart, x.ID), Href: pageOf(x)}
}

// matches looks for every word of a text in what a person is known by.
func matches(chart *people.Chart, x *people.Person, text string) bool {
	known := x.Name + " " + x.KnownAs + " " + x.EmailAddress() + " " + chart.JobTitle(x.ID)
	if x.EmployeeNumber != nil {
		known += " " + *x.EmployeeNumber
	}
	known = strings.ToLower(known)
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		if !strings.Contains(known, word) {
			return false
		}
	}
	return true
}

// mostMatches is how many people are offered where what was typed fits several.
const mostMatches = 8

// pick finds the colleague who is meant by a field: by the choice among those
// offered, by address, or by name. Where it is not clear, the picker says what
// to do.
func pick(c echo.Context, chart *people.Chart, field string, k *view.Picker, ask string) *people.Person {
	k.Name, k.Value = field, c.FormValue(field)
	if x := chart.PersonBySlug(c.FormValue(field + "-choice")); x != nil && chart.Serves(x.ID) && matches(chart, x, k.Value) {
		return x
	}
	text := strings.TrimSpace(k.Value)
	if text == "" {
		k.Error = ask
		return nil
	}
	if x := chart.PersonByEmail(text); x != nil && chart.Serves(x.ID) {
		return x
	}
	var found, exact []*people.Person
	for _, x := range chart.Persons() {
		if matches(chart, x, text) {
			found = append(found, x)
		}
		if strings.EqualFold(strings.TrimSpace(x.Name), text) {
			exact = append(exact, x)
		}
	}
	if len(exact) > 0 {
		found = exact
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) == 0:
		k.Error = "Nobody who works here fits. Check how the name is written, or type the email address"
	case len(found) > mostMatches:
		k.Error = view.Of(len(found)) + " fit. Type more of the name, or the email address"
	default:
		k.Error = view.Of(len(found)) + " fit. Choose who is meant"
		for _, x := range found {
			k.Matches = append(k.Matches, part.Option{Value: x.Slug, Label: x.Name, Hint: role(chart, x.ID)})
		}
	}
	return nil
}
