package stafflist

import (
	"cmp"
	"strconv"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// unit is the unit of the row, made where there is none.
func (p *planner) unit(row *Row, u *unitNow) *unitNow {
	if u == nil {
		root := p.root.ID
		u = p.addUnit(&unitNow{isNew: true, was: &people.Unit{}, Unit: people.Unit{
			ID: p.newKey(), ParentID: &root, Name: row.Unit, FromDate: p.asAt, Version: 1,
		}})
	}
	if !u.named {
		u.named = true
		if u != p.root {
			u.Name = p.settle(&u.said, unitName, unitFields, u.Name, p.unitNamed(row, u), Kept{row.Line, "unit", u.was.Name, "name", u.was.Name, row.Unit})
		}
	}
	return u
}

// unitNamed is the name that a row gives a unit: as the unit has it, where they
// differ in case or spaces only.
func (p *planner) unitNamed(row *Row, u *unitNow) string {
	if foldName(u.Name) == foldName(row.Unit) {
		return u.Name
	}
	return row.Unit
}

// post is the post of the row, made where there is none. A post without a
// reference is known by who holds it, its title and its unit.
func (p *planner) post(row *Row, holder *personNow, unit *unitNow) *postNow {
	post := p.findPost(row, holder, unit)
	if post == nil {
		post = p.addPost(&postNow{isNew: true, was: &p.noPost, Post: people.Post{
			ID: p.newKey(), Reference: optional(row.PostReference), FromDate: p.asAt, Version: 1,
		}})
	}
	first := post.row == nil
	if first {
		post.row = row
	}
	if post.isNew {
		post.UnitID, post.Title = unit.ID, row.JobTitle
		post.Grade = cmp.Or(row.Grade, post.Grade)
		return post
	}
	p.settlePost(row, post, unit, first)
	return post
}

// settlePost takes over what the row says of a post that is here.
func (p *planner) settlePost(row *Row, post *postNow, unit *unitNow, first bool) {
	about := func(field, here, list string) Kept { return Kept{row.Line, "post", post.was.Title, field, here, list} }
	if first {
		post.Title = p.settle(&post.said, postTitle, postFields, post.was.Title, row.JobTitle, about("job title", post.was.Title, row.JobTitle))
		post.UnitID = p.settle(&post.said, postUnit, postFields, post.was.UnitID, unit.ID, about("unit", p.byUnit[post.was.UnitID].Name, row.Unit))
		if !p.live(post.was.ToDate) {
			post.ToDate = dateOf(p.settle(&post.said, postTo, postFields, post.was.ToDate.String(), "", about("last day", post.was.ToDate.Short(), "")))
			post.closed = !post.ToDate.IsZero()
		}
	}
	if row.Grade != "" && post.Grade != row.Grade && (first || post.Grade == "") {
		post.Grade = p.settle(&post.said, postGrade, postFields, post.was.Grade, row.Grade, about("grade", post.was.Grade, row.Grade))
	} else if row.Grade != "" {
		post.said.tell(postGrade, postFields, row.Grade)
	}
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
	x := &personNow{isNew: true, was: &p.noPerson, Person: people.Person{ID: p.newKey(), Name: row.Name, EmployeeNumber: optional(row.EmployeeNumber), Version: 1}}
	return p.addPerson(x)
}

// person takes over what the row says of the person. A blank cell leaves what
// is there.
func (p *planner) person(row *Row, x *personNow) {
	x.rows = append(x.rows, row)
	about := func(field, here, list string) Kept { return Kept{row.Line, "person", x.was.Name, field, here, list} }
	if x.isNew || len(x.rows) > 1 && x.Name == row.Name {
		x.Name = row.Name
	} else {
		x.Name = p.settle(&x.said, personName, personFields, x.was.Name, row.Name, about("name", x.was.Name, row.Name))
	}
	if row.KnownAs != "" && row.KnownAs != x.KnownAs {
		x.KnownAs = p.settle(&x.said, personKnownAs, personFields, x.was.KnownAs, row.KnownAs, about("known as", x.was.KnownAs, row.KnownAs))
	}
	if x.EmployeeNumber == nil && row.EmployeeNumber != "" {
		x.EmployeeNumber = optional(row.EmployeeNumber)
		p.byNumber[row.EmployeeNumber] = x
	}
	if row.Email != "" && row.Email != x.EmailAddress() {
		p.address(x, p.settle(&x.said, personEmail, personFields, x.was.EmailAddress(), row.Email, about("email", x.was.EmailAddress(), row.Email)))
	}
	if x.Phone == "" {
		x.Phone = row.Phone
	}
	if row.Contact != "" {
		x.Contact = row.Contact
	}
	if !row.Start.IsZero() && (len(x.rows) == 1 || x.start.IsZero() || row.Start.Before(x.start)) {
		x.start = row.Start
	}
}

// address gives the person an address in place of the one they had.
func (p *planner) address(x *personNow, address string) {
	if address == x.EmailAddress() {
		return
	}
	if x.EmailKey != nil && p.byEmail[*x.EmailKey] == x {
		delete(p.byEmail, *x.EmailKey)
	}
	x.Email, x.EmailKey = optional(address), optional(people.EmailKeyOf(address))
	if x.EmailKey != nil {
		p.byEmail[*x.EmailKey] = x
	}
}

// appoint puts the person into the post as the row says.
func (p *planner) appoint(row *Row, x *personNow, post *postNow) {
	h, endedHere := p.findHeld(row, x, post)
	about := func(field, here, list string) Kept {
		return Kept{row.Line, "appointment", x.was.Name + ", " + post.Title, field, here, list}
	}
	if endedHere != nil && p.kept(about("last day", endedHere.ToDate.Short(), "")) {
		endedHere.row = row
		return
	}
	if h == nil {
		h = &heldNow{isNew: true, was: &p.noHeld, Appointment: people.Appointment{
			ID: p.newKey(), PersonID: x.ID, PostID: post.ID, Kind: people.Own, FTEThousandths: 1000, FromDate: p.begins(row, x), Version: 1,
		}}
		x.held = append(x.held, h)
	}
	h.row = row
	if row.FTE >= 0 {
		here, list := h.FTEThousandths, row.FTE
		if p.settle(&h.said, heldShare, heldFields, strconv.Itoa(here), strconv.Itoa(list), about("FTE", people.ShareWords(here), people.ShareWords(list))) != strconv.Itoa(here) {
			h.FTEThousandths = list
		}
	}
	moved := !h.isNew && !row.Start.IsZero() && h.FromDate == x.was.StartedOn
	if moved && (h.ToDate.IsZero() || !row.Start.After(h.ToDate)) {
		h.FromDate = dateOf(p.settle(&h.said, heldFrom, heldFields, h.was.FromDate.String(), row.Start.String(), about("first day", h.was.FromDate.Short(), row.Start.Short())))
	}
	switch {
	case !row.Leaving.IsZero():
		h.ToDate = dateOf(p.settle(&h.said, heldTo, heldFields, h.was.ToDate.String(), row.Leaving.String(), about("last day", h.was.ToDate.Short(), row.Leaving.Short())))
		if h.FromDate.After(h.ToDate) && !h.ToDate.IsZero() {
			h.FromDate = h.ToDate
		}
	case p.list.Has[LeavingDate] && !h.ToDate.IsZero() && h.ToDate == x.was.LeftOn:
		// It ended only because they were leaving, and they are not.
		h.ToDate = dateOf(p.settle(&h.said, heldTo, heldFields, h.was.ToDate.String(), "", about("last day", h.was.ToDate.Short(), "")))
	}
	post.FromDate = earlier(post.FromDate, h.FromDate)
}

// findHeld is the latest appointment of the person to the post that the row can
// mean; nil where it means a new one. EndedHere is one that was ended by hand and
// that the last list knew as going on.
func (p *planner) findHeld(row *Row, x *personNow, post *postNow) (latest, endedHere *heldNow) {
	for _, h := range x.held {
		if h.PostID == post.ID && h.row == nil && (latest == nil || h.FromDate.After(latest.FromDate)) {
			latest = h
		}
	}
	if latest == nil || p.live(latest.ToDate) || latest.ToDate == row.Leaving {
		return latest, nil
	}
	if !row.Leaving.IsZero() && !latest.FromDate.After(row.Leaving) && row.Start.Compare(latest.ToDate) <= 0 {
		return latest, nil
	}
	if row.Leaving.IsZero() && latest.said.kept != "" && latest.said.last(heldValues(*latest.was))[heldTo] == "" {
		return nil, latest
	}
	return nil, nil
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
