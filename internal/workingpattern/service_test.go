package workingpattern_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
	"learningyear/internal/workingpattern"
)

type bench struct {
	*workingpattern.Service
	t     *testing.T
	clock *clock.Clock
	trail *trail.Trail
	staff peopletest.Staff
}

func each(t *testing.T, test func(b *bench)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := &bench{t: t, clock: peopletest.Clock(t), staff: peopletest.Small(t, db)}
		b.trail = trail.New(db, b.clock)
		b.Service = workingpattern.NewService(db, people.NewService(db, b.trail, b.clock), b.trail, b.clock)
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

// on is that the days are worked every week, from a day on.
func on(from calendar.Date, days ...time.Weekday) workingpattern.Entry {
	e := workingpattern.Entry{From: from, Pattern: calendar.Pattern{Weeks: calendar.EveryWeek}}
	for _, day := range days {
		e.Pattern.Week = e.Pattern.Week.With(day, calendar.Morning).With(day, calendar.Afternoon)
	}
	return e
}

func (b *bench) rota(id string) calendar.Rota {
	b.t.Helper()
	all, err := b.Rotas(b.t.Context(), []string{id, b.staff.Tom.ID})
	b.must(err)
	if len(all[b.staff.Tom.ID]) != 0 {
		b.t.Error("whoever has said nothing has a rota")
	}
	return all[id]
}

func TestAChangeKeepsWhatWasBefore(t *testing.T) {
	each(t, func(b *bench) {
		amina, id, today := b.as(b.staff.Amina), b.staff.Amina.ID, b.clock.Today()
		first, err := b.Change(amina, id, on(today.AddDays(-100), time.Monday))
		b.must(err)
		_, err = b.Change(amina, id, on(today.AddDays(30), time.Tuesday))
		b.must(err)
		_, err = b.Change(amina, id, on(today, time.Friday)) // in between
		b.must(err)
		rota := b.rota(id)
		for days, want := range map[int]string{-101: "Monday to Friday", -100: "Monday", -1: "Monday", 0: "Friday", 29: "Friday", 30: "Tuesday"} {
			if p, _ := rota.On(today.AddDays(days)); p.Words() != want {
				t.Errorf("%d days from today it is %s, want %s", days, p.Words(), want)
			}
		}
		_, err = b.Change(amina, id, on(today, time.Sunday))
		if e := fault.As(err); e == nil || e.Fields[0].Name != "from" {
			t.Errorf("two from one day: %v", err)
		}

		b.must(b.Correct(amina, id, first.ID, first.Version, on(today.AddDays(-90), time.Thursday)))
		if p, said := b.rota(id).On(today.AddDays(-95)); said || p.Words() != "Monday to Friday" {
			t.Errorf("put right, what was wrong holds still: %s", p.Words())
		}
		if p, _ := b.rota(id).On(today.AddDays(-1)); p.Words() != "Thursday" {
			t.Errorf("put right, it is %s", p.Words())
		}
		if err := b.Correct(amina, id, first.ID, 2, on(today, time.Thursday)); !fault.Is(err, fault.Invalid) {
			t.Errorf("put right onto another's day: %v", err)
		}
	})
}

func TestWhatIsKeptIsReadAlike(t *testing.T) {
	each(t, func(b *bench) {
		amina, id, today := b.as(b.staff.Amina), b.staff.Amina.ID, b.clock.Today()
		terms, err := calendar.ParsePeriods("7 September 2026 to 18 December 2026\n4 January 2027 to 26 March 2027")
		b.must(err)
		for i, p := range []calendar.Pattern{
			{Week: calendar.WholeWeek, Weeks: calendar.EveryWeek},
			{Week: 1, Weeks: calendar.EveryOtherWeek, Since: today},
			{Week: calendar.Week(1).With(time.Sunday, calendar.Afternoon), Weeks: calendar.OnlyIn, Dates: terms},
		} {
			_, err := b.Change(amina, id, workingpattern.Entry{From: today.AddDays(i), Pattern: p})
			b.must(err)
			if got, _ := b.rota(id).On(today.AddDays(i)); !got.Equal(p) {
				t.Errorf("%+v was kept as %+v", p, got)
			}
		}
		// What belongs to another way of working the year is not kept.
		p, err := b.Change(amina, id, workingpattern.Entry{From: today.AddDays(9), Pattern: calendar.Pattern{Week: 1, Weeks: calendar.EveryWeek, Since: today, Dates: terms}})
		if err != nil || p.Dates != nil || !p.SinceDate.IsZero() {
			t.Errorf("%v, %+v", err, p)
		}
		for field, e := range map[string]workingpattern.Entry{
			"from": {Pattern: calendar.Usual()}, "week": {From: today, Pattern: calendar.Pattern{Weeks: calendar.EveryWeek}},
			"weeks": {From: today.AddDays(40), Pattern: calendar.Pattern{Week: 1}},
		} {
			if _, err := b.Change(amina, id, e); fault.As(err) == nil || fault.As(err).Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := b.Change(amina, id, on(today.AddMonths(60), time.Monday)); !fault.Is(err, fault.Invalid) {
			t.Errorf("years ahead: %v", err)
		}
	})
}

func TestTakingBackAndPuttingBack(t *testing.T) {
	each(t, func(b *bench) {
		amina, id, today := b.as(b.staff.Amina), b.staff.Amina.ID, b.clock.Today()
		p, err := b.Change(amina, id, on(today, time.Monday))
		b.must(err)
		b.must(b.TakeBack(amina, id, p.ID, p.Version))
		if len(b.rota(id)) != 0 {
			t.Error("what was taken back holds")
		}
		again, err := b.Change(amina, id, on(today, time.Tuesday)) // its day is free
		b.must(err)
		if err := b.PutBack(amina, id, p.ID); !fault.Is(err, fault.Invalid) {
			t.Errorf("put back onto another's day: %v", err)
		}
		b.must(b.TakeBack(amina, id, again.ID, again.Version))
		b.must(b.PutBack(amina, id, p.ID))
		if got, _ := b.rota(id).On(today); got.Words() != "Monday" {
			t.Errorf("put back, it is %s", got.Words())
		}
		b.clock.Set(b.clock.Now().Add(workingpattern.Recoverable + time.Hour))
		if gone, err := b.Purge(t.Context()); err != nil || gone != 1 {
			t.Errorf("%d gone after 30 days, %v", gone, err)
		}
	})
}

func TestTwoAtOnceFromOneDay(t *testing.T) {
	each(t, func(b *bench) {
		id, today := b.staff.Amina.ID, b.clock.Today()
		errs := make([]error, 6)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() { _, errs[i] = b.Change(b.as(b.staff.Amina), id, on(today, time.Weekday(i))) })
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
		if saved != 1 || len(b.rota(id)) != 1 {
			t.Errorf("%d were saved, %d are there", saved, len(b.rota(id)))
		}
	})
}

func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	each(t, func(b *bench) {
		amina, priya, id, today := b.as(b.staff.Amina), b.as(b.staff.Priya, actor.Coordinator), b.staff.Amina.ID, b.clock.Today()
		p, err := b.Change(amina, id, on(today, time.Monday))
		b.must(err)
		b.must(b.Correct(priya, id, p.ID, p.Version, on(today, time.Tuesday)))
		e := fault.As(b.Correct(amina, id, p.ID, p.Version, on(today, time.Friday)))
		if e == nil || e.Kind != fault.Clash || e.By != "Priya Nair" || e.Theirs[0].Text != "Tuesday, from 21 November 2026" || e.Version != 2 {
			t.Errorf("the clash is %+v", e)
		}
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(b *bench) {
		s, id, today := b.staff, b.staff.Amina.ID, b.clock.Today()
		p, err := b.Change(b.as(s.Amina), id, on(today, time.Monday))
		b.must(err)
		for name, tt := range map[string]struct {
			ctx   context.Context
			reads bool
			write fault.Kind
		}{
			"manager":       {b.as(s.Dan), true, fault.Forbidden},
			"partner":       {b.as(s.Ruth), false, fault.NotFound},
			"team":          {b.as(s.Sian), false, fault.NotFound},
			"division":      {b.as(s.Helen), false, fault.NotFound},
			"administrator": {b.as(s.Alex, actor.Administrator), false, fault.NotFound},
			"auditor":       {b.as(s.Grace, actor.Auditor), false, fault.NotFound},
		} {
			if _, err := b.Of(tt.ctx, id); (err == nil) != tt.reads {
				t.Errorf("%s reads: %v", name, err)
			}
			if _, err := b.Change(tt.ctx, id, on(today.AddDays(3), time.Friday)); !fault.Is(err, tt.write) {
				t.Errorf("%s writes: %v", name, err)
			}
			if err := b.Correct(tt.ctx, id, p.ID, 1, on(today, time.Friday)); !fault.Is(err, tt.write) {
				t.Errorf("%s puts right: %v", name, err)
			}
		}
		if _, err := b.One(b.as(s.Amina), id, "no key"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
