package webtest_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/labstack/echo/v4"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/web"
	"learningyear/internal/web/webtest"
)

const form = `<h1>Names</h1><form method="post" action="/names"><label for="n">Your name</label>
<input id="n" name="name" value="%s"><p id="n-error"><span>Error: </span>Too short</p>
<input type="checkbox" id="own" name="own" value="yes"><label for="own">My own phone</label>
<select id="day" name="day"><option value="m">Monday</option><option value="t">Tuesday</option></select>
<textarea name="words">
as <b>typed</b></textarea><button name="act" value="save">Save <span class="govuk-visually-hidden">the name</span></button></form>`

func routes(h *webtest.House) []web.Route {
	var kept string
	return []web.Route{
		web.Get("/names", web.Public(), func(c echo.Context) error {
			return c.HTML(http.StatusOK, fmt.Sprintf(form, kept)+"<p>You are "+web.Who(c).Name+".</p>")
		}),
		web.Get("/staff", web.SignedIn(), func(c echo.Context) error { return c.HTML(http.StatusOK, web.Who(c).Name) }),
		web.Post("/names", web.Public(), func(c echo.Context) error {
			kept = c.FormValue("name") + " " + c.FormValue("own") + " " + c.FormValue("day") + " " + c.FormValue("act") + " " + c.FormValue("words")
			return h.Site.SeeOther(c, "/names")
		}),
	}
}

func TestAFormIsReadFilledAndSent(t *testing.T) {
	house := webtest.New(t, dbtest.SQLite(t), routes)
	page := house.Visitor(t).Get(t, "/names").Want(t, http.StatusOK)
	if page.Heading() != "Names" || page.Error("Your name") != "Too short" {
		t.Fatalf("heading %q, error %q", page.Heading(), page.Error("Your name"))
	}
	answer := page.Form(t, "Save").Fill(t, "Your name", "Siân").Tick(t, "My own phone").Select(t, "day", "Tuesday").Submit(t)
	page = answer.Leads(t, "/names").Follow(t)
	if got := page.Value(t, "Your name"); got != "Siân yes t save as <b>typed</b>" {
		t.Fatalf("sent %q", got)
	}
}

func TestWhoIsSignedIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		staff := peopletest.Small(t, db)
		house := webtest.New(t, db, routes)
		house.Visitor(t).Get(t, "/staff").Leads(t, "/sign-in?next=%2Fstaff")
		house.As(t, staff.Amina.ID).Get(t, "/staff").Want(t, http.StatusOK).Sees(t, "Amina Yusuf").Lacks(t, "Dan")
	})
}
