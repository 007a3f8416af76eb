package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"learningyear/internal/actor"
	"learningyear/internal/app"
	"learningyear/internal/appraisal"
	"learningyear/internal/fault"
)

// exportCommand groups what can be taken out.
type exportCommand struct {
	Report exportReportCommand `cmd:"" help:"Write a person's annual appraisal report as PDF."`
}

type exportReportCommand struct {
	Person string `required:"" help:"The person's email address." placeholder:"EMAIL"`
	Year   string `required:"" help:"The learning year, like 2026-27." placeholder:"YEAR"`
	Out    string `required:"" help:"The file to write." placeholder:"FILE"`
	Reason string `required:"" help:"Why; it goes into the trail, and the person reads it." placeholder:"WHY"`
	Force  bool   `help:"Replace the file if it is there."`
	JSON   bool   `help:"Print what was written as JSON."`
}

// Run writes the report and notes in the trail that it was taken, and why.
func (c exportReportCommand) Run(call *invocation) error {
	if err := c.mayPut(); err != nil {
		return err
	}
	a, err := call.openReady()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	// The file is made before anything is read, so that a folder that cannot be
	// written to is no export in the trail.
	file, err := os.CreateTemp(filepath.Dir(c.Out), ".report-*.pdf")
	if err != nil {
		return fmt.Errorf("making the file: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	sight, err := c.take(call, a)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	raw, err := a.Reports.Appraisal(sight.Document, a.Clock.Today())
	if err != nil {
		return errors.Join(err, file.Close())
	}
	_, err = file.Write(raw)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := c.put(file.Name()); err != nil {
		return err
	}
	pages := a.Reports.Pages(sight.Document, a.Clock.Today())
	if c.JSON {
		return call.printJSON(map[string]any{
			"person": sight.Document.Person.Name, "year": c.Year, "file": c.Out, "pages": pages, "bytes": len(raw),
			"closed": sight.Appraisal.State == appraisal.Closed,
		})
	}
	fmt.Fprintf(call.out, "%s: the annual appraisal report of %s, %d pages, %d bytes\n", c.Out, sight.Document.Person.Name, pages, len(raw))
	return nil
}

// take reads the whole appraisal as the operator, who must say why.
func (c exportReportCommand) take(call *invocation, a *app.App) (appraisal.Sight, error) {
	ctx := actor.With(call.ctx, actor.Operator("the command export report"))
	settings, err := a.Organisation.Load(ctx)
	if err != nil {
		return appraisal.Sight{}, err
	}
	year, err := settings.YearStart.ParseYear(c.Year)
	if err != nil {
		return appraisal.Sight{}, err
	}
	chart, err := a.People.Today(ctx)
	if err != nil {
		return appraisal.Sight{}, err
	}
	person := chart.PersonByEmail(c.Person)
	if person == nil {
		return appraisal.Sight{}, fmt.Errorf("nobody has the email address %q", c.Person)
	}
	sight, err := a.Appraisals.ForReport(ctx, person.ID, year, c.Reason)
	if fault.Is(err, fault.NotFound) {
		return sight, fmt.Errorf("%s has no appraisal of the learning year %s", person.Name, year.Words())
	}
	return sight, err
}

// mayPut refuses a place for the report before anything is opened.
func (c exportReportCommand) mayPut() error {
	if c.Out == "" {
		return errors.New("--out names no file: say which file to write")
	}
	there, err := os.Stat(c.Out)
	switch {
	case err != nil: // making the file says what is wrong, if anything is
		return nil
	case there.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", c.Out)
	case !c.Force:
		return c.isThere()
	}
	return nil
}

func (c exportReportCommand) isThere() error {
	return fmt.Errorf("%s is there already: choose another file, or --force to replace it", c.Out)
}

// put gives the finished file its name. Without --force nothing is replaced, not
// even what came meanwhile.
func (c exportReportCommand) put(made string) error {
	if c.Force {
		if err := os.Rename(made, c.Out); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
		return nil
	}
	err := os.Link(made, c.Out)
	if errors.Is(err, fs.ErrExist) {
		return c.isThere()
	}
	if err != nil { // a file system without links
		err = os.Rename(made, c.Out)
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
