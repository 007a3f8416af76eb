package account_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/jobs"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// counting is a job that somebody waits for.
type counting struct {
	Upto int `json:"upto"`
}

func (counting) Kind() string { return "count" }

func TestProgress(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		half, goOn, ended := make(chan bool), make(chan bool), make(chan bool, 2)
		jobs.Handle(h.Jobs, func(ctx context.Context, job *jobs.Job, c counting) error {
			defer func() { ended <- true }()
			if c.Upto == 0 {
				return fault.InvalidField("upto", "There is nothing to count")
			}
			job.Progress(c.Upto/2, c.Upto, "2 of 4 counted")
			half <- true
			<-goOn
			return nil
		})
		ask := func(upto int) string {
			var id string
			err := h.DB.InTx(actor.With(t.Context(), actor.Actor{PersonID: staff.Amina.ID}), func(ctx context.Context) error {
				var err error
				id, err = h.Jobs.Await(ctx, counting{upto}, jobs.Request{Title: "Counting sheep", LeadsTo: "/sheep"})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return "/progress/" + id
		}
		amina, dan := h.As(t, staff.Amina.ID), h.As(t, staff.Dan.ID)
		here := ask(4)

		// Before anybody works on it the page waits, and looks again by itself without a script.
		says(t, amina.Get(t, here), "Counting sheep", "This begins in a moment.",
			`<noscript><meta http-equiv="refresh" content="5"`, "Look again", `href="`+here+`"`)
		if still := amina.Get(t, here+"?still=1"); strings.Contains(still.Body, `http-equiv="refresh"`) || !strings.Contains(still.Body, "Look again") {
			t.Error("it cannot be told to keep still")
		}
		dan.Get(t, here).Want(t, http.StatusNotFound)
		h.Visitor(t).Get(t, here).Want(t, http.StatusSeeOther)

		if err := h.Jobs.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		<-half
		says(t, amina.Get(t, here), "2 of 4 counted", `role="status"`, `max="100" value="50"`, "Look again")
		goOn <- true
		<-ended
		none := ask(0)
		<-ended
		if err := h.Jobs.Stop(t.Context()); err != nil { // which waits until both are noted
			t.Fatal(err)
		}
		done, failed := amina.Get(t, here), amina.Get(t, none)
		says(t, done, "Done.", "See the result", `href="/sheep"`)
		says(t, failed, "It did not work.", "There is nothing to count.", "Go back")
		for _, page := range []*webtest.Page{done, failed} {
			if strings.Contains(page.Body, `http-equiv="refresh"`) || strings.Contains(page.Body, "Look again") {
				t.Errorf("%s goes on looking after the end", page.Path)
			}
			pagetest.SoundPage(t, page.Body)
		}
	})
}

func says(t *testing.T, page *webtest.Page, words ...string) {
	t.Helper()
	page.Want(t, http.StatusOK)
	for _, w := range words {
		if !strings.Contains(page.Body, w) {
			t.Errorf("%s does not say %q:\n%s", page.Path, w, page.Text())
		}
	}
}
