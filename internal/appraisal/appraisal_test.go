package appraisal

import (
	"strings"
	"testing"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

func TestTransitionsLeadOneWay(t *testing.T) {
	for _, tc := range []struct {
		name  string
		from  State
		to    State
		allow bool
	}{
		{ShareSelf, Preparing, SelfShared, true},
		{ShareSelf, SelfShared, "", false},
		{ShareResponse, Preparing, "", false},
		{ShareResponse, SelfShared, ResponseShared, true},
		{RecordMeeting, ResponseShared, Met, true},
		{WordThem, Met, Worded, true},
		{WordThem, Worded, Worded, true},
		{WordThem, AppraiserSigned, "", false},
		{SignFirst, Met, "", false},
		{SignFirst, Worded, AppraiserSigned, true},
		{SendBack, AppraiserSigned, Worded, true},
		{SendBack, PersonSigned, "", false},
		{SignLast, Worded, "", false},
		{SignLast, AppraiserSigned, PersonSigned, true},
		{Countersign, PersonSigned, Countersigned, true},
		{Countersign, Closed, "", false},
		{Close, PersonSigned, Closed, true},
		{Close, Countersigned, Closed, true},
		{Close, Worded, "", false},
	} {
		got, err := move(tc.from, tc.name)
		if (err == nil) != tc.allow || tc.allow && got.To != tc.to {
			t.Errorf("%s from %s: to %s, %v", tc.name, tc.from, got.To, err)
		}
		if !tc.allow && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s from %s is refused in words, not with %v", tc.name, tc.from, err)
		}
	}
	if _, err := move(Closed, "unseal"); err == nil || fault.KindOf(err) != fault.Internal {
		t.Error("a transition that does not exist is a mistake of the program")
	}
}

func TestNothingLeavesClosed(t *testing.T) {
	for _, tr := range Transitions() {
		for _, from := range tr.From {
			if from == Closed {
				t.Errorf("%s leaves closed", tr.Name)
			}
		}
	}
}

func TestEveryStateAndAnswerHasWords(t *testing.T) {
	for _, s := range States() {
		if s.Words() == string(s) {
			t.Errorf("%s has no words", s)
		}
	}
	for _, j := range Judgements() {
		if j.Words() == "" {
			t.Errorf("%s has no words", j)
		}
	}
	for _, o := range Outcomes() {
		if o.Words() == "" {
			t.Errorf("%s has no words", o)
		}
	}
}

func oneTarget() []Topic {
	return Gathered{Targets: []TargetFact{{Key: "target-1", Number: 1, Need: "Run an online session"}}}.Topics()
}

func fields(err error) string {
	e := fault.As(err)
	if e == nil {
		return ""
	}
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func TestCheckVoice(t *testing.T) {
	for _, tc := range []struct {
		name     string
		voice    Voice
		complete bool
		want     string
	}{
		{"nothing yet may be kept", Voice{}, false, ""},
		{"nothing cannot be shared", Voice{}, true, "target-1-judgement target-1"},
		{"a target wants a judgement", Voice{"proud-of": {Text: "The packs"}}, true, "target-1-judgement"},
		{"enough", Voice{"target-1": {Text: "Seven stayed", Judgement: JudgedNearly}}, true, ""},
		{"an answer that is not offered", Voice{"target-1": {Judgement: "9 of 10"}}, false, "target-1-judgement"},
		{"too long", Voice{"next-year": {Text: strings.Repeat("w", LimitText+1)}}, false, "next-year"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := fields(checkVoice(oneTarget(), tc.voice, tc.complete)); got != tc.want {
				t.Errorf("problems in %q, want %q", got, tc.want)
			}
		})
	}
	v := Voice{"target-9": {Text: "of nobody"}}
	if err := checkVoice(oneTarget(), v, false); err != nil || len(v["target-9"].Text) > 0 {
		t.Error("what is about no topic is not kept")
	}
}

func TestCheckAgreements(t *testing.T) {
	day, _ := calendar.ParseDate("2027-07-01")
	for _, tc := range []struct {
		name     string
		a        Agreements
		complete bool
		want     string
	}{
		{"unfinished may be kept", Agreements{}, false, ""},
		{"signing wants every outcome", Agreements{}, true, "target-1-outcome"},
		{"met", Agreements{Topics: map[string]Agreed{"target-1": {Outcome: OutcomeMet, On: day}}}, true, ""},
		{"carried wants a why", Agreements{Topics: map[string]Agreed{"target-1": {Outcome: OutcomeCarried}}}, true, "target-1-why"},
		{"dropped with a why", Agreements{Topics: map[string]Agreed{"target-1": {Outcome: OutcomeDropped, Why: "The post changed"}}}, true, ""},
		{"an answer that is not offered", Agreements{Topics: map[string]Agreed{"target-1": {Outcome: "excellent"}}}, false, "target-1-outcome"},
		{"a criterion without a target", Agreements{Next: []NextTarget{{Criterion: "Two families"}}}, false, "next-1-need"},
		{"too many", Agreements{Next: make([]NextTarget, LimitNext+1)}, false, "next-1-need"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := fields(checkAgreements(oneTarget(), &tc.a, tc.complete)); got != tc.want {
				t.Errorf("problems in %q, want %q", got, tc.want)
			}
		})
	}
	a := Agreements{Next: []NextTarget{{}, {Need: "Numbers"}, {Need: " "}}}
	if err := checkAgreements(nil, &a, false); err != nil || len(a.Next) != 1 {
		t.Errorf("blank rows are not kept: %+v, %v", a.Next, err)
	}
}

func TestCheckSignature(t *testing.T) {
	for _, tc := range []struct {
		typed string
		fair  bool
		want  string
	}{
		{"Siân Llwyd-ap-Iorwerth", true, ""},
		{"  siân  LLWYD-ap-Iorwerth ", true, ""},
		{"Sian Llwyd-ap-Iorwerth", true, "name"},
		{"Siân Llwyd-ap-Iorwerth", false, "fair"},
		{"", false, "fair name"},
	} {
		if got := fields(checkSignature(tc.typed, "Siân Llwyd-ap-Iorwerth", tc.fair)); got != tc.want {
			t.Errorf("%q, %v: problems in %q, want %q", tc.typed, tc.fair, got, tc.want)
		}
	}
}

func TestASealShowsAChange(t *testing.T) {
	text, hash, err := Document{Format: 1, Year: "2026-27", Statement: "I do not agree"}.seal()
	if err != nil {
		t.Fatal(err)
	}
	if d, err := unseal(text, hash); err != nil || d.Statement != "I do not agree" || d.Seal != hash {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := unseal(strings.Replace(text, "do not ", "", 1), hash); err == nil {
		t.Error("a changed record must show")
	}
}

func TestWhoItWaitsFor(t *testing.T) {
	counter := "helen"
	for _, tc := range []struct {
		state   State
		viewer  string
		manages bool
		want    bool
	}{
		{Preparing, "amina", false, true}, {Preparing, "dan", true, false},
		{SelfShared, "dan", true, true}, {SelfShared, "amina", false, false},
		{ResponseShared, "amina", false, true}, {ResponseShared, "dan", true, true},
		{Met, "amina", false, true}, {Worded, "dan", true, true}, {Worded, "amina", false, false},
		{AppraiserSigned, "amina", false, true}, {AppraiserSigned, "dan", true, false},
		{PersonSigned, "helen", false, true}, {PersonSigned, "dan", true, false},
		{Closed, "amina", false, false},
	} {
		b := Brief{PersonID: "amina", CountersignerID: &counter, State: tc.state}
		if got := b.Waits(tc.viewer, tc.manages); got != tc.want {
			t.Errorf("%s waits for %s: %v", tc.state, tc.viewer, got)
		}
	}
}
