package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// relate is change for an act that needs a relation to the person, who is handed on.
func (s *Service) relate(ctx context.Context, personID string, record access.Record, act access.Act, fn func(ctx context.Context, chart *Chart, p *Person) error) error {
	chart, err := s.Today(ctx)
	if err != nil {
		return err
	}
	p := chart.Person(personID)
	if p == nil {
		return fault.NewNotFound("person")
	}
	if err := chart.Require(actor.From(ctx), personID, record, act); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context) error { return fn(ctx, chart, p) })
}

// SetManager names a manager for a person from a day on, instead of the derived
// one.
func (s *Service) SetManager(ctx context.Context, personID, managerID string, from calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		if _, err := one[Person](ctx, s, "person", personID); err != nil {
			return err
		}
		manager, err := one[Person](ctx, s, "person", managerID)
		var c fault.Collector
		c.Check(err == nil, "manager", "Choose who manages them")
		c.Check(managerID != personID, "manager", "Nobody manages themselves. Choose somebody else")
		c.Check(!manager.Left(from), "manager", manager.Name+" has left by then. Choose somebody else")
		c.Check(!from.IsZero(), "from", "Enter the first day")
		c.Check(from.IsZero() || !from.FarFrom(s.clock.Today()), "from", farAway)
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.endOverrides(ctx, personID, from); err != nil {
			return err
		}
		o := Override{ID: s.clock.NewKey(), PersonID: personID, ManagerID: managerID, FromDate: from}
		if err := s.insert(ctx, "manager", &o); err != nil {
			return err
		}
		return s.note(ctx, personID, "named a line manager", manager.Name+", from "+from.Short())
	})
}

// ClearManager goes back to the derived manager from a day on.
func (s *Service) ClearManager(ctx context.Context, personID string, from calendar.Date) error {
	return s.manage(ctx, func(ctx context.Context) error {
		if _, err := one[Person](ctx, s, "person", personID); err != nil {
			return err
		}
		if from.IsZero() {
			return fault.InvalidField("from", "Enter the first day")
		}
		if err := s.endOverrides(ctx, personID, from); err != nil {
			return err
		}
		return s.note(ctx, personID, "took back the named line manager", "from "+from.Short())
	})
}

// endOverrides leaves none that holds on the day or after it.
func (s *Service) endOverrides(ctx context.Context, personID string, from calendar.Date) error {
	db := s.db.From(ctx)
	if err := db.Exec("DELETE FROM manager_overrides WHERE person_id = ? AND from_date >= ?", personID, from).Error; err != nil {
		return fmt.Errorf("taking back a named manager: %w", err)
	}
	err := db.Exec("UPDATE manager_overrides SET to_date = ? WHERE person_id = ? AND (to_date IS NULL OR to_date >= ?)",
		from.AddDays(-1), personID, from).Error
	if err != nil {
		return fmt.Errorf("ending a named manager: %w", err)
	}
	return nil
}

// SetDelegate lets somebody act for a manager who is away, from a day to a day, in
// everything or in part. The manager names them, or who keeps people.
func (s *Service) SetDelegate(ctx context.Context, managerID, delegateID string, scope Scope, from, to calendar.Date) (Delegate, error) {
	d := Delegate{ID: s.clock.NewKey(), ManagerID: managerID, DelegateID: delegateID, Scope: scope, FromDate: from, ToDate: to}
	err := s.relate(ctx, managerID, access.Delegation, access.Appoint, func(ctx context.Context, chart *Chart, manager *Person) error {
		delegate := chart.Person(delegateID)
		var c fault.Collector
		c.Check(delegate != nil && chart.Serves(delegateID), "delegate", "Choose somebody who works here")
		c.Check(delegateID != managerID, "delegate", "Choose somebody else: nobody acts for themselves")
		c.Check(slices.Contains(Scopes(), scope), "scope", "Choose what they do in "+manager.Called()+"’s stead")
		c.Check(!from.IsZero(), "from", "Enter the first day of the absence, like 24 3 2027")
		c.Check(from.IsZero() || !from.Before(s.clock.Today()), "from", "Choose a first day from today on. What somebody did before today they did in their own name")
		checkAhead(&c, from, s.clock.Today())
		c.Check(!to.IsZero(), "to", "Enter the last day of the absence, like 24 3 2027")
		c.Check(to.IsZero() || !to.Before(from), "to", "Enter a last day that is not before the first")
		c.Check(to.IsZero() || to.Before(from.AddMonths(maxAbsence)), "to", "Choose a last day within a year of the first. After that, change who manages the unit")
		if err := c.Err(); err != nil {
			return err
		}
		again, err := exists[Delegate](ctx, s, "manager_id = ? AND delegate_id = ? AND from_date <= ? AND to_date >= ?", managerID, delegateID, to, from)
		if err != nil {
			return err
		}
		if again {
			return fault.InvalidField("from", delegate.Name+" acts for "+manager.Name+" on some of these days already")
		}
		if err := s.insert(ctx, "delegate", &d); err != nil {
			return err
		}
		return s.note(ctx, managerID, "named a delegate", delegate.Name+", "+from.Short()+" to "+to.Short()+": "+strings.ToLower(scope.Label()[:1])+scope.Label()[1:])
	})
	return d, err
}

// DelegatesOf are who acts, acted or will act for a manager. Every colleague may
// know.
func (s *Service) DelegatesOf(ctx context.Context, managerID string) ([]Delegate, error) {
	if err := s.Require(ctx, managerID, access.Delegation, access.Read); err != nil {
		return nil, err
	}
	return some[Delegate](ctx, s, "delegates", "manager_id = ?", managerID)
}

// Uncovered says whether there is a day of a period that ends on which none of the
// delegates acts.
func Uncovered(delegates []Delegate, in calendar.Period) bool {
	for day := in.From; !day.After(in.To); day = day.AddDays(1) {
		if !slices.ContainsFunc(delegates, func(d Delegate) bool { return calendar.Period{From: d.FromDate, To: d.ToDate}.Holds(day) }) {
			return true
		}
	}
	return false
}

// maxAbsence is the longest time that a delegate acts, in months.
const maxAbsence = 12

// EndDelegate ends a delegation with yesterday; one that has not held for a
// whole day goes as if it had not been.
func (s *Service) EndDelegate(ctx context.Context, delegateID string) error {
	d, err := one[Delegate](ctx, s, "delegate", delegateID)
	if err != nil {
		return err
	}
	return s.relate(ctx, d.ManagerID, access.Delegation, access.Appoint, func(ctx context.Context, chart *Chart, _ *Person) error {
		yesterday := s.clock.Today().AddDays(-1)
		if d.ToDate.Before(s.clock.Today()) {
			return nil
		}
		query, args := "UPDATE delegates SET to_date = ? WHERE id = ?", []any{yesterday, d.ID}
		if d.FromDate.After(yesterday) {
			query, args = "DELETE FROM delegates WHERE id = ?", []any{d.ID}
		}
		if err := s.db.From(ctx).Exec(query, args...).Error; err != nil {
			return fmt.Errorf("ending a delegation: %w", err)
		}
		return s.note(ctx, d.ManagerID, "ended a delegation", chart.Name(d.DelegateID))
	})
}

// NominatePartner names a learning partner for a learner, who or the coordinator
// does it; the partner then answers. A nomination that was not answered is
// replaced. The partner there is stays until the new one accepts.
func (s *Service) NominatePartner(ctx context.Context, learnerID, partnerID string) (Partnership, error) {
	p := Partnership{
		ID: s.clock.NewKey(), LearnerID: learnerID, PartnerID: partnerID, State: Nominated, FromDate: s.clock.Today(), Version: 1,
	}
	err := s.relate(ctx, learnerID, access.Partnership, access.Nominate, func(ctx context.Context, chart *Chart, learner *Person) error {
		partner := chart.Person(partnerID)
		var c fault.Collector
		c.Check(learnerID != partnerID, "partner", "A learning partner is somebody else. Choose another person")
		c.Check(partner != nil && chart.Serves(partnerID), "partner", "Choose somebody who works here")
		c.Check(chart.Serves(learnerID), "partner", learner.Name+" does not work here today")
		if err := c.Err(); err != nil {
			return err
		}
		open, err := some[Partnership](ctx, s, "partnerships", "learner_id = ? AND state IN ?", learnerID, []PartnershipState{Nominated, Accepted})
		if err != nil {
			return err
		}
		for _, o := range open {
			if o.PartnerID == partnerID {
				return fault.InvalidField("partner", already(o.State, partner.Name))
			}
			if o.State == Nominated {
				if err := s.move(ctx, o, WithdrawNomination); err != nil {
					return err
				}
			}
		}
		if err := s.insert(ctx, "nomination", &p); err != nil {
			return err
		}
		return s.note(ctx, learnerID, "nominated a learning partner", partner.Name)
	})
	return p, err
}

func already(state PartnershipState, name string) string {
	if state == Accepted {
		return name + " is the learning partner already"
	}
	return name + " has been asked already and has not answered"
}

// move makes a transition of a partnership, dated today. What ends, ends with
// yesterday, so that it gives no rights from now on.
func (s *Service) move(ctx context.Context, p Partnership, act PartnershipAct) error {
	to, ok := p.State.After(act)
	if !ok {
		return fault.NewNotFound("nomination")
	}
	today := s.clock.Today()
	set := map[string]any{"state": to, "to_date": today.AddDays(-1)}
	if to == Accepted {
		set = map[string]any{"state": to, "from_date": today}
	}
	if err := s.db.UpdateVersioned(ctx, "partnerships", p.ID, p.Version, set); err != nil {
		return stale(err)
	}
	return nil
}

// AcceptPartner is the nominated partner's yes to a learner. Whoever was the
// partner before is so no longer.
func (s *Service) AcceptPartner(ctx context.Context, learnerID string) error {
	return s.answer(ctx, learnerID, AcceptNomination)
}

// DeclinePartner is the nominated partner's no.
func (s *Service) DeclinePartner(ctx context.Context, learnerID string) error {
	return s.answer(ctx, learnerID, DeclineNomination)
}

func (s *Service) answer(ctx context.Context, learnerID string, act PartnershipAct) error {
	return s.change(ctx, func(ctx context.Context) error {
		p, err := only[Partnership](ctx, s, "nomination", "learner_id = ? AND state = ?", keyOrNone(learnerID), Nominated)
		if err != nil {
			return err
		}
		if err := s.requireNominee(ctx, p); err != nil {
			return err
		}
		if act == AcceptNomination {
			if err := s.endPartnership(ctx, learnerID); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
		if err := s.move(ctx, p, act); err != nil {
			return err
		}
		partner, err := one[Person](ctx, s, "person", p.PartnerID)
		if err != nil {
			return err
		}
		return s.note(ctx, learnerID, string(act)+" to be learning partner", partner.Name)
	})
}

// requireNominee lets only the nominated partner answer. Others who may know of
// the nomination are told who can.
func (s *Service) requireNominee(ctx context.Context, p Partnership) error {
	who := actor.From(ctx)
	if who.PersonID == p.PartnerID {
		return nil
	}
	chart, err := s.Today(ctx)
	if err != nil {
		return err
	}
	if access.Can(chart.RelationTo(who, p.LearnerID), access.Partnership, access.Read) {
		return fault.NewForbidden("Only " + chart.Name(p.PartnerID) + " can answer this")
	}
	return fault.NewNotFound("nomination")
}

// WithdrawNomination takes back a nomination that has not been answered.
func (s *Service) WithdrawNomination(ctx context.Context, learnerID string) error {
	return s.relate(ctx, learnerID, access.Partnership, access.Nominate, func(ctx context.Context, chart *Chart, _ *Person) error {
		p, err := only[Partnership](ctx, s, "nomination", "learner_id = ? AND state = ?", learnerID, Nominated)
		if err != nil {
			return err
		}
		if err := s.move(ctx, p, WithdrawNomination); err != nil {
			return err
		}
		return s.note(ctx, learnerID, "withdrew a nomination", chart.Name(p.PartnerID))
	})
}

// EndPartnership ends a learner's partnership from today. The learner gives no
// reason; the partner and the coordinator may end it too.
func (s *Service) EndPartnership(ctx context.Context, learnerID string) error {
	return s.relate(ctx, learnerID, access.Partnership, access.End, func(ctx context.Context, _ *Chart, _ *Person) error {
		return s.endPartnership(ctx, learnerID)
	})
}

func (s *Service) endPartnership(ctx context.Context, learnerID string) error {
	p, err := only[Partnership](ctx, s, "partnership", "learner_id = ? AND state = ?", learnerID, Accepted)
	if err != nil {
		return err
	}
	if err := s.move(ctx, p, EndPartnership); err != nil {
		return err
	}
	partner, err := one[Person](ctx, s, "person", p.PartnerID)
	if err != nil {
		return err
	}
	return s.note(ctx, learnerID, "ended the partnership", partner.Name)
}

// keyOrNone is the key, or one that nothing has: PostgreSQL fails on what is no
// key at all.
func keyOrNone(id string) string {
	if isKey(id) {
		return id
	}
	return "00000000-0000-0000-0000-000000000000"
}

// GrantOffice gives a person an office from a day on.
func (s *Service) GrantOffice(ctx context.Context, personID string, role actor.Role, from calendar.Date) (Office, error) {
	o := Office{ID: s.clock.NewKey(), PersonID: personID, Role: role, FromDate: from}
	if role.Label() == string(role) { // a role that there is has words
		return o, fault.InvalidField("role", "Choose an office")
	}
	if from.IsZero() {
		return o, fault.InvalidField("from", "Enter the first day")
	}
	err := s.keepOffices(ctx, personID, func(ctx context.Context, p Person) error {
		held, err := exists[Office](ctx, s, "person_id = ? AND role = ? AND (to_date IS NULL OR to_date >= ?)", personID, role, from)
		if err != nil {
			return err
		}
		var c fault.Collector
		c.Check(!held, "role", p.Name+" has this office already")
		c.Check(!p.Left(from), "role", p.Name+" has left by then")
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.insert(ctx, "office", &o); err != nil {
			return err
		}
		return s.note(ctx, personID, "granted an office", role.Label()+", from "+from.Short())
	})
	return o, err
}

// EndOffice takes an office from a person from today on. The last administrator
// cannot be without a successor.
func (s *Service) EndOffice(ctx context.Context, personID string, role actor.Role) error {
	return s.keepOffices(ctx, personID, func(ctx context.Context, p Person) error {
		today := s.clock.Today()
		const held = "role = ? AND (to_date IS NULL OR to_date >= ?)"
		mine, err := exists[Office](ctx, s, held+" AND person_id = ?", role, today, personID)
		if err != nil {
			return err
		}
		if !mine {
			return fault.NewNotFound("office")
		}
		others, err := exists[Office](ctx, s, held+" AND person_id <> ? AND from_date <= ?", role, today, personID, today)
		if err != nil {
			return err
		}
		if role == actor.Administrator && !others {
			return fault.InvalidField("role", p.Name+" is the only administrator. Make somebody else administrator first")
		}
		err = s.db.From(ctx).Exec("UPDATE offices SET to_date = ? WHERE "+held+" AND person_id = ?", today.AddDays(-1), role, today, personID).Error
		if err != nil {
			return fmt.Errorf("ending an office: %w", err)
		}
		return s.note(ctx, personID, "ended an office", role.Label())
	})
}

func (s *Service) keepOffices(ctx context.Context, personID string, fn func(ctx context.Context, p Person) error) error {
	if err := s.RequireOffice(ctx, access.Offices, access.Manage); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context) error {
		p, err := one[Person](ctx, s, "person", personID)
		if err != nil {
			return err
		}
		return fn(ctx, p)
	})
}
