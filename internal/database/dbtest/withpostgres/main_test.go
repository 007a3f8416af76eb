//go:build unix

package main

import (
	"bufio"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"learningyear/internal/database/dbtest/cluster"
)

// TestMain lets this test be the program itself, started a second time.
func TestMain(m *testing.M) {
	if os.Getenv("BE_WITHPOSTGRES") == "1" {
		main()
	}
	os.Exit(m.Run())
}

func TestTheExitCodeIsTheCommands(t *testing.T) {
	t.Setenv(urlVariable, "postgres://given")
	for script, want := range map[string]int{
		"exit 0":        0,
		"exit 7":        7,
		"kill -TERM $$": 128 + 15,
		`test "$` + urlVariable + `" = postgres://given`: 0,
	} {
		code, err := run([]string{"--", "sh", "-c", script})
		if err != nil || code != want {
			t.Errorf("%s: exit code %d (%v), want %d", script, code, err, want)
		}
	}
	for _, args := range [][]string{nil, {"--"}, {"--", "no-such-command-anywhere"}} {
		if code, err := run(args); err == nil || code == 0 {
			t.Errorf("%q: exit code %d without an error", args, code)
		}
	}
}

func TestASignalStopsTheServerToo(t *testing.T) {
	signals := []syscall.Signal{syscall.SIGTERM}
	if runtime.GOOS == "linux" { // elsewhere nothing can be done about it
		signals = append(signals, syscall.SIGKILL)
	}
	for _, sig := range signals {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			cmd, folder := startSelf(t)
			if cmd == nil {
				t.Log("a server was given; there are no programs to start one from")
				return
			}
			_ = cmd.Process.Signal(sig)
			_ = cmd.Wait()
			if sig == syscall.SIGTERM {
				if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s is still there", folder)
				}
				return
			}
			// The kernel tells the server, which then takes its time.
			socket := filepath.Join(folder, ".s.PGSQL.5432")
			for late := time.After(20 * time.Second); ; {
				if _, err := os.Stat(socket); errors.Is(err, os.ErrNotExist) {
					return
				}
				select {
				case <-late:
					t.Fatal("the server is still there")
				case <-time.After(10 * time.Millisecond):
				}
			}
		})
	}
}

// startSelf starts this program with a command that lasts until the test
// ends, and returns it and the folder of its server; nothing where tests run
// on a server that was given and the programs are not installed.
func startSelf(t *testing.T) (*exec.Cmd, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "--", "sh", "-c", "echo $"+urlVariable+"; exec cat")
	cmd.Env = append(os.Environ(), "BE_WITHPOSTGRES=1", urlVariable+"=")
	cmd.WaitDelay = time.Second // the command outlives this program when that is killed
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaint strings.Builder
	cmd.Stderr = &complaint
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		missing := strings.Contains(complaint.String(), cluster.ErrNotInstalled.Error())
		if missing && os.Getenv(urlVariable) != "" {
			return nil, ""
		}
		if missing && os.Getenv("LEARNINGYEAR_TEST_REQUIRE_ALL") != "1" {
			t.Skipf("no server: %s", complaint.String())
		}
		t.Fatalf("no server: %s", complaint.String())
	}
	address, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	folder := address.Query().Get("host")
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if _, err := os.Stat(folder); err != nil {
		t.Fatal(err)
	}
	return cmd, folder
}
