package team

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/presence"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/team"
)

// find is the person of the address, and what whoever asks is to them. Who works
// here today is known to every colleague; others are not there.
func (p *Pages) find(c echo.Context) (*web.View, *people.Person, access.Relation, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, nil, 0, err
	}
	who := v.Chart.PersonBySlug(c.Param("slug"))
	if who == nil {
		return nil, nil, 0, fault.NewNotFound("person")
	}
	rel := v.Chart.RelationTo(web.Who(c), who.ID)
	if !v.Chart.Serves(who.ID) && !rel.Has(access.Owner) {
		return nil, nil, 0, fault.NewNotFound("person")
	}
	return v, who, rel, access.Require(rel, access.Person, access.Read)
}

// person shows somebody: name and posts to colleagues, and more to whoever is
// more to them.
func (p *Pages) person(c echo.Context) error {
	v, who, rel, err := p.find(c)
	if err != nil {
		return err
	}
	data := team.Person{
		Person: part.Person{Name: who.Name, Role: v.Chart.JobTitle(who.ID), Large: true}, You: rel.Has(access.Owner),
		Caption: v.Chart.JobTitle(who.ID), Facts: facts(v, who),
	}
	if data.Rows, err = p.links(c, v, who, rel); err != nil {
		return err
	}
	if presence.Visible(rel) && !rel.Has(access.Owner) {
		ahead, err := p.Presence.Outlook(web.Context(c), who.ID)
		if err != nil {
			return err
		}
		data.Facts = append(data.Facts, timing(v, ahead[who.ID])...)
	}
	if rel.Has(access.Manager | access.Owner) {
		lines, err := p.managerLines(web.Context(c), v, who)
		if err != nil {
			return err
		}
		data.Facts = withPassing(data.Facts, lines, "/handover/"+who.Slug)
	}
	data.RowsTitle = "Learning year " + v.Year.Words()
	head := web.Head{Title: who.Name, Section: web.MyTeam, Sub: "people"}
	if rel.Has(access.Manager) {
		data.WhoReads = "You see states and dates. What is said in an interview stays between the two of them."
		if _, acting := v.Chart.ManagesFor(web.Who(c).PersonID, who.ID); acting != nil {
			head.ActingFor = acting.Name
		}
	}
	if rel.Has(access.Manager | access.Team | access.Owner) {
		data.Back = &part.Link{Label: "My team", Href: "/team"}
	}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return team.PersonPage(page, data) })
}

// facts are what every colleague may know.
func facts(v *web.View, who *people.Person) []part.Fact {
	var out []part.Fact
	if who.KnownAs != "" {
		out = append(out, part.Fact{Key: "Called", Value: who.KnownAs})
	}
	for _, a := range v.Chart.Appointments(who.ID) {
		post := v.Chart.Post(a.PostID)
		where := ""
		for _, u := range v.Chart.Upwards(post.UnitID) {
			if u.Kind == people.Organisation {
				continue
			}
			if where != "" {
				where += ", "
			}
			where += u.Name
		}
		out = append(out, part.Fact{Key: post.Title, Value: where})
	}
	if manager := v.Chart.Manager(who.ID); manager != nil {
		out = append(out, part.Fact{Key: managerKey, Value: manager.Name, Href: "/people/" + manager.Slug})
	}
	return out
}

// timing is when somebody is here, for who plans with them.
func timing(v *web.View, ahead presence.Presence) []part.Fact {
	var out []part.Fact
	if works := ahead.WorksWords(v.Today); works != "" {
		out = append(out, part.Fact{Key: "Works", Value: works})
	}
	if away := ahead.AheadWords(v.Year, v.Today); away != "" {
		out = append(out, part.Fact{Key: "Away", Value: away})
	}
	return out
}

// links lead to what the viewer may read of the person.
func (p *Pages) links(c echo.Context, v *web.View, who *people.Person, rel access.Relation) ([]part.Row, error) {
	if rel.Has(access.Owner) {
		return nil, nil
	}
	at := "/people/" + who.Slug
	var rows []part.Row
	if rel.Has(diary.Sharable) {
		rows = append(rows, part.Row{Label: "Diary entries shared with you", Href: at + "/diary"})
	}
	if rel.Has(access.Partner) {
		rows = append(rows, part.Row{Label: "Learning interviews", Href: "/partnering/" + who.Slug, Hint: "You are their learning partner"})
	}
	if !access.Can(v.Chart.RelationTo(web.Who(c), who.ID, access.LearningPlan), access.LearningPlan, access.Read) {
		return rows, nil
	}
	s, err := p.stateOf(web.Context(c), v, []string{who.ID})
	if err != nil {
		return nil, err
	}
	rows = append(rows,
		part.Row{Label: "Learning plan", Href: at + "/plan/" + v.Year.Name(), Hint: planWords(s.plans[who.ID])},
		part.Row{Label: "Work programme", Href: at + "/work-programme/" + v.Year.Name(), Hint: workWords(s.work[who.ID].Tasks, s.work[who.ID].InForce)})
	if !rel.Has(access.Manager) {
		return rows, nil
	}
	interviews := interviewCell(v, who, s.interviews[who.ID])
	hint := interviews.Text
	if interviews.Hint != "" {
		hint += ". " + interviews.Hint
	}
	rows = append(rows, part.Row{Label: "Learning interviews, dates only", Href: at + "/interviews", Hint: hint},
		part.Row{Label: "Days off the job", Hint: daysWords(v, who, s.diaries[who.ID])})
	appraisals, err := p.appraisalRows(c, v, who, s)
	return append(rows, appraisals...), err
}

func workWords(tasks int, inForce bool) string {
	words := strconv.Itoa(tasks) + " tasks"
	switch {
	case tasks == 0:
		return "Not begun"
	case tasks == 1:
		words = "1 task"
	}
	if inForce {
		return words + ", agreed"
	}
	return words + ", being written"
}

// appraisalRows link the appraisals of this year and the last, where they are.
func (p *Pages) appraisalRows(c echo.Context, v *web.View, who *people.Person, s state) ([]part.Row, error) {
	var rows []part.Row
	if state, ok := s.appraisals[who.ID]; ok {
		rows = append(rows, part.Row{Label: "Appraisal " + strconv.Itoa(v.Year.EndsIn()), Href: appraisalAt(who, v.Year), Hint: state.Words()})
	}
	last := v.Year.Previous()
	states, err := p.Appraisals.StatesOf(web.Context(c), []string{who.ID}, last)
	if err != nil {
		return nil, err
	}
	if state, ok := states[who.ID]; ok {
		rows = append(rows, part.Row{Label: "Appraisal " + strconv.Itoa(last.EndsIn()), Href: appraisalAt(who, last), Hint: state.Words()})
	}
	return rows, nil
}

func appraisalAt(who *people.Person, year calendar.LearningYear) string {
	return "/people/" + who.Slug + "/appraisal/" + strconv.Itoa(year.EndsIn())
}

// dates shows a manager that interviews were held, and when.
func (p *Pages) dates(c echo.Context) error {
	v, who, rel, err := p.find(c)
	if err != nil {
		return err
	}
	if err := access.Require(rel, access.Interview, access.ReadState); err != nil {
		return err
	}
	year := v.Year
	if asked := c.QueryParam("year"); asked != "" {
		if year, err = v.Settings.YearStart.ParseYear(asked); err != nil {
			return fault.NewNotFound("learning year")
		}
	}
	all, err := p.Interviews.Dates(web.Context(c), []string{who.ID}, year)
	if err != nil {
		return err
	}
	pace, next := standing(v, year, who, all[who.ID])
	at := "/people/" + who.Slug
	data := team.Dates{
		Back: part.Link{Label: who.Name, Href: at}, Caption: who.Name + ", learning year " + year.Words(), Title: "Learning interviews",
		Held: strconv.Itoa(pace.Held) + " of at least " + strconv.Itoa(pace.Expected),
	}
	for _, y := range []calendar.LearningYear{v.Year, v.Year.Previous()} {
		data.Years = append(data.Years, part.Link{Label: y.Words(), Href: at + "/interviews?year=" + y.Name(), Current: y == year})
	}
	for _, n := range []struct {
		count int
		sign  string
	}{{pace.Held, "done"}, {pace.Arranged, "booked"}, {pace.ToArrange(), "todo"}} {
		for range n.count {
			data.Pips = append(data.Pips, n.sign)
		}
	}
	for _, d := range all[who.ID] {
		m := part.Moment{State: "booked", Title: "Arranged", When: v.Year.InYear(d.On)}
		if d.Held {
			m.State, m.Title = "done", "Held"
		}
		data.Rows = append(data.Rows, m)
	}
	if next.IsZero() && !pace.NextBy.IsZero() && year == v.Year && !pace.NextBy.Before(v.Today) {
		data.Pace = "Spread evenly, the next one would be held by " + short(v, pace.NextBy) + "."
	}
	head := web.Head{Title: "Learning interviews of " + who.Name, Section: web.MyTeam, Sub: "people"}
	if _, acting := v.Chart.ManagesFor(web.Who(c).PersonID, who.ID); acting != nil {
		head.ActingFor = acting.Name
	}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return team.DatesPage(page, data) })
}

// withPassing puts who manages the person when in the place of who does today, for
// those who may know before the day.
func withPassing(all []part.Fact, lines []string, href string) []part.Fact {
	if len(lines) < 2 {
		return all
	}
	out := slices.DeleteFunc(all, func(f part.Fact) bool { return f.Key == managerKey })
	for _, line := range lines {
		out = append(out, part.Fact{Key: managerKey, Value: strings.TrimSuffix(line, "."), Href: href})
	}
	return out
}

const managerKey = "Line manager"
