package appraisal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

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
