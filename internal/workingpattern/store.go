package workingpattern

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"learningyear/internal/fault"
)

// most bounds how many patterns of one person are read, the latest.
const most = 200

// list are the patterns of a person, the latest first.
func (s *Service) list(ctx context.Context, personID string) ([]Pattern, error) {
	var out []Pattern
	err := s.db.From(ctx).Where("person_id = ?", personID).Order("from_date DESC, id").Limit(most).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the working weeks of a person: %w", err)
	}
	return out, nil
}

func (s *Service) one(ctx context.Context, personID, id string) (Pattern, error) {
	if len(id) != 36 || uuid.Validate(id) != nil {
		return Pattern{}, fault.NewNotFound(Record)
	}
	var rows []Pattern
	if err := s.db.From(ctx).Where("id = ? AND person_id = ?", id, personID).Limit(1).Find(&rows).Error; err != nil {
		return Pattern{}, fmt.Errorf("reading a working week: %w", err)
	}
	if len(rows) == 0 {
		return Pattern{}, fault.NewNotFound(Record)
	}
	return rows[0], nil
}

// insert keeps a pattern, and says whether it did: not where another begins on its
// day.
func (s *Service) insert(ctx context.Context, p *Pattern) (bool, error) {
	result := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(p)
	if result.Error != nil {
		return false, fmt.Errorf("keeping a working week: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// beginsOn says whether another pattern of the person begins on the day of this one.
func (s *Service) beginsOn(ctx context.Context, p Pattern) (bool, error) {
	var n int64
	err := s.db.From(ctx).Model(&Pattern{}).
		Where("person_id = ? AND from_date = ? AND state = ? AND id <> ?", p.PersonID, p.FromDate, Kept, p.ID).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("looking for another working week: %w", err)
	}
	return n > 0, nil
}

func (s *Service) update(ctx context.Context, p Pattern) error {
	return s.db.UpdateVersioned(ctx, "working_patterns", p.ID, p.Version, map[string]any{
		"from_date": p.FromDate, "half_days": p.HalfDays, "weeks": p.Weeks, "since_date": p.SinceDate, "dates": p.Dates,
		"state": p.State, "taken_back_at": p.TakenBackAt, "changed_by_id": p.ChangedByID, "changed_at": p.ChangedAt,
	})
}

// Purge removes what was taken back longer ago than [Recoverable], and says how much
// it was.
func (s *Service) Purge(ctx context.Context) (int, error) {
	gone := 0
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		result := s.db.From(ctx).Exec("DELETE FROM working_patterns WHERE state = ? AND taken_back_at < ?", TakenBack, s.clock.Now().Add(-Recoverable))
		gone = int(result.RowsAffected)
		return result.Error
	})
	if err != nil {
		return 0, fmt.Errorf("removing working weeks that were taken back: %w", err)
	}
	return gone, nil
}
