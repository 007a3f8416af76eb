package account

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/mail"
	"learningyear/internal/session"
	"learningyear/internal/web"
	"learningyear/templates/account"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

func accountsHead(title string) web.Head {
	return web.Head{Title: title, Section: web.Accounts, Sub: "accounts"}
}

// The words for states in addresses.
func states() []struct {
	word  string
	state session.State
} {
	return []struct {
		word  string
		state session.State
	}{{"none", session.NoAccount}, {"invited", session.Invited}, {"active", session.Active}, {"closed", session.Closed}}
}

func (p *Pages) accounts(c echo.Context) error {
	q := session.Search{Text: web.Asked(c, "q"), Page: int(number(c.QueryParam("page")))}
	word := c.QueryParam("state")
	for _, s := range states() {
		if s.word == word {
			q.State, q.Narrow = s.state, true
		}
	}
	if !q.Narrow {
		word = ""
	}
	list, err := p.site.Sessions.Accounts(web.Context(c), q)
	if err != nil {
		return err
	}
	mails, err := p.Outbox.Counts(web.Context(c))
	if err != nil {
		return err
	}
	data := account.Accounts{
		Query: q.Text, State: word, Filters: accountFilters(list, q.Text, word), Found: headcount(list.Found), Table: p.accountTable(list.Lines),
		Pager:     part.Pager{Page: list.Page, Pages: list.Pages, Href: func(n int) string { return accountsHref(q.Text, word, n) }},
		Uninvited: uninvited(list.Counts[session.NoAccount]), Mail: waiting(mails),
	}
	return p.site.OK(c, accountsHead("Accounts"), func(page layout.Page) templ.Component { return account.AccountsPage(page, data) })
}

func accountsHref(text, state string, page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": text, "state": state} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return "/accounts"
	}
	return "/accounts?" + q.Encode()
}

func accountFilters(list session.List, text, current string) []part.Link {
	all := 0
	for _, n := range list.Counts {
		all += n
	}
	out := []part.Link{{Label: "All", Href: accountsHref(text, "", 1), Current: current == "", Count: strconv.Itoa(all)}}
	for _, s := range states() {
		out = append(out, part.Link{
			Label: s.state.Label(), Href: accountsHref(text, s.word, 1), Current: current == s.word, Count: strconv.Itoa(list.Counts[s.state]),
		})
	}
	return out
}

func (p *Pages) accountTable(lines []session.Line) part.Table {
	table := part.Table{Caption: "Accounts", HideCaption: true, Columns: []part.Column{
		{Label: "Name"}, {Label: "Email address"}, {Label: "Account"}, {Label: "Last signed in"},
	}}
	for _, l := range lines {
		last := "Never"
		if l.Account.LastSignInAt != nil {
			last = p.when(*l.Account.LastSignInAt)
		}
		name := part.Cell{Text: l.Person.Name, Href: "/accounts/" + l.Person.Slug}
		if l.Left {
			name.Hint = "Left on " + l.Person.LeftOn.Short()
		}
		table.Rows = append(table.Rows, []part.Cell{
			name, {Text: orNone(l.Person.EmailAddress())}, {Tag: stateChip(l.Account.State)}, {Text: last},
		})
	}
	return table
}

func stateChip(s session.State) *part.Chip {
	kind := "plain"
	switch s {
	case session.Active:
		kind = "done"
	case session.Invited:
		kind = "booked"
	case session.NoAccount, session.Closed:
	}
	return &part.Chip{Kind: kind, Text: s.Label()}
}

func orNone(address string) string {
	if address == "" {
		return "None"
	}
	return address
}

func headcount(n int) string {
	switch n {
	case 0:
		return "Nobody found"
	case 1:
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func uninvited(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 person has no account yet"
	}
	return fmt.Sprintf("%d people have no account yet", n)
}

// waiting says what mail did not go yet, or never will.
func waiting(counts map[mail.State]int) string {
	queued, failed := counts[mail.Queued], counts[mail.Failed]
	switch {
	case queued > 0 && failed > 0:
		return fmt.Sprintf("%d mails are waiting to go, and %d could not be delivered.", queued, failed)
	case queued > 0:
		return fmt.Sprintf("%d mails are waiting to go.", queued)
	case failed > 0:
		return fmt.Sprintf("%d mails could not be delivered.", failed)
	}
	return ""
}

func (p *Pages) inviteAll(c echo.Context) error {
	would, err := p.site.Sessions.WouldInvite(web.Context(c))
	if err != nil {
		return err
	}
	data := account.InviteAll{Once: p.site.Once(), Title: "Nobody is left to invite", Unreachable: would.Unreachable, Any: would.Invited > 0}
	if data.Any {
		data.Title = "Invite " + headcount(would.Invited)
	}
	return p.site.OK(c, accountsHead(data.Title), func(page layout.Page) templ.Component { return account.InviteAllPage(page, data) })
}

func (p *Pages) doInviteAll(c echo.Context) error {
	all, err := p.site.Sessions.InviteAll(web.Context(c))
	if err != nil {
		return err
	}
	notice := layout.Notice{Title: "Invitations to " + headcount(all.Invited) + " are on their way.", Next: "Each chooses a password by the link in the mail. Who has done so shows in the list."}
	if all.Invited == 0 {
		notice = layout.Notice{Title: "Nobody was left to invite."}
	}
	return p.site.Done(c, "/accounts", notice)
}

// mailShown is how many mails the list shows.
const mailShown = 50

func (p *Pages) mail(c echo.Context) error {
	mails, err := p.Outbox.Latest(web.Context(c), mailShown)
	if err != nil {
		return err
	}
	table := part.Table{Caption: "Mail", HideCaption: true, Columns: []part.Column{{Label: "To"}, {Label: "What"}, {Label: "Written"}, {Label: "How it went"}}}
	for _, m := range mails {
		table.Rows = append(table.Rows, []part.Cell{
			{Text: orNone(m.ToName), Hint: m.ToAddress}, {Text: m.Subject}, {Text: p.when(m.At)}, {Tag: mailChip(m.State), Hint: m.LastError},
		})
	}
	return p.site.OK(c, accountsHead("Mail"), func(page layout.Page) templ.Component { return account.MailPage(page, account.Mail{Table: table}) })
}

func mailChip(s mail.State) *part.Chip {
	switch s {
	case mail.Sent:
		return &part.Chip{Kind: "done", Text: "Sent"}
	case mail.Failed:
		return &part.Chip{Kind: "gap", Text: "Could not be delivered"}
	case mail.Queued:
	}
	return &part.Chip{Kind: "booked", Text: "Waiting"}
}

func (p *Pages) one(c echo.Context) error {
	data, err := p.account(c)
	if err != nil {
		return err
	}
	return p.site.OK(c, accountsHead(data.Name), func(page layout.Page) templ.Component { return account.AccountPage(page, data) })
}

// account is what the page of one account shows.
func (p *Pages) account(c echo.Context) (account.Account, error) {
	ctx := web.Context(c)
	line, open, err := p.site.Sessions.One(ctx, c.Param("person"))
	if err != nil {
		return account.Account{}, err
	}
	view, err := p.site.View(c)
	if err != nil {
		return account.Account{}, err
	}
	entries, err := p.site.Trail.Of(ctx, "account", line.Person.ID, historyShown)
	if err != nil {
		return account.Account{}, err
	}
	state := line.Account.State
	out := account.Account{
		Slug: line.Person.Slug, Name: line.Person.Name, State: state.Label(), Once: p.site.Once(),
		Close: (state == session.Invited || state == session.Active) && line.Person.ID != web.Who(c).PersonID, Open: state == session.Closed && !line.Left, EndAll: open > 0,
		History: p.changes(entries, web.Who(c).PersonID), Rows: p.accountRows(line, open),
	}
	if !line.Left && line.Person.EmailAddress() != "" {
		switch state {
		case session.NoAccount:
			out.Invite = "Invite"
		case session.Invited:
			out.Invite = "Send the invitation again"
		case session.Active, session.Closed:
		}
	}
	held := view.Chart.Roles(line.Person.ID)
	for i, role := range actor.Roles() {
		if slices.Contains(held, role) {
			out.Offices = append(out.Offices, account.Office{Role: string(role), Label: role.Label(), Once: out.Once + "-r" + strconv.Itoa(i)})
		} else if !line.Left {
			out.Grantable = append(out.Grantable, part.Option{Value: string(role), Label: role.Label()})
		}
	}
	return out, nil
}

func (p *Pages) accountRows(line session.Line, open int) []part.SummaryRow {
	rows := []part.SummaryRow{
		{Key: "Email address", Value: orNone(line.Person.EmailAddress())},
		{Key: "Account", Shown: part.Tag(stateChip(line.Account.State).Kind, line.Account.State.Label())},
	}
	if line.Left {
		rows = append(rows, part.SummaryRow{Key: "Left on", Value: line.Person.LeftOn.Short() + ". Leavers cannot sign in"})
	}
	if at := line.Account.InvitedAt; at != nil {
		rows = append(rows, part.SummaryRow{Key: "Invited", Value: p.when(*at)})
	}
	if at := line.Account.LastSignInAt; at != nil {
		rows = append(rows, part.SummaryRow{Key: "Last signed in", Value: p.when(*at)})
	}
	signedIn := "On no device"
	if open == 1 {
		signedIn = "On 1 device"
	} else if open > 1 {
		signedIn = fmt.Sprintf("On %d devices", open)
	}
	return append(rows, part.SummaryRow{Key: "Signed in now", Value: signedIn})
}

// onAccount runs an act on the account of the address, and comes back to its page.
func (p *Pages) onAccount(c echo.Context, act func(personID string) error, done string) error {
	line, _, err := p.site.Sessions.One(web.Context(c), c.Param("person"))
	if err != nil {
		return err
	}
	if err := act(line.Person.ID); err != nil {
		return p.accountAgain(c, err)
	}
	return p.site.Done(c, "/accounts/"+line.Person.Slug, layout.Notice{Title: fmt.Sprintf(done, line.Person.Name)})
}

func (p *Pages) accountAgain(c echo.Context, err error) error {
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	data, dataErr := p.account(c)
	if dataErr != nil {
		return dataErr
	}
	return p.site.Again(c, err, accountsHead(data.Name), func(page layout.Page, problem web.Problem) templ.Component {
		data.RoleError, data.Errors = problem.Of("role"), problem.Summary()
		for i, e := range data.Errors.Errors {
			if e.Href == "#" { // of the account as a whole
				data.Errors.Errors[i].Href = ""
			}
		}
		return account.AccountPage(page, data)
	})
}

func (p *Pages) invite(c echo.Context) error {
	return p.onAccount(c, func(id string) error { return p.site.Sessions.Invite(web.Context(c), id) }, "An invitation to %s is on its way.")
}

func (p *Pages) endAll(c echo.Context) error {
	return p.onAccount(c, func(id string) error { return p.site.Sessions.EndAll(web.Context(c), id) }, "%s is signed out everywhere.")
}

func (p *Pages) closeAccount(c echo.Context) error {
	return p.onAccount(c, func(id string) error { return p.site.Sessions.Close(web.Context(c), id) }, "The account of %s is closed, and they are signed out everywhere.")
}

func (p *Pages) openAccount(c echo.Context) error {
	return p.onAccount(c, func(id string) error { return p.site.Sessions.Open(web.Context(c), id) }, "The account of %s is open again.")
}

func (p *Pages) grant(c echo.Context) error {
	role := actor.Role(c.FormValue("role"))
	return p.onAccount(c, func(id string) error {
		_, err := p.site.People.GrantOffice(web.Context(c), id, role, p.site.Clock.Today())
		return err
	}, "%s has the office from today.")
}

func (p *Pages) endOffice(c echo.Context) error {
	role := actor.Role(c.FormValue("role"))
	if !slices.Contains(actor.Roles(), role) {
		return fault.NewNotFound("office")
	}
	return p.onAccount(c, func(id string) error { return p.site.People.EndOffice(web.Context(c), id, role) }, "%s does not have the office any more.")
}
