package demo

import (
	"strings"

	"learningyear/internal/plan"
)

func leadingWords() words {
	return words{
		lines: []line{
			{"I asked “what do you need from me?” and then answered it myself. The second time I waited.", "", ""},
			{"One to one with no laptop on the table: it ran over, and nobody minded.", "", "Leave it in the drawer on Thursdays."},
			{"The person who never complains told me, when I asked, about four things. Two were quick.", "", "Ask the quiet ones first."},
			{"I gave the work to the one who always does it. A new colleague said afterwards that she would have liked to try.", "", "Ask the whole team who would like it."},
			{"Sessional staff heard about the change last. I had emailed addresses that they do not read.", "", "Ring the four, and ask how they want to hear."},
			{"Feedback given within the day takes three minutes. After a month it takes an hour and a cup of tea.", "", ""},
			{"Watching two colleagues plan together, I saw that my form gets in the way.", "", "Use theirs."},
			{"I said sorry to the team for the rota. The meeting after that was the best this year.", "", ""},
			{"A good question from my own partner: “What would happen if you did nothing?”. Nothing, it turned out.", "", ""},
			{"Reading everybody's plans in one sitting showed that five people want to learn what Tom knows.", "", "Ask Tom whether he would lead a session."},
			{"Saying no to one thing in public made it possible for others to say it too.", "", ""},
			{"I had written a response to an appraisal before reading it twice. The second reading changed the first line.", "", ""},
			{"Walking between two centres with somebody is a better meeting than a meeting.", "", ""},
			{"Holding back my own idea until the end: theirs was better, and they own it.", "", "Write mine on a card and keep it in my pocket."},
			{"The budget talk went well because I brought the constraint and not the answer.", "", ""},
			{"Someone cried about workload. I wanted to fix it and was told, rightly, to listen first.", "", "Look at the timetable with her next week, not before."},
			{"I chair badly when I am hungry. This is the most useful thing that I learned this month.", "", ""},
			{"Thanking people for what exactly they did takes the same time as “well done”.", "", ""},
			{"Being observed as a manager was uncomfortable and fair. I interrupt.", "Helen sat in on the team meeting.", "Count my interruptions, and halve them."},
			{"Two teams solved the same problem a corridor apart. I am the corridor.", "", "A quarter of an hour together each month."},
		},
		goals: []goal{
			{"Have better conversations about learning", "My one to ones turn into task lists", []way{
				{plan.Course, true, "Two days: coaching for managers"}, {plan.Coaching, false, "Have my partner sit in once a term"}},
				[]string{"Half of each one to one is about learning", "Three people say that something changed for them"}, "What they say"},
			{"Include sessional staff in everything that matters", "They teach most of our hours and hear last", []way{
				{plan.Research, false, "Ask all of them how they want to hear"}, {plan.Other, false, "Change one meeting in three to their times"}},
				[]string{"Every sessional colleague has had an appraisal that they call useful", "They come to two team days a year"}, "Attendance, and their words"},
			{"Use figures to see who is left out", "I look at totals", []way{
				{plan.Coaching, false, "An hour a term with Data and Quality"}, {plan.Seminar, true, "Seminar: fair shares"}},
				[]string{"I know how days and courses are shared in my unit", "One thing has changed because of it"}, "A note to the team"},
			{"Delegate and let go", "I do the things that I am good at twice", []way{
				{plan.Reading, true, "One book, with a pencil"}, {plan.Coaching, false, "Talk through each hand-over with my partner"}},
				[]string{"Three things are somebody else’s, whole", "I have not taken any back"}, "What the three say"},
			{"Lead a fair and honest appraisal round", "Last year I was late for four people", []way{
				{plan.Seminar, true, "Seminar: writing a response that helps"}, {plan.Shadowing, false, "Read two anonymous ones with a colleague"}},
				[]string{"Nobody waits longer than a week for my response", "Everybody has a next target that they wanted"}, "Dates, and what people say"},
		},
		tasks: []task{
			{"Lead the team’s yearly plan and review", "Everybody has had a say\nIt is agreed in time", "Plans agreed, actions done"},
			{"Hold regular one to ones with everybody", "Every six weeks, sessional staff too\nNotes that both can read", "One to ones held"},
			{"Fill the vacancies", "Adverts are plain and reach beyond our own list\nPanels are mixed and score first", "Days a post stands empty"},
			{"Keep within the budget and say early when it will not hold", "Forecast within three in a hundred\nNo surprises in the last month", "Forecast against spending"},
			{"Agree learning plans and answer self-evaluations in good time", "Within ten days\nEach has a sentence that is about that person only", "Days to answer"},
		},
	}
}

// generalLines are what anybody may write, whatever they do.
func generalLines() []line {
	return []line{
		{"I am better in the morning. I moved the hard thing to nine o'clock and it was done by ten.", "", ""},
		{"Asking a colleague to watch me took more courage than being watched.", "", "Return the favour."},
		{"I said yes before I had looked in the diary. Again.", "", "“Let me look and ring you back.”"},
		{"A course is only half of it. The other half was explaining it to Dawn over lunch.", "A day off site.", "Tell somebody about every course within the week."},
		{"Someone thanked me for a thing that I had forgotten doing. It was listening.", "", ""},
		{"I had been cross about the email for two days. It was about a different room.", "", "Ring first."},
		{"Learned how to pronounce her name by asking. She said that nobody had, in two years.", "", ""},
		{"The new colleague's question “why do we do it like that?” had no answer. We do not do it like that now.", "", ""},
		{"Equality training: the example with the form stayed with me. Our form has the same question.", "Half a day, with people from other divisions.", "Take it to the team meeting."},
		{"I wrote down what I did in a week. A third of it could be done by a list on the wall.", "", "Make the list."},
		{"A quarter of an hour with nothing on the screen: I solved yesterday's problem on the back of an envelope.", "", ""},
		{"Somebody else's way of filing is not wrong. I found it in half the time.", "", ""},
		{"When I am new at something I want to be told I am doing fine. So does everybody.", "", ""},
		{"I misread the tone of a message and answered it. Then I picked up the phone and it was nothing.", "", ""},
		{"Lunch and learn on AI. Takeaway: it is a quick, cheerful and slightly untruthful assistant.", "Nine of us and a box of sandwiches.", "Try it on a letter, and check each sentence."},
		{"Taking the bus to work with a learner, I heard about the week in a way that no form asks.", "", ""},
		{"Talking less in meetings is a skill. I counted, and I halved it, and people noticed.", "", ""},
		{"Data protection refresher. I have changed what I print.", "An hour online.", "Lock the drawer, and give Colin the spare key."},
		{"I asked for help on the first day and not on the last. It took ten minutes.", "", ""},
		{"Explaining my job to my niece in two sentences: the second one was about people.", "", ""},
		{"A complaint taught me more than the thank-you card on the same day. I kept both.", "", ""},
		{"The thing that I dreaded took four minutes.", "", "Do the dreaded thing first."},
		{"Watching how Fergus hands over at the end of the shift: three facts, one question, done.", "", "Copy it."},
		{"I cannot do two things at once, and have stopped pretending.", "", ""},
		{"Mental health first aid: ask directly, listen, do not fix. The asking was harder in practice than I thought.", "Two days with people from the whole city.", "Put the card behind my badge."},
		{"Writing to think. Half a page, nobody reads it, and I know what I want to say at the meeting.", "", ""},
		{"Somebody told me I look stern when I concentrate. I did not know, and it explains a lot.", "", ""},
		{"Walking round the block before answering. The answer was shorter and kinder.", "", ""},
		{"A visitor from another service saw what we no longer see: how warm the entrance is.", "", ""},
		{"I learned the shortcut for something that I do forty times a day. I will not say how many years it took.", "", ""},
		{"Mistakes told early are small. I told mine at nine, and by ten it was funny.", "", ""},
		{"A colleague retires with 30 years in her head. We sat for an hour with a recorder.", "", "Two more hours, before she goes."},
		{"Sitting at the back of the hall I could not hear a thing. I had always sat at the front.", "", "Ask for the microphone, every time."},
		{"It is possible to disagree with somebody and keep the friendship. Today is the evidence.", "", ""},
		{"I went to the session on pensions expecting nothing, and changed something that same evening.", "An hour at Northam Centre.", ""},
		{"If I put the date on the note, I can find it. If I do not, I write it again.", "", ""},
		{"Saying the purpose at the start of the meeting ended it ten minutes sooner.", "", ""},
		{"My learning partner asked what I would tell a friend to do. I knew at once.", "", ""},
		{"British Sign Language taster: I can say good morning, my name, and where the tea is.", "Two hours with a very patient tutor.", "Use it with Desmond's brother."},
		{"People remember how the first five minutes felt. I have begun to prepare those and not the handout.", "", ""},
		{"Doing it badly once and then asking beat reading the whole guide.", "", ""},
		{"I had three windows open and answered the wrong person. One thing at a time after lunch.", "", ""},
		{"The team day mixed up who sits with whom. I learned that Systems keep bees.", "Team day at the museum.", "Ask about honey for the fair."},
		{"Reading the minutes of a meeting I had been in, I found that I had agreed to something.", "", ""},
		{"A difficult week. What helped: a list of three, and a colleague who said “go home”.", "", ""},
		{"Somebody else put my idea better than I had. I was proud and a little put out, in that order.", "", ""},
		{"Asking “is this a good time?” and meaning it.", "", ""},
		{"I took my own advice today, for once, and it was sound.", "", ""},
		{"Learned that our building has a room with a piano. Ate my sandwich there.", "", ""},
		{"The checklist caught what I was sure I would not forget.", "", "Use it when I am sure, above all."},
	}
}

// generalGoals are targets that fit anybody.
func generalGoals() []goal {
	return []goal{
		{"Speak with confidence in larger meetings", "I have the idea and say it afterwards in the corridor", []way{
			{plan.Coaching, false, "Practise with my learning partner"}, {plan.Seminar, true, "Seminar: finding your voice"}},
			[]string{"I have spoken at three meetings", "I have presented something for five minutes"}, "What my partner saw"},
		{"Use AI tools with judgement in my own work", "Some of us use them and nobody talks about it", []way{
			{plan.Seminar, true, "Lunch and learn, and the follow-up"}, {plan.Research, false, "Try it on three tasks and write down what it cost and saved"}},
			[]string{"I can say where it helps me and where not", "I check and say when I have used it"}, "My three notes"},
		{"Look after my own time", "I finish other people’s urgent things", []way{
			{plan.Reading, true, "One short book"}, {plan.Coaching, false, "Plan the week with a colleague, for a month"}},
			[]string{"I keep two hours a week for what matters", "I have said no twice, kindly"}, "My diary"},
		{"Learn enough Polish or Arabic to greet and help", "People light up", []way{
			{plan.Course, true, "Ten evenings, our own course"}, {plan.Other, false, "Practise with a colleague at tea"}},
			[]string{"I can greet, ask and thank", "I have used it with three people"}, "They tell me"},
		{"Understand the whole service, beyond my own corner", "I send people to the wrong door", []way{
			{plan.Shadowing, false, "Half a day in three other teams"}, {plan.Other, false, "Tell my team what I saw"}},
			[]string{"I can say what each division does, in a sentence", "Two people have been sent to the right door"}, "My three half pages"},
		{"Support a new colleague well", "Nobody showed me, and I remember it", []way{
			{plan.Coaching, false, "Meet weekly for the first two months"}, {plan.Reading, true, "The notes on mentoring"}},
			[]string{"They know whom to ask for what", "They say what helped, and I have changed one thing"}, "Their words"},
		{"Give and take feedback more easily", "I defend myself before I have heard it", []way{
			{plan.Seminar, true, "Seminar: the honest conversation"}, {plan.Coaching, false, "Ask one person a month for one thing"}},
			[]string{"I have asked six people", "I can name two things that I do differently"}, "My notes"},
		{"Write so that people read to the end", "My emails come back with questions", []way{
			{plan.Course, true, "Half a day: plain English"}, {plan.Other, false, "Have a colleague cut three of mine"}},
			[]string{"Half the length, as a rule", "Fewer questions come back"}, "Three before and after"},
	}
}

// generalTasks are tasks that fit anybody.
func generalTasks() []task {
	return []task{
		{"Complete the required learning in good time", "Safeguarding, data protection and fire safety are in date", "Required learning in date"},
		{"Take part in the team’s review and plan", "I have answered before the meeting\nI lead one action", "Actions done"},
		{"Write down how I do what only I do", "A colleague has followed it once while I was away", "Pages written and tried"},
	}
}

// awayLines are what people write of time off the job; how long it was is said in
// what happened, see minutesOf.
func awayLines() []line {
	return []line{
		{"Two ideas for the price of a bus ticket. The better one came in the coffee break, from somebody in another service.", "A day at the regional network.", "Ring her before the week is out."},
		{"I went for the first session and stayed for the second, on something that I thought was not for me.", "A day at the learning fair.", ""},
		{"The trainer did everything that she told us to do. That was the lesson.", "Half a day on running workshops.", "Begin on time, and end before it."},
		{"Safeguarding again, and again something new: what to say in the first minute, and what never to promise.", "Half a day of safeguarding.", "Write the first sentence on a card."},
		{"I knew the theory. Doing it with a stranger who played my part was another matter.", "Half a day on difficult conversations.", "Practise on Ruth before I need it."},
		{"Reading for a whole morning without being asked for anything. I had forgotten that I can.", "A morning of reading in the library.", "Book the next one now."},
		{"Saw how another centre does it. Their entrance is worse than ours and their welcome better.", "Half a day at another centre.", "Steal the welcome."},
		{"Plain English: my own letter was the bad example. I recognised it before anybody else did.", "Half a day of plain English.", "Cut the next three by half."},
		{"The best part of the course was the drive home with two colleagues.", "A day on coaching.", "Ask for a lift more often."},
		{"I can now do in two clicks what took me ten. I also know why I did it in ten.", "Half a day on spreadsheets.", "Show the others on Thursday."},
		{"Equality, and the law, and then the exercise with the map of who lives where. I looked for our learners on it and found whom we miss.", "A day with people of the whole city.", "Bring the map to the team."},
		{"Taking the minutes in a group of strangers made me listen.", "Half a day of the working group.", ""},
		{"First aid for babies and small children. The dolls are horrible, and I am less afraid.", "Half a day of first aid.", ""},
		{"There is a name for what I do at the end of a session. I liked it better without, and I looked it up all the same.", "A day on reflective practice.", ""},
		{"Somebody who does my job in Portsmouth has solved the thing that I complain about.", "A day at our neighbours'.", "Write to her with two questions."},
		{"I presented for ten minutes and answered for twenty. My knees were the only ones who knew.", "Half a day at the team-together day.", ""},
		{"Trauma and learning. I thought of four people by name, and what I had said to them.", "A day on learning after hard times.", "Offer a choice, every time."},
		{"AI: half wonder, half nonsense. The trick is knowing which half is on the screen.", "Half a day on everyday AI.", "Check every name and number."},
		{"Dementia: the question is not “do you remember?” but “tell me about it”.", "Half a day with Dementia Friends.", ""},
		{"I learned more from the two who disagreed with the speaker than from the speaker.", "A day at a conference.", "Send the notes round, one page."},
		{"Shadowing upstairs: they answer the questions that my work makes. I had never seen where it goes.", "Half a day with another team.", "Change the heading on the form."},
		{"Suicide prevention. The bravest thing is a plain question. I practised saying it aloud.", "Half a day of suicide prevention.", "Keep the number in my phone."},
		{"A drawing of the whole process, on lining paper, with everybody who touches it in the room. Three steps fell off.", "Half a day on our own process.", "Keep the drawing on the wall."},
		{"Deaf awareness: face the window, not away from it. I have stood with my back to the light for years.", "Half a day of deaf awareness.", "Move the table."},
		{"Chairing. Say who speaks next, say when it ends, and thank the one who said the hard thing.", "Half a day on chairing.", ""},
		{"The finance session for people who are not in finance. I asked the question that everybody had.", "Half a day with Finance.", ""},
		{"I watched a lesson in a subject about which I know nothing, and saw the teaching.", "A morning in somebody else's class.", "Invite her back."},
		{"Copyright is less frightening and more annoying than I thought.", "Half a day on copyright.", "Clear out the folder with the cartoons."},
		{"Mentoring: ask, wait, ask again. The advice can stay in the bag.", "A day on mentoring.", "Try it with the new colleague."},
		{"An evening lecture on how adults remember. Sleep is in it, and so is being asked twice.", "An evening lecture at the university.", "Ask twice."},
		{"The museum of our own city, with somebody who knows. I have walked past that door for years.", "An afternoon at the museum.", "Bring a group."},
		{"Planning with nobody at the door. Everything for the term fits on one sheet, if I am honest.", "Half a day of planning away from my desk.", ""},
		{"Risk assessment is imagining kindly. I had thought that it was a form.", "Half a day on risk.", "Walk the room before I write."},
		{"How to write a bid. I found out that we had been telling them what we do and never why.", "A day on bids and funding.", "Write the why first."},
		{"I sat with the apprentices' assessor and heard what evidence sounds like when somebody talks about their work.", "Half a day with the assessors.", ""},
		{"Voice care. I have been speaking from the wrong place since I began.", "Half a day of voice work.", "Water, and lower."},
	}
}

// minutesOf is how long something off the job took, as it says at its beginning;
// 0 for what was on the job.
func minutesOf(happened string) int {
	for _, length := range []struct {
		says    string
		minutes int
	}{
		{"Two days", 720}, {"A day", 360}, {"Half a day", 180}, {"Half-day", 180}, {"A morning", 180}, {"An afternoon", 180}, {"Two hours", 120},
		{"An evening", 120}, {"An hour", 60}, {"Team day", 360},
	} {
		if strings.HasPrefix(happened, length.says) {
			return length.minutes
		}
	}
	return 0
}
