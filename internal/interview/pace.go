package interview

import "learningyear/internal/calendar"

// Part is the part of a learning year during which somebody is here. The zero
// Period for here is the whole year.
func Part(year calendar.LearningYear, here calendar.Period) calendar.Period {
	part := year.Period()
	if here.From.After(part.From) {
		part.From = here.From
	}
	if !here.To.IsZero() && here.To.Before(part.To) {
		part.To = here.To
	}
	return part
}

// Expected is how many interviews are somebody's in the part of a year, of the
// number for a whole year: the like share, rounded up in the person's favour.
// Hours worked do not count.
func Expected(whole int, proRata bool, year calendar.LearningYear, part calendar.Period) int {
	if part.To.Before(part.From) {
		return 0
	}
	if !proRata {
		return whole
	}
	all := year.Period().Days()
	return (whole*part.Days() + all - 1) / all
}

// Pace is how the interviews of a year are spread, on a day.
type Pace struct {
	Expected int
	Held     int
	// Arranged are those to come.
	Arranged int
	// Due is how many would have been held by the day if they were spread evenly.
	Due int
	// NextBy is the day by which the next one keeps the pace; none when all are held.
	NextBy calendar.Date
}

// PaceOf spreads expected interviews over the part of a year and says where
// somebody stands on the day: each is due by the last day of its share.
func PaceOf(expected int, part calendar.Period, held, arranged int, on calendar.Date) Pace {
	p := Pace{Expected: expected, Held: held, Arranged: arranged}
	for n := 1; n <= expected; n++ {
		if dueDay(n, expected, part).Before(on) {
			p.Due++
		}
	}
	if held < expected {
		p.NextBy = dueDay(held+1, expected, part)
	}
	return p
}

func dueDay(n, of int, part calendar.Period) calendar.Date {
	return part.From.AddDays((part.Days()*n+of-1)/of - 1)
}

// Behind says that fewer have been held than would be if they were spread evenly.
func (p Pace) Behind() bool { return p.Held < p.Due }

// Complete says that all have been held.
func (p Pace) Complete() bool { return p.Held >= p.Expected }

// ToArrange is how many are neither held nor arranged.
func (p Pace) ToArrange() int { return max(0, p.Expected-p.Held-p.Arranged) }
