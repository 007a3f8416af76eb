//go:build unix

// Command withpostgres runs a command with a private PostgreSQL server that
// lasts as long as the command, and its address in TEST_DATABASE_URL:
//
//	withpostgres -- go test ./...
//
// Where TEST_DATABASE_URL is given already it only runs the command. Its exit
// code is the command's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"learningyear/internal/database/dbtest/cluster"
)

const (
	urlVariable = "TEST_DATABASE_URL"
	// grace is how long the command may take to end after a signal.
	grace = 10 * time.Second
)

func main() {
	// The server is told when the thread that started it dies; this one lives
	// as long as the process.
	runtime.LockOSThread()
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
	}
	os.Exit(code)
}

// run starts the server and the command, and returns the command's exit code.
func run(args []string) (code int, err error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 2, errors.New("which command? withpostgres -- command arguments…")
	}
	// From here on a signal ends the command, then the server, then this.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)

	environment := os.Environ()
	if os.Getenv(urlVariable) == "" {
		server, err := cluster.Start(context.Background())
		if err != nil {
			return 1, err
		}
		defer func() {
			if stopped := server.Stop(); stopped != nil {
				code, err = max(code, 1), errors.Join(err, stopped)
			}
		}()
		environment = append(environment, urlVariable+"="+server.URL())
	}
	return command(args, environment, signals)
}

// command runs args and passes signals on to it.
func command(args, environment []string, signals <-chan os.Signal) (int, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = environment
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var tooLate <-chan time.Time
	for {
		select {
		case sig := <-signals:
			_ = cmd.Process.Signal(sig)
			tooLate = time.After(grace)
		case <-tooLate:
			_ = cmd.Process.Kill()
		case err := <-ended:
			return exitCode(err)
		}
	}
}

// exitCode is what a shell would say: a command ended by signal n is 128+n.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, err
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return exit.ExitCode(), nil
}
