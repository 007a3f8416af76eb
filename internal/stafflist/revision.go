package stafflist

import (
	"fmt"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// revision is what is to be written, and what it counts.
func (p *planner) revision(o Options) (people.Revision, Result) {
	r := Result{File: o.File, Organisation: p.root.Name, AsAt: p.asAt, DryRun: o.DryRun, Rows: len(p.list.Rows), Rejected: p.list.Rejected()}
	rev := people.Revision{On: p.asAt}
	note := func(e trail.Event) { rev.Events = append(rev.Events, e) }
	for _, u := range p.units {
		fate := fateOf(u.isNew, u.was != u.Unit, false)
		if u.named && u != p.root {
			r.Units.add(fate)
		}
		if fate != unchanged {
			u.Version = u.was.Version + 1
			rev.Units = append(rev.Units, u.Unit)
			note(trail.Event{Record: "unit", RecordID: u.ID, Act: fate.act(), Why: u.Name})
		}
	}
	for _, post := range p.posts {
		fate := fateOf(post.isNew, differs(post.was, post.Post), false)
		if post.row != nil {
			r.Posts.add(fate)
		}
		if fate != unchanged {
			post.Version = post.was.Version + 1
			rev.Posts = append(rev.Posts, post.Post)
			note(trail.Event{Record: "post", RecordID: post.ID, Act: fate.act(), Why: post.Title})
		}
	}
	for _, x := range p.persons {
		p.revisePerson(x, &rev, &r)
	}
	r.Vacancies = p.vacancies()
	if !rev.Empty() {
		note(trail.Event{Record: "people and posts", RecordID: p.newKey(), Act: "imported a staff list", Why: r.sentence()})
	}
	return rev, r
}

func (p *planner) revisePerson(x *personNow, rev *people.Revision, r *Result) {
	note := func(act, why string) {
		rev.Events = append(rev.Events, trail.Event{Record: "person", RecordID: x.ID, SubjectID: x.ID, Act: act, Why: why})
	}
	if len(x.rows) > 0 {
		fate := fateOf(x.isNew, personDiffers(x.was, x.Person), !x.LeftOn.IsZero() && x.LeftOn != x.was.LeftOn)
		r.Persons.add(fate)
		if fate != unchanged {
			x.Version = x.was.Version + 1
			rev.Persons = append(rev.Persons, x.Person)
			note(personAct(fate), "")
		}
	}
	for _, h := range x.held {
		fate := fateOf(h.isNew, h.was != h.Appointment, !h.ToDate.IsZero() && h.ToDate != h.was.ToDate)
		if h.row != nil || fate == ended {
			r.Appointments.add(fate)
		}
		if fate == unchanged {
			continue
		}
		h.Version = h.was.Version + 1
		rev.Appointments = append(rev.Appointments, h.Appointment)
		title := p.byPost[h.PostID].Title
		switch fate {
		case created:
			note("appointed", title+", from "+h.FromDate.Short())
		case ended:
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
	return a.Name != b.Name || a.KnownAs != b.KnownAs || text(a.Email) != text(b.Email) ||
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
	return strings.TrimSpace(r.File + " as at " + r.AsAt.Short() + ": " + strings.Join(said, ", "))
}
