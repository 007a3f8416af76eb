package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"learningyear/internal/app"
	"learningyear/internal/clock"
	"learningyear/internal/demo"
)

type demoCommand struct {
	NoServe bool `name:"no-serve" help:"Only make the demonstration."`
}

// Run makes the demonstration where it is not there yet, and serves it.
func (d demoCommand) Run(call *invocation) error {
	a, err := call.open()
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if _, err := a.DB.Migrate(call.ctx); err != nil {
		return fmt.Errorf("bringing the database to this version: %w", err)
	}
	there, err := demo.There(call.ctx, a.Organisation, a.People)
	if errors.Is(err, demo.ErrReal) {
		return fmt.Errorf("%w. Nothing was changed; name another database with --database", err)
	}
	if err != nil {
		return err
	}
	if !there {
		if err := makeDemo(call, a); err != nil {
			return err
		}
	}
	if d.NoServe {
		return nil
	}
	return a.Serve(call.ctx, func(string) { whomToBe(call.out, a.Settings.BaseURL) })
}

// makeDemo makes it with services of its own, whose clock goes through the years.
func makeDemo(call *invocation, a *app.App) error {
	fmt.Fprintf(call.err, "making the demonstration, %s: some seconds\n", demo.Name)
	begun := time.Now()
	// Much is made and little of it kept: collecting less often is a tenth faster.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	past := app.New(a.DB, a.Settings, clock.Fixed(a.Clock.Now(), a.Clock.Zone()), a.Log)
	err := demo.Make(call.ctx, demo.Services{
		DB: past.DB, Clock: past.Clock, Organisation: past.Organisation, People: past.People, Sessions: past.Sessions,
		Diary: past.Diary, Plans: past.Plans, Work: past.Work, Interviews: past.Interviews, Appraisals: past.Appraisals,
		Absences: past.Absences, Patterns: past.Patterns,
	}, func(what string, count int) { fmt.Fprintf(call.err, "  %6d %s\n", count, what) })
	if err != nil {
		return fmt.Errorf("making the demonstration: %w", err)
	}
	fmt.Fprintf(call.err, "made in %.1f seconds\n", time.Since(begun).Seconds())
	return nil
}

// whomToBe says where to go and whom a visitor may be.
func whomToBe(w io.Writer, address string) {
	fmt.Fprintf(w, "\n%s is at %s\nNobody in it is real. Choose there whom to be:\n\n", demo.Name, address)
	for _, p := range demo.Personas() {
		fmt.Fprintf(w, "  %-12s  %s. %s\n", p.Name, p.Label, p.Hint)
	}
	fmt.Fprintln(w, "\nCtrl+C stops it. What is written stays.")
}
