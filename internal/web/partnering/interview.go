package partnering

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/partnering"
)

// open loads the interview of the address for one of its two people.
func (p *Pages) open(c echo.Context) (*web.View, interview.Reading, error) {
	v, err := p.site.View(c)
	if err != nil {
		return nil, interview.Reading{}, err
	}
	r, err := p.Interviews.Get(web.Context(c), c.Param("id"), v.Settings.YearStart)
	return v, r, err
}

// headOf puts an interview's page under the menu of whoever looks at it.
func headOf(r interview.Reading, title string) web.Head {
	if r.Side == interview.Learner {
		return web.Head{Title: title, Section: web.MyLearning, Sub: "interviews"}
	}
	return web.Head{Title: title, Section: web.Partnering, Sub: "interviews"}
}

// otherOf is the other one of the two; nil where that is not known any more.
func otherOf(v *web.View, r interview.Reading) *people.Person {
	if r.Side == interview.Learner {
		return r.PartnerNow()
	}
	return v.Chart.Person(r.LearnerID)
}

func nameOf(who *people.Person) string {
	if who == nil {
		return "your learning partner"
	}
	return who.Name
}

func itoa(n int) string { return strconv.Itoa(n) }

// example is a date as it would be typed.
func example(d calendar.Date) string {
	return itoa(d.Day()) + " " + itoa(int(d.Month())) + " " + itoa(d.Year())
}

// versionSent is the version that the form was made from.
func versionSent(c echo.Context) int {
	n, err := strconv.Atoi(c.FormValue("version"))
	if err != nil {
		return 0
	}
	return n
}

// version is the one for the next try: after a clash that of what stands there
// now, since the person has then seen both.
func version(sent int, prob web.Problem) int {
	if clash := prob.Clash(); clash != nil {
		return clash.Version
	}
	return sent
}

// notNow refuses what the page does not offer, with the rule's own words.
func notNow(act interview.Act, r interview.Reading) error {
	if _, err := interview.Next(act, r.State); err != nil {
		return err
	}
	return r.OnlyOther()
}

// clashOf shows what somebody else saved meanwhile.
func (p *Pages) clashOf(prob web.Problem) *part.Clash {
	clash := prob.Clash()
	if clash == nil {
		return nil
	}
	out := part.Clash{Who: clash.By, When: p.site.TimeOf(clash.At)}
	for _, t := range clash.Theirs {
		out.Fields = append(out.Fields, part.ClashField{Label: t.Label, Text: t.Text})
	}
	return &out
}

// read shows one interview.
func (p *Pages) read(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	data, err := p.reading(c, v, r)
	if err != nil {
		return err
	}
	return p.site.OK(c, headOf(r, data.Title), func(page layout.Page) templ.Component { return partnering.InterviewPage(page, data) })
}

// historyLimit is how many acts an interview's history shows.
const historyLimit = 50

func (p *Pages) reading(c echo.Context, v *web.View, r interview.Reading) (partnering.Interview, error) {
	ctx := web.Context(c)
	other := otherOf(v, r)
	data := partnering.Interview{
		Back: backOf(r), Caption: p.caption(v, r), Title: "Learning interview with " + called(other), Steps: p.steps(v, r),
		With: person(v, other, true), Topics: r.Topics, TopicsOf: topicsOf(v, r), Do: p.do(v, r), Cancelled: r.CancelledWhy,
	}
	data.BannerKind, data.Banner = p.banner(v, r)
	data.Facts = p.factsOf(v, r)
	if err := p.fillRecord(c, v, r, &data); err != nil {
		return data, err
	}
	if len(r.Brought) > 0 {
		brought, err := p.Interviews.Brought(ctx, r)
		if err != nil {
			return data, err
		}
		data.Brought = p.quotes(v, r, brought)
	}
	history, err := p.site.Trail.Of(ctx, interview.Record, r.ID, historyLimit)
	if err != nil {
		return data, err
	}
	data.History = p.history(v, history)
	return data, nil
}

func backOf(r interview.Reading) part.Link {
	if r.Side == interview.Learner {
		return part.Link{Label: "Learning interviews", Href: "/interviews"}
	}
	return part.Link{Label: "Interviews with your partners", Href: "/partnering/interviews"}
}

func topicsOf(v *web.View, r interview.Reading) string {
	if r.Side == interview.Learner {
		return "What you bring"
	}
	return "What " + called(v.Chart.Person(r.LearnerID)) + " brings"
}

func (p *Pages) factsOf(v *web.View, r interview.Reading) []part.Fact {
	facts := []part.Fact{
		{Key: "When", Value: day(v, r.StartsOn) + ", " + p.hours(r.Interview)}, {Key: "How", Value: upper(r.How.Label())},
	}
	if r.Place != "" {
		facts = append(facts, part.Fact{Key: "Where", Value: r.Place})
	}
	return facts
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:] // labels begin with a plain small letter
}

// fillRecord adds what was said and agreed, and what was added beside it.
func (p *Pages) fillRecord(c echo.Context, v *web.View, r interview.Reading, data *partnering.Interview) error {
	if r.Record == nil || !r.State.Readable() {
		return nil
	}
	if r.Record.Unwritten {
		return p.fillNotes(c, v, r, data)
	}
	ctx := web.Context(c)
	actions, err := p.Interviews.Actions(ctx, r)
	if err != nil {
		return err
	}
	record := partnering.Record{
		Also: r.Record.Also, Actions: p.ticks(v, actions, r, r.May.Tick, "/interviews/"+r.ID), Recognised: p.quotes(v, r, r.Record.Quotes),
	}
	for _, prompt := range r.Record.Prompts {
		if prompt.Answer != "" {
			record.Answers = append(record.Answers, partnering.Answered{Question: prompt.Question, Answer: prompt.Answer})
		}
	}
	data.Record = &record
	data.WhoReads = p.whoReads(v, r)
	at := "/interviews/" + r.ID
	if r.May.Confirm {
		data.Confirm = &partnering.Confirm{
			Form: at, Once: p.site.Once(), Version: r.Version, Partner: called(r.PartnerNow()), Only: !r.May.Answer,
			Answer: partnering.Short{Form: at + "/answer", Once: p.site.Once(), Version: r.Version, Limit: interview.NoteLimit},
		}
	}
	return p.fillNotes(c, v, r, data)
}

// fillNotes adds what stands beside the record, and the form for a note.
func (p *Pages) fillNotes(c echo.Context, v *web.View, r interview.Reading, data *partnering.Interview) error {
	remarks, err := p.Interviews.Remarks(web.Context(c), r)
	if err != nil {
		return err
	}
	data.Notes = p.notes(v, remarks)
	if r.May.Note {
		data.NoteForm = &partnering.Short{Form: "/interviews/" + r.ID + "/notes", Once: p.site.Once(), Limit: interview.NoteLimit}
	}
	return nil
}

func (p *Pages) whoReads(v *web.View, r interview.Reading) string {
	words := "You both read this, and nobody else does."
	if manager := v.Chart.Manager(r.LearnerID); manager != nil && manager.ID != r.PartnerID {
		words += " " + manager.Called() + " sees only that you talked, and when."
	}
	return words
}

func (p *Pages) notes(v *web.View, remarks []interview.Remark) []partnering.Note {
	out := make([]partnering.Note, 0, len(remarks))
	for _, m := range remarks {
		n := partnering.Note{Person: person(v, v.Chart.Person(m.AuthorID), false), When: p.at(v, m.WrittenAt), Text: m.Text, Label: "Added"}
		if m.Kind == interview.AnswerNote {
			n.Label = "Answered back"
		}
		out = append(out, n)
	}
	return out
}

// quotes link an entry only for its owner; the partner reads it as quoted.
func (p *Pages) quotes(v *web.View, r interview.Reading, all []interview.Quote) []partnering.Quote {
	out := make([]partnering.Quote, 0, len(all))
	for _, q := range all {
		quote := partnering.Quote{Key: q.EntryID, Text: q.Text, Date: dayMonth(v, q.On)}
		if r.Side == interview.Learner && q.Number > 0 {
			quote.Href = "/diary/" + itoa(q.Number)
		}
		out = append(out, quote)
	}
	return out
}

func (p *Pages) history(v *web.View, entries []trail.Entry) []part.Change {
	out := make([]part.Change, 0, len(entries))
	for _, e := range entries {
		out = append(out, part.Change{When: p.at(v, e.At), Who: e.ActorName, What: e.Act})
	}
	return out
}

// steps show how far the interview has come.
func (p *Pages) steps(v *web.View, r interview.Reading) []part.Step {
	if r.State == interview.Cancelled {
		return nil
	}
	steps := []part.Step{{Label: "Time offered"}, {Label: "Arranged"}, {Label: "Held"}, {Label: "Confirmed"}}
	current := map[interview.State]int{
		interview.Proposed: 1, interview.Arranged: 2, interview.Held: 2, interview.Shared: 3, interview.Answered: 2, interview.Confirmed: 4,
	}[r.State]
	for n := range steps {
		switch {
		case n < current:
			steps[n].State = "done"
		case n == current:
			steps[n].State = "current"
			steps[n].Text = p.waits(v, r)
		}
	}
	if current >= 2 {
		steps[1].Text = dayMonth(v, r.StartsOn)
	}
	if r.ConfirmedAt != nil {
		steps[3].Text = dayMonth(v, p.site.Clock.DateOf(*r.ConfirmedAt))
	}
	return steps
}

// waits says whose turn it is.
func (p *Pages) waits(v *web.View, r interview.Reading) string {
	side := r.WaitsFor(v.Today)
	if side == interview.Neither {
		return ""
	}
	if r.Left() {
		if r.Side == interview.Learner {
			return "You close it"
		}
		return ""
	}
	verb := map[interview.State]string{
		interview.Proposed: "answer", interview.Arranged: "write the record", interview.Held: "write the record",
		interview.Shared: "read the record", interview.Answered: "put the record right",
	}[r.State]
	if side == r.Side {
		return "You " + verb
	}
	return called(otherOf(v, r)) + " " + third(verb)
}

// third puts the first word of a verb into the third person.
func third(verb string) string {
	switch verb {
	case "put the record right":
		return "puts the record right"
	case "write the record":
		return "writes the record"
	case "read the record":
		return "reads the record"
	}
	return verb + "s"
}

// banner says how an interview stands where there is nothing to do about it now.
func (p *Pages) banner(v *web.View, r interview.Reading) (string, []string) {
	other := called(otherOf(v, r))
	switch r.State {
	case interview.Confirmed:
		when := ""
		if r.ConfirmedAt != nil {
			when = " on " + dayMonth(v, p.site.Clock.DateOf(*r.ConfirmedAt))
		}
		learner := "You"
		if r.Side == interview.Partner {
			learner = called(v.Chart.Person(r.LearnerID))
		}
		lines := []string{learner + " confirmed this record" + when + ". Nobody can change it now."}
		if r.Record != nil && r.Record.Unwritten {
			lines = []string{other + " left before sharing a record, so there is none. It counts as held; you closed it" + when + "."}
		}
		switch {
		case r.May.Note && !(v.Chart.Serves(r.PartnerID) && v.Chart.Serves(r.LearnerID)):
			lines = append(lines, "You can add a dated note below.")
		case r.May.Note:
			lines = append(lines, "You can both add a dated note below.")
		}
		return "locked", lines
	case interview.Cancelled:
		return "note", []string{"This interview was cancelled."}
	case interview.Proposed:
		switch {
		case r.PartnerNow() == nil: // the box beside it says so
			return "", nil
		case r.Lapsed():
			return "note", []string{"This time was offered by a learning partner before. Nobody can take it: offer another, or cancel it."}
		case r.Passed() && r.Side == interview.Learner:
			return "note", []string{"You had this time with your partner before. " + other + " has not answered it, and does not read what you brought until you get ready again."}
		case r.Passed():
			return "note", []string{other + " had this time with a partner before you. You can take it, or offer another."}
		}
		if r.Offered() == r.Side {
			return "note", []string{"You offered this time. " + other + " has not answered yet."}
		}
	case interview.Held:
		if r.Side == interview.Learner && !r.Left() {
			return "note", []string{"You have talked, and it counts. " + other + " is writing the record: you read it here when it is finished."}
		}
	case interview.Shared:
		if r.Side == interview.Partner {
			return "note", []string{other + " can read the record now, and confirms it or answers back."}
		}
	case interview.Answered:
		if r.Side == interview.Learner && r.Left() {
			return "note", []string{other + " has left, so nobody puts the record right. Your answer stays beside it when you confirm it."}
		}
		if r.Side == interview.Learner {
			return "note", []string{"You have answered back. " + other + " can put the record right and share it again."}
		}
	}
	return "", nil
}

// do is the one thing to do now; nil for nothing.
func (p *Pages) do(v *web.View, r interview.Reading) *partnering.Do {
	at := "/interviews/" + r.ID
	other := called(otherOf(v, r))
	ready := part.Action{Label: "Get ready, 5 minutes", Href: at + "/prepare"}
	offer := part.Action{Label: "Offer another time", Href: at + "/time"}
	cancel := part.Action{Label: "Cancel this interview", Href: at + "/cancel"}
	switch {
	case r.May.Conclude:
		d := &partnering.Do{
			Title: "Close it without a record", Text: other + " has left, and there is no record to read. Close it: it counts as held, and you can add a note.",
			Post: &part.PostButton{Label: "Close it", Href: at + "/conclude", Once: p.site.Once(), Version: r.Version},
		}
		if r.May.Cancel {
			d.Text = other + " has left without writing a record. If you talked, close it: it counts as held, and you can add a note."
			d.Others = []part.Action{{Label: "We did not talk: cancel it", Href: cancel.Href}}
		}
		return d
	case r.State.Open() && r.PartnerNow() == nil && r.Side == interview.Learner:
		return &partnering.Do{Title: "Choose a learning partner", Text: "Nobody is your learning partner now. This interview stays open for the next one.",
			Link: &part.Action{Label: "Choose a learning partner", Href: "/partner"}, Others: []part.Action{cancel}}
	case r.May.Take:
		return &partnering.Do{
			Title: other + " offers " + p.when(v, r.Interview), Text: p.hours(r.Interview) + ", " + r.How.Label() + ".",
			Post:   &part.PostButton{Label: "Take this time", Href: at + "/take", Once: p.site.Once(), Version: r.Version},
			Link:   &part.Action{Label: offer.Label, Href: offer.Href, Kind: "secondary"},
			Others: []part.Action{cancel},
		}
	case r.State == interview.Proposed && r.May.Offer:
		return &partnering.Do{Title: p.when(v, r.Interview), Text: "Does it not suit you after all? Offer another time.",
			Link: &part.Action{Label: offer.Label, Href: offer.Href, Kind: "secondary"}, Others: []part.Action{ready, cancel}}
	case r.State == interview.Arranged && r.May.Write && r.Former:
		return &partnering.Do{Title: "Write the record", Text: "You talked while you were " + other + "’s learning partner. Nobody but you reads it until you share it.",
			Link: &part.Action{Label: "Write the record", Href: at + "/record"}}
	case r.State == interview.Arranged && r.May.Write:
		return &partnering.Do{Title: "Write the record", Text: "Nobody but you reads it until you share it.",
			Link: &part.Action{Label: "Write the record", Href: at + "/record"}, Others: []part.Action{ready, offer, cancel}}
	case r.State == interview.Arranged && r.May.Offer:
		return &partnering.Do{Title: "Get ready", Text: "What you agreed last time, what is shared, and one good question. The same page for both of you, and it prints.",
			Link: &ready, Others: []part.Action{offer, cancel}}
	case r.State == interview.Held && r.May.Write:
		return &partnering.Do{Title: "Finish the record", Text: "Your draft is kept. " + other + " reads nothing until you share it.",
			Link: &part.Action{Label: "Go on writing", Href: at + "/record"}}
	case r.State == interview.Answered && r.May.Write:
		return &partnering.Do{Title: other + " has answered back", Text: "The answer stands below. Put the record right if you see it the same way, and share it again.",
			Link: &part.Action{Label: "Put the record right", Href: at + "/record"}}
	}
	return nil
}

func (p *Pages) confirm(c echo.Context) error {
	_, r, err := p.open(c)
	if err != nil {
		return err
	}
	if err := p.Interviews.ConfirmRecord(web.Context(c), r.ID, versionSent(c)); err != nil {
		return err
	}
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{
		Title: "The record is confirmed.", Next: "What you agreed stays on your list until it is done.",
	})
}

// conclude closes an interview whose partner has left without sharing a record.
func (p *Pages) conclude(c echo.Context) error {
	_, r, err := p.open(c)
	if err != nil {
		return err
	}
	if err := p.Interviews.ConcludeIt(web.Context(c), r.ID, versionSent(c)); err != nil {
		return err
	}
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{
		Title: "The interview is closed, and it counts.", Next: "You can still add a dated note of what you talked about.",
	})
}

func (p *Pages) answer(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	text := c.FormValue("answer")
	if err := p.Interviews.AnswerBack(web.Context(c), r.ID, versionSent(c), text); err != nil {
		return p.againOnPage(c, err, v, r, func(data *partnering.Interview, prob web.Problem) {
			if data.Confirm != nil {
				data.Confirm.Answer.Text, data.Confirm.Answer.Error = text, prob.Of("answer")
			}
		})
	}
	other := called(r.PartnerNow())
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{
		Title: other + " can read your answer now.", Next: "You read the record again before you confirm it.",
	})
}

func (p *Pages) addNote(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	text := c.FormValue("note")
	if err := p.Interviews.AddNote(web.Context(c), r.ID, text); err != nil {
		return p.againOnPage(c, err, v, r, func(data *partnering.Interview, prob web.Problem) {
			if data.NoteForm != nil {
				data.NoteForm.Text, data.NoteForm.Error = text, prob.Of("note")
			}
		})
	}
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{Title: "Your note stands beside the record."})
}

// againOnPage shows the interview with a short form as it was typed.
func (p *Pages) againOnPage(c echo.Context, err error, v *web.View, r interview.Reading, fill func(*partnering.Interview, web.Problem)) error {
	data, loadErr := p.reading(c, v, r)
	if loadErr != nil {
		return loadErr
	}
	return p.site.Again(c, err, headOf(r, data.Title), func(page layout.Page, prob web.Problem) templ.Component {
		data.Summary, data.Clash = prob.Summary(), p.clashOf(prob)
		fill(&data, prob)
		return partnering.InterviewPage(page, data)
	})
}

func (p *Pages) tick(c echo.Context) error {
	done := c.FormValue("done") == "yes"
	id := c.Param("id")
	if err := p.Interviews.TickAction(web.Context(c), id, c.Param("action"), done); err != nil {
		return err
	}
	notice := layout.Notice{Title: "Marked as done."}
	if !done {
		notice.Title = "Back on the list."
	}
	return p.site.Done(c, web.Next(c.FormValue("back")), notice)
}
