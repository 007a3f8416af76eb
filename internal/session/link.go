package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// LinkKind is what a mailed link is for.
type LinkKind string

// The kinds of link, and how long each can be used.
const (
	Invitation LinkKind = "invitation"
	Reset      LinkKind = "reset"
)

// Lifetimes of links.
const (
	InvitationLife = 14 * 24 * time.Hour
	ResetLife      = time.Hour
)

func (k LinkKind) life() time.Duration {
	if k == Invitation {
		return InvitationLife
	}
	return ResetLife
}

// link is a mailed link as kept.
type link struct {
	TokenHash string `gorm:"primaryKey"`
	PersonID  string
	Kind      LinkKind
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// TableName is the table of links.
func (link) TableName() string { return "account_links" }

// ErrLink says that a link cannot be used: it has run out, was used, was
// replaced by a newer one, or never was. Which of these is nobody's business.
var ErrLink = errors.New("this link cannot be used any more")

// newToken makes the secret of a link: 32 random bytes. It never comes from the
// clock, whose keys tests and the demonstration foresee.
func newToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: the program would end instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// newLink makes a link for the person in the transaction of ctx and returns its
// token, of which nothing but the mail knows. Earlier links are void.
func (s *Service) newLink(ctx context.Context, personID string, kind LinkKind) (string, error) {
	if err := s.voidLinks(ctx, personID); err != nil {
		return "", err
	}
	token := newToken()
	l := link{TokenHash: hashToken(token), PersonID: personID, Kind: kind, ExpiresAt: s.clock.Now().Add(kind.life())}
	if err := s.db.From(ctx).Create(&l).Error; err != nil {
		return "", fmt.Errorf("keeping a link: %w", err)
	}
	return token, nil
}

func (s *Service) voidLinks(ctx context.Context, personID string) error {
	if err := s.db.From(ctx).Where("person_id = ? AND used_at IS NULL", personID).Delete(&link{}).Error; err != nil {
		return fmt.Errorf("voiding links: %w", err)
	}
	return nil
}

// address is where a link leads.
func (s *Service) address(kind LinkKind, token string) string {
	return s.settings.BaseURL + "/" + string(kind) + "/" + token
}

// LinkOwner is whose link it is, for the page that it opens; ErrLink where it
// cannot be used. Opening the page uses nothing up: mail programs look at links
// before people do.
func (s *Service) LinkOwner(ctx context.Context, kind LinkKind, token string) (people.Person, error) {
	l, err := s.usable(ctx, kind, token)
	if err != nil {
		return people.Person{}, err
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return people.Person{}, err
	}
	person := chart.Person(l.PersonID)
	if person == nil || person.Left(chart.On()) {
		return people.Person{}, ErrLink
	}
	return *person, nil
}

func (s *Service) usable(ctx context.Context, kind LinkKind, token string) (link, error) {
	var found []link
	err := s.db.From(ctx).Where("token_hash = ? AND kind = ? AND used_at IS NULL AND expires_at > ?", hashToken(token), kind, s.clock.Now()).
		Limit(1).Find(&found).Error
	if err != nil {
		return link{}, fmt.Errorf("reading a link: %w", err)
	}
	if len(found) == 0 {
		return link{}, ErrLink
	}
	return found[0], nil
}

// use uses a link up in the transaction of ctx: of two at once, one gets it.
func (s *Service) use(ctx context.Context, kind LinkKind, token string) error {
	now := s.clock.Now()
	result := s.db.From(ctx).Model(&link{}).
		Where("token_hash = ? AND kind = ? AND used_at IS NULL AND expires_at > ?", hashToken(token), kind, now).
		Updates(map[string]any{"used_at": now})
	if result.Error != nil {
		return fmt.Errorf("using a link: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return ErrLink
	}
	return nil
}

// usedUp is what a person reads where a link cannot be used.
func usedUp() error {
	return fault.InvalidField("password", "This link has run out or was used already. Ask for a new one")
}
