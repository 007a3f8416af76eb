package work

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// TestWhoMovesAProgramme says of every state and every act what comes of it.
func TestWhoMovesAProgramme(t *testing.T) {
	want := map[State]map[Act]State{
		None:     {},
		Draft:    {Agree: Agreed, Discard: Agreed, Settle: Agreed},
		Agreed:   {Change: Draft, Review: Reviewed},
		Reviewed: {},
	}
	for _, from := range []State{None, Draft, Agreed, Reviewed} {
		for _, act := range []Act{Agree, Change, Discard, Settle, Review} {
			got, ok := transition(from, act)
			if to, may := want[from][act]; ok != may || got.To != to {
				t.Errorf("%s from %q leads to %q (%v), want %q (%v)", act, from, got.To, ok, to, may)
			}
		}
	}
	who := map[Act]access.Act{Agree: access.Agree, Change: access.Write, Discard: access.Write}
	for _, tr := range Transitions() {
		if tr.Who != who[tr.Act] {
			t.Errorf("%s is for whoever may %q, want %q", tr.Act, tr.Who, who[tr.Act])
		}
	}
}

func TestATaskSaysWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct {
		w     Wording
		field string
		says  string
	}{
		"nothing said": {Wording{Words: " "}, "words", "Say what is to be done"},
		"too long":     {Wording{Words: strings.Repeat("é", WordsLimit+1)}, "words", "500 characters"},
		"NUL":          {Wording{Words: "x", Indicators: "a\x00"}, "indicators", "cannot be kept"},
		"a slip":       {Wording{Words: "x", ByDate: calendar.NewDate(1027, 1, 1)}, "by", "a year like 2027"},
	} {
		_, err := tc.w.Check()
		if e := fault.As(err); e == nil || e.Fields[0].Name != tc.field || !strings.Contains(e.Fields[0].Message, tc.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if w, err := (Wording{Words: " as typed ", Criteria: "a\r\nb"}).Check(); err != nil || w.Words != " as typed " || w.Criteria != "a\nb" {
		t.Errorf("got %+v, %v", w, err)
	}
}

func TestATaskSaysHowBothWillKnow(t *testing.T) {
	for _, tc := range []struct {
		tasks []Task
		field string
	}{
		{nil, "tasks"}, {[]Task{{Number: 2, Criteria: " \n\t"}}, "task-2"}, {[]Task{{Number: 2, Criteria: "one"}}, ""},
	} {
		err := Ready(tc.tasks)
		if e := fault.As(err); (e == nil) != (tc.field == "") || e != nil && e.Fields[0].Name != tc.field {
			t.Errorf("%+v: %v", tc.tasks, err)
		}
	}
}

func TestAnOutcomeSaysWhenOrWhy(t *testing.T) {
	day := calendar.NewDate(2027, 6, 1)
	for _, tc := range []struct {
		o  Outcome
		ok bool
	}{
		{Outcome{Kind: Met, On: day}, true}, {Outcome{Kind: Met}, false}, {Outcome{Kind: Carried, Why: "x"}, true},
		{Outcome{Kind: Carried}, false}, {Outcome{Kind: Dropped, Why: "x"}, true}, {Outcome{Kind: Dropped, On: day}, false},
		{Outcome{}, false}, {Outcome{Kind: Met, On: day, PersonNote: "\xff"}, false},
	} {
		if err := tc.o.Check(); (err == nil) != tc.ok {
			t.Errorf("%+v: %v", tc.o, err)
		}
	}
}

func TestComparingTwoRevisions(t *testing.T) {
	before := Document{Tasks: []DocumentTask{{Number: 1, Words: "one"}, {Number: 2, Words: "two", Criteria: "a"}, {Number: 3, Words: "three"}}}
	after := Document{Tasks: []DocumentTask{{Number: 1, Words: "one"}, {Number: 2, Words: "two", Criteria: "a\nb"}, {Number: 4, Words: "four"}}}
	want := []Difference{
		{Task: 2, Words: "two", Fields: []FieldChange{{"Success criteria", "a", "a\nb"}}},
		{Task: 4, Words: "four", Added: true}, {Task: 3, Words: "three", Removed: true},
	}
	if diff := cmp.Diff(want, Compare(before, after)); diff != "" {
		t.Error(diff)
	}
}

func TestASealedDocumentShowsAChange(t *testing.T) {
	text, digest, err := seal(Document{Person: "Siân", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := Revision{Document: text, Digest: digest}
	if _, err := r.Open(); err != nil {
		t.Fatal(err)
	}
	r.Document = strings.Replace(text, "Siân", "Sian", 1)
	if _, err := r.Open(); err == nil {
		t.Error("a changed document opens")
	}
}
