package appraising

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// showAll asks for the list where one appraisal alone is open; see overview.
const showAll = "all"

// overview lists one's own appraisals and those that wait for one. Where nothing
// waits and one of one's own is open, it leads there.
func (p *Pages) overview(c echo.Context) error {
	mine, err := p.Appraisals.Mine(web.Context(c))
	if err != nil {
		return err
	}
	waiting, err := p.Appraisals.AwaitingMe(web.Context(c))
	if err != nil {
		return err
	}
	view, err := p.site.View(c)
	if err != nil {
		return err
	}
	list := appraising.List{Title: "Appraisal", Empty: part.EmptyState{
		Title:  "Your appraisal is not open yet",
		Text:   "Your CPD coordinator opens it towards the end of the learning year. Your diary and plan will be here then.",
		Action: &part.Action{Label: "Write in your diary", Href: "/diary", Kind: "secondary"},
	}}
	open := ""
	for _, b := range mine {
		year, err := view.Settings.YearStart.ParseYear(b.Year)
		if err != nil {
			return err
		}
		href := fmt.Sprintf("/appraisal/%d", year.EndsIn())
		if b.State != appraisal.Closed && open == "" {
			open = href
		}
		list.Years = append(list.Years, part.Row{
			Label: fmt.Sprintf("Appraisal %d", year.EndsIn()), Href: href,
			Hint: "Learning year " + year.Words(), Tags: []part.Chip{stateChip(b.State)},
		})
	}
	if open != "" && len(waiting) == 0 && c.QueryParam("show") != showAll {
		return p.site.SeeOther(c, open)
	}
	for _, b := range waiting {
		year, err := view.Settings.YearStart.ParseYear(b.Year)
		if err != nil {
			return err
		}
		if person := view.Chart.Person(b.PersonID); person != nil {
			list.Waiting = append(list.Waiting, part.Row{
				Label: person.Name, Href: fmt.Sprintf("/people/%s/appraisal/%d", person.Slug, year.EndsIn()),
				Hint: fmt.Sprintf("Appraisal %d: %s", year.EndsIn(), waitingFor(b.State)),
			})
		}
	}
	slices.SortStableFunc(list.Waiting, func(a, b part.Row) int { return strings.Compare(a.Label, b.Label) })
	head := web.Head{Title: "Appraisal", Section: web.MyLearning, Sub: "appraisal"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return appraising.Overview(page, list) })
}

func waitingFor(s appraisal.State) string {
	switch s {
	case appraisal.SelfShared:
		return "write your response"
	case appraisal.ResponseShared:
		return "meet and talk it through"
	case appraisal.Met:
		return "write what you agreed"
	case appraisal.Worded:
		return "sign"
	case appraisal.PersonSigned:
		return "countersign"
	}
	return "open it"
}

func stateChip(s appraisal.State) part.Chip {
	kind := "booked"
	switch s {
	case appraisal.Closed:
		kind = "done"
	case appraisal.Preparing:
		kind = "plain"
	}
	return part.Chip{Kind: kind, Text: s.Words()}
}
