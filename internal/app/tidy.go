package app

import (
	"context"
	"time"
)

// tidyEvery is how often what has run out is removed. Several replicas may do so
// at once: what one has removed the others do not find.
const tidyEvery = time.Hour

// tidy removes, until ctx ends, what its owners deleted more than 30 days ago and
// drafts that nobody finished.
func (a *App) tidy(ctx context.Context) {
	every := time.NewTicker(tidyEvery)
	defer every.Stop()
	for {
		a.tidyOnce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

func (a *App) tidyOnce(ctx context.Context) {
	for what, purge := range map[string]func(context.Context) (int, error){
		"diary entries": a.Diary.Purge, "drafts": a.Drafts.Purge, "staff lists": a.StaffLists.Purge,
	} {
		gone, err := purge(ctx)
		if err != nil && ctx.Err() == nil {
			a.Log.Error("what has run out was not removed", "what", what, "error", err)
		}
		if gone > 0 {
			a.Log.Info("removed what has run out", "what", what, "count", gone)
		}
	}
}
