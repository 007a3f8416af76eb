// Package presence says when people are here: their working weeks less the time they
// are away, while they work here. It keeps nothing of its own.
package presence

import (
	"learningyear/internal/calendar"
)

// Presence is when one person is here, as far as it was asked for.
type Presence struct {
	// Here is the time in which the person works here at all; no last day where it
	// has no end.
	Here calendar.Period
	Rota calendar.Rota
	// Away is in order, and what adjoins is joined.
	Away []calendar.Span
}

// On says whether the person is here for the half of the day.
func (p Presence) On(day calendar.Date, half calendar.Half) bool {
	if !p.Here.Holds(day) || !p.Rota.Works(day, half) {
		return false
	}
	for _, s := range p.Away {
		if s.Holds(day, half) {
			return false
		}
	}
	return true
}

// OnDay says whether the person is here for any half of the day.
func (p Presence) OnDay(day calendar.Date) bool {
	return p.On(day, calendar.Morning) || p.On(day, calendar.Afternoon)
}

// HalfDays counts the half-days of a period that ends on which the person is here:
// those of the working week, less those away. Both its days are included.
func (p Presence) HalfDays(in calendar.Period) int {
	n := 0
	for day := in.From; !day.After(in.To); day = day.AddDays(1) {
		for _, half := range calendar.Halves() {
			if p.On(day, half) {
				n++
			}
		}
	}
	return n
}

// Next is the first day from the given one on, itself included, on which the person
// is here for half a day at least. It looks as many days ahead as within says.
func (p Presence) Next(from calendar.Date, within int) (day calendar.Date, ok bool) {
	for n := range within {
		if day := from.AddDays(n); p.OnDay(day) {
			return day, true
		}
	}
	return calendar.Date{}, false
}

// AwayOn is the span in which the person is away on any half of the day.
func (p Presence) AwayOn(day calendar.Date) (calendar.Span, bool) {
	for _, s := range p.Away {
		if s.Touches(day) {
			return s, true
		}
	}
	return calendar.Span{}, false
}

// AwayNext is the first span that begins after the day.
func (p Presence) AwayNext(day calendar.Date) (calendar.Span, bool) {
	for _, s := range p.Away {
		if s.From.After(day) {
			return s, true
		}
	}
	return calendar.Span{}, false
}

// Share is how much of a learning year is somebody's, in numbers that are certain.
// Absence takes nothing from it: who is away is still entitled.
type Share struct {
	// Days of the year on which the person works here at all, weekends included, of
	// YearDays; for pro rata by part of the year.
	Days, YearDays int
	// HalfDays are those of the person's working weeks in these days, FullHalfDays
	// those of Monday to Friday in the whole year; for pro rata by hours, where an
	// organisation sets it.
	HalfDays, FullHalfDays int
}

// ShareOf is the person's share of the learning year.
func (p Presence) ShareOf(year calendar.LearningYear) Share {
	whole := year.Period()
	s := Share{YearDays: whole.Days(), FullHalfDays: calendar.Usual().HalfDays(whole)}
	for day := whole.From; !day.After(whole.To); day = day.AddDays(1) {
		if !p.Here.Holds(day) {
			continue
		}
		s.Days++
		for _, half := range calendar.Halves() {
			if p.Rota.Works(day, half) {
				s.HalfDays++
			}
		}
	}
	return s
}
