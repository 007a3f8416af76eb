package stafflist

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// upload is a kept staff list.
type upload struct {
	ID           string
	UploadedBy   string
	UploadedAt   time.Time
	FileName     string
	Organisation string
	AsAt         calendar.Date
	Content      []byte
	// Junior is the junior file beside an organogram; Mapping says which column is
	// which, as JSON.
	Junior  []byte
	Mapping string
	// Errand takes it in, if it is a large one that somebody has confirmed.
	Errand string
	Result string
}

// TableName is the table of uploads.
func (upload) TableName() string { return "staff_lists" }

func (u upload) options() Options {
	o := Options{File: u.FileName, Organisation: u.Organisation, AsAt: u.AsAt, Mapping: u.mapping()}
	if len(u.Junior) > 0 {
		o.Junior = bytes.NewReader(u.Junior)
	}
	return o
}

// mapping is what was said of the columns. It was read before it was kept; of one
// that an earlier version kept, and this one does not understand, nothing is taken.
func (u upload) mapping() Mapping {
	if u.Mapping == "" {
		return Mapping{}
	}
	m, err := ReadMapping(strings.NewReader(u.Mapping))
	if err != nil {
		return Mapping{}
	}
	return m
}

func (u upload) upload() (Upload, error) {
	out := Upload{ID: u.ID, FileName: u.FileName, Organisation: u.Organisation, AsAt: u.AsAt, At: u.UploadedAt, Mapping: u.Mapping}
	if u.Result == "" {
		return out, nil
	}
	out.Done = &Result{}
	if err := json.Unmarshal([]byte(u.Result), out.Done); err != nil {
		return Upload{}, fmt.Errorf("reading the result of a staff list: %w", err)
	}
	return out, nil
}

func (s *Service) insert(ctx context.Context, u upload) error {
	if err := s.db.From(ctx).Create(&u).Error; err != nil {
		return fmt.Errorf("keeping a staff list: %w", err)
	}
	return nil
}

// mine reads an upload of the actor in ctx; that of anybody else is not there.
func (s *Service) mine(ctx context.Context, id string) (upload, error) {
	if err := s.people.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return upload{}, err
	}
	if len(id) != 36 || uuid.Validate(id) != nil {
		return upload{}, fault.NewNotFound("staff list")
	}
	var rows []upload
	err := s.db.From(ctx).Where("id = ? AND uploaded_by = ?", id, actor.From(ctx).PersonID).Limit(1).Find(&rows).Error
	if err != nil {
		return upload{}, fmt.Errorf("reading a staff list: %w", err)
	}
	if len(rows) == 0 {
		return upload{}, fault.NewNotFound("staff list")
	}
	return rows[0], nil
}

// done keeps the result of an upload and forgets its text, once.
func (s *Service) done(ctx context.Context, id, result string) error {
	changed := s.db.From(ctx).Exec("UPDATE staff_lists SET content = NULL, junior = NULL, result = ? WHERE id = ? AND result = ''", result, id)
	if changed.Error != nil {
		return fmt.Errorf("keeping the result of a staff list: %w", changed.Error)
	}
	if changed.RowsAffected == 0 {
		return fault.NewNotFound("staff list")
	}
	return nil
}

// claim gives an upload to the errand that imports it, unless it was given to
// another since it was read; it says whether it was.
func (s *Service) claim(ctx context.Context, u upload, errand string) (bool, error) {
	changed := s.db.From(ctx).Exec("UPDATE staff_lists SET errand = ? WHERE id = ? AND errand = ? AND result = ''", errand, u.ID, u.Errand)
	if changed.Error != nil {
		return false, fmt.Errorf("handing a staff list over: %w", changed.Error)
	}
	return changed.RowsAffected == 1, nil
}

// setMapping keeps what the columns of an upload are.
func (s *Service) setMapping(ctx context.Context, id, mapping string) error {
	changed := s.db.From(ctx).Exec("UPDATE staff_lists SET mapping = ? WHERE id = ? AND result = ''", mapping, id)
	if changed.Error != nil {
		return fmt.Errorf("keeping what the columns are: %w", changed.Error)
	}
	if changed.RowsAffected == 0 {
		return fault.NewNotFound("staff list")
	}
	return nil
}

// remember keeps a mapping for the next list with the same header.
func (s *Service) remember(ctx context.Context, key, mapping string) error {
	err := s.db.From(ctx).Exec(`INSERT INTO known_headers (header_key, mapping, used_at) VALUES (?, ?, ?)
		ON CONFLICT (header_key) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at`, key, mapping, s.clock.Now().UTC()).Error
	if err != nil {
		return fmt.Errorf("remembering what the columns are: %w", err)
	}
	return nil
}

// recall is what was said of the columns of the last list with the same header;
// nothing where there was none.
func (s *Service) recall(ctx context.Context, key string) (string, error) {
	var said []string
	err := s.db.From(ctx).Raw("SELECT mapping FROM known_headers WHERE header_key = ?", key).Scan(&said).Error
	if err == nil && len(said) > 0 {
		err = s.db.From(ctx).Exec("UPDATE known_headers SET used_at = ? WHERE header_key = ?", s.clock.Now().UTC(), key).Error
	}
	switch {
	case err != nil:
		return "", fmt.Errorf("recalling what the columns are: %w", err)
	case len(said) == 0:
		return "", nil
	}
	return said[0], nil
}

func (s *Service) discard(ctx context.Context, id string) error {
	if err := s.db.From(ctx).Exec("DELETE FROM staff_lists WHERE id = ?", id).Error; err != nil {
		return fmt.Errorf("forgetting a staff list: %w", err)
	}
	return nil
}

func (s *Service) forget(ctx context.Context) (int, error) {
	result := s.db.From(ctx).Exec("DELETE FROM staff_lists WHERE uploaded_at < ?", s.clock.Now().Add(-keptFor))
	if result.Error != nil {
		return 0, fmt.Errorf("forgetting old staff lists: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}

// forgetHeaders forgets headers that no list has had for long.
func (s *Service) forgetHeaders(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		err := s.db.From(ctx).Exec("DELETE FROM known_headers WHERE used_at < ?", s.clock.Now().UTC().Add(-headersKeptFor)).Error
		if err != nil {
			return fmt.Errorf("forgetting headers: %w", err)
		}
		return nil
	})
}
