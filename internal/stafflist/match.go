package stafflist

import (
	"fmt"

	"learningyear/internal/people"
)

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
	if post.closed {
		return
	}
	p.appoint(row, person, post)
}

// checkUnit finds the unit; nil is one to be made.
func (p *planner) checkUnit(row *Row) (*unitNow, bool) {
	found := p.byName[foldName(row.Unit)]
	switch {
	case len(found) == 0:
		return p.unitBefore(row), true
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

// unitBefore is the unit that an earlier list called so, if it was given another
// name here since, or its posts were put into another.
func (p *planner) unitBefore(row *Row) *unitNow {
	unit := p.bySaid[foldName(row.Unit)]
	if unit == nil || p.live(unit.ToDate) {
		return unit
	}
	post := p.byRef[row.PostReference]
	if row.PostReference == "" || post == nil || post.isNew || post.was.UnitID == unit.ID || p.takeFile {
		return nil
	}
	return unit
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
	if row.ByName && person != nil && !person.calledSo(row.Name) {
		p.list.warn(fmt.Sprintf("Line %d: %s is the address of %s here, so it is kept as a contact", row.Line, row.Email, person.Name))
		row.Contact, row.Email, key, byMail, person = row.Email, "", "", nil, nil
	}
	if person == nil {
		person = p.holderCalled(row)
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

// calledSo says whether the person has the name, here or in the last list.
func (x *personNow) calledSo(name string) bool {
	name = foldName(name)
	return foldName(x.was.Name) == name || x.said.kept != "" && foldName(x.said.last(personValues(*x.was))[personName]) == name || foldName(x.Name) == name
}

// holderCalled finds somebody without a number by the post that they are in and
// their name, where nothing better tells who they are.
func (p *planner) holderCalled(row *Row) *personNow {
	post := p.byRef[row.PostReference]
	if row.PostReference == "" || post == nil {
		return nil
	}
	for _, x := range p.heldIn[post.ID] {
		if x.EmployeeNumber == nil && (row.ByName || x.EmailKey == nil) && len(x.rows) == 0 && x.calledSo(row.Name) {
			return x
		}
	}
	return nil
}

// givesUp says that the list gives another address to who has this one now.
func (p *planner) givesUp(holder *personNow, key string) bool {
	if holder.EmployeeNumber == nil || len(holder.rows) > 0 {
		return false
	}
	other, listed := p.mailOf[*holder.EmployeeNumber]
	return listed && other != key && (p.takeFile || !holder.said.touched(personEmail, holder.was.EmailAddress()))
}

func whoIs(x *personNow) string {
	if x.EmployeeNumber == nil {
		return ""
	}
	return ", employee number " + *x.EmployeeNumber
}
