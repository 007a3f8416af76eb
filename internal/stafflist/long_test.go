package stafflist_test

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/attachment"
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

// peak is the most memory that this process has had so far, in MB.
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

// saver saves a diary entry again and again until it is told to stop, and keeps
// how long the slowest took.
type saver struct {
	stop    chan struct{}
	done    sync.WaitGroup
	saved   int
	slowest time.Duration
	err     error
}

func (h house) save(learner actor.Actor) *saver {
	s := &saver{stop: make(chan struct{})}
	entries := diary.NewService(h.db, h.who, h.trail, h.clock, draft.NewService(h.db, h.clock),
		attachment.NewService(h.db, files.New(h.db, nil), h.clock))
	ctx := actor.With(h.t.Context(), learner)
	s.done.Go(func() {
		for s.err == nil {
			select {
			case <-s.stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			began := time.Now()
			_, s.err = entries.Write(ctx, diary.Words{On: h.clock.Today(), Learned: "What I learned meanwhile"}, "")
			s.slowest = max(s.slowest, time.Since(began))
			s.saved++
		}
	})
	return s
}

func (s *saver) end() {
	close(s.stop)
	s.done.Wait()
}

// TestAHundredThousandRows takes in a list as large as any, while somebody writes
// their diary.
func TestAHundredThousandRows(t *testing.T) {
	if os.Getenv("LEARNINGYEAR_TEST_LONG") != "1" {
		t.Skip("takes in a list of 100,000 rows: make test-long")
	}
	const rows = 100_000
	content := manyRows(rows)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		learner, err := h.who.AddPerson(operator(t), people.NewPerson{Name: "Amina Yusuf"})
		h.must(err)
		for _, round := range []string{"the first time", "the second time"} {
			saving := h.save(actor.Actor{PersonID: learner.ID, Name: learner.Name})
			began := time.Now()
			r, err := h.lists.Import(operator(t), bytes.NewReader(content), stafflist.Options{Organisation: "Large"})
			took := time.Since(began)
			saving.end()
			h.must(err)
			t.Logf("%s, %s: %d rows in %.1f s, at most %d MB; %d diary entries meanwhile, the slowest in %.2f s",
				db.Engine(), round, r.Rows, took.Seconds(), peak(t), saving.saved, saving.slowest.Seconds())
			h.must(saving.err)
			if r.Rows != rows || r.Persons.Created+r.Persons.Unchanged != rows || round == "the second time" && r.Changes() {
				t.Errorf("%+v", r.Persons)
			}
			if slow := 5 * time.Second * slack; saving.slowest > slow {
				t.Errorf("saving an entry took %s", saving.slowest)
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
