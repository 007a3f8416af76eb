package presence

import (
	"strings"

	"learningyear/internal/calendar"
)

// Soon is how far ahead time away is worth a word to who plans with somebody, in
// days.
const Soon = 60

// AwayWords says when the person is away, today or before long: "Away until 14
// March", "Away from 3 to 14 March". It is empty where they are not.
func (p Presence) AwayWords(year calendar.LearningYear, today calendar.Date) string {
	if s, away := p.AwayOn(today); away {
		return p.nowWords(year, s, today)
	}
	s, ahead := p.AwayNext(today)
	switch {
	case !ahead || s.From.After(today.AddDays(Soon)):
		return ""
	case s.From == s.To && (s.FromNoon || s.ToNoon):
		return "Away for " + year.SpanWords(s)
	case s.From == s.To:
		return "Away on " + year.SpanWords(s)
	}
	return "Away from " + year.SpanWords(s)
}

func (p Presence) nowWords(year calendar.LearningYear, s calendar.Span, today calendar.Date) string {
	last := year.SpanWords(calendar.Span{From: s.To, To: s.To})
	switch {
	case s.To == today && s.ToNoon:
		return "Away this morning"
	case s.From == today && s.To == today && s.FromNoon:
		return "Away this afternoon"
	case s.To == today:
		return "Away today"
	case s.From == today && s.FromNoon:
		return "Away from midday today, until " + last
	case s.ToNoon:
		return "Away until midday on " + last
	}
	return "Away until " + last
}

// WorksWords says when the person works on the day, where somebody has said so;
// else it is empty: what is assumed is nothing to tell.
func (p Presence) WorksWords(day calendar.Date) string {
	pattern, said := p.Rota.On(day)
	if !said {
		return ""
	}
	return pattern.Words()
}

// AheadWords lists the time away that is still to come or going on, as it is said in
// a sentence: "3 to 14 March and 2 April".
func (p Presence) AheadWords(year calendar.LearningYear, today calendar.Date) string {
	var all []string
	for _, s := range p.Away {
		if !s.To.Before(today) {
			all = append(all, year.SpanWords(s))
		}
	}
	if last := len(all) - 1; last > 0 {
		return strings.Join(all[:last], ", ") + " and " + all[last]
	}
	return strings.Join(all, "")
}
