package appraisal_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/trail"
)

// desk is an appraisal service over a small organisation, with records that the
// test may change under its feet.
type desk struct {
	*appraisal.Service
	t       *testing.T
	staff   peopletest.Staff
	clock   *clock.Clock
	facts   appraisal.Gathered
	settled []appraisal.Document
	cycle   appraisal.Cycle
	id      string
}

func year() calendar.LearningYear { y, _ := calendar.September.ParseYear("2026-27"); return y }

func sit(t *testing.T, db *database.DB, countersign bool) *desk {
	t.Helper()
	clk := peopletest.Clock(t)
	d := &desk{t: t, staff: peopletest.Small(t, db), clock: clk}
	d.facts = appraisal.Gathered{
		Targets:            []appraisal.TargetFact{{Key: "target-1", Number: 1, Need: "Run a confident online session", Criteria: []appraisal.CriterionFact{{Text: "Seven families stay"}}}},
		InterviewsEntitled: 3, HalfDaysEntitled: 6, HalfDays: 3,
		Entries: []appraisal.EntryFact{{ID: "e1", Learned: "To wait"}},
	}
	tr := trail.New(db, clk)
	d.Service = appraisal.NewService(db, people.NewService(db, tr, clk), tr, clk, appraisal.Sources{
		Gather: func(context.Context, string, calendar.LearningYear, []string) (appraisal.Gathered, error) {
			return d.facts, nil
		},
		Records: func(context.Context, string, calendar.LearningYear) (appraisal.Gathered, error) { return d.facts, nil },
		Settle: func(_ context.Context, _ string, _ calendar.LearningYear, doc appraisal.Document) error {
			d.settled = append(d.settled, doc)
			return nil
		},
		Finish:    func(context.Context, string) error { return nil },
		YearStart: func(context.Context) (calendar.YearStart, error) { return calendar.September, nil },
	})
	chart, err := people.NewService(db, tr, clk).Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := d.OpenCycle(d.as(d.staff.Priya, actor.Coordinator), appraisal.Opening{
		Title: "Appraisal 2027", Year: year(), UnitID: chart.Root().ID, Countersign: countersign,
		SelfBy: clk.Today().AddDays(30), CloseBy: clk.Today().AddDays(60),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.cycle = opened.Cycle
	d.id = d.open(d.staff.Amina).Appraisal.ID
	return d
}

func (d *desk) as(p people.Person, roles ...actor.Role) context.Context {
	return peopletest.As(d.t, p, roles...)
}

func (d *desk) open(p people.Person) appraisal.Sight {
	d.t.Helper()
	sight, err := d.Open(d.as(p), d.staff.Amina.ID, year())
	if err != nil {
		d.t.Fatal(err)
	}
	return sight
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) refused(kind fault.Kind, err error) {
	d.t.Helper()
	if !fault.Is(err, kind) {
		d.t.Errorf("got %v, want a refusal of kind %v", err, kind)
	}
}

func voice(text string) appraisal.Voice {
	return appraisal.Voice{"target-1": {Text: text, Judgement: appraisal.JudgedMet}}
}

func met() appraisal.Agreements {
	return appraisal.Agreements{
		Topics: map[string]appraisal.Agreed{"target-1": {Outcome: appraisal.OutcomeMet}},
		Next:   []appraisal.NextTarget{{Need: "Help parents who worry about numbers", Criterion: "Three move on"}},
	}
}

// toWorded brings the appraisal to where both can sign.
func (d *desk) toWorded() {
	d.t.Helper()
	s := d.staff
	d.must(d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Voice: voice("Seven stayed"), Chosen: []string{"e1"}, Share: true}))
	d.must(d.WriteResponse(d.as(s.Dan), appraisal.Writing{AppraisalID: d.id, Voice: voice("Agreed"), Share: true}))
	d.must(d.Meet(d.as(s.Amina), d.id, d.clock.Today()))
	d.must(d.Word(d.as(s.Dan), appraisal.Wording{AppraisalID: d.id, Agreements: met(), Ready: true}))
}

func (d *desk) signing(p people.Person) appraisal.Signing {
	return appraisal.Signing{AppraisalID: d.id, Version: d.open(p).Appraisal.Version, Fair: true, Name: p.Name}
}

func TestFromPreparingToClosed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.toWorded()
		d.must(d.SignFirst(d.as(d.staff.Dan), d.signing(d.staff.Dan)))
		last := d.signing(d.staff.Amina)
		last.Statement = "I would have liked more time."
		d.must(d.SignLast(d.as(d.staff.Amina), last))
		closed := d.open(d.staff.Amina)
		if closed.Appraisal.State != appraisal.Closed || len(closed.Document.Signatures) != 2 || closed.Document.ClosedAt.IsZero() {
			t.Fatalf("state %s, signatures %+v", closed.Appraisal.State, closed.Document.Signatures)
		}
		if len(d.settled) != 1 || d.settled[0].Agreements.Next[0].Need != "Help parents who worry about numbers" {
			t.Errorf("what goes on to next year: %+v", d.settled)
		}
		var acts []string
		for _, e := range closed.History {
			acts = append(acts, e.ActorName+" "+e.Act)
			if strings.Contains(e.Why+e.Act, "Seven") {
				t.Error("the trail names acts, never what was written")
			}
		}
		if got := strings.Join(acts, " · "); !strings.HasPrefix(got, "Amina Yusuf closed · Amina Yusuf signed as the person · Dan Okoro signed as appraiser") {
			t.Error(got)
		}
	})
}

func TestClosingFixesTheRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.toWorded()
		d.must(d.SignFirst(d.as(d.staff.Dan), d.signing(d.staff.Dan)))
		d.must(d.SignLast(d.as(d.staff.Amina), d.signing(d.staff.Amina)))
		before := d.open(d.staff.Amina).Document
		d.facts.Targets[0].Need = "Something else"
		d.facts.Entries = nil
		d.must(db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.From(ctx).Exec("UPDATE persons SET name = 'Amina Cole' WHERE id = ?", d.staff.Amina.ID).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error
		}))
		after := d.open(d.staff.Amina).Document
		if after.Person.Name != "Amina Yusuf" || after.Gathered.Targets[0].Need != before.Gathered.Targets[0].Need || len(after.Gathered.Entries) != 1 {
			t.Errorf("changed by what changed since: %+v", after)
		}
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			return db.From(ctx).Exec("UPDATE appraisals SET state = 'worded' WHERE id = ?", d.id).Error
		})
		if err == nil {
			t.Error("the database itself keeps a closed appraisal")
		}
		d.must(d.Add(d.as(d.staff.Dan), d.id, "The date of the course was 4 May."))
		if got := d.open(d.staff.Amina).Document; len(got.Addenda) != 1 || got.Seal != before.Seal {
			t.Error("a note comes beside what was signed, not into it")
		}
		more := make([]appraisal.Addendum, 199)
		for i := range more {
			more[i] = appraisal.Addendum{ID: d.clock.NewKey(), AppraisalID: d.id, AuthorID: d.staff.Dan.ID, AuthorName: "Dan Okoro", Text: "And more.", At: d.clock.Now()}
		}
		d.must(db.InTx(t.Context(), func(ctx context.Context) error { return db.From(ctx).Create(&more).Error }))
		d.refused(fault.Invalid, d.Add(d.as(d.staff.Dan), d.id, "More than is shown."))
	})
}

func TestEachVoiceIsPrivateUntilShared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		s := d.staff
		d.must(d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Voice: voice("Not ready")}))
		d.must(d.WriteResponse(d.as(s.Dan), appraisal.Writing{AppraisalID: d.id, Voice: voice("First thoughts")}))
		if sight := d.open(s.Dan); sight.Document.Self != nil || sight.Document.Gathered.Entries != nil {
			t.Error("the appraiser reads the self-evaluation before it is shared")
		}
		if sight := d.open(s.Amina); sight.Document.Response != nil {
			t.Error("the person reads the response before it is shared")
		}
		d.refused(fault.Forbidden, d.WriteResponse(d.as(s.Dan), appraisal.Writing{AppraisalID: d.id, Version: 1, Voice: voice("Too early"), Share: true}))
		d.must(d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Version: 1, Voice: voice("Ready"), Share: true}))
		if d.open(s.Dan).Document.Self["target-1"].Text != "Ready" {
			t.Error("shared is shared")
		}
		d.refused(fault.Forbidden, d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Version: 2, Voice: voice("Afterthought")}))
	})
}

func TestWhoReadsAnAppraisal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, true)
		s := d.staff
		for _, p := range []people.Person{s.Ruth, s.Sian, s.Helen, s.Priya, s.Alex, s.Grace, s.Omar, s.Tom} {
			if _, err := d.Open(d.as(p), s.Amina.ID, year()); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", p.Name, err)
			}
			d.refused(fault.NotFound, d.Meet(d.as(p), d.id, d.clock.Today()))
		}
		d.toWorded()
		d.must(d.SignFirst(d.as(s.Dan), d.signing(s.Dan)))
		d.must(d.SignLast(d.as(s.Amina), d.signing(s.Amina)))
		if got := d.open(s.Helen); !got.MayCountersign {
			t.Error("the divisional manager reads it when it awaits the countersignature")
		}
		d.must(d.Countersign(d.as(s.Helen), d.signing(s.Helen)))
		if got := d.open(s.Helen); got.Appraisal.State != appraisal.Closed || len(got.Document.Signatures) != 3 {
			t.Errorf("after countersigning: %s", got.Appraisal.State)
		}
		if _, err := d.OpenByID(d.as(s.Ruth), d.id); !fault.Is(err, fault.NotFound) {
			t.Error("the learning partner stays outside")
		}
	})
}

func TestSendingBackVoidsTheSignature(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.toWorded()
		d.must(d.SignFirst(d.as(d.staff.Dan), d.signing(d.staff.Dan)))
		sight := d.open(d.staff.Amina)
		d.refused(fault.Invalid, d.SendBack(d.as(d.staff.Amina), d.id, sight.Appraisal.Version, " "))
		d.must(d.SendBack(d.as(d.staff.Amina), d.id, sight.Appraisal.Version, "Is the second target not carried on?"))
		back := d.open(d.staff.Dan)
		if back.Appraisal.State != appraisal.Worded || len(back.Document.Signatures) != 0 || back.Appraisal.Question == "" || !back.MayWord {
			t.Errorf("%s with %d signatures", back.Appraisal.State, len(back.Document.Signatures))
		}
	})
}

func TestASignatureIsForWhatWasRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.toWorded()
		read := d.signing(d.staff.Dan)
		sight := d.open(d.staff.Amina)
		changed := met()
		changed.Words = "And one more thing"
		d.must(d.Word(d.as(d.staff.Amina), appraisal.Wording{AppraisalID: d.id, Version: sight.AgreementsVersion, Agreements: changed}))
		d.refused(fault.Clash, d.SignFirst(d.as(d.staff.Dan), read))
		wrong := d.signing(d.staff.Dan)
		wrong.Name = "Dan O."
		d.refused(fault.Invalid, d.SignFirst(d.as(d.staff.Dan), wrong))
		d.refused(fault.Forbidden, d.SignFirst(d.as(d.staff.Amina), d.signing(d.staff.Amina)))
	})
}

func TestTwoAtOnceSeeBothTexts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		ctx := d.as(d.staff.Amina)
		d.must(d.WriteSelf(ctx, appraisal.Writing{AppraisalID: d.id, Voice: voice("From the phone")}))
		err := d.WriteSelf(ctx, appraisal.Writing{AppraisalID: d.id, Voice: voice("From the desk")})
		e := fault.As(err)
		if e == nil || e.Kind != fault.Clash || len(e.Theirs) != 1 || e.Theirs[0].Text != "From the phone" || e.Version != 1 {
			t.Fatalf("got %+v", e)
		}
	})
}

func TestOpeningTwiceMakesNobodyTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		chart, _ := people.NewService(db, trail.New(db, d.clock), d.clock).Today(t.Context())
		o := appraisal.Opening{Title: "Again", Year: year(), UnitID: chart.Root().ID, SelfBy: d.clock.Today(), CloseBy: d.clock.Today()}
		d.refused(fault.NotFound, second(d.OpenCycle(d.as(d.staff.Amina), o)))
		opened, err := d.OpenCycle(d.as(d.staff.Priya, actor.Coordinator), o)
		if err != nil || opened.Made != 0 || opened.Had == 0 || len(opened.WithoutAppraiser) == 0 {
			t.Errorf("%+v, %v", opened, err)
		}
		_, progress, err := d.CycleProgress(d.as(d.staff.Priya, actor.Coordinator), d.cycle.ID)
		if err != nil || len(progress) == 0 {
			t.Errorf("%d, %v", len(progress), err)
		}
		if _, _, err := d.CycleProgress(d.as(d.staff.Priya, actor.Coordinator), "nonsense"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

func TestOpeningTwiceAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		chart, _ := people.NewService(db, trail.New(db, d.clock), d.clock).Today(t.Context())
		priya := d.as(d.staff.Priya, actor.Coordinator)
		o := appraisal.Opening{Title: "Last year’s", Year: year().Previous(), UnitID: chart.Root().ID, SelfBy: d.clock.Today(), CloseBy: d.clock.Today()}
		var made atomic.Int64
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				opened, err := d.OpenCycle(priya, o)
				if err != nil && !fault.Is(err, fault.Invalid) {
					t.Error(err)
				}
				if err == nil && opened.Made > 0 {
					made.Add(1)
				}
			})
		}
		all.Wait()
		if made.Load() != 1 {
			t.Errorf("%d of them made appraisals", made.Load())
		}
	})
}

func second[T any](_ T, err error) error { return err }

func operator(t *testing.T) context.Context {
	return actor.With(t.Context(), actor.Operator("export report"))
}

func TestTakingAReportIsNoted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.refused(fault.Invalid, second(d.ForReport(operator(t), d.staff.Amina.ID, year(), " ")))
		sight, err := d.ForReport(operator(t), d.staff.Amina.ID, year(), "Asked for by Amina")
		if err != nil || sight.Document.Self != nil {
			t.Fatalf("%v", err)
		}
		history := d.open(d.staff.Amina).History
		if history[0].Act != "exported the report" || history[0].Why != "Asked for by Amina" {
			t.Errorf("%+v", history[0])
		}
	})
}

func TestAFormerManagerLosesWhatTheyDidNotSign(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		d.must(db.InTx(t.Context(), func(ctx context.Context) error {
			today := d.clock.Today()
			o := people.Override{ID: d.clock.NewKey(), PersonID: d.staff.Amina.ID, ManagerID: d.staff.Sian.ID, FromDate: today}
			if err := db.From(ctx).Create(&o).Error; err != nil {
				return err
			}
			return db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error
		}))
		if _, err := d.Open(d.as(d.staff.Dan), d.staff.Amina.ID, year()); !fault.Is(err, fault.NotFound) {
			t.Errorf("the former manager: %v", err)
		}
		d.must(d.WriteSelf(d.as(d.staff.Amina), appraisal.Writing{AppraisalID: d.id, Voice: voice("Seven"), Share: true}))
		d.must(d.WriteResponse(d.as(d.staff.Sian), appraisal.Writing{AppraisalID: d.id, Voice: voice("Yes"), Share: true}))
		if got := d.open(d.staff.Sian); got.Appraisal.AppraiserID != d.staff.Sian.ID {
			t.Error("the manager of the day is the appraiser")
		}
	})
}

func TestTwoManagersAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := sit(t, db, false)
		s := d.staff
		chart, err := people.NewService(db, trail.New(db, d.clock), d.clock).Today(t.Context())
		d.must(err)
		// A smaller appointment in Omar's division beside the one in Dan's team.
		post := people.Post{ID: d.clock.NewKey(), UnitID: chart.UnitOf(s.Tom.ID).ID, Title: "Clerk", FromDate: d.clock.Today(), Version: 1}
		appointment := people.Appointment{ID: d.clock.NewKey(), PersonID: s.Amina.ID, PostID: post.ID, FTEThousandths: 200, FromDate: d.clock.Today(), Version: 1}
		d.must(db.InTx(t.Context(), func(ctx context.Context) error {
			for _, row := range []any{&post, &appointment} {
				if err := db.From(ctx).Create(row).Error; err != nil {
					return err
				}
			}
			return db.From(ctx).Exec("UPDATE structure SET version = version + 1").Error
		}))
		d.must(d.WriteSelf(d.as(s.Amina), appraisal.Writing{AppraisalID: d.id, Voice: voice("Seven"), Share: true}))
		d.must(d.WriteResponse(d.as(s.Dan), appraisal.Writing{AppraisalID: d.id, Voice: voice("Dan's thoughts")}))
		d.must(d.WriteResponse(d.as(s.Omar), appraisal.Writing{AppraisalID: d.id, Voice: voice("Omar's thoughts")}))
		if dan, omar := d.open(s.Dan).Document, d.open(s.Omar).Document; dan.Response["target-1"].Text != "Dan's thoughts" || omar.Response["target-1"].Text != "Omar's thoughts" || omar.Appraiser.ID != s.Omar.ID {
			t.Errorf("each manager's draft is their own: %v, %v", dan.Response, omar.Response)
		}
		if got := d.open(s.Amina); got.Document.Appraiser.ID != s.Dan.ID || len(got.Readers) != 1 || got.Readers[0] != s.Omar.Name {
			t.Errorf("%s appraises, and %q read", got.Document.Appraiser.Name, got.Readers)
		}
		d.must(d.WriteResponse(d.as(s.Omar), appraisal.Writing{AppraisalID: d.id, Version: 1, Voice: voice("Omar's thoughts"), Share: true}))
		for _, p := range []people.Person{s.Amina, s.Dan, s.Omar} {
			if got := d.open(p).Document; got.Appraiser.ID != s.Omar.ID || got.Response["target-1"].Text != "Omar's thoughts" {
				t.Errorf("%s reads the response of %s: %v", p.Name, got.Appraiser.Name, got.Response)
			}
		}
		d.refused(fault.Forbidden, d.WriteResponse(d.as(s.Dan), appraisal.Writing{AppraisalID: d.id, Version: 1, Voice: voice("Mine too"), Share: true}))
		d.must(d.Meet(d.as(s.Dan), d.id, d.clock.Today()))
		d.must(d.Word(d.as(s.Omar), appraisal.Wording{AppraisalID: d.id, Agreements: met(), Ready: true}))
		d.must(d.SignFirst(d.as(s.Dan), d.signing(s.Dan)))
		d.must(d.SignLast(d.as(s.Amina), d.signing(s.Amina)))
		if got := d.open(s.Amina).Document; got.Signatures[0].Name != s.Dan.Name || got.Appraiser.Name != s.Omar.Name {
			t.Errorf("signed by %+v for %s", got.Signatures, got.Appraiser.Name)
		}
	})
}
