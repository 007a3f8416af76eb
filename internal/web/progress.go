package web

import (
	"learningyear/internal/jobs"
	"learningyear/templates/part"
)

// AgainIn is after how many seconds a page with work that goes on loads itself again
// where there is no script; the script asks sooner.
const AgainIn = 5

// ProgressOf is an errand as a page at the address here shows it; next is what the
// link to its result says.
func ProgressOf(e jobs.Errand, here, next string) part.Progress {
	p := part.Progress{Title: e.Title, Phrase: e.Phrase, Here: here, Ended: e.State.Ended()}
	p.Percent, p.Known = e.Percent()
	switch e.State {
	case jobs.Waiting:
		p.Phrase = "This begins in a moment."
	case jobs.Running:
		if p.Phrase == "" {
			p.Phrase = "This is under way."
		}
	case jobs.Done:
		p.Phrase = "Done."
		p.Next = part.Link{Label: next, Href: e.LeadsTo}
	case jobs.Failed:
		p.Failed, p.Phrase = true, e.Problem+"."
		p.Next = part.Link{Label: "Go back", Href: e.LeadsTo}
	}
	return p
}
