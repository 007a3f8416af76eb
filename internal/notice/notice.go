// Package notice knows what waits for somebody: it puts together what each concept
// says of it, in one order and in one voice. It keeps nothing: a notice is there
// because a record stands where it stands, so it is gone when the thing is done,
// and moves with the manager, the partner or the delegate on the day. Whether
// something waits is each concept's to say; nothing that may not be done may enter.
package notice

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"learningyear/internal/calendar"
)

// Hat is what somebody is where something waits for them.
type Hat string

// The hats.
const (
	AsLearner       Hat = "learner"
	AsPartner       Hat = "learning partner"
	AsManager       Hat = "line manager"
	AsCountersigner Hat = "countersigner"
	AsCoordinator   Hat = "coordinator"
	// AsAsker is who asked for work in the background.
	AsAsker Hat = "who asked for it"
)

// Kind is what is to be done.
type Kind string

// The kinds, by who does it.
const (
	PlanSentBack    Kind = "plan sent back"
	OwnTasks        Kind = "own tasks to agree"
	AnswerPartner   Kind = "time offered by the partner"
	ConfirmRecord   Kind = "record to confirm"
	OwnAction       Kind = "own action due"
	SelfEvaluation  Kind = "self-evaluation to share"
	MeetAppraiser   Kind = "response to read, and to meet"
	WordWithManager Kind = "own agreements to word"
	SignOwn         Kind = "own appraisal to sign"
	AskAnother      Kind = "another partner to ask"
	AskPartner      Kind = "partner to ask, for a time that is open"
	Conclude        Kind = "interview to close without its partner"

	AnswerNomination Kind = "nomination to answer"
	AnswerLearner    Kind = "time offered by the learner"
	WriteUp          Kind = "interview to write up"
	FinishRecord     Kind = "record to finish"
	AnsweredBack     Kind = "record answered back"
	PartnerAction    Kind = "partner's action due"

	AgreePlan      Kind = "plan to agree"
	AgreeTasks     Kind = "tasks to agree"
	Respond        Kind = "response to write"
	MeetPerson     Kind = "person to meet"
	WordWithPerson Kind = "agreements to word"
	SignFirst      Kind = "appraisal to sign"
	AnswerQuestion Kind = "question to answer, and to sign again"
	Countersign    Kind = "appraisal to countersign"

	HelpFindPartner Kind = "learner without a partner"
	NameManagers    Kind = "people without a line manager"
	FindSigner      Kind = "appraisals that nobody can countersign"

	WorkDone   Kind = "work in the background that is done"
	WorkFailed Kind = "work in the background that failed"
)

// Notice is one thing that waits.
type Notice struct {
	Kind Kind
	Hat  Hat
	// ActingFor is the name of in whose stead it is done; empty for nobody.
	ActingFor string
	// Say is what to do: a sentence without its full stop.
	Say string
	// From is the name of who waits for it; empty for nobody.
	From string
	// Since is the day since when it waits; of an action, the day on which it was due.
	Since calendar.Date
	// Minutes it takes, about; 0 where that is not known.
	Minutes int
	// Href is the one place where it is done, and Action the words of a button that
	// leads there.
	Href   string
	Action string
}

// action says that it is an agreed action, and not somebody's turn.
func (n Notice) action() bool { return n.Kind == OwnAction || n.Kind == PartnerAction }

// Words say who waits for it, since when, how long it takes, and under which hat:
// "From Joy Adeyemi, since Monday 2 March. About 10 minutes. As Dan Okoro’s delegate."
func (n Notice) Words(today calendar.Date, year calendar.LearningYear) string {
	since := ""
	switch {
	case n.Since.IsZero():
	case n.action() && n.Since == today:
		since = "due today"
	case n.action():
		since = "due on " + year.InYear(n.Since)
	case n.Since == today:
		since = "since today"
	case n.Since == today.AddDays(-1):
		since = "since yesterday"
	default:
		since = "since " + year.InYear(n.Since)
	}
	parts := []string{since, n.takes(), n.hat()}
	if n.From != "" {
		parts[0] = strings.TrimSuffix("from "+n.From+", "+since, ", ")
	}
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, strings.ToUpper(p[:1])+p[1:]+".")
		}
	}
	return strings.Join(out, " ")
}

func (n Notice) takes() string {
	switch n.Minutes {
	case 0:
		return ""
	case 1:
		return "a minute"
	}
	return "about " + strconv.Itoa(n.Minutes) + " minutes"
}

// hat says as what one does it, but for what is one's own, and where the sentence
// says it.
func (n Notice) hat() string {
	switch {
	case n.ActingFor != "":
		return "as " + n.ActingFor + "’s delegate"
	case n.Hat == AsLearner, n.Hat == AsCountersigner, n.Hat == AsAsker:
		return ""
	}
	return "as " + string(n.Hat)
}

// Count says how many things wait: "3 things wait for you".
func Count(n int) string {
	switch n {
	case 0:
		return "Nothing waits for you"
	case 1:
		return "1 thing waits for you"
	}
	return strconv.Itoa(n) + " things wait for you"
}

// Of are those that wait for somebody under one of the hats.
func Of(all []Notice, hats ...Hat) []Notice {
	return slices.DeleteFunc(slices.Clone(all), func(n Notice) bool { return !slices.Contains(hats, n.Hat) })
}

// oldestFirst puts what has waited longest first, and what is of no day last.
func oldestFirst(all []Notice) {
	slices.SortStableFunc(all, func(a, b Notice) int {
		if a.Since.IsZero() != b.Since.IsZero() {
			return b.Since.Compare(a.Since)
		}
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Say, b.Say), cmp.Compare(a.Href, b.Href))
	})
}
