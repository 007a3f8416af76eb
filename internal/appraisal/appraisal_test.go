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
		if got := fields(checkSignature(tc.typed, "Siân Llwyd-ap-Iorwerth", tc.fair, unticked)); got != tc.want {
			t.Errorf("%q, %v: problems in %q, want %q", tc.typed, tc.fair, got, tc.want)
		}
	}
}

func TestANameIsTheSameWhateverTheKeyboard(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		same bool
	}{
		{"Sia\u0302n Howell", "Siân Howell", true}, {"O'Brien", "O’BRIEN", true}, {"Anne-Marie  Dubois", "anne–marie dubois", true},
		{"Amina\u200bYusuf", "Amina Yusuf", true}, {"王小明", "王小明", true}, {"王小明", "王小", false}, {"Sian", "Siân", false},
		{"👩‍🏫", "👩‍🏫", true}, {"👩‍🏫", "🦊", false}, {"Dan", "Dan Okoro", false}, {"X Æ A-12", "x æ a12", true}, {"...", "Dan", false},
	} {
		if got := sameName(tc.a, tc.b); got != tc.same {
			t.Errorf("%+q and %+q are the same: %v", tc.a, tc.b, got)
		}
	}
	if err := checkSignature(" ", " ", true, unticked); err == nil {
		t.Error("nothing is signed with nothing")
	}
}

func TestWhatWasSaidOfWhatLeftStaysATopic(t *testing.T) {
	d := Document{
		Gathered: Gathered{Targets: []TargetFact{{Key: "target-1", Number: 1, Need: "Online"}}},
		Self:     Voice{"target-10": {Text: "Ten"}, "target-2": {Judgement: JudgedMet}, "target-3": {Text: " "}},
		Response: Voice{"task-4": {Text: "Four"}, "target-2": {Text: "Two"}},
	}
	var got []string
	for _, topic := range d.Topics() {
		if topic.Kind == AboutLeft {
			got = append(got, topic.Title+", "+topic.Facts)
			if topic.Judged() {
				t.Errorf("%s is to be judged", topic.Title)
			}
		}
	}
	want := "Task 4, No longer in the work programme; Target 2, No longer in the learning plan; Target 10, No longer in the learning plan"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("left: %s", s)
	}
	if n := len(d.Topics()); n != 1+3+3 {
		t.Errorf("%d topics", n)
	}
}

func TestTheYearInWords(t *testing.T) {
	for _, tc := range []struct {
		interviews, halfDays int
		want                 string
	}{
		{0, 0, "The learning year"}, {0, 1, "No interviews and ½ day off the job"}, {1, 0, "1 interview and no days off the job"}, {1, 1, "1 interview and ½ day off the job"}, {2, 2, "2 interviews and 1 day off the job"},
		{3, 5, "3 interviews and 2½ days off the job"},
	} {
		if got := (Gathered{Interviews: make([]InterviewFact, tc.interviews), HalfDays: tc.halfDays}).InWords(); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

func TestCheckOpening(t *testing.T) {
	day := func(s string) calendar.Date {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	today := day("2027-07-02")
	this := calendar.September.YearOf(today)
	for _, tc := range []struct {
		name string
		o    Opening
		want string
	}{
		{"good", Opening{Title: "Appraisal 2027", Year: this, SelfBy: today, CloseBy: today}, ""},
		{"last year's", Opening{Title: "Late", Year: this.Previous(), SelfBy: today, CloseBy: today}, ""},
		{"a year to come", Opening{Title: "Early", Year: this.Next(), SelfBy: today, CloseBy: today}, "year"},
		{"long ago", Opening{Title: "Old", Year: this.Previous().Previous(), SelfBy: today, CloseBy: today}, "year"},
		{"nothing said", Opening{Year: this}, "title self_by close_by"},
		{"past days", Opening{Title: "A", Year: this, SelfBy: day("2027-07-01"), CloseBy: day("2027-06-01")}, "self_by close_by"},
		{"the wrong way round", Opening{Title: "A", Year: this, SelfBy: day("2027-07-20"), CloseBy: day("2027-07-10")}, "close_by"},
		{"a slip of the year", Opening{Title: "A", Year: this, SelfBy: today, CloseBy: day("2072-07-10")}, "close_by"},
	} {
		if got := fields(tc.o.Check(today)); got != tc.want {
			t.Errorf("%s: problems in %q, want %q", tc.name, got, tc.want)
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
	newer := strings.Replace(text, `"format":1`, `"format":2`, 1)
	if _, err := unseal(newer, sealHash(newer)); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("a record of a newer program: %v", err)
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
