package diary_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/files"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
)

// desk is one test's diaries.
type desk struct {
	*diary.Service
	t      *testing.T
	db     *database.DB
	clock  *clock.Clock
	people *people.Service
	trail  *trail.Trail
	drafts *draft.Service
	staff  peopletest.Staff
}

func each(t *testing.T, test func(t *testing.T, d desk)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := desk{t: t, db: db, staff: peopletest.Small(t, db), clock: peopletest.Clock(t)}
		d.trail = trail.New(db, d.clock)
		d.people = people.NewService(db, d.trail, d.clock)
		d.drafts = draft.NewService(db, d.clock)
		d.Service = diary.NewService(db, d.people, d.trail, d.clock, d.drafts, attachment.NewService(db, files.New(db, nil), d.clock))
		test(t, d)
	})
}

func (d desk) as(p people.Person) context.Context { return peopletest.As(d.t, p) }

func (d desk) write(p people.Person, w diary.Words) diary.Entry {
	d.t.Helper()
	e, err := d.Write(d.as(p), w, "")
	if err != nil {
		d.t.Fatal(err)
	}
	return e
}

func (d desk) list(p people.Person, f diary.Filter) string {
	d.t.Helper()
	l, err := d.List(d.as(p), f)
	if err != nil {
		d.t.Fatal(err)
	}
	var all []string
	for _, e := range l.Entries {
		all = append(all, e.Learned)
	}
	return strings.Join(all, " | ")
}

func (d desk) exec(sql string, args ...any) {
	d.t.Helper()
	err := d.db.InTx(d.t.Context(), func(ctx context.Context) error {
		if err := d.db.From(ctx).Exec(sql, args...).Error; err != nil {
			return err
		}
		return d.db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func on(s string) calendar.Date {
	date, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return date
}

func year(name string) calendar.LearningYear {
	y, err := calendar.September.ParseYear(name)
	if err != nil {
		panic(err)
	}
	return y
}

// TestAnEntryIsSeenExactlyByWhomTheTableSays walks every relation and every
// choice of sharing, kept and deleted, through every way to an entry.
func TestAnEntryIsSeenExactlyByWhomTheTableSays(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		s := d.staff
		d.exec("INSERT INTO delegates (id, manager_id, delegate_id, from_date, to_date) VALUES (?, ?, ?, ?, ?)",
			d.clock.NewKey(), s.Dan.ID, s.Tom.ID, on("2026-11-01"), on("2026-11-30"))
		d.exec("INSERT INTO partnerships (id, learner_id, partner_id, state, from_date, to_date) VALUES (?, ?, ?, 'ended', ?, ?)",
			d.clock.NewKey(), s.Amina.ID, s.Omar.ID, on("2024-09-01"), on("2025-08-31"))
		var entries []diary.Entry
		for _, deleted := range []bool{false, true} {
			for share := range 8 {
				var with access.Relation
				for i, rel := range []access.Relation{access.Partner, access.Manager, access.Team} {
					if share>>i&1 == 1 {
						with |= rel
					}
				}
				e := d.write(s.Amina, diary.Words{Learned: fmt.Sprint(with, deleted), Share: with})
				if deleted {
					var err error
					if e, err = d.Delete(d.as(s.Amina), e.Number); err != nil {
						t.Fatal(err)
					}
				}
				entries = append(entries, e)
			}
		}
		ids := make([]string, 0, len(entries))
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
		chart, err := d.people.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		relations := access.None
		for _, viewer := range append(chart.Persons(), chart.Person(s.Iris.ID), nil) {
			who := actor.Actor{}
			if viewer != nil {
				who = actor.Actor{PersonID: viewer.ID, Name: viewer.Name, Roles: chart.Roles(viewer.ID)}
			}
			ctx := actor.With(t.Context(), who)
			rel := chart.RelationTo(who, s.Amina.ID)
			relations |= rel
			byID, err := d.ByIDs(ctx, ids)
			if err != nil {
				t.Fatal(err)
			}
			listed := byID
			if !rel.Has(access.Owner) {
				shared, err := d.SharedWithMe(ctx, s.Amina.ID, 1)
				if rel.Has(diary.Sharable) != (err == nil) || err != nil && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s lists: %v", who.Name, err)
				}
				listed = shared.Entries
			}
			for _, e := range entries {
				want := rel.Has(access.Owner) || e.State == diary.Kept && access.Shared(rel, e.SharedWith())
				_, err := d.Get(ctx, s.Amina.ID, e.Number)
				if err != nil && !fault.Is(err, fault.NotFound) {
					t.Fatal(err)
				}
				inLists := want && e.State == diary.Kept
				if (err == nil) != want || e.Visible(rel) != want || holds(byID, e) != inLists || holds(listed, e) != inLists {
					t.Errorf("%s (%s), entry shared with %q, %s: load %t, rule %t, by key %t, listed %t; want %t", who.Name, rel,
						e.SharedWith(), e.State, err == nil, e.Visible(rel), holds(byID, e), holds(listed, e), want)
				}
			}
		}
		all := access.Owner | access.Partner | access.Manager | access.Team | access.DivisionalManager | access.Coordinator |
			access.Administrator | access.Auditor | access.Colleague
		if relations&all != all {
			t.Errorf("the people of this test stand only in %q", relations)
		}
	})
}

func holds(entries []diary.Entry, e diary.Entry) bool {
	for _, x := range entries {
		if x.ID == e.ID {
			return true
		}
	}
	return false
}

func TestSharingFollowsThePeople(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		e := d.write(d.staff.Amina, diary.Words{Learned: "shared", Share: access.Partner | access.Manager})
		for _, p := range []people.Person{d.staff.Ruth, d.staff.Dan} {
			if _, err := d.Get(d.as(p), d.staff.Amina.ID, e.Number); err != nil {
				t.Fatalf("%s: %v", p.Name, err)
			}
		}
		d.exec("UPDATE partnerships SET state = 'ended', to_date = ? WHERE learner_id = ?", on("2026-11-20"), d.staff.Amina.ID)
		if _, err := d.Get(d.as(d.staff.Ruth), d.staff.Amina.ID, e.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("a former partner: %v", err)
		}
		if _, err := d.Share(d.as(d.staff.Amina), e.Number, access.None); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Get(d.as(d.staff.Dan), d.staff.Amina.ID, e.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("no longer shared: %v", err)
		}
		for what, err := range map[string]error{
			"share":   second(d.Share(d.as(d.staff.Dan), e.Number, access.Team)),
			"change":  second(d.Change(d.as(d.staff.Dan), e.Number, 2, diary.Words{Learned: "his"}, "")),
			"delete":  second(d.Delete(d.as(d.staff.Dan), e.Number)),
			"history": second(d.History(d.as(d.staff.Dan), e)),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s by somebody else: %v", what, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestReadersHaveNames(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.exec("INSERT INTO delegates (id, manager_id, delegate_id, from_date, to_date) VALUES (?, ?, ?, ?, ?)",
			d.clock.NewKey(), d.staff.Dan.ID, d.staff.Tom.ID, on("2026-11-01"), on("2026-11-30"))
		chart, err := d.people.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := diary.Readers(chart, d.staff.Amina.ID, diary.Sharable)
		want := []diary.Reader{
			{access.Partner, "Ruth"}, {access.Manager, "Dan"}, {access.Manager, "Tom"}, {access.Team, "Family Learning"},
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("readers %v, want %v", got, want)
		}
		if got := diary.Readers(chart, d.staff.Omar.ID, access.Partner|access.Manager); fmt.Sprint(got) != fmt.Sprint([]diary.Reader{{access.Partner, ""}, {access.Manager, ""}}) {
			t.Errorf("with nobody to read it: %v", got)
		}
		if got := diary.Readers(chart, d.staff.Amina.ID, access.None); len(got) != 0 {
			t.Errorf("private: %v", got)
		}
	})
}

func TestDeletedAndBroughtBackWithin30Days(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		amina := d.as(d.staff.Amina)
		keep := d.write(d.staff.Amina, diary.Words{Learned: "keep", Share: access.Partner, Place: diary.OffTheJob, Minutes: 180})
		gone := d.write(d.staff.Amina, diary.Words{Learned: "gone"})
		for _, n := range []int{keep.Number, gone.Number} {
			if _, err := d.Delete(amina, n); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Get(d.as(d.staff.Ruth), d.staff.Amina.ID, keep.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("deleted, and the partner still has it: %v", err)
		}
		if m, err := d.OffTheJobMinutes(amina, d.staff.Amina.ID, year("2026-27")); m != 0 || err != nil {
			t.Errorf("deleted, and it still counts: %d, %v", m, err)
		}
		if got := d.list(d.staff.Amina, diary.Filter{}) + "; " + d.list(d.staff.Amina, diary.Filter{Show: diary.ShowDeleted}); got != "; gone | keep" {
			t.Errorf("lists %q", got)
		}
		if _, err := d.Change(amina, keep.Number, 2, diary.Words{Learned: "x"}, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("changing a deleted entry: %v", err)
		}
		if _, err := d.Restore(amina, keep.Number); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Get(d.as(d.staff.Ruth), d.staff.Amina.ID, keep.Number); err != nil {
			t.Errorf("brought back as it was shared: %v", err)
		}
		if e, err := d.Restore(amina, keep.Number); err != nil || e.Version != 3 {
			t.Errorf("brought back twice: version %d, %v", e.Version, err)
		}
		d.clock.Set(d.clock.Now().Add(diary.Recoverable - time.Minute))
		if n, err := d.Purge(t.Context()); n != 0 || err != nil {
			t.Fatalf("purged %d, %v before the time", n, err)
		}
		d.clock.Set(d.clock.Now().Add(2 * time.Minute))
		if n, err := d.Purge(t.Context()); n != 1 || err != nil {
			t.Fatalf("purged %d, %v", n, err)
		}
		if _, err := d.Restore(amina, gone.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("brought back after it was gone: %v", err)
		}
		if e := d.write(d.staff.Amina, diary.Words{Learned: "next"}); e.Number != 3 {
			t.Errorf("a number was given twice: %d", e.Number)
		}
	})
}

func TestTheSecondOfTwoChangesSeesBoth(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		amina := d.as(d.staff.Amina)
		e := d.write(d.staff.Amina, diary.Words{Learned: "first", Minutes: 30})
		first, err := d.Change(amina, e.Number, 1, diary.Words{Learned: "by phone", Minutes: 30}, "")
		if err != nil || first.Version != 2 {
			t.Fatalf("%+v, %v", first, err)
		}
		key := d.clock.NewKey()
		if _, err := d.drafts.Save(amina, key, "diary/1", map[string][]string{"learned": {"by desk"}}); err != nil {
			t.Fatal(err)
		}
		_, err = d.Change(amina, e.Number, 1, diary.Words{Learned: "by desk", Minutes: 30, Share: access.Team}, key)
		clash := fault.As(err)
		if clash == nil || clash.Kind != fault.Clash || clash.Version != 2 {
			t.Fatalf("got %v", err)
		}
		if got := fmt.Sprint(clash.Theirs); got != "[{What you learned by phone} {Shared with nobody}]" {
			t.Errorf("theirs %s", got)
		}
		if _, err := d.drafts.Take(amina, key); err != nil {
			t.Errorf("the draft went although nothing was saved: %v", err)
		}
		if _, err := d.Change(amina, e.Number, clash.Version, diary.Words{Learned: "both"}, key); err != nil {
			t.Fatal(err)
		}
		if _, err := d.drafts.Take(amina, key); !fault.Is(err, fault.NotFound) {
			t.Errorf("saved, and the draft is still there: %v", err)
		}
	})
}

func TestNumbersAreGivenOnceUnderPressure(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		const n = 8
		var wait sync.WaitGroup
		errs := make([]error, n)
		for i := range n {
			wait.Go(func() { _, errs[i] = d.Write(d.as(d.staff.Amina), diary.Words{Learned: fmt.Sprint(i)}, "") })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if _, err := d.Mine(d.as(d.staff.Amina), i+1); err != nil {
				t.Errorf("entry %d: %v", i+1, err)
			}
		}
	})
}

func TestListSearchesFiltersAndPages(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.write(d.staff.Dan, diary.Words{Learned: "somebody else's pegs"})
		d.write(d.staff.Amina, diary.Words{Learned: "Pegs on a LINE", On: on("2026-03-01"), Place: diary.OffTheJob})
		d.write(d.staff.Amina, diary.Words{Learned: "100% of_it", Happened: "Siân: «Пётр»", On: on("2026-10-01"), Share: access.Team})
		d.write(d.staff.Amina, diary.Words{Learned: "line, no pegs", NextStep: "More pegs", On: on("2026-11-02")})
		for _, tc := range []struct {
			f    diary.Filter
			want string
		}{
			{diary.Filter{}, "line, no pegs | 100% of_it | Pegs on a LINE"},
			{diary.Filter{Query: "PEGS line"}, "line, no pegs | Pegs on a LINE"},
			{diary.Filter{Query: "more"}, "line, no pegs"},
			{diary.Filter{Query: "sian ПЕТР"}, "100% of_it"},
			{diary.Filter{Query: "0%"}, "100% of_it"},
			{diary.Filter{Query: "f_i"}, "100% of_it"},
			{diary.Filter{Query: "%%"}, ""},
			{diary.Filter{Query: "p_gs"}, ""},
			{diary.Filter{Query: "\x00 ' OR 1=1 -- \xff"}, ""},
			{diary.Filter{Show: diary.ShowOffTheJob}, "Pegs on a LINE"},
			{diary.Filter{Show: diary.ShowShared}, "100% of_it"},
			{diary.Filter{Year: year("2026-27")}, "line, no pegs | 100% of_it"},
			{diary.Filter{Year: year("2025-26"), Query: "pegs"}, "Pegs on a LINE"},
			{diary.Filter{Page: 99}, "line, no pegs | 100% of_it | Pegs on a LINE"},
		} {
			if got := d.list(d.staff.Amina, tc.f); got != tc.want {
				t.Errorf("%+v: %q, want %q", tc.f, got, tc.want)
			}
		}
		for i := range 40 {
			d.write(d.staff.Amina, diary.Words{Learned: fmt.Sprint("more ", i)})
		}
		l, err := d.List(d.as(d.staff.Amina), diary.Filter{Page: 3})
		if err != nil || l.Page != 3 || l.Pages != 3 || len(l.Entries) != 3 || l.Counts != (diary.Counts{All: 43, Shared: 1, OffTheJob: 1}) ||
			l.First != on("2026-03-01") {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

func TestFiguresHoldNoWords(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.write(d.staff.Amina, diary.Words{Learned: "a", On: on("2026-09-01"), Place: diary.OffTheJob, Minutes: 100})
		d.write(d.staff.Amina, diary.Words{Learned: "b", On: on("2026-11-21"), Place: diary.OffTheJob, Minutes: 80})
		d.write(d.staff.Amina, diary.Words{Learned: "c", On: on("2026-11-20"), Minutes: 500})
		d.write(d.staff.Amina, diary.Words{Learned: "d", On: on("2026-08-31"), Place: diary.OffTheJob, Minutes: 360})
		d.write(d.staff.Dan, diary.Words{Learned: "e"})
		y := year("2026-27")
		got, err := d.Figures(t.Context(), []string{d.staff.Amina.ID, d.staff.Dan.ID, d.staff.Tom.ID, "nobody"}, y)
		want := map[string]diary.Figures{d.staff.Amina.ID: {Entries: 3, OffTheJob: 180}, d.staff.Dan.ID: {Entries: 1}}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
		days, err := d.Dates(t.Context(), d.staff.Amina.ID, y)
		if err != nil || fmt.Sprint(days) != "[{2026-09-01 100} {2026-11-20 0} {2026-11-21 80}]" {
			t.Errorf("%v, %v", days, err)
		}
	})
}

func TestAYearAgoIsTheOwnersAlone(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.write(d.staff.Amina, diary.Words{Learned: "last November", On: on("2025-11-19"), Share: access.Team})
		home, err := d.Home(d.as(d.staff.Amina), year("2026-27"))
		if err != nil || home.Ago == nil || home.Ago.Learned != "last November" || len(home.Days) != 0 {
			t.Errorf("%+v, %v", home, err)
		}
		d.write(d.staff.Amina, diary.Words{Learned: "now", Place: diary.OffTheJob, Minutes: 30})
		d.write(d.staff.Amina, diary.Words{Learned: "earlier", Minutes: 30, On: on("2026-09-30")})
		home, err = d.Home(d.as(d.staff.Amina), year("2026-27"))
		if err != nil || fmt.Sprint(home.Days) != "[{2026-09-30 0} {2026-11-21 30}]" || home.Ago == nil || home.Ago.Number != 1 {
			t.Errorf("%+v, %v", home, err)
		}
		if home, err := d.Home(d.as(d.staff.Sian), year("2026-27")); home.Ago != nil || err != nil {
			t.Errorf("a colleague's year ago: %+v, %v", home, err)
		}
	})
}

func TestChosenEntriesAreTheOwnersOnly(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		mine := d.write(d.staff.Amina, diary.Words{Learned: "private, but chosen"})
		other := d.write(d.staff.Amina, diary.Words{Learned: "private"})
		his := d.write(d.staff.Dan, diary.Words{Learned: "his"})
		gone := d.write(d.staff.Amina, diary.Words{Learned: "deleted"})
		if _, err := d.Delete(d.as(d.staff.Amina), gone.Number); err != nil {
			t.Fatal(err)
		}
		for _, ctx := range []context.Context{d.as(d.staff.Helen), d.as(d.staff.Dan), t.Context()} {
			got, err := d.Chosen(ctx, d.staff.Amina.ID, []string{mine.ID, his.ID, gone.ID, "x", mine.ID})
			if err != nil || len(got) != 1 || got[0].ID != mine.ID {
				t.Errorf("%v, %v", got, err)
			}
		}
		if got, err := d.ByIDs(d.as(d.staff.Dan), []string{mine.ID, other.ID, his.ID}); err != nil || len(got) != 1 {
			t.Errorf("by key: %v, %v", got, err)
		}
	})
}

func TestTheTrailNamesActsAndNeverWords(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		amina := d.as(d.staff.Amina)
		e := d.write(d.staff.Amina, diary.Words{Learned: "SECRET", Happened: "SECRET", Share: access.Partner})
		if _, err := d.Change(amina, e.Number, 1, diary.Words{Learned: "SECRET 2"}, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Delete(amina, e.Number); err != nil {
			t.Fatal(err)
		}
		history, err := d.History(amina, e)
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, h := range history {
			acts = append(acts, h.Act)
			if strings.Contains(fmt.Sprintf("%+v", h), "SECRET") {
				t.Error("the trail holds what was written")
			}
		}
		if got := strings.Join(acts, "; "); got != "deleted; stopped sharing; changed; shared with learning partner; written" {
			t.Errorf("history %q", got)
		}
	})
}

func TestAFailedSaveKeepsEverything(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		amina, key := d.as(d.staff.Amina), d.clock.NewKey()
		if _, err := d.drafts.Save(amina, key, "diary/new", map[string][]string{"learned": {"words"}}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Write(amina, diary.Words{Learned: "x", Minutes: -1}, key); !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		if open, err := d.drafts.Open(amina, "diary/new"); len(open) != 1 || err != nil {
			t.Fatalf("drafts %v, %v", open, err)
		}
		once := database.WithOnce(amina, "form")
		if _, err := d.Write(once, diary.Words{Learned: "once"}, key); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Write(database.WithOnce(amina, "form"), diary.Words{Learned: "once"}, key); !errors.Is(err, database.ErrRepeated) {
			t.Fatalf("a double tap: %v", err)
		}
		if got := d.list(d.staff.Amina, diary.Filter{}); got != "once" {
			t.Errorf("diary %q", got)
		}
	})
}

func TestWhatIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		amina := d.as(d.staff.Amina)
		for _, n := range []int{0, -1, 7} {
			if _, err := d.Mine(amina, n); !fault.Is(err, fault.NotFound) {
				t.Errorf("entry %d: %v", n, err)
			}
		}
		if _, err := d.Get(amina, "nobody", 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("a person who is not there: %v", err)
		}
		if _, err := d.Change(amina, 7, 1, diary.Words{}, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("changing what is not there: %v", err)
		}
		if _, err := d.Write(t.Context(), diary.Words{Learned: "x"}, ""); !fault.Is(err, fault.SignedOut) {
			t.Errorf("signed out: %v", err)
		}
	})
}

// TestHostileWordsAreKeptAsTyped writes every string of the list that the tests
// of pages use too, where it is at hand.
func TestHostileWordsAreKeptAsTyped(t *testing.T) {
	raw, err := os.ReadFile("testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, d desk) {
		for _, s := range all {
			e, err := d.Write(d.as(d.staff.Amina), diary.Words{Learned: "x" + s, Happened: s, NextStep: s}, "")
			if err != nil {
				if !fault.Is(err, fault.Invalid) {
					t.Errorf("%q: %v", s, err)
				}
				continue
			}
			kept, err := d.Mine(d.as(d.staff.Amina), e.Number)
			if err != nil || kept.Happened != strings.ReplaceAll(s, "\r\n", "\n") {
				t.Errorf("kept %q of %q, %v", kept.Happened, s, err)
			}
			if _, err := d.List(d.as(d.staff.Amina), diary.Filter{Query: s}); err != nil {
				t.Errorf("searching for %q: %v", s, err)
			}
		}
	})
}
