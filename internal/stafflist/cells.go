package stafflist

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

func (l *List) readFTE(row *Row, text string) {
	if text == "" {
		return
	}
	thousandths, ok := people.ParseShare(text)
	if !ok {
		l.reject(row, FTE, "Not a share of full time from 0 to 2, like 0.5 or 50%")
	}
	row.FTE = thousandths
}

func (l *List) readDate(row *Row, c Column, text string) calendar.Date {
	if text == "" {
		return calendar.Date{}
	}
	date, ok := parseDate(text)
	if !ok {
		l.reject(row, c, "Not a date like 2026-09-01 or 1/9/2026")
	}
	return date
}

// parseDate reads the ways in which staff systems write dates. Of two numbers
// before a year the first is the day.
func parseDate(text string) (calendar.Date, bool) {
	text = strings.TrimSuffix(strings.TrimSuffix(text, " 00:00:00"), "T00:00:00")
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
		if len(parts) != 3 {
			return calendar.Date{}, false
		}
		t, err = time.Parse("2 1 2006", dayOf(parts[0])+" "+monthOf(parts[1])+" "+yearOf(parts[2]))
	}
	if err != nil || t.Year() < 1900 || t.Year() >= 2200 {
		return calendar.Date{}, false
	}
	return calendar.DateOf(t), true
}

// dayOf is the day without the ending of "1st".
func dayOf(text string) string {
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if day, found := strings.CutSuffix(strings.ToLower(text), ending); found {
			return day
		}
	}
	return text
}

// monthOf is the number of a month that may be written as a word.
func monthOf(text string) string {
	word := strings.ToLower(text)
	if word == "sept" {
		return "9"
	}
	for month := time.January; month <= time.December; month++ {
		if name := strings.ToLower(month.String()); word == name || word == name[:3] {
			return strconv.Itoa(int(month))
		}
	}
	return text
}

// yearOf is a year in full: of two digits those below 50 are of this century.
func yearOf(text string) string {
	if len(text) != 2 {
		return text
	}
	if text < "50" {
		return "20" + text
	}
	return "19" + text
}

// isVacantName says that the cell of a name says that nobody is in the post.
func isVacantName(name string) bool {
	word := strings.Trim(strings.ToLower(name), ".()[]*-–— ")
	switch word {
	case "", "vacancy", "post vacant", "unfilled", "n/d", "n/a", "tbc", "tba", "tbd", "eliminated", "no postholder", "no post holder":
		return true
	}
	rest, found := strings.CutPrefix(word, "vacant")
	return found && !startsWithLetter(rest)
}

// trailer says whether a row is none of anybody but one that a report ends with,
// such as a total, and which words show it.
func trailer(cells []string) (word string, is bool) {
	var said []string
	for _, c := range cells {
		if c = clean(c); c != "" {
			said = append(said, c)
		}
	}
	if len(said) == 0 {
		return "", false
	}
	first := strings.ToLower(strings.Trim(said[0], "*-=<>:. "))
	if !slices.ContainsFunc(said[1:], hasLetters) && (first == "total" || first == "totals" || totals.MatchString(first)) {
		return said[0], true
	}
	return said[0], len(said) == 1 && endings.MatchString(first)
}

func hasLetters(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

var (
	totals  = regexp.MustCompile(`^(grand|sub|overall|final)[- ]?totals?\b|^totals? (for|of|number|headcount|staff|posts|people|employees|fte|records|rows)\b|^(number|count) of\b|^(record|row|head) ?count\b`)
	endings = regexp.MustCompile(`^end$|^end of (report|file|list|data|extract|document|staff list)\b|^(report|extract|list) (ends|run|generated|produced|printed)\b|^(printed|generated|produced|extracted|run) (on|by|at)\b|^page \d+|^\d+ (rows?|records?|employees|staff|people|posts)\b`)
)
