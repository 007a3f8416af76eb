package account_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/session"
	"learningyear/internal/web"
	"learningyear/internal/web/account"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"

	"github.com/labstack/echo/v4"
)

const (
	good  = "kettle marble fjord"
	other = "seven geese by the weir"
)

// site is these pages over a test's database, with a stand-in for My year.
func site(t *testing.T, db *database.DB, changes ...func(*config.Settings)) (*webtest.House, peopletest.Staff) {
	t.Helper()
	staff := peopletest.Small(t, db)
	house := webtest.New(t, db, func(h *webtest.House) []web.Route {
		year := web.Get("/", web.SignedIn(), func(c echo.Context) error { return c.HTML(http.StatusOK, "<h1>My year</h1>"+web.Who(c).Name) })
		return append(account.New(h.Site, account.Services{Outbox: h.Outbox, Jobs: h.Jobs}).Routes(), year)
	}, changes...)
	return house, staff
}

func each(t *testing.T, test func(t *testing.T, h *webtest.House, staff peopletest.Staff)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		test(t, house, staff)
	})
}

func one(t *testing.T) (*webtest.House, peopletest.Staff) {
	t.Helper()
	return site(t, dbtest.SQLite(t))
}

var link = regexp.MustCompile(`http://learning\.example(/(?:invitation|reset)/\S+)`)

// mailed is the path of the link in the newest mail to the person.
func mailed(t *testing.T, h *webtest.House, p people.Person) string {
	t.Helper()
	all, err := h.Outbox.Latest(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if found := link.FindStringSubmatch(m.Body); m.ToAddress == p.EmailAddress() && found != nil {
			return found[1]
		}
	}
	t.Fatalf("no link was mailed to %s", p.Name)
	return ""
}

// join has the administrator invite the person, and the person choose the password.
func join(t *testing.T, h *webtest.House, staff peopletest.Staff, p people.Person) *webtest.Client {
	t.Helper()
	alex := h.As(t, staff.Alex.ID)
	alex.Get(t, "/accounts/"+p.Slug).Form(t, "Invite").Submit(t).Leads(t, "/accounts/"+p.Slug)
	c := h.Visitor(t)
	page := c.Get(t, mailed(t, h, p)).Want(t, http.StatusOK).Sees(t, "Welcome, "+p.Called())
	page.Form(t, "Keep this password and sign in").Fill(t, "Password", good).Submit(t).Leads(t, "/")
	h.Clock.Set(h.Clock.Now().Add(time.Second))
	return c
}

func TestFromInvitationToSignOut(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		amina := join(t, h, staff, staff.Amina)
		amina.Get(t, "/").Want(t, http.StatusOK).Sees(t, "Amina Yusuf")
		page := amina.Get(t, "/account").Sees(t, "Your account", "amina.yusuf@example.org", "Sessional tutor, Family Learning", "Chrome on Linux", "This device")
		out := page.Form(t, "Sign out")
		if page.One(t, "form[data-sign-out]") == nil {
			t.Error("drafts in the browser stay")
		}
		out.Submit(t).Leads(t, "/sign-in").Follow(t).Sees(t, "You are signed out.")
		amina.Get(t, "/account").Leads(t, "/sign-in?next=%2Faccount")
		form := amina.Get(t, "/sign-in?next=%2Faccount").Form(t, "Sign in")
		form.Fill(t, "Email address", "amina.yusuf@example.org").Fill(t, "Password", good).Submit(t).Leads(t, "/account").Follow(t).Sees(t, "Your account")
		amina.Get(t, "/sign-in").Leads(t, "/")
	})
}

func TestAWrongPasswordIsToldAndWhatWasTypedStays(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		join(t, h, staff, staff.Amina)
		form := h.Visitor(t).Get(t, "/sign-in?next=/account").Form(t, "Sign in")
		page := form.Fill(t, "email", "amina.yusuf@example.org").Fill(t, "password", "not the one").Tick(t, "This is my own phone").Submit(t).Want(t, http.StatusUnprocessableEntity)
		page.Sees(t, "There is a problem", "The email address or the password is not right")
		if page.Value(t, "email") != "amina.yusuf@example.org" || page.Value(t, "password") != "" {
			t.Errorf("kept %q and %q", page.Value(t, "email"), page.Value(t, "password"))
		}
		if !strings.HasPrefix(page.Title(), "Error: ") {
			t.Errorf("titled %q", page.Title())
		}
		again := page.Form(t, "Sign in").Fill(t, "password", good).Submit(t)
		again.Leads(t, "/account")
		if cookie := again.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Max-Age=") || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
			t.Errorf("the cookie of one's own phone is %q", cookie)
		}
		blank := h.Visitor(t).Get(t, "/sign-in").Form(t, "Sign in").Submit(t).Want(t, http.StatusUnprocessableEntity)
		if blank.Error("email") != "Enter your email address" || blank.Error("password") != "Enter your password" {
			t.Errorf("blank: %q, %q", blank.Error("email"), blank.Error("password"))
		}
	})
}

func TestTheSameAnswerWhoeverHasAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		join(t, h, staff, staff.Amina)
		keys := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
		answer := func(path, button, email string) string {
			c := h.Visitor(t)
			form := c.Get(t, path).Form(t, button).Fill(t, "email", email)
			if path == "/sign-in" {
				form.Fill(t, "password", other)
			}
			page := form.Submit(t)
			body := strings.ReplaceAll(keys.ReplaceAllString(page.Body, "KEY"), email, "ADDRESS")
			return fmt.Sprint(page.Status, page.Location(), page.Queries.N(), body)
		}
		for path, button := range map[string]string{"/sign-in": "Sign in", "/forgotten": "Send me a link"} {
			known, unknown := answer(path, button, "amina.yusuf@example.org"), answer(path, button, "nobody.at.all@example.org")
			if known != unknown {
				t.Errorf("%s answers\n%s\nor\n%s", path, known, unknown)
			}
		}
	})
}

func TestTooManyTriesAreToldInWords(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, _ peopletest.Staff) {
		c := h.Visitor(t)
		fields := url.Values{"email": {"amina.yusuf@example.org"}, "password": {other}}
		for range 10 {
			c.Post(t, "/sign-in", fields).Want(t, http.StatusUnprocessableEntity)
		}
		c.Post(t, "/sign-in", fields).Want(t, http.StatusTooManyRequests).Sees(t, "Too many tries", "Wait 15 minutes")
	})
}

func TestANewPasswordByLink(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		old := join(t, h, staff, staff.Amina)
		c := h.Visitor(t)
		c.Get(t, "/forgotten").Form(t, "Send me a link").Fill(t, "email", "amina").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "like name@example.org")
		c.Get(t, "/forgotten").Form(t, "Send me a link").Fill(t, "email", "amina.yusuf@example.org").Submit(t).
			Leads(t, "/forgotten/asked").Follow(t).Sees(t, "If there is an account")
		if _, err := h.Sessions.HandleAsks(t.Context()); err != nil {
			t.Fatal(err)
		}
		to := mailed(t, h, staff.Amina)
		page := c.Get(t, to).Want(t, http.StatusOK).Sees(t, "Choose a new password", "amina.yusuf@example.org")
		for typed, want := range map[string]string{"": "Enter a password", "short": "12 characters", "amina.yusuf@": "too close to your name", "password1234": "Many people use"} {
			refused := page.Form(t, "Keep this password and sign in").Fill(t, "password", typed).Submit(t).Want(t, http.StatusUnprocessableEntity)
			if got := refused.Error("password"); !strings.Contains(got, want) {
				t.Errorf("%q: %q", typed, got)
			}
			if refused.Value(t, "password") != "" {
				t.Error("the page holds the password")
			}
		}
		h.Clock.Set(h.Clock.Now().Add(time.Second))
		page.Form(t, "Keep this password and sign in").Fill(t, "password", other).Submit(t).Leads(t, "/")
		c.Get(t, "/account").Want(t, http.StatusOK)
		old.Get(t, "/account").Want(t, http.StatusSeeOther)
		h.Visitor(t).Get(t, to).Want(t, http.StatusGone).Sees(t, "This link has run out")
		h.Visitor(t).Post(t, to, url.Values{"password": {good}}).Want(t, http.StatusGone)
	})
}

func TestALinkThatNeverWas(t *testing.T) {
	h, _ := one(t)
	for _, token := range []string{"x", "..", strings.Repeat("A", 43), "%00", "%ff", "%3Cscript%3E"} {
		h.Visitor(t).Get(t, "/invitation/"+token).Want(t, http.StatusGone)
		h.Visitor(t).Get(t, "/reset/"+token).Want(t, http.StatusGone)
	}
}

func TestNextNeverLeavesTheSite(t *testing.T) {
	h, staff := one(t)
	join(t, h, staff, staff.Amina)
	for _, next := range []string{
		"https://evil.example/", "//evil.example", "///evil.example", `\\evil.example`, `/\evil.example`, "http:evil.example", "javascript:alert(1)",
		"/\t/evil.example", "/\n/evil.example", "evil", "", " //evil.example", "https:///evil.example",
	} {
		answer := h.Visitor(t).Post(t, "/sign-in", url.Values{"email": {"amina.yusuf@example.org"}, "password": {good}, "next": {next}}).Want(t, http.StatusSeeOther)
		if answer.Location() != "/" {
			t.Errorf("next %q leads to %q", next, answer.Location())
		}
	}
	h.Visitor(t).Post(t, "/sign-in", url.Values{"email": {"amina.yusuf@example.org"}, "password": {good}, "next": {"/diary/new?q=surprised&x=1"}}).
		Leads(t, "/diary/new?q=surprised&x=1")
}

func TestAPlantedCookieIsNotSignedIn(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		join(t, h, staff, staff.Amina)
		attacker := h.Visitor(t)
		attacker.Post(t, "/sign-out", nil).Leads(t, "/sign-in") // gets a session for its notice
		planted := attacker.Cookie("learning_year")
		if planted == "" {
			t.Fatal("no cookie to plant")
		}
		victim := h.Visitor(t)
		victim.SetCookie("learning_year", planted)
		victim.Get(t, "/sign-in").Form(t, "Sign in").Fill(t, "email", "amina.yusuf@example.org").Fill(t, "password", good).Submit(t).Leads(t, "/")
		if victim.Cookie("learning_year") == planted {
			t.Error("the cookie stayed the same")
		}
		victim.Get(t, "/account").Want(t, http.StatusOK)
		attacker.Get(t, "/account").Want(t, http.StatusSeeOther)
	})
}

func TestOtherSitesCannotSendForms(t *testing.T) {
	h, staff := one(t)
	amina := h.As(t, staff.Amina.ID)
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		c := h.As(t, staff.Amina.ID)
		c.Header.Set(header, value)
		if header == "Origin" {
			c.Header.Set("Sec-Fetch-Site", "same-site")
		}
		c.Post(t, "/account/sessions/end-others", nil).Want(t, http.StatusForbidden)
		c.Post(t, "/sign-out", nil).Want(t, http.StatusForbidden)
	}
	amina.Get(t, "/account").Want(t, http.StatusOK)
}

func TestSecureHeaders(t *testing.T) {
	house, _ := site(t, dbtest.SQLite(t), func(s *config.Settings) { s.BaseURL = "https://learning.example" })
	page := house.Visitor(t).Get(t, "/sign-in").Want(t, http.StatusOK)
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "same-origin", "Strict-Transport-Security": "max-age=", "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := page.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if csp := page.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
	answer := house.Visitor(t).Post(t, "/sign-out", nil)
	cookie := strings.Join(answer.Header.Values("Set-Cookie"), "; ")
	for _, want := range []string{"__Host-learning_year=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
}

func TestEndingSessionsFromTheAccountPage(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		here, phone, library := h.As(t, staff.Amina.ID), h.As(t, staff.Amina.ID), h.As(t, staff.Amina.ID)
		h.Clock.Set(h.Clock.Now().Add(10 * time.Minute))
		phone.Get(t, "/account").Want(t, http.StatusOK)
		page := here.Get(t, "/account")
		if n := len(page.All(`form[action$="/end"]`)); n != 2 {
			t.Fatalf("%d sessions to end", n)
		}
		page.Form(t, "End").Submit(t).Leads(t, "/account").Follow(t).Sees(t, "That device is signed out.")
		here.Get(t, "/account").Form(t, "Sign out everywhere else").Submit(t).Leads(t, "/account")
		here.Get(t, "/account").Want(t, http.StatusOK).Lacks(t, "Sign out everywhere else")
		phone.Get(t, "/account").Want(t, http.StatusSeeOther)
		library.Get(t, "/account").Want(t, http.StatusSeeOther)
	})
}

func TestChangingThePasswordOnThePage(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		c := join(t, h, staff, staff.Amina)
		form := c.Get(t, "/account/password").Form(t, "Change password")
		page := form.Fill(t, "current", "wrong").Fill(t, "password", "short").Submit(t).Want(t, http.StatusUnprocessableEntity)
		if page.Error("current") == "" || page.Error("password") == "" {
			t.Errorf("both are told: %q, %q", page.Error("current"), page.Error("password"))
		}
		page.Form(t, "Change password").Fill(t, "current", good).Fill(t, "password", other).Submit(t).Leads(t, "/account").Follow(t).Sees(t, "Your password is changed.")
		h.Visitor(t).Post(t, "/sign-in", url.Values{"email": {"amina.yusuf@example.org"}, "password": {other}}).Leads(t, "/")
	})
}

func TestADoubleTapChangesThePasswordOnce(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		c := join(t, h, staff, staff.Amina)
		form := c.Get(t, "/account/password").Form(t, "Change password").Fill(t, "current", good).Fill(t, "password", other)
		form.Submit(t).Leads(t, "/account")
		// The second tap finds that the old password is not right any more, and
		// nothing changes; a form sent again is never half done.
		form.Submit(t)
		h.Visitor(t).Post(t, "/sign-in", url.Values{"email": {"amina.yusuf@example.org"}, "password": {other}}).Leads(t, "/")
		invite := h.As(t, staff.Alex.ID).Get(t, "/accounts/"+staff.Ruth.Slug).Form(t, "Invite")
		invite.Submit(t).Leads(t, "/accounts/"+staff.Ruth.Slug)
		invite.Submit(t).Leads(t, "/accounts/"+staff.Ruth.Slug)
		mails, _ := h.Outbox.Latest(t.Context(), 100)
		n := 0
		for _, m := range mails {
			if m.ToAddress == staff.Ruth.EmailAddress() {
				n++
			}
		}
		if n != 1 {
			t.Errorf("a double tap invited %d times", n)
		}
	})
}

func TestWhatIsRecordedAboutMe(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		amina := h.As(t, staff.Amina.ID)
		amina.Get(t, "/account/history").Want(t, http.StatusOK).Sees(t, "Nothing yet")
		ctx := peopletest.As(t, staff.Alex, actor.Administrator)
		for range 35 {
			if err := h.Sessions.Invite(ctx, staff.Amina.ID); err != nil {
				t.Fatal(err)
			}
		}
		page := amina.Get(t, "/account/history").Sees(t, "Alex Reed: account, invited", "21 November 2026, 9:30am")
		if n := len(page.All("main ol > li")); n != 30 {
			t.Errorf("%d on the first page", n)
		}
		older := page.Click(t, "Older").Want(t, http.StatusOK)
		if n := len(older.All("main ol > li")); n != 5 {
			t.Errorf("%d on the second page", n)
		}
		older.Click(t, "Newest").Want(t, http.StatusOK)
		h.As(t, staff.Ruth.ID).Get(t, "/account/history").Lacks(t, "Alex Reed")
	})
}

func demonstration(t *testing.T, h *webtest.House, staff peopletest.Staff) {
	t.Helper()
	settings := organisation.Defaults()
	settings.Demonstration = true
	if err := h.Organisation.Save(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	if err := h.Sessions.KeepPersonas(t.Context(), []session.Persona{
		{PersonID: staff.Amina.ID, Label: "Sessional tutor", Hint: "Write a sentence in the diary."},
		{PersonID: staff.Alex.ID, Label: "Administrator", Hint: "Invite somebody."},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTheDemonstrationOffersWhomToBe(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		c := h.Visitor(t)
		c.Get(t, "/demo").Want(t, http.StatusNotFound)
		c.Post(t, "/demo", url.Values{"person": {staff.Amina.Slug}}).Want(t, http.StatusNotFound)
		c.Get(t, "/sign-in").Lacks(t, "Choose whom to be")
		demonstration(t, h, staff)
		page := c.Get(t, "/sign-in").Click(t, "Choose whom to be").Want(t, http.StatusOK).
			Sees(t, "Sessional tutor", "Amina Yusuf, Sessional tutor, Family Learning", "Write a sentence in the diary.")
		page.Form(t, "Be Amina Yusuf").Submit(t).Leads(t, "/").Follow(t).Sees(t, "Amina Yusuf")
		c.Get(t, "/demo").Sees(t, "This is you now").Form(t, "Be Alex Reed").Submit(t).Leads(t, "/").Follow(t).Sees(t, "Alex Reed")
		for _, slug := range []string{staff.Dan.Slug, "", "nobody"} {
			c.Post(t, "/demo", url.Values{"person": {slug}}).Want(t, http.StatusNotFound)
		}
	})
}

func TestTheAdministratorsPages(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		join(t, h, staff, staff.Amina)
		alex := h.As(t, staff.Alex.ID)
		page := alex.Get(t, "/accounts").Sees(t, "9 people have no account yet", "10 people", "Amina Yusuf", "Has an account", "mails are waiting to go")
		page.Form(t, "Find").Fill(t, "Find somebody", "okoro").Submit(t).Want(t, http.StatusOK).Sees(t, "1 person", "Dan Okoro").Lacks(t, "Siân")
		alex.Get(t, "/accounts?state=active").Sees(t, "1 person", "Amina Yusuf")
		alex.Get(t, "/accounts?state=%00&page=99&q=%ff").Want(t, http.StatusOK)
		all := page.Click(t, "Invite them all").Sees(t, "Invite 9 people").Form(t, "Send the invitations")
		all.Submit(t).Leads(t, "/accounts").Follow(t).Sees(t, "Invitations to 9 people are on their way.").Lacks(t, "have no account yet")
		alex.Post(t, "/accounts/invite-all", nil).Leads(t, "/accounts").Follow(t).Sees(t, "Nobody was left to invite.")
		alex.Get(t, "/accounts/alex-reed").Lacks(t, "Close the account")
		alex.Post(t, "/accounts/alex-reed/close", nil).Want(t, http.StatusUnprocessableEntity).Sees(t, "This is your own account")
		alex.Get(t, "/accounts/mail").Sees(t, "Your Learning Year account", "dan.okoro@example.org", "Waiting")

		one := alex.Get(t, "/accounts/amina-yusuf").Sees(t, "On 1 device", "account, accepted the invitation")
		one.Form(t, "Close the account").Submit(t).Leads(t, "/accounts/amina-yusuf").Follow(t).Sees(t, "The account of Amina Yusuf is closed", "Open the account again")
		alex.Get(t, "/accounts/amina-yusuf").Form(t, "Open the account again").Submit(t).Leads(t, "/accounts/amina-yusuf")
		alex.Get(t, "/accounts/nobody").Want(t, http.StatusNotFound)
		alex.Post(t, "/accounts/amina-yusuf/invite", nil).Want(t, http.StatusUnprocessableEntity).Sees(t, "has an account already")
		alex.Post(t, "/accounts/iris-webb/invite", nil).Want(t, http.StatusUnprocessableEntity).Sees(t, "Leavers cannot sign in")
	})
}

func TestOfficesAreGivenAndEnded(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		alex := h.As(t, staff.Alex.ID)
		page := alex.Get(t, "/accounts/tom-byrne").Sees(t, "None. Line managers")
		page.Form(t, "Give the office").Select(t, "role", "Auditor").Submit(t).Leads(t, "/accounts/tom-byrne").Follow(t).Sees(t, "Tom Byrne has the office from today.")
		h.As(t, staff.Tom.ID).Get(t, "/trail").Want(t, http.StatusOK)
		alex.Get(t, "/accounts/tom-byrne").Form(t, "End").Submit(t).Leads(t, "/accounts/tom-byrne")
		h.As(t, staff.Tom.ID).Get(t, "/trail").Want(t, http.StatusNotFound)
		alex.Get(t, "/accounts/alex-reed").Form(t, "End").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "the only administrator")
		alex.Post(t, "/accounts/tom-byrne/grant", url.Values{"role": {"king"}}).Want(t, http.StatusUnprocessableEntity).Sees(t, "Choose an office")
	})
}

func TestTheAuditorReadsTheTrail(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		grace := h.As(t, staff.Grace.ID)
		grace.Get(t, "/trail").Want(t, http.StatusOK).Sees(t, "Everything, the newest first: nothing")
		ctx := peopletest.As(t, staff.Alex, actor.Administrator)
		for range 60 {
			if err := h.Sessions.Invite(ctx, staff.Amina.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.Sessions.Invite(ctx, staff.Sian.ID); err != nil {
			t.Fatal(err)
		}
		page := grace.Get(t, "/trail").Sees(t, "Alex Reed", "Account", "invited", "Siân Howell", "Entry 61")
		if n := len(page.All("tbody tr")); n != 50 {
			t.Errorf("%d on the first page", n)
		}
		if n := len(page.Click(t, "Older").All("tbody tr")); n != 11 {
			t.Errorf("%d on the second page", n)
		}
		found := page.Form(t, "Show").Fill(t, "Person", "sian.howell@example.org").Select(t, "record", "Account").Submit(t).Want(t, http.StatusOK)
		if found.Sees(t, "By, for and about Siân Howell"); len(found.All("tbody tr")) != 1 {
			t.Errorf("%d entries about one", len(found.All("tbody tr")))
		}
		grace.Get(t, "/trail?person=a").Sees(t, "Whom do you mean?").Click(t, "Amina Yusuf").Sees(t, "By, for and about Amina Yusuf")
		grace.Get(t, "/trail?person=zzz").Sees(t, "Nobody is called “zzz”")
		grace.Get(t, "/trail?person=%00&record=%ff&before=-3").Want(t, http.StatusOK)
		grace.Get(t, "/trail/check").Sees(t, "61 entries, and every one is as it was written.")
		grace.Get(t, "/trail").Click(t, "Acts month by month").Sees(t, "Have an account", "November 2026", "61")
	})
}

func TestABrokenTrailIsTold(t *testing.T) {
	db := dbtest.SQLite(t)
	h, staff := site(t, db)
	if err := h.Sessions.Invite(peopletest.As(t, staff.Alex, actor.Administrator), staff.Amina.ID); err != nil {
		t.Fatal(err)
	}
	if err := db.InTx(t.Context(), func(ctx context.Context) error {
		for _, s := range []string{"DROP TRIGGER trail_no_update", "UPDATE trail SET act = 'thanked'"} {
			if err := db.From(ctx).Exec(s).Error; err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	h.As(t, staff.Grace.ID).Get(t, "/trail/check").Sees(t, "The trail is broken", "entry 1 is not as it was written")
}

// pages are all pages of the package, each with who may open it.
func pages(staff peopletest.Staff) map[string][]people.Person {
	everybody := []people.Person{staff.Amina, staff.Dan, staff.Helen, staff.Priya, staff.Alex, staff.Grace}
	admin, auditor := []people.Person{staff.Alex}, []people.Person{staff.Grace}
	return map[string][]people.Person{
		"/help": everybody, "/accessibility": everybody, "/what-we-record": everybody, "/account": everybody, "/account/password": everybody,
		"/account/history": everybody, "/accounts": admin, "/accounts/invite-all": admin, "/accounts/mail": admin, "/accounts/amina-yusuf": admin,
		"/trail": auditor, "/trail/check": auditor, "/trail/acts": auditor,
	}
}

func TestWhoOpensWhat(t *testing.T) {
	h, staff := one(t)
	for path, who := range pages(staff) {
		allowed := map[string]bool{}
		for _, p := range who {
			allowed[p.ID] = true
		}
		for _, p := range []people.Person{staff.Amina, staff.Dan, staff.Helen, staff.Priya, staff.Alex, staff.Grace} {
			want := http.StatusNotFound
			if allowed[p.ID] {
				want = http.StatusOK
			}
			if got := h.As(t, p.ID).Get(t, path).Status; got != want {
				t.Errorf("%s for %s: %d, want %d", path, p.Name, got, want)
			}
		}
	}
}

func TestEveryPageIsSoundAndCheap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h, staff := site(t, db)
		demonstration(t, h, staff)
		check := func(page *webtest.Page) {
			t.Helper()
			pagetest.SoundPage(t, page.Want(t, http.StatusOK).Body)
			if page.Queries.N() > 12 {
				t.Errorf("%s takes %d queries:\n%s", page.Path, page.Queries.N(), page.Queries)
			}
		}
		h.Visitor(t).Get(t, "/help") // draws the chart of the day, which stays in memory
		for path, who := range pages(staff) {
			check(h.As(t, who[len(who)-1].ID).Get(t, path))
		}
		for _, path := range []string{"/sign-in?away=yes", "/forgotten", "/forgotten/asked", "/demo", "/help", "/accessibility"} {
			check(h.Visitor(t).Get(t, path))
		}
		if err := h.Sessions.Invite(peopletest.As(t, staff.Alex, actor.Administrator), staff.Ruth.ID); err != nil {
			t.Fatal(err)
		}
		check(h.Visitor(t).Get(t, mailed(t, h, staff.Ruth)))
	})
}

func TestNamesAreShownAndNeverRun(t *testing.T) {
	h, staff := one(t)
	h.DB.InTx(t.Context(), func(ctx context.Context) error {
		h.DB.From(ctx).Exec("UPDATE persons SET name = ?, known_as = ? WHERE id = ?", `<script>alert(1)</script>`, `"><img src=x>`, staff.Amina.ID)
		return h.DB.From(ctx).Exec("UPDATE structure SET version = version + 1").Error
	})
	alex := h.As(t, staff.Alex.ID)
	alex.Get(t, "/accounts/amina-yusuf").Form(t, "Invite").Submit(t).Want(t, http.StatusSeeOther)
	for _, page := range []*webtest.Page{alex.Get(t, "/accounts"), alex.Get(t, "/accounts/amina-yusuf"), h.Visitor(t).Get(t, mailed(t, h, staff.Amina)), h.As(t, staff.Amina.ID).Get(t, "/account")} {
		if n := len(page.Want(t, http.StatusOK).All("img")); n != 0 || strings.Contains(page.Body, "<script>alert") {
			t.Errorf("%s runs what was typed", page.Path)
		}
	}
}

// nasty are texts that have broken programs before.
func nasty() []string {
	return []string{
		"\x00", "\xff\xfe", "'; DROP TABLE accounts; --", `" OR ""="`, "<script>alert(1)</script>", "%s%n%d", "../../etc/passwd", "\u202etest", "Ω≈ç√∫",
		"田中さんにあげて下さい", "👾🙇💁", "مُنَاقَشَةُ", "$(touch /tmp/x)", "{{.}}", "-1e309", "NULL", strings.Repeat("x", 70_000), "a@b\r\nBcc: c@d", " ",
	}
}

func TestNothingTypedBreaksAPage(t *testing.T) {
	each(t, func(t *testing.T, h *webtest.House, staff peopletest.Staff) {
		amina, alex, grace := h.As(t, staff.Amina.ID), h.As(t, staff.Alex.ID), h.As(t, staff.Grace.ID)
		if err := h.Sessions.Invite(peopletest.As(t, staff.Alex, actor.Administrator), staff.Ruth.ID); err != nil {
			t.Fatal(err)
		}
		invitation := mailed(t, h, staff.Ruth)
		for i, s := range nasty() {
			visitor := h.Visitor(t)
			visitor.IP = fmt.Sprintf("198.51.100.%d", i)
			visitor.Header.Set("User-Agent", s)
			q := url.QueryEscape(s)
			for _, page := range []*webtest.Page{
				visitor.Post(t, "/sign-in", url.Values{"email": {s}, "password": {s}, "next": {s}, "own_phone": {s}, "once": {s}}),
				visitor.Post(t, "/forgotten", url.Values{"email": {s}, "once": {s}}),
				visitor.Post(t, "/forgotten", url.Values{"email": {s + "@" + s}}),
				visitor.Post(t, invitation, url.Values{"password": {s[:min(len(s), 11)]}}),
				visitor.Post(t, "/demo", url.Values{"person": {s}}),
				visitor.Get(t, "/sign-in?next="+q+"&away="+q),
				visitor.Get(t, "/reset/"+url.PathEscape(s[:min(len(s), 300)])),
				amina.Post(t, "/account/password", url.Values{"current": {s}, "password": {s}}),
				amina.Post(t, "/account/sessions/"+url.PathEscape(s[:min(len(s), 300)])+"/end", nil),
				amina.Get(t, "/account/history?before="+q),
				alex.Get(t, "/accounts?q="+q+"&state="+q+"&page="+q),
				alex.Get(t, "/accounts/"+url.PathEscape(s[:min(len(s), 300)])),
				alex.Post(t, "/accounts/tom-byrne/grant", url.Values{"role": {s}}),
				alex.Post(t, "/accounts/tom-byrne/end-office", url.Values{"role": {s}}),
				grace.Get(t, "/trail?person="+q), grace.Get(t, "/trail?record="+q), grace.Get(t, "/trail?before="+q),
			} {
				if page.Status >= http.StatusInternalServerError || strings.Contains(page.Body, "<script>alert") {
					t.Errorf("%.60q at %.80s: %d", s, page.Path, page.Status)
				}
			}
		}
		if _, err := h.Sessions.HandleAsks(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestWithoutTheDatabaseThereAreWords(t *testing.T) {
	db := dbtest.SQLite(t)
	h, staff := site(t, db)
	amina := h.As(t, staff.Amina.ID)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	amina.Get(t, "/account").Want(t, http.StatusServiceUnavailable).Sees(t, "try again in a minute")
}
