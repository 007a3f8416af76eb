package people

import (
	"cmp"
	"slices"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/spelling"
)

// Structure is all that the chart of a day is drawn from.
type Structure struct {
	Units []Unit
	Posts []Post
	// UnitsBefore and PostsBefore are what units and posts were before they changed.
	UnitsBefore  []UnitBefore
	PostsBefore  []PostBefore
	Persons      []Person
	Appointments []Appointment
	Overrides    []Override
	Delegates    []Delegate
	Partnerships []Partnership
	Offices      []Office
}

// Draw makes the chart of a day.
func Draw(s Structure, on calendar.Date) *Chart {
	c := &Chart{
		on: on, persons: map[string]*Person{}, bySlug: map[string]*Person{}, byEmail: map[string]*Person{},
		units: map[string]*Unit{}, unitsBySlug: map[string]*Unit{}, children: map[string][]string{},
		posts: map[string]*Post{}, postsIn: map[string][]*Post{}, holders: map[string][]string{}, kept: map[string][]string{}, appointments: map[string][]Appointment{},
		overrides: map[string]string{}, managers: map[string][]string{}, reports: map[string][]string{},
		members: map[string][]string{}, actsFor: map[string][]stead{}, delegates: map[string][]stead{},
		partner: map[string]Partnership{}, nominated: map[string]Partnership{}, refused: map[string]Refusal{}, learners: map[string][]string{}, partnered: map[string][]Partnership{}, parted: map[string][]Partnership{},
		offices: map[string][]actor.Role{},
	}
	before := newPast(s.UnitsBefore, s.PostsBefore)
	c.takeUnits(s.Units, before)
	c.takePersons(s.Persons)
	c.takePosts(s.Posts, before)
	c.takeAppointments(s.Appointments)
	c.takeRelations(s)
	c.deriveManagers()
	return c
}

func (c *Chart) holds(from, to calendar.Date) bool {
	return calendar.Period{From: from, To: to}.Holds(c.on)
}

func (c *Chart) takeUnits(units []Unit, before past) {
	for i := range units {
		u := &units[i]
		if !c.holds(u.FromDate, u.ToDate) {
			continue
		}
		if len(before.units[u.ID]) > 0 {
			then := before.unit(*u, c.on)
			u = &then
		}
		c.units[u.ID], c.unitsBySlug[u.Slug] = u, u
		if u.ParentID != nil {
			c.children[*u.ParentID] = append(c.children[*u.ParentID], u.ID)
		} else if c.root == nil && u.Kind == Organisation {
			c.root = u
		}
	}
	for _, ids := range c.children {
		slices.SortFunc(ids, func(a, b string) int { return spelling.Compare(c.units[a].Name, c.units[b].Name) })
	}
}

func (c *Chart) takePersons(persons []Person) {
	for i := range persons {
		p := &persons[i]
		c.persons[p.ID], c.bySlug[p.Slug] = p, p
		if p.EmailKey != nil {
			c.byEmail[*p.EmailKey] = p
		}
	}
}

func (c *Chart) takePosts(posts []Post, before past) {
	for i := range posts {
		p := &posts[i]
		if !c.holds(p.FromDate, p.ToDate) {
			continue
		}
		if len(before.posts[p.ID]) > 0 {
			then := before.post(*p, c.on)
			p = &then
		}
		if c.units[p.UnitID] != nil {
			c.posts[p.ID] = p
			c.postsIn[p.UnitID] = append(c.postsIn[p.UnitID], p)
		}
	}
}

func (c *Chart) takeAppointments(appointments []Appointment) {
	live := make([]Appointment, 0, len(appointments))
	elsewhere := map[string]bool{}
	for _, a := range appointments {
		if c.holds(a.FromDate, a.ToDate) && c.posts[a.PostID] != nil && c.here(a.PersonID) {
			live = append(live, a)
			elsewhere[a.PersonID] = elsewhere[a.PersonID] || a.RestsOwn && !a.OwnPost()
		}
	}
	// Who acts up in a post stands before whose own it is.
	slices.SortStableFunc(live, func(a, b Appointment) int { return rankOf(a) - rankOf(b) })
	for _, a := range live {
		if a.OwnPost() && elsewhere[a.PersonID] {
			c.kept[a.PostID] = append(c.kept[a.PostID], a.PersonID)
			continue
		}
		c.appointments[a.PersonID] = append(c.appointments[a.PersonID], a)
		c.holders[a.PostID] = append(c.holders[a.PostID], a.PersonID)
	}
	for id, as := range c.appointments {
		slices.SortFunc(as, principalFirst)
		for _, unit := range c.unitIDs(id) {
			c.members[unit] = append(c.members[unit], id)
		}
	}
	for _, ids := range c.members {
		c.sortByName(ids)
	}
}

func rankOf(a Appointment) int {
	if a.OwnPost() {
		return 1
	}
	return 0
}

// principalFirst puts the largest appointment first; of equal ones, one for a time
// before the own one, and then the oldest.
func principalFirst(a, b Appointment) int {
	return cmp.Or(cmp.Compare(b.FTEThousandths, a.FTEThousandths), rankOf(a)-rankOf(b), a.FromDate.Compare(b.FromDate), cmp.Compare(a.ID, b.ID))
}

// here says whether the person is known and has not left before the day: who
// has left manages nobody, acts for nobody and is nobody's partner, whatever
// was not ended by hand.
func (c *Chart) here(id string) bool {
	p := c.persons[id]
	return p != nil && !p.Left(c.on)
}

func (c *Chart) takeRelations(s Structure) {
	for _, o := range s.Overrides {
		if c.holds(o.FromDate, o.ToDate) && c.here(o.ManagerID) {
			c.overrides[o.PersonID] = o.ManagerID
		}
	}
	for _, d := range s.Delegates {
		if c.holds(d.FromDate, d.ToDate) && c.here(d.DelegateID) {
			c.actsFor[d.DelegateID] = append(c.actsFor[d.DelegateID], stead{d.ManagerID, d.Scope})
			c.delegates[d.ManagerID] = append(c.delegates[d.ManagerID], stead{d.DelegateID, d.Scope})
		}
	}
	c.takePartnerships(s.Partnerships)
	for _, o := range s.Offices {
		if c.holds(o.FromDate, o.ToDate) && c.here(o.PersonID) {
			c.offices[o.PersonID] = append(c.offices[o.PersonID], o.Role)
		}
	}
}

func (c *Chart) takePartnerships(partnerships []Partnership) {
	for _, p := range partnerships {
		if p.State == Ended || p.State == Accepted {
			c.partnered[p.LearnerID] = append(c.partnered[p.LearnerID], p)
			over := p // the learner's last day ends it too
			if learner := c.persons[p.LearnerID]; learner != nil && learner.Left(c.on) && (over.ToDate.IsZero() || learner.LeftOn.Before(over.ToDate)) {
				over.ToDate = learner.LeftOn
			}
			if !over.ToDate.IsZero() && over.ToDate.Before(c.on) {
				c.parted[p.PartnerID] = append(c.parted[p.PartnerID], over)
			}
		}
		if !c.holds(p.FromDate, p.ToDate) || !c.here(p.LearnerID) || !c.here(p.PartnerID) {
			continue
		}
		switch p.State {
		case Accepted, Ended: // one that has ended since held on the day
			c.partner[p.LearnerID] = p
			c.learners[p.PartnerID] = append(c.learners[p.PartnerID], p.LearnerID)
		case Nominated:
			c.nominated[p.LearnerID] = p
		}
	}
	for _, ids := range c.learners {
		c.sortByName(ids)
	}
	c.takeRefusals(partnerships)
}

func (c *Chart) deriveManagers() {
	for id := range c.appointments {
		c.managers[id] = c.findManagers(id)
		for _, m := range c.managers[id] {
			c.reports[m] = append(c.reports[m], id)
		}
	}
	for _, ids := range c.reports {
		c.sortByName(ids)
	}
}

// findManagers applies the rule: a named override; else, appointment by
// appointment, the holder of the post reported to, passing over vacant posts;
// else the lead of the unit, or of the first unit above whose lead is another.
func (c *Chart) findManagers(id string) []string {
	if m, ok := c.overrides[id]; ok {
		return []string{m}
	}
	var found []string
	for _, a := range c.appointments[id] {
		for _, m := range c.managersAt(id, c.posts[a.PostID]) {
			if !slices.Contains(found, m) {
				found = append(found, m)
			}
		}
	}
	return found
}

// ManagersIn are who manages the person in one of their appointments: the same
// rule as for all of them together.
func (c *Chart) ManagersIn(a Appointment) []*Person {
	if m, ok := c.overrides[a.PersonID]; ok {
		return c.people([]string{m})
	}
	if post := c.posts[a.PostID]; post != nil {
		return c.people(c.managersAt(a.PersonID, post))
	}
	return nil
}

func (c *Chart) managersAt(id string, post *Post) []string {
	seen := map[string]bool{post.ID: true}
	for next := post.ReportsToID; next != nil; {
		above := c.posts[*next]
		if above == nil || seen[above.ID] {
			break
		}
		seen[above.ID] = true
		if others := without(c.holders[above.ID], id); len(others) > 0 {
			return others
		}
		next = above.ReportsToID
	}
	for _, unit := range c.Upwards(post.UnitID) {
		if lead := c.Lead(unit.ID); lead != nil && lead.ID != id {
			return []string{lead.ID}
		}
	}
	return nil
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return x == id })
}

func (c *Chart) sortByName(ids []string) {
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(spelling.Compare(c.nameOf(a), c.nameOf(b)), cmp.Compare(a, b))
	})
}

func (c *Chart) nameOf(id string) string {
	if p := c.persons[id]; p != nil {
		return p.Name
	}
	return ""
}
