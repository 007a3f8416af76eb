package notice_test

import (
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// change is something that happens in the middle of the year.
type change struct {
	name string
	// happens on eve, and takes effect the day after or, where named, later.
	happens func(m *team)
	later   int
	// manager, countersigner and partner are who they are from then on; former, who
	// was the manager or the countersigner. A zero person is nobody.
	manager, countersigner, partner, former func(m *team) people.Person
}

func nobody(*team) people.Person  { return people.Person{} }
func dan(m *team) people.Person   { return m.Staff.Dan }
func helen(m *team) people.Person { return m.Staff.Helen }
func tom(m *team) people.Person   { return m.Staff.Tom }
func omar(m *team) people.Person  { return m.Staff.Omar }
func sian(m *team) people.Person  { return m.Staff.Sian }
func ruth(m *team) people.Person  { return m.Staff.Ruth }

// actingUp and delegated are what was so before eve, by which the team is made.
func actingUp(m *team) {
	m.actsUp(eve.AddDays(-5), eve)
	m.manager = m.Staff.Sian
}

func delegated(m *team) {
	_, err := m.App.People.SetDelegate(m.keeper(), m.Staff.Dan.ID, m.Staff.Tom.ID, people.Everything, eve, eve)
	m.must(err)
	m.manager = m.Staff.Tom
}

// rehearsals name what was before; the changes of each share one rehearsal.
func rehearsals() []struct {
	before  func(m *team)
	changes []change
} {
	return []struct {
		before  func(m *team)
		changes []change
	}{
		{nil, append(append(ofManagers(), ofPosts()...), ofPartners()...)},
		{actingUp, []change{{name: "acting up ends", happens: func(*team) {}, manager: dan, countersigner: helen, partner: ruth, former: sian}}},
		{delegated, []change{{name: "a delegate's time ends", happens: func(*team) {}, manager: dan, countersigner: helen, partner: ruth, former: tom}}},
	}
}

func ofManagers() []change {
	return []change{
		{name: "another line manager is named", happens: func(m *team) { m.name(m.Staff.Tom) }, manager: tom, countersigner: helen, partner: ruth, former: dan},
		{name: "the lead leaves", happens: func(m *team) { m.leaves(m.Staff.Dan) }, manager: helen, countersigner: helen, partner: ruth, former: dan},
		{name: "nobody manages any more", happens: func(m *team) { m.leaves(m.Staff.Dan, m.Staff.Helen) }, manager: nobody, countersigner: nobody, partner: ruth, former: dan},
		{name: "somebody acts up as lead", happens: func(m *team) { m.actsUp(eve.AddDays(1), eve.AddDays(30)) }, manager: sian, countersigner: helen, partner: ruth, former: dan},
		{name: "the countersigner leaves", happens: func(m *team) { m.leaves(m.Staff.Helen) }, manager: dan, countersigner: nobody, partner: ruth, former: helen},
	}
}

func ofPosts() []change {
	return []change{
		{name: "the learner moves to another team", happens: (*team).move, manager: omar, countersigner: omar, partner: ruth, former: dan},
		{name: "the learner has another post in the team", happens: (*team).anotherPost, manager: dan, countersigner: helen, partner: ruth, former: nobody},
		{name: "the post reports to another post", happens: (*team).reportsTo, manager: sian, countersigner: helen, partner: ruth, former: dan},
		{name: "the team goes to another division", happens: (*team).teamMoves, manager: dan, countersigner: omar, partner: ruth, former: helen},
		{name: "the team is merged into another", happens: (*team).teamMerges, manager: helen, countersigner: helen, partner: ruth, former: dan},
		{name: "the learner leaves and returns", happens: (*team).leaveAndReturn, later: 20, manager: dan, countersigner: helen, partner: nobody, former: nobody},
	}
}

func ofPartners() []change {
	return []change{
		{name: "another partner says yes", happens: func(m *team) { m.partnersBecome(m.Staff.Sian) }, manager: dan, countersigner: helen, partner: sian, former: nobody},
		{name: "the learner ends the partnership", happens: (*team).partnersEnd, manager: dan, countersigner: helen, partner: nobody, former: nobody},
		{name: "the partner leaves", happens: func(m *team) { m.leaves(m.Staff.Ruth) }, manager: dan, countersigner: helen, partner: nobody, former: nobody},
		{
			name: "the partner leaves, and another says yes", happens: func(m *team) {
				m.leaves(m.Staff.Ruth)
				m.partnersBecome(m.Staff.Sian)
			},
			manager: dan, countersigner: helen, partner: sian, former: nobody,
		},
	}
}

// leaves says that eve is somebody's last day.
func (m *team) leaves(all ...people.Person) {
	for _, p := range all {
		m.must(m.App.People.PersonLeaves(m.keeper(), p.ID, m.today().Person(p.ID).Version, eve))
	}
}

func (m *team) name(manager people.Person) {
	for _, p := range m.learners {
		m.must(m.App.People.SetManager(m.keeper(), p.ID, manager.ID, eve.AddDays(1)))
	}
}

func (m *team) actsUp(from, to calendar.Date) {
	chart := m.today()
	_, err := m.App.People.Appoint(m.keeper(), people.NewAppointment{
		PersonID: m.Staff.Sian.ID, PostID: *chart.UnitOf(m.Staff.Dan.ID).LeadPostID, Kind: people.ActingUp, RestsOwn: true,
		FTEThousandths: 600, FromDate: from, ToDate: to,
	})
	m.must(err)
}

func (m *team) move() {
	chart := m.today()
	for _, p := range m.learners {
		a := chart.Appointments(p.ID)[0]
		m.must(m.App.People.EndAppointment(m.keeper(), a.ID, a.Version, eve))
		m.join(p, chart.UnitOf(m.Staff.Tom.ID).ID, eve.AddDays(1))
	}
}

func (m *team) join(p people.Person, unitID string, from calendar.Date) {
	post, err := m.App.People.AddPost(m.keeper(), people.NewPost{UnitID: unitID, Title: "Tutor", FromDate: from})
	m.must(err)
	_, err = m.App.People.Appoint(m.keeper(), people.NewAppointment{PersonID: p.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: from})
	m.must(err)
}

func (m *team) leaveAndReturn() {
	chart := m.today()
	m.leaves(m.learners...)
	m.dayAfter(10)
	for _, p := range m.learners {
		m.join(p, chart.UnitOf(m.Staff.Dan.ID).ID, eve.AddDays(20))
	}
}

func (m *team) anotherPost() {
	chart := m.today()
	for _, p := range m.learners {
		a := chart.Appointments(p.ID)[0]
		m.must(m.App.People.EndAppointment(m.keeper(), a.ID, a.Version, eve))
		m.join(p, chart.UnitOf(m.Staff.Dan.ID).ID, eve.AddDays(1))
	}
}

// reportsTo puts the learners' posts under Siân's.
func (m *team) reportsTo() {
	chart := m.today()
	above := chart.Appointments(m.Staff.Sian.ID)[0].PostID
	for _, p := range m.learners {
		post := chart.Post(chart.Appointments(p.ID)[0].PostID)
		m.must(m.App.People.ChangePost(m.keeper(), post.ID, post.Version, eve.AddDays(1), people.PostChange{UnitID: post.UnitID, Title: post.Title, ReportsToID: above}))
	}
}

func (m *team) teamMoves() {
	chart := m.today()
	unit := chart.UnitOf(m.Staff.Dan.ID)
	m.must(m.App.People.ChangeUnit(m.keeper(), unit.ID, unit.Version, eve.AddDays(1), people.UnitChange{
		ParentID: chart.UnitOf(m.Staff.Omar.ID).ID, Kind: unit.Kind, Name: unit.Name, LeadPostID: *unit.LeadPostID,
	}))
}

// teamMerges puts the team into Ruth's, which nobody leads.
func (m *team) teamMerges() {
	chart := m.today()
	unit := chart.UnitOf(m.Staff.Dan.ID)
	m.must(m.App.People.MergeUnit(m.keeper(), unit.ID, unit.Version, chart.UnitOf(m.Staff.Ruth.ID).ID, eve.AddDays(1)))
}

// partnersBecome is the day after: an answer counts from the day on which it is given.
func (m *team) partnersBecome(partner people.Person) {
	m.dayAfter(1)
	for _, p := range m.learners {
		m.must(m.partnered(p, partner))
	}
}

func (m *team) partnersEnd() {
	m.dayAfter(1)
	for i, p := range m.learners {
		if i == len(m.learners)-1 {
			m.must(m.App.People.WithdrawNomination(m.ctx(p), p.ID))
			continue
		}
		m.must(m.App.People.EndPartnership(m.ctx(p), p.ID))
	}
}
