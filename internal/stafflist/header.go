package stafflist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"learningyear/pkg/roughcsv"
)

// Mapping says which column each header of a file is, by the folded header, for
// files whose headers are none of the synonyms. No column means that it is not
// used, although its name would do.
type Mapping struct {
	columns map[string]Column
	// as are the headers as written.
	as map[string]string
}

// ErrMapping says that a mapping file cannot be read; the reason is around it.
var ErrMapping = errors.New("the mapping cannot be read")

// ReadMapping reads a mapping: a JSON object, or CSV of two columns, the header
// of the file and then the column that it is.
func ReadMapping(from io.Reader) (Mapping, error) {
	const most = 1 << 20
	text, err := io.ReadAll(io.LimitReader(from, most))
	if err != nil {
		return Mapping{}, fmt.Errorf("reading the mapping: %w", err)
	}
	m := Mapping{map[string]Column{}, map[string]string{}}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return m, m.readJSON(text)
	}
	return m, m.readCSV(text)
}

func (m Mapping) readJSON(text []byte) error {
	var pairs map[string]string
	if err := json.Unmarshal(text, &pairs); err != nil {
		return fmt.Errorf("%w: it is no JSON object of texts: %w", ErrMapping, err)
	}
	for header, column := range pairs {
		if err := m.add(header, column); err != nil {
			return err
		}
	}
	return m.check()
}

func (m Mapping) readCSV(text []byte) error {
	table, err := roughcsv.ReadAll(bytes.NewReader(text), roughcsv.Options{})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMapping, err)
	}
	for i, row := range table.Rows {
		if i == 0 && fold(row.Cell(0)) == "header" && fold(row.Cell(1)) == "column" || row.Blank() {
			continue
		}
		if len(row.Cells) != 2 {
			return fmt.Errorf("%w: line %d has not two cells, a header and a column", ErrMapping, row.Line)
		}
		if err := m.add(row.Cells[0], row.Cells[1]); err != nil {
			return fmt.Errorf("line %d: %w", row.Line, err)
		}
	}
	return m.check()
}

func (m Mapping) add(header, column string) error {
	name := fold(header)
	if name == "" {
		return fmt.Errorf("%w: a header is missing beside “%s”", ErrMapping, column)
	}
	if _, twice := m.columns[name]; twice {
		return fmt.Errorf("%w: “%s” is in it twice", ErrMapping, header)
	}
	c, known := columnOf(column)
	if !known {
		return fmt.Errorf("%w: there is no column “%s”. There are: %s", ErrMapping, column, columnNames())
	}
	m.columns[name], m.as[name] = c, clean(header)
	return nil
}

// check takes care that no column is named by two headers.
func (m Mapping) check() error {
	seen := map[Column]bool{}
	for _, c := range m.columns {
		if c != "" && seen[c] {
			return fmt.Errorf("%w: two headers are the column “%s”", ErrMapping, c)
		}
		seen[c] = true
	}
	return nil
}

// columnOf is the column with the name or synonym; none for no text or a dash.
func columnOf(name string) (c Column, known bool) {
	name = fold(name)
	if name == "" {
		return "", true
	}
	for _, h := range Headings() {
		for _, s := range append([]string{string(h.Column)}, h.Synonyms...) {
			if fold(s) == name {
				return h.Column, true
			}
		}
	}
	return "", false
}

func columnNames() string {
	var names []string
	for _, h := range Headings() {
		names = append(names, string(h.Column))
	}
	return strings.Join(names, ", ")
}

// readHeader finds the columns: where each is among the cells of a row. What the
// mapping says comes first.
func (l *List) readHeader(header []string, m Mapping) map[Column]int {
	at := map[string]int{}
	for i, h := range header {
		name := fold(h)
		if _, twice := at[name]; twice && name != "" {
			l.unreadable(clean(h), "There are two columns with this name. Rename or remove one")
			return nil
		}
		at[name] = i
	}
	places, used := map[Column]int{}, map[int]bool{}
	for i, h := range header {
		if c, mapped := m.columns[fold(h)]; mapped {
			used[i] = true
			if c != "" {
				places[c] = i
			}
		}
	}
	for _, heading := range Headings() {
		for _, name := range append([]string{string(heading.Column)}, heading.Synonyms...) {
			_, mapped := places[heading.Column]
			if i, found := at[fold(name)]; found && !used[i] && !mapped {
				places[heading.Column], used[i] = i, true
				break
			}
		}
	}
	for c, i := range places {
		l.Has[c], l.headers[c] = true, clean(header[i])
	}
	l.checkColumns()
	l.tellUnused(header, used, at, m)
	return places
}

// tellUnused says which columns of the file nothing is made of, and which names
// of the mapping the file does not have.
func (l *List) tellUnused(header []string, used map[int]bool, at map[string]int, m Mapping) {
	const most = 20
	var unused, missing []string
	for i, h := range header {
		if h = clean(h); !used[i] && h != "" {
			unused = append(unused, h)
		}
	}
	if len(unused) > 0 {
		l.warn("Columns that are not used: " + strings.Join(unused[:min(len(unused), most)], ", "))
	}
	for name, h := range m.as {
		if _, there := at[name]; !there {
			missing = append(missing, h)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		l.warn("The mapping names columns that are not in the file: " + strings.Join(missing[:min(len(missing), most)], ", "))
	}
}

// checkColumns says which columns are missing.
func (l *List) checkColumns() {
	missing := func(is bool, what Column, also string) {
		if is {
			l.unreadable(string(what), "There is no column “"+string(what)+"”"+also)
		}
	}
	missing(!l.Has[Name] && !(l.Has[FirstName] && l.Has[LastName]), Name, ", and not both “First name” and “Last name”")
	missing(!l.Has[EmployeeNumber] && !l.Has[Email], EmployeeNumber, ", and none “Email”. One of them is needed to tell people apart")
	missing(!l.Has[JobTitle], JobTitle, "")
	missing(!l.Has[Unit], Unit, "")
}

func (l *List) warn(text string) {
	if len(l.Warnings) < maxWarnings {
		l.Warnings = append(l.Warnings, text)
	}
}
