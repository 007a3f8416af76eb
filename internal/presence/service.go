package presence

import (
	"context"

	"learningyear/internal/absence"
	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/people"
	"learningyear/internal/workingpattern"
)

// Service gathers when people are here.
type Service struct {
	people   *people.Service
	absences *absence.Service
	patterns *workingpattern.Service
	clock    *clock.Clock
}

// NewService makes the service.
func NewService(p *people.Service, a *absence.Service, w *workingpattern.Service, c *clock.Clock) *Service {
	return &Service{p, a, w, c}
}

// Horizon is how far ahead an outlook goes, in months.
const Horizon = 12

// Outlook is when each of some people is here from today on, for who plans with
// them: their line manager, their learning partner, their learner, the coordinator
// and themselves. Whom the actor in ctx may not see is left out. However many are
// asked for, it takes two queries.
func (s *Service) Outlook(ctx context.Context, ids ...string) (map[string]Presence, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	return s.gather(ctx, chart, seen(ctx, chart, ids), s.ahead())
}

// AwayAhead is an [Service.Outlook] of the time away alone, for lists: one query, and
// no working weeks.
func (s *Service) AwayAhead(ctx context.Context, ids ...string) (map[string]Presence, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	spans, err := s.absences.Spans(ctx, seen(ctx, chart, ids), s.ahead())
	if err != nil {
		return nil, err
	}
	out := make(map[string]Presence, len(spans))
	for id, away := range spans {
		out[id] = Presence{Away: away}
	}
	return out, nil
}

func (s *Service) ahead() calendar.Period {
	today := s.clock.Today()
	return calendar.Period{From: today, To: today.AddMonths(Horizon)}
}

// seen are those whose days ahead the actor in ctx may see.
func seen(ctx context.Context, chart *people.Chart, ids []string) []string {
	var out []string
	for _, id := range ids {
		if Visible(chart.RelationTo(actor.From(ctx), id)) {
			out = append(out, id)
		}
	}
	return out
}

// Visible says whether somebody who is rel to a person sees when they are here on
// the days ahead.
func Visible(rel access.Relation) bool {
	return access.Can(rel, access.TimeAway, access.ReadState) || access.Can(rel, access.TimeAway, access.Foresee)
}

// Of is when each of some people is here in a period that ends. It is for other
// rooms, which ask who may see it: nobody is asked here.
func (s *Service) Of(ctx context.Context, ids []string, in calendar.Period) (map[string]Presence, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	return s.gather(ctx, chart, ids, in)
}

func (s *Service) gather(ctx context.Context, chart *people.Chart, ids []string, in calendar.Period) (map[string]Presence, error) {
	spans, err := s.absences.Spans(ctx, ids, in)
	if err != nil {
		return nil, err
	}
	rotas, err := s.patterns.Rotas(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Presence, len(ids))
	for _, id := range ids {
		if p := chart.Person(id); p != nil {
			out[id] = Presence{Here: p.Here(), Rota: rotas[id], Away: spans[id]}
		}
	}
	return out, nil
}
