package notice_test

import (
	"context"
	"testing"
	"time"

	"learningyear/internal/app/apptest"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/jobs"
)

// reading is long work that a person waits for.
type reading struct{}

func (reading) Kind() string { return "read_for_long" }

// TestWorkThatEndedWhileNobodyLookedIsANotice is from the asking to the look that
// takes the notice away; the sender of it sees it, and nobody else.
func TestWorkThatEndedWhileNobodyLookedIsANotice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := apptest.New(t, db)
		amina, dan := h.As(t, h.Staff.Amina.ID), h.As(t, h.Staff.Dan.ID)
		jobs.Handle(h.App.Jobs, func(context.Context, *jobs.Job, reading) error { return nil })
		const said = "Your long list is read"
		var id string
		if err := db.InTx(h.Ctx(t, h.Staff.Amina), func(ctx context.Context) (err error) {
			id, err = h.App.Jobs.Await(ctx, reading{}, jobs.Request{Title: "Reading a long list", LeadsTo: "/diary", Done: said})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		amina.Get(t, "/progress/"+id).Sees(t, "This begins in a moment.")
		amina.Get(t, "/notices").Lacks(t, said)
		if err := h.App.Jobs.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := h.App.Jobs.Stop(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
		every := time.NewTicker(20 * time.Millisecond)
		defer every.Stop()
		for deadline := time.After(30 * time.Second); ; {
			e, err := h.App.Jobs.Find(h.Ctx(t, h.Staff.Amina), id)
			if err != nil {
				t.Fatal(err)
			}
			if e.State.Ended() {
				break
			}
			select {
			case <-deadline:
				t.Fatalf("it stays as it is: %+v", e)
			case <-every.C:
			}
		}
		dan.Get(t, "/notices").Lacks(t, said)
		for _, page := range []string{"/notices", "/"} {
			amina.Get(t, page).Sees(t, said)
		}
		amina.Get(t, "/notices").Click(t, said).Sees(t, "Done.", "See the result")
		amina.Get(t, "/notices").Lacks(t, said)
	})
}
