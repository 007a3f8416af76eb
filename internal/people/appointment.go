package people

import (
	"context"
	"fmt"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// NewAppointment puts a person into a post.
type NewAppointment struct {
	PersonID string
	PostID   string
	// Kind is empty or Own for the person's own post.
	Kind AppointmentKind
	// RestsOwn says that the person's own posts rest while this one holds. It is
	// for what is not the own post.
	RestsOwn bool
	// FTEThousandths is the share of full time in thousandths.
	FTEThousandths int
	FromDate       calendar.Date
	// ToDate is the last day; none is open.
	ToDate calendar.Date
}

// Appoint puts a person into a post, beside any other that they hold. Whoever
// had left has returned.
func (s *Service) Appoint(ctx context.Context, n NewAppointment) (Appointment, error) {
	a := Appointment{
		ID: s.clock.NewKey(), PersonID: n.PersonID, PostID: n.PostID, Kind: n.Kind, RestsOwn: n.RestsOwn,
		FTEThousandths: n.FTEThousandths, FromDate: n.FromDate, ToDate: n.ToDate, Version: 1,
	}
	if a.Kind == "" {
		a.Kind = Own
	}
	var c fault.Collector
	checkAppointment(&c, a)
	checkAhead(&c, a.FromDate, s.clock.Today())
	if err := c.Err(); err != nil {
		return Appointment{}, err
	}
	err := s.manage(ctx, func(ctx context.Context) error { return s.appoint(ctx, a) })
	return a, err
}

// Join adds a person and puts them into their first post, or does neither.
func (s *Service) Join(ctx context.Context, n NewPerson, first NewAppointment) (Person, error) {
	var p Person
	err := s.manage(ctx, func(ctx context.Context) error {
		var err error
		if p, err = s.AddPerson(ctx, n); err != nil {
			return err
		}
		first.PersonID = p.ID
		_, err = s.Appoint(ctx, first)
		return err
	})
	return p, err
}

func (s *Service) appoint(ctx context.Context, a Appointment) error {
	p, err := one[Person](ctx, s, "person", a.PersonID)
	if err != nil {
		return err
	}
	post, err := one[Post](ctx, s, "post", a.PostID)
	if err != nil {
		return err
	}
	if err := s.checkTime(ctx, a, p, post); err != nil {
		return err
	}
	if p.Left(a.FromDate) {
		if err := s.endWhatLeavingEnded(ctx, []Person{p}); err != nil {
			return err
		}
		if err := s.db.UpdateVersioned(ctx, "persons", p.ID, p.Version, map[string]any{"left_on": nil}); err != nil {
			return err
		}
		if err := s.note(ctx, p.ID, "noted the return", "from "+a.FromDate.Short()); err != nil {
			return err
		}
	}
	if err := s.insert(ctx, "appointment", &a); err != nil {
		return err
	}
	return s.note(ctx, p.ID, appointed(a.Kind), post.Title+", from "+a.FromDate.Short())
}

func appointed(k AppointmentKind) string {
	switch k {
	case ActingUp:
		return "appointed to act up"
	case Secondment:
		return "seconded"
	case Own:
		return "appointed"
	}
	return "appointed"
}

// checkTime refuses days on which the post is not there, on which the person is
// in it already, or after which they have left.
func (s *Service) checkTime(ctx context.Context, a Appointment, p Person, post Post) error {
	there := post.Period()
	switch {
	case !there.Holds(a.FromDate):
		return fault.InvalidField("from", "The post “"+post.Title+"” is not there on that day")
	case !there.To.IsZero() && (a.ToDate.IsZero() || a.ToDate.After(there.To)):
		return fault.InvalidField("to", "The post closes on "+there.To.Short()+". Enter a last day up to then")
	}
	others, err := some[Appointment](ctx, s, "appointments", "person_id = ? AND post_id = ? AND id <> ?", a.PersonID, a.PostID, a.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Period().Overlaps(a.Period()) {
			return fault.InvalidField("from", p.Name+" is in this post then already")
		}
	}
	if !p.LeftOn.IsZero() && !p.Left(a.FromDate) && (a.ToDate.IsZero() || a.ToDate.After(p.LeftOn)) {
		return fault.InvalidField("to", p.Name+" leaves on "+p.LeftOn.Short()+". Enter a last day up to then")
	}
	return nil
}

// ChangeAppointment gives an appointment another share of full time from a day
// on. What held before that day is kept as it was.
func (s *Service) ChangeAppointment(ctx context.Context, appointmentID string, version, fteThousandths int, from calendar.Date) (Appointment, error) {
	var changed Appointment
	err := s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.openAppointment(ctx, appointmentID, version)
		if err != nil {
			return err
		}
		changed = a
		changed.FTEThousandths = fteThousandths
		var c fault.Collector
		checkAppointment(&c, changed)
		c.Check(a.Period().Holds(from), "from", "Choose a day on which the appointment holds")
		if err := c.Err(); err != nil {
			return err
		}
		if from == a.FromDate {
			changed.Version = version + 1
			err = s.db.UpdateVersioned(ctx, "appointments", a.ID, version, map[string]any{"fte_thousandths": fteThousandths})
		} else {
			changed.ID, changed.FromDate, changed.Version = s.clock.NewKey(), from, 1
			err = s.splitAppointment(ctx, a, version, &changed)
		}
		if err != nil {
			return stale(err)
		}
		return s.note(ctx, a.PersonID, "changed hours", post.Title+", from "+from.Short())
	})
	return changed, err
}

func (s *Service) splitAppointment(ctx context.Context, a Appointment, version int, next *Appointment) error {
	err := s.db.UpdateVersioned(ctx, "appointments", a.ID, version, map[string]any{"to_date": next.FromDate.AddDays(-1)})
	if err != nil {
		return err
	}
	return s.insert(ctx, "appointment", next)
}

// AppointmentCorrection is what can be put right about an appointment.
type AppointmentCorrection struct {
	Kind           AppointmentKind
	RestsOwn       bool
	FTEThousandths int
	FromDate       calendar.Date
	ToDate         calendar.Date
}

// CorrectAppointment is "it was wrong": the appointment is put right for all its
// time.
func (s *Service) CorrectAppointment(ctx context.Context, appointmentID string, version int, to AppointmentCorrection) error {
	return s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.openAppointment(ctx, appointmentID, version)
		if err != nil {
			return err
		}
		was := a
		a.Kind, a.RestsOwn, a.FTEThousandths, a.FromDate, a.ToDate = to.Kind, to.RestsOwn, to.FTEThousandths, to.FromDate, to.ToDate
		var c fault.Collector
		checkAppointment(&c, a)
		checkAhead(&c, a.FromDate, s.clock.Today())
		if err := c.Err(); err != nil {
			return err
		}
		p, err := one[Person](ctx, s, "person", a.PersonID)
		if err != nil {
			return err
		}
		if err := s.checkTime(ctx, a, p, post); err != nil {
			return err
		}
		if a == was {
			return nil
		}
		err = s.db.UpdateVersioned(ctx, "appointments", a.ID, version, map[string]any{
			"kind": a.Kind, "rests_own": a.RestsOwn, "fte_thousandths": a.FTEThousandths, "from_date": a.FromDate, "to_date": a.ToDate,
		})
		if err != nil {
			return stale(err)
		}
		return s.note(ctx, a.PersonID, "corrected an appointment", post.Title+", "+spanWords(a.FromDate, a.ToDate))
	})
}

func spanWords(from, to calendar.Date) string {
	if to.IsZero() {
		return "from " + from.Short()
	}
	return from.Short() + " to " + to.Short()
}

// EndAppointment ends an appointment with its last day, which may be later than
// the one there was: acting up and secondments go on longer than was thought.
func (s *Service) EndAppointment(ctx context.Context, appointmentID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.openAppointment(ctx, appointmentID, version)
		if err != nil {
			return err
		}
		if lastDay.IsZero() || lastDay.Before(a.FromDate) {
			return fault.InvalidField("to", "Enter a last day that is not before the first, "+a.FromDate.Short())
		}
		return s.endAppointment(ctx, a, post, lastDay, "ended an appointment", post.Title+", last day "+lastDay.Short())
	})
}

// ReopenAppointment takes back that an appointment ends.
func (s *Service) ReopenAppointment(ctx context.Context, appointmentID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.openAppointment(ctx, appointmentID, version)
		if err != nil {
			return err
		}
		if a.ToDate.IsZero() || !a.OwnPost() {
			return fault.NewNotFound("end of the appointment")
		}
		return asWhole(s.endAppointment(ctx, a, post, calendar.Date{}, "took back the end of an appointment", post.Title))
	})
}

// WithdrawAppointment is "it never was": an appointment that was made by mistake
// goes, with all its time.
func (s *Service) WithdrawAppointment(ctx context.Context, appointmentID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.openAppointment(ctx, appointmentID, version)
		if err != nil {
			return err
		}
		if err := s.db.From(ctx).Exec("DELETE FROM appointments WHERE id = ?", a.ID).Error; err != nil {
			return fmt.Errorf("withdrawing an appointment: %w", err)
		}
		return s.note(ctx, a.PersonID, "withdrew an appointment", post.Title+", "+spanWords(a.FromDate, a.ToDate))
	})
}

func (s *Service) endAppointment(ctx context.Context, a Appointment, post Post, lastDay calendar.Date, act, why string) error {
	p, err := one[Person](ctx, s, "person", a.PersonID)
	if err != nil {
		return err
	}
	version := a.Version
	a.ToDate = lastDay
	if err := s.checkTime(ctx, a, p, post); err != nil {
		return err
	}
	if err := s.db.UpdateVersioned(ctx, "appointments", a.ID, version, map[string]any{"to_date": lastDay}); err != nil {
		return stale(err)
	}
	return s.note(ctx, a.PersonID, act, why)
}

// openAppointment reads an appointment that was shown with the version, and its
// post.
func (s *Service) openAppointment(ctx context.Context, id string, version int) (Appointment, Post, error) {
	a, err := one[Appointment](ctx, s, "appointment", id)
	if err != nil {
		return Appointment{}, Post{}, err
	}
	post, err := one[Post](ctx, s, "post", a.PostID)
	if err != nil || a.Version == version {
		return a, post, err
	}
	return a, post, s.clashOver(ctx, personRecord, a.PersonID, a.Version,
		fault.Theirs{Label: "Post", Text: post.Title}, fault.Theirs{Label: "Kind", Text: a.Kind.Label()},
		fault.Theirs{Label: "Share of full time", Text: ShareWords(a.FTEThousandths)},
		fault.Theirs{Label: "First day", Text: a.FromDate.Short()}, fault.Theirs{Label: "Last day", Text: a.ToDate.Short()})
}
