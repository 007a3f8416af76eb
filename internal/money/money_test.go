package money

import "testing"

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want Pence
		bad  bool
	}{
		{"", 0, false}, {" ", 0, false}, {"0", 0, false}, {"85", 8500, false}, {"£85", 8500, false},
		{"£1,200.50", 120050, false}, {"85.5", 8550, false}, {".99", 99, false}, {" 1 000 ", 100000, false}, {"£ 5", 500, false},
		{"85.505", 0, true}, {"-5", 0, true}, {"1e3", 0, true}, {"free", 0, true}, {"85.", 0, true}, {"٣", 0, true},
		{"9999999999999", 0, true},
		{"12,50", 1250, false}, {"12,5", 1250, false}, {"1 200,50", 120050, false}, {"1,234,567", 123456700, false},
		{"1,20,0", 0, true}, {"0,,0", 0, true}, {"1,2000", 0, true}, {"1,200,50", 120050, false}, {"1 2", 0, true}, {",", 0, true},
	} {
		got, err := Parse(tc.in)
		if got != tc.want || (err != nil) != tc.bad {
			t.Errorf("Parse(%q) = %d, %v", tc.in, got, err)
		}
	}
}

func TestPrint(t *testing.T) {
	for p, want := range map[Pence]string{0: "£0", 8500: "£85", 8550: "£85.50", 123456789: "£1,234,567.89", -500: "–£5"} {
		if got := p.String(); got != want {
			t.Errorf("%d prints %s, want %s", p, got, want)
		}
	}
	if Pence(0).Input() != "" || Pence(120050).Input() != "1200.50" {
		t.Error("a form shows an amount without its sign, and nothing as nothing")
	}
}
