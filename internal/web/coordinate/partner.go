package coordinate

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// offered is how many colleagues are offered to be asked in one tap.
const offered = 5

// nomination is the form that nominates a learning partner: those who could be
// asked, each with what they have taken on, or anybody by name.
func (p *Pages) nomination(c echo.Context, chart *people.Chart, x *people.Person, k part.Picker) form {
	f := form{Form: p.about(x, "Nominate a learning partner", "Ask them", "/partner"), head: "Learning partner of " + x.Name}
	back := backOf(c)
	if back != "" {
		f.Cancel = partnersPage
	}
	f.Lead = "They are asked, and are " + x.Called() + "’s learning partner once they accept."
	if now := chart.Partner(x.ID); now != nil {
		f.Lead += " Until then it is " + now.Name + "."
	}
	if n, ok := chart.Nomination(x.ID); ok {
		f.Lead += " This takes back that " + chart.Name(n.PartnerID) + " was asked."
	}
	for _, could := range chart.CouldPartner(x.ID, offered) {
		f.Offers = append(f.Offers, view.Offer{
			Person: part.Person{Name: could.Name, Role: web.RoleOf(chart, could.ID)}, Load: loadWords(chart, could.ID),
			Ask: part.PostButton{Label: "Ask", Context: could.Name, Kind: "secondary", Small: true, Href: f.Action, Once: p.site.Once(),
				Hidden: map[string]string{"partner-choice": could.Slug, "back": back}},
		})
	}
	f.fields = func(problem web.Problem) []templ.Component {
		return []templ.Component{part.Hidden("back", back), picked(k, problem)}
	}
	return f
}

// backOf says whether the list of learning partners is to be come back to.
func backOf(c echo.Context) string { return web.Choice(c.FormValue("back"), "", "list") }

// nominated is where one is after a nomination: the list that led to it, else the
// person.
func nominated(c echo.Context, x *people.Person) string {
	if backOf(c) != "" {
		return partnersPage
	}
	return pageOf(x)
}

func loadWords(chart *people.Chart, id string) string {
	switch n := len(chart.Learners(id)); n {
	case 0:
		return "Supports nobody yet"
	case 1:
		return "Supports 1 learner"
	default:
		return "Supports " + strconv.Itoa(n) + " learners"
	}
}

func whoIsNominated() part.Picker {
	return part.Picker{Name: "partner", Label: "Who is nominated?", Hint: web.PickHint}
}

// partner is the form that nominates a learning partner.
func (p *Pages) partner(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	return p.show(c, p.nomination(c, v.Chart, x, whoIsNominated()))
}

func (p *Pages) nominate(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	k := whoIsNominated()
	partner := web.PickPerson(c, v.Chart, &k, "Type who is nominated")
	err = missing(partner != nil, k)
	if err == nil {
		_, err = p.People.NominatePartner(web.Context(c), x.ID, partner.ID)
	}
	if err != nil {
		return p.again(c, err, p.nomination(c, v.Chart, x, k))
	}
	undo := pageOf(x) + "/partner/withdraw"
	if back := backOf(c); back != "" {
		undo += "?back=" + back
	}
	return p.site.Done(c, nominated(c, x), layout.Notice{
		Title: partner.Called() + " is asked to be the learning partner of " + x.Called() + ".", Next: partner.Called() + " finds it under Partnering, and accepts or declines.",
		Undo: &layout.Undo{Href: undo, Label: "Take it back", Once: p.site.Once()},
	})
}

func (p *Pages) withdraw(c echo.Context) error {
	return p.doneAt(c, p.People.WithdrawNomination, "The nomination is withdrawn.", nominated)
}

func (p *Pages) endPartner(c echo.Context) error {
	return p.done(c, p.People.EndPartnership, "The partnership has ended.")
}

// done makes a change that needs no form, and comes back to the person.
func (p *Pages) done(c echo.Context, change func(ctx context.Context, personID string) error, notice string) error {
	return p.doneAt(c, change, notice, func(_ echo.Context, x *people.Person) string { return pageOf(x) })
}

// doneAt does the same, and goes to where it is told.
func (p *Pages) doneAt(c echo.Context, change func(ctx context.Context, personID string) error, notice string, to func(echo.Context, *people.Person) string) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	if err := change(web.Context(c), x.ID); err != nil {
		return err
	}
	return p.site.Done(c, to(c, x), layout.Notice{Title: notice})
}
