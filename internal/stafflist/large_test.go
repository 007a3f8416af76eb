package stafflist

import (
	"context"
	"errors"
	"runtime/debug"
	"testing"

	"learningyear/internal/people"
)

// TestLargeListsGoInOneAtATime: memory is bounded by letting in one, and collected
// closely only while it is there.
func TestLargeListsGoInOneAtATime(t *testing.T) {
	s := NewService(nil, nil, nil)
	before := debug.SetMemoryLimit(-1)
	leave, err := s.enter(t.Context(), atOnce+1)
	if err != nil {
		t.Fatal(err)
	}
	if within := debug.SetMemoryLimit(-1); within > servingLimit {
		t.Errorf("within, the limit is %d", within)
	}
	small, err := s.enter(t.Context(), atOnce)
	if err != nil {
		t.Fatal("a small one waits for a large one")
	}
	small()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.enter(gone, atOnce+1); !errors.Is(err, context.Canceled) {
		t.Errorf("a second large one: %v", err)
	}
	leave()
	if after := debug.SetMemoryLimit(-1); after != before {
		t.Errorf("afterwards the limit is %d, and was %d", after, before)
	}
	leave, err = s.enter(t.Context(), atOnce+1)
	if err != nil {
		t.Fatal(err)
	}
	leave()
}

// TestWritingIsCollectedClosely: the limit is lower while very many rows are written,
// and afterwards as it was.
func TestWritingIsCollectedClosely(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	for rows, want := range map[int]int64{10 * each: writingLimit, each: before} {
		writing := collecting(rows)
		writing(true)
		if within := debug.SetMemoryLimit(-1); within != min(want, before) {
			t.Errorf("%d rows are written under %d", rows, within)
		}
		writing(false)
		writing(false)
		if after := debug.SetMemoryLimit(-1); after != before {
			t.Errorf("afterwards the limit is %d, and was %d", after, before)
		}
	}
}

// TestMemoryIsThin holds no text of what is as the last list said.
func TestMemoryIsThin(t *testing.T) {
	now := people.Structure{
		Units:   []people.Unit{{ID: "u1", Name: "Skills"}, {ID: "u2", Name: "Renamed"}, {ID: "u3", Name: "By hand"}},
		Persons: []people.Person{{ID: "x1", Name: "Ann"}},
	}
	m := Memory{"u1": `["Skills"]`, "u2": `["Science"]`, "gone": `["Nothing"]`, "x1": `["Ann","","","",""]`}.thin(now)
	if len(m) != 3 || m["u1"] != asItWas || m["u2"] != `["Science"]` || m["x1"] != asItWas {
		t.Fatalf("%v", m)
	}
	was := unitValues(now.Units[0])
	same, renamed, byHand := m.of("u1", unitFields), m.of("u2", unitFields), m.of("u3", unitFields)
	if same.touched(unitName, "Skills") || same.last(was)[unitName] != "Skills" || same.keep(was, was) != nil {
		t.Error("what is as it was is not touched, and is remembered already")
	}
	if kept := same.keep([]string{"Other"}, was); kept != nil {
		t.Errorf("what the list says nothing of stays remembered: %v", kept)
	}
	same.tell(unitName, unitFields, "Other")
	if kept := same.keep(was, was); len(kept) != 1 || kept[0] != "Other" {
		t.Errorf("%v", kept)
	}
	if !renamed.touched(unitName, "Renamed") || byHand.touched(unitName, "By hand") || byHand.last(nil) != nil {
		t.Error("what was changed by hand is touched; what no list named is not remembered")
	}
}
