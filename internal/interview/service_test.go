package interview_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/files"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// world is a small division: Helen leads it and Dan a team in it, with Amina,
// Tom and Ruth. Ruth is Amina's learning partner. Priya coordinates.
type world struct {
	t         *testing.T
	db        *database.DB
	clock     *clock.Clock
	trail     *trail.Trail
	interview *interview.Service
	diary     *diary.Service
	ids       map[string]string
}

var autumn = calendar.September

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, clock: clock.Fixed(time.Date(2026, 11, 21, 10, 0, 0, 0, zone), zone), ids: map[string]string{}}
	w.trail = trail.New(db, w.clock)
	staff := people.NewService(db, w.trail, w.clock)
	w.diary = diary.NewService(db, staff, w.trail, w.clock, draft.NewService(db, w.clock), attachment.NewService(db, files.New(db, nil), w.clock))
	w.interview = interview.NewService(db, staff, w.trail, w.clock, w.diary)
	since := day(t, "2020-01-01")
	key := func(name string) string {
		if w.ids[name] == "" {
			w.ids[name] = w.clock.NewKey()
		}
		return w.ids[name]
	}
	id := func(name string) *string { k := key(name); return &k }
	var rows []any
	add := func(row any) { rows = append(rows, row) }
	unit := func(name string, kind people.Kind, above string, lead string) {
		u := people.Unit{ID: key(name), Kind: kind, Name: name, Slug: strings.ToLower(name), LeadPostID: id("post of " + lead), FromDate: since, Version: 1}
		if above != "" {
			u.ParentID = id(above)
		}
		add(&u)
	}
	unit("College", people.Organisation, "", "Nobody")
	unit("Learning", people.Division, "College", "Helen")
	unit("Family", people.TeamUnit, "Learning", "Dan")
	unit("Sport", people.TeamUnit, "Learning", "Nobody")
	for name, unit := range map[string]string{
		"Helen": "Learning", "Dan": "Family", "Amina": "Family", "Tom": "Family", "Ruth": "Sport", "Sam": "Sport", "Priya": "College",
	} {
		add(&people.Person{ID: key(name), Name: name, Slug: strings.ToLower(name), Version: 1})
		add(&people.Post{ID: key("post of " + name), UnitID: key(unit), Title: "Tutor", FromDate: since, Version: 1})
		add(&people.Appointment{ID: w.clock.NewKey(), PersonID: key(name), PostID: key("post of " + name), FTEThousandths: 1000, FromDate: since, Version: 1})
	}
	add(&people.Office{ID: w.clock.NewKey(), PersonID: key("Priya"), Role: actor.Coordinator, FromDate: since})
	w.save(rows...)
	w.partner("Amina", "Ruth", "2026-01-01", "")
	return w
}

func (w *world) save(rows ...any) {
	w.t.Helper()
	err := w.db.InTx(w.t.Context(), func(ctx context.Context) error {
		for _, row := range rows {
			if err := w.db.From(ctx).Create(row).Error; err != nil {
				return fmt.Errorf("%T: %w", row, err)
			}
		}
		return w.db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) partner(learner, partner, from, to string) {
	w.t.Helper()
	p := people.Partnership{ID: w.clock.NewKey(), LearnerID: w.ids[learner], PartnerID: w.ids[partner], State: people.Accepted,
		FromDate: day(w.t, from), Version: 1}
	if to != "" {
		p.ToDate = day(w.t, to)
	}
	w.save(&p)
}

// endPartnerships ends every partnership yesterday.
func (w *world) endPartnerships() {
	w.t.Helper()
	err := w.db.InTx(w.t.Context(), func(ctx context.Context) error {
		if err := w.db.From(ctx).Exec("UPDATE partnerships SET state = 'ended', to_date = ?", w.clock.Today().AddDays(-1)).Error; err != nil {
			return err
		}
		return w.db.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (w *world) as(name string) context.Context {
	a := actor.Actor{PersonID: w.ids[name], Name: name}
	if name == "Priya" {
		a.Roles = []actor.Role{actor.Coordinator}
	}
	return actor.With(w.t.Context(), a)
}

func (w *world) on(s string) {
	w.clock.Set(day(w.t, s).Time(w.clock.Zone()).Add(10 * time.Hour))
}

func (w *world) year() calendar.LearningYear { return autumn.YearOf(w.clock.Today()) }

func meeting(t *testing.T, on string) interview.Meeting {
	t.Helper()
	return interview.Meeting{On: day(t, on), At: 14 * 60, Minutes: 45, How: interview.ByPhone}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(kind fault.Kind, err error) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Fatalf("got %v, want kind %d", err, kind)
	}
}

func (w *world) get(name, id string) interview.Reading {
	w.t.Helper()
	r, err := w.interview.Get(w.as(name), id, autumn)
	w.must(err)
	return r
}

func words(answer string, actions ...interview.Intended) interview.Words {
	return interview.Words{Prompts: []interview.Prompt{{Answer: answer}}, Actions: actions}
}

func visit(owner interview.Side) interview.Intended {
	return interview.Intended{Text: "Sit in with Tom", Owner: owner, Day: "5", Month: "12", Year: "2026"}
}

// arranged makes an interview on 28 November that both have taken.
func (w *world) arranged() string {
	w.t.Helper()
	id, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(w.t, "2026-11-28"))
	w.must(err)
	w.must(w.interview.TakeTime(w.as("Ruth"), id, 1))
	return id
}

// shared goes on until Ruth has shared the record.
func (w *world) shared() string {
	w.t.Helper()
	id := w.arranged()
	w.on("2026-11-28")
	w.must(w.interview.ShareRecord(w.as("Ruth"), id, 2, words("Patience", visit(interview.Learner))))
	return id
}

func TestAYearsInterviewFromOfferToConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-11-28"))
		w.must(err)
		w.refused(fault.Forbidden, w.interview.TakeTime(w.as("Amina"), id, 1)) // her own offer
		if r := w.get("Ruth", id); !r.May.Take || r.May.Write || r.Number != 1 || r.StartsAt.UTC().Hour() != 14 {
			t.Fatalf("Ruth sees %+v", r)
		}
		w.must(w.interview.OfferAnother(w.as("Ruth"), id, 1, meeting(t, "2026-11-29")))
		w.must(w.interview.TakeTime(w.as("Amina"), id, 2))
		w.must(w.interview.GetReady(w.as("Amina"), id, 3, "My first online class", nil))
		_, err = w.interview.SaveDraft(w.as("Ruth"), id, 4, words("too early"))
		w.refused(fault.Forbidden, err)

		w.on("2026-11-29")
		version, err := w.interview.SaveDraft(w.as("Ruth"), id, 4, words("She lis"))
		w.must(err)
		version, err = w.interview.SaveDraft(w.as("Ruth"), id, version, words("She listens", interview.Intended{Text: "half a tho", Day: "31"}))
		w.must(err)
		if r := w.get("Amina", id); r.Draft != nil || r.Record != nil || r.State != interview.Held {
			t.Fatalf("the draft is Ruth's alone, Amina sees %+v", r)
		}
		if r := w.get("Ruth", id); r.Writing().Prompts[0].Answer != "She listens" || r.Writing().Actions[0].Day != "31" ||
			len(r.Writing().Prompts) != len(interview.DefaultPrompts()) {
			t.Fatalf("Ruth goes on with %+v", r.Writing())
		}
		w.refused(fault.Invalid, w.interview.ShareRecord(w.as("Ruth"), id, version, words("She listens", interview.Intended{Text: "no date"})))
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, version, words("She listens", visit(interview.Learner))))
		if r := w.get("Amina", id); r.Record == nil || r.Record.Prompts[0].Answer != "She listens" || !r.May.Confirm || !r.May.Answer {
			t.Fatalf("Amina reads %+v", r)
		}
		w.must(w.interview.AnswerBack(w.as("Amina"), id, version+1, "I said it of Tom"))
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, version+2, words("She says that Tom listens", visit(interview.Partner))))
		w.must(w.interview.ConfirmRecord(w.as("Amina"), id, version+3))

		r := w.get("Ruth", id)
		if r.State != interview.Confirmed || r.May.Write || !r.May.Note {
			t.Fatalf("confirmed: %+v", r)
		}
		w.on("2026-12-01")
		w.must(w.interview.AddNote(w.as("Ruth"), id, "Tom says yes"))
		w.on("2026-12-02")
		w.must(w.interview.AddNote(w.as("Amina"), id, "Done, and worth it"))
		remarks, err := w.interview.Remarks(w.as("Amina"), r)
		w.must(err)
		var kinds []string
		for _, m := range remarks {
			kinds = append(kinds, string(m.Kind)+": "+m.Text)
		}
		if got := strings.Join(kinds, " · "); got != "answer: I said it of Tom · note: Tom says yes · note: Done, and worth it" {
			t.Fatalf("beside the record: %s", got)
		}
		w.checkTrail(id, "added a note", "added a note", "confirmed the record", "shared the record", "answered back", "shared the record",
			"began the record", "got ready", "took the time", "offered another time", "offered a time")

		for range 200 - len(remarks) {
			w.must(w.interview.AddNote(w.as("Ruth"), id, "And more"))
		}
		w.refused(fault.Invalid, w.interview.AddNote(w.as("Ruth"), id, "More than is shown"))
	})
}

func (w *world) checkTrail(id string, acts ...string) {
	w.t.Helper()
	entries, err := w.trail.Of(w.t.Context(), interview.Record, id, 50)
	w.must(err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Act)
		if e.Why != "" || e.SubjectID == nil || *e.SubjectID != w.ids["Amina"] {
			w.t.Errorf("the trail says %+v: acts only, about Amina", e)
		}
	}
	if !slices.Equal(got, acts) {
		w.t.Errorf("the trail says %q\nwant %q", got, acts)
	}
}

func TestWhatIsConfirmedIsFixed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.shared()
		w.must(w.interview.ConfirmRecord(w.as("Amina"), id, 3))
		_, err := w.interview.SaveDraft(w.as("Ruth"), id, 4, words("quite another story"))
		w.refused(fault.Forbidden, err)
		w.refused(fault.Forbidden, w.interview.ShareRecord(w.as("Ruth"), id, 4, words("quite another story")))
		w.refused(fault.Forbidden, w.interview.AnswerBack(w.as("Amina"), id, 4, "wait"))
		w.refused(fault.Forbidden, w.interview.CancelIt(w.as("Amina"), id, 4, "never happened"))
		w.refused(fault.Forbidden, w.interview.OfferAnother(w.as("Ruth"), id, 4, meeting(t, "2026-12-05")))
		w.refused(fault.Forbidden, w.interview.GetReady(w.as("Amina"), id, 4, "late", nil))
		if r := w.get("Amina", id); r.Record.Prompts[0].Answer != "Patience" || r.Version != 4 {
			t.Fatalf("it changed: %+v", r)
		}
	})
}

func TestWhoSeesAnInterview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.shared()
		w.must(w.interview.ConfirmRecord(w.as("Amina"), id, 3))
		r := w.get("Amina", id)
		for name, want := range map[string]struct {
			reads, dates, counts bool
		}{
			"Amina": {true, true, true}, "Ruth": {true, true, true}, "Dan": {false, true, true}, "Tom": {false, false, false},
			"Helen": {false, false, true}, "Priya": {false, false, true}, "Sam": {false, false, false},
		} {
			ctx := w.as(name)
			_, err := w.interview.Get(ctx, id, autumn)
			if (err == nil) != want.reads || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reading: %v", name, err)
			}
			list, err := w.interview.OfLearner(ctx, w.ids["Amina"], w.year())
			if w.must(err); (len(list) == 1) != want.reads {
				t.Errorf("%s lists %d", name, len(list))
			}
			dates, err := w.interview.Dates(ctx, []string{w.ids["Amina"]}, w.year())
			if w.must(err); (len(dates[w.ids["Amina"]]) == 1) != want.dates {
				t.Errorf("%s sees the dates %v", name, dates)
			}
			counts, err := w.interview.Counts(ctx, []string{w.ids["Amina"]}, w.year())
			if w.must(err); (counts[w.ids["Amina"]].Held == 1) != want.counts {
				t.Errorf("%s counts %v", name, counts)
			}
			open, err := w.interview.OpenActions(ctx, []string{w.ids["Amina"]})
			if w.must(err); (len(open) == 1) != want.reads {
				t.Errorf("%s sees the actions %v", name, open)
			}
			if want.reads {
				continue
			}
			w.refused(fault.NotFound, w.interview.AddNote(ctx, id, "I was here"))
			w.refused(fault.NotFound, w.interview.ConfirmRecord(ctx, id, 4))
			if remarks, err := w.interview.Remarks(ctx, r); err != nil || len(remarks) != 0 {
				t.Errorf("%s reads the notes: %v %v", name, remarks, err)
			}
		}
		for _, nonsense := range []string{"", "1", "../..", "' OR 1=1 --", strings.ToUpper(id), "{" + id + "}", "\x00"} {
			_, err := w.interview.Get(w.as("Amina"), nonsense, autumn)
			w.refused(fault.NotFound, err)
		}
		_, err := w.interview.Get(t.Context(), id, autumn)
		w.refused(fault.NotFound, err)
	})
}

func TestWhoMayNotDoWhat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for name, kind := range map[string]fault.Kind{"Dan": fault.Forbidden, "Tom": fault.NotFound, "Helen": fault.NotFound} {
			_, err := w.interview.OfferTime(w.as(name), w.ids["Amina"], meeting(t, "2026-11-28"))
			w.refused(kind, err)
		}
		_, err := w.interview.WriteUp(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-11-20"), w.year())
		w.refused(fault.Forbidden, err) // only the partner writes
		_, err = w.interview.OfferTime(w.as("Tom"), w.ids["Tom"], meeting(t, "2026-11-28"))
		w.refused(fault.Forbidden, err) // he has no partner yet
		id := w.shared()
		w.refused(fault.Forbidden, w.interview.ConfirmRecord(w.as("Ruth"), id, 3))
		w.refused(fault.Forbidden, w.interview.ShareRecord(w.as("Amina"), id, 3, words("me")))
	})
}

func TestAnInterviewNobodyArranged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		_, err := w.interview.WriteUp(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-11-22"), w.year())
		w.refused(fault.Invalid, err)
		id, err := w.interview.WriteUp(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-11-20"), w.year())
		w.must(err)
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, 1, words("In the car park, and no worse for that")))
		if r := w.get("Amina", id); !r.May.Confirm {
			t.Fatalf("Amina may %+v", r.May)
		}
	})
}

func TestTheSecondOfTwoIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		w.refused(fault.Clash, w.interview.OfferAnother(w.as("Amina"), id, 1, meeting(t, "2026-12-01")))
		w.on("2026-11-28")
		_, err := w.interview.SaveDraft(w.as("Ruth"), id, 2, words("in one tab"))
		w.must(err)
		err = w.interview.ShareRecord(w.as("Ruth"), id, 2, words("in the other"))
		w.refused(fault.Clash, err)
		if e := fault.As(err); e.By != "Ruth" || e.Version != 3 || e.Theirs[0].Text != "in one tab" {
			t.Errorf("told %+v", e)
		}
		if r := w.get("Ruth", id); r.Writing().Prompts[0].Answer != "in one tab" {
			t.Error("the first one's words are gone")
		}
	})
}

func TestOpenTimesHaveABound(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	for range interview.MostOpen {
		_, err := w.interview.OfferTime(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-11-28"))
		w.must(err)
	}
	_, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-11-28"))
	w.refused(fault.Invalid, err)
}

func TestCancellingSaysWhyToBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		w.refused(fault.Invalid, w.interview.CancelIt(w.as("Amina"), id, 2, "  "))
		w.must(w.interview.CancelIt(w.as("Amina"), id, 2, "My son is ill"))
		if r := w.get("Ruth", id); r.CancelledWhy != "My son is ill" || r.May != (interview.May{}) || r.Number != 0 {
			t.Fatalf("Ruth sees %+v", r)
		}
		w.refused(fault.Forbidden, w.interview.TakeTime(w.as("Ruth"), id, 3))
		w.checkTrail(id, "cancelled", "took the time", "offered a time")
	})
}

func TestActionsStayOpenUntilDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		first := w.shared()
		w.must(w.interview.ConfirmRecord(w.as("Amina"), first, 3))
		w.on("2026-12-10")
		second, err := w.interview.WriteUp(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-12-09"), w.year())
		w.must(err)
		ask := interview.Intended{Text: "Ask Joy", Owner: interview.Partner, Day: "31", Month: "jan", Year: "2027"}
		w.must(w.interview.ShareRecord(w.as("Ruth"), second, 1, words("More", ask)))
		third, err := w.interview.OfferTime(w.as("Ruth"), w.ids["Amina"], meeting(t, "2027-03-01"))
		w.must(err)

		before, err := w.interview.Before(w.as("Amina"), w.get("Amina", third))
		w.must(err)
		if before.Last.ID != second || len(before.Agreed) != 1 || len(before.StillOpen) != 1 || before.StillOpen[0].Text != "Sit in with Tom" {
			t.Fatalf("they come back to %+v", before)
		}
		sit := before.StillOpen[0]
		w.refused(fault.NotFound, w.interview.TickAction(w.as("Amina"), second, sit.ID, true)) // another interview's
		w.refused(fault.NotFound, w.interview.TickAction(w.as("Dan"), first, sit.ID, true))
		w.must(w.interview.TickAction(w.as("Amina"), first, sit.ID, true))
		open, err := w.interview.OpenActions(w.as("Ruth"), []string{w.ids["Amina"], w.ids["Tom"]})
		w.must(err)
		if got := open[w.ids["Amina"]]; len(got) != 1 || got[0].Text != "Ask Joy" {
			t.Fatalf("still open: %+v", got)
		}
		w.must(w.interview.TickAction(w.as("Ruth"), first, sit.ID, false))
		w.must(w.interview.TickAction(w.as("Ruth"), first, sit.ID, true))

		// What is done stays as it was agreed, whatever is shared again.
		w.must(w.interview.TickAction(w.as("Ruth"), second, open[w.ids["Amina"]][0].ID, true))
		w.must(w.interview.AnswerBack(w.as("Amina"), second, 2, "One more thing"))
		ask.ID = open[w.ids["Amina"]][0].ID
		ask.Text = "Something else"
		w.must(w.interview.ShareRecord(w.as("Ruth"), second, 3, words("More", ask, visit2027())))
		actions, err := w.interview.Actions(w.as("Amina"), w.get("Amina", second))
		w.must(err)
		if len(actions) != 2 || actions[0].Text != "Ask Joy" || !actions[0].Done() || actions[1].Done() {
			t.Fatalf("agreed: %+v", actions)
		}
	})
}

func visit2027() interview.Intended {
	return interview.Intended{Text: "Visit", Owner: interview.Learner, Day: "1", Month: "2", Year: "2027"}
}

func TestAFormerPartnerKeepsWhatTheyWroteAndLosesTheRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		confirmed := w.shared()
		w.must(w.interview.ConfirmRecord(w.as("Amina"), confirmed, 3))
		unfinished, err := w.interview.WriteUp(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-11-27"), w.year())
		w.must(err)
		toCome, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-12-20"))
		w.must(err)
		w.on("2026-12-01")
		w.endPartnerships()
		w.must(w.interview.CancelIt(w.as("Amina"), w.offerWithoutPartner(toCome), 1, "Not with Ruth"))
		w.partner("Amina", "Sam", "2026-12-01", "")
		next, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-12-20"))
		w.must(err)

		if r := w.get("Ruth", confirmed); !r.Former || r.Record == nil || r.May.Note || r.May.Tick {
			t.Errorf("Ruth keeps %+v", r)
		}
		w.refused(fault.Forbidden, w.interview.AddNote(w.as("Ruth"), confirmed, "one more"))
		w.must(w.interview.ShareRecord(w.as("Ruth"), unfinished, 1, words("What we said")))
		for _, id := range []string{toCome, next} {
			_, err := w.interview.Get(w.as("Ruth"), id, autumn)
			w.refused(fault.NotFound, err)
		}
		for _, id := range []string{confirmed, unfinished, toCome} {
			_, err := w.interview.Get(w.as("Sam"), id, autumn)
			w.refused(fault.NotFound, err)
		}
		w.must(w.interview.TakeTime(w.as("Sam"), next, 1))
		open, err := w.interview.OpenActions(w.as("Sam"), []string{w.ids["Amina"]})
		if w.must(err); len(open) != 0 {
			t.Errorf("Sam sees what was agreed with Ruth: %v", open)
		}
		w.must(w.interview.ConfirmRecord(w.as("Amina"), unfinished, 2))
	})
}

// offerWithoutPartner checks that nothing new can be arranged meanwhile.
func (w *world) offerWithoutPartner(id string) string {
	w.t.Helper()
	_, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(w.t, "2026-12-20"))
	w.refused(fault.Forbidden, err)
	w.refused(fault.Forbidden, w.interview.OfferAnother(w.as("Amina"), id, 1, meeting(w.t, "2026-12-21")))
	return id
}

func TestWhatIsToComeGoesToTheNewPartner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		w.endPartnerships()
		w.partner("Amina", "Sam", "2026-11-21", "")
		if r := w.get("Amina", id); r.PartnerNow().ID != w.ids["Sam"] {
			t.Fatalf("it is with %s", r.PartnerNow().Name)
		}
		w.must(w.interview.TakeTime(w.as("Sam"), id, 2)) // Ruth took it, and Sam has not
		w.on("2026-11-28")
		w.must(w.interview.ShareRecord(w.as("Sam"), id, 3, words("We began")))
		if r := w.get("Amina", id); r.PartnerID != w.ids["Sam"] {
			t.Error("the record is not Sam's")
		}
		_, err := w.interview.Get(w.as("Ruth"), id, autumn)
		w.refused(fault.NotFound, err)
	})
}

func TestAPartnersListAndAnAppraisalsGathering(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.shared()
		_, err := w.interview.OfferTime(w.as("Ruth"), w.ids["Amina"], meeting(t, "2027-03-01"))
		w.must(err)
		list, err := w.interview.AsPartner(w.as("Ruth"), w.year())
		w.must(err)
		if len(list) != 2 || list[0].State != interview.Shared || list[1].May.Cancel != true || list[0].Draft != nil {
			t.Fatalf("Ruth lists %+v", list)
		}
		if own, err := w.interview.AsPartner(w.as("Amina"), w.year()); err != nil || len(own) != 0 {
			t.Fatalf("Amina is nobody's partner: %v %v", own, err)
		}
		gathered, err := w.interview.Gather(w.as("Dan"), w.ids["Amina"], w.year())
		w.must(err)
		if len(gathered) != 1 || gathered[0].Partner != "Ruth" || gathered[0].On != day(t, "2026-11-28") || gathered[0].Confirmed {
			t.Fatalf("gathered %+v", gathered)
		}
		if none, err := w.interview.Gather(w.as("Tom"), w.ids["Amina"], w.year()); err != nil || len(none) != 0 {
			t.Fatalf("Tom gathers %v %v", none, err)
		}
	})
}

func TestFiguresOfManyTakeAsManyQueriesAsOfFew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.shared()
		ids := []string{w.ids["Amina"]}
		for range 700 {
			ids = append(ids, w.clock.NewKey())
		}
		ids = append(ids, w.ids["Tom"], w.ids["Dan"])
		ctx, count := database.CountQueries(w.as("Priya"))
		counts, err := w.interview.Counts(ctx, ids, w.year())
		w.must(err)
		if count.N() > 2 || len(counts) != len(ids) || counts[w.ids["Amina"]] != (interview.Tally{Held: 1}) {
			t.Fatalf("%d queries for %d people, Amina %+v\n%s", count.N(), len(counts), counts[w.ids["Amina"]], count)
		}
	})
}

func TestHostileWordsAreKeptOrRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		w.on("2026-11-28")
		version := 2
		for _, s := range []string{
			"' OR 1=1; DROP TABLE interviews; --", "<script>alert(1)</script>", "\u202eevil\u202c", "🏳️‍🌈 ﷽ Ω≈ç", "\\u0000 %s {{.}}", "a\tb\vc",
			"\u2028\u2029", `{"prompts": null}`, "𝒳\U0010ffff",
		} {
			v, err := w.interview.SaveDraft(w.as("Ruth"), id, version, words(s, interview.Intended{Text: s, Day: "x" + s}))
			w.must(err)
			version = v
			got := w.get("Ruth", id).Writing()
			if got.Prompts[0].Answer != s || got.Actions[0].Text != s || got.Actions[0].Day != "x"+s {
				t.Errorf("%q came back as %+v", s, got)
			}
		}
		for _, s := range []string{"\x00", "\xff\xfe", strings.Repeat("é", interview.AnswerLimit+1)} {
			_, err := w.interview.SaveDraft(w.as("Ruth"), id, version, words(s))
			w.refused(fault.Invalid, err)
		}
	})
}

func TestWhatTheLearnerBringsFromTheDiary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		write := func(name, learned string, with access.Relation) string {
			e, err := w.diary.Write(w.as(name), diary.Words{Learned: learned, Share: with}, "")
			w.must(err)
			return e.ID
		}
		shared, private := write("Amina", "To wait", access.Partner), write("Amina", "To shout", access.None)
		others := write("Tom", "To hide", access.Partner)
		id := w.arranged()
		w.must(w.interview.GetReady(w.as("Amina"), id, 2, "Waiting", []string{shared, private, others, "nonsense"}))
		r := w.get("Ruth", id)
		if len(r.Brought) != 1 || r.Brought[0] != shared || r.Topics != "Waiting" {
			t.Fatalf("she brings %v", r.Brought)
		}
		for _, name := range []string{"Amina", "Ruth"} {
			list, n, err := w.interview.Entries(w.as(name), w.get(name, id), w.year())
			if w.must(err); n != 1 || len(list) != 1 || list[0].Text != "To wait" {
				t.Errorf("%s may choose from %+v", name, list)
			}
		}

		w.on("2026-11-28")
		said := words("Patience")
		said.Recognised = interview.Keys{shared, private, others}
		version, err := w.interview.SaveDraft(w.as("Ruth"), id, 3, said)
		w.must(err)
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, version, said))
		_, err = w.diary.Delete(w.as("Amina"), 1)
		w.must(err)
		if q := w.get("Amina", id).Record.Quotes; len(q) != 1 || q[0].Text != "To wait" || q[0].Number != 1 {
			t.Fatalf("recognised: %+v", q)
		}
		w.must(w.interview.AnswerBack(w.as("Amina"), id, version+1, "And one more word"))
		again := w.get("Ruth", id).Writing()
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, version+2, again))
		if q := w.get("Amina", id).Record.Quotes; len(q) != 1 || q[0].Text != "To wait" {
			t.Fatalf("what was quoted stays quoted, got %+v", q)
		}
		said.Recognised = interview.Keys{"nonsense"}
		_, err = w.interview.SaveDraft(w.as("Ruth"), id, version+3, said)
		w.refused(fault.Forbidden, err) // it is shared again, and not to be changed
	})
}
