package mylearning

import (
	"context"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// passing says that somebody's last day is near, or that they have another line
// manager since a while ago or from a day that is near; nil where nothing changes.
func (p *Pages) passing(ctx context.Context, v *web.View, me *people.Person) (*view.Passing, error) {
	if !me.LeftOn.IsZero() && !me.LeftOn.After(v.Today.AddDays(people.PassingDays)) {
		return &view.Passing{Text: "Your last day is " + v.Year.InYear(me.LeftOn) + ".", Link: part.Link{Label: "See what is open until then", Href: "/handover"}}, nil
	}
	within := calendar.Period{From: v.Today.AddDays(-people.PassingDays - 1), To: v.Today.AddDays(people.PassingDays)}
	all, err := p.site.People.Tenures(ctx, me.ID, within)
	if err != nil {
		return nil, err
	}
	words := passingWords(v, all, within.From)
	if words == "" {
		return nil, nil
	}
	return &view.Passing{Text: words, Link: part.Link{Label: "Your handover", Href: "/handover/" + me.Slug}}, nil
}

// passingWords tell of the next change of line manager or, where none is to come,
// of the last one; empty for none since the first day.
func passingWords(v *web.View, all []people.Tenure, first calendar.Date) string {
	var last, next *people.Tenure
	for i, t := range all {
		switch {
		case !t.From.After(first):
		case t.From.After(v.Today) && next == nil:
			next = &all[i]
		case !t.From.After(v.Today):
			last = &all[i]
		}
	}
	switch {
	case next != nil:
		return "From " + v.Year.InYear(next.From) + " your line manager is " + v.Chart.Name(next.ManagerID) + "."
	case last != nil && len(all) > 1:
		return "Since " + v.Year.InYear(last.From) + " your line manager is " + v.Chart.Name(last.ManagerID) + "."
	}
	return ""
}
