package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/fault"
)

// atATime bounds the errands that are taken up or forgotten in one go.
const atATime = 100

func (q *Queue) create(ctx context.Context, e Errand) error {
	if err := q.db.From(ctx).Create(&e).Error; err != nil {
		return fmt.Errorf("keeping an errand: %w", err)
	}
	return nil
}

func (q *Queue) find(ctx context.Context, id, person string) (Errand, error) {
	var e Errand
	err := q.db.From(ctx).Where("id = ? AND asked_by = ?", id, person).Take(&e).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return e, fault.NewNotFound("errand")
	}
	if err != nil {
		return e, fmt.Errorf("reading an errand: %w", err)
	}
	return e, nil
}

// looked notes that who asked for an errand has seen that it has ended.
func (q *Queue) looked(ctx context.Context, id string) error {
	err := q.db.InTx(ctx, func(ctx context.Context) error {
		return q.db.From(ctx).Exec("UPDATE errands SET looked_at = ? WHERE id = ? AND ended_at IS NOT NULL AND looked_at IS NULL", q.clock.Now(), id).Error
	})
	if err != nil {
		return fmt.Errorf("noting that an errand was looked at: %w", err)
	}
	return nil
}

// mostUnseen bounds what somebody is told of errands that have ended.
const mostUnseen = 20

func (q *Queue) unseen(ctx context.Context, person string) ([]Errand, error) {
	var out []Errand
	err := q.db.From(ctx).Where("asked_by = ? AND ended_at IS NOT NULL AND looked_at IS NULL", person).
		Order("ended_at, id").Limit(mostUnseen).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("looking for errands that nobody has looked at: %w", err)
	}
	return out, nil
}

// take makes an errand that waits this replica's, or gives nil.
func (q *Queue) take(ctx context.Context, id string) (*hand, error) {
	var h *hand
	err := q.db.InTx(ctx, func(ctx context.Context) error {
		h = nil
		now := q.clock.Now()
		result := q.db.From(ctx).Exec("UPDATE errands SET state = ?, tries = tries + 1, beat_at = ? WHERE id = ? AND state = ?",
			Running, now, id, Waiting)
		if result.Error != nil || result.RowsAffected == 0 {
			return result.Error
		}
		var e Errand
		if err := q.db.From(ctx).Select("tries").Where("id = ?", id).Take(&e).Error; err != nil {
			return err
		}
		h = &hand{id: id, tries: e.Tries, beaten: now}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("taking up an errand: %w", err)
	}
	return h, nil
}

// mine changes the errand while it is this hand's, else it returns errTaken.
func (q *Queue) mine(ctx context.Context, h *hand, set map[string]any) error {
	return q.db.InTx(ctx, func(ctx context.Context) error {
		result := q.db.From(ctx).Model(&Errand{}).Where("id = ? AND state = ? AND tries = ?", h.id, Running, h.tries).Updates(set)
		if result.Error != nil {
			return fmt.Errorf("noting how an errand goes: %w", result.Error)
		}
		if result.RowsAffected == 0 {
			return errTaken
		}
		return nil
	})
}

// tell writes how far the errand is, and that it is being worked on.
func (q *Queue) tell(ctx context.Context, h *hand, p progress, now time.Time) error {
	return q.mine(ctx, h, map[string]any{"done": p.done, "total": p.total, "phrase": p.phrase, "beat_at": now})
}

// release lets the errand wait again, from its beginning.
func (q *Queue) release(ctx context.Context, h *hand) error {
	return q.mine(ctx, h, map[string]any{"state": Waiting, "done": 0, "total": 0, "phrase": ""})
}

// end notes that the errand is done or has failed.
func (q *Queue) end(ctx context.Context, h *hand, state State, result, problem string) error {
	p := h.now()
	return q.mine(ctx, h, map[string]any{
		"state": state, "ended_at": q.clock.Now(), "result": result, "problem": problem,
		"done": p.done, "total": p.total, "phrase": p.phrase,
	})
}

// lost lists errands that are said to be running, but not since before.
func (q *Queue) lost(ctx context.Context, before time.Time) ([]Errand, error) {
	var out []Errand
	err := q.db.From(ctx).Where("state = 'running' AND beat_at < ?", before).Order("beat_at").Limit(atATime).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("looking for errands that a replica left: %w", err)
	}
	return out, nil
}

// Purge forgets errands that ended more than 30 days ago, and says how many.
func (q *Queue) Purge(ctx context.Context) (int, error) {
	var gone int64
	err := q.db.InTx(ctx, func(ctx context.Context) error {
		result := q.db.From(ctx).Exec("DELETE FROM errands WHERE ended_at < ?", q.clock.Now().Add(-kept))
		gone = result.RowsAffected
		return result.Error
	})
	if err != nil {
		return 0, fmt.Errorf("forgetting errands: %w", err)
	}
	return int(gone), nil
}
