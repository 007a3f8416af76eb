package notice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/notice"
	"learningyear/internal/people"
)

// These tests are over the real services: on 10 May 2027 Dan's team has somebody at
// each open state of a plan, a work programme, an interview and an appraisal. That
// evening people leave, move and act for others. The day after, whoever is the right
// person finds each next step among their notices and can take it, and whoever was
// cannot; access has moved with it. Every state meets every change, on both engines.

// eve is the last day on which all is as it was.
var eve = calendar.NewDate(2027, time.May, 10)

// notices is what waits for each of those who are looked at, by person.
type notices map[string][]notice.Notice

// cast is everybody whose notices are looked at.
func (m *team) cast() []people.Person {
	s := m.Staff
	return append([]people.Person{s.Dan, s.Helen, s.Sian, s.Tom, s.Omar, s.Ruth, s.Grace, s.Priya}, m.learners...)
}

func (m *team) notices() notices {
	m.t.Helper()
	out := notices{}
	for _, who := range m.cast() {
		all, err := m.App.Notices.Waiting(m.ctx(who))
		m.must(err)
		out[who.ID] = all
	}
	return out
}

// about are the kinds of what waits for somebody about a learner, of one record.
func (m *team) about(n notices, who, p people.Person, r record) []notice.Kind {
	var out []notice.Kind
	for _, n := range n[who.ID] {
		theirs := strings.HasPrefix(n.Href, "/people/"+p.Slug+"/") || strings.HasSuffix(n.Href, "#asked-"+p.Slug) ||
			m.talks[p.ID] != "" && strings.HasPrefix(n.Href, "/interviews/"+m.talks[p.ID])
		own := who.ID == p.ID && !strings.HasPrefix(n.Href, "/people/")
		if (theirs || own) && slices.Contains(r.kinds, n.Kind) {
			out = append(out, n.Kind)
		}
	}
	return out
}

// shows expects the notice of the step in the right person's list alone.
func (m *team) shows(n notices, r record, s stage, is step, right, p people.Person) {
	m.t.Helper()
	for _, who := range m.cast() {
		var want []notice.Kind
		if is.waits != "" && who.ID == right.ID {
			want = append(want, is.waits)
		}
		if s.also != "" && who.ID == p.ID {
			want = append(want, s.also)
		}
		if got := m.about(n, who, p, r); !slices.Equal(got, want) {
			m.t.Errorf("%s has notices %q of it, want %q", who.Name, got, want)
		}
	}
}

// now is the next step of a record after the change, and who takes it; a zero person
// is nobody.
func (m *team) now(c change, s stage, p people.Person) (step, people.Person) {
	is, partner := s.step, c.partner(m)
	if s.passes != nil && partner.ID != m.Staff.Ruth.ID {
		is = s.passes(partner.ID != "", m.today().Serves(m.Staff.Ruth.ID))
	}
	switch is.turn {
	case managers:
		return is, m.managerNow(c, p)
	case countersigners:
		return is, c.countersigner(m)
	case partners:
		return is, partner
	case formers:
		return is, m.Staff.Ruth
	case persons:
	}
	return is, p
}

// wasRefused expects who took the step before to be refused.
func (m *team) wasRefused(c change, s stage, is step, right, p people.Person) {
	m.t.Helper()
	was := c.former(m)
	if s.passes != nil {
		was = m.Staff.Ruth
	}
	if was.ID == "" || was.ID == right.ID || is.turn == persons && s.turn == persons {
		return
	}
	if err := is.next(m, was, p); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
		m.t.Errorf("%s, who was, gets %v", was.Name, err)
	}
}

// check takes the step of one record and learner as the right person, once who was
// it before was refused.
func (m *team) check(c change, r record, s stage, p people.Person) {
	m.t.Helper()
	is, right := m.now(c, s, p)
	m.wasRefused(c, s, is, right, p)
	switch {
	case right.ID == "" && is.turn == countersigners:
		right = m.mended(notice.FindSigner, p, m.leadsServices)
		m.shows(m.notices(), r, s, is, right, p)
	case right.ID == "":
		right = m.mended(notice.NameManagers, p, m.managed)
		m.shows(m.notices(), r, s, is, right, p)
	case m.managerNow(c, p).ID == "":
		if err := is.next(m, right, p); fault.Is(err, fault.Invalid) { // sent to nobody
			m.mended(notice.NameManagers, p, m.managed)
		} else if err == nil {
			return
		}
	}
	if err := is.next(m, right, p); err != nil {
		m.t.Errorf("%s, whose turn it is, gets %v", right.Name, err)
	}
}

// managerNow is who manages the learner after the change: Tom, where it has been put
// right for another of their records.
func (m *team) managerNow(c change, p people.Person) people.Person {
	chart := m.today()
	if now := chart.Manager(p.ID); c.manager(m).ID == "" && now != nil {
		return *now
	}
	return c.manager(m)
}

// mended is who does what nobody could, once the coordinator, who is told, has put
// it right.
func (m *team) mended(told notice.Kind, p people.Person, mend func(p people.Person)) people.Person {
	m.t.Helper()
	all, err := m.App.Notices.Waiting(m.keeper(), notice.AsCoordinator)
	m.must(err)
	if !slices.ContainsFunc(all, func(n notice.Notice) bool { return n.Kind == told }) {
		m.t.Errorf("the coordinator is not told of “%s” but of %v", told, all)
	}
	mend(p)
	return m.Staff.Tom
}

// managed gives the learner a line manager: Tom.
func (m *team) managed(p people.Person) {
	m.must(m.App.People.SetManager(m.keeper(), p.ID, m.Staff.Tom.ID, m.Clock.Today()))
}

// leadsServices has Tom act up for the lead of the learners' division.
func (m *team) leadsServices(p people.Person) {
	chart := m.today()
	_, err := m.App.People.Appoint(m.keeper(), people.NewAppointment{
		PersonID: m.Staff.Tom.ID, PostID: *chart.DivisionOf(p.ID).LeadPostID, Kind: people.ActingUp, FTEThousandths: 500,
		FromDate: m.Clock.Today(), ToDate: m.Clock.Today().AddDays(60),
	})
	m.must(err)
}

// reads expects who manages and who is the partner now to read what is theirs, and who
// was the partner only what they held.
func (m *team) reads(c change, p people.Person) {
	m.t.Helper()
	if now := c.manager(m); now.ID != "" {
		if _, err := m.App.Plans.Of(m.ctx(now), p.ID, year()); err != nil {
			m.t.Errorf("%s, who manages now, reads no plan: %v", now.Name, err)
		}
		if _, err := m.App.Work.Of(m.ctx(now), p.ID, year()); err != nil {
			m.t.Errorf("%s, who manages now, reads no work programme: %v", now.Name, err)
		}
	}
	now, was := c.partner(m), m.Staff.Ruth
	if now.ID == was.ID {
		return
	}
	if now.ID != "" {
		if _, err := m.App.Plans.Of(m.ctx(now), p.ID, year()); err != nil {
			m.t.Errorf("%s, the partner now, reads no plan: %v", now.Name, err)
		}
	}
	if _, err := m.App.Plans.Of(m.ctx(was), p.ID, year()); !fault.Is(err, fault.NotFound) {
		m.t.Errorf("%s, who was the partner, reads the plan: %v", was.Name, err)
	}
	if m.talks[p.ID] == "" || !m.today().Serves(was.ID) { // who has left has no account
		return
	}
	talk := m.talk(p)
	_, err := m.App.Interviews.Get(m.ctx(was), talk.ID, calendar.September)
	if theirs := talk.PartnerID == was.ID; theirs != (err == nil) || err != nil && !fault.Is(err, fault.NotFound) {
		m.t.Errorf("%s, who was the partner, opens what was %q: %v", was.Name, talk.State, err)
	}
}

// keeps expects who was the line manager to read no more than what they answered and
// signed.
func (m *team) keeps(c change, s stage, p people.Person) {
	m.t.Helper()
	was := c.former(m)
	if was.ID == "" || was.ID == c.manager(m).ID || was.ID == c.countersigner(m).ID {
		return
	}
	if _, err := m.App.Plans.Of(m.ctx(was), p.ID, year()); !fault.Is(err, fault.NotFound) {
		m.t.Errorf("%s reads the plan: %v", was.Name, err)
	}
	if _, err := m.App.Work.Of(m.ctx(was), p.ID, year()); !fault.Is(err, fault.NotFound) {
		m.t.Errorf("%s reads the work programme: %v", was.Name, err)
	}
	sight, err := m.sight(was, p)
	d := sight.Document
	switch was.ID {
	case m.Staff.Helen.ID: // she answered nothing
		s.keeps = nothing
	case m.Staff.Tom.ID: // he answered in Dan's name, and keeps what he signed
		if s.keeps == answered {
			s.keeps = nothing
		}
	}
	switch s.keeps {
	case signed:
		if err != nil || len(d.Signatures) == 0 {
			m.t.Errorf("%s does not keep what they signed: %v", was.Name, err)
		}
	case answered:
		if err != nil || d.Response == nil || !sight.Former || len(d.Gathered.Targets)+len(d.Agreements.Topics)+len(sight.History) > 0 {
			m.t.Errorf("%s should keep what they answered, and nothing else: %v, %+v", was.Name, err, d)
		}
	case nothing:
		if !fault.Is(err, fault.NotFound) {
			m.t.Errorf("%s reads the appraisal: %v", was.Name, err)
		}
	}
}

// tried is one change with every open state: what is read and what waits, before
// anybody does anything, and then every next step.
func (m *team) tried(t *testing.T, c change) {
	c.happens(m)
	m.dayAfter(max(1, c.later))
	waiting := m.notices()
	each := func(name string, do func(at *team, r record, s stage, p people.Person)) {
		for i, p := range m.learners {
			for _, r := range records() {
				s := r.of(i)
				t.Run(fmt.Sprintf("%s/%s %s %c", name, r.name, s.name, 'A'+i), func(t *testing.T) {
					at := *m
					at.t = t
					do(&at, r, s, p)
				})
			}
		}
	}
	each("waits", func(at *team, r record, s stage, p people.Person) {
		is, right := at.now(c, s, p)
		at.shows(waiting, r, s, is, right, p)
	})
	for i, p := range m.learners {
		m.t = t
		m.reads(c, p)
		m.keeps(c, appraisalStages()[i%len(appraisalStages())], p)
	}
	each("next", func(at *team, r record, s stage, p people.Person) { at.check(c, r, s, p) })
}

func TestEveryOpenStateGoesOnAfterEveryChange(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		for _, set := range rehearsals() {
			made := rehearse(t, engine, set.before)
			for _, c := range set.changes {
				t.Run(c.name, func(t *testing.T) { made.again(t).tried(t, c) })
			}
		}
	})
}

// TestWhoHasLeftHoldsNobodyUp is of learners who leave for good: nothing of theirs
// waits for anybody but what others have to write and to sign.
func TestWhoHasLeftHoldsNobodyUp(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		m := rehearse(t, engine, nil).again(t)
		m.leaves(m.learners...)
		m.dayAfter(1)
		waiting, gone := m.notices(), m.learners
		for _, p := range gone { // they have no account any more
			delete(waiting, p.ID)
		}
		for i, p := range gone {
			for _, r := range records() {
				s := r.of(i)
				is, right := step{}, people.Person{}
				switch {
				case s.waits == notice.WriteUp || s.waits == notice.FinishRecord || s.waits == notice.AnsweredBack:
					is, right = s.step, m.Staff.Ruth
				case s.waits == notice.Countersign:
					is, right = s.step, m.Staff.Helen
				}
				s.also = ""
				m.shows(waiting, r, s, is, right, p)
				if right.ID != "" {
					m.must(is.next(m, right, p))
				}
			}
		}
	})
}

// principal makes somebody the lead of the whole organisation.
func (m *team) principal(who people.Person) {
	root := *m.today().Root()
	post, err := m.App.People.AddPost(m.keeper(), people.NewPost{UnitID: root.ID, Title: "Principal", FromDate: m.Clock.Today()})
	m.must(err)
	_, err = m.App.People.Appoint(m.keeper(), people.NewAppointment{PersonID: who.ID, PostID: post.ID, FTEThousandths: 1000, FromDate: m.Clock.Today()})
	m.must(err)
	m.must(m.App.People.ChangeUnit(m.keeper(), root.ID, root.Version, m.Clock.Today(), people.UnitChange{Kind: root.Kind, Name: root.Name, LeadPostID: post.ID}))
}

// bothSigned is the learner whose appraisal waits for the countersignature.
func (m *team) bothSigned() (people.Person, record, stage) {
	all := records()
	r := all[len(all)-1]
	at := len(r.stages) - 1
	return m.learners[at], r, r.stages[at]
}

func TestWhatALeaverSignedIsCountersigned(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		m := rehearse(t, engine, nil).again(t)
		p, r, s := m.bothSigned()
		m.leaves(p)
		m.dayAfter(1)
		m.shows(m.notices(), r, s, s.step, m.Staff.Helen, p)
		m.leaves(m.Staff.Helen)
		m.shows(m.notices(), r, s, s.step, people.Person{}, p)
		m.mended(notice.FindSigner, p, func(people.Person) { m.principal(m.Staff.Tom) })
		m.shows(m.notices(), r, s, s.step, m.Staff.Tom, p)
		m.must(m.countersign(m.Staff.Tom, p))
	})
}

// TestNobodyLeftToCountersign is of an appraisal whose countersigner is gone while the
// organisation is led by the appraised person, and then by nobody: no change of the
// structure need bring a countersigner, so the coordinator closes it and says why.
func TestNobodyLeftToCountersign(t *testing.T) {
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		m := rehearse(t, engine, nil).again(t)
		p, r, s := m.bothSigned()
		at, err := m.sight(p, p)
		m.must(err)
		a := at.Appraisal
		without := func(as people.Person, why string) error {
			ctx := m.ctx(as)
			if as.ID == m.Staff.Priya.ID {
				ctx = m.keeper()
			}
			return m.App.Appraisals.CloseWithout(ctx, a.ID, a.Version, why)
		}
		const why = "Helen Marsh has left, and nobody leads above the team"
		if err := without(m.Staff.Priya, why); !fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), m.Staff.Helen.Name) {
			t.Errorf("while Helen can countersign: %v", err)
		}
		m.dayAfter(1)
		m.principal(p)
		m.leaves(m.Staff.Helen)
		m.shows(m.notices(), r, s, s.step, people.Person{}, p)
		m.dayAfter(2)
		all, err := m.App.Notices.Waiting(m.keeper(), notice.AsCoordinator)
		m.must(err)
		told := slices.IndexFunc(all, func(n notice.Notice) bool { return n.Kind == notice.FindSigner })
		if told < 0 || all[told].Href != "/manage/cycles/"+a.CycleID+"?state=person_signed" {
			t.Errorf("the coordinator is told of %+v", all)
		}
		for _, as := range []people.Person{p, m.Staff.Dan, m.Staff.Tom} {
			if err := without(as, why); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s closes it: %v", as.Name, err)
			}
		}
		if err := without(m.Staff.Priya, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		m.must(without(m.Staff.Priya, why))
		sight, err := m.sight(p, p)
		m.must(err)
		w := sight.Document.Waived
		if w == nil || w.Why != why || w.Name != m.Staff.Priya.Name || len(sight.Document.Signatures) != 2 || sight.Appraisal.ClosedAt == nil {
			t.Errorf("the record says %+v of %+v", w, sight.Document.Signatures)
		}
		if h := sight.History[0]; h.Act != appraisal.CloseWithout || h.ActorName != m.Staff.Priya.Name || h.Why != why {
			t.Errorf("the trail says %+v", h)
		}
		if err := without(m.Staff.Priya, why); !fault.Is(err, fault.Forbidden) {
			t.Errorf("closed twice: %v", err)
		}
		if all, err = m.App.Notices.Waiting(m.keeper(), notice.AsCoordinator); err != nil || slices.ContainsFunc(all, func(n notice.Notice) bool { return n.Kind == notice.FindSigner }) {
			t.Errorf("the coordinator is still told of %+v, %v", all, err)
		}
	})
}
