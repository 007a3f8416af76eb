package web

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/spelling"
	"learningyear/templates/part"
)

// mostMatches is how many are offered where what was typed fits several.
const mostMatches = 8

// PickHint says what can be typed to find a colleague.
const PickHint = "Type their name or email address"

// PickPerson finds the colleague who works here and is meant by a picker's field:
// by the choice among those offered, by address, or by name. Nil where that is
// not clear; the picker then says what to do. Ask is said where nothing is typed.
func PickPerson(c echo.Context, chart *people.Chart, k *part.Picker, ask string) *people.Person {
	k.Value, k.Choice, k.Legend = c.FormValue(k.Name), c.FormValue(k.Name+"-choice"), "Who is meant?"
	if x := chart.PersonBySlug(k.Choice); x != nil && chart.Serves(x.ID) && Matches(chart, x, spelling.Of(k.Value)) {
		k.Matches = []part.Option{personOption(chart, x)}
		return x
	}
	text := strings.TrimSpace(k.Value)
	if text == "" {
		k.Error = ask
		return nil
	}
	if x := chart.PersonByEmail(text); x != nil && chart.Serves(x.ID) {
		return x
	}
	found := fitting(chart, text)
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) == 0:
		k.Error = "Nobody who works here fits. Check how the name is written, or type the email address"
	case len(found) > mostMatches:
		k.Error = strconv.Itoa(len(found)) + " people fit. Type more of the name, or the email address"
	default:
		k.Error = strconv.Itoa(len(found)) + " people fit. Choose who is meant"
		for _, x := range found {
			k.Matches = append(k.Matches, personOption(chart, x))
		}
	}
	return nil
}

// fitting are those who work here and fit the text: whose name it is, else all
// in whose particulars every word is.
func fitting(chart *people.Chart, text string) []*people.Person {
	var found, exact []*people.Person
	words := spelling.Of(text)
	for _, x := range chart.Persons() {
		if Matches(chart, x, words) {
			found = append(found, x)
		}
		if words.Are(x.Name) {
			exact = append(exact, x)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}

func personOption(chart *people.Chart, x *people.Person) part.Option {
	return part.Option{Value: x.Slug, Label: x.Name, Hint: RoleOf(chart, x.ID)}
}

// RoleOf is what somebody does and where, in a line.
func RoleOf(chart *people.Chart, id string) string {
	title := chart.JobTitle(id)
	if u := chart.UnitOf(id); u != nil {
		return title + ", " + u.Name
	}
	return title
}

// Matches looks for every word in what a person is known by.
func Matches(chart *people.Chart, x *people.Person, words spelling.Words) bool {
	known := x.Name + " " + x.KnownAs + " " + x.EmailAddress() + " " + chart.JobTitle(x.ID)
	if x.EmployeeNumber != nil {
		known += " " + *x.EmployeeNumber
	}
	return words.In(known)
}

// PickPost finds the post that is meant by a picker's field, among those of the
// chart's day: by the choice among those offered, or by words of its title,
// reference, unit or holders. Nil where that is not clear, or where nothing was
// asked for; the picker then says what to do.
func PickPost(c echo.Context, chart *people.Chart, k *part.Picker, ask string) *people.Post {
	k.Value, k.Choice, k.Legend = c.FormValue(k.Name), c.FormValue(k.Name+"-choice"), "Which one is meant?"
	if post := chart.Post(k.Choice); post != nil && chart.PostMatches(post, k.Value) {
		k.Matches = []part.Option{PostOption(chart, post)}
		return post
	}
	k.Was = c.FormValue(k.Name + "-was")
	if post := chart.Post(k.Was); post != nil && k.Value == PostName(chart, post) {
		return post
	}
	if strings.TrimSpace(k.Value) == "" {
		k.Error = ask
		return nil
	}
	found, all := chart.FindPosts(k.Value, mostMatches)
	switch {
	case all == 1:
		return found[0]
	case all == 0:
		k.Error = "No post fits. Check how the title is written, or type the unit"
		return nil
	case all > mostMatches:
		k.Error = strconv.Itoa(all) + " posts fit. Choose one, or type more of the title or the unit"
	default:
		k.Error = strconv.Itoa(all) + " posts fit. Choose which one is meant"
	}
	for _, post := range found {
		k.Matches = append(k.Matches, PostOption(chart, post))
	}
	return nil
}

// PostOption is a post as it is offered: its title, where it is, and who is in it.
func PostOption(chart *people.Chart, post *people.Post) part.Option {
	hint := "Vacant"
	if holders := chart.Holders(post.ID); len(holders) > 0 {
		hint = "Held by " + holders[0].Name
		if len(holders) > 1 {
			hint += " and " + strconv.Itoa(len(holders)-1) + " more"
		}
	}
	if u := chart.Unit(post.UnitID); u != nil {
		hint = u.Name + ". " + hint
	}
	return part.Option{Value: post.ID, Label: post.Title, Hint: hint}
}
