package demo

import "learningyear/internal/people"

// Name is the demonstration organisation's. It and everybody in it is invented.
const Name = "Solent Learning Service"

// group is a unit with those who work in it; the first leads it.
type group struct {
	kind    people.Kind
	name    string
	subject subject
	seats   []seat
	below   []group
}

// seat is a post and who is in it.
type seat struct {
	// name as the person writes it; empty is a vacant post.
	name  string
	known string
	title string
	// fte is in thousandths of full time.
	fte int
}

// chart is the whole organisation. It is ragged as real ones are: teams stand
// below divisions and below sections, and some sections hold people themselves.
func chart() group {
	return group{people.Organisation, Name, office, []seat{
		{"Rosalind Etheridge", "", "Head of service", 1000},
		{"Bronwen Pritchard", "", "Executive assistant", 800},
	}, []group{lifelongLearning(), libraries(), skills(), learnerServices(), businessServices()}}
}

func lifelongLearning() group {
	return group{people.Division, "Lifelong Learning", esol, []seat{
		{"Helen Marsh", "", "Divisional manager", 1000},
		{"Kamila Wójcik", "", "Division coordinator", 800},
	}, []group{
		{people.TeamUnit, "Community Learning", family, []seat{
			{"Dan Okoro", "", "Team lead", 1000},
			{"Amina Yusuf", "", "Sessional tutor, family learning", 320},
			{"Siân Rees", "", "Tutor, family learning", 800},
			{"Leah Brandt", "", "Tutor, early years", 600},
			{"Carmel Doherty", "", "Sessional tutor, family learning", 200},
			{"Tomasz Zieliński", "Tomek", "Sessional tutor, family learning", 240},
			{"Fatou Ceesay", "", "Family outreach worker", 600},
			{"Harjit Kaur Sandhu", "", "Tutor, family learning", 600},
			{"Bisi Adewale", "", "Sessional tutor, wellbeing", 160},
			{"Nuala McGrath", "", "Sessional tutor, family learning", 120},
			{"Gwenllian Ap Rhys", "Gwen", "Crèche coordinator", 500},
			{"Yusuf Demir", "", "Sessional tutor, wellbeing", 200},
			{"Tamsin Nance", "", "Sessional tutor, family learning", 200},
			{"", "", "Sessional tutor, family learning", 200},
		}, nil},
		{people.TeamUnit, "Skills for Life", maths, []seat{
			{"Alun Bevan", "", "Team lead", 1000},
			{"Ruth Calder", "", "Tutor, English", 800},
			{"Tom Beale", "", "Tutor, maths", 600},
			{"Ngozi Umeh", "", "Tutor, English", 600},
			{"Pritesh Solanki", "", "Tutor, maths", 800},
			{"Marie-Claire Fontaine", "", "Sessional tutor, English", 300},
			{"Kwame Asante-Boateng", "", "Sessional tutor, maths", 240},
			{"Dorothea Vance", "Dot", "Sessional tutor, English", 160},
			{"Li Huimin 李慧敏", "Huimin", "Sessional tutor, maths", 320},
			{"Rhiannon Tudor", "", "Tutor, maths", 1000},
			{"Esra Yılmaz", "", "Sessional tutor, English", 200},
			{"Patrick Ó Súilleabháin", "Paddy", "Learning support assistant", 500},
			{"Joyce Mupfumi", "", "Learning support assistant", 500},
		}, nil},
		{people.TeamUnit, "ESOL", esol, []seat{
			{"Marta Szymańska", "", "Team lead", 1000},
			{"Joy Adeyemi", "", "Tutor, ESOL", 600},
			{"Oksana Shevchenko Оксана Шевченко", "Oksana", "Tutor, ESOL", 800},
			{"Laylā al-Khaṭīb ليلى الخطيب", "Layla", "Sessional tutor, ESOL", 320},
			{"Hodan Warsame", "", "Sessional tutor, ESOL", 240},
			{"Nguyễn Thị Mai", "Mai", "Sessional tutor, ESOL", 240},
			{"Peter Lindqvist-Hale", "", "Tutor, ESOL", 800},
			{"Farzaneh Rostami", "", "Sessional tutor, ESOL", 200},
			{"Ewa Kaczmarek", "", "Sessional tutor, ESOL", 300},
			{"Selamawit Tesfaye", "Selam", "Sessional tutor, ESOL", 200},
			{"Caroline Ashworth", "", "Tutor, ESOL", 500},
			{"Ioana Dumitrescu", "", "Sessional tutor, ESOL", 240},
			{"Shirin Karimi", "", "ESOL assessor", 600},
			{"João Figueira", "", "Sessional tutor, ESOL", 160},
			{"Abdirahman Jama Cali", "Abdi", "Community interpreter", 400},
		}, nil},
		{people.TeamUnit, "Creative Arts", arts, []seat{
			{"Imogen Fairweather", "", "Team lead", 800},
			{"Ελένη Παπαδοπούλου", "Eleni", "Sessional tutor, ceramics", 300},
			{"Marcus Delacroix", "", "Sessional tutor, drawing and painting", 200},
			{"Sunita Rao", "", "Sessional tutor, textiles", 240},
			{"Freya Ólafsdóttir", "", "Sessional tutor, printmaking", 160},
			{"Winston Clarke", "", "Sessional tutor, music", 160},
			{"Béatrice N'Dour", "", "Sessional tutor, dance", 120},
			{"Keiko Tanabe", "", "Sessional tutor, drawing and painting", 160},
			{"Owen Trevelyan", "", "Studio technician", 600},
		}, nil},
		{people.Section, "Supported Learning", supported, []seat{
			{"Declan Rooney", "", "Section lead", 1000},
			{"Amelia Thorne", "", "Communication specialist", 600},
		}, []group{
			{people.TeamUnit, "Supported Learning East", supported, []seat{
				{"Grace Chirwa", "", "Team lead", 1000},
				{"Stuart Penhale", "", "Tutor, supported learning", 800},
				{"Mahnoor Baig", "", "Sessional tutor, supported learning", 300},
				{"Liam Fogarty", "", "Learning support assistant", 700},
				{"Blessing Okafor", "", "Learning support assistant", 700},
			}, nil},
			{people.TeamUnit, "Supported Learning West", supported, []seat{
				// The lead's post is vacant: the section lead manages the team meanwhile.
				{"", "", "Team lead", 1000},
				{"Zsófia Nagy", "", "Tutor, supported learning", 800},
				{"Christopher Quayle", "Kit", "Sessional tutor, supported learning", 300},
				{"Rukhsana Malik", "", "Learning support assistant", 700},
				{"Dylan Probert", "", "Learning support assistant", 600},
			}, nil},
		}},
	}}
}

func libraries() group {
	return group{people.Division, "Libraries and Culture", library, []seat{
		{"Gareth Llewellyn", "", "Divisional manager", 1000},
	}, []group{
		{people.Section, "Central Library", library, []seat{
			{"Anjali Desai", "", "Section lead", 1000},
			{"Philip Arkwright", "", "Collections librarian", 800},
		}, []group{
			{people.TeamUnit, "Lending and Information", library, []seat{
				{"Olu Bankole", "", "Team lead", 1000},
				{"Wendy Stubbs", "", "Library assistant", 600},
				{"Mateusz Nowicki", "", "Library assistant", 1000},
				{"Shanthi Sivakumar", "", "Information librarian", 800},
				{"Neville Grant", "", "Library assistant", 500},
				{"Chloe Rackham", "", "Library assistant", 400},
				{"陳美玲", "May Chan", "Library assistant", 600},
				{"Ferdinand Okello", "", "Saturday assistant", 160},
			}, nil},
			{people.TeamUnit, "Children’s Library", library, []seat{
				{"Niamh Costello", "", "Team lead", 800},
				{"Parveen Akhtar", "", "Children’s librarian", 600},
				{"Joshua Adler", "", "Library assistant", 600},
				{"Rosa Benedetti", "", "Storytelling assistant", 300},
			}, nil},
			{people.TeamUnit, "Local Studies", library, []seat{
				{"Hugh Penrose", "", "Team lead", 1000},
				{"Constance Appiah", "Connie", "Archivist", 600},
				{"Seren Maddox", "", "Library assistant", 500},
			}, nil},
		}},
		{people.Section, "Branch Libraries", library, []seat{
			{"Stephen Achebe", "", "Section lead", 1000},
			{"Malcolm Tidy", "", "Mobile library driver", 600},
			{"Ana Lucía Herrera", "", "Mobile library assistant", 600},
		}, []group{
			{people.TeamUnit, "Eastern Branches", library, []seat{
				{"Jill Wetherby", "", "Team lead", 1000},
				{"নাসরিন আক্তার", "Nasrin", "Library assistant", 600},
				{"Craig Hollis", "", "Library assistant", 1000},
				{"Vasilica Munteanu", "", "Library assistant", 500},
				{"Temperance Boyle", "", "Library assistant", 400},
				{"Dipak Gurung", "", "Library assistant", 800},
			}, nil},
			{people.TeamUnit, "Western Branches", library, []seat{
				{"Sadia Hussain", "", "Team lead", 800},
				{"Barbara Kettle", "", "Library assistant", 500},
				{"Emeka Nwachukwu", "", "Library assistant", 800},
				{"Lowri Jenkins", "", "Library assistant", 600},
				{"", "", "Library assistant", 600},
			}, nil},
		}},
		{people.TeamUnit, "Museum Learning", arts, []seat{
			{"Tobias Engel", "", "Team lead", 1000},
			{"Maryam Farouk", "", "Museum learning officer", 600},
			{"Jocelyn Peake", "", "Sessional tutor, museum learning", 200},
			{"Ravi Ramachandran", "", "Gallery assistant", 500},
		}, nil},
	}}
}

func skills() group {
	return group{people.Division, "Skills and Employment", employment, []seat{
		{"Omar Haddad", "", "Divisional manager", 1000},
		{"Sheila Bright", "", "Division coordinator", 600},
	}, []group{
		{people.TeamUnit, "Digital Skills", digital, []seat{
			{"Nathan Eastwood", "", "Team lead", 1000},
			{"Zainab Mir", "", "Tutor, digital skills", 800},
			{"Andrzej Kowalczyk", "", "Sessional tutor, digital skills", 240},
			{"Felicity Omondi", "", "Sessional tutor, digital skills", 300},
			{"Gurpreet Gill", "", "Tutor, digital skills", 600},
			{"Harvey Moss", "", "Sessional tutor, digital skills", 160},
			{"Danuta Brzezińska-Cole", "Danuta", "Digital champion coordinator", 500},
		}, nil},
		{people.TeamUnit, "Employability", employment, []seat{
			{"Chantelle Baptiste", "", "Team lead", 1000},
			{"Rafiq Chowdhury", "", "Employment adviser", 1000},
			{"Lorna Geddes", "", "Employment adviser", 600},
			{"Viktória Horváth", "", "Employment adviser", 800},
			{"Samuel Osei", "", "Sessional tutor, employability", 300},
			{"Michelle Tranter", "", "Work placement officer", 600},
			{"عائشہ صدیقی", "Ayesha", "Employment adviser", 600},
		}, nil},
		{people.TeamUnit, "Apprenticeships", employment, []seat{
			{"Kevin Broadbent", "", "Team lead", 1000},
			{"Tendai Moyo", "", "Skills coach, adult care", 1000},
			{"Louise Tregenza", "", "Skills coach, early years", 800},
			{"Sanjay Patel", "", "Skills coach, business administration", 800},
			{"Rebecca Thistlewood", "Bex", "Skills coach, adult care", 600},
			{"Hamza Iqbal", "", "Quality assurer", 600},
			{"Monika Petrauskienė", "", "Apprenticeship administrator", 800},
		}, nil},
		{people.TeamUnit, "Business Support", employment, []seat{
			{"Angus Ferrier", "", "Team lead", 1000},
			{"Precious Dlamini", "", "Business adviser", 800},
			{"Ben Hartnell", "", "Business adviser", 600},
			{"Thuy Pham", "", "Business adviser", 600},
			{"Giulia Marchetti", "", "Partnerships officer", 800},
		}, nil},
	}}
}

func learnerServices() group {
	return group{people.Division, "Learner Services", advice, []seat{
		{"Moira Sinclair", "", "Divisional manager", 1000},
	}, []group{
		{people.Section, "Advice and Enrolment", advice, []seat{
			{"Vincent Mbeki", "", "Section lead", 1000},
		}, []group{
			{people.TeamUnit, "Information and Advice", advice, []seat{
				{"Marek Nowak", "", "Team lead", 1000},
				{"Dawn Fletcher", "", "Information and advice officer", 800},
				{"Arjun Thapa", "", "Information and advice officer", 1000},
				{"Nicola Rowntree", "", "Enrolment officer", 500},
				{"Isatou Jallow", "", "Enrolment officer", 600},
				{"Beverley Crouch", "Bev", "Enrolment officer", 500},
				{"Salma Begum", "", "Learner support officer", 800},
			}, nil},
			{people.TeamUnit, "Exams and Awards", advice, []seat{
				{"Teresa Gallagher", "", "Team lead", 1000},
				{"Dominic Yeung", "", "Exams officer", 800},
				{"Iwona Lis", "", "Exams assistant", 500},
				{"", "", "Exams assistant", 500},
			}, nil},
		}},
		{people.Section, "Learning Centres", centres, []seat{
			{"Raymond Tully", "Ray", "Section lead", 1000},
			{"Hannah Oyelaran", "", "Centres coordinator", 800},
		}, []group{
			{people.TeamUnit, "Northam Centre", centres, []seat{
				{"Glenys Howarth", "", "Centre manager", 1000},
				{"Paul Mensah", "", "Caretaker", 1000},
				{"Sylwia Dąbrowska", "", "Receptionist", 600},
				{"Colin Brace", "", "Evening caretaker", 400},
				{"Meera Joshi", "", "Receptionist", 500},
			}, nil},
			{people.TeamUnit, "Harbour Centre", centres, []seat{
				{"Fergus Kinnear", "", "Centre manager", 1000},
				{"Agnieszka Wrona", "Aga", "Receptionist", 800},
				{"Desmond Francis", "", "Caretaker", 1000},
				{"Noor Rahman", "", "Evening receptionist", 300},
			}, nil},
			{people.TeamUnit, "Shirley Centre", centres, []seat{
				{"Ifeoma Balogun", "", "Centre manager", 800},
				{"Trevor Lamb", "", "Caretaker", 800},
				{"Marjorie Stott", "", "Receptionist", 500},
			}, nil},
		}},
	}}
}

func businessServices() group {
	return group{people.Division, "Business Services", office, []seat{
		{"Adaeze Nwosu", "", "Divisional manager", 1000},
	}, []group{
		{people.TeamUnit, "Finance", finance, []seat{
			{"Geoffrey Lomax", "", "Team lead", 1000},
			{"Tom Byrne", "", "Finance officer", 1000},
			{"Shabana Yaqub", "", "Management accountant", 800},
			{"Elin Morgan", "", "Finance assistant", 600},
			{"Mykola Bondarenko", "", "Finance assistant", 1000},
			{"Pauline Ditchburn", "", "Payroll officer", 600},
		}, nil},
		{people.TeamUnit, "Data and Quality", data, []seat{
			{"Sabine Köhler", "", "Team lead", 1000},
			{"Rohan Weerasinghe", "", "Data analyst", 1000},
			{"Katie Lockwood", "", "Data officer", 600},
			{"Uzma Sheikh", "", "Quality officer", 800},
			{"李国强", "Guoqiang", "Data officer", 1000},
			{"Bethany Skerritt", "Beth", "Quality officer", 500},
		}, nil},
		{people.Section, "People and Learning", office, []seat{
			{"Veronica Ashdown", "", "Section lead", 1000},
			{"Ines Carvalho", "", "People officer", 800},
			{"Mohammed Tariq Khan", "Tariq", "People officer", 600},
		}, []group{
			{people.TeamUnit, "CPD Office", office, []seat{
				{"Priya Nair", "", "CPD coordinator", 1000},
				{"Hilary Boatwright", "", "Learning administrator", 600},
			}, nil},
		}},
		{people.TeamUnit, "Systems", systems, []seat{
			{"Duncan Farrell", "", "Team lead", 1000},
			{"Alex Reed", "", "Systems administrator", 1000},
			{"Thandiwe Ncube", "Thandi", "Service desk analyst", 1000},
			{"Filip Horák", "", "Service desk analyst", 800},
		}, nil},
		{people.TeamUnit, "Governance", office, []seat{
			{"Prudence Amoah", "", "Governance manager", 1000},
			{"Grace Liu", "", "Internal auditor", 800},
		}, nil},
	}}
}

// second is another appointment of somebody who has one already, as sessional
// staff often do.
type second struct {
	name  string
	unit  string
	title string
	fte   int
}

func seconds() []second {
	return []second{
		{"Amina Yusuf", "ESOL", "Sessional tutor, ESOL", 120},
		{"Carmel Doherty", "Skills for Life", "Sessional tutor, English", 120},
		{"Tomasz Zieliński", "Digital Skills", "Sessional tutor, digital skills", 100},
		{"Bisi Adewale", "Creative Arts", "Sessional tutor, dance", 80},
		{"Bisi Adewale", "Supported Learning East", "Sessional tutor, supported learning", 80},
		{"Yusuf Demir", "Supported Learning West", "Sessional tutor, supported learning", 120},
		{"Tamsin Nance", "Museum Learning", "Sessional tutor, museum learning", 100},
		{"Marie-Claire Fontaine", "ESOL", "Sessional tutor, ESOL", 160},
		{"Kwame Asante-Boateng", "Employability", "Sessional tutor, employability", 160},
		{"Li Huimin 李慧敏", "Digital Skills", "Sessional tutor, digital skills", 100},
		{"Hodan Warsame", "Community Learning", "Sessional tutor, family learning", 120},
		{"Nguyễn Thị Mai", "Skills for Life", "Sessional tutor, maths", 100},
		{"Ewa Kaczmarek", "Skills for Life", "Sessional tutor, English", 120},
		{"Winston Clarke", "Supported Learning East", "Sessional tutor, supported learning", 100},
		{"Keiko Tanabe", "Museum Learning", "Sessional tutor, museum learning", 80},
		{"Keiko Tanabe", "Community Learning", "Sessional tutor, wellbeing", 60},
		{"Harvey Moss", "Skills for Life", "Sessional tutor, maths", 120},
		{"Samuel Osei", "Apprenticeships", "Sessional tutor, functional skills", 140},
		{"Joyce Mupfumi", "Supported Learning West", "Learning support assistant", 200},
	}
}

// gradeOf is the grade of a post, by how its title begins.
func gradeOf(title string) string {
	for _, g := range []struct{ begins, grade string }{
		{"Head of service", "SM1"}, {"Divisional manager", "SM3"}, {"Section lead", "Grade 10"}, {"Team lead", "Grade 9"},
		{"Centre manager", "Grade 8"}, {"Governance manager", "Grade 9"}, {"CPD coordinator", "Grade 9"}, {"Sessional tutor", "Sessional"},
		{"Tutor", "Grade 7"}, {"Skills coach", "Grade 7"}, {"Employment adviser", "Grade 6"}, {"Business adviser", "Grade 7"},
		{"Management accountant", "Grade 8"}, {"Data analyst", "Grade 7"}, {"Internal auditor", "Grade 8"}, {"Systems administrator", "Grade 7"},
		{"Caretaker", "Grade 3"}, {"Evening", "Grade 3"}, {"Library assistant", "Grade 4"}, {"Saturday", "Grade 3"},
		{"Learning support assistant", "Grade 4"}, {"Receptionist", "Grade 4"}, {"Mobile library driver", "Grade 4"},
	} {
		if len(title) >= len(g.begins) && title[:len(g.begins)] == g.begins {
			return g.grade
		}
	}
	return "Grade 5"
}
