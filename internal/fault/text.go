package fault

import (
	"fmt"
	"strings"
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
	if strings.TrimSpace(value) == "" {
		c.Add(name, message)
	}
	return value
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
