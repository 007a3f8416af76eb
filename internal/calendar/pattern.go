package calendar

import (
	"fmt"
	"slices"
)

// Weeks says in which weeks of the year the week of a [Pattern] is worked.
type Weeks string

// The ways in which a year is worked.
const (
	EveryWeek      Weeks = "every"
	EveryOtherWeek Weeks = "other"
	// OnlyIn is in stretches of days, such as the weeks of term.
	OnlyIn Weeks = "only"
)

// AllWeeks are the ways, in the order in which they are offered.
func AllWeeks() []Weeks { return []Weeks{EveryWeek, EveryOtherWeek, OnlyIn} }

// Pattern is when somebody works: which half-days of a week, in which weeks.
type Pattern struct {
	Week  Week
	Weeks Weeks
	// Since is a day of a week that is worked, Monday to Sunday; only for
	// [EveryOtherWeek]. The weeks before it alternate just as those after it.
	Since Date
	// Dates are the stretches that are worked; only for [OnlyIn].
	Dates Periods
}

// Usual is what is assumed where nobody has said otherwise: Monday to Friday, all
// half-days, every week.
func Usual() Pattern { return Pattern{Week: MondayToFriday, Weeks: EveryWeek} }

// Works says whether the half of the day is worked.
func (p Pattern) Works(day Date, half Half) bool {
	return p.Week.Has(day.Weekday(), half) && p.inWeeks(day)
}

func (p Pattern) inWeeks(day Date) bool {
	switch p.Weeks {
	case EveryOtherWeek:
		return monday(p.Since).DaysUntil(monday(day))%14 == 0
	case OnlyIn:
		return p.Dates.Holds(day)
	}
	return true
}

// monday is the first day of the day's week.
func monday(day Date) Date { return day.AddDays(-((int(day.Weekday()) + 6) % 7)) }

// HalfDays counts the half-days that are worked in a period that ends, both its
// days included.
func (p Pattern) HalfDays(in Period) int {
	n := 0
	for day := in.From; !day.After(in.To); day = day.AddDays(1) {
		for _, half := range Halves() {
			if p.Works(day, half) {
				n++
			}
		}
	}
	return n
}

// Words is the pattern as people say it: "Monday to Friday, every other week".
func (p Pattern) Words() string {
	switch p.Weeks {
	case EveryOtherWeek:
		return p.Week.Words() + ", every other week"
	case OnlyIn:
		return p.Week.Words() + ", only in some weeks of the year"
	}
	return p.Week.Words()
}

// Equal says whether both are worked on the same half-days by what they say.
func (p Pattern) Equal(o Pattern) bool {
	return p.Week == o.Week && p.Weeks == o.Weeks && p.Since == o.Since && slices.Equal(p.Dates, o.Dates)
}

// Problem says what makes it no pattern: the part that is wrong ("week", "weeks",
// "since" or "dates") and what to do. Both are empty where all is well.
func (p Pattern) Problem() (what, say string) {
	switch {
	case p.Week == 0 || p.Week > WholeWeek:
		return "week", "Tick at least one half-day"
	case !slices.Contains(AllWeeks(), p.Weeks):
		return "weeks", "Choose which weeks of the year"
	case p.Weeks == EveryOtherWeek && p.Since.IsZero():
		return "since", "Enter a day in a week that is worked, like 24 3 2027"
	case p.Weeks == OnlyIn && len(p.Dates) == 0:
		return "dates", "Enter the first and the last day of each stretch that is worked"
	case len(p.Dates) > MostPeriods:
		return "dates", fmt.Sprintf("Enter %d stretches or fewer", MostPeriods)
	}
	return "", ""
}

// Phase is a pattern from a day until the next one begins.
type Phase struct {
	From Date
	Pattern
}

// Rota is somebody's patterns over time, the earliest first. Before the first, and
// where there is none, [Usual] is assumed.
type Rota []Phase

// On is the pattern of a day, and whether somebody has said so; else it is assumed.
func (r Rota) On(day Date) (p Pattern, said bool) {
	for _, phase := range slices.Backward(r) {
		if !phase.From.After(day) {
			return phase.Pattern, true
		}
	}
	return Usual(), false
}

// Works says whether the half of the day is worked by the pattern of the day.
func (r Rota) Works(day Date, half Half) bool {
	p, _ := r.On(day)
	return p.Works(day, half)
}
