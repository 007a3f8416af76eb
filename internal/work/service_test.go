package work_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
	"learningyear/internal/work"
)

// desk is one test's work programmes with the people around Amina at it.
type desk struct {
	*work.Service
	db    *database.DB
	clock *clock.Clock
	trail *trail.Trail
	staff peopletest.Staff
	year  calendar.LearningYear
	id    string // Amina's

	amina, dan, ruth context.Context
}

func each(t *testing.T, test func(t *testing.T, d desk)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff, clk := peopletest.Small(t, db), peopletest.Clock(t)
		tr := trail.New(db, clk)
		test(t, desk{
			work.NewService(db, people.NewService(db, tr, clk), tr, clk), db, clk, tr, staff, calendar.September.YearOf(clk.Today()),
			staff.Amina.ID, peopletest.As(t, staff.Amina), peopletest.As(t, staff.Dan), peopletest.As(t, staff.Ruth),
		})
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, kind fault.Kind) *fault.Error {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("got %v, want an error of kind %d", err, kind)
	}
	return fault.As(err)
}

func (d desk) add(t *testing.T, ctx context.Context, words, criteria string) int {
	t.Helper()
	n, err := d.AddTask(ctx, d.id, d.year, work.Wording{Words: words, Criteria: criteria})
	must(t, err)
	return n
}

func (d desk) read(t *testing.T) work.Programme {
	t.Helper()
	p, err := d.Of(d.amina, d.id, d.year)
	must(t, err)
	return p
}

func (d desk) agree(t *testing.T, ctx context.Context) {
	t.Helper()
	must(t, d.Agree(ctx, d.id, d.year, d.read(t).Version))
}

func (d desk) agreed(t *testing.T) {
	t.Helper()
	d.add(t, d.dan, "Run 12 family sessions", "12 sessions held\n8 families on average")
	d.agree(t, d.dan)
	d.agree(t, d.amina)
}

func (d desk) acts(t *testing.T) string {
	t.Helper()
	entries, err := d.trail.Of(t.Context(), string(access.WorkProgramme), d.read(t).ID, 100)
	must(t, err)
	var out []string
	for _, e := range entries {
		out = append([]string{e.ActorName + " " + e.Act}, out...)
	}
	return strings.Join(out, "; ")
}

func TestBothAgree(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		if p := d.read(t); p.Begun() {
			t.Fatalf("nobody has begun it: %+v", p)
		}
		d.add(t, d.dan, "Run 12 family sessions", "")
		e := wants(t, d.Agree(d.dan, d.id, d.year, d.read(t).Version), fault.Invalid)
		if e.Fields[0].Name != "task-1" {
			t.Fatalf("got %+v", e.Fields)
		}
		must(t, d.SaveTask(d.amina, d.id, d.year, 1, 1, work.Wording{Words: "Run 12 family sessions", Criteria: "12 held"}))
		d.agree(t, d.amina)
		d.agree(t, d.amina) // again: nothing more
		if p := d.read(t); p.State != work.Draft || p.PersonAgreedAt == nil || p.ManagerAgreedAt != nil {
			t.Fatalf("one has agreed: %+v", p)
		}
		d.add(t, d.dan, "Write the term's report", "sent by 1 July")
		if p := d.read(t); p.PersonAgreedAt != nil {
			t.Fatal("a change takes agreement away: nobody agreed to that")
		}
		d.agree(t, d.amina)
		d.agree(t, d.dan)
		p := d.read(t)
		if p.State != work.Agreed || p.ManagerName != "Dan Okoro" || p.AgreedAt == nil || len(p.Tasks) != 2 || p.Changing() {
			t.Fatalf("got %+v", p)
		}
		want := "Dan Okoro began the work programme; Dan Okoro suggested task 1; Amina Yusuf changed task 1; Amina Yusuf agreed the work programme; " +
			"Dan Okoro suggested task 2; Amina Yusuf agreed the work programme; Dan Okoro agreed the work programme"
		if got := d.acts(t); got != want {
			t.Errorf("the trail says %s", got)
		}
		wants(t, d.SaveTask(d.amina, d.id, d.year, 1, 2, work.Wording{Words: "x"}), fault.Forbidden)
		wants(t, d.Agree(d.dan, d.id, d.year, p.Version), fault.Clash)
	})
}

func TestEachAgreedVersionIsFixed(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.BeginChange(d.dan, d.id, d.year))
		must(t, d.SaveTask(d.dan, d.id, d.year, 1, 1, work.Wording{Words: "Run 10 family sessions", Criteria: "10 held"}))
		d.add(t, d.amina, "Train two volunteers", "both lead a session")
		p := d.read(t)
		if p.Tasks[0].Words != "Run 12 family sessions" || len(p.Tasks) != 1 || len(p.Changes) != 2 || !p.Changing() {
			t.Fatalf("got %+v", p)
		}
		if diff := p.Proposal(); len(diff) != 2 || diff[0].Fields[0].After != "Run 10 family sessions" || !diff[1].Added {
			t.Errorf("the change is %+v", diff)
		}
		d.agree(t, d.amina)
		d.agree(t, d.dan)
		story, err := d.StoryOf(d.ruth, d.id, d.year)
		must(t, err)
		if len(story.Revisions) != 2 || len(story.Programme.Tasks) != 2 {
			t.Fatalf("got %+v", story)
		}
		first, err := story.Revisions[1].Open()
		if must(t, err); len(first.Tasks) != 1 || first.Tasks[0].Words != "Run 12 family sessions" || first.Tasks[0].SuggestedBy != "Dan Okoro" {
			t.Errorf("the first is %+v", first)
		}
		must(t, d.BeginChange(d.amina, d.id, d.year))
		must(t, d.RemoveTask(d.amina, d.id, d.year, 1, 1))
		must(t, d.Discard(d.dan, d.id, d.year, d.read(t).Version))
		if p := d.read(t); p.State != work.Agreed || len(p.Tasks) != 2 || p.Changing() {
			t.Errorf("got %+v", p)
		}
	})
}

func TestWhoMayReadAndWrite(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, d.amina, "Run 12 family sessions", "12 held")
		offices := map[string][]actor.Role{"Priya Nair": {actor.Coordinator}, "Alex Reed": {actor.Administrator}, "Grace Liu": {actor.Auditor}}
		for _, tc := range []struct {
			who  people.Person
			kind fault.Kind
		}{
			{d.staff.Ruth, fault.Forbidden}, {d.staff.Sian, fault.NotFound}, {d.staff.Helen, fault.NotFound}, {d.staff.Priya, fault.NotFound},
			{d.staff.Alex, fault.NotFound}, {d.staff.Grace, fault.NotFound}, {d.staff.Omar, fault.NotFound}, {d.staff.Iris, fault.NotFound},
		} {
			ctx := peopletest.As(t, tc.who, offices[tc.who.Name]...)
			_, err := d.Of(ctx, d.id, d.year)
			if tc.kind == fault.NotFound {
				wants(t, err, fault.NotFound)
			} else {
				must(t, err)
			}
			wants(t, d.Agree(ctx, d.id, d.year, d.read(t).Version), tc.kind)
			wants(t, d.SaveTask(ctx, d.id, d.year, 1, 1, work.Wording{Words: "x"}), tc.kind)
			wants(t, d.RemoveTask(ctx, d.id, d.year, 1, 1), tc.kind)
			_, err = d.AddTask(ctx, d.id, d.year, work.Wording{Words: "x"})
			wants(t, err, tc.kind)
		}
	})
}

func TestTwoAtOneTask(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, d.amina, "Run 12 family sessions", "12 held")
		must(t, d.SaveTask(d.dan, d.id, d.year, 1, 1, work.Wording{Words: "Run 10", Criteria: "10 held"}))
		e := wants(t, d.SaveTask(d.amina, d.id, d.year, 1, 1, work.Wording{Words: "Run 14"}), fault.Clash)
		if e.By != "Dan Okoro" || e.Version != 2 || e.Theirs[0].Text != "Run 10" || e.Theirs[1].Text != "10 held" {
			t.Fatalf("told %+v", e)
		}
		wants(t, d.RemoveTask(d.amina, d.id, d.year, 1, 1), fault.Clash)
		must(t, d.SaveTask(d.amina, d.id, d.year, 1, e.Version, work.Wording{Words: "Run 12", Criteria: "12 held"}))
	})
}

// TestBothPressAtOnce: whoever comes second closes it, and only once.
func TestBothPressAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, d.amina, "Run 12 family sessions", "12 held")
		d.agree(t, d.amina)
		version := d.read(t).Version
		var wait sync.WaitGroup
		errs := make([]error, 3)
		for i := range errs {
			wait.Go(func() { errs[i] = d.Agree(d.dan, d.id, d.year, version) })
		}
		wait.Wait()
		story, err := d.StoryOf(d.amina, d.id, d.year)
		must(t, err)
		if story.Programme.State != work.Agreed || len(story.Revisions) != 1 {
			t.Errorf("got %+v, %v", story, errs)
		}
	})
}

func TestAPastYearIsLocked(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		d.clock.Set(peopletest.Now().AddDate(1, 0, 0))
		_, added := d.AddTask(d.amina, d.id, d.year, work.Wording{Words: "late"})
		wants(t, added, fault.Forbidden)
		wants(t, d.BeginChange(d.dan, d.id, d.year), fault.Forbidden)
		if p := d.read(t); len(p.Tasks) != 1 {
			t.Error("a past programme can be read")
		}
	})
}

func TestReviewAndTheNextYear(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.BeginChange(d.amina, d.id, d.year)) // not agreed: it falls away
		d.add(t, d.amina, "never agreed", "one")
		wants(t, d.Review(d.dan, d.id, d.year), fault.Invalid)
		wants(t, d.SetOutcomes(d.dan, d.id, d.year, []work.Outcome{{Task: 1, Kind: work.Carried}}), fault.Invalid)
		wants(t, d.SetOutcomes(d.dan, d.id, d.year, []work.Outcome{{Task: 7, Kind: work.Dropped, Why: "x"}}), fault.NotFound)
		must(t, d.SetOutcomes(d.dan, d.id, d.year, []work.Outcome{{
			Task: 1, Kind: work.Carried, Why: "Nine were held.", PersonNote: "Winter was hard.", ManagerNote: "Nine good ones.",
		}}))
		must(t, d.Review(d.dan, d.id, d.year))
		p := d.read(t)
		if p.State != work.Reviewed || p.Tasks[0].Outcome != work.Carried || p.Tasks[0].ManagerNote != "Nine good ones." || len(p.Written()) != 1 {
			t.Fatalf("got %+v", p)
		}
		must(t, d.OpenNext(d.dan, d.id, d.year, []int{1}))
		must(t, d.OpenNext(d.dan, d.id, d.year, []int{1})) // carried once only
		next, err := d.Of(d.amina, d.id, d.year.Next())
		must(t, err)
		if len(next.Tasks) != 1 || next.Tasks[0].CarriedFrom != "2026-27/1" || next.Tasks[0].Outcome != work.NoOutcome || next.State != work.Draft {
			t.Fatalf("got %+v", next)
		}
		if n, err := d.AddTask(d.amina, d.id, d.year.Next(), work.Wording{Words: "more"}); err != nil || n != 2 {
			t.Errorf("task %d, %v", n, err)
		}
		must(t, d.Review(d.dan, d.staff.Sian.ID, d.year)) // who has none is appraised all the same
	})
}

func TestSummaries(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.BeginChange(d.amina, d.id, d.year))
		d.add(t, d.amina, "another", "one")
		d.agree(t, d.amina)
		got, err := d.Summaries(t.Context(), []string{d.id, d.staff.Tom.ID}, d.year)
		must(t, err)
		want := map[string]work.Summary{d.id: {State: work.Draft, InForce: true, Tasks: 1, PersonAgreed: true}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestWordsAreKeptAsTypedAndBounded(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		for _, words := range []string{"<script>alert(1)</script>", "👩🏽‍🏫 مرحبا", "'; DROP TABLE work_tasks;--", " padded "} {
			n := d.add(t, d.amina, words, words)
			if task, ok := d.read(t).Task(n); !ok || task.Words != words || task.Criteria != words {
				t.Errorf("kept %q as %q", words, task.Words)
			}
		}
		for range work.MostTasks - 4 {
			d.add(t, d.amina, "again", "one")
		}
		_, err := d.AddTask(d.amina, d.id, d.year, work.Wording{Words: "once more"})
		wants(t, err, fault.Invalid)
	})
}
