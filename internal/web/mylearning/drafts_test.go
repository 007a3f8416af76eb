package mylearning_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/draft"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/web"
	"learningyear/internal/web/mylearning"
	"learningyear/internal/web/webtest"
)

// site is My learning over a test's database.
func site(t *testing.T, db *database.DB) (*webtest.House, peopletest.Staff) {
	staff := peopletest.Small(t, db)
	return webtest.New(t, db, func(h *webtest.House) []web.Route {
		return mylearning.New(h.Site, mylearning.Services{Drafts: draft.NewService(h.DB, h.Clock)}).Routes()
	}), staff
}

func TestAutosaveAnswersTheScript(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina, dan := house.As(t, staff.Amina.ID), house.As(t, staff.Dan.ID)
		for _, c := range []*webtest.Client{amina, dan} {
			c.Header.Set("Accept", "application/json")
		}
		to := "/drafts/" + house.Clock.NewKey()
		words := url.Values{"learned": {"half a"}, "draft_form": {"diary/new"}, "once": {"one"}}
		for range 2 { // the form's one-use key is not used up by its drafts
			if got := amina.Post(t, to, words).Want(t, http.StatusOK).Body; !strings.Contains(got, `{"saved":"9:30am"}`) {
				t.Fatalf("answered %s", got)
			}
		}
		dan.Post(t, to, words).Want(t, http.StatusNotFound)
		dan.Post(t, to+"/discard", nil).Want(t, http.StatusNotFound)
		words.Set("learned", strings.Repeat("x", draft.MaxBytes))
		if got := amina.Post(t, to, words).Want(t, http.StatusUnprocessableEntity).Body; !strings.Contains(got, "too long") {
			t.Errorf("answered %s", got)
		}
		visitor := house.Visitor(t)
		visitor.Header.Set("Accept", "application/json")
		visitor.Post(t, to, words).Want(t, http.StatusUnauthorized)
	})
}
