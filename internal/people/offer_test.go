package people

import (
	"strings"
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
)

func namesOf(all []*Person) string {
	var out []string
	for _, p := range all {
		out = append(out, p.ID)
	}
	return strings.Join(out, " ")
}

func TestWhoCouldBeALearningPartner(t *testing.T) {
	s := college()
	partnership := func(id, learner, partner string, state PartnershipState) Partnership {
		return Partnership{ID: id, LearnerID: learner, PartnerID: partner, State: state, FromDate: day("2026-09-01")}
	}
	s.Partnerships = []Partnership{
		partnership("1", "joy", "bob", Accepted), partnership("2", "sam", "ada", Accepted), partnership("3", "tom", "ada", Accepted),
	}
	// Dan manages Amina, so he is not offered; Bob and Ada have room, Joy, Sam and
	// Tom are of the same division.
	if got := namesOf(Draw(s, day("2026-11-21")).CouldPartner("amina", 9)); got != "bob ada joy sam tom helen" {
		t.Errorf("offered: %q", got)
	}
	if got := namesOf(Draw(s, day("2026-11-21")).CouldPartner("amina", 2)); got != "bob ada" {
		t.Errorf("two are offered: %q", got)
	}
	s.Partnerships = append(s.Partnerships, partnership("4", "amina", "bob", Accepted), partnership("5", "amina", "joy", Nominated),
		partnership("6", "helen", "ada", Accepted), partnership("7", "dan", "ada", Accepted))
	if got := namesOf(Draw(s, day("2026-11-21")).CouldPartner("amina", 9)); got != "sam tom helen ada" {
		t.Errorf("neither who is, nor who has been asked, and last who has no room: %q", got)
	}
}

func TestWhoManagesInWhichPost(t *testing.T) {
	s := college()
	s.Appointments = append(s.Appointments, Appointment{ID: "second", PersonID: "amina", PostID: "TOM", FTEThousandths: 100, FromDate: day("2026-09-01")})
	c := Draw(s, day("2026-11-21"))
	held := c.Appointments("amina")
	if len(held) != 2 || namesOf(c.ManagersIn(held[0])) != "dan" || namesOf(c.ManagersIn(held[1])) != "sam" {
		t.Errorf("in each of %+v", held)
	}
	s.Overrides = []Override{{ID: "o", PersonID: "amina", ManagerID: "bob", FromDate: day("2026-09-01")}}
	c = Draw(s, day("2026-11-21"))
	if namesOf(c.ManagersIn(held[0])) != "bob" || namesOf(c.ManagersIn(held[1])) != "bob" {
		t.Error("a named manager manages in all")
	}
	if c.ManagersIn(Appointment{PersonID: "joy", PostID: "elsewhere"}) != nil {
		t.Error("a post that is not there has no manager")
	}
	s.Appointments = append(s.Appointments, Appointment{
		ID: "acting", PersonID: "joy", PostID: "DAN", Kind: ActingUp, RestsOwn: true, FTEThousandths: 500, FromDate: day("2026-11-01"), ToDate: day("2026-12-01"),
	})
	if c = Draw(s, day("2026-11-21")); !c.Rests("joy", "JOY") || c.Rests("joy", "DAN") {
		t.Error("her own post rests, and the other does not")
	}
}

func TestPostsAreFoundByWords(t *testing.T) {
	c := Draw(college(), day("2026-11-21"))
	for text, want := range map[string]string{
		"esol": "VACANT AMINA DAN JOY", "post ESOL am": "AMINA", "joy": "JOY", "x": "", "maths tom": "TOM",
	} {
		var got []string
		found, _ := c.FindPosts(text, 9)
		for _, p := range found {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if found, all := c.FindPosts("", 3); len(found) != 3 || all != 9 {
		t.Errorf("%d of %d", len(found), all)
	}
}

func TestSomebodyJoinsWithAFirstPostOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		first := NewAppointment{PostID: key("VACANT"), FTEThousandths: 9000, FromDate: day("2026-12-01")}
		_, err := h.Join(h.as("ada"), NewPerson{Name: "王 小明", StartedOn: first.FromDate}, first)
		h.wants(err, fault.Invalid, "share of full time")
		if len(h.today().Find("王", 9)) != 0 {
			t.Error("the person was kept without the post")
		}
		first.FTEThousandths = 500
		p, err := h.Join(h.as("ada"), NewPerson{Name: "王 小明", StartedOn: first.FromDate}, first)
		h.must(err)
		if held := h.on("2026-12-01").Appointments(p.ID); len(held) != 1 || held[0].FTEThousandths != 500 {
			t.Errorf("appointed: %+v", held)
		}
		_, err = h.Join(h.as("dan"), NewPerson{Name: "A friend"}, first)
		h.wants(err, fault.NotFound, "")
	})
}
