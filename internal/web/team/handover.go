package team

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/internal/work"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/team"
)

// open is how several people's years stand, as far as it is to be handed over:
// states, dates and counts.
func (p *Pages) open(ctx context.Context, v *web.View, ids []string) (state, error) {
	var s state
	var err error
	if len(ids) == 0 {
		return s, nil
	}
	if s.plans, err = p.Plans.Summaries(ctx, ids, v.Year); err != nil {
		return s, err
	}
	if s.work, err = p.Work.Summaries(ctx, ids, v.Year); err != nil {
		return s, err
	}
	if s.interviews, err = p.Interviews.Dates(ctx, ids, v.Year); err != nil {
		return s, err
	}
	s.appraisals, err = p.Appraisals.StatesOf(ctx, ids, v.Year)
	return s, err
}

// handovers shows whom somebody hands over and takes over, and what changes around
// themselves.
func (p *Pages) handovers(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	me, ctx := web.Who(c), web.Context(c)
	all, err := p.site.People.Passings(ctx, me.PersonID)
	if err != nil {
		return err
	}
	ids := []string{me.PersonID}
	for _, x := range all {
		if !slices.Contains(ids, x.PersonID) {
			ids = append(ids, x.PersonID)
		}
	}
	manages := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !v.Chart.RelationTo(me, id).Has(access.Manager | access.Owner) })
	s, err := p.open(ctx, v, manages)
	if err != nil {
		return err
	}
	written, err := p.Handovers.Written(ctx, ids)
	if err != nil {
		return err
	}
	data := team.Handovers{Caption: v.Today.Long(), Empty: part.EmptyState{
		Title: "Nothing to hand over now", Text: "When somebody passes to you or from you, it stands here 60 days before the day and 60 days after it.",
		Action: &part.Action{Label: "My team", Href: "/team", Kind: "secondary"},
	}}
	if data.Own, err = p.ownChanges(c, v, s, written[me.PersonID]); err != nil {
		return err
	}
	data.Groups = p.handedGroups(c, v, all, s, written)
	head := web.Head{Title: "Handing over", Section: web.MyTeam, Sub: "people"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return team.HandoversPage(page, data) })
}

// handedGroups are the people whom somebody hands over, and those whom they take over.
func (p *Pages) handedGroups(c echo.Context, v *web.View, all []people.Passing, s state, written map[string]int) []team.HandedGroup {
	me := web.Who(c).PersonID
	from := team.HandedGroup{ID: "from-you", Title: "You hand over", Text: actingWords(v, me)}
	to := team.HandedGroup{ID: "to-you", Title: "You take over"}
	for n, x := range all {
		one := p.handed(c, v, x, s, written[x.PersonID])
		one.ID = "handed-" + strconv.Itoa(n+1)
		if slices.Contains(x.Ceased, me) {
			from.People = append(from.People, one)
		} else {
			to.People = append(to.People, one)
		}
	}
	var out []team.HandedGroup
	for _, g := range []team.HandedGroup{from, to} {
		if len(g.People) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// actingWords say who acts for somebody: that does not pass on with their people.
func actingWords(v *web.View, me string) string {
	var names []string
	for _, over := range [][]access.Record{nil, {access.LearningPlan}, {access.Appraisal}} {
		for _, d := range v.Chart.Delegates(me, over...) {
			if !slices.Contains(names, d.Name) {
				names = append(names, d.Name)
			}
		}
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0] + " acts for you, and ceases to for these people on the same day."
	}
	return listed(names) + " act for you, and cease to for these people on the same day."
}

// handed is one person's card, for whoever hands them over or takes them over.
func (p *Pages) handed(c echo.Context, v *web.View, x people.Passing, s state, written int) team.Handed {
	me, at := web.Who(c), "/handover/"
	who := v.Chart.Person(x.PersonID)
	if who == nil {
		return team.Handed{}
	}
	one := team.Handed{Name: who.Name, Role: v.Chart.JobTitle(who.ID), When: passingWords(v, x)}
	if v.Chart.Serves(who.ID) {
		one.Href = "/people/" + who.Slug
	}
	ceased := slices.Contains(x.Ceased, me.PersonID)
	switch {
	case v.Chart.RelationTo(me, who.ID).Has(access.Manager):
		one.State = p.openRows(v, who, s, "/people/"+who.Slug)
	case ceased:
		one.Unseen = "You keep what you wrote and signed. The rest is with whoever manages " + who.Called() + " now."
	default:
		one.Unseen = "You see how " + who.Called() + "’s year stands from " + day(v, x.On) + " on."
	}
	switch {
	case ceased && len(x.After) == 0 && who.Left(x.On) && written == 0: // nobody comes after
	case ceased && written == 0:
		one.Act = &part.Action{Label: "Write what the next line manager should know", Href: at + who.Slug, Context: "about " + who.Name}
	case written > 0:
		one.Act = &part.Action{Label: noteWords(written), Href: at + who.Slug, Context: "about " + who.Name}
	}
	return one
}

func noteWords(n int) string {
	if n == 1 {
		return "Read the note"
	}
	return "Read the " + strconv.Itoa(n) + " notes"
}

// openRows are how a person's year stands, each leading to it.
func (p *Pages) openRows(v *web.View, who *people.Person, s state, at string) []part.Row {
	w := s.work[who.ID]
	rows := []part.Row{
		{Label: "Learning plan", Href: at + "/plan/" + v.Year.Name(), Hint: planWords(s.plans[who.ID])},
		{Label: "Work programme", Href: at + "/work-programme/" + v.Year.Name(), Hint: programmeWords(w)},
	}
	cell := interviewCell(v, who, s.interviews[who.ID])
	hint := cell.Text
	if cell.Hint != "" {
		hint += ". " + cell.Hint
	}
	rows = append(rows, part.Row{Label: "Learning interviews", Href: at + "/interviews", Hint: hint})
	if state, ok := s.appraisals[who.ID]; ok {
		rows = append(rows, part.Row{Label: "Appraisal " + strconv.Itoa(v.Year.EndsIn()), Href: at + "/appraisal/" + strconv.Itoa(v.Year.EndsIn()), Hint: nextStep(state, who)})
	}
	if s.plans[who.ID].State == plan.Proposed {
		rows[0].Tags = []part.Chip{{Kind: "due", Text: "To agree"}}
	}
	if w.PersonAgreed && !w.ManagerAgreed {
		rows[1].Tags = []part.Chip{{Kind: "due", Text: "To agree"}}
	}
	return rows
}

// programmeWords say how far a work programme has come, and who has agreed what is
// being written.
func programmeWords(w work.Summary) string {
	words := workWords(w.Tasks, w.InForce)
	switch {
	case w.PersonAgreed && !w.ManagerAgreed:
		return words + ". Agreed by the person"
	case w.ManagerAgreed && !w.PersonAgreed:
		return words + ". Agreed by the line manager"
	}
	return words
}

// nextStep is how far an appraisal has come and whose turn it is.
func nextStep(s appraisal.State, who *people.Person) string {
	turn := ""
	switch s {
	case appraisal.Preparing:
		turn = who.Called() + " writes the self-evaluation"
	case appraisal.SelfShared:
		turn = "the line manager writes the response"
	case appraisal.ResponseShared:
		turn = "both meet"
	case appraisal.Met:
		turn = "both write what they agree"
	case appraisal.Worded:
		turn = "the line manager signs"
	case appraisal.AppraiserSigned:
		turn = who.Called() + " signs"
	case appraisal.PersonSigned:
		turn = "to be countersigned"
	case appraisal.Countersigned, appraisal.Closed:
		return s.Words()
	}
	return s.Words() + ". Next: " + turn
}

// ownChanges are what changes around the reader: their line manager, and their own
// last day.
func (p *Pages) ownChanges(c echo.Context, v *web.View, s state, written int) ([]team.OwnChange, error) {
	me := v.Chart.Person(web.Who(c).PersonID)
	if me == nil {
		return nil, nil
	}
	var out []team.OwnChange
	if !me.LeftOn.IsZero() && !me.Left(v.Today) {
		out = append(out, p.leaving(v, me, s))
	}
	lines, err := p.managerLines(web.Context(c), v, me)
	if err != nil {
		return nil, err
	}
	if len(lines) > 1 {
		own := team.OwnChange{Title: "Your line manager", Lines: lines}
		hint := "How your year stands. Nothing is written for the next line manager that you do not read"
		if written > 0 {
			hint = noteWords(written)
		}
		own.Rows = []part.Row{{Label: "Your handover", Href: "/handover/" + me.Slug, Hint: hint}}
		out = append(out, own)
	}
	return out, nil
}

// leaving is what is open on somebody's last day.
func (p *Pages) leaving(v *web.View, me *people.Person, s state) team.OwnChange {
	own := team.OwnChange{
		Title: "Your last day is " + day(v, me.LeftOn), Rows: p.openRows(v, me, s, ""),
		Lines: []string{"This is what is open of your own year. What you wrote and signed is kept."},
	}
	if learners := v.Chart.Learners(me.ID); len(learners) > 0 {
		own.Rows = append(own.Rows, part.Row{
			Label: "You are learning partner of " + listed(names(learners)), Href: "/partnering",
			Hint: "Write up what you talked about. They choose another partner; what was said stays between you",
		})
	}
	return own
}

// managerLines say who manages a person from when to when, around today.
func (p *Pages) managerLines(ctx context.Context, v *web.View, who *people.Person) ([]string, error) {
	within := calendar.Period{From: v.Today.AddDays(-people.PassingDays - 1), To: v.Today.AddDays(people.PassingDays)}
	all, err := p.site.People.Tenures(ctx, who.ID, within)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, t := range all {
		name := v.Chart.Name(t.ManagerID)
		switch {
		case t.From.After(v.Today) && t.To.IsZero():
			out = append(out, name+" from "+day(v, t.From)+".")
		case t.From.After(v.Today):
			out = append(out, name+" from "+day(v, t.From)+" to "+day(v, t.To)+".")
		case !t.To.IsZero():
			out = append(out, name+" until "+day(v, t.To)+".")
		case t.From.After(within.From):
			out = append(out, name+" since "+day(v, t.From)+".")
		default:
			out = append(out, name+" since before "+day(v, within.From)+".")
		}
	}
	return out, nil
}

// passingWords say from which day who manages a person.
func passingWords(v *web.View, x people.Passing) string {
	who := v.Chart.Person(x.PersonID)
	if who == nil {
		return ""
	}
	var after []string
	for _, id := range x.After {
		after = append(after, v.Chart.Name(id))
	}
	will, has := " manages ", " has managed "
	if len(after) > 1 {
		will, has = " manage ", " have managed "
	}
	switch {
	case len(after) == 0 && who.Left(x.On):
		return who.Called() + "’s last day is " + day(v, x.On.AddDays(-1)) + "."
	case len(after) == 0:
		return "Nobody manages " + who.Called() + " from " + day(v, x.On) + " on. The CPD coordinator can name somebody."
	case x.On.After(v.Today):
		return "From " + day(v, x.On) + " " + listed(after) + will + who.Called() + "."
	}
	return listed(after) + has + who.Called() + " since " + day(v, x.On) + "."
}

func day(v *web.View, d calendar.Date) string { return v.Year.InYear(d) }

func names(all []*people.Person) []string {
	out := make([]string, 0, len(all))
	for _, p := range all {
		out = append(out, p.Name)
	}
	return out
}

// listed puts names in a row: "Dan, Ruth and Tom".
func listed(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}

// passes finds the person of a handover's address.
func (p *Pages) passes(c echo.Context) (*web.View, *people.Person, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, nil, err
	}
	who := v.Chart.PersonBySlug(c.Param("slug"))
	if who == nil {
		return nil, nil, fault.NewNotFound("handover")
	}
	return v, who, nil
}

// handoverRow leads to who passes from somebody or to them; nil for nobody.
func (p *Pages) handoverRow(ctx context.Context, v *web.View, me string) (*part.Row, error) {
	all, err := p.site.People.Passings(ctx, me)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var who []*people.Person
	for _, x := range all {
		if one := v.Chart.Person(x.PersonID); one != nil && !slices.Contains(who, one) {
			who = append(who, one)
		}
	}
	row := part.Row{Label: "Handing over", Href: "/handover", Hint: listed(names(who))}
	if len(who) > mostNamed {
		row.Hint = strconv.Itoa(len(who)) + " people"
	}
	return &row, nil
}

// mostNamed is how many people are named in a row before they are counted.
const mostNamed = 4
