package people

import (
	"testing"
	"unsafe"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
)

// TestASurveyHoldsNothingTwice: what the chart of today has too is one text in
// memory, and what was changed since is as it is now.
func TestASurveyHoldsNothingTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		chart := h.today()
		find := func() (tom, joy Person) {
			s, err := h.Survey(h.as("ada"))
			h.must(err)
			for _, p := range s.Persons {
				switch p.ID {
				case key("tom"):
					tom = p
				case key("joy"):
					joy = p
				}
			}
			for _, a := range s.Appointments {
				if a.PersonID == key("tom") && unsafe.StringData(a.PersonID) != unsafe.StringData(tom.ID) {
					t.Error("an appointment has a key of its own for who holds it")
				}
			}
			return tom, joy
		}
		tom, joy := find()
		for _, p := range []Person{tom, joy} {
			if unsafe.StringData(p.Name) != unsafe.StringData(chart.persons[p.ID].Name) || unsafe.StringData(p.ID) != unsafe.StringData(chart.persons[p.ID].ID) {
				t.Errorf("%s is held twice", p.Name)
			}
		}
		h.must(h.CorrectPerson(h.as("ada"), tom.ID, tom.Version, Correction{Name: "Thomas Otherwise"}))
		was := chart.persons[tom.ID].Name
		if again, _ := find(); again.Name != "Thomas Otherwise" || chart.persons[tom.ID].Name != was || was == again.Name {
			t.Errorf("%s is %s, and was %s", tom.ID, again.Name, was)
		}
	})
}
