package interview

import (
	"context"
	"fmt"
	"slices"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Waits says whether the interview waits for whoever is asking: whether it is their
// turn, and they may take it. A former partner finishes the record that they began.
func (r Reading) Waits(today calendar.Date) bool {
	if r.Forlorn() {
		_, asked := r.chart.Nomination(r.LearnerID)
		return r.Side == Learner && !asked
	}
	if r.WaitsFor(today) != r.Side {
		return false
	}
	if r.left {
		return r.May.Conclude || r.May.Confirm
	}
	switch r.State {
	case Proposed:
		return r.May.Take || r.Lapsed() && r.May.Offer
	case Arranged:
		return r.May.Write && r.over
	case Held, Answered:
		return r.May.Write
	case Shared:
		return r.May.Confirm
	}
	return false
}

// Forlorn says that it is still to come, and there is nobody to talk with: the
// learner chooses a partner, or cancels it.
func (r Reading) Forlorn() bool { return r.comes() && r.chart != nil && r.PartnerNow() == nil }

// Since is since when it waits: since the time was offered, since the two have
// talked, since the record was shared or answered.
func (r Reading) Since() time.Time {
	if r.State == Arranged || r.State == Held {
		return r.Ends()
	}
	return r.MovedAt
}

// Turn is an interview in which it is the turn of whoever is asking, without what was
// written in it.
type Turn struct {
	Reading
	// Other is the other of the two; nil where there is none any more.
	Other *people.Person
}

// Due is an action of whoever is asking whose day has come.
type Due struct {
	Action
	// Other is the other of the two; nil where there is none any more.
	Other *people.Person
}

// Waiting is what waits for whoever is asking in learning interviews.
type Waiting struct {
	Turns []Turn
	// Due are their own actions that are due and not done.
	Due []Due
}

// Waiting lists what waits for whoever is asking, of any year: as the learner, as
// the learning partner of the day, and as who held an interview. One query.
func (s *Service) Waiting(ctx context.Context) (Waiting, error) {
	_, w, err := s.around(ctx)
	return w, err
}

// Around lists the asker's own interviews of a year, the first one first, as
// OfLearner does, and what Waiting lists, in the same query.
func (s *Service) Around(ctx context.Context, year calendar.LearningYear) (mine []Reading, waiting Waiting, err error) {
	return s.around(ctx, year)
}

func (s *Service) around(ctx context.Context, years ...calendar.LearningYear) (mine []Reading, w Waiting, err error) {
	me := actor.From(ctx).PersonID
	if me == "" {
		return nil, w, nil
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, w, err
	}
	today := s.clock.Today()
	rows, err := s.mayWait(ctx, chart, today, years)
	if err != nil {
		return nil, w, err
	}
	last := ""
	for _, row := range rows {
		if row.ID != last { // one row for each action that is due
			last = row.ID
			r := s.reading(ctx, chart, row.Interview.asOf(chart))
			if r.notTheirs() {
				continue
			}
			if r.Waits(today) {
				w.Turns = append(w.Turns, Turn{r, r.other()})
			}
			if r.Side == Learner && slices.ContainsFunc(years, func(y calendar.LearningYear) bool { return y.Holds(r.StartsOn) }) {
				mine = append(mine, r)
			}
		}
		if row.DueID != nil {
			w.Due = append(w.Due, row.due(chart, me))
		}
	}
	number(mine)
	slices.SortStableFunc(w.Due, func(a, b Due) int { return a.DueOn.Compare(b.DueOn) })
	return mine, w, nil
}

// other is the other of the two, as things stand today.
func (r Reading) other() *people.Person {
	if r.Side == Partner {
		return r.chart.Person(r.LearnerID)
	}
	return r.PartnerNow()
}

// aroundRow is an interview, with one of the asker's own actions that is due.
type aroundRow struct {
	Interview   `gorm:"embedded"`
	DueID       *string
	DuePosition int
	DueOwner    Side
	DueText     string
	DueDay      calendar.Date
}

func (r aroundRow) due(chart *people.Chart, me string) Due {
	d := Due{Other: chart.Person(r.LearnerID), Action: Action{
		ID: *r.DueID, InterviewID: r.ID, LearnerID: r.LearnerID, Position: r.DuePosition, Owner: r.DueOwner, Text: r.DueText, DueOn: r.DueDay,
	}}
	if r.LearnerID == me {
		d.Other = chart.Partner(me)
	}
	return d
}

// withoutWords are the columns of an interview but for what was written in it.
const withoutWords = "id, learner_id, partner_id, state, proposed_by_id, starts_at, starts_on, minutes, how, place, topics, prepared_for_id, brought, " +
	"shared_at, confirmed_at, moved_at, cancelled_why, created_at, updated_at, updated_by_id, version"

// nobodyID is the key of nobody.
const nobodyID = "00000000-0000-0000-0000-000000000000"

// mayWait reads the interviews that could wait, those of one's own in the years, and
// those with an action of one's own that is due: as the learner, and as the partner
// of those whose partner one still is. A time to come that was taken by a partner
// before is open again, so it is among them.
func (s *Service) mayWait(ctx context.Context, chart *people.Chart, today calendar.Date, years []calendar.LearningYear) ([]aroundRow, error) {
	me := actor.From(ctx).PersonID
	partner := nobodyID
	if now := chart.Partner(me); now != nil {
		partner = now.ID
	}
	where := "state = ? OR (state = ? AND (starts_on <= ? OR (learner_id = ? AND partner_id <> ?) OR (learner_id <> ? AND partner_id <> ?))) " +
		"OR state IN ? OR due_id IS NOT NULL"
	args := []any{Proposed, Arranged, today, me, partner, me, me, []State{Held, Shared, Answered}}
	for _, year := range years {
		where += " OR (learner_id = ? AND starts_on BETWEEN ? AND ?)"
		args = append(args, me, year.From(), year.To())
	}
	var out []aroundRow
	err := s.visible(ctx, chart).
		Joins(`LEFT JOIN (SELECT id AS due_id, interview_id AS due_of, position AS due_position, owner AS due_owner, text AS due_text, due_on AS due_day
			FROM interview_actions WHERE done_on IS NULL AND due_on <= ? AND (learner_id = ? AND owner = ? OR learner_id IN ? AND owner = ?)) AS due ON due_of = id`,
			today, me, Learner, learnersOf(chart, me), Partner).
		Where("("+where+")", args...).Select(withoutWords + ", due_id, due_position, due_owner, due_text, due_day").
		Order("starts_at, id, due_position").Limit(mostListed).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("looking for what waits in interviews: %w", err)
	}
	return out, nil
}

// number counts a learner's interviews of one year, those cancelled left out.
func number(all []Reading) {
	n := 0
	for i := range all {
		if all[i].State != Cancelled {
			n++
			all[i].Number = n
		}
	}
}
