package accessiblepdf

// A4, in points.
const (
	pageWidth    = 595.28
	pageHeight   = 841.89
	marginSide   = 62.0
	marginTop    = 56.0
	marginBottom = 68.0
	footerLine   = pageHeight - 40.0 // baseline of the footer

	contentWidth = pageWidth - 2*marginSide
	measure      = 400.0 // widest that running text is set: about 75 characters
	pageRoom     = pageHeight - marginTop - marginBottom

	millimetre = 72 / 25.4
)

// element is a node of the structure tree: what a part of the document is,
// as opposed to where it is drawn.
type element struct {
	tag    string  // a standard structure type, as P or TH
	attrs  string  // attribute dictionaries, in PDF syntax
	alt    string  // what a figure shows, in words
	actual *string // the text that this element stands for
	box    *box    // where a figure is
	kids   []any   // *element or *content, in reading order
}

// box is a rectangle on a page, in points from its top left corner.
type box struct{ x, y, w, h float64 }

// content is a stretch of one page that belongs to an element.
type content struct {
	owner *element
	page  int // index
	id    int // within the page
}

func (e *element) add(tag string) *element {
	kid := &element{tag: tag}
	e.kids = append(e.kids, kid)
	return kid
}

// page holds what is drawn on one sheet, in order.
type page struct {
	index    int
	ops      []op
	contents []*content
}

// op is something to draw. Without content it is decoration, which readers
// pass over.
type op struct {
	content *content
	footer  bool
	actual  *string
	draw    func(*canvas)
}

// decorate draws something that carries no meaning.
func (p *page) decorate(draw func(*canvas)) { p.ops = append(p.ops, op{draw: draw}) }

// mark draws something that belongs to e. What follows on the same page for
// the same element is one stretch with it.
func (p *page) mark(e *element, draw func(*canvas)) {
	if n := len(p.ops); n > 0 {
		last := p.ops[n-1].content
		if last != nil && last.owner == e {
			p.ops = append(p.ops, op{content: last, draw: draw})
			return
		}
	}
	p.ops = append(p.ops, op{content: p.begin(e), draw: draw})
}

// begin opens a new stretch of this page for e.
func (p *page) begin(e *element) *content {
	c := &content{owner: e, page: p.index, id: len(p.contents)}
	p.contents = append(p.contents, c)
	e.kids = append(e.kids, c)
	return c
}

// line draws a line of text with its top left corner at x, y. With no element
// it is decoration.
func (p *page) line(e *element, l line, s style, x, y float64) {
	for _, g := range l.groups {
		draw := func(c *canvas) { c.text(g, s, x, y+s.baseline()) }
		switch {
		case e == nil:
			p.decorate(draw)
		case g.actual != nil:
			p.span(e, g, draw)
		default:
			p.mark(e, draw)
		}
	}
}

// span draws text that has to be told to readers in other words.
//
// The words always stand in the structure tree. They also stand beside the
// drawn text, for programs that copy from there; but not where it runs from
// right to left, for those programs turn such text round themselves.
func (p *page) span(e *element, g group, draw func(*canvas)) {
	s := e.add("Span")
	s.actual = g.actual
	o := op{content: p.begin(s), draw: draw}
	if !g.rtl {
		o.actual = g.actual
	}
	p.ops = append(p.ops, o)
}
