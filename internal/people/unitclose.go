package people

import (
	"context"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// CloseUnit ends a unit with its last day, and its vacant posts with it. Nobody
// may be in it after that, and no unit.
func (s *Service) CloseUnit(ctx context.Context, unitID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		posts, err := s.loadPostsOf(ctx, u.ID)
		if err != nil {
			return err
		}
		posts = posts.inAfter(u.ID, lastDay)
		if err := s.checkClosing(ctx, u, posts, lastDay); err != nil {
			return err
		}
		for _, p := range posts.posts {
			h := posts.past.postHistory(p).until(lastDay)
			p.ToDate = lastDay
			if err := s.keepPost(ctx, p, h); err != nil {
				return err
			}
			if err := s.notePost(ctx, p, "ended", "last day "+lastDay.Short()); err != nil {
				return err
			}
		}
		ended := u.Unit
		ended.ToDate = lastDay
		if err := s.keepUnit(ctx, ended, u.history.until(lastDay)); err != nil {
			return err
		}
		return s.noteUnit(ctx, u.ID, "closed", u.shown.Name+", last day "+lastDay.Short())
	})
}

func (s *Service) checkClosing(ctx context.Context, u unitNow, posts unitPosts, lastDay calendar.Date) error {
	var c fault.Collector
	c.Check(u.ParentID != nil, "to", "The organisation itself cannot be closed")
	c.Check(!lastDay.IsZero() && !lastDay.Before(u.FromDate), "to", "Enter a last day that is not before the first, "+u.FromDate.Short())
	if err := c.Err(); err != nil {
		return err
	}
	for _, day := range u.tree.days(lastDay.AddDays(1)) {
		if below := u.tree.below(u.ID, day); len(below) > 0 {
			return fault.InvalidField("to", "“"+below[0].Name+"” is part of it after that day. Move it, or merge the unit into another")
		}
	}
	holder, err := s.anyHolder(ctx, posts.ids(), lastDay)
	if err != nil {
		return err
	}
	if holder != "" {
		return fault.InvalidField("to", holder+" is in it after that day. Merge the unit into another, or end the appointment first")
	}
	return nil
}

// ReopenUnit undoes the closing of a unit, or its merging into another: it is
// there again as it was, with what left it on that day.
func (s *Service) ReopenUnit(ctx context.Context, unitID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		if u.ToDate.IsZero() {
			return fault.NewNotFound("closing of the unit")
		}
		lastDay, open := u.ToDate, u.Unit
		open.ToDate = calendar.Date{}
		u.tree.units[u.ID] = open
		if err := u.tree.check(u.ID, lastDay.AddDays(1)); err != nil {
			return asWhole(err)
		}
		if err := s.keepUnit(ctx, open, u.history); err != nil {
			return err
		}
		if err := s.bringBackPosts(ctx, u.ID, lastDay); err != nil {
			return err
		}
		if err := s.bringBackUnits(ctx, u.tree, u.ID, lastDay); err != nil {
			return err
		}
		return s.noteUnit(ctx, u.ID, "opened again", u.shown.Name)
	})
}

// bringBackUnits puts units back that left with the last day of the one above.
func (s *Service) bringBackUnits(ctx context.Context, t tree, unitID string, lastDay calendar.Date) error {
	for id, u := range t.units {
		h := t.past.unitHistory(u)
		at := h.at(lastDay)
		if at == len(h.stretches)-1 || h.stretches[at].until != lastDay || value(h.stretches[at].state.ParentID) != unitID {
			continue
		}
		moved := value(h.stretches[at+1].state.ParentID)
		h, _ = h.replace(lastDay.AddDays(1), func(u Unit) bool { return value(u.ParentID) == moved }, func(u *Unit) { u.ParentID = &unitID })
		t.put(h)
		if err := s.keepUnit(ctx, u, h); err != nil {
			return err
		}
		if err := s.noteUnit(ctx, id, "changed", u.Name+", from "+lastDay.AddDays(1).Short()+": part of"); err != nil {
			return err
		}
	}
	return nil
}
