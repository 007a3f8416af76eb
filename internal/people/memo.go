package people

import (
	"context"
	"sync"

	"learningyear/internal/calendar"
)

type memoKey struct{}

// memo holds the charts that one request has asked for.
type memo struct {
	mu     sync.Mutex
	charts map[calendar.Date]*Chart
}

// Remember gives a context with which the chart of a day is asked for once: all
// of a request then sees the same structure, and the question whether it has
// changed costs one query however many services ask. A transaction still draws
// its own.
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
