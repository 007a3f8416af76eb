package stafflist_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/attachment"
	"learningyear/internal/clock"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/diary"
	"learningyear/internal/draft"
	"learningyear/internal/files"
	"learningyear/internal/people"
	"learningyear/internal/stafflist"
)

// manyRows is a staff list of an organisation as large as any: every person with
// a number, an address, a post with a reference and one above it.
func manyRows(n int) []byte {
	var b bytes.Buffer
	b.WriteString("Employee number,Name,Email,Post reference,Job title,Grade,Unit,Line manager post,FTE,Start date\n")
	for i := range n {
		above := "XX"
		if i > 0 {
			above = "P" + strconv.Itoa((i-1)/8)
		}
		fmt.Fprintf(&b, "%d,Person %d Ångström-%d,person.%d@example.org,P%d,Officer of %d,Grade %d,Unit %d,%s,0.8,2019-09-01\n", i, i, i%97, i, i, i%500, i%9, i/250, above)
	}
	return b.Bytes()
}

// forgetPeak lets peak begin anew.
func forgetPeak(t *testing.T) {
	t.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skip("the memory of a process can be asked for on Linux only")
	}
}

// peak is the most memory that this process has had since forgetPeak, in MB.
func peak(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("the memory of a process can be asked for on Linux only")
	}
	for line := range strings.Lines(string(status)) {
		if rest, found := strings.CutPrefix(line, "VmHWM:"); found {
			kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return kilobytes >> 10
		}
	}
	t.Fatal("there is no peak of memory")
	return 0
}

// saved is what became of saving diary entries again and again.
type saved struct {
	Times   int
	Slowest time.Duration
}

// saverVariable is the address of the database in which TestSaveMeanwhile saves, and
// the key of who writes.
const saverVariable = "LEARNINGYEAR_TEST_SAVER"

// saving saves diary entries in another process, as a list is imported beside a
// program that runs. What it gives ends that.
func saving(t *testing.T, url string, learner people.Person) func() saved {
	t.Helper()
	saver := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSaveMeanwhile$", "-test.v")
	saver.Env = append(os.Environ(), saverVariable+"="+learner.ID+" "+url)
	stop, err := saver.StdinPipe()
	h := house{t: t}
	h.must(err)
	said, err := saver.StdoutPipe()
	h.must(err)
	h.must(saver.Start())
	lines := bufio.NewScanner(said)
	told := func(word string) string {
		t.Helper()
		before := ""
		for lines.Scan() {
			if rest, found := strings.CutPrefix(lines.Text(), word); found {
				return rest
			}
			before += lines.Text() + "\n"
		}
		t.Fatalf("the other process has not said %q: %s", word, before)
		return ""
	}
	told("begins")
	return func() saved {
		var out saved
		h.must(stop.Close())
		h.must(json.Unmarshal([]byte(told("saved ")), &out))
		_, err := io.Copy(io.Discard, said)
		h.must(errors.Join(err, saver.Wait()))
		return out
	}
}

// TestSaveMeanwhile is the other process: it saves a diary entry again and again
// until its input ends. Where nobody has started it as that, there is nothing to do.
func TestSaveMeanwhile(t *testing.T) {
	id, url, told := strings.Cut(os.Getenv(saverVariable), " ")
	if !told {
		return
	}
	db, err := database.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	h := newHouseAt(t, db, clock.System(time.UTC)) // whose keys are not those of the test's
	entries := diary.NewService(h.db, h.who, h.trail, h.clock, draft.NewService(h.db, h.clock),
		attachment.NewService(h.db, files.New(h.db, nil), h.clock))
	stop := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(stop)
	}()
	// A program that runs knows its people already.
	_, err = h.who.Today(t.Context())
	h.must(err)
	fmt.Println("\nbegins")
	var out saved
	ctx := actor.With(t.Context(), actor.Actor{PersonID: id, Name: "Amina Yusuf"})
	for going := true; going; {
		select {
		case <-stop:
			going = false
		case <-time.After(20 * time.Millisecond):
			began := time.Now()
			_, err := entries.Write(ctx, diary.Words{On: h.clock.Today(), Learned: "What I learned meanwhile"}, "")
			h.must(err)
			out.Slowest = max(out.Slowest, time.Since(began))
			out.Times++
		}
	}
	line, err := json.Marshal(out)
	h.must(err)
	fmt.Printf("\nsaved %s\n", line)
}

// writing times the last transaction of an import, by what its progress tells.
type writing struct{ began, took time.Time }

func (w *writing) progress(phrase string, _, _ int) {
	switch {
	case phrase == stafflist.WritingAll:
		w.began = time.Now()
	case !w.began.IsZero() && w.took.IsZero():
		w.took = time.Now()
	}
}

// TestAHundredThousandRows takes in a list as large as any, while somebody writes
// their diary.
func TestAHundredThousandRows(t *testing.T) {
	if os.Getenv("LEARNINGYEAR_TEST_LONG") != "1" {
		t.Skip("takes in a list of 100,000 rows: make test-long")
	}
	const rows = 100_000
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(stafflist.MemoryLimit)) // as the command does
	content := manyRows(rows)
	dbtest.EachEngine(t, func(t *testing.T, engine database.Engine) {
		url := dbtest.NewURL(t, engine)
		db, err := database.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		h := newHouse(t, db)
		learner, err := h.who.AddPerson(operator(t), people.NewPerson{Name: "Amina Yusuf"})
		h.must(err)
		for _, round := range []string{"the first time", "the second time"} {
			forgetPeak(t)
			end := saving(t, url, learner)
			var last writing
			began := time.Now()
			r, err := h.lists.Import(operator(t), bytes.NewReader(content), stafflist.Options{Organisation: "Large", Progress: last.progress})
			took := time.Since(began)
			meanwhile := end()
			h.must(err)
			t.Logf("%s, %s: %d rows in %.1f s, the last transaction %.2f s, at most %d MB; %d diary entries meanwhile, the slowest in %.2f s",
				engine, round, r.Rows, took.Seconds(), last.took.Sub(last.began).Seconds(), peak(t), meanwhile.Times, meanwhile.Slowest.Seconds())
			if r.Rows != rows || r.Persons.Created+r.Persons.Unchanged != rows || round == "the second time" && r.Changes() {
				t.Errorf("%+v", r.Persons)
			}
			if slow := 5 * time.Second * slack; meanwhile.Slowest > slow || meanwhile.Times == 0 {
				t.Errorf("saving an entry took %s", meanwhile.Slowest)
			}
			if took > 90*time.Second*slack {
				t.Errorf("it took %s", took)
			}
			if most := 500 * slack; peak(t) > most {
				t.Errorf("it took %d MB", peak(t))
			}
		}
	})
}
