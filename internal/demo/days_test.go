package demo_test

import (
	"os"
	"testing"
	"time"

	"learningyear/internal/appraisal"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

// days are those on which the two years look most different: the first of a year
// and its first weeks, the turn of the calendar's year, a leap day, the time of
// appraisals, the last day.
func days() []time.Time {
	var out []time.Time
	for _, d := range []string{
		"2026-09-01", "2026-09-02", "2026-09-17", "2026-10-20", "2026-11-13", "2026-11-15", "2026-12-26", "2027-01-01", "2028-02-29",
		"2027-04-22", "2027-05-09", "2027-06-15", "2027-07-20", "2027-08-12", "2027-08-31",
	} {
		t, err := time.Parse(time.DateOnly, d)
		if err != nil {
			panic(err)
		}
		out = append(out, t.Add(10*time.Hour))
	}
	return out
}

// TestAnyDay makes the demonstration on many days: each time there is something of
// everything.
func TestAnyDay(t *testing.T) {
	if os.Getenv("LEARNINGYEAR_TEST_LONG") != "1" {
		t.Skip("makes the demonstration many times: make test-long")
	}
	for _, day := range days() {
		if only := os.Getenv("DEMO_DAY"); only != "" && only != day.Format(time.DateOnly) {
			continue
		}
		t.Run(day.Format(time.DateOnly), func(t *testing.T) {
			db := dbtest.SQLite(t)
			made(t, db, day)
			everyState(t, db)
		})
	}
}

// everyState fails where a state of any record is missing.
func everyState(t *testing.T, db *database.DB) {
	t.Helper()
	has := func(table, state string) {
		t.Helper()
		var n int64
		if err := db.From(t.Context()).Table(table).Where("state = ?", state).Count(&n).Error; err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Errorf("none of the %s is %s", table, state)
		}
	}
	for _, s := range appraisal.States() {
		if s != appraisal.Countersigned { // closing follows by itself
			has("appraisals", string(s))
		}
	}
	for table, states := range map[string][]string{
		"plans":           {"draft", "proposed", "agreed", "reviewed"},
		"work_programmes": {"draft", "agreed", "reviewed"},
		"interviews":      {"proposed", "arranged", "held", "shared", "answered", "confirmed", "cancelled"},
		"diary_entries":   {"kept", "deleted"},
		"partnerships":    {"nominated", "accepted", "declined", "ended"},
		"accounts":        {"active", "closed"},
	} {
		for _, s := range states {
			has(table, s)
		}
	}
}
