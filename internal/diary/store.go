package diary

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// viewer is what the query ring needs of whoever is asking: to whom they are
// partner, manager or team on the day.
type viewer struct {
	me                      string
	learners, reports, team []string
	// chosenOf and chosen are entries that their owner chose for a record which
	// the viewer may read; see [Service.Chosen].
	chosenOf string
	chosen   []string
}

// viewerOn reads the chart of the day.
func viewerOn(chart *people.Chart, who actor.Actor) viewer {
	v := viewer{me: who.PersonID}
	if v.me == "" {
		return v
	}
	for _, learner := range chart.Learners(v.me) {
		if partner := chart.Partner(learner.ID); partner != nil && partner.ID == v.me {
			v.learners = append(v.learners, learner.ID)
		}
	}
	v.reports = keys(chart.Reports(v.me))
	for _, manager := range chart.ActsFor(v.me) {
		v.reports = append(v.reports, keys(chart.Reports(manager.ID))...)
	}
	for _, a := range chart.Appointments(v.me) {
		v.team = append(v.team, keys(chart.Members(chart.Post(a.PostID).UnitID))...)
	}
	return v
}

func keys(persons []*people.Person) []string {
	out := make([]string, 0, len(persons))
	for _, p := range persons {
		out = append(out, p.ID)
	}
	return out
}

// visible is the query ring: the only entries that the viewer sees, whatever is
// asked for. Every list and every load goes through it.
func visible(q *gorm.DB, v viewer) *gorm.DB {
	if v.me == "" && len(v.chosen) == 0 {
		return q.Where("1 = 0")
	}
	where := `state = 'kept' AND (shared_partner AND person_id IN ? OR shared_manager AND person_id IN ?
		OR shared_team AND person_id IN ?)`
	args := []any{v.learners, v.reports, v.team}
	if v.me != "" {
		where, args = "person_id = ? OR ("+where+")", append([]any{v.me}, args...)
	}
	if len(v.chosen) > 0 {
		where += " OR (state = 'kept' AND person_id = ? AND id IN ?)"
		args = append(args, v.chosenOf, v.chosen)
	}
	return q.Where("("+where+")", args...)
}

// see begins every query for entries.
func (s *Service) see(ctx context.Context, v viewer) *gorm.DB {
	return visible(s.db.From(ctx).Model(&Entry{}), v)
}

func (s *Service) load(ctx context.Context, v viewer, personID string, number int) (*Entry, error) {
	var out []Entry
	err := s.see(ctx, v).Where("person_id = ? AND number = ?", personID, number).Limit(1).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("loading a diary entry: %w", err)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return &out[0], nil
}

// nextNumber takes the person's next number, and the lock on it.
func (s *Service) nextNumber(ctx context.Context, personID string) (int, error) {
	var n int
	err := s.db.From(ctx).Raw(`INSERT INTO diary_numbers (person_id, last) VALUES (?, 1)
		ON CONFLICT (person_id) DO UPDATE SET last = diary_numbers.last + 1 RETURNING last`, personID).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("numbering a diary entry: %w", err)
	}
	return n, nil
}

// within narrows a query to a learning year; the zero year is all years.
func within(q *gorm.DB, year calendar.LearningYear) *gorm.DB {
	if year.From().IsZero() {
		return q
	}
	return q.Where("happened_on BETWEEN ? AND ?", year.From(), year.To())
}

func matching(q *gorm.DB, query string) *gorm.DB {
	for _, term := range terms(query) {
		q = q.Where("folded LIKE ? ESCAPE '!'", pattern(term))
	}
	return q
}

const newestFirst = "happened_on DESC, number DESC"

// counts counts the entries of one person that the viewer sees, by the filters
// of the diary's page, in one query.
func (s *Service) counts(ctx context.Context, v viewer, f Filter) (Counts, error) {
	var n Counts
	q := s.see(ctx, v).Where("person_id = ?", v.me).Select(`
		count(CASE WHEN state = 'kept' THEN 1 END) AS "all",
		count(CASE WHEN state = 'kept' AND place = 'off_the_job' THEN 1 END) AS off_the_job,
		count(CASE WHEN state = 'kept' AND (shared_partner OR shared_manager OR shared_team) THEN 1 END) AS shared,
		count(CASE WHEN state = 'deleted' THEN 1 END) AS deleted`)
	if err := matching(within(q, f.Year), f.Query).Scan(&n).Error; err != nil {
		return n, fmt.Errorf("counting diary entries: %w", err)
	}
	return n, nil
}

func (s *Service) page(ctx context.Context, v viewer, f Filter) ([]Entry, error) {
	q := s.see(ctx, v).Where("person_id = ?", v.me)
	switch f.Show {
	case ShowOffTheJob:
		q = q.Where("state = 'kept' AND place = 'off_the_job'")
	case ShowShared:
		q = q.Where("state = 'kept' AND (shared_partner OR shared_manager OR shared_team)")
	case ShowDeleted:
		q = q.Where("state = 'deleted'")
	default:
		q = q.Where("state = 'kept'")
	}
	var out []Entry
	err := matching(within(q, f.Year), f.Query).Order(newestFirst).Offset((f.Page - 1) * PageSize).Limit(PageSize).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing diary entries: %w", err)
	}
	return out, nil
}

// first is the date of a person's earliest kept entry; none without entries.
func (s *Service) first(ctx context.Context, v viewer) (calendar.Date, error) {
	var days []calendar.Date
	err := s.see(ctx, v).Where("person_id = ? AND state = 'kept'", v.me).
		Order("happened_on, number").Limit(1).Pluck("happened_on", &days).Error
	if err != nil {
		return calendar.Date{}, fmt.Errorf("finding the first diary entry: %w", err)
	}
	if len(days) == 0 {
		return calendar.Date{}, nil
	}
	return days[0], nil
}

// purge removes what was deleted before then, at most limit, and gives it back.
func (s *Service) purge(ctx context.Context, before time.Time, limit int) ([]Entry, error) {
	var gone []Entry
	err := s.db.From(ctx).Select("id, person_id").Where("state = 'deleted' AND deleted_at < ?", before).
		Order("deleted_at").Limit(limit).Find(&gone).Error
	if err != nil {
		return nil, fmt.Errorf("finding diary entries to remove: %w", err)
	}
	if len(gone) == 0 {
		return nil, nil
	}
	ids := make([]string, 0, len(gone))
	for _, e := range gone {
		ids = append(ids, e.ID)
	}
	err = s.db.From(ctx).Exec("DELETE FROM diary_entries WHERE id IN ? AND state = 'deleted'", ids).Error
	if err != nil {
		return nil, fmt.Errorf("removing diary entries: %w", err)
	}
	return gone, nil
}
