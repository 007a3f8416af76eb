// Package appraisal holds the year's appraisal: the cycle that a coordinator
// opens, the two voices of person and appraiser, their agreements, the
// signatures, and the sealed document that closing leaves for good. It gathers
// from plan, work programme, interviews and diary through what those packages
// export; scores, and text that was not chosen or agreed, may not enter.
package appraisal

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// State is how far an appraisal has come.
type State string

// The states, in order. Nothing of one voice is seen by the other before it is
// shared; closed is for good.
const (
	Preparing       State = "preparing"
	SelfShared      State = "self_shared"
	ResponseShared  State = "response_shared"
	Met             State = "met"
	Worded          State = "worded"
	AppraiserSigned State = "appraiser_signed"
	PersonSigned    State = "person_signed"
	Countersigned   State = "countersigned"
	Closed          State = "closed"
)

// States lists all states in order.
func States() []State {
	return []State{Preparing, SelfShared, ResponseShared, Met, Worded, AppraiserSigned, PersonSigned, Countersigned, Closed}
}

// Words are the state's on pages.
func (s State) Words() string {
	switch s {
	case Preparing:
		return "Being prepared"
	case SelfShared:
		return "Self-evaluation shared"
	case ResponseShared:
		return "Response shared"
	case Met:
		return "Talked through"
	case Worded:
		return "Agreements written"
	case AppraiserSigned:
		return "Signed by the appraiser"
	case PersonSigned:
		return "Signed by both"
	case Countersigned:
		return "Countersigned"
	case Closed:
		return "Closed"
	}
	return string(s)
}

// reached says whether s is at or after the other state.
func (s State) reached(other State) bool {
	return slices.Index(States(), s) >= slices.Index(States(), other)
}

// Transition is one named move.
type Transition struct {
	Name string
	From []State
	To   State
	// Act is what access must allow for the move.
	Act access.Act
}

// The moves, by name; the trail names them in the same words.
const (
	ShareSelf     = "shared the self-evaluation"
	ShareResponse = "shared the response"
	RecordMeeting = "recorded the meeting"
	WordThem      = "wrote the agreements"
	SignFirst     = "signed as appraiser"
	SendBack      = "sent back with a question"
	SignLast      = "signed as the person"
	Countersign   = "countersigned"
	Close         = "closed"
	CloseWithout  = "closed without a countersignature"
)

// Transitions is the whole table of moves.
func Transitions() []Transition {
	return []Transition{
		{ShareSelf, []State{Preparing}, SelfShared, access.Evaluate},
		{ShareResponse, []State{SelfShared}, ResponseShared, access.Respond},
		{RecordMeeting, []State{ResponseShared}, Met, access.Word},
		{WordThem, []State{Met, Worded}, Worded, access.Word},
		{SignFirst, []State{Worded}, AppraiserSigned, access.SignFirst},
		{SendBack, []State{AppraiserSigned}, Worded, access.SignLast},
		{SignLast, []State{AppraiserSigned}, PersonSigned, access.SignLast},
		{Countersign, []State{PersonSigned}, Countersigned, access.Countersign},
		// Closing follows by itself from the last signature that the cycle asks for.
		{Close, []State{PersonSigned, Countersigned}, Closed, ""},
		// Where nobody is left who could countersign, the coordinator says why, so
		// that the record does not wait for ever.
		{CloseWithout, []State{PersonSigned}, Closed, access.CloseWithout},
	}
}

// move finds a transition by its name and says in words why it cannot be made.
func move(from State, name string) (Transition, error) {
	for _, t := range Transitions() {
		if t.Name != name {
			continue
		}
		if slices.Contains(t.From, from) {
			return t, nil
		}
		return t, fault.NewForbidden("This appraisal is already further on, or not yet so far: " + strings.ToLower(from.Words()))
	}
	return Transition{}, fmt.Errorf("there is no transition %q", name)
}

// Judgement is what one person says of a target or task; no scores.
type Judgement string

// The judgements, in the words of the policy's appraisal.
const (
	JudgedNot     Judgement = ""
	JudgedMet     Judgement = "met"
	JudgedNearly  Judgement = "nearly"
	JudgedCarryOn Judgement = "carry_on"
	JudgedDropped Judgement = "dropped"
)

// Judgements lists what can be said.
func Judgements() []Judgement {
	return []Judgement{JudgedMet, JudgedNearly, JudgedCarryOn, JudgedDropped}
}

// Words are the judgement's on pages.
func (j Judgement) Words() string {
	switch j {
	case JudgedMet:
		return "Met"
	case JudgedNearly:
		return "Nearly there"
	case JudgedCarryOn:
		return "Carry on"
	case JudgedDropped:
		return "Dropped"
	}
	return ""
}

// Outcome is what both agree of a target or task.
type Outcome string

// The outcomes. Carried forward and dropped say why.
const (
	OutcomeNone    Outcome = ""
	OutcomeMet     Outcome = "met"
	OutcomeCarried Outcome = "carried_forward"
	OutcomeDropped Outcome = "dropped"
)

// Outcomes lists what can be agreed.
func Outcomes() []Outcome { return []Outcome{OutcomeMet, OutcomeCarried, OutcomeDropped} }

// Words are the outcome's on pages.
func (o Outcome) Words() string {
	switch o {
	case OutcomeMet:
		return "Met"
	case OutcomeCarried:
		return "Carry on"
	case OutcomeDropped:
		return "Dropped"
	}
	return ""
}

// Kind is what a topic is about.
type Kind string

// The kinds of topic. Targets and tasks come from the person's own records;
// reflections are the cycle's questions; left is a target or task that was in
// the records when somebody wrote on it, and is not any more.
const (
	AboutTarget     Kind = "target"
	AboutTask       Kind = "task"
	AboutReflection Kind = "reflection"
	AboutLeft       Kind = "left"
)

// Topic is one thing that both voices speak of.
type Topic struct {
	// Key names the topic within the appraisal: "target-1", "task-2", "how-i-learn".
	Key  string
	Kind Kind
	// Short names it within a sentence: "target 1".
	Short string
	Title string
	// Ask is the question to the person, Said what the appraiser responds to, and
	// Hint helps to write.
	Ask, Said, Hint string
	// Facts is one line of what the records say of it.
	Facts string
}

// Judged says whether each voice gives a judgement on it, and both an outcome.
func (t Topic) Judged() bool { return t.Kind == AboutTarget || t.Kind == AboutTask }

// Reflections are the questions that every appraisal asks beside targets and tasks.
func Reflections() []Topic {
	return []Topic{
		{
			Key: "proud-of", Kind: AboutReflection, Short: "what you are proud of", Title: "What I am proud of", Said: "“What I am proud of”",
			Ask: "What went well this year, and how do you know?",
		},
		{
			Key: "how-i-learn", Kind: AboutReflection, Short: "how you learn", Title: "What I learned about how I learn",
			Said: "“What I learned about how I learn”", Ask: "How do you learn best?", Hint: "Next year’s plan opens with these words.",
		},
		{
			Key: "next-year", Kind: AboutReflection, Short: "next year", Title: "Next year", Said: "“Next year”",
			Ask: "What do you want to learn next year, and what would help?",
		},
	}
}

// Said is what one voice says on one topic.
type Said struct {
	Text      string    `json:"text"`
	Judgement Judgement `json:"judgement,omitempty"`
}

// Voice is what one person says on every topic, by the topic's key.
type Voice map[string]Said

// Agreed is what both agree on a target or task.
type Agreed struct {
	Outcome Outcome `json:"outcome,omitempty"`
	// Why is asked where it is carried forward or dropped.
	Why string `json:"why,omitempty"`
	// On is when it was met, where it was.
	On calendar.Date `json:"on,omitzero"`
}

// NextTarget is a target agreed for next year; it opens that year's plan.
type NextTarget struct {
	Need      string `json:"need"`
	Criterion string `json:"criterion"`
}

// Agreements are what both word together.
type Agreements struct {
	// Topics are the agreed outcomes, by the topic's key.
	Topics map[string]Agreed `json:"topics,omitempty"`
	// Next are the targets for next year.
	Next []NextTarget `json:"next,omitempty"`
	// Words is what else was agreed.
	Words string `json:"words,omitempty"`
}

// Limits of what can be written, in characters.
const (
	LimitText      = 6000
	LimitShort     = 500
	LimitNext      = 5
	LimitStatement = 4000
)

// checkVoice finds what stands in the way of keeping a voice; complete asks
// besides for what sharing needs.
func checkVoice(topics []Topic, v Voice, complete bool) error {
	var c fault.Collector
	something := false
	for _, t := range topics {
		said := v[t.Key]
		said.Text = c.Text(t.Key, "What you wrote on "+t.Short, said.Text, LimitText)
		v[t.Key] = said
		something = something || !fault.Blank(said.Text)
		if said.Judgement != JudgedNot && !slices.Contains(Judgements(), said.Judgement) {
			c.Add(t.Key+"-judgement", "Choose one of the answers for "+t.Short)
		}
		if complete && t.Judged() && said.Judgement == JudgedNot {
			c.Add(t.Key+"-judgement", "Say how "+t.Short+" stands")
		}
	}
	for key := range v {
		if !slices.ContainsFunc(topics, func(t Topic) bool { return t.Key == key }) {
			delete(v, key)
		}
	}
	if complete && !something && len(topics) > 0 {
		c.Add(topics[0].Key, "Write something on at least one topic before you share it")
	}
	return c.Err()
}

// checkAgreements finds what stands in the way of keeping agreements; complete
// asks besides for what signing needs: an outcome for every target and task.
func checkAgreements(topics []Topic, a *Agreements, complete bool) error {
	var c fault.Collector
	for _, t := range topics {
		agreed, ok := a.Topics[t.Key]
		if !t.Judged() {
			continue
		}
		if ok {
			agreed.Why = c.Text(t.Key+"-why", "Why "+t.Short+" goes on or is dropped", agreed.Why, LimitShort)
			a.Topics[t.Key] = agreed
		}
		switch why := !fault.Blank(agreed.Why) || !complete; agreed.Outcome {
		case OutcomeNone:
			c.Check(!complete, t.Key+"-outcome", "Agree how "+t.Short+" ended")
		case OutcomeCarried:
			c.Check(why, t.Key+"-why", "Say why "+t.Short+" carries on, in a sentence")
		case OutcomeDropped:
			c.Check(why, t.Key+"-why", "Say why "+t.Short+" is dropped, in a sentence")
		case OutcomeMet:
		default:
			c.Add(t.Key+"-outcome", "Choose one of the answers for "+t.Short)
		}
	}
	a.Words = c.Text("words", "What else you agreed", a.Words, LimitText)
	c.Check(len(a.Next) <= LimitNext, "next-1-need", fmt.Sprintf("Agree at most %d targets for next year", LimitNext))
	for i := range a.Next {
		n := &a.Next[i]
		name := fmt.Sprintf("next-%d", i+1)
		n.Need = c.Text(name+"-need", fmt.Sprintf("Target %d for next year", i+1), n.Need, LimitShort)
		n.Criterion = c.Text(name+"-criterion", fmt.Sprintf("How you will know target %d for next year", i+1), n.Criterion, LimitShort)
		c.Check(!fault.Blank(n.Need) || fault.Blank(n.Criterion), name+"-need",
			fmt.Sprintf("Say what target %d for next year is", i+1))
	}
	// Only what is empty goes: what was typed comes back as typed, seen or not.
	a.Next = slices.DeleteFunc(a.Next, func(n NextTarget) bool { return strings.TrimSpace(n.Need+n.Criterion) == "" })
	return c.Err()
}

// What is missing where somebody signs without the tick: those who met say that it
// is a fair record, and who countersigns was not there.
const (
	unticked        = "Tick the box if this is a fair record of what you both said"
	untickedCounter = "Tick the box if you have read it and it was done with care"
)

// checkSignature holds a typed name against the person's own.
func checkSignature(typed, name string, ticked bool, missing string) error {
	var c fault.Collector
	c.Check(ticked, "fair", missing)
	c.Check(!fault.Blank(typed) && sameName(typed, name), "name", "Type your name as it appears here: "+name)
	return c.Err()
}

// sameName passes over what keyboards and phones set by themselves: spaces, case,
// the shape of apostrophes and dashes, and how an accent is put together.
func sameName(a, b string) bool {
	fold := func(s string) string {
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, norm.NFC.String(s))
		if letters == "" { // a name of other signs is taken as it is
			return strings.Join(strings.Fields(s), " ")
		}
		return letters
	}
	return fold(a) == fold(b)
}

// Signature is one person's, typed and timed.
type Signature struct {
	// Role is "appraiser", "person" or "countersigner".
	Role     string    `json:"role"`
	PersonID string    `json:"person_id"`
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	// For names the manager in whose stead a delegate signed.
	For string `json:"for,omitempty"`
}

// Waiver is who closed the record without the countersignature that the cycle asks
// for, since nobody was left to give it, and why. All who read the record read it.
type Waiver struct {
	PersonID string    `json:"person_id"`
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Why      string    `json:"why"`
}
