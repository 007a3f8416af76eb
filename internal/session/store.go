package session

import (
	"context"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"
	"gorm.io/gorm/clause"

	"learningyear/internal/clock"
	"learningyear/internal/database"
)

// Session is a session as kept: only a hash of its token.
type Session struct {
	TokenHash string `gorm:"primaryKey"`
	// ID names the session where its owner ends it.
	ID       string
	PersonID *string
	Data     []byte
	BegunAt  time.Time
	// SeenAt is when it was last used, to the minute.
	SeenAt   time.Time
	OwnPhone bool
	// Device is a guess in words, such as "Chrome on Windows".
	Device    string
	ExpiresAt time.Time
}

// TableName is the table of sessions.
func (Session) TableName() string { return "sessions" }

// store keeps sessions in the database, so that any replica knows them and
// they can be ended everywhere.
type store struct {
	db    *database.DB
	clock *clock.Clock
}

// touchEvery is how exactly the last use of a session is kept: reading pages
// writes no more often than this.
const touchEvery = time.Minute

func (s store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var found []Session
	now := s.clock.Now()
	err := s.db.From(ctx).Where("token_hash = ? AND expires_at > ?", token, now).
		// A closed account has no session, not even one begun while it was closing.
		Where("NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.person_id = sessions.person_id AND accounts.state = ?)", Closed).
		Limit(1).Find(&found).Error
	if err != nil {
		return nil, false, fmt.Errorf("finding a session: %w", err)
	}
	if len(found) == 0 {
		return nil, false, nil
	}
	if now.Sub(found[0].SeenAt) >= touchEvery {
		if err := s.touch(ctx, found[0], now); err != nil {
			return nil, false, err
		}
	}
	return found[0].Data, true, nil
}

// touch prolongs a session that is in use.
func (s store) touch(ctx context.Context, kept Session, now time.Time) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		return s.db.From(ctx).Exec("UPDATE sessions SET seen_at = ?, expires_at = ? WHERE token_hash = ? AND seen_at < ?",
			now, now.Add(lifetime(kept.OwnPhone)), kept.TokenHash, now).Error
	})
	if err != nil {
		return fmt.Errorf("prolonging a session: %w", err)
	}
	return nil
}

// CommitCtx keeps what a session holds. How long it lives is not taken from the
// caller, who reckons from when it began, but from its last use.
func (s store) CommitCtx(ctx context.Context, token string, data []byte, deadline time.Time) error {
	_, values, err := codec.Decode(data)
	if err != nil {
		return fmt.Errorf("reading a session: %w", err)
	}
	person, _ := values[personKey].(string)
	fresh, _ := values[freshKey].(bool)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		switch {
		case person == "":
			return s.keepNobodys(ctx, token, data)
		case fresh:
			return s.insert(ctx, token, deadline, values)
		}
		// Never an insert: a session that was ended meanwhile stays ended.
		return s.db.From(ctx).Exec("UPDATE sessions SET data = ? WHERE token_hash = ?", data, token).Error
	})
	if err != nil {
		return fmt.Errorf("keeping a session: %w", err)
	}
	return nil
}

// keepNobodys keeps the session of a visitor, which holds a notice at most.
func (s store) keepNobodys(ctx context.Context, token string, data []byte) error {
	now := s.clock.Now()
	kept := Session{
		TokenHash: token, ID: s.clock.NewKey(), Data: data, BegunAt: now, SeenAt: now, ExpiresAt: now.Add(SharedMachine),
	}
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "token_hash"}},
		DoUpdates: clause.AssignmentColumns([]string{"data", "person_id"}),
	}).Create(&kept).Error
}

func (s store) insert(ctx context.Context, token string, deadline time.Time, values map[string]any) error {
	delete(values, freshKey)
	data, err := codec.Encode(deadline, values)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	person, _ := values[personKey].(string)
	id, _ := values[idKey].(string)
	ownPhone, _ := values[phoneKey].(bool)
	device, _ := values[deviceKey].(string)
	return s.db.From(ctx).Create(&Session{
		TokenHash: token, ID: id, PersonID: &person, Data: data, BegunAt: now, SeenAt: now, OwnPhone: ownPhone, Device: device,
		ExpiresAt: now.Add(lifetime(ownPhone)),
	}).Error
}

func (s store) DeleteCtx(ctx context.Context, token string) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		return s.db.From(ctx).Exec("DELETE FROM sessions WHERE token_hash = ?", token).Error
	})
	if err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	return nil
}

// The three without a context are part of the store's interface and never called.

func (s store) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}
func (s store) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}
func (s store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// codec is the one that the session manager uses by default.
var codec scs.GobCodec
