package database_test

import (
	"context"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/migrations"
)

func names(t *testing.T, engine database.Engine) []string {
	t.Helper()
	files, err := migrations.For(string(engine))
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestBothEnginesHaveTheSameMigrations(t *testing.T) {
	sqlite, postgres := names(t, database.SQLite), names(t, database.Postgres)
	if !slices.Equal(sqlite, postgres) {
		t.Errorf("sqlite has %q, postgres %q", sqlite, postgres)
	}
	all, err := database.MigrationNames(database.SQLite)
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^\d{4}_([a-z0-9_]+\.sql|river_\d+)$`)
	seen := map[string]string{}
	for _, name := range all {
		if !form.MatchString(name) {
			t.Errorf("%s is not named NNNN_what.sql", name)
			continue
		}
		if other, twice := seen[name[:4]]; twice {
			t.Errorf("%s and %s have the same number", other, name)
		}
		seen[name[:4]] = name
	}
	if _, err := migrations.For("oracle"); err == nil {
		t.Error("there are migrations for an engine that is not supported")
	}
}

func TestReplicasMayMigrateAtOnce(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := dbtest.EmptyURL(t, engine)
			var mu sync.Mutex
			var applied []string
			var wait sync.WaitGroup
			for range 4 {
				wait.Go(func() {
					db, err := database.Open(ctx, url)
					if err != nil {
						t.Error(err)
						return
					}
					defer db.Close()
					ran, err := db.Migrate(ctx)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					applied = append(applied, ran...)
				})
			}
			wait.Wait()
			want, err := database.MigrationNames(engine)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(applied, want) {
				t.Errorf("applied %q, want each once: %q", applied, want)
			}
		})
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		state, err := db.SchemaState(ctx)
		if err != nil || state.Current != state.Latest || state.Current == 0 {
			t.Fatalf("state %+v (%v), want it migrated", state, err)
		}
		if ran, err := db.Migrate(ctx); err != nil || len(ran) > 0 {
			t.Errorf("a second time: applied %q (%v), want nothing", ran, err)
		}
		err = db.InTx(ctx, func(ctx context.Context) error {
			return db.From(ctx).Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		_, migrating := db.Migrate(ctx)
		_, asking := db.SchemaState(ctx)
		for _, err := range []error{migrating, asking} {
			if !errors.Is(err, database.ErrNewerSchema) || !strings.Contains(err.Error(), "9999") {
				t.Errorf("error %v, want a newer schema with its number", err)
			}
		}
	})
}

// TestAnotherProgramsDatabaseIsRefused makes tables as another program would.
func TestAnotherProgramsDatabaseIsRefused(t *testing.T) {
	const goose = "CREATE TABLE goose_db_version (version_id bigint, is_applied boolean)"
	for name, tc := range map[string]struct {
		made []string
		ours bool
	}{
		"nothing yet":                {nil, true},
		"only the table of versions": {[]string{goose}, true},
		"a table":                    {[]string{"CREATE TABLE x (a integer)"}, false},
		"another program with goose": {[]string{goose, "CREATE TABLE x (a integer)"}, false},
		"ours beside another's":      {[]string{goose, "CREATE TABLE x (a integer)", "CREATE TABLE once_keys (key text)"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
				url := dbtest.EmptyURL(t, engine)
				makeTables(t, url, tc.made)
				db, err := database.Open(ctx, url)
				if err == nil {
					err = db.Close()
				}
				if tc.ours && err != nil || !tc.ours && !errors.Is(err, database.ErrNotOurs) {
					t.Errorf("opening it: %v", err)
				}
			})
		})
	}
}

// TestWhatAnExtensionBringsIsNobodys and what is in another schema is not looked at.
func TestWhatAnExtensionBringsIsNobodys(t *testing.T) {
	url := dbtest.EmptyURL(t, database.Postgres)
	makeTables(t, url, []string{
		"CREATE SCHEMA other", "CREATE TABLE other.x (a integer)",
		"CREATE TABLE brought (a integer)", "ALTER EXTENSION plpgsql ADD TABLE brought",
	})
	if ran, err := dbtest.Open(t, url).Migrate(ctx); err != nil || len(ran) == 0 {
		t.Errorf("applied %q (%v)", ran, err)
	}
}

func makeTables(t *testing.T, url string, statements []string) {
	t.Helper()
	db, err := database.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		for _, statement := range statements {
			if err := db.From(ctx).Exec(statement).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
