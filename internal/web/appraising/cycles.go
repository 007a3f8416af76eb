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
	"learningyear/internal/spelling"
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
	if data.Form != nil {
		data.Form.Title, data.Form.Year = fmt.Sprintf("Appraisal %d", view.Year.EndsIn()), view.Year.Name()
	}
	return p.site.OK(c, cyclesHead(c), func(page layout.Page) templ.Component { return appraising.CyclesPage(page, data) })
}

// cyclesPage lists the cycles; the coordinator alone has the form to open one.
func (p *Pages) cyclesPage(c echo.Context) (appraising.Cycles, *web.View, error) {
	view, err := p.site.View(c)
	if err != nil {
		return appraising.Cycles{}, nil, err
	}
	all, err := p.Appraisals.Cycles(web.Context(c))
	if err != nil {
		return appraising.Cycles{}, nil, err
	}
	tallies, err := p.Appraisals.Tallies(web.Context(c))
	if err != nil {
		return appraising.Cycles{}, nil, err
	}
	data := appraising.Cycles{Once: p.site.Once()}
	for _, cycle := range all {
		hint := "Self-evaluations by " + cycle.SelfBy.Short() + ", closed by " + cycle.CloseBy.Short()
		if u := view.Chart.Unit(cycle.UnitID); u != nil {
			hint = u.Name + ". " + hint
		}
		data.Rows = append(data.Rows, part.Row{
			Label: cycle.Title, Href: "/manage/cycles/" + cycle.ID, Hint: hint, Tags: []part.Chip{tallyChip(tallies[cycle.ID])},
		})
	}
	if !web.Who(c).Has(actor.Coordinator) {
		return data, view, nil
	}
	data.Form = &appraising.CycleForm{Units: unitOptions(view.Chart)}
	for _, y := range []calendar.LearningYear{view.Year, view.Year.Previous()} {
		data.Form.Years = append(data.Form.Years, part.Option{Value: y.Name(), Label: y.Words()})
	}
	return data, view, nil
}

func tallyChip(t appraisal.Tally) part.Chip {
	chip := part.Chip{Kind: "booked", Text: fmt.Sprintf("%d of %d closed", t.Closed, t.All)}
	if t.Closed == t.All {
		chip.Kind = "done"
	}
	return chip
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
	err = fillOpening(&opening, view, form.Year, selfBy, closeBy)
	var opened appraisal.Opened
	if err == nil {
		opened, err = p.Appraisals.OpenCycle(web.Context(c), opening)
	}
	if err != nil {
		f := data.Form
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

// fillOpening reads the year and the dates as they were typed. Where one cannot
// be read, whatever else is wrong is said with it, so that all is put right at once.
func fillOpening(o *appraisal.Opening, view *web.View, year string, selfBy, closeBy web.DateParts) error {
	var unread fault.Collector
	var err error
	for _, f := range []struct {
		name  string
		typed web.DateParts
		into  *calendar.Date
	}{{"self_by", selfBy, &o.SelfBy}, {"close_by", closeBy, &o.CloseBy}} {
		if *f.into, err = f.typed.Parse(f.name); err != nil {
			if err := unread.Merge(err); err != nil {
				return err
			}
		}
	}
	o.Year, err = view.Settings.YearStart.ParseYear(year)
	unread.Check(err == nil, "year", "Choose the learning year")
	unit := view.Chart.Unit(o.UnitID) != nil
	problem := unread.Err()
	if problem == nil {
		return nil
	}
	said := fault.As(problem).Fields
	var all fault.Collector
	if e := fault.As(o.Check(view.Today)); e != nil {
		for _, f := range e.Fields {
			if !slices.ContainsFunc(said, func(x fault.Field) bool { return x.Name == f.Name }) {
				all.Add(f.Name, f.Message)
			}
		}
	}
	all.Check(unit, "unit", "Choose who the appraisals are for")
	for _, f := range said {
		all.Add(f.Name, f.Message)
	}
	return all.Err()
}

func openedNotice(o appraisal.Opened) layout.Notice {
	n := layout.Notice{Title: fmt.Sprintf("%d appraisals are open.", o.Made), Next: "Everybody finds theirs under Appraisal."}
	switch o.Made {
	case 0:
		n = layout.Notice{Title: "No appraisal was opened."}
	case 1:
		n.Title = "1 appraisal is open."
	}
	if o.Had > 0 {
		n.Text = peopleHave(o.Had) + " an appraisal of that year already. "
	}
	if len(o.WithoutAppraiser) > 0 {
		shown := o.WithoutAppraiser[:min(len(o.WithoutAppraiser), 10)]
		n.Text += "Without a line manager, nobody can appraise " + strings.Join(shown, ", ")
		if more := len(o.WithoutAppraiser) - len(shown); more > 0 {
			n.Text += fmt.Sprintf(" and %d more", more)
		}
		n.Text += "."
	}
	return n
}

func peopleHave(n int) string {
	if n == 1 {
		return "1 person has"
	}
	return fmt.Sprintf("%d people have", n)
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
	year, err := view.Settings.YearStart.ParseYear(cycle.Year)
	if err != nil {
		return err
	}
	counts := map[appraisal.State]int{}
	for _, r := range all {
		counts[r.State]++
	}
	wanted := appraisal.State(c.QueryParam("state"))
	if !slices.Contains(appraisal.States(), wanted) {
		wanted = ""
	}
	base := "/manage/cycles/" + cycle.ID
	data := appraising.Progress{
		Title: cycle.Title, Caption: "Learning year " + year.Words(),
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
	if web.Who(c).Has(actor.Coordinator) {
		data.Stranded = strandedWords(all)
	}
	rows := progressRows(view.Chart, all, wanted, base, data.Stranded != "")
	page, pages, from, to := web.Window(c.QueryParam("page"), len(rows), progressPage)
	data.Table = part.Table{Caption: "How far each appraisal has come", HideCaption: true, Columns: []part.Column{{Label: "Name"}, {Label: "Appraiser"}, {Label: "State"}}, Rows: rows[from:to]}
	data.Pager = part.Pager{Page: page, Pages: pages, Href: func(n int) string { return fmt.Sprintf("%s?state=%s&page=%d", base, wanted, n) }}
	return p.site.OK(c, cyclesHead(c), func(page layout.Page) templ.Component { return appraising.ProgressPage(page, data) })
}

// progressRows are the people of a cycle by name; what nobody can countersign leads,
// for who may close it, to where that is done.
func progressRows(chart *people.Chart, all []appraisal.Progress, wanted appraisal.State, base string, closes bool) [][]part.Cell {
	var rows [][]part.Cell
	for _, r := range all {
		if wanted != "" && r.State != wanted {
			continue
		}
		chip := stateChip(r.State)
		state := part.Cell{Tag: &chip}
		if x := chart.Person(r.PersonID); r.Unsignable && x != nil {
			state.Hint = "Nobody is left to countersign it"
			if closes {
				state.Text, state.Href, state.Context = "Close it without", base+"/"+x.Slug+"/close", "a countersignature: "+x.Name
			}
		}
		rows = append(rows, []part.Cell{{Text: chart.Name(r.PersonID)}, {Text: appraiser(chart, r)}, state})
	}
	slices.SortStableFunc(rows, func(a, b []part.Cell) int { return spelling.Compare(a[0].Text, b[0].Text) })
	return rows
}

// appraiser is who responds: of the day, until a response is shared.
func appraiser(chart *people.Chart, r appraisal.Progress) string {
	if m := chart.Manager(r.PersonID); m != nil && (r.State == appraisal.Preparing || r.State == appraisal.SelfShared) {
		return m.Name
	}
	return chart.Name(r.AppraiserID)
}
