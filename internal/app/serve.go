package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"learningyear/internal/mail"
)

// grace is how long requests and jobs in flight may take to end after the signal to
// stop.
const grace = 20 * time.Second

// Serve listens, serves and works on the queue until ctx ends; then it takes no new
// request and no new job, lets those in flight end, and returns. Listening is told through started, with the
// address in use.
func (a *App) Serve(ctx context.Context, started func(addr string)) error {
	handler, err := a.Handler()
	if err != nil {
		return err
	}
	sender, err := a.Sender()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Settings.Listen)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", a.Settings.Listen, err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
	}
	halt, err := a.background(ctx, sender)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	started(listener.Addr().String())
	select {
	case err := <-failed:
		return errors.Join(fmt.Errorf("serving: %w", err), halt(func() error { return nil }))
	case <-ctx.Done():
	}
	a.Log.Info("stopping: requests and jobs in flight may end")
	return halt(func() error { return stopServing(ctx, server, failed) })
}

// stopServing takes no new request and lets those in flight end.
func stopServing(ctx context.Context, server *http.Server, failed <-chan error) error {
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// background starts what goes on beside the pages. Halting it takes what stops the
// pages meanwhile: no new job is begun while requests end, but mail, which they may
// still queue, is sent until they have.
func (a *App) background(ctx context.Context, sender *mail.Sender) (halt func(stopPages func() error) error, err error) {
	if err := a.Jobs.Start(ctx); err != nil {
		return nil, err
	}
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	var work sync.WaitGroup
	work.Go(func() { sender.Run(working) })
	work.Go(func() { a.Sessions.Run(working, a.Log) })
	return func(stopPages func() error) error {
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		jobs := make(chan error, 1)
		go func() { jobs <- a.Jobs.Stop(stop) }()
		pages := stopPages()
		stopWork()
		work.Wait()
		return errors.Join(pages, <-jobs)
	}, nil
}
