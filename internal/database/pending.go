package database

import "context"

// Pending is what a room gathers over one transaction to write in one go at its
// end: the value kept under the key for the transaction of ctx, made by first
// when there is none yet. Outside a transaction it is always a new one.
func Pending[T any](ctx context.Context, key string, first func() *T) *T {
	tx := current(ctx)
	if tx == nil {
		return first()
	}
	if kept, ok := tx.pending[key].(*T); ok {
		return kept
	}
	made := first()
	if tx.pending == nil {
		tx.pending = map[string]any{}
	}
	tx.pending[key] = made
	return made
}
