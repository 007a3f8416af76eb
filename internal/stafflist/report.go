package stafflist

import (
	"context"
	"fmt"

	"learningyear/internal/access"
)

// Figure is how many posts of one grade a junior file counts, in thousandths of
// full time.
type Figure struct {
	Grade          string
	FTEThousandths int `gorm:"column:fte_thousandths"`
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
	err := s.db.From(ctx).Raw(`SELECT grade, SUM(fte_thousandths) AS fte_thousandths FROM counted_posts
		WHERE unit_id = ? GROUP BY grade ORDER BY SUM(fte_thousandths) DESC, grade LIMIT ?`, unitID, mostGrades).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("reading the counted posts of a unit: %w", err)
	}
	return out, nil
}
