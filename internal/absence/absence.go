// Package absence holds when people are away: from a day to a day, and no reason,
// which is neither asked nor kept. When they work at all is the working week's
// (internal/workingpattern), and both together are internal/presence.
package absence

import (
	"slices"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Record is how the trail and answers name an absence.
const Record = "time away"

// State is where an absence stands.
type State string

// The states. One that was taken back is as if it had not been, and goes for good
// after [Recoverable].
const (
	Kept      State = "kept"
	TakenBack State = "taken_back"
)

// Recoverable is how long an absence that was taken back can be put back.
const Recoverable = 30 * 24 * time.Hour

// Absence is a stretch of days on which somebody is away; both its days are in it.
type Absence struct {
	ID       string
	PersonID string
	FromDate calendar.Date
	// FromNoon says that the morning of the first day is worked still, ToNoon that
	// the afternoon of the last is worked again.
	FromNoon    bool
	ToDate      calendar.Date
	ToNoon      bool
	State       State
	TakenBackAt *time.Time
	ChangedByID *string
	ChangedAt   time.Time
	Version     int
}

// Span is the stretch of days.
func (a Absence) Span() calendar.Span {
	return calendar.Span{From: a.FromDate, FromNoon: a.FromNoon, To: a.ToDate, ToNoon: a.ToNoon}
}

// Over says whether all of it has passed by the day.
func (a Absence) Over(on calendar.Date) bool { return a.ToDate.Before(on) }

// EndsWith says whether somebody who is back on the day can end it: they are away
// that day by it, and were before.
func (a Absence) EndsWith(on calendar.Date) bool {
	return a.State == Kept && a.FromDate.Before(on) && !a.Over(on)
}

// longestMonths is how long an absence may be: what is beyond is a slip in a year.
const longestMonths = 24

// whole is the span with a last day: one without is of one day.
func whole(s calendar.Span) calendar.Span {
	if s.To.IsZero() {
		s.To = s.From
	}
	return s
}

// check says what is wrong with a span that somebody has typed.
func check(c *fault.Collector, s calendar.Span, today calendar.Date) {
	if s.From.IsZero() {
		c.Add("from", "Enter the first day away, like 24 3 2027")
		return
	}
	if s.From.FarFrom(today) {
		c.Add("from", "Check the year of the first day: it is far from today")
		return
	}
	switch {
	case s.To.Before(s.From):
		c.Add("to", "Enter a last day that is not before the first")
	case !s.To.Before(s.From.AddMonths(longestMonths)):
		c.Add("to", "Choose a last day within 2 years of the first. Longer than that, enter it in two parts")
	case s.Empty():
		c.Add("to", "The day begins at midday and ends at midday. Untick one of the two")
	}
}

// clashing is the first of the absences that shares a half-day with the span, other
// than the one with the key.
func clashing(all []Absence, s calendar.Span, but string) (Absence, bool) {
	i := slices.IndexFunc(all, func(a Absence) bool { return a.ID != but && a.State == Kept && a.Span().Overlaps(s) })
	if i < 0 {
		return Absence{}, false
	}
	return all[i], true
}

// The acts, as the trail names them: never a day, which the record has itself.
const (
	recorded  = "recorded an absence"
	changed   = "changed an absence"
	ended     = "ended an absence early"
	tookBack  = "took back an absence"
	putBackIt = "put an absence back"
)

// actOf names what a change of an absence is: an early end where the last day alone
// moved, and forward.
func actOf(was, is calendar.Span) string {
	if was.From == is.From && was.FromNoon == is.FromNoon && is.To.Before(was.To) {
		return ended
	}
	return changed
}
