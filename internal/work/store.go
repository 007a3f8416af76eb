package work

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/people"
)

// visible is the one scope that every reading for a viewer goes through: the
// programmes of those whose programme the actor may read on the day of the chart.
func visible(chart *people.Chart, who actor.Actor) func(*gorm.DB) *gorm.DB {
	ids := []string{}
	candidates := []*people.Person{chart.Person(who.PersonID)}
	candidates = append(candidates, chart.Learners(who.PersonID)...)
	candidates = append(candidates, chart.Reports(who.PersonID)...)
	for _, manager := range chart.ActsFor(who.PersonID, access.WorkProgramme) {
		candidates = append(candidates, chart.Reports(manager.ID)...)
	}
	for _, p := range candidates {
		if p != nil && access.Can(chart.RelationTo(who, p.ID, access.WorkProgramme), access.WorkProgramme, access.Read) {
			ids = append(ids, p.ID)
		}
	}
	return func(db *gorm.DB) *gorm.DB { return db.Where("person_id IN ?", ids) }
}

// everybody is the scope of what the caller has checked already.
func everybody(db *gorm.DB) *gorm.DB { return db }

// load reads a person's programme of a year with its tasks: two queries. One
// that nobody has begun is no error.
func (s *Service) load(ctx context.Context, personID, year string, scope func(*gorm.DB) *gorm.DB) (Programme, error) {
	var p Programme
	err := s.db.From(ctx).Scopes(scope).Where("person_id = ? AND year = ?", personID, year).Take(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Programme{PersonID: personID, Year: year}, nil
	}
	if err != nil {
		return Programme{}, fmt.Errorf("reading a work programme: %w", err)
	}
	var tasks []Task
	if err := s.db.From(ctx).Where("programme_id = ?", p.ID).Order("number").Limit(10 * MostTasks).Find(&tasks).Error; err != nil {
		return Programme{}, fmt.Errorf("reading the tasks of a work programme: %w", err)
	}
	inForce := p.Revision
	if p.InForce() {
		inForce = p.AgreedRevision
	}
	p.Tasks = of(tasks, inForce)
	if p.Changing() {
		p.Changes = of(tasks, p.Revision)
	}
	return p, nil
}

func of(tasks []Task, revision int) []Task {
	out := []Task{}
	for _, t := range tasks {
		if t.Revision == revision {
			out = append(out, t)
		}
	}
	return out
}

// lock is load for a change: on PostgreSQL nobody else changes the programme
// until the transaction ends; on SQLite nobody can.
func (s *Service) lock(ctx context.Context, personID, year string) (Programme, error) {
	return s.load(ctx, personID, year, func(db *gorm.DB) *gorm.DB {
		return db.Clauses(clause.Locking{Strength: "UPDATE"})
	})
}

func (s *Service) create(ctx context.Context, p *Programme) error {
	p.ID, p.State, p.Revision, p.NextTask, p.Version = s.clock.NewKey(), Draft, 1, 1, 1
	if err := s.db.From(ctx).Create(p).Error; err != nil {
		return fmt.Errorf("beginning a work programme: %w", err)
	}
	return nil
}

// update sets fields of the programme, and its version in memory too.
func (s *Service) update(ctx context.Context, p *Programme, set map[string]any) error {
	if err := s.db.UpdateVersioned(ctx, "work_programmes", p.ID, p.Version, set); err != nil {
		return fmt.Errorf("changing a work programme: %w", err)
	}
	p.Version++
	return nil
}

func (s *Service) insertTask(ctx context.Context, t Task) error {
	if err := s.db.From(ctx).Create(&t).Error; err != nil {
		return fmt.Errorf("adding a task: %w", err)
	}
	return nil
}

func (s *Service) deleteTask(ctx context.Context, id string) error {
	if err := s.db.From(ctx).Where("id = ?", id).Delete(&Task{}).Error; err != nil {
		return fmt.Errorf("removing a task: %w", err)
	}
	return nil
}

// deleteRevision drops the rows of a revision that nobody needs any more: its
// sealed document stays, where it has one.
func (s *Service) deleteRevision(ctx context.Context, programmeID string, revision int) error {
	err := s.db.From(ctx).Where("programme_id = ? AND revision = ?", programmeID, revision).Delete(&Task{}).Error
	if err != nil {
		return fmt.Errorf("dropping a revision: %w", err)
	}
	return nil
}

func (s *Service) revisions(ctx context.Context, programmeID string) ([]Revision, error) {
	var out []Revision
	err := s.db.From(ctx).Where("programme_id = ?", programmeID).Order("number DESC, kind DESC").Limit(revisionLimit).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the revisions of a work programme: %w", err)
	}
	return out, nil
}
