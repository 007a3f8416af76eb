package appraising

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/notice"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// showAll asks for the list where one appraisal alone is open; see overview.
const showAll = "all"

// overview lists one's own appraisals and those of others that wait for one. Where nothing
// waits and one of one's own is open, it leads there.
func (p *Pages) overview(c echo.Context) error {
	mine, err := p.Appraisals.Mine(web.Context(c))
	if err != nil {
		return err
	}
	waiting, err := p.Notices.Waiting(web.Context(c), notice.AsManager, notice.AsCountersigner)
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(n notice.Notice) bool { return n.Kind == notice.AgreePlan || n.Kind == notice.AgreeTasks })
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
	list.Waiting = view.NoticeRows(waiting)
	head := web.Head{Title: "Appraisal", Section: web.MyLearning, Sub: "appraisal"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return appraising.Overview(page, list) })
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
