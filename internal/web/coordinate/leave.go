package coordinate

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// leaving is the page about somebody's last day: what hangs on them, and who does
// it afterwards. Before the day it can be taken back.
func (p *Pages) leaving(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	if x.Left(v.Today) {
		return c.Redirect(http.StatusSeeOther, pageOf(x))
	}
	last := x.LeftOn
	if last.IsZero() {
		last = p.dayAsked(c, "last")
	}
	f, err := p.leaveForm(c, v.Chart, x, x.Version, web.PartsOf(last), last)
	if err != nil {
		return err
	}
	return p.show(c, f)
}

func (p *Pages) leaveForm(c echo.Context, chart *people.Chart, x *people.Person, version int, typed web.DateParts, last calendar.Date) (form, error) {
	title := x.Called() + " leaves"
	f := form{Form: p.about(x, title, "Save the last day", "/leave"), head: title}
	f.Version = version
	f.Lead = "Posts end with the last day, and so does access. Everything that was written is kept, and is there again if " + x.Called() + " returns. Open plans, interviews and appraisals go to whoever takes over."
	f.fields = func(problem web.Problem) []templ.Component {
		return []templ.Component{date("left_on", "Last day", dateHint, typed, problem)}
	}
	if !x.LeftOn.IsZero() {
		f.Title, f.Lead = x.Called()+" leaves on "+x.LeftOn.Short(), "Hand on what hangs on "+x.Called()+". It can be done before the day and after it."
		f.Lead += " What is open in " + x.Called() + "’s own year stands on their page “Handing over”, to which My year leads them."
		f.Button = ""
		f.Away = &view.Other{Link: part.Link{Label: "Back to " + x.Name, Href: pageOf(x)}, Button: &part.PostButton{
			Label: "Take the last day back", Kind: "secondary", Small: true, Href: pageOf(x) + "/stay", Version: x.Version, Once: p.site.Once(),
		}}
	}
	after, err := p.People.ChartWithout(web.Context(c), x.ID, last)
	if err != nil {
		return form{}, err
	}
	f.Hand = handOn(chart, after, x)
	return f, nil
}

func (p *Pages) leave(c echo.Context) error {
	x, v, err := p.subject(c)
	if err != nil {
		return err
	}
	typed, version := web.FormDate(c, "left_on"), versionOf(c)
	last, err := typed.Parse("left_on")
	if err == nil {
		err = p.People.PersonLeaves(web.Context(c), x.ID, version, last)
	}
	if err != nil {
		if last.IsZero() {
			last = v.Today
		}
		f, formErr := p.leaveForm(c, v.Chart, x, version, typed, last)
		if formErr != nil {
			return formErr
		}
		return p.again(c, err, f)
	}
	to, next := pageOf(x)+"/leave", "It happens on its own after that day."
	if last.Before(v.Today) {
		to, next = pageOf(x), "It holds at once. Everything that was theirs is kept."
	}
	return p.site.Done(c, to, layout.Notice{
		Title: "The last day of " + x.Called() + " is " + last.Short() + ".", Next: next,
		Undo: &layout.Undo{Href: pageOf(x) + "/stay", Label: "Take it back", Once: p.site.Once(), Version: version + 1},
	})
}

func (p *Pages) stay(c echo.Context) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	if err := p.People.PersonStays(web.Context(c), x.ID, versionOf(c)); err != nil {
		return err
	}
	return p.site.Done(c, pageOf(x), layout.Notice{
		Title: "The last day is taken back.", Next: "The own posts go on. Look whether acting up, a secondment or a post to come is to be entered again.",
	})
}

// mostHanded bounds a list of what is to be handed on.
const mostHanded = 50

// handing makes one list of what hangs on somebody; an empty one is left out.
func handing(all []view.HandOn, h view.HandOn) []view.HandOn {
	if len(h.Rows) == 0 {
		return all
	}
	if more := len(h.Rows) - mostHanded; more > 0 {
		h.Rows, h.More = h.Rows[:mostHanded], "And "+strconv.Itoa(more)+" more. They are listed as these are handed on."
	}
	return append(all, h)
}

// handOn is what hangs on somebody today, and who does it after their last day.
func handOn(chart, after *people.Chart, x *people.Person) []view.HandOn {
	h := chart.HangsOn(x.ID)
	out := handing(nil, handPosts(chart, after, x))
	units := view.HandOn{ID: "leads", Title: "Units they lead", Note: "Whoever is put into the lead’s post leads the unit."}
	for _, u := range h.Leads {
		row := view.Handed{Label: u.Name, After: "Nobody leads it after that day"}
		if lead := after.Lead(u.ID); lead != nil {
			row.Done, row.After = true, lead.Name+" leads it after that day"
		}
		units.Rows = append(units.Rows, row)
	}
	out = handing(out, units)
	reports := view.HandOn{ID: "reports", Title: "People they manage", Note: "Their open plans, work programmes and appraisals go to the new line manager on the day."}
	for _, r := range h.Reports {
		row := view.Handed{Label: r.Name, Href: pageOf(r), After: "Nobody manages " + r.Called() + " after that day", Link: part.Link{
			Label: "Name a line manager", Context: "for " + r.Name, Href: pageOf(r) + "/manager?from=" + after.On().String(),
		}}
		if m := after.Manager(r.ID); m != nil {
			row.Done, row.After = true, m.Name+" manages "+r.Called()+" after that day"
		}
		reports.Rows = append(reports.Rows, row)
	}
	out = handing(out, reports)
	learners := view.HandOn{ID: "learners", Title: "Learners they support", Note: "What is held and written stays between the two. A new learning partner takes over what is still to come."}
	for _, l := range h.Learners {
		learners.Rows = append(learners.Rows, handLearner(chart, after, l, "No learning partner after that day", x))
	}
	for _, l := range h.Asked {
		learners.Rows = append(learners.Rows, handLearner(chart, after, l, "Has asked "+x.Called()+", who has not answered", x))
	}
	out = handing(out, learners)
	acts := view.HandOn{ID: "acts-for", Title: "Managers they act for"}
	for _, m := range h.ActsFor {
		row := view.Handed{Label: m.Name, Href: pageOf(m), After: "Nobody acts for " + m.Called() + " after that day, if they are still away", Link: part.Link{
			Label: "Name another delegate", Context: "for " + m.Name, Href: pageOf(m) + "/delegate",
		}}
		if others := after.Delegates(m.ID); len(others) > 0 {
			row.Done, row.After = true, list(others)+" acts for "+m.Called()
		}
		acts.Rows = append(acts.Rows, row)
	}
	return handing(out, acts)
}

func handPosts(chart, after *people.Chart, x *people.Person) view.HandOn {
	posts := view.HandOn{ID: "holds", Title: "Posts they are in"}
	for _, a := range chart.Appointments(x.ID) {
		post := chart.Post(a.PostID)
		row := view.Handed{Label: post.Title + ", " + chart.Unit(post.UnitID).Name, After: "Vacant after that day", Link: part.Link{
			Label: "Choose who takes it on", Context: post.Title, Href: pageOf(x) + "/appointments/" + a.ID + "/successor",
		}}
		if holders := after.Holders(a.PostID); len(holders) > 0 {
			row.Done, row.After = true, list(holders)+" after that day"
		}
		posts.Rows = append(posts.Rows, row)
	}
	return posts
}

func handLearner(chart, after *people.Chart, l *people.Person, none string, x *people.Person) view.Handed {
	row := view.Handed{Label: l.Name, Href: pageOf(l), After: none, Link: part.Link{
		Label: "Nominate somebody else", Context: "for " + l.Name, Href: pageOf(l) + "/partner",
	}}
	if n, ok := chart.Nomination(l.ID); ok && n.PartnerID != x.ID {
		row.After = chart.Name(n.PartnerID) + " is asked and has not answered yet"
	}
	if partner := after.Partner(l.ID); partner != nil {
		row.Done, row.After = true, partner.Name+" after that day"
	}
	return row
}
