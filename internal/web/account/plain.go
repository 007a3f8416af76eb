package account

import (
	"slices"
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
	case access.HandoverNote:
		return "What a line manager who hands you over leaves for the next one. You read it as soon as it is written, and whoever wrote it keeps it."
	case access.Person:
		return "Your name, your post, your unit and how to reach you at work."
	case access.Structure:
		return "Which units and posts there were or will be on a day, and who was in them. A line manager reads it of the units that they lead."
	case access.Accounts:
		return "Whether you have an account, when you last signed in, and from which kind of device. Your password is kept in a form that nobody can read."
	case access.Trail:
		return "Who did what with which record, and when. You read what is about you under Your account."
	case access.WorkingWeek:
		return "Which half-days of the week you work, and in which weeks. It changes nothing in what you are entitled to."
	case access.TimeAway:
		return "The days on which you are away. No reason is asked, and none is kept. Your line manager sees the days, and your divisional manager, administrator and auditor nothing of it."
	case access.Figures:
		return "Numbers only. A group of fewer than 5 people is not shown."
	}
	return ""
}

// rules puts the table of access into words: for each kind of record, who may do
// what with it.
func rules(table []access.Rule) []account.Rule {
	var out []account.Rule
	for _, record := range records(table) {
		rule := account.Rule{ID: "r-" + strings.ReplaceAll(string(record), " ", "-"), Title: capital(string(record)), About: about(record)}
		for who := access.Owner; who <= access.Learner; who <<= 1 {
			if acts := actsOf(table, record, who); len(acts) > 0 {
				rule.Rows = append(rule.Rows, part.SummaryRow{Key: whoWords(who), Value: "May " + list(acts)})
			}
		}
		out = append(out, rule)
	}
	return out
}

// records are the kinds of record in the order of the table.
func records(table []access.Rule) []access.Record {
	var out []access.Record
	for _, r := range table {
		if !slices.Contains(out, r.Record) {
			out = append(out, r.Record)
		}
	}
	return out
}

// actsOf are what whoever stands in the relation may do with such a record.
// Whoever reads it sees its state as well: that is not said twice.
func actsOf(table []access.Rule, record access.Record, who access.Relation) []string {
	var out []string
	reads := false
	for _, r := range table {
		if r.Record != record || !r.Who.Has(who) || r.Act == access.ReadState && reads {
			continue
		}
		reads = reads || r.Act == access.Read
		out = append(out, string(r.Act))
	}
	return out
}

func whoWords(who access.Relation) string {
	switch who {
	case access.Owner:
		return "You, of your own"
	case access.Colleague:
		return "Everybody signed in"
	case access.Learner:
		return "Whose learning partner you are"
	}
	return capital(who.String())
}

// list joins words as a sentence does.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// capital begins a line of words with a capital.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
