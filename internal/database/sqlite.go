package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"modernc.org/sqlite"
)

// readers is how many connections read at once on SQLite.
const readers = 4

func openSQLite(ctx context.Context, path string) (*DB, error) {
	path, err := sqlitePath(path)
	if err != nil {
		return nil, err
	}
	if err := makeFile(path); err != nil {
		return nil, err
	}
	if err := sqliteIsOurs(ctx, path); err != nil {
		return nil, err
	}
	db := &DB{engine: SQLite, path: path, turn: make(chan struct{}, 1)}
	db.connect = func() (*sql.DB, error) { return sqliteWriter(path) }
	if db.wrtSQL, err = db.connect(); err != nil {
		return nil, err
	}
	// The first connection turns on write-ahead logging, which SQLite cannot
	// wait for; other replicas starting at the same moment wait here.
	unlock, err := db.lockFile(ctx)
	if err != nil {
		return nil, errors.Join(err, db.wrtSQL.Close())
	}
	err = errors.Join(db.wrtSQL.PingContext(ctx), unlock())
	if err != nil {
		return nil, errors.Join(err, db.wrtSQL.Close())
	}
	if db.readSQL, err = sql.Open("sqlite", sqliteDSN(path, "_query_only=1")); err != nil {
		return nil, errors.Join(err, db.wrtSQL.Close())
	}
	db.readSQL.SetMaxOpenConns(readers)
	db.readSQL.SetMaxIdleConns(readers)
	if err := db.handles(sqliteDialect(db.readSQL), sqliteDialect(db.wrtSQL)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// sqliteWriter opens a pool that writes, of one connection: with more they wait for
// each other inside SQLite, for up to a second, instead of in line here. Its cache
// is of 32MB: with the 2MB of a new one, a change of very many rows goes through
// pages that were let go and are read again.
func sqliteWriter(path string) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(path, "_txlock=immediate&_pragma=cache_size(-32768)"))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

// sqliteIsOurs looks into the file before anything that leaves a trace: without
// write-ahead logging, which would stay on, and without the lock's file.
func sqliteIsOurs(ctx context.Context, path string) error {
	address := url.URL{Path: path}
	pool, err := sql.Open("sqlite", "file:"+address.EscapedPath()+"?mode=rw&_busy_timeout=5000&_query_only=1")
	if err != nil {
		return err
	}
	const tables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	return errors.Join(isOurs(ctx, pool, tables), pool.Close())
}

// sqlitePath is the path of the file in an address, from the root.
func sqlitePath(path string) (string, error) {
	path = strings.TrimPrefix(path, "//")
	if path == "" || strings.HasPrefix(path, ":") {
		return "", errors.New("sqlite: needs the path of a file")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("finding the database's file: %w", err)
	}
	return path, nil
}

// makeFile makes the file where it is not there, with its folder: readable by its
// owner only, because it will hold personal data.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("making the database's folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("making the database's file: %w", err)
	}
	return file.Close()
}

// sqliteDSN is the address that the driver opens, with the settings that
// every connection has and those of one pool.
func sqliteDSN(path, pool string) string {
	settings := []string{
		"_journal_mode=WAL",
		"_synchronous=FULL",
		"_foreign_keys=1",
		"_busy_timeout=5000",
		"_time_format=sqlite",
		"_timezone=UTC",
		"_dqs=0",
		// Without it INSERT OR REPLACE deletes rows past their triggers.
		"_pragma=recursive_triggers(1)",
		pool,
	}
	address := url.URL{Path: path}
	return "file:" + address.EscapedPath() + "?" + strings.Join(settings, "&")
}

// dialect is gorm's SQLite dialect with the error codes of the driver in use;
// its own translation knows only the driver that needs a C compiler.
type dialect struct {
	*gormsqlite.Dialector
}

func sqliteDialect(pool *sql.DB) gorm.Dialector {
	return dialect{&gormsqlite.Dialector{DriverName: "sqlite", Conn: pool}}
}

// Extended result codes, from https://www.sqlite.org/rescode.html.
const (
	constraintCheck      = 275
	constraintForeignKey = 787
	constraintPrimaryKey = 1555
	constraintUnique     = 2067
)

// locked says that another process holds the file.
func locked(err error) bool {
	const primary, busy = 0xff, 5
	var cause *sqlite.Error
	return errors.As(err, &cause) && cause.Code()&primary == busy
}

// Translate puts the driver's error in gorm's words, keeping the original.
func (dialect) Translate(err error) error {
	var cause *sqlite.Error
	if !errors.As(err, &cause) {
		return err
	}
	switch cause.Code() {
	case constraintPrimaryKey, constraintUnique:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case constraintForeignKey:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case constraintCheck:
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	}
	return err
}
