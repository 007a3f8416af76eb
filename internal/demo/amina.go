package demo

import (
	"context"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/plan"
)

// noted is an entry of a diary that is written by hand.
type noted struct {
	line
	place   diary.Place
	kind    diary.Kind
	minutes int
	share   access.Relation
	files   []added
}

// ownDiary is a diary written by hand: the past year's entries and the current one's.
type ownDiary struct{ past, now []noted }

// own is the person's diary by hand, if there is one.
func (h *history) own(m *member) *ownDiary {
	if m.Name != "Amina Yusuf" {
		return nil
	}
	return aminaDiary()
}

// keepsOwnDiary spreads the entries over the year, the current one's up to today.
// Early in a year, when there is little of it, the last ones come first.
func (h *history) keepsOwnDiary(m *member, year calendar.LearningYear, own *ownDiary) {
	r := chance("diary", m.Name, year.Name())
	from, to, entries := begins(m, year), ends(m, year), own.past
	if year == h.year {
		to, entries = h.today.AddDays(-1), own.now
	}
	days := from.DaysUntil(to)
	if days < 1 {
		return
	}
	if most := days/3 + 1; len(entries) > most {
		entries = entries[len(entries)-most:]
	}
	for i, e := range entries {
		on := from.AddDays(days * (2*i + 1) / (2 * len(entries)))
		if year == h.year && i == len(entries)-1 {
			on = to
		}
		h.writesWords(m, r, diary.Words{
			Learned: e.learned, Happened: e.happened, NextStep: e.next, On: on, Kind: e.kind, Place: e.place, Minutes: e.minutes, Share: e.share,
		}, e.files...)
	}
}

// aminaDeck lays out what she wants to learn: in the current year the three
// targets that a visitor meets first.
func aminaDeck(d *decks) {
	g := familyWords().goals
	d.goals = append([]goal{g[4], g[5], g[3], g[0], g[1], g[2]}, d.goals...)
	d.how = append([]string{
		"By doing, and by being allowed to get it wrong.", "I learn by watching someone and then being watched. Reading about it does not stick.",
	}, d.how...)
}

// aminaMarks has her say how far she is, as her diary tells it.
func (h *history) aminaMarks(t *thread, agreed calendar.Date) {
	const online, numbers, families = "Run a confident online family session", "Help parents who worry about numbers",
		"Find out why some families come back and others do not"
	from := latest(agreed.AddDays(2), h.year.From().AddDays(2))
	marks := []struct {
		need string
		mark func(ctx context.Context, target plan.Target) error
	}{
		{online, h.did(0, plan.Done, plan.UnderWay)}, {numbers, h.did(0, plan.Done, plan.UnderWay)}, {online, h.did(1, plan.Done, plan.UnderWay)},
		{families, h.met(0, plan.UnderWay)}, {online, h.met(1, plan.UnderWay)}, {numbers, h.met(0, plan.UnderWay)},
		{online, h.did(2, plan.Booked, plan.UnderWay)}, {online, h.met(0, plan.NearlyThere)},
	}
	for i, m := range marks {
		day := from.AddDays(max(0, from.DaysUntil(h.today.AddDays(-2))) * (i + 1) / len(marks))
		t.then(workday(day), t.m, "marking the plan", func(ctx context.Context) error {
			p, err := h.Plans.Of(ctx, t.m.ID, h.year)
			if err != nil {
				return err
			}
			for _, target := range p.Targets {
				if target.Need == m.need {
					return m.mark(ctx, target)
				}
			}
			return nil
		})
	}
}

// did marks a strategy of a target, by its place, and met ticks a criterion; both
// say how far the target then is.
func (h *history) did(place int, status plan.Status, to plan.Progress) func(context.Context, plan.Target) error {
	return func(ctx context.Context, t plan.Target) error {
		if place >= len(t.Strategies) {
			return nil
		}
		if err := h.Plans.MarkStrategy(ctx, h.year, t.Number, t.Strategies[place].Number, status); err != nil {
			return err
		}
		return h.Plans.SetProgress(ctx, h.year, t.Number, to)
	}
}

func (h *history) met(place int, to plan.Progress) func(context.Context, plan.Target) error {
	return func(ctx context.Context, t plan.Target) error {
		if place >= len(t.Criteria) {
			return nil
		}
		if err := h.Plans.Tick(ctx, h.year, t.Number, t.Criteria[place].Number, true); err != nil {
			return err
		}
		return h.Plans.SetProgress(ctx, h.year, t.Number, to)
	}
}

// on and off make entries on and off the job.
func on(share access.Relation, minutes int, learned, happened, next string) noted {
	return noted{line{learned, happened, next}, diary.OnTheJob, diary.Informal, minutes, share, nil}
}

func off(share access.Relation, minutes int, learned, happened, next string) noted {
	return noted{line{learned, happened, next}, diary.OffTheJob, diary.Course, minutes, share, nil}
}

const (
	mine = access.None
	ruth = access.Partner
	team = access.Partner | access.Team
	dan  = access.Partner | access.Manager
)

func aminaDiary() *ownDiary {
	return &ownDiary{
		past: []noted{
			on(ruth, 20, "New school, new caretaker, no key. The families waited in the rain and nobody went home. I should ring the day before.", "First session at Moorlands.", "Ring the day before, every time."),
			on(mine, 0, "Nobody reads the letter in the book bag. They read one another.", "", ""),
			on(ruth, 15, "Rhymes first, register later. By the time I had ticked the names, everybody knew them.", "", ""),
			off(team, 180, "Photo sheets beat tick boxes. A picture of hands in flour with one sentence says more than six criteria.", "Half a day: recording progress with families.", "Make a sheet for the baking session."),
			on(mine, 0, "I am shy with fathers and louder with mothers. Siân noticed. I had not.", "", "Sit on the other side of the table."),
			on(ruth, 30, "Two dads stayed to the end this week. They said that they liked having a job to do.", "Building the shop from boxes.", "A job for everybody, written on a card."),
			on(ruth, 0, "A mother asked whether speaking Bengali at home would hold her son back. I gave a long answer. The short one is no.", "", "Learn the short one."),
			on(mine, 0, "Tired, and it showed. The group carried me. I had not known that they would.", "", ""),
			on(dan, 45, "Dan watched for half an hour and wrote down only what people did. Reading it was like seeing my own voice.", "Dan at the Tuesday session.", "Ask him again, for the online one."),
			on(ruth, 15, "If I tidy up, they watch. If I sing the tidy song, they tidy.", "", ""),
			on(mine, 10, "Counting stairs with a two-year-old takes nine minutes and is the whole curriculum.", "", ""),
			off(ruth, 180, "Safeguarding: the polite family in the example. I know a family like that. I rang the lead the same day.", "Half a day at Northam Centre.", "Write down what I saw, not what I think."),
			on(team, 30, "The bag library works because the bags come back with notes from the last family. They are reading one another's notes.", "", "A page for notes in every bag."),
			on(mine, 0, "I said “good girl” to a woman of 40. She laughed. I did not, on the way home.", "", ""),
			on(ruth, 20, "Numbers make faces fall. I said “how many plates?” and nobody's face fell.", "Laying the table in the play kitchen.", "Collect questions with numbers hidden in them."),
			on(ruth, 0, "One family came back after two months. They had moved house, and they kept the photo sheet.", "", ""),
			on(mine, 15, "My plan had seven things in it. We did two. The two were enough.", "", "Plan three. Hide the others."),
			on(dan, 60, "First try online: I talked to a wall of names for 40 minutes. I do not want to do that again without help.", "Paired reading by video.", "Ask Tom Beale what he does in the first five minutes."),
			on(ruth, 0, "A grandmother taught the group a counting game from Sylhet. Now it has a name in three languages.", "", "Write it down with her."),
			on(mine, 0, "Waiting for people to be ready is also teaching. I keep learning this.", "", ""),
			on(team, 20, "The school's Year 1 teacher came for the last quarter of an hour. The parents asked her what they would never ask at the gate.", "", "Invite her for every last session."),
			on(ruth, 30, "Paper, scissors, glue, talk. The talk is the point, and it needs the scissors.", "", ""),
			off(ruth, 360, "Team-together day: I explained the photo sheets to six people and found out that I know more than I thought.", "A day at the museum, with everybody.", "Put them where others can find them."),
			on(mine, 0, "End of the year. Eleven families from the first week are here in the last. I wrote their names down to look at when I doubt it.", "", ""),
		},
		now: []noted{
			on(ruth, 20, "New group. I greeted nine families by name, because I had learned them on the bus. Eight came back the week after.", "", "Do it again with the other school."),
			off(ruth, 180, "Half a day on numbers for family tutors. Nobody there liked maths at school, the trainer neither. It helped.", "At Northam Centre, with eight of us.", "Two of the games on Tuesday."),
			on(mine, 0, "A boy counted the chairs for me and got a different number each time. He was right: people kept sitting down.", "", ""),
			off(dan, 180, "Half a day on digital tools. Two were useful: the picture you can all draw on, and the bell that ends a small group gently.", "Half-day course at Harbour Centre.", "Try the drawing with the Thursday families."),
			on(ruth, 15, "Sat in on Tom's online session. Not his slides: the way he waits. Eleven seconds, and then somebody speaks.", "", "Count to eleven."),
			on(ruth, 30, "Paired reading online. Cameras off changed everything: I could not see who was lost.", "", "Post the story pack first, so that everybody has something in their hands."),
			on(mine, 0, "A mum asked if she could run the rhyme at the end. She was brilliant. I talk too much.", "", ""),
			with(on(team, 20, "Watched Siân use pegs and a washing line for number order. Nobody said the word maths for 20 minutes.", "", "Trying it on Tuesday."), washingLine()),
			with(on(ruth, 15, "The packs came by post, and the children held them up to the camera before I had said hello.", "", "Keep the pack small enough for the letter box."), packList()),
			on(mine, 10, "ESOL group: “borrow” and “lend” with real scissors going round the table. They will not mix those up again, and nor shall I.", "", ""),
			off(ruth, 90, "Lunch and learn on AI. Takeaway: ask it for the same text at three reading levels, then check every line. Joy warned about made-up facts.", "", "Try it with the story about the bus."),
			on(dan, 30, "Breakout rooms by myself, for the first time, without Tom on the phone. One family got lost and came back laughing.", "", "Write the three steps on a card."),
			on(ruth, 20, "Cameras off is not the same as not listening. Three mums typed answers when nobody would speak.", "Paired reading online.", "Ask for one word in the chat before I ask anybody to talk."),
		},
	}
}
