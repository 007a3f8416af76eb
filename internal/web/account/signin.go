package account

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/fault"
	"learningyear/internal/session"
	"learningyear/internal/web"
	"learningyear/templates/account"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

type signInForm struct {
	Email    string `form:"email"`
	Password string `form:"password"`
	OwnPhone string `form:"own_phone"`
	Next     string `form:"next"`
}

func (p *Pages) signIn(c echo.Context) error {
	next := web.Next(c.QueryParam("next"))
	if !web.Who(c).Nobody() {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return p.site.OK(c, web.Head{Title: "Sign in"}, func(page layout.Page) templ.Component {
		return account.SignInPage(page, account.SignIn{
			Once: p.site.Once(), Next: next, Away: c.QueryParam("away") != "", Demo: page.Demo,
		})
	})
}

func (p *Pages) doSignIn(c echo.Context) error {
	var form signInForm
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	next := web.Next(form.Next)
	in := session.Credentials{Email: form.Email, Password: form.Password, OwnPhone: form.OwnPhone != ""}
	err := p.site.Sessions.SignIn(web.Context(c), in, visitor(c))
	if err != nil {
		return p.site.Again(c, err, web.Head{Title: "Sign in"}, func(page layout.Page, problem web.Problem) templ.Component {
			return account.SignInPage(page, account.SignIn{
				Once: p.site.Once(), Email: form.Email, OwnPhone: in.OwnPhone, Next: next, Demo: page.Demo,
				EmailError: problem.Of("email"), PasswordError: problem.Of("password"), Errors: problem.Summary(),
			})
		})
	}
	return p.site.SeeOther(c, next)
}

func (p *Pages) doSignOut(c echo.Context) error {
	if err := p.site.Sessions.SignOut(web.Context(c)); err != nil {
		return err
	}
	return p.site.Done(c, "/sign-in", layout.Notice{Title: "You are signed out."})
}

func (p *Pages) forgotten(c echo.Context) error {
	return p.site.OK(c, web.Head{Title: "Choose a new password"}, func(page layout.Page) templ.Component {
		return account.ForgottenPage(page, account.Forgotten{Once: p.site.Once()})
	})
}

func (p *Pages) doForgotten(c echo.Context) error {
	email := c.FormValue("email")
	if err := p.site.Sessions.ForgottenPassword(web.Context(c), email, visitor(c)); err != nil {
		return p.site.Again(c, err, web.Head{Title: "Choose a new password"}, func(page layout.Page, problem web.Problem) templ.Component {
			return account.ForgottenPage(page, account.Forgotten{
				Once: p.site.Once(), Email: email, EmailError: problem.Of("email"), Errors: problem.Summary(),
			})
		})
	}
	return p.site.SeeOther(c, "/forgotten/asked")
}

func (p *Pages) asked(c echo.Context) error {
	return p.site.OK(c, web.Head{Title: "Look at your email"}, func(page layout.Page) templ.Component { return account.AskedPage(page) })
}

// chooseBy is the page that a mailed link of the kind opens.
func (p *Pages) chooseBy(kind session.LinkKind) echo.HandlerFunc {
	return func(c echo.Context) error {
		choose, err := p.choose(c, kind)
		if errors.Is(err, session.ErrLink) {
			return p.deadLink(c, kind)
		}
		if err != nil {
			return err
		}
		return p.site.OK(c, web.Head{Title: choose.Title}, func(page layout.Page) templ.Component { return account.ChoosePage(page, choose) })
	}
}

func (p *Pages) choose(c echo.Context, kind session.LinkKind) (account.Choose, error) {
	owner, err := p.site.Sessions.LinkOwner(web.Context(c), kind, c.Param("token"))
	if err != nil {
		return account.Choose{}, err
	}
	out := account.Choose{
		Once: p.site.Once(), Title: "Choose a new password", Name: owner.Name, Email: owner.EmailAddress(),
		Action: "/" + string(kind) + "/" + c.Param("token"), Button: "Keep this password and sign in",
		Intro: owner.Called() + ", choose a new password for " + owner.EmailAddress() + ". You are then signed out everywhere else.",
	}
	if kind == session.Invitation {
		out.Title = "Welcome, " + owner.Called()
		out.Intro = "Choose a password, and you are in. From then on you sign in with " + owner.EmailAddress() + " and this password."
	}
	return out, nil
}

// deadLink says no more than that the link has run out.
func (p *Pages) deadLink(c echo.Context, kind session.LinkKind) error {
	page, err := p.site.Page(c, web.Head{Title: "This link has run out"})
	if err != nil {
		return err
	}
	return p.site.Render(c, http.StatusGone, account.DeadLinkPage(page, kind == session.Invitation))
}

func (p *Pages) doChooseBy(kind session.LinkKind) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, token, password := web.Context(c), c.Param("token"), c.FormValue("password")
		var err error
		if kind == session.Invitation {
			err = p.site.Sessions.AcceptInvitation(ctx, token, password, visitor(c))
		} else {
			err = p.site.Sessions.ResetPassword(ctx, token, password, visitor(c))
		}
		if err == nil {
			return p.site.Done(c, "/", layout.Notice{Title: "Your password is set, and you are signed in."})
		}
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		choose, linkErr := p.choose(c, kind)
		if errors.Is(linkErr, session.ErrLink) {
			return p.deadLink(c, kind)
		}
		if linkErr != nil {
			return linkErr
		}
		return p.site.Again(c, err, web.Head{Title: choose.Title}, func(page layout.Page, problem web.Problem) templ.Component {
			choose.Error, choose.Errors = problem.Of("password"), problem.Summary()
			return account.ChoosePage(page, choose)
		})
	}
}

func (p *Pages) demo(c echo.Context) error {
	personas, err := p.personas(c)
	if err != nil {
		return err
	}
	return p.site.OK(c, web.Head{Title: "Choose whom to be"}, func(page layout.Page) templ.Component {
		return account.DemoPage(page, account.Demo{Once: p.site.Once(), Personas: personas})
	})
}

func (p *Pages) personas(c echo.Context) ([]account.Persona, error) {
	kept, err := p.site.Sessions.Personas(web.Context(c))
	if err != nil {
		return nil, err
	}
	view, err := p.site.View(c)
	if err != nil {
		return nil, err
	}
	var out []account.Persona
	for _, k := range kept {
		person := view.Chart.Person(k.PersonID)
		if person == nil {
			continue
		}
		out = append(out, account.Persona{
			Name: person.Name, Initials: part.Initials(person.Name), Job: job(view.Chart, person.ID), Label: k.Label, Hint: k.Hint,
			Slug: person.Slug, Current: person.ID == web.Who(c).PersonID,
		})
	}
	return out, nil
}

func (p *Pages) doDemo(c echo.Context) error {
	kept, err := p.site.Sessions.Personas(web.Context(c))
	if err != nil {
		return err
	}
	view, err := p.site.View(c)
	if err != nil {
		return err
	}
	slug := c.FormValue("person")
	for _, k := range kept {
		if person := view.Chart.Person(k.PersonID); person != nil && person.Slug == slug {
			if err := p.site.Sessions.SignInAs(web.Context(c), person.ID, visitor(c)); err != nil {
				return err
			}
			return p.site.Done(c, "/", layout.Notice{Title: "You are " + person.Name + " now.", Text: k.Hint})
		}
	}
	return fault.NewNotFound("persona")
}
