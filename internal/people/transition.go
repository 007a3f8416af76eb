package people

import (
	"slices"
	"strings"
	"unicode"

	"learningyear/internal/fault"
)

// PartnershipAct is a named transition of a partnership.
type PartnershipAct string

// The transitions after a nomination.
const (
	// AcceptNomination and DeclineNomination are the partner's answers.
	AcceptNomination  PartnershipAct = "accepted"
	DeclineNomination PartnershipAct = "declined"
	// WithdrawNomination takes an unanswered nomination back.
	WithdrawNomination PartnershipAct = "withdrew"
	// EndPartnership ends what was accepted.
	EndPartnership PartnershipAct = "ended"
)

// partnershipMoves is the transition table of partnerships.
func partnershipMoves() []struct {
	act      PartnershipAct
	from, to PartnershipState
} {
	return []struct {
		act      PartnershipAct
		from, to PartnershipState
	}{
		{AcceptNomination, Nominated, Accepted},
		{DeclineNomination, Nominated, Declined},
		{WithdrawNomination, Nominated, Withdrawn},
		{EndPartnership, Accepted, Ended},
	}
}

// After is the state that the act leads to from s; not ok where it may not be
// done in s.
func (s PartnershipState) After(act PartnershipAct) (to PartnershipState, ok bool) {
	for _, move := range partnershipMoves() {
		if move.act == act && move.from == s {
			return move.to, true
		}
	}
	return s, false
}

// The longest texts that are kept, in characters. They are far above what real
// names and titles need.
const (
	NameMax      = 300
	KnownAsMax   = 100
	TitleMax     = 200
	GradeMax     = 100
	ReferenceMax = 100
	EmailMax     = 254
	PhoneMax     = 50
)

// EmailProblem says what is wrong with an address, and nothing where it can be
// used. Only what no mail system takes is refused.
func EmailProblem(address string) string {
	const say = "Enter an email address, like name@example.org"
	address = strings.TrimSpace(address)
	local, host, found := strings.Cut(address, "@")
	if !found || local == "" || host == "" || strings.Contains(host, "@") || len(address) > EmailMax {
		return say
	}
	if strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") || strings.ContainsAny(address, `<>"(),:;\[]`) {
		return say
	}
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return say
	}
	return ""
}

// rank orders the kinds from the whole to the smallest.
func (k Kind) rank() int {
	switch k {
	case Organisation:
		return 0
	case Division:
		return 1
	case Section:
		return 2
	case TeamUnit:
		return 3
	}
	return -1
}

// Label is the kind in words.
func (k Kind) Label() string {
	switch k {
	case Organisation:
		return "Organisation"
	case Division:
		return "Division"
	case Section:
		return "Section"
	case TeamUnit:
		return "Team"
	}
	return string(k)
}

// within says whether a unit of kind k may stand directly below one of kind above.
func (k Kind) within(above Kind) bool { return k.rank() > above.rank() && above.rank() >= 0 }

// checkUnit says what is wrong with a unit's own values.
func checkUnit(c *fault.Collector, u Unit) {
	c.Required("name", "The name", u.Name, TitleMax, "Enter the unit's name")
	c.Check(u.Kind.rank() >= 0, "kind", "Choose what kind of unit it is")
	c.Check(!u.FromDate.IsZero(), "from", "Enter the date from which the unit is there")
}

// checkPost says what is wrong with a post's own values.
func checkPost(c *fault.Collector, p Post) {
	c.Required("title", "The job title", p.Title, TitleMax, "Enter the job title")
	c.Text("grade", "The grade", p.Grade, GradeMax)
	c.Text("reference", "The post reference", value(p.Reference), ReferenceMax)
	c.Check(!p.FromDate.IsZero(), "from", "Enter the date from which the post is there")
}

// checkPerson says what is wrong with a person's own values.
func checkPerson(c *fault.Collector, p Person) {
	c.Required("name", "The name", p.Name, NameMax, "Enter the name as the person writes it")
	c.Text("known_as", "Known as", p.KnownAs, KnownAsMax)
	c.Text("phone", "The phone number", p.Phone, PhoneMax)
	c.Text("employee_number", "The employee number", value(p.EmployeeNumber), ReferenceMax)
	if address := p.EmailAddress(); address != "" {
		c.Text("email", "The email address", address, EmailMax)
		if say := EmailProblem(address); say != "" {
			c.Add("email", say)
		}
	}
	if !p.LeftOn.IsZero() && !p.StartedOn.IsZero() {
		c.Check(!p.LeftOn.Before(p.StartedOn), "left_on", "The last day must not be before the first")
	}
}

// AskShare asks for a share of full time that can be read.
const AskShare = "Enter the share of full time as a number from 0 to 2, like 0.5"

// checkAppointment says what is wrong with an appointment's own values.
func checkAppointment(c *fault.Collector, a Appointment) {
	c.Check(a.FTEThousandths >= 0 && a.FTEThousandths <= 2000, "fte", AskShare)
	c.Check(slices.Contains(AppointmentKinds(), a.Kind), "kind", "Choose in what manner they are in the post")
	c.Check(!a.FromDate.IsZero(), "from", "Enter the first day")
	c.Check(a.OwnPost() || !a.ToDate.IsZero(), "to", "Enter the last day: "+strings.ToLower(a.Kind.Label())+" is for a time, and can go on longer")
	c.Check(a.ToDate.IsZero() || !a.ToDate.Before(a.FromDate), "to", "The last day must not be before the first")
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// optional keeps a text that shows nothing as none, so that unique columns take many of them.
func optional(s string) *string {
	if s = strings.TrimSpace(s); fault.Blank(s) {
		return nil
	}
	return &s
}
