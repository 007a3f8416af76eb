package plan

import (
	"context"
	"slices"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Tick says that a success criterion is met, or that it is not after all.
func (s *Service) Tick(ctx context.Context, year calendar.LearningYear, target, criterion int, met bool) error {
	var on calendar.Date
	act := "unticked a success criterion of target " + itoa(target)
	if met {
		on = s.clock.Today()
		act = "ticked a success criterion of target " + itoa(target)
	}
	// A second tick of the same criterion keeps the day of the first.
	where := "plan_id = ? AND target = ? AND number = ? AND (met_on IS NULL) = ?"
	return s.marking(ctx, year, act, "plan_criteria", map[string]any{"met_on": on}, func(p Plan) ([]any, bool) {
		_, there := p.criterion(target, criterion)
		return []any{where, p.ID, target, criterion, met}, there
	})
}

// criterion finds a criterion in force or being written.
func (p Plan) criterion(target, number int) (Criterion, bool) {
	for _, targets := range [][]Target{p.Targets, p.Changes} {
		t, _ := find(targets, target)
		for _, c := range t.Criteria {
			if c.Number == number {
				return c, true
			}
		}
	}
	return Criterion{}, false
}

func (p Plan) strategy(target, number int) (Strategy, bool) {
	for _, targets := range [][]Target{p.Targets, p.Changes} {
		t, _ := find(targets, target)
		for _, line := range t.Strategies {
			if line.Number == number {
				return line, true
			}
		}
	}
	return Strategy{}, false
}

// MarkStrategy says how far a strategy has come.
func (s *Service) MarkStrategy(ctx context.Context, year calendar.LearningYear, target, strategy int, status Status) error {
	if !slices.Contains([]Status{Todo, Booked, Done}, status) {
		return fault.InvalidField("status", "Say whether it is done")
	}
	act := map[Status]string{Todo: "took back a mark on a strategy", Booked: "booked a strategy", Done: "finished a strategy"}[status] + " of target " + itoa(target)
	where := "plan_id = ? AND target = ? AND number = ? AND status <> ?"
	return s.marking(ctx, year, act, "plan_strategies", map[string]any{"status": status}, func(p Plan) ([]any, bool) {
		_, there := p.strategy(target, strategy)
		return []any{where, p.ID, target, strategy, status}, there
	})
}

// SetProgress says how far the person is with a target.
func (s *Service) SetProgress(ctx context.Context, year calendar.LearningYear, target int, to Progress) error {
	if !slices.Contains(Steps(), to) {
		return fault.InvalidField("progress", "Say how far you are")
	}
	act := "said of target " + itoa(target) + ": " + strings.ToLower(to.Label())
	where := "plan_id = ? AND number = ? AND progress <> ?"
	return s.marking(ctx, year, act, "plan_targets", map[string]any{"progress": to}, func(p Plan) ([]any, bool) {
		return []any{where, p.ID, target, to}, p.has(target)
	})
}

func (p Plan) has(target int) bool {
	_, inForce := find(p.Targets, target)
	_, written := find(p.Changes, target)
	return inForce || written
}

// marking sets one mark in every revision that has rows. Where it stands already
// nothing is done and nothing goes into the trail.
func (s *Service) marking(
	ctx context.Context, year calendar.LearningYear, act, table string, set map[string]any,
	where func(Plan) (condition []any, there bool),
) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		condition, there := where(*w.plan)
		if !w.plan.Begun() || !there {
			return fault.NewNotFound("target")
		}
		if err := w.plan.CanMark(s.clock.Today(), year); err != nil {
			return err
		}
		set, err := s.mark(ctx, table, set, condition[0].(string), condition[1:]...)
		if err != nil || !set {
			return err
		}
		return s.note(ctx, w, act)
	})
}

// Release says whether the team plan may show a need; its owner alone decides,
// at any time.
func (s *Service) Release(ctx context.Context, year calendar.LearningYear, target int, to Released) error {
	if !slices.Contains([]Released{NotReleased, Counted, Named}, to) {
		return fault.InvalidField("released", "Choose what your team plan may show")
	}
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		if !w.plan.has(target) {
			return fault.NewNotFound("target")
		}
		return s.release(ctx, w, target, to)
	})
}

func (s *Service) release(ctx context.Context, w *work, target int, to Released) error {
	where := "plan_id = ? AND number = ? AND released <> ?"
	set, err := s.mark(ctx, "plan_targets", map[string]any{"released": to}, where, w.plan.ID, target, to)
	if err != nil || !set {
		return err
	}
	return s.note(ctx, w, "released target "+itoa(target)+" to the team plan: "+to.Label())
}
