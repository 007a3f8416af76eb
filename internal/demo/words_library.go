package demo

import "learningyear/internal/plan"

func libraryWords() words {
	return words{
		lines: []line{
			{"A man asked for a book on grief for his brother, and I found the shelf. Then I put the book down and listened. He took it in the end.", "", ""},
			{"“Have you anything like this?” is the best question we get, and I had been answering it with the catalogue.", "", "Read one thing a month from a shelf I never touch."},
			{"Self-service is quick, and for some the chat at the desk was the point of the visit.", "Counted how many came to the desk anyway.", "Stand beside the machine, not behind the counter."},
			{"Helping with a benefits form took 50 minutes. I learned where helping ends and advising begins, and whom to ring.", "", "Print the number larger."},
			{"Story time works if I know the book by heart. Eyes on the faces, not on the page.", "", "Two new ones by heart this term."},
			{"The homework club is full when there is toast.", "", ""},
			{"Weeding the shelves hurt, and issues went up. People can see the books now.", "", ""},
			{"A teenager asked for somewhere to be, not something to read. We have that.", "", "Talk with the youth service about the back room."},
			{"I assumed the lady wanted large print. She wanted the thriller in the window.", "", ""},
			{"Local photographs on the screen by the door started more conversations than any display I have made.", "Borrowed them from Local Studies.", "Leave a pencil for names and dates."},
			{"On the mobile library I know who is ill by who does not come. I ring on the way back now.", "", ""},
			{"Teaching someone to renew online, I said “just click” four times. There is no “just”.", "", ""},
			{"Someone found their grandfather in the rate books and had to sit down. I should have had a chair ready.", "", "A chair, and a box of tissues."},
			{"The reading group fell out over the ending, happily, until closing time.", "", ""},
			{"Rhyme time in three languages: the mothers taught us, and the shy one sang alone.", "", "Ask each branch which languages are in the room."},
			{"Writing a label for an exhibition in 40 words took a morning. Nobody missed the other 200.", "", ""},
			{"I always thought the complaint was about the fine. It was about the letter.", "", "Rewrite the letter with two people who got one."},
			{"Dewey is a foreign language. Pictures on the ends of the shelves have ended half the questions.", "", ""},
			{"Handling an old map with a school class: clean hands, one rule, and thirty people holding their breath.", "", ""},
			{"The man who sleeps by the radiator told me what he did before. I know his name now.", "", ""},
			{"Recording an oral history, I learned to leave the silence in. The best part came after it.", "Two hours with a retired docker.", "Do not fill the silence next time either."},
			{"Coding club: the children taught the volunteer, and he was delighted.", "", ""},
			{"I had never asked how people who cannot see the screen find a book here. It takes seven steps.", "", "Try it with the catalogue people."},
			{"Swapping branches for a week showed me three habits that we keep for no reason.", "", "Drop one of them."},
		},
		goals: []goal{
			{"Answer health and money questions safely", "People ask the library first", []way{
				{plan.Course, true, "Half a day: signposting, not advising"}, {plan.Shadowing, false, "A morning with the advice centre"}},
				[]string{"I know whom to ring for the ten questions we get most", "Colleagues use the sheet I made"}, "The sheet, and a tally"},
			{"Lead story and rhyme times for under-fives", "Two of us can, and both work mornings", []way{
				{plan.Shadowing, false, "Watch four sessions with Parveen Akhtar"}, {plan.Other, false, "Lead the second half, then a whole one"}},
				[]string{"I know ten stories by heart", "Families come back"}, "The register, and what Parveen says"},
			{"Know more of what we have, beyond my own shelf", "I send people to the books that I read", []way{
				{plan.Reading, true, "One book a month from a shelf I do not know"}, {plan.Other, false, "Swap favourites with another branch"}},
				[]string{"I have recommended something from every section", "Borrowers tell me it was right"}, "My list"},
			{"Look after the collection and open it up", "Half of it has no description", []way{
				{plan.Course, true, "A day: describing archives"}, {plan.Coaching, false, "An hour a week with the archivist"}},
				[]string{"200 items can be found in the catalogue", "Two groups have worked with them"}, "The entries"},
			{"Help people with online forms", "It is the question that we get most", []way{
				{plan.Coaching, false, "Two afternoons with Digital Skills"}, {plan.Research, false, "Write down what stops people"}},
				[]string{"I can help without taking the mouse", "Our guide has been tried by ten people"}, "The guide"},
			{"Make the library good for people who do not read for pleasure", "They come for the warmth and the printer", []way{
				{plan.Research, false, "Ask thirty people what would help"}, {plan.Seminar, true, "Seminar: the library as a place"}},
				[]string{"Two changes made because of what they said", "More people stay longer than ten minutes"}, "What they said, and a count"},
		},
		tasks: []task{
			{"Run the events programme of the branch", "Two events a month, one of them for adults\nEach has been asked for by somebody", "Visitors at events"},
			{"Check and weed the stock", "A third of it looked at in the year\nNothing worn out on the open shelf", "Issues for each item"},
			{"Bring new volunteers in", "Four trained, each with a named colleague\nThey stay for at least half a year", "Volunteer hours"},
			{"Keep the opening hours, whoever is away", "No unplanned closing\nThe rota is out three weeks before", "Hours closed"},
		},
	}
}
