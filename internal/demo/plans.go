package demo

import (
	"context"
	"math/rand/v2"
	"slices"

	"learningyear/internal/calendar"
	"learningyear/internal/money"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// goal is a target of a learning plan as people write it.
type goal struct {
	need, why string
	ways      []way
	criteria  []string
	evidence  string
}

// way is a strategy.
type way struct {
	kind plan.Kind
	off  bool
	what string
}

// task is one of a work programme.
type task struct{ words, criteria, indicators string }

// wording puts a goal into a target's words, with dates that are still to come.
func (g goal) wording(r *rand.Rand, year calendar.LearningYear, today calendar.Date, source plan.Source, sourceWords string) plan.Wording {
	w := plan.Wording{
		Need: g.need, Why: g.why, Source: source, SourceWords: sourceWords, Evidence: g.evidence,
		ByDate:   workday(latest(year.From().AddDays(between(r, 110, 320)), today.AddDays(40))),
		Released: pick(r, []plan.Released{plan.NotReleased, plan.NotReleased, plan.Counted, plan.Named, plan.Named}),
	}
	for _, way := range g.ways {
		s := plan.StrategyWording{Kind: way.kind, OffTheJob: way.off, Words: way.what}
		if way.off {
			s.ByDate = workday(latest(year.From().AddDays(between(r, 60, 240)), today.AddDays(between(r, 10, 30))))
			w.Minutes += pick(r, []int{180, 180, 360})
			if way.kind == plan.Course && r.IntN(2) == 0 {
				w.CostPence = money.Pence(100 * pick(r, []int{35, 60, 85, 120, 240}))
			}
		}
		w.Strategies = append(w.Strategies, s)
	}
	for _, c := range g.criteria {
		w.Criteria = append(w.Criteria, plan.CriterionWording{Words: c})
	}
	return w
}

// origin is where a need came from.
func origin(r *rand.Rand) (plan.Source, string) {
	switch r.IntN(9) {
	case 0:
		return plan.FromStrategic, pick(r, []string{"Working Together", "First Steps Back", "A Digital City"})
	case 1, 2:
		return plan.FromTeam, pick(r, []string{"team day", "team review", "what we wrote after the last inspection"})
	case 3:
		return plan.FromGap, ""
	}
	return plan.FromOwn, ""
}

// plans has a person write the plan of a year, or write on what the appraisal
// opened, and has the manager agree it.
func (h *history) plans(m *member, year calendar.LearningYear, closed calendar.Date) {
	t := h.thread(m, "plan", year.Name())
	start := h.plansFrom(t, year, closed)
	if start.IsZero() || start.After(ends(m, year).AddDays(-20)) {
		return
	}
	if year == h.year.Next() && t.r.IntN(3) == 0 && m.Name != toAgree {
		return
	}
	t.then(workday(start), m, "writing the plan", func(ctx context.Context) error { return h.writePlan(ctx, m, year, t.r) })
	manager := h.managerOf(m, latest(start, m.StartedOn.AddDays(1)))
	if manager == nil {
		return
	}
	t.then(t.next(1, 6), m, "proposing the plan", func(ctx context.Context) error { return h.Plans.Propose(ctx, year, 0) })
	if t.r.IntN(11) == 0 {
		t.then(t.next(2, 7), manager, "sending the plan back", func(ctx context.Context) error {
			return h.Plans.SendBack(ctx, m.ID, year, 0, pick(t.r, planComments()))
		})
		t.then(t.next(1, 5), m, "writing on the plan", func(ctx context.Context) error { return h.mendPlan(ctx, m, year) })
		t.then(t.next(0, 1), m, "proposing the plan again", func(ctx context.Context) error { return h.Plans.Propose(ctx, year, 0) })
	}
	if m.Name == toAgree {
		return
	}
	wait := 10
	if t.r.IntN(18) == 0 && !h.isLive(m, year) { // a plan that lay in a manager's tray
		wait = 60
	}
	agreed := t.then(t.next(2, wait), manager, "agreeing the plan", func(ctx context.Context) error {
		h.counts["learning plans"]++
		return h.Plans.Agree(ctx, m.ID, year, 0)
	})
	if agreed.IsZero() {
		return
	}
	h.plansAgreed[agreedKey{m.ID, year}] = agreedPlan{agreed, h.revises(t, m, year, agreed)}
	h.marks(m, year, agreed)
}

// toAgree is who has sent a plan to Dan Okoro these days, whatever day it is.
const toAgree = "Tamsin Nance"

// plansFrom is when somebody begins to write the plan of a year; none for not at all.
func (h *history) plansFrom(t *thread, year calendar.LearningYear, closed calendar.Date) calendar.Date {
	from := begins(t.m, year)
	switch {
	case t.m.Name == toAgree:
		// In the last weeks of a year it is the coming year's plan.
		if soon := h.today.After(h.year.To().AddDays(-35)); soon && year == h.year.Next() || !soon && year == h.year {
			return h.today.AddDays(-12)
		}
		return calendar.Date{}
	case t.m.StartedOn.After(year.From().AddDays(-25)):
		return from.AddDays(between(t.r, 4, 20))
	case year == h.year && (h.isPersona(t.m) || h.isLive(t.m, year)):
		// Whoever looks round finds a plan in force, also in the first weeks, and an
		// early appraisal finds one to look back on.
		return latest(from.AddDays(-between(t.r, 10, 16)), closed.AddDays(1))
	case !closed.IsZero() && t.r.IntN(5) > 1:
		return closed.AddDays(between(t.r, 4, 18))
	}
	if t.r.IntN(14) == 0 { // some come to it late
		return latest(from.AddDays(between(t.r, 90, 150)), closed.AddDays(1))
	}
	return latest(from.AddDays(between(t.r, 5, 30)), closed.AddDays(1))
}

// writePlan opens the plan with how the person learns and some targets, or puts
// strategies to the targets that the appraisal agreed.
func (h *history) writePlan(ctx context.Context, m *member, year calendar.LearningYear, r *rand.Rand) error {
	p, err := h.Plans.Of(ctx, m.ID, year)
	if err != nil {
		return err
	}
	if p.HowILearn == "" && (r.IntN(4) > 0 || h.isPersona(m)) {
		if err := h.Plans.SayHowILearn(ctx, year, "", deal(&h.deck(m).how)); err != nil {
			return err
		}
	}
	for _, t := range p.Written() {
		g, ok := h.goalOf(m, t.Need)
		if !ok || len(t.Strategies) > 0 {
			continue
		}
		w := g.wording(r, year, h.Clock.Today(), t.Source, t.SourceWords)
		if err := h.Plans.SaveTarget(ctx, year, t.Number, t.Version, w); err != nil {
			return err
		}
	}
	wanted := 2 + r.IntN(2)
	if h.isPersona(m) {
		wanted = 3
	}
	for n := len(p.Written()); n < wanted; n++ {
		if err := h.addTarget(ctx, m, year, r); err != nil {
			return err
		}
	}
	return nil
}

func (h *history) addTarget(ctx context.Context, m *member, year calendar.LearningYear, r *rand.Rand) error {
	source, words := origin(r)
	_, err := h.Plans.AddTarget(ctx, year, deal(&h.deck(m).goals).wording(r, year, h.Clock.Today(), source, words))
	return err
}

// goalOf finds the goal that a target was made from.
func (h *history) goalOf(m *member, need string) (goal, bool) {
	goals := h.deck(m).goals
	i := slices.IndexFunc(goals, func(g goal) bool { return g.need == need })
	if i < 0 {
		return goal{}, false
	}
	return goals[i], true
}

// mendPlan does what the manager asked: it says sooner by when.
func (h *history) mendPlan(ctx context.Context, m *member, year calendar.LearningYear) error {
	p, err := h.Plans.Of(ctx, m.ID, year)
	if err != nil {
		return err
	}
	t := p.Written()[0]
	w := t.Wording()
	w.ByDate = workday(latest(h.Clock.Today().AddDays(60), year.From().AddDays(90)))
	w.Criteria = append(w.Criteria, plan.CriterionWording{Words: "Two colleagues have seen it and told me what they saw"})
	return h.Plans.SaveTarget(ctx, year, t.Number, t.Version, w)
}

// revises has some change an agreed plan in the year: a new revision, agreed the
// same way.
func (h *history) revises(t *thread, m *member, year calendar.LearningYear, agreed calendar.Date) bool {
	if t.r.IntN(10) > 0 {
		return false
	}
	day := agreed.AddDays(between(t.r, 40, 130))
	if day.After(year.From().AddDays(220)) || h.isLive(m, year) && day.After(h.liveFrom().AddDays(-14)) {
		return false
	}
	h.changes(t, m, year, workday(day), true, true)
	return true
}

// changes opens a new revision with one more target, and brings it as far as said.
func (h *history) changes(t *thread, m *member, year calendar.LearningYear, day calendar.Date, propose, agree bool) {
	t.then(day, m, "changing the plan", func(ctx context.Context) error {
		if err := h.Plans.BeginChange(ctx, year); err != nil {
			return err
		}
		return h.addTarget(ctx, m, year, t.r)
	})
	if !propose {
		return
	}
	t.then(t.next(0, 2), m, "proposing the change", func(ctx context.Context) error { return h.Plans.Propose(ctx, year, 0) })
	if !agree {
		return
	}
	t.then(t.next(1, 6), h.managerOf(m, day), "agreeing the change", func(ctx context.Context) error {
		return h.Plans.Agree(ctx, m.ID, year, 0)
	})
}

// marks has a person say through the year how far they are.
func (h *history) marks(m *member, year calendar.LearningYear, agreed calendar.Date) {
	t := h.thread(m, "marks", year.Name())
	if m.Name == "Amina Yusuf" && year == h.year {
		h.aminaMarks(t, agreed)
		return
	}
	from, to := latest(agreed.AddDays(9), year.From().AddDays(12)), h.marksEnd(m, year)
	if !to.After(from) {
		return
	}
	n := between(t.r, 4, 10) * from.DaysUntil(to) / 220
	if h.isLive(m, year) {
		n = between(t.r, 3, 6)
	}
	var days []calendar.Date
	for range n {
		days = append(days, from.AddDays(t.r.IntN(from.DaysUntil(to))))
	}
	slices.SortFunc(days, calendar.Date.Compare)
	for _, day := range days {
		t.then(workday(day), m, "marking the plan", func(ctx context.Context) error { return h.mark(ctx, m, year, t.r) })
	}
}

// marksEnd is when the appraisal of the year begins, from when the plan is looked
// back on; in the round under way people go on marking.
func (h *history) marksEnd(m *member, year calendar.LearningYear) calendar.Date {
	if h.isLive(m, year) {
		return earliest(h.today, year.To().AddDays(-3))
	}
	return year.From().AddDays(262)
}

// mark marks the next thing of a target: a strategy booked or done, a criterion
// met; and says how far the target is.
func (h *history) mark(ctx context.Context, m *member, year calendar.LearningYear, r *rand.Rand) error {
	p, err := h.Plans.Of(ctx, m.ID, year)
	if err != nil || len(p.Targets) == 0 || p.State == plan.Reviewed {
		return err
	}
	t := pick(r, p.Targets)
	met, total := t.Progressed()
	for _, s := range t.Strategies {
		if s.Status == plan.Done {
			continue
		}
		to := plan.Done
		if s.OffTheJob && s.Status == plan.Todo {
			to = plan.Booked
		}
		if err := h.Plans.MarkStrategy(ctx, year, t.Number, s.Number, to); err != nil {
			return err
		}
		break
	}
	if r.IntN(5) > 0 {
		for _, c := range t.Criteria {
			if c.MetOn.IsZero() {
				met++
				if err := h.Plans.Tick(ctx, year, t.Number, c.Number, true); err != nil {
					return err
				}
				break
			}
		}
	}
	if to := progressOf(met, total); to != t.Progress {
		return h.Plans.SetProgress(ctx, year, t.Number, to)
	}
	return nil
}

func progressOf(met, total int) plan.Progress {
	switch {
	case total > 0 && met == total:
		return plan.TargetMet
	case total > 1 && met == total-1:
		return plan.NearlyThere
	}
	return plan.UnderWay
}

// worksTo has manager and person agree what is to be done in the year.
func (h *history) worksTo(m *member, year calendar.LearningYear) {
	t := h.thread(m, "work", year.Name())
	day := begins(m, year).AddDays(between(t.r, 3, 34))
	if h.isLive(m, year) {
		day = begins(m, year).AddDays(between(t.r, 0, 3))
	}
	if day.After(ends(m, year)) {
		return
	}
	manager := h.managerOf(m, latest(day, m.StartedOn.AddDays(1)))
	if manager == nil || t.r.IntN(14) == 0 {
		return // there are always some who have none
	}
	t.then(workday(day), manager, "suggesting tasks", func(ctx context.Context) error {
		h.counts["work programmes"]++
		for range between(t.r, 1, 2) {
			if err := h.addTask(ctx, m, year, t.r); err != nil {
				return err
			}
		}
		return nil
	})
	t.then(t.next(1, 8), m, "agreeing the tasks", func(ctx context.Context) error {
		if t.r.IntN(2) == 0 {
			if err := h.addTask(ctx, m, year, t.r); err != nil {
				return err
			}
		}
		return h.Work.Agree(ctx, m.ID, year, 0)
	})
	if t.r.IntN(15) > 0 {
		t.then(t.next(1, 9), manager, "agreeing the tasks", func(ctx context.Context) error { return h.Work.Agree(ctx, m.ID, year, 0) })
	}
}

func (h *history) addTask(ctx context.Context, m *member, year calendar.LearningYear, r *rand.Rand) error {
	next := deal(&h.deck(m).tasks)
	_, err := h.Work.AddTask(ctx, m.ID, year, work.Wording{
		Words: next.words, Criteria: next.criteria, Indicators: next.indicators, ByDate: workday(year.From().AddDays(between(r, 90, 320))),
	})
	return err
}
