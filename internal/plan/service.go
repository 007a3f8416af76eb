package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Service keeps plans.
type Service struct {
	db     *database.DB
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock) *Service {
	return &Service{db, p, t, c}
}

// Of is a person's plan of a year for the actor in ctx, if they may read it. A
// plan that nobody has begun comes back empty: see Begun.
func (s *Service) Of(ctx context.Context, personID string, year calendar.LearningYear) (Plan, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Plan{}, err
	}
	who := actor.From(ctx)
	if err := chart.Require(who, personID, access.LearningPlan, access.Read); err != nil {
		return Plan{}, err
	}
	return s.load(ctx, personID, year.Name(), visible(chart, who))
}

// Gather is Of for a caller that has checked access itself, as an appraisal does.
func (s *Service) Gather(ctx context.Context, personID string, year calendar.LearningYear) (Plan, error) {
	return s.load(ctx, personID, year.Name(), everybody)
}

// work is what one change has at hand: the plan, locked, and who acts.
type work struct {
	plan      *Plan
	year      calendar.LearningYear
	chart     *people.Chart
	who       actor.Actor
	actingFor *people.Person
}

// changing runs fn on a person's plan in one transaction, once the actor is
// known to be allowed the act. A form's version that is not the plan's any more
// is a clash; version 0 does not ask.
func (s *Service) changing(
	ctx context.Context, personID string, year calendar.LearningYear, act access.Act, version int,
	fn func(ctx context.Context, w *work) error,
) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		w, err := s.admit(ctx, personID, year, act)
		if err != nil {
			return err
		}
		p, err := s.lock(ctx, personID, year.Name())
		if err != nil {
			return err
		}
		w.plan = &p
		if version != 0 && version != p.Version {
			return s.clash(ctx, p, nil)
		}
		return fn(ctx, w)
	})
}

func (s *Service) admit(ctx context.Context, personID string, year calendar.LearningYear, act access.Act) (*work, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	w := &work{year: year, chart: chart, who: actor.From(ctx)}
	if act == "" { // the caller has checked
		return w, nil
	}
	if err := chart.Require(w.who, personID, access.LearningPlan, act); err != nil {
		return nil, err
	}
	if w.who.PersonID != personID {
		_, w.actingFor = chart.ManagesFor(w.who.PersonID, personID, access.LearningPlan)
	}
	return w, nil
}

// clash tells who changed the plan last, and what stands there now.
func (s *Service) clash(ctx context.Context, p Plan, theirs []fault.Theirs) error {
	last, err := s.trail.Of(ctx, string(access.LearningPlan), p.ID, 1)
	if err != nil {
		return err
	}
	e := fault.NewClash("Somebody", p.Version, theirs...)
	if len(last) > 0 {
		e.By, e.At = last[0].ActorName, last[0].At
	}
	return e
}

func (s *Service) note(ctx context.Context, w *work, act string) error {
	e := trail.Event{
		Record: string(access.LearningPlan), RecordID: w.plan.ID, Act: act, SubjectID: w.plan.PersonID,
	}
	if w.actingFor != nil {
		e.ActingForID, e.ActingForName = w.actingFor.ID, w.actingFor.Name
	}
	return s.trail.Write(ctx, e)
}

// begin makes the plan of the person in w where there is none yet.
func (s *Service) begin(ctx context.Context, w *work) error {
	if w.plan.Begun() {
		return nil
	}
	if err := s.create(ctx, w.plan); err != nil {
		return err
	}
	return s.note(ctx, w, "began the learning plan")
}

// mine runs a change of wording by the owner, while wording may be changed.
func (s *Service) mine(
	ctx context.Context, year calendar.LearningYear, version int, fn func(ctx context.Context, w *work) error,
) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		if err := w.plan.CanWrite(s.clock.Today(), year); err != nil {
			return err
		}
		return fn(ctx, w)
	})
}

// AddTarget adds a target to the actor's own plan, which begins with its first,
// and gives the target's number.
func (s *Service) AddTarget(ctx context.Context, year calendar.LearningYear, wording Wording) (int, error) {
	wording, err := wording.Check()
	if err != nil {
		return 0, err
	}
	number := 0
	err = s.mine(ctx, year, 0, func(ctx context.Context, w *work) error {
		if err := s.begin(ctx, w); err != nil {
			return err
		}
		// What both have agreed at appraisal comes in above it too.
		if len(w.plan.Written()) >= MostTargets {
			return fault.InvalidField("need", fmt.Sprintf("A plan can have up to %d targets. Remove one first", MostTargets))
		}
		var err error
		number, err = s.add(ctx, w, wording, "")
		return err
	})
	return number, err
}

func (s *Service) add(ctx context.Context, w *work, wording Wording, carriedFrom string) (int, error) {
	p := w.plan
	number := p.NextTarget
	t := Target{
		ID: s.clock.NewKey(), PlanID: p.ID, Revision: p.Revision, Number: number, Progress: NotStarted,
		CarriedFrom: carriedFrom, Version: 1,
	}
	t.take(wording, 1)
	if err := s.insertTarget(ctx, t); err != nil {
		return 0, err
	}
	if err := s.update(ctx, p, map[string]any{"next_target": number + 1}); err != nil {
		return 0, err
	}
	p.NextTarget = number + 1
	p.append(t)
	return number, s.note(ctx, w, "added target "+itoa(number))
}

func (p *Plan) append(t Target) {
	if p.Changing() {
		p.Changes = append(p.Changes, t)
	} else {
		p.Targets = append(p.Targets, t)
	}
}

// take puts wording into a target. Lines with a number that the target has keep
// it, with their ticks; the others are numbered from next on.
func (t *Target) take(w Wording, next int) {
	t.Need, t.Why, t.Source, t.SourceWords = w.Need, w.Why, w.Source, w.SourceWords
	t.Evidence, t.ByDate, t.CostPence, t.Minutes, t.Released = w.Evidence, w.ByDate, w.CostPence, w.Minutes, w.Released
	strategies, criteria := t.Strategies, t.Criteria
	t.Strategies, t.Criteria = nil, nil
	used := map[int]bool{}
	for place, line := range w.Strategies {
		kept := Strategy{PlanID: t.PlanID, Revision: t.Revision, Target: t.Number, Status: Todo}
		i := slices.IndexFunc(strategies, func(s Strategy) bool { return s.Number == line.Number })
		if i >= 0 && !used[line.Number] {
			kept.Number, kept.Status = line.Number, strategies[i].Status
			used[line.Number] = true
		} else {
			kept.Number, next = next, next+1
		}
		kept.Place, kept.Kind, kept.OffTheJob, kept.Words, kept.ByDate = place, line.Kind, line.OffTheJob, line.Words, line.ByDate
		t.Strategies = append(t.Strategies, kept)
	}
	used = map[int]bool{}
	for place, line := range w.Criteria {
		kept := Criterion{PlanID: t.PlanID, Revision: t.Revision, Target: t.Number}
		i := slices.IndexFunc(criteria, func(c Criterion) bool { return c.Number == line.Number })
		if i >= 0 && !used[line.Number] {
			kept.Number, kept.MetOn = line.Number, criteria[i].MetOn
			used[line.Number] = true
		} else {
			kept.Number, next = next, next+1
		}
		kept.Place, kept.Words = place, line.Words
		t.Criteria = append(t.Criteria, kept)
	}
}

// nextLine is a number that no line of the target has in any revision.
func (p Plan) nextLine(number int) int {
	next := 1
	for _, targets := range [][]Target{p.Targets, p.Changes} {
		t, _ := find(targets, number)
		for _, line := range t.Strategies {
			next = max(next, line.Number+1)
		}
		for _, line := range t.Criteria {
			next = max(next, line.Number+1)
		}
	}
	return next
}

// SaveTarget changes the wording of one of the actor's own targets. The version
// is the target's: two tabs at different targets do not meet.
func (s *Service) SaveTarget(ctx context.Context, year calendar.LearningYear, number, version int, wording Wording) error {
	wording, err := wording.Check()
	if err != nil {
		return err
	}
	return s.mine(ctx, year, 0, func(ctx context.Context, w *work) error {
		t, ok := w.plan.WrittenTarget(number)
		if !ok {
			return fault.NewNotFound("target")
		}
		if t.Version != version {
			return s.targetClash(ctx, w, t)
		}
		t.take(wording, w.plan.nextLine(number))
		if err := s.db.UpdateVersioned(ctx, "plan_targets", t.ID, t.Version, map[string]any{
			"need": t.Need, "why": t.Why, "source": t.Source, "source_words": t.SourceWords, "evidence": t.Evidence,
			"by_date": t.ByDate, "cost_pence": t.CostPence, "minutes": t.Minutes,
		}); err != nil {
			return err
		}
		if err := s.replaceLines(ctx, t); err != nil {
			return err
		}
		if err := s.release(ctx, w, number, t.Released); err != nil {
			return err
		}
		if err := s.update(ctx, w.plan, map[string]any{}); err != nil {
			return err
		}
		return s.note(ctx, w, "changed target "+itoa(number))
	})
}

// targetClash shows what stands in the target now.
func (s *Service) targetClash(ctx context.Context, w *work, t Target) error {
	d := Plan{Revision: t.Revision, Targets: []Target{t}}.document("").Targets[0]
	var theirs []fault.Theirs
	for _, f := range d.against(DocumentTarget{Source: "-"}) {
		theirs = append(theirs, fault.Theirs{Label: f.Label, Text: f.After})
	}
	err := s.clash(ctx, *w.plan, theirs)
	if e := fault.As(err); e != nil && e.Kind == fault.Clash {
		e.Version = t.Version
	}
	return err
}

// RemoveTarget takes a target out of the revision that is being written. What
// was agreed keeps it.
func (s *Service) RemoveTarget(ctx context.Context, year calendar.LearningYear, number, version int) error {
	return s.mine(ctx, year, 0, func(ctx context.Context, w *work) error {
		t, ok := w.plan.WrittenTarget(number)
		if !ok {
			return fault.NewNotFound("target")
		}
		if t.Version != version {
			return s.targetClash(ctx, w, t)
		}
		if err := s.deleteTarget(ctx, t); err != nil {
			return err
		}
		if err := s.update(ctx, w.plan, map[string]any{}); err != nil {
			return err
		}
		return s.note(ctx, w, "removed target "+itoa(number))
	})
}

// SayHowILearn keeps the words that open the plan. They are the person's own and
// need nobody's agreement, at any time until the plan is reviewed. Was is the
// Fingerprint of the words that the form was opened with, since the rest of the
// plan may well change meanwhile; empty does not ask.
func (s *Service) SayHowILearn(ctx context.Context, year calendar.LearningYear, was, words string) error {
	var c fault.Collector
	words = c.Text("how-i-learn", "How you learn", words, HowLimit)
	if err := c.Err(); err != nil {
		return err
	}
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		if err := w.plan.CanMark(s.clock.Today(), year); err != nil {
			return err
		}
		now := w.plan.HowILearn
		if now == words {
			return nil
		}
		if was != "" && was != Fingerprint(now) {
			return s.clash(ctx, *w.plan, []fault.Theirs{{Label: "How I learn", Text: now}})
		}
		if err := s.begin(ctx, w); err != nil {
			return err
		}
		if err := s.update(ctx, w.plan, map[string]any{"how_i_learn": words}); err != nil {
			return err
		}
		return s.note(ctx, w, "said how they learn")
	})
}

// Fingerprint tells whether a text is still the one that a form was opened with.
func Fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Tick says that a success criterion is met, or that it is not after all.
func (s *Service) Tick(ctx context.Context, year calendar.LearningYear, target, criterion int, met bool) error {
	var on calendar.Date
	act := "unticked a success criterion of target " + itoa(target)
	if met {
		on = s.clock.Today()
		act = "ticked a success criterion of target " + itoa(target)
	}
	// A second tick of the same criterion keeps the day of the first.
	where := "plan_id = ? AND target = ? AND number = ? AND (met_on IS NULL) = ?"
	return s.marking(ctx, year, act, "plan_criteria", map[string]any{"met_on": on}, func(p Plan) ([]any, bool) {
		_, there := p.criterion(target, criterion)
		return []any{where, p.ID, target, criterion, met}, there
	})
}

// criterion finds a criterion in force or being written.
func (p Plan) criterion(target, number int) (Criterion, bool) {
	for _, targets := range [][]Target{p.Targets, p.Changes} {
		t, _ := find(targets, target)
		for _, c := range t.Criteria {
			if c.Number == number {
				return c, true
			}
		}
	}
	return Criterion{}, false
}

func (p Plan) strategy(target, number int) (Strategy, bool) {
	for _, targets := range [][]Target{p.Targets, p.Changes} {
		t, _ := find(targets, target)
		for _, line := range t.Strategies {
			if line.Number == number {
				return line, true
			}
		}
	}
	return Strategy{}, false
}

// MarkStrategy says how far a strategy has come.
func (s *Service) MarkStrategy(ctx context.Context, year calendar.LearningYear, target, strategy int, status Status) error {
	if !slices.Contains([]Status{Todo, Booked, Done}, status) {
		return fault.InvalidField("status", "Say whether it is done")
	}
	act := map[Status]string{Todo: "took back a mark on a strategy", Booked: "booked a strategy", Done: "finished a strategy"}[status] + " of target " + itoa(target)
	where := "plan_id = ? AND target = ? AND number = ? AND status <> ?"
	return s.marking(ctx, year, act, "plan_strategies", map[string]any{"status": status}, func(p Plan) ([]any, bool) {
		_, there := p.strategy(target, strategy)
		return []any{where, p.ID, target, strategy, status}, there
	})
}

// SetProgress says how far the person is with a target.
func (s *Service) SetProgress(ctx context.Context, year calendar.LearningYear, target int, to Progress) error {
	if !slices.Contains(Steps(), to) {
		return fault.InvalidField("progress", "Say how far you are")
	}
	act := "said of target " + itoa(target) + ": " + strings.ToLower(to.Label())
	where := "plan_id = ? AND number = ? AND progress <> ?"
	return s.marking(ctx, year, act, "plan_targets", map[string]any{"progress": to}, func(p Plan) ([]any, bool) {
		return []any{where, p.ID, target, to}, p.has(target)
	})
}

func (p Plan) has(target int) bool {
	_, inForce := find(p.Targets, target)
	_, written := find(p.Changes, target)
	return inForce || written
}

// marking sets one mark in every revision that has rows. Where it stands already
// nothing is done and nothing goes into the trail.
func (s *Service) marking(
	ctx context.Context, year calendar.LearningYear, act, table string, set map[string]any,
	where func(Plan) (condition []any, there bool),
) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		condition, there := where(*w.plan)
		if !w.plan.Begun() || !there {
			return fault.NewNotFound("target")
		}
		if err := w.plan.CanMark(s.clock.Today(), year); err != nil {
			return err
		}
		set, err := s.mark(ctx, table, set, condition[0].(string), condition[1:]...)
		if err != nil || !set {
			return err
		}
		return s.note(ctx, w, act)
	})
}

// Release says whether the team plan may show a need; its owner alone decides,
// at any time.
func (s *Service) Release(ctx context.Context, year calendar.LearningYear, target int, to Released) error {
	if !slices.Contains([]Released{NotReleased, Counted, Named}, to) {
		return fault.InvalidField("released", "Choose what your team plan may show")
	}
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		if !w.plan.has(target) {
			return fault.NewNotFound("target")
		}
		return s.release(ctx, w, target, to)
	})
}

func (s *Service) release(ctx context.Context, w *work, target int, to Released) error {
	where := "plan_id = ? AND number = ? AND released <> ?"
	set, err := s.mark(ctx, "plan_targets", map[string]any{"released": to}, where, w.plan.ID, target, to)
	if err != nil || !set {
		return err
	}
	return s.note(ctx, w, "released target "+itoa(target)+" to the team plan: "+to.Label())
}

// step makes a transition of the plan, with the fields that go with it.
func (s *Service) step(ctx context.Context, w *work, act Act, set map[string]any) error {
	t, ok := transition(w.plan.State, act)
	if !ok || !w.plan.Begun() {
		return s.outOfStep(ctx, *w.plan)
	}
	if set == nil {
		set = map[string]any{}
	}
	set["state"] = t.To
	if err := s.update(ctx, w.plan, set); err != nil {
		return err
	}
	w.plan.State = t.To
	return nil
}

// outOfStep is a plan that somebody has moved on meanwhile.
func (s *Service) outOfStep(ctx context.Context, p Plan) error {
	if !p.Begun() {
		return fault.NewNotFound("learning plan")
	}
	return s.clash(ctx, p, []fault.Theirs{{Label: "The plan", Text: p.State.Words()}})
}

// Words is the state as it is said of a plan.
func (s State) Words() string {
	switch s {
	case Draft:
		return "being written"
	case Proposed:
		return "waiting to be agreed"
	case Agreed:
		return "agreed"
	case Reviewed:
		return "reviewed at appraisal"
	}
	return "not begun"
}

// Propose sends the actor's own plan to the line manager.
func (s *Service) Propose(ctx context.Context, year calendar.LearningYear, version int) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		if w.plan.Begun() && w.plan.State != Draft {
			return s.outOfStep(ctx, *w.plan)
		}
		if err := Ready(w.plan.Written()); err != nil {
			return err
		}
		manager := w.chart.Manager(w.plan.PersonID)
		if manager == nil {
			return fault.InvalidField("targets", "Nobody is shown as your line manager. Ask the CPD coordinator to put that right")
		}
		if err := s.step(ctx, w, Propose, map[string]any{"proposed_at": s.clock.Now()}); err != nil {
			return err
		}
		return s.note(ctx, w, "sent the plan to "+manager.Name+" to agree")
	})
}

// TakeBack takes a proposed plan back to write on.
func (s *Service) TakeBack(ctx context.Context, year calendar.LearningYear, version int) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		if err := s.step(ctx, w, TakeBack, map[string]any{"proposed_at": nil}); err != nil {
			return err
		}
		return s.note(ctx, w, "took the plan back")
	})
}

// BeginChange opens a new revision of an agreed plan. The agreed one stays in
// force until the new one is agreed.
func (s *Service) BeginChange(ctx context.Context, year calendar.LearningYear) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, 0, func(ctx context.Context, w *work) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		return s.beginChange(ctx, w)
	})
}

func (s *Service) beginChange(ctx context.Context, w *work) error {
	next := w.plan.Revision + 1
	if err := s.step(ctx, w, Change, map[string]any{"revision": next, "proposed_at": nil}); err != nil {
		return err
	}
	if err := s.copyTargets(ctx, w.plan.Targets, next); err != nil {
		return err
	}
	w.plan.Revision, w.plan.Changes = next, slices.Clone(w.plan.Targets)
	return s.note(ctx, w, "began to change the agreed plan")
}

// Discard drops the revision that is being written: the agreed plan stands.
func (s *Service) Discard(ctx context.Context, year calendar.LearningYear, version int) error {
	return s.changing(ctx, actor.From(ctx).PersonID, year, access.Write, version, func(ctx context.Context, w *work) error {
		return s.discard(ctx, w)
	})
}

func (s *Service) discard(ctx context.Context, w *work) error {
	if !w.plan.Changing() {
		return s.outOfStep(ctx, *w.plan)
	}
	dropped := w.plan.Revision
	if err := s.step(ctx, w, Discard, map[string]any{"revision": w.plan.AgreedRevision, "proposed_at": nil}); err != nil {
		return err
	}
	if err := s.deleteRevision(ctx, w.plan.ID, dropped); err != nil {
		return err
	}
	w.plan.Revision, w.plan.Changes = w.plan.AgreedRevision, nil
	return s.note(ctx, w, "left the plan as it was agreed")
}

// Agree fixes the proposed revision. It needs the version that the manager read.
func (s *Service) Agree(ctx context.Context, personID string, year calendar.LearningYear, version int) error {
	return s.changing(ctx, personID, year, access.Agree, version, func(ctx context.Context, w *work) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		if err := s.agree(ctx, w, Agree); err != nil {
			return err
		}
		return s.note(ctx, w, "agreed the plan")
	})
}

func (s *Service) agree(ctx context.Context, w *work, act Act) error {
	p := w.plan
	before := p.AgreedRevision
	now := s.clock.Now()
	if err := s.step(ctx, w, act, map[string]any{
		"agreed_revision": p.Revision, "agreed_at": now, "agreed_by_name": w.who.Name,
	}); err != nil {
		return err
	}
	if err := s.keepSealed(ctx, w, SealedAgreed, now); err != nil {
		return err
	}
	if before > 0 {
		if err := s.deleteRevision(ctx, p.ID, before); err != nil {
			return err
		}
	}
	p.Targets, p.Changes, p.AgreedRevision = p.Written(), nil, p.Revision
	p.AgreedAt, p.AgreedByName = &now, w.who.Name
	return nil
}

func (s *Service) keepSealed(ctx context.Context, w *work, kind SealKind, now time.Time) error {
	text, digest, err := seal(w.plan.document(w.chart.Name(w.plan.PersonID)))
	if err != nil {
		return err
	}
	r := Revision{
		ID: s.clock.NewKey(), PlanID: w.plan.ID, Number: w.plan.Revision, Kind: kind, SealedAt: now, ByName: w.who.Name,
		Document: text, Digest: digest,
	}
	if w.who.PersonID != "" {
		r.ByID = &w.who.PersonID
	}
	if w.actingFor != nil {
		r.ActingForName = w.actingFor.Name
	}
	if err := s.db.From(ctx).Create(&r).Error; err != nil {
		return fmt.Errorf("sealing a plan: %w", err)
	}
	return nil
}

// SendBack returns a proposed plan with a comment, which the person reads and
// which stays with the plan.
func (s *Service) SendBack(ctx context.Context, personID string, year calendar.LearningYear, version int, comment string) error {
	return s.changing(ctx, personID, year, access.Agree, version, func(ctx context.Context, w *work) error {
		var c fault.Collector
		comment := c.Required("comment", "The comment", comment, CommentLimit, "Say what to change, in a sentence. It will be read")
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.step(ctx, w, SendBack, map[string]any{"proposed_at": nil}); err != nil {
			return err
		}
		kept := Comment{
			ID: s.clock.NewKey(), PlanID: w.plan.ID, Revision: w.plan.Revision, At: s.clock.Now(),
			ByID: &w.who.PersonID, ByName: w.who.Name, Words: comment,
		}
		if w.actingFor != nil {
			kept.ActingForName = w.actingFor.Name
		}
		if err := s.db.From(ctx).Create(&kept).Error; err != nil {
			return fmt.Errorf("keeping a comment: %w", err)
		}
		return s.note(ctx, w, "sent the plan back with a comment")
	})
}
