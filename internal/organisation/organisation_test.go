package organisation

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

func TestSettingsComeBackAsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		store := NewStore(db)
		got, err := store.Load(t.Context())
		if err != nil || got != Defaults() {
			t.Fatalf("before anything is set: %+v, %v", got, err)
		}
		want := Defaults()
		want.Demonstration, want.Phone, want.HalfDays = true, "023 8000 0142", 10
		want.YearStart = calendar.YearStart{Month: time.August, Day: 1}
		for range 2 {
			if err := store.Save(t.Context(), want); err != nil {
				t.Fatal(err)
			}
		}
		if got, err = store.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEntitlement(t *testing.T) {
	year, _ := calendar.September.ParseYear("2026-27")
	day := func(s string) calendar.Date { d, _ := calendar.ParseDate(s); return d }
	wholeYears := Defaults()
	wholeYears.ProRata = false
	for _, tc := range []struct {
		name     string
		settings Settings
		from, to string
		want     int
	}{
		{"here all year", Defaults(), "2020-01-01", "", 6},
		{"joined on the first day", Defaults(), "2026-09-01", "", 6},
		{"joined at half year: rounded in favour of the person", Defaults(), "2027-03-02", "", 4},
		{"joined in the last week: the floor", Defaults(), "2027-08-28", "", 1},
		{"left before the year", Defaults(), "2020-01-01", "2026-08-31", 0},
		{"left at half year", Defaults(), "2020-01-01", "2027-02-28", 3},
		{"without pro rata", wholeYears, "2027-08-28", "", 6},
	} {
		t.Run(tc.name, func(t *testing.T) {
			here := calendar.Period{From: day(tc.from), To: day(tc.to)}
			if got := tc.settings.EntitledHalfDays(year, here); got != tc.want {
				t.Errorf("%d half-days, want %d", got, tc.want)
			}
		})
	}
}
