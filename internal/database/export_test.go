package database

import "time"

// SetPatience shortens the wait for another transaction, until undone.
func SetPatience(wait time.Duration) (undo func()) {
	before := patience
	patience = wait
	return func() { patience = before }
}
