package plan_test

import (
	"context"
	"errors"
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
	"learningyear/internal/plan"
	"learningyear/internal/trail"
)

// desk is one test's plans with the people around Amina at it.
type desk struct {
	*plan.Service
	db    *database.DB
	clock *clock.Clock
	trail *trail.Trail
	staff peopletest.Staff
	year  calendar.LearningYear

	amina, dan, ruth context.Context
}

func each(t *testing.T, test func(t *testing.T, d desk)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff, clk := peopletest.Small(t, db), peopletest.Clock(t)
		tr := trail.New(db, clk)
		test(t, desk{
			plan.NewService(db, people.NewService(db, tr, clk), tr, clk), db, clk, tr, staff, calendar.September.YearOf(clk.Today()),
			peopletest.As(t, staff.Amina), peopletest.As(t, staff.Dan), peopletest.As(t, staff.Ruth),
		})
	})
}

func wording(need string, criteria ...string) plan.Wording {
	w := plan.Wording{Need: need, Source: plan.FromOwn, Strategies: []plan.StrategyWording{{Kind: plan.Reading, Words: "read"}}}
	for _, c := range criteria {
		w.Criteria = append(w.Criteria, plan.CriterionWording{Words: c})
	}
	return w
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

func (d desk) add(t *testing.T, need string, criteria ...string) int {
	t.Helper()
	n, err := d.AddTarget(d.amina, d.year, wording(need, criteria...))
	must(t, err)
	return n
}

func (d desk) read(t *testing.T) plan.Plan {
	t.Helper()
	p, err := d.Of(d.amina, d.staff.Amina.ID, d.year)
	must(t, err)
	return p
}

// agreed brings a plan of one target, with two criteria, to agreed.
func (d desk) agreed(t *testing.T) plan.Plan {
	t.Helper()
	d.add(t, "Run a confident online session", "rooms", "families stay")
	must(t, d.Propose(d.amina, d.year, d.read(t).Version))
	must(t, d.Agree(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version))
	return d.read(t)
}

func (d desk) acts(t *testing.T, planID string) string {
	t.Helper()
	entries, err := d.trail.Of(t.Context(), string(access.LearningPlan), planID, 100)
	must(t, err)
	var out []string
	for _, e := range entries {
		who := e.ActorName
		if e.ActingForName != "" {
			who += " for " + e.ActingForName
		}
		out = append([]string{who + " " + e.Act}, out...)
	}
	return strings.Join(out, "; ")
}

func TestFromDraftToAgreed(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		if p := d.read(t); p.Begun() || p.State != plan.None {
			t.Fatalf("nobody has begun it: %+v", p)
		}
		d.add(t, "Run a confident online session")
		e := wants(t, d.Propose(d.amina, d.year, d.read(t).Version), fault.Invalid)
		if e.Fields[0].Name != "target-1" || !strings.Contains(e.Fields[0].Message, "Say how you will know") {
			t.Fatalf("got %+v", e.Fields)
		}
		p := d.read(t)
		w := p.Targets[0].Wording()
		w.Criteria = []plan.CriterionWording{{Words: "families stay"}}
		must(t, d.SaveTarget(d.amina, d.year, 1, p.Targets[0].Version, w))
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		wants(t, d.SaveTarget(d.amina, d.year, 1, 2, w), fault.Forbidden)

		wants(t, d.SendBack(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version, " "), fault.Invalid)
		must(t, d.SendBack(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version, "How many families?"))
		comment, ok, err := d.LastComment(d.amina, d.read(t))
		if must(t, err); !ok || comment.Words != "How many families?" || comment.ByName != "Dan Okoro" {
			t.Fatalf("the person reads %+v", comment)
		}
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		must(t, d.TakeBack(d.amina, d.year, d.read(t).Version))
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		must(t, d.Agree(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version))

		p = d.read(t)
		if p.State != plan.Agreed || p.AgreedByName != "Dan Okoro" || p.Changing() || len(p.Targets) != 1 {
			t.Fatalf("got %+v", p)
		}
		want := "Amina Yusuf began the learning plan; Amina Yusuf added target 1; Amina Yusuf changed target 1; " +
			"Amina Yusuf sent the plan to Dan Okoro to agree; Dan Okoro sent the plan back with a comment; " +
			"Amina Yusuf sent the plan to Dan Okoro to agree; Amina Yusuf took the plan back; " +
			"Amina Yusuf sent the plan to Dan Okoro to agree; Dan Okoro agreed the plan"
		if got := d.acts(t, p.ID); got != want {
			t.Errorf("the trail says %s", got)
		}
	})
}

// TestAChangeIsANewRevision: the agreed plan stays in force and readable, marks
// need no agreement and are the same in both, and what is agreed is fixed.
func TestAChangeIsANewRevision(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.Tick(d.amina, d.year, 1, 2, true))
		must(t, d.BeginChange(d.amina, d.year))
		p := d.read(t)
		w := p.Changes[0].Wording()
		w.Need, w.Criteria = "Run two sessions", append(w.Criteria[:1], plan.CriterionWording{Words: "six stay"})
		must(t, d.SaveTarget(d.amina, d.year, 1, p.Changes[0].Version, w))
		must(t, d.Tick(d.amina, d.year, 1, 3, true))
		must(t, d.SetProgress(d.amina, d.year, 1, plan.UnderWay))

		p = d.read(t)
		if !p.Changing() || p.State != plan.Draft || p.Targets[0].Need != "Run a confident online session" || p.Changes[0].Need != "Run two sessions" {
			t.Fatalf("got %+v", p)
		}
		if met, total := p.Criteria(); met != 2 || total != 2 {
			t.Errorf("%d of %d criteria in force are met", met, total)
		}
		if m, n := p.Changes[0].Progressed(); m != 1 || n != 2 || p.Changes[0].Progress != plan.UnderWay {
			t.Errorf("in the change, %d of %d met, %s", m, n, p.Changes[0].Progress)
		}
		if diff := p.Proposal(); len(diff) != 1 || diff[0].Fields[0].After != "Run two sessions" {
			t.Errorf("the change is %+v", diff)
		}

		must(t, d.Propose(d.amina, d.year, p.Version))
		must(t, d.Agree(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version))
		story, err := d.StoryOf(d.ruth, d.staff.Amina.ID, d.year)
		must(t, err)
		if len(story.Revisions) != 2 || story.Plan.Targets[0].Need != "Run two sessions" || story.Plan.Changing() {
			t.Fatalf("got %+v", story)
		}
		first, err := story.Revisions[1].Open()
		must(t, err)
		if first.Targets[0].Need != "Run a confident online session" || len(first.Targets[0].Criteria) != 2 || first.Person != "Amina Yusuf" {
			t.Errorf("the first revision is %+v", first)
		}
		if m, _ := story.Plan.Criteria(); m != 1 {
			t.Errorf("%d criteria stay ticked", m)
		}
	})
}

func TestAChangeMayBeDropped(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.BeginChange(d.amina, d.year))
		d.add(t, "Another", "one")
		must(t, d.RemoveTarget(d.amina, d.year, 1, 1))
		if p := d.read(t); len(p.Targets) != 1 || len(p.Changes) != 1 || p.Changes[0].Number != 2 {
			t.Fatalf("got %+v", p)
		}
		must(t, d.Discard(d.amina, d.year, d.read(t).Version))
		p := d.read(t)
		if p.State != plan.Agreed || p.Changing() || len(p.Written()) != 1 || p.Written()[0].Number != 1 {
			t.Fatalf("got %+v", p)
		}
		wants(t, d.Discard(d.amina, d.year, p.Version), fault.Clash)
		must(t, d.BeginChange(d.amina, d.year))
		if n := d.add(t, "A third", "one"); n != 3 {
			t.Errorf("target %d, but a number is never used again", n)
		}
	})
}

func TestWhoMayReadAndWhoMayAgree(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, "Run a confident online session", "rooms")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		id, version := d.staff.Amina.ID, d.read(t).Version
		offices := map[string][]actor.Role{"Priya Nair": {actor.Coordinator}, "Alex Reed": {actor.Administrator}, "Grace Liu": {actor.Auditor}}
		for _, tc := range []struct {
			who  people.Person
			read bool
		}{
			{d.staff.Ruth, true}, {d.staff.Sian, false}, {d.staff.Helen, false}, {d.staff.Priya, false}, {d.staff.Alex, false},
			{d.staff.Grace, false}, {d.staff.Omar, false}, {d.staff.Tom, false}, {d.staff.Iris, false},
		} {
			ctx := peopletest.As(t, tc.who, offices[tc.who.Name]...)
			_, err := d.Of(ctx, id, d.year)
			agree, back := d.Agree(ctx, id, d.year, version), d.SendBack(ctx, id, d.year, version, "why")
			kind := fault.NotFound
			if tc.read {
				kind = fault.Forbidden
				must(t, err)
			} else {
				wants(t, err, fault.NotFound)
			}
			wants(t, agree, kind)
			wants(t, back, kind)
		}
		wants(t, d.Agree(d.amina, id, d.year, version), fault.Forbidden)
		_, err := d.Of(t.Context(), id, d.year)
		wants(t, err, fault.NotFound)
		// What Dan may read of Amina's he may not write: his own plan is another.
		wants(t, d.Tick(d.dan, d.year, 1, 1, true), fault.NotFound)
		must(t, d.Agree(d.dan, id, d.year, version))
	})
}

func TestADelegateActsInTheManagersName(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, "Run a confident online session", "rooms")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		today := d.clock.Today()
		must(t, d.db.InTx(t.Context(), func(ctx context.Context) error {
			if err := d.db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error; err != nil {
				return err
			}
			return d.db.From(ctx).Create(&people.Delegate{
				ID: d.clock.NewKey(), ManagerID: d.staff.Dan.ID, DelegateID: d.staff.Tom.ID, FromDate: today, ToDate: today.AddDays(7),
			}).Error
		}))
		tom := peopletest.As(t, d.staff.Tom)
		must(t, d.Agree(tom, d.staff.Amina.ID, d.year, d.read(t).Version))
		p := d.read(t)
		if got := d.acts(t, p.ID); !strings.HasSuffix(got, "Tom Byrne for Dan Okoro agreed the plan") {
			t.Errorf("the trail says %s", got)
		}
		story, err := d.StoryOf(d.amina, d.staff.Amina.ID, d.year)
		must(t, err)
		if r := story.Revisions[0]; r.ByName != "Tom Byrne" || r.ActingForName != "Dan Okoro" {
			t.Errorf("sealed by %s for %s", r.ByName, r.ActingForName)
		}
	})
}

func TestTwoTabsAtOneTarget(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, "first", "one")
		d.add(t, "second", "one")
		first, second := d.read(t).Targets[0], d.read(t).Targets[1]
		a, b := first.Wording(), first.Wording()
		a.Need, b.Why = "from the first tab", "from the second tab"
		must(t, d.SaveTarget(d.amina, d.year, 1, first.Version, a))
		must(t, d.Tick(d.amina, d.year, 2, second.Criteria[0].Number, true))
		must(t, d.SaveTarget(d.amina, d.year, 2, second.Version, second.Wording()))

		e := wants(t, d.SaveTarget(d.amina, d.year, 1, first.Version, b), fault.Clash)
		if e.By != "Amina Yusuf" || e.Version != 2 || e.At.IsZero() || e.Theirs[0].Text != "from the first tab" {
			t.Fatalf("told %+v", e)
		}
		must(t, d.SaveTarget(d.amina, d.year, 1, e.Version, b))
		wants(t, d.RemoveTarget(d.amina, d.year, 1, e.Version), fault.Clash)
	})
}

func TestAgreeingNeedsTheVersionThatWasRead(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, "first", "one")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		read := d.read(t).Version
		must(t, d.TakeBack(d.amina, d.year, read))
		wants(t, d.Agree(d.dan, d.staff.Amina.ID, d.year, read), fault.Clash)
		e := wants(t, d.Agree(d.dan, d.staff.Amina.ID, d.year, d.read(t).Version), fault.Clash)
		if e.Theirs[0].Text != "being written" {
			t.Errorf("told %+v", e.Theirs)
		}
	})
}

// TestOnlyOneAgreementCounts: two people press at once, one agreement is kept.
func TestOnlyOneAgreementCounts(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.add(t, "first", "one")
		must(t, d.Propose(d.amina, d.year, d.read(t).Version))
		version := d.read(t).Version
		var wait sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wait.Go(func() {
				if i%2 == 0 {
					errs[i] = d.Agree(d.dan, d.staff.Amina.ID, d.year, version)
				} else {
					errs[i] = d.TakeBack(d.amina, d.year, version)
				}
			})
		}
		wait.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else {
				wants(t, err, fault.Clash)
			}
		}
		if done != 1 {
			t.Errorf("%d of them were done: %v", done, errors.Join(errs...))
		}
	})
}

func TestMarksNeedNoAgreement(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		p := d.agreed(t)
		must(t, d.Tick(d.amina, d.year, 1, 2, true))
		d.clock.Set(d.clock.Now().AddDate(0, 0, 3))
		must(t, d.Tick(d.amina, d.year, 1, 2, true)) // again: the first day stands
		must(t, d.MarkStrategy(d.amina, d.year, 1, 1, plan.Booked))
		must(t, d.SetProgress(d.amina, d.year, 1, plan.NearlyThere))
		must(t, d.Release(d.amina, d.year, 1, plan.Counted))
		must(t, d.SayHowILearn(d.amina, d.year, plan.Fingerprint(""), "By watching, then being watched."))
		p = d.read(t)
		target := p.Targets[0]
		if target.Criteria[0].MetOn != calendar.NewDate(2026, 11, 21) || target.Strategies[0].Status != plan.Booked ||
			target.Progress != plan.NearlyThere || target.Released != plan.Counted || p.HowILearn == "" || p.State != plan.Agreed {
			t.Fatalf("got %+v", p)
		}
		must(t, d.Tick(d.amina, d.year, 1, 2, false))
		if m, _ := d.read(t).Criteria(); m != 0 {
			t.Error("a tick can be taken back")
		}
		if got := strings.Count(d.acts(t, p.ID), "ticked a success criterion of target 1"); got != 2 {
			t.Errorf("the trail has %d ticks, want one and its taking back", got)
		}
		e := wants(t, d.SayHowILearn(d.amina, d.year, plan.Fingerprint(""), "Otherwise."), fault.Clash)
		if e.Theirs[0].Text != "By watching, then being watched." {
			t.Errorf("told %+v", e.Theirs)
		}
		wants(t, d.Tick(d.amina, d.year, 1, 77, true), fault.NotFound)
		wants(t, d.SetProgress(d.amina, d.year, 9, plan.UnderWay), fault.NotFound)
		wants(t, d.SetProgress(d.amina, d.year, 1, "splendid"), fault.Invalid)
		wants(t, d.Release(d.amina, d.year, 1, "shouted"), fault.Invalid)
	})
}

func TestAPastYearIsLocked(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		d.clock.Set(peopletest.Now().AddDate(1, 0, 0))
		_, added := d.AddTarget(d.amina, d.year, wording("late", "one"))
		for _, err := range []error{added, d.Tick(d.amina, d.year, 1, 2, true), d.BeginChange(d.amina, d.year), d.SayHowILearn(d.amina, d.year, "", "x")} {
			if e := wants(t, err, fault.Forbidden); !strings.Contains(e.Message, "2026 to 2027 is over") {
				t.Error(e.Message)
			}
		}
		if p := d.read(t); len(p.Targets) != 1 {
			t.Error("a past plan can be read")
		}
	})
}

func TestReviewAndTheNextYear(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.BeginChange(d.amina, d.year)) // nobody agrees it: it falls away
		d.add(t, "never agreed", "one")
		id := d.staff.Amina.ID
		wants(t, d.Review(d.dan, id, d.year), fault.Invalid)
		if p := d.read(t); !p.Changing() {
			t.Fatal("a review that fails changes nothing")
		}
		wants(t, d.SetOutcomes(d.dan, id, d.year, []plan.Outcome{{Target: 1, Kind: plan.Carried}}), fault.Invalid)
		wants(t, d.SetOutcomes(d.dan, id, d.year, []plan.Outcome{{Target: 2, Kind: plan.Dropped, Why: "x"}}), fault.NotFound)
		must(t, d.SetOutcomes(d.dan, id, d.year, []plan.Outcome{{Target: 1, Kind: plan.Carried, Why: "Winter was short."}}))
		must(t, d.Review(d.dan, id, d.year))
		p := d.read(t)
		if p.State != plan.Reviewed || p.Targets[0].Outcome != plan.Carried || p.Targets[0].OutcomeWhy != "Winter was short." || len(p.Written()) != 1 {
			t.Fatalf("got %+v", p)
		}
		wants(t, d.Tick(d.amina, d.year, 1, 2, true), fault.Forbidden)
		wants(t, d.BeginChange(d.amina, d.year), fault.Clash)
		wants(t, d.SetOutcomes(d.dan, id, d.year, nil), fault.Clash)

		next := []plan.Wording{{Need: "Lead a team session", Source: plan.FromAppraisal, SourceWords: "July 2027", Criteria: []plan.CriterionWording{{Words: "led"}}}}
		must(t, d.OpenNext(d.dan, id, d.year, "By doing.", []int{1}, next))
		must(t, d.OpenNext(d.dan, id, d.year, "", []int{1}, nil)) // carried once only
		new, err := d.Of(d.amina, id, d.year.Next())
		must(t, err)
		if len(new.Targets) != 2 || new.State != plan.Draft || new.HowILearn != "By doing." {
			t.Fatalf("got %+v", new)
		}
		carried := new.Targets[0]
		if m, n := carried.Progressed(); carried.CarriedFrom != "2026-27/1" || m != 0 || n != 2 || carried.Outcome != plan.NoOutcome || carried.Progress != plan.NotStarted {
			t.Errorf("carried %+v", carried)
		}
	})
}

// TestNobodyIsStuck: a plan that was never agreed is agreed by the appraisal's
// signatures, and a person without any plan is appraised all the same.
func TestNobodyIsStuck(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		must(t, d.Review(d.dan, d.staff.Sian.ID, d.year))
		d.add(t, "first") // not even a criterion
		must(t, d.SetOutcomes(d.dan, d.staff.Amina.ID, d.year, []plan.Outcome{{Target: 1, Kind: plan.Met, On: d.clock.Today()}}))
		must(t, d.Review(d.dan, d.staff.Amina.ID, d.year))
		story, err := d.StoryOf(d.amina, d.staff.Amina.ID, d.year)
		must(t, err)
		if story.Plan.State != plan.Reviewed || len(story.Revisions) != 2 {
			t.Errorf("got %+v", story)
		}
	})
}

func TestThoseWithoutAManagerAreTold(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		helen := peopletest.As(t, d.staff.Helen)
		_, err := d.AddTarget(helen, d.year, wording("Lead well", "one"))
		must(t, err)
		p, err := d.Of(helen, d.staff.Helen.ID, d.year)
		must(t, err)
		if e := wants(t, d.Propose(helen, d.year, p.Version), fault.Invalid); !strings.Contains(e.Error(), "Ask the CPD coordinator") {
			t.Error(e)
		}
	})
}

func TestSummariesCountWhatIsInForce(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.agreed(t)
		must(t, d.Tick(d.amina, d.year, 1, 2, true))
		must(t, d.BeginChange(d.amina, d.year))
		d.add(t, "Another", "one", "two")
		_, err := d.AddTarget(d.ruth, d.year, wording("Mentor", "one"))
		must(t, err)
		ids := []string{d.staff.Amina.ID, d.staff.Ruth.ID, d.staff.Tom.ID}
		got, err := d.Summaries(t.Context(), ids, d.year)
		must(t, err)
		want := map[string]plan.Summary{
			ids[0]: {State: plan.Draft, InForce: true, Targets: 1, Met: 1, Criteria: 2},
			ids[1]: {State: plan.Draft, Targets: 1, Criteria: 1},
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
		ctx, count := database.CountQueries(t.Context())
		_, err = d.Summaries(ctx, ids, d.year)
		if must(t, err); count.N() != 1 {
			t.Errorf("%d queries", count.N())
		}
	})
}

func TestThereAreBounds(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		for range plan.MostTargets {
			d.add(t, "again", "one")
		}
		_, err := d.AddTarget(d.amina, d.year, wording("once more", "one"))
		wants(t, err, fault.Invalid)
		if p := d.read(t); len(p.Targets) != plan.MostTargets {
			t.Errorf("%d targets", len(p.Targets))
		}
	})
}

func TestWordsAreKeptAsTyped(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		for _, words := range []string{"<script>alert(1)</script>", "ʇǝɯɐ ʇᴉs", "𝐓𝐡𝐞 👩🏽‍🏫", "Robert'); DROP TABLE plans;--", "مرحبا", " padded ", "%s {{.}} \\"} {
			n := d.add(t, words, words)
			target, ok := d.read(t).Target(n)
			if !ok || target.Need != words || target.Criteria[0].Words != words {
				t.Errorf("kept %q as %q", words, target.Need)
			}
		}
		for _, words := range []string{"a\x00b", "a\xff", strings.Repeat("x", plan.NeedLimit+1)} {
			_, err := d.AddTarget(d.amina, d.year, wording(words))
			wants(t, err, fault.Invalid)
		}
	})
}
