package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// Problem is what stands in the way of a form that was sent back: field errors,
// or what somebody else saved meanwhile. The zero Problem is none.
type Problem struct {
	fields []fault.Field
	clash  *fault.Error
}

// Of is the message of a field, or empty.
func (p Problem) Of(name string) string {
	for _, f := range p.fields {
		if f.Name == name {
			return f.Message
		}
	}
	return ""
}

// Summary lists the errors for the top of the page. A field's link leads to the
// control with the field's name as its id.
func (p Problem) Summary() part.ErrorSummary {
	var links []part.ErrorLink
	for _, f := range p.fields {
		links = append(links, part.ErrorLink{Href: "#" + f.Name, Text: f.Message})
	}
	return part.ErrorSummary{Errors: links}
}

// Clash is what somebody else saved meanwhile, or nil.
func (p Problem) Clash() *fault.Error { return p.clash }

// Any says whether there is any problem.
func (p Problem) Any() bool { return len(p.fields) > 0 || p.clash != nil }

// Again answers with the form as it was typed where the person can mend err:
// 422 for input, 409 for a clash. Any other error is returned, for the one place
// that maps errors to pages.
func (s *Site) Again(c echo.Context, err error, head Head, draw func(layout.Page, Problem) templ.Component) error {
	e := fault.As(err)
	if e == nil || (e.Kind != fault.Invalid && e.Kind != fault.Clash) {
		return err
	}
	page, pageErr := s.Page(c, head)
	if pageErr != nil {
		return pageErr
	}
	page.ErrorPrefix = true
	if e.Kind == fault.Clash {
		return s.Render(c, http.StatusConflict, draw(page, Problem{clash: e}))
	}
	return s.Render(c, http.StatusUnprocessableEntity, draw(page, Problem{fields: e.Fields}))
}

// readForm reads the whole form before anything looks into it. One that cannot be
// read, or is too big, is so told apart from one with empty fields. What it holds of
// files on disk goes with the answer.
func readForm(route Route) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if r.Method != http.MethodPost {
				return next(c)
			}
			limit := int64(maxBody)
			if route.uploads && !Who(c).Nobody() && kindOf(r) == echo.MIMEMultipartForm {
				limit = maxFiles
				moreTime(c)
			}
			sent := r.Body
			r.Body = http.MaxBytesReader(c.Response(), sent, limit)
			err := parseForm(r)
			if r.MultipartForm != nil {
				defer func() { _ = r.MultipartForm.RemoveAll() }()
			}
			var big *http.MaxBytesError
			switch {
			case err == nil:
				return next(c)
			case errors.As(err, &big), errors.Is(err, multipart.ErrMessageTooLarge):
				// A browser reads the answer only when it has sent all: take some more.
				_, _ = io.CopyN(io.Discard, sent, 8*maxBody)
				return echo.ErrStatusRequestEntityTooLarge
			case errors.Is(err, errNoForm):
				return echo.ErrUnsupportedMediaType
			case errors.Is(err, os.ErrDeadlineExceeded):
				// The server takes it that nobody is there any more, but who is slow is.
				c.SetRequest(r.WithContext(context.WithoutCancel(r.Context())))
				return echo.NewHTTPError(http.StatusRequestTimeout).SetInternal(err)
			}
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
		}
	}
}

// moreTime lets a form with files arrive slowly. A writer that knows no time, as in
// tests, needs none.
func moreTime(c echo.Context) {
	until := time.Now().Add(filesWithin)
	control := http.NewResponseController(c.Response())
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
}

// kindOf is the type of a body, and nothing where none can be read.
func kindOf(r *http.Request) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil {
		return ""
	}
	return kind
}

// errNoForm is a body that no form of ours sends.
var errNoForm = errors.New("the body is no form")

func parseForm(r *http.Request) error {
	switch kind := kindOf(r); {
	case kind == echo.MIMEMultipartForm:
		return r.ParseMultipartForm(inMemory)
	case kind == echo.MIMEApplicationForm, r.ContentLength == 0:
		return r.ParseForm()
	}
	return errNoForm
}

// Bind reads the body into a form struct (tags `form`, `validate`, and `say` for
// the message of a field that does not fit). Path and query are never mixed in:
// ids are read with c.Param.
func Bind(c echo.Context, form any) error {
	if err := (&echo.DefaultBinder{}).BindBody(c, form); err != nil {
		return fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	return check(form)
}

var validate = validator.New(validator.WithRequiredStructEnabled())

func check(form any) error {
	err := validate.Struct(form)
	if err == nil {
		return nil
	}
	var c fault.Collector
	t := reflect.Indirect(reflect.ValueOf(form)).Type()
	problems, ok := err.(validator.ValidationErrors) //nolint:errorlint // the validator returns it bare
	if !ok {
		return err
	}
	for _, p := range problems {
		field, _ := t.FieldByName(p.StructField())
		say := field.Tag.Get("say")
		if say == "" {
			say = "Check this"
		}
		c.Add(field.Tag.Get("form"), say)
	}
	return c.Err()
}

// DateParts are the three boxes of a date as typed.
type DateParts struct{ Day, Month, Year string }

// FormDate reads the three boxes of the date field NAME: NAME-day and so on.
func FormDate(c echo.Context, name string) DateParts {
	return DateParts{c.FormValue(name + "-day"), c.FormValue(name + "-month"), c.FormValue(name + "-year")}
}

// PartsOf spreads a date over three boxes.
func PartsOf(d calendar.Date) DateParts {
	if d.IsZero() {
		return DateParts{}
	}
	s := strings.Split(d.String(), "-")
	return DateParts{strings.TrimLeft(s[2], "0"), strings.TrimLeft(s[1], "0"), s[0]}
}

// Blank says that nothing was typed.
func (p DateParts) Blank() bool { return strings.TrimSpace(p.Day+p.Month+p.Year) == "" }

// Parse gives the date; blank boxes are no date, and anything else a problem of
// the named field.
func (p DateParts) Parse(name string) (calendar.Date, error) {
	if p.Blank() {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseParts(p.Day, p.Month, p.Year)
	if err != nil {
		return calendar.Date{}, fault.InvalidField(name, "Enter a date, like 24 3 2027")
	}
	return d, nil
}

// Choice reads a field that offers a fixed set; anything else is the first.
func Choice[T ~string](value string, of ...T) T {
	if slices.Contains(of, T(value)) {
		return T(value)
	}
	return of[0]
}
