package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
)

// line is what somebody writes into a diary; only learned is always there.
type line struct{ learned, happened, next string }

// written is an entry that was written, for bringing it to an interview or choosing
// it for an appraisal.
type written struct {
	id     string
	number int
	on     calendar.Date
	shared access.Relation
}

// decks are one person's words, shuffled and dealt without return, so that nobody
// says the same thing twice.
type decks struct {
	lines []line
	// away are entries of time off the job.
	away  []line
	goals []goal
	tasks []task
	// how are their words on how they learn.
	how []string
}

func (h *history) deck(m *member) *decks {
	d := h.decks[m.ID]
	if d != nil {
		return d
	}
	// Those who share a subject hold the same deck, each cut at another place: so
	// nobody on a team's page says what the one above has just said.
	r := chance("deck", strconv.Itoa(int(m.subject)))
	i, n := h.place(m)
	cut := func(of int) int { return i * of / n }
	d = &decks{}
	own, rest := shuffled(r, linesOf(m.subject)), shuffled(r, generalLines())
	goals, more := shuffled(r, goalsOf(m.subject)), shuffled(r, generalGoals())
	tasks := shuffled(r, tasksOf(m.subject))
	own, rest = turn(own, cut(len(own))), turn(rest, cut(len(rest)))
	goals, more, tasks = turn(goals, i), turn(more, cut(len(more))), turn(tasks, i)
	if m.leads && m.subject != leading {
		own = append(shuffled(r, linesOf(leading)), own...)
		goals = append(turn(shuffled(r, goalsOf(leading)), i), goals...)
		tasks = append(turn(shuffled(r, tasksOf(leading)), i), tasks...)
		own = turn(own, cut(len(own)))
	}
	d.lines, d.goals, d.tasks = mix(own, rest, 3), mix(goals, more, 3), append(tasks, generalTasks()...)
	d.away = shuffled(chance("away", m.Name), awayLines())
	d.how = shuffled(chance("how", m.Name), howILearn())
	if m.Name == "Amina Yusuf" {
		aminaDeck(d)
	}
	h.decks[m.ID] = d
	return d
}

// place is which one a person is of all those with the same subject.
func (h *history) place(m *member) (i, n int) {
	for _, other := range h.staff.people {
		if other == m {
			i = n
		}
		if other.subject == m.subject {
			n++
		}
	}
	return i, n
}

func shuffled[T any](r *rand.Rand, of []T) []T {
	out := slices.Clone(of)
	shuffle(r, out)
	return out
}

// turn cuts a deck.
func turn[T any](deck []T, at int) []T {
	at %= len(deck)
	return append(slices.Clone(deck[at:]), deck[:at]...)
}

func shuffle[T any](r *rand.Rand, of []T) {
	r.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
}

// mix puts one of rest behind every so many of own.
func mix[T any](own, rest []T, every int) []T {
	var out []T
	for i, x := range own {
		out = append(out, x)
		if i%every == every-1 && len(rest) > 0 {
			out, rest = append(out, rest[0]), rest[1:]
		}
	}
	return append(out, rest...)
}

// deal takes the next of a deck, which begins anew when it is through.
func deal[T any](deck *[]T) T {
	first := (*deck)[0]
	*deck = append((*deck)[1:], first)
	return first
}

// keepsDiary has a person write through a year. Some write every week, some now
// and then.
func (h *history) keepsDiary(m *member, year calendar.LearningYear) {
	if lines := h.own(m); lines != nil {
		h.keepsOwnDiary(m, year, lines)
		return
	}
	r := chance("diary", m.Name, year.Name())
	from, to := begins(m, year), ends(m, year)
	if to.Before(from) {
		return
	}
	keen := chance("keen", m.Name).IntN(20)
	days := from.DaysUntil(to) + 1
	n := max(1, (9+keen)*days/365)
	var on []calendar.Date
	for range n {
		on = append(on, from.AddDays(r.IntN(days)))
	}
	if h.isPersona(m) && year == h.past {
		on = append(on, h.today.AddMonths(-12).AddDays(-r.IntN(4)))
	}
	slices.SortFunc(on, calendar.Date.Compare)
	deck := h.deck(m)
	lately := 0
	for i, day := range on {
		if workday(day).Before(h.today) {
			lately = i
		}
	}
	for i, day := range on {
		// About one in seven is of time off the job; for the personas one of the last.
		if r.IntN(7) == 0 || h.isPersona(m) && (i == lately || i == lately-2) {
			h.writes(m, r, workday(day), deal(&deck.away))
		} else {
			h.writes(m, r, day, deal(&deck.lines))
		}
	}
}

func (h *history) isPersona(m *member) bool {
	return slices.ContainsFunc(Personas(), func(p Persona) bool { return p.Name == m.Name })
}

// writes has a person write an entry, in the evening as often as at work.
func (h *history) writes(m *member, r *rand.Rand, day calendar.Date, l line) {
	w := diary.Words{Learned: l.learned, Happened: l.happened, NextStep: l.next, On: day, Kind: diary.Informal, Place: diary.OnTheJob}
	if away := minutesOf(l.happened); away > 0 {
		w.Place, w.Kind, w.Minutes = diary.OffTheJob, diary.Course, away
	} else if r.IntN(100) < 40 {
		w.Minutes = pick(r, []int{10, 15, 15, 20, 30, 30, 45, 60, 60, 90})
	}
	if r.IntN(100) < 38 {
		w.Share |= access.Partner
	}
	if r.IntN(100) < 12 {
		w.Share |= access.Team
	}
	if r.IntN(100) < 9 {
		w.Share |= access.Manager
	}
	h.writesWords(m, r, w)
}

// writesWords has a person write the words on their day, or the evening after, and
// add files to them.
func (h *history) writesWords(m *member, r *rand.Rand, w diary.Words, files ...added) {
	instant := at(w.On, 7*60+r.IntN(15*60), h.Clock.Zone())
	if r.IntN(6) == 0 {
		instant = instant.Add(20 * time.Hour)
	}
	if !instant.Before(h.now) || w.On.Before(m.StartedOn) || !m.LeftOn.IsZero() && w.On.After(m.LeftOn.AddDays(-1)) {
		return
	}
	h.acts = append(h.acts, act{instant, m.actor, "writing in the diary", func(ctx context.Context) error {
		e, err := h.Diary.Write(ctx, w, "", uploads(files)...)
		if err != nil {
			return err
		}
		if err := h.describe(ctx, e, files); err != nil {
			return err
		}
		h.counts["diary entries"]++
		h.written[m.ID] = append(h.written[m.ID], written{e.ID, e.Number, e.HappenedOn, w.Share})
		return nil
	}})
}

// lately gives the keys of what a person has written since the day and shares
// with the relation, newest first.
func (h *history) lately(personID string, since calendar.Date, with access.Relation, most int) []string {
	var out []string
	for _, w := range slices.Backward(h.written[personID]) {
		if len(out) < most && !w.on.Before(since) && (with == access.None || w.shared.Has(with)) {
			out = append(out, w.id)
		}
	}
	return out
}

// deletes has a person delete the entry that they wrote last, some days ago.
func (h *history) deletes(m *member, day calendar.Date) {
	t := h.thread(m, "deletes")
	t.then(day, m, "deleting an entry", func(ctx context.Context) error {
		mine := h.written[actor.From(ctx).PersonID]
		if len(mine) < 3 {
			return nil
		}
		e := mine[len(mine)-2]
		h.written[m.ID] = slices.Delete(mine, len(mine)-2, len(mine)-1)
		_, err := h.Diary.Delete(ctx, e.number)
		return err
	})
}
