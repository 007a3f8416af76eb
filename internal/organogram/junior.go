package organogram

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"learningyear/pkg/roughcsv"
)

// ReadJuniors reads the junior file that stands beside the senior one. Rows of
// one unit, senior post, grade and title are counted together.
func (o *Organogram) ReadJuniors(from io.Reader) error {
	rows, header, err := open(from)
	if err != nil {
		return err
	}
	if KindOf(header.Cells) != JuniorFile {
		return fmt.Errorf("the junior file needs the columns “Reporting Senior Post” and “Number of Posts in FTE”: %w", ErrOtherFile)
	}
	j := junior{Organogram: o, sheet: newSheet(header), at: map[Junior]int{}, posts: map[string]string{}}
	j.sheet.damage = &o.Damage
	for _, p := range o.Posts {
		j.posts[strings.ToLower(p.Reference)] = p.Reference
	}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			j.countUnits()
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the junior file: %w", err)
		}
		if !row.Blank() {
			j.take(row)
		}
	}
}

// junior gathers the junior file.
type junior struct {
	*Organogram
	sheet
	at map[Junior]int
	// posts are the senior references by their small letters.
	posts map[string]string
}

func (j *junior) take(row roughcsv.Row) {
	j.Profile.JuniorRows++
	_, broken, doubt := j.begin(row)
	if broken != "" {
		add(&j.Unusable, Finding{row.Line, "junior file", broken})
		return
	}
	if doubt != "" {
		j.warn(row.Line, "junior file", "%s", doubt)
	}
	count := Junior{
		Unit: j.cell("unit"), ReportsTo: j.cell("reportingseniorpost"), Grade: j.cell("grade", "gradeorequivalent"), Title: j.cell("genericjobtitle", "jobtitle"),
	}
	if reference, known := j.posts[strings.ToLower(count.ReportsTo)]; known {
		count.ReportsTo = reference
	} else {
		count.Missing = true
		j.Profile.JuniorsReportingToMissingPost++
		j.warn(row.Line, "Reporting Senior Post", "There is no post %s in the senior file", orNothing(count.ReportsTo))
	}
	text := j.cell("numberofpostsinfte")
	fte, ok := thousandths(text)
	if !ok {
		j.warn(row.Line, "Number of Posts in FTE", "%s is no number of posts. None is counted", orNothing(text))
	}
	j.Profile.JuniorFTE += fte
	i, counted := j.at[count]
	if !counted {
		i = len(j.Juniors)
		j.at[count] = i
		count.Line = row.Line
		j.Juniors = append(j.Juniors, count)
	}
	j.Juniors[i].FTE += fte
	j.Juniors[i].Rows++
}

func (j *junior) countUnits() {
	j.Profile.JuniorUnitsNotAmongTheSeniorOnes = len(j.JuniorUnits())
}

// JuniorUnit is a unit that only the junior file names.
type JuniorUnit struct {
	Line int
	Name string
	// ReportTo are the references of the senior posts that its posts report to.
	ReportTo []string
}

// JuniorUnits are the units that only the junior file names, in its order.
func (o *Organogram) JuniorUnits() []JuniorUnit {
	known, at := map[string]bool{}, map[string]int{}
	for _, name := range o.Units {
		known[foldName(name)] = true
	}
	var out []JuniorUnit
	for _, c := range o.Juniors {
		key := foldName(c.Unit)
		if key == "" || known[key] {
			continue
		}
		i, there := at[key]
		if !there {
			i = len(out)
			at[key] = i
			out = append(out, JuniorUnit{Line: c.Line, Name: c.Unit})
		}
		if !c.Missing && !slices.Contains(out[i].ReportTo, c.ReportsTo) {
			out[i].ReportTo = append(out[i].ReportTo, c.ReportsTo)
		}
	}
	return out
}
