package appraisal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"learningyear/internal/app/apptest"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// These tests are over the real rooms that an appraisal gathers from and settles
// into: whatever has become of plan and work programme, it can be closed.

// whole is an appraisal over the real rooms.
type whole struct {
	*apptest.House
	t *testing.T
}

func (h whole) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h whole) sight(p people.Person) appraisal.Sight {
	h.t.Helper()
	s, err := h.App.Appraisals.Open(h.Ctx(h.t, p), h.Staff.Amina.ID, apptest.Year())
	h.must(err)
	return s
}

// judged says the same of everything that is asked.
func judged(s appraisal.Sight, j appraisal.Judgement) appraisal.Voice {
	v := appraisal.Voice{"how-i-learn": {Text: "By watching"}}
	for _, t := range s.Topics {
		if t.Judged() {
			v[t.Key] = appraisal.Said{Text: "On " + t.Short, Judgement: j}
		}
	}
	return v
}

// toSigned brings Amina's appraisal to where Dan has signed: target 1 is met, and
// everything else goes on.
func (h whole) toSigned(next ...appraisal.NextTarget) {
	h.t.Helper()
	amina, dan, service := h.Staff.Amina, h.Staff.Dan, h.App.Appraisals
	id := h.sight(amina).Appraisal.ID
	h.must(service.WriteSelf(h.Ctx(h.t, amina), appraisal.Writing{AppraisalID: id, Voice: judged(h.sight(amina), appraisal.JudgedMet), Share: true}))
	h.must(service.WriteResponse(h.Ctx(h.t, dan), appraisal.Writing{AppraisalID: id, Voice: judged(h.sight(dan), appraisal.JudgedMet), Share: true}))
	h.must(service.Meet(h.Ctx(h.t, dan), id, h.Clock.Today()))
	agreed := appraisal.Agreements{Topics: map[string]appraisal.Agreed{}, Next: next}
	for _, t := range h.sight(dan).Topics {
		switch {
		case t.Key == "target-1":
			agreed.Topics[t.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeMet}
		case t.Judged():
			agreed.Topics[t.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeCarried, Why: strings.Repeat("w", appraisal.LimitShort)}
		}
	}
	h.must(service.Word(h.Ctx(h.t, dan), appraisal.Wording{AppraisalID: id, Agreements: agreed, Ready: true}))
	h.must(service.SignFirst(h.Ctx(h.t, dan), h.signing(dan)))
}

func (h whole) signing(p people.Person) appraisal.Signing {
	h.t.Helper()
	a := h.sight(p).Appraisal
	return appraisal.Signing{AppraisalID: a.ID, Version: a.Version, Fair: true, Name: p.Name}
}

// closes has Amina sign, which must close it.
func (h whole) closes() {
	h.t.Helper()
	h.must(h.App.Appraisals.SignLast(h.Ctx(h.t, h.Staff.Amina), h.signing(h.Staff.Amina)))
	if got := h.sight(h.Staff.Amina).Appraisal.State; got != appraisal.Closed {
		h.t.Fatalf("the appraisal is %s", got)
	}
}

func (h whole) plan(year calendar.LearningYear) plan.Plan {
	h.t.Helper()
	p, err := h.App.Plans.Gather(h.t.Context(), h.Staff.Amina.ID, year)
	h.must(err)
	return p
}

func (h whole) programme(year calendar.LearningYear) work.Programme {
	h.t.Helper()
	w, err := h.App.Work.Gather(h.t.Context(), h.Staff.Amina.ID, year)
	h.must(err)
	return w
}

func (h whole) propose(year calendar.LearningYear) {
	h.t.Helper()
	h.must(h.App.Plans.Propose(h.Ctx(h.t, h.Staff.Amina), year, 0))
}

func (h whole) agree(year calendar.LearningYear) {
	h.t.Helper()
	h.must(h.App.Plans.Agree(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, year, h.plan(year).Version))
}

func (h whole) add(year calendar.LearningYear, need string, criteria ...string) {
	h.t.Helper()
	w := plan.Wording{Need: need, Source: plan.FromOwn}
	for _, c := range criteria {
		w.Criteria = append(w.Criteria, plan.CriterionWording{Words: c})
	}
	_, err := h.App.Plans.AddTarget(h.Ctx(h.t, h.Staff.Amina), year, w)
	h.must(err)
}

var oneNext = appraisal.NextTarget{Need: "Find out why some families come back", Criterion: "Ten asked"}

// needs are the targets of a plan by what they say.
func needs(targets []plan.Target) string {
	var out []string
	for _, t := range targets {
		out = append(out, t.Need)
	}
	return strings.Join(out, " | ")
}

func TestNothingKeepsAnAppraisalFromClosing(t *testing.T) {
	this, next := apptest.Year(), apptest.Year().Next()
	const (
		online, numbers = "Run a confident online family session", "Help parents who worry about numbers"
		asked           = "Find out why some families come back"
	)
	for _, tc := range []struct {
		name string
		// before runs as the year begins; after, between the first signature and the last.
		before, after func(h whole)
		// this year's plan, and what next year's holds in writing.
		state     plan.State
		nextState plan.State
		next      string
	}{
		{"an agreed plan", whole.yearsPlan, nil, plan.Reviewed, plan.Draft, numbers + " | " + asked},
		{"a target added and agreed after the first signature", whole.yearsPlan, func(h whole) {
			h.must(h.App.Plans.BeginChange(h.Ctx(h.t, h.Staff.Amina), this))
			h.add(this, "Late", "It is said")
			h.propose(this)
			h.agree(this)
		}, plan.Reviewed, plan.Draft, numbers + " | Late | " + asked},
		{"a change begun and never agreed", whole.yearsPlan, func(h whole) {
			h.must(h.App.Plans.BeginChange(h.Ctx(h.t, h.Staff.Amina), this))
			h.add(this, "Not agreed", "It is said")
		}, plan.Reviewed, plan.Draft, numbers + " | " + asked},
		{"a change proposed and not answered", whole.yearsPlan, func(h whole) {
			h.must(h.App.Plans.BeginChange(h.Ctx(h.t, h.Staff.Amina), this))
			h.add(this, "Not agreed", "It is said")
			h.propose(this)
		}, plan.Reviewed, plan.Draft, numbers + " | " + asked},
		{"a target taken out after the first signature", whole.yearsPlan, func(h whole) {
			h.must(h.App.Plans.BeginChange(h.Ctx(h.t, h.Staff.Amina), this))
			two, _ := h.plan(this).WrittenTarget(2)
			h.must(h.App.Plans.RemoveTarget(h.Ctx(h.t, h.Staff.Amina), this, 2, two.Version))
			h.propose(this)
			h.agree(this)
		}, plan.Reviewed, plan.Draft, asked},
		{"a plan that was never agreed, without criteria", func(h whole) {
			h.add(this, online)
			h.add(this, numbers)
		}, nil, plan.Reviewed, plan.Draft, numbers + " | " + asked},
		{"a plan that waits to be agreed", func(h whole) {
			h.add(this, online, "Seven stay")
			h.add(this, numbers, "Three move on")
			h.propose(this)
		}, nil, plan.Reviewed, plan.Draft, numbers + " | " + asked},
		{"no plan at all", func(whole) {}, nil, plan.None, plan.Draft, asked},
		{"a plan begun after the first signature", func(whole) {}, func(h whole) {
			h.add(this, "Late")
		}, plan.Reviewed, plan.Draft, "Late | " + asked},
		{"next year's plan is being written", whole.yearsPlan, func(h whole) {
			h.add(next, "My own", "I know")
		}, plan.Reviewed, plan.Draft, "My own | " + numbers + " | " + asked},
		{"next year's plan waits to be agreed", whole.yearsPlan, func(h whole) {
			h.add(next, "My own", "I know")
			h.propose(next)
		}, plan.Reviewed, plan.Draft, "My own | " + numbers + " | " + asked},
		{"next year's plan is agreed", whole.yearsPlan, func(h whole) {
			h.add(next, "My own", "I know")
			h.propose(next)
			h.agree(next)
		}, plan.Reviewed, plan.Draft, "My own | " + numbers + " | " + asked},
		{"next year's plan is reviewed already", whole.yearsPlan, func(h whole) {
			h.add(next, "My own", "I know")
			h.must(h.App.Plans.SetOutcomes(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, next, []plan.Outcome{{Target: 1, Kind: plan.Met, On: h.Clock.Today()}}))
			h.must(h.App.Plans.Review(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, next))
		}, plan.Reviewed, plan.Reviewed, "My own"},
		{"next year's plan is full", whole.yearsPlan, func(h whole) {
			for n := range plan.MostTargets {
				h.add(next, fmt.Sprint(n))
			}
		}, plan.Reviewed, plan.Draft, "0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | " + numbers + " | " + asked},
		{"this year's plan is reviewed already", whole.yearsPlan, func(h whole) {
			h.must(h.App.Plans.SetOutcomes(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, this, []plan.Outcome{
				{Target: 1, Kind: plan.Met, On: h.Clock.Today()}, {Target: 2, Kind: plan.Dropped, Why: "No time"},
			}))
			h.must(h.App.Plans.Review(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, this))
		}, plan.Reviewed, plan.Draft, numbers + " | " + asked},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				h := whole{apptest.New(t, db), t}
				h.On(2026, time.September, 7)
				tc.before(h)
				h.On(2027, time.July, 5)
				h.OpenAppraisals(t, false)
				h.toSigned(oneNext)
				if tc.after != nil {
					tc.after(h)
				}
				h.closes()
				if got := h.plan(this).State; got != tc.state {
					t.Errorf("this year's plan is %q, want %q", got, tc.state)
				}
				following := h.plan(next)
				if got := following.State; got != tc.nextState {
					t.Errorf("next year's plan is %q, want %q", got, tc.nextState)
				}
				if got := needs(following.Written()); got != tc.next {
					t.Errorf("next year's plan holds %q, want %q", got, tc.next)
				}
			})
		})
	}
}

func (h whole) yearsPlan() { h.Plan(h.t) }

func TestNothingOfTheWorkProgrammeKeepsItFromClosing(t *testing.T) {
	this, next := apptest.Year(), apptest.Year().Next()
	task := func(h whole, year calendar.LearningYear, words string) {
		_, err := h.App.Work.AddTask(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, year, work.Wording{Words: words, Criteria: "Done"})
		h.must(err)
	}
	for _, tc := range []struct {
		name          string
		before, after func(h whole)
		state         work.State
		next          int
	}{
		{"agreed", func(h whole) { h.Programme(h.t) }, nil, work.Reviewed, 1},
		{"none", func(whole) {}, nil, work.None, 0},
		{"never agreed", func(h whole) { task(h, this, "Run sessions") }, nil, work.Reviewed, 1},
		{"a task added since the first signature", func(h whole) { h.Programme(h.t) }, func(h whole) {
			h.must(h.App.Work.BeginChange(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, this))
			task(h, this, "Late")
		}, work.Reviewed, 1},
		{"next year's agreed", func(h whole) { h.Programme(h.t) }, func(h whole) {
			task(h, next, "Next")
			h.must(h.App.Work.Agree(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, next, 0))
			h.must(h.App.Work.Agree(h.Ctx(h.t, h.Staff.Amina), h.Staff.Amina.ID, next, 0))
		}, work.Reviewed, 2},
		{"next year's full", func(h whole) { h.Programme(h.t) }, func(h whole) {
			for n := range work.MostTasks {
				task(h, next, fmt.Sprint(n))
			}
		}, work.Reviewed, work.MostTasks + 1},
		{"next year's reviewed", func(h whole) { h.Programme(h.t) }, func(h whole) {
			task(h, next, "Next")
			h.must(h.App.Work.SetOutcomes(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, next, []work.Outcome{{Task: 1, Kind: work.Met, On: h.Clock.Today()}}))
			h.must(h.App.Work.Review(h.Ctx(h.t, h.Staff.Dan), h.Staff.Amina.ID, next))
		}, work.Reviewed, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				h := whole{apptest.New(t, db), t}
				h.On(2026, time.September, 7)
				tc.before(h)
				h.On(2027, time.July, 5)
				h.OpenAppraisals(t, false)
				h.toSigned()
				if tc.after != nil {
					tc.after(h)
				}
				h.closes()
				if got := h.programme(this).State; got != tc.state {
					t.Errorf("this year's is %q, want %q", got, tc.state)
				}
				if got := len(h.programme(next).Written()); got != tc.next {
					t.Errorf("next year's holds %d tasks, want %d", got, tc.next)
				}
			})
		})
	}
}

func TestWhatAnAppraisalGathers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := whole{apptest.New(t, db), t}
		h.AminasYear(t)
		h.OpenAppraisals(t, false)
		g := h.sight(h.Staff.Amina).Document.Gathered
		if g.From != calendar.NewDate(2026, 9, 1) || g.To != calendar.NewDate(2027, 8, 31) || g.InWords() != "3 interviews and 2 days off the job" {
			t.Errorf("the year is %s to %s: %s", g.From, g.To, g.InWords())
		}
		if len(g.Targets) != 2 || g.Targets[0].Met() != 3 || g.Targets[0].Strategies[0] != "Shadowing: Watch Siân run two sessions" || g.HowILearn == "" {
			t.Errorf("the plan: %+v", g.Targets)
		}
		if len(g.Tasks) != 1 || len(g.Tasks[0].Criteria) != 2 {
			t.Errorf("the work programme: %+v", g.Tasks)
		}
		if len(g.Interviews) != 3 || g.Interviews[0].Partner != "Ruth Calder" || !g.Interviews[2].Confirmed || g.InterviewsEntitled != 3 {
			t.Errorf("the interviews: %+v", g.Interviews)
		}
		if len(g.OffTheJob) != 3 || g.OffTheJob[1] != (appraisal.DayFact{On: calendar.NewDate(2026, 11, 18), Minutes: 360}) || g.HalfDaysEntitled != 6 {
			t.Errorf("the days: %+v", g.OffTheJob)
		}
		if len(g.Entries) != 0 {
			t.Errorf("entries nobody chose: %+v", g.Entries)
		}
		if other := h.sight(h.Staff.Dan).Document.Gathered; len(other.Interviews) != 3 || len(other.OffTheJob) != 3 {
			t.Errorf("the appraiser gathers %+v", other)
		}
	})
}

func TestAReportForTheOperatorHoldsTheDates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := whole{apptest.New(t, db), t}
		h.AminasYear(t)
		h.OpenAppraisals(t, false)
		sight, err := h.App.Appraisals.ForReport(operator(t), h.Staff.Amina.ID, apptest.Year(), "Asked for by Amina")
		h.must(err)
		if n := len(sight.Document.Gathered.Interviews); n != 3 {
			t.Errorf("%d interviews", n)
		}
		if _, err := h.App.Appraisals.ForReport(operator(t), "nonsense", apptest.Year(), "x"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}
