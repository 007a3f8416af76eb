// Package report lays records out as documents to keep and print: the annual
// appraisal report. It takes finished values and gives bytes; it reads no
// database and decides nothing.
package report

import (
	"fmt"
	"strings"
	"time"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/pkg/accessiblepdf"
)

// Maker makes reports in the organisation's time zone, under the product's name.
type Maker struct {
	zone    *time.Location
	product string
}

// NewMaker makes a maker.
func NewMaker(zone *time.Location, product string) *Maker { return &Maker{zone, product} }

// Appraisal lays out the annual appraisal report. A closed appraisal gives the
// same bytes each time, whoever asks and when; an open one says as at which day
// it was made, and has lines to sign on.
func (m *Maker) Appraisal(d appraisal.Document, today calendar.Date) ([]byte, error) {
	year := strings.Replace(d.Year, "-", " to 20", 1)
	info := accessiblepdf.Info{
		Title: "Annual appraisal report of " + d.Person.Name + ", " + year, Author: d.Organisation, Language: "en-GB",
		Subject: d.Cycle + ", learning year " + year, Created: d.ClosedAt,
	}
	closed := !d.ClosedAt.IsZero()
	if !closed {
		info.Created = today.Time(time.UTC)
		info.AsAt = "as at " + today.Short() + ", not yet closed"
	}
	doc := accessiblepdf.New(info)
	w := &appraisalReport{doc: doc, d: d, m: m}
	w.opening(year, closed)
	w.figures()
	w.targets()
	w.tasks()
	w.reflections()
	w.diary()
	w.agreements()
	w.signatures(closed)
	w.addenda()
	raw, err := doc.Bytes()
	if err != nil {
		return nil, fmt.Errorf("laying out the report: %w", err)
	}
	return raw, nil
}

// appraisalReport writes the report part by part.
type appraisalReport struct {
	doc *accessiblepdf.Document
	d   appraisal.Document
	m   *Maker
}

func (w *appraisalReport) opening(year string, closed bool) {
	d := w.d
	w.doc.Heading(1, "Annual appraisal report")
	facts := []accessiblepdf.Fact{
		{Label: "Name", Value: d.Person.Name}, {Label: "Post", Value: d.Person.Post}, {Label: "Unit", Value: d.Person.Unit},
		{Label: "Appraiser", Value: join(", ", d.Appraiser.Name, d.Appraiser.Post)}, {Label: "Learning year", Value: year},
		{Label: "Organisation", Value: d.Organisation},
	}
	if !d.MetOn.IsZero() {
		facts = append(facts, accessiblepdf.Fact{Label: "Met on", Value: d.MetOn.Short()})
	}
	if closed {
		facts = append(facts, accessiblepdf.Fact{Label: "Signed and closed", Value: w.m.moment(d.ClosedAt)})
	}
	w.doc.Facts(filled(facts))
	w.doc.Small("Two voices stand side by side: what " + d.Person.Known + " says, and what " + d.Appraiser.Known +
		" answers. There are no scores.")
}

func (w *appraisalReport) figures() {
	g := w.d.Gathered
	w.doc.Heading(2, "The year in figures")
	w.doc.Progress(fmt.Sprintf("Learning interviews held: %d of at least %d", len(g.Interviews), g.InterviewsEntitled), len(g.Interviews), max(g.InterviewsEntitled, len(g.Interviews)))
	w.doc.Progress(fmt.Sprintf("Off-the-job learning: %s of at least %s days", calendar.HalfDays(g.HalfDays), calendar.HalfDays(g.HalfDaysEntitled)),
		g.HalfDays, max(g.HalfDaysEntitled, g.HalfDays))
	met, all := 0, 0
	for _, t := range g.Targets {
		met, all = met+t.Met(), all+len(t.Criteria)
	}
	if all > 0 {
		w.doc.Progress(fmt.Sprintf("Success criteria of the learning plan: %d of %d met", met, all), met, all)
	}
	if len(g.Interviews) > 0 {
		rows := make([][]string, 0, len(g.Interviews))
		for _, i := range g.Interviews {
			state := "Held"
			if i.Confirmed {
				state = "Held, confirmed"
			}
			rows = append(rows, []string{i.On.Long(), i.Partner, state})
		}
		w.doc.Table(accessiblepdf.Table{
			Caption: "Learning interviews", Headers: []string{"Date", "Learning partner", "State"}, Widths: []float64{.4, .35, .25}, Rows: rows, RowHeads: true,
		})
		w.doc.Small("What is said in a learning interview stays between the person and the partner.")
	}
}

func (w *appraisalReport) targets() {
	g := w.d.Gathered
	w.doc.Heading(2, "Learning plan")
	if g.HowILearn != "" {
		w.doc.Note("How I learn", g.HowILearn)
	}
	if len(g.Targets) == 0 {
		w.doc.Paragraph("There were no targets in the learning plan of this year.")
	}
	for _, t := range g.Targets {
		w.doc.Heading(3, fmt.Sprintf("Target %d. %s", t.Number, t.Need))
		facts := []accessiblepdf.Fact{{Label: "Why", Value: t.Why}, {Label: "How", Value: strings.Join(t.Strategies, "\n")}, {Label: "By when", Value: t.ByWhen.Short()}}
		w.doc.Facts(filled(facts))
		if len(t.Criteria) > 0 {
			rows := make([][]string, 0, len(t.Criteria))
			for _, c := range t.Criteria {
				met := "Not met yet"
				if !c.MetOn.IsZero() {
					met = "Met, " + c.MetOn.Short()
				}
				rows = append(rows, []string{c.Text, met})
			}
			w.doc.Table(accessiblepdf.Table{Caption: "Success criteria", Headers: []string{"Success criterion", "State"}, Widths: []float64{.7, .3}, Rows: rows, RowHeads: true})
		}
		w.voices(t.Key)
	}
}

func (w *appraisalReport) tasks() {
	tasks := w.d.Gathered.Tasks
	if len(tasks) == 0 {
		return
	}
	w.doc.Heading(2, "Work programme")
	for _, t := range tasks {
		w.doc.Heading(3, fmt.Sprintf("Task %d. %s", t.Number, t.Task))
		w.doc.Facts(filled([]accessiblepdf.Fact{
			{Label: "Success criteria", Value: strings.Join(t.Criteria, "\n")}, {Label: "Indicators", Value: t.Indicators}, {Label: "By when", Value: t.ByWhen.Short()},
		}))
		w.voices(t.Key)
	}
}

func (w *appraisalReport) reflections() {
	w.doc.Heading(2, "Looking back and ahead")
	for _, t := range w.d.Gathered.Topics() {
		if t.Kind == appraisal.AboutReflection {
			w.doc.Heading(3, t.Title)
			w.voices(t.Key)
		}
	}
}

// voices sets both voices on a topic, and how it ended where that is agreed.
func (w *appraisalReport) voices(key string) {
	w.doc.Pair(
		voice(w.d.Person.Known, "self-evaluation", w.d.Self, key), voice(w.d.Appraiser.Known, "response", w.d.Response, key),
	)
	if agreed := w.d.Agreements.Topics[key]; agreed.Outcome != appraisal.OutcomeNone {
		w.doc.Note("Agreed", strings.TrimSuffix(join(". ", agreed.Outcome.Words(), agreed.Why), ".")+".")
	}
}

// voice is what one of the two says on a topic, or that there is nothing yet.
func voice(called, as string, all appraisal.Voice, key string) accessiblepdf.Voice {
	said := all[key]
	v := accessiblepdf.Voice{Who: called + ", " + as, Tag: said.Judgement.Words(), Text: said.Text}
	switch {
	case all == nil:
		v.Text = called + " has not shared this yet."
	case strings.TrimSpace(said.Text) == "":
		v.Text = "Nothing on this."
	}
	return v
}

func (w *appraisalReport) diary() {
	entries := w.d.Gathered.Entries
	if len(entries) == 0 {
		return
	}
	w.doc.Heading(2, "From the learning diary")
	w.doc.Small(w.d.Person.Known + " chose to bring these.")
	for _, e := range entries {
		w.doc.Note(e.On.Short(), join("\n", e.Learned, e.Next))
	}
}

func (w *appraisalReport) agreements() {
	a := w.d.Agreements
	if len(a.Next) > 0 {
		w.doc.Heading(2, "Targets for next year")
		rows := make([][]string, 0, len(a.Next))
		for i, n := range a.Next {
			rows = append(rows, []string{fmt.Sprintf("%d. %s", i+1, n.Need), n.Criterion})
		}
		w.doc.Table(accessiblepdf.Table{Caption: "Agreed targets", Headers: []string{"Target", "How we will know"}, Widths: []float64{.5, .5}, Rows: rows, RowHeads: true})
	}
	if a.Words != "" {
		w.doc.Heading(2, "Also agreed")
		w.doc.Paragraph(a.Words)
	}
}

func (w *appraisalReport) signatures(closed bool) {
	w.doc.KeepTogether(func() {
		w.doc.Heading(2, "Signatures")
		w.doc.Signatures(w.signed(closed))
	})
	if w.d.Statement != "" {
		w.doc.Note("A note from "+w.d.Person.Name, w.d.Statement)
	}
}

// signed are the signatures given and, while the appraisal is open, a line for
// each that is still to come.
func (w *appraisalReport) signed(closed bool) []accessiblepdf.Signature {
	roles := map[string]string{"appraiser": "Appraiser", "person": "Appraised", "countersigner": "Countersigned"}
	given := map[string]bool{}
	var out []accessiblepdf.Signature
	for _, s := range w.d.Signatures {
		role := roles[s.Role]
		if s.For != "" {
			role += ", acting for " + s.For
		}
		given[s.Role] = true
		out = append(out, accessiblepdf.Signature{Name: s.Name, Role: role, When: "Signed " + w.m.moment(s.At)})
	}
	if !closed {
		if !given["appraiser"] {
			out = append(out, accessiblepdf.Signature{Name: w.d.Appraiser.Name, Role: roles["appraiser"]})
		}
		if !given["person"] {
			out = append(out, accessiblepdf.Signature{Name: w.d.Person.Name, Role: roles["person"]})
		}
	}
	return out
}

func (w *appraisalReport) addenda() {
	if len(w.d.Addenda) == 0 {
		return
	}
	w.doc.Heading(2, "Added afterwards")
	for _, a := range w.d.Addenda {
		w.doc.Note(a.AuthorName+", "+w.m.moment(a.At), a.Text)
	}
}

// moment is "14 July 2027, 3:10pm" in the organisation's zone.
func (m *Maker) moment(at time.Time) string {
	local := at.In(m.zone)
	return calendar.DateOf(local).Short() + ", " + calendar.Clock12(local)
}

// join puts together the parts that are there.
func join(with string, parts ...string) string {
	var there []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, with)
}

func filled(facts []accessiblepdf.Fact) []accessiblepdf.Fact {
	var out []accessiblepdf.Fact
	for _, f := range facts {
		if strings.TrimSpace(f.Value) != "" {
			out = append(out, f)
		}
	}
	return out
}
