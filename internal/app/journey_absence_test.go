package app_test

import (
	"fmt"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// TestJourneyAbsence goes through somebody's working week and time away in a real
// browser: she enters them, her manager and her partner see them, and the
// coordinator puts them right.
func TestJourneyAbsence(t *testing.T) {
	widths(t, journeyAbsence)
}

func journeyAbsence(t *testing.T, width int64) {
	r := start(t, dbtest.NewURL(t, database.SQLite))
	staff := peopletest.Small(t, r.DB)
	c := openBrowser(t, r.site, width)
	day := r.Clock.Today().AddDays

	amina := c.signsIn(r, staff.Amina)
	amina.open("/account").follow("Working week").sees("This is assumed").follow("Say when you work")
	for n := range 8 { // leaves Friday of Monday to Friday
		amina.pick("week", fmt.Sprint(n))
	}
	amina.pick("weeks", "only").fill("dates", "7 September 2026 to 18 December 2026").press("Save the working week")
	amina.sees("Saved: Friday, only in some weeks of the year", "7 September to 18 December").follow("Time away")
	amina.date("from", day(10)).date("to", day(14)).press("Save the time away").sees("Saved: away 1 to 5 December.")

	manager := c.signsIn(r, staff.Dan)
	manager.open("/team").sees("Away from 1 to 5 December").open("/people/amina-yusuf").sees("1 to 5 December", "Friday")
	manager.open("/account/absences").date("from", day(3)).press("Save the time away").sees("Nobody acts for you")

	partner := c.signsIn(r, staff.Ruth)
	partner.open("/partnering/amina-yusuf/arrange").sees("Amina works Friday", "Amina is away 1 to 5 December.")
	partner.date("when", day(12)).fill("time", "14:00").press("Offer this time").sees("You have offered a time", "Amina is away then.")

	coordinator := c.signsIn(r, staff.Priya)
	coordinator.open("/manage/people/amina-yusuf").follow("Time away").follow("Change 1 to 5 December")
	coordinator.date("to", day(12)).press("Save the days").sees("The days are changed.", "1 to 3 December")
	amina.withoutScript(func() {
		amina.open("/account/absences").sees("1 to 3 December").follow("Change 1 to 3 December").press("Take this time away back")
		amina.sees("That time away is taken back.").press("Undo").sees("That time away is back.", "1 to 3 December")
	})
}

// signsIn gives somebody a password and signs them in with it.
func (c *chromium) signsIn(r *running, p people.Person) *tab {
	c.t.Helper()
	if err := r.Sessions.SetPassword(actor.With(c.t.Context(), actor.Operator("made a test")), p.ID, goodPassword); err != nil {
		c.t.Fatal(err)
	}
	b := c.tab(p.Name)
	return b.open("/sign-in").fill("email", p.EmailAddress()).fill("password", goodPassword).press("Sign in")
}
