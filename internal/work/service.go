package work

import (
	"context"
	"fmt"
	"slices"
	"strconv"
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

// Service keeps work programmes.
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

// Of is a person's programme of a year for the actor in ctx, if they may read
// it. One that nobody has begun comes back empty: see Begun.
func (s *Service) Of(ctx context.Context, personID string, year calendar.LearningYear) (Programme, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Programme{}, err
	}
	who := actor.From(ctx)
	if err := chart.Require(who, personID, access.WorkProgramme, access.Read); err != nil {
		return Programme{}, err
	}
	return s.load(ctx, personID, year.Name(), visible(chart, who))
}

// Gather is Of for a caller that has checked access itself, as an appraisal does.
func (s *Service) Gather(ctx context.Context, personID string, year calendar.LearningYear) (Programme, error) {
	return s.load(ctx, personID, year.Name(), everybody)
}

// job is what one change has at hand: the programme, locked, and who acts.
type job struct {
	programme *Programme
	chart     *people.Chart
	who       actor.Actor
	actingFor *people.Person
}

// asManager says that somebody else than the person acts.
func (j *job) asManager() bool { return j.who.PersonID != j.programme.PersonID }

// changing runs fn on a person's programme in one transaction, once the actor is
// known to be allowed the act. A form's version that is not the programme's any
// more is a clash; version 0 does not ask.
func (s *Service) changing(
	ctx context.Context, personID string, year calendar.LearningYear, act access.Act, version int,
	fn func(ctx context.Context, j *job) error,
) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		j, err := s.admit(ctx, personID, act)
		if err != nil {
			return err
		}
		p, err := s.lock(ctx, personID, year.Name())
		if err != nil {
			return err
		}
		j.programme = &p
		if version != 0 && version != p.Version {
			return s.clash(ctx, p, nil)
		}
		return fn(ctx, j)
	})
}

func (s *Service) admit(ctx context.Context, personID string, act access.Act) (*job, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return nil, err
	}
	j := &job{chart: chart, who: actor.From(ctx)}
	if act == "" { // the caller has checked
		return j, nil
	}
	if err := chart.Require(j.who, personID, access.WorkProgramme, act); err != nil {
		return nil, err
	}
	if j.who.PersonID != personID {
		_, j.actingFor = chart.ManagesFor(j.who.PersonID, personID, access.WorkProgramme)
	}
	return j, nil
}

// clash tells who changed the programme last, and what stands there now.
func (s *Service) clash(ctx context.Context, p Programme, theirs []fault.Theirs) error {
	last, err := s.trail.Of(ctx, string(access.WorkProgramme), p.ID, 1)
	if err != nil {
		return err
	}
	e := fault.NewClash("Somebody", p.Version, theirs...)
	if len(last) > 0 {
		e.By, e.At = last[0].ActorName, last[0].At
	}
	return e
}

// outOfStep is a programme that somebody has moved on meanwhile.
func (s *Service) outOfStep(ctx context.Context, p Programme) error {
	if !p.Begun() {
		return fault.NewNotFound("work programme")
	}
	return s.clash(ctx, p, []fault.Theirs{{Label: "The work programme", Text: p.State.Words()}})
}

func (s *Service) note(ctx context.Context, j *job, act string) error {
	e := trail.Event{
		Record: string(access.WorkProgramme), RecordID: j.programme.ID, Act: act, SubjectID: j.programme.PersonID,
	}
	if j.actingFor != nil {
		e.ActingForID, e.ActingForName = j.actingFor.ID, j.actingFor.Name
	}
	return s.trail.Write(ctx, e)
}

// writing runs a change of tasks by either of the two, while tasks may be
// changed. It takes both agreements away: what is agreed is what both have read.
func (s *Service) writing(
	ctx context.Context, personID string, year calendar.LearningYear, fn func(ctx context.Context, j *job) error,
) error {
	return s.changing(ctx, personID, year, access.Write, 0, func(ctx context.Context, j *job) error {
		if err := j.programme.CanWrite(s.clock.Today(), year); err != nil {
			return err
		}
		if err := s.begin(ctx, j); err != nil {
			return err
		}
		if err := fn(ctx, j); err != nil {
			return err
		}
		return s.update(ctx, j.programme, map[string]any{
			"next_task": j.programme.NextTask, "person_agreed_at": nil, "manager_agreed_at": nil, "manager_name": "",
		})
	})
}

func (s *Service) begin(ctx context.Context, j *job) error {
	if j.programme.Begun() {
		return nil
	}
	if err := s.create(ctx, j.programme); err != nil {
		return err
	}
	return s.note(ctx, j, "began the work programme")
}

// AddTask adds a task, which either of the two may suggest, and gives its number.
func (s *Service) AddTask(ctx context.Context, personID string, year calendar.LearningYear, w Wording) (int, error) {
	number := 0
	err := s.writing(ctx, personID, year, func(ctx context.Context, j *job) error {
		// What goes on from an appraisal comes in above it too.
		if len(j.programme.Written()) >= MostTasks {
			return fault.InvalidField("words", fmt.Sprintf("A work programme can have up to %d tasks. Remove one first", MostTasks))
		}
		w, err := w.Check()
		if err != nil {
			return err
		}
		number, err = s.add(ctx, j, w, "")
		return err
	})
	return number, err
}

func (s *Service) add(ctx context.Context, j *job, w Wording, carriedFrom string) (int, error) {
	p := j.programme
	t := Task{
		ID: s.clock.NewKey(), ProgrammeID: p.ID, Revision: p.Revision, Number: p.NextTask, CarriedFrom: carriedFrom,
		SuggestedByName: j.who.Name, Version: 1,
	}
	if j.who.PersonID != "" {
		t.SuggestedByID = &j.who.PersonID
	}
	t.take(w)
	if err := s.insertTask(ctx, t); err != nil {
		return 0, err
	}
	p.NextTask++
	if p.Changing() {
		p.Changes = append(p.Changes, t)
	} else {
		p.Tasks = append(p.Tasks, t)
	}
	act := "added task "
	if j.asManager() && carriedFrom == "" {
		act = "suggested task "
	}
	return t.Number, s.note(ctx, j, act+strconv.Itoa(t.Number))
}

func (t *Task) take(w Wording) {
	t.Words, t.Criteria, t.Indicators, t.ByDate = w.Words, w.Criteria, w.Indicators, w.ByDate
}

// SaveTask changes the wording of a task. The version is the task's.
func (s *Service) SaveTask(ctx context.Context, personID string, year calendar.LearningYear, number, version int, w Wording) error {
	return s.writing(ctx, personID, year, func(ctx context.Context, j *job) error {
		t, err := s.written(ctx, j, number, version)
		if err != nil {
			return err
		}
		w, err := w.Check()
		if err != nil {
			return err
		}
		if err := s.db.UpdateVersioned(ctx, "work_tasks", t.ID, t.Version, map[string]any{
			"words": w.Words, "criteria": w.Criteria, "indicators": w.Indicators, "by_date": w.ByDate,
		}); err != nil {
			return err
		}
		return s.note(ctx, j, "changed task "+strconv.Itoa(number))
	})
}

// RemoveTask takes a task out of the revision that is being written.
func (s *Service) RemoveTask(ctx context.Context, personID string, year calendar.LearningYear, number, version int) error {
	return s.writing(ctx, personID, year, func(ctx context.Context, j *job) error {
		t, err := s.written(ctx, j, number, version)
		if err != nil {
			return err
		}
		if err := s.deleteTask(ctx, t.ID); err != nil {
			return err
		}
		return s.note(ctx, j, "removed task "+strconv.Itoa(number))
	})
}

// written is the task being written, if it is as the form knew it.
func (s *Service) written(ctx context.Context, j *job, number, version int) (Task, error) {
	t, ok := j.programme.WrittenTask(number)
	if !ok {
		return Task{}, fault.NewNotFound("task")
	}
	if t.Version == version {
		return t, nil
	}
	now := Programme{Revision: t.Revision, Tasks: []Task{t}}.document("").Tasks[0]
	var theirs []fault.Theirs
	for _, f := range now.against(DocumentTask{}) {
		theirs = append(theirs, fault.Theirs{Label: f.Label, Text: f.After})
	}
	err := s.clash(ctx, *j.programme, theirs)
	if e := fault.As(err); e != nil && e.Kind == fault.Clash {
		e.Version = t.Version
	}
	return Task{}, err
}

// step makes a transition of the programme, with the fields that go with it.
func (s *Service) step(ctx context.Context, j *job, act Act, set map[string]any) error {
	t, ok := transition(j.programme.State, act)
	if !ok || !j.programme.Begun() {
		return s.outOfStep(ctx, *j.programme)
	}
	set["state"] = t.To
	if err := s.update(ctx, j.programme, set); err != nil {
		return err
	}
	j.programme.State = t.To
	return nil
}

// BeginChange opens a new revision of an agreed programme. The agreed one stays
// in force until both have agreed the new one.
func (s *Service) BeginChange(ctx context.Context, personID string, year calendar.LearningYear) error {
	return s.changing(ctx, personID, year, access.Write, 0, func(ctx context.Context, j *job) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		return s.beginChange(ctx, j)
	})
}

func (s *Service) beginChange(ctx context.Context, j *job) error {
	p := j.programme
	next := p.Revision + 1
	err := s.step(ctx, j, Change, map[string]any{
		"revision": next, "person_agreed_at": nil, "manager_agreed_at": nil, "manager_name": "",
	})
	if err != nil {
		return err
	}
	p.Revision, p.Changes = next, slices.Clone(p.Tasks)
	for i := range p.Changes {
		p.Changes[i].ID, p.Changes[i].Revision, p.Changes[i].Version = s.clock.NewKey(), next, 1
		if err := s.insertTask(ctx, p.Changes[i]); err != nil {
			return err
		}
	}
	return s.note(ctx, j, "began to change the agreed work programme")
}

// Discard drops the revision that is being written: the agreed one stands.
func (s *Service) Discard(ctx context.Context, personID string, year calendar.LearningYear, version int) error {
	return s.changing(ctx, personID, year, access.Write, version, s.discard)
}

func (s *Service) discard(ctx context.Context, j *job) error {
	p := j.programme
	if !p.Changing() {
		return s.outOfStep(ctx, *p)
	}
	dropped := p.Revision
	if err := s.step(ctx, j, Discard, map[string]any{"revision": p.AgreedRevision}); err != nil {
		return err
	}
	if err := s.deleteRevision(ctx, p.ID, dropped); err != nil {
		return err
	}
	p.Revision, p.Changes = p.AgreedRevision, nil
	return s.note(ctx, j, "left the work programme as it was agreed")
}

// Agree says that the actor, the person or their manager, agrees what they have
// read. The second of the two closes it.
func (s *Service) Agree(ctx context.Context, personID string, year calendar.LearningYear, version int) error {
	return s.changing(ctx, personID, year, access.Agree, version, func(ctx context.Context, j *job) error {
		if err := open(s.clock.Today(), year); err != nil {
			return err
		}
		p, now := j.programme, s.clock.Now()
		if p.State != Draft {
			return s.outOfStep(ctx, *p)
		}
		if err := Ready(p.Written()); err != nil {
			return err
		}
		set := map[string]any{"person_agreed_at": now}
		if p.PersonAgreedAt != nil && !j.asManager() || p.ManagerAgreedAt != nil && j.asManager() {
			return nil // said already
		}
		both := p.ManagerAgreedAt != nil
		if j.asManager() {
			set, both = map[string]any{"manager_agreed_at": now, "manager_name": j.who.Name}, p.PersonAgreedAt != nil
		} else if p.ManagerAgreedAt == nil && j.chart.Manager(personID) == nil {
			return fault.InvalidField("tasks", "Nobody is shown as your line manager. Ask the CPD coordinator to put that right")
		}
		if err := s.note(ctx, j, "agreed the work programme"); err != nil {
			return err
		}
		if !both {
			return s.update(ctx, p, set)
		}
		return s.close(ctx, j, Agree, now, set)
	})
}

// close makes the newest revision the agreed one, and seals it.
func (s *Service) close(ctx context.Context, j *job, act Act, now time.Time, set map[string]any) error {
	p := j.programme
	before := p.AgreedRevision
	set["agreed_revision"], set["agreed_at"] = p.Revision, now
	if err := s.step(ctx, j, act, set); err != nil {
		return err
	}
	if err := s.keepSealed(ctx, j, SealedAgreed, now); err != nil {
		return err
	}
	if before > 0 {
		if err := s.deleteRevision(ctx, p.ID, before); err != nil {
			return err
		}
	}
	p.Tasks, p.Changes, p.AgreedRevision, p.AgreedAt = p.Written(), nil, p.Revision, &now
	return nil
}

func (s *Service) keepSealed(ctx context.Context, j *job, kind SealKind, now time.Time) error {
	text, digest, err := seal(j.programme.document(j.chart.Name(j.programme.PersonID)))
	if err != nil {
		return err
	}
	r := Revision{
		ID: s.clock.NewKey(), ProgrammeID: j.programme.ID, Number: j.programme.Revision, Kind: kind, SealedAt: now,
		ByName: j.who.Name, Document: text, Digest: digest,
	}
	if j.who.PersonID != "" {
		r.ByID = &j.who.PersonID
	}
	if j.actingFor != nil {
		r.ActingForName = j.actingFor.Name
	}
	if err := s.db.From(ctx).Create(&r).Error; err != nil {
		return fmt.Errorf("sealing a work programme: %w", err)
	}
	return nil
}
