package attachment_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"learningyear/internal/attachment"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/files"
	"learningyear/internal/people/peopletest"
)

// shelf is one test's files.
type shelf struct {
	*attachment.Service
	t     *testing.T
	db    *database.DB
	clock *clock.Clock
	staff peopletest.Staff
	entry attachment.Record
}

func each(t *testing.T, test func(s shelf)) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := shelf{t: t, db: db, clock: peopletest.Clock(t), staff: peopletest.Small(t, db)}
		s.Service = attachment.NewService(db, files.New(db, nil), s.clock)
		s.entry = attachment.Record{Kind: "diary entry", ID: s.clock.NewKey()}
		test(s)
	})
}

func (s shelf) take(names ...string) []attachment.Attachment {
	s.t.Helper()
	var sent []attachment.Upload
	for _, name := range names {
		sent = append(sent, upload(name, []byte("words of "+name)))
	}
	looked, err := attachment.Look(sent)
	if err != nil {
		s.t.Fatal(err)
	}
	taken, err := s.Take(s.t.Context(), s.staff.Amina.ID, looked)
	if err != nil {
		s.t.Fatal(err)
	}
	return taken
}

func (s shelf) inTx(fn func(ctx context.Context) error) {
	s.t.Helper()
	if err := s.db.InTx(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

func (s shelf) attached(names ...string) []attachment.Attachment {
	s.t.Helper()
	taken := s.take(names...)
	s.inTx(func(ctx context.Context) error { return s.Attach(ctx, s.entry, taken) })
	return s.list()
}

func (s shelf) list() []attachment.Attachment {
	s.t.Helper()
	all, err := s.Of(s.t.Context(), s.entry)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// left is how many rows there are of files and of their pieces.
func (s shelf) left() (rows, pieces int64) {
	s.t.Helper()
	for table, n := range map[string]*int64{"attachments": &rows, "file_chunks": &pieces} {
		if err := s.db.From(s.t.Context()).Table(table).Count(n).Error; err != nil {
			s.t.Fatal(err)
		}
	}
	return rows, pieces
}

func (s shelf) purged() int {
	s.t.Helper()
	n, err := s.Purge(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestFilesBelongToTheirRecord(t *testing.T) {
	each(t, func(s shelf) {
		all := s.attached("a.txt", "b.csv")
		if len(all) != 2 || all[0].Name != "a.txt" || all[0].Words() != "Text" || all[1].Words() != "CSV table" || all[0].Photo() {
			s.t.Fatalf("%+v", all)
		}
		r, err := s.Open(s.t.Context(), all[0])
		if err != nil {
			s.t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "words of a.txt" {
			s.t.Errorf("%q, %v", got, err)
		}
		other := attachment.Record{Kind: s.entry.Kind, ID: s.clock.NewKey()}
		for _, never := range []struct {
			of attachment.Record
			id string
		}{
			{other, all[0].ID}, {attachment.Record{Kind: "plan", ID: s.entry.ID}, all[0].ID}, {s.entry, s.clock.NewKey()},
			{s.entry, ""}, {s.entry, "1' OR '1'='1"}, {s.entry, strings.Repeat("x", 36)},
		} {
			if _, err := s.Get(s.t.Context(), never.of, never.id); !fault.Is(err, fault.NotFound) {
				s.t.Errorf("%+v: %v", never, err)
			}
		}
		counts, err := s.Counts(s.t.Context(), s.entry.Kind, []string{s.entry.ID, other.ID})
		if err != nil || len(counts) != 1 || counts[s.entry.ID] != 2 {
			s.t.Errorf("%v, %v", counts, err)
		}
		if n, err := s.Owned(s.t.Context(), s.staff.Amina.ID); err != nil || n != all[0].Size+all[1].Size {
			s.t.Errorf("%d, %v", n, err)
		}
	})
}

func TestWhatIsNotSavedLeavesNothing(t *testing.T) {
	each(t, func(s shelf) {
		taken := s.take("a.txt", "b.txt")
		refused := errors.New("the record was refused")
		err := s.db.InTx(s.t.Context(), func(ctx context.Context) error {
			return errors.Join(s.Attach(ctx, s.entry, taken), refused)
		})
		if !errors.Is(err, refused) {
			s.t.Fatal(err)
		}
		s.Drop(s.t.Context(), taken)
		if rows, pieces := s.left(); rows+pieces != 0 {
			s.t.Errorf("%d rows and %d pieces are left", rows, pieces)
		}
		// What was saved although an error was told stays.
		kept := s.attached("c.txt")
		s.Drop(s.t.Context(), kept)
		if got := s.list(); len(got) != 1 {
			s.t.Errorf("a saved file was let go: %v", got)
		}
	})
}

func TestWhatBreaksOffIsPurged(t *testing.T) {
	each(t, func(s shelf) {
		taken := s.take("a.txt")
		s.clock.Set(peopletest.Now().Add(23 * time.Hour))
		if n := s.purged(); n != 0 {
			s.t.Errorf("%d gone while it arrives", n)
		}
		s.clock.Set(peopletest.Now().Add(25 * time.Hour))
		if n := s.purged(); n != 1 {
			s.t.Errorf("%d gone, want 1", n)
		}
		if rows, pieces := s.left(); rows+pieces != 0 {
			s.t.Errorf("%d rows and %d pieces are left", rows, pieces)
		}
		err := s.db.InTx(s.t.Context(), func(ctx context.Context) error { return s.Attach(ctx, s.entry, taken) })
		if err == nil {
			s.t.Error("what is gone was attached")
		}
	})
}

func TestAFileIsBroughtBackWithin30Days(t *testing.T) {
	each(t, func(s shelf) {
		id := s.attached("a.txt", "b.txt")[0].ID
		remove := func(ctx context.Context) error { _, _, err := s.Remove(ctx, s.entry, id); return err }
		restore := func(ctx context.Context) error { _, _, err := s.Restore(ctx, s.entry, id); return err }
		s.inTx(remove)
		s.inTx(remove) // in another tab
		if got := s.list(); len(got) != 1 || got[0].Name != "b.txt" {
			s.t.Fatalf("%+v", got)
		}
		if _, err := s.Get(s.t.Context(), s.entry, id); !fault.Is(err, fault.NotFound) {
			s.t.Errorf("a removed file: %v", err)
		}
		s.clock.Set(peopletest.Now().Add(attachment.Recoverable - time.Minute))
		if n := s.purged(); n != 0 {
			s.t.Errorf("%d gone within 30 days", n)
		}
		s.inTx(restore)
		if got := s.list(); len(got) != 2 {
			s.t.Fatalf("%+v", got)
		}
		s.inTx(remove)
		s.clock.Set(s.clock.Now().Add(attachment.Recoverable + time.Minute))
		if n := s.purged(); n != 1 {
			s.t.Errorf("%d gone, want 1", n)
		}
		if err := s.db.InTx(s.t.Context(), restore); !fault.Is(err, fault.NotFound) {
			s.t.Errorf("bringing back what is gone: %v", err)
		}
	})
}

func TestFilesGoWithTheirRecord(t *testing.T) {
	each(t, func(s shelf) {
		s.attached("a.txt", "b.txt")
		s.inTx(func(ctx context.Context) error {
			return s.Forget(ctx, s.entry.Kind, []string{s.entry.ID, s.clock.NewKey()})
		})
		if got := s.list(); len(got) != 0 {
			s.t.Errorf("%+v", got)
		}
		if n := s.purged(); n != 2 {
			s.t.Errorf("%d gone, want 2", n)
		}
		if rows, pieces := s.left(); rows+pieces != 0 {
			s.t.Errorf("%d rows and %d pieces are left", rows, pieces)
		}
	})
}

func TestThereIsABound(t *testing.T) {
	each(t, func(s shelf) {
		for range attachment.MaxEach {
			s.attached("a.txt")
		}
		id := s.list()[0].ID
		more := s.take("one more.txt")
		attach := func(ctx context.Context) error { return s.Attach(ctx, s.entry, more) }
		if err := s.db.InTx(s.t.Context(), attach); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "10 photos and files") {
			s.t.Errorf("the eleventh: %v", err)
		}
		s.inTx(func(ctx context.Context) error { _, _, err := s.Remove(ctx, s.entry, id); return err })
		s.inTx(attach)
		err := s.db.InTx(s.t.Context(), func(ctx context.Context) error { _, _, err := s.Restore(ctx, s.entry, id); return err })
		if !fault.Is(err, fault.Invalid) {
			s.t.Errorf("bringing back the eleventh: %v", err)
		}
		s.inTx(func(ctx context.Context) error {
			return s.db.From(ctx).Exec("UPDATE attachments SET size = ? WHERE id = ?", attachment.MaxOwned, id).Error
		})
		looked, err := attachment.Look([]attachment.Upload{upload("a.txt", []byte("a"))})
		if err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.Take(s.t.Context(), s.staff.Amina.ID, looked); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "500MB") {
			s.t.Errorf("more than one may own: %v", err)
		}
		if _, err := s.Take(s.t.Context(), s.staff.Dan.ID, looked); err != nil {
			s.t.Errorf("somebody else's: %v", err)
		}
	})
}

func TestAPhotoIsDescribed(t *testing.T) {
	each(t, func(s shelf) {
		looked, err := attachment.Look([]attachment.Upload{upload("a.jpg", jpegOf(s.t))})
		if err != nil {
			s.t.Fatal(err)
		}
		taken, err := s.Take(s.t.Context(), s.staff.Amina.ID, looked)
		if err != nil {
			s.t.Fatal(err)
		}
		s.inTx(func(ctx context.Context) error { return s.Attach(ctx, s.entry, taken) })
		s.inTx(func(ctx context.Context) error {
			_, err := s.Describe(ctx, s.entry, taken[0].ID, "Pegs on a line")
			return err
		})
		if got := s.list()[0]; got.Description != "Pegs on a line" || !got.Photo() || got.Width != 8 || got.Height != 6 {
			s.t.Errorf("%+v", got)
		}
		for _, bad := range []string{"a\x00", "\xff", strings.Repeat("é", attachment.MaxDescription+1)} {
			err := s.db.InTx(s.t.Context(), func(ctx context.Context) error {
				_, err := s.Describe(ctx, s.entry, taken[0].ID, bad)
				return err
			})
			if !fault.Is(err, fault.Invalid) {
				s.t.Errorf("%.9q: %v", bad, err)
			}
		}
	})
}

func TestADoubleTapKeepsFilesOnce(t *testing.T) {
	each(t, func(s shelf) {
		looked, err := attachment.Look([]attachment.Upload{upload("a.txt", []byte("a"))})
		if err != nil {
			s.t.Fatal(err)
		}
		for tap, want := range []error{nil, database.ErrRepeated} {
			ctx := database.WithOnce(s.t.Context(), "the form's key")
			taken, err := s.Take(ctx, s.staff.Amina.ID, looked)
			if err != nil {
				s.t.Fatal(err)
			}
			if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.Attach(ctx, s.entry, taken) }); !errors.Is(err, want) {
				s.t.Errorf("tap %d: %v", tap+1, err)
			} else if err != nil {
				s.Drop(ctx, taken)
			}
		}
		if rows, pieces := s.left(); rows != 1 || pieces != 1 {
			s.t.Errorf("%d rows and %d pieces", rows, pieces)
		}
	})
}

func TestABrokenFileIsFound(t *testing.T) {
	each(t, func(s shelf) {
		all := s.attached("a.txt", "b.txt", "c.txt")
		if v, err := s.Verify(s.t.Context()); err != nil || v.Files != 3 || len(v.Broken) != 0 || v.Bytes != 3*all[0].Size {
			s.t.Fatalf("%+v, %v", v, err)
		}
		s.inTx(func(ctx context.Context) error {
			return errors.Join(
				s.db.From(ctx).Exec("UPDATE file_chunks SET content = ? WHERE file_id = ?", []byte("Words of a.txt"), all[0].ID).Error,
				s.db.From(ctx).Exec("DELETE FROM file_chunks WHERE file_id = ?", all[2].ID).Error,
			)
		})
		v, err := s.Verify(s.t.Context())
		if err != nil || strings.Join(v.Broken, " ") != all[0].ID+" "+all[2].ID {
			s.t.Errorf("%+v, %v", v, err)
		}
	})
}

func TestSizesInWords(t *testing.T) {
	for bytes, want := range map[int64]string{1: "1KB", 1023: "1KB", 1024: "1KB", 340 << 10: "340KB", 1<<20 - 1: "1024KB", 1 << 20: "1MB", 2_200_000: "2.1MB", attachment.MaxSize: "10MB", attachment.MaxOwned: "500MB"} {
		if got := attachment.SizeWords(bytes); got != want {
			t.Errorf("%d is %q, want %q", bytes, got, want)
		}
	}
}

func TestAcceptSendsTelephonesToJPEG(t *testing.T) {
	if a := attachment.Accept(); !strings.Contains(a, "image/jpeg,.jpg") || strings.Contains(a, "heic") || strings.Contains(a, "image/*") || bytes.Contains([]byte(a), []byte("svg")) {
		t.Error(a)
	}
}
