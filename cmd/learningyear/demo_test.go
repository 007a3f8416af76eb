package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/organisation"
	"learningyear/internal/people/peopletest"
)

// prepared opens a test's database for a moment and says where it is.
func prepared(t *testing.T, engine database.Engine, prepare func(*database.DB)) string {
	t.Helper()
	url := dbtest.NewURL(t, engine)
	db, err := database.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	prepare(db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return url
}

func demonstrate(t *testing.T, url string) ran {
	t.Helper()
	var out, errOut bytes.Buffer
	code := run(t.Context(), []string{"demo", "--no-serve", "--database", url}, nil, strings.NewReader(""), &out, &errOut)
	return ran{code, out.String(), errOut.String()}
}

// Making the demonstration itself is tested where it is made.
func TestTheDemonstrationIsNotMadeOverAnything(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			there := prepared(t, engine, func(db *database.DB) {
				settings := organisation.Defaults()
				settings.Demonstration = true
				if err := organisation.NewStore(db).Save(t.Context(), settings); err != nil {
					t.Fatal(err)
				}
			})
			if r := demonstrate(t, there); r.code != 0 || r.out+r.err != "" {
				t.Errorf("a second run says %d, %s%s", r.code, r.out, r.err)
			}
			theirs := prepared(t, engine, func(db *database.DB) { peopletest.Small(t, db) })
			r := demonstrate(t, theirs)
			if want := "learningyear: the database holds an organisation that is not a demonstration. Nothing was changed"; r.code != 1 || !strings.HasPrefix(r.err, want) {
				t.Errorf("over a real organisation it says %d, %s", r.code, r.err)
			}
		})
	}
}

func TestWhomToBe(t *testing.T) {
	var out bytes.Buffer
	whomToBe(&out, "http://127.0.0.1:8080")
	for _, want := range []string{"http://127.0.0.1:8080\n", "Amina Yusuf", "Ruth Calder", "Dan Okoro", "Helen Marsh", "Priya Nair", "Alex Reed", "Grace Liu"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not told:\n%s", want, out.String())
		}
	}
}
