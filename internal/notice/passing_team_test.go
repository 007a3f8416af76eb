package notice_test

import (
	"context"
	"fmt"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/app/apptest"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
)

// team is Dan's, over a database of the test's own, with a learner at each stage of
// each record.
type team struct {
	*apptest.House
	t        *testing.T
	learners []people.Person
	// manager takes the manager's steps until the day: Dan, or who acts for him.
	manager people.Person
	// talks are the keys of the interviews, by learner.
	talks map[string]string
}

// rehearsal is a team that is copied for each change that is tried on it.
type rehearsal struct {
	url      string
	staff    peopletest.Staff
	learners []people.Person
	manager  people.Person
	talks    map[string]string
}

func year() calendar.LearningYear { return apptest.Year() }

func (m *team) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *team) ctx(p people.Person) context.Context { return m.Ctx(m.t, p) }

func (m *team) keeper() context.Context { return m.Ctx(m.t, m.Staff.Priya, actor.Coordinator) }

func (m *team) today() *people.Chart {
	m.t.Helper()
	chart, err := m.App.People.Today(m.t.Context())
	m.must(err)
	return chart
}

func (m *team) dayAfter(n int) { m.At(eve.AddDays(n), 9, 30) }

// rehearse makes the team and brings each learner to a stage of every record. What
// happens before anything is written, before does; it may be nil.
func rehearse(t *testing.T, engine database.Engine, before func(m *team)) rehearsal {
	t.Helper()
	r := rehearsal{url: dbtest.NewURL(t, engine)}
	db, err := database.Open(t.Context(), r.url)
	if err != nil {
		t.Fatal(err)
	}
	m := &team{House: apptest.New(t, db), t: t, talks: map[string]string{}}
	m.manager = m.Staff.Dan
	m.assemble(before)
	r.staff, r.learners, r.manager, r.talks = m.Staff, m.learners, m.manager, m.talks
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

// again is the team over a copy, a minute later: a fixed clock makes the same keys
// again at the same instant.
func (r rehearsal) again(t *testing.T) *team {
	t.Helper()
	m := &team{
		House: apptest.Over(t, dbtest.Open(t, dbtest.CopyURL(t, r.url)), r.staff), t: t,
		learners: r.learners, manager: r.manager, talks: r.talks,
	}
	m.At(eve, 9, 31)
	return m
}

func (m *team) assemble(before func(m *team)) {
	m.At(eve, 9, 30)
	unit, joined := m.today().UnitOf(m.Staff.Dan.ID), eve.AddDays(-30)
	for i := range learners {
		post, err := m.App.People.AddPost(m.keeper(), people.NewPost{UnitID: unit.ID, Title: "Tutor", FromDate: joined})
		m.must(err)
		p, err := m.App.People.Join(m.keeper(), people.NewPerson{Name: fmt.Sprintf("Learner %c", 'A'+i), StartedOn: joined},
			people.NewAppointment{PostID: post.ID, FTEThousandths: 1000, FromDate: joined})
		m.must(err)
		m.learners = append(m.learners, p)
	}
	if before != nil {
		before(m)
	}
	m.OpenAppraisals(m.t, true)
	for i, p := range m.learners {
		for _, rec := range records() {
			if !rec.cumulative {
				rec.of(i).reach(m, p)
				continue
			}
			for _, s := range rec.stages[:i%len(rec.stages)+1] {
				s.reach(m, p)
			}
		}
	}
}
