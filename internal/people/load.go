package people

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// Load takes in a whole structure at once, as it is: for the demonstration and
// for tests. Only the operator may. Keys and references are the caller's; short
// names and comparable addresses are filled in, and versions begin at 1.
func (s *Service) Load(ctx context.Context, in Structure) error {
	if err := s.RequireOffice(ctx, access.Accounts, access.Manage); err != nil {
		return err
	}
	if err := checkAll(in); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context) error {
		now, err := s.loadAll(ctx)
		if err != nil {
			return err
		}
		r := Revision{Units: in.Units, Posts: in.Posts, Persons: in.Persons, Appointments: in.Appointments}
		r.beginVersions()
		if err := s.write(ctx, r.prepare(now, s.clock.Today())); err != nil {
			return err
		}
		if err := add(ctx, s, "what units were before", in.UnitsBefore); err != nil {
			return err
		}
		if err := add(ctx, s, "what posts were before", in.PostsBefore); err != nil {
			return err
		}
		if err := s.writeRelations(ctx, in); err != nil {
			return err
		}
		why := fmt.Sprintf("%d units, %d posts, %d people", len(in.Units), len(in.Posts), len(in.Persons))
		return s.trail.Write(ctx, trail.Event{Record: peopleRecord, RecordID: s.clock.NewKey(), Act: "loaded", Why: why})
	})
}

func checkAll(in Structure) error {
	var c fault.Collector
	for _, u := range in.Units {
		checkUnit(&c, u)
	}
	for _, p := range in.Posts {
		checkPost(&c, p)
	}
	for _, p := range in.Persons {
		checkPerson(&c, p)
	}
	for _, a := range in.Appointments {
		if a.Kind == "" {
			a.Kind = Own
		}
		checkAppointment(&c, a)
	}
	return c.Err()
}

func (r *Revision) beginVersions() {
	for i := range r.Units {
		r.Units[i].Version = 1
	}
	for i := range r.Posts {
		r.Posts[i].Version = 1
	}
	for i := range r.Persons {
		r.Persons[i].Version = 1
	}
	for i := range r.Appointments {
		r.Appointments[i].Version = 1
	}
}

func (s *Service) writeRelations(ctx context.Context, in Structure) error {
	for i := range in.Partnerships {
		in.Partnerships[i].Version = 1
	}
	if err := put(ctx, s, "named managers", in.Overrides); err != nil {
		return err
	}
	if err := put(ctx, s, "delegates", in.Delegates); err != nil {
		return err
	}
	if err := put(ctx, s, "partnerships", in.Partnerships); err != nil {
		return err
	}
	return put(ctx, s, "offices", in.Offices)
}
