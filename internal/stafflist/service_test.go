package stafflist_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/stafflist"
	"learningyear/internal/trail"
)

type house struct {
	t     *testing.T
	db    *database.DB
	clock *clock.Clock
	lists *stafflist.Service
	who   *people.Service
	trail *trail.Trail
}

func newHouse(t *testing.T, db *database.DB) house {
	return newHouseAt(t, db, clock.Fixed(time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC), time.UTC))
}

func newHouseAt(t *testing.T, db *database.DB, clk *clock.Clock) house {
	tr := trail.New(db, clk)
	who := people.NewService(db, tr, clk)
	return house{t, db, clk, stafflist.NewService(db, who, clk), who, tr}
}

func operator(t *testing.T) context.Context {
	return actor.With(t.Context(), actor.Operator("import people"))
}

func (h house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// coordinator is somebody on the list of staff who then runs CPD.
func (h house) coordinator(email string, role actor.Role) context.Context {
	h.t.Helper()
	chart, err := h.who.Today(h.t.Context())
	h.must(err)
	p := chart.PersonByEmail(email)
	if p == nil {
		h.t.Fatalf("nobody is %s", email)
	}
	_, err = h.who.GrantOffice(operator(h.t), p.ID, role, h.clock.Today())
	h.must(err)
	return actor.With(h.t.Context(), actor.Actor{PersonID: p.ID, Name: p.Name})
}

// staffList is the real staff list of the shared test data.
func staffList(t *testing.T) []byte {
	t.Helper()
	folder := os.Getenv("LEARNINGYEAR_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	content, err := os.ReadFile(filepath.Join(folder, "people", "derived-ncsl-staff-clean.csv"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the shared test data is not at %s; set LEARNINGYEAR_SHARED_DATA", folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestARealStaffListTwice(t *testing.T) {
	content := staffList(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		options := stafflist.Options{File: "staff.csv", Organisation: "National College"}

		rehearsal := options
		rehearsal.DryRun = true
		r, err := h.lists.Import(operator(t), bytes.NewReader(content), rehearsal)
		h.must(err)
		if r.Persons.Created != 289 || r.Applied {
			t.Errorf("%+v", r)
		}
		chart, err := h.who.Today(t.Context())
		h.must(err)
		if chart.Root() != nil || len(chart.Persons()) != 0 {
			t.Fatal("a rehearsal changes nothing")
		}

		ctx, count := database.CountQueries(operator(t))
		r, err = h.lists.Import(ctx, bytes.NewReader(content), options)
		h.must(err)
		all := stafflist.Count{Created: 289}
		if r.Persons != all || r.Posts != all || r.Appointments != all || r.Units != (stafflist.Count{Created: 7}) ||
			r.Vacancies != 0 || r.Rejected != 0 || len(r.Warnings) != 0 || !r.Applied {
			t.Errorf("%+v", r)
		}
		if count.N() > 40 {
			t.Errorf("%d statements for 289 rows:\n%s", count.N(), count)
		}

		r, err = h.lists.Import(operator(t), bytes.NewReader(content), options)
		h.must(err)
		same := stafflist.Count{Unchanged: 289}
		if r.Persons != same || r.Posts != same || r.Appointments != same || r.Units != (stafflist.Count{Unchanged: 7}) || r.Changes() {
			t.Errorf("the second time: %+v", r)
		}
		h.checkCollege()
	})
}

// checkCollege looks at what the real list made.
func (h house) checkCollege() {
	h.t.Helper()
	chart, err := h.who.Today(h.t.Context())
	h.must(err)
	if chart.Root().Name != "National College" || len(chart.Persons()) != 289 || len(chart.Divisions()) != 6 {
		h.t.Errorf("%s, %d people, %d divisions", chart.Root().Name, len(chart.Persons()), len(chart.Divisions()))
	}
	manager := func(email string) string {
		p := chart.PersonByEmail(email)
		if p == nil {
			return "not there"
		}
		if m := chart.Manager(p.ID); m != nil {
			return m.EmailAddress()
		}
		return "nobody"
	}
	for email, want := range map[string]string{
		"nc10012@ncsl.example.org": "nobody", "nc10002@ncsl.example.org": "nc10012@ncsl.example.org",
		"nc10005@ncsl.example.org": "nc10002@ncsl.example.org", "NC10054@ncsl.example.org": "nc10009@ncsl.example.org",
	} {
		if got := manager(email); got != want {
			h.t.Errorf("%s is managed by %s, want %s", email, got, want)
		}
	}
	without := 0
	for _, p := range chart.Persons() {
		if chart.Manager(p.ID) == nil {
			without++
		}
	}
	if without != 1 {
		h.t.Errorf("%d people without a manager, want only the chair", without)
	}
	if p := chart.PersonByEmail("nc10010@ncsl.example.org"); p == nil || p.Name != "一诺 赵" || p.Slug != "nc10010" {
		h.t.Errorf("%+v", p)
	}
	if u := chart.UnitBySlug("business-services"); u == nil || chart.Lead(u.ID).EmailAddress() != "nc10005@ncsl.example.org" || len(chart.Members(u.ID)) != 124 {
		h.t.Errorf("%+v", u)
	}
	if u := chart.UnitBySlug("international"); u == nil || chart.Lead(u.ID) != nil {
		h.t.Errorf("two posts at the top, so nobody leads: %+v", u)
	}
	v, err := h.trail.Verify(h.t.Context())
	if err != nil || v.Broken != "" || v.Entries == 0 {
		h.t.Errorf("%+v %v", v, err)
	}
}

const header = "Employee number,Name,Email,Post reference,Job title,Unit,Line manager post,Leaving date\n"

const small = header + "1,Helen,helen@x.example,H,Principal,Skills,,\n2,Amina,amina@x.example,A,Tutor,Skills,H,\n"

func TestProblemsChangeNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		bad := small + "3,,nobody,B,,Skills,H,1/1/1\n"
		for _, o := range []stafflist.Options{{}, {DryRun: true}} {
			r, err := h.lists.Import(operator(t), strings.NewReader(bad), o)
			if !errors.Is(err, stafflist.ErrRejected) || r.Rejected != 1 || len(r.Problems) == 0 || r.Persons.Created != 0 || r.Applied {
				t.Errorf("%v %+v", err, r)
			}
		}
		chart, err := h.who.Today(t.Context())
		h.must(err)
		if chart.Root() != nil {
			t.Error("nothing was to change")
		}
		r, err := h.lists.Import(operator(t), strings.NewReader(bad), stafflist.Options{SkipRejected: true})
		h.must(err)
		if r.Persons.Created != 2 || r.Rejected != 1 || !r.Applied {
			t.Errorf("%+v", r)
		}
		r, err = h.lists.Import(operator(t), strings.NewReader("nonsense"), stafflist.Options{SkipRejected: true})
		if !errors.Is(err, stafflist.ErrRejected) || !r.Unreadable {
			t.Errorf("%v %+v", err, r)
		}
	})
}

func TestWhoMayImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.lists.Import(operator(t), strings.NewReader(small), stafflist.Options{})
		h.must(err)
		chart, err := h.who.Today(t.Context())
		h.must(err)
		amina := chart.PersonByEmail("amina@x.example")
		staff := actor.With(t.Context(), actor.Actor{PersonID: amina.ID})
		for name, ctx := range map[string]context.Context{"staff": staff, "nobody": t.Context()} {
			for _, text := range []string{small, "nonsense"} {
				if _, err := h.lists.Import(ctx, strings.NewReader(text), stafflist.Options{DryRun: true}); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if _, err := h.lists.Keep(ctx, stafflist.Upload{}, strings.NewReader(small), nil); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = h.lists.Import(h.coordinator("amina@x.example", actor.Administrator), strings.NewReader(small), stafflist.Options{})
		h.must(err)
	})
}

func TestPreviewThenImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.lists.Import(operator(t), strings.NewReader(small), stafflist.Options{})
		h.must(err)
		ada := h.coordinator("helen@x.example", actor.Coordinator)
		other := h.coordinator("amina@x.example", actor.Coordinator)

		list := small + "3,Tom,tom@x.example,T,Tutor,Skills,H,\n4,,,,,,,\n"
		id, err := h.lists.Keep(ada, stafflist.Upload{FileName: `C:\staff\new.csv`}, strings.NewReader(list), nil)
		h.must(err)
		u, r, err := h.lists.Preview(ada, id)
		h.must(err)
		if u.FileName != "new.csv" || u.AsAt != h.clock.Today() || u.Done != nil || r.Persons.Created != 1 || r.Rejected != 1 || r.Applied {
			t.Errorf("%+v %+v", u, r)
		}
		if _, _, err := h.lists.Preview(other, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's upload: %v", err)
		}
		if _, err := h.lists.Confirm(ada, id, stafflist.Choice{}); !errors.Is(err, stafflist.ErrRejected) {
			t.Errorf("not with problems: %v", err)
		}
		r, err = h.lists.Confirm(ada, id, stafflist.Choice{SkipRejected: true})
		h.must(err)
		if r.Persons.Created != 1 || !r.Applied {
			t.Errorf("%+v", r)
		}
		u, _, err = h.lists.Preview(ada, id)
		h.must(err)
		if u.Done == nil || u.Done.Persons.Created != 1 || !u.Done.Applied || u.Done.AsAt != h.clock.Today() {
			t.Errorf("%+v", u)
		}
		if _, err := h.lists.Confirm(ada, id, stafflist.Choice{SkipRejected: true}); !fault.Is(err, fault.NotFound) {
			t.Errorf("twice: %v", err)
		}
		var left int64
		h.must(db.From(t.Context()).Raw("SELECT COUNT(*) FROM staff_lists WHERE content IS NOT NULL").Scan(&left).Error)
		if left != 0 {
			t.Error("the text is forgotten once it is imported")
		}

		second, err := h.lists.Keep(ada, stafflist.Upload{FileName: "x.csv", AsAt: calendar.NewDate(2027, 1, 1)}, strings.NewReader("nonsense"), nil)
		h.must(err)
		if _, r, err = h.lists.Preview(ada, second); err != nil || !r.Unreadable {
			t.Errorf("%v %+v", err, r)
		}
		h.must(h.lists.Discard(ada, second))
		if _, _, err := h.lists.Preview(ada, second); !fault.Is(err, fault.NotFound) {
			t.Errorf("discarded: %v", err)
		}
		h.clock.Set(h.clock.Now().Add(25 * time.Hour))
		_, err = h.lists.Keep(ada, stafflist.Upload{FileName: "y.csv"}, strings.NewReader(small), nil)
		h.must(err)
		if _, _, err := h.lists.Preview(ada, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("after a day: %v", err)
		}
		h.clock.Set(h.clock.Now().Add(25 * time.Hour))
		if gone, err := h.lists.Purge(t.Context()); err != nil || gone != 1 {
			t.Errorf("%d gone, %v", gone, err)
		}
		for _, content := range []string{"", strings.Repeat("x", stafflist.MaxBytes+1)} {
			if _, err := h.lists.Keep(ada, stafflist.Upload{}, strings.NewReader(content), nil); !fault.Is(err, fault.Invalid) {
				t.Errorf("%d bytes: %v", len(content), err)
			}
		}
	})
}

func TestWhatIsPrinted(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	r, err := h.lists.Import(operator(t), strings.NewReader(small+"3,,x,B,T,Skills,H,\n"), stafflist.Options{File: "staff.csv", SkipRejected: true})
	h.must(err)
	var out strings.Builder
	h.must(r.Print(&out))
	want := `staff.csv, as at 21 November 2026
                created  changed  ended  unchanged
         units        1        0      0          0
         posts        2        0      0          0
       persons        2        0      0          0
  appointments        2        0      0          0
vacant posts: 0; rows: 3, rejected: 1
line 4, Name: The name is missing
line 4, Email: Not an email address, like name@example.org
Imported.
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	kept, err := json.Marshal(r)
	h.must(err)
	for _, part := range []string{
		`"units":{"created":1,"changed":0,"ended":0,"unchanged":0}`, `"persons":{"created":2,`, `"vacancies":0`, `"rejected":1`,
		`"as_at":"2026-11-21"`, `{"line":4,"column":"Name","reason":"The name is missing"}`, `"warnings":[]`, `"applied":true`,
	} {
		if !strings.Contains(string(kept), part) {
			t.Errorf("%s is not in %s", part, kept)
		}
	}
}
