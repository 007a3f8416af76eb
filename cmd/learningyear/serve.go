package main

import (
	"fmt"
	"strings"

	"learningyear/internal/app"
)

type serveCommand struct{}

// Run brings the schema up to date and serves until told to stop.
func (serveCommand) Run(call *invocation) error {
	a, err := call.open()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if _, err := a.DB.Migrate(call.ctx); err != nil {
		return fmt.Errorf("bringing the database to this version: %w", err)
	}
	return serve(call, a)
}

func serve(call *invocation, a *app.App) error {
	return a.Serve(call.ctx, func(addr string) {
		a.Log.Info("serving", "address", addr, "base_url", a.Settings.BaseURL, "engine", string(a.DB.Engine()), "version", version)
	})
}

type migrateCommand struct {
	JSON bool `help:"Print what was done as JSON."`
}

// Run applies the migrations that the database has not had.
func (m migrateCommand) Run(call *invocation) error {
	a, err := call.open()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	applied, err := a.DB.Migrate(call.ctx)
	if err != nil {
		return fmt.Errorf("bringing the database to this version: %w", err)
	}
	if m.JSON {
		return call.printJSON(map[string]any{"applied": append([]string{}, applied...)})
	}
	if len(applied) == 0 {
		fmt.Fprintln(call.out, "Nothing to do: the database is at this version.")
		return nil
	}
	for _, name := range applied {
		fmt.Fprintln(call.out, "applied", name)
	}
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(call *invocation) error {
	fmt.Fprintln(call.out, "learningyear", version)
	return nil
}

type checkCommand struct {
	JSON bool `help:"Print the findings as JSON."`
}

// Run checks settings, schema, the chain of the trail, and the bytes of files.
func (k checkCommand) Run(call *invocation) error {
	a, err := call.openReady()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	schema, err := a.DB.SchemaState(call.ctx)
	if err != nil {
		return err
	}
	verdict, err := a.Trail.Verify(call.ctx)
	if err != nil {
		return err
	}
	files, err := a.Attachments.Verify(call.ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		if err := call.printJSON(map[string]any{
			"schema": schema.Current, "trail_entries": verdict.Entries, "trail_broken": verdict.Broken,
			"files": files.Files, "files_bytes": files.Bytes, "files_broken": append([]string{}, files.Broken...),
		}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(call.out, "settings: as they should be\nschema: %v, up to date\ntrail: %d entries", schema.Current, verdict.Entries)
		if verdict.Broken == "" {
			fmt.Fprintln(call.out, ", every one as it was written")
		} else {
			fmt.Fprintln(call.out)
		}
		fmt.Fprintf(call.out, "photos and files: %d, of %d bytes; %d not as they were kept\n", files.Files, files.Bytes, len(files.Broken))
	}
	if verdict.Broken != "" {
		return fmt.Errorf("the trail is broken: %s", verdict.Broken)
	}
	if len(files.Broken) > 0 {
		return fmt.Errorf("files are not as they were kept: %s", strings.Join(files.Broken, ", "))
	}
	return nil
}
