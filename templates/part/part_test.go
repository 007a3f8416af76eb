package part_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"learningyear/templates/pagetest"
	"learningyear/templates/part"
)

// sample is one drawing of a part with some text in every place that takes any.
type sample struct {
	name  string
	parts templ.Component
}

func tick(say string) part.Tick {
	return part.Tick{State: "booked", Text: say, Hint: say, Action: &part.PostButton{Label: say, Href: "/x", Kind: "link", Once: say, Version: 2, Context: say, Hidden: map[string]string{"b": say, "a": say}}}
}

// samples draws every part, each saying the given words and holding n of whatever it lists.
func samples(say string, n int) []sample {
	chip := part.Chip{Kind: "due", Text: say, Href: "/x"}
	voice := part.Voice{Name: say, Tag: &chip, Text: say, Empty: say}
	link := part.Link{Label: say, Href: "/x", Context: say, Current: true, Count: "3"}
	shown := part.Tag("done", say)
	err := say
	if n == 0 {
		err = ""
	}
	// Ids repeat from sample to sample: each is checked on its own.
	return []sample{
		{"input", part.Input{Name: "a", Label: say + ".", Hint: say, Value: say, Error: err, Prefix: "£", Suffix: say, Max: n * 100, Width: "10", Autocomplete: "off", NoSpelling: true}},
		{"bare input", part.Input{Name: "a", Label: say + ".", Type: "password"}},
		{"textarea", part.Textarea{Name: "a", Label: say + ".", Hint: say, Value: "\n" + say, Error: err, Max: n * 1000, Serif: true}},
		{"select", part.Select{Name: "a", Label: say + ".", Hint: say, Value: say, Error: err, Options: many(n, part.Option{Value: say, Label: say})}},
		{"radios", part.Radios{Name: "a", Legend: say, Hint: say, Value: say, Error: err, Options: many(n, part.Option{Value: say, Label: say + ".", Hint: say})}},
		{"checkboxes", part.Checkboxes{Name: "a", Legend: say, Hint: say, Error: err, Values: []string{say}, Options: many(n, part.Option{Value: say, Label: say + ".", Hint: say})}},
		{"checkbox", part.Checkbox{Name: "a", Label: say + ".", Hint: say, Error: err, Checked: true}},
		{"date", part.DateInput{Name: "a", Legend: say, Hint: say, Error: err, Day: say, Month: say, Year: say}},
		{"file", part.FileUpload{Name: "a", Label: say + ".", Hint: say, Error: err, Accept: ".csv"}},
		{"button", part.Button{Label: say + ".", Name: "a", Value: say, Context: say, Kind: "secondary", Small: true, Action: "/y", Form: "f", ID: "b"}},
		{"button link", part.ButtonLink{Label: say + ".", Href: "/x", Kind: "warning", Context: say}},
		{"error summary", part.ErrorSummary{Errors: many(n, part.ErrorLink{Text: say + "."})}},
		{"save status", part.SaveStatus(say)},
		{"titlebar", part.Titlebar{Caption: say, Title: say, Actions: []part.Action{{Label: say + ".", Href: "/x"}, {Label: say + ".", Href: "/x", Kind: "button"}, {Label: say + ".", Href: "/x", Kind: "secondary", Context: say}}}},
		{"chips", part.Chips(many(n, part.Chip{Kind: "plain", Text: say}))},
		{"rows", part.Rows(many(n, part.Row{Label: say + ".", Href: "/x", Hint: say, Tags: []part.Chip{{Text: say}}, Links: []part.Link{{Label: say + ".", Href: "/x"}}}))},
		{"summary list", part.SummaryList(many(n, part.SummaryRow{Key: say, Value: say, Change: "/x"}))},
		{"summary list of parts", part.SummaryList(many(n, part.SummaryRow{Key: say, Shown: shown}))},
		{"table", part.Table{Caption: say, Columns: many(2, part.Column{Label: say, Right: true}), Rows: many(n, []part.Cell{{Text: say + ".", Href: "/x", Hint: say}, {Text: say, Tag: &part.Chip{Text: say}, Shown: shown}, {}}), Foot: many(n, part.Cell{Text: say})}},
		{"steps", part.Steps(many(n, part.Step{Label: say, Text: say, State: "current"}))},
		{"topic", part.Topic{ID: "t", Title: say, Evidence: say, Left: part.Voice{Name: say, Text: say}, Right: part.Voice{Name: say, Empty: say}}},
		{"voice", voiceOf(voice, n)},
		{"who", part.Who(say, part.Initials(say), "plum")},
		{"entries", part.Entries(many(n, part.Entry{Day: "10", Month: "Mar", Date: "10 March", Text: say, Chips: []part.Chip{{Text: say}}, Who: say, Links: []part.Link{{Label: say + ".", Href: "/x"}}}))},
		{"tick list", part.TickList(many(n, withLabel(tick(say), say+".")))},
		{"target", part.Target{ID: "t", Eyebrow: say, Title: say + ".", Href: "/x", Why: say, Met: n, Total: n + 1, Tag: &part.Chip{Text: say}, Strategies: many(n, part.Tick{Text: say}), Criteria: many(n, withLabel(tick(say), say+".")), Facts: many(n, part.Fact{Key: say, Value: say + ".", Href: "/x"}), Actions: many(n, part.Link{Label: say + ".", Href: "/x"})}},
		{"facts", part.Facts(many(n, part.Fact{Key: say, Value: say}))},
		{"figures", part.Figures(many(n, part.Figure{Label: say, Value: say, Hint: say}))},
		{"signed", part.Signed{Name: say, When: say, As: say}},
		{"not signed", part.Signed{Empty: say}},
		{"pager", part.Pager{Page: n, Pages: n * 3, Href: func(int) string { return "/x" }, Label: say}},
		{"filters", part.Filters(say+".", many(n, withText(link, say+".")))},
		{"empty state", part.EmptyState{Title: say, Text: say, Action: &part.Action{Label: say + ".", Href: "/x", Kind: "button"}}},
		{"history", part.History(many(n, part.Change{When: say, Who: say, What: say, Why: say}))},
		{"timeline", part.Timeline(many(n, part.Moment{When: say, Title: say + ".", Href: "/x", Text: say, State: "done"}))},
		{"clash", part.Clash{Who: say, When: say, Fields: many(n, part.ClashField{Label: say, Text: say})}},
		{"person", part.Person{Name: say + ".", Role: say, Href: "/x", Large: true}},
		{"quote", part.Quote(say)},
		{"prose", part.Prose(say + "\n\n" + say + "\r\n" + say)},
		{"post button", part.PostButton{Label: say + ".", Href: "/x", Once: say, Version: 3, SignOut: true}},
		{"back", part.Back(say+".", "/x")},
		{"who reads", part.WhoReads(say)},
		{"seg", part.Seg(n-1, n, say)},
		{"half-days", part.HalfDays(n, n-1, 3)},
		{"pips", part.Pips(many(n, "done"))},
		{"progress", part.Progress{Title: say, Phrase: say, Percent: n, Known: n > 0, Here: "/x", Still: "/y"}},
		{"progress at its end", part.Progress{Title: say, Phrase: say, Ended: true, Failed: n > 0, Next: part.Link{Label: say + ".", Href: "/x"}}},
		{"stack", part.Stack(many(n, part.StackPart{Value: n, Label: say}), "")},
		{"stack key", part.StackKey(many(n, part.StackPart{Value: n, Label: say}))},
		{"squares", part.Squares(many(n, part.SquareGroup{Count: n, Tone: "clay"}), say+".")},
		{"year line", part.YearLine{TodayText: say, Interviews: many(n, part.YearDay{Month: 10, Day: 14, State: "done"})}.Draw()},
		{"legend", part.YearLine{Appraisal: &part.YearDay{Month: 7, Day: 14}}.Legend()},
	}
}

func many[T any](n int, one T) []T {
	all := make([]T, n)
	for i := range all {
		all[i] = one
	}
	return all
}

func voiceOf(v part.Voice, n int) templ.Component {
	if n == 0 {
		return part.Voice{Name: v.Name, Initials: "?"}
	}
	v.Tag = &part.Chip{Text: v.Text}
	return v
}

func withLabel(t part.Tick, label string) part.Tick {
	button := *t.Action
	button.Label = label
	t.Action = &button
	return t
}

func withText(l part.Link, text string) part.Link {
	l.Label = text
	return l
}

func TestEveryPartIsSound(t *testing.T) {
	words := map[string]string{
		"sample":  "Watched Sian use pegs and a washing line",
		"empty":   "",
		"crowded": strings.Repeat("Llanfairpwllgwyngyll", 60) + strings.Repeat("a few words\n\n", 50),
		"hostile": `"><script>alert('1')</script><img src=x onerror=alert(1)> ' style="color:red" </textarea></title>`,
		"script":  "فاطمة الزهراء 王秀英 Nguyễn 👩‍🏫 \u202etxet",
	}
	counts := map[string]int{"sample": 3, "empty": 0, "crowded": 60, "hostile": 2, "script": 1}
	for kind, say := range words {
		for _, s := range samples(say, counts[kind]) {
			t.Run(kind+"/"+s.name, func(t *testing.T) {
				markup := pagetest.Render(t, s.parts)
				pagetest.Sound(t, markup)
				if strings.Contains(markup, "<script") || strings.Contains(markup, "<img") {
					t.Errorf("typed markup came through: %s", markup)
				}
			})
		}
	}
}

func TestFieldsAreBoundToTheirWords(t *testing.T) {
	markup := pagetest.Render(t, part.Textarea{Name: "entry", Label: "What did you learn?", Hint: "A sentence is enough", Error: "Write a few words", Max: 4000, Value: "a < b"})
	for _, want := range []string{
		`for="entry"`, `id="entry"`, `aria-describedby="entry-info entry-hint entry-error"`,
		`id="entry-hint"`, `id="entry-error"`, `id="entry-info"`, "up to 4,000 characters", "a &lt; b", `dir="auto"`,
	} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in %s", want, markup)
		}
	}
}

func TestTextareaKeepsALeadingEmptyLine(t *testing.T) {
	markup := pagetest.Render(t, part.Textarea{Name: "a", Label: "A", Value: "\nsecond line"})
	if !strings.Contains(markup, ">\n\nsecond line</textarea>") {
		t.Errorf("browsers drop the first newline of a textarea, so two must be sent: %q", markup)
	}
}

func TestDateInputNames(t *testing.T) {
	markup := pagetest.Render(t, part.DateInput{Name: "when", Legend: "When was it?", Day: "24", Month: "3", Year: "2027", Error: "Enter a date, like 24 3 2027"})
	for _, want := range []string{`id="when" name="when-day"`, `name="when-month"`, `name="when-year"`, `value="2027"`, `id="when-error"`} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %s in %s", want, markup)
		}
	}
}

func TestErrorLinksReachTheFirstOfAGroup(t *testing.T) {
	options := []part.Option{{Value: "1", Label: "One"}, {Value: "2", Label: "Two"}}
	for name, c := range map[string]templ.Component{
		"radios":     part.Radios{Name: "share", Legend: "Share", Options: options},
		"checkboxes": part.Checkboxes{Name: "share", Legend: "Share", Options: options},
	} {
		markup := pagetest.Render(t, c)
		if !strings.Contains(markup, `id="share"`) || !strings.Contains(markup, `id="share-2"`) {
			t.Errorf("%s: the first control is not #share: %s", name, markup)
		}
	}
}

func TestErrorSummaryIsSilentWithoutErrors(t *testing.T) {
	if got := strings.TrimSpace(pagetest.Render(t, part.ErrorSummary{})); got != "" {
		t.Errorf("drew %q", got)
	}
	markup := pagetest.Render(t, part.ErrorSummary{Errors: []part.ErrorLink{{Href: "#entry", Text: "Write what you learned"}}})
	for _, want := range []string{"There is a problem", `href="#entry"`, "Write what you learned"} {
		if !strings.Contains(markup, want) {
			t.Errorf("no %q in %s", want, markup)
		}
	}
}

func TestLinksToScriptsAreDropped(t *testing.T) {
	// Addresses come from the program's own routes, so they are trusted as they stand; what a
	// person typed must never be one. This holds that the parts escape them all the same.
	markup := pagetest.Render(t, part.Rows([]part.Row{{Label: "x", Href: `/people/"onmouseover="x`}}))
	if strings.Contains(markup, `"onmouseover="`) {
		t.Errorf("an address broke out of its attribute: %s", markup)
	}
}

func TestProseKeepsParagraphsAndLines(t *testing.T) {
	got := pagetest.Render(t, part.Prose("first\r\nsecond\n\n\n  \nthird <b>"))
	if n := strings.Count(got, "<p"); n != 2 {
		t.Errorf("%d paragraphs, want 2: %s", n, got)
	}
	if n := strings.Count(got, "<br"); n != 1 {
		t.Errorf("%d line breaks, want 1: %s", n, got)
	}
	if !strings.Contains(got, "third &lt;b&gt;") {
		t.Errorf("not escaped: %s", got)
	}
	if got := pagetest.Render(t, part.Prose(" \n ")); got != "" {
		t.Errorf("nothing typed draws %q", got)
	}
}

func TestInitials(t *testing.T) {
	tests := map[string]string{
		"Amina Yusuf":            "AY",
		"amina":                  "A",
		"Mary-Jane van der Berg": "MB",
		"  ":                     "?",
		"":                       "?",
		"O'Neill":                "O",
		"(Bob) \"Smith\"":        "BS",
		"王秀英":                    "王",
		"فاطمة الزهراء":          "فا",
		"e\u0301mile zola":       "E\u0301Z",
		"ǆemal ǆ":                "ǄǄ",
		"👩 Ada":                  "A",
		"-- --":                  "?",
		"X Æ A-12":               "XA",
		"z\u0335\u0321\u0322\u0323\u0324\u0325\u0326\u0327": "Z\u0335\u0321\u0322\u0323",
	}
	for name, want := range tests {
		if got := part.Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestPagerShowsTheNeighbours(t *testing.T) {
	page := func(n, of int) string {
		markup := pagetest.Render(t, part.Pager{Page: n, Pages: of, Href: func(n int) string { return "/diary?page=" + string(rune('0'+n%10)) }})
		var shown []string
		for piece := range strings.SplitSeq(markup, `<li class="govuk-pagination__item`) {
			if strings.HasPrefix(piece, " govuk-pagination__item--ellipsis") {
				shown = append(shown, "…")
			} else if _, rest, ok := strings.Cut(piece, `aria-label="Page `); ok {
				number, _, _ := strings.Cut(rest, `"`)
				shown = append(shown, number)
			}
		}
		return strings.Join(shown, " ")
	}
	tests := []struct {
		page, of int
		want     string
	}{
		{1, 1, ""}, {1, 2, "1 2"}, {1, 9, "1 2 … 9"}, {5, 9, "1 … 4 5 6 … 9"}, {9, 9, "1 … 8 9"}, {2, 4, "1 2 3 4"},
	}
	for _, tt := range tests {
		if got := page(tt.page, tt.of); got != tt.want {
			t.Errorf("page %d of %d shows %q, want %q", tt.page, tt.of, got, tt.want)
		}
	}
}

func TestDays(t *testing.T) {
	for halves, want := range map[int]string{0: "0 days", 1: "½ day", 2: "1 day", 3: "1½ days", 6: "3 days"} {
		if got := part.Days(halves); got != want {
			t.Errorf("Days(%d) = %q, want %q", halves, got, want)
		}
	}
}

func TestChartsSayWhatTheyShow(t *testing.T) {
	year := part.YearLine{
		Start: 9, Today: &part.YearDay{Month: 3, Day: 11}, TodayText: "11 March",
		Interviews: []part.YearDay{{Month: 10, Day: 14, State: "done"}, {Month: 3, Day: 24, State: "booked"}, {Month: 6, Day: 16, State: "todo"}},
		Days:       []part.YearDay{{Month: 11, Day: 4, State: "done"}},
		Diary:      []part.YearDay{{Month: 9, Day: 16}},
		Appraisal:  &part.YearDay{Month: 7, Day: 14},
	}
	tests := map[string]struct {
		chart templ.Component
		want  string
	}{
		"year":      {year.Draw(), "The learning year. Learning interviews: 1 done, 1 booked, 1 to arrange. Off-the-job learning: 1 done, 0 booked. 1 diary entry. Appraisal in July. Today is 11 March."},
		"half-days": {part.HalfDays(6, 3, 1), "1½ days used, ½ day booked, 1 day left, of at least 3 days"},
		"pips":      {part.Pips([]string{"done", "booked", "todo"}), "1 done, 1 booked, 1 to arrange"},
		"segments":  {part.Seg(2, 3, ""), "2 of 3"},
		"stack":     {part.Stack([]part.StackPart{{Value: 6, Label: "on the job"}, {Value: 3, Tone: "ochre", Label: "off the job"}}, ""), "6 on the job, 3 off the job"},
	}
	for name, tt := range tests {
		markup := pagetest.Render(t, tt.chart)
		if !strings.Contains(markup, `role="img" aria-label="`+tt.want+`"`) {
			t.Errorf("%s does not say %q: %s", name, tt.want, markup)
		}
	}
}

func TestHalfDaysDrawsWhatWasUsedBeyondTheLeast(t *testing.T) {
	markup := pagetest.Render(t, part.HalfDays(6, 8, 1))
	if got := strings.Count(markup, "f-pine"); got != 8 {
		t.Errorf("%d blocks used, want 8", got)
	}
	if !strings.Contains(markup, "0 days left") {
		t.Errorf("says something else than nothing left: %s", markup)
	}
}

func TestYearLineStartsWhereTheYearDoes(t *testing.T) {
	september := pagetest.Render(t, part.YearLine{Today: &part.YearDay{Month: 9, Day: 1}}.Draw())
	if !strings.Contains(september, `x1="0.00%" x2="0.00%" y1="20"`) {
		t.Error("1 September is not at the beginning of a year that starts in September")
	}
	april := pagetest.Render(t, part.YearLine{Start: 4, Today: &part.YearDay{Month: 10, Day: 1}}.Draw())
	if !strings.Contains(april, `x1="50.00%" x2="50.00%" y1="20"`) {
		t.Error("1 October is not in the middle of a year that starts in April")
	}
}
