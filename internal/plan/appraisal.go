package plan

import (
	"context"
	"fmt"
	"slices"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// This file is what the appraisal does with plans. It has decided who may: none
// of these functions asks again, and each joins the caller's transaction.

// SetOutcomes keeps what became of targets in force, as both have worded it. Any
// of them may be given; all must be before Review.
func (s *Service) SetOutcomes(ctx context.Context, personID string, year calendar.LearningYear, outcomes []Outcome) error {
	var c fault.Collector
	for _, o := range outcomes {
		if err := c.Merge(o.Check()); err != nil {
			return err
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.changing(ctx, personID, year, "", 0, func(ctx context.Context, w *work) error {
		if w.plan.State == Reviewed || !w.plan.Begun() {
			return s.outOfStep(ctx, *w.plan)
		}
		for _, o := range outcomes {
			if _, ok := w.plan.Target(o.Target); !ok {
				return fault.NewNotFound("target")
			}
			on := o.On
			if o.Kind != Met {
				on = calendar.Date{}
			}
			_, err := s.mark(ctx, "plan_targets", map[string]any{
				"outcome": o.Kind, "outcome_on": on, "outcome_why": o.Why,
			}, "plan_id = ? AND number = ?", w.plan.ID, o.Target)
			if err != nil {
				return err
			}
		}
		return s.note(ctx, w, "worded what became of the targets")
	})
}

// Review closes the year's plan at appraisal, once every target in force has an
// outcome, and seals it with its outcomes. A change that nobody agreed is
// dropped; a plan that never was agreed is agreed by the appraisal's signatures.
// A plan that nobody began is left so.
func (s *Service) Review(ctx context.Context, personID string, year calendar.LearningYear) error {
	return s.changing(ctx, personID, year, "", 0, func(ctx context.Context, w *work) error {
		if !w.plan.Begun() {
			return nil
		}
		if err := s.settle(ctx, w); err != nil {
			return err
		}
		var c fault.Collector
		for _, t := range w.plan.Targets {
			c.Check(t.Outcome != NoOutcome, fmt.Sprintf("outcome-%d", t.Number), "Say what became of target "+itoa(t.Number))
		}
		if err := c.Err(); err != nil {
			return err
		}
		now := s.clock.Now()
		if err := s.step(ctx, w, Review, map[string]any{"reviewed_at": now}); err != nil {
			return err
		}
		if err := s.keepSealed(ctx, w, SealedReviewed, now); err != nil {
			return err
		}
		return s.note(ctx, w, "reviewed the plan at appraisal")
	})
}

// settle brings a plan to agreed, from wherever it is.
func (s *Service) settle(ctx context.Context, w *work) error {
	if w.plan.Changing() {
		if w.plan.State == Proposed {
			if err := s.step(ctx, w, TakeBack, map[string]any{"proposed_at": nil}); err != nil {
				return err
			}
		}
		return s.discard(ctx, w)
	}
	if w.plan.State == Draft || w.plan.State == Proposed {
		if err := s.agree(ctx, w, Settle); err != nil {
			return err
		}
		return s.note(ctx, w, "agreed the plan at appraisal")
	}
	return nil
}

// OpenNext opens the plan of the learning year after the given one: the targets
// in force whose numbers are in carried, with what they say but without ticks,
// and the next targets agreed at appraisal. Words on how the person learns open
// it where there are any. Where that plan is begun already, the targets are
// added to what is being written; carrying the same target again does nothing.
func (s *Service) OpenNext(
	ctx context.Context, personID string, year calendar.LearningYear, howILearn string, carried []int, next []Wording,
) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		old, err := s.load(ctx, personID, year.Name(), everybody)
		if err != nil {
			return err
		}
		return s.changing(ctx, personID, year.Next(), "", 0, func(ctx context.Context, w *work) error {
			if err := s.openForWriting(ctx, w); err != nil {
				return err
			}
			if howILearn != "" && w.plan.HowILearn == "" {
				if err := s.update(ctx, w.plan, map[string]any{"how_i_learn": howILearn}); err != nil {
					return err
				}
			}
			if err := s.carry(ctx, w, old, carried); err != nil {
				return err
			}
			for _, wording := range next {
				if wording, err = wording.Check(); err != nil {
					return err
				}
				if _, err := s.add(ctx, w, wording, ""); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (s *Service) openForWriting(ctx context.Context, w *work) error {
	if err := s.begin(ctx, w); err != nil {
		return err
	}
	switch w.plan.State {
	case Proposed:
		return s.step(ctx, w, TakeBack, map[string]any{"proposed_at": nil})
	case Agreed:
		return s.beginChange(ctx, w)
	case Reviewed:
		return s.outOfStep(ctx, *w.plan)
	}
	return nil
}

func (s *Service) carry(ctx context.Context, w *work, old Plan, carried []int) error {
	for _, number := range carried {
		t, ok := old.Target(number)
		if !ok {
			return fault.NewNotFound("target")
		}
		from := old.Year + "/" + itoa(number)
		if slices.ContainsFunc(w.plan.Written(), func(t Target) bool { return t.CarriedFrom == from }) {
			continue
		}
		wording := t.Wording()
		wording.ByDate = calendar.Date{}
		for i := range wording.Strategies {
			wording.Strategies[i].Number, wording.Strategies[i].ByDate = 0, calendar.Date{}
		}
		for i := range wording.Criteria {
			wording.Criteria[i].Number = 0
		}
		if _, err := s.add(ctx, w, wording, from); err != nil {
			return err
		}
	}
	return nil
}
