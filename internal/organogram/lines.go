package organogram

import (
	"slices"
	"strings"
)

// findTops follows who reports to whom: which posts are at the top and why, and
// where a circle has to be cut. Nothing is refused.
func (o *Organogram) findTops(at map[string]int) {
	folded := map[string][]int{}
	for i, p := range o.Posts {
		key := strings.ToLower(p.Reference)
		folded[key] = append(folded[key], i)
	}
	above := make([]int, len(o.Posts))
	for i := range o.Posts {
		p := &o.Posts[i]
		above[i] = -1
		next, there := at[p.ReportsTo]
		if alike := folded[strings.ToLower(p.ReportsTo)]; !there && len(alike) == 1 {
			next, there = alike[0], true
		}
		switch {
		case isNobody(p.ReportsTo) && !there:
			p.Top = ReportsToNobody
			o.warn(p.Line, "Reports to Senior Post", "%s reports to nobody, so it is at the top", p.Reference)
		case !there:
			p.Top = ReportsToNoPost
			o.Profile.ReportsToMissingPost += len(p.Places)
			o.warn(p.Line, "Reports to Senior Post", "There is no post %s for %s to report to, so it is at the top", p.ReportsTo, p.Reference)
		case next == i:
			p.Top = ReportsToItself
			o.Profile.PostsOnACycle++
			o.warn(p.Line, "Reports to Senior Post", "%s reports to itself, so it is at the top", p.Reference)
		default:
			above[i] = next
		}
	}
	o.cutLoops(above)
	for i, next := range above {
		if next >= 0 {
			o.Posts[i].Above = o.Posts[next].Reference
		}
	}
	o.Profile.MaxDepth = o.deepest(above)
}

// cutLoops opens each circle at the post whose reference comes first in the
// alphabet: whatever the order of the rows, it is the same one.
func (o *Organogram) cutLoops(above []int) {
	const (
		unseen = iota
		onPath
		done
	)
	state := make([]uint8, len(above))
	for start := range above {
		var path []int
		i := start
		for i >= 0 && state[i] == unseen {
			state[i] = onPath
			path = append(path, i)
			i = above[i]
		}
		if i >= 0 && state[i] == onPath {
			o.cut(path[slices.Index(path, i):], above)
		}
		for _, seen := range path {
			state[seen] = done
		}
	}
}

// cut opens the circle of posts, each of which reports to the next.
func (o *Organogram) cut(loop, above []int) {
	o.Profile.PostsOnACycle += len(loop)
	first := 0
	for i := range loop {
		if o.Posts[loop[i]].Reference < o.Posts[loop[first]].Reference {
			first = i
		}
	}
	top := &o.Posts[loop[first]]
	top.Top = LoopCut
	above[loop[first]] = -1
	const longest = 12
	var names []string
	for i := range min(len(loop), longest) {
		names = append(names, o.Posts[loop[(first+i)%len(loop)]].Reference)
	}
	if len(loop) > longest {
		names = append(names, "…")
	}
	names = append(names, top.Reference)
	o.warn(top.Line, "Reports to Senior Post", "These posts report to each other in a circle: %s. It is cut, and %s is at the top",
		strings.Join(names, " → "), top.Reference)
}

// deepest is the most levels from a post up to one that reports to nobody, both
// counted.
func (o *Organogram) deepest(above []int) int {
	const unknown, elsewhere = -1, -2
	depth := make([]int, len(above))
	for i := range depth {
		depth[i] = unknown
	}
	most := 0
	for start := range above {
		var path []int
		i := start
		for depth[i] == unknown && above[i] >= 0 {
			path = append(path, i)
			i = above[i]
		}
		if depth[i] == unknown {
			depth[i] = elsewhere
			if o.Posts[i].Top == ReportsToNobody {
				depth[i] = 1
			}
		}
		from := depth[i]
		for _, below := range slices.Backward(path) {
			if from != elsewhere {
				from++
			}
			depth[below] = from
		}
		most = max(most, depth[start])
	}
	return most
}
