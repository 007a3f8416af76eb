package interview

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// Bounds of lists: far above what two people can talk in a year.
const (
	mostListed  = 400
	mostActions = 1000
	mostRemarks = 200
)

// visible is the one scope of every list and every load: the learner's own;
// what the partner has held, also after they have ceased to be the partner; and
// what is still to come of those whose learning partner they are today, whoever
// it was arranged with. What is held, but not written up, is in it for both the
// former partner and the new one: load and readings give it to the former.
func (s *Service) visible(ctx context.Context, chart *people.Chart) *gorm.DB {
	me := actor.From(ctx).PersonID
	db := s.db.From(ctx).Model(&Interview{})
	if me == "" {
		return db.Where("1 = 0")
	}
	where := "learner_id = ? OR (partner_id = ? AND state IN ?) OR (learner_id IN ? AND (state IN ? OR (state = ? AND partner_id = ?)))"
	args := []any{me, me, happened, learnersOf(chart, me), []State{Proposed, Arranged}, Cancelled, me}
	for _, p := range chart.PartedFrom(me) {
		where += " OR (partner_id = ? AND learner_id = ? AND state = ? AND starts_on BETWEEN ? AND ?)"
		args = append(args, me, p.LearnerID, Arranged, p.FromDate, p.ToDate)
	}
	return db.Where("("+where+")", args...)
}

func learnersOf(chart *people.Chart, partnerID string) []string {
	learners := chart.Learners(partnerID)
	ids := make([]string, 0, len(learners))
	for _, l := range learners {
		ids = append(ids, l.ID)
	}
	return ids
}

func (s *Service) load(ctx context.Context, chart *people.Chart, id string) (Interview, error) {
	if !isKey(id) {
		return Interview{}, fault.NewNotFound(Record)
	}
	var rows []Interview
	if err := s.visible(ctx, chart).Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return Interview{}, fmt.Errorf("loading the interview: %w", err)
	}
	if len(rows) == 0 {
		return Interview{}, fault.NewNotFound(Record)
	}
	i := rows[0].asOf(chart)
	if footingOf(chart, actor.From(ctx), i).side == Neither && i.withFormer() {
		return Interview{}, fault.NewNotFound(Record)
	}
	return i, nil
}

// isKey says whether the text can be a key at all: PostgreSQL refuses to compare
// one with anything else.
func isKey(id string) bool {
	parsed, err := uuid.Parse(id)
	return err == nil && parsed.String() == id
}

// list leaves out what was written, which lists do not show.
func list(q *gorm.DB, order string, most int) ([]Interview, error) {
	var out []Interview
	err := q.Omit("draft", "record").Order(order).Limit(most).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing interviews: %w", err)
	}
	return out, nil
}

func inYear(q *gorm.DB, year calendar.LearningYear) *gorm.DB {
	return q.Where("starts_on BETWEEN ? AND ?", year.From(), year.To())
}

// ordinal is the place of an interview among the learner's of its year, those
// cancelled left out.
func (s *Service) ordinal(ctx context.Context, i Interview, year calendar.LearningYear) (int, error) {
	var before int64
	err := inYear(s.db.From(ctx).Model(&Interview{}), year).
		Where("learner_id = ? AND state <> ? AND (starts_at < ? OR (starts_at = ? AND id < ?))",
			i.LearnerID, Cancelled, i.StartsAt, i.StartsAt, i.ID).Count(&before).Error
	if err != nil {
		return 0, fmt.Errorf("counting the interviews before: %w", err)
	}
	return int(before) + 1, nil
}

// countOpen is how many times are offered or arranged with the learner.
func (s *Service) countOpen(ctx context.Context, learnerID string) (int, error) {
	var n int64
	err := s.db.From(ctx).Model(&Interview{}).Where("learner_id = ? AND state IN ?", learnerID, []State{Proposed, Arranged}).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("counting open times: %w", err)
	}
	return int(n), nil
}

// actionsOf lists actions of interviews that the scope allows.
func (s *Service) actionsOf(ctx context.Context, scope *gorm.DB, where string, args ...any) ([]Action, error) {
	var out []Action
	err := s.db.From(ctx).Where("interview_id IN (?)", scope.Select("id")).Where(where, args...).
		Order("due_on, position, id").Limit(mostActions).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing what was agreed: %w", err)
	}
	return out, nil
}

// replaceActions writes the actions of a shared record. What is done already
// stays as it was agreed.
func (s *Service) replaceActions(ctx context.Context, i Interview, intended []Intended) error {
	db := s.db.From(ctx)
	if err := db.Where("interview_id = ? AND done_on IS NULL", i.ID).Delete(&Action{}).Error; err != nil {
		return fmt.Errorf("replacing what was agreed: %w", err)
	}
	var done []string
	if err := db.Model(&Action{}).Where("interview_id = ?", i.ID).Limit(mostActions).Pluck("id", &done).Error; err != nil {
		return fmt.Errorf("reading what is done: %w", err)
	}
	rows := make([]Action, 0, len(intended))
	for n, a := range intended {
		due, err := a.Due()
		if err != nil {
			return fmt.Errorf("an action without a date passed the checks: %w", err)
		}
		if slices.Contains(done, a.ID) {
			continue
		}
		rows = append(rows, Action{
			ID: a.ID, InterviewID: i.ID, LearnerID: i.LearnerID, Position: n + 1, Owner: a.Owner, Text: a.Text, DueOn: due,
		})
	}
	if len(rows) == 0 {
		return nil
	}
	if err := db.Create(&rows).Error; err != nil {
		return fmt.Errorf("keeping what was agreed: %w", err)
	}
	return nil
}
