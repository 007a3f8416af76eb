package stafflist

import (
	"cmp"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// The things that a list is about, each as it was, as it shall be, and whether
// the list names it.
type (
	unitNow struct {
		people.Unit
		was   *people.Unit
		isNew bool
		named bool
		said  said
	}
	postNow struct {
		people.Post
		was   *people.Post
		isNew bool
		said  said
		// row is the first row that names the post; nil where none does.
		row *Row
		// closed says that the post was closed here by hand, and stays so.
		closed bool
	}
	personNow struct {
		people.Person
		was   *people.Person
		isNew bool
		said  said
		rows  []*Row
		// start is the first day that the rows give.
		start calendar.Date
		// dropped says that the list is to be complete and they are not in it.
		dropped bool
		// unsure says that a row of the person was rejected, so that what the list
		// says of them is not complete.
		unsure bool
		held   []*heldNow
		// before says whether the person held any appointment before the list.
		before bool
	}
	heldNow struct {
		people.Appointment
		was   *people.Appointment
		isNew bool
		said  said
		row   *Row
	}
)

// planner compares a list with what there is.
type planner struct {
	list     *List
	asAt     calendar.Date
	takeFile bool
	newKey   func() string
	root     *unitNow
	memory   Memory
	// byHand counts what was changed here by hand and the list says otherwise;
	// keeps lists the first of it.
	byHand int
	keeps  []Kept
	// missing are here and not in the list; spared are those of them who hold an
	// office; tooMany says that they are more than half of those who are here.
	missing, spared []*personNow
	tooMany         bool
	// noteEach says that the trail has an entry for each person and post added.
	noteEach bool

	units  []*unitNow
	byName map[string][]*unitNow
	// bySaid are the units by the names that the last lists gave them.
	bySaid   map[string]*unitNow
	byUnit   map[string]*unitNow
	posts    []*postNow
	byRef    map[string]*postNow
	byPost   map[string]*postNow
	persons  []*personNow
	byNumber map[string]*personNow
	byEmail  map[string]*personNow
	byPerson map[string]*personNow
	// mailOf are the addresses that the list gives to employee numbers.
	mailOf map[string]string
	// heldIn is who has been in each post, by the post's key.
	heldIn map[string][]*personNow
	// What new things were before.
	noPost   people.Post
	noPerson people.Person
	noHeld   people.Appointment
}

// standing is what a list is compared with.
type standing struct {
	people.Structure
	memory Memory
	// inOffice are those who are never ended for not being in a list.
	inOffice map[string]bool
	counted  []Counted
}

// plan says what shall become of what there is, and counts it. Rows that do not
// fit are marked as bad in the list, with the reason, and left out.
func plan(now standing, list *List, o Options, newKey func() string) (change, Result) {
	for {
		p := newPlanner(now, list, o, newKey)
		for i := range list.Rows {
			if row := &list.Rows[i]; !row.Bad {
				p.takeRow(row)
			}
		}
		if p.oneAddressEach() {
			p.finish(now, o)
			return p.revision(now, o)
		}
	}
}

func newPlanner(now standing, list *List, o Options, newKey func() string) *planner {
	p := &planner{
		list: list, asAt: o.AsAt, takeFile: o.TakeFile, newKey: newKey, memory: now.memory,
		byName: map[string][]*unitNow{}, bySaid: map[string]*unitNow{}, heldIn: map[string][]*personNow{}, byUnit: map[string]*unitNow{}, byRef: map[string]*postNow{}, byPost: map[string]*postNow{},
		byNumber: map[string]*personNow{}, byEmail: map[string]*personNow{}, byPerson: map[string]*personNow{}, mailOf: map[string]string{},
	}
	for i, u := range now.Units {
		n := p.addUnit(&unitNow{Unit: u, was: &now.Units[i], said: p.memory.of(u.ID, unitFields)})
		if last := n.said.last(unitValues(u)); last != nil {
			p.bySaid[foldName(last[unitName])] = n
		}
		if u.ParentID == nil && u.Kind == people.Organisation && p.root == nil {
			p.root = n
		}
	}
	if p.root == nil {
		typed := ""
		if !fault.Blank(o.Organisation) {
			typed = strings.TrimSpace(o.Organisation)
		}
		name := cmp.Or(typed, list.organisation, NameOf(o.File), "The organisation")
		p.root = p.addUnit(&unitNow{isNew: true, was: &people.Unit{}, Unit: people.Unit{
			ID: newKey(), Kind: people.Organisation, Name: name, FromDate: o.AsAt, Version: 1,
		}})
	}
	for i, x := range now.Posts {
		p.addPost(&postNow{Post: x, was: &now.Posts[i], said: p.memory.of(x.ID, postFields)})
	}
	for i, x := range now.Persons {
		p.addPerson(&personNow{Person: x, was: &now.Persons[i], start: x.StartedOn, said: p.memory.of(x.ID, personFields)})
	}
	for i, a := range now.Appointments {
		if holder := p.byPerson[a.PersonID]; holder != nil {
			h := &heldNow{Appointment: a, was: &now.Appointments[i], said: p.memory.of(a.ID, heldFields)}
			h.said.byHand = h.said.kept == "" && holder.said.kept != ""
			holder.held, holder.before = append(holder.held, h), true
			p.heldIn[a.PostID] = append(p.heldIn[a.PostID], holder)
		}
	}
	for _, row := range list.Rows {
		if row.EmployeeNumber != "" && row.Email != "" {
			p.mailOf[row.EmployeeNumber] = people.EmailKeyOf(row.Email)
		}
	}
	return p
}

func (p *planner) addUnit(u *unitNow) *unitNow {
	p.units = append(p.units, u)
	p.byUnit[u.ID] = u
	if p.live(u.ToDate) {
		name := foldName(u.Name)
		p.byName[name] = append(p.byName[name], u)
	}
	return u
}

func (p *planner) addPost(x *postNow) *postNow {
	p.posts = append(p.posts, x)
	p.byPost[x.ID] = x
	if x.Reference != nil {
		p.byRef[*x.Reference] = x
	}
	return x
}

func (p *planner) addPerson(x *personNow) *personNow {
	p.persons = append(p.persons, x)
	p.byPerson[x.ID] = x
	if x.EmployeeNumber != nil {
		p.byNumber[*x.EmployeeNumber] = x
	}
	if x.EmailKey != nil {
		p.byEmail[*x.EmailKey] = x
	}
	return x
}

// live says that what ends with the date holds on the day or after it.
func (p *planner) live(to calendar.Date) bool { return to.IsZero() || !to.Before(p.asAt) }
