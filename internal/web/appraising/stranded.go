package appraising

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/appraisal"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/appraising"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// strandedWords say how many appraisals of a cycle nobody is left to countersign;
// empty for none.
func strandedWords(all []appraisal.Progress) string {
	n := 0
	for _, r := range all {
		if r.Unsignable {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "1 appraisal waits for a countersignature that nobody can give."
	}
	return strconv.Itoa(n) + " appraisals wait for a countersignature that nobody can give."
}

// findStranded is the appraisal that an address names, which nobody can countersign.
func (p *Pages) findStranded(c echo.Context) (appraisal.Stranded, *people.Person, error) {
	view, err := p.site.View(c)
	if err != nil {
		return appraisal.Stranded{}, nil, err
	}
	person := view.Chart.PersonBySlug(c.Param("person"))
	if person == nil {
		return appraisal.Stranded{}, nil, fault.NewNotFound("appraisal")
	}
	found, err := p.Appraisals.Stranded(web.Context(c), c.Param("id"), person.ID)
	return found, person, err
}

func (p *Pages) strandedPage(found appraisal.Stranded, person *people.Person) appraising.Stranded {
	return appraising.Stranded{
		Name: person.Name, Cycle: found.Cycle.Title, Back: "/manage/cycles/" + found.Cycle.ID,
		Action: "/manage/cycles/" + found.Cycle.ID + "/" + person.Slug + "/close", Once: p.site.Once(), Version: found.Version,
	}
}

func strandedHead(c echo.Context, person *people.Person) web.Head {
	head := cyclesHead(c)
	head.Title = "Close " + person.Name + "’s appraisal"
	return head
}

// stranded asks why an appraisal is closed without a countersignature.
func (p *Pages) stranded(c echo.Context) error {
	found, person, err := p.findStranded(c)
	if err != nil {
		return err
	}
	data := p.strandedPage(found, person)
	return p.site.OK(c, strandedHead(c, person), func(page layout.Page) templ.Component { return appraising.StrandedPage(page, data) })
}

func (p *Pages) closeStranded(c echo.Context) error {
	found, person, err := p.findStranded(c)
	if err != nil && found.ID == "" {
		return err
	}
	// What may not be closed is refused in the transaction, which tells a double tap
	// from a second try.
	version, _ := strconv.Atoi(c.FormValue(part.VersionField))
	why := c.FormValue("why")
	if err := p.Appraisals.CloseWithout(web.Context(c), found.ID, version, why); err != nil {
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		data := p.strandedPage(found, person)
		return p.site.Again(c, err, strandedHead(c, person), func(page layout.Page, problem web.Problem) templ.Component {
			data.Why, data.WhyError, data.Errors = why, problem.Of("why"), problem.Summary()
			return appraising.StrandedPage(page, data)
		})
	}
	return p.site.Done(c, "/manage/cycles/"+found.Cycle.ID, layout.Notice{
		Title: person.Name + "’s appraisal is closed.", Text: "The record says that nobody countersigned it, and your reason.",
	})
}
