package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"learningyear/internal/jobs"
	"learningyear/internal/session"
)

// tidying is the job that removes what has run out.
type tidying struct{}

// Kind names it in the queue.
func (tidying) Kind() string { return "tidy_up" }

// tidyEveryHour has one replica remove, each hour, what its owners deleted more than
// 30 days ago, drafts that nobody finished, and whatever else has run out.
func (a *App) tidyEveryHour() {
	jobs.Handle(a.Jobs, func(ctx context.Context, _ *jobs.Job, _ tidying) error { return a.tidy(ctx) })
	a.Jobs.Every(time.Hour, "the hourly tidying", tidying{})
}

// tidy removes all of it, or as much as it can.
func (a *App) tidy(ctx context.Context) error {
	var problems []error
	for what, purge := range map[string]func(context.Context) (int, error){
		"diary entries": a.Diary.Purge, "drafts": a.Drafts.Purge, "staff lists": a.StaffLists.Purge, "errands": a.Jobs.Purge,
		"photos and files": a.Attachments.Purge,
		"absences":         a.Absences.Purge, "working weeks": a.Patterns.Purge,
		"staged changes": a.People.PurgeStaged,
	} {
		gone, err := purge(ctx)
		if err != nil {
			problems = append(problems, fmt.Errorf("removing %s: %w", what, err))
		}
		if gone > 0 {
			a.Log.Info("removed what has run out", "what", what, "count", gone)
		}
	}
	gone, err := a.Sessions.Purge(ctx)
	if gone != (session.Purged{}) {
		a.Log.Info("removed what has run out", "what", "sign-ins", "sessions", gone.Sessions, "links", gone.Links,
			"tries", gone.Tries, "forms", gone.Forms, "mails", gone.Mails)
	}
	return errors.Join(append(problems, err)...)
}
