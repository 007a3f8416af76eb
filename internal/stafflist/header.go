package stafflist

import (
	"bytes"
	"cmp"
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
	// as are the headers as written, order the folded ones as they came.
	as    map[string]string
	order []string
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
	m := newMapping()
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		err = m.readJSON(text)
	} else {
		err = m.readCSV(text)
	}
	return m, err
}

func newMapping() Mapping { return Mapping{columns: map[string]Column{}, as: map[string]string{}} }

// Text is the mapping as a file that [ReadMapping] reads: a JSON object with a
// line for each header, in the order in which they came.
func (m Mapping) Text() string {
	var b strings.Builder
	for i, name := range m.order {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  " + quoted(m.as[name]) + ": " + quoted(string(m.columns[name])))
	}
	return "{" + b.String() + "\n}\n"
}

// quoted is a text in JSON, readable for people.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil { // texts always can
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (m *Mapping) readJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	_, err := d.Token() // the brace that it begins with
	// Pair by pair, since a map would keep but one of two pairs with the same header.
	for err == nil && d.More() {
		var header, column string
		if header, column, err = readPair(d); err != nil {
			break
		}
		if err := m.add(header, column); err != nil {
			return err
		}
	}
	if err == nil {
		_, err = d.Token()
	}
	if _, rest := d.Token(); err != nil || !errors.Is(rest, io.EOF) {
		return fmt.Errorf("%w: it is no JSON object of texts: near line %d", ErrMapping, 1+bytes.Count(text[:min(d.InputOffset(), int64(len(text)))], []byte("\n")))
	}
	return m.check()
}

// readPair reads a header and the column that it is; null is none.
func readPair(d *json.Decoder) (header, column string, err error) {
	key, err := d.Token()
	if err != nil {
		return "", "", err
	}
	header, _ = key.(string)
	value, err := d.Token()
	switch v := value.(type) {
	case string:
		column = v
	case nil:
	default:
		return "", "", ErrMapping
	}
	return header, column, err
}

func (m *Mapping) readCSV(text []byte) error {
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

func (m *Mapping) add(header, column string) error {
	name := foldHeader(header)
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
	m.say(name, header, c)
	return nil
}

// say notes which column a header is, by the folded header.
func (m *Mapping) say(name, header string, c Column) {
	m.columns[name], m.as[name] = c, clean(header)
	m.order = append(m.order, name)
}

// check takes care that no column is named by two headers.
func (m *Mapping) check() error {
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

// foldHeader makes the names of a file's columns comparable: as fold does, but a
// name of signs only, such as #, is itself.
func foldHeader(header string) string {
	return cmp.Or(fold(header), strings.Join(strings.Fields(header), " "))
}

// layout is where the columns are among the cells of a row.
type layout struct {
	places map[Column]int
	// known are the cells of the header that a mapping or a synonym says something of.
	known map[int]bool
	// twice are the cells whose name stands elsewhere too; clash is such a one that
	// would be a column, so that nobody knows which, and below nought for none.
	twice map[int]bool
	clash int
}

// layOut finds the columns. What the mapping says comes first.
func layOut(header []string, m Mapping) layout {
	l := layout{map[Column]int{}, map[int]bool{}, map[int]bool{}, -1}
	at := map[string]int{}
	for i, h := range header {
		name := foldHeader(h)
		first, again := at[name]
		switch c, mapped := m.columns[name]; {
		case name == "":
		case again:
			l.twice[first], l.twice[i] = true, true
			l.known[i] = mapped
		case mapped:
			l.known[i] = true
			if c != "" {
				l.places[c] = i
			}
		}
		if !again {
			at[name] = i
		}
	}
	for _, heading := range Headings() {
		for _, name := range append([]string{string(heading.Column)}, heading.Synonyms...) {
			_, placed := l.places[heading.Column]
			if i, found := at[fold(name)]; found && !l.known[i] && !placed {
				l.places[heading.Column], l.known[i] = i, true
				break
			}
		}
	}
	for i, h := range header {
		if first := at[foldHeader(h)]; l.clash < 0 && first != i && l.twice[i] && l.isPlaced(first) {
			l.clash = i
		}
	}
	return l
}

func (l layout) isPlaced(i int) bool {
	for _, at := range l.places {
		if at == i {
			return true
		}
	}
	return false
}

// readHeader finds the columns: where each is among the cells of a row.
func (l *List) readHeader(header []string, m Mapping) map[Column]int {
	found := layOut(header, m)
	if found.clash >= 0 {
		l.unreadable(clean(header[found.clash]), "There are two columns “"+clean(header[found.clash])+"”. Rename or remove one")
		return nil
	}
	for c, i := range found.places {
		l.Has[c], l.headers[c] = true, clean(header[i])
	}
	for _, n := range needs(l.Has) {
		l.unreadable(string(n.column), n.reason)
	}
	l.tellUnused(header, found.known, m)
	return found.places
}

// tellUnused says which columns of the file nothing is made of, and which names
// of the mapping the file does not have.
func (l *List) tellUnused(header []string, known map[int]bool, m Mapping) {
	const most = 20
	var unused, missing []string
	there := map[string]bool{}
	for i, h := range header {
		there[foldHeader(h)] = true
		if h = clean(h); !known[i] && h != "" {
			unused = append(unused, h)
		}
	}
	if len(unused) > 0 {
		l.warn("Columns that are not used: " + strings.Join(unused[:min(len(unused), most)], ", "))
	}
	for name, h := range m.as {
		if !there[name] {
			missing = append(missing, h)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		l.warn("The mapping names columns that are not in the file: " + strings.Join(missing[:min(len(missing), most)], ", "))
	}
}

// need is a column that a list has to have and has not.
type need struct {
	column Column
	// reason says so of a file, which in a sentence of somebody who is asked for it.
	reason, which string
}

// needs are the columns that are missing.
func needs(has map[Column]bool) []need {
	var out []need
	missing := func(is bool, n need) {
		if is {
			out = append(out, n)
		}
	}
	no := func(what Column, also string) string { return "There is no column “" + string(what) + "”" + also }
	missing(!has[Name] && !(has[FirstName] && has[LastName]), need{Name, no(Name, ", and not both “First name” and “Last name”"), "the name, or the first and the last name"})
	missing(!has[EmployeeNumber] && !has[Email], need{EmployeeNumber, no(EmployeeNumber, ", and none “Email”. One of them is needed to tell people apart"), "the employee number or the email address"})
	missing(!has[JobTitle], need{JobTitle, no(JobTitle, ""), "the job title"})
	missing(!has[Unit], need{Unit, no(Unit, ""), "the unit"})
	return out
}

func (l *List) warn(text string) {
	if len(l.Warnings) < maxWarnings {
		l.Warnings = append(l.Warnings, text)
	}
}
