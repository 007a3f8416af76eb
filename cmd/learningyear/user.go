package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/people"
	"learningyear/internal/session"
)

// userCommand groups what an operator does with accounts.
type userCommand struct {
	List        userListCommand        `cmd:"" help:"List who has an account and who has none."`
	Invite      userInviteCommand      `cmd:"" help:"Send a person a link to choose their password."`
	Grant       userGrantCommand       `cmd:"" help:"Give a person an office from today: coordinator, reserve_holder, administrator or auditor."`
	EndOffice   userEndOfficeCommand   `cmd:"" name:"end-office" help:"Take an office from a person from today."`
	Password    userPasswordCommand    `cmd:"" help:"Set a person's password, read from standard input."`
	EndSessions userEndSessionsCommand `cmd:"" name:"end-sessions" help:"Sign a person out everywhere."`
	Close       userCloseCommand       `cmd:"" help:"Close a person's account and sign them out everywhere."`
	Open        userOpenCommand        `cmd:"" help:"Open a closed account again."`
}

// whose is the person that a command is about.
type whose struct {
	Email string `arg:"" help:"The person's email address."`
}

// with runs an act on the person of a command, as the operator.
func (w whose) with(call *invocation, what string, act func(ctx context.Context, a *app.App, p *people.Person) error) error {
	a, err := call.openReady()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	ctx := actor.With(call.ctx, actor.Operator("the command user "+what))
	chart, err := a.People.Today(ctx)
	if err != nil {
		return err
	}
	person := chart.PersonByEmail(w.Email)
	if person == nil {
		return fmt.Errorf("nobody has the email address %q", w.Email)
	}
	return act(ctx, a, person)
}

type userListCommand struct {
	State string `help:"Only those in this state: none, invited, active or closed." enum:",none,invited,active,closed" default:""`
	Find  string `help:"Only those whose name or address holds these words." placeholder:"WORDS"`
	JSON  bool   `help:"Print the list as JSON."`
}

// userLine is one person of the list, for other programs.
type userLine struct {
	Name         string     `json:"name"`
	Email        string     `json:"email"`
	State        string     `json:"state"`
	Roles        []string   `json:"roles"`
	LastSignInAt *time.Time `json:"last_sign_in_at"`
}

// Run lists accounts.
func (c userListCommand) Run(call *invocation) error {
	a, err := call.openReady()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	ctx := actor.With(call.ctx, actor.Operator("the command user list"))
	q := session.Search{Text: c.Find, Narrow: c.State != "", Size: 100_000}
	if c.State != "none" {
		q.State = session.State(c.State)
	}
	list, err := a.Sessions.Accounts(ctx, q)
	if err != nil {
		return err
	}
	chart, err := a.People.Today(ctx)
	if err != nil {
		return err
	}
	lines := make([]userLine, len(list.Lines))
	for i, l := range list.Lines {
		lines[i] = userLine{Name: l.Person.Name, Email: l.Person.EmailAddress(), State: "none", Roles: []string{}, LastSignInAt: l.Account.LastSignInAt}
		if l.Account.State != session.NoAccount {
			lines[i].State = string(l.Account.State)
		}
		for _, role := range chart.Roles(l.Person.ID) {
			lines[i].Roles = append(lines[i].Roles, string(role))
		}
	}
	if c.JSON {
		return call.printJSON(lines)
	}
	return printUsers(call.out, lines)
}

func printUsers(out io.Writer, lines []userLine) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tEMAIL\tACCOUNT\tLAST SIGNED IN\tOFFICES")
	for _, l := range lines {
		last := "never"
		if l.LastSignInAt != nil {
			last = l.LastSignInAt.UTC().Format("2006-01-02 15:04")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.Name, l.Email, l.State, last, strings.Join(l.Roles, ", "))
	}
	return w.Flush()
}

type userInviteCommand struct{ whose }

// Run invites, and hands the mail over at once, since nothing may be serving.
func (c userInviteCommand) Run(call *invocation) error {
	return c.with(call, "invite", func(ctx context.Context, a *app.App, p *people.Person) error {
		if err := a.Sessions.Invite(ctx, p.ID); err != nil {
			return err
		}
		sender, err := a.Sender()
		if err != nil {
			return err
		}
		if _, err := sender.SendDue(ctx); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "%s is invited.", p.Name)
		if a.Settings.SMTP == "" {
			fmt.Fprintf(call.out, " There is no mail server: the mail is a file in %s.", a.Settings.MailFolder)
		}
		fmt.Fprintln(call.out)
		return nil
	})
}

type userGrantCommand struct {
	whose
	Role string `arg:"" help:"coordinator, reserve_holder, administrator or auditor." enum:"coordinator,reserve_holder,administrator,auditor"`
}

// Run gives the office.
func (c userGrantCommand) Run(call *invocation) error {
	return c.with(call, "grant", func(ctx context.Context, a *app.App, p *people.Person) error {
		role := actor.Role(c.Role)
		if _, err := a.People.GrantOffice(ctx, p.ID, role, a.Clock.Today()); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "%s is %s from today.\n", p.Name, role.Label())
		return nil
	})
}

type userEndOfficeCommand struct {
	whose
	Role string `arg:"" help:"coordinator, reserve_holder, administrator or auditor." enum:"coordinator,reserve_holder,administrator,auditor"`
}

// Run takes the office.
func (c userEndOfficeCommand) Run(call *invocation) error {
	return c.with(call, "end-office", func(ctx context.Context, a *app.App, p *people.Person) error {
		role := actor.Role(c.Role)
		if err := a.People.EndOffice(ctx, p.ID, role); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "%s is not %s any more.\n", p.Name, role.Label())
		return nil
	})
}

type userPasswordCommand struct{ whose }

// longestPassword bounds what is read: more than any password may have in bytes.
const longestPassword = 4096

// Run sets the password to the first line of standard input.
func (c userPasswordCommand) Run(call *invocation) error {
	return c.with(call, "password", func(ctx context.Context, a *app.App, p *people.Person) error {
		line, err := bufio.NewReader(io.LimitReader(call.in, longestPassword)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading the password: %w", err)
		}
		if err := a.Sessions.SetPassword(ctx, p.ID, strings.TrimRight(line, "\r\n")); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "%s signs in with %s and this password from now on, and is signed out everywhere.\n", p.Name, p.EmailAddress())
		return nil
	})
}

type userEndSessionsCommand struct{ whose }

// Run ends all sessions of the person.
func (c userEndSessionsCommand) Run(call *invocation) error {
	return c.with(call, "end-sessions", func(ctx context.Context, a *app.App, p *people.Person) error {
		if err := a.Sessions.EndAll(ctx, p.ID); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "%s is signed out everywhere.\n", p.Name)
		return nil
	})
}

type userCloseCommand struct{ whose }

// Run closes the account.
func (c userCloseCommand) Run(call *invocation) error {
	return c.with(call, "close", func(ctx context.Context, a *app.App, p *people.Person) error {
		if err := a.Sessions.Close(ctx, p.ID); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "The account of %s is closed.\n", p.Name)
		return nil
	})
}

type userOpenCommand struct{ whose }

// Run opens the account again.
func (c userOpenCommand) Run(call *invocation) error {
	return c.with(call, "open", func(ctx context.Context, a *app.App, p *people.Person) error {
		if err := a.Sessions.Open(ctx, p.ID); err != nil {
			return err
		}
		fmt.Fprintf(call.out, "The account of %s is open again.\n", p.Name)
		return nil
	})
}
