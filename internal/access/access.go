// Package access decides what a person may do to a record, from what they are to
// its owner on the day. It is one table and pure functions over it: the page
// that everybody may read is made from the same table. No storage may enter;
// relations are worked out by people and handed in.
package access

import (
	"strings"

	"learningyear/internal/fault"
)

// Relation is what somebody is to the subject of a record, on a day: a set,
// since one may be several things at once.
type Relation uint16

// The relations of the policy. Colleague is every signed-in member of staff.
const (
	Owner Relation = 1 << iota
	Partner
	Manager
	Team
	DivisionalManager
	Coordinator
	ReserveHolder
	Administrator
	Auditor
	Colleague
	Operator
	// Learner is whose learning partner the subject is: the other side of Partner.
	Learner
)

// None is a signed-out visitor.
const None Relation = 0

var relationWords = []struct {
	r    Relation
	word string
}{
	{Owner, "the person"}, {Partner, "learning partner"}, {Manager, "line manager"}, {Team, "team"},
	{DivisionalManager, "divisional manager"}, {Coordinator, "coordinator"}, {ReserveHolder, "reserve holder"},
	{Administrator, "administrator"}, {Auditor, "auditor"}, {Colleague, "colleagues"}, {Operator, "the operator's command line"},
	{Learner, "whoever has them as learning partner"},
}

// String names the relations for pages and golden files.
func (r Relation) String() string {
	var words []string
	for _, w := range relationWords {
		if r&w.r != 0 {
			words = append(words, w.word)
		}
	}
	if len(words) == 0 {
		return "nobody"
	}
	return strings.Join(words, ", ")
}

// Has says whether any of the relations in o is among r.
func (r Relation) Has(o Relation) bool { return r&o != 0 }

// Record is a kind of record that access is decided for.
type Record string

// The kinds of record.
const (
	DiaryEntry    Record = "diary entry"
	Interview     Record = "learning interview"
	LearningPlan  Record = "learning plan"
	WorkProgramme Record = "work programme"
	Appraisal     Record = "appraisal"
	Cycle         Record = "appraisal cycle"
	HandoverNote  Record = "handover note"
	Person        Record = "person"
	People        Record = "people and posts"
	Structure     Record = "units as at a day"
	Accounts      Record = "accounts"
	Partnership   Record = "learning partnership"
	Delegation    Record = "delegate"
	Offices       Record = "offices"
	Trail         Record = "trail"
	Figures       Record = "figures"
	TimeAway      Record = "time away"
	WorkingWeek   Record = "working week"
)

// Act is what one may do to a record.
type Act string

// The acts.
const (
	// Read is the whole content.
	Read Act = "read"
	// ReadState is that it exists, its state and its dates, and no content.
	ReadState Act = "see that it is there, its state and dates"
	// Count is figures only.
	Count Act = "count"
	// Write is to make and change it.
	Write Act = "write"
	// Propose and Agree belong to plans; both sides of a work programme agree.
	Agree Act = "agree"
	// Arrange is to offer and take times for an interview, and to cancel it.
	Arrange Act = "arrange"
	// Prepare is the learner's own getting ready for an interview.
	Prepare Act = "get ready"
	// Hold is to write an interview's record.
	Hold Act = "hold"
	// Confirm is the learner's word on an interview's record.
	Confirm Act = "confirm"
	// Evaluate is the person's voice in an appraisal.
	Evaluate Act = "write the self-evaluation"
	// Respond is the appraiser's voice in an appraisal.
	Respond Act = "write the response"
	// Word is to edit the agreements of an appraisal.
	Word Act = "word the agreements"
	// SignFirst is the appraiser's signature, SignLast the person's.
	SignFirst Act = "sign as appraiser"
	SignLast  Act = "sign as the person"
	// Countersign is the divisional manager's signature where a cycle asks it.
	Countersign Act = "countersign"
	// CloseWithout closes an appraisal that nobody is left to countersign.
	CloseWithout Act = "close it without a countersignature"
	// Open is to open an appraisal cycle.
	Open Act = "open"
	// Manage is to import and correct people and posts, or accounts.
	Manage Act = "manage"
	// Nominate is to name a learning partner, End to end the partnership.
	Nominate Act = "nominate"
	End      Act = "end"
	// Appoint is to name who acts for a manager who is away.
	Appoint Act = "name a delegate"
	// Foresee is whether somebody is here on the days ahead, and nothing of what was.
	Foresee Act = "see whether you are here on the days ahead"
)

// Rule allows an act on a kind of record to whoever stands in one of the
// relations.
type Rule struct {
	Record Record
	Act    Act
	Who    Relation
}

// Rules is the whole table, from "who sees what" of the policy's domain. What
// is not here is not allowed.
func Rules() []Rule {
	return []Rule{
		// Sharing with partner, manager or team is the owner's choice, entry by entry: see Shared.
		{DiaryEntry, Read, Owner},
		{DiaryEntry, Write, Owner},

		{Interview, Read, Owner | Partner},
		{Interview, ReadState, Owner | Partner | Manager},
		{Interview, Count, Owner | Partner | Manager | DivisionalManager | Coordinator | Auditor},
		{Interview, Arrange, Owner | Partner},
		{Interview, Prepare, Owner},
		{Interview, Hold, Partner},
		{Interview, Confirm, Owner},

		{LearningPlan, Read, Owner | Partner | Manager},
		{LearningPlan, ReadState, Owner | Partner | Manager},
		{LearningPlan, Write, Owner},
		{LearningPlan, Agree, Manager},
		{LearningPlan, Count, DivisionalManager | Coordinator | Auditor},

		{WorkProgramme, Read, Owner | Partner | Manager},
		{WorkProgramme, ReadState, Owner | Partner | Manager},
		{WorkProgramme, Write, Owner | Manager},
		{WorkProgramme, Agree, Owner | Manager},
		{WorkProgramme, Count, DivisionalManager | Coordinator | Auditor},

		// The divisional manager reads only an appraisal that awaits or bears
		// their countersignature: the appraisal says when.
		{Appraisal, Read, Owner | Manager},
		{Appraisal, ReadState, Owner | Manager | DivisionalManager | Coordinator | Administrator},
		{Appraisal, Evaluate, Owner},
		{Appraisal, Respond, Manager},
		{Appraisal, Word, Owner | Manager},
		{Appraisal, SignFirst, Manager},
		{Appraisal, SignLast, Owner},
		{Appraisal, Countersign, DivisionalManager},
		{Appraisal, CloseWithout, Coordinator},
		{Appraisal, Count, DivisionalManager | Coordinator | Auditor},

		// Who hands somebody over writes; handover says who that is, and they keep
		// what they wrote.
		{HandoverNote, Read, Owner | Manager},
		{HandoverNote, Write, Manager},

		{Cycle, Read, Coordinator | Administrator | Auditor},
		{Cycle, Open, Coordinator},

		{Person, Read, Owner | Colleague},
		{People, Read, Coordinator | Administrator},
		{People, Manage, Coordinator | Administrator | Operator},
		// Who was what to whom on another day. A manager reads it of the units that
		// they lead today and of those below; the auditor, to follow the trail.
		{Structure, Read, Manager | Coordinator | Auditor},
		{Accounts, Manage, Administrator | Operator},
		{Offices, Manage, Administrator | Operator},

		// Whoever is nominated answers: people knows who that is. The learner ends
		// a partnership at any time and gives no reason.
		{Partnership, Read, Owner | Partner | Manager | Coordinator | Operator},
		{Partnership, Nominate, Owner | Coordinator | Operator},
		{Partnership, End, Owner | Partner | Coordinator | Operator},
		{Delegation, Read, Colleague | Operator},
		{Delegation, Appoint, Owner | Coordinator | Operator},

		// A line manager plans work by it; who arranges an interview needs the days
		// ahead. Nobody else has any use for it.
		{WorkingWeek, Read, Owner | Manager | Coordinator},
		{WorkingWeek, Write, Owner | Coordinator},
		{WorkingWeek, Foresee, Partner | Learner},
		{TimeAway, Read, Owner | Coordinator},
		{TimeAway, ReadState, Owner | Manager | Coordinator},
		{TimeAway, Write, Owner | Coordinator},
		{TimeAway, Foresee, Partner | Learner},

		{Trail, Read, Auditor | Operator},
		{Figures, Read, DivisionalManager | Coordinator | Auditor},
	}
}

// Who are the relations that may do the act.
func Who(record Record, act Act) Relation {
	var who Relation
	for _, rule := range Rules() {
		if rule.Record == record && rule.Act == act {
			who |= rule.Who
		}
	}
	return who
}

// Can says whether somebody who is rel to the subject may do the act.
func Can(rel Relation, record Record, act Act) bool { return rel.Has(Who(record, act)) }

// Require is nil where the act is allowed. Otherwise, whoever may read the
// record or see its state is told who can; for anybody else it is not there.
func Require(rel Relation, record Record, act Act) error {
	who := Who(record, act)
	if rel.Has(who) {
		return nil
	}
	if rel.Has(Who(record, Read)|Who(record, ReadState)) && act != Read {
		return fault.NewForbidden("Only the " + strings.TrimPrefix(who.String(), "the ") + " can do this")
	}
	return fault.NewNotFound(string(record))
}

// Shared says whether an entry shared with the given relations is seen by
// somebody who is rel to its owner. The owner always sees it.
func Shared(rel, with Relation) bool { return rel.Has(Owner | with&(Partner|Manager|Team)) }
