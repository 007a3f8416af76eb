package account

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/web"
	"learningyear/templates/account"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

func (p *Pages) help(c echo.Context) error {
	return p.site.OK(c, web.Head{Title: "Help, or talk to a person"}, func(page layout.Page) templ.Component { return account.HelpPage(page) })
}

func (p *Pages) accessibility(c echo.Context) error {
	return p.site.OK(c, web.Head{Title: "Accessibility"}, func(page layout.Page) templ.Component { return account.AccessibilityPage(page) })
}

func (p *Pages) recorded(c echo.Context) error {
	head := web.Head{Title: "What we record and who sees it"}
	if web.Who(c).Has(actor.Auditor) {
		head.Section, head.Sub = web.Audit, "rules"
	}
	data := account.Recorded{Rules: rules(access.Rules())}
	return p.site.OK(c, head, func(page layout.Page) templ.Component { return account.RecordedPage(page, data) })
}

// about says what each kind of record holds, where its name does not say it all.
func about(record access.Record) string {
	switch record {
	case access.DiaryEntry:
		return "What you write about your learning. Private unless you share an entry, one by one, with your learning partner, your line manager or your team; whom you share it with reads that entry and no other."
	case access.Interview:
		return "What you and your learning partner wrote and agreed. Your line manager sees that it was held and when, and never what was said."
	case access.LearningPlan:
		return "Your targets for the learning year, how you will learn and how you will know."
	case access.WorkProgramme:
		return "The tasks that you and your line manager agreed, with their success criteria."
	case access.Appraisal:
		return "Your self-evaluation, the response, what was agreed and both signatures. A divisional manager reads it when it is theirs to countersign."
	case access.Person:
		return "Your name, your post, your unit and how to reach you at work."
	case access.Accounts:
		return "Whether you have an account, when you last signed in, and from which kind of device. Your password is kept in a form that nobody can read."
	case access.Trail:
		return "Who did what with which record, and when. You read what is about you under Your account."
	case access.Figures:
		return "Numbers only. A group of fewer than 5 people is not shown."
	}
	return ""
}

// rules puts the table of access into words, record by record.
func rules(table []access.Rule) []account.Rule {
	var out []account.Rule
	at := map[access.Record]int{}
	for _, r := range table {
		i, ok := at[r.Record]
		if !ok {
			i = len(out)
			at[r.Record] = i
			out = append(out, account.Rule{ID: "r-" + strings.ReplaceAll(string(r.Record), " ", "-"), Title: capital(string(r.Record)), About: about(r.Record)})
		}
		out[i].Rows = append(out[i].Rows, part.SummaryRow{Key: "May " + string(r.Act), Value: capital(r.Who.String())})
	}
	return out
}

// capital begins a line of words with a capital.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
