package planning

import (
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

// onPage is how many lines of its history a plan's own page shows.
const onPage = 10

func planTitle(y calendar.LearningYear) string { return "Learning plan " + y.Words() }

func (p *Pages) showPlan(c echo.Context) error { return p.planPage(c, nil, "", false) }

func (p *Pages) printPlan(c echo.Context) error { return p.planPage(c, nil, "", true) }

// planPage draws a plan, or draws it again where a decision on it could not be
// made: with what stands in the way, and the comment as it was typed.
func (p *Pages) planPage(c echo.Context, problem error, comment string, printing bool) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	if own := s.own(c); own != "" && problem == nil {
		return c.Redirect(http.StatusSeeOther, own)
	}
	pl, err := p.Plans.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	sheet, err := p.planSheet(c, s, pl, printing)
	if err != nil {
		return err
	}
	head := s.head(planTitle(s.year), "plan")
	draw := func(page layout.Page, prob web.Problem) templ.Component {
		sheet.Page, sheet.Errors, sheet.Clash = page, prob.Summary(), p.clash(prob)
		for i := range sheet.Targets {
			sheet.Targets[i].Error = prob.Of(sheet.Targets[i].ID)
		}
		if sheet.Decision != nil {
			sheet.Decision.Comment, sheet.Decision.Error = comment, prob.Of("comment")
		}
		return planning.PlanPage(sheet)
	}
	if problem != nil {
		return p.site.Again(c, problem, head, draw)
	}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return draw(page, web.Problem{}) })
}

// planSheet puts a plan's page together, but for its frame.
func (p *Pages) planSheet(c echo.Context, s *subject, pl plan.Plan, printing bool) (planning.Plan, error) {
	ctx := web.Context(c)
	comment, commented, err := p.Plans.LastComment(ctx, pl)
	if err != nil {
		return planning.Plan{}, err
	}
	sheet := planning.Plan{
		Back: s.up(), Caption: s.caption(), Title: planTitle(s.year), Printing: printing,
		HowTitle: "How I learn", How: pl.HowILearn, About: s.aboutPlan(), Work: s.workLink(),
	}
	desk := p.desk(s, pl, printing)
	targets := s.shown(pl)
	for _, t := range targets {
		sheet.Targets = append(sheet.Targets, desk.card(t))
	}
	sheet.Ways = s.ways(targets)
	if pl.Begun() && !printing {
		sheet.Print = s.base + "/print"
	}
	sheet.Banner = p.planBanner(s, pl, printing)
	if commented && sheet.Banner != nil && comment.Revision == pl.Revision && !locked(pl) {
		sheet.Banner.Sent = p.comment(comment)
	}
	if pl.State == plan.Proposed || s.mine {
		sheet.Changes, sheet.ChangesTitle = planDifferences(pl.Proposal()), "What would change"
	}
	if printing {
		return sheet, nil
	}
	p.invite(s, pl, &sheet, desk)
	if s.manages && pl.State == plan.Proposed && !s.past() {
		sheet.Decision = p.decision(s, pl)
	}
	return sheet, p.planMore(c, s, pl, &sheet)
}

// shown are the targets that the viewer sees: what is being written is between
// its owner and, once it is sent, who agrees it.
func (s *subject) shown(pl plan.Plan) []plan.Target {
	if s.mine || pl.State == plan.Proposed {
		return pl.Written()
	}
	return pl.Targets
}

func (s *subject) past() bool { return s.view.Today.After(s.year.To()) }

func locked(pl plan.Plan) bool { return pl.State == plan.Agreed || pl.State == plan.Reviewed }

func (s *subject) aboutPlan() string {
	if s.mine {
		return "This is your learning plan: what you want to get better at. What you are expected to get done is in your"
	}
	return "This is what " + s.person.Called() + " wants to get better at. What is to be done is in the"
}

func (s *subject) workLink() part.Link {
	l := part.Link{Label: "work programme", Href: "/work-programme/" + s.year.Name(), Context: ", and the two are reviewed separately."}
	if !s.mine {
		l.Href = "/people/" + s.person.Slug + l.Href
	}
	return l
}

func (s *subject) ways(targets []plan.Target) *planning.Ways {
	on, off := plan.Ways(targets)
	if on+off < 2 {
		return nil
	}
	whose := "your"
	if !s.mine {
		whose = s.person.Called() + "’s"
	}
	say := "Most of %s learning is on the job"
	switch {
	case off == 0:
		say = "All of %s learning is on the job"
	case on == 0:
		say = "All of %s learning is off the job"
	case on == off:
		say = "Half of %s learning is on the job"
	case on < off:
		say = "Most of %s learning is off the job"
	}
	return &planning.Ways{Title: fmt.Sprintf(say, whose), On: on, Off: off}
}

// invite says to the owner what can be begun or added.
func (p *Pages) invite(s *subject, pl plan.Plan, sheet *planning.Plan, desk desk) {
	if !s.mine {
		if !pl.Begun() {
			sheet.Empty = &part.EmptyState{Title: s.person.Called() + " has not begun a plan for " + s.year.Words() + " yet"}
		} else if len(sheet.Targets) == 0 {
			sheet.Empty = &part.EmptyState{Title: "No targets yet"}
		}
		return
	}
	if desk.marks && (len(sheet.Targets) > 0 || pl.HowILearn != "") {
		sheet.HowHref = s.base + "/how-i-learn"
		sheet.HowEmpty = "A few words that open your plan."
	}
	writable := pl.CanWrite(s.view.Today, s.year) == nil
	if len(sheet.Targets) > 0 {
		if writable {
			sheet.Add = s.base + "/targets/new"
		}
		return
	}
	if !writable {
		sheet.Empty = &part.EmptyState{Title: "You had no targets in " + s.year.Words()}
		return
	}
	sheet.Example = true
	sheet.Empty = &part.EmptyState{
		Title:  "Most people start with one target",
		Text:   "Say what you want to get better at, how you will learn it, and how you will know. You can save it unfinished and come back.",
		Action: &part.Action{Label: "Write your first target", Href: s.base + "/targets/new", Kind: "button"},
	}
}

func (p *Pages) planMore(c echo.Context, s *subject, pl plan.Plan, sheet *planning.Plan) error {
	years, err := p.Plans.YearsOf(web.Context(c), s.person.ID)
	if err != nil {
		return err
	}
	if pl.InForce() {
		sheet.More = append(sheet.More, part.Link{Label: "See how this plan has changed since " + p.site.Clock.DateOf(*pl.AgreedAt).Time(p.site.Clock.Zone()).Month().String(), Href: s.base + "/changes"})
		if pl.Revision == 1 {
			sheet.More[0].Label = "See how this plan came about"
		}
	}
	sheet.More = append(sheet.More, s.years(years, "Learning plan")...)
	entries, err := p.Plans.HistoryOf(web.Context(c), pl, onPage)
	if err != nil {
		return err
	}
	sheet.History = p.history(entries)
	return nil
}

// planBanner says how the plan stands, and what can be done about it.
func (p *Pages) planBanner(s *subject, pl plan.Plan, printing bool) *planning.Banner {
	b := p.planState(s, pl)
	if b == nil || !printing {
		return b
	}
	b.Text, b.Link, b.After, b.Sent, b.Send, b.Drop, b.Undo = "", part.Link{}, "", nil, nil, nil, nil
	return b
}

func (p *Pages) planState(s *subject, pl plan.Plan) *planning.Banner {
	agreed := "Agreed with " + pl.AgreedByName + " on " + p.on(pl.AgreedAt) + "."
	switch {
	case pl.State == plan.Reviewed:
		return &planning.Banner{Kind: "locked", Lead: "Reviewed at appraisal on " + p.on(pl.ReviewedAt) + ".", Text: "It is fixed now, and can be read for as long as the appraisal is kept."}
	case s.past():
		lead := "The learning year " + s.year.Words() + " is over."
		if pl.InForce() {
			lead = agreed
		}
		return &planning.Banner{Kind: "locked", Lead: lead, Text: "That year is over: the plan can be read, and its targets are looked at in the appraisal."}
	case !pl.Begun():
		return nil
	case s.mine:
		return p.ownState(s, pl, agreed)
	}
	return p.othersState(s, pl, agreed)
}

func (p *Pages) ownState(s *subject, pl plan.Plan, agreed string) *planning.Banner {
	manager := s.manager()
	switch {
	case pl.State == plan.Agreed:
		return &planning.Banner{
			Kind: "ok", Lead: agreed, Text: "You can tick things off at any time. To change a target,",
			Link: part.Link{Label: "suggest a change", Href: s.base + "/suggest"}, After: " and " + manager + " will be asked to agree it.",
		}
	case pl.State == plan.Proposed:
		return &planning.Banner{
			Kind: "note", Lead: "You sent this to " + manager + " on " + p.on(pl.ProposedAt) + ".",
			Text: manager + " can agree it, or send it back with a comment." + inForce(pl, p.on(pl.AgreedAt)),
			Undo: p.press(s, pl, "Take it back to change it", "/take-back", "secondary"),
		}
	}
	b := &planning.Banner{Kind: "note", Lead: "This is a draft.", Text: "When it says what you want to learn, and how you will know, send it to " + manager + " to agree."}
	if pl.Changing() {
		b.Lead, b.Text = "You are changing this plan.", "Send the changes to "+manager+" when they say what you want."+inForce(pl, p.on(pl.AgreedAt))
		b.Drop = p.press(s, pl, "Leave the plan as it was agreed", "/discard", "link")
	}
	if len(pl.Written()) > 0 {
		b.Send = p.press(s, pl, "Send to "+manager, "/propose", "")
	}
	return b
}

// inForce reminds that an agreed plan stands while another is written.
func inForce(pl plan.Plan, since string) string {
	if !pl.Changing() {
		return ""
	}
	return " Until then the plan agreed on " + since + " stands."
}

func (p *Pages) othersState(s *subject, pl plan.Plan, agreed string) *planning.Banner {
	name := s.person.Called()
	switch {
	case pl.State == plan.Agreed:
		return &planning.Banner{Kind: "ok", Lead: agreed, Text: name + " ticks things off as they are done, and can suggest changes."}
	case pl.State == plan.Proposed && s.manages:
		return &planning.Banner{
			Kind: "note", Lead: name + " asks you to agree this plan.", Text: "It was sent on " + p.on(pl.ProposedAt) + ". Read it, then",
			Link: part.Link{Label: "agree it or send it back", Href: "#agree"}, After: "." + inForce(pl, p.on(pl.AgreedAt)),
		}
	case pl.State == plan.Proposed:
		return &planning.Banner{Kind: "note", Lead: "Waiting to be agreed.", Text: name + " sent this to " + s.manager() + " on " + p.on(pl.ProposedAt) + "." + inForce(pl, p.on(pl.AgreedAt))}
	case pl.Changing():
		return &planning.Banner{Kind: "ok", Lead: agreed, Text: name + " is writing a change to it. This is the plan as it was agreed."}
	}
	return &planning.Banner{Kind: "note", Lead: "This is a draft.", Text: name + " is still writing it."}
}

// press is a button that acts on the plan as the viewer sees it.
func (p *Pages) press(s *subject, pl plan.Plan, label, to, kind string) *part.PostButton {
	return &part.PostButton{Label: label, Href: s.base + to, Kind: kind, Small: kind != "link", Once: p.site.Once(), Version: pl.Version}
}

func (p *Pages) decision(s *subject, pl plan.Plan) *planning.Decision {
	name := s.person.Called()
	return &planning.Decision{
		Title: "Agree it, or send it back", Text: "Agreeing fixes these words. " + name + " can tick things off in the year and suggest changes later, which you will be asked to agree.",
		Agree:    part.PostButton{Label: "Agree this plan", Href: s.base + "/agree", Once: p.site.Once(), Version: pl.Version},
		SendBack: s.base + "/send-back", Version: pl.Version, Once: p.site.Once(), Who: name,
	}
}

func (p *Pages) comment(c plan.Comment) *planning.Comment {
	who := c.ByName
	if c.ActingForName != "" {
		who += ", for " + c.ActingForName
	}
	return &planning.Comment{Who: who, When: p.on(&c.At), Words: c.Words}
}

func planDifferences(all []plan.Difference) []planning.Difference {
	var out []planning.Difference
	for _, d := range all {
		shown := planning.Difference{Title: fmt.Sprintf("Target %d. %s", d.Target, d.Need), What: string(d.Kind)}
		for _, f := range d.Fields {
			shown.Fields = append(shown.Fields, planning.FieldChange(f))
		}
		out = append(out, shown)
	}
	return out
}

// ---- what moves a plan ----

func (p *Pages) propose(c echo.Context) error {
	return p.move(c, func(s *subject, version int) error { return p.Plans.Propose(web.Context(c), s.year, version) },
		func(s *subject) layout.Notice {
			return layout.Notice{Title: "Sent to " + s.manager() + ".", Next: s.manager() + " reads your plan, and agrees it or sends it back with a comment. You will see it here."}
		})
}

func (p *Pages) takeBack(c echo.Context) error {
	return p.move(c, func(s *subject, version int) error { return p.Plans.TakeBack(web.Context(c), s.year, version) },
		func(*subject) layout.Notice { return layout.Notice{Title: "Your plan is yours to change again."} })
}

func (p *Pages) discardChangeOfPlan(c echo.Context) error {
	return p.move(c, func(s *subject, version int) error { return p.Plans.Discard(web.Context(c), s.year, version) },
		func(*subject) layout.Notice { return layout.Notice{Title: "The plan stays as it was agreed."} })
}

func (p *Pages) beginChangeOfPlan(c echo.Context) error {
	return p.move(c, func(s *subject, _ int) error { return p.Plans.BeginChange(web.Context(c), s.year) },
		func(s *subject) layout.Notice {
			return layout.Notice{Title: "You can change your targets now.", Next: "Send the changes to " + s.manager() + " when you are done. Until they are agreed, the plan stands as it was."}
		})
}

func (p *Pages) agreePlan(c echo.Context) error {
	return p.move(c, func(s *subject, version int) error {
		return p.Plans.Agree(web.Context(c), s.person.ID, s.year, version)
	},
		func(s *subject) layout.Notice {
			return layout.Notice{Title: "You have agreed this plan.", Next: s.person.Called() + " sees that you agreed, and when."}
		})
}

func (p *Pages) sendBack(c echo.Context) error {
	return p.move(c, func(s *subject, version int) error {
		return p.Plans.SendBack(web.Context(c), s.person.ID, s.year, version, c.FormValue("comment"))
	}, func(s *subject) layout.Notice {
		return layout.Notice{Title: "Sent back to " + s.person.Called() + " with your comment."}
	})
}

// move makes one change of a plan's state and goes back to the plan. What stands
// in the way is said on the plan's own page.
func (p *Pages) move(c echo.Context, act func(*subject, int) error, done func(*subject) layout.Notice) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	if err := act(s, version(c)); err != nil {
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Clash) {
			return p.planPage(c, err, c.FormValue("comment"), false)
		}
		return err
	}
	return p.site.Done(c, s.base, done(s))
}

// version reads the version that a form was opened with. A form always has one:
// what is missing or mangled fits no record.
func version(c echo.Context) int {
	n := 0
	if _, err := fmt.Sscanf(c.FormValue(part.VersionField), "%d", &n); err != nil || n < 1 {
		return -1
	}
	return n
}

func (p *Pages) askToChangePlan(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	pl, err := p.Plans.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	if pl.State != plan.Agreed || s.past() {
		return c.Redirect(http.StatusSeeOther, s.base)
	}
	return p.site.OK(c, s.head("Suggest a change", "plan"), func(page layout.Page) templ.Component {
		return planning.SuggestPage(planning.Suggest{
			Page: page, Back: part.Link{Label: planTitle(s.year), Href: s.base}, Title: "Suggest a change to your plan",
			Lines: []string{
				"You can change, add and remove targets, and then send the changes to " + s.manager() + " to agree.",
				"Until they are agreed, the plan stands as it was agreed on " + p.on(pl.AgreedAt) + ". You can tick things off all the while, and that version can always be read.",
			},
			Go: part.PostButton{Label: "Start changing the plan", Href: s.base + "/suggest", Once: p.site.Once()},
		})
	})
}

// ---- how it came about ----

// finish ends the draft of a form that is now saved.
func (p *Pages) finish(c echo.Context) error {
	if key := c.FormValue("draft"); key != "" {
		return p.Drafts.Finish(web.Context(c), key)
	}
	return nil
}
