package stafflist_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/stafflist"
)

// TestWhatIsRememberedIsTidied forgets what a later list said anew and what an
// import that was broken off left behind, and nothing else.
func TestWhatIsRememberedIsTidied(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		const list = "Employee number,Name,Post reference,Job title,Unit\n1,Ann Lee,P1,Clerk,Stores\n2,Bo Chan,P2,Porter,Stores\n"
		take := func(text string) stafflist.Result {
			t.Helper()
			r, err := h.lists.Import(operator(t), strings.NewReader(text), stafflist.Options{Organisation: "College"})
			h.must(err)
			return r
		}
		kept := func() (n int) {
			t.Helper()
			h.must(db.From(t.Context()).Raw("SELECT COUNT(*) FROM imported").Scan(&n).Error)
			return n
		}
		take(list)
		first := kept()
		later := strings.Replace(list, "Clerk", "Senior clerk", 1)
		take(later)
		if n := kept(); n != first+1 {
			t.Fatalf("%d are kept after %d", n, first)
		}
		broken := h.clock.NewKey()
		h.must(db.InTx(t.Context(), func(ctx context.Context) error {
			err := db.From(ctx).Exec("INSERT INTO imports (id, begun_at, done) VALUES (?, ?, ?)", broken, h.clock.Now().UTC().Add(-48*time.Hour), false).Error
			if err != nil {
				return err
			}
			return db.From(ctx).Exec("INSERT INTO imported (record_id, import_id, said) VALUES (?, ?, ?)", h.clock.NewKey(), broken, `["x"]`).Error
		}))
		_, err := h.lists.Purge(t.Context())
		h.must(err)
		if n := kept(); n != first {
			t.Errorf("%d are kept, want %d", n, first)
		}
		if r := take(later); r.Changes() || r.KeptByHand != 0 {
			t.Errorf("the same list after the tidying: %+v", r)
		}
	})
}
