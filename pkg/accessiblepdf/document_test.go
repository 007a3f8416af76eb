package accessiblepdf

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

func TestSameCallsGiveTheSameBytes(t *testing.T) {
	first := mustBytes(t, sampleDocument())
	for range 3 {
		if !bytes.Equal(first, mustBytes(t, sampleDocument())) {
			t.Fatal("the same calls gave other bytes")
		}
	}
	d := sampleDocument()
	if !bytes.Equal(mustBytes(t, d), mustBytes(t, d)) {
		t.Error("the second reading of a document differs from the first")
	}
	if !bytes.Equal(mustBytes(t, New(Info{})), mustBytes(t, New(Info{}))) {
		t.Error("without a time the bytes differ")
	}
}

func TestDocumentsAtTheSameTime(t *testing.T) {
	want := mustBytes(t, sampleDocument())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if b, err := sampleDocument().Bytes(); err != nil || !bytes.Equal(b, want) {
				t.Errorf("beside others the document differs (%v)", err)
			}
		})
	}
	wg.Wait()
}

func TestWriteToCountsWhatItWrites(t *testing.T) {
	var out bytes.Buffer
	n, err := sampleDocument().WriteTo(&out)
	if err != nil || n != int64(out.Len()) || !bytes.HasPrefix(out.Bytes(), []byte("%PDF-1.7")) {
		t.Errorf("wrote %d bytes, said %d, %v", out.Len(), n, err)
	}
}

func TestADocumentKeepsWhatItWasGiven(t *testing.T) {
	items := []string{"as given"}
	rows := [][]string{{"as given"}}
	d, other := New(Info{}), New(Info{})
	for _, doc := range []*Document{d, other} {
		doc.List(items)
		doc.Table(Table{Headers: []string{"H"}, Rows: rows})
	}
	want := mustBytes(t, d)
	items[0], rows[0][0] = "changed", "changed"
	if !bytes.Equal(want, mustBytes(t, other)) {
		t.Error("a later change of the caller's slices changed the document")
	}
}

// laidOut sets a document without drawing it.
func laidOut(d *Document) *flow {
	f := newFlow()
	f.place(measured(d.blocks), &element{tag: "Document"})
	return f
}

func TestHeadingsStayWithWhatFollows(t *testing.T) {
	for lines := range 60 {
		d := New(Info{})
		d.Paragraph(strings.TrimSpace(strings.Repeat("line\n", lines+1)))
		d.Heading(2, "Part")
		d.Heading(3, "Section")
		d.Paragraph("What follows,\non three\nlines.")
		f := laidOut(d)
		part, section, last := f.headings[0], f.headings[1], len(f.pages)-1
		if part.page != last || section.page != last {
			t.Errorf("after %d lines the headings are on pages %d and %d, their text ends on %d", lines+1, part.page, section.page, last)
		}
	}
}

func TestTogetherIsNotBroken(t *testing.T) {
	for lines := range 60 {
		d := New(Info{})
		d.Paragraph(strings.TrimSpace(strings.Repeat("line\n", lines+1)))
		d.KeepTogether(func() {
			d.Heading(2, "First")
			d.Paragraph(strings.TrimSpace(strings.Repeat("kept\n", 10)))
			d.Heading(2, "Last")
			d.Signatures([]Signature{{Name: "A"}, {Name: "B"}, {Name: "C"}})
		})
		f := laidOut(d)
		if a, b := f.headings[0].page, f.headings[1].page; a != b || b != len(f.pages)-1 {
			t.Errorf("after %d lines what belongs together is on pages %d to %d of %d", lines+1, a, b, len(f.pages))
		}
	}
}

func TestTogetherLongerThanAPageIsBroken(t *testing.T) {
	d := New(Info{})
	d.KeepTogether(func() {
		d.Heading(1, "Long")
		d.Paragraph(strings.Repeat("word ", 5000))
		d.Heading(1, "End")
	})
	if f := laidOut(d); f.headings[0].page != 0 || len(f.pages) < 5 {
		t.Errorf("begins on page %d of %d", f.headings[0].page, len(f.pages))
	}
}

func TestPageBreaksMakeNoEmptyPages(t *testing.T) {
	d := New(Info{})
	d.PageBreak()
	d.Paragraph("one")
	d.PageBreak()
	d.PageBreak()
	d.Space(3)
	d.Paragraph("two")
	d.PageBreak()
	if f := laidOut(d); len(f.pages) != 2 {
		t.Errorf("%d pages, want 2", len(f.pages))
	}
}

// markedOn counts what is marked for readers on each page.
func markedOn(p *page) int {
	n := 0
	for _, o := range p.ops {
		if o.content != nil {
			n++
		}
	}
	return n
}

func TestNoSingleLineIsLeftOver(t *testing.T) {
	for lines := 4; lines < 100; lines++ {
		d := New(Info{})
		d.Paragraph(strings.TrimSpace(strings.Repeat("line\n", lines)))
		for i, p := range laidOut(d).pages {
			if markedOn(p) == 1 {
				t.Errorf("of %d lines one stands alone on page %d", lines, i+1)
			}
		}
	}
}

func TestShortRowsAreNotBroken(t *testing.T) {
	tall := strings.TrimSpace(strings.Repeat("line\n", 12))
	for before := range 40 {
		d := New(Info{})
		d.Paragraph(strings.TrimSpace(strings.Repeat("line\n", before+1)))
		d.Table(Table{Rows: [][]string{{tall}, {tall}, {tall}, {tall}, {tall}}})
		for i, p := range laidOut(d).pages {
			rows := markedOn(p)
			if i == 0 {
				rows -= before + 1
			}
			if rows%12 != 0 {
				t.Errorf("after %d lines page %d holds %d lines of rows of 12", before+1, i+1, rows)
			}
		}
	}
}

func TestOddInputIsSet(t *testing.T) {
	long := strings.Repeat("Ünbrèakable", 2000)
	d := New(Info{Title: long, AsAt: long, Language: "not (a) language"})
	d.Heading(1, "")
	d.Heading(1, long)
	d.Paragraph("")
	d.Paragraph("\n\n \n")
	d.Small("\r\n")
	d.List(nil)
	d.List([]string{"", long})
	d.Facts(nil)
	d.Facts([]Fact{{}, {long, long}})
	d.Table(Table{})
	d.Table(Table{Caption: "Only a caption"})
	d.Table(Table{Headers: []string{"H"}, Widths: []float64{-1, 0}, Rows: [][]string{nil, {}, {"a", "b", "c"}}})
	d.Table(Table{Headers: []string{long, long}, Rows: [][]string{{long, "王小明 👩‍🏫"}}, RowHeads: true})
	d.Table(Table{Rows: [][]string{strings.Split(strings.Repeat("王 ", 200), " ")}})
	d.Pair(Voice{}, Voice{})
	d.Pair(Voice{Who: long, Tag: long, Text: long}, Voice{Tag: "only"})
	d.Progress("", 0, 0)
	d.Progress(long, 7, 3)
	d.Progress("negative", -3, -1)
	d.Progress("many", 700, 1000)
	d.Timeline(Timeline{})
	d.Timeline(Timeline{Marks: []Mark{{At: -3, Label: long}, {At: 99, Kind: 77, Label: long}}, Ticks: []Tick{{At: 2, Label: long}}, Keys: []Key{{9, long}}})
	d.Signatures(nil)
	d.Signatures([]Signature{{}, {Name: long, Role: long, When: long}, {Name: long}})
	d.Note("", "")
	d.Note(long, long)
	d.WritingLines(-1)
	d.WritingLines(100)
	d.Space(-5)
	d.Space(1e9)
	d.KeepTogether(func() {})
	d.Rule()
	validate(t, mustBytes(t, d))
}

func TestNoRowStandsAlone(t *testing.T) {
	for before := range 44 {
		d := New(Info{})
		d.Paragraph(strings.TrimSpace(strings.Repeat("line\n", before+1)))
		table := Table{Headers: []string{"H"}}
		for range 34 {
			table.Rows = append(table.Rows, []string{"cell"})
		}
		d.Table(table)
		pages := laidOut(d).pages
		first, last := markedOn(pages[0])-(before+1), markedOn(pages[len(pages)-1])
		if first == 1 || first == 2 { // the header is one
			t.Errorf("after %d lines the first page holds %d rows with the header", before+1, first)
		}
		if len(pages) > 1 && last == 1 {
			t.Errorf("after %d lines the last page holds one row", before+1)
		}
	}
}
