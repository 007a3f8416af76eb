package interview

import "learningyear/internal/people"

// standing is how an interview that is still to come stands after a change of
// partner.
type standing int

const (
	// Nought is with the partner of the record, who is the partner today.
	_ standing = iota
	// talked was arranged for a day on which the partner of the record still was
	// the learner's. It is theirs to write up.
	talked
	// passed is the learner's offer to whoever is their partner now: what another
	// took does not bind the new one.
	passed
	// lapsed is the offer of a partner who is one no more. Nobody can take it.
	lapsed
)

// asOf is the interview as it stands on the day of the chart. A change of partner
// writes nothing here: it takes effect when the day comes, and is undone where the
// partnership is.
func (i Interview) asOf(chart *people.Chart) Interview {
	now := chart.Partner(i.LearnerID)
	gone := !chart.Serves(i.PartnerID)
	if i.State == Held || i.State == Answered {
		i.left = gone
	}
	if !i.State.Open() || now != nil && now.ID == i.PartnerID {
		return i
	}
	switch {
	case i.State == Arranged && !i.StartsOn.After(chart.On()) && chart.PartneredOn(i.LearnerID, i.PartnerID, i.StartsOn):
		i.stands, i.left = talked, gone
		return i
	case i.State == Arranged, i.ProposedByID == i.LearnerID:
		i.State, i.ProposedByID, i.stands = Proposed, i.LearnerID, passed
	default:
		i.stands = lapsed
	}
	i.PartnerID = ""
	if now != nil {
		i.PartnerID = now.ID
	}
	return i
}

// Lapsed says that the time was offered by a partner who is one no more.
func (i Interview) Lapsed() bool { return i.stands == lapsed }

// Passed says that the learner's time goes to whoever is the partner now, who has
// not answered it.
func (i Interview) Passed() bool { return i.stands == passed }

// Left says that who has it to write up works here no more.
func (i Interview) Left() bool { return i.left }

// withFormer says that it is theirs with whom it was arranged, although another is
// the learner's partner today.
func (i Interview) withFormer() bool { return i.stands == talked }

// comes says that it is still to come, with whoever is the partner today.
func (i Interview) comes() bool { return i.State.Open() && !i.withFormer() }

// notTheirs says that it is in the new partner's reach and the former's to write up.
func (r Reading) notTheirs() bool { return r.Side == Neither && r.withFormer() }
