package accessiblepdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// style is how text is set. Sizes are in points.
type style struct {
	face    face
	size    float64
	leading float64 // from one baseline to the next
	colour  colour
	// flush is for names and labels, which stand beside other things: they
	// begin at the left, also where their letters run from right to left.
	flush bool
}

// baseline is how far below the top of a line its letters stand, in points.
func (s style) baseline() float64 {
	const ascent, descent = 0.905, 0.212 // of the text face
	return (s.leading-(ascent+descent)*s.size)/2 + ascent*s.size
}

// line is one line of text, ready to be drawn.
type line struct {
	groups []group // in reading order
	width  float64 // points, without the spaces it ends with
	rtl    bool
}

// group is a stretch of a line that is tagged as one. Where what is drawn is
// not what was typed, actual is what was typed: possibly nothing, when a code
// point goes on from the line before.
type group struct {
	actual *string
	rtl    bool
	glyphs []glyphs
}

// glyphs is a string in one face, drawn at x from the left edge of the line
// and raised by rise, both in points.
type glyphs struct {
	x, rise float64
	face    face
	text    string
}

// breakLines sets text in lines no wider than width points. There is at least
// one line, which is empty when the text is.
func breakLines(text string, s style, width float64) []line {
	var lines []line
	typed := atomise(text, s.face)
	for i, atoms := range typed {
		if i < len(typed)-1 { // so that the words on both sides of a break stay apart when read
			atoms = append(atoms, newAtom([]rune{' '}, 0, s.face))
		}
		atoms = splitWide(shape(atoms), width/s.size)
		level, rtl := levels(atoms, s.flush)
		for from := 0; ; {
			to := lineEnd(atoms, from, width/s.size)
			lines = append(lines, setLine(atoms, level, from, to, rtl, s.size))
			if from = to; from >= len(atoms) {
				break
			}
		}
	}
	return lines
}

// splitWide takes apart code points that are wider than a whole line.
func splitWide(atoms []atom, width float64) []atom {
	if !slices.ContainsFunc(atoms, func(a atom) bool { return a.width > width && len(a.draw) > 1 }) {
		return atoms
	}
	var split []atom
	for _, a := range atoms {
		if a.width <= width || (a.kind != kindSubstitute && a.kind != kindOpaque) {
			split = append(split, a)
			continue
		}
		for i, r := range a.draw {
			part := a
			part.draw, part.width = string(r), a.face.width(string(r))
			if i > 0 {
				part.logical = ""
			}
			split = append(split, part)
		}
	}
	return split
}

// lineEnd returns where the line that begins at from ends. It always takes at
// least one atom when there is one. Width is in ems.
func lineEnd(atoms []atom, from int, width float64) int {
	const slack = 1e-6
	width += slack
	best, sum := -1, 0.0
	for i := from; i < len(atoms); i++ {
		a := atoms[i]
		sum += a.width
		if a.kind != kindSpace && sum > width {
			switch {
			case best > from:
				return best
			case i > from:
				return i
			}
			return from + 1
		}
		if i+1 < len(atoms) && mayBreak(atoms, i) && fitsWithHyphen(a, sum, width) {
			best = i + 1
		}
	}
	return len(atoms)
}

// fitsWithHyphen reports whether a line may end with a, given that a soft
// hyphen shows when it does.
func fitsWithHyphen(a atom, sum, width float64) bool {
	return a.kind != kindSoftHyphen || sum+a.face.width("-") <= width
}

// mayBreak reports whether a line may end after the i-th atom.
func mayBreak(atoms []atom, i int) bool {
	a, next := atoms[i], atoms[i+1]
	switch {
	case next.kind == kindSpace:
		return false
	case a.kind == kindSpace, a.kind == kindSoftHyphen:
		return true
	case isCodePoint(a) && isCodePoint(next):
		return a.logical != "\u200d" && next.logical != "\u200d"
	}
	switch a.draw {
	case "-", "\u2010", "–", "—":
		return i > 0 && atoms[i-1].kind != kindSpace && startsWord(next)
	case "/":
		return startsWord(next)
	}
	return false
}

func isCodePoint(a atom) bool { return a.kind == kindSubstitute || a.kind == kindOpaque }

func startsWord(a atom) bool {
	r, _ := utf8.DecodeRuneInString(a.logical)
	return a.kind == kindPlain && unicode.IsLetter(r)
}

// setLine places the atoms from from to to on one line.
func setLine(all []atom, level []uint8, from, to int, rtl bool, size float64) line {
	atoms := slices.Clone(all[from:to])
	if level != nil {
		level = slices.Clone(level[from:to])
	}
	text := trimmed(atoms)
	if n := len(atoms); n > 0 && to < len(all) && atoms[n-1].kind == kindSoftHyphen {
		atoms[n-1].draw, atoms[n-1].width = "-", atoms[n-1].face.width("-")
	}
	for i := text; i < len(level); i++ {
		level[i] = 0
		if rtl {
			level[i] = 1
		}
	}
	l := line{rtl: rtl}
	for _, a := range atoms[:text] {
		l.width += a.width * size
	}
	x := positions(atoms, level, size)
	if rtl { // spaces at the end hang over the left edge
		hang := 0.0
		for _, a := range atoms[text:] {
			hang -= a.width * size
		}
		for i := range x {
			x[i] += hang
		}
	}
	l.groups = gather(atoms, level, x, size)
	return l
}

// trimmed is how many atoms there are before the spaces at the end.
func trimmed(atoms []atom) int {
	n := len(atoms)
	for n > 0 && atoms[n-1].kind == kindSpace {
		n--
	}
	return n
}

// positions returns where each atom begins, in points.
func positions(atoms []atom, level []uint8, size float64) []float64 {
	x, at := make([]float64, len(atoms)), 0.0
	if level == nil {
		for i, a := range atoms {
			x[i] = at
			at += a.width * size
		}
		return x
	}
	for _, i := range visual(level) {
		x[i] = at
		at += atoms[i].width * size
	}
	return x
}

// gather makes groups of atoms that are tagged alike.
func gather(atoms []atom, level []uint8, x []float64, size float64) []group {
	var groups []group
	for i := 0; i < len(atoms); {
		turned, replaced := isTurned(level, i), differs(atoms[i])
		j := i + 1
		for j < len(atoms) && isTurned(level, j) == turned && (turned || differs(atoms[j]) == replaced) {
			j++
		}
		g := group{glyphs: drawn(atoms[i:j], levelSlice(level, i, j), x[i:j], size)}
		g.rtl = turned && slices.ContainsFunc(level[i:j], func(l uint8) bool { return l%2 == 1 })
		if g.rtl || replaced || slices.ContainsFunc(atoms[i:j], differs) {
			typed := saidBy(atoms[i:j])
			g.actual = &typed
		}
		groups = append(groups, g)
		i = j
	}
	return groups
}

func isTurned(level []uint8, i int) bool { return level != nil && level[i] > 0 }

func levelSlice(level []uint8, i, j int) []uint8 {
	if level == nil {
		return nil
	}
	return level[i:j]
}

// differs reports whether a reader has to be told what was typed, because the
// characters drawn do not say it.
func differs(a atom) bool {
	switch a.kind {
	case kindOpaque, kindSpace:
		return false
	case kindSubstitute:
		return true
	}
	typed := a.draw
	for _, m := range a.marks {
		typed += string(m.r)
	}
	return typed != a.logical
}

func saidBy(atoms []atom) string {
	var b strings.Builder
	for _, a := range atoms {
		b.WriteString(a.said())
	}
	return b.String()
}

// drawn turns atoms into strings to draw, joining neighbours in one face.
func drawn(atoms []atom, level []uint8, x []float64, size float64) []glyphs {
	order := make([]int, len(atoms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	var out []glyphs
	joinable := false
	for _, i := range order {
		a := atoms[i]
		text := a.draw
		if level != nil && level[i]%2 == 1 {
			text = mirrored(a)
		}
		if n := len(out); joinable && out[n-1].face == a.face {
			out[n-1].text += text
		} else if text != "" {
			out = append(out, glyphs{x: x[i], face: a.face, text: text})
			joinable = true
		}
		if len(a.marks) > 0 {
			out = append(out, setMarks(a, x[i], size)...)
			joinable = false
		}
	}
	return out
}

// setMarks sets the marks of an atom over and under the middle of its letter,
// each clear of the letter and of the mark before it as far as there is room.
func setMarks(a atom, x, size float64) []glyphs {
	const clear, farthest = 0.04, 0.4 // ems
	r, _ := utf8.DecodeLastRuneInString(a.draw)
	base := a.face.inkOf(r)
	middle, top, bottom := (base.left+base.right)/2, base.top, base.bottom
	var out []glyphs
	for _, m := range a.marks {
		box, rise := m.face.inkOf(m.r), 0.0
		switch above := box.bottom > 0.3; {
		case above && box.bottom < top+clear:
			rise = min(top+clear-box.bottom, farthest)
		case !above && box.top <= 0 && box.top > bottom-clear:
			rise = max(bottom-clear-box.top, -farthest)
		}
		top, bottom = max(top, box.top+rise), min(bottom, box.bottom+rise)
		out = append(out, glyphs{
			x:    x + (middle-(box.left+box.right)/2)*size,
			rise: rise * size, face: m.face, text: string(m.r),
		})
	}
	return out
}
