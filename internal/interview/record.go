package interview

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Limits of what people write, in characters and numbers.
const (
	AnswerLimit = 5000
	ActionLimit = 500
	AlsoLimit   = 3000
	NoteLimit   = 3000
	WhyLimit    = 1000
	TopicsLimit = 2000
	PlaceLimit  = 200
	// MostActions bounds what one interview can agree, MostEntries what can be
	// brought to it from the diary.
	MostActions = 12
	MostEntries = 50
	// MostOpen bounds the times that are offered or arranged with one learner.
	MostOpen = 24

	leastMinutes = 5
	mostMinutes  = 480
	// furthest is how many months ahead a time can be offered.
	furthest = 12
)

// Prompt is one question for reflection with what was said to it.
type Prompt struct {
	Question string `json:"question"`
	Hint     string `json:"hint"`
	Answer   string `json:"answer"`
}

// DefaultPrompts are asked in every new record. A record keeps its own copy, so
// that other questions later do not change what was asked then.
func DefaultPrompts() []Prompt {
	return []Prompt{
		{Question: "What have you learned since we last talked?",
			Hint: "Small things count. Start with the diary entries on this page if it helps."},
		{Question: "What made the difference?",
			Hint: "A person, a course, time to think, getting something wrong."},
		{Question: "What do you do differently now?",
			Hint: "Something that a learner or a colleague would notice."},
		{Question: "How does that sit with your learning plan?",
			Hint: "A target that is nearly there, or one that no longer fits."},
		{Question: "What will you try next, and what will get in the way?",
			Hint: "One or two things. Ask what is needed from you, from the manager, or from the team."},
	}
}

// GoodQuestion is one question to get ready with, another for each interview of
// a year.
func GoodQuestion(number int) string {
	questions := []string{
		"What surprised you, and what did you do about it?",
		"When did you last learn something from a learner?",
		"What would you do again in the same way, and why?",
		"What have you stopped doing, and what made room for it?",
		"Who could you watch, and who could watch you?",
		"What do you know now that you would tell yourself a year ago?",
	}
	return questions[(max(number, 1)-1)%len(questions)]
}

// Intended is an action as it stands in a draft, its date as typed.
type Intended struct {
	ID    string `json:"id,omitempty"`
	Text  string `json:"text"`
	Owner Side   `json:"owner"`
	Day   string `json:"day,omitempty"`
	Month string `json:"month,omitempty"`
	Year  string `json:"year,omitempty"`
}

// Blank says that nothing was typed.
func (a Intended) Blank() bool { return fault.Blank(a.Text + a.Day + a.Month + a.Year) }

// Due reads the date as typed.
func (a Intended) Due() (calendar.Date, error) { return calendar.ParseParts(a.Day, a.Month, a.Year) }

// On spreads a date over the boxes in which it is typed.
func (a Intended) On(d calendar.Date) Intended {
	if !d.IsZero() {
		a.Day, a.Month, a.Year = strconv.Itoa(d.Day()), strconv.Itoa(int(d.Month())), strconv.Itoa(d.Year())
	}
	return a
}

// Quote is a diary entry as it read when the record was shared; it stays so in
// the record whatever becomes of the entry.
type Quote struct {
	EntryID string        `json:"entry"`
	Number  int           `json:"number"`
	On      calendar.Date `json:"on"`
	Text    string        `json:"text"`
}

// Words are what the partner writes: a draft, and then the record.
type Words struct {
	Prompts []Prompt   `json:"prompts"`
	Actions []Intended `json:"actions,omitempty"`
	// Also is whatever else the two agreed.
	Also string `json:"also,omitempty"`
	// Recognised are the entries that count as learning, by key in a draft and
	// quoted in a record.
	Recognised Keys    `json:"recognised,omitempty"`
	Quotes     []Quote `json:"quotes,omitempty"`
	// Unwritten says that there never was a record: the partner had left.
	Unwritten bool `json:"unwritten,omitempty"`
}

// Blank says that nothing has been written.
func (w Words) Blank() bool {
	said := func(p Prompt) bool { return !fault.Blank(p.Answer) }
	return !slices.ContainsFunc(w.Prompts, said) && fault.Blank(w.Also) &&
		!slices.ContainsFunc(w.Actions, func(a Intended) bool { return !a.Blank() }) && len(w.Recognised) == 0
}

// AnswerField, ActionField and DueField are the names by which a problem with
// the nth thing written, from nought, is told.
func AnswerField(n int) string { return fmt.Sprintf("answer-%d", n+1) }

// ActionField is the name of the nth action's words.
func ActionField(n int) string { return fmt.Sprintf("action-%d", n+1) }

// DueField is the name of the nth action's date.
func DueField(n int) string { return fmt.Sprintf("due-%d", n+1) }

// tidy checks what any draft must keep to, and gives it with blank actions left
// out. A date that is no date may wait until the record is shared.
func (w Words) tidy(c *fault.Collector) Words {
	c.Check(len(w.Recognised) <= MostEntries, "recognised", fmt.Sprintf("Choose %d entries or fewer", MostEntries))
	for _, key := range w.Recognised {
		c.Check(isKey(key), "recognised", "Choose entries from the list")
	}
	out := Words{Recognised: w.Recognised, Also: c.Text("also", "What you agreed", w.Also, AlsoLimit)}
	for n, p := range w.Prompts {
		p.Answer = c.Text(AnswerField(n), "The answer", p.Answer, AnswerLimit)
		out.Prompts = append(out.Prompts, p)
	}
	for n, a := range w.Actions {
		if a.Blank() {
			continue
		}
		a.Text = c.Text(ActionField(n), "The action", a.Text, ActionLimit)
		c.Text(DueField(n), "The date", a.Day+a.Month+a.Year, 60)
		if a.Owner != Partner {
			a.Owner = Learner
		}
		out.Actions = append(out.Actions, a)
	}
	c.Check(len(out.Actions) <= MostActions, ActionField(0), fmt.Sprintf("Agree %d actions or fewer", MostActions))
	return out
}

// ready checks what a record must have before it is shared, on top of tidy.
func (w Words) ready(c *fault.Collector, held calendar.Date) {
	c.Check(!w.Blank(), AnswerField(0), "Write down what you talked about, even a few words")
	for n, a := range w.Actions {
		if a.Blank() {
			continue
		}
		c.Check(!fault.Blank(a.Text), ActionField(n), "Say what will be done")
		due, err := a.Due()
		switch {
		case err != nil:
			c.Add(DueField(n), "Enter the date by which it will be done, like 24 3 2027")
		case due.Before(held):
			c.Add(DueField(n), "Choose a date on or after the day of the interview, "+held.Short())
		}
	}
}

// Value keeps the words as JSON.
func (w Words) Value() (driver.Value, error) { return encode(w) }

// Scan reads what Value wrote.
func (w *Words) Scan(src any) error { return decode(src, w) }

// Keys is a short list of keys, kept as JSON.
type Keys []string

// Value keeps the keys.
func (k Keys) Value() (driver.Value, error) {
	if len(k) == 0 {
		return "[]", nil
	}
	return encode(k)
}

// Scan reads what Value wrote.
func (k *Keys) Scan(src any) error { return decode(src, k) }

// GormDataType names the column's type.
func (Keys) GormDataType() string { return "text" }

// GormDataType names the column's type.
func (Words) GormDataType() string { return "text" }

func encode(v any) (driver.Value, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("writing the record down: %w", err)
	}
	return string(b), nil
}

func decode(src, into any) error {
	var b []byte
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		b = []byte(v)
	case []byte:
		b = v
	default:
		return fmt.Errorf("cannot read a record from %T", src)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("reading the record: %w", err)
	}
	return nil
}

// Meeting is when and how two people talk.
type Meeting struct {
	On      calendar.Date
	At      calendar.TimeOfDay
	Minutes int
	How     How
	Place   string
}

// Typed is a meeting as it was typed.
type Typed struct{ Day, Month, Year, Time, Minutes, How, Place string }

// Meeting reads what was typed; the problems are named when, time, minutes, how
// and place.
func (t Typed) Meeting() (Meeting, error) {
	var c fault.Collector
	m := Meeting{How: How(t.How), Place: t.Place}
	var err error
	m.On, err = calendar.ParseParts(t.Day, t.Month, t.Year)
	c.Check(err == nil, "when", "Enter a date, like 24 3 2027")
	m.At, err = calendar.ParseTime(t.Time)
	c.Check(err == nil, "time", "Enter a time, like 2pm or 14:30")
	if m.Minutes, err = strconv.Atoi(strings.TrimSpace(t.Minutes)); err != nil {
		m.Minutes = 0 // which sound refuses in words
	}
	m.sound(&c)
	return m, c.Err()
}

func (m Meeting) sound(c *fault.Collector) {
	c.Check(m.Minutes >= leastMinutes && m.Minutes <= mostMinutes, "minutes",
		"Choose how long it will take, from 5 minutes to 8 hours")
	c.Check(slices.Contains(Ways(), m.How), "how", "Choose how you will talk")
	c.Text("place", "The place", m.Place, PlaceLimit)
}

// toCome checks a time that is offered: from today on, and not too far ahead.
func (m Meeting) toCome(c *fault.Collector, today calendar.Date) {
	last := today.AddMonths(furthest)
	c.Check(!m.On.Before(today) && !m.On.After(last), "when",
		"Choose a date from today on, no later than "+last.Short())
}

// past checks the time of a talk that is written up afterwards: in the learning
// year that now runs.
func (m Meeting) past(c *fault.Collector, now time.Time, zone *time.Location, year calendar.LearningYear) {
	switch {
	case m.At.On(m.On, zone).After(now):
		c.Add("when", "Choose a time that has passed, or offer the time instead")
	case !year.Holds(m.On):
		c.Add("when", "Choose a date in this learning year, from "+year.From().Short()+" to today")
	}
}
