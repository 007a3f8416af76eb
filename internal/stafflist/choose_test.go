package stafflist_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/stafflist"
)

const foreignList = "Nr;Wer;Was;Wo;Umfang\n11;\"HOPPER, Grace\";Head;Skills;0,6\n12;Ada;Tutor;Skills;1\n"

// keep keeps a list for a preview.
func (h house) keep(ctx context.Context, text string) string {
	h.t.Helper()
	id, err := h.lists.Keep(ctx, stafflist.Upload{FileName: "list.csv"}, strings.NewReader(text), nil)
	h.must(err)
	return id
}

func TestWhatTheColumnsAre(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.lists.Import(operator(t), strings.NewReader(small), stafflist.Options{})
		h.must(err)
		ada, other := h.coordinator("helen@x.example", actor.Coordinator), h.coordinator("amina@x.example", actor.Coordinator)

		id := h.keep(ada, foreignList)
		_, r, err := h.lists.Preview(ada, id)
		if err != nil || !r.Unreadable || !r.ByHeader {
			t.Errorf("%v %+v", err, r)
		}
		if _, _, err := h.lists.Columns(other, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's upload: %v", err)
		}
		if err := h.lists.Choose(ada, id, []string{"Employee number", "Name"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("not all that is needed: %v", err)
		}
		said := []string{"Employee number", "Name", "Job title", "Unit", "FTE"}
		for name, err := range map[string]error{"choosing": h.lists.Choose(other, id, said), "filling": h.lists.Fill(other, id, strings.NewReader("{}"))} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s for somebody else: %v", name, err)
			}
		}
		h.must(h.lists.Choose(ada, id, said))
		u, r, err := h.lists.Preview(ada, id)
		if err != nil || r.Persons.Created != 2 || !strings.Contains(u.Mapping, `"Umfang": "FTE"`) {
			t.Errorf("%v %+v %s", err, r, u.Mapping)
		}
		if _, err = h.lists.Confirm(ada, id, stafflist.Choice{}); !errors.Is(err, stafflist.ErrUnseen) {
			t.Errorf("without having looked: %v", err)
		}
		_, err = h.lists.Confirm(ada, id, stafflist.Choice{Seen: u.Seen()})
		h.must(err)
		if _, _, err := h.lists.Columns(ada, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("once it is imported: %v", err)
		}
		if err := h.lists.Choose(ada, id, said); !fault.Is(err, fault.NotFound) {
			t.Errorf("once it is imported: %v", err)
		}

		// Whoever sends the next list with that header is not asked.
		_, columns, err := h.lists.Columns(other, h.keep(other, strings.ToUpper(foreignList[:len("Nr;Wer;Was;Wo;Umfang\n")])+"11;Grace Hopper;Head;Skills;0,6\n"))
		if err != nil || !columns.Sure() || columns.All[4].Is != stafflist.FTE {
			t.Errorf("%v %+v", err, columns)
		}
		if _, columns, err = h.lists.Columns(ada, h.keep(ada, "Wer;Nr;Was;Wo;Umfang\nA;1;B;C;1\n")); err != nil || columns.Sure() {
			t.Errorf("another header: %v %+v", err, columns)
		}
	})
}

func TestAHeaderIsForgottenAfterThreeYears(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.lists.Import(operator(t), strings.NewReader(small), stafflist.Options{})
		h.must(err)
		ada := h.coordinator("helen@x.example", actor.Coordinator)
		sure := func() bool {
			_, columns, err := h.lists.Columns(ada, h.keep(ada, foreignList))
			h.must(err)
			return columns.Sure()
		}
		h.must(h.lists.Choose(ada, h.keep(ada, foreignList), []string{"Employee number", "Name", "Job title", "Unit", ""}))
		for range 3 { // every list with it keeps it for longer
			h.clock.Set(h.clock.Now().Add(2 * 365 * 24 * time.Hour))
			_, err = h.lists.Purge(t.Context())
			h.must(err)
			if !sure() {
				t.Fatal("it is forgotten")
			}
		}
		h.clock.Set(h.clock.Now().Add(4 * 365 * 24 * time.Hour))
		_, err = h.lists.Purge(t.Context())
		h.must(err)
		if sure() {
			t.Error("it is not forgotten")
		}
	})
}

func TestAMappingFileFillsIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		_, err := h.lists.Import(operator(t), strings.NewReader(small), stafflist.Options{})
		h.must(err)
		ada := h.coordinator("helen@x.example", actor.Coordinator)
		id := h.keep(ada, foreignList)
		if err := h.lists.Fill(ada, id, strings.NewReader("Nr,Number of shoes\n")); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "there is no column “Number of shoes”") {
			t.Errorf("%v", err)
		}
		h.must(h.lists.Fill(ada, id, strings.NewReader("Nr,Staff ID\nWer,Name\nWas,Job title\nWo,Unit\nUmfang,-\n")))
		_, columns, err := h.lists.Columns(ada, id)
		if err != nil || !columns.Sure() || columns.All[0].Is != stafflist.EmployeeNumber || columns.All[4].Is != "" {
			t.Errorf("%v %+v", err, columns)
		}
		// Nobody has looked at it, so the next list is not taken so.
		if _, columns, err = h.lists.Columns(ada, h.keep(ada, foreignList)); err != nil || columns.Sure() {
			t.Errorf("%v %+v", err, columns)
		}
		organogram := "Post Unique Reference,Name,Job Title,Unit,Reports to Senior Post,FTE\n1,A,T,U,XX,1\n"
		if _, _, err := h.lists.Columns(ada, h.keep(ada, organogram)); !fault.Is(err, fault.NotFound) {
			t.Errorf("an organogram has columns of its own: %v", err)
		}
	})
}
