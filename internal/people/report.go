package people

import (
	"context"
	"fmt"

	"learningyear/internal/access"
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
	if err := s.RequireOffice(ctx, access.People, access.Read); err != nil {
		return Dossier{}, err
	}
	p, err := one[Person](ctx, s, "person", personID)
	if err != nil {
		return Dossier{}, err
	}
	d := Dossier{Person: p}
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
	if err := s.nameAll(ctx, &d); err != nil {
		return Dossier{}, err
	}
	d.History, err = s.trail.Of(ctx, personRecord, personID, historyBound)
	return d, err
}

func (s *Service) heldBy(ctx context.Context, personID string) ([]Held, error) {
	var out []Held
	err := s.db.From(ctx).Table("appointments AS a").
		Select("a.*, p.title, p.grade, COALESCE(p.reference, '') AS reference, u.name AS unit, u.slug AS unit_slug").
		Joins("JOIN posts AS p ON p.id = a.post_id").Joins("JOIN units AS u ON u.id = p.unit_id").
		Where("a.person_id = ?", personID).Order("a.from_date DESC, a.id").Limit(bound).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading a person's appointments: %w", err)
	}
	return out, nil
}

func (s *Service) nameAll(ctx context.Context, d *Dossier) error {
	ids := map[string]bool{}
	for _, o := range d.Overrides {
		ids[o.ManagerID] = true
	}
	for _, x := range append(append([]Delegate{}, d.DelegatesOf...), d.DelegateFor...) {
		ids[x.ManagerID], ids[x.DelegateID] = true, true
	}
	for _, p := range d.Partnerships {
		ids[p.PartnerID] = true
	}
	keys := make([]string, 0, len(ids))
	for id := range ids {
		keys = append(keys, id)
	}
	d.Names = map[string]string{d.Person.ID: d.Person.Name}
	if len(keys) == 0 {
		return nil
	}
	var persons []Person
	if err := s.db.From(ctx).Select("id, name").Where("id IN ?", keys).Find(&persons).Error; err != nil {
		return fmt.Errorf("reading names: %w", err)
	}
	for _, p := range persons {
		d.Names[p.ID] = p.Name
	}
	return nil
}
