package people

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm/clause"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
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
}

// Empty says that there are no rows to write.
func (r Revision) Empty() bool { return r.size() == 0 }

func (r Revision) nothing() bool { return r.Empty() && r.Alongside == nil }

func (r Revision) size() int {
	return len(r.Units) + len(r.Posts) + len(r.Persons) + len(r.Appointments)
}

// Survey reads every unit, post, person and appointment there ever was, for who
// keeps people and posts.
func (s *Service) Survey(ctx context.Context) (Structure, error) {
	if err := s.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return Structure{}, err
	}
	return s.loadAll(ctx)
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
		now, r, err := s.planned(ctx, plan)
		if err != nil || r.nothing() {
			return err
		}
		return s.carryOut(ctx, r, now, nil)
	})
}

// revise plans and then writes, or answers errChanged.
func (s *Service) revise(ctx context.Context, plan func(ctx context.Context, now Structure) (Revision, error)) error {
	version, err := s.structureVersion(ctx)
	if err != nil {
		return err
	}
	now, r, err := s.planned(ctx, plan)
	if err != nil || r.nothing() {
		return err
	}
	staged, err := s.stage(ctx, r)
	if err != nil {
		return errors.Join(err, s.unstage(ctx, staged))
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.stillAt(ctx, version); err != nil {
			return err
		}
		return s.carryOut(ctx, r, now, staged)
	})
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

// planned reads all that there is and asks plan.
func (s *Service) planned(ctx context.Context, plan func(ctx context.Context, now Structure) (Revision, error)) (Structure, Revision, error) {
	now, err := s.loadAll(ctx)
	if err != nil {
		return now, Revision{}, err
	}
	r, err := plan(ctx, now)
	if err == nil && !r.nothing() {
		r.complete(now)
	}
	return now, r, err
}

// carryOut writes a revision, from where its rows are staged if they are.
func (s *Service) carryOut(ctx context.Context, r Revision, now Structure, staged *staging) error {
	if err := s.keepBefore(ctx, r, now); err != nil {
		return err
	}
	if err := s.endWhatLeavingEnded(ctx, r.returned(now.Persons, s.clock.Today())); err != nil {
		return err
	}
	write := s.write
	if staged != nil {
		write = staged.takeOver
	}
	if err := write(ctx, r, now); err != nil {
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

// keepBefore keeps what units and posts were until the day before the revision.
func (s *Service) keepBefore(ctx context.Context, r Revision, now Structure) error {
	if r.On.IsZero() {
		return nil
	}
	p := newPast(now.UnitsBefore, now.PostsBefore)
	if err := add(ctx, s, "what units were before", r.unitsGone(now.Units, p)); err != nil {
		return err
	}
	return add(ctx, s, "what posts were before", r.postsGone(now.Posts, p))
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
	was := make(map[string]Post, len(now))
	for _, x := range now {
		was[x.ID] = x
	}
	var gone []PostBefore
	for _, x := range r.Posts {
		before, there := was[x.ID]
		h := p.postHistory(before)
		if there && r.On.After(h.begins(len(h.stretches)-1)) && len(h.differ(before, x)) > 0 {
			gone = append(gone, PostBefore{x.ID, r.On.AddDays(-1), before.UnitID, before.Title, before.Grade, before.ReportsToID})
		}
	}
	return gone
}

func (s *Service) write(ctx context.Context, r Revision, now Structure) error {
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
	if err := s.freeUniques(ctx, r.Persons, now.Persons); err != nil {
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

// freeUniques empties the unique columns of persons about to change, so that two
// who exchange an address do not stand in each other's way.
func (s *Service) freeUniques(ctx context.Context, changed, now []Person) error {
	there := make(map[string]bool, len(now))
	for _, p := range now {
		there[p.ID] = true
	}
	var ids []string
	for _, p := range changed {
		if there[p.ID] {
			ids = append(ids, p.ID)
		}
	}
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

// parentsFirst orders units so that each follows the one it is part of.
func parentsFirst(units []Unit) []Unit {
	sorted, _ := inOrder(units, func(u Unit) string { return u.ID }, func(u Unit) *string { return u.ParentID })
	return sorted
}

// managersFirst orders posts so that each follows the one it reports to. Where
// they report round a circle, the posts are written first without and then,
// later, as they shall be.
func managersFirst(posts []Post) (sorted, later []Post) {
	sorted, broken := inOrder(posts, func(p Post) string { return p.ID }, func(p Post) *string { return p.ReportsToID })
	for i := range sorted {
		if broken[sorted[i].ID] {
			later = append(later, sorted[i])
			sorted[i].ReportsToID = nil
		}
	}
	return sorted, later
}

// inOrder sorts rows so that what one hangs on comes before it. Those at which a
// circle was cut are told.
func inOrder[T any](rows []T, id func(T) string, hangsOn func(T) *string) (sorted []T, cut map[string]bool) {
	index := make(map[string]int, len(rows))
	for i, r := range rows {
		index[id(r)] = i
	}
	const (
		waiting = iota
		climbing
		placed
	)
	state := make([]uint8, len(rows))
	sorted, cut = make([]T, 0, len(rows)), map[string]bool{}
	for i := range rows {
		var path []int
		for at := i; state[at] == waiting; {
			state[at] = climbing
			path = append(path, at)
			above := hangsOn(rows[at])
			if above == nil {
				break
			}
			next, among := index[*above]
			if !among {
				break
			}
			if state[next] == climbing {
				cut[id(rows[at])] = true
				break
			}
			at = next
		}
		for len(path) > 0 {
			last := path[len(path)-1]
			path = path[:len(path)-1]
			state[last] = placed
			sorted = append(sorted, rows[last])
		}
	}
	return sorted, cut
}

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
		r.complete(now)
		r.beginVersions()
		if err := s.write(ctx, r, now); err != nil {
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
