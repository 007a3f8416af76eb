package planning

import "testing"

func TestHoursAsPeopleWriteThem(t *testing.T) {
	for _, tc := range []struct {
		in      string
		minutes int
		bad     bool
	}{
		{"", 0, false}, {"6", 360, false}, {" 6.5 ", 390, false}, {"6,5", 390, false}, {"6½", 390, false}, {"½", 30, false}, {"1¼", 75, false},
		{"1 ¾", 105, false}, {"1:30", 90, false}, {"0.25", 15, false}, {"1:60", 0, true}, {"1:", 0, true}, {"-1", 0, true}, {"1e3", 0, true},
		{"0x10", 0, true}, {"NaN", 0, true}, {"Inf", 0, true}, {"six", 0, true}, {"99999999999", 0, true}, {"½½", 60, false}, {"+1", 0, true},
	} {
		got, err := minutesOf(tc.in)
		if (err != nil) != tc.bad || err == nil && got != tc.minutes {
			t.Errorf("%q is %d minutes, %v; want %d", tc.in, got, err, tc.minutes)
		}
	}
	for minutes, want := range map[int]string{0: "", 30: "½", 60: "1", 90: "1½", 75: "1:15", 390: "6½"} {
		if got := hoursOf(minutes); got != want {
			t.Errorf("%d minutes stand as %q, want %q", minutes, got, want)
		}
		if back, err := minutesOf(want); err != nil || back != minutes {
			t.Errorf("%q reads back as %d, %v", want, back, err)
		}
	}
}
