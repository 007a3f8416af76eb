package timing

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/absence"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/timing"
)

// spanTyped is what the form of an absence sends.
type spanTyped struct {
	from, to         web.DateParts
	fromNoon, toNoon bool
	version          int
}

func typedSpan(c echo.Context) spanTyped {
	t := spanTyped{
		from: web.FormDate(c, "from"), to: web.FormDate(c, "to"),
		fromNoon: c.FormValue("from_noon") == "yes", toNoon: c.FormValue("to_noon") == "yes",
	}
	t.version, _ = strconv.Atoi(c.FormValue("version"))
	return t
}

func (t spanTyped) span() (calendar.Span, error) {
	var problems fault.Collector
	from, err1 := t.from.Parse("from")
	to, err2 := t.to.Parse("to")
	for _, err := range []error{err1, err2} {
		if err := problems.Merge(err); err != nil {
			return calendar.Span{}, err
		}
	}
	return calendar.Span{From: from, FromNoon: t.fromNoon, To: to, ToNoon: t.toNoon}, problems.Err()
}

func fieldsOf(t spanTyped, problem web.Problem) view.SpanFields {
	return view.SpanFields{
		From:     dateInput("from", "First day away", "Like 24 3 2027", "s", t.from, problem),
		FromNoon: part.Checkbox{Name: "from_noon", Label: "Only from midday on that day", Checked: t.fromNoon, Small: true},
		To:       dateInput("to", "Last day away", "Leave it empty for one day", "s", t.to, problem),
		ToNoon:   part.Checkbox{Name: "to_noon", Label: "Only until midday on that day", Checked: t.toNoon, Small: true},
	}
}

// away shows when somebody is away, and the form that adds to it.
func (p *Pages) away(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	d, err := p.awayPage(c, s, spanTyped{}, web.Problem{})
	if err != nil {
		return err
	}
	return p.site.OK(c, s.head(d.Title), func(page layout.Page) templ.Component { return view.AwayPage(page, d) })
}

func (p *Pages) awayPage(c echo.Context, s subject, typed spanTyped, problem web.Problem) (view.Away, error) {
	ctx := web.Context(c)
	all, err := p.Absences.Of(ctx, s.ID)
	if err != nil {
		return view.Away{}, err
	}
	d := view.Away{
		Form: view.Form{
			Head: s.top(s.say("Your time away", "Time away"), s.away()), Summary: problem.Summary(), Action: s.away(), Once: p.site.Once(),
			Button: "Save the time away",
		},
		Span: fieldsOf(typed, problem), Nobody: s.say("You have entered none.", "None is entered."),
	}
	d.Reads = s.say("You and the CPD coordinator. Your line manager sees the days. Your learning partner, and those whose partner you are, see those ahead.",
		"They and the CPD coordinator. Their line manager sees the days. Their learning partner, and those whose partner they are, see those ahead.")
	leads := len(s.view.Chart.Reports(s.ID)) > 0
	var delegates []people.Delegate
	if leads {
		if delegates, err = p.site.People.DelegatesOf(ctx, s.ID); err != nil {
			return view.Away{}, err
		}
	}
	for _, a := range slices.Backward(all) {
		switch {
		case a.State == absence.TakenBack:
			d.Gone = append(d.Gone, p.goneAway(s, a))
		case a.Over(s.view.Today):
			d.Past = append(d.Past, p.line(s, a))
		default:
			line := p.line(s, a)
			if leads && uncovered(s.view.Today, delegates, a) {
				line.Note, line.Act = p.nobodyActs(c, s)
			}
			d.Ahead = append(d.Ahead, line)
		}
	}
	slices.Reverse(d.Past)
	return d, nil
}

// uncovered says whether nobody acts for a manager on some of the days that are
// still to come of an absence.
func uncovered(today calendar.Date, delegates []people.Delegate, a absence.Absence) bool {
	from := a.FromDate
	if from.Before(today) {
		from = today
	}
	return people.Uncovered(delegates, calendar.Period{From: from, To: a.ToDate})
}

// nobodyActs says that a manager who is away has nobody who acts for them, and who
// can name somebody.
func (p *Pages) nobodyActs(c echo.Context, s subject) (string, *part.Link) {
	if !s.own {
		return "Nobody acts for " + s.Called() + " on all of these days.", &part.Link{Label: "Name who acts for them", Href: s.base + "/delegate"}
	}
	return "Nobody acts for you on all of these days: what waits for you then waits until you are back.", &part.Link{Label: "Say who acts for you", Href: "/team/away"}
}

func (p *Pages) line(s subject, a absence.Absence) view.Line {
	words := s.view.Year.SpanWords(a.Span())
	l := view.Line{Text: capital(words), Links: []part.Link{{Label: "Change", Href: s.away() + "/" + a.ID, Context: words}}}
	if a.Span().Touches(s.view.Today) {
		l.Tag = &part.Chip{Kind: "booked", Text: "Today"}
	}
	if a.EndsWith(s.view.Today) {
		l.Buttons = append(l.Buttons, part.PostButton{
			Label: s.say("I am back today", "Back today"), Href: s.away() + "/" + a.ID + "/back", Kind: "link", Once: p.site.Once(), Version: a.Version, Context: words,
		})
	}
	return l
}

func (p *Pages) goneAway(s subject, a absence.Absence) view.Line {
	words := s.view.Year.SpanWords(a.Span())
	return view.Line{Text: capital(words), Buttons: []part.PostButton{{
		Label: "Put it back", Context: words, Href: s.away() + "/" + a.ID + "/put-back", Kind: "link", Once: p.site.Once(),
	}}}
}

func (p *Pages) addAway(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	typed := typedSpan(c)
	span, err := typed.span()
	if err == nil {
		var a absence.Absence
		if a, err = p.Absences.Add(web.Context(c), s.ID, span); err == nil {
			return p.site.Done(c, s.away(), layout.Notice{
				Title: "Saved: " + s.say("away ", s.Called()+" is away ") + s.view.Year.SpanWords(a.Span()) + ".", Undo: p.undo(s.away()+"/"+a.ID+"/take-back", a.Version),
			})
		}
	}
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	d, pageErr := p.awayPage(c, s, typed, web.Problem{})
	if pageErr != nil {
		return pageErr
	}
	return p.site.Again(c, err, s.head(d.Title), func(page layout.Page, problem web.Problem) templ.Component {
		d.Summary, d.Span = problem.Summary(), fieldsOf(typed, problem)
		return view.AwayPage(page, d)
	})
}

// oneAway is the form that changes an absence.
func (p *Pages) oneAway(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	a, err := p.Absences.One(web.Context(c), s.ID, c.Param("id"))
	if err != nil {
		return err
	}
	if a.State != absence.Kept {
		return fault.NewNotFound(absence.Record)
	}
	typed := spanTyped{web.PartsOf(a.FromDate), web.PartsOf(a.ToDate), a.FromNoon, a.ToNoon, a.Version}
	f := p.awayForm(c, s, typed, web.Problem{})
	return p.site.OK(c, s.head(f.Title), func(page layout.Page) templ.Component { return view.AwayFormPage(page, f) })
}

func (p *Pages) awayForm(c echo.Context, s subject, typed spanTyped, problem web.Problem) view.AwayForm {
	at := s.away() + "/" + c.Param("id")
	f := view.AwayForm{
		Form: view.Form{
			Head: s.formTop("Change time away", s.say("Your time away", "Time away"), s.away()), Summary: problem.Summary(), Clash: p.clash(c, problem),
			Action: at, Once: p.site.Once(), Version: typed.version, Button: "Save the days",
		},
		Span: fieldsOf(typed, problem),
	}
	if clash := problem.Clash(); clash != nil {
		f.Version = clash.Version
	}
	f.TakeBack = &part.PostButton{Label: "Take this time away back", Href: at + "/take-back", Kind: "secondary", Once: p.site.Once(), Version: f.Version}
	return f
}

func (p *Pages) changeAway(c echo.Context) error {
	s, err := p.subject(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	if _, err := p.Absences.One(web.Context(c), s.ID, id); err != nil {
		return err
	}
	typed := typedSpan(c)
	span, err := typed.span()
	if err == nil {
		if err = p.Absences.Change(web.Context(c), s.ID, id, typed.version, span); err == nil {
			return p.site.Done(c, s.away(), layout.Notice{Title: "The days are changed."})
		}
	}
	return p.site.Again(c, err, s.head("Change time away"), func(page layout.Page, problem web.Problem) templ.Component {
		return view.AwayFormPage(page, p.awayForm(c, s, typed, problem))
	})
}

func (p *Pages) backToday(c echo.Context) error {
	return p.act(c, subject.away, func(ctx context.Context, s subject, id string, version int) (layout.Notice, error) {
		return layout.Notice{Title: s.say("Welcome back. Your time away ended yesterday.", "The time away ended yesterday.")}, p.Absences.BackToday(ctx, s.ID, id, version)
	})
}

func (p *Pages) takeBackAway(c echo.Context) error {
	return p.act(c, subject.away, func(ctx context.Context, s subject, id string, version int) (layout.Notice, error) {
		err := p.Absences.TakeBack(ctx, s.ID, id, version)
		return layout.Notice{Title: "That time away is taken back.", Undo: p.undo(s.away()+"/"+id+"/put-back", 0)}, err
	})
}

func (p *Pages) putBackAway(c echo.Context) error {
	return p.act(c, subject.away, func(ctx context.Context, s subject, id string, _ int) (layout.Notice, error) {
		return layout.Notice{Title: "That time away is back."}, p.Absences.PutBack(ctx, s.ID, id)
	})
}

// capital begins a line of words with a capital.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
