package work

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/trail"
)

// Summary is what other pages say of a work programme: its state and counts.
type Summary struct {
	State State
	// InForce says that something is agreed, even while a change is written.
	InForce bool
	Tasks   int
	// PersonAgreed and ManagerAgreed say who has agreed what is being written.
	PersonAgreed, ManagerAgreed bool
}

// Summaries sums up the programmes of a year of many people; who has none is not
// in it. The caller has checked that these people may be counted.
func (s *Service) Summaries(ctx context.Context, personIDs []string, year calendar.LearningYear) (map[string]Summary, error) {
	out := make(map[string]Summary, len(personIDs))
	const step = 1000 // well below what either engine takes as parameters
	for from := 0; from < len(personIDs); from += step {
		if err := s.sumUp(ctx, out, personIDs[from:min(from+step, len(personIDs))], year.Name()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) sumUp(ctx context.Context, out map[string]Summary, ids []string, year string) error {
	type row struct {
		PersonID       string
		State          State
		AgreedRevision int
		Tasks          int
		PersonAgreed   bool
		ManagerAgreed  bool
	}
	var rows []row
	err := s.db.From(ctx).Raw(`SELECT p.person_id, p.state, p.agreed_revision,
		p.person_agreed_at IS NOT NULL AS person_agreed, p.manager_agreed_at IS NOT NULL AS manager_agreed,
		(SELECT count(*) FROM work_tasks t WHERE t.programme_id = p.id
			AND t.revision = CASE WHEN p.agreed_revision > 0 THEN p.agreed_revision ELSE p.revision END) AS tasks
		FROM work_programmes p WHERE p.year = ? AND p.person_id IN ?`, year, ids).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("summing up work programmes: %w", err)
	}
	for _, r := range rows {
		out[r.PersonID] = Summary{r.State, r.AgreedRevision > 0, r.Tasks, r.PersonAgreed, r.ManagerAgreed}
	}
	return nil
}

// Story is how a work programme came to be what it is.
type Story struct {
	Programme Programme
	// Revisions were agreed or reviewed, newest first.
	Revisions []Revision
	// History is who did what, newest first.
	History []trail.Entry
}

// StoryOf tells how a programme has changed, to whoever may read it.
func (s *Service) StoryOf(ctx context.Context, personID string, year calendar.LearningYear) (Story, error) {
	p, err := s.Of(ctx, personID, year)
	if err != nil || !p.Begun() {
		return Story{Programme: p}, err
	}
	story := Story{Programme: p}
	if story.Revisions, err = s.revisions(ctx, p.ID); err != nil {
		return Story{}, err
	}
	story.History, err = s.trail.Of(ctx, string(access.WorkProgramme), p.ID, historyLimit)
	return story, err
}

// Proposal is what a written revision would change of the agreed one.
func (p Programme) Proposal() []Difference {
	if !p.Changing() {
		return nil
	}
	agreed := p
	agreed.Revision, agreed.Changes = p.AgreedRevision, nil
	return Compare(agreed.document(""), p.document(""))
}

// HistoryOf is who did what to a programme that the actor's page has loaded
// already, newest first, at most limit.
func (s *Service) HistoryOf(ctx context.Context, p Programme, limit int) ([]trail.Entry, error) {
	if !p.Begun() {
		return nil, nil
	}
	return s.trail.Of(ctx, string(access.WorkProgramme), p.ID, limit)
}

// YearsOf are the learning years, newest first, of which the person of a record
// has work programmes. The actor's page has loaded that record already.
func (s *Service) YearsOf(ctx context.Context, personID string) ([]string, error) {
	var years []string
	err := s.db.From(ctx).Table("work_programmes").Where("person_id = ?", personID).Order("year DESC").Limit(100).Pluck("year", &years).Error
	if err != nil {
		return nil, fmt.Errorf("reading the years of work programmes: %w", err)
	}
	return years, nil
}
