package stafflist

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"learningyear/internal/calendar"
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
	// kept is what the last list said, as it is kept; empty where none named the
	// record, or where the record itself was made here by hand.
	kept string
	// byHand says that the record was made here, of somebody whom a list had
	// named: what the list says of it is not what it was made with.
	byHand bool
	// told says of which fields this list says something, bit by bit; now is what.
	told uint8
	now  []string
}

// last is what the last list said; nil where it named the record not.
func (s *said) last() []string { return decode(s.kept) }

// tell notes what the list says.
func (s *said) tell(of, fields field, value string) {
	if s.now == nil {
		s.now = make([]string, fields)
	}
	s.now[of] = value
	s.told |= 1 << of
}

// touched says whether the field, as it is here, was changed since the last list.
func (s *said) touched(of field, here string) bool {
	return s.byHand || s.kept != "" && s.last()[of] != here
}

// keep is what is to be remembered, given how the record now is: what this list
// says, else what the last one said, else how it is. Nothing where that is
// remembered already.
func (s *said) keep(is []string) []string {
	out, last := slices.Clone(is), s.last()
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
	if len(decode(text)) != int(fields) {
		return said{}
	}
	return said{kept: text}
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
	tell := func(id string, s *said, is []string) bool {
		values := s.keep(is)
		return values == nil || yield(id, encode(values))
	}
	for _, u := range p.units {
		if u.named && u != p.root && !tell(u.ID, &u.said, u.values()) {
			return
		}
	}
	for _, post := range p.posts {
		if post.row != nil && !tell(post.ID, &post.said, post.values()) {
			return
		}
	}
	for _, x := range p.persons {
		if (len(x.rows) > 0 || x.dropped) && !tell(x.ID, &x.said, x.values()) {
			return
		}
		for _, h := range x.held {
			if (h.row != nil || h.fate() == ended) && !tell(h.ID, &h.said, h.values()) {
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

func (u *unitNow) values() []string { return []string{u.Name} }

func (x *postNow) values() []string {
	return []string{x.Title, x.Grade, x.UnitID, text(x.ReportsToID), x.ToDate.String()}
}

func (x *personNow) values() []string {
	return []string{x.Name, x.KnownAs, x.EmailAddress(), x.StartedOn.String(), x.LeftOn.String()}
}

func (h *heldNow) fate() fate {
	return fateOf(h.isNew, *h.was != h.Appointment, !h.ToDate.IsZero() && h.ToDate != h.was.ToDate)
}

func (h *heldNow) values() []string {
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
