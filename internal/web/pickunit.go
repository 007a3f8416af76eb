package web

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/spelling"
	"learningyear/templates/part"
)

// UnitHint says what can be typed to find a unit.
const UnitHint = "Type its name, or part of it"

// PickUnit finds the unit that is meant by a picker's field, among those of the
// chart's day but the one with the key: by the choice among those offered, by what
// the field stood for, or by words of its name or place. Nil where that is not
// clear; the picker then says what to do. Ask is said where nothing is typed.
func PickUnit(c echo.Context, chart *people.Chart, k *part.Picker, butID, ask string) *people.Unit {
	k.Value, k.Choice, k.Was, k.Legend = c.FormValue(k.Name), c.FormValue(k.Name+"-choice"), c.FormValue(k.Name+"-was"), "Which one is meant?"
	if u := chart.Unit(k.Choice); u != nil && u.ID != butID && spelling.Of(k.Value).In(knownAs(chart, u)) {
		k.Matches = []part.Option{unitOption(chart, u)}
		return u
	}
	if u := chart.Unit(k.Was); u != nil && u.ID != butID && u.Name == k.Value {
		return u
	}
	if strings.TrimSpace(k.Value) == "" {
		k.Error = ask
		return nil
	}
	found := unitsFitting(chart, k.Value, butID)
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) == 0:
		k.Error = "No unit fits. Check how the name is written"
		return nil
	case len(found) > mostMatches:
		k.Error = strconv.Itoa(len(found)) + " units fit. Choose one, or type more of the name"
	default:
		k.Error = strconv.Itoa(len(found)) + " units fit. Choose which one is meant"
	}
	for _, u := range found[:min(len(found), mostMatches)] {
		k.Matches = append(k.Matches, unitOption(chart, u))
	}
	return nil
}

// unitsFitting are the units that fit the text: whose name it is, else in whose
// names every word is, else in whose names and places.
func unitsFitting(chart *people.Chart, text, butID string) []*people.Unit {
	var exact, named, placed []*people.Unit
	words := spelling.Of(text)
	for _, u := range chart.Units() {
		if u.ID == butID || !words.In(knownAs(chart, u)) {
			continue
		}
		placed = append(placed, u)
		if words.In(u.Name) {
			named = append(named, u)
		}
		if words.Are(u.Name) {
			exact = append(exact, u)
		}
	}
	for _, found := range [][]*people.Unit{exact, named} {
		if len(found) > 0 {
			return found
		}
	}
	return placed
}

func knownAs(chart *people.Chart, u *people.Unit) string { return u.Name + " " + PlaceOf(chart, u) }

// PlaceOf is what kind of unit it is, and where: "Team in Learner Services".
func PlaceOf(chart *people.Chart, u *people.Unit) string {
	said := u.Kind.Label()
	if u.ParentID != nil {
		if above := chart.Unit(*u.ParentID); above != nil {
			said += " in " + above.Name
		}
	}
	return said
}

func unitOption(chart *people.Chart, u *people.Unit) part.Option {
	return part.Option{Value: u.ID, Label: u.Name, Hint: PlaceOf(chart, u)}
}

// StandForUnit lets a picker stand for a unit of the chart's day, as a form is opened.
func StandForUnit(chart *people.Chart, k part.Picker, id *string) part.Picker {
	if id != nil {
		if u := chart.Unit(*id); u != nil {
			k.Value, k.Was = u.Name, u.ID
		}
	}
	return k
}

// StandForPost lets a picker stand for a post of the chart's day, as a form is opened.
func StandForPost(chart *people.Chart, k part.Picker, id *string) part.Picker {
	if id != nil {
		if post := chart.Post(*id); post != nil {
			k.Value, k.Was = PostName(chart, post), post.ID
		}
	}
	return k
}

// PostName is a post by its title and who is in it.
func PostName(chart *people.Chart, post *people.Post) string {
	name := post.Title
	for _, x := range chart.Holders(post.ID) {
		name += ", " + x.Name
	}
	return name
}
