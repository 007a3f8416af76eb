package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Service keeps plans.
type Service struct {
	db     *database.DB
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock) *Service {
	return &Service{db, p, t, c}
}

// Of is a person's plan of a year for the actor in ctx, if they may read it. A
// plan that nobody has begun comes back empty: see Begun.
func (s *Service) Of(ctx context.Context, personID string, year calendar.LearningYear) (Plan, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Plan{}, err
	}
	who := actor.From(ctx)
	if err := chart.Require(who, personID, access.LearningPlan, access.Read); err != nil {
		return Plan{}, err
	}
	return s.load(ctx, personID, year.Name(), visible(chart, who))
}

// Gather is Of for a caller that has checked access itself, as an appraisal does.
func (s *Service) Gather(ctx context.Context, personID string, year calendar.LearningYear) (Plan, error) {
	return s.load(ctx, personID, year.Name(), everybody)
}

// work is what one change has at hand: the plan, locked, and who acts.
type work struct {
	plan      *Plan
	year      calendar.LearningYear
	chart     *people.Chart
	who       actor.Actor
	actingFor *people.Person
}

// changing runs fn on a person's plan in one transaction, once the actor is
// known to be allowed the act. A form's version that is not the plan's any more
// is a clash; version 0 does not ask.
func (s *Service) changing(
	ctx context.Context, personID string, year calendar.LearningYear, act access.Act, version int,
	fn func(ctx context.Context, w *work) error,
) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		w, err := s.admit(ctx, personID, year, act)
		if err != nil {
			return err
		}
		p, err := s.lock(ctx, personID, year.Name())
		if err != nil {
			return err
		}
		w.plan = &p
		if version != 0 && version != p.Version {
			return s.clash(ctx, p, nil)
		}
		return fn(ctx, w)
	})
}

func (s *Service) admit(ctx context.Context, personID string, year calendar.LearningYear, act access.Act) (*work, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	w := &work{year: year, chart: chart, who: actor.From(ctx)}
	if act == "" { // the caller has checked
		return w, nil
	}
	if err := chart.Require(w.who, personID, access.LearningPlan, act); err != nil {
		return nil, err
	}
	if w.who.PersonID != personID {
		_, w.actingFor = chart.ManagesFor(w.who.PersonID, personID, access.LearningPlan)
	}
	return w, nil
}

// clash tells who changed the plan last, and what stands there now.
func (s *Service) clash(ctx context.Context, p Plan, theirs []fault.Theirs) error {
	last, err := s.trail.Of(ctx, string(access.LearningPlan), p.ID, 1)
	if err != nil {
		return err
	}
	e := fault.NewClash("Somebody", p.Version, theirs...)
	if len(last) > 0 {
		e.By, e.At = last[0].ActorName, last[0].At
	}
	return e
}

func (s *Service) note(ctx context.Context, w *work, act string) error {
	e := trail.Event{
		Record: string(access.LearningPlan), RecordID: w.plan.ID, Act: act, SubjectID: w.plan.PersonID,
	}
	if w.actingFor != nil {
		e.ActingForID, e.ActingForName = w.actingFor.ID, w.actingFor.Name
	}
	return s.trail.Write(ctx, e)
}

// begin makes the plan of the person in w where there is none yet.
func (s *Service) begin(ctx context.Context, w *work) error {
	if w.plan.Begun() {
		return nil
	}
	if err := s.create(ctx, w.plan); err != nil {
		return err
	}
	return s.note(ctx, w, "began the learning plan")
}

// mine runs a change of wording by the owner, while wording may be changed.
func (s *Service) mine(
	ctx context.Context, year calendar.LearningYear, version int, fn func(ctx context.Context, w *work) error,
) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		if err := w.plan.CanWrite(s.clock.Today(), year); err != nil {
			return err
		}
		return fn(ctx, w)
	})
}

// SayHowILearn keeps the words that open the plan. They are the person's own and
// need nobody's agreement, at any time until the plan is reviewed. Was is the
// Fingerprint of the words that the form was opened with, since the rest of the
// plan may well change meanwhile; empty does not ask.
func (s *Service) SayHowILearn(ctx context.Context, year calendar.LearningYear, was, words string) error {
	var c fault.Collector
	words = c.Text("how-i-learn", "How you learn", words, HowLimit)
	if err := c.Err(); err != nil {
		return err
	}
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		if err := w.plan.CanMark(s.clock.Today(), year); err != nil {
			return err
		}
		now := w.plan.HowILearn
		if now == words {
			return nil
		}
		if was != "" && was != Fingerprint(now) {
			return s.clash(ctx, *w.plan, []fault.Theirs{{Label: "How I learn", Text: now}})
		}
		if err := s.begin(ctx, w); err != nil {
			return err
		}
		if err := s.update(ctx, w.plan, map[string]any{"how_i_learn": words}); err != nil {
			return err
		}
		return s.note(ctx, w, "said how they learn")
	})
}

// Fingerprint tells whether a text is still the one that a form was opened with.
func Fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// step makes a transition of the plan, with the fields that go with it.
func (s *Service) step(ctx context.Context, w *work, act Act, set map[string]any) error {
	t, ok := transition(w.plan.State, act)
	if !ok || !w.plan.Begun() {
		return s.outOfStep(ctx, *w.plan)
	}
	if set == nil {
		set = map[string]any{}
	}
	set["state"] = t.To
	if err := s.update(ctx, w.plan, set); err != nil {
		return err
	}
	w.plan.State = t.To
	return nil
}

// outOfStep is a plan that somebody has moved on meanwhile.
func (s *Service) outOfStep(ctx context.Context, p Plan) error {
	if !p.Begun() {
		return fault.NewNotFound("learning plan")
	}
	return s.clash(ctx, p, []fault.Theirs{{Label: "The plan", Text: p.State.Words()}})
}

// Words is the state as it is said of a plan.
func (s State) Words() string {
	switch s {
	case Draft:
		return "being written"
	case Proposed:
		return "waiting to be agreed"
	case Agreed:
		return "agreed"
	case Reviewed:
		return "reviewed at appraisal"
	}
	return "not begun"
}
