package importing_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/stafflist"
	"learningyear/internal/web/webtest"
	"learningyear/templates/pagetest"
)

// foreign is a spreadsheet of another country's making: none but one of its names is
// known, the names stand the other way round, the days come first, shares have a
// comma, and it ends with a total.
const foreign = "Pers.-Nr.;Mitarbeiter;Stelle;Org-Einheit;Eintritt;Umfang;E-Mail;Kostenstelle\r\n" +
	"1001;MÜLLER, Jürgen;Leiter;Skills;01.09.2019;1,0;j@example.org;4711\r\n" +
	"1002;O'BRIEN, Máire;Tutor;Skills;1/2/21;0,6;m@example.org;4711\r\n" +
	"1003;VAN DER BERG, Anna;Tutor;Skills;15-Mar-22;\"0,5\";a@example.org;4712\r\n" +
	"Total;3;;;;2,1;;\r\n"

var said = []string{"Employee number", "Name", "Job title", "Unit", "Start date", "FTE", "Email"}

// say fills in what the columns are.
func say(t *testing.T, page *webtest.Page, columns ...string) *webtest.Form {
	t.Helper()
	form := page.Form(t, "Show what would change")
	for i, c := range columns {
		form.Select(t, stafflist.FieldOf(i), c)
	}
	return form
}

func TestWhatTheColumnsAreIsAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := send(t, priya, "liste.csv", foreign, nil).Follow(t).
			Sees(t, "What the columns are", "liste.csv, as at 21 November 2026", "7 columns have names that are not known here",
				"Choose which column is the name, or the first and the last name, which is the job title, and which is the unit.",
				"MÜLLER, Jürgen", "VAN DER BERG, Anna", "4711 · 4712", "15-Mar-22").Lacks(t, "Download")
		sound(t, page)
		if !strings.HasSuffix(page.Path, "/columns") || page.Value(t, "column-6") != "Email" || page.Value(t, "column-0") != "" {
			t.Errorf("%s has %q", page.Path, page.Value(t, "column-6"))
		}
		preview := say(t, page, said...).Submit(t).Leads(t, strings.TrimSuffix(page.Path, "/columns")).Follow(t).
			Sees(t, "Look before you import", "Import 3 rows", "Line 5 is left out: “Total” is nobody’s row")
		sound(t, preview)

		// Back to what was said, to leave one out, and on again.
		page = preview.Click(t, "What the columns are").Lacks(t, "not known here", "Not known")
		sound(t, page)
		for i, want := range append(said, "") {
			if got := page.Value(t, stafflist.FieldOf(i)); got != want {
				t.Errorf("column %d is %q, want %q", i, got, want)
			}
		}
		preview = say(t, page, "Employee number", "Name", "Job title", "Unit", "Not used").Submit(t).Follow(t)
		preview.Form(t, "Import 3 rows").Submit(t).Leads(t, preview.Path).Follow(t).Sees(t, "The staff list is in").Lacks(t, "What the columns are")
		came(t, house)

		// The next one is understood, and one can still look.
		send(t, priya, "liste.csv", foreign, nil).Follow(t).Sees(t, "Look before you import", "Nothing would change").
			Click(t, "What the columns are").Sees(t, "Download one with what you said last")
	})
}

// came looks at who came with the foreign list, whose start dates were left out.
func came(t *testing.T, house *webtest.House) {
	t.Helper()
	chart, err := house.People.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for email, want := range map[string]struct {
		name  string
		share int
	}{"j@example.org": {"Jürgen Müller", 1000}, "m@example.org": {"Máire O'Brien", 600}, "a@example.org": {"Anna van der Berg", 500}} {
		p := chart.PersonByEmail(email)
		if p == nil || p.Name != want.name || p.StartedOn != (calendar.Date{}) || chart.Appointments(p.ID)[0].FTEThousandths != want.share {
			t.Errorf("%s is %+v", email, p)
		}
	}
}

func TestWhatDoesNotDoForColumns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := send(t, priya, "liste.csv", foreign, nil).Follow(t)
		bad := say(t, page, "Employee number", "Name", "Job title", "Unit", "Unit", "FTE", "Not used").Submit(t).Want(t, http.StatusUnprocessableEntity)
		pagetest.SoundPage(t, bad.Body)
		if got := bad.Error("column-4"); got != "“Org-Einheit” is the column “Unit” already. Choose another for one of them" {
			t.Errorf("%q in %q", got, bad.Texts(".govuk-error-summary li"))
		}
		for i, want := range []string{"Employee number", "Name", "Job title", "Unit", "Unit", "FTE", "", ""} {
			if got := bad.Value(t, stafflist.FieldOf(i)); got != want {
				t.Errorf("column %d is %q, want %q", i, got, want)
			}
		}
		say(t, bad, "Employee number", "Name", "Job title", "Not used", "Start date").Submit(t).Want(t, http.StatusUnprocessableEntity).
			Sees(t, "Choose which column is the unit")
		// Nothing was kept of it.
		priya.Get(t, page.Path).Sees(t, "7 columns have names that are not known here")
		preview := priya.Get(t, strings.TrimSuffix(page.Path, "/columns")).Sees(t, "This file cannot be taken in", "There is no column “Job title”")
		pagetest.SoundPage(t, preview.Body)
		preview.Click(t, "Say what the columns are").Sees(t, "Pers.-Nr.")
		for _, id := range []string{staff.Alex.ID, staff.Amina.ID} {
			house.As(t, id).Get(t, page.Path).Want(t, http.StatusNotFound)
			house.As(t, id).Post(t, page.Path, url.Values{"column-0": {"Unit"}}).Want(t, http.StatusNotFound)
			house.As(t, id).Get(t, page.Path+"/mapping").Want(t, http.StatusNotFound)
		}
		for _, file := range []string{seniorFile, "PK\x03\x04", "Staff ID,Name,Role,Team\n1,A,B,C\n"} {
			page := send(t, priya, "x.csv", file, nil)
			if strings.HasSuffix(page.Location(), "/columns") {
				t.Errorf("it is asked of %.20q", file)
			}
		}
		send(t, priya, "x.csv", seniorFile, nil).Follow(t).Lacks(t, "What the columns are")
	})
}

func TestAMappingFileOnThePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := send(t, priya, "Liste 2026.csv", foreign, nil).Follow(t)
		fill := func(page *webtest.Page, content string) *webtest.Page {
			form := page.Form(t, "Fill in from the file").Select(t, "column-1", "Name")
			if content != "" {
				form.Choose(t, "mapping", webtest.File{Name: "mapping.csv", Content: []byte(content)})
			}
			kind, body := form.Multipart(t)
			return priya.PostAs(t, page.Path, kind, body)
		}
		for content, want := range map[string]string{"": "Choose a file", "Stelle,Job\nUnit": "The mapping cannot be read: line 2 has not two cells, a header and a column"} {
			bad := fill(page, content).Want(t, http.StatusUnprocessableEntity)
			pagetest.SoundPage(t, bad.Body)
			if bad.Error("mapping") != want || bad.Value(t, "column-1") != "Name" {
				t.Errorf("%q: %q", content, bad.Texts(".govuk-error-summary li"))
			}
		}
		full := fill(page, "Pers.-Nr.,Employee number\nMitarbeiter,Name\nStelle,Job title\nOrg-Einheit,Unit\nEintritt,-\nUmfang,FTE\nKostenstelle,\n").
			Leads(t, page.Path).Follow(t).Sees(t, "Filled in from the mapping file.").Lacks(t, "not known here")
		full.Form(t, "Show what would change").Submit(t).Follow(t).Sees(t, "Import 3 rows")

		file := priya.Get(t, page.Path).Click(t, "Download one with what you said last").Want(t, http.StatusOK)
		if got := file.Header.Get("Content-Disposition"); !strings.Contains(got, `attachment; filename="Liste 2026 columns.json"`) {
			t.Error(got)
		}
		var pairs map[string]string
		if err := json.Unmarshal([]byte(file.Body), &pairs); err != nil || pairs["Umfang"] != "FTE" || pairs["Eintritt"] != "" || len(pairs) != 8 {
			t.Errorf("%v %s", err, file.Body)
		}
		m, err := stafflist.ReadMapping(strings.NewReader(file.Body))
		if err != nil {
			t.Fatal(err)
		}
		list, err := stafflist.Read(bytes.NewReader([]byte(foreign)), stafflist.Options{Mapping: m})
		if err != nil || len(list.Rows) != 3 || list.Unreadable {
			t.Errorf("%v %+v", err, list)
		}
	})
}

func TestDamagedCharactersAreListedInThePreview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		house, staff := site(t, db)
		priya := house.As(t, staff.Priya.ID)
		page := send(t, priya, "damaged.csv", "Staff ID,Name,Role,Team\n1,J\ufffdrgen,Tutor,Skills\n2,Ann,Tutor\xff é ë,Skills\n", nil).Follow(t).
			Sees(t, "Line 2, Name: a damaged character, kept as it is.", "Line 3, Role: a damaged character, kept as it is.")
		sound(t, page)
		page.Form(t, "Import 2 rows").Submit(t).Follow(t).Sees(t, "The staff list is in", "Line 2, Name: a damaged character")
		if all := names(t, house); !strings.Contains(all, "J\ufffdrgen") {
			t.Error(all)
		}
	})
}

// TestHostileHeaders sends what has broken other programs through the names of
// columns and the values shown of them.
func TestHostileHeaders(t *testing.T) {
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	var words []string
	text, err := os.ReadFile(filepath.Join(folder, "names", "blns.json"))
	if err != nil || json.Unmarshal(text, &words) != nil {
		t.Skipf("the shared test data is not at %s; set LEARNINGYEAR_SHARED_DATA", folder)
	}
	house, staff := site(t, dbtest.SQLite(t))
	priya := house.As(t, staff.Priya.ID)
	for len(words) > 0 {
		n := min(len(words), 120)
		row := strings.NewReplacer("\"", "\"\"", "\n", " ", "\r", " ")
		line := ""
		for _, w := range words[:n] {
			line += `,"` + row.Replace(w) + `"`
		}
		words = words[n:]
		page := send(t, priya, "hostile.csv", "Staff ID,Name,Role,Team"+line+"\n1,A,B,C"+line+"\n", nil).Follow(t).Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		if strings.HasSuffix(page.Path, "/columns") {
			page.Form(t, "Show what would change").Submit(t).Want(t, http.StatusSeeOther).Follow(t).Sees(t, "Look before you import")
		}
	}
}
