package diary

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const (
	maxQuery = 200 // characters of a search that are looked for
	maxTerms = 8   // words of it
)

// fold makes the form in which texts are compared: no case, no accents that sit
// on Latin, Greek or Cyrillic letters, one space between words. Marks of other
// scripts are letters in their own right and stay.
func fold(text string) string {
	decomposed := norm.NFKD.String(cases.Fold().String(text))
	bare := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, decomposed)
	return strings.Join(strings.Fields(norm.NFKC.String(bare)), " ")
}

// terms are the words of a search, as they are looked for. Whatever no text can
// hold is dropped: a search never fails for what was typed.
func terms(query string) []string {
	query = strings.Map(func(r rune) rune {
		if r == 0 || r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, query)
	if runes := []rune(query); len(runes) > maxQuery {
		query = string(runes[:maxQuery])
	}
	words := strings.Fields(fold(query))
	return words[:min(len(words), maxTerms)]
}

var wildcards = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// pattern is the LIKE pattern, escaped with "!", that finds the term anywhere.
func pattern(term string) string { return "%" + wildcards.Replace(term) + "%" }
