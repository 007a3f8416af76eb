package trail_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/trail"
)

func amina() actor.Actor {
	return actor.Actor{PersonID: "01900000-0000-7000-8000-000000000001", Name: "Amina Yusuf"}
}

func write(t *testing.T, db *database.DB, tr *trail.Trail, acts ...string) {
	t.Helper()
	err := db.InTx(actor.With(t.Context(), amina()), func(ctx context.Context) error {
		for _, act := range acts {
			e := trail.Event{Record: "learning plan", RecordID: "r1", Act: act, SubjectID: amina().PersonID}
			if err := tr.Write(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func newTrail(db *database.DB) *trail.Trail {
	return trail.New(db, clock.Fixed(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), time.UTC))
}

func TestTheTrailTellsWhoDidWhat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		tr := newTrail(db)
		write(t, db, tr, "proposed", "agreed")
		write(t, db, tr, "reviewed")
		entries, err := tr.Of(t.Context(), "learning plan", "r1", 10)
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, e := range entries {
			acts = append(acts, e.ActorName+" "+e.Act)
		}
		if got := strings.Join(acts, ", "); got != "Amina Yusuf reviewed, Amina Yusuf agreed, Amina Yusuf proposed" {
			t.Fatal(got)
		}
		about, err := tr.About(t.Context(), amina().PersonID, 3, 10)
		if err != nil || len(about) != 2 {
			t.Fatalf("%d entries before the third, %v", len(about), err)
		}
	})
}

func TestAnUndoneActLeavesNoEntry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		tr := newTrail(db)
		_ = db.InTx(t.Context(), func(ctx context.Context) error {
			if err := tr.Write(ctx, trail.Event{Record: "person", RecordID: "p", Act: "made"}); err != nil {
				t.Fatal(err)
			}
			return context.Canceled
		})
		if v, err := tr.Verify(t.Context()); err != nil || v.Entries != 0 || v.Broken != "" {
			t.Fatalf("%+v, %v", v, err)
		}
	})
}

func TestWriteOutsideATransactionIsAMistake(t *testing.T) {
	if err := newTrail(dbtest.SQLite(t)).Write(t.Context(), trail.Event{}); err == nil {
		t.Fatal("it must be refused")
	}
}

func TestVerifyFindsWhatWasChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		tr := newTrail(db)
		write(t, db, tr, "proposed", "agreed", "reviewed")
		if v, err := tr.Verify(t.Context()); err != nil || v.Entries != 3 || v.Broken != "" {
			t.Fatalf("a trail that nobody touched: %+v, %v", v, err)
		}
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			return db.From(ctx).Exec("UPDATE trail SET act = 'declined' WHERE seq = 2").Error
		})
		if err == nil {
			t.Fatal("the database itself refuses a change")
		}
		// Somebody who owns the database can take the guard away; the chain still shows it.
		off := "ALTER TABLE trail DISABLE TRIGGER ALL"
		if db.Engine() == database.SQLite {
			off = "DROP TRIGGER trail_no_update"
		}
		err = db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.From(ctx).Exec(off).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("UPDATE trail SET act = 'declined' WHERE seq = 2").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		if v, err := tr.Verify(t.Context()); err != nil || !strings.Contains(v.Broken, "entry 2") {
			t.Fatalf("%+v, %v", v, err)
		}
	})
}

func TestManyWriteAtOnceAndTheChainHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		tr := newTrail(db)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 5 {
					write(t, db, tr, "read", "kept")
				}
			})
		}
		wg.Wait()
		if v, err := tr.Verify(t.Context()); err != nil || v.Entries != 80 || v.Broken != "" {
			t.Fatalf("%+v, %v", v, err)
		}
	})
}

func TestTheTrailIsNarrowedAndCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		tr := newTrail(db)
		write(t, db, tr, "proposed", "agreed")
		other := actor.Actor{PersonID: "01900000-0000-7000-8000-000000000002", Name: "Dan Okoro"}
		err := db.InTx(actor.With(t.Context(), other), func(ctx context.Context) error {
			return tr.Write(ctx, trail.Event{Record: "diary entry", RecordID: "r2", Act: "kept", SubjectID: other.PersonID, ActingForID: amina().PersonID, ActingForName: "Amina"})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			q    trail.Search
			want string
		}{
			{trail.Search{}, "kept agreed proposed"},
			{trail.Search{Before: 3}, "agreed proposed"},
			{trail.Search{PersonID: amina().PersonID}, "kept agreed proposed"},
			{trail.Search{PersonID: other.PersonID}, "kept"},
			{trail.Search{Record: "learning plan"}, "agreed proposed"},
			{trail.Search{Record: "learning plan", PersonID: other.PersonID}, ""},
			{trail.Search{Record: "' OR 1=1 --"}, ""},
		} {
			entries, err := tr.Find(t.Context(), tc.q, 10)
			if err != nil {
				t.Fatal(err)
			}
			var acts []string
			for _, e := range entries {
				acts = append(acts, e.Act)
			}
			if got := strings.Join(acts, " "); got != tc.want {
				t.Errorf("%+v finds %q, want %q", tc.q, got, tc.want)
			}
		}
		if kinds, err := tr.Kinds(t.Context()); err != nil || strings.Join(kinds, ", ") != "diary entry, learning plan" {
			t.Errorf("kinds %q, %v", kinds, err)
		}
		months, err := tr.Acts(t.Context(), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
		if err != nil || len(months) != 2 || months[1] != (trail.Monthly{Month: "2026-11", Record: "learning plan", Acts: 2}) {
			t.Errorf("months %+v, %v", months, err)
		}
		if none, err := tr.Acts(t.Context(), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)); err != nil || len(none) != 0 {
			t.Errorf("later %+v, %v", none, err)
		}
	})
}
