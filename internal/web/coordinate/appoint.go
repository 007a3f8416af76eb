package coordinate

import (
	"cmp"
	"context"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// terms are how somebody is in a post, as they are typed.
type terms struct {
	kind     people.AppointmentKind
	rests    bool
	share    string
	from, to web.DateParts
}

func termsOf(c echo.Context) terms {
	return terms{
		people.AppointmentKind(c.FormValue("kind")), c.FormValue("rests") != "", c.FormValue("fte"), web.FormDate(c, "from"), web.FormDate(c, "to"),
	}
}

// read gives what was typed as values; what cannot be read is a problem.
func (t terms) read() (share int, from, to calendar.Date, err error) {
	from, fromErr := t.from.Parse("from")
	to, toErr := t.to.Parse("to")
	share, shareErr := readShare(t.share)
	return share, from, to, gather(shareErr, fromErr, toErr)
}

func readShare(text string) (int, error) {
	share, ok := people.ParseShare(text)
	if !ok {
		return 0, fault.InvalidField("fte", people.AskShare)
	}
	return share, nil
}

func shareInput(value string, problem web.Problem) part.Input {
	return part.Input{
		Name: "fte", Label: "Share of full time", LabelSize: "s", Hint: "1 is full time, 0.5 or 50% is half", Value: value, Error: problem.Of("fte"), Width: "5", InputMode: "decimal", Autocomplete: "off",
	}
}

func (t terms) fields(problem web.Problem) []templ.Component {
	return []templ.Component{
		part.Radios{Name: "kind", Legend: "In what manner are they in it?", Value: string(t.kind), Error: problem.Of("kind"), Options: []part.Option{
			{Value: string(people.Own), Label: "It is their own post"},
			{Value: string(people.ActingUp), Label: "They act up in it", Hint: "For a time, in a post above their own"},
			{Value: string(people.Secondment), Label: "They are seconded to it", Hint: "For a time, and their own post is kept for them"},
		}},
		part.Checkbox{Name: "rests", Label: "Their own post rests meanwhile", Hint: "Only for acting up and secondment. Leave it empty where they go on in both", Checked: t.rests, Error: problem.Of("rests")},
		shareInput(t.share, problem),
		date("from", "First day", dateHint, t.from, problem),
		date("to", "Last day", "Leave it empty where it goes on. Acting up and secondment need one; it can be moved later", t.to, problem),
	}
}

func whichPost() part.Picker {
	return part.Picker{Name: "post", Label: "Which post?", Hint: "Type a part of its title, its unit or its reference. Vacant ones come first"}
}

// newAppointment is the form that puts somebody into a post, beside those they
// are in. The address may name the post and the first day.
func (p *Pages) newAppointment(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	from := p.dayAsked(c, "from")
	if x.StartedOn.After(from) {
		from = x.StartedOn
	}
	k := whichPost()
	if err := p.askedPost(c, &k, from); err != nil {
		return err
	}
	f, err := p.appointForm(c, v.Chart, x, k, terms{kind: people.Own, share: "1", from: web.PartsOf(from)})
	if err != nil {
		return err
	}
	return p.show(c, f)
}

// askedPost fills a picker with the post that the address names, where it is there
// on the day.
func (p *Pages) askedPost(c echo.Context, k *part.Picker, on calendar.Date) error {
	id := c.QueryParam("post")
	if id == "" {
		return nil
	}
	chart, err := p.People.Chart(web.Context(c), on)
	if err != nil {
		return err
	}
	if post := chart.Post(id); post != nil {
		k.Value, k.Choice, k.Legend = post.Title, post.ID, "Which one is meant?"
		k.Matches = []part.Option{web.PostOption(chart, post)}
	}
	return nil
}

func (p *Pages) appointForm(c echo.Context, chart *people.Chart, x *people.Person, k part.Picker, t terms) (form, error) {
	title, button := "Start another post", "Start this post"
	lead := ""
	switch {
	case x.Left(chart.On()):
		title, button = x.Called()+" returns", "Welcome "+x.Called()+" back"
		states, err := p.Sessions.States(web.Context(c))
		if err != nil {
			return form{}, err
		}
		lead = "From that day everything that was kept is theirs again: diary, plans, interviews and appraisals. A learning partner, a delegate and offices are named anew. " +
			accountWords(chart, x, states[x.ID])
	case !chart.Serves(x.ID):
		title = "Put " + x.Called() + " in a post"
	default:
		lead = "Beside what they are in: " + web.RoleOf(chart, x.ID) + ". To move them, start the new post and end the old one."
	}
	f := form{Form: p.about(x, title, button, "/appointments/new"), head: title, fields: func(problem web.Problem) []templ.Component {
		return append([]templ.Component{picked(k, problem)}, t.fields(problem)...)
	}}
	f.Lead = lead
	return f, nil
}

// accountWords say how somebody gets in who returns or joins, and who sees to it.
func accountWords(chart *people.Chart, x *people.Person, state session.State) string {
	who := administrators(chart)
	switch state {
	case session.Closed:
		return who + " opens their account again."
	case session.Active:
		return "They sign in as they did before; if they cannot, " + who + " helps."
	case session.NoAccount, session.Invited:
	}
	if x.EmailAddress() == "" {
		return "They have no email address yet. With one, " + who + " invites them to sign in."
	}
	return who + " invites them to sign in."
}

// administrators are who sees to accounts, by name where there is one.
func administrators(chart *people.Chart) string {
	all := chart.InOffice("administrator")
	if len(all) == 0 {
		return "an administrator"
	}
	return cmp.Or(all[0].Name, "an administrator") + ", administrator,"
}

func (p *Pages) appoint(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	t, k := termsOf(c), whichPost()
	share, from, to, err := t.read()
	post, postErr := p.postTyped(c, &k, from)
	if postErr != nil && fault.As(postErr) == nil {
		return postErr
	}
	var a people.Appointment
	if err = gather(postErr, err); err == nil {
		a, err = p.People.Appoint(web.Context(c), people.NewAppointment{
			PersonID: x.ID, PostID: post.ID, Kind: t.kind, RestsOwn: t.rests && t.kind != people.Own, FTEThousandths: share, FromDate: from, ToDate: to,
		})
	}
	if err != nil {
		f, formErr := p.appointForm(c, v.Chart, x, k, t)
		if formErr != nil {
			return formErr
		}
		return p.again(c, err, f)
	}
	return p.site.Done(c, pageOf(x), layout.Notice{
		Title: x.Called() + " is in the post " + post.Title + " from " + from.Short() + ".",
		Undo:  &layout.Undo{Href: pageOf(x) + "/appointments/" + a.ID + "/withdraw", Once: p.site.Once(), Version: a.Version},
	})
}

// postTyped finds the post that is meant, among those that are there on the day.
func (p *Pages) postTyped(c echo.Context, k *part.Picker, on calendar.Date) (*people.Post, error) {
	if on.IsZero() {
		on = p.site.Clock.Today()
	}
	chart, err := p.People.Chart(web.Context(c), on)
	if err != nil {
		return nil, err
	}
	post := web.PickPost(c, chart, k, "Type which post it is")
	return post, missing(post != nil, *k)
}

func (p *Pages) withdrawAppointment(c echo.Context) error {
	return p.doneWith(c, p.People.WithdrawAppointment, "The appointment is withdrawn, as if it had not been.")
}

func (p *Pages) reopen(c echo.Context) error {
	return p.doneWith(c, p.People.ReopenAppointment, "The post goes on: its last day is taken back.")
}

// doneWith makes a change of the appointment of the address that needs no form.
func (p *Pages) doneWith(c echo.Context, change func(ctx context.Context, id string, version int) error, notice string) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	if _, err := p.held(c, x); err != nil {
		return err
	}
	if err := change(web.Context(c), c.Param("id"), versionOf(c)); err != nil {
		return err
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: notice})
}

// held is the person's appointment that the address names.
func (p *Pages) held(c echo.Context, x *people.Person) (*people.Held, error) {
	all, err := p.People.AppointmentsOf(web.Context(c), x.ID)
	if err != nil {
		return nil, err
	}
	h := holding(all, c.Param("id"))
	if h == nil {
		return nil, fault.NewNotFound("appointment")
	}
	return h, nil
}
