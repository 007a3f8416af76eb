package accessiblepdf

import (
	"math"
	"slices"
	"strings"
)

const (
	cellAbove, cellBelow = 5.0, 6.0 // space in a cell, in points
	cellSide             = 6.0
	shortRow             = pageRoom * 0.4 // rows up to this height are not broken
)

// grid is a table being set: where its columns are, and its headers.
type grid struct {
	x, widths []float64
	headers   []string
	rowHeads  bool
}

func tablePiece(t Table) piece {
	g := newGrid(t)
	if len(g.widths) == 0 {
		return paragraphPiece(t.Caption, boldText)
	}
	table := &element{tag: "Table"}
	var parts []piece
	if strings.TrimSpace(t.Caption) != "" {
		parts = append(parts, captionPiece(t.Caption))
	}
	if g.hasHeaders() {
		parts = append(parts, g.headerPiece())
	}
	for i, row := range t.Rows {
		last := len(t.Rows) - 1
		p := g.rowPiece(row, i == last)
		p.glued = i < last && (i == 0 || i == last-1) && p.height <= shortRow // no row stands alone
		parts = append(parts, p)
	}
	p := together(parts)
	p.before, p.after, p.need = 6, blockGap+6, needed(parts)
	p.set = func(f *flow, parent *element) {
		parent.kids = append(parent.kids, table)
		f.place(parts, table)
		f.running = nil
	}
	return p
}

func newGrid(t Table) grid {
	n := len(t.Headers)
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	g := grid{headers: padded(t.Headers, n), rowHeads: t.RowHeads}
	widths := columnWidths(t.Widths, n)
	for i, x := 0, marginSide; i < n; i++ {
		g.x = append(g.x, x+cellSide)
		g.widths = append(g.widths, math.Max(1, widths[i]-2*cellSide))
		x += widths[i]
	}
	return g
}

// columnWidths shares the width of the page out among n columns, in points.
// Parts that are missing or make no sense count as the average of the others.
func columnWidths(parts []float64, n int) []float64 {
	usable := func(v float64) bool { return v > 0 && !math.IsInf(v, 0) }
	sum, known := 0.0, 0
	for _, v := range parts[:min(n, len(parts))] {
		if usable(v) {
			sum, known = sum+v, known+1
		}
	}
	average := 1.0
	if known > 0 {
		average = sum / float64(known)
	}
	widths := make([]float64, n)
	for i := range widths {
		part := average
		if i < len(parts) && usable(parts[i]) {
			part = parts[i]
		}
		widths[i] = contentWidth * part / (sum + average*float64(n-known))
	}
	return widths
}

func padded(cells []string, n int) []string {
	return append(slices.Clone(cells), make([]string, max(0, n-len(cells)))...)
}

func (g grid) hasHeaders() bool {
	return slices.ContainsFunc(g.headers, func(h string) bool { return strings.TrimSpace(h) != "" })
}

func captionPiece(text string) piece {
	p := textPiece(oneLine(text), boldText, contentWidth, func(table *element) *element { return table.add("Caption") })
	p.after, p.glued = 4, true
	return p
}

// cells sets a row. Each cell is an element of its own in row; without a row
// the cells are decoration.
func (g grid) cells(row *element, texts []string, look func(i int) (tag, attrs string, s style)) [][]strip {
	columns := make([][]strip, len(g.widths))
	for i, text := range padded(texts, len(g.widths)) {
		tag, attrs, s := look(i)
		var cell *element
		if row != nil {
			cell = row.add(tag)
			cell.attrs = attrs
		}
		lines := breakLines(strings.Join(typedLines(text), "\n"), s, g.widths[i])
		columns[i] = textStrips(cell, lines, s, g.x[i], g.widths[i])
	}
	return columns
}

func scope(of string) string { return "<</O /Table /Scope /" + of + ">>" }

func (g grid) headerCells(row *element) [][]strip {
	return g.cells(row, g.headers, func(int) (string, string, style) { return "TH", scope("Column"), headText })
}

// headerPiece is the row of headers. From then on it is drawn again at the top
// of each page, where readers pass over it: they have it from the first.
func (g grid) headerPiece() piece {
	columns := g.headerCells(nil)
	height := tallest(columns) + cellAbove + cellBelow
	return piece{height: height, need: math.Min(height, pageRoom), glued: true, set: func(f *flow, table *element) {
		f.columns(g.headerCells(table.add("TR")), headerFrame)
		if height <= pageRoom/3 {
			f.running = g.repeatHeaders
		}
	}}
}

var headerFrame = frame{above: cellAbove, below: cellBelow, draw: func(p *page, y, h float64) {
	p.decorate(func(c *canvas) {
		c.area(box{marginSide, y, contentWidth, h}, 2, mist)
		c.stroke(marginSide, y+h, marginSide+contentWidth, y+h, pine, 1)
	})
}}

func (g grid) repeatHeaders(p *page, y float64) float64 {
	f := &flow{page: p, y: y, end: pageHeight}
	f.columns(g.headerCells(nil), headerFrame)
	return f.y - y
}

func (g grid) rowPiece(texts []string, last bool) piece {
	row := &element{tag: "TR"}
	columns := g.cells(row, texts, func(i int) (string, string, style) {
		if i == 0 && g.rowHeads {
			return "TH", scope("Row"), rowText
		}
		return "TD", "", cellText
	})
	height := tallest(columns) + cellAbove + cellBelow
	need := height
	if height > shortRow {
		need = cellAbove + cellBelow + 4*cellText.leading
	}
	colour, width := sand, 0.6
	if last {
		width = 0.9
	}
	fr := frame{above: cellAbove, below: cellBelow, draw: func(p *page, y, h float64) {
		p.decorate(func(c *canvas) { c.stroke(marginSide, y+h, marginSide+contentWidth, y+h, colour, width) })
	}}
	return piece{height: height, need: need, set: func(f *flow, table *element) {
		table.kids = append(table.kids, row)
		f.columns(columns, fr)
	}}
}
