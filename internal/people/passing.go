package people

import (
	"cmp"
	"slices"

	"learningyear/internal/calendar"
)

// Passing is a change of who manages a person: with the day, the ones cease and
// the others begin. Who leaves has nobody after, and who joins nobody before.
type Passing struct {
	PersonID string
	// On is the first day on which it is as afterwards.
	On calendar.Date
	// Ceased managed the person until the day before; Began do from the day on.
	Ceased, Began []string
	// After are all who manage the person from the day on.
	After []string
}

// Tenure is for how long somebody manages a person, without a break; no last day
// is open.
type Tenure struct {
	ManagerID string
	calendar.Period
}

// PassingDays is how many days before a handover, and after it, there is something
// to hand over.
const PassingDays = 60

// pastKnown is how many days back it is known who managed whom.
const pastKnown = 2 * 366

// passings are the changes of line manager within the period in which the person
// ceases to manage somebody or begins to, the first one first.
func (w *span) passings(managerID string, within calendar.Period) []Passing {
	subjects := w.subjectsOf(managerID, within)
	if len(subjects) == 0 {
		return nil
	}
	var out []Passing
	w.walk(subjects, within, func(day calendar.Date, before, after *Chart) {
		if before == nil {
			return
		}
		for _, id := range subjects {
			was, is := before.managers[id], after.managers[id]
			p := Passing{PersonID: id, On: day, Ceased: minus(was, is), Began: minus(is, was), After: slices.Clone(is)}
			if slices.Contains(p.Ceased, managerID) || slices.Contains(p.Began, managerID) {
				out = append(out, p)
			}
		}
	})
	slices.SortStableFunc(out, func(a, b Passing) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(w.name(a.PersonID), w.name(b.PersonID)), cmp.Compare(a.PersonID, b.PersonID))
	})
	return out
}

// tenures are who manages a person within the period, the first one first.
func (w *span) tenures(personID string, within calendar.Period) []Tenure {
	var out []Tenure
	open := map[string]int{} // the manager's tenure that goes on
	w.walk([]string{personID}, within, func(day calendar.Date, _, after *Chart) {
		is := after.managers[personID]
		for id, at := range open {
			if !slices.Contains(is, id) {
				out[at].To = day.AddDays(-1)
				delete(open, id)
			}
		}
		for _, id := range is {
			if _, goesOn := open[id]; !goesOn {
				open[id] = len(out)
				out = append(out, Tenure{id, calendar.Period{From: day}})
			}
		}
	})
	return out
}

// walk draws the chart of the first day and of every day on which something about
// the subjects may change, from little more than concerns them.
func (w *span) walk(subjects []string, within calendar.Period, see func(day calendar.Date, before, after *Chart)) {
	around := w.around(subjects)
	days := append([]calendar.Date{within.From}, around.days(within)...)
	var before *Chart
	for _, day := range days {
		after := Draw(around.Structure, day)
		see(day, before, after)
		before = after
	}
}

func minus(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return slices.Contains(others, id) })
}

// subjectsOf are all whom the person may manage on any day of the period: too many
// rather than too few, since the charts then tell.
func (w *span) subjectsOf(managerID string, within calendar.Period) []string {
	d := &descent{span: w, within: within, manager: managerID, found: map[string]bool{}, posts: map[string]bool{}, units: map[string]bool{}}
	for _, o := range w.overrides {
		for _, x := range o {
			if x.ManagerID == managerID {
				d.found[x.PersonID] = true
			}
		}
	}
	for _, a := range w.held[managerID] {
		d.reportingTo(a.PostID)
		for _, unit := range w.ledBy[a.PostID] {
			d.unit(unit)
		}
	}
	delete(d.found, managerID)
	out := make([]string, 0, len(d.found))
	for id := range d.found {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// descent goes down the structure from one manager, past posts and units that are
// not firmly in somebody else's hands.
type descent struct {
	*span
	within       calendar.Period
	manager      string
	found        map[string]bool
	posts, units map[string]bool
}

func (d *descent) reportingTo(postID string) {
	if d.posts[postID] {
		return
	}
	d.posts[postID] = true
	for _, below := range d.reports[postID] {
		d.holdersOf(below)
		if !d.firm(below) {
			d.reportingTo(below)
		}
	}
}

func (d *descent) unit(id string) {
	if d.units[id] {
		return
	}
	d.units[id] = true
	for _, post := range d.postsIn[id] {
		d.holdersOf(post)
	}
	for _, below := range d.below[id] {
		unit := d.unitRows[below]
		if unit.LeadPostID != nil && len(d.unitsBefore[below]) == 0 && d.firm(*unit.LeadPostID) {
			d.holdersOf(*unit.LeadPostID)
			continue
		}
		d.unit(below)
	}
}

func (d *descent) holdersOf(postID string) {
	for _, a := range d.holders[postID] {
		d.found[a.PersonID] = true
	}
}

// firm says that somebody other than the manager is in the post for the whole
// period and has nothing else that could take them out of it.
func (d *descent) firm(postID string) bool {
	post, all := d.postRows[postID], d.holders[postID]
	if len(d.postsBefore[postID]) > 0 || !spans(post.Period(), d.within) {
		return false
	}
	return slices.ContainsFunc(all, func(a Appointment) bool {
		return a.PersonID != d.manager && spans(a.Period(), d.within) && len(d.held[a.PersonID]) == 1 && !d.persons[a.PersonID].Left(d.within.To)
	})
}

func spans(p, within calendar.Period) bool { return p.Holds(within.From) && p.Holds(within.To) }
