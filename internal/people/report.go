package people

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// Dossier is everything that is kept about one person's place in the
// organisation: past, present and to come.
type Dossier struct {
	Person       Person
	Appointments []Held
	Overrides    []Override
	// DelegatesOf act for the person; DelegateFor are those the person acts for.
	DelegatesOf  []Delegate
	DelegateFor  []Delegate
	Partnerships []Partnership
	Offices      []Office
	// Names gives the names of everybody mentioned, by key.
	Names map[string]string
	// History is the person's history, newest first.
	History []trail.Entry
}

// Held is an appointment with the post and unit that it is in.
type Held struct {
	Appointment
	UnitID    string
	Title     string
	Grade     string
	Reference string
	Unit      string
	UnitSlug  string
}

// historyBound is the longest history shown at once.
const historyBound = 50

// Dossier gathers what is kept about a person, for who keeps people and posts.
func (s *Service) Dossier(ctx context.Context, personID string) (Dossier, error) {
	chart, err := s.Today(ctx)
	if err != nil {
		return Dossier{}, err
	}
	if err := access.Require(chart.OfficesOf(actor.From(ctx)), access.People, access.Read); err != nil {
		return Dossier{}, err
	}
	p := chart.Person(personID)
	if p == nil {
		return Dossier{}, fault.NewNotFound("person")
	}
	d := Dossier{Person: *p}
	if d.Appointments, err = s.heldBy(ctx, personID); err != nil {
		return Dossier{}, err
	}
	if d.Overrides, err = some[Override](ctx, s, "named managers", "person_id = ?", personID); err != nil {
		return Dossier{}, err
	}
	delegates, err := some[Delegate](ctx, s, "delegates", "manager_id = ? OR delegate_id = ?", personID, personID)
	if err != nil {
		return Dossier{}, err
	}
	for _, x := range delegates {
		if x.ManagerID == personID {
			d.DelegatesOf = append(d.DelegatesOf, x)
		} else {
			d.DelegateFor = append(d.DelegateFor, x)
		}
	}
	if d.Partnerships, err = some[Partnership](ctx, s, "partnerships", "learner_id = ?", personID); err != nil {
		return Dossier{}, err
	}
	if d.Offices, err = some[Office](ctx, s, "offices", "person_id = ?", personID); err != nil {
		return Dossier{}, err
	}
	d.nameAll(chart)
	d.History, err = s.trail.Of(ctx, personRecord, personID, historyBound)
	return d, err
}

// AppointmentsOf are a person's, those that began last first, for who keeps people
// and posts.
func (s *Service) AppointmentsOf(ctx context.Context, personID string) ([]Held, error) {
	if err := s.RequireOffice(ctx, access.People, access.Read); err != nil {
		return nil, err
	}
	return s.heldBy(ctx, personID)
}

// heldBy reads a person's appointments, each with its post as it was at the end of
// the appointment, or is.
func (s *Service) heldBy(ctx context.Context, personID string) ([]Held, error) {
	var out []Held
	err := s.db.From(ctx).Table("appointments AS a").
		Select("a.*, p.unit_id, p.title, p.grade, COALESCE(p.reference, '') AS reference").
		Joins("JOIN posts AS p ON p.id = a.post_id").
		Where("a.person_id = ?", personID).Order("a.from_date DESC, a.id").Limit(bound).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading a person's appointments: %w", err)
	}
	ids := make([]string, len(out))
	for i, h := range out {
		ids[i] = h.PostID
	}
	before, err := s.loadPostsBefore(ctx, ids...)
	if err != nil {
		return nil, err
	}
	then := newPast(nil, before)
	units := make([]string, len(out))
	for i := range out {
		h := &out[i]
		post := then.post(Post{ID: h.PostID, UnitID: h.UnitID, Title: h.Title, Grade: h.Grade}, shownOn(h.Period(), s.clock.Today()))
		h.UnitID, h.Title, h.Grade = post.UnitID, post.Title, post.Grade
		units[i] = h.UnitID
	}
	return out, s.nameUnits(ctx, out, units)
}

func (s *Service) nameUnits(ctx context.Context, held []Held, ids []string) error {
	var units []Unit
	if err := s.db.From(ctx).Select("id, name, slug").Where("id IN ?", ids).Find(&units).Error; err != nil {
		return fmt.Errorf("reading the units of appointments: %w", err)
	}
	for _, u := range units {
		for i := range held {
			if held[i].UnitID == u.ID {
				held[i].Unit, held[i].UnitSlug = u.Name, u.Slug
			}
		}
	}
	return nil
}

// nameAll names everybody who is mentioned.
func (d *Dossier) nameAll(chart *Chart) {
	d.Names = map[string]string{d.Person.ID: d.Person.Name}
	for _, o := range d.Overrides {
		d.Names[o.ManagerID] = chart.Name(o.ManagerID)
	}
	for _, all := range [][]Delegate{d.DelegatesOf, d.DelegateFor} {
		for _, x := range all {
			d.Names[x.ManagerID], d.Names[x.DelegateID] = chart.Name(x.ManagerID), chart.Name(x.DelegateID)
		}
	}
	for _, p := range d.Partnerships {
		d.Names[p.PartnerID] = chart.Name(p.PartnerID)
	}
}
