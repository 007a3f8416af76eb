package mylearning

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
)

// YearFigures is all that My year and the year's list know of a year.
type YearFigures struct {
	Year     calendar.LearningYear
	Meetings []Meeting
	Pace     interview.Pace
	Part     calendar.Period // of the year in which the person is here
	Whole    int             // interviews in a whole year
	Entitled int             // half-days off the job
	Minutes  int             // off the job, as written in the diary
	Days     []diary.Day
	Ago      *diary.Entry
	Plan     plan.Plan
	// Appraisal is the year's own; nil for none.
	Appraisal *appraisal.Brief
}

// figures gathers a year of the person who is asking, around their own
// plan and interviews of it and their appraisals.
func (p *Pages) figures(c echo.Context, v *web.View, me *people.Person, year calendar.LearningYear, own notice.Around) (YearFigures, error) {
	f := YearFigures{Year: year, Whole: v.Settings.Interviews}
	here := calendar.Period{From: me.StartedOn, To: me.LeftOn}
	f.Entitled = v.Settings.EntitledHalfDays(year, here)
	home, err := p.Diary.Home(web.Context(c), year)
	if err != nil {
		return f, err
	}
	f.Days, f.Ago = home.Days, home.Ago
	for _, d := range f.Days {
		f.Minutes += d.OffTheJob
	}
	f.Meetings = p.meetings(own.Interviews)
	held, arranged := 0, 0
	for _, m := range f.Meetings {
		if m.State.Happened() {
			held++
		} else if m.State == interview.Arranged {
			arranged++
		}
	}
	f.Part = interview.Part(year, here)
	expected := interview.Expected(v.Settings.Interviews, v.Settings.ProRata, year, f.Part)
	f.Pace = interview.PaceOf(expected, f.Part, held, arranged, v.Today)
	f.Plan = own.Plan
	for i, b := range own.Appraisals {
		if b.Year == year.Name() {
			f.Appraisal = &own.Appraisals[i]
		}
	}
	return f, nil
}

// meetings are the learner's interviews as this page needs them.
func (p *Pages) meetings(readings []interview.Reading) []Meeting {
	var out []Meeting
	for _, r := range readings {
		if r.State == interview.Cancelled {
			continue
		}
		m := Meeting{
			ID: r.ID, State: r.State, On: r.StartsOn, CanMove: r.May.Offer,
			When: p.site.TimeOf(r.StartsAt) + " to " + p.site.TimeOf(r.Ends()) + ", " + r.How.Label(), With: "your learning partner", Called: "Your learning partner",
		}
		if partner := r.PartnerNow(); partner != nil {
			m.With, m.Called = partner.Name, partner.Called()
		}
		out = append(out, m)
	}
	return out
}

// situation is what one's own suggestions are chosen from.
func (f YearFigures) situation(v *web.View, me *people.Person, waiting []notice.Notice) Situation {
	s := Situation{
		Today: v.Today, Year: f.Year, Meetings: f.Meetings, Pace: f.Pace, Plan: f.Plan.State, InForce: f.Plan.InForce(),
		Targets: len(f.Plan.Written()), Entitled: f.Entitled, Used: diary.HalfDays(f.Minutes, v.Settings.DayMinutes),
		SentBack: slices.ContainsFunc(waiting, func(n notice.Notice) bool { return n.Kind == notice.PlanSentBack }),
	}
	if partner := v.Chart.Partner(me.ID); partner != nil {
		s.Partner, s.PartnerName = partner.Called(), partner.Name
	}
	if asked, ok := v.Chart.Nomination(me.ID); ok {
		s.Asked = v.Chart.Name(asked.PartnerID)
	}
	if manager := v.Chart.Manager(me.ID); manager != nil {
		s.Manager = manager.Called()
	}
	if n := len(f.Days); n > 0 {
		s.Wrote, s.LastEntry = true, f.Days[n-1].On
	}
	if f.Appraisal != nil {
		s.Appraisal = &AppraisalStand{Early: f.Appraisal.Early(v.Today), EndsIn: f.Year.EndsIn(), SelfBy: f.Appraisal.SelfBy}
	}
	return s
}

// year is My year. Who holds no appointment has none, and is led to what they do
// here.
func (p *Pages) year(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	me := v.Chart.Person(web.Who(c).PersonID)
	if me == nil || !v.Chart.Serves(me.ID) {
		return p.elsewhere(c)
	}
	around, err := p.Notices.Around(web.Context(c))
	if err != nil {
		return err
	}
	f, err := p.figures(c, v, me, v.Year, around)
	if err != nil {
		return err
	}
	own, _, err := p.site.Draft(c, p.Drafts, newForm, "/diary/new", "/")
	if err != nil {
		return err
	}
	y := p.draw(v, me, f, around.Waiting)
	y.Unfinished = own.Unfinished
	if y.Passing, err = p.passing(web.Context(c), v, me); err != nil {
		return err
	}
	y.Add.Draft, y.Add.Once = own, p.site.Once()
	h := web.Head{Title: "My year", Section: web.MyLearning, Sub: "year", Waiting: waitingWords(around.Waiting)}
	return p.site.OK(c, h, func(page layout.Page) templ.Component { return view.YearPage(page, y) })
}

// elsewhere leads to the first section of somebody without a year of their own.
func (p *Pages) elsewhere(c echo.Context) error {
	page, err := p.site.Page(c, web.Head{})
	if err != nil {
		return err
	}
	to := "/account"
	if len(page.Sections) > 0 {
		to = page.Sections[0].Href
	}
	return p.site.SeeOther(c, to)
}

// newHere is how many days somebody's first ones are.
const newHere = 28

// draw lays the figures out.
func (p *Pages) draw(v *web.View, me *people.Person, f YearFigures, waiting []notice.Notice) view.Year {
	s := f.situation(v, me, waiting)
	firstDay := !me.StartedOn.IsZero() && me.StartedOn == v.Today
	y := view.Year{
		Caption: v.Today.DayMonth(), Years: f.Year.Words(), Title: "Your year so far, " + me.Called(),
		Welcome: firstDays(s, me.StartedOn), ListHref: "/year/" + f.Year.Name(), LaterTitle: "When you have a moment",
		Line: lineOf(f, v.Today),
		Add:  view.QuickAdd{From: "year", Label: plainQuestion, Hint: "A sentence is enough. You can add to it later.", Reads: "Only you can see it until you share it."},
	}
	if y.Welcome {
		y.Title, y.LaterTitle = "Welcome, "+me.Called(), "Then, any time this month"
		y.Add.Label, y.Add.Hint = "What did you learn today?", "Your first diary entry. A sentence is enough."
	}
	if firstDay {
		y.Caption, y.Years = v.Today.DayMonth()+" · your first day", ""
	}
	t, after := order(v, waiting, Next(s))
	if len(waiting) > 1 {
		y.LaterTitle = "After that"
	}
	y.Next = view.Next{Eyebrow: t.Eyebrow, Title: t.Title, Text: t.Text, Action: t.Action, Href: t.Href, Second: t.Second, SecondHref: t.SecondHref}
	y.Later = after
	y.Interviews = interviewsCard(f, v, me)
	y.Days = daysCard(f, v)
	y.Plan, y.Targets = planCard(f, v)
	y.Ago = agoOf(f.Ago)
	return y
}

// agoOf gives somebody's own words of a year ago back; nil where there are none.
func agoOf(e *diary.Entry) *view.Ago {
	if e == nil {
		return nil
	}
	text, more := clip(e.Learned, 280)
	return &view.Ago{Text: text, Date: e.HappenedOn.Short(), Href: entryAddress(e.Number), More: more}
}

// firstDays says that there is nothing to look back at: somebody new, or somebody
// for whom everything starts now.
func firstDays(s Situation, started calendar.Date) bool {
	if s.Wrote || len(s.Meetings) > 0 || s.Plan != plan.None || s.Appraisal != nil {
		return false
	}
	return started.IsZero() || started.DaysUntil(s.Today) <= newHere || s.Year.From().DaysUntil(s.Today) > newHere
}
