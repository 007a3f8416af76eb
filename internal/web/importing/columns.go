package importing

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"learningyear/internal/stafflist"
	"learningyear/internal/web"
	view "learningyear/templates/importing"
	"learningyear/templates/layout"
	"learningyear/templates/part"
)

func columnsOf(id string) string { return start + "/" + id + "/columns" }

// columns is the step that asks what the columns of a kept list are.
func (p *Pages) columns(c echo.Context) error {
	u, columns, err := p.lists.Columns(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	if u.Errand != "" {
		return p.site.SeeOther(c, "/progress/"+u.Errand)
	}
	d := p.columnsForm(u, columns, nil, web.Problem{})
	return p.site.OK(c, head(c, d.Title), func(page layout.Page) templ.Component { return view.ColumnsPage(page, d) })
}

// sayColumns takes what somebody says that the columns are, or fills it in from a
// mapping file that they chose.
func (p *Pages) sayColumns(c echo.Context) error {
	id, ctx := c.Param("id"), web.Context(c)
	u, columns, err := p.lists.Columns(ctx, id)
	if err != nil {
		return err
	}
	choices := make([]string, len(columns.All))
	for i := range choices {
		choices[i] = c.FormValue(stafflist.FieldOf(i))
	}
	to := start + "/" + id
	file, _, noFile := chosen(c, "mapping")
	switch {
	case noFile == nil:
		defer func() { _ = file.Close() }()
		err = p.lists.Fill(ctx, id, file)
		if err == nil {
			return p.site.Done(c, columnsOf(id), layout.Notice{Title: "Filled in from the mapping file.", Text: "Look it over before you go on."})
		}
	case c.FormValue("fill") != "":
		err = noFile
	default:
		err = p.lists.Choose(ctx, id, choices)
	}
	if err != nil {
		return p.site.Again(c, err, head(c, columnsTitle), func(page layout.Page, problem web.Problem) templ.Component {
			return view.ColumnsPage(page, p.columnsForm(u, columns, choices, problem))
		})
	}
	return p.site.SeeOther(c, to)
}

const columnsTitle = "What the columns are"

// columnsForm is the form with what the columns are taken for, or with what was
// chosen before it was sent back.
func (p *Pages) columnsForm(u stafflist.Upload, columns stafflist.Columns, choices []string, problem web.Problem) view.Columns {
	d := view.Columns{
		Title: columnsTitle, Caption: caption(u), Summary: problem.Summary(), Once: p.site.Once(), Action: columnsOf(u.ID), Again: start, About: about(),
		File: part.FileUpload{
			Name: "mapping", Label: "Choose a mapping file", Hint: "JSON, or CSV with a name from the file and what it is in each line",
			Accept: ".json,.csv,application/json,text/csv,text/plain", Error: problem.Of("mapping"),
		},
	}
	if u.Mapping != "" {
		d.Download = columnsOf(u.ID) + "/mapping"
	}
	if !problem.Any() {
		d.Notes = notes(columns)
	}
	for i, column := range columns.All {
		if row := columnRow(i, column, choices, problem); row != nil {
			d.Rows = append(d.Rows, *row)
		}
	}
	return d
}

// notes say why it is asked.
func notes(columns stafflist.Columns) []string {
	var out []string
	switch n := len(columns.Unknown()); {
	case n == 1:
		out = append(out, "The column “"+columns.Unknown()[0]+"” has a name that is not known here. Say what it is, or leave it out.")
	case n > 1:
		out = append(out, strconv.Itoa(n)+" columns have names that are not known here. Say what they are, or leave them out.")
	}
	if columns.More > 0 {
		out = append(out, fmt.Sprintf("These are the first %d columns. Of the %d after them, those with a name that is known are used.", len(columns.All), columns.More))
	}
	if ask := columns.Ask(); ask != "" {
		out = append(out, ask+".")
	}
	return out
}

// columnRow is one column of the file; nil for one of which there is nothing to see.
func columnRow(i int, column stafflist.FileColumn, choices []string, problem web.Problem) *view.Column {
	row := view.Column{Name: column.Header, Samples: column.Samples, New: !column.Known}
	switch {
	case column.Open():
		row.Is = &part.Select{
			Name: stafflist.FieldOf(i), Label: "What “" + column.Header + "” is", HideLabel: true, Value: string(column.Is), Error: problem.Of(stafflist.FieldOf(i)),
			Options: []part.Option{{Value: "", Label: "Not used"}},
		}
		for _, h := range stafflist.Headings() {
			row.Is.Options = append(row.Is.Options, part.Option{Value: string(h.Column), Label: string(h.Column)})
		}
		if choices != nil {
			row.Is.Value = choices[i]
		}
	case column.Twice:
		row.Fixed = "Not used: two columns have this name. To use one, rename the other in the file"
	case len(column.Samples) == 0:
		return nil
	default:
		row.Name, row.Fixed = "A column without a name", "Not used. To use it, give it a name in the file"
	}
	return &row
}

// mapping gives what the columns are taken for as a file for later lists and for the
// command line.
func (p *Pages) mapping(c echo.Context) error {
	u, columns, err := p.lists.Columns(web.Context(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Send(c, web.Download{Name: stafflist.NameOf(u.FileName) + " columns.json", Type: "application/json", Content: strings.NewReader(columns.Mapping().Text())})
}
