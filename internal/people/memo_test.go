package people_test

import (
	"testing"

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
