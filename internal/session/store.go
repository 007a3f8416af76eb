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

// row is a session as kept: only a hash of its token.
type row struct {
	TokenHash string `gorm:"primaryKey"`
	PersonID  *string
	Data      []byte
	ExpiresAt time.Time
}

func (row) TableName() string { return "sessions" }

// store keeps sessions in the database, so that any replica knows them and
// they can be ended everywhere.
type store struct {
	db    *database.DB
	clock *clock.Clock
}

func (s store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var rows []row
	err := s.db.From(ctx).Where("token_hash = ? AND expires_at > ?", token, s.clock.Now()).Limit(1).Find(&rows).Error
	if err != nil {
		return nil, false, fmt.Errorf("finding a session: %w", err)
	}
	if len(rows) == 0 {
		return nil, false, nil
	}
	return rows[0].Data, true, nil
}

func (s store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	kept := row{TokenHash: token, PersonID: personIn(data), Data: data, ExpiresAt: expiry.UTC()}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		return s.db.From(ctx).Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "token_hash"}},
			DoUpdates: clause.AssignmentColumns([]string{"person_id", "data", "expires_at"}),
		}).Create(&kept).Error
	})
	if err != nil {
		return fmt.Errorf("keeping a session: %w", err)
	}
	return nil
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

// personIn reads whose session the data is, so that a person's sessions can be
// found and ended.
func personIn(data []byte) *string {
	_, values, err := codec.Decode(data)
	if err != nil {
		return nil
	}
	if id, ok := values[personKey].(string); ok && id != "" {
		return &id
	}
	return nil
}

// codec is the one that the session manager uses by default.
var codec scs.GobCodec
