package demo

import (
	"context"

	"learningyear/internal/calendar"
)

// This file lays out the days around the day of making by hand, so that whoever
// looks round finds something to do as each of the personas and every state there
// is, on whatever day the demonstration is made.

// onTheWay is how far a laid-out interview comes.
type onTheWay string

// What becomes of it.
const (
	offered    onTheWay = "offered"
	taken      onTheWay = "taken"
	notWritten onTheWay = "to write up"
	begun      onTheWay = "begun"
	unread     onTheWay = "shared"
	answered   onTheWay = "answered back"
	fixed      onTheWay = "confirmed"
	calledOff  onTheWay = "cancelled"
)

type laidOut struct {
	days int // from today
	to   onTheWay
}

// handmade are the interviews of the weeks around today, by learner.
func (h *history) handmade() map[string][]laidOut {
	return map[string][]laidOut{
		"Amina Yusuf": {{-47, fixed}, {4, taken}}, "Marek Nowak": {{-2, notWritten}}, "Zainab Mir": {{-9, answered}},
		"Parveen Akhtar": {{-39, fixed}, {13, offered}}, "Dan Okoro": {{-5, unread}}, "Ruth Calder": {{-41, fixed}, {6, taken}},
		"Helen Marsh": {{-36, fixed}, {9, offered}}, "Priya Nair": {{-4, unread}}, "Alex Reed": {{11, taken}}, "Grace Liu": {{-12, fixed}},
		"Fatou Ceesay": {{-3, begun}}, "Tom Beale": {{-7, begun}}, "Joy Adeyemi": {{-6, answered}}, "Mateusz Nowicki": {{5, calledOff}},
		"Chantelle Baptiste": {{-15, notWritten}}, "Katie Lockwood": {{-8, unread}}, "Ewa Kaczmarek": {{8, offered}},
		"Paul Mensah": {{2, taken}}, "Sadia Hussain": {{16, taken}},
	}
}

// theseDays lays out what waits today: interviews on their way, plans and changes of
// plans to agree, a deleted entry, the leaver's account.
func (h *history) theseDays() {
	for _, m := range h.staff.people {
		for i, l := range h.handmade()[m.Name] {
			h.layOut(m, l, i+1)
		}
	}
	h.plansOnTheWay()
	h.deletes(h.staff.byName["Siân Rees"], h.today.AddDays(-5))
	h.deletes(h.staff.byName["Olu Bankole"], h.today.AddDays(-16))
	h.leaves()
}

func (h *history) layOut(m *member, l laidOut, number int) {
	on := workday(h.today.AddDays(l.days))
	if on.After(h.today) != (l.days > 0) { // the Monday after a weekend in the past
		on = h.today.AddDays(l.days - 2)
	}
	ahead := 6
	if l.days > 0 {
		ahead += l.days
	}
	k := h.arranges(m, on, number, ahead, l.to != offered)
	if k == nil {
		return
	}
	words := h.record(k)
	switch l.to {
	case taken:
		if m.Name == "Amina Yusuf" {
			h.prepares(k, h.today.AddDays(-1))
		}
	case begun:
		k.t.then(on, k.partner, "beginning the record", func(ctx context.Context) error {
			w := words()
			w.Prompts[3].Answer, w.Prompts[4].Answer, w.Actions = "", "", nil
			_, err := h.Interviews.SaveDraft(ctx, k.id, k.version, w)
			return err
		})
	case unread, answered, fixed:
		h.prepares(k, on.AddDays(-1))
		h.shares(k, on, words)
		if l.to == answered {
			h.answersBack(k, k.t.next(0, 1))
		}
		if l.to == fixed {
			k.t.then(k.t.next(0, 1), m, "confirming", k.counted(func(ctx context.Context) error {
				return h.Interviews.ConfirmRecord(ctx, k.id, k.version)
			}))
		}
	case calledOff:
		k.t.then(h.today.AddDays(-1), m, "cancelling", k.counted(func(ctx context.Context) error {
			return h.Interviews.CancelIt(ctx, k.id, k.version, "Our enrolment evening was moved to that afternoon. I will offer another time next week.")
		}))
	}
}

// plansOnTheWay has some change their plan in these days: one change still being
// written, one waiting for the manager, one agreed.
func (h *history) plansOnTheWay() {
	left := []struct{ propose, agree bool }{{false, false}, {true, false}, {true, true}, {true, false}}
	year := h.year
	for _, m := range h.staff.people {
		if len(left) == 0 {
			return
		}
		if !h.settledPlan(m, year) || h.isPersona(m) {
			continue
		}
		t := h.thread(m, "change", year.Name())
		h.changes(t, m, year, workday(h.today.AddDays(-9)), left[0].propose, left[0].agree)
		left = left[1:]
	}
}

// settledPlan says whether the plan of the year was agreed well before today and
// is neither being reviewed nor changed in these days.
func (h *history) settledPlan(m *member, year calendar.LearningYear) bool {
	p, ok := h.plansAgreed[agreedKey{m.ID, year}]
	if !ok || p.revised || !p.on.Before(h.today.AddDays(-12)) || !m.LeftOn.IsZero() {
		return false
	}
	if h.isLive(m, year) { // whoever has not begun the appraisal may still change the plan
		return h.stage(m, h.cycleOf(m, year)) == preparing
	}
	return h.today.Before(year.From().AddDays(235))
}

// leaves has the administrator close the account of who has left.
func (h *history) leaves() {
	gone := h.staff.byName[leaver]
	t := h.thread(h.staff.byName[administrator], "leaver")
	t.then(workday(gone.LeftOn.AddDays(1)), t.m, "closing an account", func(ctx context.Context) error {
		return h.Sessions.Close(ctx, gone.ID)
	})
}
