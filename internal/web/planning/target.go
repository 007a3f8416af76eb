package planning

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

// desk makes the cards of targets, with what the viewer may press on them.
type desk struct {
	p *Pages
	s *subject
	// marks says that the viewer may tick, writes that they may change words.
	marks, writes bool
	// facts says that the card leads to what else may be said of the target.
	leads bool
}

func (p *Pages) desk(s *subject, pl plan.Plan, printing bool) desk {
	d := desk{p: p, s: s}
	if s.mine && !printing {
		d.marks = pl.CanMark(s.view.Today, s.year) == nil
		d.writes = pl.CanWrite(s.view.Today, s.year) == nil
		d.leads = pl.Begun()
	}
	return d
}

func (d desk) card(t plan.Target) planning.Target {
	met, total := t.Progressed()
	at := fmt.Sprintf("%s/targets/%d", d.s.base, t.Number)
	card := planning.Target{
		ID: plan.CardID(t.Number), Eyebrow: "Target " + strconv.Itoa(t.Number), Title: t.Need, Why: t.Why,
		Met: met, Total: total, Evidence: t.Evidence, Facts: d.facts(t),
	}
	for _, line := range t.Strategies {
		card.Strategies = append(card.Strategies, d.strategy(at, line))
	}
	for _, line := range t.Criteria {
		card.Criteria = append(card.Criteria, d.criterion(at, line))
	}
	if t.Outcome != plan.NoOutcome {
		card.Outcome, card.OutcomeWhy = outcomeChip(t), t.OutcomeWhy
	}
	if d.marks && !d.writes {
		card.Press, card.Steps = at+"/progress", d.steps(t)
	}
	name := fmt.Sprintf("target %d", t.Number)
	switch {
	case d.writes:
		card.Actions = []part.Link{{Label: "Change", Href: at, Context: name}}
	case d.leads && d.marks:
		card.Actions = []part.Link{{Label: "Share with your team plan", Href: at, Context: name}}
	}
	return card
}

func outcomeChip(t plan.Target) *part.Chip {
	if t.Outcome == plan.Met {
		return &part.Chip{Kind: "done", Text: "Met on " + t.OutcomeOn.Short()}
	}
	return &part.Chip{Kind: "plain", Text: t.Outcome.Label()}
}

func (d desk) facts(t plan.Target) []part.Fact {
	var out []part.Fact
	add := func(key, value string, is bool) {
		if is {
			out = append(out, part.Fact{Key: key, Value: value})
		}
	}
	add("Progress", strings.ToLower(t.Progress.Label()), t.Progress != plan.NotStarted && (!d.marks || d.writes))
	add("By", d.s.day(t.ByDate), !t.ByDate.IsZero())
	add("From", d.s.cameFrom(t), true)
	add("Cost", t.CostPence.String(), t.CostPence > 0)
	add("Time", plan.Duration(t.Minutes), t.Minutes > 0)
	add("Carried on from", "target "+after(t.CarriedFrom)+" of the year before", t.CarriedFrom != "")
	add("Team plan", released(t.Released), d.s.mine && t.Released != "")
	return out
}

// cameFrom is where a need came from, as it is said to the viewer.
func (s *subject) cameFrom(t plan.Target) string {
	words := plan.CameFrom(t.Source, t.SourceWords)
	switch {
	case t.Source == plan.FromOwn && s.mine:
		return "your " + words
	case t.Source == plan.FromOwn:
		return "their " + words
	}
	return words
}

// released says to its owner what the team plan may show of a need.
func released(r plan.Released) string {
	switch r {
	case plan.Counted:
		return "counted, without your name"
	case plan.Named:
		return "with your name"
	}
	return "not shared"
}

// after is the number in a name like 2025-26/2.
func after(name string) string {
	_, number, _ := strings.Cut(name, "/")
	return number
}

func (d desk) steps(t plan.Target) []planning.Step {
	once := d.p.site.Once()
	var out []planning.Step
	for _, step := range plan.Steps() {
		out = append(out, planning.Step{Value: string(step), Label: step.Label(), Current: t.Progress == step, Once: once})
	}
	return out
}

func (d desk) criterion(at string, line plan.Criterion) planning.Tick {
	tick := planning.Tick{State: "todo", Text: line.Words, Value: "met"}
	if !line.MetOn.IsZero() {
		tick.State, tick.Value, tick.Hint = "done", "not", d.s.day(line.MetOn)
	}
	if d.marks {
		tick.Press, tick.Once = fmt.Sprintf("%s/criteria/%d", at, line.Number), d.p.site.Once()
	}
	return tick
}

func (d desk) strategy(at string, line plan.Strategy) planning.Tick {
	hint := plan.WayWords(line.Kind, line.OffTheJob)
	tick := planning.Tick{State: string(line.Status), Text: line.Words, Hint: strings.ToUpper(hint[:1]) + hint[1:], Value: string(plan.Done)}
	if !line.ByDate.IsZero() {
		tick.Hint += ", " + d.s.day(line.ByDate)
	}
	if line.Status == plan.Done {
		tick.Value = string(plan.Todo)
	}
	if !d.marks {
		return tick
	}
	tick.Press, tick.Once = fmt.Sprintf("%s/strategies/%d", at, line.Number), d.p.site.Once()
	if line.OffTheJob && line.Status != plan.Done {
		book := part.PostButton{Label: "It is booked", Href: tick.Press, Kind: "link", Once: d.p.site.Once(), Hidden: map[string]string{"to": string(plan.Booked)}, Context: line.Words}
		if line.Status == plan.Booked {
			book.Label, book.Hidden["to"] = "It is not booked after all", string(plan.Todo)
		}
		tick.Book = &book
	}
	return tick
}

// ---- marks ----

func (p *Pages) tick(c echo.Context) error {
	return p.marked(c, func(s *subject, target int) error {
		return p.Plans.Tick(web.Context(c), s.year, target, number(c, "line"), c.FormValue("to") == "met")
	})
}

func (p *Pages) markStrategy(c echo.Context) error {
	return p.marked(c, func(s *subject, target int) error {
		return p.Plans.MarkStrategy(web.Context(c), s.year, target, number(c, "line"), plan.Status(c.FormValue("to")))
	})
}

func (p *Pages) saveProgress(c echo.Context) error {
	return p.marked(c, func(s *subject, target int) error {
		return p.Plans.SetProgress(web.Context(c), s.year, target, plan.Progress(c.FormValue("progress")))
	})
}

// marked sets one mark and goes back to the target's card, where it is seen.
func (p *Pages) marked(c echo.Context, set func(s *subject, target int) error) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	target := number(c, "number")
	if err := set(s, target); err != nil {
		return err
	}
	return p.site.SeeOther(c, s.base+"#"+plan.CardID(target))
}

func (p *Pages) saveRelease(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	target := number(c, "number")
	if err := p.Plans.Release(web.Context(c), s.year, target, plan.Released(c.FormValue("released"))); err != nil {
		return err
	}
	return p.site.Done(c, s.base, layout.Notice{Title: fmt.Sprintf("Saved for target %d.", target)})
}

// ---- the form ----

func (p *Pages) newTarget(c echo.Context) error {
	s, err := p.writable(c)
	if err != nil {
		return err
	}
	return p.askTarget(c, s, blankTarget(), newTargetTitle, s.base+"/targets/new", nil)
}

// writable is the subject of the viewer's own plan, if its words may be changed.
func (p *Pages) writable(c echo.Context) (*subject, error) {
	s, err := p.subject(c, "plan")
	if err != nil {
		return nil, err
	}
	pl, err := p.Plans.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return nil, err
	}
	return s, pl.CanWrite(s.view.Today, s.year)
}

// askTarget shows the form, with the words of an unfinished draft where the
// address asks for them.
func (p *Pages) askTarget(c echo.Context, s *subject, f targetForm, title, action string, remove *part.PostButton) error {
	d, fields, err := p.site.Draft(c, p.Drafts, formName(action), action, s.base)
	if err != nil {
		return err
	}
	if fields != nil {
		known := f.version
		if f = readTarget(fields); f.version == 0 {
			f.version = known
		}
	}
	return p.site.OK(c, s.head(title, "plan"), func(page layout.Page) templ.Component {
		form := f.page(p, s, d, title, action)
		form.Page, form.Remove = page, remove
		return planning.TargetPage(form)
	})
}

// formName is the name of a form's drafts: its address.
func formName(action string) string { return strings.TrimPrefix(action, "/") }

func (p *Pages) addTarget(c echo.Context) error {
	return p.takeTarget(c, newTargetTitle, func(s *subject, w plan.Wording, _ int) (layout.Notice, error) {
		n, err := p.Plans.AddTarget(web.Context(c), s.year, w)
		return layout.Notice{Title: fmt.Sprintf("Target %d is in your plan.", n), Next: "Add another, or send the plan to " + s.manager() + " when it says what you want."}, err
	})
}

func (p *Pages) saveTarget(c echo.Context) error {
	n := number(c, "number")
	return p.takeTarget(c, changeTitle(n), func(s *subject, w plan.Wording, version int) (layout.Notice, error) {
		return layout.Notice{Title: fmt.Sprintf("Target %d is saved.", n)}, p.Plans.SaveTarget(web.Context(c), s.year, n, version, w)
	})
}

func changeTitle(n int) string { return fmt.Sprintf("Change target %d", n) }

// takeTarget reads the form and saves it, gives it another line, or shows it
// again with what is wrong.
func (p *Pages) takeTarget(c echo.Context, title string, save func(*subject, plan.Wording, int) (layout.Notice, error)) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	f, action := readTarget(values), c.Request().URL.Path
	d, _, err := p.site.Draft(c, p.Drafts, formName(action), action, s.base)
	if err != nil {
		return err
	}
	if kind := values.Get("more"); kind != "" {
		f.addLine(kind)
		return p.site.OK(c, s.head(title, "plan"), func(page layout.Page) templ.Component {
			form := f.page(p, s, d, title, action)
			form.Page = page
			return planning.TargetPage(form)
		})
	}
	wording, err := f.wording()
	var notice layout.Notice
	if err == nil {
		notice, err = save(s, wording, f.version)
	}
	if err != nil {
		return p.site.Again(c, err, s.head(title, "plan"), func(page layout.Page, prob web.Problem) templ.Component {
			if e := prob.Clash(); e != nil {
				f.version = e.Version // what is saved now was seen
			}
			form := f.page(p, s, d, title, action)
			form.Page, form.Errors, form.Error, form.Clash = page, prob.Summary(), prob.Of, p.clash(prob)
			return planning.TargetPage(form)
		})
	}
	if err := p.finish(c); err != nil {
		return err
	}
	return p.site.Done(c, s.base, notice)
}

// editTarget is the form of a target or, where its words are fixed, what else
// may be said about it.
func (p *Pages) editTarget(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	pl, err := p.Plans.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	n := number(c, "number")
	t, ok := pl.WrittenTarget(n)
	if !ok {
		return fault.NewNotFound("target")
	}
	if pl.CanWrite(s.view.Today, s.year) != nil {
		return p.targetDetail(c, s, pl, t)
	}
	at := fmt.Sprintf("%s/targets/%d", s.base, n)
	remove := &part.PostButton{Label: "Remove this target", Href: at + "/remove", Kind: "link", Once: p.site.Once(), Version: t.Version}
	return p.askTarget(c, s, formOf(t), changeTitle(n), at, remove)
}

func (p *Pages) targetDetail(c echo.Context, s *subject, pl plan.Plan, t plan.Target) error {
	desk := p.desk(s, pl, false)
	desk.leads = false
	d := planning.Detail{
		Back: part.Link{Label: planTitle(s.year), Href: s.base}, Title: fmt.Sprintf("Target %d", t.Number), Target: desk.card(t),
		Released: string(t.Released), Releases: releaseOptions(), Once: p.site.Once(),
	}
	if desk.marks {
		d.Release = fmt.Sprintf("%s/targets/%d/release", s.base, t.Number)
	}
	if pl.State == plan.Agreed && !s.past() {
		d.Note, d.Suggest = "Its words are agreed. To change them,", part.Link{Label: "suggest a change", Href: s.base + "/suggest"}
	}
	return p.site.OK(c, s.head(d.Title, "plan"), func(page layout.Page) templ.Component {
		d.Page = page
		return planning.DetailPage(d)
	})
}

func (p *Pages) removeTarget(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	n := number(c, "number")
	if err := p.Plans.RemoveTarget(web.Context(c), s.year, n, version(c)); err != nil {
		return err
	}
	return p.site.Done(c, s.base, layout.Notice{Title: fmt.Sprintf("Target %d is removed.", n)})
}

// minutesOf reads hours as people write them: "6", "6.5", "6½", "1:30". Blank is
// none.
func minutesOf(text string) (int, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, ",", "."))
	if text == "" {
		return 0, nil
	}
	for part, minutes := range map[string]int{"½": 30, "¼": 15, "¾": 45} {
		if whole, ok := strings.CutSuffix(text, part); ok {
			hours, err := minutesOf(whole)
			return hours + minutes, err
		}
	}
	if hours, rest, ok := strings.Cut(text, ":"); ok {
		h, err1 := strconv.ParseUint(hours, 10, 16)
		m, err2 := strconv.ParseUint(rest, 10, 8)
		if err := errors.Join(err1, err2); err != nil || m > 59 {
			return 0, errors.New("not a time")
		}
		return int(h*60 + m), nil
	}
	hours, err := strconv.ParseFloat(text, 64)
	if err != nil || !(hours >= 0 && hours <= 100_000) || strings.ContainsAny(text, "eExXpP_+-") {
		return 0, errors.New("not a number of hours")
	}
	return int(hours*60 + 0.5), nil
}

// hoursOf is minutes as they stand in the form.
func hoursOf(minutes int) string {
	switch {
	case minutes == 0:
		return ""
	case minutes == 30:
		return "½"
	case minutes%60 == 0:
		return strconv.Itoa(minutes / 60)
	case minutes%60 == 30:
		return strconv.Itoa(minutes/60) + "½"
	}
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}
