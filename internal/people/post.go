package people

import (
	"context"
	"slices"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// NewPost is a post to be made.
type NewPost struct {
	UnitID      string
	Reference   string
	Title       string
	Grade       string
	ReportsToID string
	FromDate    calendar.Date
}

// AddPost makes a post, vacant until somebody is appointed.
func (s *Service) AddPost(ctx context.Context, n NewPost) (Post, error) {
	p := Post{
		ID: s.clock.NewKey(), UnitID: n.UnitID, Reference: optional(n.Reference), Title: n.Title, Grade: n.Grade,
		ReportsToID: optional(n.ReportsToID), FromDate: n.FromDate, Version: 1,
	}
	var c fault.Collector
	checkPost(&c, p)
	checkAhead(&c, p.FromDate, s.clock.Today())
	if err := c.Err(); err != nil {
		return Post{}, err
	}
	err := s.manage(ctx, func(ctx context.Context) error {
		t, err := s.loadTree(ctx)
		if err != nil {
			return err
		}
		c.Check(t.units[p.UnitID].ID != "", "unit", "Choose the unit that the post is in")
		if err := s.checkReference(ctx, &c, p); err != nil {
			return err
		}
		if err := c.Err(); err != nil {
			return err
		}
		if err := checkHouse(t, newPast(nil, nil).postHistory(p), p, p.FromDate); err != nil {
			return err
		}
		if err := s.checkReportsTo(ctx, newPast(nil, nil).postHistory(p), p, p.FromDate); err != nil {
			return err
		}
		if err := s.insert(ctx, "post", &p); err != nil {
			return err
		}
		return s.notePost(ctx, p, "added", "")
	})
	return p, err
}

func (s *Service) notePost(ctx context.Context, p Post, act, why string) error {
	if why != "" {
		why = ", " + why
	}
	return s.trail.Write(ctx, trail.Event{Record: postRecord, RecordID: p.ID, Act: act, Why: p.Title + why})
}

// checkReference refuses a reference that another post has.
func (s *Service) checkReference(ctx context.Context, c *fault.Collector, p Post) error {
	if p.Reference == nil {
		return nil
	}
	taken, err := exists[Post](ctx, s, "reference = ? AND id <> ?", *p.Reference, p.ID)
	c.Check(!taken, "reference", "Another post has this reference already")
	return err
}

// checkHouse refuses a unit that is not there for as long as the post is in it,
// from the day on.
func checkHouse(t tree, h history[Post], p Post, from calendar.Date) error {
	for i := h.at(from); i < len(h.stretches); i++ {
		begins, until := h.begins(i), h.stretches[i].until
		if begins.Before(from) {
			begins = from
		}
		if until.IsZero() {
			until = p.ToDate
		}
		if unit := t.units[h.stretches[i].state.UnitID]; !t.covers(unit.ID, begins, until) {
			say := "“" + unit.Name + "” is there from " + unit.FromDate.Short()
			if !unit.ToDate.IsZero() {
				say += " to " + unit.ToDate.Short()
			}
			return fault.InvalidField("unit", say+". Choose another unit, or another day")
		}
	}
	return nil
}

// checkReportsTo refuses a post that there is not, and a line upwards that comes
// back, on the day or after it.
func (s *Service) checkReportsTo(ctx context.Context, h history[Post], p Post, from calendar.Date) error {
	if h.on(from).ReportsToID == nil && h.last().ReportsToID == nil {
		return nil
	}
	l, err := s.loadLine(ctx)
	if err != nil {
		return err
	}
	for _, sp := range h.stretches {
		if id := sp.state.ReportsToID; id != nil {
			if _, there := l.now[*id]; !there && *id != p.ID {
				return fault.InvalidField("reports_to", "Choose the post that this one reports to")
			}
		}
	}
	l.now[p.ID], l.past[p.ID] = h.last().ReportsToID, postsBefore(h)
	if l.loops(p.ID, from) {
		return fault.InvalidField("reports_to", "A post cannot report to itself, straight or round a circle")
	}
	return nil
}

// PostChange is how a post shall be.
type PostChange struct {
	UnitID      string
	Title       string
	Grade       string
	ReportsToID string
}

func (p Post) with(to PostChange) Post {
	p.UnitID, p.Title, p.Grade, p.ReportsToID = to.UnitID, to.Title, to.Grade, optional(to.ReportsToID)
	return p
}

// postNow is a post that is about to change.
type postNow struct {
	Post
	history history[Post]
	// shown is the post as its page shows it.
	shown Post
}

// openPost reads a post that was shown with the version.
func (s *Service) openPost(ctx context.Context, postID string, version int) (postNow, error) {
	p, err := one[Post](ctx, s, "post", postID)
	if err != nil {
		return postNow{}, err
	}
	before, err := s.loadPostsBefore(ctx, p.ID)
	if err != nil {
		return postNow{}, err
	}
	now := postNow{Post: p, history: newPast(nil, before).postHistory(p)}
	now.shown = now.history.on(shownOn(p.Period(), s.clock.Today()))
	if p.Version != version {
		return now, s.postClash(ctx, now)
	}
	return now, nil
}

// postClash shows how a post stands now to somebody who began from an older version.
func (s *Service) postClash(ctx context.Context, p postNow) error {
	unit, err := one[Unit](ctx, s, "unit", p.shown.UnitID)
	if err != nil {
		return err
	}
	above := Post{}
	if p.shown.ReportsToID != nil {
		if above, err = one[Post](ctx, s, "post", *p.shown.ReportsToID); err != nil {
			return err
		}
	}
	return s.clashOver(ctx, postRecord, p.ID, p.Version,
		fault.Theirs{Label: "Job title", Text: p.shown.Title}, fault.Theirs{Label: "Grade", Text: p.shown.Grade},
		fault.Theirs{Label: "Unit", Text: unit.Name}, fault.Theirs{Label: "Reports to", Text: above.Title},
		fault.Theirs{Label: "Post reference", Text: value(p.Reference)}, fault.Theirs{Label: "Last day", Text: p.ToDate.Short()})
}

// ChangePost is "it changed": a new title, grade, unit or post reported to, from a
// day on. What was before that day stays as it was.
func (s *Service) ChangePost(ctx context.Context, postID string, version int, from calendar.Date, to PostChange) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := s.openPost(ctx, postID, version)
		if err != nil {
			return err
		}
		want := p.shown.with(to)
		var c fault.Collector
		checkPost(&c, want)
		checkDay(&c, p.Period(), from, s.clock.Today())
		if err := c.Err(); err != nil {
			return err
		}
		h, what := p.history.change(p.shown, want, from)
		return s.settlePost(ctx, p, h, from, what, "changed", ", from "+from.Short())
	})
}

// PostCorrection is what can be put right about a post.
type PostCorrection struct {
	PostChange
	Reference string
	// FromDate is the first day of the post.
	FromDate calendar.Date
}

// CorrectPost is "it was wrong": the post is put right for the whole time for
// which it was said.
func (s *Service) CorrectPost(ctx context.Context, postID string, version int, to PostCorrection) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := s.openPost(ctx, postID, version)
		if err != nil {
			return err
		}
		was := p.Post
		want := p.shown.with(to.PostChange)
		want.Reference, want.FromDate = optional(to.Reference), to.FromDate
		var c fault.Collector
		checkPost(&c, want)
		checkAhead(&c, want.FromDate, s.clock.Today())
		if err := c.Err(); err != nil { // what no database holds is not looked for in one
			return err
		}
		if err := s.checkReference(ctx, &c, want); err != nil {
			return err
		}
		if err := s.checkFirstDay(ctx, &c, p, to.FromDate); err != nil {
			return err
		}
		if err := c.Err(); err != nil {
			return err
		}
		h, what := p.history.correct(shownOn(was.Period(), s.clock.Today()), want)
		p.Reference, p.FromDate, h.from = want.Reference, want.FromDate, want.FromDate
		if value(was.Reference) != value(p.Reference) {
			what = append(what, "reference")
		}
		if was.FromDate != p.FromDate {
			what = append(what, "first day")
		}
		return s.settlePost(ctx, p, h, p.FromDate, what, "corrected", "")
	})
}

// checkFirstDay refuses a first day after something that was in the post.
func (s *Service) checkFirstDay(ctx context.Context, c *fault.Collector, p postNow, from calendar.Date) error {
	if !from.After(p.FromDate) {
		return nil
	}
	held, err := exists[Appointment](ctx, s, "post_id = ? AND from_date < ?", p.ID, from)
	if err != nil {
		return err
	}
	c.Check(!held, "from", "Somebody was in the post before that day")
	early := p.ToDate.IsZero() || !from.After(p.ToDate)
	if len(p.history.stretches) > 1 {
		early = early && !from.After(p.history.stretches[0].until)
	}
	c.Check(early, "from", "The post changed or ended before that day")
	return nil
}

// settlePost checks a post's new history, and keeps it with its trail and that of
// who holds it.
func (s *Service) settlePost(ctx context.Context, p postNow, h history[Post], from calendar.Date, what []string, act, when string) error {
	if len(what) == 0 {
		return nil
	}
	if slices.Contains(what, "unit") || slices.Contains(what, "first day") {
		t, err := s.loadTree(ctx)
		if err != nil {
			return err
		}
		if t.units[h.on(from).UnitID].ID == "" {
			return fault.InvalidField("unit", "Choose the unit that the post is in")
		}
		if err := checkHouse(t, h, p.Post, from); err != nil {
			return err
		}
	}
	if slices.Contains(what, "reports to") {
		if err := s.checkReportsTo(ctx, h, p.Post, from); err != nil {
			return err
		}
	}
	if err := s.keepPost(ctx, p.Post, h); err != nil {
		return err
	}
	why := p.shown.Title + when + ": " + strings.Join(what, ", ")
	if err := s.trail.Write(ctx, trail.Event{Record: postRecord, RecordID: p.ID, Act: act, Why: why}); err != nil {
		return err
	}
	return s.noteHolders(ctx, []string{p.ID}, from, "the post "+act, why)
}

// TakeBackPostChange undoes the latest change of a post, as if it had not been.
func (s *Service) TakeBackPostChange(ctx context.Context, postID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := s.openPost(ctx, postID, version)
		if err != nil {
			return err
		}
		h, ok := p.history.takenBack()
		if !ok {
			return fault.NewNotFound("change of the post")
		}
		from := p.history.begins(len(p.history.stretches) - 1)
		what := p.history.differ(p.history.last(), h.last())
		return asWhole(s.settlePost(ctx, p, h, from, what, "took back a change", ", of "+from.Short()))
	})
}

// asWhole makes the problem of one field that of the whole, where there is no
// form with that field.
func asWhole(err error) error {
	if e := fault.As(err); e != nil && e.Kind == fault.Invalid {
		return fault.InvalidField("", e.Error())
	}
	return err
}

// ClosePost ends a post with its last day, once nobody is in it after that.
func (s *Service) ClosePost(ctx context.Context, postID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := s.openPost(ctx, postID, version)
		if err != nil {
			return err
		}
		var c fault.Collector
		c.Check(!lastDay.IsZero() && !lastDay.Before(p.FromDate), "to", "Enter a last day that is not before the first, "+p.FromDate.Short())
		if err := c.Err(); err != nil {
			return err
		}
		holder, err := s.anyHolder(ctx, []string{p.ID}, lastDay)
		if err != nil {
			return err
		}
		if holder != "" {
			return fault.InvalidField("to", holder+" is in the post after that day. End the appointment first")
		}
		ended := p.Post
		ended.ToDate = lastDay
		if err := s.keepPost(ctx, ended, p.history.until(lastDay)); err != nil {
			return err
		}
		return s.notePost(ctx, p.shown, "ended", "last day "+lastDay.Short())
	})
}

// ReopenPost undoes the closing of a post.
func (s *Service) ReopenPost(ctx context.Context, postID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := s.openPost(ctx, postID, version)
		if err != nil {
			return err
		}
		if p.ToDate.IsZero() {
			return fault.NewNotFound("closing of the post")
		}
		t, err := s.loadTree(ctx)
		if err != nil {
			return err
		}
		from, open := p.ToDate.AddDays(1), p.Post
		open.ToDate = calendar.Date{}
		if err := checkHouse(t, p.history, open, from); err != nil {
			return asWhole(err)
		}
		if err := s.keepPost(ctx, open, p.history); err != nil {
			return err
		}
		return s.notePost(ctx, p.shown, "opened again", "")
	})
}
