package partnering

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/presence"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/partnering"
)

// meetingForm is what the form of a time to meet sends.
type meetingForm struct {
	Day     string `form:"when-day"`
	Month   string `form:"when-month"`
	Year    string `form:"when-year"`
	Time    string `form:"time"`
	Minutes string `form:"minutes"`
	How     string `form:"how"`
	Place   string `form:"place"`
	Version int    `form:"version"`
}

func (f meetingForm) typed() interview.Typed {
	return interview.Typed{Day: f.Day, Month: f.Month, Year: f.Year, Time: f.Time, Minutes: f.Minutes, How: f.How, Place: f.Place}
}

func (f meetingForm) shown(prob web.Problem) partnering.Meeting {
	m := partnering.Meeting{Day: f.Day, Month: f.Month, Year: f.Year, Time: f.Time, Minutes: f.Minutes, How: f.How, Place: f.Place, Errors: map[string]string{}}
	for _, name := range []string{"when", "time", "minutes", "how", "place"} {
		m.Errors[name] = prob.Of(name)
	}
	return m
}

// usual is the form as it is first shown.
func usual() meetingForm { return meetingForm{Minutes: "45", How: string(interview.InPerson)} }

func ways() []part.Option {
	words := map[interview.How]string{interview.InPerson: "In person", interview.ByPhone: "By phone", interview.Online: "Online"}
	var out []part.Option
	for _, h := range interview.Ways() {
		out = append(out, part.Option{Value: string(h), Label: words[h]})
	}
	return out
}

func lengths(chosen string) []part.Option {
	all := []part.Option{
		{Value: "20", Label: "20 minutes"}, {Value: "30", Label: "30 minutes"}, {Value: "45", Label: "45 minutes"},
		{Value: "60", Label: "1 hour"}, {Value: "90", Label: "1½ hours"}, {Value: "120", Label: "2 hours"},
	}
	for _, o := range all {
		if o.Value == chosen {
			return all
		}
	}
	// One of another length stays as it is.
	return append(all, part.Option{Value: chosen, Label: chosen + " minutes"})
}

// pair is who offers a time and to whom.
type pair struct {
	learner *people.Person
	other   *people.Person
	base    string // the address of the form's page
	back    part.Link
	head    web.Head
}

// pairOf is the learner of the address, or whoever asks, with the other one.
// What may not be seen answers as if it were not there.
func (p *Pages) pairOf(c echo.Context, v *web.View, verb string) (pair, error) {
	me := v.Chart.Person(web.Who(c).PersonID)
	slug := c.Param("slug")
	if slug == "" {
		other := v.Chart.Partner(me.ID)
		if other == nil {
			return pair{}, fault.NewForbidden("Choose a learning partner first. When they have accepted, you can arrange a time")
		}
		return pair{
			learner: me, other: other, base: "/interviews/new", back: part.Link{Label: "Learning interviews", Href: "/interviews"},
			head: web.Head{Section: web.MyLearning, Sub: "interviews"},
		}, nil
	}
	learner := v.Chart.PersonBySlug(slug)
	if learner == nil {
		return pair{}, fault.NewNotFound("learner")
	}
	if partner := v.Chart.Partner(learner.ID); partner == nil || partner.ID != me.ID {
		return pair{}, fault.NewNotFound("learner")
	}
	return pair{
		learner: learner, other: learner, base: "/partnering/" + slug + "/" + verb, back: part.Link{Label: learner.Name, Href: "/partnering/" + slug},
		head: web.Head{Section: web.Partnering, Sub: "learners"},
	}, nil
}

func (p *Pages) arrangePage(v *web.View, a partnering.Arrange, form meetingForm, prob web.Problem) partnering.Arrange {
	a.Once, a.Summary, a.Clash = p.site.Once(), prob.Summary(), prob.Clash() != nil
	a.Meeting = form.shown(prob)
	a.Ways, a.Lengths = ways(), lengths(form.Minutes)
	a.WhenHint = "For example " + example(v.Today.AddDays(7))
	return a
}

func (p *Pages) offerForm(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	who, err := p.pairOf(c, v, "arrange")
	if err != nil {
		return err
	}
	ahead, err := p.outlookOf(c, who.other)
	if err != nil {
		return err
	}
	data := p.arrangePage(v, offering(v, who, ahead), usual(), web.Problem{})
	who.head.Title = data.Title
	return p.site.OK(c, who.head, func(page layout.Page) templ.Component { return partnering.ArrangePage(page, data) })
}

func offering(v *web.View, who pair, ahead presence.Presence) partnering.Arrange {
	return partnering.Arrange{
		Outlook: outlookWords(v, who.other, ahead),
		Back:    who.back, Caption: "Learning interview with " + who.other.Name, Title: "Offer a time", Form: who.base, Button: "Offer this time",
		Intro: who.other.Called() + " can take it or offer another.",
	}
}

func (p *Pages) offer(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	who, err := p.pairOf(c, v, "arrange")
	if err != nil {
		return err
	}
	ahead, err := p.outlookOf(c, who.other)
	if err != nil {
		return err
	}
	var form meetingForm
	var m interview.Meeting
	id := ""
	if err = web.Bind(c, &form); err == nil {
		if m, err = form.typed().Meeting(); err == nil {
			id, err = p.Interviews.OfferTime(web.Context(c), who.learner.ID, m)
		}
	}
	if err != nil {
		a := offering(v, who, ahead)
		who.head.Title = a.Title
		return p.site.Again(c, err, who.head, func(page layout.Page, prob web.Problem) templ.Component {
			return partnering.ArrangePage(page, p.arrangePage(v, a, form, prob))
		})
	}
	return p.site.Done(c, "/interviews/"+id, layout.Notice{
		Title: "You have offered a time.", Text: unsuited(v, who.other, ahead, m), Next: who.other.Called() + " sees it under “Waiting for you” and can take it or offer another.",
	})
}

// timeForm offers another time in place of the one that stands.
func (p *Pages) timeForm(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	if !r.May.Offer {
		return notNow(interview.Offer, r)
	}
	local := web.PartsOf(r.StartsOn)
	form := meetingForm{
		Day: local.Day, Month: local.Month, Year: local.Year, Time: p.site.TimeOf(r.StartsAt), Minutes: itoa(r.Minutes),
		How: string(r.How), Place: r.Place, Version: r.Version,
	}
	ahead, err := p.outlookOf(c, otherOf(v, r))
	if err != nil {
		return err
	}
	a := p.another(v, r, ahead)
	a.Version = r.Version
	data := p.arrangePage(v, a, form, web.Problem{})
	return p.site.OK(c, headOf(r, data.Title), func(page layout.Page) templ.Component { return partnering.ArrangePage(page, data) })
}

func (p *Pages) another(v *web.View, r interview.Reading, ahead presence.Presence) partnering.Arrange {
	other := otherOf(v, r)
	return partnering.Arrange{
		Outlook: outlookWords(v, other, ahead),
		Back:    part.Link{Label: "This interview", Href: "/interviews/" + r.ID}, Caption: "Learning interview with " + nameOf(other),
		Title: "Offer another time", Form: "/interviews/" + r.ID + "/time", Button: "Offer this time",
		Intro: "It stands now at " + p.when(v, r.Interview) + ". " + called(other) + " can take the new time or offer another.",
	}
}

func (p *Pages) offerAnother(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	ahead, err := p.outlookOf(c, otherOf(v, r))
	if err != nil {
		return err
	}
	var form meetingForm
	var m interview.Meeting
	if err = web.Bind(c, &form); err == nil {
		if m, err = form.typed().Meeting(); err == nil {
			err = p.Interviews.OfferAnother(web.Context(c), r.ID, form.Version, m)
		}
	}
	if err != nil {
		a := p.another(v, r, ahead)
		return p.site.Again(c, err, headOf(r, a.Title), func(page layout.Page, prob web.Problem) templ.Component {
			a.Version = version(form.Version, prob)
			return partnering.ArrangePage(page, p.arrangePage(v, a, form, prob))
		})
	}
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{
		Title: "You have offered another time.", Text: unsuited(v, otherOf(v, r), ahead, m), Next: called(otherOf(v, r)) + " can take it or offer another.",
	})
}

func (p *Pages) take(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	if err := p.Interviews.TakeTime(web.Context(c), r.ID, versionSent(c)); err != nil {
		return err
	}
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{
		Title: "Arranged for " + p.when(v, r.Interview) + ".", Next: "Get ready in 5 minutes on the day before or on the day itself.",
		Links: []layout.Link{{Label: "Get ready", Href: "/interviews/" + r.ID + "/prepare"}},
	})
}

func (p *Pages) cancelForm(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	if !r.May.Cancel {
		return notNow(interview.Cancel, r)
	}
	data := p.cancelling(v, r, "", web.Problem{})
	data.Version = r.Version
	return p.site.OK(c, headOf(r, data.Title), func(page layout.Page) templ.Component { return partnering.CancelPage(page, data) })
}

func (p *Pages) cancelling(v *web.View, r interview.Reading, why string, prob web.Problem) partnering.Cancel {
	return partnering.Cancel{
		Back: part.Link{Label: "This interview", Href: "/interviews/" + r.ID}, Caption: p.when(v, r.Interview) + ", with " + nameOf(otherOf(v, r)),
		Title: "Cancel this interview", Form: "/interviews/" + r.ID + "/cancel", Once: p.site.Once(), Summary: prob.Summary(),
		Clash: prob.Clash() != nil, Why: why, Error: prob.Of("why"), Other: called(otherOf(v, r)), Limit: interview.WhyLimit,
	}
}

func (p *Pages) cancel(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	why := c.FormValue("why")
	if err := p.Interviews.CancelIt(web.Context(c), r.ID, versionSent(c), why); err != nil {
		data := partnering.Cancel{}
		return p.site.Again(c, err, headOf(r, "Cancel this interview"), func(page layout.Page, prob web.Problem) templ.Component {
			data = p.cancelling(v, r, why, prob)
			data.Version = version(versionSent(c), prob)
			return partnering.CancelPage(page, data)
		})
	}
	to := "/interviews"
	if r.Side == interview.Partner {
		to = "/partnering/interviews"
	}
	return p.site.Done(c, to, layout.Notice{
		Title: "Cancelled.", Text: called(otherOf(v, r)) + " can read why.",
		Links: []layout.Link{{Label: "See it", Href: "/interviews/" + r.ID}},
	})
}

// writeUpForm asks when a talk took place that nobody had arranged.
func (p *Pages) writeUpForm(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	who, err := p.pairOf(c, v, "write-up")
	if err != nil {
		return err
	}
	form := usual()
	parts := web.PartsOf(v.Today)
	form.Day, form.Month, form.Year = parts.Day, parts.Month, parts.Year
	data := p.arrangePage(v, writingUp(who), form, web.Problem{})
	who.head.Title = data.Title
	return p.site.OK(c, who.head, func(page layout.Page) templ.Component { return partnering.ArrangePage(page, data) })
}

func writingUp(who pair) partnering.Arrange {
	return partnering.Arrange{
		Back: who.back, Caption: "Learning interview with " + who.other.Name, Title: "When did you talk?", Form: who.base,
		Button: "Go on to the record", Intro: "For a talk that you had not arranged here. " + who.other.Called() + " reads the record when you share it.",
	}
}

func (p *Pages) writeUp(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	who, err := p.pairOf(c, v, "write-up")
	if err != nil {
		return err
	}
	var form meetingForm
	id := ""
	if err = web.Bind(c, &form); err == nil {
		var m interview.Meeting
		if m, err = form.typed().Meeting(); err == nil {
			id, err = p.Interviews.WriteUp(web.Context(c), who.learner.ID, m, v.Year)
		}
	}
	if err != nil {
		a := writingUp(who)
		who.head.Title = a.Title
		return p.site.Again(c, err, who.head, func(page layout.Page, prob web.Problem) templ.Component {
			return partnering.ArrangePage(page, p.arrangePage(v, a, form, prob))
		})
	}
	return p.site.SeeOther(c, "/interviews/"+id+"/record")
}
