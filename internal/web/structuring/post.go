package structuring

import (
	"cmp"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

// post is the page of one post, with who is, was and will be in it.
func (p *Pages) post(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	f, err := p.people.PostFile(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	post, address := f.Post, postAddress(f.Post.ID)
	d := view.Post{
		Back: part.Link{Label: "Units", Href: "/manage/units"}, Caption: "Post in " + f.Names[post.UnitID], Title: post.Title,
		Facts: postFacts(f), Changes: postMoments(f, v.Today), History: p.history(f.History),
	}
	if u := v.Chart.Unit(post.UnitID); u != nil {
		d.Back = part.Link{Label: u.Name, Href: unitAddress(u.Slug)}
	}
	ended := !post.ToDate.IsZero() && post.ToDate.Before(v.Today)
	d.Holders = holders(f.Holdings, v.Today)
	if v.Chart.Post(post.ID) == nil {
		d.Banner = postNotThere(post.Period(), v.Today)
	} else if len(v.Chart.Holders(post.ID)) == 0 {
		d.Vacant = "Nobody is in it today."
		if kept := v.Chart.KeptFor(post.ID); len(kept) > 0 {
			d.Vacant += " It is kept for " + names(kept) + "."
		}
	}
	correct := part.Row{Label: "Put right what was wrong", Href: address + "/correct", Hint: "It never was as it says here"}
	d.Do = []part.Row{correct}
	if !post.ToDate.IsZero() {
		d.Reopen = p.reopenButton(address, post.Version)
	}
	if !ended {
		d.Appoint, d.Change = address+"/appoint", address+"/change"
		d.Do = []part.Row{
			correct,
			{Label: "Close it", Href: address + "/close", Hint: "With its last day"},
		}
	}
	if len(f.Spans) > 1 {
		d.TakeBack = address + "/take-back"
	}
	return p.site.OK(c, head(post.Title), func(page layout.Page) templ.Component { return view.PostPage(page, d) })
}

func postNotThere(there calendar.Period, today calendar.Date) string {
	if there.From.After(today) {
		return "It is there from " + there.From.Short() + "."
	}
	return "It closed: its last day was " + there.To.Short() + "."
}

func postFacts(f people.PostFile) []part.SummaryRow {
	post := f.Post
	reference := "None"
	if post.Reference != nil {
		reference = *post.Reference
	}
	rows := []part.SummaryRow{
		{Key: "Unit", Value: f.Names[post.UnitID]}, {Key: "Grade", Value: cmp.Or(post.Grade, "None")},
		{Key: "Reports to", Value: nameOf(f.Names, post.ReportsToID, "The unit’s lead")}, {Key: "Post reference", Value: reference},
		{Key: "First day", Value: f.Spans[0].From.Short()},
	}
	if !post.ToDate.IsZero() {
		rows = append(rows, part.SummaryRow{Key: "Last day", Value: post.ToDate.Short()})
	}
	return rows
}

// mostHoldings is how many appointments to a post are listed.
const mostHoldings = 100

func holders(all []people.Holding, today calendar.Date) part.Table {
	t := part.Table{Caption: "Appointments", HideCaption: true, Columns: []part.Column{{Label: "Name"}, {Label: "Share of full time", Right: true}, {Label: "When"}}}
	for _, h := range all[:min(len(all), mostHoldings)] {
		when := part.Cell{Text: within(h.Period())}
		switch {
		case h.FromDate.After(today):
			when.Tag = &part.Chip{Kind: "booked", Text: "To come"}
		case !h.Period().Holds(today):
			when.Tag = &part.Chip{Kind: "plain", Text: "Ended"}
		}
		name := part.Cell{Text: h.Name, Href: "/manage/people/" + h.Slug}
		if !h.OwnPost() {
			name.Hint = h.Kind.Label()
		}
		t.Rows = append(t.Rows, []part.Cell{name, {Text: people.ShareWords(h.FTEThousandths)}, when})
	}
	return t
}

// postMoments are the changes of a post, before and ahead.
func postMoments(f people.PostFile, today calendar.Date) []part.Moment {
	var out []part.Moment
	for _, span := range f.Spans[1:] {
		x := span.State
		said := map[string]string{
			"title": "called “" + x.Title + "”", "grade": "grade “" + x.Grade + "”", "unit": "in “" + f.Names[x.UnitID] + "”",
			"reports to": "reports to “" + nameOf(f.Names, x.ReportsToID, "") + "”",
		}
		if x.Grade == "" {
			said["grade"] = "without a grade"
		}
		if x.ReportsToID == nil {
			said["reports to"] = "reports to the unit’s lead"
		}
		out = append(out, momentOf(span.From, span.Changed, said, today))
	}
	if !f.Post.ToDate.IsZero() {
		out = append(out, part.Moment{When: f.Post.ToDate.Short(), Title: "Last day", State: stateOn(f.Post.ToDate, today)})
	}
	return out
}

// mostFound is how many people are offered to be appointed.
const mostFound = 20

// appoint looks for whom to appoint to a post.
func (p *Pages) appoint(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	f, err := p.people.PostFile(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	d := view.Appoint{
		Back: part.Link{Label: f.Post.Title, Href: postAddress(f.Post.ID)}, Caption: f.Post.Title + ", " + f.Names[f.Post.UnitID],
		Title: "Appoint somebody", Action: postAddress(f.Post.ID) + "/appoint", Text: web.Asked(c, "find"),
	}
	if d.Text != "" {
		found := v.Chart.Find(d.Text, mostFound+1)
		d.Found = view.Count(len(found), "person fits", "people fit")
		if len(found) > mostFound {
			d.Found, found = "More than "+strconv.Itoa(mostFound)+" fit. Type more of the name", found[:mostFound]
		}
		for _, x := range found {
			d.People = append(d.People, part.Row{Label: x.Name, Href: personAddress(x) + "/appointments/new?post=" + f.Post.ID, Hint: does(v.Chart, x)})
		}
	}
	return p.site.OK(c, head(d.Title+", "+d.Caption), func(page layout.Page) templ.Component { return view.AppointPage(page, d) })
}

// does is what somebody does and where, or that they do nothing here.
func does(chart *people.Chart, x *people.Person) string {
	switch {
	case chart.Serves(x.ID):
		return web.RoleOf(chart, x.ID)
	case x.Left(chart.On()):
		return "Left on " + x.LeftOn.Short()
	}
	return "Not in a post today"
}
