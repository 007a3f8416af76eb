package planning

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"learningyear/internal/fault"
	"learningyear/internal/money"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

// targetForm is a target's form as typed.
type targetForm struct {
	need, why, source, sourceWords, evidence, cost, hours, released string

	by         web.DateParts
	strategies []strategyForm
	criteria   []planning.CriterionForm
	version    int
}

type strategyForm struct {
	number, words, kind, place string
	by                         web.DateParts
}

// Lines that a fresh form offers, and lines at most.
const (
	freshStrategies = 2
	freshCriteria   = 3
)

func blankTarget() targetForm {
	return targetForm{strategies: make([]strategyForm, freshStrategies), criteria: make([]planning.CriterionForm, freshCriteria), released: string(plan.NotReleased)}
}

func readTarget(v url.Values) targetForm {
	f := targetForm{
		need: v.Get("need"), why: v.Get("why"), source: v.Get("source"), sourceWords: v.Get("source-words"),
		evidence: v.Get("evidence"), cost: v.Get("cost"), hours: v.Get("hours"), released: v.Get("released"), by: parts(v, "by"),
	}
	f.version, _ = strconv.Atoi(v.Get(part.VersionField))
	for i := 1; i <= plan.MostLines+1; i++ {
		if name := "strategy-" + strconv.Itoa(i); v.Has(name) {
			f.strategies = append(f.strategies, strategyForm{v.Get(name + "-number"), v.Get(name), v.Get(name + "-kind"), v.Get(name + "-place"), parts(v, name+"-by")})
		}
		if name := "criterion-" + strconv.Itoa(i); v.Has(name) {
			f.criteria = append(f.criteria, planning.CriterionForm{Number: v.Get(name + "-number"), Words: v.Get(name)})
		}
	}
	return f
}

func parts(v url.Values, name string) web.DateParts {
	return web.DateParts{Day: v.Get(name + "-day"), Month: v.Get(name + "-month"), Year: v.Get(name + "-year")}
}

func formOf(t plan.Target) targetForm {
	f := targetForm{
		need: t.Need, why: t.Why, source: string(t.Source), sourceWords: t.SourceWords, evidence: t.Evidence,
		cost: t.CostPence.Input(), hours: hoursOf(t.Minutes), released: string(t.Released), by: web.PartsOf(t.ByDate), version: t.Version,
	}
	for _, line := range t.Strategies {
		place := "on"
		if line.OffTheJob {
			place = "off"
		}
		f.strategies = append(f.strategies, strategyForm{strconv.Itoa(line.Number), line.Words, string(line.Kind), place, web.PartsOf(line.ByDate)})
	}
	for _, line := range t.Criteria {
		f.criteria = append(f.criteria, planning.CriterionForm{Number: strconv.Itoa(line.Number), Words: line.Words})
	}
	if len(f.strategies) == 0 {
		f.strategies = make([]strategyForm, 1)
	}
	if len(f.criteria) < plan.MostLines {
		f.criteria = append(f.criteria, planning.CriterionForm{})
	}
	return f
}

// wording reads what was typed; every problem is found at once.
func (f targetForm) wording() (plan.Wording, error) {
	var c fault.Collector
	var unexpected error
	take := func(err error) { unexpected = errors.Join(unexpected, c.Merge(err)) }
	w := plan.Wording{
		Need: f.need, Why: f.why, Source: plan.Source(f.source), SourceWords: f.sourceWords, Evidence: f.evidence, Released: plan.Released(f.released),
	}
	var err error
	w.ByDate, err = f.by.Parse("by")
	take(err)
	if w.CostPence, err = money.Parse(f.cost); err != nil {
		c.Add("cost", "Enter a cost in pounds, like 85 or 85.50")
	}
	if w.Minutes, err = minutesOf(f.hours); err != nil {
		c.Add("hours", "Enter hours as a number, like 6 or 6½")
	}
	for i, s := range f.strategies {
		line := plan.StrategyWording{Kind: plan.Kind(s.kind), OffTheJob: s.place == "off", Words: s.words}
		line.Number, _ = strconv.Atoi(s.number)
		line.ByDate, err = s.by.Parse(fmt.Sprintf("strategy-%d-by", i+1))
		take(err)
		w.Strategies = append(w.Strategies, line)
	}
	for _, s := range f.criteria {
		line := plan.CriterionWording{Words: s.Words}
		line.Number, _ = strconv.Atoi(s.Number)
		w.Criteria = append(w.Criteria, line)
	}
	_, err = w.Check()
	take(err)
	return w, errors.Join(unexpected, c.Err())
}

// addLine gives the form another line of the kind that was asked for.
func (f *targetForm) addLine(kind string) {
	if kind == "criterion" && len(f.criteria) < plan.MostLines {
		f.criteria = append(f.criteria, planning.CriterionForm{})
	}
	if kind == "strategy" && len(f.strategies) < plan.MostLines {
		f.strategies = append(f.strategies, strategyForm{})
	}
}

// page makes the form's page, but for its frame and what is wrong with it.
func (f targetForm) page(p *Pages, s *subject, d part.Draft, title, action string) planning.TargetForm {
	out := planning.TargetForm{
		Back: part.Link{Label: planTitle(s.year), Href: s.base}, Title: title, Action: action,
		Once: p.site.Once(), Version: f.version, Draft: d, Reads: s.readers(),
		Error: func(string) string { return "" },
		Need:  f.need, Why: f.why, Source: f.source, SourceWords: f.sourceWords, Sources: sourceOptions(),
		Kinds: kindOptions(), Criteria: f.criteria, Evidence: f.evidence, By: dateOf(f.by), Cost: f.cost, Hours: f.hours,
		Released: f.released, Releases: releaseOptions(), NeedMax: plan.NeedLimit, TextMax: plan.TextLimit, LineMax: plan.LineLimit,
	}
	for _, line := range f.strategies {
		out.Strategies = append(out.Strategies, planning.StrategyForm{Number: line.number, Words: line.words, Kind: line.kind, Place: line.place, By: dateOf(line.by)})
	}
	return out
}

func sourceOptions() []part.Option {
	label := map[plan.Source]string{
		plan.FromOwn: "My own choice", plan.FromAppraisal: "My appraisal", plan.FromStrategic: "A strategic priority",
		plan.FromTeam: "A priority of my team", plan.FromGap: "A gap in my profile",
	}
	var out []part.Option
	for _, s := range plan.Sources() {
		out = append(out, part.Option{Value: string(s), Label: label[s]})
	}
	return out
}

func kindOptions() []part.Option {
	out := []part.Option{{Value: "", Label: "Choose"}}
	for _, k := range plan.Kinds() {
		out = append(out, part.Option{Value: string(k), Label: k.Label()})
	}
	return out
}

func releaseOptions() []part.Option {
	return []part.Option{
		{Value: string(plan.NotReleased), Label: "No"},
		{Value: string(plan.Counted), Label: "Yes, counted with others, without my name"},
		{Value: string(plan.Named), Label: "Yes, with my name"},
	}
}

const newTargetTitle = "Add a target"
