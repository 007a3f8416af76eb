package appraisal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"learningyear/internal/calendar"
	"learningyear/internal/fault"
)

// limitPeople bounds lists of a whole organisation's appraisals.
const limitPeople = 200_000

// Appraisal is the record itself; what the voices wrote stands in papers.
type Appraisal struct {
	ID       string
	CycleID  string
	PersonID string
	Year     string
	// AppraiserID is the manager who responds; it follows a change of manager
	// until the response is shared.
	AppraiserID     string
	CountersignerID *string
	State           State
	// ChosenEntries are keys of diary entries that the person brings, as JSON.
	ChosenEntries string
	MetOn         calendar.Date
	// Question is what the person asked when sending it back last.
	Question         string
	SelfSharedAt     *time.Time
	ResponseSharedAt *time.Time
	Sealed           string
	Seal             string
	ClosedAt         *time.Time
	Version          int
}

// TableName is the table of appraisals.
func (Appraisal) TableName() string { return "appraisals" }

// Chosen are the keys of the entries that the person brings.
func (a Appraisal) Chosen() []string {
	var ids []string
	if err := json.Unmarshal([]byte(a.ChosenEntries), &ids); err != nil {
		return nil
	}
	return ids
}

// side is one of the three things written in an appraisal.
type side string

const (
	selfSide       side = "self"
	responseSide   side = "response"
	agreementsSide side = "agreements"
)

// paper is what one side has written so far.
type paper struct {
	ID          string
	AppraisalID string
	Side        side
	Body        string
	SavedAt     time.Time
	SavedBy     string
	Version     int
}

func (paper) TableName() string { return "appraisal_papers" }

// notAKey spares PostgreSQL, whose uuid columns refuse other text with an error.
func notAKey(id string) bool { return uuid.Validate(id) != nil }

func (s *Service) load(ctx context.Context, where string, args ...any) (Appraisal, error) {
	var a Appraisal
	err := s.db.From(ctx).Where(where, args...).Take(&a).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Appraisal{}, fault.NewNotFound("appraisal")
	}
	if err != nil {
		return Appraisal{}, fmt.Errorf("loading the appraisal: %w", err)
	}
	return a, nil
}

func (s *Service) byPersonAndYear(ctx context.Context, personID, year string) (Appraisal, error) {
	return s.load(ctx, "person_id = ? AND year = ?", personID, year)
}

func (s *Service) byID(ctx context.Context, id string) (Appraisal, error) {
	if notAKey(id) {
		return Appraisal{}, fault.NewNotFound("appraisal")
	}
	return s.load(ctx, "id = ?", id)
}

func (s *Service) papers(ctx context.Context, appraisalID string) (map[side]paper, error) {
	var rows []paper
	if err := s.db.From(ctx).Where("appraisal_id = ?", appraisalID).Limit(3).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading what was written: %w", err)
	}
	out := map[side]paper{}
	for _, p := range rows {
		out[p.Side] = p
	}
	return out, nil
}

func (s *Service) addenda(ctx context.Context, appraisalID string) ([]Addendum, error) {
	var out []Addendum
	err := s.db.From(ctx).Where("appraisal_id = ?", appraisalID).Order("at, id").Limit(200).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading what was added: %w", err)
	}
	return out, nil
}

func (s *Service) personsWith(ctx context.Context, year string) (map[string]bool, error) {
	var ids []string
	err := s.db.From(ctx).Model(&Appraisal{}).Where("year = ?", year).Limit(limitPeople).Pluck("person_id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("reading who has an appraisal: %w", err)
	}
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

// decode reads a paper's body; none yet is the zero value.
func decode[T any](p paper) (T, error) {
	var out T
	if p.Body == "" {
		return out, nil
	}
	if err := json.Unmarshal([]byte(p.Body), &out); err != nil {
		return out, fmt.Errorf("reading what was written: %w", err)
	}
	return out, nil
}
