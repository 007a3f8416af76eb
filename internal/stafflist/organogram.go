package stafflist

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"learningyear/internal/organogram"
	"learningyear/internal/people"
	"learningyear/pkg/roughcsv"
)

// readOrganogram reads the senior file of an organogram, of which the header has
// been read, and the junior file beside it, if there is one.
func (l *List) readOrganogram(rows *roughcsv.Reader, header roughcsv.Row, junior io.Reader) error {
	o, err := organogram.ReadRows(rows, header)
	if err != nil {
		return fmt.Errorf("reading the organogram: %w", err)
	}
	if junior != nil {
		switch err := o.ReadJuniors(junior); {
		case errors.Is(err, organogram.ErrOtherFile):
			l.unreadable("", "The second file is not the junior file of an organogram: it needs the columns “Reporting Senior Post” and “Number of Posts in FTE”")
			return nil
		case errors.Is(err, roughcsv.ErrTooLarge), errors.Is(err, roughcsv.ErrSpreadsheet):
			l.unreadable("", "The junior file is a spreadsheet, or larger than a file may be. Save it as CSV, and choose that file")
			return nil
		case err != nil:
			return fmt.Errorf("reading the junior file: %w", err)
		}
		l.juniors = append([]organogram.Junior{}, o.Juniors...)
	}
	l.takeOrganogram(o)
	if len(l.Rows) == 0 {
		l.unreadable("", "There are no rows below the header")
	}
	return nil
}

// takeOrganogram makes rows of an organogram: one for each person in a post, and
// one for each post that nobody is named for.
func (l *List) takeOrganogram(o *organogram.Organogram) {
	l.organisation, l.toldTops, l.fileRows = o.Organisation, true, o.Profile.Rows
	for _, f := range o.Unusable {
		if f.Line > 0 {
			l.Rows = append(l.Rows, Row{Line: f.Line, Bad: true})
		}
		l.problem(f.Line, f.Column, f.Text)
	}
	for _, p := range o.Posts {
		l.takePost(o, p)
	}
	for _, f := range o.Warnings {
		l.warn(f.String())
	}
	for _, f := range o.Damage {
		l.damage = append(l.damage, f.String())
	}
	l.tellDamage()
}

func (l *List) takePost(o *organogram.Organogram, p organogram.Post) {
	base := Row{
		Line: p.Line, PostReference: p.Reference, JobTitle: l.fit(p.Line, JobTitle, p.Title, people.TitleMax), Grade: l.fit(p.Line, Grade, p.Grade, people.GradeMax),
		Unit: l.fit(p.Line, Unit, p.Unit, people.TitleMax), ManagerPost: p.Above, FTE: -1, ByName: true,
	}
	switch p.Top {
	case organogram.ReportsToNoPost:
		base.ManagerPost = p.ReportsTo // it may be here from another file
	case organogram.ReportsToNobody, organogram.ReportsToItself, organogram.LoopCut:
		base.ManagerPost = nobody
	}
	if utf8.RuneCountInString(p.Reference) > people.ReferenceMax {
		l.reject(&base, PostReference, tooLong(people.ReferenceMax))
	} else if base.Unit == "" {
		l.reject(&base, Unit, "Missing, and the organisation has no name either")
	}
	seen, held := map[int]bool{}, false
	for _, place := range p.Places {
		if place.Person < 0 || seen[place.Person] || base.Bad {
			continue
		}
		seen[place.Person], held = true, true
		l.Rows = append(l.Rows, l.holder(base, place, o.Persons[place.Person]))
	}
	if !held {
		base.Vacant = true
		l.Rows = append(l.Rows, base)
	}
}

// nobody is the reference that means no post.
const nobody = "XX"

// holder is the row of somebody in a post.
func (l *List) holder(row Row, place organogram.Place, x organogram.Person) Row {
	row.Line, row.FTE = place.Line, place.FTE
	row.Name = l.fit(place.Line, Name, x.Name, people.NameMax)
	row.Email, row.Contact, row.Phone = x.Email, x.Contact, l.fit(place.Line, "Phone", x.Phone, people.PhoneMax)
	if row.Email != "" && people.EmailProblem(row.Email) != "" {
		row.Email, row.Contact = "", row.Email
	}
	if utf8.RuneCountInString(row.Contact) > people.EmailMax {
		row.Contact = ""
	}
	return row
}

// fit shortens what is longer than can be kept, and says so: an organogram is
// taken in as it is found.
func (l *List) fit(line int, c Column, text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	l.warn(fmt.Sprintf("Line %d, %s: longer than %d characters, and cut there", line, c, limit))
	return string([]rune(text)[:limit])
}
