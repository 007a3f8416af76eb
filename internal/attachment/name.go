package attachment

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name, in characters, its ending included. File systems
// take 255 bytes.
const maxName = 80

// nameOf is the name that a file is kept under: as given, ended as its content is.
// A name that ends otherwise gets the right ending behind it, whatever else it
// claims: "page.html" that is a photo becomes "page.html.jpg".
func nameOf(given string, t Type) string {
	name := cleanName(given)
	ending := path.Ext(name)
	if !slices.Contains(t.Endings, strings.ToLower(ending)) {
		ending = t.Endings[0]
		name += ending
	}
	stem := strings.TrimSuffix(name, ending)
	if most := maxName - len(ending); utf8.RuneCountInString(stem) > most {
		stem = strings.TrimRight(string([]rune(stem)[:most]), ". ")
	}
	return stem + ending
}

// NameOf is a file's name as people read it, before anything is known of its content.
func NameOf(u Upload) string { return cleanName(u.Name) }

// cleanName is the last part of a name as a browser sends it, in any script, without
// characters that cannot be seen or turn what follows around.
func cleanName(given string) string {
	if i := strings.LastIndexAny(given, `/\`); i >= 0 {
		given = given[i+1:]
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unseen(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(given, ""))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if name == "" {
		return "file"
	}
	return name
}

// unseen says whether a character leaves no mark, or changes the direction of
// those after it. Joiners stay: scripts and emoji need them.
func unseen(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	if r == nonJoiner || r == joiner {
		return false
	}
	return unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs) && !emojiTag(r)
}

// emojiTag says whether a character only spells out a flag, such as that of Wales.
func emojiTag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }
