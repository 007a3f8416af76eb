package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Bounds that tests count with.
const (
	AtOnce      = atOnce
	ErrandTries = errandTries
	Stale       = stale
	LeftAlone   = leftAlone
	Kept        = kept
	Unexplained = unexplained
)

type atOnceAgain struct{}

func (atOnceAgain) NextRetry(*rivertype.JobRow) time.Time { return time.Now() }

// Hurry makes the queue look often and try again at once.
func (q *Queue) Hurry() {
	q.tune = func(c *river.Config) {
		c.TestOnly, c.FetchPollInterval, c.FetchCooldown, c.RetryPolicy = true, 20*time.Millisecond, 10*time.Millisecond, atOnceAgain{}
	}
}

// TakeAndDie takes an errand up as a replica does that is then killed.
func (q *Queue) TakeAndDie(ctx context.Context, id string) error {
	_, err := q.take(ctx, id)
	return err
}
