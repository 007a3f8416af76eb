package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// riverStep is a migration that River, the library of background jobs, makes
// itself: it brings River's own tables to one version of theirs. To goose it is a
// migration like any other, with a number in the one sequence, so that the lock,
// the order and the refusal of a newer schema hold for it too. When the library
// needs a later version of its tables, another step goes to the end of riverSteps.
type riverStep struct {
	number  int64 // in the sequence of the folder migrations
	version int   // of River's tables
}

// riverSteps is the list, oldest first.
func riverSteps() []riverStep { return []riverStep{{number: 14, version: 6}} }

// name is what the step is called where the others have a file name.
func (s riverStep) name() string { return fmt.Sprintf("%04d_river_%d", s.number, s.version) }

// migration is the step as goose takes it. On PostgreSQL each version of River's
// tables has a transaction of its own, because a value added to an enumeration can
// be used after the commit only; a step that fails goes on where it stood. On SQLite,
// where goose holds the one connection that writes, all are in its transaction.
func (s riverStep) migration(db *DB) *goose.Migration {
	to := &rivermigrate.MigrateOpts{TargetVersion: s.version}
	if db.engine == SQLite {
		return goose.NewGoMigration(s.number, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			m, err := db.riverMigrator(nil)
			if err == nil {
				//lint:ignore SA1019 what it is deprecated for is the enumerations of PostgreSQL
				_, err = m.MigrateTx(ctx, tx, rivermigrate.DirectionUp, to)
			}
			return err
		}}, nil)
	}
	return goose.NewGoMigration(s.number, &goose.GoFunc{RunDB: func(ctx context.Context, pool *sql.DB) error {
		m, err := db.riverMigrator(pool)
		if err == nil {
			_, err = m.Migrate(ctx, rivermigrate.DirectionUp, to)
		}
		return err
	}}, nil)
}

func (db *DB) riverMigrator(pool *sql.DB) (*rivermigrate.Migrator[*sql.Tx], error) {
	return rivermigrate.New(db.RiverDriver(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

// MigrationNames lists every migration of one engine in its order: the files, and
// the steps that River makes.
func MigrationNames(engine Engine) ([]string, error) {
	names, err := migrationFiles(engine)
	if err != nil {
		return nil, err
	}
	for _, step := range riverSteps() {
		names = append(names, step.name())
	}
	slices.SortFunc(names, strings.Compare)
	return names, nil
}

// RiverDriver is what River needs to work on this database: with connections of
// its own (see [DB.OwnPool]), or with nil to put jobs into transactions only.
func (db *DB) RiverDriver(pool *sql.DB) riverdriver.Driver[*sql.Tx] {
	if db.engine == SQLite {
		return riversqlite.New(pool)
	}
	return riverdatabasesql.New(pool)
}

var errNoTransaction = errors.New("there is no transaction here")

// SQLTx is the transaction of ctx as database/sql knows it, for a library that
// does not know gorm. It must not be ended by whoever asks.
func (db *DB) SQLTx(ctx context.Context) (*sql.Tx, error) {
	tx := current(ctx)
	if tx == nil || tx.db != db {
		return nil, errNoTransaction
	}
	switch pool := tx.handle.Statement.ConnPool.(type) {
	case *sql.Tx:
		return pool, nil
	case *keeping:
		return pool.Tx, nil
	}
	return nil, errNoTransaction
}

// OwnPool opens connections to the same database apart from those of the pages,
// for work that goes on beside them: a few on PostgreSQL, one on SQLite, which
// waits its turn to write. The caller closes it.
func (db *DB) OwnPool() (*sql.DB, error) { return db.connect() }
