package people

import (
	"regexp"
	"testing"
)

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{
		"Amina Yusuf":               "amina-yusuf",
		"Siân Llwyd-ap-Iorwerth":    "sian-llwyd-ap-iorwerth",
		"Zoë O’Connor":              "zoe-oconnor",
		"Zoe\u0308 O'Connor":        "zoe-oconnor",
		"Małgorzata Żółć":           "malgorzata-zolc",
		"Þórdís Björk":              "thordis-bjork",
		"Jürgen Groß":               "jurgen-gross",
		"İbrahim Işık":              "ibrahim-isik",
		"Nguyễn Thị Ánh":            "nguyen-thi-anh",
		"Χρήστος Παπαδοπούλου":      "christos-papadopoyloy",
		"Иван Щукин":                "ivan-shchukin",
		"Mohammad ইসলাম":            "mohammad",
		"王小明":                       "",
		"محمد عبد الرحمن":           "",
		"খাতুন":                     "",
		"O":                         "",
		"":                          "",
		"123":                       "",
		"X Æ A-12":                  "x-ae-a-12",
		"../../etc/passwd":          "etc-passwd",
		"👩‍🏫 Emoji Teacher":         "emoji-teacher",
		"Zero\u200bWidth":           "zerowidth",
		"Robert'); DROP TABLE p;--": "robert-drop-table-p",
	} {
		if got := slugOf(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestShortNamesAreUnique(t *testing.T) {
	b := newSlugBook()
	b.hold("amina-yusuf-3")
	for _, want := range []string{"amina-yusuf", "amina-yusuf-2", "amina-yusuf-4", "amina-yusuf-5"} {
		if got := b.take("person-1", "Amina Yusuf"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, tc := range []struct{ name, number, want string }{
		{"王小明", "NC10010", "nc10010"}, {"王小明", "", "person-abc"}, {"王小明", "17", "person-abc-2"}, {"Import", "", "import-2"},
		{"Mail", "", "mail-2"}, {"invite all", "", "invite-all-2"},
	} {
		if got := b.take("person-abc", tc.name, tc.number); got != tc.want {
			t.Errorf("%s %s is %s, want %s", tc.name, tc.number, got, tc.want)
		}
	}
}

func FuzzShortNames(f *testing.F) {
	for _, name := range []string{"Amina", "ﬁona", "Ǆ", "e\u0301\u0301", "\xff\x00"} {
		f.Add(name)
	}
	safe := regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)
	f.Fuzz(func(t *testing.T, name string) {
		if slug := slugOf(name); !safe.MatchString(slug) || len(slug) > slugMax {
			t.Errorf("%q is %q", name, slug)
		}
	})
}

func TestEmailProblem(t *testing.T) {
	for address, bad := range map[string]bool{
		"a@b": false, "amina.yusuf@college.example": false, "σ@παράδειγμα.example": false, " a@b.example ": false,
		"": true, "a": true, "@b": true, "a@": true, "a@b@c": true, "a b@c": true, "a@.b": true, "a@b.": true,
		"<a@b>": true, "a@b\nBcc: x@y": true, "a\x00@b": true, "a,b@c": true,
	} {
		if got := EmailProblem(address) != ""; got != bad {
			t.Errorf("%q: refused %v, want %v", address, got, bad)
		}
	}
}

func TestShareOfFullTime(t *testing.T) {
	for text, want := range map[string]int{"1": 1000, "0.02": 20, "1.0": 1000, "50%": 500, "33,3 %": 333, "0": 0, "2": 2000, ".5": 500} {
		if n, ok := ParseShare(text); n != want || !ok {
			t.Errorf("%s is %d, want %d", text, n, want)
		}
	}
	for _, text := range []string{"2.001", "-1", "+1", "NaN", "Inf", "0x1", "1.2.3", "½", ".", "%", "1 0"} {
		if n, ok := ParseShare(text); ok {
			t.Errorf("%s is %d", text, n)
		}
	}
}
