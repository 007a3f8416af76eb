package people

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugMax is the longest short name before a number is added, in characters.
const slugMax = 48

// slugOf makes a short readable name for addresses: small Latin letters, digits
// and hyphens. What has no simple spelling in them is left out; the result is
// empty where too little is left to read.
func slugOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		spelt := spell(r)
		switch {
		case spelt != "":
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteString(spelt)
		case unicode.IsMark(r), r == '\'', r == '’', unicode.Is(unicode.Cf, r):
			// Belongs to the letter before, or joins two: O'Connor is oconnor.
		default:
			gap = true
		}
		if b.Len() >= slugMax {
			break
		}
	}
	slug := strings.Trim(b.String()[:min(b.Len(), slugMax)], "-")
	if len(slug) < 2 || !strings.ContainsFunc(slug, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		return ""
	}
	return slug
}

// spell is a letter without marks in Latin letters and digits; empty for none.
func spell(r rune) string {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return string(r)
	}
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ŋ':
		return "ng"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	}
	return spellGreekOrCyrillic(r)
}

// The letters of Greek from alpha and of Cyrillic from a, in the order of
// Unicode, each spelt as on most passports.
const (
	greek    = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
	cyrillic = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
)

func spellGreekOrCyrillic(r rune) string {
	var spelt string
	switch {
	case r >= 'α' && r <= 'ω':
		spelt = strings.Fields(greek)[r-'α']
	case r >= 'а' && r <= 'я':
		spelt = strings.Fields(cyrillic)[r-'а']
	case r == 'і':
		spelt = "i"
	case r == 'є':
		spelt = "ie"
	}
	if spelt == "-" {
		return ""
	}
	return spelt
}

// slugBook gives out short names, each once. It is filled with those in use.
type slugBook struct {
	used map[string]bool
	next map[string]int
}

// newSlugBook holds back words that addresses use for other pages.
func newSlugBook() *slugBook {
	b := &slugBook{used: map[string]bool{}, next: map[string]int{}}
	for _, word := range []string{"import", "new", "search", "units", "people", "mail", "invite-all"} {
		b.used[word] = true
	}
	return b
}

func (b *slugBook) hold(slug string) { b.used[slug] = true }

// take gives the first readable of the names, or the last resort, with -2, -3
// and so on where it is in use.
func (b *slugBook) take(lastResort string, names ...string) string {
	base := lastResort
	for _, name := range names {
		if slug := slugOf(name); slug != "" {
			base = slug
			break
		}
	}
	slug := base
	for n := max(b.next[base], 2); b.used[slug]; n++ {
		slug = base + "-" + strconv.Itoa(n)
		b.next[base] = n + 1
	}
	b.used[slug] = true
	return slug
}

// shortKey is the part of a key that differs most between keys made together.
func shortKey(id string) string {
	return id[max(0, len(id)-6):]
}
