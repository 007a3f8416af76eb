package partnering

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/interview"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/partnering"
)

// prepare shows the page to get ready with: the same for both, but that only
// the learner writes on it.
func (p *Pages) prepare(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	data, err := p.preparing(c, v, r)
	if err != nil {
		return err
	}
	return p.site.OK(c, headOf(r, data.Title), func(page layout.Page) templ.Component { return partnering.PreparePage(page, data) })
}

func (p *Pages) preparing(c echo.Context, v *web.View, r interview.Reading) (partnering.Prepare, error) {
	ctx, at := web.Context(c), "/interviews/"+r.ID
	other := called(otherOf(v, r))
	data := partnering.Prepare{
		Back: part.Link{Label: "This interview", Href: at}, Caption: p.caption(v, r), Title: "Get ready to talk with " + other,
		Question: interview.GoodQuestion(r.Number), Topics: r.Topics, TopicsOf: topicsOf(v, r),
		EntriesOf: called(v.Chart.Person(r.LearnerID)) + " shares with you", WhoReads: other + " reads this too, before you talk.",
	}
	if r.Side == interview.Learner {
		data.EntriesOf = "What you share with " + other
	}
	if r.May.Prepare {
		data.Write = &partnering.Short{Form: at + "/prepare", Once: p.site.Once(), Version: r.Version, Text: r.Topics, Limit: interview.TopicsLimit}
	}
	before, err := p.Interviews.Before(ctx, r)
	if err != nil {
		return data, err
	}
	data.LastTitle, data.Last, data.StillOpen = p.lastTime(v, before, r, at+"/prepare")
	entries, _, err := p.Interviews.Entries(ctx, r, v.Year)
	if err != nil {
		return data, err
	}
	data.Entries = p.quotes(v, r, recent(v, r, before, nil, entries))
	for n := range data.Entries {
		data.Entries[n].Chosen = slices.Contains(r.Brought, data.Entries[n].Key)
		if data.Entries[n].Chosen && r.Side == interview.Partner {
			data.Entries[n].Date += ", brought to this interview"
		}
	}
	for _, q := range interview.DefaultPrompts()[:3] {
		data.Prompts = append(data.Prompts, q.Question)
	}
	return data, nil
}

func (p *Pages) getReady(c echo.Context) error {
	v, r, err := p.open(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	topics, brought := values.Get("topics"), values["brought"]
	if err := p.Interviews.GetReady(web.Context(c), r.ID, versionSent(c), topics, brought); err != nil {
		data, loadErr := p.preparing(c, v, r)
		if loadErr != nil {
			return loadErr
		}
		return p.site.Again(c, err, headOf(r, data.Title), func(page layout.Page, prob web.Problem) templ.Component {
			data.Summary, data.Clash = prob.Summary(), prob.Clash() != nil
			if data.Write != nil {
				data.Write.Text, data.Write.Error, data.Write.Version = topics, prob.Of("topics"), version(versionSent(c), prob)
			}
			for n := range data.Entries {
				data.Entries[n].Chosen = slices.Contains(brought, data.Entries[n].Key)
			}
			return partnering.PreparePage(page, data)
		})
	}
	return p.site.Done(c, "/interviews/"+r.ID, layout.Notice{Title: "Kept for the interview.", Text: called(otherOf(v, r)) + " can read it."})
}
