package team

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/handover"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/team"
)

// handover shows one person's: to the person, to whoever hands them over and, from
// the day on, to whoever has taken them over.
func (p *Pages) handover(c echo.Context) error {
	v, who, err := p.passes(c)
	if err != nil {
		return err
	}
	data, err := p.handoverPage(c, v, who)
	if err != nil {
		return err
	}
	return p.site.OK(c, handoverHead(who), func(page layout.Page) templ.Component { return team.HandoverPage(page, data) })
}

func handoverHead(who *people.Person) web.Head {
	return web.Head{Title: "Handing over " + who.Name, Section: web.MyTeam, Sub: "people"}
}

func (p *Pages) handoverPage(c echo.Context, v *web.View, who *people.Person) (team.Handover, error) {
	ctx, me := web.Context(c), web.Who(c)
	r, err := p.Handovers.Of(ctx, who.ID)
	if err != nil {
		return team.Handover{}, err
	}
	rel := v.Chart.RelationTo(me, who.ID)
	data := team.Handover{
		Back: part.Link{Label: "Handing over", Href: "/handover"}, Caption: v.Chart.JobTitle(who.ID), Title: who.Name, Action: "/handover/" + who.Slug,
		WhoReads: who.Name + " reads this at once. So does whoever manages " + who.Called() + ", on the day and after it, and who wrote it.",
	}
	if rel.Has(access.Owner) {
		data.Title, data.WhoReads = "Your handover", "You read this as soon as it is written. So does whoever manages you."
		data.NoNotes = "Nothing is written for the next line manager."
	} else if !r.MayWrite {
		data.NoNotes = "Nothing was written. Ask " + who.Called() + ", who knows best."
	}
	if rel.Has(access.Owner | access.Manager) {
		if data.Lines, err = p.managerLines(ctx, v, who); err != nil {
			return team.Handover{}, err
		}
		s, err := p.open(ctx, v, []string{who.ID})
		if err != nil {
			return team.Handover{}, err
		}
		data.State, data.Dates = p.stateFor(v, who, s, rel)
	} else if data.Lines, err = p.passingLines(c, v, who); err != nil {
		return team.Handover{}, err
	}
	p.fillNotes(&data, v, who, r)
	return data, nil
}

// stateFor is how the year stands, for the person or their line manager.
func (p *Pages) stateFor(v *web.View, who *people.Person, s state, rel access.Relation) ([]part.Row, string) {
	if !rel.Has(access.Owner) {
		return p.openRows(v, who, s, "/people/"+who.Slug), "Of interviews you see dates only."
	}
	return p.openRows(v, who, s, ""), ""
}

// passingLines are what a former line manager, or one to come, is told of who
// manages the person: that they pass.
func (p *Pages) passingLines(c echo.Context, v *web.View, who *people.Person) ([]string, error) {
	all, err := p.site.People.Passings(web.Context(c), web.Who(c).PersonID)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, x := range all {
		if x.PersonID == who.ID {
			out = append(out, passingWords(v, x))
		}
	}
	return append(out, "You keep what you wrote and signed."), nil
}

func (p *Pages) fillNotes(data *team.Handover, v *web.View, who *people.Person, r handover.Reading) {
	value, version := "", 0
	for _, n := range r.Notes {
		if r.Open != nil && n.ID == r.Open.ID {
			value, version = n.Text, n.Version
			continue
		}
		data.Notes = append(data.Notes, team.HandoverNote{Who: v.Chart.Name(n.AuthorID), When: p.site.Clock.DateOf(n.WrittenAt).Short(), Text: n.Text})
	}
	if !r.MayWrite {
		return
	}
	data.Form = &team.HandoverForm{Once: p.site.Once(), Version: version, Button: "Save the note", Note: part.Textarea{
		ID: "note", Name: "note", Label: "What should the next line manager know about " + who.Called() + "?", Rows: 6, Max: handover.TextLimit, Value: value,
		Hint: "What is agreed, what is promised, what helps. No judgement: that belongs in the appraisal. You can change it until the day.",
	}}
	if len(data.Notes) > 0 && version == 0 {
		data.Form.Note.Label, data.Form.Note.Hint, data.Form.Button = "Another note", "What you wrote before stays as it was read.", "Add the note"
	}
}

func (p *Pages) writeHandover(c echo.Context) error {
	v, who, err := p.passes(c)
	if err != nil {
		return err
	}
	var form struct {
		Note    string `form:"note"`
		Version int    `form:"version"`
	}
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	err = p.Handovers.Write(web.Context(c), who.ID, form.Version, form.Note)
	if err == nil {
		return p.site.Done(c, "/handover/"+who.Slug, layout.Notice{
			Title: "The note is saved.", Next: who.Called() + " can read it now. Whoever manages " + who.Called() + " next reads it from the day on.",
		})
	}
	data, pageErr := p.handoverPage(c, v, who)
	if pageErr != nil {
		return pageErr
	}
	return p.site.Again(c, err, handoverHead(who), func(page layout.Page, prob web.Problem) templ.Component {
		data.Summary = prob.Summary()
		if data.Form != nil {
			data.Form.Note.Value, data.Form.Note.Error = form.Note, prob.Of("note")
		}
		if clash := prob.Clash(); clash != nil {
			data.Clash = &part.Clash{Who: clash.By, When: p.site.TimeOf(clash.At)}
			for _, t := range clash.Theirs {
				data.Clash.Fields = append(data.Clash.Fields, part.ClashField{Label: t.Label, Text: t.Text})
			}
		}
		return team.HandoverPage(page, data)
	})
}
