package interview

import (
	"context"
	"fmt"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// May is what whoever is asking may do to an interview as it stands.
type May struct {
	Offer, Take, Cancel, Prepare, Write, Answer, Confirm, Conclude, Note, Tick bool
}

// Reading is an interview as one of the two sees it.
type Reading struct {
	Interview
	// Side is which of the two is asking; Former says that they are the learner's
	// partner no more.
	Side   Side
	Former bool
	// Number is its place in its learning year, from 1; none when cancelled, and in
	// a partner's lists.
	Number int
	May    May

	// over says that the time at which it was to end has passed.
	over  bool
	chart *people.Chart
}

// Get gives an interview to one of its two people; for anybody else it is not
// there. The year start says to which learning year it belongs.
func (s *Service) Get(ctx context.Context, id string, start calendar.YearStart) (Reading, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Reading{}, err
	}
	i, err := s.load(ctx, chart, id)
	if err != nil {
		return Reading{}, err
	}
	r := s.reading(ctx, chart, i)
	if i.State != Cancelled {
		if r.Number, err = s.ordinal(ctx, i, start.YearOf(i.StartsOn)); err != nil {
			return Reading{}, err
		}
	}
	return r, nil
}

func (s *Service) reading(ctx context.Context, chart *people.Chart, i Interview) Reading {
	st := footingOf(chart, actor.From(ctx), i)
	r := Reading{Interview: i, Side: st.side, Former: st.former, over: !i.Ends().After(s.clock.Now()), chart: chart}
	r.May = May{
		Offer: st.permits(Offer, i), Take: st.permits(Take, i), Cancel: st.permits(Cancel, i), Prepare: st.permits(Prepare, i),
		Write: st.permits(Write, i) && !i.StartsOn.After(s.clock.Today()), Answer: st.permits(Answer, i),
		Confirm: st.permits(Confirm, i), Conclude: st.permits(Conclude, i) && i.left && r.over, Note: st.permits(Note, i), Tick: st.permits(Tick, i),
	}
	if i.comes() && chart.Partner(i.LearnerID) == nil {
		r.May.Offer, r.May.Take = false, false // there is nobody to talk with
	}
	if st.side != Partner {
		r.Draft = nil // the partner's own until it is shared
	}
	if me := actor.From(ctx).PersonID; st.side == Partner && i.State.Open() && (i.PreparedForID == nil || *i.PreparedForID != me) {
		r.Topics, r.Brought = "", nil // meant for somebody else
	}
	return r
}

// PartnerNow is who holds the interview as things stand today: what is still to
// come goes with the learner to a new partner. Nil where there is none.
func (r Reading) PartnerNow() *people.Person {
	if r.comes() {
		return r.chart.Partner(r.LearnerID)
	}
	return r.chart.Person(r.PartnerID)
}

// Actions are what the interview agreed, in the order of their dates.
func (s *Service) Actions(ctx context.Context, r Reading) ([]Action, error) {
	if r.chart == nil {
		return nil, fault.NewNotFound(Record)
	}
	return s.actionsOf(ctx, s.visible(ctx, r.chart), "interview_id = ?", r.ID)
}

// Remarks are the answers and notes beside the record, oldest first.
func (s *Service) Remarks(ctx context.Context, r Reading) ([]Remark, error) {
	if r.chart == nil {
		return nil, fault.NewNotFound(Record)
	}
	var out []Remark
	err := s.db.From(ctx).Where("interview_id = ? AND interview_id IN (?)", r.ID, s.visible(ctx, r.chart).Select("id")).
		Order("written_at, id").Limit(mostRemarks).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing the notes: %w", err)
	}
	return out, nil
}

// Before is what two people come back to when they meet again.
type Before struct {
	// Last is the interview before, without what was written in it; nil for none.
	Last *Interview
	// Agreed are the actions of the last one, done or not.
	Agreed []Action
	// StillOpen are those from earlier ones that are not done.
	StillOpen []Action
}

// Before is what was agreed before the interview, as far as whoever is asking
// may read it.
func (s *Service) Before(ctx context.Context, r Reading) (Before, error) {
	if r.chart == nil {
		return Before{}, fault.NewNotFound(Record)
	}
	last, err := list(s.visible(ctx, r.chart).Where("learner_id = ? AND state IN ? AND starts_at < ? AND id <> ?",
		r.LearnerID, []State{Shared, Answered, Confirmed}, r.StartsAt, r.ID), "starts_at DESC, id DESC", 1)
	if err != nil || len(last) == 0 {
		return Before{}, err
	}
	b := Before{Last: &last[0]}
	all, err := s.actionsOf(ctx, s.visible(ctx, r.chart), "learner_id = ? AND (interview_id = ? OR done_on IS NULL) AND interview_id <> ?",
		r.LearnerID, b.Last.ID, r.ID)
	if err != nil {
		return Before{}, err
	}
	for _, a := range all {
		if a.InterviewID == b.Last.ID {
			b.Agreed = append(b.Agreed, a)
		} else {
			b.StillOpen = append(b.StillOpen, a)
		}
	}
	return b, nil
}

// Entries are the learner's diary entries of the year that both read, newest
// first, at most a page of them, and how many there are in all.
func (s *Service) Entries(ctx context.Context, r Reading, year calendar.LearningYear) ([]Quote, int, error) {
	var out []Quote
	if r.Side == Learner {
		all, err := s.diary.Year(ctx, year)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range slices.Backward(all) {
			if e.SharedPartner {
				out = append(out, quoteOf(e))
			}
		}
		return out[:min(len(out), diary.PageSize)], len(out), nil
	}
	list, err := s.diary.SharedWithMe(ctx, r.LearnerID, 1)
	if fault.Is(err, fault.NotFound) { // no longer the partner
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	for _, e := range list.Entries {
		out = append(out, quoteOf(e))
	}
	return out, list.Counts.All, nil
}

// Brought are the entries that the learner brings, as they read now and as far
// as whoever is asking may read them.
func (s *Service) Brought(ctx context.Context, r Reading) ([]Quote, error) {
	entries, err := s.diary.ByIDs(ctx, r.Brought)
	if err != nil {
		return nil, err
	}
	out := make([]Quote, 0, len(entries))
	for _, e := range entries {
		out = append(out, quoteOf(e))
	}
	return out, nil
}

// OfLearner lists a learner's interviews of a year, the first one first, as far
// as whoever is asking may read them, without what was written.
func (s *Service) OfLearner(ctx context.Context, learnerID string, year calendar.LearningYear) ([]Reading, error) {
	return s.readings(ctx, year, "learner_id = ?", learnerID)
}

// AsPartner lists the interviews of a year in which whoever is asking is or was
// the learning partner, the first one first.
func (s *Service) AsPartner(ctx context.Context, year calendar.LearningYear) ([]Reading, error) {
	me := actor.From(ctx).PersonID
	if me == "" {
		return nil, nil
	}
	return s.readings(ctx, year, "learner_id <> ?", me)
}

func (s *Service) readings(ctx context.Context, year calendar.LearningYear, where string, args ...any) ([]Reading, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := list(inYear(s.visible(ctx, chart), year).Where(where, args...), "starts_at, id", mostListed)
	if err != nil {
		return nil, err
	}
	out := make([]Reading, 0, len(rows))
	for _, i := range rows {
		r := s.reading(ctx, chart, i.asOf(chart))
		if r.notTheirs() {
			continue
		}
		out = append(out, r)
	}
	// A partner may not see all of a learner's, so only the learner counts.
	if len(out) > 0 && out[0].Side == Learner {
		number(out)
	}
	return out, nil
}

// HasHeld says whether whoever is asking has ever held an interview as a learning
// partner: those records stay theirs to read.
func (s *Service) HasHeld(ctx context.Context) (bool, error) {
	me := actor.From(ctx).PersonID
	if me == "" {
		return false, nil
	}
	var ids []string
	err := s.db.From(ctx).Model(&Interview{}).Where("partner_id = ? AND state IN ?", me, happened).Limit(1).Pluck("id", &ids).Error
	if err != nil {
		return false, fmt.Errorf("looking for interviews held as a partner: %w", err)
	}
	return len(ids) > 0, nil
}

// OpenActions are the actions of the learners that are not done, by learner, the
// first due first, as far as whoever is asking may read them.
func (s *Service) OpenActions(ctx context.Context, learnerIDs []string) (map[string][]Action, error) {
	out := map[string][]Action{}
	if len(learnerIDs) == 0 {
		return out, nil
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.actionsOf(ctx, s.visible(ctx, chart), "done_on IS NULL AND learner_id IN ?", learnerIDs)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		out[a.LearnerID] = append(out[a.LearnerID], a)
	}
	return out, nil
}

// Dated is that an interview was held, or is arranged, and when: all that
// anybody but the two may know.
type Dated struct {
	ID      string
	On      calendar.Date
	Minutes int
	How     How
	// Held says that they have talked; else it is arranged.
	Held bool
	// Confirmed says that the learner has confirmed the record.
	Confirmed bool
	PartnerID string
}

// Dates are the interviews held and arranged in a year, by learner, in order,
// of those whose dates whoever is asking may know; others are left out.
func (s *Service) Dates(ctx context.Context, learnerIDs []string, year calendar.LearningYear) (map[string][]Dated, error) {
	ids, chart, err := s.those(ctx, learnerIDs, access.ReadState)
	if err != nil {
		return nil, err
	}
	return s.dated(ctx, chart, ids, year)
}

// Tally is how many interviews of a year are held and how many are to come.
type Tally struct{ Held, Arranged int }

// Counts are the numbers of interviews in a year, by learner, of those whose
// interviews whoever is asking may count; others are left out. Those without any
// have the zero Tally.
func (s *Service) Counts(ctx context.Context, learnerIDs []string, year calendar.LearningYear) (map[string]Tally, error) {
	ids, chart, err := s.those(ctx, learnerIDs, access.Count)
	if err != nil {
		return nil, err
	}
	dates, err := s.dated(ctx, chart, ids, year)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Tally, len(ids))
	for _, id := range ids {
		out[id] = TallyOf(dates[id])
	}
	return out, nil
}

// TallyOf counts.
func TallyOf(dates []Dated) Tally {
	var t Tally
	for _, d := range dates {
		if d.Held {
			t.Held++
		} else {
			t.Arranged++
		}
	}
	return t
}

func (s *Service) those(ctx context.Context, ids []string, act access.Act) ([]string, *people.Chart, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, nil, err
	}
	who := actor.From(ctx)
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		// The operator's command line exports whole reports, which hold the dates.
		if who.System || access.Can(chart.RelationTo(who, id), access.Interview, act) {
			out = append(out, id)
		}
	}
	return out, chart, nil
}

// fewEnough is how many keys go into one statement; above it, all of a year are
// read and the others left out here.
const fewEnough = 500

func (s *Service) dated(ctx context.Context, chart *people.Chart, ids []string, year calendar.LearningYear) (map[string][]Dated, error) {
	out := make(map[string][]Dated, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	q := inYear(s.db.From(ctx).Model(&Interview{}), year).Where("state IN ?", append([]State{Arranged}, happened...))
	if len(ids) <= fewEnough {
		q = q.Where("learner_id IN ?", ids)
	}
	rows, err := q.Select("id, learner_id, partner_id, starts_on, minutes, how, state").Order("starts_on, id").Rows()
	if err != nil {
		return nil, fmt.Errorf("reading the dates of interviews: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var i Interview
		if err := rows.Scan(&i.ID, &i.LearnerID, &i.PartnerID, &i.StartsOn, &i.Minutes, &i.How, &i.State); err != nil {
			return nil, fmt.Errorf("reading the date of an interview: %w", err)
		}
		i = i.asOf(chart)
		if !wanted[i.LearnerID] || i.State == Proposed { // arranged with a partner who is one no more
			continue
		}
		out[i.LearnerID] = append(out[i.LearnerID], Dated{
			ID: i.ID, On: i.StartsOn, Minutes: i.Minutes, How: i.How, Held: i.State.Happened(), Confirmed: i.State == Confirmed, PartnerID: i.PartnerID,
		})
	}
	return out, rows.Err()
}

// Gathered is what an appraisal takes from a year's interviews: that they were
// held, and never what was said.
type Gathered struct {
	On        calendar.Date
	Minutes   int
	How       How
	Partner   string
	Confirmed bool
}

// Gather lists the interviews that a person held in a year, in order.
func (s *Service) Gather(ctx context.Context, personID string, year calendar.LearningYear) ([]Gathered, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	dates, err := s.Dates(ctx, []string{personID}, year)
	if err != nil {
		return nil, err
	}
	var out []Gathered
	for _, d := range dates[personID] {
		if d.Held {
			out = append(out, Gathered{On: d.On, Minutes: d.Minutes, How: d.How, Partner: chart.Name(d.PartnerID), Confirmed: d.Confirmed})
		}
	}
	return out, nil
}
