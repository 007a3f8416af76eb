package mylearning

import (
	"slices"
	"strings"
	"testing"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/plan"
	"learningyear/templates/part"
)

func on(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// quiet is a situation in which there is nothing to do but write.
func quiet() Situation {
	year := calendar.September.YearOf(on("2026-11-21"))
	return Situation{
		Today: on("2026-11-21"), Year: year, Partner: "Ruth", PartnerName: "Ruth Calder", Manager: "Dan",
		Plan: plan.Agreed, InForce: true, Targets: 3, Entitled: 6, Used: 2, Wrote: true, LastEntry: on("2026-11-18"),
		Pace: interview.PaceOf(3, year.Period(), 1, 1, on("2026-11-21")),
	}
}

func TestTheNextThing(t *testing.T) {
	meeting := func(state interview.State, day string, mine bool) []Meeting {
		return []Meeting{{ID: "i1", State: state, On: on(day), When: "2pm to 2:45pm, by phone", With: "Ruth Calder", Called: "Ruth", Mine: mine, CanMove: true}}
	}
	for _, tc := range []struct {
		name   string
		change func(*Situation)
		title  string
		href   string
	}{
		{"nothing else", func(*Situation) {}, "Write down something you learned", "/diary/new"},
		{"self-evaluation", func(s *Situation) { s.Appraisal = &AppraisalStand{State: appraisal.Preparing, EndsIn: 2027} }, "Write your self-evaluation", "/appraisal/2027"},
		{"self-evaluation in spring, and an interview", func(s *Situation) {
			s.Appraisal = &AppraisalStand{State: appraisal.Preparing, EndsIn: 2027, SelfBy: on("2027-06-30")}
			s.Meetings = meeting(interview.Arranged, "2026-11-22", false)
		}, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"self-evaluation in spring, and nothing else", func(s *Situation) {
			s.Appraisal = &AppraisalStand{State: appraisal.Preparing, EndsIn: 2027, SelfBy: on("2027-06-30")}
		}, "Write your self-evaluation", "/appraisal/2027"},
		{"self-evaluation soon", func(s *Situation) {
			s.Appraisal = &AppraisalStand{State: appraisal.Preparing, EndsIn: 2027, SelfBy: on("2027-01-20")}
			s.Meetings = meeting(interview.Arranged, "2026-11-22", false)
		}, "Write your self-evaluation", "/appraisal/2027"},
		{"waits for the appraiser", func(s *Situation) { s.Appraisal = &AppraisalStand{State: appraisal.SelfShared} }, "Write down something you learned", "/diary/new"},
		{"response", func(s *Situation) { s.Appraisal = &AppraisalStand{State: appraisal.ResponseShared, EndsIn: 2027} }, "Read what Dan wrote, and meet", "/appraisal/2027"},
		{"sign", func(s *Situation) { s.Appraisal = &AppraisalStand{State: appraisal.AppraiserSigned, EndsIn: 2027} }, "Read and sign your appraisal", "/appraisal/2027"},
		{"closed", func(s *Situation) { s.Appraisal = &AppraisalStand{State: appraisal.Closed} }, "Write down something you learned", "/diary/new"},
		{"appraisal before an interview", func(s *Situation) {
			s.Appraisal = &AppraisalStand{State: appraisal.Preparing, EndsIn: 2027}
			s.Meetings = meeting(interview.Arranged, "2026-11-22", false)
		}, "Write your self-evaluation", "/appraisal/2027"},
		{"offered", func(s *Situation) { s.Meetings = meeting(interview.Proposed, "2027-01-10", true) }, "Ruth suggests a time to talk", "/interviews/i1"},
		{"my own offer", func(s *Situation) { s.Meetings = meeting(interview.Proposed, "2027-01-10", false) }, "Write down something you learned", "/diary/new"},
		{"today", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-11-21", false) }, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"in 14 days", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-12-05", false) }, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"in 15 days", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-12-06", false) }, "Write down something you learned", "/diary/new"},
		{"yesterday", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-11-20", false) }, "Write down something you learned", "/diary/new"},
		{"record", func(s *Situation) { s.Meetings = meeting(interview.Shared, "2026-11-04", true) }, "Read what you and Ruth agreed", "/interviews/i1"},
		{"an interview before a record", func(s *Situation) {
			s.Meetings = append(meeting(interview.Shared, "2026-11-04", true), meeting(interview.Arranged, "2026-11-25", false)...)
		}, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"no plan", func(s *Situation) { s.Plan, s.InForce = plan.None, false }, "Choose one thing you want to get better at", "/plan/2026-27"},
		{"a plan without a target", func(s *Situation) { s.Plan, s.InForce, s.Targets = plan.Draft, false, 0 }, "Add a first target", "/plan/2026-27"},
		{"a plan to send", func(s *Situation) { s.Plan, s.InForce = plan.Draft, false }, "Send your plan to Dan", "/plan/2026-27"},
		{"a change to send", func(s *Situation) { s.Plan = plan.Draft }, "Finish the change to your plan", "/plan/2026-27"},
		{"a plan that was sent", func(s *Situation) { s.Plan, s.InForce = plan.Proposed, false }, "Write down something you learned", "/diary/new"},
		{"a record before a plan", func(s *Situation) {
			s.Plan, s.InForce = plan.None, false
			s.Meetings = meeting(interview.Shared, "2026-11-04", true)
		}, "Read what you and Ruth agreed", "/interviews/i1"},
		{"none arranged, and time for it", func(s *Situation) {
			s.Today, s.Pace = on("2026-12-01"), interview.PaceOf(3, s.Year.Period(), 0, 0, on("2026-12-01"))
		}, "Arrange a learning interview", "/interviews/new"},
		{"none arranged, and early", func(s *Situation) {
			s.Today, s.Pace = on("2026-10-01"), interview.PaceOf(3, s.Year.Period(), 0, 0, on("2026-10-01"))
		}, "Write down something you learned", "/diary/new"},
		{"behind", func(s *Situation) {
			s.Today, s.Pace, s.Used = on("2027-02-01"), interview.PaceOf(3, s.Year.Period(), 0, 0, on("2027-02-01")), 4
		}, "Arrange a learning interview", "/interviews/new"},
		{"all held", func(s *Situation) {
			s.Today, s.Pace, s.Used = on("2027-08-01"), interview.PaceOf(3, s.Year.Period(), 3, 0, on("2027-08-01")), 6
		}, "Write down something you learned", "/diary/new"},
		{"nobody to arrange it with", func(s *Situation) {
			s.Today, s.Partner, s.Pace = on("2026-12-01"), "", interview.PaceOf(3, s.Year.Period(), 0, 0, on("2026-12-01"))
		}, "Write down something you learned", "/diary/new"},
		{"days to choose", func(s *Situation) { s.Used = 0 }, "Take some time off the job", "/diary/new?place=off_the_job"},
		{"first day", func(s *Situation) {
			s.Wrote, s.InForce, s.Plan, s.Targets, s.Used = false, false, plan.None, 0, 0
		}, "Say hello to your learning partner", "/interviews/new"},
		{"first day, asked", func(s *Situation) {
			s.Wrote, s.InForce, s.Plan, s.Partner, s.Asked = false, false, plan.None, "", "Ruth Calder"
		}, "Your learning partner is being asked", "/partner"},
		{"first day, nobody", func(s *Situation) {
			s.Wrote, s.InForce, s.Plan, s.Partner = false, false, plan.None, ""
		}, "Choose a learning partner", "/partner"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := quiet()
			tc.change(&s)
			things := Next(s)
			if got := things[0]; got.Title != tc.title || got.Href != tc.href || got.Action == "" || got.Text == "" || got.Eyebrow == "" {
				t.Errorf("got %+v, want %q at %s", got, tc.title, tc.href)
			}
			if last := things[len(things)-1]; last.Href != "/diary/new" || !strings.HasPrefix(last.Title, "Write down something") {
				t.Errorf("the last thing is %q", last.Title)
			}
		})
	}
}

func TestWhoWaitsComesBeforeWhatCanWait(t *testing.T) {
	write := Thing{Title: "Write", CanWait: true}
	days := Thing{Title: "Days", CanWait: true}
	meet := Thing{Title: "Meet"}
	plans := part.Row{Label: "9 learning plans wait for you", Href: "/team", Hint: "Amina Yusuf"}
	for _, tc := range []struct {
		name    string
		things  []Thing
		waiting []part.Row
		next    string
		after   []string
	}{
		{"nobody waits", []Thing{days, write}, nil, "Days", nil},
		{"only the diary", []Thing{write}, nil, "Write", nil},
		{"only the diary, and somebody waits", []Thing{write}, []part.Row{plans}, "9 learning plans", nil},
		{"days can wait", []Thing{days, write}, []part.Row{plans}, "9 learning plans", []string{"Days"}},
		{"an interview cannot", []Thing{meet, days, write}, []part.Row{plans}, "Meet", []string{"9 learning plans wait for you", "Days"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			next, after := order(tc.things, tc.waiting)
			var labels []string
			for _, r := range after {
				labels = append(labels, r.Label)
			}
			if next.Title != tc.next || !slices.Equal(labels, tc.after) {
				t.Errorf("next %q, then %q", next.Title, labels)
			}
		})
	}
}

func TestNobodyIsBlamed(t *testing.T) {
	s := quiet()
	s.Today, s.Used, s.Wrote, s.Plan, s.InForce = on("2027-08-20"), 0, false, plan.None, false
	s.Pace = interview.PaceOf(3, s.Year.Period(), 0, 0, s.Today)
	for _, thing := range Next(s) {
		for _, never := range []string{"behind", "overdue", "late", "!", "please", "must", "failed"} {
			if words := strings.ToLower(thing.Title + " " + thing.Text + " " + thing.Hint); strings.Contains(words, never) {
				t.Errorf("%q says %q", words, never)
			}
		}
	}
}
