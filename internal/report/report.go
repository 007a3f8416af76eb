// Package report lays records out as documents to keep and print: the annual
// appraisal report. It takes finished values and gives bytes; it reads no
// database and decides nothing.
package report

import (
	"fmt"
	"slices"
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
	raw, err := m.layOut(d, today).Bytes()
	if err != nil {
		return nil, fmt.Errorf("laying out the report: %w", err)
	}
	return raw, nil
}

// Pages is how many pages the annual appraisal report has.
func (m *Maker) Pages(d appraisal.Document, today calendar.Date) int {
	return m.layOut(d, today).Pages()
}

func (m *Maker) layOut(d appraisal.Document, today calendar.Date) *accessiblepdf.Document {
	w := &appraisalReport{d: d, m: m, closed: !d.ClosedAt.IsZero(), year: d.Year}
	if !d.Gathered.From.IsZero() {
		w.year = fmt.Sprintf("%d to %d", d.Gathered.From.Year(), d.Gathered.From.Year()+1)
	}
	info := accessiblepdf.Info{
		Title: "Annual appraisal report of " + d.Person.Name + ", " + w.year, Author: d.Organisation, Language: "en-GB",
		Subject: d.Cycle + ", learning year " + w.year, Created: d.ClosedAt,
	}
	if !w.closed {
		info.Created = today.Time(time.UTC)
		info.AsAt = "as at " + today.Short() + ", not yet closed"
	}
	w.doc = accessiblepdf.New(info)
	w.opening(today)
	w.figures()
	w.targets()
	w.tasks()
	w.reflections()
	w.diary()
	// What is agreed stands on the page on which it is signed, where that has room.
	w.doc.KeepTogether(func() {
		w.agreements()
		w.signatures()
	})
	w.addenda()
	return w.doc
}

// appraisalReport writes the report part by part.
type appraisalReport struct {
	doc    *accessiblepdf.Document
	d      appraisal.Document
	m      *Maker
	closed bool
	// year is "2026 to 2027".
	year string
}

func (w *appraisalReport) opening(today calendar.Date) {
	d := w.d
	w.doc.Small("Annual appraisal report · learning year " + w.year)
	w.doc.Heading(1, d.Person.Name)
	facts := []accessiblepdf.Fact{
		{Label: "Post", Value: d.Person.Post}, {Label: "Unit", Value: join(", ", d.Person.Unit, d.Organisation)},
		{Label: "Appraiser", Value: join(", ", d.Appraiser.Name, d.Appraiser.Post)},
	}
	for _, m := range d.Managers {
		facts = append(facts, accessiblepdf.Fact{Label: "Line manager", Value: m.Words()})
	}
	if !d.MetOn.IsZero() {
		facts = append(facts, accessiblepdf.Fact{Label: "Talked through", Value: d.MetOn.Long()})
	}
	w.doc.Facts(filled(facts))
	fixed := "Nobody can change it."
	if len(d.Addenda) > 0 {
		fixed += " What was added since stands at its end."
	}
	switch {
	case w.closed && d.Waived != nil:
		w.doc.Note("Signed by both, and closed without a countersignature on "+w.m.day(d.ClosedAt)+".", fixed)
	case w.closed && len(d.Signatures) > 2:
		w.doc.Note("Signed and countersigned, and closed on "+w.m.day(d.ClosedAt)+".", fixed)
	case w.closed:
		w.doc.Note("Signed by both, and closed on "+w.m.day(d.ClosedAt)+".", fixed)
	default:
		w.doc.Note("This appraisal is not closed yet.", "This is how it stood on "+today.Long()+". What one of the two has not shared is not in it.")
	}
	w.doc.Small("Two voices stand side by side: what " + d.Person.Known + " says, and what " + d.Appraiser.Known +
		" answers. There are no scores.")
}

// figures are the year in one picture, and in numbers.
func (w *appraisalReport) figures() {
	g := w.d.Gathered
	w.doc.KeepTogether(func() {
		w.doc.Heading(2, g.InWords())
		if !g.From.IsZero() && g.To.After(g.From) {
			w.doc.Timeline(w.timeline())
		}
		if len(w.d.Signatures) > 0 {
			first := w.d.Signatures[0]
			w.doc.Small("As it stood on " + w.m.day(first.At) + ", when " + first.Name + " signed. What came later is not in it.")
		}
	})
	w.doc.KeepTogether(func() {
		w.doc.Progress(fmt.Sprintf("Learning interviews (at least %d are everybody’s)", g.InterviewsEntitled),
			len(g.Interviews), max(g.InterviewsEntitled, len(g.Interviews)))
		w.doc.Progress(fmt.Sprintf("Off-the-job learning in half-days (at least %s days)", calendar.HalfDays(g.HalfDaysEntitled)),
			g.HalfDays, max(g.HalfDaysEntitled, g.HalfDays))
		met, all := 0, 0
		for _, t := range g.Targets {
			met, all = met+t.Met(), all+len(t.Criteria)
		}
		if all > 0 {
			w.doc.Progress("Success criteria of the learning plan that are met", met, all)
		}
	})
	w.interviews()
}

func (w *appraisalReport) interviews() {
	g := w.d.Gathered
	if len(g.Interviews) == 0 {
		return
	}
	rows := make([][]string, 0, len(g.Interviews))
	for _, i := range g.Interviews {
		state := "Held"
		if i.Confirmed {
			state = "Held and confirmed"
		}
		rows = append(rows, []string{i.On.Long(), i.Partner, state})
	}
	w.doc.KeepTogether(func() {
		w.doc.Table(accessiblepdf.Table{
			Caption: "Learning interviews", Headers: []string{"Date", "Learning partner", "State"}, Widths: []float64{.4, .35, .25}, Rows: rows, RowHeads: true,
		})
		w.doc.Small("What is said in a learning interview stays between the person and the partner.")
	})
}

// timeline is the learning year with what happened in it.
func (w *appraisalReport) timeline() accessiblepdf.Timeline {
	g := w.d.Gathered
	days := float64(g.From.DaysUntil(g.To) + 1)
	at := func(d calendar.Date) float64 { return (float64(g.From.DaysUntil(d)) + 0.5) / days }
	var t accessiblepdf.Timeline
	mark := func(kind accessiblepdf.MarkKind, on calendar.Date, label string) {
		if !on.Before(g.From) && !on.After(g.To) {
			t.Marks = append(t.Marks, accessiblepdf.Mark{At: at(on), Kind: kind, Label: label})
		}
	}
	const mostLabels = 8 // more than these would tower over the line
	for _, i := range g.Interviews {
		label := dayMonth(i.On)
		if len(g.Interviews) > mostLabels {
			label = ""
		}
		mark(accessiblepdf.MarkDisc, i.On, label)
	}
	for _, d := range g.OffTheJob {
		mark(accessiblepdf.MarkSquare, d.On, "")
	}
	for _, e := range g.Entries {
		mark(accessiblepdf.MarkDot, e.On, "")
	}
	mark(accessiblepdf.MarkDiamond, w.d.MetOn, dayMonth(w.d.MetOn))
	t.Keys = []accessiblepdf.Key{{Kind: accessiblepdf.MarkDisc, Label: "Learning interview"}, {Kind: accessiblepdf.MarkSquare, Label: "Off-the-job learning"}}
	if len(g.Entries) > 0 {
		t.Keys = append(t.Keys, accessiblepdf.Key{Kind: accessiblepdf.MarkDot, Label: "Diary entry brought"})
	}
	if !w.d.MetOn.IsZero() {
		t.Keys = append(t.Keys, accessiblepdf.Key{Kind: accessiblepdf.MarkDiamond, Label: "Appraisal"})
	}
	for first := g.From; !first.After(g.To); first = calendar.NewDate(first.Year(), first.Month()+1, 1) {
		t.Ticks = append(t.Ticks, accessiblepdf.Tick{At: float64(g.From.DaysUntil(first)) / days, Label: first.Month().String()[:3]})
	}
	t.Alt = w.timelineInWords()
	return t
}

// timelineInWords says what the picture shows, for those who do not see it.
func (w *appraisalReport) timelineInWords() string {
	g := w.d.Gathered
	said := func(what string, days []calendar.Date) string {
		if len(days) == 0 {
			return ""
		}
		words := make([]string, 0, len(days))
		for _, d := range days {
			words = append(words, d.Short())
		}
		return what + " on " + strings.Join(words, ", ")
	}
	var interviews, offTheJob, entries []calendar.Date
	for _, i := range g.Interviews {
		interviews = append(interviews, i.On)
	}
	for _, d := range g.OffTheJob {
		offTheJob = append(offTheJob, d.On)
	}
	for _, e := range g.Entries {
		entries = append(entries, e.On)
	}
	words := join(". ", said("Learning interviews", interviews), said("Off-the-job learning", offTheJob), said("Diary entries brought", entries))
	if !w.d.MetOn.IsZero() {
		words = join(". ", words, "Appraisal talked through on "+w.d.MetOn.Short())
	}
	if words == "" {
		words = "Nothing is noted in it"
	}
	return "The learning year from " + g.From.Short() + " to " + g.To.Short() + ". " + words + "."
}

// dayMonth is "14 July".
func dayMonth(d calendar.Date) string {
	return strings.TrimSuffix(d.Short(), fmt.Sprintf(" %d", d.Year()))
}

func (w *appraisalReport) targets() {
	g := w.d.Gathered
	w.doc.Heading(2, "Learning plan")
	if len(g.Targets) == 0 {
		w.doc.Paragraph("There were no targets in the learning plan of this year.")
	}
	for _, t := range g.Targets {
		w.doc.KeepTogether(func() { w.target(t) })
		w.voices(t.Key)
	}
	w.left(appraisal.AboutTarget)
}

func (w *appraisalReport) target(t appraisal.TargetFact) {
	w.doc.Heading(3, fmt.Sprintf("Target %d. %s", t.Number, t.Need))
	w.doc.Facts(filled([]accessiblepdf.Fact{
		{Label: "Why", Value: t.Why}, {Label: "How", Value: strings.Join(t.Strategies, "\n")}, {Label: "By when", Value: t.ByWhen.Short()},
	}))
	if len(t.Criteria) == 0 {
		return
	}
	rows := make([][]string, 0, len(t.Criteria))
	for _, c := range t.Criteria {
		met := "Not met yet"
		if !c.MetOn.IsZero() {
			met = "Met, " + c.MetOn.Short()
		}
		rows = append(rows, []string{c.Text, met})
	}
	w.doc.Table(accessiblepdf.Table{Headers: []string{"Success criterion", "State"}, Widths: []float64{.7, .3}, Rows: rows, RowHeads: true})
}

func (w *appraisalReport) tasks() {
	tasks := w.d.Gathered.Tasks
	if len(tasks) == 0 && !w.anyLeft(appraisal.AboutTask) {
		return
	}
	w.doc.Heading(2, "Work programme")
	for _, t := range tasks {
		w.doc.KeepTogether(func() {
			w.doc.Heading(3, fmt.Sprintf("Task %d. %s", t.Number, t.Task))
			w.doc.Facts(filled([]accessiblepdf.Fact{
				{Label: "Success criteria", Value: strings.Join(t.Criteria, "\n")}, {Label: "Indicators", Value: t.Indicators}, {Label: "By when", Value: t.ByWhen.Short()},
			}))
		})
		w.voices(t.Key)
	}
	w.left(appraisal.AboutTask)
}

// left are the topics of a kind that were in the records when somebody wrote on
// them, and are not any more.
func (w *appraisalReport) left(kind appraisal.Kind) {
	for _, t := range w.d.Topics() {
		if t.Kind == appraisal.AboutLeft && strings.HasPrefix(t.Key, string(kind)) {
			w.doc.Heading(3, t.Title)
			w.doc.Small(t.Facts)
			w.voices(t.Key)
		}
	}
}

func (w *appraisalReport) anyLeft(kind appraisal.Kind) bool {
	return slices.ContainsFunc(w.d.Topics(), func(t appraisal.Topic) bool {
		return t.Kind == appraisal.AboutLeft && strings.HasPrefix(t.Key, string(kind))
	})
}

func (w *appraisalReport) reflections() {
	w.doc.Heading(2, "Looking back and ahead")
	for _, t := range w.d.Topics() {
		if t.Kind != appraisal.AboutReflection {
			continue
		}
		w.doc.KeepTogether(func() {
			w.doc.Heading(3, t.Title)
			if t.Key == "how-i-learn" && w.d.Gathered.HowILearn != "" {
				w.doc.Note("The plan of this year opened with", w.d.Gathered.HowILearn)
			}
			w.voices(t.Key)
		})
	}
}

// voices sets both voices on a topic, and with them how it ended where that is
// agreed.
func (w *appraisalReport) voices(key string) {
	w.doc.KeepTogether(func() {
		w.doc.Pair(
			voice(w.d.Person.Known, "self-evaluation", w.d.Self, key), voice(w.d.Appraiser.Known, "response", w.d.Response, key),
		)
		agreed := w.d.Agreements.Topics[key]
		switch agreed.Outcome {
		case appraisal.OutcomeNone:
		case appraisal.OutcomeMet:
			w.doc.Note("Agreed: "+agreed.Outcome.Words(), "")
		default:
			w.doc.Note("Agreed: "+agreed.Outcome.Words(), agreed.Why)
		}
	})
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
		next := ""
		if strings.TrimSpace(e.Next) != "" {
			next = "What next: " + e.Next
		}
		w.doc.Note(e.On.Short(), join("\n\n", e.Learned, next))
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
		w.doc.Table(accessiblepdf.Table{Headers: []string{"Target", "How we will know"}, Widths: []float64{.5, .5}, Rows: rows, RowHeads: true})
	}
	if a.Words != "" {
		w.doc.Heading(2, "Also agreed")
		w.doc.Paragraph(a.Words)
	}
}

func (w *appraisalReport) signatures() {
	w.doc.KeepTogether(func() {
		w.doc.Heading(2, "Signatures")
		w.doc.Signatures(w.signed())
	})
	if v := w.d.Waived; v != nil {
		w.doc.Note("Closed without a countersignature by "+v.Name+", CPD coordinator, "+w.m.moment(v.At), v.Why)
	}
	if w.d.Statement != "" {
		w.doc.Note("A note from "+w.d.Person.Name, w.d.Statement)
	}
}

// signed are the signatures given and, while the appraisal is open, a line for
// each that is still to come.
func (w *appraisalReport) signed() []accessiblepdf.Signature {
	roles := map[string]string{"appraiser": "Appraiser", "person": "Appraised", "countersigner": "Countersigned"}
	given := map[string]bool{}
	var out []accessiblepdf.Signature
	for _, s := range w.d.Signatures {
		role := roles[s.Role]
		if s.Role == "appraiser" && s.For == "" && s.PersonID != w.d.Appraiser.ID {
			role = "Line manager when it was signed"
		}
		if s.For != "" {
			role += ", acting for " + s.For
		}
		given[s.Role] = true
		out = append(out, accessiblepdf.Signature{Name: s.Name, Role: role, When: "Signed " + w.m.moment(s.At)})
	}
	if !w.closed {
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

// day is "14 July 2027" in the organisation's zone.
func (m *Maker) day(at time.Time) string { return calendar.DateOf(at.In(m.zone)).Short() }

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
