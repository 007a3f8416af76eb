package people

import (
	"context"
	"sync"

	"learningyear/internal/calendar"
)

type memoKey struct{}

// memo holds the charts that one request has asked for, and the version of the
// structure that they are of.
type memo struct {
	mu      sync.Mutex
	charts  map[calendar.Date]*Chart
	version int64
}

// Remember gives a context with which the chart of a day is asked for once: all
// of a request then sees the same structure, and the question whether it has
// changed costs one query however many services ask. A transaction asks for
// itself.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoKey{}, &memo{charts: map[calendar.Date]*Chart{}})
}

// remembered gives the chart from the context's memory, or asks for it and keeps it.
func remembered(ctx context.Context, on calendar.Date, ask func() (*Chart, error)) (*Chart, error) {
	m, _ := ctx.Value(memoKey{}).(*memo)
	if m == nil {
		return ask()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if chart := m.charts[on]; chart != nil {
		return chart, nil
	}
	chart, err := ask()
	if err == nil {
		m.charts[on] = chart
	}
	return chart, err
}

// versionOnce is the version of the structure, read once where the context
// remembers: by whom remembered has let in.
func (s *Service) versionOnce(ctx context.Context) (int64, error) {
	m, _ := ctx.Value(memoKey{}).(*memo)
	if m != nil && m.version != 0 {
		return m.version, nil
	}
	version, err := s.structureVersion(ctx)
	if m != nil && err == nil {
		m.version = version
	}
	return version, err
}

type stillKey struct{}

// still is a structure that nobody changes, and the chart drawn from it last.
type still struct {
	mu        sync.Mutex
	structure Structure
	chart     *Chart
}

// StandStill gives a context in which nobody changes the structure: it is read
// once, whole, and the chart of any day is drawn from it, in a transaction too. It
// is for work that writes very many records as on many days, one day after the
// other, such as the demonstration's history. A change of structure is refused.
func (s *Service) StandStill(ctx context.Context) (context.Context, error) {
	all, err := s.loadAll(ctx)
	if err != nil {
		return ctx, err
	}
	if err := s.loadRelations(ctx, &all); err != nil {
		return ctx, err
	}
	return context.WithValue(ctx, stillKey{}, &still{structure: all}), nil
}

func stillFrom(ctx context.Context) *still {
	s, _ := ctx.Value(stillKey{}).(*still)
	return s
}

func (s *still) draw(on calendar.Date) *Chart {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chart == nil || s.chart.On() != on {
		s.chart = Draw(s.structure, on)
	}
	return s.chart
}
