package partnering

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/interview"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/partnering"
)

// yearAsked is the learning year in the address, or the one that now runs, with
// links to the years there are to look at.
func yearAsked(c echo.Context, v *web.View, path string) (calendar.LearningYear, []part.Link, error) {
	year := v.Year
	if asked := c.QueryParam("year"); asked != "" {
		var err error
		if year, err = v.Settings.YearStart.ParseYear(asked); err != nil {
			return year, nil, fault.NewNotFound("learning year")
		}
	}
	var links []part.Link
	for _, y := range []calendar.LearningYear{v.Year, v.Year.Previous(), v.Year.Previous().Previous()} {
		links = append(links, part.Link{Label: y.Words(), Href: path + "?year=" + y.Name(), Current: y == year})
	}
	return year, links, nil
}

// slot makes a line of a list; with names the other one.
func (p *Pages) slot(v *web.View, r interview.Reading) partnering.Slot {
	other := r.PartnerNow()
	if r.Side == interview.Partner {
		other = v.Chart.Person(r.LearnerID)
	}
	title := "With your learning partner"
	if other != nil {
		title = "With " + other.Name
	}
	s := partnering.Slot{
		Day: strconv.Itoa(r.StartsOn.Day()), Month: r.StartsOn.Month().String()[:3], Title: title, Href: "/interviews/" + r.ID,
		Text: day(v, r.StartsOn) + ", " + p.hours(r.Interview) + ", " + r.How.Label(), Tag: chip(r, v.Today),
	}
	if r.State.Open() && r.Place != "" {
		s.Text += ". " + r.Place
	}
	s.Act = next(r, v.Today)
	return s
}

// next is what waits for whoever looks at it, as a link.
func next(r interview.Reading, today calendar.Date) *part.Action {
	at := "/interviews/" + r.ID
	on := "of " + r.StartsOn.Short()
	switch {
	case r.May.Conclude:
		return &part.Action{Label: "Close it", Href: at, Context: "without a record: " + on}
	case r.Left() && r.May.Confirm:
		return &part.Action{Label: "Confirm the record", Href: at, Context: on}
	case r.May.Take:
		return &part.Action{Label: "Answer", Href: at, Context: "the offered time " + on}
	case r.State.Open() && r.May.Write:
		return &part.Action{Label: "Write the record", Href: at + "/record", Context: on}
	case r.State == interview.Held && r.May.Write:
		return &part.Action{Label: "Go on writing", Href: at + "/record", Context: on}
	case r.State == interview.Answered && r.May.Write:
		return &part.Action{Label: "Read the answer", Href: at, Context: on}
	case r.May.Confirm && r.State == interview.Shared:
		return &part.Action{Label: "Read the record", Href: at, Context: on}
	case r.State == interview.Arranged && !r.StartsOn.Before(today):
		return &part.Action{Label: "Get ready", Href: at + "/prepare", Context: on}
	}
	return nil
}

// grouped sorts a year's interviews under headings.
func (p *Pages) grouped(v *web.View, all []interview.Reading) []partnering.Group {
	waiting := partnering.Group{ID: "waiting", Title: "Waiting for you"}
	coming := partnering.Group{ID: "coming", Title: "To come"}
	held := partnering.Group{ID: "held", Title: "Held"}
	cancelled := partnering.Group{ID: "cancelled", Title: "Cancelled"}
	for _, r := range all {
		s := p.slot(v, r)
		switch {
		case r.Waits(v.Today):
			waiting.Slots = append(waiting.Slots, s)
		case r.State.Open():
			coming.Slots = append(coming.Slots, s)
		case r.State == interview.Cancelled:
			cancelled.Slots = append(cancelled.Slots, s)
		default:
			held.Slots = append([]partnering.Slot{s}, held.Slots...) // the newest first
		}
	}
	var out []partnering.Group
	for _, g := range []partnering.Group{waiting, coming, held, cancelled} {
		if len(g.Slots) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// mine is the learner's own list.
func (p *Pages) mine(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	year, links, err := yearAsked(c, v, "/interviews")
	if err != nil {
		return err
	}
	me := v.Chart.Person(web.Who(c).PersonID)
	all, err := p.Interviews.OfLearner(web.Context(c), me.ID, year)
	if err != nil {
		return err
	}
	held, arranged, next := tally(all, v.Today)
	pace := paceOf(v, year, me, held, arranged)
	data := partnering.Interviews{
		Caption: "Learning year " + year.Words(), Years: links, Held: held, Expected: pace.Expected, Pips: pips(pace),
		ThisYear: year == v.Year, Groups: p.grouped(v, all),
	}
	if data.ThisYear {
		data.Pace = paceWords(v, pace, p.nextWhen(v, next))
		if err := p.fillThisYear(c, v, &data); err != nil {
			return err
		}
	}
	head := web.Head{Title: "Learning interviews", Section: web.MyLearning, Sub: "interviews"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return partnering.InterviewsPage(page, data) })
}

func (p *Pages) nextWhen(v *web.View, next *interview.Reading) string {
	if next == nil {
		return ""
	}
	return p.when(v, next.Interview)
}

// fillThisYear adds what is only of use in the year that now runs.
func (p *Pages) fillThisYear(c echo.Context, v *web.View, data *partnering.Interviews) error {
	me := web.Who(c).PersonID
	if partner := v.Chart.Partner(me); partner != nil {
		card := person(v, partner, true)
		data.Partner, data.Arrange = &card, "/interviews/new"
	} else if nomination, ok := v.Chart.Nomination(me); ok {
		data.Nominated = v.Chart.Name(nomination.PartnerID)
	}
	var err error
	if !v.Chart.IsPartner(me) { // who is one has them in the menu
		if data.HasHeld, err = p.Interviews.HasHeld(web.Context(c)); err != nil {
			return err
		}
	}
	open, err := p.Interviews.OpenActions(web.Context(c), []string{me})
	if err != nil {
		return err
	}
	for _, a := range open[me] {
		hint := "by " + dayMonth(v, a.DueOn)
		may := a.Owner == interview.Learner
		if may {
			hint = "You, " + hint
		} else {
			hint = "Your partner, " + hint
		}
		tick := part.Tick{State: "todo", Text: a.Text, Hint: hint}
		tick.Action = &part.PostButton{
			Label: "Mark as done", Kind: "link", Href: "/interviews/" + a.InterviewID + "/actions/" + a.ID, Once: p.site.Once(),
			Context: a.Text, Hidden: map[string]string{"done": "yes", "back": "/interviews"},
		}
		data.Open = append(data.Open, tick)
	}
	return nil
}

// asPartner lists a year's interviews with all of somebody's learners.
func (p *Pages) asPartner(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	year, links, err := yearAsked(c, v, "/partnering/interviews")
	if err != nil {
		return err
	}
	all, err := p.Interviews.AsPartner(web.Context(c), year)
	if err != nil {
		return err
	}
	data := partnering.List{Caption: "Learning year " + year.Words(), Years: links, Groups: p.grouped(v, all)}
	data.Empty = part.EmptyState{Title: "No interviews in this year", Text: "Interviews that you arrange with the people whose learning partner you are stand here."}
	if len(v.Chart.Learners(web.Who(c).PersonID)) > 0 {
		data.Empty.Action = &part.Action{Label: "See my partners", Href: "/partnering", Kind: "secondary"}
	}
	head := web.Head{Title: "Interviews with your partners", Section: web.Partnering, Sub: "interviews"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return partnering.ListPage(page, data) })
}
