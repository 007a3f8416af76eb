package presence_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"learningyear/internal/absence"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/presence"
	"learningyear/internal/trail"
	"learningyear/internal/workingpattern"
)

func date(y int, m time.Month, d int) calendar.Date { return calendar.NewDate(y, m, d) }

// evenings are Tuesday and Thursday evenings.
func evenings() calendar.Pattern {
	var w calendar.Week
	return calendar.Pattern{Week: w.With(time.Tuesday, calendar.Afternoon).With(time.Thursday, calendar.Afternoon), Weeks: calendar.EveryWeek}
}

func TestPresence(t *testing.T) {
	p := presence.Presence{
		Here: calendar.Period{From: date(2024, 9, 2), To: date(2027, 3, 31)},
		Rota: calendar.Rota{{From: date(2026, 9, 1), Pattern: evenings()}},
		Away: []calendar.Span{{From: date(2026, 11, 24), To: date(2026, 11, 24)}, {From: date(2026, 12, 1), FromNoon: true, To: date(2026, 12, 3), ToNoon: true}},
	}
	for _, tt := range []struct {
		day  calendar.Date
		half calendar.Half
		want bool
	}{
		{date(2026, 11, 19), calendar.Afternoon, true}, {date(2026, 11, 19), calendar.Morning, false}, {date(2026, 11, 20), calendar.Afternoon, false},
		{date(2026, 11, 24), calendar.Afternoon, false}, {date(2026, 12, 1), calendar.Afternoon, false}, {date(2026, 12, 3), calendar.Afternoon, true},
		{date(2026, 8, 31), calendar.Morning, true}, // before anybody said, Monday to Friday is assumed
		{date(2024, 9, 1), calendar.Morning, false}, {date(2027, 4, 1), calendar.Afternoon, false},
	} {
		if got := p.On(tt.day, tt.half); got != tt.want {
			t.Errorf("%s, %d: %v, want %v", tt.day, tt.half, got, tt.want)
		}
	}
	if got := p.HalfDays(calendar.Period{From: date(2026, 11, 16), To: date(2026, 12, 6)}); got != 4 {
		t.Errorf("%d half-days, want 4 of 6", got)
	}
	for from, want := range map[calendar.Date]calendar.Date{
		date(2026, 11, 19): date(2026, 11, 19), date(2026, 11, 20): date(2026, 11, 26), date(2026, 11, 27): date(2026, 12, 3),
		date(2027, 4, 1): {},
	} {
		if got, ok := p.Next(from, 30); got != want || ok == want.IsZero() {
			t.Errorf("next from %s is %s, want %s", from, got, want)
		}
	}
}

func TestShareOfAYear(t *testing.T) {
	year := calendar.September.YearOf(date(2027, 1, 1))
	for _, tt := range []struct {
		name string
		p    presence.Presence
		want presence.Share
	}{
		{"all the year, nothing said", presence.Presence{}, presence.Share{Days: 365, YearDays: 365, HalfDays: 522, FullHalfDays: 522}},
		{
			"away for months", presence.Presence{Away: []calendar.Span{{From: date(2026, 10, 1), To: date(2027, 4, 1)}}},
			presence.Share{Days: 365, YearDays: 365, HalfDays: 522, FullHalfDays: 522},
		},
		{
			"from January, two evenings", presence.Presence{Here: calendar.Period{From: date(2027, 1, 1)}, Rota: calendar.Rota{{From: date(2020, 1, 1), Pattern: evenings()}}},
			presence.Share{Days: 243, YearDays: 365, HalfDays: 69, FullHalfDays: 522},
		},
		{"gone before it", presence.Presence{Here: calendar.Period{From: date(2020, 1, 1), To: date(2026, 8, 31)}}, presence.Share{YearDays: 365, FullHalfDays: 522}},
	} {
		if got := tt.p.ShareOf(year); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	leap := calendar.September.YearOf(date(2028, 2, 29))
	if got := (presence.Presence{}).ShareOf(leap); got.Days != 366 || got.YearDays != 366 {
		t.Errorf("a leap year has %+v", got)
	}
}

func TestWords(t *testing.T) {
	today := date(2026, 11, 21)
	year := calendar.September.YearOf(today)
	span := func(from, to int, noons ...bool) calendar.Span {
		s := calendar.Span{From: today.AddDays(from), To: today.AddDays(to)}
		if len(noons) == 2 {
			s.FromNoon, s.ToNoon = noons[0], noons[1]
		}
		return s
	}
	for _, tt := range []struct {
		away []calendar.Span
		want string
	}{
		{nil, ""},
		{[]calendar.Span{span(0, 0)}, "Away today"},
		{[]calendar.Span{span(-3, 0, false, true)}, "Away this morning"},
		{[]calendar.Span{span(0, 0, true, false)}, "Away this afternoon"},
		{[]calendar.Span{span(-3, 10)}, "Away until 1 December"},
		{[]calendar.Span{span(0, 10, true, false)}, "Away from midday today, until 1 December"},
		{[]calendar.Span{span(-1, 10, false, true)}, "Away until midday on 1 December"},
		{[]calendar.Span{span(3, 4)}, "Away from 24 to 25 November"},
		{[]calendar.Span{span(3, 3)}, "Away on 24 November"},
		{[]calendar.Span{span(3, 3, false, true)}, "Away for the morning of 24 November"},
		{[]calendar.Span{span(61, 65)}, ""}, // not soon
		{[]calendar.Span{span(-9, -1)}, ""},
	} {
		if got := (presence.Presence{Away: tt.away}).AwayWords(year, today); got != tt.want {
			t.Errorf("%v reads %q, want %q", tt.away, got, tt.want)
		}
	}
	p := presence.Presence{Away: []calendar.Span{span(-9, -1), span(0, 1), span(5, 5), span(9, 9)}}
	if got := p.AheadWords(year, today); got != "21 to 22 November, 26 November and 30 November" {
		t.Error(got)
	}
}

func TestNextIsTheFirstDayHere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := date(2026, 12, 1)
		p := presence.Presence{Rota: calendar.Rota{{From: date(2026, 1, 1), Pattern: calendar.Pattern{
			Week: calendar.Week(rapid.IntRange(1, int(calendar.WholeWeek)).Draw(t, "week")), Weeks: calendar.EveryOtherWeek, Since: start,
		}}}}
		at := start.AddDays(rapid.IntRange(0, 20).Draw(t, "away from"))
		p.Away = []calendar.Span{{From: at, To: at.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))}}
		next, ok := p.Next(start, 60)
		if !ok || !p.OnDay(next) {
			t.Fatalf("next is %s, %v", next, ok)
		}
		if n := p.HalfDays(calendar.Period{From: start, To: next.AddDays(-1)}); n != 0 {
			t.Fatalf("%d half-days before the next day", n)
		}
	})
}

// TestWhoForesees asks for everybody's days ahead as each of the people around
// Amina, who is away and works on Mondays.
func TestWhoForesees(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		c, s := peopletest.Clock(t), peopletest.Small(t, db)
		tr := trail.New(db, c)
		staff := people.NewService(db, tr, c)
		absences, patterns := absence.NewService(db, staff, tr, c), workingpattern.NewService(db, staff, tr, c)
		service := presence.NewService(staff, absences, patterns, c)
		amina, today := peopletest.As(t, s.Amina), c.Today()
		for _, days := range [][2]int{{-20, -10}, {3, 5}} {
			if _, err := absences.Add(amina, s.Amina.ID, calendar.Span{From: today.AddDays(days[0]), To: today.AddDays(days[1])}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := patterns.Change(amina, s.Amina.ID, workingpattern.Entry{From: today.AddDays(-50), Pattern: evenings()}); err != nil {
			t.Fatal(err)
		}
		if _, err := absences.Add(peopletest.As(t, s.Ruth), s.Ruth.ID, calendar.Span{From: today, To: today}); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			who   people.Person
			roles []actor.Role
			sees  bool
		}{
			{s.Amina, nil, true}, {s.Dan, nil, true}, {s.Ruth, nil, true}, {s.Priya, []actor.Role{actor.Coordinator}, true},
			{s.Sian, nil, false}, {s.Helen, nil, false}, {s.Alex, []actor.Role{actor.Administrator}, false}, {s.Grace, []actor.Role{actor.Auditor}, false}, {s.Tom, nil, false},
		} {
			all, err := service.Outlook(peopletest.As(t, tt.who, tt.roles...), s.Amina.ID, s.Omar.ID)
			if err != nil {
				t.Fatal(err)
			}
			p, sees := all[s.Amina.ID]
			if sees != tt.sees {
				t.Errorf("%s sees when Amina is here: %v", tt.who.Name, sees)
			}
			if sees && (len(p.Away) != 1 || p.WorksWords(today) != "Tuesday and Thursday afternoons or evenings") {
				t.Errorf("%s sees %+v", tt.who.Name, p)
			}
		}
		if all, err := service.AwayAhead(peopletest.As(t, s.Dan), s.Amina.ID, s.Ruth.ID); err != nil || len(all) != 1 || len(all[s.Amina.ID].Away) != 1 {
			t.Errorf("the manager's list has %v, %v", all, err)
		}
		// The learner sees when the partner is here, and nobody else's days.
		if all, err := service.Outlook(amina, s.Ruth.ID, s.Dan.ID, s.Sian.ID); err != nil || len(all) != 1 || len(all[s.Ruth.ID].Away) != 1 {
			t.Errorf("Amina sees %v, %v", all, err)
		}
		of, err := service.Of(t.Context(), []string{s.Amina.ID}, calendar.Period{From: today.AddDays(-30), To: today.AddDays(30)})
		if err != nil || len(of[s.Amina.ID].Away) != 2 {
			t.Errorf("other rooms see %v, %v", of, err)
		}
	})
}
