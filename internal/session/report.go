package session

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/spelling"
)

// Line is one person in the list of accounts.
type Line struct {
	Person  people.Person
	Account Account
	// Left says that the person's last day is over.
	Left bool
}

// Search is what the list of accounts is asked for.
type Search struct {
	// Text is looked for in names and addresses; empty finds everybody.
	Text string
	// State narrows to one state where Narrow is set, as NoAccount is one as well.
	State  State
	Narrow bool
	// Page counts from 1.
	Page int
	// Size is how many a page holds; 0 is as many as a screen does.
	Size int
}

// List is a page of the list of accounts.
type List struct {
	Lines []Line
	// Found is how many there are on all pages, Page and Pages which this is.
	Found, Page, Pages int
	// Counts are of everybody in the staff list or with an account, by state.
	Counts map[State]int
}

// perPage is how many accounts a page of the list shows.
const perPage = 25

// Accounts is the list for whoever manages accounts: everybody who is here, and
// whoever else has an account.
func (s *Service) Accounts(ctx context.Context, q Search) (List, error) {
	chart, err := s.requireManage(ctx)
	if err != nil {
		return List{}, err
	}
	states, err := s.accountStates(ctx)
	if err != nil {
		return List{}, err
	}
	out := List{Counts: map[State]int{}}
	var found []*people.Person
	words := spelling.Of(q.Text)
	for _, p := range everybody(chart, states) {
		state := states[p.ID]
		out.Counts[state]++
		if matches(p, words) && (!q.Narrow || state == q.State) {
			found = append(found, p)
		}
	}
	if q.Size <= 0 {
		q.Size = perPage
	}
	out.Found = len(found)
	out.Pages = max(1, (len(found)+q.Size-1)/q.Size)
	out.Page = min(max(q.Page, 1), out.Pages)
	from := (out.Page - 1) * q.Size
	found = found[from:min(from+q.Size, len(found))]
	out.Lines, err = s.lines(ctx, chart, found)
	return out, err
}

// everybody who is here today, and whoever else has an account, by name.
func everybody(chart *people.Chart, states map[string]State) []*people.Person {
	out := chart.Persons()
	here := make(map[string]bool, len(out))
	for _, p := range out {
		here[p.ID] = true
	}
	var others []*people.Person
	for id := range states {
		if p := chart.Person(id); p != nil && !here[id] {
			others = append(others, p)
		}
	}
	out = append(slices.Clone(out), others...)
	slices.SortFunc(out, func(a, b *people.Person) int {
		return cmp.Or(spelling.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// matches looks for every word in the person's name and address.
func matches(p *people.Person, words spelling.Words) bool {
	return words.In(p.Name, p.KnownAs, p.EmailAddress())
}

func (s *Service) lines(ctx context.Context, chart *people.Chart, whom []*people.Person) ([]Line, error) {
	if len(whom) == 0 {
		return nil, nil
	}
	ids := make([]string, len(whom))
	for i, p := range whom {
		ids[i] = p.ID
	}
	var kept []Account
	err := s.db.From(ctx).Omit("password_hash").Where("person_id IN ?", ids).Find(&kept).Error
	if err != nil {
		return nil, fmt.Errorf("reading accounts: %w", err)
	}
	byID := make(map[string]Account, len(kept))
	for _, a := range kept {
		byID[a.PersonID] = a
	}
	out := make([]Line, len(whom))
	for i, p := range whom {
		out[i] = Line{Person: *p, Account: byID[p.ID], Left: p.Left(chart.On())}
	}
	return out, nil
}

// accountStates is the state of every account, by person.
func (s *Service) accountStates(ctx context.Context) (map[string]State, error) {
	var rows []struct {
		PersonID string
		State    State
	}
	if err := s.db.From(ctx).Raw("SELECT person_id, state FROM accounts").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading the states of accounts: %w", err)
	}
	out := make(map[string]State, len(rows))
	for _, r := range rows {
		out[r.PersonID] = r.State
	}
	return out, nil
}

// States is how each account stands, by person, for who keeps people: who has no
// account is not in it. It says nothing else of anybody's account.
func (s *Service) States(ctx context.Context) (map[string]State, error) {
	if err := s.people.RequireOffice(ctx, access.People, access.Read); err != nil {
		return nil, err
	}
	return s.accountStates(ctx)
}

// One is a person's account, for whoever manages accounts, with the number of
// their open sessions.
func (s *Service) One(ctx context.Context, slug string) (Line, int, error) {
	chart, err := s.requireManage(ctx)
	if err != nil {
		return Line{}, 0, err
	}
	person := chart.PersonBySlug(slug)
	if person == nil {
		return Line{}, 0, fault.NewNotFound("account")
	}
	lines, err := s.lines(ctx, chart, []*people.Person{person})
	if err != nil {
		return Line{}, 0, err
	}
	var open int64
	err = s.db.From(ctx).Model(&Session{}).Where("person_id = ? AND expires_at > ?", person.ID, s.clock.Now()).Count(&open).Error
	if err != nil {
		return Line{}, 0, fmt.Errorf("counting sessions: %w", err)
	}
	return lines[0], int(open), nil
}

// Counts is how many accounts stand in each state, for figures.
func (s *Service) Counts(ctx context.Context) (map[State]int, error) {
	var rows []struct {
		State State
		N     int
	}
	if err := s.db.From(ctx).Raw("SELECT state, COUNT(*) AS n FROM accounts GROUP BY state").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("counting accounts: %w", err)
	}
	out := map[State]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out, nil
}
