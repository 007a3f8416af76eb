package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"time"

	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// limit bounds how many tries are let through within a stretch of time that ends now.
type limit struct {
	tries  int
	within time.Duration
}

// counted is one thing that tries are counted for, with its limits. The key is
// a hash: what people typed as their address is not kept.
type counted struct {
	key    string
	limits []limit
}

// The limits. An account's are few, since a person knows their password after a
// handful of tries; an address may stand for a whole college.
func accountLimits() []limit { return []limit{{10, 15 * time.Minute}, {40, 24 * time.Hour}} }
func addressLimits() []limit { return []limit{{100, 15 * time.Minute}} }
func askLimits() []limit     { return []limit{{3, time.Hour}} }
func askerLimits() []limit   { return []limit{{30, time.Hour}} }

// longestWindow is how long tries are kept.
const longestWindow = 24 * time.Hour

func countKey(what, of string) string {
	sum := sha256.Sum256([]byte(what + "\x00" + of))
	return hex.EncodeToString(sum[:])
}

// byAccount counts for an account by what was typed, whether there is one or not.
func byAccount(what, email string) string { return countKey(what, people.EmailKeyOf(email)) }

// byAddress counts for where a try comes from. Of IPv6 it takes the network of
// 64 bits that one household or one phone has.
func byAddress(what, ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return countKey(what, ip)
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if network, err := addr.Prefix(64); err == nil {
			return countKey(what, network.Masked().String())
		}
	}
	return countKey(what, addr.String())
}

// throttle counts tries in the database, so that all replicas count together.
type throttle struct {
	db    *database.DB
	clock *clock.Clock
}

// attempt is one try as kept.
type attempt struct {
	ID      string
	Counted string
	At      time.Time
}

// TableName is the table of tries.
func (attempt) TableName() string { return "attempts" }

// take notes a try for each thing and returns the notes; over is the first thing
// of which there were too many, and then nothing stays noted, so that waiting
// helps. A try is noted and saved before it is counted: however many come at
// once, no more than the limit get through.
func (t throttle) take(ctx context.Context, things ...counted) (noted []attempt, over *counted, err error) {
	now := t.clock.Now()
	for _, thing := range things {
		noted = append(noted, attempt{ID: t.clock.NewKey(), Counted: thing.key, At: now})
	}
	// A try that fails must not use up the form's one-use key.
	ctx = database.WithoutOnce(ctx)
	err = t.db.InTx(ctx, func(ctx context.Context) error { return t.db.From(ctx).Create(&noted).Error })
	if err != nil {
		return nil, nil, fmt.Errorf("noting a try: %w", err)
	}
	for _, thing := range things {
		full, err := t.full(ctx, thing, now)
		if err != nil {
			return nil, nil, err
		}
		if full {
			return nil, &thing, t.forget(ctx, noted...)
		}
	}
	return noted, nil, nil
}

func (t throttle) full(ctx context.Context, thing counted, now time.Time) (bool, error) {
	for _, l := range thing.limits {
		var n int64
		err := t.db.From(ctx).Model(&attempt{}).Where("counted = ? AND at > ?", thing.key, now.Add(-l.within)).Count(&n).Error
		if err != nil {
			return false, fmt.Errorf("counting tries: %w", err)
		}
		if n > int64(l.tries) {
			return true, nil
		}
	}
	return false, nil
}

// forget takes back notes of tries.
func (t throttle) forget(ctx context.Context, noted ...attempt) error {
	ids := make([]string, len(noted))
	for i, a := range noted {
		ids[i] = a.ID
	}
	err := t.db.InTx(database.WithoutOnce(ctx), func(ctx context.Context) error {
		return t.db.From(ctx).Where("id IN ?", ids).Delete(&attempt{}).Error
	})
	if err != nil {
		return fmt.Errorf("forgetting a try: %w", err)
	}
	return nil
}

// clear forgets all tries counted for the key: the right password was given.
func (t throttle) clear(ctx context.Context, key string) error {
	err := t.db.InTx(database.WithoutOnce(ctx), func(ctx context.Context) error {
		return t.db.From(ctx).Where("counted = ?", key).Delete(&attempt{}).Error
	})
	if err != nil {
		return fmt.Errorf("forgetting tries: %w", err)
	}
	return nil
}

// tooMany tells that it takes waiting.
func tooMany() error {
	return fault.NewTooMany("There were too many tries in a short time. Wait 15 minutes and try again, or call us")
}
