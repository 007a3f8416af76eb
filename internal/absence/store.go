package absence

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// most bounds how many absences of one person are read, the latest.
const most = 300

// list are the absences of a person, the latest first.
func (s *Service) list(ctx context.Context, personID string) ([]Absence, error) {
	var out []Absence
	err := s.db.From(ctx).Where("person_id = ?", personID).Order("from_date DESC, from_noon DESC, id").Limit(most).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the absences of a person: %w", err)
	}
	return out, nil
}

func (s *Service) one(ctx context.Context, personID, id string) (Absence, error) {
	if len(id) != 36 || uuid.Validate(id) != nil {
		return Absence{}, fault.NewNotFound(Record)
	}
	var rows []Absence
	if err := s.db.From(ctx).Where("id = ? AND person_id = ?", id, personID).Limit(1).Find(&rows).Error; err != nil {
		return Absence{}, fmt.Errorf("reading an absence: %w", err)
	}
	if len(rows) == 0 {
		return Absence{}, fault.NewNotFound(Record)
	}
	return rows[0], nil
}

// takeTurn holds the person's turn until the transaction ends: on PostgreSQL two
// changes at once so follow one another, as they do on SQLite.
func (s *Service) takeTurn(ctx context.Context, personID string) error {
	err := s.db.From(ctx).Exec(`INSERT INTO absence_turns (person_id, turns) VALUES (?, 1)
		ON CONFLICT (person_id) DO UPDATE SET turns = absence_turns.turns + 1`, personID).Error
	if err != nil {
		return fmt.Errorf("taking the turn to change absences: %w", err)
	}
	return nil
}

func (s *Service) insert(ctx context.Context, a *Absence) error {
	if err := s.db.From(ctx).Create(a).Error; err != nil {
		return fmt.Errorf("keeping an absence: %w", err)
	}
	return nil
}

func (s *Service) update(ctx context.Context, a Absence) error {
	return s.db.UpdateVersioned(ctx, "absences", a.ID, a.Version, map[string]any{
		"from_date": a.FromDate, "from_noon": a.FromNoon, "to_date": a.ToDate, "to_noon": a.ToNoon,
		"state": a.State, "taken_back_at": a.TakenBackAt, "changed_by_id": a.ChangedByID, "changed_at": a.ChangedAt,
	})
}

// Purge removes what was taken back longer ago than [Recoverable], and says how much
// it was.
func (s *Service) Purge(ctx context.Context) (int, error) {
	gone := 0
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		result := s.db.From(ctx).Exec("DELETE FROM absences WHERE state = ? AND taken_back_at < ?", TakenBack, s.clock.Now().Add(-Recoverable))
		gone = int(result.RowsAffected)
		return result.Error
	})
	if err != nil {
		return 0, fmt.Errorf("removing absences that were taken back: %w", err)
	}
	return gone, nil
}

// between are the absences kept of some people that touch a period which ends.
func (s *Service) between(ctx context.Context, ids []string, in calendar.Period) ([]Absence, error) {
	var out []Absence
	err := s.db.From(ctx).Where("person_id IN ? AND state = ? AND to_date >= ? AND from_date <= ?", ids, Kept, in.From, in.To).
		Order("person_id, from_date, from_noon").Limit(most * len(ids)).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading absences: %w", err)
	}
	return out, nil
}
