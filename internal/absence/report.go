package absence

import (
	"context"

	"learningyear/internal/calendar"
)

// Spans are when each of some people is away in a period that ends, in order and
// with what adjoins joined: where one absence ends and the next begins is nobody's
// but the person's. It is for other rooms, which ask who may see it: nobody is
// asked here.
func (s *Service) Spans(ctx context.Context, ids []string, in calendar.Period) (map[string][]calendar.Span, error) {
	out := map[string][]calendar.Span{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := s.between(ctx, ids, in)
	if err != nil {
		return nil, err
	}
	for _, a := range rows {
		out[a.PersonID] = append(out[a.PersonID], a.Span())
	}
	for id, spans := range out {
		out[id] = calendar.JoinSpans(spans)
	}
	return out, nil
}
