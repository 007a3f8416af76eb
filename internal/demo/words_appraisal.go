package demo

// This file holds what people say at appraisal.

func howILearn() []string {
	return []string{
		"I learn by watching someone and then being watched. Reading about it does not stick.",
		"I need to try it the same week, or it is gone.", "By explaining it to somebody else. If I cannot, I have not understood it.",
		"Slowly, and then all at once. It helps when nobody hurries me in the slow part.", "By doing it badly first, in private.",
		"I read, I make a list, I talk it through with one person, and then I do it.", "In pairs. Alone I give up, and in a group I hide.",
		"From learners, mostly. They tell me, if I leave a gap.", "With my hands. A drawing beats a page.",
		"On the bus. I need time between the thing and the next thing.", "From mistakes that somebody was kind about.",
		"I learn best when I know what it is for.", "By writing three lines in the evening and reading them back a month later.",
		"Through people. A name and a phone number are worth more to me than a website.", "With a deadline and a friend who asks.",
		"By seeing how another team does the same thing, and stealing one part of it.", "I need the whole first, then the parts. Most courses begin with the parts.",
		"Out loud. My colleagues are patient.", "By repeating a thing in three different rooms.",
		"In short stretches, often. A whole day is lost on me after lunch.",
	}
}

func proudOf(s subject) []string {
	return said(s, []string{
		"I asked for help in the first week and not in the tenth. It sounds like nothing, and it changed the year.",
		"The page that I wrote for others is used by people I have never met.",
		"I held my nerve in a hard conversation, and we are both still here.",
		"I stood up at the team day and spoke for ten minutes, and my voice held.",
		"Two colleagues asked to watch me. I said yes, which is new.",
		"We changed a form that had annoyed people for years, and it took one afternoon.",
		"I learned to say the names right. All of them.",
		"I kept my Fridays for planning. It shows in the other four days.",
		"I finished the course, while working and with two small children, and used it the week after.",
		"I noticed somebody was not well, and asked, and it was the right thing to ask.",
		"I let the new colleague do it her way. Hers is better.",
	},
		"A learner who could not look at me in the first week ran the end-of-term display. I did very little, and it took me a year to learn to do so little.",
		"Nobody left the group. I have never been able to write that before.",
		"Families bring other families. That is how I know.",
		"The quiet one passed. She rang me before her mother.",
	)
}

// proudIn is what there is to be proud of in a subject only.
func proudIn(s subject) []string {
	switch s {
	case advice, library:
		return []string{"The backlog is gone. There were 214 and there are none.", "People ask for me by name, and I send them to the others, who are as good."}
	case systems, data, finance:
		return []string{"When the system failed, people rang me because I tell them what I know. They were calm, and so was I.",
			"Somebody used my figures in an argument and won it fairly."}
	case centres:
		return []string{"The evening staff and the day staff talk to each other now. I wrote the three lines that they hand over.",
			"A visitor told me that it is the first building in years in which somebody said good morning."}
	case leading:
		return []string{"Four people did something for the first time this year, and I only held the door.", "I was told that I interrupt, and I interrupt less."}
	}
	return nil
}

func nextYear(s subject) []string {
	return said(s, []string{
		"Keep going with what works, and find out why it works.",
		"I would like to watch more and sit in courses less.",
		"To be less alone with it: one colleague for an hour a month would do.",
		"To learn the part of the job that I have been avoiding. I know which.",
		"More time off the job, taken early and not in the last month.",
		"I want to help somebody who is new. It would help me too.",
		"Fewer targets. Two that I mean.",
		"To see how others do it: another centre, perhaps another city.",
		"To take the qualification, if we can find the hours.",
		"I would like to bring what I learn to the team, in a form that does not need me to stand up.",
		"To do the same, better, and to write down how.",
		"To try the thing that I saw at the other service, with my own people.",
	},
		"To understand the figures about my own groups.",
		"What would help is knowing my groups before the week they begin.",
	)
}

// What the person says of a target or task, by judgement.

func selfMet(s subject) []string {
	return said(s, []string{
		"Done, and it stayed done. What I would change: ask for help sooner. I struggled alone for too long.",
		"All the criteria are met, the last one by a hair. The part that I had not expected to matter was being watched.",
		"This went better than I had hoped. Others use it now, which was never in the plan.",
		"Met. It took two attempts, and I am gladder of the first one, which failed.",
		"I can do this now without notes. A year ago I could not have written that sentence.",
		"Yes. The course gave me the words, and three weeks of practice gave me the rest.",
		"Finished before the date. I used the time to help a colleague with hers.",
		"Met, and I would say so even if nobody counted.",
		"The evidence is in the folder, and two people have seen it in practice.",
		"Done. I stopped trying to copy how others do it, and then it worked.",
		"Complete, checked by somebody other than me, and handed on.",
	},
		"It is met, though not in the way that we wrote down. The way I found suits my groups better.",
	)
}

func selfNearly() []string {
	return []string{
		"Nearly. Two of three, and the third depends on people whom I have not asked yet.",
		"It works when the day is calm. I want it to work when it is not.",
		"I know what to do and do it most of the time. When I am tired I fall back.",
		"One thing is open, because the second date was cancelled. It is booked again.",
		"Close. It works with the people I know. With new ones I still go quiet.",
		"Most of it is there. What is missing is writing it down for the others.",
		"I would say four fifths. The last fifth is the one that others would notice.",
		"Nearly there, and slower than I wished. It has become part of how I work, which was the point.",
	}
}

func selfCarryOn() []string {
	return []string{
		"I have begun and not got far. The timetable changed, and I let it go rather than saying so.",
		"One strategy done of three. I still want this and would like to keep it.",
		"It needs a longer run than a year. I have seen where it leads.",
		"I started late. What I did, I did well, and there is more to do.",
		"This turned out larger than it looked. I would like to keep it and cut it in half.",
		"Not there. I have read about it and not tried it, which is my way of putting things off.",
		"Half of it depends on another team, and we have only just met.",
		"I put it behind other things, and each time there was a reason. Keep it, with a date that is nearer.",
	}
}

func selfDropped(s subject) []string {
	return said(s, []string{
		"This was somebody else’s idea of a good target for me. I have learned from that.",
		"The course was cancelled twice. I have stopped waiting for it.",
		"The need has gone: the new system does it.",
		"I would rather put the time into the other two.",
	},
		"I would drop this. My groups changed, and it no longer belongs to what I do.",
	)
}

// What the appraiser says.

func sayMet(s subject) []string {
	return said(s, []string{
		"Agreed. It is used by the whole team now, which I do not think you have given yourself credit for.",
		"Yes. I saw it twice, months apart, and what struck me is how unhurried it looks.",
		"Agreed, gladly. Your point about asking sooner is one for me too: I will check in earlier.",
		"Met. The colleague who sat in told me about it before you did.",
		"It is. And you did it in the term when you also covered for two others.",
		"Agreed. You say that the way differed from the plan. The plan was mine as much as yours, and yours is better.",
		"Yes. I would like you to show it at the team day, for ten minutes, with no slides.",
		"Met, with room to spare. I have nothing to add but thanks.",
		"Agreed. The notes that you left made the hand-over easy.",
		"Yes, and I noticed how you brought others along.",
	},
		"I agree, and learners say so too, in the cards from the last block.",
	)
}

func sayNearly() []string {
	return []string{
		"I would call it nearly there as well, and I think that the last step is smaller than you believe.",
		"Agreed. The open criterion is not in your hands alone. I will speak to the other team.",
		"You are hard on yourself. From where I stand it works on most days, and the others are nobody’s fault.",
		"Nearly, yes. Let us set the second date now, before the diary fills up.",
		"Agreed. What would it take? Half a day, perhaps, and that is yours to take.",
		"I see it as you do. Writing it down for the others can be the last step.",
	}
}

func sayCarryOn() []string {
	return []string{
		"Let us keep it and pair you with somebody for a term rather than three sessions.",
		"Agreed. I should have asked sooner. Let us put two dates in the diary today.",
		"Carry on. It was too large for one year, and we can say so without blame.",
		"Yes. I would like to see it cut down to the part that you care about.",
		"Let us carry it forward, and take the other team’s answer as the first step.",
		"I agree. What got in the way was the rota, and that is mine to change.",
		"Two strategies done in a year like this one is good. Keep the target and drop the course.",
		"Carry on, with a nearer date and somebody who asks you about it. I can be that somebody.",
	}
}

func sayDropped() []string {
	return []string{
		"Agreed, and no harm done. It was right when we wrote it.", "Yes, let it go. I would rather have two that you mean.",
		"Fair. The course will not come back, and you have found another way.", "Agreed. The need went away, which is the best reason of all.",
	}
}

func sayProud() []string {
	return []string{
		"I would have chosen the same, and one more thing: how you looked after the new colleague.",
		"You should be. I have heard about it from three people who do not know one another.",
		"What you call doing very little is a great deal of skill. I want others to see it.",
		"Yes. And the way you told us when it went wrong did more for the team than any success.",
		"I agree, and I noticed what you leave out: that you did it in the hours you have.",
		"This made me smile. It is exactly what the service is for.",
		"I am proud of it too, and I had no part in it.",
		"It was a hard year, and you were steady. People leaned on that.",
		"You are right to name it. I had not seen how long it had annoyed people.",
	}
}

func sayHowTheyLearn() []string {
	return []string{
		"Then we should plan for that. Fewer courses, more pairs.", "Good to know. I will ask you to watch something, and then I will come and watch you.",
		"I recognise that. Let us keep the week after any course free for trying things out.", "Then the next step is somebody to explain it to. There is a new colleague.",
		"That tells me to leave you more time before I ask.", "I had been sending you links. I will send you people instead.",
		"Thank you for saying so. It explains why the online module was not for you.", "Let us use that: shorter, more often, and with a date.",
		"That is how I learn too. We might do one of these together.",
	}
}

func sayNextYear(s subject) []string {
	return said(s, []string{
		"Yes to both. The second fits the team’s own question, so there is time set aside for it.",
		"I support this, and will find cover for two half days.",
		"Agreed. Let us begin in the first month and not wait for the plan to be perfect.",
		"Yes. I will ask the other centre whether you may come.",
		"I would like that too. There is a new starter who would be lucky to have you.",
		"Two targets that you mean: good. I would only add a date.",
		"Let us look at the hours together before we promise the qualification. I want it to be possible.",
		"Yes. And take the days off the job early. They are yours.",
		"Good. I would like to hear after the first month how it starts.",
	},
		"I will make sure that you know your groups two weeks before.",
	)
}

func wordsAgreed() []string {
	return []string{
		"We look at this together half-way through the year, for half an hour.", "Half a day off the job is booked for each term.",
		"A colleague chosen by the person sits in twice.", "The manager speaks to the other team about the shared room.",
		"The hours for planning are kept free, also in the weeks of enrolment.", "Next year’s first one to one begins with this page.",
		"We both want fewer forms, and the manager takes that further.", "The person shows what works at a team day.",
		"Cover for two half days is found by the manager, not by the person.", "We talk about the post’s hours when the budget is known.",
	}
}

func whyCarried() []string {
	return []string{
		"It needs a second year, and both want it.", "The timetable changed half-way through.", "The course was full. There is a place in the next one.",
		"Two of three criteria are met, and the third needs the other team.", "Begun late, going well.", "It is worth doing properly, in smaller steps.",
		"One more term with somebody beside them will do it.", "The post was short-staffed for two terms.",
	}
}

func whyDropped(s subject) []string {
	return said(s, []string{
		"The course is no longer offered, and another way was found.",
		"Both would rather put the time into the other targets.",
		"The new system does this by itself.",
	},
		"The groups changed, and the need went with them.",
	)
}

func statements() []string {
	return []string{
		"I would have liked more time for this conversation, and have said so.",
		"I agree with what is written. I want it to stand here that I was without a desk for most of the year.",
		"This is fair. Thank you for reading the diary entries that I brought.",
		"I see the second target otherwise, and we have agreed to differ. Both views are written above.",
		"For the record: the two days of training were in my own time.",
	}
}

func questions() []string {
	return []string{
		"Is the second target not carried on? I thought that we had said so.",
		"Could the wording on next year’s hours say that it depends on the budget, as we said?",
		"The date on which the first target was met should be earlier, I think. Can we check?",
		"May we leave my colleague’s name out of the last line?",
	}
}
