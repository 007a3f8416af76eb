package appraisal

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// StatesOf gives the states of several people's appraisals of a year, for pages
// that already know what the viewer may see of these people.
func (s *Service) StatesOf(ctx context.Context, personIDs []string, year calendar.LearningYear) (map[string]State, error) {
	out := make(map[string]State, len(personIDs))
	if len(personIDs) == 0 {
		return out, nil
	}
	wanted := make(map[string]bool, len(personIDs))
	for _, id := range personIDs {
		wanted[id] = true
	}
	var rows []Progress
	q := s.db.From(ctx).Model(&Appraisal{}).Select("person_id, appraiser_id, state").Where("year = ?", year.Name())
	// A long list of keys makes a slow statement; beyond it the year is read whole.
	if len(personIDs) <= 200 {
		q = q.Where("person_id IN ?", personIDs)
	}
	if err := q.Limit(limitPeople).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading how far appraisals have come: %w", err)
	}
	for _, r := range rows {
		if wanted[r.PersonID] {
			out[r.PersonID] = r.State
		}
	}
	return out, nil
}

// Brief is what lists and My year show of an appraisal.
type Brief struct {
	PersonID        string
	Year            string
	AppraiserID     string
	SignedByID      *string
	CountersignerID *string
	State           State
	SelfBy          calendar.Date
	CloseBy         calendar.Date
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

// briefColumns are those of Brief.
const briefColumns = "a.person_id, a.year, a.appraiser_id, a.signed_by_id, a.countersigner_id, a.state, c.self_by, c.close_by"

// Mine lists the actor's own appraisals, newest year first.
func (s *Service) Mine(ctx context.Context) ([]Brief, error) {
	return s.briefs(ctx, "a.person_id = ?", actor.From(ctx).PersonID)
}

// AwaitingMe lists open appraisals that wait for the actor: of those whom they
// manage, and those that they countersign; also where they act for somebody.
func (s *Service) AwaitingMe(ctx context.Context) ([]Brief, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	me := actor.From(ctx).PersonID
	where, args := mayWait(chart, me)
	if where == "" {
		return nil, nil
	}
	all, err := s.briefs(ctx, where, args...)
	if err != nil {
		return nil, err
	}
	_, awaiting := sorted(chart, me, all)
	return awaiting, nil
}

// Around lists in one query what My year shows: the actor's own appraisals,
// newest year first, and what AwaitingMe lists.
func (s *Service) Around(ctx context.Context) (mine, awaiting []Brief, err error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, nil, err
	}
	me := actor.From(ctx).PersonID
	where, args := mayWait(chart, me)
	if where != "" {
		where = " OR (" + where + ")"
	}
	all, err := s.briefs(ctx, "a.person_id = ?"+where, append([]any{me}, args...)...)
	if err != nil {
		return nil, nil, err
	}
	mine, awaiting = sorted(chart, me, all)
	return mine, awaiting, nil
}

// mayWait is the condition of all that could wait for the person, empty where
// nothing can: of those whom they manage and, where they lead a division or all,
// of those whose signatures are given. Whether it does, the chart says; see sorted.
func mayWait(chart *people.Chart, me string) (where string, args []any) {
	var ids []string
	leads := false
	for _, p := range append([]*people.Person{chart.Person(me)}, chart.ActsFor(me, access.Appraisal)...) {
		if p == nil {
			continue
		}
		for _, report := range chart.Reports(p.ID) {
			ids = append(ids, report.ID)
		}
		for _, u := range chart.Leads(p.ID) {
			leads = leads || u.Kind == people.Division || u.Kind == people.Organisation
		}
	}
	switch {
	case leads:
		return "a.state <> 'closed' AND (a.person_id IN ? OR a.state = 'person_signed')", []any{ids}
	case len(ids) > 0:
		return "a.state <> 'closed' AND a.person_id IN ?", []any{ids}
	}
	return "", nil
}

// sorted parts one's own from those of others that wait for one.
func sorted(chart *people.Chart, me string, all []Brief) (mine, awaiting []Brief) {
	for _, b := range all {
		manages, _ := chart.ManagesFor(me, b.PersonID, access.Appraisal)
		switch {
		case b.PersonID == me:
			mine = append(mine, b)
		case b.waits(chart, me, manages):
			awaiting = append(awaiting, b)
		}
	}
	return mine, awaiting
}

// waits is Waits with the countersigner of the day.
func (b Brief) waits(chart *people.Chart, me string, manages bool) bool {
	if b.State != PersonSigned {
		return b.Waits(me, manages)
	}
	r := record{cycle: Cycle{Countersign: true}}
	r.PersonID, r.AppraiserID, r.SignedByID, r.State = b.PersonID, b.AppraiserID, b.SignedByID, b.State
	may, _ := standsFor(chart, actor.Actor{PersonID: me}, countersigner(chart, r), r)
	return may
}

func (s *Service) briefs(ctx context.Context, where string, args ...any) ([]Brief, error) {
	var out []Brief
	err := s.db.From(ctx).Table("appraisals a").Joins("JOIN appraisal_cycles c ON c.id = a.cycle_id").
		Select(briefColumns).Where(where, args...).Order("a.year DESC, a.person_id").Limit(500).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing appraisals: %w", err)
	}
	return out, nil
}

// ForReport is the whole document of a person's appraisal for the annual
// appraisal report, for whoever may read it. The operator's command line, which
// may read any, must say why; that is noted, and the person reads it.
func (s *Service) ForReport(ctx context.Context, personID string, year calendar.LearningYear, why string) (Sight, error) {
	who := actor.From(ctx)
	if who.System {
		var c fault.Collector
		why = c.Required("reason", "The reason", why, LimitShort, "Say why the report is exported: the person concerned reads it")
		if err := c.Err(); err != nil {
			return Sight{}, err
		}
	}
	r, err := s.byPersonAndYear(ctx, personID, year.Name())
	if err != nil {
		return Sight{}, err
	}
	sight, _, err := s.see(ctx, r, whole)
	if err != nil || !who.System {
		return sight, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error { return s.note(ctx, r.Appraisal, "exported the report", why) })
	return sight, err
}
