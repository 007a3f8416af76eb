package workingpattern

import (
	"context"
	"errors"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Service keeps working patterns.
type Service struct {
	db     *database.DB
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock) *Service {
	return &Service{db, p, t, c}
}

// Of are all patterns of a person, the latest first, with those taken back that can
// be put back.
func (s *Service) Of(ctx context.Context, personID string) ([]Pattern, error) {
	if err := s.people.Require(ctx, personID, access.WorkingWeek, access.Read); err != nil {
		return nil, err
	}
	return s.list(ctx, personID)
}

// One is one pattern of a person, for who may put it right.
func (s *Service) One(ctx context.Context, personID, id string) (Pattern, error) {
	if err := s.people.Require(ctx, personID, access.WorkingWeek, access.Write); err != nil {
		return Pattern{}, err
	}
	return s.one(ctx, personID, id)
}

// Change says when a person works from a day on. What held before stays, and what
// begins later does too.
func (s *Service) Change(ctx context.Context, personID string, e Entry) (Pattern, error) {
	p := Pattern{ID: s.clock.NewKey(), PersonID: personID, State: Kept, ChangedByID: byWhom(ctx), ChangedAt: s.clock.Now(), Version: 1}
	err := s.writing(ctx, personID, func(ctx context.Context) error {
		if err := s.sound(e.tidy()); err != nil {
			return err
		}
		p.take(e.tidy())
		inserted, err := s.insert(ctx, &p)
		if err != nil {
			return err
		}
		if !inserted {
			return takenDay()
		}
		return s.note(ctx, p, said)
	})
	return p, err
}

// Correct puts right what was said wrongly: the pattern, which was read at the
// version, never was otherwise.
func (s *Service) Correct(ctx context.Context, personID, id string, version int, e Entry) error {
	e = e.tidy()
	return s.moving(ctx, personID, id, version, func(ctx context.Context, p *Pattern) (string, error) {
		if p.State != Kept {
			return "", fault.NewNotFound(Record)
		}
		if err := s.sound(e); err != nil {
			return "", err
		}
		if p.FromDate == e.From && p.Value().Equal(e.Pattern) {
			return "", nil
		}
		p.take(e)
		return corrected, s.freeDay(ctx, *p)
	})
}

// TakeBack makes a pattern as if it had not been said: the one before holds on. It
// can be put back for [Recoverable].
func (s *Service) TakeBack(ctx context.Context, personID, id string, version int) error {
	return s.moving(ctx, personID, id, version, func(_ context.Context, p *Pattern) (string, error) {
		if p.State != Kept {
			return "", nil
		}
		now := s.clock.Now()
		p.State, p.TakenBackAt = TakenBack, &now
		return tookBack, nil
	})
}

// PutBack undoes TakeBack, unless another pattern begins on its day by now.
func (s *Service) PutBack(ctx context.Context, personID, id string) error {
	return s.moving(ctx, personID, id, 0, func(ctx context.Context, p *Pattern) (string, error) {
		if p.State != TakenBack {
			return "", nil
		}
		p.State, p.TakenBackAt = Kept, nil
		return putBackIt, s.freeDay(ctx, *p)
	})
}

// sound refuses an entry that is none.
func (s *Service) sound(e Entry) error {
	var c fault.Collector
	check(&c, e, s.clock.Today())
	return c.Err()
}

// freeDay refuses a pattern that begins on the day of another one.
func (s *Service) freeDay(ctx context.Context, p Pattern) error {
	taken, err := s.beginsOn(ctx, p)
	if err == nil && taken {
		return takenDay()
	}
	return err
}

func takenDay() error {
	return fault.InvalidField("from", "A working week begins on that day already. Put that one right, or choose another day")
}

func (s *Service) writing(ctx context.Context, personID string, fn func(ctx context.Context) error) error {
	if err := s.people.Require(ctx, personID, access.WorkingWeek, access.Write); err != nil {
		return err
	}
	return s.db.InTx(ctx, fn)
}

// moving changes one pattern, which was read at the version (0 does not ask), and
// notes the act that fn names; without one nothing is changed.
func (s *Service) moving(ctx context.Context, personID, id string, version int, fn func(ctx context.Context, p *Pattern) (string, error)) error {
	return s.writing(ctx, personID, func(ctx context.Context) error {
		p, err := s.one(ctx, personID, id)
		if err != nil {
			return err
		}
		was := p
		act, err := fn(ctx, &p)
		if err != nil {
			return err
		}
		if version != 0 && version != was.Version {
			return s.clash(ctx, was)
		}
		if act == "" {
			return nil
		}
		p.ChangedByID, p.ChangedAt = byWhom(ctx), s.clock.Now()
		if err := s.update(ctx, p); errors.Is(err, database.ErrStale) {
			return s.clash(ctx, was)
		} else if err != nil {
			return err
		}
		return s.note(ctx, p, act)
	})
}

func (s *Service) clash(ctx context.Context, stands Pattern) error {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	by := "Somebody"
	if stands.ChangedByID != nil {
		by = chart.Name(*stands.ChangedByID)
	}
	text := "Taken back"
	if stands.State == Kept {
		text = stands.Value().Words() + ", from " + stands.FromDate.Short()
	}
	e := fault.NewClash(by, stands.Version, fault.Theirs{Label: "Working week", Text: text})
	e.At = stands.ChangedAt
	return e
}

func (s *Service) note(ctx context.Context, p Pattern, act string) error {
	return s.trail.Write(ctx, trail.Event{Record: Record, RecordID: p.ID, SubjectID: p.PersonID, Act: act})
}

func byWhom(ctx context.Context) *string {
	if id := actor.From(ctx).PersonID; id != "" {
		return &id
	}
	return nil
}
