package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

var states = []State{None, Draft, Proposed, Agreed, Reviewed}

// TestWhoMovesAPlan says of every state and every act what comes of it, so that
// nothing can be added to the table without a word here.
func TestWhoMovesAPlan(t *testing.T) {
	want := map[State]map[Act]State{
		None:     {},
		Draft:    {Propose: Proposed, Discard: Agreed, Settle: Agreed},
		Proposed: {TakeBack: Draft, Agree: Agreed, SendBack: Draft, Settle: Agreed},
		Agreed:   {Change: Draft, Review: Reviewed},
		Reviewed: {},
	}
	acts := []Act{Propose, TakeBack, Agree, SendBack, Change, Discard, Settle, Review}
	for _, from := range states {
		for _, act := range acts {
			got, ok := transition(from, act)
			if to, may := want[from][act]; ok != may || got.To != to {
				t.Errorf("%s from %q leads to %q (%v), want %q (%v)", act, from, got.To, ok, to, may)
			}
		}
	}
	who := map[Act]access.Act{Propose: access.Write, TakeBack: access.Write, Change: access.Write, Discard: access.Write, Agree: access.Agree, SendBack: access.Agree}
	for _, tr := range Transitions() {
		if tr.Who != who[tr.Act] {
			t.Errorf("%s is for whoever may %q, want %q", tr.Act, tr.Who, who[tr.Act])
		}
	}
}

func TestPastYearsAreLocked(t *testing.T) {
	year, err := calendar.September.ParseYear("2026-27")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		today       string
		state       State
		write, mark string
	}{
		{"2026-11-21", None, "", ""},
		{"2026-11-21", Draft, "", ""},
		{"2026-11-21", Proposed, "Take it back", ""},
		{"2026-11-21", Agreed, "Suggest a change", ""},
		{"2026-11-21", Reviewed, "reviewed at appraisal", "reviewed at appraisal"},
		{"2027-08-31", Draft, "", ""},
		{"2027-09-01", Draft, "is over", "is over"},
		{"2027-09-01", Agreed, "is over", "is over"},
		{"2025-09-01", Draft, "", ""},
		{"2025-08-31", Draft, "no such", "no such"},
	} {
		today, _ := calendar.ParseDate(tc.today)
		p := Plan{State: tc.state}
		for what, got := range map[string]struct {
			err  error
			want string
		}{"write": {p.CanWrite(today, year), tc.write}, "mark": {p.CanMark(today, year), tc.mark}} {
			if (got.err == nil) != (got.want == "") || got.err != nil && !strings.Contains(got.err.Error(), got.want) {
				t.Errorf("%s on %s in %q: %v, want %q", what, tc.today, tc.state, got.err, got.want)
			}
		}
	}
}

func good() Wording {
	return Wording{Need: "Run a confident online session", Source: FromOwn, Criteria: []CriterionWording{{0, "Six families stay to the end"}}}
}

func TestAWordingSaysWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Wording)
		field  string
		says   string
	}{
		"nothing said":          {func(w *Wording) { w.Need = " \n" }, "need", "Say what you want to get better at"},
		"far too long":          {func(w *Wording) { w.Need = strings.Repeat("é", NeedLimit+1) }, "need", "500 characters or fewer"},
		"NUL":                   {func(w *Wording) { w.Why = "a\x00b" }, "why", "cannot be kept"},
		"no source":             {func(w *Wording) { w.Source = "moon" }, "source", "Choose where"},
		"a strategy's kind":     {func(w *Wording) { w.Strategies = []StrategyWording{{Words: "x", Kind: "osmosis"}} }, "strategy-1-kind", "Choose a kind"},
		"a date without words":  {func(w *Wording) { w.Strategies = []StrategyWording{{ByDate: calendar.NewDate(2027, 1, 2)}} }, "strategy-1", "clear the date"},
		"a slip in the year":    {func(w *Wording) { w.ByDate = calendar.NewDate(1027, 1, 2) }, "by", "a year like 2027"},
		"a cost without bounds": {func(w *Wording) { w.CostPence = MostCost + 1 }, "cost", "£100,000"},
		"too many hours":        {func(w *Wording) { w.Minutes = MostMinutes + 1 }, "hours", "2,000 hours"},
		"a release of no kind":  {func(w *Wording) { w.Released = "shouted" }, "released", "team plan"},
		"second criterion":      {func(w *Wording) { w.Criteria = append(w.Criteria, CriterionWording{0, "a\xff"}) }, "criterion-2", "cannot be kept"},
		"too many criteria":     {func(w *Wording) { w.Criteria = slicesOf(21) }, "criterion-1", "up to 20"},
	} {
		t.Run(name, func(t *testing.T) {
			w := good()
			tc.change(&w)
			_, err := w.Check()
			e := fault.As(err)
			if e == nil || len(e.Fields) == 0 || e.Fields[0].Name != tc.field || !strings.Contains(e.Fields[0].Message, tc.says) {
				t.Errorf("got %+v, want %s: %s", err, tc.field, tc.says)
			}
		})
	}
}

func slicesOf(n int) []CriterionWording {
	out := make([]CriterionWording, n)
	for i := range out {
		out[i].Words = "one"
	}
	return out
}

func TestBlankLinesAreDropped(t *testing.T) {
	w := good()
	w.Criteria = []CriterionWording{{0, ""}, {0, " kept as typed "}, {0, "\t"}}
	w.Strategies = []StrategyWording{{Words: ""}, {Words: "read", Kind: Reading}}
	got, err := w.Check()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Criteria) != 1 || got.Criteria[0].Words != " kept as typed " || len(got.Strategies) != 1 || got.Released != NotReleased {
		t.Errorf("got %+v", got)
	}
}

func TestATargetSaysHowOneWillKnow(t *testing.T) {
	known := Target{Number: 1, Criteria: []Criterion{{Words: "x"}}}
	for _, tc := range []struct {
		name    string
		targets []Target
		field   string
	}{
		{"nothing", nil, "targets"},
		{"no criterion", []Target{known, {Number: 3}}, "target-3"},
		{"ready", []Target{known}, ""},
	} {
		err := Ready(tc.targets)
		if tc.field == "" {
			if err != nil {
				t.Errorf("%s: %v", tc.name, err)
			}
			continue
		}
		if e := fault.As(err); e == nil || e.Fields[0].Name != tc.field {
			t.Errorf("%s: %v, want a problem at %s", tc.name, err, tc.field)
		}
	}
	if err := Ready([]Target{{Number: 2}}); !strings.Contains(err.Error(), "Say how you will know") {
		t.Error(err)
	}
}

func TestAnOutcomeSaysWhenOrWhy(t *testing.T) {
	day := calendar.NewDate(2027, 6, 1)
	for _, tc := range []struct {
		o  Outcome
		ok bool
	}{
		{Outcome{1, Met, day, ""}, true}, {Outcome{1, Met, calendar.Date{}, ""}, false},
		{Outcome{1, Carried, calendar.Date{}, "half done"}, true}, {Outcome{1, Carried, day, " "}, false},
		{Outcome{1, Dropped, calendar.Date{}, "moved team"}, true}, {Outcome{1, Dropped, day, ""}, false},
		{Outcome{1, NoOutcome, day, "x"}, false}, {Outcome{1, "won", day, "x"}, false},
	} {
		if err := tc.o.Check(); (err == nil) != tc.ok {
			t.Errorf("%+v: %v", tc.o, err)
		}
	}
}

// TestTicksStayWithTheirLines: rewording keeps a tick, a line that is taken out
// takes its tick along, and no number is used again.
func TestTicksStayWithTheirLines(t *testing.T) {
	day := calendar.NewDate(2026, 11, 1)
	target := Target{Number: 1, Criteria: []Criterion{{Number: 1, Words: "a", MetOn: day}, {Number: 2, Words: "b"}, {Number: 4, Words: "c", MetOn: day}},
		Strategies: []Strategy{{Number: 3, Words: "s", Status: Done}}}
	next := Plan{Targets: []Target{target}}.nextLine(1)
	target.take(Wording{
		Criteria:   []CriterionWording{{4, "c"}, {0, "new"}, {1, "a, better said"}, {1, "forged twice"}, {9, "forged"}},
		Strategies: []StrategyWording{{Words: "t"}, {Number: 3, Words: "s"}},
	}, next)
	want := []Criterion{
		// Strategies are numbered first, from the same row of numbers: a new one took 5.
		{Target: 1, Number: 4, Place: 0, Words: "c", MetOn: day}, {Target: 1, Number: 6, Place: 1, Words: "new"},
		{Target: 1, Number: 1, Place: 2, Words: "a, better said", MetOn: day},
		{Target: 1, Number: 7, Place: 3, Words: "forged twice"}, {Target: 1, Number: 8, Place: 4, Words: "forged"},
	}
	if diff := cmp.Diff(want, target.Criteria, cmp.Comparer(func(a, b calendar.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if s := target.Strategies; s[0].Number != 5 || s[0].Status != Todo || s[1].Number != 3 || s[1].Status != Done {
		t.Errorf("strategies %+v", s)
	}
}

func TestComparingTwoRevisions(t *testing.T) {
	before := Document{Targets: []DocumentTarget{
		{Number: 1, Need: "one", Source: FromOwn, Criteria: []DocumentCriterion{{1, "a", calendar.Date{}}}},
		{Number: 2, Need: "two", Source: FromOwn}, {Number: 3, Need: "three", Source: FromOwn},
	}}
	after := Document{Targets: []DocumentTarget{
		{Number: 1, Need: "one", Source: FromOwn, Progress: UnderWay, Criteria: []DocumentCriterion{{1, "a", calendar.NewDate(2026, 11, 1)}}},
		{Number: 3, Need: "three", Source: FromAppraisal, SourceWords: "July 2026", CostPence: 8500, Minutes: 90, By: calendar.NewDate(2027, 5, 28)},
		{Number: 4, Need: "four"},
	}}
	want := []Difference{
		{3, "three", Changed, []FieldChange{
			{"Came from", "own choice", "appraisal, July 2026"}, {"By", "", "28 May 2027"},
			{"Estimated cost", "", "£85"}, {"Estimated time", "", "1½ hours"},
		}},
		{4, "four", Added, nil}, {2, "two", Removed, nil},
	}
	if diff := cmp.Diff(want, Compare(before, after)); diff != "" {
		t.Error(diff)
	}
}

func TestASealedDocumentShowsAChange(t *testing.T) {
	text, digest, err := seal(Document{Person: "Siân 👩🏽‍🏫", Year: "2026-27", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := Revision{Document: text, Digest: digest}
	if d, err := r.Open(); err != nil || d.Person != "Siân 👩🏽‍🏫" {
		t.Fatalf("%+v, %v", d, err)
	}
	r.Document = strings.Replace(text, `"revision":1`, `"revision":2`, 1)
	if _, err := r.Open(); err == nil {
		t.Error("a changed document opens")
	}
}

func TestDuration(t *testing.T) {
	for minutes, want := range map[int]string{0: "0 minutes", 1: "1 minute", 60: "1 hour", 90: "1½ hours", 120: "2 hours", 140: "2 hours 20 minutes", 61: "1 hour 1 minute"} {
		if got := Duration(minutes); got != want {
			t.Errorf("%d minutes: %s, want %s", minutes, got, want)
		}
	}
}
