package planning

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

func (p *Pages) planStory(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	if own := s.own(c); own != "" {
		return c.Redirect(http.StatusSeeOther, own)
	}
	story, err := p.Plans.StoryOf(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	if !story.Plan.Begun() {
		return fault.NewNotFound("learning plan")
	}
	sheet := planning.Story{
		Back: part.Link{Label: planTitle(s.year), Href: s.base}, Caption: s.caption(), Title: "How this plan has changed",
		History: p.history(story.History),
	}
	if len(story.Revisions) == 0 {
		sheet.Intro = "It has not been agreed yet."
	}
	for i, r := range story.Revisions {
		shown, err := p.revision(s, r, story.Revisions[i+1:])
		if err != nil {
			return err
		}
		sheet.Revisions = append(sheet.Revisions, shown)
	}
	for _, sent := range story.Comments {
		sheet.Comments = append(sheet.Comments, *p.comment(sent))
	}
	return p.site.OK(c, s.head("How this plan has changed", "plan"), func(page layout.Page) templ.Component {
		sheet.Page = page
		return planning.StoryPage(sheet)
	})
}

func (p *Pages) revision(s *subject, r plan.Revision, earlier []plan.Revision) (planning.Revision, error) {
	d, err := r.Open()
	if err != nil {
		return planning.Revision{}, err
	}
	out := planning.Revision{
		ID: fmt.Sprintf("version-%d", r.Number), Title: fmt.Sprintf("Version %d, agreed on %s", r.Number, p.on(&r.SealedAt)),
		Who:   "Agreed by " + r.ByName + actingFor(r.ActingForName) + ".",
		Read:  part.Link{Label: fmt.Sprintf("Read version %d in full", r.Number), Href: fmt.Sprintf("%s/agreed/%d", s.base, r.Number)},
		First: len(earlier) == 0,
	}
	if r.Kind == plan.SealedReviewed {
		out.ID, out.Title, out.Who = "reviewed", "Reviewed at appraisal on "+p.on(&r.SealedAt), "With what became of each target."
		out.Read = part.Link{Label: "Read it as it was reviewed", Href: s.base + "/agreed/0"}
		out.First = true // its words are those of the version below it
		return out, nil
	}
	if len(earlier) > 0 {
		before, err := earlier[0].Open()
		if err != nil {
			return planning.Revision{}, err
		}
		out.Changes = planDifferences(plan.Compare(before, d))
	}
	return out, nil
}

func actingFor(name string) string {
	if name == "" {
		return ""
	}
	return ", for " + name
}

// agreedPlan is one version as it was sealed; 0 is the one of the review.
func (p *Pages) agreedPlan(c echo.Context) error {
	s, err := p.subject(c, "plan")
	if err != nil {
		return err
	}
	if own := s.own(c); own != "" {
		return c.Redirect(http.StatusSeeOther, own)
	}
	story, err := p.Plans.StoryOf(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return err
	}
	n := number(c, "number")
	i := slices.IndexFunc(story.Revisions, func(r plan.Revision) bool {
		return r.Kind == plan.SealedAgreed && r.Number == n || r.Kind == plan.SealedReviewed && c.Param("number") == "0"
	})
	if i < 0 {
		return fault.NewNotFound("version")
	}
	r := story.Revisions[i]
	d, err := r.Open()
	if err != nil {
		return err
	}
	title := fmt.Sprintf("Version %d of the learning plan %s", r.Number, s.year.Words())
	lead := "Agreed by " + r.ByName + actingFor(r.ActingForName) + " on " + p.on(&r.SealedAt) + "."
	if r.Kind == plan.SealedReviewed {
		title, lead = "Learning plan "+s.year.Words()+" as reviewed", "Reviewed at appraisal on "+p.on(&r.SealedAt)+"."
	}
	sheet := planning.Plan{
		Back: part.Link{Label: "How this plan has changed", Href: s.base + "/changes"}, Caption: s.caption(), Title: title,
		Banner:   &planning.Banner{Kind: "locked", Lead: lead, Text: "This is how it stood then. It is never changed."},
		HowTitle: "How I learn", How: d.HowILearn,
	}
	desk := p.desk(s, plan.Plan{}, true)
	for _, t := range d.Targets {
		sheet.Targets = append(sheet.Targets, desk.card(t.Target()))
	}
	return p.site.OK(c, s.head(title, "plan"), func(page layout.Page) templ.Component {
		sheet.Page = page
		return planning.PlanPage(sheet)
	})
}

// ---- how I learn ----
