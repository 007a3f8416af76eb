package mylearning

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/notice"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// mostShown bounds the list of notices; the others come up as these are done.
const mostShown = 50

// notices lists all that waits for whoever is asking.
func (p *Pages) notices(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	all, err := p.Notices.Waiting(web.Context(c))
	if err != nil {
		return err
	}
	data := view.Notices{Count: notice.Count(len(all)), Rows: v.NoticeRows(all[:min(len(all), mostShown)])}
	if more := len(all) - mostShown; more > 0 {
		data.More = "There " + isAre(more) + " " + strconv.Itoa(more) + " more. They come up here as these are done."
	}
	data.Empty = part.EmptyState{
		Title: "Nothing waits for you", Text: "Everybody has what they need from you. When something comes up, it stands here, and goes when it is done.",
	}
	if v.Chart.Serves(web.Who(c).PersonID) {
		data.Empty.Action = &part.Action{Label: "Write down something you learned", Href: "/diary/new", Kind: "secondary"}
	}
	head := web.Head{Title: "What waits for you", Section: web.Notices, Waiting: waitingWords(all)}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return view.NoticesPage(page, data) })
}

// waitingWords say how much waits, for the link beside the account; none where
// nothing does.
func waitingWords(all []notice.Notice) string {
	if len(all) == 0 {
		return ""
	}
	return notice.Count(len(all))
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// mostLater bounds the list of later things on My year.
const mostLater = 3

// order is the next thing, and the rows after it: what waits, as it stands among the
// notices, comes before what nobody waits for. Writing in the diary, always the last
// of the things, is no row: there is a box for it.
func order(v *web.View, waiting []notice.Notice, things []Thing) (next Thing, after []part.Row) {
	last := len(things) - 1
	next, rest := things[0], things[min(1, last):last]
	if len(waiting) > 0 {
		next, rest = ofNotice(v, waiting[0]), things[:last]
		after = v.NoticeRows(waiting[1:])
	}
	if len(after) > mostLater {
		more := len(after) - mostLater + 1
		after = append(after[:mostLater-1], part.Row{Label: strconv.Itoa(more) + " more things wait for you", Href: "/notices"})
	}
	for _, t := range rest {
		after = append(after, part.Row{Label: t.Title, Href: t.Href, Hint: t.Hint})
	}
	return next, after[:min(len(after), mostLater)]
}

// ofNotice is what has waited longest as the next thing to do.
func ofNotice(v *web.View, n notice.Notice) Thing {
	return Thing{Eyebrow: "Waiting for you", Title: n.Say, Text: n.Words(v.Today, v.Year), Action: n.Action, Href: n.Href}
}
