package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// The answers that callers tell apart with errors.Is.
var (
	// ErrRepeated means that the form was saved already; see [WithOnce].
	ErrRepeated = errors.New("this was saved already")
	// ErrStale means that somebody else changed the record in between.
	ErrStale = errors.New("somebody else has changed this since")
	// ErrBusy means that another transaction on SQLite did not end in time,
	// mostly because InTx was called inside InTx without its context.
	ErrBusy = errors.New("another transaction has not ended")
)

// patience is how long a transaction on SQLite waits for the one before it.
// It is a variable so that a test need not wait as long.
var patience = 30 * time.Second

// maxRounds bounds hooks that register hooks.
const maxRounds = 1000

type (
	txKey   struct{}
	onceKey struct{}
)

// transaction is one open transaction, carried in the context.
type transaction struct {
	db     *DB
	handle *gorm.DB
	hooks  []hook
	// pending is what rooms gather until the commit; see [Pending].
	pending map[string]any
}

type hook struct {
	key string
	fn  func(context.Context) error
}

// once is the key of a form that was sent, used by the first transaction.
type once struct {
	key  string
	used atomic.Bool
}

func current(ctx context.Context) *transaction {
	tx, _ := ctx.Value(txKey{}).(*transaction)
	return tx
}

// InTransaction reports whether ctx was handed out by [DB.InTx].
func InTransaction(ctx context.Context) bool { return current(ctx) != nil }

// InTx runs fn in one transaction, with a context that carries it: pass on
// that one only. Inside another InTx fn joins the outer transaction, which
// an error then ought to end. An error or a panic undoes everything; before
// the outermost commit the hooks of [BeforeCommit] run.
func (db *DB) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if outer := current(ctx); outer != nil && outer.db == db {
		return fn(ctx)
	}
	release, err := db.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer release()

	handle, err := db.begin(ctx)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	db.keepStatements(ctx, handle)
	done := false
	defer func() {
		if !done { // an error, or a panic on its way up
			handle.Rollback()
		}
	}()
	tx := &transaction{db: db, handle: handle}
	if err := tx.run(context.WithValue(ctx, txKey{}, tx), fn); err != nil {
		return err
	}
	if err := handle.Commit().Error; err != nil {
		if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
			err = ctx.Err()
		}
		return fmt.Errorf("saving: %w", err)
	}
	done = true
	return nil
}

// begin begins a transaction. Another process, such as the command line's, may hold
// SQLite's file for longer than SQLite itself waits: then it is asked again, for as
// long as a turn is waited for.
func (db *DB) begin(ctx context.Context) (*gorm.DB, error) {
	for began := time.Now(); ; {
		handle := db.write.WithContext(ctx).Begin()
		if !locked(handle.Error) || time.Since(began) > patience {
			return handle, handle.Error
		}
	}
}

func (tx *transaction) run(ctx context.Context, fn func(context.Context) error) error {
	if err := tx.useOnce(ctx); err != nil {
		return err
	}
	if err := fn(ctx); err != nil {
		return err
	}
	for round := 0; len(tx.hooks) > 0; round++ {
		if round == maxRounds {
			return fmt.Errorf("the hooks before the commit have no end: %s", tx.hooks[0].key)
		}
		next := tx.hooks[0]
		tx.hooks = tx.hooks[1:]
		if err := next.fn(ctx); err != nil {
			return err
		}
	}
	return nil
}

// takeTurn waits until no other transaction is open on SQLite, and returns
// what ends the turn.
func (db *DB) takeTurn(ctx context.Context) (func(), error) {
	if db.turn == nil {
		return func() {}, nil
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case db.turn <- struct{}{}:
		return func() { <-db.turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("beginning a transaction: %w", ctx.Err())
	case <-timer.C:
		return nil, fmt.Errorf("beginning a transaction: %w", ErrBusy)
	}
}

// BeforeCommit has fn run as the last thing in the transaction of ctx, once
// for each key however often it is asked for. A hook may register hooks;
// they run after it. Outside a transaction it is an error.
func BeforeCommit(ctx context.Context, key string, fn func(ctx context.Context) error) error {
	tx := current(ctx)
	if tx == nil {
		return fmt.Errorf("%q can only be run before a commit inside a transaction", key)
	}
	for _, h := range tx.hooks {
		if h.key == key {
			return nil
		}
	}
	tx.hooks = append(tx.hooks, hook{key: key, fn: fn})
	return nil
}

// WithOnce makes the next outermost [DB.InTx] with this context, or one made
// from it, save only if no transaction with the same key ever did; else it
// returns [ErrRepeated]. A double tap on a form's button so saves once. A
// transaction that is undone leaves its key free.
func WithOnce(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, onceKey{}, &once{key: key})
}

// WithoutOnce drops the key of [WithOnce], for what a form sends beside being
// saved, such as its drafts: they must not use the key up.
func WithoutOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, onceKey{}, (*once)(nil))
}

func (tx *transaction) useOnce(ctx context.Context) error {
	form, _ := ctx.Value(onceKey{}).(*once)
	if form == nil || form.used.Swap(true) {
		return nil
	}
	// Not an insert that fails: a failed statement ends the whole transaction
	// on PostgreSQL.
	row := map[string]any{"key": form.key, "used_at": tx.handle.NowFunc()}
	result := tx.handle.WithContext(ctx).Table("once_keys").
		Clauses(clause.OnConflict{DoNothing: true}).Create(row)
	if result.Error != nil {
		return fmt.Errorf("marking the form as sent: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return ErrRepeated
	}
	return nil
}

// ForgetOnce forgets the forms sent before then, and says how many they were.
func (db *DB) ForgetOnce(ctx context.Context, before time.Time) (int, error) {
	var forgotten int64
	err := db.InTx(ctx, func(ctx context.Context) error {
		result := db.From(ctx).Exec("DELETE FROM once_keys WHERE used_at < ?", before.UTC())
		forgotten = result.RowsAffected
		return result.Error
	})
	if err != nil {
		return 0, fmt.Errorf("forgetting the forms that were sent: %w", err)
	}
	return int(forgotten), nil
}

// UpdateVersioned sets fields of the row that has this id and still this
// version, and counts the version up. If there is none it returns [ErrStale].
func (db *DB) UpdateVersioned(ctx context.Context, table, id string, version int, set map[string]any) error {
	fields := make(map[string]any, len(set)+1)
	for name, value := range set {
		fields[name] = value
	}
	fields["version"] = gorm.Expr("version + 1")
	result := db.From(ctx).Table(table).Where("id = ? AND version = ?", id, version).Updates(fields)
	if result.Error != nil {
		return fmt.Errorf("changing a row of %s: %w", table, result.Error)
	}
	if result.RowsAffected == 0 {
		return ErrStale
	}
	return nil
}
