package accessiblepdf

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

const mostSegments = 40 // beyond this a bar is drawn in one

func progressPiece(label string, done, total int, words Words) piece {
	const barWidth, barGap, gapAbove = 240.0, 10.0, 3.0
	count := fmt.Sprintf(words.Of, done, total)
	e := &element{tag: "Figure", alt: strings.TrimPrefix(said(label)+": "+said(count), ": ")}
	name := bodyText
	name.flush = true
	strips := textStrips(e, breakLines(oneLine(label), name, contentWidth), name, marginSide, contentWidth)
	counted := breakLines(count, smallText, contentWidth-barWidth-barGap)[0]
	bar := strip{gap: gapAbove, height: smallText.leading, set: func(p *page, y float64) {
		e.box = &box{marginSide, y, contentWidth, smallText.leading}
		p.mark(e, func(c *canvas) { drawBar(c, box{marginSide, y + 3, barWidth, 7}, done, total) })
		p.line(e, counted, smallText, marginSide+barWidth+barGap, y)
	}}
	strips = append(strips, bar)
	height := stripsHeight(strips)
	return piece{before: 2, after: blockGap, height: height, need: math.Min(height, pageRoom), set: func(f *flow, parent *element) {
		parent.kids = append(parent.kids, e)
		f.columns([][]strip{strips}, frame{})
	}}
}

// drawBar draws total segments of which done are full, or one bar in two
// parts where segments would be too narrow to see.
func drawBar(c *canvas, b box, done, total int) {
	const gap = 3.0
	total = max(0, total)
	done = max(0, min(done, total))
	if total == 0 || total > mostSegments {
		c.area(b, b.h/2, sand)
		if done > 0 {
			part := b
			part.w = math.Max(b.h, b.w*float64(done)/float64(total))
			c.area(part, b.h/2, pine)
		}
		return
	}
	width := (b.w - gap*float64(total-1)) / float64(total)
	for i := range total {
		part := box{b.x + float64(i)*(width+gap), b.y, width, b.h}
		radius := math.Min(2, width/3)
		if i < done {
			c.area(part, radius, pine)
			continue
		}
		c.area(part, radius, sand)
	}
}

// Heights within a time line, in points. Marks stand in rows over the line.
const (
	laneHeight  = 12.0 // a row of labels
	discRise    = 26.0 // middle of a disc over the line
	squareRise  = 13.0
	lineBelow   = 30.0 // the line's own weight, ticks and their labels
	keyHeight   = 16.0
	nowRise     = 38.0
	marksHeight = 38.0
)

var tinyText = style{face: faceRegular, size: 8, leading: 11, colour: slate, flush: true}

func timelinePiece(t Timeline) piece {
	e := &element{tag: "Figure", alt: said(t.Alt)}
	labels, lanes := placeLabels(t.Marks)
	keys, keyRows := placeKeys(t.Keys)
	above := marksHeight + laneHeight*float64(lanes)
	height := above + lineBelow + keyHeight*float64(keyRows)
	return piece{before: 6, after: blockGap + 6, height: height, need: height, set: func(f *flow, parent *element) {
		parent.kids = append(parent.kids, e)
		e.box = &box{marginSide, f.y, contentWidth, height}
		axis := f.y + above
		f.page.mark(e, func(c *canvas) { drawAxis(c, t, axis) })
		for _, l := range labels {
			f.page.line(e, l.text, tinyText, l.x, axis-marksHeight-laneHeight*float64(l.row+1))
		}
		setTicks(f.page, e, t.Ticks, axis)
		for _, k := range keys {
			y := axis + lineBelow + keyHeight*float64(k.row)
			f.page.mark(e, func(c *canvas) { drawMark(c, k.kind, k.x+5, y+6) })
			f.page.line(e, k.text, tinyText, k.x+14, y)
		}
		f.y += height
	}}
}

// placed is a label with its place: a row, and where it begins.
type placed struct {
	text line
	x    float64
	row  int
	kind MarkKind
}

// onAxis is where a part of the whole lies across the page.
func onAxis(at float64) float64 {
	if !(at > 0) {
		at = 0
	}
	return marginSide + math.Min(at, 1)*contentWidth
}

// placeLabels puts each label over its mark, in the lowest row where it does
// not run into another.
func placeLabels(marks []Mark) (labels []placed, rows int) {
	const apart = 6.0
	sorted := slices.Clone(marks)
	slices.SortStableFunc(sorted, func(a, b Mark) int { return cmp.Compare(onAxis(a.At), onAxis(b.At)) })
	var ends []float64 // of the last label of each row
	for _, m := range sorted {
		if strings.TrimSpace(m.Label) == "" {
			continue
		}
		l := placed{text: shortened(oneLine(m.Label), tinyText, contentWidth/3)}
		l.x = between(onAxis(m.At)-l.text.width/2, marginSide, marginSide+contentWidth-l.text.width)
		for l.row < len(ends) && ends[l.row]+apart > l.x {
			l.row++
		}
		if l.row == len(ends) {
			ends = append(ends, 0)
		}
		ends[l.row] = l.x + l.text.width
		labels = append(labels, l)
	}
	return labels, len(ends)
}

func between(v, low, high float64) float64 { return math.Max(low, math.Min(v, high)) }

func placeKeys(keys []Key) (out []placed, rows int) {
	const symbol, apart = 14.0, 16.0
	x := marginSide
	for _, k := range keys {
		l := shortened(oneLine(k.Label), tinyText, contentWidth-symbol)
		if x > marginSide && x+symbol+l.width > marginSide+contentWidth {
			x = marginSide
			rows++
		}
		out = append(out, placed{text: l, x: x, row: rows, kind: k.Kind})
		x += symbol + l.width + apart
	}
	if len(keys) > 0 {
		rows++
	}
	return out, rows
}

func drawAxis(c *canvas, t Timeline, y float64) {
	const weight = 4.0
	c.area(box{marginSide, y - weight/2, contentWidth, weight}, weight/2, sand)
	for _, m := range t.Marks {
		if x := onAxis(m.At); m.Kind == MarkNow && x > marginSide+weight {
			c.area(box{marginSide, y - weight/2, x - marginSide, weight}, weight/2, leaf)
		}
	}
	for _, m := range t.Marks {
		x := onAxis(m.At)
		switch m.Kind {
		case MarkNow:
			c.stroke(x, y-nowRise, x, y+4, ink, 1.2)
		case MarkDot:
			drawMark(c, m.Kind, x, y)
		case MarkSquare, MarkOpenSquare, MarkDiamond:
			drawMark(c, m.Kind, x, y-squareRise)
		default:
			drawMark(c, m.Kind, x, y-discRise)
		}
	}
}

func drawMark(c *canvas, kind MarkKind, x, y float64) {
	const half = 4.0
	switch kind {
	case MarkDot:
		c.disc(x, y, 2.4, white)
		c.disc(x, y, 1.8, pine)
	case MarkDisc:
		c.disc(x, y, half+0.6, pine)
	case MarkSquare:
		c.area(box{x - half, y - half, 2 * half, 2 * half}, 1.5, ochre)
	case MarkOpenSquare:
		c.outline(box{x - half + 0.5, y - half + 0.5, 2*half - 1, 2*half - 1}, 1.5, ochre, 1.1)
	case MarkDiamond:
		c.diamond(x, y, half+1, plum, 1.1)
	case MarkNow:
		c.stroke(x, y-half-1, x, y+half+1, ink, 1.2)
	default:
		c.ring(x, y, half, pine, 1.2)
	}
}

// setTicks draws the divisions under the line, and in each its label where
// there is room for it.
func setTicks(p *page, e *element, ticks []Tick, axis float64) {
	sorted := slices.Clone(ticks)
	slices.SortStableFunc(sorted, func(a, b Tick) int { return cmp.Compare(onAxis(a.At), onAxis(b.At)) })
	for i, t := range sorted {
		x, end := onAxis(t.At), marginSide+contentWidth
		if i+1 < len(sorted) {
			end = onAxis(sorted[i+1].At)
		}
		if x > marginSide {
			p.mark(e, func(c *canvas) { c.stroke(x, axis+6, x, axis+10, sand, 0.8) })
		}
		if strings.TrimSpace(t.Label) == "" {
			continue
		}
		label := shortened(oneLine(t.Label), tinyText, math.Max(end-x, 1))
		p.line(e, label, tinyText, x+math.Max(0, (end-x-label.width)/2), axis+12)
	}
}

func signaturesPiece(signatures []Signature, words Words) piece {
	var rows []piece
	for pair := range slices.Chunk(signatures, 2) {
		rows = append(rows, signatureRow(pair, words))
	}
	p := together(rows)
	p.before, p.after = 8, blockGap+4
	return p
}

func signatureRow(signatures []Signature, words Words) piece {
	const gutter, pad = 18.0, 12.0
	width := (contentWidth - gutter) / 2
	var elements []any
	var columns [][]strip
	for i, s := range signatures {
		e := &element{tag: "Sect"}
		elements = append(elements, e)
		columns = append(columns, signature(e, s, words, marginSide+float64(i)*(width+gutter)+pad, width-2*pad))
	}
	around := frame{above: pad - 2, below: pad, draw: func(p *page, y, h float64) {
		p.decorate(func(c *canvas) {
			for i := range signatures {
				c.outline(box{marginSide + float64(i)*(width+gutter), y, width, h}, 5, sand, 0.9)
			}
		})
	}}
	alignLines(columns, signatures)
	height := tallest(columns) + around.above + around.below
	return piece{height: height, need: math.Min(height, pageRoom), after: 12, set: func(f *flow, parent *element) {
		parent.kids = append(parent.kids, elements...)
		f.columns(columns, around)
	}}
}

// alignLines moves lines to sign on to the lower edge of their boxes.
func alignLines(columns [][]strip, signatures []Signature) {
	height := tallest(columns)
	for i, c := range columns {
		if !given(signatures[i]) && len(c) > 1 && height < pageRoom {
			c[len(c)-1].gap += height - stripsHeight(c)
		}
	}
}

// given reports whether somebody has signed.
func given(s Signature) bool { return strings.TrimSpace(s.When) != "" }

// signature is the inside of one box.
func signature(e *element, s Signature, words Words, x, width float64) []strip {
	small := smallText
	small.flush = true
	text := func(t string, st style) []strip {
		if strings.TrimSpace(t) == "" {
			return nil
		}
		return textStrips(e.add("P"), breakLines(oneLine(t), st, width), st, x, width)
	}
	if given(s) {
		return slices.Concat(text(s.Name, signed), text(s.Role, small), text(s.When, small))
	}
	name := boldText
	name.flush = true
	return append(slices.Concat(text(s.Name, name), text(s.Role, small)), lineToSign(e, words, small, x, width))
}

// lineToSign is room to sign and to write the date.
func lineToSign(e *element, words Words, s style, x, width float64) strip {
	const room, gap = 38.0, 14.0
	long := (width - gap) * 0.66
	sign := shortened(words.Signature, s, long)
	date := shortened(words.Date, s, width-gap-long)
	return strip{height: room + s.leading, set: func(p *page, y float64) {
		y += room
		p.decorate(func(c *canvas) {
			c.stroke(x, y, x+long, y, slate, 0.7)
			c.stroke(x+long+gap, y, x+width, y, slate, 0.7)
		})
		p.line(e.add("P"), sign, s, x, y+1)
		p.line(e.add("P"), date, s, x+long+gap, y+1)
	}}
}
