package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"learningyear/internal/spelling"
)

// Find lists everybody ever kept, here today or not, whose name, known-as or
// address holds every word of the text, by name; at most limit.
func (c *Chart) Find(text string, limit int) []*Person {
	words := spelling.Of(text)
	ids := slices.Collect(maps.Keys(c.persons))
	ids = slices.DeleteFunc(ids, func(id string) bool { return !c.persons[id].has(words) })
	c.sortByName(ids)
	return c.people(ids[:min(limit, len(ids))])
}

func (p *Person) has(words spelling.Words) bool {
	return words.In(p.Name, p.KnownAs, p.EmailAddress())
}

// FindPosts lists the posts of the day that match the text: those that nobody is
// in first, then by title; at most limit, and how many there are.
func (c *Chart) FindPosts(text string, limit int) (found []*Post, all int) {
	words := postWords(text)
	for _, p := range c.posts {
		if c.postHas(p, words) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b *Post) int {
		return cmp.Or(cmp.Compare(min(len(c.holders[a.ID]), 1), min(len(c.holders[b.ID]), 1)),
			spelling.Compare(a.Title, b.Title), spelling.Compare(c.units[a.UnitID].Name, c.units[b.UnitID].Name), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(limit, len(found))], len(found)
}

// PostMatches says whether a post's title, reference, unit or holders hold every
// word of the text, commas aside.
func (c *Chart) PostMatches(p *Post, text string) bool { return c.postHas(p, postWords(text)) }

func postWords(text string) spelling.Words {
	return spelling.Of(strings.ReplaceAll(spelling.Beginning(text), ",", " "))
}

func (c *Chart) postHas(p *Post, words spelling.Words) bool {
	in := p.Title + " " + value(p.Reference) + " " + c.units[p.UnitID].Name
	for _, id := range c.holders[p.ID] {
		in += " " + c.nameOf(id)
	}
	return words.In(in)
}
