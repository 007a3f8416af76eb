package mylearning

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/plan"
	"learningyear/internal/web"
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
	meeting := func(state interview.State, day string) []Meeting {
		return []Meeting{{ID: "i1", State: state, On: on(day), When: "2pm to 2:45pm, by phone", With: "Ruth Calder", Called: "Ruth", CanMove: true}}
	}
	for _, tc := range []struct {
		name   string
		change func(*Situation)
		title  string
		href   string
	}{
		{"nothing else", func(*Situation) {}, "Write down something you learned", "/diary/new"},
		{"self-evaluation in spring, and an interview", func(s *Situation) {
			s.Appraisal = &AppraisalStand{Early: true, EndsIn: 2027, SelfBy: on("2027-06-30")}
			s.Meetings = meeting(interview.Arranged, "2026-11-22")
		}, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"self-evaluation in spring, and nothing else", func(s *Situation) {
			s.Appraisal = &AppraisalStand{Early: true, EndsIn: 2027, SelfBy: on("2027-06-30")}
		}, "Write your self-evaluation", "/appraisal/2027"},
		{"self-evaluation in its season is a notice", func(s *Situation) { s.Appraisal = &AppraisalStand{EndsIn: 2027} }, "Write down something you learned", "/diary/new"},
		{"a plan that was sent back is a notice", func(s *Situation) { s.Plan, s.InForce, s.SentBack = plan.Draft, false, true }, "Write down something you learned", "/diary/new"},
		{"my own offer", func(s *Situation) { s.Meetings = meeting(interview.Proposed, "2027-01-10") }, "Write down something you learned", "/diary/new"},
		{"today", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-11-21") }, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"in 14 days", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-12-05") }, "Learning interview with Ruth Calder", "/interviews/i1/prepare"},
		{"in 15 days", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-12-06") }, "Write down something you learned", "/diary/new"},
		{"yesterday", func(s *Situation) { s.Meetings = meeting(interview.Arranged, "2026-11-20") }, "Write down something you learned", "/diary/new"},
		{"no plan", func(s *Situation) { s.Plan, s.InForce = plan.None, false }, "Choose one thing you want to get better at", "/plan/2026-27"},
		{"a plan without a target", func(s *Situation) { s.Plan, s.InForce, s.Targets = plan.Draft, false, 0 }, "Add a first target", "/plan/2026-27"},
		{"a plan to send", func(s *Situation) { s.Plan, s.InForce = plan.Draft, false }, "Send your plan to Dan", "/plan/2026-27"},
		{"a change to send", func(s *Situation) { s.Plan = plan.Draft }, "Finish the change to your plan", "/plan/2026-27"},
		{"a plan that was sent", func(s *Situation) { s.Plan, s.InForce = plan.Proposed, false }, "Write down something you learned", "/diary/new"},
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
		}, "Choose a learning partner", "/partner"},
		{"nobody yet, and somebody asked", func(s *Situation) { s.Partner, s.Asked = "", "Tom Byrne" }, "Write down something you learned", "/diary/new"},
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

func TestWhatWaitsComesBeforeWhatNobodyWaitsFor(t *testing.T) {
	today := on("2026-11-21")
	v := &web.View{Today: today, Year: calendar.September.YearOf(today)}
	meet, days, write := Thing{Title: "Meet"}, Thing{Title: "Days"}, Thing{Title: "Write"}
	waits := func(n int) []notice.Notice {
		var out []notice.Notice
		for i := range n {
			out = append(out, notice.Notice{Hat: notice.AsLearner, Say: "Read plan " + strconv.Itoa(i+1), From: "Amina Yusuf", Since: today, Href: "/people/amina-yusuf/plan/2026-27", Action: "Read the plan"})
		}
		return out
	}
	for _, tc := range []struct {
		name    string
		things  []Thing
		waiting int
		next    string
		after   []string
	}{
		{"nobody waits", []Thing{days, write}, 0, "Days", nil},
		{"only the diary", []Thing{write}, 0, "Write", nil},
		{"only the diary, and somebody waits", []Thing{write}, 1, "Read plan 1", nil},
		{"days can wait", []Thing{days, write}, 1, "Read plan 1", []string{"Days"}},
		{"an interview that is near stands after it", []Thing{meet, days, write}, 1, "Read plan 1", []string{"Meet", "Days"}},
		{"several wait", []Thing{meet, days, write}, 3, "Read plan 1", []string{"Read plan 2", "Read plan 3", "Meet"}},
		{"as many as there is room for", []Thing{meet, write}, 4, "Read plan 1", []string{"Read plan 2", "Read plan 3", "Read plan 4"}},
		{"more than there is room for", []Thing{meet, write}, 9, "Read plan 1", []string{"Read plan 2", "Read plan 3", "6 more things wait for you"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			next, after := order(v, waits(tc.waiting), tc.things)
			var labels []string
			for _, r := range after {
				labels = append(labels, r.Label)
			}
			if next.Title != tc.next || !slices.Equal(labels, tc.after) {
				t.Errorf("next %q, then %q", next.Title, labels)
			}
			if tc.waiting > 0 && (next.Text != "From Amina Yusuf, since today." || next.Action != "Read the plan" || next.Href != "/people/amina-yusuf/plan/2026-27") {
				t.Errorf("the next thing is %+v", next)
			}
			if tc.waiting > 4 && after[2].Href != "/notices" {
				t.Errorf("the others are at %s", after[2].Href)
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
