package plan

import (
	"context"
	"fmt"

	"learningyear/internal/calendar"
	"learningyear/internal/trail"

	"learningyear/internal/access"
)

// Summary is what other pages say of a plan: its state and counts, no words.
type Summary struct {
	State State
	// InForce says that something is agreed, even while a change is written.
	InForce bool
	Targets int
	// Met of Criteria are ticked, among the targets in force.
	Met, Criteria int
}

// Summaries sums up the plans of a year of many people in two queries; who has no
// plan is not in it. The caller has checked that these people may be counted.
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
		Targets        int
		Met            int
		Criteria       int
	}
	var rows []row
	inForce := "revision = CASE WHEN p.agreed_revision > 0 THEN p.agreed_revision ELSE p.revision END"
	err := s.db.From(ctx).Raw(`SELECT p.person_id, p.state, p.agreed_revision,
		(SELECT count(*) FROM plan_targets t WHERE t.plan_id = p.id AND t.`+inForce+`) AS targets,
		(SELECT count(*) FROM plan_criteria c WHERE c.plan_id = p.id AND c.`+inForce+`) AS criteria,
		(SELECT count(c.met_on) FROM plan_criteria c WHERE c.plan_id = p.id AND c.`+inForce+`) AS met
		FROM plans p WHERE p.year = ? AND p.person_id IN ?`, year, ids).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("summing up plans: %w", err)
	}
	for _, r := range rows {
		out[r.PersonID] = Summary{r.State, r.AgreedRevision > 0, r.Targets, r.Met, r.Criteria}
	}
	return nil
}

// Story is how a plan came to be what it is.
type Story struct {
	Plan Plan
	// Revisions were agreed or reviewed, newest first.
	Revisions []Revision
	Comments  []Comment
	// History is who did what, newest first.
	History []trail.Entry
}

// StoryOf tells how a plan has changed, to whoever may read it.
func (s *Service) StoryOf(ctx context.Context, personID string, year calendar.LearningYear) (Story, error) {
	p, err := s.Of(ctx, personID, year)
	if err != nil || !p.Begun() {
		return Story{Plan: p}, err
	}
	story := Story{Plan: p}
	if story.Revisions, err = s.revisions(ctx, p.ID); err != nil {
		return Story{}, err
	}
	if story.Comments, err = s.comments(ctx, p.ID, historyLimit); err != nil {
		return Story{}, err
	}
	story.History, err = s.trail.Of(ctx, string(access.LearningPlan), p.ID, historyLimit)
	return story, err
}

// Proposal is what a proposed or written revision would change of the agreed one.
func (p Plan) Proposal() []Difference {
	if !p.Changing() {
		return nil
	}
	agreed := p
	agreed.Revision, agreed.Changes = p.AgreedRevision, nil
	return Compare(agreed.document(""), p.document(""))
}

// LastComment is the newest comment on a plan that the actor's page has loaded
// already, so that its access was checked; none where there is none.
func (s *Service) LastComment(ctx context.Context, p Plan) (Comment, bool, error) {
	if !p.Begun() {
		return Comment{}, false, nil
	}
	found, err := s.comments(ctx, p.ID, 1)
	if err != nil || len(found) == 0 {
		return Comment{}, false, err
	}
	return found[0], true, nil
}

// HistoryOf is who did what to a plan that the actor's page has loaded already,
// newest first, at most limit.
func (s *Service) HistoryOf(ctx context.Context, p Plan, limit int) ([]trail.Entry, error) {
	if !p.Begun() {
		return nil, nil
	}
	return s.trail.Of(ctx, string(access.LearningPlan), p.ID, limit)
}

// YearsOf are the learning years, newest first, of which the person of a record
// has plans. The actor's page has loaded that record already.
func (s *Service) YearsOf(ctx context.Context, personID string) ([]string, error) {
	var years []string
	err := s.db.From(ctx).Table("plans").Where("person_id = ?", personID).Order("year DESC").Limit(100).Pluck("year", &years).Error
	if err != nil {
		return nil, fmt.Errorf("reading the years of plans: %w", err)
	}
	return years, nil
}
