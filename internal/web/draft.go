package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/templates/message"
	"learningyear/templates/part"
)

// previewLength is how much of a draft is shown, in characters.
const previewLength = 140

// Draft makes what the form of the name needs to keep its words: here is the
// form's own address and back where "Save and come back" leads. The fields are
// those of the draft that the address asks to carry on with (?draft=), nil for
// a fresh form. On a form that was sent back, its own draft goes on.
func (s *Site) Draft(c echo.Context, drafts *draft.Service, form, here, back string) (part.Draft, url.Values, error) {
	if sent := c.FormValue(draft.KeyField); sent != "" && c.Request().Method == http.MethodPost {
		id, _, _ := strings.Cut(sent, " ")
		return part.Draft{Key: sent, URL: "/drafts/" + url.PathEscape(id), Form: form, Of: Who(c).PersonID, Here: here, Back: back}, nil, nil
	}
	earlier, err := drafts.Open(Context(c), form)
	if err != nil {
		return part.Draft{}, nil, err
	}
	id := drafts.NewKey()
	d := part.Draft{Key: id, URL: "/drafts/" + id, Form: form, Of: Who(c).PersonID, Here: here, Back: back}
	var fields url.Values
	asked := c.QueryParam(draft.KeyField)
	for _, e := range earlier {
		if e.ID == asked {
			// A key of its own: the same draft carried on in two tabs becomes two.
			d.Key = id + " " + e.ID
			d.Status = "Saved " + s.when(e.SavedAt, "at ")
			fields = e.Fields()
			continue
		}
		d.Unfinished = append(d.Unfinished, s.UnfinishedDraft(e, "", here, c.Request().URL.Path))
	}
	return d, fields, nil
}

// UnfinishedDraft describes a draft for a list: title says what it is of where
// that is not clear, here is the address of its form and back that of the list.
func (s *Site) UnfinishedDraft(d draft.Draft, title, here, back string) part.UnfinishedDraft {
	with := "?"
	if strings.Contains(here, "?") {
		with = "&"
	}
	return part.UnfinishedDraft{
		When: s.when(d.SavedAt, "at "), Title: title, Preview: d.Preview(previewLength), CarryOn: here + with + "draft=" + d.ID,
		Discard: "/drafts/" + d.ID + "/discard", Back: back, Once: s.Once(),
	}
}

// TimeOf is the time of day as people say it, in the organisation's zone: 2:14pm.
func (s *Site) TimeOf(at time.Time) string { return calendar.Clock12(s.Clock.Local(at)) }

// when is the time of day, with the day where that is not today.
func (s *Site) when(at time.Time, before string) string {
	day, today := s.Clock.DateOf(at), s.Clock.Today()
	switch day {
	case today:
		return before + s.TimeOf(at)
	case today.AddDays(-1):
		return "yesterday " + before + s.TimeOf(at)
	}
	return "on " + day.DayMonth() + " " + before + s.TimeOf(at)
}

// ownWords refuses a long form that somebody else opened: on a shared computer
// one person's tab may outlast their session, and another sign in.
func ownWords(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodPost {
			if of := c.FormValue(draft.OwnerField); of != "" && of != Who(c).PersonID {
				return fault.NewForbidden("Somebody else wrote this before you signed in here. Only they can save it, when they have signed in")
			}
		}
		return next(c)
	}
}

// away shows a long form's words to somebody whose session has ended while they
// wrote, in a page from which they can be saved after signing in. Nothing is kept
// on the server for a visitor; false where the form is not of that kind.
func (s *Site) away(c echo.Context) bool {
	r := c.Request()
	if r.Method != http.MethodPost || wantsJSON(c) || c.FormValue(draft.KeyField) == "" {
		return false
	}
	fields := message.Away{Action: r.URL.RequestURI()}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, value := range r.PostForm[name] {
			if strings.Contains(name, "password") {
				return false
			}
			fields.Fields = append(fields.Fields, message.Field{Name: name, Value: value})
			if strings.ContainsAny(strings.TrimSpace(value), " \n") && !strings.HasPrefix(name, "draft") {
				fields.Words = append(fields.Words, value)
			}
		}
	}
	fields.Files = r.MultipartForm != nil && len(r.MultipartForm.File) > 0
	page, err := s.Page(c, Head{Title: "You were away for a while"})
	if err != nil {
		s.Log.Error("words could not be shown again", "id", reference(c), "error", err)
		return false
	}
	return s.Render(c, http.StatusUnauthorized, message.AwayPage(page, fields)) == nil
}
