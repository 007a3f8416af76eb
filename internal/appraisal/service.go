package appraisal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Sources are the rooms that an appraisal gathers from and settles into. They
// are functions, so that the rules of an appraisal are tested without them.
type Sources struct {
	// Gather draws a person's year together, with the chosen diary entries quoted.
	Gather func(ctx context.Context, personID string, year calendar.LearningYear, chosen []string) (Gathered, error)
	// Records are the targets and tasks alone: what both voices speak of.
	Records func(ctx context.Context, personID string, year calendar.LearningYear) (Gathered, error)
	// Settle carries what was agreed into plan and work programme when an
	// appraisal closes: outcomes, and next year's plan with what goes on.
	Settle func(ctx context.Context, personID string, year calendar.LearningYear, d Document) error
	// Finish removes the draft of a form that is now saved.
	Finish func(ctx context.Context, draftID string) error
	// YearStart is when the organisation's learning year begins.
	YearStart func(ctx context.Context) (calendar.YearStart, error)
}

// Service keeps appraisals.
type Service struct {
	db      *database.DB
	people  *people.Service
	trail   *trail.Trail
	clock   *clock.Clock
	sources Sources
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock, sources Sources) *Service {
	return &Service{db: db, people: p, trail: t, clock: c, sources: sources}
}

// change runs a change of one appraisal: loaded, stood up to, in one transaction.
func (s *Service) change(ctx context.Context, id string, how depth, change func(ctx context.Context, sight *Sight, r record) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.byID(ctx, id)
		if err != nil {
			return err
		}
		sight, r, err := s.see(ctx, r, how)
		if err != nil {
			return err
		}
		return change(ctx, &sight, r)
	})
}

// require answers who may see but not do: with the names of who can today or,
// where the viewer is one of them, that it is not the time.
func (s *Service) require(ctx context.Context, sight *Sight, may bool, act access.Act) error {
	if may {
		return nil
	}
	err := access.Require(sight.relation, access.Appraisal, act)
	if err != nil && !fault.Is(err, fault.Forbidden) && !sight.Former {
		return err
	}
	chart, todayErr := s.people.Today(ctx)
	if todayErr != nil {
		return todayErr
	}
	today := chart.RelationTo(actor.From(ctx), sight.Appraisal.PersonID, access.Appraisal)
	switch {
	case act == access.Countersign && sight.Countersigner != "" && !sight.countersigns:
		return people.OnlyThey([]string{sight.Countersigner})
	case act == access.Countersign && err != nil:
		return err
	case act == access.Countersign, access.Can(today, access.Appraisal, act):
		return notNow(sight)
	}
	return chart.OnlyWhoCan(sight.Appraisal.PersonID, access.Appraisal, act)
}

// notNow refuses what is not to be done in this state.
func notNow(sight *Sight) error {
	return fault.NewForbidden("This cannot be done now: " + strings.ToLower(sight.Appraisal.State.Words()))
}

// step makes the named transition with what else it sets, and notes it.
func (s *Service) step(ctx context.Context, sight *Sight, name, why string, set map[string]any) error {
	a := sight.Appraisal
	t, err := move(a.State, name)
	if err != nil {
		return err
	}
	if set == nil {
		set = map[string]any{}
	}
	if t.To != a.State {
		set["moved_at"] = s.clock.Now()
	}
	set["state"] = t.To
	if err := s.update(ctx, a, set); err != nil {
		return err
	}
	sight.Appraisal.State = t.To
	sight.Appraisal.Version++
	return s.noteAs(ctx, sight, name, why)
}

func (s *Service) update(ctx context.Context, a Appraisal, set map[string]any) error {
	err := s.db.UpdateVersioned(ctx, "appraisals", a.ID, a.Version, set)
	if errors.Is(err, database.ErrStale) {
		return fault.NewClash("", 0)
	}
	if err != nil {
		return fmt.Errorf("saving the appraisal: %w", err)
	}
	return nil
}

func (s *Service) note(ctx context.Context, a Appraisal, act, why string) error {
	return s.trail.Write(ctx, trail.Event{Record: string(access.Appraisal), RecordID: a.ID, Act: act, SubjectID: a.PersonID, Why: why})
}

func (s *Service) noteAs(ctx context.Context, sight *Sight, act, why string) error {
	return s.trail.Write(ctx, trail.Event{
		Record: string(access.Appraisal), RecordID: sight.Appraisal.ID, Act: act, SubjectID: sight.Appraisal.PersonID, Why: why,
		ActingForID: sight.actingForID, ActingForName: sight.ActingFor,
	})
}
