package stafflist

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// turnNames puts names that stand as "SURNAME, First" in one cell into the order
// in which they are said. Capitals tell; where the surname is not in capitals the
// order is only sure if most names of the list stand so. Else a name stays as it
// was typed.
func (l *List) turnNames() {
	names, commas := 0, 0
	for _, row := range l.Rows {
		if row.oneCell && !row.Vacant && !row.Bad {
			names++
			if _, _, ok := cutName(row.Name); ok {
				commas++
			}
		}
	}
	var kept []string
	for i := range l.Rows {
		row := &l.Rows[i]
		if !row.oneCell || row.Vacant || !strings.Contains(row.Name, ",") {
			continue
		}
		name, sure := turned(row.Name, 2*commas > names)
		if !sure && !row.Bad {
			kept = append(kept, fmt.Sprintf("Line %d, %s: “%s” is kept as it is, since it is not sure which is the surname", row.Line, l.header(Name), shortened(name)))
		}
		row.Name = name
	}
	const most = 20
	for _, text := range kept[:min(len(kept), most)] {
		l.warn(text)
	}
	if more := len(kept) - most; more > 0 {
		l.warn(fmt.Sprintf("%d more names have a comma and are kept as they are", more))
	}
}

// cutName cuts a name at its one comma; not ok where what follows is no name.
func cutName(name string) (surname, given string, ok bool) {
	surname, given, found := strings.Cut(name, ",")
	surname, given = strings.TrimSpace(surname), strings.TrimSpace(given)
	if !found || strings.Contains(given, ",") || !hasLetters(surname) || !hasLetters(given) || isAfterName(given) {
		return "", "", false
	}
	return surname, given, true
}

// isAfterName says that the words are letters after a name, as in "John Smith, MBE".
func isAfterName(words string) bool {
	for _, word := range strings.Fields(words) {
		switch strings.ReplaceAll(strings.ToLower(word), ".", "") {
		case "jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "esq", "jp", "dl", "qc", "kc",
			"mbe", "obe", "cbe", "kbe", "dbe", "bem", "phd", "dphil", "edd", "ma", "msc", "mphil", "mba", "med", "ba", "bsc", "bed", "pgce",
			"fca", "aca", "acca", "frsa", "cipd", "mcipd", "fcipd", "rn", "rgn":
		default:
			return false
		}
	}
	return true
}

// turned is a name in the order in which it is said. Sure is false where it was
// left as it is because its parts cannot be told.
func turned(name string, mostAreSo bool) (out string, sure bool) {
	surname, given, ok := cutName(name)
	if !ok {
		return name, false
	}
	if capitals(surname) {
		return givenName(given) + " " + surnameOf(surname), true
	}
	if mostAreSo {
		return given + " " + surname, true
	}
	return name, false
}

// capitals says that a surname is written in capitals, but for "Mc", "Mac" and
// words like "van der".
func capitals(surname string) bool {
	some := false
	for _, word := range words(surname) {
		if rest, found := cutMc(word); found {
			word = rest
		}
		switch {
		case isCapitals(word) && utf8.RuneCountInString(word) > 1:
			some = true
		case isCapitals(word) || isParticle(strings.ToLower(word)):
		default:
			return false
		}
	}
	return some
}

func words(name string) []string { return strings.Fields(name) }

func cutMc(word string) (rest string, found bool) {
	for _, mc := range []string{"Mac", "Mc"} {
		if rest, found := strings.CutPrefix(word, mc); found && isCapitals(rest) {
			return rest, true
		}
	}
	return word, false
}

// isCapitals says that there are letters, and none of them small.
func isCapitals(word string) bool {
	return strings.ContainsFunc(word, unicode.IsUpper) && !strings.ContainsFunc(word, unicode.IsLower)
}

func isParticle(word string) bool {
	switch word {
	case "van", "der", "den", "de", "la", "los", "von", "zu", "ap", "ab", "ferch", "bin", "binti", "ibn", "al", "el", "da", "di", "du", "le", "ten", "ter":
		return true
	}
	return false
}

// surnameOf writes a surname in capitals as one writes it. Which of the small
// words begin small is only known of those that come in pairs, and of "ap".
func surnameOf(surname string) string {
	in := words(surname)
	out := make([]string, len(in))
	for i, word := range in {
		out[i] = recased(word)
	}
	lower := func(i int) { out[i] = strings.ToLower(in[i]) }
	for i := range in[:max(len(in)-1, 0)] {
		first, second := strings.ToLower(in[i]), strings.ToLower(in[i+1])
		switch first + " " + second {
		case "van der", "van den", "van de", "von der", "von den", "de la", "de los", "von zu":
			if i+2 < len(in) {
				lower(i)
				lower(i + 1)
			}
		}
		if first == "ap" || first == "ab" || first == "ferch" {
			lower(i)
		}
	}
	return strings.Join(out, " ")
}

// givenName writes given names in capitals as one writes them. Two letters are
// initials as likely as a name, and stay.
func givenName(given string) string {
	out := words(given)
	for i, word := range out {
		if isCapitals(word) && letters(word) > 2 && !strings.Contains(word, ".") {
			out[i] = recased(word)
		}
	}
	return strings.Join(out, " ")
}

func letters(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// recased is a word in capitals with its first letter large, and the letter after
// a hyphen, after "O'" and the like, and after "Mc". A word with small letters
// stays, but for what follows "Mc".
func recased(word string) string {
	if rest, found := cutMc(word); found {
		return strings.TrimSuffix(word, rest) + recased(rest)
	}
	if !isCapitals(word) {
		return word
	}
	var b strings.Builder
	first, since := true, 0 // since is how many letters the part has so far
	for _, r := range word {
		switch {
		case r == '-' || r == '‐':
			first, since = true, 0
		case (r == '\'' || r == '’') && since == 1:
			first, since = true, 0
		case unicode.IsLetter(r) && first:
			first, since = false, 1
			b.WriteRune(unicode.ToTitle(r))
			continue
		case unicode.IsLetter(r):
			since++
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return afterMc(b.String())
}

// afterMc makes "Mcdonald" McDonald. "Mac" stays: Mackay and MacKay are both names.
func afterMc(word string) string {
	parts := strings.Split(word, "-")
	for i, part := range parts {
		rest, found := strings.CutPrefix(part, "Mc")
		if r, n := utf8.DecodeRuneInString(rest); found && letters(rest) > 1 {
			parts[i] = "Mc" + string(unicode.ToTitle(r)) + rest[n:]
		}
	}
	return strings.Join(parts, "-")
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
