package mylearning_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/draft"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

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

// unsaved types into the box as the script would send it.
func unsaved(t *testing.T, page *webtest.Page, c *webtest.Client, words string) {
	t.Helper()
	form := page.Form(t, "Save to diary").Fill(t, "learned", words)
	c.Post(t, "/drafts/"+strings.Fields(form.Fields.Get("draft"))[0], form.Fields).Want(t, http.StatusSeeOther)
}

func TestWordsOfAClosedTabComeBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		one, two := amina.Get(t, "/diary"), amina.Get(t, "/diary")
		unsaved(t, one, amina, "Words of the first tab.")
		unsaved(t, two, amina, "Words of the second tab.")

		page := amina.Get(t, "/diary").Sees(t, "You were writing this at 9:30am.", "“Words of the first tab.”", "“Words of the second tab.”")
		if got := len(page.All(".app-unfinished li")); got != 2 {
			t.Fatalf("%d unfinished drafts, want 2", got)
		}
		page = page.Form(t, "Throw it away").Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "Thrown away.").Lacks(t, "second tab")
		page = page.Form(t, "Undo").Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "second tab", "first tab")

		form := page.Click(t, "Carry on with what you were writing at 9:30am").Want(t, http.StatusOK)
		if got := form.Value(t, "learned"); got != "\nWords of the second tab." && got != "Words of the second tab." {
			t.Fatalf("carried on with %q", got)
		}
		answer := form.Form(t, "Save to diary").Fill(t, "learned", "All of it.").Submit(t)
		answer.Leads(t, "/diary").Follow(t).Sees(t, "Saved to your diary.", "All of it.", "first tab").Lacks(t, "second tab")
		// The autosave of the closed tab that was still on its way.
		amina.Header.Set("Accept", "application/json")
		late := form.Form(t, "Save to diary").Fields
		amina.Post(t, "/drafts/"+strings.Fields(late.Get("draft"))[0], late).Want(t, http.StatusConflict)
	})
}

func TestSaveAndComeBackWithoutScript(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		form := amina.Get(t, "/diary/new").Form(t, "Save and come back").
			Fill(t, "learned", "Half of it").Fill(t, "minutes", "ages").Tick(t, "A course or event").Tick(t, "Dan, your line manager")
		page := form.Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "Your words are kept.", "“Half of it”")
		page = page.Click(t, "Carry on with what you were writing at 9:30am").Want(t, http.StatusOK)
		if page.Value(t, "minutes") != "ages" || len(page.All(`input[value="manager"][checked]`)) != 1 || len(page.All(`input[value="course"][checked]`)) != 1 {
			t.Error("something that was typed is lost")
		}
		dan := house.As(t, staff.Dan.ID)
		dan.Get(t, page.Path).Want(t, http.StatusOK).Lacks(t, "Half of it")
	})
}

func TestWordsOutliveTheSession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		form := amina.Get(t, "/diary/new").Form(t, "Save to diary").Fill(t, "learned", "Written for a long time.\n<b>And</b> \"more\".").Tick(t, "Off the job")
		away := house.Visitor(t).Post(t, "/diary", form.Fields).Want(t, http.StatusUnauthorized)
		pagetest.SoundPage(t, away.Body)
		away.Sees(t, "You were away for a while", "Written for a long time. <b>And</b> \"more\".")
		kept := away.Form(t, "2. Save what you wrote")
		if kept.Action != "/diary" || kept.Fields.Get("place") != "off_the_job" {
			t.Fatalf("the form leads to %q with %v", kept.Action, kept.Fields)
		}
		dan := house.As(t, staff.Dan.ID)
		dan.Post(t, "/diary", kept.Fields).Want(t, http.StatusForbidden).Sees(t, "Somebody else wrote this")
		dan.Post(t, "/drafts/"+strings.Fields(kept.Fields.Get("draft"))[0], kept.Fields).Want(t, http.StatusForbidden)
		amina.Post(t, "/diary", kept.Fields).Leads(t, "/diary").Follow(t).Sees(t, "Written for a long time.", "Off the job")
		if got := len(dan.Get(t, "/diary").All(".app-entry, .app-unfinished li")); got != 0 {
			t.Errorf("somebody else has %d of these words", got)
		}
		house.Visitor(t).Post(t, "/diary", url.Values{"learned": {"no draft"}}).Want(t, http.StatusSeeOther)
	})
}
