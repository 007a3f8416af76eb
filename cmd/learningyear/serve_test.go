package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

// asProgram, set to 1, makes this test program the program itself.
const asProgram = "LEARNINGYEAR_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
	}
	os.Exit(m.Run())
}

// patience bounds what a test waits for.
const patience = 30 * time.Second

// served is the program, serving in a process of its own.
type served struct {
	*exec.Cmd
	site  string
	ended chan error
	log   *bytes.Buffer
}

// serveProcess starts the program on a free port and waits until it serves.
func serveProcess(t *testing.T, url string) *served {
	t.Helper()
	s := &served{ended: make(chan error, 1), log: new(bytes.Buffer)}
	s.Cmd = exec.Command(os.Args[0], "serve", "--addr", "127.0.0.1:0")
	s.Env = append(os.Environ(), asProgram+"=1", "DATABASE_URL="+url, "MAIL_FOLDER="+t.TempDir())
	errOut, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() })
	up := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(errOut)
		for lines.Scan() {
			s.log.WriteString(lines.Text() + "\n")
			if address := addressIn(lines.Bytes()); address != "" {
				up <- address
			}
		}
		s.ended <- s.Wait()
	}()
	select {
	case address := <-up:
		s.site = "http://" + address
	case err := <-s.ended:
		t.Fatalf("the program ended with %v: %s", err, s.log)
	case <-time.After(patience):
		t.Fatal("the program does not serve")
	}
	return s
}

// addressIn is the address of the log's line that says that the program serves.
func addressIn(line []byte) string {
	var entry struct{ Msg, Address string }
	if json.Unmarshal(line, &entry) == nil && entry.Msg == "serving" {
		return entry.Address
	}
	return ""
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	answer, err := http.Get(url) //nolint:noctx // the test's own program
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(raw)
}

// TestTermEndsRequestsInFlight stops the program while a form is still being
// sent: the form is answered, nobody else is let in, and the program ends well.
func TestTermEndsRequestsInFlight(t *testing.T) {
	s := serveProcess(t, dbtest.EmptyURL(t, database.SQLite))
	for path, want := range map[string]string{"/healthz": "alive\n", "/readyz": "ready\n"} {
		if status, body := get(t, s.site+path); status != http.StatusOK || body != want {
			t.Errorf("%s answers %d, %q", path, status, body)
		}
	}
	host := strings.TrimPrefix(s.site, "http://")
	slow, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	body := "email=nobody%40example.org&password=eight+brown+teapots"
	fmt.Fprintf(slow, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		host, len(body))
	answers := bufio.NewReader(slow)
	// The program says go on once it reads the form: before, the connection may not even be taken.
	for _, want := range []string{"HTTP/1.1 100 Continue\r\n", "\r\n"} {
		if line, err := answers.ReadString('\n'); err != nil || line != want {
			t.Fatalf("instead of going on it says %q, %v", line, err)
		}
	}
	if _, err := io.WriteString(slow, body[:10]); err != nil {
		t.Fatal(err)
	}
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(patience); ; {
		c, err := net.Dial("tcp", host)
		if err != nil {
			break // nobody else is let in
		}
		_ = c.Close()
		if time.Now().After(until) {
			t.Fatal("the program still takes requests")
		}
	}
	select {
	case err := <-s.ended:
		t.Fatalf("the program ended (%v) with a request in flight: %s", err, s.log)
	default:
	}
	if _, err := io.WriteString(slow, body[10:]); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatalf("the form in flight was not answered: %v", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the form in flight was answered %d", answer.StatusCode)
	}
	select {
	case err := <-s.ended:
		if err != nil {
			t.Errorf("the program ended with %v: %s", err, s.log)
		}
	case <-time.After(patience):
		t.Fatal("the program does not end")
	}
}

// TestReplicasStartAtOnce starts four of the program over one empty database: one
// makes the schema, all serve.
func TestReplicasStartAtOnce(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			url, mails := dbtest.EmptyURL(t, engine), t.TempDir()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			const replicas = 4
			up, ended := make(chan string, replicas), make(chan string, replicas)
			for range replicas {
				go func() {
					said := &watch{up: up}
					code := run(ctx, []string{"serve", "--addr", "127.0.0.1:0"}, []string{"DATABASE_URL=" + url, "MAIL_FOLDER=" + mails}, strings.NewReader(""), io.Discard, said)
					ended <- fmt.Sprintf("%d %s", code, said.problems())
				}()
			}
			for range replicas {
				select {
				case address := <-up:
					if status, body := get(t, "http://"+address+"/readyz"); status != http.StatusOK {
						t.Errorf("a replica is not ready: %d %s", status, body)
					}
				case how := <-ended:
					t.Fatalf("a replica ended: %s", how)
				case <-time.After(patience):
					t.Fatal("a replica does not serve")
				}
			}
			stop()
			for range replicas {
				if how := <-ended; how != "0 " {
					t.Errorf("a replica ended: %s", how)
				}
			}
		})
	}
}

// watch reads a log as it is written: the address once the program serves, and
// what went wrong.
type watch struct {
	up chan string
	mu sync.Mutex
	// wrong is what is neither serving nor stopping.
	wrong bytes.Buffer
}

func (w *watch) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for line := range bytes.Lines(p) {
		if address := addressIn(line); address != "" {
			w.up <- address
		} else if bytes.Contains(line, []byte(`"level":"ERROR"`)) || !bytes.HasPrefix(line, []byte("{")) {
			w.wrong.Write(line)
		}
	}
	return len(p), nil
}

func (w *watch) problems() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wrong.String()
}

// TestServeRefusesANewerSchema starts the program over a database that a newer one
// has been at: it says so in one line, and changes nothing.
func TestServeRefusesANewerSchema(t *testing.T) {
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			url := prepared(t, engine, func(db *database.DB) {
				err := db.InTx(t.Context(), func(ctx context.Context) error {
					return db.From(ctx).Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)").Error
				})
				if err != nil {
					t.Fatal(err)
				}
			})
			for _, command := range []string{"serve", "migrate", "check"} {
				var errOut bytes.Buffer
				code := run(t.Context(), []string{command}, []string{"DATABASE_URL=" + url, "LISTEN_ADDR=127.0.0.1:0"}, strings.NewReader(""), io.Discard, &errOut)
				if said := errOut.String(); code != 1 || strings.Count(said, "\n") != 1 || !strings.Contains(said, "newer version") {
					t.Errorf("%s ends with %d and says %q", command, code, said)
				}
			}
		})
	}
}

// everyCommand is one of each kind that needs a database; those that make none
// where none is come first.
func everyCommand(t *testing.T) (asking, making [][]string) {
	t.Helper()
	list := filepath.Join(t.TempDir(), "staff.csv")
	if err := os.WriteFile(list, []byte("Staff ID,Name,Job title,Unit,Start date\n1,Amina Yusuf,Tutor,Skills,2020-09-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	report := []string{"export", "report", "--person", "x", "--year", "2026-27", "--out", list + ".pdf", "--reason", "x"}
	return [][]string{{"check"}, {"user", "list"}, {"user", "close", "x"}, report},
		[][]string{{"serve"}, {"demo"}, {"migrate"}, {"import", "people", list}}
}

// oneLine wants that a command ended with 1 and one line that says why.
func oneLine(t *testing.T, args []string, r ran, says string) {
	t.Helper()
	if r.code != 1 || r.out != "" || strings.Count(r.err, "\n") != 1 || !strings.HasPrefix(r.err, "learningyear: ") || !strings.Contains(r.err, says) {
		t.Errorf("%q: %+v, want one line that says %q", args, r, says)
	}
}

func TestNoCommandTouchesAnotherProgramsDatabase(t *testing.T) {
	asking, making := everyCommand(t)
	for _, engine := range []database.Engine{database.SQLite, database.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			url := dbtest.EmptyURL(t, engine)
			db, err := database.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			err = db.InTx(t.Context(), func(ctx context.Context) error { return db.From(ctx).Exec("CREATE TABLE x (a integer)").Error })
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			for _, args := range append(making, asking...) {
				oneLine(t, args, command(t, url, args...), "it belongs to something else")
			}
		})
	}
}

func TestWhoAsksMakesNoDatabase(t *testing.T) {
	asking, making := everyCommand(t)
	folder := filepath.Join(t.TempDir(), "new")
	path := filepath.Join(folder, "learning.db")
	for _, args := range asking {
		oneLine(t, args, command(t, "sqlite:"+path, args...), "there is no database at "+path)
		if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%q made the folder: %v", args, err)
		}
	}
	list := making[len(making)-1]
	for _, says := range []string{"making a new database at " + path + "\n", ""} {
		if r := command(t, "sqlite:"+path, list...); r.code != 0 || r.err != says {
			t.Errorf("%q: %+v, want it to say %q", list, r, says)
		}
	}
}

func TestWithoutTheSchemaEveryCommandSaysWhatToRun(t *testing.T) {
	asking, _ := everyCommand(t)
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		url := dbtest.EmptyURL(t, engine)
		if path := database.Missing(url); path != "" {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range asking {
			oneLine(t, args, command(t, url, args...), "migrations have not been run: run learningyear migrate")
		}
	})
}

func TestADatabaseThatDoesNotAnswer(t *testing.T) {
	asking, making := everyCommand(t)
	for _, args := range append(making, asking...) {
		oneLine(t, args, command(t, "postgres://nobody:secret@127.0.0.1:1/x", args...), "connection refused")
	}
}

// TestEverySettingsProblemIsToldAtOnce starts the program with nothing right.
func TestEverySettingsProblemIsToldAtOnce(t *testing.T) {
	environ := []string{
		"DATABASE_URL=mysql://here", "LISTEN_ADDR=nowhere", "BASE_URL=ftp://x", "TIME_ZONE=Mars", "SMTP_URL=gopher://x", "MAIL_FROM=nobody",
		"PRODUCT_NAME= ", "TRUSTED_PROXIES=everybody",
	}
	for _, command := range []string{"serve", "migrate", "check", "demo"} {
		var errOut bytes.Buffer
		code := run(t.Context(), []string{command}, environ, strings.NewReader(""), io.Discard, &errOut)
		if code != 1 {
			t.Errorf("%s ends with %d", command, code)
		}
		for _, setting := range environ {
			name, _, _ := strings.Cut(setting, "=")
			if !strings.Contains(errOut.String(), "learningyear: "+name) {
				t.Errorf("%s says nothing of %s: %s", command, name, errOut.String())
			}
		}
		if strings.Contains(errOut.String(), "mysql://here") {
			t.Error("an address, which may hold a password, is printed")
		}
	}
}

// TestHelpEverywhere asks every command for help.
func TestHelpEverywhere(t *testing.T) {
	for _, command := range []string{"", "serve", "demo", "migrate", "import people", "export report", "user list", "user invite", "check", "version"} {
		var out, errOut bytes.Buffer
		code := run(t.Context(), append(strings.Fields(command), "--help"), nil, strings.NewReader(""), &out, &errOut)
		if code != 0 || !strings.Contains(out.String(), "Usage: learningyear") || errOut.Len() > 0 {
			t.Errorf("%s --help ends with %d: %s%s", command, code, out.String(), errOut.String())
		}
	}
	for _, wrong := range []string{"nonsense", "serve --nonsense", "import people", "export report", "import people /nowhere.csv"} {
		var out, errOut bytes.Buffer
		code := run(t.Context(), strings.Fields(wrong), []string{"DATABASE_URL=" + dbtest.NewURL(t, database.SQLite)}, strings.NewReader(""), &out, &errOut)
		if said := errOut.String(); code != 1 || strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "learningyear: ") {
			t.Errorf("%s ends with %d and says %q", wrong, code, said)
		}
	}
}
