package stafflist

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"learningyear/internal/fault"
	"learningyear/internal/organogram"
	"learningyear/internal/people"
	"learningyear/pkg/roughcsv"
)

// Read reads a staff list. What is wrong with the file or a row is part of the
// list; an error is only what stops the reading itself.
func Read(from io.Reader, o Options) (List, error) {
	list := List{Has: map[Column]bool{}, headers: map[Column]string{}}
	rows, header, err := list.begin(from)
	if err != nil || rows == nil {
		return list, err
	}
	switch kind := organogram.KindOf(header.Cells); {
	case kind == organogram.SeniorFile && !numbered(header.Cells):
		err = list.readOrganogram(rows, header, o.Junior)
	case kind == organogram.JuniorFile:
		list.unreadable("", "This is the junior file of an organogram. Choose the senior file, and this one beside it")
	case o.Junior != nil:
		list.unreadable("", "There is a junior file, but the other one is not the senior file of an organogram")
	default:
		err = list.readRows(rows, header, o.Mapping)
	}
	return list, err
}

// begin reads a file as far as its header. Of one that cannot be read the list says
// why, and there are no rows.
func (l *List) begin(from io.Reader) (*roughcsv.Reader, roughcsv.Row, error) {
	rows, err := roughcsv.NewReader(from, roughcsv.Options{MaxBytes: MaxBytes})
	switch {
	case errors.Is(err, roughcsv.ErrTooLarge):
		l.unreadable("", "The file is larger than 20MB. Split it, and import the parts one after the other")
		return nil, roughcsv.Row{}, nil
	case errors.Is(err, roughcsv.ErrSpreadsheet):
		l.unreadable("", "This is a spreadsheet. Save it as CSV UTF-8 (comma delimited), and choose that file")
		return nil, roughcsv.Row{}, nil
	case err != nil:
		return nil, roughcsv.Row{}, fmt.Errorf("reading the staff list: %w", err)
	}
	header, err := rows.Next()
	for above := 0; err == nil && isTitle(header) && above < mostTitles; above++ {
		if !header.Blank() {
			l.warn(fmt.Sprintf("Line %d is left out: it stands above the names of the columns", header.Line))
		}
		header, err = rows.Next()
	}
	if err != nil || header.Blank() {
		l.unreadable("", "The file is empty")
		return nil, roughcsv.Row{}, nil
	}
	return rows, header, nil
}

// mostTitles is how many lines above the names of the columns are passed over.
const mostTitles = 10

// isTitle says that a row is not the header but stands above it, such as the name of
// the list: a spreadsheet makes it as wide as the rows below, and leaves nearly all of
// it blank.
func isTitle(r roughcsv.Row) bool {
	filled := 0
	for _, cell := range r.Cells {
		if strings.TrimSpace(cell) != "" {
			filled++
		}
	}
	return len(r.Cells) > 2 && filled < 2
}

// numbered says that a header has a column of employee numbers: such a file is a
// staff list, whatever its other columns are called.
func numbered(header []string) bool {
	return slices.ContainsFunc(header, func(h string) bool {
		c, known := columnOf(h)
		return known && c == EmployeeNumber
	})
}

// readRows reads a file of which the header has been read.
func (l *List) readRows(rows *roughcsv.Reader, header roughcsv.Row, m Mapping) error {
	if header.Broken() && !onlyInside(header) {
		l.unreadable("", "The first line cannot be read: it must hold the names of the columns")
		return nil
	}
	l.byHeader = true
	l.places = l.readHeader(header.Cells, m)
	if l.Unreadable {
		return nil
	}
	l.width = len(header.Cells)
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			if len(l.Rows) == 0 {
				l.unreadable("", "There are no rows below the header")
			}
			l.turnNames()
			l.tellDamage()
			return nil
		case err != nil:
			return fmt.Errorf("reading the staff list: %w", err)
		case len(l.Rows) == MaxRows && !row.Blank():
			l.unreadable("", "There are more than 100,000 rows. Split the file, and import the parts one after the other")
			return nil
		}
		l.take(row)
	}
}

// onlyInside says that a row's faults are marks like those of inches at most.
func onlyInside(row roughcsv.Row) bool {
	for _, f := range row.Faults {
		if f.Kind != roughcsv.QuoteInside && !f.Kind.Damage() {
			return false
		}
	}
	return true
}

// take reads a row of the file.
func (l *List) take(from roughcsv.Row) {
	if from.Blank() {
		return
	}
	if word, is := trailer(from.Cells); is {
		l.warn(fmt.Sprintf("Line %d is left out: “%s” is nobody’s row", from.Line, shortened(word)))
		return
	}
	row := Row{Line: from.Line, FTE: -1}
	switch problem := l.broken(from); {
	case problem != "":
		l.reject(&row, "", problem)
		if i, there := l.places[EmployeeNumber]; there && !wrongMarks(from) {
			row.EmployeeNumber = clean(from.Cell(i))
		}
	default:
		l.read(&row, from)
	}
	l.Rows = append(l.Rows, row)
}

// broken says why the cells of a row cannot be told apart; nothing where they can.
func (l *List) broken(row roughcsv.Row) string {
	for _, f := range row.Faults {
		switch f.Kind {
		case roughcsv.QuoteInside:
			return "There is a quotation mark in the middle of a cell. Put the whole cell in quotation marks, and write the mark inside twice"
		case roughcsv.TextAfterQuote, roughcsv.QuoteNotClosed:
			return "There is a quotation mark that opens a cell and is not closed as it should be"
		case roughcsv.TooFewCells, roughcsv.TooManyCells:
			return fmt.Sprintf("The row has %s and the header %d. Is a separator missing, or one too many?", cells(len(row.Cells)), l.width)
		}
	}
	return ""
}

func wrongMarks(row roughcsv.Row) bool {
	for _, f := range row.Faults {
		if f.Kind <= roughcsv.QuoteNotClosed {
			return true
		}
	}
	return false
}

// shortened is the beginning of a text that may be long.
func shortened(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// clean takes away what cannot be meant: spaces around a cell and line ends in it.
// A cell without any is no copy but a part of the file's text.
func clean(cell string) string {
	if strings.ContainsAny(cell, "\r\n\t") {
		cell = oneLine.Replace(cell)
	}
	return strings.TrimSpace(cell)
}

var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// read fills the row from its cells and says what is wrong with each.
func (l *List) read(row *Row, from roughcsv.Row) {
	cell := func(c Column, limit int) string {
		i, there := l.places[c]
		if !there {
			return ""
		}
		text := clean(from.Cell(i))
		switch {
		case strings.ContainsRune(text, 0):
			l.reject(row, c, "There is a character that cannot be kept. Remove it")
			return ""
		case utf8.RuneCountInString(text) > limit:
			l.reject(row, c, tooLong(limit))
			return ""
		case fault.Blank(text):
			return ""
		}
		return text
	}
	row.EmployeeNumber = cell(EmployeeNumber, people.ReferenceMax)
	row.Name = cell(Name, people.NameMax)
	row.oneCell = row.Name != ""
	if first, last := cell(FirstName, people.NameMax/2), cell(LastName, people.NameMax/2); row.Name == "" {
		row.Name = strings.TrimSpace(first + " " + last)
	}
	row.KnownAs = cell(KnownAs, people.KnownAsMax)
	row.Email = cell(Email, people.EmailMax)
	row.PostReference = cell(PostReference, people.ReferenceMax)
	row.JobTitle = cell(JobTitle, people.TitleMax)
	row.Grade = cell(Grade, people.GradeMax)
	row.Unit = cell(Unit, people.TitleMax)
	row.ManagerPost = cell(ManagerPost, people.ReferenceMax)
	l.readFTE(row, cell(FTE, 20))
	row.Start = l.readDate(row, StartDate, cell(StartDate, 40))
	row.Leaving = l.readDate(row, LeavingDate, cell(LeavingDate, 40))
	l.noteDamage(from)
	if !row.Bad {
		l.checkRow(row)
	}
}

func tooLong(limit int) string { return "Longer than " + strconv.Itoa(limit) + " characters" }

// noteDamage lists the damaged characters of cells that are taken in.
func (l *List) noteDamage(from roughcsv.Row) {
	for _, f := range from.Faults {
		if f.Kind != roughcsv.DamagedCharacter && f.Kind != roughcsv.UndecodableBytes {
			continue
		}
		for c, i := range l.places {
			if i == f.Column-1 {
				l.damage = append(l.damage, fmt.Sprintf("Line %d, %s: a damaged character, kept as it is", f.Line, l.header(c)))
			}
		}
	}
}

// tellDamage puts the damaged characters behind what else there is to say.
func (l *List) tellDamage() {
	const most = 50
	for _, text := range l.damage[:min(len(l.damage), most)] {
		l.warn(text)
	}
	if more := len(l.damage) - most; more > 0 {
		l.warn(fmt.Sprintf("There are damaged characters in %d more cells", more))
	}
	l.damage = nil
}

// checkRow says what is missing in a row, and what does not fit together.
func (l *List) checkRow(row *Row) {
	if isVacantName(row.Name) {
		row.Vacant = row.EmployeeNumber == "" && (row.Name != "" || row.Email == "")
	}
	if row.Vacant {
		row.Name, row.Email = "", ""
		if row.PostReference == "" {
			l.reject(row, PostReference, "A vacant post needs a reference")
		}
	} else {
		l.checkPerson(row)
	}
	if row.JobTitle == "" {
		l.reject(row, JobTitle, "Missing")
	}
	if row.Unit == "" {
		l.reject(row, Unit, "Missing")
	}
	if !row.Start.IsZero() && !row.Leaving.IsZero() && row.Leaving.Before(row.Start) {
		l.reject(row, LeavingDate, "Before the start date")
	}
}

func (l *List) checkPerson(row *Row) {
	if row.Name == "" {
		c := Name
		if !l.Has[Name] {
			c = LastName
		}
		l.reject(row, c, "The name is missing")
	}
	if row.EmployeeNumber == "" && row.Email == "" {
		c := EmployeeNumber
		if !l.Has[EmployeeNumber] {
			c = Email
		}
		l.reject(row, c, "An employee number or an email address is needed to tell people apart")
	}
	if row.Email != "" && people.EmailProblem(row.Email) != "" {
		l.reject(row, Email, "Not an email address, like name@example.org")
	}
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return strconv.Itoa(n) + " cells"
}
