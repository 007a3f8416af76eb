// Package people knows who is what to whom, as at a date: units as a tree, posts
// in them, persons and the appointments that put them into posts, managers with
// their overrides and delegates, learning partners, and offices. Nothing about
// anybody's learning may enter.
package people

import (
	"strconv"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// Kind is the kind of a unit.
type Kind string

// The kinds of unit, from the whole to the smallest. Real structures are ragged:
// any kind may stand directly below any larger one.
const (
	Organisation Kind = "organisation"
	Division     Kind = "division"
	Section      Kind = "section"
	TeamUnit     Kind = "team"
)

// Unit is a part of the organisation. Its lead is whoever holds the lead's post.
type Unit struct {
	ID         string
	ParentID   *string
	Kind       Kind
	Name       string
	Slug       string
	LeadPostID *string
	FromDate   calendar.Date
	ToDate     calendar.Date
	Version    int
}

// TableName is the table of units.
func (Unit) TableName() string { return "units" }

// Post is a job in a unit; it may be vacant, or shared by several.
type Post struct {
	ID     string
	UnitID string
	// Reference is the organisation's own name of the post, unique where given.
	Reference *string
	Title     string
	Grade     string
	// ReportsToID names the post whose holder manages this one's; nil leaves it
	// to the unit's lead.
	ReportsToID *string
	FromDate    calendar.Date
	ToDate      calendar.Date
	Version     int
}

// TableName is the table of posts.
func (Post) TableName() string { return "posts" }

// Person is a member of staff, by the name they write themselves.
type Person struct {
	ID      string
	Name    string
	KnownAs string
	Slug    string
	// Email is as typed; EmailKey is its comparable form, unique.
	Email          *string
	EmailKey       *string
	EmployeeNumber *string
	Phone          string
	// Contact is an address at which the person is reached and that is not theirs
	// alone, such as an office's: nobody signs in with it, and it tells nobody apart.
	Contact   string
	StartedOn calendar.Date
	LeftOn    calendar.Date
	Version   int
}

// TableName is the table of persons.
func (Person) TableName() string { return "persons" }

// Called is what the person is called in a sentence: known-as, else the first
// word of the name.
func (p Person) Called() string {
	if !fault.Blank(p.KnownAs) {
		return p.KnownAs
	}
	if words := strings.Fields(p.Name); len(words) > 0 {
		return words[0]
	}
	return p.Name
}

// Left says whether the person has left before the day.
func (p Person) Left(on calendar.Date) bool { return !p.LeftOn.IsZero() && p.LeftOn.Before(on) }

// Here is the time during which the person is a member of staff; the zero dates
// are not known, or have not come.
func (p Person) Here() calendar.Period { return calendar.Period{From: p.StartedOn, To: p.LeftOn} }

// EmailAddress is the address, or empty.
func (p Person) EmailAddress() string {
	if p.Email == nil {
		return ""
	}
	return *p.Email
}

// EmailKeyOf makes the comparable form of an address: no spaces around it, and
// no difference of case, since people type both.
func EmailKeyOf(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// AppointmentKind is in what manner somebody is in a post.
type AppointmentKind string

// The kinds of appointment. Acting up and secondment are for a time, and the
// person's own post is kept for them.
const (
	Own        AppointmentKind = "own"
	ActingUp   AppointmentKind = "acting"
	Secondment AppointmentKind = "secondment"
)

// AppointmentKinds are all of them.
func AppointmentKinds() []AppointmentKind { return []AppointmentKind{Own, ActingUp, Secondment} }

// Label is the kind in words.
func (k AppointmentKind) Label() string {
	switch k {
	case ActingUp:
		return "Acting up"
	case Secondment:
		return "Secondment"
	case Own:
		return "Own post"
	}
	return "Own post"
}

// ShareWords is a share of full time, in thousandths, as people write it: 1, 0.5,
// 0.02.
func ShareWords(thousandths int) string {
	return strconv.FormatFloat(float64(thousandths)/1000, 'f', -1, 64)
}

// ParseShare reads a share of full time as people write it, "0.5", "0,5" or "50%",
// as thousandths; not ok where it is none from 0 to 2.
func ParseShare(text string) (thousandths int, ok bool) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	number = strings.Replace(strings.TrimSpace(number), ",", ".", 1)
	if strings.ContainsFunc(number, func(r rune) bool { return (r < '0' || r > '9') && r != '.' }) {
		return 0, false
	}
	share, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, false
	}
	if percent {
		share /= 100
	}
	if share > 2 {
		return 0, false
	}
	return int(share*1000 + 0.5), true
}

// OwnPost says whether the person is in the post as their own.
func (a Appointment) OwnPost() bool { return a.Kind != ActingUp && a.Kind != Secondment }

// Appointment puts a person into a post from a date to a date, both inclusive;
// no to-date is open.
type Appointment struct {
	ID       string
	PersonID string
	PostID   string
	// Kind is empty or Own for the person's own post.
	Kind AppointmentKind `gorm:"default:own"`
	// RestsOwn says that the person's own posts rest while this one holds.
	RestsOwn bool
	// FTEThousandths is the share of full time in thousandths: 1000 is full time.
	FTEThousandths int `gorm:"column:fte_thousandths"`
	FromDate       calendar.Date
	ToDate         calendar.Date
	Version        int
}

// TableName is the table of appointments.
func (Appointment) TableName() string { return "appointments" }

// Period is when the appointment holds.
func (a Appointment) Period() calendar.Period { return calendar.Period{From: a.FromDate, To: a.ToDate} }

// Override names a manager for a person instead of the derived one.
type Override struct {
	ID        string
	PersonID  string
	ManagerID string
	FromDate  calendar.Date
	ToDate    calendar.Date
}

// TableName is the table of overrides.
func (Override) TableName() string { return "manager_overrides" }

// Scope is what a delegate does in a manager's stead.
type Scope string

// The scopes: everything that a line manager does, or plans and work programmes
// only, or appraisals only.
const (
	Everything     Scope = "everything"
	PlansOnly      Scope = "plans"
	AppraisalsOnly Scope = "appraisals"
)

// Scopes are all of them.
func Scopes() []Scope { return []Scope{Everything, PlansOnly, AppraisalsOnly} }

// Label is the scope in words.
func (s Scope) Label() string {
	switch s {
	case PlansOnly:
		return "Learning plans and work programmes only"
	case AppraisalsOnly:
		return "Appraisals only"
	case Everything:
		return "Everything that a line manager does"
	}
	return "Everything that a line manager does"
}

// Covers says whether the delegate acts for the manager over a kind of record. An
// empty scope is everything.
func (s Scope) Covers(record access.Record) bool {
	switch s {
	case PlansOnly:
		return record == access.LearningPlan || record == access.WorkProgramme
	case AppraisalsOnly:
		return record == access.Appraisal
	case Everything:
		return true
	}
	return s == ""
}

// Delegate acts for a manager who is away, from a date to a date.
type Delegate struct {
	ID         string
	ManagerID  string
	DelegateID string
	Scope      Scope `gorm:"default:everything"`
	FromDate   calendar.Date
	ToDate     calendar.Date
}

// TableName is the table of delegates.
func (Delegate) TableName() string { return "delegates" }

// PartnershipState is how far a nomination has come.
type PartnershipState string

// The states of a partnership: the coordinator or the learner nominates and may
// withdraw it, the partner accepts or declines, and the learner may end it at any
// time.
const (
	Nominated PartnershipState = "nominated"
	Withdrawn PartnershipState = "withdrawn"
	Accepted  PartnershipState = "accepted"
	Declined  PartnershipState = "declined"
	Ended     PartnershipState = "ended"
)

// Partnership is a learner's nominated learning partner over a period.
type Partnership struct {
	ID        string
	LearnerID string
	PartnerID string
	State     PartnershipState
	FromDate  calendar.Date
	ToDate    calendar.Date
	Version   int
}

// TableName is the table of partnerships.
func (Partnership) TableName() string { return "partnerships" }

// Office is a role held by a person over a period.
type Office struct {
	ID       string
	PersonID string
	Role     actor.Role
	FromDate calendar.Date
	ToDate   calendar.Date
}

// TableName is the table of offices.
func (Office) TableName() string { return "offices" }
