package draft

import (
	"context"
	"fmt"
	"time"
)

// upsert writes the draft under its key, and says whether it did: not over
// somebody else's, and not over one that is finished.
func (s *Service) upsert(ctx context.Context, d Draft) (bool, error) {
	result := s.db.From(ctx).Exec(`
		INSERT INTO drafts (id, person_id, form, body, state, saved_at, version) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET form = excluded.form, body = excluded.body, state = excluded.state,
			saved_at = excluded.saved_at, version = drafts.version + 1
		WHERE drafts.person_id = excluded.person_id AND drafts.state <> 'finished'`,
		d.ID, d.PersonID, d.Form, d.Body, d.State, d.SavedAt, d.Version)
	if result.Error != nil {
		return false, fmt.Errorf("keeping a draft: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

// bury leaves the draft's key without its words.
func (s *Service) bury(ctx context.Context, d Draft) error {
	err := s.db.From(ctx).Exec(`
		INSERT INTO drafts (id, person_id, form, body, state, saved_at, version) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, state = excluded.state,
			saved_at = excluded.saved_at, version = drafts.version + 1
		WHERE drafts.person_id = excluded.person_id`,
		d.ID, d.PersonID, d.Form, d.Body, d.State, d.SavedAt, d.Version).Error
	if err != nil {
		return fmt.Errorf("finishing a draft: %w", err)
	}
	return nil
}

func (s *Service) countOthers(ctx context.Context, personID, id string) (int64, error) {
	var n int64
	err := s.db.From(ctx).Model(&Draft{}).
		Where("person_id = ? AND state = ? AND id <> ?", personID, Open, id).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("counting drafts: %w", err)
	}
	return n, nil
}

func (s *Service) list(ctx context.Context, personID, form string) ([]Draft, error) {
	if personID == "" {
		return nil, nil
	}
	q := s.db.From(ctx).Where("person_id = ? AND state = ? AND saved_at > ?", personID, Open, s.clock.Now().Add(-Lifetime))
	if form != "" {
		q = q.Where("form = ?", form)
	}
	var out []Draft
	if err := q.Order("saved_at DESC, id DESC").Limit(MaxOpen).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("listing drafts: %w", err)
	}
	return out, nil
}

// find gives the person's draft in the state, or nil.
func (s *Service) find(ctx context.Context, personID, id string, state State) (*Draft, error) {
	if personID == "" {
		return nil, nil
	}
	var out []Draft
	err := s.db.From(ctx).Where("id = ? AND person_id = ? AND state = ?", id, personID, state).Limit(1).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("finding a draft: %w", err)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return &out[0], nil
}

func (s *Service) setState(ctx context.Context, personID, id string, from, to State) (bool, error) {
	if personID == "" {
		return false, nil
	}
	result := s.db.From(ctx).Exec(
		"UPDATE drafts SET state = ?, version = version + 1 WHERE id = ? AND person_id = ? AND state = ?", to, id, personID, from)
	if result.Error != nil {
		return false, fmt.Errorf("moving a draft: %w", result.Error)
	}
	return result.RowsAffected == 1, nil
}

func (s *Service) remove(ctx context.Context, personID, id string) error {
	err := s.db.From(ctx).Exec("DELETE FROM drafts WHERE id = ? AND person_id = ? AND state <> ?", id, personID, Finished).Error
	if err != nil {
		return fmt.Errorf("removing a draft: %w", err)
	}
	return nil
}

func (s *Service) purge(ctx context.Context, drafts, tombstones time.Time) (int, error) {
	result := s.db.From(ctx).Exec("DELETE FROM drafts WHERE saved_at < ? OR (state = ? AND saved_at < ?)", drafts, Finished, tombstones)
	if result.Error != nil {
		return 0, fmt.Errorf("purging drafts: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}
