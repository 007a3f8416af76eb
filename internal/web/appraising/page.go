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
	year := a.view.Year
	if y, err := a.view.Settings.YearStart.ParseYear(d.Year); err == nil {
		year = y
	}
	data := appraising.Appraisal{
		Base: a.base, Caption: d.Person.Name + " with " + d.Appraiser.Name + " · learning year " + year.Words(),
		Title: fmt.Sprintf("Appraisal %d", year.EndsIn()), Mine: s.Mine, PersonCalled: d.Person.Known, AppraiserCalled: d.Appraiser.Known,
		Steps: p.steps(a, year), Question: s.Appraisal.Question, Facts: figures(d), Statement: d.Statement,
		Report: true, History: p.history(s), WhoReads: whoReads(s), Next: next(a, year),
	}
	if s.Mine {
		data.Plan, data.WorkProgramme = "/plan/"+d.Year, "/work-programme/"+d.Year
	} else if s.Appraises {
		data.Plan = "/people/" + a.person.Slug + "/plan/" + d.Year
		data.WorkProgramme = "/people/" + a.person.Slug + "/work-programme/" + d.Year
	}
	data.Topics = topics(s)
	for _, e := range d.Gathered.Entries {
		data.Entries = append(data.Entries, appraising.Quoted{Date: e.On.Short(), Text: e.Learned, Next: e.Next})
	}
	if !d.MetOn.IsZero() {
		p.fillAgreements(&data, s)
	}
	if s.MayRecordMeeting {
		today := web.PartsOf(a.view.Today)
		data.Meeting = &appraising.MeetingForm{Once: p.site.Once(), Day: today.Day, Month: today.Month, Year: today.Year}
	}
	p.fillSigning(&data, a)
	p.fillClosed(&data, a, year)
	return data
}

func (p *Pages) fillAgreements(data *appraising.Appraisal, s appraisal.Sight) {
	data.ShowAgreements, data.EditAgreements = true, s.MayWord
	agreed := s.Document.Agreements
	data.AgreedWords = agreed.Words
	for _, t := range s.Topics {
		if a, ok := agreed.Topics[t.Key]; ok && t.Judged() && a.Outcome != appraisal.OutcomeNone {
			data.Agreed = append(data.Agreed, appraising.AgreedLine{Title: t.Title, Outcome: a.Outcome.Words(), Why: a.Why})
		}
	}
	for _, n := range agreed.Next {
		data.NextTargets = append(data.NextTargets, appraising.NextTarget{Need: n.Need, Criterion: n.Criterion})
	}
}

func (p *Pages) fillSigning(data *appraising.Appraisal, a at) {
	s, d := a.sight, a.sight.Document
	for _, g := range d.Signatures {
		data.Signatures = append(data.Signatures, p.signed(g))
	}
	if !s.MaySignFirst && !s.MaySignLast && !s.MayCountersign {
		return
	}
	f := &appraising.SignForm{Once: p.site.Once(), OnceBack: p.site.Once(), Version: s.Appraisal.Version, Person: s.MaySignLast}
	readers := d.Person.Known + " and " + d.Appraiser.Known
	if s.Mine {
		readers = "You and " + d.Appraiser.Known
	}
	switch {
	case s.MaySignFirst:
		f.FullName = a.viewer()
		f.Button = "Sign"
		f.After = "After you sign, " + d.Person.Known + " signs too, or sends it back with a question. " + d.Person.Known + " and you can read it. Your learning partners cannot."
	case s.MaySignLast && s.Cycle.Countersign:
		f.FullName = a.viewer()
		f.Button = "Sign"
		f.After = "After you both sign, the divisional manager reads and countersigns it. Then it is closed and cannot be changed. Your learning partner cannot read it."
	case s.MaySignLast:
		f.FullName = a.viewer()
		f.Button = "Sign and close the appraisal"
		f.After = "After you both sign, the record is closed and cannot be changed. " + readers + " can read it. It is kept for six years. Your learning partner cannot read it."
	default:
		f.FullName = a.viewer()
		f.Button = "Countersign and close the appraisal"
		f.After = "After you countersign, the record is closed and cannot be changed."
	}
	if len(data.Signatures) == 0 {
		data.Signatures = []part.Signed{{Empty: "Nobody has signed yet"}}
	}
	data.Sign = f
}

// viewer is the full name of whoever signs.
func (a at) viewer() string { return a.view.Chart.Name(a.viewerID) }

func (p *Pages) signed(g appraisal.Signature) part.Signed {
	as := map[string]string{"appraiser": "Appraiser", "person": "The person", "countersigner": "Countersigned"}[g.Role]
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

func (p *Pages) fillClosed(data *appraising.Appraisal, a at, year calendar.LearningYear) {
	s, d := a.sight, a.sight.Document
	if s.Appraisal.State != appraisal.Closed {
		return
	}
	data.Locked = true
	data.Banner = fmt.Sprintf("Signed and closed on %s. It cannot be changed. You can add a note beside it, and save it as PDF.", p.moment(d.ClosedAt))
	for _, n := range d.Addenda {
		data.Addenda = append(data.Addenda, appraising.Note{Who: n.AuthorName, When: p.moment(n.At), Text: n.Text})
	}
	if s.MayAdd {
		data.Note = &appraising.NoteForm{Once: p.site.Once()}
	} else {
		data.Banner = fmt.Sprintf("Signed and closed on %s. It cannot be changed.", p.moment(d.ClosedAt))
	}
}

// steps are the four of the page: what is done, what is now.
func (p *Pages) steps(a at, year calendar.LearningYear) []part.Step {
	s, d := a.sight, a.sight.Document
	state := s.Appraisal.State
	day := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return "Done, " + shortIn(year, p.site.Clock.DateOf(*t))
	}
	responseOf := d.Appraiser.Known + "’s response"
	if s.Appraises {
		responseOf = "Your response"
	}
	steps := []part.Step{
		{Label: "Self-evaluation", Text: day(s.Appraisal.SelfSharedAt)},
		{Label: responseOf, Text: day(s.Appraisal.ResponseSharedAt)},
		{Label: "Talk it through"}, {Label: "Agree and sign"},
	}
	if !d.MetOn.IsZero() {
		steps[2].Text = "Done, " + shortIn(year, d.MetOn)
	}
	current := map[appraisal.State]int{
		appraisal.Preparing: 0, appraisal.SelfShared: 1, appraisal.ResponseShared: 2, appraisal.Met: 3, appraisal.Worded: 3,
		appraisal.AppraiserSigned: 3, appraisal.PersonSigned: 3, appraisal.Countersigned: 3, appraisal.Closed: 4,
	}[state]
	for i := range steps {
		if i < current {
			steps[i].State = "done"
		}
	}
	if current == len(steps) {
		steps[3].Text = "Closed, " + shortIn(year, p.site.Clock.DateOf(d.ClosedAt))
		return steps
	}
	steps[current].State = "current"
	steps[current].Text = stepText(s)
	return steps
}

func shortIn(year calendar.LearningYear, day calendar.Date) string {
	if year.Holds(day) {
		return strings.TrimSuffix(day.Short(), fmt.Sprintf(" %d", day.Year()))
	}
	return day.Short()
}

func stepText(s appraisal.Sight) string {
	d := s.Document
	yours := "Your turn"
	turn := func(mine bool, called string) string {
		if mine {
			return yours
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
			return d.Appraiser.Known + " has signed. Your turn"
		}
		return d.Person.Known + "’s turn to sign"
	case appraisal.PersonSigned:
		return "Awaits the countersignature"
	}
	return ""
}

// next is the one thing for the viewer to do now.
func next(a at, year calendar.LearningYear) *appraising.Next {
	s, d := a.sight, a.sight.Document
	by := func(day calendar.Date) string { return "By " + year.InYear(day) }
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
			Eyebrow: d.Person.Known + " has shared the self-evaluation", Title: "Write your response", Button: "Write the response", Href: a.base + "/write",
			Text: "Beside each of " + d.Person.Known + "’s words. " + d.Person.Known + " reads it once you share it.",
		}
		return n
	case s.MayRespond:
		return &appraising.Next{
			Eyebrow: d.Person.Known + " is writing", Title: "You can make a start", Button: "Write for yourself", Href: a.base + "/write",
			Text: "Your response can be shared after " + d.Person.Known + " has shared the self-evaluation. Until then only you can read it.",
		}
	case s.MayWord && s.Appraisal.State == appraisal.Met:
		return &appraising.Next{
			Eyebrow: by(s.Cycle.CloseBy), Title: "Write what you agree", Button: "Write the agreements", Href: a.base + "/agreements",
			Text: "How each target ended, and the targets for next year. Both of you can write.",
		}
	}
	return nil
}

func topics(s appraisal.Sight) []part.Topic {
	d := s.Document
	var out []part.Topic
	for _, t := range s.Topics {
		left := voice(d.Person.Known+", self-evaluation", d.Person.Name, "", d.Self[t.Key], silence(s.Mine, d.Self == nil, d.Person.Known))
		right := voice(d.Appraiser.Known+", response", d.Appraiser.Name, "ochre", d.Response[t.Key], silence(s.Appraises, d.Response == nil, d.Appraiser.Known))
		out = append(out, part.Topic{ID: "topic-" + t.Key, Title: t.Title, Evidence: t.Facts, Left: left, Right: right})
	}
	return out
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

func figures(d appraisal.Document) []part.Fact {
	g := d.Gathered
	held := make([]string, 0, len(g.Interviews))
	for _, i := range g.Interviews {
		held = append(held, i.On.Short())
	}
	interviews := fmt.Sprintf("%d of at least %d", len(g.Interviews), g.InterviewsEntitled)
	if len(held) > 0 {
		interviews += ": " + strings.Join(held, ", ")
	}
	met, all := 0, 0
	for _, t := range g.Targets {
		met, all = met+t.Met(), all+len(t.Criteria)
	}
	return []part.Fact{
		{Key: "Learning interviews", Value: interviews},
		{Key: "Off-the-job learning", Value: fmt.Sprintf("%s of at least %s days", calendar.HalfDays(g.HalfDays), calendar.HalfDays(g.HalfDaysEntitled))},
		{Key: "Success criteria met", Value: fmt.Sprintf("%d of %d", met, all)},
	}
}

func whoReads(s appraisal.Sight) string {
	d := s.Document
	if s.Appraisal.State == appraisal.Preparing && s.Mine {
		return "Only you can see what you write until you share it with " + d.Appraiser.Known + "."
	}
	text := d.Person.Name + " and " + d.Appraiser.Name + " can read this."
	if s.Cycle.Countersign {
		text = d.Person.Name + " and " + d.Appraiser.Name + " can read this, and the divisional manager who countersigns it."
	}
	return text + " Others see only how far it has come."
}

func (p *Pages) history(s appraisal.Sight) []part.Change {
	var out []part.Change
	for _, e := range s.History {
		who := e.ActorName
		if e.ActingForName != "" {
			who += ", acting for " + e.ActingForName
		}
		out = append(out, part.Change{When: p.moment(e.At), Who: who, What: e.Act, Why: e.Why})
	}
	return out
}
