// Package timing holds the pages of when somebody works and when they are away: a
// person's own, and the coordinator's about anybody. What a page shows is asked of
// the services; no rule of any concept and no query may enter.
package timing

import (
	"slices"

	"github.com/labstack/echo/v4"

	"learningyear/internal/absence"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/internal/workingpattern"
	"learningyear/templates/part"
	view "learningyear/templates/timing"
)

// Services are what the pages ask, beside the site's own.
type Services struct {
	Absences *absence.Service
	Patterns *workingpattern.Service
}

// Pages are the pages of working weeks and of time away.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are their addresses: the same pages for oneself and for the coordinator.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.routes("/account", web.SignedIn()), p.routes("/manage/people/:slug", web.Office(actor.Coordinator)))
}

func (p *Pages) routes(base string, ring web.Ring) []web.Route {
	week, away := base+"/working-pattern", base+"/absences"
	return []web.Route{
		web.Get(week, ring, p.week),
		web.Get(week+"/new", ring, p.newWeek),
		web.Post(week, ring, p.changeWeek),
		web.Get(week+"/:id", ring, p.oneWeek),
		web.Post(week+"/:id", ring, p.correctWeek),
		web.Post(week+"/:id/take-back", ring, p.takeBackWeek),
		web.Post(week+"/:id/put-back", ring, p.putBackWeek),

		web.Get(away, ring, p.away),
		web.Post(away, ring, p.addAway),
		web.Get(away+"/:id", ring, p.oneAway),
		web.Post(away+"/:id", ring, p.changeAway),
		web.Post(away+"/:id/back", ring, p.backToday),
		web.Post(away+"/:id/take-back", ring, p.takeBackAway),
		web.Post(away+"/:id/put-back", ring, p.putBackAway),
	}
}

// subject is whom the pages are about: the person of the address, or whoever asks.
type subject struct {
	*people.Person
	view *web.View
	own  bool
	// base is the address before the page's own part.
	base string
}

func (p *Pages) subject(c echo.Context) (subject, error) {
	v, err := p.site.View(c)
	if err != nil {
		return subject{}, err
	}
	if slug := c.Param("slug"); slug != "" {
		x := v.Chart.PersonBySlug(slug)
		if x == nil {
			return subject{}, fault.NewNotFound("person")
		}
		return subject{x, v, false, "/manage/people/" + x.Slug}, nil
	}
	x := v.Chart.Person(web.Who(c).PersonID)
	if x == nil {
		return subject{}, fault.NewNotFound("person")
	}
	return subject{x, v, true, "/account"}, nil
}

func (s subject) week() string { return s.base + "/working-pattern" }
func (s subject) away() string { return s.base + "/absences" }

// say is the first on one's own page, and the second on a page about another.
func (s subject) say(own, other string) string {
	if s.own {
		return own
	}
	return other
}

// head is the frame of a page about the person.
func (s subject) head(title string) web.Head {
	if s.own {
		return web.Head{Title: title}
	}
	return web.Head{Title: title + " of " + s.Name, Section: web.Manage, Sub: "people"}
}

// top is what a page about the person begins with.
func (s subject) top(title, current string) view.Head {
	h := view.Head{Title: title, Back: part.Link{Label: "Your account", Href: "/account"}}
	if !s.own {
		h.Back = part.Link{Label: s.Name, Href: s.base}
	}
	h.Pages = []part.Link{
		{Label: "Working week", Href: s.week(), Current: current == s.week()},
		{Label: "Time away", Href: s.away(), Current: current == s.away()},
	}
	return h
}

// formTop is what the page of a form begins with, which comes back to a page.
func (s subject) formTop(title, back, to string) view.Head {
	h := view.Head{Title: title, Back: part.Link{Label: back, Href: to}}
	if !s.own {
		h.Caption = s.Name
	}
	return h
}

// clash shows what somebody else saved meanwhile.
func (p *Pages) clash(c echo.Context, problem web.Problem) *part.Clash {
	e := problem.Clash()
	if e == nil {
		return nil
	}
	out := &part.Clash{Who: e.By, When: p.site.TimeOf(e.At)}
	if e.By == web.Who(c).Name {
		out.Who = "You"
	}
	for _, theirs := range e.Theirs {
		out.Fields = append(out.Fields, part.ClashField{Label: theirs.Label, Text: theirs.Text})
	}
	return out
}

func dateInput(name, legend, hint, size string, typed web.DateParts, problem web.Problem) part.DateInput {
	return part.DateInput{
		Name: name, Legend: legend, LegendSize: size, Hint: hint, Day: typed.Day, Month: typed.Month, Year: typed.Year, Error: problem.Of(name),
	}
}

// shortDay is a day without its year, where that is this learning year.
func shortDay(v *web.View, d calendar.Date) string {
	return v.Year.SpanWords(calendar.Span{From: d, To: d})
}
