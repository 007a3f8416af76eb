package appraising

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

func (p *Pages) agree(c echo.Context) error {
	a, err := p.findForm(c)
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

// agreeForm is the form of the agreements, with what stands in it.
func (p *Pages) agreeForm(c echo.Context, a at) (appraising.Agree, error) {
	s, d := a.sight, a.sight.Document
	form := appraising.Agree{
		Base: a.base, Caption: a.head.Title, Once: p.site.Once(), Version: s.AgreementsVersion,
		WhoReads: d.Person.Known + " and " + d.Appraiser.Known + " both read and write this.", Ready: s.Appraisal.State == appraisal.Worded,
	}
	agreed := d.Agreements
	if s.AgreementsVersion == 0 {
		agreed = sameWord(d, s.Topics)
	}
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

// sameWord is what the form begins with: the outcome of every target and task of
// which both say the same already.
func sameWord(d appraisal.Document, topics []appraisal.Topic) appraisal.Agreements {
	outcomes := map[appraisal.Judgement]appraisal.Outcome{
		appraisal.JudgedMet: appraisal.OutcomeMet, appraisal.JudgedCarryOn: appraisal.OutcomeCarried, appraisal.JudgedDropped: appraisal.OutcomeDropped,
	}
	out := appraisal.Agreements{Topics: map[string]appraisal.Agreed{}}
	for _, t := range topics {
		said := d.Self[t.Key].Judgement
		if outcome, ok := outcomes[said]; ok && t.Judged() && d.Response[t.Key].Judgement == said {
			out.Topics[t.Key] = appraisal.Agreed{Outcome: outcome}
		}
	}
	return out
}

func fillAgree(form *appraising.Agree, s appraisal.Sight, agreed appraisal.Agreements) {
	d := s.Document
	form.Topics, form.Next, form.Words = nil, nil, agreed.Words
	for _, t := range s.Topics {
		if !t.Judged() {
			continue
		}
		topic := appraising.AgreeTopic{Key: t.Key, Title: t.Title, Short: t.Short, Outcome: string(agreed.Topics[t.Key].Outcome), Why: agreed.Topics[t.Key].Why}
		for _, said := range []struct {
			who string
			j   appraisal.Judgement
		}{{d.Person.Known, d.Self[t.Key].Judgement}, {d.Appraiser.Known, d.Response[t.Key].Judgement}} {
			if said.j != appraisal.JudgedNot {
				topic.Said = append(topic.Said, appraising.SaidOf{Who: said.who, Tag: part.Chip{Kind: judgementKind(said.j), Text: said.j.Words()}})
			}
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
	a, err := p.findForm(c)
	if err != nil {
		return err
	}
	fields, err := formFields(c)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(fields.Get("version"))
	w := appraisal.Wording{
		AppraisalID: a.sight.Appraisal.ID, Version: version, Agreements: readAgreements(fields, a),
		Ready: fields.Get("do") == "ready", DraftID: fields.Get("draft"),
	}
	err = p.Appraisals.Word(web.Context(c), w)
	if mendable(err) {
		return p.agreeAgain(c, a, err, fields)
	}
	if err != nil {
		return err
	}
	notice := layout.Notice{Title: "Saved. Both of you can see it."}
	if w.Ready {
		d := a.sight.Document
		notice = layout.Notice{Title: "These are your agreements.", Next: d.Appraiser.Known + " signs first, then " + d.Person.Known + "."}
	}
	return p.site.Done(c, a.base, notice)
}

// agreeAgain shows the form as it was typed.
func (p *Pages) agreeAgain(c echo.Context, a at, err error, fields url.Values) error {
	form, formErr := p.agreeForm(c, a)
	if formErr != nil {
		return formErr
	}
	fillAgree(&form, a.sight, readAgreements(fields, a))
	form.Version, _ = strconv.Atoi(fields.Get("version"))
	return p.site.Again(c, err, a.head, func(page layout.Page, problem web.Problem) templ.Component {
		form.Errors, form.WordsError = problem.Summary(), problem.Of("words")
		form.Clash = p.clash(problem, &form.Version)
		for i := range form.Topics {
			t := &form.Topics[i]
			t.OutcomeError, t.WhyError = problem.Of(t.Key+"-outcome"), problem.Of(t.Key+"-why")
		}
		for i := range form.Next {
			name := "next-" + strconv.Itoa(i+1)
			form.Next[i].NeedError, form.Next[i].CriterionError = problem.Of(name+"-need"), problem.Of(name+"-criterion")
		}
		return appraising.AgreePage(page, form)
	})
}
