package accessiblepdf

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// everywhere puts s wherever text can stand.
func everywhere(s string) *Document {
	d := New(Info{Title: s, Author: s, Subject: s, Language: s, AsAt: s})
	d.Heading(1, s)
	d.Small(s)
	d.Paragraph(s)
	d.Note(s, s)
	d.List([]string{s})
	d.Facts([]Fact{{s, s}})
	d.Progress(s, 1, 2)
	d.Pair(Voice{s, s, s}, Voice{s, s, s})
	d.Table(Table{Caption: s, Headers: []string{s, s, s}, Rows: [][]string{{s, s, s}}, RowHeads: true})
	d.Timeline(Timeline{Alt: s, Marks: []Mark{{0.5, MarkDisc, s}}, Ticks: []Tick{{0, s}}, Keys: []Key{{MarkDisc, s}}})
	d.Signatures([]Signature{{s, s, s}, {Name: s, Role: s}})
	return d
}

// Strings of kinds that have made trouble for such programs.
var awkward = []string{
	"", " ", "\n", "\x00", "\x7f\x80\xff", "(unbalanced \\ [brackets", "%PDF-1.4\nendstream endobj", "<</Type /Catalog>>", "%d%s%n",
	"{nb}", "\r\r\n", "Ж\u010a\u0a0d\u0d0a", strings.Repeat("x", 5000), strings.Repeat("e\u0301\u0323", 300), "Z̢͚͖a̕l͙g̷o̢͚ ̡t̛ext",
	"\u202eevil\u202c", "\u2067x\u2069", "👩‍👩‍👧‍👦🏳️‍🌈", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "मनीष कुमार", "ਮਨਪ੍ਰੀਤ", "ไทย", "ລາວ", "Հայերեն", "ქართული", "יִשְׂרָאֵל",
	"اَلْعَرَبِيَّةُ لا إله الأمل", "ٹوٹے ہوئے", "پښتو ځوړند", "کوردی ڕۆژێک", "\u0600\u06dd١٢", "\ufeff\ufffe\uffff\ufdd0", "\U0010ffff\U000e0041",
	"ﷺ ﷽", "\u0644\u064b\u0627", "\u200d\u200c\u200d", "ـــ", "א\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5", "=CMD|' /C calc'!A0", "<b>&amp;</b>]]>",
}

func TestAwkwardStringsEverywhere(t *testing.T) {
	for _, s := range awkward {
		b, err := everywhere(s).Bytes()
		if err != nil {
			t.Errorf("%+q: %v", s, err)
			continue
		}
		validate(t, b)
	}
}

// shared is a folder of larger lists of strings that do not belong to this
// package; the test that wants it is left out where there is none.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	b, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Skipf("the list is not here (set LEARNINGYEAR_SHARED_DATA to its folder): %v", err)
	}
	return b
}

func TestNaughtyStringsEverywhere(t *testing.T) {
	var list []string
	if err := json.Unmarshal(shared(t, "names/blns.json"), &list); err != nil {
		t.Fatal(err)
	}
	all := New(sampleInfo())
	for _, s := range list {
		if _, err := everywhere(s).Bytes(); err != nil {
			t.Errorf("%+q: %v", s, err)
		}
		all.Heading(3, s)
		all.Paragraph(s)
	}
	b := mustBytes(t, all)
	validate(t, b)
	run(t, b, "qpdf", "qpdf", "--check", "FILE")
}

func TestEdgeNamesEverywhere(t *testing.T) {
	all := New(sampleInfo())
	var names []string
	for row := range strings.Lines(string(shared(t, "names/names-edge.tsv"))) {
		if strings.HasPrefix(row, "#") {
			continue
		}
		row = strings.TrimRight(row, "\r\n")
		name := row[:max(0, strings.LastIndexByte(row, '\t'))] // one name has a tab in it
		names = append(names, name)
		validate(t, mustBytes(t, everywhere(name)))
		all.Paragraph(name)
	}
	text := plainText(t, mustBytes(t, all))
	flat := strings.Join(strings.Fields(text), " ")
	for _, name := range names {
		want := strings.Join(strings.Fields(said(name)), " ")
		want = strings.TrimRight(want, "-") // which pdftotext takes for hyphenation
		if !strings.Contains(flat, want) {
			t.Errorf("%+q is not read back", want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range awkward {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := New(Info{Title: s})
		d.Heading(2, s)
		d.Paragraph(s)
		d.Table(Table{Headers: []string{s}, Widths: []float64{1, 9}, Rows: [][]string{{s, s}}})
		d.Pair(Voice{s, s, s}, Voice{})
		if _, err := d.Bytes(); err != nil {
			t.Errorf("%+q: %v", s, err)
		}
	})
}
