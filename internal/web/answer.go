package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/templates/layout"
	"learningyear/templates/message"
)

// answer is the one place that turns an error into a page. The cause of an
// internal error goes to the log only; the person gets a reference to it.
func (s *Site) answer(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if errors.Is(err, context.Canceled) || errors.Is(Context(c).Err(), context.Canceled) { // the browser has gone: nobody reads the answer
		c.Response().WriteHeader(statusGone)
		return
	}
	if errors.Is(err, database.ErrRepeated) {
		s.answerRepeated(c)
		return
	}
	status, say := s.words(err, c)
	if status == http.StatusSeeOther {
		return
	}
	page, pageErr := s.Page(c, Head{Title: say.Title})
	if pageErr != nil {
		// The frame itself needs the database; without it, plain words.
		s.Log.Error("an error page could not be made", "id", reference(c), "error", pageErr)
		page = layout.Page{Title: say.Title, Product: s.Settings.Product, Assets: s.Assets.URL}
	}
	say.Coordinator, say.Phone = page.Coordinator.Name, page.Coordinator.Phone
	if renderErr := s.Render(c, status, message.Page(page, say)); renderErr != nil {
		s.Log.Error("an error page could not be drawn", "id", reference(c), "error", renderErr)
		c.Response().WriteHeader(status)
	}
}

func (s *Site) words(err error, c echo.Context) (int, message.Message) {
	if e := fault.As(err); e != nil {
		switch e.Kind {
		case fault.SignedOut:
			if !s.away(c) {
				s.toSignIn(c)
			}
			return http.StatusSeeOther, message.Message{}
		case fault.NotFound:
			return http.StatusNotFound, notHere()
		case fault.Forbidden:
			return http.StatusForbidden, message.Message{Title: "Not yours to do", Text: e.Message + ".", Link: "/", LinkText: "Go to My year"}
		case fault.Invalid:
			return http.StatusUnprocessableEntity, message.Message{Title: "That could not be taken", Text: e.Error() + ".", Back: true}
		case fault.Clash:
			return http.StatusConflict, message.Message{Title: "Someone else changed this", Text: "It is not as it was when you opened it. Open it again to see how it stands now.", Back: true}
		case fault.TooMany:
			return http.StatusTooManyRequests, message.Message{Title: "Too many tries", Text: e.Message + ".", Back: true}
		}
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		switch he.Code {
		case http.StatusNotFound:
			return he.Code, notHere()
		case http.StatusMethodNotAllowed:
			return he.Code, message.Message{Title: "That cannot be done here", Text: "Nothing was changed. What you look for may be on the page you came from.", Link: "/", LinkText: "Go to My year"}
		case http.StatusRequestTimeout:
			return he.Code, message.Message{Title: "That took too long to arrive", Text: "Nothing was changed. Go back and try again where the connection is better, or send less at once.", Back: true}
		case http.StatusRequestEntityTooLarge:
			return he.Code, message.Message{Title: "That is too big", Text: "Choose a file smaller than 10MB, or send less at once.", Back: true}
		case http.StatusBadRequest, http.StatusUnsupportedMediaType:
			return he.Code, message.Message{Title: "That could not be read", Text: "Go back and try again.", Back: true}
		}
	}
	if errors.Is(err, database.ErrBusy) || errors.Is(err, context.DeadlineExceeded) {
		s.Log.Warn("the database was busy", "id", reference(c), "route", c.Path(), "error", err)
		return http.StatusServiceUnavailable, message.Message{Title: "Very busy just now", Text: "Nothing was changed. Go back and try again in a minute: your words are still on the page you came from.", Back: true}
	}
	s.Log.Error("a request failed", "id", reference(c), "route", c.Path(), "error", err)
	return http.StatusInternalServerError, message.Message{
		Title: "Sorry, that did not work", Text: "Go back: your words may still be on the page you came from. Try again, or call us.",
		Reference: reference(c), Back: true,
	}
}

// statusGone is what the log says of a request whose browser did not wait.
const statusGone = 499

func notHere() message.Message {
	return message.Message{
		Title: "This page is not here", Text: "It may have moved, or it may not be yours to see.", Link: "/", LinkText: "Go to My year",
	}
}

// toSignIn asks for a sign-in and comes back to the page afterwards. What was
// being saved is kept by the browser's tab and by drafts, not by this address.
func (s *Site) toSignIn(c echo.Context) {
	to := "/sign-in"
	if r := c.Request(); r.Method == http.MethodGet && r.URL.Path != "/" {
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	} else if ref, err := url.Parse(r.Referer()); r.Method == http.MethodPost && err == nil && ref.Path != "" {
		to += "?away=yes&next=" + url.QueryEscape(ref.RequestURI())
	}
	if wantsJSON(c) {
		_ = c.JSON(http.StatusUnauthorized, map[string]string{"error": "signed out"})
		return
	}
	_ = c.Redirect(http.StatusSeeOther, to)
}

func wantsJSON(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON)
}

// answerRepeated leads the second tap of a form to where the first one led.
func (s *Site) answerRepeated(c echo.Context) {
	location, ok := s.Sessions.LedTo(Context(c), onceKey(c))
	if !ok {
		location = c.Request().URL.Path
	}
	_ = c.Redirect(http.StatusSeeOther, location)
}

// Next is the local address to go to after signing in: nothing that leads to
// another site is taken.
func Next(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(raw, "//") || strings.ContainsAny(raw, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}
