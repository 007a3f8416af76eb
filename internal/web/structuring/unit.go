package structuring

import (
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/spelling"
	"learningyear/internal/stafflist"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

const (
	// mostPosts is how many posts of a unit are listed.
	mostPosts = 200
	// mostBelow is how many units directly in one are listed on its page.
	mostBelow = 200
)

// historyOf is what was done to a unit or a post, newest first.
type historyOf = []trail.Entry

// unit is the page of one unit, today or on another day.
func (p *Pages) unit(c echo.Context) error {
	address := unitAddress(c.Param("slug"))
	return p.byDay(c, address, func(v *web.View, day dayAsked) error {
		var d view.Unit
		var err error
		if day.on == v.Today {
			d, err = p.unitToday(c, v)
		} else {
			d, err = p.unitThen(c, day.on, v.Today)
		}
		if err != nil {
			return err
		}
		d.AsAt, d.Back = day.choice(address, v.Today), part.Link{Label: "Units", Href: onDay("/manage/units", day.on, v.Today)}
		return p.answer(c, head(d.Name), day, func(page layout.Page) templ.Component { return view.UnitPage(page, d) })
	})
}

// unitThen is a unit as it was or will be on another day, from which nothing is
// done.
func (p *Pages) unitThen(c echo.Context, on, today calendar.Date) (view.Unit, error) {
	chart, err := p.people.AsAt(web.Context(c), on)
	if err != nil {
		return view.Unit{}, err
	}
	u := chart.UnitBySlug(c.Param("slug"))
	if u == nil {
		now, err := p.people.Today(web.Context(c))
		if err != nil {
			return view.Unit{}, err
		}
		if u = now.UnitBySlug(c.Param("slug")); u == nil {
			return view.Unit{}, fault.NewNotFound("unit")
		}
		return view.Unit{Name: u.Name, Banner: "It is not there on " + on.Short() + ".", None: "Nobody", NoPosts: "None."}, nil
	}
	return p.unitOn(chart, u, today), nil
}

// unitOn is what a chart says of a unit.
func (p *Pages) unitOn(chart *people.Chart, u *people.Unit, today calendar.Date) view.Unit {
	d := view.Unit{
		Name: u.Name, Caption: web.PlaceOf(chart, u), Facts: unitFacts(chart, u), Lead: portrait(chart, u), None: noLead(u) + ".",
	}
	all := byTitle(chart.Posts(u.ID))
	d.Posts = postTable()
	for _, post := range all[:min(len(all), mostPosts)] {
		d.Posts.Rows = append(d.Posts.Rows, postRow(chart, post))
	}
	if len(all) > mostPosts {
		d.Many = "The first " + view.Count(mostPosts, "post", "posts") + " of " + view.Count(len(all), "post", "posts") + "."
	}
	if len(all) == 0 {
		d.NoPosts = "No posts in the unit itself."
	}
	below := chart.Below(u.ID)
	for _, b := range below[:min(len(below), mostBelow)] {
		d.Below = append(d.Below, part.Row{Label: b.Name, Href: onDay(unitAddress(b.Slug), chart.On(), today), Hint: b.Kind.Label() + ". " + unitFacts(chart, b)})
	}
	if len(below) > mostBelow {
		d.ManyBelow = "The first " + view.Count(mostBelow, "unit", "units") + " of " + view.Count(len(below), "unit", "units") + "."
	}
	return d
}

// byTitle are posts by title.
func byTitle(all []*people.Post) []*people.Post {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b *people.Post) int {
		if n := spelling.Compare(a.Title, b.Title); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all
}

func postTable() part.Table {
	return part.Table{Caption: "Posts", HideCaption: true, Columns: []part.Column{{Label: "Post"}, {Label: "Who is in it"}, {Label: "Reports to"}}}
}

// postRow is a post as on the day of the chart.
func postRow(chart *people.Chart, post *people.Post) []part.Cell {
	holders := chart.Holders(post.ID)
	who := part.Cell{Text: names(holders)}
	if len(holders) == 1 {
		who.Href = personAddress(holders[0])
	}
	if kept := chart.KeptFor(post.ID); len(kept) > 0 {
		who.Hint = "Kept for " + names(kept)
	} else if who.Text == "" {
		who.Tag = &part.Chip{Kind: "gap", Text: "Vacant"}
	}
	above := part.Cell{Text: "The unit’s lead"}
	if u := chart.Unit(post.UnitID); u != nil && u.LeadPostID != nil && *u.LeadPostID == post.ID {
		above.Text = "The lead above"
	}
	if post.ReportsToID != nil {
		if x := chart.Post(*post.ReportsToID); x != nil {
			above = part.Cell{Text: x.Title, Hint: names(chart.Holders(x.ID))}
		}
	}
	return []part.Cell{{Text: post.Title, Href: postAddress(post.ID), Hint: post.Grade}, who, above}
}

// unitToday is a unit with all that is kept about it, and what can be done. It may
// have closed, or be to come.
func (p *Pages) unitToday(c echo.Context, v *web.View) (view.Unit, error) {
	f, err := p.people.UnitFile(web.Context(c), c.Param("slug"))
	if err != nil {
		return view.Unit{}, err
	}
	u := f.Unit
	address := unitAddress(u.Slug)
	d := view.Unit{Name: u.Name, None: noLead(&u) + ".", NoPosts: "None."}
	if v.Chart.Unit(u.ID) != nil {
		d = p.unitOn(v.Chart, &u, v.Today)
		d.Links = view.UnitLinks{
			Change: address + "/change", NewPost: "/manage/posts/new?unit=" + u.Slug, People: "/manage/people?unit=" + u.Slug,
		}
		if u.Kind != people.TeamUnit {
			d.Links.NewUnit = "/manage/units/new?in=" + u.Slug
		}
		d.LeadLinks = leadLinks(v.Chart, &u)
	} else {
		d.Caption, d.Banner = u.Kind.Label(), notThere(u.Period(), v.Today)
		if !u.ToDate.Before(v.Today) || u.ToDate.IsZero() {
			d.Links.Change, d.Links.NewPost = address+"/change", "/manage/posts/new?unit="+u.Slug
		}
	}
	figures, err := p.lists.CountedIn(web.Context(c), u.ID)
	if err != nil {
		return d, err
	}
	d.Counted = countedWords(figures)
	sayHowLong(d.Posts.Rows, f.Stays, v.Today)
	d.Posts.Rows = append(d.Posts.Rows, otherStays(f.Stays, v.Today)...)
	if len(d.Posts.Rows) > 0 {
		d.Posts, d.NoPosts = part.Table{Caption: "Posts", HideCaption: true, Columns: postTable().Columns, Rows: d.Posts.Rows}, ""
	}
	d.Do, d.Reopen = p.unitActs(f, v.Today)
	d.Changes = unitMoments(f, v.Today)
	if len(f.Spans) > 1 {
		d.TakeBack = address + "/take-back"
	}
	d.History = p.history(f.History)
	return d, nil
}

// countedWords say how many posts an organogram counts beside those it names.
func countedWords(figures []stafflist.Figure) string {
	all, said := 0, []string{}
	for _, f := range figures {
		all += f.FTEThousandths
		if f.Grade != "" {
			said = append(said, people.ShareWords(f.FTEThousandths)+" at "+f.Grade)
		}
	}
	if all == 0 {
		return ""
	}
	words := "The last organogram counts " + people.ShareWords(all) + " posts more here, without naming them"
	if len(said) > 0 {
		words += ": " + strings.Join(said, ", ")
	}
	words += "."
	if on := figures[0].AsAt; !on.IsZero() {
		words += " Figures of " + on.Short() + "."
	}
	return words
}

// leadLinks lead to what mends or changes who leads.
func leadLinks(chart *people.Chart, u *people.Unit) []part.Link {
	out := []part.Link{}
	if u.LeadPostID != nil && chart.Lead(u.ID) == nil && chart.Post(*u.LeadPostID) != nil {
		out = append(out, part.Link{Label: "Appoint somebody to the lead’s post", Href: postAddress(*u.LeadPostID) + "/appoint"})
	}
	label := "Let another post lead it"
	if u.LeadPostID == nil {
		label = "Say which post leads it"
	}
	return append(out, part.Link{Label: label, Href: unitAddress(u.Slug) + "/change#lead"})
}

// notThere says why something is not there today.
func notThere(there calendar.Period, today calendar.Date) string {
	switch {
	case !there.To.IsZero() && there.To.Before(there.From):
		return "It was merged on its own first day, as if it had never been."
	case there.From.After(today):
		return "It is there from " + there.From.Short() + "."
	}
	return "It closed: its last day was " + there.To.Short() + "."
}

// sayHowLong says of each post that leaves the unit until when it is there.
func sayHowLong(rows [][]part.Cell, stays []people.Stay, today calendar.Date) {
	until := map[string]calendar.Date{}
	for _, s := range stays {
		if s.Period.Holds(today) && !s.Period.To.IsZero() {
			until[postAddress(s.Post.ID)] = s.Period.To
		}
	}
	for _, row := range rows {
		if last, ok := until[row[0].Href]; ok {
			row[0].Tag = &part.Chip{Kind: "booked", Text: "Until " + last.Short()}
		}
	}
}

// otherStays are posts that were in a unit or will be, and are not today.
func otherStays(stays []people.Stay, today calendar.Date) [][]part.Cell {
	var out [][]part.Cell
	for _, s := range stays {
		if s.Period.Holds(today) || len(out) == mostPosts || !s.Period.To.IsZero() && s.Period.To.Before(s.Period.From) {
			continue
		}
		tag := &part.Chip{Kind: "plain", Text: "Until " + s.Period.To.Short()}
		if s.Period.From.After(today) {
			tag = &part.Chip{Kind: "booked", Text: "From " + s.Period.From.Short()}
		}
		out = append(out, []part.Cell{{Text: s.Post.Title, Href: postAddress(s.Post.ID), Hint: s.Post.Grade}, {Tag: tag}, {}})
	}
	return out
}

// unitActs are what can be done with a unit on the day.
func (p *Pages) unitActs(f people.UnitFile, today calendar.Date) ([]part.Row, *part.PostButton) {
	u := f.Unit
	address := unitAddress(u.Slug)
	correct := part.Row{Label: "Put right what was wrong", Href: address + "/correct", Hint: "It never was as it says here"}
	if !u.ToDate.IsZero() && u.ToDate.Before(today) {
		return []part.Row{correct}, p.reopenButton(address, u.Version)
	}
	acts := []part.Row{correct} // to say what changed is the page's first action
	if u.ParentID == nil {
		return acts, nil
	}
	acts = append(acts,
		part.Row{Label: "Split it", Href: address + "/split", Hint: "Some of its posts become a unit of their own"},
		part.Row{Label: "Merge it into another", Href: address + "/merge", Hint: "All that is in it goes along"})
	if u.ToDate.IsZero() {
		return append(acts, part.Row{Label: "Close it", Href: address + "/close", Hint: "With its last day"}), nil
	}
	acts = append(acts, part.Row{Label: "Close it on another day", Href: address + "/close", Hint: "Its last day is " + u.ToDate.Short()})
	return acts, p.reopenButton(address, u.Version)
}

func (p *Pages) reopenButton(address string, version int) *part.PostButton {
	return &part.PostButton{Label: "Take the closing back", Href: address + "/reopen", Kind: "secondary", Small: true, Version: version, Once: p.site.Once()}
}

// unitMoments are the changes of a unit, before and ahead.
func unitMoments(f people.UnitFile, today calendar.Date) []part.Moment {
	var out []part.Moment
	for _, span := range f.Spans[1:] {
		u := span.State
		said := map[string]string{
			"name": "named “" + u.Name + "”", "kind": "a " + strings.ToLower(u.Kind.Label()),
			"part of": "part of “" + nameOf(f.Names, u.ParentID, "nothing") + "”", "lead": "led from the post “" + nameOf(f.Names, u.LeadPostID, "none") + "”",
		}
		if u.LeadPostID == nil {
			said["lead"] = "without a lead’s post"
		}
		out = append(out, momentOf(span.From, span.Changed, said, today))
	}
	if !f.Unit.ToDate.IsZero() {
		out = append(out, part.Moment{When: f.Unit.ToDate.Short(), Title: "Last day", State: stateOn(f.Unit.ToDate, today)})
	}
	return out
}

func nameOf(names map[string]string, id *string, none string) string {
	if id == nil {
		return none
	}
	return names[*id]
}

// momentOf is one change in words.
func momentOf(from calendar.Date, changed []string, said map[string]string, today calendar.Date) part.Moment {
	words := make([]string, len(changed))
	for i, label := range changed {
		words[i] = said[label]
	}
	all := strings.Join(words, "; ")
	return part.Moment{When: "From " + from.Short(), Title: strings.ToUpper(all[:1]) + all[1:], State: stateOn(from, today)}
}

func stateOn(day, today calendar.Date) string {
	if day.After(today) {
		return "booked"
	}
	return "done"
}
