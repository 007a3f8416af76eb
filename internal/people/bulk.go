package people

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm/clause"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/trail"
)

// batch is how many rows go into one statement: well below both engines' bound
// on the values of a statement.
const batch = 400

// Revision is a change of many rows at once: new rows and changed ones, each
// whole, and what the trail shall say of it. A new row's key is not in use; a
// changed row's version is counted up by who writes the revision. Short names
// and comparable addresses are filled in where they are missing.
type Revision struct {
	// On is the first day of what the revision changes about units and posts that
	// there are: what they were before it is kept. None says that they were so all
	// the time.
	On           calendar.Date
	Units        []Unit
	Posts        []Post
	Persons      []Person
	Appointments []Appointment
	Events       []trail.Event
	// Alongside is done last in the same transaction, whether or not there are
	// rows; nil for nothing.
	Alongside func(ctx context.Context) error
	// Progress is told how many of the rows are gathered; nil for nobody.
	Progress func(done, total int)
	// Writing is told true when the transaction that writes it all begins, and
	// false when it has ended; nil for nobody.
	Writing func(is bool)
}

func (r Revision) writing(is bool) {
	if r.Writing != nil {
		r.Writing(is)
	}
}

// Empty says that there are no rows to write.
func (r Revision) Empty() bool { return r.size() == 0 }

func (r Revision) nothing() bool { return r.Empty() && r.Alongside == nil }

func (r Revision) size() int {
	return len(r.Units) + len(r.Posts) + len(r.Persons) + len(r.Appointments)
}

// Survey reads every unit, post, person, appointment and office there ever was, as
// it is now, for who keeps people and posts.
func (s *Service) Survey(ctx context.Context) (Structure, error) {
	if err := s.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return Structure{}, err
	}
	return s.loadRows(ctx)
}

// tries is how often a revision is planned outside of its transaction; after
// that it is planned inside, where nothing can come in between.
const tries = 3

// errChanged says that the structure was changed since it was surveyed.
var errChanged = errors.New("the structure has changed since")

// Revise changes many rows in one transaction: plan is handed all that there is
// and says what shall become of it. An error of plan, or a revision with nothing
// to write, changes nothing. No other change of structure can come in between:
// reading, planning and gathering many rows take time, so they happen before the
// transaction; where somebody changed the structure meanwhile, plan is asked
// again.
func (s *Service) Revise(ctx context.Context, plan func(ctx context.Context, now Structure) (Revision, error)) error {
	if err := s.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return err
	}
	for range tries {
		err := s.revise(ctx, plan)
		if !errors.Is(err, errChanged) {
			return err
		}
	}
	return s.change(ctx, func(ctx context.Context) error {
		r, err := s.planned(ctx, plan)
		if err != nil || r.nothing() {
			return err
		}
		return s.carryOut(ctx, r, nil)
	})
}

// revise plans and then writes, or answers errChanged.
func (s *Service) revise(ctx context.Context, plan func(ctx context.Context, now Structure) (Revision, error)) error {
	version, err := s.structureVersion(ctx)
	if err != nil {
		return err
	}
	r, err := s.planned(ctx, plan)
	if err != nil || r.nothing() {
		return err
	}
	staged, err := s.stage(ctx, &r)
	if err != nil {
		return errors.Join(err, s.unstage(ctx, staged))
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		r.writing(true)
		if err := s.stillAt(ctx, version); err != nil {
			return err
		}
		return s.carryOut(ctx, r, staged)
	})
	r.writing(false)
	return errors.Join(err, s.unstage(ctx, staged))
}

// stillAt takes the structure for a change, or answers errChanged where it is not
// at the version any more.
func (s *Service) stillAt(ctx context.Context, version int64) error {
	if !touched(ctx) {
		version++
	}
	if err := s.touchStructure(ctx); err != nil {
		return err
	}
	is, err := s.structureVersion(ctx)
	if err == nil && is != version {
		err = errChanged
	}
	return err
}

// planned reads all that there is and asks plan. What there is is let go: all that
// is needed of it is worked out.
func (s *Service) planned(ctx context.Context, plan func(ctx context.Context, now Structure) (Revision, error)) (prepared, error) {
	now, err := s.loadAll(ctx)
	if err != nil {
		return prepared{}, err
	}
	r, err := plan(ctx, now)
	if err != nil || r.nothing() {
		return prepared{}, err
	}
	return r.prepare(now, s.clock.Today()), nil
}

// prepared is a revision with all that follows from what there was before it, so
// that the transaction which writes it has nothing to work out.
type prepared struct {
	Revision
	// unitsGone and postsGone are the states that end with it.
	unitsGone []UnitBefore
	postsGone []PostBefore
	// returned are those who had left and do so no more, as they were.
	returned []Person
	// freed are persons who give up an address or a number.
	freed []string
}

func (r Revision) prepare(now Structure, today calendar.Date) prepared {
	r.complete(now)
	out := prepared{Revision: r, returned: r.returned(now.Persons, today), freed: r.freed(now.Persons)}
	if !r.On.IsZero() {
		p := newPast(now.UnitsBefore, now.PostsBefore)
		out.unitsGone, out.postsGone = r.unitsGone(now.Units, p), r.postsGone(now.Posts, p)
	}
	return out
}

// carryOut writes a revision, from where its rows are staged if they are.
func (s *Service) carryOut(ctx context.Context, r prepared, staged *staging) error {
	if err := add(ctx, s, "what units were before", r.unitsGone); err != nil {
		return err
	}
	if err := add(ctx, s, "what posts were before", r.postsGone); err != nil {
		return err
	}
	if err := s.endWhatLeavingEnded(ctx, r.returned); err != nil {
		return err
	}
	write := s.write
	if staged != nil {
		write = staged.takeOver
	}
	if err := write(ctx, r); err != nil {
		return err
	}
	for _, e := range r.Events {
		if err := s.trail.Write(ctx, e); err != nil {
			return err
		}
	}
	if r.Alongside == nil {
		return nil
	}
	return r.Alongside(ctx)
}

// complete fills in short names and comparable addresses.
func (r *Revision) complete(now Structure) {
	units, persons := newSlugBook(), newSlugBook()
	for _, u := range now.Units {
		units.hold(u.Slug)
	}
	for _, p := range now.Persons {
		persons.hold(p.Slug)
	}
	for _, u := range r.Units {
		units.hold(u.Slug)
	}
	for _, p := range r.Persons {
		persons.hold(p.Slug)
	}
	for i := range r.Units {
		if u := &r.Units[i]; u.Slug == "" {
			u.Slug = units.take("unit-"+shortKey(u.ID), u.Name)
		}
	}
	for i := range r.Persons {
		p := &r.Persons[i]
		p.EmailKey = emailKey(p.Email)
		if p.Slug == "" {
			p.Slug = persons.take("person-"+shortKey(p.ID), p.Name, value(p.EmployeeNumber))
		}
	}
}

// returned are those who had left and do so no more, as they were.
func (r Revision) returned(now []Person, today calendar.Date) []Person {
	had := map[string]Person{}
	for _, p := range now {
		if p.Left(today) {
			had[p.ID] = p
		}
	}
	var out []Person
	for _, p := range r.Persons {
		if was, left := had[p.ID]; left && p.LeftOn.IsZero() {
			out = append(out, was)
		}
	}
	return out
}

// unitsGone are the states of units that the revision ends. A change that is
// dated before another one puts the latest state right instead.
func (r Revision) unitsGone(now []Unit, p past) []UnitBefore {
	was := make(map[string]Unit, len(now))
	for _, u := range now {
		was[u.ID] = u
	}
	var gone []UnitBefore
	for _, u := range r.Units {
		before, there := was[u.ID]
		h := p.unitHistory(before)
		if there && r.On.After(h.begins(len(h.stretches)-1)) && len(h.differ(before, u)) > 0 {
			gone = append(gone, UnitBefore{u.ID, r.On.AddDays(-1), before.Kind, before.Name, before.ParentID, before.LeadPostID})
		}
	}
	return gone
}

// postsGone are the states of posts that the revision ends.
func (r Revision) postsGone(now []Post, p past) []PostBefore {
	if len(r.Posts) == 0 {
		return nil
	}
	was := make(map[string]*Post, len(now))
	for i := range now {
		was[now[i].ID] = &now[i]
	}
	var gone []PostBefore
	for _, x := range r.Posts {
		before := was[x.ID]
		if before == nil {
			continue
		}
		h := p.postHistory(*before)
		if r.On.After(h.begins(len(h.stretches)-1)) && len(h.differ(*before, x)) > 0 {
			gone = append(gone, PostBefore{x.ID, r.On.AddDays(-1), before.UnitID, before.Title, before.Grade, before.ReportsToID})
		}
	}
	return gone
}

func (s *Service) write(ctx context.Context, r prepared) error {
	if err := put(ctx, s, "units", parentsFirst(r.Units)); err != nil {
		return err
	}
	posts, later := managersFirst(r.Posts)
	if err := put(ctx, s, "posts", posts); err != nil {
		return err
	}
	if err := put(ctx, s, "posts", later); err != nil {
		return err
	}
	if err := s.freeUniques(ctx, r.freed); err != nil {
		return err
	}
	if err := put(ctx, s, "persons", r.Persons); err != nil {
		return err
	}
	return put(ctx, s, "appointments", r.Appointments)
}

// put writes whole rows, new or changed.
func put[T any](ctx context.Context, s *Service, what string, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	q := s.db.From(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true})
	if err := q.CreateInBatches(&rows, batch).Error; err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	return nil
}

// add writes new rows.
func add[T any](ctx context.Context, s *Service, what string, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	if err := s.db.From(ctx).CreateInBatches(&rows, batch).Error; err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	return nil
}

// freed are the persons whose address or number becomes another one.
func (r Revision) freed(now []Person) []string {
	if len(r.Persons) == 0 {
		return nil
	}
	was := make(map[string]*Person, len(now))
	for i := range now {
		was[now[i].ID] = &now[i]
	}
	var ids []string
	for _, p := range r.Persons {
		if w := was[p.ID]; w != nil && (value(w.EmailKey) != value(p.EmailKey) || value(w.EmployeeNumber) != value(p.EmployeeNumber)) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// freeUniques empties the unique columns of persons who are about to change them,
// so that two who exchange an address do not stand in each other's way.
func (s *Service) freeUniques(ctx context.Context, ids []string) error {
	for len(ids) > 0 {
		n := min(len(ids), batch)
		err := s.db.From(ctx).Exec("UPDATE persons SET email_key = NULL, employee_number = NULL WHERE id IN ?", ids[:n]).Error
		if err != nil {
			return fmt.Errorf("freeing addresses and numbers: %w", err)
		}
		ids = ids[n:]
	}
	return nil
}
