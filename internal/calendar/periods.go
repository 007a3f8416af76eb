package calendar

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Periods are stretches of days that end, in their order, such as the terms of a
// year.
type Periods []Period

// MostPeriods is how many stretches are kept in one list: six years of three
// terms, and more.
const MostPeriods = 20

// Holds says whether the day lies in one of them.
func (ps Periods) Holds(day Date) bool {
	return slices.ContainsFunc(ps, func(p Period) bool { return p.Holds(day) })
}

// between is what stands between two days in a line.
var between = regexp.MustCompile(`(?i)\s+(?:to|until|till|-)\s+|\s*[–—]\s*`)

// ParsePeriods reads what a person types, a stretch a line: "7 September 2026 to 18
// December 2026". Blank lines are passed over. The error says which line, and is
// meant for who typed it.
func ParsePeriods(text string) (Periods, error) {
	var out Periods
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		days := between.Split(line, 2)
		if len(days) != 2 {
			return nil, fmt.Errorf("line %d needs two days, like 7 September 2026 to 18 December 2026", i+1)
		}
		from, err1 := ParseDay(days[0])
		to, err2 := ParseDay(days[1])
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("line %d needs two days, like 7 September 2026 to 18 December 2026", i+1)
		}
		if to.Before(from) {
			return nil, fmt.Errorf("line %d ends before it begins", i+1)
		}
		out = append(out, Period{from, to})
	}
	slices.SortFunc(out, func(a, b Period) int { return a.From.Compare(b.From) })
	return out, nil
}

// ParseDay reads a day as people write it in one line: 7 September 2026, 7/9/2026 or
// 2026-09-07. The day comes before the month.
func ParseDay(s string) (Date, error) {
	if d, err := ParseDate(strings.TrimSpace(s)); err == nil {
		return d, nil
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(parts) != 3 {
		return Date{}, fmt.Errorf("not a date")
	}
	return ParseParts(parts[0], parts[1], parts[2])
}

// Lines are the stretches as [ParsePeriods] reads them, one a line.
func (ps Periods) Lines() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.From.Short() + " to " + p.To.Short()
	}
	return strings.Join(lines, "\n")
}

// String is the list as it is kept: 2026-09-07/2026-12-18, and a space between two.
func (ps Periods) String() string {
	parts := make([]string, len(ps))
	for i, p := range ps {
		parts[i] = p.From.String() + "/" + p.To.String()
	}
	return strings.Join(parts, " ")
}

// Value keeps the list as its text.
func (ps Periods) Value() (driver.Value, error) { return ps.String(), nil }

// Scan reads the list from either engine.
func (ps *Periods) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case nil:
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("cannot read stretches of days from %T", src)
	}
	*ps = nil
	for part := range strings.FieldsSeq(text) {
		from, to, _ := strings.Cut(part, "/")
		var p Period
		if err := p.From.Scan(from); err != nil {
			return err
		}
		if err := p.To.Scan(to); err != nil {
			return err
		}
		*ps = append(*ps, p)
	}
	return nil
}

// GormDataType names the column's type.
func (Periods) GormDataType() string { return "text" }
