// Package handover keeps what a line manager leaves for the next one about a
// person. The person reads it at once: there are no hidden notes. Who hands over
// to whom is not kept here but follows from who manages whom; see people.Passing.
package handover

import (
	"slices"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Record is how a note is called in the trail.
const Record = "handover note"

// Limits of what is kept: a note in characters, and notes of one handover.
const (
	TextLimit = 2000
	MostNotes = 5
)

// Note is what one manager wrote about one person when handing over.
type Note struct {
	ID       string
	PersonID string
	AuthorID string
	// Number counts the author's notes about the person, from 1.
	Number    int
	Text      string
	WrittenAt time.Time
	ChangedAt time.Time
	Version   int
}

// TableName is the table of handover notes.
func (Note) TableName() string { return "handover_notes" }

// Handing is a handover of one person by one manager: the last, where there are
// several.
type Handing struct {
	people.Passing
}

// handingOf finds the handover in which the manager ceases to manage the person;
// not ok where there is none.
func handingOf(all []people.Passing, managerID, personID string) (Handing, bool) {
	for _, p := range slices.Backward(all) {
		if p.PersonID == personID && slices.Contains(p.Ceased, managerID) {
			return Handing{p}, true
		}
	}
	return Handing{}, false
}

// leaves says that nobody comes after, since the person leaves: there is nobody to
// write to.
func (h Handing) leaves(person *people.Person) bool {
	return len(h.After) == 0 && person.Left(h.On)
}

// Open is the note that may still be changed: until the day of the handover, the
// one that was written for it. What was written stays as it was read from then on,
// and what is to be added is another note. Nil for none.
func (h Handing) Open(notes []Note, today calendar.Date, dayOf func(time.Time) calendar.Date) *Note {
	if !today.Before(h.On) {
		return nil
	}
	for i, n := range notes {
		if !dayOf(n.WrittenAt).Before(h.On.AddDays(-people.PassingDays)) {
			return &notes[i]
		}
	}
	return nil
}
