package roughcsv

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Reader gives an input row by row. It holds the input as text; rows share it.
type Reader struct {
	text
	encoding Encoding
	comma    byte
	maxRows  int

	at      int // where in s the next row begins
	line    int // the line of that, from 1
	rows    int
	width   int  // of the first row
	damaged bool // somewhere there is a damaged character or a NUL
	badAt   int  // how many of bad were passed
}

// NewReader reads the input as a whole, finds its encoding and what separates its
// cells, and begins at its first row.
func NewReader(from io.Reader, o Options) (*Reader, error) {
	most := cmp.Or(o.MaxBytes, DefaultMaxBytes)
	b, err := io.ReadAll(io.LimitReader(from, int64(most)+1))
	if err != nil {
		return nil, fmt.Errorf("reading the input: %w", err)
	}
	if len(b) > most {
		b = b[:most]
		return nil, &Error{1 + max(bytes.Count(b, []byte("\n")), bytes.Count(b, []byte("\r"))), ErrTooLarge}
	}
	for _, workbook := range []string{"PK\x03\x04", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(b, []byte(workbook)) {
			return nil, &Error{1, ErrSpreadsheet}
		}
	}
	r := &Reader{maxRows: o.MaxRows, line: 1}
	r.text, r.encoding = decode(b, o.Encoding)
	r.damaged = strings.Contains(r.s, "\ufffd") || strings.IndexByte(r.s, 0) >= 0
	r.skipEmptyLines()
	comma, said := r.saidSeparator()
	switch {
	case o.Comma > 0 && o.Comma < utf8.RuneSelf:
		r.comma = byte(o.Comma)
	case said:
		r.comma = comma
	default:
		r.comma = sniffComma(r.s[r.at:])
	}
	return r, nil
}

// Encoding is how the input was encoded.
func (r *Reader) Encoding() Encoding { return r.encoding }

// Comma is what separates the cells.
func (r *Reader) Comma() rune { return rune(r.comma) }

// Next is the next row that is not an empty line; at the end it answers io.EOF.
func (r *Reader) Next() (Row, error) {
	r.skipEmptyLines()
	if r.at == len(r.s) {
		return Row{}, io.EOF
	}
	if r.maxRows > 0 && r.rows == r.maxRows {
		return Row{}, &Error{r.line, ErrTooManyRows}
	}
	row := Row{Line: r.line, Cells: make([]string, 0, r.width)}
	for more := true; more; {
		more = r.cell(&row)
	}
	if r.rows == 0 {
		r.width = len(row.Cells)
	}
	r.rows++
	r.checkWidth(&row)
	return row, nil
}

func (r *Reader) checkWidth(row *Row) {
	n := len(row.Cells)
	switch {
	case n < r.width && !row.Blank():
		row.Faults = append(row.Faults, Fault{row.Line, n, TooFewCells, r.width - n})
	case n > r.width && !blank(row.Cells[r.width:]):
		row.Faults = append(row.Faults, Fault{row.Line, r.width + 1, TooManyCells, n - r.width})
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

func (r *Reader) skipEmptyLines() {
	for r.at < len(r.s) && (r.s[r.at] == '\n' || r.s[r.at] == '\r') {
		r.lineEnd()
	}
}

// lineEnd passes over the line end that is here.
func (r *Reader) lineEnd() {
	r.at += lineEndAt(r.s, r.at)
	r.line++
}

// lineEndAt is the length of the line end at i; nought for none.
func lineEndAt(s string, i int) int {
	switch {
	case s[i] == '\n':
		return 1
	case s[i] != '\r':
		return 0
	case i+1 < len(s) && s[i+1] == '\n':
		return 2
	}
	return 1
}

// cell reads a cell into the row, and what ends it. It says whether another one
// follows in the same row.
func (r *Reader) cell(row *Row) (more bool) {
	start, column := r.at, len(row.Cells)+1
	open := start
	for open < len(r.s) && r.isSpace(r.s[open]) {
		open++
	}
	var (
		cell string
		end  int
		kind Kind
	)
	if open < len(r.s) && r.s[open] == '"' {
		cell, end, kind = r.quoted(start, open)
	} else {
		end = r.endOfPlain(start)
		cell = r.s[start:end]
		if strings.IndexByte(cell, '"') >= 0 {
			kind = QuoteInside
		}
	}
	if kind != 0 {
		row.Faults = append(row.Faults, Fault{r.line, column, kind, 1})
	}
	row.Cells = append(row.Cells, cell)
	r.pass(row, end, column)
	if r.at == len(r.s) {
		return false
	}
	if r.s[r.at] == r.comma {
		r.at++
		return true
	}
	r.lineEnd()
	return false
}

func (r *Reader) isSpace(c byte) bool { return c == ' ' || c == '\t' && r.comma != '\t' }

// endOfPlain is where a cell without quotation marks ends that begins at i.
func (r *Reader) endOfPlain(i int) int {
	for ; i < len(r.s); i++ {
		if c := r.s[i]; c == r.comma || c == '\n' || c == '\r' {
			break
		}
	}
	return i
}

// quoted reads the cell that begins at start and whose quotation mark opens at
// open. Where the marks are wrong it is taken as typed.
func (r *Reader) quoted(start, open int) (cell string, end int, wrong Kind) {
	closing, plain := r.closing(open + 1)
	if closing < 0 {
		end = r.endOfPlain(start)
		return r.s[start:end], end, QuoteNotClosed
	}
	end = closing + 1
	for end < len(r.s) && r.isSpace(r.s[end]) {
		end++
	}
	if rest := r.endOfPlain(end); rest != end {
		if strings.ContainsAny(r.s[open:closing], "\r\n") {
			// More likely the mark opens nothing, and this one is of another row.
			end = r.endOfPlain(start)
			return r.s[start:end], end, QuoteNotClosed
		}
		return r.s[start:rest], rest, TextAfterQuote
	}
	cell = r.s[open+1 : closing]
	if !plain {
		cell = lineEndsKept(strings.ReplaceAll(cell, `""`, `"`))
	}
	return cell, end, 0
}

// closing is where the quotation mark is that closes a cell of which i is the
// first place within; below nought where there is none. Plain says that what is
// within needs no change.
func (r *Reader) closing(i int) (at int, plain bool) {
	plain = true
	for ; i < len(r.s); i++ {
		switch r.s[i] {
		case '\r':
			plain = false
		case '"':
			if i+1 == len(r.s) || r.s[i+1] != '"' {
				return i, plain
			}
			plain = false
			i++
		}
	}
	return -1, false
}

// lineEndsKept makes a bare CR a line end that every program knows.
func lineEndsKept(cell string) string {
	if strings.IndexByte(cell, '\r') < 0 {
		return cell
	}
	var out strings.Builder
	for i := 0; i < len(cell); i++ {
		if cell[i] == '\r' && (i+1 == len(cell) || cell[i+1] != '\n') {
			out.WriteByte('\n')
		} else {
			out.WriteByte(cell[i])
		}
	}
	return out.String()
}

// pass goes on to end, counting lines and noting damaged characters on the way.
func (r *Reader) pass(row *Row, end, column int) {
	if !r.damaged && !strings.ContainsAny(r.s[r.at:end], "\r\n") {
		r.at = end
		return
	}
	var counts [NULCharacter + 1]int
	tell := func() {
		for kind, n := range counts {
			if n > 0 {
				row.Faults = append(row.Faults, Fault{r.line, column, Kind(kind), n})
			}
		}
		clear(counts[:])
	}
	for r.at < end {
		switch c := r.s[r.at]; {
		case c == '\n' || c == '\r':
			tell()
			r.lineEnd()
		case c == 0:
			counts[NULCharacter]++
			r.at++
		case c == 0xef && strings.HasPrefix(r.s[r.at:], "\ufffd"):
			counts[r.whatDamage()]++
			r.at += len("\ufffd")
		default:
			r.at++
		}
	}
	tell()
}

// whatDamage says where the U+FFFD comes from that is here.
func (r *Reader) whatDamage() Kind {
	for r.badAt < len(r.bad) && r.bad[r.badAt] < r.at {
		r.badAt++
	}
	if r.badAt < len(r.bad) && r.bad[r.badAt] == r.at {
		return UndecodableBytes
	}
	return DamagedCharacter
}

// saidSeparator reads the line "sep=;" with which some programs say what
// separates the cells, and passes over it.
func (r *Reader) saidSeparator() (comma byte, said bool) {
	line := r.s[r.at:]
	if i := strings.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	word := strings.Trim(line, `"`)
	if len(word) != 5 || !strings.EqualFold(word[:4], "sep=") || !strings.Contains(",;\t|", word[4:]) {
		return 0, false
	}
	r.at += len(line)
	r.skipEmptyLines()
	return word[4], true
}

// sniffComma finds what separates the cells of the first line: of comma,
// semicolon and tab the one that it has most of outside quotation marks.
func sniffComma(s string) byte {
	const far = 1 << 20
	s = s[:min(len(s), far)]
	counts, whole := countSeparators(s, true)
	if !whole { // a mark that nothing closes
		counts, _ = countSeparators(s, false)
	}
	comma := byte(',')
	for _, other := range []byte{';', '\t'} {
		if counts[other] > counts[comma] {
			comma = other
		}
	}
	return comma
}

// countSeparators counts in the first line, with regard to quotation marks or
// without. Whole says that every mark was closed.
func countSeparators(s string, marks bool) (counts map[byte]int, whole bool) {
	counts, within := map[byte]int{}, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' && marks:
			within = !within
		case within:
		case c == '\n' || c == '\r':
			return counts, true
		case c == ',' || c == ';' || c == '\t':
			counts[c]++
		}
	}
	return counts, !within
}
