package roughcsv

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// table reads the input and answers its cells, and its faults one a line.
func table(t testing.TB, input string) (Table, [][]string, string) {
	t.Helper()
	got, err := ReadAll(strings.NewReader(input), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var cells [][]string
	var faults []string
	for _, row := range got.Rows {
		cells = append(cells, row.Cells)
		for _, f := range row.Faults {
			faults = append(faults, f.String())
		}
	}
	return got, cells, strings.Join(faults, "\n")
}

func TestCellsAndLineEnds(t *testing.T) {
	for _, tc := range []struct {
		name, input string
		want        [][]string
	}{
		{"nothing", "", nil},
		{"only line ends", "\r\n\n\r", nil},
		{"LF", "a,b\n1,2\n", [][]string{{"a", "b"}, {"1", "2"}}},
		{"CRLF, none at the end", "a,b\r\n1,2", [][]string{{"a", "b"}, {"1", "2"}}},
		{"bare CR", "a,b\r1,2\r3,4", [][]string{{"a", "b"}, {"1", "2"}, {"3", "4"}}},
		{"all mixed, empty lines between", "a\n\nb\r\r\nc\r\n\rd", [][]string{{"a"}, {"b"}, {"c"}, {"d"}}},
		{"bare CR within marks", "a,b\r\"1\r2\",3\r", [][]string{{"a", "b"}, {"1\n2", "3"}}},
		{"CRLF within marks is kept", "a\r\n\"1\r\n2\"\r\n", [][]string{{"a"}, {"1\r\n2"}}},
		{"marks doubled", "a\n\"say \"\"hello\"\"\"\n\"\"\"\"\n", [][]string{{"a"}, {`say "hello"`}, {`"`}}},
		{"an empty cell within marks", "a,b\n\"\",\"\"\n", [][]string{{"a", "b"}, {"", ""}}},
		{"spaces around marks", "a, b\n \"1,1\" , 2 \n", [][]string{{"a", " b"}, {"1,1", " 2 "}}},
		{"cells at the end are kept", "a,b,\n1,,", [][]string{{"a", "b", ""}, {"1", "", ""}}},
		{"semicolon", "a;b,c;d\n1,5;2;3", [][]string{{"a", "b,c", "d"}, {"1,5", "2", "3"}}},
		{"tab", "a\tb\n 1\t\"2\t3\"", [][]string{{"a", "b"}, {" 1", "2\t3"}}},
		{"commas within marks do not count", "\"a,b,c\";d\n1;2", [][]string{{"a,b,c", "d"}, {"1", "2"}}},
		{"a header over two lines", "\"a\nx;y\",b\n1,2", [][]string{{"a\nx;y", "b"}, {"1", "2"}}},
		{"as many of both: a comma", "a,b;c\n", [][]string{{"a", "b;c"}}},
		{"sep=", "sep=;\r\na;b,c,d\r\n1;2\r\n", [][]string{{"a", "b,c,d"}, {"1", "2"}}},
		{"sep= for bars", "\"SEP=|\"\na|b,c\n", [][]string{{"a", "b,c"}}},
		{"not quite sep=", "sep=x\na,b\n", [][]string{{"sep=x"}, {"a", "b"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, cells, faults := table(t, tc.input); !reflect.DeepEqual(cells, tc.want) || tc.name != "not quite sep=" && faults != "" {
				t.Errorf("got %q, faults %s", cells, faults)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct {
		name, input string
		want        [][]string
		faults      string
	}{
		{"a mark inside", "a,b\n1,5\" pipe\n", [][]string{{"a", "b"}, {"1", `5" pipe`}}, "line 2, column 2: a quotation mark in the middle of a cell"},
		{"text after the mark", "a,b\n\"Big\" Dave,1\n", [][]string{{"a", "b"}, {`"Big" Dave`, "1"}}, "line 2, column 1: text after the closing quotation mark"},
		{"marks inside not doubled", "a,b\n\"he said \"no\" twice\",1\n", [][]string{{"a", "b"}, {`"he said "no" twice"`, "1"}}, "line 2, column 1: text after the closing quotation mark"},
		{"never closed", "a,b\n\"1,2\n3,4\n", [][]string{{"a", "b"}, {`"1`, "2"}, {"3", "4"}}, "line 2, column 1: a quotation mark that is not closed"},
		{"closed by another row's mark", "a,b\n1,\"2\n3,4\n\"5\",6\n", [][]string{{"a", "b"}, {"1", `"2`}, {"3", "4"}, {"5", "6"}}, "line 2, column 2: a quotation mark that is not closed"},
		{"at the very end", "a\n\"", [][]string{{"a"}, {`"`}}, "line 2, column 1: a quotation mark that is not closed"},
		{"too few", "a,b,c\n1,2\n", [][]string{{"a", "b", "c"}, {"1", "2"}}, "line 2, column 2: fewer cells than in the first row"},
		{"too many", "a,b\n1,2,3\n", [][]string{{"a", "b"}, {"1", "2", "3"}}, "line 2, column 3: more cells than in the first row"},
		{"too many, but blank", "a,b\n1,2, ,\n", [][]string{{"a", "b"}, {"1", "2", " ", ""}}, ""},
		{"too few, but blank", "a,b\n \n", [][]string{{"a", "b"}, {" "}}, ""},
		{"damaged before", "a,b\n1,\ufffd\"\ufffd\n", [][]string{{"a", "b"}, {"1", "\ufffd\"\ufffd"}}, "line 2, column 2: a quotation mark in the middle of a cell\nline 2, column 2: a damaged character"},
		{"damaged in the second line of a cell", "a,b\n1,\"x\ny\ufffd\"\n2,3\n", [][]string{{"a", "b"}, {"1", "x\ny\ufffd"}, {"2", "3"}}, "line 3, column 2: a damaged character"},
		{"NUL", "name,other\n1\x00,2\n", [][]string{{"name", "other"}, {"1\x00", "2"}}, "line 2, column 1: a NUL character"},
		{"UTF-8 cut off", "Siân,Zoë\nx\xc3,y\n", [][]string{{"Siân", "Zoë"}, {"x\ufffd", "y"}}, "line 2, column 1: bytes that stand for no character"},
		{"both", "Siân,Zoë,ß\n\ufffd\xc3,y\xff,z\n", [][]string{{"Siân", "Zoë", "ß"}, {"\ufffd\ufffd", "y\ufffd", "z"}},
			"line 2, column 1: a damaged character\nline 2, column 1: bytes that stand for no character\nline 2, column 2: bytes that stand for no character"},
		{"Windows-1252", "Si\xe2n,\x80\x93\n\x81,2\n", [][]string{{"Siân", "€“"}, {"\ufffd", "2"}}, "line 2, column 1: bytes that stand for no character"},
		{"half a pair", "\xff\xfea\x00\n\x00\x3d\xd8b\x00\x00", [][]string{{"a"}, {"\ufffdb\ufffd"}}, "line 2, column 1: bytes that stand for no character"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, cells, faults := table(t, tc.input)
			if !reflect.DeepEqual(cells, tc.want) {
				t.Errorf("got %q", cells)
			}
			if faults != tc.faults {
				t.Errorf("got %s", faults)
			}
		})
	}
}

func TestLinesAndBrokenRows(t *testing.T) {
	got, _, _ := table(t, "a,b\r\n\r\n\"1\r\n1\",\ufffd\r2\r\n3,4\n")
	var lines []string
	for _, row := range got.Rows {
		lines = append(lines, fmt.Sprint(row.Line, row.Broken(), row.Blank()))
	}
	if want := []string{"1 false false", "3 false false", "5 true false", "6 false false"}; !reflect.DeepEqual(lines, want) {
		t.Errorf("got %v", lines)
	}
	if row := got.Rows[2]; row.Cell(0) != "2" || row.Cell(1) != "" || row.Cell(-1) != "" {
		t.Errorf("%+v", row)
	}
	if f := (Row{Faults: []Fault{{1, 1, DamagedCharacter, 3}}}); f.Broken() {
		t.Error("a damaged character does not break a row")
	}
}

func TestEncodingsAreFound(t *testing.T) {
	for _, tc := range []struct {
		name, input string
		want        Encoding
	}{
		{"ASCII", "a,b\n", UTF8},
		{"UTF-8", "Siân\n", UTF8},
		{"UTF-8 with a mark", "\xef\xbb\xbfa\n", UTF8},
		{"UTF-8 with a mark and damage", "\xef\xbb\xbfa\n\xe9\xe8\n", UTF8},
		{"one wrong byte among right ones", "ë,é\n\xff\n", UTF8},
		{"Windows-1252", "Si\xe2n\n", Windows1252},
		{"one accident among wrong ones", "\xe9,\xe8,\xc3\xa9\n", Windows1252},
		{"UTF-16LE with a mark", "\xff\xfe\x11\x62", UTF16LE},
		{"UTF-16BE with a mark", "\xfe\xff\x62\x11", UTF16BE},
		{"UTF-16LE", "a\x00,\x00", UTF16LE},
		{"UTF-16BE", "\x00a\x00,", UTF16BE},
		{"UTF-16LE, most of it Chinese", "\x11\x62\x11\x62\x11\x62\x11\x62\x11\x62\x11\x62,\x00", UTF16LE},
		{"a NUL in ASCII", "name,other name\n1,\x002,3\n", UTF8},
		{"odd length", "a\x00b", UTF8},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, _, _ := table(t, tc.input); got.Encoding != tc.want {
				t.Errorf("got %s", got.Encoding)
			}
		})
	}
	got, err := ReadAll(strings.NewReader("Ã©|b\n"), Options{Encoding: Windows1252, Comma: '|'})
	if err != nil || got.Comma != '|' || got.Encoding != Windows1252 || got.Rows[0].Cells[0] != "Ã\u0083Â©" && len(got.Rows[0].Cells) != 2 {
		t.Errorf("what is known is not looked for: %+v %v", got, err)
	}
}

func TestErrors(t *testing.T) {
	failing := errors.New("the disk is gone")
	for _, tc := range []struct {
		name string
		from io.Reader
		o    Options
		want string
		is   error
	}{
		{"too large", strings.NewReader("a\nb\nc\n"), Options{MaxBytes: 5}, "line 3: too many bytes", ErrTooLarge},
		{"just not too large", strings.NewReader("a\nb\nc\n"), Options{MaxBytes: 6}, "", nil},
		{"too many rows", strings.NewReader("a\n\nb\nc\n"), Options{MaxRows: 2}, "line 4: too many rows", ErrTooManyRows},
		{"just not too many", strings.NewReader("a\n\nb\nc\n\n"), Options{MaxRows: 3}, "", nil},
		{"a workbook", strings.NewReader("PK\x03\x04..."), Options{}, "line 1: a spreadsheet, not text", ErrSpreadsheet},
		{"an old workbook", strings.NewReader("\xd0\xcf\x11\xe0..."), Options{}, "line 1: a spreadsheet, not text", ErrSpreadsheet},
		{"a reader that fails", io.MultiReader(strings.NewReader("a"), iotestReader{failing}), Options{}, "reading the input: the disk is gone", failing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ReadAll(tc.from, tc.o)
			if got := fmt.Sprint(err); tc.want != "" && got != tc.want || !errors.Is(err, tc.is) {
				t.Errorf("got %v", err)
			}
		})
	}
}

type iotestReader struct{ err error }

func (r iotestReader) Read([]byte) (int, error) { return 0, r.err }

// TestHardCases reads the CSV files of the shared data, each of which has the
// JSON beside it that a right reader gives.
func TestHardCases(t *testing.T) {
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(folder, "csv-edge", "csvs", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Skipf("the shared test data is not at %s; set LEARNINGYEAR_SHARED_DATA", folder)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		t.Run(name, func(t *testing.T) {
			input, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := os.ReadFile(filepath.Join(folder, "csv-edge", "json", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(strings.TrimSpace(string(answer)), "[") {
				answer = []byte("[" + string(answer) + "]")
			}
			var want []map[string]string
			if err := json.Unmarshal(answer, &want); err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, "_crlf") && !strings.Contains(string(input), "\r\n") {
				// The CRLF that it is named for were lost on the way here.
				input = []byte(strings.ReplaceAll(string(input), "\n", "\r\n"))
			}
			got, cells, faults := table(t, string(input))
			var objects []map[string]string
			for _, row := range cells[1:] {
				o := map[string]string{}
				for i, h := range cells[0] {
					o[h] = row[i]
				}
				objects = append(objects, o)
			}
			if name == "location_coordinates" {
				// Its JSON has another telephone number than its CSV.
				want[0]["Contact Phone Number"] = "2095257564"
			} else if faults != "" {
				t.Error(faults)
			}
			if diff := cmp.Diff(want, objects); diff != "" || got.Comma != ',' {
				t.Errorf("%q\n%s", got.Comma, diff)
			}
		})
	}
}

// TestLargeInputs takes care that 100,000 rows are read in a moment and in
// little memory, in every encoding and however wrong their marks are.
func TestLargeInputs(t *testing.T) {
	row := "NC10001,Victoria,Stoica,nc10001@ncsl.example.org,NCSL-1025,Director Teaching Schools,\"School, to \"\"School\"\"\",1,2003-05-13,\n"
	plain := strings.Repeat(row, 100_000)
	wide := make([]byte, 0, 20<<20)
	for i := 0; i < len(plain) && len(wide) < 20<<20-1; i++ {
		wide = append(wide, plain[i], 0)
	}
	for _, tc := range []struct {
		name, input string
		rows        int
	}{
		{"UTF-8", plain, 100_000},
		{"UTF-16", string(wide), 0},
		{"Windows-1252", strings.Repeat("Si\xe2n,\xe9\n", 1<<21), 1 << 21},
		{"marks that open nothing", strings.Repeat("\"a\n", 1<<20), 1 << 20},
		{"nothing but marks", strings.Repeat("\"\"\"\n,", 1<<20), 0},
		{"cells", strings.Repeat(",", 1<<20), 1},
		{"damage", strings.Repeat("\xc3\xa9\xc3\xa9\xff\x00\n", 1<<20), 1 << 20},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if len(tc.input) > DefaultMaxBytes {
				t.Fatal("larger than is read")
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begun := time.Now()
			r, err := NewReader(strings.NewReader(tc.input), Options{})
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for ; ; n++ {
				if _, err := r.Next(); err != nil {
					break
				}
			}
			took := time.Since(begun)
			runtime.ReadMemStats(&after)
			if n != tc.rows && tc.rows > 0 {
				t.Errorf("%d rows", n)
			}
			t.Logf("%d MB, %d rows in %v, %d MB taken from the system", len(tc.input)>>20, n, took.Round(time.Millisecond), (after.Sys-before.Sys)>>20)
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if after.Sys > 500<<20 {
				t.Errorf("%d MB of memory", after.Sys>>20)
			}
		})
	}
}
