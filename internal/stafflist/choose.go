package stafflist

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"learningyear/internal/fault"
)

// Columns are the columns of an upload, each with what it is taken for. There are
// none to be asked about of an organogram, of what cannot be read, and of what was
// imported.
func (s *Service) Columns(ctx context.Context, id string) (Upload, Columns, error) {
	row, err := s.mine(ctx, id)
	if err != nil {
		return Upload{}, Columns{}, err
	}
	u, err := s.look(ctx, row)
	if err != nil {
		return Upload{}, Columns{}, err
	}
	columns, err := ReadColumns(bytes.NewReader(row.Content), row.mapping())
	if err == nil && len(columns.All) == 0 {
		err = fault.NewNotFound("staff list with columns of its own")
	}
	return u, columns, err
}

// Choose says for each column of an upload, in the order of [Columns], what it is,
// by its name; nothing for one that is not used. The next list with the same header
// is taken so too.
func (s *Service) Choose(ctx context.Context, id string, choices []string) error {
	_, columns, err := s.Columns(ctx, id)
	if err != nil {
		return err
	}
	m, err := columns.Choose(choices)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.setMapping(ctx, id, m.Text()); err != nil {
			return err
		}
		return s.remember(ctx, columns.key, m.Text())
	})
}

// Fill takes what the columns of an upload are from a mapping file, to be looked at.
func (s *Service) Fill(ctx context.Context, id string, from io.Reader) error {
	_, columns, err := s.Columns(ctx, id)
	if err != nil {
		return err
	}
	m, err := ReadMapping(from)
	if errors.Is(err, ErrMapping) {
		return fault.InvalidField("mapping", strings.ToUpper(err.Error()[:1])+err.Error()[1:])
	}
	if err != nil {
		return err
	}
	if !columns.named(m) {
		return fault.InvalidField("mapping", "No name in this file is a column of the list. Is it the mapping of another list?")
	}
	return s.db.InTx(ctx, func(ctx context.Context) error { return s.setMapping(ctx, id, m.Text()) })
}
