package mylearning

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"learningyear/internal/database"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/templates/layout"
)

// saveDraft keeps the words of a form: for the script, which sends them while
// they are being written and gets JSON back, and for the button "Save and come
// back", which leads on to another page.
func (p *Pages) saveDraft(c echo.Context) error {
	fields, err := c.FormParams()
	if err != nil {
		return fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	// The form's one-use key is for saving it, not for each of its drafts.
	ctx := database.WithoutOnce(web.Context(c))
	at, err := p.Drafts.Save(ctx, c.Param("id"), fields.Get(draft.FormField), fields)
	if strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON) {
		return draftAnswer(c, p.site.TimeOf(at), err)
	}
	if err != nil {
		return err
	}
	return p.site.Done(c, web.Next(fields.Get(draft.BackField)), layout.Notice{
		Title: "Your words are kept.", Text: "Only you can see them. Carry on within 30 days.",
	})
}

func draftAnswer(c echo.Context, at string, err error) error {
	if err == nil {
		return c.JSON(http.StatusOK, map[string]string{"saved": at})
	}
	status := map[fault.Kind]int{
		fault.Invalid: http.StatusUnprocessableEntity, fault.Clash: http.StatusConflict, fault.NotFound: http.StatusNotFound,
	}[fault.KindOf(err)]
	if status == 0 || errors.Is(err, database.ErrRepeated) {
		return err
	}
	return c.JSON(status, map[string]string{"message": fault.As(err).Error()})
}

func (p *Pages) discardDraft(c echo.Context) error {
	if err := p.Drafts.Discard(web.Context(c), c.Param("id")); err != nil {
		return err
	}
	return p.site.Done(c, web.Next(c.FormValue(draft.BackField)), layout.Notice{
		Title: "Thrown away.",
		Undo:  &layout.Undo{Href: "/drafts/" + c.Param("id") + "/restore", Once: p.site.Once()},
	})
}

// restoreDraft brings the words back where the person is: the page that they
// came from lists them again.
func (p *Pages) restoreDraft(c echo.Context) error {
	if err := p.Drafts.Restore(web.Context(c), c.Param("id")); err != nil {
		return err
	}
	d, err := p.Drafts.Take(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	return p.site.Done(c, web.Next(d.Fields().Get(draft.BackField)), layout.Notice{Title: "Brought back."})
}
