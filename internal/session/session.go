// Package session knows who is signed in: accounts and their passwords,
// invitations, sessions kept in the database, and the throttling of sign-in. It
// says who somebody is; what they may do is the business of access.
package session

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Lifetimes of a session: on a shared machine, and on a person's own phone.
const (
	SharedMachine = 12 * time.Hour
	OwnPhone      = 30 * 24 * time.Hour
)

const (
	personKey = "person"
	noticeKey = "notice"
	onceKey   = "once"
)

// Service keeps accounts and sessions.
type Service struct {
	db      *database.DB
	people  *people.Service
	trail   *trail.Trail
	clock   *clock.Clock
	manager *scs.SessionManager
}

// NewService makes the service. Secure says that pages are served over https,
// so that the cookie is bound to the host and never sent in the clear.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock, secure bool) *Service {
	m := scs.New()
	m.Store = store{db, c}
	m.HashTokenInStore = true
	m.Lifetime = SharedMachine
	m.Cookie.Name = "learning_year"
	m.Cookie.HttpOnly = true
	m.Cookie.Path = "/"
	m.Cookie.SameSite = http.SameSiteLaxMode
	if secure {
		m.Cookie.Name = "__Host-learning_year"
		m.Cookie.Secure = true
	}
	return &Service{db: db, people: p, trail: t, clock: c, manager: m}
}

// Manager loads and saves the session around each request.
func (s *Service) Manager() *scs.SessionManager { return s.manager }

// Actor is who is signed in with the session in ctx: nobody where none is, or
// where the person holds no account any more.
func (s *Service) Actor(ctx context.Context) (actor.Actor, error) {
	id := s.manager.GetString(ctx, personKey)
	if id == "" {
		return actor.Actor{}, nil
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return actor.Actor{}, err
	}
	person := chart.Person(id)
	if person == nil {
		return actor.Actor{}, nil
	}
	return actor.Actor{PersonID: id, Name: person.Name, Roles: chart.Roles(id)}, nil
}

// Begin signs the person in: a new token, so that a token known from before is
// worth nothing.
func (s *Service) Begin(ctx context.Context, personID string, ownPhone bool) error {
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Put(ctx, personKey, personID)
	if ownPhone {
		s.manager.SetDeadline(ctx, s.clock.Now().Add(OwnPhone))
	}
	return nil
}

// End signs out.
func (s *Service) End(ctx context.Context) error { return s.manager.Destroy(ctx) }

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
