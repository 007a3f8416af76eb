package accessiblepdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// What is written is read back by programs that had no part in writing it.

// run runs one of those programs on the document and returns what it says.
func run(t testing.TB, b []byte, pkg, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("LEARNINGYEAR_TEST_ALLOW_MISSING") == "1" {
			t.Skipf("%s is missing: install the package %s", name, pkg)
		}
		t.Fatalf("%s is missing: install the package %s", name, pkg)
	}
	file := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// plainText is the text that pdftotext finds, without its direction marks.
func plainText(t testing.TB, b []byte) string {
	t.Helper()
	text := run(t, b, "poppler-utils", "pdftotext", "-enc", "UTF-8", "FILE", "-")
	return strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(text)
}

func structure(t testing.TB, b []byte) string {
	t.Helper()
	return run(t, b, "poppler-utils", "pdfinfo", "-struct-text", "FILE")
}

// validate has the file checked as a file.
func validate(t testing.TB, b []byte) {
	t.Helper()
	api.DisableConfigDir()
	if err := api.Validate(bytes.NewReader(b), model.NewDefaultConfiguration()); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
}

// inOrder reports the first of the words that does not follow those before it.
func inOrder(text string, words ...string) (missing string) {
	for _, w := range words {
		at := strings.Index(text, w)
		if at < 0 {
			return w
		}
		text = text[at+len(w):]
	}
	return ""
}

func TestTheFileIsSound(t *testing.T) {
	b := mustBytes(t, sampleDocument())
	validate(t, b)
	if out := run(t, b, "qpdf", "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Errorf("qpdf: %s", out)
	}
}

func TestAnEmptyDocumentIsOnePage(t *testing.T) {
	b := mustBytes(t, New(Info{}))
	validate(t, b)
	if out := run(t, b, "poppler-utils", "pdfinfo", "FILE"); !regexp.MustCompile(`Pages: +1\n`).MatchString(out) {
		t.Errorf("pdfinfo: %s", out)
	}
}

func TestPagesAreCounted(t *testing.T) {
	d := sampleDocument()
	want := fmt.Sprintf("Pages: +%d\n", d.Pages())
	if out := run(t, mustBytes(t, d), "poppler-utils", "pdfinfo", "FILE"); !regexp.MustCompile(want).MatchString(out) {
		t.Errorf("%s pages are said; pdfinfo: %s", want, out)
	}
}

func TestTheFileSaysWhatItIs(t *testing.T) {
	b := mustBytes(t, sampleDocument())
	out := run(t, b, "poppler-utils", "pdfinfo", "FILE")
	for _, want := range []string{
		`Title: +Appraisal 2027\n`, `Author: +Southampton Education Services\n`, `Subject: +Annual report\n`,
		`Tagged: +yes`, `PDF version: +1\.7`, `\(A4\)`, `Metadata Stream: +yes`, `CreationDate: +Wed Jul 14 15:10:00 2027 UTC`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, out)
		}
	}
	meta := run(t, b, "poppler-utils", "pdfinfo", "-meta", "FILE")
	if missing := inOrder(meta, "<rdf:li>en-GB<", ">Appraisal 2027<", ">Southampton Education Services<"); missing != "" {
		t.Errorf("the metadata lack %q:\n%s", missing, meta)
	}
	if strings.Contains(meta, "pdfuaid") {
		t.Error("the metadata claim a conformance that nothing has checked")
	}
	for _, want := range []string{"/Lang (en-GB)", "/DisplayDocTitle true", "/MarkInfo <</Marked true>>"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the catalogue lacks %s", want)
		}
	}
}

func TestReadingOrder(t *testing.T) {
	b := mustBytes(t, sampleDocument())
	out := structure(t, b)
	if missing := inOrder(out,
		"Document", "P (block)", `"Amina Yusuf with Dan Okoro`, "H1 (block)", `"Appraisal 2027"`,
		"Sect", `"Signed by both`, `"Nobody can change it."`,
		"L (block)", "LI (block)", "Lbl (block)", `"Name"`, "LBody (block)", `"Małgorzata Szczęśniak-Żółć"`,
		"Figure", "H2 (block)", `"Target 1.`, "Figure", `"Success criteria2 of 3"`,
		"Sect", `"Amina, self-evaluation"`, `"Met"`, `"Seven families`, `"I would ask`,
		"Sect", `"Dan, response"`, `"Carry on"`, `"Agreed.`,
		"L (block)", "/ListNumbering /Disc", `"•"`, `"Tick ✓ and box ☐"`,
		`"Kept line break."`, `"Next paragraph."`,
		"Table", "Caption", `"Off-the-job learning"`, "TR", "TH", "/Scope /Column", `"Date"`, "TR", "TD", `"1 March 2027"`,
		`"45 March 2027"`, "H2", `"Agreed and signed"`, `"Amina Yusuf"`, `"Dan Okoro"`, `"Signature"`, `"Date"`,
		"H3", `"Appendix"`, "H4", `"Last words"`, `"The end."`,
	); missing != "" {
		t.Errorf("%q is missing or out of order in\n%s", missing, out)
	}
	if n := strings.Count(out, `"What"`); n != 1 {
		t.Errorf("the header of a column is read %d times", n)
	}
	if strings.Contains(out, "Page 1") {
		t.Error("the footer is read aloud")
	}
}

func TestFiguresHaveAlternatives(t *testing.T) {
	b := mustBytes(t, sampleDocument())
	for _, want := range []string{"/Alt (Success criteria: 2 of 3)", "/Alt (One interview held in October"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no figure has %q", want)
		}
	}
	if figures, alts := bytes.Count(b, []byte("/S /Figure")), bytes.Count(b, []byte("/Alt ")); figures != alts {
		t.Errorf("%d figures, %d alternatives", figures, alts)
	}
}

func TestFooterIsOnEveryPage(t *testing.T) {
	text := plainText(t, mustBytes(t, sampleDocument()))
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(pages) < 3 {
		t.Fatalf("only %d pages", len(pages))
	}
	for i, page := range pages {
		if !strings.Contains(page, "Appraisal 2027 · as at 14 July 2027") || !regexp.MustCompile(`Page \d of \d`).MatchString(page) {
			t.Errorf("page %d has no footer:\n%s", i+1, page)
		}
	}
}

func TestTableHeadersAreSeenOnEveryPage(t *testing.T) {
	d := New(sampleInfo())
	d.Table(sampleTable(80))
	text := plainText(t, mustBytes(t, d))
	for i, page := range strings.Split(strings.TrimSuffix(text, "\f"), "\f") {
		if !strings.Contains(page, "What") || !strings.Contains(page, "Cost") {
			t.Errorf("page %d has no headers:\n%s", i+1, page)
		}
	}
}

func TestACellTallerThanAPageGoesOn(t *testing.T) {
	var words []string
	for i := range 3000 {
		words = append(words, "w"+strings.Repeat("x", i%3)+string(rune('a'+i%26)))
	}
	d := New(sampleInfo())
	d.Table(Table{Headers: []string{"A", "B"}, Rows: [][]string{{"before", "one"}, {"tall", strings.Join(words, " ")}, {"after", "two"}}})
	out := structure(t, mustBytes(t, d))
	joined := strings.Join(strings.Fields(strings.ReplaceAll(out, `"`, "")), " ")
	for _, want := range []string{strings.Join(words[:40], " "), strings.Join(words[2990:], " ") + " TR"} {
		if !strings.Contains(joined, want) {
			t.Errorf("the cell lacks %q", want)
		}
	}
	if missing := inOrder(out, `"before"`, `"tall"`, `"after"`, `"two"`); missing != "" {
		t.Errorf("%q is missing or out of order", missing)
	}
}

func TestAPairOverPagesIsReadLeftThenRight(t *testing.T) {
	d := New(sampleInfo())
	d.Pair(Voice{Who: "One", Text: strings.Repeat("left words ", 900) + "left end"}, Voice{Who: "Other", Text: strings.Repeat("right words ", 900) + "right end"})
	b := mustBytes(t, d)
	if missing := inOrder(structure(t, b), "One", "left words", "left end", "Other", "right words", "right end"); missing != "" {
		t.Errorf("%q is missing or out of order", missing)
	}
	for i, page := range strings.Split(strings.TrimSuffix(plainText(t, b), "\f"), "\f") {
		if !strings.Contains(page, "left words") || !strings.Contains(page, "right words") {
			t.Errorf("page %d has only one of the two", i+1)
		}
	}
}

func TestNamesAreReadBackAsTyped(t *testing.T) {
	for _, name := range []string{
		"Siân Llwyd-ap-Iorwerth", "Ffion Wyn Ŵyn-Jones", "Małgorzata Szczęśniak-Żółć", "Αικατερίνη Παπαδοπούλου", "Анна Смирнова",
		"Nguyễn Thị Ánh Tuyết", "Þórdís Björk Ólafsdóttir", "Zoë O’Connor", "İbrahim Işık", "שלום כהן",
		"محمد عبد الرحمن", "محمد علی خان", "نور جہاں بیگم", "فاطمة الزهراء",
		"王小明", "김민준", "山田 太郎", "👩‍🏫 Emoji Teacher", "-Dash Leading", "Robert'); DROP TABLE people;--", "<b>Bold</b> & \"Quoted\"", `back\slash (bracket`,
	} {
		t.Run(name, func(t *testing.T) {
			d := New(Info{Title: name, Author: name})
			d.Paragraph(name)
			b := mustBytes(t, d)
			validate(t, b)
			first, _, _ := strings.Cut(plainText(t, b), "\n")
			if first != name {
				t.Errorf("read back as %+q, want %+q", first, name)
			}
			if out := run(t, b, "poppler-utils", "pdfinfo", "-enc", "UTF-8", "FILE"); !strings.Contains(out, name+"\n") {
				t.Errorf("the title is %s", out)
			}
		})
	}
}

func TestWhatHidesIsShownAndReadAsCodePoints(t *testing.T) {
	for typed, want := range map[string]string{
		"Right\u202etoLeft":    "Right[U+202E]toLeft",
		"Iso\u2066late\u2069d": "Iso[U+2066]late[U+2069]d",
		"Zero\u200bWidth":      "Zero[U+200B]Width",
		"Nul\x00and\x1b":       "Nul[U+0000]and[U+001B]",
		"Mark\ufeff":           "Mark[U+FEFF]",
		"Private\ue000":        "Private[U+E000]",
		"Bad\xffbyte":          "Bad\ufffdbyte",
		"Soft\u00adhyphen":     "Softhyphen",
		"Tab\there":            "Tab here",
	} {
		d := New(Info{Title: typed})
		d.Paragraph(typed)
		b := mustBytes(t, d)
		if first, _, _ := strings.Cut(plainText(t, b), "\n"); strings.ReplaceAll(first, "\u00ad", "") != want {
			t.Errorf("%+q is read as %+q, want %+q", typed, first, want)
		}
	}
}

func TestBookmarks(t *testing.T) {
	d := New(sampleInfo())
	for _, h := range []struct {
		level int
		text  string
	}{{3, "Begins low"}, {1, "Title"}, {2, "Part"}, {4, "Skips one"}, {2, "Part two"}, {-1, "Lowest number"}, {9, "Highest number"}} {
		d.Heading(h.level, h.text)
	}
	b := mustBytes(t, d)
	validate(t, b)
	marks, err := api.Bookmarks(bytes.NewReader(b), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	want := "Begins low, Title(Part(Skips one), Part two), Lowest number(Highest number)"
	if got := outline(marks); got != want {
		t.Errorf("the bookmarks are %s, want %s", got, want)
	}
}

func outline(marks []pdfcpu.Bookmark) string {
	var out []string
	for _, m := range marks {
		text := m.Title
		if len(m.Kids) > 0 {
			text += "(" + outline(m.Kids) + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}
