// Package workingpattern holds when people work: which half-days of a week, in which
// weeks of the year, from a day on. When they are away all the same is
// internal/absence, and both together are internal/presence.
package workingpattern

import (
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Record is how the trail and answers name a pattern.
const Record = "working week"

// State is where a pattern stands.
type State string

// The states. One that was taken back is as if it had not been, and goes for good
// after [Recoverable].
const (
	Kept      State = "kept"
	TakenBack State = "taken_back"
)

// Recoverable is how long a pattern that was taken back can be put back.
const Recoverable = 30 * 24 * time.Hour

// Pattern is when somebody works from a day on, until the day before their next
// pattern begins. What held before stays.
type Pattern struct {
	ID       string
	PersonID string
	FromDate calendar.Date
	HalfDays calendar.Week
	Weeks    calendar.Weeks
	// SinceDate is a day of a week that is worked, where it is every other week.
	SinceDate calendar.Date
	// Dates are what is worked, where it is only some stretches of the year.
	Dates       calendar.Periods
	State       State
	TakenBackAt *time.Time
	ChangedByID *string
	ChangedAt   time.Time
	Version     int
}

// TableName is the table of patterns.
func (Pattern) TableName() string { return "working_patterns" }

// Value is the pattern itself.
func (p Pattern) Value() calendar.Pattern {
	return calendar.Pattern{Week: p.HalfDays, Weeks: p.Weeks, Since: p.SinceDate, Dates: p.Dates}
}

func (p *Pattern) take(e Entry) {
	p.FromDate, p.HalfDays, p.Weeks = e.From, e.Pattern.Week, e.Pattern.Weeks
	p.SinceDate, p.Dates = e.Pattern.Since, e.Pattern.Dates
}

// Entry is what somebody says: a pattern, and the first day on which it holds.
type Entry struct {
	From    calendar.Date
	Pattern calendar.Pattern
}

// mostAhead is how far from today a pattern may begin, in months: what is beyond is
// a slip in a year.
const mostAhead = 36

// tidy drops what belongs to another way of working the year than the one chosen.
func (e Entry) tidy() Entry {
	if e.Pattern.Weeks != calendar.EveryOtherWeek {
		e.Pattern.Since = calendar.Date{}
	}
	if e.Pattern.Weeks != calendar.OnlyIn {
		e.Pattern.Dates = nil
	}
	return e
}

// check says what is wrong with an entry.
func check(c *fault.Collector, e Entry, today calendar.Date) {
	if what, say := e.Pattern.Problem(); what != "" {
		c.Add(what, say)
	}
	switch {
	case e.From.IsZero():
		c.Add("from", "Enter the first day of this working week, like 24 3 2027")
	case e.From.After(today.AddMonths(mostAhead)):
		c.Add("from", "Check the year of the first day: it is far from today")
	}
}

// The acts, as the trail names them.
const (
	said      = "said when they work from a day on"
	corrected = "corrected when they work"
	tookBack  = "took back when they work"
	putBackIt = "put back when they work"
)
