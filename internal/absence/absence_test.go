package absence

import (
	"testing"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

func date(y int, m time.Month, d int) calendar.Date { return calendar.NewDate(y, m, d) }

func TestCheck(t *testing.T) {
	today := date(2026, time.November, 21)
	for _, tt := range []struct {
		name  string
		span  calendar.Span
		field string
	}{
		{"a day", calendar.Span{From: today, To: today}, ""},
		{"a year of study", calendar.Span{From: today, To: today.AddMonths(12)}, ""},
		{"two years less a day", calendar.Span{From: today, To: today.AddMonths(24).AddDays(-1)}, ""},
		{"half a day", calendar.Span{From: today, FromNoon: true, To: today}, ""},
		{"nothing", calendar.Span{}, "from"},
		{"backwards", calendar.Span{From: today, To: today.AddDays(-1)}, "to"},
		{"too long", calendar.Span{From: today, To: today.AddMonths(24)}, "to"},
		{"a slip in the year", calendar.Span{From: date(2206, 11, 21), To: date(2206, 11, 21)}, "from"},
		{"the other way", calendar.Span{From: date(1926, 11, 21), To: date(1926, 11, 21)}, "from"},
		{"from midday to midday", calendar.Span{From: today, FromNoon: true, To: today, ToNoon: true}, "to"},
		{"of two days", calendar.Span{From: today, FromNoon: true, To: today.AddDays(1), ToNoon: true}, ""},
	} {
		var c fault.Collector
		check(&c, tt.span, today)
		field := ""
		if e := fault.As(c.Err()); e != nil {
			field = e.Fields[0].Name
		}
		if field != tt.field {
			t.Errorf("%s: %v, want a word about %q", tt.name, c.Err(), tt.field)
		}
	}
}

func TestEndingEarlyIsNamedSo(t *testing.T) {
	was := calendar.Span{From: date(2026, 11, 2), To: date(2026, 11, 30)}
	for _, tt := range []struct {
		to   calendar.Span
		want string
	}{
		{calendar.Span{From: was.From, To: date(2026, 11, 20)}, ended},
		{calendar.Span{From: was.From, To: date(2026, 12, 1)}, changed},
		{calendar.Span{From: date(2026, 11, 3), To: date(2026, 11, 20)}, changed},
		{calendar.Span{From: was.From, FromNoon: true, To: date(2026, 11, 20)}, changed},
	} {
		if got := actOf(was, tt.to); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.to, got, tt.want)
		}
	}
}
