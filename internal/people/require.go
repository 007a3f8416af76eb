package people

import (
	"slices"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/fault"
)

// Require is nil where the actor may do the act to the person's record on the day.
// Otherwise it is as access.Require has it, and whoever may know of the record is
// told by name who can do the act that day.
func (c *Chart) Require(a actor.Actor, personID string, record access.Record, act access.Act) error {
	err := access.Require(c.RelationTo(a, personID, record), record, act)
	if !fault.Is(err, fault.Forbidden) {
		return err
	}
	return c.OnlyWhoCan(personID, record, act)
}

// OnlyWhoCan refuses an act with the names of who can do it on the day: "Only Dan
// Okoro or Siân Howell can do this". Where there is nobody, it says who puts that
// right.
func (c *Chart) OnlyWhoCan(personID string, record access.Record, act access.Act) error {
	who := access.Who(record, act)
	if names := c.whoAre(personID, who, record); len(names) > 0 {
		return OnlyThey(names)
	}
	words := strings.TrimPrefix(who.String(), "the ")
	return fault.NewForbidden("Only the " + words + " can do this, and today there is none. Ask the CPD coordinator to put that right")
}

// OnlyThey refuses an act with the names of who can do it.
func OnlyThey(names []string) error {
	text := strings.Join(names, " or ")
	if n := len(names); n > 2 {
		text = strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
	return fault.NewForbidden("Only " + text + " can do this")
}

// whoAre names who stands in one of the relations to the person on the day: the
// person, line managers with their delegates over the kind of record, and the
// learning partner. The coordinator is told by the office, whoever holds it.
func (c *Chart) whoAre(personID string, who access.Relation, record access.Record) []string {
	var ids []string
	if who.Has(access.Owner) && c.here(personID) {
		ids = append(ids, personID)
	}
	if who.Has(access.Manager) {
		for _, m := range c.managers[personID] {
			ids = append(ids, m)
			ids = append(ids, covering(c.delegates[m], []access.Record{record})...)
		}
	}
	if p, ok := c.partner[personID]; ok && who.Has(access.Partner) {
		ids = append(ids, p.PartnerID)
	}
	var names []string
	for i, id := range ids {
		own := id == personID && !who.Has(access.Owner) // nobody manages themselves in another's stead
		if name := c.nameOf(id); name != "" && !own && !slices.Contains(ids[:i], id) {
			names = append(names, name)
		}
	}
	if who.Has(access.Coordinator) {
		names = append(names, "the CPD coordinator")
	}
	return names
}
