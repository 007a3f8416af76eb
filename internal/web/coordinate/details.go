package coordinate

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// particulars are a person's own details as they are typed.
type particulars struct {
	Name           string `form:"name"`
	KnownAs        string `form:"known_as"`
	Email          string `form:"email"`
	EmployeeNumber string `form:"employee_number"`
	Phone          string `form:"phone"`
}

func (d particulars) fields(problem web.Problem) []templ.Component {
	return []templ.Component{
		part.Input{Name: "name", Label: "Name", LabelSize: "s", Hint: "As the person writes it, in any script", Value: d.Name, Error: problem.Of("name"), Autocomplete: "off", NoSpelling: true},
		part.Input{Name: "known_as", Label: "Known as", LabelSize: "s", Hint: "What colleagues call them, where it is not the first word of the name", Value: d.KnownAs, Error: problem.Of("known_as"), Width: "20", Autocomplete: "off", NoSpelling: true},
		part.Input{Name: "email", Type: "email", Label: "Email address", LabelSize: "s", Hint: "They sign in with it, and letters from here go to it", Value: d.Email, Error: problem.Of("email"), Width: "two-thirds", Autocomplete: "off", NoSpelling: true},
		part.Input{Name: "phone", Type: "tel", Label: "Phone", LabelSize: "s", Value: d.Phone, Error: problem.Of("phone"), Width: "20", Autocomplete: "off"},
		part.Input{Name: "employee_number", Label: "Employee number", LabelSize: "s", Hint: "A staff list finds them by it", Value: d.EmployeeNumber, Error: problem.Of("employee_number"), Width: "10", Autocomplete: "off", NoSpelling: true},
	}
}

func (p *Pages) detailsForm(x *people.Person, version int, d particulars) form {
	f := form{Form: p.about(x, "Correct the details", "Save the details", "/details"), head: "Details of " + x.Name, fields: d.fields}
	f.Version = version
	return f
}

// details is the form that corrects a person's details.
func (p *Pages) details(c echo.Context) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	d := particulars{Name: x.Name, KnownAs: x.KnownAs, Email: x.EmailAddress(), Phone: x.Phone}
	if x.EmployeeNumber != nil {
		d.EmployeeNumber = *x.EmployeeNumber
	}
	return p.show(c, p.detailsForm(x, x.Version, d))
}

func (p *Pages) correct(c echo.Context) error {
	x, _, err := p.subject(c)
	if err != nil {
		return err
	}
	var d particulars
	if err := web.Bind(c, &d); err != nil {
		return err
	}
	version := versionOf(c)
	if err := p.People.CorrectPerson(web.Context(c), x.ID, version, people.Correction(d)); err != nil {
		return p.again(c, err, p.detailsForm(x, version, d))
	}
	return p.site.Done(c, pageOf(x), layout.Notice{Title: "The details are saved."})
}
