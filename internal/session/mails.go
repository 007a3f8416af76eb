package session

import (
	"context"

	"learningyear/internal/actor"
	"learningyear/internal/mail"
	"learningyear/internal/people"
)

// signature is who stands behind a mail.
type signature struct {
	product, organisation, coordinator, phone string
	// forgotten is the page that asks for a new password.
	forgotten string
}

func (s *Service) signature(ctx context.Context) (signature, error) {
	out := signature{product: s.settings.Product, forgotten: s.settings.BaseURL + "/forgotten"}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return out, err
	}
	settings, err := s.organisation.Load(ctx)
	if err != nil {
		return out, err
	}
	if root := chart.Root(); root != nil {
		out.organisation = root.Name
	}
	if coordinators := chart.InOffice(actor.Coordinator); len(coordinators) > 0 {
		out.coordinator = coordinators[0].Name
	}
	out.phone = settings.Phone
	return out, nil
}

// foot ends a mail: the human in reach, and who writes.
func (s signature) foot() string {
	text := "\n"
	switch {
	case s.coordinator != "" && s.phone != "":
		text += "Questions? Call " + s.coordinator + ", " + s.phone + ".\n\n"
	case s.coordinator != "":
		text += "Questions? Ask " + s.coordinator + ".\n\n"
	}
	text += s.product
	if s.organisation != "" {
		text += " for " + s.organisation
	}
	return text + "\n"
}

func invitationMail(p people.Person, by, link string, s signature) mail.Message {
	opening := "There is an account for you in " + s.product + "."
	if by != "" && by != p.Name {
		opening = by + " has made an account for you in " + s.product + "."
	}
	return mail.Message{
		Kind: "invitation", ToName: p.Name, To: p.EmailAddress(), Subject: "Your " + s.product + " account",
		Text: "Hello " + p.Called() + ",\n\n" + opening + `

It is where your learning diary, your learning plan, your interviews and your
appraisal live. Your diary is yours: nobody reads an entry unless you share it.

Choose your password here, within 14 days:

` + link + `

The link is yours alone and works once. If you do not know what this is about,
you need do nothing.
` + s.foot(),
	}
}

func resetMail(p people.Person, link string, s signature) mail.Message {
	return mail.Message{
		Kind: "reset", ToName: p.Name, To: p.EmailAddress(), Subject: "A new password for " + s.product,
		Text: "Hello " + p.Called() + `,

Somebody, most likely you, asked for a new password. Choose it here, within the
hour:

` + link + `

The link is yours alone and works once. If it was not you, you need do nothing:
your password stays as it is.
` + s.foot(),
	}
}

func newPasswordMail(p people.Person, s signature) mail.Message {
	return mail.Message{
		Kind: "new password", ToName: p.Name, To: p.EmailAddress(), Subject: "Your " + s.product + " password is new",
		Text: "Hello " + p.Called() + `,

Your password was changed a moment ago, and you were signed out on your other
devices. If that was you, there is nothing to do.

If it was not you, choose a new one now:

` + s.forgotten + `
` + s.foot(),
	}
}
