// Package database opens the organisation's database, SQLite or PostgreSQL,
// and is the one place that knows which of the two it is: connections,
// transactions, migrations, errors in gorm's words, and what a statement
// costs. No table of any concept may enter; each concept queries its own
// through [DB.From].
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Engine names the kind of database behind a [DB].
type Engine string

// The engines that every feature works on.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// ErrReadOnly is the answer to a write outside [DB.InTx], on either engine.
var ErrReadOnly = errors.New("this write is outside a transaction")

// ErrNotOurs means that the database holds tables and was not made by this program.
var ErrNotOurs = errors.New("it belongs to something else: it holds tables that are not of Learning Year. Nothing was changed")

// DB is one open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	path   string // of the file, SQLite only

	read, write     *gorm.DB
	readSQL, wrtSQL *sql.DB

	// connect opens a pool beside those; see [DB.OwnPool].
	connect func() (*sql.DB, error)

	// turn is taken for each transaction on SQLite, where there is one
	// connection to write with; nil on PostgreSQL.
	turn chan struct{}
}

// Open opens the database at url, which is "sqlite:PATH" or
// "postgres://user:password@host/name". A SQLite file is made where there is none
// (see [Missing]), with its folder. What another program made is refused with
// [ErrNotOurs]. Nothing is migrated; see [DB.Migrate].
func Open(ctx context.Context, url string) (*DB, error) {
	var db *DB
	var err error
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		db, err = openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		db, err = openPostgres(ctx, url)
	default:
		return nil, errors.New("the database address begins with neither sqlite: nor postgres://")
	}
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the database: %w", err), db.Close())
	}
	return db, nil
}

// Missing is the path of the SQLite file that [Open] would make for url; empty
// where it would make none.
func Missing(url string) string {
	path, isFile := strings.CutPrefix(url, "sqlite:")
	if !isFile {
		return ""
	}
	path, err := sqlitePath(path)
	if err != nil {
		return "" // opening it says what is wrong
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return path
}

// Engine says which kind of database this is.
func (db *DB) Engine() Engine { return db.engine }

// Ping asks the database for an answer. It does not wait for a long write.
func (db *DB) Ping(ctx context.Context) error { return db.readSQL.PingContext(ctx) }

// Close ends every connection. On SQLite the log of recent writes is folded
// into the database's file.
func (db *DB) Close() error {
	if db.readSQL == db.wrtSQL {
		return db.wrtSQL.Close()
	}
	// The writer goes last: only a connection that may write can fold the log.
	return errors.Join(db.readSQL.Close(), db.wrtSQL.Close())
}

// Relax gives back the memory in which the connection that writes to SQLite keeps
// pages: after a change of very many rows, all of its cache.
func (db *DB) Relax(ctx context.Context) error {
	if db.engine != SQLite {
		return nil
	}
	if _, err := db.wrtSQL.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
		return fmt.Errorf("giving memory back: %w", err)
	}
	return nil
}

// From returns the handle to query with: the transaction's inside [DB.InTx],
// otherwise one that only reads, on which a write fails.
func (db *DB) From(ctx context.Context) *gorm.DB {
	if tx := current(ctx); tx != nil && tx.db == db {
		return tx.handle.WithContext(ctx)
	}
	return db.read.WithContext(ctx)
}

// gormConfig is the same on both engines. Statements are not prepared: pgx
// keeps its own, and in a transaction gorm would prepare each one anew.
func gormConfig(engine Engine) *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		PrepareStmt:            false,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		Logger:                 statements{slow: 500 * time.Millisecond, engine: engine},
		// PostgreSQL keeps microseconds, so nothing finer is ever written.
		NowFunc: func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
	}
}

// handles makes gorm's two handles over the pools, the reading one refusing
// to write. SQLite would refuse by itself; PostgreSQL would not.
func (db *DB) handles(read, write gorm.Dialector) error {
	var err error
	if db.write, err = gorm.Open(write, gormConfig(db.engine)); err != nil {
		return err
	}
	if db.read, err = gorm.Open(read, gormConfig(db.engine)); err != nil {
		return err
	}
	refuse := func(tx *gorm.DB) { _ = tx.AddError(ErrReadOnly) }
	on := db.read.Callback()
	return errors.Join(
		on.Create().Before("*").Register("database:read-only", refuse),
		on.Update().Before("*").Register("database:read-only", refuse),
		on.Delete().Before("*").Register("database:read-only", refuse),
		on.Raw().Before("*").Register("database:read-only", refuse),
	)
}
