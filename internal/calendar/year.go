package calendar

import (
	"fmt"
	"strconv"
	"time"
)

// Period is from a date to a date, both inclusive; a zero To has no end.
type Period struct {
	From Date
	To   Date
}

// Holds says whether the day lies in the period.
func (p Period) Holds(day Date) bool {
	return !day.Before(p.From) && (p.To.IsZero() || !day.After(p.To))
}

// Overlaps says whether the periods share a day.
func (p Period) Overlaps(o Period) bool {
	return (p.To.IsZero() || !o.From.After(p.To)) && (o.To.IsZero() || !p.From.After(o.To))
}

// Days counts the days of a period that ends.
func (p Period) Days() int { return p.From.DaysUntil(p.To) + 1 }

// YearStart is the day on which an organisation's learning year begins; the
// policy's default is 1 September.
type YearStart struct {
	Month time.Month
	Day   int
}

// September is the default start of a learning year; a value nobody changes.
var September = YearStart{time.September, 1}

// LearningYear is a year of learning from its start to the day before the next.
type LearningYear struct {
	from Date
}

// YearOf is the learning year that the day lies in.
func (s YearStart) YearOf(day Date) LearningYear {
	from := NewDate(day.Year(), s.Month, s.Day)
	if day.Before(from) {
		from = NewDate(day.Year()-1, s.Month, s.Day)
	}
	return LearningYear{from}
}

// ParseYear reads "2026-27", the name of a learning year in addresses.
func (s YearStart) ParseYear(name string) (LearningYear, error) {
	bad := fmt.Errorf("%q is not a learning year like 2026-27", name)
	if len(name) != 7 || name[4] != '-' {
		return LearningYear{}, bad
	}
	y, err := strconv.Atoi(name[:4])
	if err != nil || y < 1900 || y > 2999 || fmt.Sprintf("%02d", (y+1)%100) != name[5:] {
		return LearningYear{}, bad
	}
	return LearningYear{NewDate(y, s.Month, s.Day)}, nil
}

// From is the first day.
func (y LearningYear) From() Date { return y.from }

// To is the last day.
func (y LearningYear) To() Date {
	return NewDate(y.from.Year()+1, y.from.Month(), y.from.Day()).AddDays(-1)
}

// Period is the whole year.
func (y LearningYear) Period() Period { return Period{y.From(), y.To()} }

// Holds says whether the day lies in the year.
func (y LearningYear) Holds(day Date) bool { return y.Period().Holds(day) }

// Next is the year after.
func (y LearningYear) Next() LearningYear {
	return LearningYear{NewDate(y.from.Year()+1, y.from.Month(), y.from.Day())}
}

// Previous is the year before.
func (y LearningYear) Previous() LearningYear {
	return LearningYear{NewDate(y.from.Year()-1, y.from.Month(), y.from.Day())}
}

// Name is "2026-27", as in addresses and in the database.
func (y LearningYear) Name() string {
	return fmt.Sprintf("%d-%02d", y.from.Year(), (y.from.Year()+1)%100)
}

// Words is "2026 to 2027", as on pages.
func (y LearningYear) Words() string { return fmt.Sprintf("%d to %d", y.from.Year(), y.from.Year()+1) }

// EndsIn is the calendar year in which it ends, by which an appraisal is named.
func (y LearningYear) EndsIn() int { return y.To().Year() }

// Fraction says how far into the year the day is: 0 at its start, 1 at its end.
func (y LearningYear) Fraction(day Date) float64 {
	f := float64(y.from.DaysUntil(day)) / float64(y.Period().Days())
	return min(max(f, 0), 1)
}

// InYear prints a date of this learning year without its year, others with it.
func (y LearningYear) InYear(day Date) string {
	if y.Holds(day) {
		return day.DayMonth()
	}
	return day.Long()
}

// HalfDays prints a number of half-days as people say it: "1½", "½", "2".
func HalfDays(n int) string {
	switch {
	case n == 1:
		return "½"
	case n%2 == 1:
		return fmt.Sprintf("%d½", n/2)
	}
	return fmt.Sprint(n / 2)
}
