package appraisal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Cycle is one round of appraisals, opened by a coordinator for the whole
// organisation or a unit with all below it.
type Cycle struct {
	ID     string
	Title  string
	Year   string
	UnitID string
	// OpensOn, SelfBy and CloseBy are the dates that people are told.
	OpensOn calendar.Date
	SelfBy  calendar.Date
	CloseBy calendar.Date
	// Countersign asks for the divisional manager's signature after the person's.
	Countersign bool
	OpenedAt    time.Time
	OpenedByID  string
	Version     int
}

// TableName is the table of cycles.
func (Cycle) TableName() string { return "appraisal_cycles" }

// Opening is what a coordinator says to open a cycle.
type Opening struct {
	Title       string
	Year        calendar.LearningYear
	UnitID      string
	SelfBy      calendar.Date
	CloseBy     calendar.Date
	Countersign bool
}

// Opened is what opening a cycle did.
type Opened struct {
	Cycle Cycle
	// Made counts the appraisals, each in preparing.
	Made int
	// WithoutAppraiser are persons for whom nobody was found to appraise them.
	WithoutAppraiser []string
	// Had are persons who have an appraisal of that year already.
	Had int
}

// Check refuses what cannot be opened today. Fields are named as in the form.
func (o *Opening) Check(today calendar.Date) error {
	var c fault.Collector
	o.Title = c.Required("title", "The title", o.Title, 200, "Give it a title, like Appraisal 2027")
	if !o.Year.From().IsZero() {
		c.Check(!o.Year.From().After(today), "year", "The learning year "+o.Year.Words()+" has not begun. Choose another")
		c.Check(!o.Year.Next().To().Before(today), "year", "Choose this learning year or the one before")
	}
	c.Check(!o.SelfBy.IsZero(), "self_by", "Enter the date by which self-evaluations are shared")
	c.Check(!o.CloseBy.IsZero(), "close_by", "Enter the date by which appraisals are closed")
	for _, f := range []struct {
		name string
		day  calendar.Date
	}{{"self_by", o.SelfBy}, {"close_by", o.CloseBy}} {
		c.Check(f.day.IsZero() || !f.day.Before(today), f.name, "Choose a date that is not in the past")
		c.Check(!f.day.After(today.AddMonths(24)), f.name, "Choose a date within the next two years")
	}
	if !o.SelfBy.IsZero() && !o.CloseBy.IsZero() && !o.CloseBy.Before(today) {
		c.Check(!o.CloseBy.Before(o.SelfBy), "close_by", "Choose a closing date on or after the date for self-evaluations")
	}
	return c.Err()
}

// OpenCycle opens a round: everybody who serves today in the unit or below gets
// an appraisal in preparing, with today's line manager as appraiser.
func (s *Service) OpenCycle(ctx context.Context, o Opening) (Opened, error) {
	who := actor.From(ctx)
	var out Opened
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		chart, err := s.people.Today(ctx)
		if err != nil {
			return err
		}
		if err := access.Require(chart.OfficesOf(who), access.Cycle, access.Open); err != nil {
			return err
		}
		var c fault.Collector
		if err := c.Merge(o.Check(s.clock.Today())); err != nil {
			return err
		}
		unit := chart.Unit(o.UnitID)
		c.Check(unit != nil, "unit", "Choose who the appraisals are for")
		if err := c.Err(); err != nil {
			return err
		}
		out.Cycle = Cycle{
			ID: s.clock.NewKey(), Title: o.Title, Year: o.Year.Name(), UnitID: unit.ID, OpensOn: s.clock.Today(), SelfBy: o.SelfBy,
			CloseBy: o.CloseBy, Countersign: o.Countersign, OpenedAt: s.clock.Now(), OpenedByID: who.PersonID, Version: 1,
		}
		if err := s.db.From(ctx).Create(&out.Cycle).Error; err != nil {
			return fmt.Errorf("keeping the cycle: %w", err)
		}
		return s.makeAppraisals(ctx, chart, &out)
	})
	return out, err
}

func (s *Service) makeAppraisals(ctx context.Context, chart *people.Chart, out *Opened) error {
	had, err := s.personsWith(ctx, out.Cycle.Year)
	if err != nil {
		return err
	}
	var made []Appraisal
	for _, p := range chart.Everyone(out.Cycle.UnitID) {
		if had[p.ID] {
			out.Had++
			continue
		}
		manager := chart.Manager(p.ID)
		if manager == nil || manager.ID == p.ID {
			out.WithoutAppraiser = append(out.WithoutAppraiser, p.Name)
			continue
		}
		made = append(made, Appraisal{
			ID: s.clock.NewKey(), CycleID: out.Cycle.ID, PersonID: p.ID, Year: out.Cycle.Year, AppraiserID: manager.ID,
			State: Preparing, ChosenEntries: "[]", MovedAt: &out.Cycle.OpenedAt, Version: 1,
		})
	}
	out.Made = len(made)
	if len(made) > 0 {
		err := s.db.From(ctx).CreateInBatches(made, 200).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return fault.InvalidField("title", "Somebody opened appraisals of these people at the same moment. Look at the list of appraisals first")
		}
		if err != nil {
			return fmt.Errorf("making the appraisals: %w", err)
		}
	}
	if err := s.trail.Write(ctx, trail.Event{Record: string(access.Cycle), RecordID: out.Cycle.ID, Act: "opened"}); err != nil {
		return err
	}
	for _, a := range made {
		if err := s.note(ctx, a, "opened", ""); err != nil {
			return err
		}
	}
	return nil
}

// Cycles lists the rounds, newest first.
func (s *Service) Cycles(ctx context.Context) ([]Cycle, error) {
	if err := s.requireOffice(ctx, access.Cycle, access.Read); err != nil {
		return nil, err
	}
	var out []Cycle
	if err := s.db.From(ctx).Order("opened_at DESC, id DESC").Limit(100).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("listing the cycles: %w", err)
	}
	return out, nil
}

// Tally is how many appraisals a cycle has, and how many are closed.
type Tally struct{ Closed, All int }

// Tallies counts the appraisals of every cycle.
func (s *Service) Tallies(ctx context.Context) (map[string]Tally, error) {
	if err := s.requireOffice(ctx, access.Cycle, access.Read); err != nil {
		return nil, err
	}
	var rows []struct {
		CycleID string
		Tally
	}
	err := s.db.From(ctx).Raw(`SELECT cycle_id, count(*) AS "all", sum(CASE WHEN state = 'closed' THEN 1 ELSE 0 END) AS closed
		FROM appraisals GROUP BY cycle_id`).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("counting the appraisals of cycles: %w", err)
	}
	out := make(map[string]Tally, len(rows))
	for _, r := range rows {
		out[r.CycleID] = r.Tally
	}
	return out, nil
}

// Progress is one person's state in a cycle: what a coordinator sees of it.
type Progress struct {
	PersonID        string
	AppraiserID     string
	SignedByID      *string
	CountersignerID *string
	State           State
	// Unsignable says that both have signed, and nobody is left to countersign.
	Unsignable bool `gorm:"-"`
}

// CycleProgress is a cycle with everybody's state and nothing else of their appraisals.
func (s *Service) CycleProgress(ctx context.Context, id string) (Cycle, []Progress, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Cycle{}, nil, err
	}
	if err := access.Require(chart.OfficesOf(actor.From(ctx)), access.Cycle, access.Read); err != nil {
		return Cycle{}, nil, err
	}
	var cycle Cycle
	if notAKey(id) {
		return Cycle{}, nil, fault.NewNotFound("cycle")
	}
	err = s.db.From(ctx).Where("id = ?", id).Take(&cycle).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Cycle{}, nil, fault.NewNotFound("cycle")
	}
	if err != nil {
		return Cycle{}, nil, fmt.Errorf("loading the cycle: %w", err)
	}
	var out []Progress
	err = s.db.From(ctx).Model(&Appraisal{}).Select("person_id, appraiser_id, signed_by_id, countersigner_id, state").Where("cycle_id = ?", id).
		Order("person_id").Limit(limitPeople).Find(&out).Error
	if err != nil {
		return Cycle{}, nil, fmt.Errorf("reading how far a cycle has come: %w", err)
	}
	for i, p := range out {
		b := Brief{PersonID: p.PersonID, AppraiserID: p.AppraiserID, SignedByID: p.SignedByID, CountersignerID: p.CountersignerID, State: p.State}
		out[i].Unsignable = p.State == PersonSigned && b.countersigner(chart) == nil
	}
	return cycle, out, nil
}

func (s *Service) requireOffice(ctx context.Context, record access.Record, act access.Act) error {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	return access.Require(chart.OfficesOf(actor.From(ctx)), record, act)
}
