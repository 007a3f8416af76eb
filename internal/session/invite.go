package session

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/mail"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Invite sends the person a link with which they choose a password. Inviting
// again makes the earlier link void.
func (s *Service) Invite(ctx context.Context, personID string) error {
	return s.manage(ctx, personID, func(ctx context.Context, a Account, p *people.Person) error {
		if err := s.invitable(p); err != nil {
			return err
		}
		now := s.clock.Now()
		invited, err := s.move(ctx, a, invites, "", map[string]any{"invited_at": now})
		if err != nil {
			return err
		}
		return s.invite(ctx, invited, p)
	})
}

func (s *Service) invitable(p *people.Person) error {
	switch {
	case p.Left(s.clock.Today()):
		return fault.InvalidField("", p.Name+" left on "+p.LeftOn.Short()+". Leavers cannot sign in")
	case p.EmailAddress() == "":
		return fault.InvalidField("", p.Name+" has no email address. The CPD coordinator can add one")
	case mail.CheckAddress(p.EmailAddress()) != nil:
		return fault.InvalidField("", "Mail cannot go to “"+p.EmailAddress()+"”. The CPD coordinator can correct the address")
	}
	return nil
}

// invite makes the link and queues the mail.
func (s *Service) invite(ctx context.Context, a Account, p *people.Person) error {
	token, err := s.newLink(ctx, a.PersonID, Invitation)
	if err != nil {
		return err
	}
	signature, err := s.signature(ctx)
	if err != nil {
		return err
	}
	return s.outbox.Write(ctx, invitationMail(*p, inviter(ctx), s.address(Invitation, token), signature))
}

// inviter is who invites, where that is a person.
func inviter(ctx context.Context) string {
	if who := actor.From(ctx); !who.System {
		return who.Name
	}
	return ""
}

// InvitedAll says what inviting everybody came to.
type InvitedAll struct {
	// Invited were sent an invitation.
	Invited int
	// Unreachable have no email address that mail can go to, by name.
	Unreachable []string
}

// WouldInvite is what InviteAll would come to now.
func (s *Service) WouldInvite(ctx context.Context) (InvitedAll, error) {
	chart, err := s.requireManage(ctx)
	if err != nil {
		return InvitedAll{}, err
	}
	_, out, err := s.uninvited(ctx, chart)
	return out, err
}

// uninvited are those who are here today, have no account and can be reached.
func (s *Service) uninvited(ctx context.Context, chart *people.Chart) (whom []*people.Person, out InvitedAll, err error) {
	known, err := s.accountStates(ctx)
	if err != nil {
		return nil, out, err
	}
	for _, p := range chart.Persons() {
		switch {
		case known[p.ID] != NoAccount || p.Left(chart.On()):
		case s.invitable(p) != nil:
			out.Unreachable = append(out.Unreachable, p.Name)
		default:
			whom = append(whom, p)
		}
	}
	out.Invited = len(whom)
	return whom, out, nil
}

// InviteAll invites everybody who is here today and has no account yet. Those
// who were invited before are left in peace.
func (s *Service) InviteAll(ctx context.Context) (InvitedAll, error) {
	chart, err := s.requireManage(ctx)
	if err != nil {
		return InvitedAll{}, err
	}
	var out InvitedAll
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		var whom []*people.Person
		var err error
		if whom, out, err = s.uninvited(ctx, chart); err != nil {
			return err
		}
		return s.inviteMany(ctx, whom)
	})
	if err != nil {
		return InvitedAll{}, clash(err)
	}
	return out, nil
}

// inviteMany writes accounts, links and mails in a few statements, however many.
func (s *Service) inviteMany(ctx context.Context, whom []*people.Person) error {
	const batch = 200
	if len(whom) == 0 {
		return nil
	}
	signature, err := s.signature(ctx)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	accounts := make([]Account, len(whom))
	links := make([]link, len(whom))
	mails := make([]mail.Message, len(whom))
	for i, p := range whom {
		token := newToken()
		accounts[i] = Account{PersonID: p.ID, State: Invited, CreatedAt: now, InvitedAt: &now, Version: 1}
		links[i] = link{TokenHash: hashToken(token), PersonID: p.ID, Kind: Invitation, ExpiresAt: now.Add(InvitationLife)}
		mails[i] = invitationMail(*p, inviter(ctx), s.address(Invitation, token), signature)
		e := trail.Event{Record: trailRecord, RecordID: p.ID, Act: string(invites), SubjectID: p.ID}
		if err := s.trail.Write(ctx, e); err != nil {
			return fmt.Errorf("noting an invitation: %w", err)
		}
	}
	err = s.db.From(ctx).CreateInBatches(accounts, batch).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return errMoved
	}
	if err != nil {
		return fmt.Errorf("making accounts: %w", err)
	}
	if err := s.db.From(ctx).CreateInBatches(links, batch).Error; err != nil {
		return fmt.Errorf("keeping links: %w", err)
	}
	return s.outbox.Write(ctx, mails...)
}

// AcceptInvitation gives the account its first password and signs its person in
// with the session in ctx.
func (s *Service) AcceptInvitation(ctx context.Context, token, password string, from Visitor) error {
	return s.choose(ctx, Invitation, accepts, token, password, from, nil)
}

// ResetPassword gives the account a new password, ends every session of it, and
// signs its person in anew with the session in ctx.
func (s *Service) ResetPassword(ctx context.Context, token, password string, from Visitor) error {
	return s.choose(ctx, Reset, resets, token, password, from, func(ctx context.Context, p people.Person) error {
		if err := s.deleteSessions(ctx, p.ID, ""); err != nil {
			return err
		}
		return s.tellOfNewPassword(ctx, p)
	})
}

// choose sets a password by a link.
func (s *Service) choose(ctx context.Context, kind LinkKind, did act, token, password string, from Visitor,
	also func(context.Context, people.Person) error,
) error {
	person, err := s.LinkOwner(ctx, kind, token)
	if errors.Is(err, ErrLink) {
		return usedUp()
	}
	if err != nil {
		return err
	}
	if err := CheckPassword("password", password, person); err != nil {
		return err
	}
	// Outside the transaction: hashing takes its time.
	hash, err := s.passwords.make(ctx, password)
	if err != nil {
		return err
	}
	// The link itself says who is acting; nobody is signed in yet.
	acting := actor.With(ctx, actor.Actor{PersonID: person.ID, Name: person.Name})
	err = s.db.InTx(acting, func(ctx context.Context) error {
		if err := s.use(ctx, kind, token); err != nil {
			return err
		}
		a, err := s.account(ctx, person.ID)
		if err != nil {
			return err
		}
		if _, ok := a.State.after(did); !ok {
			return ErrLink
		}
		if _, err := s.move(ctx, a, did, "", map[string]any{"password_hash": hash, "last_sign_in_at": s.clock.Now()}); err != nil {
			return err
		}
		if also == nil {
			return nil
		}
		return also(ctx, person)
	})
	if errors.Is(err, ErrLink) {
		return usedUp()
	}
	if err != nil {
		return clash(err)
	}
	if err := s.attempts.clear(ctx, byAccount("sign in", person.EmailAddress())); err != nil {
		return err
	}
	return s.Begin(ctx, person.ID, from, false)
}
