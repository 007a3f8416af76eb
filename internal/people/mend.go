package people

import (
	"cmp"
	"slices"

	"learningyear/internal/spelling"
)

// Mend is what in a chart wants mending, each list by name.
type Mend struct {
	// NoManager are those whom nobody manages, but for who leads the organisation.
	NoManager []*Person
	// Vacant are posts that nobody is in; one that is kept for somebody is not
	// among them.
	Vacant []*Post
	// NoPartner have no learning partner who has accepted.
	NoPartner []*Person
	// TooMany manage more people than the most that one should.
	TooMany []*Person
	// NoLead are units that nobody leads today.
	NoLead []*Unit
}

// Count is how many things want mending.
func (m Mend) Count() int {
	return len(m.NoManager) + len(m.Vacant) + len(m.NoPartner) + len(m.TooMany) + len(m.NoLead)
}

// Any says whether anything wants mending.
func (m Mend) Any() bool { return m.Count() > 0 }

// Mend lists what wants mending. Most is how many people one manager should have
// at most.
func (c *Chart) Mend(most int) Mend {
	var m Mend
	var head *Person
	if c.root != nil {
		head = c.Lead(c.root.ID)
	}
	for _, p := range c.Persons() {
		if len(c.managers[p.ID]) == 0 && p != head {
			m.NoManager = append(m.NoManager, p)
		}
		if c.Partner(p.ID) == nil {
			m.NoPartner = append(m.NoPartner, p)
		}
		if len(c.reports[p.ID]) > most {
			m.TooMany = append(m.TooMany, p)
		}
	}
	for id, post := range c.posts {
		if len(c.holders[id])+len(c.kept[id]) == 0 {
			m.Vacant = append(m.Vacant, post)
		}
	}
	slices.SortFunc(m.Vacant, func(a, b *Post) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	for _, u := range c.units {
		if c.Lead(u.ID) == nil {
			m.NoLead = append(m.NoLead, u)
		}
	}
	slices.SortFunc(m.NoLead, func(a, b *Unit) int { return cmp.Or(spelling.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return m
}

// Load is how much a learning partner has taken on.
type Load struct {
	Person *Person
	// Learners have them as learning partner; Asked wait for their answer.
	Learners []*Person
	Asked    []*Person
}

// Loads are the learning partners and what each has taken on, the most first.
func (c *Chart) Loads() []Load {
	byID := map[string]*Load{}
	of := func(id string) *Load {
		if byID[id] == nil {
			byID[id] = &Load{Person: c.persons[id]}
		}
		return byID[id]
	}
	for id := range c.learners {
		of(id).Learners = c.Learners(id)
	}
	for _, n := range c.nominated {
		if l := of(n.PartnerID); l.Asked == nil {
			l.Asked = c.NominatedBy(n.PartnerID)
		}
	}
	out := make([]Load, 0, len(byID))
	for _, l := range byID {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Load) int {
		return cmp.Or(cmp.Compare(len(b.Learners), len(a.Learners)), cmp.Compare(len(b.Asked), len(a.Asked)),
			spelling.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.ID, b.Person.ID))
	})
	return out
}

// HangsOn is what in a chart hangs on one person, to be handed on before they go.
type HangsOn struct {
	// Leads are units whose lead the person is; Reports are whom they manage.
	Leads   []*Unit
	Reports []*Person
	// Learners have the person as learning partner; Asked have asked them.
	Learners []*Person
	Asked    []*Person
	// ActsFor are managers for whom the person acts over anything.
	ActsFor []*Person
}

// Any says whether anything hangs on the person.
func (h HangsOn) Any() bool {
	return len(h.Leads)+len(h.Reports)+len(h.Learners)+len(h.Asked)+len(h.ActsFor) > 0
}

// HangsOn is what hangs on the person on the day.
func (c *Chart) HangsOn(id string) HangsOn {
	var acts []string
	for _, s := range c.actsFor[id] {
		if !slices.Contains(acts, s.id) {
			acts = append(acts, s.id)
		}
	}
	return HangsOn{Leads: c.Leads(id), Reports: c.Reports(id), Learners: c.Learners(id), Asked: c.NominatedBy(id), ActsFor: c.people(acts)}
}
