package notice

import (
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/jobs"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/work"
)

func on(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time { return on(s).Time(time.UTC).Add(9 * time.Hour) }

// college has Amina and Joy in Dan's team, and Ruth; Priya coordinates.
func college() people.Structure {
	from := on("2020-09-01")
	lead, root := "DAN", "college"
	s := people.Structure{
		Units: []people.Unit{
			{ID: root, Kind: people.Organisation, Name: "College", Slug: root, FromDate: from},
			{ID: "esol", Kind: people.TeamUnit, Name: "ESOL", Slug: "esol", ParentID: &root, LeadPostID: &lead, FromDate: from},
		},
		Offices: []people.Office{{ID: "o1", PersonID: "priya", Role: actor.Coordinator, FromDate: from}},
	}
	for id, name := range map[string]string{"amina": "Amina Yusuf", "joy": "Joy Adeyemi", "dan": "Dan Okoro", "ruth": "Ruth Calder", "priya": "Priya Nair"} {
		s.Persons = append(s.Persons, people.Person{ID: id, Name: name, Slug: strings.ToLower(strings.ReplaceAll(name, " ", "-"))})
		s.Posts = append(s.Posts, people.Post{ID: strings.ToUpper(id), UnitID: "esol", Title: "Tutor", FromDate: from})
		s.Appointments = append(s.Appointments, people.Appointment{ID: "a-" + id, PersonID: id, PostID: strings.ToUpper(id), FromDate: from})
	}
	return s
}

// desk is somebody's on 21 November 2026.
func desk(who string, s people.Structure) Desk {
	today := on("2026-11-21")
	return Desk{
		Who: actor.Actor{PersonID: who, Name: who}, Chart: people.Draw(s, today), Year: calendar.September.YearOf(today), Start: calendar.September, Zone: time.UTC,
	}
}

// line is a notice in one line, as a list shows it.
func line(n Notice) string {
	return n.Say + " | " + n.Words(on("2026-11-21"), calendar.September.YearOf(on("2026-11-21"))) + " | " + n.Href
}

func TestWhatEachConceptSaysInWords(t *testing.T) {
	d := desk("amina", college())
	dan, ruth := d.Chart.Person("dan"), d.Chart.Person("ruth")
	turn := func(state interview.State, side interview.Side, other *people.Person) Waiting {
		i := interview.Interview{
			ID: "i1", LearnerID: "amina", PartnerID: "ruth", State: state, StartsAt: time.Date(2026, 11, 16, 14, 0, 0, 0, time.UTC),
			StartsOn: on("2026-11-16"), Minutes: 45, MovedAt: at("2026-11-18"),
		}
		return Waiting{Interviews: interview.Waiting{Turns: []interview.Turn{{Reading: interview.Reading{Interview: i, Side: side}, Other: other}}}}
	}
	appraised := func(state appraisal.State, role appraisal.Role, change ...func(*appraisal.Waiting)) Waiting {
		w := appraisal.Waiting{Brief: appraisal.Brief{PersonID: "amina", AppraiserID: "dan", Year: "2026-27", State: state}, Role: role, Since: on("2026-11-02")}
		for _, c := range change {
			c(&w)
		}
		return Waiting{Appraisals: []appraisal.Waiting{w}}
	}
	amina := d.Chart.Person("amina")
	for _, tc := range []struct {
		kind Kind
		hat  Hat
		w    Waiting
		want string
	}{
		{PlanSentBack, AsLearner, Waiting{Plans: []plan.Waiting{{PersonID: "amina", Year: "2026-27", SentBack: true, By: "Dan Okoro", Since: at("2026-11-20")}}},
			"Read the comment on your learning plan, and send it again | From Dan Okoro, since yesterday. About 10 minutes. | /plan/2026-27"},
		{PlanSentBack, AsLearner, Waiting{Plans: []plan.Waiting{{PersonID: "amina", Year: "2026-27", SentBack: true, InForce: true, By: "Dan Okoro", Since: at("2026-11-20")}}},
			"Read the comment on the change to your learning plan, and send it again | From Dan Okoro, since yesterday. About 10 minutes. | /plan/2026-27"},
		{AgreePlan, AsManager, Waiting{Plans: []plan.Waiting{{PersonID: "joy", Year: "2026-27", Since: at("2026-11-16")}}},
			"Read Joy’s learning plan, and agree it or send it back | From Joy Adeyemi, since Monday 16 November. About 10 minutes. As line manager. | /people/joy-adeyemi/plan/2026-27"},
		{AgreePlan, AsManager, Waiting{Plans: []plan.Waiting{{PersonID: "joy", Year: "2026-27", InForce: true, Since: at("2026-11-16"), ActingFor: dan}}},
			"Read Joy’s changed learning plan, and agree it or send it back | From Joy Adeyemi, since Monday 16 November. About 10 minutes. As Dan Okoro’s delegate. | /people/joy-adeyemi/plan/2026-27"},
		{OwnTasks, AsLearner, Waiting{Work: []work.Waiting{{PersonID: "amina", Year: "2026-27", Mine: true, By: "Dan Okoro", Since: at("2026-11-21")}}},
			"Read your work programme, and agree it | From Dan Okoro, since today. About 5 minutes. | /work-programme/2026-27"},
		{AgreeTasks, AsManager, Waiting{Work: []work.Waiting{{PersonID: "joy", Year: "2026-27", Since: at("2026-11-21")}}},
			"Read Joy’s work programme, and agree it | From Joy Adeyemi, since today. About 5 minutes. As line manager. | /people/joy-adeyemi/work-programme/2026-27"},

		{AnswerPartner, AsLearner, turn(interview.Proposed, interview.Learner, ruth),
			"Say whether you can talk with Ruth on Monday 16 November, 2pm | From Ruth Calder, since Wednesday 18 November. A minute. | /interviews/i1"},
		{AnswerLearner, AsPartner, turn(interview.Proposed, interview.Partner, amina),
			"Say whether you can talk with Amina on Monday 16 November, 2pm | From Amina Yusuf, since Wednesday 18 November. A minute. As learning partner. | /interviews/i1"},
		{WriteUp, AsPartner, turn(interview.Arranged, interview.Partner, amina),
			"Write up your interview with Amina of Monday 16 November | From Amina Yusuf, since Monday 16 November. About 15 minutes. As learning partner. | /interviews/i1/record"},
		{FinishRecord, AsPartner, turn(interview.Held, interview.Partner, amina),
			"Finish the record of your interview with Amina of Monday 16 November, and share it | From Amina Yusuf, since Monday 16 November. About 15 minutes. As learning partner. | /interviews/i1/record"},
		{ConfirmRecord, AsLearner, turn(interview.Shared, interview.Learner, ruth),
			"Read what you and Ruth agreed on Monday 16 November, and confirm it or answer back | From Ruth Calder, since Wednesday 18 November. About 5 minutes. | /interviews/i1"},
		{ConfirmRecord, AsLearner, turn(interview.Shared, interview.Learner, nil),
			"Read what you and your learning partner agreed on Monday 16 November, and confirm it or answer back | Since Wednesday 18 November. About 5 minutes. | /interviews/i1"},
		{AnsweredBack, AsPartner, turn(interview.Answered, interview.Partner, amina),
			"Read what Amina answered to the record of Monday 16 November, and put it right | From Amina Yusuf, since Wednesday 18 November. About 5 minutes. As learning partner. | /interviews/i1"},
		{OwnAction, AsLearner, Waiting{Interviews: interview.Waiting{Due: []interview.Due{{Action: interview.Action{InterviewID: "i1", LearnerID: "amina", Text: "Sit in with Tom", DueOn: on("2026-11-13")}, Other: ruth}}}},
			"Do what you agreed with Ruth: Sit in with Tom | Due on Friday 13 November. | /interviews/i1"},
		{PartnerAction, AsPartner, Waiting{Interviews: interview.Waiting{Due: []interview.Due{{Action: interview.Action{InterviewID: "i1", LearnerID: "joy", Text: "Ask Tom", DueOn: on("2026-11-21")}}}}},
			"Do what you agreed: Ask Tom | Due today. As learning partner. | /interviews/i1"},

		{SelfEvaluation, AsLearner, appraised(appraisal.Preparing, appraisal.AsPerson, func(w *appraisal.Waiting) { w.SelfBy = on("2026-12-20") }),
			"Write your self-evaluation, and share it with Dan by Sunday 20 December | Since Monday 2 November. | /appraisal/2027"},
		{MeetAppraiser, AsLearner, appraised(appraisal.ResponseShared, appraisal.AsPerson),
			"Read what Dan wrote, and meet | From Dan Okoro, since Monday 2 November. | /appraisal/2027"},
		{WordWithManager, AsLearner, appraised(appraisal.Met, appraisal.AsPerson),
			"Write down what you and Dan agreed | From Dan Okoro, since Monday 2 November. | /appraisal/2027"},
		{SignOwn, AsLearner, appraised(appraisal.AppraiserSigned, appraisal.AsPerson),
			"Read and sign your appraisal, or send it back with a question | From Dan Okoro, since Monday 2 November. About 5 minutes. | /appraisal/2027"},
		{Respond, AsManager, appraised(appraisal.SelfShared, appraisal.AsAppraiser),
			"Read Amina’s self-evaluation, and write your response | From Amina Yusuf, since Monday 2 November. As line manager. | /people/amina-yusuf/appraisal/2027"},
		{MeetPerson, AsManager, appraised(appraisal.ResponseShared, appraisal.AsAppraiser),
			"Meet Amina, and talk the appraisal through | From Amina Yusuf, since Monday 2 November. As line manager. | /people/amina-yusuf/appraisal/2027"},
		{WordWithPerson, AsManager, appraised(appraisal.Met, appraisal.AsAppraiser),
			"Write down what you and Amina agreed | From Amina Yusuf, since Monday 2 November. As line manager. | /people/amina-yusuf/appraisal/2027"},
		{SignFirst, AsManager, appraised(appraisal.Worded, appraisal.AsAppraiser),
			"Read Amina’s appraisal, and sign it | From Amina Yusuf, since Monday 2 November. About 5 minutes. As line manager. | /people/amina-yusuf/appraisal/2027"},
		{AnswerQuestion, AsManager, appraised(appraisal.Worded, appraisal.AsAppraiser, func(w *appraisal.Waiting) { w.Asked, w.ActingFor = true, dan }),
			"Answer Amina’s question on the appraisal, and sign it again | From Amina Yusuf, since Monday 2 November. About 5 minutes. As Dan Okoro’s delegate. | /people/amina-yusuf/appraisal/2027"},
		{Countersign, AsCountersigner, appraised(appraisal.PersonSigned, appraisal.AsCountersigner),
			"Read Amina’s appraisal, and countersign it | From Amina Yusuf, since Monday 2 November. About 5 minutes. | /people/amina-yusuf/appraisal/2027"},
	} {
		t.Run(string(tc.kind), func(t *testing.T) {
			all := d.List(tc.w)
			if len(all) != 1 {
				t.Fatalf("%d notices: %+v", len(all), all)
			}
			n := all[0]
			if got := line(n); got != tc.want || n.Kind != tc.kind || n.Hat != tc.hat {
				t.Errorf("as %s, %s\n got %s\nwant %s", n.Hat, n.Kind, got, tc.want)
			}
			if n.Action == "" {
				t.Error("no words for a button")
			}
			for _, never := range []string{"!", "please", "overdue", "late", "submit", "approve", "must"} {
				if slices.Contains(strings.Fields(strings.ToLower(tc.want)), never) || strings.Contains(tc.want, "!") {
					t.Errorf("%q says %q", tc.want, never)
				}
			}
		})
	}
}

func TestWhatIsOfNoUseToAnybodyIsNoNotice(t *testing.T) {
	d := desk("amina", college())
	brief := func(state appraisal.State, year string) appraisal.Brief {
		return appraisal.Brief{PersonID: "amina", AppraiserID: "dan", Year: year, State: state}
	}
	for _, w := range []appraisal.Waiting{
		{Brief: brief(appraisal.Closed, "2026-27"), Role: appraisal.AsPerson}, {Brief: brief(appraisal.Closed, "2026-27"), Role: appraisal.AsAppraiser},
		{Brief: brief(appraisal.Met, "nonsense"), Role: appraisal.AsPerson},
	} {
		if all := d.List(Waiting{Appraisals: []appraisal.Waiting{w}}); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	}
}

func TestNominationsAndRefusals(t *testing.T) {
	s := college()
	partnership := func(id, learner, partner string, state people.PartnershipState, from, to string) {
		p := people.Partnership{ID: id, LearnerID: learner, PartnerID: partner, State: state, FromDate: on(from)}
		if to != "" {
			p.ToDate = on(to)
		}
		s.Partnerships = append(s.Partnerships, p)
	}
	partnership("1", "amina", "ruth", people.Nominated, "2026-11-18", "")
	partnership("2", "amina", "joy", people.Declined, "2026-11-01", "2026-11-02") // she has asked another since
	partnership("3", "joy", "ruth", people.Declined, "2026-10-26", "2026-11-01")
	partnership("4", "dan", "ruth", people.Declined, "2026-11-10", "2026-11-16") // lately
	for who, want := range map[string][]string{
		"ruth":  {"Say yes or no to Amina, who asks you to be their learning partner | From Amina Yusuf, since Wednesday 18 November. A minute. As learning partner. | /partnering#asked-amina-yusuf"},
		"amina": nil,
		"joy":   {"Choose another learning partner: Ruth Calder has said no | Since Monday 2 November. About 2 minutes. | /partner"},
		"dan":   {"Choose another learning partner: Ruth Calder has said no | Since Tuesday 17 November. About 2 minutes. | /partner"},
		"priya": {"Help Joy to find a learning partner: whom they asked has said no | From Joy Adeyemi, since Monday 16 November. About 5 minutes. As coordinator. | /manage/people/joy-adeyemi/partner",
			"Name a line manager for 1 person, whose plan nobody can agree | As coordinator. | /manage/mend?show=no-manager"},
	} {
		var got []string
		for _, n := range desk(who, s).List(Waiting{}) {
			got = append(got, line(n))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", who, got, want)
		}
	}
}

func TestTheOldestStandsFirst(t *testing.T) {
	d := desk("dan", college())
	w := Waiting{
		Plans: []plan.Waiting{{PersonID: "joy", Year: "2026-27", Since: at("2026-11-10")}, {PersonID: "amina", Year: "2026-27", Since: at("2026-11-10")}},
		Work:  []work.Waiting{{PersonID: "joy", Year: "2026-27", Since: at("2026-10-01")}},
		Appraisals: []appraisal.Waiting{
			{Brief: appraisal.Brief{PersonID: "amina", Year: "2025-26", State: appraisal.Worded}, Role: appraisal.AsAppraiser, Since: on("2026-08-30")},
			{Brief: appraisal.Brief{PersonID: "joy", Year: "2026-27", State: appraisal.SelfShared}, Role: appraisal.AsAppraiser},
		},
	}
	var got []string
	for _, n := range d.List(w) {
		got = append(got, string(n.Kind)+" "+n.From)
	}
	want := []string{"appraisal to sign Amina Yusuf", "tasks to agree Joy Adeyemi", "plan to agree Amina Yusuf", "plan to agree Joy Adeyemi", "response to write Joy Adeyemi"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if all := Of(d.List(w), AsLearner, AsPartner); len(all) != 0 {
		t.Errorf("under other hats there waits %+v", all)
	}
	if n := d.List(w)[0]; n.Words(on("2026-11-21"), d.Year) != "From Amina Yusuf, since Sunday 30 August 2026. About 5 minutes. As line manager." {
		t.Errorf("last year's says %q", n.Words(on("2026-11-21"), d.Year))
	}
}

func TestALongActionIsClipped(t *testing.T) {
	d := desk("amina", college())
	due := interview.Due{Action: interview.Action{InterviewID: "i1", LearnerID: "amina", Text: "Read\n" + strings.Repeat("é", 400), DueOn: on("2026-11-21")}}
	say := d.List(Waiting{Interviews: interview.Waiting{Due: []interview.Due{due}}})[0].Say
	if want := "Do what you agreed: Read " + strings.Repeat("é", 94) + "…"; say != want {
		t.Errorf("got %q", say)
	}
}

func TestWorkThatHasEndedIsToldToWhoAsked(t *testing.T) {
	d, ended := desk("ruth", college()), at("2026-11-20")
	got := d.List(Waiting{Ended: []jobs.Errand{
		{ID: "e1", Title: "Importing a.csv", State: jobs.Done, SaysDone: "Your staff list a.csv is imported", EndedAt: &ended},
		{ID: "e2", Title: "Importing b.csv", State: jobs.Failed, EndedAt: &ended},
	}})
	if len(got) != 2 || got[0].Say != "Importing b.csv: this did not work" || got[0].Kind != WorkFailed || got[0].Action != "See why" ||
		got[1].Say != "Your staff list a.csv is imported" || got[1].Kind != WorkDone || got[1].Href != "/progress/e1" {
		t.Errorf("she is told %+v", got)
	}
	if words := got[1].Words(on("2026-11-21"), d.Year); words != "Since yesterday." {
		t.Errorf("it says %q", words)
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "Nothing waits for you", 1: "1 thing waits for you", 12: "12 things wait for you"} {
		if got := Count(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}
