package web

import (
	"learningyear/internal/actor"
	"learningyear/internal/people"
	"learningyear/templates/layout"
)

// The keys of the menus' sections.
const (
	MyLearning = "my"
	Partnering = "partnering"
	MyTeam     = "team"
	Division   = "division"
	Manage     = "manage"
	Accounts   = "accounts"
	Audit      = "audit"
	// Notices is no section of the menus: its link stands by the account.
	Notices = "notices"
)

// menus are the sections of one person: only what they can open, nothing greyed
// out. Roles add up: a divisional manager is also staff.
func menus(chart *people.Chart, who actor.Actor) []layout.Section {
	var out []layout.Section
	add := func(key, label string, pages ...layout.Link) {
		out = append(out, layout.Section{Key: key, Label: label, Href: pages[0].Href, Pages: pages})
	}
	page := func(key, label, href string) layout.Link { return layout.Link{Key: key, Label: label, Href: href} }
	if chart.Serves(who.PersonID) {
		add(MyLearning, "My learning",
			page("year", "My year", "/"), page("diary", "Diary", "/diary"), page("plan", "Learning plan", "/plan"),
			page("interviews", "Interviews", "/interviews"), page("appraisal", "Appraisal", "/appraisal"))
	}
	if chart.IsPartner(who.PersonID) {
		add(Partnering, "Partnering", page("learners", "My partners", "/partnering"),
			page("interviews", "Interviews", "/partnering/interviews"))
	}
	if chart.Serves(who.PersonID) {
		pages := []layout.Link{page("people", "People", "/team")}
		if led := chart.Leads(who.PersonID); len(led) > 0 {
			pages = append(pages, page("unit", "On another day", "/units/"+led[0].Slug))
		}
		add(MyTeam, "My team", pages...)
	}
	if led := ledDivisions(chart, who.PersonID); len(led) > 0 {
		pages := make([]layout.Link, 0, len(led))
		for _, u := range led {
			pages = append(pages, page(u.Slug, u.Name, "/divisions/"+u.Slug))
		}
		add(Division, "Division", pages...)
	}
	if who.Has(actor.Coordinator) {
		add(Manage, "Manage", page("people", "People and posts", "/manage/people"),
			page("units", "Units", "/manage/units"), page("mend", "To mend", "/manage/mend"),
			page("import", "Import", "/manage/people/import"), page("cycles", "Appraisals", "/manage/cycles"),
			page("figures", "Figures", "/manage/figures"))
	}
	if who.Has(actor.Administrator) {
		pages := []layout.Link{page("accounts", "Accounts", "/accounts")}
		if !who.Has(actor.Coordinator) {
			pages = append(pages, page("import", "Import", "/manage/people/import"))
		}
		add(Accounts, "Accounts", pages...)
	}
	if who.Has(actor.Auditor) {
		add(Audit, "Audit", page("trail", "Trail", "/trail"), page("units", "Units", "/manage/units"), page("figures", "Figures", "/trail/figures"),
			page("rules", "Who may do what", "/what-we-record"))
	}
	return out
}

func ledDivisions(chart *people.Chart, id string) []*people.Unit {
	var out []*people.Unit
	for _, u := range chart.Leads(id) {
		if u.Kind == people.Division {
			out = append(out, u)
		}
	}
	return out
}
