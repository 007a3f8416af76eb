package mylearning

import (
	"context"
	"fmt"
	"strings"

	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/part"
)

// fewWaiting is how many records of others are named one by one; more are counted.
const fewWaiting = 2

const waitForYou = " wait for you"

// plansToAgree are the people whose plan of the year waits for the person to agree
// it: those whom they manage, and those of a manager for whom they act.
func (p *Pages) plansToAgree(ctx context.Context, v *web.View, me string) ([]string, error) {
	var people []string
	for _, report := range v.Chart.Reports(me) {
		people = append(people, report.ID)
	}
	for _, manager := range v.Chart.ActsFor(me) {
		for _, report := range v.Chart.Reports(manager.ID) {
			if report.ID != me {
				people = append(people, report.ID)
			}
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	plans, err := p.Plans.Summaries(ctx, people, v.Year)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range people {
		if plans[id].State == plan.Proposed {
			out = append(out, id)
		}
	}
	return out, nil
}

// waiting are the records of others that wait for the person, as rows: one by one,
// or counted in one.
func (f YearFigures) waiting(v *web.View) []part.Row {
	var rows []part.Row
	var names []string
	name := func(who string) {
		for _, n := range names {
			if n == who {
				return
			}
		}
		names = append(names, who)
	}
	for _, b := range f.Awaiting {
		person := v.Chart.Person(b.PersonID)
		year, err := v.Settings.YearStart.ParseYear(b.Year)
		if person == nil || err != nil {
			continue
		}
		name(person.Name)
		rows = append(rows, part.Row{
			Label: "Appraisal of " + person.Name, Href: fmt.Sprintf("/people/%s/appraisal/%d", person.Slug, year.EndsIn()),
			Hint: b.State.Words() + ". It waits for you.",
		})
	}
	appraisals := len(rows)
	for _, id := range f.ToAgree {
		if person := v.Chart.Person(id); person != nil {
			name(person.Name)
			rows = append(rows, part.Row{
				Label: "Learning plan of " + person.Name, Href: "/people/" + person.Slug + "/plan/" + f.Year.Name(), Hint: "Read it, then agree it or send it back.",
			})
		}
	}
	if len(rows) <= fewWaiting {
		return rows
	}
	var what []string
	if appraisals > 0 {
		what = append(what, counted(appraisals, "appraisal"))
	}
	if plans := len(rows) - appraisals; plans > 0 {
		what = append(what, counted(plans, "learning plan"))
	}
	if len(names) > 2 {
		names = append(names[:2:2], counted(len(names)-2, "colleague"))
	}
	return []part.Row{{Label: joined(what) + waitForYou, Href: "/team", Hint: joined(names)}}
}

// ofOthers is the first of what waits as the next thing to do.
func ofOthers(r part.Row) Thing {
	t := Thing{Eyebrow: "Waiting for you", Title: r.Label, Text: r.Hint, Action: "Open it", Href: r.Href}
	if r.Href == "/team" {
		t.Title, t.Text, t.Action = strings.TrimSuffix(r.Label, waitForYou), r.Hint+".", "See what waits"
	}
	return t
}
