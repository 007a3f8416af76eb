// Package team holds the pages about colleagues: names and posts for everybody,
// and for a line manager the state of their people's year. Who may see what is
// decided by the relation of the day; no rule and no query may enter.
package team

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/handover"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/presence"
	"learningyear/internal/web"
	"learningyear/internal/work"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/team"
)

// Services are what the pages ask, beside the site's own.
type Services struct {
	Plans      *plan.Service
	Work       *work.Service
	Interviews *interview.Service
	Diary      *diary.Service
	Appraisals *appraisal.Service
	Notices    *notice.Service
	Presence   *presence.Service
	Handovers  *handover.Service
}

// Pages are the pages about colleagues.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are their addresses.
func (p *Pages) Routes() []web.Route {
	member := web.SignedIn()
	return []web.Route{
		web.Get("/team", member, p.team),
		web.Get(awayPage, member, p.away),
		web.Post(awayPage, member, p.goAway),
		web.Post(awayPage+"/:id/end", member, p.comeBack),
		web.Get("/people/:slug", member, p.person),
		web.Get("/people/:slug/interviews", member, p.dates),
		web.Get("/handover", member, p.handovers),
		web.Get("/handover/:slug", member, p.handover),
		web.Post("/handover/:slug", member, p.writeHandover),
	}
}

// state is how far several people's years have come: numbers and states.
type state struct {
	plans      map[string]plan.Summary
	work       map[string]work.Summary
	interviews map[string][]interview.Dated
	diaries    map[string]diary.Figures
	appraisals map[string]appraisal.State
	presence   map[string]presence.Presence
}

// stateOf asks each room once for all the people, whom the viewer manages.
func (p *Pages) stateOf(ctx context.Context, v *web.View, ids []string) (state, error) {
	var s state
	var err error
	if s.plans, err = p.Plans.Summaries(ctx, ids, v.Year); err != nil {
		return s, err
	}
	if s.work, err = p.Work.Summaries(ctx, ids, v.Year); err != nil {
		return s, err
	}
	if s.interviews, err = p.Interviews.Dates(ctx, ids, v.Year); err != nil {
		return s, err
	}
	if s.diaries, err = p.Diary.Figures(ctx, ids, v.Year); err != nil {
		return s, err
	}
	s.appraisals, err = p.Appraisals.StatesOf(ctx, ids, v.Year)
	return s, err
}

// team shows one's colleagues, and a line manager their people.
func (p *Pages) team(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	me, ctx := web.Who(c).PersonID, web.Context(c)
	data := team.Team{Title: "My team", Caption: "Learning year " + v.Year.Words(), Units: p.units(v, me), Empty: part.EmptyState{
		Title: "You are not in a team today", Text: "When you hold a post in a team, your colleagues stand here.",
	}}
	own, acting := v.Chart.Reports(me), v.Chart.ActsFor(me)
	everybody := ids(own)
	for _, manager := range acting {
		everybody = append(everybody, without(ids(v.Chart.Reports(manager.ID)), me)...)
	}
	parts := partsOf(v, me)
	for _, x := range parts {
		if x.over == access.LearningPlan {
			everybody = append(everybody, ids(x.reports)...)
		}
	}
	if len(everybody)+len(parts) > 0 {
		s, err := p.stateOf(ctx, v, append(idsOf(parts), everybody...))
		if err != nil {
			return err
		}
		if s.presence, err = p.Presence.AwayAhead(ctx, everybody...); err != nil {
			return err
		}
		if len(own) > 0 {
			data.Actions = []part.Action{{Label: "While you are away", Href: awayPage}}
			data.Managed = append(data.Managed, team.Managed{ID: "people", Title: "Your people", Table: p.table(v, own, s)})
		}
		for n, manager := range acting {
			reports := slices.DeleteFunc(slices.Clone(v.Chart.Reports(manager.ID)), func(x *people.Person) bool { return x.ID == me })
			data.Managed = append(data.Managed, team.Managed{
				ID: "acting-" + strconv.Itoa(n+1), Title: manager.Name + "’s people", ActingFor: "You are acting for " + manager.Name + ".",
				Table: p.table(v, reports, s),
			})
		}
		for n, x := range parts {
			data.Managed = append(data.Managed, team.Managed{
				ID: "standing-in-" + strconv.Itoa(n+1), Title: x.manager.Name + "’s people",
				ActingFor: "You are acting for " + x.manager.Name + ", for " + x.words() + " only.", Table: p.partTable(v, x, s),
			})
		}
	}
	waiting, err := p.Notices.Waiting(ctx, notice.AsManager, notice.AsCountersigner)
	if err != nil {
		return err
	}
	data.Waiting = v.NoticeRows(waiting)
	if data.Handover, err = p.handoverRow(ctx, v, me); err != nil {
		return err
	}
	head := web.Head{Title: "My team", Section: web.MyTeam, Sub: "people"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return team.TeamPage(page, data) })
}

// standIn is a manager for whom one acts in part, and their people.
type standIn struct {
	manager *people.Person
	over    access.Record
	reports []*people.Person
}

func (s standIn) words() string {
	if s.over == access.Appraisal {
		return "appraisals"
	}
	return "learning plans and work programmes"
}

// partsOf lists for whom somebody acts in plans or in appraisals only.
func partsOf(v *web.View, me string) []standIn {
	var out []standIn
	whole := v.Chart.ActsFor(me)
	for _, over := range []access.Record{access.LearningPlan, access.Appraisal} {
		for _, manager := range v.Chart.ActsFor(me, over) {
			if slices.Contains(whole, manager) {
				continue
			}
			reports := slices.DeleteFunc(slices.Clone(v.Chart.Reports(manager.ID)), func(x *people.Person) bool { return x.ID == me })
			out = append(out, standIn{manager, over, reports})
		}
	}
	return out
}

func idsOf(parts []standIn) []string {
	var out []string
	for _, x := range parts {
		out = append(out, ids(x.reports)...)
	}
	return out
}

// partTable is a manager's people with the state of what one acts in, and leads
// to it.
func (p *Pages) partTable(v *web.View, x standIn, s state) part.Table {
	t := part.Table{Caption: "State of the year", HideCaption: true, Columns: []part.Column{{Label: "Person"}, {Label: "Learning plan"}, {Label: "Work programme"}}}
	if x.over == access.Appraisal {
		t.Columns = []part.Column{{Label: "Person"}, {Label: "Appraisal"}}
	}
	for _, who := range x.reports {
		at := "/people/" + who.Slug
		name := part.Cell{Text: who.Name, Href: at, Hint: v.Chart.JobTitle(who.ID)}
		if x.over == access.Appraisal {
			cell := appraisalCell(s.appraisals, who.ID)
			if _, open := s.appraisals[who.ID]; open {
				name.Href = at + "/appraisal/" + strconv.Itoa(v.Year.EndsIn())
			}
			t.Rows = append(t.Rows, []part.Cell{name, cell})
			continue
		}
		name.Href = at + "/plan/" + v.Year.Name()
		t.Rows = append(t.Rows, []part.Cell{
			name, planCell(s.plans[who.ID]),
			{Text: workWords(s.work[who.ID].Tasks, s.work[who.ID].InForce), Href: at + "/work-programme/" + v.Year.Name()},
		})
	}
	return t
}

func ids(all []*people.Person) []string {
	out := make([]string, 0, len(all))
	for _, p := range all {
		out = append(out, p.ID)
	}
	return out
}

func without(all []string, id string) []string {
	return slices.DeleteFunc(all, func(x string) bool { return x == id })
}

// units are those in which somebody holds a post, with the colleagues in them.
func (p *Pages) units(v *web.View, me string) []team.Unit {
	var out []team.Unit
	var seen []string
	for _, a := range v.Chart.Appointments(me) {
		unit := v.Chart.Unit(v.Chart.Post(a.PostID).UnitID)
		if unit == nil || slices.Contains(seen, unit.ID) {
			continue
		}
		seen = append(seen, unit.ID)
		u := team.Unit{ID: "unit-" + strconv.Itoa(len(seen)), Name: unit.Name}
		if lead := v.Chart.Lead(unit.ID); lead != nil && lead.ID != me {
			u.Led = lead.Name + " leads it."
		} else if lead != nil {
			u.Led = "You lead it."
		}
		for _, who := range v.Chart.Members(unit.ID) {
			card := personCard(v, who)
			if who.ID == me {
				card.Role += ", you"
			}
			u.People = append(u.People, card)
		}
		out = append(out, u)
	}
	return out
}

func personCard(v *web.View, who *people.Person) part.Person {
	return part.Person{Name: who.Name, Role: v.Chart.JobTitle(who.ID), Href: "/people/" + who.Slug}
}

// table is a manager's people with the state of their year.
func (p *Pages) table(v *web.View, all []*people.Person, s state) part.Table {
	t := part.Table{Caption: "State of the year", HideCaption: true, Columns: []part.Column{
		{Label: "Person"}, {Label: "Learning plan"}, {Label: "Interviews"}, {Label: "Days off the job"}, {Label: "Appraisal"},
	}}
	for _, who := range all {
		t.Rows = append(t.Rows, []part.Cell{
			nameCell(v, who, s.presence[who.ID]),
			planCell(s.plans[who.ID]), interviewCell(v, who, s.interviews[who.ID]),
			{Text: daysWords(v, who, s.diaries[who.ID])}, appraisalCell(s.appraisals, who.ID),
		})
	}
	return t
}

// nameCell names somebody, and says when they are away.
func nameCell(v *web.View, who *people.Person, ahead presence.Presence) part.Cell {
	cell := part.Cell{Text: who.Name, Href: "/people/" + who.Slug, Hint: v.Chart.JobTitle(who.ID)}
	words := ahead.AwayWords(v.Year, v.Today)
	if _, today := ahead.AwayOn(v.Today); today {
		cell.Tag = &part.Chip{Kind: "booked", Text: words}
	} else if words != "" {
		cell.Hint += ". " + words
	}
	return cell
}

func planCell(s plan.Summary) part.Cell {
	words := planWords(s)
	if s.State == plan.Proposed {
		return part.Cell{Tag: &part.Chip{Kind: "due", Text: "To agree"}, Hint: words}
	}
	if s.Criteria > 0 && s.InForce {
		return part.Cell{Text: "Agreed", Hint: words}
	}
	return part.Cell{Text: words}
}

// planWords say how far a plan has come: its state and numbers.
func planWords(s plan.Summary) string {
	switch {
	case s.State == plan.None:
		return "Not begun"
	case s.InForce && s.Criteria > 0:
		return part.CriteriaMet(s.Met, s.Criteria)
	case s.InForce:
		return "Agreed"
	case s.State == plan.Proposed:
		return "Waits to be read and agreed"
	}
	return "Being written"
}

// standing is where somebody is with the interviews of a year.
func standing(v *web.View, year calendar.LearningYear, who *people.Person, dates []interview.Dated) (pace interview.Pace, next calendar.Date) {
	t := interview.TallyOf(dates)
	part := interview.Part(year, who.Here())
	on := v.Today
	if on.After(year.To()) {
		on = year.To()
	}
	pace = interview.PaceOf(interview.Expected(v.Settings.Interviews, v.Settings.ProRata, year, part), part, t.Held, t.Arranged, on)
	for _, d := range dates {
		if !d.Held && next.IsZero() && !d.On.Before(v.Today) {
			next = d.On
		}
	}
	return pace, next
}

func interviewCell(v *web.View, who *people.Person, dates []interview.Dated) part.Cell {
	pace, next := standing(v, v.Year, who, dates)
	cell := part.Cell{Text: strconv.Itoa(pace.Held) + " of at least " + strconv.Itoa(pace.Expected)}
	if !next.IsZero() {
		cell.Hint = "Next " + short(v, next)
	}
	return cell
}

func short(v *web.View, d calendar.Date) string {
	if v.Year.Holds(d) {
		return strconv.Itoa(d.Day()) + " " + d.Month().String()
	}
	return d.Short()
}

func daysWords(v *web.View, who *people.Person, f diary.Figures) string {
	used := diary.HalfDays(f.OffTheJob, v.Settings.DayMinutes)
	return calendar.HalfDays(used) + " of at least " + part.Days(v.Settings.EntitledHalfDays(v.Year, who.Here()))
}

func appraisalCell(states map[string]appraisal.State, id string) part.Cell {
	s, ok := states[id]
	if !ok {
		return part.Cell{Text: "Not open yet"}
	}
	kind := "plain"
	if s == appraisal.Closed {
		kind = "done"
	}
	return part.Cell{Tag: &part.Chip{Kind: kind, Text: s.Words()}}
}
