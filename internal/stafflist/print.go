package stafflist

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Print writes the result for people at a terminal.
func (r Result) Print(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s, as at %s\n", orElse(r.File, "Staff list"), r.AsAt.Short())
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

func inColumn(name string) string {
	if name == "" {
		return ""
	}
	return ", " + name
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
