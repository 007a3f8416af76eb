// Package dbtest gives each test a database of its own, migrated and empty,
// on both engines. Only tests may import it.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"learningyear/internal/database"
)

const (
	// urlVariable holds the address of a PostgreSQL server on which tests may
	// make and drop databases.
	urlVariable = "TEST_DATABASE_URL"
	// requireVariable, set to 1, makes a missing server a failure.
	requireVariable = "LEARNINGYEAR_TEST_REQUIRE_ALL"
)

// Each runs a test as "sqlite" and as "postgres", each on a database of its
// own that is removed afterwards.
func Each(t *testing.T, test func(t *testing.T, db *database.DB)) {
	t.Helper()
	EachEngine(t, func(t *testing.T, engine database.Engine) { test(t, New(t, engine)) })
}

// EachEngine runs a test as "sqlite" and as "postgres", which makes the databases
// that it needs by itself.
func EachEngine(t *testing.T, test func(t *testing.T, engine database.Engine)) {
	t.Helper()
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) { test(t, engine) })
	}
}

// New returns a migrated, empty database that is closed and removed when the
// test ends.
func New(t testing.TB, engine database.Engine) *database.DB {
	t.Helper()
	return open(t, NewURL(t, engine))
}

// SQLite is [New] on SQLite, for tests to which the engine is all one.
func SQLite(t testing.TB) *database.DB {
	t.Helper()
	return New(t, database.SQLite)
}

// NewURL returns the address of a migrated, empty database that is removed
// when the test ends, for tests that start the whole program.
func NewURL(t testing.TB, engine database.Engine) string {
	t.Helper()
	if engine == database.SQLite {
		return newSQLite(t)
	}
	return newPostgres(t)
}

// EmptyURL returns the address of a database without any table, removed when
// the test ends: for tests of the migrations.
func EmptyURL(t testing.TB, engine database.Engine) string {
	t.Helper()
	if engine == database.SQLite {
		return "sqlite:" + filepath.Join(t.TempDir(), "test.db")
	}
	return newPostgresFrom(t, "template0")
}

// CopyURL returns the address of a copy of a test's database, removed when the
// test ends: for tests that need the same beginning many times. Nobody may have
// the database open.
func CopyURL(t testing.TB, url string) string {
	t.Helper()
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("copying the database: %v", err)
		}
		return writeSQLite(t, content)
	}
	return newPostgresFrom(t, databaseOf(url))
}

// Open opens the database at an address for the length of a test.
func Open(t testing.TB, url string) *database.DB {
	t.Helper()
	return open(t, url)
}

func open(t testing.TB, url string) *database.DB {
	t.Helper()
	db, err := database.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// migratedFile is a migrated SQLite file, made once in each test process.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "learningyear-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "template.db")
	if err := migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func newSQLite(t testing.TB) string {
	t.Helper()
	content, err := migratedFile()
	if err != nil {
		t.Fatalf("making the database to copy: %v", err)
	}
	return writeSQLite(t, content)
}

func writeSQLite(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

func migrate(ctx context.Context, url string) error {
	db, err := database.Open(ctx, url)
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx)
	if closed := db.Close(); err == nil {
		err = closed
	}
	return err
}
