package session_test

import (
	"strings"
	"testing"

	"learningyear/internal/people"
	"learningyear/internal/session"
)

func TestPasswordRule(t *testing.T) {
	address := "amina.yusuf@solent-learning.example.org"
	amina := people.Person{Name: "Amina Yusuf", KnownAs: "Mina", Email: &address}
	for _, tc := range []struct {
		name, typed, problem string
	}{
		{"three words", "kettle marble fjord", ""},
		{"just long enough", "kx7-pl2-wq9!", ""},
		{"one too short", "kx7-pl2-wq9", "12 characters or more"},
		{"nothing", "", "Enter a password"},
		{"longest", strings.Repeat("kettle marble fjord ", 7)[:128], ""},
		{"too long", strings.Repeat("kettle marble fjord ", 7)[:129], "128 characters or fewer"},
		{"letters of many scripts", "чайник мрамор 峡湾", ""},
		{"twelve accented letters, composed or not", strings.Repeat("e\u0301a\u0302", 3) + "xyzuvw", ""},
		{"counted as composed", strings.Repeat("e\u0301", 6), "12 characters or more"},
		{"emoji count as characters", "🫖🪨🏔️🫖🪨🏔️🌊🌲🌻🍞", ""},
		{"NUL", "kettle\x00marble fjord", "cannot be kept"},
		{"common", "qwertyuiop123", "Many people use"},
		{"common, in capitals", "QwertyUiop123", "Many people use"},
		{"common with digits behind", "Liverpool2026!", "Many people use"},
		{"common with signs behind", "correct horse battery staple!!", "Many people use"},
		{"the product", "LearningYear2026", "Many people use"},
		{"one letter", "aaaaaaaaaaaaaaaa", "Many people use"},
		{"few letters", "abababababab", "Many people use"},
		{"one piece again and again", "kx7plkx7plkx7pl", "Many people use"},
		{"own name", "Amina Yusuf 26", "too close to your name"},
		{"own name run together", "aminayusuf2026", "too close to your name"},
		{"own address", address, "too close to your name"},
		{"known as", "mina.yusuf!1", "too close to your name"},
		{"a name in a long phrase", "amina counts eleven geese", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := session.CheckPassword("password", tc.typed, amina)
			if (err == nil) != (tc.problem == "") || err != nil && !strings.Contains(err.Error(), tc.problem) {
				t.Errorf("CheckPassword(%q) = %v, want %q", tc.typed, err, tc.problem)
			}
		})
	}
}

func TestDevices(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0":         "Edge on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36":                       "Chrome on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.1 Mobile/15E148 Safari/604": "Safari on an iPhone",
		"Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36":                 "Chrome on an Android phone or tablet",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:150.0) Gecko/20100101 Firefox/150.0":                                                   "Firefox on a Mac",
		"curl/8.5": "A browser", "": "A browser", "\x00\xff<script>": "A browser",
	} {
		if got := session.DeviceOf(agent); got != want {
			t.Errorf("DeviceOf(%q) = %q, want %q", agent, got, want)
		}
	}
}
