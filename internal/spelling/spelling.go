// Package spelling is how names and texts are compared, however they were typed:
// what counts as the same letter, whether every word that somebody looks for is
// there, and what stands before what in a list. It knows nothing of persons, units
// or entries; which of their words are compared is decided where they live.
package spelling

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// plain are letters and signs that no decomposition leads back to what people type
// who do not have them on their keyboard: Łukasz is looked for as Lukasz.
var plain = strings.NewReplacer(
	"ł", "l", "ø", "o", "đ", "d", "ð", "d", "ħ", "h", "ŧ", "t", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i",
	"’", "'", "‘", "'", "ʼ", "'", "ʻ", "'", "‐", "-", "–", "-",
)

// Fold makes the form in which texts are compared: no case, no accents that sit
// on Latin, Greek or Cyrillic letters, one kind of apostrophe and of hyphen, one
// space between words. Marks of other scripts are letters in their own right and
// stay. The diary keeps its texts in this form: whoever changes it folds them anew
// in a migration.
func Fold(text string) string { return strings.Join(strings.Fields(letters(text)), " ") }

// letters is what Fold makes of the letters and signs, with the spaces as they are.
func letters(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	decomposed := norm.NFKD.String(cases.Fold().String(norm.NFKD.String(text)))
	bare := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, decomposed)
	return plain.Replace(norm.NFKC.String(bare))
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mostLookedFor is how many characters of a search are looked for: more than a
// person types, and few enough to be held against everybody.
const mostLookedFor = 200

// Beginning is the part of a search that is looked for.
func Beginning(query string) string {
	n := 0
	for i := range query {
		if n == mostLookedFor {
			return query[:i]
		}
		n++
	}
	return query
}

// Words are the words that are looked for, folded. They are made once a search.
type Words []string

// Of takes the beginning of what somebody typed apart into the words that are
// looked for. Folding makes up to eighteen characters of one, and is cut as well.
func Of(query string) Words { return strings.Fields(Beginning(Fold(Beginning(query)))) }

// Are says whether the words are a name, which then differs at most in what Fold
// takes away.
func (w Words) Are(name string) bool { return slices.Equal(w, Of(name)) }

// In says whether every word is somewhere in what something is known by.
func (w Words) In(known ...string) bool {
	text := Fold(strings.Join(known, " "))
	for _, word := range w {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Compare puts names in the order in which a reader looks for them: É beside E and
// Ł beside L. Names that only differ in what Fold takes away have an order too, so
// that a list stands the same each time.
func Compare(a, b string) int {
	if ascii(a) && ascii(b) {
		return cmp.Or(compareASCII(a, b), cmp.Compare(a, b))
	}
	return cmp.Or(cmp.Compare(letters(a), letters(b)), cmp.Compare(a, b))
}

// compareASCII compares without regard to case, and without making anything new:
// long lists are put in order by it.
func compareASCII(a, b string) int {
	for i := range min(len(a), len(b)) {
		if c := cmp.Compare(lower(a[i]), lower(b[i])); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
