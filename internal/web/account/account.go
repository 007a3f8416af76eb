// Package account holds the pages about signing in and one's own account, the
// pages that say how things are (help, what is recorded, accessibility), the
// administrator's accounts and the auditor's trail. No page shows anybody's
// learning.
package account

import (
	"time"

	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/jobs"
	"learningyear/internal/mail"
	"learningyear/internal/session"
	"learningyear/internal/web"
)

// Services are what these pages need beside the site.
type Services struct {
	Outbox *mail.Outbox
	Jobs   *jobs.Queue
}

// Pages are the pages of this package.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, s Services) *Pages { return &Pages{site, s} }

// Routes is their part of the table of routes.
func (p *Pages) Routes() []web.Route {
	public, signedIn := web.Public(), web.SignedIn()
	admin, auditor := web.Office(actor.Administrator), web.Office(actor.Auditor)
	return []web.Route{
		web.Get("/sign-in", public, p.signIn),
		web.Post("/sign-in", public, p.doSignIn),
		web.Post("/sign-out", public, p.doSignOut),
		web.Get("/invitation/:token", public, p.chooseBy(session.Invitation)),
		web.Post("/invitation/:token", public, p.doChooseBy(session.Invitation)),
		web.Get("/forgotten", public, p.forgotten),
		web.Post("/forgotten", public, p.doForgotten),
		web.Get("/forgotten/asked", public, p.asked),
		web.Get("/reset/:token", public, p.chooseBy(session.Reset)),
		web.Post("/reset/:token", public, p.doChooseBy(session.Reset)),
		web.Get("/demo", public, p.demo),
		web.Post("/demo", public, p.doDemo),

		web.Get("/help", public, p.help),
		web.Get("/accessibility", public, p.accessibility),
		web.Get("/what-we-record", signedIn, p.recorded),

		web.Get("/account", signedIn, p.own),
		web.Get("/account/password", signedIn, p.password),
		web.Post("/account/password", signedIn, p.changePassword),
		web.Post("/account/sessions/end-others", signedIn, p.endOthers),
		web.Post("/account/sessions/:session/end", signedIn, p.endOne),
		web.Get("/account/history", signedIn, p.history),

		web.Get("/progress/:id", signedIn, p.progress),

		web.Get("/accounts", admin, p.accounts),
		web.Get("/accounts/invite-all", admin, p.inviteAll),
		web.Post("/accounts/invite-all", admin, p.doInviteAll),
		web.Get("/accounts/mail", admin, p.mail),
		web.Get("/accounts/:person", admin, p.one),
		web.Post("/accounts/:person/invite", admin, p.invite),
		web.Post("/accounts/:person/end-sessions", admin, p.endAll),
		web.Post("/accounts/:person/close", admin, p.closeAccount),
		web.Post("/accounts/:person/open", admin, p.openAccount),
		web.Post("/accounts/:person/grant", admin, p.grant),
		web.Post("/accounts/:person/end-office", admin, p.endOffice),

		web.Get("/trail", auditor, p.trail),
		web.Get("/trail/check", auditor, p.checkTrail),
		web.Get("/trail/acts", auditor, p.acts),
	}
}

// visitor is where the request comes from.
func visitor(c echo.Context) session.Visitor {
	return session.Visitor{IP: c.RealIP(), UserAgent: c.Request().UserAgent()}
}

// when is a past instant in the organisation's own time.
func (p *Pages) when(at time.Time) string {
	return p.site.Clock.DateOf(at).Short() + ", " + p.site.TimeOf(at)
}
