package partnering

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/database"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/interview"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/partnering"
)

// wordsSent reads a record's form. Fields that the form does not have are left
// out, whatever was sent.
func wordsSent(c echo.Context, prompts int) (interview.Words, int, error) {
	values, err := c.FormParams()
	if err != nil {
		return interview.Words{}, 0, fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	w := interview.Words{Also: values.Get("also"), Recognised: slices.Clone(values["recognised"])}
	for n := range prompts {
		w.Prompts = append(w.Prompts, interview.Prompt{Answer: values.Get(interview.AnswerField(n))})
	}
	count, err := strconv.Atoi(values.Get("rows"))
	if err != nil || count < 0 {
		count = 0
	}
	count = min(count, interview.MostActions+1)
	for n := range count {
		due := interview.DueField(n)
		w.Actions = append(w.Actions, interview.Intended{
			ID: values.Get(interview.ActionField(n) + "-key"), Text: values.Get(interview.ActionField(n)),
			Owner: interview.Side(values.Get("owner-" + itoa(n+1))),
			Day:   values.Get(due + "-day"), Month: values.Get(due + "-month"), Year: values.Get(due + "-year"),
		})
	}
	return w, count, nil
}

// writing shows the partner the form of a record.
func (p *Pages) writing(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	if err := mayWrite(r); err != nil {
		return err
	}
	more := c.QueryParam("more") == "yes"
	data, err := p.form(c, v, r, r.Writing(), more, web.Problem{})
	if err != nil {
		return err
	}
	return p.site.OK(c, headOf(r, data.Title), func(page layout.Page) templ.Component { return partnering.WritingPage(page, data) })
}

func mayWrite(r interview.Reading) error {
	switch {
	case r.May.Write:
		return nil
	case r.Side == interview.Learner:
		return fault.NewForbidden("Only your learning partner can write the record. You read it when it is shared")
	case r.State == interview.Arranged:
		return fault.NewForbidden("You can write this up from " + r.StartsOn.Long() + " on")
	}
	return notNow(interview.Write, r)
}

// form makes the form with the words in it, as kept or as typed, and with what
// helps beside it.
func (p *Pages) form(c echo.Context, v *web.View, r interview.Reading, w interview.Words, more bool, prob web.Problem) (partnering.Writing, error) {
	learner := v.Chart.Person(r.LearnerID)
	data := partnering.Writing{
		Caption: p.caption(v, r), Title: "Learning interview with " + called(learner),
		WhoReads: writerReads(v, r), Form: "/interviews/" + r.ID + "/record", DraftURL: "/interviews/" + r.ID + "/record/draft",
		DraftKey: "interview/" + r.ID + "/record", Once: p.site.Once(), Version: r.Version,
		Owners: []part.Option{{Value: string(interview.Learner), Label: called(learner)}, {Value: string(interview.Partner), Label: "You"}},
	}
	if r.State == interview.Held {
		data.Status = "Saved " + p.site.TimeOf(r.UpdatedAt) + ". If the connection drops, nothing is lost."
	}
	if r.State == interview.Answered {
		remarks, err := p.Interviews.Remarks(web.Context(c), r)
		if err != nil {
			return data, err
		}
		data.AnsweredBack = p.notes(v, remarks)
	}
	p.fillFields(&data, v, r, w, more, prob)
	return data, p.fillContext(c, v, r, w, &data)
}

// fillFields puts the words into the form, with what is wrong with them.
func (p *Pages) fillFields(data *partnering.Writing, v *web.View, r interview.Reading, w interview.Words, more bool, prob web.Problem) {
	data.Summary, data.Clash = prob.Summary(), p.clashOf(prob)
	data.Also, data.AlsoError, data.ChoicesError = w.Also, prob.Of("also"), prob.Of("recognised")
	data.Prompts = nil
	for n, q := range w.Prompts {
		data.Prompts = append(data.Prompts, partnering.Prompt{
			Name: interview.AnswerField(n), Question: q.Question, Hint: q.Hint, Answer: q.Answer, Error: prob.Of(interview.AnswerField(n)),
			Rows: rows(q.Answer, 3, 12),
		})
	}
	data.Agreed = agreedRows(v, r, w.Actions, more, prob)
}

func writerReads(v *web.View, r interview.Reading) string {
	learner := v.Chart.Person(r.LearnerID)
	words := called(learner) + " reads this too when you share it, and can answer back. There are no hidden notes"
	if manager := v.Chart.Manager(r.LearnerID); manager != nil && manager.ID != r.PartnerID {
		return words + ", and " + manager.Called() + " cannot see it."
	}
	return words + "."
}

// agreedRows are what is agreed so far, and a blank row to write in.
func agreedRows(v *web.View, r interview.Reading, actions []interview.Intended, more bool, prob web.Problem) []partnering.Agreed {
	var out []partnering.Agreed
	for n, a := range actions {
		if a.Blank() && prob.Of(interview.ActionField(n)) == "" {
			continue
		}
		row := partnering.Agreed{
			Key: a.ID, Text: a.Text, Owner: string(a.Owner), Day: a.Day, Month: a.Month, Year: a.Year,
			TextError: prob.Of(interview.ActionField(n)), DueError: prob.Of(interview.DueField(n)),
		}
		due, err := a.Due()
		row.Words = "You"
		if a.Owner != interview.Partner {
			row.Words = called(v.Chart.Person(r.LearnerID))
		}
		if err == nil {
			row.Words += ", by " + dayMonth(v, due)
		}
		row.Open = row.TextError != "" || row.DueError != "" || err != nil || strings.TrimSpace(a.Text) == ""
		out = append(out, row)
	}
	if (len(out) == 0 || more) && len(out) < interview.MostActions {
		out = append(out, partnering.Agreed{Open: true, Owner: string(interview.Learner)})
	}
	for n := range out {
		out[n].Number = n + 1
	}
	return out
}

// quotesShown is how many entries stand beside the form.
const quotesShown = 3

// fillContext adds what helps the partner while writing.
func (p *Pages) fillContext(c echo.Context, v *web.View, r interview.Reading, w interview.Words, data *partnering.Writing) error {
	ctx := web.Context(c)
	learner := v.Chart.Person(r.LearnerID)
	before, err := p.Interviews.Before(ctx, r)
	if err != nil {
		return err
	}
	entries, total, err := p.Interviews.Entries(ctx, r, v.Year)
	if err != nil {
		return err
	}
	figures, err := p.Diary.Figures(ctx, []string{r.LearnerID}, v.Year)
	if err != nil {
		return err
	}
	side := partnering.Context{Person: person(v, learner, true), Topics: r.Topics, TopicsOf: called(learner) + " would like to talk about", Shared: sharedWords(total)}
	side.LastTitle, side.Last, side.StillOpen = p.lastTime(v, before, r, "")
	side.HalfDays = diary.HalfDays(figures[r.LearnerID].OffTheJob, v.Settings.DayMinutes)
	side.Entitled = v.Settings.EntitledHalfDays(v.Year, learner.Here())
	side.DaysWords = part.Days(side.HalfDays) + " off the job, of at least " + part.Days(side.Entitled)
	side.Quotes = p.quotes(v, r, entries[:min(quotesShown, len(entries))])
	side.QuotesOf = called(learner) + " shared with you"
	side.AllEntries = part.Link{Label: fmt.Sprintf("All %d entries", total), Href: "/people/" + learner.Slug + "/diary"}
	data.Context = side
	data.Choices = p.choices(v, r, recent(v, r, before, w.Recognised, entries), w)
	return nil
}

// recent are the entries since the last interview, or of this year where there
// was none, with those that are brought or recognised whenever they were written.
func recent(v *web.View, r interview.Reading, b interview.Before, recognised []string, entries []interview.Quote) []interview.Quote {
	from := v.Year.From()
	if b.Last != nil {
		from = b.Last.StartsOn
	}
	return slices.DeleteFunc(slices.Clone(entries), func(q interview.Quote) bool {
		return q.On.Before(from) && !slices.Contains(r.Brought, q.EntryID) && !slices.Contains(recognised, q.EntryID)
	})
}

// choices are the entries that can be recognised: those brought first.
func (p *Pages) choices(v *web.View, r interview.Reading, entries []interview.Quote, w interview.Words) []partnering.Quote {
	if r.Record != nil { // what was recognised before may be shared no longer
		for _, q := range r.Record.Quotes {
			if !slices.ContainsFunc(entries, func(e interview.Quote) bool { return e.EntryID == q.EntryID }) {
				entries = append(entries, q)
			}
		}
	}
	var brought, others []partnering.Quote
	for n, q := range p.quotes(v, r, entries) {
		q.Chosen = slices.Contains(w.Recognised, entries[n].EntryID)
		if slices.Contains(r.Brought, entries[n].EntryID) {
			q.Date += ", brought to this interview"
			brought = append(brought, q)
		} else {
			others = append(others, q)
		}
	}
	return append(brought, others...)
}

func sharedWords(n int) string {
	switch n {
	case 0:
		return "No diary entries are shared with you yet"
	case 1:
		return "1 diary entry shared with you in all"
	}
	return itoa(n) + " diary entries shared with you in all"
}

// lastTime puts what was agreed before into words.
func (p *Pages) lastTime(v *web.View, b interview.Before, r interview.Reading, back string) (string, []part.Tick, []part.Tick) {
	if b.Last == nil {
		return "", nil, p.ticks(v, b.StillOpen, r, back != "" && !r.Former, back)
	}
	may := back != "" && !r.Former
	return "Agreed last time, " + dayMonth(v, b.Last.StartsOn), p.ticks(v, b.Agreed, r, may, back), p.ticks(v, b.StillOpen, r, may, back)
}

// write saves the draft, adds a row to it, or shares the record.
func (p *Pages) write(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	w, _, err := wordsSent(c, len(r.Writing().Prompts))
	if err != nil {
		return err
	}
	ctx, at := web.Context(c), "/interviews/"+r.ID
	do := web.Choice(c.FormValue("do"), "save", "share", "add")
	if do == "share" {
		err = p.Interviews.ShareRecord(ctx, r.ID, versionSent(c), w)
	} else {
		_, err = p.Interviews.SaveDraft(ctx, r.ID, versionSent(c), w)
	}
	if err != nil {
		return p.writingAgain(c, err, v, r, w)
	}
	learner := called(v.Chart.Person(r.LearnerID))
	switch do {
	case "share":
		return p.site.Done(c, at, layout.Notice{Title: learner + " can read the record now.", Next: learner + " confirms it, or answers back and you can put it right."})
	case "add":
		return p.site.SeeOther(c, at+"/record?more=yes#agreed")
	}
	return p.site.Done(c, at, layout.Notice{
		Title: "Your draft is kept.", Text: "Nobody but you can read it.", Links: []layout.Link{{Label: "Go on writing", Href: at + "/record"}},
	})
}

func (p *Pages) writingAgain(c echo.Context, err error, v *web.View, r interview.Reading, w interview.Words) error {
	for n, q := range r.Writing().Prompts {
		w.Prompts[n].Question, w.Prompts[n].Hint = q.Question, q.Hint
	}
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Clash) {
		return err
	}
	data, loadErr := p.form(c, v, r, w, false, web.Problem{})
	if loadErr != nil {
		return loadErr
	}
	sent := versionSent(c)
	return p.site.Again(c, err, headOf(r, data.Title), func(page layout.Page, prob web.Problem) templ.Component {
		p.fillFields(&data, v, r, w, false, prob)
		data.Version, data.Status = version(sent, prob), "Not saved yet"
		return partnering.WritingPage(page, data)
	})
}

// autosave keeps the draft while it is being written, for the script.
func (p *Pages) autosave(c echo.Context) error {
	_, r, err := p.open(c)
	if err != nil {
		return err
	}
	w, _, err := wordsSent(c, len(r.Writing().Prompts))
	if err != nil {
		return err
	}
	// The form's one-use key is for sharing it, not for each of its drafts.
	saved, err := p.Interviews.SaveDraft(database.WithoutOnce(web.Context(c)), r.ID, versionSent(c), w)
	switch {
	case err == nil:
		return c.JSON(http.StatusOK, map[string]any{"saved": p.site.TimeOf(p.site.Clock.Now()), "version": saved})
	case fault.Is(err, fault.Invalid):
		return c.JSON(http.StatusUnprocessableEntity, map[string]string{"message": "Not saved yet: " + fault.As(err).Error()})
	case fault.Is(err, fault.Clash):
		return c.JSON(http.StatusConflict, map[string]string{"message": "This was changed somewhere else. Save to see both"})
	}
	return err
}
