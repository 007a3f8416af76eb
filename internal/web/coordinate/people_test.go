package coordinate_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// refused ends the test unless the page is a form with the message beside the field.
func refused(t *testing.T, page *webtest.Page, field, say string) *webtest.Page {
	t.Helper()
	page.Want(t, http.StatusUnprocessableEntity)
	pagetest.SoundPage(t, page.Body)
	if !strings.Contains(page.Error(field), say) {
		t.Errorf("beside %s: %q, want %q; the summary says %q", field, page.Error(field), say, page.Texts(".govuk-error-summary li"))
	}
	return page
}

// late sends a form again as somebody who had opened it before others saved.
func late(t *testing.T, form *webtest.Form) *webtest.Page {
	t.Helper()
	form.Fields.Set("once", "01900000-0000-7000-8000-00000000abcd")
	page := form.Submit(t).Want(t, http.StatusConflict)
	pagetest.SoundPage(t, page.Body)
	return page.Sees(t, "Priya Nair saved this at 9:30am, after you opened it")
}

func TestAPersonIsAdded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people").Click(t, "Add a person")
		sound(t, page)
		if page.Value(t, "from-day") != "21" {
			t.Error("the first day is today unless said otherwise")
		}
		again := refused(t, page.Form(t, "Add this person").Fill(t, "Email address", "dan").Submit(t), "name", "Enter the name as the person writes it")
		refused(t, again, "email", "name@example.org")
		again = refused(t, again.Form(t, "Add this person").Fill(t, "Name", "王 小明").Fill(t, "Email address", "wang@example.org").
			Fill(t, "Their first post", "tutor").Fill(t, "Share of full time", "much").Date(t, "from", "1", "13", "2026").Submit(t), "fte", "from 0 to 2")
		refused(t, again, "post", "posts fit. Choose which one is meant")
		refused(t, again, "from", "Enter a date")
		if again.Value(t, "name") != "王 小明" || again.Value(t, "fte") != "much" {
			t.Error("what was typed is lost")
		}
		// Iris's post has been vacant since she left.
		form := again.Form(t, "Add this person").Fill(t, "Their first post", "english vac").Fill(t, "Share of full time", "60%").Date(t, "from", "1", "12", "2026")
		refused(t, form.Submit(t), "post", "No post fits")
		form = again.Form(t, "Add this person").Fill(t, "Their first post", "tutor english").Fill(t, "Share of full time", "60%").Date(t, "from", "1", "12", "2026")
		again = refused(t, form.Submit(t), "post", "2 posts fit").Sees(t, "English and Maths. Vacant", "Held by Ruth Calder")
		form = again.Form(t, "Add this person")
		choices := form.Choices()["post-choice"]
		form.Fields.Set("post-choice", choices[0])
		done := form.Submit(t).Follow(t).Sees(t, "王 小明 is added.", "The first post is Tutor.", "Alex Reed, administrator, invites them to sign in.", "0.6 of full time, from 1 December 2026", "To come")
		pagetest.SoundPage(t, done.Body)
		form.Submit(t).Leads(t, done.Path) // a double tap
		priya.Get(t, "/manage/people?find=wang&show=no-post").Sees(t, "1 person")

		page = priya.Get(t, "/manage/people/new").Form(t, "Add this person").Fill(t, "Name", "Nadia").Submit(t).Follow(t)
		page.Sees(t, "Nadia is added.", "They have no email address yet.", "In no post yet.").Click(t, "Put Nadia in a post").Want(t, http.StatusOK)
	})
}

func TestSeveralPostsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people/amina-yusuf").Click(t, "Start another post").Sees(t, "Beside what they are in: Sessional tutor, Family Learning.")
		sound(t, page)
		again := refused(t, page.Form(t, "Start this post").Submit(t), "post", "Type which post it is")
		again = refused(t, again.Form(t, "Start this post").Fill(t, "Which post?", "dan").Tick(t, "They act up in it").Fill(t, "Share of full time", "0.4").Submit(t), "to", "acting up is for a time")
		if again.Value(t, "post") != "dan" {
			t.Error("what was typed is lost")
		}
		done := again.Form(t, "Start this post").Date(t, "to", "31", "1", "2027").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).
			Sees(t, "Amina is in the post Team lead from 21 November 2026.", "In several posts.", "Principal post", "Acting up", "0.4 of full time, 21 November 2026 to 31 January 2027")
		pagetest.SoundPage(t, done.Body)
		// She leads the team now, and nobody manages themselves.
		done.Sees(t, "Managed by Helen Marsh.").Lacks(t, "Managed by Dan Okoro.")
		again = priya.Get(t, "/manage/people/amina-yusuf").Click(t, "Change the last day of Team lead")
		again.Form(t, "Save the last day").Date(t, "to", "28", "2", "2027").Submit(t).Follow(t).Sees(t, "Amina’s last day in Team lead is 28 February 2027.")

		// It was wrong: she is seconded, and her own post rests.
		page = priya.Get(t, "/manage/people/amina-yusuf").Click(t, "It was wrong of Team lead").Sees(t, "as if it had always been so")
		sound(t, page)
		form := page.Form(t, "Put it right").Tick(t, "They are seconded to it").Tick(t, "Their own post rests meanwhile")
		form.Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "The appointment is put right.", "Secondment", "Kept for them").Lacks(t, "In several posts.")
		late(t, page.Form(t, "Put it right").Fill(t, "Share of full time", "0.9")).Sees(t, "Secondment", "0.4")
		page.Form(t, "Withdraw the appointment").Submit(t).Want(t, http.StatusConflict)

		// It never was.
		page = priya.Get(t, "/manage/people/amina-yusuf").Click(t, "It was wrong of Team lead")
		page.Form(t, "Withdraw the appointment").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "as if it had not been").Lacks(t, "Kept for them")
	})
}

func TestHoursChangeAndPostsEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people/amina-yusuf").Click(t, "Change the hours of Sessional tutor").Sees(t, "Sessional tutor, Family Learning", "0.6 of full time")
		sound(t, page)
		again := refused(t, page.Form(t, "Save the hours").Fill(t, "Share of full time", "3").Submit(t), "fte", "from 0 to 2")
		again = refused(t, again.Form(t, "Save the hours").Fill(t, "Share of full time", "1").Date(t, "from", "1", "1", "2020").Submit(t), "from", "Choose a day on which the appointment holds")
		again.Form(t, "Save the hours").Date(t, "from", "1", "12", "2026").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).
			Sees(t, "Amina has full time in Sessional tutor from 1 December 2026.", "0.6 of full time, 1 September 2024 to 30 November 2026", "Full time, from 1 December 2026")
		late(t, page.Form(t, "Save the hours").Fill(t, "Share of full time", "0.5")).Sees(t, "30 November 2026")

		page = priya.Get(t, "/manage/people/sian-howell").Click(t, "End the post of Tutor")
		sound(t, page)
		again = refused(t, page.Form(t, "Save the last day").Date(t, "to", "", "", "").Submit(t), "to", "Enter a last day")
		done := again.Form(t, "Save the last day").Date(t, "to", "30", "11", "2026").Submit(t).Follow(t).Sees(t, "Siân’s last day in Tutor is 30 November 2026.")
		late(t, page.Form(t, "Save the last day"))
		done.Form(t, "Undo").Submit(t).Leads(t, "/manage/people/sian-howell").Follow(t).Sees(t, "its last day is taken back", "from 1 September 2024")

		for _, path := range []string{"/appointments/x/hours", "/appointments/01900000-0000-7000-8000-000000000999/end"} {
			priya.Get(t, "/manage/people/sian-howell"+path).Want(t, http.StatusNotFound)
		}
		// An appointment is found under whose it is.
		other := strings.Replace(page.Path, "sian-howell", "amina-yusuf", 1)
		priya.Get(t, other).Want(t, http.StatusNotFound)
		priya.Post(t, strings.Replace(other, "/end", "/withdraw", 1), nil).Want(t, http.StatusNotFound)
	})
}

func TestSomebodyLeavesAndReturns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		if _, err := house.People.SetDelegate(peopletest.As(t, staff.Priya), staff.Helen.ID, staff.Dan.ID, people.Everything, house.Clock.Today(), house.Clock.Today()); err != nil {
			t.Fatal(err)
		}
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people/dan-okoro").Click(t, "Dan leaves").Sees(t, "Posts they are in", "Vacant after that day",
			"Units they lead", "Nobody leads it after that day", "People they manage", "Helen Marsh manages Amina after that day", "Managers they act for", "Nobody acts for Helen")
		sound(t, page)
		again := refused(t, page.Form(t, "Save the last day").Date(t, "left_on", "1", "1", "2001").Submit(t), "left_on", "on or after the day the person started")
		done := again.Form(t, "Save the last day").Date(t, "left_on", "30", "11", "2026").Submit(t).Leads(t, "/manage/people/dan-okoro/leave").Follow(t).
			Sees(t, "The last day of Dan is 30 November 2026.", "Dan leaves on 30 November 2026").Lacks(t, "Save the last day")
		pagetest.SoundPage(t, done.Body)
		late(t, page.Form(t, "Save the last day"))
		done.Form(t, "Take the last day back").Submit(t).Leads(t, "/manage/people/dan-okoro").Follow(t).Sees(t, "The last day is taken back.").Lacks(t, "Leaves on")
		page = priya.Get(t, "/manage/people/dan-okoro/leave")
		page.Form(t, "Save the last day").Date(t, "left_on", "30", "11", "2026").Submit(t).Follow(t)
		priya.Get(t, "/manage/people/dan-okoro").Sees(t, "Leaves on 30 November 2026.").Lacks(t, "Dan leaves")

		// His post and his people are handed on.
		page = priya.Get(t, "/manage/people/dan-okoro/leave").Click(t, "Choose who takes it on Team lead")
		sound(t, page)
		refused(t, page.Form(t, "Continue").Submit(t), "successor", "Type who takes it on")
		page = page.Form(t, "Continue").Fill(t, "Who?", "Siân Howell").Submit(t).Follow(t)
		sound(t, page)
		if page.Value(t, "post") != "Team lead" || page.Value(t, "from-day") != "1" || page.Value(t, "from-month") != "12" {
			t.Error("the post and the day after are filled in")
		}
		page.Form(t, "Start this post").Tick(t, "They act up in it").Date(t, "to", "31", "8", "2027").Submit(t).Leads(t, "/manage/people/sian-howell")
		page = priya.Get(t, "/manage/people/dan-okoro/leave").Sees(t, "Siân Howell after that day", "Siân Howell leads it after that day", "Siân Howell manages Amina after that day")
		page = page.Click(t, "Name a line manager for Amina Yusuf")
		if page.Value(t, "from-day") != "1" || page.Value(t, "from-month") != "12" {
			t.Error("the day after his last is filled in")
		}

		// The day has gone by.
		house.Clock.Set(time.Date(2026, time.December, 1, 9, 30, 0, 0, time.UTC))
		house.As(t, staff.Dan.ID).Get(t, "/manage/people").Leads(t, "/sign-in?next=%2Fmanage%2Fpeople")
		priya = house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people/dan-okoro/leave").Leads(t, "/manage/people/dan-okoro")
		page = priya.Get(t, "/manage/people/dan-okoro").Sees(t, "Left on 30 November 2026. Everything that was theirs is kept.").Click(t, "Dan returns").
			Sees(t, "everything that was kept is theirs again", "Alex Reed, administrator, invites them to sign in.")
		sound(t, page)
		page.Form(t, "Welcome Dan back").Fill(t, "Which post?", "finance officer").Date(t, "from", "1", "2", "2027").Submit(t).Leads(t, "/manage/people/dan-okoro").Follow(t).
			Sees(t, "Dan is in the post Finance officer from 1 February 2027.", "To come", "Posts before", "noted the return").Lacks(t, "Left on")
		priya.Post(t, "/manage/people/dan-okoro/stay", nil).Want(t, http.StatusConflict)
	})
}

func TestPartnersAreNominatedFromTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people").Click(t, "Learning partners").Sees(t, "9 people without a learning partner", "Siân Howell").Lacks(t, "Amina Yusuf")
		sound(t, page)
		page = page.Click(t, "Nominate a learning partner for Siân Howell").Sees(t, "Who could be asked", "Supports 1 learner", "Supports nobody yet")
		sound(t, page)
		page = page.Form(t, "Ask Ruth Calder").Submit(t).Leads(t, "/manage/partners").Follow(t).
			Sees(t, "Ruth is asked to be the learning partner of Siân.", "On 21 November 2026, not answered yet", "Ask somebody else")
		pagetest.SoundPage(t, page.Body)
		page.Form(t, "Take it back").Submit(t).Leads(t, "/manage/partners").Follow(t).Sees(t, "The nomination is withdrawn.")
		page = priya.Get(t, "/manage/partners").Click(t, "Partners 1").Sees(t, "1 person supporting others", "Ruth Calder", "Amina Yusuf")
		sound(t, page)
		priya.Get(t, "/manage/partners?show=nonsense&page=-3").Sees(t, "9 people without")
	})
}
