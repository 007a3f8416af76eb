package interview_test

import (
	"testing"

	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
	"learningyear/internal/interview"
)

// toSam makes Sam the partner from today, in Ruth's place.
func (w *world) toSam() {
	w.t.Helper()
	w.endPartnerships()
	w.partner("Amina", "Sam", w.clock.Today().String(), "")
}

func TestATimeThatWasTakenByTheFormerPartnerIsOfferedToTheNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		w.must(w.interview.GetReady(w.as("Amina"), id, 2, "What I told only Ruth", nil))
		w.on("2026-11-24")
		w.toSam()
		amina, sam := w.get("Amina", id), w.get("Sam", id)
		if amina.State != interview.Proposed || amina.May.Take || !amina.May.Cancel || !amina.Passed() || amina.Topics == "" {
			t.Errorf("Amina sees %+v", amina)
		}
		if !sam.May.Take || !sam.May.Offer || sam.WaitsFor(w.clock.Today()) != interview.Partner {
			t.Errorf("Sam sees %+v", sam)
		}
		if sam.Topics != "" {
			t.Errorf("Sam reads what was meant for Ruth: %q", sam.Topics)
		}
		if dates, err := w.interview.Dates(w.as("Dan"), []string{w.ids["Amina"]}, w.year()); err != nil || len(dates[w.ids["Amina"]]) != 0 {
			t.Errorf("it counts as arranged: %v, %v", dates, err)
		}
		w.must(w.interview.GetReady(w.as("Amina"), id, 3, "What I tell Sam", nil))
		w.refused(fault.Forbidden, w.interview.TakeTime(w.as("Amina"), id, 4)) // her own time still
		w.must(w.interview.TakeTime(w.as("Sam"), id, 4))
		if sam = w.get("Sam", id); sam.State != interview.Arranged || sam.Topics != "What I tell Sam" {
			t.Errorf("Sam reads %+v", sam)
		}
	})
}

func TestAnOfferOfTheFormerPartnerCannotBeTaken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id, err := w.interview.OfferTime(w.as("Ruth"), w.ids["Amina"], meeting(t, "2026-12-10"))
		w.must(err)
		w.endPartnerships()
		r := w.get("Amina", id)
		if r.May.Take || r.May.Offer || !r.May.Cancel || r.WaitsFor(w.clock.Today()) != interview.Neither {
			t.Errorf("without a partner Amina sees %+v", r)
		}
		w.partner("Amina", "Sam", "2026-11-21", "")
		r = w.get("Amina", id)
		if !r.Lapsed() || r.May.Take || !r.May.Offer || r.WaitsFor(w.clock.Today()) != interview.Learner {
			t.Errorf("Amina sees %+v", r)
		}
		for _, who := range []string{"Amina", "Sam"} {
			w.refused(fault.Forbidden, w.interview.TakeTime(w.as(who), id, 1))
		}
		w.must(w.interview.GetReady(w.as("Amina"), id, 1, "Whose time is it?", nil))
		w.refused(fault.Forbidden, w.interview.TakeTime(w.as("Amina"), id, 2))
		w.must(w.interview.OfferAnother(w.as("Amina"), id, 2, meeting(t, "2026-12-11")))
		w.must(w.interview.TakeTime(w.as("Sam"), id, 3))
	})
}

func TestWhoTalkedAsThePartnerWritesItUpAfterwards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		later, err := w.interview.OfferTime(w.as("Amina"), w.ids["Amina"], meeting(t, "2026-12-10"))
		w.must(err)
		w.must(w.interview.TakeTime(w.as("Ruth"), later, 1))
		w.on("2026-11-29") // the day after they talked
		w.toSam()
		_, err = w.interview.Get(w.as("Sam"), id, autumn)
		w.refused(fault.NotFound, err)
		if all, err := w.interview.AsPartner(w.as("Sam"), w.year()); err != nil || len(all) != 1 || all[0].ID != later {
			t.Errorf("Sam lists %v, %v", all, err)
		}
		_, err = w.interview.Get(w.as("Ruth"), later, autumn)
		w.refused(fault.NotFound, err)
		r := w.get("Ruth", id)
		if !r.Former || !r.May.Write || r.May.Cancel || r.May.Offer {
			t.Errorf("Ruth sees %+v", r)
		}
		if now := w.get("Amina", id).PartnerNow(); now == nil || now.ID != w.ids["Ruth"] {
			t.Errorf("Amina waits for %v", now)
		}
		w.must(w.interview.ShareRecord(w.as("Ruth"), id, 2, words("We said goodbye")))
		w.must(w.interview.ConfirmRecord(w.as("Amina"), id, 3))
		if r := w.get("Amina", id); r.PartnerID != w.ids["Ruth"] {
			t.Error("the record is not Ruth's")
		}
	})
}

func TestAPartnerWhoComesBackFindsWhatWasArranged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		id := w.arranged()
		w.on("2026-11-22")
		w.toSam()
		w.on("2026-11-24")
		w.endPartnerships()
		w.partner("Amina", "Ruth", "2026-11-24", "")
		if r := w.get("Ruth", id); r.State != interview.Arranged || !r.May.Cancel {
			t.Errorf("Ruth sees %+v", r)
		}
	})
}
