package people

import (
	"context"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// SplitUnit is how some posts of a unit become a unit of their own.
type SplitUnit struct {
	Name string
	Kind Kind
	// ParentID is the unit that the new one is part of.
	ParentID string
	// PostIDs are the posts that go into it; LeadPostID is one of them, or none.
	PostIDs    []string
	LeadPostID string
	From       calendar.Date
}

// SplitUnit makes a new unit of some of a unit's posts, from a day on. Who holds
// them goes along.
func (s *Service) SplitUnit(ctx context.Context, unitID string, version int, to SplitUnit) (Unit, error) {
	part := Unit{
		ID: s.clock.NewKey(), ParentID: optional(to.ParentID), Kind: to.Kind, Name: to.Name, LeadPostID: optional(to.LeadPostID),
		FromDate: to.From, Version: 1,
	}
	err := s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		posts, err := s.loadPostsOf(ctx, u.ID)
		if err != nil {
			return err
		}
		chosen := posts.only(to.PostIDs)
		if err := checkSplit(u, part, to, len(chosen.posts), s.clock.Today()); err != nil {
			return err
		}
		if part, err = s.addUnit(ctx, u.tree, part); err != nil {
			return err
		}
		if err := s.db.UpdateVersioned(ctx, "units", u.ID, version, nil); err != nil {
			return stale(err)
		}
		if err := s.movePosts(ctx, chosen, u.ID, part, to.From); err != nil {
			return err
		}
		if err := s.noteUnit(ctx, part.ID, "split off", part.Name+" from "+u.shown.Name+", from "+to.From.Short()); err != nil {
			return err
		}
		return s.noteUnit(ctx, u.ID, "split", part.Name+" from "+u.shown.Name+", from "+to.From.Short())
	})
	return part, err
}

func checkSplit(u unitNow, part Unit, to SplitUnit, found int, today calendar.Date) error {
	var c fault.Collector
	checkUnit(&c, part)
	if !to.From.IsZero() {
		checkDay(&c, u.Period(), to.From, today)
	}
	c.Check(len(to.PostIDs) > 0 && found == len(to.PostIDs), "posts", "Choose the posts that go into the new unit")
	within := to.LeadPostID == ""
	for _, id := range to.PostIDs {
		within = within || id == to.LeadPostID
	}
	c.Check(within, "lead", "Choose a lead among the posts that go into the new unit")
	return c.Err()
}

// MergeUnit puts all that is in a unit into another, from a day on, and ends the
// unit with the day before. On the unit's own first day it is as if the unit had
// never been.
func (s *Service) MergeUnit(ctx context.Context, unitID string, version int, intoID string, from calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		into, err := checkMerge(u, intoID, from)
		if err != nil {
			return err
		}
		posts, err := s.loadPostsOf(ctx, u.ID)
		if err != nil {
			return err
		}
		if err := s.movePosts(ctx, posts, u.ID, into, from); err != nil {
			return err
		}
		if err := s.moveUnits(ctx, u.tree, u.ID, into.ID, from); err != nil {
			return err
		}
		ended := u.Unit
		ended.ToDate = from.AddDays(-1)
		if err := s.keepUnit(ctx, ended, u.history.until(ended.ToDate)); err != nil {
			return err
		}
		why := u.shown.Name + " into " + into.Name + ", from " + from.Short()
		if err := s.noteUnit(ctx, into.ID, "took another unit in", why); err != nil {
			return err
		}
		return s.noteUnit(ctx, u.ID, "merged", why)
	})
}

func checkMerge(u unitNow, intoID string, from calendar.Date) (Unit, error) {
	var c fault.Collector
	c.Check(u.ParentID != nil, "into", "The organisation itself cannot become part of a unit")
	switch {
	case from.IsZero():
		c.Add("from", "Enter the first day of the change")
	case from.Before(u.FromDate) || !u.ToDate.IsZero() && from.After(u.ToDate.AddDays(1)):
		c.Add("from", "Enter a day on which the unit is there, after "+u.FromDate.Short())
	}
	into, there := u.tree.on(intoID, from)
	c.Check(intoID != u.ID && (there || from.IsZero()), "into", "Choose another unit that is there on that day")
	c.Check(!there || u.tree.covers(intoID, from, calendar.Date{}), "into", "“"+into.Name+"” closes on "+into.ToDate.Short()+". Choose another unit")
	for up, n := into, 0; there && up.ParentID != nil && n <= len(u.tree.units); n++ {
		if *up.ParentID == u.ID {
			c.Add("into", "“"+into.Name+"” is part of “"+u.shown.Name+"”. Choose another unit")
			break
		}
		if up, there = u.tree.on(*up.ParentID, from); !there {
			break
		}
	}
	return into, c.Err()
}

// moveUnits puts the units directly below one below another, from a day on.
func (s *Service) moveUnits(ctx context.Context, t tree, fromID, intoID string, from calendar.Date) error {
	for id, u := range t.units {
		h, moved := t.past.unitHistory(u).replace(from,
			func(u Unit) bool { return value(u.ParentID) == fromID }, func(u *Unit) { u.ParentID = &intoID })
		if !moved || !u.ToDate.IsZero() && u.ToDate.Before(from) {
			continue
		}
		t.put(h)
		if err := t.check(id, from); err != nil {
			return belowDoesNotFit(err, u)
		}
		if err := s.keepUnit(ctx, u, h); err != nil {
			return err
		}
		if err := s.noteUnit(ctx, id, "changed", u.Name+", from "+from.Short()+": part of"); err != nil {
			return err
		}
	}
	return nil
}

// belowDoesNotFit tells of a unit below that cannot go along, beside the choice
// of where.
func belowDoesNotFit(err error, u Unit) error {
	if e := fault.As(err); e != nil && e.Kind == fault.Invalid && len(e.Fields) > 0 {
		return fault.InvalidField("into", "“"+u.Name+"” is part of it and cannot go along: "+strings.ToLower(e.Fields[0].Message[:1])+e.Fields[0].Message[1:])
	}
	return err
}
