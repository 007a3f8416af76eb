package stafflist

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// world is an organisation that lists are taken into one after the other,
// without a database.
type world struct {
	t      *testing.T
	now    people.Structure
	memory Memory
	office map[string]bool
	keys   int
}

func (w *world) take(text, asAt string) Result {
	w.t.Helper()
	return w.takeWith(text, Options{AsAt: day(asAt), Organisation: "College"})
}

func (w *world) takeWith(text string, o Options) Result {
	w.t.Helper()
	list := read(w.t, text)
	if list.Unreadable {
		w.t.Fatal(problems(list.Problems))
	}
	revision, result := plan(standing{Structure: w.now, memory: w.memory.thin(w.now), inOffice: w.office}, &list, o, func() string { w.keys++; return fmt.Sprintf("k%04d", w.keys) })
	result.Problems, result.Warnings = list.Problems, list.Warnings
	if w.memory == nil {
		w.memory = Memory{}
	}
	maps.Insert(w.memory, revision.memory)
	w.now.Units = merge(w.now.Units, revision.Units, func(u people.Unit) string { return u.ID })
	w.now.Posts = merge(w.now.Posts, revision.Posts, func(p people.Post) string { return p.ID })
	for i := range revision.Persons { // as people fills in
		if p := &revision.Persons[i]; p.Email != nil {
			key := people.EmailKeyOf(*p.Email)
			p.EmailKey = &key
		}
	}
	w.now.Persons = merge(w.now.Persons, revision.Persons, func(p people.Person) string { return p.ID })
	w.now.Appointments = merge(w.now.Appointments, revision.Appointments, func(a people.Appointment) string { return a.ID })
	return result
}

func merge[T any](rows, changed []T, id func(T) string) []T {
	at := map[string]int{}
	for i, r := range rows {
		at[id(r)] = i
	}
	for _, r := range changed {
		if i, there := at[id(r)]; there {
			rows[i] = r
		} else {
			rows = append(rows, r)
		}
	}
	return rows
}

// counts puts the figures of a result into one line: created/changed/ended/unchanged.
func counts(r Result) string {
	one := func(c Count) string { return fmt.Sprintf("%d/%d/%d/%d", c.Created, c.Changed, c.Ended, c.Unchanged) }
	return fmt.Sprintf("units %s posts %s persons %s appointments %s vacant %d rejected %d",
		one(r.Units), one(r.Posts), one(r.Persons), one(r.Appointments), r.Vacancies, r.Rejected)
}

func (w *world) wants(r Result, want string) {
	w.t.Helper()
	if got := counts(r); got != want {
		w.t.Errorf("got  %s\nwant %s\n%s", got, want, problems(r.Problems))
	}
}

const small = header +
	"1,Helen,Price,helen@x.example,H,Principal,SCS,College,XX,1,2010-09-01,\n" +
	"2,Sam,Jones,sam@x.example,S,Head of skills,B,Skills,H,1,2012-09-01,\n" +
	"3,Amina,Yusuf,amina@x.example,A,Tutor,C,Skills,S,0.6,2015-09-01,\n" +
	"4,Joy,Adeyemi,joy@x.example,J,Tutor,C,Skills,A,0.6,2016-09-01,\n" +
	"5,Bob,Beale,bob@x.example,B,Caretaker,E,Estates,H,1,2017-09-01,\n"

func TestTheFirstList(t *testing.T) {
	w := &world{t: t}
	r := w.take(small, "2026-11-21")
	w.wants(r, "units 2/0/0/0 posts 5/0/0/0 persons 5/0/0/0 appointments 5/0/0/0 vacant 0 rejected 0")
	if len(r.Warnings) > 0 || r.Organisation != "College" {
		t.Error(r.Warnings, r.Organisation)
	}
	c := people.Draw(w.now, day("2026-11-21"))
	for _, p := range w.now.Persons {
		manager := "nobody"
		if m := c.Manager(p.ID); m != nil {
			manager = m.Name
		}
		want := map[string]string{"Helen Price": "nobody", "Sam Jones": "Helen Price", "Amina Yusuf": "Sam Jones", "Joy Adeyemi": "Amina Yusuf", "Bob Beale": "Helen Price"}
		if manager != want[p.Name] {
			t.Errorf("%s is managed by %s", p.Name, manager)
		}
	}
	for _, u := range w.now.Units {
		lead := "nobody"
		if p := c.Lead(u.ID); p != nil {
			lead = p.Name
		}
		want := map[string]string{"College": "organisation Helen Price 2010-09-01", "Skills": "division Sam Jones 2012-09-01", "Estates": "section Bob Beale 2017-09-01"}
		if got := fmt.Sprintf("%s %s %s", u.Kind, lead, u.FromDate); got != want[u.Name] {
			t.Errorf("%s is %s", u.Name, got)
		}
	}
	if !people.Draw(w.now, day("2012-09-01")).Serves(w.now.Persons[1].ID) {
		t.Error("everybody is in post from their start date on")
	}
}

func TestTheSameListChangesNothing(t *testing.T) {
	w := &world{t: t}
	w.take(small, "2026-11-21")
	const nothing = "units 0/0/0/2 posts 0/0/0/5 persons 0/0/0/5 appointments 0/0/0/5 vacant 0 rejected 0"
	for _, asAt := range []string{"2026-11-21", "2027-03-01"} {
		r := w.take(small, asAt)
		w.wants(r, nothing)
		if r.Changes() {
			t.Error("nothing changes")
		}
	}
	w.wants(w.take(strings.ReplaceAll(small, ",helen@x", " ,Helen@X"), "2026-11-21"), "units 0/0/0/2 posts 0/0/0/5 persons 0/1/0/4 appointments 0/0/0/5 vacant 0 rejected 0")
}

func TestWhatALaterListChanges(t *testing.T) {
	joy := "4,Joy,Adeyemi,joy@x.example,J,Tutor,C,Skills,A,0.6,2016-09-01,\n"
	for _, tc := range []struct{ name, with, want string }{
		{"a name", strings.Replace(joy, "Joy,", "Joyce,", 1), "units 0/0/0/2 posts 0/0/0/5 persons 0/1/0/4 appointments 0/0/0/5 vacant 0 rejected 0"},
		{"a title", strings.Replace(joy, "Tutor", "Lead tutor", 1), "units 0/0/0/2 posts 0/1/0/4 persons 0/0/0/5 appointments 0/0/0/5 vacant 0 rejected 0"},
		{"a manager", strings.Replace(joy, "Skills,A", "Skills,S", 1), "units 0/0/0/2 posts 0/1/0/4 persons 0/0/0/5 appointments 0/0/0/5 vacant 0 rejected 0"},
		{"the hours", strings.Replace(joy, "0.6", "0.8", 1), "units 0/0/0/2 posts 0/0/0/5 persons 0/0/0/5 appointments 0/1/0/4 vacant 0 rejected 0"},
		{"a blank cell keeps what is there", "4,Joy,Adeyemi,,J,Tutor,,Skills,,,,\n", "units 0/0/0/2 posts 0/0/0/5 persons 0/0/0/5 appointments 0/0/0/5 vacant 0 rejected 0"},
		{"a leaver", strings.Replace(joy, "01,\n", "01,2026-11-30\n", 1), "units 0/0/0/2 posts 0/0/0/5 persons 0/0/1/4 appointments 0/0/1/4 vacant 0 rejected 0"},
		{"one who left", strings.Replace(joy, "01,\n", "01,2026-11-20\n", 1), "units 0/0/0/2 posts 0/0/0/5 persons 0/0/1/4 appointments 0/0/1/4 vacant 1 rejected 0"},
		{"a move", strings.Replace(joy, ",J,", ",J2,", 1), "units 0/0/0/2 posts 1/0/0/4 persons 0/0/0/5 appointments 1/0/1/4 vacant 1 rejected 0"},
		{"a second post", joy + strings.Replace(joy, ",J,", ",J2,", 1), "units 0/0/0/2 posts 1/0/0/5 persons 0/0/0/5 appointments 1/0/0/5 vacant 0 rejected 0"},
		{"another unit", strings.Replace(joy, "Skills", "Languages", 1), "units 1/0/0/2 posts 0/1/0/4 persons 0/0/0/5 appointments 0/0/0/5 vacant 0 rejected 0"},
		{"a vacant post", joy + ",,,,V,Tutor,C,Skills,S,,,\n", "units 0/0/0/2 posts 1/0/0/5 persons 0/0/0/5 appointments 0/0/0/5 vacant 1 rejected 0"},
		{"nobody any more", "", "units 0/0/0/2 posts 0/0/0/4 persons 0/0/0/4 appointments 0/0/0/4 vacant 0 rejected 0"},
		{"the unit in other letters", strings.Replace(joy, "Skills", "  SKILLS ", 1), "units 0/0/0/2 posts 0/0/0/5 persons 0/0/0/5 appointments 0/0/0/5 vacant 0 rejected 0"},
		{"started earlier", strings.Replace(joy, "2016-09-01", "2016-08-01", 1), "units 0/0/0/2 posts 0/1/0/4 persons 0/1/0/4 appointments 0/1/0/4 vacant 0 rejected 0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := &world{t: t}
			w.take(small, "2026-11-21")
			list := strings.Replace(small, joy, tc.with, 1)
			w.wants(w.take(list, "2026-11-21"), tc.want)
			again := w.take(list, "2026-11-21")
			if again.Changes() {
				t.Errorf("the second time too: %s", counts(again))
			}
			if tc.with == "" && (len(again.Warnings) != 1 || !strings.HasPrefix(again.Warnings[0], "1 person who is here")) {
				t.Error(again.Warnings)
			}
		})
	}
}

func TestAMoveEndsTheDayBefore(t *testing.T) {
	w := &world{t: t}
	w.take(small, "2026-11-21")
	w.take(strings.Replace(small, ",J,Tutor,C,Skills", ",J2,Clerk,E,Estates", 1), "2026-12-01")
	joy := w.now.Persons[3].ID
	for on, want := range map[string]string{"2026-11-30": "Tutor", "2026-12-01": "Clerk"} {
		if got := people.Draw(w.now, day(on)).JobTitle(joy); got != want {
			t.Errorf("on %s joy is %q, want %s", on, got, want)
		}
	}
}

func TestLeavingAndReturning(t *testing.T) {
	w := &world{t: t}
	w.take(small, "2026-11-21")
	gone := strings.Replace(small, "2016-09-01,\n", "2016-09-01,2026-11-20\n", 1)
	w.take(gone, "2026-11-21")
	joy := w.now.Persons[3]
	if joy.LeftOn != day("2026-11-20") || people.Draw(w.now, day("2026-11-21")).Serves(joy.ID) {
		t.Errorf("%+v", joy)
	}
	r := w.take(small, "2027-02-01")
	w.wants(r, "units 0/0/0/2 posts 0/0/0/5 persons 0/1/0/4 appointments 1/0/0/4 vacant 0 rejected 0")
	c := people.Draw(w.now, day("2027-02-01"))
	if !c.Serves(joy.ID) || people.Draw(w.now, day("2027-01-31")).Serves(joy.ID) {
		t.Error("back from that day on, and away until then")
	}

	// A last day that was wrong is taken back before it comes.
	w = &world{t: t}
	w.take(strings.Replace(small, "2016-09-01,\n", "2016-09-01,2026-12-31\n", 1), "2026-11-21")
	w.wants(w.take(small, "2026-11-21"), "units 0/0/0/2 posts 0/0/0/5 persons 0/1/0/4 appointments 0/1/0/4 vacant 0 rejected 0")
	if !people.Draw(w.now, day("2027-02-01")).Serves(w.now.Persons[3].ID) {
		t.Error("joy stays")
	}
}

func TestOnePersonSeveralPosts(t *testing.T) {
	w := &world{t: t}
	list := header +
		"1,Amina,Yusuf,a@x.example,A,Tutor,C,Skills,,0.4,2015-09-01,\n" +
		"1,Amina,Yusuf,,B,Assessor,C,Skills,A,0.2,2018-09-01,\n" +
		"1,Amina,Yusuf,A@X.example,C,Governor,,Board,,0.1,2020-01-01,2026-10-31\n"
	w.wants(w.take(list, "2026-11-21"), "units 2/0/0/0 posts 3/0/0/0 persons 1/0/0/0 appointments 3/0/0/0 vacant 1 rejected 0")
	w.wants(w.take(list, "2026-11-21"), "units 0/0/0/2 posts 0/0/0/3 persons 0/0/0/1 appointments 0/0/0/3 vacant 1 rejected 0")
	amina := w.now.Persons[0]
	if !amina.LeftOn.IsZero() || amina.StartedOn != day("2015-09-01") {
		t.Errorf("one post ended, and she is still here: %+v", amina)
	}
	// Without references a post is known by its holder, title and unit.
	w = &world{t: t}
	plain := "Name,Email,Job title,Unit\nAmina,a@x.example,Tutor,Skills\nAmina,a@x.example,Tutor,Skills\nTom,t@x.example,Tutor,Skills\n"
	w.wants(w.take(plain, "2026-11-21"), "units 1/0/0/0 posts 3/0/0/0 persons 2/0/0/0 appointments 3/0/0/0 vacant 0 rejected 0")
	w.wants(w.take(plain, "2026-11-22"), "units 0/0/0/1 posts 0/0/0/3 persons 0/0/0/2 appointments 0/0/0/3 vacant 0 rejected 0")
}

func TestJobShare(t *testing.T) {
	w := &world{t: t}
	w.wants(w.take(header+"1,A,A,,P,Tutor,C,Skills,,0.5,,\n2,B,B,,P,Tutor,C,Skills,,0.5,,\n", "2026-11-21"),
		"units 1/0/0/0 posts 1/0/0/0 persons 2/0/0/0 appointments 2/0/0/0 vacant 0 rejected 0")
}

func TestRowsThatDoNotFit(t *testing.T) {
	for _, tc := range []struct{ name, rows, want string }{
		{"another title for the same post", "6,A,B,,J,Clerk,C,Skills,A,,,", "7 Job title: Line 5 says something else of the same post, J"},
		{"another unit for the same post", "6,A,B,,J,Tutor,C,Estates,A,,,", "7 Unit: Line 5 says something else of the same post, J"},
		{"the same person under another name", "4,Joyce,Adeyemi,,J2,Tutor,C,Skills,A,,,", "7 First name: Line 5 says something else of the same person"},
		{"the same person with another address", "4,Joy,Adeyemi,other@x.example,J2,Tutor,C,Skills,A,,,", "7 Email: Line 5 says something else of the same person"},
		{"twice the same", "4,Joy,Adeyemi,,J,Tutor,C,Skills,A,,,", "7 Post reference: Line 5 puts the same person into the same post"},
		{"somebody else's address", "6,A,B,joy@X.example,K,Tutor,C,Skills,A,,,", "7 Email: This is the address of Joy Adeyemi, employee number 4"},
		{"held and vacant", ",,,,J,Tutor,C,Skills,A,,,", "7 Post reference: Line 5 is about the same post, and one of the two says that it is vacant"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := &world{t: t}
			r := w.take(small+tc.rows+"\n", "2026-11-21")
			if tc.name == "the same person under another name" {
				tc.want = strings.Replace(tc.want, "First name", "Name", 1)
			}
			if got := problems(r.Problems); got != tc.want || r.Persons.Created != 5 || r.Posts.Created != 5 || r.Rejected != 1 {
				t.Errorf("got %q\n%s", got, counts(r))
			}
		})
	}
}

func TestAddressesThatChangeHands(t *testing.T) {
	w := &world{t: t}
	w.take(small, "2026-11-21")
	swapped := strings.NewReplacer("amina@x", "joy@x", "joy@x", "amina@x").Replace(small)
	w.wants(w.take(swapped, "2026-11-21"), "units 0/0/0/2 posts 0/0/0/5 persons 0/2/0/3 appointments 0/0/0/5 vacant 0 rejected 0")
	// Joy was to give hers up, but her row does not fit.
	w = &world{t: t}
	w.take(small, "2026-11-21")
	broken := strings.Replace(swapped, ",J,Tutor,C,Skills,A,", ",J,Tutor,C,Skills,A,9", 1)
	r := w.take(broken, "2026-11-21")
	if r.Rejected != 2 || !strings.Contains(problems(r.Problems), "4 Email: This is the address of Joy Adeyemi, employee number 4") {
		t.Error(problems(r.Problems))
	}
}

func TestARejectedRowEndsNothing(t *testing.T) {
	two := small + "3,Amina,Yusuf,,A2,Assessor,C,Skills,S,0.2,2018-09-01,\n"
	for name, bad := range map[string]string{
		"of the same person": "3,Amina,Yusuf,,A2,Assessor,C,Skills,S,37,2018-09-01,\n",
		"too short to say":   "3,Amina\n",
		"not readable":       "\"3\"x,Amina,Yusuf,,A2,Assessor,C,Skills,S,1,2018-09-01,\n",
	} {
		w := &world{t: t}
		w.take(two, "2026-11-21")
		r := w.take(small+bad, "2026-11-21")
		if r.Rejected != 1 || r.Appointments.Ended != 0 {
			t.Errorf("%s: %s", name, counts(r))
		}
	}
}

func TestWhoIsFoundByAddressGetsANumber(t *testing.T) {
	w := &world{t: t}
	w.take("Name,Email,Job title,Unit\nAmina,a@x.example,Tutor,Skills\n", "2026-11-21")
	r := w.take("Staff ID,Name,Email,Job title,Unit\n17,Amina,A@x.example,Tutor,Skills\n", "2026-11-21")
	w.wants(r, "units 0/0/0/1 posts 0/0/0/1 persons 0/1/0/0 appointments 0/0/0/1 vacant 0 rejected 0")
	r = w.take("Staff ID,Name,Email,Job title,Unit\n17,Amina,new@x.example,Tutor,Skills\n", "2026-11-21")
	w.wants(r, "units 0/0/0/1 posts 0/0/0/1 persons 0/1/0/0 appointments 0/0/0/1 vacant 0 rejected 0")
	r = w.take("Staff ID,Name,Email,Job title,Unit\n18,Amina,new@x.example,Tutor,Skills\n", "2026-11-21")
	if r.Rejected != 1 {
		t.Error("an address with another number is another person's")
	}
}

func TestManagersThatAreNotThere(t *testing.T) {
	w := &world{t: t}
	r := w.take(header+"1,A,A,,P,Head,C,Skills,P,,,\n2,B,B,,Q,Tutor,C,Skills,GONE,,,\n3,C,C,,R,Tutor,C,Skills,-,,,\n", "2026-11-21")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "Line 3: there is no post GONE") {
		t.Error(r.Warnings)
	}
	for _, p := range w.now.Posts {
		if p.ReportsToID != nil {
			t.Errorf("%s reports to %s", *p.Reference, *p.ReportsToID)
		}
	}
	if w.now.Units[1].LeadPostID != nil || w.now.Units[1].Kind != people.Section {
		t.Errorf("three at the top: nobody leads %+v", w.now.Units[1])
	}
}

func TestUnitsOfOneName(t *testing.T) {
	w := &world{t: t, now: people.Structure{Units: []people.Unit{
		{ID: "c", Kind: people.Organisation, Name: "C", FromDate: day("2020-01-01")},
		{ID: "1", ParentID: optional("c"), Kind: people.Section, Name: "Office", FromDate: day("2020-01-01")},
		{ID: "2", ParentID: optional("c"), Kind: people.Section, Name: "office", FromDate: day("2020-01-01")},
		{ID: "3", ParentID: optional("c"), Kind: people.Section, Name: "Old", FromDate: day("2020-01-01"), ToDate: day("2021-01-01")},
	}, Posts: []people.Post{{ID: "p", UnitID: "2", Reference: optional("P"), Title: "Clerk", FromDate: day("2020-01-01")}}}}
	r := w.take(header+"1,A,A,,P,Clerk,,Office,,,,\n2,B,B,,Q,Clerk,,Office,,,,\n3,C,C,,R,Clerk,,Old,,,,\n4,D,D,,S,Clerk,,c,,,,\n", "2026-11-21")
	if got := problems(r.Problems); got != "3 Unit: There are 2 units of this name. Give one of them another name first" {
		t.Error(got)
	}
	w.wants(r, "units 1/1/0/0 posts 2/0/0/1 persons 3/0/0/0 appointments 3/0/0/0 vacant 0 rejected 1")
}
