// Package diary holds a person's learning diary: entries that are theirs alone
// until they share them, entry by entry, with their learning partner, their line
// manager or their team. Others learn figures from it (days, numbers of entries)
// and never words that were not shared with them.
package diary

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/spelling"
)

// Kind says how the learning came about.
type Kind string

// The kinds of learning.
const (
	Informal Kind = "informal"
	Course   Kind = "course"
)

// Place says where the learning happened, in the policy's sense.
type Place string

// The places of learning. Only what was off the job counts towards the days
// that everybody is entitled to.
const (
	OnTheJob  Place = "on_the_job"
	OffTheJob Place = "off_the_job"
)

// State is whether an entry is kept. What was never saved is a draft, and no entry.
type State string

// The states. A deleted entry is seen by its owner only, and gone for good after
// [Recoverable].
const (
	Kept    State = "kept"
	Deleted State = "deleted"
)

// moves is the table of transitions: by the name of the act, from where to where.
var moves = map[string]struct{ from, to State }{
	"deleted":      {Kept, Deleted},
	"brought back": {Deleted, Kept},
}

const (
	// Recoverable is how long a deleted entry can be brought back.
	Recoverable = 30 * 24 * time.Hour
	// MaxText is the length of each of an entry's texts, in characters.
	MaxText = 10_000
	// MaxMinutes is the longest that one entry may have taken.
	MaxMinutes = 6000
)

// Sharable are those with whom an entry can be shared.
const Sharable = access.Partner | access.Manager | access.Team

// earliest is the first date that an entry may have.
var earliest = calendar.NewDate(1950, time.January, 1)

// Entry is one entry of a diary.
type Entry struct {
	ID       string
	PersonID string
	// Number counts a person's entries from 1; a number is never given twice.
	Number     int
	Learned    string
	Happened   string
	NextStep   string
	HappenedOn calendar.Date
	Kind       Kind
	Place      Place
	// Minutes is how long it took; 0 where that was not said.
	Minutes       int
	SharedPartner bool
	SharedManager bool
	SharedTeam    bool
	State         State
	DeletedAt     *time.Time
	Folded        string
	CreatedAt     time.Time
	ChangedAt     time.Time
	Version       int
}

// TableName is the table of entries.
func (Entry) TableName() string { return "diary_entries" }

// SharedWith are the relations with whom the owner shares the entry.
func (e Entry) SharedWith() access.Relation {
	with := access.None
	if e.SharedPartner {
		with |= access.Partner
	}
	if e.SharedManager {
		with |= access.Manager
	}
	if e.SharedTeam {
		with |= access.Team
	}
	return with
}

// Visible says whether somebody who is rel to the entry's owner sees it. The
// query of every list and every load says the same; a test holds them together.
func (e Entry) Visible(rel access.Relation) bool {
	return rel.Has(access.Owner) || (e.State == Kept && access.Shared(rel, e.SharedWith()))
}

// Words are what a person writes and chooses for an entry.
type Words struct {
	Learned  string
	Happened string
	NextStep string
	// On is when it happened; none is today.
	On      calendar.Date
	Kind    Kind
	Place   Place
	Minutes int
	// Share is with whom; of other relations nothing is taken.
	Share access.Relation
}

// Check takes the words as they will be kept, or says what is wrong with them,
// field by field: learned, happened, next, on, minutes. Started is when the
// person began here; none, or a day to come, sets no bound.
func (w Words) Check(today, started calendar.Date) (Words, error) {
	var c fault.Collector
	w.Learned = c.Required("learned", "What you learned", w.Learned, MaxText, "Write what you learned, even a few words")
	w.Happened = c.Text("happened", "What happened", w.Happened, MaxText)
	w.NextStep = c.Text("next", "What you will try next", w.NextStep, MaxText)
	if w.On.IsZero() {
		w.On = today
	}
	first := earliest
	if started.After(first) && !started.After(today) {
		first = started
	}
	c.Check(!w.On.After(today), "on", "Enter today's date or an earlier one")
	c.Check(!w.On.Before(first), "on", "Enter a date from "+first.Short()+" on")
	c.Check(w.Minutes >= 0 && w.Minutes <= MaxMinutes, "minutes", "Enter 100 hours or less")
	if !slices.Contains([]Kind{Informal, Course}, w.Kind) {
		w.Kind = Informal
	}
	if !slices.Contains([]Place{OnTheJob, OffTheJob}, w.Place) {
		w.Place = OnTheJob
	}
	w.Share &= Sharable
	return w, c.Err()
}

// Words are the entry's, as its form is filled with.
func (e Entry) Words() Words {
	return Words{e.Learned, e.Happened, e.NextStep, e.HappenedOn, e.Kind, e.Place, e.Minutes, e.SharedWith()}
}

// take puts checked words into the entry.
func (e *Entry) take(w Words) {
	e.Learned, e.Happened, e.NextStep = w.Learned, w.Happened, w.NextStep
	e.HappenedOn, e.Kind, e.Place, e.Minutes = w.On, w.Kind, w.Place, w.Minutes
	e.SharedPartner, e.SharedManager, e.SharedTeam = w.Share.Has(access.Partner), w.Share.Has(access.Manager), w.Share.Has(access.Team)
	e.Folded = spelling.Fold(w.Learned + "\n" + w.Happened + "\n" + w.NextStep)
}

// differences are the entry's own texts where they are not those of w, for
// whoever opened it before it was changed.
func (e Entry) differences(w Words) []fault.Theirs {
	var out []fault.Theirs
	now := e.Words()
	for _, d := range []struct{ label, stands, typed string }{
		{"What you learned", now.Learned, w.Learned},
		{"What happened", now.Happened, w.Happened},
		{"What you will try next", now.NextStep, w.NextStep},
		{"When", now.On.Short(), w.On.Short()},
		{"Kind", now.Kind.Words(), w.Kind.Words()},
		{"Where", now.Place.Words(), w.Place.Words()},
		{"How long", Length(now.Minutes), Length(w.Minutes)},
		{"Shared with", sharedWords(now.Share), sharedWords(w.Share)},
	} {
		if d.stands != d.typed {
			out = append(out, fault.Theirs{Label: d.label, Text: d.stands})
		}
	}
	return out
}

// Words is the kind as pages say it.
func (k Kind) Words() string {
	if k == Course {
		return "A course or event"
	}
	return "Informal"
}

// Words is the place as pages say it.
func (p Place) Words() string {
	if p == OffTheJob {
		return "Off the job"
	}
	return "On the job"
}

// sharedWords names relations as the trail and the owner say them.
func sharedWords(with access.Relation) string {
	var words []string
	for _, w := range []struct {
		rel  access.Relation
		word string
	}{{access.Partner, "learning partner"}, {access.Manager, "line manager"}, {access.Team, "team"}} {
		if with.Has(w.rel) {
			words = append(words, w.word)
		}
	}
	if len(words) == 0 {
		return "nobody"
	}
	return strings.Join(words, ", ")
}

// sharingAct is what a change of sharing is called in the trail; empty for no change.
func sharingAct(before, after access.Relation) string {
	switch {
	case before == after:
		return ""
	case after == access.None:
		return "stopped sharing"
	}
	return "shared with " + sharedWords(after)
}

// HalfDays are the whole half-days in a sum of minutes off the job, where a full
// day has dayMinutes. A year's minutes are summed first and rounded down once,
// so that three hours in six pieces are half a day, and a few minutes over use
// up nothing of what a person is entitled to. See [Over] for the rest.
func HalfDays(minutes, dayMinutes int) int {
	if dayMinutes <= 1 || minutes <= 0 {
		return 0
	}
	return minutes * 2 / dayMinutes
}

// Over are the minutes beyond the whole half-days.
func Over(minutes, dayMinutes int) int {
	if dayMinutes <= 1 || minutes <= 0 {
		return max(minutes, 0)
	}
	return minutes - (HalfDays(minutes, dayMinutes)*dayMinutes+1)/2
}

// YearAgo finds, of entries about a year old, the one nearest to the same date a
// year before today, the later of two; false where none is within [Around] days.
func YearAgo(entries []Entry, today calendar.Date) (Entry, bool) {
	then := today.AddMonths(-12)
	best, found := Around+1, Entry{}
	for _, e := range entries {
		days := then.DaysUntil(e.HappenedOn)
		if days < 0 {
			days = -days
		}
		if days > Around {
			continue
		}
		if days < best || (days == best && found.HappenedOn.Before(e.HappenedOn)) {
			best, found = days, e
		}
	}
	return found, best <= Around
}

// Around is how many days off the date a year ago an entry may be, either way.
const Around = 15

// Length is a number of minutes as people say it: "2 hours 30 minutes".
func Length(minutes int) string {
	hours, rest := minutes/60, minutes%60
	var words []string
	if hours > 0 {
		words = append(words, count(hours, "hour"))
	}
	if rest > 0 {
		words = append(words, count(rest, "minute"))
	}
	return strings.Join(words, " ")
}

// DayLength is Length, but says half-days where it comes to whole ones: "½ day".
func DayLength(minutes, dayMinutes int) string {
	n := HalfDays(minutes, dayMinutes)
	if n == 0 || Over(minutes, dayMinutes) != 0 {
		return Length(minutes)
	}
	if n <= 2 {
		return calendar.HalfDays(n) + " day"
	}
	return calendar.HalfDays(n) + " days"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
