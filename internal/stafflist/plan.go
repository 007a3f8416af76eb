package stafflist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// The things that a list is about, each as it was, as it shall be, and whether
// the list names it.
type (
	unitNow struct {
		people.Unit
		was   people.Unit
		isNew bool
		named bool
	}
	postNow struct {
		people.Post
		was   people.Post
		isNew bool
		// row is the first row that names the post; nil where none does.
		row *Row
	}
	personNow struct {
		people.Person
		was   people.Person
		isNew bool
		rows  []*Row
		// unsure says that a row of the person was rejected, so that what the list
		// says of them is not complete.
		unsure bool
		held   []*heldNow
		// before says whether the person held any appointment before the list.
		before bool
	}
	heldNow struct {
		people.Appointment
		was   people.Appointment
		isNew bool
		row   *Row
	}
)

// planner compares a list with what there is.
type planner struct {
	list   *List
	asAt   calendar.Date
	newKey func() string
	root   *unitNow

	units    []*unitNow
	byName   map[string][]*unitNow
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
}

// plan says what shall become of what there is, and counts it. Rows that do not
// fit are marked as bad in the list, with the reason, and left out.
func plan(now people.Structure, list *List, o Options, newKey func() string) (people.Revision, Result) {
	for {
		p := newPlanner(now, list, o, newKey)
		for i := range list.Rows {
			if row := &list.Rows[i]; !row.Bad {
				p.takeRow(row)
			}
		}
		if p.oneAddressEach() {
			p.finish()
			return p.revision(o)
		}
	}
}

func newPlanner(now people.Structure, list *List, o Options, newKey func() string) *planner {
	p := &planner{
		list: list, asAt: o.AsAt, newKey: newKey,
		byName: map[string][]*unitNow{}, byUnit: map[string]*unitNow{}, byRef: map[string]*postNow{}, byPost: map[string]*postNow{},
		byNumber: map[string]*personNow{}, byEmail: map[string]*personNow{}, byPerson: map[string]*personNow{}, mailOf: map[string]string{},
	}
	for _, u := range now.Units {
		n := p.addUnit(&unitNow{Unit: u, was: u})
		if u.ParentID == nil && u.Kind == people.Organisation && p.root == nil {
			p.root = n
		}
	}
	if p.root == nil {
		name := cmp.Or(strings.TrimSpace(o.Organisation), "The organisation")
		p.root = p.addUnit(&unitNow{isNew: true, Unit: people.Unit{
			ID: newKey(), Kind: people.Organisation, Name: name, FromDate: o.AsAt, Version: 1,
		}})
	}
	for _, x := range now.Posts {
		p.addPost(&postNow{Post: x, was: x})
	}
	for _, x := range now.Persons {
		p.addPerson(&personNow{Person: x, was: x})
	}
	for _, a := range now.Appointments {
		if holder := p.byPerson[a.PersonID]; holder != nil {
			holder.held = append(holder.held, &heldNow{Appointment: a, was: a})
			holder.before = true
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

// takeRow checks a row against all that there is and, where nothing speaks
// against it, takes it in.
func (p *planner) takeRow(row *Row) {
	unit, ok := p.checkUnit(row)
	if !ok {
		return
	}
	if !p.checkPost(row) {
		return
	}
	if row.Vacant {
		p.post(row, nil, p.unit(row, unit))
		return
	}
	person, ok := p.checkPerson(row)
	if !ok {
		return
	}
	if person == nil {
		person = p.newPerson(row)
	}
	post := p.post(row, person, p.unit(row, unit))
	p.person(row, person)
	p.appoint(row, person, post)
}

// checkUnit finds the unit; nil is one to be made.
func (p *planner) checkUnit(row *Row) (*unitNow, bool) {
	found := p.byName[foldName(row.Unit)]
	switch {
	case len(found) == 0:
		return nil, true
	case len(found) == 1:
		return found[0], true
	}
	if post := p.byRef[row.PostReference]; row.PostReference != "" && post != nil {
		for _, u := range found {
			if u.ID == post.UnitID {
				return u, true
			}
		}
	}
	p.list.reject(row, Unit, fmt.Sprintf("There are %d units of this name. Give one of them another name first", len(found)))
	return nil, false
}

// checkPost compares the row with an earlier one that names the same post.
func (p *planner) checkPost(row *Row) bool {
	if row.PostReference == "" {
		return true
	}
	post := p.byRef[row.PostReference]
	if post == nil || post.row == nil {
		return true
	}
	first := post.row
	for _, d := range []struct {
		c        Column
		was, now string
	}{
		{JobTitle, first.JobTitle, row.JobTitle}, {Grade, first.Grade, row.Grade},
		{Unit, foldName(first.Unit), foldName(row.Unit)}, {ManagerPost, first.ManagerPost, row.ManagerPost},
	} {
		if d.was != d.now && d.now != "" {
			p.list.reject(row, d.c, fmt.Sprintf("Line %d says something else of the same post, %s", first.Line, row.PostReference))
			return false
		}
	}
	if row.Vacant || first.Vacant {
		p.list.reject(row, PostReference, fmt.Sprintf("Line %d is about the same post, and one of the two says that it is vacant", first.Line))
		return false
	}
	return true
}

// checkPerson finds the person, by employee number and then by address; nil is
// one to be made.
func (p *planner) checkPerson(row *Row) (*personNow, bool) {
	key := people.EmailKeyOf(row.Email)
	byMail := p.byEmail[key]
	if key == "" {
		byMail = nil
	}
	person := p.byNumber[row.EmployeeNumber]
	if row.EmployeeNumber == "" || person == nil && byMail != nil && byMail.EmployeeNumber == nil {
		person = byMail
	}
	if byMail != nil && byMail != person && !p.givesUp(byMail, key) {
		p.list.reject(row, Email, "This is the address of "+byMail.Name+whoIs(byMail))
		return nil, false
	}
	if person == nil || len(person.rows) == 0 {
		return person, true
	}
	first := person.rows[0]
	for _, d := range []struct {
		c        Column
		was, now string
	}{{Name, first.Name, row.Name}, {Email, people.EmailKeyOf(first.Email), key}} {
		if d.was != d.now && d.now != "" {
			p.list.reject(row, d.c, fmt.Sprintf("Line %d says something else of the same person", first.Line))
			return nil, false
		}
	}
	for _, h := range person.held {
		if h.row != nil && row.PostReference != "" && p.byRef[row.PostReference] != nil && h.PostID == p.byRef[row.PostReference].ID {
			p.list.reject(row, PostReference, fmt.Sprintf("Line %d puts the same person into the same post", h.row.Line))
			return nil, false
		}
	}
	return person, true
}

// givesUp says that the list gives another address to who has this one now.
func (p *planner) givesUp(holder *personNow, key string) bool {
	if holder.EmployeeNumber == nil || len(holder.rows) > 0 {
		return false
	}
	other, listed := p.mailOf[*holder.EmployeeNumber]
	return listed && other != key
}

func whoIs(x *personNow) string {
	if x.EmployeeNumber == nil {
		return ""
	}
	return ", employee number " + *x.EmployeeNumber
}

// unit is the unit of the row, made where there is none.
func (p *planner) unit(row *Row, u *unitNow) *unitNow {
	if u == nil {
		root := p.root.ID
		u = p.addUnit(&unitNow{isNew: true, Unit: people.Unit{
			ID: p.newKey(), ParentID: &root, Name: row.Unit, FromDate: p.asAt, Version: 1,
		}})
	}
	u.named = true
	return u
}

// post is the post of the row, made where there is none. A post without a
// reference is known by who holds it, its title and its unit.
func (p *planner) post(row *Row, holder *personNow, unit *unitNow) *postNow {
	post := p.findPost(row, holder, unit)
	if post == nil {
		post = p.addPost(&postNow{isNew: true, Post: people.Post{
			ID: p.newKey(), Reference: optional(row.PostReference), FromDate: p.asAt, Version: 1,
		}})
	}
	if post.row == nil {
		post.row = row
	}
	post.UnitID, post.Title = unit.ID, row.JobTitle
	if row.Grade != "" {
		post.Grade = row.Grade
	}
	if !p.live(post.ToDate) {
		post.ToDate = calendar.Date{}
	}
	return post
}

func (p *planner) findPost(row *Row, holder *personNow, unit *unitNow) *postNow {
	if row.PostReference != "" {
		return p.byRef[row.PostReference]
	}
	for _, h := range holder.held {
		post := p.byPost[h.PostID]
		if h.row == nil && p.live(h.ToDate) && post.Reference == nil && post.UnitID == unit.ID && foldName(post.Title) == foldName(row.JobTitle) {
			return post
		}
	}
	return nil
}

func (p *planner) newPerson(row *Row) *personNow {
	x := &personNow{isNew: true, Person: people.Person{ID: p.newKey(), Name: row.Name, EmployeeNumber: optional(row.EmployeeNumber), Version: 1}}
	return p.addPerson(x)
}

// person takes over what the row says of the person. A blank cell leaves what
// is there.
func (p *planner) person(row *Row, x *personNow) {
	x.rows = append(x.rows, row)
	x.Name = row.Name
	if row.KnownAs != "" {
		x.KnownAs = row.KnownAs
	}
	if x.EmployeeNumber == nil && row.EmployeeNumber != "" {
		x.EmployeeNumber = optional(row.EmployeeNumber)
		p.byNumber[row.EmployeeNumber] = x
	}
	if row.Email != "" && row.Email != x.EmailAddress() {
		if x.EmailKey != nil && p.byEmail[*x.EmailKey] == x {
			delete(p.byEmail, *x.EmailKey)
		}
		key := people.EmailKeyOf(row.Email)
		x.Email, x.EmailKey = &row.Email, &key
		p.byEmail[key] = x
	}
	if !row.Start.IsZero() && (len(x.rows) == 1 || x.StartedOn.IsZero() || row.Start.Before(x.StartedOn)) {
		x.StartedOn = row.Start
	}
}

// appoint puts the person into the post as the row says.
func (p *planner) appoint(row *Row, x *personNow, post *postNow) {
	h := p.findHeld(row, x, post)
	if h == nil {
		h = &heldNow{isNew: true, Appointment: people.Appointment{
			ID: p.newKey(), PersonID: x.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: p.begins(row, x), Version: 1,
		}}
		x.held = append(x.held, h)
	}
	h.row = row
	if row.FTE >= 0 {
		h.FTEThousandths = row.FTE
	}
	moved := !h.isNew && !row.Start.IsZero() && h.FromDate == x.was.StartedOn
	if moved && (h.ToDate.IsZero() || !row.Start.After(h.ToDate)) {
		h.FromDate = row.Start
	}
	switch {
	case !row.Leaving.IsZero():
		h.ToDate = row.Leaving
		if h.FromDate.After(h.ToDate) {
			h.FromDate = h.ToDate
		}
	case p.list.Has[LeavingDate] && !h.ToDate.IsZero() && h.ToDate == x.was.LeftOn:
		h.ToDate = calendar.Date{} // it ended only because they were leaving, and they are not
	}
	post.FromDate = earlier(post.FromDate, h.FromDate)
}

// findHeld is the latest appointment of the person to the post that the row can
// mean; nil where it means a new one.
func (p *planner) findHeld(row *Row, x *personNow, post *postNow) *heldNow {
	var latest *heldNow
	for _, h := range x.held {
		if h.PostID == post.ID && h.row == nil && (latest == nil || h.FromDate.After(latest.FromDate)) {
			latest = h
		}
	}
	if latest == nil || p.live(latest.ToDate) || latest.ToDate == row.Leaving {
		return latest
	}
	if !row.Leaving.IsZero() && !latest.FromDate.After(row.Leaving) && row.Start.Compare(latest.ToDate) <= 0 {
		return latest
	}
	return nil
}

// begins is the first day of a new appointment: the start date, but for somebody
// who held others before not earlier than the change can have been.
func (p *planner) begins(row *Row, x *personNow) calendar.Date {
	from := row.Start
	if from.IsZero() {
		from = p.asAt
	}
	if x.before {
		var last calendar.Date
		for _, h := range x.held {
			if to := h.was.ToDate; !h.isNew && p.live(to) {
				last = p.asAt.AddDays(-1)
			} else if !h.isNew && to.After(last) {
				last = to
			}
		}
		if !from.After(last) {
			from = p.asAt
		}
	}
	if !row.Leaving.IsZero() && from.After(row.Leaving) {
		from = row.Leaving
	}
	return from
}

// oneAddressEach rejects rows that leave two people with one address, which only
// shows at the end: somebody was to give one up, in a row that was rejected. It
// says whether all is well; if not, the list is to be planned anew.
func (p *planner) oneAddressEach() bool {
	seen, ok := map[string]*personNow{}, true
	for _, x := range p.persons {
		if x.EmailKey == nil {
			continue
		}
		other := seen[*x.EmailKey]
		seen[*x.EmailKey] = x
		if other == nil {
			continue
		}
		if len(x.rows) == 0 {
			x, other = other, x
		}
		for _, row := range x.rows {
			ok = false
			p.list.reject(row, Email, "This is the address of "+other.Name+whoIs(other))
		}
	}
	return ok
}

// finish works out what only shows once every row is taken in.
func (p *planner) finish() {
	p.markUnsure()
	unclear := false
	for _, row := range p.list.Rows {
		unclear = unclear || row.Bad && row.EmployeeNumber == "" && row.Email == ""
	}
	for _, x := range p.persons {
		if len(x.rows) == 0 {
			continue
		}
		p.setLeft(x)
		if !x.unsure && !unclear {
			p.endOthers(x)
		}
	}
	p.setManagers()
	p.placeUnits()
	p.warnMissing()
}

// markUnsure finds who is meant by rejected rows.
func (p *planner) markUnsure() {
	for _, row := range p.list.Rows {
		if !row.Bad {
			continue
		}
		for _, x := range []*personNow{p.byNumber[row.EmployeeNumber], p.byEmail[people.EmailKeyOf(row.Email)]} {
			if x != nil {
				x.unsure = true
			}
		}
	}
}

// setLeft gives the person a last day where every row has one.
func (p *planner) setLeft(x *personNow) {
	var last calendar.Date
	for _, row := range x.rows {
		if row.Leaving.IsZero() {
			if p.list.Has[LeavingDate] || x.Left(p.asAt) {
				x.LeftOn = calendar.Date{}
			}
			return
		}
		last = later(last, row.Leaving)
	}
	x.LeftOn = last
	if x.StartedOn.After(last) {
		x.StartedOn = last
	}
}

// endOthers ends what the person held on the day and the list does not name: the
// list is taken to name all that a person holds.
func (p *planner) endOthers(x *personNow) {
	for _, h := range x.held {
		if h.row != nil || h.FromDate.After(p.asAt) || !p.live(h.ToDate) {
			continue
		}
		end := p.asAt.AddDays(-1)
		if !x.LeftOn.IsZero() && x.LeftOn.Before(end) {
			end = x.LeftOn
		}
		h.ToDate = later(end, h.FromDate)
	}
}

// setManagers finds the posts reported to, once all posts are known.
func (p *planner) setManagers() {
	for _, post := range p.posts {
		if post.row == nil || post.row.ManagerPost == "" {
			continue
		}
		ref := post.row.ManagerPost
		above := p.byRef[ref]
		switch {
		case isNobody(ref) && above == nil, above == post:
			post.ReportsToID = nil
		case above == nil:
			p.list.warn(fmt.Sprintf("Line %d: there is no post %s to report to. Until there is, the lead of the unit manages", post.row.Line, ref))
		default:
			id := above.ID
			post.ReportsToID = &id
		}
	}
}

// isNobody says that the cell of a manager's post means none.
func isNobody(ref string) bool {
	switch strings.ToLower(ref) {
	case "xx", "-", "–", "—", "none", "nobody", "n/a", "na", "nil", "null":
		return true
	}
	return false
}

// placeUnits gives new units their kind and units without a lead theirs. A new
// unit is a division where one of its posts manages others in it, else a
// section. Its lead is the one post that reports to none in it; where there are
// several, nobody leads. The organisation's lead is the one post that reports to
// nobody.
func (p *planner) placeUnits() {
	tops, inner, heads := map[string][]*postNow{}, map[string]bool{}, []*postNow{}
	for _, post := range p.posts {
		if !p.live(post.ToDate) {
			continue
		}
		if unit := p.byUnit[post.UnitID]; unit != nil {
			unit.FromDate = earlier(unit.FromDate, post.FromDate)
		}
		var above *postNow
		if post.ReportsToID != nil {
			above = p.byPost[*post.ReportsToID]
		}
		if above != nil && above.UnitID == post.UnitID {
			inner[post.UnitID] = true
			continue
		}
		tops[post.UnitID] = append(tops[post.UnitID], post)
		if above == nil {
			heads = append(heads, post)
		}
	}
	for _, u := range p.units {
		p.root.FromDate = earlier(p.root.FromDate, u.FromDate)
		if !u.named && u != p.root {
			continue
		}
		if u.isNew && u != p.root {
			u.Kind = people.Section
			if inner[u.ID] {
				u.Kind = people.Division
			}
		}
		top := tops[u.ID]
		if u == p.root && len(top) != 1 {
			top = heads
		}
		if len(top) == 1 && !p.hasLead(u) {
			u.LeadPostID = &top[0].ID
		}
	}
}

func (p *planner) hasLead(u *unitNow) bool {
	return u.LeadPostID != nil && p.byPost[*u.LeadPostID] != nil && p.live(p.byPost[*u.LeadPostID].ToDate)
}

// warnMissing tells of people who are here and not in the list.
func (p *planner) warnMissing() {
	n := 0
	for _, x := range p.persons {
		if len(x.rows) == 0 && !x.unsure && slices.ContainsFunc(x.held, func(h *heldNow) bool { return h.Period().Holds(p.asAt) }) {
			n++
		}
	}
	switch {
	case n == 1:
		p.list.warn("1 person who is here on the day is not in the list. Nothing changes for them: who has left needs a leaving date")
	case n > 1:
		p.list.warn(fmt.Sprintf("%d people who are here on the day are not in the list. Nothing changes for them: who has left needs a leaving date", n))
	}
}
