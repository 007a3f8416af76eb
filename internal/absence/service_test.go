package absence_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"learningyear/internal/absence"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
)

type bench struct {
	*absence.Service
	t     *testing.T
	clock *clock.Clock
	trail *trail.Trail
	staff peopletest.Staff
}

func each(t *testing.T, test func(b *bench)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := &bench{t: t, clock: peopletest.Clock(t), staff: peopletest.Small(t, db)}
		b.trail = trail.New(db, b.clock)
		b.Service = absence.NewService(db, people.NewService(db, b.trail, b.clock), b.trail, b.clock)
		test(b)
	})
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) as(p people.Person, roles ...actor.Role) context.Context {
	return peopletest.As(b.t, p, roles...)
}

// span is so many days from today, both included.
func (b *bench) span(from, to int) calendar.Span {
	today := b.clock.Today()
	return calendar.Span{From: today.AddDays(from), To: today.AddDays(to)}
}

func (b *bench) refused(err error, field, say string) {
	b.t.Helper()
	e := fault.As(err)
	if e == nil || e.Kind != fault.Invalid || e.Fields[0].Name != field || !strings.Contains(e.Fields[0].Message, say) {
		b.t.Errorf("refused with %v, want %s: %s", err, field, say)
	}
}

func TestAbsencesOfOnePersonNeverOverlap(t *testing.T) {
	each(t, func(b *bench) {
		amina := b.as(b.staff.Amina)
		id := b.staff.Amina.ID
		a, err := b.Add(amina, id, b.span(10, 20))
		b.must(err)
		_, err = b.Add(amina, id, b.span(20, 25))
		b.refused(err, "from", "You are away on some of these days already: 1 to 11 December")
		_, err = b.Add(b.as(b.staff.Priya, actor.Coordinator), id, b.span(5, 10))
		b.refused(err, "from", "They are away on some of these days already")
		next, err := b.Add(amina, id, b.span(21, 21))
		b.must(err) // it adjoins
		b.refused(b.Change(amina, id, next.ID, 1, b.span(19, 21)), "from", "already")
		b.must(b.Change(amina, id, a.ID, 1, b.span(12, 20)))
		_, err = b.Add(b.as(b.staff.Sian), b.staff.Sian.ID, b.span(10, 20))
		b.must(err) // somebody else is away as well

		half := b.span(30, 31)
		half.ToNoon = true
		_, err = b.Add(amina, id, half)
		b.must(err)
		other := b.span(31, 33)
		other.FromNoon = true
		_, err = b.Add(amina, id, other)
		b.must(err) // the other half of the day

		spans, err := b.Spans(amina, []string{id, b.staff.Sian.ID}, calendar.Period{From: b.clock.Today(), To: b.clock.Today().AddDays(40)})
		b.must(err)
		if got := len(spans[id]); got != 2 { // what adjoins is joined
			t.Errorf("others see %d stretches of time away: %v", got, spans[id])
		}
		one, err := b.Add(amina, id, calendar.Span{From: b.clock.Today().AddDays(50)})
		if err != nil || one.ToDate != one.FromDate {
			t.Errorf("without a last day it is of one day: %v, %v", one, err)
		}
	})
}

// TestTwoAtOnce has a person and the coordinator enter the same days at once.
func TestTwoAtOnce(t *testing.T) {
	each(t, func(b *bench) {
		id := b.staff.Amina.ID
		errs := make([]error, 8)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() {
				ctx := b.as(b.staff.Amina)
				if i%2 == 1 {
					ctx = b.as(b.staff.Priya, actor.Coordinator)
				}
				_, errs[i] = b.Add(ctx, id, b.span(1+i, 9))
			})
		}
		wait.Wait()
		saved := 0
		for _, err := range errs {
			if err == nil {
				saved++
			} else if !fault.Is(err, fault.Invalid) {
				t.Error(err)
			}
		}
		all, err := b.Of(b.as(b.staff.Amina), id)
		b.must(err)
		if saved != 1 || len(all) != 1 {
			t.Errorf("%d were saved, %d are there", saved, len(all))
		}
	})
}

func TestTakingBackAndPuttingBack(t *testing.T) {
	each(t, func(b *bench) {
		amina, id := b.as(b.staff.Amina), b.staff.Amina.ID
		a, err := b.Add(amina, id, b.span(-3, 5))
		b.must(err)
		b.must(b.TakeBack(amina, id, a.ID, 1))
		b.must(b.TakeBack(amina, id, a.ID, 2)) // said twice
		spans, err := b.Spans(amina, []string{id}, calendar.Period{From: b.clock.Today(), To: b.clock.Today()})
		b.must(err)
		if len(spans[id]) != 0 {
			t.Error("what was taken back is still seen")
		}
		if err := b.Change(amina, id, a.ID, 2, b.span(0, 1)); !fault.Is(err, fault.NotFound) {
			t.Errorf("changing it: %v", err)
		}
		other, err := b.Add(amina, id, b.span(4, 8))
		b.must(err)
		b.refused(b.PutBack(amina, id, a.ID), "from", "already")
		b.must(b.TakeBack(amina, id, other.ID, 1))
		b.must(b.PutBack(amina, id, a.ID))

		b.must(b.BackToday(amina, id, a.ID, 3))
		back, err := b.One(amina, id, a.ID)
		b.must(err)
		if back.ToDate != b.clock.Today().AddDays(-1) || back.State != absence.Kept {
			t.Errorf("back today, the absence is %+v", back)
		}
		if err := b.BackToday(amina, id, a.ID, 4); !fault.Is(err, fault.NotFound) {
			t.Errorf("what has ended cannot end: %v", err)
		}

		b.clock.Set(b.clock.Now().Add(absence.Recoverable - time.Hour))
		if gone, err := b.Purge(t.Context()); err != nil || gone != 0 {
			t.Errorf("%d gone too early, %v", gone, err)
		}
		b.clock.Set(b.clock.Now().Add(2 * time.Hour))
		if gone, err := b.Purge(t.Context()); err != nil || gone != 1 {
			t.Errorf("%d gone after 30 days, %v", gone, err)
		}
		b.trailNames(id, "put an absence back", "ended an absence early", "took back an absence", "recorded an absence")
	})
}

// trailNames checks that the acts are in the trail, and no day of them.
func (b *bench) trailNames(personID string, acts ...string) {
	b.t.Helper()
	entries, err := b.trail.About(b.t.Context(), personID, 0, 100)
	b.must(err)
	said := ""
	for _, e := range entries {
		said += e.Act + ". "
		if e.Why != "" || strings.Contains(e.Act, "202") {
			b.t.Errorf("the trail says %q, %q", e.Act, e.Why)
		}
	}
	for _, act := range acts {
		if !strings.Contains(said, act) {
			b.t.Errorf("the trail does not say %q: %s", act, said)
		}
	}
}

func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	each(t, func(b *bench) {
		amina, priya, id := b.as(b.staff.Amina), b.as(b.staff.Priya, actor.Coordinator), b.staff.Amina.ID
		a, err := b.Add(amina, id, b.span(10, 20))
		b.must(err)
		b.must(b.Change(priya, id, a.ID, a.Version, b.span(11, 20)))
		err = b.Change(amina, id, a.ID, a.Version, b.span(10, 21))
		e := fault.As(err)
		if e == nil || e.Kind != fault.Clash || e.By != "Priya Nair" || e.Theirs[0].Text != "2 to 11 December" || e.Version != 2 || e.At.IsZero() {
			t.Errorf("the clash is %+v", e)
		}
		b.must(b.Change(amina, id, a.ID, 2, b.span(10, 21)))
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(b *bench) {
		s, id := b.staff, b.staff.Amina.ID
		a, err := b.Add(b.as(s.Amina), id, b.span(1, 2))
		b.must(err)
		for name, tt := range map[string]struct {
			ctx         context.Context
			read, write fault.Kind
		}{
			"manager":       {b.as(s.Dan), fault.NotFound, fault.Forbidden},
			"partner":       {b.as(s.Ruth), fault.NotFound, fault.NotFound},
			"team":          {b.as(s.Sian), fault.NotFound, fault.NotFound},
			"division":      {b.as(s.Helen), fault.NotFound, fault.NotFound},
			"administrator": {b.as(s.Alex, actor.Administrator), fault.NotFound, fault.NotFound},
			"auditor":       {b.as(s.Grace, actor.Auditor), fault.NotFound, fault.NotFound},
			"signed out":    {t.Context(), fault.NotFound, fault.NotFound},
		} {
			if _, err := b.Of(tt.ctx, id); !fault.Is(err, tt.read) {
				t.Errorf("%s reads: %v", name, err)
			}
			if _, err := b.Add(tt.ctx, id, b.span(5, 6)); !fault.Is(err, tt.write) {
				t.Errorf("%s writes: %v", name, err)
			}
			if err := b.TakeBack(tt.ctx, id, a.ID, 1); !fault.Is(err, tt.write) {
				t.Errorf("%s takes back: %v", name, err)
			}
		}
		for _, key := range []string{"", "x", "01900000-0000-7000-8000-000000000999", a.ID + "0"} {
			if _, err := b.One(b.as(s.Amina), id, key); !fault.Is(err, fault.NotFound) {
				t.Errorf("the absence %q: %v", key, err)
			}
		}
		if _, err := b.One(b.as(s.Sian), s.Sian.ID, a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's absence as one's own: %v", err)
		}
	})
}
