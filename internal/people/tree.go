package people

import (
	"cmp"
	"slices"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/spelling"
)

// tree is every unit over all time: what a place in it is checked against, on
// each day on which anything changes.
type tree struct {
	units map[string]Unit
	past  past
}

func newTree(units []Unit, before []UnitBefore) tree {
	t := tree{map[string]Unit{}, newPast(before, nil)}
	for _, u := range units {
		t.units[u.ID] = u
	}
	return t
}

// on is the unit as on the day; not ok where it is not there.
func (t tree) on(id string, day calendar.Date) (Unit, bool) {
	u, ok := t.units[id]
	if !ok || !u.Period().Holds(day) {
		return Unit{}, false
	}
	return t.past.unit(u, day), true
}

// nameOn is what the unit was called on the day, or is called now.
func (t tree) nameOn(id string, day calendar.Date) string { return t.past.unit(t.units[id], day).Name }

// put takes a unit's history in, in place of the one there was.
func (t tree) put(h history[Unit]) {
	u := h.last()
	t.units[u.ID] = u
	t.past.units[u.ID] = unitsBefore(h)
}

// days are the day and all later ones on which any unit changes, begins or ends.
func (t tree) days(from calendar.Date) []calendar.Date {
	days := []calendar.Date{from}
	add := func(day calendar.Date) {
		if day.After(from) {
			days = append(days, day)
		}
	}
	for id, u := range t.units {
		add(u.FromDate)
		if !u.ToDate.IsZero() {
			add(u.ToDate.AddDays(1))
		}
		for _, b := range t.past.units[id] {
			add(b.UntilDate.AddDays(1))
		}
	}
	slices.SortFunc(days, calendar.Date.Compare)
	return slices.Compact(days)
}

// check says what is wrong with where the unit stands on the day or any after it:
// it is to be below a larger kind that is there, and never below itself.
func (t tree) check(id string, from calendar.Date) error {
	for _, day := range t.days(from) {
		if u, there := t.on(id, day); there {
			if err := t.checkOn(u, day); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t tree) checkOn(u Unit, day calendar.Date) error {
	if err := t.checkParent(u, day); err != nil {
		return err
	}
	for _, below := range t.below(u.ID, day) {
		if !below.Kind.within(u.Kind) {
			return fault.InvalidField("kind", "“"+below.Name+"” is part of it, and a "+below.Kind.word()+" cannot be part of a "+u.Kind.word())
		}
	}
	return nil
}

func (t tree) checkParent(u Unit, day calendar.Date) error {
	if u.ParentID == nil {
		return t.checkTop(u, day)
	}
	above, there := t.on(*u.ParentID, day)
	switch {
	case *u.ParentID == u.ID:
		return fault.InvalidField("parent", "A unit cannot be part of itself")
	case !there && t.units[*u.ParentID].ID == "":
		return fault.InvalidField("parent", "Choose the unit that this one is part of")
	case !there:
		return fault.InvalidField("parent", "“"+t.nameOn(*u.ParentID, day)+"” is not there on "+day.Short()+". Choose another unit, or another day")
	}
	for up, n := above, 0; up.ParentID != nil && n <= len(t.units); n++ {
		next, there := t.on(*up.ParentID, day)
		if !there {
			break
		}
		if next.ID == u.ID {
			return fault.InvalidField("parent", "A unit cannot be part of itself: “"+above.Name+"” is part of “"+u.Name+"”")
		}
		up = next
	}
	if !u.Kind.within(above.Kind) {
		return fault.InvalidField("kind", "A "+u.Kind.word()+" cannot be part of a "+above.Kind.word())
	}
	return nil
}

func (t tree) checkTop(u Unit, day calendar.Date) error {
	if u.Kind != Organisation {
		return fault.InvalidField("parent", "Choose the unit that this one is part of")
	}
	for id := range t.units {
		if other, there := t.on(id, day); there && other.ParentID == nil && id != u.ID {
			return fault.InvalidField("kind", "The organisation is there already. Choose another kind")
		}
	}
	return nil
}

// below are the units directly below on the day, by name.
func (t tree) below(id string, day calendar.Date) []Unit {
	var out []Unit
	for other := range t.units {
		if u, there := t.on(other, day); there && value(u.ParentID) == id {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b Unit) int { return cmp.Or(spelling.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out
}

// covers says whether the unit is there from the day to the other, or for good.
func (t tree) covers(id string, from, to calendar.Date) bool {
	u, ok := t.units[id]
	return ok && !u.FromDate.After(from) && (u.ToDate.IsZero() || !to.IsZero() && !to.After(u.ToDate))
}

// word is the kind within a sentence.
func (k Kind) word() string { return strings.ToLower(k.Label()) }

// line is which post reports to which, over all time.
type line struct {
	now  map[string]*string
	past map[string][]PostBefore
}

// above is the post reported to on the day; empty for none.
func (l line) above(id string, day calendar.Date) string {
	for _, b := range l.past[id] {
		if !b.UntilDate.Before(day) {
			return value(b.ReportsToID)
		}
	}
	return value(l.now[id])
}

// loops says whether going up from the post comes back to it, on the day or on
// any after it on which a post changes.
func (l line) loops(id string, from calendar.Date) bool {
	if l.loopsOn(id, from) {
		return true
	}
	seen := map[calendar.Date]bool{}
	for _, all := range l.past {
		for _, b := range all {
			day := b.UntilDate.AddDays(1)
			if day.After(from) && !seen[day] {
				if seen[day] = true; l.loopsOn(id, day) {
					return true
				}
			}
		}
	}
	return false
}

func (l line) loopsOn(id string, day calendar.Date) bool {
	seen := map[string]bool{}
	for up := l.above(id, day); up != "" && !seen[up]; up = l.above(up, day) {
		if up == id {
			return true
		}
		seen[up] = true
	}
	return false
}
