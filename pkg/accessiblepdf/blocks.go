package accessiblepdf

import (
	"fmt"
	"strings"
)

var (
	bodyText  = style{face: faceRegular, size: 10.5, leading: 15.5, colour: ink}
	smallText = style{face: faceRegular, size: 9, leading: 13, colour: slate}
	boldText  = style{face: faceBold, size: 10.5, leading: 15.5, colour: ink}
	whoText   = style{face: faceBold, size: 9, leading: 13, colour: slate, flush: true}
	tagText   = style{face: faceBold, size: 9, leading: 13, colour: pine, flush: true}
	headText  = style{face: faceBold, size: 9, leading: 13, colour: pine, flush: true}
	cellText  = style{face: faceRegular, size: 9.5, leading: 13.5, colour: ink, flush: true}
	rowText   = style{face: faceBold, size: 9.5, leading: 13.5, colour: ink, flush: true}
	pairText  = style{face: faceRegular, size: 10, leading: 14.5, colour: ink}
	signed    = style{face: faceItalic, size: 15, leading: 20, colour: ink, flush: true}
)

// headingLook is how headings of each level look.
var headingLook = [...]struct {
	style
	before, after float64
}{
	{style{face: faceBold, size: 22, leading: 28, colour: ink, flush: true}, 0, 9},
	{style{face: faceBold, size: 15, leading: 20, colour: pine, flush: true}, 24, 7},
	{style{face: faceBold, size: 12, leading: 16.5, colour: ink, flush: true}, 18, 5},
	{style{face: faceBold, size: 10.5, leading: 15, colour: slate, flush: true}, 13, 3},
}

const blockGap = 7.0 // between a paragraph and what follows, in points

// textStrips are the lines of a text as strips of a column that begins at x.
func textStrips(e *element, lines []line, s style, x, width float64) []strip {
	strips := make([]strip, len(lines))
	for i, l := range lines {
		at := x
		if l.rtl {
			at = x + width - l.width
		}
		strips[i] = strip{height: s.leading, set: func(p *page, y float64) { p.line(e, l, s, at, y) }}
	}
	return strips
}

// textPiece is text over the width of the page that may break between lines.
// Elem makes the element that it belongs to.
func textPiece(text string, s style, width float64, elem func(parent *element) *element) piece {
	lines := breakLines(text, s, width)
	height := float64(len(lines)) * s.leading
	p := piece{after: blockGap, height: height, need: height}
	if len(lines) > 3 {
		p.need = 2 * s.leading
	}
	p.set = func(f *flow, parent *element) {
		f.columns([][]strip{textStrips(elem(parent), lines, s, marginSide, width)}, frame{})
	}
	return p
}

func headingPiece(level int, text string) piece {
	look := headingLook[level-1]
	p := textPiece(oneLine(text), look.style, contentWidth, func(parent *element) *element {
		return parent.add(fmt.Sprintf("H%d", level))
	})
	p.before, p.after, p.glued = look.before, look.after, true
	set := p.set
	p.set = func(f *flow, parent *element) {
		f.headings = append(f.headings, heading{level: level, page: f.page.index, y: f.y, text: said(text)})
		set(f, parent)
	}
	return p
}

func paragraphPiece(text string, s style) piece {
	return textPiece(text, s, measure, func(parent *element) *element { return parent.add("P") })
}

// oneLine puts text that was typed on several lines on one.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, isNewline), " ")
}

// splitParagraphs parts text at empty lines.
func splitParagraphs(text string) []string {
	var paragraphs, lines []string
	for _, l := range append(typedLines(text), "") {
		switch {
		case strings.Trim(l, " \t") != "":
			lines = append(lines, l)
		case len(lines) > 0:
			paragraphs, lines = append(paragraphs, strings.Join(lines, "\n")), nil
		}
	}
	return paragraphs
}

// typedLines parts text at line breaks of every kind.
func typedLines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Split(strings.Map(func(r rune) rune {
		if isNewline(r) {
			return '\n'
		}
		return r
	}, text), "\n")
}

// flowText is text in a column: paragraphs with a little space between them.
func flowText(parent *element, text string, s style, x, width float64) []strip {
	var strips []strip
	for i, p := range splitParagraphs(text) {
		part := textStrips(parent.add("P"), breakLines(p, s, width), s, x, width)
		if i > 0 {
			part[0].gap = s.leading * 0.4
		}
		strips = append(strips, part...)
	}
	return strips
}

func listPiece(items []string) piece {
	const indent = 15.0
	rows := make([]piece, 0, len(items))
	for _, item := range items {
		rows = append(rows, listItem(item, indent))
	}
	list := together(rows)
	list.after = blockGap
	if len(rows) > 0 {
		list.need = rows[0].need
	}
	list.set = func(f *flow, parent *element) {
		l := parent.add("L")
		l.attrs = "<</O /List /ListNumbering /Disc>>"
		f.place(rows, l)
	}
	return list
}

func listItem(text string, indent float64) piece {
	lines := breakLines(text, bodyText, measure-indent)
	bullet := breakLines("•", bodyText, indent)
	height := float64(len(lines)) * bodyText.leading
	need := height
	if len(lines) > 3 {
		need = 2 * bodyText.leading
	}
	bulletAt, textAt := marginSide+2, marginSide+indent
	if lines[0].rtl {
		bulletAt, textAt = marginSide+measure-2-bullet[0].width, marginSide
	}
	return piece{height: height, need: need, after: 2, set: func(f *flow, parent *element) {
		item := parent.add("LI")
		label, body := item.add("Lbl"), item.add("LBody")
		f.columns([][]strip{
			textStrips(label, bullet, bodyText, bulletAt, indent),
			textStrips(body, lines, bodyText, textAt, measure-indent),
		}, frame{})
	}}
}

func factsPiece(facts []Fact) piece {
	const labelWidth, gutter = 132.0, 14.0
	rows := make([]piece, 0, len(facts))
	for _, fact := range facts {
		rows = append(rows, factRow(fact, labelWidth, gutter))
	}
	list := together(rows)
	list.after = blockGap + 2
	if len(rows) > 0 {
		list.need = rows[0].need
	}
	list.set = func(f *flow, parent *element) {
		l := parent.add("L")
		l.attrs = "<</O /List /ListNumbering /None>>"
		f.place(rows, l)
	}
	return list
}

func factRow(fact Fact, labelWidth, gutter float64) piece {
	x := marginSide + labelWidth + gutter
	width := contentWidth - labelWidth - gutter
	label, value := whoText, bodyText
	label.size, label.leading, value.flush = 10, bodyText.leading, true
	labels, values := breakLines(fact.Label, label, labelWidth), breakLines(fact.Value, value, width)
	most := float64(max(len(labels), len(values))) * bodyText.leading
	return piece{height: most, need: min(most, 3*bodyText.leading), after: 3, set: func(f *flow, parent *element) {
		item := parent.add("LI")
		lbl, body := item.add("Lbl"), item.add("LBody")
		f.columns([][]strip{
			textStrips(lbl, labels, label, marginSide, labelWidth),
			textStrips(body, values, value, x, width),
		}, frame{})
	}}
}

func notePiece(lead, text string) piece {
	const pad = 12.0
	width := contentWidth - 2*pad
	e := &element{tag: "Sect"}
	var strips []strip
	if strings.TrimSpace(lead) != "" {
		strips = textStrips(e.add("P"), breakLines(oneLine(lead), boldText, width), boldText, marginSide+pad, width)
	}
	strips = append(strips, flowText(e, text, bodyText, marginSide+pad, width)...)
	if len(strips) == 0 {
		return together(nil)
	}
	height := stripsHeight(strips) + 2*pad
	need := height
	if height > pageRoom/2 {
		need = 2*pad + 4*bodyText.leading
	}
	ground := frame{above: pad - 2, below: pad, draw: func(p *page, y, h float64) {
		p.decorate(func(c *canvas) { c.area(box{marginSide, y, contentWidth, h}, 5, mist) })
	}}
	return piece{before: 6, after: blockGap + 5, height: height, need: need, set: func(f *flow, parent *element) {
		parent.kids = append(parent.kids, e)
		f.columns([][]strip{strips}, ground)
	}}
}

func pairPiece(left, right Voice) piece {
	const gutter = 24.0
	width := (contentWidth - gutter) / 2
	one, other := &element{tag: "Sect"}, &element{tag: "Sect"}
	columns := [][]strip{
		voice(one, left, marginSide, width),
		voice(other, right, marginSide+width+gutter, width),
	}
	height := tallest(columns)
	return piece{before: 10, after: blockGap + 5, height: height, need: min(height, 92), set: func(f *flow, parent *element) {
		parent.kids = append(parent.kids, one, other)
		f.columns(columns, frame{})
	}}
}

// voice is one column of a pair: who speaks, the label beside it, the text.
func voice(e *element, v Voice, x, width float64) []strip {
	const tagPad, tagGap = 6.0, 8.0
	var strips []strip
	tag := breakLines(v.Tag, tagText, width-2*tagPad)
	who := breakLines(oneLine(v.Who), whoText, width)
	hasTag := strings.TrimSpace(v.Tag) != ""
	last := who[len(who)-1]
	if strings.TrimSpace(v.Who) != "" {
		strips = textStrips(e.add("P"), who, whoText, x, width)
	}
	if hasTag {
		tagElement, rest := e.add("P"), tag
		if at := x + last.width + tagGap; len(strips) == 1 && len(tag) == 1 && last.width+tagGap+2*tagPad+tag[0].width <= width {
			beside := tagStrip(tagElement, tag[0], at, tagPad)
			name := strips[len(strips)-1]
			strips[len(strips)-1].set = func(p *page, y float64) { name.set(p, y); beside.set(p, y) }
			rest = nil
		}
		for _, l := range rest {
			s := tagStrip(tagElement, l, x, tagPad)
			s.gap = 4
			strips = append(strips, s)
		}
	}
	text := flowText(e, v.Text, pairText, x, width)
	if len(text) > 0 {
		text[0].gap = 6
	}
	return append(strips, text...)
}

// tagStrip is a short word on a coloured ground.
func tagStrip(e *element, l line, x, pad float64) strip {
	return strip{height: tagText.leading, set: func(p *page, y float64) {
		p.decorate(func(c *canvas) {
			c.area(box{x, y - 2, l.width + 2*pad, tagText.leading + 4}, 4, mist)
		})
		p.line(e, l, tagText, x+pad, y)
	}}
}

func rulePiece() piece {
	return piece{before: 12, after: 12, height: 1, need: 1, set: func(f *flow, _ *element) {
		y := f.y
		f.page.decorate(func(c *canvas) { c.stroke(marginSide, y, marginSide+contentWidth, y, sand, 0.8) })
		f.y++
	}}
}

func spacePiece(height float64) piece {
	height = max(0, height)
	return piece{height: min(height, pageRoom), set: func(f *flow, _ *element) {
		if !f.fresh() {
			f.y += height
		}
	}}
}

func pageBreakPiece() piece {
	return piece{set: func(f *flow, _ *element) { f.full() }}
}

func writingPiece(n int) piece {
	const apart = 24.0
	n = max(0, min(n, 10000))
	height := float64(n) * apart
	return piece{after: blockGap, height: height, need: min(height, 3*apart), set: func(f *flow, _ *element) {
		ruled := strip{height: apart, set: func(p *page, y float64) {
			p.decorate(func(c *canvas) {
				c.stroke(marginSide, y+apart-1, marginSide+contentWidth, y+apart-1, sand, 0.8)
			})
		}}
		strips := make([]strip, n)
		for i := range strips {
			strips[i] = ruled
		}
		f.columns([][]strip{strips}, frame{})
	}}
}

// footers prints the name of the document and the number of the page at the
// foot of every page. Readers pass over them.
func (d *Document) footers(pages []*page) {
	style := smallText
	style.size, style.flush = 8, true
	name := oneLine(d.info.Title)
	if d.info.AsAt != "" {
		name += " · " + oneLine(d.info.AsAt)
	}
	number := func(n int) line {
		return shortened(fmt.Sprintf(d.info.Words.Page, n, len(pages)), style, contentWidth/2)
	}
	title := shortened(name, style, contentWidth-number(len(pages)).width-20)
	for _, p := range pages {
		number := number(p.index + 1)
		y := footerLine - style.baseline()
		from := len(p.ops)
		p.decorate(func(c *canvas) {
			c.stroke(marginSide, y-6, marginSide+contentWidth, y-6, sand, 0.5)
		})
		p.line(nil, title, style, marginSide, y)
		p.line(nil, number, style, marginSide+contentWidth-number.width, y)
		for i := range p.ops[from:] {
			p.ops[from+i].footer = true
		}
	}
}

// shortened is text on one line, cut with three dots where it is too long.
func shortened(text string, s style, width float64) line {
	if len(text) < 2000 {
		if l := breakLines(text, s, width); len(l) == 1 {
			return l[0]
		}
	}
	const most = 500 // characters; no line holds as many
	runes := []rune(text)
	runes = runes[:min(len(runes), most)]
	low, high := 0, len(runes) // the most characters that fit are in between
	for low < high {
		middle := (low + high + 1) / 2
		if len(breakLines(string(runes[:middle])+"…", s, width)) == 1 {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return breakLines(string(runes[:low])+"…", s, width)[0]
}
