package people

import (
	"fmt"
	"strings"
	"testing"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
)

// stayed is where posts were when, in lines.
func stayed(stays []Stay) string {
	var out []string
	for _, s := range stays {
		out = append(out, fmt.Sprintf("%s %s–%s", s.Post.Title, s.Period.From, s.Period.To))
	}
	return strings.Join(out, "; ")
}

func TestTheFileOfAUnit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		h.must(h.ChangeUnit(ada, key("maths"), 1, day("2027-01-01"), UnitChange{ParentID: key("college"), Kind: TeamUnit, Name: "Numbers", LeadPostID: key("TOM")}))
		h.must(h.ChangePost(ada, key("JOY"), 1, day("2026-12-01"), PostChange{UnitID: key("maths"), Title: "Tutor"}))
		h.must(h.ChangePost(ada, key("JOY"), 2, day("2027-02-01"), PostChange{UnitID: key("maths"), Title: "Lecturer"}))
		f, err := h.UnitFile(ada, "maths")
		h.must(err)
		if f.Unit.Name != "Maths" || f.On != day("2026-11-21") || len(f.Spans) != 2 || f.Spans[1].From != day("2027-01-01") ||
			strings.Join(f.Spans[1].Changed, ", ") != "name, part of, lead" || f.Names[key("college")] != "College" || f.Names[key("TOM")] != "Post TOM" {
			t.Errorf("%+v", f)
		}
		if got := stayed(f.Stays); got != "Lecturer 2026-12-01–; Post TOM 2020-09-01–" {
			t.Errorf("the posts in it: %s", got)
		}
		if len(f.History) != 1 || f.History[0].Act != "changed" {
			t.Errorf("its history: %+v", f.History)
		}
		f, err = h.UnitFile(ada, "esol")
		h.must(err)
		if got := stayed(f.Stays); !strings.Contains(got, "Post JOY 2020-09-01–2026-11-30") {
			t.Errorf("who left it: %s", got)
		}
		for _, who := range []string{"dan", "amina"} {
			_, err = h.UnitFile(h.as(who), "esol")
			h.wants(err, fault.NotFound, "")
			_, err = h.PostFile(h.as(who), key("JOY"))
			h.wants(err, fault.NotFound, "")
		}
		_, err = h.UnitFile(ada, "nowhere")
		h.wants(err, fault.NotFound, "")
	})
}

func TestTheFileOfAPost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		h.must(h.ChangePost(ada, key("JOY"), 1, day("2026-11-01"), PostChange{UnitID: key("maths"), Title: "Tutor", ReportsToID: key("TOM")}))
		a := h.today().Appointments(key("joy"))[0]
		h.must(h.EndAppointment(ada, a.ID, 1, day("2026-11-10")))
		f, err := h.PostFile(ada, key("JOY"))
		h.must(err)
		if f.Post.Title != "Tutor" || len(f.Spans) != 2 || strings.Join(f.Spans[1].Changed, ", ") != "title, unit, reports to" ||
			f.Names[key("esol")] != "Esol" || f.Names[key("maths")] != "Maths" || f.Names[key("TOM")] != "Post TOM" {
			t.Errorf("%+v", f)
		}
		if len(f.Holdings) != 1 || f.Holdings[0].Name != "Joy" || f.Holdings[0].ToDate != day("2026-11-10") {
			t.Errorf("who was in it: %+v", f.Holdings)
		}
		_, err = h.PostFile(ada, "no key")
		h.wants(err, fault.NotFound, "")
	})
}

func TestUnitsThatAreNotThereToday(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		to, err := h.AddUnit(ada, NewUnit{ParentID: key("skills"), Kind: TeamUnit, Name: "Science", FromDate: day("2027-01-01")})
		h.must(err)
		gone, err := h.AddUnit(ada, NewUnit{ParentID: key("skills"), Kind: TeamUnit, Name: "Latin", FromDate: day("2025-01-01")})
		h.must(err)
		never, err := h.AddUnit(ada, NewUnit{ParentID: key("skills"), Kind: TeamUnit, Name: "Never", FromDate: day("2026-01-01")})
		h.must(err)
		h.must(h.CloseUnit(ada, gone.ID, 1, day("2026-10-31")))
		h.must(h.MergeUnit(ada, never.ID, 1, key("esol"), day("2026-01-01")))
		found, err := h.UnitsElsewhen(ada)
		h.must(err)
		if len(found) != 2 || found[0].ID != to.ID || found[1].ID != gone.ID {
			t.Errorf("found %+v", found)
		}
		_, err = h.UnitsElsewhen(h.as("dan"))
		h.wants(err, fault.NotFound, "")
	})
}

func TestWhoReadsAnotherDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.GrantOffice(h.as("bob"), key("tom"), actor.Auditor, day("2026-11-21"))
		h.must(err)
		h.must(h.ChangeUnit(h.as("ada"), key("esol"), 1, day("2026-10-01"), UnitChange{ParentID: key("skills"), Kind: TeamUnit, Name: "Languages", LeadPostID: key("DAN")}))
		for _, tc := range []struct {
			who, unit string
			reads     bool
		}{
			{"dan", "esol", true}, {"sam", "esol", true}, {"helen", "esol", true}, {"ada", "esol", true}, {"tom", "esol", true},
			{"amina", "esol", false}, {"dan", "skills", false}, {"dan", "maths", false}, {"bob", "esol", false}, {"ada", "nowhere", false},
		} {
			c, u, err := h.UnitAsAt(h.as(tc.who), tc.unit, day("2026-09-01"))
			if tc.reads != (err == nil) || err == nil && (u.Name != "Esol" || c.On() != day("2026-09-01")) {
				t.Errorf("%s of %s: %v, %+v", tc.who, tc.unit, err, u)
			}
			if !tc.reads {
				h.wants(err, fault.NotFound, "")
			}
		}
		if _, u, err := h.UnitAsAt(h.as("dan"), "esol", day("1999-01-01")); err != nil || u.ID != "" || u.Name != "Languages" {
			t.Errorf("before it was there: %+v, %v", u, err)
		}
		for who, reads := range map[string]bool{"ada": true, "tom": true, "helen": false, "bob": false, "amina": false} {
			if _, err := h.AsAt(h.as(who), day("2026-09-01")); reads != (err == nil) {
				t.Errorf("%s reads the whole of another day: %v", who, err)
			}
		}
		if rel := h.today().RelationToUnit(actor.Actor{PersonID: key("dan")}, key("esol")); !rel.Has(access.Manager) {
			t.Error("a lead manages the unit")
		}
	})
}
