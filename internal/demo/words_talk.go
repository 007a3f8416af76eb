package demo

// This file holds what learning partners and learners write around interviews.

// places are where people meet.
func places() []string {
	return []string{
		"Northam Centre, room 4", "Harbour Centre, the quiet room", "Shirley Centre café", "Central Library, second floor", "Museum garden room",
		"Ruth’s room, Harbour Centre", "Northam Centre, staff room", "Eastern branch, the back office", "A walk along the front, from the clock tower",
	}
}

func topics(s subject) []string {
	return said(s, []string{
		"The target that I keep putting off, and why.",
		"What I brought back from the course and have not used yet.",
		"How to ask my manager for an observation.",
		"I would like to look at what I wrote in the diary since last time and see whether there is a thread.",
		"Time. I have the will and not the hours.",
		"How to share what I learned without standing in front of everybody.",
		"Whether I should take the qualification or not.",
		"Two small things and one large one. The large one last.",
		"I have been asked to help a new colleague and am not sure that I know enough.",
		"What others see in me that I do not. I would like your honest view.",
		"The last half term, and what I want to do otherwise in the next.",
	},
		"A session that went wrong and that I still think about.",
		"Whether my second target still fits, now that my groups have changed.",
		"Something good for once: the group that works, and what I do differently there.",
	)
}

func cancelReasons() []string {
	return []string{
		"I have to cover a class that afternoon. I will offer another time.", "My son is ill and I am at home with him.",
		"The centre is closed for repairs. Let us find another day.", "A funeral. I will be in touch next week.",
		"I double-booked myself, sorry. The other one has twelve people in it.", "Train strike, and I come from Romsey.",
	}
}

// The answers to the five questions of an interview, as partners write them down.

func sinceLast(s subject) []string {
	return said(s, []string{
		"How little it takes to make the first five minutes safe: names, a hot drink, and no forms.",
		"The new system. More than that: that asking on the first day is quicker than struggling until the last.",
		"That people learn more from the half-finished example than from the perfect one.",
		"To read a report from the question and not from the first line. It sounds small and has changed Mondays.",
		"That feedback is easier to hear when it has been asked for. Three colleagues were asked, and all three said something useful.",
		"How to say no to a fourth project without a long explanation.",
		"That the course was worth half, and trying it out the week after was worth the other half.",
		"Two things from watching a colleague: how they end a session, and how they stand still.",
		"More about the rules than anybody should know, and how to put them into one sentence for the counter.",
		"How much goes on in the building after six that nobody on days ever sees.",
		"That the diary helps after all. Reading it back, the same word comes up eleven times: hurry.",
		"To look at figures with somebody who knows the people behind them.",
		"That it is fine not to know, if one says so and goes to look.",
	},
		"That waiting is something one does. A group that used to be silent now starts without being asked.",
		"That a bad day with a group is often a bad day of one person in it.",
		"How a quiet learner asks for help: with her feet, not with her voice.",
	)
}

func madeTheDifference(s subject) []string {
	return said(s, []string{
		"Watching somebody else do it. Not the slides: the way they wait.",
		"A morning with no meetings in it.",
		"One sentence from the manager: “What would you stop doing?”",
		"Talking it over on the way to the car park, twice.",
		"Having to explain it to a new colleague.",
		"The course gave the words for something that was there already.",
		"Being asked to lead a small thing, with nobody checking.",
		"Time. Two weeks of leave and a clear head.",
		"Another team’s way of doing the same job.",
		"Reading, for once, a whole chapter and not a summary.",
		"A complaint that was right.",
	},
		"Getting it wrong in front of a kind group.",
		"A learner’s letter.",
		"Sitting at the back for a whole session.",
	)
}

func doDifferently(s subject) []string {
	return said(s, []string{
		"Plans the ending first.",
		"Asks “what were you trying to do?” before offering anything.",
		"Writes three lines at the end of each day. No more than three.",
		"Lets others hold the pen.",
		"Rings instead of writing when something is difficult.",
		"Shows the messy version early.",
		"Goes and looks, rather than asking for a report.",
		"Says what will happen next at the end of each conversation.",
		"Leaves a gap after the question, and counts in the gap.",
		"Checks with the person concerned before writing about them.",
		"Has moved the hardest job to the morning.",
		"Brings one real thing each time: a bill, a form, a photograph.",
		"Tells people when something was their idea.",
	},
		"Begins with a question and not with the register. Colleagues have noticed, learners too.",
	)
}

func withThePlan() []string {
	return []string{
		"The first target is nearly there: one criterion left, and that depends on others. The second has not been touched and should be said honestly.",
		"It fits. The strategies were right, the dates were hopeful.", "Target 2 no longer fits since the timetable changed. To be taken up with the manager.",
		"Better than expected: what was learned on the job counts for two targets at once.",
		"The course is booked, and the place to use it afterwards is not. We talked about that.",
		"All three move slowly and together. We agreed to push one.", "It is well ahead. Time to help somebody else with it.",
		"The evidence is there and has not been written down. An hour would do it.",
		"The plan looks like somebody else’s, from a calmer time. A change to it would be sensible.",
		"The criterion about colleagues is the hard one, because it means being seen.",
		"Steady. What is missing is a day off the job, and it is there to be taken.",
		"We read it aloud, and the third target sounded true. The others need fewer words.",
	}
}

func tryNext(s subject) []string {
	return said(s, []string{
		"Ask to be watched, by somebody chosen. What gets in the way is courage, and the rota.",
		"Lead the next show and tell for ten minutes. Needs a date from the team lead.",
		"Go and see how the other centre does it. Needs cover for half a day.",
		"Write the page for the others. What gets in the way is wanting it perfect.",
		"Speak first in one meeting a month.",
		"Sit in with another team for a morning. I am to ask whether they would have a visitor.",
		"Book the day off the job before the term fills up.",
		"Say no to one thing. We practised the sentence.",
		"Put the evidence together while it is fresh, a quarter of an hour each week.",
		"Nothing new for a month: let what is there settle.",
	},
		"One small change in each group for three weeks, and a line in the diary after each. The hurry will get in the way.",
		"Try the new way with the group that is easiest, not with the hardest.",
		"Ask three learners what helped, and believe them.",
	)
}

func agreedActions(s subject) []string {
	return said(s, []string{
		"Sit in with another team for one morning",
		"Ask to be observed, and choose by whom",
		"Book the half day off the job",
		"Write half a page for the newsletter about what worked",
		"Try the waiting for three weeks and note what happens",
		"Share two diary entries before we next meet",
		"Ask the team lead for ten minutes at the team day",
		"Read the chapter and bring one question",
		"Collect three pieces of evidence for the first target",
		"Talk with the manager about changing the second target",
		"Ask Joy Adeyemi whether a visitor would be welcome",
		"Show the new version to two colleagues",
		"Send the link to the course notes",
		"Find out when the next first aid day is",
		"Put a date on each of the open criteria",
		"Ring the college about the short course",
		"Keep Friday’s last hour free for writing up",
		"Find the name of the person at the museum",
		"Lend the book on coaching",
		"Practise the presentation on me",
		"Make a first version of the guide, however rough",
		"Bring the form to the next meeting and say what is wrong with it",
	},
		"Swap one session with a colleague and compare notes",
		"Ask three learners what helped them most",
	)
}

func alsoAgreed() []string {
	return []string{
		"We meet next time somewhere with a window.", "Half of the next interview is for what goes well.",
		"Either of us may ring in between. It need not be important.", "We leave the qualification until after the holidays.",
		"We do not talk about the restructuring here. There are other places for it.", "The learner writes the first draft of the next record.",
		"If the date falls through, we talk by phone for fifteen minutes rather than not at all.",
	}
}

func answersBack(s subject) []string {
	return said(s, []string{
		"That is fair on the whole, but I did not say that I had given up on the second target. I said that it has to wait until the new timetable.",
		"Could the part about my colleague come out? She would know that it is her.",
		"I see the last part otherwise: what gets in the way is not courage, it is that nobody can cover for me.",
		"The action on the newsletter was yours, I think.",
	},
		"Thank you for this. One thing is missing: what I said about the Thursday group.",
	)
}

func laterNotes() []string {
	return []string{
		"For the record: the visit took place after all, and was worth the bus fare.", "The criterion that we talked about is met, since last week.",
		"I have read this again before my appraisal. It helped.", "The observation is booked.",
		"It turned out that the course has a second day. I am going.",
	}
}

// planComments are what managers write when they send a plan back.
func planComments() []string {
	return []string{
		"I like both targets. By when would you know that the first has worked? Say a date that is before the last term.",
		"The second reads like a task. What would you like to be better at when it is done?",
		"This is a lot for the hours you have. Shall we choose two, and keep the third for next year?",
		"Could somebody other than you see it? Then it will count for you too.",
		"Good. One strategy that costs nothing, beside the course, and I will agree it at once.",
	}
}
