package people

import ()

// parentsFirst orders units so that each follows the one it is part of.
func parentsFirst(units []Unit) []Unit {
	sorted, _ := inOrder(units, func(u Unit) string { return u.ID }, func(u Unit) *string { return u.ParentID })
	return sorted
}

// managersFirst orders posts so that each follows the one it reports to. Where
// they report round a circle, the posts are written first without and then,
// later, as they shall be.
func managersFirst(posts []Post) (sorted, later []Post) {
	sorted, broken := inOrder(posts, func(p Post) string { return p.ID }, func(p Post) *string { return p.ReportsToID })
	for i := range sorted {
		if broken[sorted[i].ID] {
			later = append(later, sorted[i])
			sorted[i].ReportsToID = nil
		}
	}
	return sorted, later
}

// inOrder sorts rows so that what one hangs on comes before it. Those at which a
// circle was cut are told.
func inOrder[T any](rows []T, id func(T) string, hangsOn func(T) *string) (sorted []T, cut map[string]bool) {
	index := make(map[string]int, len(rows))
	for i, r := range rows {
		index[id(r)] = i
	}
	const (
		waiting = iota
		climbing
		placed
	)
	state := make([]uint8, len(rows))
	sorted, cut = make([]T, 0, len(rows)), map[string]bool{}
	for i := range rows {
		var path []int
		for at := i; state[at] == waiting; {
			state[at] = climbing
			path = append(path, at)
			above := hangsOn(rows[at])
			if above == nil {
				break
			}
			next, among := index[*above]
			if !among {
				break
			}
			if state[next] == climbing {
				cut[id(rows[at])] = true
				break
			}
			at = next
		}
		for len(path) > 0 {
			last := path[len(path)-1]
			path = path[:len(path)-1]
			state[last] = placed
			sorted = append(sorted, rows[last])
		}
	}
	return sorted, cut
}
