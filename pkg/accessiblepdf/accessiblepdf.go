// Package accessiblepdf writes tagged, accessible A4 documents: headings,
// paragraphs, lists, facts, tables, two voices side by side, progress, time
// lines and places to sign. A document says what its parts are; the package
// decides how they look, breaks them over pages, and tags them so that they
// are read aloud in order.
//
// Any string is accepted. Text is set in embedded fonts for Latin, Greek,
// Cyrillic, Hebrew, Arabic and Urdu; a character that no font has, and one
// that shows nothing or turns text about, is printed as its code point, as
// [U+738B]. Nothing is dropped and nothing is an error.
//
// The same calls give the same bytes. Documents are independent of each other;
// a single document is for one goroutine at a time.
//
// This is the only package that may know which library draws the pages, and it
// knows nothing of the program that it serves.
package accessiblepdf

import (
	"bytes"
	"io"
	"slices"
	"time"
)

// Info describes a document as a whole.
type Info struct {
	Title    string // shown in the window's title, the bookmarks and the footer
	Author   string
	Subject  string
	Language string    // of the text, as "en-GB"; English when empty
	Created  time.Time // when the record was made, which is also part of the bytes
	AsAt     string    // printed in the footer beside the title, as "as at 14 July 2027"
	Words    Words
}

// Words are what the package itself prints, for documents in other languages.
// Those left empty are in English.
type Words struct {
	Page      string // "Page %d of %d"
	Of        string // "%d of %d"
	Signature string // under the line to sign on: "Signature"
	Date      string // under the line beside it: "Date"
}

func (w Words) orEnglish() Words {
	def := func(s *string, english string) {
		if *s == "" {
			*s = english
		}
	}
	def(&w.Page, "Page %d of %d")
	def(&w.Of, "%d of %d")
	def(&w.Signature, "Signature")
	def(&w.Date, "Date")
	return w
}

// Document is a document being written. Make one with New.
type Document struct {
	info   Info
	blocks []func() piece
}

// New begins a document.
func New(info Info) *Document {
	info.Words = info.Words.orEnglish()
	return &Document{info: info}
}

// Fact is something and its name.
type Fact struct{ Label, Value string }

// Table is a table with a row of headers. It breaks over pages between its
// rows, or within rows that are long, and repeats its headers on each page.
type Table struct {
	Caption string
	Headers []string
	Widths  []float64 // of the columns, as parts of the whole; equal when empty
	Rows    [][]string
	// RowHeads says that the first cell of a row is the header of the row.
	RowHeads bool
}

// Voice is what one of two people says.
type Voice struct {
	Who  string // "Amina, self-evaluation"
	Tag  string // in a label beside it, as "Met"; may be empty
	Text string
}

// Signature is a place to sign, or a signature that was given.
type Signature struct {
	Name string
	Role string
	When string // "Signed 14 July 2027, 3:26pm"; a line to sign on when empty
}

// MarkKind is the look of a mark on a time line.
type MarkKind int

const (
	MarkDot        MarkKind = iota // small, on the line itself
	MarkDisc                       // large and full
	MarkRing                       // large and open
	MarkSquare                     // full
	MarkOpenSquare                 // open
	MarkDiamond                    // open
	MarkNow                        // an upright line; what is before it is coloured
)

// Mark is something on a time line.
type Mark struct {
	At    float64 // from 0, the beginning, to 1, the end
	Kind  MarkKind
	Label string // printed above it; may be empty
}

// Tick divides a time line. Its label stands between it and the next tick.
type Tick struct {
	At    float64 // from 0, the beginning, to 1, the end
	Label string
}

// Key says what a kind of mark stands for.
type Key struct {
	Kind  MarkKind
	Label string
}

// Timeline is a picture of a stretch of time.
type Timeline struct {
	Alt   string // what the picture says, in words
	Marks []Mark
	Ticks []Tick
	Keys  []Key
}

// Heading adds a heading. Level 1 is the title of the document, 4 the lowest;
// other levels are taken as the nearest of these. A heading is never left at
// the end of a page.
func (d *Document) Heading(level int, text string) {
	level = max(1, min(level, 4))
	d.add(func() piece { return headingPiece(level, text) })
}

// Paragraph adds text. Line breaks are kept and an empty line begins a new
// paragraph.
func (d *Document) Paragraph(text string) { d.paragraphs(text, bodyText) }

// Small adds text of less weight, as a note under a heading.
func (d *Document) Small(text string) { d.paragraphs(text, smallText) }

func (d *Document) paragraphs(text string, s style) {
	for _, p := range splitParagraphs(text) {
		d.add(func() piece { return paragraphPiece(p, s) })
	}
}

// Note adds a panel that stands out, with a few words in bold before the text.
func (d *Document) Note(lead, text string) {
	d.add(func() piece { return notePiece(lead, text) })
}

// List adds a list with bullets.
func (d *Document) List(items []string) {
	items = slices.Clone(items)
	d.add(func() piece { return listPiece(items) })
}

// Facts adds names and values in two columns.
func (d *Document) Facts(facts []Fact) {
	facts = slices.Clone(facts)
	d.add(func() piece { return factsPiece(facts) })
}

// Table adds a table.
func (d *Document) Table(t Table) {
	t.Headers, t.Widths, t.Rows = slices.Clone(t.Headers), slices.Clone(t.Widths), slices.Clone(t.Rows)
	for i, row := range t.Rows {
		t.Rows[i] = slices.Clone(row)
	}
	d.add(func() piece { return tablePiece(t) })
}

// Pair adds two voices side by side. Each goes on over as many pages as it
// needs; the left one is read first.
func (d *Document) Pair(left, right Voice) {
	d.add(func() piece { return pairPiece(left, right) })
}

// Progress adds a bar with as many segments as total, of which done are full.
func (d *Document) Progress(label string, done, total int) {
	d.add(func() piece { return progressPiece(label, done, total, d.info.Words) })
}

// Timeline adds a time line.
func (d *Document) Timeline(t Timeline) {
	t.Marks, t.Ticks, t.Keys = slices.Clone(t.Marks), slices.Clone(t.Ticks), slices.Clone(t.Keys)
	d.add(func() piece { return timelinePiece(t) })
}

// Signatures adds a box for each signature, two beside each other.
func (d *Document) Signatures(signatures []Signature) {
	signatures = slices.Clone(signatures)
	d.add(func() piece { return signaturesPiece(signatures, d.info.Words) })
}

// WritingLines adds n ruled lines to write on by hand.
func (d *Document) WritingLines(n int) {
	d.add(func() piece { return writingPiece(n) })
}

// Rule adds a thin line across the page.
func (d *Document) Rule() { d.add(rulePiece) }

// Space adds empty room, in millimetres.
func (d *Document) Space(mm float64) {
	d.add(func() piece { return spacePiece(mm * millimetre) })
}

// PageBreak begins a new page, if this one has anything on it.
func (d *Document) PageBreak() { d.add(pageBreakPiece) }

// KeepTogether keeps what write adds on one page, if it fits on one.
func (d *Document) KeepTogether(write func()) {
	from := len(d.blocks)
	write()
	group := slices.Clone(d.blocks[from:])
	d.blocks = d.blocks[:from]
	d.add(func() piece { return together(measured(group)) })
}

func (d *Document) add(block func() piece) { d.blocks = append(d.blocks, block) }

func measured(blocks []func() piece) []piece {
	pieces := make([]piece, len(blocks))
	for i, block := range blocks {
		pieces[i] = block()
	}
	return pieces
}

// Bytes returns the document. It may be called again, also after more has been
// added.
func (d *Document) Bytes() ([]byte, error) {
	root := &element{tag: "Document"}
	f := newFlow()
	f.place(measured(d.blocks), root)
	d.footers(f.pages)
	return write(d.info, f, root)
}

// Pages is how many pages the document has so far.
func (d *Document) Pages() int {
	f := newFlow()
	f.place(measured(d.blocks), &element{tag: "Document"})
	return len(f.pages)
}

// WriteTo writes the document to w. It implements io.WriterTo.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	b, err := d.Bytes()
	if err != nil {
		return 0, err
	}
	return bytes.NewReader(b).WriteTo(w)
}
