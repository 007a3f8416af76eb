package accessiblepdf

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// seen is what stands on a line, from left to right.
func seen(l line) string {
	type at struct {
		x    float64
		text string
	}
	var all []at
	for _, g := range l.groups {
		for _, run := range g.glyphs {
			all = append(all, at{run.x, run.text})
		}
	}
	var b strings.Builder
	for len(all) > 0 {
		first := 0
		for i := range all {
			if all[i].x < all[first].x {
				first = i
			}
		}
		b.WriteString(all[first].text)
		all = append(all[:first], all[first+1:]...)
	}
	return b.String()
}

// spoken is what a reader is given for lines.
func spoken(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		for _, g := range l.groups {
			if g.actual != nil {
				b.WriteString(*g.actual)
				continue
			}
			for _, run := range g.glyphs {
				b.WriteString(run.text)
			}
		}
	}
	return b.String()
}

func onOneLine(t *testing.T, text string, s style) line {
	t.Helper()
	lines := breakLines(text, s, 5000)
	if len(lines) != 1 {
		t.Fatalf("%q is on %d lines", text, len(lines))
	}
	return lines[0]
}

func TestWhatIsDrawn(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"Plain text", "Plain text"},
		{"e\u0301", "é"},                           // composed
		{"ẹ\u0301", "ẹ\u0301"},                     // no composed form: a mark over the letter
		{"\u0301", "[U+0301]"},                     // a mark over nothing
		{"a\tb", "a b"},                            // tab
		{"王小明", "[U+738B][U+5C0F][U+660E]"},        // in no font
		{"👩‍🏫", "[U+1F469][U+200D][U+1F3EB]"},      // beyond the library
		{"❤\ufe0f", "❤"},                           // only chooses a look
		{"✓☐☑→", "✓☐☑→"},                           // from the font of symbols
		{"a\u202eb", "a[U+202E]b"},                 // would turn text round
		{"a\u2066b\u2069", "a[U+2066]b[U+2069]"},   // would turn text round
		{"a\u200bb\u200db", "a[U+200B]b[U+200D]b"}, // would hide
		{"\ufeffa", "[U+FEFF]a"},                   // would hide
		{"a\x00\x7f", "a[U+0000][U+007F]"},         // controls
		{"a\xff\xfeb", "a\ufffdb"},                 // not UTF-8
		{"in\u00advisible", "invisible"},           // soft hyphen
		{"\U000f0000\ue000", "[U+F0000][U+E000]"},  // private use
		{"x\u3164y", "x[U+3164]y"},                 // a filler that looks like a space
		{"\ufffe", "[U+FFFE]"},                     // not a character
		{"شكر", "\ufeae\ufedc\ufeb7"},              // joined, and from right to left
		{"لا", "\ufefb"},                           // lam with alef
		{"بلا", "\ufefc\ufe91"},                    // the same after a letter
		{"می\u200cخواهم", "\ufee2\ufeeb\ufe8d\ufeee\ufea7\ufbfd\ufee3"}, // a non-joiner parts letters
	} {
		if got := seen(onOneLine(t, c.typed, bodyText)); got != c.want {
			t.Errorf("%+q is drawn as %+q, want %+q", c.typed, got, c.want)
		}
	}
}

func TestMarksArePiledUpOnlySoFar(t *testing.T) {
	got := seen(onOneLine(t, "x"+strings.Repeat("\u0323", 9), bodyText))
	if n := strings.Count(got, "[U+0323]"); n != 9-maxMarks {
		t.Errorf("%d of 9 marks are written out: %+q", n, got)
	}
}

func TestArabicLettersJoin(t *testing.T) {
	for _, c := range []struct {
		letters string
		want    []form
	}{
		{"ب", []form{isolated}},
		{"بب", []form{initial, final}},
		{"ببب", []form{initial, medial, final}},
		{"باب", []form{initial, final, isolated}},
		{"دب", []form{isolated, isolated}},
		{"بَب", []form{initial, final}}, // a vowel does not part letters
		{"ب ب", []form{isolated, -1, isolated}},
		{"بـ", []form{initial, -1}},
		{"ٹھیک", []form{initial, medial, medial, final}},
	} {
		atoms := shape(atomise(c.letters, faceRegular)[0])
		if len(atoms) != len(c.want) {
			t.Fatalf("%s has %d atoms", c.letters, len(atoms))
		}
		for i, f := range c.want {
			if f >= 0 && atoms[i].draw != string(letterForms()[atoms[i].letter()][f]) {
				t.Errorf("letter %d of %s is drawn as %+q, want form %d", i, c.letters, atoms[i].draw, f)
			}
		}
	}
}

func TestEveryArabicShapeIsInTheFont(t *testing.T) {
	for letter, forms := range letterForms() {
		for _, f := range forms {
			if !faceArabic.has(f) {
				t.Errorf("the font lacks %U, a shape of %c", f, letter)
			}
		}
	}
}

// Hebrew letters stand for all that runs from right to left, since they are
// not reshaped. In the wanted strings the order is that on the page.
func TestDirections(t *testing.T) {
	for _, c := range []struct {
		name, typed, want string
		flush             bool
	}{
		{"left to right", "one two", "one two", false},
		{"right to left", "אבג דה", "הד גבא", false},
		{"a name in a sentence", "Ask אבג דה about it", "Ask הד גבא about it", false},
		{"a number after a name", "Ask אבג 12 about", "Ask 12 גבא about", false},
		{"a sentence that goes on after the number", "אבג 12, abc", "abc ,12 גבא", false},
		{"a name first, as a label", "אבג, manager", "גבא, manager", true},
		{"brackets that hold a foreign name", "Ask (אבג) now", "Ask (גבא) now", false},
		{"brackets after a name", "Ask אבג (12 years)", "Ask גבא (12 years)", false},
		{"brackets turned about", "אב (גד) הו", "וה (דג) בא", false},
		{"quotation marks turned about", "אב «גד» הו", "וה «דג» בא", false},
		{"decimal", "אבג 12.50 דה", "הד 12.50 גבא", false},
		{"percentage", "אבג 12% דה", "הד 12% גבא", false},
		{"latin in right to left", "אבג Anna Smith דה", "הד Anna Smith גבא", false},
		{"code points read from left", "אבג 王小 דה", "הד [U+738B][U+5C0F] גבא", false},
		{"brackets without a partner", "a) אב (", "a) בא (", false},
	} {
		s := bodyText
		s.flush = c.flush
		if got := seen(onOneLine(t, c.typed, s)); got != c.want {
			t.Errorf("%s: %q is drawn as %+q, want %+q", c.name, c.typed, got, c.want)
		}
	}
}

// Without brackets, x/text answers the same question, though only by
// direction and not by depth.
func TestDirectionsAgreeWithAnotherReckoning(t *testing.T) {
	letters := []rune("abאבعم12٣٤ .,-+%$/\u0301\u064e!")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom(letters), 1, 30).Draw(t, "text")
		atoms := make([]atom, len(text))
		for i, r := range text {
			atoms[i].class = r
		}
		level, _ := levels(atoms, false)
		if level == nil {
			level = make([]uint8, len(text))
		}
		var p bidi.Paragraph
		if _, err := p.SetString(string(text)); err != nil {
			t.Fatal(err)
		}
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		end := trimmedRunes(text)
		for n := range order.NumRuns() {
			run := order.Run(n)
			from, to := run.Pos()
			for i := from; i <= min(to, end-1); i++ {
				if (run.Direction() == bidi.RightToLeft) != (level[i]%2 == 1) {
					t.Fatalf("%+q: character %d has level %d, want %v", string(text), i, level[i], run.Direction())
				}
			}
		}
	})
}

// trimmedRunes is the length of text without the spaces at its end, whose
// direction is settled only when lines are.
func trimmedRunes(text []rune) int { return len([]rune(strings.TrimRight(string(text), " "))) }

func TestLinesBreak(t *testing.T) {
	lines := func(text string, width float64) []string {
		var out []string
		for _, l := range breakLines(text, bodyText, width) {
			out = append(out, seen(l))
		}
		return out
	}
	for _, c := range []struct {
		name, text string
		width      float64
		want       string
	}{
		{"at spaces", "one two three", 45, "one two |three"},
		{"spaces hang over the end", "one    two", 30, "one    |two"},
		{"as typed", "one\ntwo\r\nthree\u2028four", 500, "one |two |three |four"},
		{"at empty lines", "one\n\ntwo", 500, "one | |two"},
		{"within long words", "abcdefghij", 30, "abcde|fghij"},
		{"a long word begins its own line", "ab abcdefghij", 36, "ab |abcdef|ghij"},
		{"after hyphens", "Llwyd-ap-Iorwerth", 50, "Llwyd-ap-|Iorwerth"},
		{"not after a leading hyphen", "go -Dash", 30, "go |-Dash"},
		{"not at no-break spaces", "ab cd\u00a0ef", 35, "ab |cd\u00a0ef"},
		{"at soft hyphens, which then show", "invis\u00adible", 36, "invis-|ible"},
		{"between code points", "王小", 60, "[U+738B]|[U+5C0F]"},
		{"code points wider than the line", "王", 27, "[U+7|38B]"},
		{"not between a letter and its mark", "ẹ\u0301ẹ\u0301", 7, "ẹ\u0301|ẹ\u0301"},
		{"when nothing fits", "ab", 0.5, "a|b"},
	} {
		if got := strings.Join(lines(c.text, c.width), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRightToLeftLinesEndFlush(t *testing.T) {
	for _, l := range breakLines("שלום שלום שלום שלום", bodyText, 60) {
		if !l.rtl || l.width > 60 {
			t.Fatalf("line of width %v, rtl %v", l.width, l.rtl)
		}
		right := 0.0
		for _, g := range l.groups {
			for _, run := range g.glyphs {
				right = max(right, run.x+run.face.width(run.text)*bodyText.size)
			}
		}
		if right < l.width-0.01 || right > l.width+0.01 {
			t.Errorf("the line ends at %v, want %v", right, l.width)
		}
	}
}

func TestParagraphsPart(t *testing.T) {
	got := splitParagraphs("\n\none\ntwo\r\n\r\nthree\n \t\nfour\n")
	if want := "one\ntwo|three|four"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNothingIsDroppedInLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		width := rapid.Float64Range(1, 300).Draw(t, "width")
		lines := breakLines(text, bodyText, width)
		// At breaks of lines a soft hyphen is told by what it was.
		if got, want := clean(spoken(lines)), clean(said(text)); got != want {
			t.Fatalf("%+q is read as %+q, want %+q", text, got, want)
		}
		for _, l := range lines {
			// Below that, one wide character, or the code point in place of one with the
			// hyphen behind it, may be wider than the line.
			if l.width > width+0.01 && width > 80 {
				t.Fatalf("a line of %+q is %v wide, more than %v", text, l.width, width)
			}
		}
	})
}

// clean leaves out spaces, which may stand for line breaks, and soft hyphens,
// which are not drawn within a line.
func clean(s string) string {
	return strings.NewReplacer(" ", "", "\u00ad", "").Replace(strings.Join(strings.Fields(s), ""))
}
