// Package clock is the one source of time and of new keys, handed to every
// service, so that rules and tests never read the wall clock or roll dice.
package clock

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"learningyear/internal/calendar"
)

// Clock tells the time in an organisation's zone and makes keys.
type Clock struct {
	zone   *time.Location
	mu     sync.Mutex
	now    func() time.Time
	random io.Reader
}

// System is the wall clock and true randomness, in the organisation's zone.
func System(zone *time.Location) *Clock {
	return &Clock{zone: zone, now: time.Now, random: rand.Reader}
}

// Fixed stands at one instant until it is moved, and makes the same keys in the
// same order each time: for tests and for the demonstration's history.
func Fixed(at time.Time, zone *time.Location) *Clock {
	c := &Clock{zone: zone, random: mathrand.NewChaCha8([32]byte{20, 26, 9, 1})}
	c.Set(at)
	return c
}

// Set moves a fixed clock.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = func() time.Time { return at }
}

// Now is the instant in UTC, to the microsecond: what both engines keep.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().UTC().Truncate(time.Microsecond)
}

// Local is the instant in the organisation's zone.
func (c *Clock) Local(at time.Time) time.Time { return at.In(c.zone) }

// Zone is the organisation's.
func (c *Clock) Zone() *time.Location { return c.zone }

// Today is the civil date in the organisation's zone.
func (c *Clock) Today() calendar.Date { return calendar.DateOf(c.Now().In(c.zone)) }

// DateOf is the civil date of an instant in the organisation's zone.
func (c *Clock) DateOf(at time.Time) calendar.Date { return calendar.DateOf(at.In(c.zone)) }

// NewKey makes a UUIDv7: unique, and in the order of time on every engine.
func (c *Clock) NewKey() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var id uuid.UUID
	if _, err := io.ReadFull(c.random, id[:]); err != nil {
		panic("the system's random source failed: " + err.Error())
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(c.now().UnixMilli()))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
