package mylearning_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// wrote saves an entry through the whole form.
func wrote(t *testing.T, c *webtest.Client, fields url.Values) {
	t.Helper()
	fields.Set("full", "yes")
	c.Post(t, "/diary", fields).Leads(t, "/diary")
}

func TestOneFieldIsEnough(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		page := amina.Get(t, "/diary").Want(t, http.StatusOK).Sees(t, "Nothing yet", "What surprised you this week?")
		pagetest.SoundPage(t, page.Body)
		form := page.Form(t, "Save to diary").Fill(t, "What did you learn?", "To wait.\r\nLonger.")
		page = form.Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "Saved to your diary.", "Only you can see it.", "To wait. Longer.", "On the job", "Only you", "November")
		pagetest.SoundPage(t, page.Body)
		form.Submit(t).Leads(t, "/diary") // a double tap
		if got := len(amina.Get(t, "/diary").All(".app-entry")); got != 1 {
			t.Fatalf("a double tap saved %d entries", got)
		}
		page.Form(t, "Undo").Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "Deleted from your diary.", "until Monday 21 December").
			Form(t, "Undo").Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "Brought back.", "To wait.")
	})
}

func TestAQuestionKeepsWhatIsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		page := amina.Get(t, "/diary").Form(t, "What I’d change").Fill(t, "What did you learn?", "To wait.").Submit(t).Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		if got := strings.TrimSpace(page.Value(t, "What would you do differently?")); got != "To wait." {
			t.Errorf("kept %q", got)
		}
		page = page.Form(t, "What I’ll try next").Submit(t).Want(t, http.StatusOK)
		page.Form(t, "Save to diary").Fill(t, "What will you try next?", "To wait longer.").Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "To wait longer.")
		if got := len(amina.Get(t, "/diary").All(".app-entry")); got != 1 {
			t.Errorf("%d entries are kept", got)
		}
	})
}

func TestWhoeverGoesBackAndWritesMoreLosesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		form := amina.Get(t, "/diary").Form(t, "Save to diary").Fill(t, "What did you learn?", "To wait.")
		form.Submit(t).Leads(t, "/diary")
		// The browser's way back shows the same form again, with the same keys in it.
		form.Fill(t, "What did you learn?", "And to ask.").Submit(t).Leads(t, "/diary").Follow(t).Sees(t, "Saved to your diary.", "To wait.", "And to ask.")
		// The same button on another entry is no double tap either.
		once := url.Values{"once": {"01900000-0000-7000-8000-00000000abcd"}}
		amina.Post(t, "/diary/1/delete", once).Leads(t, "/diary").Follow(t).Sees(t, "Deleted from your diary.")
		amina.Post(t, "/diary/2/delete", once).Leads(t, "/diary").Follow(t).Sees(t, "Deleted from your diary.", "Nothing yet")
	})
}

func TestNothingWrittenIsSaidKindly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		page := amina.Get(t, "/diary?q=surprised").Form(t, "Save to diary").Fill(t, "What surprised you?", " ").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, page.Body)
		if got := page.Error("learned"); got != "Write what you learned, even a few words" || !strings.HasPrefix(page.Title(), "Error: ") {
			t.Errorf("error %q, title %q", got, page.Title())
		}
		page = amina.Post(t, "/diary", url.Values{
			"full": {"yes"}, "learned": {""}, "happened": {"It rained"}, "on-day": {"31"}, "on-month": {"2"}, "on-year": {"2026"},
			"minutes": {"ages"}, "place": {"off_the_job"}, "share": {"team"},
		}).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, page.Body)
		if page.Error("learned") == "" || page.Error("on") == "" && !strings.Contains(page.Body, `href="#on"`) || page.Error("minutes") == "" {
			t.Errorf("problems %q", page.Texts(".govuk-error-summary li"))
		}
		if page.Value(t, "happened") != "\nIt rained" && page.Value(t, "happened") != "It rained" || page.Value(t, "minutes") != "ages" || page.Value(t, "on-day") != "31" ||
			len(page.All(`input[value="off_the_job"][checked]`)) != 1 || len(page.All(`input[value="team"][checked]`)) != 1 {
			t.Error("something that was typed is lost")
		}
		amina.Post(t, "/diary", url.Values{"full": {"yes"}, "learned": {"x"}, "on-day": {"22"}, "on-month": {"11"}, "on-year": {"2026"}}).
			Want(t, http.StatusUnprocessableEntity).Sees(t, "Enter today's date or an earlier one")
	})
}

func TestMoreCanBeSaidBeforeSaving(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		page := amina.Get(t, "/diary").Form(t, "Add a photo, when, or who sees it first").Fill(t, "learned", "Half-day on recording progress.").Submit(t).Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		form := page.Form(t, "Save to diary").Date(t, "on", "4", "nov", "2026").Tick(t, "Off the job").Fill(t, "minutes", "half a day").
			Tick(t, "A course or event").Tick(t, "Ruth, your learning partner").Tick(t, "Family Learning, your team")
		page = form.Submit(t).Leads(t, "/diary").Follow(t)
		page.Sees(t, "Ruth and everyone in Family Learning can see this now.", "Half-day on recording progress.", "Off the job, ½ day", "A course or event",
			"Shared with Ruth and everyone in Family Learning")
		house.As(t, staff.Ruth.ID).Get(t, "/people/amina-yusuf/diary").Want(t, http.StatusOK).Sees(t, "1 entry that Amina shares with you", "Half-day on recording")
		page = house.As(t, staff.Sian.ID).Get(t, "/people/amina-yusuf/diary/1").Want(t, http.StatusOK).Sees(t, "Half-day on recording", "Amina shares this entry with you.")
		pagetest.SoundPage(t, page.Body)
		for _, words := range []string{"Delete it", "Change or add to it", "Save who sees it", "What happened to this entry"} {
			page.Lacks(t, words)
		}
	})
}

func TestSharingIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina, dan := house.As(t, staff.Amina.ID), house.As(t, staff.Dan.ID)
		wrote(t, amina, url.Values{"learned": {"For Dan"}, "share": {"manager"}})
		dan.Get(t, "/people/amina-yusuf/diary/1").Want(t, http.StatusOK)
		page := amina.Get(t, "/diary/1").Sees(t, "Dan can see this.", "shared it with: line manager")
		pagetest.SoundPage(t, page.Body)
		page.Form(t, "Save who sees it").Untick(t, "Dan, your line manager").Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "Only you can see it.", "stopped sharing it")
		dan.Get(t, "/people/amina-yusuf/diary/1").Want(t, http.StatusNotFound)
		dan.Get(t, "/people/amina-yusuf/diary").Want(t, http.StatusOK).Sees(t, "Nothing shared with you yet")
	})
}

func TestWhoIsNothingToAPersonFindsNoDiary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		wrote(t, amina, url.Values{"learned": {"Private"}})
		wrote(t, amina, url.Values{"learned": {"For all three"}, "share": {"partner", "manager", "team"}})
		for _, id := range []string{staff.Tom.ID, staff.Omar.ID, staff.Helen.ID, staff.Priya.ID, staff.Alex.ID, staff.Grace.ID} {
			c := house.As(t, id)
			for _, path := range []string{"/people/amina-yusuf/diary", "/people/amina-yusuf/diary/1", "/people/amina-yusuf/diary/2", "/people/nobody/diary", "/diary/1", "/diary/2/edit"} {
				c.Get(t, path).Want(t, http.StatusNotFound).Lacks(t, "Private", "For all three")
			}
			for _, path := range []string{"/diary/1", "/diary/1/share", "/diary/1/delete", "/diary/1/restore"} {
				c.Post(t, path, url.Values{"learned": {"mine now"}, "version": {"1"}}).Want(t, http.StatusNotFound)
			}
		}
		amina.Get(t, "/people/amina-yusuf/diary").Leads(t, "/diary")
		amina.Get(t, "/diary/1").Want(t, http.StatusOK)
		for _, path := range []string{"/diary/0", "/diary/x", "/diary/99999999999999999999", "/diary/3", "/diary/1'--"} {
			amina.Get(t, path).Want(t, http.StatusNotFound)
		}
		house.Visitor(t).Get(t, "/diary").Leads(t, "/sign-in?next=%2Fdiary")
	})
}

func TestTheSecondTabSeesBothTexts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		wrote(t, amina, url.Values{"learned": {"first"}})
		one, two := amina.Get(t, "/diary/1/edit"), amina.Get(t, "/diary/1/edit")
		pagetest.SoundPage(t, one.Body)
		one.Form(t, "Save to diary").Fill(t, "learned", "by phone").Submit(t).Leads(t, "/diary/1")
		page := two.Form(t, "Save to diary").Fill(t, "learned", "by desk").Submit(t).Want(t, http.StatusConflict)
		pagetest.SoundPage(t, page.Body)
		page.Sees(t, "You saved this at 9:30am, after you opened it", "by phone")
		if got := strings.TrimSpace(page.Value(t, "learned")); got != "by desk" {
			t.Errorf("typed %q", got)
		}
		page.Form(t, "Save to diary").Fill(t, "learned", "both").Submit(t).Leads(t, "/diary/1").Follow(t).Sees(t, "both", "changed it")
	})
}

func TestADeletedEntryIsReadOnlyByItsOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina, ruth := house.As(t, staff.Amina.ID), house.As(t, staff.Ruth.ID)
		wrote(t, amina, url.Values{"learned": {"Gone soon"}, "share": {"partner"}})
		open := amina.Get(t, "/diary/1/edit")
		amina.Get(t, "/diary/1").Form(t, "Delete it").Submit(t).Leads(t, "/diary")
		ruth.Get(t, "/people/amina-yusuf/diary/1").Want(t, http.StatusNotFound)
		amina.Get(t, "/diary").Lacks(t, "Gone soon").Sees(t, "Deleted 1")
		page := amina.Get(t, "/diary?show=deleted").Sees(t, "Gone soon", "Gone for good after 21 December")
		pagetest.SoundPage(t, page.Body)
		pagetest.SoundPage(t, amina.Get(t, "/diary/1").Sees(t, "You deleted this entry.").Lacks(t, "Change or add to it").Body)
		amina.Get(t, "/diary/1/edit").Leads(t, "/diary/1")
		open.Form(t, "Save to diary").Fill(t, "learned", "Late words").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "Bring it back first")
		page.Form(t, "Bring it back").Submit(t).Leads(t, "/diary/1")
		ruth.Get(t, "/people/amina-yusuf/diary/1").Want(t, http.StatusOK)
	})
}

func TestTheDiaryIsSearchedAndPaged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		wrote(t, amina, url.Values{"learned": {"Pegs on a washing line"}, "on-day": {"4"}, "on-month": {"3"}, "on-year": {"2026"}})
		for range 21 {
			wrote(t, amina, url.Values{"learned": {strings.Repeat("Long words. ", 100)}, "next": {"more"}})
		}
		page := amina.Get(t, "/diary").Sees(t, "All 22", "Read on")
		pagetest.SoundPage(t, page.Body)
		if got := len(page.All(".app-entry")); got != 20 {
			t.Errorf("%d entries on the first page", got)
		}
		amina.Get(t, "/diary?page=2").Sees(t, "March 2026", "Pegs on a washing line")
		form := page.Form(t, "Search").Fill(t, "Words in the entry", "PEGS").Select(t, "year", "2025 to 2026")
		page = form.Submit(t).Want(t, http.StatusOK).Sees(t, "1 entry with “PEGS” in 2025 to 2026", "Pegs on a washing line", "All 1").Lacks(t, "Long words")
		pagetest.SoundPage(t, page.Body)
		pagetest.SoundPage(t, amina.Get(t, "/diary?find=nothing+like+it").Sees(t, "0 entries with", "Show everything").Body)
		for _, odd := range []string{"?page=-1", "?page=999999999999999999999", "?show=x&year=9999-00", "?find=%00%ff&year='", "?q=<script>", "?draft=x"} {
			amina.Get(t, "/diary"+odd).Want(t, http.StatusOK)
		}
	})
}

func TestTheDiaryAsksLittleOfTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		for range 25 {
			wrote(t, amina, url.Values{"learned": {"x"}, "share": {"partner", "manager", "team"}})
		}
		unsaved(t, amina.Get(t, "/diary"), amina, "draft")
		for _, path := range []string{"/diary?find=x&year=2026-27&page=2", "/diary/new", "/diary/1", "/diary/1/edit"} {
			if page := amina.Get(t, path).Want(t, http.StatusOK); page.Queries.N() > 12 {
				t.Errorf("%s asked %d times:\n%s", path, page.Queries.N(), page.Queries)
			}
		}
		if page := house.As(t, staff.Ruth.ID).Get(t, "/people/amina-yusuf/diary").Want(t, http.StatusOK); page.Queries.N() > 12 {
			t.Errorf("asked %d times:\n%s", page.Queries.N(), page.Queries)
		}
	})
}

func TestHostileWordsGoThroughEveryForm(t *testing.T) {
	raw, err := os.ReadFile("../../diary/testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		amina := house.As(t, staff.Amina.ID)
		n := 0
		for _, s := range all {
			answer := amina.Post(t, "/diary", url.Values{"learned": {"é" + s}, "happened": {s}, "next": {s}, "full": {"yes"}})
			if answer.Status == http.StatusSeeOther {
				n++
				page := amina.Get(t, "/diary/1/edit") // the form of an entry draws it too
				if n == 1 && page.Status != http.StatusOK {
					t.Fatalf("%q: %d", s, page.Status)
				}
			} else if answer.Status != http.StatusUnprocessableEntity {
				t.Errorf("%q as an entry: %d", s, answer.Status)
			}
			if len(answer.All("script:not([src])")) > 0 || len(answer.All("img[onerror]")) > 0 {
				t.Errorf("%q became markup", s)
			}
			for _, field := range []string{"on-day", "kind", "place", "minutes", "share", "version", "q", "from", "more", "once", "draft", "draft_form", "draft_back"} {
				v := url.Values{"learned": {"x"}, "full": {"yes"}}
				v.Set(field, s)
				if got := amina.Post(t, "/diary", v).Status; got >= 500 {
					t.Errorf("%q as %s: %d", s, field, got)
				}
			}
			for _, path := range []string{"/diary?find=", "/diary?q=", "/diary?draft=", "/diary?year=", "/people/"} {
				if got := amina.Get(t, path+url.QueryEscape(s)).Status; got >= 500 {
					t.Errorf("%q at %s: %d", s, path, got)
				}
			}
			if got := amina.Post(t, "/drafts/"+house.Clock.NewKey(), url.Values{"learned": {s}, "draft_form": {"diary/new"}, "draft_back": {s}}).Status; got >= 500 {
				t.Errorf("%q as a draft: %d", s, got)
			}
			amina.Post(t, "/drafts/"+url.PathEscape(s+"x"), url.Values{"learned": {s}, "draft_form": {s}})
		}
		page := amina.Get(t, "/diary").Want(t, http.StatusOK)
		if len(page.All("script:not([src])")) > 0 || len(page.All("img[onerror]")) > 0 {
			t.Error("words became markup")
		}
	})
}
