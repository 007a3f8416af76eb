package stafflist

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// What is remembered of a record is what the last list that named it said, field
// by field in the order of its constants. So a field that is now something else
// than the list said was changed here, by hand.
type field int

// The fields of a unit.
const (
	unitName field = iota
	unitFields
)

// The fields of a post. The unit and the post reported to are remembered by
// their keys.
const (
	postTitle field = iota
	postGrade
	postUnit
	postAbove
	postTo
	postFields
)

// The fields of a person.
const (
	personName field = iota
	personKnownAs
	personEmail
	personStart
	personLeft
	personFields
)

// The fields of an appointment.
const (
	heldShare field = iota
	heldFrom
	heldTo
	heldFields
)

// said is what a list says of one record.
type said struct {
	// kept is what the last list said, as it is kept, or asItWas; empty where none
	// named the record, or where the record itself was made here by hand.
	kept string
	// byHand says that the record was made here, of somebody whom a list had
	// named: what the list says of it is not what it was made with.
	byHand bool
	// told says of which fields this list says something, bit by bit; now is what.
	told uint8
	now  []string
}

// asItWas stands for what the last list said where the record was just so before
// this one: that most are, and their texts need not be held.
const asItWas = "="

// last is what the last list said, given how the record was before this one; nil
// where it named the record not.
func (s *said) last(was []string) []string {
	if s.kept == asItWas {
		return was
	}
	return decode(s.kept)
}

// tell notes what the list says.
func (s *said) tell(of, fields field, value string) {
	if s.now == nil {
		s.now = make([]string, fields)
	}
	s.now[of] = value
	s.told |= 1 << of
}

// touched says whether the field, as it was before this list, was changed since the
// last one.
func (s *said) touched(of field, here string) bool {
	return s.byHand || s.kept != "" && s.kept != asItWas && decode(s.kept)[of] != here
}

// keep is what is to be remembered, given how the record now is and was: what this
// list says, else what the last one said, else how it is. Nothing where that is
// remembered already.
func (s *said) keep(is, was []string) []string {
	out, last := slices.Clone(is), s.last(was)
	for i := range out {
		switch {
		case s.told&(1<<i) != 0:
			out[i] = s.now[i]
		case last != nil:
			out[i] = last[i]
		}
	}
	if last != nil && slices.Equal(out, last) {
		return nil
	}
	return out
}

// Memory is what the last lists said, as it is kept, by the key of the record.
type Memory map[string]string

// of is what is kept of a record; nothing where it does not fit.
func (m Memory) of(id string, fields field) said {
	text := m[id]
	if text != asItWas && len(decode(text)) != int(fields) {
		return said{}
	}
	return said{kept: text}
}

// thin is what is kept of what there is, without the texts of what is just so: in a
// large organisation the most of it.
func (m Memory) thin(now people.Structure) Memory {
	out := make(Memory, len(m))
	keep := func(id string, is []string) {
		switch text := m[id]; {
		case text == "":
		case slices.Equal(decode(text), is):
			out[id] = asItWas
		default:
			out[id] = text
		}
	}
	for _, u := range now.Units {
		keep(u.ID, unitValues(u))
	}
	for _, p := range now.Posts {
		keep(p.ID, postValues(p))
	}
	for _, x := range now.Persons {
		keep(x.ID, personValues(x))
	}
	for _, a := range now.Appointments {
		keep(a.ID, heldValues(a))
	}
	return out
}

// decode reads what encode made; nil where it did not.
func decode(text string) []string {
	if text == "" {
		return nil
	}
	inner, opens := strings.CutPrefix(text, `["`)
	inner, closes := strings.CutSuffix(inner, `"]`)
	if opens && closes && !strings.Contains(text, `\`) { // the parts of it as they are
		return strings.Split(inner, `","`)
	}
	var out []string
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil
	}
	return out
}

// toRemember goes through what is to be remembered of what the list said, by key,
// where it is not kept already.
func (p *planner) toRemember(yield func(id, text string) bool) {
	tell := func(id string, s *said, is, was []string) bool {
		values := s.keep(is, was)
		return values == nil || yield(id, encode(values))
	}
	for _, u := range p.units {
		if u.named && u != p.root && !tell(u.ID, &u.said, unitValues(u.Unit), unitValues(*u.was)) {
			return
		}
	}
	for _, post := range p.posts {
		if post.row != nil && !tell(post.ID, &post.said, postValues(post.Post), postValues(*post.was)) {
			return
		}
	}
	for _, x := range p.persons {
		if (len(x.rows) > 0 || x.dropped) && !tell(x.ID, &x.said, personValues(x.Person), personValues(*x.was)) {
			return
		}
		for _, h := range x.held {
			if (h.row != nil || h.fate() == ended) && !tell(h.ID, &h.said, heldValues(h.Appointment), heldValues(*h.was)) {
				return
			}
		}
	}
}

// encode is the form in which it is kept.
func encode(values []string) string {
	text, err := json.Marshal(values)
	if err != nil { // texts always can
		return "[]"
	}
	return string(text)
}

func dateOf(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

func unitValues(u people.Unit) []string { return []string{u.Name} }

func postValues(x people.Post) []string {
	return []string{x.Title, x.Grade, x.UnitID, text(x.ReportsToID), x.ToDate.String()}
}

func personValues(x people.Person) []string {
	return []string{x.Name, x.KnownAs, x.EmailAddress(), x.StartedOn.String(), x.LeftOn.String()}
}

func (h *heldNow) fate() fate {
	return fateOf(h.isNew, *h.was != h.Appointment, !h.ToDate.IsZero() && h.ToDate != h.was.ToDate)
}

func heldValues(h people.Appointment) []string {
	return []string{strconv.Itoa(h.FTEThousandths), h.FromDate.String(), h.ToDate.String()}
}

// Kept is something that was changed here by hand since the last list, and that
// the list says otherwise.
type Kept struct {
	Line int `json:"line"`
	// What is the kind of record and Who its name, Field what of it differs.
	What  string `json:"what"`
	Who   string `json:"who"`
	Field string `json:"field"`
	// Here is what stands here, List what the list says.
	Here string `json:"here"`
	List string `json:"list"`
}

// maxKept bounds how many are listed; all are counted.
const maxKept = 500

// settle is what a field shall be: what the list says, unless it was changed
// here since the last list and the file is not to be taken. Here and says are the
// values as they are remembered.
func (p *planner) settle(s *said, of, fields field, here, says string, k Kept) string {
	s.tell(of, fields, says)
	if here == says || !s.touched(of, here) {
		return says
	}
	if p.kept(k) {
		return here
	}
	return says
}

// kept notes that something is kept as it is here, and says whether it is.
func (p *planner) kept(k Kept) bool {
	p.byHand++
	if len(p.keeps) < maxKept {
		p.keeps = append(p.keeps, k)
	}
	return !p.takeFile
}
