package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/trail"
	"learningyear/templates/static"
)

// Site is what every page needs, whatever it is about.
type Site struct {
	Settings     config.Settings
	Organisation *organisation.Store
	People       *people.Service
	Sessions     *session.Service
	Trail        *trail.Trail
	Clock        *clock.Clock
	Assets       *static.Assets
	Log          *slog.Logger
	// Ready says whether the database answers with the schema of this program.
	Ready func(ctx context.Context) error
}

const (
	// maxBody bounds what a form may send, in bytes.
	maxBody = 12 << 20
	// maxFiles bounds what a form with photos and files, or with a staff list, may
	// send, of whoever is signed in.
	maxFiles = 50 << 20
	// inMemory is how much of the files of a form is held in memory; the rest waits
	// in the system's folder for what is temporary until the answer is given.
	inMemory = 1 << 20
	// filesWithin is how long such a form may take to arrive and be answered: a large
	// photo on one bar of signal takes minutes.
	filesWithin = 10 * time.Minute
)

// Handler serves the routes, the static assets and the two health pages.
func (s *Site) Handler(routes []Route) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.answer
	e.IPExtractor = echo.ExtractIPDirect()
	if proxies := s.Settings.Proxies(); len(proxies) > 0 {
		var trusted []echo.TrustOption
		trusted = append(trusted, echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false))
		for _, p := range proxies {
			trusted = append(trusted, echo.TrustIPRange(p))
		}
		e.IPExtractor = echo.ExtractIPFromXFFHeader(trusted...)
	}
	e.Use(
		requestID(s.Clock),
		s.logRequests,
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: s.logPanic}),
		secureHeaders(s.Settings.Secure()),
		middleware.GzipWithConfig(middleware.GzipConfig{Skipper: alreadyCompressed, MinLength: 1000}),
		echo.WrapMiddleware(s.crossOrigin()),
	)
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "alive\n") })
	e.GET("/readyz", s.ready)
	e.GET(static.Prefix+"*", echo.WrapHandler(s.Assets))
	sessions := s.Sessions.Manager()
	sessions.ErrorFunc = s.noSession
	pages := e.Group("", echo.WrapMiddleware(sessions.LoadAndSave), s.identify)
	for _, r := range routes {
		pages.Add(r.Method, r.Path, r.Handler, readForm(r), s.admit(r.Ring), writable(r.Ring), ownWords, oncePerForm)
	}
	e.RouteNotFound(everything, noRoute(e), echo.WrapMiddleware(sessions.LoadAndSave), s.identify)
	return headAsGet(e)
}

// noSession answers where a session could not be read or kept, mostly because
// the database is away: then no page can be drawn either.
func (s *Site) noSession(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil { // the browser has gone
		w.WriteHeader(statusGone)
		return
	}
	s.Log.Error("a session could not be read or kept", "id", w.Header().Get(echo.HeaderXRequestID), "error", err)
	http.Error(w, "Sorry, that did not work. Go back and try again in a minute.", http.StatusServiceUnavailable)
}

func (s *Site) ready(c echo.Context) error {
	if err := s.Ready(c.Request().Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// identifiedKey marks a request whose session was read. Others never got so far:
// static files, and what no route fits at all.
const identifiedKey = "identified"

// identify puts the signed-in person into the request's context.
func (s *Site) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(identifiedKey, true)
		ctx := organisation.Remember(people.Remember(c.Request().Context()))
		who, err := s.Sessions.Actor(ctx)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(actor.With(ctx, who)))
		return next(c)
	}
}

func (s *Site) admit(ring Ring) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := ring.admit(Who(c)); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// oncePerForm binds the form's one-use key to the first transaction of the
// request, so that a double tap saves once. Other words sent with the same key are
// no double tap: somebody went back, or sends from a copy of the tab.
func oncePerForm(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method != http.MethodPost {
			return next(c)
		}
		if key := onceKey(c); key != "" {
			ctx := database.WithOnce(c.Request().Context(), Who(c).PersonID+" "+key+" "+fingerprint(c.Request()))
			c.SetRequest(c.Request().WithContext(ctx))
		}
		return next(c)
	}
}

// fingerprint tells what a form sends, and where to, from everything else.
func fingerprint(r *http.Request) string {
	sum := sha256.New()
	fmt.Fprintln(sum, r.URL.Path, r.PostForm.Encode())
	if r.MultipartForm != nil {
		for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
			for _, file := range r.MultipartForm.File[name] {
				fmt.Fprintln(sum, name, file.Filename, file.Size)
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// onceKey is the form's one-use key; what cannot be one, since no page of ours
// holds it, is none.
func onceKey(c echo.Context) string {
	key := c.FormValue("once")
	for _, r := range key {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && r != '-' {
			return ""
		}
	}
	if len(key) > 64 {
		return ""
	}
	return key
}

// Who is asking.
func Who(c echo.Context) actor.Actor { return actor.From(c.Request().Context()) }

// Context is the request's context, which carries who is asking.
func Context(c echo.Context) context.Context { return c.Request().Context() }
