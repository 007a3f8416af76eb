package session

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// Credentials are what somebody types to sign in.
type Credentials struct {
	Email    string
	Password string
	// OwnPhone asks for the long session.
	OwnPhone bool
}

// notRight is the one answer to every try that fails, whatever failed.
func notRight() error {
	return fault.InvalidField("email", "The email address or the password is not right. Check both, or ask for a new password")
}

// SignIn signs in with the session in ctx. It tells nothing of who has an
// account: with an unknown address it does the same work and gives the same
// answer as with a wrong password.
func (s *Service) SignIn(ctx context.Context, in Credentials, from Visitor) error {
	var c fault.Collector
	c.Required("email", "The email address", in.Email, emailMax, "Enter your email address")
	c.Check(in.Password != "", "password", "Enter your password")
	if err := c.Err(); err != nil {
		return err
	}
	account := byAccount("sign in", in.Email)
	noted, over, err := s.attempts.take(ctx, counted{byAddress("sign in", from.IP), addressLimits()}, counted{account, accountLimits()})
	if err != nil {
		return err
	}
	if over != nil {
		return tooMany()
	}
	person, a, err := s.find(ctx, in.Email)
	if err != nil {
		return err
	}
	fits, outdated, err := s.passwords.fits(ctx, in.Password, a.PasswordHash)
	if err != nil {
		return err
	}
	if !fits || person == nil || a.State != Active || person.Left(s.clock.Today()) {
		return notRight()
	}
	set := map[string]any{"last_sign_in_at": s.clock.Now()}
	if outdated {
		hash, err := s.passwords.make(ctx, in.Password)
		if err != nil {
			return err
		}
		set["password_hash"] = hash
	}
	if err := s.enter(ctx, a, set); err != nil {
		return err
	}
	// The right password takes the wrong ones before it back, and its own try
	// from the address; others' tries from there still count.
	if err := s.attempts.forget(ctx, noted...); err != nil {
		return err
	}
	if err := s.attempts.clear(ctx, account); err != nil {
		return err
	}
	return s.Begin(ctx, a.PersonID, from, in.OwnPhone)
}

// find is the person with the address and their account; nil and an account of
// nobody where there is none, after the same queries.
func (s *Service) find(ctx context.Context, email string) (*people.Person, Account, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, Account{}, err
	}
	person := chart.PersonByEmail(email)
	id := nobody
	if person != nil {
		id = person.ID
	}
	a, err := s.account(ctx, id)
	return person, a, err
}

// nobody is a key that no person has.
const nobody = "00000000-0000-0000-0000-000000000000"

// enter notes the sign-in, if the account is still as it was read.
func (s *Service) enter(ctx context.Context, a Account, set map[string]any) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		result := s.db.From(ctx).Model(&Account{}).
			Where("person_id = ? AND state = ? AND password_hash = ?", a.PersonID, Active, a.PasswordHash).Updates(set)
		if result.Error != nil {
			return fmt.Errorf("noting a sign-in: %w", result.Error)
		}
		if result.RowsAffected == 0 {
			return notRight()
		}
		return nil
	})
	return err
}

// SignInAs lets a visitor of the demonstration be somebody: without a password,
// and only in a database marked as demonstration.
func (s *Service) SignInAs(ctx context.Context, personID string, from Visitor) error {
	settings, err := s.organisation.Load(ctx)
	if err != nil {
		return err
	}
	if !settings.Demonstration {
		return fault.NewNotFound("page")
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	person := chart.Person(personID)
	if person == nil || person.Left(chart.On()) {
		return fault.NewNotFound("person")
	}
	a, err := s.account(ctx, personID)
	if err != nil {
		return err
	}
	if a.State == Closed {
		return fault.NewNotFound("account")
	}
	return s.Begin(ctx, personID, from, false)
}

// ChangePassword gives the person signed in a new password and ends their other
// sessions. The one they are using gets a new token.
func (s *Service) ChangePassword(ctx context.Context, current, chosen string) error {
	id, err := own(ctx)
	if err != nil {
		return err
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	person := chart.Person(id)
	if person == nil {
		return fault.NewNotFound("person")
	}
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if err := s.checkCurrent(ctx, a, current, chosen, *person); err != nil {
		return err
	}
	hash, err := s.passwords.make(ctx, chosen)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.move(ctx, a, changes, "", map[string]any{"password_hash": hash}); err != nil {
			return err
		}
		if err := s.deleteSessions(ctx, id, s.manager.GetString(ctx, idKey)); err != nil {
			return err
		}
		return s.tellOfNewPassword(ctx, *person)
	})
	if err != nil {
		return clash(err)
	}
	return s.renew(ctx)
}

// checkCurrent checks both passwords, so that a person reads all at once. Who
// finds a session left open gets no more tries at the password than anybody.
func (s *Service) checkCurrent(ctx context.Context, a Account, current, chosen string, p people.Person) error {
	var c fault.Collector
	c.Check(current != "", "current", "Enter the password you have now")
	if err := c.Merge(CheckPassword("password", chosen, p)); err != nil {
		return err
	}
	if current != "" {
		key := countKey("change password", a.PersonID)
		noted, over, err := s.attempts.take(ctx, counted{key, accountLimits()})
		if err != nil {
			return err
		}
		if over != nil {
			return tooMany()
		}
		fits, _, err := s.passwords.fits(ctx, current, a.PasswordHash)
		if err != nil {
			return err
		}
		if fits {
			if err := s.attempts.forget(ctx, noted...); err != nil {
				return err
			}
		}
		c.Check(fits, "current", "This is not the password you have now")
	}
	return c.Err()
}

// tellOfNewPassword mails the person, so that a change that was not theirs does
// not stay hidden.
func (s *Service) tellOfNewPassword(ctx context.Context, p people.Person) error {
	if s.invitable(&p) != nil {
		return nil // nowhere to write to
	}
	signature, err := s.signature(ctx)
	if err != nil {
		return err
	}
	return s.outbox.Write(ctx, newPasswordMail(p, signature))
}

// SetPassword is the operator's way in, from the command line: for the first
// account of all, and where mail does not work. It ends all sessions.
func (s *Service) SetPassword(ctx context.Context, personID, password string) error {
	if !actor.From(ctx).System {
		return fault.NewForbidden("Only " + access.Operator.String() + " can do this")
	}
	chart, err := s.requireManage(ctx)
	if err != nil {
		return err
	}
	person := chart.Person(personID)
	if person == nil {
		return fault.NewNotFound("person")
	}
	if err := CheckPassword("password", password, *person); err != nil {
		return err
	}
	hash, err := s.passwords.make(ctx, password)
	if err != nil {
		return err
	}
	return s.manage(ctx, personID, func(ctx context.Context, a Account, p *people.Person) error {
		if p.Left(chart.On()) {
			return fault.InvalidField("", p.Name+" left on "+p.LeftOn.Short()+". Leavers cannot sign in")
		}
		if _, err := s.move(ctx, a, setsIt, "", map[string]any{"password_hash": hash}); err != nil {
			return err
		}
		if err := s.voidLinks(ctx, personID); err != nil {
			return err
		}
		return s.deleteSessions(ctx, personID, "")
	})
}
