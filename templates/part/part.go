// Package part holds the pieces that pages are made of: form fields, buttons, cards, lists,
// banners and charts. A part shows what it is given; it decides nothing, formats no dates and
// knows no concept of the domain.
//
// Most parts are structs that draw themselves: @part.Input{Name: "email", Label: "Email"}.
// Those that wrap other markup are functions with children: @part.Card("mist") { … }.
package part

import (
	"slices"
	"strings"
	"unicode"
)

// Names of the hidden fields that every form which changes something carries.
const (
	OnceField    = "once"    // the one-use key, so that a double tap saves once
	VersionField = "version" // of the record as it was read, so that two people cannot overwrite each other
)

// Link is an address with words. Context is added for those who hear links out of their
// surroundings, such as " entry of 4 March"; it is not seen.
type Link struct {
	Label   string
	Href    string
	Context string
	Current bool
	Count   string // shown after the label, for filters
}

// Initials gives the first letter, as its readers see letters, of the first and the last word of
// a name, in capitals where its script has them. A name of one word gives one; no name gives "?".
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b'
	})
	var letters []string
	for _, word := range words {
		if letter := firstLetter(word); letter != "" {
			letters = append(letters, letter)
		}
	}
	switch len(letters) {
	case 0:
		return "?"
	case 1:
		return letters[0]
	}
	return letters[0] + letters[len(letters)-1]
}

// firstLetter skips quotes, brackets and the like, and takes the marks that belong to the letter.
// It gives nothing for a word without a letter.
func firstLetter(word string) string {
	runes := []rune(word)
	start := slices.IndexFunc(runes, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if start < 0 {
		return ""
	}
	end := start + 1
	for end < len(runes) && unicode.IsMark(runes[end]) && end-start < letterMax {
		end++
	}
	return strings.ToUpper(string(runes[start:end]))
}

// letterMax bounds the characters taken for one letter with its marks: no script needs as many,
// and pranks stack hundreds.
const letterMax = 5

// paragraphs splits text as typed into paragraphs (at empty lines) of lines.
func paragraphs(text string) [][]string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var all [][]string
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
			continue
		}
		if lines != nil {
			all, lines = append(all, lines), nil
		}
	}
	if lines != nil {
		all = append(all, lines)
	}
	return all
}

// either gives the first that is not empty.
func either(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
