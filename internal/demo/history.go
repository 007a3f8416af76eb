package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// history is everything that everybody does in the two years, as acts in the
// order of time. They are thought out person by person and then done day by day.
type history struct {
	Services
	staff *staff
	// year is the current one, past the one before it.
	year, past calendar.LearningYear
	now        time.Time
	today      calendar.Date
	acts       []act
	cycles     []*cycle
	members    map[string]*member // by key
	managers   map[calendar.Date]*people.Chart
	counts     map[string]int
	// written are the diary entries that each person has written so far.
	written map[string][]written
	decks   map[string]*decks
	// plansAgreed is when each plan was agreed, as thought out.
	plansAgreed map[agreedKey]agreedPlan
}

type agreedKey struct {
	personID string
	year     calendar.LearningYear
}

type agreedPlan struct {
	on      calendar.Date
	revised bool
}

// act is one thing that one person does at an instant.
type act struct {
	at   time.Time
	who  actor.Actor
	what string
	do   func(ctx context.Context) error
}

func newHistory(s Services, staff *staff, year calendar.LearningYear, now time.Time) *history {
	h := &history{
		Services: s, staff: staff, year: year, past: year.Previous(), now: now, today: s.Clock.DateOf(now), members: map[string]*member{},
		managers: map[calendar.Date]*people.Chart{}, counts: map[string]int{}, written: map[string][]written{}, decks: map[string]*decks{},
		plansAgreed: map[agreedKey]agreedPlan{},
	}
	for _, m := range staff.people {
		h.members[m.ID] = m
	}
	return h
}

// thinkOut thinks out everybody's acts.
func (h *history) thinkOut() {
	h.openCycles()
	for _, m := range h.staff.people {
		h.lives(m)
		h.saysWhenTheyWork(m)
		h.isAway(m)
	}
	h.theseDays()
	slices.SortStableFunc(h.acts, func(a, b act) int { return a.at.Compare(b.at) })
}

// lastActs are when each person did something last.
func (h *history) lastActs() map[string]time.Time {
	last := map[string]time.Time{}
	for _, a := range h.acts {
		last[a.who.PersonID] = a.at.UTC()
	}
	return last
}

// write does everybody's acts, in the order of time.
func (h *history) write(ctx context.Context, tell Progress) error {
	if err := h.run(ctx, tell); err != nil {
		return err
	}
	for _, what := range []string{"diary entries", "learning plans", "work programmes", "learning interviews", "appraisals"} {
		tell(what, h.counts[what])
	}
	return nil
}

// run does the acts.
func (h *history) run(ctx context.Context, tell Progress) error {
	month, done := calendar.Date{}, 0
	for _, a := range h.acts {
		day := h.Clock.DateOf(a.at)
		if first := day.AddDays(1 - day.Day()); first != month {
			if done > 0 {
				tell("acts to the end of "+month.MonthName(), done)
			}
			month = first
		}
		h.Clock.Set(a.at)
		if err := a.do(actor.With(ctx, a.who)); err != nil {
			return fmt.Errorf("%s, %s on %s: %w", a.what, a.who.Name, day, err)
		}
		done++
	}
	tell("acts to this moment", done)
	return nil
}

// chartOn is the chart of a day, for knowing who will act then.
func (h *history) chartOn(day calendar.Date) *people.Chart {
	c := h.managers[day]
	if c == nil {
		c = people.Draw(h.staff.rows, day)
		h.managers[day] = c
	}
	return c
}

// managerOf is who manages somebody on a day; nil for nobody.
func (h *history) managerOf(m *member, day calendar.Date) *member {
	if p := h.chartOn(day).Manager(m.ID); p != nil {
		return h.members[p.ID]
	}
	return nil
}

func (h *history) partnerOf(m *member, day calendar.Date) *member {
	if p := h.chartOn(day).Partner(m.ID); p != nil {
		return h.members[p.ID]
	}
	return nil
}

// thread is a row of acts about one person that follow one another: each comes
// after the one before, and when one is still to come, so are those after it.
type thread struct {
	h    *history
	m    *member
	r    *rand.Rand
	last time.Time
	over bool
}

func (h *history) thread(m *member, about ...string) *thread {
	return &thread{h: h, m: m, r: chance(append(about, m.Name)...)}
}

// then has somebody do something on a day, at some time of it, after the act
// before. Outside the time that the person is here, and in the time to come,
// nothing is done. It gives the day on which it is done.
func (t *thread) then(day calendar.Date, who *member, what string, do func(ctx context.Context) error) calendar.Date {
	instant := at(day, 8*60+20+t.r.IntN(10*60), t.h.Clock.Zone())
	if !instant.After(t.last) {
		instant = t.last.Add(time.Duration(4+t.r.IntN(50)) * time.Minute)
	}
	day = t.h.Clock.DateOf(instant)
	if !instant.Before(t.h.now) || !t.m.LeftOn.IsZero() && day.After(t.m.LeftOn) {
		t.over = true
	}
	if t.over || who == nil || day.Before(t.m.StartedOn) {
		t.over = true
		return calendar.Date{}
	}
	t.last = instant
	t.h.acts = append(t.h.acts, act{instant, who.actor, what + " (" + t.m.Name + ")", do})
	return day
}

// next is the day of the last act and so many days more, between the two numbers,
// on a day on which people work.
func (t *thread) next(from, to int) calendar.Date {
	return workday(t.h.Clock.DateOf(t.last).AddDays(between(t.r, from, to)))
}

// between draws a number from from to to, both included.
func between(r *rand.Rand, from, to int) int { return from + r.IntN(to-from+1) }

// workday is the day itself, or the Monday after it.
func workday(d calendar.Date) calendar.Date {
	switch d.Weekday() {
	case time.Saturday:
		return d.AddDays(2)
	case time.Sunday:
		return d.AddDays(1)
	}
	return d
}

// pick draws one of the texts.
func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// some draws n of them, no one twice.
func some[T any](r *rand.Rand, from []T, n int) []T {
	order := r.Perm(len(from))
	out := make([]T, 0, n)
	for _, i := range order[:min(n, len(from))] {
		out = append(out, from[i])
	}
	return out
}

// lives thinks out one person's two years.
func (h *history) lives(m *member) {
	h.keepsDiary(m, h.past)
	h.keepsDiary(m, h.year)
	closed := calendar.Date{}
	for _, year := range []calendar.LearningYear{h.past, h.year} {
		h.plans(m, year, closed)
		h.worksTo(m, year)
		h.talks(m, year)
		closed = h.isAppraised(m, year)
	}
	if !closed.IsZero() || m.Name == toAgree { // the coming year's plan has been opened
		h.plans(m, h.year.Next(), closed)
	}
}

// begins is the first day on which a person can do something of a year.
func begins(m *member, year calendar.LearningYear) calendar.Date {
	if m.StartedOn.After(year.From()) {
		return m.StartedOn.AddDays(4)
	}
	return year.From()
}

// ends is the last day of the year, or of the person's time here.
func ends(m *member, year calendar.LearningYear) calendar.Date {
	if !m.LeftOn.IsZero() && m.LeftOn.Before(year.To()) {
		return m.LeftOn
	}
	return year.To()
}

// earliest is the first of the days.
func earliest(days ...calendar.Date) calendar.Date {
	return slices.MinFunc(days, calendar.Date.Compare)
}

// latest is the last of the days.
func latest(days ...calendar.Date) calendar.Date {
	return slices.MaxFunc(days, calendar.Date.Compare)
}
