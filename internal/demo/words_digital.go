package demo

import "learningyear/internal/plan"

func digitalWords() words {
	return words{
		lines: []line{
			{"I took the mouse. I said I never would, and I did, because there were five minutes left. She stopped trying.", "", "Sit on my hands, and let it take until next week."},
			{"Ask AI for the same text at three reading levels, then check every line: two facts were made up.", "Tried it with the evening group.", "Teach the checking before the asking."},
			{"Passwords are about fear, not memory. Once he wrote it in a book at home, he could learn the rest.", "", ""},
			{"A woman of 81 saw her great-grandson on the screen and did not want to practise anything else, rightly.", "", "Start with somebody they want to see."},
			{"The word “cloud” has done a great deal of harm. I draw a shed.", "", ""},
			{"Scams: I showed a real one, and the quietest person said it had cost him 600 pounds. The room was kind.", "", "Ask the police officer for the second half."},
			{"Phones, not laptops. All my handouts show a screen that nobody in the room owns.", "", "Retake every picture on a phone."},
			{"Spreadsheets make sense as a shopping list that adds up by itself. Formulas can wait a week.", "", ""},
			{"When everybody follows my screen they learn to follow. When each has a job of their own they learn the program.", "", "Three tasks on cards for each lesson."},
			{"The update had moved every button since last week. I said so and we found them together. Best lesson in a month.", "", ""},
			{"Typing names with accents: I had been telling people to leave them out. There is a way, and it takes a minute.", "", "First lesson, first thing."},
			{"Screen readers are fast. She turned hers up to a speed at which I heard nothing at all.", "", "Check our own materials with one."},
			{"He could not log in because the form had no space for one name. We rang them.", "", ""},
			{"Two people share one phone at home. Homework has to fit the time in which they have it.", "", ""},
			{"Making a short film about the allotment taught editing, sound and how to be kind about someone's voice.", "", ""},
			{"I tried to teach files and folders to people who have never owned paper files. A kitchen drawer worked.", "", ""},
			{"Digital champions who learned last year teach better than I do. They remember not knowing.", "", "Pair each beginner with one."},
			{"“What does this button do?” I said “press it and see”. They looked at one another as if I had opened a door.", "", ""},
			{"Job sites ask for a CV as a file. The three who had one had it as a photograph.", "", "Half a day with Employability on this."},
			{"The quiet half hour at the end, all working on their own thing, is when the questions come.", "", ""},
			{"Accessibility settings helped everyone, not only those for whom I had planned them: bigger text, all of them.", "", ""},
			{"I learned to say “I do not know, let us look”. I then have to mean the looking.", "", ""},
		},
		goals: []goal{
			{"Teach safe and sensible use of AI", "Learners use it already, and believe it", []way{
				{plan.Course, true, "A day: AI in adult learning"}, {plan.Research, false, "Try it with two groups and write down what goes wrong"}},
				[]string{"I have a lesson that begins with checking", "Learners find two mistakes by themselves"}, "The lesson, and what they found"},
			{"Make my materials work for everybody", "Two learners use screen readers", []way{
				{plan.Seminar, true, "Seminar: accessible documents"}, {plan.Coaching, false, "Half an hour with a learner who uses one"}},
				[]string{"Every handout passes the checker and a person", "I can fix a table without help"}, "Before and after"},
			{"Teach on phones as well as laptops", "Most learners own only a phone", []way{
				{plan.Other, false, "Plan six lessons on a phone"}, {plan.Shadowing, false, "Sit in with the digital champions"}},
				[]string{"All first-month lessons work on a phone", "Learners carry on at home"}, "The lessons"},
			{"Recognise and explain scams", "Three learners lost money this year", []way{
				{plan.Coaching, false, "An hour with trading standards"}, {plan.Reading, true, "Follow two warning lists for a term"}},
				[]string{"Learners can name five signs", "I have a calm page on what to do afterwards"}, "The page"},
			{"Build up a team of digital champions", "Demand is three times what we can teach", []way{
				{plan.Research, false, "Visit a city that does this well"}, {plan.Other, false, "Run two training mornings"}},
				[]string{"Ten champions help once a week", "Learners say that they were not rushed"}, "A tally and their words"},
		},
		tasks: []task{
			{"Run the drop-in and the courses at three sites", "Open when the poster says so\nNobody waits more than two weeks for a first hour", "People helped, people who return"},
			{"Keep the loan tablets working and out on loan", "Every one is checked between loans\nFewer than two in ten stand idle", "Loans, losses"},
			{"Write a course on everyday AI", "Tried with two groups\nUsed by another tutor without me", "Learners who finish it"},
			{"Train front desk staff to help with forms", "All three centres have had the morning\nThey know where to stop", "Staff trained"},
		},
	}
}
