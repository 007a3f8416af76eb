package notice_test

import (
	"learningyear/internal/calendar"
	"learningyear/internal/interview"
	"learningyear/internal/notice"
	"learningyear/internal/people"
)

// offered is an interview's time, so many days after eve, at eight in the morning.
func offered(days int) interview.Meeting {
	return interview.Meeting{On: eve.AddDays(days), At: 8 * 60, Minutes: 30, How: interview.ByPhone}
}

// toCome is after every change has taken effect.
const toCome = 40 // days

func (m *team) partnered(p, with people.Person) error {
	if _, err := m.App.People.NominatePartner(m.ctx(p), p.ID, with.ID); err != nil {
		return err
	}
	return m.App.People.AcceptPartner(m.ctx(with), p.ID)
}

func (m *team) offer(by, p people.Person, days int) {
	m.must(m.partnered(p, m.Staff.Ruth))
	id, err := m.App.Interviews.OfferTime(m.ctx(by), p.ID, offered(days))
	m.must(err)
	m.talks[p.ID] = id
}

// talk is the interview as the learner sees it.
func (m *team) talk(p people.Person) interview.Reading {
	m.t.Helper()
	r, err := m.App.Interviews.Get(m.ctx(p), m.talks[p.ID], calendar.September)
	m.must(err)
	return r
}

func (m *team) take(as, p people.Person) error {
	return m.App.Interviews.TakeTime(m.ctx(as), m.talks[p.ID], m.talk(p).Version)
}

func (m *team) offerAnother(as, p people.Person) error {
	return m.App.Interviews.OfferAnother(m.ctx(as), m.talks[p.ID], m.talk(p).Version, offered(toCome+1))
}

func (m *team) getReady(as, p people.Person) error {
	return m.App.Interviews.GetReady(m.ctx(as), m.talks[p.ID], m.talk(p).Version, "What I would like to ask", nil)
}

func said() interview.Words {
	return interview.Words{Prompts: []interview.Prompt{{Answer: "What is said here stays here"}}}
}

// agreed shares a record in which the partner has something to do, by the day after.
func (m *team) agreed(as, p people.Person) error {
	w := said()
	w.Actions = []interview.Intended{interview.Intended{Text: "Send the story pack", Owner: interview.Partner}.On(eve.AddDays(1))}
	return m.App.Interviews.ShareRecord(m.ctx(as), m.talks[p.ID], m.talk(p).Version, w)
}

func (m *team) begin(as, p people.Person) error {
	_, err := m.App.Interviews.SaveDraft(m.ctx(as), m.talks[p.ID], m.talk(p).Version, said())
	return err
}

func (m *team) shareRecord(as, p people.Person) error {
	return m.App.Interviews.ShareRecord(m.ctx(as), m.talks[p.ID], m.talk(p).Version, said())
}

func (m *team) confirm(as, p people.Person) error {
	return m.App.Interviews.ConfirmRecord(m.ctx(as), m.talks[p.ID], m.talk(p).Version)
}

func (m *team) conclude(as, p people.Person) error {
	return m.App.Interviews.ConcludeIt(m.ctx(as), m.talks[p.ID], m.talk(p).Version)
}

func (m *team) answerBack(as, p people.Person) error {
	return m.App.Interviews.AnswerBack(m.ctx(as), m.talks[p.ID], m.talk(p).Version, "I remember it otherwise")
}

func (m *team) tick(as, p people.Person) error {
	r := m.talk(p)
	all, err := m.App.Interviews.Actions(m.ctx(p), r)
	m.must(err)
	return m.App.Interviews.TickAction(m.ctx(as), r.ID, all[0].ID, true)
}

// choose is the learner's finding of another learning partner, who says yes.
func (m *team) choose(as, p people.Person) error {
	if err := ownOnly(as, p); err != nil {
		return err
	}
	return m.partnered(p, m.Staff.Grace)
}

func (m *team) accept(as, p people.Person) error { return m.App.People.AcceptPartner(m.ctx(as), p.ID) }

// talkStages are those of a learning interview, and a nomination as the last: whose
// learner has no partner yet.
func talkStages() []stage {
	reaching := func(steps ...func(m *team, as, p people.Person) error) func(m *team, p people.Person) {
		return func(m *team, p people.Person) {
			m.offer(p, p, 0)
			for i, do := range append([]func(m *team, as, p people.Person) error{(*team).take}, steps...) {
				as := m.Staff.Ruth
				if i == 3 { // after the record was shared
					as = p
				}
				m.must(do(m, as, p))
			}
		}
	}
	// toTake is an open time with whoever is the partner now, or with nobody.
	toTake := func(another, _ bool) step {
		if another {
			return step{partners, notice.AnswerLearner, (*team).take}
		}
		return step{persons, notice.AskPartner, (*team).choose}
	}
	toWrite := func(waits notice.Kind, next func(m *team, as, p people.Person) error) func(another, here bool) step {
		return func(_, here bool) step {
			if here {
				return step{formers, waits, next}
			}
			return step{persons, notice.Conclude, (*team).conclude}
		}
	}
	confirmed := func(bool, bool) step { return step{persons, notice.ConfirmRecord, (*team).confirm} }
	return []stage{
		{
			name: "time offered by the learner", reach: func(m *team, p people.Person) { m.offer(p, p, toCome) },
			step: step{partners, notice.AnswerLearner, (*team).take}, passes: toTake,
		},
		{
			name: "time offered by the partner", reach: func(m *team, p people.Person) {
				m.must(m.partnered(p, m.Staff.Ruth))
				id, err := m.App.Interviews.OfferTime(m.ctx(m.Staff.Ruth), p.ID, offered(toCome))
				m.must(err)
				m.talks[p.ID] = id
			},
			step: step{persons, notice.AnswerPartner, (*team).take},
			passes: func(another, here bool) step {
				if another {
					return step{persons, notice.AnswerPartner, (*team).offerAnother}
				}
				return toTake(another, here)
			},
		},
		{
			name: "arranged", reach: func(m *team, p people.Person) {
				m.offer(p, p, toCome)
				m.must(m.take(m.Staff.Ruth, p))
			},
			step: step{persons, "", (*team).getReady}, passes: toTake,
		},
		{
			name: "talked, not written up", reach: reaching(),
			step: step{partners, notice.WriteUp, (*team).begin}, passes: toWrite(notice.WriteUp, (*team).begin),
		},
		{
			name: "record begun", reach: reaching((*team).begin),
			step: step{partners, notice.FinishRecord, (*team).shareRecord}, passes: toWrite(notice.FinishRecord, (*team).shareRecord),
		},
		{
			name: "record shared", reach: reaching((*team).begin, (*team).shareRecord),
			step: confirmed(true, true), passes: confirmed,
		},
		{
			name: "answered back", reach: reaching((*team).begin, (*team).shareRecord, (*team).answerBack),
			step: step{partners, notice.AnsweredBack, (*team).shareRecord},
			passes: func(_, here bool) step {
				if here {
					return step{formers, notice.AnsweredBack, (*team).shareRecord}
				}
				return step{persons, notice.Conclude, (*team).confirm}
			},
		},
		{
			// The partner's own that is due; once another is the partner, it is on the learner's list alone.
			name: "action due", reach: reaching((*team).begin, (*team).agreed, (*team).confirm),
			step: step{partners, notice.PartnerAction, (*team).tick}, passes: func(bool, bool) step { return step{persons, "", (*team).tick} },
		},
		{
			name: "partner nominated", reach: func(m *team, p people.Person) {
				_, err := m.App.People.NominatePartner(m.ctx(p), p.ID, m.Staff.Ruth.ID)
				m.must(err)
			},
			step: step{partners, notice.AnswerNomination, (*team).accept},
			passes: func(another, here bool) step {
				switch {
				case another:
					return step{persons, "", (*team).choose}
				case here: // it was withdrawn
					return step{persons, "", (*team).choose}
				}
				return step{persons, notice.AskAnother, (*team).choose}
			},
		},
	}
}
