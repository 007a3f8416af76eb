package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/appraisal"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/session"
	"learningyear/internal/stafflist"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
	"learningyear/internal/workingpattern"
)

// persona is somebody who asks, by what they are to Amina.
type persona struct {
	is     string
	person people.Person
	roles  []actor.Role
	token  string
}

// estate is a small organisation with two years behind it, in which Amina has a
// record of every kind, and somebody stands to her in every relation that there
// is. It is made once a test and copied for every change that is tried on it.
type estate struct {
	url      string
	staff    peopletest.Staff
	personas []persona
	// keys name what addresses hold: "arranged interview" and so on.
	keys map[string]string
	year calendar.LearningYear
}

// world is the program over one copy of the estate.
type world struct {
	*app.App
	*estate
	house *webtest.House
	url   string
	said  logLines
	// newest is the number of the last diary entry of each persona, as far as the
	// hostile strings have seen.
	newest map[string]int
}

// openApp opens the whole program over a database, at an instant, without its
// log.
func openApp(t testing.TB, url string, at time.Time) *app.App {
	t.Helper()
	settings, err := config.Read(nil, func(s *config.Settings) {
		s.BaseURL, s.Database, s.MailFolder = "http://learning.example", url, t.TempDir()
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), settings, clock.Fixed(at, settings.Zone()), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// open serves a copy of the estate, a minute after it was made: a fixed clock
// makes the same keys again at the same instant.
func (e *estate) open(t testing.TB) *world {
	t.Helper()
	url := dbtest.CopyURL(t, e.url)
	w := &world{App: openApp(t, url, peopletest.Now().Add(time.Minute)), estate: e, url: url, newest: map[string]int{}}
	t.Cleanup(func() { w.close(t) })
	w.Log = slog.New(slog.NewTextHandler(&w.said, &slog.HandlerOptions{Level: slog.LevelError}))
	handler, err := w.Handler()
	if err != nil {
		t.Fatal(err)
	}
	w.house = webtest.Around(webtest.House{DB: w.DB, Sessions: w.Sessions, Settings: w.Settings}, handler)
	return w
}

// close lets go of the copy, once, with its memory and its file: a long test opens
// thousands.
func (w *world) close(t testing.TB) {
	if w.closed() {
		return
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if path, isFile := strings.CutPrefix(w.url, "sqlite:"); isFile {
		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Error(err)
		}
	}
	for _, line := range w.said {
		t.Log(line)
	}
	w.App, w.house, w.said = nil, nil, nil
}

func (w *world) closed() bool { return w.App == nil }

// logLines are the errors that the program logged.
type logLines []string

func (l *logLines) Write(p []byte) (int, error) {
	*l = append(*l, strings.TrimSpace(string(p)))
	return len(p), nil
}

// as is the browser of a persona, signed in where the persona is anybody.
func (w *world) as(t testing.TB, p persona) *webtest.Client {
	t.Helper()
	c := w.house.Visitor(t)
	if p.token != "" {
		c.SetCookie(w.Sessions.Manager().Cookie.Name, p.token)
	}
	return c
}

// someone is the persona by what they are.
func (e *estate) someone(is string) persona {
	for _, p := range e.personas {
		if p.is == is {
			return p
		}
	}
	panic("nobody is " + is)
}

// builder makes an estate.
type builder struct {
	*app.App
	*estate
	t testing.TB
}

// newEstate makes the estate on an engine.
func newEstate(t testing.TB, engine database.Engine) *estate {
	t.Helper()
	e := &estate{url: dbtest.NewURL(t, engine), keys: map[string]string{}}
	a := openApp(t, e.url, peopletest.Now())
	e.staff = peopletest.Small(t, a.DB)
	e.year = calendar.September.YearOf(a.Clock.Today())
	chart, err := a.People.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e.keys["appointment"] = chart.Appointments(e.staff.Amina.ID)[0].ID
	b := &builder{a, e, t}
	b.people()
	b.structure()
	b.lastYear()
	b.thisYear()
	b.appraisals()
	b.accounts()
	b.signIn()
	b.session()
	b.timing()
	b.staffList()
	b.errand()
	b.must(a.Close())
	return e
}

func (b *builder) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// on moves the day, to ten in the morning.
func (b *builder) on(day string) calendar.Date {
	b.t.Helper()
	d := b.day(day)
	b.Clock.Set(d.Time(b.Clock.Zone()).Add(10 * time.Hour))
	return d
}

func (b *builder) day(day string) calendar.Date {
	b.t.Helper()
	d, err := calendar.ParseDate(day)
	b.must(err)
	return d
}

func (b *builder) as(p people.Person, roles ...actor.Role) context.Context {
	return peopletest.As(b.t, p, roles...)
}

// people adds whom the small organisation does not have: a delegate, a stranger,
// somebody who was Amina's partner and somebody who was her manager.
func (b *builder) people() {
	operator := actor.With(b.t.Context(), actor.Operator("made a test"))
	chart, err := b.People.Today(b.t.Context())
	b.must(err)
	join := func(name, email, unit string) people.Person {
		p, err := b.People.AddPerson(operator, people.NewPerson{Name: name, Email: email, StartedOn: b.day("2024-09-01")})
		b.must(err)
		post, err := b.People.AddPost(operator, people.NewPost{UnitID: chart.UnitBySlug(unit).ID, Title: "Tutor", FromDate: b.day("2024-09-01")})
		b.must(err)
		_, err = b.People.Appoint(operator, people.NewAppointment{PersonID: p.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: b.day("2024-09-01")})
		b.must(err)
		return p
	}
	nia := join("Nia Pritchard", "nia.pritchard@example.org", "english-and-maths")
	leo := join("Leo Farah", "leo.farah@example.org", "finance")
	s := b.staff
	b.keys["delegate"] = b.Clock.NewKey()
	b.must(b.DB.InTx(b.t.Context(), func(ctx context.Context) error {
		db := b.DB.From(ctx)
		if err := db.Exec("UPDATE partnerships SET from_date = ? WHERE learner_id = ?", b.day("2026-01-01"), s.Amina.ID).Error; err != nil {
			return err
		}
		for _, row := range []any{
			&people.Partnership{
				ID: b.Clock.NewKey(), LearnerID: s.Amina.ID, PartnerID: s.Omar.ID, State: people.Ended,
				FromDate: b.day("2024-09-01"), ToDate: b.day("2025-12-31"), Version: 1,
			},
			&people.Override{
				ID: b.Clock.NewKey(), PersonID: s.Amina.ID, ManagerID: s.Tom.ID,
				FromDate: b.day("2024-09-01"), ToDate: b.day("2026-03-31"),
			},
			&people.Delegate{
				ID: b.keys["delegate"], ManagerID: s.Dan.ID, DelegateID: nia.ID,
				FromDate: b.day("2026-11-01"), ToDate: b.day("2026-12-31"),
			},
		} {
			if err := db.Create(row).Error; err != nil {
				return err
			}
		}
		return db.Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	}))
	b.personas = []persona{
		{is: "signed out"},
		{is: "person", person: s.Amina},
		{is: "partner", person: s.Ruth},
		{is: "was partner", person: s.Omar},
		{is: "manager", person: s.Dan},
		{is: "was manager", person: s.Tom},
		{is: "delegate", person: nia},
		{is: "team", person: s.Sian},
		{is: "division", person: s.Helen},
		{is: "coordinator", person: s.Priya, roles: []actor.Role{actor.Coordinator}},
		{is: "administrator", person: s.Alex, roles: []actor.Role{actor.Administrator}},
		{is: "auditor", person: s.Grace, roles: []actor.Role{actor.Auditor}},
		{is: "stranger", person: leo},
	}
}

// structure is a unit and a post in it that have changed since, and a unit that
// has closed.
func (b *builder) structure() {
	operator := actor.With(b.t.Context(), actor.Operator("made a test"))
	chart, err := b.People.Today(b.t.Context())
	b.must(err)
	services := chart.UnitBySlug("learner-services").ID
	made := func(name string) people.Unit {
		u, err := b.People.AddUnit(operator, people.NewUnit{ParentID: services, Kind: people.TeamUnit, Name: name, FromDate: b.day("2025-01-01")})
		b.must(err)
		return u
	}
	night, summer := made("Night School"), made("Summer School")
	b.must(b.People.ChangeUnit(operator, night.ID, 1, b.day("2026-09-01"), people.UnitChange{ParentID: services, Kind: people.TeamUnit, Name: "Evening School"}))
	b.must(b.People.CloseUnit(operator, summer.ID, 1, b.day("2026-08-31")))
	post, err := b.People.AddPost(operator, people.NewPost{UnitID: night.ID, Title: "Usher", FromDate: b.day("2025-01-01")})
	b.must(err)
	b.must(b.People.ChangePost(operator, post.ID, 1, b.day("2026-09-01"), people.PostChange{UnitID: night.ID, Title: "Caretaker"}))
	b.keys["post"] = post.ID
}

func target(need string) plan.Wording {
	return plan.Wording{
		Need: need, Source: plan.FromOwn,
		Strategies: []plan.StrategyWording{{Kind: plan.Shadowing, OffTheJob: true, Words: "two mornings with Siân"}},
		Criteria:   []plan.CriterionWording{{Words: "Seven families stay to the end"}, {Words: "I can do it without notes"}},
	}
}

func task(words string) work.Wording {
	return work.Wording{Words: words, Criteria: "12 sessions held\n8 families on average", Indicators: "the register"}
}

// planned brings a year's plan and work programme to agreed.
func (b *builder) planned(year calendar.LearningYear, manager people.Person, need, words string) {
	s := b.staff
	_, err := b.Plans.AddTarget(b.as(s.Amina), year, target(need))
	b.must(err)
	b.must(b.Plans.Propose(b.as(s.Amina), year, b.plan(year).Version))
	b.must(b.Plans.Agree(b.as(manager), s.Amina.ID, year, b.plan(year).Version))
	_, err = b.Work.AddTask(b.as(manager), s.Amina.ID, year, task(words))
	b.must(err)
	b.agreeWork(year, manager, s.Amina)
}

func (b *builder) plan(year calendar.LearningYear) plan.Plan {
	b.t.Helper()
	p, err := b.Plans.Of(b.as(b.staff.Amina), b.staff.Amina.ID, year)
	b.must(err)
	return p
}

func (b *builder) agreeWork(year calendar.LearningYear, who ...people.Person) {
	b.t.Helper()
	for _, p := range who {
		now, err := b.Work.Of(b.as(b.staff.Amina), b.staff.Amina.ID, year)
		b.must(err)
		b.must(b.Work.Agree(b.as(p), b.staff.Amina.ID, year, now.Version))
	}
}

// talked makes an interview with the partner of the day and lets both confirm it.
func (b *builder) talked(partner people.Person, offered, held, answer string) string {
	s := b.staff
	b.on(offered)
	id, err := b.Interviews.OfferTime(b.as(s.Amina), s.Amina.ID, meeting(b.day(held)))
	b.must(err)
	b.must(b.Interviews.TakeTime(b.as(partner), id, b.interview(id).Version))
	b.on(held)
	b.Clock.Set(b.Clock.Now().Add(6 * time.Hour))
	b.must(b.Interviews.ShareRecord(b.as(partner), id, b.interview(id).Version, interview.Words{
		Prompts: []interview.Prompt{{Answer: answer}},
		Actions: []interview.Intended{{Text: "Sit in with Siân", Owner: interview.Learner, Day: "1", Month: "6", Year: "2027"}},
	}))
	b.must(b.Interviews.ConfirmRecord(b.as(s.Amina), id, b.interview(id).Version))
	return id
}

func meeting(on calendar.Date) interview.Meeting {
	return interview.Meeting{On: on, At: 14 * 60, Minutes: 45, How: interview.ByPhone}
}

func (b *builder) interview(id string) interview.Reading {
	b.t.Helper()
	r, err := b.Interviews.Get(b.as(b.staff.Amina), id, calendar.September)
	b.must(err)
	return r
}

// wrote adds an entry with a file, which the keys name by the entry's number.
func (b *builder) wrote(learned string, share access.Relation) {
	b.t.Helper()
	e, err := b.Diary.Write(b.as(b.staff.Amina), diary.Words{
		Learned: learned, Happened: "A class of nine", NextStep: "Try it again", Minutes: 180, Place: diary.OffTheJob, Share: share,
	}, "", attachment.Upload{Name: "notes.txt", Size: 9, Content: strings.NewReader("My notes\n")})
	b.must(err)
	files, err := b.Diary.Files(b.as(b.staff.Amina), e)
	b.must(err)
	b.keys[fmt.Sprintf("file %d", e.Number)] = files[0].ID
}

// lastYear is 2025-26: another manager, another partner, an appraisal that was
// countersigned and closed.
func (b *builder) lastYear() {
	s, year := b.staff, b.year.Previous()
	b.on("2025-09-15")
	b.planned(year, s.Tom, "Run a confident online session", "Run 12 family sessions")
	b.keys["old interview"] = b.talked(s.Omar, "2025-10-01", "2025-10-20", "Patience, mostly")
	b.on("2025-11-21")
	b.wrote("To wait ten seconds before I help", 0) // number 1
	b.on("2026-03-20")
	b.must(b.Handovers.Write(b.as(s.Tom), s.Amina.ID, 0, "The Saturday group is her idea"))
}

// thisYear is 2026-27 up to today, with an entry for each circle of readers and
// an interview in each state.
func (b *builder) thisYear() {
	s := b.staff
	b.on("2026-09-10")
	b.planned(b.year, s.Dan, "Help parents who worry about numbers", "Open the Saturday group")
	b.on("2026-09-20")
	b.wrote("Private: I was too quick", 0)                      // 2
	b.wrote("For Ruth: the pause works", access.Partner)        // 3
	b.wrote("For Dan: the room is too small", access.Manager)   // 4
	b.wrote("For the team: the big dice are back", access.Team) // 5
	b.wrote("Thrown away", access.Partner|access.Manager|access.Team)
	_, err := b.Diary.Delete(b.as(s.Amina), 6)
	b.must(err)
	b.keys["confirmed interview"] = b.talked(s.Ruth, "2026-10-01", "2026-10-12", "I now begin with their question")

	b.on("2026-11-01")
	b.keys["shared interview"] = b.offered("2026-11-09")
	b.must(b.Interviews.TakeTime(b.as(s.Ruth), b.keys["shared interview"], 1))
	b.on("2026-11-10")
	b.must(b.Interviews.ShareRecord(b.as(s.Ruth), b.keys["shared interview"], b.interview(b.keys["shared interview"]).Version, interview.Words{
		Prompts: []interview.Prompt{{Answer: "The online room"}},
		Actions: []interview.Intended{{Text: "Ask for the small room", Owner: interview.Learner, Day: "1", Month: "6", Year: "2027"}},
	}))
	actions, err := b.Interviews.Actions(b.as(s.Amina), b.interview(b.keys["shared interview"]))
	b.must(err)
	b.keys["action"] = actions[0].ID
	_, err = b.People.NominatePartner(b.as(s.Sian), s.Sian.ID, b.someone("delegate").person.ID)
	b.must(err)
	b.on("2026-11-11")
	b.keys["arranged interview"] = b.offered("2026-11-28")
	b.must(b.Interviews.TakeTime(b.as(s.Ruth), b.keys["arranged interview"], 1))
	b.keys["offered interview"] = b.offered("2026-12-12")
	b.keys["due interview"] = b.offered("2026-11-20")
	b.must(b.Interviews.TakeTime(b.as(s.Ruth), b.keys["due interview"], 1))

	// The agreed plan is being changed, and so is the work programme: both lie
	// with the manager.
	b.must(b.Plans.BeginChange(b.as(s.Amina), b.year))
	_, err = b.Plans.AddTarget(b.as(s.Amina), b.year, target("Read a register aloud"))
	b.must(err)
	b.must(b.Plans.Propose(b.as(s.Amina), b.year, b.plan(b.year).Version))
	b.must(b.Work.BeginChange(b.as(s.Amina), s.Amina.ID, b.year))
	_, err = b.Work.AddTask(b.as(s.Amina), s.Amina.ID, b.year, task("Train two volunteers"))
	b.must(err)
	b.agreeWork(b.year, s.Amina)

	b.on("2026-11-21")
	b.keys["draft"] = b.Drafts.NewKey()
	_, err = b.Drafts.Save(b.as(s.Amina), b.keys["draft"], "diary/new", url.Values{"learned": {"Half a thought"}})
	b.must(err)
}

func (b *builder) offered(on string) string {
	b.t.Helper()
	id, err := b.Interviews.OfferTime(b.as(b.staff.Amina), b.staff.Amina.ID, meeting(b.day(on)))
	b.must(err)
	return id
}

// appraisals are last year's, closed with a countersignature, and this year's:
// Amina's is worded and waits for signatures, all others are being prepared.
func (b *builder) appraisals() {
	s, last := b.staff, b.year.Previous()
	b.on("2026-06-01")
	b.keys["old cycle"] = b.cycle("Appraisal 2026", last, "2026-07-01", "2026-08-31", true)
	b.on("2026-07-06")
	b.bothSign(last, s.Amina, s.Dan)
	b.must(b.Appraisals.Countersign(b.as(s.Helen), b.signing(last, s.Amina, s.Helen)))
	b.stranded(last)
	b.on("2026-11-02")
	b.keys["cycle"] = b.cycle("Appraisal 2027", b.year, "2026-12-01", "2027-02-28", true)
	b.on("2026-11-16")
	b.worded(b.year, s.Amina, s.Dan)
	b.on("2026-11-21")
}

func (b *builder) cycle(title string, year calendar.LearningYear, selfBy, closeBy string, countersign bool) string {
	b.t.Helper()
	chart, err := b.People.Today(b.t.Context())
	b.must(err)
	opened, err := b.Appraisals.OpenCycle(b.as(b.staff.Priya, actor.Coordinator), appraisal.Opening{
		Title: title, Year: year, UnitID: chart.Root().ID, SelfBy: b.day(selfBy), CloseBy: b.day(closeBy), Countersign: countersign,
	})
	b.must(err)
	return opened.Cycle.ID
}

// worded brings an appraisal of a year to where both can sign.
func (b *builder) worded(year calendar.LearningYear, p, manager people.Person) {
	id := b.sight(year, p, p).Appraisal.ID
	said, agreed := appraisal.Voice{}, appraisal.Agreements{
		Topics: map[string]appraisal.Agreed{}, Words: "We meet again in June",
		Next: []appraisal.NextTarget{{Need: "Write for parents", Criterion: "One leaflet is out"}},
	}
	for _, topic := range b.sight(year, p, p).Topics {
		if !topic.Judged() {
			continue
		}
		said[topic.Key] = appraisal.Said{Text: "It went better than I thought", Judgement: appraisal.JudgedMet}
		agreed.Topics[topic.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeMet}
	}
	if len(said) == 0 { // something has to be said
		said["how-i-learn"] = appraisal.Said{Text: "By doing it twice"}
	}
	b.must(b.Appraisals.WriteSelf(b.as(p), appraisal.Writing{AppraisalID: id, Voice: said, Share: true}))
	b.must(b.Appraisals.WriteResponse(b.as(manager), appraisal.Writing{AppraisalID: id, Voice: said, Share: true}))
	b.must(b.Appraisals.Meet(b.as(p), id, b.Clock.Today()))
	b.must(b.Appraisals.Word(b.as(manager), appraisal.Wording{AppraisalID: id, Agreements: agreed, Ready: true}))
}

// bothSign brings an appraisal to where it may be countersigned.
func (b *builder) bothSign(year calendar.LearningYear, p, manager people.Person) {
	b.worded(year, p, manager)
	b.must(b.Appraisals.SignFirst(b.as(manager), b.signing(year, p, manager)))
	b.must(b.Appraisals.SignLast(b.as(p), b.signing(year, p, p)))
}

// stranded is Tom's appraisal: Iris, who led the whole for a summer and was to
// countersign it, has left, and nobody leads it since.
func (b *builder) stranded(year calendar.LearningYear) {
	keeper, today := b.as(b.staff.Priya, actor.Coordinator), b.Clock.Today()
	chart, err := b.People.Today(keeper)
	b.must(err)
	root := *chart.Root()
	post, err := b.People.AddPost(keeper, people.NewPost{UnitID: root.ID, Title: "Principal for a summer", FromDate: today})
	b.must(err)
	left := b.staff.Iris.LeftOn
	_, err = b.People.Appoint(keeper, people.NewAppointment{PersonID: b.staff.Iris.ID, PostID: post.ID, FTEThousandths: 400, FromDate: today, ToDate: left})
	b.must(err)
	b.must(b.People.ChangeUnit(keeper, root.ID, root.Version, today, people.UnitChange{Kind: root.Kind, Name: root.Name, LeadPostID: post.ID}))
	b.bothSign(year, b.staff.Tom, b.staff.Omar)
	b.must(b.People.ClosePost(keeper, post.ID, post.Version, left))
}

func (b *builder) sight(year calendar.LearningYear, of, who people.Person) appraisal.Sight {
	b.t.Helper()
	sight, err := b.Appraisals.Open(b.as(who), of.ID, year)
	b.must(err)
	return sight
}

func (b *builder) signing(year calendar.LearningYear, of, who people.Person) appraisal.Signing {
	b.t.Helper()
	now := b.sight(year, of, who).Appraisal
	return appraisal.Signing{AppraisalID: now.ID, Version: now.Version, Fair: true, Name: who.Name}
}

// signIn gives every persona a session, which the copies then have too.
func (b *builder) signIn() {
	house := webtest.Around(webtest.House{Sessions: b.Sessions, Settings: b.Settings}, nil)
	for i, p := range b.personas {
		if p.person.ID != "" {
			b.personas[i].token = house.As(b.t, p.person.ID).Cookie(b.Sessions.Manager().Cookie.Name)
		}
	}
}

// accounts gives Amina an account and a forgotten password, and invites the
// stranger.
func (b *builder) accounts() {
	administrator := b.as(b.staff.Alex, actor.Administrator)
	b.must(b.Sessions.SetPassword(actor.With(b.t.Context(), actor.Operator("made a test")), b.staff.Amina.ID, goodPassword))
	b.must(b.Sessions.Invite(administrator, b.someone("stranger").person.ID))
	b.must(b.Sessions.ForgottenPassword(b.t.Context(), b.staff.Amina.EmailAddress(), session.Visitor{IP: "192.0.2.9"}))
	_, err := b.Sessions.HandleAsks(b.t.Context())
	b.must(err)
	mails, err := b.Outbox.Latest(b.t.Context(), 10)
	b.must(err)
	for _, m := range mails {
		for _, kind := range []session.LinkKind{session.Invitation, session.Reset} {
			if _, rest, found := strings.Cut(m.Body, "/"+string(kind)+"/"); found {
				b.keys[string(kind)] = strings.Fields(rest)[0]
			}
		}
	}
}

// session gives Amina a second session, on another machine.
func (b *builder) session() {
	webtest.Around(webtest.House{Sessions: b.Sessions, Settings: b.Settings}, nil).As(b.t, b.staff.Amina.ID)
	var ids []string
	b.must(b.DB.From(b.t.Context()).Table("sessions").Where("person_id = ?", b.staff.Amina.ID).Order("id DESC").Limit(1).Pluck("id", &ids).Error)
	b.keys["session"] = ids[0]
}

// timing has Amina away today and before, and working two evenings a week; one of
// each she has taken back.
func (b *builder) timing() {
	amina, id, today := b.as(b.staff.Amina), b.staff.Amina.ID, b.Clock.Today()
	away := func(from, to int) string {
		a, err := b.Absences.Add(amina, id, calendar.Span{From: today.AddDays(from), To: today.AddDays(to)})
		b.must(err)
		return a.ID
	}
	b.keys["absence"], b.keys["old absence"] = away(-2, 6), away(40, 41)
	b.must(b.Absences.TakeBack(amina, id, b.keys["old absence"], 1))
	works := func(from int, days ...time.Weekday) string {
		e := workingpattern.Entry{From: today.AddDays(from), Pattern: calendar.Pattern{Weeks: calendar.EveryWeek}}
		for _, day := range days {
			e.Pattern.Week = e.Pattern.Week.With(day, calendar.Afternoon)
		}
		p, err := b.Patterns.Change(amina, id, e)
		b.must(err)
		return p.ID
	}
	b.keys["working week"], b.keys["old working week"] = works(-60, time.Tuesday, time.Thursday), works(-50, time.Monday)
	b.must(b.Patterns.TakeBack(amina, id, b.keys["old working week"], 1))
}

// staffList is kept by the coordinator for a preview.
func (b *builder) staffList() {
	id, err := b.StaffLists.Keep(b.as(b.staff.Priya, actor.Coordinator), stafflist.Upload{
		FileName: "staff.csv", AsAt: b.Clock.Today(),
	}, strings.NewReader(smallStaffList), nil)
	b.must(err)
	b.keys["staff list"] = id
}

// slowly is the job of an errand on which nobody works.
type slowly struct{}

func (slowly) Kind() string { return "go_slowly" }

// errand is something that Amina waits for.
func (b *builder) errand() {
	b.must(b.DB.InTx(b.as(b.staff.Amina), func(ctx context.Context) error {
		id, err := b.Jobs.Await(ctx, slowly{}, jobs.Request{Title: "Going slowly"})
		b.keys["errand"] = id
		return err
	}))
}

// smallStaffList is a staff list of four, one of them leading the others.
const smallStaffList = `Employee number,First name,Last name,Email,Post reference,Job title,Grade,Unit,Line manager post,FTE,Start date,Leaving date
T1,Hana,Okafor,hana@example.org,P-1,Principal,SCS1,Principal's Office,,1,2020-01-01,
T2,Łukasz,Żak,lukasz@example.org,P-2,Tutor,,Adult Learning,P-1,0.6,2021-09-01,
T3,Ffion,O'Brien-Jones,ffion@example.org,P-3,Tutor,,Adult Learning,P-2,0.4,2022-09-01,
T4,Grace,Mensah,grace@example.org,P-4,Tutor,,Adult Learning,P-1,0.5,2023-09-01,
`

// goodPassword is long enough and nobody's name.
const goodPassword = "eight brown teapots"

func TestEstate(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		w := newEstate(t, engine).open(t)
		amina := w.as(t, w.someone("person"))
		amina.Get(t, "/diary").Want(t, 200).Sees(t, "I was too quick")
	})
}
