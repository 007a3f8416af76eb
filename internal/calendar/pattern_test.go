package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func d(t testing.TB, s string) Date {
	t.Helper()
	out, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// weekOf is a week by its halves: "Mo Tu- -We" is Monday, Tuesday morning and
// Wednesday afternoon.
func weekOf(t testing.TB, words string) Week {
	t.Helper()
	var w Week
	for word := range strings.FieldsSeq(words) {
		for _, day := range Weekdays() {
			if strings.Trim(word, "-") != day.String()[:2] {
				continue
			}
			if !strings.HasPrefix(word, "-") {
				w = w.With(day, Morning)
			}
			if !strings.HasSuffix(word, "-") {
				w = w.With(day, Afternoon)
			}
		}
	}
	return w
}

func TestWeekWords(t *testing.T) {
	for _, tt := range []struct{ week, want string }{
		{"Mo Tu We Th Fr", "Monday to Friday"},
		{"Mo Tu We Th Fr Sa Su", "Monday to Sunday"},
		{"Tu", "Tuesday"},
		{"Mo Tu", "Monday and Tuesday"},
		{"Mo We Fr", "Monday, Wednesday and Friday"},
		{"Mo Tu We Sa", "Monday to Wednesday and Saturday"},
		{"-Tu -Th", "Tuesday and Thursday afternoons or evenings"},
		{"Mo Tu We Th- -Fr", "Monday to Wednesday, Thursday mornings, Friday afternoons or evenings"},
		{"Mo- Tu- We-", "Monday to Wednesday mornings"},
		{"Su", "Sunday"},
		{"Mo Su", "Monday and Sunday"},
	} {
		if got := weekOf(t, tt.week).Words(); got != tt.want {
			t.Errorf("%s reads %q, want %q", tt.week, got, tt.want)
		}
	}
	if weekOf(t, "Mo Tu We Th Fr") != MondayToFriday || weekOf(t, "Mo Tu We Th Fr Sa Su") != WholeWeek {
		t.Error("the named weeks are not what their names say")
	}
}

func TestPatternWorks(t *testing.T) {
	terms, err := ParsePeriods("7 September 2026 to 18 December 2026\n4 January 2027 to 26 March 2027")
	if err != nil {
		t.Fatal(err)
	}
	other := Pattern{Week: MondayToFriday, Weeks: EveryOtherWeek, Since: d(t, "2026-12-16")} // a Wednesday
	for _, tt := range []struct {
		name    string
		pattern Pattern
		day     string
		half    Half
		want    bool
	}{
		{"a Friday afternoon", Usual(), "2026-11-27", Afternoon, true},
		{"a Saturday", Usual(), "2026-11-28", Morning, false},
		{"29 February", Usual(), "2028-02-29", Morning, true},
		{"the day on which the clocks go forward", Usual(), "2027-03-28", Morning, false}, // a Sunday
		{"the day after that", Usual(), "2027-03-29", Morning, true},
		{"the day after they go back", Usual(), "2026-10-26", Morning, true},
		{"an evening", Pattern{Week: weekOf(t, "-Tu -Th"), Weeks: EveryWeek}, "2026-11-24", Afternoon, true},
		{"the morning before it", Pattern{Week: weekOf(t, "-Tu -Th"), Weeks: EveryWeek}, "2026-11-24", Morning, false},
		{"the first day of term", Pattern{Week: MondayToFriday, Weeks: OnlyIn, Dates: terms}, "2026-09-07", Morning, true},
		{"the last", Pattern{Week: MondayToFriday, Weeks: OnlyIn, Dates: terms}, "2026-12-18", Afternoon, true},
		{"a Monday between terms", Pattern{Week: MondayToFriday, Weeks: OnlyIn, Dates: terms}, "2026-12-21", Morning, false},
		{"the Monday of the week that is counted from", other, "2026-12-14", Morning, true},
		{"the week after", other, "2026-12-21", Morning, false},
		{"over new year", other, "2026-12-31", Morning, true},
		{"in the same week, in the new year", other, "2027-01-01", Afternoon, true},
		{"the first week that is all in the new year", other, "2027-01-04", Morning, false},
		{"and the one after", other, "2027-01-11", Morning, true},
		{"a week before", other, "2026-12-11", Morning, false},
		{"two weeks before", other, "2026-12-04", Morning, true},
		{"years before", other, "2024-01-01", Morning, true},
	} {
		if got := tt.pattern.Works(d(t, tt.day), tt.half); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestPatternHalfDays(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		want     int
	}{
		{"2026-11-23", "2026-11-29", 10}, {"2026-11-28", "2026-11-29", 0}, {"2026-11-27", "2026-11-30", 4},
		{"2028-02-28", "2028-03-01", 6}, {"2026-11-30", "2026-11-27", 0},
	} {
		if got := Usual().HalfDays(Period{d(t, tt.from), d(t, tt.to)}); got != tt.want {
			t.Errorf("%s to %s has %d half-days, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestPatternProblem(t *testing.T) {
	for _, tt := range []struct {
		pattern Pattern
		want    string
	}{
		{Usual(), ""},
		{Pattern{Weeks: EveryWeek}, "week"},
		{Pattern{Week: WholeWeek + 1, Weeks: EveryWeek}, "week"},
		{Pattern{Week: 1}, "weeks"},
		{Pattern{Week: 1, Weeks: "now and then"}, "weeks"},
		{Pattern{Week: 1, Weeks: EveryOtherWeek}, "since"},
		{Pattern{Week: 1, Weeks: OnlyIn}, "dates"},
		{Pattern{Week: 1, Weeks: OnlyIn, Dates: make(Periods, MostPeriods+1)}, "dates"},
	} {
		what, say := tt.pattern.Problem()
		if what != tt.want || (say == "") != (what == "") {
			t.Errorf("%+v: %q, %q, want %q", tt.pattern, what, say, tt.want)
		}
	}
}

func TestRotaHoldsUntilTheNext(t *testing.T) {
	rota := Rota{
		{d(t, "2026-09-01"), Pattern{Week: weekOf(t, "Mo"), Weeks: EveryWeek}},
		{d(t, "2027-01-01"), Pattern{Week: weekOf(t, "Tu"), Weeks: EveryWeek}},
	}
	for day, want := range map[string]string{"2026-08-31": "Monday to Friday", "2026-09-01": "Monday", "2026-12-31": "Monday", "2027-01-01": "Tuesday", "2030-01-01": "Tuesday"} {
		p, said := rota.On(d(t, day))
		if p.Words() != want || said != (day != "2026-08-31") {
			t.Errorf("on %s: %s, said %v; want %s", day, p.Words(), said, want)
		}
	}
	if _, said := (Rota)(nil).On(d(t, "2026-11-28")); said {
		t.Error("nobody has said anything")
	}
}

func TestParsePeriods(t *testing.T) {
	got, err := ParsePeriods("\n 4/1/2027 – 26/3/2027 \r\n7 Sep 2026 until 18 december 2026\n\n2027-04-12 to 2027-07-16\n1.8.2027 - 1.8.2027")
	want := "7 September 2026 to 18 December 2026\n4 January 2027 to 26 March 2027\n12 April 2027 to 16 July 2027\n1 August 2027 to 1 August 2027"
	if err != nil || got.Lines() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got.Lines(), want)
	}
	for text, say := range map[string]string{
		"autumn term": "line 1", "7 September 2026 to Christmas": "line 1", "\n\n7 9 2026 to 6 9 2026": "line 3 ends before it begins",
		"31 February 2027 to 1 March 2027": "line 1", "<script> to </script>": "line 1", "7 9 26 to 8 9 26": "line 1", "to": "line 1", "\x00": "line 1",
		"٧ ٩ ٢٠٢٦ to 8 9 2026": "line 1",
	} {
		if _, err := ParsePeriods(text); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v, want %s", text, err, say)
		}
	}
	if all, err := ParsePeriods(" \n"); err != nil || all != nil {
		t.Errorf("nothing is %v, %v", all, err)
	}
}

func TestSpans(t *testing.T) {
	span := func(from, to string, noons ...bool) Span {
		s := Span{From: d(t, from), To: d(t, to)}
		if len(noons) == 2 {
			s.FromNoon, s.ToNoon = noons[0], noons[1]
		}
		return s
	}
	year := September.YearOf(d(t, "2027-03-01"))
	for _, tt := range []struct {
		span Span
		want string
	}{
		{span("2027-03-03", "2027-03-14"), "3 to 14 March"},
		{span("2027-02-28", "2027-03-03"), "28 February to 3 March"},
		{span("2026-12-20", "2027-01-04"), "20 December to 4 January"},
		{span("2027-08-20", "2027-09-04"), "20 August to 4 September 2027"},
		{span("2027-12-20", "2028-01-04"), "20 December 2027 to 4 January 2028"},
		{span("2027-03-03", "2027-03-03"), "3 March"},
		{span("2025-03-03", "2025-03-03"), "3 March 2025"},
		{span("2027-03-03", "2027-03-03", true, false), "the afternoon of 3 March"},
		{span("2027-03-03", "2027-03-03", false, true), "the morning of 3 March"},
		{span("2027-03-03", "2027-03-14", true, true), "midday on 3 March to midday on 14 March"},
		{span("2027-03-03", "2027-03-14", false, true), "3 March to midday on 14 March"},
	} {
		if got := year.SpanWords(tt.span); got != tt.want {
			t.Errorf("%+v reads %q, want %q", tt.span, got, tt.want)
		}
	}
	half := span("2027-03-03", "2027-03-05", true, true)
	for at, want := range map[string]bool{"2027-03-03 0": false, "2027-03-03 1": true, "2027-03-04 0": true, "2027-03-05 0": true, "2027-03-05 1": false} {
		day, n, _ := strings.Cut(at, " ")
		if got := half.Holds(d(t, day), Half(n[0]-'0')); got != want {
			t.Errorf("%s: %v, want %v", at, got, want)
		}
	}
	if !half.Touches(d(t, "2027-03-03")) || half.Touches(d(t, "2027-03-06")) {
		t.Error("it touches the days of which it has a half, and no other")
	}
	if span("2027-03-03", "2027-03-03", true, true).Empty() != true || half.Empty() {
		t.Error("from midday to midday of one day nothing is left")
	}
	if half.Overlaps(span("2027-03-05", "2027-03-08", true, false)) || !half.Overlaps(span("2027-03-05", "2027-03-08")) {
		t.Error("two may share a day and no half of it")
	}
	joined := JoinSpans([]Span{
		span("2027-03-05", "2027-03-08", true, false), half, span("2027-03-20", "2027-03-21"), span("2027-03-09", "2027-03-09"), span("2027-03-06", "2027-03-06"),
	})
	if got := fmt.Sprint(len(joined), " ", year.SpanWords(joined[0])); got != "2 midday on 3 March to 9 March" {
		t.Error(got)
	}
}

func anyDay(t *rapid.T, name string) Date {
	return NewDate(2024, time.January, 1+rapid.IntRange(0, 2000).Draw(t, name))
}

func anySpan(t *rapid.T) Span {
	from := anyDay(t, "from")
	return Span{
		From: from, To: from.AddDays(rapid.IntRange(0, 40).Draw(t, "days")),
		FromNoon: rapid.Bool().Draw(t, "from noon"), ToNoon: rapid.Bool().Draw(t, "to noon"),
	}
}

func TestSpanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOfN(rapid.Custom(anySpan), 0, 12).Draw(t, "spans")
		var held []Span
		for _, s := range spans {
			if !s.Empty() {
				held = append(held, s)
			}
		}
		joined := JoinSpans(held)
		for i := 1; i < len(joined); i++ {
			if joined[i-1].Overlaps(joined[i]) || joined[i].first() == joined[i-1].last()+1 {
				t.Fatalf("%v and %v could be joined", joined[i-1], joined[i])
			}
		}
		day := anyDay(t, "day")
		for _, half := range Halves() {
			in := func(all []Span) bool {
				for _, s := range all {
					if s.Holds(day, half) {
						return true
					}
				}
				return false
			}
			if in(held) != in(joined) {
				t.Fatalf("joining changed %s %d", day, half)
			}
		}
	})
}

func TestPatternProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		week := Week(rapid.IntRange(1, int(WholeWeek)).Draw(t, "week"))
		since := anyDay(t, "since")
		every, other := Pattern{Week: week, Weeks: EveryWeek}, Pattern{Week: week, Weeks: EveryOtherWeek, Since: since}
		from := anyDay(t, "from")
		fortnight := Period{from, from.AddDays(13)}
		if got, all := other.HalfDays(fortnight), every.HalfDays(fortnight); 2*got != all {
			t.Fatalf("every other week has %d of %d half-days in a fortnight", got, all)
		}
		for _, half := range Halves() {
			if other.Works(from, half) != other.Works(from.AddDays(14), half) {
				t.Fatal("two weeks on it is otherwise")
			}
			if every.Works(from, half) && other.Works(from, half) == other.Works(from.AddDays(7), half) {
				t.Fatal("a week on it is the same")
			}
		}
		cut := rapid.IntRange(0, 12).Draw(t, "cut")
		if a, b := (Period{from, from.AddDays(cut)}), (Period{from.AddDays(cut + 1), fortnight.To}); every.HalfDays(a)+every.HalfDays(b) != every.HalfDays(fortnight) {
			t.Fatal("a stretch has as many half-days as its parts")
		}
	})
}

func TestPeriodsAreKeptAndReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		periods := Periods(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Period {
			from := anyDay(t, "from")
			return Period{from, from.AddDays(rapid.IntRange(0, 100).Draw(t, "days"))}
		}), 0, MostPeriods).Draw(t, "periods"))
		kept, _ := periods.Value()
		var back Periods
		if err := back.Scan(kept); err != nil || back.String() != periods.String() {
			t.Fatalf("%v: %s became %s", err, periods, back)
		}
		typed, err := ParsePeriods(periods.Lines())
		if err != nil || len(typed) != len(periods) {
			t.Fatalf("%v: %d became %d", err, len(periods), len(typed))
		}
	})
}

func FuzzParsePeriods(f *testing.F) {
	for _, s := range []string{"7 September 2026 to 18 December 2026", "1/1/2027-2/1/2027", "–", "to to to", "\xff to \x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := ParsePeriods(s)
		if err != nil {
			return
		}
		for _, p := range all {
			if p.To.Before(p.From) {
				t.Errorf("%q gave %v", s, p)
			}
		}
		if again, err := ParsePeriods(all.Lines()); err != nil || again.String() != all.String() {
			t.Errorf("%q: %v, %s", s, err, again)
		}
	})
}
