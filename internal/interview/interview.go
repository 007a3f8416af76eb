// Package interview keeps learning interviews: a learner and their learning
// partner arrange a time, talk, the partner writes what was said and agreed, and
// the learner confirms it. It counts them against what everybody is entitled to.
// What was said is for those two alone: everybody else gets dates and numbers.
package interview

import (
	"slices"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Record is how interviews are called in the trail.
const Record = "learning interview"

// State is how far an interview has come.
type State string

// The states. Held, shared and answered are one state to the policy, "held":
// first the partner's private draft, then what both read, then what the learner
// has answered back and the partner may put right.
const (
	None      State = ""
	Proposed  State = "proposed"
	Arranged  State = "arranged"
	Held      State = "held"
	Shared    State = "shared"
	Answered  State = "answered"
	Confirmed State = "confirmed"
	Cancelled State = "cancelled"
)

// Open says that the interview is still to come: a time is offered or taken.
func (s State) Open() bool { return s == Proposed || s == Arranged }

// Happened says that the two have talked, however far the record has come.
func (s State) Happened() bool { return slices.Contains(happened, s) }

// happened are the states that count as an interview held.
var happened = []State{Held, Shared, Answered, Confirmed}

// Readable says that there is a record which both may read.
func (s State) Readable() bool { return s == Shared || s == Answered || s == Confirmed }

// Side is one of the two people of an interview.
type Side string

// The sides. Neither is somebody who may see the interview and is not part of it.
const (
	Neither Side = ""
	Learner Side = "learner"
	Partner Side = "partner"
)

// Opposite is the other of the two.
func (s Side) Opposite() Side {
	switch s {
	case Learner:
		return Partner
	case Partner:
		return Learner
	}
	return Neither
}

// Act is what somebody does to an interview.
type Act string

// The acts.
const (
	Offer   Act = "offer a time"
	Take    Act = "take the time"
	Cancel  Act = "cancel"
	Prepare Act = "get ready"
	Write   Act = "write the record"
	Share   Act = "share the record"
	Answer  Act = "answer back"
	Confirm Act = "confirm"
	// Conclude is the learner's word that they talked, where the partner who was to
	// write it up has left.
	Conclude Act = "close without a record"
	Note     Act = "add a note"
	Tick     Act = "tick an action"
)

// By says which side may do an act.
type By string

// Whose act it is. Other is the one who did not offer the time.
const (
	ByEither  By = "either"
	ByLearner By = "learner"
	ByPartner By = "partner"
	ByOther   By = "the other"
)

// Transition is one line of the table: who may do what, from where, to where.
type Transition struct {
	Act  Act
	From State
	To   State
	By   By
}

// Transitions is the whole table. What is not in it cannot be done.
func Transitions() []Transition {
	return []Transition{
		{Offer, None, Proposed, ByEither},
		{Offer, Proposed, Proposed, ByEither},
		{Offer, Arranged, Proposed, ByEither},
		{Take, Proposed, Arranged, ByOther},
		{Cancel, Proposed, Cancelled, ByEither},
		{Cancel, Arranged, Cancelled, ByEither},
		{Prepare, Proposed, Proposed, ByLearner},
		{Prepare, Arranged, Arranged, ByLearner},
		// People also talk without an appointment, and the partner writes it up.
		{Write, None, Held, ByPartner},
		{Write, Arranged, Held, ByPartner},
		{Write, Held, Held, ByPartner},
		{Write, Answered, Answered, ByPartner},
		{Share, Arranged, Shared, ByPartner},
		{Share, Held, Shared, ByPartner},
		{Share, Answered, Shared, ByPartner},
		{Answer, Shared, Answered, ByLearner},
		{Confirm, Shared, Confirmed, ByLearner},
		// The learner may take back an answer, so that a record is not stuck when
		// the partner has left.
		{Confirm, Answered, Confirmed, ByLearner},
		// What a partner who has left did not share is never written. It counts, and
		// the learner may add a note.
		{Conclude, Arranged, Confirmed, ByLearner},
		{Conclude, Held, Confirmed, ByLearner},
		{Note, Confirmed, Confirmed, ByEither},
		{Tick, Shared, Shared, ByEither},
		{Tick, Answered, Answered, ByEither},
		{Tick, Confirmed, Confirmed, ByEither},
	}
}

// Next is the state that the act leads to. An act that the state does not allow
// is refused with words for whoever tried it.
func Next(act Act, from State) (Transition, error) {
	for _, t := range Transitions() {
		if t.Act == act && t.From == from {
			return t, nil
		}
	}
	return Transition{}, fault.NewForbidden(refusal(act, from))
}

func refusal(act Act, from State) string {
	switch {
	case from == Cancelled:
		return "This interview was cancelled. Offer a new time instead"
	case from == Confirmed:
		return "This record is confirmed, so nobody can change it. You can both add a dated note"
	case act == Write || act == Share:
		switch from {
		case Proposed:
			return "The time has not been taken yet, so there is nothing to write up"
		case Shared:
			return "The record is with the learner. You can change it if they answer back"
		}
	case act == Confirm || act == Answer:
		return "The learning partner has not shared the record yet"
	case from.Happened():
		return "This interview has taken place"
	case act == Take:
		return "This time has been taken already"
	}
	return "That cannot be done now"
}

// Allows says whether the side may do it; offered is the side that offered the time.
func (t Transition) Allows(side, offered Side) bool {
	switch t.By {
	case ByEither:
		return side != Neither
	case ByLearner:
		return side == Learner
	case ByPartner:
		return side == Partner
	case ByOther:
		return side != Neither && side == offered.Opposite()
	}
	return false
}

// How is the way two people meet.
type How string

// The ways.
const (
	InPerson How = "in_person"
	ByPhone  How = "phone"
	Online   How = "online"
)

// Ways lists them in the order in which they are offered.
func Ways() []How { return []How{InPerson, ByPhone, Online} }

// Label is the way in words.
func (h How) Label() string {
	switch h {
	case InPerson:
		return "in person"
	case ByPhone:
		return "by phone"
	case Online:
		return "online"
	}
	return ""
}

// Interview is one learning interview.
type Interview struct {
	ID        string
	LearnerID string
	// PartnerID is who is to hold it or has held it, and stays when the learner
	// later has another partner.
	PartnerID string
	State     State
	// ProposedByID is who offered the time as it stands.
	ProposedByID string
	// StartsAt is the instant in UTC and StartsOn its civil date here, by which
	// an interview belongs to a learning year.
	StartsAt time.Time
	StartsOn calendar.Date
	Minutes  int
	How      How
	Place    string
	// Topics is what the learner would like to talk about; both read it, and no
	// later partner: see PreparedForID.
	Topics string
	// PreparedForID is the partner for whom the learner got ready; nil for nobody.
	PreparedForID *string
	// Brought are the diary entries that the learner brings.
	Brought Keys
	// Draft is the partner's own until it is shared; Record is what was shared.
	Draft       *Words
	Record      *Words
	SharedAt    *time.Time
	ConfirmedAt *time.Time
	// MovedAt is when it came into its state or, in the state proposed, when the
	// time that stands was offered.
	MovedAt      time.Time
	CancelledWhy string
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
	UpdatedByID  string
	Version      int

	// stands is how it stands after a change of partner, and left says that who has
	// it to write works here no more: see asOf.
	stands standing
	left   bool
}

// TableName is the table of interviews.
func (Interview) TableName() string { return "interviews" }

// Ends is the instant at which it is to end, in UTC.
func (i Interview) Ends() time.Time { return i.StartsAt.Add(time.Duration(i.Minutes) * time.Minute) }

// Offered is the side that offered the time; neither where it was a partner who is
// one no more.
func (i Interview) Offered() Side {
	switch {
	case i.stands == lapsed:
		return Neither
	case i.ProposedByID == i.LearnerID:
		return Learner
	}
	return Partner
}

// WaitsFor is whose turn it is: to answer an offer, to write up what has been
// talked about, or to read a record. Nobody's where the day is still to come or
// all is done.
func (i Interview) WaitsFor(today calendar.Date) Side {
	if i.left {
		return Learner // to confirm what there is, or to close it without a record
	}
	switch i.State {
	case Proposed:
		if i.stands == lapsed && i.PartnerID != "" {
			return Learner // to offer another time, or to cancel
		}
		return i.Offered().Opposite()
	case Arranged:
		if !i.StartsOn.After(today) {
			return Partner
		}
	case Held, Answered:
		return Partner
	case Shared:
		return Learner
	}
	return Neither
}

// Action is something agreed in an interview, and stays open until it is done,
// however many interviews later.
type Action struct {
	ID          string
	InterviewID string
	LearnerID   string
	Position    int
	// Owner is which of the two has it to do.
	Owner  Side
	Text   string
	DueOn  calendar.Date
	DoneOn calendar.Date
}

// TableName is the table of actions.
func (Action) TableName() string { return "interview_actions" }

// Done says that it has been done.
func (a Action) Done() bool { return !a.DoneOn.IsZero() }

// NoteKind tells a dated note from an answer.
type NoteKind string

// The kinds of note.
const (
	// AnswerNote is what the learner answered back before confirming.
	AnswerNote NoteKind = "answer"
	// LaterNote was added to a confirmed record by either.
	LaterNote NoteKind = "note"
)

// Remark is somebody's dated words beside the record.
type Remark struct {
	ID          string
	InterviewID string
	AuthorID    string
	Kind        NoteKind
	Text        string
	WrittenAt   time.Time
}

// TableName is the table of remarks.
func (Remark) TableName() string { return "interview_notes" }
