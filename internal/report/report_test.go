package report_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/report"
)

func day(month time.Month, d int) calendar.Date {
	if month >= time.September {
		return calendar.NewDate(2026, month, d)
	}
	return calendar.NewDate(2027, month, d)
}

func at(d calendar.Date, hour, minute int) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), hour-1, minute, 0, 0, time.UTC) // summer in London
}

// closed is a document as an appraisal leaves it.
func closed() appraisal.Document {
	return appraisal.Document{
		Format: 1, Organisation: "Solent Learning", Cycle: "Appraisal 2027", Year: "2026-27",
		Person:    appraisal.Party{ID: "a", Name: "Amina Yusuf", Known: "Amina", Post: "Sessional tutor", Unit: "Family Learning"},
		Appraiser: appraisal.Party{ID: "d", Name: "Dan Okoro", Known: "Dan", Post: "Team lead", Unit: "Family Learning"},
		Gathered: appraisal.Gathered{
			From: day(9, 1), To: day(8, 31), HowILearn: "I learn by reading first and then trying it alone.",
			Targets: []appraisal.TargetFact{
				{
					Key: "target-1", Number: 1, Need: "Run a confident online family session", Why: "Half of our families cannot come in any more.", ByWhen: day(5, 31),
					Strategies: []string{"Shadowing: Watch Siân run two sessions", "Coaching: Be watched by Siân once a term"},
					Criteria:   []appraisal.CriterionFact{{Text: "Seven families stay to the end", MetOn: day(5, 19)}, {Text: "Parents speak more than I do", MetOn: day(6, 2)}, {Text: "The team uses the story packs", MetOn: day(6, 10)}},
				},
				{
					Key: "target-2", Number: 2, Need: "Help parents who worry about numbers", Why: "They leave when methods come up.", ByWhen: day(6, 30),
					Strategies: []string{"Seminar: The numeracy half-day"},
					Criteria:   []appraisal.CriterionFact{{Text: "Three parents move on to Skills for Life"}, {Text: "I can say why a method works", MetOn: day(6, 10)}},
				},
			},
			Tasks: []appraisal.TaskFact{{Key: "task-1", Number: 1, Task: "Run 30 family sessions in three centres", Criteria: []string{"30 held", "Six families in each"}, Indicators: "Register and the parents’ cards", ByWhen: day(7, 9)}},
			Interviews: []appraisal.InterviewFact{
				{On: day(10, 12), Partner: "Ruth Calder", Confirmed: true}, {On: day(1, 26), Partner: "Ruth Calder", Confirmed: true}, {On: day(5, 25), Partner: "Ruth Calder"},
			},
			InterviewsEntitled: 3, HalfDays: 5, HalfDaysEntitled: 6,
			OffTheJob: []appraisal.DayFact{{On: day(10, 14), Minutes: 180}, {On: day(11, 18), Minutes: 360}, {On: day(3, 3), Minutes: 180}, {On: day(4, 22), Minutes: 200}},
			Entries:   []appraisal.EntryFact{{ID: "e", On: day(5, 19), Learned: "Seven families stayed to the end. I hardly spoke.", Next: "Write the pack down for the team."}},
		},
		Self: appraisal.Voice{
			"target-1":    {Text: "Seven families stayed to the end in May and six in June. I stopped trying to copy the room and started using the post.\n\nWhat I would change: ask for help sooner. I struggled alone until December.", Judgement: appraisal.JudgedMet},
			"target-2":    {Text: "The games work. Two parents moved on to Skills for Life, not three. I still go quiet when someone asks why a method works.", Judgement: appraisal.JudgedNearly},
			"task-1":      {Text: "31 held, in four centres in the end.", Judgement: appraisal.JudgedMet},
			"proud-of":    {Text: "The story packs. Parents ask for them by name."},
			"how-i-learn": {Text: "I learn by watching someone and then being watched. Reading about it does not stick."},
			"next-year":   {Text: "Keep going with numbers. Find out why some families come back and others do not."},
			"target-3":    {Text: "What I began and then left.", Judgement: appraisal.JudgedDropped},
		},
		Response: appraisal.Voice{
			"target-1":    {Text: "Agreed. The story packs are now used by the whole team, which I do not think you have given yourself credit for.", Judgement: appraisal.JudgedMet},
			"target-2":    {Text: "Two in one year is good. Let us keep the target, and pair you with Siân for a term rather than three sessions.", Judgement: appraisal.JudgedCarryOn},
			"task-1":      {Text: "One more than planned, and the register is complete.", Judgement: appraisal.JudgedMet},
			"how-i-learn": {Text: "Then we should plan for that. Fewer courses, more pairs."},
			"next-year":   {Text: "Yes to both. The second fits the team’s research question, so there is time set aside for it."},
		},
		MetOn: day(7, 14),
		Agreements: appraisal.Agreements{
			Topics: map[string]appraisal.Agreed{
				"target-1": {Outcome: appraisal.OutcomeMet, On: day(7, 14)}, "target-2": {Outcome: appraisal.OutcomeCarried, Why: "Two of three moved on, and the why is still hard"},
				"task-1": {Outcome: appraisal.OutcomeMet},
			},
			Next:  []appraisal.NextTarget{{Need: "Find out why some families come back", Criterion: "Ten families asked, and what they said is written down"}},
			Words: "Dan checks in by October. Amina asks sooner.",
		},
		Statement: "I would have liked more time for this.",
		Signatures: []appraisal.Signature{
			{Role: "appraiser", PersonID: "d", Name: "Dan Okoro", At: at(day(7, 14), 15, 10)}, {Role: "person", PersonID: "a", Name: "Amina Yusuf", At: at(day(7, 14), 15, 26)},
		},
		ClosedAt: at(day(7, 14), 15, 26),
	}
}

func maker(t testing.TB) *report.Maker {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return report.NewMaker(zone, "Learning Year")
}

// made lays the document out, on a day after it was closed.
func made(t testing.TB, d appraisal.Document) []byte {
	t.Helper()
	raw, err := maker(t).Appraisal(d, day(8, 20))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// read has a program of poppler's read the report.
func read(t testing.TB, raw []byte, program string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

func text(t testing.TB, raw []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(read(t, raw, "pdftotext", "FILE", "-")), " ")
}

func sound(t testing.TB, raw []byte) {
	t.Helper()
	api.DisableConfigDir()
	if err := api.Validate(bytes.NewReader(raw), model.NewDefaultConfiguration()); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
}

// look puts a report into the folder of LEARNINGYEAR_LOOK, to be looked at.
func look(t *testing.T, name string, raw []byte) {
	t.Helper()
	if folder := os.Getenv("LEARNINGYEAR_LOOK"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func says(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in it: %s", want, text)
		}
	}
}

func TestTheReportHoldsTheWholeRecord(t *testing.T) {
	raw := made(t, closed())
	sound(t, raw)
	look(t, "report.pdf", raw)
	says(t, text(t, raw), "Annual appraisal report · learning year 2026 to 2027", "Amina Yusuf", "Sessional tutor", "Family Learning, Solent Learning",
		"Dan Okoro, Team lead", "Wednesday 14 July 2027", "Signed by both, and closed on 14 July 2027.", "3 interviews and 2½ days off the job", "Learning interviews (at least 3 are everybody’s) 3 of 3",
		"Off-the-job learning in half-days (at least 3 days) 5 of 6", "Ruth Calder", "Held and confirmed", "Target 1. Run a confident online family session", "Shadowing: Watch Siân run two sessions",
		"Met, 19 May 2027", "Not met yet", "Seven families stayed to the end in May", "which I do not think you have given yourself credit for",
		"Agreed: Met", "Agreed: Carry on Two of three moved on, and the why is still hard", "Work programme", "31 held, in four centres in the end.", "Target 3", "No longer in the learning plan",
		"What I began and then left.", "I learn by reading first and then trying it alone.", "Seven families stayed to the end. I hardly spoke.",
		"Find out why some families come back", "Dan checks in by October.", "I would have liked more time for this.",
		"Signed 14 July 2027, 3:10pm", "Signed 14 July 2027, 3:26pm", "Page 1 of ")
	says(t, string(raw), "/Alt (The learning year from 1 September 2026 to 31 August 2027. Learning interviews on 12 October 2026, 26 January 2027, 25 May 2027. Off-the-job learning on 14 October 2026")
	info := read(t, raw, "pdfinfo", "FILE")
	says(t, info, "Annual appraisal report of Amina Yusuf, 2026 to 2027", "Solent Learning", "Tagged:          yes", "Wed Jul 14 14:26:00 2027 UTC")
}

func TestTheSameRecordGivesTheSameBytes(t *testing.T) {
	first, err := maker(t).Appraisal(closed(), day(7, 14))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // maps in it are in another order each time
		if !bytes.Equal(first, made(t, closed())) {
			t.Fatal("the same record, on another day, gives other bytes")
		}
	}
	added := closed()
	added.Addenda = []appraisal.Addendum{{AuthorName: "Dan Okoro", Text: "The course was on 18 November.", At: at(day(8, 2), 10, 0)}}
	with := made(t, added)
	if bytes.Equal(first, with) {
		t.Error("a note afterwards is not in it")
	}
	says(t, text(t, with), "Added afterwards", "Dan Okoro, 2 August 2027, 10am", "The course was on 18 November.")
}

func TestAnOpenAppraisalSaysSo(t *testing.T) {
	d := closed()
	d.ClosedAt, d.Signatures, d.Response, d.Statement = time.Time{}, d.Signatures[:1], nil, ""
	raw := made(t, d)
	sound(t, raw)
	look(t, "open.pdf", raw)
	says(t, text(t, raw), "This appraisal is not closed yet.", "This is how it stood on Friday 20 August 2027.", "as at 20 August 2027, not yet closed",
		"Dan has not shared this yet.", "Signed 14 July 2027, 3:10pm", "Signature", "Date")
	empty := appraisal.Document{Year: "2026-27", Person: appraisal.Party{Name: "Amina Yusuf", Known: "Amina"}}
	sound(t, made(t, empty))
}

func TestADelegateAndTheManagerAreBothNamed(t *testing.T) {
	d := closed()
	d.Signatures[0] = appraisal.Signature{Role: "appraiser", PersonID: "s", Name: "Siân Howell", For: "Dan Okoro", At: at(day(7, 14), 15, 10)}
	d.Signatures = append(d.Signatures, appraisal.Signature{Role: "countersigner", PersonID: "h", Name: "Helen Marsh", At: at(day(7, 15), 9, 0)})
	says(t, text(t, made(t, d)), "Siân Howell", "Appraiser, acting for Dan Okoro", "Helen Marsh", "Countersigned", "Signed and countersigned, and closed on 14 July 2027")
	d.Signatures[0].For = ""
	says(t, text(t, made(t, d)), "Line manager when it was signed")
}

func TestItSaysThatNobodyCountersigned(t *testing.T) {
	d := closed()
	d.Waived = &appraisal.Waiver{PersonID: "p", Name: "Priya Nair", At: at(day(8, 2), 10, 0), Why: "Helen Marsh has left, and nobody leads above the team."}
	raw := made(t, d)
	sound(t, raw)
	look(t, "waived.pdf", raw)
	says(t, text(t, raw), "Signed by both, and closed without a countersignature", "Closed without a countersignature by Priya Nair, CPD coordinator, 2 August 2027, 10am",
		"Helen Marsh has left, and nobody leads above the team.")
}

func TestAllManagersOfTheYearAreNamedWithTheirTimes(t *testing.T) {
	d := closed()
	d.Managers = []appraisal.ManagerFact{
		{ID: "s", Name: "Siân Howell", From: day(9, 1), To: day(1, 31)}, {ID: "d", Name: "Dan Okoro", From: day(2, 1)},
	}
	raw := made(t, d)
	sound(t, raw)
	look(t, "managers.pdf", raw)
	says(t, text(t, raw), "Siân Howell, 1 September 2026 to 31 January 2027", "Dan Okoro, since 1 February 2027")
	if !bytes.Equal(raw, made(t, d)) {
		t.Error("the same record gives other bytes")
	}
}

// long is a record with a lot of everything.
func long() appraisal.Document {
	d := closed()
	d.Gathered.Targets, d.Gathered.Tasks = nil, nil
	words := strings.Repeat("What was said at length, and what came of it in the end. ", 100)
	for n := 1; n <= 20; n++ {
		key := fmt.Sprintf("target-%d", n)
		t := appraisal.TargetFact{Key: key, Number: n, Need: strings.Repeat("A need of many words ", 20), Why: words}
		for range 20 {
			t.Criteria = append(t.Criteria, appraisal.CriterionFact{Text: strings.Repeat("How we will know ", 25)})
			t.Strategies = append(t.Strategies, "Course: "+strings.Repeat("learning ", 50))
		}
		d.Gathered.Targets = append(d.Gathered.Targets, t)
		d.Self[key], d.Response[key] = appraisal.Said{Text: words}, appraisal.Said{Text: "Yes."}
	}
	for n := range 60 {
		d.Gathered.Interviews = append(d.Gathered.Interviews, appraisal.InterviewFact{On: day(1, 1).AddDays(n), Partner: strings.Repeat("Ruth ", 40)})
		d.Gathered.OffTheJob = append(d.Gathered.OffTheJob, appraisal.DayFact{On: day(2, 1).AddDays(n), Minutes: 60})
	}
	d.Statement = words
	return d
}

func TestALongRecordGoesOverManyPages(t *testing.T) {
	raw := made(t, long())
	sound(t, raw)
	look(t, "long.pdf", raw)
	info := read(t, raw, "pdfinfo", "FILE")
	pages := strings.Fields(info[strings.Index(info, "Pages:"):])[1]
	says(t, text(t, raw), "Page "+pages+" of "+pages)
}

// edgeNames are names that have broken programs, from a list beside the project.
func edgeNames(t *testing.T) []string {
	t.Helper()
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "names", "names-edge.tsv"))
	if err != nil {
		t.Skipf("the list is not here (set LEARNINGYEAR_SHARED_DATA to its folder): %v", err)
	}
	var names []string
	for row := range strings.Lines(string(raw)) {
		if row = strings.TrimRight(row, "\r\n"); !strings.HasPrefix(row, "#") {
			names = append(names, row[:max(0, strings.LastIndexByte(row, '\t'))]) // one name has a tab in it
		}
	}
	return names
}

func TestNamesOfEveryKind(t *testing.T) {
	names := edgeNames(t)
	if len(names) < 10 {
		t.Fatalf("only %d names", len(names))
	}
	for _, name := range names {
		d := closed()
		d.Person.Name, d.Person.Known, d.Person.Post = name, name, name
		d.Appraiser.Name, d.Appraiser.Known, d.Organisation, d.Cycle = name, name, name, name
		for i := range d.Gathered.Interviews {
			d.Gathered.Interviews[i].Partner = name
		}
		for i := range d.Signatures {
			d.Signatures[i].Name, d.Signatures[i].For = name, name
		}
		d.Self["proud-of"] = appraisal.Said{Text: name}
		d.Agreements.Next = append(d.Agreements.Next, appraisal.NextTarget{Need: name, Criterion: name})
		raw, err := maker(t).Appraisal(d, day(8, 20))
		if err != nil {
			t.Errorf("%+q: %v", name, err)
			continue
		}
		sound(t, raw)
	}
}

func BenchmarkAppraisal(b *testing.B) {
	d, m := closed(), maker(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Appraisal(d, day(8, 20)); err != nil {
			b.Fatal(err)
		}
	}
}
