package main

import (
	"errors"
	"strings"
	"testing"
)

// lines turns short notes into what go test -json prints: action, package,
// test, output.
func lines(notes ...[4]string) string {
	var text strings.Builder
	for _, n := range notes {
		output := strings.ReplaceAll(n[3], "\n", `\n`)
		text.WriteString(`{"Action":"` + n[0] + `","Package":"` + n[1] + `","Test":"` + n[2] + `","Output":"` + output + `"}` + "\n")
	}
	return text.String()
}

func TestSummary(t *testing.T) {
	for name, c := range map[string]struct {
		input   string
		command error
		long    bool
		lists   bool
		last    string
		says    string
	}{
		"all is well": {
			input: lines([4]string{"run", "p", "A"}, [4]string{"pass", "p", "A"}, [4]string{"pass", "p", ""}),
			last:  "1 passed, 0 failed",
		},
		"only the innermost tests count": {
			input: lines([4]string{"pass", "p", "A/x"}, [4]string{"pass", "p", "A/y"}, [4]string{"pass", "p", "A"}, [4]string{"pass", "p", ""}),
			last:  "2 passed, 0 failed",
		},
		"a failure is shown and counted once": {
			input: lines([4]string{"output", "p", "A/x", "want 1\n"}, [4]string{"fail", "p", "A/x"},
				[4]string{"pass", "p", "A/y"}, [4]string{"fail", "p", "A"}, [4]string{"fail", "p", ""}),
			command: errors.New("exit status 1"),
			last:    "1 passed, 1 failed",
			says:    "want 1",
		},
		"a test may fail though its subtests pass": {
			input: lines([4]string{"pass", "p", "A/x"}, [4]string{"fail", "p", "A"}, [4]string{"fail", "p", ""}),
			last:  "1 passed, 1 failed",
		},
		"a skipped test failed": {
			input: lines([4]string{"output", "p", "A", "no browser\n"}, [4]string{"skip", "p", "A"}, [4]string{"pass", "p", "B"}, [4]string{"pass", "p", ""}),
			last:  "1 passed, 1 failed",
			says:  "no browser",
		},
		"unless it belongs to the long ones": {
			input: lines([4]string{"output", "p", "A", "left to make test-long\n"}, [4]string{"skip", "p", "A"}, [4]string{"pass", "p", "B"}, [4]string{"pass", "p", ""}),
			last:  "1 passed, 0 failed",
			says:  "1 left to make test-long",
		},
		"and these run": {
			input: lines([4]string{"output", "p", "A", "left to make test-long\n"}, [4]string{"skip", "p", "A"}, [4]string{"pass", "p", "B"}, [4]string{"pass", "p", ""}),
			long:  true,
			last:  "1 passed, 1 failed",
		},
		"what needs the real lists may be left where they are not": {
			input: lines([4]string{"pass", "p", "A"}, [4]string{"output", "p", "B", "set LEARNINGYEAR_SHARED_DATA\n"}, [4]string{"skip", "p", "B"}, [4]string{"pass", "p", ""}),
			last:  "1 passed, 0 failed",
			says:  "1 need the real lists",
		},
		"and not where they are": {
			input: lines([4]string{"pass", "p", "A"}, [4]string{"output", "p", "B", "set LEARNINGYEAR_SHARED_DATA\n"}, [4]string{"skip", "p", "B"}, [4]string{"pass", "p", ""}),
			lists: true,
			last:  "1 passed, 1 failed",
			says:  "SKIPPED p B",
		},
		"a package without tests is nothing": {
			input: lines([4]string{"skip", "q", ""}, [4]string{"pass", "p", "A"}, [4]string{"pass", "p", ""}),
			last:  "1 passed, 0 failed",
		},
		"a package that does not build failed": {
			input: `{"Action":"build-output","ImportPath":"p [p.test]","Output":"undefined: x\n"}` + "\n" +
				`{"Action":"build-fail","ImportPath":"p [p.test]"}` + "\n" +
				`{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}` + "\n",
			last: "0 passed, 1 failed",
			says: "undefined: x",
		},
		"a panic failed": {
			input: lines([4]string{"output", "p", "A", "panic: gone\n"}, [4]string{"fail", "p", ""}),
			last:  "0 passed, 1 failed",
			says:  "panic: gone",
		},
		"a command that broke off failed": {
			input:   lines([4]string{"pass", "p", "A"}),
			command: errors.New("killed"),
			last:    "1 passed, 1 failed",
			says:    "killed",
		},
		"nothing is not success": {last: "0 passed, 1 failed"},
		"other words are passed on": {
			input: "go: downloading something\n" + lines([4]string{"pass", "p", "A"}, [4]string{"pass", "p", ""}),
			last:  "1 passed, 0 failed",
			says:  "go: downloading something",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			sum := newSummary(&out, c.long, c.lists)
			if err := sum.read(strings.NewReader(c.input)); err != nil {
				t.Fatal(err)
			}
			well := sum.end(c.command)
			if want := strings.HasSuffix(c.last, " 0 failed"); well != want {
				t.Errorf("all well: %v, want %v", well, want)
			}
			if !strings.HasSuffix(out.String(), "\n"+c.last+"\n") || !strings.Contains(out.String(), c.says) {
				t.Errorf("want %q and at the end %q:\n%s", c.says, c.last, out.String())
			}
		})
	}
}

func TestACheckCountsAsATest(t *testing.T) {
	const tests = `{"Action":"pass","Package":"p","Test":"A"}` + "\n" + `{"Action":"pass","Package":"p"}` + "\n"
	for command, last := range map[string]string{"true": "2 passed, 0 failed", "false": "1 passed, 1 failed"} {
		var out strings.Builder
		sum := newSummary(&out, false, true)
		sum.check(command)
		if err := sum.read(strings.NewReader(tests)); err != nil {
			t.Fatal(err)
		}
		if sum.end(nil) != (command == "true") || !strings.HasSuffix(out.String(), last+"\n") {
			t.Errorf("%s: want %q at the end:\n%s", command, last, out.String())
		}
	}
}

func TestTheCommandIsRun(t *testing.T) {
	for script, want := range map[string]bool{
		`echo '{"Action":"pass","Package":"p","Test":"A"}'; echo '{"Action":"pass","Package":"p"}'`:         true,
		`echo '{"Action":"pass","Package":"p","Test":"A"}'; echo '{"Action":"pass","Package":"p"}'; exit 3`: false,
		`true`: false,
	} {
		if got := run([]string{"sh", "-c", script}, newSummary(&strings.Builder{}, false, true)); got != want {
			t.Errorf("%s: all well %v, want %v", script, got, want)
		}
	}
	if run([]string{"no-such-command-anywhere"}, newSummary(&strings.Builder{}, false, true)) {
		t.Error("all is well with a command that is not there")
	}
}
