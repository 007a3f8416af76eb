package coordinate

import (
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	view "learningyear/templates/coordinate"
	"learningyear/templates/part"
)

// addPosts adds what somebody is in today, the principal post first, what they
// will be in, and what they were.
func (p *Pages) addPosts(d *view.Person, dossier people.Dossier, chart *people.Chart) {
	today := chart.On()
	resting := 0
	for _, h := range dossier.Appointments {
		a := p.appointmentOf(chart, dossier.Person, h)
		switch {
		case h.FromDate.After(today):
			d.Coming = append(d.Coming, a)
		case !h.Period().Holds(today):
			d.Before = append(d.Before, a)
		case chart.Rests(dossier.Person.ID, h.PostID) && h.OwnPost():
			d.Now = append(d.Now, a)
			resting++
		case isPrincipal(chart, h):
			d.Now = append([]view.Appointment{a}, d.Now...)
		default:
			d.Now = append(d.Now, a)
		}
	}
	switch {
	case len(d.Now) == 0 && len(d.Coming)+len(d.Before) == 0:
		d.NoPosts = "In no post yet."
	case len(d.Now) == 0:
		d.NoPosts = "In no post today."
	case len(d.Now)-resting > 1:
		d.Several = "In several posts. The principal one is the largest: its unit and line manager come first."
	}
}

func isPrincipal(chart *people.Chart, h people.Held) bool {
	all := chart.Appointments(h.PersonID)
	return len(all) > 0 && all[0].ID == h.ID
}

// appointmentOf is an appointment as it is shown, with what can be done about it.
func (p *Pages) appointmentOf(chart *people.Chart, x people.Person, h people.Held) view.Appointment {
	at := pageOf(&x) + "/appointments/" + h.ID
	where := ""
	for _, s := range []string{h.Grade, h.Reference} {
		if s != "" {
			where += ", " + s
		}
	}
	when := period(h.FromDate, h.ToDate)
	a := view.Appointment{
		Title: h.Title, Href: "/manage/posts/" + h.PostID, Unit: part.Link{Label: h.Unit, Href: "/manage/units/" + h.UnitSlug}, Where: where,
		Terms: shareWords(h.FTEThousandths) + ", " + strings.ToLower(when[:1]) + when[1:],
	}
	if !h.OwnPost() {
		a.Tags = append(a.Tags, part.Chip{Kind: "people", Text: h.Kind.Label()})
	}
	today := chart.On()
	holds := h.Period().Holds(today)
	if holds && len(chart.Appointments(x.ID)) > 1 && isPrincipal(chart, h) {
		a.Tags = append(a.Tags, part.Chip{Kind: "done", Text: "Principal post"})
	}
	if holds && h.OwnPost() && chart.Rests(x.ID, h.PostID) {
		a.Tags = append(a.Tags, part.Chip{Kind: "plain", Text: "Kept for them"})
	} else if managers := chart.ManagersIn(h.Appointment); holds && len(managers) > 0 {
		a.Managers = "Managed by " + list(managers) + "."
	} else if holds {
		a.Managers = "Nobody manages them here."
	}
	ended := !h.ToDate.IsZero() && h.ToDate.Before(today)
	context := "of " + h.Title
	if !ended {
		a.Links = append(a.Links, part.Link{Label: "Change the hours", Href: at + "/hours", Context: context}, part.Link{Label: endWords(h), Href: at + "/end", Context: context})
	}
	a.Links = append(a.Links, part.Link{Label: "It was wrong", Href: at + "/correct", Context: context})
	if !h.ToDate.IsZero() && h.OwnPost() && x.LeftOn.IsZero() {
		a.Reopen = &part.PostButton{Label: "Take the end back", Context: context, Kind: "link", Href: at + "/reopen", Version: h.Version, Once: p.site.Once()}
	}
	return a
}

func endWords(h people.Held) string {
	if h.ToDate.IsZero() {
		return "End the post"
	}
	return "Change the last day"
}

// list is people in words: "Dan Okoro and Helen Marsh".
func list(all []*people.Person) string {
	names := make([]string, len(all))
	for i, x := range all {
		names[i] = x.Name
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func shareWords(thousandths int) string {
	if thousandths == 1000 {
		return "Full time"
	}
	return people.ShareWords(thousandths) + " of full time"
}

// addStanding says that somebody is not here, or will not be, and leads to what is
// next.
func (p *Pages) addStanding(d *view.Person, chart *people.Chart, x *people.Person) {
	start := part.Action{Label: "Start another post", Href: pageOf(x) + "/appointments/new", Kind: "button"}
	leave := part.Action{Label: x.Called() + " leaves", Href: pageOf(x) + "/leave"}
	stay := &part.PostButton{Label: "Take the last day back", Kind: "link", Href: pageOf(x) + "/stay", Version: x.Version, Once: p.site.Once()}
	if x.Left(chart.On()) {
		start.Label = x.Called() + " returns"
		d.Actions = []part.Action{start}
		d.Standing = &view.Standing{Text: away(chart, x) + ". Everything that was theirs is kept.", Button: stay}
		return
	}
	d.Delegate = pageOf(x) + "/delegate"
	if !chart.Serves(x.ID) {
		d.Standing = &view.Standing{Text: away(chart, x) + "."}
		start.Label = "Put " + x.Called() + " in a post"
	}
	d.Actions = []part.Action{leave, start}
	if !x.LeftOn.IsZero() {
		d.Actions = []part.Action{start}
		d.Standing = &view.Standing{
			Text: "Leaves on " + x.LeftOn.Short() + ".", Links: []part.Link{{Label: "See what is handed on", Href: pageOf(x) + "/leave"}}, Button: stay,
		}
	}
}

// holding is somebody's appointment with the key, or nil.
func holding(all []people.Held, id string) *people.Held {
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

// orToday is the day, or today where it has gone by.
func orToday(day, today calendar.Date) calendar.Date {
	if day.Before(today) {
		return today
	}
	return day
}
