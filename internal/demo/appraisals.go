package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// liveDivision is the division whose appraisals are under way on the day of
// making, whatever day that is, so that every state can be seen. Where the
// current year has only begun, they are those of the past year, which it ends
// later than the others.
const liveDivision = "Lifelong Learning"

// liveFrom is when those appraisals were opened.
func (h *history) liveFrom() calendar.Date { return workday(h.today.AddDays(-52)) }

// liveYear is the year that they are of.
func (h *history) liveYear() calendar.LearningYear {
	if h.today.Before(h.year.From().AddDays(75)) {
		return h.past
	}
	return h.year
}

// isLive says whether the person's appraisal of the year is under way.
func (h *history) isLive(m *member, year calendar.LearningYear) bool {
	c := h.cycleOf(m, year)
	return c != nil && c.live
}

// cycleOf is the round in which a person is appraised: of several divisions that
// they work in, the one whose round was opened first. Nil for none.
func (h *history) cycleOf(m *member, year calendar.LearningYear) *cycle {
	for _, c := range h.cycles {
		if c.year != year {
			continue
		}
		on := h.chartOn(c.on)
		for _, a := range on.Appointments(m.ID) {
			for _, up := range on.Upwards(on.Post(a.PostID).UnitID) {
				if up.ID == h.staff.units[c.unit] {
					return c
				}
			}
		}
	}
	return nil
}

// cycle is a round of appraisals as it is opened.
type cycle struct {
	year calendar.LearningYear
	unit string
	on   calendar.Date
	live bool
}

// openCycles has the coordinator open the rounds: in May for one division after
// the other, and besides the round that is under way.
func (h *history) openCycles() {
	for _, year := range []calendar.LearningYear{h.past, h.year} {
		on := year.From().AddDays(242)
		for _, unit := range chart().below {
			on = workday(on.AddDays(1))
			c := &cycle{year: year, unit: unit.name, on: on}
			if unit.name == liveDivision && year == h.liveYear() {
				c.on, c.live = h.liveFrom(), true
			}
			if c.on.Before(h.today) {
				h.cycles = append(h.cycles, c)
				h.opens(c)
			}
		}
	}
	slices.SortStableFunc(h.cycles, func(a, b *cycle) int { return a.on.Compare(b.on) })
}

func (h *history) opens(c *cycle) {
	t := h.thread(h.staff.byName[coordinator], "cycle", c.unit, c.year.Name())
	o := appraisal.Opening{
		Title: "Appraisal " + strconv.Itoa(c.year.EndsIn()), Year: c.year, UnitID: h.staff.units[c.unit],
		SelfBy: workday(c.on.AddDays(42)), CloseBy: workday(c.on.AddDays(88)), Countersign: c.unit == liveDivision || c.unit == "Learner Services",
	}
	if c.live {
		o.SelfBy, o.CloseBy = workday(h.today.AddDays(8)), workday(h.today.AddDays(36))
	}
	t.then(c.on, t.m, "opening a cycle", func(ctx context.Context) error {
		made, err := h.Appraisals.OpenCycle(ctx, o)
		h.counts["appraisals"] += made.Made
		return err
	})
}

// steps are how far an appraisal comes.
type steps int

// The steps, in order.
const (
	preparing steps = iota
	shared
	responded
	met
	worded
	sentBack
	signedFirst
	signedLast
	closed
)

// stages are the steps to which the appraisals of the division under way have
// come, where it matters by whom; the others follow [rest].
func stages() map[string]steps {
	return map[string]steps{
		"Amina Yusuf": preparing, "Siân Rees": shared, "Leah Brandt": worded, "Carmel Doherty": signedLast, "Tomasz Zieliński": met,
		"Fatou Ceesay": responded, "Harjit Kaur Sandhu": closed, "Bisi Adewale": signedFirst, "Nuala McGrath": preparing,
		"Gwenllian Ap Rhys": sentBack, "Yusuf Demir": preparing, "Tamsin Nance": preparing,
		"Helen Marsh": responded, "Dan Okoro": shared, "Ruth Calder": preparing, "Alun Bevan": responded, "Marta Szymańska": closed,
	}
}

func rest() []steps {
	return []steps{preparing, shared, closed, preparing, responded, signedLast, worded, preparing, met, signedFirst, shared, closed}
}

// unfinished are appraisals of the past year that somebody has not come back to.
func unfinished() map[string]steps {
	return map[string]steps{"Craig Hollis": preparing, "Sanjay Patel": responded, "Noor Rahman": signedFirst}
}

// stage is how far a person's appraisal of a cycle comes.
func (h *history) stage(m *member, c *cycle) steps {
	if c.live {
		if s, ok := stages()[m.Name]; ok {
			return s
		}
		return rest()[slices.Index(h.staff.people, m)%len(rest())]
	}
	if s, ok := unfinished()[m.Name]; ok && c.year == h.past {
		return s
	}
	return closed
}

// review is one appraisal on its way.
type review struct {
	*thread
	year      calendar.LearningYear
	appraiser *member
	id        string
	version   int
	sight     appraisal.Sight
	outcomes  map[string]appraisal.Judgement
	agreed    appraisal.Agreements
	countered *people.Person
}

// isAppraised takes a person through the appraisal of a year, and gives the day on
// which it was closed, if it was.
func (h *history) isAppraised(m *member, year calendar.LearningYear) calendar.Date {
	c := h.cycleOf(m, year)
	if c == nil {
		return calendar.Date{}
	}
	on := h.chartOn(c.on)
	if !on.Serves(m.ID) || on.Manager(m.ID) == nil {
		return calendar.Date{}
	}
	to := h.stage(m, c)
	v := &review{thread: h.thread(m, "appraisal", year.Name()), year: year, appraiser: h.managerOf(m, c.on), version: 1}
	v.countered = on.Countersigner(m.ID, v.appraiser.ID)
	if !h.counters(c) {
		v.countered = nil
	}
	days := h.reviewDays(v.r, c, to)
	if to == preparing {
		h.prepares2(v, days[0])
		return calendar.Date{}
	}
	return h.goesOn(v, days, to)
}

func (h *history) counters(c *cycle) bool {
	return c.unit == liveDivision || c.unit == "Learner Services"
}

// reviewDays lays the steps out: from the opening on in a round like any other,
// back from today in the one under way.
func (h *history) reviewDays(r *rand.Rand, c *cycle, to steps) []calendar.Date {
	days := make([]calendar.Date, closed+1)
	if !c.live {
		days[0] = c.on.AddDays(between(r, 6, 44))
		for s := shared; s <= closed; s++ {
			days[s] = days[s-1].AddDays(between(r, 1, 6))
		}
		return days
	}
	day := h.today.AddDays(-between(r, 1, 4))
	for s := to; ; s-- {
		days[s] = day
		if s == preparing {
			return days
		}
		day = latest(day.AddDays(-between(r, 1, 6)), c.on.AddDays(2))
	}
}

// prepares2 has somebody begin the self-evaluation and keep it for themselves.
func (h *history) prepares2(v *review, day calendar.Date) {
	if v.r.IntN(3) == 0 && !h.isPersona(v.m) {
		return
	}
	v.then(workday(day), v.m, "beginning the self-evaluation", func(ctx context.Context) error {
		if err := h.look(ctx, v); err != nil {
			return err
		}
		voice := h.selfVoice(v)
		for i, t := range v.sight.Topics { // the later topics are still to be written
			if i > len(v.sight.Topics)/2 {
				delete(voice, t.Key)
			}
		}
		return h.Appraisals.WriteSelf(ctx, appraisal.Writing{AppraisalID: v.id, Voice: voice})
	})
}

// goesOn takes the appraisal to the step.
func (h *history) goesOn(v *review, days []calendar.Date, to steps) calendar.Date {
	v.then(workday(days[shared]), v.m, "sharing the self-evaluation", func(ctx context.Context) error {
		if err := h.look(ctx, v); err != nil {
			return err
		}
		return h.Appraisals.WriteSelf(ctx, appraisal.Writing{
			AppraisalID: v.id, Voice: h.selfVoice(v), Chosen: h.lately(v.m.ID, v.year.From(), access.None, 2+v.r.IntN(3)), Share: true,
		})
	})
	if to < responded {
		return calendar.Date{}
	}
	v.then(workday(days[responded]), v.appraiser, "sharing the response", func(ctx context.Context) error {
		return h.Appraisals.WriteResponse(ctx, appraisal.Writing{AppraisalID: v.id, Voice: h.responseVoice(v), Share: true})
	})
	if to < met {
		return calendar.Date{}
	}
	v.then(workday(days[met]), pick(v.r, []*member{v.m, v.appraiser}), "recording the meeting", func(ctx context.Context) error {
		return h.Appraisals.Meet(ctx, v.id, h.Clock.Today())
	})
	if to < worded {
		return calendar.Date{}
	}
	v.then(workday(days[worded]), v.appraiser, "wording the agreements", func(ctx context.Context) error {
		v.agreed = h.agreements(v)
		return h.Appraisals.Word(ctx, appraisal.Wording{AppraisalID: v.id, Agreements: v.agreed, Ready: true})
	})
	if to < sentBack {
		return calendar.Date{}
	}
	v.version = 5 // shared, shared, met and worded
	v.signs(workday(days[sentBack]), v.appraiser, "signing first", h.Appraisals.SignFirst, "")
	if to == sentBack || to == closed && v.r.IntN(30) == 0 {
		h.sendsBack(v, to)
	}
	if to < signedLast {
		return calendar.Date{}
	}
	statement := ""
	if v.r.IntN(14) == 0 {
		statement = pick(v.r, statements())
	}
	day := v.signs(workday(days[signedLast]), v.m, "signing last", h.Appraisals.SignLast, statement)
	if v.countered == nil || day.IsZero() {
		return day
	}
	if to < closed {
		return calendar.Date{}
	}
	return v.signs(workday(days[closed]), h.members[v.countered.ID], "countersigning", h.Appraisals.Countersign, "")
}

// sendsBack has the person ask a question before signing; where the appraisal goes
// on, it is answered in the agreements.
func (h *history) sendsBack(v *review, to steps) {
	v.then(v.next(0, 2), v.m, "sending back", func(ctx context.Context) error {
		err := h.Appraisals.SendBack(ctx, v.id, v.version, pick(v.r, questions()))
		v.version++
		return err
	})
	if to == sentBack {
		return
	}
	v.then(v.next(0, 2), v.appraiser, "wording anew", func(ctx context.Context) error {
		v.agreed.Words = strings.TrimSpace(v.agreed.Words + " " + "We put the wording right together and both read it aloud.")
		v.version++
		return h.Appraisals.Word(ctx, appraisal.Wording{AppraisalID: v.id, Version: 1, Agreements: v.agreed, Ready: true})
	})
	v.signs(v.next(0, 1), v.appraiser, "signing again", h.Appraisals.SignFirst, "")
}

// signs has somebody sign with their name as they write it.
func (v *review) signs(day calendar.Date, who *member, what string, sign func(context.Context, appraisal.Signing) error, statement string) calendar.Date {
	if who == nil {
		return calendar.Date{}
	}
	return v.then(day, who, what, func(ctx context.Context) error {
		err := sign(ctx, appraisal.Signing{AppraisalID: v.id, Version: v.version, Fair: true, Name: who.Name, Statement: statement})
		v.version++
		return err
	})
}

// look reads the appraisal as its person sees it: what there is to speak of.
func (h *history) look(ctx context.Context, v *review) error {
	sight, err := h.Appraisals.Open(ctx, v.m.ID, v.year)
	if err != nil {
		return err
	}
	v.id, v.sight, v.outcomes = sight.Appraisal.ID, sight, map[string]appraisal.Judgement{}
	for _, t := range sight.Document.Gathered.Targets {
		v.outcomes[t.Key] = judge(v.r, t.Met(), len(t.Criteria))
	}
	for _, t := range sight.Document.Gathered.Tasks {
		v.outcomes[t.Key] = judge(v.r, 2+v.r.IntN(2), 3)
	}
	return nil
}

// judge is what a person says of a target of whose criteria so many are met.
func judge(r *rand.Rand, met, total int) appraisal.Judgement {
	switch {
	case met == total:
		return appraisal.JudgedMet
	case met*2 >= total && met > 0:
		return pick(r, []appraisal.Judgement{appraisal.JudgedNearly, appraisal.JudgedNearly, appraisal.JudgedCarryOn})
	case met == 0 && r.IntN(3) == 0:
		return appraisal.JudgedDropped
	}
	return appraisal.JudgedCarryOn
}

// selfVoice and responseVoice are what the two say on every topic.
func (h *history) selfVoice(v *review) appraisal.Voice {
	out := appraisal.Voice{}
	words := deckOf(v.r, map[appraisal.Judgement][]string{
		appraisal.JudgedMet: selfMet(v.m.subject), appraisal.JudgedNearly: selfNearly(), appraisal.JudgedCarryOn: selfCarryOn(), appraisal.JudgedDropped: selfDropped(v.m.subject),
	})
	for _, t := range v.sight.Topics {
		switch {
		case t.Judged():
			j := v.outcomes[t.Key]
			out[t.Key] = appraisal.Said{Text: words(j), Judgement: j}
		case t.Key == "proud-of":
			out[t.Key] = appraisal.Said{Text: pick(v.r, append(proudOf(v.m.subject), proudIn(v.m.subject)...))}
		case t.Key == "how-i-learn":
			out[t.Key] = appraisal.Said{Text: deal(&h.deck(v.m).how)}
		default:
			out[t.Key] = appraisal.Said{Text: pick(v.r, nextYear(v.m.subject))}
		}
	}
	return out
}

func (h *history) responseVoice(v *review) appraisal.Voice {
	out := appraisal.Voice{}
	words := deckOf(v.r, map[appraisal.Judgement][]string{
		appraisal.JudgedMet: sayMet(v.m.subject), appraisal.JudgedNearly: sayNearly(), appraisal.JudgedCarryOn: sayCarryOn(), appraisal.JudgedDropped: sayDropped(),
	})
	for _, t := range v.sight.Topics {
		switch {
		case t.Judged():
			j := v.outcomes[t.Key]
			if j == appraisal.JudgedNearly && v.r.IntN(3) == 0 { // the two need not say the same
				j = pick(v.r, []appraisal.Judgement{appraisal.JudgedMet, appraisal.JudgedCarryOn})
			}
			out[t.Key] = appraisal.Said{Text: words(j), Judgement: j}
			v.outcomes[t.Key] = j
		case t.Key == "proud-of":
			out[t.Key] = appraisal.Said{Text: pick(v.r, sayProud())}
		case t.Key == "how-i-learn":
			out[t.Key] = appraisal.Said{Text: pick(v.r, sayHowTheyLearn())}
		default:
			out[t.Key] = appraisal.Said{Text: pick(v.r, sayNextYear(v.m.subject))}
		}
	}
	return out
}

// deckOf deals texts by judgement, none twice in one voice.
func deckOf(r *rand.Rand, texts map[appraisal.Judgement][]string) func(appraisal.Judgement) string {
	for _, j := range appraisal.Judgements() {
		texts[j] = slices.Clone(texts[j])
		shuffle(r, texts[j])
	}
	return func(j appraisal.Judgement) string {
		deck := texts[j]
		text := deal(&deck)
		texts[j] = deck
		return text
	}
}

// agreements are the outcomes that both word, and what comes next.
func (h *history) agreements(v *review) appraisal.Agreements {
	out := appraisal.Agreements{Topics: map[string]appraisal.Agreed{}}
	for _, t := range v.sight.Topics {
		if !t.Judged() {
			continue
		}
		switch v.outcomes[t.Key] {
		case appraisal.JudgedMet:
			out.Topics[t.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeMet, On: h.Clock.Today().AddDays(-between(v.r, 8, 60))}
		case appraisal.JudgedDropped:
			out.Topics[t.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeDropped, Why: pick(v.r, whyDropped(v.m.subject))}
		default:
			out.Topics[t.Key] = appraisal.Agreed{Outcome: appraisal.OutcomeCarried, Why: pick(v.r, whyCarried())}
		}
	}
	next := between(v.r, 1, 2)
	if h.isPersona(v.m) {
		next = 2
	}
	for range next {
		g := deal(&h.deck(v.m).goals)
		out.Next = append(out.Next, appraisal.NextTarget{Need: g.need, Criterion: g.criteria[0]})
	}
	if v.r.IntN(3) > 0 {
		out.Words = pick(v.r, wordsAgreed())
	}
	return out
}
