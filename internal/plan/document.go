package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/calendar"
	"learningyear/internal/money"
)

// Document is a plan as it stood when it was agreed or reviewed: what is sealed.
// Its JSON is kept for good, so names may be added and never changed.
type Document struct {
	Person    string           `json:"person"`
	Year      string           `json:"year"`
	Revision  int              `json:"revision"`
	HowILearn string           `json:"how_i_learn,omitempty"`
	Targets   []DocumentTarget `json:"targets"`
}

// DocumentTarget is a target in a sealed plan.
type DocumentTarget struct {
	Number      int                 `json:"number"`
	Need        string              `json:"need"`
	Why         string              `json:"why,omitempty"`
	Source      Source              `json:"source"`
	SourceWords string              `json:"source_words,omitempty"`
	Strategies  []DocumentStrategy  `json:"strategies,omitempty"`
	Criteria    []DocumentCriterion `json:"criteria,omitempty"`
	Evidence    string              `json:"evidence,omitempty"`
	By          calendar.Date       `json:"by"`
	CostPence   money.Pence         `json:"cost_pence,omitempty"`
	Minutes     int                 `json:"minutes,omitempty"`
	CarriedFrom string              `json:"carried_from,omitempty"`
	Progress    Progress            `json:"progress"`
	Outcome     OutcomeKind         `json:"outcome,omitempty"`
	OutcomeOn   calendar.Date       `json:"outcome_on"`
	OutcomeWhy  string              `json:"outcome_why,omitempty"`
}

// DocumentStrategy is a strategy in a sealed plan.
type DocumentStrategy struct {
	Number    int           `json:"number"`
	Kind      Kind          `json:"kind"`
	OffTheJob bool          `json:"off_the_job"`
	Words     string        `json:"words"`
	By        calendar.Date `json:"by"`
	Status    Status        `json:"status"`
}

// DocumentCriterion is a success criterion in a sealed plan.
type DocumentCriterion struct {
	Number int           `json:"number"`
	Words  string        `json:"words"`
	MetOn  calendar.Date `json:"met_on"`
}

// document writes down the newest revision.
func (p Plan) document(person string) Document {
	d := Document{Person: person, Year: p.Year, Revision: p.Revision, HowILearn: p.HowILearn, Targets: []DocumentTarget{}}
	for _, t := range p.Written() {
		dt := DocumentTarget{
			Number: t.Number, Need: t.Need, Why: t.Why, Source: t.Source, SourceWords: t.SourceWords,
			Evidence: t.Evidence, By: t.ByDate, CostPence: t.CostPence, Minutes: t.Minutes, CarriedFrom: t.CarriedFrom,
			Progress: t.Progress, Outcome: t.Outcome, OutcomeOn: t.OutcomeOn, OutcomeWhy: t.OutcomeWhy,
		}
		for _, s := range t.Strategies {
			dt.Strategies = append(dt.Strategies, DocumentStrategy{s.Number, s.Kind, s.OffTheJob, s.Words, s.ByDate, s.Status})
		}
		for _, c := range t.Criteria {
			dt.Criteria = append(dt.Criteria, DocumentCriterion{c.Number, c.Words, c.MetOn})
		}
		d.Targets = append(d.Targets, dt)
	}
	return d
}

// SealKind says at which point a document was sealed.
type SealKind string

// The points at which a plan is fixed.
const (
	SealedAgreed   SealKind = "agreed"
	SealedReviewed SealKind = "reviewed"
)

// Revision is a sealed document of a plan, never changed again.
type Revision struct {
	ID            string
	PlanID        string
	Number        int
	Kind          SealKind
	SealedAt      time.Time
	ByID          *string
	ByName        string
	ActingForName string
	Document      string
	Digest        string
}

// TableName is the table of sealed documents.
func (Revision) TableName() string { return "plan_revisions" }

// errBroken is a sealed document that is not as it was written.
var errBroken = errors.New("a sealed plan is not as it was written")

// seal fixes a document and the digest by which a later change would show.
func seal(d Document) (text, digest string, err error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return "", "", fmt.Errorf("writing down the plan: %w", err)
	}
	sum := sha256.Sum256(raw)
	return string(raw), hex.EncodeToString(sum[:]), nil
}

// Open reads the sealed document, and refuses one that was changed since.
func (r Revision) Open() (Document, error) {
	sum := sha256.Sum256([]byte(r.Document))
	if hex.EncodeToString(sum[:]) != r.Digest {
		return Document{}, errBroken
	}
	var d Document
	if err := json.Unmarshal([]byte(r.Document), &d); err != nil {
		return Document{}, fmt.Errorf("reading a sealed plan: %w", err)
	}
	return d, nil
}

// DifferenceKind says what happened to a target between two revisions.
type DifferenceKind string

// What may happen to a target.
const (
	Added   DifferenceKind = "added"
	Removed DifferenceKind = "removed"
	Changed DifferenceKind = "changed"
)

// Difference is what happened to one target between two revisions.
type Difference struct {
	Target int
	Need   string
	Kind   DifferenceKind
	Fields []FieldChange
}

// FieldChange is one thing said otherwise than before. Empty is "nothing".
type FieldChange struct {
	Label  string
	Before string
	After  string
}

// Compare lists what differs in the wording of two revisions; ticks and progress,
// which need no agreement, are left out.
func Compare(before, after Document) []Difference {
	var out []Difference
	for _, t := range after.Targets {
		i := slices.IndexFunc(before.Targets, func(b DocumentTarget) bool { return b.Number == t.Number })
		if i < 0 {
			out = append(out, Difference{Target: t.Number, Need: t.Need, Kind: Added})
			continue
		}
		if fields := t.against(before.Targets[i]); len(fields) > 0 {
			out = append(out, Difference{t.Number, t.Need, Changed, fields})
		}
	}
	for _, b := range before.Targets {
		if !slices.ContainsFunc(after.Targets, func(t DocumentTarget) bool { return t.Number == b.Number }) {
			out = append(out, Difference{Target: b.Number, Need: b.Need, Kind: Removed})
		}
	}
	return out
}

func (t DocumentTarget) against(before DocumentTarget) []FieldChange {
	var out []FieldChange
	say := func(label, was, is string) {
		if was != is {
			out = append(out, FieldChange{label, was, is})
		}
	}
	say("Target", before.Need, t.Need)
	say("Why", before.Why, t.Why)
	say("Came from", before.cameFrom(), t.cameFrom())
	say("Strategies", before.strategyLines(), t.strategyLines())
	say("Success criteria", before.criterionLines(), t.criterionLines())
	say("Evidence expected", before.Evidence, t.Evidence)
	say("By", before.By.Short(), t.By.Short())
	say("Estimated cost", said(before.CostPence.String(), before.CostPence > 0), said(t.CostPence.String(), t.CostPence > 0))
	say("Estimated time", said(Duration(before.Minutes), before.Minutes > 0), said(Duration(t.Minutes), t.Minutes > 0))
	return out
}

func (t DocumentTarget) cameFrom() string { return CameFrom(t.Source, t.SourceWords) }

func (t DocumentTarget) strategyLines() string {
	lines := make([]string, len(t.Strategies))
	for i, s := range t.Strategies {
		lines[i] = s.Words + " (" + WayWords(s.Kind, s.OffTheJob)
		if !s.By.IsZero() {
			lines[i] += ", " + s.By.Short()
		}
		lines[i] += ")"
	}
	return strings.Join(lines, "\n")
}

func (t DocumentTarget) criterionLines() string {
	lines := make([]string, len(t.Criteria))
	for i, c := range t.Criteria {
		lines[i] = c.Words
	}
	return strings.Join(lines, "\n")
}

// CameFrom puts the source of a need into words: "appraisal, July 2026".
func CameFrom(s Source, words string) string {
	if words = strings.TrimSpace(words); words != "" {
		return s.Label() + ", " + words
	}
	return s.Label()
}

// WayWords says how a strategy is learned: "off the job, course".
func WayWords(k Kind, off bool) string {
	words := "on the job"
	if off {
		words = "off the job"
	}
	if k == Other {
		return words
	}
	return words + ", " + strings.ToLower(k.Label())
}

// Duration puts minutes into words: "1 hour", "1½ hours", "2 hours 20 minutes".
func Duration(minutes int) string {
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return plural(rest, "minute")
	case rest == 0:
		return plural(hours, "hour")
	case rest == 30:
		return itoa(hours) + "½ hours"
	}
	return plural(hours, "hour") + " " + plural(rest, "minute")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return itoa(n) + " " + noun + "s"
}

func said(words string, is bool) string {
	if !is {
		return ""
	}
	return words
}

func itoa(n int) string { return strconv.Itoa(n) }

func lineName(kind string, i int) string { return kind + "-" + itoa(i+1) }

// Target gives a sealed target in the form of a live one, to show it alike.
func (t DocumentTarget) Target() Target {
	out := Target{
		Number: t.Number, Need: t.Need, Why: t.Why, Source: t.Source, SourceWords: t.SourceWords, Evidence: t.Evidence,
		ByDate: t.By, CostPence: t.CostPence, Minutes: t.Minutes, CarriedFrom: t.CarriedFrom, Progress: t.Progress,
		Outcome: t.Outcome, OutcomeOn: t.OutcomeOn, OutcomeWhy: t.OutcomeWhy,
	}
	for _, s := range t.Strategies {
		out.Strategies = append(out.Strategies, Strategy{Number: s.Number, Kind: s.Kind, OffTheJob: s.OffTheJob, Words: s.Words, ByDate: s.By, Status: s.Status})
	}
	for _, c := range t.Criteria {
		out.Criteria = append(out.Criteria, Criterion{Number: c.Number, Words: c.Words, MetOn: c.MetOn})
	}
	return out
}
