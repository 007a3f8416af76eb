package stafflist

import (
	"fmt"
	"strings"
	"testing"

	"learningyear/internal/fault"
)

// foreign is a list of which most names are not known: two are the same, one is of
// a sign only, one is none.
const foreign = "#;Mitarbeiter;Stelle;Abteilung;Umfang;E-Mail;Notiz;notiz;;Grade\n" +
	"1;MÜLLER, Jürgen;Leiter;Schule;1,0;j@x.example;a;b;c;C\n" +
	"2;O'BRIEN, Máire;Dozentin;Schule;0,6;m@x.example;;;;C\n\n" +
	"3;VAN DER BERG, Anna;Dozentin;Schule;0,5;a@x.example;;;;C\n" +
	"4;LI, Bo;" + "Eine sehr lange Bezeichnung einer Stelle, die nicht endet" + ";Schule;0,5;b@x.example;;;;C\nTotal;4;;;;;;;;\n"

func columns(t *testing.T, text string, m Mapping) Columns {
	t.Helper()
	c, err := ReadColumns(strings.NewReader(text), m)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func shown(c Columns) string {
	var out []string
	for _, column := range c.All {
		line := fmt.Sprintf("%s (%s) %q", column.Header, strings.Join(column.Samples, "|"), column.Is)
		for _, is := range []struct {
			it   bool
			word string
		}{{column.Known, " known"}, {column.Twice, " twice"}, {column.Open(), " open"}} {
			if is.it {
				line += is.word
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestAColumnOfAddressesIsGuessed(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Nr,Adres,Stanowisko\n1,a@x.example,Tutor\n2,,Tutor\n3,b.c@y.example,Head\n", "Adres"},
		{"Nr,Adres,Szef\n1,a@x.example,c@x.example\n", ""},
		{"Nr,Adres,Email\n1,a@x.example,\n", "Email"},
		{"Nr,Adres\n1,a@x.example\n2,Home\n", ""},
		{"Nr,Adres\n1,\n2,\n", ""},
		{"Nr,Uwagi\n1,ask a@x.example\n", ""},
		{"Nr,Uwagi\n1,@home\n", ""},
	} {
		c, got := columns(t, tc.text, Mapping{}), ""
		for _, column := range c.All {
			if column.Is == Email {
				got = column.Header
			}
		}
		if got != tc.want || c.Sure() {
			t.Errorf("of %q %q is the address, want %q", tc.text, got, tc.want)
		}
	}
}

func TestReadColumns(t *testing.T) {
	c := columns(t, foreign, Mapping{})
	want := `# (1|2|3) "" open
Mitarbeiter (MÜLLER, Jürgen|O'BRIEN, Máire|VAN DER BERG, Anna) "" open
Stelle (Leiter|Dozentin|Eine sehr lange Bezeichnung einer Stelle…) "" open
Abteilung (Schule) "" open
Umfang (1,0|0,6|0,5) "" open
E-Mail (j@x.example|m@x.example|a@x.example) "Email" known open
Notiz (a) "" twice
notiz (b) "" twice
 (c) ""
Grade (C) "Grade" known open`
	if got := shown(c); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := strings.Join(c.Unknown(), ", "); got != "#, Mitarbeiter, Stelle, Abteilung, Umfang" || c.Sure() {
		t.Error(got)
	}
	if got := c.Ask(); got != "Choose which column is the name, or the first and the last name, which is the job title, and which is the unit" {
		t.Error(got)
	}
}

func TestOfWhichColumnsNothingIsAsked(t *testing.T) {
	for _, tc := range []struct {
		name, file string
		sure       bool
	}{
		{"all is known", "Staff ID,Name,Role,Team\n1,A,B,C\n", true},
		{"an unknown one", "Staff ID,Name,Role,Team,Salary\n1,A,B,C,9\n", false},
		{"one too many that would do", "Staff ID,Name,Role,Team,Unit\n1,A,B,C,D\n", false},
		{"a needed one is missing", "Staff ID,Name,Role\n1,A,B\n", false},
		{"unknown ones of one name", "Staff ID,Name,Role,Team,Note,Note\n1,A,B,C,,\n", true},
		{"known ones of one name", "Staff ID,Name,Role,Team,Grade,Grade\n1,A,B,C,,\n", false},
		{"one without a name", "Staff ID,Name,Role,Team,,\n1,A,B,C,,\n", true},
	} {
		if c := columns(t, tc.file, Mapping{}); c.Sure() != tc.sure || len(c.All) == 0 {
			t.Errorf("%s: %v\n%s", tc.name, c.Sure(), shown(c))
		}
	}
	for name, file := range map[string]string{
		"an organogram": "Post Unique Reference,Name,Job Title,Unit,Reports to Senior Post,FTE\n1,A,T,U,XX,1\n",
		"a junior file": "Reporting Senior Post,Grade,Number of Posts in FTE,Unit\n1,G,2,U\n",
		"a workbook":    "PK\x03\x04", "nothing": "", "a broken header": "\"Name,Unit\n",
	} {
		if c := columns(t, file, Mapping{}); len(c.All) != 0 {
			t.Errorf("%s: %s", name, shown(c))
		}
	}
}

func TestWhatIsChosenIsAMappingFile(t *testing.T) {
	m, err := columns(t, foreign, Mapping{}).Choose([]string{"Employee number", "Name", "Job title", "Unit", "FTE", "Email", "Unit", "", "FTE", ""})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "#": "Employee number",
  "Mitarbeiter": "Name",
  "Stelle": "Job title",
  "Abteilung": "Unit",
  "Umfang": "FTE",
  "E-Mail": "Email",
  "Notiz": "",
  "Grade": ""
}
`
	if m.Text() != want {
		t.Error(m.Text())
	}
	again, err := ReadMapping(strings.NewReader(m.Text()))
	if err != nil {
		t.Fatal(err)
	}
	if c := columns(t, foreign, again); !c.Sure() || c.All[9].Is != "" || c.All[2].Is != JobTitle {
		t.Error(shown(c))
	}
	list, err := Read(strings.NewReader(foreign), Options{Mapping: again})
	if err != nil || list.Unreadable || len(list.Rows) != 4 || len(list.Problems) > 0 {
		t.Fatalf("%v %s %+v", err, problems(list.Problems), list.Rows)
	}
	if r := list.Rows[1]; r.EmployeeNumber != "2" || r.Name != "Máire O'Brien" || r.FTE != 600 || r.Grade != "" || r.JobTitle != "Dozentin" {
		t.Errorf("%+v", r)
	}
	if got := strings.Join(list.Warnings, "\n"); got != "Line 7 is left out: “Total” is nobody’s row" {
		t.Error(got)
	}
}

func TestWhatCannotBeChosen(t *testing.T) {
	c := columns(t, "Nr,Wer,Was,Wo,Grade,Grade\n1,A,B,C,,\n", Mapping{})
	for name, tc := range map[string]struct {
		choices []string
		want    string
	}{
		"nothing":       {nil, "column-0 Choose which column is the name, or the first and the last name, which is the employee number or the email address, which is the job title, and which is the unit"},
		"one missing":   {[]string{"Employee number", "Name", "", "Unit"}, "column-2 Choose which column is the job title"},
		"half a name":   {[]string{"Email", "First name", "Job title", "Unit"}, "column-0 Choose which column is the name, or the first and the last name"},
		"twice":         {[]string{"Unit", "Name", "Job title", "Unit"}, "column-3 “Nr” is the column “Unit” already. Choose another for one of them"},
		"thrice":        {[]string{"Unit", "Unit", "Job title", "Unit"}, "column-1 “Nr” is the column “Unit” already. Choose another for one of them\ncolumn-3 “Nr” is the column “Unit” already. Choose another for one of them"},
		"not offered":   {[]string{"Employee number", "Name", "Salary", "Unit"}, "column-2 Choose one of those offered"},
		"a shared name": {[]string{"Employee number", "Name", "Job title", "Unit", "Grade", "FTE"}, ""},
	} {
		m, err := c.Choose(tc.choices)
		var got []string
		if f := fault.As(err); f != nil {
			for _, field := range f.Fields {
				got = append(got, field.Name+" "+field.Message)
			}
		}
		if strings.Join(got, "\n") != tc.want {
			t.Errorf("%s: %s", name, strings.Join(got, "\n"))
		}
		if err == nil && m.columns["grade"] != "" {
			t.Errorf("%s: %s", name, m.Text())
		}
	}
}

func TestColumnsOfOneName(t *testing.T) {
	const rows = "Staff ID,Name,Role,Team,Grade,grade,Note,Note\n1,A,B,C,X,Y,,\n"
	if list := read(t, rows); !list.Unreadable || problems(list.Problems) != "1 grade: There are two columns “grade”. Rename or remove one" {
		t.Errorf("%s", problems(list.Problems))
	}
	m, err := ReadMapping(strings.NewReader(`{"Grade": ""}`))
	if err != nil {
		t.Fatal(err)
	}
	list, err := Read(strings.NewReader(rows), Options{Mapping: m})
	if err != nil || list.Unreadable || list.Rows[0].Grade != "" || strings.Join(list.Warnings, "") != "Columns that are not used: Note, Note" {
		t.Errorf("%v %+v %v", err, list.Rows, list.Warnings)
	}
	m, _ = ReadMapping(strings.NewReader(`{"Note": "Known as"}`))
	if list, err = Read(strings.NewReader(rows), Options{Mapping: m}); err != nil || !list.Unreadable {
		t.Errorf("%v %+v", err, list.Rows)
	}
}

func TestColumnsAreBounded(t *testing.T) {
	c := columns(t, "Staff ID,Name,Role,"+strings.Repeat("x", 10)+strings.Repeat(",y", 5000)+",Team\n"+strings.Repeat("1,A,B\n", 500), Mapping{})
	if len(c.All) != mostColumns || c.Ask() != "" {
		t.Errorf("%d columns; %s", len(c.All), c.Ask())
	}
	m, err := c.Choose([]string{"Employee number", "Name", "Job title"})
	if err != nil || len(m.columns) != 5 {
		t.Errorf("%v %s", err, m.Text())
	}
}
