package people

import (
	"context"
	"sync"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/trail"
)

// Service keeps people and their structure, and draws charts of it.
type Service struct {
	db    *database.DB
	trail *trail.Trail
	clock *clock.Clock

	// drawing is held by the one that draws a chart for all outside transactions;
	// mu only while the charts are looked at.
	drawing sync.Mutex
	mu      sync.Mutex
	charts  map[calendar.Date]numbered
}

type numbered struct {
	version int64
	chart   *Chart
}

// keptCharts bounds how many days' charts stay in memory: today's, and a few
// that somebody is looking at.
const keptCharts = 4

// NewService makes the service.
func NewService(db *database.DB, t *trail.Trail, c *clock.Clock) *Service {
	return &Service{db: db, trail: t, clock: c, charts: map[calendar.Date]numbered{}}
}

// Today is the chart of today.
func (s *Service) Today(ctx context.Context) (*Chart, error) { return s.Chart(ctx, s.clock.Today()) }

// Chart is the chart of a day. It is drawn anew only when the structure has
// changed since, and always in a transaction that changes it, so that a change
// sees itself.
func (s *Service) Chart(ctx context.Context, on calendar.Date) (*Chart, error) {
	if kept := stillFrom(ctx); kept != nil {
		return kept.draw(on), nil
	}
	if database.InTransaction(ctx) {
		return s.within(ctx, on)
	}
	return remembered(ctx, on, func() (*Chart, error) { return s.kept(ctx, on) })
}

// within is the chart of a day for a transaction. Nothing that a transaction
// reads is kept for others, and no lock is held while it reads: all who wait for
// the lock would hold a connection each, and who has it might wait for one.
func (s *Service) within(ctx context.Context, on calendar.Date) (*Chart, error) {
	if touched(ctx) {
		return s.drawn(ctx, on)
	}
	own := database.Pending(ctx, "people.charts", func() *map[calendar.Date]*Chart { return &map[calendar.Date]*Chart{} })
	if chart := (*own)[on]; chart != nil {
		return chart, nil
	}
	version, err := s.structureVersion(ctx)
	if err != nil {
		return nil, err
	}
	chart := s.known(on, version).chart
	if chart == nil {
		if chart, err = s.drawn(ctx, on); err != nil {
			return nil, err
		}
	}
	(*own)[on] = chart
	return chart, nil
}

func (s *Service) drawn(ctx context.Context, on calendar.Date) (*Chart, error) {
	structure, err := s.loadStructure(ctx, on)
	if err != nil {
		return nil, err
	}
	return Draw(structure, on), nil
}

// kept is the chart of a day from this program's memory, drawn anew where the
// structure has changed.
func (s *Service) kept(ctx context.Context, on calendar.Date) (*Chart, error) {
	// The version is read before the structure: a change in between makes a chart
	// that is newer than its number, which the next reading puts right.
	version, err := s.versionOnce(ctx)
	if err != nil {
		return nil, err
	}
	if n := s.known(on, version); n.chart != nil {
		return n.chart, nil
	}
	s.drawing.Lock()
	defer s.drawing.Unlock()
	if n := s.known(on, version); n.chart != nil { // drawn while this one waited
		return n.chart, nil
	}
	structure, err := s.loadStructure(ctx, on)
	if err != nil {
		return nil, err
	}
	n := numbered{version: version, chart: Draw(structure, on)}
	if on == s.clock.Today() {
		n.chart.around = &surroundings{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.charts) >= keptCharts {
		clear(s.charts)
	}
	s.charts[on] = n
	return n.chart, nil
}

// known is the chart of a day at a version of the structure, if it is kept.
func (s *Service) known(on calendar.Date, version int64) numbered {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.charts[on]; kept.version == version {
		return kept
	}
	return numbered{}
}

// keptToday is the chart of today that is kept, however old, or one of nobody.
func (s *Service) keptToday() *Chart {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.charts[s.clock.Today()].chart; kept != nil {
		return kept
	}
	return &Chart{}
}

// ChartWithout is the chart of the day after a last day, as it would be if the
// person left with it: who manages whom then, and what nobody does any more.
func (s *Service) ChartWithout(ctx context.Context, personID string, lastDay calendar.Date) (*Chart, error) {
	on := lastDay.AddDays(1)
	structure, err := s.loadStructure(ctx, on)
	if err != nil {
		return nil, err
	}
	for i := range structure.Persons {
		if structure.Persons[i].ID == personID {
			structure.Persons[i].LeftOn = lastDay
		}
	}
	return Draw(structure, on), nil
}

// RelationTo is what the actor in ctx is to the person today.
func (s *Service) RelationTo(ctx context.Context, personID string) (access.Relation, error) {
	chart, err := s.Today(ctx)
	if err != nil {
		return access.None, err
	}
	return chart.RelationTo(actor.From(ctx), personID), nil
}

// Require is nil where the actor in ctx may do the act to the person's record
// today; see Chart.Require for what it is otherwise.
func (s *Service) Require(ctx context.Context, personID string, record access.Record, act access.Act) error {
	chart, err := s.Today(ctx)
	if err != nil {
		return err
	}
	return chart.Require(actor.From(ctx), personID, record, act)
}
