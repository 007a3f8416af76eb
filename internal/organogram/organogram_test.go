package organogram

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

const header = "Post Unique Reference,Name,Grade (or equivalent),Job Title,Job/Team Function,Parent Department,Organisation,Unit,Contact Phone,Contact E-mail," +
	"Reports to Senior Post,Salary Cost of Reports (£),FTE,Actual Pay Floor (£),Actual Pay Ceiling (£),,Professional/Occupational Group,Notes,Valid?\n"

// post is a row of a senior file. Salaries are in every one.
func post(reference, name, title, unit, email, reportsTo, fte string) string {
	return strings.Join([]string{reference, name, "SCS1", title, "", "Parent", "College", unit, "", email, reportsTo, "1000", fte, "50000", "60000", "", "Policy", "", "1"}, ",") + "\n"
}

func read(t testing.TB, file string) *Organogram {
	t.Helper()
	o, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func lines(list []Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, f.String())
	}
	return strings.Join(out, "\n")
}

// tree puts who reports to whom into one line.
func tree(o *Organogram) string {
	var out []string
	for _, p := range o.Posts {
		above := p.Above
		if above == "" {
			above = "(" + string(p.Top) + ")"
		}
		out = append(out, p.Reference+"<"+above)
	}
	return strings.Join(out, " ")
}

// holders puts who is in which post into one line.
func holders(o *Organogram) string {
	var out []string
	for _, p := range o.Posts {
		var in []string
		for _, place := range p.Places {
			who := string(place.Holding)
			if place.Person >= 0 {
				who = strconv.Itoa(place.Person) + " " + o.Persons[place.Person].Name
			}
			in = append(in, who)
		}
		out = append(out, p.Reference+": "+strings.Join(in, ", "))
	}
	return strings.Join(out, "; ")
}

func TestAPostWithItsHolder(t *testing.T) {
	o := read(t, header+"P1, Siân  Llwyd ,SCS2,\"Director,\nSkills\",\"Leads\nskills\",Parent,College,Skills,01632 960001,sian@x.example,XX,,\"0,5\",1,2,,,,\n")
	if o.Organisation != "College" || o.Parent != "Parent" || len(o.Posts) != 1 || len(o.Persons) != 1 || o.Units[0] != "Skills" {
		t.Fatalf("%+v", o)
	}
	p := o.Posts[0]
	if p.Line != 2 || p.Reference != "P1" || p.Title != "Director, Skills" || p.Grade != "SCS2" || p.Unit != "Skills" || p.Function != "Leads skills" ||
		p.ReportsTo != "XX" || p.Above != "" || p.Top != ReportsToNobody || p.Shared() {
		t.Errorf("%+v", p)
	}
	if at := p.Places[0]; at != (Place{2, Named, 0, 500}) {
		t.Errorf("%+v", at)
	}
	if who := o.Persons[0]; who != (Person{"Siân  Llwyd", "sian@x.example", "", "01632 960001"}) {
		t.Errorf("%+v", who)
	}
}

func TestNamesThatAreNone(t *testing.T) {
	for name, want := range map[string]Holding{
		"": Undisclosed, "N/D": Undisclosed, "n/d": Undisclosed, "N/A": Undisclosed, " - ": Undisclosed, "Not disclosed": Undisclosed, "\u200b": Undisclosed, "\u3164\u0301": Undisclosed,
		"Vacant": Vacant, "VACANT": Vacant, "Vacant post": Vacant, "Vacant (from 1 May)": Vacant, "(vacant)": Vacant, "Vacancy": Vacant,
		"Eliminated": Eliminated, "ELIMINATED": Eliminated,
		"Nd Okoro": Named, "Vacantia Bona": Named, "Noah Clarke": Named, "\ufffd": Named, "王": Named,
	} {
		if got := holdingOf(clean(name)); got != want {
			t.Errorf("%q is %s, want %s", name, got, want)
		}
	}
	o := read(t, header+post("1", "Vacant", "A", "U", "", "XX", "1")+post("2", "N/D", "B", "U", "", "1", "1")+post("3", "", "C", "U", "", "1", "")+
		post("4", "Eliminated", "D", "U", "", "1", "")+post("5", "Ada", "E", "U", "", "4", "0.5"))
	if got := holders(o); got != "1: vacant; 2: undisclosed; 3: undisclosed; 4: eliminated; 5: 0 Ada" {
		t.Error(got)
	}
	if p := o.Profile; p.Vacant != 1 || p.Undisclosed != 2 || p.Eliminated != 1 || p.FTENotOne != 3 {
		t.Errorf("%+v", p)
	}
	if got := tree(o); got != "1<(nobody) 2<1 3<1 4<1 5<4" {
		t.Errorf("a post that nobody is in is a post: %s", got)
	}
}

func TestARepeatedReferenceIsAJobShare(t *testing.T) {
	o := read(t, header+post("1", "Ada", "Head", "U", "", "XX", "1")+post("2", "Bo", "Deputy", "U", "", "1", "0.6")+post("2", "Cy", "Deputy", "U", "", "1", "0.4")+
		post("2", "", "Deputy head", "V", "", "XX", "0.1")+post("1", " ada", "Head", "U", "", "XX", "1"))
	if got := holders(o); got != "1: 0 Ada, 0 Ada; 2: 1 Bo, 2 Cy, undisclosed" {
		t.Error(got)
	}
	if p := o.Profile; p.Rows != 5 || p.DistinctPostRefs != 2 || p.DuplicatedRefs != 2 || p.RootsXX != 3 {
		t.Errorf("%+v", p)
	}
	if got := lines(o.Warnings); got != `Line 2, Reports to Senior Post: 1 reports to nobody, so it is at the top
Line 5, Job Title: Line 3 says “Deputy” of the same post, 2, and is taken
Line 5, Unit: Line 3 says “U” of the same post, 2, and is taken
Line 5, Reports to Senior Post: Line 3 says “1” of the same post, 2, and is taken
Line 6, Name: Line 2 puts ada into the same post, 1. They are taken as one` {
		t.Error(got)
	}
}

func TestPostsAtTheTop(t *testing.T) {
	for _, tc := range []struct{ name, file, want, warning string }{
		{"nobody", post("1", "", "A", "U", "", "xx", "1") + post("2", "", "A", "U", "", "1", "1"), "1<(nobody) 2<1", "Line 2, Reports to Senior Post: 1 reports to nobody, so it is at the top"},
		{"blank is nobody", post("1", "", "A", "U", "", "", "1"), "1<(nobody)", "Line 2, Reports to Senior Post: 1 reports to nobody, so it is at the top"},
		{"itself", post("CEO", "", "A", "U", "", "CEO", "1") + post("2", "", "A", "U", "", "CEO", "1"), "CEO<(itself) 2<CEO", "Line 2, Reports to Senior Post: CEO reports to itself, so it is at the top"},
		{"a post that is not there", post("1", "", "A", "U", "", "99", "1"), "1<(missing)", "Line 2, Reports to Senior Post: There is no post 99 for 1 to report to, so it is at the top"},
		{"another case", post("DfE-1", "", "A", "U", "", "XX", "1") + post("DfE-2", "", "A", "U", "", "DFE-1", "1"), "DfE-1<(nobody) DfE-2<DfE-1", "Line 2, Reports to Senior Post: DfE-1 reports to nobody, so it is at the top"},
		{"a loop is cut at the first in the alphabet", post("3", "", "A", "U", "", "2", "1") + post("2", "", "A", "U", "", "1", "1") + post("1", "", "A", "U", "", "3", "1") + post("4", "", "A", "U", "", "3", "1"),
			"3<2 2<1 1<(loop) 4<3", "Line 4, Reports to Senior Post: These posts report to each other in a circle: 1 → 3 → 2 → 1. It is cut, and 1 is at the top"},
		{"in any order of rows", post("1", "", "A", "U", "", "3", "1") + post("4", "", "A", "U", "", "3", "1") + post("2", "", "A", "U", "", "1", "1") + post("3", "", "A", "U", "", "2", "1"),
			"1<(loop) 4<3 2<1 3<2", "Line 2, Reports to Senior Post: These posts report to each other in a circle: 1 → 3 → 2 → 1. It is cut, and 1 is at the top"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := read(t, header+tc.file)
			if got := tree(o); got != tc.want {
				t.Errorf("got %s", got)
			}
			if got := lines(o.Warnings); got != tc.warning {
				t.Errorf("got %s", got)
			}
		})
	}
	o := read(t, header+post("a", "", "A", "U", "", "b", "1")+post("b", "", "A", "U", "", "a", "1")+post("c", "", "A", "U", "", "d", "1")+post("d", "", "A", "U", "", "c", "1"))
	if got := tree(o); got != "a<(loop) b<a c<(loop) d<c" || o.Profile.PostsOnACycle != 4 || o.Profile.MaxDepth != 0 {
		t.Errorf("two loops: %s %+v", got, o.Profile)
	}
}

func TestAddressesAndPersons(t *testing.T) {
	o := read(t, header+
		post("1", "Ada", "A", "U", "ada@x.example", "XX", "1")+
		post("2", "Bo", "A", "U", "office@x.example", "1", "1")+
		post("3", "Cy", "A", "U", "Office@x.example", "1", "1")+
		post("4", "Di", "A", "U", "unit@x.example", "1", "1")+
		post("5", "N/D", "A", "U", "unit@x.example", "1", "1")+
		post("6", "ADA", "A", "U", "Ada@X.example", "1", "0.2")+
		post("7", "Bo", "A", "U", "", "1", "1")+
		post("8", "Ed", "A", "U", "N/A", "1", "1"))
	if got := holders(o); got != "1: 0 Ada; 2: 1 Bo; 3: 2 Cy; 4: 3 Di; 5: undisclosed; 6: 0 Ada; 7: 4 Bo; 8: 5 Ed" {
		t.Error(got)
	}
	var mails []string
	for _, p := range o.Persons {
		mails = append(mails, p.Email+"/"+p.Contact)
	}
	if got := strings.Join(mails, " "); got != "ada@x.example/ /office@x.example /Office@x.example /unit@x.example / /" {
		t.Error(got)
	}
	if got := lines(o.Warnings); got != `Line 2, Reports to Senior Post: 1 reports to nobody, so it is at the top
Line 3, Contact E-mail: office@x.example is the address of several posts. It is taken as a contact and tells nobody apart
Line 5, Contact E-mail: unit@x.example is the address of several posts. It is taken as a contact and tells nobody apart
Line 8, Name: Bo is also in line 3, for another post. Without one address of their own they are taken as two people` {
		t.Error(got)
	}
}

func TestWhatIsMissingOrDamaged(t *testing.T) {
	o := read(t, header+post("1", "N\ufffdah \ufffd", "", "", "", "XX", "2.5")+
		post("", "Lost", "A", "U", "", "1", "1")+
		"2,Short\n"+
		"3,Bo,SCS1,A,,Parent,College,U,,,1,,1\n"+
		post("4", "Extra", "A", "U", "", "1", "1,1,1,1,1,1,1,1,1,1")+
		post("5", "D\x00i", "5\" gun", "U", "", "1", "x")+"\n,,,,,\n")
	if got := holders(o); got != "1: 0 N\ufffdah \ufffd; 3: 1 Bo; 5: 2 Di" {
		t.Error(got)
	}
	if p := o.Posts[0]; p.Title != "SCS1" || p.Unit != "College" || p.Places[0].FTE != -1 {
		t.Errorf("%+v", p)
	}
	if got := lines(o.Unusable); got != `Line 3: There is no post reference
Line 4: The row has 2 cells and the header 19. Is a separator missing, or one too many?
Line 6: The row has 28 cells and the header 19. Is a separator missing, or one too many?` {
		t.Error(got)
	}
	if got := lines(o.Damage); got != "Line 2, Name: 2 damaged characters, kept as U+FFFD\nLine 7, Name: A NUL character, left out" {
		t.Error(got)
	}
	if got := lines(o.Warnings); got != `Line 2, Job Title: Missing. The post is called SCS1
Line 2, Unit: Missing. The post is taken to be of the organisation as a whole
Line 2, FTE: “2.5” is no share of full time from 0 to 2. Full time is taken
Line 2, Reports to Senior Post: 1 reports to nobody, so it is at the top
Line 7: There is a quotation mark where none should be. The cell is taken as it is
Line 7, FTE: “x” is no share of full time from 0 to 2. Full time is taken` {
		t.Error(got)
	}
	if p := o.Profile; p.Rows != 6 || p.RowsDamaged != 1 {
		t.Errorf("%+v", p)
	}
}

// chain is a file of posts each of which reports to the one before it.
func chain(n int) string {
	var out strings.Builder
	out.WriteString(header)
	for i := range n {
		above := "XX"
		if i > 0 {
			above = "P" + strconv.Itoa(i-1)
		}
		out.WriteString(post("P"+strconv.Itoa(i), "Person "+strconv.Itoa(i), "Tutor", "Skills, é", "", above, "1"))
	}
	return out.String()
}

func TestEveryWayOfWritingAFile(t *testing.T) {
	plain := strings.ReplaceAll(chain(60), "Skills, é", "\"Skills,\né\"")
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	bigEndian, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"as it is": plain, "CRLF": strings.ReplaceAll(plain, "\n", "\r\n"), "bare CR": strings.ReplaceAll(plain, "\n", "\r"),
		"with a mark": "\xef\xbb\xbf" + plain, "Windows-1252": strings.NewReplacer("é", "\xe9", "£", "\xa3").Replace(plain),
		"UTF-16": utf16, "UTF-16BE without a mark": bigEndian,
		"semicolons": strings.NewReplacer("Skills,", "Skills,", ",", ";").Replace(plain),
		"tabs":       strings.NewReplacer("Skills,", "Skills,", ",", "\t").Replace(plain),
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, file)
			if len(o.Posts) != 60 || o.Profile.MaxDepth != 60 || o.Profile.DistinctUnits != 1 || o.Units[0] != "Skills, é" || len(o.Unusable)+len(o.Damage) > 0 {
				t.Errorf("%d posts, %+v, units %q\n%s", len(o.Posts), o.Profile, o.Units, lines(o.Unusable))
			}
			if p := o.Posts[59]; p.Above != "P58" || o.Persons[p.Places[0].Person].Name != "Person 59" {
				t.Errorf("%+v", p)
			}
		})
	}
}

const juniorHeader = "Parent Department,Organisation,Unit,Reporting Senior Post,Grade,Payscale Minimum (£),Payscale Maximum (£),Generic Job Title,Number of Posts in FTE,Professional/Occupational Group\n"

func TestJuniorsAreCounted(t *testing.T) {
	o := read(t, header+post("P-1", "Ada", "A", "Skills", "", "XX", "1")+post("P-2", "Bo", "A", "Estates", "", "P-1", "1"))
	err := o.ReadJuniors(strings.NewReader(juniorHeader +
		"Parent,College,Skills,P-1,C,1,2,Tutor,2.5,Policy\n" +
		"Parent,College,Skills,p-1,C,3,4,Tutor,\"1,25\",Policy\n" +
		"Parent,College,Skills,P-1,D,1,2,Tutor,1,Policy\n" +
		"Parent,College,Kitchen,P-2,D,1,2,Cook,353.1,Policy\n" +
		"Parent,College,kitchen ,P-9,D,1,2,Cook,1,Policy\n" +
		"Parent,College,Garden,P-1,D,1,2,Hand,\"1,638.55\",Policy\nParent,College,Garden,P-2,D,1,2,Hand,lots,Policy\nParent,College\n,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range o.Juniors {
		got = append(got, fmt.Sprintf("%d %s %s %s %s %d %v", j.Line, j.Unit, j.ReportsTo, j.Grade, j.Title, j.FTE, j.Missing))
	}
	if want := `2 Skills P-1 C Tutor 3750 false
4 Skills P-1 D Tutor 1000 false
5 Kitchen P-2 D Cook 353100 false
6 kitchen P-9 D Cook 1000 true
7 Garden P-1 D Hand 1638550 false
8 Garden P-2 D Hand 0 false`; strings.Join(got, "\n") != want {
		t.Error(strings.Join(got, "\n"))
	}
	if u := o.JuniorUnits(); fmt.Sprint(u) != "[{5 Kitchen [P-2]} {7 Garden [P-1 P-2]}]" {
		t.Error(u)
	}
	if p := o.Profile; p.JuniorRows != 8 || p.JuniorFTE != 1997400 || p.JuniorsReportingToMissingPost != 1 || p.JuniorUnitsNotAmongTheSeniorOnes != 2 {
		t.Errorf("%+v", p)
	}
	if got := lines(o.Unusable); got != "Line 9, junior file: The row has 2 cells and the header 10. Is a separator missing, or one too many?" {
		t.Error(got)
	}
}

func TestFilesThatAreNot(t *testing.T) {
	for _, file := range []string{"", "a,b\n", juniorHeader} {
		if _, err := Read(strings.NewReader(file)); !errors.Is(err, ErrOtherFile) {
			t.Errorf("%q: %v", file, err)
		}
	}
	if err := (&Organogram{}).ReadJuniors(strings.NewReader(header)); !errors.Is(err, ErrOtherFile) {
		t.Error(err)
	}
	if _, err := Read(strings.NewReader("PK\x03\x04")); err == nil || !strings.Contains(err.Error(), "line 1: a spreadsheet") {
		t.Error(err)
	}
	for header, want := range map[string]Kind{header: SeniorFile, juniorHeader: JuniorFile, "Employee number,Name,Post unique reference,Job title,Unit": Neither, "": Neither} {
		if got := KindOf(strings.Split(header, ",")); got != want {
			t.Errorf("%s is %d", header, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]int{"1": 1000, "0.5": 500, "0,5": 500, ".5": 500, "8.67": 8670, "0.0005": 1, "0.0004": 0, "1,638.55": 1638550, "1.": 1000, "0": 0} {
		if n, ok := thousandths(text); n != want || !ok {
			t.Errorf("%s is %d", text, n)
		}
	}
	for _, text := range []string{"", ".", "-1", "1e3", "N/D", "1.2.3", "½", "12345678"} {
		if n, ok := thousandths(text); ok {
			t.Errorf("%s is %d", text, n)
		}
	}
}

// TestThereIsAnEndToDoubts takes care that a bad file does not fill the memory.
func TestThereIsAnEndToDoubts(t *testing.T) {
	o := read(t, header+strings.Repeat(",\ufffd\n", maxFindings+5)+strings.Repeat(post("1", "A", "A", "U", "a@x.example", "XX", "x"), maxFindings+5))
	for _, list := range [][]Finding{o.Unusable, o.Warnings, o.Damage} {
		if len(list) != maxFindings || list[maxFindings-1].String() != "There are more such findings than are listed" {
			t.Errorf("%d, the last %s", len(list), list[len(list)-1])
		}
	}
}

// TestPublishedOrganograms holds what is read of every organogram of the shared
// data against its figures.
func TestPublishedOrganograms(t *testing.T) {
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	folder = filepath.Join(folder, "organograms")
	profile, err := os.Open(filepath.Join(folder, "PROFILE.tsv"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the shared test data is not at %s; set LEARNINGYEAR_SHARED_DATA", folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = profile.Close() }()
	table := csv.NewReader(profile)
	table.Comma = '\t'
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 2 {
		t.Fatal("there are no figures to hold against")
	}
	for _, row := range rows[1:] {
		want := map[string]string{}
		for i, name := range rows[0] {
			want[name] = row[i]
		}
		t.Run(strings.TrimSuffix(want["file"], "-senior.csv"), func(t *testing.T) {
			o := published(t, folder, want["file"])
			p := o.Profile
			for name, got := range map[string]int{
				"rows": p.Rows, "distinct_post_refs": p.DistinctPostRefs, "duplicated_refs": p.DuplicatedRefs, "roots_XX": p.RootsXX,
				"reports_to_missing_post": p.ReportsToMissingPost, "posts_on_a_cycle": p.PostsOnACycle, "max_depth": p.MaxDepth, "vacant": p.Vacant,
				"name_N/D_or_blank": p.Undisclosed, "FTE_not_1": p.FTENotOne, "distinct_units": p.DistinctUnits, "rows_with_U+FFFD": p.RowsDamaged,
				"juniors_reporting_to_missing_post": p.JuniorsReportingToMissingPost,
			} {
				if strconv.Itoa(got) != want[name] {
					t.Errorf("%s is %d, want %s", name, got, want[name])
				}
			}
			for name := range want {
				switch name {
				case "file", "bytes", "rows", "distinct_post_refs", "duplicated_refs", "roots_XX", "reports_to_missing_post", "posts_on_a_cycle", "max_depth",
					"vacant", "name_N/D_or_blank", "FTE_not_1", "distinct_units", "rows_with_U+FFFD", "juniors_reporting_to_missing_post":
				default:
					t.Errorf("nobody looks at %s", name)
				}
			}
			if len(o.Unusable) > 0 {
				t.Error(lines(o.Unusable))
			}
			check(t, o)
		})
	}
}

func published(t *testing.T, folder, name string) *Organogram {
	t.Helper()
	senior, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = senior.Close() }()
	o, err := Read(senior)
	if err != nil {
		t.Fatal(err)
	}
	junior, err := os.Open(filepath.Join(folder, strings.Replace(name, "senior", "junior", 1)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = junior.Close() }()
	if err := o.ReadJuniors(junior); err != nil {
		t.Fatal(err)
	}
	return o
}

// check holds an organogram against what is always true of one.
func check(t *testing.T, o *Organogram) {
	t.Helper()
	at, held := map[string]Post{}, make([]int, len(o.Persons))
	for _, p := range o.Posts {
		if _, twice := at[p.Reference]; twice || p.Reference == "" || p.Title == "" || len(p.Places) == 0 {
			t.Fatalf("%+v", p)
		}
		at[p.Reference] = p
		for _, place := range p.Places {
			if (place.Person >= 0) != (place.Holding == Named) || place.FTE > 2000 {
				t.Errorf("%+v", place)
			}
			if place.Person >= 0 {
				held[place.Person]++
			}
		}
		for _, s := range []string{p.Reference, p.Title, p.Grade, p.Unit, p.Function, p.ReportsTo} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\n\r") {
				t.Errorf("%q", s)
			}
		}
	}
	for i, p := range o.Persons {
		if p.Name == "" || held[i] == 0 || p.Email != "" && p.Contact != "" || strings.ContainsAny(p.Name, "\x00\n\r") {
			t.Errorf("%+v in %d posts", p, held[i])
		}
	}
	ends := map[string]bool{}
	for _, p := range o.Posts {
		seen := map[string]bool{}
		for q := p; !ends[q.Reference]; q = at[q.Above] {
			if seen[q.Reference] {
				t.Fatalf("%s is in a circle", q.Reference)
			}
			seen[q.Reference] = true
			if q.Above == "" {
				break
			}
			if _, there := at[q.Above]; !there {
				t.Fatalf("%s reports to %s", q.Reference, q.Above)
			}
		}
		for reference := range seen {
			ends[reference] = true
		}
		if (p.Above == "") != (p.Top != "") {
			t.Errorf("%+v", p)
		}
	}
}

// FuzzRead looks for files that end the reading or make what cannot be.
func FuzzRead(f *testing.F) {
	f.Add([]byte(header+post("1", "Ada", "A", "U", "a@x.example", "2", "1")+post("2", "Bo", "A", "U", "a@x.example", "1", "0,5")), []byte(juniorHeader+"P,O,U,1,G,1,2,T,3.5,X\n"))
	f.Add([]byte(chain(3)), []byte("Reporting Senior Post;Number of Posts in FTE\n1;\"2\n"))
	f.Add([]byte("post unique reference;REPORTS to senior post;job title;name\r\xff;;\"\r\x00"), []byte{})
	f.Fuzz(func(t *testing.T, senior, junior []byte) {
		o, err := Read(strings.NewReader(string(senior)))
		if err != nil {
			return
		}
		_ = o.ReadJuniors(strings.NewReader(string(junior)))
		check(t, o)
		if o.Profile.Rows < len(o.Posts) || o.Profile.DistinctPostRefs != len(o.Posts) {
			t.Errorf("%+v", o.Profile)
		}
	})
}
