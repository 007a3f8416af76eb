package coordinate

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/web"
	view "learningyear/templates/coordinate"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// joining is somebody who joins, as it is typed.
type joining struct {
	particulars
	from  web.DateParts
	post  part.Picker
	share string
}

func firstPost() part.Picker {
	k := whichPost()
	k.Label, k.Hint = "Their first post", "Type a part of its title, its unit or its reference. Leave it empty where it is not known yet"
	return k
}

func (p *Pages) joinForm(j joining) form {
	return form{
		Form: view.Form{
			Caption: "People and posts", Title: "Add a person", Button: "Add this person", Once: p.site.Once(), Action: "/manage/people/new", Cancel: "/manage/people",
			Lead: "The name is enough to begin with. The rest can come later.",
		},
		head: "Add a person",
		fields: func(problem web.Problem) []templ.Component {
			return append(j.particulars.fields(problem), date("from", "First day", dateHint, j.from, problem), picked(j.post, problem), shareInput(j.share, problem))
		},
	}
}

// newPerson is the form that adds a person, with their first post where it is
// known. The address may name the post.
func (p *Pages) newPerson(c echo.Context) error {
	j := joining{from: web.PartsOf(p.dayAsked(c, "from")), post: firstPost(), share: "1"}
	if err := p.askedPost(c, &j.post, p.dayAsked(c, "from")); err != nil {
		return err
	}
	return p.show(c, p.joinForm(j))
}

func (p *Pages) join(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	j := joining{from: web.FormDate(c, "from"), post: firstPost(), share: c.FormValue("fte")}
	j.post.Value = c.FormValue(j.post.Name)
	if err := web.Bind(c, &j.particulars); err != nil {
		return err
	}
	x, post, err := p.joined(c, &j)
	if err != nil {
		return p.again(c, err, p.joinForm(j))
	}
	notice := layout.Notice{Title: x.Name + " is added.", Next: accountWords(v.Chart, &x, session.NoAccount)}
	notice.Next = strings.ToUpper(notice.Next[:1]) + notice.Next[1:]
	if post != nil {
		notice.Text = "The first post is " + post.Title + "."
	} else {
		notice.Links = []layout.Link{{Label: "Put " + x.Called() + " in a post", Href: pageOf(&x) + "/appointments/new"}}
	}
	return p.site.Done(c, pageOf(&x), notice)
}

// joined adds the person, and the first post where one is named: both or neither.
func (p *Pages) joined(c echo.Context, j *joining) (people.Person, *people.Post, error) {
	from, err := j.from.Parse("from")
	n := people.NewPerson{
		Name: j.Name, KnownAs: j.KnownAs, Email: j.Email, EmployeeNumber: j.EmployeeNumber, Phone: j.Phone, StartedOn: from,
	}
	ctx := web.Context(c)
	if strings.TrimSpace(c.FormValue("post")) == "" {
		j.post.Choice = ""
		if err != nil {
			return people.Person{}, nil, err
		}
		x, err := p.People.AddPerson(ctx, n)
		return x, nil, err
	}
	post, postErr := p.postTyped(c, &j.post, from)
	if postErr != nil && !fault.Is(postErr, fault.Invalid) {
		return people.Person{}, nil, postErr
	}
	share, shareErr := readShare(j.share)
	if err := gather(err, postErr, shareErr); err != nil {
		return people.Person{}, nil, err
	}
	x, err := p.People.Join(ctx, n, people.NewAppointment{PostID: post.ID, FTEThousandths: share, FromDate: from})
	return x, post, err
}
