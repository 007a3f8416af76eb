package structuring

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

// splitForm is the form that splits a unit, with the posts that it has on the day
// that its page shows.
func (p *Pages) splitForm(f people.UnitFile, chart *people.Chart) (view.Split, []*people.Post) {
	u := f.Unit
	d := view.Split{
		Form:   p.frame(u.Name, "Split the unit", "Split the unit", unitAddress(u.Slug)+"/split", unitAddress(u.Slug)),
		Kinds:  kinds(u.Kind),
		Parent: parentPicker(),
		Posts:  part.Checkboxes{Name: "posts", Legend: "Which posts go into it?", Hint: "Who is in them goes along. All others stay"},
		Lead:   part.Select{Name: "lead", Label: "Which of them leads it?", LabelSize: "s", Options: []part.Option{{Label: "None yet"}}},
		From:   dateInput("from", "From when?", dayHint, web.PartsOf(p.site.Clock.Today())),
	}
	d.Form.Lead = "Some of its posts become a unit of their own, from a day on. To undo it, merge the new unit back from that day."
	d.Kinds.Legend = "What kind of unit is the new one?"
	d.Parent.Label = "Which unit is the new one part of?"
	in := byTitle(chart.Posts(u.ID))
	in = in[:min(len(in), mostPosts)]
	for _, post := range in {
		hint := names(chart.Holders(post.ID))
		d.Posts.Options = append(d.Posts.Options, part.Option{Value: post.ID, Label: post.Title, Hint: orElse(hint, "Vacant")})
		d.Lead.Options = append(d.Lead.Options, part.Option{Value: post.ID, Label: web.PostName(chart, post)})
	}
	return d, in
}

func (p *Pages) split(c echo.Context) error {
	f, chart, err := p.unitAndChart(c)
	if err != nil {
		return err
	}
	d, in := p.splitForm(f, chart)
	if len(in) == 0 {
		return fault.InvalidField("", "There are no posts in it, so that there is nothing to split")
	}
	d.Version = f.Unit.Version
	d.Parent = web.StandForUnit(chart, d.Parent, f.Unit.ParentID)
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.SplitPage(page, d) })
}

func (p *Pages) splitUnit(c echo.Context) error {
	f, chart, err := p.unitAndChart(c)
	if err != nil {
		return err
	}
	d, _ := p.splitForm(f, chart)
	to, err := p.readSplit(c, &d, f.On)
	var made people.Unit
	if err == nil {
		made, err = p.people.SplitUnit(web.Context(c), f.Unit.ID, d.Version, to)
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.SplitPage(page, d) })
	}
	return p.site.Done(c, unitAddress(made.Slug), layout.Notice{
		Title: made.Name + " is split off from " + f.Unit.Name + ", from " + to.From.Short() + ".",
		Links: []layout.Link{{Label: "Go to " + f.Unit.Name, Href: unitAddress(f.Unit.Slug)}},
	})
}

func (p *Pages) readSplit(c echo.Context, d *view.Split, day calendar.Date) (people.SplitUnit, error) {
	form, err := c.FormParams()
	if err != nil {
		return people.SplitUnit{}, err
	}
	var problems fault.Collector
	d.Name, d.Kinds.Value, d.Posts.Values, d.Lead.Value = c.FormValue("name"), c.FormValue("kind"), form["posts"], c.FormValue("lead")
	d.Version, _ = strconv.Atoi(c.FormValue(part.VersionField))
	to := people.SplitUnit{Name: d.Name, Kind: people.Kind(d.Kinds.Value), PostIDs: d.Posts.Values, LeadPostID: d.Lead.Value}
	if to.From, err = readDate(c, &d.From, &problems); err != nil {
		return to, err
	}
	chart, err := p.chartOf(c, to.From, day)
	if err != nil {
		return to, err
	}
	to.ParentID = pickUnit(c, chart, &d.Parent, "Type the unit that the new one is part of", &problems)
	return to, problems.Err()
}

// mergeForm is the form that merges a unit into another.
func (p *Pages) mergeForm(f people.UnitFile, chart *people.Chart) view.Merge {
	u := f.Unit
	d := view.Merge{
		Form: p.frame(u.Name, "Merge the unit into another", "Merge the units", unitAddress(u.Slug)+"/merge", unitAddress(u.Slug)),
		Into: part.Picker{Name: "into", Label: "Into which unit?", Hint: web.UnitHint},
		From: dateInput("from", "From when?", dayHint, web.PartsOf(p.site.Clock.Today())),
	}
	d.Form.Lead = "All that is in it moves along, and it closes with the day before. It can be taken back."
	d.Along = []part.SummaryRow{
		{Key: "People", Value: view.People(len(chart.Members(u.ID)))},
		{Key: "Posts", Value: view.Count(len(chart.Posts(u.ID)), "post", "posts")},
	}
	if below := chart.Below(u.ID); len(below) > 0 {
		d.Along = append(d.Along, part.SummaryRow{Key: "Units in it", Value: unitNames(below)})
	}
	return d
}

// unitNames are the names of units in a line, the first of many.
func unitNames(all []*people.Unit) string {
	const most = 10
	said := ""
	for i, u := range all {
		if i == most {
			return said + " and " + strconv.Itoa(len(all)-most) + " more"
		}
		if i > 0 {
			said += ", "
		}
		said += u.Name
	}
	return said
}

func (p *Pages) merge(c echo.Context) error {
	f, chart, err := p.unitAndChart(c)
	if err != nil {
		return err
	}
	d := p.mergeForm(f, chart)
	d.Version = f.Unit.Version
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.MergePage(page, d) })
}

func (p *Pages) mergeUnit(c echo.Context) error {
	f, chart, err := p.unitAndChart(c)
	if err != nil {
		return err
	}
	d := p.mergeForm(f, chart)
	d.Version, _ = strconv.Atoi(c.FormValue(part.VersionField))
	var problems fault.Collector
	from, err := readDate(c, &d.From, &problems)
	if err != nil {
		return err
	}
	if chart, err = p.chartOf(c, from, f.On); err != nil {
		return err
	}
	into := web.PickUnit(c, chart, &d.Into, f.Unit.ID, "Type the unit that it goes into")
	problems.Check(into != nil, "into", d.Into.Error)
	if err = problems.Err(); err == nil {
		err = p.people.MergeUnit(web.Context(c), f.Unit.ID, d.Version, into.ID, from)
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.MergePage(page, d) })
	}
	return p.site.Done(c, unitAddress(into.Slug), layout.Notice{
		Title: f.Unit.Name + " goes into " + into.Name + " from " + from.Short() + ".",
		Undo:  &layout.Undo{Href: unitAddress(f.Unit.Slug) + "/reopen", Once: p.site.Once(), Version: d.Version + 1},
	})
}

// closeForm is the form that closes a unit.
func (p *Pages) closeForm(f people.UnitFile, chart *people.Chart) view.Close {
	u := f.Unit
	address := unitAddress(u.Slug)
	d := view.Close{
		Form: p.frame(u.Name, "Close the unit", "Close the unit", address+"/close", address),
		To:   dateInput("to", "Its last day", "Like 31 8 2027. Nobody and no unit may be in it after that", web.PartsOf(p.site.Clock.Today())),
	}
	for _, b := range chart.Below(u.ID) {
		d.InTheWay = append(d.InTheWay, part.Row{Label: b.Name, Href: unitAddress(b.Slug) + "/change", Hint: b.Kind.Label() + " in it: move it, or close it first"})
	}
	for _, post := range byTitle(chart.Posts(u.ID)) {
		for _, x := range chart.Holders(post.ID) {
			d.InTheWay = append(d.InTheWay, part.Row{
				Label: x.Name, Href: personAddress(x), Hint: post.Title + ": end the appointment, or move the post",
				Links: []part.Link{{Label: "Move the post", Context: "of " + x.Name, Href: postAddress(post.ID) + "/change#unit"}},
			})
		}
	}
	if n := len(d.InTheWay); n > mostInTheWay {
		d.InTheWay, d.Many = d.InTheWay[:mostInTheWay], "And "+strconv.Itoa(n-mostInTheWay)+" more."
	}
	if len(d.InTheWay) > 0 {
		d.Instead = &part.Link{Label: "Merge it into another: everybody and everything moves along", Href: address + "/merge"}
	}
	if n := vacant(chart, u.ID); n > 0 {
		d.Along = view.Count(n, "vacant post closes", "vacant posts close") + " with it."
	}
	return d
}

// mostInTheWay is how much is listed of what stands in the way of closing.
const mostInTheWay = 25

func (p *Pages) closing(c echo.Context) error {
	f, chart, err := p.unitAndChart(c)
	if err != nil {
		return err
	}
	d := p.closeForm(f, chart)
	d.Version = f.Unit.Version
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.ClosePage(page, d) })
}

func (p *Pages) closeUnit(c echo.Context) error {
	f, chart, err := p.unitAndChart(c)
	if err != nil {
		return err
	}
	d := p.closeForm(f, chart)
	to, err := readClose(c, &d)
	if err == nil {
		err = p.people.CloseUnit(web.Context(c), f.Unit.ID, d.Version, to)
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.ClosePage(page, d) })
	}
	return p.closed(c, unitAddress(f.Unit.Slug), f.Unit.Name, to, d.Version)
}

func readClose(c echo.Context, d *view.Close) (calendar.Date, error) {
	var problems fault.Collector
	d.Version, _ = strconv.Atoi(c.FormValue(part.VersionField))
	to, err := readDate(c, &d.To, &problems)
	if err != nil {
		return to, err
	}
	return to, problems.Err()
}

// closed comes back after something was closed that had been at the version.
func (p *Pages) closed(c echo.Context, address, name string, lastDay calendar.Date, version int) error {
	return p.site.Done(c, address, layout.Notice{
		Title: name + " closes with " + lastDay.Short() + ".",
		Undo:  &layout.Undo{Href: address + "/reopen", Once: p.site.Once(), Version: version + 1},
	})
}

func (p *Pages) reopenUnit(c echo.Context) error {
	f, err := p.people.UnitFile(web.Context(c), c.Param("slug"))
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(c.FormValue(part.VersionField))
	if err := p.people.ReopenUnit(web.Context(c), f.Unit.ID, version); err != nil {
		return err
	}
	return p.site.Done(c, unitAddress(f.Unit.Slug), layout.Notice{Title: "The closing is taken back: " + f.Unit.Name + " is as it was."})
}
