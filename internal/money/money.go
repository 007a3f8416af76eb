// Package money holds amounts in whole pence: values that parse and print.
// Nothing about whose money it is may enter.
package money

import (
	"fmt"
	"strconv"
	"strings"
)

// Pence is an amount of money in whole pence.
type Pence int64

// Parse reads what a person types for an amount in pounds: "85", "£1,200.50".
// A blank text is nothing.
func Parse(text string) (Pence, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "£")
	text = strings.NewReplacer(",", "", " ", "").Replace(text)
	if text == "" {
		return 0, nil
	}
	pounds, pence, dotted := strings.Cut(text, ".")
	if pounds == "" {
		pounds = "0"
	}
	if !digits(pounds, 12) || dotted && !digits(pence, 2) {
		return 0, fmt.Errorf("%q is not an amount like 85 or 85.50", text)
	}
	whole, err := strconv.ParseInt(pounds, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("reading an amount: %w", err)
	}
	part, _ := strconv.ParseInt((pence + "00")[:2], 10, 64)
	return Pence(whole*100 + part), nil
}

// digits says whether the text is of 1 to limit figures and of nothing else.
func digits(text string, limit int) bool {
	if text == "" || len(text) > limit {
		return false
	}
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
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
