package people

import (
	"slices"
	"strings"
	"testing"

	"learningyear/internal/access"
)

func TestManaged(t *testing.T) {
	s := college()
	s.Delegates = append(s.Delegates,
		Delegate{ID: "d1", ManagerID: "dan", DelegateID: "tom", Scope: PlansOnly, FromDate: day("2026-03-01"), ToDate: day("2026-03-31")},
		Delegate{ID: "d2", ManagerID: "dan", DelegateID: "amina", FromDate: day("2026-03-01"), ToDate: day("2026-03-31")},
	)
	for _, tc := range []struct {
		on, who string
		over    []access.Record
		want    string
	}{
		{"2026-03-10", "dan", nil, "amina joy"},
		{"2026-03-10", "tom", nil, ""},
		{"2026-03-10", "tom", []access.Record{access.LearningPlan}, "amina joy"},
		{"2026-03-10", "tom", []access.Record{access.Appraisal}, ""},
		{"2026-03-10", "amina", nil, "joy"}, // never oneself
		{"2026-04-01", "tom", []access.Record{access.LearningPlan}, ""},
		{"2026-04-01", "amina", nil, ""},
	} {
		var got []string
		for _, p := range Draw(s, day(tc.on)).Managed(tc.who, tc.over...) {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("on %s %s manages %q over %v, want %q", tc.on, tc.who, got, tc.over, tc.want)
		}
	}
}

func TestWithoutManagerCountsThoseToMend(t *testing.T) {
	s := college()
	c := Draw(s, day("2026-03-10"))
	if got, want := c.WithoutManager(), len(c.Mend(10).NoManager); got != want {
		t.Errorf("%d have no manager, and %d are to mend", got, want)
	}
	s.Units[0].LeadPostID = nil // then nobody is the head of all
	c = Draw(s, day("2026-03-10"))
	if got, want := c.WithoutManager(), len(c.Mend(10).NoManager); got != want || got == 0 {
		t.Errorf("without a head %d have no manager, and %d are to mend", got, want)
	}
}

func TestRefusals(t *testing.T) {
	s := college()
	s.Partnerships = nil
	add := func(learner, partner string, state PartnershipState, from, to string) {
		p := Partnership{ID: learner + from, LearnerID: learner, PartnerID: partner, State: state, FromDate: day(from)}
		if to != "" {
			p.ToDate = day(to)
		}
		s.Partnerships = append(s.Partnerships, p)
	}
	add("amina", "tom", Declined, "2026-03-01", "2026-03-04")
	add("amina", "bob", Declined, "2026-03-10", "2026-03-09") // asked and refused in one day
	add("joy", "tom", Declined, "2026-03-02", "2026-03-06")
	add("joy", "bob", Nominated, "2026-04-01", "")
	add("bob", "tom", Withdrawn, "2026-03-02", "2026-03-06")
	add("tom", "bob", Declined, "2025-01-02", "2025-01-06") // long ago
	for on, want := range map[string][]string{
		"2026-03-04": {}, "2026-03-05": {"amina tom 2026-03-05"}, "2026-03-08": {"amina tom 2026-03-05", "joy tom 2026-03-07"},
		"2026-03-20": {"joy tom 2026-03-07", "amina bob 2026-03-10"}, "2026-04-01": {"amina bob 2026-03-10"}, "2027-04-01": {},
	} {
		got := []string{}
		for _, r := range Draw(s, day(on)).Refusals() {
			got = append(got, r.LearnerID+" "+r.PartnerID+" "+r.On.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("on %s: %q, want %q", on, got, want)
		}
	}
	for i := range s.Persons {
		if s.Persons[i].ID == "bob" {
			s.Persons[i].LeftOn = day("2026-04-10") // without an answer to Joy
		}
	}
	if got := Draw(s, day("2026-04-10")).Refusals(); slices.ContainsFunc(got, func(r Refusal) bool { return r.LearnerID == "joy" }) {
		t.Errorf("on his last day Bob may still answer: %+v", got)
	}
	if got := Draw(s, day("2026-04-11")).Refusals(); !slices.Contains(got, Refusal{LearnerID: "joy", PartnerID: "bob", On: day("2026-04-11"), Left: true}) {
		t.Errorf("who was asked has left: %+v", got)
	}
}
