package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"learningyear/internal/files"
)

const (
	// arrivesWithin is how long a file may take to become part of a record. What
	// takes longer broke off.
	arrivesWithin = 24 * time.Hour
	// purgeBatch bounds what one run of Purge removes.
	purgeBatch = 500
	// verifyBatch is how many files Verify lists at once.
	verifyBatch = 200
)

// Purge removes the bytes of what broke off while it arrived, of what was removed
// longer ago than [Recoverable], and of what went with its record, and says how
// many files went. It is run from time to time, and by several at once.
func (s *Service) Purge(ctx context.Context) (int, error) {
	now := s.clock.Now()
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		return s.expire(ctx, now, now.Add(-arrivesWithin), now.Add(-Recoverable))
	})
	if err != nil {
		return 0, err
	}
	gone, err := s.gone(ctx, purgeBatch)
	if err != nil {
		return 0, err
	}
	removed := 0
	var problems []error
	for _, a := range gone { // one store that is away does not keep the others
		if err := s.discard(ctx, a); err != nil {
			problems = append(problems, err)
			continue
		}
		removed++
	}
	return removed, errors.Join(problems...)
}

// discard removes a file: its bytes first, so that none are left without a row.
func (s *Service) discard(ctx context.Context, a Attachment) error {
	if err := s.files.Delete(ctx, a.KeptIn, a.ID); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error { return s.erase(ctx, a.ID) })
}

// Verdict is what [Service.Verify] found.
type Verdict struct {
	Files int
	Bytes int64
	// Broken are the keys of files whose bytes are not as they were kept.
	Broken []string
}

// Verify reads every file that can still be asked for, and holds it against what
// was noted of it when it was kept.
func (s *Service) Verify(ctx context.Context) (Verdict, error) {
	var v Verdict
	last := ""
	for {
		batch, err := s.after(ctx, last, verifyBatch)
		if err != nil || len(batch) == 0 {
			return v, err
		}
		for _, a := range batch {
			sound, err := s.sound(ctx, a)
			if err != nil {
				return v, err
			}
			if !sound {
				v.Broken = append(v.Broken, a.ID)
			}
			v.Files++
			v.Bytes += a.Size
			last = a.ID
		}
	}
}

func (s *Service) sound(ctx context.Context, a Attachment) (bool, error) {
	r, err := s.Open(ctx, a)
	if err != nil {
		return false, err
	}
	defer func() { _ = r.Close() }()
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	if errors.Is(err, files.ErrMissing) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading a file: %w", err)
	}
	return n == a.Size && hex.EncodeToString(sum.Sum(nil)) == a.SHA256, nil
}
