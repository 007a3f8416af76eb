package division_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/figures"
	"learningyear/internal/files"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/people/peopletest"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/internal/web/division"
	"learningyear/internal/web/webtest"
	"learningyear/internal/work"
	"learningyear/templates/pagetest"
)

type bench struct {
	*webtest.House
	figures.Sources
	staff peopletest.Staff
	year  calendar.LearningYear
}

func newBench(t *testing.T, db *database.DB) *bench {
	t.Helper()
	b := &bench{staff: peopletest.Small(t, db)}
	b.House = webtest.New(t, db, func(h *webtest.House) []web.Route {
		drafts := draft.NewService(h.DB, h.Clock)
		b.Plans = plan.NewService(h.DB, h.People, h.Trail, h.Clock)
		b.Diary = diary.NewService(h.DB, h.People, h.Trail, h.Clock, drafts, attachment.NewService(h.DB, files.New(h.DB, nil), h.Clock))
		b.Interviews = interview.NewService(h.DB, h.People, h.Trail, h.Clock, b.Diary)
		b.Appraisals = appraisal.NewService(h.DB, h.People, h.Trail, h.Clock, appraisal.SourcesOf(appraisal.Rooms{
			Organisation: h.Organisation, People: h.People, Plans: b.Plans, Work: work.NewService(h.DB, h.People, h.Trail, h.Clock),
			Interviews: b.Interviews, Diary: b.Diary, Drafts: drafts,
		}))
		return division.New(h.Site, figures.NewService(h.People, h.Clock, b.Sources)).Routes()
	})
	b.year = calendar.September.YearOf(b.Clock.Today())
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// join puts more people into the unit of somebody's post.
func (b *bench) join(t *testing.T, beside people.Person, n int) {
	t.Helper()
	chart, err := b.People.Today(t.Context())
	must(t, err)
	unit, from := chart.UnitOf(beside.ID), calendar.NewDate(2024, 9, 1)
	must(t, b.DB.InTx(t.Context(), func(ctx context.Context) error {
		for i := range n {
			who := people.Person{ID: b.Clock.NewKey(), Name: fmt.Sprintf("Colleague %d of %s", i, unit.Name), Slug: fmt.Sprintf("%s-%d", unit.Slug, i), StartedOn: from, Version: 1}
			post := people.Post{ID: b.Clock.NewKey(), UnitID: unit.ID, Title: "Tutor", FromDate: from, Version: 1}
			in := people.Appointment{ID: b.Clock.NewKey(), PersonID: who.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: from, Version: 1}
			for _, row := range []any{&who, &post, &in} {
				if err := b.DB.From(ctx).Create(row).Error; err != nil {
					return err
				}
			}
		}
		return b.DB.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
	}))
}

// aYear gives Amina an agreed plan, an interview and a day off the job, and opens
// the round of appraisals.
func (b *bench) aYear(t *testing.T) {
	t.Helper()
	amina, ruth, dan := peopletest.As(t, b.staff.Amina), peopletest.As(t, b.staff.Ruth), peopletest.As(t, b.staff.Dan)
	_, err := b.Plans.AddTarget(amina, b.year, plan.Wording{
		Need: "A secret need", Source: plan.FromOwn, Criteria: []plan.CriterionWording{{Words: "Seen"}},
		Strategies: []plan.StrategyWording{{Kind: plan.Kinds()[0], Words: "Sit in with Tom"}},
	})
	must(t, err)
	p, err := b.Plans.Of(amina, b.staff.Amina.ID, b.year)
	must(t, err)
	must(t, b.Plans.Propose(amina, b.year, p.Version))
	p, err = b.Plans.Of(dan, b.staff.Amina.ID, b.year)
	must(t, err)
	must(t, b.Plans.Agree(dan, b.staff.Amina.ID, b.year, p.Version))
	id, err := b.Interviews.WriteUp(ruth, b.staff.Amina.ID, interview.Meeting{On: b.Clock.Today(), At: 9 * 60, Minutes: 30, How: interview.ByPhone}, b.year)
	must(t, err)
	must(t, b.Interviews.ShareRecord(ruth, id, 1, interview.Words{Prompts: []interview.Prompt{{Answer: "A secret answer"}}}))
	_, err = b.Diary.Write(amina, diary.Words{Learned: "A secret entry", Place: diary.OffTheJob, Minutes: 360}, "")
	must(t, err)
	chart, err := b.People.Today(t.Context())
	must(t, err)
	_, err = b.Appraisals.OpenCycle(peopletest.As(t, b.staff.Priya, actor.Coordinator), appraisal.Opening{
		Title: "Appraisals", Year: b.year, UnitID: chart.Root().ID, SelfBy: b.Clock.Today().AddDays(20), CloseBy: b.Clock.Today().AddDays(60),
	})
	must(t, err)
}

func rowsOf(p *webtest.Page) []string { return p.Texts("tbody tr") }

func TestADivisionInFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.join(t, b.staff.Amina, 4) // Family Learning has 7, English and Maths 1, the division itself 1
		b.join(t, b.staff.Ruth, 5)  // English and Maths has 6
		b.aYear(t)
		page := b.As(t, b.staff.Helen.ID).Get(t, "/divisions/learner-services").Want(t, 200)
		page.Sees(t, "Learner Services", "14 people work here today", "Learning plans agreed", "1 of 14", "1 held so far", "1 of at least 42 days", "0 of 13 opened for this year")
		rows := rowsOf(page)
		if len(rows) != 2 || !strings.HasPrefix(rows[0], "Family Learning Team 7") || !strings.Contains(rows[0], "1 of 7") {
			t.Errorf("the lines are %q", rows)
		}
		if len(rows) > 1 && !strings.Contains(rows[1], "Smaller units together Learner Services, English and Maths 7") {
			t.Errorf("Helen alone in the division could be worked out: %q", rows)
		}
		page.Sees(t, "Units with fewer than 5 people are not shown by themselves")
		page.Lacks(t, "secret", "Amina", "Sit in with")
		b.As(t, b.staff.Helen.ID).Get(t, "/divisions/learner-services?year=2025-26").Want(t, 200).Sees(t, "0 of 14", "none opened for this year yet")
	})
}

func TestTooFewPeopleForFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		page := b.As(t, b.staff.Helen.ID).Get(t, "/divisions/learner-services").Want(t, 200).Sees(t, "5 people work here today", "1 of 5")
		if rows := rowsOf(page); len(rows) != 0 {
			t.Errorf("units of 3, 1 and 1 are shown: %q", rows)
		}
		must(t, b.DB.InTx(t.Context(), func(ctx context.Context) error {
			if err := b.DB.From(ctx).Exec("UPDATE appointments SET to_date = ? WHERE person_id = ?", calendar.NewDate(2026, 10, 1), b.staff.Sian.ID).Error; err != nil {
				return err
			}
			return b.DB.From(ctx).Exec("UPDATE structure SET version = version + 1 WHERE id = 1").Error
		}))
		b.As(t, b.staff.Helen.ID).Get(t, "/divisions/learner-services").Want(t, 200).Sees(t, "Too few people for figures").Lacks(t, "1 of 4", "4 people")
	})
}

func TestAllDivisionsForCoordinatorAndAuditor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.aYear(t)
		for path, who := range map[string]people.Person{"/manage/figures": b.staff.Priya, "/trail/figures": b.staff.Grace} {
			c := b.As(t, who.ID)
			page := c.Get(t, path).Want(t, 200).Sees(t, "10 people work here today", "1 of 10")
			rows := rowsOf(page)
			if len(rows) != 2 || !strings.HasPrefix(rows[0], "Business Services Division 5") || !strings.HasPrefix(rows[1], "Learner Services Division 5") {
				t.Errorf("%s shows %q", path, rows)
			}
			page.Click(t, "Learner Services").Want(t, 200).Sees(t, "1 of 5", "Figures of all divisions")
		}
	})
}

func TestWhoMayNotSeeFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		for _, who := range []people.Person{b.staff.Amina, b.staff.Dan, b.staff.Omar, b.staff.Alex} {
			b.As(t, who.ID).Get(t, "/divisions/learner-services").Want(t, http.StatusNotFound)
			b.As(t, who.ID).Get(t, "/manage/figures").Want(t, http.StatusNotFound)
			b.As(t, who.ID).Get(t, "/trail/figures").Want(t, http.StatusNotFound)
		}
		helen := b.As(t, b.staff.Helen.ID)
		for _, path := range []string{"/divisions/family-learning", "/divisions/nowhere", "/divisions/business-services", "/divisions/learner-services?year=9"} {
			helen.Get(t, path).Want(t, http.StatusNotFound)
		}
		b.Visitor(t).Get(t, "/divisions/learner-services").Want(t, http.StatusSeeOther)
	})
}

func TestFiguresAreSoundAndCheap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		b.join(t, b.staff.Amina, 60)
		b.aYear(t)
		for path, who := range map[string]people.Person{
			"/divisions/learner-services": b.staff.Helen, "/manage/figures": b.staff.Priya, "/trail/figures": b.staff.Grace,
		} {
			c := b.As(t, who.ID)
			c.Get(t, path)
			page := c.Get(t, path).Want(t, 200)
			pagetest.SoundPage(t, page.Body)
			if page.Queries.N() > 8 {
				t.Errorf("%s took %d statements:\n%s", path, page.Queries.N(), page.Queries)
			}
		}
	})
}
