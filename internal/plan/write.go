package plan

import (
	"context"
	"fmt"
	"slices"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// AddTarget adds a target to the actor's own plan, which begins with its first,
// and gives the target's number.
func (s *Service) AddTarget(ctx context.Context, year calendar.LearningYear, wording Wording) (int, error) {
	wording, err := wording.Check()
	if err != nil {
		return 0, err
	}
	number := 0
	err = s.mine(ctx, year, 0, func(ctx context.Context, w *work) error {
		if err := s.begin(ctx, w); err != nil {
			return err
		}
		// What both have agreed at appraisal comes in above it too.
		if len(w.plan.Written()) >= MostTargets {
			return fault.InvalidField("need", fmt.Sprintf("A plan can have up to %d targets. Remove one first", MostTargets))
		}
		var err error
		number, err = s.add(ctx, w, wording, "")
		return err
	})
	return number, err
}

func (s *Service) add(ctx context.Context, w *work, wording Wording, carriedFrom string) (int, error) {
	p := w.plan
	number := p.NextTarget
	t := Target{
		ID: s.clock.NewKey(), PlanID: p.ID, Revision: p.Revision, Number: number, Progress: NotStarted,
		CarriedFrom: carriedFrom, Version: 1,
	}
	t.take(wording, 1)
	if err := s.insertTarget(ctx, t); err != nil {
		return 0, err
	}
	if err := s.update(ctx, p, map[string]any{"next_target": number + 1}); err != nil {
		return 0, err
	}
	p.NextTarget = number + 1
	p.append(t)
	return number, s.note(ctx, w, "added target "+itoa(number))
}

func (p *Plan) append(t Target) {
	if p.Changing() {
		p.Changes = append(p.Changes, t)
	} else {
		p.Targets = append(p.Targets, t)
	}
}

// take puts wording into a target. Lines with a number that the target has keep
// it, with their ticks; the others are numbered from next on.
func (t *Target) take(w Wording, next int) {
	t.Need, t.Why, t.Source, t.SourceWords = w.Need, w.Why, w.Source, w.SourceWords
	t.Evidence, t.ByDate, t.CostPence, t.Minutes, t.Released = w.Evidence, w.ByDate, w.CostPence, w.Minutes, w.Released
	strategies, criteria := t.Strategies, t.Criteria
	t.Strategies, t.Criteria = nil, nil
	used := map[int]bool{}
	for place, line := range w.Strategies {
		kept := Strategy{PlanID: t.PlanID, Revision: t.Revision, Target: t.Number, Status: Todo}
		i := slices.IndexFunc(strategies, func(s Strategy) bool { return s.Number == line.Number })
		if i >= 0 && !used[line.Number] {
			kept.Number, kept.Status = line.Number, strategies[i].Status
			used[line.Number] = true
		} else {
			kept.Number, next = next, next+1
		}
		kept.Place, kept.Kind, kept.OffTheJob, kept.Words, kept.ByDate = place, line.Kind, line.OffTheJob, line.Words, line.ByDate
		t.Strategies = append(t.Strategies, kept)
	}
	used = map[int]bool{}
	for place, line := range w.Criteria {
		kept := Criterion{PlanID: t.PlanID, Revision: t.Revision, Target: t.Number}
		i := slices.IndexFunc(criteria, func(c Criterion) bool { return c.Number == line.Number })
		if i >= 0 && !used[line.Number] {
			kept.Number, kept.MetOn = line.Number, criteria[i].MetOn
			used[line.Number] = true
		} else {
			kept.Number, next = next, next+1
		}
		kept.Place, kept.Words = place, line.Words
		t.Criteria = append(t.Criteria, kept)
	}
}

// nextLine is a number that no line of the target has in any revision.
func (p Plan) nextLine(number int) int {
	next := 1
	for _, targets := range [][]Target{p.Targets, p.Changes} {
		t, _ := find(targets, number)
		for _, line := range t.Strategies {
			next = max(next, line.Number+1)
		}
		for _, line := range t.Criteria {
			next = max(next, line.Number+1)
		}
	}
	return next
}

// SaveTarget changes the wording of one of the actor's own targets. The version
// is the target's: two tabs at different targets do not meet.
func (s *Service) SaveTarget(ctx context.Context, year calendar.LearningYear, number, version int, wording Wording) error {
	wording, err := wording.Check()
	if err != nil {
		return err
	}
	return s.mine(ctx, year, 0, func(ctx context.Context, w *work) error {
		t, ok := w.plan.WrittenTarget(number)
		if !ok {
			return fault.NewNotFound("target")
		}
		if t.Version != version {
			return s.targetClash(ctx, w, t)
		}
		t.take(wording, w.plan.nextLine(number))
		if err := s.db.UpdateVersioned(ctx, "plan_targets", t.ID, t.Version, map[string]any{
			"need": t.Need, "why": t.Why, "source": t.Source, "source_words": t.SourceWords, "evidence": t.Evidence,
			"by_date": t.ByDate, "cost_pence": t.CostPence, "minutes": t.Minutes,
		}); err != nil {
			return err
		}
		if err := s.replaceLines(ctx, t); err != nil {
			return err
		}
		if err := s.release(ctx, w, number, t.Released); err != nil {
			return err
		}
		if err := s.update(ctx, w.plan, map[string]any{}); err != nil {
			return err
		}
		return s.note(ctx, w, "changed target "+itoa(number))
	})
}

// targetClash shows what stands in the target now.
func (s *Service) targetClash(ctx context.Context, w *work, t Target) error {
	d := Plan{Revision: t.Revision, Targets: []Target{t}}.document("").Targets[0]
	var theirs []fault.Theirs
	for _, f := range d.against(DocumentTarget{Source: "-"}) {
		theirs = append(theirs, fault.Theirs{Label: f.Label, Text: f.After})
	}
	err := s.clash(ctx, *w.plan, theirs)
	if e := fault.As(err); e != nil && e.Kind == fault.Clash {
		e.Version = t.Version
	}
	return err
}

// RemoveTarget takes a target out of the revision that is being written. What
// was agreed keeps it.
func (s *Service) RemoveTarget(ctx context.Context, year calendar.LearningYear, number, version int) error {
	return s.mine(ctx, year, 0, func(ctx context.Context, w *work) error {
		t, ok := w.plan.WrittenTarget(number)
		if !ok {
			return fault.NewNotFound("target")
		}
		if t.Version != version {
			return s.targetClash(ctx, w, t)
		}
		if err := s.deleteTarget(ctx, t); err != nil {
			return err
		}
		if err := s.update(ctx, w.plan, map[string]any{}); err != nil {
			return err
		}
		return s.note(ctx, w, "removed target "+itoa(number))
	})
}
