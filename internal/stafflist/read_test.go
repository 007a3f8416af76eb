package stafflist

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

const header = "Employee number,First name,Last name,Email,Post reference,Job title,Grade,Unit,Line manager post,FTE,Start date,Leaving date\n"

func read(t testing.TB, text string) List {
	t.Helper()
	list, err := Read(strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func problems(list []Problem) string {
	var out []string
	for _, p := range list {
		out = append(out, fmt.Sprintf("%d %s: %s", p.Line, p.Column, p.Reason))
	}
	return strings.Join(out, "\n")
}

func TestReadARow(t *testing.T) {
	list := read(t, "\xef\xbb\xbf"+strings.ReplaceAll(header, "\n", "\r\n")+
		"17,Siân, Llwyd-ap-Iorwerth ,Sian@x.example,P-1,\"Tutor,\nevening\",C2,Skills,P-0,\"0,5\",1/9/2026,2026-12-31\r\n"+
		",,,,,,,,,,,\r\n\r\n"+
		"18,=CMD|' /C calc'!A0,\"Robert'); DROP TABLE people;--\",a@x.example,P-2,-1+1,,@Skills,XX,,,\r\n")
	if len(list.Rows) != 2 || len(list.Problems) > 0 || len(list.Warnings) > 0 {
		t.Fatalf("%+v\n%s\n%v", list.Rows, problems(list.Problems), list.Warnings)
	}
	r := list.Rows[0]
	if r.Line != 2 || r.Name != "Siân Llwyd-ap-Iorwerth" || r.Email != "Sian@x.example" || r.JobTitle != "Tutor, evening" || r.FTE != 500 ||
		r.Start.String() != "2026-09-01" || r.Leaving.String() != "2026-12-31" || r.Vacant {
		t.Errorf("%+v", r)
	}
	r = list.Rows[1]
	if r.Line != 6 || r.Name != "=CMD|' /C calc'!A0 Robert'); DROP TABLE people;--" || r.JobTitle != "-1+1" || r.Unit != "@Skills" || r.FTE != -1 {
		t.Errorf("hostile cells are text: %+v", r)
	}
}

func TestHeadersBySynonym(t *testing.T) {
	for _, h := range []string{
		"Payroll number,Full name,E-mail address,Post unique reference,Position,Grade (or equivalent),Team,Reports to senior post,Full-time equivalent,Joined,Leaver date",
		"STAFF_ID,employee name,E-Mail,post-ref,Role,band,DEPARTMENT,reports to,fte,date started,date left",
		"Staff ID;Name;Mail;Post ID;Post title;Pay band;Section;Manager post;Contract FTE;Started;Last day",
		"Employee no\tForename\tSurname\tEmail\tPost number\tJob title\tGrade\tDivision\tLine manager post\tFTE\tStart date\tEnd date",
	} {
		list := read(t, h+"\n")
		for _, c := range []Column{EmployeeNumber, Email, PostReference, JobTitle, Grade, Unit, ManagerPost, FTE, StartDate, LeavingDate} {
			if !list.Has[c] {
				t.Errorf("%s is not found in %q: %s", c, h, problems(list.Problems))
			}
		}
	}
}

func TestOfTwoColumnsTheFirstNamedIsTaken(t *testing.T) {
	list := read(t, "Division,Staff ID,Name,Unit,Job title,Salary\nD,1,Ada,U,Head,9\n")
	if list.Rows[0].Unit != "U" || len(list.Warnings) != 1 || list.Warnings[0] != "Columns that are not used: Division, Salary" {
		t.Errorf("%+v %v", list.Rows[0], list.Warnings)
	}
}

func TestUnreadableFiles(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{"empty", "", "1 : The file is empty"},
		{"only a mark", "\xef\xbb\xbf\r\n", "1 : The file is empty"},
		{"only a header", header, "1 : There are no rows below the header"},
		{"a workbook", "PK\x03\x04....", "1 : This is a spreadsheet. Save it as CSV UTF-8 (comma delimited), and choose that file"},
		{"twice the same", "Name,name ,Unit\n", "1 name: There are two columns “name”. Rename or remove one"},
		{"broken header", "\"Name,Unit\n", "1 : The first line cannot be read: it must hold the names of the columns"},
		{"nothing that we know", "a,b\n1,2\n", "1 Name: There is no column “Name”, and not both “First name” and “Last name”\n" +
			"1 Employee number: There is no column “Employee number”, and none “Email”. One of them is needed to tell people apart\n" +
			"1 Job title: There is no column “Job title”\n1 Unit: There is no column “Unit”"},
		{"half a name", "First name,Email,Job title,Unit\nA,a@x.example,T,U\n", "1 Name: There is no column “Name”, and not both “First name” and “Last name”"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			list := read(t, tc.file)
			if got := problems(list.Problems); got != tc.want || !list.Unreadable {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestEncodingsAndLineEnds(t *testing.T) {
	plain := header + "1,Siân,Llwyd,,P,\"Tutor,\nevening\",G,Skills,,1,,\n2,Zoë,Price,,Q,Tutor,G,Skills,,,,\n"
	wide := strings.Builder{}
	for _, unit := range utf16.Encode([]rune(plain)) {
		wide.WriteByte(byte(unit))
		wide.WriteByte(byte(unit >> 8))
	}
	for name, text := range map[string]string{
		"UTF-8": plain, "bare CR": strings.ReplaceAll(plain, "\n", "\r"), "UTF-16": "\xff\xfe" + wide.String(), "UTF-16 without a mark": wide.String(),
		"Windows-1252": strings.NewReplacer("â", "\xe2", "ë", "\xeb").Replace(plain),
		"semicolons":   strings.NewReplacer("Tutor,\n", "Tutor,\n", ",", ";").Replace(plain),
	} {
		list := read(t, text)
		if len(list.Rows) != 2 || len(list.Problems)+len(list.Warnings) > 0 || list.Rows[0].Name != "Siân Llwyd" || list.Rows[0].JobTitle != "Tutor, evening" || list.Rows[1].Name != "Zoë Price" {
			t.Errorf("%s: %+v %s %v", name, list.Rows, problems(list.Problems), list.Warnings)
		}
	}
}

func TestDamagedCharactersAreKeptAndListed(t *testing.T) {
	list := read(t, strings.TrimSpace(header)+",Note\n1,Si\ufffdn,Ll\xffwyd é ë,,P,T,G,U,,,,,\ufffd\n")
	if list.Rows[0].Name != "Si\ufffdn Ll\ufffdwyd é ë" || list.Rows[0].Bad {
		t.Errorf("%+v", list.Rows[0])
	}
	want := "Columns that are not used: Note\nLine 2, First name: a damaged character, kept as it is\nLine 2, Last name: a damaged character, kept as it is"
	if got := strings.Join(list.Warnings, "\n"); got != want {
		t.Error(got)
	}
	list = read(t, header+strings.Repeat("1,\ufffd,B,,P,T,G,U,,,,\n", 60))
	if n := len(list.Warnings); n != 51 || list.Warnings[50] != "There are damaged characters in 10 more cells" {
		t.Error(n, list.Warnings[n-1])
	}
}

func TestTrailersAreLeftOut(t *testing.T) {
	for _, line := range []string{
		"Total,,,,,,,,,17.6,,", "Grand total,2", "TOTAL: ,,,2", "Sub-total,,,,,,,,,4,,", "End of report", "*** END OF REPORT ***", "Printed on 1/9/2026", "Total staff,,289",
		"289 records", "Page 1 of 1,,,,,,,,,,,", "Number of employees,2",
	} {
		list := read(t, header+"1,A,B,,P,T,G,U,,,,\n"+line+"\n")
		if len(list.Rows) != 1 || len(list.Problems) > 0 || len(list.Warnings) != 1 || !strings.HasPrefix(list.Warnings[0], "Line 3 is left out: “") {
			t.Errorf("%s: %d rows %s %v", line, len(list.Rows), problems(list.Problems), list.Warnings)
		}
	}
	for _, line := range []string{"Total,Ann,Other,,P,T,G,U,,,,", "Ending,,,,,,,,,,,", "Page,Elaine", "Total,Ann"} {
		list := read(t, header+line+"\n")
		if len(list.Rows) != 1 {
			t.Errorf("%s was left out: %v", line, list.Warnings)
		}
	}
}

func TestTitlesAboveTheHeaderAreLeftOut(t *testing.T) {
	list := read(t, "Staff of the North Area,,,\n,,,\nStaff ID,Name,Job title,Unit\n1,Ada Lovelace,T,U\n")
	if len(list.Rows) != 1 || list.Unreadable || list.Rows[0].Name != "Ada Lovelace" {
		t.Errorf("%+v", list)
	}
	if got := strings.Join(list.Warnings, "\n"); got != "Line 1 is left out: it stands above the names of the columns" {
		t.Error(got)
	}
	if list := read(t, strings.Repeat("A title,,,\n", 30)); !list.Unreadable {
		t.Errorf("nothing but titles: %+v", list)
	}
}

func TestNamesInOneCell(t *testing.T) {
	for _, tc := range []struct{ cell, want string }{
		{"SMITH, John", "John Smith"}, {"SMITH, JOHN", "John Smith"}, {"O'BRIEN, Máire", "Máire O'Brien"}, {"O’NEILL, Ann", "Ann O’Neill"},
		{"MCDONALD, Ian", "Ian McDonald"}, {"McDONALD, Ian", "Ian McDonald"}, {"MacDONALD, Flora", "Flora MacDonald"}, {"MACKAY, Jo", "Jo Mackay"},
		{"SMITH-JONES, ANN-MARIE", "Ann-Marie Smith-Jones"}, {"VAN DER BERG, Anna", "Anna van der Berg"}, {"van der BERG, Anna", "Anna van der Berg"},
		{"VAN GOGH, Vincent", "Vincent Van Gogh"}, {"DE LA CRUZ, María José", "María José de la Cruz"}, {"DE SOUZA, Ana", "Ana De Souza"},
		{"AP DAFYDD, Rhys", "Rhys ap Dafydd"}, {"ÖZTÜRK, Ayşe", "Ayşe Öztürk"}, {"Ó SÚILLEABHÁIN, SEÁN", "Seán Ó Súilleabháin"}, {"ST JOHN, Olivia", "Olivia St John"},
		{"LI, JB", "JB Li"}, {"LI, J.B.", "J.B. Li"}, {"SMITH, Mr John (Jack)", "Mr John (Jack) Smith"}, {"D'ARCY, X", "X D'Arcy"}, {"SMITH MCCALL, Al", "Al Smith McCall"},
		{"НОВАК, Олена", "Олена Новак"},
	} {
		// Beside names without a comma only capitals tell.
		list := read(t, "Staff ID,Name,Job title,Unit\n1,\""+tc.cell+"\",T,U\n2,Ada Lovelace,T,U\n3,Bo Li,T,U\n")
		if got := list.Rows[0].Name; got != tc.want || len(list.Warnings) > 0 {
			t.Errorf("%s is %s, want %s; %v", tc.cell, got, tc.want, list.Warnings)
		}
	}
	for _, cell := range []string{"Smith, John", "John Smith, MBE", "SMITH, MBE", "LI, JP", "SMITH, John, Dr", "van der Berg, Anna", "X, Malcolm", "SMITH,", ", John", "赵, 一诺", "SMITH van, Anna x,"} {
		list := read(t, "Staff ID,Name,Job title,Unit\n1,\""+cell+"\",T,U\n2,Ada Lovelace,T,U\n3,JANE JONES,T,U\n")
		if got := list.Rows[0].Name; got != cell || len(list.Warnings) != 1 || !strings.HasPrefix(list.Warnings[0], "Line 2, Name: “") || list.Rows[2].Name != "JANE JONES" {
			t.Errorf("%s is %s; %v", cell, got, list.Warnings)
		}
	}
	list := read(t, "Staff ID,Name,Job title,Unit\n1,\"Smith, John\",T,U\n2,\"赵, 一诺\",T,U\n3,\"van der Berg, Anna\",T,U\n4,Ada Lovelace,T,U\n")
	var names []string
	for _, row := range list.Rows {
		names = append(names, row.Name)
	}
	if got := strings.Join(names, "; "); got != "John Smith; 一诺 赵; Anna van der Berg; Ada Lovelace" || len(list.Warnings) > 0 {
		t.Errorf("where most names have a comma, the surname comes first: %s %v", got, list.Warnings)
	}
	list = read(t, "Staff ID,First name,Last name,Job title,Unit\n1,John,\"SMITH, JNR\",T,U\n")
	if got := list.Rows[0].Name; got != "John SMITH, JNR" {
		t.Errorf("two cells are as they are: %s", got)
	}
}

func TestMappings(t *testing.T) {
	const file = "Pers.-Nr.;Mitarbeiter;Stelle;Abteilung;Team;Grade\n1;Ada;Head;Skills;Red;C\n"
	for name, text := range map[string]string{
		"JSON": `{"Pers.-Nr.": "Employee number", "mitarbeiter": "Full name", "Stelle": "Job title", "Abteilung": "Unit", "Grade": "", "Gehalt": "FTE"}`,
		"CSV":  "\xef\xbb\xbfHeader,Column\r\nPers.-Nr.,employee NUMBER\r\nMitarbeiter,Name\r\nStelle,Job title\r\nAbteilung,Unit\r\n\r\nGrade,-\r\nGehalt,FTE\r\n",
	} {
		m, err := ReadMapping(strings.NewReader(text))
		if err != nil {
			t.Fatal(name, err)
		}
		list, err := Read(strings.NewReader(file), Options{Mapping: m})
		if err != nil || len(list.Rows) != 1 || list.Unreadable {
			t.Fatalf("%s: %v %s", name, err, problems(list.Problems))
		}
		if r := list.Rows[0]; r.EmployeeNumber != "1" || r.Name != "Ada" || r.JobTitle != "Head" || r.Unit != "Skills" || r.Grade != "" {
			t.Errorf("%s: %+v", name, r)
		}
		if got := strings.Join(list.Warnings, "\n"); got != "Columns that are not used: Team\nThe mapping names columns that are not in the file: Gehalt" {
			t.Error(got)
		}
	}
	for text, want := range map[string]string{
		`{"a": 1}`:                   "it is no JSON object of texts",
		`{"a": {"b": ""}}`:           "it is no JSON object of texts: near line 1",
		"{\n\"a\": \"Name\",\n{}":    "it is no JSON object of texts: near line 3",
		`{"a": "Name"`:               "it is no JSON object of texts",
		`{"a": "Name"} {}`:           "it is no JSON object of texts",
		`{"a": "Name", "a": "Unit"}`: "“a” is in it twice",
		`{"a": "Salary"}`:            "there is no column “Salary”. There are: Employee number, Name, ",
		"a;Name\nb;Namen\n":          "line 2: the mapping cannot be read: there is no column “Namen”",
		"a,Name\nA ,Unit\n":          "line 2: the mapping cannot be read: “A ” is in it twice",
		"a,Name\nb,Name\n":           "two headers are the column “Name”",
		"a\n":                        "line 1 has not two cells, a header and a column",
		",Name\n":                    "a header is missing beside “Name”",
		"PK\x03\x04":                 "a spreadsheet, not text",
	} {
		if _, err := ReadMapping(strings.NewReader(text)); !errors.Is(err, ErrMapping) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if m, err := ReadMapping(strings.NewReader("")); err != nil || len(m.columns) != 0 {
		t.Error("an empty mapping maps nothing")
	}
}

func TestRowProblems(t *testing.T) {
	for _, tc := range []struct{ name, row, want string }{
		{"nothing", "1,A,B,a@x.example,P,T,G,U,,1,2020-01-01,", ""},
		{"number enough", "1,A,B,,P,T,G,U,,,,", ""},
		{"address enough", ",A,B,a@x.example,P,T,G,U,,,,", ""},
		{"neither", ",A,B,,P,T,G,U,,,,", "2 Employee number: An employee number or an email address is needed to tell people apart"},
		{"no name", "1,,,a@x.example,P,T,G,U,,,,", "2 Last name: The name is missing"},
		{"a name of nothing to see", "1,\u200b,\u202e\u0301,a@x.example,P,T,G,U,,,,", "2 Last name: The name is missing"},
		{"a vacant post", ",,,,P,T,G,U,,,,", ""},
		{"a vacant post by word", ",Vacant,,,P,T,G,U,,,,", ""},
		{"a vacant post without reference", ",,,,,T,G,U,,,,", "2 Post reference: A vacant post needs a reference"},
		{"somebody called Vacant", "1,Vacant,,,P,T,G,U,,,,", ""},
		{"no address", "1,A,B,nobody,P,T,G,U,,,,", "2 Email: Not an email address, like name@example.org"},
		{"no title, no unit", "1,A,B,,P,,G,,,,,", "2 Job title: Missing\n2 Unit: Missing"},
		{"FTE in hours", "1,A,B,,P,T,G,U,,37,,", "2 FTE: Not a share of full time from 0 to 2, like 0.5 or 50%"},
		{"FTE that is no number", "1,A,B,,P,T,G,U,,1e-1,,", "2 FTE: Not a share of full time from 0 to 2, like 0.5 or 50%"},
		{"month first", "1,A,B,,P,T,G,U,,,12/31/2020,", "2 Start date: Not a date like 2026-09-01 or 1/9/2026"},
		{"no such day", "1,A,B,,P,T,G,U,,,2021-02-29,", "2 Start date: Not a date like 2026-09-01 or 1/9/2026"},
		{"left before", "1,A,B,,P,T,G,U,,,2021-02-03,2021-02-02", "2 Leaving date: Before the start date"},
		{"NUL", "1,A\x00,B,,P,T,G,U,,,,", "2 First name: There is a character that cannot be kept. Remove it"},
		{"a decimal comma", "1,A,B,,P,T,G,U,,\"0,6\",,", ""},
		{"a vacancy in words", ",Vacant (maternity cover),,,P,T,G,U,,,,", ""},
		{"not disclosed", ",N/D,,,P,T,G,U,,,,", ""},
		{"too long", "1,A,B,,P," + strings.Repeat("é", 201) + ",G,U,,,,", "2 Job title: Longer than 200 characters"},
		{"too few cells", "1,A,B", "2 : The row has 3 cells and the header 12. Is a separator missing, or one too many?"},
		{"too many cells", "1,A,B,,P,T,G,U,,,,,x", "2 : The row has 13 cells and the header 12. Is a separator missing, or one too many?"},
		{"too many, all blank", "1,A,B,,P,T,G,U,,,,,, ,", ""},
		{"stray mark", "1,A \"x\" C,B,,P,T,G,U,,,,", "2 : There is a quotation mark in the middle of a cell. Put the whole cell in quotation marks, and write the mark inside twice"},
		{"open mark", "1,\"A,B,,P,T,G,U,,,,", "2 : There is a quotation mark that opens a cell and is not closed as it should be"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			list := read(t, header+tc.row+"\n")
			if got := problems(list.Problems); got != tc.want || len(list.Rows) != 1 || list.Rows[0].Bad != (tc.want != "") {
				t.Errorf("got %q for %+v", got, list.Rows)
			}
		})
	}
}

func TestAProblemDoesNotEndTheReading(t *testing.T) {
	list := read(t, header+"1,A \"x\" C,B,,P,T,G,U,,,,\n2,A,B,,P2,T,G,U,,,,\n3,\"A\"x,B,,P,T,G,U,,,,\n4,A,B,,P4,T,G,U,,,,\n")
	if len(list.Rows) != 4 || list.Rejected() != 2 || list.Rows[3].Bad || list.Rows[3].Line != 5 {
		t.Errorf("%+v", list.Rows)
	}
}

func TestBoundsOfAFile(t *testing.T) {
	list := read(t, header+strings.Repeat("1,A,B,,P,T,G,U,,,,\n", MaxRows+1))
	if !list.Unreadable || !strings.Contains(problems(list.Problems), "more than 100,000 rows") {
		t.Error(problems(list.Problems))
	}
	list = read(t, header+"1,\""+strings.Repeat("x", MaxBytes)+"\",B,,P,T,G,U,,,,\n")
	if !list.Unreadable || !strings.Contains(problems(list.Problems), "larger than 20MB") {
		t.Error(problems(list.Problems))
	}
}

func TestDatesAndShares(t *testing.T) {
	for text, want := range map[string]string{
		"2026-09-01": "2026-09-01", "1/9/2026": "2026-09-01", "01/09/2026": "2026-09-01", "01.09.2026": "2026-09-01", "1-9-2026": "2026-09-01",
		"1 September 2026": "2026-09-01", "1 Sep 2026": "2026-09-01", "01-Sep-2026": "2026-09-01", "2026-09-01 00:00:00": "2026-09-01",
		"1/9/26": "2026-09-01", "01.09.26": "2026-09-01", "1-Sep-26": "2026-09-01", "1 Sept 2026": "2026-09-01", "1st September 2026": "2026-09-01",
		"22nd feb 99": "1999-02-22", "3rd of May 2020": "", "1/Sep/2026": "2026-09-01", "Sep 1 2026": "", "1/9/026": "", "31/4/26": "", "9/26": "", "46266": "", "0026-09-01": "", "2026-9-1": "", "2026-09-01T12:00:00": "", "9999-01-01": "",
	} {
		if d, _ := parseDate(text); d.String() != want {
			t.Errorf("%s is %q, want %q", text, d, want)
		}
	}
}

// FuzzRead looks for files that stop the reading, lose rows without saying so or
// let in what no database holds.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		header + "1,A,B,a@x.example,P,T,G,U,,1,2020-01-01,\n", header + "1,\"A", "\xff\xfe", "Name;Email;Role;Team\nA;a@b;T;U", "\"\"\n\n,,",
		header + "1,A\x00,B\xff", "Name\tName\n", "Staff ID;Name;Role;Team\r1;\"MCDONALD-O'BRIEN, J\";T;U\rTotal;1\r", "\xff\xfeN\x00,\x00",
		"Post Unique Reference,Name,Job Title,Unit,Contact E-mail,FTE,Reports to Senior Post,Organisation\n1,A,T,U,a@x,0.5,XX,O\n2,Vacant,,,,,1,O\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := Read(strings.NewReader(string(text)), Options{})
		if err != nil {
			t.Fatalf("a reader that never fails failed: %v", err)
		}
		columns, err := ReadColumns(strings.NewReader(string(text)), Mapping{})
		if err != nil {
			t.Fatalf("the columns: %v", err)
		}
		if m, err := columns.Choose(choices(columns)); err == nil {
			if again, err := ReadMapping(strings.NewReader(m.Text())); err != nil || !maps.Equal(again.columns, m.columns) {
				t.Errorf("what was chosen is no mapping file: %v\n%s", err, m.Text())
			}
		}
		if list.Unreadable && len(list.Problems) == 0 {
			t.Error("unreadable without a reason")
		}
		for _, r := range list.Rows {
			if r.Line < 1 {
				t.Errorf("a row without a line: %+v", r)
			}
			if r.Bad {
				continue
			}
			for _, s := range []string{r.EmployeeNumber, r.Name, r.Email, r.PostReference, r.JobTitle, r.Unit, r.ManagerPost} {
				if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\n\r") {
					t.Errorf("a good row holds %q", s)
				}
			}
			if !r.Vacant && (r.Name == "" || r.EmployeeNumber+r.Email == "" && !r.ByName) || r.Unit == "" || r.JobTitle == "" || r.FTE > 2000 {
				t.Errorf("a good row is not whole: %+v", r)
			}
		}
	})
}

// choices leaves everything as it is taken for.
func choices(c Columns) []string {
	var out []string
	for _, column := range c.All {
		out = append(out, string(column.Is))
	}
	return out
}

func TestTheDocumentationNamesEveryColumn(t *testing.T) {
	text, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range Headings() {
		row := fmt.Sprintf("| %s | %s | %s |\n", h.Column, strings.Join(h.Synonyms, ", "), h.For)
		if !strings.Contains(string(text), row) {
			t.Errorf("docs/import.md lacks the row\n%s", row)
		}
	}
}

// FuzzReadMapping looks for mappings that end the reading.
func FuzzReadMapping(f *testing.F) {
	for _, text := range []string{`{"a":"Name"}`, "a,Name\nb,Unit\n", "{", "\"", "a;\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ReadMapping(strings.NewReader(string(text)))
		if err == nil {
			_, _ = Read(strings.NewReader(header+"1,A,B,,P,T,G,U,,,,\n"), Options{Mapping: m})
		}
	})
}
