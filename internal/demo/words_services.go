package demo

import "learningyear/internal/plan"

func adviceWords() words {
	return words{
		lines: []line{
			{"Three quarters of the calls before ten are about where to park. I had been blaming the website for not being read. It does not say.", "", "Write the sentence, and count again."},
			{"A long silence on the phone was somebody looking for courage. I am glad that I did not fill it.", "", ""},
			{"“You are not eligible” can be said as “here is what we can do”. Same rule, another afternoon for the caller.", "", "Collect the sentences and put them by the phones."},
			{"I walked a new learner to the room instead of pointing. Four minutes, and he told me why he had nearly not come.", "", ""},
			{"The enrolment form asks for title before name. Someone asked me why, and I could not say.", "", "Ask for it to come off."},
			{"She wanted a course in flower arranging and needed somebody to talk to. We found both.", "", ""},
			{"Listening to my own recorded call: I say “unfortunately” a lot.", "Half an hour with headphones.", ""},
			{"Fee remission takes eleven questions, and two would do for most people.", "Timed it with Salma.", "Show the timing to the section meeting."},
			{"In the exam room a learner had a panic attack, and the invigilator knew what to do because she had asked me last week.", "", "Make it part of every briefing."},
			{"Certificates left in the drawer: 214 of them. I rang ten people. Two cried.", "", "Ten a week until the drawer is empty."},
			{"Access arrangements asked for in good time are a kindness; asked for late, they are a week of forms.", "", ""},
			{"A father asked everything on behalf of his daughter of 22. I learned to ask her, and then wait.", "", ""},
			{"The queue was not long, it was unclear. A sign on the floor and it halved.", "", ""},
			{"I gave the right answer to the wrong question. Repeating the question first costs five seconds.", "", ""},
			{"Matching a person to a course is half about the bus.", "", ""},
			{"Hearing “I am too old for this” four times in one morning, I started to keep a tally of ages: the oldest is 91.", "", "Put it on the poster, with her permission."},
			{"Emails after six get short answers from me. I now leave them until the morning and people are thanked properly.", "", ""},
			{"Talking about money at the counter: I moved the conversation to the side room and it became a different one.", "", "Keep the side room free on Mondays."},
			{"I was sure that it was a complaint. It was a compliment with a bad beginning.", "", ""},
			{"An interpreter on the phone works if I talk to the person and not to the phone.", "", ""},
			{"We lose people between the enquiry and the first day. A text the evening before brought six of eight in.", "", "Try it with every new group."},
			{"Checking names letter by letter matters most for the people who never ask us to.", "", ""},
		},
		goals: []goal{
			{"Give advice that meets the quality standard", "We are to be assessed, and I learned by doing", []way{
				{plan.Course, true, "Level 3 advice and guidance, one unit"}, {plan.Coaching, false, "Two calls a month listened to together"}},
				[]string{"Four of my calls meet every point", "I can say what I would do better in each"}, "The four calls, with notes"},
			{"Help people with money worries", "Fees are often the first thing they raise", []way{
				{plan.Shadowing, false, "A morning with the credit union"}, {plan.Seminar, true, "Seminar: talking about money"}},
				[]string{"I can name every fund that we have and whom it is for", "Nobody leaves because of a fee that somebody could have paid"}, "A tally"},
			{"Answer in plain words, also in writing", "Our letters read like the rules", []way{
				{plan.Course, true, "Half a day: plain English"}, {plan.Other, false, "Rewrite five letters with learners"}},
				[]string{"Five letters rewritten and in use", "Fewer calls about what the letter meant"}, "The letters, before and after"},
			{"Learn the exams side so that I can stand in", "When Dominic is away nobody knows", []way{
				{plan.Shadowing, false, "Two mornings in exams week"}, {plan.Coaching, false, "Enter one group under supervision"}},
				[]string{"I can enter a group without help", "There is a page of notes for the next person"}, "The page"},
			{"Notice when somebody is not safe, and act", "I was unsure twice this year", []way{
				{plan.Course, true, "Safeguarding, the longer course"}, {plan.Reading, true, "Our own policy, with a highlighter"}},
				[]string{"I know the first three things to do", "The safeguarding lead has talked two cases through with me"}, "My notes"},
		},
		tasks: []task{
			{"Answer enquiries by phone, email and at the counter", "Nine in ten answered the same day\nNobody has to tell the same story twice", "Days to an answer"},
			{"Enrol learners and check that records are complete", "Errors are under two in a hundred\nEvery learner knows what they pay, and why", "Records sent back"},
			{"Run the exam season", "Everybody who needs an arrangement has one\nNo irregularities", "Entries, arrangements in place"},
			{"Clear the certificates", "Everything older than half a year is with its owner or returned", "Certificates in the drawer"},
		},
	}
}

func centresWords() words {
	return words{
		lines: []line{
			{"A learner could not find the lift, and I had walked past the missing sign for a year.", "", "Walk in through the front door once a week, as if I were new."},
			{"Opening the hall ten minutes early cost me ten minutes and saved the tutor the whole evening.", "", ""},
			{"When somebody comes in shouting, I lower my voice. It took me a long time to trust that.", "", ""},
			{"The fire drill showed that nobody knows who checks the crèche. Now I know: me.", "Drill with the evening classes.", "Put the list by the panel."},
			{"First aid refresher. The defibrillator talks you through it. I was afraid of it for nothing.", "Half a day at Shirley.", ""},
			{"Chairs in a circle before the tutor comes. Two minutes, and the class starts differently.", "", "Ask each tutor how they want the room."},
			{"Reading the boiler's manual saved us a call-out. I had never opened it.", "", ""},
			{"I learned three words of Pashto from a man who waits for his wife. He waits for me to try them.", "", ""},
			{"A parcel nobody signed for turned into an hour. There is a book for parcels now.", "", ""},
			{"The booking system double-booked the hall, and it was my click. I told both groups before they found out.", "", "Check the week on Fridays."},
			{"Somebody slept in the porch. I made tea first and rang second, which I think is the right order.", "", "Ask Moira who is the right person to ring."},
			{"Dementia friends training: the dark mat at the door can look like a hole. We changed the mat.", "", ""},
			{"People ask me where the toilets are and then ask me about courses. I should know the courses.", "", "Ten minutes with Dawn on what starts when."},
			{"Lifting the stage blocks with two people and a plan: my back noticed the difference.", "", ""},
			{"The quiet room is only quiet if somebody says so, kindly, every day.", "", ""},
			{"I wrote down every fault for a week. Half of them were one door.", "", "Send the list with one photograph."},
			{"A child locked herself in. Talking about dogs through the door got it open.", "", ""},
			{"Evening shift hand-over in writing: three lines, and no more surprises in the morning.", "", ""},
			{"COSHH day was dull, and I still found two bottles that should not stand together.", "Half a day off site.", "Sort the cleaning cupboard at Northam."},
			{"Holding the door for the pram people taught me who comes when. I told the café, and they sell more tea.", "", ""},
		},
		goals: []goal{
			{"Keep people safe in the building", "I am alone on four evenings", []way{
				{plan.Course, true, "Fire warden and first aid"}, {plan.Other, false, "Lead one drill at each centre"}},
				[]string{"I can lead a drill without my notes", "Each centre’s plan is on one page by the panel"}, "The three pages"},
			{"Welcome people so that they come back", "Some turn round in the doorway", []way{
				{plan.Seminar, true, "Seminar: the first two minutes"}, {plan.Shadowing, false, "A morning at another centre’s desk"}},
				[]string{"I greet everybody within a minute", "I can tell anybody what is on today and this week"}, "What visitors say on the cards"},
			{"Use the booking system with confidence", "Mistakes cost a group their evening", []way{
				{plan.Coaching, false, "Two sessions with the service desk"}, {plan.Other, false, "Write a page for the evening staff"}},
				[]string{"No double bookings in a term", "Evening staff use the page"}, "The page"},
			{"Help with computers at the desk", "It is what people ask", []way{
				{plan.Coaching, false, "An hour a week with the digital champions"}, {plan.Course, true, "A morning: helping with forms"}},
				[]string{"I can help with printing, email and one form", "I know when to stop, and whom to send for"}, "A tally for a month"},
			{"Cut what we waste", "Lights burn in empty rooms", []way{
				{plan.Research, false, "Read the meters each week"}, {plan.Reading, true, "What the council’s energy people advise"}},
				[]string{"We use a tenth less", "Three habits are written down and kept"}, "The readings"},
		},
		tasks: []task{
			{"Open, close and look after the building", "Rooms are ready ten minutes before each class\nFaults are reported the same day", "Faults open for longer than a week"},
			{"Hold fire drills and check equipment", "One each term, in the evening too\nEverything in date", "Drills held"},
			{"Keep the desk staffed and the diary right", "Nobody finds a locked door\nNo double bookings", "Complaints, double bookings"},
			{"Make the entrance easy for everybody", "Tried with a wheelchair, a pram and a white cane\nThe three worst things put right", "Things put right"},
		},
	}
}
