package app_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// running is the real program, serving on a port of this machine.
type running struct {
	*app.App
	t    *testing.T
	site string
}

// start runs the program over an empty database until the test ends, with what the
// test itself adds before.
func start(t *testing.T, url string, add ...func(*app.App)) *running {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	settings, err := config.Read(nil, func(s *config.Settings) {
		s.Database, s.Listen, s.MailFolder = url, address, t.TempDir()
	})
	if err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, site: settings.BaseURL}
	var problems logLines
	r.App, err = app.Open(t.Context(), settings, clock.Fixed(peopletest.Now(), settings.Zone()), slog.New(slog.NewTextHandler(&problems, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range add {
		a(r.App)
	}
	ctx, stop := context.WithCancel(t.Context())
	up, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- r.Serve(ctx, func(string) { close(up) }) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the program stopped with %v", err)
		}
		_ = r.Close()
		for _, p := range problems {
			t.Errorf("the program logged %s", p)
		}
	})
	select {
	case <-up:
	case err := <-done:
		t.Fatalf("the program did not start: %v", err)
	}
	return r
}

// later moves the program's clock on.
func (r *running) later(d time.Duration) { r.Clock.Set(r.Clock.Now().Add(d)) }

// link is the address in the newest mail to somebody.
func (r *running) link(to people.Person) string {
	r.t.Helper()
	sender, err := r.Sender()
	if err != nil {
		r.t.Fatal(err)
	}
	for range 200 {
		if _, err := sender.SendDue(r.t.Context()); err != nil {
			r.t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(r.Settings.MailFolder, "*.eml"))
		if err != nil {
			r.t.Fatal(err)
		}
		for _, file := range files {
			mail, err := os.ReadFile(file)
			if err != nil {
				r.t.Fatal(err)
			}
			if _, rest, found := strings.Cut(string(mail), r.site+"/"); found && strings.Contains(string(mail), to.EmailAddress()) {
				return "/" + strings.Fields(rest)[0]
			}
		}
		time.Sleep(20 * time.Millisecond) // the program's own sender may have it in hand
	}
	r.t.Fatalf("no mail to %s came", to.EmailAddress())
	return ""
}

// staffList is the real list beside the project, or a small one of our own.
func staffList(t *testing.T) (file string, persons int) {
	t.Helper()
	file, err := filepath.Abs(filepath.Join(sharedData(), "people", "derived-ncsl-staff-clean.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err == nil {
		return file, 289
	} else if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	t.Log("people/derived-ncsl-staff-clean.csv is not there, so a small list is imported: set LEARNINGYEAR_SHARED_DATA to the folder that holds it")
	file = filepath.Join(t.TempDir(), "staff.csv")
	if err := os.WriteFile(file, []byte(smallStaffList), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, strings.Count(smallStaffList, "\nT")
}

// TestJourney goes the whole way as people go it, in a real browser over the real
// program: from the staff list to the printed report, on a wide screen and on a
// phone. Every page on the way is judged: see look.
func TestJourney(t *testing.T) {
	widths(t, journey)
}

func journey(t *testing.T, width int64) {
	r := start(t, dbtest.NewURL(t, database.SQLite))
	c := openBrowser(t, r.site, width)

	// An operator has added one person, with two offices, and invites her.
	priya := r.firstPerson()
	coordinator := c.tab("Priya, coordinator")
	coordinator.open(r.link(priya)).sees("Welcome, Priya").fill("password", goodPassword).press("Keep this password and sign in")

	file, persons := staffList(t)
	coordinator.open("/manage/people").open("/manage/people/import")
	coordinator.fill("organisation", "Solent Learning")
	coordinator.upload(file).press("Show what would change").sees("Look before you import", fmt.Sprint(persons))
	coordinator.press("Import ").sees(fmt.Sprint(persons))
	coordinator.open("/manage/people").open("/manage/units")

	cast := r.cast()
	t.Logf("the learner is %s, managed by %s, with the partner %s", cast.learner.Name, cast.manager.Name, cast.partner.Name)
	coordinator.open("/manage/people/" + cast.learner.Slug)
	coordinator.open("/accounts").open("/accounts/invite-all").press("Send ").sees("on their way")
	coordinator.open("/accounts/mail").open("/accounts/" + cast.learner.Slug)

	learner := c.arrives(r, cast.learner)
	manager := c.arrives(r, cast.manager)
	partner := c.arrives(r, cast.partner)

	// Signing out and in again, with the password.
	learner.open("/account").press("Sign out")
	learner.fill("email", cast.learner.EmailAddress()).fill("password", goodPassword).press("Sign in")

	learner.diary()
	cast.partnership(learner, partner)
	cast.plan(learner, manager)
	cast.work(learner, manager)
	cast.interview(r, learner, partner)
	cast.managerSees(manager)
	cast.appraisal(r, coordinator, learner, manager)
	t.Logf("%d pages", c.looked)
}

// firstPerson is who an operator makes before there is anybody.
func (r *running) firstPerson() people.Person {
	r.t.Helper()
	operator := actor.With(r.t.Context(), actor.Operator("the command line"))
	must := func(err error) {
		r.t.Helper()
		if err != nil {
			r.t.Fatal(err)
		}
	}
	p, err := r.People.AddPerson(operator, people.NewPerson{Name: "Priya Nair", Email: "priya.nair@example.org"})
	must(err)
	for _, role := range []actor.Role{actor.Coordinator, actor.Administrator} {
		_, err := r.People.GrantOffice(operator, p.ID, role, r.Clock.Today())
		must(err)
	}
	must(r.Sessions.Invite(operator, p.ID))
	return p
}

// cast are the people of the journey.
type cast struct{ learner, manager, partner people.Person }

// cast picks somebody with a line manager, and a partner from elsewhere.
func (r *running) cast() cast {
	r.t.Helper()
	chart, err := r.People.Today(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for _, p := range chart.Persons() {
		m := chart.Manager(p.ID)
		if m == nil || m.ID == p.ID || len(chart.Reports(p.ID)) > 0 || !latin(p.Name+m.Name) {
			continue
		}
		for _, partner := range chart.Persons() {
			if partner.ID != p.ID && partner.ID != m.ID && chart.Manager(partner.ID) != nil {
				return cast{*p, *m, *partner}
			}
		}
	}
	r.t.Fatal("nobody in the list has a line manager")
	return cast{}
}

// latin says whether the report has all letters of a name in its fonts; what it
// does with others is tested where it is made.
func latin(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxLatin1 })
}

// arrives opens the invitation of somebody and chooses a password.
func (c *chromium) arrives(r *running, p people.Person) *tab {
	c.t.Helper()
	b := c.tab(p.Name)
	b.open(r.link(p)).sees("Welcome, "+p.Called()).fill("password", goodPassword).press("Keep this password and sign in")
	return b
}

func (b *tab) upload(file string) *tab {
	b.t.Helper()
	b.do("upload", setFile(file))
	return b
}

// diary writes two entries: in one field, and with the script off.
func (b *tab) diary() {
	b.t.Helper()
	b.open("/")
	b.fill("learned", "To wait ten seconds before I help.").press("Save to diary").sees("Saved to your diary")
	b.withoutScript(func() {
		b.open("/diary").fill("learned", "A game first, the method later.").press("Save to diary").sees("Saved to your diary", "A game first, the method later.")
	})
	b.open("/diary").sees("To wait ten seconds before I help.", "A game first, the method later.")
	b.open("/diary/new").open("/diary/1").open("/diary/1/edit")
	b.fill("minutes", "half a day").choose("Off the job").press("Save").sees("Saved")
}

func (k cast) partnership(learner, partner *tab) {
	learner.open("/partner?q=" + strings.ReplaceAll(k.partner.Name, " ", "+")).press("Ask " + k.partner.Name).sees("You have asked " + k.partner.Name)
	partner.open("/partnering").press("Say yes").sees("learning partner now")
}

func (k cast) plan(learner, manager *tab) {
	learner.open("/plan").follow("Write your first target").fill("need", "Run a confident online session").fill("criterion-1", "Seven families stay to the end")
	learner.fill("strategy-1", "Sit in with a colleague").list("strategy-1-kind", "shadowing").choose("My own choice").press("Save the target").sees("Run a confident online session")
	learner.follow("Say how you learn").fill("how-i-learn", "By watching, and then being watched.").press("Save").sees("By watching, and then being watched.")
	learner.press("Send to " + called(k.manager))
	manager.open("/team").open("/people/" + k.learner.Slug)
	manager.open("/people/" + k.learner.Slug + "/plan/2026-27").press("Agree this plan")
	learner.open("/plan/2026-27").sees("Agreed").open("/plan/2026-27/changes").open("/plan/2026-27/print")
}

func (k cast) work(learner, manager *tab) {
	base := "/people/" + k.learner.Slug + "/work-programme/2026-27"
	manager.open(base).open(base+"/tasks/new").fill("words", "Run 12 family sessions").fill("criteria", "12 sessions held").press("Save the task")
	manager.press("Agree these tasks")
	learner.open("/work-programme/2026-27").press("Agree these tasks too").sees("Run 12 family sessions")
}

func (k cast) interview(r *running, learner, partner *tab) {
	today := r.Clock.Today()
	learner.open("/interviews").open("/interviews/new").date("when", today).fill("time", "11:00").press("Offer this time").sees("You have offered a time")
	at := learner.path()
	at, _, _ = strings.Cut(at, "?")
	partner.open(at).press("Take this time").sees("Arranged")
	learner.open(at+"/prepare").fill("topics", "My first online class").press("Keep this for the interview")
	r.later(2 * time.Hour)
	partner.open("/partnering").open(at + "/record").sees("My first online class")
	partner.fill("answer-1", "The post works better than the link.").press("Finish and share the record")
	learner.open(at).sees("The post works better than the link.").press("Yes, confirm the record").sees("The record is confirmed")
}

// managerSees opens what a line manager has of an interview: that it was held.
func (k cast) managerSees(manager *tab) {
	said := manager.open("/people/" + k.learner.Slug + "/interviews").text()
	if strings.Contains(said, "The post works better") {
		manager.t.Error("the manager reads the record of an interview")
	}
}

func (k cast) appraisal(r *running, coordinator, learner, manager *tab) {
	today := r.Clock.Today()
	own, theirs := "/appraisal/2027", "/people/"+k.learner.Slug+"/appraisal/2027"
	coordinator.open("/manage/cycles").date("self_by", today.AddDays(14)).date("close_by", today.AddDays(60)).press("Open the appraisals")
	coordinator.open("/manage/figures")
	learner.open("/").open("/appraisal").open(own + "/write").sees("Run a confident online session")
	learner.fill("target-1", "Seven stayed in the end.").pick("target-1-judgement", "met").fill("task-1", "All twelve held.").pick("task-1-judgement", "met")
	learner.fill("proud-of", "The story packs.").press("Share it with " + called(k.manager))
	manager.open("/appraisal").open(theirs).open(theirs + "/write").sees("Seven stayed in the end.")
	manager.fill("target-1", "Agreed, and the team uses the packs now.").pick("target-1-judgement", "met").fill("task-1", "Yes.").pick("task-1-judgement", "met")
	manager.press("Share it with " + called(k.learner))
	learner.open(own).sees("Agreed, and the team uses the packs now.").press("We have met")
	manager.open(theirs+"/agreements").pick("target-1-outcome", "met").pick("task-1-outcome", "met")
	manager.fill("next-1-need", "Write for parents").fill("next-1-criterion", "One leaflet is out").press("These are our agreements")
	r.later(time.Hour)
	manager.open(theirs).pick("fair", "yes").fill("name", k.manager.Name).press("Sign")
	learner.open(own).pick("fair", "yes").fill("name", k.learner.Name).press("Sign and close the appraisal").sees("closed")

	file := learner.download("Save as PDF")
	out, err := exec.CommandContext(r.t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		r.t.Fatalf("reading the report back: %v", err)
	}
	for _, want := range []string{
		k.learner.Name, k.manager.Name, "Run a confident online session", "Seven stayed in the end.", "Agreed, and the team uses the packs now.",
		"Run 12 family sessions", "Write for parents", "One leaflet is out", "Page 1 of",
	} {
		if !strings.Contains(strings.Join(strings.Fields(string(out)), " "), want) {
			r.t.Errorf("the report does not say %q:\n%s", want, out)
		}
	}
}

// called is what somebody is called in a sentence.
func called(p people.Person) string { return p.Called() }
