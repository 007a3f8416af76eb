package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"learningyear/migrations"
)

// ErrNewerSchema means that a newer program has migrated the database: this
// one would not know what it writes to.
var ErrNewerSchema = errors.New("the database was made by a newer version of this program")

// versions is the table in which goose keeps what was applied.
const versions = "goose_db_version"

// first is a table of the first migration, which goose notes in the same transaction.
const first = "once_keys"

// isOurs refuses with [ErrNotOurs] where the tables that the query names are another
// program's. An empty database is fine, and one that is just being made. It is one
// statement, so that it never sees half of a migration of somebody else; the table
// of goose alone proves nothing, since other programs have one too.
func isOurs(ctx context.Context, pool *sql.DB, tables string) error {
	rows, err := pool.QueryContext(ctx, tables)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		names = append(names, name)
	}
	noted := slices.Contains(names, versions)
	if len(names) == 0 || noted && (len(names) == 1 || slices.Contains(names, first)) {
		return rows.Err()
	}
	return ErrNotOurs
}

// Schema is how far a database has been migrated.
type Schema struct {
	Current int64    // number of the last migration that was applied, 0 for none
	Latest  int64    // number of the last migration that this program has
	Pending []string // names still to be applied, in order
}

// Migrate applies what is pending and returns the names of what it applied.
// Replicas that start at once wait for each other. A newer schema is refused
// with [ErrNewerSchema].
func (db *DB) Migrate(ctx context.Context) ([]string, error) {
	unlock, err := db.lockFile(ctx)
	if err != nil {
		return nil, err
	}
	applied, err := db.migrate(ctx)
	if err := errors.Join(err, unlock()); err != nil {
		return applied, fmt.Errorf("migrating the database: %w", err)
	}
	return applied, nil
}

func (db *DB) migrate(ctx context.Context) ([]string, error) {
	if _, err := db.SchemaState(ctx); err != nil {
		return nil, err
	}
	provider, err := db.provider()
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	var partial *goose.PartialError
	if errors.As(err, &partial) {
		results = partial.Applied
	}
	applied := make([]string, 0, len(results))
	for _, result := range results {
		applied = append(applied, nameOf(result.Source))
	}
	return applied, err
}

// nameOf is the migration's file name, or the name of the step of River's.
func nameOf(source *goose.Source) string {
	for _, step := range riverSteps() {
		if step.number == source.Version {
			return step.name()
		}
	}
	return path.Base(source.Path)
}

func (db *DB) provider() (*goose.Provider, error) {
	files, err := migrations.For(string(db.engine))
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()),
	}
	for _, step := range riverSteps() {
		options = append(options, goose.WithGoMigrations(step.migration(db)))
	}
	if db.engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db.wrtSQL, files, options...)
	}
	// Asked every second for up to five minutes: the longest migration.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	options = append(options, goose.WithSessionLocker(locker))
	return goose.NewProvider(goose.DialectPostgres, db.wrtSQL, files, options...)
}

// lockFile takes the lock beside a SQLite file and returns what lets go of
// it. On PostgreSQL the lock is the server's.
func (db *DB) lockFile(ctx context.Context) (unlock func() error, err error) {
	if db.engine != SQLite {
		return func() error { return nil }, nil
	}
	held := flock.New(db.path + ".lock")
	if _, err := held.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("waiting for another copy of the program: %w", err)
	}
	return held.Unlock, nil
}

// SchemaState says how far the database is migrated, changing nothing. If it
// is further than this program knows, the error is [ErrNewerSchema].
func (db *DB) SchemaState(ctx context.Context) (Schema, error) {
	var state Schema
	if db.From(ctx).Migrator().HasTable(versions) {
		const last = "SELECT coalesce(max(version_id), 0) FROM " + versions + " WHERE is_applied"
		if err := db.From(ctx).Raw(last).Scan(&state.Current).Error; err != nil {
			return state, fmt.Errorf("reading the state of the schema: %w", err)
		}
	}
	if err := state.known(db.engine); err != nil {
		return state, fmt.Errorf("reading the migrations: %w", err)
	}
	if state.Current > state.Latest {
		return state, fmt.Errorf("%w: its schema is %d, this program knows up to %d",
			ErrNewerSchema, state.Current, state.Latest)
	}
	return state, nil
}

func migrationFiles(engine Engine) ([]string, error) {
	files, err := migrations.For(string(engine))
	if err != nil {
		return nil, err
	}
	return fs.Glob(files, "*.sql")
}

// known fills in what this program's own migrations say.
func (s *Schema) known(engine Engine) error {
	names, err := MigrationNames(engine)
	if err != nil {
		return err
	}
	for _, name := range names {
		number, err := strconv.ParseInt(strings.SplitN(name, "_", 2)[0], 10, 64)
		if err != nil {
			return fmt.Errorf("%s does not begin with a number", name)
		}
		s.Latest = max(s.Latest, number)
		if number > s.Current {
			s.Pending = append(s.Pending, name)
		}
	}
	return nil
}
