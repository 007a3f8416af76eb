package partnering

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
	"learningyear/internal/spelling"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/partnering"
)

// mostFound bounds the colleagues that a search shows.
const mostFound = 20

// partner shows who one's learning partner is, and finds another.
func (p *Pages) partner(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	data := p.partnerPage(v, web.Who(c).PersonID, web.Asked(c, "q"))
	head := web.Head{Title: "Your learning partner", Section: web.MyLearning, Sub: "interviews"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return partnering.PartnerPage(page, data) })
}

func (p *Pages) partnerPage(v *web.View, me, query string) partnering.Partner {
	data := partnering.Partner{Query: query}
	if partner := v.Chart.Partner(me); partner != nil {
		card := person(v, partner, true)
		data.Partner = &card
		data.Since = "They read your learning plan and the diary entries that you share with them."
		data.End = &part.PostButton{Label: "End this partnership", Kind: "secondary", Small: true, Href: "/partner/end", Once: p.site.Once()}
	}
	if nomination, ok := v.Chart.Nomination(me); ok {
		card := person(v, v.Chart.Person(nomination.PartnerID), false)
		data.Nominated = &card
		data.Withdraw = &part.PostButton{Label: "Take the question back", Kind: "link", Href: "/partner/withdraw", Once: p.site.Once()}
	}
	if strings.TrimSpace(query) == "" {
		return data
	}
	found := find(v, me, query)
	switch {
	case len(found) == 0:
		data.FoundNote = "Nobody here has that in their name or post."
	case len(found) > mostFound:
		data.FoundNote = "There are more than " + itoa(mostFound) + ". Write more of the name."
		found = found[:mostFound]
	}
	for _, who := range found {
		data.Found = append(data.Found, partnering.Found{Person: person(v, who, false), Load: loadWords(len(v.Chart.Learners(who.ID))), Ask: part.PostButton{
			Label: "Ask", Small: true, Kind: "secondary", Href: "/partner", Once: p.site.Once(), Context: who.Name, Hidden: map[string]string{"partner": who.Slug},
		}})
	}
	return data
}

// loadWords say how many learners a colleague supports already; nothing where it is
// nobody, since that is no reason to ask or not to.
func loadWords(n int) string {
	if n == 0 {
		return ""
	}
	return "Already supports " + itoa(n)
}

// find looks for colleagues to ask, by any part of their name or post.
func find(v *web.View, me, query string) []*people.Person {
	words := spelling.Of(query)
	taken := []string{me}
	if partner := v.Chart.Partner(me); partner != nil {
		taken = append(taken, partner.ID)
	}
	if nomination, ok := v.Chart.Nomination(me); ok {
		taken = append(taken, nomination.PartnerID)
	}
	var out []*people.Person
	for _, who := range v.Chart.Persons() {
		if words.In(who.Name, who.KnownAs, v.Chart.JobTitle(who.ID)) && !slices.Contains(taken, who.ID) {
			out = append(out, who)
		}
	}
	return out
}

func (p *Pages) nominate(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	me, chosen := web.Who(c).PersonID, v.Chart.PersonBySlug(c.FormValue("partner"))
	id := ""
	if chosen != nil {
		id = chosen.ID
	}
	if _, err := p.site.People.NominatePartner(web.Context(c), me, id); err != nil {
		head := web.Head{Title: "Your learning partner", Section: web.MyLearning, Sub: "interviews"}
		return p.site.Again(c, err, head, func(page layout.Page, prob web.Problem) templ.Component {
			data := p.partnerPage(v, me, "")
			data.Error = prob.Of("partner")
			data.Summary = part.ErrorSummary{Errors: []part.ErrorLink{{Href: "#q", Text: data.Error}}}
			return partnering.PartnerPage(page, data)
		})
	}
	return p.site.Done(c, "/partner", layout.Notice{
		Title: "You have asked " + chosen.Name + ".", Next: chosen.Called() + " says yes or no under “Partnering”. Nobody else is asked.",
	})
}

func (p *Pages) endPartnership(c echo.Context) error {
	if err := p.site.People.EndPartnership(web.Context(c), web.Who(c).PersonID); err != nil {
		return err
	}
	return p.site.Done(c, "/partner", layout.Notice{Title: "The partnership has ended.", Next: "Choose another learning partner when you like."})
}

func (p *Pages) withdraw(c echo.Context) error {
	if err := p.site.People.WithdrawNomination(web.Context(c), web.Who(c).PersonID); err != nil {
		return err
	}
	return p.site.Done(c, "/partner", layout.Notice{Title: "You have taken the question back."})
}

// partnering is the partner's first page.
func (p *Pages) partnering(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	me, ctx := web.Who(c).PersonID, web.Context(c)
	learners := v.Chart.Learners(me)
	ids := make([]string, 0, len(learners))
	for _, l := range learners {
		ids = append(ids, l.ID)
	}
	waiting, err := p.Notices.Waiting(ctx, notice.AsPartner)
	if err != nil {
		return err
	}
	dates, err := p.Interviews.Dates(ctx, ids, v.Year)
	if err != nil {
		return err
	}
	open, err := p.Interviews.OpenActions(ctx, ids)
	if err != nil {
		return err
	}
	data := partnering.Partnering{Empty: part.EmptyState{
		Title: "You are nobody's learning partner yet", Text: "When a colleague asks you to be theirs, you answer here.",
	}}
	// A nomination is answered on this page itself, above the list.
	data.Waiting = v.NoticeRows(slices.DeleteFunc(waiting, func(n notice.Notice) bool { return n.Kind == notice.AnswerNomination }))
	for _, who := range v.Chart.NominatedBy(me) {
		data.Asked = append(data.Asked, p.asked(v, who))
	}
	for _, who := range learners {
		data.Learners = append(data.Learners, p.learnerCard(v, who, dates[who.ID], len(open[who.ID])))
	}
	head := web.Head{Title: "My partners", Section: web.Partnering, Sub: "learners"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return partnering.PartneringPage(page, data) })
}

func (p *Pages) asked(v *web.View, who *people.Person) partnering.Asked {
	at := "/partnering/" + who.Slug
	return partnering.Asked{
		ID:      "asked-" + who.Slug,
		Person:  person(v, who, false),
		Accept:  part.PostButton{Label: "Say yes", Href: at + "/accept", Once: p.site.Once(), Context: "to " + who.Name},
		Decline: part.PostButton{Label: "Say no", Kind: "secondary", Href: at + "/decline", Once: p.site.Once(), Context: "to " + who.Name},
	}
}

// standing puts the dates of a learner's interviews into words and signs.
func (p *Pages) standing(v *web.View, who *people.Person, dates []interview.Dated) (held string, signs []string, next string, pace interview.Pace) {
	t := interview.TallyOf(dates)
	pace = paceOf(v, v.Year, who, t.Held, t.Arranged)
	held = itoa(pace.Held) + " of at least " + itoa(pace.Expected) + " this year"
	for _, d := range dates {
		if !d.Held && next == "" && !d.On.Before(v.Today) {
			next = day(v, d.On)
		}
	}
	return held, pips(pace), next, pace
}

func (p *Pages) learnerCard(v *web.View, who *people.Person, dates []interview.Dated, open int) partnering.Learner {
	held, signs, next, pace := p.standing(v, who, dates)
	at := "/partnering/" + who.Slug
	card := person(v, who, true)
	card.Href = at
	l := partnering.Learner{Person: card, Held: held, Pips: signs, Next: paceWords(v, pace, next)}
	if next == "" {
		l.Act = &part.Action{Label: "Offer a time", Href: at + "/arrange", Context: "to " + who.Name}
	}
	switch {
	case open == 1:
		l.Open = "1 thing still to do"
	case open > 1:
		l.Open = itoa(open) + " things still to do"
	}
	l.Links = []part.Link{{Label: "Open", Href: at, Context: who.Name}}
	return l
}

func (p *Pages) accept(c echo.Context) error {
	return p.answerNomination(c, p.site.People.AcceptPartner, func(who *people.Person) layout.Notice {
		return layout.Notice{Title: "You are " + who.Name + "’s learning partner now.", Next: "Offer them a first time to talk.",
			Links: []layout.Link{{Label: "Offer a time", Href: "/partnering/" + who.Slug + "/arrange"}}}
	})
}

func (p *Pages) decline(c echo.Context) error {
	return p.answerNomination(c, p.site.People.DeclinePartner, func(who *people.Person) layout.Notice {
		return layout.Notice{Title: "You have said no.", Text: who.Called() + " can ask somebody else."}
	})
}

// learner shows a partner one of those whose partner they are, or were.
func (p *Pages) learner(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	who := v.Chart.PersonBySlug(c.Param("slug"))
	if who == nil || who.ID == web.Who(c).PersonID {
		return notThere()
	}
	ctx := web.Context(c)
	all, err := p.Interviews.OfLearner(ctx, who.ID, v.Year)
	if err != nil {
		return err
	}
	partner := v.Chart.Partner(who.ID)
	data := partnering.OneLearner{Person: person(v, who, true), Caption: v.Chart.JobTitle(who.ID), Groups: p.grouped(v, all)}
	data.Former = partner == nil || partner.ID != web.Who(c).PersonID
	if data.Former && len(all) == 0 {
		return notThere()
	}
	if !data.Former {
		if err := p.fillLearner(c, v, who, &data); err != nil {
			return err
		}
	}
	head := web.Head{Title: who.Name, Section: web.Partnering, Sub: "learners"}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return partnering.LearnerPage(page, data) })
}

func (p *Pages) fillLearner(c echo.Context, v *web.View, who *people.Person, data *partnering.OneLearner) error {
	ctx, at := web.Context(c), "/partnering/"+who.Slug
	dates, err := p.Interviews.Dates(ctx, []string{who.ID}, v.Year)
	if err != nil {
		return err
	}
	open, err := p.Interviews.OpenActions(ctx, []string{who.ID})
	if err != nil {
		return err
	}
	entries, err := p.Diary.SharedWithMe(ctx, who.ID, 1)
	if err != nil {
		return err
	}
	var next string
	var pace interview.Pace
	data.Held, data.Pips, next, pace = p.standing(v, who, dates[who.ID])
	data.Pace = paceWords(v, pace, next)
	data.Before = beforeWords(v, who, dates[who.ID], web.Who(c).PersonID)
	me := interview.Reading{Side: interview.Partner}
	data.Open = p.ticks(v, open[who.ID], me, true, at)
	for _, e := range entries.Entries[:min(quotesShown, len(entries.Entries))] {
		data.Quotes = append(data.Quotes, partnering.Quote{Text: e.Learned, Date: dayMonth(v, e.HappenedOn)})
	}
	data.Shared = who.Called() + " shares with you"
	n := entries.Counts.All
	data.Entries = part.Link{Label: "All " + itoa(n) + " entries", Href: "/people/" + who.Slug + "/diary"}
	if n == 1 {
		data.Entries.Label = "Read it in the diary"
	}
	data.Links = []part.Link{{Label: "Learning plan", Href: "/people/" + who.Slug + "/plan/" + v.Year.Name()}}
	data.Actions = []part.Action{
		{Label: "Write up a talk you had", Href: at + "/write-up"}, {Label: "Offer a time", Href: at + "/arrange", Kind: "button"},
	}
	return nil
}

// beforeWords tell a new learning partner on which days the learner talked with a
// former one, and no more; empty for none.
func beforeWords(v *web.View, who *people.Person, dates []interview.Dated, me string) string {
	var days []string
	for _, d := range dates {
		if d.Held && d.PartnerID != me {
			days = append(days, dayMonth(v, d.On))
		}
	}
	if len(days) == 0 {
		return ""
	}
	return who.Called() + " talked with another learning partner on " + listed(days) + ". What was said, and what is still to do from it, stays between those two. " +
		who.Called() + " decides what to bring to you."
}

// listed puts words in a row: "12 October, 3 November and 1 December".
func listed(all []string) string {
	last := len(all) - 1
	if last < 1 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:last], ", ") + " and " + all[last]
}

func (p *Pages) answerNomination(c echo.Context, answer func(ctx context.Context, learnerID string) error, say func(*people.Person) layout.Notice) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	who := v.Chart.PersonBySlug(c.Param("slug"))
	if who == nil {
		return notThere()
	}
	if err := answer(web.Context(c), who.ID); err != nil {
		return err
	}
	return p.site.Done(c, "/partnering", say(who))
}

// notThere answers for what is not there and for what may not be seen.
func notThere() error { return fault.NewNotFound("learner") }
