package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// State is how an account stands.
type State string

// The states of an account. A person without an account has NoAccount, which is
// never kept.
const (
	NoAccount State = ""
	Invited   State = "invited"
	Active    State = "active"
	Closed    State = "closed"
)

// Label is the state on pages.
func (s State) Label() string {
	switch s {
	case Invited:
		return "Invited"
	case Active:
		return "Has an account"
	case Closed:
		return "Closed"
	case NoAccount:
		return "No account yet"
	}
	return string(s)
}

// act is a named change of an account, in the words of the trail.
type act string

const (
	invites   act = "invited"
	accepts   act = "accepted the invitation"
	asksReset act = "asked for a link to a new password"
	resets    act = "chose a new password by a link"
	changes   act = "changed the password"
	setsIt    act = "set the password"
	ends      act = "ended all sessions"
	closes    act = "closed"
	opens     act = "opened again"
)

// transition is one line of the table of states.
type transition struct {
	act  act
	from []State
	// to is the state afterwards; empty keeps the one there was.
	to State
}

// transitions is the table: what is not here cannot be done.
func transitions() []transition {
	return []transition{
		{invites, []State{NoAccount, Invited}, Invited},
		{accepts, []State{Invited}, Active},
		{asksReset, []State{Active}, ""},
		{resets, []State{Active}, ""},
		{changes, []State{Active}, ""},
		{setsIt, []State{NoAccount, Invited, Active}, Active},
		{ends, []State{Invited, Active, Closed}, ""},
		{closes, []State{Invited, Active}, Closed},
		// An account that never had a password is opened by a new invitation.
		{opens, []State{Closed}, Active},
	}
}

// after is the state after the act, and whether it can be done in the state.
func (s State) after(a act) (State, bool) {
	for _, t := range transitions() {
		if t.act == a && slices.Contains(t.from, s) {
			if t.to == "" {
				return s, true
			}
			return t.to, true
		}
	}
	return s, false
}

// Account is who may sign in. The name to sign in with is the person's email
// address as it stands with the person: it is kept in one place only.
type Account struct {
	PersonID     string `gorm:"primaryKey"`
	State        State
	PasswordHash *string
	CreatedAt    time.Time
	InvitedAt    *time.Time
	LastSignInAt *time.Time
	Version      int
}

// TableName is the table of accounts.
func (Account) TableName() string { return "accounts" }

// trailRecord is what the trail calls an account.
const trailRecord = "account"

// account is the person's, or one with no state where there is none.
func (s *Service) account(ctx context.Context, personID string) (Account, error) {
	var found []Account
	if err := s.db.From(ctx).Where("person_id = ?", personID).Limit(1).Find(&found).Error; err != nil {
		return Account{}, fmt.Errorf("reading an account: %w", err)
	}
	if len(found) == 0 {
		return Account{PersonID: personID}, nil
	}
	return found[0], nil
}

// errMoved says that the account changed between reading and writing it.
var errMoved = errors.New("the account was changed meanwhile")

// move does an act to an account in the transaction of ctx: it checks the table,
// writes what is set and the trail. The account is the one read before; where
// somebody changed it since, the act is not done.
func (s *Service) move(ctx context.Context, a Account, did act, why string, set map[string]any) (Account, error) {
	to, ok := a.State.after(did)
	if !ok {
		return a, fault.InvalidField("", cannot(did, a.State))
	}
	if err := s.write(ctx, a, to, set); err != nil {
		return a, err
	}
	a.State = to
	err := s.trail.Write(ctx, trail.Event{Record: trailRecord, RecordID: a.PersonID, Act: string(did), SubjectID: a.PersonID, Why: why})
	if err != nil {
		return a, fmt.Errorf("noting the act: %w", err)
	}
	return a, nil
}

func (s *Service) write(ctx context.Context, a Account, to State, set map[string]any) error {
	db := s.db.From(ctx)
	if a.State == NoAccount {
		err := db.Model(&Account{}).Create(withFields(map[string]any{
			"person_id": a.PersonID, "state": to, "created_at": s.clock.Now(), "version": 1,
		}, set)).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return errMoved
		}
		if err != nil {
			return fmt.Errorf("making an account: %w", err)
		}
		return nil
	}
	fields := withFields(map[string]any{"state": to, "version": gorm.Expr("version + 1")}, set)
	result := db.Model(&Account{}).Where("person_id = ? AND version = ?", a.PersonID, a.Version).Updates(fields)
	if result.Error != nil {
		return fmt.Errorf("changing an account: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return errMoved
	}
	return nil
}

func withFields(fields, more map[string]any) map[string]any {
	for name, value := range more {
		fields[name] = value
	}
	return fields
}

// cannot says why an act is not possible in a state.
func cannot(did act, in State) string {
	switch {
	case in == Closed:
		return "This account is closed. Open it again first"
	case in == Active && did == invites:
		return "This person has an account already"
	case in == Active && did == opens, in == Invited && did == opens:
		return "This account is not closed"
	case in == NoAccount:
		return "This person has no account yet. Invite them first"
	}
	return "That is not possible while the account stands as it does"
}

// clash turns a change in between into words for whoever came second.
func clash(err error) error {
	if errors.Is(err, errMoved) {
		return fault.NewClash("Somebody", 0)
	}
	return err
}

// Close ends the account and every session of it: nobody signs in with it until
// it is opened again. What the person wrote stays as it is. Nobody closes their
// own: the last administrator would be locked out.
func (s *Service) Close(ctx context.Context, personID string) error {
	if me := actor.From(ctx).PersonID; me != "" && me == personID {
		if _, err := s.requireManage(ctx); err != nil {
			return err
		}
		return fault.InvalidField("", "This is your own account. Another administrator can close it")
	}
	return s.manage(ctx, personID, func(ctx context.Context, a Account, _ *people.Person) error {
		if _, err := s.move(ctx, a, closes, "", nil); err != nil {
			return err
		}
		if err := s.voidLinks(ctx, personID); err != nil {
			return err
		}
		return s.deleteSessions(ctx, personID, "")
	})
}

// Open opens a closed account again. One that never had a password is as good as
// none: its person is invited anew.
func (s *Service) Open(ctx context.Context, personID string) error {
	return s.manage(ctx, personID, func(ctx context.Context, a Account, p *people.Person) error {
		if p.Left(s.clock.Today()) {
			return fault.InvalidField("", p.Name+" left on "+p.LeftOn.Short()+". Leavers cannot sign in")
		}
		opened, err := s.move(ctx, a, opens, "", nil)
		if err != nil || a.PasswordHash != nil {
			return err
		}
		opened.Version++
		if err := s.write(ctx, opened, Invited, nil); err != nil {
			return err
		}
		opened.State, opened.Version = Invited, opened.Version+1
		return s.invite(ctx, opened, p)
	})
}

// EndAll ends every session of the person, everywhere.
func (s *Service) EndAll(ctx context.Context, personID string) error {
	return s.manage(ctx, personID, func(ctx context.Context, a Account, _ *people.Person) error {
		if _, err := s.move(ctx, a, ends, "", nil); err != nil {
			return err
		}
		return s.deleteSessions(ctx, personID, "")
	})
}

// manage runs an act of whoever manages accounts on one of them.
func (s *Service) manage(ctx context.Context, personID string, do func(context.Context, Account, *people.Person) error) error {
	chart, err := s.requireManage(ctx)
	if err != nil {
		return err
	}
	person := chart.Person(personID)
	if person == nil {
		return fault.NewNotFound("person")
	}
	return clash(s.db.InTx(ctx, func(ctx context.Context) error {
		a, err := s.account(ctx, personID)
		if err != nil {
			return err
		}
		return do(ctx, a, person)
	}))
}
