package stafflist

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"learningyear/internal/fault"
	"learningyear/internal/jobs"
)

// Choice is what is said when an upload is confirmed.
type Choice struct {
	SkipRejected bool `json:"skip_rejected,omitempty"`
	TakeFile     bool `json:"take_file,omitempty"`
	Complete     bool `json:"complete,omitempty"`
	// Seen stands for what the columns were taken for when the preview was shown, by
	// [Upload.Seen]: what was not seen is not imported.
	Seen string `json:"seen,omitempty"`
}

// ErrUnseen says that the columns were taken for something else since the preview.
var ErrUnseen = errors.New("what the columns are was changed since the preview")

// atOnce is the size up to which an upload is imported while its sender waits, in
// bytes: some two thousand rows.
const atOnce = 200 << 10

// takeIn is what the job of an import is told.
type takeIn struct {
	Upload string `json:"upload"`
	Choice Choice `json:"choice"`
}

// Kind names it in the queue.
func (takeIn) Kind() string { return "take_in_staff_list" }

// WorkThrough has large uploads imported in the background, by the queue. It is
// called once, while the program is put together.
func (s *Service) WorkThrough(q *jobs.Queue) {
	s.queue = q
	jobs.Handle(q, func(ctx context.Context, job *jobs.Job, what takeIn) error {
		progress := func(phrase string, done, total int) {
			if phrase != "" {
				job.Progress(done, total, phrase)
			}
		}
		_, err := s.confirm(ctx, what.Upload, what.Choice, progress, func(ctx context.Context) error { return job.Finish(ctx, nil) })
		if fault.Is(err, fault.NotFound) {
			return fault.InvalidField("", "Nothing was imported now: the list was imported already, or was let go of for another")
		}
		if errors.Is(err, ErrRejected) {
			return fault.InvalidField("", "Nothing was imported: since you looked, something was changed that rows of the list do not fit any more")
		}
		if errors.Is(err, ErrUnseen) {
			return fault.InvalidField("", "Nothing was imported: since you looked, it was changed what the columns are")
		}
		return err
	})
}

// Confirm imports an upload and forgets its text.
func (s *Service) Confirm(ctx context.Context, id string, choice Choice) (Result, error) {
	return s.confirm(ctx, id, choice, nil, nil)
}

// Hand is Confirm for who waits at a page: a large upload is imported in the
// background, and the key of the errand is given, the same however often it is
// confirmed; of one that is imported when this returns, no key. LeadsTo is the
// address of the result.
func (s *Service) Hand(ctx context.Context, id string, choice Choice, leadsTo string) (string, error) {
	for {
		row, err := s.mine(ctx, id)
		if err != nil || row.Result != "" {
			return "", err
		}
		if s.queue == nil || len(row.Content) <= atOnce {
			_, err := s.Confirm(ctx, id, choice)
			return "", err
		}
		if errand, err := s.underWay(ctx, row); err != nil || errand != "" {
			return errand, err
		}
		if choice.Seen != seen(row.Mapping) {
			return "", ErrUnseen
		}
		errand, err := s.send(ctx, row, choice, leadsTo)
		if !errors.Is(err, errClaimed) {
			return errand, err
		}
	}
}

// errClaimed says that an upload was confirmed meanwhile in another tab.
var errClaimed = errors.New("another errand has the staff list")

// send puts an upload into the queue, for which nothing imports it yet.
func (s *Service) send(ctx context.Context, row upload, choice Choice, leadsTo string) (errand string, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) (err error) {
		errand, err = s.queue.Await(ctx, takeIn{row.ID, choice}, jobs.Request{
			Title: "Importing " + row.FileName, LeadsTo: leadsTo,
			Done: "Your staff list " + row.FileName + " is imported", Failed: "Your staff list " + row.FileName + " could not be imported",
		})
		if err != nil {
			return err
		}
		mine, err := s.claim(ctx, row, errand)
		if err == nil && !mine {
			err = errClaimed
		}
		return err
	})
	return errand, err
}

// underWay is the errand that imports an upload; nothing where none does, or where it
// has ended and may be tried again.
func (s *Service) underWay(ctx context.Context, row upload) (string, error) {
	if row.Errand == "" || row.Result != "" || s.queue == nil {
		return "", nil
	}
	errand, err := s.queue.Find(ctx, row.Errand)
	switch {
	case fault.Is(err, fault.NotFound):
		return "", nil
	case err != nil:
		return "", err
	case errand.State.Ended():
		return "", nil
	}
	return errand.ID, nil
}

// confirm imports an upload, with what else is to be done in the same transaction.
func (s *Service) confirm(ctx context.Context, id string, choice Choice, progress Progress, alongside func(ctx context.Context) error) (Result, error) {
	row, err := s.mine(ctx, id)
	if err != nil {
		return Result{}, err
	}
	if row.Result != "" { // the transaction tells a double tap from a second try
		return Result{}, s.db.InTx(ctx, func(context.Context) error { return fault.NewNotFound("staff list") })
	}
	if choice.Seen != seen(row.Mapping) {
		return Result{}, ErrUnseen
	}
	large := len(row.Content) > atOnce
	leave, err := s.enter(ctx, len(row.Content))
	if err != nil {
		return Result{}, err
	}
	defer leave()
	o := row.options()
	o.SkipRejected, o.TakeFile, o.Complete, o.Progress = choice.SkipRejected, choice.TakeFile, choice.Complete, progress
	result, err := s.take(ctx, bytes.NewReader(row.Content), o, func(ctx context.Context, r Result) error {
		kept, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("keeping the result: %w", err)
		}
		if err := s.done(ctx, id, string(kept)); err != nil || alongside == nil {
			return err
		}
		return alongside(ctx)
	})
	if large {
		_ = s.db.Relax(ctx) // else it goes with the next one
	}
	return result, err
}
