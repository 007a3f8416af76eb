package stafflist

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"learningyear/internal/fault"
	"learningyear/internal/organogram"
	"learningyear/pkg/roughcsv"
)

// FileColumn is a column of a staff list, and what it is taken for.
type FileColumn struct {
	// Header is its name in the file; a column may have none.
	Header string
	// Samples are values in it, the first ones that differ.
	Samples []string
	// Is is what it is taken for; none where it is not used.
	Is Column
	// Known says that a synonym or a mapping says so.
	Known bool
	// Twice says that another column has the same name, so that nobody knows which
	// is meant and neither is used.
	Twice bool
}

// Open says that it can be said what the column is.
func (c FileColumn) Open() bool { return !c.Twice && foldHeader(c.Header) != "" }

// Columns are the columns of a staff list in the order of the file, and which of
// those that are needed are missing.
type Columns struct {
	All     []FileColumn
	missing []need
	// clash says that a column would be used if another had not its name too.
	clash bool
	// More is how many columns the file has after those that are shown.
	More int
	// beyond are columns that are known and too far on to be shown.
	beyond []Column
	// key stands for all their names together.
	key string
}

// Sure says that nothing need be asked: what is needed is there, and every column
// of which somebody could say what it is, is known.
func (c Columns) Sure() bool {
	return len(c.missing) == 0 && len(c.Unknown()) == 0 && !c.clash
}

// Unknown are the names of columns of which nothing says what they are, and
// somebody could.
func (c Columns) Unknown() []string {
	var out []string
	for _, column := range c.All {
		if !column.Known && column.Open() {
			out = append(out, column.Header)
		}
	}
	return out
}

// Ask asks for what is needed and missing; nothing where all is there.
func (c Columns) Ask() string { return ask(c.missing) }

func ask(missing []need) string {
	var said []string
	for _, n := range missing {
		said = append(said, n.which)
	}
	switch n := len(said); {
	case n == 0:
		return ""
	case n > 1:
		said = []string{strings.Join(said[:n-1], ", which is "), said[n-1]}
	}
	return "Choose which column is " + strings.Join(said, ", and which is ")
}

// The bounds of what is looked at to show what is in a column.
const (
	mostColumns = 200
	samples     = 3
	sampleRows  = 200
	sampleMax   = 40
)

// ReadColumns reads the columns of a staff list. Of an organogram, whose columns
// are always the same, and of a file that cannot be read there are none.
func ReadColumns(from io.Reader, m Mapping) (Columns, error) {
	var l List
	rows, header, err := l.begin(from)
	if err != nil || rows == nil || !columned(header) {
		return Columns{}, err
	}
	found := layOut(header.Cells, m)
	out := Columns{key: headerKey(header.Cells), clash: found.clash >= 0}
	shown := min(len(header.Cells), mostColumns)
	out.More = len(header.Cells) - shown
	for i, h := range header.Cells[:shown] {
		out.All = append(out.All, FileColumn{Header: clean(h), Known: found.known[i], Twice: found.twice[i]})
	}
	has := map[Column]bool{}
	for c, i := range found.places {
		switch {
		case i >= len(out.All):
			has[c], out.beyond = true, append(out.beyond, c)
		case out.All[i].Twice:
			out.All[i].Known = false
		default:
			has[c], out.All[i].Is = true, c
		}
	}
	out.missing = needs(has)
	if err := out.sample(rows); err != nil {
		return Columns{}, err
	}
	out.guess(has)
	return out, nil
}

// guess takes a column for that of the email addresses where there is no such column
// yet and everything seen in this one alone is an address. It is asked all the same.
func (c Columns) guess(has map[Column]bool) {
	if has[Email] {
		return
	}
	like := -1
	for i, column := range c.All {
		if column.Known || !column.Open() || len(column.Samples) == 0 || slices.ContainsFunc(column.Samples, notAnAddress) {
			continue
		}
		if like >= 0 {
			return
		}
		like = i
	}
	if like >= 0 {
		c.All[like].Is = Email
	}
}

func notAnAddress(value string) bool {
	before, after, at := strings.Cut(value, "@")
	return !at || before == "" || !strings.Contains(after, ".") || strings.ContainsAny(value, " ,;")
}

// named says whether a mapping says anything of one of the columns.
func (c Columns) named(m Mapping) bool {
	return slices.ContainsFunc(c.All, func(column FileColumn) bool {
		_, said := m.columns[foldHeader(column.Header)]
		return said && column.Open()
	})
}

// columned says that a file with the header is a list whose columns can be anything.
func columned(header roughcsv.Row) bool {
	kind := organogram.KindOf(header.Cells)
	return (!header.Broken() || onlyInside(header)) && kind != organogram.JuniorFile && (kind != organogram.SeniorFile || numbered(header.Cells))
}

// sample reads the first rows for what is in the columns.
func (c Columns) sample(rows *roughcsv.Reader) error {
	for range sampleRows {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the staff list: %w", err)
		}
		if _, is := trailer(row.Cells); is {
			continue
		}
		for i := range c.All {
			value := strings.ReplaceAll(clean(row.Cell(i)), "\x00", "\ufffd")
			if have := c.All[i].Samples; value != "" && len(have) < samples && !slices.Contains(have, cut(value)) {
				c.All[i].Samples = append(have, cut(value))
			}
		}
	}
	return nil
}

func cut(value string) string {
	if letters := []rune(value); len(letters) > sampleMax {
		return string(letters[:sampleMax]) + "…"
	}
	return value
}

// headerKey stands for the names of a file's columns, in their order.
func headerKey(header []string) string {
	hash := sha256.New()
	for _, h := range header {
		_, _ = hash.Write([]byte(foldHeader(h) + "\x1f"))
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// FieldOf is the name of what is chosen for the column at i, from nought.
func FieldOf(i int) string { return "column-" + strconv.Itoa(i) }

// Mapping is what the columns are taken for. Every one is in it that has a name, so
// that it stands for itself.
func (c Columns) Mapping() Mapping {
	m := newMapping()
	for _, column := range c.All {
		name := foldHeader(column.Header)
		if _, said := m.columns[name]; name != "" && !said {
			m.say(name, column.Header, column.Is)
		}
	}
	return m
}

// Choose is the mapping of somebody who says for each column what it is, by its
// name; nothing for one that is not used. What does not do is a fault of the field.
func (c Columns) Choose(choices []string) (Mapping, error) {
	var problems fault.Collector
	c.All = slices.Clone(c.All)
	has, by, place := map[Column]bool{}, map[Column]string{}, ""
	for _, column := range c.beyond {
		has[column] = true
	}
	for i := range c.All {
		column := &c.All[i]
		column.Is = ""
		if column.Open() && i < len(choices) {
			column.Is = Column(choices[i])
		}
		switch is := column.Is; {
		case is == "":
			if column.Open() && place == "" {
				place = FieldOf(i)
			}
		case !slices.ContainsFunc(Headings(), func(h Heading) bool { return h.Column == is }):
			problems.Add(FieldOf(i), "Choose one of those offered")
		case by[is] != "":
			problems.Add(FieldOf(i), fmt.Sprintf("“%s” is the column “%s” already. Choose another for one of them", shortened(by[is]), is))
		default:
			has[is], by[is] = true, column.Header
		}
	}
	if missing := ask(needs(has)); missing != "" && problems.Err() == nil {
		problems.Add(cmp.Or(place, FieldOf(0)), missing)
	}
	return c.Mapping(), problems.Err()
}
