package timing_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"learningyear/internal/absence"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/web"
	"learningyear/internal/web/timing"
	"learningyear/internal/web/webtest"
	"learningyear/internal/workingpattern"
	"learningyear/templates/pagetest"
)

type bench struct {
	*webtest.House
	timing.Services
	staff peopletest.Staff
}

func newBench(t *testing.T, db *database.DB) *bench {
	b := &bench{staff: peopletest.Small(t, db)}
	b.House = webtest.New(t, db, func(h *webtest.House) []web.Route {
		b.Absences = absence.NewService(h.DB, h.People, h.Trail, h.Clock)
		b.Patterns = workingpattern.NewService(h.DB, h.People, h.Trail, h.Clock)
		return timing.New(h.Site, b.Services).Routes()
	})
	return b
}

// sound looks over a page and holds it to the number of queries.
func sound(t *testing.T, page *webtest.Page) *webtest.Page {
	t.Helper()
	pagetest.SoundPage(t, page.Body)
	const most = 12
	if page.Queries.N() > most {
		t.Errorf("%s took %d statements:\n%s", page.Path, page.Queries.N(), page.Queries)
	}
	return page
}

func (b *bench) day(n int) calendar.Date { return b.Clock.Today().AddDays(n) }

func dated(form *webtest.Form, name string, d calendar.Date) *webtest.Form {
	p := web.PartsOf(d)
	form.Fields.Set(name+"-day", p.Day)
	form.Fields.Set(name+"-month", p.Month)
	form.Fields.Set(name+"-year", p.Year)
	return form
}

func TestSayingWhenOneWorks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina := b.As(t, b.staff.Amina.ID)
		amina.Get(t, "/account/working-pattern") // the first page of all reads the structure
		page := sound(t, amina.Get(t, "/account/working-pattern").Want(t, http.StatusOK))
		page.Sees(t, "Your working week", "Monday to Friday", "This is assumed, because nobody has said when you work.")
		form := sound(t, page.Click(t, "Say when you work")).Form(t, "Save the working week")
		if got := len(form.Fields["week"]); got != 10 {
			t.Errorf("%d boxes are ticked, want Monday to Friday", got)
		}
		form.Fields["week"] = []string{"3", "7"} // Tuesday and Thursday evenings
		form.Fields.Set("weeks", "only")
		form.Fields.Set("dates", "7 September 2026 to 18 December 2026\n4/1/2027 – 26/3/2027")
		page = form.Submit(t).Leads(t, "/account/working-pattern").Follow(t)
		sound(t, page).Sees(t, "Saved: Tuesday and Thursday afternoons or evenings, only in some weeks of the year, from 21 November 2026.",
			"Since 21 November", "7 September to 18 December", "4 January to 26 March").Lacks(t, "assumed")

		// From a day on it is otherwise, and what was before stays.
		form = dated(page.Click(t, "Change it from a day").Form(t, "Save the working week"), "from", b.day(40))
		form.Fields.Set("weeks", "other")
		dated(form, "since", b.day(41))
		page = form.Submit(t).Follow(t)
		sound(t, page).Sees(t, "Since 21 November", "Before and to come", "every other week", "From 31 December")

		// It was wrong: put right, and taken back, and put back.
		edit := sound(t, page.Click(t, "It is wrong: put it right"))
		form = edit.Form(t, "Save the working week")
		form.Fields["week"] = []string{"0"}
		form.Fields.Set("weeks", "every")
		page = form.Submit(t).Follow(t).Sees(t, "The working week is put right.", "Monday mornings")
		page = page.Click(t, "It is wrong: put it right").Form(t, "Take this working week back").Submit(t).Follow(t)
		sound(t, page).Sees(t, "That working week is taken back.", "This is assumed", "Taken back in the last 30 days")
		page.Form(t, "Undo").Submit(t).Follow(t).Sees(t, "That working week holds again.", "Monday mornings")
	})
}

func TestAWorkingWeekThatIsNone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina := b.As(t, b.staff.Amina.ID)
		fill := func(fields map[string]string) *webtest.Page {
			form := amina.Get(t, "/account/working-pattern/new").Form(t, "Save the working week")
			for name, value := range fields {
				form.Fields.Set(name, value)
			}
			return form.Submit(t)
		}
		for _, tt := range []struct {
			fields map[string]string
			say    string
		}{
			{map[string]string{"week": ""}, "Tick at least one half-day"},
			{map[string]string{"week": "14"}, "Tick at least one half-day"},
			{map[string]string{"weeks": ""}, "Choose which weeks of the year"},
			{map[string]string{"weeks": "always"}, "Choose which weeks of the year"},
			{map[string]string{"weeks": "other"}, "Enter a day in a week that is worked"},
			{map[string]string{"weeks": "only"}, "Enter the first and the last day of each stretch"},
			{map[string]string{"weeks": "only", "dates": "autumn"}, "Line 1 needs two days"},
			{map[string]string{"weeks": "only", "dates": strings.Repeat("1 9 2026 to 2 9 2026\n", 21)}, "Enter 20 stretches or fewer"},
			{map[string]string{"from-day": "31", "from-month": "2"}, "Enter a date, like 24 3 2027"},
			{map[string]string{"from-day": "", "from-month": "", "from-year": ""}, "Enter the first day of this working week"},
			{map[string]string{"from-year": "2062"}, "Check the year of the first day"},
		} {
			page := sound(t, fill(tt.fields).Want(t, http.StatusUnprocessableEntity).Sees(t, "There is a problem", tt.say))
			for name, value := range tt.fields {
				if name != "week" && name != "weeks" && strings.TrimSpace(page.Value(t, name)) != strings.TrimSpace(value) {
					t.Errorf("%s was %q and stands as %q", name, value, page.Value(t, name))
				}
			}
		}
		if all, err := b.Patterns.Of(peopletest.As(t, b.staff.Amina), b.staff.Amina.ID); err != nil || len(all) != 0 {
			t.Errorf("%d were kept, %v", len(all), err)
		}
	})
}

func TestRecordingTimeAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina := b.As(t, b.staff.Amina.ID)
		amina.Get(t, "/account/absences") // the first page of all reads the structure
		page := sound(t, amina.Get(t, "/account/absences").Want(t, http.StatusOK)).Sees(t, "You have entered none.", "No reason is asked, and none is kept.")
		form := dated(dated(page.Form(t, "Save the time away"), "from", b.day(10)), "to", b.day(14))
		form.Fields.Set("from_noon", "yes")
		page = form.Submit(t).Leads(t, "/account/absences").Follow(t)
		sound(t, page).Sees(t, "Saved: away midday on 1 December to 5 December.", "Midday on 1 December to 5 December")
		form.Submit(t).Leads(t, "/account/absences") // a double tap
		all, err := b.Absences.Of(peopletest.As(t, b.staff.Amina), b.staff.Amina.ID)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d are kept, %v", len(all), err)
		}
		page = page.Form(t, "Undo").Submit(t).Follow(t).Sees(t, "That time away is taken back.", "You have entered none.")
		page = page.Form(t, "Undo").Submit(t).Follow(t).Sees(t, "That time away is back.")

		for _, tt := range []struct{ from, to int }{{12, 13}, {14, 20}, {1, 30}} {
			again := dated(dated(page.Form(t, "Save the time away"), "from", b.day(tt.from)), "to", b.day(tt.to)).Submit(t)
			sound(t, again.Want(t, http.StatusUnprocessableEntity).Sees(t, "You are away on some of these days already: midday on 1 December to 5 December. Change that one"))
			if got := again.Value(t, "to-day"); got != web.PartsOf(b.day(tt.to)).Day {
				t.Errorf("the last day was forgotten: %q", got)
			}
		}
		edit := sound(t, page.Click(t, "Change midday on 1 December to 5 December"))
		edit = dated(edit.Form(t, "Save the days"), "to", b.day(2)).Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "Enter a last day that is not before the first")
		page = dated(sound(t, edit).Form(t, "Save the days"), "to", b.day(12)).Submit(t).Follow(t).Sees(t, "The days are changed.", "Midday on 1 December to 3 December")

		form = page.Form(t, "Save the time away") // one day, which is today
		page = dated(form, "from", b.day(-2)).Submit(t).Follow(t)
		page = dated(dated(page.Form(t, "Save the time away"), "from", b.day(-1)), "to", b.day(3)).Submit(t).Follow(t).Sees(t, "20 to 24 November", "Today", "Time away before", "19 November")
		page = page.Form(t, "I am back today").Submit(t).Follow(t)
		sound(t, page).Sees(t, "Welcome back. Your time away ended yesterday.").Lacks(t, "I am back today")
	})
}

func TestHostileDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina := b.As(t, b.staff.Amina.ID)
		for _, word := range []string{
			"<script>alert(1)</script>", "' OR 1=1 --", "\x00", "\xff\xfe", "٣", "1e3", "-1", "0", "99999999999999999999", "１", "\u202e21", "NaN", "3.0", strings.Repeat("9", 5000), "🗓",
		} {
			for _, field := range []string{"from-day", "from-month", "from-year", "to-day", "to-month", "to-year"} {
				form := url.Values{
					"from-day": {"1"}, "from-month": {"12"}, "from-year": {"2026"}, "to-day": {"2"}, "to-month": {"12"}, "to-year": {"2026"},
				}
				form.Set(field, word)
				page := amina.Post(t, "/account/absences", form).Want(t, http.StatusUnprocessableEntity)
				pagetest.Sound(t, page.Body)
				form.Set("weeks", "other")
				form.Set("week", word)
				amina.Post(t, "/account/working-pattern", form).Want(t, http.StatusUnprocessableEntity)
			}
			form := url.Values{"week": {"1"}, "weeks": {"only"}, "dates": {word}, "from-day": {"1"}, "from-month": {"12"}, "from-year": {"2026"}}
			amina.Post(t, "/account/working-pattern", form).Want(t, http.StatusUnprocessableEntity)
			amina.Get(t, "/account/absences/"+url.PathEscape(word)).Want(t, http.StatusNotFound)
			amina.Post(t, "/account/working-pattern/"+url.PathEscape(word)+"/take-back", nil).Want(t, http.StatusNotFound)
		}
	})
}

func TestTheCoordinatorPutsItRight(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		ctx := peopletest.As(t, b.staff.Amina)
		a, err := b.Absences.Add(ctx, b.staff.Amina.ID, calendar.Span{From: b.day(3), To: b.day(9)})
		if err != nil {
			t.Fatal(err)
		}
		w, err := b.Patterns.Change(ctx, b.staff.Amina.ID, workingpattern.Entry{From: b.day(0), Pattern: calendar.Usual()})
		if err != nil {
			t.Fatal(err)
		}
		amina, priya := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Priya.ID)
		own := amina.Get(t, "/account/absences/"+a.ID)
		ownWeek := amina.Get(t, "/account/working-pattern/"+w.ID)

		const base = "/manage/people/amina-yusuf"
		page := sound(t, priya.Get(t, base+"/absences").Want(t, http.StatusOK)).Sees(t, "Amina Yusuf", "24 to 30 November")
		page = dated(sound(t, page.Click(t, "Change 24 to 30 November")).Form(t, "Save the days"), "to", b.day(8)).Submit(t).Leads(t, base+"/absences").Follow(t).Sees(t, "24 to 29 November")
		week := sound(t, page.Click(t, "Working week")).Sees(t, "Working week", "Amina Yusuf")
		form := week.Click(t, "It is wrong: put it right").Form(t, "Save the working week")
		form.Fields["week"] = []string{"0", "1"}
		form.Submit(t).Leads(t, base+"/working-pattern")

		// Amina had both open: she is told, sees both, and may keep hers.
		clash := dated(own.Form(t, "Save the days"), "to", b.day(10)).Submit(t).Want(t, http.StatusConflict)
		sound(t, clash).Sees(t, "Priya Nair saved this", "24 to 29 November")
		if clash.Value(t, "to-day") != "1" {
			t.Errorf("what was typed is gone: %q", clash.Value(t, "to-day"))
		}
		clash.Form(t, "Save the days").Submit(t).Leads(t, "/account/absences").Follow(t).Sees(t, "24 November to 1 December")
		form = ownWeek.Form(t, "Save the working week")
		form.Fields["week"] = []string{"4"}
		clash = form.Submit(t).Want(t, http.StatusConflict)
		sound(t, clash).Sees(t, "Priya Nair saved this", "Monday, from 21 November 2026").Form(t, "Save the working week").Submit(t).Follow(t).Sees(t, "Wednesday mornings")

		// Another's record is not there under one's own address.
		b.As(t, b.staff.Sian.ID).Get(t, "/account/absences/"+a.ID).Want(t, http.StatusNotFound)
		b.As(t, b.staff.Sian.ID).Post(t, "/account/working-pattern/"+w.ID, url.Values{"week": {"1"}}).Want(t, http.StatusNotFound)
		for _, id := range []string{b.staff.Amina.ID, b.staff.Dan.ID, b.staff.Helen.ID, b.staff.Alex.ID, b.staff.Grace.ID} {
			b.As(t, id).Get(t, base+"/absences").Want(t, http.StatusNotFound)
			b.As(t, id).Get(t, base+"/working-pattern").Want(t, http.StatusNotFound)
		}
		priya.Get(t, "/manage/people/nobody/absences").Want(t, http.StatusNotFound)
	})
}

func TestAManagerWhoIsAwayIsAskedWhoActs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		if _, err := b.Absences.Add(peopletest.As(t, b.staff.Dan), b.staff.Dan.ID, calendar.Span{From: b.day(3), To: b.day(9)}); err != nil {
			t.Fatal(err)
		}
		dan, priya := b.As(t, b.staff.Dan.ID), b.As(t, b.staff.Priya.ID)
		sound(t, dan.Get(t, "/account/absences")).Sees(t, "Nobody acts for you on all of these days")
		sound(t, priya.Get(t, "/manage/people/dan-okoro/absences")).Sees(t, "Nobody acts for Dan on all of these days.", "Name who acts for them")
		name := func(from, to int) {
			ctx := peopletest.As(t, b.staff.Dan)
			if _, err := b.People.SetDelegate(ctx, b.staff.Dan.ID, b.staff.Sian.ID, people.Everything, b.day(from), b.day(to)); err != nil {
				t.Fatal(err)
			}
		}
		name(3, 6)
		dan.Get(t, "/account/absences").Sees(t, "Nobody acts for you")
		name(7, 9)
		dan.Get(t, "/account/absences").Lacks(t, "Nobody acts for you")
	})
}

func TestNobodyIsAskedWithoutAnyPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		if _, err := b.Absences.Add(peopletest.As(t, b.staff.Sian), b.staff.Sian.ID, calendar.Span{From: b.day(3)}); err != nil {
			t.Fatal(err)
		}
		b.As(t, b.staff.Sian.ID).Get(t, "/account/absences").Sees(t, "24 November").Lacks(t, "Nobody acts")
	})
}
