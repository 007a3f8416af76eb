package people

import (
	"cmp"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
)

// Managed are those whose line manager the person is on the day, and those of a
// manager for whom they act over the kinds of record; each once, and never oneself.
func (c *Chart) Managed(id string, over ...access.Record) []*Person {
	ids := slices.Clone(c.reports[id])
	for _, manager := range covering(c.actsFor[id], over) {
		ids = append(ids, c.reports[manager]...)
	}
	ids = without(ids, id)
	c.sortByName(ids)
	return c.people(slices.Compact(ids))
}

// WithoutManager is how many people nobody manages on the day, but for who leads the
// organisation: those of Mend, counted. Nobody can agree what they write.
func (c *Chart) WithoutManager() int {
	var head *Person
	if c.root != nil {
		head = c.Lead(c.root.ID)
	}
	n := 0
	for id := range c.appointments {
		if len(c.managers[id]) == 0 && (head == nil || head.ID != id) {
			n++
		}
	}
	return n
}

// refusedFor is how many days back a refused nomination is still looked at.
const refusedFor = 366

// Refusal is that somebody who was asked to be a learning partner has said no or has
// left, and that the learner has neither a partner nor has asked anybody since.
type Refusal struct {
	LearnerID, PartnerID string
	// On is the day of the answer or, of who left without one, the first day on which
	// they were not here.
	On calendar.Date
	// Left says that they have left without an answer.
	Left bool
}

// Refusals are those of the year before the day, the oldest first.
func (c *Chart) Refusals() []Refusal {
	var out []Refusal
	for learner, r := range c.refused {
		if _, asked := c.nominated[learner]; !asked && c.Partner(learner) == nil {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Refusal) int { return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.LearnerID, b.LearnerID)) })
	return out
}

// takeRefusals keeps the last no to each learner. A nomination ends with the day
// before the answer; that of who has left is open for good.
func (c *Chart) takeRefusals(partnerships []Partnership) {
	for _, p := range partnerships {
		on := p.ToDate.AddDays(1)
		asked := c.persons[p.PartnerID]
		left := p.State == Nominated && asked != nil && asked.Left(c.on)
		if left {
			on = asked.LeftOn.AddDays(1)
		}
		if p.State != Declined && !left || on.After(c.on) || on.AddDays(refusedFor).Before(c.on) || !c.here(p.LearnerID) {
			continue
		}
		if last, ok := c.refused[p.LearnerID]; !ok || last.On.Before(on) {
			c.refused[p.LearnerID] = Refusal{LearnerID: p.LearnerID, PartnerID: p.PartnerID, On: on, Left: left}
		}
	}
}
