package accessiblepdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks are set over one letter; further ones
// print as code points, so that a tower of marks cannot run over other lines.
const maxMarks = 4

const softHyphen = '\u00ad'

// atom is the smallest piece of text that is set as one: a letter with its
// marks, a space, or a code point standing in for a character.
type atom struct {
	draw    string  // characters to draw, left to right, all of them in face
	logical string  // what was typed
	class   rune    // stands for the atom when direction is worked out
	width   float64 // ems
	marks   []mark
	face    face
	kind    atomKind
}

// mark is a combining mark that rides on a letter.
type mark struct {
	r    rune
	face face
}

type atomKind uint8

const (
	// kindPlain is drawn as typed.
	kindPlain atomKind = iota
	// kindSpace may hang over the end of a line, and a line may end after it.
	kindSpace
	// kindSubstitute is a character that no font has: its code point is
	// drawn, and readers are given the character itself.
	kindSubstitute
	// kindOpaque is a character that shows nothing or turns text about. Its
	// code point is drawn and is also all that readers get, so that what is
	// seen and what is copied cannot differ.
	kindOpaque
	// kindJoiner is a zero-width (non-)joiner at work between Arabic letters.
	kindJoiner
	// kindSoftHyphen shows only where a line ends at it.
	kindSoftHyphen
)

// letter is the single character typed, or 0 when there is more to the atom.
func (a atom) letter() rune {
	if a.kind != kindPlain && a.kind != kindJoiner {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(a.logical)
	return r
}

// said is the text that a reader without sight of the page is given.
func (a atom) said() string {
	if a.kind == kindOpaque {
		return a.draw
	}
	return a.logical
}

// atomise turns text into lines of atoms, one for each line that was typed.
// It accepts any string whatever.
func atomise(text string, want face) [][]atom {
	text = norm.NFC.String(strings.ToValidUTF8(text, "\ufffd"))
	text = strings.ReplaceAll(text, "\r\n", "\n")
	runes := []rune(text)
	var lines [][]atom
	var line []atom
	for i, r := range runes {
		if isNewline(r) {
			lines, line = append(lines, line), nil
			continue
		}
		if n := len(line); n > 0 && line[n-1].takes(r, want) {
			line[n-1] = line[n-1].with(r, want)
			continue
		}
		line = append(line, newAtom(runes, i, want))
	}
	return append(lines, line)
}

func isNewline(r rune) bool {
	return r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// newAtom makes the atom of the i-th character.
func newAtom(runes []rune, i int, want face) atom {
	r := runes[i]
	switch {
	case r == '\t' || r == ' ':
		return atom{draw: " ", logical: " ", class: ' ', face: want, width: want.width(" "), kind: kindSpace}
	case r == softHyphen:
		return atom{logical: string(r), class: 'a', face: want, kind: kindSoftHyphen}
	case (r == zwj || r == zwnj) && besideArabic(runes, i):
		return atom{logical: string(r), class: '\u0640', face: want, kind: kindJoiner}
	case r == zwj || r == zwnj:
		return codePoint(r, want, kindSubstitute)
	case isHidden(r):
		return codePoint(r, want, kindOpaque)
	case unicode.In(r, unicode.Mn, unicode.Me): // nothing to ride on
		return codePoint(r, want, kindSubstitute)
	}
	f, ok := pick(want, r)
	if !ok {
		return codePoint(r, want, kindSubstitute)
	}
	a := atom{draw: string(r), logical: string(r), class: r, face: f, width: f.width(string(r))}
	if unicode.Is(unicode.Zs, r) && !isNoBreakSpace(r) {
		a.kind = kindSpace
	}
	return a
}

// codePoint stands in for a character that is not drawn itself.
func codePoint(r rune, want face, kind atomKind) atom {
	draw := fmt.Sprintf("[U+%04X]", r)
	class := '\ufffc' // neutral
	if unicode.In(r, unicode.L, unicode.N) {
		class = 'a' // the code points of a word read from left to right
	}
	return atom{draw: draw, logical: string(r), class: class, face: want, width: want.width(draw), kind: kind}
}

// isHidden reports whether r shows nothing of its own, or is private to some
// font: controls, formatting and direction characters, fillers.
func isHidden(r rune) bool {
	switch {
	case r >= 0x600 && r <= 0x605, r == 0x6dd, r == 0x8e2: // signs that enclose digits: visible
		return false
	case r == 0x34f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0: // joiner and fillers
		return true
	case r >= 0xfe00 && r <= 0xfe0f: // variation selectors with nothing to select
		return true
	case r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef: // not characters
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp)
}

func isNoBreakSpace(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '\u2007' }

// besideArabic reports whether the letter before or after the i-th character
// is Arabic, looking past marks.
func besideArabic(runes []rune, i int) bool {
	for _, step := range [...]int{-1, 1} {
		j := i + step
		for j > 0 && j < len(runes)-1 && unicode.Is(unicode.Mn, runes[j]) {
			j += step
		}
		if j >= 0 && j < len(runes) && isArabic(runes[j]) {
			return true
		}
	}
	return false
}

// takes reports whether r rides on the atom instead of standing alone.
func (a atom) takes(r rune, want face) bool {
	if a.kind != kindPlain {
		return false
	}
	if r >= 0xfe00 && r <= 0xfe0f {
		return true // only chooses between looks of the character before it
	}
	if !unicode.In(r, unicode.Mn, unicode.Me) || isHidden(r) || len(a.marks) >= maxMarks {
		return false
	}
	_, ok := a.markFace(r, want)
	return ok
}

// with returns the atom with r riding on it.
func (a atom) with(r rune, want face) atom {
	a.logical += string(r)
	if f, ok := a.markFace(r, want); ok && !isHidden(r) {
		a.marks = append(a.marks, mark{r, f})
	}
	return a
}

func (a atom) markFace(r rune, want face) (face, bool) {
	if a.face.has(r) {
		return a.face, true
	}
	return pick(want, r)
}

// said returns text as a reader is given it: for titles, alternatives and
// bookmarks, which are read and not drawn. Line breaks become spaces.
func said(text string) string {
	var b strings.Builder
	for i, line := range atomise(text, faceRegular) {
		if i > 0 {
			b.WriteByte(' ')
		}
		for _, a := range line {
			b.WriteString(a.said())
		}
	}
	return strings.TrimSpace(b.String())
}
