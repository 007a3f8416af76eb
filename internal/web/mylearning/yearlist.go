package mylearning

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/notice"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// firstWords is how much of an entry the year's list shows, in characters.
const firstWords = 160

// happening is one line of the list, with its day.
type happening struct {
	on calendar.Date
	view.Happening
}

// yearList is a learning year as a list: this one, or one that is over.
func (p *Pages) yearList(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	me := v.Chart.Person(web.Who(c).PersonID)
	year, err := v.Settings.YearStart.ParseYear(c.Param("year"))
	if err != nil || me == nil || year.From().After(v.Today) {
		return fault.NewNotFound("learning year")
	}
	own := notice.Around{}
	if own.Plan, err = p.Plans.Of(web.Context(c), me.ID, year); err != nil {
		return err
	}
	if own.Interviews, err = p.Interviews.OfLearner(web.Context(c), me.ID, year); err != nil {
		return err
	}
	if own.Appraisals, err = p.Appraisals.Mine(web.Context(c)); err != nil {
		return err
	}
	f, err := p.figures(c, v, me, year, own)
	if err != nil {
		return err
	}
	entries, err := p.Diary.Year(web.Context(c), year)
	if err != nil {
		return err
	}
	y := view.YearList{Title: year.Words(), Line: lineOf(f, v.Today), Figures: figuresOf(f, v)}
	if year.To().Before(v.Today) {
		y.Past = &view.Past{Words: year.Words(), Href: "/"}
		y.After = &part.Link{Label: year.Next().Words(), Href: "/year/" + year.Next().Name()}
	}
	if me.StartedOn.IsZero() || me.StartedOn.Before(year.From()) {
		y.Before = &part.Link{Label: year.Previous().Words(), Href: "/year/" + year.Previous().Name()}
	}
	y.Months = byMonth(happenings(f, entries, v), year)
	if len(y.Months) == 0 {
		y.Empty = "Nothing is written down of this year."
	}
	h := web.Head{Title: "Your learning year " + year.Words(), Section: web.MyLearning, Sub: "year"}
	return p.site.OK(c, h, func(page layout.Page) templ.Component { return view.YearListPage(page, y) })
}

func figuresOf(f YearFigures, v *web.View) []part.Figure {
	used := diary.HalfDays(f.Minutes, v.Settings.DayMinutes)
	out := []part.Figure{
		{Label: "Diary entries", Value: strconv.Itoa(len(f.Days))},
		{Label: "Interviews", Value: strconv.Itoa(f.Pace.Held), Hint: " of at least " + strconv.Itoa(f.Pace.Expected)},
		{Label: "Off the job", Value: part.Days(used), Hint: " of at least " + part.Days(f.Entitled)},
	}
	if met, total := f.Plan.Criteria(); total > 0 {
		out = append(out, part.Figure{Label: "Success criteria met", Value: strconv.Itoa(met), Hint: " of " + strconv.Itoa(total)})
	}
	return out
}

// happenings puts everything of the year in the order of its days.
func happenings(f YearFigures, entries []diary.Entry, v *web.View) []happening {
	var out []happening
	add := func(on calendar.Date, h view.Happening) { out = append(out, happening{on, h}) }
	for _, e := range entries {
		text, _ := clip(e.Learned, firstWords)
		h := view.Happening{Kind: "diary", State: "done", Heard: "Diary entry", Title: text, Href: entryAddress(e.Number), When: dayWords(e.HappenedOn, f.Year)}
		if e.Place == diary.OffTheJob {
			h.Kind, h.Text = "days", facets(e, v.Settings.DayMinutes)[0].Text
		}
		add(e.HappenedOn, h)
	}
	for _, m := range f.Meetings {
		h := view.Happening{
			Kind: "interview", State: orElse(meetingState(m), "todo"), Title: "Learning interview with " + m.With, Href: "/interviews/" + m.ID,
			When: dayWords(m.On, f.Year) + ", " + m.When,
		}
		h.Heard = map[string]string{"done": "Held", "booked": "Booked", "todo": "Offered"}[h.State]
		add(m.On, h)
	}
	for _, by := range toArrange(f, v.Today) {
		add(by, view.Happening{Kind: "interview", State: "todo", Heard: "To arrange", Title: "A learning interview to arrange", When: "around " + dayWords(by, f.Year)})
	}
	for _, t := range f.Plan.Targets {
		for _, c := range t.Criteria {
			if f.Year.Holds(c.MetOn) {
				add(c.MetOn, view.Happening{
					Kind: "criterion", State: "done", Heard: "Success criterion met", Title: c.Words, Href: "/plan/" + f.Year.Name(),
					When: dayWords(c.MetOn, f.Year), Text: "Success criterion met",
				})
			}
		}
	}
	if a := f.Appraisal; a != nil && f.Year.Holds(a.CloseBy) {
		h := view.Happening{
			Kind: "appraisal", State: "booked", Heard: "To come", Title: "Appraisal", Href: "/appraisal/" + strconv.Itoa(f.Year.EndsIn()),
			When: "by " + dayWords(a.CloseBy, f.Year), Text: a.State.Words(),
		}
		if a.State == appraisal.Closed {
			h.State, h.Heard = "done", "Done"
		}
		add(a.CloseBy, h)
	}
	slices.SortStableFunc(out, func(a, b happening) int { return a.on.Compare(b.on) })
	return out
}

func byMonth(all []happening, year calendar.LearningYear) []view.MonthOf {
	var out []view.MonthOf
	for _, h := range all {
		name := h.on.MonthName()
		if year.Holds(h.on) {
			name = h.on.Month().String()
		}
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, view.MonthOf{Name: name})
		}
		out[len(out)-1].Happenings = append(out[len(out)-1].Happenings, h.Happening)
	}
	return out
}
