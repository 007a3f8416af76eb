package roughcsv

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// style is a way of writing a table.
type style struct {
	encoding Encoding
	mark     bool
	newline  string
	comma    string
	// always puts marks around every cell.
	always bool
}

func (s style) encoder() *encoding.Encoder {
	mark := unicode.IgnoreBOM
	if s.mark {
		mark = unicode.UseBOM
	}
	switch s.encoding {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, mark).NewEncoder()
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, mark).NewEncoder()
	case Windows1252:
		return charmap.Windows1252.NewEncoder()
	}
	if s.mark {
		return unicode.UTF8BOM.NewEncoder()
	}
	return encoding.Nop.NewEncoder()
}

// write writes the table in the style. Line ends in cells are written as the
// style ends its rows where that is a bare CR, as such programs do.
func (s style) write(t *rapid.T, table [][]string) string {
	var out strings.Builder
	for _, row := range table {
		for i, cell := range row {
			if i > 0 {
				out.WriteString(s.comma)
			}
			if s.newline == "\r" && !strings.Contains(cell, "\r\n") {
				cell = strings.ReplaceAll(cell, "\n", "\r")
			}
			if s.always || strings.ContainsAny(cell, "\"\r\n,;\t") || len(row) == 1 && cell == "" || cell != strings.TrimSpace(cell) {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			out.WriteString(cell)
		}
		out.WriteString(s.newline)
	}
	encoded, err := s.encoder().String(out.String())
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// TestWhatIsWrittenIsRead writes any table in any encoding, with any line end and
// separator, and reads it back.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := style{
			encoding: rapid.SampledFrom([]Encoding{UTF8, Windows1252, UTF16LE, UTF16BE}).Draw(t, "encoding"),
			mark:     rapid.Bool().Draw(t, "mark"),
			newline:  rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "newline"),
			comma:    rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "comma"),
			always:   rapid.Bool().Draw(t, "always"),
		}
		columns := rapid.IntRange(2, 5).Draw(t, "columns")
		header := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z ,;"]{0,9}[a-z]`), columns, columns)
		body := rapid.SliceOfN(cells(s.encoding), columns, columns)
		want := append([][]string{header.Draw(t, "header")}, rapid.SliceOfN(body, 0, 8).Draw(t, "body")...)
		if s.newline == "\r" { // such a program knows of no other
			for _, row := range want {
				for i := range row {
					row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
				}
			}
		}
		input := s.write(t, want)
		if s.encoding == Windows1252 && utf8.ValidString(input) && !isASCII(input) {
			t.Skip("by accident it is UTF-8 too")
		}
		got, err := ReadAll(strings.NewReader(input), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var cells [][]string
		for _, row := range got.Rows {
			cells = append(cells, row.Cells)
			if len(row.Faults) > 0 {
				t.Errorf("%v in %q", row.Faults, input)
			}
		}
		if !reflect.DeepEqual(cells, want) {
			t.Errorf("%q was read from %q as %s with %q", cells, input, got.Encoding, got.Comma)
		}
	})
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// cells makes cells that the encoding has the characters for.
func cells(e Encoding) *rapid.Generator[string] {
	alphabet := []rune("abcXYZ019 .-'\",;\t\n=éÿñ")
	if e != Windows1252 {
		alphabet = append(alphabet, []rune("€“łŵМ山田ی😀")...)
	}
	text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 12, -1)
	return rapid.Custom(func(t *rapid.T) string {
		cell := text.Draw(t, "cell")
		if rapid.Bool().Draw(t, "windows line ends") {
			cell = strings.ReplaceAll(cell, "\n", "\r\n")
		}
		return cell
	})
}

// FuzzRead looks for inputs that end the reading early, lose characters or make
// what is no text.
func FuzzRead(f *testing.F) {
	for _, input := range []string{
		"a,b\n1,2\n", "\"a", "\"a\"b\n", "\xff\xfea\x00", "\xfe\xff\x00a\xd8", "sep=;\n", "a;b\r\"\r\";\"\"\"\"\r", "\xef\xbb\xbf\"\xe9\"\x00,", "é,\xff\n\ufffd",
	} {
		f.Add([]byte(input))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		got, err := ReadAll(strings.NewReader(string(input)), Options{})
		if err != nil {
			if strings.HasPrefix(string(input), "PK") || strings.HasPrefix(string(input), "\xd0\xcf") {
				return
			}
			t.Fatal(err)
		}
		last, letters := 0, 0
		for _, row := range got.Rows {
			if row.Line <= last {
				t.Fatalf("line %d after %d", row.Line, last)
			}
			last = row.Line
			if len(row.Cells) == 0 {
				t.Error("a row without cells")
			}
			for _, cell := range row.Cells {
				if !utf8.ValidString(cell) || strings.Contains(strings.ReplaceAll(cell, "\r\n", ""), "\r") {
					t.Errorf("cell %q", cell)
				}
				letters += countLetters(cell)
			}
			for _, fault := range row.Faults {
				if fault.Line < row.Line || fault.Column < 1 || fault.Count < 1 || fault.Kind.String() == "no fault" {
					t.Errorf("%+v", fault)
				}
			}
		}
		text, _ := decode(input, "")
		if want := countLetters(text.s); letters != want && !strings.Contains(strings.ToLower(text.s), "sep=") {
			t.Errorf("%d of %d letters were read", letters, want)
		}
	})
}

// countLetters counts what is neither a separator nor a mark nor a line end.
func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if !strings.ContainsRune(",;\t|\"\r\n ", r) {
			n++
		}
	}
	return n
}
