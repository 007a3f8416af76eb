package people

import (
	"context"
	"fmt"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

// TestStagedTablesFit holds the staged tables against those they stand for.
func TestStagedTablesFit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		columns := func(table string) map[string]bool {
			t.Helper()
			types, err := db.From(t.Context()).Migrator().ColumnTypes(table)
			if err != nil {
				t.Fatal(err)
			}
			out := map[string]bool{}
			for _, c := range types {
				out[c.Name()] = true
			}
			return out
		}
		for _, table := range []string{"posts", "persons", "appointments"} {
			staged := columns("staged_" + table)
			for name := range columns(table) {
				if !staged[name] {
					t.Errorf("staged_%s has no column %s: add it where it was added to %s", table, name, table)
				}
			}
		}
	})
}

// TestManyRowsAreStaged writes more rows than go as they are: new ones and changed
// ones, who exchange addresses, and posts that report to each other.
func TestManyRowsAreStaged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		const n = few
		told := 0
		before, err := h.Survey(h.operator())
		h.must(err)
		err = h.Revise(h.operator(), func(_ context.Context, now Structure) (Revision, error) {
			r := Revision{On: day("2026-11-01"), Progress: func(done, _ int) { told = done }}
			r.Units = []Unit{{ID: h.clock.NewKey(), Kind: Organisation, Name: "Large", FromDate: day("2020-01-01"), Version: 1}}
			for i := range n {
				post := Post{ID: h.clock.NewKey(), UnitID: r.Units[0].ID, Title: "Officer", FromDate: day("2020-01-01"), Version: 1}
				if i > 0 {
					post.ReportsToID = &r.Posts[0].ID
				}
				address := fmt.Sprintf("p%d@example.org", i)
				p := Person{ID: h.clock.NewKey(), Name: fmt.Sprintf("Person %d", i), Email: &address, Version: 1}
				r.Posts, r.Persons = append(r.Posts, post), append(r.Persons, p)
				r.Appointments = append(r.Appointments, Appointment{
					ID: h.clock.NewKey(), PersonID: p.ID, PostID: post.ID, Kind: Own, FTEThousandths: 500, FromDate: day("2020-01-01"), Version: 1,
				})
			}
			return r, nil
		})
		h.must(err)
		first, err := h.Survey(h.operator())
		h.must(err)
		if len(first.Persons)-len(before.Persons) != n || len(first.Posts)-len(before.Posts) != n || len(first.Appointments)-len(before.Appointments) != n || told != 3*n {
			t.Fatalf("%d people, %d posts, %d appointments, %d told", len(first.Persons), len(first.Posts), len(first.Appointments), told)
		}
		asked := 0
		err = h.Revise(h.operator(), func(ctx context.Context, now Structure) (Revision, error) {
			if asked++; asked == 1 { // somebody else changes the structure meanwhile
				_, err := h.AddPerson(h.operator(), NewPerson{Name: "Meanwhile"})
				h.must(err)
			}
			r := Revision{On: day("2026-11-01")}
			for _, p := range now.Persons {
				var i int
				if _, err := fmt.Sscanf(p.Name, "Person %d", &i); err == nil {
					address := fmt.Sprintf("p%d@example.org", n-1-i)
					p.Email = &address
					p.Version++
					r.Persons = append(r.Persons, p)
				}
			}
			return r, nil
		})
		h.must(err)
		second, err := h.Survey(h.operator())
		h.must(err)
		exchanged := 0
		for _, p := range second.Persons {
			var i int
			if _, err := fmt.Sscanf(p.Name, "Person %d", &i); err == nil && p.EmailAddress() == fmt.Sprintf("p%d@example.org", n-1-i) && p.Version == 2 {
				exchanged++
			}
		}
		if asked != 2 || len(second.Persons) != len(first.Persons)+1 || exchanged != n {
			t.Errorf("asked %d times; %d exchanged their addresses", asked, exchanged)
		}
		var left int64
		h.must(db.From(t.Context()).Raw("SELECT (SELECT COUNT(*) FROM staged_persons) + (SELECT COUNT(*) FROM staged_posts) + (SELECT COUNT(*) FROM stagings)").Scan(&left).Error)
		if left != 0 {
			t.Errorf("%d rows are left behind", left)
		}
	})
}
