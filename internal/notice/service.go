package notice

import (
	"context"
	"slices"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/clock"
	"learningyear/internal/interview"
	"learningyear/internal/jobs"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// Sources are the concepts that are asked what waits.
type Sources struct {
	Plans      *plan.Service
	Work       *work.Service
	Interviews *interview.Service
	Appraisals *appraisal.Service
	// Jobs may be nil: then nobody is told of work in the background.
	Jobs *jobs.Queue
}

// Service makes notices.
type Service struct {
	people       *people.Service
	organisation *organisation.Store
	clock        *clock.Clock
	sources      Sources
}

// NewService makes the service.
func NewService(p *people.Service, o *organisation.Store, c *clock.Clock, sources Sources) *Service {
	return &Service{people: p, organisation: o, clock: c, sources: sources}
}

// Waiting lists what waits for whoever is asking under the hats named, or under any
// where none is, the oldest first. Only the concepts that could say something are
// asked, with one query each.
func (s *Service) Waiting(ctx context.Context, hats ...Hat) ([]Notice, error) {
	if len(hats) == 0 {
		hats = []Hat{AsLearner, AsPartner, AsManager, AsCountersigner, AsCoordinator, AsAsker}
	}
	d, err := s.desk(ctx)
	if err != nil {
		return nil, err
	}
	asked := func(some ...Hat) bool {
		return slices.ContainsFunc(some, func(h Hat) bool { return slices.Contains(hats, h) })
	}
	var w Waiting
	if asked(AsLearner, AsManager) {
		if w.Plans, err = s.sources.Plans.Waiting(ctx, d.Year); err != nil {
			return nil, err
		}
		if w.Work, err = s.sources.Work.Waiting(ctx, d.Year); err != nil {
			return nil, err
		}
	}
	if asked(AsLearner, AsPartner) {
		if w.Interviews, err = s.sources.Interviews.Waiting(ctx); err != nil {
			return nil, err
		}
	}
	if asked(AsLearner, AsManager, AsCountersigner, AsCoordinator) {
		if _, w.Appraisals, err = s.sources.Appraisals.Around(ctx); err != nil {
			return nil, err
		}
	}
	if asked(AsAsker) {
		if w.Ended, err = s.ended(ctx); err != nil {
			return nil, err
		}
	}
	return Of(d.List(w), hats...), nil
}

// Around is one's own year and what waits, read together.
type Around struct {
	// Plan is one's own of the year, Interviews are one's own of the year, and
	// Appraisals one's own, newest first.
	Plan       plan.Plan
	Interviews []interview.Reading
	Appraisals []appraisal.Brief
	Waiting    []Notice
}

// Around gives what My year shows, of the learning year that now runs, of the
// concepts that are asked what waits, so that none of them is asked twice.
func (s *Service) Around(ctx context.Context) (Around, error) {
	var out Around
	d, err := s.desk(ctx)
	if err != nil {
		return out, err
	}
	var w Waiting
	if out.Plan, w.Plans, err = s.sources.Plans.Around(ctx, d.Year); err != nil {
		return out, err
	}
	if w.Work, err = s.sources.Work.Waiting(ctx, d.Year); err != nil {
		return out, err
	}
	if out.Interviews, w.Interviews, err = s.sources.Interviews.Around(ctx, d.Year); err != nil {
		return out, err
	}
	if out.Appraisals, w.Appraisals, err = s.sources.Appraisals.Around(ctx); err != nil {
		return out, err
	}
	if w.Ended, err = s.ended(ctx); err != nil {
		return out, err
	}
	out.Waiting = d.List(w)
	return out, nil
}

func (s *Service) ended(ctx context.Context) ([]jobs.Errand, error) {
	if s.sources.Jobs == nil {
		return nil, nil
	}
	return s.sources.Jobs.Unseen(ctx)
}

func (s *Service) desk(ctx context.Context) (Desk, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Desk{}, err
	}
	settings, err := s.organisation.Load(ctx)
	if err != nil {
		return Desk{}, err
	}
	return Desk{
		Who: actor.From(ctx), Chart: chart, Start: settings.YearStart, Year: settings.YearStart.YearOf(s.clock.Today()), Zone: s.clock.Zone(),
	}, nil
}
