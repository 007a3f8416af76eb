package people

import (
	"slices"

	"learningyear/internal/calendar"
)

// UnitBefore is how a unit was until a day, on which it changed. It held from the
// day after the one before it, or from the unit's first day; what holds since the
// last of them is in the unit itself.
type UnitBefore struct {
	UnitID     string        `gorm:"primaryKey"`
	UntilDate  calendar.Date `gorm:"primaryKey"`
	Kind       Kind
	Name       string
	ParentID   *string
	LeadPostID *string
}

// TableName is the table of what units were before.
func (UnitBefore) TableName() string { return "former_units" }

// PostBefore is how a post was until a day, as UnitBefore is of a unit.
type PostBefore struct {
	PostID      string        `gorm:"primaryKey"`
	UntilDate   calendar.Date `gorm:"primaryKey"`
	UnitID      string
	Title       string
	Grade       string
	ReportsToID *string
}

// TableName is the table of what posts were before.
func (PostBefore) TableName() string { return "former_posts" }

// Period is when the unit is there.
func (u Unit) Period() calendar.Period { return calendar.Period{From: u.FromDate, To: u.ToDate} }

// Period is when the post is there.
func (p Post) Period() calendar.Period { return calendar.Period{From: p.FromDate, To: p.ToDate} }

// as is the unit as it was then.
func (u Unit) as(b UnitBefore) Unit {
	u.Kind, u.Name, u.ParentID, u.LeadPostID = b.Kind, b.Name, b.ParentID, b.LeadPostID
	return u
}

// as is the post as it was then.
func (p Post) as(b PostBefore) Post {
	p.UnitID, p.Title, p.Grade, p.ReportsToID = b.UnitID, b.Title, b.Grade, b.ReportsToID
	return p
}

// past is what units and posts were before, the oldest of each first.
type past struct {
	units map[string][]UnitBefore
	posts map[string][]PostBefore
}

func newPast(units []UnitBefore, posts []PostBefore) past {
	p := past{map[string][]UnitBefore{}, map[string][]PostBefore{}}
	for _, b := range units {
		p.units[b.UnitID] = append(p.units[b.UnitID], b)
	}
	for _, b := range posts {
		p.posts[b.PostID] = append(p.posts[b.PostID], b)
	}
	for _, all := range p.units {
		slices.SortFunc(all, func(a, b UnitBefore) int { return a.UntilDate.Compare(b.UntilDate) })
	}
	for _, all := range p.posts {
		slices.SortFunc(all, func(a, b PostBefore) int { return a.UntilDate.Compare(b.UntilDate) })
	}
	return p
}

// unit is the unit as it was on the day.
func (p past) unit(u Unit, on calendar.Date) Unit {
	for _, b := range p.units[u.ID] {
		if !b.UntilDate.Before(on) {
			return u.as(b)
		}
	}
	return u
}

// post is the post as it was on the day.
func (p past) post(x Post, on calendar.Date) Post {
	for _, b := range p.posts[x.ID] {
		if !b.UntilDate.Before(on) {
			return x.as(b)
		}
	}
	return x
}

// stretch is one state of a unit or post until its last day; the last stretch has
// none.
type stretch[S any] struct {
	until calendar.Date
	state S
}

// facet is one thing in which a unit or post can change.
type facet[S any] struct {
	label string
	text  func(S) string
	take  func(to *S, from S)
}

// history is everything that a unit or post has been, from its first day, without
// a gap.
type history[S any] struct {
	from      calendar.Date
	stretches []stretch[S]
	facets    []facet[S]
}

func unitFacets() []facet[Unit] {
	return []facet[Unit]{
		{"name", func(u Unit) string { return u.Name }, func(to *Unit, from Unit) { to.Name = from.Name }},
		{"kind", func(u Unit) string { return string(u.Kind) }, func(to *Unit, from Unit) { to.Kind = from.Kind }},
		{"part of", func(u Unit) string { return value(u.ParentID) }, func(to *Unit, from Unit) { to.ParentID = from.ParentID }},
		{"lead", func(u Unit) string { return value(u.LeadPostID) }, func(to *Unit, from Unit) { to.LeadPostID = from.LeadPostID }},
	}
}

func postFacets() []facet[Post] {
	return []facet[Post]{
		{"title", func(p Post) string { return p.Title }, func(to *Post, from Post) { to.Title = from.Title }},
		{"grade", func(p Post) string { return p.Grade }, func(to *Post, from Post) { to.Grade = from.Grade }},
		{"unit", func(p Post) string { return p.UnitID }, func(to *Post, from Post) { to.UnitID = from.UnitID }},
		{"reports to", func(p Post) string { return value(p.ReportsToID) }, func(to *Post, from Post) { to.ReportsToID = from.ReportsToID }},
	}
}

func (p past) unitHistory(u Unit) history[Unit] {
	h := history[Unit]{from: u.FromDate, facets: unitFacets()}
	for _, b := range p.units[u.ID] {
		h.stretches = append(h.stretches, stretch[Unit]{b.UntilDate, u.as(b)})
	}
	h.stretches = append(h.stretches, stretch[Unit]{state: u})
	return h
}

func (p past) postHistory(x Post) history[Post] {
	h := history[Post]{from: x.FromDate, facets: postFacets()}
	for _, b := range p.posts[x.ID] {
		h.stretches = append(h.stretches, stretch[Post]{b.UntilDate, x.as(b)})
	}
	h.stretches = append(h.stretches, stretch[Post]{state: x})
	return h
}

// at is the place of the stretch that holds on the day.
func (h history[S]) at(on calendar.Date) int {
	for i, s := range h.stretches {
		if s.until.IsZero() || !s.until.Before(on) {
			return i
		}
	}
	return len(h.stretches) - 1
}

// on is the state on the day.
func (h history[S]) on(day calendar.Date) S { return h.stretches[h.at(day)].state }

// last is the state that has no end yet.
func (h history[S]) last() S { return h.stretches[len(h.stretches)-1].state }

// begins is the first day of a stretch.
func (h history[S]) begins(i int) calendar.Date {
	if i == 0 {
		return h.from
	}
	return h.stretches[i-1].until.AddDays(1)
}

// differ are the labels of what differs between two states.
func (h history[S]) differ(a, b S) []string {
	var labels []string
	for _, f := range h.facets {
		if f.text(a) != f.text(b) {
			labels = append(labels, f.label)
		}
	}
	return labels
}

// copied is the history with stretches of its own, to be changed.
func (h history[S]) copied() history[S] {
	h.stretches = slices.Clone(h.stretches)
	return h
}

// cut makes a stretch begin on the day, and gives its place. A day before the
// first is the first.
func (h *history[S]) cut(day calendar.Date) int {
	i := h.at(day)
	if !day.After(h.begins(i)) {
		return i
	}
	h.stretches = slices.Insert(h.stretches, i, stretch[S]{day.AddDays(-1), h.stretches[i].state})
	return i + 1
}

// joined drops the boundaries at which nothing changes.
func (h history[S]) joined() history[S] {
	var kept []stretch[S]
	for i, s := range h.stretches {
		if i+1 < len(h.stretches) && len(h.differ(s.state, h.stretches[i+1].state)) == 0 {
			continue
		}
		kept = append(kept, s)
	}
	h.stretches = kept
	return h
}

// change is "it changed": what differs between the state shown and the one wanted
// is so from the day on, for as long as nothing else was said of it after.
func (h history[S]) change(shown, want S, day calendar.Date) (history[S], []string) {
	h = h.copied()
	first := h.cut(day)
	return h.rewrite(shown, want, first, first)
}

// correct is "it was wrong": what differs between the state on the day shown and
// the one wanted is put right for the whole time in which it was said.
func (h history[S]) correct(on calendar.Date, want S) (history[S], []string) {
	h = h.copied()
	at := h.at(on)
	return h.rewrite(h.stretches[at].state, want, 0, at)
}

// rewrite sets each facet that differs, from the stretch at on and back to the
// earliest allowed, as far as it was said without a break.
func (h history[S]) rewrite(shown, want S, earliest, at int) (history[S], []string) {
	var what []string
	for _, f := range h.facets {
		if f.text(shown) == f.text(want) {
			continue
		}
		what = append(what, f.label)
		was := f.text(h.stretches[at].state)
		for i := at; i < len(h.stretches) && f.text(h.stretches[i].state) == was; i++ {
			f.take(&h.stretches[i].state, want)
		}
		for i := at - 1; i >= earliest && f.text(h.stretches[i].state) == was; i-- {
			f.take(&h.stretches[i].state, want)
		}
	}
	return h.joined(), what
}

// replace changes every stretch from the day on that fits; it says whether any did.
func (h history[S]) replace(day calendar.Date, fits func(S) bool, edit func(*S)) (history[S], bool) {
	if !slices.ContainsFunc(h.stretches[h.at(day):], func(s stretch[S]) bool { return fits(s.state) }) {
		return h, false
	}
	h = h.copied()
	for i := h.cut(day); i < len(h.stretches); i++ {
		if fits(h.stretches[i].state) {
			edit(&h.stretches[i].state)
		}
	}
	return h.joined(), true
}

// until drops the stretches that begin after the day.
func (h history[S]) until(day calendar.Date) history[S] {
	h = h.copied()
	h.stretches = h.stretches[:h.at(day)+1]
	h.stretches[len(h.stretches)-1].until = calendar.Date{}
	return h
}

// takenBack is the history without its last change, where there is one.
func (h history[S]) takenBack() (history[S], bool) {
	n := len(h.stretches)
	if n < 2 {
		return h, false
	}
	h = h.copied()
	h.stretches = h.stretches[:n-1]
	h.stretches[n-2].until = calendar.Date{}
	return h, true
}

// unitsBefore are the rows of what a unit was before.
func unitsBefore(h history[Unit]) []UnitBefore {
	var rows []UnitBefore
	for _, s := range h.stretches[:len(h.stretches)-1] {
		u := s.state
		rows = append(rows, UnitBefore{u.ID, s.until, u.Kind, u.Name, u.ParentID, u.LeadPostID})
	}
	return rows
}

// postsBefore are the rows of what a post was before.
func postsBefore(h history[Post]) []PostBefore {
	var rows []PostBefore
	for _, s := range h.stretches[:len(h.stretches)-1] {
		p := s.state
		rows = append(rows, PostBefore{p.ID, s.until, p.UnitID, p.Title, p.Grade, p.ReportsToID})
	}
	return rows
}

// shownOn is the day whose state a page about something shows: today, or where it
// is not there yet its first day, and where it has ended its last.
func shownOn(p calendar.Period, today calendar.Date) calendar.Date {
	switch {
	case today.Before(p.From):
		return p.From
	case !p.To.IsZero() && today.After(p.To):
		return p.To
	}
	return today
}
