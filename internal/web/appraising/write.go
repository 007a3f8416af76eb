package appraising

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Diary lists the entries of a person's own year that they may bring.
type Diary func(ctx context.Context, personID string, year calendar.LearningYear) ([]Choice, error)

// Choice is a diary entry to bring or to leave.
type Choice struct {
	ID   string
	On   calendar.Date
	Text string
}

func (p *Pages) write(c echo.Context) error {
	a, err := p.findForm(c)
	if err != nil {
		return err
	}
	if !a.sight.MayEvaluate && !a.sight.MayRespond {
		return p.site.SeeOther(c, a.base)
	}
	form, err := p.voiceForm(c, a)
	if err != nil {
		return err
	}
	return p.site.OK(c, a.head, func(page layout.Page) templ.Component { return appraising.WritePage(page, form) })
}

// voiceForm is the form of the viewer's own voice, with what stands in it.
func (p *Pages) voiceForm(c echo.Context, a at) (appraising.Write, error) {
	s, d := a.sight, a.sight.Document
	form := appraising.Write{Base: a.base, Caption: a.head.Title, Once: p.site.Once()}
	says := d.Response
	if s.Mine {
		says = d.Self
		form.Title = "Your self-evaluation"
		form.Intro = "Write on what matters to you. You can save it and come back as often as you like."
		form.WhoReads = "Only you can see this until you share it with " + d.Appraiser.Known + "."
		form.Share, form.ShareHint = "Share it with "+d.Appraiser.Known, "Once you share it, you cannot change it. You can still say more when you meet."
		form.Version = s.SelfVersion
		if err := p.fillChoices(c, a, &form); err != nil {
			return form, err
		}
	} else {
		p.fillResponse(a, &form)
	}
	fields, err := p.openDraft(c, a, "/write", &form.Draft)
	if err != nil {
		return form, err
	}
	if fields != nil {
		says = readVoice(fields, s.Topics)
		form.Chosen = fields["chosen"]
	}
	form.Topics = writeTopics(s, says)
	return form, nil
}

// fillResponse words the form for whoever responds.
func (p *Pages) fillResponse(a at, form *appraising.Write) {
	s, called := a.sight, a.sight.Document.Person.Known
	form.Title, form.Version = "Your response", s.ResponseVersion
	form.Intro = "Respond to each topic in your own words, beside " + called + "’s."
	alone := "Only you"
	if s.ActingFor != "" {
		form.Title = "The response for " + s.ActingFor
		alone = "Only you and " + s.ActingFor
	} else if delegates := a.view.Chart.Delegates(s.Document.Appraiser.ID, access.Appraisal); len(delegates) > 0 {
		alone = "Only you and " + delegates[0].Name + ", who acts for you,"
	}
	form.WhoReads = alone + " can see this until you share it with " + called + "."
	form.ShareHint = "You can share it once " + called + " has shared the self-evaluation."
	if s.Appraisal.State == appraisal.SelfShared {
		form.Share, form.ShareHint = "Share it with "+called, "Once you share it, you cannot change it. You can still agree on other words when you meet."
	}
}

// openDraft fills in what keeps the form's words, and gives the words of a draft
// to carry on with.
func (p *Pages) openDraft(c echo.Context, a at, form string, into *part.Draft) (url.Values, error) {
	d, fields, err := p.site.Draft(c, p.Drafts, "appraisal/"+a.sight.Appraisal.ID+form, a.base+form, a.base)
	if err != nil {
		return nil, err
	}
	*into = d
	return fields, nil
}

func (p *Pages) fillChoices(c echo.Context, a at, form *appraising.Write) error {
	choices, err := p.Diary(web.Context(c), a.person.ID, a.year)
	if err != nil {
		return err
	}
	for _, e := range choices {
		form.Entries = append(form.Entries, part.Option{Value: e.ID, Label: clip(e.Text, 160), Hint: e.On.Short()})
	}
	form.Chosen = a.sight.Appraisal.Chosen()
	return nil
}

func clip(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit]) + "…"
}

func writeTopics(s appraisal.Sight, says appraisal.Voice) []appraising.WriteTopic {
	d := s.Document
	criteria := map[string][]part.Tick{}
	for _, t := range d.Gathered.Targets {
		for _, c := range t.Criteria {
			tick := part.Tick{State: "todo", Text: c.Text}
			if !c.MetOn.IsZero() {
				tick.State, tick.Hint = "done", "Met, "+c.MetOn.Short()
			}
			criteria[t.Key] = append(criteria[t.Key], tick)
		}
	}
	var out []appraising.WriteTopic
	for _, t := range s.Topics {
		w := appraising.WriteTopic{
			Key: t.Key, Title: t.Title, Short: t.Short, Facts: t.Facts, Label: t.Ask, Hint: t.Hint, Criteria: criteria[t.Key], Judged: t.Judged(),
			Text: says[t.Key].Text, Judgement: string(says[t.Key].Judgement),
		}
		if t.Key == "how-i-learn" {
			w.Then = d.Gathered.HowILearn
		}
		for _, j := range appraisal.Judgements() {
			w.Options = append(w.Options, part.Option{Value: string(j), Label: j.Words()})
		}
		if !s.Mine {
			w.Label, w.Hint = "Your response on "+t.Said, ""
			if d.Self != nil {
				v := voice(d.Person.Known+", self-evaluation", d.Person.Name, "", d.Self[t.Key], "Nothing on this.")
				w.Theirs = &v
			}
		}
		out = append(out, w)
	}
	return out
}

// readVoice takes from a form what it says on each topic.
func readVoice(fields url.Values, topics []appraisal.Topic) appraisal.Voice {
	v := appraisal.Voice{}
	for _, t := range topics {
		v[t.Key] = appraisal.Said{Text: fields.Get(t.Key), Judgement: appraisal.Judgement(fields.Get(t.Key + "-judgement"))}
	}
	return v
}

// formFields reads the body of a form whose fields follow from the topics.
func formFields(c echo.Context) (url.Values, error) {
	if _, err := c.FormParams(); err != nil {
		return nil, fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	return c.Request().PostForm, nil
}

func (p *Pages) saveVoice(c echo.Context) error {
	a, err := p.findForm(c)
	if err != nil {
		return err
	}
	fields, err := formFields(c)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(fields.Get("version"))
	w := appraisal.Writing{
		AppraisalID: a.sight.Appraisal.ID, Version: version, Voice: readVoice(fields, a.sight.Topics),
		Share: fields.Get("do") == "share", DraftID: fields.Get("draft"),
	}
	if a.sight.Mine {
		w.Chosen = append([]string{}, fields["chosen"]...)
		err = p.Appraisals.WriteSelf(web.Context(c), w)
	} else {
		err = p.Appraisals.WriteResponse(web.Context(c), w)
	}
	if mendable(err) {
		return p.voiceAgain(c, a, err, fields)
	}
	if err != nil {
		return err
	}
	return p.site.Done(c, a.base, savedNotice(a, w.Share))
}

func savedNotice(a at, shared bool) layout.Notice {
	d := a.sight.Document
	switch {
	case shared && a.sight.Mine:
		return layout.Notice{Title: d.Appraiser.Known + " can see this now.", Next: d.Appraiser.Known + " writes a response. Then you meet and talk it through."}
	case shared:
		return layout.Notice{Title: d.Person.Known + " can see this now.", Next: "Meet and talk it through. Then either of you says when it was."}
	case a.sight.ActingFor != "":
		return layout.Notice{Title: "Saved. Only you and " + a.sight.ActingFor + " can see it."}
	}
	return layout.Notice{Title: "Saved. Only you can see it."}
}

// voiceAgain shows the form as it was typed.
func (p *Pages) voiceAgain(c echo.Context, a at, err error, fields url.Values) error {
	form, formErr := p.voiceForm(c, a)
	if formErr != nil {
		return formErr
	}
	form.Topics = writeTopics(a.sight, readVoice(fields, a.sight.Topics))
	form.Chosen = fields["chosen"]
	form.Version, _ = strconv.Atoi(fields.Get("version"))
	return p.site.Again(c, err, a.head, func(page layout.Page, problem web.Problem) templ.Component {
		form.Errors = problem.Summary()
		form.Clash = p.clash(problem, &form.Version)
		for i := range form.Topics {
			t := &form.Topics[i]
			t.Error, t.JudgementError = problem.Of(t.Key), problem.Of(t.Key+"-judgement")
		}
		return appraising.WritePage(page, form)
	})
}

// clash is what somebody else saved meanwhile, for the top of the form. Sending
// the form again replaces it: the form gets the version that was shown.
func (p *Pages) clash(problem web.Problem, version *int) *part.Clash {
	e := problem.Clash()
	if e == nil {
		return nil
	}
	if e.Version > 0 {
		*version = e.Version
	}
	out := &part.Clash{Who: e.By, When: p.site.TimeOf(e.At)}
	if p.site.Clock.DateOf(e.At) != p.site.Clock.Today() {
		out.When += " on " + p.site.Clock.DateOf(e.At).Short()
	}
	for _, f := range e.Theirs {
		out.Fields = append(out.Fields, part.ClashField{Label: f.Label, Text: f.Text})
	}
	return out
}
