package people

import (
	"context"
	"slices"

	"learningyear/internal/calendar"
)

// unitPosts are posts that are or were in a unit.
type unitPosts struct {
	posts []Post
	past  past
}

// only are those with one of the keys.
func (u unitPosts) only(ids []string) unitPosts {
	u.posts = slices.DeleteFunc(slices.Clone(u.posts), func(p Post) bool { return !slices.Contains(ids, p.ID) })
	return u
}

// inAfter are those that are in the unit after the day.
func (u unitPosts) inAfter(unitID string, day calendar.Date) unitPosts {
	u.posts = slices.DeleteFunc(slices.Clone(u.posts), func(p Post) bool {
		if !p.ToDate.IsZero() && !p.ToDate.After(day) {
			return true
		}
		h := u.past.postHistory(p)
		later := h.stretches[h.at(day.AddDays(1)):]
		return !slices.ContainsFunc(later, func(sp stretch[Post]) bool { return sp.state.UnitID == unitID })
	})
	return u
}

func (u unitPosts) ids() []string {
	ids := make([]string, len(u.posts))
	for i, p := range u.posts {
		ids[i] = p.ID
	}
	return ids
}

// movePosts puts those of the posts that are in one unit into another, from a day
// on, and notes it with who holds them.
func (s *Service) movePosts(ctx context.Context, u unitPosts, fromUnit string, into Unit, from calendar.Date) error {
	moved := unitPosts{past: past{posts: map[string][]PostBefore{}}}
	for _, p := range u.posts {
		h, changed := u.past.postHistory(p).replace(from,
			func(p Post) bool { return p.UnitID == fromUnit }, func(p *Post) { p.UnitID = into.ID })
		if changed && (p.ToDate.IsZero() || !p.ToDate.Before(from)) {
			moved.posts = append(moved.posts, h.last())
			moved.past.posts[p.ID] = postsBefore(h)
		}
	}
	if err := s.keepPosts(ctx, moved); err != nil {
		return err
	}
	for _, p := range moved.posts {
		if err := s.notePost(ctx, p, "changed", "from "+from.Short()+": unit"); err != nil {
			return err
		}
	}
	return s.noteHolders(ctx, moved.ids(), from, "moved with the post", "to "+into.Name+", from "+from.Short())
}

// bringBackPosts opens the posts of a unit that ended with it, and puts those back
// that left it on that day.
func (s *Service) bringBackPosts(ctx context.Context, unitID string, lastDay calendar.Date) error {
	all, err := s.loadPostsOf(ctx, unitID)
	if err != nil {
		return err
	}
	back := unitPosts{past: past{posts: map[string][]PostBefore{}}}
	take := func(h history[Post], to calendar.Date) {
		p := h.last()
		p.ToDate = to
		back.posts, back.past.posts[p.ID] = append(back.posts, p), postsBefore(h)
	}
	for _, p := range all.posts {
		h := all.past.postHistory(p)
		at := h.at(lastDay)
		switch {
		case h.stretches[at].state.UnitID != unitID:
		case p.ToDate == lastDay:
			take(h, calendar.Date{})
		case h.stretches[at].until == lastDay && h.stretches[at+1].state.UnitID != unitID:
			elsewhere := h.stretches[at+1].state.UnitID
			h, _ = h.replace(lastDay.AddDays(1), func(p Post) bool { return p.UnitID == elsewhere }, func(p *Post) { p.UnitID = unitID })
			take(h, p.ToDate)
		}
	}
	if err := s.keepPosts(ctx, back); err != nil {
		return err
	}
	for _, p := range back.posts {
		if err := s.notePost(ctx, p, "opened again", "with its unit"); err != nil {
			return err
		}
	}
	return s.noteHolders(ctx, back.ids(), lastDay, "moved back with the post", "from "+lastDay.AddDays(1).Short())
}
