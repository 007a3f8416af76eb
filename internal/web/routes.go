// Package web is the edge of the pages: the route table's types, middleware,
// the frame of a page with its menus, forms, and the one place that turns an
// error into an answer. Pages themselves live in the packages below it, by
// audience. No rule of any concept, no query and no SQL may enter.
package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
)

// Ring is the outermost of the three rings of access: who gets as far as the
// handler. The service decides the rest, from the relation on the day.
type Ring struct {
	// Name is how the ring is called in the table of routes.
	Name   string
	public bool
	roles  []actor.Role
}

// Public lets everybody in.
func Public() Ring { return Ring{Name: "public", public: true} }

// SignedIn lets every member of staff in who is signed in.
func SignedIn() Ring { return Ring{Name: "signed in"} }

// Office lets in who holds one of the offices; for others the page is not there.
func Office(roles ...actor.Role) Ring {
	name := ""
	for i, r := range roles {
		if i > 0 {
			name += " or "
		}
		name += string(r)
	}
	return Ring{Name: name, roles: roles}
}

func (r Ring) admit(a actor.Actor) error {
	switch {
	case r.public:
		return nil
	case a.Nobody():
		return fault.NewSignedOut()
	case len(r.roles) > 0 && !slices.ContainsFunc(r.roles, a.Has):
		return fault.NewNotFound("page")
	}
	return nil
}

// Route is one line of the table of routes.
type Route struct {
	Method  string
	Path    string
	Ring    Ring
	Handler echo.HandlerFunc
	// uploads says that whoever is signed in may send files with the form.
	uploads bool
}

// Get is a page.
func Get(path string, ring Ring, h echo.HandlerFunc) Route {
	return Route{Method: http.MethodGet, Path: path, Ring: ring, Handler: h}
}

// Post is a change.
func Post(path string, ring Ring, h echo.HandlerFunc) Route {
	return Route{Method: http.MethodPost, Path: path, Ring: ring, Handler: h}
}

// WithFiles lets a change take more than a form of words: several photos at once.
func (r Route) WithFiles() Route {
	r.uploads = true
	return r
}
