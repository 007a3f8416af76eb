package planning

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/internal/work"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

func workTitle(y calendar.LearningYear) string { return "Work programme " + y.Words() }

func (p *Pages) showProgramme(c echo.Context) error { return p.programmePage(c, nil, false) }

func (p *Pages) printProgramme(c echo.Context) error { return p.programmePage(c, nil, true) }

// programmePage draws a work programme, or draws it again where it could not be
// agreed, with what stands in the way.
func (p *Pages) programmePage(c echo.Context, problem error, printing bool) error {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return err
	}
	if own := s.own(c); own != "" && problem == nil {
		return c.Redirect(http.StatusSeeOther, own)
	}
	pr, err := p.Work.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	sheet, err := p.programmeSheet(c, s, pr, printing)
	if err != nil {
		return err
	}
	head := s.head(workTitle(s.year), "plan")
	draw := func(page layout.Page, prob web.Problem) templ.Component {
		sheet.Page, sheet.Errors = page, prob.Summary()
		for i := range sheet.Tasks {
			sheet.Tasks[i].Error = prob.Of(sheet.Tasks[i].ID)
		}
		return planning.ProgrammePage(sheet)
	}
	if problem != nil {
		return p.site.Again(c, problem, head, draw)
	}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return draw(page, web.Problem{}) })
}

func (p *Pages) programmeSheet(c echo.Context, s *subject, pr work.Programme, printing bool) (planning.Programme, error) {
	sheet := planning.Programme{
		Back: s.up(), Caption: s.caption(), Title: workTitle(s.year), Printing: printing,
		About: s.aboutWork(), Plan: part.Link{Label: "learning plan", Href: "/plan/" + s.year.Name(), Context: "."},
	}
	if !s.mine {
		sheet.Plan.Href = "/people/" + s.person.Slug + sheet.Plan.Href
	}
	// Either side may write; the learning partner only reads what was agreed.
	writer := s.can(c, access.WorkProgramme, access.Write)
	tasks := pr.Tasks
	if writer {
		tasks = pr.Written()
		sheet.Changes, sheet.ChangesTitle = taskDifferences(pr.Proposal()), "What would change"
	}
	writable := writer && !printing && pr.CanWrite(s.view.Today, s.year) == nil
	for _, t := range tasks {
		sheet.Tasks = append(sheet.Tasks, p.taskCard(s, t, writable))
	}
	sheet.Banner = p.programmeBanner(s, pr, writer, printing)
	if pr.State == work.Draft && !s.past() {
		sheet.Agreements = p.agreements(s, pr)
		sheet.Agree = p.agreeButton(s, pr, writable)
	}
	if printing {
		return sheet, nil
	}
	if pr.Begun() {
		sheet.Print = s.base + "/print"
	}
	p.inviteTasks(s, pr, writable, &sheet)
	return sheet, p.programmeMore(c, s, pr, &sheet)
}

func (s *subject) aboutWork() string {
	if s.mine {
		return "This is what you are expected to get done, agreed between you and " + s.manager() + ". What you want to get better at is in your"
	}
	return "This is what " + s.person.Called() + " is to get done, agreed with " + s.manager() + ". What is to be learned is in the"
}

func (p *Pages) taskCard(s *subject, t work.Task, writable bool) planning.Task {
	card := planning.Task{
		ID: work.CardID(t.Number), Eyebrow: "Task " + strconv.Itoa(t.Number), Title: t.Words,
		Criteria: t.CriteriaLines(), Indicators: t.IndicatorLines(), OutcomeWhy: t.OutcomeWhy,
	}
	if !t.ByDate.IsZero() {
		card.Facts = append(card.Facts, part.Fact{Key: "By", Value: s.day(t.ByDate)})
	}
	if t.SuggestedByName != "" {
		card.Facts = append(card.Facts, part.Fact{Key: "Suggested by", Value: t.SuggestedByName})
	}
	if t.CarriedFrom != "" {
		card.Facts = append(card.Facts, part.Fact{Key: "Carried on from", Value: "task " + after(t.CarriedFrom) + " of the year before"})
	}
	if t.Outcome != work.NoOutcome {
		card.Outcome = &part.Chip{Kind: "plain", Text: t.Outcome.Label()}
		if t.Outcome == work.Met {
			card.Outcome = &part.Chip{Kind: "done", Text: "Met on " + t.OutcomeOn.Short()}
		}
	}
	if t.PersonNote != "" {
		card.Notes = append(card.Notes, planning.Comment{Who: s.person.Name, When: "at review", Words: t.PersonNote})
	}
	if t.ManagerNote != "" {
		card.Notes = append(card.Notes, planning.Comment{Who: "Line manager", When: "at review", Words: t.ManagerNote})
	}
	if writable {
		card.Actions = []part.Link{{Label: "Change", Href: fmt.Sprintf("%s/tasks/%d", s.base, t.Number), Context: fmt.Sprintf("task %d", t.Number)}}
	}
	return card
}

// agreements say who of the two has agreed what is being written.
func (p *Pages) agreements(s *subject, pr work.Programme) []planning.Tick {
	if len(pr.Written()) == 0 {
		return nil
	}
	line := func(who string, you, done bool, on string) planning.Tick {
		switch {
		case done && you:
			return planning.Tick{State: "done", Text: "You agreed it on " + on}
		case done:
			return planning.Tick{State: "done", Text: who + " agreed it on " + on}
		case you:
			return planning.Tick{State: "todo", Text: "You have not agreed it yet"}
		}
		return planning.Tick{State: "todo", Text: who + " has not agreed it yet"}
	}
	manager := s.manager()
	if pr.ManagerAgreedAt != nil {
		manager = pr.ManagerName
	}
	return []planning.Tick{
		line(s.person.Called(), s.mine, pr.PersonAgreedAt != nil, p.on(pr.PersonAgreedAt)),
		line(capital(manager), s.manages && s.actingFor == nil, pr.ManagerAgreedAt != nil, p.on(pr.ManagerAgreedAt)),
	}
}

func capital(words string) string {
	if words == "your line manager" {
		return "Your line manager"
	}
	return words
}

func (p *Pages) agreeButton(s *subject, pr work.Programme, writable bool) *part.PostButton {
	said := s.mine && pr.PersonAgreedAt != nil || s.manages && pr.ManagerAgreedAt != nil
	if !writable || said || len(pr.Written()) == 0 {
		return nil
	}
	label := "Agree these tasks"
	if pr.PersonAgreedAt != nil || pr.ManagerAgreedAt != nil {
		label = "Agree these tasks too"
	}
	return &part.PostButton{Label: label, Href: s.base + "/agree", Once: p.site.Once(), Version: pr.Version}
}

func (p *Pages) programmeBanner(s *subject, pr work.Programme, writer, printing bool) *planning.Banner {
	agreed := "Agreed by " + s.person.Called() + " and " + pr.ManagerName + " on " + p.on(pr.AgreedAt) + "."
	if s.mine {
		agreed = "Agreed by you and " + pr.ManagerName + " on " + p.on(pr.AgreedAt) + "."
	}
	if pr.ManagerName == "" || pr.Changing() {
		agreed = "Agreed on " + p.on(pr.AgreedAt) + "."
	}
	var b *planning.Banner
	switch {
	case pr.State == work.Reviewed:
		b = &planning.Banner{Kind: "locked", Lead: "Reviewed at appraisal on " + p.on(pr.ReviewedAt) + ".", Text: "It is fixed now."}
	case s.past():
		b = &planning.Banner{Kind: "locked", Lead: "The learning year " + s.year.Words() + " is over.", Text: "The tasks can be read, and are looked at in the appraisal."}
	case !pr.Begun():
		return nil
	case pr.State == work.Agreed:
		b = &planning.Banner{Kind: "ok", Lead: agreed}
		if writer {
			b.Text, b.Link, b.After = "To change or add a task,", part.Link{Label: "suggest a change", Href: s.base + "/suggest"}, "; you both agree it anew."
		}
	case pr.Changing() && writer:
		b = &planning.Banner{Kind: "note", Lead: "This work programme is being changed.", Text: "Until you have both agreed the change, what was agreed on " + p.on(pr.AgreedAt) + " stands."}
		b.Drop = &part.PostButton{Label: "Leave it as it was agreed", Href: s.base + "/discard", Kind: "link", Once: p.site.Once(), Version: pr.Version}
	case pr.Changing():
		b = &planning.Banner{Kind: "ok", Lead: agreed, Text: "A change to it is being talked about."}
	default:
		b = &planning.Banner{Kind: "note", Lead: "This is a draft.", Text: "Either of you can add and change tasks. It counts once both have agreed it."}
	}
	if printing {
		b.Text, b.Link, b.After, b.Drop = "", part.Link{}, "", nil
	}
	return b
}

func (p *Pages) inviteTasks(s *subject, pr work.Programme, writable bool, sheet *planning.Programme) {
	add := part.Link{Label: "Add a task", Href: s.base + "/tasks/new"}
	if !s.mine {
		add.Label = "Suggest a task"
	}
	if len(sheet.Tasks) > 0 {
		if writable {
			sheet.Add = add
		}
		return
	}
	switch {
	case !writable:
		sheet.Empty = &part.EmptyState{Title: "No tasks in " + s.year.Words()}
	case s.mine:
		sheet.Empty = &part.EmptyState{
			Title: "No tasks yet", Text: capital(s.manager()) + " has not added tasks yet. You can suggest one: what is to be done, and how you will both know that it is done well.",
			Action: &part.Action{Label: "Suggest a task", Href: add.Href, Kind: "button"},
		}
	default:
		sheet.Empty = &part.EmptyState{
			Title: "No tasks yet", Text: "Neither of you has added one. Say what is to be done, and how you will both know that it is done well.",
			Action: &part.Action{Label: add.Label, Href: add.Href, Kind: "button"},
		}
	}
}

func (p *Pages) programmeMore(c echo.Context, s *subject, pr work.Programme, sheet *planning.Programme) error {
	years, err := p.Work.YearsOf(web.Context(c), s.person.ID)
	if err != nil {
		return err
	}
	if pr.InForce() {
		sheet.More = append(sheet.More, part.Link{Label: "See how this work programme came about", Href: s.base + "/changes"})
	}
	sheet.More = append(sheet.More, s.years(years, "Work programme")...)
	entries, err := p.Work.HistoryOf(web.Context(c), pr, onPage)
	if err != nil {
		return err
	}
	sheet.History = p.history(entries)
	return nil
}

func taskDifferences(all []work.Difference) []planning.Difference {
	var out []planning.Difference
	for _, d := range all {
		shown := planning.Difference{Title: fmt.Sprintf("Task %d. %s", d.Task, d.Words), What: "changed"}
		switch {
		case d.Added:
			shown.What = "added"
		case d.Removed:
			shown.What = "removed"
		}
		for _, f := range d.Fields {
			shown.Fields = append(shown.Fields, planning.FieldChange(f))
		}
		out = append(out, shown)
	}
	return out
}

// ---- what moves a work programme ----

func (p *Pages) agreeProgramme(c echo.Context) error {
	return p.moveProgramme(c, func(s *subject) (layout.Notice, error) {
		err := p.Work.Agree(web.Context(c), s.person.ID, s.year, version(c))
		return layout.Notice{Title: "You have agreed these tasks."}, err
	})
}

func (p *Pages) beginChangeOfProgramme(c echo.Context) error {
	return p.moveProgramme(c, func(s *subject) (layout.Notice, error) {
		err := p.Work.BeginChange(web.Context(c), s.person.ID, s.year)
		return layout.Notice{Title: "Tasks can be changed now.", Next: "When they say what you both want, you both agree them anew."}, err
	})
}

func (p *Pages) discardChangeOfProgramme(c echo.Context) error {
	return p.moveProgramme(c, func(s *subject) (layout.Notice, error) {
		err := p.Work.Discard(web.Context(c), s.person.ID, s.year, version(c))
		return layout.Notice{Title: "The work programme stays as it was agreed."}, err
	})
}

func (p *Pages) moveProgramme(c echo.Context, act func(*subject) (layout.Notice, error)) error {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return err
	}
	notice, err := act(s)
	if fault.Is(err, fault.Invalid) {
		return p.programmePage(c, err, false)
	}
	if err != nil {
		return err
	}
	return p.site.Done(c, s.base, notice)
}

func (p *Pages) askToChangeProgramme(c echo.Context) error {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return err
	}
	pr, err := p.Work.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	if pr.State != work.Agreed || s.past() || !s.can(c, access.WorkProgramme, access.Write) {
		return c.Redirect(http.StatusSeeOther, s.base)
	}
	return p.site.OK(c, s.head("Suggest a change", "plan"), func(page layout.Page) templ.Component {
		return planning.SuggestPage(planning.Suggest{
			Page: page, Back: part.Link{Label: workTitle(s.year), Href: s.base}, Title: "Suggest a change to the work programme",
			Lines: []string{
				"Either of you can then change, add and remove tasks, and you both agree them anew.",
				"Until you have, what was agreed on " + p.on(pr.AgreedAt) + " stands, and it can always be read.",
			},
			Go: part.PostButton{Label: "Start changing the tasks", Href: s.base + "/suggest", Once: p.site.Once()},
		})
	})
}

// ---- how it came about ----

func (p *Pages) programmeStory(c echo.Context) error {
	s, story, err := p.storyOfProgramme(c)
	if err != nil {
		return err
	}
	if own := s.own(c); own != "" {
		return c.Redirect(http.StatusSeeOther, own)
	}
	sheet := planning.Story{
		Back: part.Link{Label: workTitle(s.year), Href: s.base}, Caption: s.caption(), Title: "How this work programme came about",
		History: p.history(story.History),
	}
	if len(story.Revisions) == 0 {
		sheet.Intro = "It has not been agreed yet."
	}
	for i, r := range story.Revisions {
		shown, err := p.workRevision(s, r, story.Revisions[i+1:])
		if err != nil {
			return err
		}
		sheet.Revisions = append(sheet.Revisions, shown)
	}
	return p.site.OK(c, s.head(sheet.Title, "plan"), func(page layout.Page) templ.Component {
		sheet.Page = page
		return planning.StoryPage(sheet)
	})
}

func (p *Pages) storyOfProgramme(c echo.Context) (*subject, work.Story, error) {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return nil, work.Story{}, err
	}
	story, err := p.Work.StoryOf(web.Context(c), s.person.ID, s.year)
	if err == nil && !story.Programme.Begun() {
		err = fault.NewNotFound("work programme")
	}
	return s, story, err
}

func (p *Pages) workRevision(s *subject, r work.Revision, earlier []work.Revision) (planning.Revision, error) {
	d, err := r.Open()
	if err != nil {
		return planning.Revision{}, err
	}
	out := planning.Revision{
		ID: fmt.Sprintf("version-%d", r.Number), Title: fmt.Sprintf("Version %d, agreed on %s", r.Number, p.on(&r.SealedAt)),
		Who:   "Agreed by both; last by " + r.ByName + actingFor(r.ActingForName) + ".",
		Read:  part.Link{Label: fmt.Sprintf("Read version %d in full", r.Number), Href: fmt.Sprintf("%s/agreed/%d", s.base, r.Number)},
		First: len(earlier) == 0,
	}
	if r.Kind == work.SealedReviewed {
		out.ID, out.Title, out.Who, out.First = "reviewed", "Reviewed at appraisal on "+p.on(&r.SealedAt), "With what became of each task.", true
		out.Read = part.Link{Label: "Read it as it was reviewed", Href: s.base + "/agreed/0"}
		return out, nil
	}
	if len(earlier) > 0 {
		before, err := earlier[0].Open()
		if err != nil {
			return planning.Revision{}, err
		}
		out.Changes = taskDifferences(work.Compare(before, d))
	}
	return out, nil
}

// agreedProgramme is one version as it was sealed; 0 is the one of the review.
func (p *Pages) agreedProgramme(c echo.Context) error {
	s, story, err := p.storyOfProgramme(c)
	if err != nil {
		return err
	}
	if own := s.own(c); own != "" {
		return c.Redirect(http.StatusSeeOther, own)
	}
	n := number(c, "number")
	i := slices.IndexFunc(story.Revisions, func(r work.Revision) bool {
		return r.Kind == work.SealedAgreed && r.Number == n || r.Kind == work.SealedReviewed && c.Param("number") == "0"
	})
	if i < 0 {
		return fault.NewNotFound("version")
	}
	r := story.Revisions[i]
	d, err := r.Open()
	if err != nil {
		return err
	}
	title, lead := fmt.Sprintf("Version %d of the work programme %s", r.Number, s.year.Words()), "Agreed by both on "+p.on(&r.SealedAt)+"."
	if r.Kind == work.SealedReviewed {
		title, lead = "Work programme "+s.year.Words()+" as reviewed", "Reviewed at appraisal on "+p.on(&r.SealedAt)+"."
	}
	sheet := planning.Programme{
		Back: part.Link{Label: "How this work programme came about", Href: s.base + "/changes"}, Caption: s.caption(), Title: title,
		Banner: &planning.Banner{Kind: "locked", Lead: lead, Text: "This is how it stood then. It is never changed."},
	}
	for _, t := range d.Tasks {
		sheet.Tasks = append(sheet.Tasks, p.taskCard(s, t.Task(), false))
	}
	return p.site.OK(c, s.head(title, "plan"), func(page layout.Page) templ.Component {
		sheet.Page = page
		return planning.ProgrammePage(sheet)
	})
}

// ---- the form ----
