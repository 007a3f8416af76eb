package appraisal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

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

	MayEvaluate, MayRespond, MayRecordMeeting, MayWord bool
	MaySignFirst, MaySignLast, MayCountersign, MayAdd  bool

	// The versions of the papers, for forms; 0 where nothing was written.
	SelfVersion, ResponseVersion, AgreementsVersion int
	// History is who did what, newest first.
	History []trail.Entry
}

// Open is a person's appraisal of a year as the actor in ctx may see it.
func (s *Service) Open(ctx context.Context, personID string, year calendar.LearningYear) (Sight, error) {
	a, err := s.byPersonAndYear(ctx, personID, year.Name())
	if err != nil {
		return Sight{}, err
	}
	return s.see(ctx, a)
}

// OpenByID is an appraisal by its key.
func (s *Service) OpenByID(ctx context.Context, id string) (Sight, error) {
	a, err := s.byID(ctx, id)
	if err != nil {
		return Sight{}, err
	}
	return s.see(ctx, a)
}

func (s *Service) see(ctx context.Context, a Appraisal) (Sight, error) {
	sight, chart, err := s.stand(ctx, a)
	if err != nil {
		return Sight{}, err
	}
	if err := s.readCycle(ctx, &sight); err != nil {
		return Sight{}, err
	}
	if err := s.readDocument(ctx, &sight, chart); err != nil {
		return Sight{}, err
	}
	sight.History, err = s.trail.Of(ctx, string(access.Appraisal), a.ID, 100)
	return sight, err
}

// stand works out what the viewer is to the appraisal, and refuses who may not read it.
func (s *Service) stand(ctx context.Context, a Appraisal) (Sight, *people.Chart, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Sight{}, nil, err
	}
	who := actor.From(ctx)
	rel := chart.RelationTo(who, a.PersonID)
	sight := Sight{Appraisal: a, Mine: rel.Has(access.Owner)}
	manages, stead := chart.ManagesFor(who.PersonID, a.PersonID)
	if stead != nil {
		sight.ActingFor, sight.actingForID = stead.Name, stead.ID
	}
	sight.Appraises = manages && !sight.Mine
	// Who has signed keeps what they signed, also after they ceased to manage.
	if a.AppraiserID == who.PersonID && a.State.reached(AppraiserSigned) {
		rel |= access.Manager
	}
	countersigns := a.CountersignerID != nil && *a.CountersignerID == who.PersonID && a.State.reached(PersonSigned)
	if !countersigns {
		rel &^= access.DivisionalManager
	} else {
		rel |= access.DivisionalManager
	}
	sight.relation = rel
	if !access.Can(rel, access.Appraisal, access.Read) && !countersigns && !who.System {
		return Sight{}, nil, fault.NewNotFound("appraisal")
	}
	can := func(act access.Act) bool { return access.Can(rel, access.Appraisal, act) && !who.System }
	at := func(states ...State) bool { return slices.Contains(states, a.State) }
	sight.MayEvaluate = can(access.Evaluate) && at(Preparing)
	sight.MayRespond = sight.Appraises && can(access.Respond) && at(Preparing, SelfShared)
	sight.MayRecordMeeting = can(access.Word) && at(ResponseShared) && (sight.Mine || sight.Appraises)
	sight.MayWord = can(access.Word) && at(Met, Worded) && (sight.Mine || sight.Appraises)
	sight.MaySignFirst = sight.Appraises && can(access.SignFirst) && at(Worded)
	sight.MaySignLast = can(access.SignLast) && at(AppraiserSigned)
	sight.MayCountersign = countersigns && at(PersonSigned)
	sight.MayAdd = (sight.Mine || a.AppraiserID == who.PersonID) && at(Closed)
	return sight, chart, nil
}

func (s *Service) readCycle(ctx context.Context, sight *Sight) error {
	if err := s.db.From(ctx).Where("id = ?", sight.Appraisal.CycleID).Take(&sight.Cycle).Error; err != nil {
		return fmt.Errorf("loading the cycle: %w", err)
	}
	return nil
}

// readDocument fills in the document: sealed from the first signature on, live
// before, without a voice that is not yet shared with the viewer.
func (s *Service) readDocument(ctx context.Context, sight *Sight, chart *people.Chart) error {
	a := sight.Appraisal
	var err error
	if a.Sealed != "" {
		if sight.Document, err = unseal(a.Sealed, a.Seal); err != nil {
			return err
		}
		sight.Topics = sight.Document.Gathered.Topics()
		sight.Document.Addenda, err = s.addenda(ctx, a.ID)
		return err
	}
	papers, err := s.papers(ctx, a.ID)
	if err != nil {
		return err
	}
	if sight.Document, err = s.live(ctx, a, sight.Cycle, papers, chart); err != nil {
		return err
	}
	sight.Topics = sight.Document.Gathered.Topics()
	sight.SelfVersion, sight.ResponseVersion = papers[selfSide].Version, papers[responseSide].Version
	sight.AgreementsVersion = papers[agreementsSide].Version
	if !sight.Mine && !a.State.reached(SelfShared) {
		sight.Document.Self = nil
		sight.Document.Gathered.Entries = nil
		sight.SelfVersion = 0
	}
	if !sight.Appraises && !a.State.reached(ResponseShared) {
		sight.Document.Response = nil
		sight.ResponseVersion = 0
	}
	return nil
}

// live makes the document of an open appraisal from what stands today.
func (s *Service) live(ctx context.Context, a Appraisal, cycle Cycle, papers map[side]paper, chart *people.Chart) (Document, error) {
	year, err := s.yearOf(ctx, a)
	if err != nil {
		return Document{}, err
	}
	d := Document{
		Format: documentFormat, Cycle: cycle.Title, Year: a.Year, Person: party(chart, a.PersonID),
		Appraiser: party(chart, a.AppraiserID), MetOn: a.MetOn,
	}
	// The manager of the day responds, until a response is shared.
	if m := chart.Manager(a.PersonID); m != nil && !a.State.reached(ResponseShared) {
		d.Appraiser = party(chart, m.ID)
	}
	if root := chart.Root(); root != nil {
		d.Organisation = root.Name
	}
	if d.Gathered, err = s.sources.Gather(ctx, a.PersonID, year, a.Chosen()); err != nil {
		return Document{}, err
	}
	if d.Self, err = decode[Voice](papers[selfSide]); err != nil {
		return Document{}, err
	}
	if d.Response, err = decode[Voice](papers[responseSide]); err != nil {
		return Document{}, err
	}
	d.Agreements, err = decode[Agreements](papers[agreementsSide])
	return d, err
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

// inSight runs a change of one appraisal: loaded, stood up to, in one transaction.
func (s *Service) inSight(ctx context.Context, id string, change func(ctx context.Context, sight *Sight, chart *people.Chart) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		a, err := s.byID(ctx, id)
		if err != nil {
			return err
		}
		sight, chart, err := s.stand(ctx, a)
		if err != nil {
			return err
		}
		if err := s.readCycle(ctx, &sight); err != nil {
			return err
		}
		if err := s.readDocument(ctx, &sight, chart); err != nil {
			return err
		}
		return change(ctx, &sight, chart)
	})
}

// require answers who may see but not do, saying who can or that it is not the time.
func (s *Service) require(sight *Sight, may bool, act access.Act) error {
	if may {
		return nil
	}
	if err := access.Require(sight.relation, access.Appraisal, act); err != nil {
		return err
	}
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
	return s.inSight(ctx, w.AppraisalID, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MayEvaluate, access.Evaluate); err != nil {
			return err
		}
		if err := checkVoice(sight.Topics, w.Voice, w.Share); err != nil {
			return err
		}
		if err := s.keepVoice(ctx, sight, selfSide, sight.Document.Self, w); err != nil {
			return err
		}
		set := map[string]any{}
		if w.Chosen != nil {
			raw, err := json.Marshal(w.Chosen)
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

// WriteResponse keeps the appraiser's response, and shares it where asked; it
// can be shared only after the self-evaluation was.
func (s *Service) WriteResponse(ctx context.Context, w Writing) error {
	return s.inSight(ctx, w.AppraisalID, func(ctx context.Context, sight *Sight, chart *people.Chart) error {
		if err := s.require(sight, sight.MayRespond, access.Respond); err != nil {
			return err
		}
		if err := checkVoice(sight.Topics, w.Voice, w.Share); err != nil {
			return err
		}
		if err := s.keepVoice(ctx, sight, responseSide, sight.Document.Response, w); err != nil {
			return err
		}
		if !w.Share {
			return nil
		}
		set := map[string]any{"response_shared_at": s.clock.Now(), "appraiser_id": s.appraiserNow(ctx, sight)}
		return s.step(ctx, sight, ShareResponse, "", set)
	})
}

// appraiserNow is in whose name the actor responds: their own, or the manager's
// for whom they act.
func (s *Service) appraiserNow(ctx context.Context, sight *Sight) string {
	if sight.actingForID != "" {
		return sight.actingForID
	}
	return actor.From(ctx).PersonID
}

func (s *Service) keepVoice(ctx context.Context, sight *Sight, which side, stands Voice, w Writing) error {
	theirs := func() []fault.Theirs {
		var out []fault.Theirs
		for _, t := range sight.Topics {
			if stands[t.Key].Text != w.Voice[t.Key].Text {
				out = append(out, fault.Theirs{Label: t.Title, Text: stands[t.Key].Text})
			}
		}
		return out
	}
	return s.keepPaper(ctx, sight, which, w.Version, w.Voice, theirs, w.DraftID)
}

// keepPaper writes one side, unless it was changed since version: then both
// texts are shown, and nothing is lost.
func (s *Service) keepPaper(ctx context.Context, sight *Sight, which side, version int, body any, theirs func() []fault.Theirs, draftID string) error {
	papers, err := s.papers(ctx, sight.Appraisal.ID)
	if err != nil {
		return err
	}
	stands, ok := papers[which]
	if stands.Version != version {
		return fault.NewClash(stands.SavedBy, stands.Version, theirs()...)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("keeping what was written: %w", err)
	}
	by := actor.From(ctx).Name
	if !ok {
		p := paper{ID: s.clock.NewKey(), AppraisalID: sight.Appraisal.ID, Side: which, Body: string(raw), SavedAt: s.clock.Now(), SavedBy: by, Version: 1}
		err = s.db.From(ctx).Create(&p).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return fault.NewClash(by, 1, theirs()...)
		}
	} else {
		err = s.db.UpdateVersioned(ctx, "appraisal_papers", stands.ID, version, map[string]any{"body": string(raw), "saved_at": s.clock.Now(), "saved_by": by})
		if errors.Is(err, database.ErrStale) {
			return fault.NewClash(stands.SavedBy, stands.Version, theirs()...)
		}
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
	return s.inSight(ctx, id, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MayRecordMeeting, access.Word); err != nil {
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
	return s.inSight(ctx, w.AppraisalID, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MayWord, access.Word); err != nil {
			return err
		}
		complete := w.Ready || sight.Appraisal.State == Worded
		if err := checkAgreements(sight.Topics, &w.Agreements, complete); err != nil {
			return err
		}
		stands := sight.Document.Agreements
		theirs := func() []fault.Theirs { return differences(sight.Topics, stands, w.Agreements) }
		if err := s.keepPaper(ctx, sight, agreementsSide, w.Version, w.Agreements, theirs, w.DraftID); err != nil {
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
			out = append(out, fault.Theirs{Label: t.Title, Text: strings.TrimSpace(a.Outcome.Words() + ". " + a.Why)})
		}
	}
	if !slices.Equal(stands.Next, typed.Next) {
		var lines []string
		for _, n := range stands.Next {
			lines = append(lines, n.Need+": "+n.Criterion)
		}
		out = append(out, fault.Theirs{Label: "Targets for next year", Text: strings.Join(lines, "\n")})
	}
	if stands.Words != typed.Words {
		out = append(out, fault.Theirs{Label: "What else we agreed", Text: stands.Words})
	}
	return out
}

// Signing is what a signature form sends.
type Signing struct {
	AppraisalID string
	// Version is the appraisal's when the form was opened: what is signed is what was read.
	Version int
	// Fair is the tick beside "This is a fair record of what we said".
	Fair bool
	// Name as typed.
	Name string
	// Statement is the person's own note, which travels with the record.
	Statement string
}

func (s *Service) checkSigning(ctx context.Context, sight *Sight, g Signing) error {
	if g.Version != sight.Appraisal.Version {
		return fault.NewClash("", sight.Appraisal.Version)
	}
	return checkSignature(g.Name, actor.From(ctx).Name, g.Fair)
}

func (s *Service) signature(ctx context.Context, sight *Sight, role string, g Signing) Signature {
	return Signature{
		Role: role, PersonID: actor.From(ctx).PersonID, Name: strings.TrimSpace(actor.From(ctx).Name), At: s.clock.Now(), For: sight.ActingFor,
	}
}

// SignFirst is the appraiser's signature. From here on the content stands still,
// so that both sign the same words.
func (s *Service) SignFirst(ctx context.Context, g Signing) error {
	return s.inSight(ctx, g.AppraisalID, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MaySignFirst, access.SignFirst); err != nil {
			return err
		}
		if err := s.checkSigning(ctx, sight, g); err != nil {
			return err
		}
		// A target added to the plan since the wording would have no outcome yet.
		if err := checkAgreements(sight.Topics, &sight.Document.Agreements, true); err != nil {
			return fault.InvalidField("fair", "Something was added to the plan or work programme since you wrote the agreements. Agree how it ended first")
		}
		sight.Document.Signatures = []Signature{s.signature(ctx, sight, "appraiser", g)}
		text, hash, err := sight.Document.seal()
		if err != nil {
			return err
		}
		return s.step(ctx, sight, SignFirst, "", map[string]any{"sealed": text, "seal": hash, "question": ""})
	})
}

// SendBack returns a record that the appraiser has signed, with a question that
// both read; the signature is void.
func (s *Service) SendBack(ctx context.Context, id string, version int, question string) error {
	return s.inSight(ctx, id, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MaySignLast, access.SignLast); err != nil {
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
		return s.step(ctx, sight, SendBack, "", map[string]any{"sealed": "", "seal": "", "question": question})
	})
}

// SignLast is the person's signature. It closes the appraisal, unless the cycle
// asks for a countersignature and there is somebody to give it.
func (s *Service) SignLast(ctx context.Context, g Signing) error {
	return s.inSight(ctx, g.AppraisalID, func(ctx context.Context, sight *Sight, chart *people.Chart) error {
		if err := s.require(sight, sight.MaySignLast, access.SignLast); err != nil {
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
		sight.Document.Signatures = append(sight.Document.Signatures, s.signature(ctx, sight, "person", g))
		text, hash, err := sight.Document.seal()
		if err != nil {
			return err
		}
		set := map[string]any{"sealed": text, "seal": hash}
		countersigner := chart.Countersigner(sight.Appraisal.PersonID, sight.Appraisal.AppraiserID)
		waits := sight.Cycle.Countersign && countersigner != nil
		if waits {
			set["countersigner_id"] = countersigner.ID
		}
		if err := s.step(ctx, sight, SignLast, "", set); err != nil || waits {
			return err
		}
		return s.close(ctx, sight)
	})
}

// Countersign is the divisional manager's signature, where the cycle asks it.
func (s *Service) Countersign(ctx context.Context, g Signing) error {
	return s.inSight(ctx, g.AppraisalID, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MayCountersign, access.Countersign); err != nil {
			return err
		}
		if err := s.checkSigning(ctx, sight, g); err != nil {
			return err
		}
		sight.Document.Signatures = append(sight.Document.Signatures, s.signature(ctx, sight, "countersigner", g))
		if err := s.step(ctx, sight, Countersign, "", nil); err != nil {
			return err
		}
		return s.close(ctx, sight)
	})
}

// close seals the document for good and carries the agreements on.
func (s *Service) close(ctx context.Context, sight *Sight) error {
	now := s.clock.Now()
	sight.Document.ClosedAt = now
	text, hash, err := sight.Document.seal()
	if err != nil {
		return err
	}
	if err := s.step(ctx, sight, Close, "", map[string]any{"sealed": text, "seal": hash, "closed_at": now}); err != nil {
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
	return s.inSight(ctx, id, func(ctx context.Context, sight *Sight, _ *people.Chart) error {
		if err := s.require(sight, sight.MayAdd, access.Read); err != nil {
			return err
		}
		var c fault.Collector
		text = c.Required("note", "The note", text, LimitStatement, "Write what you want to add")
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
