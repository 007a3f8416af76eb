package stafflist

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	// large holds whoever goes through a large list, one at a time.
	large chan struct{}
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, c *clock.Clock) *Service {
	return &Service{db: db, people: p, clock: c, large: make(chan struct{}, 1)}
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
	// Mapping is what was said of its columns, as a mapping file; empty where nothing was.
	Mapping string
	// Errand is what imports it just now; empty for none.
	Errand string
	// Done is the result once it was imported.
	Done *Result
}

// Seen stands for what was said of the columns; nothing where nothing was. A preview
// gives it on to [Choice].
func (u Upload) Seen() string { return seen(u.Mapping) }

func seen(mapping string) string {
	if mapping == "" {
		return ""
	}
	hash := sha256.Sum256([]byte(mapping))
	return hex.EncodeToString(hash[:8])
}

// How long an upload and its result are kept, and what was said of a header since
// the last list with it.
const (
	keptFor        = 24 * time.Hour
	headersKeptFor = 3 * 365 * 24 * time.Hour
)

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
	columns, err := ReadColumns(bytes.NewReader(content), Mapping{})
	if err != nil {
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
		if len(columns.All) > 0 {
			if row.Mapping, err = s.recall(ctx, columns.key); err != nil {
				return err
			}
		}
		return s.insert(ctx, row)
	})
	return row.ID, err
}

// sent is the content of a file that was sent.
func sent(c *fault.Collector, field string, from io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(from, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the staff list: %w", err)
	}
	c.Check(len(content) <= MaxBytes, field, "The file is bigger than 20MB. Split it, and import the parts one after the other")
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
// imported. Rows with problems are left out of what is counted. Of one that is being
// imported nothing is counted.
func (s *Service) Preview(ctx context.Context, id string) (Upload, Result, error) {
	row, err := s.mine(ctx, id)
	if err != nil {
		return Upload{}, Result{}, err
	}
	u, err := s.look(ctx, row)
	if err != nil || u.Done != nil || u.Errand != "" {
		return u, Result{}, err
	}
	leave, err := s.enter(ctx, len(row.Content))
	if err != nil {
		return Upload{}, Result{}, err
	}
	defer leave()
	o := row.options()
	o.DryRun, o.SkipRejected = true, true
	result, err := s.Import(ctx, bytes.NewReader(row.Content), o)
	if errors.Is(err, ErrRejected) {
		err = nil
	}
	return u, result, err
}

// look is an upload as it is shown.
func (s *Service) look(ctx context.Context, row upload) (Upload, error) {
	u, err := row.upload()
	if err != nil {
		return Upload{}, err
	}
	u.Errand, err = s.underWay(ctx, row)
	return u, err
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
	return gone, errors.Join(s.forgetHeaders(ctx), s.forgetSaid(ctx))
}
