package people

import (
	"context"
	"fmt"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// Span is one state of a unit or a post, from a day on: until the next, or for as
// long as the thing is there.
type Span[S any] struct {
	From  calendar.Date
	State S
	// Changed says what differs from the span before, in the words of the trail;
	// nothing in the first.
	Changed []string
}

// spans are the states of a history, the oldest first.
func (h history[S]) spans() []Span[S] {
	out := make([]Span[S], len(h.stretches))
	for i, s := range h.stretches {
		out[i] = Span[S]{From: h.begins(i), State: s.state}
		if i > 0 {
			out[i].Changed = h.differ(h.stretches[i-1].state, s.state)
		}
	}
	return out
}

// Stay is a time during which a post is in a unit; an open end has no date.
type Stay struct {
	Post   Post
	Period calendar.Period
}

// UnitFile is everything that is kept about one unit: what it is, was and will be.
type UnitFile struct {
	// Unit is as on the day On: today or, where it is not there today, its first day
	// or its last.
	Unit  Unit
	On    calendar.Date
	Spans []Span[Unit]
	// Stays are the posts that are, were or will be in it, by title.
	Stays []Stay
	// Names are those of the units above, and the titles of the lead's posts, by key.
	Names map[string]string
	// History is what was done to it, newest first.
	History []trail.Entry
}

// UnitFile gathers what is kept about a unit, by its short name, for who keeps
// people and posts. It may have closed, or be to come.
func (s *Service) UnitFile(ctx context.Context, slug string) (UnitFile, error) {
	if err := s.RequireOffice(ctx, access.People, access.Read); err != nil {
		return UnitFile{}, err
	}
	u, err := only[Unit](ctx, s, "unit", "slug = ?", slug)
	if err != nil {
		return UnitFile{}, err
	}
	var before []UnitBefore
	if err := s.db.From(ctx).Where("unit_id = ?", u.ID).Order("until_date").Limit(bound).Find(&before).Error; err != nil {
		return UnitFile{}, fmt.Errorf("reading what a unit was before: %w", err)
	}
	h := newPast(before, nil).unitHistory(u)
	f := UnitFile{On: shownOn(u.Period(), s.clock.Today()), Spans: h.spans()}
	f.Unit = h.on(f.On)
	posts, err := s.loadPostsOf(ctx, u.ID)
	if err != nil {
		return UnitFile{}, err
	}
	f.Stays = posts.stays(u.ID)
	var units, leads []string
	for _, span := range f.Spans {
		units, leads = append(units, value(span.State.ParentID)), append(leads, value(span.State.LeadPostID))
	}
	if f.Names, err = s.titles(ctx, units, leads); err != nil {
		return UnitFile{}, err
	}
	f.History, err = s.trail.Of(ctx, unitRecord, u.ID, historyBound)
	return f, err
}

// stays are the times that posts have been in the unit.
func (u unitPosts) stays(unitID string) []Stay {
	var out []Stay
	for _, p := range u.posts {
		spans := u.past.postHistory(p).spans()
		for i, span := range spans {
			if span.State.UnitID != unitID {
				continue
			}
			end := p.ToDate
			if i+1 < len(spans) {
				end = spans[i+1].From.AddDays(-1)
			}
			if n := len(out); n > 0 && out[n-1].Post.ID == p.ID && out[n-1].Period.To.AddDays(1) == span.From {
				out[n-1] = Stay{span.State, calendar.Period{From: out[n-1].Period.From, To: end}}
				continue
			}
			out = append(out, Stay{span.State, calendar.Period{From: span.From, To: end}})
		}
	}
	return out
}

// titles are the names of units and the titles of posts, by key.
func (s *Service) titles(ctx context.Context, unitIDs, postIDs []string) (map[string]string, error) {
	out := map[string]string{}
	for _, ask := range []struct {
		table, column string
		ids           []string
	}{{"units", "name", unitIDs}, {"posts", "title", postIDs}} {
		ids := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(ask.ids))), func(id string) bool { return id == "" })
		if len(ids) == 0 {
			continue
		}
		var rows []struct{ ID, Name string }
		if err := s.db.From(ctx).Table(ask.table).Select("id, "+ask.column+" AS name").Where("id IN ?", ids).Scan(&rows).Error; err != nil {
			return nil, fmt.Errorf("reading the names of %s: %w", ask.table, err)
		}
		for _, r := range rows {
			out[r.ID] = r.Name
		}
	}
	return out, nil
}

// Holding is an appointment to a post, with who holds it.
type Holding struct {
	Appointment
	Name string
	Slug string
}

// PostFile is everything that is kept about one post: what it is, was and will be.
type PostFile struct {
	// Post is as on the day On: today or, where it is not there today, its first day
	// or its last.
	Post  Post
	On    calendar.Date
	Spans []Span[Post]
	// Holdings are all appointments to it, the newest first.
	Holdings []Holding
	// Names are those of its units, and the titles of the posts reported to, by key.
	Names map[string]string
	// History is what was done to it, newest first.
	History []trail.Entry
}

// PostFile gathers what is kept about a post, for who keeps people and posts.
func (s *Service) PostFile(ctx context.Context, postID string) (PostFile, error) {
	if err := s.RequireOffice(ctx, access.People, access.Read); err != nil {
		return PostFile{}, err
	}
	p, err := one[Post](ctx, s, "post", postID)
	if err != nil {
		return PostFile{}, err
	}
	before, err := s.loadPostsBefore(ctx, p.ID)
	if err != nil {
		return PostFile{}, err
	}
	h := newPast(nil, before).postHistory(p)
	f := PostFile{On: shownOn(p.Period(), s.clock.Today()), Spans: h.spans()}
	f.Post = h.on(f.On)
	err = s.db.From(ctx).Table("appointments AS a").Select("a.*, p.name, p.slug").Joins("JOIN persons AS p ON p.id = a.person_id").
		Where("a.post_id = ?", p.ID).Order("a.from_date DESC, p.name, a.id").Limit(bound).Scan(&f.Holdings).Error
	if err != nil {
		return PostFile{}, fmt.Errorf("reading who held a post: %w", err)
	}
	var units, above []string
	for _, span := range f.Spans {
		units, above = append(units, span.State.UnitID), append(above, value(span.State.ReportsToID))
	}
	if f.Names, err = s.titles(ctx, units, above); err != nil {
		return PostFile{}, err
	}
	f.History, err = s.trail.Of(ctx, postRecord, p.ID, historyBound)
	return f, err
}

// goneBound is the most units that are listed of those that are not there today.
const goneBound = 200

// UnitsElsewhen are the units that are not there today: those to come, and those
// that have closed, the latest first. One that was merged on its own first day, as
// if it had never been, is not among them.
func (s *Service) UnitsElsewhen(ctx context.Context) ([]Unit, error) {
	if err := s.RequireOffice(ctx, access.People, access.Read); err != nil {
		return nil, err
	}
	var out []Unit
	today := s.clock.Today()
	err := s.db.From(ctx).Where("(from_date > ? OR to_date < ?) AND (to_date IS NULL OR to_date >= from_date)", today, today).
		Order("from_date DESC, name, id").Limit(goneBound).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the units that are not there today: %w", err)
	}
	return out, nil
}

// AsAt is the chart of any day, for who reads the whole structure as at a day. It
// shows who was what to whom, and decides nothing: what somebody may do follows
// from today.
func (s *Service) AsAt(ctx context.Context, on calendar.Date) (*Chart, error) {
	if err := s.RequireOffice(ctx, access.Structure, access.Read); err != nil {
		return nil, err
	}
	return s.Chart(ctx, on)
}

// UnitAsAt is the chart of any day for who may read what a unit was on it: whoever
// leads it today or a unit above it, and who reads the whole. For others the unit
// is not there. The unit is as on the day; where it was not there, its key is empty
// and its name that of today.
func (s *Service) UnitAsAt(ctx context.Context, slug string, on calendar.Date) (*Chart, Unit, error) {
	today, err := s.Today(ctx)
	if err != nil {
		return nil, Unit{}, err
	}
	rel, named := today.OfficesOf(actor.From(ctx)), Unit{}
	if u := today.UnitBySlug(slug); u != nil {
		rel, named = today.RelationToUnit(actor.From(ctx), u.ID), Unit{Name: u.Name, Slug: u.Slug}
	}
	if err := access.Require(rel, access.Structure, access.Read); err != nil {
		return nil, Unit{}, err
	}
	chart, err := s.Chart(ctx, on)
	if err != nil {
		return nil, Unit{}, err
	}
	if u := chart.UnitBySlug(slug); u != nil {
		named = *u
	}
	if named.Slug == "" {
		return nil, Unit{}, fault.NewNotFound("unit")
	}
	return chart, named, nil
}
