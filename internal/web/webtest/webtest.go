// Package webtest tests pages as a browser meets them: through the real router
// and middleware, over a database of the test's own, with cookies and forms. Only
// tests may import it.
//
//	dbtest.Each(t, func(t *testing.T, db *database.DB) {
//		staff := peopletest.Small(t, db)
//		house := webtest.New(t, db, func(h *webtest.House) []web.Route {
//			return mylearning.New(h.Site, diary.NewService(h.DB, h.People, h.Trail, h.Clock)).Routes()
//		})
//		amina := house.As(t, staff.Amina.ID)        // signed in, no password needed
//		page := amina.Get(t, "/diary").Want(t, 200)
//		page = page.Form(t, "Save to diary").       // the form with this button
//			Fill(t, "What did you learn?", "To wait."). // by label or by name
//			Submit(t)                               // Post, 303 not followed
//		page = page.Want(t, 303).Follow(t)          // GET where it leads
//		page.Sees(t, "Saved to your diary")         // a text that a reader finds
//	})
//
// A client keeps its cookies; house.Visitor is signed out. Page.All and Page.One
// find by CSS selector, Page.Text is what is read on the page, and Page.Queries
// counts the SQL statements that answering took.
package webtest

import (
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/jobs"
	"learningyear/internal/mail"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/session"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/templates/static"
)

// House is a site with some routes over a test's database.
type House struct {
	Site         *web.Site
	DB           *database.DB
	Clock        *clock.Clock
	Trail        *trail.Trail
	Organisation *organisation.Store
	People       *people.Service
	Outbox       *mail.Outbox
	Jobs         *jobs.Queue
	Sessions     *session.Service
	Settings     config.Settings

	handler http.Handler
}

// New builds the site over the database at the instant of [peopletest.Now]. The
// function makes the routes, once the house has its services.
func New(t testing.TB, db *database.DB, routes func(*House) []web.Route, changes ...func(*config.Settings)) *House {
	t.Helper()
	settings, err := config.Read(nil, append([]func(*config.Settings){func(s *config.Settings) {
		s.BaseURL, s.MailFolder = "http://learning.example", t.TempDir()
	}}, changes...)...)
	if err != nil {
		t.Fatal(err)
	}
	h := &House{DB: db, Clock: peopletest.Clock(t), Settings: settings}
	h.Trail = trail.New(db, h.Clock)
	h.Organisation = organisation.NewStore(db)
	h.People = people.NewService(db, h.Trail, h.Clock)
	h.Outbox = mail.NewOutbox(db, h.Clock)
	h.Sessions = session.NewService(db, h.People, h.Organisation, h.Trail, h.Outbox, h.Clock, settings)
	h.Jobs = jobs.New(db, h.Clock, slog.New(slog.DiscardHandler), h.Sessions.ActorOf)
	assets, err := static.Load()
	if err != nil { // the look is not what these tests are about
		assets = new(static.Assets)
	}
	h.Site = &web.Site{
		Settings: settings, Organisation: h.Organisation, People: h.People, Sessions: h.Sessions, Trail: h.Trail,
		Clock: h.Clock, Assets: assets, Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})),
		Ready: db.Ping,
	}
	h.handler = h.Site.Handler(routes(h))
	return h
}

// Around is a site that is put together already, such as the whole program. What
// a test needs of the house is what it sets: the sessions and the settings at
// least.
func Around(house House, handler http.Handler) *House {
	house.handler = handler
	return &house
}

// testLog hands the site's errors to the test's own log.
type testLog struct{ t testing.TB }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// ServeHTTP lets a real browser at the site.
func (h *House) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.handler.ServeHTTP(w, r) }

// Visitor is a browser that nobody is signed in with.
func (h *House) Visitor(t testing.TB) *Client {
	t.Helper()
	return &Client{house: h, cookies: map[string]string{}, Header: http.Header{
		"User-Agent": {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"},
	}, IP: "192.0.2.7"}
}

// As is a browser with which the person has signed in.
func (h *House) As(t testing.TB, personID string) *Client {
	t.Helper()
	manager := h.Sessions.Manager()
	ctx, err := manager.Load(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Sessions.Begin(ctx, personID, session.Visitor{}, false); err != nil {
		t.Fatalf("signing in: %v", err)
	}
	token, _, err := manager.Commit(ctx)
	if err != nil {
		t.Fatalf("signing in: %v", err)
	}
	c := h.Visitor(t)
	c.cookies[manager.Cookie.Name] = token
	return c
}

// Client is a browser with its cookies. It follows no redirect by itself.
type Client struct {
	// Header is sent with every request.
	Header http.Header
	// IP is where the requests come from.
	IP string

	house   *House
	cookies map[string]string
}

// Get asks for a page.
func (c *Client) Get(t testing.TB, path string) *Page {
	t.Helper()
	return c.send(t, httptest.NewRequest(http.MethodGet, path, nil), path)
}

// Post sends a form by its fields, without having seen it.
func (c *Client) Post(t testing.TB, path string, fields url.Values) *Page {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(t, r, path)
}

// PostAs sends a body of any type, such as an upload.
func (c *Client) PostAs(t testing.TB, path, contentType string, body io.Reader) *Page {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", contentType)
	return c.send(t, r, path)
}

// Cookies are all that the browser keeps, by name.
func (c *Client) Cookies() map[string]string { return maps.Clone(c.cookies) }

// Cookie is the value of a cookie that the browser keeps, or empty.
func (c *Client) Cookie(name string) string { return c.cookies[name] }

// SetCookie puts a cookie into the browser, as somebody else might.
func (c *Client) SetCookie(name, value string) { c.cookies[name] = value }

func (c *Client) send(t testing.TB, r *http.Request, path string) *Page {
	t.Helper()
	ctx, count := database.CountQueries(t.Context())
	r = r.WithContext(ctx)
	r.RemoteAddr = c.IP + ":40000"
	r.Host = strings.TrimPrefix(strings.TrimPrefix(c.house.Settings.BaseURL, "http://"), "https://")
	for name, values := range c.Header {
		for _, v := range values {
			r.Header.Add(name, v)
		}
	}
	if r.Method == http.MethodPost && r.Header.Get("Sec-Fetch-Site") == "" {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	c.house.handler.ServeHTTP(w, r)
	answer := w.Result()
	for _, cookie := range answer.Cookies() {
		if cookie.MaxAge < 0 && cookie.Value == "" {
			delete(c.cookies, cookie.Name)
			continue
		}
		c.cookies[cookie.Name] = cookie.Value
	}
	return newPage(t, c, path, answer, count)
}
