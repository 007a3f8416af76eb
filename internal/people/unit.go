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
	checkAhead(&c, u.FromDate, s.clock.Today())
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
		checkDay(&c, u.Period(), from, s.clock.Today())
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

// farAway is said of a first day in a year that cannot be meant.
const farAway = "Check the year of the first day: it is far from today"

// checkAhead refuses a first day that is too far ahead. One that is long past may
// be so: a unit, a post and who is in it are older than what is kept of them here.
func checkAhead(c *fault.Collector, from, today calendar.Date) {
	c.Check(!from.After(today) || !from.FarFrom(today), "from", farAway)
}

// checkDay says what is wrong with the first day of a change: on the thing's own
// first day nothing has changed, it was so from the beginning.
func checkDay(c *fault.Collector, there calendar.Period, from, today calendar.Date) {
	switch {
	case from.IsZero():
		c.Add("from", "Enter the first day of the change")
	case !from.After(there.From):
		c.Add("from", "Enter a day after "+there.From.Short()+", the first day. What was wrong from the beginning is corrected instead")
	case !there.Holds(from):
		c.Add("from", "Enter a day up to "+there.To.Short()+", the last day")
	case from.FarFrom(today):
		c.Add("from", farAway)
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
		checkAhead(&c, want.FromDate, s.clock.Today())
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
