package accessiblepdf

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// levels works out the direction of each atom of a paragraph, as the Unicode
// bidirectional algorithm (UAX 9) numbers it: even runs from left to right,
// odd from right to left. It returns nil when all runs from left to right, and
// whether the paragraph as a whole begins from the right, which fromLeft
// forbids.
//
// Characters that set directions by hand have been replaced by their code
// points before, so the rules for those are not needed. The classes come from
// x/text; its Paragraph is not used, for it tells no depth and does not pair
// brackets.
func levels(atoms []atom, fromLeft bool) (level []uint8, rtl bool) {
	r := resolver{text: make([]rune, len(atoms)), class: make([]bidi.Class, len(atoms)), base: bidi.L}
	turns := false
	for i, a := range atoms {
		r.text[i], r.class[i] = a.class, classOf(a.class)
		turns = turns || r.class[i] == bidi.R || r.class[i] == bidi.AL || r.class[i] == bidi.AN
	}
	if !turns {
		return nil, false
	}
	if !fromLeft && startsFromRight(r.class) {
		r.base = bidi.R
	}
	r.resolveNumbers()
	r.resolveBrackets()
	r.resolveNeutrals()
	return r.levels(), r.base == bidi.R
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// startsFromRight reports whether the first letter runs from right to left
// (rules P2 and P3).
func startsFromRight(classes []bidi.Class) bool {
	for _, c := range classes {
		switch c {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

// resolver carries the classes of a paragraph through the rules.
type resolver struct {
	text  []rune
	class []bidi.Class
	base  bidi.Class // L or R
}

// resolveNumbers settles marks, numbers and what belongs to them (W1 to W7).
func (r *resolver) resolveNumbers() {
	previous, strong := r.base, r.base // for W1; for W2
	for i, c := range r.class {
		if c == bidi.NSM {
			c = previous
		}
		switch c {
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		case bidi.EN:
			if strong == bidi.AL {
				c = bidi.AN
			}
		}
		previous, r.class[i] = c, c
	}
	for i, c := range r.class { // W4: 1.5 and 1,5
		if c != bidi.ES && c != bidi.CS || i == 0 || i+1 == len(r.class) || r.class[i-1] != r.class[i+1] {
			continue
		}
		if n := r.class[i-1]; n == bidi.EN || n == bidi.AN && c == bidi.CS {
			r.class[i] = n
		}
	}
	r.resolveSigns()
	strong = r.base
	for i, c := range r.class {
		switch c {
		case bidi.AL: // W3
			r.class[i], strong = bidi.R, bidi.R
		case bidi.L, bidi.R:
			strong = c
		case bidi.EN: // W7
			if strong == bidi.L {
				r.class[i] = bidi.L
			}
		}
	}
}

// resolveSigns gives signs of currency and the like to the number beside them,
// and makes neutrals of all others (W5 and W6).
func (r *resolver) resolveSigns() {
	for i := 0; i < len(r.class); i++ {
		j := i
		for j < len(r.class) && r.class[j] == bidi.ET {
			j++
		}
		if j > i {
			to := bidi.ON
			if i > 0 && r.class[i-1] == bidi.EN || j < len(r.class) && r.class[j] == bidi.EN {
				to = bidi.EN
			}
			r.fill(i, j, to)
			i = j - 1
			continue
		}
		if c := r.class[i]; c == bidi.ES || c == bidi.CS {
			r.class[i] = bidi.ON
		}
	}
}

func (r *resolver) fill(from, to int, c bidi.Class) {
	for i := from; i < to; i++ {
		r.class[i] = c
	}
}

// bracketPair is where a pair of brackets opens and closes.
type bracketPair struct{ open, close int }

// resolveBrackets gives both brackets of a pair one direction (N0).
func (r *resolver) resolveBrackets() {
	for _, p := range r.brackets() {
		inside := bidi.ON
		for i := p.open + 1; i < p.close && inside != r.base; i++ {
			if d := direction(r.class[i]); d != bidi.ON {
				inside = d
			}
		}
		if inside == bidi.ON {
			continue
		}
		if inside != r.base && r.before(p.open) != inside {
			inside = r.base
		}
		r.class[p.open], r.class[p.close] = inside, inside
	}
}

// brackets finds the pairs, in the order in which they open.
func (r *resolver) brackets() []bracketPair {
	const deepest = 63
	var open []int
	var pairs []bracketPair
	for i, c := range r.text {
		p, _ := bidi.LookupRune(c)
		switch {
		case !p.IsBracket() || r.class[i] != bidi.ON:
		case p.IsOpeningBracket():
			if len(open) == deepest {
				return nil
			}
			open = append(open, i)
		default:
			for k := len(open) - 1; k >= 0; k-- {
				if bidi.ReverseString(string(r.text[open[k]])) == string(c) {
					pairs, open = append(pairs, bracketPair{open[k], i}), open[:k]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b bracketPair) int { return cmp.Compare(a.open, b.open) })
	return pairs
}

// direction is the direction of a class for what is beside it, or ON.
func direction(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.AL, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// before is the direction of the nearest letter or number before i.
func (r *resolver) before(i int) bidi.Class {
	for i--; i >= 0; i-- {
		if d := direction(r.class[i]); d != bidi.ON {
			return d
		}
	}
	return r.base
}

// resolveNeutrals gives what has no direction that of its neighbours where
// they agree, else that of the paragraph (N1 and N2).
func (r *resolver) resolveNeutrals() {
	left := r.base
	for i := 0; i < len(r.class); i++ {
		if d := direction(r.class[i]); d != bidi.ON {
			left = d
			continue
		}
		j, right := i, r.base
		for j < len(r.class) && direction(r.class[j]) == bidi.ON {
			j++
		}
		if j < len(r.class) {
			right = direction(r.class[j])
		}
		to := r.base
		if left == right {
			to = left
		}
		r.fill(i, j, to)
		i = j - 1
	}
}

// levels numbers the directions (I1 and I2).
func (r *resolver) levels() []uint8 {
	level := make([]uint8, len(r.class))
	for i, c := range r.class {
		switch {
		case c == bidi.R:
			level[i] = 1
		case c != bidi.L || r.base == bidi.R:
			level[i] = 2
		}
	}
	return level
}

// visual returns the indices of a line in the order in which they are drawn,
// from left to right.
func visual(level []uint8) []int {
	order := make([]int, len(level))
	for i := range order {
		order[i] = i
	}
	if len(level) == 0 {
		return order
	}
	for depth := slices.Max(level); depth > 0; depth-- {
		for i := 0; i < len(level); i++ {
			j := i
			for j < len(level) && level[order[j]] >= depth {
				j++
			}
			slices.Reverse(order[i:j])
			i = max(i, j-1)
		}
	}
	return order
}

// mirrored turns brackets and the like about, for text that runs from right
// to left.
func mirrored(a atom) string {
	const pairs = "<>><«»»«‹››‹≤≥≥≤"
	if a.kind != kindPlain || isArabic(a.class) {
		return a.draw
	}
	runes := []rune(pairs)
	for i := 0; i < len(runes); i += 2 {
		if a.class == runes[i] && a.face.has(runes[i+1]) {
			return string(runes[i+1])
		}
	}
	turned := bidi.ReverseString(string(a.class))
	if turned == string(a.class) || !a.face.has([]rune(turned)[0]) {
		return a.draw
	}
	return turned
}
