// Package actor says who is asking: a signed-in person or the operator's
// command line, carried in the context from the edge to the service. What they
// may do is the business of access.
package actor

import (
	"context"
	"slices"
)

// Role is an office in the organisation that a person is given, beside what
// they are to others (those relations are derived from people).
type Role string

// The offices. Their words for people are in Label.
const (
	Coordinator   Role = "coordinator"
	ReserveHolder Role = "reserve_holder"
	Administrator Role = "administrator"
	Auditor       Role = "auditor"
)

// Roles lists every office, in the order of the menus.
func Roles() []Role { return []Role{Coordinator, ReserveHolder, Administrator, Auditor} }

// Label is the office's name on pages.
func (r Role) Label() string {
	switch r {
	case Coordinator:
		return "CPD coordinator"
	case ReserveHolder:
		return "Reserve holder"
	case Administrator:
		return "Administrator"
	case Auditor:
		return "Auditor"
	}
	return string(r)
}

// Actor is who is asking. The zero Actor is nobody: signed out.
type Actor struct {
	// PersonID is empty for the system.
	PersonID string
	// Name as the person writes it, or what the system part is called.
	Name string
	// Roles are the offices held today.
	Roles []Role
	// System marks the operator's command line and background work, which
	// act with the organisation's own authority.
	System bool
}

// Operator is the command line, named in the trail by what it was run for.
func Operator(what string) Actor { return Actor{Name: what, System: true} }

// Nobody says that nobody is signed in.
func (a Actor) Nobody() bool { return a.PersonID == "" && !a.System }

// Has says whether the actor holds the office.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

type contextKey struct{}

// With puts the actor into the context.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, contextKey{}, a)
}

// From is the actor in the context, or nobody.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(contextKey{}).(Actor)
	return a
}
