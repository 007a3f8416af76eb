package mylearning_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/templates/pagetest"
)

// full is a year with everything in it: Amina's.
func full(t *testing.T, db *database.DB) *place {
	p := open(t, db)
	p.held("2026-10-14")
	p.arranged("2026-12-02")
	p.planned("Run a confident online family session", "Help parents who worry about numbers")
	p.agreed()
	p.cycle("2027-06-30", "2027-07-14")
	for _, w := range []diary.Words{
		{Learned: "Two dads stayed to the end this week.", On: date("2025-11-22")},
		{Learned: "Half-day on recording progress.", On: date("2026-11-04"), Place: diary.OffTheJob, Minutes: 180},
		{Learned: "Pegs on a washing line.", On: date("2026-11-18"), Place: diary.OffTheJob, Minutes: 45},
	} {
		_, err := p.Diary.Write(p.as(p.staff.Amina), w, "")
		p.must(err)
	}
	return p
}

func TestMyYearShowsTheYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := full(t, db)
		// Who managed whom around today is read once for all pages, until it changes.
		_, err := p.People.Passings(t.Context(), p.staff.Dan.ID)
		p.must(err)
		page := p.As(t, p.staff.Amina.ID).Get(t, "/").Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		page.Sees(t, "Saturday 21 November · learning year 2026 to 2027", "Your year so far, Amina", "See your year as a list",
			"Write your self-evaluation", "When you have a moment", "Learning interview with Ruth Calder", "Wednesday 2 December, 2pm to 2:45pm, by phone.",
			"“Two dads stayed to the end this week.”", "22 November 2025",
			"1 of at least 3", "1 interview held, 1 booked.", "½ of at least 3 days", "45 minutes towards the next half-day. 2½ days are yours to choose.",
			"2 of 6 success criteria met", "2 targets. The next is due on 28 May.", "Help parents who worry about numbers", "Next: Co-host with Tom Beale, 17 March")
		if page.Queries.N() > 12 {
			t.Errorf("My year asked %d times:\n%s", page.Queries.N(), page.Queries)
		}
		form := page.Form(t, "Save to diary").Fill(t, "What did you learn?", "From My year.")
		page = form.Submit(t).Leads(t, "/").Follow(t).Sees(t, "Saved to your diary.")
		if page.Queries.N() > 13 { // taking the notice away writes the session
			t.Errorf("My year with a notice asked %d times:\n%s", page.Queries.N(), page.Queries)
		}
		page.Form(t, "Save to diary").Fill(t, "What did you learn?", " ").Submit(t).Want(t, http.StatusUnprocessableEntity).
			Sees(t, "Learning diary", "Write what you learned, even a few words")
	})
}

func TestTheFirstDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := open(t, db)
		p.at("2027-03-11")
		p.must(db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.From(ctx).Exec("UPDATE persons SET started_on = ? WHERE id = ?", date("2027-03-11"), p.staff.Amina.ID).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error
		}))
		amina := p.As(t, p.staff.Amina.ID)
		p.must(db.InTx(t.Context(), func(ctx context.Context) error { // sessions run by the wall clock
			return db.From(ctx).Exec("UPDATE sessions SET expires_at = ?", p.Clock.Now().Add(time.Hour)).Error
		}))
		page := amina.Get(t, "/").Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		page.Sees(t, "Thursday 11 March · your first day", "Welcome, Amina", "Start here, 10 minutes", "Say hello to your learning partner",
			"Pick a time with Ruth", "Ask for someone else", "Choose one thing you want to get better at", "What did you learn today?", "What the year will hold",
			"0 of at least 2", "You joined in March, so at least 2 this year. It will be 3 from September.", "0 of at least 1½ days", "Paid time, and yours by right.",
			"You do not have a plan yet.").Lacks(t, "See your year as a list", "How it is going")
	})
}

func TestAYearAsAList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := full(t, db)
		amina := p.As(t, p.staff.Amina.ID)
		page := amina.Get(t, "/").Click(t, "See your year as a list").Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		page.Sees(t, "October", "Learning interview with Ruth Calder", "14 October, 2pm to 2:45pm, by phone", "Half-day on recording progress.", "Off the job, ½ day",
			"I can set it up", "Success criterion met", "A learning interview to arrange", "around 27 July", "Appraisal", "by 14 July").Lacks(t, "Two dads", "This was")
		if page.Queries.N() > 12 {
			t.Errorf("the list asked %d times:\n%s", page.Queries.N(), page.Queries)
		}
		page = page.Click(t, "2025 to 2026").Want(t, http.StatusOK).Sees(t, "This was 2025 to 2026. Read it, or go to this year.", "Two dads stayed").Lacks(t, "recording progress", "to arrange")
		pagetest.SoundPage(t, page.Body)
		page.Click(t, "go to this year").Want(t, http.StatusOK).Sees(t, "Your year so far")
		amina.Get(t, "/year/2024-25").Want(t, http.StatusOK).Sees(t, "Nothing is written down of this year.")
		for _, none := range []string{"/year/2027-28", "/year/2026", "/year/2026-28", "/year/x", "/year/%00"} {
			amina.Get(t, none).Want(t, http.StatusNotFound)
		}
	})
}

func TestWhoHasNoYearIsLedElsewhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := open(t, db)
		p.must(db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.From(ctx).Exec("DELETE FROM appointments WHERE person_id = ?", p.staff.Alex.ID).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error
		}))
		p.As(t, p.staff.Alex.ID).Get(t, "/").Leads(t, "/accounts")
		p.Visitor(t).Get(t, "/").Leads(t, "/sign-in")
		p.As(t, p.staff.Priya.ID).Get(t, "/").Want(t, http.StatusOK)
	})
}

// selfShared has the self-evaluations of all who fit shared, a day ago.
func (p *place) selfShared(where string, args ...any) {
	p.t.Helper()
	p.must(p.DB.InTx(p.t.Context(), func(ctx context.Context) error {
		return p.DB.From(ctx).Exec("UPDATE appraisals SET state = 'self_shared', moved_at = ? WHERE "+where, append([]any{p.Clock.Now().AddDate(0, 0, -1)}, args...)...).Error
	}))
}

func TestAnAppraisalThatWaitsForTheManager(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := full(t, db)
		dan := p.As(t, p.staff.Dan.ID)
		dan.Get(t, "/").Want(t, http.StatusOK).Lacks(t, "self-evaluation, and write your response")
		p.selfShared("person_id = ?", p.staff.Amina.ID)
		page := dan.Get(t, "/").Want(t, http.StatusOK).Sees(t, "Waiting for you", "Read Amina’s self-evaluation, and write your response", "From Amina Yusuf, since yesterday.", "1 thing waits for you")
		page.Click(t, "Read it")
		p.selfShared("1 = 1")
		page = p.As(t, p.staff.Omar.ID).Get(t, "/").Want(t, http.StatusOK).
			Sees(t, "Read Alex’s self-evaluation", "From Alex Reed, since yesterday.", "Read Grace’s self-evaluation", "Read Priya’s self-evaluation", "Read Tom’s self-evaluation", "4 things wait for you").
			Lacks(t, "Amina")
		if page.Queries.N() > 12 {
			t.Errorf("asked %d times:\n%s", page.Queries.N(), page.Queries)
		}
	})
}

func TestAPlanThatWaitsForTheManager(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := open(t, db)
		p.planned("One thing")
		dan := p.As(t, p.staff.Dan.ID)
		dan.Get(t, "/").Lacks(t, "Read Amina’s learning plan", "1 thing waits for you")
		now, err := p.Plans.Of(p.as(p.staff.Amina), p.staff.Amina.ID, year("2026-27"))
		p.must(err)
		p.must(p.Plans.Propose(p.as(p.staff.Amina), year("2026-27"), now.Version))
		page := dan.Get(t, "/").Want(t, http.StatusOK).Sees(t, "Read Amina’s learning plan, and agree it or send it back", "From Amina Yusuf, since today. About 10 minutes. As line manager.")
		if page.Queries.N() > 12 {
			t.Errorf("asked %d times:\n%s", page.Queries.N(), page.Queries)
		}
		page.Click(t, "Read the plan")

		now, err = p.Plans.Of(p.as(p.staff.Amina), p.staff.Amina.ID, year("2026-27"))
		p.must(err)
		p.must(p.Plans.SendBack(p.as(p.staff.Dan), p.staff.Amina.ID, year("2026-27"), now.Version, "Say how we will know."))
		dan.Get(t, "/").Lacks(t, "Read Amina’s learning plan", "1 thing waits for you")
		p.As(t, p.staff.Amina.ID).Get(t, "/").Sees(t, "Read the comment on your learning plan, and send it again", "From Dan Okoro, since today.", "1 thing waits for you").
			Lacks(t, "Send your plan to Dan", "Say how we will know")
	})
}

func TestEveryStateOfAPlanIsSaid(t *testing.T) {
	db := dbtest.SQLite(t)
	p := open(t, db)
	amina := p.As(t, p.staff.Amina.ID)
	amina.Get(t, "/").Sees(t, "You do not have a plan yet.", "Start your learning plan")
	p.planned("One thing")
	amina.Get(t, "/").Sees(t, "Not agreed yet: 1 target so far.", "0 of 3 success criteria met")
	now, err := p.Plans.Of(p.as(p.staff.Amina), p.staff.Amina.ID, year("2026-27"))
	p.must(err)
	p.must(p.Plans.Propose(p.as(p.staff.Amina), year("2026-27"), now.Version))
	amina.Get(t, "/").Sees(t, "Sent to be agreed.")
}
