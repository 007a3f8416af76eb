package partnering

import (
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/presence"
	"learningyear/internal/web"
)

// midday is when the afternoon begins.
const midday = calendar.TimeOfDay(12 * 60)

// outlookOf is when the other one of a pair is here on the days ahead, as far as
// whoever asks may know.
func (p *Pages) outlookOf(c echo.Context, other *people.Person) (presence.Presence, error) {
	if other == nil {
		return presence.Presence{}, nil
	}
	all, err := p.Presence.Outlook(web.Context(c), other.ID)
	return all[other.ID], err
}

// outlookWords say when the other one is here, beside the form of a time; nothing
// where nothing is known.
func outlookWords(v *web.View, other *people.Person, ahead presence.Presence) string {
	words := ""
	if works := ahead.WorksWords(v.Today); works != "" {
		words = other.Called() + " works " + works + "."
	}
	if away := ahead.AheadWords(v.Year, v.Today); away != "" {
		if words != "" {
			words += " "
		}
		words += other.Called() + " is away " + away + "."
	}
	return words
}

// unsuited says that a time which was offered does not suit what is known of the
// other one. It is a word to whoever offers, never a refusal.
func unsuited(v *web.View, other *people.Person, ahead presence.Presence, m interview.Meeting) string {
	half := calendar.Morning
	if m.At >= midday {
		half = calendar.Afternoon
	}
	if ahead.Here.From.IsZero() && ahead.Here.To.IsZero() || ahead.On(m.On, half) {
		return ""
	}
	why := other.Called() + " does not usually work then."
	if s, away := ahead.AwayOn(m.On); away && s.Holds(m.On, half) {
		why = other.Called() + " is away then."
	} else if _, said := ahead.Rota.On(m.On); !said {
		return "" // that somebody does not work at weekends is only assumed
	}
	if next, ok := ahead.Next(m.On.AddDays(1), 40); ok {
		why += " The next day here is " + v.Year.InYear(next) + "."
	}
	return why + " You can leave it so, or offer another time."
}
