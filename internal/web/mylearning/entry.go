package mylearning

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/attachment"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

// entryForm is an entry as it was typed.
type entryForm struct {
	Learned  string   `form:"learned"`
	Happened string   `form:"happened"`
	Next     string   `form:"next"`
	Kind     string   `form:"kind"`
	Place    string   `form:"place"`
	Minutes  string   `form:"minutes"`
	Share    []string `form:"share"`
	Version  string   `form:"version"`
	Prompt   string   `form:"q"`
	// From says where the box was, Full that it was the whole form, More that the
	// person wants the whole form first, and Ask which question to start from.
	From string `form:"from"`
	Full string `form:"full"`
	More string `form:"more"`
	Ask  string `form:"ask"`
	// Title and URL come from another app of the person's telephone, which shares a
	// page or a photo with this one.
	Title string `form:"title"`
	URL   string `form:"url"`

	On web.DateParts `form:"-"`
}

func readEntry(c echo.Context) (entryForm, error) {
	var f entryForm
	err := web.Bind(c, &f)
	f.On = web.FormDate(c, "on")
	return f, err
}

// entryFrom reads the fields of a draft.
func entryFrom(v url.Values) entryForm {
	return entryForm{
		Learned: v.Get("learned"), Happened: v.Get("happened"), Next: v.Get("next"), Kind: v.Get("kind"), Place: v.Get("place"),
		Minutes: v.Get("minutes"), Share: v["share"], Version: v.Get("version"), Prompt: v.Get("q"),
		On: web.DateParts{Day: v.Get("on-day"), Month: v.Get("on-month"), Year: v.Get("on-year")},
	}
}

// shared makes an entry of what another app shares: its words, or for want of any
// the names of its files. What comes from a form of ours stays as it is.
func (f entryForm) shared(files []attachment.Upload) entryForm {
	var words []string
	for _, s := range []string{f.Title, f.Learned, f.URL} {
		if strings.TrimSpace(s) != "" {
			words = append(words, s)
		}
	}
	fromAnApp := f.Title != "" || f.URL != "" || f.Version == "" && f.Full == "" && len(files) > 0
	if !fromAnApp {
		return f
	}
	for i := 0; i < len(files) && len(words) == 0; i++ {
		words = append(words, "From another app: "+attachment.NameOf(files[i]))
	}
	f.Learned = strings.Join(words, "\n")
	return f
}

// entryOf fills the form with an entry as it stands.
func entryOf(e diary.Entry) entryForm {
	return entryForm{
		Learned: e.Learned, Happened: e.Happened, Next: e.NextStep, Kind: string(e.Kind), Place: string(e.Place),
		Minutes: diary.Length(e.Minutes), Share: shareValues(e.SharedWith()), Version: strconv.Itoa(e.Version), On: web.PartsOf(e.HappenedOn),
	}
}

// version is the entry's as it was opened; anything that is none is an old one.
func (f entryForm) version() int {
	n, err := strconv.Atoi(f.Version)
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// wordsOf reads what was typed. Where a date or a length cannot be read, all
// other problems are told with it.
func (p *Pages) wordsOf(c echo.Context, f entryForm) (diary.Words, error) {
	v, err := p.site.View(c)
	if err != nil {
		return diary.Words{}, err
	}
	on, dateErr := f.On.Parse("on")
	minutes, lengthErr := diary.ParseLength(f.Minutes, v.Settings.DayMinutes)
	w := diary.Words{
		Learned: f.Learned, Happened: f.Happened, NextStep: f.Next, On: on, Minutes: minutes,
		Kind: web.Choice(f.Kind, diary.Informal, diary.Course), Place: web.Choice(f.Place, diary.OnTheJob, diary.OffTheJob),
		Share: shareOf(f.Share),
	}
	if dateErr == nil && lengthErr == nil {
		return w, nil
	}
	var problems fault.Collector
	_, checkErr := w.Check(v.Today, v.Chart.Person(web.Who(c).PersonID).StartedOn)
	for _, err := range []error{checkErr, dateErr, lengthErr} {
		if other := problems.Merge(err); other != nil {
			return w, other
		}
	}
	return w, problems.Err()
}

// shareChoices are the boxes of sharing, in the order of the form.
func shareChoices() []struct {
	value string
	rel   access.Relation
} {
	return []struct {
		value string
		rel   access.Relation
	}{{"partner", access.Partner}, {"manager", access.Manager}, {"team", access.Team}}
}

func shareOf(values []string) access.Relation {
	with := access.None
	for _, v := range values {
		for _, choice := range shareChoices() {
			if v == choice.value {
				with |= choice.rel
			}
		}
	}
	return with
}

func shareValues(with access.Relation) []string {
	var out []string
	for _, choice := range shareChoices() {
		if with.Has(choice.rel) {
			out = append(out, choice.value)
		}
	}
	return out
}

func entryAddress(number int) string { return "/diary/" + strconv.Itoa(number) }

// numbered reads the entry's number from the address.
func numbered(c echo.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("number"))
	if err != nil || n < 1 || n > 1<<30 {
		return 0, fault.NewNotFound("diary entry")
	}
	return n, nil
}

// own loads the entry of the address from the viewer's own diary.
func (p *Pages) own(c echo.Context) (diary.Entry, error) {
	n, err := numbered(c)
	if err != nil {
		return diary.Entry{}, err
	}
	return p.Diary.Mine(web.Context(c), n)
}

// entry is one entry of one's own to read.
func (p *Pages) entry(c echo.Context) error {
	e, err := p.own(c)
	if err != nil {
		return err
	}
	read, err := p.ownEntry(c, e)
	if err != nil {
		return err
	}
	return p.site.OK(c, head(read.Title), func(page layout.Page) templ.Component { return view.EntryPage(page, read) })
}

// ownEntry is an entry with all that its owner sees of it.
func (p *Pages) ownEntry(c echo.Context, e diary.Entry) (view.Entry, error) {
	v, err := p.site.View(c)
	if err != nil {
		return view.Entry{}, err
	}
	history, err := p.Diary.History(web.Context(c), e)
	if err != nil {
		return view.Entry{}, err
	}
	read := p.readable(e, v)
	read.Back = part.Link{Label: "Learning diary", Href: "/diary"}
	read.Own = p.ownOf(e, v, history)
	return read, p.withFiles(c, &read, e, entryAddress(e.Number))
}

// edit is the whole form of an entry, as it stands or with the words of a draft.
func (p *Pages) edit(c echo.Context) error {
	e, err := p.own(c)
	if err != nil {
		return err
	}
	if e.State != diary.Kept {
		return p.site.SeeOther(c, entryAddress(e.Number))
	}
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	own, fields, err := p.site.Draft(c, p.Drafts, changeForm(e.Number), entryAddress(e.Number)+"/edit", entryAddress(e.Number))
	if err != nil {
		return err
	}
	f := entryOf(e)
	if fields != nil {
		f = entryFrom(fields)
	}
	form := p.changeOf(c, v, e, f)
	form.Draft = own
	return p.site.OK(c, head(form.Title), func(page layout.Page) templ.Component { return view.EntryFormPage(page, form) })
}

func changeForm(number int) string { return "diary/" + strconv.Itoa(number) }

// change keeps what was typed into an entry's form.
func (p *Pages) change(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	f, err := readEntry(c)
	if err != nil {
		return err
	}
	files, done, err := sent(c)
	if err != nil {
		return err
	}
	defer done()
	w, err := p.wordsOf(c, f)
	if err == nil {
		var e diary.Entry
		if e, err = p.Diary.Change(web.Context(c), n, f.version(), w, c.FormValue(draft.KeyField), files...); err == nil {
			return p.changed(c, e)
		}
	}
	e, loadErr := p.Diary.Mine(web.Context(c), n)
	if loadErr != nil {
		return loadErr
	}
	return p.formAgain(c, err, f, &e)
}

func (p *Pages) changed(c echo.Context, e diary.Entry) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	return p.site.Done(c, entryAddress(e.Number), layout.Notice{Title: "Saved.", Text: canSee(v.Chart, e, "now")})
}

// formAgain shows the whole form as typed: of a new entry, or of e with what
// stands in it where it was changed meanwhile.
func (p *Pages) formAgain(c echo.Context, err error, f entryForm, e *diary.Entry) error {
	form, formErr := p.newEntryForm(c, f)
	if formErr != nil {
		return formErr
	}
	if e != nil {
		v, viewErr := p.site.View(c)
		if viewErr != nil {
			return viewErr
		}
		own := form.Draft
		own.Form, own.Here, own.Back = changeForm(e.Number), entryAddress(e.Number)+"/edit", entryAddress(e.Number)
		form = p.changeOf(c, v, *e, f)
		form.Draft = own
	}
	return p.site.Again(c, err, head(form.Title), func(page layout.Page, prob web.Problem) templ.Component {
		form.Summary, form.Problem = prob.Summary(), prob.Of
		if clash := prob.Clash(); clash != nil && e != nil {
			form.Version = clash.Version
			form.Clash = &part.Clash{Who: clash.By, When: p.site.TimeOf(e.ChangedAt)}
			for _, t := range clash.Theirs {
				form.Clash.Fields = append(form.Clash.Fields, part.ClashField{Label: t.Label, Text: t.Text})
			}
		}
		return view.EntryFormPage(page, form)
	})
}

// share says anew who can see an entry.
func (p *Pages) share(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	fields, err := c.FormParams()
	if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	e, err := p.Diary.Share(web.Context(c), n, shareOf(fields["share"]))
	if err != nil {
		return err
	}
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	return p.site.Done(c, entryAddress(n), layout.Notice{Title: canSee(v.Chart, e, "now")})
}

// remove deletes an entry, which can be undone.
func (p *Pages) remove(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	e, err := p.Diary.Delete(web.Context(c), n)
	if err != nil {
		return err
	}
	return p.site.Done(c, "/diary", layout.Notice{
		Title: "Deleted from your diary.", Text: "Nobody else can see it. You can bring it back until " + p.until(e).DayMonth() + ".",
		Undo: &layout.Undo{Href: entryAddress(n) + "/restore", Once: p.site.Once()},
	})
}

// restore brings a deleted entry back.
func (p *Pages) restore(c echo.Context) error {
	n, err := numbered(c)
	if err != nil {
		return err
	}
	e, err := p.Diary.Restore(web.Context(c), n)
	if err != nil {
		return err
	}
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	return p.site.Done(c, entryAddress(n), layout.Notice{Title: "Brought back.", Text: canSee(v.Chart, e, "again")})
}
