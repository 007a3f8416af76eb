package organogram

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"learningyear/pkg/roughcsv"
)

// senior gathers the senior file.
type senior struct {
	*Organogram
	sheet
	// at is where each post is, by its reference.
	at map[string]int
	// named are the rows that name somebody; mails whom each address is given for,
	// one or, where they are more, two of them.
	named []namedRow
	mails map[string][]string
	// organisations and parents are the names given, units those of Units.
	organisations, parents []string
	units                  map[string]bool
}

// namedRow is a row with a name, until it is known who is the same person.
type namedRow struct {
	post, place        int
	name, email, phone string
}

// take reads a row.
func (s *senior) take(row roughcsv.Row) {
	s.Profile.Rows++
	damaged, broken, doubt := s.begin(row)
	if damaged {
		s.Profile.RowsDamaged++
	}
	reference := s.cell("postuniquereference")
	if broken == "" && reference == "" {
		broken = "There is no post reference"
	}
	if broken != "" {
		add(&s.Unusable, Finding{Line: row.Line, Text: broken})
		return
	}
	if doubt != "" {
		s.warn(row.Line, "", "%s", doubt)
	}
	s.organisations = append(s.organisations, s.cell("organisation"))
	s.parents = append(s.parents, s.cell("parentdepartment"))
	i, there := s.at[reference]
	post := Post{
		Line: row.Line, Reference: reference, Title: s.cell("jobtitle"), Grade: s.cell("gradeorequivalent", "grade"),
		Unit: s.cell("unit"), Function: s.cell("jobteamfunction"), ReportsTo: s.cell("reportstoseniorpost"),
	}
	if isNobody(post.ReportsTo) {
		s.Profile.RootsXX++
	}
	if there {
		s.compare(row.Line, &s.Posts[i], post)
	} else {
		i = len(s.Posts)
		s.at[reference] = i
		s.complete(&post)
		s.Posts = append(s.Posts, post)
	}
	s.place(i, row.Line)
}

// complete makes up for what a post must have.
func (s *senior) complete(p *Post) {
	if p.Title == "" {
		p.Title = cmp.Or(p.Grade, p.Reference)
		s.warn(p.Line, "Job Title", "Missing. The post is called %s", p.Title)
	}
	if p.Unit == "" {
		p.Unit = s.cell("organisation")
		s.warn(p.Line, "Unit", "Missing. The post is taken to be of the organisation as a whole")
	}
	if p.Unit != "" && !s.units[p.Unit] {
		s.units[p.Unit] = true
		s.Units = append(s.Units, p.Unit)
	}
}

// compare holds a further row of a post against the first, which counts.
func (s *senior) compare(line int, first *Post, further Post) {
	for _, d := range []struct{ column, was, is string }{
		{"Job Title", first.Title, further.Title}, {"Grade", first.Grade, further.Grade}, {"Unit", first.Unit, further.Unit},
		{"Reports to Senior Post", first.ReportsTo, further.ReportsTo},
	} {
		if d.is != "" && d.was != d.is {
			s.warn(line, d.column, "Line %d says %s of the same post, %s, and is taken", first.Line, orNothing(d.was), first.Reference)
		}
	}
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return "“" + s + "”"
}

// place adds the row to its post as a place, with who is in it.
func (s *senior) place(post, line int) {
	name := s.cell("name")
	at := Place{Line: line, Holding: holdingOf(name), Person: -1, FTE: s.share(line)}
	switch at.Holding {
	case Vacant:
		s.Profile.Vacant++
	case Undisclosed:
		s.Profile.Undisclosed++
	case Eliminated:
		s.Profile.Eliminated++
		s.warn(line, "Name", "Eliminated. The post is kept, and nobody is in it")
	}
	address := mailOf(s.cell("contactemail", "email"))
	s.noteAddress(address, name, at.Holding)
	p := &s.Posts[post]
	if at.Holding == Named {
		s.named = append(s.named, namedRow{post, len(p.Places), name, address, phoneOf(s.cell("contactphone", "phone"))})
	}
	p.Places = append(p.Places, at)
}

// noteAddress keeps whom an address is given for: a name, or nobody known.
func (s *senior) noteAddress(address, name string, holding Holding) {
	if address == "" {
		return
	}
	who, key := "", strings.ToLower(address)
	if holding == Named {
		who = foldName(name)
	}
	if given := s.mails[key]; len(given) < 2 && !slices.Contains(given, who) {
		s.mails[key] = append(given, who)
	}
}

// share reads the FTE of the row in thousandths; below nought for none.
func (s *senior) share(line int) int {
	text := s.cell("fte")
	fte, ok := thousandths(text)
	if fte != 1000 || !ok {
		s.Profile.FTENotOne++
	}
	const most = 2000
	switch {
	case ok && fte <= most:
		return fte
	case text != "" && holdingOf(text) != Undisclosed:
		s.warn(line, "FTE", "“%s” is no share of full time from 0 to 2. Full time is taken", text)
	}
	return -1
}

// mailOf is the address; empty where the cell holds none.
func mailOf(text string) string {
	if strings.Count(text, "@") != 1 || strings.ContainsAny(text, " ,;<>") {
		return ""
	}
	return text
}

func phoneOf(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return text
}

// foldName makes names comparable: no difference of case, of spaces or of how a
// mark was typed.
func foldName(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(name)), " "))
}

// finish works out what only shows once every row is read.
func (s *senior) finish() {
	s.Organisation, s.Parent = most(s.organisations), most(s.parents)
	s.tellPersons()
	s.Profile.DistinctPostRefs, s.Profile.DistinctUnits = len(s.Posts), len(s.Units)
	for _, p := range s.Posts {
		if p.Shared() {
			s.Profile.DuplicatedRefs++
		}
	}
	s.findTops(s.at)
	byLine(s.Warnings)
}

// most is the text that stands most often in the list, of equal ones the first.
func most(texts []string) string {
	counts, best := map[string]int{}, ""
	for _, t := range texts {
		if t != "" {
			counts[t]++
		}
	}
	for _, t := range texts {
		if counts[t] > counts[best] {
			best = t
		}
	}
	return best
}

// tellPersons makes persons of the rows that name somebody. Rows are about one
// person where they have one name and one address that no other row has; a name
// alone tells nobody apart.
func (s *senior) tellPersons() {
	t := teller{senior: s, inPost: map[nameInPost]Place{}, byMail: map[string]int{}, byName: map[string]int{}, shared: map[string]bool{}}
	for _, row := range s.named {
		place := &s.Posts[row.post].Places[row.place]
		in := nameInPost{row.post, foldName(row.name)}
		if twice, there := t.inPost[in]; there {
			s.warn(place.Line, "Name", "Line %d puts %s into the same post, %s. They are taken as one", twice.Line, row.name, s.Posts[row.post].Reference)
			place.Person = twice.Person
			continue
		}
		place.Person = t.person(row, place.Line)
		t.inPost[in] = *place
	}
}

// teller tells persons apart.
type teller struct {
	*senior
	inPost map[nameInPost]Place
	byMail map[string]int
	// byName is the line of the last row with the name.
	byName map[string]int
	shared map[string]bool
}

type nameInPost struct {
	post int
	name string
}

// person is who the row is about, made where it is nobody known.
func (t *teller) person(row namedRow, line int) int {
	key, name := strings.ToLower(row.email), foldName(row.name)
	own := key != "" && len(t.mails[key]) == 1
	if at, known := t.byMail[key]; own && known {
		return at
	}
	if key != "" && !own && !t.shared[key] {
		t.shared[key] = true
		t.warn(line, "Contact E-mail", "%s is the address of several posts. It is taken as a contact and tells nobody apart", row.email)
	}
	if other, known := t.byName[name]; known {
		t.warn(line, "Name", "%s is also in line %d, for another post. Without one address of their own they are taken as two people", row.name, other)
	}
	t.byName[name] = line
	person := Person{Name: row.name, Phone: row.phone}
	if own {
		person.Email, t.byMail[key] = row.email, len(t.Persons)
	} else {
		person.Contact = row.email
	}
	t.Persons = append(t.Persons, person)
	return len(t.Persons) - 1
}
