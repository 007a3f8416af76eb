package draft_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/people/peopletest"
)

// desk is one test's drafts with two people at it.
type desk struct {
	*draft.Service
	db         *database.DB
	clock      *clock.Clock
	amina, dan context.Context
}

func each(t *testing.T, test func(t *testing.T, d desk)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff, clk := peopletest.Small(t, db), peopletest.Clock(t)
		test(t, desk{draft.NewService(db, clk), db, clk, peopletest.As(t, staff.Amina), peopletest.As(t, staff.Dan)})
	})
}

func words(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func (d desk) save(t *testing.T, ctx context.Context, id string, fields url.Values) {
	t.Helper()
	if _, err := d.Save(ctx, id, "diary/new", fields); err != nil {
		t.Fatal(err)
	}
}

// learned lists what the open drafts of the form hold, newest first.
func (d desk) learned(t *testing.T, ctx context.Context) string {
	t.Helper()
	open, err := d.Open(ctx, "diary/new")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, o := range open {
		all = append(all, o.Fields().Get("learned"))
	}
	return strings.Join(all, " | ")
}

func (d desk) later(by time.Duration) { d.clock.Set(d.clock.Now().Add(by)) }

func TestTwoTabsKeepTheirOwnWords(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		one, two := d.NewKey(), d.NewKey()
		d.save(t, d.amina, one, words("learned", "first tab", "once", "k"))
		d.later(time.Minute)
		d.save(t, d.amina, two, words("learned", "second tab"))
		d.later(time.Minute)
		d.save(t, d.amina, one, words("learned", "first tab, more", "share", "partner", "share", "team"))
		if got := d.learned(t, d.amina); got != "first tab, more | second tab" {
			t.Fatalf("kept %q", got)
		}
		kept, err := d.Take(d.amina, one)
		if err != nil {
			t.Fatal(err)
		}
		if f := kept.Fields(); len(f["share"]) != 2 || f.Has("once") || kept.Version != 2 || !kept.SavedAt.Equal(d.clock.Now()) {
			t.Fatalf("kept %+v, fields %v", kept, f)
		}
	})
}

func TestOnlyTheWriterHasADraft(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		id := d.NewKey()
		d.save(t, d.amina, id, words("learned", "mine"))
		_, taken := d.Take(d.dan, id)
		_, saved := d.Save(d.dan, id, "diary/new", words("learned", "his"))
		for what, err := range map[string]error{
			"take": taken, "save": saved, "discard": d.Discard(d.dan, id), "restore": d.Restore(d.dan, id),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s by another = %v, want not found", what, err)
			}
		}
		if err := d.Finish(d.dan, id); err != nil {
			t.Fatal(err)
		}
		if got := d.learned(t, d.amina); got != "mine" {
			t.Errorf("the writer has %q", got)
		}
		if got := d.learned(t, d.dan); got != "" {
			t.Errorf("another lists %q", got)
		}
		nobody := actor.With(t.Context(), actor.Actor{})
		if _, err := d.Save(nobody, id, "diary/new", words("learned", "x")); !fault.Is(err, fault.SignedOut) {
			t.Errorf("signed out: %v", err)
		}
		if got := d.learned(t, nobody); got != "" {
			t.Errorf("signed out lists %q", got)
		}
	})
}

func TestAFinishedDraftStaysFinished(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		id := d.NewKey()
		d.save(t, d.amina, id, words("learned", "saved"))
		if err := d.Finish(d.amina, id); err != nil {
			t.Fatal(err)
		}
		// The autosave that was on its way when the form was sent.
		_, err := d.Save(d.amina, id, "diary/new", words("learned", "saved"))
		if !fault.Is(err, fault.Clash) || d.learned(t, d.amina) != "" {
			t.Fatalf("a late autosave: %v, open %q", err, d.learned(t, d.amina))
		}
		unseen := d.NewKey() // saved before the first autosave
		if err := d.Finish(d.amina, unseen); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Save(d.amina, unseen, "diary/new", words("learned", "x")); !fault.Is(err, fault.Clash) {
			t.Fatalf("a late first autosave: %v", err)
		}
		for _, none := range []string{"", "x", "' OR 1=1 --", strings.ToUpper(id)} {
			if err := d.Finish(d.amina, none); err != nil {
				t.Errorf("finishing %q: %v", none, err)
			}
		}
	})
}

func TestFinishingIsUndoneWithTheSave(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		id := d.NewKey()
		d.save(t, d.amina, id, words("learned", "kept"))
		err := d.db.InTx(d.amina, func(ctx context.Context) error {
			if err := d.Finish(ctx, id); err != nil {
				return err
			}
			return fault.InvalidField("learned", "no")
		})
		if !fault.Is(err, fault.Invalid) || d.learned(t, d.amina) != "kept" {
			t.Fatalf("error %v, open %q", err, d.learned(t, d.amina))
		}
	})
}

func TestCarryingOnInTwoTabsLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		old, one, two := d.NewKey(), d.NewKey(), d.NewKey()
		d.save(t, d.amina, old, words("learned", "old"))
		d.later(time.Second)
		d.save(t, d.amina, one, words("learned", "old and one", draft.KeyField, one+" "+old))
		d.later(time.Second)
		d.save(t, d.amina, two, words("learned", "old and two", draft.KeyField, two+" "+old))
		if got := d.learned(t, d.amina); got != "old and two | old and one" {
			t.Fatalf("open %q", got)
		}
		third := d.NewKey() // carried on and saved at once
		if err := d.Finish(d.amina, third+" "+one); err != nil {
			t.Fatal(err)
		}
		if got := d.learned(t, d.amina); got != "old and two" {
			t.Fatalf("open %q", got)
		}
	})
}

func TestThrowingAwayCanBeTakenBack(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		id := d.NewKey()
		d.save(t, d.amina, id, words("learned", "hm"))
		if err := d.Discard(d.amina, id); err != nil || d.learned(t, d.amina) != "" {
			t.Fatalf("%v, open %q", err, d.learned(t, d.amina))
		}
		if err := d.Restore(d.amina, id); err != nil || d.learned(t, d.amina) != "hm" {
			t.Fatalf("%v, open %q", err, d.learned(t, d.amina))
		}
		d.save(t, d.amina, id, words("learned", " \n", "version", "3", draft.HereField, "/diary/new", draft.BackField, "/diary"))
		if got := d.learned(t, d.amina); got != "" {
			t.Fatalf("emptied fields leave %q", got)
		}
	})
}

func TestDraftsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		id := d.NewKey()
		if _, err := d.Save(d.amina, id, "diary/new", words("learned", strings.Repeat("x", draft.MaxBytes))); !fault.Is(err, fault.Invalid) {
			t.Errorf("too long: %v", err)
		}
		if _, err := d.Save(d.amina, id, "diary/new", words("learned", "a\xff")); !fault.Is(err, fault.Invalid) {
			t.Errorf("broken UTF-8: %v", err)
		}
		for _, bad := range [][2]string{{"no-key", "diary/new"}, {id, ""}, {id, "Diary New"}, {id, strings.Repeat("a", 200)}, {id, "a\x00"}} {
			if _, err := d.Save(d.amina, bad[0], bad[1], words("learned", "x")); !fault.Is(err, fault.NotFound) {
				t.Errorf("key %q, form %q: %v", bad[0], bad[1], err)
			}
		}
		for range draft.MaxOpen {
			d.save(t, d.amina, d.NewKey(), words("learned", "x"))
		}
		if _, err := d.Save(d.amina, id, "diary/new", words("learned", "one more")); !fault.Is(err, fault.Invalid) {
			t.Errorf("too many: %v", err)
		}
		open, err := d.Unfinished(d.amina)
		if err != nil || len(open) != draft.MaxOpen {
			t.Fatalf("%d open, %v", len(open), err)
		}
		d.save(t, d.amina, open[3].ID, words("learned", "still writable"))
	})
}

func TestOldDraftsGo(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		old, done := d.NewKey(), d.NewKey()
		d.save(t, d.amina, old, words("learned", "old"))
		d.later(29 * 24 * time.Hour)
		if err := d.Finish(d.amina, done); err != nil {
			t.Fatal(err)
		}
		d.later(23 * time.Hour)
		if n, err := d.Purge(t.Context()); n != 0 || err != nil {
			t.Fatalf("purged %d, %v", n, err)
		}
		d.later(2 * time.Hour)
		if got := d.learned(t, d.amina); got != "" {
			t.Errorf("a draft of 30 days is still offered: %q", got)
		}
		if n, err := d.Purge(t.Context()); n != 2 || err != nil {
			t.Fatalf("purged %d, %v", n, err)
		}
	})
}

func TestPreview(t *testing.T) {
	for _, tc := range []struct{ body, want string }{
		{`{"a":["short"],"b":["Ŵyn\n yn y  ddôl"]}`, "Ŵyn yn y ddôl"},
		{`{"a":["Ŵyn yn y ddôl a'r coed"]}`, "Ŵyn yn y ddôl…"},
		{`{"draft_back":["/a/very/long/address"],"a":["A"]}`, "A"},
		{`{"place":["off_the_job"],"a":["Hm."]}`, "Hm."},
		{`{"a":null}`, ""},
		{`not json`, ""},
	} {
		if got := (draft.Draft{Body: tc.body}).Preview(14); got != tc.want {
			t.Errorf("preview of %s = %q, want %q", tc.body, got, tc.want)
		}
	}
}
