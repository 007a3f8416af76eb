package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"learningyear/internal/actor"
)

// Job is what a handler has of the job that it is doing.
type Job struct {
	queue *Queue
	hand  *hand // nil where nobody waits
}

// Progress notes that done of total units are done, and how to say so. It writes
// nothing, so it may be called for every row and inside any transaction; the table
// follows about once a second. Without anybody who waits it does nothing.
func (j *Job) Progress(done, total int, phrase string) {
	if j.hand != nil {
		j.hand.note(progress{max(done, 0), max(total, 0), phrase})
	}
}

// Finish notes that the errand is done, with a result that JSON can hold, or nil. In
// the transaction that ends the work it makes both one: the errand is done if and
// only if the work is. It is an error where another replica has taken the errand
// over. A handler that returns without it is done too.
func (j *Job) Finish(ctx context.Context, result any) error {
	if j.hand == nil {
		return nil
	}
	encoded := ""
	if result != nil {
		out, err := json.Marshal(result)
		if err != nil {
			return fmt.Errorf("keeping the result of an errand: %w", err)
		}
		encoded = string(out)
	}
	// From here to the commit the row may be locked, so nobody else writes to it.
	j.hand.end(true)
	err := j.queue.end(ctx, j.hand, Done, encoded, "")
	if err != nil {
		j.hand.end(false)
	}
	return err
}

// hand is one replica's work on an errand: the turn of it that is this replica's,
// and how far it is.
type hand struct {
	id    string
	tries int

	mu      sync.Mutex
	at      progress
	written progress
	beaten  time.Time
	ending  bool
}

type progress struct {
	done, total int
	phrase      string
}

func (h *hand) note(p progress) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = p
}

func (h *hand) now() progress {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hand) end(ending bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ending = ending
}

// due gives what is to be written now, and whether anything is.
func (h *hand) due(now time.Time) (progress, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at, !h.ending && (h.at != h.written || now.Sub(h.beaten) >= beat)
}

func (h *hand) wrote(p progress, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.written, h.beaten = p, now
}

// runErrand takes the errand up, does it, and notes how it ended. What has ended,
// or is at another's hands, is left alone.
func (q *Queue) runErrand(ctx context.Context, row *rivertype.JobRow, from origin, do func(context.Context, *Job) error) error {
	h, err := q.take(ctx, from.Errand)
	if err != nil || h == nil {
		return err
	}
	q.mu.Lock()
	q.hands[h.id] = h
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		delete(q.hands, h.id)
		q.mu.Unlock()
	}()
	who, err := q.actor(ctx, from)
	if err == nil {
		err = q.beating(ctx, h, func(ctx context.Context) error { return do(actor.With(ctx, who), &Job{q, h}) })
	}
	return q.conclude(ctx, row, h, err)
}

// flushEvery is how often progress goes to the table.
const flushEvery = time.Second

// beating runs do while the table is told how far it is. Its context ends when
// another replica takes the errand over.
func (q *Queue) beating(ctx context.Context, h *hand, do func(context.Context) error) error {
	working, stop := context.WithCancelCause(ctx)
	var wait sync.WaitGroup
	wait.Go(func() {
		every := time.NewTicker(flushEvery)
		defer every.Stop()
		for {
			select {
			case <-working.Done():
				return
			case <-every.C:
			}
			if err := q.flush(working, h); errors.Is(err, errTaken) {
				stop(errTaken)
			}
		}
	})
	err := do(working)
	if errors.Is(context.Cause(working), errTaken) {
		err = errTaken
	}
	stop(nil)
	wait.Wait()
	return err
}

// flushPatience is how long progress waits for the one writer of SQLite, which the
// work itself may be; then it waits for the next time.
const flushPatience = 500 * time.Millisecond

// flush writes how far the errand is, if that is due.
func (q *Queue) flush(ctx context.Context, h *hand) error {
	now := q.clock.Now()
	p, due := h.due(now)
	if !due {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, flushPatience)
	defer cancel()
	err := q.db.InTx(ctx, func(ctx context.Context) error { return q.tell(ctx, h, p, now) })
	if err == nil {
		h.wrote(p, now)
	}
	return err
}

// conclude notes how the work on an errand ended, and says to the library what is
// to become of the job.
func (q *Queue) conclude(ctx context.Context, row *rivertype.JobRow, h *hand, failure error) error {
	// Noting it is not given up because the replica stops.
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastBreath)
	defer cancel()
	handBack := stopping(ctx)
	var noted error
	switch {
	case failure == nil:
		noted = (&Job{q, h}).finishUnlessDone(noting)
	case errors.Is(failure, errTaken):
		q.log.Warn("an errand went to another replica", "errand", h.id, "kind", row.Kind)
		return nil
	case handBack:
		if noted = q.release(noting, h); noted == nil {
			return river.JobSnooze(0)
		}
	case mendable(failure):
		noted, failure = q.end(noting, h, Failed, "", problemOf(failure)), nil
	case row.Attempt >= row.MaxAttempts:
		noted = q.end(noting, h, Failed, "", problemOf(failure))
	default:
		noted = q.release(noting, h)
	}
	if errors.Is(noted, errTaken) {
		return nil
	}
	return errors.Join(failure, noted)
}

// finishUnlessDone ends the errand of a handler that returned without an error.
func (j *Job) finishUnlessDone(ctx context.Context) error {
	err := j.Finish(ctx, nil)
	if errors.Is(err, errTaken) { // its own Finish, as a rule
		return nil
	}
	return err
}

// lookEvery is how often each replica looks for errands that a dead one left.
const lookEvery = 10 * time.Second

// lookAfter puts back what dead replicas left, until ctx ends.
func (q *Queue) lookAfter(ctx context.Context) {
	every := time.NewTicker(lookEvery)
	defer every.Stop()
	for {
		if found, err := q.takeUpLost(ctx); err != nil && ctx.Err() == nil {
			q.log.Error("errands that a replica may have left were not looked for", "error", err)
		} else if found > 0 {
			q.log.Warn("took up errands that a replica left", "count", found)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// takeUpLost puts errands back into the queue whose replica has not been heard of
// for 45 seconds, and says how many. Any number of replicas may call it at once.
func (q *Queue) takeUpLost(ctx context.Context) (int, error) {
	lost, err := q.lost(ctx, q.clock.Now().Add(-stale))
	if err != nil {
		return 0, err
	}
	found := 0
	for _, e := range lost {
		h := &hand{id: e.ID, tries: e.Tries}
		err := q.db.InTx(ctx, func(ctx context.Context) error {
			if e.Tries > errandTries { // it may be what kills them
				return q.end(ctx, h, Failed, "", unexplained)
			}
			if err := q.release(ctx, h); err != nil {
				return err
			}
			return q.put(ctx, raw{e.Kind, e.Args}, origin{Person: e.AskedBy, Errand: e.ID}, river.InsertOpts{MaxAttempts: errandTries})
		})
		if err != nil && !errors.Is(err, errTaken) {
			return found, err
		}
		if err == nil {
			found++
		}
	}
	return found, nil
}
