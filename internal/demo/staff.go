package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// member is somebody in the demonstration with what their words are taken from.
type member struct {
	people.Person
	subject subject
	title   string
	team    string
	fte     int
	leads   bool
	actor   actor.Actor
}

// staff builds the structure of the organisation, as at the day of making.
type staff struct {
	newKey func() string
	today  calendar.Date
	year   calendar.LearningYear
	rows   people.Structure
	people []*member
	byName map[string]*member
	units  map[string]string // name → key
	// below is each unit's division by its name, for choosing partners near by.
	divisionOf map[string]string
	used       map[string]bool // addresses
}

// buildStaff lays everybody out. Starters, the leaver and who is away are
// relative to today; all else to the years.
func buildStaff(newKey func() string, today calendar.Date, year calendar.LearningYear) *staff {
	s := &staff{
		newKey: newKey, today: today, year: year, byName: map[string]*member{}, units: map[string]string{},
		divisionOf: map[string]string{}, used: map[string]bool{},
	}
	s.group(chart(), nil, "")
	for _, second := range seconds() {
		s.appoint(s.byName[second.name], s.post(s.units[second.unit], second.title), second.fte, calendar.Date{})
	}
	s.comeAndGo()
	s.offices()
	s.managers()
	s.partners()
	return s
}

// longAgo is when the organisation and its posts began.
func longAgo() calendar.Date { return calendar.NewDate(2008, 9, 1) }

// chance is a source of chance of its own for each thing, so that a change in one
// place leaves all others as they were.
func chance(about ...string) *rand.Rand {
	h := fnv.New64a()
	for _, a := range about {
		h.Write([]byte(a))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 20260901))
}

func (s *staff) group(g group, above *string, division string) {
	unit := people.Unit{ID: s.newKey(), ParentID: above, Kind: g.kind, Name: g.name, FromDate: longAgo()}
	if g.kind == people.Division {
		division = g.name
	}
	s.units[g.name], s.divisionOf[g.name] = unit.ID, division
	at := len(s.rows.Units)
	s.rows.Units = append(s.rows.Units, unit)
	for i, seat := range g.seats {
		post := s.post(unit.ID, seat.title)
		leads := i == 0 && g.kind != people.Organisation || i == 0
		if i == 0 {
			s.rows.Units[at].LeadPostID = &post
		}
		if seat.name != "" {
			m := s.person(seat, g, leads)
			s.appoint(m, post, seat.fte, calendar.Date{})
		}
	}
	for _, below := range g.below {
		s.group(below, &unit.ID, division)
	}
}

func (s *staff) post(unitID, title string) string {
	reference := fmt.Sprintf("SLS-%04d", 1001+len(s.rows.Posts))
	post := people.Post{ID: s.newKey(), UnitID: unitID, Reference: &reference, Title: title, Grade: gradeOf(title), FromDate: longAgo()}
	s.rows.Posts = append(s.rows.Posts, post)
	return post.ID
}

func (s *staff) person(at seat, g group, leads bool) *member {
	email := s.address(at)
	number := fmt.Sprintf("SL%05d", 20417+37*len(s.people))
	// People came over many years; nobody needs to have been there on day one.
	r := chance("started", at.name)
	started := s.year.Previous().From().AddDays(-60 - r.IntN(15*365))
	m := &member{
		Person: people.Person{
			ID: s.newKey(), Name: at.name, KnownAs: at.known, Email: &email, EmployeeNumber: &number,
			Phone: fmt.Sprintf("023 8000 %04d", 100+3*len(s.people)), StartedOn: started,
		},
		subject: subjectOf(at.title, g.subject), title: at.title, team: g.name, fte: at.fte, leads: leads,
	}
	s.people = append(s.people, m)
	s.byName[at.name] = m
	return m
}

// address makes an email address of a name's Latin letters, or of the known-as.
func (s *staff) address(at seat) string {
	words := latinWords(at.name)
	if len(words) < 2 {
		words = latinWords(at.known)
		if len(words) == 1 {
			words = append(words, "sl")
		}
	}
	local := words[0] + "." + words[len(words)-1]
	for n := 2; s.used[local]; n++ {
		local = fmt.Sprintf("%s.%s%d", words[0], words[len(words)-1], n)
	}
	s.used[local] = true
	return local + "@solent-learning.example"
}

func latinWords(name string) []string {
	spelt := strings.NewReplacer("ł", "l", "ø", "o", "ı", "i", "đ", "d", "ß", "ss").Replace(strings.ToLower(name))
	var b strings.Builder
	for _, r := range norm.NFD.String(spelt) {
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case r == ' ':
			b.WriteRune(' ')
		case unicode.IsLetter(r): // of another script
			b.WriteRune(' ')
		}
	}
	return slices.DeleteFunc(strings.Fields(b.String()), func(w string) bool { return len(w) < 2 })
}

// appoint puts somebody into a post, from when they started where no day is given.
func (s *staff) appoint(m *member, postID string, fte int, from calendar.Date) {
	if from.IsZero() {
		from = m.StartedOn
	}
	s.rows.Appointments = append(s.rows.Appointments, people.Appointment{
		ID: s.newKey(), PersonID: m.ID, PostID: postID, FTEThousandths: fte, FromDate: from,
	})
}

// starters joined or will join on these days from the day of making; the first
// are far enough back to have an agreed plan.
func starters() map[string]int {
	return map[string]int{
		"Harvey Moss": -75, "Tamsin Nance": -40, "Ben Hartnell": -33, "Nicola Rowntree": -26, "Vasilica Munteanu": -12,
		"Filip Horák": -4, "Temperance Boyle": 9,
	}
}

// Who comes, goes and returns, by name.
const (
	leaver   = "Dorothea Vance"
	returner = "Jocelyn Peake"
)

// comeAndGo sets the days of those who joined lately, of one who has left and of
// one who left years ago and came back.
func (s *staff) comeAndGo() {
	for name, days := range starters() {
		s.moveStart(s.byName[name], s.today.AddDays(days))
	}
	// Some joined in the course of the past year.
	for i, name := range []string{"Thuy Pham", "Meera Joshi", "Elin Morgan", "Hodan Warsame", "Emeka Nwachukwu", "Dylan Probert"} {
		s.moveStart(s.byName[name], s.year.Previous().From().AddDays(47+31*i))
	}
	gone := s.byName[leaver]
	gone.LeftOn = s.today.AddDays(-24)
	for i := range s.rows.Appointments {
		if s.rows.Appointments[i].PersonID == gone.ID {
			s.rows.Appointments[i].ToDate = gone.LeftOn
		}
	}
	back := s.byName[returner]
	back.StartedOn = s.year.Previous().From().AddDays(-8 * 365)
	for i := range s.rows.Appointments {
		if a := &s.rows.Appointments[i]; a.PersonID == back.ID {
			before := *a
			before.ID, before.FromDate, before.ToDate = s.newKey(), back.StartedOn, back.StartedOn.AddDays(900)
			a.FromDate = s.year.Previous().From().AddDays(-400)
			s.rows.Appointments = append(s.rows.Appointments, before)
			break
		}
	}
	for _, m := range s.people {
		s.rows.Persons = append(s.rows.Persons, m.Person)
		m.actor = actor.Actor{PersonID: m.ID, Name: m.Name}
	}
}

func (s *staff) moveStart(m *member, on calendar.Date) {
	m.StartedOn = on
	for i := range s.rows.Appointments {
		if s.rows.Appointments[i].PersonID == m.ID {
			s.rows.Appointments[i].FromDate = on
		}
	}
}

// The offices.
const (
	coordinator   = "Priya Nair"
	administrator = "Alex Reed"
	auditor       = "Grace Liu"
	reserveHolder = "Adaeze Nwosu"
)

func (s *staff) offices() {
	for _, o := range []struct {
		name string
		role actor.Role
	}{
		{coordinator, actor.Coordinator}, {administrator, actor.Administrator},
		{auditor, actor.Auditor}, {reserveHolder, actor.ReserveHolder},
	} {
		m := s.byName[o.name]
		m.actor.Roles = append(m.actor.Roles, o.role)
		s.rows.Offices = append(s.rows.Offices, people.Office{ID: s.newKey(), PersonID: m.ID, Role: o.role, FromDate: m.StartedOn})
	}
}

// managers names two that the structure does not give, and who acts for two that
// are or were away.
func (s *staff) managers() {
	from := s.year.Previous().From().AddDays(-30)
	for _, o := range [][2]string{{"Abdirahman Jama Cali", "Marek Nowak"}, {"Amelia Thorne", "Helen Marsh"}} {
		s.rows.Overrides = append(s.rows.Overrides, people.Override{
			ID: s.newKey(), PersonID: s.byName[o[0]].ID, ManagerID: s.byName[o[1]].ID, FromDate: from,
		})
	}
	for _, d := range []struct {
		away, delegate string
		from, to       calendar.Date
	}{
		{"Stephen Achebe", "Jill Wetherby", s.today.AddDays(-6), s.today.AddDays(15)},
		{"Alun Bevan", "Tom Beale", s.year.Previous().From().AddDays(150), s.year.Previous().From().AddDays(171)},
	} {
		s.rows.Delegates = append(s.rows.Delegates, people.Delegate{
			ID: s.newKey(), ManagerID: s.byName[d.away].ID, DelegateID: s.byName[d.delegate].ID, FromDate: d.from, ToDate: d.to,
		})
	}
}

// pairs are learners whose partner is chosen by hand.
func pairs() map[string]string {
	return map[string]string{
		"Amina Yusuf": "Ruth Calder", "Marek Nowak": "Ruth Calder", "Zainab Mir": "Ruth Calder", "Parveen Akhtar": "Ruth Calder",
		"Dan Okoro": "Moira Sinclair", "Helen Marsh": "Omar Haddad", "Ruth Calder": "Niamh Costello", "Priya Nair": "Anjali Desai",
		"Alex Reed": "Zainab Mir", "Grace Liu": "Teresa Gallagher", "Rosalind Etheridge": "Gareth Llewellyn",
	}
}

// mostLearners is how many learners one partner has at most.
const mostLearners = 4

// partners gives everybody a learning partner of another team; those who joined
// in the last weeks have none yet, or one who has not answered.
func (s *staff) partners() {
	load := map[string]int{}
	for _, partner := range pairs() {
		load[partner] = load[partner] + 1
	}
	from := s.year.Previous().From().AddDays(-45)
	for _, m := range s.people {
		since := from
		if m.StartedOn.After(from) {
			since = m.StartedOn.AddDays(10)
		}
		state := people.Accepted
		if since.After(s.today.AddDays(-3)) {
			if m.StartedOn.After(s.today) || since.After(s.today) && m.StartedOn.After(s.today.AddDays(-7)) {
				continue
			}
			since, state = s.today.AddDays(-3), people.Nominated
		}
		name, ok := pairs()[m.Name]
		if !ok {
			name = s.findPartner(m, load)
			load[name]++
		}
		s.partnership(m, s.byName[name], state, since, calendar.Date{})
	}
	s.changedPartners(from)
}

func (s *staff) partnership(learner, partner *member, state people.PartnershipState, from, to calendar.Date) {
	s.rows.Partnerships = append(s.rows.Partnerships, people.Partnership{
		ID: s.newKey(), LearnerID: learner.ID, PartnerID: partner.ID, State: state, FromDate: from, ToDate: to,
	})
}

// changedPartners has one learner change the partner in the past year, and one
// whose first choice declined.
func (s *staff) changedPartners(from calendar.Date) {
	learner, before := s.byName["Gurpreet Gill"], s.byName["Shanthi Sivakumar"]
	change := s.year.Previous().From().AddDays(140)
	for i := range s.rows.Partnerships {
		if p := &s.rows.Partnerships[i]; p.LearnerID == learner.ID {
			p.FromDate = change
		}
	}
	s.partnership(learner, before, people.Ended, from, change.AddDays(-1))
	s.partnership(s.byName["Lorna Geddes"], s.byName["Hugh Penrose"], people.Declined, from.AddDays(-9), from.AddDays(-1))
}

// findPartner draws somebody of another team who has room, rather of the same
// division, and is neither lead nor led of the learner.
func (s *staff) findPartner(m *member, load map[string]int) string {
	r := chance("partner", m.Name)
	best, score := "", -1.0
	for _, p := range s.people {
		if p == m || p.team == m.team || p.fte < 500 || load[p.Name] >= mostLearners || p.Name == coordinator || p.Name == auditor ||
			p.StartedOn.After(s.year.Previous().From().AddDays(-60)) {
			continue
		}
		if p.leads && s.divisionOf[p.team] == s.divisionOf[m.team] { // may manage them
			continue
		}
		fits := r.Float64() - 0.25*float64(load[p.Name])
		if s.divisionOf[p.team] == s.divisionOf[m.team] {
			fits += 0.2
		}
		if fits > score {
			best, score = p.Name, fits
		}
	}
	return best
}
