package organisation

import (
	"context"
	"sync"

	"learningyear/internal/database"
)

type memoKey struct{}

// memo holds the settings that one request has asked for.
type memo struct {
	mu       sync.Mutex
	settings *Settings
}

// Remember gives a context with which the settings are read once: all of a
// request then follows the same ones, however many services ask. A transaction
// reads its own.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoKey{}, &memo{})
}

// remembered gives the settings from the context's memory, or reads and keeps them.
func remembered(ctx context.Context, read func() (Settings, error)) (Settings, error) {
	m, _ := ctx.Value(memoKey{}).(*memo)
	if m == nil || database.InTransaction(ctx) {
		return read()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.settings != nil {
		return *m.settings, nil
	}
	settings, err := read()
	if err == nil {
		m.settings = &settings
	}
	return settings, err
}
