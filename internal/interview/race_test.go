package interview_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/interview"
)

// together runs the acts at once and counts what came of them.
func together(acts ...func() error) (done, clashed, refused, failed int) {
	var wg sync.WaitGroup
	results := make([]error, len(acts))
	for n, act := range acts {
		wg.Go(func() { results[n] = act() })
	}
	wg.Wait()
	for _, err := range results {
		switch {
		case err == nil:
			done++
		case fault.Is(err, fault.Clash):
			clashed++
		case fault.Is(err, fault.Forbidden):
			refused++
		default:
			failed++
		}
	}
	return done, clashed, refused, failed
}

func TestOnlyOneOfManyAtOnceChangesAnInterview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.shared()
		var acts []func() error
		for range 6 {
			acts = append(acts, func() error { return w.interview.ConfirmRecord(w.as("Amina"), id, 3) },
				func() error { return w.interview.AnswerBack(w.as("Amina"), id, 3, "wait") })
		}
		done, clashed, refused, failed := together(acts...)
		if done != 1 || failed != 0 || clashed+refused != len(acts)-1 {
			t.Fatalf("%d done, %d told of the other, %d refused, %d failed", done, clashed, refused, failed)
		}
		r := w.get("Amina", id)
		if r.Version != 4 || r.State != interview.Confirmed && r.State != interview.Answered {
			t.Fatalf("it stands at %s, version %d", r.State, r.Version)
		}
		remarks, err := w.interview.Remarks(w.as("Amina"), r)
		w.must(err)
		if want := map[interview.State]int{interview.Confirmed: 0, interview.Answered: 1}[r.State]; len(remarks) != want {
			t.Errorf("%s with %d answers", r.State, len(remarks))
		}
	})
}

func TestTickingWhileTheRecordIsSharedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.shared()
		w.must(w.interview.AnswerBack(w.as("Amina"), id, 3, "One more thing"))
		actions, err := w.interview.Actions(w.as("Amina"), w.get("Amina", id))
		w.must(err)
		again := w.get("Ruth", id).Writing()
		done, _, _, failed := together(
			func() error { return w.interview.TickAction(w.as("Amina"), id, actions[0].ID, true) },
			func() error { return w.interview.ShareRecord(w.as("Ruth"), id, 4, again) },
		)
		if done != 2 || failed != 0 {
			t.Fatalf("%d done, %d failed", done, failed)
		}
		after, err := w.interview.Actions(w.as("Amina"), w.get("Amina", id))
		w.must(err)
		if len(after) != 1 || after[0].ID != actions[0].ID {
			t.Fatalf("agreed: %+v", after)
		}
	})
}

func TestTheTrailHoldsNoWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		secret := "unspeakable"
		id, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-11-28"))
		w.must(err)
		w.must(w.interview.GetReady(w.as("Amina"), id, 1, secret, nil))
		w.must(w.interview.TakeTime(w.as("Ruth"), id, 2))
		w.on("2026-11-28")
		a := visit(interview.Learner)
		a.Text = secret
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, 3, words(secret, a)))
		w.must(w.interview.AnswerBack(w.as("Amina"), id, 4, secret))
		w.must(w.interview.ConfirmRecord(w.as("Amina"), id, 5))
		w.must(w.interview.AddNote(w.as("Ruth"), id, secret))
		second, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-12-28"))
		w.must(err)
		w.must(w.interview.CancelIt(w.as("Ruth"), second, 1, secret))
		entries, err := w.trail.List(t.Context(), 0, 100)
		w.must(err)
		for _, e := range entries {
			text, err := json.Marshal(e)
			w.must(err)
			if strings.Contains(string(text), secret) {
				t.Errorf("the trail says %s", text)
			}
		}
		if len(entries) < 9 {
			t.Errorf("%d acts in the trail", len(entries))
		}
		if v, err := w.trail.Verify(t.Context()); err != nil || v.Broken != "" {
			t.Errorf("the trail: %+v, %v", v, err)
		}
	})
}

func FuzzWordsAreKeptAsWritten(f *testing.F) {
	for _, s := range []string{"", "plain", "<b>\u2028", "\\u0000", "😀", `"}]`} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, answer, day string) {
		answer, day = strings.ToValidUTF8(answer, ""), strings.ToValidUTF8(day, "")
		w := interview.Words{Prompts: []interview.Prompt{{Answer: answer}}, Actions: []interview.Intended{{Text: answer, Day: day}}, Also: answer}
		kept, err := w.Value()
		if err != nil {
			t.Fatal(err)
		}
		var back interview.Words
		if err := back.Scan(kept); err != nil {
			t.Fatal(err)
		}
		if back.Prompts[0].Answer != answer || back.Actions[0].Text != answer || back.Actions[0].Day != day || back.Also != answer {
			t.Fatalf("%q and %q came back as %+v", answer, day, back)
		}
	})
}

func TestWordsRefuseWhatTheyCannotRead(t *testing.T) {
	for _, src := range []any{42, "no JSON", []byte("[")} {
		if err := new(interview.Words).Scan(src); err == nil {
			t.Errorf("%v was read", src)
		}
	}
	var k interview.Keys
	if err := k.Scan(nil); err != nil || k != nil {
		t.Errorf("nothing is %v, %v", k, err)
	}
	if v, err := interview.Keys(nil).Value(); err != nil || v != "[]" {
		t.Errorf("no keys are kept as %v, %v", v, err)
	}
}
