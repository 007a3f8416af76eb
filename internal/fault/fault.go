// Package fault holds the few kinds of error that people can do something
// about. A service returns one; a single place in web, and one in api, turns it
// into an answer. Nothing here knows HTTP, SQL or any concept.
package fault

import (
	"errors"
	"strings"
	"time"
)

// Kind says what an error means to the person who caused it.
type Kind int

const (
	// Internal is everything that nobody but the operator can mend.
	Internal Kind = iota
	// Invalid is input that cannot be taken; its fields say why.
	Invalid
	// NotFound is what does not exist, or may not be seen: one answer for both.
	NotFound
	// Forbidden is what one may see but not do; the message says who can.
	Forbidden
	// SignedOut asks for a sign-in.
	SignedOut
	// Clash is a record that somebody else changed meanwhile.
	Clash
	// TooMany is a limit on attempts; trying later helps.
	TooMany
)

// Field is one problem with one thing that was typed.
type Field struct {
	// Name is the form's name of the field; empty for the form as a whole.
	Name string
	// Message is a whole sentence for the person, without a final stop.
	Message string
}

// Theirs is what another person saved meanwhile in one field.
type Theirs struct {
	Label string
	Text  string
}

// Error carries a kind, a message for people, and what belongs to the kind.
type Error struct {
	Kind    Kind
	Message string
	Fields  []Field
	// By, At and Theirs belong to Clash: who saved when, and what stands there now.
	By     string
	At     time.Time
	Theirs []Theirs
	// Version is the version of what stands there now, for Clash.
	Version int
	cause   error
}

// Error gives the message and the fields' messages, for logs and the terminal.
func (e *Error) Error() string {
	parts := make([]string, 0, len(e.Fields)+1)
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	for _, f := range e.Fields {
		parts = append(parts, f.Message)
	}
	if len(parts) == 0 {
		return "something went wrong"
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives the cause, where there is one.
func (e *Error) Unwrap() error { return e.cause }

// NewInvalid refuses input for the reasons given, one a field.
func NewInvalid(fields ...Field) *Error { return &Error{Kind: Invalid, Fields: fields} }

// InvalidField refuses one field.
func InvalidField(name, message string) *Error { return NewInvalid(Field{name, message}) }

// NewNotFound answers for what is not there and for what may not be seen.
// The thing named ("diary entry") is for logs, not for people.
func NewNotFound(thing string) *Error { return &Error{Kind: NotFound, Message: "no such " + thing} }

// NewForbidden refuses an act on something visible; the message says who can.
func NewForbidden(message string) *Error { return &Error{Kind: Forbidden, Message: message} }

// NewSignedOut asks for a sign-in.
func NewSignedOut() *Error { return &Error{Kind: SignedOut, Message: "Sign in to go on"} }

// NewClash tells of a change by somebody else since the record was opened.
func NewClash(by string, version int, theirs ...Theirs) *Error {
	return &Error{Kind: Clash, By: by, Version: version, Theirs: theirs,
		Message: "Someone else saved this after you opened it"}
}

// NewTooMany refuses for a while.
func NewTooMany(message string) *Error { return &Error{Kind: TooMany, Message: message} }

// KindOf gives the kind of the first Error in the chain, else Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is says whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// As gives the first Error in the chain, or nil.
func As(err error) *Error {
	e, _ := errors.AsType[*Error](err)
	return e
}

// Collector gathers field problems, so that a person sees all of them at once.
type Collector struct{ fields []Field }

// Add notes a problem.
func (c *Collector) Add(name, message string) { c.fields = append(c.fields, Field{name, message}) }

// Check notes the problem unless ok.
func (c *Collector) Check(ok bool, name, message string) {
	if !ok {
		c.Add(name, message)
	}
}

// Merge takes over the fields of an Invalid error; any other error is returned.
func (c *Collector) Merge(err error) error {
	if err == nil {
		return nil
	}
	e := As(err)
	if e == nil || e.Kind != Invalid {
		return err
	}
	c.fields = append(c.fields, e.Fields...)
	return nil
}

// Err gives nil where nothing was noted.
func (c *Collector) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return NewInvalid(c.fields...)
}
