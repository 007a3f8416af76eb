// Package money holds amounts in whole pence: values that parse and print.
// Nothing about whose money it is may enter.
package money

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Pence is an amount of money in whole pence.
type Pence int64

// typed is an amount as people type it: thousands may be set apart by commas or
// spaces, always in threes, and pence follow a point, or a comma with at most two
// figures behind it, which cannot be thousands.
var typed = regexp.MustCompile(`^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3}|\d{1,3}(?: \d{3}){1,3})?(?:[.,](\d{1,2}))?$`)

// Parse reads what a person types for an amount in pounds: "85", "£1,200.50", "12,50".
// A blank text is nothing.
func Parse(text string) (Pence, error) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "£"))
	if text == "" {
		return 0, nil
	}
	parts := typed.FindStringSubmatch(text)
	if parts == nil {
		return 0, fmt.Errorf("%q is not an amount like 85 or 85.50", text)
	}
	pounds := "0" + strings.NewReplacer(",", "", " ", "").Replace(parts[1])
	whole, err := strconv.ParseInt(pounds, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("reading an amount: %w", err)
	}
	part, _ := strconv.ParseInt((parts[2] + "00")[:2], 10, 64)
	return Pence(whole*100 + part), nil
}

// String is "£85", "£85.50", "£1,200"; "–£5" for an amount below nothing.
func (p Pence) String() string {
	if p < 0 {
		return "–" + (-p).String()
	}
	s := "£" + grouped(int64(p/100))
	if p%100 != 0 {
		s += fmt.Sprintf(".%02d", p%100)
	}
	return s
}

// Input is the amount as it stands in a form: "85", "85.50", and empty for nothing.
func (p Pence) Input() string {
	if p == 0 {
		return ""
	}
	return strings.NewReplacer("£", "", ",", "").Replace(p.String())
}

func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
