package handover_test

import (
	"context"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/handover"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
)

// desk is the small organisation, in which Amina passes from Dan to Ruth on 1
// December 2026. It is 21 November.
type desk struct {
	*handover.Service
	t      *testing.T
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
	staff  peopletest.Staff
}

var first = calendar.NewDate(2026, time.December, 1)

func sit(t *testing.T, db *database.DB) *desk {
	t.Helper()
	d := &desk{t: t, clock: peopletest.Clock(t), staff: peopletest.Small(t, db)}
	d.trail = trail.New(db, d.clock)
	d.people = people.NewService(db, d.trail, d.clock)
	d.Service = handover.NewService(db, d.people, d.trail, d.clock)
	d.passTo(d.staff.Ruth, first)
	return d
}

func (d *desk) as(p people.Person) context.Context { return peopletest.As(d.t, p) }

func (d *desk) passTo(p people.Person, from calendar.Date) {
	d.t.Helper()
	d.must(d.people.SetManager(peopletest.As(d.t, d.staff.Priya, actor.Coordinator), d.staff.Amina.ID, p.ID, from))
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) on(day calendar.Date) { d.clock.Set(day.Time(d.clock.Zone()).Add(10 * time.Hour)) }

func (d *desk) refused(kind fault.Kind, err error) {
	d.t.Helper()
	if !fault.Is(err, kind) {
		d.t.Errorf("got %v, want kind %d", err, kind)
	}
}

// reads are the texts that somebody reads about Amina, or none for not there.
func (d *desk) reads(p people.Person) []string {
	d.t.Helper()
	r, err := d.Of(d.as(p), d.staff.Amina.ID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	d.must(err)
	out := []string{}
	for _, n := range r.Notes {
		out = append(out, n.Text)
	}
	return out
}

func (d *desk) write(p people.Person, version int, text string) error {
	return d.Write(d.as(p), d.staff.Amina.ID, version, text)
}

func TestWhatIsWrittenThePersonReadsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db)
		s := d.staff
		d.refused(fault.Invalid, d.write(s.Dan, 0, " "))
		d.must(d.write(s.Dan, 0, "Ask her about the Saturday group"))
		for _, p := range []people.Person{s.Amina, s.Dan} {
			if got := d.reads(p); len(got) != 1 || got[0] != "Ask her about the Saturday group" {
				t.Errorf("%s reads %q", p.Name, got)
			}
		}
		for _, p := range []people.Person{s.Ruth, s.Sian, s.Helen, s.Priya, s.Alex, s.Grace, s.Tom} {
			if got := d.reads(p); len(got) != 0 {
				t.Errorf("%s reads %q before the day", p.Name, got)
			}
		}
		d.refused(fault.Clash, d.write(s.Dan, 0, "From another tab"))
		d.must(d.write(s.Dan, 1, "Ask her about the Saturday group. It is hers"))

		d.on(first)
		for _, p := range []people.Person{s.Amina, s.Dan, s.Ruth} {
			if got := d.reads(p); len(got) != 1 || got[0] != "Ask her about the Saturday group. It is hers" {
				t.Errorf("%s reads %q from the day on", p.Name, got)
			}
		}
		// What was read stays as it was; there can be another.
		d.must(d.write(s.Dan, 2, "And the keys are at reception"))
		if got := d.reads(s.Ruth); len(got) != 2 || got[0] != "And the keys are at reception" || got[1] != "Ask her about the Saturday group. It is hers" {
			t.Errorf("Ruth reads %q", got)
		}
		history, err := d.trail.Of(t.Context(), handover.Record, noteID(t, d), 10)
		if d.must(err); len(history) != 2 || *history[0].SubjectID != s.Amina.ID {
			t.Errorf("the trail has %+v", history)
		}
		d.passTo(s.Sian, first.AddDays(10))
		d.on(first.AddDays(10))
		if got := d.reads(s.Ruth); len(got) != 0 {
			t.Errorf("Ruth, who manages her no more, reads %q", got)
		}
	})
}

// noteID is the key of Dan's first note.
func noteID(t *testing.T, d *desk) string {
	t.Helper()
	all, err := d.Gather(t.Context(), d.staff.Amina.ID)
	d.must(err)
	return all[0].ID
}

func TestOnlyWhoHandsOverWrites(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db)
		s := d.staff
		_, err := d.people.SetDelegate(d.as(s.Dan), s.Dan.ID, s.Sian.ID, people.Everything, d.clock.Today(), first.AddDays(30))
		d.must(err)
		d.refused(fault.NotFound, d.write(s.Tom, 0, "I know her too"))
		d.refused(fault.NotFound, d.write(s.Ruth, 0, "Not yet"))
		d.refused(fault.Forbidden, d.write(s.Sian, 0, "In Dan's stead"))
		d.refused(fault.Forbidden, d.write(s.Amina, 0, "About myself"))
		d.refused(fault.NotFound, d.Write(d.as(s.Dan), "no key at all", 0, "x"))
		d.on(first.AddDays(people.PassingDays))
		d.refused(fault.Forbidden, d.write(s.Ruth, 0, "Not I"))
		d.must(d.write(s.Dan, 0, "Late, but here"))
		d.on(first.AddDays(people.PassingDays + 1))
		d.refused(fault.Forbidden, d.write(s.Dan, 1, "Too late"))
		if got := d.reads(s.Dan); len(got) != 1 {
			t.Errorf("Dan does not read what he wrote: %q", got)
		}
		counts, err := d.Written(d.as(s.Dan), []string{s.Amina.ID, s.Sian.ID})
		if d.must(err); counts[s.Amina.ID] != 1 || len(counts) != 1 {
			t.Errorf("Dan counts %v", counts)
		}
		if counts, err = d.Written(d.as(s.Tom), []string{s.Amina.ID}); err != nil || len(counts) != 0 {
			t.Errorf("Tom counts %v, %v", counts, err)
		}
	})
}

func TestAManagerWhoComesBackHandsOverAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db)
		s := d.staff
		d.must(d.write(s.Dan, 0, "The first time"))
		d.passTo(s.Dan, first.AddDays(100))
		d.passTo(s.Ruth, first.AddDays(200))
		d.on(first.AddDays(190))
		d.must(d.write(s.Dan, 0, "The second time"))
		if got := d.reads(s.Amina); len(got) != 2 || got[0] != "The second time" || got[1] != "The first time" {
			t.Errorf("Amina reads %q", got)
		}
		for range handover.MostNotes {
			d.on(d.clock.Today().AddDays(11))
			_ = d.write(s.Dan, 0, "And another thing")
		}
		if got := d.reads(s.Amina); len(got) > handover.MostNotes {
			t.Errorf("there are %d notes", len(got))
		}
	})
}
