// Package roughcsv reads comma separated values as they are found in the wild.
//
// It finds the encoding (UTF-8, Windows-1252 or UTF-16, with a byte order mark or
// without), the sign between cells (comma, semicolon or tab) and the line ends
// (LF, CRLF or bare CR, mixed even) by looking. What does not follow the rules is
// read as well as it can be and said: a row is never lost, a quotation mark that
// nothing closes does not swallow the rest of the file, and a damaged character
// stays in its cell and is listed with its line and column. Only what cannot be
// read at all, or is too much, is an error.
//
// It knows nothing of what the cells mean.
package roughcsv

import (
	"errors"
	"fmt"
	"io"
)

// Encoding is how bytes stand for characters.
type Encoding string

// The encodings that are read.
const (
	UTF8        Encoding = "UTF-8"
	Windows1252 Encoding = "Windows-1252"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
)

// Options bound the reading, and settle what would otherwise be found by looking.
type Options struct {
	// MaxBytes is the largest input, in bytes; 0 is DefaultMaxBytes.
	MaxBytes int
	// MaxRows is the largest number of rows, the header among them; 0 is no bound.
	MaxRows int
	// Encoding is known; empty looks for it. A byte order mark counts for more.
	Encoding Encoding
	// Comma separates cells; 0 looks for it in the first line.
	Comma rune
}

// DefaultMaxBytes is the largest input where the options name none, in bytes.
const DefaultMaxBytes = 20 << 20

// What an Error can be.
var (
	ErrTooLarge    = errors.New("too many bytes")
	ErrTooManyRows = errors.New("too many rows")
	// ErrSpreadsheet is a workbook where text was expected.
	ErrSpreadsheet = errors.New("a spreadsheet, not text")
)

// Error is why nothing more is read, and in which line, from 1, that showed.
type Error struct {
	Line int
	Err  error
}

// Error says the line and the reason.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap is the reason alone.
func (e *Error) Unwrap() error { return e.Err }

// Row is one row, as read.
type Row struct {
	// Line is where it begins, from 1, counting every line end of the input.
	Line int
	// Cells are as many as were found, whatever the header has. A line end within
	// quotation marks is kept: LF and CRLF as they are, a bare CR as LF.
	Cells []string
	// Faults are what is wrong with the row, in the order of its cells.
	Faults []Fault
}

// Cell is the cell with the index, from 0; empty where the row is too short.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Blank says that the row holds nothing but spaces.
func (r Row) Blank() bool { return blank(r.Cells) }

// Broken says that the cells may not be what was meant: a quotation mark stands
// where it should not, or there are too few or too many cells. Damaged characters
// do not break a row.
func (r Row) Broken() bool {
	for _, f := range r.Faults {
		if !f.Kind.Damage() {
			return true
		}
	}
	return false
}

// Fault is something wrong in one place.
type Fault struct {
	// Line and Column, the number of the cell, both from 1, say where.
	Line, Column int
	Kind         Kind
	// Count is how many there are of it in that line of that cell.
	Count int
}

// String says what is wrong and where.
func (f Fault) String() string {
	return fmt.Sprintf("line %d, column %d: %s", f.Line, f.Column, f.Kind)
}

// Kind is a kind of fault.
type Kind int

// The kinds of fault. The first three are about quotation marks: the cell is
// then taken as typed, marks and all.
const (
	// QuoteInside is a quotation mark in a cell that does not begin with one.
	QuoteInside Kind = iota + 1
	// TextAfterQuote is text between the closing mark and the end of the cell.
	TextAfterQuote
	// QuoteNotClosed is an opening mark that nothing closes, or only a mark of
	// another row; the cell ends at the next separator or line end.
	QuoteNotClosed
	// TooFewCells and TooManyCells compare with the first row. Blank cells in
	// excess are not counted, nor is a row that is blank.
	TooFewCells
	TooManyCells
	// DamagedCharacter is U+FFFD in the input: an earlier program could not read
	// what stood there.
	DamagedCharacter
	// UndecodableBytes are none of the encoding's; U+FFFD stands for each.
	UndecodableBytes
	// NULCharacter is U+0000, which most databases do not take.
	NULCharacter
)

// Damage says that it is about characters and not about rows and cells.
func (k Kind) Damage() bool { return k >= DamagedCharacter }

// String is the kind in words.
func (k Kind) String() string {
	switch k {
	case QuoteInside:
		return "a quotation mark in the middle of a cell"
	case TextAfterQuote:
		return "text after the closing quotation mark"
	case QuoteNotClosed:
		return "a quotation mark that is not closed"
	case TooFewCells:
		return "fewer cells than in the first row"
	case TooManyCells:
		return "more cells than in the first row"
	case DamagedCharacter:
		return "a damaged character"
	case UndecodableBytes:
		return "bytes that stand for no character"
	case NULCharacter:
		return "a NUL character"
	}
	return "no fault"
}

// Table is all rows of an input.
type Table struct {
	Encoding Encoding
	Comma    rune
	// Rows begin with the header, where there is one.
	Rows []Row
}

// ReadAll reads every row. What was read before an error is in the table.
func ReadAll(from io.Reader, o Options) (Table, error) {
	r, err := NewReader(from, o)
	if err != nil {
		return Table{}, err
	}
	t := Table{Encoding: r.Encoding(), Comma: r.Comma()}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, row)
	}
}
