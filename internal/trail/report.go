package trail

import (
	"context"
	"fmt"
	"time"

	"learningyear/internal/database"
)

// Search narrows the trail.
type Search struct {
	// PersonID is whom an entry concerns, or who acted, or in whose stead.
	PersonID string
	// Record is a kind of record.
	Record string
	// Before is the sequence number below which to begin; 0 for the newest.
	Before int64
}

// Find lists the entries that fit the search, newest first, at most limit.
func (t *Trail) Find(ctx context.Context, q Search, limit int) ([]Entry, error) {
	where, args := "1 = 1", []any{}
	if q.PersonID != "" {
		where += " AND (subject_id = ? OR actor_id = ? OR acting_for_id = ?)"
		args = append(args, q.PersonID, q.PersonID, q.PersonID)
	}
	if q.Record != "" {
		where += " AND record = ?"
		args = append(args, q.Record)
	}
	return t.list(ctx, q.Before, limit, where, args...)
}

// kindsMax bounds how many kinds of record the trail is asked for.
const kindsMax = 100

// Kinds lists the kinds of record that the trail holds, in the order of words.
func (t *Trail) Kinds(ctx context.Context) ([]string, error) {
	// Steps from kind to kind through the index, however many entries each has.
	const query = `WITH RECURSIVE kinds (record) AS (
		SELECT MIN(record) FROM trail
		UNION ALL
		SELECT (SELECT MIN(t.record) FROM trail t WHERE t.record > kinds.record) FROM kinds WHERE kinds.record IS NOT NULL
	) SELECT record FROM kinds WHERE record IS NOT NULL ORDER BY record LIMIT ?`
	var out []string
	if err := t.db.From(ctx).Raw(query, kindsMax).Scan(&out).Error; err != nil {
		return nil, fmt.Errorf("reading the kinds of record in the trail: %w", err)
	}
	return out, nil
}

// Monthly is how many acts on a kind of record a month had.
type Monthly struct {
	// Month is the calendar month in UTC, such as 2026-11.
	Month  string
	Record string
	Acts   int
}

// Acts counts the acts on each kind of record, month by month since then, the
// newest month first.
func (t *Trail) Acts(ctx context.Context, since time.Time) ([]Monthly, error) {
	month := "strftime('%Y-%m', at)"
	if t.db.Engine() == database.Postgres {
		month = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM')"
	}
	var out []Monthly
	err := t.db.From(ctx).Raw("SELECT "+month+" AS month, record, COUNT(*) AS acts FROM trail WHERE at >= ? GROUP BY 1, 2 ORDER BY 1 DESC, 2",
		since.UTC()).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("counting acts: %w", err)
	}
	return out, nil
}
