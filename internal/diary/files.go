package diary

import (
	"context"
	"fmt"
	"io"

	"learningyear/internal/actor"
	"learningyear/internal/attachment"
	"learningyear/internal/fault"
)

// filesOf is what the files of an entry belong to.
func filesOf(e Entry) attachment.Record { return attachment.Record{Kind: record, ID: e.ID} }

// look checks what was sent with words, and tells what is wrong with either.
func look(wrongWords error, sent []attachment.Upload) ([]attachment.Looked, error) {
	looked, wrongFiles := attachment.Look(sent)
	if wrongWords == nil || wrongFiles == nil {
		if wrongWords != nil {
			return nil, wrongWords
		}
		return looked, wrongFiles
	}
	var problems fault.Collector
	for _, err := range []error{wrongWords, wrongFiles} {
		if other := problems.Merge(err); other != nil {
			return nil, other
		}
	}
	return nil, problems.Err()
}

// takeFor keeps what was sent for an entry of the viewer's, where nothing is wrong
// with it or with the words. Whether the words fit the entry is seen when it is saved.
func (s *Service) takeFor(ctx context.Context, v viewer, number int, invalid error, looked []attachment.Looked) ([]attachment.Attachment, error) {
	if invalid != nil || len(looked) == 0 {
		return nil, nil
	}
	if _, err := s.mine(ctx, v, number); err != nil {
		return nil, err
	}
	return s.files.Take(ctx, v.me, looked)
}

// attach makes files part of an entry, in the transaction that saves it.
func (s *Service) attach(ctx context.Context, e Entry, taken []attachment.Attachment) error {
	if len(taken) == 0 {
		return nil
	}
	if err := s.files.Attach(ctx, filesOf(e), taken); err != nil {
		return err
	}
	act := "added a photo or file"
	if len(taken) > 1 {
		act = fmt.Sprintf("added %d photos or files", len(taken))
	}
	return s.note(ctx, e, act)
}

// AddFiles adds photos and files to an entry of the actor's. All of them are kept,
// or none.
func (s *Service) AddFiles(ctx context.Context, number int, sent []attachment.Upload) (Entry, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return Entry{}, err
	}
	before, err := s.mine(ctx, v, number)
	if err != nil {
		return Entry{}, err
	}
	if len(sent) == 0 {
		return *before, fault.InvalidField(attachment.Field, "Choose a photo or file")
	}
	if err := writable(before); err != nil {
		return *before, err
	}
	looked, err := look(nil, sent)
	if err != nil {
		return *before, err
	}
	taken, err := s.files.Take(ctx, v.me, looked)
	if err != nil {
		return *before, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		e, err := s.mine(ctx, v, number) // which may have been deleted meanwhile
		if err != nil {
			return err
		}
		if err := writable(e); err != nil {
			return err
		}
		return s.attach(ctx, *e, taken)
	})
	if err != nil {
		s.files.Drop(ctx, taken)
	}
	return *before, err
}

// RemoveFile takes a file of an entry of the actor's away; for
// [attachment.Recoverable] it can be brought back.
func (s *Service) RemoveFile(ctx context.Context, number int, id string) (attachment.Attachment, error) {
	return s.changeFile(ctx, number, func(ctx context.Context, e Entry) (attachment.Attachment, string, error) {
		f, changed, err := s.files.Remove(ctx, filesOf(e), id)
		return f, actIf(changed, "removed a photo or file"), err
	})
}

// RestoreFile brings a removed file back.
func (s *Service) RestoreFile(ctx context.Context, number int, id string) (attachment.Attachment, error) {
	return s.changeFile(ctx, number, func(ctx context.Context, e Entry) (attachment.Attachment, string, error) {
		f, changed, err := s.files.Restore(ctx, filesOf(e), id)
		return f, actIf(changed, "brought back a photo or file"), err
	})
}

// DescribeFile says what is on a photo, for those who cannot see it.
func (s *Service) DescribeFile(ctx context.Context, number int, id, text string) (attachment.Attachment, error) {
	return s.changeFile(ctx, number, func(ctx context.Context, e Entry) (attachment.Attachment, string, error) {
		f, err := s.files.Describe(ctx, filesOf(e), id, text)
		return f, "described a photo", err
	})
}

func actIf(changed bool, act string) string {
	if !changed {
		return ""
	}
	return act
}

// changeFile changes a file of an entry of the actor's, and notes the act where
// there is one. The trail never holds a file's name or what it shows.
func (s *Service) changeFile(ctx context.Context, number int, change func(context.Context, Entry) (attachment.Attachment, string, error)) (attachment.Attachment, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return attachment.Attachment{}, err
	}
	var f attachment.Attachment
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		e, err := s.mine(ctx, v, number)
		if err != nil {
			return err
		}
		if err := writable(e); err != nil {
			return err
		}
		var act string
		if f, act, err = change(ctx, *e); err != nil || act == "" {
			return err
		}
		return s.note(ctx, *e, act)
	})
	return f, err
}

// Files lists the photos and files of an entry that the actor was given by
// [Service.Get] or [Service.Mine], in the order in which they were added. Its owner
// gets those behind them that can be brought back.
func (s *Service) Files(ctx context.Context, e Entry) ([]attachment.Attachment, error) {
	if e.PersonID == actor.From(ctx).PersonID && e.State == Kept {
		return s.files.OfOwner(ctx, filesOf(e))
	}
	return s.files.Of(ctx, filesOf(e))
}

// FileCounts are how many files each of the entries has, by the entry's key.
func (s *Service) FileCounts(ctx context.Context, entries []Entry) (map[string]int, error) {
	ids := make([]string, 0, len(entries))
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return s.files.Counts(ctx, record, ids)
}

// FilesOwned is how many bytes the actor's files come to.
func (s *Service) FilesOwned(ctx context.Context) (int64, error) {
	return s.files.Owned(ctx, actor.From(ctx).PersonID)
}

// File opens a file of an entry of the person's diary: whoever sees the entry today
// sees its files, and nobody else.
func (s *Service) File(ctx context.Context, personID string, number int, id string) (attachment.Attachment, io.ReadSeekCloser, error) {
	e, err := s.Get(ctx, personID, number)
	if err != nil {
		return attachment.Attachment{}, nil, err
	}
	f, err := s.files.Get(ctx, filesOf(e), id)
	if err != nil {
		return attachment.Attachment{}, nil, err
	}
	r, err := s.files.Open(ctx, f)
	return f, r, err
}
