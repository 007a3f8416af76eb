// Package mylearning holds the pages of a person's own learning year: My year,
// the diary, and the drafts of every form. What a page shows is asked of the
// services; no rule of any concept and no query may enter.
package mylearning

import (
	"learningyear/internal/appraisal"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/plan"
	"learningyear/internal/web"
)

// Services are what the pages ask.
type Services struct {
	Drafts     *draft.Service
	Diary      *diary.Service
	Interviews *interview.Service
	Plans      *plan.Service
	Appraisals *appraisal.Service
	Notices    *notice.Service
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
		web.Get("/", member, p.year),
		web.Get("/year/:year", member, p.yearList),
		web.Get("/notices", member, p.notices),

		web.Get("/diary", member, p.diary),
		web.Post("/diary", member, p.write).WithFiles(),
		web.Get("/diary/new", member, p.newEntry),
		web.Get("/diary/:number", member, p.entry),
		web.Post("/diary/:number", member, p.change).WithFiles(),
		web.Get("/diary/:number/edit", member, p.edit),
		web.Post("/diary/:number/share", member, p.share),
		web.Post("/diary/:number/delete", member, p.remove),
		web.Post("/diary/:number/restore", member, p.restore),
		web.Post("/diary/:number/files", member, p.addFiles).WithFiles(),
		web.Get("/diary/:number/files/:id", member, p.file),
		web.Post("/diary/:number/files/:id/describe", member, p.describeFile),
		web.Post("/diary/:number/files/:id/remove", member, p.removeFile),
		web.Post("/diary/:number/files/:id/restore", member, p.restoreFile),

		web.Get("/people/:slug/diary", member, p.shared),
		web.Get("/people/:slug/diary/:number", member, p.sharedEntry),
		web.Get("/people/:slug/diary/:number/files/:id", member, p.sharedFile),

		web.Post("/drafts/:id", member, p.saveDraft).WithFiles(),
		web.Post("/drafts/:id/discard", member, p.discardDraft),
		web.Post("/drafts/:id/restore", member, p.restoreDraft),
	}
}

func head(title string) web.Head {
	return web.Head{Title: title, Section: web.MyLearning, Sub: "diary"}
}
