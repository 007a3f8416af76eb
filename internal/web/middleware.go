package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"learningyear/internal/clock"
	"learningyear/internal/fault"
	"learningyear/templates/static"
)

const requestIDKey = "request id"

func requestID(clk *clock.Clock) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			id := clk.NewKey()
			c.Set(requestIDKey, id)
			c.Response().Header().Set(echo.HeaderXRequestID, id)
			return next(c)
		}
	}
}

// reference is what a person can quote to find the request in the log.
func reference(c echo.Context) string {
	id, _ := c.Get(requestIDKey).(string)
	return id
}

// logRequests writes one line a request: the route's pattern and never the
// address itself, since addresses hold people's names and search words.
func (s *Site) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		level := slog.LevelInfo
		if c.Response().Status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		s.Log.Log(c.Request().Context(), level, "request", "id", reference(c), "method", c.Request().Method, "route", c.Path(),
			"status", c.Response().Status, "bytes", c.Response().Size, "ms", time.Since(begun).Milliseconds())
		return nil
	}
}

func (s *Site) logPanic(c echo.Context, err error, stack []byte) error {
	s.Log.Error("panic", "id", reference(c), "route", c.Path(), "error", err, "stack", string(stack))
	return err
}

// secureHeaders sets what every answer carries. Nothing is loaded from
// elsewhere and nothing inline runs.
func secureHeaders(https bool) echo.MiddlewareFunc {
	policy := strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
		"connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
	}, "; ")
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
			if https {
				h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
			}
			if !strings.HasPrefix(c.Request().URL.Path, static.Prefix) {
				// Pages hold people's own words: no cache keeps them.
				h.Set("Cache-Control", "no-store")
			}
			return next(c)
		}
	}
}

// writable lets pass only what an address can name: no record is called by bytes
// that no database writes down. Public pages have links with keys in them, and
// words of their own for a key that never was.
func writable(ring Ring) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			for _, value := range c.ParamValues() {
				if !ring.public && (!utf8.ValidString(value) || strings.ContainsRune(value, 0)) {
					return fault.NewNotFound("page")
				}
			}
			return next(c)
		}
	}
}

// crossOrigin refuses a change that another site's page sends in a person's name.
func (s *Site) crossOrigin() func(http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	// The base URL was checked at start; an origin that is not one is a mistake there.
	if err := protection.AddTrustedOrigin(s.Settings.BaseURL); err != nil {
		s.Log.Error("the base URL is not an origin", "error", err)
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "This form was sent from another site, so nothing was changed.", http.StatusForbidden)
	}))
	return protection.Handler
}

// alreadyCompressed skips what is stored compressed or does not shrink.
func alreadyCompressed(c echo.Context) bool {
	path := c.Request().URL.Path
	return strings.HasPrefix(path, static.Prefix) || strings.HasSuffix(path, ".pdf") || strings.Contains(path, "/files/")
}
