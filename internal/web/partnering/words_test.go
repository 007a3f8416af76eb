package partnering

import (
	"strings"
	"testing"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/interview"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/web"
)

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// on is the view of a day, of an organisation with nobody in it.
func on(t *testing.T, day string) *web.View {
	t.Helper()
	today := date(t, day)
	return &web.View{
		Chart: people.Draw(people.Structure{}, today), Settings: organisation.Defaults(), Today: today, Year: calendar.September.YearOf(today),
	}
}

func TestPaceIsSaidWithoutBlame(t *testing.T) {
	v := on(t, "2026-11-21")
	whole := interview.Part(v.Year, calendar.Period{})
	for _, tc := range []struct {
		name           string
		held, arranged int
		today, next    string
		want           string
	}{
		{"none yet", 0, 0, "2026-11-21", "", "One by 31 December keeps them spread over the year."},
		{"one arranged", 0, 1, "2026-11-21", "Friday 27 November", "Next: Friday 27 November."},
		{"late", 0, 0, "2027-02-01", "", "There is time for the next one now."},
		{"all held", 3, 0, "2027-02-01", "", "All 3 are held. More are welcome."},
		{"all held, and one more to come", 3, 1, "2027-02-01", "Monday 8 February", "All 3 are held. More are welcome."},
	} {
		day := on(t, tc.today)
		got := paceWords(day, interview.PaceOf(3, whole, tc.held, tc.arranged, day.Today), tc.next)
		if got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
		for _, never := range []string{"behind", "late", "overdue", "missed"} {
			if strings.Contains(got, never) {
				t.Errorf("%s: %q blames", tc.name, got)
			}
		}
	}
	if got := paceWords(v, interview.PaceOf(0, whole, 0, 0, v.Today), ""); got != "" {
		t.Errorf("who is entitled to none is told %q", got)
	}
}

func TestPips(t *testing.T) {
	v := on(t, "2026-11-21")
	whole := interview.Part(v.Year, calendar.Period{})
	for _, tc := range []struct {
		held, arranged int
		want           string
	}{{0, 0, "todo todo todo"}, {1, 1, "done booked todo"}, {2, 2, "done done booked booked"}, {4, 0, "done done done done"}} {
		if got := strings.Join(pips(interview.PaceOf(3, whole, tc.held, tc.arranged, v.Today)), " "); got != tc.want {
			t.Errorf("%d held and %d arranged: %s", tc.held, tc.arranged, got)
		}
	}
}

func TestOrdinals(t *testing.T) {
	for n, want := range map[int]string{1: "first", 3: "third", 10: "tenth", 11: "number 11", 0: "number 0"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}

func TestTheNextThingAboutAnInterview(t *testing.T) {
	today := date(t, "2026-11-21")
	soon := today.AddDays(3)
	for _, tc := range []struct {
		name  string
		r     interview.Reading
		label string
		chip  string
	}{
		{"a time to answer", interview.Reading{Interview: interview.Interview{State: interview.Proposed, LearnerID: "a", PartnerID: "b", ProposedByID: "b", StartsOn: soon},
			Side: interview.Learner, May: interview.May{Take: true}}, "Answer", "A time to answer"},
		{"a time offered", interview.Reading{Interview: interview.Interview{State: interview.Proposed, LearnerID: "a", PartnerID: "b", ProposedByID: "a", StartsOn: soon},
			Side: interview.Learner, May: interview.May{Offer: true}}, "", "Time offered"},
		{"arranged", interview.Reading{Interview: interview.Interview{State: interview.Arranged, StartsOn: soon}, Side: interview.Learner}, "Get ready", "Arranged"},
		{"over, and not written up, for the partner", interview.Reading{Interview: interview.Interview{State: interview.Arranged, StartsOn: today.AddDays(-2)},
			Side: interview.Partner, May: interview.May{Write: true}}, "Write the record", "To write up"},
		{"over, and not written up, for the learner", interview.Reading{Interview: interview.Interview{State: interview.Arranged, StartsOn: today.AddDays(-2)},
			Side: interview.Learner}, "", "Arranged"},
		{"a draft, for the partner", interview.Reading{Interview: interview.Interview{State: interview.Held}, Side: interview.Partner, May: interview.May{Write: true}},
			"Go on writing", "To finish"},
		{"a draft, for the learner", interview.Reading{Interview: interview.Interview{State: interview.Held}, Side: interview.Learner}, "", "Being written up"},
		{"to confirm", interview.Reading{Interview: interview.Interview{State: interview.Shared}, Side: interview.Learner, May: interview.May{Confirm: true}},
			"Read the record", "To read and confirm"},
		{"answered back", interview.Reading{Interview: interview.Interview{State: interview.Answered}, Side: interview.Partner, May: interview.May{Write: true}},
			"Read the answer", "Answered back"},
		{"confirmed", interview.Reading{Interview: interview.Interview{State: interview.Confirmed}, Side: interview.Learner}, "", "Confirmed"},
		{"cancelled", interview.Reading{Interview: interview.Interview{State: interview.Cancelled}, Side: interview.Learner}, "", "Cancelled"},
	} {
		got := ""
		if act := next(tc.r, today); act != nil {
			got = act.Label
		}
		if got != tc.label {
			t.Errorf("%s: to do is %q, want %q", tc.name, got, tc.label)
		}
		if c := chip(tc.r, today); c == nil || c.Text != tc.chip {
			t.Errorf("%s: marked %+v, want %q", tc.name, c, tc.chip)
		}
	}
}

func TestDatesNameTheirYearOnlyWhereItIsAnother(t *testing.T) {
	v := on(t, "2026-11-21")
	if got := dayMonth(v, date(t, "2027-04-30")); got != "30 April" {
		t.Errorf("in this learning year: %s", got)
	}
	if got := dayMonth(v, date(t, "2026-08-31")); got != "31 August 2026" {
		t.Errorf("in the last: %s", got)
	}
	p := &Pages{site: &web.Site{Clock: clock.Fixed(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), time.UTC)}}
	i := interview.Interview{StartsAt: time.Date(2027, 3, 24, 14, 0, 0, 0, time.UTC), StartsOn: date(t, "2027-03-24"), Minutes: 45, How: interview.ByPhone}
	if got := p.when(v, i) + "; " + p.hours(i); got != "Wednesday 24 March, 2pm; 2pm to 2:45pm" {
		t.Errorf("says %q", got)
	}
	r := interview.Reading{Interview: i, Number: 4}
	if got := p.caption(v, r); got != "Wednesday 24 March, 2pm, by phone · fourth this year" {
		t.Errorf("one more than everybody's: %q", got)
	}
	r.Number = 2
	if got := p.caption(v, r); got != "Wednesday 24 March, 2pm, by phone · second of at least 3 this year" {
		t.Errorf("says %q", got)
	}
	r.StartsOn = date(t, "2026-03-24")
	if got := p.caption(v, r); !strings.HasSuffix(got, "second of at least 3 in 2025 to 2026") {
		t.Errorf("of another year: %q", got)
	}
}

func TestRowsGrowWithTheWords(t *testing.T) {
	for text, want := range map[string]int{"": 3, "a\nb\nc\nd\ne": 5, strings.Repeat("word ", 1000): 12} {
		if got := rows(text, 3, 12); got != want {
			t.Errorf("%.10q needs %d rows, want %d", text, got, want)
		}
	}
}
