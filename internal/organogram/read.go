package organogram

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"learningyear/internal/fault"
	"learningyear/pkg/roughcsv"
)

// Kind says which file of an organogram a header belongs to.
type Kind int

// The kinds of file.
const (
	Neither Kind = iota
	SeniorFile
	JuniorFile
)

// KindOf tells by the names of the columns.
func KindOf(header []string) Kind {
	columns := columnsOf(header)
	switch {
	case columns.has("postuniquereference", "reportstoseniorpost", "jobtitle"):
		return SeniorFile
	case columns.has("reportingseniorpost", "numberofpostsinfte"):
		return JuniorFile
	}
	return Neither
}

// ErrOtherFile says that a file is not the one of an organogram that it should
// be; what it seems to be instead is in the text around it.
var ErrOtherFile = errors.New("not that file of an organogram")

// Read reads a senior file.
func Read(from io.Reader) (*Organogram, error) {
	rows, header, err := open(from)
	if err != nil {
		return nil, err
	}
	return ReadRows(rows, header)
}

func open(from io.Reader) (*roughcsv.Reader, roughcsv.Row, error) {
	rows, err := roughcsv.NewReader(from, roughcsv.Options{})
	if err != nil {
		return nil, roughcsv.Row{}, fmt.Errorf("reading an organogram: %w", err)
	}
	header, err := rows.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, roughcsv.Row{}, fmt.Errorf("reading an organogram: %w", err)
	}
	return rows, header, nil
}

// ReadRows reads a senior file of which the header has been read.
func ReadRows(rows *roughcsv.Reader, header roughcsv.Row) (*Organogram, error) {
	if KindOf(header.Cells) != SeniorFile {
		return nil, fmt.Errorf("the senior file needs the columns “Post Unique Reference”, “Reports to Senior Post” and “Job Title”: %w", ErrOtherFile)
	}
	s := senior{Organogram: &Organogram{}, sheet: newSheet(header), at: map[string]int{}, mails: map[string][]string{}, units: map[string]bool{}}
	s.sheet.damage = &s.Damage
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading an organogram: %w", err)
		}
		if !row.Blank() {
			s.take(row)
		}
	}
	s.finish()
	return s.Organogram, nil
}

// columns is where each column is, by its folded name.
type columns map[string]int

func columnsOf(header []string) columns {
	out := columns{}
	for i, h := range header {
		name := fold(h)
		if _, twice := out[name]; !twice && name != "" {
			out[name] = i
		}
	}
	return out
}

func (c columns) has(names ...string) bool {
	for _, name := range names {
		if _, found := c[name]; !found {
			return false
		}
	}
	return true
}

// fold leaves small letters and digits: how a header is punctuated differs.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// sheet reads the cells of a file by the names of its columns.
type sheet struct {
	columns
	header []string
	damage *[]Finding
	row    roughcsv.Row
}

func newSheet(header roughcsv.Row) sheet {
	return sheet{columns: columnsOf(header.Cells), header: header.Cells}
}

// begin turns to a row and lists its damaged characters. Damaged says that there
// are any; broken, where it is not empty, why the row cannot be used; doubt what
// else is wrong with its cells.
func (s *sheet) begin(row roughcsv.Row) (damaged bool, broken, doubt string) {
	s.row = row
	for _, f := range row.Faults {
		switch {
		case f.Kind.Damage():
			damaged = damaged || f.Kind != roughcsv.NULCharacter
			add(s.damage, Finding{f.Line, s.name(f.Column - 1), damageText(f)})
		case f.Kind == roughcsv.TooManyCells, f.Kind == roughcsv.TooFewCells && len(row.Cells) <= s.lastNeeded():
			broken = fmt.Sprintf("The row has %s and the header %d. Is a separator missing, or one too many?", cells(len(row.Cells)), len(s.header))
		case f.Kind == roughcsv.TooFewCells: // only notes and the like are missing
		default:
			doubt = "There is a quotation mark where none should be. The cell is taken as it is"
		}
	}
	return damaged, broken, doubt
}

// lastNeeded is the place of the last column that is read.
func (s *sheet) lastNeeded() int {
	last := 0
	for _, name := range []string{
		"postuniquereference", "reportstoseniorpost", "jobtitle", "unit", "fte", "name", "reportingseniorpost", "numberofpostsinfte", "genericjobtitle",
	} {
		if i, found := s.columns[name]; found {
			last = max(last, i)
		}
	}
	return last
}

func damageText(f roughcsv.Fault) string {
	what := map[roughcsv.Kind]string{
		roughcsv.DamagedCharacter: "damaged character", roughcsv.UndecodableBytes: "unreadable character", roughcsv.NULCharacter: "NUL character",
	}[f.Kind]
	kept := "kept as U+FFFD"
	if f.Kind == roughcsv.NULCharacter {
		kept = "left out"
	}
	if f.Count == 1 {
		return "A " + what + ", " + kept
	}
	return fmt.Sprintf("%d %ss, %s", f.Count, what, kept)
}

func (s *sheet) name(i int) string {
	if i < len(s.header) {
		if name := clean(s.header[i]); name != "" {
			return name
		}
	}
	return fmt.Sprintf("column %d", i+1)
}

// cell is the text of the first of the columns that the file has.
func (s *sheet) cell(names ...string) string {
	for _, name := range names {
		if i, found := s.columns[name]; found {
			return clean(s.row.Cell(i))
		}
	}
	return ""
}

// clean takes away what cannot be meant: spaces around a cell, line ends in it,
// what no database holds, and all of a cell that shows nothing.
func clean(cell string) string {
	if fault.Blank(cell) {
		return ""
	}
	return strings.TrimSpace(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\x00", "").Replace(cell))
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// thousandths reads a number like "0.5", "0,5" or "1,638.55" as thousandths.
func thousandths(text string) (int, bool) {
	if strings.Contains(text, ".") {
		text = strings.ReplaceAll(text, ",", "")
	}
	whole, part, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	const longest = 6 // a million posts
	if whole+part == "" || len(whole) > longest || strings.ContainsFunc(whole+part, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, scale := 0, 1000
	for _, digit := range whole {
		n = n*10 + int(digit-'0')
	}
	n *= scale
	for _, digit := range part {
		scale /= 10
		if scale == 0 {
			if digit >= '5' {
				n++
			}
			break
		}
		n += int(digit-'0') * scale
	}
	return n, true
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return strconv.Itoa(n) + " cells"
}
