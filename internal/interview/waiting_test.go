package interview_test

import (
	"strings"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/interview"
)

// waits says in short what waits for somebody.
func (w *world) waits(name, want string) {
	w.t.Helper()
	all, err := w.interview.Waiting(w.as(name))
	w.must(err)
	var out []string
	for _, r := range all.Turns {
		out = append(out, string(r.State)+" since "+r.Since().In(w.clock.Zone()).Format(time.DateTime))
	}
	for _, d := range all.Due {
		other := "nobody"
		if d.Other != nil {
			other = d.Other.Name
		}
		out = append(out, d.Text+" with "+other+" due "+d.DueOn.String())
	}
	if got := strings.Join(out, "; "); got != want {
		w.t.Errorf("for %s there waits %q, want %q", name, got, want)
	}
}

func TestAnInterviewWaitsForWhoseTurnItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-11-28"))
		w.must(err)
		w.waits("Ruth", "proposed since 2026-11-21 10:00:00")
		w.waits("Amina", "")
		w.on("2026-11-23")
		w.must(w.interview.GetReady(w.as("Amina"), id, 1, "My first class", nil))
		w.waits("Ruth", "proposed since 2026-11-21 10:00:00")
		w.must(w.interview.OfferAnother(w.as("Ruth"), id, 2, meeting(t, "2026-11-28")))
		w.waits("Ruth", "")
		w.waits("Amina", "proposed since 2026-11-23 10:00:00")
		w.must(w.interview.TakeTime(w.as("Amina"), id, 3))
		w.waits("Amina", "")
		w.waits("Ruth", "")

		w.on("2026-11-28") // ten in the morning; they talk at two
		w.waits("Ruth", "")
		w.on("2026-11-29")
		w.waits("Ruth", "arranged since 2026-11-28 14:45:00")
		w.waits("Amina", "")
		_, err = w.interview.SaveDraft(w.as("Ruth"), id, 4, words("Patience"))
		w.must(err)
		w.waits("Ruth", "held since 2026-11-28 14:45:00")
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, 5, words("Patience", visit(interview.Learner), visit(interview.Partner))))
		w.waits("Ruth", "")
		w.waits("Amina", "shared since 2026-11-29 10:00:00")
		w.on("2026-11-30")
		w.must(w.interview.AnswerBack(w.as("Amina"), id, 6, "Sometimes"))
		w.waits("Amina", "")
		w.waits("Ruth", "answered since 2026-11-30 10:00:00")
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, 7, words("Patience, sometimes", visit(interview.Learner), visit(interview.Partner))))
		w.must(w.interview.ConfirmRecord(w.as("Amina"), id, 8))
		for _, name := range []string{"Amina", "Ruth", "Dan", "Sam", "Priya"} {
			w.waits(name, "")
		}

		w.on("2026-12-05") // what they agreed is due
		w.waits("Amina", "Sit in with Tom with Ruth due 2026-12-05")
		w.waits("Ruth", "Sit in with Tom with Amina due 2026-12-05")
		w.waits("Dan", "")
		mine, waiting, err := w.interview.Around(w.as("Amina"), w.year())
		if w.must(err); len(mine) != 1 || mine[0].ID != id || mine[0].Number != 1 || len(waiting.Due) != 1 {
			t.Errorf("around Amina: %+v, %+v", mine, waiting)
		}
		w.must(w.interview.TickAction(w.as("Amina"), id, waiting.Due[0].ID, true))
		w.waits("Amina", "")
	})
}

func TestWhatWaitsMovesWithThePartner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-12-20"))
		w.must(err)
		begun, err := w.interview.WriteUp(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-11-20"), w.year())
		w.must(err)
		w.waits("Ruth", "held since 2026-11-20 14:45:00; proposed since 2026-11-21 10:00:00")
		w.endPartnerships()
		w.waits("Ruth", "held since 2026-11-20 14:45:00") // who held it finishes it
		w.waits("Sam", "")
		w.partner("Amina", "Sam", "2026-11-21", "")
		w.waits("Sam", "proposed since 2026-11-21 10:00:00")
		w.must(w.interview.ShareRecord(w.as("Ruth"), begun, 1, words("Patience", visit(interview.Partner))))
		w.waits("Ruth", "")
		w.on("2026-12-06") // a former partner has nothing to do any more, nor the new one for them
		w.waits("Ruth", "")
		w.waits("Sam", "proposed since 2026-11-21 10:00:00")
	})
}
