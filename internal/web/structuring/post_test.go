package structuring_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/templates/pagetest"
)

func TestAPostIsMadeChangedAndClosed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		page := sound(t, d.Get(t, "/manage/units/family-learning").Click(t, "Make a post"))
		refused(t, page.Form(t, "Make the post").Fill(t, "unit", "").Submit(t), "unit", "Type the unit that the post is in")
		refused(t, page.Form(t, "Make the post").Submit(t), "title", "Enter the job title")
		refused(t, page.Form(t, "Make the post").Fill(t, "title", "Tutor").Fill(t, "reports_to", "nobody").Submit(t), "reports_to", "No post fits")
		form := page.Form(t, "Make the post").Fill(t, "title", "Crèche worker").Fill(t, "grade", "3").Fill(t, "reference", "C1").Fill(t, "reports_to", "dan")
		answer := form.Submit(t).Want(t, http.StatusSeeOther)
		post := answer.Location()
		made := answer.Follow(t).Sees(t, "The post is made.", "Crèche worker", "Nobody is in it today.", "C1", "Team lead")
		pagetest.SoundPage(t, made.Body)
		form.Submit(t).Leads(t, post) // a second tap
		sound(t, d.Get(t, post))
		refused(t, page.Form(t, "Make the post").Fill(t, "title", "Other").Fill(t, "reference", "C1").Submit(t), "reference", "Another post has this reference already")

		found := sound(t, d.Get(t, post).Click(t, "Appoint somebody")).Form(t, "Find").Fill(t, "find", "byrne").Submit(t)
		sound(t, found).Sees(t, "1 person fits", "Finance officer, Finance")
		if len(found.All(`a[href="/manage/people/tom-byrne/appointments/new?post=`+strings.TrimPrefix(post, "/manage/posts/")+`"]`)) != 1 {
			t.Error("the way to the appointment is not there")
		}
		sound(t, d.Get(t, post+"/appoint?find=%00%FF<b>")).Sees(t, "0 people fit")

		opened := sound(t, d.Get(t, post).Click(t, "Say what changed"))
		refused(t, opened.Form(t, "Save the change").Date(t, "from", "21", "11", "2026").Submit(t), "from", "is corrected instead")
		change := opened.Form(t, "Save the change").Fill(t, "title", "Crèche lead").Fill(t, "unit", "english").Date(t, "from", "1", "1", "2027")
		changed := change.Submit(t).Leads(t, post).Follow(t).Sees(t, "The change is saved, from 1 January 2027.", "Called “Crèche lead”; in “English and Maths”")
		pagetest.SoundPage(t, changed.Body)
		change.Submit(t).Leads(t, post) // a second tap
		sound(t, d.Get(t, "/manage/units/english-and-maths")).Sees(t, "From 1 January 2027")
		late := opened.Form(t, "Save the change").Fill(t, "title", "Late")
		late.Fields.Set("once", "01900000-0000-7000-8000-00000000abcd")
		pagetest.SoundPage(t, late.Submit(t).Want(t, http.StatusConflict).Sees(t, "Priya Nair saved this at 9:30am", "Crèche worker").Body)
		back := sound(t, d.Get(t, post).Click(t, "Take the last change back")).Sees(t, "Not “Crèche lead”", "Again “Crèche worker”")
		back.Form(t, "Take it back").Submit(t).Leads(t, post).Follow(t).Sees(t, "The last change is taken back.")
		back.Form(t, "Take it back").Submit(t).Leads(t, post) // a second tap
		d.Get(t, post+"/take-back").Want(t, http.StatusNotFound)

		wrong := sound(t, d.Get(t, post).Click(t, "Put right what was wrong"))
		refused(t, wrong.Form(t, "Put it right").Fill(t, "title", "a\x00b").Fill(t, "reference", "x\x00").Submit(t), "reference", "cannot be kept")
		wrong.Form(t, "Put it right").Fill(t, "title", "Crèche assistant").Submit(t).Leads(t, post).Follow(t).Sees(t, "It is put right.", "Crèche assistant")

		closing := sound(t, d.Get(t, post).Click(t, "Close it"))
		closed := closing.Form(t, "Close the post").Date(t, "to", "30", "11", "2026").Submit(t).Leads(t, post).Follow(t).Sees(t, "The post closes with 30 November 2026.", "Last day")
		closed.Form(t, "Undo").Submit(t).Leads(t, post).Follow(t).Sees(t, "The closing is taken back.").Lacks(t, "Last day")

		dans := "/manage/posts/" + d.post(t, d.staff.Dan)
		sound(t, d.Get(t, dans)).Sees(t, "Dan Okoro", "0.6", "From 1 September 2024")
		refused(t, sound(t, d.Get(t, dans+"/close")).Sees(t, "end the appointment first").Form(t, "Close the post").Submit(t), "to", "Dan Okoro is in the post after that day")
		refused(t, d.Get(t, dans+"/change").Form(t, "Save the change").Fill(t, "reports_to", "Team lead, Dan Okoro").Submit(t), "reports_to", "cannot report to itself")
	})
}

func TestWhatWantsMending(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		settings, err := d.house.Organisation.Load(t.Context())
		if err == nil {
			settings.MostReports = 1
			err = d.house.Organisation.Save(t.Context(), settings)
		}
		if err != nil {
			t.Fatal(err)
		}
		page := sound(t, d.Get(t, "/manage/mend")).Sees(t, "Units without a lead: 4", "Posts without people: 1", "Managers of too many people: 3", "More than 1.", "People without a learning partner: 9", "People without a line manager: 2", "Manages 4 people")
		for _, to := range []string{
			"/manage/units/finance/change#lead", "/manage/people/omar-haddad/manager", "/manage/people/dan-okoro/partner", "/manage/units/family-learning/split",
		} {
			if len(page.All(`a[href="`+to+`"]`)) == 0 {
				t.Errorf("no line leads to %s", to)
			}
		}
		sound(t, page.Click(t, "Appoint somebody as Tutor, English and Maths")).Sees(t, "Appoint somebody")
		sound(t, page.Click(t, "People without a learning partner 9")).Sees(t, "Siân Howell").Lacks(t, "Posts without people: 1")
		sound(t, d.Get(t, "/manage/mend?show=%00&page=-3"))
	})
}

func TestWhoSeesUnitsOnAnotherDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db)
		const family, services = "/units/family-learning", "/units/learner-services"
		for _, tc := range []struct {
			who, path string
			status    int
		}{
			{d.staff.Dan.ID, family + "?on=2025-01-01", http.StatusOK},
			{d.staff.Dan.ID, services + "?on=2025-01-01", http.StatusNotFound},
			{d.staff.Dan.ID, "/units/finance", http.StatusNotFound},
			{d.staff.Helen.ID, services, http.StatusOK},
			{d.staff.Helen.ID, family + "?on=2027-01-01", http.StatusOK},
			{d.staff.Helen.ID, "/units/business-services", http.StatusNotFound},
			{d.staff.Amina.ID, family, http.StatusNotFound},
			{d.staff.Alex.ID, family, http.StatusNotFound},
			{d.staff.Grace.ID, family + "?on=2025-01-01", http.StatusOK},
			{d.staff.Priya.ID, family, http.StatusOK},
			{d.staff.Grace.ID, "/manage/units?on=2025-01-01", http.StatusOK},
			{d.staff.Grace.ID, "/manage/units/family-learning", http.StatusNotFound},
			{d.staff.Grace.ID, "/manage/mend", http.StatusNotFound},
			{d.staff.Alex.ID, "/manage/units", http.StatusNotFound},
		} {
			page := d.house.As(t, tc.who).Get(t, tc.path)
			if page.Status != tc.status {
				t.Errorf("%s answered %d to %s, want %d", tc.path, page.Status, d.chart(t, "2026-11-21").Name(tc.who), tc.status)
			}
		}
		sound(t, d.house.As(t, d.staff.Helen.ID).Get(t, services+"?on=2025-01-01")).Sees(t, "This is how it was on 1 January 2025.", "Iris Webb", "Sessional tutor").Lacks(t, "Make a", "Finance")
		sound(t, d.house.As(t, d.staff.Dan.ID).Get(t, family+"?on=2020-01-01")).Sees(t, "Family Learning was not there on that day.")
		grace := d.house.As(t, d.staff.Grace.ID)
		page := sound(t, grace.Get(t, "/manage/units")).Lacks(t, "Make a unit", "mending")
		sound(t, page.Click(t, "Finance")).Sees(t, "Tom Byrne")
		d.house.Visitor(t).Get(t, family).Leads(t, "/sign-in?next=%2Funits%2Ffamily-learning")
		for _, r := range []string{"/change", "/correct", "/split", "/merge", "/close", "/reopen", "/take-back"} {
			for _, who := range []string{d.staff.Grace.ID, d.staff.Alex.ID, d.staff.Dan.ID} {
				d.house.As(t, who).Post(t, "/manage/units/family-learning"+r, url.Values{"name": {"X"}, "version": {"1"}}).Want(t, http.StatusNotFound)
			}
		}
	})
}
