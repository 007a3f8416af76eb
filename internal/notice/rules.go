package notice

import (
	"strconv"
	"strings"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

// Waiting is what each concept says waits for somebody.
type Waiting struct {
	Plans      []plan.Waiting
	Work       []work.Waiting
	Interviews interview.Waiting
	Appraisals []appraisal.Waiting
	// Ended is work in the background that they asked for and have not looked at since.
	Ended []jobs.Errand
}

// Desk is whose notices they are, and the day on which they look.
type Desk struct {
	Who   actor.Actor
	Chart *people.Chart
	Year  calendar.LearningYear
	// Start is when learning years begin, by which appraisals are named.
	Start calendar.YearStart
	// Zone is the organisation's.
	Zone *time.Location
}

// choosing is how many days somebody whose nomination was refused chooses for
// themselves before the coordinator is asked to help.
const choosing = 14

// List makes one list of all that waits, the oldest first.
func (d Desk) List(w Waiting) []Notice {
	var out []Notice
	for _, p := range w.Plans {
		out = append(out, d.ofPlan(p))
	}
	for _, p := range w.Work {
		out = append(out, d.ofWork(p))
	}
	for _, r := range w.Interviews.Turns {
		out = append(out, d.ofInterview(r))
	}
	for _, a := range w.Interviews.Due {
		out = append(out, d.ofAction(a))
	}
	for _, a := range w.Appraisals {
		if n, ok := d.ofAppraisal(a); ok {
			out = append(out, n)
		}
	}
	for _, e := range w.Ended {
		out = append(out, d.ofErrand(e))
	}
	out = append(out, d.nominations()...)
	out = append(out, d.refusals()...)
	out = append(out, d.unmanaged()...)
	out = append(out, d.uncountersigned(w.Appraisals)...)
	oldestFirst(out)
	return out
}

func (d Desk) day(at time.Time) calendar.Date { return calendar.DateOf(at.In(d.Zone)) }

// called is what somebody is called within a sentence.
func (d Desk) called(id string) string {
	if p := d.Chart.Person(id); p != nil {
		return p.Called()
	}
	return "your colleague"
}

func (d Desk) slug(id string) string {
	if p := d.Chart.Person(id); p != nil {
		return p.Slug
	}
	return ""
}

func name(p *people.Person) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func (d Desk) ofPlan(p plan.Waiting) Notice {
	if p.SentBack {
		n := Notice{
			Kind: PlanSentBack, Hat: AsLearner, From: p.By, Since: d.day(p.Since), Minutes: 10, Href: "/plan/" + p.Year,
			Say: "Read the comment on your learning plan, and send it again", Action: "Open your plan",
		}
		if p.InForce {
			n.Say = "Read the comment on the change to your learning plan, and send it again"
		}
		return n
	}
	what := "learning plan"
	if p.InForce {
		what = "changed learning plan"
	}
	return Notice{
		Kind: AgreePlan, Hat: AsManager, ActingFor: name(p.ActingFor), From: d.Chart.Name(p.PersonID), Since: d.day(p.Since), Minutes: 10,
		Href: "/people/" + d.slug(p.PersonID) + "/plan/" + p.Year,
		Say:  "Read " + d.called(p.PersonID) + "’s " + what + ", and agree it or send it back", Action: "Read the plan",
	}
}

func (d Desk) ofWork(p work.Waiting) Notice {
	if p.Mine {
		return Notice{
			Kind: OwnTasks, Hat: AsLearner, From: p.By, Since: d.day(p.Since), Minutes: 5, Href: "/work-programme/" + p.Year,
			Say: "Read your work programme, and agree it", Action: "Read it",
		}
	}
	return Notice{
		Kind: AgreeTasks, Hat: AsManager, ActingFor: name(p.ActingFor), From: d.Chart.Name(p.PersonID), Since: d.day(p.Since), Minutes: 5,
		Href: "/people/" + d.slug(p.PersonID) + "/work-programme/" + p.Year,
		Say:  "Read " + d.called(p.PersonID) + "’s work programme, and agree it", Action: "Read it",
	}
}

func (d Desk) ofInterview(r interview.Turn) Notice {
	at, on := "/interviews/"+r.ID, d.Year.InYear(r.StartsOn)
	n := Notice{Hat: AsLearner, Since: d.day(r.Since()), Href: at}
	if r.Side == interview.Partner {
		n.Hat = AsPartner
	}
	who := "your learning partner"
	if r.Other != nil {
		who, n.From = r.Other.Called(), r.Other.Name
	}
	switch {
	case r.Forlorn():
		n.Kind, n.Minutes, n.Action, n.Href = AskPartner, 2, "Choose a learning partner", "/partner"
		n.Say = "Choose a learning partner: nobody is there to talk with you on " + on
		return n
	case r.Left():
		n.Kind, n.Minutes, n.From, n.Action = Conclude, 1, "", "Open it"
		n.Say = "Close your interview of " + on + ": " + who + " has left"
		return n
	}
	switch r.State {
	case interview.Proposed:
		n.Kind, n.Minutes, n.Action = AnswerPartner, 1, "Take it, or suggest another"
		if n.Hat == AsPartner {
			n.Kind = AnswerLearner
		}
		n.Say = "Say whether you can talk with " + who + " on " + on + ", " + calendar.Clock12(r.StartsAt.In(d.Zone))
		if r.Lapsed() {
			n.Action, n.Href = "Offer another time", at+"/time"
			n.Say = "Offer " + who + " a time: the one of " + on + " came from your partner before"
		}
	case interview.Arranged:
		n.Kind, n.Minutes, n.Action, n.Href = WriteUp, 15, "Write the record", at+"/record"
		n.Say = "Write up your interview with " + who + " of " + on
	case interview.Held:
		n.Kind, n.Minutes, n.Action, n.Href = FinishRecord, 15, "Go on writing", at+"/record"
		n.Say = "Finish the record of your interview with " + who + " of " + on + ", and share it"
	case interview.Answered:
		n.Kind, n.Minutes, n.Action = AnsweredBack, 5, "Read the answer"
		n.Say = "Read what " + who + " answered to the record of " + on + ", and put it right"
	default:
		n.Kind, n.Minutes, n.Action = ConfirmRecord, 5, "Read the record"
		n.Say = "Read what you and " + who + " agreed on " + on + ", and confirm it or answer back"
	}
	return n
}

func (d Desk) ofAction(a interview.Due) Notice {
	n := Notice{Kind: OwnAction, Hat: AsLearner, Since: a.DueOn, Href: "/interviews/" + a.InterviewID, Action: "Open what you agreed"}
	with := ""
	if a.LearnerID != d.Who.PersonID {
		n.Kind, n.Hat = PartnerAction, AsPartner
	}
	if a.Other != nil {
		with = " with " + a.Other.Called()
	}
	n.Say = "Do what you agreed" + with + ": " + clipped(a.Text)
	return n
}

// clipped is as much of somebody's words as a line takes.
func clipped(text string) string {
	const most = 100 // characters
	words := []rune(strings.Join(strings.Fields(text), " "))
	if len(words) <= most {
		return string(words)
	}
	return strings.TrimSpace(string(words[:most-1])) + "…"
}

func (d Desk) ofAppraisal(a appraisal.Waiting) (Notice, bool) {
	year, err := d.Start.ParseYear(a.Year)
	if err != nil {
		return Notice{}, false
	}
	n := Notice{Since: a.Since, ActingFor: name(a.ActingFor)}
	if a.Role == appraisal.AsCoordinator { // told of all of them at once
		return n, false
	}
	if a.Role == appraisal.AsPerson {
		n.Hat, n.From, n.Href = AsLearner, d.Chart.Name(a.AppraiserID), "/appraisal/"+strconv.Itoa(year.EndsIn())
		return d.ofOwnAppraisal(n, a)
	}
	who := d.called(a.PersonID)
	n.Hat, n.From, n.Href = AsManager, d.Chart.Name(a.PersonID), "/people/"+d.slug(a.PersonID)+"/appraisal/"+strconv.Itoa(year.EndsIn())
	switch a.State {
	case appraisal.SelfShared:
		n.Kind, n.Say, n.Action = Respond, "Read "+who+"’s self-evaluation, and write your response", "Read it"
	case appraisal.ResponseShared:
		n.Kind, n.Say, n.Action = MeetPerson, "Meet "+who+", and talk the appraisal through", "Open the appraisal"
	case appraisal.Met:
		n.Kind, n.Say, n.Action = WordWithPerson, "Write down what you and "+who+" agreed", "Open the appraisal"
	case appraisal.Worded:
		n.Kind, n.Say, n.Action, n.Minutes = SignFirst, "Read "+who+"’s appraisal, and sign it", "Read it", 5
		if a.Asked {
			n.Kind, n.Say = AnswerQuestion, "Answer "+who+"’s question on the appraisal, and sign it again"
		}
	case appraisal.PersonSigned:
		n.Kind, n.Hat, n.Say, n.Action, n.Minutes = Countersign, AsCountersigner, "Read "+who+"’s appraisal, and countersign it", "Read it", 5
	default:
		return n, false
	}
	return n, true
}

func (d Desk) ofOwnAppraisal(n Notice, a appraisal.Waiting) (Notice, bool) {
	who := d.called(a.AppraiserID)
	switch a.State {
	case appraisal.Preparing:
		n.Kind, n.From, n.Action = SelfEvaluation, "", "Write your self-evaluation"
		n.Say = "Write your self-evaluation, and share it with " + who
		if !a.SelfBy.IsZero() {
			n.Say += " by " + d.Year.InYear(a.SelfBy)
		}
	case appraisal.ResponseShared:
		n.Kind, n.Say, n.Action = MeetAppraiser, "Read what "+who+" wrote, and meet", "Open your appraisal"
	case appraisal.Met:
		n.Kind, n.Say, n.Action = WordWithManager, "Write down what you and "+who+" agreed", "Open your appraisal"
	case appraisal.AppraiserSigned:
		n.Kind, n.Say, n.Action, n.Minutes = SignOwn, "Read and sign your appraisal, or send it back with a question", "Read it", 5
	default:
		return n, false
	}
	return n, true
}

// ofErrand says how work in the background has ended; a look at its page is all there
// is to do.
func (d Desk) ofErrand(e jobs.Errand) Notice {
	n := Notice{Kind: WorkDone, Hat: AsAsker, Say: e.Says(), Href: "/progress/" + e.ID, Action: "See the result"}
	if e.State == jobs.Failed {
		n.Kind, n.Action = WorkFailed, "See why"
	}
	if e.EndedAt != nil {
		n.Since = d.day(*e.EndedAt)
	}
	return n
}

// nominations are the learners who ask one to be their learning partner.
func (d Desk) nominations() []Notice {
	var out []Notice
	for _, who := range d.Chart.NominatedBy(d.Who.PersonID) {
		asked, _ := d.Chart.Nomination(who.ID)
		out = append(out, Notice{
			Kind: AnswerNomination, Hat: AsPartner, From: who.Name, Since: asked.FromDate, Minutes: 1, Href: "/partnering#asked-" + who.Slug,
			Say: "Say yes or no to " + who.Called() + ", who asks you to be their learning partner", Action: "Answer",
		})
	}
	return out
}

// unmanaged is for who keeps people and posts, where somebody has no line manager:
// nobody can agree their plan.
func (d Desk) unmanaged() []Notice {
	if !d.Chart.OfficesOf(d.Who).Has(access.Coordinator) {
		return nil
	}
	n := Notice{Kind: NameManagers, Hat: AsCoordinator, Href: "/manage/mend?show=no-manager", Action: "See who they are"}
	switch count := d.Chart.WithoutManager(); count {
	case 0:
		return nil
	case 1:
		n.Say = "Name a line manager for 1 person, whose plan nobody can agree"
	default:
		n.Say = "Name a line manager for " + strconv.Itoa(count) + " people, whose plans nobody can agree"
	}
	return []Notice{n}
}

// uncountersigned is for the coordinator, where both have signed appraisals and
// nobody leads their division or above it who could countersign them.
func (d Desk) uncountersigned(all []appraisal.Waiting) []Notice {
	n := Notice{Kind: FindSigner, Hat: AsCoordinator, Action: "See whose they are"}
	count := 0
	for _, a := range all {
		if a.Role != appraisal.AsCoordinator {
			continue
		}
		if count++; count == 1 || a.Since.Before(n.Since) {
			n.Since = a.Since
			n.Href = "/manage/cycles/" + a.CycleID + "?state=" + string(appraisal.PersonSigned)
		}
		n.Say = "See to " + d.called(a.PersonID) + "’s appraisal: both have signed, and nobody is left to countersign it"
	}
	switch count {
	case 0:
		return nil
	case 1:
		n.Action = "See how it stands"
	default:
		n.Say = "See to " + strconv.Itoa(count) + " appraisals: both have signed, and nobody is left to countersign them"
	}
	return []Notice{n}
}

// refusals are nominations that were refused: the learner asks somebody else, and
// where they have not after a while, the coordinator helps.
func (d Desk) refusals() []Notice {
	var out []Notice
	coordinates := access.Can(d.Chart.OfficesOf(d.Who), access.Partnership, access.Nominate)
	for _, r := range d.Chart.Refusals() {
		help, answer := r.On.AddDays(choosing), "has said no"
		if r.Left {
			answer = "has left"
		}
		switch {
		case r.LearnerID == d.Who.PersonID:
			out = append(out, Notice{
				Kind: AskAnother, Hat: AsLearner, Since: r.On, Minutes: 2, Href: "/partner", Action: "Choose a learning partner",
				Say: "Choose another learning partner: " + d.Chart.Name(r.PartnerID) + " " + answer,
			})
		case coordinates && d.Chart.Serves(r.LearnerID) && !d.Chart.On().Before(help):
			out = append(out, Notice{
				Kind: HelpFindPartner, Hat: AsCoordinator, From: d.Chart.Name(r.LearnerID), Since: help, Minutes: 5,
				Href: "/manage/people/" + d.slug(r.LearnerID) + "/partner", Action: "Name a learning partner",
				Say: "Help " + d.called(r.LearnerID) + " to find a learning partner: whom they asked " + answer,
			})
		}
	}
	return out
}
