package demo

import "learningyear/internal/plan"

func employmentWords() words {
	return words{
		lines: []line{
			{"She had left “raised four children” off her CV. We wrote it as what it is: rotas, budgets, negotiation.", "", "Ask everybody what they do when nobody pays them."},
			{"An employer told me that he does not read covering letters. I have been teaching them for six years.", "", "Ask five more before I change the course."},
			{"Mock interviews with a stranger are worth three with me. They know me.", "", "Swap with the other centre."},
			{"He failed the online test because of the timer, not the questions. Practising with a kitchen clock helped.", "", ""},
			{"Sanctions were in the room before I said a word. I began by saying what I do not report.", "", "Put it on the poster."},
			{"An apprentice told me about a night on the ward that no unit in the standard covers. We mapped it to four.", "", "Begin reviews with the story, and then the paperwork."},
			{"Off-the-job hours are not hard to find, they are hard to write down. A voice note on the way home does it.", "", ""},
			{"The line manager thought that I was checking up on her. Ten minutes on what I am for, and she gave me an office.", "", ""},
			{"A business owner came about marketing and talked about sleep. I listened first, and then we did the cash flow.", "", ""},
			{"Writing the numbers on one page with her own pen did more than my template.", "", "Keep the template in the bag."},
			{"Job carving: the garden centre had no vacancy and eleven hours that nobody wanted. Two people wanted them.", "", ""},
			{"Criminal record: when to say it, how, and that it can be said with a straight back. We practised until it could.", "", ""},
			{"The careers quiz told a welder to become a florist. He laughed, and then asked about it.", "", "Ring the college about the short course."},
			{"Going along to the interview, only to the door, got him there. I had thought of it as too much help.", "", ""},
			{"Two who lost the same job at the same factory should not be in the same group in the first week. Or they should. Ask.", "", ""},
			{"Observing a colleague's review, I saw how much I talk about evidence and how little about the work.", "", "Five minutes of nothing but the work."},
			{"Functional skills went better on the shop floor with the real stock sheets.", "", ""},
			{"A learner turned down a job because of the last bus. I had never looked up the last bus.", "", "Put bus times on every vacancy."},
			{"Small employers need one person to ring and a form of one page. Ours has nine.", "Counted the pages with the partnerships officer.", "Cut it to two, and ask for forgiveness."},
			{"I asked the group what a good boss does. The list is better than the leadership course.", "", ""},
			{"Confidence is not a topic. It came when she ran the reception desk for a morning.", "", ""},
			{"End-point assessment frightened the assessor's favourites too. A rehearsal with cake took the edge off.", "", ""},
			{"He wanted self-employment because he cannot read the clock. We talked about the clock.", "", "Ask Skills for Life for a quiet place to start."},
			{"Three employers in one room compared notes about buses and changed a shift. I only made the coffee.", "", ""},
		},
		goals: []goal{
			{"Understand what local employers really look for", "My advice is older than their websites", []way{
				{plan.Secondment, true, "Two days in two workplaces"}, {plan.Research, false, "Ask ten employers the same five questions"}},
				[]string{"I can say what the ten told me, on one page", "Two sessions have changed because of it"}, "The page"},
			{"Advise people with health conditions well", "A third of those I see have one", []way{
				{plan.Course, true, "A day: work and health"}, {plan.Shadowing, false, "A morning with an occupational therapist"}},
				[]string{"I can explain Access to Work in plain words", "Five people have asked their employer for something"}, "Their stories, with consent"},
			{"Make reviews about learning, not paperwork", "Learners see me as the person with the form", []way{
				{plan.Shadowing, false, "Watch two colleagues’ reviews"}, {plan.Coaching, false, "Have my partner watch one of mine"}},
				[]string{"The learner speaks more than half of the time", "Evidence is gathered in between, not in the review"}, "Their feedback"},
			{"Read accounts well enough to ask the right question", "Businesses bring them, and I nod", []way{
				{plan.Course, true, "Three evenings: accounts for advisers"}, {plan.Coaching, false, "Two afternoons with Finance"}},
				[]string{"I can find the three lines that matter", "I have helped two businesses to see a gap in good time"}, "My notes, without names"},
			{"Use labour market figures in conversations", "I quote what I half remember", []way{
				{plan.Coaching, false, "An hour a month with the data analyst"}, {plan.Reading, true, "Read the regional report when it comes out"}},
				[]string{"I have three figures that I can explain", "People leave with one fact about their own field"}, "The page that I hand out"},
		},
		tasks: []task{
			{"Support a caseload of adults into work or learning", "Everybody has a plan that they can read\nNobody waits longer than ten days for an answer", "People into work, and still there after half a year"},
			{"Hold quarterly reviews with apprentices and employers", "All three are in the room\nEach leaves with one thing to do", "Reviews on time"},
			{"Find new placements", "Ten employers, three of them new to us\nEach has met the person before the first day", "Placements, and those that lasted"},
			{"Run a jobs and skills fair with partners", "Twenty employers, in a place with a bus stop\nFollowed up within a week", "Visitors, and offers made"},
		},
	}
}
