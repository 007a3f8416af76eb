package appraising

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

func cyclesHead(c echo.Context) web.Head {
	head := web.Head{Title: "Appraisals", Section: web.Manage, Sub: "cycles"}
	if !web.Who(c).Has(actor.Coordinator) {
		head.Section = ""
	}
	return head
}

func (p *Pages) cycles(c echo.Context) error {
	data, view, err := p.cyclesPage(c)
	if err != nil {
		return err
	}
	data.Form.Title = fmt.Sprintf("Appraisal %d", view.Year.EndsIn())
	data.Form.Year = view.Year.Name()
	return p.site.OK(c, cyclesHead(c), func(page layout.Page) templ.Component { return appraising.CyclesPage(page, data) })
}

func (p *Pages) cyclesPage(c echo.Context) (appraising.Cycles, *web.View, error) {
	view, err := p.site.View(c)
	if err != nil {
		return appraising.Cycles{}, nil, err
	}
	all, err := p.Appraisals.Cycles(web.Context(c))
	if err != nil {
		return appraising.Cycles{}, nil, err
	}
	data := appraising.Cycles{Once: p.site.Once()}
	for _, cycle := range all {
		hint := "Self-evaluations by " + cycle.SelfBy.Short() + ", closed by " + cycle.CloseBy.Short()
		if u := view.Chart.Unit(cycle.UnitID); u != nil {
			hint = u.Name + ". " + hint
		}
		data.Rows = append(data.Rows, part.Row{Label: cycle.Title, Href: "/manage/cycles/" + cycle.ID, Hint: hint})
	}
	for _, y := range []calendar.LearningYear{view.Year, view.Year.Previous()} {
		data.Form.Years = append(data.Form.Years, part.Option{Value: y.Name(), Label: y.Words()})
	}
	data.Form.Units = unitOptions(view.Chart)
	return data, view, nil
}

// unitOptions are the whole organisation and each division and section of it.
func unitOptions(chart *people.Chart) []part.Option {
	root := chart.Root()
	if root == nil {
		return nil
	}
	out := []part.Option{{Value: root.ID, Label: "Everybody"}}
	for _, u := range chart.Below(root.ID) {
		out = append(out, part.Option{Value: u.ID, Label: u.Name})
		for _, below := range chart.Below(u.ID) {
			out = append(out, part.Option{Value: below.ID, Label: u.Name + ": " + below.Name})
		}
	}
	return out
}

func (p *Pages) openCycle(c echo.Context) error {
	var form struct {
		Title       string `form:"title"`
		Year        string `form:"year"`
		Unit        string `form:"unit"`
		Countersign string `form:"countersign"`
	}
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	data, view, err := p.cyclesPage(c)
	if err != nil {
		return err
	}
	selfBy, closeBy := web.FormDate(c, "self_by"), web.FormDate(c, "close_by")
	opening := appraisal.Opening{Title: form.Title, UnitID: form.Unit, Countersign: form.Countersign == "yes"}
	var problems fault.Collector
	take := func(err error) {
		if e := fault.As(err); e != nil {
			for _, f := range e.Fields {
				problems.Add(f.Name, f.Message)
			}
		}
	}
	opening.SelfBy, err = selfBy.Parse("self_by")
	take(err)
	opening.CloseBy, err = closeBy.Parse("close_by")
	take(err)
	opening.Year, err = view.Settings.YearStart.ParseYear(form.Year)
	problems.Check(err == nil, "year", "Choose the learning year")
	err = problems.Err()
	var opened appraisal.Opened
	if err == nil {
		opened, err = p.Appraisals.OpenCycle(web.Context(c), opening)
	}
	if err != nil {
		f := &data.Form
		f.Title, f.Year, f.Unit, f.Countersign = form.Title, form.Year, form.Unit, opening.Countersign
		f.SelfDay, f.SelfMonth, f.SelfYear = selfBy.Day, selfBy.Month, selfBy.Year
		f.CloseDay, f.CloseMonth, f.CloseYear = closeBy.Day, closeBy.Month, closeBy.Year
		return p.site.Again(c, err, cyclesHead(c), func(page layout.Page, problem web.Problem) templ.Component {
			f.TitleError, f.YearError, f.UnitError = problem.Of("title"), problem.Of("year"), problem.Of("unit")
			f.SelfError, f.CloseError, data.Errors = problem.Of("self_by"), problem.Of("close_by"), problem.Summary()
			return appraising.CyclesPage(page, data)
		})
	}
	return p.site.Done(c, "/manage/cycles/"+opened.Cycle.ID, openedNotice(opened))
}

func openedNotice(o appraisal.Opened) layout.Notice {
	n := layout.Notice{Title: fmt.Sprintf("%d appraisals are open.", o.Made), Next: "Everybody finds theirs under Appraisal."}
	if o.Had > 0 {
		n.Text = fmt.Sprintf("%d people have one of that year already.", o.Had)
	}
	if len(o.WithoutAppraiser) > 0 {
		shown := o.WithoutAppraiser[:min(len(o.WithoutAppraiser), 10)]
		n.Text += " Nobody appraises " + strings.Join(shown, ", ")
		if more := len(o.WithoutAppraiser) - len(shown); more > 0 {
			n.Text += fmt.Sprintf(" and %d more", more)
		}
		n.Text += ": they have no line manager."
	}
	return n
}

const progressPage = 50

// progress shows how far each person in a cycle has come, and no more of it.
func (p *Pages) progress(c echo.Context) error {
	cycle, all, err := p.Appraisals.CycleProgress(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	view, err := p.site.View(c)
	if err != nil {
		return err
	}
	counts := map[appraisal.State]int{}
	for _, r := range all {
		counts[r.State]++
	}
	wanted := appraisal.State(c.QueryParam("state"))
	base := "/manage/cycles/" + cycle.ID
	data := appraising.Progress{
		Title: cycle.Title, Caption: "Learning year " + cycle.Year,
		Facts: []part.Fact{
			{Key: "Self-evaluations by", Value: cycle.SelfBy.Short()}, {Key: "Closed by", Value: cycle.CloseBy.Short()},
			{Key: "Closed", Value: fmt.Sprintf("%d of %d", counts[appraisal.Closed], len(all))},
		},
	}
	data.Filters = append(data.Filters, part.Link{Label: fmt.Sprintf("All, %d", len(all)), Href: base, Current: wanted == ""})
	for _, s := range appraisal.States() {
		if counts[s] > 0 {
			data.Filters = append(data.Filters, part.Link{Label: fmt.Sprintf("%s, %d", s.Words(), counts[s]), Href: base + "?state=" + string(s), Current: wanted == s})
		}
	}
	rows := progressRows(view.Chart, all, wanted)
	page, pages, from, to := web.Window(c.QueryParam("page"), len(rows), progressPage)
	data.Table = part.Table{Caption: "How far each appraisal has come", HideCaption: true, Columns: []part.Column{{Label: "Name"}, {Label: "Appraiser"}, {Label: "State"}}, Rows: rows[from:to]}
	data.Pager = part.Pager{Page: page, Pages: pages, Href: func(n int) string { return fmt.Sprintf("%s?state=%s&page=%d", base, wanted, n) }}
	return p.site.OK(c, cyclesHead(c), func(page layout.Page) templ.Component { return appraising.ProgressPage(page, data) })
}

func progressRows(chart *people.Chart, all []appraisal.Progress, wanted appraisal.State) [][]part.Cell {
	var rows [][]part.Cell
	for _, r := range all {
		if wanted == "" || r.State == wanted {
			chip := stateChip(r.State)
			rows = append(rows, []part.Cell{{Text: chart.Name(r.PersonID)}, {Text: chart.Name(r.AppraiserID)}, {Tag: &chip}})
		}
	}
	slices.SortStableFunc(rows, func(a, b []part.Cell) int { return strings.Compare(a[0].Text, b[0].Text) })
	return rows
}
