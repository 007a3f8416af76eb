// Package session knows who is signed in: accounts and their passwords, the
// links that are mailed, sessions kept in the database, and the throttling of
// sign-in. It says who somebody is; what they may do is the business of access.
package session

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/mail"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Lifetimes of a session since it was last used: on a machine that others use
// too, and on a person's own phone.
const (
	SharedMachine = 12 * time.Hour
	OwnPhone      = 30 * 24 * time.Hour
)

// What a session holds, by key.
const (
	personKey = "person"
	idKey     = "session"
	deviceKey = "device"
	phoneKey  = "own phone"
	// freshKey marks a session that was begun in this request and has no row yet.
	freshKey  = "fresh"
	noticeKey = "notice"
	onceKey   = "once"
)

// Service keeps accounts and sessions.
type Service struct {
	db           *database.DB
	people       *people.Service
	organisation *organisation.Store
	trail        *trail.Trail
	outbox       *mail.Outbox
	clock        *clock.Clock
	settings     config.Settings
	manager      *scs.SessionManager
	passwords    *hasher
	attempts     throttle
	// asked wakes the worker when somebody has asked for a reset link.
	asked chan struct{}
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, o *organisation.Store, t *trail.Trail, out *mail.Outbox,
	c *clock.Clock, settings config.Settings,
) *Service {
	m := scs.New()
	m.Store = store{db, c}
	m.HashTokenInStore = true
	m.Lifetime = SharedMachine
	m.Cookie.Name = "learning_year"
	m.Cookie.HttpOnly = true
	m.Cookie.Path = "/"
	m.Cookie.SameSite = http.SameSiteLaxMode
	// A shared machine forgets when its browser is closed; see Begin for one's own.
	m.Cookie.Persist = false
	if settings.Secure() {
		m.Cookie.Name = "__Host-learning_year"
		m.Cookie.Secure = true
	}
	return &Service{
		db: db, people: p, organisation: o, trail: t, outbox: out, clock: c, settings: settings, manager: m,
		passwords: newHasher(), attempts: throttle{db, c}, asked: make(chan struct{}, 1),
	}
}

// Manager loads and saves the session around each request.
func (s *Service) Manager() *scs.SessionManager { return s.manager }

// Actor is who is signed in with the session in ctx: nobody where none is, where
// the session was ended or the account closed, and where the person has left.
func (s *Service) Actor(ctx context.Context) (actor.Actor, error) {
	id := s.manager.GetString(ctx, personKey)
	if id == "" {
		return actor.Actor{}, nil
	}
	who, err := s.ActorOf(ctx, id)
	if err == nil && !who.Nobody() {
		s.refreshCookie(ctx)
	}
	return who, err
}

// ActorOf is a person as who is asking, with the offices held today; nobody where
// the person has left.
func (s *Service) ActorOf(ctx context.Context, id string) (actor.Actor, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return actor.Actor{}, err
	}
	person := chart.Person(id)
	// Somebody between two appointments has not left: their diary stays theirs to write.
	if person == nil || person.Left(chart.On()) {
		return actor.Actor{}, nil
	}
	return actor.Actor{PersonID: id, Name: person.Name, Roles: chart.Roles(id)}, nil
}

// refreshCookie gives the cookie of a person's own phone a new end once a day,
// so that it lasts as long as the session that its use prolongs.
func (s *Service) refreshCookie(ctx context.Context) {
	const day = 24 * time.Hour
	if s.manager.GetBool(ctx, phoneKey) && s.manager.Deadline(ctx).Before(s.clock.Now().Add(OwnPhone-day)) {
		s.manager.SetDeadline(ctx, s.clock.Now().Add(OwnPhone))
	}
}

// Visitor is where a request comes from.
type Visitor struct {
	IP        string
	UserAgent string
}

// Begin signs the person in: a new token, so that a token known from before is
// worth nothing.
func (s *Service) Begin(ctx context.Context, personID string, from Visitor, ownPhone bool) error {
	if err := s.manager.Clear(ctx); err != nil {
		return fmt.Errorf("beginning a session: %w", err)
	}
	s.manager.Put(ctx, personKey, personID)
	s.manager.Put(ctx, deviceKey, DeviceOf(from.UserAgent))
	s.manager.Put(ctx, phoneKey, ownPhone)
	return s.renew(ctx)
}

// renew gives the session in ctx a new token; the row of the old one is gone.
func (s *Service) renew(ctx context.Context) error {
	if err := s.manager.RenewToken(database.WithoutOnce(ctx)); err != nil {
		return fmt.Errorf("renewing a session: %w", err)
	}
	ownPhone := s.manager.GetBool(ctx, phoneKey)
	s.manager.Put(ctx, idKey, s.clock.NewKey())
	s.manager.Put(ctx, freshKey, true)
	s.manager.RememberMe(ctx, ownPhone)
	s.manager.SetDeadline(ctx, s.clock.Now().Add(lifetime(ownPhone)))
	return nil
}

func lifetime(ownPhone bool) time.Duration {
	if ownPhone {
		return OwnPhone
	}
	return SharedMachine
}

// SignOut ends the session in ctx.
func (s *Service) SignOut(ctx context.Context) error {
	if err := s.manager.Destroy(database.WithoutOnce(ctx)); err != nil {
		return fmt.Errorf("signing out: %w", err)
	}
	return nil
}

// requireManage lets through who may manage accounts; for others they are not there.
func (s *Service) requireManage(ctx context.Context) (*people.Chart, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	return chart, access.Require(chart.OfficesOf(actor.From(ctx)), access.Accounts, access.Manage)
}

// own is the key of the person signed in with ctx.
func own(ctx context.Context) (string, error) {
	if id := actor.From(ctx).PersonID; id != "" {
		return id, nil
	}
	return "", fault.NewSignedOut()
}

// PutNotice keeps a message for the next page.
func (s *Service) PutNotice(ctx context.Context, notice string) {
	s.manager.Put(ctx, noticeKey, notice)
}

// PopNotice takes the message for this page, if there is one.
func (s *Service) PopNotice(ctx context.Context) string { return s.manager.PopString(ctx, noticeKey) }

// KeepOnce remembers where the form with the one-use key led, for the second tap.
func (s *Service) KeepOnce(ctx context.Context, key, location string) {
	s.manager.Put(ctx, onceKey, key+" "+location)
}

// LedTo is where the form with the one-use key led, if it was this session's last.
func (s *Service) LedTo(ctx context.Context, key string) (string, bool) {
	kept := s.manager.GetString(ctx, onceKey)
	if len(kept) > len(key) && kept[:len(key)] == key && kept[len(key)] == ' ' {
		return kept[len(key)+1:], true
	}
	return "", false
}
