package stafflist

import (
	"context"
	"io"
	"runtime/debug"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
	"learningyear/internal/people"
)

// Import takes a staff list or an organogram in: all that it changes is written
// in one transaction. Where rows have problems it changes nothing and answers
// ErrRejected beside the result, unless the options say to skip them.
func (s *Service) Import(ctx context.Context, from io.Reader, o Options) (Result, error) {
	return s.take(ctx, from, o, nil)
}

// take is Import with what is to be done in the same transaction.
func (s *Service) take(ctx context.Context, from io.Reader, o Options, alongside func(ctx context.Context, r Result) error) (Result, error) {
	if o.AsAt.IsZero() {
		o.AsAt = s.clock.Today()
	}
	if err := s.people.RequireOffice(ctx, access.People, access.Manage); err != nil {
		return Result{}, err
	}
	o.Progress.tell("Reading the file", 0, 0)
	defer o.Progress.tell("", 0, 0)
	list, err := Read(from, o)
	if err != nil {
		return Result{}, err
	}
	if list.Unreadable {
		return list.refuse(Result{File: o.File, AsAt: o.AsAt, DryRun: o.DryRun}), ErrRejected
	}
	if o.DryRun {
		now, err := s.people.Survey(ctx)
		if err != nil {
			return Result{}, err
		}
		_, result, err := s.compare(ctx, now, &list, o)
		return result, err
	}
	var result Result
	err = s.people.Revise(ctx, func(ctx context.Context, now people.Structure) (people.Revision, error) {
		list.afresh()
		c, planned, err := s.compare(ctx, now, &list, o)
		result = planned
		if err != nil {
			return people.Revision{}, err
		}
		result.Applied = true
		return s.revision(ctx, c, result, o, alongside)
	})
	if err != nil {
		result.Applied = false
	}
	return result, err
}

// afresh takes back what an earlier comparison said of the rows.
func (l *List) afresh() {
	if l.asRead == nil {
		l.asRead = &asRead{problems: len(l.Problems), warnings: len(l.Warnings), bad: map[int]bool{}}
		for i, row := range l.Rows {
			if row.Bad {
				l.asRead.bad[i] = true
			}
		}
		return
	}
	l.Problems, l.Warnings = l.Problems[:l.asRead.problems], l.Warnings[:l.asRead.warnings]
	for i := range l.Rows {
		l.Rows[i].Bad = l.asRead.bad[i]
	}
}

// asRead is what was found in a list before it was compared with anything.
type asRead struct {
	problems, warnings int
	bad                map[int]bool
}

// officers are those who hold an office on the day.
func officers(now people.Structure, on calendar.Date) map[string]bool {
	out := map[string]bool{}
	for _, o := range now.Offices {
		if (calendar.Period{From: o.FromDate, To: o.ToDate}).Holds(on) {
			out[o.PersonID] = true
		}
	}
	return out
}

// compare plans what becomes of what there is.
func (s *Service) compare(ctx context.Context, now people.Structure, list *List, o Options) (change, Result, error) {
	o.Progress.tell("Comparing with the people and posts here", 0, 0)
	before := standing{Structure: now}
	said, err := s.remembered(ctx)
	if err != nil {
		return change{}, Result{}, err
	}
	before.memory = said.thin(now)
	if list.juniors != nil {
		if before.counted, err = s.counted(ctx); err != nil {
			return change{}, Result{}, err
		}
	}
	before.inOffice = officers(now, s.clock.Today())
	c, result := plan(before, list, o, s.clock.NewKey)
	if o.Complete && result.TooManyMissing || result.Rejected > 0 && !o.SkipRejected {
		return change{}, list.refuse(result), ErrRejected
	}
	result.Problems, result.Warnings = append([]Problem{}, list.Problems...), append([]string{}, list.Warnings...)
	return c, result, nil
}

// WritingAll is what Progress is told when the last transaction begins, in which
// everything is written and for which others wait.
const WritingAll = "Writing everything at once"

// revision is a change as it is written, with what is remembered of the list put
// in place before it: it counts once the transaction has made the import done.
func (s *Service) revision(ctx context.Context, c change, r Result, o Options, alongside func(ctx context.Context, r Result) error) (people.Revision, error) {
	c.Progress = func(done, total int) {
		o.Progress.tell("Making ready to write", done, total)
		if done == total { // what comes now works nothing out, and holds memory of its own
			debug.FreeOSMemory()
		}
	}
	if c.Empty() && alongside == nil {
		return c.Revision, nil
	}
	importID := ""
	if c.remembers() {
		o.Progress.tell("Noting what the file says", 0, 0)
		importID = s.clock.NewKey()
		if err := s.memorise(ctx, importID, c.memory); err != nil {
			return people.Revision{}, err
		}
	}
	writing := collecting(len(c.Persons) + len(c.Posts) + len(c.Appointments))
	c.Writing = func(is bool) {
		writing(is)
		if is {
			o.Progress.tell(WritingAll, 0, 0)
		} else {
			o.Progress.tell("Clearing up", 0, 0)
		}
	}
	figures := c.counted // of the change no more is kept, nor of what it was planned with
	c.Alongside = func(ctx context.Context) error {
		if err := s.settleMemory(ctx, importID); err != nil {
			return err
		}
		if err := s.recount(ctx, figures); err != nil {
			return err
		}
		if alongside == nil {
			return nil
		}
		return alongside(ctx, r)
	}
	return c.Revision, nil
}

// refuse is the result where nothing is taken in: it counts no change.
func (l *List) refuse(r Result) Result {
	return Result{
		File: r.File, Organisation: r.Organisation, AsAt: r.AsAt, DryRun: r.DryRun, Rows: len(l.Rows), Rejected: l.Rejected(),
		ByHeader: l.byHeader, Kept: []Kept{}, Missing: r.Missing, TooManyMissing: r.TooManyMissing,
		Problems: append([]Problem{}, l.Problems...), Warnings: append([]string{}, l.Warnings...), Unreadable: l.Unreadable,
	}
}
