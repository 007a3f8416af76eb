package appraisal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Party is a person as they were when the document was made.
type Party struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Known string `json:"known_as,omitempty"`
	Post  string `json:"post,omitempty"`
	Unit  string `json:"unit,omitempty"`
}

// CriterionFact is a success criterion and, where the person ticked it, when.
type CriterionFact struct {
	Text  string        `json:"text"`
	MetOn calendar.Date `json:"met_on,omitzero"`
}

// TargetFact is a target of the learning plan as gathered.
type TargetFact struct {
	Key        string          `json:"key"`
	Number     int             `json:"number"`
	Need       string          `json:"need"`
	Why        string          `json:"why,omitempty"`
	Strategies []string        `json:"strategies,omitempty"`
	Criteria   []CriterionFact `json:"criteria,omitempty"`
	ByWhen     calendar.Date   `json:"by_when,omitzero"`
}

// Met counts the criteria that the person ticked.
func (t TargetFact) Met() int {
	n := 0
	for _, c := range t.Criteria {
		if !c.MetOn.IsZero() {
			n++
		}
	}
	return n
}

// TaskFact is a task of the work programme as gathered.
type TaskFact struct {
	Key        string        `json:"key"`
	Number     int           `json:"number"`
	Task       string        `json:"task"`
	Criteria   []string      `json:"criteria,omitempty"`
	Indicators string        `json:"indicators,omitempty"`
	ByWhen     calendar.Date `json:"by_when,omitzero"`
}

// InterviewFact is that a learning interview was held, when and with whom;
// never what was said.
type InterviewFact struct {
	On      calendar.Date `json:"on"`
	Partner string        `json:"partner"`
	// Confirmed says that the learner has confirmed its record.
	Confirmed bool `json:"confirmed"`
}

// EntryFact is a diary entry that the person chose to bring, quoted.
type EntryFact struct {
	ID      string        `json:"id"`
	On      calendar.Date `json:"on"`
	Learned string        `json:"learned"`
	Next    string        `json:"next,omitempty"`
}

// DayFact is a day on which the person learned off the job, and for how long.
type DayFact struct {
	On      calendar.Date `json:"on"`
	Minutes int           `json:"minutes"`
}

// ManagerFact is for how long somebody was the person's line manager within the
// learning year, both days inclusive; without a last day they still were when the
// document was made.
type ManagerFact struct {
	ID   string        `json:"id"`
	Name string        `json:"name"`
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to,omitzero"`
}

// Words are "Dan Okoro, 1 September 2026 to 10 May 2027".
func (m ManagerFact) Words() string {
	if m.To.IsZero() {
		return m.Name + ", since " + m.From.Short()
	}
	return m.Name + ", " + m.From.Short() + " to " + m.To.Short()
}

// Gathered is what an appraisal draws together by itself from a person's year.
type Gathered struct {
	// From and To are the first and the last day of the learning year.
	From calendar.Date `json:"from,omitzero"`
	To   calendar.Date `json:"to,omitzero"`

	HowILearn          string          `json:"how_i_learn,omitempty"`
	Targets            []TargetFact    `json:"targets,omitempty"`
	Tasks              []TaskFact      `json:"tasks,omitempty"`
	Interviews         []InterviewFact `json:"interviews,omitempty"`
	InterviewsEntitled int             `json:"interviews_entitled"`
	// HalfDays off the job that were used, and that the person is entitled to.
	HalfDays         int `json:"half_days"`
	HalfDaysEntitled int `json:"half_days_entitled"`
	// OffTheJob are the days off the job, for the line of the year. On which other
	// days the diary was written in is the person's own.
	OffTheJob []DayFact   `json:"off_the_job,omitempty"`
	Entries   []EntryFact `json:"entries,omitempty"`
}

// InWords says what the line of the year shows: "3 interviews and 2½ days off the job".
// It is a heading: where there is neither, the figures say so, and this does not.
func (g Gathered) InWords() string {
	if len(g.Interviews) == 0 && g.HalfDays == 0 {
		return "The learning year"
	}
	interviews, days := fmt.Sprintf("%d interviews", len(g.Interviews)), calendar.HalfDays(g.HalfDays)+" days off the job"
	switch len(g.Interviews) {
	case 0:
		interviews = "No interviews"
	case 1:
		interviews = "1 interview"
	}
	switch g.HalfDays {
	case 0:
		days = "no days off the job"
	case 1, 2:
		days = calendar.HalfDays(g.HalfDays) + " day off the job"
	}
	return interviews + " and " + days
}

// Topics are what both voices speak of: every target, every task, and the
// reflections that all appraisals share.
func (g Gathered) Topics() []Topic {
	var out []Topic
	for _, t := range g.Targets {
		out = append(out, numbered(AboutTarget, t.Key, t.Number, t.Need, t.facts()))
	}
	for _, t := range g.Tasks {
		out = append(out, numbered(AboutTask, t.Key, t.Number, t.Task, t.facts()))
	}
	return append(out, Reflections()...)
}

// numbered is the topic of a target or task.
func numbered(kind Kind, key string, number int, words, facts string) Topic {
	short := fmt.Sprintf("%s %d", kind, number)
	named := strings.ToUpper(short[:1]) + short[1:]
	t := Topic{Key: key, Kind: kind, Short: short, Title: named, Said: short, Facts: facts, Ask: named + ", in your words"}
	if words != "" {
		t.Title += ". " + words
	}
	return t
}

func (t TargetFact) facts() string {
	var parts []string
	switch n := len(t.Criteria); n {
	case 0:
	case 1:
		parts = append(parts, fmt.Sprintf("%d of 1 success criterion met", t.Met()))
	default:
		parts = append(parts, fmt.Sprintf("%d of %d success criteria met", t.Met(), n))
	}
	if !t.ByWhen.IsZero() {
		parts = append(parts, "by "+t.ByWhen.Short())
	}
	return strings.Join(parts, " · ")
}

func (t TaskFact) facts() string {
	if t.ByWhen.IsZero() {
		return ""
	}
	return "By " + t.ByWhen.Short()
}

// Addendum is a dated note that person or appraiser added after closing.
type Addendum struct {
	ID          string    `json:"-"`
	AppraisalID string    `json:"-"`
	AuthorID    string    `json:"author_id"`
	AuthorName  string    `json:"author_name"`
	Text        string    `json:"text"`
	At          time.Time `json:"at"`
}

// TableName is the table of addenda.
func (Addendum) TableName() string { return "appraisal_addenda" }

// Document is the whole appraisal as one value: what the page shows, what is
// sealed, and what the annual appraisal report lays out. Of an open appraisal it
// is made anew each time; of a closed one it is what was sealed, whatever has
// changed since.
type Document struct {
	// Format is the version of this shape; a sealed document keeps its own.
	Format       int    `json:"format"`
	Organisation string `json:"organisation"`
	Cycle        string `json:"cycle"`
	Year         string `json:"year"`
	Person       Party  `json:"person"`
	Appraiser    Party  `json:"appraiser"`
	// Managers are all line managers of the year with their times, the first one
	// first, where there was more than one time.
	Managers   []ManagerFact `json:"managers,omitempty"`
	Gathered   Gathered      `json:"gathered"`
	Self       Voice         `json:"self"`
	Response   Voice         `json:"response"`
	MetOn      calendar.Date `json:"met_on,omitzero"`
	Agreements Agreements    `json:"agreements"`
	// Statement is the person's own note beside their signature; it travels with
	// the record whatever it says.
	Statement  string      `json:"statement,omitempty"`
	Signatures []Signature `json:"signatures,omitempty"`
	// Waived is nil but where it was closed without a countersignature.
	Waived   *Waiver   `json:"waived,omitempty"`
	ClosedAt time.Time `json:"closed_at,omitzero"`

	// Addenda come after the seal and are no part of it.
	Addenda []Addendum `json:"-"`
	// Seal is the hash over the sealed bytes; empty for an open appraisal.
	Seal string `json:"-"`
}

const documentFormat = 1

// Topics are what both voices speak of: those of the records and, after them,
// whatever was said of a target or task that has left them since. No words are
// lost because a plan was changed.
func (d Document) Topics() []Topic {
	out := d.Gathered.Topics()
	there := map[string]bool{}
	for _, t := range out {
		there[t.Key] = true
	}
	var gone []Topic
	for _, v := range []Voice{d.Self, d.Response} {
		for key, said := range v {
			if there[key] || fault.Blank(said.Text) && said.Judgement == JudgedNot {
				continue
			}
			there[key] = true
			gone = append(gone, leftTopic(key))
		}
	}
	slices.SortFunc(gone, func(a, b Topic) int { return cmp.Or(cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key)) })
	return append(out, gone...)
}

// leftTopic names a target or task that is no longer in the plan or programme.
func leftTopic(key string) Topic {
	kind, where := AboutTarget, "learning plan"
	if strings.HasPrefix(key, string(AboutTask)) {
		kind, where = AboutTask, "work programme"
	}
	number, _ := strconv.Atoi(strings.TrimPrefix(key, string(kind)+"-"))
	t := numbered(kind, key, number, "", "No longer in the "+where)
	t.Kind = AboutLeft
	return t
}

// seal writes the document as the bytes that are kept for good, and their hash.
func (d Document) seal() (text, hash string, err error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return "", "", fmt.Errorf("sealing the appraisal: %w", err)
	}
	return string(raw), sealHash(string(raw)), nil
}

func sealHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// unseal reads a sealed document and holds it against its hash.
func unseal(text, hash string) (Document, error) {
	if sealHash(text) != hash {
		return Document{}, fmt.Errorf("the sealed appraisal is not as it was closed")
	}
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return Document{}, fmt.Errorf("reading the sealed appraisal: %w", err)
	}
	if d.Format > documentFormat {
		return Document{}, fmt.Errorf("the sealed appraisal was written by a newer program (format %d)", d.Format)
	}
	d.Seal = hash
	return d, nil
}
