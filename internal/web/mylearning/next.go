package mylearning

import (
	"fmt"
	"strconv"

	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/plan"
)

// soon is how many days ahead an arranged interview becomes the next thing.
const soon = 14

// weeksAhead is how many days before an interview keeps the pace it is time to
// arrange it.
const weeksAhead = 42

// Situation is what one's own suggestions are made from, beside what waits: plain
// values, so that the choice is a rule which a table can test.
type Situation struct {
	Today calendar.Date
	Year  calendar.LearningYear

	// Partner and Manager are what they are called, and empty where there is none.
	// PartnerName is the partner's whole name, and Asked who was asked to be the
	// partner and has not answered.
	Partner, PartnerName, Asked string
	Manager                     string

	// Appraisal is the person's own that is open; nil for none.
	Appraisal *AppraisalStand
	// Meetings are the year's interviews that are not cancelled, in order.
	Meetings []Meeting
	// Pace is how they are spread.
	Pace interview.Pace

	// Plan is the state of the year's plan, InForce that one was agreed, Targets
	// how many are written.
	Plan    plan.State
	InForce bool
	Targets int
	// SentBack says that the plan was sent back: that waits, and is a notice.
	SentBack bool

	// Entitled and Used are half-days off the job.
	Entitled, Used int
	// Wrote says that there is an entry of this year, LastEntry when the last was.
	Wrote     bool
	LastEntry calendar.Date
}

// AppraisalStand is the person's appraisal. Early says that the self-evaluation may
// be written and that nobody waits for it yet.
type AppraisalStand struct {
	Early  bool
	EndsIn int
	SelfBy calendar.Date
}

// Meeting is one learning interview.
type Meeting struct {
	ID    string
	State interview.State
	On    calendar.Date
	// When is the time of day and way: "2pm to 2:45pm, by phone".
	When string
	// With is the partner's whole name, Called what they are called.
	With, Called string
	// CanMove says that the learner may offer another time.
	CanMove bool
}

// Thing is one thing to do.
type Thing struct {
	Eyebrow string
	Title   string
	Text    string
	Action  string
	Href    string
	// Second is another way, beside the action; empty for none.
	Second     string
	SecondHref string
	// Hint is the short form of Text, in the list of later things.
	Hint string
}

// Next lists what there is to do that nobody waits for, the first being the next
// thing. It is never empty: writing in the diary is always there, and last. What
// somebody waits for is a notice, and comes before it.
func Next(s Situation) []Thing {
	var out []Thing
	for _, step := range []func(Situation) (Thing, bool){
		hello, getReady, writePlan, arrange, choosePartner, chooseDays, prepareEarly,
	} {
		if t, ok := step(s); ok {
			out = append(out, t)
		}
	}
	return append(out, writeDiary(s))
}

// prepareEarly is a self-evaluation that may be begun already, and that nobody waits
// for yet.
func prepareEarly(s Situation) (Thing, bool) {
	a := s.Appraisal
	if a == nil || !a.Early {
		return Thing{}, false
	}
	return Thing{
		Eyebrow: "Your appraisal, by " + s.Year.InYear(a.SelfBy), Title: "Write your self-evaluation",
		Text:   "In private, and in your own words. Nobody reads it before you share it with " + orElse(s.Manager, "your appraiser") + ".",
		Action: "Write your self-evaluation", Href: "/appraisal/" + strconv.Itoa(a.EndsIn), Hint: "Nobody reads it before you share it.",
	}, true
}

// hello is for who has a partner and has never met them this year, and for who
// has none.
func hello(s Situation) (Thing, bool) {
	if len(s.Meetings) > 0 || s.Wrote || s.InForce {
		return Thing{}, false
	}
	t := Thing{Eyebrow: "Start here, 10 minutes"}
	switch {
	case s.Partner != "":
		t.Title = "Say hello to your learning partner"
		t.Text = s.PartnerName + " has been named as your learning partner. Pick a time to talk, or ask for someone else: that is fine."
		t.Action, t.Href, t.Second, t.SecondHref = "Pick a time with "+s.Partner, "/interviews/new", "Ask for someone else", "/partner"
	case s.Asked != "":
		t.Title = "Your learning partner is being asked"
		t.Text = s.Asked + " has been asked and has not answered yet. You can ask for someone else: that is fine."
		t.Action, t.Href = "See who is asked", "/partner"
	default:
		t.Title = "Choose a learning partner"
		t.Text = "Somebody you can think aloud with, three times a year. What you say stays between you."
		t.Action, t.Href = "Choose a learning partner", "/partner"
	}
	t.Hint = t.Text
	return t, true
}

// choosePartner is for who has no partner any more in a year that is under way.
func choosePartner(s Situation) (Thing, bool) {
	if _, greeted := hello(s); greeted || s.Partner != "" || s.Asked != "" {
		return Thing{}, false
	}
	return Thing{
		Eyebrow: "Your learning interviews", Title: "Choose a learning partner", Action: "Choose a learning partner", Href: "/partner",
		Text: "You have none at the moment. What you said before stays yours: you decide what to bring.", Hint: "You have none at the moment.",
	}, true
}

// getReady is an interview that is near.
func getReady(s Situation) (Thing, bool) {
	for _, m := range s.Meetings {
		days := s.Today.DaysUntil(m.On)
		if m.State != interview.Arranged || days < 0 || days > soon {
			continue
		}
		t := Thing{
			Eyebrow: "Next, " + inDays(days), Title: "Learning interview with " + m.With,
			Text:   s.Year.InYear(m.On) + ", " + m.When + ". It helps to look back at your diary first.",
			Action: "Get ready, 5 minutes", Href: "/interviews/" + m.ID + "/prepare", Hint: s.Year.InYear(m.On) + ", " + m.When + ".",
		}
		if m.CanMove {
			t.Second, t.SecondHref = "Change the time", "/interviews/"+m.ID+"/time"
		}
		return t, true
	}
	return Thing{}, false
}

// writePlan is a plan that nobody has begun, or that is not sent yet.
func writePlan(s Situation) (Thing, bool) {
	href := "/plan/" + s.Year.Name()
	switch {
	case s.SentBack:
		return Thing{}, false
	case s.Plan == plan.None:
		return Thing{
			Eyebrow: "Your learning plan", Title: "Choose one thing you want to get better at", Text: "It becomes your first target. Most people start with one.",
			Action: "Start your learning plan", Href: href, Hint: "It becomes your first target.",
		}, true
	case s.Plan == plan.Draft && s.InForce:
		return Thing{
			Eyebrow: "Your learning plan", Title: "Finish the change to your plan", Text: "It is not sent yet. What you agreed holds until then.",
			Action: "Open your plan", Href: href, Hint: "It is not sent yet.",
		}, true
	case s.Plan == plan.Draft && s.Targets == 0:
		return Thing{
			Eyebrow: "Your learning plan", Title: "Add a first target", Text: "One thing you want to get better at is enough to start with.",
			Action: "Open your plan", Href: href, Hint: "One is enough to start with.",
		}, true
	case s.Plan == plan.Draft:
		to := orElse(s.Manager, "your line manager")
		return Thing{
			Eyebrow: "Your learning plan", Title: "Send your plan to " + to, Text: counted(s.Targets, "target") + " so far. When it says what you want, send it to be agreed.",
			Action: "Open your plan", Href: href, Hint: counted(s.Targets, "target") + " so far.",
		}, true
	}
	return Thing{}, false
}

// arrange is an interview that it is time to arrange, by the pace of the year.
func arrange(s Situation) (Thing, bool) {
	p := s.Pace
	if p.Arranged > 0 || p.ToArrange() == 0 || s.Partner == "" {
		return Thing{}, false
	}
	if !p.Behind() && s.Today.AddDays(weeksAhead).Before(p.NextBy) {
		return Thing{}, false
	}
	for _, m := range s.Meetings {
		if m.State == interview.Proposed {
			return Thing{}, false
		}
	}
	t := Thing{
		Eyebrow: "Time to talk", Title: "Arrange a learning interview", Text: fmt.Sprintf("%d of at least %d so far.", p.Held, p.Expected),
		Action: "Pick a time with " + s.Partner, Href: "/interviews/new",
	}
	if !p.NextBy.Before(s.Today) {
		t.Text += " A good time for the next is before " + s.Year.InYear(p.NextBy.AddDays(1)) + "."
	}
	t.Hint = t.Text
	return t, true
}

// chooseDays is time off the job that is not used at the year's pace.
func chooseDays(s Situation) (Thing, bool) {
	if s.Used >= int(float64(s.Entitled)*s.Year.Fraction(s.Today)) {
		return Thing{}, false
	}
	left := calendar.HalfDays(s.Entitled-s.Used) + dayWord(s.Entitled-s.Used)
	who := orElse(s.Manager, "your line manager")
	return Thing{
		Eyebrow: "Yours by right", Title: "Take some time off the job",
		Text:   "At least " + left + " are still yours this year, in paid time. Agree with " + who + " when, and write it down afterwards.",
		Action: "Write down what you did", Href: "/diary/new?place=off_the_job",
		Hint: "At least " + left + " are still yours this year. Write it down afterwards.",
	}, true
}

// writeDiary is what is always there.
func writeDiary(s Situation) Thing {
	t := Thing{
		Eyebrow: "When you have a minute", Title: "Write down something you learned", Text: "A sentence is enough.",
		Action: "Write in your diary", Href: "/diary/new", Hint: "A sentence is enough.",
	}
	if s.Wrote {
		t.Text = "Your last entry is of " + s.Year.InYear(s.LastEntry) + ". A sentence is enough."
	}
	return t
}

func inDays(n int) string {
	switch n {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	}
	return fmt.Sprintf("in %d days", n)
}

func dayWord(halves int) string {
	if halves <= 2 {
		return " day"
	}
	return " days"
}
