package database_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

func put(ctx context.Context, db *database.DB, key, value string) error {
	return db.From(ctx).Exec("INSERT INTO settings (key, value) VALUES (?, ?)", key, value).Error
}

func get(t *testing.T, db *database.DB, key string) string {
	t.Helper()
	var values []string
	err := db.From(context.Background()).Raw("SELECT value FROM settings WHERE key = ?", key).Scan(&values).Error
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(values, ",")
}

func TestOpenRefusesWhatItCannotOpen(t *testing.T) {
	for _, url := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://[", "postgres://u:secret@127.0.0.1:1/x"} {
		db, err := database.Open(context.Background(), url)
		if err == nil {
			_ = db.Close()
			t.Errorf("%q was opened", url)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

func TestOpenMakesTheFolderWhateverItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Größe 100% #1?x=y", "learning year.db")
	for _, want := range []string{"", "kept"} {
		db, err := database.Open(context.Background(), "sqlite:"+path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := get(t, db, "name"); got != want {
			t.Errorf("read %q, want %q", got, want)
		}
		if want == "" {
			if err := db.InTx(context.Background(), func(ctx context.Context) error {
				return put(ctx, db, "name", "kept")
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMissingIsWhatOpenWouldMake(t *testing.T) {
	folder := t.TempDir()
	there := filepath.Join(folder, "there.db")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(folder, "no", "such.db")
	for url, want := range map[string]string{
		"sqlite:" + none: none, "sqlite://" + none: none, "sqlite:" + there: "", "sqlite:" + folder: "", "sqlite:": "", "postgres://u@127.0.0.1:1/x": "",
	} {
		if got := database.Missing(url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
	if _, err := os.Stat(filepath.Dir(none)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("asking made the folder: %v", err)
	}
}

func TestWhatIsNoDatabaseIsLeftAlone(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "junk.db"), []byte("no database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := database.Open(t.Context(), "sqlite:"+filepath.Join(folder, "junk.db")); err == nil {
		t.Error("it was opened")
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

func TestSQLiteSettingsAreInEffect(t *testing.T) {
	db := dbtest.SQLite(t)
	if db.Engine() != database.SQLite {
		t.Errorf("the engine is %q", db.Engine())
	}
	check := func(t *testing.T, handle *gorm.DB, queryOnly string) {
		t.Helper()
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
			"recursive_triggers": "1", "query_only": queryOnly,
		} {
			var got string
			if err := handle.Raw("PRAGMA " + pragma).Scan(&got).Error; err != nil || got != want {
				t.Errorf("%s is %q (%v), want %q", pragma, got, err, want)
			}
		}
		var text string
		if err := handle.Raw(`SELECT "not a column"`).Scan(&text).Error; err == nil {
			t.Error("a double-quoted word is taken as text")
		}
	}
	check(t, db.From(context.Background()), "1")
	err := db.InTx(context.Background(), func(ctx context.Context) error {
		check(t, db.From(ctx), "0")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestInstantsComeBackInUTC(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		at := time.Date(2026, 7, 1, 12, 30, 0, 123456000, time.FixedZone("BST", 3600))
		err := db.InTx(context.Background(), func(ctx context.Context) error {
			return db.From(ctx).Exec("INSERT INTO once_keys (key, used_at) VALUES ('k', ?)", at).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		var got time.Time
		row := db.From(context.Background()).Raw("SELECT used_at FROM once_keys WHERE used_at = ?", at).Row()
		if err := row.Scan(&got); err != nil {
			t.Fatal(err)
		}
		if !got.Equal(at) || got.Location() != time.UTC {
			t.Errorf("got %v, want %v", got, at.UTC())
		}
	})
}

func TestErrorsAreInGormsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		try := func(statements ...string) error {
			return db.InTx(context.Background(), func(ctx context.Context) error {
				for _, statement := range statements {
					if err := db.From(ctx).Exec(statement).Error; err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := try("CREATE TABLE a (id integer PRIMARY KEY, n integer UNIQUE CHECK (n < 10))",
			"CREATE TABLE b (a_id integer REFERENCES a (id))", "INSERT INTO a VALUES (1, 1)"); err != nil {
			t.Fatal(err)
		}
		for statement, want := range map[string]error{
			"INSERT INTO a VALUES (1, 2)":   gorm.ErrDuplicatedKey,
			"INSERT INTO a VALUES (2, 1)":   gorm.ErrDuplicatedKey,
			"INSERT INTO a VALUES (2, 11)":  gorm.ErrCheckConstraintViolated,
			"INSERT INTO b VALUES (7)":      gorm.ErrForeignKeyViolated,
			"INSERT INTO a VALUES (2, 'x')": nil, // an error of another kind, or none
		} {
			if err := try(statement); want != nil && !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", statement, err, want)
			}
		}
	})
}

func TestTheTrailIsAppendOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		const add = `INTO trail (id, seq, at, actor_name, record, record_id, act, hash) VALUES
			('0190a000-0000-7000-8000-000000000001', 1, '2026-07-01 00:00:00+00:00', 'Ann', 'plan', 'x', 'agree', 'h')`
		exec := func(statement string) error {
			return db.InTx(context.Background(), func(ctx context.Context) error {
				return db.From(ctx).Exec(statement).Error
			})
		}
		if err := exec("INSERT " + add); err != nil {
			t.Fatal(err)
		}
		forbidden := []string{"UPDATE trail SET act = 'x'", "DELETE FROM trail"}
		if db.Engine() == database.SQLite {
			forbidden = append(forbidden, "INSERT OR REPLACE "+add)
		} else {
			forbidden = append(forbidden, "TRUNCATE trail")
		}
		for _, statement := range forbidden {
			if err := exec(statement); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v, want it refused", statement, err)
			}
		}
	})
}

func TestQueriesAreCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, count := database.CountQueries(context.Background())
		err := db.InTx(ctx, func(ctx context.Context) error {
			return put(ctx, db, "colour", "private words")
		})
		if err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		if err := db.From(ctx).Table("settings").Where("key = ?", "colour").Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		var value string
		if err := db.From(ctx).Raw("SELECT value FROM settings").Row().Scan(&value); err != nil {
			t.Fatal(err)
		}
		var list *sql.Rows
		if list, err = db.From(ctx).Raw("SELECT key FROM settings").Rows(); err != nil {
			t.Fatal(err)
		}
		_ = list.Close()
		for _, word := range []string{`private "word's"`, "''private''", `private\'`, ``} { // gorm writes what it scans by itself
			var n struct{ N int }
			if err := db.From(ctx).Table("settings").Select("count(*) AS n").Where("value = ? AND key <> ?", word, "private").Scan(&n).Error; err != nil {
				t.Fatal(err)
			}
		}
		if count.N() != 8 || len(count.Statements()) != 8 {
			t.Errorf("counted %d, want 8:\n%s", count.N(), count)
		}
		if strings.Contains(count.String(), "private") || !strings.Contains(count.String(), "SELECT key FROM settings") {
			t.Errorf("want the statements without their values:\n%s", count)
		}
	})
}

func TestQueriesAreCountedAtOnce(t *testing.T) {
	db := dbtest.SQLite(t)
	ctx, count := database.CountQueries(context.Background())
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			var n int
			if err := db.From(ctx).Raw("SELECT 1").Scan(&n).Error; err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if count.N() != 20 {
		t.Errorf("counted %d, want 20", count.N())
	}
}
