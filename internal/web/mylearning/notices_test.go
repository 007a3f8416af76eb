package mylearning_test

import (
	"fmt"
	"net/http"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/work"
	"learningyear/templates/pagetest"
)

// everything has something wait for everybody around Amina.
func everything(t *testing.T, db *database.DB) *place {
	p := open(t, db)
	today := p.Clock.Today()
	p.held("2026-10-14")
	p.planned("One thing")
	now, err := p.Plans.Of(p.as(p.staff.Amina), p.staff.Amina.ID, year("2026-27"))
	p.must(err)
	p.must(p.Plans.Propose(p.as(p.staff.Amina), year("2026-27"), now.Version))
	_, err = p.Work.AddTask(p.as(p.staff.Dan), p.staff.Amina.ID, year("2026-27"), work.Wording{Words: "Run sessions", Criteria: "Twelve held"})
	p.must(err)
	p.must(p.Work.Agree(p.as(p.staff.Dan), p.staff.Amina.ID, year("2026-27"), 2))
	peopletest.Add(t, db,
		&people.Delegate{ID: p.Clock.NewKey(), ManagerID: p.staff.Dan.ID, DelegateID: p.staff.Sian.ID, FromDate: today, ToDate: today.AddDays(9)},
		&people.Partnership{ID: p.Clock.NewKey(), LearnerID: p.staff.Tom.ID, PartnerID: p.staff.Ruth.ID, State: people.Nominated, FromDate: today.AddDays(-2), Version: 1},
		&people.Partnership{ID: p.Clock.NewKey(), LearnerID: p.staff.Sian.ID, PartnerID: p.staff.Ruth.ID, State: people.Declined, FromDate: today.AddDays(-40), ToDate: today.AddDays(-31), Version: 1},
	)
	return p
}

func TestWhatWaitsForEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := everything(t, db)
		_, err := p.People.Today(t.Context()) // read once for all, until it changes
		p.must(err)
		for _, tc := range []struct {
			who   people.Person
			roles []actor.Role
			sees  []string
		}{
			{p.staff.Amina, nil, []string{"2 things wait for you", "Read what you and Ruth agreed on Wednesday 14 October, and confirm it or answer back", "From Ruth Calder, since Thursday 15 October. About 5 minutes.",
				"Read your work programme, and agree it", "From Dan Okoro, since today."}},
			{p.staff.Dan, nil, []string{"1 thing waits for you", "Read Amina’s learning plan, and agree it or send it back", "As line manager."}},
			{p.staff.Sian, nil, []string{"2 things wait for you", "Choose another learning partner: Ruth Calder has said no", "Read Amina’s learning plan", "As Dan Okoro’s delegate."}},
			{p.staff.Ruth, nil, []string{"1 thing waits for you", "Say yes or no to Tom, who asks you to be their learning partner", "From Tom Byrne, since Thursday 19 November. A minute. As learning partner."}},
			{p.staff.Priya, []actor.Role{actor.Coordinator}, []string{"2 things wait for you", "Help Siân to find a learning partner: whom they asked has said no", "As coordinator.", "Name a line manager for 2 people, whose plans nobody can agree"}},
		} {
			page := p.As(t, tc.who.ID).Get(t, "/notices").Want(t, http.StatusOK).Sees(t, append(tc.sees, "What waits for you")...)
			pagetest.SoundPage(t, page.Body)
			if page.Queries.N() > 7 {
				t.Errorf("asked %d times:\n%s", page.Queries.N(), page.Queries)
			}
			// My year says the same, and what has waited longest is its next thing.
			p.As(t, tc.who.ID).Get(t, "/").Want(t, http.StatusOK).Sees(t, append(tc.sees, "Waiting for you")...)
		}
		for _, who := range []people.Person{p.staff.Tom, p.staff.Omar, p.staff.Grace, p.staff.Helen} {
			page := p.As(t, who.ID).Get(t, "/notices").Want(t, http.StatusOK).Sees(t, "Nothing waits for you", "Everybody has what they need from you.").Lacks(t, "Amina", "1 thing waits", "things wait")
			pagetest.SoundPage(t, page.Body)
		}
		p.Visitor(t).Get(t, "/notices").Leads(t, "/sign-in?next=%2Fnotices")
	})
}

func TestANoticeIsGoneWhenTheThingIsDone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := everything(t, db)
		dan, amina := p.As(t, p.staff.Dan.ID), p.As(t, p.staff.Amina.ID)
		dan.Get(t, "/notices").Sees(t, "Read Amina’s learning plan")
		now, err := p.Plans.Of(p.as(p.staff.Amina), p.staff.Amina.ID, year("2026-27"))
		p.must(err)
		p.must(p.Plans.Agree(p.as(p.staff.Sian), p.staff.Amina.ID, year("2026-27"), now.Version)) // the delegate does it
		dan.Get(t, "/notices").Sees(t, "Nothing waits for you")
		p.must(p.Work.Agree(p.as(p.staff.Amina), p.staff.Amina.ID, year("2026-27"), 3))
		amina.Get(t, "/notices").Sees(t, "1 thing waits for you").Lacks(t, "work programme, and agree")
		p.must(p.People.AcceptPartner(p.as(p.staff.Ruth), p.staff.Tom.ID))
		p.As(t, p.staff.Ruth.ID).Get(t, "/notices").Lacks(t, "Say yes or no")
	})
}

// crowd gives Dan n more people, each with a plan that waits for him.
func (p *place) crowd(t testing.TB, db *database.DB, n int) {
	t.Helper()
	at := p.Clock.Now()
	for i := range n {
		person := people.Person{ID: p.Clock.NewKey(), Name: fmt.Sprintf("Number %03d", i), Slug: fmt.Sprintf("number-%03d", i), Version: 1}
		peopletest.Add(t, db, &person,
			&people.Override{ID: p.Clock.NewKey(), PersonID: person.ID, ManagerID: p.staff.Dan.ID, FromDate: date("2024-09-01")},
			&people.Appointment{ID: p.Clock.NewKey(), PersonID: person.ID, PostID: p.postOf(t, db), FTEThousandths: 1000, FromDate: date("2024-09-01"), Version: 1},
			&plan.Plan{ID: p.Clock.NewKey(), PersonID: person.ID, Year: "2026-27", State: plan.Proposed, Revision: 1, NextTarget: 1, ProposedAt: &at, Version: 1},
		)
	}
}

// postOf is a post in Amina's team.
func (p *place) postOf(t testing.TB, db *database.DB) string {
	t.Helper()
	var post string
	if err := db.From(t.Context()).Table("appointments").Where("person_id = ?", p.staff.Amina.ID).Limit(1).Pluck("post_id", &post).Error; err != nil {
		t.Fatal(err)
	}
	return post
}

func TestACrowdIsBounded(t *testing.T) {
	db := dbtest.SQLite(t)
	p := open(t, db)
	p.crowd(t, db, 53)
	_, err := p.People.Passings(t.Context(), p.staff.Dan.ID)
	p.must(err)
	page := p.As(t, p.staff.Dan.ID).Get(t, "/notices").Want(t, http.StatusOK).
		Sees(t, "53 things wait for you", "There are 3 more. They come up here as these are done.", "Read Number’s learning plan")
	pagetest.SoundPage(t, page.Body)
	if rows := page.Texts("main .app-rows li"); len(rows) != 50 {
		t.Errorf("%d are listed", len(rows))
	}
	few := page.Queries.N()
	page = p.As(t, p.staff.Dan.ID).Get(t, "/").Sees(t, "53 things wait for you", "50 more things wait for you")
	page.Click(t, "50 more things wait for you")
	if few > 7 || page.Queries.N() > 12 {
		t.Errorf("asked %d and %d times", few, page.Queries.N())
	}
}

func BenchmarkNoticesOfAManagerOf40(b *testing.B) {
	db := dbtest.SQLite(b)
	p := open(b, db)
	p.crowd(b, db, 40)
	dan := p.As(b, p.staff.Dan.ID)
	for b.Loop() {
		dan.Get(b, "/notices")
	}
}
