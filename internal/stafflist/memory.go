package stafflist

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"learningyear/internal/database"
)

// step is how many rows are put in place or away in one small transaction.
const step = 2000

// remembered reads what the last lists said of every record.
func (s *Service) remembered(ctx context.Context) (Memory, error) {
	rows, err := s.db.From(ctx).Raw(`SELECT m.record_id, m.said FROM imported AS m JOIN imports AS i ON i.id = m.import_id
		WHERE i.done ORDER BY m.import_id`).Rows()
	if err != nil {
		return nil, fmt.Errorf("reading what was imported: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := Memory{}
	for rows.Next() {
		var id, said string
		if err := rows.Scan(&id, &said); err != nil {
			return nil, fmt.Errorf("reading what was imported: %w", err)
		}
		out[id] = said
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading what was imported: %w", err)
	}
	return out, nil
}

// memorise puts what a list says in place, in small transactions so that nobody
// waits long. It does not count until settleMemory says so.
func (s *Service) memorise(ctx context.Context, importID string, said iter.Seq2[string, string]) error {
	ctx = database.WithoutOnce(ctx)
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		return s.db.From(ctx).Exec("INSERT INTO imports (id, begun_at, done) VALUES (?, ?, ?)", importID, s.clock.Now().UTC(), false).Error
	})
	part := make([]any, 0, 3*step)
	put := func() error {
		return s.db.InTx(ctx, func(ctx context.Context) error { return s.insertSaid(ctx, part) })
	}
	for id, text := range said {
		if err != nil {
			break
		}
		if part = append(part, id, importID, text); len(part) == 3*step {
			err = put()
			part = part[:0]
		}
	}
	if err == nil {
		err = put()
	}
	if err != nil {
		return fmt.Errorf("remembering what a list says: %w", err)
	}
	return nil
}

// insertSaid inserts rows of three values each.
func (s *Service) insertSaid(ctx context.Context, values []any) error {
	const most = 200
	for values := range slices.Chunk(values, 3*most) {
		sql := "INSERT INTO imported (record_id, import_id, said) VALUES (?, ?, ?)" + strings.Repeat(", (?, ?, ?)", len(values)/3-1)
		if err := s.db.From(ctx).Exec(sql, values...).Error; err != nil {
			return err
		}
	}
	return nil
}

// settleMemory makes an import done, so that what it said counts.
func (s *Service) settleMemory(ctx context.Context, importID string) error {
	if importID == "" {
		return nil
	}
	if err := s.db.From(ctx).Exec("UPDATE imports SET done = ? WHERE id = ?", true, importID).Error; err != nil {
		return fmt.Errorf("settling what a list says: %w", err)
	}
	return nil
}

// forgetSaid forgets what a later list has said anew, and what was never settled.
func (s *Service) forgetSaid(ctx context.Context) error {
	const older = `DELETE FROM imported WHERE (record_id, import_id) IN (
		SELECT o.record_id, o.import_id FROM imported AS o
		JOIN imported AS n ON n.record_id = o.record_id AND n.import_id > o.import_id
		JOIN imports AS i ON i.id = n.import_id AND i.done LIMIT ?)`
	const unsettled = `DELETE FROM imported WHERE (record_id, import_id) IN (
		SELECT m.record_id, m.import_id FROM imported AS m
		JOIN imports AS i ON i.id = m.import_id AND NOT i.done AND i.begun_at < ? LIMIT ?)`
	const empty = `DELETE FROM imports WHERE begun_at < ? AND NOT EXISTS (SELECT 1 FROM imported AS m WHERE m.import_id = imports.id)`
	before := s.clock.Now().UTC().Add(-24 * time.Hour)
	for _, q := range []struct {
		sql  string
		args []any
		all  bool
	}{{older, []any{step}, false}, {unsettled, []any{before, step}, false}, {empty, []any{before}, true}} {
		for left := int64(1); left > 0; {
			err := s.db.InTx(ctx, func(ctx context.Context) error {
				result := s.db.From(ctx).Exec(q.sql, q.args...)
				left = result.RowsAffected
				return result.Error
			})
			if err != nil {
				return fmt.Errorf("forgetting what earlier lists said: %w", err)
			}
			if q.all {
				break
			}
		}
	}
	return nil
}

// counted reads the figures of the last junior file.
func (s *Service) counted(ctx context.Context) ([]Counted, error) {
	var out []Counted
	if err := s.db.From(ctx).Order("id").Find(&out).Error; err != nil {
		return nil, fmt.Errorf("reading the counted posts: %w", err)
	}
	return out, nil
}

// recount puts figures in place of those that are kept; nil leaves them.
func (s *Service) recount(ctx context.Context, figures []Counted) error {
	if figures == nil {
		return nil
	}
	db := s.db.From(ctx)
	if err := db.Exec("DELETE FROM counted_posts").Error; err != nil {
		return fmt.Errorf("replacing the counted posts: %w", err)
	}
	if len(figures) == 0 {
		return nil
	}
	const batch = 400
	if err := db.CreateInBatches(&figures, batch).Error; err != nil {
		return fmt.Errorf("replacing the counted posts: %w", err)
	}
	return nil
}
