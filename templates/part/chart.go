package part

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Charts are drawn as SVG with classes and attributes only. Across they measure in per cent and
// down in pixels, without a viewBox, so that their text keeps its size on a phone.

// Sizes of segments and blocks, in per cent of the width or in pixels as the names say.
const (
	segGapPercent = 1.2
	segMost       = 24 // more than this many segments are drawn as one bar
	blocksMost    = 40 // a limit against absurd figures
)

// span is a stretch of a bar, in per cent.
type span struct {
	x, width float64
	class    string
}

func percent(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" }

// segments lays out met of total.
func segments(met, total int) []span {
	met, total = max(0, met), max(1, total)
	met = min(met, total)
	if total > segMost {
		share := float64(met) / float64(total) * 100
		return []span{{0, 100, "f-track"}, {0, share, "f-pine"}}
	}
	width := (100 - segGapPercent*float64(total-1)) / float64(total)
	spans := make([]span, total)
	for i := range spans {
		class := "f-track"
		if i < met {
			class = "f-pine"
		}
		spans[i] = span{float64(i) * (width + segGapPercent), width, class}
	}
	return spans
}

// block is one half-day: "used", "booked" or "left"; extra is beyond the entitlement.
type block struct {
	x     int
	state string
}

// dayBlocks lays half-days out by days of two. All are counted in half-days; what was used beyond
// the total is drawn too, since the entitlement is the least that people get.
func dayBlocks(total, used, booked int) [][]block {
	total, used, booked = max(0, total), max(0, used), max(0, booked)
	count := min(max(total, used+booked), blocksMost)
	var days [][]block
	for i := range count {
		state := "left"
		switch {
		case i < used:
			state = "used"
		case i < used+booked:
			state = "booked"
		}
		if i%2 == 0 {
			days = append(days, nil)
		}
		last := len(days) - 1
		days[last] = append(days[last], block{i % 2 * 37, state})
	}
	return days
}

// halfDaysLabel puts the blocks into words.
func halfDaysLabel(total, used, booked int) string {
	left := max(0, total-used-booked)
	return fmt.Sprintf("%s used, %s booked, %s left, of at least %s",
		Days(used), Days(booked), Days(left), Days(total))
}

// Days writes half-days as days: 3 is "1½ days".
func Days(halves int) string {
	text := strconv.Itoa(halves / 2)
	if halves%2 != 0 {
		if halves/2 == 0 {
			return "½ day"
		}
		text += "½"
	}
	if halves == 2 {
		return text + " day"
	}
	return text + " days"
}

// pipsLabel counts states in words.
func pipsLabel(states []string) string {
	done, booked, todo := count(states)
	return fmt.Sprintf("%d done, %d booked, %d to arrange", done, booked, todo)
}

func count(states []string) (done, booked, todo int) {
	for _, state := range states {
		switch state {
		case "done":
			done++
		case "booked":
			booked++
		default:
			todo++
		}
	}
	return done, booked, todo
}

// StackPart is one part of a whole. Tone is "pine", "sage", "ochre", "clay", "plum", "blue" or
// "track".
type StackPart struct {
	Value int
	Tone  string
	Label string
}

func stackSpans(parts []StackPart) []span {
	total := 0
	for _, p := range parts {
		total += max(0, p.Value)
	}
	if total == 0 {
		return []span{{0, 100, "f-track"}}
	}
	var spans []span
	x := 0.0
	for _, p := range parts {
		width := float64(max(0, p.Value)) / float64(total) * 100
		if width > 0 {
			spans = append(spans, span{x, max(width-0.4, 0.1), "f-" + either(p.Tone, "pine")})
		}
		x += width
	}
	return spans
}

func stackLabel(parts []StackPart) string {
	var words []string
	for _, p := range parts {
		words = append(words, strconv.Itoa(p.Value)+" "+p.Label)
	}
	return either(strings.Join(words, ", "), "Nothing yet")
}

// SquareGroup is a number of people drawn as squares of one tone.
type SquareGroup struct {
	Count int
	Tone  string // "pine", "sage", "clay" (dashed, with an empty middle) or "track"
}

// placed is a shape at a number of pixels from the left.
type placed struct {
	x    int
	tone string
}

func squareShapes(groups []SquareGroup) (shapes []placed, width int) {
	for _, g := range groups {
		for range min(max(0, g.Count), blocksMost) {
			shapes = append(shapes, placed{width, g.Tone})
			width += 19
		}
		width += 7
	}
	return shapes, width
}

// YearDay is a day of the learning year by its calendar month (1 to 12) and day of the month.
type YearDay struct {
	Month, Day int
	State      string // "done", "booked" or "todo"
}

// YearLine is a whole learning year in one picture.
type YearLine struct {
	Start      int      // the calendar month in which the year begins; 9 when nought
	Today      *YearDay // nil for a year that is over or to come; Over tells which
	Over       bool
	TodayText  string    // "11 March", heard
	Interviews []YearDay // done, booked, or to arrange
	Days       []YearDay // off-the-job learning: done or booked
	Diary      []YearDay
	Appraisal  *YearDay
	// OnlyDrawn says that diary entries may be left out: where there is none here, nothing is said
	// of the diary.
	OnlyDrawn bool
}

func (y YearLine) start() int {
	if y.Start < 1 || y.Start > 12 {
		return 9
	}
	return y.Start
}

// at gives the place of a day in per cent of the year. Months are drawn equally wide.
func (y YearLine) at(d YearDay) float64 {
	month := float64((d.Month - y.start() + 12) % 12)
	day := float64(min(max(d.Day, 1), 31) - 1)
	return (month + day/31) / 12 * 100
}

// monthName is one month of the axis: "September" in full where it fits, "Sep" elsewhere, and "S"
// on a phone.
type monthName struct {
	x      float64 // its beginning
	middle float64
	wide   string
	narrow string
}

func (y YearLine) months() []monthName {
	all := make([]monthName, 12)
	for i := range all {
		name := time.Month((y.start()-1+i)%12 + 1).String()
		wide := name
		if len(name) > 5 {
			wide = name[:3]
		}
		at := float64(i) / 12 * 100
		all[i] = monthName{at, at + 100.0/24, wide, name[:1]}
	}
	return all
}

// past is how much of the line is behind us, in per cent.
func (y YearLine) past() float64 {
	switch {
	case y.Today != nil:
		return y.at(*y.Today)
	case y.Over:
		return 100
	}
	return 0
}

// todayAnchor keeps the word Today inside the picture at either end of the year.
func (y YearLine) todayAnchor() string {
	switch at := y.past(); {
	case at < 4:
		return "start"
	case at > 96:
		return "end"
	}
	return "middle"
}

// label says the whole picture in a sentence.
func (y YearLine) label() string {
	done, booked, todo := count(states(y.Interviews))
	words := []string{fmt.Sprintf("Learning interviews: %d done, %d booked, %d to arrange", done, booked, todo)}
	done, booked, _ = count(states(y.Days))
	words = append(words, fmt.Sprintf("Off-the-job learning: %d done, %d booked", done, booked))
	if len(y.Diary) > 0 || !y.OnlyDrawn {
		words = append(words, plural(len(y.Diary), "diary entry", "diary entries"))
	}
	if y.Appraisal != nil {
		words = append(words, "Appraisal in "+time.Month(min(max(y.Appraisal.Month, 1), 12)).String())
	}
	if y.Today != nil && y.TodayText != "" {
		words = append(words, "Today is "+y.TodayText)
	}
	return "The learning year. " + strings.Join(words, ". ") + "."
}

func (y YearLine) has(state string) bool {
	for _, d := range append(append([]YearDay{}, y.Interviews...), y.Days...) {
		if d.State == state {
			return true
		}
	}
	return false
}

func states(days []YearDay) []string {
	all := make([]string, len(days))
	for i, d := range days {
		all[i] = d.State
	}
	return all
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
