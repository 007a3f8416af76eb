package demo

import "learningyear/internal/plan"

func englishWords() words {
	return words{
		lines: []line{
			{"Correcting every spelling taught one thing: to write less. I now choose one sound a week and leave the rest.", "", "Tell the group that this is what I do, and why."},
			{"A man of 60 read a whole page aloud for the first time. He had chosen the racing results. Of course he had.", "", "Ask what they would read if nobody was looking."},
			{"Apostrophes make sense to people once they see them as a missing letter they can put a finger on.", "", ""},
			{"Writing with them, on paper, at the same table, changed the room. They watched me cross things out.", "Tried it with the evening group.", "Keep my crossings-out on show."},
			{"“Draft” frightened nobody once I called it “the messy one”.", "", ""},
			{"Half the group cannot read my handwriting and were too kind to say so.", "", "Print, and larger."},
			{"Reading a short story in instalments: they came back because they wanted to know what happened.", "", "Choose the next one with them."},
			{"I asked what the comma was doing. The best answer was “taking a breath so the next bit gets heard”.", "", "Put it on the wall with her name under it."},
			{"Level 1 and Entry 3 in one room works when the text is the same and the questions are not.", "", "Write the questions in three colours."},
			{"Someone left at the break because I asked people to read round the class. I will not do that again.", "", "Ring her, and say so."},
			{"Letters to the council are better practice than any worksheet: one about a bin got an answer.", "", ""},
			{"Dictating into a phone and then correcting it on paper: she produced more in ten minutes than in a month.", "", "Show two others who freeze at a blank page."},
			{"The exam asks for a formal email and my learners send voice messages. I taught the email as a costume.", "", ""},
			{"Coloured overlays did nothing for two and everything for one. Ask, do not assume.", "Borrowed the set from Supported Learning.", ""},
			{"I mark in the lesson now, beside the person. It takes no longer, and I hear why they wrote it.", "", ""},
			{"Poetry came in because of a funeral. Three people brought one. Nobody looked at the clock.", "", ""},
			{"A phonics session for adults lives or dies by the pictures. No ducks, no teddies.", "Sorted the folder and threw half away.", "Make a set from photographs of the city."},
			{"When I stopped saying “easy”, fewer people said “stupid” about themselves.", "", "Catch myself, and have them catch me."},
			{"Peer marking with two stars and a wish: they were gentler and more exact than I am.", "", ""},
			{"A learner asked why it is “I was sat”. We talked about home grammar and school grammar for half an hour.", "", ""},
			{"The best discussion came from a bus timetable: who is left out when the last one goes at six?", "", "Bring the real thing more often."},
			{"I had kept the same initial assessment for years. Watching someone sit it told me it tests stamina.", "", "Try the two-part version with the next starters."},
		},
		goals: []goal{
			{"Teach reading to adults who are beginning", "Three learners came this year who could not yet read a bus sign", []way{
				{plan.Course, true, "Two days: phonics for adults"}, {plan.Coaching, false, "Half an hour a week with somebody who has done it"}, {plan.Reading, true, "Read the handbook and try one thing from each chapter"}},
				[]string{"I can plan six first sessions without the children’s materials", "Two beginners read a short text of their own choosing"}, "Plans with notes, and their texts"},
			{"Give feedback that people use", "My comments are read and nothing changes", []way{
				{plan.Research, false, "Try three ways of marking with three groups"}, {plan.Shadowing, false, "Swap a lesson with a colleague and watch"}},
				[]string{"Learners can say what they are working on", "Second drafts differ from first ones in the thing we talked about"}, "Pairs of drafts"},
			{"Work with dyslexic learners with more confidence", "One in five tells me, and others do not", []way{
				{plan.Seminar, true, "Seminar: dyslexia in the classroom"}, {plan.Coaching, false, "An hour with the communication specialist"}},
				[]string{"Every handout follows our own style sheet", "I can say what I would do next for three learners"}, "The handouts, and what learners say of them"},
			{"Bring digital reading and writing into every block", "Forms are online, and our lessons are not", []way{
				{plan.Shadowing, false, "Sit in with Digital Skills"}, {plan.Other, false, "Plan one lesson together"}},
				[]string{"Each block has two lessons at a screen", "Learners fill in a real form by themselves"}, "Plans and screen pictures"},
			{"Prepare learners for the exam without draining the joy", "Attendance drops in the last month", []way{
				{plan.Research, false, "Ask those who left what they felt"}, {plan.Coaching, false, "Plan the last month with the exams officer"}},
				[]string{"Attendance in the last month is as in the first", "4 in 5 who sit it pass"}, "Registers and results"},
		},
		tasks: skillsTasks(),
	}
}

func skillsTasks() []task {
	return []task{
		{"Teach the agreed classes and keep the records complete", "Registers are done the same day\nEvery learner has a plan by the third week", "Attendance, learners with a plan"},
		{"Prepare and enter learners for the exams", "Nobody is entered who is not ready\nNobody who is ready is missed", "Entries, passes"},
		{"Bring initial assessment for beginners up to date", "The new version is tried with ten learners\nTutors agree that it tells them what they need", "Learners placed right the first time"},
		{"Run a drop-in hour for learners who fell behind", "It is there every week\nThose who come say it helped", "Learners who come, learners who catch up"},
	}
}

func mathsWords() words {
	return words{
		lines: []line{
			{"Fractions on a bar of chocolate are a cliché that works. Nobody had ever been allowed to eat the numerator.", "", ""},
			{"When I go quiet after a wrong answer, someone else explains it better than I would.", "", "Count to ten before I speak."},
			{"She was right by a method I had never seen: from Eritrea, with her fingers. I asked her to teach us.", "", "Collect methods from everybody in the first week."},
			{"“I can't do maths” was said eight times in an hour. I wrote each on the board and we counted them. They laughed, and it stopped.", "", ""},
			{"A payslip has everything: percentages, negative numbers, and a reason to care.", "Used three with the names taken off.", "Ask payroll for one with a mistake in it."},
			{"Estimating first took the fear out. Nobody minds being wrong about a guess.", "", "Guess on a slip of paper before every calculation."},
			{"Scaling a recipe for four up to fifty, for the open day. They used it, and there was enough soup.", "", ""},
			{"I explained long division in three ways and the third was for me. I need to stop after two.", "", ""},
			{"Graph paper on the floor, people as points. One who never spoke was minus three and would not budge.", "", "Do it again for gradients."},
			{"The word problem was hard because of the words. We read it together like English.", "", "Ask Ruth how she does unfamiliar texts."},
			{"Mini whiteboards let me see everyone's thinking at once. I had been teaching the three loudest.", "", ""},
			{"Interest on a loan they had really been offered: 1,200 per cent. The silence taught more than I did.", "", "Invite someone from the credit union."},
			{"Playing darts with subtraction from 301: half of them are faster than me.", "", ""},
			{"Online I could not see anyone's working. Asking for a photograph of the page solved it.", "", "Put how to do that into the first email."},
			{"I marked the method and not the answer for a week. They began to show me the method.", "", ""},
			{"A learner asked why minus times minus is plus. I said I would find out how to show it, and did: walking backwards on film.", "", "Keep the film of the corridor walk."},
			{"Times tables by chanting left out two who stammer. Tapping works for everybody.", "", ""},
			{"The bus company's own timetable has a mistake in it. We wrote to them with a table.", "", ""},
			{"Repeating the test after two weeks without warning showed what stuck: what they had explained to somebody else.", "", "More explaining in pairs, less of me."},
			{"Percentages of pay rises while the strike was on: I learned to let them argue and then check the sums.", "", ""},
			{"Loans, lottery, odds. Once they calculated it themselves, nobody needed me to say anything.", "", ""},
			{"Watching a colleague teach area with carpet tiles, I saw how rarely I let people touch things.", "", "Ask the caretaker for offcuts."},
		},
		goals: []goal{
			{"Explain why methods work, not only how", "I go quiet when somebody asks why", []way{
				{plan.Course, true, "Three evenings: understanding number"}, {plan.Coaching, false, "Plan with a colleague who teaches GCSE"}},
				[]string{"I can show two reasons for each of five rules", "Learners explain one rule to somebody else"}, "Films of the board and what learners say"},
			{"Teach maths online as well as in the room", "Shift workers cannot come at six", []way{
				{plan.Shadowing, false, "Sit in on two online sessions"}, {plan.Other, false, "Try a shared whiteboard with a friendly group"}},
				[]string{"I see everybody’s working within two minutes", "As many stay to the end as in the room"}, "The register and two learners’ words"},
			{"Use money and work in every block", "Learners ask what it is for", []way{
				{plan.Research, false, "Collect payslips, bills and offers"}, {plan.Secondment, true, "A day with the credit union"}},
				[]string{"Every topic has one real document", "Learners bring three of their own"}, "The folder"},
			{"Help people who are afraid of numbers", "Some sit in the car park and drive home again", []way{
				{plan.Reading, true, "Read about maths anxiety and tell the team"}, {plan.Seminar, true, "Seminar: the first lesson"}},
				[]string{"Nobody leaves in the first two weeks without my knowing why", "Three learners say that they do sums at home now"}, "What they tell me"},
			{"Stretch those who are ready for GCSE", "Two were bored, and I noticed late", []way{
				{plan.Coaching, false, "Meet the college’s tutor twice"}, {plan.Reading, true, "Work through the higher papers myself"}},
				[]string{"Two learners move on to the GCSE class", "Each plan has a harder version of the main task"}, "Their results"},
		},
		tasks: skillsTasks(),
	}
}
