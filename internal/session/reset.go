package session

import (
	"context"
	"fmt"
	"strings"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// ask is a note that somebody wants a new password, as kept until it is looked at.
type ask struct {
	ID       string
	EmailKey string
	At       time.Time
}

// TableName is the table of asks.
func (ask) TableName() string { return "reset_asks" }

// emailMax is the longest email address there can be.
const emailMax = 254

// ForgottenPassword notes that a link to a new password is asked for. What it
// does and answers is the same for every address, known or not: the note is
// looked at afterwards, by HandleAsks, when nobody waits for the answer.
func (s *Service) ForgottenPassword(ctx context.Context, email string, from Visitor) error {
	var c fault.Collector
	email = strings.TrimSpace(c.Required("email", "The email address", email, emailMax, "Enter your email address"))
	if c.Err() == nil {
		c.Check(strings.Contains(email, "@"), "email", "Enter an email address, like name@example.org")
	}
	if err := c.Err(); err != nil {
		return err
	}
	asker := counted{byAddress("ask", from.IP), askerLimits()}
	asked := counted{byAccount("ask", email), askLimits()}
	_, over, err := s.attempts.take(ctx, asker, asked)
	if err != nil {
		return err
	}
	if over != nil && over.key == asker.key {
		return tooMany()
	}
	if over != nil {
		return nil // enough mail has gone to this address within the hour
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		return s.db.From(ctx).Create(&ask{ID: s.clock.NewKey(), EmailKey: people.EmailKeyOf(email), At: s.clock.Now()}).Error
	})
	if err != nil {
		return fmt.Errorf("noting that a link is asked for: %w", err)
	}
	select {
	case s.asked <- struct{}{}:
	default: // the worker is about to look anyway
	}
	return nil
}

// HandleAsks looks at the notes of ForgottenPassword and mails a link to each
// that an account is known for; one who was invited gets a new invitation. The
// number says how many mails were written. Several may run at once.
func (s *Service) HandleAsks(ctx context.Context) (int, error) {
	const atOnce = 100
	ctx = actor.With(ctx, actor.Operator("the sign-in page"))
	var asks []ask
	if err := s.db.From(ctx).Order("at, id").Limit(atOnce).Find(&asks).Error; err != nil {
		return 0, fmt.Errorf("reading who asked for a link: %w", err)
	}
	mailed := 0
	for _, a := range asks {
		wrote, err := s.handle(ctx, a)
		if err != nil {
			return mailed, fmt.Errorf("mailing a link that was asked for: %w", err)
		}
		if wrote {
			mailed++
		}
	}
	return mailed, nil
}

func (s *Service) handle(ctx context.Context, a ask) (wrote bool, err error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return false, err
	}
	person := chart.PersonByEmail(a.EmailKey)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		taken := s.db.From(ctx).Where("id = ?", a.ID).Delete(&ask{})
		if taken.Error != nil || taken.RowsAffected == 0 {
			return taken.Error // another replica has it
		}
		if person == nil || s.invitable(person) != nil {
			return nil
		}
		account, err := s.account(ctx, person.ID)
		if err != nil {
			return err
		}
		switch account.State {
		case Active:
			wrote = true
			return s.mailReset(ctx, account, person)
		case Invited:
			wrote = true
			return s.inviteAgain(ctx, account, person)
		case NoAccount, Closed:
		}
		return nil
	})
	return wrote, err
}

func (s *Service) mailReset(ctx context.Context, a Account, p *people.Person) error {
	if _, err := s.move(ctx, a, asksReset, "", nil); err != nil {
		return err
	}
	token, err := s.newLink(ctx, p.ID, Reset)
	if err != nil {
		return err
	}
	signature, err := s.signature(ctx)
	if err != nil {
		return err
	}
	return s.outbox.Write(ctx, resetMail(*p, s.address(Reset, token), signature))
}

func (s *Service) inviteAgain(ctx context.Context, a Account, p *people.Person) error {
	a, err := s.move(ctx, a, invites, "", map[string]any{"invited_at": s.clock.Now()})
	if err != nil {
		return err
	}
	return s.invite(ctx, a, p)
}
