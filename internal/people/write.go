package people

import (
	"context"
	"errors"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// The records of this package in the trail. What was done about a person is the
// person's history, whatever table it is kept in.
const (
	personRecord = string(access.Person)
	unitRecord   = "unit"
	postRecord   = "post"
	peopleRecord = string(access.People)
)

// change runs fn as one change of the structure: in one transaction, alone.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.touchStructure(ctx); err != nil {
			return err
		}
		return fn(ctx)
	})
}

// manage is change for those who keep people and posts.
func (s *Service) manage(ctx context.Context, fn func(ctx context.Context) error) error {
	if err := s.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return err
	}
	return s.change(ctx, fn)
}

// RequireOffice is nil where the actor in ctx may do the act by their office,
// or as the operator.
func (s *Service) RequireOffice(ctx context.Context, record access.Record, act access.Act) error {
	chart, err := s.Today(ctx)
	if err != nil {
		return err
	}
	return access.Require(chart.OfficesOf(actor.From(ctx)), record, act)
}

// note writes to a person's history.
func (s *Service) note(ctx context.Context, personID, act, why string) error {
	return s.trail.Write(ctx, trail.Event{Record: personRecord, RecordID: personID, SubjectID: personID, Act: act, Why: why})
}

// NewPerson is what is known of a person who joins. Only the name is needed.
type NewPerson struct {
	Name           string
	KnownAs        string
	Email          string
	EmployeeNumber string
	Phone          string
	StartedOn      calendar.Date
}

// AddPerson adds a person, without a post.
func (s *Service) AddPerson(ctx context.Context, n NewPerson) (Person, error) {
	p := Person{
		ID: s.clock.NewKey(), Name: n.Name, KnownAs: n.KnownAs, Phone: n.Phone, StartedOn: n.StartedOn,
		Email: optional(n.Email), EmployeeNumber: optional(n.EmployeeNumber), Version: 1,
	}
	p.EmailKey = emailKey(p.Email)
	var c fault.Collector
	checkPerson(&c, p)
	if err := c.Err(); err != nil {
		return Person{}, err
	}
	err := s.manage(ctx, func(ctx context.Context) error {
		if err := s.checkUnique(ctx, p); err != nil {
			return err
		}
		lastResort := "person-" + shortKey(p.ID)
		book, err := s.slugsLike(ctx, "persons", lastResort, p.Name, value(p.EmployeeNumber))
		if err != nil {
			return err
		}
		p.Slug = book.take(lastResort, p.Name, value(p.EmployeeNumber))
		if err := s.insert(ctx, "person", &p); err != nil {
			return err
		}
		return s.note(ctx, p.ID, "added", "")
	})
	return p, err
}

// emailKey is the comparable form of an address that may be none.
func emailKey(address *string) *string {
	if address == nil {
		return nil
	}
	return optional(EmailKeyOf(*address))
}

// checkUnique refuses an address or a number that somebody else has.
func (s *Service) checkUnique(ctx context.Context, p Person) error {
	var c fault.Collector
	for _, unique := range []struct {
		column, field, say string
		value              *string
	}{
		{"email_key", "email", " has this email address already", p.EmailKey},
		{"employee_number", "employee_number", " has this employee number already", p.EmployeeNumber},
	} {
		if unique.value == nil {
			continue
		}
		other, err := only[Person](ctx, s, "person", unique.column+" = ? AND id <> ?", *unique.value, p.ID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		c.Check(err != nil, unique.field, other.Name+unique.say)
	}
	return c.Err()
}

// Correction is what can be put right about a person by who keeps people.
type Correction struct {
	Name           string
	KnownAs        string
	Email          string
	EmployeeNumber string
	Phone          string
}

// CorrectPerson puts a person's own details right. Version is that of the person
// as it was read; a change in between is a clash that shows what stands now.
func (s *Service) CorrectPerson(ctx context.Context, personID string, version int, to Correction) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := one[Person](ctx, s, "person", personID)
		if err != nil {
			return err
		}
		was := p
		p.Name, p.KnownAs, p.Phone = to.Name, to.KnownAs, to.Phone
		p.Email, p.EmployeeNumber = optional(to.Email), optional(to.EmployeeNumber)
		p.EmailKey = emailKey(p.Email)
		var c fault.Collector
		checkPerson(&c, p)
		if err := c.Err(); err != nil {
			return err
		}
		if was.Version != version {
			return s.clash(ctx, was)
		}
		what := whatChanged(was, p)
		if what == "" {
			return nil
		}
		if err := s.checkUnique(ctx, p); err != nil {
			return err
		}
		err = s.db.UpdateVersioned(ctx, "persons", p.ID, version, map[string]any{
			"name": p.Name, "known_as": p.KnownAs, "phone": p.Phone,
			"email": p.Email, "email_key": p.EmailKey, "employee_number": p.EmployeeNumber,
		})
		if errors.Is(err, database.ErrStale) {
			return s.clash(ctx, was)
		}
		if err != nil {
			return err
		}
		return s.note(ctx, p.ID, "corrected", what)
	})
}

// whatChanged names the details that differ.
func whatChanged(was, is Person) string {
	var what []string
	for _, d := range []struct {
		label   string
		differs bool
	}{
		{"name", was.Name != is.Name}, {"known as", was.KnownAs != is.KnownAs},
		{"email", was.EmailAddress() != is.EmailAddress()}, {"phone", was.Phone != is.Phone},
		{"employee number", value(was.EmployeeNumber) != value(is.EmployeeNumber)},
	} {
		if d.differs {
			what = append(what, d.label)
		}
	}
	return strings.Join(what, ", ")
}

// clash shows how a person stands now to somebody who began from an older version.
func (s *Service) clash(ctx context.Context, now Person) error {
	by := "Somebody else"
	entries, err := s.trail.Of(ctx, personRecord, now.ID, 1)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		by = entries[0].ActorName
	}
	return fault.NewClash(by, now.Version,
		fault.Theirs{Label: "Name", Text: now.Name}, fault.Theirs{Label: "Known as", Text: now.KnownAs},
		fault.Theirs{Label: "Email address", Text: now.EmailAddress()}, fault.Theirs{Label: "Phone", Text: now.Phone},
		fault.Theirs{Label: "Employee number", Text: value(now.EmployeeNumber)})
}

// PersonLeaves says that the person's last day is the given one: appointments
// end with it, and those that would only begin later are taken back.
func (s *Service) PersonLeaves(ctx context.Context, personID string, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := one[Person](ctx, s, "person", personID)
		if err != nil {
			return err
		}
		if lastDay.IsZero() || lastDay.Before(p.StartedOn) {
			return fault.InvalidField("left_on", "Enter the last day, on or after the day the person started")
		}
		db := s.db.From(ctx)
		if err := db.Exec("DELETE FROM appointments WHERE person_id = ? AND from_date > ?", p.ID, lastDay).Error; err != nil {
			return err
		}
		err = db.Exec("UPDATE appointments SET to_date = ?, version = version + 1 WHERE person_id = ? AND (to_date IS NULL OR to_date > ?)",
			lastDay, p.ID, lastDay).Error
		if err != nil {
			return err
		}
		if err := s.db.UpdateVersioned(ctx, "persons", p.ID, p.Version, map[string]any{"left_on": lastDay}); err != nil {
			return err
		}
		return s.note(ctx, p.ID, "left", "Last day "+lastDay.Short())
	})
}

// NewAppointment puts a person into a post.
type NewAppointment struct {
	PersonID string
	PostID   string
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
		ID: s.clock.NewKey(), PersonID: n.PersonID, PostID: n.PostID, FTEThousandths: n.FTEThousandths,
		FromDate: n.FromDate, ToDate: n.ToDate, Version: 1,
	}
	var c fault.Collector
	checkAppointment(&c, a)
	if err := c.Err(); err != nil {
		return Appointment{}, err
	}
	err := s.manage(ctx, func(ctx context.Context) error { return s.appoint(ctx, a) })
	return a, err
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
	if !(calendar.Period{From: post.FromDate, To: post.ToDate}).Holds(a.FromDate) {
		return fault.InvalidField("from", "The post “"+post.Title+"” is not there on that day")
	}
	others, err := some[Appointment](ctx, s, "appointments", "person_id = ? AND post_id = ?", a.PersonID, a.PostID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Period().Overlaps(a.Period()) {
			return fault.InvalidField("from", p.Name+" is in this post then already")
		}
	}
	if p.Left(a.FromDate) {
		if err := s.db.UpdateVersioned(ctx, "persons", p.ID, p.Version, map[string]any{"left_on": nil}); err != nil {
			return err
		}
	}
	if err := s.insert(ctx, "appointment", &a); err != nil {
		return err
	}
	return s.note(ctx, p.ID, "appointed", post.Title+", from "+a.FromDate.Short())
}

// ChangeAppointment gives an appointment another share of full time from a day
// on. What held before that day is kept as it was.
func (s *Service) ChangeAppointment(ctx context.Context, appointmentID string, version, fteThousandths int, from calendar.Date) (Appointment, error) {
	var changed Appointment
	err := s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.appointment(ctx, appointmentID)
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

// stale puts an outdated version into words where both versions say little.
func stale(err error) error {
	if errors.Is(err, database.ErrStale) {
		return fault.NewClash("Somebody else", 0)
	}
	return err
}

// EndAppointment ends an appointment with its last day.
func (s *Service) EndAppointment(ctx context.Context, appointmentID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		a, post, err := s.appointment(ctx, appointmentID)
		if err != nil {
			return err
		}
		if lastDay.IsZero() || lastDay.Before(a.FromDate) {
			return fault.InvalidField("to", "Enter a last day that is not before the first, "+a.FromDate.Short())
		}
		if err := s.db.UpdateVersioned(ctx, "appointments", a.ID, version, map[string]any{"to_date": lastDay}); err != nil {
			return stale(err)
		}
		return s.note(ctx, a.PersonID, "ended an appointment", post.Title+", last day "+lastDay.Short())
	})
}

func (s *Service) appointment(ctx context.Context, id string) (Appointment, Post, error) {
	a, err := one[Appointment](ctx, s, "appointment", id)
	if err != nil {
		return Appointment{}, Post{}, err
	}
	post, err := one[Post](ctx, s, "post", a.PostID)
	return a, post, err
}
