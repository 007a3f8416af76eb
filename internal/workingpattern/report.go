package workingpattern

import (
	"context"
	"fmt"

	"learningyear/internal/calendar"
)

// Rotas are the patterns of each of some people over time; whoever has said nothing
// has none. It is for other rooms, which ask who may see it: nobody is asked here.
func (s *Service) Rotas(ctx context.Context, ids []string) (map[string]calendar.Rota, error) {
	out := map[string]calendar.Rota{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []Pattern
	err := s.db.From(ctx).Where("person_id IN ? AND state = ?", ids, Kept).
		Order("person_id, from_date").Limit(most * len(ids)).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading working weeks: %w", err)
	}
	for _, p := range rows {
		out[p.PersonID] = append(out[p.PersonID], calendar.Phase{From: p.FromDate, Pattern: p.Value()})
	}
	return out, nil
}
