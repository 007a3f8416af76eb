package database_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

func TestATransactionThatKeepsItsStatements(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		const insert = "INSERT INTO once_keys (key, used_at) VALUES (?, ?)"
		now := time.Date(2026, time.November, 21, 9, 30, 0, 0, time.UTC)
		err := db.InTx(database.KeepStatements(t.Context()), func(ctx context.Context) error {
			for i := range 300 {
				if err := db.From(ctx).Exec(insert, fmt.Sprint("kept-", i), now).Error; err != nil {
					return err
				}
				var n int64
				if err := db.From(ctx).Raw("SELECT count(*) FROM once_keys WHERE key = ?", fmt.Sprint("kept-", i)).Scan(&n).Error; err != nil || n != 1 {
					return fmt.Errorf("%d rows, %w", n, err)
				}
			}
			// More different statements than are kept.
			for i := range 600 {
				var n int
				if err := db.From(ctx).Raw(fmt.Sprintf("SELECT %d", i)).Row().Scan(&n); err != nil || n != i {
					return fmt.Errorf("%d for %d, %w", n, i, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		failed := db.InTx(database.KeepStatements(t.Context()), func(ctx context.Context) error {
			if err := db.From(ctx).Exec(insert, "undone", now).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec(insert, "kept-1", now).Error
		})
		if !errors.Is(failed, gorm.ErrDuplicatedKey) {
			t.Errorf("a key used twice: %v", failed)
		}
		var keys []string
		if err := db.From(t.Context()).Table("once_keys").Pluck("key", &keys).Error; err != nil {
			t.Fatal(err)
		}
		if len(keys) != 300 || strings.Contains(strings.Join(keys, " "), "undone") {
			t.Errorf("%d rows are there", len(keys))
		}
	})
}
