package interview

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/diary"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/trail"
)

// Service arranges interviews and keeps their records.
type Service struct {
	db     *database.DB
	people *people.Service
	trail  *trail.Trail
	clock  *clock.Clock
	// diary lends the entries that a learner brings, as far as they share them.
	diary *diary.Service
}

// NewService makes the service.
func NewService(db *database.DB, p *people.Service, t *trail.Trail, c *clock.Clock, d *diary.Service) *Service {
	return &Service{db: db, people: p, trail: t, clock: c, diary: d}
}

// OfferTime offers a time for a new interview: the learner to their partner, or
// the partner to the learner. It gives the interview's key.
func (s *Service) OfferTime(ctx context.Context, learnerID string, m Meeting) (string, error) {
	i, err := s.begin(ctx, learnerID, Offer, m)
	if err != nil {
		return "", err
	}
	var c fault.Collector
	m.sound(&c)
	m.toCome(&c, s.clock.Today())
	open, err := s.countOpen(ctx, learnerID)
	if err != nil {
		return "", err
	}
	c.Check(open < MostOpen, "when", fmt.Sprintf("%d times are open already. Take or cancel some of them first", MostOpen))
	if err := c.Err(); err != nil {
		return "", err
	}
	return i.ID, s.create(ctx, i, "offered a time")
}

// WriteUp begins the record of an interview that took place without having been
// arranged, in the given learning year. It gives the interview's key.
func (s *Service) WriteUp(ctx context.Context, learnerID string, m Meeting, year calendar.LearningYear) (string, error) {
	i, err := s.begin(ctx, learnerID, Write, m)
	if err != nil {
		return "", err
	}
	var c fault.Collector
	m.sound(&c)
	m.past(&c, s.clock.Now(), s.clock.Zone(), year)
	if err := c.Err(); err != nil {
		return "", err
	}
	i.Draft = &Words{Prompts: DefaultPrompts()}
	return i.ID, s.create(ctx, i, "began the record")
}

// begin makes an interview that is not there yet, for whoever may make it.
func (s *Service) begin(ctx context.Context, learnerID string, act Act, m Meeting) (Interview, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Interview{}, err
	}
	who := actor.From(ctx)
	if err := chart.Require(who, learnerID, access.Interview, accessOf(act)); err != nil {
		return Interview{}, err
	}
	partner := chart.Partner(learnerID)
	if partner == nil {
		return Interview{}, fault.NewForbidden(noPartner)
	}
	t, err := Next(act, None)
	if err != nil {
		return Interview{}, err
	}
	now := s.clock.Now()
	i := Interview{
		ID: s.clock.NewKey(), LearnerID: learnerID, PartnerID: partner.ID, State: t.To, ProposedByID: who.PersonID,
		MovedAt: now, CreatedAt: now, UpdatedAt: now, UpdatedByID: who.PersonID, Version: 1,
	}
	s.meet(&i, m)
	return i, nil
}

const noPartner = "Choose a learning partner first. When they have accepted, you can arrange a time"

func (s *Service) meet(i *Interview, m Meeting) {
	i.StartsAt = m.At.On(m.On, s.clock.Zone()).UTC()
	// A time that summer time leaves out is the next that there is.
	i.StartsOn = s.clock.DateOf(i.StartsAt)
	i.Minutes, i.How, i.Place = m.Minutes, m.How, m.Place
}

func (s *Service) create(ctx context.Context, i Interview, act string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.From(ctx).Create(&i).Error; err != nil {
			return fmt.Errorf("keeping the interview: %w", err)
		}
		return s.note(ctx, i, act)
	})
}

func (s *Service) note(ctx context.Context, i Interview, act string) error {
	return s.trail.Write(ctx, trail.Event{Record: Record, RecordID: i.ID, Act: act, SubjectID: i.LearnerID})
}

// accessOf is the act of the table of access that an act here comes under.
func accessOf(act Act) access.Act {
	switch act {
	case Write, Share:
		return access.Hold
	case Answer, Confirm, Conclude:
		return access.Confirm
	case Prepare:
		return access.Prepare
	}
	return access.Arrange
}

// footing is where somebody stands to an interview.
type footing struct {
	side   Side
	former bool
	rel    access.Relation
}

// footingOf works out the side from the day and the interview. What is still to
// come belongs to whoever is the learning partner today; what was held belongs
// to the partner who held it.
func footingOf(chart *people.Chart, who actor.Actor, i Interview) footing {
	st := footing{rel: chart.RelationTo(who, i.LearnerID) &^ access.Partner}
	today := chart.Partner(i.LearnerID)
	isPartner := today != nil && today.ID == who.PersonID
	switch {
	case who.PersonID == "":
	case who.PersonID == i.LearnerID:
		st.side = Learner
	case i.comes() && isPartner, !i.comes() && i.PartnerID == who.PersonID:
		st.side, st.former = Partner, !isPartner
		st.rel |= access.Partner
	}
	return st
}

// require says whether the act may be done at all by somebody who stands so. A
// former partner may finish the record they began, and nothing else.
func (st footing) require(act Act) error {
	if st.former && act != Write && act != Share {
		return fault.NewForbidden("You are no longer the learning partner here. You can read what you wrote")
	}
	return access.Require(st.rel, access.Interview, accessOf(act))
}

// onlyWho refuses an act with the name of who of the two can do it: "Only Ruth
// Calder, the learning partner, can do this". Where there is nobody, it says so.
func (i Interview) onlyWho(chart *people.Chart, act Act) error {
	id, as := i.LearnerID, ""
	if access.Who(access.Interview, accessOf(act)).Has(access.Partner) {
		id, as = i.PartnerID, ", the learning partner,"
	}
	if name := chart.Name(id); name != "" {
		return fault.NewForbidden("Only " + name + as + " can do this")
	}
	return fault.NewForbidden("Only a learning partner can do this, and today there is none")
}

// OnlyOther refuses what is for the other one of the two, by name.
func (r Reading) OnlyOther() error {
	if other := r.other(); other != nil {
		return fault.NewForbidden("Only " + other.Name + " can do this")
	}
	return fault.NewForbidden("This is for the other one of you to do, and today there is none")
}

// permits says the same of the state as well, for pages that show what can be done.
func (st footing) permits(act Act, i Interview) bool {
	t, err := Next(act, i.State)
	return err == nil && st.require(act) == nil && t.Allows(st.side, i.Offered())
}

// change does one act to an interview: it checks who, from which state and in
// which version, lets apply say what to set, and writes the trail.
func (s *Service) change(ctx context.Context, id string, version int, act Act, word string,
	apply func(ctx context.Context, i *Interview, set map[string]any) error) (Interview, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Interview{}, err
	}
	var i Interview
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if i, err = s.load(ctx, chart, id); err != nil {
			return err
		}
		t, err := s.allowed(ctx, chart, i, act)
		if err != nil {
			return err
		}
		if i.Version != version {
			return s.clash(chart, i, act)
		}
		was := i.State
		set := map[string]any{"state": t.To, "updated_at": s.clock.Now(), "updated_by_id": actor.From(ctx).PersonID}
		if was != t.To || act == Offer {
			set["moved_at"] = set["updated_at"]
		}
		if was.Open() && (!i.withFormer() || act == Offer) {
			// What is to come goes with the learner to a new partner.
			partner := chart.Partner(i.LearnerID)
			switch {
			case i.Lapsed() && act != Offer: // whose offer it was is not to be lost
			case partner != nil:
				i.PartnerID, set["partner_id"], set["proposed_by_id"] = partner.ID, partner.ID, i.ProposedByID
			case act == Offer || act == Take:
				return fault.NewForbidden(noPartner)
			}
		}
		if err := apply(ctx, &i, set); err != nil {
			return err
		}
		err = s.db.UpdateVersioned(ctx, "interviews", i.ID, version, set)
		if errors.Is(err, database.ErrStale) {
			return s.clash(chart, i, act)
		}
		if err != nil {
			return err
		}
		i.State, i.Version = t.To, version+1
		if act == Write && was == t.To {
			return nil // autosave would fill the trail
		}
		return s.note(ctx, i, word)
	})
	return i, err
}

func (s *Service) allowed(ctx context.Context, chart *people.Chart, i Interview, act Act) (Transition, error) {
	st := footingOf(chart, actor.From(ctx), i)
	if err := st.require(act); err != nil {
		if fault.Is(err, fault.Forbidden) && !st.former {
			return Transition{}, i.onlyWho(chart, act)
		}
		return Transition{}, err
	}
	t, err := Next(act, i.State)
	if err != nil {
		if partner := chart.Name(i.PartnerID); partner != "" && (act == Confirm || act == Answer) && (i.State == Arranged || i.State == Held) {
			return Transition{}, fault.NewForbidden(partner + ", the learning partner, has not shared the record yet")
		}
		return Transition{}, err
	}
	if !t.Allows(st.side, i.Offered()) {
		if i.Lapsed() {
			return Transition{}, fault.NewForbidden("This time was offered by somebody who is no longer the learning partner. Offer another")
		}
		other := i.PartnerID
		if st.side == Partner {
			other = i.LearnerID
		}
		return Transition{}, fault.NewForbidden("You offered this time, so " + chart.Name(other) + " answers")
	}
	return t, nil
}

// clash tells what somebody else saved since the page was opened; what was
// written is shown only to whoever may read it.
func (s *Service) clash(chart *people.Chart, i Interview, act Act) error {
	var theirs []fault.Theirs
	if act == Write || act == Share {
		for _, p := range i.Writing().Prompts {
			theirs = append(theirs, fault.Theirs{Label: p.Question, Text: p.Answer})
		}
		for _, a := range i.Writing().Actions {
			theirs = append(theirs, fault.Theirs{Label: "What you agreed", Text: a.Text})
		}
		theirs = append(theirs, fault.Theirs{Label: "Anything else you agreed", Text: i.Writing().Also})
	}
	clash := fault.NewClash(chart.Name(i.UpdatedByID), i.Version, theirs...)
	clash.At = i.UpdatedAt
	return clash
}

// OfferAnother offers another time in place of the one that stands.
func (s *Service) OfferAnother(ctx context.Context, id string, version int, m Meeting) error {
	_, err := s.change(ctx, id, version, Offer, "offered another time", func(ctx context.Context, i *Interview, set map[string]any) error {
		var c fault.Collector
		m.sound(&c)
		m.toCome(&c, s.clock.Today())
		if err := c.Err(); err != nil {
			return err
		}
		s.meet(i, m)
		set["starts_at"], set["starts_on"], set["minutes"] = i.StartsAt, i.StartsOn, i.Minutes
		set["how"], set["place"] = i.How, i.Place
		set["proposed_by_id"] = actor.From(ctx).PersonID
		return nil
	})
	return err
}

// TakeTime takes the time that the other one offered.
func (s *Service) TakeTime(ctx context.Context, id string, version int) error {
	_, err := s.change(ctx, id, version, Take, "took the time", nothing)
	return err
}

func nothing(context.Context, *Interview, map[string]any) error { return nil }

// CancelIt cancels, with a reason that both read.
func (s *Service) CancelIt(ctx context.Context, id string, version int, why string) error {
	var c fault.Collector
	why = c.Required("why", "The reason", why, WhyLimit, "Say why, in a few words. You both read it")
	_, err := s.change(ctx, id, version, Cancel, "cancelled", func(_ context.Context, _ *Interview, set map[string]any) error {
		set["cancelled_why"] = why
		return c.Err()
	})
	return err
}

// GetReady keeps what the learner would like to talk about and which of their
// diary entries they bring, which both read before they meet. Entries that are
// not shared with the partner cannot be brought.
func (s *Service) GetReady(ctx context.Context, id string, version int, topics string, brought []string) error {
	var c fault.Collector
	topics = c.Text("topics", "What you would like to talk about", topics, TopicsLimit)
	c.Check(len(brought) <= MostEntries, "brought", fmt.Sprintf("Choose %d entries or fewer", MostEntries))
	if err := c.Err(); err != nil {
		return err
	}
	entries, err := s.diary.ByIDs(ctx, brought)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, id, version, Prepare, "got ready", func(_ context.Context, i *Interview, set map[string]any) error {
		var keys Keys
		for _, e := range entries {
			if e.PersonID == i.LearnerID && e.SharedPartner {
				keys = append(keys, e.ID)
			}
		}
		set["topics"], set["brought"], set["prepared_for_id"] = topics, keys, nil
		if i.PartnerID != "" {
			set["prepared_for_id"] = i.PartnerID
		}
		return nil
	})
	return err
}

// SaveDraft keeps what the partner has written so far, for their eyes only, and
// gives the new version. With the first draft the interview counts as held.
func (s *Service) SaveDraft(ctx context.Context, id string, version int, w Words) (int, error) {
	i, err := s.change(ctx, id, version, Write, "began the record", func(_ context.Context, i *Interview, set map[string]any) error {
		if err := s.mustHaveBegun(*i); err != nil {
			return err
		}
		var c fault.Collector
		w = s.fit(*i, w, &c)
		set["draft"] = w
		return c.Err()
	})
	return i.Version, err
}

// ShareRecord shares the record with the learner: what both read from now on,
// and what was agreed becomes actions.
func (s *Service) ShareRecord(ctx context.Context, id string, version int, w Words) error {
	entries, err := s.diary.ByIDs(ctx, w.Recognised)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, id, version, Share, "shared the record", func(ctx context.Context, i *Interview, set map[string]any) error {
		if err := s.mustHaveBegun(*i); err != nil {
			return err
		}
		var c fault.Collector
		w.ready(&c, i.StartsOn)
		w = s.fit(*i, w, &c)
		if err := c.Err(); err != nil {
			return err
		}
		w.Quotes = quotes(*i, w.Recognised, entries)
		w.Recognised = nil
		set["record"], set["draft"], set["shared_at"] = w, nil, s.clock.Now()
		return s.replaceActions(ctx, *i, w.Actions)
	})
	return err
}

func (s *Service) mustHaveBegun(i Interview) error {
	if i.StartsOn.After(s.clock.Today()) {
		return fault.NewForbidden("You can write this up from " + i.StartsOn.Long() + " on")
	}
	return nil
}

// fit makes what came from a form fit the interview: the questions are those
// that the record was begun with, and an action keeps its key.
func (s *Service) fit(i Interview, w Words, c *fault.Collector) Words {
	before := i.Writing()
	answers := w.Prompts
	w.Prompts = slices.Clone(before.Prompts)
	for n := range w.Prompts {
		w.Prompts[n].Answer = ""
		if n < len(answers) {
			w.Prompts[n].Answer = answers[n].Answer
		}
	}
	w.Quotes = nil
	w = w.tidy(c)
	known := map[string]bool{}
	for _, a := range before.Actions {
		known[a.ID] = a.ID != ""
	}
	for n := range w.Actions {
		if !known[w.Actions[n].ID] {
			w.Actions[n].ID = s.clock.NewKey()
		}
		known[w.Actions[n].ID] = false // one row each
	}
	return w
}

// Writing is what the partner goes on writing: the draft, else the record as
// shared, else the questions without answers.
func (i Interview) Writing() Words {
	switch {
	case i.Draft != nil:
		return *i.Draft
	case i.Record != nil:
		w := *i.Record
		for _, q := range w.Quotes {
			w.Recognised = append(w.Recognised, q.EntryID)
		}
		return w
	}
	return Words{Prompts: DefaultPrompts()}
}

// quotes are the learner's entries that are recognised, as they read now. One
// that was quoted already stays as it was quoted, whatever became of it.
func quotes(i Interview, recognised Keys, entries []diary.Entry) []Quote {
	var out []Quote
	if i.Record != nil {
		for _, q := range i.Record.Quotes {
			if slices.Contains(recognised, q.EntryID) {
				out = append(out, q)
			}
		}
	}
	for _, e := range entries {
		known := slices.ContainsFunc(out, func(q Quote) bool { return q.EntryID == e.ID })
		if e.PersonID == i.LearnerID && !known {
			out = append(out, quoteOf(e))
		}
	}
	return out
}

func quoteOf(e diary.Entry) Quote {
	text := e.Learned
	if fault.Blank(text) {
		text = e.Happened
	}
	return Quote{EntryID: e.ID, Number: e.Number, On: e.HappenedOn, Text: text}
}

// AnswerBack is the learner's answer to a record that they do not confirm: the
// partner may put it right and share it again.
func (s *Service) AnswerBack(ctx context.Context, id string, version int, text string) error {
	var c fault.Collector
	text = c.Required("answer", "Your answer", text, NoteLimit, "Say what you see differently, in a few words")
	_, err := s.change(ctx, id, version, Answer, "answered back", func(ctx context.Context, i *Interview, _ map[string]any) error {
		if err := c.Err(); err != nil {
			return err
		}
		return s.remark(ctx, *i, AnswerNote, "answer", text)
	})
	return err
}

// ConfirmRecord fixes the record: the learner says that it is a fair one.
func (s *Service) ConfirmRecord(ctx context.Context, id string, version int) error {
	_, err := s.change(ctx, id, version, Confirm, "confirmed the record", func(_ context.Context, _ *Interview, set map[string]any) error {
		set["confirmed_at"], set["draft"] = s.clock.Now(), nil
		return nil
	})
	return err
}

// ConcludeIt closes an interview whose partner has left without sharing a record: it
// was held and counts, and there is no record of it.
func (s *Service) ConcludeIt(ctx context.Context, id string, version int) error {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, id, version, Conclude, "closed it without a record", func(_ context.Context, i *Interview, set map[string]any) error {
		if !i.left || i.Ends().After(s.clock.Now()) {
			return i.onlyWho(chart, Write)
		}
		set["record"], set["draft"], set["confirmed_at"] = Words{Unwritten: true}, nil, s.clock.Now()
		return nil
	})
	return err
}

// AddNote adds somebody's dated words to a confirmed record. Notes cannot
// overwrite one another, so they need no version.
func (s *Service) AddNote(ctx context.Context, id, text string) error {
	var c fault.Collector
	text = c.Required("note", "The note", text, NoteLimit, "Write your note")
	return s.beside(ctx, id, Note, "added a note", func(ctx context.Context, i Interview) error {
		if err := c.Err(); err != nil {
			return err
		}
		return s.remark(ctx, i, LaterNote, "note", text)
	})
}

// remark keeps what was typed into a field, as long as it would also be shown.
func (s *Service) remark(ctx context.Context, i Interview, kind NoteKind, field, text string) error {
	var there int64
	if err := s.db.From(ctx).Model(&Remark{}).Where("interview_id = ?", i.ID).Count(&there).Error; err != nil {
		return fmt.Errorf("counting the notes: %w", err)
	}
	if there >= mostRemarks {
		return fault.InvalidField(field, fmt.Sprintf("There are %d notes here, and no room for another", mostRemarks))
	}
	row := Remark{
		ID: s.clock.NewKey(), InterviewID: i.ID, AuthorID: actor.From(ctx).PersonID, Kind: kind, Text: text, WrittenAt: s.clock.Now(),
	}
	if err := s.db.From(ctx).Create(&row).Error; err != nil {
		return fmt.Errorf("keeping the note: %w", err)
	}
	return nil
}

// TickAction marks an action of the interview as done today, or as not done.
func (s *Service) TickAction(ctx context.Context, id, actionID string, done bool) error {
	word, on := "marked an action not done", calendar.Date{}
	if done {
		word, on = "marked an action done", s.clock.Today()
	}
	return s.beside(ctx, id, Tick, word, func(ctx context.Context, i Interview) error {
		if !isKey(actionID) {
			return fault.NewNotFound("action")
		}
		result := s.db.From(ctx).Model(&Action{}).Where("interview_id = ? AND id = ?", i.ID, actionID).Update("done_on", on)
		if result.Error != nil {
			return fmt.Errorf("marking the action: %w", result.Error)
		}
		if result.RowsAffected == 0 {
			return fault.NewNotFound("action")
		}
		return nil
	})
}

// beside does an act that leaves the interview itself as it is.
func (s *Service) beside(ctx context.Context, id string, act Act, word string, do func(context.Context, Interview) error) error {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		i, err := s.load(ctx, chart, id)
		if err != nil {
			return err
		}
		if _, err := s.allowed(ctx, chart, i, act); err != nil {
			return err
		}
		if err := do(ctx, i); err != nil {
			return err
		}
		return s.note(ctx, i, word)
	})
}
