package appraisal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"learningyear/internal/access"
	"learningyear/internal/actor"
	"learningyear/internal/calendar"
	"learningyear/internal/database"
	"learningyear/internal/fault"
)

// Writing is what a form of one voice sends.
type Writing struct {
	AppraisalID string
	// Version is the paper's when the form was opened; 0 where there was none.
	Version int
	Voice   Voice
	// Chosen are the diary entries that the person brings; nil leaves them as they are.
	Chosen []string
	// Share says to share it now, for good.
	Share bool
	// DraftID is the draft that the form was saved in while it was typed; may be empty.
	DraftID string
}

// WriteSelf keeps the person's self-evaluation, and shares it where asked.
func (s *Service) WriteSelf(ctx context.Context, w Writing) error {
	return s.change(ctx, w.AppraisalID, forms, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MayEvaluate, access.Evaluate); err != nil {
			return err
		}
		if err := checkVoice(sight.Topics, w.Voice, w.Share); err != nil {
			return err
		}
		if err := s.keepVoice(ctx, sight, r.paper(selfSide, r.PersonID), sight.Document.Self, w); err != nil {
			return err
		}
		set := map[string]any{}
		if chosen := keys(w.Chosen); w.Chosen != nil && !slices.Equal(chosen, r.Chosen()) {
			raw, err := json.Marshal(chosen)
			if err != nil {
				return fmt.Errorf("keeping the chosen entries: %w", err)
			}
			set["chosen_entries"] = string(raw)
		}
		if w.Share {
			set["self_shared_at"] = s.clock.Now()
			return s.step(ctx, sight, ShareSelf, "", set)
		}
		if len(set) > 0 {
			return s.update(ctx, sight.Appraisal, set)
		}
		return nil
	})
}

// limitChosen bounds the diary entries that are brought to one appraisal.
const limitChosen = 100

// keys keeps what can be the key of an entry, each once. Whose entries they are
// is asked when they are gathered.
func keys(chosen []string) []string {
	out := []string{}
	for _, id := range chosen {
		if !notAKey(id) && !slices.Contains(out, id) && len(out) < limitChosen {
			out = append(out, id)
		}
	}
	return out
}

// WriteResponse keeps the appraiser's response, and shares it where asked; it
// can be shared only after the self-evaluation was. Whoever shares first, of
// several managers, is the appraiser.
func (s *Service) WriteResponse(ctx context.Context, w Writing) error {
	return s.change(ctx, w.AppraisalID, forms, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MayRespond, access.Respond); err != nil {
			return err
		}
		if err := checkVoice(sight.Topics, w.Voice, w.Share); err != nil {
			return err
		}
		author := sight.Document.Appraiser.ID
		if err := s.keepVoice(ctx, sight, r.paper(responseSide, author), sight.Document.Response, w); err != nil {
			return err
		}
		if !w.Share {
			return nil
		}
		set := map[string]any{"response_shared_at": s.clock.Now(), "appraiser_id": author}
		return s.step(ctx, sight, ShareResponse, "", set)
	})
}

func (s *Service) keepVoice(ctx context.Context, sight *Sight, stands paper, says Voice, w Writing) error {
	theirs := func() []fault.Theirs {
		var out []fault.Theirs
		for _, t := range sight.Topics {
			now, typed := says[t.Key], w.Voice[t.Key]
			if now.Text != typed.Text {
				out = append(out, fault.Theirs{Label: t.Title, Text: now.Text})
			}
			if now.Judgement != typed.Judgement {
				out = append(out, fault.Theirs{Label: "How " + t.Short + " stands", Text: now.Judgement.Words()})
			}
		}
		return out
	}
	return s.keepPaper(ctx, stands, w.Version, w.Voice, theirs, w.DraftID)
}

// keepPaper writes one side, unless it was changed since version: then both
// texts are shown, and nothing is lost.
func (s *Service) keepPaper(ctx context.Context, stands paper, version int, body any, theirs func() []fault.Theirs, draftID string) error {
	clash := func() error {
		e := fault.NewClash(stands.SavedBy, stands.Version, theirs()...)
		e.At = stands.SavedAt
		return e
	}
	if stands.Version != version {
		return clash()
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("keeping what was written: %w", err)
	}
	p := stands
	p.Body, p.SavedAt, p.SavedBy = string(raw), s.clock.Now(), actor.From(ctx).Name
	if p.Version == 0 {
		p.ID, p.Version = s.clock.NewKey(), 1
		err = s.db.From(ctx).Create(&p).Error
	} else {
		err = s.db.UpdateVersioned(ctx, "appraisal_papers", p.ID, version, map[string]any{"body": p.Body, "saved_at": p.SavedAt, "saved_by": p.SavedBy})
	}
	if errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, database.ErrStale) {
		return clash()
	}
	if err != nil {
		return fmt.Errorf("keeping what was written: %w", err)
	}
	if draftID == "" {
		return nil
	}
	return s.sources.Finish(ctx, draftID)
}

// Meet records on which day both talked it through; either may.
func (s *Service) Meet(ctx context.Context, id string, on calendar.Date) error {
	return s.change(ctx, id, forms, func(ctx context.Context, sight *Sight, _ record) error {
		if err := s.require(ctx, sight, sight.MayRecordMeeting, access.Word); err != nil {
			return err
		}
		var c fault.Collector
		c.Check(!on.IsZero(), "met_on", "Enter the date on which you met, like 24 3 2027")
		c.Check(!on.After(s.clock.Today()), "met_on", "Choose the day on which you met: today or earlier")
		if t := sight.Appraisal.ResponseSharedAt; t != nil && !on.IsZero() {
			c.Check(!on.Before(s.clock.DateOf(*t)), "met_on", "Choose a day on or after "+s.clock.DateOf(*t).Short()+", when the response was shared")
		}
		if err := c.Err(); err != nil {
			return err
		}
		return s.step(ctx, sight, RecordMeeting, "", map[string]any{"met_on": on})
	})
}

// Wording is what the form of the agreements sends.
type Wording struct {
	AppraisalID string
	Version     int
	Agreements  Agreements
	// Ready says that these are the agreements, to be signed.
	Ready   bool
	DraftID string
}

// Word keeps the agreements, which both may edit, and offers them for signing
// where they are ready.
func (s *Service) Word(ctx context.Context, w Wording) error {
	return s.change(ctx, w.AppraisalID, forms, func(ctx context.Context, sight *Sight, r record) error {
		if err := s.require(ctx, sight, sight.MayWord, access.Word); err != nil {
			return err
		}
		complete := w.Ready || sight.Appraisal.State == Worded
		if err := checkAgreements(sight.Topics, &w.Agreements, complete); err != nil {
			return err
		}
		stands := sight.Document.Agreements
		theirs := func() []fault.Theirs { return differences(sight.Topics, stands, w.Agreements) }
		if err := s.keepPaper(ctx, r.paper(agreementsSide, r.PersonID), w.Version, w.Agreements, theirs, w.DraftID); err != nil {
			return err
		}
		if !complete {
			return nil
		}
		return s.step(ctx, sight, WordThem, "", nil)
	})
}

func differences(topics []Topic, stands, typed Agreements) []fault.Theirs {
	var out []fault.Theirs
	for _, t := range topics {
		if a := stands.Topics[t.Key]; t.Judged() && a != typed.Topics[t.Key] {
			out = append(out, fault.Theirs{Label: t.Title, Text: joined(". ", a.Outcome.Words(), a.Why)})
		}
	}
	if !slices.Equal(stands.Next, typed.Next) {
		var lines []string
		for _, n := range stands.Next {
			lines = append(lines, joined(": ", n.Need, n.Criterion))
		}
		out = append(out, fault.Theirs{Label: "Targets for next year", Text: strings.Join(lines, "\n")})
	}
	if stands.Words != typed.Words {
		out = append(out, fault.Theirs{Label: "What else we agreed", Text: stands.Words})
	}
	return out
}

// joined puts together the parts that there are.
func joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, fault.Blank), with)
}
