package timing

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/internal/workingpattern"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/timing"
)

// week shows when somebody works.
func (p *Pages) week(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	all, err := p.Patterns.Of(web.Context(c), s.ID)
	if err != nil {
		return err
	}
	title := s.say("Your working week", "Working week")
	d := view.Week{
		Head: s.top(title, s.week()), Heading: "Now",
		Change: part.Action{Label: s.say("Say when you work", "Say when they work"), Href: s.week() + "/new"},
	}
	d.Reads = s.say("You, your line manager and the CPD coordinator. Your learning partner, and those whose partner you are, see which days ahead you are here.",
		"They, their line manager and the CPD coordinator. Their learning partner, and those whose partner they are, see which days ahead they are here.")
	now := holding(all, s.view.Today)
	shown := calendar.Usual()
	if now != nil {
		shown = now.Value()
		d.Heading = "Since " + shortDay(s.view, now.FromDate)
		d.Change.Label = "Change it from a day"
		d.Correct = &part.Link{Label: "It is wrong: put it right", Href: s.week() + "/" + now.ID}
	} else {
		d.Assumed = s.say("This is assumed, because nobody has said when you work.", "This is assumed, because nobody has said when "+s.Called()+" works.")
	}
	fill(&d, s, shown)
	for i := range all {
		x := &all[i]
		if x.State == workingpattern.TakenBack {
			d.Gone = append(d.Gone, p.goneWeek(s, *x))
		} else if x != now {
			d.Others = append(d.Others, otherWeek(s, *x))
		}
	}
	return p.site.OK(c, s.head(title), func(page layout.Page) templ.Component { return view.WeekPage(page, d) })
}

// holding is the pattern of a day among all, the latest first; nil where it is
// assumed.
func holding(all []workingpattern.Pattern, on calendar.Date) *workingpattern.Pattern {
	for i := range all {
		if all[i].State == workingpattern.Kept && !all[i].FromDate.After(on) {
			return &all[i]
		}
	}
	return nil
}

// fill puts a pattern onto the page.
func fill(d *view.Week, s subject, shown calendar.Pattern) {
	d.Words, d.Weeks = shown.Week.Words(), "Every week of the year."
	d.Grid = gridOf(shown.Week, s.say("The half-days that you work", "The half-days that they work"))
	switch shown.Weeks {
	case calendar.EveryOtherWeek:
		d.Weeks, d.Since = "Every other week.", "The week of "+shown.Since.Short()+" is one of them."
	case calendar.OnlyIn:
		d.Weeks = "Only in these weeks of the year:"
		for _, stretch := range shown.Dates {
			if !stretch.To.Before(s.view.Today) {
				d.Dates = append(d.Dates, s.view.Year.SpanWords(calendar.Span{From: stretch.From, To: stretch.To}))
			}
		}
		if len(d.Dates) == 0 {
			d.Weeks = "Only in some weeks of the year, all of which have passed."
		}
	}
}

func otherWeek(s subject, x workingpattern.Pattern) view.Line {
	when := "From " + shortDay(s.view, x.FromDate)
	return view.Line{Text: x.Value().Words(), Hint: when, Links: []part.Link{{Label: "Put it right", Href: s.week() + "/" + x.ID, Context: "the working week from " + x.FromDate.Short()}}}
}

func (p *Pages) goneWeek(s subject, x workingpattern.Pattern) view.Line {
	return view.Line{Text: x.Value().Words(), Hint: "From " + shortDay(s.view, x.FromDate), Buttons: []part.PostButton{{
		Label: "Put it back", Context: "the working week from " + x.FromDate.Short(), Href: s.week() + "/" + x.ID + "/put-back", Kind: "link", Once: p.site.Once(),
	}}}
}

// gridOf is the grid of a week: 14 half-days, named as the form sends them.
func gridOf(w calendar.Week, caption string) view.Grid {
	g := view.Grid{Caption: caption}
	for i, day := range calendar.Weekdays() {
		box := func(half calendar.Half, words string) view.Box {
			n := 2*i + int(half)
			b := view.Box{ID: "week", Value: strconv.Itoa(n), Label: day.String() + " " + words, Worked: w.Has(day, half)}
			if n > 0 {
				b.ID += "-" + b.Value
			}
			return b
		}
		g.Days = append(g.Days, view.Day{
			Name: day.String(), Short: day.String()[:2],
			First: box(calendar.Morning, "morning"), Second: box(calendar.Afternoon, "afternoon or evening"),
		})
	}
	return g
}

// weekTyped is what the form of a working week sends.
type weekTyped struct {
	week        calendar.Week
	weeks       string
	since, from web.DateParts
	dates       string
	version     int
}

func typedWeek(c echo.Context) (weekTyped, error) {
	values, err := c.FormParams()
	if err != nil {
		return weekTyped{}, err
	}
	t := weekTyped{weeks: c.FormValue("weeks"), since: web.FormDate(c, "since"), from: web.FormDate(c, "from"), dates: c.FormValue("dates")}
	t.version, _ = strconv.Atoi(c.FormValue("version"))
	for _, v := range values["week"] {
		if n, err := strconv.Atoi(v); err == nil && n >= 0 && n < 14 {
			t.week = t.week.With(calendar.Weekdays()[n/2], calendar.Half(n%2))
		}
	}
	return t, nil
}

func typedOf(x calendar.Pattern, from calendar.Date, version int) weekTyped {
	return weekTyped{week: x.Week, weeks: string(x.Weeks), since: web.PartsOf(x.Since), from: web.PartsOf(from), dates: x.Dates.Lines(), version: version}
}

// entry reads what was typed; what belongs to another choice of weeks is passed
// over.
func (t weekTyped) entry() (workingpattern.Entry, error) {
	e := workingpattern.Entry{Pattern: calendar.Pattern{Week: t.week, Weeks: calendar.Weeks(t.weeks)}}
	var problems fault.Collector
	var sinceErr, datesErr, fromErr error
	switch e.Pattern.Weeks {
	case calendar.EveryOtherWeek:
		e.Pattern.Since, sinceErr = t.since.Parse("since")
	case calendar.OnlyIn:
		if e.Pattern.Dates, datesErr = calendar.ParsePeriods(t.dates); datesErr != nil {
			datesErr = fault.InvalidField("dates", capital(datesErr.Error()))
		}
	}
	e.From, fromErr = t.from.Parse("from")
	for _, err := range []error{sinceErr, datesErr, fromErr} {
		if err := problems.Merge(err); err != nil {
			return workingpattern.Entry{}, err
		}
	}
	return e, problems.Err()
}

func (p *Pages) weekForm(c echo.Context, s subject, title, action string, t weekTyped, problem web.Problem) view.WeekForm {
	f := view.WeekForm{
		Form: view.Form{
			Head: s.formTop(title, s.say("Your working week", "Working week"), s.week()), Summary: problem.Summary(), Clash: p.clash(c, problem),
			Action: action, Once: p.site.Once(), Version: t.version, Button: "Save the working week",
		},
		Grid:      gridOf(t.week, s.say("Which half-days do you work?", "Which half-days do they work?")),
		GridError: problem.Of("week"),
		Weeks: part.Radios{
			Name: "weeks", Legend: "In which weeks of the year?", LegendSize: "m", Value: t.weeks, Error: problem.Of("weeks"),
			Options: []part.Option{
				{Value: string(calendar.EveryWeek), Label: "Every week"},
				{Value: string(calendar.EveryOtherWeek), Label: "Every other week"},
				{Value: string(calendar.OnlyIn), Label: "Only in some weeks", Hint: "Such as the weeks of term"},
			},
		},
		Since: dateInput("since", "A day in a week that is worked", "For every other week. Like 24 3 2027", "s", t.since, problem),
		Dates: part.Textarea{
			Name: "dates", Label: "First and last day of each stretch that is worked", LabelSize: "s", Rows: 4, Value: t.dates, Error: problem.Of("dates"),
			Hint: "For only some weeks. One stretch a line, like 7 September 2026 to 18 December 2026",
		},
		From: dateInput("from", "From when?", "The first day on which this holds, like 24 3 2027. What held before stays as it was", "m", t.from, problem),
	}
	if clash := problem.Clash(); clash != nil {
		f.Version = clash.Version
	}
	return f
}

// newWeek is the form of a working week that begins on a day.
func (p *Pages) newWeek(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	all, err := p.Patterns.Of(web.Context(c), s.ID)
	if err != nil {
		return err
	}
	start := calendar.Usual()
	if now := holding(all, s.view.Today); now != nil {
		start = now.Value()
	}
	title := s.say("When you work", "When they work")
	f := p.weekForm(c, s, title, s.week(), typedOf(start, s.view.Today, 0), web.Problem{})
	return p.site.OK(c, s.head(title), func(page layout.Page) templ.Component { return view.WeekFormPage(page, f) })
}

func (p *Pages) changeWeek(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	typed, err := typedWeek(c)
	if err != nil {
		return err
	}
	typed.version = 0
	e, err := typed.entry()
	if err == nil {
		var x workingpattern.Pattern
		if x, err = p.Patterns.Change(web.Context(c), s.ID, e); err == nil {
			return p.site.Done(c, s.week(), layout.Notice{
				Title: "Saved: " + x.Value().Words() + ", from " + x.FromDate.Short() + ".", Undo: p.undo(s.week()+"/"+x.ID+"/take-back", x.Version),
			})
		}
	}
	title := s.say("When you work", "When they work")
	return p.site.Again(c, err, s.head(title), func(page layout.Page, problem web.Problem) templ.Component {
		return view.WeekFormPage(page, p.weekForm(c, s, title, s.week(), typed, problem))
	})
}

// oneWeek is the form that puts a working week right.
func (p *Pages) oneWeek(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	x, err := p.Patterns.One(web.Context(c), s.ID, c.Param("id"))
	if err != nil {
		return err
	}
	if x.State != workingpattern.Kept {
		return fault.NewNotFound(workingpattern.Record)
	}
	f := p.putRight(c, s, x.ID, typedOf(x.Value(), x.FromDate, x.Version), web.Problem{})
	return p.site.OK(c, s.head(f.Title), func(page layout.Page) templ.Component { return view.WeekFormPage(page, f) })
}

func (p *Pages) putRight(c echo.Context, s subject, id string, t weekTyped, problem web.Problem) view.WeekForm {
	f := p.weekForm(c, s, "Put the working week right", s.week()+"/"+id, t, problem)
	f.Lead = "This is for what was entered wrongly. For a change from a day on, go back and choose “Change it from a day”."
	f.TakeBack = &part.PostButton{
		Label: "Take this working week back", Href: s.week() + "/" + id + "/take-back", Kind: "secondary", Once: p.site.Once(), Version: f.Version,
	}
	return f
}

func (p *Pages) correctWeek(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	typed, err := typedWeek(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	if _, err := p.Patterns.One(web.Context(c), s.ID, id); err != nil {
		return err
	}
	e, err := typed.entry()
	if err == nil {
		if err = p.Patterns.Correct(web.Context(c), s.ID, id, typed.version, e); err == nil {
			return p.site.Done(c, s.week(), layout.Notice{Title: "The working week is put right."})
		}
	}
	return p.site.Again(c, err, s.head("Put the working week right"), func(page layout.Page, problem web.Problem) templ.Component {
		return view.WeekFormPage(page, p.putRight(c, s, id, typed, problem))
	})
}

func (p *Pages) takeBackWeek(c echo.Context) error {
	return p.act(c, subject.week, func(ctx context.Context, s subject, id string, version int) (layout.Notice, error) {
		err := p.Patterns.TakeBack(ctx, s.ID, id, version)
		return layout.Notice{Title: "That working week is taken back.", Undo: p.undo(s.week()+"/"+id+"/put-back", 0)}, err
	})
}

func (p *Pages) putBackWeek(c echo.Context) error {
	return p.act(c, subject.week, func(ctx context.Context, s subject, id string, _ int) (layout.Notice, error) {
		return layout.Notice{Title: "That working week holds again."}, p.Patterns.PutBack(ctx, s.ID, id)
	})
}

// act does what takes one tap, and comes back to a page about the person.
func (p *Pages) act(c echo.Context, to func(subject) string, do func(ctx context.Context, s subject, id string, version int) (layout.Notice, error)) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(c.FormValue("version"))
	notice, err := do(web.Context(c), s, c.Param("id"), version)
	if err != nil {
		return err
	}
	return p.site.Done(c, to(s), notice)
}

func (p *Pages) undo(href string, version int) *layout.Undo {
	return &layout.Undo{Href: href, Once: p.site.Once(), Version: version}
}
