package appraisal

import (
	"context"
	"fmt"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
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
	if sight.Former {
		return Sight{}, fault.NewForbidden("You are no longer the line manager here. You can read what you wrote")
	}
	if err != nil || !who.System {
		return sight, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error { return s.note(ctx, r.Appraisal, "exported the report", why) })
	return sight, err
}
