package mylearning

import (
	"fmt"
	"strconv"
	"strings"

	"learningyear/internal/appraisal"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/interview"
	"learningyear/internal/people"
	"learningyear/internal/plan"
	"learningyear/internal/web"
	view "learningyear/templates/mylearning"
	"learningyear/templates/part"
)

func yearDay(d calendar.Date, state string) part.YearDay {
	return part.YearDay{Month: int(d.Month()), Day: d.Day(), State: state}
}

// lineOf draws the year: what was, what is booked, and where the interviews that
// are still to arrange would keep the pace.
func lineOf(f YearFigures, today calendar.Date) part.YearLine {
	line := part.YearLine{Start: int(f.Year.From().Month()), Over: f.Year.To().Before(today)}
	if f.Year.Holds(today) {
		d := yearDay(today, "")
		line.Today, line.TodayText = &d, strconv.Itoa(today.Day())+" "+today.Month().String()
	}
	for _, m := range f.Meetings {
		if state := meetingState(m); state != "" {
			line.Interviews = append(line.Interviews, yearDay(m.On, state))
		}
	}
	for _, on := range toArrange(f, today) {
		line.Interviews = append(line.Interviews, yearDay(on, "todo"))
	}
	for _, d := range f.Days {
		line.Diary = append(line.Diary, yearDay(d.On, "done"))
		if d.OffTheJob > 0 {
			line.Days = append(line.Days, yearDay(d.On, "done"))
		}
	}
	if f.Appraisal != nil && f.Year.Holds(f.Appraisal.CloseBy) {
		d := yearDay(f.Appraisal.CloseBy, "todo")
		if f.Appraisal.State == appraisal.Closed {
			d.State = "done"
		}
		line.Appraisal = &d
	}
	return line
}

// meetingState is the sign of an interview: "done", "booked", or none for one
// whose time is only offered.
func meetingState(m Meeting) string {
	switch {
	case m.State.Happened():
		return "done"
	case m.State == interview.Arranged:
		return "booked"
	}
	return ""
}

// inGoodTime is how many days before the end of its share of the year an
// interview is shown: a suggestion, not a last day.
const inGoodTime = 35

// toArrange are good days for the interviews that are neither held nor arranged,
// none of them before today, in a year that is not over.
func toArrange(f YearFigures, today calendar.Date) []calendar.Date {
	if f.Year.To().Before(today) {
		return nil
	}
	var out []calendar.Date
	all := interview.Pace{Expected: f.Pace.Expected, Held: f.Pace.Held + f.Pace.Arranged}
	for n := range all.ToArrange() {
		by := f.PaceBy(all.Held + n + 1).AddDays(-inGoodTime)
		if by.Before(today) {
			by = today.AddDays(7)
		}
		if !f.Year.Holds(by) {
			continue
		}
		out = append(out, by)
	}
	return out
}

// PaceBy is the day by which the nth interview of the year keeps the pace.
func (f YearFigures) PaceBy(n int) calendar.Date {
	return interview.PaceOf(f.Pace.Expected, f.Part, n-1, 0, f.Part.From).NextBy
}

func interviewsCard(f YearFigures, v *web.View, me *people.Person) *view.Interviews {
	p := f.Pace
	card := &view.Interviews{Held: strconv.Itoa(p.Held), Of: fmt.Sprintf("of at least %d", p.Expected)}
	for range p.Held {
		card.Pips = append(card.Pips, "done")
	}
	for range p.Arranged {
		card.Pips = append(card.Pips, "booked")
	}
	for range p.ToArrange() {
		card.Pips = append(card.Pips, "todo")
	}
	card.Text = interviewWords(f, v)
	if p.Expected < f.Whole && me.StartedOn.After(f.Year.From()) && p.Held+p.Arranged == 0 {
		card.Text = fmt.Sprintf("You joined in %s, so at least %d this year. It will be %d from %s.",
			me.StartedOn.Month(), p.Expected, f.Whole, f.Year.Next().From().Month())
	}
	return card
}

// interviewWords says where the year's interviews stand: without blame, since
// they are an entitlement.
func interviewWords(f YearFigures, v *web.View) string {
	p := f.Pace
	switch {
	case p.Complete():
		return "All that are yours this year. There can be more whenever you want one."
	case p.Arranged > 0:
		words := strconv.Itoa(p.Arranged) + " booked."
		if p.Held > 0 {
			words = counted(p.Held, "interview") + " held, " + words
		}
		if p.ToArrange() > 0 {
			words += " A good time for the one after is before " + f.dayAfter(p.Held+p.Arranged+1) + "."
		}
		return words
	case p.NextBy.Before(v.Today):
		return "The next one is yours to arrange, whenever it suits you both."
	}
	return "A good time for the next is before " + f.dayAfter(p.Held+1) + "."
}

func (f YearFigures) dayAfter(n int) string {
	by := f.PaceBy(n).AddDays(1)
	if !f.Year.Holds(by) {
		return "the end of " + f.Year.To().Month().String()
	}
	return strconv.Itoa(by.Day()) + " " + by.Month().String()
}

func daysCard(f YearFigures, v *web.View) view.Days {
	used := diary.HalfDays(f.Minutes, v.Settings.DayMinutes)
	d := view.Days{Used: used, Entitled: f.Entitled, Big: calendar.HalfDays(used), Of: "of at least " + part.Days(f.Entitled)}
	left := max(0, f.Entitled-used)
	switch {
	case f.Minutes == 0:
		d.Text = "Paid time, and yours by right."
	case left == 0:
		d.Text = "You have had the days that are yours at least. More is welcome."
	case left == 1:
		d.Text = "½ day is yours to choose."
	case left == 2:
		d.Text = "1 day is yours to choose."
	default:
		d.Text = calendar.HalfDays(left) + " days are yours to choose."
	}
	if over := diary.Over(f.Minutes, v.Settings.DayMinutes); over > 0 && left > 0 {
		d.Text = diary.Length(over) + " towards the next half-day. " + d.Text
	}
	return d
}

func planCard(f YearFigures, v *web.View) (*view.Plan, []view.TargetRow) {
	href := "/plan/" + f.Year.Name()
	if !f.Plan.Begun() {
		return &view.Plan{
			Text: "You do not have a plan yet. Most people start with one target after their first interview.",
			Link: &part.Link{Label: "Start your learning plan", Href: href},
		}, nil
	}
	met, total := f.Plan.Criteria()
	card := &view.Plan{Met: met, Total: total, Big: strconv.Itoa(met), Of: part.OfCriteria(total), Text: planWords(f, v)}
	if total == 0 {
		card.Big, card.Link = "", &part.Link{Label: "Open your plan", Href: href}
	}
	var rows []view.TargetRow
	for _, t := range f.Plan.Targets {
		m, n := t.Progressed()
		rows = append(rows, view.TargetRow{Title: t.Need, Href: href + "#" + plan.CardID(t.Number), Hint: targetHint(t, f.Year), Met: m, Total: n})
	}
	return card, rows
}

func planWords(f YearFigures, v *web.View) string {
	switch {
	case f.Plan.State == plan.Reviewed:
		return "Reviewed at your appraisal."
	case f.Plan.State == plan.Proposed && !f.Plan.InForce():
		return "Sent to be agreed."
	case !f.Plan.InForce():
		return "Not agreed yet: " + counted(len(f.Plan.Targets), "target") + " so far."
	}
	first := calendar.Date{}
	for _, t := range f.Plan.Targets {
		m, n := t.Progressed()
		if m < n && !t.ByDate.IsZero() && !t.ByDate.Before(v.Today) && (first.IsZero() || t.ByDate.Before(first)) {
			first = t.ByDate
		}
	}
	if first.IsZero() {
		return counted(len(f.Plan.Targets), "target") + "."
	}
	return counted(len(f.Plan.Targets), "target") + ". The next is due on " + dayWords(first, f.Year) + "."
}

// targetHint is the next thing to do for a target, else by when it is meant to be met.
func targetHint(t plan.Target, year calendar.LearningYear) string {
	for _, s := range t.Strategies {
		if s.Status == plan.Booked {
			hint := "Next: " + strings.TrimRight(s.Words, ".")
			if !s.ByDate.IsZero() {
				hint += ", " + dayWords(s.ByDate, year)
			}
			return hint + "."
		}
	}
	if t.ByDate.IsZero() {
		return t.Progress.Label() + "."
	}
	return t.Progress.Label() + ". By " + dayWords(t.ByDate, year) + "."
}
