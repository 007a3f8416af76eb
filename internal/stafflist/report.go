package stafflist

import (
	"context"
	"fmt"

	"learningyear/internal/access"
	"learningyear/internal/calendar"
)

// Figure is how many posts of one grade a junior file counts, in thousandths of
// full time.
type Figure struct {
	Grade          string
	FTEThousandths int `gorm:"column:fte_thousandths"`
	// AsAt is the day of which the list says so; none where it is not known.
	AsAt calendar.Date
}

// mostGrades bounds the grades that are told of one unit.
const mostGrades = 50

// CountedIn are the posts that the last junior file counts in a unit and does not
// name, the most first; of at most mostGrades grades.
func (s *Service) CountedIn(ctx context.Context, unitID string) ([]Figure, error) {
	if err := s.people.RequireOffice(ctx, access.People, access.Read); err != nil {
		return nil, err
	}
	var out []Figure
	err := s.db.From(ctx).Raw(`SELECT grade, SUM(fte_thousandths) AS fte_thousandths, MAX(as_at) AS as_at FROM counted_posts
		WHERE unit_id = ? GROUP BY grade ORDER BY SUM(fte_thousandths) DESC, grade LIMIT ?`, unitID, mostGrades).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the counted posts of a unit: %w", err)
	}
	return out, nil
}

// mostCounted bounds the units of which is told what a junior file counts in them.
const mostCounted = 5000

// CountedByUnit is how many posts the last junior file counts in each unit and does
// not name, in thousandths of full time, by the unit's key.
func (s *Service) CountedByUnit(ctx context.Context) (map[string]int, error) {
	if err := s.people.RequireOffice(ctx, access.People, access.Read); err != nil {
		return nil, err
	}
	var rows []struct {
		UnitID         string
		FTEThousandths int `gorm:"column:fte_thousandths"`
	}
	err := s.db.From(ctx).Raw(`SELECT unit_id, SUM(fte_thousandths) AS fte_thousandths FROM counted_posts
		GROUP BY unit_id ORDER BY unit_id LIMIT ?`, mostCounted).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the counted posts of all units: %w", err)
	}
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.UnitID] = r.FTEThousandths
	}
	return out, nil
}
