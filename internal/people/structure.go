package people

import (
	"context"
	"fmt"

	"learningyear/internal/calendar"
)

// loadTree reads every unit there ever was, as it is and as it was.
func (s *Service) loadTree(ctx context.Context) (tree, error) {
	var units []Unit
	var before []UnitBefore
	if err := s.db.From(ctx).Find(&units).Error; err != nil {
		return tree{}, fmt.Errorf("reading units: %w", err)
	}
	if err := s.db.From(ctx).Find(&before).Error; err != nil {
		return tree{}, fmt.Errorf("reading what units were before: %w", err)
	}
	return newTree(units, before), nil
}

// loadLine reads which post reports to which, and did before.
func (s *Service) loadLine(ctx context.Context) (line, error) {
	l := line{now: map[string]*string{}, past: map[string][]PostBefore{}}
	var posts []Post
	if err := s.db.From(ctx).Select("id, reports_to_id").Find(&posts).Error; err != nil {
		return l, fmt.Errorf("reading who reports to whom: %w", err)
	}
	var before []PostBefore
	if err := s.db.From(ctx).Select("post_id, until_date, reports_to_id").Find(&before).Error; err != nil {
		return l, fmt.Errorf("reading who reported to whom: %w", err)
	}
	for _, p := range posts {
		l.now[p.ID] = p.ReportsToID
	}
	l.past = newPast(nil, before).posts
	return l, nil
}

// loadPostsBefore reads what posts were before.
func (s *Service) loadPostsBefore(ctx context.Context, postIDs ...string) ([]PostBefore, error) {
	var before []PostBefore
	if err := s.db.From(ctx).Where("post_id IN ?", postIDs).Order("until_date").Find(&before).Error; err != nil {
		return nil, fmt.Errorf("reading what a post was before: %w", err)
	}
	return before, nil
}

// loadPostsOf reads the posts that are or were in a unit, at any time.
func (s *Service) loadPostsOf(ctx context.Context, unitID string) (unitPosts, error) {
	const ever = "(SELECT id FROM posts WHERE unit_id = ? UNION SELECT post_id FROM former_posts WHERE unit_id = ?)"
	var out unitPosts
	if err := s.db.From(ctx).Where("id IN "+ever, unitID, unitID).Order("title, id").Find(&out.posts).Error; err != nil {
		return out, fmt.Errorf("reading the posts of a unit: %w", err)
	}
	var before []PostBefore
	if err := s.db.From(ctx).Where("post_id IN "+ever, unitID, unitID).Find(&before).Error; err != nil {
		return out, fmt.Errorf("reading what the posts of a unit were before: %w", err)
	}
	out.past = newPast(nil, before)
	return out, nil
}

// keepUnit keeps a unit with its history.
func (s *Service) keepUnit(ctx context.Context, u Unit, h history[Unit]) error {
	last := h.last()
	err := s.db.UpdateVersioned(ctx, "units", u.ID, u.Version, map[string]any{
		"kind": last.Kind, "name": last.Name, "parent_id": last.ParentID, "lead_post_id": last.LeadPostID,
		"from_date": u.FromDate, "to_date": u.ToDate,
	})
	if err != nil {
		return stale(err)
	}
	if err := s.db.From(ctx).Exec("DELETE FROM former_units WHERE unit_id = ?", u.ID).Error; err != nil {
		return fmt.Errorf("keeping what a unit was before: %w", err)
	}
	return add(ctx, s, "what a unit was before", unitsBefore(h))
}

// keepPost keeps a post with its history.
func (s *Service) keepPost(ctx context.Context, p Post, h history[Post]) error {
	last := h.last()
	err := s.db.UpdateVersioned(ctx, "posts", p.ID, p.Version, map[string]any{
		"unit_id": last.UnitID, "title": last.Title, "grade": last.Grade, "reports_to_id": last.ReportsToID,
		"reference": p.Reference, "from_date": p.FromDate, "to_date": p.ToDate,
	})
	if err != nil {
		return stale(err)
	}
	return s.keepPostsBefore(ctx, []string{p.ID}, postsBefore(h))
}

// keepPosts keeps many posts with what they were before. Nobody else can have
// changed them: one change of structure is let through at a time.
func (s *Service) keepPosts(ctx context.Context, u unitPosts) error {
	var before []PostBefore
	for i := range u.posts {
		u.posts[i].Version++
		before = append(before, u.past.posts[u.posts[i].ID]...)
	}
	if err := put(ctx, s, "posts", u.posts); err != nil {
		return err
	}
	return s.keepPostsBefore(ctx, u.ids(), before)
}

func (s *Service) keepPostsBefore(ctx context.Context, ids []string, before []PostBefore) error {
	for len(ids) > 0 {
		n := min(len(ids), batch)
		if err := s.db.From(ctx).Exec("DELETE FROM former_posts WHERE post_id IN ?", ids[:n]).Error; err != nil {
			return fmt.Errorf("keeping what posts were before: %w", err)
		}
		ids = ids[n:]
	}
	return add(ctx, s, "what posts were before", before)
}

// anyHolder is the name of somebody who is in one of the posts after the day, or
// empty.
func (s *Service) anyHolder(ctx context.Context, postIDs []string, after calendar.Date) (string, error) {
	if len(postIDs) == 0 {
		return "", nil
	}
	var names []string
	err := s.db.From(ctx).Table("appointments AS a").Joins("JOIN persons AS p ON p.id = a.person_id").
		Where("a.post_id IN ? AND (a.to_date IS NULL OR a.to_date > ?)", postIDs, after).
		Order("p.name, p.id").Limit(1).Pluck("p.name", &names).Error
	if err != nil {
		return "", fmt.Errorf("looking for who is in a post: %w", err)
	}
	if len(names) == 0 {
		return "", nil
	}
	return names[0], nil
}

// noteHolders writes to the history of everybody who holds one of the posts on
// the day or after it.
func (s *Service) noteHolders(ctx context.Context, postIDs []string, from calendar.Date, act, why string) error {
	if len(postIDs) == 0 {
		return nil
	}
	var ids []string
	err := s.db.From(ctx).Model(&Appointment{}).Distinct("person_id").
		Where("post_id IN ? AND (to_date IS NULL OR to_date >= ?)", postIDs, from).
		Order("person_id").Limit(bound).Pluck("person_id", &ids).Error
	if err != nil {
		return fmt.Errorf("looking for who holds a post: %w", err)
	}
	for _, id := range ids {
		if err := s.note(ctx, id, act, why); err != nil {
			return err
		}
	}
	return nil
}
