package plan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// visible is the one scope that every reading for a viewer goes through: the
// plans of those whose plan the actor may read on the day of the chart.
func visible(chart *people.Chart, who actor.Actor) func(*gorm.DB) *gorm.DB {
	ids := []string{}
	candidates := []*people.Person{chart.Person(who.PersonID)}
	candidates = append(candidates, chart.Learners(who.PersonID)...)
	candidates = append(candidates, chart.Reports(who.PersonID)...)
	for _, manager := range chart.ActsFor(who.PersonID, access.LearningPlan) {
		candidates = append(candidates, chart.Reports(manager.ID)...)
	}
	for _, p := range candidates {
		if p != nil && access.Can(chart.RelationTo(who, p.ID, access.LearningPlan), access.LearningPlan, access.Read) {
			ids = append(ids, p.ID)
		}
	}
	return func(db *gorm.DB) *gorm.DB { return db.Where("person_id IN ?", ids) }
}

// everybody is the scope of what the caller has checked already.
func everybody(db *gorm.DB) *gorm.DB { return db }

// load reads a person's plan of a year with everything in it: three queries. A
// plan that nobody has begun is no error.
func (s *Service) load(ctx context.Context, personID, year string, scope func(*gorm.DB) *gorm.DB) (Plan, error) {
	p := Plan{PersonID: personID, Year: year}
	err := s.db.From(ctx).Scopes(scope).Where("person_id = ? AND year = ?", personID, year).Take(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Plan{PersonID: personID, Year: year}, nil
	}
	if err != nil {
		return Plan{}, fmt.Errorf("reading a plan: %w", err)
	}
	return p, s.fill(ctx, &p)
}

// lock is load for a change: on PostgreSQL nobody else changes the plan until
// the transaction ends; on SQLite nobody can.
func (s *Service) lock(ctx context.Context, personID, year string) (Plan, error) {
	return s.load(ctx, personID, year, func(db *gorm.DB) *gorm.DB {
		return db.Clauses(clause.Locking{Strength: "UPDATE"})
	})
}

// fill reads the targets of the agreed and of the newest revision.
func (s *Service) fill(ctx context.Context, p *Plan) error {
	var targets []Target
	err := s.db.From(ctx).Where("plan_id = ?", p.ID).Order("number").Limit(mostRows).Find(&targets).Error
	if err != nil {
		return fmt.Errorf("reading the targets of a plan: %w", err)
	}
	strategies, criteria, err := s.lines(ctx, p.ID)
	if err != nil {
		return err
	}
	if p.Targets = gather(p.inForceRevision(), targets, strategies, criteria); p.Changing() {
		p.Changes = gather(p.Revision, targets, strategies, criteria)
	}
	return nil
}

// mostRows bounds the targets of the two revisions of a plan that are read. It is
// above twice MostTargets, since an appraisal may add to a full plan.
const mostRows = 10 * MostTargets

// lines reads the strategies and the success criteria of a plan in one query.
func (s *Service) lines(ctx context.Context, planID string) ([]Strategy, []Criterion, error) {
	var rows []struct {
		Criterion `gorm:"embedded"`
		Strategic bool
		Kind      Kind
		OffTheJob bool
		ByDate    calendar.Date
		Status    Status
	}
	err := s.db.From(ctx).Raw(`SELECT TRUE AS strategic, plan_id, revision, target, number, place, words,
			kind, off_the_job, by_date, status, CAST(NULL AS date) AS met_on FROM plan_strategies WHERE plan_id = ?
		UNION ALL SELECT FALSE, plan_id, revision, target, number, place, words,
			'', FALSE, CAST(NULL AS date), '', met_on FROM plan_criteria WHERE plan_id = ?
		ORDER BY target, place, number LIMIT ?`, planID, planID, 2*mostRows*MostLines).Scan(&rows).Error
	if err != nil {
		return nil, nil, fmt.Errorf("reading the lines of a plan: %w", err)
	}
	var strategies []Strategy
	var criteria []Criterion
	for _, r := range rows {
		if !r.Strategic {
			criteria = append(criteria, r.Criterion)
			continue
		}
		strategies = append(strategies, Strategy{
			PlanID: r.PlanID, Revision: r.Revision, Target: r.Target, Number: r.Number, Place: r.Place, Kind: r.Kind,
			OffTheJob: r.OffTheJob, Words: r.Words, ByDate: r.ByDate, Status: r.Status,
		})
	}
	return strategies, criteria, nil
}

func (p Plan) inForceRevision() int {
	if p.InForce() {
		return p.AgreedRevision
	}
	return p.Revision
}

func gather(revision int, targets []Target, strategies []Strategy, criteria []Criterion) []Target {
	out := []Target{}
	at := map[int]int{}
	for _, t := range targets {
		if t.Revision == revision {
			at[t.Number] = len(out)
			out = append(out, t)
		}
	}
	for _, line := range strategies {
		if i, ok := at[line.Target]; ok && line.Revision == revision {
			out[i].Strategies = append(out[i].Strategies, line)
		}
	}
	for _, line := range criteria {
		if i, ok := at[line.Target]; ok && line.Revision == revision {
			out[i].Criteria = append(out[i].Criteria, line)
		}
	}
	return out
}

func (s *Service) create(ctx context.Context, p *Plan) error {
	p.ID, p.State, p.Revision, p.NextTarget, p.Version = s.clock.NewKey(), Draft, 1, 1, 1
	if err := s.db.From(ctx).Create(p).Error; err != nil {
		return fmt.Errorf("beginning a plan: %w", err)
	}
	return nil
}

// update sets fields of the plan, and its version in memory too. The row is
// locked, so a version that no longer fits is a mistake of the program.
func (s *Service) update(ctx context.Context, p *Plan, set map[string]any) error {
	if err := s.db.UpdateVersioned(ctx, "plans", p.ID, p.Version, set); err != nil {
		return fmt.Errorf("changing a plan: %w", err)
	}
	p.Version++
	return nil
}

func (s *Service) insertTarget(ctx context.Context, t Target) error {
	if err := s.db.From(ctx).Create(&t).Error; err != nil {
		return fmt.Errorf("adding a target: %w", err)
	}
	return s.replaceLines(ctx, t)
}

// replaceLines writes the strategies and criteria of a target anew.
func (s *Service) replaceLines(ctx context.Context, t Target) error {
	db := s.db.From(ctx)
	of := "plan_id = ? AND revision = ? AND target = ?"
	err := errors.Join(
		db.Where(of, t.PlanID, t.Revision, t.Number).Delete(&Strategy{}).Error,
		db.Where(of, t.PlanID, t.Revision, t.Number).Delete(&Criterion{}).Error,
	)
	if err == nil && len(t.Strategies) > 0 {
		err = db.Create(&t.Strategies).Error
	}
	if err == nil && len(t.Criteria) > 0 {
		err = db.Create(&t.Criteria).Error
	}
	if err != nil {
		return fmt.Errorf("writing the lines of a target: %w", err)
	}
	return nil
}

// copyTargets writes targets as those of another revision.
func (s *Service) copyTargets(ctx context.Context, targets []Target, revision int) error {
	for _, t := range targets {
		t.ID, t.Revision, t.Version = s.clock.NewKey(), revision, 1
		t.Strategies, t.Criteria = cloneLines(t, revision)
		if err := s.insertTarget(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func cloneLines(t Target, revision int) ([]Strategy, []Criterion) {
	strategies := append([]Strategy(nil), t.Strategies...)
	criteria := append([]Criterion(nil), t.Criteria...)
	for i := range strategies {
		strategies[i].Revision = revision
	}
	for i := range criteria {
		criteria[i].Revision = revision
	}
	return strategies, criteria
}

// deleteRevision drops the rows of a revision that nobody needs any more: its
// sealed document stays, where it has one.
func (s *Service) deleteRevision(ctx context.Context, planID string, revision int) error {
	db := s.db.From(ctx).Where("plan_id = ? AND revision = ?", planID, revision)
	err := errors.Join(
		db.Session(&gorm.Session{}).Delete(&Criterion{}).Error,
		db.Session(&gorm.Session{}).Delete(&Strategy{}).Error,
		db.Session(&gorm.Session{}).Delete(&Target{}).Error,
	)
	if err != nil {
		return fmt.Errorf("dropping a revision: %w", err)
	}
	return nil
}

func (s *Service) deleteTarget(ctx context.Context, t Target) error {
	t.Strategies, t.Criteria = nil, nil
	if err := s.replaceLines(ctx, t); err != nil {
		return err
	}
	if err := s.db.From(ctx).Where("id = ?", t.ID).Delete(&Target{}).Error; err != nil {
		return fmt.Errorf("removing a target: %w", err)
	}
	return nil
}

// mark sets what the person says in the year, in every revision that has rows,
// and says whether there was anything to set.
func (s *Service) mark(ctx context.Context, table string, set map[string]any, where string, args ...any) (bool, error) {
	result := s.db.From(ctx).Table(table).Where(where, args...).Updates(set)
	if result.Error != nil {
		return false, fmt.Errorf("marking a target: %w", result.Error)
	}
	return result.RowsAffected > 0, nil
}

// Comment is what a manager wrote when sending a plan back.
type Comment struct {
	ID            string
	PlanID        string
	Revision      int
	At            time.Time
	ByID          *string
	ByName        string
	ActingForName string
	Words         string
}

// TableName is the table of comments.
func (Comment) TableName() string { return "plan_comments" }

func (s *Service) comments(ctx context.Context, planID string, limit int) ([]Comment, error) {
	var out []Comment
	err := s.db.From(ctx).Where("plan_id = ?", planID).Order("at DESC, id DESC").Limit(limit).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the comments on a plan: %w", err)
	}
	return out, nil
}

func (s *Service) revisions(ctx context.Context, planID string) ([]Revision, error) {
	var out []Revision
	err := s.db.From(ctx).Where("plan_id = ?", planID).Order("number DESC, kind DESC").Limit(revisionLimit).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the revisions of a plan: %w", err)
	}
	return out, nil
}
