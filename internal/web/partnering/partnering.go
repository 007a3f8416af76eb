// Package partnering holds the pages of learning interviews: the learner's list,
// the record that both look at, and the partner's own pages. The interview
// service decides who may see and do what; no rule and no query may enter.
package partnering

import (
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/presence"
	"learningyear/internal/web"
)

// Services are what the pages ask, beside the site's own.
type Services struct {
	Interviews *interview.Service
	Diary      *diary.Service
	Notices    *notice.Service
	Presence   *presence.Service
}

// Pages are the pages of learning interviews.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are their addresses. An interview has one, for both of its people.
func (p *Pages) Routes() []web.Route {
	member := web.SignedIn()
	return []web.Route{
		web.Get("/interviews", member, p.mine),
		web.Get("/interviews/new", member, p.offerForm),
		web.Post("/interviews/new", member, p.offer),
		web.Get("/interviews/:id", member, p.read),
		web.Get("/interviews/:id/time", member, p.timeForm),
		web.Post("/interviews/:id/time", member, p.offerAnother),
		web.Post("/interviews/:id/take", member, p.take),
		web.Get("/interviews/:id/cancel", member, p.cancelForm),
		web.Post("/interviews/:id/cancel", member, p.cancel),
		web.Get("/interviews/:id/prepare", member, p.prepare),
		web.Post("/interviews/:id/prepare", member, p.getReady),
		web.Get("/interviews/:id/record", member, p.writing),
		web.Post("/interviews/:id/record", member, p.write),
		web.Post("/interviews/:id/record/draft", member, p.autosave),
		web.Post("/interviews/:id/confirm", member, p.confirm),
		web.Post("/interviews/:id/conclude", member, p.conclude),
		web.Post("/interviews/:id/answer", member, p.answer),
		web.Post("/interviews/:id/notes", member, p.addNote),
		web.Post("/interviews/:id/actions/:action", member, p.tick),

		web.Get("/partner", member, p.partner),
		web.Post("/partner", member, p.nominate),
		web.Post("/partner/end", member, p.endPartnership),
		web.Post("/partner/withdraw", member, p.withdraw),

		web.Get("/partnering", member, p.partnering),
		web.Get("/partnering/interviews", member, p.asPartner),
		web.Get("/partnering/:slug", member, p.learner),
		web.Post("/partnering/:slug/accept", member, p.accept),
		web.Post("/partnering/:slug/decline", member, p.decline),
		web.Get("/partnering/:slug/arrange", member, p.offerForm),
		web.Post("/partnering/:slug/arrange", member, p.offer),
		web.Get("/partnering/:slug/write-up", member, p.writeUpForm),
		web.Post("/partnering/:slug/write-up", member, p.writeUp),
	}
}
