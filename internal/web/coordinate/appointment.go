package coordinate

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// subjectIn is the person of the address, and the appointment.
func (p *Pages) subjectIn(c echo.Context) (*people.Person, *people.Held, error) {
	x, _, err := p.subject(c)
	if err != nil {
		return nil, nil, err
	}
	h, err := p.held(c, x)
	return x, h, err
}

// over is the frame of a form about an appointment.
func (p *Pages) over(x *people.Person, h *people.Held, version int, title, button, act string) form {
	f := form{Form: p.about(x, title, button, "/appointments/"+h.ID+act), head: title}
	f.Version = version
	f.Facts = []part.SummaryRow{
		{Key: "Post", Value: h.Title + ", " + h.Unit}, {Key: "Share of full time", Value: shareWords(h.FTEThousandths)}, {Key: "When", Value: period(h.FromDate, h.ToDate)},
	}
	return f
}

func (p *Pages) hoursForm(x *people.Person, h *people.Held, version int, share string, from web.DateParts) form {
	f := p.over(x, h, version, "Change the hours", "Save the hours", "/hours")
	f.Lead = "From a day on. What was before it stays as it was. If the hours were never right, correct them instead."
	f.Away = &view.Other{Link: part.Link{Label: "It was wrong", Href: pageOf(x) + "/appointments/" + h.ID + "/correct"}}
	f.fields = func(problem web.Problem) []templ.Component {
		return []templ.Component{shareInput(share, problem), date("from", "From when?", "The first day, like 24 3 2027", from, problem)}
	}
	return f
}

// hours is the form that changes the share of full time from a day on.
func (p *Pages) hours(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	from := h.FromDate
	if today := p.site.Clock.Today(); from.Before(today) {
		from = today
	}
	return p.show(c, p.hoursForm(x, h, h.Version, people.ShareWords(h.FTEThousandths), web.PartsOf(from)))
}

func (p *Pages) changeHours(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	typed, version, text := web.FormDate(c, "from"), versionOf(c), c.FormValue("fte")
	from, fromErr := typed.Parse("from")
	share, shareErr := readShare(text)
	err = gather(shareErr, fromErr)
	if err == nil {
		_, err = p.People.ChangeAppointment(web.Context(c), h.ID, version, share, from)
	}
	if err != nil {
		return p.again(c, err, p.hoursForm(x, h, version, text, typed))
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: x.Called() + " has " + shareIn(share) + " in " + h.Title + " from " + from.Short() + "."})
}

func shareIn(thousandths int) string {
	if thousandths == 1000 {
		return "full time"
	}
	return shareWords(thousandths)
}

func (p *Pages) endForm(x *people.Person, h *people.Held, version int, to web.DateParts) form {
	title := "End the post"
	if !h.ToDate.IsZero() {
		title = "Change the last day"
	}
	f := p.over(x, h, version, title, "Save the last day", "/end")
	f.Lead = "Somebody who leaves altogether leaves on a page of its own, which shows what is to be handed on."
	f.Away = &view.Other{Link: part.Link{Label: x.Called() + " leaves altogether", Href: pageOf(x) + "/leave"}}
	f.fields = func(problem web.Problem) []templ.Component {
		return []templ.Component{date("to", "Last day in the post", dateHint, to, problem)}
	}
	return f
}

// ending is the form that ends an appointment, or moves its last day.
func (p *Pages) ending(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	to := h.ToDate
	if to.IsZero() {
		to = orToday(h.FromDate, p.site.Clock.Today())
	}
	return p.show(c, p.endForm(x, h, h.Version, web.PartsOf(to)))
}

func (p *Pages) end(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	typed, version := web.FormDate(c, "to"), versionOf(c)
	to, err := typed.Parse("to")
	if err == nil {
		err = p.People.EndAppointment(web.Context(c), h.ID, version, to)
	}
	if err != nil {
		return p.again(c, err, p.endForm(x, h, version, typed))
	}
	notice := layout.Notice{Title: x.Called() + "’s last day in " + h.Title + " is " + to.Short() + "."}
	if h.OwnPost() && h.ToDate.IsZero() {
		notice.Undo = &layout.Undo{Href: pageOf(x) + "/appointments/" + h.ID + "/reopen", Once: p.site.Once(), Version: version + 1}
	}
	return p.site.Done(c, pageOf(x), notice)
}

func (p *Pages) correctionForm(x *people.Person, h *people.Held, version int, t terms) form {
	f := p.over(x, h, version, "It was wrong", "Put it right", "/correct")
	f.Lead = "This puts the appointment right for all its time, as if it had always been so. If something changed on a day, change that instead: then what was before is kept."
	f.Away = &view.Other{
		Text:   "If " + x.Called() + " was never in this post:",
		Button: &part.PostButton{Label: "Withdraw the appointment", Kind: "secondary", Small: true, Href: pageOf(x) + "/appointments/" + h.ID + "/withdraw", Version: h.Version, Once: p.site.Once()},
	}
	f.fields = t.fields
	return f
}

// correction is the form that says that an appointment was wrong.
func (p *Pages) correction(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	kind := h.Kind
	if h.OwnPost() {
		kind = people.Own
	}
	return p.show(c, p.correctionForm(x, h, h.Version, terms{kind, h.RestsOwn, people.ShareWords(h.FTEThousandths), web.PartsOf(h.FromDate), web.PartsOf(h.ToDate)}))
}

func (p *Pages) correctAppointment(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	t, version := termsOf(c), versionOf(c)
	share, from, to, err := t.read()
	if err == nil {
		err = p.People.CorrectAppointment(web.Context(c), h.ID, version, people.AppointmentCorrection{
			Kind: t.kind, RestsOwn: t.rests && t.kind != people.Own, FTEThousandths: share, FromDate: from, ToDate: to,
		})
	}
	if err != nil {
		return p.again(c, err, p.correctionForm(x, h, version, t))
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: "The appointment is put right."})
}

func (p *Pages) successorForm(x *people.Person, h *people.Held, k part.Picker, from calendar.Date) form {
	f := p.over(x, h, 0, "Who takes the post on?", "Continue", "/successor")
	f.Cancel = pageOf(x) + "/leave"
	f.Lead = "Next you say how and from when: " + from.Short() + " is filled in."
	f.fields = func(problem web.Problem) []templ.Component { return []templ.Component{picked(k, problem)} }
	return f
}

func whoTakesOn() part.Picker {
	return part.Picker{Name: "successor", Label: "Who?", Hint: "Somebody who works here. " + web.PickHint}
}

// successor asks who takes a post on after its holder, and leads on to appoint
// them.
func (p *Pages) successor(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	return p.show(c, p.successorForm(x, h, whoTakesOn(), p.freeFrom(h)))
}

// freeFrom is the day after the appointment, or today where it goes on.
func (p *Pages) freeFrom(h *people.Held) calendar.Date {
	if h.ToDate.IsZero() {
		return p.site.Clock.Today()
	}
	return orToday(h.ToDate.AddDays(1), p.site.Clock.Today())
}

func (p *Pages) chooseSuccessor(c echo.Context) error {
	x, h, err := p.subjectIn(c)
	if err != nil {
		return err
	}
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	k := whoTakesOn()
	next := web.PickPerson(c, v.Chart, &k, "Type who takes it on")
	if err := missing(next != nil, k); err != nil {
		return p.again(c, err, p.successorForm(x, h, k, p.freeFrom(h)))
	}
	return p.site.SeeOther(c, pageOf(next)+"/appointments/new?post="+h.PostID+"&from="+p.freeFrom(h).String())
}
