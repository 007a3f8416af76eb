package team_test

import (
	"net/http"
	"net/url"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/templates/pagetest"
)

// passTo names who manages Amina from a day on.
func (b *bench) passTo(t *testing.T, p people.Person, from calendar.Date) {
	t.Helper()
	must(t, b.People.SetManager(peopletest.As(t, b.staff.Priya, actor.Coordinator), b.staff.Amina.ID, p.ID, from))
}

func (b *bench) on(day calendar.Date) { b.Clock.Set(day.Time(b.Clock.Zone()).Add(10 * hour)) }

const hour = 3600_000_000_000

func TestTwoManagersHandOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		day := b.Clock.Today().AddDays(10)
		b.passTo(t, b.staff.Tom, day)
		dan := b.As(t, b.staff.Dan.ID)
		page := dan.Get(t, "/team").Want(t, 200).Click(t, "Handing over").Want(t, 200)
		page.Sees(t, "You hand over", "From Tuesday 1 December Tom Byrne manages Amina", "To agree", "1 of at least 3. Next 24 March", "Being prepared. Next: Amina writes the self-evaluation").
			Lacks(t, "secret", "Teach online", "You take over")
		pagetest.SoundPage(t, page.Body)
		page = page.Click(t, "Write what the next line manager should know about Amina Yusuf").Want(t, 200).Sees(t, "Dan Okoro until Monday 30 November", "Tom Byrne from Tuesday 1 December", "Amina Yusuf reads this at once")
		pagetest.SoundPage(t, page.Body)
		wrong := page.Form(t, "Save the note").Fill(t, "note", " ").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "There is a problem", "Write what the next line manager should know")
		pagetest.SoundPage(t, wrong.Body)
		page.Form(t, "Save the note").Fill(t, "note", "The Saturday group is hers").Submit(t).Want(t, 303).Follow(t).Want(t, 200).Sees(t, "The note is saved", "Amina can read it now")
		clash := page.Form(t, "Save the note").Fill(t, "note", "From the tab before").Submit(t).Want(t, http.StatusConflict).Sees(t, "The Saturday group is hers", "From the tab before")
		pagetest.SoundPage(t, clash.Body)

		b.As(t, b.staff.Amina.ID).Get(t, "/people/amina-yusuf").Sees(t, "Line manager Dan Okoro until Monday 30 November", "Line manager Tom Byrne from Tuesday 1 December")
		amina := b.As(t, b.staff.Amina.ID).Get(t, "/handover").Want(t, 200).Sees(t, "Your line manager", "Read the note").Click(t, "Your handover").Want(t, 200)
		amina.Sees(t, "“The Saturday group is hers”", "Dan Okoro, 21 November 2026", "You read this as soon as it is written").Lacks(t, "Save the note")
		pagetest.SoundPage(t, amina.Body)
		tom := b.As(t, b.staff.Tom.ID)
		tom.Get(t, "/handover").Want(t, 200).Sees(t, "You take over", "You see how Amina’s year stands from Tuesday 1 December on").Lacks(t, "Learning plan", "Read the note")
		tom.Get(t, "/handover/amina-yusuf").Want(t, http.StatusNotFound)
		b.As(t, b.staff.Sian.ID).Get(t, "/people/amina-yusuf").Lacks(t, "Tom Byrne")

		b.on(day)
		b.As(t, b.staff.Tom.ID).Get(t, "/handover").Want(t, 200).Sees(t, "Tom Byrne has managed Amina since Tuesday 1 December", "To agree").
			Click(t, "Read the note about Amina Yusuf").Want(t, 200).Sees(t, "“The Saturday group is hers”", "Of interviews you see dates only").Lacks(t, "secret", "Save the note")
		page = b.As(t, b.staff.Dan.ID).Get(t, "/handover").Want(t, 200).Sees(t, "You keep what you wrote and signed").Lacks(t, "To agree", "Being prepared")
		page = page.Click(t, "Read the note about Amina Yusuf").Want(t, 200).Sees(t, "“The Saturday group is hers”", "Another note").Lacks(t, "To agree")
		page.Form(t, "Add the note").Fill(t, "note", "And the keys").Submit(t).Want(t, 303)
		b.As(t, b.staff.Dan.ID).Get(t, "/people/amina-yusuf/interviews").Want(t, http.StatusNotFound)
	})
}

func TestAHandoverIsNotThereForOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		b.passTo(t, b.staff.Tom, b.Clock.Today().AddDays(10))
		for _, p := range []people.Person{b.staff.Ruth, b.staff.Sian, b.staff.Helen, b.staff.Omar, b.staff.Priya, b.staff.Alex, b.staff.Grace} {
			c := b.As(t, p.ID)
			c.Get(t, "/handover").Want(t, 200).Sees(t, "Nothing to hand over now").Lacks(t, "Amina")
			c.Get(t, "/handover/amina-yusuf").Want(t, http.StatusNotFound)
			c.Post(t, "/handover/amina-yusuf", url.Values{"note": {"x"}}).Want(t, http.StatusNotFound)
		}
		b.As(t, b.staff.Amina.ID).Post(t, "/handover/amina-yusuf", url.Values{"note": {"x"}}).Want(t, http.StatusForbidden).Sees(t, "Only a line manager who hands over can write here")
		b.As(t, b.staff.Dan.ID).Get(t, "/handover/nobody").Want(t, http.StatusNotFound)
		b.Visitor(t).Get(t, "/handover").Want(t, http.StatusSeeOther)
	})
}

func TestALeaverSeesWhatIsOpenOnTheLastDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		priya := peopletest.As(t, b.staff.Priya, actor.Coordinator)
		last := b.Clock.Today().AddDays(9)
		must(t, b.People.PersonLeaves(priya, b.staff.Dan.ID, b.staff.Dan.Version, last))
		must(t, b.People.PersonLeaves(priya, b.staff.Ruth.ID, b.staff.Ruth.Version, last))
		page := b.As(t, b.staff.Dan.ID).Get(t, "/handover").Want(t, 200).Sees(t, "Your last day is Monday 30 November", "You hand over", "Helen Marsh manages Amina", "Helen Marsh manages Siân")
		pagetest.SoundPage(t, page.Body)
		b.As(t, b.staff.Ruth.ID).Get(t, "/handover").Want(t, 200).Sees(t, "Your last day is Monday 30 November", "You are learning partner of Amina Yusuf", "what was said stays between you").Lacks(t, "secret")
		b.As(t, b.staff.Helen.ID).Get(t, "/handover").Want(t, 200).Sees(t, "You take over", "Amina Yusuf", "Siân Howell", "You hand over", "Dan’s last day is Monday 30 November")
		b.As(t, b.staff.Sian.ID).Get(t, "/handover").Want(t, 200).Sees(t, "Dan Okoro until Monday 30 November.", "Helen Marsh from Tuesday 1 December.")
		b.on(last.AddDays(1))
		b.As(t, b.staff.Helen.ID).Get(t, "/handover").Want(t, 200).Sees(t, "Helen Marsh has managed Amina since Tuesday 1 December", "To agree")
	})
}
