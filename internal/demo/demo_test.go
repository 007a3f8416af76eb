package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/demo"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
)

func london(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// open puts the program together over a test's database, at an instant.
func open(t testing.TB, db *database.DB, at time.Time) *app.App {
	t.Helper()
	settings, err := config.Read(nil)
	if err != nil {
		t.Fatal(err)
	}
	return app.New(db, settings, clock.Fixed(at, london(t)), slog.New(slog.DiscardHandler))
}

func services(a *app.App) demo.Services {
	return demo.Services{
		DB: a.DB, Clock: a.Clock, Organisation: a.Organisation, People: a.People, Sessions: a.Sessions, Diary: a.Diary,
		Plans: a.Plans, Work: a.Work, Interviews: a.Interviews, Appraisals: a.Appraisals,
		Absences: a.Absences, Patterns: a.Patterns,
	}
}

// made is the program over a demonstration that was made at an instant.
func made(t testing.TB, db *database.DB, at time.Time) *app.App {
	t.Helper()
	a := open(t, db, at)
	if err := demo.Make(context.Background(), services(a), func(string, int) {}); err != nil {
		t.Fatal(err)
	}
	return a
}

func november() time.Time { return time.Date(2026, time.November, 21, 20, 15, 0, 0, time.UTC) }

// TestTheDemonstration makes it once on each engine and looks at it from all sides:
// making it takes seconds.
func TestTheDemonstration(t *testing.T) {
	told := map[database.Engine]map[string]string{}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		a := made(t, db, november())
		told[db.Engine()] = digest(t, db)
		t.Run("every state is there", func(t *testing.T) { everyState(t, db) })
		t.Run("the trail is whole", func(t *testing.T) { wholeTrail(t, a) })
		t.Run("about 180 people in a ragged structure", func(t *testing.T) { thePeople(t, a) })
		t.Run("everybody has a year", func(t *testing.T) { everybodysYear(t, a) })
		t.Run("something waits for each persona", func(t *testing.T) { thePersonas(t, a) })
		t.Run("a second run changes nothing", func(t *testing.T) { secondRun(t, a) })
	})
	one, other := told[database.SQLite], told[database.Postgres]
	if other == nil { // no server at hand
		db := dbtest.SQLite(t)
		made(t, db, november())
		other = digest(t, db)
	}
	for table, is := range one {
		if other[table] != is {
			t.Errorf("made twice, %s differ:\n%s\n%s", table, is, other[table])
		}
	}
}

// digest is what each table holds, in short: how many rows, and a hash over them.
func digest(t *testing.T, db *database.DB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, table := range []string{
		"units", "posts", "persons", "appointments", "partnerships", "offices", "delegates", "manager_overrides", "accounts", "demo_personas",
		"diary_entries", "plans", "plan_targets", "plan_strategies", "plan_criteria", "plan_revisions", "plan_comments", "work_programmes",
		"work_tasks", "interviews", "interview_actions", "interview_notes", "appraisal_cycles", "appraisals", "appraisal_papers", "absences", "working_patterns", "trail", "settings",
	} {
		var rows []map[string]any
		if err := db.From(t.Context()).Table(table).Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		lines := make([]string, len(rows))
		for i, row := range rows {
			for _, column := range slices.Sorted(maps.Keys(row)) {
				lines[i] += column + "=" + plain(row[column]) + ";"
			}
		}
		slices.Sort(lines)
		sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
		out[table] = fmt.Sprintf("%d rows, %s", len(lines), hex.EncodeToString(sum[:8]))
	}
	return out
}

// plain prints a value alike for both engines.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case time.Time:
		if v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	case []byte:
		return string(v)
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return fmt.Sprint(v)
}

func wholeTrail(t *testing.T, a *app.App) {
	verdict, err := a.Trail.Verify(t.Context())
	if err != nil || verdict.Broken != "" {
		t.Fatal(verdict, err)
	}
	if verdict.Entries < 10_000 {
		t.Errorf("two years of 180 people are more than %d acts", verdict.Entries)
	}
	newest, err := a.Trail.List(t.Context(), 0, 2000)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(newest); i++ {
		if newest[i].At.After(newest[i-1].At) {
			t.Fatalf("entry %d is later than the one after it", newest[i].Seq)
		}
	}
	if newest[0].At.After(november()) {
		t.Errorf("the last act is of %s, which is still to come", newest[0].At)
	}
}

func chart(t *testing.T, a *app.App) *people.Chart {
	t.Helper()
	c, err := a.People.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func named(t *testing.T, a *app.App, name string) *people.Person {
	t.Helper()
	for _, p := range chart(t, a).Persons() {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("%s is not there", name)
	return nil
}

// as is the context in which a person is signed in.
func as(t *testing.T, a *app.App, p *people.Person) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{PersonID: p.ID, Name: p.Name, Roles: chart(t, a).Roles(p.ID)})
}

func thePeople(t *testing.T, a *app.App) {
	c := chart(t, a)
	here := c.Persons()
	if len(here) < 170 || len(here) > 190 {
		t.Errorf("%d people", len(here))
	}
	var without, several int
	addresses := map[string]bool{}
	for _, p := range here {
		if c.Manager(p.ID) == nil {
			without++
		}
		if len(c.Appointments(p.ID)) > 1 {
			several++
		}
		if addresses[p.EmailAddress()] || !strings.HasSuffix(p.EmailAddress(), "@solent-learning.example") {
			t.Errorf("the address of %s is %q", p.Name, p.EmailAddress())
		}
		addresses[p.EmailAddress()] = true
	}
	if without != 1 { // the head of service
		t.Errorf("%d people have no line manager", without)
	}
	if several < 12 {
		t.Errorf("only %d people hold several posts", several)
	}
	if got := len(c.Learners(named(t, a, "Ruth Calder").ID)); got != 4 {
		t.Errorf("Ruth is the partner of %d", got)
	}
	settings, err := a.Organisation.Load(t.Context())
	if err != nil || !settings.Demonstration {
		t.Error("the database is not marked as a demonstration", err)
	}
}

func years() (past, now calendar.LearningYear) {
	now = calendar.September.YearOf(calendar.DateOf(november()))
	return now.Previous(), now
}

// everybodysYear reads the pages of each person's past year as that person.
func everybodysYear(t *testing.T, a *app.App) {
	past, _ := years()
	var closed, talked, wrote, all int
	for _, p := range chart(t, a).Persons() {
		if !p.StartedOn.Before(past.From()) {
			continue
		}
		all++
		ctx := people.Remember(as(t, a, p))
		entries, err := a.Diary.Year(ctx, past)
		if err != nil {
			t.Fatal(err)
		}
		learned := map[string]bool{}
		for _, e := range entries {
			if learned[e.Learned] {
				t.Errorf("%s writes the same twice: %s", p.Name, e.Learned)
			}
			learned[e.Learned] = true
		}
		if len(entries) > 5 {
			wrote++
		}
		held, err := a.Interviews.Gather(ctx, p.ID, past)
		if err != nil {
			t.Fatal(err)
		}
		if len(held) >= 3 {
			talked++
		}
		sight, err := a.Appraisals.Open(ctx, p.ID, past)
		if err == nil && sight.Appraisal.State == appraisal.Closed && len(sight.Document.Signatures) >= 2 {
			closed++
		}
	}
	for what, n := range map[string]int{"closed an appraisal": closed, "held three interviews": talked, "kept a diary": wrote} {
		if n < all*2/3 {
			t.Errorf("%d of %d people %s in the past year", n, all, what)
		}
	}
}

func thePersonas(t *testing.T, a *app.App) {
	past, now := years()
	kept, err := a.Sessions.Personas(t.Context())
	if err != nil || len(kept) != len(demo.Personas()) {
		t.Fatal(len(kept), err)
	}
	for _, p := range demo.Personas() {
		ctx := as(t, a, named(t, a, p.Name))
		if home, err := a.Diary.Home(ctx, now); err != nil || home.Ago == nil {
			t.Errorf("a year ago %s wrote nothing: %v", p.Name, err)
		}
	}
	amina, dan, helen := named(t, a, "Amina Yusuf"), named(t, a, "Dan Okoro"), named(t, a, "Helen Marsh")
	if p, err := a.Plans.Of(as(t, a, amina), amina.ID, now); err != nil || p.State != plan.Agreed || len(p.Targets) < 3 {
		t.Errorf("Amina's plan is %s with %d targets: %v", p.State, len(p.Targets), err)
	}
	entries, err := a.Diary.Year(as(t, a, amina), past)
	if err != nil || len(entries) < 20 {
		t.Errorf("Amina's past year has %d entries: %v", len(entries), err)
	}
	talks, err := a.Interviews.OfLearner(as(t, a, amina), amina.ID, now)
	if err != nil || len(talks) == 0 || talks[len(talks)-1].State != interview.Arranged || !talks[len(talks)-1].StartsAt.After(november()) {
		t.Errorf("Amina has no interview in the next days: %v", err)
	}
	waits := map[appraisal.State]int{}
	for _, who := range []*people.Person{dan, helen} {
		_, waiting, err := a.Appraisals.Around(as(t, a, who))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range waiting {
			if w.Role != appraisal.AsPerson {
				waits[w.State]++
			}
		}
	}
	for _, s := range []appraisal.State{appraisal.SelfShared, appraisal.Worded, appraisal.PersonSigned} {
		if waits[s] == 0 {
			t.Errorf("nothing waits for Dan or Helen that is %s", s)
		}
	}
	for _, p := range demo.Personas() {
		waiting, err := a.Notices.Waiting(as(t, a, named(t, a, p.Name)))
		if err != nil || len(waiting) == 0 {
			t.Errorf("nothing waits for %s: %v", p.Name, err)
		}
	}
	tamsin := named(t, a, "Tamsin Nance")
	if p, err := a.Plans.Of(as(t, a, dan), tamsin.ID, now); err != nil || p.State != plan.Proposed {
		t.Errorf("Dan has no plan to agree: %s, %v", p.State, err)
	}
}

func secondRun(t *testing.T, a *app.App) {
	there, err := demo.There(t.Context(), a.Organisation, a.People)
	if err != nil || !there {
		t.Fatal(there, err)
	}
	before := digest(t, a.DB)
	if err := demo.Make(t.Context(), services(a), func(string, int) {}); err == nil {
		t.Error("the demonstration was made again")
	}
	if !maps.Equal(before, digest(t, a.DB)) {
		t.Error("the second run wrote something")
	}
}

func TestARealOrganisationIsLeftAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		peopletest.Small(t, db)
		a := open(t, db, november())
		if err := demo.Make(t.Context(), services(a), func(string, int) {}); !errors.Is(err, demo.ErrReal) {
			t.Errorf("got %v", err)
		}
		settings, err := a.Organisation.Load(t.Context())
		if err != nil || settings.Demonstration {
			t.Error("a real organisation was marked as a demonstration", err)
		}
	})
}

func BenchmarkNoticesOfTheCoordinator(b *testing.B) {
	a := made(b, dbtest.SQLite(b), november())
	chart, err := a.People.Today(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	priya := chart.InOffice(actor.Coordinator)[0]
	ctx := actor.With(b.Context(), actor.Actor{PersonID: priya.ID, Name: priya.Name, Roles: chart.Roles(priya.ID)})
	for b.Loop() {
		if _, err := a.Notices.Waiting(people.Remember(ctx)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMake(b *testing.B) {
	for b.Loop() {
		made(b, dbtest.SQLite(b), november())
	}
}
