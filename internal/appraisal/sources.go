package appraisal

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/interview"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// Rooms are the packages that an appraisal composes.
type Rooms struct {
	Organisation *organisation.Store
	People       *people.Service
	Plans        *plan.Service
	Work         *work.Service
	Interviews   *interview.Service
	Diary        *diary.Service
	Drafts       *draft.Service
}

// SourcesOf makes the sources of an appraisal from the rooms.
func SourcesOf(r Rooms) Sources {
	return Sources{Gather: r.gather, Records: r.records, Settle: r.settle, Finish: r.Drafts.Finish, YearStart: r.yearStart}
}

func (r Rooms) yearStart(ctx context.Context) (calendar.YearStart, error) {
	settings, err := r.Organisation.Load(ctx)
	return settings.YearStart, err
}

// records are the targets and the tasks of the year: what the voices speak of.
func (r Rooms) records(ctx context.Context, personID string, year calendar.LearningYear) (Gathered, error) {
	g := Gathered{From: year.From(), To: year.To()}
	p, err := r.Plans.Gather(ctx, personID, year)
	if err != nil {
		return g, fmt.Errorf("gathering the learning plan: %w", err)
	}
	g.HowILearn, g.Targets = p.HowILearn, targetFacts(p)
	w, err := r.Work.Gather(ctx, personID, year)
	if err != nil {
		return g, fmt.Errorf("gathering the work programme: %w", err)
	}
	g.Tasks = taskFacts(w)
	return g, nil
}

func (r Rooms) gather(ctx context.Context, personID string, year calendar.LearningYear, chosen []string) (Gathered, error) {
	g, err := r.records(ctx, personID, year)
	if err != nil {
		return g, err
	}
	held, err := r.Interviews.Gather(ctx, personID, year)
	if err != nil {
		return g, fmt.Errorf("gathering the interviews: %w", err)
	}
	for _, i := range held {
		g.Interviews = append(g.Interviews, InterviewFact{On: i.On, Partner: i.Partner, Confirmed: i.Confirmed})
	}
	days, entries, err := r.Diary.Gather(ctx, personID, year, chosen)
	if err != nil {
		return g, fmt.Errorf("gathering the diary: %w", err)
	}
	for _, e := range entries {
		g.Entries = append(g.Entries, EntryFact{ID: e.ID, On: e.HappenedOn, Learned: e.Learned, Next: e.NextStep})
	}
	return g, r.gatherDays(ctx, &g, personID, year, days)
}

// gatherDays counts the days off the job and what the person is entitled to.
func (r Rooms) gatherDays(ctx context.Context, g *Gathered, personID string, year calendar.LearningYear, days []diary.Day) error {
	settings, err := r.Organisation.Load(ctx)
	if err != nil {
		return err
	}
	chart, err := r.People.Today(ctx)
	if err != nil {
		return err
	}
	minutes := 0
	for _, d := range days {
		if d.OffTheJob == 0 {
			continue
		}
		minutes += d.OffTheJob
		if n := len(g.OffTheJob); n > 0 && g.OffTheJob[n-1].On == d.On {
			g.OffTheJob[n-1].Minutes += d.OffTheJob
			continue
		}
		g.OffTheJob = append(g.OffTheJob, DayFact{On: d.On, Minutes: d.OffTheJob})
	}
	here := calendar.Period{From: year.From()}
	if person := chart.Person(personID); person != nil {
		here = calendar.Period{From: person.StartedOn, To: person.LeftOn}
	}
	g.InterviewsEntitled = settings.Interviews
	g.HalfDays = diary.HalfDays(minutes, settings.DayMinutes)
	g.HalfDaysEntitled = settings.EntitledHalfDays(year, here)
	return nil
}

// targetKey and taskKey name a topic after the number of its target or task.
func targetKey(number int) string { return "target-" + strconv.Itoa(number) }
func taskKey(number int) string   { return "task-" + strconv.Itoa(number) }

func targetFacts(p plan.Plan) []TargetFact {
	var out []TargetFact
	for _, t := range p.Targets {
		f := TargetFact{Key: targetKey(t.Number), Number: t.Number, Need: t.Need, Why: t.Why, ByWhen: t.ByDate}
		for _, s := range t.Strategies {
			f.Strategies = append(f.Strategies, strategyWords(s))
		}
		for _, c := range t.Criteria {
			f.Criteria = append(f.Criteria, CriterionFact{Text: c.Words, MetOn: c.MetOn})
		}
		out = append(out, f)
	}
	return out
}

// strategyWords is a strategy with its kind before it, unless the words say it.
func strategyWords(s plan.Strategy) string {
	kind := s.Kind.Label()
	if s.Kind == plan.Other || strings.HasPrefix(strings.ToLower(s.Words), strings.ToLower(kind)) {
		return s.Words
	}
	return kind + ": " + s.Words
}

func taskFacts(w work.Programme) []TaskFact {
	var out []TaskFact
	for _, t := range w.Tasks {
		out = append(out, TaskFact{
			Key: taskKey(t.Number), Number: t.Number, Task: t.Words, Criteria: lines(t.Criteria), Indicators: t.Indicators, ByWhen: t.ByDate,
		})
	}
	return out
}

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// sinceSigned is why a target or task that nobody spoke of goes on: it was added
// between the first signature and the last.
const sinceSigned = "Added after the agreements were written"

// settle carries what was agreed into plan and work programme, and opens next
// year's with what goes on. It follows the sealed document, whatever has changed
// since the first signature: nothing there may keep an appraisal from closing.
func (r Rooms) settle(ctx context.Context, personID string, year calendar.LearningYear, d Document) error {
	if err := r.settlePlan(ctx, personID, year, d); err != nil {
		return fmt.Errorf("settling the learning plan: %w", err)
	}
	if err := r.settleWork(ctx, personID, year, d); err != nil {
		return fmt.Errorf("settling the work programme: %w", err)
	}
	return nil
}

func (r Rooms) settlePlan(ctx context.Context, personID string, year calendar.LearningYear, d Document) error {
	p, err := r.Plans.Gather(ctx, personID, year)
	if err != nil {
		return err
	}
	var outcomes []plan.Outcome
	var carried []int
	for _, t := range p.Targets {
		o := plan.Outcome{Target: t.Number, Kind: plan.Carried, Why: sinceSigned}
		if agreed, ok := d.Agreements.Topics[targetKey(t.Number)]; ok {
			o.Kind, o.Why, o.On = planOutcome(agreed.Outcome), agreed.Why, metOn(agreed, d)
		}
		if o.Kind == plan.Carried {
			carried = append(carried, t.Number)
		}
		outcomes = append(outcomes, o)
	}
	if p.Begun() && p.State != plan.Reviewed {
		if err := r.Plans.SetOutcomes(ctx, personID, year, outcomes); err != nil {
			return err
		}
		if err := r.Plans.Review(ctx, personID, year); err != nil {
			return err
		}
	}
	return r.openNext(ctx, personID, year, d, carried)
}

func (r Rooms) openNext(ctx context.Context, personID string, year calendar.LearningYear, d Document, carried []int) error {
	following, err := r.Plans.Gather(ctx, personID, year.Next())
	if err != nil {
		return err
	}
	howILearn := d.Self["how-i-learn"].Text
	if following.State == plan.Reviewed || len(carried) == 0 && len(d.Agreements.Next) == 0 && howILearn == "" {
		return nil
	}
	var next []plan.Wording
	for _, n := range d.Agreements.Next {
		w := plan.Wording{Need: n.Need, Source: plan.FromAppraisal, SourceWords: d.Cycle}
		if strings.TrimSpace(n.Criterion) != "" {
			w.Criteria = []plan.CriterionWording{{Words: n.Criterion}}
		}
		next = append(next, w)
	}
	return r.Plans.OpenNext(ctx, personID, year, clipped(howILearn, plan.TextLimit), carried, next)
}

// clipped keeps words within what a plan holds; the appraisal holds them whole.
func clipped(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit-1]) + "…"
}

func metOn(a Agreed, d Document) calendar.Date {
	if a.On.IsZero() {
		return d.MetOn
	}
	return a.On
}

func planOutcome(o Outcome) plan.OutcomeKind {
	switch o {
	case OutcomeMet:
		return plan.Met
	case OutcomeDropped:
		return plan.Dropped
	}
	return plan.Carried
}

func (r Rooms) settleWork(ctx context.Context, personID string, year calendar.LearningYear, d Document) error {
	w, err := r.Work.Gather(ctx, personID, year)
	if err != nil || !w.Begun() || w.State == work.Reviewed {
		return err
	}
	var outcomes []work.Outcome
	var carried []int
	for _, t := range w.Tasks {
		o := work.Outcome{Task: t.Number, Kind: work.Carried, Why: sinceSigned}
		if agreed, ok := d.Agreements.Topics[taskKey(t.Number)]; ok {
			o.Kind, o.Why, o.On = workOutcome(agreed.Outcome), agreed.Why, metOn(agreed, d)
			o.PersonNote = clipped(d.Self[taskKey(t.Number)].Text, work.TextLimit)
			o.ManagerNote = clipped(d.Response[taskKey(t.Number)].Text, work.TextLimit)
		}
		if o.Kind == work.Carried {
			carried = append(carried, t.Number)
		}
		outcomes = append(outcomes, o)
	}
	if err := r.Work.SetOutcomes(ctx, personID, year, outcomes); err != nil {
		return err
	}
	if err := r.Work.Review(ctx, personID, year); err != nil {
		return err
	}
	following, err := r.Work.Gather(ctx, personID, year.Next())
	if err != nil || following.State == work.Reviewed {
		return err
	}
	return r.Work.OpenNext(ctx, personID, year, carried)
}

func workOutcome(o Outcome) work.OutcomeKind {
	switch o {
	case OutcomeMet:
		return work.Met
	case OutcomeDropped:
		return work.Dropped
	}
	return work.Carried
}
