package draft

import (
	"context"
	"net/url"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
)

// Service keeps drafts. Every method acts for the actor in ctx, and on that
// person's own drafts only: anybody else's is not there.
type Service struct {
	db    *database.DB
	clock *clock.Clock
}

// NewService makes the service.
func NewService(db *database.DB, c *clock.Clock) *Service { return &Service{db, c} }

// NewKey makes the key of a new draft, for a form that is being opened. Nothing
// is kept before its first words arrive.
func (s *Service) NewKey() string { return s.clock.NewKey() }

// Save keeps a form's fields under the draft's key, over what that draft held
// before, and gives the time. A draft that carries on from an earlier one takes
// its place; fields that are all blank leave no draft. The clash of a form that
// was saved already says so.
func (s *Service) Save(ctx context.Context, id, form string, fields url.Values) (time.Time, error) {
	person := actor.From(ctx).PersonID
	if person == "" {
		return time.Time{}, fault.NewSignedOut()
	}
	if !isKey(id) || !formName.MatchString(form) {
		return time.Time{}, fault.NewNotFound("draft")
	}
	body, blank, err := bodyOf(fields)
	if err != nil {
		return time.Time{}, err
	}
	d := Draft{ID: id, PersonID: person, Form: form, Body: body, State: Open, SavedAt: s.clock.Now(), Version: 1}
	_, from, ok := keysIn(fields.Get(KeyField))
	if !ok {
		from = ""
	}
	return d.SavedAt, s.db.InTx(ctx, func(ctx context.Context) error {
		if blank {
			return s.remove(ctx, person, id)
		}
		if err := s.put(ctx, d); err != nil {
			return err
		}
		if from == "" || from == id {
			return nil
		}
		return s.remove(ctx, person, from)
	})
}

// put writes the draft, within the person's bound.
func (s *Service) put(ctx context.Context, d Draft) error {
	others, err := s.countOthers(ctx, d.PersonID, d.ID)
	if err != nil {
		return err
	}
	if others >= MaxOpen {
		return fault.InvalidField("", "You have many unfinished drafts. Finish one or throw one away, then try again")
	}
	written, err := s.upsert(ctx, d)
	if err != nil || written {
		return err
	}
	finished, err := s.find(ctx, d.PersonID, d.ID, Finished)
	if err != nil {
		return err
	}
	if finished != nil {
		return &fault.Error{Kind: fault.Clash, Message: "This was saved already. Open it again to write more"}
	}
	return fault.NewNotFound("draft")
}

// Open lists the actor's unfinished drafts of a form, newest first.
func (s *Service) Open(ctx context.Context, form string) ([]Draft, error) {
	if !formName.MatchString(form) { // nothing was ever kept under such a name
		return nil, nil
	}
	return s.list(ctx, actor.From(ctx).PersonID, form)
}

// Unfinished lists all of the actor's unfinished drafts, newest first.
func (s *Service) Unfinished(ctx context.Context) ([]Draft, error) {
	return s.list(ctx, actor.From(ctx).PersonID, "")
}

// Take gives one of the actor's unfinished drafts, to carry on with.
func (s *Service) Take(ctx context.Context, id string) (Draft, error) {
	if !isKey(id) {
		return Draft{}, fault.NewNotFound("draft")
	}
	d, err := s.find(ctx, actor.From(ctx).PersonID, id, Open)
	if err != nil {
		return Draft{}, err
	}
	if d == nil {
		return Draft{}, fault.NewNotFound("draft")
	}
	return *d, nil
}

// Discard throws a draft away; Restore brings it back for as long as drafts are kept.
func (s *Service) Discard(ctx context.Context, id string) error {
	return s.move(ctx, id, Open, Discarded)
}

// Restore brings back a draft that was thrown away.
func (s *Service) Restore(ctx context.Context, id string) error {
	return s.move(ctx, id, Discarded, Open)
}

func (s *Service) move(ctx context.Context, id string, from, to State) error {
	if !isKey(id) {
		return fault.NewNotFound("draft")
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		moved, err := s.setState(ctx, actor.From(ctx).PersonID, id, from, to)
		if err == nil && !moved {
			return fault.NewNotFound("draft")
		}
		return err
	})
}

// Finish removes the words of a form that is being saved, in the transaction
// that saves it; key is the form's KeyField as it was sent. A form without a
// draft, or a key that is none, is nothing to finish.
func (s *Service) Finish(ctx context.Context, key string) error {
	id, from, ok := keysIn(key)
	person := actor.From(ctx).PersonID
	if !ok || person == "" {
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.bury(ctx, Draft{ID: id, PersonID: person, Form: "-", Body: "{}", State: Finished, SavedAt: s.clock.Now(), Version: 1}); err != nil {
			return err
		}
		if from == "" {
			return nil
		}
		return s.remove(ctx, person, from)
	})
}

// Purge removes drafts that nobody finished in time and the keys of finished
// ones, and says how many rows went. It is run from time to time.
func (s *Service) Purge(ctx context.Context) (int, error) {
	now := s.clock.Now()
	var gone int
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		var err error
		gone, err = s.purge(ctx, now.Add(-Lifetime), now.Add(-tombstoneLife))
		return err
	})
	return gone, err
}
