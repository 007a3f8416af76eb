package appraisal_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// waits expects what waits for somebody in Amina's appraisal.
func (d *desk) waits(who context.Context, want string) {
	d.t.Helper()
	_, all, err := d.Around(who)
	d.must(err)
	var out []string
	for _, w := range all {
		if w.PersonID != d.staff.Amina.ID {
			continue
		}
		words := string(w.State) + " as " + string(w.Role)
		if w.ActingFor != nil {
			words += " for " + w.ActingFor.Name
		}
		if w.Asked {
			words += ", asked"
		}
		out = append(out, words+" since "+w.Since.String())
	}
	if got := strings.Join(out, "; "); got != want {
		d.t.Errorf("what waits is %q, want %q", got, want)
	}
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d *desk) day(n int) { d.clock.Set(peopletest.Now().Add(time.Duration(n) * 24 * time.Hour)) }

func TestAnAppraisalWaitsForWhoeverIsToActOnIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, true)
		s := d.staff
		amina, dan, helen, ruth := d.as(s.Amina), d.as(s.Dan), d.as(s.Helen), d.as(s.Ruth)
		both := func(person, manager, lead string) {
			t.Helper()
			d.waits(amina, person)
			d.waits(dan, manager)
			d.waits(helen, lead)
			d.waits(ruth, "")
		}
		both("preparing as person since 2026-11-21", "", "")
		d.day(1)
		d.must(d.WriteSelf(amina, appraisal.Writing{AppraisalID: d.id, Voice: voice("Seven stayed"), Share: true}))
		both("", "self_shared as appraiser since 2026-11-22", "")
		d.day(2)
		d.must(d.WriteResponse(dan, appraisal.Writing{AppraisalID: d.id, Voice: voice("Agreed"), Share: true}))
		both("response_shared as person since 2026-11-23", "response_shared as appraiser since 2026-11-23", "")
		d.must(d.Meet(amina, d.id, d.clock.Today()))
		both("met as person since 2026-11-23", "met as appraiser since 2026-11-23", "")
		d.day(3)
		d.must(d.Word(dan, appraisal.Wording{AppraisalID: d.id, Agreements: met(), Ready: true}))
		both("", "worded as appraiser since 2026-11-24", "")
		d.day(4) // other words do not make it newer
		again := met()
		again.Words = "More time."
		d.must(d.Word(amina, appraisal.Wording{AppraisalID: d.id, Version: 1, Agreements: again, Ready: true}))
		both("", "worded as appraiser since 2026-11-24", "")
		d.must(d.SignFirst(dan, d.signing(s.Dan)))
		both("appraiser_signed as person since 2026-11-25", "", "")
		d.must(d.SendBack(amina, d.id, d.open(s.Amina).Appraisal.Version, "What of May?"))
		both("", "worded as appraiser, asked since 2026-11-25", "")
		d.must(d.SignFirst(dan, d.signing(s.Dan)))
		d.must(d.SignLast(amina, d.signing(s.Amina)))
		both("", "", "person_signed as countersigner since 2026-11-25")
		d.must(d.Countersign(helen, d.signing(s.Helen)))
		both("", "", "")
	})
}

func TestAWaitingAppraisalMovesWithTheManager(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, true)
		s, today := d.staff, d.clock.Today()
		d.must(d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Voice: voice("Seven stayed"), Share: true}))
		peopletest.Add(t, db,
			&people.Delegate{ID: d.clock.NewKey(), ManagerID: s.Dan.ID, DelegateID: s.Tom.ID, Scope: people.AppraisalsOnly, FromDate: today.AddDays(1), ToDate: today.AddDays(1)},
			&people.Delegate{ID: d.clock.NewKey(), ManagerID: s.Dan.ID, DelegateID: s.Ruth.ID, Scope: people.PlansOnly, FromDate: today, ToDate: today.AddDays(9)},
			&people.Override{ID: d.clock.NewKey(), PersonID: s.Amina.ID, ManagerID: s.Omar.ID, FromDate: today.AddDays(2)},
		)
		d.waits(d.as(s.Dan), "self_shared as appraiser since 2026-11-21")
		d.waits(d.as(s.Tom), "")
		d.day(1)
		d.waits(d.as(s.Tom), "self_shared as appraiser for Dan Okoro since 2026-11-21")
		d.day(2)
		d.waits(d.as(s.Tom), "")
		d.waits(d.as(s.Dan), "")
		d.waits(d.as(s.Omar), "self_shared as appraiser since 2026-11-21")
		d.waits(d.as(s.Ruth), "")
	})
}

func TestASelfEvaluationWaitsInItsSeason(t *testing.T) {
	opened := time.Date(2026, time.November, 21, 9, 30, 0, 0, time.UTC)
	b := appraisal.Brief{State: appraisal.Preparing, SelfBy: date("2027-06-30"), MovedAt: &opened}
	for day, early := range map[string]bool{"2026-11-21": true, "2027-04-30": true, "2027-05-01": false, "2027-07-30": false} {
		if got := b.Early(date(day)); got != early {
			t.Errorf("on %s early is %v", day, got)
		}
	}
	b.State = appraisal.SelfShared
	if b.Early(date("2026-11-21")) {
		t.Error("what is shared is not early")
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.must(db.InTx(t.Context(), func(ctx context.Context) error {
			return db.From(ctx).Exec("UPDATE appraisal_cycles SET self_by = ?", date("2027-06-30")).Error
		}))
		d.waits(d.as(d.staff.Amina), "")
		d.clock.Set(time.Date(2027, time.May, 3, 9, 0, 0, 0, time.UTC))
		d.waits(d.as(d.staff.Amina), "preparing as person since 2027-05-01")
		mine, _, err := d.Around(d.as(d.staff.Amina))
		if d.must(err); len(mine) != 1 || mine[0].State != appraisal.Preparing {
			t.Errorf("Amina's own are %+v", mine)
		}
	})
}
