package planning

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

func (p *Pages) askHow(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	pl, err := p.Plans.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	if err := pl.CanMark(s.view.Today, s.year); err != nil {
		return err
	}
	d, fields, err := p.site.Draft(c, p.Drafts, "plan/"+s.year.Name()+"/how-i-learn", s.base+"/how-i-learn", s.base)
	if err != nil {
		return err
	}
	words := pl.HowILearn
	if fields != nil {
		words = fields.Get("how-i-learn")
	}
	return p.site.OK(c, s.head("How do you learn?", "plan"), func(page layout.Page) templ.Component {
		return planning.HowPage(p.how(s, page, d, words, plan.Fingerprint(pl.HowILearn)))
	})
}

func (p *Pages) how(s *subject, page layout.Page, d part.Draft, words, was string) planning.How {
	return planning.How{
		Page: page, Back: part.Link{Label: planTitle(s.year), Href: s.base}, Action: s.base + "/how-i-learn", Words: words, Was: was,
		Once: p.site.Once(), Max: plan.HowLimit, Reads: s.readers(), Draft: d,
	}
}

func (p *Pages) saveHow(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	words, was := c.FormValue("how-i-learn"), c.FormValue("was")
	if was == "" {
		was = "-"
	}
	if err := p.Plans.SayHowILearn(web.Context(c), s.year, was, words); err != nil {
		d, _, draftErr := p.site.Draft(c, p.Drafts, "plan/"+s.year.Name()+"/how-i-learn", s.base+"/how-i-learn", s.base)
		if draftErr != nil {
			return draftErr
		}
		return p.site.Again(c, err, s.head("How do you learn?", "plan"), func(page layout.Page, prob web.Problem) templ.Component {
			if e := prob.Clash(); e != nil && len(e.Theirs) > 0 {
				was = plan.Fingerprint(e.Theirs[0].Text)
			}
			h := p.how(s, page, d, words, was)
			h.Errors, h.Error, h.Clash = prob.Summary(), prob.Of("how-i-learn"), p.clash(prob)
			return planning.HowPage(h)
		})
	}
	if err := p.finish(c); err != nil {
		return err
	}
	return p.site.Done(c, s.base, layout.Notice{Title: "Saved to your plan."})
}
