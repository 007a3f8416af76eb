package mylearning

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
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
	// Appraisal is the year's own; nil for none. Awaiting are others' that wait for
	// the person, and ToAgree those whose plan does.
	Appraisal *appraisal.Brief
	Awaiting  []appraisal.Brief
	ToAgree   []string
}

// figures gathers a year of the person who is asking.
func (p *Pages) figures(c echo.Context, v *web.View, me *people.Person, year calendar.LearningYear) (YearFigures, error) {
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
	readings, err := p.Interviews.OfLearner(web.Context(c), me.ID, year)
	if err != nil {
		return f, err
	}
	f.Meetings = p.meetings(readings, v)
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
	if f.Plan, err = p.Plans.Of(web.Context(c), me.ID, year); err != nil {
		return f, err
	}
	mine, awaiting, err := p.Appraisals.Around(web.Context(c))
	if err != nil {
		return f, err
	}
	f.Awaiting = awaiting
	for i, b := range mine {
		if b.Year == year.Name() {
			f.Appraisal = &mine[i]
		}
	}
	return f, nil
}

// meetings are the learner's interviews as this page needs them.
func (p *Pages) meetings(readings []interview.Reading, v *web.View) []Meeting {
	var out []Meeting
	for _, r := range readings {
		if r.State == interview.Cancelled {
			continue
		}
		m := Meeting{
			ID: r.ID, State: r.State, On: r.StartsOn, Mine: r.WaitsFor(v.Today) == interview.Learner, CanMove: r.May.Offer,
			When: p.site.TimeOf(r.StartsAt) + " to " + p.site.TimeOf(r.Ends()) + ", " + r.How.Label(), With: "your learning partner", Called: "Your learning partner",
		}
		if partner := r.PartnerNow(); partner != nil {
			m.With, m.Called = partner.Name, partner.Called()
		}
		out = append(out, m)
	}
	return out
}

// situation is what the next thing is chosen from.
func (f YearFigures) situation(v *web.View, me *people.Person) Situation {
	s := Situation{
		Today: v.Today, Year: f.Year, Meetings: f.Meetings, Pace: f.Pace, Plan: f.Plan.State, InForce: f.Plan.InForce(),
		Targets: len(f.Plan.Written()), Entitled: f.Entitled, Used: diary.HalfDays(f.Minutes, v.Settings.DayMinutes),
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
		s.Appraisal = &AppraisalStand{State: f.Appraisal.State, EndsIn: f.Year.EndsIn(), SelfBy: f.Appraisal.SelfBy}
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
	f, err := p.figures(c, v, me, v.Year)
	if err != nil {
		return err
	}
	if f.ToAgree, err = p.plansToAgree(web.Context(c), v, me.ID); err != nil {
		return err
	}
	own, _, err := p.site.Draft(c, p.Drafts, newForm, "/diary/new", "/")
	if err != nil {
		return err
	}
	y := p.draw(v, me, f)
	y.Unfinished = own.Unfinished
	y.Add.Draft, y.Add.Once = own, p.site.Once()
	h := web.Head{Title: "My year", Section: web.MyLearning, Sub: "year"}
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
func (p *Pages) draw(v *web.View, me *people.Person, f YearFigures) view.Year {
	s := f.situation(v, me)
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
	t, after := order(Next(s), f.waiting(v))
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

// mostLater bounds the list of later things.
const mostLater = 3

// order is the next thing, and the rows after it: others' records that wait come
// before what can wait. Writing in the diary, always the last of the things, is no
// row: there is a box for it.
func order(things []Thing, waiting []part.Row) (next Thing, after []part.Row) {
	last := len(things) - 1
	next, rest := things[0], things[min(1, last):last]
	if next.CanWait && len(waiting) > 0 {
		next, rest, waiting = ofOthers(waiting[0]), things[:last], waiting[1:]
	}
	after = append(after, waiting...)
	for _, t := range rest {
		after = append(after, part.Row{Label: t.Title, Href: t.Href, Hint: t.Hint})
	}
	return next, after[:min(len(after), mostLater)]
}
