package structuring

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
	"learningyear/internal/people"
	"learningyear/internal/web"
	"learningyear/templates/layout"
	"learningyear/templates/part"
	view "learningyear/templates/structuring"
)

func unitPicker() part.Picker {
	return part.Picker{Name: "unit", Label: "Which unit is it in?", Hint: web.UnitHint}
}

func reportsPicker() part.Picker {
	return part.Picker{Name: "reports_to", Label: "Which post does it report to?", Hint: postHint + ". Leave it empty where that is the unit’s lead"}
}

func referenceInput() *part.Input {
	return &part.Input{Name: "reference", Label: "Post reference", LabelSize: "s", Hint: "The organisation’s own, where it has one. A staff list finds the post by it", Width: "10", Autocomplete: "off", NoSpelling: true}
}

// postTyped is what making, changing or correcting a post sends.
type postTyped struct {
	change    people.PostChange
	reference string
	from      calendar.Date
	version   int
}

// readPost reads the form of a post, finds what is meant among the units and posts
// of the day, and gathers what is wrong with it.
func (p *Pages) readPost(c echo.Context, d *view.PostForm, day calendar.Date) (postTyped, error) {
	var out postTyped
	var problems fault.Collector
	d.JobTitle, d.Grade = c.FormValue("title"), c.FormValue("grade")
	out.version, _ = strconv.Atoi(c.FormValue(part.VersionField))
	d.Version, out.change.Title, out.change.Grade = out.version, d.JobTitle, d.Grade
	if d.Reference != nil {
		d.Reference.Value = c.FormValue("reference")
		out.reference = d.Reference.Value
	}
	var err error
	if out.from, err = readDate(c, &d.From, &problems); err != nil {
		return out, err
	}
	chart, err := p.chartOf(c, out.from, day)
	if err != nil {
		return out, err
	}
	out.change.UnitID = pickUnit(c, chart, &d.Unit, "Type the unit that the post is in", &problems)
	out.change.ReportsToID = pickPost(c, chart, &d.ReportsTo, &problems)
	return out, problems.Err()
}

func (p *Pages) newPostForm(v *web.View) view.PostForm {
	d := view.PostForm{
		Form: p.frame("Posts", "Make a post", "Make the post", "/manage/posts/new", "/manage/units"),
		Unit: unitPicker(), ReportsTo: reportsPicker(), Reference: referenceInput(),
		From: dateInput("from", "From when is it there?", dayHint, web.PartsOf(v.Today)),
	}
	d.Lead = "It is vacant until somebody is appointed to it."
	return d
}

// newPost is the form that makes a post.
func (p *Pages) newPost(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	d := p.newPostForm(v)
	if in := v.Chart.UnitBySlug(c.QueryParam("unit")); in != nil {
		d.Unit = web.StandForUnit(v.Chart, d.Unit, &in.ID)
		d.Cancel = unitAddress(in.Slug)
	}
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.PostFormPage(page, d) })
}

func (p *Pages) addPost(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	d := p.newPostForm(v)
	in, err := p.readPost(c, &d, v.Today)
	var post people.Post
	if err == nil {
		post, err = p.people.AddPost(web.Context(c), people.NewPost{
			UnitID: in.change.UnitID, Reference: in.reference, Title: in.change.Title, Grade: in.change.Grade,
			ReportsToID: in.change.ReportsToID, FromDate: in.from,
		})
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.PostFormPage(page, d) })
	}
	return p.site.Done(c, postAddress(post.ID), layout.Notice{
		Title: "The post is made.", Links: []layout.Link{{Label: "Appoint somebody to it", Href: postAddress(post.ID) + "/appoint"}},
	})
}

// postForm is the form that says what changed of a post, or what was wrong.
func (p *Pages) postForm(how manner) echo.HandlerFunc {
	return func(c echo.Context) error {
		f, err := p.people.PostFile(web.Context(c), c.Param("id"))
		if err != nil {
			return err
		}
		chart, err := p.people.AsAt(web.Context(c), f.On)
		if err != nil {
			return err
		}
		d := p.postFormOf(f, how)
		d.JobTitle, d.Grade, d.Version = f.Post.Title, f.Post.Grade, f.Post.Version
		d.Unit = web.StandForUnit(chart, d.Unit, &f.Post.UnitID)
		d.ReportsTo = web.StandForPost(chart, d.ReportsTo, f.Post.ReportsToID)
		return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.PostFormPage(page, d) })
	}
}

func (p *Pages) postFormOf(f people.PostFile, how manner) view.PostForm {
	address := postAddress(f.Post.ID)
	caption := f.Post.Title + ", " + f.Names[f.Post.UnitID]
	d := view.PostForm{Unit: unitPicker(), ReportsTo: reportsPicker()}
	if how == itChanged {
		d.Form = p.frame(caption, "It changed", "Save the change", address+string(how), address)
		d.Lead = "What is different from a day on. Until the day before, it stays as it was. Who is in the post goes along."
		d.Instead = &part.Link{Label: "It was never so: put right what was wrong instead", Href: address + "/correct"}
		d.From = dateInput("from", "From when?", dayHint, web.PartsOf(p.site.Clock.Today()))
		return d
	}
	d.Form = p.frame(caption, "It was wrong", "Put it right", address+string(how), address)
	d.Lead = "What you put right here is right for the whole time for which it was said, in the past too."
	d.Instead = &part.Link{Label: "It was right, and has changed: say what changed instead", Href: address + "/change"}
	d.From = dateInput("from", "First day of the post", "Like 1 9 2020", web.PartsOf(f.Spans[0].From))
	d.Reference = referenceInput()
	if f.Post.Reference != nil {
		d.Reference.Value = *f.Post.Reference
	}
	return d
}

func (p *Pages) changePost(c echo.Context) error {
	return p.savePost(c, itChanged, func(f people.PostFile, in postTyped) error {
		return p.people.ChangePost(web.Context(c), f.Post.ID, in.version, in.from, in.change)
	})
}

func (p *Pages) correctPost(c echo.Context) error {
	return p.savePost(c, itWasWrong, func(f people.PostFile, in postTyped) error {
		return p.people.CorrectPost(web.Context(c), f.Post.ID, in.version, people.PostCorrection{PostChange: in.change, Reference: in.reference, FromDate: in.from})
	})
}

func (p *Pages) savePost(c echo.Context, how manner, save func(people.PostFile, postTyped) error) error {
	f, err := p.people.PostFile(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	d := p.postFormOf(f, how)
	in, err := p.readPost(c, &d, f.On)
	if err == nil {
		err = save(f, in)
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.PostFormPage(page, d) })
	}
	now, err := p.people.PostFile(web.Context(c), f.Post.ID)
	if err != nil {
		return err
	}
	last := now.Spans[len(now.Spans)-1]
	return p.saved(c, postAddress(f.Post.ID), saving{
		how: how, from: in.from, changed: now.Post.Version != f.Post.Version, version: now.Post.Version, last: len(now.Spans) > 1 && last.From == in.from,
	})
}

func (p *Pages) postCloseForm(v *web.View, f people.PostFile) view.Close {
	address := postAddress(f.Post.ID)
	d := view.Close{
		Form: p.frame(f.Post.Title+", "+f.Names[f.Post.UnitID], "Close the post", "Close the post", address+"/close", address),
		To:   dateInput("to", "Its last day", "Like 31 8 2027. Nobody may be in it after that", web.PartsOf(v.Today)),
	}
	for _, x := range v.Chart.Holders(f.Post.ID) {
		d.InTheWay = append(d.InTheWay, part.Row{Label: x.Name, Href: personAddress(x), Hint: "Is in it: end the appointment first"})
	}
	if n := len(d.InTheWay); n > mostInTheWay {
		d.InTheWay, d.Many = d.InTheWay[:mostInTheWay], "And "+strconv.Itoa(n-mostInTheWay)+" more."
	}
	return d
}

func (p *Pages) closingPost(c echo.Context) error {
	f, d, err := p.postToClose(c)
	if err != nil {
		return err
	}
	d.Version = f.Post.Version
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.ClosePage(page, d) })
}

func (p *Pages) postToClose(c echo.Context) (people.PostFile, view.Close, error) {
	v, err := p.site.View(c)
	if err != nil {
		return people.PostFile{}, view.Close{}, err
	}
	f, err := p.people.PostFile(web.Context(c), c.Param("id"))
	if err != nil {
		return f, view.Close{}, err
	}
	return f, p.postCloseForm(v, f), nil
}

func (p *Pages) closePost(c echo.Context) error {
	f, d, err := p.postToClose(c)
	if err != nil {
		return err
	}
	to, err := readClose(c, &d)
	if err == nil {
		err = p.people.ClosePost(web.Context(c), f.Post.ID, d.Version, to)
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.ClosePage(page, d) })
	}
	return p.closed(c, postAddress(f.Post.ID), "The post", to, d.Version)
}

func (p *Pages) reopenPost(c echo.Context) error {
	version, _ := strconv.Atoi(c.FormValue(part.VersionField))
	if err := p.people.ReopenPost(web.Context(c), c.Param("id"), version); err != nil {
		return err
	}
	return p.site.Done(c, postAddress(c.Param("id")), layout.Notice{Title: "The closing is taken back."})
}
