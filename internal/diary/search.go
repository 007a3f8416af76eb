package diary

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"learningyear/internal/spelling"
)

// maxTerms is how many words of a search are looked for.
const maxTerms = 8

// terms are the words of a search, as they are looked for. Whatever no text can
// hold is dropped: a search never fails for what was typed.
func terms(query string) []string {
	query = strings.Map(func(r rune) rune {
		if r == 0 || r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, query)
	words := spelling.Of(query)
	return words[:min(len(words), maxTerms)]
}

var wildcards = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// pattern is the LIKE pattern, escaped with "!", that finds the term anywhere.
func pattern(term string) string { return "%" + wildcards.Replace(term) + "%" }
