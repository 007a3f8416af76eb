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

// manner is whether something changed, from a day on, or was wrong all along.
type manner string

const (
	itChanged  manner = "/change"
	itWasWrong manner = "/correct"
)

// frame is what the forms about a unit or a post have in common.
func (p *Pages) frame(caption, title, button, action, cancel string) view.Form {
	return view.Form{Caption: caption, Title: title, Button: button, Once: p.site.Once(), Action: action, Cancel: cancel, Problem: noProblem}
}

func kinds(value people.Kind) part.Radios {
	r := part.Radios{Name: "kind", Legend: "What kind of unit is it?", Value: string(value), Inline: true}
	for _, k := range []people.Kind{people.Division, people.Section, people.TeamUnit} {
		r.Options = append(r.Options, part.Option{Value: string(k), Label: k.Label()})
	}
	return r
}

const (
	postHint = "Type the job title, who is in it, or both"
	dayHint  = "The first day, like 24 3 2027. Past and coming days too"
)

func parentPicker() part.Picker {
	return part.Picker{Name: "parent", Label: "Which unit is it part of?", Hint: web.UnitHint}
}

func leadPicker() part.Picker {
	return part.Picker{Name: "lead", Label: "Which post leads it?", Hint: postHint + ". Whoever is in it leads the unit. Leave it empty for none"}
}

// typed is what both ways of making, changing or correcting a unit send.
type typed struct {
	change  people.UnitChange
	from    calendar.Date
	version int
}

// readUnit reads the form of a unit, finds what is meant among the units and posts
// of the day, and gathers what is wrong with it.
func (p *Pages) readUnit(c echo.Context, d *view.UnitForm, day calendar.Date) (typed, error) {
	var out typed
	var problems fault.Collector
	d.Name, d.Kinds.Value = c.FormValue("name"), c.FormValue("kind")
	out.version, _ = strconv.Atoi(c.FormValue(part.VersionField))
	d.Version = out.version
	out.change.Name, out.change.Kind = d.Name, people.Kind(d.Kinds.Value)
	if len(d.Kinds.Options) == 0 {
		out.change.Kind = people.Organisation
	}
	var err error
	if out.from, err = readDate(c, &d.From, &problems); err != nil {
		return out, err
	}
	chart, err := p.chartOf(c, out.from, day)
	if err != nil {
		return out, err
	}
	if d.Parent != nil {
		out.change.ParentID = pickUnit(c, chart, d.Parent, "Type the unit that this one is part of", &problems)
	}
	if d.Lead != nil {
		out.change.LeadPostID = pickPost(c, chart, d.Lead, &problems)
	}
	return out, problems.Err()
}

// pickUnit is the key of the unit that is meant by a field; where it is not clear,
// the field has a problem.
func pickUnit(c echo.Context, chart *people.Chart, k *part.Picker, ask string, problems *fault.Collector) string {
	if u := web.PickUnit(c, chart, k, "", ask); u != nil {
		return u.ID
	}
	problems.Add(k.Name, k.Error)
	return ""
}

// pickPost is the key of the post that is meant by a field that may be left empty.
func pickPost(c echo.Context, chart *people.Chart, k *part.Picker, problems *fault.Collector) string {
	if post := web.PickPost(c, chart, k, ""); post != nil {
		return post.ID
	}
	problems.Check(k.Error == "", k.Name, k.Error)
	return ""
}

// readDate reads a date of a form, and keeps it as it was typed.
func readDate(c echo.Context, in *part.DateInput, problems *fault.Collector) (calendar.Date, error) {
	parts := web.FormDate(c, in.Name)
	in.Day, in.Month, in.Year = parts.Day, parts.Month, parts.Year
	d, err := parts.Parse(in.Name)
	return d, problems.Merge(err)
}

// chartOf is the chart of the day that a form is about, or else of another.
func (p *Pages) chartOf(c echo.Context, day, orElse calendar.Date) (*people.Chart, error) {
	if day.IsZero() {
		day = orElse
	}
	return p.people.AsAt(web.Context(c), day)
}

func orElse(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// newUnit is the form that makes a unit, or the organisation itself.
func (p *Pages) newUnit(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	d := p.newUnitForm(v)
	if in := v.Chart.UnitBySlug(c.QueryParam("in")); in != nil && d.Parent != nil {
		*d.Parent = web.StandForUnit(v.Chart, *d.Parent, &in.ID)
		d.Cancel = unitAddress(in.Slug)
	}
	return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.UnitFormPage(page, d) })
}

func (p *Pages) newUnitForm(v *web.View) view.UnitForm {
	d := view.UnitForm{
		Form: p.frame("Units", "Make a unit", "Make the unit", "/manage/units/new", "/manage/units"),
		From: dateInput("from", "From when is it there?", dayHint, web.PartsOf(v.Today)),
	}
	if v.Chart.Root() == nil {
		d.Title, d.Button, d.Lead = "Make the organisation", "Make the organisation", nil
		d.Form.Lead = "All units are part of it. Its name stands on every page."
		return d
	}
	parent := parentPicker()
	d.Parent, d.Kinds = &parent, kinds("")
	d.Form.Lead = "It has nobody in it yet: make posts in it, or move posts to it."
	return d
}

func (p *Pages) addUnit(c echo.Context) error {
	v, err := p.site.View(c)
	if err != nil {
		return err
	}
	d := p.newUnitForm(v)
	in, err := p.readUnit(c, &d, v.Today)
	var u people.Unit
	if err == nil {
		u, err = p.people.AddUnit(web.Context(c), people.NewUnit{ParentID: in.change.ParentID, Kind: in.change.Kind, Name: in.change.Name, FromDate: in.from})
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.UnitFormPage(page, d) })
	}
	return p.site.Done(c, unitAddress(u.Slug), layout.Notice{Title: u.Name + " is made.", Next: "Make its posts, then say which of them leads it."})
}

// unitForm is the form that says what changed of a unit, or what was wrong.
func (p *Pages) unitForm(how manner) echo.HandlerFunc {
	return func(c echo.Context) error {
		f, chart, err := p.unitAndChart(c)
		if err != nil {
			return err
		}
		d := p.unitFormOf(f, how)
		d.Name, d.Kinds.Value, d.Version = f.Unit.Name, string(f.Unit.Kind), f.Unit.Version
		if d.Parent != nil {
			*d.Parent = web.StandForUnit(chart, *d.Parent, f.Unit.ParentID)
		}
		*d.Lead = web.StandForPost(chart, *d.Lead, f.Unit.LeadPostID)
		return p.site.OK(c, headOf(d.Form), func(page layout.Page) templ.Component { return view.UnitFormPage(page, d) })
	}
}

// unitAndChart is the unit of the address, and the chart of the day that its page
// shows.
func (p *Pages) unitAndChart(c echo.Context) (people.UnitFile, *people.Chart, error) {
	f, err := p.people.UnitFile(web.Context(c), c.Param("slug"))
	if err != nil {
		return f, nil, err
	}
	chart, err := p.people.AsAt(web.Context(c), f.On)
	return f, chart, err
}

func (p *Pages) unitFormOf(f people.UnitFile, how manner) view.UnitForm {
	u := f.Unit
	address := unitAddress(u.Slug)
	d := view.UnitForm{From: dateInput("from", "From when?", dayHint, web.PartsOf(p.site.Clock.Today()))}
	if how == itChanged {
		d.Form = p.frame(u.Name, "It changed", "Save the change", address+string(how), address)
		d.Form.Lead = "What is different from a day on. Until the day before, it stays as it was."
		d.Instead = &part.Link{Label: "It was never so: put right what was wrong instead", Href: address + "/correct"}
	} else {
		d.Form = p.frame(u.Name, "It was wrong", "Put it right", address+string(how), address)
		d.Form.Lead = "What you put right here is right for the whole time for which it was said, in the past too."
		d.Instead = &part.Link{Label: "It was right, and has changed: say what changed instead", Href: address + "/change"}
		d.From = dateInput("from", "First day of the unit", "Like 1 9 2020", web.PartsOf(f.Spans[0].From))
	}
	if u.ParentID != nil {
		parent := parentPicker()
		d.Parent, d.Kinds = &parent, kinds(u.Kind)
	}
	lead := leadPicker()
	d.Lead = &lead
	return d
}

func (p *Pages) changeUnit(c echo.Context) error {
	return p.saveUnit(c, itChanged, func(f people.UnitFile, in typed) error {
		return p.people.ChangeUnit(web.Context(c), f.Unit.ID, in.version, in.from, in.change)
	})
}

func (p *Pages) correctUnit(c echo.Context) error {
	return p.saveUnit(c, itWasWrong, func(f people.UnitFile, in typed) error {
		return p.people.CorrectUnit(web.Context(c), f.Unit.ID, in.version, people.UnitCorrection{UnitChange: in.change, FromDate: in.from})
	})
}

func (p *Pages) saveUnit(c echo.Context, how manner, save func(people.UnitFile, typed) error) error {
	f, err := p.people.UnitFile(web.Context(c), c.Param("slug"))
	if err != nil {
		return err
	}
	d := p.unitFormOf(f, how)
	day := f.On
	in, err := p.readUnit(c, &d, day)
	if err == nil {
		err = save(f, in)
	}
	if err != nil {
		return p.again(c, err, &d.Form, func(page layout.Page) templ.Component { return view.UnitFormPage(page, d) })
	}
	now, err := p.people.UnitFile(web.Context(c), f.Unit.Slug)
	if err != nil {
		return err
	}
	last := now.Spans[len(now.Spans)-1]
	return p.saved(c, unitAddress(f.Unit.Slug), saving{
		how: how, from: in.from, changed: now.Unit.Version != f.Unit.Version, version: now.Unit.Version, last: len(now.Spans) > 1 && last.From == in.from,
	})
}

// saving is how the saving of a change ended.
type saving struct {
	how     manner
	from    calendar.Date
	changed bool
	// last says that the change is the latest of all, so that it can be taken back.
	last    bool
	version int
}

// saved comes back with what was done, and how to undo it.
func (p *Pages) saved(c echo.Context, address string, s saving) error {
	notice := layout.Notice{Title: "It is put right."}
	switch {
	case !s.changed:
		notice.Title = "Nothing is different, so nothing was changed."
	case s.how == itChanged:
		notice.Title = "The change is saved, from " + s.from.Short() + "."
		if s.from.After(p.site.Clock.Today()) {
			notice.Next = "Until then, everything stays as it is."
		}
		if s.last {
			notice.Undo = &layout.Undo{Href: address + "/take-back", Once: p.site.Once(), Version: s.version}
		}
	}
	return p.site.Done(c, address, notice)
}
