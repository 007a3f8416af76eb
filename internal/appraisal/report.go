package appraisal

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
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
const briefColumns = "a.person_id, a.year, a.appraiser_id, a.countersigner_id, a.state, c.self_by, c.close_by"

// Mine lists the actor's own appraisals, newest year first.
func (s *Service) Mine(ctx context.Context) ([]Brief, error) {
	return s.briefs(ctx, "a.person_id = ?", actor.From(ctx).PersonID)
}

// AwaitingMe lists open appraisals of those whom the actor manages or acts for,
// and those that await the actor's countersignature.
func (s *Service) AwaitingMe(ctx context.Context) ([]Brief, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	me := actor.From(ctx).PersonID
	ids := managed(chart, me)
	briefs, err := s.briefs(ctx, "a.state <> 'closed' AND (a.countersigner_id = ? OR a.person_id IN ?)", me, append(ids, me))
	if err != nil {
		return nil, err
	}
	var out []Brief
	for _, b := range briefs {
		manages, _ := chart.ManagesFor(me, b.PersonID)
		if b.PersonID != me && b.Waits(me, manages) {
			out = append(out, b)
		}
	}
	return out, nil
}

// Around lists in one query what My year shows: the actor's own appraisals,
// newest year first, and what AwaitingMe lists.
func (s *Service) Around(ctx context.Context) (mine, awaiting []Brief, err error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, nil, err
	}
	me := actor.From(ctx).PersonID
	all, err := s.briefs(ctx, "a.person_id = ? OR (a.state <> 'closed' AND (a.countersigner_id = ? OR a.person_id IN ?))", me, me, managed(chart, me))
	if err != nil {
		return nil, nil, err
	}
	for _, b := range all {
		manages, _ := chart.ManagesFor(me, b.PersonID)
		switch {
		case b.PersonID == me:
			mine = append(mine, b)
		case b.Waits(me, manages):
			awaiting = append(awaiting, b)
		}
	}
	return mine, awaiting, nil
}

func managed(chart *people.Chart, id string) []string {
	var out []string
	for _, p := range chart.Reports(id) {
		out = append(out, p.ID)
	}
	for _, m := range chart.ActsFor(id) {
		for _, p := range chart.Reports(m.ID) {
			out = append(out, p.ID)
		}
	}
	return out
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
// appraisal report. Reading it is noted unless it is one's own; the operator's
// command line must say why.
func (s *Service) ForReport(ctx context.Context, personID string, year calendar.LearningYear, why string) (Sight, error) {
	who := actor.From(ctx)
	if who.System && why == "" {
		return Sight{}, fault.InvalidField("reason", "Say why the report is exported: the person concerned reads it")
	}
	var sight Sight
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		var err error
		if sight, err = s.Open(ctx, personID, year); err != nil {
			return err
		}
		if sight.Mine {
			return nil
		}
		return s.trail.Write(ctx, trail.Event{
			Record: string(access.Appraisal), RecordID: sight.Appraisal.ID, Act: "took the report", SubjectID: personID, Why: why,
			ActingForID: sight.actingForID, ActingForName: sight.ActingFor,
		})
	})
	return sight, err
}
