package people

import (
	"cmp"
	"slices"
)

// FullLoad is how many learners one learning partner should have at most. It
// orders whom a page offers first; nobody is kept from having more.
const FullLoad = 4

// CouldPartner are colleagues whom a learner could ask to be their learning
// partner, at most n: never themselves, who is or has been asked already, or who
// manages them, since the partner stays outside the appraisal. First come those
// who are partners and have room, those with the fewest learners before others;
// then the rest of the learner's division, then anybody.
func (c *Chart) CouldPartner(learnerID string, n int) []*Person {
	division := c.DivisionOf(learnerID)
	rank := func(id string) int {
		switch has := len(c.learners[id]); {
		case has >= FullLoad:
			return 3
		case has > 0:
			return 0
		case division != nil && c.DivisionOf(id) == division:
			return 1
		}
		return 2
	}
	var ids []string
	for id := range c.appointments {
		if id != learnerID && c.partner[learnerID].PartnerID != id && c.nominated[learnerID].PartnerID != id && !slices.Contains(c.managers[learnerID], id) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(c.learners[a]), len(c.learners[b])), cmp.Compare(c.nameOf(a), c.nameOf(b)), cmp.Compare(a, b))
	})
	return c.people(ids[:min(n, len(ids))])
}
