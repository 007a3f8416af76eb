package work

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// This file is what the appraisal does with work programmes. It has decided who
// may: none of these functions asks again, and each joins the caller's transaction.

// SetOutcomes keeps what became of tasks in force and the short notes of both.
// Any of them may be given; all must be before Review.
func (s *Service) SetOutcomes(ctx context.Context, personID string, year calendar.LearningYear, outcomes []Outcome) error {
	var c fault.Collector
	for _, o := range outcomes {
		if err := c.Merge(o.Check()); err != nil {
			return err
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.changing(ctx, personID, year, "", 0, func(ctx context.Context, j *job) error {
		if j.programme.State == Reviewed || !j.programme.Begun() {
			return s.outOfStep(ctx, *j.programme)
		}
		for _, o := range outcomes {
			if err := s.setOutcome(ctx, j, o); err != nil {
				return err
			}
		}
		return s.note(ctx, j, "worded what became of the tasks")
	})
}

func (s *Service) setOutcome(ctx context.Context, j *job, o Outcome) error {
	if _, ok := j.programme.Task(o.Task); !ok {
		return fault.NewNotFound("task")
	}
	if o.Kind != Met {
		o.On = calendar.Date{}
	}
	err := s.db.From(ctx).Table("work_tasks").Where("programme_id = ? AND number = ?", j.programme.ID, o.Task).Updates(map[string]any{
		"outcome": o.Kind, "outcome_on": o.On, "outcome_why": o.Why, "person_note": o.PersonNote, "manager_note": o.ManagerNote,
	}).Error
	if err != nil {
		return fmt.Errorf("keeping what became of a task: %w", err)
	}
	return nil
}

// Review closes the year's programme at appraisal, once every task in force has
// an outcome, and seals it. A change that was not agreed is dropped; a programme
// that never was agreed is agreed by the appraisal's signatures. One that nobody
// began is left so.
func (s *Service) Review(ctx context.Context, personID string, year calendar.LearningYear) error {
	return s.changing(ctx, personID, year, "", 0, func(ctx context.Context, j *job) error {
		if !j.programme.Begun() {
			return nil
		}
		if err := s.settle(ctx, j); err != nil {
			return err
		}
		var c fault.Collector
		for _, t := range j.programme.Tasks {
			number := strconv.Itoa(t.Number)
			c.Check(t.Outcome != NoOutcome, "task-outcome-"+number, "Say what became of task "+number)
		}
		if err := c.Err(); err != nil {
			return err
		}
		now := s.clock.Now()
		if err := s.step(ctx, j, Review, map[string]any{"reviewed_at": now}); err != nil {
			return err
		}
		if err := s.keepSealed(ctx, j, SealedReviewed, now); err != nil {
			return err
		}
		return s.note(ctx, j, "reviewed the work programme at appraisal")
	})
}

// settle brings a programme to agreed, from wherever it is.
func (s *Service) settle(ctx context.Context, j *job) error {
	if j.programme.Changing() {
		return s.discard(ctx, j)
	}
	if j.programme.State != Draft {
		return nil
	}
	if err := s.close(ctx, j, Settle, s.clock.Now(), map[string]any{}); err != nil {
		return err
	}
	return s.note(ctx, j, "agreed the work programme at appraisal")
}

// OpenNext opens the programme of the learning year after the given one with the
// tasks in force whose numbers are in carried. Where that programme is begun
// already they are added to what is being written; carrying the same task again
// does nothing, and nothing to carry opens nothing.
func (s *Service) OpenNext(ctx context.Context, personID string, year calendar.LearningYear, carried []int) error {
	if len(carried) == 0 {
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		old, err := s.load(ctx, personID, year.Name(), everybody)
		if err != nil {
			return err
		}
		return s.changing(ctx, personID, year.Next(), "", 0, func(ctx context.Context, j *job) error {
			if err := s.begin(ctx, j); err != nil {
				return err
			}
			if j.programme.State == Agreed {
				if err := s.beginChange(ctx, j); err != nil {
					return err
				}
			}
			if j.programme.State != Draft {
				return s.outOfStep(ctx, *j.programme)
			}
			return s.carry(ctx, j, old, carried)
		})
	})
}

func (s *Service) carry(ctx context.Context, j *job, old Programme, carried []int) error {
	for _, number := range carried {
		t, ok := old.Task(number)
		if !ok {
			return fault.NewNotFound("task")
		}
		from := old.Year + "/" + strconv.Itoa(number)
		if slices.ContainsFunc(j.programme.Written(), func(t Task) bool { return t.CarriedFrom == from }) {
			continue
		}
		w := t.Wording()
		w.ByDate = calendar.Date{}
		if _, err := s.add(ctx, j, w, from); err != nil {
			return err
		}
	}
	return s.update(ctx, j.programme, map[string]any{
		"next_task": j.programme.NextTask, "person_agreed_at": nil, "manager_agreed_at": nil, "manager_name": "",
	})
}
