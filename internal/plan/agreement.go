package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Propose sends the actor's own plan to the line manager.
func (s *Service) Propose(ctx context.Context, year calendar.LearningYear, version int) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		if w.plan.Begun() && w.plan.State != Draft {
			return s.outOfStep(ctx, *w.plan)
		}
		if err := Ready(w.plan.Written()); err != nil {
			return err
		}
		manager := w.chart.Manager(w.plan.PersonID)
		if manager == nil {
			return fault.InvalidField("targets", "Nobody is shown as your line manager. Ask the CPD coordinator to put that right")
		}
		if err := s.step(ctx, w, Propose, map[string]any{"proposed_at": s.clock.Now()}); err != nil {
			return err
		}
		return s.note(ctx, w, "sent the plan to "+manager.Name+" to agree")
	})
}

// TakeBack takes a proposed plan back to write on.
func (s *Service) TakeBack(ctx context.Context, year calendar.LearningYear, version int) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		if err := s.step(ctx, w, TakeBack, map[string]any{"proposed_at": nil}); err != nil {
			return err
		}
		return s.note(ctx, w, "took the plan back")
	})
}

// BeginChange opens a new revision of an agreed plan. The agreed one stays in
// force until the new one is agreed.
func (s *Service) BeginChange(ctx context.Context, year calendar.LearningYear) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		return s.beginChange(ctx, w)
	})
}

func (s *Service) beginChange(ctx context.Context, w *work) error {
	next := w.plan.Revision + 1
	if err := s.step(ctx, w, Change, map[string]any{"revision": next, "proposed_at": nil}); err != nil {
		return err
	}
	if err := s.copyTargets(ctx, w.plan.Targets, next); err != nil {
		return err
	}
	w.plan.Revision, w.plan.Changes = next, slices.Clone(w.plan.Targets)
	return s.note(ctx, w, "began to change the agreed plan")
}

// Discard drops the revision that is being written: the agreed plan stands.
func (s *Service) Discard(ctx context.Context, year calendar.LearningYear, version int) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		return s.discard(ctx, w)
	})
}

func (s *Service) discard(ctx context.Context, w *work) error {
	if !w.plan.Changing() {
		return s.outOfStep(ctx, *w.plan)
	}
	dropped := w.plan.Revision
	if err := s.step(ctx, w, Discard, map[string]any{"revision": w.plan.AgreedRevision, "proposed_at": nil}); err != nil {
		return err
	}
	if err := s.deleteRevision(ctx, w.plan.ID, dropped); err != nil {
		return err
	}
	w.plan.Revision, w.plan.Changes = w.plan.AgreedRevision, nil
	return s.note(ctx, w, "left the plan as it was agreed")
}

// Agree fixes the proposed revision. It needs the version that the manager read.
func (s *Service) Agree(ctx context.Context, personID string, year calendar.LearningYear, version int) error {
	return s.changing(ctx, personID, year, access.Agree, version, func(ctx context.Context, w *work) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		if err := s.agree(ctx, w, Agree); err != nil {
			return err
		}
		return s.note(ctx, w, "agreed the plan")
	})
}

func (s *Service) agree(ctx context.Context, w *work, act Act) error {
	p := w.plan
	before := p.AgreedRevision
	now := s.clock.Now()
	if err := s.step(ctx, w, act, map[string]any{
		"agreed_revision": p.Revision, "agreed_at": now, "agreed_by_name": w.who.Name,
	}); err != nil {
		return err
	}
	if err := s.keepSealed(ctx, w, SealedAgreed, now); err != nil {
		return err
	}
	if before > 0 {
		if err := s.deleteRevision(ctx, p.ID, before); err != nil {
			return err
		}
	}
	p.Targets, p.Changes, p.AgreedRevision = p.Written(), nil, p.Revision
	p.AgreedAt, p.AgreedByName = &now, w.who.Name
	return nil
}

func (s *Service) keepSealed(ctx context.Context, w *work, kind SealKind, now time.Time) error {
	text, digest, err := seal(w.plan.document(w.chart.Name(w.plan.PersonID)))
	if err != nil {
		return err
	}
	r := Revision{
		ID: s.clock.NewKey(), PlanID: w.plan.ID, Number: w.plan.Revision, Kind: kind, SealedAt: now, ByName: w.who.Name,
		Document: text, Digest: digest,
	}
	if w.who.PersonID != "" {
		r.ByID = &w.who.PersonID
	}
	if w.actingFor != nil {
		r.ActingForName = w.actingFor.Name
	}
	if err := s.db.From(ctx).Create(&r).Error; err != nil {
		return fmt.Errorf("sealing a plan: %w", err)
	}
	return nil
}

// SendBack returns a proposed plan with a comment, which the person reads and
// which stays with the plan.
func (s *Service) SendBack(ctx context.Context, personID string, year calendar.LearningYear, version int, comment string) error {
	return s.changing(ctx, personID, year, access.Agree, version, func(ctx context.Context, w *work) error {
		var c fault.Collector
		comment := c.Required("comment", "The comment", comment, CommentLimit, "Say what to change, in a sentence. It will be read")
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.step(ctx, w, SendBack, map[string]any{"proposed_at": nil}); err != nil {
			return err
		}
		kept := Comment{
			ID: s.clock.NewKey(), PlanID: w.plan.ID, Revision: w.plan.Revision, At: s.clock.Now(),
			ByID: &w.who.PersonID, ByName: w.who.Name, Words: comment,
		}
		if w.actingFor != nil {
			kept.ActingForName = w.actingFor.Name
		}
		if err := s.db.From(ctx).Create(&kept).Error; err != nil {
			return fmt.Errorf("keeping a comment: %w", err)
		}
		return s.note(ctx, w, "sent the plan back with a comment")
	})
}
