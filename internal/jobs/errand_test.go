package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/jobs"
)

func (y yard) await(t *testing.T, ctx context.Context, q *jobs.Queue, name string) string {
	t.Helper()
	var id string
	err := y.db.InTx(ctx, func(ctx context.Context) error {
		var err error
		id, err = q.Await(ctx, greeting{name}, jobs.Request{Title: "Greeting", LeadsTo: "/greeted"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func find(t *testing.T, ctx context.Context, q *jobs.Queue, id string) jobs.Errand {
	t.Helper()
	e, err := q.Find(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// until looks at an errand until it is as wanted.
func until(t *testing.T, ctx context.Context, q *jobs.Queue, id string, wanted func(jobs.Errand) bool) jobs.Errand {
	t.Helper()
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	deadline := time.After(patience)
	for {
		e := find(t, ctx, q, id)
		if wanted(e) {
			return e
		}
		select {
		case <-deadline:
			t.Fatalf("it stays as it is: %+v", e)
		case <-every.C:
		}
	}
}

func ended(e jobs.Errand) bool { return e.State.Ended() }

func TestAnErrandIsShownToWhoAskedOnly(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		id := y.await(t, y.amina, q, "Gwen")
		e := find(t, y.amina, q, id)
		if e.State != jobs.Waiting || e.Title != "Greeting" || e.LeadsTo != "/greeted" || !e.AskedAt.Equal(y.clock.Now()) {
			t.Errorf("she sees %+v", e)
		}
		if _, known := e.Percent(); known {
			t.Error("nobody knows yet how much there is to do")
		}
		nobody := t.Context()
		for _, ctx := range []context.Context{y.dan, nobody} {
			if _, err := q.Find(ctx, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("another finds it (%v)", err)
			}
		}
		for _, strange := range []string{"", "x", y.clock.NewKey()} {
			if _, err := q.Find(y.amina, strange); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q is found (%v)", strange, err)
			}
		}
	})
}

func TestAnErrandNeedsSomebodyAndAPlaceInThisProgram(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		for _, r := range []jobs.Request{{}, {Title: "Greeting", LeadsTo: "https://example.org"}, {Title: "Greeting", LeadsTo: "//example.org"}} {
			err := y.db.InTx(y.amina, func(ctx context.Context) error { _, err := q.Await(ctx, greeting{}, r); return err })
			if err == nil {
				t.Errorf("%+v was taken", r)
			}
		}
		operator := actor.With(t.Context(), actor.Operator("a test"))
		err := y.db.InTx(operator, func(ctx context.Context) error {
			_, err := q.Await(ctx, greeting{}, jobs.Request{Title: "Greeting"})
			return err
		})
		if !fault.Is(err, fault.SignedOut) || y.queued(t, "greet") != 0 {
			t.Errorf("nobody waits, and %d jobs are there (%v)", y.queued(t, "greet"), err)
		}
	})
}

func TestProgressShowsWhileTheWorkHasItsTransactionOpen(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q, other := y.replica(t), y.replica(t)
		working, goOn := make(chan bool), make(chan bool)
		jobs.Handle(q, func(ctx context.Context, job *jobs.Job, g greeting) error {
			return y.db.InTx(ctx, func(ctx context.Context) error {
				for i := range 10_000 { // free enough to be called for every row
					job.Progress(i, 10_000, "so many greeted")
				}
				job.Progress(5_000, 10_000, "half of 10,000 greeted")
				working <- true
				<-goOn
				return job.Finish(ctx, map[string]int{"greeted": 10_000})
			})
		})
		start(t, q)
		id := y.await(t, y.amina, q, "Gwen")
		next(t, working)
		e := find(t, y.amina, q, id)
		if percent, known := e.Percent(); e.State != jobs.Running || percent != 50 || !known || e.Phrase != "half of 10,000 greeted" {
			t.Errorf("she sees %+v", e)
		}
		if y.db.Engine() == database.Postgres {
			// On SQLite nobody else can write meanwhile, so others see the beginning.
			until(t, y.amina, other, id, func(e jobs.Errand) bool { return e.Done == 5_000 })
		}
		goOn <- true
		e = until(t, y.amina, other, id, ended)
		var result map[string]int
		if err := e.Read(&result); err != nil || e.State != jobs.Done || result["greeted"] != 10_000 || e.EndedAt == nil {
			t.Errorf("it ends as %+v with %v (%v)", e, result, err)
		}
	})
}

func TestAnErrandEndsWithItsWorkOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		runs := make(chan int, 10)
		jobs.Handle(q, func(ctx context.Context, job *jobs.Job, g greeting) error {
			runs <- 1
			undone := errors.New("undone")
			err := y.db.InTx(ctx, func(ctx context.Context) error {
				if err := job.Finish(ctx, "the first"); err != nil || len(runs) > 1 {
					return err
				}
				return undone
			})
			return err
		})
		start(t, q)
		id := y.await(t, y.amina, q, "Gwen")
		e := until(t, y.amina, q, id, ended)
		if e.State != jobs.Done || len(runs) != 2 || e.Tries != 2 {
			t.Errorf("after %d runs: %+v", len(runs), e)
		}
	})
}

func TestWhatAPersonCanMendIsSaidAtOnce(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		runs := make(chan string, 10)
		jobs.Handle(q, func(_ context.Context, _ *jobs.Job, g greeting) error {
			runs <- g.Name
			if g.Name == "" {
				return fault.InvalidField("name", "Say whom to greet")
			}
			return errors.New("the secret address is refused")
		})
		start(t, q)
		e := until(t, y.amina, q, y.await(t, y.amina, q, ""), ended)
		if e.State != jobs.Failed || e.Problem != "Say whom to greet" || len(runs) != 1 {
			t.Errorf("after %d runs: %+v", len(runs), e)
		}
		e = until(t, y.amina, q, y.await(t, y.amina, q, "Gwen"), ended)
		if e.State != jobs.Failed || e.Problem != jobs.Unexplained || len(runs) != 1+jobs.ErrandTries {
			t.Errorf("after %d runs: %+v", len(runs), e)
		}
	})
}

func TestWhoHasLeftHasNothingDone(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		jobs.Handle(q, func(context.Context, *jobs.Job, greeting) error {
			t.Error("it was done")
			return nil
		})
		start(t, q)
		iris := actor.With(t.Context(), actor.Actor{PersonID: y.staff.Iris.ID})
		if e := until(t, iris, q, y.await(t, iris, q, "Gwen"), ended); e.State != jobs.Failed {
			t.Errorf("%+v", e)
		}
	})
}

func TestAReplicaThatStopsHandsItsWorkBack(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		first, second := y.replica(t), y.replica(t)
		begun := make(chan bool, 2)
		jobs.Handle(first, func(ctx context.Context, job *jobs.Job, g greeting) error {
			job.Progress(3, 4, "nearly there")
			begun <- true
			<-ctx.Done()
			return ctx.Err()
		})
		jobs.Handle(second, func(ctx context.Context, job *jobs.Job, g greeting) error { return nil })
		if err := first.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		id := y.await(t, y.amina, first, "Gwen")
		y.enqueue(t, y.amina, first, greeting{"Gareth"})
		next(t, begun)
		next(t, begun)
		halt(t, first)
		if e := find(t, y.amina, second, id); e.State != jobs.Waiting || e.Done != 0 {
			t.Errorf("handed back it is %+v", e)
		}
		var attempts []int
		if err := y.db.From(t.Context()).Raw("SELECT attempt FROM river_job WHERE state = 'available'").Scan(&attempts).Error; err != nil {
			t.Fatal(err)
		}
		if len(attempts) != 2 || attempts[0] != 0 || attempts[1] != 0 {
			t.Errorf("the tries of what was handed back are %v, want none to count", attempts)
		}
		start(t, second)
		if e := until(t, y.amina, second, id, ended); e.State != jobs.Done {
			t.Errorf("it ends as %+v", e)
		}
	})
}

func TestAnErrandOfAKilledReplicaIsTakenUpSoon(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		killed, other := y.replica(t), y.replica(t)
		runs := make(chan bool, 10)
		jobs.Handle(other, func(context.Context, *jobs.Job, greeting) error { runs <- true; return nil })
		id := y.await(t, y.amina, killed, "Gwen")
		if err := killed.TakeAndDie(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		y.clock.Set(y.clock.Now().Add(jobs.Stale + time.Second))
		start(t, other)
		if e := until(t, y.amina, other, id, ended); e.State != jobs.Done || e.Tries != 2 {
			t.Errorf("it ends as %+v", e)
		}
		if len(runs) != 1 {
			t.Errorf("it ran %d times", len(runs))
		}
	})
}

func TestErrandsAreForgottenAfterAMonth(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		jobs.Handle(q, func(context.Context, *jobs.Job, greeting) error { return nil })
		start(t, q)
		id := y.await(t, y.amina, q, "Gwen")
		until(t, y.amina, q, id, ended)
		at := y.clock.Now()
		for _, step := range []struct {
			after time.Duration
			gone  int
		}{{jobs.Kept - time.Second, 0}, {jobs.Kept + time.Second, 1}} {
			y.clock.Set(at.Add(step.after))
			if gone, err := q.Purge(t.Context()); err != nil || gone != step.gone {
				t.Errorf("%v later %d are forgotten (%v), want %d", step.after, gone, err, step.gone)
			}
		}
		if _, err := q.Find(y.amina, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is still there (%v)", err)
		}
	})
}

func TestWhoAskedIsToldUntilTheyHaveLooked(t *testing.T) {
	each(t, func(t *testing.T, y yard) {
		q := y.replica(t)
		jobs.Handle(q, func(_ context.Context, _ *jobs.Job, g greeting) error {
			if g.Name == "Nobody" {
				return fault.NewForbidden("There is nobody")
			}
			return nil
		})
		unseen := func(ctx context.Context) (said []string) {
			all, err := q.Unseen(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range all {
				said = append(said, e.Says())
			}
			return said
		}
		var ids []string
		for _, name := range []string{"Gwen", "Nobody"} {
			id := y.await(t, y.amina, q, name)
			if e, err := q.Look(y.amina, id); err != nil || e.Says() != "" { // before its end a look is none
				t.Errorf("a look: %+v, %v", e, err)
			}
			ids = append(ids, id)
		}
		if got := unseen(y.amina); len(got) != 0 {
			t.Errorf("while it goes on she is told %q", got)
		}
		start(t, q)
		for _, id := range ids {
			until(t, y.amina, q, id, ended)
		}
		if got := unseen(y.amina); len(got) != 2 || !slices.Contains(got, "Greeting: this is done") || !slices.Contains(got, "Greeting: this did not work") {
			t.Errorf("she is told %q", got)
		}
		if got := unseen(y.dan); len(got) != 0 {
			t.Errorf("somebody else is told %q", got)
		}
		if _, err := q.Look(y.dan, ids[0]); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else looks: %v", err)
		}
		if e, err := q.Look(y.amina, ids[0]); err != nil || e.State != jobs.Done {
			t.Errorf("she looks at %+v, %v", e, err)
		}
		if got := unseen(y.amina); len(got) != 1 || got[0] != "Greeting: this did not work" {
			t.Errorf("once she has looked she is told %q", got)
		}
	})
}
