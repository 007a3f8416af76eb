package diary

import (
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/people"
)

// Reader is who can read an entry today, beside its owner.
type Reader struct {
	// Relation is the one by which they read it: one of [Sharable].
	Relation access.Relation
	// Called is what they are called; the unit's name for a team. Empty where the
	// owner has nobody in that relation today.
	Called string
}

// Readers are those who can read the person's entries that are shared with the
// relations, as at the chart's day: by name, because "shared with my partner"
// means somebody else after a change of partner.
func Readers(chart *people.Chart, ownerID string, with access.Relation) []Reader {
	var out []Reader
	add := func(rel access.Relation, called ...string) {
		if !with.Has(rel) {
			return
		}
		if len(called) == 0 {
			called = []string{""}
		}
		for _, c := range called {
			if r := (Reader{rel, c}); !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	var partner []string
	if p := chart.Partner(ownerID); p != nil {
		partner = []string{p.Called()}
	}
	add(access.Partner, partner...)
	add(access.Manager, managersOf(chart, ownerID)...)
	add(access.Team, teamsOf(chart, ownerID)...)
	return out
}

// managersOf are the person's managers and whoever acts for them.
func managersOf(chart *people.Chart, ownerID string) []string {
	var out []string
	for _, m := range chart.Managers(ownerID) {
		out = append(out, m.Called())
		for _, d := range chart.Delegates(m.ID) {
			if d.ID != ownerID {
				out = append(out, d.Called())
			}
		}
	}
	return out
}

// teamsOf are the units in which the person has colleagues.
func teamsOf(chart *people.Chart, ownerID string) []string {
	var out []string
	for _, a := range chart.Appointments(ownerID) {
		unit := chart.Unit(chart.Post(a.PostID).UnitID)
		if len(chart.Members(unit.ID)) > 1 {
			out = append(out, unit.Name)
		}
	}
	return out
}
