// Package trail is the append-only record of who did what to whom, when and why.
// An entry is written in the transaction of the act itself and is chained to the
// one before it, so that a later change shows. It names acts; the text of
// diaries, interviews and appraisals never enters.
package trail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
)

// Event is what a service says of an act.
type Event struct {
	// Record is the kind of record and RecordID its key.
	Record   string
	RecordID string
	// Act is the named transition or reading, in the past tense: "agreed".
	Act string
	// SubjectID is the person whom it concerns; empty for none.
	SubjectID string
	// ActingForID and ActingForName name the person in whose stead the actor acted.
	ActingForID   string
	ActingForName string
	// Why is a reason that the person concerned may read.
	Why string
}

// Entry is one kept event.
type Entry struct {
	ID            string
	Seq           int64
	At            time.Time
	ActorID       *string
	ActorName     string
	ActingForID   *string
	ActingForName string
	SubjectID     *string
	Record        string
	RecordID      string
	Act           string
	Why           string
	Hash          string
}

// TableName is the table of entries.
func (Entry) TableName() string { return "trail" }

// Trail writes and reads the trail.
type Trail struct {
	db    *database.DB
	clock *clock.Clock
}

// New makes the trail over a database.
func New(db *database.DB, c *clock.Clock) *Trail { return &Trail{db, c} }

// errOutside is a mistake of the program, never of a person.
var errOutside = errors.New("a trail entry was written outside a transaction")

// Write notes an act of the actor in ctx. The entry is numbered and chained just
// before the transaction commits, so that the chain's lock is always the last
// one taken and no two transactions can wait for each other.
func (t *Trail) Write(ctx context.Context, e Event) error {
	if !database.InTransaction(ctx) {
		return errOutside
	}
	who := actor.From(ctx)
	if who.Nobody() {
		who = actor.Operator("somebody signed out")
	}
	entry := Entry{
		ID: t.clock.NewKey(), At: t.clock.Now(), ActorID: optional(who.PersonID), ActorName: who.Name,
		ActingForID: optional(e.ActingForID), ActingForName: e.ActingForName, SubjectID: optional(e.SubjectID),
		Record: e.Record, RecordID: e.RecordID, Act: e.Act, Why: e.Why,
	}
	gathered := database.Pending(ctx, "trail", func() *[]Entry { return new([]Entry) })
	*gathered = append(*gathered, entry)
	return database.BeforeCommit(ctx, "trail", func(ctx context.Context) error { return t.append(ctx, gathered) })
}

type head struct {
	Seq  int64
	Hash string
}

// append numbers and chains what the transaction gathered, and empties it, so
// that what a later hook gathers is appended by a hook of its own.
func (t *Trail) append(ctx context.Context, gathered *[]Entry) error {
	const batch = 200
	entries := *gathered
	*gathered = nil
	db := t.db.From(ctx)
	var last head
	// The update takes the lock on both engines; what it returns is then ours alone.
	err := db.Raw("UPDATE trail_head SET seq = seq + ? WHERE id = 1 RETURNING seq, hash", len(entries)).Scan(&last).Error
	if err != nil {
		return fmt.Errorf("taking the next place in the trail: %w", err)
	}
	first, hash := last.Seq-int64(len(entries))+1, last.Hash
	for i := range entries {
		entries[i].Seq = first + int64(i)
		hash = chain(hash, entries[i])
		entries[i].Hash = hash
	}
	if err := db.CreateInBatches(entries, batch).Error; err != nil {
		return fmt.Errorf("writing the trail: %w", err)
	}
	if err := db.Exec("UPDATE trail_head SET hash = ? WHERE id = 1", hash).Error; err != nil {
		return fmt.Errorf("closing the trail: %w", err)
	}
	return nil
}

// chain hashes an entry onto the hash before it. Lengths go in with the parts,
// so that no two different entries read alike.
func chain(before string, e Entry) string {
	h := sha256.New()
	for _, part := range []string{
		before, e.ID, strconv.FormatInt(e.Seq, 10), e.At.UTC().Format(time.RFC3339Nano), value(e.ActorID), e.ActorName,
		value(e.ActingForID), e.ActingForName, value(e.SubjectID), e.Record, e.RecordID, e.Act, e.Why,
	} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Of lists the entries of one record, newest first, at most limit.
func (t *Trail) Of(ctx context.Context, record, recordID string, limit int) ([]Entry, error) {
	var out []Entry
	err := t.db.From(ctx).Where("record = ? AND record_id = ?", record, recordID).
		Order("seq DESC").Limit(limit).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the history of a record: %w", err)
	}
	return out, nil
}

// About lists the entries that concern a person, newest first, from before the
// sequence number (0 for the newest), at most limit.
func (t *Trail) About(ctx context.Context, personID string, before int64, limit int) ([]Entry, error) {
	return t.list(ctx, before, limit, "subject_id = ?", personID)
}

// List is the whole trail, newest first, from before the sequence number (0 for
// the newest), at most limit.
func (t *Trail) List(ctx context.Context, before int64, limit int) ([]Entry, error) {
	return t.list(ctx, before, limit, "1 = 1")
}

func (t *Trail) list(ctx context.Context, before int64, limit int, where string, args ...any) ([]Entry, error) {
	var out []Entry
	q := t.db.From(ctx).Where(where, args...)
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	if err := q.Order("seq DESC").Limit(limit).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("reading the trail: %w", err)
	}
	return out, nil
}

// Verdict is what a check of the whole chain found.
type Verdict struct {
	Entries int64
	// Broken says in words what does not fit, at the first place; empty if all does.
	Broken string
}

// Verify walks the whole chain and says whether anything was changed, removed or
// put in since it was written.
func (t *Trail) Verify(ctx context.Context) (Verdict, error) {
	const step = 5000
	var v Verdict
	var hash string
	for {
		var entries []Entry
		err := t.db.From(ctx).Where("seq > ?", v.Entries).Order("seq").Limit(step).Find(&entries).Error
		if err != nil {
			return v, fmt.Errorf("reading the trail: %w", err)
		}
		for _, e := range entries {
			if e.Seq != v.Entries+1 {
				v.Broken = fmt.Sprintf("entry %d is missing", v.Entries+1)
				return v, nil
			}
			if hash = chain(hash, e); hash != e.Hash {
				v.Broken = fmt.Sprintf("entry %d is not as it was written", e.Seq)
				return v, nil
			}
			v.Entries++
		}
		if len(entries) < step {
			break
		}
	}
	var last head
	if err := t.db.From(ctx).Raw("SELECT seq, hash FROM trail_head WHERE id = 1").Scan(&last).Error; err != nil {
		return v, fmt.Errorf("reading the end of the trail: %w", err)
	}
	if last.Seq != v.Entries || !strings.EqualFold(last.Hash, hash) {
		v.Broken = fmt.Sprintf("the trail ends at entry %d and should end at %d", v.Entries, last.Seq)
	}
	return v, nil
}
