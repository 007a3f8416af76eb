package appraisal

import (
	"context"
	"fmt"
	"strings"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/fault"
	"learningyear/internal/people"
)

// Signing is what a signature form sends.
type Signing struct {
	AppraisalID string
	// Version is the appraisal's when the form was opened: what is signed is what was read.
	Version int
	// Fair is the tick: of the two who met, that it is a fair record of what they
	// said; of who countersigns, that it was read and done with care.
	Fair bool
	// Name as typed.
	Name string
	// Statement is the person's own note, which travels with the record.
	Statement string
}

func (s *Service) checkSigning(ctx context.Context, sight *Sight, g Signing) error {
	if g.Version != sight.Appraisal.Version {
		e := fault.NewClash(sight.AgreementsBy, sight.Appraisal.Version)
		e.At = sight.AgreementsAt
		return e
	}
	missing := unticked
	if sight.MayCountersign {
		missing = untickedCounter
	}
	return checkSignature(g.Name, actor.From(ctx).Name, g.Fair, missing)
}

func (s *Service) signature(ctx context.Context, sight *Sight, role string) Signature {
	return Signature{
		Role: role, PersonID: actor.From(ctx).PersonID, Name: strings.TrimSpace(actor.From(ctx).Name), At: s.clock.Now(), For: sight.ActingFor,
	}
}

// SignFirst is the appraiser's signature. From here on the content stands still,
// so that both sign the same words.
func (s *Service) SignFirst(ctx context.Context, g Signing) error {
	return s.change(ctx, g.AppraisalID, whole, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MaySignFirst, access.SignFirst); err != nil {
			return err
		}
		if err := s.checkSigning(ctx, sight, g); err != nil {
			return err
		}
		// A target added to the plan since the wording would have no outcome yet.
		if new := sight.Unagreed(); len(new) > 0 {
			return fault.InvalidField("fair", "Agree first how "+new[0].Short+" ended: it was added since you wrote the agreements")
		}
		sight.Document.Signatures = []Signature{s.signature(ctx, sight, "appraiser")}
		text, hash, err := sight.Document.seal()
		if err != nil {
			return err
		}
		return s.step(ctx, sight, SignFirst, "", map[string]any{
			"sealed": text, "seal": hash, "question": "", "signed_by_id": actor.From(ctx).PersonID,
		})
	})
}

// SendBack returns a record that the appraiser has signed, with a question that
// both read; the signature is void.
func (s *Service) SendBack(ctx context.Context, id string, version int, question string) error {
	return s.change(ctx, id, forms, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MaySignLast, access.SignLast); err != nil {
			return err
		}
		if version != sight.Appraisal.Version {
			return fault.NewClash("", sight.Appraisal.Version)
		}
		var c fault.Collector
		question = c.Required("question", "The question", question, LimitShort*2, "Say what you want to ask or change")
		if err := c.Err(); err != nil {
			return err
		}
		return s.step(ctx, sight, SendBack, "", map[string]any{"sealed": "", "seal": "", "signed_by_id": nil, "question": question})
	})
}

// SignLast is the person's signature. It closes the appraisal, unless the cycle
// asks for a countersignature and there is somebody to give it.
func (s *Service) SignLast(ctx context.Context, g Signing) error {
	return s.change(ctx, g.AppraisalID, whole, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MaySignLast, access.SignLast); err != nil {
			return err
		}
		var c fault.Collector
		if err := c.Merge(s.checkSigning(ctx, sight, g)); err != nil {
			return err
		}
		sight.Document.Statement = c.Text("statement", "Your note", g.Statement, LimitStatement)
		if err := c.Err(); err != nil {
			return err
		}
		sight.Document.Signatures = append(sight.Document.Signatures, s.signature(ctx, sight, "person"))
		text, hash, err := sight.Document.seal()
		if err != nil {
			return err
		}
		set := map[string]any{"sealed": text, "seal": hash}
		chart, err := s.people.Today(ctx)
		if err != nil {
			return err
		}
		waitsFor := countersigner(chart, r)
		if waitsFor != nil {
			set["countersigner_id"] = waitsFor.ID
		}
		if err := s.step(ctx, sight, SignLast, "", set); err != nil || waitsFor != nil {
			return err
		}
		return s.close(ctx, sight, Close, "")
	})
}

// Countersign is the divisional manager's signature, where the cycle asks it.
func (s *Service) Countersign(ctx context.Context, g Signing) error {
	return s.change(ctx, g.AppraisalID, whole, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MayCountersign, access.Countersign); err != nil {
			return err
		}
		if err := s.checkSigning(ctx, sight, g); err != nil {
			return err
		}
		sight.Document.Signatures = append(sight.Document.Signatures, s.signature(ctx, sight, "countersigner"))
		if err := s.step(ctx, sight, Countersign, "", map[string]any{"countersigner_id": actor.From(ctx).PersonID}); err != nil {
			return err
		}
		return s.close(ctx, sight, Close, "")
	})
}

// close makes the named transition that ends it: it seals the document for good and
// carries the agreements on.
func (s *Service) close(ctx context.Context, sight *Sight, name, why string) error {
	now := s.clock.Now()
	sight.Document.ClosedAt = now
	text, hash, err := sight.Document.seal()
	if err != nil {
		return err
	}
	if err := s.step(ctx, sight, name, why, map[string]any{"sealed": text, "seal": hash, "closed_at": now}); err != nil {
		return err
	}
	year, err := s.yearOf(ctx, sight.Appraisal)
	if err != nil {
		return err
	}
	return s.sources.Settle(ctx, sight.Appraisal.PersonID, year, sight.Document)
}

// Add puts a dated note beside a closed appraisal: a correction never changes
// what was signed.
func (s *Service) Add(ctx context.Context, id, text string) error {
	return s.change(ctx, id, forms, func(ctx context.Context, sight *Sight, _ record) error {
		if !sight.MayAdd {
			if sight.Appraisal.State == Closed {
				return people.OnlyThey([]string{sight.Document.Person.Name, sight.Document.Appraiser.Name})
			}
			return notNow(sight)
		}
		var c fault.Collector
		text = c.Required("note", "The note", text, LimitStatement, "Write what you want to add")
		if room, err := s.hasRoom(ctx, id); err != nil {
			return err
		} else if !room {
			c.Add("note", fmt.Sprintf("There are %d notes here, and no room for another", mostAddenda))
		}
		if err := c.Err(); err != nil {
			return err
		}
		who := actor.From(ctx)
		added := Addendum{ID: s.clock.NewKey(), AppraisalID: id, AuthorID: who.PersonID, AuthorName: who.Name, Text: text, At: s.clock.Now()}
		if err := s.db.From(ctx).Create(&added).Error; err != nil {
			return fmt.Errorf("keeping the note: %w", err)
		}
		return s.noteAs(ctx, sight, "added a note", "")
	})
}
