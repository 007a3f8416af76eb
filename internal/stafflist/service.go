package stafflist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
)

// Service takes in staff lists, at once or with a preview.
type Service struct {
	db     *database.DB
	people *people.Service
	clock  *clock.Clock
	// queue does large uploads; nil where all are done at once.
	queue *jobs.Queue
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, c *clock.Clock) *Service {
	return &Service{db: db, people: p, clock: c}
}

// NameOf makes a name for an organisation from that of a file, for want of a better.
func NameOf(file string) string {
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

// Upload is a staff list that waits to be looked over and imported.
type Upload struct {
	ID           string
	FileName     string
	Organisation string
	AsAt         calendar.Date
	At           time.Time
	// Done is the result once it was imported.
	Done *Result
}

// MaxUpload is the largest file that is kept for a preview, in bytes; larger
// ones go through the command line.
const MaxUpload = 10 << 20

// keptFor is how long an upload and its result are kept.
const keptFor = 24 * time.Hour

// Keep keeps a staff list for a preview and gives its key. Only who kept it can
// look at it or import it. What others left behind goes after a day.
func (s *Service) Keep(ctx context.Context, u Upload, from, junior io.Reader) (string, error) {
	if err := s.people.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return "", err
	}
	var c fault.Collector
	content, err := sent(&c, "file", from)
	if err != nil {
		return "", err
	}
	c.Check(len(content) > 0, "file", "The file is empty. Choose another one")
	var beside []byte
	if junior != nil {
		if beside, err = sent(&c, "junior", junior); err != nil {
			return "", err
		}
	}
	c.Text("organisation", "The organisation's name", u.Organisation, people.TitleMax)
	if err := c.Err(); err != nil {
		return "", err
	}
	row := upload{
		ID: s.clock.NewKey(), UploadedBy: actor.From(ctx).PersonID, UploadedAt: s.clock.Now(), FileName: fileName(u.FileName),
		Organisation: u.Organisation, AsAt: u.AsAt, Content: content, Junior: beside,
	}
	if row.AsAt.IsZero() {
		row.AsAt = s.clock.Today()
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.forget(ctx); err != nil {
			return err
		}
		return s.insert(ctx, row)
	})
	return row.ID, err
}

// sent is the content of a file that was sent.
func sent(c *fault.Collector, field string, from io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(from, MaxUpload+1))
	if err != nil {
		return nil, fmt.Errorf("reading the staff list: %w", err)
	}
	c.Check(len(content) <= MaxUpload, field, "The file is bigger than 10MB. Choose a smaller one, or ask for it to be imported on the server")
	return content, nil
}

// fileName is the last part of what a browser sends, without what no database
// holds.
func fileName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, ""), "\x00", "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	const longest = 200
	if utf8.RuneCountInString(name) > longest {
		name = string([]rune(name)[:longest])
	}
	return name
}

// Preview is what an upload would change, or what it changed once it was
// imported. Rows with problems are left out of what is counted.
func (s *Service) Preview(ctx context.Context, id string) (Upload, Result, error) {
	row, err := s.mine(ctx, id)
	if err != nil {
		return Upload{}, Result{}, err
	}
	u, err := row.upload()
	if err != nil || u.Done != nil {
		return u, Result{}, err
	}
	o := row.options()
	o.DryRun, o.SkipRejected = true, true
	result, err := s.Import(ctx, bytes.NewReader(row.Content), o)
	if errors.Is(err, ErrRejected) {
		err = nil
	}
	return u, result, err
}

// Discard forgets an upload that was not imported.
func (s *Service) Discard(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		row, err := s.mine(ctx, id)
		if err != nil {
			return err
		}
		if row.Result != "" { // whoever goes back to the preview keeps what was done
			return fault.NewNotFound("staff list")
		}
		return s.discard(ctx, id)
	})
}

// Purge forgets the uploads that are older than a day, and says how many.
func (s *Service) Purge(ctx context.Context) (int, error) {
	var gone int
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		gone, err = s.forget(ctx)
		return err
	})
	if err != nil {
		return gone, err
	}
	return gone, s.forgetSaid(ctx)
}
