package appraising

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

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
	a, err := p.find(c)
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
	form := appraising.Write{Base: a.base, Caption: d.Person.Name + " with " + d.Appraiser.Name, Once: p.site.Once()}
	mine, version := d.Self, s.SelfVersion
	if s.MayEvaluate {
		form.Title = "Your self-evaluation"
		form.Intro = "Write on what matters to you. You can save it and come back as often as you like."
		form.WhoReads = "Only you can see this until you share it with " + d.Appraiser.Known + "."
		form.Share = "Share it with " + d.Appraiser.Known
		form.ShareHint = "Once you share it, you cannot change it. You can still add to it when you meet."
		if err := p.fillChoices(c, a, &form); err != nil {
			return form, err
		}
	} else {
		mine, version = d.Response, s.ResponseVersion
		form.Title = "Your response"
		form.Intro = "Respond to each topic in your own words, beside " + d.Person.Known + "’s."
		form.WhoReads = "Only you can see this until you share it with " + d.Person.Known + "."
		form.ShareHint = "You can share it once " + d.Person.Known + " has shared the self-evaluation."
		if s.Appraisal.State == appraisal.SelfShared {
			form.Share = "Share it with " + d.Person.Known
			form.ShareHint = "Once you share it, you cannot change it. You can still agree on other words when you meet."
		}
	}
	form.Version = version
	fields, err := p.openDraft(c, a, "/write", &form.Draft)
	if err != nil {
		return form, err
	}
	if fields != nil {
		mine = readVoice(fields, s.Topics)
	}
	form.Topics = writeTopics(s, mine)
	return form, nil
}

// openDraft fills in what keeps the form's words, and gives the words of a draft
// to carry on with.
func (p *Pages) openDraft(c echo.Context, a at, form string, into *part.Draft) (url.Values, error) {
	here := a.base + form
	name := "appraisal/" + a.sight.Appraisal.ID + form
	d, fields, err := p.site.Draft(c, p.Drafts, name, here, a.base)
	if err != nil {
		return nil, err
	}
	*into = d
	return fields, nil
}

func (p *Pages) fillChoices(c echo.Context, a at, form *appraising.Write) error {
	year, err := a.view.Settings.YearStart.ParseYear(a.sight.Appraisal.Year)
	if err != nil {
		return err
	}
	choices, err := p.Diary(web.Context(c), a.person.ID, year)
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

func writeTopics(s appraisal.Sight, mine appraisal.Voice) []appraising.WriteTopic {
	d := s.Document
	var out []appraising.WriteTopic
	for _, t := range s.Topics {
		w := appraising.WriteTopic{Key: t.Key, Title: t.Title, Facts: t.Facts, Hint: t.Hint, Judged: t.Judged(), Text: mine[t.Key].Text, Judgement: string(mine[t.Key].Judgement)}
		for _, j := range appraisal.Judgements() {
			w.Options = append(w.Options, part.Option{Value: string(j), Label: j.Words()})
		}
		if !s.Mine {
			w.Hint = ""
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

func (p *Pages) saveVoice(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	fields, err := c.FormParams()
	if err != nil {
		return fault.InvalidField("", "The form could not be read. Go back and try again")
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
	if err != nil {
		if e := fault.As(err); e == nil || e.Kind != fault.Invalid && e.Kind != fault.Clash {
			return err
		}
		return p.voiceAgain(c, a, err, w, fields)
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
	}
	return layout.Notice{Title: "Saved. Only you can see it."}
}

func (p *Pages) voiceAgain(c echo.Context, a at, err error, w appraisal.Writing, fields url.Values) error {
	form, formErr := p.voiceForm(c, a)
	if formErr != nil {
		return formErr
	}
	form.Topics = writeTopics(a.sight, w.Voice)
	form.Chosen = fields["chosen"]
	form.Version = w.Version
	return p.site.Again(c, err, a.head, func(page layout.Page, problem web.Problem) templ.Component {
		form.Errors = problem.Summary()
		if form.Clash = clash(problem); form.Clash != nil {
			form.Version = problem.Clash().Version
		}
		for i := range form.Topics {
			t := &form.Topics[i]
			t.Error, t.JudgementError = problem.Of(t.Key), problem.Of(t.Key+"-judgement")
		}
		return appraising.WritePage(page, form)
	})
}

// clash is what somebody else saved meanwhile, for the top of the form.
func clash(problem web.Problem) *part.Clash {
	e := problem.Clash()
	if e == nil {
		return nil
	}
	out := &part.Clash{Who: e.By}
	for _, f := range e.Theirs {
		out.Fields = append(out.Fields, part.ClashField{Label: f.Label, Text: f.Text})
	}
	return out
}

func (p *Pages) agree(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	if !a.sight.MayWord {
		return p.site.SeeOther(c, a.base)
	}
	form, err := p.agreeForm(c, a)
	if err != nil {
		return err
	}
	return p.site.OK(c, a.head, func(page layout.Page) templ.Component { return appraising.AgreePage(page, form) })
}

func (p *Pages) agreeForm(c echo.Context, a at) (appraising.Agree, error) {
	s, d := a.sight, a.sight.Document
	form := appraising.Agree{
		Base: a.base, Caption: d.Person.Name + " with " + d.Appraiser.Name, Once: p.site.Once(), Version: s.AgreementsVersion,
		WhoReads: d.Person.Known + " and " + d.Appraiser.Known + " both read and write this.", Ready: s.Appraisal.State == appraisal.Worded,
	}
	agreed := d.Agreements
	fields, err := p.openDraft(c, a, "/agreements", &form.Draft)
	if err != nil {
		return form, err
	}
	if fields != nil {
		agreed = readAgreements(fields, a)
	}
	fillAgree(&form, s, agreed)
	return form, nil
}

func fillAgree(form *appraising.Agree, s appraisal.Sight, agreed appraisal.Agreements) {
	d := s.Document
	form.Topics, form.Next, form.Words = nil, nil, agreed.Words
	for _, t := range s.Topics {
		if !t.Judged() {
			continue
		}
		topic := appraising.AgreeTopic{Key: t.Key, Title: t.Title, Outcome: string(agreed.Topics[t.Key].Outcome), Why: agreed.Topics[t.Key].Why}
		if said := d.Self[t.Key].Judgement; said != "" {
			topic.Said = d.Person.Known + " said: " + said.Words() + "."
		}
		if said := d.Response[t.Key].Judgement; said != "" {
			topic.Said += " " + d.Appraiser.Known + " said: " + said.Words() + "."
		}
		for _, o := range appraisal.Outcomes() {
			topic.Options = append(topic.Options, part.Option{Value: string(o), Label: o.Words()})
		}
		form.Topics = append(form.Topics, topic)
	}
	for i := range appraisal.LimitNext {
		var row appraising.AgreeNext
		if i < len(agreed.Next) {
			row.Need, row.Criterion = agreed.Next[i].Need, agreed.Next[i].Criterion
		}
		form.Next = append(form.Next, row)
	}
}

func readAgreements(fields url.Values, a at) appraisal.Agreements {
	out := appraisal.Agreements{Topics: map[string]appraisal.Agreed{}, Words: fields.Get("words")}
	for _, t := range a.sight.Topics {
		if !t.Judged() {
			continue
		}
		agreed := appraisal.Agreed{Outcome: appraisal.Outcome(fields.Get(t.Key + "-outcome")), Why: fields.Get(t.Key + "-why")}
		if agreed.Outcome == appraisal.OutcomeMet {
			agreed.On = a.sight.Document.MetOn
		}
		if agreed != (appraisal.Agreed{}) {
			out.Topics[t.Key] = agreed
		}
	}
	for i := range appraisal.LimitNext {
		name := "next-" + strconv.Itoa(i+1)
		out.Next = append(out.Next, appraisal.NextTarget{Need: fields.Get(name + "-need"), Criterion: fields.Get(name + "-criterion")})
	}
	return out
}

func (p *Pages) saveAgreements(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	fields, err := c.FormParams()
	if err != nil {
		return fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	version, _ := strconv.Atoi(fields.Get("version"))
	w := appraisal.Wording{
		AppraisalID: a.sight.Appraisal.ID, Version: version, Agreements: readAgreements(fields, a),
		Ready: fields.Get("do") == "ready", DraftID: fields.Get("draft"),
	}
	err = p.Appraisals.Word(web.Context(c), w)
	if err == nil {
		notice := layout.Notice{Title: "Saved. Both of you can see it."}
		if w.Ready {
			notice = layout.Notice{Title: "These are your agreements.", Next: a.sight.Document.Appraiser.Known + " signs first, then " + a.sight.Document.Person.Known + "."}
		}
		return p.site.Done(c, a.base, notice)
	}
	if e := fault.As(err); e == nil || e.Kind != fault.Invalid && e.Kind != fault.Clash {
		return err
	}
	form, formErr := p.agreeForm(c, a)
	if formErr != nil {
		return formErr
	}
	fillAgree(&form, a.sight, readAgreements(fields, a))
	form.Version = w.Version
	return p.site.Again(c, err, a.head, func(page layout.Page, problem web.Problem) templ.Component {
		fillAgreeProblems(&form, problem)
		return appraising.AgreePage(page, form)
	})
}

func fillAgreeProblems(form *appraising.Agree, problem web.Problem) {
	form.Errors, form.WordsError = problem.Summary(), problem.Of("words")
	if form.Clash = clash(problem); form.Clash != nil {
		form.Version = problem.Clash().Version
	}
	for i := range form.Topics {
		t := &form.Topics[i]
		t.OutcomeError, t.WhyError = problem.Of(t.Key+"-outcome"), problem.Of(t.Key+"-why")
	}
	for i := range form.Next {
		name := "next-" + strconv.Itoa(i+1)
		form.Next[i].NeedError, form.Next[i].CriterionError = problem.Of(name+"-need"), problem.Of(name+"-criterion")
	}
}
