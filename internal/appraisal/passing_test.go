package appraisal_test

import (
	"strings"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// passes gives Amina another line manager from a day on, counted from the first.
func (d *desk) passes(db *database.DB, to people.Person, day int) {
	d.t.Helper()
	service := people.NewService(db, trail.New(db, d.clock), d.clock)
	d.must(service.SetManager(d.as(d.staff.Priya, actor.Coordinator), d.staff.Amina.ID, to.ID, date("2026-11-21").AddDays(day)))
}

// managed are the line managers of the year as Amina's appraisal has them.
func (d *desk) managed() string {
	d.t.Helper()
	var out []string
	for _, m := range d.open(d.staff.Amina).Document.Managers {
		out = append(out, m.Words())
	}
	return strings.Join(out, " | ")
}

func TestAllManagersOfTheYearStandInTheRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		s := d.staff
		if got := d.managed(); got != "" {
			t.Errorf("one manager for the whole year is the appraiser: %q", got)
		}
		d.passes(db, s.Sian, 10)
		if got := d.managed(); got != "" {
			t.Errorf("what is to come is no part of the record: %q", got)
		}
		d.day(12)
		const both = "Dan Okoro, 1 September 2026 to 30 November 2026 | Siân Howell, since 1 December 2026"
		if got := d.managed(); got != both {
			t.Errorf("it says %q", got)
		}
		d.must(d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Voice: voice("Seven stayed"), Share: true}))
		d.must(d.WriteResponse(d.as(s.Sian), appraisal.Writing{AppraisalID: d.id, Voice: voice("Agreed"), Share: true}))
		d.must(d.Meet(d.as(s.Sian), d.id, d.clock.Today()))
		d.must(d.Word(d.as(s.Sian), appraisal.Wording{AppraisalID: d.id, Agreements: met(), Ready: true}))
		d.must(d.SignFirst(d.as(s.Sian), d.signing(s.Sian)))
		d.passes(db, s.Dan, 13)
		d.day(20)
		if got := d.managed(); got != both {
			t.Errorf("what is signed has become %q", got)
		}
		d.must(d.SignLast(d.as(s.Amina), d.signing(s.Amina)))
		if got := d.managed(); got != both {
			t.Errorf("what is closed says %q", got)
		}
	})
}

func TestARecordWithOneManagerIsSealedAsEver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.toWorded()
		d.must(d.SignFirst(d.as(d.staff.Dan), d.signing(d.staff.Dan)))
		a := d.open(d.staff.Amina).Appraisal
		if strings.Contains(a.Sealed, "managers") || !strings.HasPrefix(a.Sealed, `{"format":1,"organisation":"Solent Learning","cycle":`) {
			t.Errorf("it is sealed as %s", a.Sealed)
		}
	})
}
