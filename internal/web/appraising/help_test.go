package appraising_test

import (
	"testing"

	"learningyear/internal/app/apptest"
	"learningyear/internal/calendar"
	"learningyear/internal/diary"
	"learningyear/internal/plan"
)

func year() calendar.LearningYear { return apptest.Year() }

func words(learned string) diary.Words { return diary.Words{Learned: learned} }

// addTarget adds a target to Amina's plan of the year, agreed by Dan.
func (h house) addTarget(t *testing.T, need string) {
	t.Helper()
	ctx := h.Ctx(t, h.Staff.Amina)
	h.must(h.App.Plans.BeginChange(ctx, year()))
	_, err := h.App.Plans.AddTarget(ctx, year(), plan.Wording{Need: need, Source: plan.FromOwn, Criteria: []plan.CriterionWording{{Words: "I can explain it"}}})
	h.must(err)
	h.agreePlan(t)
}

// dropTarget takes a target out of Amina's plan of the year, agreed by Dan.
func (h house) dropTarget(t *testing.T, number int) {
	t.Helper()
	ctx := h.Ctx(t, h.Staff.Amina)
	h.must(h.App.Plans.BeginChange(ctx, year()))
	p, err := h.App.Plans.Of(ctx, h.Staff.Amina.ID, year())
	h.must(err)
	target, _ := p.WrittenTarget(number)
	h.must(h.App.Plans.RemoveTarget(ctx, year(), number, target.Version))
	h.agreePlan(t)
}

func (h house) agreePlan(t *testing.T) {
	t.Helper()
	h.must(h.App.Plans.Propose(h.Ctx(t, h.Staff.Amina), year(), 0))
	p, err := h.App.Plans.Gather(t.Context(), h.Staff.Amina.ID, year())
	h.must(err)
	h.must(h.App.Plans.Agree(h.Ctx(t, h.Staff.Dan), h.Staff.Amina.ID, year(), p.Version))
}

func (h house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}
