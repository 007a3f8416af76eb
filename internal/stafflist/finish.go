package stafflist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

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
func (p *planner) finish(now standing, o Options) {
	p.markUnsure()
	unclear := false
	for _, row := range p.list.Rows {
		unclear = unclear || row.Bad && row.EmployeeNumber == "" && row.Email == ""
	}
	for _, x := range p.persons {
		if len(x.rows) == 0 {
			continue
		}
		p.setStart(x)
		p.setLeft(x)
		if !x.unsure && !unclear {
			p.endOthers(x)
		}
	}
	p.setManagers()
	p.placeUnits()
	p.findMissing(now.inOffice, o.Complete)
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

// setStart gives the person the first day that their rows give.
func (p *planner) setStart(x *personNow) {
	if x.isNew {
		x.StartedOn = x.start
	} else if x.start != x.was.StartedOn {
		x.StartedOn = dateOf(p.settle(&x.said, personStart, personFields, x.was.StartedOn.String(), x.start.String(),
			Kept{x.rows[0].Line, "person", x.was.Name, "first day", x.was.StartedOn.Short(), x.start.Short()}))
	}
}

// setLeft gives the person a last day where every row has one.
func (p *planner) setLeft(x *personNow) {
	var last calendar.Date
	for _, row := range x.rows {
		if row.Leaving.IsZero() {
			if p.list.Has[LeavingDate] || x.Left(p.asAt) {
				p.settleLeft(x, calendar.Date{})
			}
			return
		}
		last = later(last, row.Leaving)
	}
	p.settleLeft(x, last)
	if x.StartedOn.After(last) && !x.LeftOn.IsZero() {
		x.StartedOn = last
	}
}

func (p *planner) settleLeft(x *personNow, last calendar.Date) {
	x.LeftOn = dateOf(p.settle(&x.said, personLeft, personFields, x.was.LeftOn.String(), last.String(),
		Kept{x.rows[0].Line, "person", x.was.Name, "last day", x.was.LeftOn.Short(), last.Short()}))
}

// endOthers ends what the person held on the day and the list does not name: the
// list is taken to name all that a person holds.
func (p *planner) endOthers(x *personNow) {
	for _, h := range x.held {
		if h.row != nil || h.FromDate.After(p.asAt) || !p.live(h.ToDate) {
			continue
		}
		post := p.byPost[h.PostID]
		if h.said.byHand && p.kept(Kept{x.rows[0].Line, "appointment", x.was.Name + ", " + post.Title, "post", post.Title, ""}) {
			continue
		}
		end := p.asAt.AddDays(-1)
		if !x.LeftOn.IsZero() && x.LeftOn.Before(end) {
			end = x.LeftOn
		}
		h.ToDate = later(end, h.FromDate)
		h.said.tell(heldTo, heldFields, h.ToDate.String())
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
			p.reportsTo(post, nil, ref)
		case above == nil && p.list.toldTops: // the organogram's own findings tell
		case above == nil:
			p.list.warn(fmt.Sprintf("Line %d: there is no post %s to report to. Until there is, the lead of the unit manages", post.row.Line, ref))
		default:
			p.reportsTo(post, above, ref)
		}
	}
	p.cutCircles()
}

func (p *planner) reportsTo(post, above *postNow, ref string) {
	id, here := "", "nobody"
	if above != nil {
		id = above.ID
	}
	if post.was.ReportsToID != nil && p.byPost[*post.was.ReportsToID] != nil {
		here = p.byPost[*post.was.ReportsToID].Title
	}
	if post.isNew {
		post.ReportsToID = optional(id)
		return
	}
	post.ReportsToID = optional(p.settle(&post.said, postAbove, postFields, text(post.was.ReportsToID), id,
		Kept{post.row.Line, "post", post.was.Title, "reports to", here, ref}))
}

// cutCircles opens each circle of posts that report to the next: a list can say
// so, and so can a list together with what was changed here.
func (p *planner) cutCircles() {
	seen := map[string]int{}
	for i, start := range p.posts {
		for at := start; at != nil && seen[at.ID] == 0; {
			seen[at.ID] = i + 1
			if at.ReportsToID == nil {
				break
			}
			next := p.byPost[*at.ReportsToID]
			if next != nil && seen[next.ID] == i+1 {
				at.ReportsToID = nil
				p.list.warn(fmt.Sprintf("The post %s reports to itself round a circle. It is cut, and the post is at the top", cmp.Or(text(at.Reference), at.Title)))
				break
			}
			at = next
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
		placed := post.isNew || post.UnitID != post.was.UnitID || post.FromDate != post.was.FromDate
		if unit := p.byUnit[post.UnitID]; unit != nil && placed {
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

// findMissing finds the people who are here on the day and not in the list. Where
// the list is to be complete, they are ended with the day before, but for those
// who hold an office.
func (p *planner) findMissing(inOffice map[string]bool, complete bool) {
	here := 0
	for _, x := range p.persons {
		if !slices.ContainsFunc(x.held, func(h *heldNow) bool { return h.was.Period().Holds(p.asAt) && !h.isNew }) || x.was.Left(p.asAt) {
			continue
		}
		here++
		switch {
		case len(x.rows) > 0 || x.unsure:
		case inOffice[x.ID]:
			p.spared = append(p.spared, x)
		default:
			p.missing = append(p.missing, x)
		}
	}
	p.tooMany = 2*len(p.missing) > here
	switch n := len(p.missing) + len(p.spared); {
	case complete && p.tooMany:
		p.list.problem(1, "", fmt.Sprintf("%d of the %d people who are here are not in the list. Nobody is ended where it would be more than half: this list seems to be of a part", len(p.missing), here))
	case complete:
		for _, x := range p.missing {
			p.drop(x)
		}
		for _, x := range p.spared {
			p.list.warn(x.Name + " is not in the list and stays, because they hold an office. End the office first, then the person")
		}
	case n == 1:
		p.list.warn("1 person who is here on the day is not in the list. Nothing changes for them: who has left needs a leaving date")
	case n > 1:
		p.list.warn(fmt.Sprintf("%d people who are here on the day are not in the list%s. Nothing changes for them: who has left needs a leaving date", n, inOfficeText(len(p.spared))))
	}
}

// inOfficeText says how many of those not in a list hold an office: no list ends them.
func inOfficeText(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", one of them in an office"
	}
	return fmt.Sprintf(", %d of them in an office", n)
}

// drop ends a person who is not in a list that is to be complete.
func (p *planner) drop(x *personNow) {
	x.dropped = true
	x.LeftOn = later(p.asAt.AddDays(-1), x.StartedOn)
	x.said.tell(personLeft, personFields, x.LeftOn.String())
	for _, h := range x.held {
		if p.live(h.ToDate) {
			h.ToDate = later(x.LeftOn, h.FromDate)
			h.said.tell(heldTo, heldFields, h.ToDate.String())
		}
	}
}
