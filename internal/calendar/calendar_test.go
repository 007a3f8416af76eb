package calendar

import (
	"testing"
	"time"
)

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseParts(t *testing.T) {
	for _, tc := range []struct{ d, m, y, want string }{
		{"24", "3", "2027", "2027-03-24"},
		{" 1 ", "september", "2026", "2026-09-01"},
		{"1", "Sep", "2026", "2026-09-01"},
		{"29", "2", "2028", "2028-02-29"},
		{"29", "2", "2027", ""},
		{"31", "4", "2027", ""},
		{"0", "4", "2027", ""},
		{"1", "13", "2027", ""},
		{"1", "ma", "2027", ""},
		{"1", "3", "27", ""},
		{"", "", "", ""},
		{"1e1", "3", "2027", ""},
	} {
		got, err := ParseParts(tc.d, tc.m, tc.y)
		if got.String() != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%q %q %q = %q, %v; want %q", tc.d, tc.m, tc.y, got, err, tc.want)
		}
	}
}

func TestParseDateRefusesWhatIsNone(t *testing.T) {
	for _, s := range []string{"", "2027-3-1", "2027-02-30", "24/03/2027", "0000-01-01", "0001-01-01", "0999-12-31", "2027-03-24T10:00"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %s", s, d)
		}
	}
}

func TestAddMonthsKeepsToTheMonth(t *testing.T) {
	if got := date(t, "2026-10-31").AddMonths(4).String(); got != "2027-02-28" {
		t.Errorf("31 October and 4 months = %s", got)
	}
	if got := date(t, "2026-03-31").AddMonths(-13).String(); got != "2025-02-28" {
		t.Errorf("31 March less 13 months = %s", got)
	}
}

func TestDaysUntilCrossesSummerTime(t *testing.T) {
	if n := date(t, "2027-03-27").DaysUntil(date(t, "2027-03-29")); n != 2 {
		t.Errorf("got %d", n)
	}
	if n := date(t, "2027-03-29").DaysUntil(date(t, "2027-03-27")); n != -2 {
		t.Errorf("got %d", n)
	}
}

func TestDateScansFromBothEngines(t *testing.T) {
	want := date(t, "2027-03-24")
	for _, src := range []any{"2027-03-24", []byte("2027-03-24"), time.Date(2027, 3, 24, 0, 0, 0, 0, time.UTC), "2027-03-24 00:00:00+00:00"} {
		var d Date
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("Scan(%v) = %v, %v", src, d, err)
		}
	}
	var none Date
	if err := none.Scan(nil); err != nil || !none.IsZero() {
		t.Error("NULL is no date")
	}
	if v, _ := none.Value(); v != nil {
		t.Error("no date is NULL")
	}
}

func TestLearningYear(t *testing.T) {
	for _, tc := range []struct{ day, name, to string }{
		{"2026-08-31", "2025-26", "2026-08-31"},
		{"2026-09-01", "2026-27", "2027-08-31"},
		{"2027-02-28", "2026-27", "2027-08-31"},
		{"1999-12-31", "1999-00", "2000-08-31"},
	} {
		y := September.YearOf(date(t, tc.day))
		if y.Name() != tc.name || y.To().String() != tc.to {
			t.Errorf("%s lies in %s to %s", tc.day, y.Name(), y.To())
		}
		back, err := September.ParseYear(tc.name)
		if err != nil || back != y {
			t.Errorf("ParseYear(%s) = %v, %v", tc.name, back, err)
		}
	}
	for _, bad := range []string{"2026", "2026-28", "2026-7", "abcd-ef", "2026/27", "-026-27"} {
		if _, err := September.ParseYear(bad); err == nil {
			t.Errorf("%q is no learning year", bad)
		}
	}
}

func TestPeriodIsInclusive(t *testing.T) {
	p := Period{date(t, "2026-09-01"), date(t, "2026-09-30")}
	if !p.Holds(p.From) || !p.Holds(p.To) || p.Holds(p.To.AddDays(1)) || p.Days() != 30 {
		t.Error("both ends belong to a period")
	}
	open := Period{From: date(t, "2026-09-30")}
	if !p.Overlaps(open) || !open.Overlaps(p) || (Period{From: date(t, "2026-10-01")}).Overlaps(p) {
		t.Error("a shared day is an overlap, a following day is none")
	}
}

func TestHalfDays(t *testing.T) {
	for n, want := range map[int]string{0: "0", 1: "½", 2: "1", 3: "1½", 6: "3"} {
		if got := HalfDays(n); got != want {
			t.Errorf("HalfDays(%d) = %s", n, got)
		}
	}
}

func TestClock12(t *testing.T) {
	if got := Clock12(time.Date(2027, 1, 1, 14, 45, 0, 0, time.UTC)); got != "2:45pm" {
		t.Error(got)
	}
	if got := Clock12(time.Date(2027, 1, 1, 14, 0, 0, 0, time.UTC)); got != "2pm" {
		t.Error(got)
	}
}
