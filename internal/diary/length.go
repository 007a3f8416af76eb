package diary

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"learningyear/internal/fault"
)

var (
	clockTime  = regexp.MustCompile(`^(\d{1,3}):([0-5]\d)$`)
	lengthPart = regexp.MustCompile(`^(half an?|half|an?|\d{0,6}(?:\.\d{1,4})?½?) ?(minutes?|mins?|m|hours?|hrs?|hr|h|days?|d)(?: |$)`)
)

// ParseLength reads how long something took, as people write it: "45", "45
// minutes", "1:30", "1h 30m", "2½ hours", "half a day". Without a unit they are
// minutes; a day has dayMinutes. Blank is 0.
func ParseLength(text string, dayMinutes int) (int, error) {
	s := strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer(",", " ", " and ", " ").Replace(text)), " "))
	if s == "" {
		return 0, nil
	}
	if n, err := strconv.Atoi(s); err == nil {
		return bounded(float64(n))
	}
	if m := clockTime.FindStringSubmatch(s); m != nil {
		hours, _ := strconv.Atoi(m[1])
		minutes, _ := strconv.Atoi(m[2])
		return bounded(float64(hours*60 + minutes))
	}
	total := 0.0
	for s != "" {
		m := lengthPart.FindStringSubmatch(s)
		if m == nil {
			return 0, notALength()
		}
		n, ok := amount(m[1])
		if !ok {
			return 0, notALength()
		}
		total += n * unit(m[2], dayMinutes)
		s = s[len(m[0]):]
	}
	return bounded(total)
}

func amount(s string) (float64, bool) {
	switch s {
	case "":
		return 0, false
	case "a", "an":
		return 1, true
	case "half", "half a", "half an":
		return 0.5, true
	}
	digits, half := strings.CutSuffix(s, "½")
	n := 0.0
	if digits != "" {
		var err error
		if n, err = strconv.ParseFloat(digits, 64); err != nil {
			return 0, false
		}
	}
	if half {
		n += 0.5
	}
	return n, true
}

func unit(word string, dayMinutes int) float64 {
	switch word[0] {
	case 'm':
		return 1
	case 'h':
		return 60
	}
	return float64(dayMinutes)
}

func bounded(minutes float64) (int, error) {
	whole := int(math.Round(minutes))
	if whole < 0 {
		return 0, notALength()
	}
	if whole > MaxMinutes {
		return 0, fault.InvalidField("minutes", "Enter 100 hours or less")
	}
	return whole, nil
}

func notALength() error {
	return fault.InvalidField("minutes", "Say how long it took, such as 45 minutes, 2 hours or half a day")
}
