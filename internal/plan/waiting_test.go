package plan_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
)

// waits says in short what waits for somebody.
func (d desk) waits(t *testing.T, who context.Context) string {
	t.Helper()
	all, err := d.Waiting(who, d.year)
	must(t, err)
	var out []string
	for _, w := range all {
		words := "to agree"
		if w.SentBack {
			words = "sent back by " + w.By
		}
		if w.InForce {
			words += ", a change"
		}
		if w.ActingFor != nil {
			words += ", for " + w.ActingFor.Name
		}
		out = append(out, w.Year+" "+words+" since "+w.Since.Format(time.DateTime))
	}
	return strings.Join(out, "; ")
}

func (d desk) expect(t *testing.T, who context.Context, want string) {
	t.Helper()
	if got := d.waits(t, who); got != want {
		t.Errorf("what waits is %q, want %q", got, want)
	}
}

func TestAPlanWaitsForWhoeverIsToActOnIt(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, "Run a confident online session", "rooms")
		d.expect(t, d.dan, "")
		d.expect(t, d.amina, "")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		d.expect(t, d.dan, "2026-27 to agree since 2026-11-21 09:30:00")
		for _, nobody := range []context.Context{d.amina, d.ruth, peopletest.As(t, d.staff.Helen), peopletest.As(t, d.staff.Priya), t.Context()} {
			d.expect(t, nobody, "")
		}

		d.clock.Set(peopletest.Now().Add(time.Hour))
		must(t, d.SendBack(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version, "How will we know?"))
		d.expect(t, d.dan, "")
		d.expect(t, d.amina, "2026-27 sent back by Dan Okoro since 2026-11-21 10:30:00")

		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		d.expect(t, d.amina, "")
		must(t, d.Agree(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version))
		d.expect(t, d.dan, "")
		d.expect(t, d.amina, "")

		must(t, d.BeginChange(d.amina, d.year))
		d.expect(t, d.amina, "")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		d.expect(t, d.dan, "2026-27 to agree, a change since 2026-11-21 10:30:00")
		must(t, d.TakeBack(d.amina, d.year, d.read(t).Version))
		d.expect(t, d.dan, "")
	})
}

func TestAWaitingPlanMovesWithTheManager(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		today := d.clock.Today()
		tom, helen := peopletest.As(t, d.staff.Tom), peopletest.As(t, d.staff.Helen)
		d.add(t, "Run a confident online session", "rooms")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		peopletest.Add(t, d.db,
			&people.Delegate{ID: d.clock.NewKey(), ManagerID: d.staff.Dan.ID, DelegateID: d.staff.Tom.ID, Scope: people.PlansOnly, FromDate: today.AddDays(1), ToDate: today.AddDays(3)},
			&people.Delegate{ID: d.clock.NewKey(), ManagerID: d.staff.Dan.ID, DelegateID: d.staff.Ruth.ID, Scope: people.AppraisalsOnly, FromDate: today, ToDate: today.AddDays(3)},
			&people.Override{ID: d.clock.NewKey(), PersonID: d.staff.Amina.ID, ManagerID: d.staff.Helen.ID, FromDate: today.AddDays(5)},
		)
		since := " since 2026-11-21 09:30:00"
		for _, tc := range []struct {
			days             int
			dan, tom, helens string
		}{
			{0, "2026-27 to agree" + since, "", ""},
			{1, "2026-27 to agree" + since, "2026-27 to agree, for Dan Okoro" + since, ""},
			{4, "2026-27 to agree" + since, "", ""},
			{5, "", "", "2026-27 to agree" + since},
		} {
			d.clock.Set(peopletest.Now().AddDate(0, 0, tc.days))
			d.expect(t, d.dan, tc.dan)
			d.expect(t, tom, tc.tom)
			d.expect(t, helen, tc.helens)
			d.expect(t, d.ruth, "")
		}
	})
}

func TestAroundIsOnesOwnPlanAndWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		mine, waiting, err := d.Around(d.amina, d.year)
		if must(t, err); mine.Begun() || mine.Year != d.year.Name() || len(waiting) != 0 {
			t.Errorf("nothing is begun: %+v, %v", mine, waiting)
		}
		want := d.agreed(t)
		mine, _, err = d.Around(d.amina, d.year)
		if must(t, err); mine.ID != want.ID || mine.State != plan.Agreed || len(mine.Targets) != 1 || len(mine.Targets[0].Criteria) != 2 {
			t.Errorf("the plan is %+v", mine)
		}
		if mine, _, err = d.Around(d.dan, d.year); err != nil || mine.Begun() {
			t.Errorf("Dan's own is %+v, %v", mine, err)
		}
		// A year that is over waits for nobody: nobody may agree it any more.
		must(t, d.BeginChange(d.amina, d.year))
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		all, err := d.Waiting(d.dan, d.year.Next())
		if must(t, err); len(all) != 0 {
			t.Errorf("a plan of last year waits: %+v", all)
		}
	})
}
