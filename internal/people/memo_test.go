package people_test

import (
	"context"
	"strings"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
)

func TestARequestAsksForTheChartOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		peopletest.Small(t, db)
		clk := peopletest.Clock(t)
		service := people.NewService(db, trail.New(db, clk), clk)
		if _, err := service.Today(t.Context()); err != nil { // as after a first request
			t.Fatal(err)
		}
		ctx, count := database.CountQueries(people.Remember(t.Context()))
		first, err := service.Today(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if again, err := service.Today(ctx); err != nil || again != first {
				t.Fatalf("another chart, or %v", err)
			}
		}
		if count.N() != 1 {
			t.Errorf("asked %d times:\n%s", count.N(), count)
		}
		if _, err := service.Chart(ctx, clk.Today().AddDays(-1)); err != nil || count.N() < 2 {
			t.Errorf("another day is another chart: %v", err)
		}
	})
}

func TestWhereTheStructureStandsStill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff := peopletest.Small(t, db)
		clk := peopletest.Clock(t)
		service := people.NewService(db, trail.New(db, clk), clk)
		operator := actor.With(t.Context(), actor.Operator("a test"))
		still, err := service.StandStill(operator)
		if err != nil {
			t.Fatal(err)
		}
		still, count := database.CountQueries(still)
		err = db.InTx(still, func(ctx context.Context) error {
			today, err := service.Today(ctx)
			if err != nil {
				return err
			}
			asked := count.N()
			before, err := service.Chart(ctx, clk.Today().AddDays(-100))
			if err != nil {
				return err
			}
			if count.N() != asked {
				t.Error("a day's chart was read and not drawn")
			}
			if today.Partner(staff.Amina.ID) == nil || today.Serves(staff.Iris.ID) || !before.Serves(staff.Iris.ID) {
				t.Error("each day has its own chart")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := service.PersonLeaves(still, staff.Tom.ID, 1, clk.Today()); err == nil || !strings.Contains(err.Error(), "stand still") {
			t.Errorf("a change of structure: %v", err)
		}
	})
}
