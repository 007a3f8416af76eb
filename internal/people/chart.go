package people

import (
	"cmp"
	"maps"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
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
		slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(c.units[a].Name, c.units[b].Name) })
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
			if !p.ToDate.IsZero() && p.ToDate.Before(c.on) {
				c.parted[p.PartnerID] = append(c.parted[p.PartnerID], p)
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
		return cmp.Or(cmp.Compare(c.nameOf(a), c.nameOf(b)), cmp.Compare(a, b))
	})
}

func (c *Chart) nameOf(id string) string {
	if p := c.persons[id]; p != nil {
		return p.Name
	}
	return ""
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
		return cmp.Or(cmp.Compare(len(c.Upwards(a.ID)), len(c.Upwards(b.ID))), cmp.Compare(a.Name, b.Name))
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
	slices.SortFunc(out, func(a, b *Unit) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
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
	slices.SortFunc(out, func(a, b *Unit) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// Manager is the person's line manager: of several, the one of the principal
// appointment. Nil for none.
func (c *Chart) Manager(id string) *Person {
	if ms := c.managers[id]; len(ms) > 0 {
		return c.persons[ms[0]]
	}
	return nil
}

// Managers are the person's line managers: one for each appointment that has
// another, the principal appointment's first.
func (c *Chart) Managers(id string) []*Person { return c.people(c.managers[id]) }

// Reports are those whose line manager the person is, by name.
func (c *Chart) Reports(id string) []*Person { return c.people(c.reports[id]) }

// ActsFor are the managers for whom the person acts as delegate on the day, over
// the kind of record or, where none is named, in everything.
func (c *Chart) ActsFor(id string, over ...access.Record) []*Person {
	return c.people(covering(c.actsFor[id], over))
}

// Delegates are those who act for the manager on the day, over the kind of record
// or, where none is named, in everything.
func (c *Chart) Delegates(managerID string, over ...access.Record) []*Person {
	return c.people(covering(c.delegates[managerID], over))
}

// covering are those whose scope covers each of the records; without a record,
// those whose scope is everything.
func covering(all []stead, over []access.Record) []string {
	if len(over) == 0 {
		over = []access.Record{""}
	}
	var ids []string
	for _, s := range all {
		covers := !slices.ContainsFunc(over, func(r access.Record) bool { return !s.scope.Covers(r) })
		if covers && !slices.Contains(ids, s.id) {
			ids = append(ids, s.id)
		}
	}
	return ids
}

// Partner is the learner's learning partner who has accepted, or nil.
func (c *Chart) Partner(learnerID string) *Person {
	if p, ok := c.partner[learnerID]; ok {
		return c.persons[p.PartnerID]
	}
	return nil
}

// PartneredOn says whether the one was the other's learning partner on a day that
// is at most partingsKnown days before the chart's.
func (c *Chart) PartneredOn(learnerID, partnerID string, day calendar.Date) bool {
	if partner := c.persons[partnerID]; partner == nil || partner.Left(day) {
		return false
	}
	return slices.ContainsFunc(c.partnered[learnerID], func(p Partnership) bool {
		return p.PartnerID == partnerID && calendar.Period{From: p.FromDate, To: p.ToDate}.Holds(day)
	})
}

// PartedFrom are the partnerships of a learning partner that ended before the day
// of the chart, at most partingsKnown days before it, the first one first.
func (c *Chart) PartedFrom(partnerID string) []Partnership { return c.parted[partnerID] }

// Partnership is the one that a learner has with the partner of the day; not ok
// where there is none.
func (c *Chart) Partnership(learnerID string) (Partnership, bool) {
	p, ok := c.partner[learnerID]
	return p, ok
}

// Nomination is a nomination that its partner has not answered, if there is one.
func (c *Chart) Nomination(learnerID string) (Partnership, bool) {
	p, ok := c.nominated[learnerID]
	return p, ok
}

// Learners are those whose learning partner the person is, by name.
func (c *Chart) Learners(partnerID string) []*Person { return c.people(c.learners[partnerID]) }

// Roles are the offices that the person holds on the day.
func (c *Chart) Roles(id string) []actor.Role { return c.offices[id] }

// InOffice lists who holds an office on the day, by name.
func (c *Chart) InOffice(role actor.Role) []*Person {
	var ids []string
	for id, roles := range c.offices {
		if slices.Contains(roles, role) {
			ids = append(ids, id)
		}
	}
	c.sortByName(ids)
	return c.people(ids)
}

// Countersigner is who countersigns the person's appraisal: the lead of their
// division or, where that is the person or one of its appraisers, the lead of
// the first unit above who is none of them. Nil where there is no such person.
func (c *Chart) Countersigner(id string, appraiserIDs ...string) *Person {
	division := c.DivisionOf(id)
	if division == nil {
		return nil
	}
	for _, u := range c.Upwards(division.ID) {
		if lead := c.Lead(u.ID); lead != nil && lead.ID != id && !slices.Contains(appraiserIDs, lead.ID) {
			return lead
		}
	}
	return nil
}

// ManagesFor says whether the actor is the person's line manager today, and for
// whom they act where they are only a manager's delegate. A delegate whose scope
// is not everything is one only over the kind of record that it covers.
func (c *Chart) ManagesFor(actorID, personID string, over ...access.Record) (manages bool, actingFor *Person) {
	managers := c.managers[personID]
	if slices.Contains(managers, actorID) {
		return true, nil
	}
	for _, m := range covering(c.actsFor[actorID], over) {
		if slices.Contains(managers, m) && actorID != personID {
			return true, c.persons[m]
		}
	}
	return false, nil
}

// RelationTo is what the actor is to the person on the day: at all or, as to
// delegates, over a kind of record.
func (c *Chart) RelationTo(a actor.Actor, personID string, over ...access.Record) access.Relation {
	rel := c.OfficesOf(a)
	if a.PersonID == "" {
		return rel
	}
	if a.PersonID == personID {
		return rel | access.Owner
	}
	if p, ok := c.partner[personID]; ok && p.PartnerID == a.PersonID {
		rel |= access.Partner
	}
	if p, ok := c.partner[a.PersonID]; ok && p.PartnerID == personID {
		rel |= access.Learner
	}
	if manages, _ := c.ManagesFor(a.PersonID, personID, over...); manages {
		rel |= access.Manager
	}
	for _, u := range c.unitIDs(personID) {
		if slices.Contains(c.members[u], a.PersonID) {
			rel |= access.Team
		}
		for _, up := range c.Upwards(u) {
			if lead := c.Lead(up.ID); up.Kind == Division && lead != nil && lead.ID == a.PersonID {
				rel |= access.DivisionalManager
			}
		}
	}
	return rel
}

// RelationToUnit is what the actor is to a unit on the day: besides by office, as
// its lead or that of a unit above it, who manages all that is in it.
func (c *Chart) RelationToUnit(a actor.Actor, unitID string) access.Relation {
	rel := c.OfficesOf(a)
	for _, u := range c.Upwards(unitID) {
		if lead := c.Lead(u.ID); lead != nil && lead.ID == a.PersonID {
			rel |= access.Manager
		}
	}
	return rel
}

// OfficesOf is what the actor is to the organisation as a whole.
func (c *Chart) OfficesOf(a actor.Actor) access.Relation {
	rel := access.None
	if a.System {
		rel |= access.Operator
	}
	if a.PersonID == "" {
		return rel
	}
	rel |= access.Colleague
	offices := map[actor.Role]access.Relation{
		actor.Coordinator: access.Coordinator, actor.ReserveHolder: access.ReserveHolder,
		actor.Administrator: access.Administrator, actor.Auditor: access.Auditor,
	}
	for _, role := range c.offices[a.PersonID] {
		rel |= offices[role]
	}
	return rel
}

// IsPartner says whether the person is anybody's learning partner today, or has
// a nomination to answer.
func (c *Chart) IsPartner(id string) bool {
	if len(c.learners[id]) > 0 {
		return true
	}
	return len(c.NominatedBy(id)) > 0
}

// NominatedBy are the learners who await the person's answer to a nomination, by name.
func (c *Chart) NominatedBy(partnerID string) []*Person {
	var ids []string
	for learner, p := range c.nominated {
		if p.PartnerID == partnerID {
			ids = append(ids, learner)
		}
	}
	c.sortByName(ids)
	return c.people(ids)
}
