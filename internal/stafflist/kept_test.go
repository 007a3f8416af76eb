package stafflist

import (
	"fmt"
	"strings"
	"testing"

	"learningyear/internal/people"
)

// kept puts what a result kept by hand into lines.
func kept(r Result) string {
	var out []string
	for _, k := range r.Kept {
		out = append(out, fmt.Sprintf("%d %s %s, %s: here %s, list %s", k.Line, k.What, k.Who, k.Field, k.Here, k.List))
	}
	return strings.Join(out, "\n")
}

// by changes what is here as a person would, by hand.
func (w *world) by(change func(w *world)) { change(w) }

func (w *world) person(name string) *people.Person {
	w.t.Helper()
	for i := range w.now.Persons {
		if strings.HasPrefix(w.now.Persons[i].Name, name) {
			return &w.now.Persons[i]
		}
	}
	w.t.Fatalf("nobody is %s", name)
	return nil
}

func (w *world) post(reference string) *people.Post {
	w.t.Helper()
	for i := range w.now.Posts {
		if text(w.now.Posts[i].Reference) == reference {
			return &w.now.Posts[i]
		}
	}
	w.t.Fatalf("no post is %s", reference)
	return nil
}

func (w *world) unit(name string) *people.Unit {
	w.t.Helper()
	for i := range w.now.Units {
		if w.now.Units[i].Name == name {
			return &w.now.Units[i]
		}
	}
	w.t.Fatalf("no unit is %s", name)
	return nil
}

func (w *world) holding(name, reference string) *people.Appointment {
	w.t.Helper()
	for i, a := range w.now.Appointments {
		if a.PersonID == w.person(name).ID && a.PostID == w.post(reference).ID {
			return &w.now.Appointments[i]
		}
	}
	w.t.Fatalf("%s is not in %s", name, reference)
	return nil
}

// TestWhatWasCorrectedHereIsKept changes each thing by hand after a list, and
// takes the list in again: what is here stays and is listed, and with the file
// taken it becomes what the list says, after which nothing is left to keep.
func TestWhatWasCorrectedHereIsKept(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(w *world)
		want   string
	}{
		{"a name", func(w *world) { w.person("Joy").Name = "Joyce Adeyemi" }, "5 person Joyce Adeyemi, name: here Joyce Adeyemi, list Joy Adeyemi"},
		{"an address", func(w *world) {
			p := w.person("Joy")
			p.Email, p.EmailKey = optional("j@x.example"), optional("j@x.example")
		}, "5 person Joy Adeyemi, email: here j@x.example, list joy@x.example"},
		{"a first day", func(w *world) { w.person("Joy").StartedOn = day("2015-01-01") }, "5 person Joy Adeyemi, first day: here 1 January 2015, list 1 September 2016"},
		{"a title", func(w *world) { w.post("J").Title = "Lead tutor" }, "5 post Lead tutor, job title: here Lead tutor, list Tutor"},
		{"a grade", func(w *world) { w.post("J").Grade = "B" }, "5 post Tutor, grade: here B, list C"},
		{"a unit of a post", func(w *world) { w.post("J").UnitID = w.unit("Estates").ID }, "5 post Tutor, unit: here Estates, list Skills"},
		{"who is above", func(w *world) { w.post("J").ReportsToID = nil }, "5 post Tutor, reports to: here nobody, list A"},
		{"the name of a unit", func(w *world) { w.unit("Skills").Name = "Learning" }, "2 unit Learning, name: here Learning, list Skills"},
		{"the hours", func(w *world) { w.holding("Joy", "J").FTEThousandths = 800 }, "5 appointment Joy Adeyemi, Tutor, FTE: here 0.8, list 0.6"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := &world{t: t}
			w.take(keepable, "2026-11-21")
			w.by(tc.change)
			for range 2 {
				r := w.take(keepable, "2026-11-22")
				if kept(r) != tc.want || r.KeptByHand != 1 || r.Changes() {
					t.Errorf("kept %d: %s\n%s", r.KeptByHand, kept(r), counts(r))
				}
			}
			r := w.takeWith(keepable, Options{AsAt: day("2026-11-22"), TakeFile: true})
			if kept(r) != tc.want || !r.Changes() {
				t.Errorf("with the file taken: %s\n%s", kept(r), counts(r))
			}
			if r = w.take(keepable, "2026-11-22"); r.Changes() || r.KeptByHand != 0 {
				t.Errorf("afterwards: %s\n%s", kept(r), counts(r))
			}
		})
	}
}

// keepable is an organisation of two units with all that can be corrected.
const keepable = header +
	"1,Helen,Marsh,helen@x.example,H,Head,A,Skills,XX,1,2010-09-01,\n" +
	"2,Sam,Lee,sam@x.example,S,Head of estates,B,Estates,H,1,2012-09-01,\n" +
	"3,Amina,Yusuf,amina@x.example,A,Lead,B,Skills,H,1,2015-09-01,\n" +
	"4,Joy,Adeyemi,joy@x.example,J,Tutor,C,Skills,A,0.6,2016-09-01,\n"

func TestWhatTheListChangesIsTakenWhereNobodyTouchedIt(t *testing.T) {
	w := &world{t: t}
	w.take(keepable, "2026-11-21")
	w.person("Joy").Name = "Joyce Adeyemi"
	r := w.take(strings.Replace(keepable, ",Tutor,", ",Lead tutor,", 1), "2026-11-22")
	if r.KeptByHand != 1 || r.Posts.Changed != 1 || w.post("J").Title != "Lead tutor" || w.person("Joy").Name != "Joyce Adeyemi" {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
	// The list comes round to what was corrected here.
	r = w.take(strings.NewReplacer(",Tutor,", ",Lead tutor,", "4,Joy,", "4,Joyce,").Replace(keepable), "2026-11-22")
	if r.KeptByHand != 0 || r.Changes() {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
	// From then on it is the list's again.
	if r = w.take(strings.Replace(keepable, "4,Joy,", "4,Joanna,", 1), "2026-11-22"); r.KeptByHand != 0 || w.person("Jo").Name != "Joanna Adeyemi" {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
}

func TestAppointmentsMadeAndEndedHereAreKept(t *testing.T) {
	moved := func() *world {
		w := &world{t: t}
		w.take(keepable, "2026-11-21")
		w.holding("Joy", "J").ToDate = day("2026-11-22")
		w.now.Posts = append(w.now.Posts, people.Post{ID: "new", UnitID: w.unit("Estates").ID, Reference: optional("N"), Title: "Clerk", FromDate: day("2026-11-23"), Version: 1})
		w.now.Appointments = append(w.now.Appointments, people.Appointment{
			ID: "held", PersonID: w.person("Joy").ID, PostID: "new", Kind: people.Own, FTEThousandths: 1000, FromDate: day("2026-11-23"), Version: 1,
		})
		return w
	}
	w := moved()
	for range 2 {
		r := w.take(keepable, "2026-11-25")
		want := "5 appointment Joy Adeyemi, Tutor, last day: here 22 November 2026, list \n5 appointment Joy Adeyemi, Clerk, post: here Clerk, list "
		if kept(r) != want || r.Changes() {
			t.Errorf("%s\n%s", kept(r), counts(r))
		}
	}
	w = moved()
	r := w.takeWith(keepable, Options{AsAt: day("2026-11-25"), TakeFile: true})
	if r.Appointments.Created != 1 || r.Appointments.Ended != 1 {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
}

func TestALeaverEnteredHereStaysGone(t *testing.T) {
	w := &world{t: t}
	w.take(keepable, "2026-11-21")
	w.person("Joy").LeftOn, w.holding("Joy", "J").ToDate = day("2026-11-22"), day("2026-11-22")
	r := w.take(keepable, "2026-11-25")
	if r.Changes() || r.KeptByHand != 2 || w.person("Joy").LeftOn != day("2026-11-22") {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
	r = w.takeWith(keepable, Options{AsAt: day("2026-11-25"), TakeFile: true})
	if !w.person("Joy").LeftOn.IsZero() || !people.Draw(w.now, day("2026-11-25")).Serves(w.person("Joy").ID) {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
}

func TestAPostClosedHereStaysClosed(t *testing.T) {
	w := &world{t: t}
	w.take(keepable, "2026-11-21")
	w.holding("Joy", "J").ToDate, w.post("J").ToDate = day("2026-11-22"), day("2026-11-22")
	r := w.take(keepable, "2026-11-25")
	if r.Changes() || !strings.HasPrefix(kept(r), "5 post Tutor, last day: here 22 November 2026") {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
	w.takeWith(keepable, Options{AsAt: day("2026-11-25"), TakeFile: true})
	if !w.post("J").ToDate.IsZero() {
		t.Error("with the file taken the post is open again")
	}
}

func TestAUnitMergedHereStaysMerged(t *testing.T) {
	w := &world{t: t}
	w.take(keepable, "2026-11-21")
	for _, reference := range []string{"H", "A", "J"} {
		w.post(reference).UnitID = w.unit("Estates").ID
	}
	w.unit("Skills").ToDate = day("2026-11-22")
	units := len(w.now.Units)
	r := w.take(keepable, "2026-11-25")
	if r.Changes() || len(w.now.Units) != units || r.KeptByHand != 3 {
		t.Errorf("%s\n%s", kept(r), counts(r))
	}
}

func TestACompleteListEndsWhoIsNotInIt(t *testing.T) {
	joy := "4,Joy,Adeyemi,joy@x.example,J,Tutor,C,Skills,A,0.6,2016-09-01,\n"
	without := strings.Replace(keepable, joy, "", 1)
	w := &world{t: t}
	w.take(keepable, "2026-11-21")
	if r := w.take(without, "2026-11-25"); r.Missing != 1 || r.Ended != 0 || r.Changes() || strings.Join(r.MissingNames, "") != "Joy Adeyemi" {
		t.Errorf("%+v", r)
	}
	complete := Options{AsAt: day("2026-11-25"), Complete: true}
	r := w.takeWith(without, complete)
	if r.Ended != 1 || r.Appointments.Ended != 1 || w.person("Joy").LeftOn != day("2026-11-24") || w.holding("Joy", "J").ToDate != day("2026-11-24") {
		t.Errorf("%+v", r)
	}
	if r = w.takeWith(without, complete); r.Changes() || r.Ended != 0 {
		t.Errorf("the second time: %+v", r)
	}
	if r = w.take(keepable, "2026-12-01"); r.KeptByHand != 0 || !w.person("Joy").LeftOn.IsZero() || r.Appointments.Created != 1 {
		t.Errorf("back in the list, back here: %s\n%s", kept(r), counts(r))
	}

	// Whoever holds an office stays, and a list of a part ends nobody.
	w = &world{t: t}
	w.take(keepable, "2026-11-21")
	w.office = map[string]bool{w.person("Joy").ID: true}
	if r = w.takeWith(without, complete); r.Ended != 0 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "Joy Adeyemi is not in the list and stays") {
		t.Errorf("%+v", r)
	}
	w.office = nil
	part := header + joy
	if r = w.takeWith(part, complete); r.Ended != 0 || !r.TooManyMissing || r.Missing != 3 {
		t.Errorf("%+v", r)
	}
}
