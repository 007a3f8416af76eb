package importing

import (
	"fmt"
	"strconv"

	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/people"
	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	view "learningyear/templates/importing"
	"learningyear/templates/part"
)

func (p *Pages) proposed(d *view.Counted, u stafflist.Upload, r stafflist.Result) {
	address := start + "/" + u.ID
	d.Title, d.Warnings = "Look before you import", r.Warnings
	d.Discard = part.PostButton{Label: "Choose another file", Href: address + "/discard", Kind: "secondary", Once: p.site.Once()}
	if r.ByHeader {
		d.Columns = &part.Link{Label: columnsTitle, Href: columnsOf(u.ID)}
	}
	if r.Unreadable {
		if d.Columns != nil {
			d.Columns.Label = "Say what the columns are"
		}
		d.Title = "This file cannot be taken in"
		for _, problem := range r.Problems {
			d.Unreadable = append(d.Unreadable, problem.Reason+".")
		}
		return
	}
	d.Lead, d.Table, d.Vacant = changes(r), counted(r), vacant(r)
	d.Problems, d.Many = problems(r)
	d.Missing, d.MissingLead = r.MissingNames, missing(r)
	kept(d, r)
	good := r.Rows - r.Rejected
	form := view.Confirm{Action: address, Once: p.site.Once(), Button: "Import " + rows(good), Boxes: boxes(r), Seen: u.Seen()}
	if r.Rejected > 0 {
		d.Rejected = rows(r.Rejected) + " cannot be taken in; the reasons are below. Put them right in the file and choose it again"
		if good > 0 && r.Changes() {
			d.Rejected += ", or import the others without them"
		}
		d.Rejected += "."
		form.Button, form.Skip = "Import the other "+rows(good), true
		d.Discard.Label = "Choose the corrected file"
	}
	if good > 0 && (r.Changes() || len(form.Boxes) > 0) {
		d.Confirm = &form
	}
}

// changes says in a sentence what is about to happen.
func changes(r stafflist.Result) string {
	if r.Rejected > 0 && r.Rejected == r.Rows {
		return "Nothing can be taken in from this list."
	}
	if !r.Changes() && r.Rejected > 0 {
		return "Nothing would change: everything else in this list is here already."
	}
	if !r.Changes() {
		return "Nothing would change: everything in this list is here already."
	}
	return "Nothing is changed yet. This is what the list would do."
}

func rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.Itoa(n) + " rows"
}

func counted(r stafflist.Result) part.Table {
	t := part.Table{Caption: "What changes", HideCaption: true, Columns: []part.Column{
		{Label: "What"}, {Label: "New", Right: true}, {Label: "Changed", Right: true}, {Label: "Ended", Right: true}, {Label: "As before", Right: true},
	}}
	for _, line := range []struct {
		what string
		hint string
		stafflist.Count
	}{
		{"People", "ended: they have a last day", r.Persons}, {"Posts", "", r.Posts}, {"Appointments", "who is in which post", r.Appointments}, {"Units", "", r.Units},
	} {
		row := []part.Cell{{Text: line.what, Hint: line.hint}}
		for _, n := range []int{line.Created, line.Changed, line.Ended, line.Unchanged} {
			row = append(row, part.Cell{Text: strconv.Itoa(n)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// vacant says how many posts nobody is in, and how many are only counted.
func vacant(r stafflist.Result) string {
	said := strconv.Itoa(r.Vacancies) + " posts of the organisation are vacant on that day."
	switch r.Vacancies {
	case 0:
		said = "No post of the organisation is vacant on that day."
	case 1:
		said = "1 post of the organisation is vacant on that day."
	}
	if r.JuniorRows > 0 {
		said += " " + people.ShareWords(r.JuniorFTE) + " posts are counted in the junior file; they stand beside the units, and nobody is made of them."
	}
	return said
}

// mostProblems is how many rows with a problem the page lists.
const mostProblems = 100

func problems(r stafflist.Result) (part.Table, string) {
	t := part.Table{Caption: "Rows with a problem", HideCaption: true, Columns: []part.Column{{Label: "Where"}, {Label: "Column"}, {Label: "What is wrong"}}}
	for _, problem := range r.Problems[:min(len(r.Problems), mostProblems)] {
		column := problem.Column
		if column == "" {
			column = "the whole row"
		}
		t.Rows = append(t.Rows, []part.Cell{{Text: "Line " + strconv.Itoa(problem.Line)}, {Text: column}, {Text: problem.Reason}})
	}
	if len(r.Problems) > mostProblems {
		return t, fmt.Sprintf("These are the first %d problems.", mostProblems)
	}
	return t, ""
}

// boxes are what may be said when a list is imported: only where it makes a
// difference.
func boxes(r stafflist.Result) []part.Checkbox {
	var out []part.Checkbox
	if r.KeptByHand > 0 {
		out = append(out, part.Checkbox{
			Name: "take_file", Label: "Take the list’s word for what was corrected here",
			Hint: things(r.KeptByHand) + " below become as the list says. Without this they stay as they are here",
		})
	}
	if r.Missing > 0 && !r.TooManyMissing {
		out = append(out, part.Checkbox{
			Name: "complete", Label: "This list is complete: end the " + persons(r.Missing) + " not in it",
			Hint: "Their last day is " + r.AsAt.AddDays(-1).Short() + ". They leave their posts, and cannot sign in any more",
		})
	}
	return out
}

func things(n int) string {
	if n == 1 {
		return "1 thing"
	}
	return strconv.Itoa(n) + " things"
}

func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// kept shows what was corrected here by hand and the list says otherwise.
func kept(d *view.Counted, r stafflist.Result) {
	d.KeptTitle, d.KeptLead = "Corrected here by hand", "This stays as it is here, although the list says otherwise."
	if r.TookFile {
		d.KeptLead = "This was corrected here by hand, and is now as the list says."
	}
	d.Kept = part.Table{Caption: d.KeptTitle, HideCaption: true, Columns: []part.Column{{Label: "What"}, {Label: "Here"}, {Label: "In the list"}}}
	for _, k := range r.Kept[:min(len(r.Kept), mostProblems)] {
		d.Kept.Rows = append(d.Kept.Rows, []part.Cell{
			{Text: k.Who + ", " + k.Field, Hint: "Line " + strconv.Itoa(k.Line)}, {Text: orNothing(k.Here)}, {Text: orNothing(k.List)},
		})
	}
	if len(r.Kept) > 0 && r.KeptByHand > len(d.Kept.Rows) {
		d.KeptLead += fmt.Sprintf(" These are the first %d of %d.", len(d.Kept.Rows), r.KeptByHand)
	}
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// missing says what becomes of the people who are not in a list.
func missing(r stafflist.Result) string {
	switch {
	case r.Missing == 0:
		return ""
	case r.TooManyMissing:
		return persons(r.Missing) + " here on the day and in no office " + are(r.Missing) + " not in the list, more than half. They stay as they are: a list of a part ends nobody."
	}
	return persons(r.Missing) + " here on the day and in no office " + are(r.Missing) + " not in the list. They stay as they are, unless you say that the list is complete."
}

func (p *Pages) imported(c echo.Context, d *view.Counted, r stafflist.Result) {
	d.Title, d.Table, d.Vacant, d.Warnings = "The staff list is in", counted(r), vacant(r), r.Warnings
	d.Lead = "Everybody’s history says what was changed."
	if r.Ended > 0 {
		d.Lead += " " + persons(r.Ended) + " not in the list left with the day before."
	}
	kept(d, r)
	if r.Rejected > 0 {
		d.Rejected = "Left out, because of a problem: " + rows(r.Rejected) + "."
	}
	d.Problems, d.Many = problems(r)
	if web.Who(c).Has(actor.Coordinator) {
		d.Next = append(d.Next,
			part.Link{Label: "See who has no learning partner yet", Href: "/manage/people?show=no-partner"},
			part.Link{Label: "See who has no line manager", Href: "/manage/people?show=no-manager"},
			part.Link{Label: "Look at the units and who leads them", Href: "/manage/units"})
	}
	if web.Who(c).Has(actor.Administrator) {
		d.Next = append(d.Next, part.Link{Label: "Invite people to sign in", Href: "/accounts"})
	}
}
