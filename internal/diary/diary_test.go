package diary

import (
	"strings"
	"testing"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/spelling"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWordsAreChecked(t *testing.T) {
	today, started := day("2026-11-21"), day("2024-09-01")
	for _, tc := range []struct {
		name    string
		words   Words
		started calendar.Date
		field   string // with a problem; empty for none
	}{
		{"one field is enough", Words{Learned: "To wait."}, started, ""},
		{"blank", Words{Learned: " \n"}, started, "learned"},
		{"just fits", Words{Learned: strings.Repeat("é", MaxText)}, started, ""},
		{"too long", Words{Learned: strings.Repeat("é", MaxText+1)}, started, "learned"},
		{"what happened is too long", Words{Learned: "x", Happened: strings.Repeat("x", MaxText+1)}, started, "happened"},
		{"NUL", Words{Learned: "x", NextStep: "a\x00"}, started, "next"},
		{"today", Words{Learned: "x", On: today}, started, ""},
		{"tomorrow", Words{Learned: "x", On: day("2026-11-22")}, started, "on"},
		{"the first day here", Words{Learned: "x", On: started}, started, ""},
		{"before the first day here", Words{Learned: "x", On: day("2024-08-31")}, started, "on"},
		{"nobody knows the first day", Words{Learned: "x", On: day("1950-01-01")}, calendar.Date{}, ""},
		{"before anybody here was born", Words{Learned: "x", On: day("1949-12-31")}, calendar.Date{}, "on"},
		{"not here yet", Words{Learned: "x"}, day("2027-01-01"), ""},
		{"no time", Words{Learned: "x", Minutes: 0}, started, ""},
		{"a hundred hours", Words{Learned: "x", Minutes: 6000}, started, ""},
		{"more", Words{Learned: "x", Minutes: 6001}, started, "minutes"},
		{"less than no time", Words{Learned: "x", Minutes: -1}, started, "minutes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.words.Check(today, tc.started)
			if tc.field == "" {
				if err != nil || got.On.IsZero() || got.Kind != Informal || got.Place != OnTheJob {
					t.Fatalf("got %+v, %v", got, err)
				}
				return
			}
			if e := fault.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Name != tc.field {
				t.Fatalf("got %v, want a problem of %s", err, tc.field)
			}
		})
	}
}

func TestWordsTakeNoForeignChoices(t *testing.T) {
	got, err := Words{Learned: "x", Kind: "secret", Place: "elsewhere", Share: access.Team | access.Auditor | access.Owner}.Check(day("2026-11-21"), calendar.Date{})
	if err != nil || got.Kind != Informal || got.Place != OnTheJob || got.Share != access.Team {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func TestHalfDaysAreSummedThenRoundedDown(t *testing.T) {
	for _, tc := range []struct{ minutes, day, half, over int }{
		{0, 360, 0, 0}, {179, 360, 0, 179}, {180, 360, 1, 0}, {359, 360, 1, 179}, {360, 360, 2, 0}, {545, 360, 3, 5},
		{1080, 360, 6, 0}, {210, 420, 1, 0}, {187, 375, 0, 187}, {188, 375, 1, 0}, {375, 375, 2, 0}, {60, 0, 0, 60}, {-5, 360, 0, 0},
	} {
		if half, over := HalfDays(tc.minutes, tc.day), Over(tc.minutes, tc.day); half != tc.half || over != tc.over {
			t.Errorf("%d minutes of days of %d: %d half-days and %d over, want %d and %d", tc.minutes, tc.day, half, over, tc.half, tc.over)
		}
	}
}

func TestLengthIsReadAndSaid(t *testing.T) {
	for _, tc := range []struct {
		typed   string
		minutes int
		said    string
	}{
		{"", 0, ""}, {" 45 ", 45, "45 minutes"}, {"1 minute", 1, "1 minute"}, {"90", 90, "1 hour 30 minutes"},
		{"1:30", 90, "1 hour 30 minutes"}, {"1h 30m", 90, "1 hour 30 minutes"}, {"1h30m", -1, ""}, {"1 Hour and 30 Minutes", 90, "1 hour 30 minutes"},
		{"an hour", 60, "1 hour"}, {"half an hour", 30, "30 minutes"}, {"2½ hours", 150, "2 hours 30 minutes"}, {"2.5 hrs", 150, "2 hours 30 minutes"},
		{"½ hour", 30, "30 minutes"}, {"half a day", 180, "½ day"}, {"half day", 180, "½ day"}, {"a day", 360, "1 day"}, {"1½ days", 540, "1½ days"},
		{"2 days", 720, "2 days"}, {"3 hours", 180, "½ day"}, {"1 day, 20 minutes", 380, "6 hours 20 minutes"}, {"6000", 6000, "100 hours"},
		{"6001", -1, ""}, {"17 days", -1, ""}, {"-5", -1, ""}, {"ages", -1, ""}, {"1:75", -1, ""}, {"9999999999999999999", -1, ""},
		{"999999 days", -1, ""}, {"١٢", -1, ""}, {"1e3", -1, ""}, {"5 minutes 5", -1, ""}, {"½", -1, ""}, {"'; DROP TABLE--", -1, ""},
	} {
		got, err := ParseLength(tc.typed, 360)
		if tc.minutes < 0 {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%q = %d, %v; want a problem", tc.typed, got, err)
			}
			continue
		}
		if err != nil || got != tc.minutes || DayLength(got, 360) != tc.said {
			t.Errorf("%q = %d, %v, said %q; want %d, said %q", tc.typed, got, err, DayLength(got, 360), tc.minutes, tc.said)
		}
		if again, err := ParseLength(Length(got), 360); err != nil || again != got {
			t.Errorf("%q said as %q is read as %d, %v", tc.typed, Length(got), again, err)
		}
	}
}

func TestAYearAgo(t *testing.T) {
	today := day("2027-03-11")
	for _, tc := range []struct {
		name string
		on   []string
		want string
	}{
		{"none", nil, ""},
		{"the very day", []string{"2026-03-01", "2026-03-11", "2026-03-12"}, "2026-03-11"},
		{"the nearest", []string{"2026-02-26", "2026-03-15"}, "2026-03-15"},
		{"the later of two as near", []string{"2026-03-09", "2026-03-13"}, "2026-03-13"},
		{"fifteen days off", []string{"2026-03-26"}, "2026-03-26"},
		{"sixteen days off", []string{"2026-03-27", "2026-02-23"}, ""},
		{"this year", []string{"2027-03-10"}, ""},
	} {
		var entries []Entry
		for _, on := range tc.on {
			entries = append(entries, Entry{HappenedOn: day(on)})
		}
		got, ok := YearAgo(entries, today)
		if ok != (tc.want != "") || got.HappenedOn.String() != tc.want {
			t.Errorf("%s: %s, %v; want %q", tc.name, got.HappenedOn, ok, tc.want)
		}
	}
	if got, ok := YearAgo([]Entry{{HappenedOn: day("2027-02-28")}}, day("2028-02-29")); !ok || got.HappenedOn.IsZero() {
		t.Error("the 29th of February has a year ago too")
	}
}

func TestFolding(t *testing.T) {
	for _, tc := range []struct{ text, query string }{
		{"Siân sat with Zoë", "sian ZOE"}, {"STRASSE", "straße"}, {"Straße", "STRASSE"}, {"line\nbreak  here", "break here"},
		{"पढ़ना सीखा", "पढ़ना"}, {"学习了很多", "学习"}, {"ﬁnd", "find"}, {"Ελληνικά", "ελληνικα"}, {"100% of _it_", "% _"}, {"a\x00b", "\x00b"},
	} {
		for _, term := range terms(tc.query) {
			if !strings.Contains(spelling.Fold(tc.text), term) {
				t.Errorf("%q folds to %q and does not hold %q of %q", tc.text, spelling.Fold(tc.text), term, tc.query)
			}
		}
	}
	if strings.Contains(spelling.Fold("किताब"), spelling.Fold("कताब")) {
		t.Error("a vowel sign is not an accent")
	}
	if got := terms(strings.Repeat("a ", 500)); len(got) != maxTerms {
		t.Errorf("%d terms", len(got))
	}
	if got := pattern("50%_!x"); got != "%50!%!_!!x%" {
		t.Errorf("pattern %q", got)
	}
}

func TestSharingInTheTrail(t *testing.T) {
	for _, tc := range []struct {
		before, after access.Relation
		want          string
	}{
		{access.None, access.None, ""}, {access.Team, access.Team, ""}, {access.Team, access.None, "stopped sharing"},
		{access.None, access.Partner | access.Team, "shared with learning partner, team"}, {access.Partner, access.Manager, "shared with line manager"},
	} {
		if got := sharingAct(tc.before, tc.after); got != tc.want {
			t.Errorf("from %v to %v: %q, want %q", tc.before, tc.after, got, tc.want)
		}
	}
}

func TestEveryStateHasAWayOut(t *testing.T) {
	for _, from := range []State{Kept, Deleted} {
		found := false
		for _, m := range moves {
			found = found || m.from == from && m.to != from
		}
		if !found {
			t.Errorf("no way out of %s", from)
		}
	}
	if Recoverable != 30*24*time.Hour {
		t.Error("the pages promise 30 days")
	}
}
