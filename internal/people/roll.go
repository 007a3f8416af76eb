package people

import (
	"maps"
	"slices"
	"strings"
)

// Find lists everybody ever kept, here today or not, whose name, known-as or
// address holds every word of the text, by name; at most limit.
func (c *Chart) Find(text string, limit int) []*Person {
	words := strings.Fields(strings.ToLower(text))
	ids := slices.Collect(maps.Keys(c.persons))
	ids = slices.DeleteFunc(ids, func(id string) bool { return !c.persons[id].holds(words) })
	c.sortByName(ids)
	return c.people(ids[:min(limit, len(ids))])
}

func (p *Person) holds(words []string) bool {
	in := strings.ToLower(p.Name + " " + p.KnownAs + " " + p.EmailAddress())
	for _, word := range words {
		if !strings.Contains(in, word) {
			return false
		}
	}
	return true
}
