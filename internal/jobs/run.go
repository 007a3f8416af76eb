package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/fault"
)

// running is what there is between Start and Stop.
type running struct {
	client *river.Client[*sql.Tx]
	pool   *sql.DB
	// stop ends what this package runs beside the library, and waits for it.
	stop func()
}

// Start begins to work on what is in the queue, until Stop. It does not wait for
// anything to be done.
func (q *Queue) Start(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	pool, err := q.db.OwnPool()
	if err != nil {
		return fmt.Errorf("connecting the queue to the database: %w", err)
	}
	config := &river.Config{
		Workers: q.workers, PeriodicJobs: q.periodic, Logger: riverLog(q.log),
		Queues:     map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		JobTimeout: longest, RescueStuckJobsAfter: leftAlone, MaxAttempts: jobTries,
	}
	if q.db.Engine() == database.SQLite {
		// At midnight the library builds its indexes anew, under the names that they
		// have on PostgreSQL only.
		config.ReindexerSchedule = river.NeverSchedule()
	}
	if q.tune != nil {
		q.tune(config)
	}
	client, err := river.NewClient(q.db.RiverDriver(pool), config)
	if err == nil {
		err = client.Start(ctx)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("starting the queue: %w", err), pool.Close())
	}
	looking, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	wait.Go(func() { q.lookAfter(looking) })
	q.running = &running{client: client, pool: pool, stop: func() { cancel(); wait.Wait() }}
	return nil
}

// lastBreath is how long jobs get to hand themselves back after their time to end
// by themselves is over.
const lastBreath = 5 * time.Second

// Stop takes no new job, lets those being done end until ctx does, then ends the
// rest, which hand themselves back to the queue. Without a Start it does nothing.
func (q *Queue) Stop(ctx context.Context) error {
	r := q.running
	if r == nil {
		return nil
	}
	q.running = nil
	err := r.client.Stop(ctx)
	if err != nil {
		breath, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastBreath)
		defer cancel()
		err = r.client.StopAndCancel(breath)
	}
	r.stop()
	if err != nil {
		err = fmt.Errorf("stopping the queue: %w", err)
	}
	return errors.Join(err, r.pool.Close())
}

// worker is a handler as the library takes it.
type worker[A Args] struct {
	river.WorkerDefaults[A]
	queue *Queue
	do    func(context.Context, *Job, A) error
}

// Work does one job.
func (w *worker[A]) Work(ctx context.Context, job *river.Job[A]) error {
	var from origin
	if err := json.Unmarshal(job.Metadata, &from); err != nil {
		return river.JobCancel(fmt.Errorf("reading on whose behalf a job runs: %w", err))
	}
	do := func(ctx context.Context, handle *Job) error {
		return safely(func() error { return w.do(ctx, handle, job.Args) })
	}
	if from.Errand != "" {
		return w.queue.runErrand(ctx, job.JobRow, from, do)
	}
	who, err := w.queue.actor(ctx, from)
	if err == nil {
		err = do(actor.With(ctx, who), &Job{})
	}
	switch {
	case err == nil:
		return nil
	case stopping(ctx):
		return river.JobSnooze(0)
	case mendable(err):
		return river.JobCancel(err)
	}
	return err
}

// stopping says whether a job was ended because its replica stops, rather than by
// its own time running out. Then it is handed back, which counts as no try.
func stopping(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

// mendable says whether it takes a person to mend the error, so that trying again
// is of no use.
func mendable(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Forbidden, fault.SignedOut:
		return true
	case fault.Internal, fault.Clash, fault.TooMany:
	}
	return false
}

// safely makes an error of a panic, so that it is noted like any other failure.
func safely(do func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v\n%s", value, debug.Stack())
		}
	}()
	return do()
}

// unfinished are the states of a job that is still to be done.
func unfinished() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}
