package calendar

import (
	"testing"
	"time"
)

func TestParseTimeAsPeopleTypeIt(t *testing.T) {
	for _, tc := range []struct{ typed, shown string }{
		{"14:00", "2pm"}, {"1400", "2pm"}, {"14.00", "2pm"}, {"14h00", "2pm"}, {"2pm", "2pm"}, {"2 pm", "2pm"},
		{"2.30 pm", "2:30pm"}, {"2:30 P.M.", "2:30pm"}, {"  9.30am ", "9:30am"}, {"9", "9am"}, {"9:05", "9:05am"},
		{"2", "2pm"}, {"2:30", "2:30pm"}, {"02:30", "2:30am"}, {"2:30am", "2:30am"}, {"12", "12pm"}, {"12am", "12am"},
		{"00:15", "12:15am"}, {"noon", "12pm"}, {"12 noon", "12pm"}, {"Midday", "12pm"}, {"midnight", "12am"},
		{"23:59", "11:59pm"}, {"930", "9:30am"}, {"11p", "11pm"},
	} {
		got, err := ParseTime(tc.typed)
		if err != nil || got.String() != tc.shown {
			t.Errorf("ParseTime(%q) = %s, %v; want %s", tc.typed, got, err, tc.shown)
		}
	}
}

func TestParseTimeRefuses(t *testing.T) {
	for _, typed := range []string{"", "soon", "25:00", "24:00", "14:60", "13pm", "0am", "2:3", "2:300", "-1", "2pm or 3pm", "١٤:٠٠"} {
		if got, err := ParseTime(typed); err == nil {
			t.Errorf("ParseTime(%q) = %s, want it refused", typed, got)
		}
	}
}

func TestTimeOfDayOnADay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	half, _ := ParseTime("2.30pm")
	at := half.On(NewDate(2027, time.July, 1), zone)
	if got := at.UTC().Format(time.RFC3339); got != "2027-07-01T13:30:00Z" {
		t.Errorf("half past two in summer is %s", got)
	}
	if TimeOf(at) != half || half.Add(45).String() != "3:15pm" {
		t.Errorf("read back %s, and 45 minutes later %s", TimeOf(at), half.Add(45))
	}
	if late := TimeOfDay(23*60 + 30); late.Add(60).String() != "12:30am" {
		t.Errorf("an hour after half past eleven is %s", late.Add(60))
	}
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"14:00", "2pm", "2.30 pm", "noon", "\x00", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseTime(s)
		if err != nil {
			return
		}
		if got < 0 || got >= 24*60 {
			t.Fatalf("ParseTime(%q) = %d, outside the day", s, got)
		}
		if again, err := ParseTime(got.String()); err != nil || again != got {
			t.Fatalf("%q was shown as %s, which reads as %s (%v)", s, got, again, err)
		}
	})
}
