package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/jobs"
)

// TestProgressInTheBrowser waits for long work as people do: with the script, which
// must not take the keyboard away, and without it, where the page loads itself.
func TestProgressInTheBrowser(t *testing.T) {
	needBrowser(t)
	runs := make(chan chan int, 1)
	r := start(t, dbtest.NewURL(t, database.SQLite), func(a *app.App) {
		jobs.Handle(a.Jobs, func(ctx context.Context, job *jobs.Job, _ slowly) error {
			for n := range <-runs {
				job.Progress(n, 4, fmt.Sprintf("%d of 4 lists read", n))
			}
			return nil
		})
	})
	person := r.firstPerson()
	link := r.link(person)
	for i, width := range []int64{1280, 390} {
		t.Run(fmt.Sprintf("%d pixels wide", width), func(t *testing.T) {
			b := openBrowser(t, r.site, width).tab("Priya")
			if i == 0 {
				b.open(link).fill("password", goodPassword).press("Keep this password and sign in")
			} else {
				b.open("/sign-in").fill("email", person.EmailAddress()).fill("password", goodPassword).press("Sign in")
			}
			ask := func() (string, chan<- int) {
				steps := make(chan int)
				runs <- steps
				var id string
				ctx := actor.With(t.Context(), actor.Actor{PersonID: person.ID})
				if err := r.DB.InTx(ctx, func(ctx context.Context) (err error) {
					id, err = r.Jobs.Await(ctx, slowly{}, jobs.Request{Title: "Reading four lists", LeadsTo: "/manage/people"})
					return err
				}); err != nil {
					t.Fatal(err)
				}
				steps <- 1
				return "/progress/" + id, steps
			}

			here, steps := ask()
			b.do("wait", chromedp.Navigate(b.site+here))
			b.until("1 of 4 lists read").look("work that goes on")
			eval[any](b, `document.querySelector("[data-progress] a").focus()`)
			steps <- 2
			b.until("2 of 4 lists read")
			if at := eval[string](b, `document.activeElement.textContent`); at != "Look again" {
				t.Errorf("the keyboard is at %q", at)
			}
			close(steps)
			b.until("See the result").look("work that is done")
			if at := eval[string](b, `document.activeElement.textContent.trim()`); at != "See the result" {
				t.Errorf("at the end the keyboard is at %q", at)
			}
			if heard := eval[string](b, `document.querySelector("[role=status]").textContent`); !strings.Contains(heard, "Done") {
				t.Errorf("at the end is heard %q", heard)
			}

			here, steps = ask()
			b.withoutScript(func() {
				b.do("wait", chromedp.Navigate(b.site+here))
				b.until("1 of 4 lists read").until("Stop looking by itself")
				steps <- 3
				b.until("3 of 4 lists read")
				close(steps)
				b.until("See the result")
			})
		})
	}
}

// until waits for words to come onto the page by themselves.
func (b *tab) until(words string) *tab {
	b.t.Helper()
	every := time.NewTicker(100 * time.Millisecond)
	defer every.Stop()
	for deadline := time.After(patience); !strings.Contains(b.text(), words); {
		select {
		case <-deadline:
			b.t.Fatalf("%s never sees %q at %s:\n%.2000s", b.who, words, b.path(), b.text())
		case <-every.C:
		}
	}
	return b
}
