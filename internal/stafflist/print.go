package stafflist

import (
	"cmp"
	"fmt"
	"io"
	"text/tabwriter"

	"learningyear/internal/people"
)

// Print writes the result for people at a terminal.
func (r Result) Print(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s, as at %s\n", cmp.Or(r.File, "Staff list"), r.AsAt.Short())
	if !r.Unreadable {
		fmt.Fprintln(out, "\tcreated\tchanged\tended\tunchanged\t")
		for _, line := range []struct {
			what string
			Count
		}{{"units", r.Units}, {"posts", r.Posts}, {"persons", r.Persons}, {"appointments", r.Appointments}} {
			fmt.Fprintf(out, "%s\t%d\t%d\t%d\t%d\t\n", line.what, line.Created, line.Changed, line.Ended, line.Unchanged)
		}
		if err := out.Flush(); err != nil {
			return err
		}
		fmt.Fprintf(w, "vacant posts: %d; rows: %d, rejected: %d\n", r.Vacancies, r.Rows, r.Rejected)
		if r.Ended > 0 {
			fmt.Fprintf(w, "people ended who are not in the list: %d\n", r.Ended)
		}
		if r.JuniorRows > 0 {
			fmt.Fprintf(w, "posts counted in the junior file: %s, in %d rows\n", people.ShareWords(r.JuniorFTE), r.JuniorRows)
		}
		switch {
		case r.KeptByHand > 0 && r.TookFile:
			fmt.Fprintf(w, "corrected here by hand, and now as the list says: %d\n", r.KeptByHand)
		case r.KeptByHand > 0:
			fmt.Fprintf(w, "corrected here by hand, and kept although the list says otherwise: %d\n", r.KeptByHand)
		}
	}
	for _, k := range r.Kept {
		fmt.Fprintln(w, k.String())
	}
	for _, p := range r.Problems {
		fmt.Fprintf(w, "line %d%s: %s\n", p.Line, inColumn(p.Column), p.Reason)
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(w, "note: %s\n", warning)
	}
	_, err := fmt.Fprintln(w, r.verdict())
	return err
}

// verdict says what was done.
func (r Result) verdict() string {
	switch {
	case r.Applied && !r.Changes():
		return "Nothing had to be changed."
	case r.Applied:
		return "Imported."
	case r.DryRun && !r.Unreadable && (r.Rejected == 0 || r.Changes()):
		return "Nothing was changed: this only said what would be."
	case r.Unreadable:
		return "Nothing was changed: the file cannot be read as a staff list."
	}
	return "Nothing was changed: put the rows right, or leave them out with --skip-rejected."
}

// String is what was kept, or would have been, in one line.
func (k Kept) String() string {
	return fmt.Sprintf("line %d, %s of %s: “%s” here, “%s” in the list", k.Line, k.Field, k.Who, k.Here, cmp.Or(k.List, "nothing"))
}

func inColumn(name string) string {
	if name == "" {
		return ""
	}
	return ", " + name
}
