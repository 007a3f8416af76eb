package mylearning

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// newForm is the name of the form of a new entry, for its drafts. The box on My
// year, the one on the diary and the whole form share it.
const newForm = "diary/new"

// prompt is a question to start from.
type prompt struct{ key, label, question string }

// prompts are offered, never demanded. The last two ask for what follows from it.
func prompts() []prompt {
	return []prompt{
		{"surprised", "What surprised me", "What surprised you?"},
		{"learner", "What a learner said", "What did a learner say?"},
		{"differently", "What I’d change", "What would you do differently?"},
		{"next", "What I’ll try next", "What will you try next?"},
	}
}

const plainQuestion = "What did you learn?"

// questionOf is the question behind a prompt's key, and the key if there is one.
func questionOf(key string) (question, known string) {
	for _, p := range prompts() {
		if p.key == key {
			return p.question, key
		}
	}
	return plainQuestion, ""
}

// diary is one's own diary: the box to write in, and what was written.
func (p *Pages) diary(c echo.Context) error {
	own, fields, err := p.site.Draft(c, p.Drafts, newForm, "/diary/new", "/diary")
	if err != nil {
		return err
	}
	question, key := questionOf(c.QueryParam("q"))
	d, err := p.diaryOf(c, view.QuickAdd{Draft: own, Label: question, Prompt: key, Value: fields.Get("learned")})
	if err != nil {
		return err
	}
	return p.site.OK(c, head("Learning diary"), func(page layout.Page) templ.Component { return view.DiaryPage(page, d) })
}

// diaryOf gathers the page around the box.
func (p *Pages) diaryOf(c echo.Context, add view.QuickAdd) (view.Diary, error) {
	v, err := p.site.View(c)
	if err != nil {
		return view.Diary{}, err
	}
	f := filterOf(c, v)
	listing, err := p.Diary.List(web.Context(c), f)
	if err != nil {
		return view.Diary{}, err
	}
	f.Page = listing.Page
	add.Once, add.Hint = p.site.Once(), "A sentence is enough. Type it or say it."
	d := view.Diary{Add: add, Unfinished: add.Draft.Unfinished, Filters: filterLinks(f, listing.Counts), Search: searchOf(f, listing, v)}
	for _, pr := range prompts() {
		d.Prompts = append(d.Prompts, view.Prompt{Label: pr.label, Key: pr.key, Current: pr.key == add.Prompt})
	}
	home, err := p.Diary.Home(web.Context(c), v.Year)
	if err != nil {
		return view.Diary{}, err
	}
	d.Ago = agoOf(home.Ago)
	earlier, err := p.changesUnfinished(c)
	if err != nil {
		return view.Diary{}, err
	}
	d.Unfinished = append(d.Unfinished, earlier...)
	files, err := p.Diary.FileCounts(web.Context(c), listing.Entries)
	if err != nil {
		return view.Diary{}, err
	}
	d.Months = months(listing.Entries, v.Year, func(e diary.Entry) part.Entry { return withCount(p.ownItem(e, v), files[e.ID]) })
	d.Pager = part.Pager{Page: listing.Page, Pages: listing.Pages, Label: "Pages of your diary", Href: func(n int) string {
		f := f
		f.Page = n
		return addressOf(f) + below
	}}
	d.Found, d.Empty = outcome(f, listing)
	return d, nil
}

// changesUnfinished are drafts of changes to entries that were kept before.
func (p *Pages) changesUnfinished(c echo.Context) ([]part.UnfinishedDraft, error) {
	all, err := p.Drafts.Unfinished(web.Context(c))
	if err != nil {
		return nil, err
	}
	var out []part.UnfinishedDraft
	for _, d := range all {
		number, ok := strings.CutPrefix(d.Form, "diary/")
		if n, err := strconv.Atoi(number); ok && err == nil {
			out = append(out, p.site.UnfinishedDraft(d, "a change to an entry", fmt.Sprintf("/diary/%d/edit", n), "/diary"))
		}
	}
	return out, nil
}

// filterOf reads what the address asks for; what it cannot mean is not asked.
func filterOf(c echo.Context, v *web.View) diary.Filter {
	f := diary.Filter{
		Show:  web.Choice(c.QueryParam("show"), diary.ShowAll, diary.ShowShared, diary.ShowOffTheJob, diary.ShowDeleted),
		Query: web.Asked(c, "find"),
		Page:  pageOf(c),
	}
	if year, err := v.Settings.YearStart.ParseYear(c.QueryParam("year")); err == nil {
		f.Year = year
	}
	return f
}

func pageOf(c echo.Context) int {
	n, err := strconv.Atoi(c.QueryParam("page"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// below leads past the box, to the entries.
const below = "#entries"

// addressOf is the diary's address that asks for the filter.
func addressOf(f diary.Filter) string {
	q := url.Values{}
	if f.Show != diary.ShowAll {
		q.Set("show", string(f.Show))
	}
	if !f.Year.From().IsZero() {
		q.Set("year", f.Year.Name())
	}
	if f.Query != "" {
		q.Set("find", f.Query)
	}
	if f.Page > 1 {
		q.Set("page", strconv.Itoa(f.Page))
	}
	if len(q) == 0 {
		return "/diary"
	}
	return "/diary?" + q.Encode()
}

func filterLinks(f diary.Filter, n diary.Counts) []part.Link {
	var out []part.Link
	for _, l := range []struct {
		show  diary.Show
		label string
	}{{diary.ShowAll, "All"}, {diary.ShowShared, "Shared"}, {diary.ShowOffTheJob, "Off the job"}, {diary.ShowDeleted, "Deleted"}} {
		if l.show == diary.ShowDeleted && n.Deleted == 0 && f.Show != l.show {
			continue
		}
		to := f
		to.Show, to.Page = l.show, 1
		out = append(out, part.Link{Label: l.label, Href: addressOf(to) + below, Current: f.Show == l.show, Count: strconv.Itoa(n.Of(l.show))})
	}
	return out
}

func asked(f diary.Filter) bool { return f.Query != "" || !f.Year.From().IsZero() }

// searchOf is the form, with the years that the diary reaches back to.
func searchOf(f diary.Filter, l diary.Listing, v *web.View) view.Search {
	s := view.Search{Text: f.Query, Show: string(f.Show), Active: asked(f), Years: []part.Option{{Label: "All years"}}}
	if !f.Year.From().IsZero() {
		s.Year = f.Year.Name()
	}
	for y := v.Year; !l.First.IsZero() && !y.To().Before(l.First); y = y.Previous() {
		s.Years = append(s.Years, part.Option{Value: y.Name(), Label: y.Words()})
	}
	return s
}

// outcome says what a search came to, or what an empty list means.
func outcome(f diary.Filter, l diary.Listing) (found string, empty *part.EmptyState) {
	n := l.Counts.Of(f.Show)
	if asked(f) {
		found = entries(n)
		if f.Query != "" {
			found += " with “" + f.Query + "”"
		}
		if !f.Year.From().IsZero() {
			found += " in " + f.Year.Words()
		}
	}
	switch {
	case n > 0:
		return found, nil
	case asked(f):
		return found, &part.EmptyState{Text: "Try fewer words, or another year.", Action: &part.Action{Label: "Show everything", Href: "/diary"}}
	case f.Show == diary.ShowShared:
		return "", &part.EmptyState{Text: "You have not shared any entry. Each one has its own choice of who can see it."}
	case f.Show == diary.ShowOffTheJob:
		return "", &part.EmptyState{Text: "Nothing off the job yet. When you add how long something took, off the job, it counts towards your days."}
	case f.Show == diary.ShowDeleted:
		return "", &part.EmptyState{Text: "Nothing deleted in the last 30 days."}
	}
	return "", &part.EmptyState{Title: "Nothing yet", Text: "What surprised you this week?", Action: &part.Action{Label: "Start from that question", Href: "/diary?q=surprised"}}
}

// write keeps a new entry, from the box or from the whole form.
func (p *Pages) write(c echo.Context) error {
	f, err := readEntry(c)
	if err != nil {
		return err
	}
	if f.More != "" { // more to say before it is saved: the whole form, as typed
		return p.formAsTyped(c, f)
	}
	if f.Ask != "" { // another question to start from: the box, as typed
		return p.boxAsTyped(c, f)
	}
	files, done, err := sent(c)
	if err != nil {
		return err
	}
	defer done()
	f = f.shared(files)
	w, err := p.wordsOf(c, f)
	if err == nil {
		var e diary.Entry
		if e, err = p.Diary.Write(web.Context(c), w, c.FormValue(draft.KeyField), files...); err == nil {
			return p.written(c, f, e)
		}
	}
	if f.Full != "" {
		return p.formAgain(c, err, f, nil)
	}
	return p.boxAgain(c, err, f)
}

// written leads back to where the box was, and offers what people do next.
func (p *Pages) written(c echo.Context, f entryForm, e diary.Entry) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	to := "/diary"
	if f.From == "year" {
		to = "/"
	}
	return p.site.Done(c, to, layout.Notice{
		Title: "Saved to your diary.", Text: canSee(v.Chart, e, "now"),
		Links: []layout.Link{{Label: "Add to it", Href: entryAddress(e.Number) + "/edit"}},
		Undo:  &layout.Undo{Href: entryAddress(e.Number) + "/delete", Once: p.site.Once()},
	})
}

// boxAgain shows the diary with the box as it was typed, also where the box was
// on My year.
func (p *Pages) boxAgain(c echo.Context, err error, f entryForm) error {
	d, pageErr := p.diaryTyped(c, f)
	if pageErr != nil {
		return pageErr
	}
	return p.site.Again(c, err, head("Learning diary"), func(page layout.Page, prob web.Problem) templ.Component {
		d.Summary, d.Add.Error = prob.Summary(), prob.Of("learned")
		return view.DiaryPage(page, d)
	})
}

// boxAsTyped is the diary with another question above what was typed into the box.
func (p *Pages) boxAsTyped(c echo.Context, f entryForm) error {
	f.Prompt = f.Ask
	d, err := p.diaryTyped(c, f)
	if err != nil {
		return err
	}
	page, err := p.site.Page(c, head("Learning diary"))
	if err != nil {
		return err
	}
	return p.site.Render(c, http.StatusOK, view.DiaryPage(page, d))
}

// diaryTyped is the diary around what was typed into the box.
func (p *Pages) diaryTyped(c echo.Context, f entryForm) (view.Diary, error) {
	own, _, err := p.site.Draft(c, p.Drafts, newForm, "/diary/new", "/diary")
	if err != nil {
		return view.Diary{}, err
	}
	question, key := questionOf(f.Prompt)
	return p.diaryOf(c, view.QuickAdd{Draft: own, From: f.From, Label: question, Prompt: key, Value: f.Learned})
}

// formAsTyped is the whole form with what was typed into the box.
func (p *Pages) formAsTyped(c echo.Context, f entryForm) error {
	form, err := p.newEntryForm(c, f)
	if err != nil {
		return err
	}
	page, err := p.site.Page(c, head("New diary entry"))
	if err != nil {
		return err
	}
	return p.site.Render(c, http.StatusOK, view.EntryFormPage(page, form))
}

// newEntry is the whole form, fresh or with the words of a draft.
func (p *Pages) newEntry(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	own, fields, err := p.site.Draft(c, p.Drafts, newForm, "/diary/new", "/diary")
	if err != nil {
		return err
	}
	f := entryForm{Kind: string(diary.Informal), Prompt: c.QueryParam("q")}
	f.Place = string(web.Choice(c.QueryParam("place"), diary.OnTheJob, diary.OffTheJob))
	if fields != nil {
		f = entryFrom(fields)
	}
	form := p.entryForm(c, v, web.Who(c).PersonID, f)
	form.Draft = own
	return p.site.OK(c, head("New diary entry"), func(page layout.Page) templ.Component { return view.EntryFormPage(page, form) })
}

// newEntryForm is the whole form of a new entry after it was sent.
func (p *Pages) newEntryForm(c echo.Context, f entryForm) (view.EntryForm, error) {
	v, err := p.site.View(c)
	if err != nil {
		return view.EntryForm{}, err
	}
	own, _, err := p.site.Draft(c, p.Drafts, newForm, "/diary/new", "/diary")
	if err != nil {
		return view.EntryForm{}, err
	}
	form := p.entryForm(c, v, web.Who(c).PersonID, f)
	form.Draft = own
	return form, nil
}

// months groups entries, newest first, under the months of their dates.
func months(all []diary.Entry, year calendar.LearningYear, item func(diary.Entry) part.Entry) []view.Month {
	var out []view.Month
	for _, e := range all {
		name := e.HappenedOn.MonthName()
		if year.Holds(e.HappenedOn) {
			name = e.HappenedOn.Month().String()
		}
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, view.Month{Name: name})
		}
		out[len(out)-1].Entries = append(out[len(out)-1].Entries, item(e))
	}
	return out
}
