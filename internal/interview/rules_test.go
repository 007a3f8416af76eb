package interview

import (
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

func TestTransitionsAreTheWholeTable(t *testing.T) {
	states := []State{None, Proposed, Arranged, Held, Shared, Answered, Confirmed, Cancelled}
	want := map[Act]string{
		Offer: "→proposed proposed→proposed arranged→proposed", Take: "proposed→arranged",
		Cancel: "proposed→cancelled arranged→cancelled", Prepare: "proposed→proposed arranged→arranged",
		Write: "→held arranged→held held→held answered→answered", Share: "arranged→shared held→shared answered→shared",
		Answer: "shared→answered", Confirm: "shared→confirmed answered→confirmed", Note: "confirmed→confirmed",
		Tick: "shared→shared answered→answered confirmed→confirmed", Conclude: "arranged→confirmed held→confirmed",
	}
	for act, moves := range want {
		var got []string
		for _, from := range states {
			t2, err := Next(act, from)
			if err == nil {
				got = append(got, string(from)+"→"+string(t2.To))
				continue
			}
			if !fault.Is(err, fault.Forbidden) || strings.HasSuffix(err.Error(), ".") {
				t.Errorf("%s from %q: %v, want a refusal in words", act, from, err)
			}
		}
		if strings.Join(got, " ") != moves {
			t.Errorf("%s: %s\nwant %s", act, strings.Join(got, " "), moves)
		}
	}
	for _, tr := range Transitions() {
		if want[tr.Act] == "" {
			t.Errorf("%s is in the table and not in this test", tr.Act)
		}
	}
}

func TestNothingLeavesAnEnd(t *testing.T) {
	for _, tr := range Transitions() {
		if (tr.From == Confirmed || tr.From == Cancelled) && tr.To != tr.From {
			t.Errorf("%s leads from %s to %s", tr.Act, tr.From, tr.To)
		}
	}
}

func TestWhoseActItIs(t *testing.T) {
	for _, tc := range []struct {
		by           By
		learnerOffer string // which sides may, where the learner offered the time
		partnerOffer string
	}{
		{ByEither, "learner partner", "learner partner"},
		{ByLearner, "learner", "learner"},
		{ByPartner, "partner", "partner"},
		{ByOther, "partner", "learner"},
	} {
		for offered, want := range map[Side]string{Learner: tc.learnerOffer, Partner: tc.partnerOffer} {
			var got []string
			for _, side := range []Side{Neither, Learner, Partner} {
				if (Transition{By: tc.by}).Allows(side, offered) {
					got = append(got, string(side))
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s, offered by the %s: %v, want %s", tc.by, offered, got, want)
			}
		}
	}
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWaitsFor(t *testing.T) {
	today := date("2026-11-21")
	for _, tc := range []struct {
		name string
		i    Interview
		want Side
	}{
		{"the learner offered", Interview{State: Proposed, LearnerID: "l", PartnerID: "p", ProposedByID: "l"}, Partner},
		{"the partner offered", Interview{State: Proposed, LearnerID: "l", PartnerID: "p", ProposedByID: "p"}, Learner},
		{"to come", Interview{State: Arranged, StartsOn: date("2026-11-22")}, Neither},
		{"today", Interview{State: Arranged, StartsOn: today}, Partner},
		{"a draft", Interview{State: Held}, Partner},
		{"shared", Interview{State: Shared}, Learner},
		{"answered back", Interview{State: Answered}, Partner},
		{"confirmed", Interview{State: Confirmed}, Neither},
		{"cancelled", Interview{State: Cancelled}, Neither},
	} {
		if got := tc.i.WaitsFor(today); got != tc.want {
			t.Errorf("%s: waits for %q, want %q", tc.name, got, tc.want)
		}
	}
}

var year = calendar.September.YearOf(date("2026-11-21"))

func TestExpectedFollowsThePartOfTheYear(t *testing.T) {
	for _, tc := range []struct {
		name    string
		here    calendar.Period
		proRata bool
		want    int
	}{
		{"all year", calendar.Period{}, true, 3},
		{"since long ago", calendar.Period{From: date("2019-01-01")}, true, 3},
		{"half the year", calendar.Period{From: date("2027-03-01")}, true, 2},
		{"the last month", calendar.Period{From: date("2027-08-01")}, true, 1},
		{"the last month, not pro rata", calendar.Period{From: date("2027-08-01")}, false, 3},
		{"left before", calendar.Period{From: date("2019-01-01"), To: date("2026-08-31")}, true, 0},
		{"left in autumn", calendar.Period{From: date("2019-01-01"), To: date("2026-11-30")}, true, 1},
		{"comes next year", calendar.Period{From: date("2027-10-01")}, false, 0},
	} {
		if got := Expected(3, tc.proRata, year, Part(year, tc.here)); got != tc.want {
			t.Errorf("%s: %d interviews, want %d", tc.name, got, tc.want)
		}
	}
}

func TestPaceIsSpreadOverTheYear(t *testing.T) {
	whole := Part(year, calendar.Period{})
	for _, tc := range []struct {
		on               string
		held, arranged   int
		behind, complete bool
		next             string
		toArrange        int
	}{
		{"2026-09-01", 0, 0, false, false, "2026-12-31", 3},
		{"2026-12-31", 0, 1, false, false, "2026-12-31", 2},
		{"2027-01-01", 0, 1, true, false, "2026-12-31", 2},
		{"2027-01-01", 1, 1, false, false, "2027-05-02", 1},
		{"2027-05-03", 1, 0, true, false, "2027-05-02", 2},
		{"2027-08-31", 2, 0, false, false, "2027-08-31", 1},
		{"2027-09-01", 2, 0, true, false, "2027-08-31", 1},
		{"2027-09-01", 3, 0, false, true, "", 0},
		{"2026-10-01", 4, 1, false, true, "", 0},
	} {
		p := PaceOf(3, whole, tc.held, tc.arranged, date(tc.on))
		if p.Behind() != tc.behind || p.Complete() != tc.complete || p.NextBy.String() != tc.next || p.ToArrange() != tc.toArrange {
			t.Errorf("%d held on %s: behind %v, complete %v, next by %s, %d to arrange; want %+v",
				tc.held, tc.on, p.Behind(), p.Complete(), p.NextBy, p.ToArrange(), tc)
		}
	}
	if p := PaceOf(0, whole, 0, 0, date("2027-08-31")); p.Behind() || !p.Complete() {
		t.Error("who is entitled to none is not behind")
	}
}

func TestAMeetingIsReadAsTyped(t *testing.T) {
	good := Typed{Day: "24", Month: "march", Year: "2027", Time: "2.30 pm", Minutes: "45", How: "phone"}
	m, err := good.Meeting()
	if err != nil || m.On != date("2027-03-24") || m.At.String() != "2:30pm" || m.Minutes != 45 {
		t.Fatalf("%+v, %v", m, err)
	}
	for field, spoil := range map[string]func(*Typed){
		"when":    func(t *Typed) { t.Day = "31"; t.Month = "2" },
		"time":    func(t *Typed) { t.Time = "after lunch" },
		"minutes": func(t *Typed) { t.Minutes = "0" },
		"how":     func(t *Typed) { t.How = "by pigeon" },
		"place":   func(t *Typed) { t.Place = strings.Repeat("x", PlaceLimit+1) },
	} {
		bad := good
		spoil(&bad)
		_, err := bad.Meeting()
		if e := fault.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Name != field {
			t.Errorf("spoiling %s gives %+v", field, e)
		}
	}
	if _, err := (Typed{}).Meeting(); len(fault.As(err).Fields) != 4 {
		t.Errorf("nothing typed: %v, want every problem at once", err)
	}
}

func TestWhenATimeCanBeOffered(t *testing.T) {
	today := date("2026-11-21")
	for day, ok := range map[string]bool{"2026-11-20": false, "2026-11-21": true, "2027-11-21": true, "2027-11-22": false} {
		var c fault.Collector
		(Meeting{On: date(day)}).toCome(&c, today)
		if (c.Err() == nil) != ok {
			t.Errorf("offering %s: %v", day, c.Err())
		}
	}
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		day string
		at  calendar.TimeOfDay
		ok  bool
	}{{"2026-11-21", 9 * 60, true}, {"2026-11-21", 11 * 60, false}, {"2026-09-01", 600, true}, {"2026-08-31", 600, false}} {
		var c fault.Collector
		(Meeting{On: date(tc.day), At: tc.at}).past(&c, now, time.UTC, year)
		if (c.Err() == nil) != tc.ok {
			t.Errorf("writing up %s at %s: %v", tc.day, tc.at, c.Err())
		}
	}
}

func TestWhatARecordMustHave(t *testing.T) {
	held := date("2026-11-20")
	said := []Prompt{{Question: "What?", Answer: "Patience."}}
	for _, tc := range []struct {
		name  string
		words Words
		field string
	}{
		{"an answer is enough", Words{Prompts: said}, ""},
		{"so is an agreement", Words{Actions: []Intended{{Text: "Visit Tom", Day: "1", Month: "12", Year: "2026"}}}, ""},
		{"nothing", Words{Prompts: []Prompt{{Question: "What?", Answer: " \n"}}}, "answer-1"},
		{"no date", Words{Prompts: said, Actions: []Intended{{}, {Text: "Visit Tom"}}}, "due-2"},
		{"no words", Words{Prompts: said, Actions: []Intended{{Day: "1", Month: "12", Year: "2026"}}}, "action-1"},
		{"too early", Words{Prompts: said, Actions: []Intended{{Text: "Visit Tom", Day: "19", Month: "11", Year: "2026"}}}, "due-1"},
	} {
		var c fault.Collector
		tc.words.ready(&c, held)
		e := fault.As(c.Err())
		if (e == nil) != (tc.field == "") || e != nil && e.Fields[0].Name != tc.field {
			t.Errorf("%s: %+v, want a problem of %q", tc.name, e, tc.field)
		}
	}
}

func TestADraftTakesAlmostAnything(t *testing.T) {
	var c fault.Collector
	w := Words{
		Prompts: []Prompt{{Answer: "a\r\nb"}},
		Actions: []Intended{{}, {Text: "half a thought", Day: "31", Month: "2"}, {Text: "x", Owner: "somebody"}},
	}.tidy(&c)
	if c.Err() != nil || w.Prompts[0].Answer != "a\nb" || len(w.Actions) != 2 || w.Actions[1].Owner != Learner {
		t.Fatalf("%+v, %v", w, c.Err())
	}
	many := Words{Actions: slices.Repeat([]Intended{{Text: "x"}}, MostActions+1)}
	for name, bad := range map[string]Words{
		"NUL": {Prompts: []Prompt{{Answer: "\x00"}}}, "too long": {Also: strings.Repeat("é", AlsoLimit+1)}, "too many": many,
	} {
		var c fault.Collector
		bad.tidy(&c)
		if c.Err() == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
