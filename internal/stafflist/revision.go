package stafflist

import (
	"fmt"
	"iter"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// change is all that an import writes.
type change struct {
	people.Revision
	// memory is what is to be remembered of what the list said, by key; it is worked
	// out while it is gone through.
	memory iter.Seq2[string, string]
	// counted are the figures of a junior file in place of those kept; nil leaves
	// them as they are.
	counted []Counted
}

// Empty says that there is nothing to write.
func (c change) Empty() bool { return c.Revision.Empty() && !c.remembers() && c.counted == nil }

// remembers says whether there is anything to be remembered.
func (c change) remembers() bool {
	for range c.memory {
		return true
	}
	return false
}

// each is how many things of a kind a list adds at most for which the trail has
// an entry each. The first list of a large organisation has one for them all.
const each = 2000

// revision is what is to be written, and what it counts.
func (p *planner) revision(now standing, o Options) (change, Result) {
	r := Result{
		File: o.File, Organisation: p.root.Name, AsAt: p.asAt, DryRun: o.DryRun, Rows: p.list.rows(), Rejected: p.list.Rejected(),
		KeptByHand: p.byHand, TookFile: p.takeFile, ByHeader: p.list.byHeader, Kept: append([]Kept{}, p.keeps...), Missing: len(p.missing), TooManyMissing: p.tooMany,
	}
	for _, x := range p.missing[:min(len(p.missing), maxKept)] {
		r.MissingNames = append(r.MissingNames, x.was.Name)
	}
	c := change{Revision: people.Revision{On: p.asAt}, memory: p.toRemember}
	added := 0
	for _, x := range p.persons {
		if x.isNew {
			added++
		}
	}
	p.noteEach = added <= each
	c.Persons, c.Posts, c.Appointments = make([]people.Person, 0, added), make([]people.Post, 0, added), make([]people.Appointment, 0, added)
	p.reviseUnits(&c, &r)
	p.revisePosts(&c, &r)
	for _, x := range p.persons {
		p.revisePerson(x, &c, &r)
	}
	r.Vacancies = p.vacancies()
	p.count(now, &c, &r)
	if !c.Revision.Empty() || c.counted != nil {
		c.Events = append(c.Events, trail.Event{Record: "people and posts", RecordID: p.newKey(), Act: "imported a staff list", Why: r.sentence()})
	}
	return c, r
}

func (p *planner) reviseUnits(c *change, r *Result) {
	for _, u := range p.units {
		fate := fateOf(u.isNew, *u.was != u.Unit, false)
		if u.named && u != p.root {
			r.Units.add(fate)
		}
		if fate != unchanged {
			u.Version = u.was.Version + 1
			c.Units = append(c.Units, u.Unit)
			c.Events = append(c.Events, trail.Event{Record: "unit", RecordID: u.ID, Act: fate.act(), Why: u.Name})
		}
	}
}

func (p *planner) revisePosts(c *change, r *Result) {
	for _, post := range p.posts {
		fate := fateOf(post.isNew, differs(*post.was, post.Post), false)
		if post.row != nil {
			r.Posts.add(fate)
		}
		if fate == unchanged {
			continue
		}
		post.Version = post.was.Version + 1
		c.Posts = append(c.Posts, post.Post)
		if fate != created || p.noteEach {
			c.Events = append(c.Events, trail.Event{Record: "post", RecordID: post.ID, Act: fate.act(), Why: post.Title})
		}
	}
}

func (p *planner) revisePerson(x *personNow, c *change, r *Result) {
	note := func(act, why string) {
		c.Events = append(c.Events, trail.Event{Record: "person", RecordID: x.ID, SubjectID: x.ID, Act: act, Why: why})
	}
	fate := fateOf(x.isNew, personDiffers(*x.was, x.Person), !x.LeftOn.IsZero() && x.LeftOn != x.was.LeftOn)
	if len(x.rows) > 0 {
		r.Persons.add(fate)
	} else if x.dropped {
		r.Ended++
	}
	if (len(x.rows) > 0 || x.dropped) && fate != unchanged {
		x.Version = x.was.Version + 1
		c.Persons = append(c.Persons, x.Person)
		if fate != created || p.noteEach {
			note(personAct(fate), "")
		}
	}
	for _, h := range x.held {
		fate := h.fate()
		if h.row != nil || fate == ended {
			r.Appointments.add(fate)
		}
		if fate == unchanged {
			continue
		}
		h.Version = h.was.Version + 1
		c.Appointments = append(c.Appointments, h.Appointment)
		title := p.byPost[h.PostID].Title
		switch {
		case fate == created && x.isNew && !p.noteEach:
		case fate == created:
			note("appointed", title+", from "+h.FromDate.Short())
		case fate == ended:
			note("ended an appointment", title+", last day "+h.ToDate.Short())
		default:
			note("changed an appointment", title)
		}
	}
}

// vacancies counts the posts that nobody is in on the day.
func (p *planner) vacancies() int {
	filled := map[string]bool{}
	for _, x := range p.persons {
		for _, h := range x.held {
			if h.Period().Holds(p.asAt) && !x.Left(p.asAt) {
				filled[h.PostID] = true
			}
		}
	}
	n := 0
	for _, post := range p.posts {
		if (calendar.Period{From: post.FromDate, To: post.ToDate}).Holds(p.asAt) && !filled[post.ID] {
			n++
		}
	}
	return n
}

// fate is what becomes of one thing.
type fate int

const (
	unchanged fate = iota
	created
	changed
	ended
)

func fateOf(isNew, differs, ends bool) fate {
	switch {
	case isNew:
		return created
	case ends:
		return ended
	case differs:
		return changed
	}
	return unchanged
}

func (f fate) act() string {
	switch f {
	case created:
		return "added"
	case ended:
		return "ended"
	}
	return "changed"
}

func personAct(f fate) string {
	switch f {
	case created:
		return "added"
	case ended:
		return "noted the last day"
	}
	return "corrected"
}

func (c *Count) add(f fate) {
	switch f {
	case created:
		c.Created++
	case changed:
		c.Changed++
	case ended:
		c.Ended++
	default:
		c.Unchanged++
	}
}

// differs compares posts by what they say; pointers are followed.
func differs(a, b people.Post) bool {
	return a.UnitID != b.UnitID || text(a.Reference) != text(b.Reference) || a.Title != b.Title || a.Grade != b.Grade ||
		text(a.ReportsToID) != text(b.ReportsToID) || a.FromDate != b.FromDate || a.ToDate != b.ToDate
}

func personDiffers(a, b people.Person) bool {
	return a.Name != b.Name || a.KnownAs != b.KnownAs || a.Phone != b.Phone || a.Contact != b.Contact || text(a.Email) != text(b.Email) ||
		text(a.EmployeeNumber) != text(b.EmployeeNumber) || a.StartedOn != b.StartedOn || a.LeftOn != b.LeftOn
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func earlier(a, b calendar.Date) calendar.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}

// sentence sums the result up for the trail.
func (r Result) sentence() string {
	var said []string
	for _, c := range []struct {
		what string
		Count
	}{{"people", r.Persons}, {"appointments", r.Appointments}, {"posts", r.Posts}, {"units", r.Units}} {
		for _, n := range []struct {
			n    int
			verb string
		}{{c.Created, "added"}, {c.Changed, "changed"}, {c.Ended, "ended"}} {
			if n.n > 0 {
				said = append(said, fmt.Sprintf("%d %s %s", n.n, c.what, n.verb))
			}
		}
	}
	if r.Ended > 0 {
		said = append(said, fmt.Sprintf("%d people ended who are not in it", r.Ended))
	}
	return strings.TrimSpace(r.File + " as at " + r.AsAt.Short() + ": " + strings.Join(said, ", "))
}
