package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/workingpattern"
)

// usualFTE is the share of full time, in thousandths, below which people say when
// they work; the others leave it at Monday to Friday.
const usualFTE = 900

// saysWhenTheyWork has the part-timers and the sessional tutors say when they work,
// in the first days of the past year or of their own time here.
func (h *history) saysWhenTheyWork(m *member) {
	if m.fte >= usualFTE || m.fte == 0 {
		return
	}
	t := h.thread(m, "working week")
	from := begins(m, h.past)
	e := workingpattern.Entry{From: from, Pattern: h.patternOf(m, t.r)}
	t.then(workday(from.AddDays(between(t.r, 0, 6))), m, "saying when they work", func(ctx context.Context) error {
		_, err := h.Patterns.Change(ctx, m.ID, e)
		return err
	})
}

// patternOf draws as many half-days as the share of full time comes to. Who has few
// works in the evenings, and only while classes run; some work every other week.
func (h *history) patternOf(m *member, r *rand.Rand) calendar.Pattern {
	p := calendar.Pattern{Weeks: calendar.EveryWeek}
	halves := max((m.fte+50)/100, 1)
	days := r.Perm(5)
	if halves <= 4 { // evenings, and no more of them than there are days
		for _, d := range days[:halves] {
			p.Week = p.Week.With(time.Weekday(1+d), calendar.Afternoon)
		}
		p.Weeks = calendar.OnlyIn
		for _, year := range []calendar.LearningYear{h.past, h.year} {
			p.Dates = append(p.Dates, terms(year)...)
		}
		return p
	}
	for n := range halves {
		p.Week = p.Week.With(time.Weekday(1+days[n/2]), calendar.Half(n%2))
	}
	if r.IntN(8) == 0 {
		p.Weeks, p.Since = calendar.EveryOtherWeek, h.past.From()
	}
	return p
}

// terms are the weeks in which classes run.
func terms(year calendar.LearningYear) calendar.Periods {
	y := year.From().Year()
	return calendar.Periods{
		{From: calendar.NewDate(y, time.September, 14), To: calendar.NewDate(y, time.December, 18)},
		{From: calendar.NewDate(y+1, time.January, 5), To: calendar.NewDate(y+1, time.March, 27)},
		{From: calendar.NewDate(y+1, time.April, 13), To: calendar.NewDate(y+1, time.July, 17)},
	}
}

// leave is a time away, in days from today.
type leave struct {
	from, to         int
	fromNoon, toNoon bool
}

// handmadeAbsences are those around today: somebody in each persona's sight.
func handmadeAbsences() map[string]leave {
	return map[string]leave{
		"Tomasz Zieliński": {from: -4, to: 6}, "Bisi Adewale": {from: 12, to: 16}, "Stephen Achebe": {from: -6, to: 15},
		"Marek Nowak": {from: 3, to: 11}, "Ruth Calder": {from: 17, to: 24, fromNoon: true}, "Dan Okoro": {from: 20, to: 29},
		"Parveen Akhtar": {from: 0, to: 0}, "Niamh Costello": {from: -2, to: 2, toNoon: true}, "Amina Yusuf": {from: 30, to: 34},
	}
}

// isAway has somebody enter the days around today on which they are away, and some
// others a week of the months before.
func (h *history) isAway(m *member) {
	t := h.thread(m, "away")
	days, laidOut := handmadeAbsences()[m.Name]
	if !laidOut {
		if t.r.IntN(7) != 0 {
			return
		}
		days.from = -between(t.r, 40, 200)
		days.to = days.from + between(t.r, 1, 11)
	}
	span := calendar.Span{From: h.today.AddDays(days.from), FromNoon: days.fromNoon, To: h.today.AddDays(days.to), ToNoon: days.toNoon}
	t.then(workday(h.today.AddDays(min(days.from, 0)-8)), m, "entering time away", func(ctx context.Context) error {
		_, err := h.Absences.Add(ctx, m.ID, span)
		return err
	})
}
