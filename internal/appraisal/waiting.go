package appraisal

import (
	"context"
	"fmt"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Brief is what lists and My year show of an appraisal.
type Brief struct {
	CycleID         string
	PersonID        string
	Year            string
	AppraiserID     string
	SignedByID      *string
	CountersignerID *string
	State           State
	SelfBy          calendar.Date
	CloseBy         calendar.Date
	// Asked says that the person sent the agreements back with a question.
	Asked bool
	// MovedAt is when it came into its state; nil for what was closed long ago.
	MovedAt *time.Time
}

// Season is how many days before it is due a self-evaluation begins to wait; before
// that it may be begun, and nobody waits for it.
const Season = 60

// Early says that the self-evaluation is open, and its day far ahead.
func (b Brief) Early(today calendar.Date) bool {
	return b.State == Preparing && today.AddDays(Season).Before(b.SelfBy)
}

// Waits says whether the appraisal waits for the person in question: the
// appraised, a manager of theirs, or the countersigner.
func (b Brief) Waits(viewerID string, manages bool) bool {
	switch b.State {
	case Preparing, AppraiserSigned:
		return b.PersonID == viewerID
	case SelfShared, Worded:
		return manages && b.PersonID != viewerID
	case ResponseShared, Met:
		return manages || b.PersonID == viewerID
	case PersonSigned:
		return b.CountersignerID != nil && *b.CountersignerID == viewerID
	}
	return false
}

// mostBriefs bounds what is read of appraisals around one person.
const mostBriefs = 5000

// briefColumns are those of Brief.
const briefColumns = "a.cycle_id, a.person_id, a.year, a.appraiser_id, a.signed_by_id, a.countersigner_id, a.state, c.self_by, c.close_by, a.moved_at, a.question <> '' AS asked"

// Role is what somebody is to an appraisal that waits for them.
type Role string

// The roles.
const (
	AsPerson        Role = "person"
	AsAppraiser     Role = "appraiser"
	AsCountersigner Role = "countersigner"
	// AsCoordinator finds somebody to countersign, where nobody is left who could.
	AsCoordinator Role = "coordinator"
)

// Waiting is an appraisal that waits for whoever is asking.
type Waiting struct {
	Brief
	Role Role
	// Since is the day since when it waits.
	Since calendar.Date
	// ActingFor is in whose stead the asker does it; nil for nobody.
	ActingFor *people.Person
}

// Mine lists the actor's own appraisals, newest year first.
func (s *Service) Mine(ctx context.Context) ([]Brief, error) {
	return s.briefs(ctx, "a.person_id = ?", actor.From(ctx).PersonID)
}

// Around lists in one query the actor's own appraisals, newest year first, and all
// that wait for the actor: their own too, but for a self-evaluation that is early.
func (s *Service) Around(ctx context.Context) (mine []Brief, waiting []Waiting, err error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, nil, err
	}
	me := actor.From(ctx).PersonID
	where, args := mayWait(chart, actor.From(ctx))
	all, err := s.briefs(ctx, "a.person_id = ? OR "+where, append([]any{me}, args...)...)
	if err != nil {
		return nil, nil, err
	}
	mine, waiting = s.sorted(chart, actor.From(ctx), all)
	return mine, waiting, nil
}

// mayWait is the condition of all that could wait for the person: of those whom they
// manage, of those whom they were to countersign and, where they lead a division or
// all or are coordinator, of those whose signatures are given. Whether it does, the
// chart says; see sorted. Each alternative has an index of its own.
func mayWait(chart *people.Chart, who actor.Actor) (where string, args []any) {
	var managed, mine []string
	all := chart.OfficesOf(who).Has(access.Coordinator)
	for _, p := range append([]*people.Person{chart.Person(who.PersonID)}, chart.ActsFor(who.PersonID, access.Appraisal)...) {
		if p == nil {
			continue
		}
		mine = append(mine, p.ID)
		for _, report := range chart.Reports(p.ID) {
			managed = append(managed, report.ID)
		}
		for _, u := range chart.Leads(p.ID) {
			all = all || u.Kind == people.Division || u.Kind == people.Organisation
		}
	}
	where = "a.person_id IN ? AND a.state <> 'closed'"
	if all {
		return where + " OR a.state = 'person_signed'", []any{managed}
	}
	return where + " OR a.countersigner_id IN ? AND a.state = 'person_signed'", []any{managed, mine}
}

// sorted picks one's own, and what waits for one.
func (s *Service) sorted(chart *people.Chart, who actor.Actor, all []Brief) (mine []Brief, waiting []Waiting) {
	me := who.PersonID
	coordinates := chart.OfficesOf(who).Has(access.Coordinator)
	for _, b := range all {
		manages, stead := chart.ManagesFor(me, b.PersonID, access.Appraisal)
		w := Waiting{Brief: b, Role: AsAppraiser, Since: s.since(b), ActingFor: stead}
		waits := b.State != PersonSigned && b.Waits(me, manages)
		switch {
		case b.PersonID == me:
			mine = append(mine, b)
			w.Role, w.ActingFor = AsPerson, nil
			waits = waits && !b.Early(s.clock.Today())
		case b.State == PersonSigned && coordinates && b.countersigner(chart) == nil:
			w.Role, w.ActingFor, waits = AsCoordinator, nil, true
		case b.State == PersonSigned:
			w.Role = AsCountersigner
			waits, w.ActingFor = standsFor(chart, who, b.countersigner(chart), b.record())
		}
		if waits {
			waiting = append(waiting, w)
		}
	}
	return mine, waiting
}

// since is the day since when an appraisal waits in its state: a self-evaluation,
// not before its season.
func (s *Service) since(b Brief) calendar.Date {
	var on calendar.Date
	if b.MovedAt != nil {
		on = s.clock.DateOf(*b.MovedAt)
	}
	if season := b.SelfBy.AddDays(-Season); b.State == Preparing && !b.SelfBy.IsZero() && on.Before(season) {
		return season
	}
	return on
}

// record is as much of the record as says who countersigns it. It has come so far
// only in a cycle that asks for it.
func (b Brief) record() record {
	r := record{cycle: Cycle{Countersign: true}}
	r.PersonID, r.AppraiserID, r.SignedByID, r.CountersignerID, r.State = b.PersonID, b.AppraiserID, b.SignedByID, b.CountersignerID, b.State
	return r
}

// countersigner is who countersigns on the day; nil for nobody.
func (b Brief) countersigner(chart *people.Chart) *people.Person {
	return countersigner(chart, b.record())
}

func (s *Service) briefs(ctx context.Context, where string, args ...any) ([]Brief, error) {
	var out []Brief
	err := s.db.From(ctx).Table("appraisals a").Joins("JOIN appraisal_cycles c ON c.id = a.cycle_id").
		Select(briefColumns).Where(where, args...).Order("a.year DESC, a.person_id").Limit(mostBriefs).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing appraisals: %w", err)
	}
	return out, nil
}
