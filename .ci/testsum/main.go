// Command testsum runs tests and tells what came of them:
//
//	testsum go test -json ./...
//
// A test that was skipped counts as failed, unless its message says that it
// belongs to make test-long; with -long it counts all the same. A test that
// names the setting for the real lists beside the project may be skipped where
// that is not set. With -check a command is run before the tests and counted as
// one of them. The last line is "N passed, N failed".
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// later is what the message of a test says that make test leaves out.
const later = "make test-long"

// lists is the setting that says where the real lists are. A test that needs them
// names it in its message.
const lists = "LEARNINGYEAR_SHARED_DATA"

func main() {
	long := flag.Bool("long", false, "let no test be skipped at all")
	check := flag.String("check", "", "a `command` that counts as one more test")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "testsum: which command? testsum go test -json ./...")
		os.Exit(2)
	}
	sum := newSummary(os.Stdout, *long, os.Getenv(lists) != "")
	if *check != "" {
		sum.check(*check)
	}
	if !run(flag.Args(), sum) {
		os.Exit(1)
	}
}

// run executes the tests, and says whether all was well.
func run(args []string, sum *summary) bool {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		return false
	}
	// A signal is for the tests; the summary is still wanted.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	go func() {
		for sig := range signals {
			_ = cmd.Process.Signal(sig)
		}
	}()
	read := sum.read(out)
	return sum.end(errors.Join(read, cmd.Wait()))
}

// check runs a command and counts it as a test.
func (s *summary) check(name string) {
	cmd := exec.Command(name)
	cmd.Stdout, cmd.Stderr = s.w, s.w
	if err := cmd.Run(); err != nil {
		s.failed++
		fmt.Fprintf(s.w, "FAILED %s: %v\n", name, err)
		return
	}
	s.passed++
}

// event is one line of go test -json.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// result is what is known of one test, or of one package.
type result struct {
	output   bytes.Buffer
	children int // subtests that ended
	failed   int // tests below it that failed
	passed   int // tests below it that passed, counted for packages
}

type summary struct {
	w        io.Writer
	long     bool
	hasLists bool
	passed   int
	failed   int
	late     int // left to make test-long
	listless int // in want of the real lists
	packages int // that had tests
	begun    time.Time
	tests    map[string]*result // by package, or package and test
	builds   map[string]*bytes.Buffer
}

func newSummary(w io.Writer, long, hasLists bool) *summary {
	return &summary{
		w: w, long: long, hasLists: hasLists, begun: time.Now(),
		tests: map[string]*result{}, builds: map[string]*bytes.Buffer{},
	}
}

func (s *summary) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		if json.Unmarshal(line, &e) == nil && e.Action != "" {
			s.take(e)
		} else if len(bytes.TrimSpace(line)) > 0 {
			fmt.Fprintf(s.w, "%s\n", bytes.TrimRight(line, "\n"))
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *summary) take(e event) {
	switch {
	case e.Action == "build-output":
		if s.builds[e.ImportPath] == nil {
			s.builds[e.ImportPath] = &bytes.Buffer{}
		}
		s.builds[e.ImportPath].WriteString(e.Output)
	case e.Action == "output":
		s.of(e.Package, e.Test).output.WriteString(e.Output)
	case e.Action != "pass" && e.Action != "fail" && e.Action != "skip":
		// started, paused, resumed
	case e.Test == "":
		s.endPackage(e)
	default:
		s.endTest(e)
	}
}

func (s *summary) of(pkg, test string) *result {
	key := pkg + " " + test
	if s.tests[key] == nil {
		s.tests[key] = &result{}
	}
	return s.tests[key]
}

// endTest counts a test. One with subtests is only counted where it failed
// by itself.
func (s *summary) endTest(e event) {
	mine, pkg := s.of(e.Package, e.Test), s.of(e.Package, "")
	output := mine.output.String()
	failed := e.Action == "fail" && mine.failed == 0
	left := !s.long && strings.Contains(output, later)
	listless := !s.hasLists && strings.Contains(output, lists)
	if e.Action == "skip" && !left && !listless {
		failed = true
	}
	switch {
	case failed:
		s.failed++
		pkg.failed++
		what := map[bool]string{true: "SKIPPED", false: "FAILED"}[e.Action == "skip"]
		fmt.Fprintf(s.w, "%s %s %s\n%s", what, e.Package, e.Test, output)
	case e.Action == "skip" && listless:
		s.listless++
	case e.Action == "skip":
		s.late++
	case e.Action == "pass" && mine.children == 0:
		s.passed++
		pkg.passed++
	}
	for above := e.Test; ; {
		cut := strings.LastIndexByte(above, '/')
		if cut < 0 {
			break
		}
		above = above[:cut]
		parent := s.of(e.Package, above)
		parent.children++
		if failed {
			parent.failed++
		}
	}
	delete(s.tests, e.Package+" "+e.Test)
}

func (s *summary) endPackage(e event) {
	pkg := s.of(e.Package, "")
	if e.Action == "fail" && pkg.failed == 0 {
		// It did not build, or ended outside a test. What its unfinished tests
		// said tells why.
		s.failed++
		pkg.failed++
		fmt.Fprintf(s.w, "FAILED %s\n", e.Package)
		if build := s.builds[e.FailedBuild]; build != nil {
			fmt.Fprint(s.w, build)
		}
		for key, test := range s.tests {
			if strings.HasPrefix(key, e.Package+" ") {
				fmt.Fprint(s.w, &test.output)
			}
		}
	}
	if pkg.passed+pkg.failed > 0 {
		s.packages++
		fmt.Fprintf(s.w, "%-6s %4d passed %3d failed %7.1f s  %s\n",
			map[bool]string{true: "ok", false: "FAILED"}[pkg.failed == 0],
			pkg.passed, pkg.failed, e.Elapsed, e.Package)
	}
	for key := range s.tests {
		if strings.HasPrefix(key, e.Package+" ") {
			delete(s.tests, key)
		}
	}
}

// end prints the last lines and says whether all was well. A command that
// failed without any failed test counts as one.
func (s *summary) end(err error) bool {
	if err != nil && s.failed == 0 {
		s.failed++
		fmt.Fprintf(s.w, "FAILED the test command itself: %v\n", err)
	}
	if s.packages == 0 && s.failed == 0 {
		s.failed++
		fmt.Fprintln(s.w, "FAILED no test ran")
	}
	fmt.Fprintf(s.w, "in %.0f s", time.Since(s.begun).Seconds())
	if s.late > 0 {
		fmt.Fprintf(s.w, "; %d left to make test-long", s.late)
	}
	if s.listless > 0 {
		fmt.Fprintf(s.w, "; %d need the real lists (%s)", s.listless, lists)
	}
	fmt.Fprintf(s.w, "\n%d passed, %d failed\n", s.passed, s.failed)
	return s.failed == 0
}
