package planning

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/access"
	"learningyear/internal/fault"
	"learningyear/internal/web"
	"learningyear/internal/work"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	"learningyear/templates/planning"
)

// taskForm is a task's form as typed.
type taskForm struct {
	words, criteria, indicators string
	by                          web.DateParts
	version                     int
}

func readTask(v url.Values) taskForm {
	f := taskForm{words: v.Get("words"), criteria: v.Get("criteria"), indicators: v.Get("indicators"), by: parts(v, "by")}
	f.version, _ = strconv.Atoi(v.Get(part.VersionField))
	return f
}

func (f taskForm) wording() (work.Wording, error) {
	var c fault.Collector
	w := work.Wording{Words: f.words, Criteria: f.criteria, Indicators: f.indicators}
	var err error
	w.ByDate, err = f.by.Parse("by")
	if err := c.Merge(err); err != nil {
		return w, err
	}
	_, err = w.Check()
	if err := c.Merge(err); err != nil {
		return w, err
	}
	return w, c.Err()
}

func (f taskForm) page(p *Pages, s *subject, d part.Draft, title, action string) planning.TaskForm {
	return planning.TaskForm{
		Back: part.Link{Label: workTitle(s.year), Href: s.base}, Title: title, Action: action,
		Once: p.site.Once(), Version: f.version, Draft: d, Reads: s.workReaders(), Error: func(string) string { return "" },
		Words: f.words, Criteria: f.criteria, Indicators: f.indicators, By: dateOf(f.by),
		WordsMax: work.WordsLimit, TextMax: work.TextLimit,
	}
}

func (s *subject) workReaders() string {
	if s.mine {
		return s.readers()
	}
	return s.person.Called() + " reads this at once, and agrees it or changes it."
}

func (s *subject) newTaskTitle() string {
	if s.mine {
		return "Add a task"
	}
	return "Suggest a task"
}

// writableProgramme is the subject of a work programme whose tasks the viewer
// may change now.
func (p *Pages) writableProgramme(c echo.Context) (*subject, work.Programme, error) {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return nil, work.Programme{}, err
	}
	pr, err := p.Work.Of(web.Context(c), s.person.ID, s.year)
	if err != nil {
		return nil, pr, err
	}
	if err := p.site.People.Require(web.Context(c), s.person.ID, access.WorkProgramme, access.Write); err != nil {
		return nil, pr, err
	}
	return s, pr, pr.CanWrite(s.view.Today, s.year)
}

func (p *Pages) newTask(c echo.Context) error {
	s, _, err := p.writableProgramme(c)
	if err != nil {
		return err
	}
	return p.askTask(c, s, taskForm{}, s.newTaskTitle(), s.base+"/tasks/new", nil)
}

func (p *Pages) editTask(c echo.Context) error {
	s, pr, err := p.writableProgramme(c)
	if err != nil {
		return err
	}
	n := number(c, "number")
	t, ok := pr.WrittenTask(n)
	if !ok {
		return fault.NewNotFound("task")
	}
	at := fmt.Sprintf("%s/tasks/%d", s.base, n)
	remove := &part.PostButton{Label: "Remove this task", Href: at + "/remove", Kind: "link", Once: p.site.Once(), Version: t.Version}
	f := taskForm{t.Words, t.Criteria, t.Indicators, web.PartsOf(t.ByDate), t.Version}
	return p.askTask(c, s, f, fmt.Sprintf("Change task %d", n), at, remove)
}

func (p *Pages) askTask(c echo.Context, s *subject, f taskForm, title, action string, remove *part.PostButton) error {
	d, fields, err := p.site.Draft(c, p.Drafts, formName(action), action, s.base)
	if err != nil {
		return err
	}
	if fields != nil {
		known := f.version
		if f = readTask(fields); f.version == 0 {
			f.version = known
		}
	}
	return p.site.OK(c, s.head(title, "plan"), func(page layout.Page) templ.Component {
		form := f.page(p, s, d, title, action)
		form.Page, form.Remove = page, remove
		return planning.TaskPage(form)
	})
}

func (p *Pages) addTask(c echo.Context) error {
	return p.takeTask(c, func(s *subject) string { return s.newTaskTitle() }, func(s *subject, w work.Wording, _ int) (layout.Notice, error) {
		n, err := p.Work.AddTask(web.Context(c), s.person.ID, s.year, w)
		return layout.Notice{Title: fmt.Sprintf("Task %d is in the work programme.", n), Next: "It counts once you have both agreed it."}, err
	})
}

func (p *Pages) saveTask(c echo.Context) error {
	n := number(c, "number")
	title := func(*subject) string { return fmt.Sprintf("Change task %d", n) }
	return p.takeTask(c, title, func(s *subject, w work.Wording, version int) (layout.Notice, error) {
		err := p.Work.SaveTask(web.Context(c), s.person.ID, s.year, n, version, w)
		return layout.Notice{Title: fmt.Sprintf("Task %d is saved.", n), Next: "It counts once you have both agreed it."}, err
	})
}

func (p *Pages) takeTask(c echo.Context, title func(*subject) string, save func(*subject, work.Wording, int) (layout.Notice, error)) error {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return fault.InvalidField("", "The form could not be read. Go back and try again")
	}
	f, action := readTask(values), c.Request().URL.Path
	wording, err := f.wording()
	var notice layout.Notice
	if err == nil {
		notice, err = save(s, wording, f.version)
	}
	if err == nil {
		if err := p.finish(c); err != nil {
			return err
		}
		return p.site.Done(c, s.base, notice)
	}
	d, _, draftErr := p.site.Draft(c, p.Drafts, formName(action), action, s.base)
	if draftErr != nil {
		return draftErr
	}
	return p.site.Again(c, err, s.head(title(s), "plan"), func(page layout.Page, prob web.Problem) templ.Component {
		if e := prob.Clash(); e != nil {
			f.version = e.Version // what is saved now was seen
		}
		form := f.page(p, s, d, title(s), action)
		form.Page, form.Errors, form.Error, form.Clash = page, prob.Summary(), prob.Of, p.clash(prob)
		return planning.TaskPage(form)
	})
}

func (p *Pages) removeTask(c echo.Context) error {
	s, err := p.subject(c, "work-programme")
	if err != nil {
		return err
	}
	n := number(c, "number")
	if err := p.Work.RemoveTask(web.Context(c), s.person.ID, s.year, n, version(c)); err != nil {
		return err
	}
	return p.site.Done(c, s.base, layout.Notice{Title: fmt.Sprintf("Task %d is removed.", n)})
}
