package figures

import (
	"cmp"
	"context"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/interview"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/spelling"
)

// Sources are the rooms whose numbers are put together.
type Sources struct {
	Plans      *plan.Service
	Interviews *interview.Service
	Diary      *diary.Service
	Appraisals *appraisal.Service
}

// Service makes figures.
type Service struct {
	people  *people.Service
	clock   *clock.Clock
	sources Sources
}

// NewService makes the service.
func NewService(p *people.Service, c *clock.Clock, sources Sources) *Service {
	return &Service{people: p, clock: c, sources: sources}
}

// OfDivision are the figures of a division, unit by unit, of the people who work
// in it today: for its lead, the coordinator and the auditor. For anybody else it
// is not there.
func (s *Service) OfDivision(ctx context.Context, unitID string, year calendar.LearningYear, settings organisation.Settings) (Report, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Report{}, err
	}
	unit := chart.Unit(unitID)
	if unit == nil || unit.Kind != people.Division {
		return Report{}, fault.NewNotFound("division")
	}
	rel := chart.OfficesOf(actor.From(ctx))
	if lead := chart.Lead(unit.ID); lead != nil && lead.ID == actor.From(ctx).PersonID {
		rel |= access.DivisionalManager
	}
	if err := access.Require(rel, access.Figures, access.Read); err != nil {
		return Report{}, err
	}
	below := func(p *people.Person) *people.Unit {
		at := chart.UnitOf(p.ID)
		if at == nil || !slices.Contains(chart.Upwards(at.ID), unit) {
			return nil // principally elsewhere, and counted there
		}
		return at
	}
	report, err := s.count(ctx, chart.Everyone(unit.ID), below, year, settings)
	report.Of = unit
	return report, err
}

// OfAll are the figures of the whole organisation, division by division: for the
// coordinator and the auditor.
func (s *Service) OfAll(ctx context.Context, year calendar.LearningYear, settings organisation.Settings) (Report, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Report{}, err
	}
	rel := chart.OfficesOf(actor.From(ctx))
	if err := access.Require(rel, access.Figures, access.Read); err != nil {
		return Report{}, err
	}
	division := func(p *people.Person) *people.Unit {
		if d := chart.DivisionOf(p.ID); d != nil {
			return d
		}
		return chart.UnitOf(p.ID)
	}
	return s.count(ctx, chart.Persons(), division, year, settings)
}

// count asks each room once, whatever the number of people.
func (s *Service) count(ctx context.Context, all []*people.Person, unitOf func(*people.Person) *people.Unit, year calendar.LearningYear, settings organisation.Settings) (Report, error) {
	ids := make([]string, 0, len(all))
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	plans, err := s.sources.Plans.Summaries(ctx, ids, year)
	if err != nil {
		return Report{}, err
	}
	interviews, err := s.sources.Interviews.Counts(ctx, ids, year)
	if err != nil {
		return Report{}, err
	}
	entries, err := s.sources.Diary.Figures(ctx, ids, year)
	if err != nil {
		return Report{}, err
	}
	appraisals, err := s.sources.Appraisals.StatesOf(ctx, ids, year)
	if err != nil {
		return Report{}, err
	}
	on := s.clock.Today()
	if on.After(year.To()) {
		on = year.To()
	}
	lines := map[*people.Unit]Counts{}
	for _, p := range all {
		unit := unitOf(p)
		if unit == nil {
			continue
		}
		c := Counts{People: 1}
		if plans[p.ID].InForce {
			c.PlansAgreed = 1
		}
		part := interview.Part(year, p.Here())
		expected := interview.Expected(settings.Interviews, settings.ProRata, year, part)
		t := interviews[p.ID]
		c.Held = t.Held
		if !interview.PaceOf(expected, part, t.Held, t.Arranged, on).Behind() {
			c.OnPace = 1
		}
		c.HalfDays = diary.HalfDays(entries[p.ID].OffTheJob, settings.DayMinutes)
		c.Entitled = settings.EntitledHalfDays(year, p.Here())
		if state, ok := appraisals[p.ID]; ok {
			c.Appraisals = 1
			if state == appraisal.Closed {
				c.Closed = 1
			}
		}
		lines[unit] = lines[unit].plus(c)
	}
	report := Group(ordered(lines))
	report.Year = year
	return report, nil
}

// ordered puts larger kinds first, and units of one kind by name.
func ordered(counts map[*people.Unit]Counts) []Line {
	out := make([]Line, 0, len(counts))
	for unit, c := range counts {
		out = append(out, Line{Unit: unit, Counts: c})
	}
	rank := map[people.Kind]int{people.Organisation: 0, people.Division: 1, people.Section: 2, people.TeamUnit: 3}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(rank[a.Unit.Kind], rank[b.Unit.Kind]), spelling.Compare(a.Unit.Name, b.Unit.Name), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	return out
}
