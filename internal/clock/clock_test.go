package clock

import (
	"slices"
	"testing"
	"time"
)

func london(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestTodayIsTheOrganisationsDay(t *testing.T) {
	// Half past midnight of summer time in London is still yesterday in UTC.
	c := Fixed(time.Date(2027, 6, 30, 23, 30, 0, 0, time.UTC), london(t))
	if got := c.Today().String(); got != "2027-07-01" {
		t.Fatalf("Today = %s", got)
	}
}

func TestFixedClockRepeatsItsKeys(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	a, b := Fixed(at, time.UTC), Fixed(at, time.UTC)
	for range 100 {
		if x, y := a.NewKey(), b.NewKey(); x != y {
			t.Fatalf("%s is not %s", x, y)
		}
	}
}

func TestKeysAreUniqueAndInOrderOfTime(t *testing.T) {
	c := Fixed(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), time.UTC)
	var keys []string
	for i := range 50 {
		c.Set(time.Date(2026, 11, 21, 9, 0, i, 0, time.UTC))
		keys = append(keys, c.NewKey())
	}
	if !slices.IsSorted(keys) {
		t.Fatal("keys made later sort later")
	}
	s := System(time.UTC)
	if first, second := s.NewKey(), s.NewKey(); first == second {
		t.Fatal("two keys are never the same")
	}
}
