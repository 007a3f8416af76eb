package accessiblepdf

import "math"

// piece is a block that has been measured: how much room it wants and how it
// is set. All lengths are in points.
type piece struct {
	before, after float64 // space around it; neighbours share the larger
	height        float64 // when it is not broken
	need          float64 // least that must fit for it to begin on a page
	glued         bool    // stays with the piece after it
	set           func(f *flow, parent *element)
}

// flow sets pieces one under the other, page after page.
type flow struct {
	pages    []*page
	page     *page
	y        float64 // where the next piece goes
	start    float64 // where this page's pieces begin
	end      float64 // where they have to end
	headings []heading
	// running draws what is repeated at the top of each page, and returns its
	// height; nil for nothing.
	running func(p *page, y float64) float64
}

// heading is where a heading was set, for the bookmarks.
type heading struct {
	level, page int
	y           float64
	text        string
}

func newFlow() *flow {
	f := &flow{end: pageHeight - marginBottom}
	f.newPage()
	return f
}

// newPage goes on to the next page.
func (f *flow) newPage() {
	f.page = &page{index: len(f.pages)}
	f.pages = append(f.pages, f.page)
	f.y = marginTop
	if f.running != nil {
		f.y += f.running(f.page, f.y)
	}
	f.start = f.y
}

// fresh reports whether nothing has been set on this page yet.
func (f *flow) fresh() bool { return f.y <= f.start }

// room is how much of the page is left.
func (f *flow) room() float64 { return f.end - f.y }

// full ends this page: what comes next goes on a new one.
func (f *flow) full() {
	if !f.fresh() {
		f.y = f.end + 1
	}
}

// place sets pieces in order, keeping together what belongs together. The
// space before the first is left to whoever places the whole.
func (f *flow) place(pieces []piece, parent *element) {
	after := 0.0
	for i, p := range pieces {
		gap := 0.0
		if i > 0 {
			gap = math.Max(after, p.before)
		}
		if !f.fresh() && gap+needed(pieces[i:]) > f.room() {
			f.newPage()
		}
		if !f.fresh() {
			f.y += gap
		}
		p.set(f, parent)
		after = p.after
	}
}

// needed is the room that must be left for the first of the pieces to begin
// on this page, with those that it is glued to.
func needed(pieces []piece) float64 {
	sum := 0.0
	for i, p := range pieces {
		if !p.glued || i+1 == len(pieces) {
			sum += p.need
			break
		}
		sum += p.height + math.Max(p.after, pieces[i+1].before)
	}
	if sum > pageRoom { // cannot be kept together on any page
		return pieces[0].need
	}
	return sum
}

// together makes one piece of several, which is not broken unless it is longer
// than a page.
func together(pieces []piece) piece {
	if len(pieces) == 0 {
		return piece{set: func(*flow, *element) {}}
	}
	first, last := pieces[0], pieces[len(pieces)-1]
	group := piece{before: first.before, after: last.after, glued: last.glued}
	for i, p := range pieces {
		group.height += p.height
		if i > 0 {
			group.height += math.Max(pieces[i-1].after, p.before)
		}
	}
	group.need = group.height
	if group.height > pageRoom {
		group.need = needed(pieces)
	}
	group.set = func(f *flow, parent *element) { f.place(pieces, parent) }
	return group
}

// strip is a part of a column that is never broken.
type strip struct {
	gap    float64 // space above, left out at the top of a page
	height float64
	set    func(p *page, y float64)
}

func stripsHeight(strips []strip) float64 {
	sum := 0.0
	for i, s := range strips {
		if i > 0 {
			sum += s.gap
		}
		sum += s.height
	}
	return sum
}

// tallest is the height of the tallest column.
func tallest(columns [][]strip) float64 {
	most := 0.0
	for _, c := range columns {
		most = math.Max(most, stripsHeight(c))
	}
	return most
}

// frame is what is drawn round a row of columns, on each page that it is on.
type frame struct {
	above, below float64 // space between the frame and the columns, in points
	draw         func(p *page, y, height float64)
}

// columns sets columns side by side. Each goes on over as many pages as it
// needs; on every page they are read in order.
func (f *flow) columns(columns [][]strip, fr frame) {
	for {
		room := f.room() - fr.above - fr.below
		taken := make([]int, len(columns))
		any, left := false, false
		for i, c := range columns {
			taken[i] = fitting(c, room)
			any = any || taken[i] > 0
			left = left || taken[i] < len(c)
		}
		if left && !any {
			if !f.fresh() {
				f.newPage()
				continue
			}
			for i, c := range columns { // taller than a page: let it run over the end
				taken[i] = min(1, len(c))
			}
		}
		columns = f.columnsHere(columns, taken, fr)
		if !hasStrips(columns) {
			return
		}
		f.newPage()
	}
}

// columnsHere sets as many strips of each column as were taken on this page,
// and returns the rest.
func (f *flow) columnsHere(columns [][]strip, taken []int, fr frame) [][]strip {
	here, rest := make([][]strip, len(columns)), make([][]strip, len(columns))
	for i, c := range columns {
		here[i], rest[i] = c[:taken[i]], c[taken[i]:]
	}
	height := tallest(here)
	if fr.draw != nil {
		fr.draw(f.page, f.y, fr.above+height+fr.below)
	}
	for _, c := range here {
		y := f.y + fr.above
		for i, s := range c {
			if i > 0 {
				y += s.gap
			}
			s.set(f.page, y)
			y += s.height
		}
	}
	f.y += fr.above + height + fr.below
	return rest
}

func hasStrips(columns [][]strip) bool {
	for _, c := range columns {
		if len(c) > 0 {
			return true
		}
	}
	return false
}

// fitting is how many strips go into the room, leaving no single one over.
func fitting(strips []strip, room float64) int {
	n, sum := 0, 0.0
	for i, s := range strips {
		if i > 0 {
			sum += s.gap
		}
		sum += s.height
		if sum > room+1e-6 {
			break
		}
		n++
	}
	if n > 2 && n == len(strips)-1 {
		n--
	}
	return n
}
