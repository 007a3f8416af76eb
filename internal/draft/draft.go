// Package draft keeps words that are not saved yet, for any long form of any
// concept: what somebody typed survives a closed tab, a lost connection and a
// second tab. It knows a form by its name only; what the words mean is the
// business of the concept whose form it is. Nobody but the writer ever sees a
// draft, and no draft is part of any record.
package draft

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"learningyear/internal/fault"
)

// Names of the fields that a form with a draft carries beside its own.
const (
	// KeyField holds the draft's key and, after a space, the key of the draft
	// that it carries on from, if any.
	KeyField = "draft"
	// FormField holds the name of the form.
	FormField = "draft_form"
	// HereField holds the address of the form itself, to carry on from a list.
	HereField = "draft_here"
	// OwnerField holds the key of whoever opened the form: words are never saved
	// for anybody else who has signed in with the same browser since.
	OwnerField = "draft_of"
	// BackField holds the address to come back to after "Save and come back".
	BackField = "draft_back"
)

// Bounds that keep one person from filling the organisation's disk.
const (
	// MaxBytes is the size of one draft's fields as they are kept.
	MaxBytes = 200_000
	// MaxOpen is how many unfinished drafts one person may have.
	MaxOpen = 30
	// Lifetime is how long an unfinished draft is kept after it was last saved.
	Lifetime = 30 * 24 * time.Hour
	// tombstoneLife is how long a finished draft's key is remembered: longer
	// than any request may be under way.
	tombstoneLife = 24 * time.Hour
)

// State is what became of a draft.
type State string

// The states: open until the form is saved (finished) or its words are thrown
// away (discarded), which can be taken back.
const (
	Open      State = "open"
	Discarded State = "discarded"
	Finished  State = "finished"
)

// Draft is one form's unsaved words.
type Draft struct {
	ID       string
	PersonID string
	// Form is the name of the form: "diary/new", "interview/ID/record".
	Form    string
	Body    string
	State   State
	SavedAt time.Time
	Version int
}

// TableName is the table of drafts.
func (Draft) TableName() string { return "drafts" }

// Fields are the form's fields as they were typed.
func (d Draft) Fields() url.Values {
	fields := url.Values{}
	// A body that cannot be read is an empty form, never an error page.
	_ = json.Unmarshal([]byte(d.Body), &fields)
	return fields
}

// choice is what radios, boxes and the form's own fields send, as far as it can
// be told from words.
var choice = regexp.MustCompile(`^[a-z0-9_-]*$`)

// Preview is the beginning of the longest text: enough to know it again. The
// limit counts characters.
func (d Draft) Preview(limit int) string {
	longest := ""
	for name, values := range d.Fields() {
		for _, v := range values {
			if !slices.Contains(silent, name) && !choice.MatchString(v) && utf8.RuneCountInString(v) > utf8.RuneCountInString(longest) {
				longest = v
			}
		}
	}
	runes := []rune(strings.Join(strings.Fields(longest), " "))
	if len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit])) + "…"
	}
	return string(runes)
}

// unkept are fields of the form's machinery, which are not kept; nor are the
// silent ones any words of the person's.
var (
	unkept = []string{"once", KeyField, FormField, OwnerField}
	silent = []string{"version", HereField, BackField}
)

var formName = regexp.MustCompile(`^[a-z0-9][a-z0-9/_-]{0,119}$`)

// bodyOf makes the kept form of a form's fields; blank says that there is
// nothing worth keeping in them.
func bodyOf(fields url.Values) (body string, blank bool, err error) {
	kept := url.Values{}
	blank = true
	for name, values := range fields {
		if slices.Contains(unkept, name) {
			continue
		}
		for _, v := range values {
			if !utf8.ValidString(name) || !utf8.ValidString(v) {
				return "", false, fault.InvalidField("", "This holds a character that cannot be kept. Remove it and try again")
			}
			blank = blank && (slices.Contains(silent, name) || strings.TrimSpace(v) == "")
		}
		kept[name] = values
	}
	encoded, err := json.Marshal(kept)
	if err != nil {
		return "", false, fmt.Errorf("writing a draft down: %w", err)
	}
	if len(encoded) > MaxBytes {
		return "", false, fault.InvalidField("", "This is too long to be kept as a draft. Save part of it first")
	}
	return string(encoded), blank, nil
}

// keysIn reads the value of KeyField: the draft's key, and the key of the one
// that it carries on from.
func keysIn(value string) (id, from string, ok bool) {
	id, from, _ = strings.Cut(strings.TrimSpace(value), " ")
	return id, from, isKey(id) && (from == "" || isKey(from))
}

// isKey takes keys in the form in which they are kept, only: PostgreSQL would
// take others too, and SQLite would not find them.
func isKey(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil && s == strings.ToLower(s) }
