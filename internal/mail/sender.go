package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"learningyear/internal/clock"
	"learningyear/internal/database"
)

// Transport carries one mail away. An error that says Permanent is not tried again.
type Transport func(ctx context.Context, m Mail) error

// permanent marks an error that trying again does not mend.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent marks an error as one that trying again does not mend.
func Permanent(err error) error { return permanent{err} }

// Sender delivers queued mails. Any number of them may run over one database:
// each mail is claimed by a conditional update before it is carried away. One
// that stops half-way leaves its claim, which runs out.
type Sender struct {
	db    *database.DB
	clock *clock.Clock
	carry Transport
	log   *slog.Logger
}

// NewSender makes a sender.
func NewSender(db *database.DB, c *clock.Clock, carry Transport, log *slog.Logger) *Sender {
	return &Sender{db: db, clock: c, carry: carry, log: log}
}

const (
	// claim is how long a mail being carried is left alone by others.
	claim = 5 * time.Minute
	// atOnce bounds how many mails one round takes.
	atOnce = 50
	// pause is between two looks into the outbox.
	pause = 5 * time.Second
	// patience bounds one delivery.
	patience = time.Minute
)

// Run delivers until ctx ends.
func (s *Sender) Run(ctx context.Context) {
	for {
		if _, err := s.SendDue(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("mail could not be sent", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// SendDue tries every mail that is due once, and says how many went. That one
// could not be delivered is noted with the mail and is no error.
func (s *Sender) SendDue(ctx context.Context) (int, error) {
	sent := 0
	for {
		var due []Mail
		err := s.db.From(ctx).Where("state = ? AND due_at <= ?", Queued, s.clock.Now()).
			Order("due_at, id").Limit(atOnce).Find(&due).Error
		if err != nil {
			return sent, fmt.Errorf("looking for mail to send: %w", err)
		}
		for _, m := range due {
			went, err := s.deliver(ctx, m)
			if err != nil {
				return sent, err
			}
			if went {
				sent++
			}
		}
		// What was tried is due later, so each round finds other mails.
		if len(due) < atOnce {
			return sent, nil
		}
	}
}

// deliver claims a mail, carries it away and notes how that went.
func (s *Sender) deliver(ctx context.Context, m Mail) (bool, error) {
	mine, err := s.claim(ctx, &m)
	if err != nil || !mine {
		return false, err
	}
	carrying, cancel := context.WithTimeout(ctx, patience)
	failure := s.carry(carrying, m)
	cancel()
	if failure != nil {
		s.log.Warn("a mail was not delivered", "mail", m.ID, "kind", m.Kind, "tries", m.Tries, "error", failure)
	}
	// A stop in between does not undo that it went.
	return failure == nil, s.note(context.WithoutCancel(ctx), m, failure)
}

func (s *Sender) claim(ctx context.Context, m *Mail) (bool, error) {
	claimed := int64(0)
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		result := s.db.From(ctx).Exec("UPDATE mails SET tries = tries + 1, due_at = ? WHERE id = ? AND state = ? AND tries = ?",
			s.clock.Now().Add(claim), m.ID, Queued, m.Tries)
		claimed = result.RowsAffected
		return result.Error
	})
	if err != nil {
		return false, fmt.Errorf("claiming a mail: %w", err)
	}
	m.Tries++
	return claimed == 1, nil
}

func (s *Sender) note(ctx context.Context, m Mail, failure error) error {
	now := s.clock.Now()
	set := map[string]any{"state": Sent, "sent_at": now, "body": "", "last_error": ""}
	if failure != nil {
		set = map[string]any{"due_at": now.Add(wait(m.Tries)), "last_error": oneLine(failure.Error(), 500)}
		var never permanent
		if m.Tries >= maxTries || errors.As(failure, &never) {
			set["state"], set["body"] = Failed, ""
		}
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		// Only while the claim is this one's: another may have taken it over.
		return s.db.From(ctx).Model(&Mail{}).Where("id = ? AND state = ? AND tries = ?", m.ID, Queued, m.Tries).Updates(set).Error
	})
	if err != nil {
		return fmt.Errorf("noting that a mail was tried: %w", err)
	}
	return nil
}
