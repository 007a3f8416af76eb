// Package demo makes the demonstration: an invented organisation with one whole
// past learning year and the current one up to the day of making. It writes
// through the services' own transitions, as the persons concerned and on the days
// concerned, so that states, sealed documents and the trail are as in real use.
// Nothing outside this package may depend on it but the command line.
package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"learningyear/internal/absence"
	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/session"
	"learningyear/internal/work"
	"learningyear/internal/workingpattern"
)

// Services are the rooms that the demonstration is written through. Their clock
// must be a fixed one: it is moved through the years.
type Services struct {
	DB           *database.DB
	Clock        *clock.Clock
	Organisation *organisation.Store
	People       *people.Service
	Sessions     *session.Service
	Diary        *diary.Service
	Plans        *plan.Service
	Work         *work.Service
	Interviews   *interview.Service
	Appraisals   *appraisal.Service
	Absences     *absence.Service
	Patterns     *workingpattern.Service
}

// ErrReal means that the database holds an organisation which is no demonstration.
var ErrReal = errors.New("the database holds an organisation that is not a demonstration")

// Phone is where the demonstration says that its coordinator is reached: invented.
const Phone = "023 8000 0142"

// operator is who the trail names for what no person did.
func operator(ctx context.Context) context.Context {
	return actor.With(ctx, actor.Operator("the demonstration"))
}

// There says whether the database holds a demonstration. One with anything else
// in it is [ErrReal].
func There(ctx context.Context, o *organisation.Store, p *people.Service) (bool, error) {
	settings, err := o.Load(ctx)
	if err != nil {
		return false, err
	}
	if settings.Demonstration {
		return true, nil
	}
	all, err := p.Survey(operator(ctx))
	if err != nil {
		return false, err
	}
	if len(all.Units)+len(all.Persons)+len(all.Posts) > 0 {
		return false, ErrReal
	}
	return false, nil
}

// Progress is told of each step: what was made, and how many.
type Progress func(what string, count int)

// Make makes the demonstration as at the clock's present instant, in one
// transaction: a run that is interrupted leaves nothing behind.
func Make(ctx context.Context, s Services, tell Progress) error {
	now := s.Clock.Now()
	defer s.Clock.Set(now)
	there, err := There(ctx, s.Organisation, s.People)
	if err != nil {
		return err
	}
	if there {
		return errors.New("the demonstration is there already")
	}
	return s.DB.InTx(database.KeepStatements(ctx), func(ctx context.Context) error { return makeAll(ctx, s, now, tell) })
}

func makeAll(ctx context.Context, s Services, now time.Time, tell Progress) error {
	settings := organisation.Defaults()
	settings.Demonstration, settings.Phone = true, Phone
	if err := s.Organisation.Save(ctx, settings); err != nil {
		return err
	}
	today := s.Clock.DateOf(now)
	year := settings.YearStart.YearOf(today)
	// The organisation began to use the program in the summer before the past year.
	begun := year.Previous().From().AddDays(-50)
	s.Clock.Set(at(begun, 9*60, s.Clock.Zone()))
	staff := buildStaff(s.Clock.NewKey, today, year)
	if err := s.People.Load(operator(ctx), staff.rows); err != nil {
		return fmt.Errorf("loading the people: %w", err)
	}
	tell("people", len(staff.people))
	tell("units", len(staff.rows.Units))
	history := newHistory(s, staff, year, now)
	history.thinkOut()
	if err := makeAccounts(ctx, s, staff, history.lastActs()); err != nil {
		return err
	}
	tell("accounts", len(staff.people))
	still, err := s.People.StandStill(ctx)
	if err != nil {
		return fmt.Errorf("reading the people: %w", err)
	}
	return history.write(still, tell)
}

// at is the instant of a minute of a day.
func at(day interface {
	Time(*time.Location) time.Time
}, minute int, zone *time.Location) time.Time {
	midnight := day.Time(zone)
	return time.Date(midnight.Year(), midnight.Month(), midnight.Day(), minute/60, minute%60, 0, 0, zone)
}

func makeAccounts(ctx context.Context, s Services, staff *staff, last map[string]time.Time) error {
	accounts := make([]session.Account, len(staff.people))
	for i, m := range staff.people {
		accounts[i].PersonID = m.ID
		if signedIn, ok := last[m.ID]; ok {
			accounts[i].LastSignInAt = &signedIn
		}
	}
	if err := s.Sessions.LoadAccounts(operator(ctx), accounts); err != nil {
		return err
	}
	var personas []session.Persona
	for _, p := range Personas() {
		personas = append(personas, session.Persona{PersonID: staff.byName[p.Name].ID, Label: p.Label, Hint: p.Hint})
	}
	return s.Sessions.KeepPersonas(ctx, personas)
}

// Persona is somebody whom a visitor may be.
type Persona struct {
	Name  string
	Label string
	// Hint is one line on what there is to see as them.
	Hint string
}

// Personas are the persons that the demonstration offers, in the order of the page.
func Personas() []Persona {
	return []Persona{
		{"Amina Yusuf", "Sessional tutor", "A year full of learning: a diary, a plan with ticks, an interview in the next days, an appraisal begun"},
		{"Ruth Calder", "Learning partner", "Four learners to talk with, a record to write up and one that was answered back"},
		{"Dan Okoro", "Team lead", "A team: a plan to agree, a self-evaluation to answer, agreements to sign"},
		{"Helen Marsh", "Divisional manager", "A division of sixty and its figures, and appraisals that await a countersignature"},
		{coordinator, "CPD coordinator", "People and posts, the appraisal cycles and how far they have come"},
		{administrator, "Administrator", "Accounts, invitations and the staff list"},
		{auditor, "Auditor", "The trail of who did what, and the figures; nobody’s words"},
	}
}
