package appraisal

import (
	"context"
	"slices"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// Stranded is an appraisal that nobody is left to countersign, as the coordinator
// sees it who may close it so: whose it is, and nothing that stands in it.
type Stranded struct {
	ID       string
	PersonID string
	Cycle    Cycle
	Version  int
}

// Stranded finds a person's appraisal of a cycle for the coordinator. With an error
// it comes too where both have not signed it, or somebody is left to countersign.
func (s *Service) Stranded(ctx context.Context, cycleID, personID string) (Stranded, error) {
	chart, err := s.people.Today(ctx)
	if err != nil {
		return Stranded{}, err
	}
	// Asked before anything is looked for, so that others do not learn what there is.
	if err := access.Require(chart.OfficesOf(actor.From(ctx)), access.Appraisal, access.CloseWithout); err != nil {
		return Stranded{}, err
	}
	if notAKey(cycleID) || notAKey(personID) {
		return Stranded{}, fault.NewNotFound("appraisal")
	}
	r, err := s.load(ctx, "a.cycle_id = ? AND a.person_id = ?", cycleID, personID)
	if err != nil {
		return Stranded{}, err
	}
	return Stranded{r.ID, r.PersonID, r.cycle, r.Version}, mayCloseWithout(chart, actor.From(ctx), r)
}

// mayCloseWithout says who closes a record that waits for a countersignature which
// nobody can give: a coordinator who is not one of the two who signed it.
func mayCloseWithout(chart *people.Chart, who actor.Actor, r record) error {
	if err := access.Require(chart.OfficesOf(who), access.Appraisal, access.CloseWithout); err != nil {
		return err
	}
	if r.State != PersonSigned {
		return fault.NewForbidden("This cannot be done now: " + strings.ToLower(r.State.Words()))
	}
	if found := countersigner(chart, r); found != nil {
		return people.OnlyThey([]string{found.Name})
	}
	if slices.Contains([]string{r.PersonID, r.AppraiserID}, who.PersonID) || is(r.SignedByID, who.PersonID) {
		return fault.NewForbidden("You signed this appraisal yourself, so another coordinator closes it")
	}
	return nil
}

// CloseWithout closes what both have signed without the countersignature that the
// cycle asks for, where nobody is left to give it. The reason is part of the record.
func (s *Service) CloseWithout(ctx context.Context, id string, version int, why string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		chart, err := s.people.Today(ctx)
		if err != nil {
			return err
		}
		who := actor.From(ctx)
		if err := access.Require(chart.OfficesOf(who), access.Appraisal, access.CloseWithout); err != nil {
			return err
		}
		r, err := s.byID(ctx, id)
		if err != nil {
			return err
		}
		if err := mayCloseWithout(chart, who, r); err != nil {
			return err
		}
		if version != r.Version {
			return fault.NewClash("", r.Version)
		}
		var c fault.Collector
		why = c.Required("why", "The reason", why, LimitShort, "Say in a sentence why nobody countersigns it")
		if err := c.Err(); err != nil {
			return err
		}
		sight := Sight{Appraisal: r.Appraisal, Cycle: r.cycle}
		if sight.Document, err = unseal(r.Sealed, r.Seal); err != nil {
			return err
		}
		sight.Document.Waived = &Waiver{PersonID: who.PersonID, Name: strings.TrimSpace(who.Name), At: s.clock.Now(), Why: why}
		return s.close(ctx, &sight, CloseWithout, why)
	})
}
