package people

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"learningyear/internal/calendar"
)

// madeUp is a random organisation over a short time in which much changes.
func madeUp(r *rand.Rand, first calendar.Date, days int) Structure {
	var s Structure
	day := func() calendar.Date { return first.AddDays(r.IntN(days)) }
	maybe := func(n int) bool { return r.IntN(n) == 0 }
	last := func(from calendar.Date) calendar.Date {
		if maybe(2) {
			return from.AddDays(r.IntN(days))
		}
		return calendar.Date{}
	}
	key := func(kind string, n int) string { return fmt.Sprintf("%s%02d", kind, n) }
	pick := func(kind string, n int) *string { k := key(kind, r.IntN(n)); return &k }
	const units, posts, persons = 6, 12, 10
	begun := first.AddDays(-500)
	for n := range persons {
		p := Person{ID: key("p", n), Name: key("Person ", n), Slug: key("p", n)}
		if maybe(6) {
			p.LeftOn = day()
		}
		s.Persons = append(s.Persons, p)
	}
	for n := range units {
		u := Unit{ID: key("u", n), Kind: Section, Name: key("u", n), Slug: key("u", n), FromDate: begun}
		if n > 0 {
			u.ParentID = pick("u", n)
		}
		if !maybe(4) {
			u.LeadPostID = pick("q", posts)
		}
		s.Units = append(s.Units, u)
		if maybe(4) {
			b := UnitBefore{UnitID: u.ID, UntilDate: day(), Kind: Section, Name: u.Name, ParentID: u.ParentID}
			if maybe(2) {
				b.LeadPostID = pick("q", posts)
			}
			s.UnitsBefore = append(s.UnitsBefore, b)
		}
	}
	for n := range posts {
		p := Post{ID: key("q", n), UnitID: *pick("u", units), FromDate: begun}
		if maybe(3) {
			p.ReportsToID = pick("q", posts)
		}
		s.Posts = append(s.Posts, p)
		if maybe(5) {
			s.PostsBefore = append(s.PostsBefore, PostBefore{PostID: p.ID, UntilDate: day(), UnitID: *pick("u", units), ReportsToID: pick("q", posts)})
		}
	}
	for n := range 16 {
		a := Appointment{ID: key("a", n), PersonID: *pick("p", persons), PostID: *pick("q", posts), FTEThousandths: 500, FromDate: begun}
		if maybe(2) {
			a.FromDate = day()
		}
		a.ToDate = last(a.FromDate)
		if maybe(5) {
			a.Kind, a.RestsOwn = ActingUp, maybe(2)
		}
		s.Appointments = append(s.Appointments, a)
	}
	if maybe(2) {
		o := Override{ID: "o", PersonID: key("p", 0), ManagerID: key("p", 1), FromDate: day()}
		o.ToDate = last(o.FromDate)
		s.Overrides = append(s.Overrides, o)
	}
	slices.SortFunc(s.Appointments, inTurn) // as the database gives them
	return s
}

// slowly says the same as passings from the whole chart of every day.
func slowly(s Structure, managerID string, within calendar.Period) map[string]bool {
	out := map[string]bool{}
	before := Draw(s, within.From)
	for day := within.From.AddDays(1); !day.After(within.To); day = day.AddDays(1) {
		after := Draw(s, day)
		for _, p := range s.Persons {
			was, is := slices.Contains(before.managers[p.ID], managerID), slices.Contains(after.managers[p.ID], managerID)
			if was != is {
				out[fmt.Sprint(p.ID, day, is)] = true
			}
		}
		before = after
	}
	return out
}

func TestPassingsAreThoseOfEveryDaysChart(t *testing.T) {
	first := calendar.NewDate(2026, time.September, 1)
	within := calendar.Period{From: first, To: first.AddDays(30)}
	found := 0
	for seed := range uint64(120) {
		s := madeUp(rand.New(rand.NewPCG(seed, 1)), first, 30)
		w := newSpan(s, within)
		for _, m := range s.Persons {
			want, got := slowly(s, m.ID, within), map[string]bool{}
			for _, p := range w.passings(m.ID, within) {
				got[fmt.Sprint(p.PersonID, p.On, slices.Contains(p.Began, m.ID))] = true
			}
			found += len(want)
			for k := range want {
				if !got[k] {
					t.Fatalf("seed %d: %s misses %s", seed, m.ID, k)
				}
			}
			if len(got) != len(want) {
				t.Fatalf("seed %d: %s has %v, want %v", seed, m.ID, got, want)
			}
			for _, x := range w.tenures(m.ID, within) {
				chart := Draw(s, x.From)
				if !slices.Contains(chart.managers[m.ID], x.ManagerID) {
					t.Fatalf("seed %d: %s does not manage %s on %s", seed, x.ManagerID, m.ID, x.From)
				}
				if !x.To.IsZero() && slices.Contains(Draw(s, x.To.AddDays(1)).managers[m.ID], x.ManagerID) {
					t.Fatalf("seed %d: the tenure of %s ends too soon", seed, x.ManagerID)
				}
			}
		}
	}
	if found < 300 {
		t.Fatalf("only %d changes were tried", found)
	}
}

// TestAFewAreDrawnOfMany holds how little is drawn to say what one of many
// managers hands over.
func TestAFewAreDrawnOfMany(t *testing.T) {
	begun := calendar.NewDate(2026, time.January, 1)
	var s Structure
	top := Unit{ID: "top", Kind: Organisation, FromDate: begun}
	s.Units = append(s.Units, top)
	for n := range 500 {
		team, lead := fmt.Sprint("team", n), fmt.Sprint("lead", n)
		s.Units = append(s.Units, Unit{ID: team, Kind: TeamUnit, ParentID: &top.ID, LeadPostID: &lead, FromDate: begun})
		for k := range 10 {
			id := fmt.Sprint(n, "-", k)
			post := "post " + id
			if k == 0 {
				post = lead
			}
			s.Persons = append(s.Persons, Person{ID: id, Name: id})
			s.Posts = append(s.Posts, Post{ID: post, UnitID: team, FromDate: begun})
			s.Appointments = append(s.Appointments, Appointment{ID: "a" + id, PersonID: id, PostID: post, FromDate: begun})
		}
	}
	s.Persons[0].LeftOn = begun.AddDays(100)
	within := calendar.Period{From: begun.AddDays(60), To: begun.AddDays(180)}
	w := newSpan(s, within)
	if got := w.passings("0-0", within); len(got) != 9 || got[0].On != begun.AddDays(101) || len(got[0].After) != 0 {
		t.Errorf("%d pass: %+v", len(got), got)
	}
	if e := w.around(w.subjectsOf("0-0", within)); len(e.Persons) > 10 || len(e.Units) > 2 {
		t.Errorf("%d persons and %d units are drawn", len(e.Persons), len(e.Units))
	}
}
