package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// small is the small organisation in the running program, in which some have an
// account: Amina has held an interview with Ruth and waits for Dan to agree her
// plan, and Dan is Siân's learning partner.
type small struct {
	*builder
	chromium *chromium
}

func openSmall(t *testing.T, width int64) small {
	t.Helper()
	r := start(t, dbtest.NewURL(t, database.SQLite))
	e := &estate{staff: peopletest.Small(t, r.DB), keys: map[string]string{}, year: calendar.September.YearOf(r.Clock.Today())}
	s := small{&builder{r.App, e, t}, openBrowser(t, r.site, width)}
	staff := e.staff
	e.keys["interview"] = s.talked(staff.Ruth, "2026-10-01", "2026-10-12", "I now begin with their question")
	_, err := s.Plans.AddTarget(s.as(staff.Amina), e.year, target("Help parents who worry about numbers"))
	s.must(err)
	s.must(s.Plans.Propose(s.as(staff.Amina), e.year, s.plan(e.year).Version))
	_, err = s.People.NominatePartner(s.as(staff.Sian), staff.Sian.ID, staff.Dan.ID)
	s.must(err)
	s.must(s.People.AcceptPartner(s.as(staff.Dan), staff.Sian.ID))
	_, err = s.Diary.Write(s.as(staff.Dan), diary.Words{Learned: "A meeting needs an end"}, "")
	s.must(err)
	operator := actor.With(t.Context(), actor.Operator("made a test"))
	for _, p := range []people.Person{staff.Amina, staff.Ruth, staff.Dan, staff.Priya, staff.Tom} {
		s.must(s.Sessions.SetPassword(operator, p.ID, goodPassword))
	}
	s.Clock.Set(peopletest.Now())
	return s
}

// comes is somebody in a browser of their own, signed in.
func (s small) comes(p people.Person) *tab {
	s.t.Helper()
	b := s.chromium.tab(p.Name)
	return b.signIn(p)
}

func (b *tab) signIn(p people.Person) *tab {
	b.t.Helper()
	return b.open("/sign-in").fill("email", p.EmailAddress()).fill("password", goodPassword).press("Sign in")
}

// lacks ends the test if the page says one of the texts.
func (b *tab) lacks(texts ...string) *tab {
	b.t.Helper()
	said := b.text()
	for _, text := range texts {
		if strings.Contains(said, text) {
			b.t.Fatalf("%s sees %q at %s:\n%.3000s", b.who, text, b.path(), said)
		}
	}
	return b
}

// hidden ends the test unless the address is not there for whoever asks.
func (b *tab) hidden(path string) *tab {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, chromedp.Navigate(b.site+path))
	if err != nil || answer == nil || answer.Status != http.StatusNotFound {
		b.t.Fatalf("%s: %s is not hidden: %v, %v", b.who, path, answer, err)
	}
	b.sees("This page is not here")
	b.mu.Lock()
	b.said = nil // the browser says that the page was not there
	b.mu.Unlock()
	return b
}

// TestJourneyOfALeaver: a line manager leaves and is handed on; the new one has
// her people's open plans from the day after; then she returns.
func TestJourneyOfALeaver(t *testing.T) { widths(t, leaver) }

func leaver(t *testing.T, width int64) {
	s := openSmall(t, width)
	staff, plan := s.staff, "/people/amina-yusuf/plan/2026-27"
	dan := s.comes(staff.Dan)
	dan.open("/team").sees("Read Amina’s learning plan", "While you are away")
	priya := s.comes(staff.Priya)
	priya.open("/manage/people/dan-okoro").follow("Dan leaves").sees("Vacant after that day", "Nobody leads it after that day", "No learning partner after that day")
	priya.date("left_on", s.day("2026-11-30")).press("Save the last day").sees("The last day of Dan is 30 November 2026.", "Dan leaves on 30 November 2026")
	priya.follow("Choose who takes it on").fill("successor", "Ruth Calder").press("Continue").sees("Start another post")
	priya.fill("fte", "0.4").press("Start this post").sees("Ruth is in the post Team lead from 1 December 2026.", "To come")
	priya.open("/manage/people/dan-okoro/leave").sees("stands on their page “Handing over”", "Ruth Calder leads it after that day", "Ruth Calder manages Amina after that day")
	priya.follow("Nominate somebody else").fill("partner", "Tom Byrne").press("Ask them").sees("Tom is asked to be the learning partner of Siân.")
	dan.open("/").sees("Your last day is Monday 30 November.").follow("See what is open until then").sees("Your last day is Monday 30 November", "You hand over")
	dan.open(plan).sees("Help parents who worry about numbers") // his until the day

	// The day has gone by, and everybody's session with it.
	s.on("2026-12-01")
	dan.open("/team").sees("Sign in")
	ruth := s.comes(staff.Ruth)
	ruth.open("/team").follow("Read Amina’s learning plan").sees("Help parents who worry about numbers").press("Agree this plan")
	priya.signIn(staff.Priya)

	// In February he returns, to another post: his diary is his, Amina's plan is not.
	s.on("2027-02-01")
	priya.signIn(staff.Priya).open("/manage/people/dan-okoro").sees("Left on 30 November 2026.").follow("Dan returns")
	priya.fill("post", "Finance officer").press("Welcome Dan back").sees("Dan is in the post Finance officer from 1 February 2027.")
	dan.signIn(staff.Dan).open("/diary").sees("A meeting needs an end")
	dan.open("/team").lacks("Amina Yusuf").open("/account/history").sees("noted the last day", "noted the return").hidden(plan)
}

// TestJourneyOfAPartnerChange: a learner asks somebody else and says no reason; the
// former partner keeps what they wrote, and nothing else.
func TestJourneyOfAPartnerChange(t *testing.T) { widths(t, partnerChange) }

func partnerChange(t *testing.T, width int64) {
	s := openSmall(t, width)
	staff, plan := s.staff, "/people/amina-yusuf/plan/2026-27"
	ruth := s.comes(staff.Ruth)
	ruth.open("/partnering/amina-yusuf").sees("Learning plan").open(plan).sees("Help parents who worry about numbers")

	amina := s.comes(staff.Amina)
	amina.open("/partner").sees("Ruth Calder", "you need not say why").fill("q", "o").press("Find").sees("Already supports 1")
	amina.fill("q", "tom").press("Find").press("Ask Tom Byrne").sees("You have asked Tom Byrne.", "Ruth Calder")
	tom := s.comes(staff.Tom)
	tom.open("/partnering").press("Say yes").sees("You are Amina Yusuf’s learning partner now.")
	amina.open("/partner").sees("Tom Byrne").lacks("Ruth Calder")

	tom.open("/partnering/amina-yusuf").sees("Before you", "Amina talked with another learning partner on 12 October.").lacks("I now begin with their question")
	tom.open(plan).sees("Help parents who worry about numbers").hidden("/interviews/" + s.keys["interview"])
	ruth.open("/partnering/amina-yusuf").lacks("Learning plan").open("/interviews/" + s.keys["interview"]).sees("I now begin with their question")
	ruth.hidden(plan)

	// The manager knows who it is, and no reason.
	priya := s.comes(staff.Priya)
	priya.open("/manage/partners").sees("without a learning partner").open("/manage/partners?show=loads").sees("Tom Byrne", "Amina Yusuf")
	amina.open("/account/history").sees("nominated a learning partner")
}
