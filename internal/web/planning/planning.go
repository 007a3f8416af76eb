// Package planning holds the pages of the learning plan and of the work
// programme: their owner's, and the same pages for the learning partner who
// reads them and the line manager who reads and agrees.
package planning

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/internal/work"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

// Services are what the pages ask.
type Services struct {
	Plans  *plan.Service
	Work   *work.Service
	Drafts *draft.Service
}

// Pages are the pages.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are the pages' lines in the table of routes.
func (p *Pages) Routes() []web.Route {
	in := web.SignedIn()
	return append(p.workRoutes(), []web.Route{
		web.Get("/plan", in, p.toYear("/plan/")),
		web.Get("/plan/:year", in, p.showPlan),
		web.Get("/plan/:year/print", in, p.printPlan),
		web.Get("/plan/:year/changes", in, p.planStory),
		web.Get("/plan/:year/agreed/:number", in, p.agreedPlan),
		web.Get("/plan/:year/suggest", in, p.askToChangePlan),
		web.Post("/plan/:year/suggest", in, p.beginChangeOfPlan),
		web.Post("/plan/:year/discard", in, p.discardChangeOfPlan),
		web.Post("/plan/:year/propose", in, p.propose),
		web.Post("/plan/:year/take-back", in, p.takeBack),
		web.Get("/plan/:year/how-i-learn", in, p.askHow),
		web.Post("/plan/:year/how-i-learn", in, p.saveHow),
		web.Get("/plan/:year/targets/new", in, p.newTarget),
		web.Post("/plan/:year/targets/new", in, p.addTarget),
		web.Get("/plan/:year/targets/:number", in, p.editTarget),
		web.Post("/plan/:year/targets/:number", in, p.saveTarget),
		web.Post("/plan/:year/targets/:number/remove", in, p.removeTarget),
		web.Post("/plan/:year/targets/:number/progress", in, p.saveProgress),
		web.Post("/plan/:year/targets/:number/release", in, p.saveRelease),
		web.Post("/plan/:year/targets/:number/criteria/:line", in, p.tick),
		web.Post("/plan/:year/targets/:number/strategies/:line", in, p.markStrategy),

		web.Get("/people/:slug/plan", in, p.toYear("plan/")),
		web.Get("/people/:slug/plan/:year", in, p.showPlan),
		web.Get("/people/:slug/plan/:year/print", in, p.printPlan),
		web.Get("/people/:slug/plan/:year/changes", in, p.planStory),
		web.Get("/people/:slug/plan/:year/agreed/:number", in, p.agreedPlan),
		web.Post("/people/:slug/plan/:year/agree", in, p.agreePlan),
		web.Post("/people/:slug/plan/:year/send-back", in, p.sendBack),

		web.Get("/work-programme", in, p.toYear("/work-programme/")),
		web.Get("/people/:slug/work-programme", in, p.toYear("work-programme/")),
	}...)
}

// workRoutes are the same for the person and, below /people, for the manager.
func (p *Pages) workRoutes() []web.Route {
	in := web.SignedIn()
	var routes []web.Route
	for _, base := range []string{"/work-programme/:year", "/people/:slug/work-programme/:year"} {
		routes = append(routes,
			web.Get(base, in, p.showProgramme),
			web.Get(base+"/print", in, p.printProgramme),
			web.Get(base+"/changes", in, p.programmeStory),
			web.Get(base+"/agreed/:number", in, p.agreedProgramme),
			web.Get(base+"/suggest", in, p.askToChangeProgramme),
			web.Post(base+"/suggest", in, p.beginChangeOfProgramme),
			web.Post(base+"/discard", in, p.discardChangeOfProgramme),
			web.Post(base+"/agree", in, p.agreeProgramme),
			web.Get(base+"/tasks/new", in, p.newTask),
			web.Post(base+"/tasks/new", in, p.addTask),
			web.Get(base+"/tasks/:number", in, p.editTask),
			web.Post(base+"/tasks/:number", in, p.saveTask),
			web.Post(base+"/tasks/:number/remove", in, p.removeTask),
		)
	}
	return routes
}

// subject is whose record a page is about, in which year, and who looks on.
type subject struct {
	view   *web.View
	person *people.Person
	year   calendar.LearningYear
	// mine says that the viewer is the person.
	mine bool
	// manages says that the viewer is the line manager, or acts for them.
	manages   bool
	actingFor *people.Person
	// base is the record's address, without a slash at its end.
	base string
}

// subject finds out about whom the address speaks. Whether the viewer may read
// the record is decided by the service that is asked for it.
func (p *Pages) subject(c echo.Context, record string) (*subject, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, err
	}
	who := web.Who(c)
	s := &subject{view: v, person: v.Chart.Person(who.PersonID), mine: true, base: "/" + record + "/" + c.Param("year")}
	if slug := c.Param("slug"); slug != "" {
		s.person = v.Chart.PersonBySlug(slug)
		s.base = "/people/" + slug + s.base
	}
	if s.person == nil {
		return nil, fault.NewNotFound(record)
	}
	if s.mine = s.person.ID == who.PersonID; !s.mine {
		s.manages, s.actingFor = v.Chart.ManagesFor(who.PersonID, s.person.ID, access.LearningPlan)
	}
	if s.year, err = v.Settings.YearStart.ParseYear(c.Param("year")); err != nil || s.year.From().After(v.Year.Next().From()) {
		return nil, fault.NewNotFound(record)
	}
	return s, nil
}

// toYear leads to the current year's record. A relative address is one of the
// person in the address.
func (p *Pages) toYear(record string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := p.site.View(c)
		if err != nil {
			return err
		}
		to := record + v.Year.Name()
		if slug := c.Param("slug"); slug != "" {
			to = "/people/" + slug + "/" + to
		}
		return c.Redirect(http.StatusSeeOther, to)
	}
}

// own is the address of the viewer's own record where the page of another was
// asked for by their own name, else empty.
func (s *subject) own(c echo.Context) string {
	if s.mine && c.Param("slug") != "" {
		return strings.TrimPrefix(c.Request().URL.Path, "/people/"+c.Param("slug"))
	}
	return ""
}

// head is the frame of a page: among the viewer's own, or among those of the
// people whom they partner or manage.
func (s *subject) head(title, sub string) web.Head {
	if s.mine {
		return web.Head{Title: title, Section: web.MyLearning, Sub: sub}
	}
	h := web.Head{Title: title + ", " + s.person.Name, Section: web.Partnering, Sub: "learners"}
	if s.manages {
		h.Section, h.Sub = web.MyTeam, "people"
	}
	if s.actingFor != nil {
		h.ActingFor = s.actingFor.Name
	}
	return h
}

// up leads from another person's record back to where people are listed.
func (s *subject) up() part.Link {
	switch {
	case s.mine:
		return part.Link{}
	case s.manages:
		return part.Link{Label: "People", Href: "/team"}
	}
	return part.Link{Label: "My partners", Href: "/partnering"}
}

// caption says whose record it is.
func (s *subject) caption() string {
	if title := s.view.Chart.JobTitle(s.person.ID); title != "" {
		return s.person.Name + " · " + title
	}
	return s.person.Name
}

// manager is what the person's line manager is called, or the office where
// nobody is.
func (s *subject) manager() string {
	if m := s.view.Chart.Manager(s.person.ID); m != nil {
		return m.Called()
	}
	return "your line manager"
}

// readers says who reads what is written here.
func (s *subject) readers() string {
	if !s.mine {
		return s.person.Called() + " reads this, and so does their learning partner."
	}
	partner, manager := s.view.Chart.Partner(s.person.ID), s.view.Chart.Manager(s.person.ID)
	switch {
	case partner != nil && manager != nil:
		return partner.Called() + " (learning partner) and " + manager.Called() + " (line manager) can read this."
	case partner != nil:
		return partner.Called() + " (learning partner) can read this."
	case manager != nil:
		return manager.Called() + " (line manager) can read this."
	}
	return "Only you can read this: you have no learning partner or line manager yet."
}

// day prints a date of the record's year without its year: 28 May.
func (s *subject) day(d calendar.Date) string {
	if !s.year.Holds(d) {
		return d.Short()
	}
	return strings.TrimSuffix(d.Short(), " "+d.String()[:4])
}

// on is the day of an instant, with its year: 18 September 2026.
func (p *Pages) on(at *time.Time) string {
	if at == nil {
		return ""
	}
	return p.site.Clock.DateOf(*at).Short()
}

// history puts the trail of a record into lines.
func (p *Pages) history(entries []trail.Entry) []part.Change {
	var out []part.Change
	for _, e := range entries {
		who := e.ActorName
		if e.ActingForName != "" {
			who += ", for " + e.ActingForName + ","
		}
		out = append(out, part.Change{
			When: p.on(&e.At) + ", " + p.site.TimeOf(e.At), Who: who, What: e.Act, Why: e.Why,
		})
	}
	return out
}

// clash puts what somebody else saved meanwhile above the form.
func (p *Pages) clash(prob web.Problem) *part.Clash {
	e := prob.Clash()
	if e == nil {
		return nil
	}
	c := &part.Clash{Who: e.By, When: p.site.TimeOf(e.At)}
	for _, t := range e.Theirs {
		c.Fields = append(c.Fields, part.ClashField{Label: t.Label, Text: t.Text})
	}
	return c
}

// years leads to the person's records of other years.
func (s *subject) years(names []string, noun string) []part.Link {
	var out []part.Link
	base := strings.TrimSuffix(s.base, s.year.Name())
	for _, name := range names {
		if y, err := s.view.Settings.YearStart.ParseYear(name); err == nil && y != s.year {
			out = append(out, part.Link{Label: noun + " " + y.Words(), Href: base + name})
		}
	}
	return out
}

// can says whether the viewer may do the act to the person's record today.
func (s *subject) can(c echo.Context, record access.Record, act access.Act) bool {
	return access.Can(s.view.Chart.RelationTo(web.Who(c), s.person.ID, record), record, act)
}

func dateOf(d web.DateParts) planning.Date { return planning.Date(d) }

// number reads a number from the address; 0 is no number of anything.
func number(c echo.Context, name string) int {
	n := 0
	for _, r := range c.Param(name) {
		if r < '0' || r > '9' || n > 99_999 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
