package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestJourneyOfAForeignList: the coordinator has a spreadsheet with names of columns
// that nobody here knows; the page asks once what they are, and never again.
func TestJourneyOfAForeignList(t *testing.T) { widths(t, foreignList) }

func foreignList(t *testing.T, width int64) {
	s := openSmall(t, width)
	file := filepath.Join(t.TempDir(), "Liste.csv")
	s.must(os.WriteFile(file, []byte("Pers.-Nr.;Mitarbeiter;Stelle;Org-Einheit;Umfang;Kostenstelle\r\n"+
		"1001;MÜLLER, Jürgen;Dozent;Sprachen;0,6;4711\r\n1002;O'BRIEN, Máire;Leiterin;Sprachen;1;4711\r\nTotal;2;;;1,6;\r\n"), 0o600))
	priya := s.comes(s.staff.Priya)
	priya.open("/manage/people/import").upload(file).press("Show what would change").
		sees("What the columns are", "6 columns have names that are not known here.", "MÜLLER, Jürgen · O'BRIEN, Máire")
	priya.list("column-0", "Employee number").list("column-1", "Name").list("column-2", "Job title").list("column-3", "Unit").list("column-4", "FTE")
	priya.press("Show what would change").sees("Look before you import", "Import 2 rows", "“Total” is nobody’s row")
	priya.follow("What the columns are").sees("Download one with what you said last").lacks("not known here")
	priya.withoutScript(func() { priya.open(priya.path()).press("Show what would change").sees("Import 2 rows") })
	priya.press("Import 2 rows").sees("The staff list is in").open("/manage/people?q=Müller").sees("Jürgen Müller")
	priya.open("/manage/people/import").upload(file).press("Show what would change").sees("Look before you import", "Nothing would change")
	if strings.HasSuffix(priya.path(), "/columns") {
		t.Error("it is asked again")
	}
}
