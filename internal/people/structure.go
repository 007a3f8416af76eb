package people

import (
	"context"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// NewUnit is a unit to be made. The organisation itself has no parent.
type NewUnit struct {
	ParentID string
	Kind     Kind
	Name     string
	FromDate calendar.Date
}

// AddUnit makes a unit. The first one is the organisation itself.
func (s *Service) AddUnit(ctx context.Context, n NewUnit) (Unit, error) {
	u := Unit{ID: s.clock.NewKey(), ParentID: optional(n.ParentID), Kind: n.Kind, Name: n.Name, FromDate: n.FromDate, Version: 1}
	var c fault.Collector
	checkUnit(&c, u)
	if err := c.Err(); err != nil {
		return Unit{}, err
	}
	err := s.manage(ctx, func(ctx context.Context) error {
		if err := s.checkPlace(ctx, u); err != nil {
			return err
		}
		lastResort := "unit-" + shortKey(u.ID)
		book, err := s.slugsLike(ctx, "units", lastResort, u.Name)
		if err != nil {
			return err
		}
		u.Slug = book.take(lastResort, u.Name)
		if err := s.insert(ctx, "unit", &u); err != nil {
			return err
		}
		return s.trail.Write(ctx, trail.Event{Record: unitRecord, RecordID: u.ID, Act: "added", Why: u.Name})
	})
	return u, err
}

// checkPlace says whether the unit may stand where it is: below a larger kind,
// and never below itself.
func (s *Service) checkPlace(ctx context.Context, u Unit) error {
	if u.ParentID == nil {
		if u.Kind != Organisation {
			return fault.InvalidField("parent", "Choose the unit that this one is part of")
		}
		other, err := exists[Unit](ctx, s, "parent_id IS NULL AND id <> ?", u.ID)
		if err == nil && other {
			err = fault.InvalidField("kind", "The organisation is there already. Choose another kind")
		}
		return err
	}
	// A tree of four kinds is never this deep: further up there is only a loop.
	const deepest = 100
	next := *u.ParentID
	for depth := 0; ; depth++ {
		above, err := one[Unit](ctx, s, "unit", next)
		if err != nil {
			return err
		}
		if above.ID == u.ID || depth == deepest {
			return fault.InvalidField("parent", "A unit cannot be part of itself")
		}
		if depth == 0 && !u.Kind.within(above.Kind) {
			return fault.InvalidField("kind", "A "+u.Kind.Label()+" cannot be part of a "+above.Kind.Label())
		}
		if above.ParentID == nil {
			return nil
		}
		next = *above.ParentID
	}
}

// UnitChange is how a unit shall be.
type UnitChange struct {
	ParentID   string
	Kind       Kind
	Name       string
	LeadPostID string
}

// ChangeUnit changes a unit's name, kind, place and lead. Its short name stays,
// since addresses hold it.
func (s *Service) ChangeUnit(ctx context.Context, unitID string, version int, to UnitChange) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := one[Unit](ctx, s, "unit", unitID)
		if err != nil {
			return err
		}
		u.ParentID, u.Kind, u.Name, u.LeadPostID = optional(to.ParentID), to.Kind, to.Name, optional(to.LeadPostID)
		var c fault.Collector
		checkUnit(&c, u)
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.checkPlace(ctx, u); err != nil {
			return err
		}
		if err := s.checkChildren(ctx, u); err != nil {
			return err
		}
		if u.LeadPostID != nil {
			if _, err := one[Post](ctx, s, "post", *u.LeadPostID); err != nil {
				return fault.InvalidField("lead", "Choose the post whose holder leads the unit")
			}
		}
		err = s.db.UpdateVersioned(ctx, "units", u.ID, version, map[string]any{
			"parent_id": u.ParentID, "kind": u.Kind, "name": u.Name, "lead_post_id": u.LeadPostID,
		})
		if err != nil {
			return stale(err)
		}
		return s.trail.Write(ctx, trail.Event{Record: unitRecord, RecordID: u.ID, Act: "changed", Why: u.Name})
	})
}

func (s *Service) checkChildren(ctx context.Context, u Unit) error {
	children, err := some[Unit](ctx, s, "units", "parent_id = ?", u.ID)
	if err != nil {
		return err
	}
	for _, child := range children {
		if !child.Kind.within(u.Kind) {
			return fault.InvalidField("kind", "“"+child.Name+"” is part of it, and a "+child.Kind.Label()+" cannot be part of a "+u.Kind.Label())
		}
	}
	return nil
}

// EndUnit ends a unit with its last day, once nothing is left in it.
func (s *Service) EndUnit(ctx context.Context, unitID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := one[Unit](ctx, s, "unit", unitID)
		if err != nil {
			return err
		}
		const after = " AND (to_date IS NULL OR to_date > ?)"
		posts, err := exists[Post](ctx, s, "unit_id = ?"+after, u.ID, lastDay)
		if err != nil {
			return err
		}
		units, err := exists[Unit](ctx, s, "parent_id = ?"+after, u.ID, lastDay)
		if err != nil {
			return err
		}
		var c fault.Collector
		c.Check(!lastDay.IsZero() && !lastDay.Before(u.FromDate), "to", "Enter a last day that is not before the first, "+u.FromDate.Short())
		c.Check(!posts && !units, "to", "There are posts or units in it after that day. Move or end them first")
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.db.UpdateVersioned(ctx, "units", u.ID, version, map[string]any{"to_date": lastDay}); err != nil {
			return stale(err)
		}
		return s.trail.Write(ctx, trail.Event{Record: unitRecord, RecordID: u.ID, Act: "ended", Why: u.Name})
	})
}

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
	err := s.manage(ctx, func(ctx context.Context) error {
		if err := s.checkWholePost(ctx, p); err != nil {
			return err
		}
		if err := s.insert(ctx, "post", &p); err != nil {
			return err
		}
		return s.trail.Write(ctx, trail.Event{Record: postRecord, RecordID: p.ID, Act: "added", Why: p.Title})
	})
	return p, err
}

func (s *Service) checkWholePost(ctx context.Context, p Post) error {
	var c fault.Collector
	checkPost(&c, p)
	if _, err := one[Unit](ctx, s, "unit", p.UnitID); err != nil {
		c.Add("unit", "Choose the unit that the post is in")
	}
	if p.Reference != nil {
		taken, err := exists[Post](ctx, s, "reference = ? AND id <> ?", *p.Reference, p.ID)
		if err != nil {
			return err
		}
		c.Check(!taken, "reference", "Another post has this reference already")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.checkReportsTo(ctx, p)
}

// checkReportsTo follows the line upwards and refuses one that comes back.
func (s *Service) checkReportsTo(ctx context.Context, p Post) error {
	// Longer lines than this would be a mistake even without a loop.
	const longest = 50
	next := p.ReportsToID
	for steps := 0; next != nil; steps++ {
		above, err := one[Post](ctx, s, "post", *next)
		if err != nil {
			return fault.InvalidField("reports_to", "Choose the post that this one reports to")
		}
		if above.ID == p.ID || steps == longest {
			return fault.InvalidField("reports_to", "A post cannot report to itself, straight or round a circle")
		}
		next = above.ReportsToID
	}
	return nil
}

// ChangePost changes a post for all its time. From is not changed.
func (s *Service) ChangePost(ctx context.Context, postID string, version int, to NewPost) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := one[Post](ctx, s, "post", postID)
		if err != nil {
			return err
		}
		p.UnitID, p.Reference, p.Title, p.Grade, p.ReportsToID = to.UnitID, optional(to.Reference), to.Title, to.Grade, optional(to.ReportsToID)
		if err := s.checkWholePost(ctx, p); err != nil {
			return err
		}
		err = s.db.UpdateVersioned(ctx, "posts", p.ID, version, map[string]any{
			"unit_id": p.UnitID, "reference": p.Reference, "title": p.Title, "grade": p.Grade, "reports_to_id": p.ReportsToID,
		})
		if err != nil {
			return stale(err)
		}
		return s.trail.Write(ctx, trail.Event{Record: postRecord, RecordID: p.ID, Act: "changed", Why: p.Title})
	})
}

// EndPost ends a post with its last day, once nobody is in it after that.
func (s *Service) EndPost(ctx context.Context, postID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := one[Post](ctx, s, "post", postID)
		if err != nil {
			return err
		}
		held, err := exists[Appointment](ctx, s, "post_id = ? AND (to_date IS NULL OR to_date > ?)", p.ID, lastDay)
		if err != nil {
			return err
		}
		var c fault.Collector
		c.Check(!lastDay.IsZero() && !lastDay.Before(p.FromDate), "to", "Enter a last day that is not before the first, "+p.FromDate.Short())
		c.Check(!held, "to", "Somebody is in the post after that day. End the appointment first")
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.db.UpdateVersioned(ctx, "posts", p.ID, version, map[string]any{"to_date": lastDay}); err != nil {
			return stale(err)
		}
		return s.trail.Write(ctx, trail.Event{Record: postRecord, RecordID: p.ID, Act: "ended", Why: p.Title})
	})
}
