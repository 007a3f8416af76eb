package people

import (
	"slices"
	"strings"
	"testing"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func to(id string) *string { return &id }

// college is a small organisation that has every case of the rules: keys are
// readable, and a post's key is that of its holder in capitals.
//
//	college (Head)                         helen leads; ada is her assistant
//	├─ skills, a division                  sam leads by post SAM, reports to HEAD
//	│  ├─ esol, a team                     dan leads; amina, joy; VACANT between joy and dan
//	│  └─ maths, a team without a lead     tom, reports to nobody by post
//	└─ estates, a section without a lead   bob
func college() Structure {
	from := day("2020-09-01")
	unit := func(id string, kind Kind, parent, lead string) Unit {
		u := Unit{ID: id, Kind: kind, Name: strings.ToUpper(id[:1]) + id[1:], Slug: id, FromDate: from}
		if parent != "" {
			u.ParentID = &parent
		}
		if lead != "" {
			u.LeadPostID = &lead
		}
		return u
	}
	post := func(id, unit, reportsTo string) Post {
		p := Post{ID: id, UnitID: unit, Title: "Post " + id, FromDate: from}
		if reportsTo != "" {
			p.ReportsToID = &reportsTo
		}
		return p
	}
	s := Structure{
		Units: []Unit{
			unit("college", Organisation, "", "HELEN"), unit("skills", Division, "college", "SAM"),
			unit("esol", TeamUnit, "skills", "DAN"), unit("maths", TeamUnit, "skills", ""),
			unit("estates", Section, "college", ""),
		},
		Posts: []Post{
			post("HELEN", "college", ""), post("ADA", "college", "HELEN"), post("SAM", "skills", "HELEN"),
			post("DAN", "esol", ""), post("AMINA", "esol", ""), post("VACANT", "esol", "DAN"), post("JOY", "esol", "VACANT"),
			post("TOM", "maths", ""), post("BOB", "estates", ""),
		},
	}
	for _, name := range []string{"helen", "ada", "sam", "dan", "amina", "joy", "tom", "bob"} {
		s.Persons = append(s.Persons, Person{ID: name, Name: strings.ToUpper(name[:1]) + name[1:], Slug: name})
		s.Appointments = append(s.Appointments, Appointment{
			ID: "a-" + name, PersonID: name, PostID: strings.ToUpper(name), FTEThousandths: 1000, FromDate: from,
		})
	}
	return s
}

func nobody(p *Person) string {
	if p == nil {
		return "nobody"
	}
	return p.ID
}

func TestWhoManagesWhom(t *testing.T) {
	for _, tc := range []struct {
		name, who, want string
		change          func(*Structure)
		on              string
	}{
		{"the lead of the unit", "amina", "dan", nil, ""},
		{"the post reported to", "ada", "helen", nil, ""},
		{"over a vacant post to the one above it", "joy", "dan", nil, ""},
		{"a lead's manager leads the unit above", "dan", "sam", nil, ""},
		{"a lead whose post reports to one", "sam", "helen", nil, ""},
		{"no lead here, so the one above", "tom", "sam", nil, ""},
		{"none between, so the organisation's", "bob", "helen", nil, ""},
		{"the head has none", "helen", "nobody", nil, ""},
		{"a named manager wins", "amina", "tom", func(s *Structure) {
			s.Overrides = []Override{{ID: "o", PersonID: "amina", ManagerID: "tom", FromDate: day("2026-01-01")}}
		}, ""},
		{"a named manager of another time does not", "amina", "dan", func(s *Structure) {
			s.Overrides = []Override{{ID: "o", PersonID: "amina", ManagerID: "tom", FromDate: day("2026-01-01"), ToDate: day("2026-06-30")}}
		}, ""},
		{"but did then", "amina", "tom", func(s *Structure) {
			s.Overrides = []Override{{ID: "o", PersonID: "amina", ManagerID: "tom", FromDate: day("2026-01-01"), ToDate: day("2026-06-30")}}
		}, "2026-06-30"},
		{"a named manager who has left does not", "amina", "dan", func(s *Structure) {
			s.Overrides = []Override{{ID: "o", PersonID: "amina", ManagerID: "tom", FromDate: day("2026-01-01")}}
			s.Persons[6].LeftOn = day("2026-10-31")
		}, ""},
		{"the lead has left, so the one above", "amina", "sam", func(s *Structure) { s.Persons[3].LeftOn = day("2026-10-31") }, ""},
		{"the lead leaves today and is still here", "amina", "dan", func(s *Structure) { s.Persons[3].LeftOn = day("2026-11-21") }, ""},
		{"the principal appointment decides", "amina", "helen", func(s *Structure) {
			s.Appointments = append(s.Appointments, Appointment{ID: "b", PersonID: "amina", PostID: "BOB", FTEThousandths: 1500, FromDate: day("2026-01-01")})
		}, ""},
		{"of equal ones, the older", "amina", "dan", func(s *Structure) {
			s.Appointments = append(s.Appointments, Appointment{ID: "b", PersonID: "amina", PostID: "BOB", FTEThousandths: 1000, FromDate: day("2026-01-01")})
		}, ""},
		{"posts that report round a circle: the lead", "tom", "sam", func(s *Structure) {
			s.Posts[7].ReportsToID = to("BOB")
			s.Posts[8].ReportsToID = to("TOM")
			s.Appointments = slices.DeleteFunc(s.Appointments, func(a Appointment) bool { return a.PersonID == "bob" })
		}, ""},
		{"a post that reports to itself: the lead", "tom", "sam", func(s *Structure) { s.Posts[7].ReportsToID = to("TOM") }, ""},
		{"units round a circle end the walk", "tom", "nobody", func(s *Structure) {
			s.Units[1].ParentID, s.Units[1].LeadPostID = to("maths"), nil
		}, ""},
		{"one of two who share a post manages the other's unit", "amina", "dan", func(s *Structure) {
			s.Appointments = append(s.Appointments, Appointment{ID: "b", PersonID: "tom", PostID: "DAN", FTEThousandths: 500, FromDate: day("2026-01-01")})
		}, ""},
		{"a post that ended is passed over", "ada", "helen", func(s *Structure) {
			s.Posts[1].ReportsToID = to("GONE")
			s.Posts = append(s.Posts, Post{ID: "GONE", UnitID: "estates", FromDate: day("2020-01-01"), ToDate: day("2020-12-31")})
		}, ""},
		{"nobody is anything before the beginning", "amina", "nobody", nil, "2019-01-01"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := college()
			if tc.change != nil {
				tc.change(&s)
			}
			on := day("2026-11-21")
			if tc.on != "" {
				on = day(tc.on)
			}
			if got := nobody(Draw(s, on).Manager(tc.who)); got != tc.want {
				t.Errorf("%s is managed by %s, want %s", tc.who, got, tc.want)
			}
		})
	}
}

func TestTwoAppointmentsHaveTwoManagers(t *testing.T) {
	s := college()
	s.Appointments = append(s.Appointments, Appointment{ID: "b", PersonID: "amina", PostID: "TOM", FTEThousandths: 200, FromDate: day("2026-01-01")})
	c := Draw(s, day("2026-11-21"))
	for _, manager := range []string{"dan", "sam"} {
		if !c.RelationTo(actor.Actor{PersonID: manager}, "amina").Has(access.Manager) {
			t.Errorf("%s manages amina in one of her posts", manager)
		}
	}
	if got := c.JobTitle("amina"); got != "Post AMINA" {
		t.Errorf("the larger appointment names the job: %s", got)
	}
	if !c.RelationTo(actor.Actor{PersonID: "tom"}, "amina").Has(access.Team) {
		t.Error("she is in the team of each post")
	}
}

func TestRelations(t *testing.T) {
	s := college()
	s.Partnerships = []Partnership{
		{ID: "1", LearnerID: "amina", PartnerID: "tom", State: Accepted, FromDate: day("2026-09-01")},
		{ID: "2", LearnerID: "joy", PartnerID: "tom", State: Nominated, FromDate: day("2026-11-01")},
		{ID: "3", LearnerID: "joy", PartnerID: "bob", State: Ended, FromDate: day("2025-09-01"), ToDate: day("2026-08-31")},
		{ID: "4", LearnerID: "bob", PartnerID: "ada", State: Declined, FromDate: day("2026-11-01")},
		{ID: "5", LearnerID: "ada", PartnerID: "bob", State: Withdrawn, FromDate: day("2026-09-01"), ToDate: day("2026-11-30")},
	}
	s.Delegates = []Delegate{{ID: "d", ManagerID: "dan", DelegateID: "joy", FromDate: day("2026-11-16"), ToDate: day("2026-11-27")}}
	s.Offices = []Office{
		{ID: "o", PersonID: "ada", Role: actor.Coordinator, FromDate: day("2026-01-01")},
		{ID: "p", PersonID: "bob", Role: actor.Auditor, FromDate: day("2026-01-01"), ToDate: day("2026-11-20")},
	}
	for _, tc := range []struct{ who, to, on, want string }{
		{"amina", "amina", "", "the person, colleagues"},
		{"tom", "amina", "", "learning partner, colleagues"},
		{"tom", "joy", "", "colleagues"},
		{"bob", "joy", "", "colleagues"},
		{"bob", "joy", "2026-08-31", "learning partner, colleagues, auditor"},
		{"bob", "ada", "", "colleagues"},
		{"dan", "amina", "", "line manager, team, colleagues"},
		{"joy", "amina", "", "line manager, team, colleagues"},
		{"joy", "amina", "2026-11-28", "team, colleagues"},
		{"joy", "joy", "", "the person, colleagues"},
		{"sam", "amina", "", "divisional manager, colleagues"},
		{"sam", "dan", "", "line manager, divisional manager, colleagues"},
		{"helen", "amina", "", "colleagues"},
		{"ada", "amina", "", "coordinator, colleagues"},
		{"bob", "amina", "2026-11-20", "auditor, colleagues"},
		{"bob", "amina", "2026-11-21", "colleagues"},
	} {
		on := day("2026-11-21")
		if tc.on != "" {
			on = day(tc.on)
		}
		got := strings.Split(Draw(s, on).RelationTo(actor.Actor{PersonID: tc.who}, tc.to).String(), ", ")
		want := strings.Split(tc.want, ", ")
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s to %s on %s: %v, want %v", tc.who, tc.to, on, got, want)
		}
	}
	c := Draw(s, day("2026-11-21"))
	if manages, forWhom := c.ManagesFor("joy", "amina"); !manages || nobody(forWhom) != "dan" {
		t.Error("a delegate acts for the manager, by name")
	}
	if _, forWhom := c.ManagesFor("dan", "amina"); forWhom != nil {
		t.Error("the manager acts for nobody else")
	}
	if nobody(c.Partner("joy")) != "nobody" || !c.IsPartner("tom") || len(c.NominatedBy("tom")) != 1 {
		t.Error("a nomination makes no partner before it is answered, and waits for the answer")
	}
	if c.RelationTo(actor.Actor{}, "amina") != access.None {
		t.Error("somebody signed out is nothing to anybody")
	}
	if c.RelationTo(actor.Operator("test"), "amina") != access.Operator {
		t.Error("the command line is the operator and nothing else")
	}
}

func TestWhoHasLeftIsNothingToAnybody(t *testing.T) {
	s := college()
	s.Partnerships = []Partnership{{ID: "1", LearnerID: "amina", PartnerID: "tom", State: Accepted, FromDate: day("2026-09-01")}}
	s.Delegates = []Delegate{{ID: "d", ManagerID: "dan", DelegateID: "tom", FromDate: day("2026-11-16"), ToDate: day("2026-11-27")}}
	s.Offices = []Office{{ID: "o", PersonID: "tom", Role: actor.Coordinator, FromDate: day("2026-01-01")}}
	s.Persons[6].LeftOn = day("2026-11-20")
	c := Draw(s, day("2026-11-21"))
	if got := c.RelationTo(actor.Actor{PersonID: "tom"}, "amina"); got != access.Colleague {
		t.Errorf("tom left yesterday and is still %s", got)
	}
	if c.Serves("tom") || nobody(c.Partner("amina")) != "nobody" {
		t.Error("he serves no more and is no partner")
	}
	if got := Draw(s, day("2026-11-20")).RelationTo(actor.Actor{PersonID: "tom"}, "amina"); !got.Has(access.Partner) || !got.Has(access.Coordinator) {
		t.Errorf("on his last day he was only %s", got)
	}
}

func TestDivisionsAndCountersigning(t *testing.T) {
	c := Draw(college(), day("2026-11-21"))
	for who, want := range map[string]string{"amina": "skills", "sam": "skills", "bob": "", "helen": ""} {
		got := ""
		if u := c.DivisionOf(who); u != nil {
			got = u.ID
		}
		if got != want {
			t.Errorf("%s is in %q, want %q", who, got, want)
		}
	}
	for _, tc := range []struct{ who, appraiser, want string }{
		{"amina", "dan", "sam"}, {"dan", "sam", "helen"}, {"sam", "helen", "nobody"}, {"bob", "helen", "nobody"},
	} {
		if got := nobody(c.Countersigner(tc.who, tc.appraiser)); got != tc.want {
			t.Errorf("%s's appraisal by %s is countersigned by %s, want %s", tc.who, tc.appraiser, got, tc.want)
		}
	}
	if len(c.Divisions()) != 1 || len(c.Below("skills")) != 2 || len(c.Everyone("skills")) != 5 || len(c.Members("skills")) != 1 {
		t.Error("the tree below a division")
	}
	if len(c.Posts("esol")) != 4 || len(c.Others()) != 0 || len(Draw(college(), day("2019-01-01")).Others()) != 8 {
		t.Error("posts of a unit, and who is in none")
	}
	if leads := c.Leads("sam"); len(leads) != 1 || leads[0].ID != "skills" {
		t.Errorf("sam leads %v", leads)
	}
	if c.Root() == nil || c.Root().ID != "college" || c.UnitBySlug("esol") == nil || c.PersonBySlug("joy") == nil {
		t.Error("found by short names")
	}
}

func TestEveryoneEndsInALoop(t *testing.T) {
	s := college()
	s.Units[1].ParentID = to("maths")
	c := Draw(s, day("2026-11-21"))
	if got := len(c.Everyone("skills")); got != 5 {
		t.Errorf("%d people in a loop of units, want 5", got)
	}
	if got := len(c.Upwards("maths")); got != 2 {
		t.Errorf("%d units upwards, want 2", got)
	}
}
