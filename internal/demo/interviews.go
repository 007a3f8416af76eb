package demo

import (
	"context"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/interview"
)

// talk is one interview on its way.
type talk struct {
	t                *thread
	learner, partner *member
	id               string
	version          int
	number           int
	on               calendar.Date
}

// talks has a person and their partner hold the interviews of a year: for most
// three, spread.
func (h *history) talks(m *member, year calendar.LearningYear) {
	r := chance("talks", m.Name, year.Name())
	windows := [][2]int{{32, 78}, {128, 176}, {222, 268}}
	switch n := r.IntN(20); {
	case n == 0: // one who finds no time
		windows = windows[1:2]
	case n < 3:
		windows = windows[:2]
	case n == 3:
		windows = append(windows, [2]int{292, 325})
	}
	for i, w := range windows {
		on := workday(year.From().AddDays(between(r, w[0], w[1])))
		if on.Before(m.StartedOn.AddDays(30)) || h.reserved(m, on) {
			continue
		}
		h.talk(m, on, i+1)
	}
}

// reserved says that the weeks around today are laid out by hand: see today.
func (h *history) reserved(m *member, on calendar.Date) bool {
	_, by := h.handmade()[m.Name]
	return by && on.After(h.today.AddDays(-60))
}

// talk is an interview from the offer to the confirmed record. For some something
// comes up, and another time is found.
func (h *history) talk(m *member, on calendar.Date, number int) {
	r := chance("lead", m.Name, on.String())
	k := h.arranges(m, on, number, between(r, 8, 24), true)
	if k == nil {
		return
	}
	if r.IntN(17) > 0 {
		h.holds(k)
		return
	}
	k.t.then(workday(on.AddDays(-3)), m, "cancelling", k.counted(func(ctx context.Context) error {
		return h.Interviews.CancelIt(ctx, k.id, k.version, pick(k.t.r, cancelReasons()))
	}))
	if again := h.arranges(m, workday(on.AddDays(between(r, 9, 16))), number, 0, true); again != nil {
		h.holds(again)
	}
}

// arranges has one of the two offer a time some days before and the other take it.
func (h *history) arranges(m *member, on calendar.Date, number, ahead int, take bool) *talk {
	t := h.thread(m, "interview", on.String())
	offered := workday(on.AddDays(-ahead))
	if ahead == 0 {
		offered = workday(on.AddDays(-between(t.r, 3, 7)))
	}
	partner := h.partnerOf(m, offered)
	if partner == nil || h.partnerOf(m, on) != partner {
		return nil
	}
	k := &talk{t: t, learner: m, partner: partner, number: number, on: on}
	by, other := partner, m
	if t.r.IntN(2) == 0 {
		by, other = m, partner
	}
	meeting := interview.Meeting{
		On: on, At: calendar.TimeOfDay(pick(t.r, []int{9*60 + 30, 10 * 60, 11 * 60, 12*60 + 30, 13 * 60, 14 * 60, 14*60 + 30, 15*60 + 15, 16 * 60})),
		Minutes: pick(t.r, []int{30, 45, 45, 45, 60}), How: pick(t.r, []interview.How{interview.InPerson, interview.InPerson, interview.Online, interview.ByPhone}),
	}
	if meeting.How == interview.InPerson {
		meeting.Place = pick(t.r, places())
	}
	t.then(offered, by, "offering a time", func(ctx context.Context) error {
		var err error
		h.counts["learning interviews"]++
		k.id, err = h.Interviews.OfferTime(ctx, m.ID, meeting)
		k.version = 1
		return err
	})
	if take {
		t.then(workday(offered.AddDays(t.r.IntN(3))), other, "taking the time", k.counted(func(ctx context.Context) error {
			return h.Interviews.TakeTime(ctx, k.id, k.version)
		}))
	}
	return k
}

// counted counts the interview's version up with each act.
func (k *talk) counted(do func(ctx context.Context) error) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if err := do(ctx); err != nil {
			return err
		}
		k.version++
		return nil
	}
}

// prepares has the learner get ready and bring what they have shared.
func (h *history) prepares(k *talk, day calendar.Date) {
	k.t.then(day, k.learner, "getting ready", k.counted(func(ctx context.Context) error {
		brought := h.lately(k.learner.ID, k.on.AddDays(-120), access.Partner, 1+k.t.r.IntN(3))
		return h.Interviews.GetReady(ctx, k.id, k.version, pick(k.t.r, topics(k.learner.subject)), brought)
	}))
}

// holds has the two meet, the partner write it up and the learner confirm it.
func (h *history) holds(k *talk) {
	t := k.t
	if t.r.IntN(3) > 0 {
		h.prepares(k, k.on.AddDays(-between(t.r, 1, 2)))
	}
	words := h.record(k)
	h.shares(k, workday(k.on.AddDays(t.r.IntN(4))), words)
	if t.r.IntN(20) == 0 {
		h.answersBack(k, t.next(1, 4))
		h.shares(k, t.next(1, 4), words)
	}
	t.then(t.next(1, 8), k.learner, "confirming", k.counted(func(ctx context.Context) error {
		return h.Interviews.ConfirmRecord(ctx, k.id, k.version)
	}))
	if t.r.IntN(12) == 0 {
		t.then(t.next(5, 30), pick(t.r, []*member{k.learner, k.partner}), "adding a note", func(ctx context.Context) error {
			return h.Interviews.AddNote(ctx, k.id, pick(t.r, laterNotes()))
		})
	}
	h.ticks(k)
}

// record is what the partner writes; what they recognise is what was brought.
func (h *history) record(k *talk) func() interview.Words {
	r, s := k.t.r, k.learner.subject
	answers := [][]string{sinceLast(s), madeTheDifference(s), doDifferently(s), withThePlan(), tryNext(s)}
	w := interview.Words{Prompts: interview.DefaultPrompts()}
	skip := r.IntN(8) // one in some leaves a question aside
	for i := range w.Prompts {
		if i != skip {
			w.Prompts[i].Answer = pick(r, answers[i])
		}
	}
	for i, text := range some(r, agreedActions(s), 1+r.IntN(3)) {
		owner := interview.Learner
		if i > 0 && r.IntN(3) == 0 {
			owner = interview.Partner
		}
		w.Actions = append(w.Actions, interview.Intended{Text: text, Owner: owner}.On(workday(k.on.AddDays(between(r, 14, 70)))))
	}
	if r.IntN(3) == 0 {
		w.Also = pick(r, alsoAgreed())
	}
	return func() interview.Words {
		w.Recognised = h.lately(k.learner.ID, k.on.AddDays(-120), access.Partner, 1+k.number%2)
		return w
	}
}

func (h *history) shares(k *talk, day calendar.Date, words func() interview.Words) {
	k.t.then(day, k.partner, "sharing the record", k.counted(func(ctx context.Context) error {
		return h.Interviews.ShareRecord(ctx, k.id, k.version, words())
	}))
}

func (h *history) answersBack(k *talk, day calendar.Date) {
	k.t.then(day, k.learner, "answering back", k.counted(func(ctx context.Context) error {
		return h.Interviews.AnswerBack(ctx, k.id, k.version, pick(k.t.r, answersBack(k.learner.subject)))
	}))
}

// ticks has most of what was agreed done in time, some of it late and some not.
func (h *history) ticks(k *talk) {
	for range 1 + k.t.r.IntN(2) {
		k.t.then(k.t.next(8, 45), k.learner, "ticking an action", func(ctx context.Context) error { return h.tick(ctx, k) })
	}
}

func (h *history) tick(ctx context.Context, k *talk) error {
	open, err := h.Interviews.OpenActions(ctx, []string{k.learner.ID})
	if err != nil || len(open[k.learner.ID]) == 0 {
		return err
	}
	a := open[k.learner.ID][0]
	return h.Interviews.TickAction(ctx, a.InterviewID, a.ID, true)
}
