package database_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

var ctx = context.Background()

func TestATransactionIsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		wrong := errors.New("wrong")
		if database.InTransaction(ctx) {
			t.Error("in a transaction from the start")
		}
		err := db.InTx(ctx, func(ctx context.Context) error {
			if !database.InTransaction(ctx) {
				t.Error("not in a transaction")
			}
			if err := put(ctx, db, "a", "1"); err != nil {
				return err
			}
			// The inner one joins: its own success saves nothing.
			if err := db.InTx(ctx, func(ctx context.Context) error { return put(ctx, db, "b", "2") }); err != nil {
				return err
			}
			return wrong
		})
		if !errors.Is(err, wrong) {
			t.Errorf("error %v, want the function's own", err)
		}
		if got := get(t, db, "a") + get(t, db, "b"); got != "" {
			t.Errorf("kept %q after an error", got)
		}

		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.InTx(ctx, func(ctx context.Context) error {
				if err := put(ctx, db, "a", "1"); err != nil {
					return err
				}
				panic("gone")
			})
		}()
		if got := get(t, db, "a"); got != "" {
			t.Errorf("kept %q after a panic", got)
		}

		// And the connection is free again.
		if err := db.InTx(ctx, func(ctx context.Context) error { return put(ctx, db, "a", "3") }); err != nil {
			t.Fatal(err)
		}
		if got := get(t, db, "a"); got != "3" {
			t.Errorf("kept %q, want 3", got)
		}
	})
}

func TestAWriteOutsideATransactionFails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		row := map[string]any{"key": "a", "value": "1"}
		for what, err := range map[string]error{
			"exec":   put(ctx, db, "a", "1"),
			"create": db.From(ctx).Table("settings").Create(row).Error,
			"update": db.From(ctx).Table("settings").Where("key = ?", "a").Update("value", "2").Error,
			"delete": db.From(ctx).Exec("DELETE FROM settings").Error,
		} {
			if !errors.Is(err, database.ErrReadOnly) {
				t.Errorf("%s: %v, want it refused", what, err)
			}
		}
		if got := get(t, db, "a"); got != "" {
			t.Errorf("wrote %q", got)
		}
	})
}

func TestACancelledRequestSavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, cancel := context.WithCancel(ctx)
		err := db.InTx(ctx, func(ctx context.Context) error {
			err := put(ctx, db, "a", "1")
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want cancelled", err)
		}
		if got := get(t, db, "a"); got != "" {
			t.Errorf("kept %q", got)
		}
	})
}

func TestConcurrentTransactionsWaitInLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		var wait sync.WaitGroup
		for i := range 40 {
			wait.Go(func() {
				err := db.InTx(ctx, func(ctx context.Context) error {
					var n int // read then write: what deferred locking would refuse
					if err := db.From(ctx).Raw("SELECT count(*) FROM settings").Scan(&n).Error; err != nil {
						return err
					}
					return put(ctx, db, fmt.Sprint(i), "x")
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		var n int
		if err := db.From(ctx).Raw("SELECT count(*) FROM settings").Scan(&n).Error; err != nil || n != 40 {
			t.Errorf("%d rows (%v), want 40", n, err)
		}
	})
}

func TestALongWriteHoldsUpNoReader(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		err := db.InTx(ctx, func(inside context.Context) error {
			if err := put(inside, db, "a", "1"); err != nil {
				return err
			}
			if got := get(t, db, "a"); got != "" {
				t.Errorf("read %q before it was saved", got)
			}
			return db.Ping(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestInTxInsideInTxWithoutItsContextIsNamed(t *testing.T) {
	defer database.SetPatience(20 * time.Millisecond)()
	db := dbtest.SQLite(t)
	err := db.InTx(ctx, func(context.Context) error {
		return db.InTx(ctx, func(context.Context) error { return nil })
	})
	if !errors.Is(err, database.ErrBusy) {
		t.Errorf("error %v, want busy", err)
	}
}

func TestHooksRunOnceLast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		var ran []string
		note := func(what string) func(context.Context) error {
			return func(ctx context.Context) error {
				ran = append(ran, what)
				return put(ctx, db, what, "x")
			}
		}
		err := db.InTx(ctx, func(ctx context.Context) error {
			for range 3 {
				if err := db.InTx(ctx, func(ctx context.Context) error {
					return database.BeforeCommit(ctx, "first", note("first"))
				}); err != nil {
					return err
				}
			}
			ran = append(ran, "body")
			return database.BeforeCommit(ctx, "second", func(ctx context.Context) error {
				if err := note("second")(ctx); err != nil {
					return err
				}
				return database.BeforeCommit(ctx, "third", note("third"))
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{"body", "first", "second", "third"}; !slices.Equal(ran, want) {
			t.Errorf("ran %q, want %q", ran, want)
		}
		if get(t, db, "third") != "x" {
			t.Error("what a hook wrote was not saved")
		}

		wrong := errors.New("wrong")
		err = db.InTx(ctx, func(ctx context.Context) error {
			if err := put(ctx, db, "a", "1"); err != nil {
				return err
			}
			return database.BeforeCommit(ctx, "k", func(context.Context) error { return wrong })
		})
		if !errors.Is(err, wrong) || get(t, db, "a") != "" {
			t.Errorf("error %v and kept %q, want a hook's error to undo all", err, get(t, db, "a"))
		}
	})
}

func TestAHookNeedsATransactionAndAnEnd(t *testing.T) {
	db := dbtest.SQLite(t)
	if database.BeforeCommit(ctx, "k", func(context.Context) error { return nil }) == nil {
		t.Error("a hook outside a transaction is taken, and never run")
	}
	var again func(context.Context) error
	again = func(ctx context.Context) error { return database.BeforeCommit(ctx, "k", again) }
	if db.InTx(ctx, again) == nil {
		t.Error("hooks without end were run")
	}
}

func TestADoubleTapSavesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		save := func(ctx context.Context, key string) error {
			return db.InTx(ctx, func(ctx context.Context) error { return put(ctx, db, key, "x") })
		}
		var mu sync.Mutex
		var saved, repeated int
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				err := save(database.WithOnce(ctx, "form"), fmt.Sprint(i))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					saved++
				case errors.Is(err, database.ErrRepeated):
					repeated++
				default:
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if saved != 1 || repeated != 7 {
			t.Errorf("%d saved and %d repeated, want 1 and 7", saved, repeated)
		}

		other := database.WithOnce(ctx, "other form")
		if err := save(other, "p"); err != nil {
			t.Error(err)
		}
		if err := save(other, "q"); err != nil {
			t.Errorf("the second transaction of a request: %v, want it free", err)
		}

		third := database.WithOnce(ctx, "third form")
		if err := save(database.WithoutOnce(third), "r"); err != nil {
			t.Error(err)
		}
		if err := save(third, "s"); err != nil {
			t.Errorf("saved beside the form: %v, want the form's key still free", err)
		}
	})
}

func TestAFormThatFailedCanBeSentAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		wrong := errors.New("wrong")
		err := db.InTx(database.WithOnce(ctx, "form"), func(context.Context) error { return wrong })
		if !errors.Is(err, wrong) {
			t.Fatal(err)
		}
		if err := db.InTx(database.WithOnce(ctx, "form"), func(context.Context) error { return nil }); err != nil {
			t.Errorf("sent again: %v", err)
		}
		n, err := db.ForgetOnce(ctx, time.Now().Add(time.Hour))
		if err != nil || n != 1 {
			t.Errorf("forgot %d (%v), want 1", n, err)
		}
		if n, err = db.ForgetOnce(ctx, time.Now().Add(time.Hour)); err != nil || n != 0 {
			t.Errorf("forgot %d (%v), want nothing left", n, err)
		}
	})
}

func TestTheSecondOfTwoEditsIsStale(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := db.From(ctx).Exec("CREATE TABLE things (id text PRIMARY KEY, name text, version integer NOT NULL DEFAULT 1)").Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("INSERT INTO things (id, name) VALUES ('a', 'old')").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		set := map[string]any{"name": "new"}
		edit := func(id string, version int) error {
			return db.InTx(ctx, func(ctx context.Context) error {
				return db.UpdateVersioned(ctx, "things", id, version, set)
			})
		}
		if err := edit("a", 1); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{edit("a", 1), edit("b", 1)} {
			if !errors.Is(err, database.ErrStale) {
				t.Errorf("error %v, want stale", err)
			}
		}
		if err := edit("a", 2); err != nil {
			t.Error(err)
		}
		if len(set) != 1 {
			t.Errorf("the caller's map was changed to %v", set)
		}
		if err := db.UpdateVersioned(ctx, "things", "a", 3, set); !errors.Is(err, database.ErrReadOnly) {
			t.Errorf("outside a transaction: %v, want it refused", err)
		}
	})
}

func TestATransactionAsDatabaseSQLKnowsIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		if _, err := db.SQLTx(ctx); err == nil {
			t.Error("there is a transaction where none was begun")
		}
		undone := errors.New("undone")
		for _, begin := range []context.Context{ctx, database.KeepStatements(ctx)} {
			err := db.InTx(begin, func(ctx context.Context) error {
				tx, err := db.SQLTx(ctx)
				if err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, "INSERT INTO settings (key, value) VALUES ('name', 'x')"); err != nil {
					return err
				}
				var n int64
				if err := db.From(ctx).Table("settings").Where("key = 'name'").Count(&n).Error; err != nil || n != 1 {
					t.Errorf("gorm finds %d rows (%v), want the one written", n, err)
				}
				return undone
			})
			if !errors.Is(err, undone) {
				t.Error(err)
			}
		}
		var n int64
		if err := db.From(ctx).Table("settings").Where("key = 'name'").Count(&n).Error; err != nil || n != 0 {
			t.Errorf("after all was undone there are %d rows (%v)", n, err)
		}
	})
}
