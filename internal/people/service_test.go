package people

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/trail"
)

// key makes a real key of a readable one.
func key(name string) string { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String() }

func keyOf(name *string) *string {
	if name == nil {
		return nil
	}
	return to(key(*name))
}

// keyed is the structure with real keys.
func keyed(s Structure) Structure {
	for i := range s.Units {
		u := &s.Units[i]
		u.ID, u.ParentID, u.LeadPostID = key(u.ID), keyOf(u.ParentID), keyOf(u.LeadPostID)
	}
	for i := range s.Posts {
		p := &s.Posts[i]
		p.ID, p.UnitID, p.ReportsToID = key(p.ID), key(p.UnitID), keyOf(p.ReportsToID)
	}
	for i := range s.Persons {
		s.Persons[i].ID = key(s.Persons[i].ID)
	}
	for i := range s.Appointments {
		a := &s.Appointments[i]
		a.ID, a.PersonID, a.PostID = key(a.ID), key(a.PersonID), key(a.PostID)
	}
	return s
}

// house is a service over a college in which ada is coordinator and bob
// administrator, on 21 November 2026.
type house struct {
	*Service
	t     *testing.T
	clock *clock.Clock
	trail *trail.Trail
}

func newHouse(t *testing.T, db *database.DB) house {
	t.Helper()
	clk := clock.Fixed(time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC), time.UTC)
	tr := trail.New(db, clk)
	h := house{Service: NewService(db, tr, clk), t: t, clock: clk, trail: tr}
	s := keyed(college())
	s.Offices = []Office{
		{ID: key("o1"), PersonID: key("ada"), Role: actor.Coordinator, FromDate: day("2026-01-01")},
		{ID: key("o2"), PersonID: key("bob"), Role: actor.Administrator, FromDate: day("2026-01-01")},
	}
	h.must(h.Load(h.operator(), s))
	return h
}

func (h house) operator() context.Context {
	return actor.With(h.t.Context(), actor.Operator("a test"))
}

// as is somebody of the college asking.
func (h house) as(name string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{PersonID: key(name), Name: strings.ToUpper(name[:1]) + name[1:]})
}

func (h house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h house) today() *Chart {
	h.t.Helper()
	c, err := h.Today(h.t.Context())
	h.must(err)
	return c
}

// wants checks for an answer of a kind that says something.
func (h house) wants(err error, kind fault.Kind, say string) {
	h.t.Helper()
	if !fault.Is(err, kind) || !strings.Contains(fmt.Sprint(err), say) {
		h.t.Errorf("got %v, want a fault of kind %d that says %q", err, kind, say)
	}
}

func (h house) history(name string) string {
	h.t.Helper()
	entries, err := h.trail.Of(h.t.Context(), "person", key(name), 20)
	h.must(err)
	var acts []string
	for _, e := range entries {
		acts = append(acts, fmt.Sprintf("%s %s (%s)", e.ActorName, e.Act, e.Why))
	}
	return strings.Join(acts, "\n")
}

func TestAddAndCorrectAPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		p, err := h.AddPerson(h.as("ada"), NewPerson{Name: "  Siân 王 ", Email: "Sian@College.example", EmployeeNumber: "17"})
		h.must(err)
		found := h.today().PersonByEmail("sian@college.EXAMPLE")
		if found == nil || found.Name != "  Siân 王 " || found.Slug != "sian" || *found.Email != "Sian@College.example" {
			t.Fatalf("kept %+v", found)
		}
		second, err := h.AddPerson(h.as("ada"), NewPerson{Name: "Siân"})
		h.must(err)
		if second.Slug != "sian-2" {
			t.Errorf("the second Siân is %s", second.Slug)
		}
		_, err = h.AddPerson(h.as("ada"), NewPerson{Name: "Other", Email: "SIAN@college.example", EmployeeNumber: "17"})
		h.wants(err, fault.Invalid, "has this email address already")
		h.wants(err, fault.Invalid, "has this employee number already")
		_, err = h.AddPerson(h.as("ada"), NewPerson{Name: "a\x00b"})
		h.wants(err, fault.Invalid, "cannot be kept")
		_, err = h.AddPerson(h.as("ada"), NewPerson{Name: "\u202e\u3164"})
		h.wants(err, fault.Invalid, "Enter the name as the person writes it")
		_, err = h.AddPerson(h.as("ada"), NewPerson{Name: "\xff", Email: "nonsense"})
		h.wants(err, fault.Invalid, "name@example.org")
		_, err = h.AddPerson(h.as("tom"), NewPerson{Name: "Friend of Tom"})
		h.wants(err, fault.NotFound, "")

		fix := Correction{Name: "Siân Rees", KnownAs: "Shân", Email: "sian.rees@college.example", EmployeeNumber: "17"}
		h.must(h.CorrectPerson(h.as("ada"), p.ID, 1, fix))
		fixed := h.today().PersonByEmail("sian.rees@college.example")
		if fixed == nil || fixed.Called() != "Shân" || fixed.Slug != "sian" || fixed.Version != 2 {
			t.Fatalf("corrected to %+v", fixed)
		}
		err = h.CorrectPerson(h.as("bob"), p.ID, 1, Correction{Name: "Late"})
		h.wants(err, fault.Clash, "")
		if e := fault.As(err); e == nil || e.By != "Ada" || e.Version != 2 || e.Theirs[1].Text != "Shân" {
			t.Errorf("the clash shows %+v", e)
		}
		h.must(h.CorrectPerson(h.as("ada"), p.ID, 2, fix))
		entries, err := h.trail.Of(t.Context(), "person", p.ID, 9)
		h.must(err)
		if len(entries) != 2 || entries[0].Why != "name, known as, email" {
			t.Errorf("a correction that changes nothing leaves no trace, one that does names what: %+v", entries)
		}
		h.wants(h.CorrectPerson(h.as("ada"), "no key", 1, fix), fault.NotFound, "")
		fix.KnownAs, fix.EmployeeNumber = "\u200b", "\u2800"
		h.must(h.CorrectPerson(h.as("ada"), p.ID, 2, fix))
		unseen := h.today().Person(p.ID)
		if unseen.Called() != "Siân" || unseen.EmployeeNumber != nil {
			t.Errorf("what nobody sees is taken for something: %+v", unseen)
		}
	})
}

func TestTwoOfOneNameAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Go(func() { _, errs[i] = h.AddPerson(h.as("ada"), NewPerson{Name: "Joan Smith"}) })
		}
		wg.Wait()
		slugs := map[string]bool{}
		s, err := h.Survey(h.as("ada"))
		h.must(err)
		for _, p := range s.Persons {
			if p.Name == "Joan Smith" {
				slugs[p.Slug] = true
			}
		}
		for i, err := range errs {
			if err != nil || len(slugs) != len(errs) {
				t.Errorf("%d: %v; short names %v", i, err, slugs)
			}
		}
	})
}

func TestAppointments(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		ada := h.as("ada")
		a, err := h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("VACANT"), FTEThousandths: 200, FromDate: day("2026-11-01")})
		h.must(err)
		if len(h.today().Appointments(key("tom"))) != 2 || nobody(h.today().Manager(key("joy"))) != key("tom") {
			t.Error("a second appointment; and whoever fills the vacant post manages who reports to it")
		}
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("VACANT"), FTEThousandths: 100, FromDate: day("2026-12-01")})
		h.wants(err, fault.Invalid, "in this post then already")
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("VACANT"), FTEThousandths: 9999, FromDate: day("2026-12-02"), ToDate: day("2026-12-01")})
		h.wants(err, fault.Invalid, "from 0 to 2")
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("BOB"), FTEThousandths: 100, FromDate: day("1999-12-01")})
		h.wants(err, fault.Invalid, "not there on that day")

		next, err := h.ChangeAppointment(ada, a.ID, a.Version, 400, day("2026-12-01"))
		h.must(err)
		_, err = h.ChangeAppointment(ada, a.ID, a.Version, 500, day("2026-11-10"))
		h.wants(err, fault.Clash, "")
		before, err := h.Chart(t.Context(), day("2026-11-30"))
		h.must(err)
		after, err := h.Chart(t.Context(), day("2026-12-01"))
		h.must(err)
		if before.Appointments(key("tom"))[1].FTEThousandths != 200 || after.Appointments(key("tom"))[1].FTEThousandths != 400 {
			t.Error("the hours of a day are those of the day")
		}
		h.must(h.EndAppointment(ada, next.ID, next.Version, day("2026-12-31")))
		h.wants(h.EndAppointment(ada, next.ID, 2, day("2026-11-01")), fault.Invalid, "not before the first")
		if h.history("tom") != "Ada ended an appointment (Post VACANT, last day 31 December 2026)\n"+
			"Ada changed hours (Post VACANT, from 1 December 2026)\nAda appointed (Post VACANT, from 1 November 2026)" {
			t.Error(h.history("tom"))
		}

		h.must(h.PersonLeaves(ada, key("tom"), 1, day("2026-11-20")))
		if h.today().Serves(key("tom")) {
			t.Error("tom left yesterday")
		}
		_, err = h.Appoint(ada, NewAppointment{PersonID: key("tom"), PostID: key("TOM"), FTEThousandths: 500, FromDate: day("2026-11-21")})
		h.must(err)
		if !h.today().Serves(key("tom")) || !h.today().Person(key("tom")).LeftOn.IsZero() {
			t.Error("and returned today")
		}
		h.wants(h.PersonLeaves(h.as("tom"), key("amina"), 1, day("2026-11-20")), fault.NotFound, "")
	})
}

func TestLearningPartners(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		partner := func() string { return nobody(h.today().Partner(key("amina"))) }

		_, err := h.NominatePartner(h.as("ada"), key("amina"), key("amina"))
		h.wants(err, fault.Invalid, "somebody else")
		_, err = h.NominatePartner(h.as("dan"), key("amina"), key("tom"))
		h.wants(err, fault.Forbidden, "Only Amina or the CPD coordinator can do this")
		_, err = h.NominatePartner(h.as("tom"), key("amina"), key("tom"))
		h.wants(err, fault.NotFound, "")
		_, err = h.NominatePartner(h.as("ada"), key("amina"), key("tom"))
		h.must(err)
		_, err = h.NominatePartner(h.as("ada"), key("amina"), key("tom"))
		h.wants(err, fault.Invalid, "has been asked already")
		if partner() != "nobody" {
			t.Error("a nomination is no partnership yet")
		}
		h.wants(h.AcceptPartner(h.as("joy"), key("amina")), fault.NotFound, "")
		h.wants(h.AcceptPartner(h.as("amina"), key("amina")), fault.Forbidden, "Only Tom can answer")
		h.must(h.AcceptPartner(h.as("tom"), key("amina")))
		if partner() != key("tom") {
			t.Error("accepted")
		}
		h.wants(h.AcceptPartner(h.as("tom"), key("amina")), fault.NotFound, "")

		// The learner asks somebody else; tom stays until she says yes.
		_, err = h.NominatePartner(h.as("amina"), key("amina"), key("bob"))
		h.must(err)
		_, err = h.NominatePartner(h.as("amina"), key("amina"), key("joy"))
		h.must(err)
		h.wants(h.AcceptPartner(h.as("bob"), key("amina")), fault.NotFound, "")
		if partner() != key("tom") {
			t.Error("tom stays until the new one accepts")
		}
		h.clock.Set(time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC))
		h.must(h.AcceptPartner(h.as("joy"), key("amina")))
		if partner() != key("joy") {
			t.Error("joy is the partner now")
		}
		if rel := h.today().RelationTo(actor.Actor{PersonID: key("tom")}, key("amina")); rel.Has(access.Partner) {
			t.Error("and tom no longer")
		}
		past, err := h.Chart(t.Context(), day("2026-11-24"))
		h.must(err)
		if nobody(past.Partner(key("amina"))) != key("tom") {
			t.Error("though he was the day before")
		}

		// The learner ends it, and gives no reason.
		h.wants(h.EndPartnership(h.as("dan"), key("amina")), fault.Forbidden, "")
		h.wants(h.EndPartnership(h.as("tom"), key("amina")), fault.NotFound, "")
		h.must(h.EndPartnership(h.as("amina"), key("amina")))
		if partner() != "nobody" {
			t.Error("ended")
		}
		_, err = h.NominatePartner(h.as("amina"), key("amina"), key("tom"))
		h.must(err)
		h.must(h.DeclinePartner(h.as("tom"), key("amina")))
		_, err = h.NominatePartner(h.as("amina"), key("amina"), key("tom"))
		h.must(err)
		h.must(h.WithdrawNomination(h.as("amina"), key("amina")))
		h.wants(h.DeclinePartner(h.as("tom"), key("amina")), fault.NotFound, "")
		h.wants(h.AcceptPartner(h.as("tom"), "no key"), fault.NotFound, "")
		if got := strings.Count(h.history("amina"), "\n"); got != 10 {
			t.Errorf("every step in her history:\n%s", h.history("amina"))
		}
	})
}

func TestPartnershipTransitions(t *testing.T) {
	acts := []PartnershipAct{AcceptNomination, DeclineNomination, WithdrawNomination, EndPartnership}
	want := map[PartnershipState]string{
		Nominated: "accepted declined withdrawn -", Accepted: "- - - ended", Declined: "- - - -", Withdrawn: "- - - -", Ended: "- - - -",
	}
	for state, row := range want {
		var got []string
		for _, act := range acts {
			next, ok := state.After(act)
			if !ok {
				next = "-"
			}
			got = append(got, string(next))
		}
		if strings.Join(got, " ") != row {
			t.Errorf("from %s: %v, want %s", state, got, row)
		}
	}
}

func TestManagersAndDelegates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		manager := func() string { return nobody(h.today().Manager(key("amina"))) }
		h.must(h.SetManager(h.as("ada"), key("amina"), key("tom"), day("2026-11-01")))
		if manager() != key("tom") {
			t.Error("a named manager")
		}
		h.must(h.SetManager(h.as("ada"), key("amina"), key("joy"), day("2026-11-21")))
		if manager() != key("joy") {
			t.Error("another from today")
		}
		h.must(h.ClearManager(h.as("ada"), key("amina"), day("2026-11-21")))
		if manager() != key("dan") {
			t.Error("back to the derived one")
		}
		past, err := h.Chart(t.Context(), day("2026-11-20"))
		h.must(err)
		if nobody(past.Manager(key("amina"))) != key("tom") {
			t.Error("but the past stays")
		}
		for _, far := range []string{"1900-01-01", "2199-01-01", "9999-12-31"} {
			h.wants(h.SetManager(h.as("ada"), key("amina"), key("tom"), day(far)), fault.Invalid, "it is far from today")
		}
		h.wants(h.SetManager(h.as("ada"), key("amina"), key("amina"), day("2026-11-21")), fault.Invalid, "Nobody manages themselves")
		h.wants(h.SetManager(h.as("dan"), key("amina"), key("tom"), day("2026-11-21")), fault.NotFound, "")

		d, err := h.SetDelegate(h.as("dan"), key("dan"), key("joy"), Everything, day("2026-11-21"), day("2026-11-27"))
		h.must(err)
		_, err = h.SetDelegate(h.as("dan"), key("dan"), key("tom"), Everything, day("2026-11-20"), day("2026-11-27"))
		h.wants(err, fault.Invalid, "from today on")
		if manages, _ := h.today().ManagesFor(key("joy"), key("amina")); !manages {
			t.Error("the delegate acts")
		}
		_, err = h.SetDelegate(h.as("dan"), key("dan"), key("joy"), Everything, day("2026-11-27"), day("2026-11-30"))
		h.wants(err, fault.Invalid, "on some of these days already")
		_, err = h.SetDelegate(h.as("ada"), key("dan"), key("dan"), Everything, day("2026-11-27"), day("2026-11-01"))
		h.wants(err, fault.Invalid, "nobody acts for themselves")
		h.wants(err, fault.Invalid, "not before the first")
		_, err = h.SetDelegate(h.as("ada"), key("dan"), key("tom"), Everything, day("2026-11-27"), day("2029-11-01"))
		h.wants(err, fault.Invalid, "within a year")
		_, err = h.SetDelegate(h.as("amina"), key("dan"), key("tom"), Everything, day("2026-11-27"), day("2026-11-30"))
		h.wants(err, fault.Forbidden, "Only Dan or the CPD coordinator can do this")
		h.wants(h.EndDelegate(h.as("joy"), d.ID), fault.Forbidden, "")
		h.must(h.EndDelegate(h.as("dan"), d.ID))
		if manages, _ := h.today().ManagesFor(key("joy"), key("amina")); manages {
			t.Error("ended")
		}
		late, err := h.SetDelegate(h.as("ada"), key("dan"), key("tom"), Everything, day("2026-11-21"), day("2026-11-30"))
		h.must(err)
		h.must(h.EndDelegate(h.as("ada"), late.ID))
		h.wants(h.EndDelegate(h.as("ada"), late.ID), fault.NotFound, "")
	})
}

func TestOffices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.GrantOffice(h.as("ada"), key("joy"), actor.Auditor, day("2026-11-21"))
		h.wants(err, fault.NotFound, "")
		_, err = h.GrantOffice(h.as("bob"), key("joy"), actor.Auditor, day("2026-11-21"))
		h.must(err)
		if roles := h.today().Roles(key("joy")); len(roles) != 1 || roles[0] != actor.Auditor {
			t.Errorf("joy holds %v", roles)
		}
		_, err = h.GrantOffice(h.as("bob"), key("joy"), actor.Auditor, day("2026-12-01"))
		h.wants(err, fault.Invalid, "has this office already")
		_, err = h.GrantOffice(h.as("bob"), key("joy"), "king", day("2026-12-01"))
		h.wants(err, fault.Invalid, "Choose an office")
		h.must(h.EndOffice(h.as("bob"), key("joy"), actor.Auditor))
		if len(h.today().Roles(key("joy"))) != 0 {
			t.Error("ended today")
		}
		h.wants(h.EndOffice(h.as("bob"), key("bob"), actor.Administrator), fault.Invalid, "only administrator")
		_, err = h.GrantOffice(h.operator(), key("joy"), actor.Administrator, day("2026-11-21"))
		h.must(err)
		h.must(h.EndOffice(h.as("joy"), key("bob"), actor.Administrator))
		h.wants(h.EndOffice(h.as("joy"), key("bob"), actor.Administrator), fault.NotFound, "")
	})
}

func TestDossier(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.NominatePartner(h.as("ada"), key("dan"), key("tom"))
		h.must(err)
		_, err = h.SetDelegate(h.as("ada"), key("dan"), key("joy"), Everything, day("2026-11-21"), day("2026-11-30"))
		h.must(err)
		ctx, count := database.CountQueries(h.as("ada"))
		d, err := h.Dossier(ctx, key("dan"))
		h.must(err)
		if d.Person.Name != "Dan" || len(d.Appointments) != 1 || d.Appointments[0].Unit != "Esol" || d.Appointments[0].Title != "Post DAN" ||
			len(d.DelegatesOf) != 1 || len(d.Partnerships) != 1 || d.Names[key("tom")] != "Tom" || len(d.History) != 2 {
			t.Errorf("%+v", d)
		}
		if count.N() > 9+8+6 { // the chart is drawn anew after the changes, and the time around it
			t.Errorf("%d statements:\n%s", count.N(), count)
		}
		_, err = h.Dossier(h.as("dan"), key("dan"))
		h.wants(err, fault.NotFound, "")
	})
}

func TestReviseInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		plan := func(_ context.Context, now Structure) (Revision, error) {
			var r Revision
			for _, p := range now.Persons {
				switch p.ID {
				case key("amina"):
					p.Email = to("joy@college.example")
				case key("joy"):
					p.Email = to("amina@college.example")
				default:
					continue
				}
				p.Version++
				r.Persons = append(r.Persons, p)
			}
			r.Units = []Unit{{ID: key("u2"), ParentID: to(key("u1")), Kind: TeamUnit, Name: "U2", FromDate: day("2026-01-01"), Version: 1},
				{ID: key("u1"), ParentID: to(key("college")), Kind: Section, Name: "U1", FromDate: day("2026-01-01"), Version: 1}}
			post := func(id, above string) Post {
				return Post{ID: key(id), UnitID: key("u2"), Title: id, ReportsToID: to(key(above)), FromDate: day("2026-01-01"), Version: 1}
			}
			r.Posts = []Post{post("p1", "p2"), post("p2", "p3"), post("p3", "HELEN"), post("c1", "c2"), post("c2", "c1"), post("self", "self")}
			return r, nil
		}
		h.must(h.Load(h.operator(), Structure{Persons: []Person{
			{ID: key("amina"), Name: "Amina", Slug: "amina", Email: to("amina@college.example")},
			{ID: key("joy"), Name: "Joy", Slug: "joy", Email: to("joy@college.example")},
		}}))
		h.must(h.Revise(h.as("ada"), plan))
		c := h.today()
		if nobody(c.PersonByEmail("joy@college.example")) != key("amina") || nobody(c.PersonByEmail("amina@college.example")) != key("joy") {
			t.Error("they exchanged addresses")
		}
		for id, above := range map[string]string{"p1": "p2", "c1": "c2", "c2": "c1", "self": "self"} {
			if p := c.Post(key(id)); p == nil || value(p.ReportsToID) != key(above) {
				t.Errorf("%s reports to %+v", id, p)
			}
		}
		h.wants(h.Revise(h.as("tom"), plan), fault.NotFound, "")
		h.wants(h.Load(h.as("ada"), Structure{}), fault.NotFound, "")
		h.wants(h.Load(h.operator(), Structure{Persons: []Person{{ID: key("x")}}}), fault.Invalid, "Enter the name")
		v, err := h.trail.Verify(t.Context())
		if err != nil || v.Broken != "" {
			t.Errorf("%+v %v", v, err)
		}
	})
}

func TestChartsFollowChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		other := NewService(db, h.trail, h.clock) // another replica
		read := func() string {
			c, err := other.Today(t.Context())
			h.must(err)
			return nobody(c.Manager(key("amina")))
		}
		if read() != key("dan") {
			t.Fatal("dan to begin with")
		}
		ctx, count := database.CountQueries(t.Context())
		if _, err := other.Today(ctx); err != nil || count.N() != 1 {
			t.Errorf("a chart that is kept costs one statement, not %d, %v", count.N(), err)
		}
		h.must(h.SetManager(h.as("ada"), key("amina"), key("tom"), day("2026-11-01")))
		if read() != key("tom") {
			t.Error("the other replica sees the change")
		}
		err := db.InTx(h.as("ada"), func(ctx context.Context) error {
			h.must(h.ClearManager(ctx, key("amina"), day("2026-11-21")))
			c, err := h.Today(ctx)
			if err == nil && nobody(c.Manager(key("amina"))) != key("dan") {
				t.Error("a transaction sees its own change")
			}
			return fmt.Errorf("undone: %w", err)
		})
		if err == nil || read() != key("tom") {
			t.Error("and what it undoes has not been")
		}
	})
}
