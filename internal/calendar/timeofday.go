package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// TimeOfDay is a time on the clock, in whole minutes since midnight.
type TimeOfDay int

const (
	hour = 60
	noon = 12 * hour
	day  = 24 * hour
)

// typedTime is an hour, perhaps minutes after a colon, a stop, an h or nothing,
// and perhaps am or pm in any of the ways people write it.
var typedTime = regexp.MustCompile(`^(\d{1,2})(?:[:.h]?(\d{2}))?(a\.?m?\.?|p\.?m?\.?)?$`)

// ParseTime reads a time as people type it: 14:00, 1400, 2pm, 2.30 pm, noon. An
// hour from 1 to 6 that is not written like 02:00 and says neither am nor pm is
// taken as the afternoon, since nobody arranges to meet before dawn.
func ParseTime(s string) (TimeOfDay, error) {
	bad := fmt.Errorf("not a time of day")
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	switch strings.TrimPrefix(s, "12") {
	case "noon", "midday":
		return noon, nil
	case "midnight":
		return 0, nil
	}
	parts := typedTime.FindStringSubmatch(s)
	if parts == nil {
		return 0, bad
	}
	h, _ := strconv.Atoi(parts[1])
	m, _ := strconv.Atoi(parts[2]) // none is on the hour
	half := strings.TrimRight(parts[3], ".")
	switch {
	case m >= hour, h >= 24, half != "" && (h > 12 || h == 0):
		return 0, bad
	case half != "" && half[0] == 'a':
		h %= 12
	case half != "":
		h = h%12 + 12
	case h >= 1 && h <= 6 && parts[1][0] != '0':
		h += 12
	}
	return TimeOfDay(h*hour + m), nil
}

// TimeOf is the time of day that t shows in its own zone.
func TimeOf(t time.Time) TimeOfDay { return TimeOfDay(t.Hour()*hour + t.Minute()) }

// On is the instant at which a clock in the zone shows the time on the date.
func (t TimeOfDay) On(date Date, zone *time.Location) time.Time {
	return time.Date(date.Year(), time.Month(date.m), int(date.d), int(t)/hour, int(t)%hour, 0, 0, zone)
}

// Add is some minutes later; after midnight it begins anew.
func (t TimeOfDay) Add(minutes int) TimeOfDay { return (t + TimeOfDay(minutes)%day + day) % day }

// String is the time as people say it: 2pm, 2:45pm.
func (t TimeOfDay) String() string { return Clock12(t.On(NewDate(2000, time.January, 1), time.UTC)) }
