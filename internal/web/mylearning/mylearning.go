// Package mylearning holds the pages of a person's own learning year: My year,
// the diary, and the drafts of every form. What a page shows is asked of the
// services; no rule and no query may enter.
package mylearning

import (
	"learningyear/internal/draft"
	"learningyear/internal/web"
)

// Services are what the pages ask.
type Services struct {
	Drafts *draft.Service
}

// Pages are the pages of My learning.
type Pages struct {
	site *web.Site
	Services
}

// New makes the pages.
func New(site *web.Site, services Services) *Pages { return &Pages{site, services} }

// Routes are their addresses.
func (p *Pages) Routes() []web.Route {
	member := web.SignedIn()
	return []web.Route{
		web.Post("/drafts/:id", member, p.saveDraft),
		web.Post("/drafts/:id/discard", member, p.discardDraft),
		web.Post("/drafts/:id/restore", member, p.restoreDraft),
	}
}
