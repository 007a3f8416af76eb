package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// headAsGet answers HEAD, with which monitors ask, as GET of the same address: the
// server of net/http sends the head of what is written, and no body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		next.ServeHTTP(w, r)
	})
}

// everything is the address of what no other route fits.
const everything = "/*"

// noRoute answers where no route fits. An address that answers to another method is
// there, and says to which.
func noRoute(e *echo.Echo) echo.HandlerFunc {
	return func(c echo.Context) error {
		var allowed []string
		for _, methods := range [][]string{{http.MethodGet, http.MethodHead}, {http.MethodPost}} {
			other := e.NewContext(c.Request(), c.Response())
			e.Router().Find(methods[0], echo.GetPath(c.Request()), other)
			if other.Path() != everything {
				allowed = append(allowed, methods...)
			}
		}
		if len(allowed) == 0 {
			return echo.ErrNotFound
		}
		c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
		return echo.ErrMethodNotAllowed
	}
}
