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
	if a := actor.From(ctx); a.System && a.PersonID == "" { // whatever the structure, so it need not be drawn
		return access.Require(access.Operator, record, act)
	}
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
	return s.clashOver(ctx, personRecord, now.ID, now.Version,
		fault.Theirs{Label: "Name", Text: now.Name}, fault.Theirs{Label: "Known as", Text: now.KnownAs},
		fault.Theirs{Label: "Email address", Text: now.EmailAddress()}, fault.Theirs{Label: "Phone", Text: now.Phone},
		fault.Theirs{Label: "Employee number", Text: value(now.EmployeeNumber)}, fault.Theirs{Label: "Last day", Text: now.LeftOn.Short()})
}

// clashOver shows what stands in a record now, and who changed it last and when.
func (s *Service) clashOver(ctx context.Context, record, id string, version int, theirs ...fault.Theirs) error {
	entries, err := s.trail.Of(ctx, record, id, 1)
	if err != nil {
		return err
	}
	clash := fault.NewClash("Somebody else", version, theirs...)
	if len(entries) > 0 {
		clash.By, clash.At = entries[0].ActorName, entries[0].At
	}
	return clash
}

// stale puts an outdated version into words where both versions say little.
func stale(err error) error {
	if errors.Is(err, database.ErrStale) {
		return fault.NewClash("Somebody else", 0)
	}
	return err
}
