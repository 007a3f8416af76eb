package people

import (
	"context"
	"fmt"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// PersonLeaves says that the person's last day is the given one: appointments
// end with it, and those that would only begin later are taken back. Version is
// that of the person as it was read.
func (s *Service) PersonLeaves(ctx context.Context, personID string, version int, lastDay calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := one[Person](ctx, s, "person", personID)
		if err != nil {
			return err
		}
		if p.Version != version {
			return s.clash(ctx, p)
		}
		if lastDay.IsZero() || lastDay.Before(p.StartedOn) {
			return fault.InvalidField("left_on", "Enter the last day, on or after the day the person started")
		}
		db := s.db.From(ctx)
		if err := db.Exec("DELETE FROM appointments WHERE person_id = ? AND from_date > ?", p.ID, lastDay).Error; err != nil {
			return fmt.Errorf("taking back what would begin later: %w", err)
		}
		err = db.Exec("UPDATE appointments SET to_date = ?, version = version + 1 WHERE person_id = ? AND (to_date IS NULL OR to_date > ?)",
			lastDay, p.ID, lastDay).Error
		if err != nil {
			return fmt.Errorf("ending the appointments: %w", err)
		}
		if err := s.db.UpdateVersioned(ctx, "persons", p.ID, p.Version, map[string]any{"left_on": lastDay}); err != nil {
			return stale(err)
		}
		return s.note(ctx, p.ID, "noted the last day", lastDay.Short())
	})
}

// PersonStays takes back that a person leaves, or has left: the posts that ended
// with the last day are theirs again, as far as those are still there.
func (s *Service) PersonStays(ctx context.Context, personID string, version int) error {
	return s.manage(ctx, func(ctx context.Context) error {
		p, err := one[Person](ctx, s, "person", personID)
		if err != nil {
			return err
		}
		if p.Version != version {
			return s.clash(ctx, p)
		}
		if p.LeftOn.IsZero() {
			return fault.NewNotFound("leaving")
		}
		err = s.db.From(ctx).Exec(`UPDATE appointments SET to_date = NULL, version = version + 1
			WHERE person_id = ? AND to_date = ? AND kind = ? AND EXISTS (SELECT 1 FROM posts WHERE posts.id = appointments.post_id AND posts.to_date IS NULL)`,
			p.ID, p.LeftOn, Own).Error
		if err != nil {
			return fmt.Errorf("opening the appointments again: %w", err)
		}
		if err := s.db.UpdateVersioned(ctx, "persons", p.ID, p.Version, map[string]any{"left_on": nil}); err != nil {
			return stale(err)
		}
		return s.note(ctx, p.ID, "took back the last day", p.LeftOn.Short())
	})
}

// endWhatLeavingEnded ends for good what a person's leaving ended only because
// nobody who has left manages, partners or holds an office: who returns does not
// find it as it was.
func (s *Service) endWhatLeavingEnded(ctx context.Context, left []Person) error {
	db := s.db.From(ctx)
	for _, p := range left {
		for _, statement := range []struct {
			sql  string
			args []any
		}{
			{"UPDATE partnerships SET state = 'ended', to_date = ?, version = version + 1 WHERE (learner_id = ? OR partner_id = ?) AND state = 'accepted'", []any{p.LeftOn, p.ID, p.ID}},
			{"UPDATE partnerships SET state = 'withdrawn', to_date = ?, version = version + 1 WHERE (learner_id = ? OR partner_id = ?) AND state = 'nominated'", []any{p.LeftOn, p.ID, p.ID}},
			{"DELETE FROM manager_overrides WHERE (person_id = ? OR manager_id = ?) AND from_date > ?", []any{p.ID, p.ID, p.LeftOn}},
			{"UPDATE manager_overrides SET to_date = ? WHERE (person_id = ? OR manager_id = ?) AND (to_date IS NULL OR to_date > ?)", []any{p.LeftOn, p.ID, p.ID, p.LeftOn}},
			{"DELETE FROM delegates WHERE (manager_id = ? OR delegate_id = ?) AND from_date > ?", []any{p.ID, p.ID, p.LeftOn}},
			{"UPDATE delegates SET to_date = ? WHERE (manager_id = ? OR delegate_id = ?) AND to_date > ?", []any{p.LeftOn, p.ID, p.ID, p.LeftOn}},
			{"UPDATE offices SET to_date = ? WHERE person_id = ? AND (to_date IS NULL OR to_date > ?)", []any{p.LeftOn, p.ID, p.LeftOn}},
		} {
			if err := db.Exec(statement.sql, statement.args...).Error; err != nil {
				return fmt.Errorf("ending what leaving ended: %w", err)
			}
		}
	}
	return nil
}
