// Package appraising holds the pages of appraisals: for the person, for whoever
// appraises or countersigns, and the coordinator's cycles. What may be seen and
// done is decided by the appraisal service; no rule and no query may enter.
package appraising

import (
	"context"
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
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/report"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
)

// Services are what the pages ask.
type Services struct {
	Appraisals *appraisal.Service
	Drafts     *draft.Service
	Diary      Diary
	Reports    *report.Maker
	Notices    *notice.Service
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
	overseers := web.Office(actor.Coordinator, actor.Administrator, actor.Auditor)
	routes := []web.Route{
		web.Get("/appraisal", member, p.overview),
		web.Get("/manage/cycles", overseers, p.cycles),
		web.Post("/manage/cycles", coordinator, p.openCycle),
		web.Get("/manage/cycles/:id", overseers, p.progress),
		web.Get("/manage/cycles/:id/:person/close", coordinator, p.stranded),
		web.Post("/manage/cycles/:id/:person/close", coordinator, p.closeStranded),
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
	year   calendar.LearningYear
	// name is the full name of whoever is looking.
	name string
	view *web.View
	base string
	head web.Head
}

// locate reads from the address whose appraisal of which year is meant.
func (p *Pages) locate(c echo.Context) (at, error) {
	view, err := p.site.View(c)
	if err != nil {
		return at{}, err
	}
	ends, err := strconv.Atoi(c.Param("year"))
	if err != nil || ends < 1901 || ends > 2999 {
		return at{}, fault.NewNotFound("appraisal")
	}
	start := view.Settings.YearStart
	me := web.Who(c).PersonID
	out := at{
		view: view, name: web.Who(c).Name, person: view.Chart.Person(me), base: fmt.Sprintf("/appraisal/%d", ends),
		year: start.YearOf(calendar.NewDate(ends, start.Month, start.Day).AddDays(-1)),
		head: web.Head{Title: fmt.Sprintf("Appraisal %d", ends), Section: web.MyLearning, Sub: "appraisal"},
	}
	if slug := c.Param("person"); slug != "" {
		out.person = view.Chart.PersonBySlug(slug)
		if out.person != nil && out.person.ID != me {
			out.base = fmt.Sprintf("/people/%s/appraisal/%d", slug, ends)
			out.head = web.Head{Title: out.head.Title + " of " + out.person.Name, Section: web.MyTeam}
		}
	}
	if out.person == nil {
		return at{}, fault.NewNotFound("appraisal")
	}
	return out, nil
}

type opener func(ctx context.Context, personID string, year calendar.LearningYear) (appraisal.Sight, error)

// find opens the whole appraisal of the address for whoever asks.
func (p *Pages) find(c echo.Context) (at, error) { return p.open(c, p.Appraisals.Open) }

// findForm opens as much of it as its forms need.
func (p *Pages) findForm(c echo.Context) (at, error) { return p.open(c, p.Appraisals.OpenForm) }

func (p *Pages) open(c echo.Context, open opener) (at, error) {
	a, err := p.locate(c)
	if err != nil {
		return at{}, err
	}
	if a.sight, err = open(web.Context(c), a.person.ID, a.year); err != nil {
		return at{}, err
	}
	a.head.ActingFor = a.sight.ActingFor
	return a, nil
}

func (p *Pages) show(c echo.Context) error {
	a, err := p.find(c)
	if err != nil {
		return err
	}
	data := p.page(a)
	return p.site.OK(c, a.head, func(page layout.Page) templ.Component { return appraising.Page(page, data) })
}

// again shows the appraisal as it stands now, with what was typed into one of its forms.
func (p *Pages) again(c echo.Context, err error, fill func(*appraising.Appraisal, web.Problem)) error {
	if !mendable(err) {
		return err
	}
	a, findErr := p.find(c)
	if findErr != nil {
		return findErr
	}
	return p.site.Again(c, err, a.head, func(page layout.Page, problem web.Problem) templ.Component {
		data := p.page(a)
		fill(&data, problem)
		return appraising.Page(page, data)
	})
}

// mendable says whether the person can put right what went wrong.
func mendable(err error) bool { return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Clash) }

func (p *Pages) met(c echo.Context) error {
	a, err := p.findForm(c)
	if err != nil {
		return err
	}
	typed := web.FormDate(c, "met_on")
	on, err := typed.Parse("met_on")
	if err == nil {
		err = p.Appraisals.Meet(web.Context(c), a.sight.Appraisal.ID, on)
	}
	if err != nil {
		return p.again(c, err, func(data *appraising.Appraisal, problem web.Problem) {
			if f := data.Meeting; f != nil {
				f.Day, f.Month, f.Year = typed.Day, typed.Month, typed.Year
				f.Error, f.Errors = problem.Of("met_on"), problem.Summary()
			}
		})
	}
	return p.site.Done(c, a.base, layout.Notice{
		Title: "Noted: you have met.", Next: "Write together what you agree: how each target ended, and targets for next year.",
	})
}

func (p *Pages) sign(c echo.Context) error {
	a, err := p.findForm(c)
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
	sign := p.Appraisals.SignFirst
	switch a.sight.Appraisal.State {
	case appraisal.AppraiserSigned:
		sign = p.Appraisals.SignLast
	case appraisal.PersonSigned:
		sign = p.Appraisals.Countersign
	}
	if err := sign(web.Context(c), signing); err != nil {
		return p.again(c, err, func(data *appraising.Appraisal, problem web.Problem) {
			if s := data.Sign; s != nil {
				s.Fair, s.Name, s.Statement = signing.Fair && problem.Clash() == nil, form.Name, form.Statement
				s.NameError, s.FairError, s.StatementError = problem.Of("name"), problem.Of("fair"), problem.Of("statement")
				s.Errors, s.Clash = problem.Summary(), p.changed(problem)
			}
		})
	}
	return p.site.Done(c, a.base, signedNotice(a))
}

// changed says who changed the record since it was opened, and when; empty for
// nobody.
func (p *Pages) changed(problem web.Problem) string {
	e := problem.Clash()
	switch {
	case e == nil:
		return ""
	case e.By == "" || e.At.IsZero():
		return "It changed after you opened it"
	}
	return e.By + " changed it at " + p.site.TimeOf(e.At) + ", after you opened it"
}

func signedNotice(a at) layout.Notice {
	d := a.sight.Document
	switch {
	case a.sight.MaySignFirst:
		return layout.Notice{Title: "You have signed.", Next: d.Person.Known + " reads it and signs, or sends it back with a question."}
	case a.sight.MaySignLast && a.sight.Countersigner != "":
		return layout.Notice{Title: "You have signed.", Next: a.sight.Countersigner + " reads and countersigns it. Then it is closed."}
	}
	return layout.Notice{Title: "The appraisal is signed and closed.", Next: "Nobody can change it now. What was agreed for next year is in next year’s learning plan."}
}

func (p *Pages) sendBack(c echo.Context) error {
	a, err := p.findForm(c)
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
		return p.again(c, err, func(data *appraising.Appraisal, problem web.Problem) {
			if s := data.Sign; s != nil {
				s.Question, s.QuestionError = form.Question, problem.Of("question")
				s.Errors, s.Clash = problem.Summary(), p.changed(problem)
			}
		})
	}
	return p.site.Done(c, a.base, layout.Notice{
		Title: "Sent back.", Next: a.sight.Document.Appraiser.Known + " reads your question. You can both change what you agreed, and then sign anew.",
	})
}

func (p *Pages) addNote(c echo.Context) error {
	a, err := p.findForm(c)
	if err != nil {
		return err
	}
	text := c.FormValue("note")
	if err := p.Appraisals.Add(web.Context(c), a.sight.Appraisal.ID, text); err != nil {
		return p.again(c, err, func(data *appraising.Appraisal, problem web.Problem) {
			if data.Note != nil {
				data.Note.Text, data.Note.Error, data.Note.Errors = text, problem.Of("note"), problem.Summary()
			}
		})
	}
	return p.site.Done(c, a.base, layout.Notice{Title: "Your note stands beside the record."})
}

// pdf answers with the annual appraisal report as a file.
func (p *Pages) pdf(c echo.Context) error {
	a, err := p.locate(c)
	if err != nil {
		return err
	}
	sight, err := p.Appraisals.ForReport(web.Context(c), a.person.ID, a.year, "")
	if err != nil {
		return err
	}
	raw, err := p.Reports.Appraisal(sight.Document, a.view.Today)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("appraisal-%d-%s.pdf", a.year.EndsIn(), a.person.Slug)
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	return c.Blob(http.StatusOK, "application/pdf", raw)
}
