package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

// ran is what a command printed and its exit code.
type ran struct {
	code     int
	out, err string
}

func command(t *testing.T, url string, args ...string) ran {
	t.Helper()
	var out, errOut bytes.Buffer
	code := run(t.Context(), append([]string{"--database", url}, args...), nil, strings.NewReader(""), &out, &errOut)
	return ran{code, out.String(), errOut.String()}
}

func TestImportPeopleFromTheCommandLine(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			url := dbtest.NewURL(t, engine)
			file := filepath.Join(t.TempDir(), "Solent Learning.csv")
			write := func(text string) {
				if err := os.WriteFile(file, []byte("Staff ID,Name,Job title,Unit,Start date\n"+text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write("1,Amina Yusuf,Tutor,Skills,2020-09-01\n2,,Tutor,Skills,soon\n")
			r := command(t, url, "import", "people", file)
			if r.code != 2 || !strings.Contains(r.out, "line 3, Start date: Not a date") || !strings.Contains(r.out, "Nothing was changed") || r.err != "" {
				t.Errorf("%+v", r)
			}
			for i, want := range []string{`"created": 1`, `"unchanged": 1`} {
				r = command(t, url, "import", "people", file, "--skip-rejected", "--json", "--as-at", "2026-11-21")
				var got struct {
					Organisation  string
					Persons, Post struct{ Created, Unchanged int }
					Rejected      int
					Applied       bool
				}
				if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.code != 0 {
					t.Fatalf("%v %+v", err, r)
				}
				if got.Organisation != "Solent Learning" || got.Rejected != 1 || !got.Applied || got.Persons.Created != 1-i || got.Persons.Unchanged != i {
					t.Errorf("want %s: %+v", want, r)
				}
			}
			mapping := filepath.Join(t.TempDir(), "mapping.csv")
			if err := os.WriteFile(mapping, []byte("Staff ID,Employee number\nUnit,Nonsense\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			r = command(t, url, "import", "people", file, "--mapping", mapping)
			if r.code != 1 || !strings.Contains(r.err, "--mapping: line 2: ") || !strings.Contains(r.err, "no column “Nonsense”") {
				t.Errorf("%+v", r)
			}
			if err := os.WriteFile(mapping, []byte(`{"Unit": "-"}`), 0o600); err != nil {
				t.Fatal(err)
			}
			r = command(t, url, "import", "people", file, "--mapping", mapping)
			if r.code != 2 || !strings.Contains(r.out, "There is no column “Unit”") {
				t.Errorf("%+v", r)
			}
			for _, args := range [][]string{{"nowhere.csv"}, {file, "--mapping", "nowhere.csv"}, {file, "--as-at", "1/9/2026"}, {}} {
				r = command(t, url, append([]string{"import", "people"}, args...)...)
				if r.code != 1 || !strings.HasPrefix(r.err, "learningyear: ") || strings.Count(r.err, "\n") != 1 {
					t.Errorf("%v: %+v", args, r)
				}
			}
		})
	}
}
