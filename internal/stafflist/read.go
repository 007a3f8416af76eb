package stafflist

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Read reads a staff list. What is wrong with the file or a row is part of the
// list; an error is only what stops the reading itself.
func Read(from io.Reader) (List, error) {
	list := List{Has: map[Column]bool{}, headers: map[Column]string{}}
	counted := &counter{from: from}
	in := bufio.NewReaderSize(counted, 64<<10)
	comma, ok, err := sniff(in, &list)
	if err != nil || !ok {
		return list, err
	}
	cells := csv.NewReader(in)
	cells.Comma, cells.FieldsPerRecord, cells.ReuseRecord = comma, -1, true
	header, err := cells.Read()
	if err != nil {
		return list, list.noHeader(err)
	}
	places := list.readHeader(header)
	if list.Unreadable {
		return list, nil
	}
	width := len(header)
	for {
		record, err := cells.Read()
		switch {
		case counted.tooMuch:
			list.unreadable("", "The file is larger than 20MB. Split it, and import the parts one after the other")
			return list, nil
		case errors.Is(err, io.EOF):
			if len(list.Rows) == 0 {
				list.unreadable("", "There are no rows below the header")
			}
			return list, nil
		case len(list.Rows) == MaxRows:
			list.unreadable("", "There are more than 100,000 rows. Split the file, and import the parts one after the other")
			return list, nil
		}
		if err := list.take(cells, record, places, width, err); err != nil {
			return list, err
		}
	}
}

// counter stops reading when there is too much.
type counter struct {
	from    io.Reader
	n       int
	tooMuch bool
}

func (c *counter) Read(p []byte) (int, error) {
	if c.tooMuch {
		return 0, io.EOF
	}
	n, err := c.from.Read(p)
	c.n += n
	c.tooMuch = c.n > MaxBytes
	return n, err
}

// sniff passes over a byte order mark and finds which sign separates the cells
// of the first line.
func sniff(in *bufio.Reader, list *List) (comma rune, ok bool, err error) {
	start, err := in.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, false, fmt.Errorf("reading the staff list: %w", err)
	}
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(start, []byte(mark)) {
			list.unreadable("", saveAsUTF8)
			return 0, false, nil
		}
	}
	if bytes.HasPrefix(start, []byte("PK\x03\x04")) || bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")) {
		list.unreadable("", "This is a spreadsheet. Save it as CSV UTF-8 (comma delimited), and choose that file")
		return 0, false, nil
	}
	if rest, found := bytes.CutPrefix(start, []byte("\xef\xbb\xbf")); found {
		start = rest
		if _, err := in.Discard(3); err != nil {
			return 0, false, fmt.Errorf("reading the staff list: %w", err)
		}
	}
	if len(bytes.TrimSpace(start)) == 0 {
		list.unreadable("", "The file is empty")
		return 0, false, nil
	}
	line, _, _ := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte("\n"))
	comma, most := ',', bytes.Count(line, []byte(","))
	for _, other := range []rune{';', '\t'} {
		if n := bytes.Count(line, []byte(string(other))); n > most {
			comma, most = other, n
		}
	}
	return comma, true, nil
}

const saveAsUTF8 = "The text is not in UTF-8. Save the file as CSV UTF-8 (comma delimited), and choose that one"

// noHeader is what is wrong where even the first line cannot be read.
func (l *List) noHeader(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) || errors.Is(err, io.EOF) {
		l.unreadable("", "The first line cannot be read: it must hold the names of the columns")
		return nil
	}
	return fmt.Errorf("reading the staff list: %w", err)
}

// readHeader finds the columns: where each is among the cells of a row.
func (l *List) readHeader(header []string) map[Column]int {
	at := map[string]int{}
	for i, h := range header {
		if !utf8.ValidString(h) {
			l.unreadable("", saveAsUTF8)
			return nil
		}
		name := fold(h)
		if _, twice := at[name]; twice && name != "" {
			l.unreadable(clean(h), "There are two columns with this name. Rename or remove one")
			return nil
		}
		at[name] = i
	}
	places, used := map[Column]int{}, map[int]bool{}
	for _, heading := range Headings() {
		for _, name := range append([]string{string(heading.Column)}, heading.Synonyms...) {
			if i, found := at[fold(name)]; found && !used[i] {
				places[heading.Column], used[i] = i, true
				l.Has[heading.Column], l.headers[heading.Column] = true, clean(header[i])
				break
			}
		}
	}
	l.checkColumns()
	var unused []string
	for i, h := range header {
		if h = clean(h); !used[i] && h != "" {
			unused = append(unused, h)
		}
	}
	if len(unused) > 0 {
		l.warn("Columns that are not used: " + strings.Join(unused[:min(len(unused), 20)], ", "))
	}
	return places
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

// take reads one record into a row. Err is what the CSV reader said of it.
func (l *List) take(cells *csv.Reader, record []string, places map[Column]int, width int, err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		reason := "There is a quotation mark in the middle of a cell. Put the whole cell in quotation marks, and write the mark inside twice"
		if errors.Is(err, csv.ErrQuote) {
			reason = "There is a quotation mark that opens a cell and is not closed as it should be"
		}
		l.Rows = append(l.Rows, Row{Line: parse.StartLine, Bad: true})
		l.problem(parse.StartLine, "", reason)
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the staff list: %w", err)
	}
	line, _ := cells.FieldPos(0)
	if blank(record) {
		return nil
	}
	row := Row{Line: line, FTE: -1}
	if len(record) < width || !blank(record[width:]) {
		l.reject(&row, "", fmt.Sprintf("The row has %d cells and the header %d. Is a separator missing, or one too many?", len(record), width))
		if i, there := places[EmployeeNumber]; there && i < len(record) {
			row.EmployeeNumber = strings.ToValidUTF8(clean(record[i]), "")
		}
	} else {
		l.read(&row, record, places)
	}
	l.Rows = append(l.Rows, row)
	return nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// clean takes away what cannot be meant: spaces around a cell and line ends in it.
func clean(cell string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(cell))
}

// read fills the row from its cells and says what is wrong with each.
func (l *List) read(row *Row, record []string, places map[Column]int) {
	cell := func(c Column, limit int) string {
		i, there := places[c]
		if !there {
			return ""
		}
		text := clean(record[i])
		switch {
		case !utf8.ValidString(text):
			l.reject(row, c, saveAsUTF8)
			return ""
		case strings.ContainsRune(text, 0):
			l.reject(row, c, "There is a character that cannot be kept. Remove it")
			return ""
		case utf8.RuneCountInString(text) > limit:
			l.reject(row, c, fmt.Sprintf("Longer than %d characters", limit))
			return ""
		}
		return text
	}
	row.EmployeeNumber = cell(EmployeeNumber, people.ReferenceMax)
	row.Name = cell(Name, people.NameMax)
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
	if !row.Bad {
		l.checkRow(row)
	}
}

func (l *List) readFTE(row *Row, text string) {
	if text == "" {
		return
	}
	thousandths, ok := parseFTE(text)
	if !ok {
		l.reject(row, FTE, "Not a share of full time from 0 to 2, like 0.5 or 50%")
	}
	row.FTE = thousandths
}

// parseFTE reads "0.5", "0,5" or "50%" as thousandths.
func parseFTE(text string) (int, bool) {
	number, percent := strings.CutSuffix(text, "%")
	number = strings.Replace(strings.TrimSpace(number), ",", ".", 1)
	if strings.ContainsFunc(number, func(r rune) bool { return (r < '0' || r > '9') && r != '.' }) {
		return 0, false
	}
	share, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, false
	}
	if percent {
		share /= 100
	}
	if share > 2 {
		return 0, false
	}
	return int(share*1000 + 0.5), true
}

func (l *List) readDate(row *Row, c Column, text string) calendar.Date {
	if text == "" {
		return calendar.Date{}
	}
	date, ok := parseDate(text)
	if !ok {
		l.reject(row, c, "Not a date like 2026-09-01 or 1/9/2026")
	}
	return date
}

// parseDate reads the ways in which staff systems write dates. Of two numbers
// before a year the first is the day.
func parseDate(text string) (calendar.Date, bool) {
	text = strings.TrimSuffix(strings.TrimSuffix(text, " 00:00:00"), "T00:00:00")
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2.1.2006", "2-1-2006", "2 January 2006", "2 Jan 2006", "2-Jan-2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return calendar.DateOf(t), true
		}
	}
	return calendar.Date{}, false
}

// checkRow says what is missing in a row, and what does not fit together.
func (l *List) checkRow(row *Row) {
	switch strings.ToLower(row.Name) {
	case "", "vacant", "vacancy", "vacant post":
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
