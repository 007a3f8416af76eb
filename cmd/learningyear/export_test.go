package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"learningyear/internal/app/apptest"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/trail"
)

func TestExportReport(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			url := dbtest.NewURL(t, engine)
			db, err := database.Open(context.Background(), url)
			if err != nil {
				t.Fatal(err)
			}
			house := apptest.New(t, db)
			house.AminasYear(t)
			house.OpenAppraisals(t, false)
			folder := t.TempDir()
			out := filepath.Join(folder, "amina.pdf")
			do := func(args ...string) ran {
				var out, errOut bytes.Buffer
				code := run(t.Context(), append([]string{"--database", url, "export", "report"}, args...), nil, strings.NewReader(""), &out, &errOut)
				return ran{code, out.String(), errOut.String()}
			}
			const amina = "--person=Amina.Yusuf@example.org"
			for _, tc := range []struct {
				args []string
				says string
			}{
				{[]string{"--person", "nobody@example.org", "--year", "2026-27", "--out", out, "--reason", "x"}, `nobody has the email address "nobody@example.org"`},
				{[]string{amina, "--year", "2027", "--out", out, "--reason", "x"}, `"2027" is not a learning year like 2026-27`},
				{[]string{amina, "--year", "2025-26", "--out", out, "--reason", "x"}, "Amina Yusuf has no appraisal of the learning year 2025 to 2026"},
				{[]string{amina, "--year", "2026-27", "--out", out, "--reason", " "}, "Say why the report is exported: the person concerned reads it"},
				{[]string{amina, "--year", "2026-27", "--out", out, "--reason", strings.Repeat("x", 501)}, "The reason must be 500 characters or fewer"},
				{[]string{amina, "--year", "2026-27", "--out", out, "--reason", "\xff"}, "argument 11 is not in UTF-8"},
				{[]string{amina, "--year", "2026-27", "--out", folder, "--force", "--reason", "x"}, folder + " is a folder: name a file in it"},
				{[]string{amina, "--year", "2026-27", "--out=", "--reason", "x"}, "--out names no file"},
				{[]string{amina, "--year", "2026-27", "--out", out}, "missing flags: --reason=WHY"},
				{[]string{amina, "--year", "2026-27", "--out", filepath.Join(folder, "no", "such", "x.pdf"), "--reason", "x"}, "making the file"},
			} {
				r := do(tc.args...)
				if lines := strings.Count(r.err, "\n"); r.code != 1 || lines != 1 || !strings.HasPrefix(r.err, "learningyear: ") || !strings.Contains(r.err, tc.says) || r.out != "" {
					t.Errorf("%q: %+v, want one line that says %q", tc.args, r, tc.says)
				}
			}
			if files, err := os.ReadDir(folder); err != nil || len(files) != 0 {
				t.Errorf("left behind: %v, %v", files, err)
			}
			if n := len(exports(t, house)); n != 0 {
				t.Errorf("%d exports that were none are in the trail", n)
			}

			good := []string{amina, "--year", "2026-27", "--out", out, "--reason", "Asked for by Amina"}
			if r := do(good...); r.code != 0 || !strings.HasPrefix(r.out, out+": the annual appraisal report of Amina Yusuf, ") || r.err != "" {
				t.Fatalf("%+v", r)
			}
			text, err := exec.CommandContext(t.Context(), "pdftotext", out, "-").Output()
			if err != nil || !strings.Contains(string(text), "Tuesday 25 May 2027") || !strings.Contains(string(text), "Amina has not shared this yet.") {
				t.Errorf("%v: %s", err, text)
			}
			if r := do(good...); r.code != 1 || !strings.Contains(r.err, "is there already") {
				t.Errorf("again: %+v", r)
			}
			r := do(append(good, "--force", "--json")...)
			var counted struct {
				Person, Year, File string
				Pages, Bytes       int
				Closed             bool
			}
			if err := json.Unmarshal([]byte(r.out), &counted); err != nil || r.code != 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			info, err := os.Stat(out)
			if err != nil || counted.Person != "Amina Yusuf" || counted.File != out || counted.Pages < 2 || int64(counted.Bytes) != info.Size() || counted.Closed {
				t.Errorf("%+v, %v", counted, err)
			}
			if mode := info.Mode().Perm(); mode != 0o600 {
				t.Errorf("others may read it: %o", mode)
			}
			entries := exports(t, house)
			if len(entries) != 2 || entries[0].Why != "Asked for by Amina" || entries[0].ActorName != "the command export report" {
				t.Errorf("the trail has %+v", entries)
			}
		})
	}
}

// exports are the entries of the trail about Amina that tell of an export.
func exports(t *testing.T, h *apptest.House) []trail.Entry {
	t.Helper()
	about, err := h.Trail.About(t.Context(), h.Staff.Amina.ID, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var out []trail.Entry
	for _, e := range about {
		if e.Act == "exported the report" {
			out = append(out, e)
		}
	}
	return out
}
