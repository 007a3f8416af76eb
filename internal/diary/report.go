package diary

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// PageSize is how many entries a page of a diary shows.
const PageSize = 20

// Show is which entries of a diary are listed.
type Show string

// The filters of a diary.
const (
	ShowAll       Show = ""
	ShowShared    Show = "shared"
	ShowOffTheJob Show = "off-the-job"
	ShowDeleted   Show = "deleted"
)

// Filter is what is asked for of the actor's own diary.
type Filter struct {
	Show Show
	// Year narrows the list to a learning year; the zero year is all.
	Year calendar.LearningYear
	// Query is looked for in all that was written: every word of it, anywhere.
	Query string
	// Page counts from 1.
	Page int
}

// Counts are how many entries there are behind each filter, in the same year and
// for the same query.
type Counts struct {
	All       int
	Shared    int
	OffTheJob int
	Deleted   int
}

// Of is the number behind a filter.
func (n Counts) Of(s Show) int {
	switch s {
	case ShowShared:
		return n.Shared
	case ShowOffTheJob:
		return n.OffTheJob
	case ShowDeleted:
		return n.Deleted
	}
	return n.All
}

// Listing is one page of a diary.
type Listing struct {
	Entries []Entry
	Counts  Counts
	// Page and Pages count from 1.
	Page  int
	Pages int
	// First is the date of the earliest entry; none in an empty diary.
	First calendar.Date
}

// List is a page of the actor's own diary, newest first.
func (s *Service) List(ctx context.Context, f Filter) (Listing, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return Listing{}, err
	}
	var out Listing
	if out.Counts, err = s.counts(ctx, v, f); err != nil {
		return out, err
	}
	out.Pages = max(1, (out.Counts.Of(f.Show)+PageSize-1)/PageSize)
	out.Page = min(max(1, f.Page), out.Pages)
	f.Page = out.Page
	if out.First, err = s.first(ctx, v); err != nil {
		return out, err
	}
	out.Entries, err = s.page(ctx, v, f)
	return out, err
}

// SharedWithMe is a page of what the person shares with the actor today, newest
// first, and how many entries that is. A person who is nothing to the actor is
// not there.
func (s *Service) SharedWithMe(ctx context.Context, personID string, page int) (Listing, error) {
	who := actor.From(ctx)
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Listing{}, err
	}
	if chart.Person(personID) == nil || !chart.RelationTo(who, personID).Has(Sharable) {
		return Listing{}, fault.NewNotFound("diary")
	}
	v := viewerOn(chart, who)
	q := s.see(ctx, v).Where("person_id = ? AND state = 'kept'", personID)
	var n int64
	if err := q.Count(&n).Error; err != nil {
		return Listing{}, fmt.Errorf("counting shared diary entries: %w", err)
	}
	out := Listing{Counts: Counts{All: int(n)}, Pages: max(1, (int(n)+PageSize-1)/PageSize)}
	out.Page = min(max(1, page), out.Pages)
	err = s.see(ctx, v).Where("person_id = ? AND state = 'kept'", personID).
		Order(newestFirst).Offset((out.Page - 1) * PageSize).Limit(PageSize).Find(&out.Entries).Error
	if err != nil {
		return out, fmt.Errorf("listing shared diary entries: %w", err)
	}
	return out, nil
}

// Home is what My year shows of the actor's diary.
type Home struct {
	// Days are the entries of the year, oldest first.
	Days []Day
	// Ago is the entry nearest to a year old today; nil for none.
	Ago *Entry
}

// Home reads a year's days and the entry of a year ago, in one query.
func (s *Service) Home(ctx context.Context, year calendar.LearningYear) (Home, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return Home{}, err
	}
	today := s.clock.Today()
	from, to := aroundAYearAgo(today)
	var rows []Entry
	err = s.see(ctx, v).Where("person_id = ? AND state = 'kept'", v.me).
		Where("(happened_on BETWEEN ? AND ? OR happened_on BETWEEN ? AND ?)", year.From(), year.To(), from, to).
		Select("id, number, happened_on, place, minutes, CASE WHEN happened_on BETWEEN ? AND ? THEN learned ELSE '' END AS learned", from, to).
		Order("happened_on, number").Limit(manyEntries).Find(&rows).Error
	if err != nil {
		return Home{}, fmt.Errorf("reading the diary for My year: %w", err)
	}
	var out Home
	for _, e := range rows {
		if year.Holds(e.HappenedOn) {
			out.Days = append(out.Days, dayOf(e.HappenedOn, e.Place, e.Minutes))
		}
	}
	if ago, ok := YearAgo(rows, today); ok {
		out.Ago = &ago
	}
	return out, nil
}

// manyEntries bounds what is read of one year for lists without pages.
const manyEntries = 1000

// Year lists the actor's own kept entries of a learning year, oldest first: for
// the year as a list, and for choosing what to bring to an appraisal.
func (s *Service) Year(ctx context.Context, year calendar.LearningYear) ([]Entry, error) {
	v, _, err := s.owner(ctx)
	if err != nil {
		return nil, err
	}
	var out []Entry
	err = within(s.see(ctx, v).Where("person_id = ? AND state = 'kept'", v.me), year).
		Order("happened_on, number").Limit(manyEntries).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("listing a year of the diary: %w", err)
	}
	return out, nil
}

// ByIDs loads the entries among the keys that the actor may see, oldest first.
// Keys of others are passed over.
func (s *Service) ByIDs(ctx context.Context, ids []string) ([]Entry, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	return s.byIDs(ctx, viewerOn(chart, actor.From(ctx)), "", ids)
}

// Chosen loads the entries among the keys that are the owner's and not deleted,
// oldest first, whoever asks: for a record (an appraisal) for which the owner
// chose them. Who may read that record is its own business; choosing for it is
// the owner's act alone and must have been checked with [Service.ByIDs].
func (s *Service) Chosen(ctx context.Context, ownerID string, ids []string) ([]Entry, error) {
	if uuid.Validate(ownerID) != nil {
		return nil, nil
	}
	return s.byIDs(ctx, viewer{chosenOf: ownerID, chosen: valid(ids)}, ownerID, ids)
}

func (s *Service) byIDs(ctx context.Context, v viewer, ownerID string, ids []string) ([]Entry, error) {
	ids = valid(ids)
	if len(ids) == 0 {
		return nil, nil
	}
	q := s.see(ctx, v).Where("id IN ? AND state = 'kept'", ids)
	if ownerID != "" {
		q = q.Where("person_id = ?", ownerID)
	}
	var out []Entry
	if err := q.Order("happened_on, number").Limit(manyEntries).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("loading diary entries: %w", err)
	}
	return out, nil
}

// valid drops what is no key: PostgreSQL would refuse the whole query for it.
func valid(ids []string) []string {
	var out []string
	for _, id := range ids {
		if len(id) == 36 && uuid.Validate(id) == nil && len(out) < manyEntries {
			out = append(out, id)
		}
	}
	return out
}

// Day is what a diary shows of a day without its words: for the year's line.
type Day struct {
	On calendar.Date
	// OffTheJob are the minutes of off-the-job learning of that entry; 0 for none.
	OffTheJob int
}

func dayOf(on calendar.Date, place Place, minutes int) Day {
	if place != OffTheJob {
		minutes = 0
	}
	return Day{on, minutes}
}

// Dates lists one Day for each kept entry of the person in the year, oldest
// first. It holds no words; whose year's line may be seen is for the page's own
// record (plan, appraisal) to decide.
func (s *Service) Dates(ctx context.Context, personID string, year calendar.LearningYear) ([]Day, error) {
	if uuid.Validate(personID) != nil {
		return nil, nil
	}
	var rows []struct {
		HappenedOn calendar.Date
		Place      Place
		Minutes    int
	}
	err := s.db.From(ctx).Raw(`SELECT happened_on, place, minutes
		FROM diary_entries WHERE person_id = ? AND state = 'kept' AND happened_on BETWEEN ? AND ?
		ORDER BY happened_on, number LIMIT ?`, personID, year.From(), year.To(), manyEntries).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the days of a diary: %w", err)
	}
	out := make([]Day, 0, len(rows))
	for _, r := range rows {
		out = append(out, dayOf(r.HappenedOn, r.Place, r.Minutes))
	}
	return out, nil
}

// Gather is what an appraisal takes from a person's year in one query: its days,
// and the words of those entries that the person chose to bring, oldest first.
// Who may read that record is its own business; choosing is the owner's act
// alone. Of all other entries no word is read.
func (s *Service) Gather(ctx context.Context, personID string, year calendar.LearningYear, chosen []string) ([]Day, []Entry, error) {
	if uuid.Validate(personID) != nil {
		return nil, nil, nil
	}
	var rows []struct {
		ID         string
		HappenedOn calendar.Date
		Minutes    int
		Chosen     bool
		Learned    string
		NextStep   string
	}
	ids := valid(chosen)
	err := s.db.From(ctx).Raw(`SELECT id, happened_on, CASE WHEN place = 'off_the_job' THEN minutes ELSE 0 END AS minutes,
			id IN ? AS chosen, CASE WHEN id IN ? THEN learned ELSE '' END AS learned,
			CASE WHEN id IN ? THEN next_step ELSE '' END AS next_step
		FROM diary_entries WHERE person_id = ? AND state = 'kept' AND happened_on BETWEEN ? AND ?
		ORDER BY happened_on, number LIMIT ?`, ids, ids, ids, personID, year.From(), year.To(), manyEntries).Scan(&rows).Error
	if err != nil {
		return nil, nil, fmt.Errorf("gathering a year of a diary: %w", err)
	}
	days := make([]Day, 0, len(rows))
	var brought []Entry
	for _, r := range rows {
		days = append(days, Day{r.HappenedOn, r.Minutes})
		if r.Chosen {
			brought = append(brought, Entry{ID: r.ID, PersonID: personID, HappenedOn: r.HappenedOn, Learned: r.Learned, NextStep: r.NextStep})
		}
	}
	return days, brought, nil
}

// Figures are one person's numbers of a year.
type Figures struct {
	Entries int
	// OffTheJob are the minutes of learning off the job; see [HalfDays].
	OffTheJob int
}

// OffTheJobMinutes are the minutes of learning off the job that the person's
// diary holds in the year.
func (s *Service) OffTheJobMinutes(ctx context.Context, personID string, year calendar.LearningYear) (int, error) {
	all, err := s.Figures(ctx, []string{personID}, year)
	return all[personID].OffTheJob, err
}

// Figures are the numbers of each of the persons in the year, in one query; who
// has no entry is not in the map. It holds no words: whose figures a page may
// show, and from how many people on, is for the page's own rules.
func (s *Service) Figures(ctx context.Context, personIDs []string, year calendar.LearningYear) (map[string]Figures, error) {
	out := map[string]Figures{}
	var ids []string
	for _, id := range personIDs {
		if uuid.Validate(id) == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		PersonID string
		Entries  int
		Minutes  int
	}
	err := s.db.From(ctx).Raw(`SELECT person_id, count(*) AS entries,
			sum(CASE WHEN place = 'off_the_job' THEN minutes ELSE 0 END) AS minutes
		FROM diary_entries WHERE person_id IN ? AND state = 'kept' AND happened_on BETWEEN ? AND ?
		GROUP BY person_id`, ids, year.From(), year.To()).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting diaries: %w", err)
	}
	for _, r := range rows {
		out[r.PersonID] = Figures{r.Entries, r.Minutes}
	}
	return out, nil
}
