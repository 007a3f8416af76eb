package account

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/web"
	"learningyear/templates/account"
	"learningyear/templates/layout"
)

// progress shows how far work is that the person has asked for.
func (p *Pages) progress(c echo.Context) error {
	errand, err := p.Jobs.Look(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	head := web.Head{Title: errand.Title}
	progress := web.ProgressOf(errand, "/progress/"+errand.ID, "See the result")
	if still := progress.Here + "?still=1"; c.QueryParam("still") != "" {
		progress.Here = still
	} else if !errand.State.Ended() {
		head.AgainIn, progress.Still = web.AgainIn, still
	}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return account.ProgressPage(page, progress) })
}
