package people

import (
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
)

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
