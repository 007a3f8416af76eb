package people

import (
	"testing"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/database"
	"learningyear/internal/database/dbtest"
	"learningyear/internal/fault"
)

func TestARefusalNamesWhoCanToday(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db)
		asks := func(who string, record access.Record, act access.Act) error {
			return h.today().Require(actor.Actor{PersonID: key(who)}, key("amina"), record, act)
		}
		h.wants(asks("amina", access.LearningPlan, access.Agree), fault.Forbidden, "Only Dan can do this")
		h.wants(asks("dan", access.LearningPlan, access.Write), fault.Forbidden, "Only Amina can do this")
		h.wants(asks("tom", access.LearningPlan, access.Agree), fault.NotFound, "")
		h.must(asks("dan", access.LearningPlan, access.Agree))

		today := h.today().On()
		_, err := h.SetDelegate(h.as("dan"), key("dan"), key("joy"), PlansOnly, today, today.AddDays(7))
		h.must(err)
		_, err = h.SetDelegate(h.as("dan"), key("dan"), key("tom"), AppraisalsOnly, today, today.AddDays(7))
		h.must(err)
		h.wants(asks("amina", access.LearningPlan, access.Agree), fault.Forbidden, "Only Dan or Joy can do this")
		h.wants(asks("amina", access.Appraisal, access.SignFirst), fault.Forbidden, "Only Dan or Tom can do this")
		h.wants(OnlyThey([]string{"Dan", "Joy", "Tom"}), fault.Forbidden, "Only Dan, Joy or Tom can do this")

		h.must(h.SetManager(h.as("ada"), key("amina"), key("tom"), today))
		h.wants(asks("amina", access.LearningPlan, access.Agree), fault.Forbidden, "Only Tom can do this")
	})
}
