package calendar

import (
	"cmp"
	"slices"
)

// Span is a stretch of days of which the first and the last may be half: both days
// are in it.
type Span struct {
	From, To Date
	// FromNoon leaves out the morning of the first day, ToNoon what comes after
	// midday on the last.
	FromNoon, ToNoon bool
}

// half numbers a half-day, so that one that follows another has the next number.
func halfNumber(day Date, half Half) int {
	return 2*Date{2000, 1, 1}.DaysUntil(day) + int(half)
}

func (s Span) first() int {
	if s.FromNoon {
		return halfNumber(s.From, Afternoon)
	}
	return halfNumber(s.From, Morning)
}

func (s Span) last() int {
	if s.ToNoon {
		return halfNumber(s.To, Morning)
	}
	return halfNumber(s.To, Afternoon)
}

// Empty says that no half-day is left in it.
func (s Span) Empty() bool { return s.last() < s.first() }

// Holds says whether the half-day lies in it.
func (s Span) Holds(day Date, half Half) bool {
	n := halfNumber(day, half)
	return s.first() <= n && n <= s.last()
}

// Touches says whether any half of the day lies in it.
func (s Span) Touches(day Date) bool { return s.Holds(day, Morning) || s.Holds(day, Afternoon) }

// Overlaps says whether both share a half-day.
func (s Span) Overlaps(o Span) bool { return s.first() <= o.last() && o.first() <= s.last() }

// JoinSpans puts spans in their order and makes one of those that overlap or follow
// one another without a half-day between.
func JoinSpans(spans []Span) []Span {
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.first(), b.first()) })
	var out []Span
	for _, s := range sorted {
		if n := len(out) - 1; n >= 0 && s.first() <= out[n].last()+1 {
			if s.last() > out[n].last() {
				out[n].To, out[n].ToNoon = s.To, s.ToNoon
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// SpanWords is a span as people say it, with the year where that is not clear from
// this one: "3 to 14 March", "midday on 3 March to 14 March", "the morning of 3
// March".
func (y LearningYear) SpanWords(s Span) string {
	withYear := !y.Holds(s.From) || !y.Holds(s.To)
	to := dayWords(s.To, withYear)
	if s.From == s.To {
		switch {
		case s.FromNoon:
			return "the afternoon of " + to
		case s.ToNoon:
			return "the morning of " + to
		}
		return to
	}
	from := dayWords(s.From, withYear && s.From.Year() != s.To.Year())
	if s.From.Year() == s.To.Year() && s.From.Month() == s.To.Month() && !s.FromNoon && !s.ToNoon {
		from = s.From.format("2")
	}
	if s.FromNoon {
		from = "midday on " + from
	}
	if s.ToNoon {
		to = "midday on " + to
	}
	return from + " to " + to
}

func dayWords(d Date, withYear bool) string {
	if withYear {
		return d.Short()
	}
	return d.format("2 January")
}
