package diary

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// record is what the trail calls an entry.
const record = string(access.DiaryEntry)

// Service keeps diaries. Every method acts for the actor in ctx.
type Service struct {
	db     *database.DB
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
	drafts *draft.Service
	files  *attachment.Service
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock, d *draft.Service, f *attachment.Service) *Service {
	return &Service{db, p, t, c, d, f}
}

// owner is the actor with what the rules need of them.
func (s *Service) owner(ctx context.Context) (viewer, *people.Person, error) {
	who := actor.From(ctx)
	if who.PersonID == "" {
		return viewer{}, nil, fault.NewSignedOut()
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return viewer{}, nil, err
	}
	person := chart.Person(who.PersonID)
	if person == nil {
		return viewer{}, nil, fault.NewNotFound("person")
	}
	return viewerOn(chart, who), person, nil
}

// Write adds an entry to the actor's diary, with the photos and files that were
// sent. Key is the form's draft, which is finished with it; it may be empty.
func (s *Service) Write(ctx context.Context, w Words, key string, sent ...attachment.Upload) (Entry, error) {
	v, person, err := s.owner(ctx)
	if err != nil {
		return Entry{}, err
	}
	w, invalid := w.Check(s.clock.Today(), person.StartedOn)
	looked, err := look(invalid, sent)
	if err != nil {
		return Entry{}, err
	}
	taken, err := s.files.Take(ctx, v.me, looked)
	if err != nil {
		return Entry{}, err
	}
	now := s.clock.Now()
	e := Entry{ID: s.clock.NewKey(), PersonID: v.me, State: Kept, CreatedAt: now, ChangedAt: now, Version: 1}
	e.take(w)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if e.Number, err = s.nextNumber(ctx, v.me); err != nil {
			return err
		}
		if err := s.db.From(ctx).Create(&e).Error; err != nil {
			return fmt.Errorf("keeping a diary entry: %w", err)
		}
		if err := s.note(ctx, e, "written"); err != nil {
			return err
		}
		if err := s.noteSharing(ctx, e, access.None); err != nil {
			return err
		}
		if err := s.attach(ctx, e, taken); err != nil {
			return err
		}
		return s.drafts.Finish(ctx, key)
	})
	if err != nil {
		s.files.Drop(ctx, taken)
	}
	return e, err
}

// Change puts new words into an entry of the actor's that was opened at the
// version, and adds the files that were sent; where it was changed since, the clash
// tells both.
func (s *Service) Change(ctx context.Context, number, version int, w Words, key string, sent ...attachment.Upload) (Entry, error) {
	v, person, err := s.owner(ctx)
	if err != nil {
		return Entry{}, err
	}
	w, invalid := w.Check(s.clock.Today(), person.StartedOn)
	looked, invalid := look(invalid, sent)
	taken, err := s.takeFor(ctx, v, number, invalid, looked)
	if err != nil {
		return Entry{}, err
	}
	var e Entry
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		before, err := s.mine(ctx, v, number)
		if err != nil {
			return err
		}
		// What is not there is said before what is wrong with the words.
		if err := cmp.Or(writable(before), invalid); err != nil {
			return err
		}
		e = *before
		e.take(w)
		e.ChangedAt, e.Version = s.clock.Now(), version+1
		err = s.db.UpdateVersioned(ctx, Entry{}.TableName(), e.ID, version, e.columns())
		if errors.Is(err, database.ErrStale) {
			return fault.NewClash("You", before.Version, before.differences(w)...)
		}
		if err != nil {
			return err
		}
		if err := s.note(ctx, e, "changed"); err != nil {
			return err
		}
		if err := s.noteSharing(ctx, e, before.SharedWith()); err != nil {
			return err
		}
		if err := s.attach(ctx, e, taken); err != nil {
			return err
		}
		return s.drafts.Finish(ctx, key)
	})
	if err != nil {
		s.files.Drop(ctx, taken)
	}
	return e, err
}

// columns are what a change of words sets.
func (e Entry) columns() map[string]any {
	return map[string]any{
		"learned": e.Learned, "happened": e.Happened, "next_step": e.NextStep, "happened_on": e.HappenedOn, "kind": e.Kind,
		"place": e.Place, "minutes": e.Minutes, "shared_partner": e.SharedPartner, "shared_manager": e.SharedManager,
		"shared_team": e.SharedTeam, "folded": e.Folded, "changed_at": e.ChangedAt,
	}
}

// Share sets with whom the actor's entry is shared, from this moment on; nobody
// is always possible.
func (s *Service) Share(ctx context.Context, number int, with access.Relation) (Entry, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return Entry{}, err
	}
	var e Entry
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		before, err := s.mine(ctx, v, number)
		if err != nil {
			return err
		}
		if err := writable(before); err != nil {
			return err
		}
		w := before.Words()
		w.Share = with & Sharable
		e = *before
		e.take(w)
		if e.SharedWith() == before.SharedWith() {
			return nil
		}
		e.Version++
		set := map[string]any{"shared_partner": e.SharedPartner, "shared_manager": e.SharedManager, "shared_team": e.SharedTeam}
		if err := s.update(ctx, *before, set); err != nil {
			return err
		}
		return s.noteSharing(ctx, e, before.SharedWith())
	})
	return e, err
}

// Delete takes an entry of the actor's out of the diary: from that moment nobody
// else sees it, and for [Recoverable] it can be brought back.
func (s *Service) Delete(ctx context.Context, number int) (Entry, error) {
	return s.move(ctx, number, "deleted")
}

// Restore brings back a deleted entry, shared as it was.
func (s *Service) Restore(ctx context.Context, number int) (Entry, error) {
	return s.move(ctx, number, "brought back")
}

func (s *Service) move(ctx context.Context, number int, act string) (Entry, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return Entry{}, err
	}
	move := moves[act]
	var e Entry
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		before, err := s.mine(ctx, v, number)
		if err != nil {
			return err
		}
		e = *before
		if e.State != move.from {
			return nil // done already, in another tab
		}
		e.State, e.DeletedAt = move.to, nil
		if move.to == Deleted {
			now := s.clock.Now()
			e.DeletedAt = &now
		}
		e.Version++
		if err := s.update(ctx, *before, map[string]any{"state": e.State, "deleted_at": e.DeletedAt}); err != nil {
			return err
		}
		return s.note(ctx, e, act)
	})
	return e, err
}

// update changes an entry that was read in the same transaction.
func (s *Service) update(ctx context.Context, before Entry, set map[string]any) error {
	err := s.db.UpdateVersioned(ctx, Entry{}.TableName(), before.ID, before.Version, set)
	if errors.Is(err, database.ErrStale) {
		return fault.NewClash("You", before.Version)
	}
	return err
}

// mine loads an entry that the actor may write.
func (s *Service) mine(ctx context.Context, v viewer, number int) (*Entry, error) {
	e, err := s.load(ctx, v, v.me, number)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return nil, fault.NewNotFound(record)
	}
	return e, nil
}

// writable refuses words for an entry that is deleted.
func writable(e *Entry) error {
	if e.State == Kept {
		return nil
	}
	return fault.InvalidField("", "You deleted this entry. Bring it back first")
}

func (s *Service) note(ctx context.Context, e Entry, act string) error {
	return s.trail.Write(ctx, trail.Event{Record: record, RecordID: e.ID, Act: act, SubjectID: e.PersonID})
}

func (s *Service) noteSharing(ctx context.Context, e Entry, before access.Relation) error {
	act := sharingAct(before, e.SharedWith())
	if act == "" {
		return nil
	}
	return s.note(ctx, e, act)
}

// purgeBatch bounds what one run of Purge removes.
const purgeBatch = 500

// Purge removes for good what was deleted longer ago than [Recoverable], and says
// how many entries went. It is run from time to time.
func (s *Service) Purge(ctx context.Context) (int, error) {
	if actor.From(ctx).Nobody() {
		ctx = actor.With(ctx, actor.Operator("the 30 days of a deleted entry"))
	}
	var gone []Entry
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		var err error
		if gone, err = s.purge(ctx, s.clock.Now().Add(-Recoverable), purgeBatch); err != nil {
			return err
		}
		ids := make([]string, 0, len(gone))
		for _, e := range gone {
			if err := s.note(ctx, e, "removed for good"); err != nil {
				return err
			}
			ids = append(ids, e.ID)
		}
		return s.files.Forget(ctx, record, ids)
	})
	return len(gone), err
}

// Mine loads an entry of the actor's own diary by its number, deleted ones too.
func (s *Service) Mine(ctx context.Context, number int) (Entry, error) {
	return s.Get(ctx, actor.From(ctx).PersonID, number)
}

// Get loads an entry of the person's diary that the actor may see.
func (s *Service) Get(ctx context.Context, personID string, number int) (Entry, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Entry{}, err
	}
	if chart.Person(personID) == nil {
		return Entry{}, fault.NewNotFound(record)
	}
	e, err := s.load(ctx, viewerOn(chart, actor.From(ctx)), personID, number)
	if err != nil {
		return Entry{}, err
	}
	if e == nil {
		return Entry{}, fault.NewNotFound(record)
	}
	return *e, nil
}

// History is what happened to an entry of the actor's, newest first.
func (s *Service) History(ctx context.Context, e Entry) ([]trail.Entry, error) {
	if e.PersonID == "" || e.PersonID != actor.From(ctx).PersonID {
		return nil, fault.NewNotFound(record)
	}
	return s.trail.Of(ctx, record, e.ID, 50)
}

// aroundAYearAgo is when an entry counts as a year old, both ends included.
func aroundAYearAgo(today calendar.Date) (from, to calendar.Date) {
	then := today.AddMonths(-12)
	return then.AddDays(-Around), then.AddDays(Around)
}
