package spelling

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWhatIsLookedForIsFoundHoweverItIsTyped(t *testing.T) {
	for _, tc := range []struct{ known, query string }{
		{"Łukasz Wójcik", "lukasz wojcik"},
		{"Lukasz Wojcik", "ŁUKASZ"},
		{"Søren Ærø", "soren aero"},
		{"Đorđe", "dorde"},
		{"Þóra", "thora"},
		{"Béatrice N'Dour", "beatrice n’dour"},
		{"Patrick O’Brien", "o'brien"},
		{"Kwame Asante-Boateng", "asante‐boateng"},
		{"Freya O\u0301lafsdo\u0301ttir", "Ólafsdóttir"},
		{"İpek Yılmaz", "ipek yilmaz"},
		{"Nguyễn Thị Mai", "nguyen mai"},
		{"Οδυσσέας", "οδυσσεας"},
		{"学习了很多", "学习"},
		{"Anyone", "  "},
	} {
		if !Of(tc.query).In("first", tc.known) {
			t.Errorf("%q is not found as %q (%q)", tc.known, tc.query, Fold(tc.known))
		}
	}
	if Of("कताब").In("किताब") {
		t.Error("a vowel sign is not an accent")
	}
	if Of("mai nguyen x").In("Nguyễn Thị Mai") {
		t.Error("every word has to be there")
	}
	if !Of(" JOÃO  Figueira").Are("joao figueira ") || Of("João").Are("Joan") || Of("Mai").Are("Mai Nguyen") {
		t.Error("the same name is not told from another")
	}
}

func TestAsMuchIsLookedForAsAPersonTypes(t *testing.T) {
	long := strings.Repeat("ab ", 100)
	for query, want := range map[string]int{
		long: mostLookedFor, "é" + long: mostLookedFor, strings.Repeat("\ufdfa", 50_000): mostLookedFor, strings.Repeat("\xff", 300): mostLookedFor, "Zoë": 3,
	} {
		if got := utf8.RuneCountInString(Beginning(query)); got != want {
			t.Errorf("%.20q: %d characters", query, got)
		}
		words := Of(query)
		if got := utf8.RuneCountInString(strings.Join(words, " ")); got > want {
			t.Errorf("%.20q: %d characters are looked for", query, got)
		}
		if !words.In(Fold(query)) || !words.Are(query) {
			t.Errorf("%.20q does not find itself", query)
		}
	}
}

func TestNamesStandWhereTheyAreLookedFor(t *testing.T) {
	want := []string{
		"abigail Ward", "Ánton Berg", "Béatrice N'Dour", "Bisi Adewale", "Èwa Kaczmarek", "Ewa Zając",
		"Li Huimin", "Łukasz Wójcik", "Lukasz Wojtas", "Ngozi Umeh", "Ørjan Nygård", "Oskar Lind", "Zoë Hall", "王小明",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Compare)
	if !slices.Equal(got, want) {
		t.Errorf("they stand as\n%s\nnot as\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if Compare("Zoë", "Zoe") == 0 || Compare("Zoë", "Zoe") != -Compare("Zoe", "Zoë") || Compare("ZOE", "Zoe") == 0 {
		t.Error("names that are written differently have no order")
	}
}

func FuzzCompareIsAnOrder(f *testing.F) {
	f.Add("a", "B", "É")
	f.Add("a  b", "a b", "ä b")
	f.Add("\xff", "I", "İ")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if Compare(a, b) != -Compare(b, a) || (Compare(a, b) == 0) != (a == b) {
			t.Errorf("%q and %q", a, b)
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
			t.Errorf("%q, %q, %q go round", a, b, c)
		}
		if Fold(Fold(a)) != Fold(a) {
			t.Errorf("%q folds to %q and on to %q", a, Fold(a), Fold(Fold(a)))
		}
	})
}
