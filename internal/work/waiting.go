package work

import (
	"context"
	"fmt"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Waiting is a work programme that the other of the two has agreed, and that waits
// for whoever is asking to agree it too.
type Waiting struct {
	PersonID string
	// Year is the learning year's name, such as 2026-27.
	Year string
	// Mine says that it is the asker's own, and By which manager has agreed it. Else
	// it is one of their people's, who has agreed it.
	Mine bool
	By   string
	// Since is when the other agreed it.
	Since time.Time
	// ActingFor is in whose stead the asker agrees it; nil for the line manager, and
	// for one's own.
	ActingFor *people.Person
}

// fewEnough is how many people one statement names; above it, all of the two years
// that wait are read, at most mostRead, and the others left out here.
const (
	fewEnough = 500
	mostRead  = 20_000
)

// Waiting lists the work programmes of the year and of the next, those that can be
// agreed, that wait for whoever is asking: their own, and of those whom they manage
// today or for whose manager they act. One query.
func (s *Service) Waiting(ctx context.Context, year calendar.LearningYear) ([]Waiting, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if who.PersonID == "" {
		return nil, nil
	}
	theirs, args := "p.manager_agreed_at IS NULL", []any{[]string{year.Name(), year.Next().Name()}, Draft, who.PersonID}
	if managed := chart.Managed(who.PersonID, access.WorkProgramme); len(managed) <= fewEnough {
		ids := make([]string, 0, len(managed))
		for _, p := range managed {
			ids = append(ids, p.ID)
		}
		theirs, args = "p.manager_agreed_at IS NULL AND p.person_id IN ?", append(args, ids)
	}
	var rows []struct {
		PersonID        string
		Year            string
		PersonAgreedAt  *time.Time
		ManagerAgreedAt *time.Time
		ManagerName     string
	}
	err = s.db.From(ctx).Raw(`SELECT p.person_id, p.year, p.person_agreed_at, p.manager_agreed_at, p.manager_name FROM work_programmes p
		WHERE p.year IN ? AND p.state = ? AND (p.person_id = ? AND p.manager_agreed_at IS NOT NULL AND p.person_agreed_at IS NULL
			OR p.person_agreed_at IS NOT NULL AND `+theirs+`)
		ORDER BY p.person_agreed_at, p.id LIMIT ?`, append(args, mostRead)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("looking for work programmes that wait: %w", err)
	}
	var out []Waiting
	for _, r := range rows {
		w := Waiting{PersonID: r.PersonID, Year: r.Year}
		switch {
		case r.PersonID == who.PersonID && r.ManagerAgreedAt != nil:
			w.Mine, w.By, w.Since = true, r.ManagerName, *r.ManagerAgreedAt
		case r.PersonID != who.PersonID && r.PersonAgreedAt != nil &&
			access.Can(chart.RelationTo(who, r.PersonID, access.WorkProgramme), access.WorkProgramme, access.Agree):
			_, w.ActingFor = chart.ManagesFor(who.PersonID, r.PersonID, access.WorkProgramme)
			w.Since = *r.PersonAgreedAt
		default:
			continue
		}
		out = append(out, w)
	}
	return out, nil
}
