package appraisal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

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
	AppraiserID string
	// SignedByID is who signed first: the appraiser, their delegate, or the
	// manager of the day where the appraiser manages no more.
	SignedByID *string
	// CountersignerID is who was to countersign when the person signed and, once
	// that is done, who did.
	CountersignerID *string
	State           State
	// ChosenEntries are keys of diary entries that the person brings, as JSON.
	ChosenEntries string
	MetOn         calendar.Date
	// Question is what the person asked when sending it back last.
	Question string
	// MovedAt is when it came into its state.
	MovedAt          *time.Time
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

// paper is what one side has written so far. Of responses there may be several
// until one is shared: each manager's is their own.
type paper struct {
	ID          string
	AppraisalID string
	Side        side
	// AuthorID is in whose name it is written: for a delegate, the manager.
	AuthorID string
	Body     string
	SavedAt  time.Time
	SavedBy  string
	Version  int
}

func (paper) TableName() string { return "appraisal_papers" }

// record is an appraisal with all that is stored beside it, in one reading.
type record struct {
	Appraisal
	cycle  Cycle
	papers []paper
}

// paper is the one of the side in the name of the author; the zero paper where
// nothing was written.
func (r record) paper(s side, authorID string) paper {
	for _, p := range r.papers {
		if p.Side == s && p.AuthorID == authorID {
			return p
		}
	}
	return paper{AppraisalID: r.ID, Side: s, AuthorID: authorID}
}

// notAKey spares PostgreSQL, whose uuid columns refuse other text with an error.
func notAKey(id string) bool { return len(id) != 36 || uuid.Validate(id) != nil }

// load reads an appraisal with its cycle and, as long as nothing is sealed, what
// was written in it, in one query.
func (s *Service) load(ctx context.Context, where string, args ...any) (record, error) {
	var rows []struct {
		Appraisal `gorm:"embedded"`
		Cycle     Cycle `gorm:"embedded;embeddedPrefix:c_"`
		Paper     paper `gorm:"embedded;embeddedPrefix:p_"`
	}
	err := s.db.From(ctx).Table("appraisals a").Select(`a.*, c.id AS c_id, c.title AS c_title, c.year AS c_year, c.unit_id AS c_unit_id,
			c.opens_on AS c_opens_on, c.self_by AS c_self_by, c.close_by AS c_close_by, c.countersign AS c_countersign,
			c.opened_at AS c_opened_at, c.opened_by_id AS c_opened_by_id, c.version AS c_version,
			p.id AS p_id, p.side AS p_side, p.author_id AS p_author_id, p.body AS p_body, p.saved_at AS p_saved_at,
			p.saved_by AS p_saved_by, p.version AS p_version`).
		Joins("JOIN appraisal_cycles c ON c.id = a.cycle_id").
		Joins("LEFT JOIN appraisal_papers p ON p.appraisal_id = a.id AND a.sealed = ''").
		Where(where, args...).Order("p.saved_at, p.id").Limit(limitPapers).Scan(&rows).Error
	if err != nil {
		return record{}, fmt.Errorf("loading the appraisal: %w", err)
	}
	if len(rows) == 0 {
		return record{}, fault.NewNotFound("appraisal")
	}
	out := record{Appraisal: rows[0].Appraisal, cycle: rows[0].Cycle}
	for _, row := range rows {
		if row.Paper.ID != "" {
			row.Paper.AppraisalID = out.ID
			out.papers = append(out.papers, row.Paper)
		}
	}
	return out, nil
}

// limitPapers bounds what is read of one appraisal: both voices, the agreements,
// and what earlier managers began.
const limitPapers = 50

func (s *Service) byPersonAndYear(ctx context.Context, personID, year string) (record, error) {
	if notAKey(personID) {
		return record{}, fault.NewNotFound("appraisal")
	}
	return s.load(ctx, "a.person_id = ? AND a.year = ?", personID, year)
}

func (s *Service) byID(ctx context.Context, id string) (record, error) {
	if notAKey(id) {
		return record{}, fault.NewNotFound("appraisal")
	}
	return s.load(ctx, "a.id = ?", id)
}

// mostAddenda is how many notes can be put beside a closed appraisal.
const mostAddenda = 200

func (s *Service) addenda(ctx context.Context, appraisalID string) ([]Addendum, error) {
	var out []Addendum
	err := s.db.From(ctx).Where("appraisal_id = ?", appraisalID).Order("at, id").Limit(mostAddenda).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading what was added: %w", err)
	}
	return out, nil
}

func (s *Service) hasRoom(ctx context.Context, appraisalID string) (bool, error) {
	var there int64
	if err := s.db.From(ctx).Model(&Addendum{}).Where("appraisal_id = ?", appraisalID).Count(&there).Error; err != nil {
		return false, fmt.Errorf("counting what was added: %w", err)
	}
	return there < mostAddenda, nil
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

// decode reads a paper's body into what it holds; none yet changes nothing.
func decode[T any](p paper, into *T) error {
	if p.Body == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(p.Body), into); err != nil {
		return fmt.Errorf("reading what was written: %w", err)
	}
	return nil
}
