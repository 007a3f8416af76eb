package work_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

func (d desk) expect(t *testing.T, who context.Context, want string) {
	t.Helper()
	all, err := d.Waiting(who, d.year)
	must(t, err)
	var out []string
	for _, w := range all {
		words := "theirs"
		if w.Mine {
			words = "mine, from " + w.By
		}
		if w.ActingFor != nil {
			words += ", for " + w.ActingFor.Name
		}
		out = append(out, w.Year+" "+words+" since "+w.Since.Format(time.DateTime))
	}
	if got := strings.Join(out, "; "); got != want {
		t.Errorf("what waits is %q, want %q", got, want)
	}
}

func TestAProgrammeWaitsForTheOtherOfTheTwo(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, d.dan, "Run 12 family sessions", "12 sessions held")
		d.expect(t, d.amina, "")
		d.expect(t, d.dan, "")
		d.agree(t, d.dan)
		d.expect(t, d.amina, "2026-27 mine, from Dan Okoro since 2026-11-21 09:30:00")
		d.expect(t, d.dan, "")
		d.add(t, d.amina, "Write it up", "It is read")
		d.expect(t, d.amina, "")
		d.agree(t, d.amina)
		d.expect(t, d.amina, "")
		d.expect(t, d.dan, "2026-27 theirs since 2026-11-21 09:30:00")
		for _, nobody := range []context.Context{d.ruth, peopletest.As(t, d.staff.Helen), t.Context()} {
			d.expect(t, nobody, "")
		}
		d.agree(t, d.dan)
		d.expect(t, d.amina, "")
		d.expect(t, d.dan, "")
	})
}

func TestAWaitingProgrammeMovesWithTheManager(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		today, tom, helen := d.clock.Today(), peopletest.As(t, d.staff.Tom), peopletest.As(t, d.staff.Helen)
		d.add(t, d.amina, "Write it up", "It is read")
		d.agree(t, d.amina)
		peopletest.Add(t, d.db,
			&people.Delegate{ID: d.clock.NewKey(), ManagerID: d.staff.Dan.ID, DelegateID: d.staff.Tom.ID, FromDate: today.AddDays(1), ToDate: today.AddDays(1)},
			&people.Override{ID: d.clock.NewKey(), PersonID: d.id, ManagerID: d.staff.Helen.ID, FromDate: today.AddDays(2)},
		)
		since := " since 2026-11-21 09:30:00"
		d.expect(t, tom, "")
		d.clock.Set(peopletest.Now().AddDate(0, 0, 1))
		d.expect(t, tom, "2026-27 theirs, for Dan Okoro"+since)
		d.expect(t, helen, "")
		d.clock.Set(peopletest.Now().AddDate(0, 0, 2))
		d.expect(t, tom, "")
		d.expect(t, d.dan, "")
		d.expect(t, helen, "2026-27 theirs"+since)
	})
}
