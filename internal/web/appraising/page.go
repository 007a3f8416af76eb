package appraising

import (
	"fmt"
	"strings"
	"time"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/part"
)

// page makes the appraisal's page for whoever looks at it.
func (p *Pages) page(a at) appraising.Appraisal {
	s, d := a.sight, a.sight.Document
	if s.Former {
		return former(a)
	}
	data := appraising.Appraisal{
		Base: a.base, Caption: d.Person.Name + " with " + d.Appraiser.Name + " · learning year " + a.year.Words(),
		Title: fmt.Sprintf("Appraisal %d", a.year.EndsIn()), Mine: s.Mine, PersonCalled: d.Person.Known, AppraiserCalled: d.Appraiser.Known,
		Steps: p.steps(a), Question: s.Appraisal.Question, Year: yearLine(a), YearTitle: d.Gathered.InWords(), YearAsAt: p.asItStood(d), Facts: figures(d), Statement: d.Statement,
		HowILearn: d.Gathered.HowILearn, Silent: d.Self == nil && d.Response == nil, History: p.history(s), WhoReads: whoReads(s), Next: next(a), Groups: groups(s),
	}
	data.Plan, data.WorkProgramme = recordsOf(a)
	data.Report = a.base + "/report.pdf"
	for _, m := range d.Managers {
		data.Managers = append(data.Managers, m.Words())
	}
	for _, e := range d.Gathered.Entries {
		data.Entries = append(data.Entries, appraising.Quoted{Date: e.On.Short(), Text: e.Learned, Next: e.Next})
	}
	if !d.MetOn.IsZero() {
		fillAgreements(&data, s)
	}
	if s.MayRecordMeeting {
		today := web.PartsOf(a.view.Today)
		data.Meeting = &appraising.MeetingForm{Once: p.site.Once(), Day: today.Day, Month: today.Month, Year: today.Year, With: other(s)}
	}
	p.fillSigning(&data, a)
	p.fillClosed(&data, a)
	if s.Mine {
		data.Others = "/appraisal?show=" + showAll
	}
	return data
}

// former is what a manager keeps who responded and manages the person no more.
func former(a at) appraising.Appraisal {
	d := a.sight.Document
	return appraising.Appraisal{
		Base: a.base, Caption: d.Person.Name + " with " + d.Appraiser.Name + " · learning year " + a.year.Words(),
		Title: fmt.Sprintf("Appraisal %d", a.year.EndsIn()), PersonCalled: d.Person.Known, AppraiserCalled: d.Appraiser.Known,
		Next: &appraising.Next{
			Title: "You are no longer " + d.Person.Known + "’s line manager",
			Text:  "You keep what you answered, beside the words that " + d.Person.Known + " had shared with you. What comes after is for whoever manages " + d.Person.Known + " now.",
		},
		Groups: groups(a.sight),
	}
}

// other is how the one on the other side of the table is called.
func other(s appraisal.Sight) string {
	if s.Mine {
		return s.Document.Appraiser.Known
	}
	return s.Document.Person.Known
}

// recordsOf are the addresses of the year's learning plan and work programme, for
// those who may read them.
func recordsOf(a at) (plan, programme string) {
	base := ""
	switch {
	case a.sight.Mine:
	case a.sight.Appraises:
		base = "/people/" + a.person.Slug
	default:
		return "", ""
	}
	return base + "/plan/" + a.year.Name(), base + "/work-programme/" + a.year.Name()
}

func fillAgreements(data *appraising.Appraisal, s appraisal.Sight) {
	data.ShowAgreements, data.EditAgreements = true, s.MayWord
	agreed := s.Document.Agreements
	data.AgreedWords = agreed.Words
	for _, t := range s.Topics {
		if a, ok := agreed.Topics[t.Key]; ok && a.Outcome != appraisal.OutcomeNone {
			line := part.Row{Label: t.Title, Tags: []part.Chip{{Kind: outcomeKind(a.Outcome), Text: a.Outcome.Words()}}}
			if a.Outcome != appraisal.OutcomeMet {
				line.Hint = a.Why
			}
			data.Agreed = append(data.Agreed, line)
		}
	}
	for _, n := range agreed.Next {
		data.NextTargets = append(data.NextTargets, appraising.NextTarget{Need: n.Need, Criterion: n.Criterion})
	}
}

func outcomeKind(o appraisal.Outcome) string {
	switch o {
	case appraisal.OutcomeMet:
		return "done"
	case appraisal.OutcomeCarried:
		return "booked"
	}
	return "plain"
}

func (p *Pages) fillSigning(data *appraising.Appraisal, a at) {
	s := a.sight
	for _, g := range s.Document.Signatures {
		data.Signatures = append(data.Signatures, p.signed(g, s.Document))
	}
	data.Kept = readBy(s) + " It is kept for six years."
	if s.MaySignFirst && len(s.Unagreed()) > 0 || !s.MaySignFirst && !s.MaySignLast && !s.MayCountersign {
		return
	}
	f := &appraising.SignForm{
		Once: p.site.Once(), OnceBack: p.site.Once(), Version: s.Appraisal.Version, Person: s.MaySignLast, Button: "Sign", FullName: a.name,
		Tick: "This is a fair record of what we said",
	}
	switch {
	case s.MaySignFirst:
		f.After = "After you sign, " + s.Document.Person.Known + " signs too, or sends it back with a question."
	case s.MaySignLast && s.Countersigner != "":
		f.After = "After you both sign, " + s.Countersigner + " reads and countersigns it. Then it is closed and cannot be changed."
	case s.MaySignLast:
		f.Button, f.After = "Sign and close the appraisal", "After you both sign, the record is closed and cannot be changed."
	default:
		f.Tick = "I have read it, and it was done with care"
		f.Button, f.After = "Countersign and close the appraisal", "After you countersign, the record is closed and cannot be changed."
	}
	f.After += " " + data.Kept
	if len(data.Signatures) == 0 {
		data.Signatures = []part.Signed{{Empty: "Nobody has signed yet"}}
	}
	data.Sign = f
}

func (p *Pages) signed(g appraisal.Signature, d appraisal.Document) part.Signed {
	as := "Countersigned"
	switch {
	case g.Role == "person":
		as = d.Person.Post
	case g.Role == "appraiser" && g.For == "" && g.PersonID != d.Appraiser.ID:
		as = "Line manager when it was signed"
	case g.Role == "appraiser":
		as = "Appraiser"
	}
	if g.For != "" {
		as += ", acting for " + g.For
	}
	return part.Signed{Name: g.Name, As: as, When: p.moment(g.At)}
}

// moment is "14 July 2027, 3:10pm" in the organisation's zone.
func (p *Pages) moment(at time.Time) string {
	local := p.site.Clock.Local(at)
	return calendar.DateOf(local).Short() + ", " + calendar.Clock12(local)
}

// asItStood says since when what was gathered stands still; nothing before the first
// signature.
func (p *Pages) asItStood(d appraisal.Document) string {
	if len(d.Signatures) == 0 {
		return ""
	}
	return "As it stood on " + p.site.Clock.DateOf(d.Signatures[0].At).Short() + ", when " + d.Signatures[0].Name + " signed. What came later is not in it."
}

func (p *Pages) fillClosed(data *appraising.Appraisal, a at) {
	s, d := a.sight, a.sight.Document
	if s.Appraisal.State != appraisal.Closed {
		return
	}
	data.Closed = "Signed by both, and closed on " + p.site.Clock.DateOf(d.ClosedAt).Short() + "."
	if v := d.Waived; v != nil {
		data.Closed = "Signed by both, and closed without a countersignature on " + p.site.Clock.DateOf(d.ClosedAt).Short() + "."
		data.Waived = &appraising.Note{Who: v.Name, When: p.moment(v.At), Text: v.Why}
	}
	if len(d.Signatures) > 2 {
		data.Closed = "Signed and countersigned, and closed on " + p.site.Clock.DateOf(d.ClosedAt).Short() + "."
	}
	for _, n := range d.Addenda {
		data.Addenda = append(data.Addenda, appraising.Note{Who: n.AuthorName, When: p.moment(n.At), Text: n.Text})
	}
	if s.MayAdd {
		data.Note = &appraising.NoteForm{Once: p.site.Once()}
	}
}

// steps are the four of the page: what is done, what is now.
func (p *Pages) steps(a at) []part.Step {
	s, d := a.sight, a.sight.Document
	done := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return "Done, " + shortIn(a.year, p.site.Clock.DateOf(*t))
	}
	responseOf := d.Appraiser.Known + "’s response"
	if s.Appraises && (a.name == d.Appraiser.Name || s.ActingFor != "") {
		responseOf = "Your response"
	}
	steps := []part.Step{
		{Label: "Self-evaluation", Text: done(s.Appraisal.SelfSharedAt)},
		{Label: responseOf, Text: done(s.Appraisal.ResponseSharedAt)},
		{Label: "Talk it through"}, {Label: "Agree and sign"},
	}
	if !d.MetOn.IsZero() {
		steps[2].Text = "Done, " + shortIn(a.year, d.MetOn)
	}
	current := map[appraisal.State]int{
		appraisal.Preparing: 0, appraisal.SelfShared: 1, appraisal.ResponseShared: 2, appraisal.Met: 3, appraisal.Worded: 3,
		appraisal.AppraiserSigned: 3, appraisal.PersonSigned: 3, appraisal.Countersigned: 3, appraisal.Closed: 4,
	}[s.Appraisal.State]
	for i := range steps {
		if i < current {
			steps[i].State = "done"
		}
	}
	if current == len(steps) {
		steps[3].Text = "Done, " + shortIn(a.year, p.site.Clock.DateOf(d.ClosedAt))
		return steps
	}
	steps[current].State = "current"
	steps[current].Text = stepText(s)
	return steps
}

// shortIn is "14 July", with the year where it is not within the learning year.
func shortIn(year calendar.LearningYear, day calendar.Date) string {
	if year.Holds(day) {
		return strings.TrimSuffix(day.Short(), fmt.Sprintf(" %d", day.Year()))
	}
	return day.Short()
}

func stepText(s appraisal.Sight) string {
	d := s.Document
	turn := func(mine bool, called string) string {
		if mine {
			return "Your turn"
		}
		return called + "’s turn"
	}
	switch s.Appraisal.State {
	case appraisal.Preparing:
		return turn(s.Mine, d.Person.Known)
	case appraisal.SelfShared:
		return turn(s.Appraises, d.Appraiser.Known)
	case appraisal.ResponseShared:
		return "Meet, then say when"
	case appraisal.Met:
		return "Write what you agree"
	case appraisal.Worded:
		return turn(s.Appraises, d.Appraiser.Known) + " to sign"
	case appraisal.AppraiserSigned:
		if s.Mine {
			return first(d) + " has signed. Your turn"
		}
		return d.Person.Known + "’s turn to sign"
	case appraisal.PersonSigned:
		if s.MayCountersign {
			return "Your turn to countersign"
		}
		return "Both have signed"
	}
	return ""
}

// first is how whoever signed first is called.
func first(d appraisal.Document) string {
	if len(d.Signatures) == 0 || d.Signatures[0].PersonID == d.Appraiser.ID {
		return d.Appraiser.Known
	}
	return d.Signatures[0].Name
}

// next is the one thing for the viewer to do now, or what they wait for.
func next(a at) *appraising.Next {
	s, d := a.sight, a.sight.Document
	by := func(day calendar.Date) string { return "By " + a.year.InYear(day) }
	switch {
	case s.MayEvaluate:
		n := &appraising.Next{
			Eyebrow: by(s.Cycle.SelfBy), Title: "Write your self-evaluation", Button: "Start writing", Href: a.base + "/write",
			Text: "In your own words, on each target. Only you can read it until you share it with " + d.Appraiser.Known + ".",
		}
		if s.SelfVersion > 0 {
			n.Button = "Carry on writing"
		}
		return n
	case s.MayRespond && s.Appraisal.State == appraisal.SelfShared:
		n := &appraising.Next{
			Eyebrow: d.Person.Known + " has shared the self-evaluation", Title: "Write your response", Button: "Start writing", Href: a.base + "/write",
			Text: "Beside each of " + d.Person.Known + "’s words. " + d.Person.Known + " reads it once you share it.",
		}
		if s.ResponseVersion > 0 {
			n.Button = "Carry on writing"
		}
		return n
	case s.MayRespond:
		return &appraising.Next{
			Eyebrow: d.Person.Known + " is writing the self-evaluation", Title: "You can make a start", Button: "Write for yourself", Href: a.base + "/write",
			Text: "You can share your response once " + d.Person.Known + " has shared the self-evaluation. Until then only you can read it.",
		}
	case s.MayWord && s.Appraisal.State == appraisal.Met:
		n := &appraising.Next{
			Eyebrow: by(s.Cycle.CloseBy), Title: "Write what you agree", Button: "Write the agreements", Href: a.base + "/agreements",
			Text: "How each target ended, and the targets for next year. Both of you can write.",
		}
		if s.AgreementsVersion > 0 {
			n.Button = "Carry on with the agreements"
		}
		return n
	case s.MayWord && len(s.Unagreed()) > 0:
		return &appraising.Next{
			Eyebrow: "Added since you wrote the agreements", Title: "Agree how " + s.Unagreed()[0].Short + " ended", Button: "Edit the agreements",
			Href: a.base + "/agreements", Text: "It was added to the plan or the work programme. Then you can sign.",
		}
	}
	if n := signs(s); n != nil {
		return n
	}
	return waits(s)
}

// signs leads whoever may sign to the place for it, which is where the reading ends.
func signs(s appraisal.Sight) *appraising.Next {
	n := &appraising.Next{Text: "Read it through first. The place to sign is at its end.", Button: "Go to the signatures", Href: "#sign"}
	switch {
	case s.MaySignFirst:
		n.Title = "Read it and sign"
		n.Text += " Until you sign, you can both edit what you agreed."
	case s.MaySignLast:
		n.Title = "Read it and sign"
		n.Text += " You can add a note there, or send it back with a question."
	case s.MayCountersign:
		n.Title = "Read it and countersign"
	default:
		return nil
	}
	return n
}

// waits says for whom an open appraisal waits, where the viewer has nothing to do.
func waits(s appraisal.Sight) *appraising.Next {
	d := s.Document
	switch s.Appraisal.State {
	case appraisal.SelfShared:
		if s.Mine {
			return &appraising.Next{Title: d.Appraiser.Known + " writes a response", Text: "You read it here once it is shared. Then you meet and talk it through."}
		}
	case appraisal.Worded:
		if s.Mine {
			return &appraising.Next{Title: d.Appraiser.Known + " signs first", Text: "Then you sign, or send it back with a question. Until then you can both edit what you agreed."}
		}
	case appraisal.AppraiserSigned:
		if s.Appraises {
			return &appraising.Next{Title: d.Person.Known + " reads it and signs", Text: "Or sends it back with a question. Nothing can be changed meanwhile."}
		}
	case appraisal.PersonSigned:
		if !s.MayCountersign && s.Countersigner != "" {
			return &appraising.Next{Title: s.Countersigner + " countersigns it", Text: "Both of you have signed. Once it is countersigned, it is closed."}
		}
		if s.Countersigner == "" {
			return &appraising.Next{
				Title: "Nobody is here to countersign it yet",
				Text:  "Both have signed. The CPD coordinator has been told, and names who leads the division, or closes it and says why.",
			}
		}
	}
	return nil
}

// groups are the topics, each kind under its own heading: the learning plan and
// the work programme are never mixed.
func groups(s appraisal.Sight) []appraising.Group {
	d := s.Document
	all := []appraising.Group{
		{ID: "learning-plan", Title: "Learning plan", Empty: "There are no targets in the learning plan of this year."},
		{ID: "work-programme", Title: "Work programme"}, {ID: "reflections", Title: "Looking back and ahead"},
	}
	for _, t := range s.Topics {
		left := voice(d.Person.Known+", self-evaluation", d.Person.Name, "", d.Self[t.Key], silence(s.Mine, d.Self == nil, d.Person.Known))
		right := voice(d.Appraiser.Known+", response", d.Appraiser.Name, "ochre", d.Response[t.Key], silence(s.Appraises, d.Response == nil, d.Appraiser.Known))
		g := &all[groupOf(t)]
		g.Topics = append(g.Topics, part.Topic{ID: "topic-" + t.Key, Title: t.Title, Evidence: t.Facts, Left: left, Right: right})
	}
	var out []appraising.Group
	for _, g := range all {
		if len(g.Topics) > 0 || g.Empty != "" {
			out = append(out, g)
		}
	}
	return out
}

func groupOf(t appraisal.Topic) int {
	switch {
	case strings.HasPrefix(t.Key, string(appraisal.AboutTarget)):
		return 0
	case strings.HasPrefix(t.Key, string(appraisal.AboutTask)):
		return 1
	}
	return 2
}

func silence(mine, nothing bool, called string) string {
	switch {
	case mine && nothing:
		return "You have not written yet."
	case nothing:
		return called + " has not shared this yet."
	}
	return "Nothing on this."
}

func voice(heading, name, tone string, said appraisal.Said, empty string) part.Voice {
	v := part.Voice{Name: heading, Initials: part.Initials(name), Tone: tone, Text: said.Text, Empty: empty}
	if said.Judgement != appraisal.JudgedNot {
		v.Tag = &part.Chip{Kind: judgementKind(said.Judgement), Text: said.Judgement.Words()}
	}
	return v
}

func judgementKind(j appraisal.Judgement) string {
	switch j {
	case appraisal.JudgedMet:
		return "done"
	case appraisal.JudgedNearly:
		return "due"
	case appraisal.JudgedCarryOn:
		return "booked"
	}
	return "plain"
}

// yearLine is the learning year as the appraisal gathers it, in one picture.
func yearLine(a at) part.YearLine {
	g := a.sight.Document.Gathered
	year := part.YearLine{Start: int(a.view.Settings.YearStart.Month), OnlyDrawn: true}
	switch today := a.view.Today; {
	case a.sight.Appraisal.State == appraisal.Closed || today.After(a.year.To()):
		year.Over = true
	case a.year.Holds(today):
		day := yearDay(today, "")
		year.Today, year.TodayText = &day, shortIn(a.year, today)
	}
	for _, i := range g.Interviews {
		year.Interviews = append(year.Interviews, yearDay(i.On, "done"))
	}
	for _, d := range g.OffTheJob {
		year.Days = append(year.Days, yearDay(d.On, "done"))
	}
	for _, e := range g.Entries {
		year.Diary = append(year.Diary, yearDay(e.On, "done"))
	}
	if met := a.sight.Document.MetOn; !met.IsZero() && a.year.Holds(met) {
		day := yearDay(met, "done")
		year.Appraisal = &day
	}
	return year
}

func yearDay(d calendar.Date, state string) part.YearDay {
	return part.YearDay{Month: int(d.Month()), Day: d.Day(), State: state}
}

func figures(d appraisal.Document) []part.Fact {
	g := d.Gathered
	met, all := 0, 0
	for _, t := range g.Targets {
		met, all = met+t.Met(), all+len(t.Criteria)
	}
	facts := []part.Fact{
		{Key: "Learning interviews", Value: fmt.Sprintf("%d of at least %d", len(g.Interviews), g.InterviewsEntitled)},
		{Key: "Off-the-job learning", Value: fmt.Sprintf("%s of at least %s days", calendar.HalfDays(g.HalfDays), calendar.HalfDays(g.HalfDaysEntitled))},
	}
	if all > 0 {
		facts = append(facts, part.Fact{Key: "Success criteria met", Value: fmt.Sprintf("%d of %d", met, all)})
	}
	return facts
}

// whoReads says, where nothing is sealed yet, who can read the page.
func whoReads(s appraisal.Sight) string {
	d := s.Document
	switch {
	case s.Appraisal.State == appraisal.Preparing && s.Mine:
		return "Only you can see what you write until you share it with " + d.Appraiser.Known + "."
	case len(d.Signatures) > 0 || s.MaySignFirst: // the signatures say it
		return ""
	}
	return readBy(s)
}

// readBy names everybody who can read the record.
func readBy(s appraisal.Sight) string {
	names := []string{s.Document.Person.Name, s.Document.Appraiser.Name}
	if s.Mine {
		names[0] = "You"
	}
	names = append(names, s.Readers...)
	text := strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " can read it."
	if s.Mine {
		return text + " Your learning partner cannot."
	}
	return text + " Others see only how far it has come."
}

func (p *Pages) history(s appraisal.Sight) []part.Change {
	var out []part.Change
	for _, e := range s.History {
		who := e.ActorName
		if e.ActingForName != "" {
			who += ", acting for " + e.ActingForName + ","
		}
		out = append(out, part.Change{When: p.moment(e.At), Who: who, What: e.Act, Why: e.Why})
	}
	return out
}
