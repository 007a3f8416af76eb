package account

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/people"
	"learningyear/internal/session"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/templates/account"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

// job says in words what the person does today, and where.
func job(chart *people.Chart, personID string) string {
	title := chart.JobTitle(personID)
	if unit := chart.UnitOf(personID); unit != nil && title != "" {
		return title + ", " + unit.Name
	}
	return title
}

func (p *Pages) own(c echo.Context) error {
	view, err := p.site.View(c)
	if err != nil {
		return err
	}
	sessions, err := p.site.Sessions.Sessions(web.Context(c))
	if err != nil {
		return err
	}
	who := web.Who(c)
	own := account.Own{Name: who.Name, Job: job(view.Chart, who.PersonID), Once: p.site.Once(), Password: !view.Settings.Demonstration}
	if person := view.Chart.Person(who.PersonID); person != nil {
		own.Email = person.EmailAddress()
	}
	var offices []string
	for _, role := range who.Roles {
		offices = append(offices, role.Label())
	}
	own.Offices = strings.Join(offices, ", ")
	for _, s := range sessions {
		own.Sessions = append(own.Sessions, p.openSession(s))
		own.Others = own.Others || !s.Current
	}
	return p.site.OK(c, web.Head{Title: "Your account"}, func(page layout.Page) templ.Component { return account.OwnPage(page, own) })
}

func (p *Pages) openSession(s session.Opened) account.OpenSession {
	seen := "Since " + p.when(s.BegunAt)
	if !s.Current {
		seen += ". Last used " + p.when(s.SeenAt)
	}
	if s.OwnPhone {
		seen += ". Your own phone: stays for 30 days"
	}
	device := s.Device
	if device == "" {
		device = session.DeviceOf("")
	}
	return account.OpenSession{ID: s.ID, Device: device, Seen: seen, Current: s.Current}
}

func (p *Pages) endOne(c echo.Context) error {
	if err := p.site.Sessions.EndOne(web.Context(c), c.Param("session")); err != nil {
		return err
	}
	return p.site.Done(c, "/account", layout.Notice{Title: "That device is signed out."})
}

func (p *Pages) endOthers(c echo.Context) error {
	if err := p.site.Sessions.EndOthers(web.Context(c)); err != nil {
		return err
	}
	return p.site.Done(c, "/account", layout.Notice{Title: "You are signed out everywhere else."})
}

func (p *Pages) ownEmail(c echo.Context) (string, error) {
	view, err := p.site.View(c)
	if err != nil {
		return "", err
	}
	if person := view.Chart.Person(web.Who(c).PersonID); person != nil {
		return person.EmailAddress(), nil
	}
	return "", nil
}

func (p *Pages) password(c echo.Context) error {
	email, err := p.ownEmail(c)
	if err != nil {
		return err
	}
	return p.site.OK(c, web.Head{Title: "Change your password"}, func(page layout.Page) templ.Component {
		return account.PasswordPage(page, account.Password{Once: p.site.Once(), Email: email})
	})
}

func (p *Pages) changePassword(c echo.Context) error {
	err := p.site.Sessions.ChangePassword(web.Context(c), c.FormValue("current"), c.FormValue("password"))
	if err == nil {
		return p.site.Done(c, "/account", layout.Notice{Title: "Your password is changed.", Text: "You are signed out everywhere else."})
	}
	email, emailErr := p.ownEmail(c)
	if emailErr != nil {
		return emailErr
	}
	return p.site.Again(c, err, web.Head{Title: "Change your password"}, func(page layout.Page, problem web.Problem) templ.Component {
		return account.PasswordPage(page, account.Password{
			Once: p.site.Once(), Email: email, CurrentError: problem.Of("current"), NewError: problem.Of("password"), Errors: problem.Summary(),
		})
	})
}

// historyShown is how many entries of a history a page shows.
const historyShown = 30

func (p *Pages) history(c echo.Context) error {
	before := number(c.QueryParam("before"))
	me := web.Who(c)
	entries, err := p.site.Trail.About(web.Context(c), me.PersonID, before, historyShown+1)
	if err != nil {
		return err
	}
	var h account.History
	if len(entries) > historyShown {
		entries = entries[:historyShown]
		h.Older = "/account/history?before=" + strconv.FormatInt(entries[historyShown-1].Seq, 10)
	}
	if before > 0 {
		h.Newest = "/account/history"
	}
	h.Changes = p.changes(entries, me.PersonID)
	return p.site.OK(c, web.Head{Title: "What is recorded about you"}, func(page layout.Page) templ.Component {
		return account.HistoryPage(page, h)
	})
}

// changes puts entries of the trail into words for the reader with the key.
func (p *Pages) changes(entries []trail.Entry, readerID string) []part.Change {
	out := make([]part.Change, len(entries))
	for i, e := range entries {
		who := e.ActorName
		if e.ActorID != nil && *e.ActorID == readerID {
			who = "You"
		}
		if e.ActingForName != "" {
			who += ", acting for " + e.ActingForName
		}
		out[i] = part.Change{When: p.when(e.At), Who: who + ":", What: what(e), Why: e.Why}
	}
	return out
}

// what says what was done to which record. What was done about the person
// themselves needs no record named: "noted the last day".
func what(e trail.Entry) string {
	if e.Record == string(access.Person) {
		return e.Act
	}
	return e.Record + ", " + e.Act
}

// number reads a positive number of an address; anything else is 0.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
