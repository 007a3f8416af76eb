package partnering

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/part"
)

// day prints a date without its year where that is the learning year of the page.
func day(v *web.View, d calendar.Date) string { return v.Year.InYear(d) }

// hours prints from when to when: "2pm to 2:45pm".
func (p *Pages) hours(i interview.Interview) string {
	return p.site.TimeOf(i.StartsAt) + " to " + p.site.TimeOf(i.Ends())
}

// when prints the day and the time at which it begins: "Wednesday 24 March, 2pm".
func (p *Pages) when(v *web.View, i interview.Interview) string {
	return day(v, i.StartsOn) + ", " + p.site.TimeOf(i.StartsAt)
}

// at prints when somebody wrote something: "24 March at 2:16pm".
func (p *Pages) at(v *web.View, t time.Time) string {
	d := p.site.Clock.DateOf(t)
	words := strconv.Itoa(d.Day()) + " " + d.Month().String()
	if !v.Year.Holds(d) {
		words = d.Short()
	}
	return words + " at " + p.site.TimeOf(t)
}

// dayMonth prints "30 April", with the year where it is not of this learning year.
func dayMonth(v *web.View, d calendar.Date) string {
	if v.Year.Holds(d) {
		return strconv.Itoa(d.Day()) + " " + d.Month().String()
	}
	return d.Short()
}

// caption says when and how, and which of the year's it is.
func (p *Pages) caption(v *web.View, r interview.Reading) string {
	words := p.when(v, r.Interview) + ", " + r.How.Label()
	if r.Number == 0 {
		return words
	}
	year := v.Settings.YearStart.YearOf(r.StartsOn)
	expected := expected(v, year, v.Chart.Person(r.LearnerID))
	which := " · " + ordinal(r.Number)
	if r.Number <= expected {
		which += fmt.Sprintf(" of at least %d", expected)
	}
	if year == v.Year {
		return words + which + " this year"
	}
	return words + which + " in " + year.Words()
}

// ordinal says the place of a thing in words, as far as words are shorter.
func ordinal(n int) string {
	words := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n >= 1 && n <= len(words) {
		return words[n-1]
	}
	return "number " + strconv.Itoa(n)
}

// expected is how many interviews are a person's in the year.
func expected(v *web.View, year calendar.LearningYear, person *people.Person) int {
	if person == nil {
		return v.Settings.Interviews
	}
	return interview.Expected(v.Settings.Interviews, v.Settings.ProRata, year, interview.Part(year, person.Here()))
}

// paceOf says where a person stands, on the page's day within the year.
func paceOf(v *web.View, year calendar.LearningYear, person *people.Person, held, arranged int) interview.Pace {
	on := v.Today
	if on.After(year.To()) {
		on = year.To()
	}
	return interview.PaceOf(expected(v, year, person), interview.Part(year, person.Here()), held, arranged, on)
}

// paceWords say when the next one keeps the spread over the year. They never say
// that somebody is behind: interviews are theirs by right.
func paceWords(v *web.View, pace interview.Pace, next string) string {
	switch {
	case next != "" && !pace.Complete():
		return "Next: " + next + "."
	case pace.Complete() && pace.Expected > 0:
		return "All " + strconv.Itoa(pace.Expected) + " are held. More are welcome."
	case pace.NextBy.IsZero():
		return ""
	case pace.NextBy.Before(v.Today):
		return "There is time for the next one now."
	}
	return "One by " + dayMonth(v, pace.NextBy) + " keeps them spread over the year."
}

// pips are the signs of a year's interviews.
func pips(pace interview.Pace) []string {
	var out []string
	add := func(n int, state string) {
		for range n {
			out = append(out, state)
		}
	}
	add(pace.Held, "done")
	add(pace.Arranged, "booked")
	add(pace.ToArrange(), "todo")
	return out
}

// tally counts a year's interviews as a pace needs them.
func tally(all []interview.Reading, today calendar.Date) (held, arranged int, next *interview.Reading) {
	for n, r := range all {
		switch {
		case r.State.Happened():
			held++
		case r.State == interview.Arranged:
			arranged++
			if next == nil && !r.StartsOn.Before(today) {
				next = &all[n]
			}
		}
	}
	return held, arranged, next
}

// person makes the card of somebody.
func person(v *web.View, who *people.Person, large bool) part.Person {
	if who == nil {
		return part.Person{Name: "No learning partner now", Initials: "–", Large: large}
	}
	return part.Person{Name: who.Name, Role: v.Chart.JobTitle(who.ID), Large: large}
}

// called is what somebody is called in a sentence.
func called(who *people.Person) string {
	if who == nil {
		return "your learning partner"
	}
	return who.Called()
}

// chip says how an interview stands, for whoever looks at it.
func chip(r interview.Reading, today calendar.Date) *part.Chip {
	mine := r.Waits(today)
	switch {
	case r.May.Conclude:
		return &part.Chip{Kind: "due", Text: "To close"}
	case mine && r.Forlorn():
		return &part.Chip{Kind: "plain", Text: "Waits for a partner"}
	}
	switch r.State {
	case interview.Proposed:
		if r.Lapsed() {
			return &part.Chip{Kind: "plain", Text: "Was offered by a partner before"}
		}
		if mine {
			return &part.Chip{Kind: "due", Text: "A time to answer"}
		}
		return &part.Chip{Kind: "plain", Text: "Time offered"}
	case interview.Arranged:
		if !r.StartsOn.After(today) && r.Side == interview.Partner {
			return &part.Chip{Kind: "due", Text: "To write up"}
		}
		return &part.Chip{Kind: "booked", Text: "Arranged"}
	case interview.Held:
		if r.Side == interview.Partner {
			return &part.Chip{Kind: "due", Text: "To finish"}
		}
		return &part.Chip{Kind: "plain", Text: "Being written up"}
	case interview.Shared:
		if mine {
			return &part.Chip{Kind: "due", Text: "To read and confirm"}
		}
		return &part.Chip{Kind: "plain", Text: "Shared"}
	case interview.Answered:
		return &part.Chip{Kind: "due", Text: "Answered back"}
	case interview.Confirmed:
		return &part.Chip{Kind: "done", Text: "Confirmed"}
	case interview.Cancelled:
		return &part.Chip{Kind: "plain", Text: "Cancelled"}
	}
	return nil
}

// ticks turn actions into a list; link is empty where they cannot be ticked.
func (p *Pages) ticks(v *web.View, actions []interview.Action, r interview.Reading, may bool, back string) []part.Tick {
	out := make([]part.Tick, 0, len(actions))
	for _, a := range actions {
		tick := part.Tick{State: "todo", Text: a.Text, Hint: owner(v, a, r) + ", by " + dayMonth(v, a.DueOn)}
		if a.Done() {
			tick.State, tick.Hint = "done", owner(v, a, r)+", done on "+dayMonth(v, a.DoneOn)
		}
		if may {
			button := part.PostButton{
				Label: "Mark as done", Kind: "link", Href: "/interviews/" + a.InterviewID + "/actions/" + a.ID, Once: p.site.Once(),
				Context: a.Text, Hidden: map[string]string{"done": "yes", "back": back},
			}
			if a.Done() {
				button.Label, button.Hidden["done"] = "Not done after all", "no"
			}
			tick.Action = &button
		}
		out = append(out, tick)
	}
	return out
}

// owner names whose action it is; "You" for the reader.
func owner(v *web.View, a interview.Action, r interview.Reading) string {
	if a.Owner == r.Side {
		return "You"
	}
	if a.Owner == interview.Learner {
		return called(v.Chart.Person(a.LearnerID))
	}
	return called(r.PartnerNow())
}

// rows is how many rows a text of the length needs, within bounds.
func rows(text string, least, most int) int {
	const line = 70 // characters, about
	need := len([]rune(text))/line + strings.Count(text, "\n") + 1
	return min(max(need, least), most)
}
