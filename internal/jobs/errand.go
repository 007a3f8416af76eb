package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
)

// State is how far an errand has come.
type State string

// The states: waiting until a replica takes it up, running, and then done or failed,
// which are final. One that is interrupted waits again.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// Ended says whether nothing more will happen.
func (s State) Ended() bool { return s == Done || s == Failed }

// Lifetimes of what replicas say of an errand.
const (
	// beat is how often the replica that works on an errand says so.
	beat = 5 * time.Second
	// stale is how long after the last time it counts as dead.
	stale = 45 * time.Second
	// kept is how long an errand that has ended can be looked at.
	kept = 30 * 24 * time.Hour
)

// Errand is long work that a person waits for. Only who asked may see it.
type Errand struct {
	ID string
	// Kind and Args are the job's.
	Kind string
	Args string
	// Title says what is being done, such as "Reading the staff list".
	Title string
	// LeadsTo is the address in this program where the result is; it may be empty.
	LeadsTo string
	AskedBy string
	AskedAt time.Time
	State   State
	// Tries counts how often it was taken up. Whoever did so last, and nobody else,
	// may write how it goes.
	Tries   int
	BeatAt  *time.Time
	EndedAt *time.Time
	// Done of Total units are done, 0 of 0 where that cannot be said.
	Done, Total int
	// Phrase says how far it is in words, such as "12,400 of 100,000 rows compared".
	Phrase string
	// Result is JSON, empty where there is none; see [Errand.Read].
	Result string
	// Problem says, to who asked, why it failed.
	Problem string
	// LookedAt is when who asked first saw that it had ended; nil until then.
	LookedAt *time.Time
	// SaysDone and SaysFailed are the request's; see [Errand.Says].
	SaysDone, SaysFailed string
}

// TableName is the table of errands.
func (Errand) TableName() string { return "errands" }

// Percent is how much is done, from 0 to 100, and whether that can be said.
func (e Errand) Percent() (int, bool) {
	if e.Total <= 0 {
		return 0, false
	}
	return min(100, e.Done*100/e.Total), true
}

// Says is how it ended, in a sentence without its full stop: "Your staff list of
// 3,200 lines is imported". Empty while it goes on.
func (e Errand) Says() string {
	switch {
	case e.State == Done && e.SaysDone != "":
		return e.SaysDone
	case e.State == Done:
		return e.Title + ": this is done"
	case e.State == Failed && e.SaysFailed != "":
		return e.SaysFailed
	case e.State == Failed:
		return e.Title + ": this did not work"
	}
	return ""
}

// Read fills in what the job left as its result.
func (e Errand) Read(result any) error {
	if err := json.Unmarshal([]byte(e.Result), result); err != nil {
		return fmt.Errorf("reading the result of the errand %s: %w", e.ID, err)
	}
	return nil
}

// Request is what the person who waits is told.
type Request struct {
	// Title says what is being done, such as "Reading the staff list".
	Title string
	// LeadsTo is the address in this program, beginning with a slash, where the
	// result will be; it may be empty.
	LeadsTo string
	// Done and Failed say how it ended to who did not wait for it on its page: whole
	// sentences without their full stop, such as "Your staff list of 3,200 lines is
	// imported". They may be empty, and may hold nobody's own words.
	Done, Failed string
}

// raw are arguments that were encoded before.
type raw struct {
	kind string
	args string
}

func (r raw) Kind() string { return r.kind }

// MarshalJSON gives the arguments as they are.
func (r raw) MarshalJSON() ([]byte, error) { return []byte(r.args), nil }

// Await has a job done for the person in ctx, who waits for it, if and after the
// transaction of ctx commits. It returns the key of the errand.
func (q *Queue) Await(ctx context.Context, args Args, r Request) (string, error) {
	who := actor.From(ctx)
	if who.PersonID == "" {
		return "", fault.NewSignedOut()
	}
	if r.Title == "" || (r.LeadsTo != "" && (!strings.HasPrefix(r.LeadsTo, "/") || strings.HasPrefix(r.LeadsTo, "//"))) {
		return "", fmt.Errorf("an errand is called %q and leads to %q", r.Title, r.LeadsTo)
	}
	encoded, err := json.Marshal(args)
	if err != nil {
		return "", fmt.Errorf("keeping what a job is told: %w", err)
	}
	e := Errand{
		ID: q.clock.NewKey(), Kind: args.Kind(), Args: string(encoded), Title: r.Title, LeadsTo: r.LeadsTo,
		AskedBy: who.PersonID, AskedAt: q.clock.Now(), State: Waiting, SaysDone: r.Done, SaysFailed: r.Failed,
	}
	if err := q.put(ctx, raw{e.Kind, e.Args}, origin{Person: who.PersonID, Errand: e.ID}, river.InsertOpts{MaxAttempts: errandTries}); err != nil {
		return "", err
	}
	return e.ID, q.create(ctx, e)
}

// Find gives an errand to the person who asked for it, with how far it is. To
// others, and after a month, it is not there.
func (q *Queue) Find(ctx context.Context, id string) (Errand, error) {
	person := actor.From(ctx).PersonID
	if person == "" || len(id) != 36 || uuid.Validate(id) != nil {
		return Errand{}, fault.NewNotFound("errand")
	}
	e, err := q.find(ctx, id, person)
	if err != nil {
		return Errand{}, err
	}
	// What this replica does itself it knows better than the table, which on SQLite
	// cannot be written while the work's own transaction is open.
	q.mu.Lock()
	h := q.hands[id]
	q.mu.Unlock()
	if h != nil && e.State == Running {
		now := h.now()
		e.Done, e.Total, e.Phrase = now.done, now.total, now.phrase
	}
	return e, nil
}

// Look is Find for a page that shows the errand: from when it has ended, it notes
// that who asked has seen it, so that they need not be told.
func (q *Queue) Look(ctx context.Context, id string) (Errand, error) {
	e, err := q.Find(ctx, id)
	if err != nil || !e.State.Ended() || e.LookedAt != nil {
		return e, err
	}
	return e, q.looked(ctx, id)
}

// Unseen lists what has ended for whoever is asking and they have not looked at
// since, the first one first, at most twenty.
func (q *Queue) Unseen(ctx context.Context) ([]Errand, error) {
	person := actor.From(ctx).PersonID
	if person == "" {
		return nil, nil
	}
	return q.unseen(ctx, person)
}

// unexplained is said where a failure is nothing that the person could mend.
const unexplained = "This did not work, and it is not your doing. Try it again later, or tell whoever looks after this system"

// problemOf is what the person who waited is told of a failure.
func problemOf(err error) string {
	if f := fault.As(err); f != nil && f.Kind != fault.Internal {
		return f.Error()
	}
	return unexplained
}

// errTaken means that an errand has gone to another replica, because this one had
// not been heard of for too long.
var errTaken = errors.New("another replica has taken the errand over")
