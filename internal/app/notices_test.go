package app_test

import (
	"net/http"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

// TestEveryNoticeLeadsToItsPlace follows every notice of everybody: who is told that
// something waits for them may open the page on which it is done.
func TestEveryNoticeLeadsToItsPlace(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		w := newEstate(t, engine).open(t)
		followed := 0
		for _, p := range w.personas {
			if p.token == "" {
				continue
			}
			page := w.as(t, p).Get(t, "/notices").Want(t, http.StatusOK)
			for _, words := range page.Texts("main .app-rows a") {
				page.Click(t, words).Want(t, http.StatusOK)
				followed++
			}
		}
		if followed < 8 {
			t.Errorf("%d notices in all: the estate has too few to show anything", followed)
		}
		t.Logf("%d notices", followed)
	})
}
