package accessiblepdf

import (
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Arabic letters change shape with their neighbours. The library beneath
// draws characters, not glyphs, so the shapes are chosen here from Unicode's
// presentation forms. Letters that have no such forms (a few of Kurdish,
// Pashto and Sindhi) stand alone, which is readable though not joined.

// form indexes the shapes of a letter, in the order Unicode lists them.
type form int

const (
	isolated form = iota
	final
	initial
	medial
)

const (
	tatweel = '\u0640'
	zwnj    = '\u200c'
	zwj     = '\u200d'
	lam     = '\u0644'
)

// lamAlef holds the isolated shape of lam with each alef; its final shape is
// the next character.
var lamAlef = map[rune]rune{'\u0622': '\ufef5', '\u0623': '\ufef7', '\u0625': '\ufef9', '\u0627': '\ufefb'}

// letterForms maps a letter to its presentation forms: two for letters that
// join backwards only, four for those that join on both sides.
var letterForms = sync.OnceValue(func() map[rune][]rune {
	forms := map[rune][]rune{}
	for _, block := range [][2]rune{{'\ufb50', '\ufbff'}, {'\ufe80', '\ufef4'}} {
		for r := block[0]; r <= block[1]; r++ {
			letter := []rune(norm.NFKC.String(string(r)))
			if len(letter) != 1 || letter[0] == r {
				continue
			}
			forms[letter[0]] = append(forms[letter[0]], r)
		}
	}
	// Uighur has initial and medial shapes of alef maksura, listed apart from
	// and before the other two.
	forms['\u0649'] = []rune{'\ufeef', '\ufef0', '\ufbe8', '\ufbe9'}
	return forms
})

// isArabic reports whether r belongs to the Arabic blocks, presentation forms
// included.
func isArabic(r rune) bool {
	return r >= 0x600 && r <= 0x6ff || r >= 0x750 && r <= 0x77f || r >= 0x8a0 && r <= 0x8ff ||
		r >= 0xfb50 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
}

// joinsBack reports whether r connects to the letter before it.
func joinsBack(r rune) bool {
	return r == tatweel || r == zwj || len(letterForms()[r]) >= 2
}

// joinsOn reports whether r connects to the letter after it.
func joinsOn(r rune) bool {
	return r == tatweel || r == zwj || len(letterForms()[r]) == 4
}

// shape replaces the letters of a paragraph by the shapes they take and joins
// lam and alef into one. Marks already ride on their letters.
func shape(atoms []atom) []atom {
	shaped := atoms[:0:0]
	for i := 0; i < len(atoms); i++ {
		a := atoms[i]
		letter := a.letter()
		forms := letterForms()[letter]
		if len(forms) == 0 {
			shaped = append(shaped, a)
			continue
		}
		before := i > 0 && joinsOn(atoms[i-1].letter()) && joinsBack(letter)
		if i+1 < len(atoms) && letter == lam && lamAlef[atoms[i+1].letter()] != 0 {
			shaped = append(shaped, ligate(a, atoms[i+1], before))
			i++
			continue
		}
		after := i+1 < len(atoms) && joinsOn(letter) && joinsBack(atoms[i+1].letter())
		shaped = append(shaped, a.drawnAs(forms[formOf(before, after)]))
	}
	return shaped
}

func formOf(before, after bool) form {
	switch {
	case before && after:
		return medial
	case before:
		return final
	case after:
		return initial
	default:
		return isolated
	}
}

// ligate makes one atom of lam and alef.
func ligate(lamAtom, alef atom, before bool) atom {
	r := lamAlef[alef.letter()]
	if before {
		r++
	}
	both := lamAtom
	both.logical += alef.logical
	both.marks = append(append([]mark(nil), lamAtom.marks...), alef.marks...)
	return both.drawnAs(r)
}

// drawnAs gives the atom another shape, where the face has it.
func (a atom) drawnAs(r rune) atom {
	if !a.face.has(r) {
		return a
	}
	a.draw, a.width = string(r), a.face.width(string(r))
	return a
}
