package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
)

// span is the structure over a time, sorted so that little of it need be drawn to
// say who managed one person when. It never changes.
type span struct {
	calendar.Period
	persons     map[string]Person
	unitRows    map[string]Unit
	postRows    map[string]Post
	unitsBefore map[string][]UnitBefore
	postsBefore map[string][]PostBefore
	held        map[string][]Appointment // by person
	holders     map[string][]Appointment // by post
	overrides   map[string][]Override    // by person
	// What is, or was at any time, below: posts that report to a post, posts and
	// units in a unit, units that a post leads.
	reports, postsIn, below, ledBy map[string][]string
}

func newSpan(s Structure, over calendar.Period) *span {
	w := &span{
		Period: over, persons: map[string]Person{}, unitRows: map[string]Unit{}, postRows: map[string]Post{},
		unitsBefore: map[string][]UnitBefore{}, postsBefore: map[string][]PostBefore{}, held: map[string][]Appointment{},
		holders: map[string][]Appointment{}, overrides: map[string][]Override{}, reports: map[string][]string{},
		postsIn: map[string][]string{}, below: map[string][]string{}, ledBy: map[string][]string{},
	}
	for _, p := range s.Persons {
		w.persons[p.ID] = p
	}
	for _, b := range s.UnitsBefore {
		w.unitsBefore[b.UnitID] = append(w.unitsBefore[b.UnitID], b)
	}
	for _, b := range s.PostsBefore {
		w.postsBefore[b.PostID] = append(w.postsBefore[b.PostID], b)
	}
	for _, u := range s.Units {
		w.unitRows[u.ID] = u
		for _, state := range w.unitStates(u.ID) {
			under(w.below, state.ParentID, u.ID)
			under(w.ledBy, state.LeadPostID, u.ID)
		}
	}
	for _, p := range s.Posts {
		w.postRows[p.ID] = p
		for _, state := range w.postStates(p.ID) {
			under(w.postsIn, &state.UnitID, p.ID)
			under(w.reports, state.ReportsToID, p.ID)
		}
	}
	for _, a := range s.Appointments {
		w.held[a.PersonID] = append(w.held[a.PersonID], a)
		w.holders[a.PostID] = append(w.holders[a.PostID], a)
	}
	for _, o := range s.Overrides {
		w.overrides[o.PersonID] = append(w.overrides[o.PersonID], o)
	}
	return w
}

func under(all map[string][]string, above *string, id string) {
	if above != nil && !slices.Contains(all[*above], id) {
		all[*above] = append(all[*above], id)
	}
}

func (w *span) name(id string) string { return w.persons[id].Name }

// unitStates are what a unit is and was.
func (w *span) unitStates(id string) []Unit {
	u, ok := w.unitRows[id]
	if !ok {
		return nil
	}
	out := []Unit{u}
	for _, b := range w.unitsBefore[id] {
		out = append(out, u.as(b))
	}
	return out
}

// postStates are what a post is and was.
func (w *span) postStates(id string) []Post {
	p, ok := w.postRows[id]
	if !ok {
		return nil
	}
	out := []Post{p}
	for _, b := range w.postsBefore[id] {
		out = append(out, p.as(b))
	}
	return out
}

// excerpt is as much of a span as says who manages some persons on any day of it.
type excerpt struct {
	Structure
	span   *span
	taken  map[string]bool // rows, by key
	climbs map[string]bool // posts and units from which the way up is in it
}

// around is the excerpt for some persons: their posts, the way up from there, and
// whoever is on it.
func (w *span) around(personIDs []string) *excerpt {
	e := &excerpt{span: w, taken: map[string]bool{}, climbs: map[string]bool{}}
	for _, id := range personIDs {
		e.person(id)
		for _, a := range w.held[id] {
			e.climb(a.PostID)
		}
		for _, o := range w.overrides[id] {
			e.Overrides = append(e.Overrides, o)
			e.person(o.ManagerID)
		}
	}
	slices.SortFunc(e.Appointments, inTurn)
	return e
}

// inTurn is the order in which the database gives appointments: of two who share
// the lead's post, the first one leads.
func inTurn(a, b Appointment) int {
	return cmp.Or(a.FromDate.Compare(b.FromDate), cmp.Compare(a.ID, b.ID))
}

func (e *excerpt) first(key string) bool {
	if e.taken[key] {
		return false
	}
	e.taken[key] = true
	return true
}

// person takes a person in with every post that they hold: one may rest another.
func (e *excerpt) person(id string) {
	p, ok := e.span.persons[id]
	if !ok || !e.first(id) {
		return
	}
	e.Persons = append(e.Persons, p)
	for _, a := range e.span.held[id] {
		if e.first(a.ID) {
			e.Appointments = append(e.Appointments, a)
		}
		e.post(a.PostID)
	}
}

func (e *excerpt) post(id string) {
	p, ok := e.span.postRows[id]
	if !ok || !e.first(id) {
		return
	}
	e.Posts = append(e.Posts, p)
	e.PostsBefore = append(e.PostsBefore, e.span.postsBefore[id]...)
	for _, state := range e.span.postStates(id) {
		e.unit(state.UnitID)
	}
}

func (e *excerpt) unit(id string) {
	u, ok := e.span.unitRows[id]
	if ok && e.first(id) {
		e.Units = append(e.Units, u)
		e.UnitsBefore = append(e.UnitsBefore, e.span.unitsBefore[id]...)
	}
}

// climb takes in a post, who is in it, and the way up from it.
func (e *excerpt) climb(postID string) {
	if e.climbs[postID] {
		return
	}
	e.climbs[postID] = true
	e.post(postID)
	for _, a := range e.span.holders[postID] {
		e.person(a.PersonID)
	}
	for _, state := range e.span.postStates(postID) {
		if state.ReportsToID != nil {
			e.climb(*state.ReportsToID)
		}
		e.climbUnit(state.UnitID)
	}
}

func (e *excerpt) climbUnit(id string) {
	if e.climbs[id] {
		return
	}
	e.climbs[id] = true
	e.unit(id)
	for _, state := range e.span.unitStates(id) {
		if state.LeadPostID != nil {
			e.post(*state.LeadPostID)
			for _, a := range e.span.holders[*state.LeadPostID] {
				e.person(a.PersonID)
			}
		}
		if state.ParentID != nil {
			e.climbUnit(*state.ParentID)
		}
	}
}

// days are those within the period, after its first, on which anything in the
// excerpt begins, or has ended the day before.
func (e *excerpt) days(within calendar.Period) []calendar.Date {
	var out []calendar.Date
	begins := func(day calendar.Date) {
		if day.After(within.From) && !day.After(within.To) {
			out = append(out, day)
		}
	}
	period := func(p calendar.Period) {
		begins(p.From)
		if !p.To.IsZero() {
			begins(p.To.AddDays(1))
		}
	}
	for _, u := range e.Units {
		period(u.Period())
	}
	for _, p := range e.Posts {
		period(p.Period())
	}
	for _, a := range e.Appointments {
		period(a.Period())
	}
	for _, o := range e.Overrides {
		period(calendar.Period{From: o.FromDate, To: o.ToDate})
	}
	for _, b := range e.UnitsBefore {
		begins(b.UntilDate.AddDays(1))
	}
	for _, b := range e.PostsBefore {
		begins(b.UntilDate.AddDays(1))
	}
	for _, p := range e.Persons {
		if !p.LeftOn.IsZero() {
			begins(p.LeftOn.AddDays(1))
		}
	}
	slices.SortFunc(out, calendar.Date.Compare)
	return slices.Compact(out)
}

// loadSpan reads all that holds on any day of the time around a day, for persons
// that were read already: six queries, however many people there are.
func (s *Service) loadSpan(ctx context.Context, day calendar.Date, persons []Person) (*span, error) {
	over := calendar.Period{From: day.AddDays(-pastKnown), To: day.AddDays(PassingDays)}
	all := Structure{Persons: persons}
	db := s.db.From(ctx)
	for _, r := range []struct {
		what string
		into any
	}{{"units", &all.Units}, {"posts", &all.Posts}, {"appointments", &all.Appointments}, {"overrides", &all.Overrides}} {
		err := db.Where("from_date <= ? AND (to_date IS NULL OR to_date >= ?)", over.To, over.From).Order("from_date, id").Find(r.into).Error
		if err != nil {
			return nil, fmt.Errorf("reading %s over a time: %w", r.what, err)
		}
	}
	for what, into := range map[string]any{"units": &all.UnitsBefore, "posts": &all.PostsBefore} {
		if err := db.Where("until_date >= ?", over.From).Order("until_date").Find(into).Error; err != nil {
			return nil, fmt.Errorf("reading what %s were before: %w", what, err)
		}
	}
	return newSpan(all, over), nil
}

// Passings are the changes of who manages whom, from PassingDays before today to
// as many after it, in which the person ceases or begins to manage somebody.
func (s *Service) Passings(ctx context.Context, managerID string) ([]Passing, error) {
	w, err := s.spanNow(ctx)
	if err != nil {
		return nil, err
	}
	today := s.clock.Today()
	return w.passings(managerID, calendar.Period{From: today.AddDays(-PassingDays - 1), To: today.AddDays(PassingDays)}), nil
}

// Tenures are who manages the person within a period, the first one first; no
// further back than is known, and no further ahead than PassingDays.
func (s *Service) Tenures(ctx context.Context, personID string, within calendar.Period) ([]Tenure, error) {
	w, err := s.spanNow(ctx)
	if err != nil {
		return nil, err
	}
	if within.From.Before(w.From) {
		within.From = w.From
	}
	if within.To.IsZero() || within.To.After(w.To) {
		within.To = w.To
	}
	if within.To.Before(within.From) {
		return nil, nil
	}
	return w.tenures(personID, within), nil
}

// surroundings hold the time around a chart's day, once it has been asked for.
type surroundings struct {
	reading sync.Mutex
	span    atomic.Pointer[span]
}

// spanNow is the time around today: from memory with today's chart, and read anew
// where that was drawn for a transaction.
func (s *Service) spanNow(ctx context.Context) (*span, error) {
	chart, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	kept := chart.around
	if kept == nil || stillFrom(ctx) != nil {
		return s.spanOf(ctx, chart)
	}
	// As with charts, no lock is held while a transaction reads, and what it reads
	// is not kept. A change since the chart was drawn makes a span that is newer,
	// which the next chart puts right.
	if w := kept.span.Load(); w != nil {
		return w, nil
	}
	if database.InTransaction(ctx) {
		return s.spanOf(ctx, chart)
	}
	kept.reading.Lock()
	defer kept.reading.Unlock()
	if w := kept.span.Load(); w != nil { // read while this one waited
		return w, nil
	}
	w, err := s.spanOf(ctx, chart)
	if err == nil {
		kept.span.Store(w)
	}
	return w, err
}

func (s *Service) spanOf(ctx context.Context, chart *Chart) (*span, error) {
	persons := make([]Person, 0, len(chart.persons))
	for _, p := range chart.persons {
		persons = append(persons, *p)
	}
	return s.loadSpan(ctx, chart.on, persons)
}
