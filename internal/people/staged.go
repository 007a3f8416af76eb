package people

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"learningyear/internal/database"
)

// few is how many rows are written as they are; more are staged first.
const few = 3000

// step is how many staged rows go into one small transaction.
const step = 2000

// staging is a place where the rows of a revision are gathered in small
// transactions, so that the one which writes them all is short: one statement a
// table. Others save in between.
type staging struct {
	*Service
	id string
}

// stage gathers the posts, persons and appointments of a revision, and lets them
// go; nil where they are few, or where all happens in one transaction anyway.
func (s *Service) stage(ctx context.Context, r *prepared) (*staging, error) {
	if r.size() < few || database.InTransaction(ctx) {
		return nil, nil
	}
	g := &staging{s, s.clock.NewKey()}
	ctx = database.WithoutOnce(ctx)
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		return s.db.From(ctx).Exec("INSERT INTO stagings (id, begun_at) VALUES (?, ?)", g.id, s.clock.Now().UTC()).Error
	})
	if err != nil {
		return g, fmt.Errorf("beginning to stage rows: %w", err)
	}
	total, done := r.size()-len(r.Units), 0
	told := func(more int) {
		done += more
		if r.Progress != nil {
			r.Progress(done, total)
		}
	}
	if err := gather(ctx, g, &r.Posts, told); err != nil {
		return g, err
	}
	if err := gather(ctx, g, &r.Persons, told); err != nil {
		return g, err
	}
	return g, gather(ctx, g, &r.Appointments, told)
}

// table is how rows of a kind are kept.
type table struct {
	*schema.Schema
	columns string
}

func tableOf[T any](db *gorm.DB) (table, error) {
	stmt := &gorm.Statement{DB: db}
	if err := stmt.Parse(new(T)); err != nil {
		return table{}, fmt.Errorf("finding the columns of a table: %w", err)
	}
	return table{stmt.Schema, strings.Join(stmt.Schema.DBNames, ", ")}, nil
}

// gather puts rows into the staged table, and lets them go.
func gather[T any](ctx context.Context, g *staging, from *[]T, told func(more int)) error {
	rows := *from
	*from = nil
	t, err := tableOf[T](g.db.From(ctx))
	if err != nil {
		return err
	}
	for done := 0; done < len(rows); done += step {
		part := rows[done:min(done+step, len(rows))]
		err := g.db.InTx(ctx, func(ctx context.Context) error { return insertRows(ctx, g, t, part) })
		if err != nil {
			return fmt.Errorf("staging %s: %w", t.Table, err)
		}
		told(len(part))
	}
	return nil
}

// insertRows inserts rows with one prepared statement of many rows: gorm would
// take several times as long.
func insertRows[T any](ctx context.Context, g *staging, t table, rows []T) error {
	const most = 50
	for len(rows) > 0 {
		n := min(len(rows), most)
		values := make([]any, 0, n*(len(t.DBNames)+1))
		for i := range rows[:n] {
			values = append(values, g.id)
			row := reflect.ValueOf(&rows[i]).Elem()
			for _, name := range t.DBNames {
				field := t.FieldsByDBName[name]
				value, zero := field.ValueOf(ctx, row)
				if zero && field.HasDefaultValue {
					value = field.DefaultValueInterface
				}
				values = append(values, value)
			}
		}
		one := "(?" + strings.Repeat(", ?", len(t.DBNames)) + ")"
		sql := "INSERT INTO staged_" + t.Table + " (staging_id, " + t.columns + ") VALUES " + one + strings.Repeat(", "+one, n-1)
		if err := g.db.From(ctx).Exec(sql, values...).Error; err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// takeOver writes a revision whose rows are staged.
func (g *staging) takeOver(ctx context.Context, r prepared) error {
	if err := put(ctx, g.Service, "units", parentsFirst(r.Units)); err != nil {
		return err
	}
	if err := takeOver[Post](ctx, g); err != nil {
		return err
	}
	if err := g.freeUniques(ctx, r.freed); err != nil {
		return err
	}
	if err := takeOver[Person](ctx, g); err != nil {
		return err
	}
	return takeOver[Appointment](ctx, g)
}

// takeOver writes the staged rows of a table, new or changed, with one statement.
func takeOver[T any](ctx context.Context, g *staging) error {
	t, err := tableOf[T](g.db.From(ctx))
	if err != nil {
		return err
	}
	var set []string
	for _, name := range t.DBNames {
		if name != "id" {
			set = append(set, name+" = excluded."+name)
		}
	}
	sql := "INSERT INTO " + t.Table + " (" + t.columns + ") SELECT " + t.columns + " FROM staged_" + t.Table +
		" WHERE staging_id = ? ON CONFLICT (id) DO UPDATE SET " + strings.Join(set, ", ")
	if err := g.db.From(ctx).Exec(sql, g.id).Error; err != nil {
		return fmt.Errorf("taking over %s: %w", t.Table, err)
	}
	return nil
}

// unstage clears what was staged, whether or not it was taken over.
func (s *Service) unstage(ctx context.Context, g *staging) error {
	if g == nil {
		return nil
	}
	// Even where the caller has given up; what cannot be cleared now goes with
	// the next purge.
	const patience = time.Minute
	ctx, cancel := context.WithTimeout(database.WithoutOnce(context.WithoutCancel(ctx)), patience)
	defer cancel()
	return s.db.InTx(ctx, func(ctx context.Context) error {
		db := s.db.From(ctx)
		if err := db.Exec("DELETE FROM stagings WHERE id = ?", g.id).Error; err != nil {
			return fmt.Errorf("ending a staging: %w", err)
		}
		for _, name := range []string{"staged_appointments", "staged_persons", "staged_posts"} {
			if err := db.Exec("DELETE FROM " + name + " WHERE staging_id NOT IN (SELECT id FROM stagings)").Error; err != nil {
				return fmt.Errorf("clearing staged rows: %w", err)
			}
		}
		return nil
	})
}

// PurgeStaged clears what was staged for more than a day and never taken over,
// because the program was stopped, and says how many changes that were.
func (s *Service) PurgeStaged(ctx context.Context) (int, error) {
	var ids []string
	err := s.db.From(ctx).Table("stagings").Where("begun_at < ?", s.clock.Now().UTC().AddDate(0, 0, -1)).Limit(bound).Pluck("id", &ids).Error
	if err != nil {
		return 0, fmt.Errorf("looking for staged rows: %w", err)
	}
	for _, id := range ids {
		if err := s.unstage(ctx, &staging{s, id}); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}
