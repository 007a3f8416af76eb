package demo

import "learningyear/internal/plan"

func financeWords() words {
	return words{
		lines: []line{
			{"The budget holder was not careless: our report shows the figure that matters in column N.", "Sat beside Gareth with his month's report.", "A version with six columns."},
			{"I explained accruals with a half-eaten box of biscuits, and it held.", "", ""},
			{"Asking “what decision is this for?” before building the sheet saved us both a day.", "", "Make it the first line of every request."},
			{"A reconciliation that would not balance for two days was one cell formatted as text. I check for that first now.", "", ""},
			{"Sessional tutors are paid late when a form sits in a pigeonhole. I followed one form for a week, and it slept for nine days.", "Walked it from centre to centre.", "Show the walk to the heads of section."},
			{"VAT on room hire is not what I had believed for four years. The helpline was patient.", "", "Write it up for the shared folder."},
			{"Month end went better because we talked about it before and not after.", "", ""},
			{"I said “I do not know, I will find out by three”, and rang at three. That was worth more than a guess.", "", ""},
			{"Audit asked for evidence, and I could find it, because Elin names files so that a stranger understands.", "", "Adopt her names for the whole team."},
			{"A pivot table is a conversation, not an answer. We asked it eight questions together.", "", ""},
			{"The grant's rules changed on page 43. Reading the whole thing once a year is not a luxury.", "", ""},
			{"Someone was embarrassed about an expenses claim. I made it dull on purpose, and it took two minutes.", "", ""},
			{"Forecasts by the people who spend are better than mine, if they get a picture of last year to look at.", "", "Send the picture a week before."},
			{"I found my own mistake after it had gone out. Telling everybody the same hour was easier than I feared.", "", ""},
			{"Two people doing the bank together in the first week of each month means either can be ill.", "", ""},
			{"A tutor asked why the photocopying comes out of her course. I had no good answer, and we changed it.", "", ""},
			{"Pension letters are written for lawyers. I read one aloud to a caretaker and we wrote another.", "", "Ask the pension fund if we may use ours."},
			{"Learning to write the commentary before the numbers makes me look at the right numbers.", "", ""},
		},
		goals: []goal{
			{"Explain money so that budget holders can decide", "They ring me in the last month", []way{
				{plan.Coaching, false, "Sit beside three of them as they read a report"}, {plan.Course, true, "A day: presenting figures"}},
				[]string{"The monthly report fits on a page", "Three budget holders can say what they will spend to the year’s end"}, "The page, before and after"},
			{"Use the reporting tools beyond what I was shown", "I rebuild the same sheet each month", []way{
				{plan.Course, true, "Two days: data tools for finance"}, {plan.Coaching, false, "An hour a fortnight with the data analyst"}},
				[]string{"The three longest jobs take half the time", "Somebody else can run them"}, "The notes for the next person"},
			{"Pass the next paper", "I want to qualify within two years", []way{
				{plan.Course, true, "Evening class and revision days"}, {plan.Reading, true, "Two hours each Sunday"}},
				[]string{"The paper passed", "I have used one thing from it at work"}, "The result"},
			{"Understand what our grants pay for", "I see codes, not people", []way{
				{plan.Shadowing, false, "A morning in a class of each kind"}, {plan.Reading, true, "The funding rules, whole"}},
				[]string{"I can say what each grant may and may not pay for", "Two queries settled without asking outside"}, "My summary"},
		},
		tasks: []task{
			{"Close the month and report by the sixth day", "On time in eleven months of twelve\nBudget holders say that they can use it", "Days to close"},
			{"Pay people and suppliers right and on time", "Nine in ten invoices within 30 days\nNo tutor paid late through our fault", "Late payments"},
			{"Prepare for the yearly audit", "Everything asked for is found within a day\nLast year’s points are closed", "Points raised"},
			{"Bring the finance pages for staff up to date", "Tried with three people who are not in finance", "Questions that the page now answers"},
		},
	}
}

func dataWords() words {
	return words{
		lines: []line{
			{"The retention figure fell because somebody recoded withdrawals. The classes had not changed at all. I nearly wrote the paragraph.", "", "Ask what changed in the data before asking what changed in the world."},
			{"A bar chart with one sentence over it was read. My dashboard of twelve was admired.", "", ""},
			{"I sat in a class for the first time in three years. The missing dates of birth were people who do not know theirs.", "", "Suggest another box for that."},
			{"Groups under five are not figures, they are people with a hat on. We took the table down within the hour.", "", "Check every table for it before it leaves."},
			{"Asking a tutor what she does with our report: nothing. Asking what she would like: two numbers and a list of names.", "", "Build the two numbers."},
			{"Observing a lesson with a colleague and comparing notes afterwards: we had watched different lessons.", "", ""},
			{"Postcodes tell us where people sleep, not where they learn. I had drawn the map the wrong way round.", "", ""},
			{"SQL joins finally make sense as two lists on the kitchen table.", "", "Show Katie the kitchen table."},
			{"The inspector asked how we know. I gave her three sources that disagree, and what we think. She wrote that down.", "", ""},
			{"Cleaning the staff list by hand taught me where it gets dirty: at the start dates.", "", ""},
			{"I learned to write “we do not know” in a report. Nobody fainted.", "", ""},
			{"Self-assessment written by those who do the work is longer and truer. My part is to ask “how do we know?” in the margin.", "", ""},
			{"An average hid the two groups that drift apart. Dots, not bars.", "", "Redraw the three charts that go to the board."},
			{"Learner voice came alive when we asked about last Tuesday instead of about quality.", "", ""},
			{"I broke the return with a comma. Validating before lunch and not after means there is still an afternoon.", "", ""},
			{"A tutor's spreadsheet of who rang in sick is the best early warning we have, and it was never asked for.", "", "Ask her if we can learn from it together."},
			{"Explaining a confidence interval to a manager with darts worked. She asks for the range now.", "", ""},
			{"Deleting 40 fields that nobody reads took courage and a meeting. No one has missed one.", "", ""},
		},
		goals: []goal{
			{"Tell one story with a figure, not twelve", "Reports are praised and not used", []way{
				{plan.Course, true, "A day: charts that answer a question"}, {plan.Coaching, false, "Show each draft to somebody who will use it"}},
				[]string{"Three reports have one chart and one sentence", "Two decisions can be traced to them"}, "The reports"},
			{"Learn to query the data myself", "I wait for exports", []way{
				{plan.Course, true, "SQL, three evenings"}, {plan.Coaching, false, "A question a week with the analyst"}},
				[]string{"I can answer the ten questions that we get most", "Nobody has to repair my joins"}, "The ten queries"},
			{"Observe teaching so that people want it", "Tutors dread it", []way{
				{plan.Shadowing, false, "Observe with a tutor, and compare"}, {plan.Reading, true, "Read on developmental observation"}},
				[]string{"Four tutors ask for a second visit", "My notes hold what was seen, and no grade"}, "What the four say"},
			{"Look at fairness with care", "We count who comes, and not who is missing", []way{
				{plan.Research, false, "Compare our learners with the city"}, {plan.Seminar, true, "Seminar: small numbers and privacy"}},
				[]string{"We know which two groups we do not reach", "Nobody can be recognised in any table"}, "The table"},
		},
		tasks: []task{
			{"Send the statutory returns", "On time, with fewer than five queries\nTutors are asked for nothing twice", "Queries, days early"},
			{"Lead the yearly self-assessment", "Every team has written its part\nEach judgement names its evidence", "Parts in by the date"},
			{"Run the observation round", "Everybody who teaches has been seen once and has had the talk after it", "Visits, talks within a week"},
			{"Keep the figures that managers look at", "Right on the first of the month\nEach has a sentence that says what it means", "Corrections"},
		},
	}
}

func officeWords() words {
	return words{
		lines: []line{
			{"Minutes with three columns (what, who, by when) are read. My prose was lovely and nobody opened it.", "", ""},
			{"Two people had asked for the same training under different names. Reading forms side by side found it in ten minutes.", "", "Look for twins every month."},
			{"A new starter told me what our welcome feels like: friendly and full of passwords.", "Coffee after her first week.", "One page with what you need on day one, and nothing else."},
			{"The hard conversation took 15 minutes. I had put it off for three weeks.", "", ""},
			{"Policy drafts go faster when I show people the one paragraph that changes their day.", "", ""},
			{"Saying “who else should hear this?” at the end of a call has saved three more calls.", "", ""},
			{"A grievance is nearly always about something that happened months before. I ask about then.", "", "Write the dates down first, and listen second."},
			{"Booking rooms for others, I noticed who never gets the room with a window.", "", "Take turns."},
			{"I learned mail merge properly after ten years of almost.", "", ""},
			{"Part-timers miss every meeting on a Friday. I had set six.", "", "Move two of them."},
			{"Governors asked for less paper and more people. Two learners came and spoke. Nobody looked at a phone.", "", ""},
			{"Returning from sick leave, she wanted her old desk and no cake. I asked, and am glad I did.", "", ""},
			{"Filing the decisions and not the discussion: I can find anything now in a minute.", "", ""},
			{"Sessional staff do not read the intranet, because they have no desk. A printed half page in the tea room was read by all.", "", "Every second week, never longer than half a page."},
			{"Reading a policy aloud with a tutor showed me which words were for us and which were for them.", "", ""},
			{"Shadowing reception for a morning, I answered 31 questions, and eight were about things that I send out.", "", ""},
			{"I used to answer “no, because”. “Yes, if” takes the same rule and makes a friend.", "", ""},
			{"The interview panel scored first and talked afterwards. We had been talking each other round.", "Three panels this month.", "Make it our practice."},
		},
		goals: []goal{
			{"Support people through change with a steady hand", "Two teams move this year", []way{
				{plan.Course, true, "A day: leading people through change"}, {plan.Coaching, false, "Talk it through with somebody who has done it"}},
				[]string{"Everybody affected has been asked twice", "Nobody hears it first in the corridor"}, "What people say a month after"},
			{"Write shorter", "Nobody reads to the end, me included", []way{
				{plan.Course, true, "Half a day: plain English"}, {plan.Other, false, "Cut every paper by half and have it checked"}},
				[]string{"Papers are two pages", "Three people say that they read the whole"}, "Before and after"},
			{"Make good use of our systems", "I copy between three of them", []way{
				{plan.Coaching, false, "An hour a month with the service desk"}, {plan.Research, false, "Write down what I type twice"}},
				[]string{"Nothing is typed twice", "My notes let a colleague stand in"}, "The notes"},
			{"Handle difficult conversations well", "I put them off", []way{
				{plan.Seminar, true, "Seminar: the honest conversation"}, {plan.Coaching, false, "Practise with my learning partner"}},
				[]string{"I have had three, within a week of the need", "I know how each ended, and why"}, "My own notes"},
		},
		tasks: []task{
			{"Look after the diary, the papers and the follow-up", "Papers are out five days before\nActions are chased once, and kindly", "Papers on time, actions done"},
			{"Bring new starters in", "Everybody has a named person on day one\nThe checklist is done within a month", "Starters who say they knew what to do"},
			{"Keep our policies in date", "Each has an owner and a date\nThe summary fits on a page", "Policies out of date"},
			{"Organise the learning days", "Half of the sessions come from our own staff\nSessional staff can come to one", "Places taken, what people say"},
		},
	}
}

func systemsWords() words {
	return words{
		lines: []line{
			{"He rang three times about the printer. The fourth time I went, and it was the chair on the cable.", "", "Go and look sooner."},
			{"Writing the steps down as I did them found two that nobody needs.", "", ""},
			{"An outage taught me to say what I know every half hour, also when it is nothing new.", "Two hours without the booking system.", "Write the first three messages in advance."},
			{"“It is working as designed” was true, and no help at all. I sat with her, and the design is wrong.", "", "Report it upstream with her words."},
			{"Restoring a backup for practice took four hours. The paper says one.", "Half a day on the spare server.", "Correct the paper, and do it again next term."},
			{"Long passphrases are easier for people than short passwords with rules. I had been defending the rules.", "", ""},
			{"Three tickets from one person in a day are not three tickets, they are a bad day.", "", "Ring instead of answering."},
			{"Giving a learner's laptop the same care as a manager's: I timed it, and we had not been.", "", ""},
			{"I learned to read a log from the bottom. It saves the first hour.", "", ""},
			{"The change that went wrong was the one that two of us thought the other had tested.", "", "One name for each change."},
			{"Asking “what were you trying to do?” gets better answers than “what is the error?”.", "", ""},
			{"Accessibility checker says pass, the person with the screen reader says no. The person is right.", "", "Test with people, twice a year."},
			{"Turning off a service that nobody had owned for six years: one complaint, and that person was glad to move.", "", ""},
			{"A phishing test made people angry and a bit ashamed. I would rather thank those who report.", "", "Count reports, not clicks."},
		},
		goals: []goal{
			{"Answer so that people need not ring again", "A third of calls are the second on the same thing", []way{
				{plan.Shadowing, false, "A day at each centre"}, {plan.Coaching, false, "Listen to two calls a month together"}},
				[]string{"Second calls are fewer than one in six", "Ten answers are written where people look"}, "The figures and the ten answers"},
			{"Learn to automate what we do by hand", "New accounts take an hour each", []way{
				{plan.Course, true, "Scripting, two days"}, {plan.Other, false, "Automate one job a month"}},
				[]string{"Three jobs run by themselves", "A colleague can change them"}, "The scripts, with notes"},
			{"Be ready for the day when everything fails", "We have a plan that nobody has tried", []way{
				{plan.Research, false, "Run an exercise with three teams"}, {plan.Reading, true, "What happened to other councils"}},
				[]string{"A backup restored within two hours", "Everybody knows their first three steps"}, "Notes from the exercise"},
			{"Make our own services accessible", "We build before we ask", []way{
				{plan.Seminar, true, "Seminar: testing with people"}, {plan.Coaching, false, "An hour with a learner who uses a screen reader"}},
				[]string{"The five pages used most pass, by a person’s word", "It is part of our checklist"}, "The list of what we changed"},
		},
		tasks: []task{
			{"Keep the service desk", "Nine in ten calls answered the same day\nPeople know when they will hear", "Calls open for longer than a week"},
			{"Patch, back up and test", "Every month, written down\nOne restore each term", "Restores that worked"},
			{"Replace the oldest laptops", "Forty replaced, learners’ first\nThe old ones wiped and given on", "Laptops replaced"},
			{"Set up and close accounts", "Starters can work on day one\nLeavers are closed the day after", "Accounts closed late"},
		},
	}
}
