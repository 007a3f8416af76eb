package importing_test

import (
	"bytes"
	encodingcsv "encoding/csv"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	"learningyear/internal/web/importing"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

func site(t *testing.T, db *database.DB) (*webtest.House, peopletest.Staff) {
	staff := peopletest.Small(t, db)
	return empty(t, db), staff
}

func empty(t *testing.T, db *database.DB) *webtest.House {
	return webtest.New(t, db, func(h *webtest.House) []web.Route {
		lists := stafflist.NewService(h.DB, h.People, h.Clock)
		lists.WorkThrough(h.Jobs)
		return importing.New(h.Site, lists).Routes()
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

// names lists everybody who is here.
func names(t *testing.T, house *webtest.House) string {
	t.Helper()
	chart, err := house.People.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range chart.Persons() {
		out = append(out, x.Name)
	}
	return strings.Join(out, "|")
}

func TestOnlyWhoKeepsPeopleGetsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		for _, id := range []string{staff.Amina.ID, staff.Dan.ID, staff.Helen.ID, staff.Grace.ID} {
			house.As(t, id).Get(t, "/manage/people/import").Want(t, http.StatusNotFound)
		}
		priya := house.As(t, staff.Priya.ID)
		for _, path := range []string{"/manage/people/import/x", "/manage/people/import/01900000-0000-7000-8000-000000000999"} {
			priya.Get(t, path).Want(t, http.StatusNotFound)
		}
	})
}

// send uploads a file as a browser does.
func send(t *testing.T, c *webtest.Client, name, content string, fields url.Values) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, values := range fields {
		if err := form.WriteField(field, values[0]); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = file.Write([]byte(content))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.PostAs(t, "/manage/people/import", form.FormDataContentType(), &body)
}

const list = "Staff ID,Name,Email,Job title,Unit,Post reference,Reports to,Start date\n" +
	"1,王 小明,wang@example.org,Head of science,Science,S1,,2020-09-01\n" +
	"2,<script>alert(1)</script>,x@example.org,Tutor,Science,S2,S1,2026-09-01\n"

func TestImportWithAPreview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := priya.Get(t, "/manage/people/import").Sees(t, "Import a staff list", "Employee number", "21")
		sound(t, page)
		page.Lacks(t, "Name of the organisation")

		page = send(t, priya, "new.csv", list, nil).Want(t, http.StatusSeeOther).Follow(t).
			Sees(t, "Look before you import", "new.csv, as at 21 November 2026", "Import 2 rows", "10 people who are here on the day are not in the list")
		sound(t, page)
		if strings.Contains(names(t, house), "王 小明") {
			t.Error("looking over the list took it in")
		}
		house.As(t, staff.Alex.ID).Get(t, page.Path).Want(t, http.StatusNotFound)
		form := page.Form(t, "Import 2 rows")
		done := form.Submit(t).Leads(t, page.Path).Follow(t).Sees(t, "The staff list is in", "See who has no learning partner yet").Lacks(t, "Import 2 rows")
		sound(t, done)
		form.Submit(t).Leads(t, page.Path) // a double tap
		if all := names(t, house); !strings.Contains(all, "王 小明") || !strings.Contains(all, "<script>alert(1)</script>") {
			t.Error(all)
		}
		again := send(t, priya, "new.csv", list, nil).Follow(t).Sees(t, "Nothing would change").Lacks(t, "Import 2 rows")
		again.Form(t, "Choose another file").Submit(t).Leads(t, "/manage/people/import")
		priya.Get(t, again.Path).Want(t, http.StatusNotFound)
	})
}

func TestImportWithProblems(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		alex := house.As(t, staff.Alex.ID)
		page := alex.Get(t, "/manage/people/import")
		sound(t, page)
		bad := page.Form(t, "Show what would change").Date(t, "as_at", "x", "1", "2026").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, bad.Body)
		if bad.Error("file") != "Choose a file" || bad.Value(t, "as_at-day") != "x" {
			t.Error(bad.Texts(".govuk-error-summary li"))
		}
		send(t, alex, "empty.csv", "", nil).Want(t, http.StatusUnprocessableEntity).Sees(t, "The file is empty")

		page = send(t, alex, "bad.csv", list+"3,,nobody,Tutor,,S3,S1,soon\n", nil).Follow(t).
			Sees(t, "1 row cannot be taken in", "Line 4", "Start date", "Not a date like 2026-09-01 or 1/9/2026", "Choose the corrected file")
		pagetest.SoundPage(t, page.Body)
		alex.Post(t, page.Path, nil).Leads(t, page.Path).Follow(t).Sees(t, "Nothing was imported.")
		page.Form(t, "Import the other 2 rows").Submit(t).Leads(t, page.Path).Follow(t).Sees(t, "The staff list is in", "Left out, because of a problem: 1 row.", "Invite people to sign in").Lacks(t, "See who has no learning partner")

		page = send(t, alex, "x.xlsx", "PK\x03\x04...", nil).Follow(t).Sees(t, "This file cannot be taken in", "This is a spreadsheet.").Lacks(t, "Import the")
		pagetest.SoundPage(t, page.Body)
	})
}

// big is a list of four, so that one who is missing is not more than half.
const big = "Staff ID,Name,Email,Job title,Unit,Post reference,Reports to,Start date\n" +
	"1,Wang,wang@example.org,Head of science,Science,S1,,2020-09-01\n" +
	"2,Ann,ann@example.org,Tutor,Science,S2,S1,2021-09-01\n" +
	"3,Bob,bob@example.org,Tutor,Science,S3,S1,2021-09-01\n" +
	"4,Cas,cas@example.org,Tutor,Science,S4,S1,2021-09-01\n"

func TestWhatWasCorrectedAndWhoIsMissing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house := empty(t, db)
		operator := actor.With(t.Context(), actor.Operator("a test"))
		p, err := house.People.AddPerson(operator, people.NewPerson{Name: "First Administrator"})
		if err == nil {
			_, err = house.People.GrantOffice(operator, p.ID, actor.Coordinator, house.Clock.Today())
		}
		if err != nil {
			t.Fatal(err)
		}
		first := house.As(t, p.ID)
		send(t, first, "staff.csv", big, nil).Follow(t).Form(t, "Import 4 rows").Submit(t).Follow(t).Sees(t, "The staff list is in")
		chart, err := house.People.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ann := chart.PersonByEmail("ann@example.org")
		err = house.People.CorrectPerson(operator, ann.ID, ann.Version, people.Correction{Name: "Anne", Email: "ann@example.org", EmployeeNumber: "2"})
		if err != nil {
			t.Fatal(err)
		}
		shorter := big[:strings.LastIndex(big, "4,Cas")]
		page := send(t, first, "staff.csv", shorter, nil).Follow(t).
			Sees(t, "Corrected here by hand", "Anne, name", "1 person here on the day and in no office is not in the list", "Cas", "This list is complete: end the 1 person not in it", "Their last day is 20 November 2026")
		sound(t, page)
		done := page.Form(t, "Import 3 rows").Tick(t, "Take the list’s word for what was corrected here").
			Tick(t, "This list is complete: end the 1 person not in it").Submit(t).Leads(t, page.Path).Follow(t).
			Sees(t, "is now as the list says", "1 person not in the list left with the day before")
		sound(t, done)
		if all := names(t, house); strings.Contains(all, "Cas") || strings.Contains(all, "Anne") || !strings.Contains(all, "Ann") {
			t.Error(all)
		}
	})
}

// organogramOf is a senior and a junior file, with a job share, a vacancy, a post
// whose holder is not named and an office's address.
const (
	seniorFile = "Post Unique Reference,Name,Grade,Job Title,Organisation,Unit,Contact Phone,Contact E-mail,Reports to Senior Post,FTE\n" +
		"1,Ada Lovelace,SCS2,Director,Small College,Office,,office@example.org,XX,1\n" +
		"2,Grace Hopper,SCS1,Deputy,Small College,Teaching,,office@example.org,1,0.5\n" +
		"2,Mary Somerville,SCS1,Deputy,Small College,Teaching,,mary@example.org,1,0.5\n" +
		"3,Vacant,SCS1,Deputy,Small College,Estates,,,1,1\n4,N/D,SCS1,Deputy,Small College,Finance,,,9,1\n"
	juniorFile = "Parent Department,Organisation,Unit,Reporting Senior Post,Grade,Number of Posts in FTE,Generic Job Title\n" +
		"D,Small College,Teaching,2,G7,12.5,Lecturer\nD,Small College,Libraries,3,G7,2,Librarian\n"
)

func TestAnOrganogramWithItsJuniorFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := sendBoth(t, priya, seniorFile, juniorFile).Want(t, http.StatusSeeOther).Follow(t).
			Sees(t, "Look before you import", "Import 5 rows", "office@example.org is the address of several posts", "There is no post 9 for 4 to report to", "14.5 posts are counted in the junior file")
		sound(t, page)
		page.Form(t, "Import 5 rows").Submit(t).Leads(t, page.Path).Follow(t).Sees(t, "The staff list is in")
		if all := names(t, house); !strings.Contains(all, "Ada Lovelace") || strings.Contains(all, "Vacant") || strings.Contains(all, "N/D") {
			t.Error(all)
		}
		sendBoth(t, priya, seniorFile, juniorFile).Follow(t).Sees(t, "Nothing would change")
		sendBoth(t, priya, list, juniorFile).Follow(t).Sees(t, "This file cannot be taken in", "the other one is not the senior file")
		send(t, priya, "junior.csv", juniorFile, nil).Follow(t).Sees(t, "This is the junior file of an organogram.")
	})
}

// sendBoth uploads a senior and a junior file.
func sendBoth(t *testing.T, c *webtest.Client, senior, junior string) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, content := range map[string]string{"file": senior, "junior": junior} {
		file, err := form.CreateFormFile(field, field+".csv")
		if err == nil {
			_, err = file.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return c.PostAs(t, "/manage/people/import", form.FormDataContentType(), &body)
}

func TestALargeListIsImportedInTheBackground(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		var large strings.Builder
		large.WriteString("Staff ID,Name,Job title,Unit\n")
		for i := range 4000 {
			large.WriteString(strconv.Itoa(i) + ",Person of the large list " + strconv.Itoa(i) + ",Officer of the large list,Unit " + strconv.Itoa(i/200) + "\n")
		}
		page := send(t, priya, "large.csv", large.String(), nil).Follow(t)
		done := page.Form(t, "Import 4000 rows").Submit(t).Want(t, http.StatusSeeOther)
		if !strings.HasPrefix(done.Location(), "/progress/") {
			t.Fatalf("it leads to %q", done.Location())
		}
		// From another tab, and by looking again, one comes to the same errand.
		priya.Post(t, page.Path, nil).Leads(t, done.Location())
		priya.Get(t, page.Path).Leads(t, done.Location())
		priya.Get(t, page.Path+"/columns").Leads(t, done.Location())
		if n := errands(t, db); n != 1 {
			t.Errorf("there are %d errands", n)
		}
		if strings.Contains(names(t, house), "large list") {
			t.Error("it is done before anybody does it")
		}
		if err := house.Jobs.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		ended(t, house, staff.Priya.ID, done.Location(), jobs.Done)
		if err := house.Jobs.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		priya.Post(t, page.Path+"/discard", nil).Want(t, http.StatusNotFound)
		priya.Post(t, page.Path, nil).Leads(t, page.Path) // it is in already
		priya.Get(t, page.Path).Sees(t, "The staff list is in", "4000")
		priya.Get(t, page.Path+"/columns").Want(t, http.StatusNotFound)
		if n := errands(t, db); n != 1 {
			t.Errorf("there are %d errands", n)
		}
	})
}

func errands(t *testing.T, db *database.DB) (n int) {
	t.Helper()
	if err := db.From(t.Context()).Raw("SELECT COUNT(*) FROM errands").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// ended waits until the errand at the address of its progress has ended, and holds
// it to how.
func ended(t *testing.T, house *webtest.House, person, address string, how jobs.State) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.Actor{PersonID: person})
	look, late := time.NewTicker(50*time.Millisecond), time.After(time.Minute)
	defer look.Stop()
	for {
		errand, err := house.Jobs.Find(ctx, strings.TrimPrefix(address, "/progress/"))
		switch {
		case err != nil:
			t.Fatal(err)
		case errand.State.Ended() && errand.State != how:
			t.Fatalf("it ended %s: %s", errand.State, errand.Problem)
		case errand.State.Ended():
			return
		}
		select {
		case <-look.C:
		case <-late:
			t.Fatal("it does not end")
		}
	}
}

// TestALargeListThatFailedIsTriedAgain confirms a large list whose rows do not fit,
// and then without them.
func TestALargeListThatFailedIsTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		large := "Staff ID,Name,Job title,Unit\n1,Ann,Officer,Skills\n" + strings.Repeat("2,,Officer without a name in the large list,Unit without anybody in the large list\n", 3000)
		page := send(t, priya, "large.csv", large, nil).Follow(t).Sees(t, "cannot be taken in")
		if err := house.Jobs.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		first := priya.Post(t, page.Path, nil).Want(t, http.StatusSeeOther)
		ended(t, house, staff.Priya.ID, first.Location(), jobs.Failed)
		second := priya.Get(t, page.Path).Form(t, "Import the other 1 row").Submit(t).Want(t, http.StatusSeeOther)
		if second.Location() == first.Location() || !strings.HasPrefix(second.Location(), "/progress/") {
			t.Fatalf("it leads to %q", second.Location())
		}
		ended(t, house, staff.Priya.ID, second.Location(), jobs.Done)
		if err := house.Jobs.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		priya.Get(t, page.Path).Sees(t, "The staff list is in")
	})
}

func TestTheFirstImportNamesTheOrganisation(t *testing.T) {
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
		first := house.As(t, p.ID)
		first.Get(t, "/manage/people/import").Sees(t, "Name of the organisation")
		page := send(t, first, "staff.csv", list, url.Values{"organisation": {"Solent <i>Learning"}}).Follow(t)
		page.Form(t, "Import 2 rows").Submit(t).Follow(t).Sees(t, "The staff list is in")
		chart, err := house.People.Today(t.Context())
		if err != nil || chart.Root().Name != "Solent <i>Learning" {
			t.Errorf("the organisation is %v, %v", chart.Root(), err)
		}
	})
}

// TestHostileWords sends what has broken other programs through a list.
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
		csv := &bytes.Buffer{}
		rows := encodingcsv.NewWriter(csv)
		_ = rows.Write([]string{"Staff ID", "Name", "Job title", "Unit"})
		for i, w := range words {
			_ = rows.Write([]string{"n" + strconv.Itoa(i), w, w, "Hostile"})
		}
		rows.Flush()
		page := send(t, priya, "hostile.csv", csv.String(), nil).Follow(t).Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		if forms := page.All(`form input[name="skip"]`); len(forms) > 0 {
			priya.Post(t, page.Path, url.Values{"skip": {"yes"}}).Leads(t, page.Path)
		} else {
			priya.Post(t, page.Path, nil).Leads(t, page.Path)
		}
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
