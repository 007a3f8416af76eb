// Package calendar holds civil dates, periods and learning years: values that
// parse, compare and print. No clock, no time zone and no storage but the value
// itself may enter.
package calendar

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a civil date without time or zone. The zero Date means "none"; it is
// kept as NULL.
type Date struct {
	// Small, because a large organisation has very many.
	y    int16
	m, d uint8
}

// NewDate makes a date; months and days over the end roll on, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the civil date that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), uint8(m), uint8(d)}
}

// firstYear is the first year of a date: one of four figures, as people type it. It
// leaves room below, so that the days before a date are days that are kept, too.
const firstYear = 1000

// ParseDate reads 2027-03-24.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < firstYear {
		return Date{}, fmt.Errorf("%q is not a date like 2027-03-24", s)
	}
	return DateOf(t), nil
}

// ParseParts reads what a person types into three boxes: day, month (a number
// or a name) and a year of four figures.
func ParseParts(day, month, year string) (Date, error) {
	bad := fmt.Errorf("not a date")
	d, err1 := strconv.Atoi(strings.TrimSpace(day))
	y, err2 := strconv.Atoi(strings.TrimSpace(year))
	m, ok := parseMonth(month)
	if err1 != nil || err2 != nil || !ok || y < firstYear || y > 9999 {
		return Date{}, bad
	}
	date := NewDate(y, m, d)
	if date.Day() != d || date.Month() != m {
		return Date{}, bad
	}
	return date, nil
}

func parseMonth(s string) (time.Month, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n), n >= 1 && n <= 12
	}
	if len(s) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), s) {
			return m, true
		}
	}
	return 0, false
}

// Year is the year of the date.
func (d Date) Year() int { return int(d.y) }

// Month is the month of the date.
func (d Date) Month() time.Month { return time.Month(d.m) }

// Day is the day of the month.
func (d Date) Day() int { return int(d.d) }

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time is midnight of the date in the zone.
func (d Date) Time(zone *time.Location) time.Time {
	return time.Date(int(d.y), time.Month(d.m), int(d.d), 0, 0, 0, 0, zone)
}

// String is 2027-03-24, and empty for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.y, d.m, d.d)
}

// Compare is -1, 0 or 1; none comes before every date.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.y, o.y), cmp.Compare(d.m, o.m), cmp.Compare(d.d, o.d))
}

// Before says whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After says whether d is a later day than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// AddDays is n days later.
func (d Date) AddDays(n int) Date { return NewDate(int(d.y), time.Month(d.m), int(d.d)+n) }

// FarFrom says whether the day is more than six years before today, or more than
// three after it: where something is said of these days, a slip in the year.
func (d Date) FarFrom(today Date) bool {
	return d.Before(today.AddMonths(-6*12)) || d.After(today.AddMonths(3*12))
}

// AddMonths is the same day n months later, or that month's last day.
func (d Date) AddMonths(n int) Date {
	first := NewDate(int(d.y), time.Month(int(d.m)+n), 1)
	last := NewDate(int(first.y), time.Month(first.m)+1, 0)
	return Date{first.y, first.m, min(d.d, last.d)}
}

// DaysUntil counts the days from d to o; negative where o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.Time(time.UTC).Sub(d.Time(time.UTC)).Hours() / 24)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time(time.UTC).Weekday() }

// Long is "Wednesday 24 March 2027".
func (d Date) Long() string { return d.format("Monday 2 January 2006") }

// DayMonth is "Wednesday 24 March", for dates in the current learning year.
func (d Date) DayMonth() string { return d.format("Monday 2 January") }

// Short is "24 March 2027".
func (d Date) Short() string { return d.format("2 January 2006") }

// MonthName is "March 2027".
func (d Date) MonthName() string { return d.format("January 2006") }

func (d Date) format(layout string) string {
	if d.IsZero() {
		return ""
	}
	return d.Time(time.UTC).Format(layout)
}

// Value keeps a date as its text, which both engines take; none is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a date from either engine.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = DateOf(v)
		return nil
	case []byte:
		return d.Scan(string(v))
	case string:
		if v == "" {
			*d = Date{}
			return nil
		}
		parsed, err := ParseDate(v[:min(len(v), len(time.DateOnly))])
		if err != nil {
			return err
		}
		*d = parsed
		return nil
	}
	return fmt.Errorf("cannot read a date from %T", src)
}

// GormDataType names the column's type.
func (Date) GormDataType() string { return "date" }

// MarshalText writes 2027-03-24, for JSON and sealed documents.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error { return d.Scan(string(text)) }

// Clock12 prints the time of day of t as people say it: 2pm, 2:45pm.
func Clock12(t time.Time) string {
	if t.Minute() == 0 {
		return t.Format("3pm")
	}
	return t.Format("3:04pm")
}
