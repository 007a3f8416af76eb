package stafflist

import (
	"cmp"
	"slices"

	"learningyear/internal/calendar"
	"learningyear/internal/organogram"
)

// Counted are posts that an organogram's junior file counts and does not name:
// so many of one grade and title in a unit. No person and no post is made of
// them.
type Counted struct {
	ID string
	// UnitID is the unit of that name, else that of the senior post reported to,
	// else the organisation; UnitName is the name in the file.
	UnitID   string
	UnitName string
	// ReportsToID is the senior post; nil where the file names none that there is.
	ReportsToID *string
	Grade       string
	Title       string
	// FTEThousandths is how many posts, in thousandths of full time.
	FTEThousandths int `gorm:"column:fte_thousandths"`
	// AsAt is the day of which the list says so; none where it is not known.
	AsAt calendar.Date
}

// TableName is the table of counted posts.
func (Counted) TableName() string { return "counted_posts" }

// count puts the figures of a junior file beside the units, in place of those
// that are kept.
func (p *planner) count(now standing, c *change, r *Result) {
	if p.list.juniors == nil {
		return
	}
	figures := make([]Counted, 0, len(p.list.juniors))
	for _, j := range p.list.juniors {
		r.JuniorRows += j.Rows
		r.JuniorFTE += j.FTE
		figures = append(figures, p.counted(j))
	}
	if same(figures, now.counted) {
		return
	}
	for i := range figures {
		figures[i].ID = p.newKey()
	}
	c.counted, r.Recounted = figures, true
}

func (p *planner) counted(j organogram.Junior) Counted {
	out := Counted{UnitID: p.root.ID, UnitName: j.Unit, Grade: j.Grade, Title: j.Title, FTEThousandths: j.FTE, AsAt: p.asAt}
	if post := p.byRef[j.ReportsTo]; !j.Missing && post != nil {
		out.ReportsToID, out.UnitID = &post.ID, post.UnitID
	}
	if found := p.byName[foldName(j.Unit)]; len(found) > 0 {
		out.UnitID = found[0].ID
	}
	return out
}

// same says whether two sets of figures say the same, in whatever order.
func same(a, b []Counted) bool {
	sorted := func(in []Counted) []Counted {
		out := slices.Clone(in)
		slices.SortFunc(out, func(x, y Counted) int {
			return cmp.Or(cmp.Compare(x.UnitID, y.UnitID), cmp.Compare(x.UnitName, y.UnitName), cmp.Compare(text(x.ReportsToID), text(y.ReportsToID)),
				cmp.Compare(x.Grade, y.Grade), cmp.Compare(x.Title, y.Title), cmp.Compare(x.FTEThousandths, y.FTEThousandths))
		})
		return out
	}
	return slices.EqualFunc(sorted(a), sorted(b), func(x, y Counted) bool {
		return x.UnitID == y.UnitID && x.UnitName == y.UnitName && text(x.ReportsToID) == text(y.ReportsToID) &&
			x.Grade == y.Grade && x.Title == y.Title && x.FTEThousandths == y.FTEThousandths
	})
}
