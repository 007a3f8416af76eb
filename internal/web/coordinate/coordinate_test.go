package coordinate_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	"learningyear/internal/web/coordinate"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

func site(t *testing.T, db *database.DB) (*webtest.House, peopletest.Staff) {
	staff := peopletest.Small(t, db)
	return empty(t, db), staff
}

func empty(t *testing.T, db *database.DB) *webtest.House {
	return webtest.New(t, db, func(h *webtest.House) []web.Route {
		return coordinate.New(h.Site, coordinate.Services{People: h.People, Sessions: h.Sessions}).Routes()
	})
}

// sound looks over a page and holds it to the number of queries.
func sound(t *testing.T, page *webtest.Page) {
	t.Helper()
	page.Want(t, http.StatusOK)
	pagetest.SoundPage(t, page.Body)
	const most = 12
	if page.Queries.N() > most {
		t.Errorf("%s took %d statements:\n%s", page.Path, page.Queries.N(), page.Queries)
	}
}

func TestFindingPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people") // draws the chart of the day
		page := priya.Get(t, "/manage/people").Sees(t, "10 people", "Amina Yusuf", "Sessional tutor", "Family Learning", "Dan Okoro", "Ruth Calder").Lacks(t, "Iris Webb")
		sound(t, page)
		page = page.Form(t, "Find").Fill(t, "Find somebody", "okoro TEAM").Submit(t)
		sound(t, page)
		page.Sees(t, "1 person with “okoro TEAM”").Lacks(t, "Grace Liu")
		page = page.Click(t, "Show everybody").Form(t, "Find").Select(t, "In", "– English and Maths").Submit(t)
		page.Sees(t, "1 person in English and Maths", "Ruth Calder").Lacks(t, "Omar Haddad")
		priya.Get(t, "/manage/people?unit=learner-services").Sees(t, "5 people in Learner Services")
		priya.Get(t, "/manage/people").Click(t, "No learning partner 9").Sees(t, "9 people without a learning partner").Lacks(t, "Amina Yusuf")
		page = priya.Get(t, "/manage/people").Click(t, "Not in a post 1").Sees(t, "Iris Webb", "Left on 31 August 2026")
		sound(t, page)
		page = priya.Get(t, "/manage/people?find=%00%FF%3Cscript%3E&page=-7&show=x&unit=y").Sees(t, "Nobody fits")
		sound(t, page)
	})
}

func TestALongSearchIsCut(t *testing.T) {
	house, staff := site(t, dbtest.SQLite(t))
	priya := house.As(t, staff.Priya.ID)
	usual := len(priya.Get(t, "/manage/people?find=x").Want(t, http.StatusOK).Body)
	for name, text := range map[string]string{"one that folds to eighteen": strings.Repeat("\ufdfa", 50_000), "a word": strings.Repeat("x", 100_000), "words": strings.Repeat("ñ7 ", 50_000)} {
		page := priya.Get(t, "/manage/people?find="+url.QueryEscape(text)).Want(t, http.StatusOK).Sees(t, "Nobody fits")
		if more := len(page.Body) - usual; more > 30_000 {
			t.Errorf("%s: the page is %d bytes longer than for one letter", name, more)
		}
	}
	priya.Get(t, "/manage/people?find=yusuf"+strings.Repeat("%20", 300)+"nobody").Want(t, http.StatusOK).Sees(t, "1 person", "Amina Yusuf")
}

func TestOnlyWhoKeepsPeopleGetsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		const one = "/manage/people/amina-yusuf"
		pages := []string{"/manage/people", one, one + "/details", one + "/partner", one + "/manager", one + "/delegate",
			one + "/leave", one + "/appointments/new", one + "/appointments/x/hours", "/manage/people/new", "/manage/partners"}
		for _, id := range []string{staff.Amina.ID, staff.Dan.ID, staff.Helen.ID, staff.Alex.ID, staff.Grace.ID} {
			for _, path := range pages {
				house.As(t, id).Get(t, path).Want(t, http.StatusNotFound)
			}
			for _, path := range []string{"/details", "/partner", "/manager", "/delegate", "/partner/end", "/partner/withdraw", "/manager/clear", "/delegate/x/end",
				"/leave", "/stay", "/appointments/new", "/appointments/x/hours", "/appointments/x/end", "/appointments/x/reopen", "/appointments/x/correct", "/appointments/x/withdraw"} {
				house.As(t, id).Post(t, one+path, url.Values{"name": {"X"}}).Want(t, http.StatusNotFound)
			}
		}
		house.Visitor(t).Get(t, "/manage/people").Leads(t, "/sign-in?next=%2Fmanage%2Fpeople")
		priya := house.As(t, staff.Priya.ID)
		for _, path := range []string{"/manage/people/nobody", "/manage/people/nobody/partner"} {
			priya.Get(t, path).Want(t, http.StatusNotFound)
		}
		priya.Post(t, one+"/delegate/x/end", nil).Want(t, http.StatusNotFound)
		priya.Post(t, one+"/partner/withdraw", nil).Want(t, http.StatusNotFound)
	})
}

func TestOnePerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people/amina-yusuf").Sees(t, "Amina Yusuf", "Sessional tutor", "0.6 of full time, from 1 September 2024", "Managed by Dan Okoro.", "Ruth Calder", "Dan Okoro", "From the posts and units.", "amina.yusuf@example.org", "None yet")
		sound(t, page)
		page = priya.Get(t, "/manage/people/iris-webb").Sees(t, "Left on 31 August 2026.", "Posts before", "Iris returns").Lacks(t, "Nominate a learning partner", "Name a delegate")
		pagetest.SoundPage(t, page.Body)
	})
}

func TestNominatingAPartner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := priya.Get(t, "/manage/people/amina-yusuf").Click(t, "Nominate somebody else").Sees(t, "Until then it is Ruth Calder.")
		sound(t, page)
		for typed, say := range map[string]string{
			"": "Type who is nominated", "nobody at all": "Nobody who works here fits", "o": "people fit. Type more of the name",
			"Amina Yusuf": "A learning partner is somebody else", "ruth.calder@example.org": "Ruth Calder is the learning partner already", "iris": "Nobody who works here fits",
		} {
			again := page.Form(t, "Ask them").Fill(t, "Who is nominated?", typed).Submit(t).Want(t, http.StatusUnprocessableEntity)
			pagetest.SoundPage(t, again.Body)
			if !strings.Contains(again.Error("partner"), say) || again.Value(t, "partner") != typed {
				t.Errorf("%q: %q", typed, again.Error("partner"))
			}
		}
		again := page.Form(t, "Ask them").Fill(t, "Who is nominated?", "divisional").Submit(t).Want(t, http.StatusUnprocessableEntity).
			Sees(t, "2 people fit. Choose who is meant", "Helen Marsh", "Omar Haddad")
		pagetest.SoundPage(t, again.Body)
		page = again.Form(t, "Ask them").Tick(t, "Omar Haddad").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).
			Sees(t, "Omar is asked to be the learning partner of Amina.", "Ruth Calder", "Omar Haddad was asked on 21 November 2026 and has not answered yet.", "nominated a learning partner")
		pagetest.SoundPage(t, page.Body)
		page = page.Form(t, "Withdraw the nomination").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "The nomination is withdrawn.").Lacks(t, "has not answered")
		page.Form(t, "End the partnership").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "The partnership has ended.", "No learning partner yet.", "Partners before")
	})
}

func TestNamingAManagerAndADelegate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := priya.Get(t, "/manage/people/amina-yusuf").Click(t, "Name another line manager").Sees(t, "Today it is Dan Okoro.")
		sound(t, page)
		again := page.Form(t, "Save the line manager").Fill(t, "Who manages them?", "").Date(t, "from", "40", "1", "2026").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, again.Body)
		if again.Error("manager") != "Type who manages them" || again.Value(t, "from-day") != "40" || !strings.Contains(again.Text(), "Enter a date, like 24 3 2027") {
			t.Error(again.Texts(".govuk-error-summary li"))
		}
		page = again.Form(t, "Save the line manager").Fill(t, "Who manages them?", "Helen Marsh").Date(t, "from", "1", "11", "2026").Submit(t).
			Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "Helen Marsh manages Amina from 1 November 2026.", "Named, from 1 November 2026")
		page.Form(t, "Go back to the one from the posts").Submit(t).Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "From the posts and units.", "Dan Okoro")

		page = priya.Get(t, "/manage/people/dan-okoro").Click(t, "Name a delegate")
		sound(t, page)
		again = page.Form(t, "Save the delegate").Fill(t, "Who acts for Dan?", "Dan Okoro").Date(t, "from", "2", "12", "2026").Date(t, "to", "1", "12", "2026").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, again.Body)
		again.Sees(t, "nobody acts for themselves", "Enter a last day that is not before the first")
		page = again.Form(t, "Save the delegate").Fill(t, "Who acts for Dan?", "ruth").Date(t, "to", "4", "12", "2026").Submit(t).
			Leads(t, "/manage/people/dan-okoro").Follow(t).Sees(t, "Ruth Calder acts for Dan from 2 December 2026 to 4 December 2026.", "Ruth Calder acts for them")
		priya.Get(t, "/manage/people/ruth-calder").Sees(t, "Acts for Dan Okoro, 2 December 2026 to 4 December 2026.")
		page.Form(t, "End it").Submit(t).Leads(t, "/manage/people/dan-okoro").Follow(t).Sees(t, "The delegation has ended.", "Nobody acts for them.")
	})
}

func TestCorrectingDetails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := priya.Get(t, "/manage/people/amina-yusuf").Click(t, "Correct the details")
		sound(t, page)
		form := page.Form(t, "Save the details")
		again := form.Fill(t, "Name", " ").Fill(t, "Email address", "dan.okoro@example.org").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, again.Body)
		if again.Error("name") != "Enter the name as the person writes it" || again.Value(t, "email") != "dan.okoro@example.org" {
			t.Error(again.Texts(".govuk-error-summary li"))
		}
		again = again.Form(t, "Save the details").Fill(t, "Name", "أمينة <b>Yusuf</b>").Submit(t).Want(t, http.StatusUnprocessableEntity)
		if again.Error("email") != "Dan Okoro has this email address already" {
			t.Error(again.Error("email"))
		}
		again.Form(t, "Save the details").Fill(t, "Email address", "amina@example.org").Fill(t, "Known as", "Minnie").Submit(t).
			Leads(t, "/manage/people/amina-yusuf").Follow(t).Sees(t, "The details are saved.", "أمينة <b>Yusuf</b>", "amina@example.org", "Minnie", "“name, known as, email”")
		// Somebody who had opened the form before.
		late := page.Form(t, "Save the details")
		late.Fields.Set("once", "01900000-0000-7000-8000-00000000abcd")
		clash := late.Fill(t, "Phone", "023 8000 0199").Submit(t).Want(t, http.StatusConflict)
		pagetest.SoundPage(t, clash.Body)
		clash.Sees(t, "Priya Nair saved this", "Minnie")
		if clash.Value(t, "phone") != "023 8000 0199" {
			t.Error("what was typed is lost")
		}
		clash.Form(t, "Save the details").Submit(t).Leads(t, "/manage/people/amina-yusuf")
	})
}

func TestAnOrganisationThatBegins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house := empty(t, db)
		operator := actor.With(t.Context(), actor.Operator("a test"))
		p, err := house.People.AddPerson(operator, people.NewPerson{Name: "First Administrator"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := house.People.GrantOffice(operator, p.ID, actor.Coordinator, house.Clock.Today()); err != nil {
			t.Fatal(err)
		}
		page := house.As(t, p.ID).Get(t, "/manage/people").Sees(t, "Nobody yet")
		pagetest.SoundPage(t, page.Body)
	})
}

// shared is a file of the shared test data.
func shared(t *testing.T, path ...string) []byte {
	t.Helper()
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	content, err := os.ReadFile(filepath.Join(append([]string{folder}, path...)...))
	if err != nil {
		t.Skipf("the shared test data is not at %s; set LEARNINGYEAR_SHARED_DATA", folder)
	}
	return content
}

// TestHostileWords sends what has broken other programs through every form.
func TestHostileWords(t *testing.T) {
	var words []string
	if err := json.Unmarshal(shared(t, "names", "blns.json"), &words); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(shared(t, "names", "names-edge.tsv"))) {
		words = append(words, strings.Split(strings.TrimSuffix(line, "\n"), "\t")[0])
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		const amina = "/manage/people/amina-yusuf"
		for _, w := range words {
			if p := priya.Get(t, "/manage/people?find="+url.QueryEscape(w)+"&unit="+url.QueryEscape(w)); p.Status != http.StatusOK {
				t.Fatalf("looking for %q: %d", w, p.Status)
			}
			p := priya.Post(t, amina+"/partner", url.Values{"partner": {w}, "partner-choice": {w}})
			if p.Status != http.StatusUnprocessableEntity && p.Status != http.StatusSeeOther {
				t.Fatalf("nominating %q: %d", w, p.Status)
			}
			version := priya.Get(t, amina+"/details").Value(t, "version")
			p = priya.Post(t, amina+"/details", url.Values{"name": {w}, "known_as": {w}, "phone": {w[:min(len(w), 9)]}, "version": {version}})
			switch p.Status {
			case http.StatusSeeOther:
				if kept := priya.Get(t, amina+"/details").Value(t, "name"); kept != strings.NewReplacer("\r", "", "\n", "").Replace(w) {
					t.Fatalf("%q is kept as %q", w, kept)
				}
			case http.StatusUnprocessableEntity:
			default:
				t.Fatalf("naming %q: %d", w, p.Status)
			}
		}
	})
}

// TestARealList walks from the real staff list to a page of fifty people.
func TestARealList(t *testing.T) {
	content := shared(t, "people", "derived-ncsl-staff-clean.csv")
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		lists := stafflist.NewService(house.DB, house.People, house.Clock)
		if _, err := lists.Import(actor.With(t.Context(), actor.Operator("a test")), bytes.NewReader(content), stafflist.Options{}); err != nil {
			t.Fatal(err)
		}
		priya.Get(t, "/manage/people")
		page := priya.Get(t, "/manage/people").Sees(t, "299 people")
		sound(t, page)
		if n := len(page.All("tbody tr")); n != 50 {
			t.Errorf("%d people on a page", n)
		}
		page = page.Click(t, "Next page").Want(t, http.StatusOK)
		sound(t, page)
		last := priya.Get(t, "/manage/people?page=999")
		if n := len(last.All("tbody tr")); n != 49 {
			t.Errorf("%d people on the last page", n)
		}
		sound(t, priya.Get(t, "/manage/people/nc10010"))
	})
}
