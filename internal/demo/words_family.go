package demo

import "learningyear/internal/plan"

func familyWords() words {
	return words{
		lines: []line{
			{"Cameras off is not the same as not listening. Three mums typed answers when nobody would speak.", "Paired reading online with the Tuesday families.", "Ask for one word in the chat before I ask anybody to talk."},
			{"Pegs and a washing line made number order something you do with your hands. Nobody said the word maths for 20 minutes.", "", "Borrow the line for the school group."},
			{"A dad told me he reads to his son in Polish and in English and was never sure that was allowed. It had not crossed my mind to say so.", "", "Say on the first day that every language at home is welcome."},
			{"I talk too much at the end. A mum asked to lead the last rhyme and was better at it than I am.", "", "Offer the ending to a different family each week."},
			{"If the activity needs two pairs of hands, the grown-up stays. If it needs one, they reach for the phone.", "Watched who drifted and when.", ""},
			{"Two grandparents came in place of the mother. The session was better for it: slower, and with more stories.", "", "Put grandparents into the invitation by name."},
			{"Photo sheets beat tick boxes for recording progress. Parents take the sheet home, and it ends up on the fridge.", "", ""},
			{"A crying toddler is not an interruption, it is the group finding out how I treat people.", "", ""},
			{"Families come back when somebody uses their names in the first minute. I counted: the four I greeted by name stayed, two others left early.", "", "Learn the names from the register on the bus."},
			{"The story pack through the post did more than my slides. Something in the hands before anything on the screen.", "", "Post the next pack a week earlier."},
			{"I had planned for children of four and six. A nine-year-old came too and read to all of them. Plan for the family that comes.", "", ""},
			{"Asking “What did you play at that age?” opened up a room of parents who do not know one another.", "Street games week at the school.", "Write their games down and make a booklet."},
			{"Messy play needs a clear ending. I gave five minutes' notice with a song, and the tidying became part of it.", "", ""},
			{"One mother could not read the letter about the trip. She told me while we were cutting out fish. Side by side is easier than face to face.", "", "Ask Skills for Life how best to mention classes without making a thing of it."},
			{"The school's own teacher stayed for ten minutes and joined in. The parents talked to her differently afterwards.", "", "Invite her for the last session, for longer."},
			{"Free play first, then the idea, then play again. The other way round I lose the little ones.", "Tried the new order with two groups.", "Keep it, and write it up for the team."},
			{"Leaving out the worksheet felt like turning up unprepared. It was the best hour of the half term.", "", ""},
			{"Praise for the parent, not only for the child. A grown woman went pink because I said she explained that well.", "", ""},
			{"We lost three families when the time moved by half an hour. It is school pick-up that decides, not the topic.", "", "Ask about times before the next block is booked."},
			{"Cooking together teaches weighing, taking turns and reading in one go, and there is cake.", "First session in the kitchen at Harbour Centre.", "Check allergies on the form, not at the door."},
			{"A parent who never speaks in the group wrote me two pages. I should offer writing more often, and not only talking.", "", ""},
			{"The baby group taught me to watch feet: when the feet point to the door, change the activity.", "", ""},
			{"When I said I was bad at drawing, two parents stopped apologising for theirs.", "", "Be bad at something every week."},
			{"What the children made went into a bag by the door and nobody took it. I now hand it over with a sentence about it.", "", ""},
			{"Breathing exercises with a room of tired parents: lights down, coats on, no explaining. They asked for longer.", "", "Start with it, not end with it."},
			{"In safeguarding training the case that stayed with me was the polite family. I look at the polite ones with more care now.", "Half a day with the safeguarding lead.", "Go through our referral steps with the crèche team."},
		},
		goals: []goal{
			{"Run a confident online family session", "1 family in 3 cannot always come to the centre", []way{
				{plan.Shadowing, false, "Sit in on one of Tom Beale’s online sessions"}, {plan.Course, true, "Half-day course: digital tools for family learning"}, {plan.Coaching, false, "Co-host two evening sessions"}},
				[]string{"I can set up breakout rooms without help", "Families get a pack in the post before each session", "At least 6 families stay to the end, two sessions running"}, "Notes from the person who sat in, and the register"},
			{"Help parents who worry about numbers", "Parents tell us they avoid homework with numbers in it", []way{
				{plan.Course, true, "Half-day: numeracy for family tutors"}, {plan.Coaching, false, "Team-teach three sessions with Siân Rees"}},
				[]string{"I use number games that need no reading", "I can explain two methods for subtraction", "3 parents move on to a Skills for Life class"}, "Diary entries and the progression list"},
			{"Share what works with the team", "We rarely meet, and good ideas stay in one room", []way{
				{plan.Other, false, "Lead a 20-minute show and tell"}, {plan.Other, false, "Post three resources where others find them"}},
				[]string{"A colleague has used one of my resources", "Two colleagues try an idea and tell me how it went"}, "What they tell me"},
			{"Find out why some families come back and others do not", "We have registers and smiles, and no evidence of what changed for a family", []way{
				{plan.Research, false, "Ring ten families who stopped coming and listen"}, {plan.Reading, true, "Read what other services have found"}},
				[]string{"I can name the three reasons we hear most", "One thing is different in how we plan the first session"}, "A page of what I heard, without names"},
			{"Plan for mixed ages in one room", "Brothers and sisters come along, and the plan falls apart", []way{
				{plan.Shadowing, false, "Watch a children’s librarian at story time"}, {plan.Seminar, true, "Seminar: play and language from birth to nine"}},
				[]string{"Each plan has something for hands, for eyes and for talk", "A colleague sees a session with three ages and says what they saw"}, "Three plans with notes on how they went"},
			{"Talk with parents about moving on", "Few of our parents go on to a class of their own", []way{
				{plan.Shadowing, false, "A morning with Information and Advice"}, {plan.Coaching, false, "Practise the conversation with my partner"}},
				[]string{"I have the conversation with every parent before the block ends", "Five parents have met an adviser"}, "A tally and one story"},
		},
		tasks: []task{
			{"Run two blocks of family sessions at three schools", "At least 8 families in each block\nEvery family has a record of what they did", "Families enrolled, families who stay to the end"},
			{"Agree with each school how families are invited", "The head and I have written it down\nInvitations are out three weeks before the start", "Schools with a written agreement"},
			{"Bring the resource cupboard at Northam into order", "Everything has a place and a list\nA colleague finds what they need in five minutes", "Items missing at the yearly count"},
			{"Collect what families say at the end of each block", "Every family is asked, in a way that needs no writing", "Families asked, of those who came"},
		},
	}
}
