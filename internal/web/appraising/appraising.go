// Package appraising holds the pages of appraisals: for the person, for whoever
// appraises or countersigns, and the coordinator's cycles. What may be seen and
// done is decided by the appraisal service; no rule and no query may enter.
package appraising

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/report"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Services are what the pages ask.
type Services struct {
	Appraisals *appraisal.Service
	Drafts     *draft.Service
	Diary      Diary
	Reports    *report.Maker
}

// Pages are the pages of appraisals.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are their addresses: the same pages for one's own appraisal and for
// that of somebody whom one appraises.
func (p *Pages) Routes() []web.Route {
	member, coordinator := web.SignedIn(), web.Office(actor.Coordinator)
	routes := []web.Route{
		web.Get("/appraisal", member, p.overview),
		web.Get("/manage/cycles", web.Office(actor.Coordinator, actor.Administrator, actor.Auditor), p.cycles),
		web.Post("/manage/cycles", coordinator, p.openCycle),
		web.Get("/manage/cycles/:id", web.Office(actor.Coordinator, actor.Administrator, actor.Auditor), p.progress),
	}
	for _, base := range []string{"/appraisal/:year", "/people/:person/appraisal/:year"} {
		routes = append(routes,
			web.Get(base, member, p.show),
			web.Get(base+"/write", member, p.write), web.Post(base+"/write", member, p.saveVoice),
			web.Post(base+"/met", member, p.met),
			web.Get(base+"/agreements", member, p.agree), web.Post(base+"/agreements", member, p.saveAgreements),
			web.Post(base+"/sign", member, p.sign), web.Post(base+"/send-back", member, p.sendBack),
			web.Post(base+"/note", member, p.addNote),
			web.Get(base+"/report.pdf", member, p.pdf),
		)
	}
	return routes
}

// at is the appraisal that an address names, and how to come back to it.
type at struct {
	sight  appraisal.Sight
	person *people.Person
	// viewerID is who is looking.
	viewerID string
	view     *web.View
	base     string
	head     web.Head
}

// find opens the appraisal of the address for whoever asks.
func (p *Pages) find(c echo.Context) (at, error) {
	view, err := p.site.View(c)
	if err != nil {
		return at{}, err
	}
	ends, err := strconv.Atoi(c.Param("year"))
	if err != nil || ends < 1900 || ends > 2999 {
		return at{}, fault.NewNotFound("appraisal")
	}
	start := view.Settings.YearStart
	year := start.YearOf(calendar.NewDate(ends, start.Month, start.Day).AddDays(-1))
	me := web.Who(c).PersonID
	out := at{view: view, person: view.Chart.Person(me), viewerID: me}
	out.base = fmt.Sprintf("/appraisal/%d", ends)
	out.head = web.Head{Title: fmt.Sprintf("Appraisal %d", ends), Section: web.MyLearning, Sub: "appraisal"}
	if slug := c.Param("person"); slug != "" {
		out.person = view.Chart.PersonBySlug(slug)
		out.base = fmt.Sprintf("/people/%s/appraisal/%d", slug, ends)
		out.head.Section, out.head.Sub = web.MyTeam, ""
	}
	if out.person == nil {
		return at{}, fault.NewNotFound("appraisal")
	}
	if out.sight, err = p.Appraisals.Open(web.Context(c), out.person.ID, year); err != nil {
		return at{}, err
	}
	if out.sight.ActingFor != "" {
		out.head.ActingFor = out.sight.ActingFor
	}
	if !out.sight.Mine {
		out.head.Title += " of " + out.sight.Document.Person.Name
	}
	return out, nil
}

// overview leads to the appraisal of the year, or says that none is open.
func (p *Pages) overview(c echo.Context) error {
	mine, err := p.Appraisals.Mine(web.Context(c))
	if err != nil {
		return err
	}
	waiting, err := p.Appraisals.AwaitingMe(web.Context(c))
	if err != nil {
		return err
	}
	view, err := p.site.View(c)
	if err != nil {
		return err
	}
	start := view.Settings.YearStart
	list := appraising.List{Title: "Appraisal", Empty: part.EmptyState{
		Title:  "Your appraisal is not open yet",
		Text:   "Your CPD coordinator opens it towards the end of the learning year. Your diary and plan will be here then.",
		Action: &part.Action{Label: "Write in your diary", Href: "/diary", Kind: "secondary"},
	}}
	for _, b := range mine {
		year, err := start.ParseYear(b.Year)
		if err != nil {
			return err
		}
		list.Years = append(list.Years, part.Row{
			Label: fmt.Sprintf("Appraisal %d", year.EndsIn()), Href: fmt.Sprintf("/appraisal/%d", year.EndsIn()),
			Hint: "Learning year " + year.Words(), Tags: []part.Chip{stateChip(b.State)},
		})
	}
	for _, b := range waiting {
		year, err := start.ParseYear(b.Year)
		if err != nil {
			return err
		}
		person := view.Chart.Person(b.PersonID)
		if person == nil {
			continue
		}
		list.Waiting = append(list.Waiting, part.Row{
			Label: person.Name, Href: fmt.Sprintf("/people/%s/appraisal/%d", person.Slug, year.EndsIn()),
			Hint: fmt.Sprintf("Appraisal %d: %s", year.EndsIn(), waitingFor(b.State)),
		})
	}
	head := web.Head{Title: "Appraisal", Section: web.MyLearning, Sub: "appraisal"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return appraising.Overview(page, list) })
}

func waitingFor(s appraisal.State) string {
	switch s {
	case appraisal.SelfShared:
		return "write your response"
	case appraisal.ResponseShared:
		return "meet and talk it through"
	case appraisal.Met:
		return "write what you agreed"
	case appraisal.Worded:
		return "sign"
	case appraisal.PersonSigned:
		return "countersign"
	}
	return "open it"
}

func stateChip(s appraisal.State) part.Chip {
	kind := "booked"
	if s == appraisal.Closed {
		kind = "done"
	}
	return part.Chip{Kind: kind, Text: s.Words()}
}

func (p *Pages) show(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	data := p.page(a)
	return p.site.OK(c, a.head, func(page layout.Page) templ.Component { return appraising.Page(page, data) })
}

// again shows the appraisal once more with what was typed into one of its forms.
func (p *Pages) again(c echo.Context, a at, err error, fill func(*appraising.Appraisal, web.Problem)) error {
	if fault.Is(err, fault.Clash) {
		fresh, findErr := p.find(c)
		if findErr != nil {
			return findErr
		}
		a = fresh
	}
	return p.site.Again(c, err, a.head, func(page layout.Page, problem web.Problem) templ.Component {
		data := p.page(a)
		fill(&data, problem)
		return appraising.Page(page, data)
	})
}

func (p *Pages) met(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	typed := web.FormDate(c, "met_on")
	on, err := typed.Parse("met_on")
	if err == nil {
		err = p.Appraisals.Meet(web.Context(c), a.sight.Appraisal.ID, on)
	}
	if err != nil {
		return p.again(c, a, err, func(data *appraising.Appraisal, problem web.Problem) {
			if data.Meeting != nil {
				data.Meeting.Day, data.Meeting.Month, data.Meeting.Year = typed.Day, typed.Month, typed.Year
				data.Meeting.Error, data.Meeting.Errors = problem.Of("met_on"), problem.Summary()
			}
		})
	}
	return p.site.Done(c, a.base, layout.Notice{
		Title: "Noted: you have met.", Next: "Write together what you agree: how each target ended, and targets for next year.",
	})
}

func (p *Pages) sign(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	var form struct {
		Version   int    `form:"version"`
		Fair      string `form:"fair"`
		Name      string `form:"name"`
		Statement string `form:"statement"`
	}
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	signing := appraisal.Signing{
		AppraisalID: a.sight.Appraisal.ID, Version: form.Version, Fair: form.Fair == "yes", Name: form.Name, Statement: form.Statement,
	}
	ctx := web.Context(c)
	switch a.sight.Appraisal.State {
	case appraisal.AppraiserSigned:
		err = p.Appraisals.SignLast(ctx, signing)
	case appraisal.PersonSigned:
		err = p.Appraisals.Countersign(ctx, signing)
	default:
		err = p.Appraisals.SignFirst(ctx, signing)
	}
	if err != nil {
		return p.again(c, a, err, func(data *appraising.Appraisal, problem web.Problem) {
			if s := data.Sign; s != nil {
				s.Fair, s.Name, s.Statement = signing.Fair && problem.Clash() == nil, form.Name, form.Statement
				s.NameError, s.FairError, s.StatementError = problem.Of("name"), problem.Of("fair"), problem.Of("statement")
				s.Errors, s.Clash = problem.Summary(), problem.Clash() != nil
			}
		})
	}
	return p.site.Done(c, a.base, signedNotice(a))
}

func signedNotice(a at) layout.Notice {
	d := a.sight.Document
	switch {
	case a.sight.MaySignFirst:
		return layout.Notice{Title: "You have signed.", Next: d.Person.Known + " reads it and signs, or sends it back with a question."}
	case a.sight.MaySignLast && a.sight.Cycle.Countersign:
		return layout.Notice{Title: "You have signed.", Next: "The divisional manager countersigns, and then it is closed."}
	}
	return layout.Notice{Title: "The appraisal is signed and closed.", Next: "Nobody can change it now. What you agreed for next year is in next year’s learning plan."}
}

func (p *Pages) sendBack(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	var form struct {
		Version  int    `form:"version"`
		Question string `form:"question"`
	}
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	err = p.Appraisals.SendBack(web.Context(c), a.sight.Appraisal.ID, form.Version, form.Question)
	if err != nil {
		return p.again(c, a, err, func(data *appraising.Appraisal, problem web.Problem) {
			if s := data.Sign; s != nil {
				s.Question, s.QuestionError = form.Question, problem.Of("question")
				s.Errors, s.Clash = problem.Summary(), problem.Clash() != nil
			}
		})
	}
	return p.site.Done(c, a.base, layout.Notice{
		Title: "Sent back.", Next: a.sight.Document.Appraiser.Known + " reads your question. You can both change what you agreed, and then sign anew.",
	})
}

func (p *Pages) addNote(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	text := c.FormValue("note")
	if err := p.Appraisals.Add(web.Context(c), a.sight.Appraisal.ID, text); err != nil {
		return p.again(c, a, err, func(data *appraising.Appraisal, problem web.Problem) {
			if data.Note != nil {
				data.Note.Text, data.Note.Error, data.Note.Errors = text, problem.Of("note"), problem.Summary()
			}
		})
	}
	return p.site.Done(c, a.base, layout.Notice{Title: "Your note stands beside the record."})
}

// pdf answers with the annual appraisal report as a file.
func (p *Pages) pdf(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	year, err := a.view.Settings.YearStart.ParseYear(a.sight.Appraisal.Year)
	if err != nil {
		return err
	}
	sight, err := p.Appraisals.ForReport(web.Context(c), a.person.ID, year, "")
	if err != nil {
		return err
	}
	raw, err := p.Reports.Appraisal(sight.Document, a.view.Today)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("appraisal-%d-%s.pdf", year.EndsIn(), a.person.Slug)
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	return c.Blob(http.StatusOK, "application/pdf", raw)
}
