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
	Result  string
}

// TableName is the table of uploads.
func (upload) TableName() string { return "staff_lists" }

func (u upload) options() Options {
	o := Options{File: u.FileName, Organisation: u.Organisation, AsAt: u.AsAt}
	if len(u.Junior) > 0 {
		o.Junior = bytes.NewReader(u.Junior)
	}
	if u.Mapping != "" {
		o.Mapping, _ = ReadMapping(strings.NewReader(u.Mapping)) // it was read before it was kept
	}
	return o
}

func (u upload) upload() (Upload, error) {
	out := Upload{ID: u.ID, FileName: u.FileName, Organisation: u.Organisation, AsAt: u.AsAt, At: u.UploadedAt}
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
