package stafflist

import (
	"encoding/json"
	"slices"
	"strconv"

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
	// last is what the last list said; nil where none named the record, or
	// where the record itself was made here by hand.
	last []string
	// byHand says that the record was made here, of somebody whom a list had
	// named: what the list says of it is not what it was made with.
	byHand bool
	// now is what this list says, told which of it.
	now  []string
	told []bool
}

// tell notes what the list says.
func (s *said) tell(of, fields field, value string) {
	if s.now == nil {
		s.now, s.told = make([]string, fields), make([]bool, fields)
	}
	s.now[of], s.told[of] = value, true
}

// touched says whether the field, as it is here, was changed since the last list.
func (s *said) touched(of field, here string) bool {
	return s.byHand || s.last != nil && s.last[of] != here
}

// keep is what is to be remembered, given how the record now is: what this list
// says, else what the last one said, else how it is. Nothing where that is
// remembered already.
func (s *said) keep(is []string) []string {
	out := slices.Clone(is)
	for i := range out {
		switch {
		case s.told != nil && s.told[i]:
			out[i] = s.now[i]
		case s.last != nil:
			out[i] = s.last[i]
		}
	}
	if s.last != nil && slices.Equal(out, s.last) {
		return nil
	}
	return out
}

// Memory is what the last lists said, as it is kept, by the key of the record.
type Memory map[string]string

// of reads what is kept of a record; nothing where it does not fit.
func (m Memory) of(id string, fields field) []string {
	text, there := m[id]
	if !there {
		return nil
	}
	var out []string
	if err := json.Unmarshal([]byte(text), &out); err != nil || len(out) != int(fields) {
		return nil
	}
	return out
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
