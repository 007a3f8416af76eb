package team

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/team"
)

const awayPage = "/team/away"

// away is where a line manager says who acts for them while they are away. For
// whoever manages nobody, it is not there.
func (p *Pages) away(c echo.Context) error {
	v, me, err := p.manager(c)
	if err != nil {
		return err
	}
	data, err := p.awayData(c, v, me, absence{scope: people.Everything, from: web.PartsOf(v.Today), who: whoActs()})
	if err != nil {
		return err
	}
	return p.site.OK(c, awayHead(), func(page layout.Page) templ.Component { return team.AwayPage(page, data) })
}

func awayHead() web.Head {
	return web.Head{Title: "While you are away", Section: web.MyTeam, Sub: "people"}
}

// manager is who asks, where they manage somebody today.
func (p *Pages) manager(c echo.Context) (*web.View, *people.Person, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, nil, err
	}
	me := v.Chart.Person(web.Who(c).PersonID)
	if me == nil || len(v.Chart.Reports(me.ID)) == 0 {
		return nil, nil, fault.NewNotFound("people to be managed")
	}
	return v, me, nil
}

// absence is what is typed about who acts for oneself.
type absence struct {
	who      part.Picker
	scope    people.Scope
	from, to web.DateParts
}

func whoActs() part.Picker {
	return part.Picker{Name: "delegate", Label: "Who acts for you?", Hint: web.PickHint}
}

func (p *Pages) awayData(c echo.Context, v *web.View, me *people.Person, a absence) (team.Away, error) {
	data := team.Away{
		Once: p.site.Once(), Action: awayPage, Who: a.who,
		Scope: part.Radios{Name: "scope", Legend: "What do they do in your stead?", Value: string(a.scope)},
		From:  part.DateInput{Name: "from", Legend: "First day away", Hint: "Like 24 3 2027", Day: a.from.Day, Month: a.from.Month, Year: a.from.Year},
		To:    part.DateInput{Name: "to", Legend: "Last day away", Hint: "Within a year of the first", Day: a.to.Day, Month: a.to.Month, Year: a.to.Year},
	}
	for _, s := range people.Scopes() {
		data.Scope.Options = append(data.Scope.Options, part.Option{Value: string(s), Label: s.Label()})
	}
	delegates, err := p.site.People.DelegatesOf(web.Context(c), me.ID)
	if err != nil {
		return data, err
	}
	for _, d := range delegates {
		if d.ToDate.Before(v.Today) {
			continue
		}
		name := v.Chart.Name(d.DelegateID)
		data.Delegates = append(data.Delegates, team.Delegated{
			Name: name, When: d.FromDate.Short() + " to " + d.ToDate.Short() + ". " + d.Scope.Label(),
			End: part.PostButton{Label: "End it", Context: "that " + name + " acts for you", Kind: "link", Href: awayPage + "/" + d.ID + "/end", Once: p.site.Once()},
		})
	}
	return data, nil
}

func (p *Pages) goAway(c echo.Context) error {
	v, me, err := p.manager(c)
	if err != nil {
		return err
	}
	a := absence{whoActs(), people.Scope(c.FormValue("scope")), web.FormDate(c, "from"), web.FormDate(c, "to")}
	delegate, kept, err := p.delegated(c, v, me, &a)
	if err != nil {
		data, dataErr := p.awayData(c, v, me, a)
		if dataErr != nil {
			return dataErr
		}
		return p.site.Again(c, err, awayHead(), func(page layout.Page, problem web.Problem) templ.Component {
			data.Summary = problem.Summary()
			data.Who.Error, data.Scope.Error, data.From.Error, data.To.Error = problem.Of("delegate"), problem.Of("scope"), problem.Of("from"), problem.Of("to")
			return team.AwayPage(page, data)
		})
	}
	return p.site.Done(c, awayPage, layout.Notice{
		Title: delegate.Name + " acts for you from " + kept.FromDate.Short() + " to " + kept.ToDate.Short() + ".",
		Next:  delegate.Called() + " finds your people under My team on those days. Everything they do names you both.",
		Undo:  &layout.Undo{Href: awayPage + "/" + kept.ID + "/end", Once: p.site.Once()},
	})
}

// delegated keeps who acts for oneself, as it is typed.
func (p *Pages) delegated(c echo.Context, v *web.View, me *people.Person, a *absence) (*people.Person, people.Delegate, error) {
	var problems fault.Collector
	delegate := web.PickPerson(c, v.Chart, &a.who, "Type who acts for you")
	problems.Check(delegate != nil, a.who.Name, a.who.Error)
	from, fromErr := a.from.Parse("from")
	to, toErr := a.to.Parse("to")
	for _, err := range []error{fromErr, toErr} {
		if err := problems.Merge(err); err != nil {
			return nil, people.Delegate{}, err
		}
	}
	if err := problems.Err(); err != nil {
		return nil, people.Delegate{}, err
	}
	kept, err := p.site.People.SetDelegate(web.Context(c), me.ID, delegate.ID, a.scope, from, to)
	return delegate, kept, err
}

func (p *Pages) comeBack(c echo.Context) error {
	_, me, err := p.manager(c)
	if err != nil {
		return err
	}
	delegates, err := p.site.People.DelegatesOf(web.Context(c), me.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(delegates, func(d people.Delegate) bool { return d.ID == c.Param("id") }) {
		return fault.NewNotFound("delegate") // of somebody else, whose page this is not
	}
	if err := p.site.People.EndDelegate(web.Context(c), c.Param("id")); err != nil {
		return err
	}
	return p.site.Done(c, awayPage, layout.Notice{Title: "Nobody acts for you there any more."})
}
