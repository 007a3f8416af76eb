package people

import (
	"context"
	"strings"

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
		t, err := s.loadTree(ctx)
		if err != nil {
			return err
		}
		if u, err = s.addUnit(ctx, t, u); err != nil {
			return err
		}
		return s.noteUnit(ctx, u.ID, "added", u.Name)
	})
	return u, err
}

func (s *Service) addUnit(ctx context.Context, t tree, u Unit) (Unit, error) {
	t.units[u.ID] = u
	if err := t.check(u.ID, u.FromDate); err != nil {
		return u, err
	}
	lastResort := "unit-" + shortKey(u.ID)
	book, err := s.slugsLike(ctx, "units", lastResort, u.Name)
	if err != nil {
		return u, err
	}
	u.Slug = book.take(lastResort, u.Name)
	t.units[u.ID] = u
	return u, s.insert(ctx, "unit", &u)
}

func (s *Service) noteUnit(ctx context.Context, unitID, act, why string) error {
	return s.trail.Write(ctx, trail.Event{Record: unitRecord, RecordID: unitID, Act: act, Why: why})
}

// UnitChange is how a unit shall be.
type UnitChange struct {
	ParentID   string
	Kind       Kind
	Name       string
	LeadPostID string
}

func (u Unit) with(to UnitChange) Unit {
	u.ParentID, u.Kind, u.Name, u.LeadPostID = optional(to.ParentID), to.Kind, to.Name, optional(to.LeadPostID)
	return u
}

// unitNow is a unit that is about to change, and the tree that it stands in.
type unitNow struct {
	Unit
	tree    tree
	history history[Unit]
	// shown is the unit as its page shows it.
	shown Unit
}

// openUnit reads a unit that was shown with the version.
func (s *Service) openUnit(ctx context.Context, unitID string, version int) (unitNow, error) {
	t, err := s.loadTree(ctx)
	if err != nil {
		return unitNow{}, err
	}
	u, ok := t.units[unitID]
	if !ok {
		return unitNow{}, fault.NewNotFound("unit")
	}
	now := unitNow{Unit: u, tree: t, history: t.past.unitHistory(u)}
	now.shown = now.history.on(shownOn(u.Period(), s.clock.Today()))
	if u.Version != version {
		return now, s.unitClash(ctx, now)
	}
	return now, nil
}

// unitClash shows how a unit stands now to somebody who began from an older version.
func (s *Service) unitClash(ctx context.Context, u unitNow) error {
	lead := ""
	if u.shown.LeadPostID != nil {
		post, err := one[Post](ctx, s, "post", *u.shown.LeadPostID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		lead = post.Title
	}
	above := ""
	if u.shown.ParentID != nil {
		above = u.tree.nameOn(*u.shown.ParentID, s.clock.Today())
	}
	return s.clashOver(ctx, unitRecord, u.ID, u.Version,
		fault.Theirs{Label: "Name", Text: u.shown.Name}, fault.Theirs{Label: "Kind", Text: u.shown.Kind.Label()},
		fault.Theirs{Label: "Part of", Text: above}, fault.Theirs{Label: "Led from the post", Text: lead},
		fault.Theirs{Label: "Last day", Text: u.ToDate.Short()})
}

// ChangeUnit is "it changed": a new name, kind, place or lead from a day on. What
// was before that day stays as it was. The short name stays too, since addresses
// hold it.
func (s *Service) ChangeUnit(ctx context.Context, unitID string, version int, from calendar.Date, to UnitChange) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		want := u.shown.with(to)
		var c fault.Collector
		checkUnit(&c, want)
		checkDay(&c, u.Period(), from)
		if err := c.Err(); err != nil {
			return err
		}
		h, what := u.history.change(u.shown, want, from)
		if err := s.checkLead(ctx, want, from); err != nil {
			return err
		}
		return s.settleUnit(ctx, u, h, from, what, "changed", ", from "+from.Short())
	})
}

// checkDay says what is wrong with the first day of a change: on the thing's own
// first day nothing has changed, it was so from the beginning.
func checkDay(c *fault.Collector, there calendar.Period, from calendar.Date) {
	switch {
	case from.IsZero():
		c.Add("from", "Enter the first day of the change")
	case !from.After(there.From):
		c.Add("from", "Enter a day after "+there.From.Short()+", the first day. What was wrong from the beginning is corrected instead")
	case !there.Holds(from):
		c.Add("from", "Enter a day up to "+there.To.Short()+", the last day")
	}
}

// UnitCorrection is what can be put right about a unit.
type UnitCorrection struct {
	UnitChange
	// FromDate is the first day of the unit.
	FromDate calendar.Date
}

// CorrectUnit is "it was wrong": the name, kind, place or lead is put right for
// the whole time for which it was said, and the first day.
func (s *Service) CorrectUnit(ctx context.Context, unitID string, version int, to UnitCorrection) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		want := u.shown.with(to.UnitChange)
		want.FromDate = to.FromDate
		var c fault.Collector
		checkUnit(&c, want)
		if err := s.checkUnitBegins(ctx, &c, u, to.FromDate); err != nil {
			return err
		}
		if err := c.Err(); err != nil {
			return err
		}
		h, what := u.history.correct(shownOn(u.Period(), s.clock.Today()), want)
		if to.FromDate != u.FromDate {
			what = append(what, "first day")
			u.FromDate, h.from = to.FromDate, to.FromDate
			for i := range h.stretches {
				h.stretches[i].state.FromDate = to.FromDate
			}
		}
		if err := s.checkLead(ctx, want, calendar.Date{}); err != nil {
			return err
		}
		return s.settleUnit(ctx, u, h, u.FromDate, what, "corrected", "")
	})
}

// checkUnitBegins refuses a first day after something that was in the unit.
func (s *Service) checkUnitBegins(ctx context.Context, c *fault.Collector, u unitNow, from calendar.Date) error {
	if !from.After(u.FromDate) {
		return nil
	}
	posts, err := s.loadPostsOf(ctx, u.ID)
	if err != nil {
		return err
	}
	for _, p := range posts.posts {
		if p.FromDate.Before(from) {
			c.Add("from", "The post “"+p.Title+"” was there before that day")
			return nil
		}
	}
	if below := u.tree.below(u.ID, from.AddDays(-1)); len(below) > 0 {
		c.Add("from", "“"+below[0].Name+"” was part of it before that day")
	}
	early := u.ToDate.IsZero() || !from.After(u.ToDate)
	if len(u.history.stretches) > 1 {
		early = early && !from.After(u.history.stretches[0].until)
	}
	c.Check(early, "from", "The unit changed or closed before that day")
	return nil
}

// checkLead refuses a lead's post that there is not, or not on the day.
func (s *Service) checkLead(ctx context.Context, u Unit, on calendar.Date) error {
	if u.LeadPostID == nil {
		return nil
	}
	post, err := one[Post](ctx, s, "post", *u.LeadPostID)
	if fault.Is(err, fault.NotFound) || err == nil && !on.IsZero() && !post.Period().Holds(on) {
		return fault.InvalidField("lead", "Choose the post whose holder leads the unit")
	}
	return err
}

// settleUnit checks a unit's new history against the tree, and keeps it with its
// trail. Nothing that differs changes nothing.
func (s *Service) settleUnit(ctx context.Context, u unitNow, h history[Unit], from calendar.Date, what []string, act, when string) error {
	if len(what) == 0 {
		return nil
	}
	if misplaced(what) {
		u.tree.put(h)
		if err := u.tree.check(u.ID, from); err != nil {
			return err
		}
	}
	if err := s.keepUnit(ctx, u.Unit, h); err != nil {
		return err
	}
	return s.noteUnit(ctx, u.ID, act, u.shown.Name+when+": "+strings.Join(what, ", "))
}

// misplaced says whether a change can put a unit where it cannot stand.
func misplaced(what []string) bool {
	for _, label := range what {
		if label == "kind" || label == "part of" || label == "first day" {
			return true
		}
	}
	return false
}

// TakeBackUnitChange undoes the latest change of a unit, as if it had not been.
func (s *Service) TakeBackUnitChange(ctx context.Context, unitID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		u, err := s.openUnit(ctx, unitID, version)
		if err != nil {
			return err
		}
		h, ok := u.history.takenBack()
		if !ok {
			return fault.NewNotFound("change of the unit")
		}
		from := u.history.begins(len(u.history.stretches) - 1)
		what := u.history.differ(u.history.last(), h.last())
		return asWhole(s.settleUnit(ctx, u, h, from, what, "took back a change", ", of "+from.Short()))
	})
}

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
		if err := checkSplit(u, part, to, len(chosen.posts)); err != nil {
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

func checkSplit(u unitNow, part Unit, to SplitUnit, found int) error {
	var c fault.Collector
	checkUnit(&c, part)
	if !to.From.IsZero() {
		checkDay(&c, u.Period(), to.From)
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
