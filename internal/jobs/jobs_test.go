package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// greeting is the job of these tests.
type greeting struct {
	Name string `json:"name"`
}

func (greeting) Kind() string { return "greet" }

// canary is another, to see that what came before it was looked at.
type canary struct{}

func (canary) Kind() string { return "sing" }

// yard is one test's database with two people, and as many replicas as it makes.
type yard struct {
	db         *database.DB
	clock      *clock.Clock
	staff      peopletest.Staff
	amina, dan context.Context
}

func each(t *testing.T, test func(t *testing.T, y yard)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff := peopletest.Small(t, db)
		test(t, yard{db, peopletest.Clock(t), staff, peopletest.As(t, staff.Amina), peopletest.As(t, staff.Dan)})
	})
}

// replica is a queue as another copy of the program has it. Only people of the yard
// whom who knows may sign in.
func (y yard) replica(t *testing.T) *jobs.Queue {
	known := []people.Person{y.staff.Amina, y.staff.Dan}
	q := jobs.New(y.db, y.clock, slog.New(slog.NewTextHandler(t.Output(), nil)), func(_ context.Context, id string) (actor.Actor, error) {
		i := slices.IndexFunc(known, func(p people.Person) bool { return p.ID == id })
		if i < 0 {
			return actor.Actor{}, nil
		}
		return actor.Actor{PersonID: id, Name: known[i].Name, Roles: []actor.Role{actor.Auditor}}, nil
	})
	q.Hurry()
	return q
}

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, q) })
}

func stop(t *testing.T, q *jobs.Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	if err := q.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// halt stops a replica that has no time left.
func halt(t *testing.T, q *jobs.Queue) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// patience bounds every wait of these tests.
const patience = 30 * time.Second

func next[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatal("nothing happened for too long")
		panic("unreachable")
	}
}

func (y yard) enqueue(t *testing.T, ctx context.Context, q *jobs.Queue, args jobs.Args) {
	t.Helper()
	if err := y.db.InTx(ctx, func(ctx context.Context) error { return q.Enqueue(ctx, args) }); err != nil {
		t.Fatal(err)
	}
}

// queued counts what the library keeps of the kind.
func (y yard) queued(t *testing.T, kind string) int {
	t.Helper()
	var n int
	if err := y.db.From(t.Context()).Raw("SELECT COUNT(*) FROM river_job WHERE kind = ?", kind).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAJobIsDoneIfAndOnlyIfItsTransactionCommits(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		done := make(chan string, 10)
		jobs.Handle(q, func(ctx context.Context, _ *jobs.Job, g greeting) error {
			who := actor.From(ctx)
			if who.PersonID != y.staff.Amina.ID || !who.Has(actor.Auditor) {
				t.Errorf("it runs as %+v, want Amina with what she holds now", who)
			}
			done <- g.Name
			return nil
		})
		undone := errors.New("undone")
		err := y.db.InTx(y.amina, func(ctx context.Context) error {
			return errors.Join(q.Enqueue(ctx, greeting{"nobody"}), undone)
		})
		if !errors.Is(err, undone) || y.queued(t, "greet") != 0 {
			t.Fatalf("after a rollback (%v) there are %d jobs", err, y.queued(t, "greet"))
		}
		y.enqueue(t, y.amina, q, greeting{"Gwen"})
		start(t, q)
		if got := next(t, done); got != "Gwen" {
			t.Errorf("done: %q", got)
		}
		if err := q.Enqueue(y.amina, greeting{"Gwen"}); err == nil {
			t.Error("a job was taken outside a transaction")
		}
	})
}

func TestAJobThatFailsIsTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		tried := make(chan string, 10)
		times := 0
		jobs.Handle(q, func(context.Context, *jobs.Job, greeting) error {
			times++
			switch times {
			case 1:
				tried <- "failed"
				return errors.New("the line was busy")
			case 2:
				tried <- "panicked"
				panic("the line was cut")
			}
			tried <- "done"
			return nil
		})
		sung := make(chan bool, 10)
		jobs.Handle(q, func(context.Context, *jobs.Job, canary) error {
			sung <- true
			return fault.InvalidField("song", "There is no such song")
		})
		start(t, q)
		y.enqueue(t, y.amina, q, greeting{"Gwen"})
		y.enqueue(t, y.amina, q, canary{})
		for _, want := range []string{"failed", "panicked", "done"} {
			if got := next(t, tried); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
		next(t, sung)
		y.enqueue(t, y.amina, q, greeting{"Gwen"})
		next(t, tried)
		if len(sung) > 0 {
			t.Error("what takes a person to mend was tried again")
		}
	})
}

func TestTheSameJobIsNotQueuedTwice(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		for _, name := range []string{"Gwen", "Gwen", "Gareth"} {
			if err := y.db.InTx(y.amina, func(ctx context.Context) error { return q.EnqueueOnce(ctx, greeting{name}) }); err != nil {
				t.Fatal(err)
			}
		}
		if n := y.queued(t, "greet"); n != 2 {
			t.Errorf("%d jobs wait, want one for each name", n)
		}
	})
}

func TestReplicasShareTheWork(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		all := 2 * jobs.AtOnce
		begun, goOn := make(chan string, all), make(chan bool)
		for _, name := range []string{"one", "other"} {
			q := y.replica(t)
			jobs.Handle(q, func(context.Context, *jobs.Job, greeting) error {
				begun <- name
				<-goOn
				return nil
			})
			if name == "one" {
				for range all {
					y.enqueue(t, y.amina, q, greeting{"Gwen"})
				}
			}
			start(t, q)
		}
		by := map[string]int{}
		for range all { // none of them ends before all have begun
			by[next(t, begun)]++
		}
		close(goOn)
		if by["one"] != jobs.AtOnce || by["other"] != jobs.AtOnce {
			t.Errorf("begun by %v, want each to have its share", by)
		}
	})
}

func TestPeriodicWorkIsDoneOnceByAllReplicas(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		done := make(chan string, 10)
		replica := func(sings bool) *jobs.Queue {
			q := y.replica(t)
			jobs.Handle(q, func(ctx context.Context, _ *jobs.Job, g greeting) error {
				if who := actor.From(ctx); !who.System {
					t.Errorf("it runs as %+v, want the system", who)
				}
				done <- actor.From(ctx).Name + " " + g.Name
				return nil
			})
			jobs.Handle(q, func(context.Context, *jobs.Job, canary) error { done <- "sung"; return nil })
			q.Every(24*time.Hour, "the town crier", greeting{"Gwen"})
			if sings {
				q.Every(24*time.Hour, "the bird", canary{})
			}
			start(t, q)
			return q
		}
		first, second := replica(false), replica(false)
		if got := next(t, done); got != "the town crier Gwen" {
			t.Errorf("done: %q", got)
		}
		stop(t, first)
		stop(t, second)
		// A third replica, started later, looks at both and does the other only.
		replica(true)
		if got := next(t, done); got != "sung" {
			t.Errorf("done again: %q", got)
		}
		if n := y.queued(t, "greet"); n != 1 {
			t.Errorf("it was queued %d times", n)
		}
	})
}

func TestAJobOfAKilledReplicaIsDoneByAnother(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		done := make(chan string, 10)
		jobs.Handle(q, func(_ context.Context, _ *jobs.Job, g greeting) error { done <- g.Name; return nil })
		y.enqueue(t, y.amina, q, greeting{"Gwen"})
		y.leaveRunning(t)
		start(t, q)
		if got := next(t, done); got != "Gwen" {
			t.Errorf("done: %q", got)
		}
	})
}

// leaveRunning makes every job look as a replica leaves it that is killed, longer
// ago than such jobs are left alone. The library tells the time by itself.
func (y yard) leaveRunning(t *testing.T) {
	t.Helper()
	var at any = time.Now().Add(-jobs.LeftAlone - time.Minute).UTC()
	if y.db.Engine() == database.SQLite {
		at = at.(time.Time).Format("2006-01-02 15:04:05.000")
	}
	err := y.db.InTx(t.Context(), func(ctx context.Context) error {
		return y.db.From(ctx).Exec("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = ?", at).Error
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheLogHasNoNoise(t *testing.T) {
	db := dbtest.SQLite(t)
	var log strings.Builder
	q := jobs.New(db, peopletest.Clock(t), slog.New(slog.NewTextHandler(&log, nil)), nil)
	jobs.Handle(q, func(context.Context, *jobs.Job, canary) error { return nil })
	start(t, q)
	stop(t, q)
	if log.Len() > 0 {
		t.Errorf("a start and a stop are told so:\n%s", &log)
	}
}

// A look into the queue takes SQLite's one writer for less than a millisecond; here
// it is taken far more often than once a second.
func TestLookingForWorkHoldsUpNoSave(t *testing.T) {
	y := yard{db: dbtest.SQLite(t), clock: peopletest.Clock(t)}
	q := y.replica(t)
	jobs.Handle(q, func(context.Context, *jobs.Job, canary) error { return nil })
	start(t, q)
	var worst time.Duration
	for range 500 {
		begun := time.Now()
		err := y.db.InTx(t.Context(), func(ctx context.Context) error {
			return y.db.From(ctx).Exec("INSERT INTO settings (key, value) VALUES ('name', 'x') ON CONFLICT (key) DO UPDATE SET value = excluded.value").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		worst = max(worst, time.Since(begun))
	}
	if worst > 2*time.Second {
		t.Errorf("a save took %v", worst)
	}
}
