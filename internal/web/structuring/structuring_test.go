package structuring_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	"learningyear/internal/web/structuring"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// desk is the site, with the coordinator at it, who has seen today's chart.
type desk struct {
	*webtest.Client
	house *webtest.House
	staff peopletest.Staff
}

func newDesk(t *testing.T, db *database.DB) desk {
	t.Helper()
	staff := peopletest.Small(t, db)
	house := webtest.New(t, db, func(h *webtest.House) []web.Route {
		return structuring.New(h.Site, h.People, stafflist.NewService(h.DB, h.People, h.Clock)).Routes()
	})
	d := desk{house.As(t, staff.Priya.ID), house, staff}
	d.Get(t, "/manage/units")
	return d
}

// sound looks over a page and holds it to the number of statements.
func sound(t *testing.T, page *webtest.Page) *webtest.Page {
	t.Helper()
	page.Want(t, http.StatusOK)
	pagetest.SoundPage(t, page.Body)
	const most = 12
	if page.Queries.N() > most {
		t.Errorf("%s took %d statements:\n%s", page.Path, page.Queries.N(), page.Queries)
	}
	return page
}

// refused looks over a form that came back, and for what it says beside a field.
func refused(t *testing.T, page *webtest.Page, field, say string) *webtest.Page {
	t.Helper()
	page.Want(t, http.StatusUnprocessableEntity)
	pagetest.SoundPage(t, page.Body)
	found := page.Error(field)
	if found == "" {
		found = page.Error(field + "-day")
	}
	if !strings.Contains(found, say) {
		t.Errorf("%s says %q beside %s, want %q; the summary: %q", page.Path, found, field, say, page.Texts(".govuk-error-summary li"))
	}
	return page
}

func (d desk) chart(t *testing.T, on string) *people.Chart {
	t.Helper()
	day, err := calendar.ParseDate(on)
	if err != nil {
		t.Fatal(err)
	}
	chart, err := d.house.People.Chart(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	return chart
}

// post is the key of the post that somebody is in.
func (d desk) post(t *testing.T, x people.Person) string {
	t.Helper()
	return d.chart(t, "2026-11-21").Appointments(x.ID)[0].PostID
}

func TestTheTreeOnAnyDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		page := sound(t, d.Get(t, "/manage/units")).Sees(t, "Solent Learning", "Division. 5 people, 1 of them directly in it", "Dan Okoro", "Nobody leads it", "things want mending")
		sound(t, page.Click(t, "Family Learning")).Sees(t, "Team in Learner Services", "Dan Okoro", "Sessional tutor", "Siân Howell", "The unit’s lead")

		page.Form(t, "Show that day").Date(t, "on", "1", "9", "2025").Submit(t).Leads(t, "/manage/units?on=2025-09-01")
		then := sound(t, d.Get(t, "/manage/units?on=2025-09-01")).Sees(t, "This is how it was on 1 September 2025.").Lacks(t, "Make a unit", "mending")
		sound(t, then.Click(t, "English and Maths")).Sees(t, "This is how it was", "Iris Webb", "Ruth Calder").Lacks(t, "Say what changed", "Close it")
		then.Click(t, "Go to today").Want(t, http.StatusOK).Lacks(t, "This is how it was")
		sound(t, d.Get(t, "/manage/units?on=2030-01-01")).Sees(t, "This is how it will be on 1 January 2030, as far as it is known today.")
		sound(t, d.Get(t, "/manage/units?on=2020-01-01")).Sees(t, "There was no organisation on that day.")
		sound(t, d.Get(t, "/manage/units/finance?on=2020-01-01")).Sees(t, "It is not there on 1 January 2020.")
		d.Get(t, "/manage/units/nothing?on=2025-09-01").Want(t, http.StatusNotFound)
		refused(t, page.Form(t, "Show that day").Date(t, "on", "40", "9", "2025").Submit(t), "on", "Enter a date, like 24 3 2027")
		refused(t, d.Get(t, "/units/family-learning?on-day=x"), "on", "Enter a date")
		for _, never := range []string{"%00%FFnever", "0001-01-01", "9999-12-31"} {
			sound(t, d.Get(t, "/manage/units?on="+never))
			sound(t, d.Get(t, "/units/family-learning?on="+never))
		}
	})
}

func TestALargeTree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		root := d.chart(t, "2026-11-21").Root().ID
		var rows []people.Unit
		for i := range 700 {
			n := strconv.Itoa(i)
			rows = append(rows, people.Unit{
				ID: "01900000-0000-7000-9000-" + strings.Repeat("0", 12-len(n)) + n, ParentID: &root, Kind: people.Section, Name: "Section " + n,
				Slug: "section-" + n, FromDate: calendar.NewDate(2025, 1, 1), Version: 1,
			})
		}
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.From(ctx).CreateInBatches(rows, 100).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Get(t, "/manage/units")
		page := sound(t, d.Get(t, "/manage/units")).Sees(t, "702 units in Solent Learning").Lacks(t, "Section 5")
		sound(t, page.Click(t, "702 units in Solent Learning")).Sees(t, "The first 200 units of 702 units.")
		again := d.Get(t, "/manage/units/section-1/merge").Form(t, "Merge the units").Fill(t, "into", "section").Submit(t)
		refused(t, again, "into", "699 units fit. Choose one, or type more")
		again = again.Form(t, "Merge the units").Fill(t, "into", "ction 69").Submit(t)
		refused(t, again, "into", "17 units fit. Choose one, or type more")
		again = again.Form(t, "Merge the units").Fill(t, "into", "SECTION 690").Submit(t)
		again.Leads(t, "/manage/units/section-690")
	})
}

func TestMakingAUnit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		page := sound(t, sound(t, d.Get(t, "/manage/units/learner-services")).Click(t, "Make a unit in it"))
		if page.Value(t, "parent") != "Learner Services" || page.Value(t, "from-day") != "21" {
			t.Error("the unit above and today stand in the form")
		}
		refused(t, page.Form(t, "Make the unit").Submit(t), "name", "Enter the unit's name")
		again := page.Form(t, "Make the unit").Fill(t, "name", "ESOL").Fill(t, "parent", "services").Submit(t)
		refused(t, again, "parent", "2 units fit. Choose which one")
		again = again.Form(t, "Make the unit").Tick(t, "Learner Services").Submit(t)
		refused(t, again, "kind", "Choose what kind")
		again = again.Form(t, "Make the unit").Fill(t, "parent", "nowhere").Date(t, "from", "", "", "").Submit(t)
		refused(t, again, "parent", "No unit fits")
		form := again.Form(t, "Make the unit").Fill(t, "parent", "Learner Services").Tick(t, "Team").Date(t, "from", "1", "9", "2026")
		done := form.Submit(t).Leads(t, "/manage/units/esol").Follow(t).Sees(t, "ESOL is made.", "Nobody leads it.", "No posts in the unit itself.")
		pagetest.SoundPage(t, done.Body)
		form.Submit(t).Leads(t, "/manage/units/esol") // a second tap
		if n := len(d.chart(t, "2026-11-21").Below(d.chart(t, "2026-11-21").UnitBySlug("learner-services").ID)); n != 3 {
			t.Errorf("%d units in the division", n)
		}
		d.Get(t, "/manage/units?on=2026-08-31").Lacks(t, "ESOL")
	})
}

func TestTheFirstUnitIsTheOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house := webtest.New(t, db, func(h *webtest.House) []web.Route {
			return structuring.New(h.Site, h.People, stafflist.NewService(h.DB, h.People, h.Clock)).Routes()
		})
		operator := actor.With(t.Context(), actor.Operator("a test"))
		p, err := house.People.AddPerson(operator, people.NewPerson{Name: "First Coordinator"})
		if err == nil {
			_, err = house.People.GrantOffice(operator, p.ID, actor.Coordinator, house.Clock.Today())
		}
		if err != nil {
			t.Fatal(err)
		}
		first := house.As(t, p.ID)
		first.Get(t, "/manage/units") // the first page of all reads the structure
		page := sound(t, sound(t, first.Get(t, "/manage/units")).Sees(t, "No units yet").Click(t, "Make the organisation"))
		page.Form(t, "Make the organisation").Fill(t, "name", "Solent <i>Learning").Submit(t).Leads(t, "/manage/units/solent-i-learning").
			Follow(t).Sees(t, "Solent <i>Learning").Lacks(t, "Close it", "Split it")
		sound(t, first.Get(t, "/manage/mend")).Sees(t, "Units without a lead: 1")
	})
}

func TestItChangedAndItWasWrong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		const unit = "/manage/units/family-learning"
		opened := sound(t, d.Get(t, unit).Click(t, "Say what changed"))
		if opened.Value(t, "lead") != "Team lead, Dan Okoro" || opened.Value(t, "name") != "Family Learning" {
			t.Error("what is so today stands in the form")
		}
		refused(t, opened.Form(t, "Save the change").Fill(t, "name", "").Date(t, "from", "1", "9", "2024").Submit(t), "from", "is corrected instead")
		refused(t, opened.Form(t, "Save the change").Fill(t, "lead", "tutor").Submit(t), "lead", "posts fit. Choose")
		refused(t, opened.Form(t, "Save the change").Date(t, "from", "1", "x", "2026").Submit(t), "from", "Enter a date")
		opened.Form(t, "Save the change").Submit(t).Leads(t, unit).Follow(t).Sees(t, "Nothing is different, so nothing was changed.")

		form := d.Get(t, unit+"/change").Form(t, "Save the change").Fill(t, "name", "Families").Fill(t, "parent", "business").Fill(t, "lead", "siân").Date(t, "from", "1", "1", "2027")
		done := form.Submit(t).Leads(t, unit).Follow(t).Sees(t, "The change is saved, from 1 January 2027.", "Until then, everything stays as it is.",
			"Family Learning", "Named “Families”; part of “Business Services”; led from the post “Tutor”", "From 1 January 2027")
		pagetest.SoundPage(t, done.Body)
		form.Submit(t).Leads(t, unit) // a second tap
		sound(t, d.Get(t, unit+"?on=2027-01-01")).Sees(t, "Families", "Team in Business Services", "This is how it will be")

		late := opened.Form(t, "Save the change").Fill(t, "name", "Mine")
		late.Fields.Set("once", "01900000-0000-7000-8000-00000000abcd")
		clash := late.Submit(t).Want(t, http.StatusConflict).Sees(t, "Priya Nair saved this at 9:30am", "Learner Services", "Team lead")
		pagetest.SoundPage(t, clash.Body)
		if clash.Value(t, "name") != "Mine" || clash.Value(t, "version") != "2" {
			t.Error("what was typed is kept, with the version to go on from")
		}

		back := sound(t, d.Get(t, unit).Click(t, "Take the last change back")).Sees(t, "Not “Families”", "Again “Family Learning”", "cannot be undone")
		taking := back.Form(t, "Take it back")
		taking.Submit(t).Leads(t, unit).Follow(t).Sees(t, "The last change is taken back.").Lacks(t, "Named “Families”")
		taking.Submit(t).Leads(t, unit) // a second tap
		d.Get(t, unit+"/take-back").Want(t, http.StatusNotFound)

		wrong := sound(t, d.Get(t, unit+"/correct")).Sees(t, "right for the whole time")
		refused(t, wrong.Form(t, "Put it right").Date(t, "from", "1", "9", "2025").Submit(t), "from", "was there before that day")
		wrong.Form(t, "Put it right").Fill(t, "name", "Family and Community").Submit(t).Leads(t, unit).Follow(t).Sees(t, "It is put right.", "Family and Community")
		d.Get(t, unit+"?on=2025-01-01").Sees(t, "Family and Community")
		wrong = d.Get(t, "/manage/units/solent-learning/correct").Want(t, http.StatusOK)
		if len(wrong.All("#kind, #parent")) > 0 {
			t.Error("the organisation has no other kind and no place")
		}
		sound(t, wrong)
		wrong.Form(t, "Put it right").Fill(t, "name", "Solent").Fill(t, "lead", "helen").Submit(t).Leads(t, "/manage/units/solent-learning").Follow(t).Sees(t, "Helen Marsh")
	})
}

func TestUndoingAChangeAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		const unit = "/manage/units/finance"
		done := d.Get(t, unit+"/change").Form(t, "Save the change").Fill(t, "name", "Money").Submit(t).Follow(t).Sees(t, "Money")
		done.Form(t, "Undo").Submit(t).Leads(t, unit).Follow(t).Sees(t, "The last change is taken back.", "Finance").Lacks(t, "Money”")
	})
}

func TestSplittingAndMerging(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		const unit = "/manage/units/family-learning"
		page := sound(t, d.Get(t, unit).Click(t, "Split it")).Sees(t, "Sessional tutor", "Amina Yusuf")
		again := page.Form(t, "Split the unit").Fill(t, "parent", "").Submit(t)
		refused(t, again, "parent", "Type the unit that the new one is part of")
		again = page.Form(t, "Split the unit").Select(t, "lead", "Tutor, Siân Howell").Submit(t)
		refused(t, again, "posts", "Choose the posts that go into the new unit")
		refused(t, again, "lead", "Choose a lead among the posts")
		refused(t, again, "name", "Enter the unit's name")
		form := again.Form(t, "Split the unit").Fill(t, "name", "Online").Date(t, "from", "1", "1", "2027")
		form.Fields["posts"] = []string{d.post(t, d.staff.Sian), d.post(t, d.staff.Amina)}
		form.Submit(t).Leads(t, "/manage/units/online").Follow(t).Sees(t, "Online is split off from Family Learning, from 1 January 2027.", "It is there from 1 January 2027.", "Sessional tutor")
		form.Submit(t).Leads(t, "/manage/units/online") // a second tap
		sound(t, d.Get(t, "/manage/units/online?on=2027-01-01")).Sees(t, "Siân Howell", "Amina Yusuf")
		sound(t, d.Get(t, unit)).Sees(t, "Until 31 December 2026", "split").Lacks(t, "Nobody is in it")
		sound(t, d.Get(t, "/manage/units")).Sees(t, "Units that are not there today", "From 1 January 2027")

		late := page.Form(t, "Split the unit").Fill(t, "name", "Other")
		late.Fields["posts"] = []string{d.post(t, d.staff.Amina)}
		late.Fields.Set("once", "01900000-0000-7000-8000-00000000abcd")
		pagetest.SoundPage(t, late.Submit(t).Want(t, http.StatusConflict).Sees(t, "Priya Nair saved this").Body)

		merge := sound(t, d.Get(t, "/manage/units/english-and-maths").Click(t, "Merge it into another")).Sees(t, "2 posts", "1 person")
		refused(t, merge.Form(t, "Merge the units").Submit(t), "into", "Type the unit that it goes into")
		refused(t, merge.Form(t, "Merge the units").Fill(t, "into", "Finance").Date(t, "from", "1", "1", "2020").Submit(t), "into", "No unit fits")
		form = merge.Form(t, "Merge the units").Fill(t, "into", "family").Date(t, "from", "1", "12", "2026")
		done := form.Submit(t).Leads(t, unit).Follow(t).Sees(t, "English and Maths goes into Family Learning from 1 December 2026.", "From 1 December 2026")
		pagetest.SoundPage(t, done.Body)
		if n := len(d.chart(t, "2026-12-01").Members(d.chart(t, "2026-12-01").UnitBySlug("family-learning").ID)); n != 4 {
			t.Errorf("%d people in the merged unit", n)
		}
		form.Submit(t).Leads(t, unit) // a second tap
		done.Form(t, "Undo").Submit(t).Leads(t, "/manage/units/english-and-maths").Follow(t).Sees(t, "The closing is taken back: English and Maths is as it was.")
		if d.chart(t, "2026-12-01").UnitBySlug("english-and-maths") == nil {
			t.Error("the merging was not taken back")
		}
	})
}

func TestClosingAndOpeningAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		const unit = "/manage/units/finance"
		page := sound(t, d.Get(t, unit).Click(t, "Close it")).Sees(t, "What stands in the way today", "Tom Byrne", "Merge it into another")
		refused(t, page.Form(t, "Close the unit").Submit(t), "to", "Tom Byrne is in it after that day")
		sound(t, d.Get(t, "/manage/units/business-services/close")).Sees(t, "CPD Office", "Omar Haddad")
		refused(t, d.Get(t, "/manage/units/business-services/close").Form(t, "Close the unit").Date(t, "to", "", "", "").Submit(t), "to", "Enter a last day")

		ctx := peopletest.As(t, d.staff.Priya, actor.Coordinator)
		if err := d.house.People.PersonLeaves(ctx, d.staff.Tom.ID, 1, calendar.NewDate(2026, 11, 20)); err != nil {
			t.Fatal(err)
		}
		d.Get(t, unit) // draws the chart anew
		page = sound(t, d.Get(t, unit+"/close")).Sees(t, "1 vacant post closes with it.").Lacks(t, "What stands in the way")
		form := page.Form(t, "Close the unit").Date(t, "to", "20", "11", "2026")
		done := form.Submit(t).Leads(t, unit).Follow(t).Sees(t, "Finance closes with 20 November 2026.", "It closed: its last day was 20 November 2026.").Lacks(t, "Split it")
		pagetest.SoundPage(t, done.Body)
		form.Submit(t).Leads(t, unit) // a second tap
		sound(t, d.Get(t, "/manage/units")).Sees(t, "Closed on 20 November 2026")
		d.Get(t, unit).Form(t, "Take the closing back").Submit(t).Leads(t, unit).Follow(t).Sees(t, "Finance is as it was.", "Vacant")
		d.Post(t, unit+"/reopen", url.Values{"version": {"3"}}).Want(t, http.StatusNotFound)
		d.Post(t, unit+"/reopen", url.Values{"version": {"1"}}).Want(t, http.StatusConflict)
	})
}

// TestCountedPosts shows beside a unit what an organogram counts in it.
func TestCountedPosts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		chart, err := d.house.People.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		root := chart.Root()
		address := "/manage/units/" + root.Slug
		sound(t, d.Get(t, address)).Lacks(t, "The last organogram counts")
		for _, grade := range []string{"Grade 5", "Grade 5", "Grade 7"} {
			counted := stafflist.Counted{ID: d.house.Clock.NewKey(), UnitID: root.ID, UnitName: root.Name, Grade: grade, Title: "Officer", FTEThousandths: 1500, AsAt: calendar.NewDate(2011, time.March, 31)}
			if err := db.InTx(t.Context(), func(ctx context.Context) error { return db.From(ctx).Create(&counted).Error }); err != nil {
				t.Fatal(err)
			}
		}
		sound(t, d.Get(t, address)).Sees(t, "The last organogram counts 4.5 posts more here, without naming them: 3 at Grade 5, 1.5 at Grade 7. Figures of 31 March 2011.")
		sound(t, d.Get(t, "/manage/units")).Sees(t, "4.5 FTE in junior posts")
		sound(t, d.Get(t, "/manage/units?on=2026-11-01")).Lacks(t, "junior posts")
	})
}
