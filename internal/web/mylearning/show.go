package mylearning

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/people"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// listedLength is how much of an entry a list shows, in characters.
const listedLength = 600

// clip gives the beginning of a text, ending with a word, and whether that is less than
// the whole.
func clip(text string, limit int) (string, bool) {
	runes := []rune(text)
	if len(runes) <= limit {
		return text, false
	}
	short := string(runes[:limit])
	if at := strings.LastIndexAny(short, " \n"); at > limit/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, " \n") + "…", true
}

// readerWords are the readers of an entry as a sentence names them.
func readerWords(chart *people.Chart, e diary.Entry) []string {
	var out []string
	for _, r := range diary.Readers(chart, e.PersonID, e.SharedWith()) {
		switch {
		case r.Relation == access.Team && r.Called == "":
			out = append(out, "your next team")
		case r.Relation == access.Team:
			out = append(out, "everyone in "+r.Called)
		case r.Called != "":
			out = append(out, r.Called)
		case r.Relation == access.Partner:
			out = append(out, "your next learning partner")
		default:
			out = append(out, "your next line manager")
		}
	}
	return out
}

// joined is "Ruth, Dan and everyone in Family Learning".
func joined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// canSee says who reads an entry; when is "now" or another word, or empty.
func canSee(chart *people.Chart, e diary.Entry, when string) string {
	words := readerWords(chart, e)
	if len(words) == 0 {
		return "Only you can see it."
	}
	s := joined(words) + " can see this"
	if when != "" {
		s += " " + when
	}
	return capital(s) + "."
}

// capital begins a sentence with our own words; a name stays as its person
// writes it.
func capital(s string) string {
	if strings.HasPrefix(s, "your ") || strings.HasPrefix(s, "everyone ") {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}

// sharedLine is the short form in lists: "Only you", "Shared with Ruth".
func sharedLine(chart *people.Chart, e diary.Entry) string {
	words := readerWords(chart, e)
	if len(words) == 0 {
		return "Only you"
	}
	return "Shared with " + joined(words)
}

// facets are an entry's chips: where, how it came about, how long.
func facets(e diary.Entry, dayMinutes int) []part.Chip {
	where := part.Chip{Kind: "plain", Text: e.Place.Words()}
	if e.Place == diary.OffTheJob {
		where.Kind = "due"
	}
	if e.Minutes > 0 {
		where.Text += ", " + diary.DayLength(e.Minutes, dayMinutes)
	}
	chips := []part.Chip{where}
	if e.Kind == diary.Course {
		chips = append(chips, part.Chip{Kind: "plain", Text: e.Kind.Words()})
	}
	return chips
}

// item is an entry in a list, whoever reads it.
func item(e diary.Entry, v *web.View, address string) part.Entry {
	text, clipped := clip(e.Learned, listedLength)
	out := part.Entry{
		Day: strconv.Itoa(e.HappenedOn.Day()), Month: e.HappenedOn.Month().String()[:3], Date: dayWords(e.HappenedOn, v.Year),
		Text: text, Chips: facets(e, v.Settings.DayMinutes),
	}
	if clipped || e.Happened != "" || e.NextStep != "" {
		out.More = &part.Link{Label: "Read on", Href: address}
	}
	return out
}

// dayWords is "10 March", with the year where it is not this learning year.
func dayWords(d calendar.Date, year calendar.LearningYear) string {
	if year.Holds(d) {
		return strconv.Itoa(d.Day()) + " " + d.Month().String()
	}
	return d.Short()
}

// ownItem is an entry in its owner's list, with what can be done with it.
func (p *Pages) ownItem(e diary.Entry, v *web.View) part.Entry {
	out := item(e, v, entryAddress(e.Number))
	if e.State == diary.Deleted {
		out.Who = "Deleted. Gone for good after " + dayWords(p.until(e), v.Year)
		out.Act = &part.PostButton{
			Label: "Bring it back", Href: entryAddress(e.Number) + "/restore", Kind: "secondary", Small: true,
			Context: "the entry of " + out.Date, Once: p.site.Once(),
		}
		return out
	}
	out.Who = sharedLine(v.Chart, e)
	out.Links = []part.Link{{Label: "Open", Href: entryAddress(e.Number)}, {Label: "Edit", Href: entryAddress(e.Number) + "/edit"}}
	return out
}

// until is the last day on which a deleted entry can be brought back.
func (p *Pages) until(e diary.Entry) calendar.Date {
	if e.DeletedAt == nil {
		return calendar.Date{}
	}
	return p.site.Clock.DateOf(e.DeletedAt.Add(diary.Recoverable))
}

// readable is what everybody who may see an entry reads of it.
func (p *Pages) readable(e diary.Entry, v *web.View) view.Entry {
	out := view.Entry{
		Caption: "Diary entry", Title: v.Year.InYear(e.HappenedOn),
		Learned: e.Learned, Happened: e.Happened, Next: e.NextStep, Reads: canSee(v.Chart, e, ""),
		Facts: []part.Fact{{Key: "Where", Value: e.Place.Words()}, {Key: "How", Value: e.Kind.Words()}},
	}
	if e.Minutes > 0 {
		out.Facts = append(out.Facts, part.Fact{Key: "How long", Value: diary.DayLength(e.Minutes, v.Settings.DayMinutes)})
	}
	return out
}

// ownOf is what the owner gets beside it.
func (p *Pages) ownOf(e diary.Entry, v *web.View, history []trail.Entry) *view.Own {
	address := entryAddress(e.Number)
	own := &view.Own{
		Edit:   address + "/edit",
		Delete: part.PostButton{Label: "Delete it", Href: address + "/delete", Kind: "secondary", Once: p.site.Once()},
		Share: view.Sharing{
			Action: address + "/share", Once: p.site.Once(), Share: shareValues(e.SharedWith()), Readers: readerOptions(v.Chart, e.PersonID),
		},
	}
	if e.State == diary.Deleted {
		own.Deleted = "You deleted this entry. Nobody else can see it, and it is gone for good after " + v.Year.InYear(p.until(e)) + "."
		own.Restore = &part.PostButton{Label: "Bring it back", Href: address + "/restore", Small: true, Once: p.site.Once()}
	}
	for _, h := range history {
		own.History = append(own.History, part.Change{When: p.instant(h, v), Who: h.ActorName, What: trailWords(h.Act)})
	}
	return own
}

func (p *Pages) instant(h trail.Entry, v *web.View) string {
	return v.Year.InYear(p.site.Clock.DateOf(h.At)) + ", " + p.site.TimeOf(h.At)
}

// trailWords turns an act of the trail into what follows a name.
func trailWords(act string) string {
	switch act {
	case "written":
		return "wrote it"
	case "changed":
		return "changed it"
	case "deleted":
		return "deleted it"
	case "brought back":
		return "brought it back"
	case "stopped sharing":
		return "stopped sharing it"
	}
	if with, ok := strings.CutPrefix(act, "shared with "); ok {
		return "shared it with: " + with
	}
	return act
}

// readerOptions are the boxes of sharing, with the names of today.
func readerOptions(chart *people.Chart, ownerID string) []part.Option {
	option := func(value, role string, rel access.Relation, nobody string) part.Option {
		var names []string
		for _, r := range diary.Readers(chart, ownerID, rel) {
			if r.Called != "" {
				names = append(names, r.Called)
			}
		}
		switch len(names) {
		case 0:
			return part.Option{Value: value, Label: capital(role), Hint: nobody}
		case 1:
			return part.Option{Value: value, Label: names[0] + ", " + role}
		}
		return part.Option{Value: value, Label: joined(names) + ", " + role + "s"}
	}
	return []part.Option{
		option("partner", "your learning partner", access.Partner, "You have none today. Whoever comes next will see it."),
		option("manager", "your line manager", access.Manager, "You have none today. Whoever comes next will see it."),
		option("team", "your team", access.Team, "You are the only one in it today. Whoever joins will see it."),
	}
}

// entryForm is the whole form with what was typed, of a new entry of the owner's.
func (p *Pages) entryForm(c echo.Context, v *web.View, ownerID string, f entryForm) view.EntryForm {
	question, key := questionOf(f.Prompt)
	return view.EntryForm{
		Title: "New diary entry", Action: "/diary", Cancel: "/diary", Once: p.site.Once(), Problem: func(string) string { return "" },
		Question: question, Prompt: key, Learned: f.Learned, Happened: f.Happened, Next: f.Next,
		Day: f.On.Day, Month: f.On.Month, Year: f.On.Year, Kind: orElse(f.Kind, string(diary.Informal)),
		Place: orElse(f.Place, string(diary.OnTheJob)), Minutes: f.Minutes, Share: f.Share, Readers: readerOptions(v.Chart, ownerID),
		MaxText: diary.MaxText, HalfDay: diary.Length((v.Settings.DayMinutes + 1) / 2), Files: chosen(c),
	}
}

// changeOf is the whole form with what was typed, of an entry.
func (p *Pages) changeOf(c echo.Context, v *web.View, e diary.Entry, f entryForm) view.EntryForm {
	form := p.entryForm(c, v, e.PersonID, f)
	form.Title, form.Caption = "Change your entry", v.Year.InYear(e.HappenedOn)
	form.Action, form.Cancel = entryAddress(e.Number), entryAddress(e.Number)
	form.Version = f.version()
	return form
}

func orElse(value, other string) string {
	if value == "" {
		return other
	}
	return value
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return strconv.Itoa(n) + " entries"
}

// counted is "1 target", "2 targets".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
