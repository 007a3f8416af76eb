package app_test

import (
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people/peopletest"
)

// TestRestructure is an afternoon on which a coordinator puts the structure right by
// hand, in a real browser, on a wide screen and on a phone: a team is made, one
// moved, one split, two merged, one closed; it is looked at as it was, and a post
// without anybody is mended.
func TestRestructure(t *testing.T) {
	widths(t, restructure)
}

func restructure(t *testing.T, width int64) {
	r := start(t, dbtest.NewURL(t, database.SQLite))
	staff := peopletest.Small(t, r.DB)
	if err := r.Sessions.SetPassword(actor.With(t.Context(), actor.Operator("a test")), staff.Priya.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	c := openBrowser(t, r.site, width)
	priya := c.tab("Priya, coordinator")
	priya.open("/sign-in").fill("email", staff.Priya.EmailAddress()).fill("password", goodPassword).press("Sign in")
	november, december, january := calendar.NewDate(2026, 11, 1), calendar.NewDate(2026, 12, 1), calendar.NewDate(2027, 1, 1)

	// A team with a post in it, for which nobody is found.
	priya.open("/manage/units").sees("Family Learning", "Nobody leads it").follow("Make a unit")
	priya.fill("name", "Outreach").choose("Team").fill("parent", "Learner").date("from", november).press("Make the unit").sees("Outreach is made")
	priya.follow("Make a post").fill("title", "Outreach worker").date("from", november).press("Make the post").sees("Nobody is in it today")

	// A team moves to another division in the new year, and is thought better of.
	priya.open("/manage/units/english-and-maths/change")
	priya.fill("parent", "Business").date("from", january).press("Save the change").sees("The change is saved, from 1 January 2027", "What changed when")
	priya.open("/manage/units/english-and-maths?on=2027-01-01").sees("This is how it will be", "Team in Business Services")
	priya.follow("Go to today").follow("Take the last change back").sees("Again “Learner Services”").press("Take it back").sees("The last change is taken back")

	// One of a team's posts becomes a team of its own, and comes back.
	chart, err := r.People.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	priya.open("/manage/units/family-learning/split").fill("name", "Online Learning")
	priya.pick("posts", chart.Appointments(staff.Sian.ID)[0].PostID).date("from", december)
	priya.press("Split the unit").sees("Online Learning is split off", "It is there from 1 December 2026")
	priya.open("/manage/units/online-learning/merge").fill("into", "Family").date("from", december).press("Merge the units").sees("Online Learning goes into Family Learning")

	// Two teams become one, and a team without anybody closes.
	priya.open("/manage/units/finance/merge").fill("into", "CPD").date("from", december)
	priya.press("Merge the units").sees("Finance goes into CPD Office")
	priya.open("/manage/units/family-learning/close").sees("What stands in the way today", "Move the post")
	priya.open("/manage/units/outreach/close").sees("1 vacant post closes with it")
	priya.date("to", calendar.NewDate(2026, 11, 20)).press("Close the unit").sees("Outreach closes with 20 November 2026")

	// As it was, before all that; and a name that was wrong all along.
	priya.open("/manage/units").date("on", calendar.NewDate(2025, 9, 1)).press("Show that day").sees("This is how it was on 1 September 2025")
	priya.follow("English and Maths").sees("Iris Webb").follow("Go to today").follow("Put right what was wrong")
	priya.fill("name", "Skills for Life").press("Put it right").sees("It is put right", "Skills for Life")

	// The post that Iris left is mended from the list.
	priya.open("/manage/mend").sees("Posts without people: 1").follow("Appoint somebody")
	priya.fill("find", "tom").press("Find").sees("1 person fits").follow("Tom Byrne").sees("Start another post")
	priya.fill("fte", "0.4").press("Start this post").sees("Tom is in the post Tutor from 21 November 2026.").follow("Skills for Life")
	priya.sees("Tom Byrne").open("/manage/mend").lacks("Posts without people")

	// Whoever leads a unit sees it as it was, and no other.
	if err := r.Sessions.SetPassword(actor.With(t.Context(), actor.Operator("a test")), staff.Helen.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	helen := c.tab("Helen, divisional manager")
	helen.open("/sign-in").fill("email", staff.Helen.EmailAddress()).fill("password", goodPassword).press("Sign in")
	helen.open("/units/learner-services").date("on", calendar.NewDate(2025, 9, 1)).press("Show that day").sees("This is how it was", "Skills for Life", "Iris Webb")
	t.Logf("%d pages", c.looked)
}
