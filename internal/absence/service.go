package absence

import (
	"context"
	"errors"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Service keeps absences.
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

// Of are all absences of a person, the latest first, with those taken back that can
// be put back: for the person and the coordinator.
func (s *Service) Of(ctx context.Context, personID string) ([]Absence, error) {
	if err := s.people.Require(ctx, personID, access.TimeAway, access.Read); err != nil {
		return nil, err
	}
	return s.list(ctx, personID)
}

// One is one absence of a person, for the person and the coordinator.
func (s *Service) One(ctx context.Context, personID, id string) (Absence, error) {
	if err := s.people.Require(ctx, personID, access.TimeAway, access.Read); err != nil {
		return Absence{}, err
	}
	return s.one(ctx, personID, id)
}

// Add records that a person is away. A span without a last day is of one day.
func (s *Service) Add(ctx context.Context, personID string, span calendar.Span) (Absence, error) {
	a := Absence{ID: s.clock.NewKey(), PersonID: personID, State: Kept, ChangedByID: byWhom(ctx), ChangedAt: s.clock.Now(), Version: 1}
	err := s.writing(ctx, personID, func(ctx context.Context, all []Absence) error {
		if err := s.fits(ctx, all, whole(span), ""); err != nil {
			return err
		}
		a.take(whole(span))
		if err := s.insert(ctx, &a); err != nil {
			return err
		}
		return s.note(ctx, a, recorded)
	})
	return a, err
}

// Change puts other days in the place of those of an absence, which was read at the
// version.
func (s *Service) Change(ctx context.Context, personID, id string, version int, span calendar.Span) error {
	return s.moving(ctx, personID, id, version, func(ctx context.Context, a *Absence, all []Absence) (string, error) {
		if a.State != Kept {
			return "", fault.NewNotFound(Record)
		}
		was, is := a.Span(), whole(span)
		if err := s.fits(ctx, all, is, a.ID); err != nil || was == is {
			return "", err
		}
		a.take(is)
		return actOf(was, is), nil
	})
}

// BackToday ends an absence with yesterday: the person is here again.
func (s *Service) BackToday(ctx context.Context, personID, id string, version int) error {
	return s.moving(ctx, personID, id, version, func(_ context.Context, a *Absence, _ []Absence) (string, error) {
		today := s.clock.Today()
		if !a.EndsWith(today) {
			return "", fault.NewNotFound(Record)
		}
		span := a.Span()
		span.To, span.ToNoon = today.AddDays(-1), false
		a.take(span)
		return ended, nil
	})
}

// TakeBack makes an absence as if it had not been. It can be put back for
// [Recoverable].
func (s *Service) TakeBack(ctx context.Context, personID, id string, version int) error {
	return s.moving(ctx, personID, id, version, func(_ context.Context, a *Absence, _ []Absence) (string, error) {
		if a.State != Kept {
			return "", nil
		}
		now := s.clock.Now()
		a.State, a.TakenBackAt = TakenBack, &now
		return tookBack, nil
	})
}

// PutBack undoes TakeBack, unless another absence stands in its place by now.
func (s *Service) PutBack(ctx context.Context, personID, id string) error {
	return s.moving(ctx, personID, id, 0, func(ctx context.Context, a *Absence, all []Absence) (string, error) {
		if a.State != TakenBack {
			return "", nil
		}
		if other, found := clashing(all, a.Span(), a.ID); found {
			return "", s.overlap(ctx, other)
		}
		a.State, a.TakenBackAt = Kept, nil
		return putBackIt, nil
	})
}

func (a *Absence) take(s calendar.Span) {
	a.FromDate, a.FromNoon, a.ToDate, a.ToNoon = s.From, s.FromNoon, s.To, s.ToNoon
}

// writing runs fn with all absences of the person, in a transaction that holds the
// person's turn.
func (s *Service) writing(ctx context.Context, personID string, fn func(ctx context.Context, all []Absence) error) error {
	if err := s.people.Require(ctx, personID, access.TimeAway, access.Write); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.takeTurn(ctx, personID); err != nil {
			return err
		}
		all, err := s.list(ctx, personID)
		if err != nil {
			return err
		}
		return fn(ctx, all)
	})
}

// moving changes one absence, which was read at the version (0 does not ask), and
// notes the act that fn names; without one nothing is changed.
func (s *Service) moving(ctx context.Context, personID, id string, version int, fn func(ctx context.Context, a *Absence, all []Absence) (string, error)) error {
	return s.writing(ctx, personID, func(ctx context.Context, all []Absence) error {
		a, err := s.one(ctx, personID, id)
		if err != nil {
			return err
		}
		was := a
		act, err := fn(ctx, &a, all)
		if err != nil {
			return err
		}
		if version != 0 && version != was.Version {
			return s.clash(ctx, was)
		}
		if act == "" {
			return nil
		}
		a.ChangedByID, a.ChangedAt = byWhom(ctx), s.clock.Now()
		if err := s.update(ctx, a); errors.Is(err, database.ErrStale) {
			return s.clash(ctx, was)
		} else if err != nil {
			return err
		}
		return s.note(ctx, a, act)
	})
}

// fits refuses a span that is none, or in which the person is away already.
func (s *Service) fits(ctx context.Context, all []Absence, span calendar.Span, but string) error {
	var c fault.Collector
	check(&c, span, s.clock.Today())
	if err := c.Err(); err != nil {
		return err
	}
	if other, found := clashing(all, span, but); found {
		return s.overlap(ctx, other)
	}
	return nil
}

// overlap says which absence stands in the way. Two that share a day are refused
// rather than joined: one of them is likely a slip, and the one there can be
// changed.
func (s *Service) overlap(ctx context.Context, other Absence) error {
	words := calendar.September.YearOf(s.clock.Today()).SpanWords(other.Span())
	return fault.InvalidField("from", whose(ctx, other)+" already: "+words+". Change that one, or choose other days")
}

func whose(ctx context.Context, a Absence) string {
	if actor.From(ctx).PersonID == a.PersonID {
		return "You are away on some of these days"
	}
	return "They are away on some of these days"
}

func (s *Service) clash(ctx context.Context, stands Absence) error {
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
		text = calendar.September.YearOf(s.clock.Today()).SpanWords(stands.Span())
	}
	e := fault.NewClash(by, stands.Version, fault.Theirs{Label: "Time away", Text: text})
	e.At = stands.ChangedAt
	return e
}

func (s *Service) note(ctx context.Context, a Absence, act string) error {
	return s.trail.Write(ctx, trail.Event{Record: Record, RecordID: a.ID, SubjectID: a.PersonID, Act: act})
}

func byWhom(ctx context.Context) *string {
	if id := actor.From(ctx).PersonID; id != "" {
		return &id
	}
	return nil
}
