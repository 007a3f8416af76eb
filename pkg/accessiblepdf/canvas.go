package accessiblepdf

import (
	"fmt"

	"github.com/jung-kurt/gofpdf"
)

// colour is red, green and blue, 0 to 255.
type colour struct{ r, g, b int }

var (
	ink   = colour{0x20, 0x28, 0x2b}
	pine  = colour{0x17, 0x54, 0x4d}
	slate = colour{0x53, 0x5e, 0x62}
	sand  = colour{0xdc, 0xd3, 0xc4}
	mist  = colour{0xe6, 0xf0, 0xec}
	ochre = colour{0xb9, 0x7a, 0x12}
	plum  = colour{0x6a, 0x3b, 0x6e}
	leaf  = colour{0x5b, 0x92, 0x7f}
	white = colour{0xff, 0xff, 0xff}
)

// canvas draws on the current page of the library beneath. All lengths are in
// points from the top left corner.
type canvas struct {
	pdf   *gofpdf.Fpdf
	known [faceCount]bool
	drawn map[rune]bool
	set   struct { // what the page is set to
		font, fill bool // whether the following is known
		face       face
		size       float64
		colour     colour
	}
}

func newCanvas() *canvas {
	pdf := gofpdf.New("P", "pt", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	return &canvas{pdf: pdf, drawn: map[rune]bool{}}
}

func (c *canvas) newPage() {
	c.pdf.AddPage()
	c.set.font, c.set.fill = false, false
}

// begin opens marked content. Properties are in PDF syntax.
func (c *canvas) begin(tag, properties string) {
	if properties == "" {
		c.pdf.RawWriteStr("/" + tag + " BMC")
		return
	}
	c.pdf.RawWriteStr("/" + tag + " <<" + properties + ">> BDC")
}

func (c *canvas) end() { c.pdf.RawWriteStr("EMC") }

// text draws a group of a line whose left end is at x and whose letters stand
// on y.
func (c *canvas) text(g group, s style, x, y float64) {
	for _, run := range g.glyphs {
		c.use(run.face, s)
		for _, r := range run.text {
			c.drawn[r] = true
		}
		c.pdf.Text(x+run.x, y-run.rise, run.text)
	}
}

func (c *canvas) use(f face, s style) {
	if !c.known[f] {
		c.pdf.AddUTF8FontFromBytes(f.family(), "", f.file())
		c.known[f] = true
	}
	if !c.set.font || c.set.face != f || c.set.size != s.size {
		c.pdf.SetFont(f.family(), "", s.size*f.scale())
		c.set.face, c.set.size, c.set.font = f, s.size, true
	}
	c.fill(s.colour)
	c.pdf.SetTextColor(s.colour.r, s.colour.g, s.colour.b)
}

// fill sets the colour of areas. Letters are drawn in it too: the library
// beneath is told so, or it would set and unset a colour for every word.
func (c *canvas) fill(col colour) {
	if c.set.fill && c.set.colour == col {
		return
	}
	c.pdf.SetFillColor(col.r, col.g, col.b)
	c.set.colour, c.set.fill = col, true
}

func (c *canvas) pen(col colour, width float64) {
	c.pdf.SetDrawColor(col.r, col.g, col.b)
	c.pdf.SetLineWidth(width)
}

// area fills a rectangle with rounded corners.
func (c *canvas) area(b box, radius float64, col colour) {
	c.fill(col)
	c.pdf.RoundedRect(b.x, b.y, b.w, b.h, radius, "1234", "F")
}

// outline draws the edge of a rectangle with rounded corners.
func (c *canvas) outline(b box, radius float64, col colour, width float64) {
	c.pen(col, width)
	c.pdf.RoundedRect(b.x, b.y, b.w, b.h, radius, "1234", "D")
}

func (c *canvas) stroke(x1, y1, x2, y2 float64, col colour, width float64) {
	c.pen(col, width)
	c.pdf.Line(x1, y1, x2, y2)
}

func (c *canvas) disc(x, y, radius float64, col colour) {
	c.fill(col)
	c.pdf.Circle(x, y, radius, "F")
}

func (c *canvas) ring(x, y, radius float64, col colour, width float64) {
	c.pen(col, width)
	c.pdf.Circle(x, y, radius, "D")
}

func (c *canvas) diamond(x, y, radius float64, col colour, width float64) {
	c.pen(col, width)
	c.pdf.Polygon([]gofpdf.PointType{{X: x, Y: y - radius}, {X: x + radius, Y: y}, {X: x, Y: y + radius}, {X: x - radius, Y: y}}, "D")
}

// pages draws what was laid out, with every stretch marked as what it is.
func (c *canvas) pages(pages []*page) {
	for _, p := range pages {
		c.newPage()
		for i, o := range p.ops {
			if i == 0 || !sameStretch(p.ops[i-1], o) {
				c.begin(marking(o))
			}
			o.draw(c)
			if i == len(p.ops)-1 || !sameStretch(o, p.ops[i+1]) {
				c.end()
			}
		}
	}
}

func sameStretch(a, b op) bool { return a.content == b.content && a.footer == b.footer }

// marking is the tag and the properties of the stretch that o is in.
func marking(o op) (tag, properties string) {
	switch {
	case o.footer:
		return "Artifact", "/Type /Pagination /Subtype /Footer"
	case o.content == nil:
		return "Artifact", ""
	}
	properties = fmt.Sprintf("/MCID %d", o.content.id)
	if o.actual != nil {
		properties += " /ActualText " + hexText(*o.actual)
	}
	return o.content.owner.tag, properties
}
