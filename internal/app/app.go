// Package app puts the parts together: one place where every service and every
// page is made and handed what it needs. It starts and stops the program. No
// rule and no page may live here.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"

	"learningyear/internal/absence"
	"learningyear/internal/actor"
	"learningyear/internal/appraisal"
	"learningyear/internal/attachment"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/config"
	"learningyear/internal/database"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/figures"
	"learningyear/internal/files"
	"learningyear/internal/handover"
	"learningyear/internal/interview"
	"learningyear/internal/jobs"
	"learningyear/internal/mail"
	"learningyear/internal/notice"
	"learningyear/internal/organisation"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/presence"
	"learningyear/internal/report"
	"learningyear/internal/session"
	"learningyear/internal/stafflist"
	"learningyear/internal/trail"
	"learningyear/internal/web"
	"learningyear/internal/web/account"
	"learningyear/internal/web/appraising"
	"learningyear/internal/web/coordinate"
	"learningyear/internal/web/division"
	"learningyear/internal/web/importing"
	"learningyear/internal/web/mylearning"
	"learningyear/internal/web/partnering"
	"learningyear/internal/web/planning"
	"learningyear/internal/web/structuring"
	"learningyear/internal/web/team"
	"learningyear/internal/web/timing"
	"learningyear/internal/work"
	"learningyear/internal/workingpattern"
	"learningyear/templates/static"
)

// App is the whole program over one database.
type App struct {
	Settings     config.Settings
	DB           *database.DB
	Clock        *clock.Clock
	Log          *slog.Logger
	Trail        *trail.Trail
	Organisation *organisation.Store
	Jobs         *jobs.Queue
	People       *people.Service
	StaffLists   *stafflist.Service
	Outbox       *mail.Outbox
	Sessions     *session.Service
	Absences     *absence.Service
	Patterns     *workingpattern.Service
	Presence     *presence.Service
	Drafts       *draft.Service
	Files        *files.Files
	Attachments  *attachment.Service
	Diary        *diary.Service
	Plans        *plan.Service
	Work         *work.Service
	Interviews   *interview.Service
	Appraisals   *appraisal.Service
	Handovers    *handover.Service
	Figures      *figures.Service
	Notices      *notice.Service
	Reports      *report.Maker
}

// Open connects to the database and makes every service. The schema is neither
// changed nor checked: see Migrate and CheckSchema of the database.
func Open(ctx context.Context, settings config.Settings, clk *clock.Clock, log *slog.Logger) (*App, error) {
	db, err := database.Open(ctx, settings.Database)
	if err != nil {
		return nil, err
	}
	return New(db, settings, clk, log), nil
}

// New makes every service over an open database.
func New(db *database.DB, settings config.Settings, clk *clock.Clock, log *slog.Logger) *App {
	a := &App{Settings: settings, DB: db, Clock: clk, Log: log}
	a.Trail = trail.New(db, clk)
	a.Organisation = organisation.NewStore(db)
	a.People = people.NewService(db, a.Trail, clk)
	a.StaffLists = stafflist.NewService(db, a.People, clk)
	a.Outbox = mail.NewOutbox(db, clk)
	a.Sessions = session.NewService(db, a.People, a.Organisation, a.Trail, a.Outbox, clk, settings)
	a.Jobs = jobs.New(db, clk, log, a.Sessions.ActorOf)
	a.StaffLists.WorkThrough(a.Jobs)
	a.Absences = absence.NewService(db, a.People, a.Trail, clk)
	a.Patterns = workingpattern.NewService(db, a.People, a.Trail, clk)
	a.Presence = presence.NewService(a.People, a.Absences, a.Patterns, clk)
	a.Drafts = draft.NewService(db, clk)
	a.Files = files.New(db, settings.Bucket())
	a.Attachments = attachment.NewService(db, a.Files, clk)
	a.Diary = diary.NewService(db, a.People, a.Trail, clk, a.Drafts, a.Attachments)
	a.Plans = plan.NewService(db, a.People, a.Trail, clk)
	a.Work = work.NewService(db, a.People, a.Trail, clk)
	a.Interviews = interview.NewService(db, a.People, a.Trail, clk, a.Diary)
	a.Handovers = handover.NewService(db, a.People, a.Trail, clk)
	a.Appraisals = appraisal.NewService(db, a.People, a.Trail, clk, appraisal.SourcesOf(appraisal.Rooms{
		Organisation: a.Organisation, People: a.People, Plans: a.Plans, Work: a.Work, Interviews: a.Interviews, Diary: a.Diary, Drafts: a.Drafts,
	}))
	a.Figures = figures.NewService(a.People, clk, figures.Sources{Plans: a.Plans, Interviews: a.Interviews, Diary: a.Diary, Appraisals: a.Appraisals})
	a.Notices = notice.NewService(a.People, a.Organisation, clk, notice.Sources{Plans: a.Plans, Work: a.Work, Interviews: a.Interviews, Appraisals: a.Appraisals, Jobs: a.Jobs})
	a.Reports = report.NewMaker(settings.Zone(), settings.Product)
	a.tidyEveryHour()
	return a
}

// Close lets go of the database.
func (a *App) Close() error { return a.DB.Close() }

// Sender delivers what is in the outbox, the way the settings say.
func (a *App) Sender() (*mail.Sender, error) {
	carry, err := mail.TransportFor(a.Settings)
	if err != nil {
		return nil, err
	}
	return mail.NewSender(a.DB, a.Clock, carry, a.Log), nil
}

// Site is what every page needs.
func (a *App) Site() (*web.Site, error) {
	assets, err := static.Load()
	if err != nil {
		return nil, err
	}
	return &web.Site{
		Settings: a.Settings, Organisation: a.Organisation, People: a.People, Sessions: a.Sessions, Trail: a.Trail,
		Clock: a.Clock, Assets: assets, Log: a.Log, Ready: a.Ready,
	}, nil
}

// Ready says whether the database answers and has the schema of this program, and
// whether the store of files answers.
func (a *App) Ready(ctx context.Context) error {
	schema, err := a.DB.SchemaState(ctx)
	if err != nil {
		return err
	}
	if len(schema.Pending) > 0 {
		return fmt.Errorf("%d migrations have not been run", len(schema.Pending))
	}
	if err := a.Files.Ready(ctx); err != nil {
		return fmt.Errorf("the store of files: %w", err)
	}
	return nil
}

// Handler serves every page.
func (a *App) Handler() (http.Handler, error) {
	site, err := a.Site()
	if err != nil {
		return nil, err
	}
	return site.Handler(a.Routes(site)), nil
}

// Routes is the whole table of routes, audience by audience.
func (a *App) Routes(site *web.Site) []web.Route {
	var routes []web.Route
	for _, group := range a.pages(site) {
		routes = append(routes, group.Routes()...)
	}
	return routes
}

// pages are the packages of pages, each of one audience.
func (a *App) pages(site *web.Site) []interface{ Routes() []web.Route } {
	return []interface{ Routes() []web.Route }{
		coordinate.New(site, coordinate.Services{People: a.People, Sessions: a.Sessions}),
		importing.New(site, a.StaffLists),
		structuring.New(site, a.People, a.StaffLists),
		account.New(site, account.Services{Outbox: a.Outbox, Jobs: a.Jobs}),
		mylearning.New(site, mylearning.Services{
			Drafts: a.Drafts, Diary: a.Diary, Interviews: a.Interviews, Plans: a.Plans, Appraisals: a.Appraisals, Notices: a.Notices,
		}),
		partnering.New(site, partnering.Services{Interviews: a.Interviews, Diary: a.Diary, Notices: a.Notices, Presence: a.Presence}),
		team.New(site, team.Services{
			Plans: a.Plans, Work: a.Work, Interviews: a.Interviews, Diary: a.Diary, Appraisals: a.Appraisals, Notices: a.Notices, Presence: a.Presence, Handovers: a.Handovers,
		}),
		timing.New(site, timing.Services{Absences: a.Absences, Patterns: a.Patterns}),
		division.New(site, a.Figures),
		planning.New(site, planning.Services{Plans: a.Plans, Work: a.Work, Drafts: a.Drafts}),
		appraising.New(site, appraising.Services{
			Appraisals: a.Appraisals, Drafts: a.Drafts, Reports: a.Reports, Notices: a.Notices, Diary: a.entriesToBring,
		}),
	}
}

// entriesToBring lists the diary entries of a year that a person may bring to an
// appraisal, newest first.
func (a *App) entriesToBring(ctx context.Context, personID string, year calendar.LearningYear) ([]appraising.Choice, error) {
	if actor.From(ctx).PersonID != personID {
		return nil, nil
	}
	entries, err := a.Diary.Year(ctx, year)
	if err != nil {
		return nil, err
	}
	out := make([]appraising.Choice, 0, len(entries))
	for _, e := range slices.Backward(entries) {
		out = append(out, appraising.Choice{ID: e.ID, On: e.HappenedOn, Text: e.Learned})
	}
	return out, nil
}
