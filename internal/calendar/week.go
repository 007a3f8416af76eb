package calendar

import (
	"strings"
	"time"
)

// Half is a half of a day: the morning until midday, or the rest of it with the
// evening.
type Half uint8

// The two halves, in their order.
const (
	Morning Half = iota
	Afternoon
)

// Halves are both, in their order.
func Halves() []Half { return []Half{Morning, Afternoon} }

// Week is which of the fourteen half-days of a week are worked. Monday morning is
// the lowest bit, Sunday afternoon the highest.
type Week uint16

// The weeks that have a name.
const (
	// MondayToFriday is what is assumed of whoever has said nothing.
	MondayToFriday Week = 1<<10 - 1
	// WholeWeek is all fourteen; no bit above them means anything.
	WholeWeek Week = 1<<14 - 1
)

// Weekdays are the days of a week from Monday, as a working week is read.
func Weekdays() []time.Weekday {
	return []time.Weekday{
		time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
	}
}

func bitOf(day time.Weekday, half Half) Week {
	return 1 << (2*((int(day)+6)%7) + int(half))
}

// With is the week with one more half-day in it.
func (w Week) With(day time.Weekday, half Half) Week { return w | bitOf(day, half) }

// Has says whether the half-day is in the week.
func (w Week) Has(day time.Weekday, half Half) bool { return w&bitOf(day, half) != 0 }

// Words is the week as people say it: "Monday to Friday", or "Tuesday and
// Thursday afternoons or evenings".
func (w Week) Words() string {
	var whole, mornings, afternoons []time.Weekday
	for _, day := range Weekdays() {
		switch am, pm := w.Has(day, Morning), w.Has(day, Afternoon); {
		case am && pm:
			whole = append(whole, day)
		case am:
			mornings = append(mornings, day)
		case pm:
			afternoons = append(afternoons, day)
		}
	}
	var parts []string
	for _, p := range []struct {
		days []time.Weekday
		when string
	}{{whole, ""}, {mornings, " mornings"}, {afternoons, " afternoons or evenings"}} {
		if len(p.days) > 0 {
			parts = append(parts, dayNames(p.days)+p.when)
		}
	}
	return strings.Join(parts, ", ")
}

// dayNames lists days in their order; three or more that follow one another are
// named by the first and the last.
func dayNames(days []time.Weekday) string {
	var names []string
	for i := 0; i < len(days); {
		end := i
		for end+1 < len(days) && days[end+1] == (days[end]+1)%7 {
			end++
		}
		if end-i >= 2 {
			names = append(names, days[i].String()+" to "+days[end].String())
		} else {
			for _, d := range days[i : end+1] {
				names = append(names, d.String())
			}
		}
		i = end + 1
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}
