package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people/peopletest"
)

func TestTheOperatorAndAccounts(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			url := dbtest.NewURL(t, engine)
			db, err := database.Open(context.Background(), url)
			if err != nil {
				t.Fatal(err)
			}
			peopletest.Small(t, db)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join(t.TempDir(), "mail")
			do := func(stdin string, args ...string) ran {
				var out, errOut bytes.Buffer
				code := run(t.Context(), append([]string{"--database", url}, args...), []string{"MAIL_FOLDER=" + folder}, strings.NewReader(stdin), &out, &errOut)
				return ran{code, out.String(), errOut.String()}
			}
			const tom, alex = "tom.byrne@example.org", "Alex.Reed@example.org"
			for _, step := range []struct {
				stdin string
				args  []string
				code  int
				says  string // on stdout where it went well, else on stderr
			}{
				{"", []string{"user", "list", "--find", "tom"}, 0, "tom.byrne@example.org  none"},
				{"", []string{"user", "invite", tom}, 0, "Tom Byrne is invited. There is no mail server: the mail is a file in " + folder},
				{"", []string{"user", "list", "--state", "invited", "--json"}, 0, `"state": "invited"`},
				{"", []string{"user", "invite", "nobody@example.org"}, 1, `learningyear: nobody has the email address "nobody@example.org"`},
				{"short\n", []string{"user", "password", alex}, 1, "12 characters or more"},
				{"kettle marble fjord\n", []string{"user", "password", alex}, 0, "Alex Reed signs in with alex.reed@example.org"},
				{"", []string{"user", "list", "--state", "active"}, 0, "Alex Reed"},
				{"", []string{"user", "grant", tom, "auditor"}, 0, "Tom Byrne is Auditor from today."},
				{"", []string{"user", "grant", tom, "king"}, 1, "learningyear: "},
				{"", []string{"user", "list", "--find", "tom"}, 0, "auditor"},
				{"", []string{"user", "end-office", tom, "auditor"}, 0, "Tom Byrne is not Auditor any more."},
				{"", []string{"user", "end-sessions", alex}, 0, "signed out everywhere"},
				{"", []string{"user", "close", alex}, 0, "The account of Alex Reed is closed."},
				{"", []string{"user", "close", alex}, 1, "closed"},
				{"", []string{"user", "open", alex}, 0, "open again"},
				{"", []string{"user", "close", "helen.marsh@example.org"}, 1, "has no account yet"},
			} {
				r := do(step.stdin, step.args...)
				said := r.out
				if step.code != 0 {
					said = r.err
				}
				if r.code != step.code || !strings.Contains(said, step.says) {
					t.Errorf("%q: %+v, want %d and %q", step.args, r, step.code, step.says)
				}
			}
			mails, err := filepath.Glob(filepath.Join(folder, "*.eml"))
			if err != nil || len(mails) != 1 {
				t.Fatalf("mails %q, %v", mails, err)
			}
			text, err := os.ReadFile(mails[0])
			if err != nil || !strings.Contains(string(text), "Hello Tom,\r\n\r\nThere is an account for you") || !strings.Contains(string(text), "/invitation/") {
				t.Errorf("the mail says %s, %v", text, err)
			}
		})
	}
}
