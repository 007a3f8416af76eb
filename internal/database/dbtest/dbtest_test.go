package dbtest

import (
	"context"
	"testing"

	"learningyear/internal/database"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 { // the second would find what the first wrote
		Each(t, func(t *testing.T, db *database.DB) {
			ctx := context.Background()
			err := db.InTx(ctx, func(ctx context.Context) error {
				return db.From(ctx).Exec("INSERT INTO settings (key, value) VALUES ('name', 'x')").Error
			})
			if err != nil {
				t.Fatal(err)
			}
			state, err := db.SchemaState(ctx)
			if err != nil || len(state.Pending) > 0 {
				t.Fatalf("state %+v, error %v; want it migrated", state, err)
			}
		})
	}
}

func TestAnEmptyDatabaseHasNoTables(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			db := open(t, EmptyURL(t, engine))
			state, err := db.SchemaState(context.Background())
			if err != nil || state.Current != 0 || len(state.Pending) == 0 {
				t.Fatalf("state %+v, error %v; want everything pending", state, err)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				New(b, engine)
			}
		})
	}
}
