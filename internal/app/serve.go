package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// grace is how long requests in flight may take to end after the signal to stop.
const grace = 20 * time.Second

// Serve listens and serves until ctx ends; then it takes no new request, lets
// those in flight end, and returns. Listening is told through started, with the
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
	// Background work stops after the requests in flight, which may still queue mail.
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	var work sync.WaitGroup
	work.Go(func() { sender.Run(working) })
	work.Go(func() { a.tidy(working) })
	work.Go(func() { a.Sessions.Run(working, a.Log) })
	defer func() {
		stopWork()
		work.Wait()
	}()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	started(listener.Addr().String())
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	a.Log.Info("stopping: requests in flight may end")
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
