package demo_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"learningyear/internal/app"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/demo"
)

func london(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// open puts the program together over a test's database, at an instant.
func open(t testing.TB, db *database.DB, at time.Time) *app.App {
	t.Helper()
	settings, err := config.Read(nil)
	if err != nil {
		t.Fatal(err)
	}
	return app.New(db, settings, clock.Fixed(at, london(t)), slog.New(slog.DiscardHandler))
}

func services(a *app.App) demo.Services {
	return demo.Services{
		DB: a.DB, Clock: a.Clock, Organisation: a.Organisation, People: a.People, Sessions: a.Sessions, Drafts: a.Drafts, Diary: a.Diary,
		Plans: a.Plans, Work: a.Work, Interviews: a.Interviews, Appraisals: a.Appraisals,
	}
}

// made is the program over a demonstration that was made at an instant.
func made(t testing.TB, db *database.DB, at time.Time) *app.App {
	t.Helper()
	a := open(t, db, at)
	if err := demo.Make(context.Background(), services(a), func(string, int) {}); err != nil {
		t.Fatal(err)
	}
	return a
}

func november() time.Time { return time.Date(2026, time.November, 21, 20, 15, 0, 0, time.UTC) }

func BenchmarkMake(b *testing.B) {
	for b.Loop() {
		db := dbtest.SQLite(b)
		made(b, db, november())
	}
}
