package account

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/spelling"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/templates/account"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// trailShown is how many entries a page of the trail shows.
const trailShown = 50

func (p *Pages) trail(c echo.Context) error {
	if err := p.site.People.RequireOffice(web.Context(c), access.Trail, access.Read); err != nil {
		return err
	}
	view, err := p.site.View(c)
	if err != nil {
		return err
	}
	kinds, err := p.site.Trail.Kinds(web.Context(c))
	if err != nil {
		return err
	}
	data := account.Trail{Person: strings.TrimSpace(web.Asked(c, "person")), Records: []part.Option{{Value: "", Label: "All kinds"}}}
	for _, k := range kinds {
		if k == c.QueryParam("record") { // anything else narrows to nothing that there is
			data.Record = k
		}
		data.Records = append(data.Records, part.Option{Value: k, Label: capital(k)})
	}
	found := whom(view.Chart, data.Person)
	switch {
	case data.Person != "" && len(found) == 0:
		data.Shown = "Nobody is called “" + data.Person + "”"
	case len(found) > 1:
		data.Shown = "Several people are called “" + data.Person + "”"
		for _, person := range found {
			data.Which = append(data.Which, part.Link{Label: person.Name, Href: trailHref(person.Slug, data.Record, 0)})
		}
	default:
		if err := p.fillTrail(c, &data, view, found); err != nil {
			return err
		}
	}
	return p.site.OK(c, web.Head{Title: "The trail", Section: web.Audit, Sub: "trail"}, func(page layout.Page) templ.Component {
		return account.TrailPage(page, data)
	})
}

// whomMax bounds how many persons are offered where words fit several.
const whomMax = 20

// whom are the persons that the words may mean: the one with that short name or
// address, else the one with exactly that name, else all whose names hold them.
func whom(c *people.Chart, words string) []*people.Person {
	if words == "" {
		return nil
	}
	if person := c.PersonBySlug(words); person != nil {
		return []*people.Person{person}
	}
	if person := c.PersonByEmail(words); person != nil {
		return []*people.Person{person}
	}
	found, called := c.Find(words, whomMax), spelling.Of(words)
	var exact []*people.Person
	for _, person := range found {
		if called.Are(person.Name) {
			exact = append(exact, person)
		}
	}
	if len(exact) == 1 {
		return exact
	}
	return found
}

func (p *Pages) fillTrail(c echo.Context, data *account.Trail, view *web.View, found []*people.Person) error {
	q := trail.Search{Record: data.Record, Before: number(c.QueryParam("before"))}
	slug := ""
	data.Shown = "Everything, the newest first"
	if len(found) == 1 {
		q.PersonID, slug, data.Person = found[0].ID, found[0].Slug, found[0].Name
		data.Shown = "By, for and about " + found[0].Name
	}
	entries, err := p.site.Trail.Find(web.Context(c), q, trailShown+1)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		data.Shown += ": nothing"
	}
	if len(entries) > trailShown {
		entries = entries[:trailShown]
		data.Older = trailHref(slug, data.Record, entries[trailShown-1].Seq)
	}
	if q.Before > 0 {
		data.Newest = trailHref(slug, data.Record, 0)
	}
	data.Table = p.trailTable(view.Chart, entries)
	return nil
}

func trailHref(slug, record string, before int64) string {
	q := url.Values{}
	if slug != "" {
		q.Set("person", slug)
	}
	if record != "" {
		q.Set("record", record)
	}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	if len(q) == 0 {
		return "/trail"
	}
	return "/trail?" + q.Encode()
}

func (p *Pages) trailTable(c *people.Chart, entries []trail.Entry) part.Table {
	table := part.Table{Caption: "The trail", HideCaption: true, Columns: []part.Column{
		{Label: "When"}, {Label: "Who"}, {Label: "What"}, {Label: "Concerns"}, {Label: "Why"},
	}}
	for _, e := range entries {
		who := part.Cell{Text: e.ActorName}
		if e.ActingForName != "" {
			who.Hint = "acting for " + e.ActingForName
		}
		concerns := ""
		if e.SubjectID != nil {
			if concerns = c.Name(*e.SubjectID); concerns == "" {
				concerns = "Somebody no longer kept"
			}
		}
		table.Rows = append(table.Rows, []part.Cell{
			{Text: p.when(e.At), Hint: "Entry " + strconv.FormatInt(e.Seq, 10)}, who, {Text: capital(e.Record), Hint: e.Act}, {Text: concerns}, {Text: e.Why},
		})
	}
	return table
}

func (p *Pages) checkTrail(c echo.Context) error {
	if err := p.site.People.RequireOffice(web.Context(c), access.Trail, access.Read); err != nil {
		return err
	}
	verdict, err := p.site.Trail.Verify(web.Context(c))
	if err != nil {
		return err
	}
	data := account.Verdict{Entries: thousands(verdict.Entries) + " entries", Broken: verdict.Broken, At: p.site.TimeOf(p.site.Clock.Now())}
	return p.site.OK(c, web.Head{Title: "Check of the trail", Section: web.Audit, Sub: "trail"}, func(page layout.Page) templ.Component {
		return account.VerdictPage(page, data)
	})
}

// monthsShown is how many months of acts are counted.
const monthsShown = 14

func (p *Pages) acts(c echo.Context) error {
	ctx := web.Context(c)
	if err := p.site.People.RequireOffice(ctx, access.Trail, access.Read); err != nil {
		return err
	}
	var data account.Acts
	states, err := p.site.Sessions.Counts(ctx)
	if err != nil {
		return err
	}
	data.Figures = accountFigures(states)
	since := calendar.NewDate(p.site.Clock.Today().Year(), p.site.Clock.Today().Month(), 1).AddMonths(1 - monthsShown)
	acts, err := p.site.Trail.Acts(ctx, since.Time(time.UTC))
	if err != nil {
		return err
	}
	data.Months = months(acts)
	return p.site.OK(c, web.Head{Title: "Acts month by month", Section: web.Audit, Sub: "trail"}, func(page layout.Page) templ.Component {
		return account.ActsPage(page, data)
	})
}

// months puts the counts of each month into a table of its own.
func months(acts []trail.Monthly) []account.Month {
	var out []account.Month
	for _, a := range acts {
		id := "m-" + a.Month
		if len(out) == 0 || out[len(out)-1].ID != id {
			out = append(out, account.Month{ID: id, Name: monthName(a.Month), Table: part.Table{
				Caption: monthName(a.Month), HideCaption: true, Columns: []part.Column{{Label: "Record"}, {Label: "Acts", Right: true}},
			}})
		}
		last := &out[len(out)-1].Table
		last.Rows = append(last.Rows, []part.Cell{{Text: capital(a.Record)}, {Text: thousands(int64(a.Acts))}})
	}
	return out
}

func monthName(month string) string {
	d, err := calendar.ParseDate(month + "-01")
	if err != nil {
		return month
	}
	return d.MonthName()
}

func accountFigures(states map[session.State]int) []part.Figure {
	return []part.Figure{
		{Label: "Have an account", Value: strconv.Itoa(states[session.Active])},
		{Label: "Invited, not here yet", Value: strconv.Itoa(states[session.Invited])},
		{Label: "Accounts closed", Value: strconv.Itoa(states[session.Closed])},
	}
}

// thousands writes a whole number as people read it: 20,165.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
