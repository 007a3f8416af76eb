package attachment

import (
	"context"
	"fmt"
	"io"
	"time"

	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/files"
)

// Service keeps files. It asks nobody who they are: the room of the record does,
// before it calls.
type Service struct {
	db    *database.DB
	files *files.Files
	clock *clock.Clock
}

// NewService makes the service.
func NewService(db *database.DB, f *files.Files, c *clock.Clock) *Service {
	return &Service{db, f, c}
}

// Take keeps the bytes of files that were looked at, for a record that is about to
// be saved: [Service.Attach] makes them part of it, in the transaction that saves
// it, and [Service.Drop] lets go of them where it is not. It must be called
// outside a transaction, for the bytes take their time.
func (s *Service) Take(ctx context.Context, ownerID string, looked []Looked) ([]Attachment, error) {
	if len(looked) == 0 {
		return nil, nil
	}
	now := s.clock.Now()
	var rows []Attachment
	var size int64
	for i, l := range looked {
		size += l.Size
		rows = append(rows, Attachment{
			ID: s.clock.NewKey(), OwnerID: ownerID, Name: l.Name, ContentType: l.Type.Media, Size: l.Size, SHA256: l.SHA256,
			Width: l.Width, Height: l.Height, KeptIn: s.files.Place(), State: Arriving, StateSince: now, Version: 1,
			CreatedAt: now.Add(time.Duration(i) * time.Microsecond), // their order
		})
	}
	// The form's one-use key is for saving the record.
	ctx = database.WithoutOnce(ctx)
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		owned, err := s.owned(ctx, ownerID)
		if err != nil {
			return err
		}
		if owned+size > MaxOwned {
			return fault.InvalidField(Field, fmt.Sprintf("Your photos and files would come to more than %s. Remove one that you do not need, or choose a smaller one", SizeWords(MaxOwned)))
		}
		return s.insert(ctx, rows)
	})
	if err != nil {
		return nil, err
	}
	for i, l := range looked {
		if err := s.files.Put(ctx, rows[i].ID, l.Size, l.read()); err != nil {
			s.Drop(ctx, rows)
			return nil, err
		}
	}
	return rows, nil
}

// Attach makes files that were taken part of a record, in the transaction that
// saves it.
func (s *Service) Attach(ctx context.Context, to Record, taken []Attachment) error {
	if len(taken) == 0 {
		return nil
	}
	if err := s.adopt(ctx, to, taken); err != nil {
		return err
	}
	return s.fits(ctx, to)
}

// fits refuses more files than a record may have.
func (s *Service) fits(ctx context.Context, to Record) error {
	n, err := s.count(ctx, to)
	if err == nil && n > MaxEach {
		return fault.InvalidField(Field, fmt.Sprintf("There can be %d photos and files here at most. Remove one first", MaxEach))
	}
	return err
}

// Drop lets go of files that were taken for a record that was not saved; of one
// that was saved all the same, although an error was told, it leaves them alone.
// What it cannot remove, [Service.Purge] does.
func (s *Service) Drop(ctx context.Context, taken []Attachment) {
	ctx = database.WithoutOnce(context.WithoutCancel(ctx))
	for _, a := range taken {
		dropped := false
		err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
			dropped, err = s.drop(ctx, a.ID)
			return err
		})
		if err == nil && dropped {
			_ = s.discard(ctx, a)
		}
	}
}

// Of lists a record's files, in the order in which they came.
func (s *Service) Of(ctx context.Context, of Record) ([]Attachment, error) {
	return s.list(ctx, of, Kept)
}

// OfOwner is [Service.Of] with those that can be brought back: for the owner only.
func (s *Service) OfOwner(ctx context.Context, of Record) ([]Attachment, error) {
	return s.list(ctx, of, Kept, Removed)
}

// Counts are how many files each record of the kind has; one without any is not in
// the map.
func (s *Service) Counts(ctx context.Context, kind string, ids []string) (map[string]int, error) {
	return s.counts(ctx, kind, ids)
}

// Get is a file of the record; anything else is not there.
func (s *Service) Get(ctx context.Context, of Record, id string) (Attachment, error) {
	return s.load(ctx, of, id, Kept)
}

// Open reads a file.
func (s *Service) Open(ctx context.Context, a Attachment) (io.ReadSeekCloser, error) {
	return s.files.Open(ctx, a.KeptIn, a.ID, a.Size)
}

// Owned is how many bytes a person's files come to, of [MaxOwned].
func (s *Service) Owned(ctx context.Context, ownerID string) (int64, error) {
	return s.owned(ctx, ownerID)
}

// Remove takes a file of the record away, in the caller's transaction. For
// [Recoverable] it can be brought back. A file that is removed already is given as
// it is, and changed is false.
func (s *Service) Remove(ctx context.Context, of Record, id string) (a Attachment, changed bool, err error) {
	return s.move(ctx, of, id, Kept, Removed)
}

// Restore brings a removed file back, in the caller's transaction.
func (s *Service) Restore(ctx context.Context, of Record, id string) (a Attachment, changed bool, err error) {
	a, changed, err = s.move(ctx, of, id, Removed, Kept)
	if err == nil && changed {
		err = s.fits(ctx, of)
	}
	return a, changed, err
}

func (s *Service) move(ctx context.Context, of Record, id string, from, to State) (Attachment, bool, error) {
	a, err := s.load(ctx, of, id, Kept, Removed)
	if err != nil || a.State != from {
		return a, false, err
	}
	a.State, a.StateSince = to, s.clock.Now()
	return a, true, s.set(ctx, a, map[string]any{"state": a.State, "state_since": a.StateSince})
}

// Describe says what is on a photo, in the caller's transaction.
func (s *Service) Describe(ctx context.Context, of Record, id, text string) (Attachment, error) {
	var problems fault.Collector
	text = problems.Text("description", "The description", text, MaxDescription)
	a, err := s.load(ctx, of, id, Kept)
	if err != nil {
		return a, err
	}
	if err := problems.Err(); err != nil || a.Description == text {
		return a, err
	}
	a.Description = text
	return a, s.set(ctx, a, map[string]any{"description": text})
}

// Forget lets go of the files of records that are removed for good, in the
// transaction that removes them.
func (s *Service) Forget(ctx context.Context, kind string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.abandon(ctx, kind, ids)
}
