package plan

import (
	"context"
	"fmt"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Waiting is a plan that waits for whoever is asking.
type Waiting struct {
	PersonID string
	// Year is the learning year's name, such as 2026-27.
	Year string
	// InForce says that something is agreed and holds meanwhile.
	InForce bool
	// SentBack says that it is the asker's own, to put right and send again, and By
	// who sent it back. Else it is one of their people's, to read and agree.
	SentBack bool
	By       string
	// Since is when it was sent, or sent back.
	Since time.Time
	// ActingFor is in whose stead the asker agrees it; nil for the line manager.
	ActingFor *people.Person
}

// fewEnough is how many people one statement names; above it, all that are proposed
// are read, at most mostRead, and the others left out here.
const (
	fewEnough = 500
	mostRead  = 20_000
)

// Waiting lists the plans of the year and of the next, those that can be agreed,
// that wait for whoever is asking: proposed by those whom they manage today, or for
// whose manager they act, and their own that was sent back. One query.
func (s *Service) Waiting(ctx context.Context, year calendar.LearningYear) ([]Waiting, error) {
	_, w, err := s.around(ctx, year)
	return w, err
}

// Around is the asker's own plan of the year with everything in it, as Of gives it,
// and what Waiting lists: one query, and two for what is in the plan.
func (s *Service) Around(ctx context.Context, year calendar.LearningYear) (mine Plan, waiting []Waiting, err error) {
	if mine, waiting, err = s.around(ctx, year); err == nil && mine.Begun() {
		err = s.fill(ctx, &mine)
	}
	return mine, waiting, err
}

func (s *Service) around(ctx context.Context, year calendar.LearningYear) (mine Plan, waiting []Waiting, err error) {
	who := actor.From(ctx)
	mine = Plan{PersonID: who.PersonID, Year: year.Name()}
	if who.PersonID == "" {
		return mine, nil, nil
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return mine, nil, err
	}
	rows, err := s.mayWait(ctx, chart, year)
	if err != nil {
		return mine, nil, err
	}
	for _, r := range rows {
		if r.PersonID == who.PersonID && r.Year == year.Name() {
			mine = r.Plan
		}
		if w, ok := r.waits(chart, who); ok {
			waiting = append(waiting, w)
		}
	}
	return mine, waiting, nil
}

// aroundRow is a plan, with the last comment on what is being written of it.
type aroundRow struct {
	Plan     `gorm:"embedded"`
	BackBy   string
	BackedAt *time.Time
}

func (r aroundRow) waits(chart *people.Chart, who actor.Actor) (Waiting, bool) {
	w := Waiting{PersonID: r.PersonID, Year: r.Year, InForce: r.InForce()}
	switch {
	case r.PersonID == who.PersonID && r.State == Draft && r.BackedAt != nil:
		w.SentBack, w.By, w.Since = true, r.BackBy, *r.BackedAt
	case r.State == Proposed && r.ProposedAt != nil &&
		access.Can(chart.RelationTo(who, r.PersonID, access.LearningPlan), access.LearningPlan, access.Agree):
		w.Since = *r.ProposedAt
		_, w.ActingFor = chart.ManagesFor(who.PersonID, r.PersonID, access.LearningPlan)
	default:
		return w, false
	}
	return w, true
}

// mayWait reads one's own plans of the year and the next, and those that are
// proposed of the people whom one manages, the first one sent first.
func (s *Service) mayWait(ctx context.Context, chart *people.Chart, year calendar.LearningYear) ([]aroundRow, error) {
	me := actor.From(ctx).PersonID
	theirs, args := "p.state = ?", []any{[]string{year.Name(), year.Next().Name()}, me, Proposed}
	if managed := chart.Managed(me, access.LearningPlan); len(managed) <= fewEnough {
		ids := make([]string, 0, len(managed))
		for _, p := range managed {
			ids = append(ids, p.ID)
		}
		theirs, args = "p.state = ? AND p.person_id IN ?", append(args, ids)
	}
	var rows []aroundRow
	err := s.db.From(ctx).Raw(`SELECT p.*, c.by_name AS back_by, c.at AS backed_at
		FROM plans p LEFT JOIN plan_comments c ON c.id = (SELECT x.id FROM plan_comments x
			WHERE x.plan_id = p.id AND x.revision = p.revision ORDER BY x.at DESC, x.id DESC LIMIT 1)
		WHERE p.year IN ? AND (p.person_id = ? OR `+theirs+`)
		ORDER BY p.proposed_at, p.id LIMIT ?`, append(args, mostRead)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("looking for plans that wait: %w", err)
	}
	return rows, nil
}
