package people

import (
	"cmp"
	"maps"
	"slices"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/spelling"
)

// Chart answers who is what to whom on one day. It is drawn once from a
// Structure and never changes: every method is a pure reading.
type Chart struct {
	on           calendar.Date
	persons      map[string]*Person
	bySlug       map[string]*Person
	byEmail      map[string]*Person
	units        map[string]*Unit
	unitsBySlug  map[string]*Unit
	children     map[string][]string
	posts        map[string]*Post
	postsIn      map[string][]*Post
	holders      map[string][]string
	kept         map[string][]string
	appointments map[string][]Appointment
	overrides    map[string]string
	managers     map[string][]string
	reports      map[string][]string
	members      map[string][]string
	actsFor      map[string][]stead
	delegates    map[string][]stead
	partner      map[string]Partnership
	nominated    map[string]Partnership
	refused      map[string]Refusal
	learners     map[string][]string
	partnered    map[string][]Partnership
	parted       map[string][]Partnership
	offices      map[string][]actor.Role
	root         *Unit
	// around is the time around the day, where that is today and nothing is being
	// changed; see Passings. It is read when it is first asked for.
	around *surroundings
}

// stead is somebody for whom another acts, or who does, and over what.
type stead struct {
	id    string
	scope Scope
}

// On is the day of the chart.
func (c *Chart) On() calendar.Date { return c.on }

// Root is the organisation itself; nil before anything is imported.
func (c *Chart) Root() *Unit { return c.root }

// Person is the person with the key, or nil.
func (c *Chart) Person(id string) *Person { return c.persons[id] }

// PersonBySlug is the person with the short name used in addresses, or nil.
func (c *Chart) PersonBySlug(slug string) *Person { return c.bySlug[slug] }

// PersonByEmail is the person with the address, or nil.
func (c *Chart) PersonByEmail(address string) *Person { return c.byEmail[EmailKeyOf(address)] }

// Name is the person's name as they write it; empty for nobody.
func (c *Chart) Name(id string) string { return c.nameOf(id) }

// Persons lists everybody who holds an appointment on the day, by name.
func (c *Chart) Persons() []*Person {
	ids := make([]string, 0, len(c.appointments))
	for id := range c.appointments {
		ids = append(ids, id)
	}
	c.sortByName(ids)
	return c.people(ids)
}

// Others lists who is known and holds no appointment on the day, by name: those
// who have left, and those who are in no post yet.
func (c *Chart) Others() []*Person {
	var ids []string
	for id := range c.persons {
		if len(c.appointments[id]) == 0 {
			ids = append(ids, id)
		}
	}
	c.sortByName(ids)
	return c.people(ids)
}

func (c *Chart) people(ids []string) []*Person {
	out := make([]*Person, 0, len(ids))
	for _, id := range ids {
		if p := c.persons[id]; p != nil {
			out = append(out, p)
		}
	}
	return out
}

// Serves says whether the person holds any appointment on the day.
func (c *Chart) Serves(id string) bool { return len(c.appointments[id]) > 0 }

// Appointments are the person's on the day, the principal one first.
func (c *Chart) Appointments(id string) []Appointment { return c.appointments[id] }

// Post is the post with the key, or nil.
func (c *Chart) Post(id string) *Post { return c.posts[id] }

// Posts are those in the unit itself.
func (c *Chart) Posts(unitID string) []*Post { return c.postsIn[unitID] }

// KeptFor are the persons whose own post it is and who are in another for a time,
// so that this one rests.
func (c *Chart) KeptFor(postID string) []*Person { return c.people(c.kept[postID]) }

// Rests says whether the person's own post is kept for them on the day, while they
// are in another for a time.
func (c *Chart) Rests(personID, postID string) bool { return slices.Contains(c.kept[postID], personID) }

// Holders are the persons in the post on the day.
func (c *Chart) Holders(postID string) []*Person { return c.people(c.holders[postID]) }

// JobTitle is the title of the principal post; empty for none.
func (c *Chart) JobTitle(id string) string {
	if as := c.appointments[id]; len(as) > 0 {
		return c.posts[as[0].PostID].Title
	}
	return ""
}

// UnitOf is the unit of the principal appointment, or nil.
func (c *Chart) UnitOf(id string) *Unit {
	if as := c.appointments[id]; len(as) > 0 {
		return c.units[c.posts[as[0].PostID].UnitID]
	}
	return nil
}

func (c *Chart) unitIDs(id string) []string {
	var out []string
	for _, a := range c.appointments[id] {
		if u := c.posts[a.PostID].UnitID; !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

// Unit is the unit with the key, or nil.
func (c *Chart) Unit(id string) *Unit { return c.units[id] }

// UnitBySlug is the unit with the short name, or nil.
func (c *Chart) UnitBySlug(slug string) *Unit { return c.unitsBySlug[slug] }

// Below are the units directly below, by name.
func (c *Chart) Below(unitID string) []*Unit {
	out := make([]*Unit, 0, len(c.children[unitID]))
	for _, id := range c.children[unitID] {
		out = append(out, c.units[id])
	}
	return out
}

// Upwards is the unit and all above it, nearest first. A loop ends the walk.
func (c *Chart) Upwards(unitID string) []*Unit {
	var out []*Unit
	for u := c.units[unitID]; u != nil && !slices.Contains(out, u); {
		out = append(out, u)
		if u.ParentID == nil {
			break
		}
		u = c.units[*u.ParentID]
	}
	return out
}

// Members are those with an appointment in the unit itself, by name.
func (c *Chart) Members(unitID string) []*Person { return c.people(c.members[unitID]) }

// Everyone are those with an appointment in the unit or below it, by name.
func (c *Chart) Everyone(unitID string) []*Person {
	seen := map[string]bool{}
	var ids []string
	todo := []string{unitID}
	visited := map[string]bool{}
	for len(todo) > 0 {
		u := todo[0]
		todo = todo[1:]
		if visited[u] {
			continue
		}
		visited[u] = true
		todo = append(todo, c.children[u]...)
		for _, id := range c.members[u] {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	c.sortByName(ids)
	return c.people(ids)
}

// Lead is who leads the unit on the day, or nil.
func (c *Chart) Lead(unitID string) *Person {
	u := c.units[unitID]
	if u == nil || u.LeadPostID == nil {
		return nil
	}
	if ids := c.holders[*u.LeadPostID]; len(ids) > 0 {
		return c.persons[ids[0]]
	}
	return nil
}

// Leads are the units that the person leads, larger first.
func (c *Chart) Leads(id string) []*Unit {
	var out []*Unit
	for _, u := range c.units {
		if lead := c.Lead(u.ID); lead != nil && lead.ID == id {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *Unit) int {
		return cmp.Or(cmp.Compare(len(c.Upwards(a.ID)), len(c.Upwards(b.ID))), spelling.Compare(a.Name, b.Name))
	})
	return out
}

// DivisionOf is the nearest division at or above the principal appointment.
func (c *Chart) DivisionOf(id string) *Unit {
	u := c.UnitOf(id)
	if u == nil {
		return nil
	}
	for _, up := range c.Upwards(u.ID) {
		if up.Kind == Division {
			return up
		}
	}
	return nil
}

// Units lists all units, by name.
func (c *Chart) Units() []*Unit {
	out := slices.Collect(maps.Values(c.units))
	slices.SortFunc(out, func(a, b *Unit) int { return cmp.Or(spelling.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out
}

// Divisions lists all divisions, by name.
func (c *Chart) Divisions() []*Unit {
	var out []*Unit
	for _, u := range c.units {
		if u.Kind == Division {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *Unit) int { return spelling.Compare(a.Name, b.Name) })
	return out
}
