package web_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

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
			web.Get("/both", web.SignedIn(), echo.NotFoundHandler),
			web.Post("/both", web.SignedIn(), echo.NotFoundHandler),
			web.Post("/photos", web.SignedIn(), func(c echo.Context) error {
				return c.HTML(http.StatusOK, "<main>taken</main>")
			}).WithFiles(),
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
		const get, post = "GET, HEAD", "POST"
		for path, allow := range map[string]string{
			"/healthz": get, "/page": get, "/words": post, "/both": get + ", " + post, "*": "", "//page": "", "/": "", "/nowhere": "",
		} {
			status, says := http.StatusMethodNotAllowed, "That cannot be done here"
			if allow == "" {
				status, says = http.StatusNotFound, "This page is not here"
			}
			for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodTrace, http.MethodOptions, "FOO"} {
				w := asked(h, method, path)
				if w.Code != status || w.Header().Get("Allow") != allow || !strings.Contains(w.Body.String(), says) {
					t.Errorf("%s %s is answered with %d, and %q is allowed", method, path, w.Code, w.Header().Get("Allow"))
				}
			}
		}
		for _, path := range []string{"/static/app.css", "/static/../page"} {
			if w := asked(h, http.MethodPut, path); w.Code != http.StatusMethodNotAllowed || !strings.Contains(w.Header().Get("Allow"), "GET") {
				t.Errorf("PUT %s is answered with %d", path, w.Code)
			}
		}
		if w := asked(h, http.MethodHead, "/words"); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("HEAD is answered with %d where GET is not", w.Code)
		}
	})
}

func TestMonitorsMayAskWithHead(t *testing.T) {
	server := httptest.NewServer(onePage(t, dbtest.SQLite(t)))
	defer server.Close()
	for _, zipped := range []string{"gzip", "identity"} {
		for path, status := range map[string]int{"/healthz": 200, "/readyz": 200, "/page": 200, "/both": 303, "/nowhere": 404} {
			got := map[string]*http.Response{}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Accept-Encoding", zipped)
				answer, err := server.Client().Transport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(answer.Body)
				if answer.Body.Close(); err != nil || answer.StatusCode != status || (len(body) > 0) != (method == http.MethodGet && status != 303) {
					t.Errorf("%s %s is answered with %d and %d bytes, %v", method, path, answer.StatusCode, len(body), err)
				}
				got[method] = answer
			}
			for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Security-Policy", "Location"} {
				if get, head := got[http.MethodGet].Header.Get(name), got[http.MethodHead].Header.Get(name); get != head {
					t.Errorf("%s %s is %q for GET and %q for HEAD", path, name, get, head)
				}
			}
		}
	}
}

// sending is a connection on which a form of a thousand bytes was begun.
func sending(t *testing.T, server *httptest.Server) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, "POST /words HTTP/1.1\r\nHost: learning.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nwo")
	return conn
}

func TestWhoHangsUpIsNoErrorOfOurs(t *testing.T) {
	h := onePage(t, dbtest.SQLite(t))
	lines := make(chan string, 9)
	h.Site.Log = slog.New(slog.NewTextHandler(lineWriter(lines), nil))
	server := httptest.NewServer(h)
	defer server.Close()
	sending(t, server).Close()
	if line := <-lines; !strings.Contains(line, "level=INFO") || !strings.Contains(line, "status=499") || len(lines) > 0 {
		t.Errorf("the log says %s", line)
	}
}

// lineWriter hands each line of a log on.
type lineWriter chan string

func (w lineWriter) Write(p []byte) (int, error) {
	w <- string(p)
	return len(p), nil
}

func TestWhoIsTooSlowIsTold(t *testing.T) {
	server := httptest.NewUnstartedServer(onePage(t, dbtest.SQLite(t)))
	server.Config.ReadHeaderTimeout, server.Config.ReadTimeout = time.Minute, time.Millisecond
	server.Start()
	defer server.Close()
	conn := sending(t, server)
	defer conn.Close()
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(said), "That took too long to arrive") {
		t.Errorf("%d, %v", answer.StatusCode, err)
	}
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
		// Words take no more room where files may come as well.
		large := strings.Repeat("x", 13_000_000)
		amina.PostAs(t, "/photos", form, strings.NewReader("words="+large)).Want(t, 413)
		amina.PostAs(t, "/photos", "multipart/form-data; boundary=B",
			strings.NewReader("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"+large+"\r\n--B--\r\n")).Want(t, 200)
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
