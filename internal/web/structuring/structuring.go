// Package structuring holds the pages of units and posts: the tree on any day, one
// unit, one post, what is done to them on a day, and what wants mending. What a
// page shows is asked of people; no rule of the structure and no query may enter.
package structuring

import (
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

// Pages are the pages of units and posts.
type Pages struct {
	site   *web.Site
	people *people.Service
	lists  *stafflist.Service
}

// New makes the pages.
func New(site *web.Site, service *people.Service, lists *stafflist.Service) *Pages {
	return &Pages{site, service, lists}
}

// Routes are their addresses.
func (p *Pages) Routes() []web.Route {
	coordinator := web.Office(actor.Coordinator)
	reader := web.Office(actor.Coordinator, actor.Auditor)
	const unit, post = "/manage/units/:slug", "/manage/posts/:id"
	return []web.Route{
		web.Get("/manage/units", reader, p.tree),
		web.Get("/units/:slug", web.SignedIn(), p.asAt),
		web.Get("/manage/mend", coordinator, p.mend),

		web.Get("/manage/units/new", coordinator, p.newUnit),
		web.Post("/manage/units/new", coordinator, p.addUnit),
		web.Get(unit, coordinator, p.unit),
		web.Get(unit+"/change", coordinator, p.unitForm(itChanged)),
		web.Post(unit+"/change", coordinator, p.changeUnit),
		web.Get(unit+"/correct", coordinator, p.unitForm(itWasWrong)),
		web.Post(unit+"/correct", coordinator, p.correctUnit),
		web.Get(unit+"/split", coordinator, p.split),
		web.Post(unit+"/split", coordinator, p.splitUnit),
		web.Get(unit+"/merge", coordinator, p.merge),
		web.Post(unit+"/merge", coordinator, p.mergeUnit),
		web.Get(unit+"/close", coordinator, p.closing),
		web.Post(unit+"/close", coordinator, p.closeUnit),
		web.Post(unit+"/reopen", coordinator, p.reopenUnit),
		web.Get(unit+"/take-back", coordinator, p.unitBack),
		web.Post(unit+"/take-back", coordinator, p.takeUnitBack),

		web.Get("/manage/posts/new", coordinator, p.newPost),
		web.Post("/manage/posts/new", coordinator, p.addPost),
		web.Get(post, coordinator, p.post),
		web.Get(post+"/appoint", coordinator, p.appoint),
		web.Get(post+"/change", coordinator, p.postForm(itChanged)),
		web.Post(post+"/change", coordinator, p.changePost),
		web.Get(post+"/correct", coordinator, p.postForm(itWasWrong)),
		web.Post(post+"/correct", coordinator, p.correctPost),
		web.Get(post+"/close", coordinator, p.closingPost),
		web.Post(post+"/close", coordinator, p.closePost),
		web.Post(post+"/reopen", coordinator, p.reopenPost),
		web.Get(post+"/take-back", coordinator, p.postBack),
		web.Post(post+"/take-back", coordinator, p.takePostBack),
	}
}

func head(title string) web.Head {
	return web.Head{Title: title, Section: web.Manage, Sub: "units"}
}

// headOf is the head of a page of one form: its title says of what.
func headOf(f view.Form) web.Head { return head(f.Title + ", " + f.Caption) }

func unitAddress(slug string) string { return "/manage/units/" + slug }

func postAddress(id string) string { return "/manage/posts/" + id }

func personAddress(x *people.Person) string { return "/manage/people/" + x.Slug }

// moment is a day and time in words.
func (p *Pages) moment(at time.Time) string {
	local := p.site.Clock.Local(at)
	return calendar.DateOf(local).Short() + ", " + calendar.Clock12(local)
}

// within is a period in words.
func within(when calendar.Period) string {
	if when.To.IsZero() {
		return "From " + when.From.Short()
	}
	return when.From.Short() + " to " + when.To.Short()
}

// portrait is who leads a unit, with the post by which they do; nil for nobody.
func portrait(chart *people.Chart, u *people.Unit) *part.Person {
	x := chart.Lead(u.ID)
	if x == nil {
		return nil
	}
	role := chart.JobTitle(x.ID)
	if post := chart.Post(*u.LeadPostID); post != nil {
		role = post.Title
	}
	return &part.Person{Name: x.Name, Role: role, Href: personAddress(x)}
}

// names are the names of persons in a line.
func names(all []*people.Person) string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = x.Name
	}
	return strings.Join(out, ", ")
}

// take puts what is wrong into a form.
func (p *Pages) take(f *view.Form, problem web.Problem) {
	f.Summary, f.Problem = problem.Summary(), problem.Of
	clash := problem.Clash()
	if clash == nil {
		return
	}
	f.Version = clash.Version
	f.Clash = &part.Clash{Who: clash.By, When: p.site.TimeOf(clash.At)}
	for _, theirs := range clash.Theirs {
		f.Clash.Fields = append(f.Clash.Fields, part.ClashField{Label: theirs.Label, Text: theirs.Text})
	}
}

// again answers with a form as it was typed.
func (p *Pages) again(c echo.Context, err error, f *view.Form, draw func(layout.Page) templ.Component) error {
	return p.site.Again(c, err, headOf(*f), func(page layout.Page, problem web.Problem) templ.Component {
		p.take(f, problem)
		return draw(page)
	})
}

func noProblem(string) string { return "" }

func dateInput(name, legend, hint string, parts web.DateParts) part.DateInput {
	return part.DateInput{Name: name, Legend: legend, Hint: hint, Day: parts.Day, Month: parts.Month, Year: parts.Year}
}

// history is what was done to a unit or a post, in the words of the trail.
func (p *Pages) history(f historyOf) []part.Change {
	var out []part.Change
	for _, e := range f {
		out = append(out, part.Change{When: p.moment(e.At), Who: e.ActorName, What: e.Act, Why: e.Why})
	}
	return out
}
