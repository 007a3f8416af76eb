package stafflist

import (
	"context"
	"fmt"
	"runtime/debug"
)

// servingLimit is where the program that serves collects what it has let go while
// it looks through a large list, in bytes of Go's own memory. A list of MaxRows in an
// organisation as large needs some 300MB, of which a third is what every page needs.
const servingLimit = 360 << 20

// enter lets one large list at a time be gone through, and has memory collected
// closely meanwhile: between its own pages the program has no limit, and would else
// hold as much again that is not in use. What it gives ends that. A small list goes
// in as it is.
func (s *Service) enter(ctx context.Context, size int) (leave func(), err error) {
	if size <= atOnce {
		return func() {}, nil
	}
	select {
	case s.large <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for another large staff list: %w", ctx.Err())
	}
	before := debug.SetMemoryLimit(-1) // which GOMEMLIMIT may have set
	debug.SetMemoryLimit(min(before, servingLimit))
	return func() {
		debug.FreeOSMemory() // else the next collection waits for twice of what was needed
		debug.SetMemoryLimit(before)
		<-s.large
	}, nil
}

// writingLimit is the same while very many rows are written: nothing is worked out
// then, and SQLite has a cache of its own.
const writingLimit = 200 << 20

// collecting has memory collected closely while so many rows are written. What it
// gives is told that this begins, and that it has ended.
func collecting(rows int) func(begins bool) {
	var before int64
	return func(begins bool) {
		switch {
		case rows < 10*each:
		case begins:
			before = debug.SetMemoryLimit(-1)
			debug.SetMemoryLimit(min(before, writingLimit))
		case before > 0:
			debug.SetMemoryLimit(before)
			before = 0
		}
	}
}
