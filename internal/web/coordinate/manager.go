package coordinate

import (
	"context"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// dayAsked is a day that the address asks for, else today.
func (p *Pages) dayAsked(c echo.Context, name string) calendar.Date {
	if d, err := calendar.ParseDate(c.QueryParam(name)); err == nil {
		return d
	}
	return p.site.Clock.Today()
}

func (p *Pages) naming(chart *people.Chart, x *people.Person, k part.Picker, from web.DateParts) form {
	f := form{Form: p.about(x, "Name a line manager", "Save the line manager", "/manager"), head: "Line manager of " + x.Name}
	f.Lead = "Only where the posts and units do not say it rightly. "
	if now := chart.Manager(x.ID); now != nil {
		f.Lead += "Today it is " + now.Name + "."
	} else {
		f.Lead += "Today it is nobody."
	}
	f.fields = func(problem web.Problem) []templ.Component {
		return []templ.Component{picked(k, problem), date("from", "From when?", "The first day, like 24 3 2027", from, problem)}
	}
	return f
}

func whoManages() part.Picker {
	return part.Picker{Name: "manager", Label: "Who manages them?", Hint: web.PickHint}
}

// manager is the form that names a line manager.
func (p *Pages) manager(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	return p.show(c, p.naming(v.Chart, x, whoManages(), web.PartsOf(p.dayAsked(c, "from"))))
}

func (p *Pages) nameManager(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	k, typed := whoManages(), web.FormDate(c, "from")
	manager := web.PickPerson(c, v.Chart, &k, "Type who manages them")
	from, err := typed.Parse("from")
	err = gather(missing(manager != nil, k), err)
	if err == nil {
		err = p.People.SetManager(web.Context(c), x.ID, manager.ID, from)
	}
	if err != nil {
		return p.again(c, err, p.naming(v.Chart, x, k, typed))
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: manager.Name + " manages " + x.Called() + " from " + from.Short() + "."})
}

func (p *Pages) clearManager(c echo.Context) error {
	return p.done(c, func(ctx context.Context, id string) error {
		return p.People.ClearManager(ctx, id, p.site.Clock.Today())
	}, "The line manager comes from the posts and units again.")
}

// absence is who acts for a manager who is away, as it is typed.
type absence struct {
	who      part.Picker
	scope    people.Scope
	from, to web.DateParts
}

func (p *Pages) delegateForm(x *people.Person, a absence) form {
	f := form{Form: p.about(x, "Name a delegate", "Save the delegate", "/delegate"), head: "Delegate of " + x.Name}
	f.Lead = "They read and agree what a line manager does, in " + x.Called() + "’s stead. Everything they do names both."
	f.fields = func(problem web.Problem) []templ.Component {
		scope := part.Radios{Name: "scope", Legend: "What do they do in " + x.Called() + "’s stead?", Value: string(a.scope), Error: problem.Of("scope")}
		for _, s := range people.Scopes() {
			scope.Options = append(scope.Options, part.Option{Value: string(s), Label: s.Label()})
		}
		return []templ.Component{
			picked(a.who, problem), scope,
			date("from", "First day away", dateHint, a.from, problem), date("to", "Last day away", "Within a year of the first", a.to, problem),
		}
	}
	return f
}

func whoActsFor(x *people.Person) part.Picker {
	return part.Picker{Name: "delegate", Label: "Who acts for " + x.Called() + "?", Hint: web.PickHint}
}

// delegate is the form that names who acts for a manager who is away.
func (p *Pages) delegate(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	return p.show(c, p.delegateForm(x, absence{who: whoActsFor(x), scope: people.Everything, from: web.PartsOf(v.Today)}))
}

func (p *Pages) nameDelegate(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	a := absence{whoActsFor(x), people.Scope(c.FormValue("scope")), web.FormDate(c, "from"), web.FormDate(c, "to")}
	delegate := web.PickPerson(c, v.Chart, &a.who, "Type who acts for them")
	from, fromErr := a.from.Parse("from")
	to, toErr := a.to.Parse("to")
	var kept people.Delegate
	err = gather(missing(delegate != nil, a.who), fromErr, toErr)
	if err == nil {
		kept, err = p.People.SetDelegate(web.Context(c), x.ID, delegate.ID, a.scope, from, to)
	}
	if err != nil {
		return p.again(c, err, p.delegateForm(x, a))
	}
	return p.site.Done(c, pageOf(x), layout.Notice{
		Title: delegate.Name + " acts for " + x.Called() + " from " + from.Short() + " to " + to.Short() + ".",
		Undo:  &layout.Undo{Href: pageOf(x) + "/delegate/" + kept.ID + "/end", Once: p.site.Once()},
	})
}

func (p *Pages) endDelegate(c echo.Context) error {
	return p.done(c, func(ctx context.Context, _ string) error { return p.People.EndDelegate(ctx, c.Param("id")) }, "The delegation has ended.")
}
