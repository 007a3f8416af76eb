package partnering_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"learningyear/internal/absence"
	"learningyear/internal/access"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/files"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/presence"
	"learningyear/internal/web"
	"learningyear/internal/web/partnering"
	"learningyear/internal/web/webtest"
	"learningyear/internal/workingpattern"
	"learningyear/templates/pagetest"
)

// bench is the pages over a small organisation.
type bench struct {
	*webtest.House
	staff      peopletest.Staff
	interviews *interview.Service
	diary      *diary.Service
	absences   *absence.Service
	patterns   *workingpattern.Service
}

func newBench(t *testing.T, db *database.DB) *bench {
	t.Helper()
	b := &bench{staff: peopletest.Small(t, db)}
	b.House = webtest.New(t, db, func(h *webtest.House) []web.Route {
		b.diary = diary.NewService(h.DB, h.People, h.Trail, h.Clock, draft.NewService(h.DB, h.Clock), attachment.NewService(h.DB, files.New(h.DB, nil), h.Clock))
		b.interviews = interview.NewService(h.DB, h.People, h.Trail, h.Clock, b.diary)
		b.absences, b.patterns = absence.NewService(h.DB, h.People, h.Trail, h.Clock), workingpattern.NewService(h.DB, h.People, h.Trail, h.Clock)
		return partnering.New(h.Site, partnering.Services{
			Interviews: b.interviews, Diary: b.diary, Presence: presence.NewService(h.People, b.absences, b.patterns, h.Clock),
			Notices: notice.NewService(h.People, h.Organisation, h.Clock, notice.Sources{Interviews: b.interviews}),
		}).Routes()
	})
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bench) on(month time.Month, day, hour int) {
	year := 2026
	if month < time.September {
		year = 2027
	}
	b.Clock.Set(time.Date(year, month, day, hour, 0, 0, 0, b.Clock.Zone()))
}

// shared makes a record that Ruth has shared with Amina, of today.
func (b *bench) shared(t *testing.T) string {
	t.Helper()
	ruth := peopletest.As(t, b.staff.Ruth)
	m := interview.Meeting{On: b.Clock.Today(), At: 9 * 60, Minutes: 30, How: interview.InPerson}
	id, err := b.interviews.WriteUp(ruth, b.staff.Amina.ID, m, calendar.September.YearOf(b.Clock.Today()))
	must(t, err)
	must(t, b.interviews.ShareRecord(ruth, id, 1, interview.Words{
		Prompts: []interview.Prompt{{Answer: "To wait for an answer"}},
		Actions: []interview.Intended{{Text: "Sit in with Tom", Owner: interview.Learner, Day: "5", Month: "12", Year: "2026"}},
	}))
	return id
}

func pathOf(t *testing.T, location string) string {
	t.Helper()
	u, err := url.Parse(location)
	must(t, err)
	return u.Path
}

func TestAnInterviewFromBothChairs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)

		amina.Get(t, "/interviews").Want(t, 200).Sees(t, "0 of at least 3", "Nothing arranged yet", "Ruth Calder")
		form := amina.Get(t, "/interviews").Click(t, "Arrange an interview").Want(t, 200).Form(t, "Offer this time")
		offered := form.Date(t, "when", "28", "nov", "2026").Fill(t, "What time?", "2.30 pm").Select(t, "How long?", "1 hour").
			Tick(t, "By phone").Fill(t, "Where", "Ring me").Submit(t).Want(t, http.StatusSeeOther)
		at := pathOf(t, offered.Location())
		offered.Follow(t).Want(t, 200).Sees(t, "You have offered a time", "Saturday 28 November, 2:30pm to 3:30pm", "Ring me", "first of at least 3")

		page := ruth.Get(t, "/partnering").Want(t, 200).Sees(t, "Waiting for you", "From Amina Yusuf, since today. A minute. As learning partner.", "0 of at least 3 this year")
		page = page.Click(t, "Say whether you can talk with Amina on Saturday 28 November, 2:30pm").Want(t, 200)
		page.Form(t, "Take this time").Submit(t).Leads(t, at).Follow(t).Sees(t, "Arranged for Saturday 28 November, 2:30pm")
		amina.Get(t, "/interviews").Sees(t, "To come", "Next: Saturday 28 November, 2:30pm")

		amina.Get(t, at+"/prepare").Want(t, 200).Form(t, "Keep this for the interview").
			Fill(t, "What would you like to talk about?", "My first class").Submit(t).Leads(t, at)
		ruth.Get(t, at).Sees(t, "My first class")
		ruth.Get(t, at+"/record").Want(t, http.StatusForbidden).Sees(t, "You can write this up from Saturday 28 November 2026 on")

		b.on(time.November, 28, 16)
		amina, ruth = b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		write := ruth.Get(t, at+"/record").Want(t, 200)
		write.Sees(t, "Dan cannot see it", "What have you learned since we last talked?", "My first class", "This is your first interview together")
		more := write.Form(t, "Add another").Fill(t, "answer-1", "She waits.").Fill(t, "What will be done", "Sit in with Tom").
			Date(t, "due-1", "5", "12", "2026").Submit(t).Want(t, http.StatusSeeOther)
		page = ruth.Get(t, at+"/record?more=yes").Want(t, 200).Sees(t, "Sit in with Tom", "Amina, by 5 December")
		if !strings.HasSuffix(more.Location(), "#agreed") {
			t.Errorf("the new row is at %s", more.Location())
		}
		amina.Get(t, at).Want(t, 200).Sees(t, "Ruth is writing the record").Lacks(t, "She waits")
		page.Form(t, "Finish and share the record").Fill(t, "action-2", "Ask Joy").Select(t, "owner-2", "You").
			Date(t, "due-2", "31", "12", "2026").Submit(t).Leads(t, at).Follow(t).Sees(t, "Amina can read the record now")

		page = amina.Get(t, "/interviews").Sees(t, "1 of at least 3", "To read and confirm").Click(t, "Read the record of 28 November 2026")
		page.Want(t, 200).Sees(t, "She waits.", "Sit in with Tom", "You, by 5 December", "Ruth, by 31 December", "Is this a fair record")
		page.Form(t, "Answer back").Fill(t, "answer", "I said: sometimes.").Submit(t).Leads(t, at).Follow(t).Sees(t, "Ruth can read your answer now", "I said: sometimes.")
		ruth.Get(t, at).Sees(t, "Amina has answered back", "I said: sometimes.")
		ruth.Get(t, at+"/record").Want(t, 200).Sees(t, "I said: sometimes.").
			Form(t, "Finish and share the record").Fill(t, "answer-1", "She waits, sometimes.").Submit(t).Leads(t, at)
		amina.Get(t, at).Sees(t, "She waits, sometimes.").Form(t, "Yes, confirm the record").Submit(t).Leads(t, at).Follow(t).
			Sees(t, "The record is confirmed", "You confirmed this record on 28 November", "See what happened, and when", "answered back")

		ruth.Get(t, at+"/record").Want(t, http.StatusForbidden).Sees(t, "This record is confirmed")
		ruth.Get(t, at).Form(t, "Add the note").Fill(t, "Your note", "Joy says yes").Submit(t).Leads(t, at).Follow(t).Sees(t, "Joy says yes")
		amina.Get(t, "/interviews").Sees(t, "Still to do").Form(t, "Mark as done Sit in with Tom").Submit(t).Leads(t, "/interviews").
			Follow(t).Sees(t, "Marked as done", "Ask Joy").Lacks(t, "Sit in with Tom")
	})
}

func TestAnInterviewIsForItsTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		id := b.shared(t)
		at := "/interviews/" + id
		strangers := []people.Person{b.staff.Dan, b.staff.Sian, b.staff.Helen, b.staff.Priya, b.staff.Alex, b.staff.Grace, b.staff.Tom}
		for _, who := range strangers {
			c := b.As(t, who.ID)
			for _, path := range []string{at, at + "/record", at + "/prepare", at + "/time", at + "/cancel", "/partnering/amina-yusuf", "/partnering/amina-yusuf/arrange", "/partnering/amina-yusuf/write-up"} {
				c.Get(t, path).Want(t, http.StatusNotFound).Lacks(t, "To wait for an answer", "Amina")
			}
			for _, path := range []string{at + "/confirm", at + "/answer", at + "/notes", at + "/take", at + "/cancel", at + "/record", at + "/record/draft", at + "/prepare", at + "/actions/" + id} {
				c.Post(t, path, url.Values{"version": {"2"}, "note": {"I was here"}, "answer": {"x"}, "why": {"x"}}).Want(t, http.StatusNotFound)
			}
		}
		b.As(t, b.staff.Amina.ID).Get(t, at+"/record").Want(t, http.StatusForbidden).Sees(t, "Only your learning partner can write the record")
		b.As(t, b.staff.Ruth.ID).Post(t, at+"/confirm", url.Values{"version": {"2"}}).Want(t, http.StatusForbidden)
		for _, path := range []string{"/interviews", at, "/partnering", "/partner"} {
			b.Visitor(t).Get(t, path).Want(t, http.StatusSeeOther)
		}
		for _, path := range []string{"/interviews/nonsense", "/interviews?year=1066", "/partnering/nobody", "/partnering/ruth-calder", "/interviews/" + strings.ToUpper(id)} {
			b.As(t, b.staff.Ruth.ID).Get(t, path).Want(t, http.StatusNotFound)
		}
	})
}

func TestWhatDoesNotFitIsKeptAsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		page := amina.Get(t, "/interviews/new").Form(t, "Offer this time").Date(t, "when", "31", "2", "2027").Fill(t, "time", "after lunch").
			Fill(t, "place", "<b>Room 3</b>").Submit(t).Want(t, http.StatusUnprocessableEntity)
		page.Sees(t, "There is a problem", "Enter a date, like 24 3 2027", "Enter a time, like 2pm or 14:30")
		again := page.Form(t, "Offer this time").Fields
		if again.Get("when-day") != "31" || again.Get("time") != "after lunch" || again.Get("place") != "<b>Room 3</b>" {
			t.Errorf("typed again: %v", again)
		}
		page.One(t, `.govuk-error-summary a[href="#when"]`)
		page.One(t, `#when`)
		pagetest.SoundPage(t, page.Body)
		page.Form(t, "Offer this time").Date(t, "when", "20", "11", "2026").Fill(t, "time", "9").Submit(t).
			Want(t, http.StatusUnprocessableEntity).Sees(t, "Choose a date from today on")

		id := b.shared(t)
		at := "/interviews/" + id
		page = amina.Get(t, at).Form(t, "Answer back").Fill(t, "answer", " ").Submit(t).Want(t, http.StatusUnprocessableEntity)
		page.Sees(t, "Say what you see differently", "To wait for an answer")
		amina.Get(t, at).Form(t, "Yes, confirm the record").Submit(t).Leads(t, at)
		page = amina.Get(t, at).Form(t, "Add the note").Fill(t, "note", strings.Repeat("x", interview.NoteLimit+1)).Submit(t)
		page.Want(t, http.StatusUnprocessableEntity).Sees(t, "must be 3,000 characters or fewer")

		up := ruth.Get(t, "/partnering/amina-yusuf/write-up").Want(t, 200).Form(t, "Go on to the record")
		to := up.Fill(t, "time", "9am").Submit(t).Want(t, http.StatusSeeOther).Location()
		page = ruth.Get(t, to).Form(t, "Finish and share the record").Fill(t, "answer-2", "Half").Fill(t, "action-1", "Visit").
			Date(t, "due-1", "40", "1", "2027").Submit(t).Want(t, http.StatusUnprocessableEntity)
		page.Sees(t, "Enter the date by which it will be done")
		kept := page.Form(t, "Finish and share the record").Fields
		if kept.Get("answer-2") != "Half" || kept.Get("action-1") != "Visit" || kept.Get("due-1-day") != "40" {
			t.Errorf("typed again: %v", kept)
		}
		page.One(t, `.govuk-error-summary a[href="#due-1"]`)
		page.One(t, `#due-1`)
		pagetest.SoundPage(t, page.Body)
		page.Form(t, "Finish and share the record").Date(t, "due-1", "4", "1", "2027").Submit(t).Want(t, http.StatusSeeOther)
	})
}

func TestTwoTabsOfARecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		ruth := b.As(t, b.staff.Ruth.ID)
		to := ruth.Get(t, "/partnering/amina-yusuf/write-up").Form(t, "Go on to the record").Fill(t, "time", "9am").Submit(t).Location()
		one, two := ruth.Get(t, to).Form(t, "Save and come back"), ruth.Get(t, to).Form(t, "Save and come back")
		one.Fill(t, "answer-1", "From the first tab").Submit(t).Want(t, http.StatusSeeOther)
		page := two.Fill(t, "answer-1", "From the second tab").Submit(t).Want(t, http.StatusConflict)
		page.Sees(t, "Ruth Calder saved this at 9:30am", "From the first tab", "From the second tab")
		pagetest.SoundPage(t, page.Body)
		page.Form(t, "Save and come back").Submit(t).Want(t, http.StatusSeeOther)
		if got := ruth.Get(t, to).Form(t, "Save and come back").Fields.Get("answer-1"); got != "From the second tab" {
			t.Errorf("kept %q", got)
		}
	})
}

func TestARecordSavesItself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		ruth := b.As(t, b.staff.Ruth.ID)
		to := ruth.Get(t, "/partnering/amina-yusuf/write-up").Form(t, "Go on to the record").Fill(t, "time", "9am").Submit(t).Location()
		form := ruth.Get(t, to).Form(t, "Save and come back")
		ruth.Header.Set("Accept", "application/json")
		fields := form.Fields
		fields.Set("answer-1", "Half a sen")
		if got := ruth.Post(t, to+"/draft", fields).Want(t, 200).Body; !strings.Contains(got, `"saved":"9:30am"`) || !strings.Contains(got, `"version":2`) {
			t.Fatalf("answered %s", got)
		}
		ruth.Post(t, to+"/draft", fields).Want(t, http.StatusConflict)
		fields.Set("version", "2")
		fields.Set("answer-1", "\xff")
		if got := ruth.Post(t, to+"/draft", fields).Want(t, http.StatusUnprocessableEntity).Body; !strings.Contains(got, "Not saved yet") {
			t.Fatalf("answered %s", got)
		}
		ruth.Header.Del("Accept")
		// The form's own key was not used up by its drafts.
		fields.Set("answer-1", "Half a sentence")
		ruth.Post(t, to, fields).Want(t, http.StatusSeeOther)
	})
}

func TestAnOfferThatWasCancelledMeanwhile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		at := pathOf(t, amina.Get(t, "/interviews/new").Form(t, "Offer this time").Date(t, "when", "1", "12", "2026").Fill(t, "time", "10").Submit(t).Location())
		take := ruth.Get(t, at).Form(t, "Take this time")
		ruth.Get(t, at+"/time").Want(t, 200).Form(t, "Offer this time").Fill(t, "time", "11").Submit(t).Leads(t, at)
		take.Submit(t).Want(t, http.StatusForbidden)
		page := amina.Get(t, at+"/cancel").Want(t, 200)
		page.Form(t, "Cancel this interview").Fill(t, "why", "").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "Say why, in a few words")
		page.Form(t, "Cancel this interview").Fill(t, "why", "I am on leave").Submit(t).Leads(t, "/interviews")
		ruth.Get(t, at).Want(t, 200).Sees(t, "This interview was cancelled", "I am on leave").Lacks(t, "Take this time")
		ruth.Get(t, at+"/time").Want(t, http.StatusForbidden).Sees(t, "Offer a new time instead")
	})
}

func TestChoosingAPartner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		sian, dan, tom := b.As(t, b.staff.Sian.ID), b.As(t, b.staff.Dan.ID), b.As(t, b.staff.Tom.ID)
		sian.Get(t, "/interviews").Want(t, 200).Sees(t, "Choose your learning partner").Lacks(t, "Arrange an interview")
		sian.Get(t, "/interviews/new").Want(t, http.StatusForbidden)
		found := sian.Get(t, "/partner?q=TUTOR").Want(t, 200).Sees(t, "Amina Yusuf", "Ruth Calder", "Already supports 1").Lacks(t, "Dan Okoro")
		if names := found.Texts(".app-person b"); len(names) != 2 {
			t.Errorf("offers %v: never oneself", names)
		}
		sian.Get(t, "/partner?q=zzz").Sees(t, "Nobody here has that in their name or post")
		sian.Get(t, "/partner?q=okoro").Form(t, "Ask Dan Okoro").Submit(t).Leads(t, "/partner").Follow(t).Sees(t, "You have asked Dan Okoro", "Take the question back")
		dan.Get(t, "/partnering").Sees(t, "Siân Howell asks you to be their learning partner").Form(t, "Say no").Submit(t).Leads(t, "/partnering")
		sian.Get(t, "/partner?q=tom").Form(t, "Ask Tom Byrne").Submit(t)
		tom.Get(t, "/partnering").Form(t, "Say yes").Submit(t).Leads(t, "/partnering").Follow(t).Sees(t, "You are Siân Howell’s learning partner now", "One by 31 December keeps them spread over the year")
		tom.Get(t, "/partnering/sian-howell").Want(t, 200).Sees(t, "Nothing arranged yet")
		sian.Get(t, "/partner").Sees(t, "Tom Byrne").Form(t, "End this partnership").Submit(t).Leads(t, "/partner").Follow(t).Sees(t, "The partnership has ended")
		tom.Get(t, "/partnering/sian-howell").Want(t, http.StatusNotFound)
		sian.Post(t, "/partner", url.Values{"partner": {"sian-howell"}}).Want(t, http.StatusUnprocessableEntity).Sees(t, "A learning partner is somebody else")
		sian.Post(t, "/partner", url.Values{"partner": {"'; --"}}).Want(t, http.StatusUnprocessableEntity)
		dan.Post(t, "/partnering/amina-yusuf/accept", nil).Want(t, http.StatusNotFound)
	})
}

func TestAPartnershipThatEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		id := b.shared(t)
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		open := pathOf(t, amina.Get(t, "/interviews/new").Form(t, "Offer this time").Date(t, "when", "1", "12", "2026").Fill(t, "time", "10").Submit(t).Location())
		amina.Get(t, "/partner").Form(t, "End this partnership").Submit(t).Leads(t, "/partner")

		amina.Get(t, open).Want(t, 200).Sees(t, "Nobody is your learning partner now", "No learning partner now").Lacks(t, "Offer another time")
		amina.Get(t, open+"/time").Want(t, http.StatusForbidden)
		ruth.Get(t, open).Want(t, http.StatusNotFound)
		ruth.Get(t, "/interviews").Want(t, 200).Click(t, "Interviews that you held as a learning partner").Want(t, 200).Sees(t, "With Amina Yusuf")
		ruth.Get(t, "/interviews/"+id).Want(t, 200).Sees(t, "To wait for an answer").Lacks(t, "Mark as done")
		ruth.Get(t, "/partnering/amina-yusuf").Want(t, 200).Sees(t, "You are no longer their learning partner").Lacks(t, "Offer a time", "Learning plan")
		amina.Get(t, "/interviews/"+id).Form(t, "Yes, confirm the record").Submit(t).Leads(t, "/interviews/"+id)

		// Who comes after Ruth knows when, and not what.
		amina.Get(t, "/partner?q=tom").Form(t, "Ask Tom Byrne").Submit(t).Leads(t, "/partner")
		tom := b.As(t, b.staff.Tom.ID)
		tom.Get(t, "/partnering").Form(t, "Say yes").Submit(t)
		tom.Get(t, "/partnering/amina-yusuf").Want(t, 200).Sees(t, "Before you", "Amina talked with another learning partner on", "Amina decides what to bring to you.").Lacks(t, "To wait for an answer")
	})
}

func TestAPartnerWhoLeavesBeforeTheRecordIsWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		at := pathOf(t, amina.Get(t, "/interviews/new").Form(t, "Offer this time").Date(t, "when", "28", "11", "2026").Fill(t, "time", "10").Submit(t).Location())
		ruth.Get(t, at).Form(t, "Take this time").Submit(t).Leads(t, at)
		b.on(time.November, 29, 9)
		must(t, b.People.PersonLeaves(peopletest.As(t, b.staff.Priya), b.staff.Ruth.ID, b.staff.Ruth.Version, b.Clock.Today().AddDays(-1)))

		amina = b.As(t, b.staff.Amina.ID)
		page := amina.Get(t, at).Want(t, 200).Sees(t, "Ruth has left without writing a record", "We did not talk: cancel it").Lacks(t, "Offer another time")
		first, second := page.Form(t, "Close it"), amina.Get(t, at).Form(t, "Close it")
		first.Submit(t).Leads(t, at).Follow(t).
			Sees(t, "The interview is closed, and it counts.", "Ruth left before sharing a record, so there is none", "You can add a dated note below").
			Lacks(t, "You can both", "Mark as done")
		second.Submit(t).Want(t, http.StatusForbidden)
		amina.Get(t, "/interviews").Sees(t, "1 of at least 3")
		amina.Get(t, at).Form(t, "Add the note").Fill(t, "note", "We talked about waiting for an answer.").Submit(t).Leads(t, at).Follow(t).
			Sees(t, "We talked about waiting for an answer.")
		b.As(t, b.staff.Dan.ID).Post(t, at+"/conclude", nil).Want(t, http.StatusNotFound)
	})
}

func TestDiaryEntriesComeToAnInterview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		ctx := peopletest.As(t, b.staff.Amina)
		for text, with := range map[string]access.Relation{"Waiting works": access.Partner, "Shouting does not": access.None} {
			_, err := b.diary.Write(ctx, diary.Words{Learned: text, Share: with, Place: diary.OffTheJob, Minutes: 180}, "")
			must(t, err)
		}
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		at := pathOf(t, amina.Get(t, "/interviews/new").Form(t, "Offer this time").Date(t, "when", "21", "11", "2026").Fill(t, "time", "4pm").Submit(t).Location())
		amina.Get(t, at+"/prepare").Lacks(t, "Shouting").Form(t, "Keep this for the interview").Tick(t, "Waiting works 21 November").Submit(t).Leads(t, at)
		ruth.Get(t, at+"/prepare").Want(t, 200).Sees(t, "Waiting works", "brought to this interview").Lacks(t, "Shouting")
		ruth.Get(t, at).Form(t, "Take this time").Submit(t)
		page := ruth.Get(t, at+"/record").Want(t, 200).Sees(t, "1 diary entry shared with you in all", "1 day off the job, of at least 3 days").Lacks(t, "Shouting")
		page.Form(t, "Finish and share the record").Tick(t, "Waiting works 21 November, brought to this interview").Submit(t).Leads(t, at)
		amina.Get(t, at).Sees(t, "Learning we recognised", "“Waiting works”")
	})
}

func TestEveryPageIsSoundAndCheap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		shared := b.shared(t)
		ruthCtx := peopletest.As(t, b.staff.Ruth)
		_, err := b.diary.Write(peopletest.As(t, b.staff.Amina), diary.Words{Learned: "To wait", Share: access.Partner}, "")
		must(t, err)
		for n := range 12 {
			m := interview.Meeting{On: b.Clock.Today(), At: calendar.TimeOfDay(600 + n), Minutes: 30, How: interview.Online}
			_, err := b.interviews.OfferTime(ruthCtx, b.staff.Amina.ID, m)
			must(t, err)
		}
		list, err := b.interviews.AsPartner(ruthCtx, calendar.September.YearOf(b.Clock.Today()))
		must(t, err)
		open := list[len(list)-1].ID
		must(t, b.interviews.TakeTime(peopletest.As(t, b.staff.Amina), open, 1))
		both := []string{"/interviews/" + shared, "/interviews/" + open, "/interviews/" + open + "/prepare", "/interviews/" + open + "/time", "/interviews/" + open + "/cancel"}
		pages := map[string][]string{
			b.staff.Amina.ID: append([]string{"/interviews", "/interviews?year=2025-26", "/interviews/new", "/partner?q=a"}, both...),
			b.staff.Ruth.ID: append([]string{
				"/partnering", "/partnering/interviews", "/partnering/amina-yusuf", "/partnering/amina-yusuf/arrange", "/partnering/amina-yusuf/write-up",
				"/interviews/" + open + "/record", "/interviews/" + open + "/record?more=yes", "/interviews",
			}, both...),
			b.staff.Tom.ID: {"/interviews", "/partnering", "/partnering/interviews", "/partner"},
		}
		for who, paths := range pages {
			c := b.As(t, who)
			c.Get(t, "/interviews") // the chart is drawn once for all
			for _, path := range paths {
				page := c.Get(t, path).Want(t, 200)
				pagetest.SoundPage(t, page.Body)
				if n := page.Queries.N(); n > 12 {
					t.Errorf("%s took %d statements:\n%s", path, n, page.Queries)
				}
			}
		}
	})
}

func TestHostileStringsThroughEveryForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		amina, ruth := b.As(t, b.staff.Amina.ID), b.As(t, b.staff.Ruth.ID)
		at := "/interviews/" + b.shared(t)
		write := ruth.Get(t, "/partnering/amina-yusuf/write-up").Form(t, "Go on to the record").Fill(t, "time", "9").Submit(t).Location()
		for n, s := range []string{
			"<script>alert(1)</script>", "' OR 1=1; --", "\u202etest\u202c", "ﷺ 👩‍👩‍👧 Ω≈ç√", "%s%n${7*7}{{7*7}}", "\x00", "\xff\xfe", "\r\n.\r\n", "../../etc/passwd", strings.Repeat("界", 40_000), "NaN", "-1", "1e309", " ",
		} {
			posts := map[string]url.Values{
				"/interviews/new":                      {"when-day": {s}, "when-month": {s}, "when-year": {s}, "time": {s}, "minutes": {s}, "how": {s}, "place": {s}},
				"/partnering/amina-yusuf/arrange":      {"when-day": {"1"}, "when-month": {"12"}, "when-year": {"2026"}, "time": {"9"}, "minutes": {"45"}, "how": {"phone"}, "place": {s}, "once": {s}},
				"/partnering/amina-yusuf/write-up":     {"when-day": {s}, "time": {s}, "minutes": {s}},
				at + "/answer":                         {"answer": {s}, "version": {s}},
				at + "/notes":                          {"note": {s}},
				at + "/actions/" + url.PathEscape("x"): {"done": {s}, "back": {s}},
				at + "/cancel":                         {"why": {s}, "version": {"2"}},
				at + "/take":                           {"version": {s}},
				write:                                  {"answer-1": {s}, "rows": {s}, "action-1": {s}, "owner-1": {s}, "due-1-day": {s}, "also": {s}, "recognised": {s}, "version": {s}, "do": {s}},
				write + "/draft":                       {"answer-1": {s}, "rows": {"2"}, "action-1": {s}, "owner-1": {s}, "due-1-day": {s}, "also": {s}, "version": {fmt.Sprint(n + 1)}},
				"/partner":                             {"partner": {s}},
			}
			for path, fields := range posts {
				c := amina
				if strings.HasPrefix(path, "/partnering") || strings.HasPrefix(path, write) {
					c = ruth
				}
				page := c.Post(t, path, fields)
				if page.Status >= 500 || page.Status == 200 && !strings.HasSuffix(path, "/draft") {
					t.Errorf("%s with %.30q answered %d", path, s, page.Status)
				}
				if strings.Contains(page.Body, "<script>alert") {
					t.Errorf("%s runs a script", path)
				}
			}
			amina.Get(t, "/partner?q="+url.QueryEscape(s)).Want(t, 200)
		}
	})
}
