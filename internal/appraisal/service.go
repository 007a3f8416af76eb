package appraisal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Sources are the rooms that an appraisal gathers from and settles into. They
// are functions, so that the rules of an appraisal are tested without them.
type Sources struct {
	// Gather draws a person's year together, with the chosen diary entries quoted.
	Gather func(ctx context.Context, personID string, year calendar.LearningYear, chosen []string) (Gathered, error)
	// Records are the targets and tasks alone: what both voices speak of.
	Records func(ctx context.Context, personID string, year calendar.LearningYear) (Gathered, error)
	// Settle carries what was agreed into plan and work programme when an
	// appraisal closes: outcomes, and next year's plan with what goes on.
	Settle func(ctx context.Context, personID string, year calendar.LearningYear, d Document) error
	// Finish removes the draft of a form that is now saved.
	Finish func(ctx context.Context, draftID string) error
	// YearStart is when the organisation's learning year begins.
	YearStart func(ctx context.Context) (calendar.YearStart, error)
}

// Service keeps appraisals.
type Service struct {
	db      *database.DB
	people  *people.Service
	trail   *trail.Trail
	clock   *clock.Clock
	sources Sources
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock, sources Sources) *Service {
	return &Service{db: db, people: p, trail: t, clock: c, sources: sources}
}

// Sight is an appraisal as one viewer sees it: what may not be seen is not in it,
// and what may be done is decided.
type Sight struct {
	Appraisal Appraisal
	Cycle     Cycle
	// Document holds only the voices that the viewer may see now.
	Document Document
	Topics   []Topic

	// Mine says that the viewer is the person; Appraises, that they respond.
	Mine      bool
	Appraises bool
	// ActingFor names the manager in whose stead a delegate looks on.
	ActingFor   string
	actingForID string
	relation    access.Relation
	// countersigns says that the viewer countersigns today, or in whose stead they are.
	countersigns bool

	// Former says that the viewer responded, and neither manages the person nor
	// signed: they keep what they wrote and what they answered, and nothing else.
	Former bool

	// Readers names who else can read it, beside the person and the document's
	// appraiser: other managers of the day, and who countersigns.
	Readers []string
	// Countersigner names who countersigns today; empty where nobody does.
	Countersigner string

	MayEvaluate, MayRespond, MayRecordMeeting, MayWord bool
	MaySignFirst, MaySignLast, MayCountersign, MayAdd  bool

	// The versions of the papers, for forms; 0 where nothing was written.
	SelfVersion, ResponseVersion, AgreementsVersion int
	// AgreementsBy and AgreementsAt say who worded the agreements last, and when.
	AgreementsBy string
	AgreementsAt time.Time
	// History is who did what, newest first; see Open.
	History []trail.Entry
}

// Unagreed are the topics that still have no outcome: where something was added
// to the plan or the work programme since the agreements were written.
func (s Sight) Unagreed() []Topic {
	var out []Topic
	for _, t := range s.Topics {
		if t.Judged() && s.Document.Agreements.Topics[t.Key].Outcome == OutcomeNone {
			out = append(out, t)
		}
	}
	return out
}

// depth is how much of an appraisal is read for a purpose.
type depth int

const (
	// forms need the voices and what they speak of.
	forms depth = iota
	// whole is all that is laid out and sealed.
	whole
)

// Open is a person's appraisal of a year as the actor in ctx may see it, with its
// history.
func (s *Service) Open(ctx context.Context, personID string, year calendar.LearningYear) (Sight, error) {
	r, err := s.byPersonAndYear(ctx, personID, year.Name())
	if err != nil {
		return Sight{}, err
	}
	return s.withHistory(ctx, r)
}

// OpenByID is an appraisal by its key, with its history.
func (s *Service) OpenByID(ctx context.Context, id string) (Sight, error) {
	r, err := s.byID(ctx, id)
	if err != nil {
		return Sight{}, err
	}
	return s.withHistory(ctx, r)
}

// OpenForm is an appraisal as its forms need it: the voices, the agreements and
// what they are about, without the figures of the year and the history.
func (s *Service) OpenForm(ctx context.Context, personID string, year calendar.LearningYear) (Sight, error) {
	r, err := s.byPersonAndYear(ctx, personID, year.Name())
	if err != nil {
		return Sight{}, err
	}
	sight, _, err := s.see(ctx, r, forms)
	return sight, err
}

func (s *Service) withHistory(ctx context.Context, r record) (Sight, error) {
	sight, _, err := s.see(ctx, r, whole)
	if err != nil || sight.Former {
		return sight, err
	}
	sight.History, err = s.trail.Of(ctx, string(access.Appraisal), r.ID, 100)
	return sight, err
}

// see works out what the viewer is to the appraisal, refuses who may not read it,
// and reads what they may.
func (s *Service) see(ctx context.Context, r record, how depth) (Sight, record, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Sight{}, r, err
	}
	sight, err := stand(chart, actor.From(ctx), r)
	if err != nil {
		return Sight{}, r, err
	}
	if err := s.readDocument(ctx, &sight, r, chart, how); err != nil {
		return Sight{}, r, err
	}
	if sight.Former {
		sight.keepAnswered()
		return sight, r, nil
	}
	sight.Readers = readers(chart, r, sight)
	return sight, r, nil
}

// stand decides what the viewer is to the appraisal on the day of the chart and
// what they may do, or that it is not there for them.
func stand(chart *people.Chart, who actor.Actor, r record) (Sight, error) {
	rel := chart.RelationTo(who, r.PersonID, access.Appraisal)
	sight := Sight{Appraisal: r.Appraisal, Cycle: r.cycle, Mine: rel.Has(access.Owner)}
	manages, stead := chart.ManagesFor(who.PersonID, r.PersonID, access.Appraisal)
	sight.Appraises = manages && !sight.Mine
	// Who has signed keeps what they signed, also after they ceased to manage.
	if who.PersonID != "" && r.State.reached(AppraiserSigned) && (r.AppraiserID == who.PersonID || is(r.SignedByID, who.PersonID)) {
		rel |= access.Manager
	}
	sight.Former = who.PersonID != "" && r.AppraiserID == who.PersonID && r.State.reached(ResponseShared) && !r.State.reached(AppraiserSigned) &&
		!sight.Appraises && !sight.Mine
	countersigner := countersigner(chart, r)
	countersigns, forWhom := standsFor(chart, who, countersigner, r)
	rel &^= access.DivisionalManager
	if countersigns || is(r.CountersignerID, who.PersonID) && r.State.reached(Countersigned) {
		rel |= access.DivisionalManager
	}
	if countersigns && (r.State == PersonSigned || !sight.Appraises) {
		stead = forWhom
	}
	if stead != nil && !sight.Mine {
		sight.ActingFor, sight.actingForID = stead.Name, stead.ID
	}
	if countersigner != nil {
		sight.Countersigner = countersigner.Name
	}
	sight.relation, sight.countersigns = rel, countersigns
	if !access.Can(rel, access.Appraisal, access.Read) && !rel.Has(access.DivisionalManager) && !who.System && !sight.Former {
		return Sight{}, fault.NewNotFound("appraisal")
	}
	sight.decide(who)
	return sight, nil
}

// keepAnswered leaves what a former manager was shown and answered: both voices,
// on topics by their numbers, since plan and programme go on without them.
func (s *Sight) keepAnswered() {
	d := s.Document
	s.Document = Document{
		Format: d.Format, Organisation: d.Organisation, Cycle: d.Cycle, Year: d.Year, Person: d.Person, Appraiser: d.Appraiser,
		Self: d.Self, Response: d.Response,
	}
	s.Appraisal.Question, s.Appraisal.MetOn, s.Appraisal.State = "", calendar.Date{}, ResponseShared
	s.AgreementsVersion, s.AgreementsBy, s.AgreementsAt, s.Countersigner = 0, "", time.Time{}, ""
	for i, t := range s.Topics {
		if t.Judged() {
			number, _ := strconv.Atoi(strings.TrimPrefix(t.Key, string(t.Kind)+"-"))
			s.Topics[i] = numbered(t.Kind, t.Key, number, "", "")
		}
	}
}

// decide says what the viewer may do now.
func (s *Sight) decide(who actor.Actor) {
	a := s.Appraisal
	can := func(act access.Act) bool { return access.Can(s.relation, access.Appraisal, act) && !who.System }
	at := func(states ...State) bool { return slices.Contains(states, a.State) }
	s.MayEvaluate = can(access.Evaluate) && at(Preparing)
	s.MayRespond = s.Appraises && can(access.Respond) && at(Preparing, SelfShared)
	s.MayRecordMeeting = can(access.Word) && at(ResponseShared) && (s.Mine || s.Appraises)
	s.MayWord = can(access.Word) && at(Met, Worded) && (s.Mine || s.Appraises)
	s.MaySignFirst = s.Appraises && can(access.SignFirst) && at(Worded)
	s.MaySignLast = can(access.SignLast) && at(AppraiserSigned)
	s.MayCountersign = s.countersigns && at(PersonSigned)
	s.MayAdd = (s.Mine || s.Appraises || a.AppraiserID == who.PersonID || is(a.SignedByID, who.PersonID)) && !who.System && at(Closed)
}

// countersigner is who countersigns on the day: nobody who responded or signed
// before. Nil where the cycle does not ask it, or there is no such person.
func countersigner(chart *people.Chart, r record) *people.Person {
	if !r.cycle.Countersign {
		return nil
	}
	others := []string{r.AppraiserID}
	if r.SignedByID != nil {
		others = append(others, *r.SignedByID)
	}
	if found := chart.Countersigner(r.PersonID, others...); found != nil || r.State != PersonSigned {
		return found
	}
	return stillCountersigns(chart, r, others)
}

// stillCountersigns is who countersigns what both have signed where nobody leads
// the division or above it any more, or the person has left and is in none: who was
// to when the person signed, and else the lead of the whole organisation.
func stillCountersigns(chart *people.Chart, r record, others []string) *people.Person {
	var next []*people.Person
	if r.CountersignerID != nil && chart.Serves(*r.CountersignerID) {
		next = append(next, chart.Person(*r.CountersignerID))
	}
	if root := chart.Root(); root != nil {
		next = append(next, chart.Lead(root.ID))
	}
	for _, p := range next {
		if p != nil && p.ID != r.PersonID && !slices.Contains(others, p.ID) {
			return p
		}
	}
	return nil
}

// standsFor says whether the viewer countersigns once both have signed: themselves,
// or in whose stead. Nobody countersigns what they signed before.
func standsFor(chart *people.Chart, who actor.Actor, countersigner *people.Person, r record) (bool, *people.Person) {
	if countersigner == nil || who.PersonID == "" || !r.State.reached(PersonSigned) {
		return false, nil
	}
	if countersigner.ID == who.PersonID {
		return true, nil
	}
	if who.PersonID == r.PersonID || who.PersonID == r.AppraiserID || is(r.SignedByID, who.PersonID) {
		return false, nil
	}
	for _, m := range chart.ActsFor(who.PersonID, access.Appraisal) {
		if m.ID == countersigner.ID {
			return true, m
		}
	}
	return false, nil
}

func is(key *string, id string) bool { return key != nil && id != "" && *key == id }

// readers names who reads the appraisal beside the person and the appraiser of
// the document.
func readers(chart *people.Chart, r record, sight Sight) []string {
	var out []string
	add := func(id, name string) {
		if id != r.PersonID && id != sight.Document.Appraiser.ID && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, m := range chart.Managers(r.PersonID) {
		add(m.ID, m.Name)
	}
	for _, g := range sight.Document.Signatures {
		add(g.PersonID, g.Name)
	}
	add("", sight.Countersigner)
	return out
}

// readDocument fills in the document: sealed from the first signature on, live
// before, without a voice that is not yet shared with the viewer.
func (s *Service) readDocument(ctx context.Context, sight *Sight, r record, chart *people.Chart, how depth) error {
	var err error
	if r.Sealed != "" {
		if sight.Document, err = unseal(r.Sealed, r.Seal); err != nil {
			return err
		}
		if r.State == Closed {
			sight.Document.Addenda, err = s.addenda(ctx, r.ID)
		}
		sight.Topics = sight.Document.Topics()
		return err
	}
	author := s.appraiserOf(ctx, sight, chart)
	self, response, agreements := r.paper(selfSide, r.PersonID), r.paper(responseSide, author), r.paper(agreementsSide, r.PersonID)
	if sight.Document, err = s.live(ctx, r, author, chart, how); err != nil {
		return err
	}
	if err := errors.Join(
		decode(self, &sight.Document.Self), decode(response, &sight.Document.Response), decode(agreements, &sight.Document.Agreements),
	); err != nil {
		return err
	}
	sight.SelfVersion, sight.ResponseVersion, sight.AgreementsVersion = self.Version, response.Version, agreements.Version
	sight.AgreementsBy, sight.AgreementsAt = agreements.SavedBy, agreements.SavedAt
	if !sight.Mine && !r.State.reached(SelfShared) {
		sight.Document.Self, sight.Document.Gathered.Entries, sight.SelfVersion = nil, nil, 0
	}
	if !sight.Appraises && !r.State.reached(ResponseShared) {
		sight.Document.Response, sight.ResponseVersion = nil, 0
	}
	sight.Topics = sight.Document.Topics()
	return nil
}

// appraiserOf is in whose name the response stands: once it is shared, of whoever
// shared it; before that, of the viewer who manages or the manager for whom they
// act; for everybody else, of the line manager of the day.
func (s *Service) appraiserOf(ctx context.Context, sight *Sight, chart *people.Chart) string {
	a := sight.Appraisal
	switch {
	case a.State.reached(ResponseShared):
		return a.AppraiserID
	case sight.Appraises && sight.actingForID != "":
		return sight.actingForID
	case sight.Appraises:
		return actor.From(ctx).PersonID
	}
	if m := chart.Manager(a.PersonID); m != nil {
		return m.ID
	}
	return a.AppraiserID
}

// live makes the document of an open appraisal from what stands today, without
// what was written in it.
func (s *Service) live(ctx context.Context, r record, appraiserID string, chart *people.Chart, how depth) (Document, error) {
	year, err := s.yearOf(ctx, r.Appraisal)
	if err != nil {
		return Document{}, err
	}
	d := Document{
		Format: documentFormat, Cycle: r.cycle.Title, Year: r.Year, Person: party(chart, r.PersonID),
		Appraiser: party(chart, appraiserID), MetOn: r.MetOn,
	}
	if root := chart.Root(); root != nil {
		d.Organisation = root.Name
	}
	if how == forms {
		d.Gathered, err = s.sources.Records(ctx, r.PersonID, year)
		return d, err
	}
	if d.Managers, err = s.managersIn(ctx, r.PersonID, year); err != nil {
		return d, err
	}
	d.Gathered, err = s.sources.Gather(ctx, r.PersonID, year, r.Chosen())
	return d, err
}

// managersIn are who managed the person in the year up to today, where that changed;
// none where one did for all of it.
func (s *Service) managersIn(ctx context.Context, personID string, year calendar.LearningYear) ([]ManagerFact, error) {
	within := calendar.Period{From: year.From(), To: year.To()}
	if today := s.clock.Today(); today.Before(within.To) {
		within.To = today
	}
	tenures, err := s.people.Tenures(ctx, personID, within)
	if err != nil || len(tenures) < 2 {
		return nil, err
	}
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]ManagerFact, 0, len(tenures))
	for _, t := range tenures {
		out = append(out, ManagerFact{ID: t.ManagerID, Name: chart.Name(t.ManagerID), From: t.From, To: t.To})
	}
	return out, nil
}

func (s *Service) yearOf(ctx context.Context, a Appraisal) (calendar.LearningYear, error) {
	start, err := s.sources.YearStart(ctx)
	if err != nil {
		return calendar.LearningYear{}, err
	}
	year, err := start.ParseYear(a.Year)
	if err != nil {
		return calendar.LearningYear{}, fmt.Errorf("the year of an appraisal: %w", err)
	}
	return year, nil
}

func party(chart *people.Chart, id string) Party {
	p := Party{ID: id, Name: chart.Name(id), Post: chart.JobTitle(id)}
	if person := chart.Person(id); person != nil {
		p.Known = person.Called()
	}
	if u := chart.UnitOf(id); u != nil {
		p.Unit = u.Name
	}
	return p
}

// change runs a change of one appraisal: loaded, stood up to, in one transaction.
func (s *Service) change(ctx context.Context, id string, how depth, change func(ctx context.Context, sight *Sight, r record) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.byID(ctx, id)
		if err != nil {
			return err
		}
		sight, r, err := s.see(ctx, r, how)
		if err != nil {
			return err
		}
		return change(ctx, &sight, r)
	})
}

// require answers who may see but not do: with the names of who can today or,
// where the viewer is one of them, that it is not the time.
func (s *Service) require(ctx context.Context, sight *Sight, may bool, act access.Act) error {
	if may {
		return nil
	}
	err := access.Require(sight.relation, access.Appraisal, act)
	if err != nil && !fault.Is(err, fault.Forbidden) && !sight.Former {
		return err
	}
	chart, todayErr := s.people.Today(ctx)
	if todayErr != nil {
		return todayErr
	}
	today := chart.RelationTo(actor.From(ctx), sight.Appraisal.PersonID, access.Appraisal)
	switch {
	case act == access.Countersign && sight.Countersigner != "" && !sight.countersigns:
		return people.OnlyThey([]string{sight.Countersigner})
	case act == access.Countersign && err != nil:
		return err
	case act == access.Countersign, access.Can(today, access.Appraisal, act):
		return notNow(sight)
	}
	return chart.OnlyWhoCan(sight.Appraisal.PersonID, access.Appraisal, act)
}

// notNow refuses what is not to be done in this state.
func notNow(sight *Sight) error {
	return fault.NewForbidden("This cannot be done now: " + strings.ToLower(sight.Appraisal.State.Words()))
}

// step makes the named transition with what else it sets, and notes it.
func (s *Service) step(ctx context.Context, sight *Sight, name, why string, set map[string]any) error {
	a := sight.Appraisal
	t, err := move(a.State, name)
	if err != nil {
		return err
	}
	if set == nil {
		set = map[string]any{}
	}
	if t.To != a.State {
		set["moved_at"] = s.clock.Now()
	}
	set["state"] = t.To
	if err := s.update(ctx, a, set); err != nil {
		return err
	}
	sight.Appraisal.State = t.To
	sight.Appraisal.Version++
	return s.noteAs(ctx, sight, name, why)
}

func (s *Service) update(ctx context.Context, a Appraisal, set map[string]any) error {
	err := s.db.UpdateVersioned(ctx, "appraisals", a.ID, a.Version, set)
	if errors.Is(err, database.ErrStale) {
		return fault.NewClash("", 0)
	}
	if err != nil {
		return fmt.Errorf("saving the appraisal: %w", err)
	}
	return nil
}

func (s *Service) note(ctx context.Context, a Appraisal, act, why string) error {
	return s.trail.Write(ctx, trail.Event{Record: string(access.Appraisal), RecordID: a.ID, Act: act, SubjectID: a.PersonID, Why: why})
}

func (s *Service) noteAs(ctx context.Context, sight *Sight, act, why string) error {
	return s.trail.Write(ctx, trail.Event{
		Record: string(access.Appraisal), RecordID: sight.Appraisal.ID, Act: act, SubjectID: sight.Appraisal.PersonID, Why: why,
		ActingForID: sight.actingForID, ActingForName: sight.ActingFor,
	})
}

// Writing is what a form of one voice sends.
type Writing struct {
	AppraisalID string
	// Version is the paper's when the form was opened; 0 where there was none.
	Version int
	Voice   Voice
	// Chosen are the diary entries that the person brings; nil leaves them as they are.
	Chosen []string
	// Share says to share it now, for good.
	Share bool
	// DraftID is the draft that the form was saved in while it was typed; may be empty.
	DraftID string
}

// WriteSelf keeps the person's self-evaluation, and shares it where asked.
func (s *Service) WriteSelf(ctx context.Context, w Writing) error {
	return s.change(ctx, w.AppraisalID, forms, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MayEvaluate, access.Evaluate); err != nil {
			return err
		}
		if err := checkVoice(sight.Topics, w.Voice, w.Share); err != nil {
			return err
		}
		if err := s.keepVoice(ctx, sight, r.paper(selfSide, r.PersonID), sight.Document.Self, w); err != nil {
			return err
		}
		set := map[string]any{}
		if chosen := keys(w.Chosen); w.Chosen != nil && !slices.Equal(chosen, r.Chosen()) {
			raw, err := json.Marshal(chosen)
			if err != nil {
				return fmt.Errorf("keeping the chosen entries: %w", err)
			}
			set["chosen_entries"] = string(raw)
		}
		if w.Share {
			set["self_shared_at"] = s.clock.Now()
			return s.step(ctx, sight, ShareSelf, "", set)
		}
		if len(set) > 0 {
			return s.update(ctx, sight.Appraisal, set)
		}
		return nil
	})
}

// limitChosen bounds the diary entries that are brought to one appraisal.
const limitChosen = 100

// keys keeps what can be the key of an entry, each once. Whose entries they are
// is asked when they are gathered.
func keys(chosen []string) []string {
	out := []string{}
	for _, id := range chosen {
		if !notAKey(id) && !slices.Contains(out, id) && len(out) < limitChosen {
			out = append(out, id)
		}
	}
	return out
}

// WriteResponse keeps the appraiser's response, and shares it where asked; it
// can be shared only after the self-evaluation was. Whoever shares first, of
// several managers, is the appraiser.
func (s *Service) WriteResponse(ctx context.Context, w Writing) error {
	return s.change(ctx, w.AppraisalID, forms, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MayRespond, access.Respond); err != nil {
			return err
		}
		if err := checkVoice(sight.Topics, w.Voice, w.Share); err != nil {
			return err
		}
		author := sight.Document.Appraiser.ID
		if err := s.keepVoice(ctx, sight, r.paper(responseSide, author), sight.Document.Response, w); err != nil {
			return err
		}
		if !w.Share {
			return nil
		}
		set := map[string]any{"response_shared_at": s.clock.Now(), "appraiser_id": author}
		return s.step(ctx, sight, ShareResponse, "", set)
	})
}

func (s *Service) keepVoice(ctx context.Context, sight *Sight, stands paper, says Voice, w Writing) error {
	theirs := func() []fault.Theirs {
		var out []fault.Theirs
		for _, t := range sight.Topics {
			now, typed := says[t.Key], w.Voice[t.Key]
			if now.Text != typed.Text {
				out = append(out, fault.Theirs{Label: t.Title, Text: now.Text})
			}
			if now.Judgement != typed.Judgement {
				out = append(out, fault.Theirs{Label: "How " + t.Short + " stands", Text: now.Judgement.Words()})
			}
		}
		return out
	}
	return s.keepPaper(ctx, stands, w.Version, w.Voice, theirs, w.DraftID)
}

// keepPaper writes one side, unless it was changed since version: then both
// texts are shown, and nothing is lost.
func (s *Service) keepPaper(ctx context.Context, stands paper, version int, body any, theirs func() []fault.Theirs, draftID string) error {
	clash := func() error {
		e := fault.NewClash(stands.SavedBy, stands.Version, theirs()...)
		e.At = stands.SavedAt
		return e
	}
	if stands.Version != version {
		return clash()
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("keeping what was written: %w", err)
	}
	p := stands
	p.Body, p.SavedAt, p.SavedBy = string(raw), s.clock.Now(), actor.From(ctx).Name
	if p.Version == 0 {
		p.ID, p.Version = s.clock.NewKey(), 1
		err = s.db.From(ctx).Create(&p).Error
	} else {
		err = s.db.UpdateVersioned(ctx, "appraisal_papers", p.ID, version, map[string]any{"body": p.Body, "saved_at": p.SavedAt, "saved_by": p.SavedBy})
	}
	if errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, database.ErrStale) {
		return clash()
	}
	if err != nil {
		return fmt.Errorf("keeping what was written: %w", err)
	}
	if draftID == "" {
		return nil
	}
	return s.sources.Finish(ctx, draftID)
}

// Meet records on which day both talked it through; either may.
func (s *Service) Meet(ctx context.Context, id string, on calendar.Date) error {
	return s.change(ctx, id, forms, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MayRecordMeeting, access.Word); err != nil {
			return err
		}
		var c fault.Collector
		c.Check(!on.IsZero(), "met_on", "Enter the date on which you met, like 24 3 2027")
		c.Check(!on.After(s.clock.Today()), "met_on", "Choose the day on which you met: today or earlier")
		if t := sight.Appraisal.ResponseSharedAt; t != nil && !on.IsZero() {
			c.Check(!on.Before(s.clock.DateOf(*t)), "met_on", "Choose a day on or after "+s.clock.DateOf(*t).Short()+", when the response was shared")
		}
		if err := c.Err(); err != nil {
			return err
		}
		return s.step(ctx, sight, RecordMeeting, "", map[string]any{"met_on": on})
	})
}

// Wording is what the form of the agreements sends.
type Wording struct {
	AppraisalID string
	Version     int
	Agreements  Agreements
	// Ready says that these are the agreements, to be signed.
	Ready   bool
	DraftID string
}

// Word keeps the agreements, which both may edit, and offers them for signing
// where they are ready.
func (s *Service) Word(ctx context.Context, w Wording) error {
	return s.change(ctx, w.AppraisalID, forms, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MayWord, access.Word); err != nil {
			return err
		}
		complete := w.Ready || sight.Appraisal.State == Worded
		if err := checkAgreements(sight.Topics, &w.Agreements, complete); err != nil {
			return err
		}
		stands := sight.Document.Agreements
		theirs := func() []fault.Theirs { return differences(sight.Topics, stands, w.Agreements) }
		if err := s.keepPaper(ctx, r.paper(agreementsSide, r.PersonID), w.Version, w.Agreements, theirs, w.DraftID); err != nil {
			return err
		}
		if !complete {
			return nil
		}
		return s.step(ctx, sight, WordThem, "", nil)
	})
}

func differences(topics []Topic, stands, typed Agreements) []fault.Theirs {
	var out []fault.Theirs
	for _, t := range topics {
		if a := stands.Topics[t.Key]; t.Judged() && a != typed.Topics[t.Key] {
			out = append(out, fault.Theirs{Label: t.Title, Text: joined(". ", a.Outcome.Words(), a.Why)})
		}
	}
	if !slices.Equal(stands.Next, typed.Next) {
		var lines []string
		for _, n := range stands.Next {
			lines = append(lines, joined(": ", n.Need, n.Criterion))
		}
		out = append(out, fault.Theirs{Label: "Targets for next year", Text: strings.Join(lines, "\n")})
	}
	if stands.Words != typed.Words {
		out = append(out, fault.Theirs{Label: "What else we agreed", Text: stands.Words})
	}
	return out
}

// joined puts together the parts that there are.
func joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" }), with)
}

// Signing is what a signature form sends.
type Signing struct {
	AppraisalID string
	// Version is the appraisal's when the form was opened: what is signed is what was read.
	Version int
	// Fair is the tick: of the two who met, that it is a fair record of what they
	// said; of who countersigns, that it was read and done with care.
	Fair bool
	// Name as typed.
	Name string
	// Statement is the person's own note, which travels with the record.
	Statement string
}

func (s *Service) checkSigning(ctx context.Context, sight *Sight, g Signing) error {
	if g.Version != sight.Appraisal.Version {
		e := fault.NewClash(sight.AgreementsBy, sight.Appraisal.Version)
		e.At = sight.AgreementsAt
		return e
	}
	missing := unticked
	if sight.MayCountersign {
		missing = untickedCounter
	}
	return checkSignature(g.Name, actor.From(ctx).Name, g.Fair, missing)
}

func (s *Service) signature(ctx context.Context, sight *Sight, role string) Signature {
	return Signature{
		Role: role, PersonID: actor.From(ctx).PersonID, Name: strings.TrimSpace(actor.From(ctx).Name), At: s.clock.Now(), For: sight.ActingFor,
	}
}

// SignFirst is the appraiser's signature. From here on the content stands still,
// so that both sign the same words.
func (s *Service) SignFirst(ctx context.Context, g Signing) error {
	return s.change(ctx, g.AppraisalID, whole, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MaySignFirst, access.SignFirst); err != nil {
			return err
		}
		if err := s.checkSigning(ctx, sight, g); err != nil {
			return err
		}
		// A target added to the plan since the wording would have no outcome yet.
		if new := sight.Unagreed(); len(new) > 0 {
			return fault.InvalidField("fair", "Agree first how "+new[0].Short+" ended: it was added since you wrote the agreements")
		}
		sight.Document.Signatures = []Signature{s.signature(ctx, sight, "appraiser")}
		text, hash, err := sight.Document.seal()
		if err != nil {
			return err
		}
		return s.step(ctx, sight, SignFirst, "", map[string]any{
			"sealed": text, "seal": hash, "question": "", "signed_by_id": actor.From(ctx).PersonID,
		})
	})
}

// SendBack returns a record that the appraiser has signed, with a question that
// both read; the signature is void.
func (s *Service) SendBack(ctx context.Context, id string, version int, question string) error {
	return s.change(ctx, id, forms, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MaySignLast, access.SignLast); err != nil {
			return err
		}
		if version != sight.Appraisal.Version {
			return fault.NewClash("", sight.Appraisal.Version)
		}
		var c fault.Collector
		question = c.Required("question", "The question", question, LimitShort*2, "Say what you want to ask or change")
		if err := c.Err(); err != nil {
			return err
		}
		return s.step(ctx, sight, SendBack, "", map[string]any{"sealed": "", "seal": "", "signed_by_id": nil, "question": question})
	})
}

// SignLast is the person's signature. It closes the appraisal, unless the cycle
// asks for a countersignature and there is somebody to give it.
func (s *Service) SignLast(ctx context.Context, g Signing) error {
	return s.change(ctx, g.AppraisalID, whole, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MaySignLast, access.SignLast); err != nil {
			return err
		}
		var c fault.Collector
		if err := c.Merge(s.checkSigning(ctx, sight, g)); err != nil {
			return err
		}
		sight.Document.Statement = c.Text("statement", "Your note", g.Statement, LimitStatement)
		if err := c.Err(); err != nil {
			return err
		}
		sight.Document.Signatures = append(sight.Document.Signatures, s.signature(ctx, sight, "person"))
		text, hash, err := sight.Document.seal()
		if err != nil {
			return err
		}
		set := map[string]any{"sealed": text, "seal": hash}
		chart, err := s.people.Today(ctx)
		if err != nil {
			return err
		}
		waitsFor := countersigner(chart, r)
		if waitsFor != nil {
			set["countersigner_id"] = waitsFor.ID
		}
		if err := s.step(ctx, sight, SignLast, "", set); err != nil || waitsFor != nil {
			return err
		}
		return s.close(ctx, sight, Close, "")
	})
}

// Countersign is the divisional manager's signature, where the cycle asks it.
func (s *Service) Countersign(ctx context.Context, g Signing) error {
	return s.change(ctx, g.AppraisalID, whole, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MayCountersign, access.Countersign); err != nil {
			return err
		}
		if err := s.checkSigning(ctx, sight, g); err != nil {
			return err
		}
		sight.Document.Signatures = append(sight.Document.Signatures, s.signature(ctx, sight, "countersigner"))
		if err := s.step(ctx, sight, Countersign, "", map[string]any{"countersigner_id": actor.From(ctx).PersonID}); err != nil {
			return err
		}
		return s.close(ctx, sight, Close, "")
	})
}

// close makes the named transition that ends it: it seals the document for good and
// carries the agreements on.
func (s *Service) close(ctx context.Context, sight *Sight, name, why string) error {
	now := s.clock.Now()
	sight.Document.ClosedAt = now
	text, hash, err := sight.Document.seal()
	if err != nil {
		return err
	}
	if err := s.step(ctx, sight, name, why, map[string]any{"sealed": text, "seal": hash, "closed_at": now}); err != nil {
		return err
	}
	year, err := s.yearOf(ctx, sight.Appraisal)
	if err != nil {
		return err
	}
	return s.sources.Settle(ctx, sight.Appraisal.PersonID, year, sight.Document)
}

// Add puts a dated note beside a closed appraisal: a correction never changes
// what was signed.
func (s *Service) Add(ctx context.Context, id, text string) error {
	return s.change(ctx, id, forms, func(ctx context.Context, sight *Sight, _ record) error {
		if !sight.MayAdd {
			if sight.Appraisal.State == Closed {
				return people.OnlyThey([]string{sight.Document.Person.Name, sight.Document.Appraiser.Name})
			}
			return notNow(sight)
		}
		var c fault.Collector
		text = c.Required("note", "The note", text, LimitStatement, "Write what you want to add")
		if room, err := s.hasRoom(ctx, id); err != nil {
			return err
		} else if !room {
			c.Add("note", fmt.Sprintf("There are %d notes here, and no room for another", mostAddenda))
		}
		if err := c.Err(); err != nil {
			return err
		}
		who := actor.From(ctx)
		added := Addendum{ID: s.clock.NewKey(), AppraisalID: id, AuthorID: who.PersonID, AuthorName: who.Name, Text: text, At: s.clock.Now()}
		if err := s.db.From(ctx).Create(&added).Error; err != nil {
			return fmt.Errorf("keeping the note: %w", err)
		}
		return s.noteAs(ctx, sight, "added a note", "")
	})
}
