package coordinate

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// form is a page of one form: its frame, and how its fields are drawn with what
// stands in their way.
type form struct {
	view.Form
	head   string // the page's title
	fields func(problem web.Problem) []templ.Component
}

// about is the frame of a form about a person.
func (p *Pages) about(x *people.Person, title, button, action string) view.Form {
	return view.Form{Caption: x.Name, Title: title, Button: button, Once: p.site.Once(), Action: pageOf(x) + action, Cancel: pageOf(x)}
}

func (p *Pages) show(c echo.Context, f form) error {
	f.Fields = f.fields(web.Problem{})
	return p.site.OK(c, head(f.head), func(page layout.Page) templ.Component { return view.FormPage(page, f.Form) })
}

// again answers with the form as it was typed, and with what somebody else saved
// meanwhile.
func (p *Pages) again(c echo.Context, err error, f form) error {
	return p.site.Again(c, err, head(f.head), func(page layout.Page, problem web.Problem) templ.Component {
		f.Fields, f.Summary = f.fields(problem), problem.Summary()
		if clash := problem.Clash(); clash != nil {
			f.Clash, f.Version = &part.Clash{Who: clash.By}, clash.Version
			if !clash.At.IsZero() {
				f.Clash.When = p.site.TimeOf(clash.At)
			}
			for _, theirs := range clash.Theirs {
				f.Clash.Fields = append(f.Clash.Fields, part.ClashField{Label: theirs.Label, Text: theirs.Text})
			}
		}
		return view.FormPage(page, f.Form)
	})
}

// versionOf is the version that a form was made with; none is 0, which nothing has.
func versionOf(c echo.Context) int {
	version, err := strconv.Atoi(c.FormValue(part.VersionField))
	if err != nil {
		return 0
	}
	return version
}

func date(name, legend, hint string, typed web.DateParts, problem web.Problem) part.DateInput {
	return part.DateInput{Name: name, Legend: legend, Hint: hint, Day: typed.Day, Month: typed.Month, Year: typed.Year, Error: problem.Of(name)}
}

const dateHint = "Like 24 3 2027"

// picked is a picker as it stands, with what is wrong.
func picked(k part.Picker, problem web.Problem) part.Picker {
	k.Error = problem.Of(k.Name)
	return k
}

// gather is the fields of several errors in one; an error of any other kind is
// itself.
func gather(errs ...error) error {
	var problems fault.Collector
	for _, err := range errs {
		if err := problems.Merge(err); err != nil {
			return err
		}
	}
	return problems.Err()
}

// missing is the problem of a picker that found nobody.
func missing(found bool, k part.Picker) error {
	if found {
		return nil
	}
	return fault.InvalidField(k.Name, k.Error)
}
