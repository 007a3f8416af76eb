package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"learningyear/internal/access"
	"learningyear/internal/actor"
)

// told is a unit's history in a line: what it was until when.
func told(h history[Unit]) string {
	var out []string
	for _, s := range h.stretches {
		said := s.state.Name
		if s.state.ParentID != nil {
			said += " in " + *s.state.ParentID
		}
		if !s.until.IsZero() {
			said += " until " + s.until.String()
		}
		out = append(out, said)
	}
	return strings.Join(out, "; ")
}

// esol was renamed on 1 January 2022 and moved on 1 January 2024.
func esol() history[Unit] {
	u := Unit{ID: "esol", Kind: TeamUnit, Name: "Esol", ParentID: to("skills"), FromDate: day("2020-09-01")}
	before := []UnitBefore{
		{UnitID: "esol", UntilDate: day("2023-12-31"), Kind: TeamUnit, Name: "Esol", ParentID: to("college")},
		{UnitID: "esol", UntilDate: day("2021-12-31"), Kind: TeamUnit, Name: "Languages", ParentID: to("college")},
	}
	return newPast(before, nil).unitHistory(u)
}

func TestHistoryOfAUnit(t *testing.T) {
	const whole = "Languages in college until 2021-12-31; Esol in college until 2023-12-31; Esol in skills"
	if told(esol()) != whole {
		t.Fatal(told(esol()))
	}
	for on, want := range map[string]string{"2020-09-01": "Languages", "2021-12-31": "Languages", "2022-01-01": "Esol", "2030-01-01": "Esol", "1999-01-01": "Languages"} {
		if got := esol().on(day(on)).Name; got != want {
			t.Errorf("on %s it was %s, want %s", on, got, want)
		}
	}
	named := func(name string) func(Unit) Unit { return func(u Unit) Unit { u.Name = name; return u } }
	moved := func(to string) func(Unit) Unit { return func(u Unit) Unit { u.ParentID = &to; return u } }
	for _, tc := range []struct {
		name  string
		how   string // changed on a day, or corrected as seen on a day
		shown string
		want  func(Unit) Unit
		told  string
		what  string
	}{
		{"renamed", "changed 2025-01-01", "2024-06-01", named("English"), "Languages in college until 2021-12-31; Esol in college until 2023-12-31; Esol in skills until 2024-12-31; English in skills", "name"},
		{"renamed on the day on which it moved", "changed 2024-01-01", "2024-06-01", named("English"), "Languages in college until 2021-12-31; Esol in college until 2023-12-31; English in skills", "name"},
		{"renamed before it moved: it moves under the new name", "changed 2023-01-01", "2024-06-01", named("English"), "Languages in college until 2021-12-31; Esol in college until 2022-12-31; English in college until 2023-12-31; English in skills", "name"},
		{"renamed long ago: until the name that came after", "changed 2021-01-01", "2021-06-01", named("English"), "Languages in college until 2020-12-31; English in college until 2021-12-31; Esol in college until 2023-12-31; Esol in skills", "name"},
		{"moved back to where it was", "changed 2024-01-01", "2024-06-01", moved("college"), "Languages in college until 2021-12-31; Esol in college", "part of"},
		{"nothing differs", "changed 2025-01-01", "2024-06-01", named("Esol"), whole, ""},
		{"the name was wrong: as long as it was said, before the move too", "corrected", "2024-06-01", named("ESOL"), "Languages in college until 2021-12-31; ESOL in college until 2023-12-31; ESOL in skills", "name"},
		{"the first name was wrong", "corrected", "2021-06-01", named("Tongues"), "Tongues in college until 2021-12-31; Esol in college until 2023-12-31; Esol in skills", "name"},
		{"the renaming was wrong: it never was", "corrected", "2024-06-01", named("Languages"), "Languages in college until 2023-12-31; Languages in skills", "name"},
		{"the move was wrong", "corrected", "2024-06-01", moved("college"), "Languages in college until 2021-12-31; Esol in college", "part of"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := esol()
			shown := h.on(day(tc.shown))
			var got history[Unit]
			var what []string
			if on, ok := strings.CutPrefix(tc.how, "changed "); ok {
				got, what = h.change(shown, tc.want(shown), day(on))
			} else {
				got, what = h.correct(day(tc.shown), tc.want(shown))
			}
			if told(got) != tc.told || strings.Join(what, ", ") != tc.what {
				t.Errorf("%s (%v)\nwant %s (%s)", told(got), what, tc.told, tc.what)
			}
			if told(h) != whole {
				t.Error("the history there was has been changed in place")
			}
		})
	}
	back, ok := esol().takenBack()
	if again, _ := back.takenBack(); !ok || told(back) != "Languages in college until 2021-12-31; Esol in college" || told(again) != "Languages in college" {
		t.Errorf("taken back: %s", told(back))
	}
	if _, ok := newPast(nil, nil).unitHistory(Unit{}).takenBack(); ok {
		t.Error("what never changed has no change to take back")
	}
	if got := told(esol().until(day("2022-06-30"))); got != "Languages in college until 2021-12-31; Esol in college" {
		t.Errorf("ended: %s", got)
	}
	inCollege := func(u Unit) bool { return value(u.ParentID) == "college" }
	got, _ := esol().replace(day("2023-01-01"), inCollege, func(u *Unit) { u.ParentID = to("arts") })
	if told(got) != "Languages in college until 2021-12-31; Esol in college until 2022-12-31; Esol in arts until 2023-12-31; Esol in skills" {
		t.Errorf("replaced: %s", told(got))
	}
	if _, changed := esol().replace(day("2024-01-01"), inCollege, func(*Unit) {}); changed {
		t.Error("what is not in it any more does not move with it")
	}
}

func TestPlacesInTheTree(t *testing.T) {
	s := college()
	for _, tc := range []struct {
		name, unit string
		change     func(units map[string]*Unit)
		before     []UnitBefore
		say        string
	}{
		{"as it is", "skills", func(map[string]*Unit) {}, nil, ""},
		{"below itself", "skills", func(u map[string]*Unit) { u["skills"].ParentID = to("skills") }, nil, "part of itself"},
		{"below what is below it", "skills", func(u map[string]*Unit) { u["skills"].ParentID = to("esol") }, nil, "part of itself"},
		{"below nothing", "skills", func(u map[string]*Unit) { u["skills"].ParentID = to("nowhere") }, nil, "Choose the unit"},
		{"a kind too small for what is below", "skills", func(u map[string]*Unit) { u["skills"].Kind = TeamUnit }, nil, "is part of it, and a team cannot be part of a team"},
		{"a kind too large for what is above", "esol", func(u map[string]*Unit) { u["esol"].Kind = Division }, nil, "A division cannot be part of a division"},
		{"a second organisation", "skills", func(u map[string]*Unit) { u["skills"].ParentID, u["skills"].Kind = nil, Organisation }, nil, "there already"},
		{"no organisation, and below nothing", "skills", func(u map[string]*Unit) { u["skills"].ParentID = nil }, nil, "Choose the unit that"},
		{"above has closed", "esol", func(u map[string]*Unit) { u["skills"].ToDate = day("2026-11-30") }, nil, "“Skills” is not there on 1 December 2026"},
		{"above closes when it has closed itself", "esol", func(u map[string]*Unit) {
			u["skills"].ToDate, u["esol"].ToDate = day("2026-11-30"), day("2026-11-30")
		}, nil, ""},
		{"above becomes smaller later", "esol", func(u map[string]*Unit) { u["skills"].Kind = TeamUnit },
			[]UnitBefore{{UnitID: "skills", UntilDate: day("2027-08-31"), Kind: Division, Name: "Skills", ParentID: to("college")}}, "A team cannot be part of a team"},
		{"above was smaller before", "esol", func(map[string]*Unit) {},
			[]UnitBefore{{UnitID: "skills", UntilDate: day("2025-08-31"), Kind: TeamUnit, Name: "Skills", ParentID: to("college")}}, ""},
		{"it comes below itself later", "esol", func(u map[string]*Unit) { u["skills"].ParentID = to("esol") },
			[]UnitBefore{{UnitID: "skills", UntilDate: day("2027-08-31"), Kind: Division, Name: "Skills", ParentID: to("college")}}, "part of itself"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			units, byID := slices.Clone(s.Units), map[string]*Unit{}
			for i := range units {
				byID[units[i].ID] = &units[i]
			}
			tc.change(byID)
			err := newTree(units, tc.before).check(tc.unit, day("2026-11-21"))
			if got := fmt.Sprint(err); tc.say == "" && err != nil || !strings.Contains(got, tc.say) {
				t.Errorf("%v, want %q", err, tc.say)
			}
		})
	}
}

func TestTheChartOfADayBeforeAChange(t *testing.T) {
	s := college()
	// On 1 January 2027 maths takes over esol's name, place of lead and all, and
	// joy's post moves to it under another title.
	s.UnitsBefore = []UnitBefore{{UnitID: "maths", UntilDate: day("2026-12-31"), Kind: TeamUnit, Name: "Maths", ParentID: to("skills")}}
	s.Units[3].Name, s.Units[3].LeadPostID, s.Units[3].ParentID = "Numbers", to("TOM"), to("college")
	s.PostsBefore = []PostBefore{{PostID: "JOY", UntilDate: day("2026-12-31"), UnitID: "esol", Title: "Tutor", ReportsToID: to("VACANT")}}
	s.Posts[6].Title, s.Posts[6].UnitID, s.Posts[6].ReportsToID = "Tutor of numbers", "maths", nil
	for _, tc := range []struct{ on, name, above, lead, title, manager, colleagues string }{
		{"2026-12-31", "Maths", "Skills", "nobody", "Tutor", "dan", "Tom"},
		{"2027-01-01", "Numbers", "College", "tom", "Tutor of numbers", "tom", "Joy Tom"},
	} {
		c := Draw(s, day(tc.on))
		unit := c.UnitBySlug("maths")
		var members []string
		for _, p := range c.Members("maths") {
			members = append(members, p.Name)
		}
		got := []string{unit.Name, c.Unit(*unit.ParentID).Name, nobody(c.Lead("maths")), c.JobTitle("joy"), nobody(c.Manager("joy")), strings.Join(members, " ")}
		if want := []string{tc.name, tc.above, tc.lead, tc.title, tc.manager, tc.colleagues}; !slices.Equal(got, want) {
			t.Errorf("on %s: %q, want %q", tc.on, got, want)
		}
	}
	if s.Units[3].Name != "Numbers" || s.Posts[6].Title != "Tutor of numbers" {
		t.Error("drawing changed what it was drawn from")
	}
}

func TestActingUpAndSecondments(t *testing.T) {
	acting := func(rests bool) Structure {
		s := college()
		s.Appointments = append(s.Appointments, Appointment{
			ID: "act", PersonID: "amina", PostID: "DAN", Kind: ActingUp, RestsOwn: rests, FTEThousandths: 1000,
			FromDate: day("2026-11-01"), ToDate: day("2026-12-31"),
		})
		return s
	}
	beside, instead := Draw(acting(false), day("2026-11-21")), Draw(acting(true), day("2026-11-21"))
	if nobody(beside.Lead("esol")) != "amina" || nobody(instead.Lead("esol")) != "amina" {
		t.Error("who acts up in the lead's post leads")
	}
	if got := beside.JobTitle("amina"); got != "Post DAN" || len(beside.Appointments("amina")) != 2 {
		t.Errorf("of equal ones the one for a time names the job: %s", got)
	}
	if len(instead.Appointments("amina")) != 1 || len(instead.Holders("AMINA")) != 0 || len(instead.KeptFor("AMINA")) != 1 {
		t.Error("the own post rests, and is kept")
	}
	if got := nobody(instead.Manager("amina")); got != "sam" {
		t.Errorf("while she acts up her manager is that of the post: %s", got)
	}
	if after := Draw(acting(true), day("2027-01-01")); nobody(after.Lead("esol")) != "dan" || after.JobTitle("amina") != "Post AMINA" {
		t.Error("afterwards all is as before")
	}
	if m := instead.Mend(99); slices.ContainsFunc(m.Vacant, func(p *Post) bool { return p.ID == "AMINA" }) {
		t.Error("a post that is kept is not vacant")
	}
}

func TestWhatADelegateActsIn(t *testing.T) {
	s := college()
	s.Delegates = []Delegate{
		{ID: "1", ManagerID: "dan", DelegateID: "tom", Scope: PlansOnly, FromDate: day("2026-11-16"), ToDate: day("2026-11-27")},
		{ID: "2", ManagerID: "dan", DelegateID: "bob", Scope: AppraisalsOnly, FromDate: day("2026-11-16"), ToDate: day("2026-11-27")},
		{ID: "3", ManagerID: "dan", DelegateID: "ada", FromDate: day("2026-11-16"), ToDate: day("2026-11-27")},
	}
	c := Draw(s, day("2026-11-21"))
	for _, tc := range []struct {
		who  string
		over []access.Record
		acts bool
	}{
		{"tom", nil, false},
		{"tom", []access.Record{access.LearningPlan}, true},
		{"tom", []access.Record{access.WorkProgramme}, true},
		{"tom", []access.Record{access.Appraisal}, false},
		{"tom", []access.Record{access.LearningPlan, access.Appraisal}, false},
		{"tom", []access.Record{access.Interview}, false},
		{"tom", []access.Record{access.DiaryEntry}, false},
		{"bob", nil, false},
		{"bob", []access.Record{access.Appraisal}, true},
		{"bob", []access.Record{access.LearningPlan}, false},
		{"ada", nil, true},
		{"ada", []access.Record{access.Appraisal}, true},
		{"ada", []access.Record{access.Interview}, true},
	} {
		manages, forWhom := c.ManagesFor(tc.who, "amina", tc.over...)
		relation := c.RelationTo(actor.Actor{PersonID: tc.who}, "amina", tc.over...).Has(access.Manager)
		if manages != tc.acts || relation != tc.acts || tc.acts && nobody(forWhom) != "dan" || len(c.ActsFor(tc.who, tc.over...)) > 0 != tc.acts {
			t.Errorf("%s over %v: manages %v, relation %v", tc.who, tc.over, manages, relation)
		}
	}
	if len(c.Delegates("dan")) != 1 || len(c.Delegates("dan", access.Appraisal)) != 2 {
		t.Error("who acts for dan, in everything and in appraisals")
	}
	if len(c.HangsOn("tom").ActsFor) != 1 {
		t.Error("whatever the scope, it is to be handed on")
	}
}

func TestWhatWantsMending(t *testing.T) {
	names := func(all []*Person) string {
		var out []string
		for _, p := range all {
			out = append(out, p.ID)
		}
		return strings.Join(out, " ")
	}
	s := college()
	s.Partnerships = []Partnership{
		{ID: "1", LearnerID: "amina", PartnerID: "tom", State: Accepted, FromDate: day("2026-09-01")},
		{ID: "2", LearnerID: "joy", PartnerID: "tom", State: Accepted, FromDate: day("2026-09-01")},
		{ID: "3", LearnerID: "dan", PartnerID: "tom", State: Nominated, FromDate: day("2026-09-01")},
		{ID: "4", LearnerID: "sam", PartnerID: "joy", State: Nominated, FromDate: day("2026-09-01")},
		{ID: "5", LearnerID: "ada", PartnerID: "joy", State: Accepted, FromDate: day("2026-09-01")},
	}
	c := Draw(s, day("2026-11-21"))
	m := c.Mend(2)
	if names(m.NoManager) != "" || names(m.NoPartner) != "bob dan helen sam tom" || names(m.TooMany) != "helen" || len(m.Vacant) != 1 || m.Vacant[0].ID != "VACANT" {
		t.Errorf("no manager %q, no partner %q, too many %q, vacant %v", names(m.NoManager), names(m.NoPartner), names(m.TooMany), m.Vacant)
	}
	if len(m.NoLead) != 2 || m.NoLead[0].ID != "estates" || m.NoLead[1].ID != "maths" || !m.Any() {
		t.Errorf("units without a lead: %v", m.NoLead)
	}
	if len(c.Mend(3).TooMany) != 0 {
		t.Error("three are not more than three")
	}
	loads := c.Loads()
	if len(loads) != 2 || loads[0].Person.ID != "tom" || names(loads[0].Learners) != "amina joy" || names(loads[0].Asked) != "dan" || names(loads[1].Asked) != "sam" {
		t.Errorf("what partners have taken on: %+v", loads)
	}
	s.Persons[0].LeftOn = day("2026-11-20") // helen
	if got := names(Draw(s, day("2026-11-21")).Mend(9).NoManager); got != "ada bob sam" {
		t.Errorf("without the head, nobody manages %q", got)
	}
	h := c.HangsOn("dan")
	if len(h.Leads) != 1 || names(h.Reports) != "amina joy" || h.Any() != true || c.HangsOn("bob").Any() {
		t.Errorf("on dan hangs %+v", h)
	}
	if (Mend{}).Any() {
		t.Error("nothing is nothing")
	}
}

func TestReportingRoundACircle(t *testing.T) {
	l := line{
		now:  map[string]*string{"a": to("b"), "b": to("c"), "c": nil, "d": to("d")},
		past: newPast(nil, []PostBefore{{PostID: "c", UntilDate: day("2026-06-30"), ReportsToID: to("a")}}).posts,
	}
	for _, tc := range []struct {
		id, from string
		loops    bool
	}{{"a", "2026-06-30", true}, {"a", "2026-07-01", false}, {"c", "2026-01-01", true}, {"d", "2027-01-01", true}, {"b", "2027-01-01", false}} {
		if l.loops(tc.id, day(tc.from)) != tc.loops {
			t.Errorf("%s from %s: want %v", tc.id, tc.from, tc.loops)
		}
	}
	l.past["b"] = []PostBefore{{PostID: "b", UntilDate: day("2027-12-31"), ReportsToID: nil}}
	l.now["b"] = to("a")
	if !l.loops("a", day("2026-11-21")) {
		t.Error("a circle that closes later is one")
	}
}
