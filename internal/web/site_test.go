package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/web"
	"learningyear/internal/web/webtest"
	"learningyear/templates/layout"
	"learningyear/templates/message"
)

// onePage is a site with one page, and a form whose words are answered as they
// came.
func onePage(t *testing.T, db *database.DB) *webtest.House {
	return webtest.New(t, db, func(h *webtest.House) []web.Route {
		return []web.Route{
			web.Get("/page", web.Public(), func(c echo.Context) error {
				return h.Site.OK(c, web.Head{Title: "A page"}, func(p layout.Page) templ.Component {
					return message.Page(p, message.Message{Title: "A page"})
				})
			}),
			web.Post("/words", web.SignedIn(), func(c echo.Context) error {
				return c.HTML(http.StatusOK, fmt.Sprintf("<main>%d characters</main>", len(c.FormValue("words"))))
			}),
		}
	})
}

// asked sends a request that no browser's form would.
func asked(h *webtest.House, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, "/", nil)
	r.URL = &url.URL{Path: path}
	h.ServeHTTP(w, r)
	return w
}

func TestWhatNoRouteFitsHasAnAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		peopletest.Small(t, db)
		h := onePage(t, db)
		for _, path := range []string{"/static/app.css", "/static/../page", "/healthz", "/page", "*", "//page", "/"} {
			for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodTrace, "FOO"} {
				if w := asked(h, method, path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "This page is not here") {
					t.Errorf("%s %s is answered with %d", method, path, w.Code)
				}
			}
		}
	})
}

func TestMonitorsMayAskWithHead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := onePage(t, db)
		for _, path := range []string{"/healthz", "/readyz"} {
			if w := asked(h, http.MethodHead, path); w.Code != http.StatusOK {
				t.Errorf("HEAD %s is answered with %d", path, w.Code)
			}
		}
	})
}

func TestAFormThatCannotBeReadIsNotTakenForAnEmptyOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff := peopletest.Small(t, db)
		h := onePage(t, db)
		amina := h.As(t, staff.Amina.ID)
		const form = "application/x-www-form-urlencoded"
		for name, tc := range map[string]struct {
			kind, body string
			status     int
			say        string
		}{
			"words":                  {form, "words=four", 200, "4 characters"},
			"eleven million letters": {form, "words=" + strings.Repeat("x", 11_000_000), 200, "11000000 characters"},
			"more than may be sent":  {form, "words=" + strings.Repeat("x", 13_000_000), 413, "That is too big"},
			"a broken escape":        {form, "words=%zz", 400, "That could not be read"},
			"a semicolon":            {form, "words=a;b=c", 400, "That could not be read"},
			"very many fields":       {form, strings.Repeat("a=1&", 100_000), 400, "That could not be read"},
			"parts":                  {"multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\nfour\r\n--B--\r\n", 200, "4 characters"},
			"parts that break off":   {"multipart/form-data; boundary=B", "--B\r\nContent-Disp", 400, "That could not be read"},
			"parts without an end":   {"multipart/form-data", "--B\r\n", 400, "That could not be read"},
			"JSON":                   {"application/json", `{"words":"four"}`, 415, "That could not be read"},
			"XML":                    {"application/xml", "<words>four</words>", 415, "That could not be read"},
			"nothing said of it":     {"", "words=four", 415, "That could not be read"},
		} {
			t.Run(name, func(t *testing.T) {
				amina.PostAs(t, "/words", tc.kind, strings.NewReader(tc.body)).Want(t, tc.status).Sees(t, tc.say)
			})
		}
	})
}

// A browser does not read an answer while it is still sending, so the rest of too
// big a file is taken in before it is refused.
func TestTooBigAFileIsAnsweredInWords(t *testing.T) {
	h := onePage(t, dbtest.SQLite(t))
	server := httptest.NewServer(h)
	defer server.Close()
	for _, body := range []io.Reader{
		strings.NewReader("words=" + strings.Repeat("x", 40_000_000)),
		io.MultiReader(strings.NewReader("words="), strings.NewReader(strings.Repeat("x", 40_000_000))), // of unknown length
	} {
		answer, err := server.Client().Post(server.URL+"/words", "application/x-www-form-urlencoded", body)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(said), "That is too big") {
			t.Errorf("%d, %v", answer.StatusCode, err)
		}
	}
}
