package appraising_test

import (
	"net/http"
	"testing"
	"time"

	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/templates/pagetest"
)

// TestTheCoordinatorClosesWhatNobodyCanCountersign is from the notice to the record.
func TestTheCoordinatorClosesWhatNobodyCanCountersign(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db, true)
		h.toWorded()
		h.signFirst()
		h.signLast("Sign", "")
		priya := h.as(h.Staff.Priya)
		cycle := priya.Get(t, "/manage/cycles").Click(t, "Appraisal 2027").Lacks(t, "Nobody is left to countersign it").Path
		form := cycle + "/amina-yusuf/close"
		priya.Get(t, form).Want(t, http.StatusForbidden).Sees(t, "Only Helen Marsh can do this.")
		chart, err := h.App.People.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		keeper := h.Ctx(t, h.Staff.Priya, actor.Coordinator)
		if err := h.App.People.PersonLeaves(keeper, h.Staff.Helen.ID, chart.Person(h.Staff.Helen.ID).Version, h.Clock.Today().AddDays(-1)); err != nil {
			t.Fatal(err)
		}
		h.amina().Get(t, own).Sees(t, "Nobody is here to countersign it yet")
		page := priya.Get(t, "/notices").Sees(t, "See to Amina’s appraisal: both have signed, and nobody is left to countersign it").
			Click(t, "See to Amina’s appraisal: both have signed, and nobody is left to countersign it").Sees(t, "1 appraisal waits for a countersignature that nobody can give.")
		page = page.Click(t, "Close it without a countersignature: Amina Yusuf").Want(t, http.StatusOK)
		pagetest.SoundPage(t, page.Body)
		page = page.Form(t, "Close the appraisal").Submit(t).Want(t, http.StatusUnprocessableEntity).Sees(t, "Say in a sentence why nobody countersigns it")
		pagetest.SoundPage(t, page.Body)
		closes := page.Form(t, "Close the appraisal").Fill(t, "Why does nobody countersign it?", "Helen has left, and the post is empty.")
		first, second := closes.Submit(t), closes.Submit(t).Want(t, http.StatusSeeOther)
		first.Follow(t).
			Sees(t, "Amina Yusuf’s appraisal is closed.", "Closed").Lacks(t, "that nobody can give")
		second.Follow(t).Lacks(t, "Not yours to do")
		h.On(2027, time.July, 20)
		for _, c := range []string{"Signed by both, and closed without a countersignature on", "Helen has left, and the post is empty.", "Priya Nair, CPD coordinator,"} {
			h.amina().Get(t, own).Sees(t, c)
			h.dan().Get(t, other).Sees(t, c)
		}
		h.amina().Get(t, own+"/report.pdf").Want(t, http.StatusOK)
		h.as(h.Staff.Priya).Get(t, form).Want(t, http.StatusForbidden)
		for _, who := range []func() int{
			func() int { return h.dan().Get(t, form).Status }, func() int { return h.as(h.Staff.Alex).Get(t, form).Status },
			func() int { return h.as(h.Staff.Grace).Post(t, form, nil).Status },
		} {
			if got := who(); got != http.StatusNotFound {
				t.Errorf("somebody else is answered %d", got)
			}
		}
	})
}
