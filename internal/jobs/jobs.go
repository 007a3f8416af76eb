// Package jobs is work in the background. What is put into the queue in the
// transaction of a request is done after the commit and only then, by whichever
// replica is free, again and later where it failed; a replica that is killed leaves
// its work to the others. The queue is River's, in the same database; no other
// package knows that library.
//
// A feature has arguments with a name of their own, says once how they are worked
// on, and asks for the work inside its transaction:
//
//	type readList struct{ ListID string `json:"list_id"` }
//
//	func (readList) Kind() string { return "read_staff_list" }
//
//	jobs.Handle(queue, func(ctx context.Context, job *jobs.Job, a readList) error {
//		return s.read(ctx, a.ListID, job.Progress) // calls Progress(done, total, "of 100,000 rows read") as often as it likes
//	})
//	err := queue.Enqueue(ctx, readList{id})                      // nobody waits for it, or:
//	errand, err := queue.Await(ctx, readList{id}, jobs.Request{Title: "Reading the staff list", LeadsTo: "/manage/…"})
//
// The second is an [Errand]: it is shown to whoever asked at /progress/ and its key,
// and to a page of the feature's own through [Queue.Find]. Work may run more than
// once, so a second run must change nothing; an errand whose last transaction calls
// [Job.Finish] runs to its end exactly once. It acts as the person who asked, with
// the offices that they hold by then. Neither arguments nor phrases may hold
// anybody's own words: they are kept, and arguments by the library too.
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
)

// Bounds of the work.
const (
	// atOnce is how many jobs one replica does at the same time.
	atOnce = 4
	// longest is how long one run of a job may take.
	longest = 15 * time.Minute
	// leftAlone is how long a job that a killed replica left counts as being done.
	// What somebody waits for is taken up much sooner; see stale.
	leftAlone = longest + 5*time.Minute
	// jobTries bounds the runs of a job that fails: with the waits between, of n⁴
	// seconds after the nth, that takes more than an hour.
	jobTries = 8
	// errandTries bounds those of one that somebody waits for: half a minute.
	errandTries = 3
)

// Args are what a job is told. They are kept as JSON, so they hold keys of records
// rather than records.
type Args interface {
	// Kind names the sort of job, in the form verb_noun. It is kept with what waits
	// in the queue, so it never changes.
	Kind() string
}

// Who gives a person as an actor, with the offices held now; nobody where they may
// not sign in any more.
type Who func(ctx context.Context, personID string) (actor.Actor, error)

// Queue takes jobs, and works on them between Start and Stop.
type Queue struct {
	db    *database.DB
	clock *clock.Clock
	log   *slog.Logger
	who   Who

	insert   *river.Client[*sql.Tx]
	workers  *river.Workers
	periodic []*river.PeriodicJob
	running  *running
	// tune changes the library's settings, so that tests need not wait.
	tune func(*river.Config)

	mu    sync.Mutex
	hands map[string]*hand // of the errands that this replica works on, by key
}

// New makes the queue. It takes jobs at once, and works on none before Start.
func New(db *database.DB, c *clock.Clock, log *slog.Logger, who Who) *Queue {
	insert, err := river.NewClient(db.RiverDriver(nil), &river.Config{Logger: riverLog(log), MaxAttempts: jobTries})
	if err != nil {
		panic("the job library refuses settings that never change: " + err.Error())
	}
	return &Queue{db: db, clock: c, log: log, who: who, insert: insert, workers: river.NewWorkers(), hands: map[string]*hand{}}
}

// Handle says how jobs with arguments of this type are worked on. It is called
// while the program is put together, once for each type: twice panics.
//
// An error that a person can mend (of package fault, but Clash and TooMany) ends the
// job; another makes it run again later. When ctx ends the replica is stopping: what
// returns then runs again elsewhere.
func Handle[A Args](q *Queue, do func(ctx context.Context, job *Job, args A) error) {
	river.AddWorker(q.workers, &worker[A]{queue: q, do: do})
}

// Every has a job done again and again, by one replica each time: once in each
// period, counted from midnight UTC or from a full hour, and soon after the first
// start in it. It acts with the organisation's own authority, in the trail under the
// name given. It is called before Start.
func (q *Queue) Every(period time.Duration, as string, args Args) {
	metadata := origin{As: as}.encode()
	insertion := func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{Metadata: metadata, UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: period}}
	}
	q.periodic = append(q.periodic, river.NewPeriodicJob(river.PeriodicInterval(period), insertion, &river.PeriodicJobOpts{RunOnStart: true}))
}

// Enqueue has a job done for the actor of ctx, if and after the transaction of ctx
// commits.
func (q *Queue) Enqueue(ctx context.Context, args Args) error {
	return q.put(ctx, args, originOf(actor.From(ctx)), river.InsertOpts{})
}

// EnqueueOnce is Enqueue, unless a job with the same arguments is waiting or being
// done, whoever asked for it.
func (q *Queue) EnqueueOnce(ctx context.Context, args Args) error {
	return q.put(ctx, args, originOf(actor.From(ctx)), river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished()}})
}

func (q *Queue) put(ctx context.Context, args Args, from origin, options river.InsertOpts) error {
	tx, err := q.db.SQLTx(ctx)
	if err != nil {
		return fmt.Errorf("a job of the kind %s was asked for: %w", args.Kind(), err)
	}
	options.Metadata = from.encode()
	if _, err := q.insert.InsertTx(ctx, tx, args, &options); err != nil {
		return fmt.Errorf("putting a job of the kind %s into the queue: %w", args.Kind(), err)
	}
	return nil
}

// origin is what is kept beside a job's arguments: on whose behalf it runs.
type origin struct {
	// Person is the key of whoever asked.
	Person string `json:"person,omitempty"`
	// As names the part of the system that asked, where no person did.
	As string `json:"as,omitempty"`
	// Errand is the key of the errand, where somebody waits.
	Errand string `json:"errand,omitempty"`
}

func originOf(who actor.Actor) origin {
	if who.System {
		return origin{As: who.Name}
	}
	return origin{Person: who.PersonID}
}

func (o origin) encode() []byte {
	out, err := json.Marshal(o)
	if err != nil {
		panic("three strings are no JSON: " + err.Error())
	}
	return out
}

// actor is who the job runs as.
func (q *Queue) actor(ctx context.Context, o origin) (actor.Actor, error) {
	if o.As != "" {
		return actor.Operator(o.As), nil
	}
	if o.Person == "" {
		return actor.Actor{}, nil
	}
	who, err := q.who(ctx, o.Person)
	if err == nil && who.Nobody() {
		return who, fault.NewForbidden("Whoever asked for this has left")
	}
	return who, err
}
