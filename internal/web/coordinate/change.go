package coordinate

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

func noProblem(string) string { return "" }

// form is what the forms about a person have in common.
func (p *Pages) form(x *people.Person, title, button, action string) view.Form {
	return view.Form{
		Caption: x.Name, Title: title, Button: button, Once: p.site.Once(), Action: pageOf(x) + action, Cancel: pageOf(x), Problem: noProblem,
	}
}

// take puts what is wrong into a form.
func take(f *view.Form, problem web.Problem) {
	f.Summary, f.Problem = problem.Summary(), problem.Of
	if clash := problem.Clash(); clash != nil {
		f.Clash = &part.Clash{Who: clash.By}
		for _, theirs := range clash.Theirs {
			f.Clash.Fields = append(f.Clash.Fields, part.ClashField{Label: theirs.Label, Text: theirs.Text})
		}
	}
}

// details is the form that corrects a person's details.
func (p *Pages) details(c echo.Context) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	d := view.Details{
		Form: p.detailsForm(x), Version: x.Version, Name: x.Name, KnownAs: x.KnownAs, Email: x.EmailAddress(), Phone: x.Phone,
	}
	if x.EmployeeNumber != nil {
		d.EmployeeNumber = *x.EmployeeNumber
	}
	return p.site.OK(c, head("Details of "+x.Name), func(page layout.Page) templ.Component { return view.DetailsPage(page, d) })
}

func (p *Pages) detailsForm(x *people.Person) view.Form {
	return p.form(x, "Correct the details", "Save the details", "/details")
}

func (p *Pages) correct(c echo.Context) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	var typed struct {
		Name           string `form:"name"`
		KnownAs        string `form:"known_as"`
		Email          string `form:"email"`
		EmployeeNumber string `form:"employee_number"`
		Phone          string `form:"phone"`
		Version        string `form:"version"`
	}
	if err := web.Bind(c, &typed); err != nil {
		return err
	}
	version, _ := strconv.Atoi(typed.Version)
	err = p.People.CorrectPerson(web.Context(c), x.ID, version, people.Correction{
		Name: typed.Name, KnownAs: typed.KnownAs, Email: typed.Email, EmployeeNumber: typed.EmployeeNumber, Phone: typed.Phone,
	})
	if err != nil {
		return p.site.Again(c, err, head("Details of "+x.Name), func(page layout.Page, problem web.Problem) templ.Component {
			d := view.Details{
				Form: p.detailsForm(x), Version: version, Name: typed.Name, KnownAs: typed.KnownAs, Email: typed.Email,
				EmployeeNumber: typed.EmployeeNumber, Phone: typed.Phone,
			}
			take(&d.Form, problem)
			if clash := problem.Clash(); clash != nil {
				d.Version = clash.Version
			}
			return view.DetailsPage(page, d)
		})
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: "The details are saved."})
}

// partner is the form that nominates a learning partner.
func (p *Pages) partner(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	d := p.nomination(v.Chart, x)
	return p.site.OK(c, head("Learning partner of "+x.Name), func(page layout.Page) templ.Component { return view.NominationPage(page, d) })
}

func (p *Pages) nomination(chart *people.Chart, x *people.Person) view.Nomination {
	d := view.Nomination{Form: p.form(x, "Nominate a learning partner", "Ask them", "/partner"), Who: part.Picker{Name: "partner", Label: "Who is nominated?", Hint: web.PickHint}}
	d.Lead = "They are asked, and are " + x.Called() + "’s learning partner once they accept."
	if now := chart.Partner(x.ID); now != nil {
		d.Lead += " Until then it is " + now.Name + "."
	}
	if n, ok := chart.Nomination(x.ID); ok {
		d.Lead += " This takes back that " + chart.Name(n.PartnerID) + " was asked."
	}
	return d
}

func (p *Pages) nominate(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	d := p.nomination(v.Chart, x)
	partner := web.PickPerson(c, v.Chart, &d.Who, "Type who is nominated")
	if partner == nil {
		err = fault.InvalidField("partner", d.Who.Error)
	} else {
		_, err = p.People.NominatePartner(web.Context(c), x.ID, partner.ID)
	}
	if err != nil {
		return p.again(c, err, "Learning partner of "+x.Name, &d)
	}
	return p.site.Done(c, pageOf(x), layout.Notice{
		Title: partner.Called() + " is asked to be the learning partner of " + x.Called() + ".", Next: partner.Called() + " finds it under Partnering, and accepts or declines.",
	})
}

// again answers with a form that picks a colleague as it was typed.
func (p *Pages) again(c echo.Context, err error, title string, d *view.Nomination) error {
	return p.site.Again(c, err, head(title), func(page layout.Page, problem web.Problem) templ.Component {
		take(&d.Form, problem)
		d.Who.Error = problem.Of(d.Who.Name)
		if d.From != nil {
			d.From.Error = problem.Of("from")
		}
		return view.NominationPage(page, *d)
	})
}

func (p *Pages) withdraw(c echo.Context) error {
	return p.done(c, p.People.WithdrawNomination, "The nomination is withdrawn.")
}

func (p *Pages) endPartner(c echo.Context) error {
	return p.done(c, p.People.EndPartnership, "The partnership has ended.")
}

func (p *Pages) clearManager(c echo.Context) error {
	return p.done(c, func(ctx context.Context, id string) error {
		return p.People.ClearManager(ctx, id, p.site.Clock.Today())
	}, "The line manager comes from the posts and units again.")
}

// done makes a change that needs no form, and comes back to the person.
func (p *Pages) done(c echo.Context, change func(ctx context.Context, personID string) error, notice string) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	if err := change(web.Context(c), x.ID); err != nil {
		return err
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: notice})
}

// manager is the form that names a line manager.
func (p *Pages) manager(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	d := p.naming(v.Chart, x, web.PartsOf(v.Today))
	return p.site.OK(c, head("Line manager of "+x.Name), func(page layout.Page) templ.Component { return view.NominationPage(page, d) })
}

func (p *Pages) naming(chart *people.Chart, x *people.Person, from web.DateParts) view.Nomination {
	d := view.Nomination{
		Form: p.form(x, "Name a line manager", "Save the line manager", "/manager"),
		Who:  part.Picker{Name: "manager", Label: "Who manages them?", Hint: web.PickHint},
		From: dateInput("from", "From when?", "The first day, like 24 3 2027", from),
	}
	d.Lead = "Only where the posts and units do not say it rightly. "
	if now := chart.Manager(x.ID); now != nil {
		d.Lead += "Today it is " + now.Name + "."
	} else {
		d.Lead += "Today it is nobody."
	}
	return d
}

func dateInput(name, legend, hint string, parts web.DateParts) *part.DateInput {
	return &part.DateInput{Name: name, Legend: legend, Hint: hint, Day: parts.Day, Month: parts.Month, Year: parts.Year}
}

func (p *Pages) nameManager(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	typed := web.FormDate(c, "from")
	d := p.naming(v.Chart, x, typed)
	manager := web.PickPerson(c, v.Chart, &d.Who, "Type who manages them")
	from, err := typed.Parse("from")
	err = both(err, manager, "manager", d.Who.Error)
	if err == nil {
		err = p.People.SetManager(web.Context(c), x.ID, manager.ID, from)
	}
	if err != nil {
		return p.again(c, err, "Line manager of "+x.Name, &d)
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: manager.Name + " manages " + x.Called() + " from " + from.Short() + "."})
}

// both gathers what is wrong with a date and with a colleague who was picked.
func both(dates error, picked *people.Person, field, say string) error {
	var problems fault.Collector
	problems.Check(picked != nil, field, say)
	if err := problems.Merge(dates); err != nil {
		return err
	}
	return problems.Err()
}

// delegate is the form that names who acts for a manager who is away.
func (p *Pages) delegate(c echo.Context) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	d := p.absence(x, people.Everything, web.DateParts{}, web.DateParts{})
	return p.site.OK(c, head("Delegate of "+x.Name), func(page layout.Page) templ.Component { return view.AbsencePage(page, d) })
}

func (p *Pages) absence(x *people.Person, scope people.Scope, from, to web.DateParts) view.Absence {
	d := view.Absence{
		Form: p.form(x, "Name a delegate", "Save the delegate", "/delegate"),
		Who:  part.Picker{Name: "delegate", Label: "Who acts for " + x.Called() + "?", Hint: web.PickHint},
		From: *dateInput("from", "First day away", "Like 24 3 2027", from),
		To:   *dateInput("to", "Last day away", "Within a year of the first", to),
	}
	d.Scope = part.Radios{Name: "scope", Legend: "What do they do in " + x.Called() + "’s stead?", LegendSize: "s", Value: string(scope)}
	for _, s := range people.Scopes() {
		d.Scope.Options = append(d.Scope.Options, part.Option{Value: string(s), Label: s.Label()})
	}
	d.Lead = "They read and agree what a line manager does, in " + x.Called() + "’s stead. Everything they do names both."
	return d
}

func (p *Pages) nameDelegate(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	fromTyped, toTyped := web.FormDate(c, "from"), web.FormDate(c, "to")
	scope := people.Scope(c.FormValue("scope"))
	d := p.absence(x, scope, fromTyped, toTyped)
	delegate := web.PickPerson(c, v.Chart, &d.Who, "Type who acts for them")
	from, fromErr := fromTyped.Parse("from")
	to, toErr := toTyped.Parse("to")
	err = both(merge(fromErr, toErr), delegate, "delegate", d.Who.Error)
	if err == nil {
		_, err = p.People.SetDelegate(web.Context(c), x.ID, delegate.ID, scope, from, to)
	}
	if err != nil {
		return p.site.Again(c, err, head("Delegate of "+x.Name), func(page layout.Page, problem web.Problem) templ.Component {
			take(&d.Form, problem)
			d.Who.Error, d.Scope.Error, d.From.Error, d.To.Error = problem.Of("delegate"), problem.Of("scope"), problem.Of("from"), problem.Of("to")
			return view.AbsencePage(page, d)
		})
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: delegate.Name + " acts for " + x.Called() + " from " + from.Short() + " to " + to.Short() + "."})
}

// merge is the fields of several errors in one.
func merge(errs ...error) error {
	var problems fault.Collector
	for _, err := range errs {
		if err := problems.Merge(err); err != nil {
			return err
		}
	}
	return problems.Err()
}

func (p *Pages) endDelegate(c echo.Context) error {
	return p.done(c, func(ctx context.Context, _ string) error { return p.People.EndDelegate(ctx, c.Param("id")) }, "The delegation has ended.")
}
