package handover

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Service keeps handover notes.
type Service struct {
	db     *database.DB
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock) *Service {
	return &Service{db, p, t, c}
}

// Reading is what the actor may read of the notes about a person, and write.
type Reading struct {
	// Notes are newest first.
	Notes []Note
	// MayWrite says that the actor hands the person over, and may write to who
	// comes after.
	MayWrite bool
	// Open is the actor's own note that they may still change; nil for none.
	Open *Note
}

// Of is what the actor may read of the notes about a person: the person and
// whoever manages them today all of them, an author their own. For everybody else
// there is nothing.
func (s *Service) Of(ctx context.Context, personID string) (Reading, error) {
	who := actor.From(ctx)
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Reading{}, err
	}
	if chart.Person(personID) == nil {
		return Reading{}, fault.NewNotFound("handover")
	}
	all, err := s.people.Passings(ctx, who.PersonID)
	if err != nil {
		return Reading{}, err
	}
	handing, hands := handingOf(all, who.PersonID, personID)
	query := s.db.From(ctx).Where("person_id = ?", personID)
	reads := access.Can(chart.RelationTo(who, personID), access.HandoverNote, access.Read)
	if !reads {
		query = query.Where("author_id = ?", who.PersonID)
	}
	var out Reading
	if out.Notes, err = notes(query); err != nil {
		return Reading{}, err
	}
	if !reads && !hands && len(out.Notes) == 0 {
		return Reading{}, fault.NewNotFound("handover")
	}
	out.MayWrite = hands && who.PersonID != "" && !handing.leaves(chart.Person(personID))
	if hands {
		mine := slices.DeleteFunc(slices.Clone(out.Notes), func(n Note) bool { return n.AuthorID != who.PersonID })
		out.Open = handing.Open(mine, s.clock.Today(), s.clock.DateOf)
	}
	return out, nil
}

// Written counts the notes about each of the persons that the actor may read.
func (s *Service) Written(ctx context.Context, personIDs []string) (map[string]int, error) {
	who := actor.From(ctx)
	chart, err := s.people.Today(ctx)
	if err != nil || len(personIDs) == 0 {
		return nil, err
	}
	var read []string
	for _, id := range personIDs {
		if access.Can(chart.RelationTo(who, id), access.HandoverNote, access.Read) {
			read = append(read, id)
		}
	}
	var rows []struct {
		PersonID string
		N        int
	}
	err = s.db.From(ctx).Model(&Note{}).Select("person_id, count(*) AS n").
		Where("person_id IN ? AND (person_id IN ? OR author_id = ?)", personIDs, read, who.PersonID).Group("person_id").Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting handover notes: %w", err)
	}
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.PersonID] = r.N
	}
	return out, nil
}

// Gather are the notes about a person, oldest first, for a caller that has checked
// access itself, as an appraisal does.
func (s *Service) Gather(ctx context.Context, personID string) ([]Note, error) {
	out, err := notes(s.db.From(ctx).Where("person_id = ?", personID))
	slices.Reverse(out)
	return out, err
}

// mostRead bounds the notes about one person.
const mostRead = 50

func notes(query *gorm.DB) ([]Note, error) {
	var out []Note
	if err := query.Order("written_at DESC, id DESC").Limit(mostRead).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("reading handover notes: %w", err)
	}
	return out, nil
}

// Write keeps the actor's note about a person whom they hand over: in place of
// their open one, whose version the form was made from, or as another.
func (s *Service) Write(ctx context.Context, personID string, version int, text string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.Of(ctx, personID)
		if err != nil {
			return err
		}
		if !r.MayWrite {
			return s.refuse(ctx, personID)
		}
		var c fault.Collector
		text = c.Required("note", "The note", text, TextLimit, "Write what the next line manager should know")
		c.Check(r.Open != nil || countMine(ctx, r.Notes) < MostNotes, "note", fmt.Sprintf("You have written %d notes already. Talk to who manages them now", MostNotes))
		if err := c.Err(); err != nil {
			return err
		}
		if r.Open != nil {
			return s.rewrite(ctx, *r.Open, version, text)
		}
		return s.add(ctx, personID, countMine(ctx, r.Notes)+1, text)
	})
}

// refuse tells who reads a note but does not write one, who could.
func (s *Service) refuse(ctx context.Context, personID string) error {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	if !access.Can(chart.RelationTo(actor.From(ctx), personID), access.HandoverNote, access.Read) {
		return fault.NewForbidden("The time for handing over has passed")
	}
	return fault.NewForbidden("Only a line manager who hands over can write here, from 60 days before the day to 60 days after it")
}

func countMine(ctx context.Context, all []Note) int {
	n := 0
	for _, x := range all {
		if x.AuthorID == actor.From(ctx).PersonID {
			n++
		}
	}
	return n
}

func (s *Service) rewrite(ctx context.Context, n Note, version int, text string) error {
	clash := fault.NewClash(actor.From(ctx).Name, n.Version, fault.Theirs{Label: "Your note", Text: n.Text})
	clash.At = n.ChangedAt
	if version != n.Version {
		return clash
	}
	err := s.db.UpdateVersioned(ctx, "handover_notes", n.ID, version, map[string]any{"text": text, "changed_at": s.clock.Now()})
	if errors.Is(err, database.ErrStale) {
		return clash
	}
	if err != nil {
		return fmt.Errorf("changing a handover note: %w", err)
	}
	return s.note(ctx, n, "changed a handover note")
}

func (s *Service) add(ctx context.Context, personID string, number int, text string) error {
	now := s.clock.Now()
	n := Note{
		ID: s.clock.NewKey(), PersonID: personID, AuthorID: actor.From(ctx).PersonID, Number: number, Text: text, WrittenAt: now, ChangedAt: now, Version: 1,
	}
	err := s.db.From(ctx).Create(&n).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) { // two tabs at once
		return fault.NewClash(actor.From(ctx).Name, 0)
	}
	if err != nil {
		return fmt.Errorf("keeping a handover note: %w", err)
	}
	return s.note(ctx, n, "wrote a handover note")
}

func (s *Service) note(ctx context.Context, n Note, act string) error {
	return s.trail.Write(ctx, trail.Event{Record: Record, RecordID: n.ID, Act: act, SubjectID: n.PersonID})
}
