package demo

import "learningyear/internal/plan"

func esolWords() words {
	return words{
		lines: []line{
			{"Waiting ten seconds after a question is long, and somebody nearly always fills it with something worth hearing.", "Kept quiet with the morning group and looked at the clock.", "Try it with the beginners too."},
			{"Two people who share no language made each other laugh with a price list. That was the lesson, and I had a different one planned.", "", ""},
			{"I had been teaching “Could I possibly” to people who need “Where is the ward?”.", "", "Ask each what they will say this week, and to whom."},
			{"A learner corrected my Somali greeting, twice, kindly, in front of all. They talked more for the rest of the hour.", "", "Learn one greeting from every language in the room."},
			{"The surgery's real phone menu is harder than any recording in the book.", "Played it on the speaker and wrote down the options together.", "Ask the surgery whether somebody would come in."},
			{"Drawing the family tree was a mistake for two people in the room. I saw it on their faces and had no plan.", "", "Offer a choice of topics, always."},
			{"One who never writes dictated a story to me and then copied it. It is the longest thing she has written in any alphabet.", "", ""},
			{"Present perfect became clear with a suitcase: what have you packed, what have you forgotten?", "", ""},
			{"I can hear that the difference between ship and sheep matters less than where the stress falls.", "Recorded four learners and listened twice.", "Clap the long words."},
			{"Bringing post from home beat every handout. Eleven letters, four of them scams.", "", "Make it a slot every second week."},
			{"Same story at three reading levels took me an hour to make and saved the mixed group.", "", "Put it where the others can find it."},
			{"They asked for grammar, so I gave them rules, and they fell asleep. They asked again, and I let them find the rule. Awake.", "", ""},
			{"A man who was a judge at home is a kitchen porter here. I had been talking to him as to a beginner in everything.", "", "Ask what people know before I ask what they can say."},
			{"Voice messages as homework: six people sent one, more than have ever done a worksheet.", "", "Answer with a voice message, slowly."},
			{"The interpreter and I had never talked about how we work together. Ten minutes did it.", "", "Do that before every enrolment day."},
			{"Watching Joy hand the pen to learners for everything that goes on the board: I hold on to mine far too long.", "", "One lesson without writing on the board myself."},
			{"People who read from right to left hold the book the other way. I turned mine round to see what they saw.", "", ""},
			{"A trip to the market with three questions each is worth a week of role play. One learner came back with a job trial.", "", ""},
			{"I speak slower and louder when I am tired. A learner told me. Slower is fine.", "", ""},
			{"Silent film, no words, and they had to do the talking: even the two who always say “I don't know”.", "", "Find three more of two minutes."},
			{"New arrivals need a map of the building before they need the alphabet.", "", "Ask the centre for the floor plan as pictures."},
			{"Calling the register with the names said right took practice with a list and a colleague. It should not have taken me a year.", "", ""},
			{"Teaching “sorry, can you say that again?” in the first lesson is the best gift of all.", "", ""},
			{"A learner's daughter came along and translated everything. I have to find a kind way to let the mother speak.", "", "Seat the children with Leah for the first half hour."},
			{"Spelling aloud on the phone is its own skill. We rang one another from the corridor.", "", ""},
			{"In the citizenship group they knew the dates of kings and not how to complain about a landlord. We did landlords.", "", ""},
		},
		goals: []goal{
			{"Teach reading and writing to people new to any alphabet", "A quarter of new learners did not go to school", []way{
				{plan.Course, true, "Two days: first steps in literacy for ESOL"}, {plan.Shadowing, false, "Watch Joy Adeyemi’s beginners"}, {plan.Other, false, "Make a set of materials from local photographs"}},
				[]string{"I can plan the first ten hours", "Four learners write their own details without copying"}, "The materials and four pieces of writing"},
			{"Use what learners know in their own languages", "I plan as if English were the first thing they ever learned", []way{
				{plan.Reading, true, "Read on multilingual classrooms"}, {plan.Research, false, "Ask three groups how they learned their second language"}},
				[]string{"Each plan has one moment for other languages", "Learners tell me that it helped, and how"}, "What they say"},
			{"Teach pronunciation so that people are understood", "Learners say they are asked to repeat themselves", []way{
				{plan.Seminar, true, "Seminar: stress and rhythm"}, {plan.Coaching, false, "Record and listen with a colleague"}},
				[]string{"I can hear and name what gets in the way", "Three learners are asked to repeat less often"}, "Recordings from the beginning and the end"},
			{"Bring work English into the evening groups", "Most come from a shift and go to one", []way{
				{plan.Secondment, true, "A day at the hospital laundry"}, {plan.Coaching, false, "Plan two lessons with Employability"}},
				[]string{"Six lessons come from real workplaces", "Two employers have said what they need"}, "The lessons"},
			{"Support learners who have lived through hard things", "I froze when somebody wept", []way{
				{plan.Course, true, "A day: learning after trauma"}, {plan.Coaching, false, "Talk it through with the safeguarding lead"}},
				[]string{"I know whom to ring, and have the number", "I offer a choice of topics in every lesson"}, "My own notes"},
		},
		tasks: []task{
			{"Teach the agreed groups and place new learners at the right level", "New learners start within three weeks\nPlaces changed later are fewer than one in ten", "Days from first contact to first lesson"},
			{"Run the assessment mornings", "Two a month, with an interpreter for the three languages asked for most", "Learners assessed, learners who then start"},
			{"Build links with two community groups", "Each has named one person whom we can ring", "Learners who come through them"},
			{"Keep records that the next tutor can use", "Each learner’s page says what they can do and what is next", "Pages complete at the end of the block"},
		},
	}
}

func artsWords() words {
	return words{
		lines: []line{
			{"The kiln failed and everything cracked. We glazed the cracks. They are the best pieces of the year.", "", ""},
			{"Drawing with the wrong hand freed people who had said for weeks that they could not draw.", "Ten minutes at the start.", "Use it whenever the room goes stiff."},
			{"Showing a finished piece at the start makes beginners copy. Showing a half-finished one makes them ask.", "", ""},
			{"A learner with arthritis taught me three other ways to hold a needle.", "", "Film her hands, if she agrees."},
			{"Music first, explaining later. They had the rhythm before I had finished the sentence.", "", ""},
			{"Criticism lands better when it begins with the person who made it: “What were you after?”", "Tried it in the group talk.", ""},
			{"Four people in the room were made redundant this year. Nobody said so until we were all looking at clay.", "", "Leave the talking room it needs."},
			{"Cheap paper makes brave drawings.", "", "Order newsprint instead of cartridge for the first month."},
			{"I demonstrate too fast. One of them filmed me and played it at half speed for the others.", "", "Demonstrate in silence, then again with words."},
			{"The visit to the gallery worked because each had one question to take to one picture, and no tour.", "", ""},
			{"Dance with people who use wheelchairs: I had planned arms. They wanted speed.", "", "Ask first, next time."},
			{"Hanging the exhibition ourselves taught more maths than I could have: heights, centres, gaps.", "", ""},
			{"A silent hour of printing, all at their own pace. At the end someone said it was her first quiet in months.", "", ""},
			{"Natural dyes from onion skins: it fails often, and nobody minds, because it smells of soup.", "", "Keep a sample card with dates."},
			{"Selling at the fair was hard for those who undersell. We set the prices in the group, and nobody would let anyone go low.", "", ""},
			{"The technician knows why the clay behaves; I know why the people do. We should plan together.", "", "Half an hour with Owen each month."},
			{"Perspective clicked when we drew on the window with board pens.", "", ""},
			{"I stopped saying “lovely”. It is harder to say what I see, and they believe me more.", "", ""},
			{"One learner had not been out after dark for two years. She came for the lantern evening.", "", ""},
			{"Objects that people may touch open up more talk than any label I write.", "Handling box with the memory group.", "Wash the gloves. Or leave them out, where we may."},
			{"Copying a master for a whole session is not cheating. They saw decisions, not magic.", "", ""},
			{"The children asked the museum better questions than the inspectors did.", "", "Print five of them and hang them beside the objects."},
		},
		goals: []goal{
			{"Welcome learners with different bodies into every workshop", "Two people left because the room did not fit them", []way{
				{plan.Coaching, false, "Walk round the studio with a learner who uses a chair"}, {plan.Course, true, "A day: inclusive making"}},
				[]string{"Each plan has another way to do each step", "Somebody who left has come back"}, "Plans and photographs"},
			{"Talk about work in progress in a way that helps", "Group talks go silent or go on", []way{
				{plan.Shadowing, false, "Watch two group talks at the art school"}, {plan.Research, false, "Try three sets of questions"}},
				[]string{"Everybody speaks once", "Learners change something in their work because of it"}, "Notes from four talks"},
			{"Learn to teach screen printing", "People ask for it, and the equipment stands idle", []way{
				{plan.Course, true, "A weekend course"}, {plan.Coaching, false, "Two afternoons with the technician"}},
				[]string{"I can run a safe session for ten", "A first course is full"}, "The prints, and the risk assessment"},
			{"Show what making does for wellbeing", "Funders ask, and we have only stories", []way{
				{plan.Reading, true, "Read what others measure"}, {plan.Other, false, "Plan a short survey with Data and Quality"}},
				[]string{"One group has answered before and after", "We can say what changed in two sentences"}, "The figures and three quotations"},
			{"Use the museum’s objects in my courses", "They are ten minutes away", []way{
				{plan.Shadowing, false, "A morning with Museum Learning"}, {plan.Other, false, "Plan one session there"}},
				[]string{"Each course goes once", "Learners make something that answers an object"}, "The pieces"},
		},
		tasks: []task{
			{"Run the agreed courses and hand the studio over as we found it", "Every course has a plan and a risk assessment\nMaterials stay within what was agreed", "Places filled, cost a learner"},
			{"Put on the learners’ exhibition", "Work from every course is in it\nLearners hang it and open it", "Visitors, learners who took part"},
			{"Bring the materials list up to date", "Prices and suppliers are right\nTwo greener materials are tried", "Spending on materials"},
			{"Offer a taster day at two community centres", "Both centres say they would have us again", "Visitors, and those who enrol"},
		},
	}
}

func supportedWords() words {
	return words{
		lines: []line{
			{"He does not speak, and he chose the music by putting my hand on the radio. I had been asking the wrong way.", "", "Offer two things, and wait."},
			{"Objects before pictures, pictures before words. When I skip a step, I lose two people.", "", ""},
			{"Cooking without reading the recipe aloud: photographs in order on the wall, and they ran it without me.", "Beans on toast, start to finish.", "Make a set for the bus ride."},
			{"The noise was too much for her, and nobody had noticed because she is polite. Ear defenders by the door now.", "", ""},
			{"I help too soon. I put my hands in my pockets and he tied the apron himself.", "", "Hands in pockets."},
			{"Travel training works on the real bus with the real driver. On the mat in the classroom it is theatre.", "", "Ask the bus company for a quiet hour."},
			{"A social story about the dentist took me twenty minutes to write, and he went.", "", "Keep it in the folder with the pictures."},
			{"The carers know. I asked three of them one question each and rewrote the plan.", "", ""},
			{"Money is easier with a next-pound-up card than with coins.", "Tried it at the till in the café.", ""},
			{"She wanted a job, not a taster. I had written “taster” for two years.", "", "Ask Employability to come to her review."},
			{"Saying “first this, then that” and meaning it. When I changed the then, I lost his trust for a day.", "", ""},
			{"A learner showed the new starter where everything is. Better than my tour, and they are friends.", "", "Make it a role, with a badge."},
			{"Counting the seconds before I repeat an instruction: I gave them four. They needed twelve.", "", ""},
			{"Makaton for “finished” is the most useful sign in the building. Reception knows it now.", "", "Teach the caretakers three more."},
			{"I wrote the target in words she could read, and she crossed out half and wrote her own. It is a better target.", "", ""},
			{"Photographs of their own kitchen worked where the ones from the book did not.", "", ""},
			{"When he shouts, it is nearly always the strip light. We sit by the window.", "", "Report the light again."},
			{"The group voted on the rules and added one: nobody laughs at how somebody eats.", "", ""},
			{"Two quiet minutes before the taxi comes have ended the trouble at the door.", "", ""},
			{"Reviewing with the learner first and the family second changed who did the talking.", "", "Keep that order for all of them."},
			{"A switch and a talking button: she ordered her own coffee and laughed at my face.", "", ""},
			{"I learned to feed back on what he did and not on what he is. It is harder than it sounds.", "", ""},
		},
		goals: []goal{
			{"Use signs and symbols with ease", "I look things up while people wait", []way{
				{plan.Course, true, "Makaton foundation, two days"}, {plan.Coaching, false, "Ten minutes a day with the communication specialist"}},
				[]string{"I sign without looking at the sheet for a whole session", "Three learners use a sign that they did not use before"}, "A short film, with consent"},
			{"Let learners lead their own reviews", "We talk about people who are in the room", []way{
				{plan.Research, false, "Try three ways with three learners"}, {plan.Reading, true, "Read on person-centred reviews"}},
				[]string{"Every learner brings something to their review", "Learners speak first"}, "Review notes, in their words"},
			{"Teach travel with real journeys", "Learners are driven everywhere", []way{
				{plan.Shadowing, false, "A day with the travel trainer"}, {plan.Other, false, "Walk each route first"}},
				[]string{"Four learners make one journey alone", "Each has a plan for when it goes wrong"}, "The four plans"},
			{"Understand behaviour as something said", "I still react before I ask what it means", []way{
				{plan.Course, true, "A day: positive behaviour support"}, {plan.Coaching, false, "Talk through one situation a week"}},
				[]string{"I can say what came before, for each of five situations", "The room is calmer, and two colleagues notice"}, "Notes and their words"},
			{"Open doors to work", "Only one learner has paid work", []way{
				{plan.Coaching, false, "Meet Employability every month"}, {plan.Secondment, true, "A day with a supported employment service"}},
				[]string{"Three learners have tried a job", "One has a contract"}, "Their own accounts"},
		},
		tasks: []task{
			{"Prepare and run the agreed sessions with a plan for each learner", "Every learner’s plan says what they want in their words\nPlans are looked at each half term", "Plans up to date"},
			{"Keep medication and risk records right", "Checked every week\nNothing missing at the yearly check", "Errors found"},
			{"Hold a review with each learner and their family", "Everybody has had one by the end of the year\nThe learner chose who came", "Reviews held"},
			{"Make the café a place where learners serve the public", "Open two days a week\nEach learner has a role they chose", "Hours open, customers served"},
		},
	}
}
