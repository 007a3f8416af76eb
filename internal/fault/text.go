package fault

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text checks what a person typed into a field: kept as typed, but a text that
// no database holds (NUL, broken UTF-8) or that passes the limit is refused.
// The limit counts characters. Windows line ends, which browsers send, become
// plain ones.
func (c *Collector) Text(name, label, value string, limit int) string {
	value = strings.ReplaceAll(value, "\r\n", "\n")
	switch {
	case !utf8.ValidString(value) || strings.ContainsRune(value, 0):
		c.Add(name, label+" holds a character that cannot be kept. Remove it and try again")
	case utf8.RuneCountInString(value) > limit:
		c.Add(name, fmt.Sprintf("%s must be %s characters or fewer", label, thousands(limit)))
	}
	return value
}

// Required is Text that may not be blank; message says what to do.
func (c *Collector) Required(name, label, value string, limit int, message string) string {
	value = c.Text(name, label, value, limit)
	if Blank(value) {
		c.Add(name, message)
	}
	return value
}

// Blank says whether a text shows nothing: there are only spaces in it, marks that
// sit on no letter, and characters that nobody sees, such as a zero-width space or
// the braille pattern without a dot. Beside something to see they have their place,
// in Persian words as in emoji, and stay.
func Blank(text string) bool { return !strings.ContainsFunc(text, visible) }

func visible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && r != '\u2800'
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
