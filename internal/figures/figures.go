// Package figures counts how a learning year is going for groups of people:
// plans agreed, interviews on pace, days used, appraisals closed. Only numbers
// enter, never a word of anybody's learning, and a group too small to hide its
// people in is not shown.
package figures

import (
	"cmp"
	"slices"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Least is how many people a group must have to be shown.
const Least = 5

// Counts are the numbers of a group.
type Counts struct {
	People int
	// PlansAgreed are people with a learning plan in force.
	PlansAgreed int
	// OnPace are people who have held as many interviews as there would be by the
	// day if everybody's were spread evenly over the year.
	OnPace int
	// Held are the interviews held so far.
	Held int
	// HalfDays off the job are used, of those that people are entitled to.
	HalfDays int
	Entitled int
	// Appraisals are open or closed in the year; Closed are closed.
	Appraisals int
	Closed     int
}

func (c Counts) plus(o Counts) Counts {
	return Counts{
		People: c.People + o.People, PlansAgreed: c.PlansAgreed + o.PlansAgreed, OnPace: c.OnPace + o.OnPace, Held: c.Held + o.Held,
		HalfDays: c.HalfDays + o.HalfDays, Entitled: c.Entitled + o.Entitled,
		Appraisals: c.Appraisals + o.Appraisals, Closed: c.Closed + o.Closed,
	}
}

// Line is a unit with its numbers. People are counted once, in the unit of their
// principal appointment.
type Line struct {
	Unit *people.Unit
	Counts
	// FewAppraisals says that how many are closed is not shown here: they were
	// opened for too few people, or would let it be worked out for such.
	FewAppraisals bool
}

// Report is the figures of a year.
type Report struct {
	// Of is the division, or nil for the whole organisation.
	Of   *people.Unit
	Year calendar.LearningYear
	// Total is all together; Hidden says that even they are too few to be shown.
	Total  Counts
	Hidden bool
	Lines  []Line
	// Together are the units that are shown only as one sum, with its numbers.
	Together []*people.Unit
	Sum      Counts
	// SumFewAppraisals and FewAppraisals say the same of the sum and of all as
	// Line's says of a unit.
	SumFewAppraisals bool
	FewAppraisals    bool
}

// Group hides small units: those with fewer than [Least] people are shown as one
// sum. Where that sum is too small itself, the next smallest units join it, since
// otherwise it could be worked out from the total. Units without people are left
// out. With fewer than Least people in all, nothing is shown.
func Group(lines []Line) Report {
	var r Report
	kept := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.People == 0 })
	for _, l := range kept {
		r.Total = r.Total.plus(l.Counts)
	}
	if r.Total.People < Least {
		return Report{Hidden: true}
	}
	bySize := slices.Clone(kept)
	slices.SortStableFunc(bySize, func(a, b Line) int { return cmp.Compare(a.People, b.People) })
	hidden := map[*people.Unit]bool{}
	for _, l := range bySize {
		if l.People >= Least && (r.Sum.People == 0 || r.Sum.People >= Least) {
			break
		}
		hidden[l.Unit] = true
		r.Sum = r.Sum.plus(l.Counts)
	}
	for _, l := range kept {
		if hidden[l.Unit] {
			r.Together = append(r.Together, l.Unit)
		} else {
			r.Lines = append(r.Lines, l)
		}
	}
	if len(r.Lines) == 0 { // the sum is the total
		r.Sum = Counts{}
	}
	r.hideAppraisals()
	return r
}

// hideAppraisals hides how many are closed where they were opened for fewer than
// [Least], in the way in which Group hides units.
func (r *Report) hideAppraisals() {
	r.FewAppraisals = r.Total.Appraisals > 0 && r.Total.Appraisals < Least
	type group struct {
		opened int
		hide   *bool
	}
	var all []group
	for n := range r.Lines {
		all = append(all, group{r.Lines[n].Appraisals, &r.Lines[n].FewAppraisals})
	}
	all = append(all, group{r.Sum.Appraisals, &r.SumFewAppraisals})
	slices.SortStableFunc(all, func(a, b group) int { return cmp.Compare(a.opened, b.opened) })
	hidden := 0
	for _, g := range all {
		switch {
		case g.opened == 0:
		case g.opened < Least, hidden > 0 && hidden < Least:
			*g.hide = true
			hidden += g.opened
		}
	}
}
