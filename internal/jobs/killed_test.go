package jobs_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// replicaVariable tells a process of these tests that it is a replica: which one, the
// key of who asked, and the database.
const replicaVariable = "LEARNINGYEAR_TEST_REPLICA"

// midway is what the replica says that is about to be killed.
const midway = "midway through the work"

// worker is a replica in a process of its own.
type worker struct {
	process *exec.Cmd
	goOn    io.Closer // closed, it stops
	says    *bufio.Scanner
}

func (y yard) inProcess(t *testing.T, which, url string) worker {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBeAReplica$", "-test.v")
	process.Env = append(os.Environ(), replicaVariable+"="+which+" "+y.staff.Amina.ID+" "+url)
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	return worker{process, in, bufio.NewScanner(out)}
}

// TestBeAReplica is nothing by itself: it is the process that the test below kills,
// and the one that takes its work up.
func TestBeAReplica(t *testing.T) {
	which, rest, told := strings.Cut(os.Getenv(replicaVariable), " ")
	if !told {
		return
	}
	amina, url, _ := strings.Cut(rest, " ")
	y := yard{db: dbtest.Open(t, url), clock: peopletest.Clock(t), staff: peopletest.Staff{Amina: people.Person{ID: amina, Name: "Amina Yusuf"}}}
	if which == "second" { // the first has been silent for too long
		y.clock.Set(y.clock.Now().Add(jobs.Stale + time.Second))
	}
	q := y.replica(t)
	jobs.Handle(q, func(ctx context.Context, job *jobs.Job, g greeting) error {
		return y.db.InTx(ctx, func(ctx context.Context) error {
			if err := y.db.From(ctx).Exec("INSERT INTO settings (key, value) VALUES (?, ?)", "greeted by the "+which, g.Name).Error; err != nil {
				return err
			}
			if which == "second" {
				return job.Finish(ctx, nil)
			}
			if _, err := os.Stdout.WriteString(midway + "\n"); err != nil {
				return err
			}
			select {} // until it is killed
		})
	})
	start(t, q)
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		t.Fatal(err)
	}
}

// TestTheWorkOfAKilledProcessIsDoneOnce kills a replica with no chance to say
// goodbye, half-way through a transaction: what it wrote is gone, and the next replica
// does the whole, once.
func TestTheWorkOfAKilledProcessIsDoneOnce(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		url := dbtest.NewURL(t, engine)
		db := dbtest.Open(t, url)
		staff := peopletest.Small(t, db)
		y := yard{db: db, clock: peopletest.Clock(t), staff: staff, amina: peopletest.As(t, staff.Amina), dan: peopletest.As(t, staff.Dan)}
		q := y.replica(t) // it asks, and does not work
		id := y.await(t, y.amina, q, "Gwen")

		first := y.inProcess(t, "first", url)
		for first.says.Scan() && !strings.HasSuffix(first.says.Text(), midway) {
		}
		if err := first.process.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := first.process.Wait(); err == nil {
			t.Fatal("it was not killed")
		}
		if e := find(t, y.amina, q, id); e.State != jobs.Running || e.Tries != 1 {
			t.Fatalf("what the killed one had is %+v", e)
		}

		second := y.inProcess(t, "second", url)
		e := until(t, y.amina, q, id, ended)
		if err := second.goOn.Close(); err != nil {
			t.Error(err)
		}
		said := ""
		for second.says.Scan() {
			said += second.says.Text() + "\n"
		}
		if err := second.process.Wait(); err != nil {
			t.Errorf("the second ends with %v: %s", err, said)
		}
		if e.State != jobs.Done || e.Tries != 2 {
			t.Errorf("it ends as %+v", e)
		}
		var keys []string
		if err := db.From(t.Context()).Raw("SELECT key FROM settings WHERE key LIKE 'greeted%'").Scan(&keys).Error; err != nil {
			t.Fatal(err)
		}
		if len(keys) != 1 || keys[0] != "greeted by the second" {
			t.Errorf("what was done is %q", keys)
		}
	})
}
