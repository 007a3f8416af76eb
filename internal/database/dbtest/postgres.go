package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"learningyear/internal/database"
	"learningyear/migrations"
)

// newPostgres copies the migrated template into a database of the test's own.
func newPostgres(t testing.TB) string {
	t.Helper()
	needServer(t)
	template, err := template()
	if err != nil {
		t.Fatalf("making the database to copy: %v", err)
	}
	return newPostgresFrom(t, template)
}

// newPostgresFrom copies a database under a name that no other process has.
func newPostgresFrom(t testing.TB, template string) string {
	t.Helper()
	needServer(t)
	name := fmt.Sprintf("ly_test_%d_%s", os.Getpid(), rand.Text())
	if err := onServer(func(ctx context.Context, conn *pgx.Conn) error {
		return run(ctx, conn, "CREATE DATABASE %s TEMPLATE %s", name, template)
	}); err != nil {
		t.Fatalf("making a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := onServer(func(ctx context.Context, conn *pgx.Conn) error {
			return run(ctx, conn, "DROP DATABASE %s WITH (FORCE)", name)
		}); err != nil {
			t.Errorf("dropping the test database: %v", err)
		}
	})
	return addressOf(name)
}

// needServer skips the test where there is no PostgreSQL, unless a missing
// server is to count as a failure.
func needServer(t testing.TB) {
	t.Helper()
	if os.Getenv(urlVariable) != "" {
		return
	}
	if os.Getenv(requireVariable) == "1" {
		t.Fatalf("no PostgreSQL: %s is not set", urlVariable)
	}
	t.Skipf("no PostgreSQL: %s is not set; make test starts a server", urlVariable)
}

// template names the migrated database that the others are copied from. All
// test processes with the same migrations share it; the first one makes it.
var template = sync.OnceValues(func() (string, error) {
	sum, err := migrationsSum()
	if err != nil {
		return "", err
	}
	name := "ly_template_" + hex.EncodeToString(sum[:8])
	return name, onServer(func(ctx context.Context, conn *pgx.Conn) error {
		// Held until the connection ends.
		number := int64(binary.BigEndian.Uint64(sum[:8]))
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", number); err != nil {
			return err
		}
		return makeTemplate(ctx, conn, name)
	})
})

func makeTemplate(ctx context.Context, conn *pgx.Conn, name string) error {
	var there bool
	const find = "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)"
	if err := conn.QueryRow(ctx, find, name).Scan(&there); err != nil || there {
		return err
	}
	// It gets its name when it is whole, so that a process that dies half-way
	// leaves nothing that looks ready.
	building := name + "_building"
	if err := run(ctx, conn, "DROP DATABASE IF EXISTS %s WITH (FORCE)", building); err != nil {
		return err
	}
	if err := run(ctx, conn, "CREATE DATABASE %s TEMPLATE template0", building); err != nil {
		return err
	}
	if err := migrate(ctx, addressOf(building)); err != nil {
		return err
	}
	return run(ctx, conn, "ALTER DATABASE %s RENAME TO %s", building, name)
}

// migrationsSum tells one set of migrations from another.
func migrationsSum() ([]byte, error) {
	files, err := migrations.For(string(database.Postgres))
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	// Not every migration is a file.
	names, err := database.MigrationNames(database.Postgres)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(sum, names)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		fmt.Fprintf(sum, "%s %d\n%s", name, len(content), content)
		return err
	})
	return sum.Sum(nil), err
}

// onServer connects to the server's own database for as long as work takes.
func onServer(work func(ctx context.Context, conn *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, os.Getenv(urlVariable))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return work(ctx, conn)
}

// run executes a statement about databases, whose names cannot be arguments.
func run(ctx context.Context, conn *pgx.Conn, format string, names ...string) error {
	quoted := make([]any, len(names))
	for i, name := range names {
		quoted[i] = pgx.Identifier{name}.Sanitize()
	}
	_, err := conn.Exec(ctx, fmt.Sprintf(format, quoted...))
	return err
}

// addressOf is the server's address with another database.
func addressOf(name string) string {
	address, err := url.Parse(os.Getenv(urlVariable))
	if err != nil {
		return os.Getenv(urlVariable) // connecting with it will say what is wrong
	}
	address.Path = "/" + name
	return address.String()
}

// databaseOf is the name of the database in an address.
func databaseOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "" // making a copy of it will say what is wrong
	}
	return strings.TrimPrefix(u.Path, "/")
}
