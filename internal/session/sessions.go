package session

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// Opened is a session of a person, as they are shown it.
type Opened struct {
	ID       string
	Device   string
	BegunAt  time.Time
	SeenAt   time.Time
	OwnPhone bool
	// Current is the session that is asking.
	Current bool
}

// sessionsShown bounds the list of a person's sessions.
const sessionsShown = 50

// Sessions lists the sessions of the person signed in, the last used first.
func (s *Service) Sessions(ctx context.Context) ([]Opened, error) {
	id, err := own(ctx)
	if err != nil {
		return nil, err
	}
	var kept []Session
	err = s.db.From(ctx).Select("id, device, begun_at, seen_at, own_phone").
		Where("person_id = ? AND expires_at > ?", id, s.clock.Now()).
		Order("seen_at DESC, id").Limit(sessionsShown).Find(&kept).Error
	if err != nil {
		return nil, fmt.Errorf("reading sessions: %w", err)
	}
	current := s.manager.GetString(ctx, idKey)
	out := make([]Opened, len(kept))
	for i, k := range kept {
		out[i] = Opened{ID: k.ID, Device: k.Device, BegunAt: k.BegunAt, SeenAt: k.SeenAt, OwnPhone: k.OwnPhone, Current: k.ID == current}
	}
	return out, nil
}

// EndOne ends one of the sessions of the person signed in. One that is over
// already is ended as well.
func (s *Service) EndOne(ctx context.Context, sessionID string) error {
	id, err := own(ctx)
	if err != nil {
		return err
	}
	if uuid.Validate(sessionID) != nil {
		return nil // no session has such a key
	}
	return s.endOwn(ctx, id, "ended a session", func(ctx context.Context) (int64, error) {
		result := s.db.From(ctx).Exec("DELETE FROM sessions WHERE id = ? AND person_id = ?", sessionID, id)
		return result.RowsAffected, result.Error
	})
}

// EndOthers ends every session of the person signed in but the one that asks.
func (s *Service) EndOthers(ctx context.Context) error {
	id, err := own(ctx)
	if err != nil {
		return err
	}
	current := s.manager.GetString(ctx, idKey)
	if current == "" {
		return fault.NewSignedOut()
	}
	return s.endOwn(ctx, id, "ended the other sessions", func(ctx context.Context) (int64, error) {
		result := s.db.From(ctx).Exec("DELETE FROM sessions WHERE person_id = ? AND id <> ?", id, current)
		return result.RowsAffected, result.Error
	})
}

func (s *Service) endOwn(ctx context.Context, personID, did string, end func(context.Context) (int64, error)) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		ended, err := end(ctx)
		if err != nil {
			return fmt.Errorf("ending sessions: %w", err)
		}
		if ended == 0 {
			return nil
		}
		return s.trail.Write(ctx, trail.Event{Record: trailRecord, RecordID: personID, Act: did, SubjectID: personID})
	})
}

// deleteSessions ends the person's sessions in the transaction of ctx, all but
// the one to keep; with none to keep, all.
func (s *Service) deleteSessions(ctx context.Context, personID, keep string) error {
	q := s.db.From(ctx).Where("person_id = ?", personID)
	if keep != "" {
		q = q.Where("id <> ?", keep)
	}
	if err := q.Delete(&Session{}).Error; err != nil {
		return fmt.Errorf("ending sessions: %w", err)
	}
	return nil
}
