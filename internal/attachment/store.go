package attachment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"learningyear/internal/database"
	"learningyear/internal/fault"
)

func (s *Service) insert(ctx context.Context, rows []Attachment) error {
	if err := s.db.From(ctx).Create(&rows).Error; err != nil {
		return fmt.Errorf("beginning to keep files: %w", err)
	}
	return nil
}

// owned is the sum of what a person's files take.
func (s *Service) owned(ctx context.Context, ownerID string) (int64, error) {
	var n int64
	err := s.db.From(ctx).Raw("SELECT COALESCE(sum(size), 0) FROM attachments WHERE owner_id = ? AND state <> 'gone'", ownerID).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("adding up a person's files: %w", err)
	}
	return n, nil
}

// adopt makes arrived files part of a record.
func (s *Service) adopt(ctx context.Context, to Record, taken []Attachment) error {
	ids := make([]string, 0, len(taken))
	for _, a := range taken {
		ids = append(ids, a.ID)
	}
	result := s.db.From(ctx).Exec(`UPDATE attachments SET record_kind = ?, record_id = ?, state = 'kept', state_since = ?
		WHERE id IN ? AND state = 'arriving'`, to.Kind, to.ID, s.clock.Now(), ids)
	if result.Error != nil {
		return fmt.Errorf("attaching files: %w", result.Error)
	}
	if result.RowsAffected != int64(len(ids)) {
		return errors.New("attaching files: they took too long to arrive")
	}
	return nil
}

func (s *Service) count(ctx context.Context, of Record) (int, error) {
	counts, err := s.counts(ctx, of.Kind, []string{of.ID})
	return counts[of.ID], err
}

func (s *Service) counts(ctx context.Context, kind string, ids []string) (map[string]int, error) {
	out := map[string]int{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		RecordID string
		N        int
	}
	err := s.db.From(ctx).Raw(`SELECT record_id, count(*) AS n FROM attachments
		WHERE record_kind = ? AND record_id IN ? AND state = 'kept' GROUP BY record_id`, kind, ids).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting files: %w", err)
	}
	for _, r := range rows {
		out[r.RecordID] = r.N
	}
	return out, nil
}

// mostListed bounds a list: what is kept, and what can be brought back.
const mostListed = 10 * MaxEach

func (s *Service) list(ctx context.Context, of Record, states ...State) ([]Attachment, error) {
	var out []Attachment
	err := s.db.From(ctx).Where("record_kind = ? AND record_id = ? AND state IN ?", of.Kind, of.ID, states).
		Order("state, created_at, id").Limit(mostListed).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing files: %w", err)
	}
	return out, nil
}

// load finds a file of the record that is in one of the states.
func (s *Service) load(ctx context.Context, of Record, id string, states ...State) (Attachment, error) {
	var rows []Attachment
	if len(id) != 36 || uuid.Validate(id) != nil {
		return Attachment{}, fault.NewNotFound("file")
	}
	err := s.db.From(ctx).Where("id = ? AND record_kind = ? AND record_id = ? AND state IN ?", id, of.Kind, of.ID, states).
		Limit(1).Find(&rows).Error
	if err != nil {
		return Attachment{}, fmt.Errorf("finding a file: %w", err)
	}
	if len(rows) == 0 {
		return Attachment{}, fault.NewNotFound("file")
	}
	return rows[0], nil
}

// set changes a file that was read in the same transaction.
func (s *Service) set(ctx context.Context, a Attachment, fields map[string]any) error {
	err := s.db.UpdateVersioned(ctx, Attachment{}.TableName(), a.ID, a.Version, fields)
	if errors.Is(err, database.ErrStale) {
		return fault.NewClash("You", a.Version)
	}
	return err
}

// abandon marks the files of records as gone.
func (s *Service) abandon(ctx context.Context, kind string, ids []string) error {
	err := s.db.From(ctx).Exec(`UPDATE attachments SET state = 'gone', state_since = ?
		WHERE record_kind = ? AND record_id IN ? AND state <> 'gone'`, s.clock.Now(), kind, ids).Error
	if err != nil {
		return fmt.Errorf("letting go of files: %w", err)
	}
	return nil
}

// drop marks a file that still belongs to nothing as gone, and says whether it did.
func (s *Service) drop(ctx context.Context, id string) (bool, error) {
	result := s.db.From(ctx).Exec("UPDATE attachments SET state = 'gone', state_since = ? WHERE id = ? AND state = 'arriving'", s.clock.Now(), id)
	if result.Error != nil {
		return false, fmt.Errorf("letting go of a file: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// expire marks as gone what arrived before one instant or was removed before another.
func (s *Service) expire(ctx context.Context, now, arrived, removed time.Time) error {
	err := s.db.From(ctx).Exec(`UPDATE attachments SET state = 'gone', state_since = ?
		WHERE state = 'arriving' AND state_since < ? OR state = 'removed' AND state_since < ?`, now, arrived, removed).Error
	if err != nil {
		return fmt.Errorf("finding files to remove: %w", err)
	}
	return nil
}

func (s *Service) gone(ctx context.Context, limit int) ([]Attachment, error) {
	var out []Attachment
	err := s.db.From(ctx).Where("state = 'gone'").Order("state_since, id").Limit(limit).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("finding files to remove: %w", err)
	}
	return out, nil
}

// erase removes the row of a file that is gone.
func (s *Service) erase(ctx context.Context, id string) error {
	err := s.db.From(ctx).Exec("DELETE FROM attachments WHERE id = ? AND state = 'gone'", id).Error
	if err != nil {
		return fmt.Errorf("removing a file: %w", err)
	}
	return nil
}

// after lists the files that can be asked for, or brought back, by their keys.
func (s *Service) after(ctx context.Context, id string, limit int) ([]Attachment, error) {
	q := s.db.From(ctx).Where("state IN ('kept', 'removed')")
	if id != "" {
		q = q.Where("id > ?", id)
	}
	var out []Attachment
	if err := q.Order("id").Limit(limit).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("listing files: %w", err)
	}
	return out, nil
}
