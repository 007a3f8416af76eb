package work

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"learningyear/internal/calendar"
)

// Document is a work programme as it stood when it was agreed or reviewed: what
// is sealed. Its JSON is kept for good, so names may be added and never changed.
type Document struct {
	Person   string         `json:"person"`
	Year     string         `json:"year"`
	Revision int            `json:"revision"`
	Tasks    []DocumentTask `json:"tasks"`
}

// DocumentTask is a task in a sealed work programme.
type DocumentTask struct {
	Number      int           `json:"number"`
	Words       string        `json:"words"`
	Criteria    string        `json:"criteria,omitempty"`
	Indicators  string        `json:"indicators,omitempty"`
	By          calendar.Date `json:"by"`
	SuggestedBy string        `json:"suggested_by,omitempty"`
	CarriedFrom string        `json:"carried_from,omitempty"`
	Outcome     OutcomeKind   `json:"outcome,omitempty"`
	OutcomeOn   calendar.Date `json:"outcome_on"`
	OutcomeWhy  string        `json:"outcome_why,omitempty"`
	PersonNote  string        `json:"person_note,omitempty"`
	ManagerNote string        `json:"manager_note,omitempty"`
}

// document writes down the newest revision.
func (p Programme) document(person string) Document {
	d := Document{Person: person, Year: p.Year, Revision: p.Revision, Tasks: []DocumentTask{}}
	for _, t := range p.Written() {
		d.Tasks = append(d.Tasks, DocumentTask{
			Number: t.Number, Words: t.Words, Criteria: t.Criteria, Indicators: t.Indicators, By: t.ByDate,
			SuggestedBy: t.SuggestedByName, CarriedFrom: t.CarriedFrom, Outcome: t.Outcome, OutcomeOn: t.OutcomeOn,
			OutcomeWhy: t.OutcomeWhy, PersonNote: t.PersonNote, ManagerNote: t.ManagerNote,
		})
	}
	return d
}

// SealKind says at which point a document was sealed.
type SealKind string

// The points at which a work programme is fixed.
const (
	SealedAgreed   SealKind = "agreed"
	SealedReviewed SealKind = "reviewed"
)

// Revision is a sealed document of a work programme, never changed again.
type Revision struct {
	ID            string
	ProgrammeID   string
	Number        int
	Kind          SealKind
	SealedAt      time.Time
	ByID          *string
	ByName        string
	ActingForName string
	Document      string
	Digest        string
}

// TableName is the table of sealed documents.
func (Revision) TableName() string { return "work_revisions" }

// errBroken is a sealed document that is not as it was written.
var errBroken = errors.New("a sealed work programme is not as it was written")

// seal fixes a document and the digest by which a later change would show.
func seal(d Document) (text, digest string, err error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return "", "", fmt.Errorf("writing down the work programme: %w", err)
	}
	sum := sha256.Sum256(raw)
	return string(raw), hex.EncodeToString(sum[:]), nil
}

// Open reads the sealed document, and refuses one that was changed since.
func (r Revision) Open() (Document, error) {
	sum := sha256.Sum256([]byte(r.Document))
	if hex.EncodeToString(sum[:]) != r.Digest {
		return Document{}, errBroken
	}
	var d Document
	if err := json.Unmarshal([]byte(r.Document), &d); err != nil {
		return Document{}, fmt.Errorf("reading a sealed work programme: %w", err)
	}
	return d, nil
}

// FieldChange is one thing said otherwise than before. Empty is "nothing".
type FieldChange struct {
	Label  string
	Before string
	After  string
}

// Difference is what happened to one task between two revisions: added where
// there are no fields before, removed where there are none after.
type Difference struct {
	Task    int
	Words   string
	Added   bool
	Removed bool
	Fields  []FieldChange
}

// Compare lists what differs in the wording of two revisions.
func Compare(before, after Document) []Difference {
	var out []Difference
	was := map[int]DocumentTask{}
	for _, b := range before.Tasks {
		was[b.Number] = b
	}
	for _, t := range after.Tasks {
		b, ok := was[t.Number]
		delete(was, t.Number)
		if !ok {
			out = append(out, Difference{Task: t.Number, Words: t.Words, Added: true})
		} else if fields := t.against(b); len(fields) > 0 {
			out = append(out, Difference{Task: t.Number, Words: t.Words, Fields: fields})
		}
	}
	for _, b := range before.Tasks {
		if _, gone := was[b.Number]; gone {
			out = append(out, Difference{Task: b.Number, Words: b.Words, Removed: true})
		}
	}
	return out
}

func (t DocumentTask) against(before DocumentTask) []FieldChange {
	var out []FieldChange
	say := func(label, was, is string) {
		if was != is {
			out = append(out, FieldChange{label, was, is})
		}
	}
	say("Task", before.Words, t.Words)
	say("Success criteria", before.Criteria, t.Criteria)
	say("Performance indicators", before.Indicators, t.Indicators)
	say("By", before.By.Short(), t.By.Short())
	return out
}

// Task gives a sealed task in the form of a live one, to show it alike.
func (t DocumentTask) Task() Task {
	return Task{
		Number: t.Number, Words: t.Words, Criteria: t.Criteria, Indicators: t.Indicators, ByDate: t.By,
		SuggestedByName: t.SuggestedBy, CarriedFrom: t.CarriedFrom, Outcome: t.Outcome, OutcomeOn: t.OutcomeOn,
		OutcomeWhy: t.OutcomeWhy, PersonNote: t.PersonNote, ManagerNote: t.ManagerNote,
	}
}
