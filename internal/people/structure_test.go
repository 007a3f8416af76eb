package people

import (
	"context"
	"strings"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
)

// on is the chart of a day.
func (h house) on(date string) *Chart {
	h.t.Helper()
	c, err := h.Chart(h.t.Context(), day(date))
	h.must(err)
	return c
}

// acts is what the trail says of a unit or a post, newest first.
func (h house) acts(record, id string) string {
	h.t.Helper()
	entries, err := h.trail.Of(h.t.Context(), record, id, 20)
	h.must(err)
	var acts []string
	for _, e := range entries {
		acts = append(acts, e.Act+" ("+e.Why+")")
	}
	return strings.Join(acts, "\n")
}

func (h house) unit(name string) Unit {
	h.t.Helper()
	u, err := one[Unit](h.t.Context(), h.Service, "unit", key(name))
	h.must(err)
	return u
}

func (h house) post(name string) Post {
	h.t.Helper()
	p, err := one[Post](h.t.Context(), h.Service, "post", key(name))
	h.must(err)
	return p
}

func members(c *Chart, unitID string) string {
	var names []string
	for _, p := range c.Members(unitID) {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}

func esolAs(name string) UnitChange {
	return UnitChange{ParentID: key("skills"), Kind: TeamUnit, Name: name, LeadPostID: key("DAN")}
}

func TestAUnitChangesOrWasWrong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		for _, far := range []string{"2199-01-01", "9999-12-31"} {
			h.wants(h.ChangeUnit(ada, key("esol"), 1, day(far), esolAs("Late")), fault.Invalid, "it is far from today")
			_, err := h.AddUnit(ada, NewUnit{ParentID: key("college"), Kind: TeamUnit, Name: "Late", FromDate: day(far)})
			h.wants(err, fault.Invalid, "it is far from today")
			_, err = h.AddPost(ada, NewPost{UnitID: key("esol"), Title: "Tutor", FromDate: day(far)})
			h.wants(err, fault.Invalid, "it is far from today")
			_, err = h.Appoint(ada, NewAppointment{PersonID: key("joy"), PostID: key("DAN"), FTEThousandths: 500, FromDate: day(far)})
			h.wants(err, fault.Invalid, "it is far from today")
		}
		h.must(h.ChangeUnit(ada, key("esol"), 1, day("2027-01-01"), UnitChange{ParentID: key("college"), Kind: Section, Name: "Languages", LeadPostID: key("AMINA")}))
		before, after := h.on("2026-12-31"), h.on("2027-01-01")
		if u := before.UnitBySlug("esol"); u.Name != "Esol" || *u.ParentID != key("skills") || u.Kind != TeamUnit || nobody(before.Lead(u.ID)) != key("dan") {
			t.Errorf("the day before: %+v", u)
		}
		if u := after.UnitBySlug("esol"); u.Name != "Languages" || *u.ParentID != key("college") || u.Kind != Section || nobody(after.Manager(key("dan"))) != key("amina") {
			t.Errorf("from then on: %+v", u)
		}
		h.wants(h.ChangeUnit(ada, key("esol"), 1, day("2027-01-01"), esolAs("Late")), fault.Clash, "")
		if e := fault.As(h.ChangeUnit(ada, key("esol"), 1, day("2027-01-01"), esolAs("Late"))); e.By != "Ada" || e.Version != 2 || e.Theirs[0].Text != "Esol" || e.Theirs[3].Text != "Post DAN" {
			t.Errorf("the clash shows %+v", e)
		}
		h.wants(h.ChangeUnit(ada, key("esol"), 2, day("2020-09-01"), esolAs("x")), fault.Invalid, "is corrected instead")
		h.wants(h.ChangeUnit(ada, key("esol"), 2, day("2027-01-01"), UnitChange{ParentID: key("esol"), Kind: TeamUnit, Name: " "}), fault.Invalid, "Enter the unit's name")
		h.wants(h.ChangeUnit(ada, key("esol"), 2, day("2027-01-01"), UnitChange{ParentID: key("maths"), Kind: TeamUnit, Name: "x"}), fault.Invalid, "A section cannot be part of a team")
		h.wants(h.ChangeUnit(ada, key("esol"), 2, day("2027-01-01"), UnitChange{ParentID: key("college"), Kind: TeamUnit, Name: "x", LeadPostID: "no key"}), fault.Invalid, "Choose the post whose holder leads")
		h.wants(h.ChangeUnit(ada, key("skills"), 1, day("2027-01-01"), UnitChange{ParentID: key("college"), Kind: TeamUnit, Name: "x"}), fault.Invalid, "“Maths” is part of it, and a team cannot be part of a team")

		// The name was misspelt all the time; the move on 1 January stands.
		h.must(h.CorrectUnit(ada, key("esol"), 2, UnitCorrection{esolAs("ESOL"), day("2020-09-01")}))
		if h.on("2021-01-01").UnitBySlug("esol").Name != "ESOL" || h.on("2027-01-01").UnitBySlug("esol").Name != "Languages" {
			t.Error("corrected for as long as it was said, and not after")
		}
		h.must(h.CorrectUnit(ada, key("esol"), 3, UnitCorrection{esolAs("ESOL"), day("2020-09-01")})) // nothing differs
		h.must(h.TakeBackUnitChange(ada, key("esol"), 3))
		if u := h.on("2027-01-01").UnitBySlug("esol"); u.Name != "ESOL" || *u.ParentID != key("skills") || u.Version != 4 {
			t.Errorf("the change was taken back: %+v", u)
		}
		h.wants(h.TakeBackUnitChange(ada, key("esol"), 4), fault.NotFound, "")
		if got := h.acts("unit", key("esol")); got != "took back a change (ESOL, of 1 January 2027: name, kind, part of, lead)\n"+
			"corrected (Esol: name)\nchanged (Esol, from 1 January 2027: name, kind, part of, lead)" {
			t.Error(got)
		}
		h.wants(h.ChangeUnit(h.as("dan"), key("esol"), 4, day("2027-01-01"), esolAs("Mine")), fault.NotFound, "")
		h.wants(h.ChangeUnit(ada, "no key", 4, day("2027-01-01"), esolAs("x")), fault.NotFound, "")

		h.wants(h.CorrectUnit(ada, key("esol"), 4, UnitCorrection{esolAs("ESOL"), day("2021-01-01")}), fault.Invalid, "was there before that day")
		h.wants(h.CorrectUnit(ada, key("esol"), 4, UnitCorrection{esolAs("ESOL"), day("2019-01-01")}), fault.Invalid, "“Skills” is not there on 1 January 2019")
	})
}

func TestUnitsAreMadeSplitAndMerged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		u, err := h.AddUnit(ada, NewUnit{ParentID: key("skills"), Kind: Section, Name: "Esol", FromDate: day("2026-11-01")})
		h.must(err)
		if u.Slug != "esol-2" {
			t.Errorf("short name %s", u.Slug)
		}
		_, err = h.AddUnit(ada, NewUnit{Kind: Organisation, Name: "Second", FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "there already")
		_, err = h.AddUnit(ada, NewUnit{Kind: "office", Name: "", FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "Choose what kind")
		_, err = h.AddUnit(ada, NewUnit{ParentID: key("skills"), Kind: Section, Name: "Early", FromDate: day("1999-11-01")})
		h.wants(err, fault.Invalid, "is not there on 1 November 1999")
		_, err = h.AddUnit(h.as("amina"), NewUnit{ParentID: key("college"), Kind: Section, Name: "Mine", FromDate: day("2026-11-01")})
		h.wants(err, fault.NotFound, "")

		split := SplitUnit{
			Name: "Family learning", Kind: TeamUnit, ParentID: key("skills"), PostIDs: []string{key("JOY"), key("AMINA")}, LeadPostID: key("JOY"), From: day("2027-01-01"),
		}
		wrong := split
		wrong.PostIDs, wrong.LeadPostID, wrong.Name = []string{key("TOM")}, key("JOY"), ""
		_, err = h.SplitUnit(ada, key("esol"), 1, wrong)
		h.wants(err, fault.Invalid, "Choose the posts that go")
		h.wants(err, fault.Invalid, "Choose a lead among the posts")
		h.wants(err, fault.Invalid, "Enter the unit's name")
		family, err := h.SplitUnit(ada, key("esol"), 1, split)
		h.must(err)
		before, after := h.on("2026-12-31"), h.on("2027-01-01")
		if members(before, key("esol")) != "Amina Dan Joy" || before.Unit(family.ID) != nil || nobody(before.Manager(key("amina"))) != key("dan") {
			t.Error("before the split all were together")
		}
		if members(after, key("esol")) != "Dan" || members(after, family.ID) != "Amina Joy" || nobody(after.Manager(key("amina"))) != key("joy") {
			t.Error("after it two are on their own")
		}
		_, err = h.SplitUnit(ada, key("esol"), 1, split)
		h.wants(err, fault.Clash, "")
		if !strings.HasPrefix(h.history("amina"), "Ada moved with the post (to Family learning, from 1 January 2027)") {
			t.Error(h.history("amina"))
		}

		// To merge it back on its first day undoes the split without a trace.
		h.wants(h.MergeUnit(ada, family.ID, 1, family.ID, day("2027-01-01")), fault.Invalid, "Choose another unit")
		h.wants(h.MergeUnit(ada, family.ID, 1, key("esol"), day("2026-12-31")), fault.Invalid, "Enter a day on which the unit is there")
		h.must(h.MergeUnit(ada, family.ID, 1, key("esol"), day("2027-01-01")))
		if c := h.on("2027-06-01"); members(c, key("esol")) != "Amina Dan Joy" || c.Unit(family.ID) != nil || nobody(c.Manager(key("amina"))) != key("dan") {
			t.Error("together again")
		}
		var left int64
		h.must(db.From(t.Context()).Model(&PostBefore{}).Count(&left).Error)
		if left != 0 {
			t.Errorf("%d former states of posts are left", left)
		}

		// Maths and esol, and then all of skills, go into estates.
		h.wants(h.MergeUnit(ada, key("skills"), 1, key("esol"), day("2027-01-01")), fault.Invalid, "is part of")
		h.wants(h.MergeUnit(ada, key("college"), 1, key("esol"), day("2027-01-01")), fault.Invalid, "organisation itself")
		h.must(h.MergeUnit(ada, key("maths"), 1, key("esol"), day("2027-01-01")))
		if c := h.on("2026-12-31"); members(c, key("maths")) != "Tom" || nobody(c.Manager(key("tom"))) != key("sam") {
			t.Error("tom was in maths")
		}
		if c := h.on("2027-01-01"); members(c, key("esol")) != "Amina Dan Joy Tom" || c.Unit(key("maths")) != nil || nobody(c.Manager(key("tom"))) != key("dan") {
			t.Error("and is in esol")
		}
		h.wants(h.MergeUnit(ada, key("skills"), 1, key("estates"), day("2027-02-01")), fault.Invalid, "“Esol” is part of it and cannot go along: a section cannot be part of a section")
		h.must(h.CorrectUnit(ada, u.ID, 1, UnitCorrection{UnitChange{ParentID: key("skills"), Kind: TeamUnit, Name: "Esol"}, day("2026-11-01")}))
		h.must(h.MergeUnit(ada, key("skills"), 1, key("estates"), day("2027-02-01")))
		c := h.on("2027-02-01")
		if c.Unit(key("skills")) != nil || *c.Unit(key("esol")).ParentID != key("estates") || members(c, key("estates")) != "Bob Sam" {
			t.Error("what was below goes along")
		}
		if *h.on("2027-01-31").Unit(key("esol")).ParentID != key("skills") {
			t.Error("not before")
		}
		h.must(h.ReopenUnit(ada, key("skills"), h.unit("skills").Version))
		if c := h.on("2027-02-01"); *c.Unit(key("esol")).ParentID != key("skills") || members(c, key("skills")) != "Sam" || members(c, key("estates")) != "Bob" {
			t.Error("and the merging was taken back")
		}
		h.wants(h.ReopenUnit(ada, key("skills"), h.unit("skills").Version), fault.NotFound, "")
		if !strings.Contains(h.acts("unit", key("estates")), "took another unit in (Skills into Estates, from 1 February 2027)") {
			t.Error(h.acts("unit", key("estates")))
		}
	})
}

func TestUnitsClose(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		h.wants(h.CloseUnit(ada, key("skills"), 1, day("2026-12-31")), fault.Invalid, "“Esol” is part of it after that day")
		h.wants(h.CloseUnit(ada, key("esol"), 1, day("2026-12-31")), fault.Invalid, "Amina is in it after that day")
		h.wants(h.CloseUnit(ada, key("college"), 1, day("2026-12-31")), fault.Invalid, "cannot be closed")
		h.wants(h.CloseUnit(ada, key("esol"), 1, day("2000-12-31")), fault.Invalid, "not before the first")
		h.must(h.PersonLeaves(ada, key("tom"), 1, day("2026-11-30")))
		h.must(h.CloseUnit(ada, key("maths"), 1, day("2026-12-31")))
		if c := h.on("2027-01-01"); c.Unit(key("maths")) != nil || c.Post(key("TOM")) != nil {
			t.Error("closed, and the vacant post with it")
		}
		if h.on("2026-12-31").Post(key("TOM")) == nil {
			t.Error("not before")
		}
		_, err := h.AddPost(ada, NewPost{UnitID: key("maths"), Title: "Tutor", FromDate: day("2026-12-01")})
		h.wants(err, fault.Invalid, "“Maths” is there from 1 September 2020 to 31 December 2026")
		h.must(h.ReopenUnit(ada, key("maths"), 2))
		if c := h.on("2027-01-01"); c.Unit(key("maths")) == nil || c.Post(key("TOM")) == nil {
			t.Error("opened again, with its post")
		}
		if got := h.acts("unit", key("maths")); got != "opened again (Maths)\nclosed (Maths, last day 31 December 2026)" {
			t.Error(got)
		}
	})
}

func TestPostsChangeOrWereWrong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		p, err := h.AddPost(ada, NewPost{UnitID: key("esol"), Reference: "R1", Title: "Tutor", ReportsToID: key("DAN"), FromDate: day("2026-11-01")})
		h.must(err)
		_, err = h.AddPost(ada, NewPost{UnitID: key("esol"), Reference: "R1", Title: "Tutor", FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "has this reference already")
		_, err = h.AddPost(ada, NewPost{UnitID: key("esol"), FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "Enter the job title")
		_, err = h.AddPost(ada, NewPost{UnitID: "nowhere", Title: "x", ReportsToID: "nobody", FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "Choose the unit that the post is in")
		_, err = h.AddPost(ada, NewPost{UnitID: key("esol"), Title: "x", ReportsToID: "nobody", FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "Choose the post that this one reports to")

		h.wants(h.ChangePost(ada, key("DAN"), 1, day("2027-01-01"), PostChange{UnitID: key("esol"), Title: "Lead", ReportsToID: key("JOY")}), fault.Invalid, "round a circle")
		h.must(h.ChangePost(ada, key("JOY"), 1, day("2027-01-01"), PostChange{UnitID: key("maths"), Title: "Tutor", Grade: "5", ReportsToID: key("TOM")}))
		if c := h.on("2026-12-31"); c.JobTitle(key("joy")) != "Post JOY" || nobody(c.Manager(key("joy"))) != key("dan") || c.UnitOf(key("joy")).Slug != "esol" {
			t.Error("the day before")
		}
		if c := h.on("2027-01-01"); c.JobTitle(key("joy")) != "Tutor" || nobody(c.Manager(key("joy"))) != key("tom") || c.UnitOf(key("joy")).Slug != "maths" {
			t.Error("from then on")
		}
		if got := h.history("joy"); got != "Ada the post changed (Post JOY, from 1 January 2027: title, grade, unit, reports to)" {
			t.Error(got)
		}
		if e := fault.As(h.ChangePost(ada, key("JOY"), 1, day("2027-01-01"), PostChange{UnitID: key("maths"), Title: "Late"})); e == nil || e.Kind != fault.Clash || e.By != "Ada" || e.Theirs[3].Text != "Post VACANT" {
			t.Errorf("the clash shows %+v", e)
		}
		correct := PostCorrection{PostChange{UnitID: key("esol"), Title: "Teacher", ReportsToID: key("VACANT")}, "J1", day("2020-09-01")}
		h.must(h.CorrectPost(ada, key("JOY"), 2, correct))
		if h.on("2021-01-01").JobTitle(key("joy")) != "Teacher" || h.on("2027-01-01").JobTitle(key("joy")) != "Tutor" || *h.post("JOY").Reference != "J1" {
			t.Error("it was wrong until it changed")
		}
		correct.Reference = "R1"
		h.wants(h.CorrectPost(ada, key("JOY"), 3, correct), fault.Invalid, "has this reference already")
		correct.Reference, correct.FromDate = "J1", day("2021-01-01")
		h.wants(h.CorrectPost(ada, key("JOY"), 3, correct), fault.Invalid, "Somebody was in the post before")
		correct.FromDate = day("2019-01-01")
		h.wants(h.CorrectPost(ada, key("JOY"), 3, correct), fault.Invalid, "“Esol” is there from 1 September 2020")
		h.must(h.TakeBackPostChange(ada, key("JOY"), 3))
		h.wants(h.TakeBackPostChange(ada, key("JOY"), 4), fault.NotFound, "")
		if h.on("2027-01-01").JobTitle(key("joy")) != "Teacher" {
			t.Error("the change was taken back")
		}

		h.wants(h.ClosePost(ada, key("DAN"), 1, day("2026-11-30")), fault.Invalid, "Dan is in the post after that day")
		h.must(h.ClosePost(ada, p.ID, 1, day("2026-11-20")))
		if h.today().Post(p.ID) != nil {
			t.Error("ended yesterday and still there")
		}
		h.must(h.ReopenPost(ada, p.ID, 2))
		if h.today().Post(p.ID) == nil {
			t.Error("opened again")
		}
		h.wants(h.ReopenPost(ada, p.ID, 3), fault.NotFound, "")
		h.wants(h.ChangePost(h.as("dan"), key("JOY"), 4, day("2027-01-01"), PostChange{}), fault.NotFound, "")
	})
}

func TestAppointmentsOfEveryKind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		_, err := h.Appoint(ada, NewAppointment{PersonID: key("amina"), PostID: key("DAN"), Kind: ActingUp, FTEThousandths: 1000, FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "acting up is for a time")
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("amina"), PostID: key("DAN"), Kind: "visiting", FTEThousandths: 1000, FromDate: day("2026-11-01")})
		h.wants(err, fault.Invalid, "in what manner")
		a, err := h.Appoint(ada, NewAppointment{
			PersonID: key("amina"), PostID: key("DAN"), Kind: ActingUp, RestsOwn: true, FTEThousandths: 1000, FromDate: day("2026-11-01"), ToDate: day("2026-11-30"),
		})
		h.must(err)
		if nobody(h.today().Lead(key("esol"))) != key("amina") || len(h.today().KeptFor(key("AMINA"))) != 1 {
			t.Error("amina acts up, and her post is kept")
		}
		h.must(h.EndAppointment(ada, a.ID, 1, day("2026-12-31"))) // it goes on longer
		h.must(h.CorrectAppointment(ada, a.ID, 2, AppointmentCorrection{Kind: Secondment, FTEThousandths: 500, FromDate: day("2026-11-02"), ToDate: day("2026-12-31")}))
		if got := h.today().Appointments(key("amina")); len(got) != 2 || got[1].Kind != Secondment || got[1].FTEThousandths != 500 {
			t.Errorf("a secondment beside her own post: %+v", got)
		}
		h.wants(h.CorrectAppointment(ada, a.ID, 2, AppointmentCorrection{Kind: Own, FTEThousandths: 1, FromDate: day("2026-11-02")}), fault.Clash, "")
		h.wants(h.ReopenAppointment(ada, a.ID, 3), fault.NotFound, "")
		if got := h.history("amina"); got != "Ada corrected an appointment (Post DAN, 2 November 2026 to 31 December 2026)\n"+
			"Ada ended an appointment (Post DAN, last day 31 December 2026)\nAda appointed to act up (Post DAN, from 1 November 2026)" {
			t.Error(got)
		}

		mistake, err := h.Appoint(ada, NewAppointment{PersonID: key("bob"), PostID: key("DAN"), FTEThousandths: 10, FromDate: day("2026-11-01")})
		h.must(err)
		h.wants(h.WithdrawAppointment(ada, mistake.ID, 2), fault.Clash, "")
		h.wants(h.WithdrawAppointment(h.as("dan"), mistake.ID, 1), fault.NotFound, "")
		h.must(h.WithdrawAppointment(ada, mistake.ID, 1))
		if len(h.on("2026-11-02").Appointments(key("bob"))) != 1 || !strings.HasPrefix(h.history("bob"), "Ada withdrew an appointment (Post DAN, from 1 November 2026)") {
			t.Error("it never was, and his history says so:", h.history("bob"))
		}

		joys := h.today().Appointments(key("joy"))[0]
		h.must(h.EndAppointment(ada, joys.ID, 1, day("2026-11-20")))
		if h.today().Serves(key("joy")) {
			t.Error("joy's appointment has ended")
		}
		h.must(h.ReopenAppointment(ada, joys.ID, 2))
		if !h.today().Serves(key("joy")) {
			t.Error("and that was taken back")
		}
		h.must(h.ClosePost(ada, key("VACANT"), 1, day("2026-12-31")))
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("VACANT"), FTEThousandths: 100, FromDate: day("2026-12-01")})
		h.wants(err, fault.Invalid, "The post closes on 31 December 2026")
	})
}

func TestLeaversAndReturners(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada, bob := h.as("ada"), h.as("bob")
		_, err := h.GrantOffice(bob, key("tom"), actor.Auditor, day("2026-11-21"))
		h.must(err)
		_, err = h.NominatePartner(ada, key("amina"), key("tom"))
		h.must(err)
		h.must(h.AcceptPartner(h.as("tom"), key("amina")))
		_, err = h.SetDelegate(ada, key("dan"), key("tom"), AppraisalsOnly, day("2026-11-21"), day("2027-02-01"))
		h.must(err)
		_, err = h.SetDelegate(ada, key("dan"), key("tom"), "much", day("2027-11-21"), day("2027-11-22"))
		h.wants(err, fault.Invalid, "in Dan’s stead")
		h.must(h.SetManager(ada, key("joy"), key("tom"), day("2026-11-21")))

		after, err := h.ChartWithout(t.Context(), key("tom"), day("2026-11-30"))
		h.must(err)
		if nobody(after.Manager(key("joy"))) != key("dan") || nobody(after.Partner(key("amina"))) != "nobody" || after.On() != day("2026-12-01") {
			t.Error("what would be after he left")
		}
		if !h.today().Serves(key("tom")) || h.today().Person(key("tom")).Left(day("2027-01-01")) {
			t.Error("but he has not")
		}

		h.must(h.PersonLeaves(ada, key("tom"), 1, day("2026-11-30")))
		h.wants(h.PersonLeaves(ada, key("tom"), 1, day("2026-11-30")), fault.Clash, "")
		h.must(h.PersonStays(ada, key("tom"), 2))
		h.wants(h.PersonStays(ada, key("tom"), 3), fault.NotFound, "")
		if c := h.on("2027-01-01"); !c.Serves(key("tom")) || nobody(c.Manager(key("joy"))) != key("tom") || len(c.Roles(key("tom"))) != 1 {
			t.Error("he stays, and all is as before")
		}
		h.must(h.PersonLeaves(ada, key("tom"), 3, day("2026-11-30")))
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("BOB"), FTEThousandths: 100, FromDate: day("2026-11-25")})
		h.wants(err, fault.Invalid, "Tom leaves on 30 November 2026")

		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("TOM"), FTEThousandths: 500, FromDate: day("2027-01-10")})
		h.must(err)
		c := h.on("2027-01-10")
		if !c.Serves(key("tom")) || len(c.Roles(key("tom"))) != 0 || nobody(c.Partner(key("amina"))) != "nobody" || nobody(c.Manager(key("joy"))) != key("dan") || c.HangsOn(key("tom")).Any() {
			t.Error("who returns is the same person, and starts anew")
		}
		if c := h.on("2026-11-30"); nobody(c.Partner(key("amina"))) != key("tom") || len(c.Roles(key("tom"))) != 1 {
			t.Error("what was until they left stays in the past")
		}
		if got := h.history("tom"); !strings.HasPrefix(got, "Ada appointed (Post TOM, from 10 January 2027)\nAda noted the return (from 10 January 2027)\nAda noted the last day (30 November 2026)\nAda took back the last day") {
			t.Error(got)
		}
	})
}

func TestARevisionKeepsWhatWasBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		revise := func(on string, edit func(now Structure) Revision) {
			t.Helper()
			h.must(h.Revise(h.as("ada"), func(_ context.Context, now Structure) (Revision, error) {
				r := edit(now)
				if on != "" {
					r.On = day(on)
				}
				return r, nil
			}))
		}
		title := func(to string) func(Structure) Revision {
			return func(now Structure) Revision {
				for _, p := range now.Posts {
					if p.ID == key("JOY") {
						p.Title, p.Version = to, p.Version+1
						return Revision{Posts: []Post{p}}
					}
				}
				return Revision{}
			}
		}
		revise("2026-12-01", title("Tutor"))
		revise("2026-12-01", title("Teacher")) // the same day again
		revise("2026-10-01", title("Trainer")) // a list of an earlier day puts the last one right
		if h.on("2026-11-30").JobTitle(key("joy")) != "Post JOY" || h.on("2026-12-01").JobTitle(key("joy")) != "Trainer" {
			t.Error("a list of a day leaves the days before as they were")
		}
		revise("", title("Lecturer"))
		if h.on("2026-11-30").JobTitle(key("joy")) != "Post JOY" || h.on("2026-12-01").JobTitle(key("joy")) != "Lecturer" {
			t.Error("without a day, the last state is put right")
		}
		revise("2027-01-01", func(now Structure) Revision {
			for _, u := range now.Units {
				if u.ID == key("esol") {
					u.Name, u.Version = "Languages", u.Version+1
					return Revision{Units: []Unit{u}}
				}
			}
			return Revision{}
		})
		if h.on("2026-12-31").Unit(key("esol")).Name != "Esol" || h.on("2027-01-01").Unit(key("esol")).Name != "Languages" {
			t.Error("units too")
		}
		ctx, err := h.StandStill(t.Context())
		h.must(err)
		c, err := h.Chart(ctx, day("2026-11-30"))
		h.must(err)
		if c.JobTitle(key("joy")) != "Post JOY" {
			t.Error("a structure that stands still knows what was")
		}
	})
}
