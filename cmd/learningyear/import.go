package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/stafflist"
)

// importCommand groups what can be taken in.
type importCommand struct {
	People importPeopleCommand `cmd:"" help:"Take in units, posts and people from a staff list or an organogram in CSV."`
}

type importPeopleCommand struct {
	File         string `arg:"" help:"The staff list, or the senior file of an organogram; docs/import.md describes the columns."`
	Junior       string `help:"The junior file beside the senior file of an organogram." placeholder:"FILE"`
	AsAt         string `name:"as-at" help:"The day for which the list holds; today where it is not given." placeholder:"YYYY-MM-DD"`
	DryRun       bool   `name:"dry-run" help:"Say what would change, and change nothing."`
	SkipRejected bool   `name:"skip-rejected" help:"Take in the rows without a problem although others have one."`
	TakeFile     bool   `name:"take-file" help:"Take the file's word for what was corrected here by hand since the last list."`
	Complete     bool   `help:"End the people who are here on the day and not in the list. Refused where they are more than half."`
	Mapping      string `help:"A file that says which column is which: a JSON object, or CSV of header and column." placeholder:"FILE"`
	Organisation string `help:"Name of the organisation, where the database has none yet; else that of the organogram, or the file's name, is taken." placeholder:"NAME"`
	JSON         bool   `help:"Print what was counted as JSON."`
}

// rejected is the exit code where rows have problems and nothing was changed.
const rejected exitCode = 2

// Run imports the list, all of it in one transaction.
func (c importPeopleCommand) Run(call *invocation) error {
	options := stafflist.Options{
		File: filepath.Base(c.File), Organisation: c.Organisation, DryRun: c.DryRun, SkipRejected: c.SkipRejected,
		TakeFile: c.TakeFile, Complete: c.Complete, Progress: onTerminal(os.Stderr),
	}
	if c.AsAt != "" {
		asAt, err := calendar.ParseDate(c.AsAt)
		if err != nil {
			return fmt.Errorf("--as-at: %w", err)
		}
		options.AsAt = asAt
	}
	if c.Mapping != "" {
		mapping, err := readMapping(c.Mapping)
		if err != nil {
			return fmt.Errorf("--mapping: %w", err)
		}
		options.Mapping = mapping
	}
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("opening the staff list: %w", err)
	}
	defer func() { _ = file.Close() }()
	if c.Junior != "" {
		junior, err := os.Open(c.Junior)
		if err != nil {
			return fmt.Errorf("opening the junior file: %w", err)
		}
		defer func() { _ = junior.Close() }()
		options.Junior = junior
	}
	settings, err := call.settings()
	if err != nil {
		return err
	}
	if path := database.Missing(settings.Database); path != "" {
		fmt.Fprintf(call.err, "making a new database at %s\n", path)
	}
	a, err := call.open()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if _, err := a.DB.Migrate(call.ctx); err != nil {
		return fmt.Errorf("bringing the database to this version: %w", err)
	}
	if debug.SetMemoryLimit(-1) > stafflist.MemoryLimit { // unless GOMEMLIMIT says less
		debug.SetMemoryLimit(stafflist.MemoryLimit)
	}
	ctx := actor.With(call.ctx, actor.Operator("the command import people"))
	result, err := a.StaffLists.Import(ctx, file, options)
	if err != nil && !errors.Is(err, stafflist.ErrRejected) {
		return err
	}
	if printed := c.print(call, result); printed != nil {
		return printed
	}
	if err != nil || result.Unreadable {
		return rejected
	}
	return nil
}

// onTerminal tells the progress in one line of a terminal, which it clears at
// each step; nowhere else.
func onTerminal(out *os.File) stafflist.Progress {
	about, err := out.Stat()
	if err != nil || about.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(phrase string, done, total int) {
		const clear = "\r\x1b[K"
		switch {
		case phrase == "":
			_, _ = fmt.Fprint(out, clear)
		case total > 0:
			_, _ = fmt.Fprintf(out, "%s%s: %d of %d", clear, phrase, done, total)
		default:
			_, _ = fmt.Fprintf(out, "%s%s …", clear, phrase)
		}
	}
}

func readMapping(name string) (stafflist.Mapping, error) {
	file, err := os.Open(name)
	if err != nil {
		return stafflist.Mapping{}, err
	}
	defer func() { _ = file.Close() }()
	return stafflist.ReadMapping(file)
}

func (c importPeopleCommand) print(call *invocation, result stafflist.Result) error {
	if c.JSON {
		return call.printJSON(result)
	}
	return result.Print(call.out)
}
