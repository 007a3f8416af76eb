// Package coordinate holds the pages of who keeps people: the list of people, one
// person with everything that can be done about their place in the organisation,
// and learning partners. What a page shows is asked of the services; no
// rule of any concept and no query may enter.
package coordinate

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/web"
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
	return slices.Concat(p.routesOfPeople(coordinator), p.routesOfPosts(coordinator), p.routesOfPartners(coordinator), p.routesOfManagers(coordinator))
}

func (p *Pages) routesOfPeople(coordinator web.Ring) []web.Route {
	return []web.Route{
		web.Get("/manage/people", coordinator, p.list),
		web.Get("/manage/people/new", coordinator, p.newPerson),
		web.Post("/manage/people/new", coordinator, p.join),
		web.Get("/manage/people/:slug", coordinator, p.person),
		web.Get("/manage/people/:slug/details", coordinator, p.details),
		web.Post("/manage/people/:slug/details", coordinator, p.correct),
		web.Get("/manage/people/:slug/leave", coordinator, p.leaving),
		web.Post("/manage/people/:slug/leave", coordinator, p.leave),
		web.Post("/manage/people/:slug/stay", coordinator, p.stay),
	}
}

func (p *Pages) routesOfPosts(coordinator web.Ring) []web.Route {
	return []web.Route{
		web.Get("/manage/people/:slug/appointments/new", coordinator, p.newAppointment),
		web.Post("/manage/people/:slug/appointments/new", coordinator, p.appoint),
		web.Get("/manage/people/:slug/appointments/:id/hours", coordinator, p.hours),
		web.Post("/manage/people/:slug/appointments/:id/hours", coordinator, p.changeHours),
		web.Get("/manage/people/:slug/appointments/:id/end", coordinator, p.ending),
		web.Post("/manage/people/:slug/appointments/:id/end", coordinator, p.end),
		web.Post("/manage/people/:slug/appointments/:id/reopen", coordinator, p.reopen),
		web.Get("/manage/people/:slug/appointments/:id/correct", coordinator, p.correction),
		web.Post("/manage/people/:slug/appointments/:id/correct", coordinator, p.correctAppointment),
		web.Post("/manage/people/:slug/appointments/:id/withdraw", coordinator, p.withdrawAppointment),
		web.Get("/manage/people/:slug/appointments/:id/successor", coordinator, p.successor),
		web.Post("/manage/people/:slug/appointments/:id/successor", coordinator, p.chooseSuccessor),
	}
}

func (p *Pages) routesOfPartners(coordinator web.Ring) []web.Route {
	return []web.Route{
		web.Get(partnersPage, coordinator, p.partners),
		web.Get("/manage/people/:slug/partner", coordinator, p.partner),
		web.Post("/manage/people/:slug/partner", coordinator, p.nominate),
		web.Post("/manage/people/:slug/partner/withdraw", coordinator, p.withdraw),
		web.Post("/manage/people/:slug/partner/end", coordinator, p.endPartner),
	}
}

func (p *Pages) routesOfManagers(coordinator web.Ring) []web.Route {
	return []web.Route{
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

// portrait is somebody with what they do and a link to their page.
func portrait(chart *people.Chart, x *people.Person) *part.Person {
	if x == nil {
		return nil
	}
	return &part.Person{Name: x.Name, Role: web.RoleOf(chart, x.ID), Href: pageOf(x)}
}
