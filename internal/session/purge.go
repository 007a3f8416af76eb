package session

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

const (
	// askEvery is how often replicas look for asks that another one took in.
	askEvery = 5 * time.Second
	// linksKept is how long a link that has run out or was used is kept.
	linksKept = 30 * 24 * time.Hour
	// formsKept is how long a form's one-use key is kept: longer than a tab stays open.
	formsKept = 30 * 24 * time.Hour
	// mailsKept is how long mail that went is listed.
	mailsKept = 90 * 24 * time.Hour
)

// Run answers asks for links, until ctx ends.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	asks := time.NewTicker(askEvery)
	defer asks.Stop()
	for {
		if _, err := s.HandleAsks(ctx); err != nil && ctx.Err() == nil {
			log.Error("asks for a new password were not answered", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.asked:
		case <-asks.C:
		}
	}
}

// Purged counts what a purge removed.
type Purged struct {
	Sessions, Links, Tries, Forms, Mails int
}

// Purge removes sessions that have run out, links and tries that count no more,
// the keys of forms sent long ago, and mail that went long ago.
func (s *Service) Purge(ctx context.Context) (Purged, error) {
	now := s.clock.Now()
	var out Purged
	remove := func(what, statement string, before time.Time) (int, error) {
		var gone int64
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			result := s.db.From(ctx).Exec(statement, before)
			gone = result.RowsAffected
			return result.Error
		})
		if err != nil {
			return 0, fmt.Errorf("removing %s: %w", what, err)
		}
		return int(gone), nil
	}
	var err error
	if out.Sessions, err = remove("sessions", "DELETE FROM sessions WHERE expires_at <= ?", now); err != nil {
		return out, err
	}
	if out.Links, err = remove("links", "DELETE FROM account_links WHERE expires_at <= ?", now.Add(-linksKept)); err != nil {
		return out, err
	}
	if out.Tries, err = remove("tries", "DELETE FROM attempts WHERE at <= ?", now.Add(-longestWindow)); err != nil {
		return out, err
	}
	if out.Forms, err = s.db.ForgetOnce(ctx, now.Add(-formsKept)); err != nil {
		return out, err
	}
	out.Mails, err = s.outbox.Purge(ctx, now.Add(-mailsKept))
	return out, err
}
