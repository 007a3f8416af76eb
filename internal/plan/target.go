package plan

import (
	"slices"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/money"
)

// Target finds a target by its number among those in force.
func (p Plan) Target(number int) (Target, bool) { return find(p.Targets, number) }

// WrittenTarget finds a target by its number in the newest revision.
func (p Plan) WrittenTarget(number int) (Target, bool) { return find(p.Written(), number) }

func find(targets []Target, number int) (Target, bool) {
	for _, t := range targets {
		if t.Number == number {
			return t, true
		}
	}
	return Target{}, false
}

// Criteria counts the success criteria of the targets in force: met, and all.
func (p Plan) Criteria() (met, total int) {
	for _, t := range p.Targets {
		m, n := t.Progressed()
		met, total = met+m, total+n
	}
	return met, total
}

// Ways counts the strategies of the targets: on the job, and off the job.
func Ways(targets []Target) (on, off int) {
	for _, t := range targets {
		for _, s := range t.Strategies {
			if s.OffTheJob {
				off++
			} else {
				on++
			}
		}
	}
	return on, off
}

// CanWrite is nil where the wording may be changed now. A past year is locked,
// and so is what was proposed, agreed or reviewed.
func (p Plan) CanWrite(today calendar.Date, year calendar.LearningYear) error {
	if err := open(today, year); err != nil {
		return err
	}
	switch p.State {
	case Proposed:
		return fault.NewForbidden("This plan has been sent to be agreed. Take it back to change it")
	case Agreed:
		return fault.NewForbidden("This plan is agreed. Suggest a change to it first")
	case Reviewed:
		return fault.NewForbidden("This plan was reviewed at appraisal and cannot be changed")
	}
	return nil
}

// CanMark is nil where the person may tick criteria and say how far they are.
func (p Plan) CanMark(today calendar.Date, year calendar.LearningYear) error {
	if p.State == Reviewed {
		return fault.NewForbidden("This plan was reviewed at appraisal and cannot be changed")
	}
	return open(today, year)
}

// open refuses past years, and years so far ahead that a slip made them.
func open(today calendar.Date, year calendar.LearningYear) error {
	if today.After(year.To()) {
		return fault.NewForbidden("The learning year " + year.Words() + " is over. Its plan can be read and not changed")
	}
	if today.Before(year.Previous().From()) {
		return fault.NewNotFound("learning plan")
	}
	return nil
}

// Target is one thing to get better at.
type Target struct {
	ID       string
	PlanID   string
	Revision int
	// Number is the person's own within the plan, never used for another target.
	Number int
	Need   string
	Why    string
	Source Source
	// SourceWords say which one: "July 2026", "Working Together".
	SourceWords string
	Evidence    string
	ByDate      calendar.Date
	// CostPence is the estimated cost, Minutes the estimated time; 0 for not said.
	CostPence money.Pence
	Minutes   int
	// CarriedFrom names the target of an earlier plan, such as 2025-26/2.
	CarriedFrom string
	Progress    Progress
	Released    Released
	Outcome     OutcomeKind
	OutcomeOn   calendar.Date
	OutcomeWhy  string
	Version     int
	Strategies  []Strategy  `gorm:"-"`
	Criteria    []Criterion `gorm:"-"`
}

// TableName is the table of targets.
func (Target) TableName() string { return "plan_targets" }

// Progressed counts the success criteria: met, and all.
func (t Target) Progressed() (met, total int) {
	for _, c := range t.Criteria {
		if !c.MetOn.IsZero() {
			met++
		}
	}
	return met, len(t.Criteria)
}

// Strategy is one way of learning towards a target.
type Strategy struct {
	PlanID    string
	Revision  int
	Target    int
	Number    int
	Place     int
	Kind      Kind
	OffTheJob bool
	Words     string
	ByDate    calendar.Date
	Status    Status
}

// TableName is the table of strategies.
func (Strategy) TableName() string { return "plan_strategies" }

// Criterion is one sign by which people will know. The person ticks it.
type Criterion struct {
	PlanID   string
	Revision int
	Target   int
	Number   int
	Place    int
	Words    string
	// MetOn is when it was ticked; none before.
	MetOn calendar.Date
}

// TableName is the table of criteria.
func (Criterion) TableName() string { return "plan_criteria" }

// Wording is what a person writes of a target. Lines that exist already keep
// their number, so that ticks stay with them; new ones have number 0.
type Wording struct {
	Need        string
	Why         string
	Source      Source
	SourceWords string
	Strategies  []StrategyWording
	Criteria    []CriterionWording
	Evidence    string
	ByDate      calendar.Date
	CostPence   money.Pence
	Minutes     int
	Released    Released
}

// StrategyWording is what a person writes of a strategy.
type StrategyWording struct {
	Number    int
	Kind      Kind
	OffTheJob bool
	Words     string
	ByDate    calendar.Date
}

// CriterionWording is what a person writes of a success criterion.
type CriterionWording struct {
	Number int
	Words  string
}

// Wording gives what stands in the target, to write on from.
func (t Target) Wording() Wording {
	w := Wording{
		Need: t.Need, Why: t.Why, Source: t.Source, SourceWords: t.SourceWords, Evidence: t.Evidence,
		ByDate: t.ByDate, CostPence: t.CostPence, Minutes: t.Minutes, Released: t.Released,
	}
	for _, s := range t.Strategies {
		w.Strategies = append(w.Strategies, StrategyWording{s.Number, s.Kind, s.OffTheJob, s.Words, s.ByDate})
	}
	for _, c := range t.Criteria {
		w.Criteria = append(w.Criteria, CriterionWording{c.Number, c.Words})
	}
	return w
}

// Check refuses what cannot be kept and drops lines that are blank. A draft may
// be incomplete: only the need must be said. Field names are those of the form:
// need, why, source, strategy-1, strategy-1-by …, criterion-1 …, counted as they
// were given.
func (w Wording) Check() (Wording, error) {
	var c fault.Collector
	w.Need = c.Required("need", "The target", w.Need, NeedLimit, "Say what you want to get better at")
	w.Why = c.Text("why", "Why it matters", w.Why, TextLimit)
	w.SourceWords = c.Text("source-words", "Where it came from", w.SourceWords, LineLimit)
	w.Evidence = c.Text("evidence", "The evidence", w.Evidence, TextLimit)
	c.Check(slices.Contains(Sources(), w.Source), "source", "Choose where this came from")
	c.Check(w.CostPence >= 0 && w.CostPence <= MostCost, "cost", "Enter a cost up to "+MostCost.String())
	c.Check(w.Minutes >= 0 && w.Minutes <= MostMinutes, "hours", "Enter up to 2,000 hours")
	c.Check(plausible(w.ByDate), "by", "Enter a date with a year like 2027")
	if w.Released == "" {
		w.Released = NotReleased
	}
	c.Check(slices.Contains([]Released{NotReleased, Counted, Named}, w.Released), "released", "Choose what your team plan may show")
	w.Strategies = checkStrategies(&c, w.Strategies)
	w.Criteria = checkCriteria(&c, w.Criteria)
	return w, c.Err()
}

func checkStrategies(c *fault.Collector, lines []StrategyWording) []StrategyWording {
	var kept []StrategyWording
	for i, s := range lines {
		name := lineName("strategy", i)
		if fault.Blank(s.Words) {
			c.Check(s.ByDate.IsZero(), name, "Say how you will learn, or clear the date")
			continue
		}
		s.Words = c.Text(name, "The strategy", s.Words, LineLimit)
		c.Check(slices.Contains(Kinds(), s.Kind), name+"-kind", "Choose a kind of strategy")
		c.Check(plausible(s.ByDate), name+"-by", "Enter a date with a year like 2027")
		kept = append(kept, s)
	}
	c.Check(len(kept) <= MostLines, "strategy-1", "A target can have up to 20 strategies")
	return kept
}

func checkCriteria(c *fault.Collector, lines []CriterionWording) []CriterionWording {
	var kept []CriterionWording
	for i, line := range lines {
		if fault.Blank(line.Words) {
			continue
		}
		line.Words = c.Text(lineName("criterion", i), "The success criterion", line.Words, LineLimit)
		kept = append(kept, line)
	}
	c.Check(len(kept) <= MostLines, "criterion-1", "A target can have up to 20 success criteria")
	return kept
}

// plausible takes no date at all, and dates that somebody may live to see.
func plausible(d calendar.Date) bool { return d.IsZero() || d.Year() >= 2000 && d.Year() <= 2100 }
