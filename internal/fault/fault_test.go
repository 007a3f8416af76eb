package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("loading the entry: %w", NewNotFound("diary entry"))
	if !Is(err, NotFound) {
		t.Fatalf("KindOf = %v, want NotFound", KindOf(err))
	}
	if Is(nil, Internal) || KindOf(errors.New("disk full")) != Internal {
		t.Fatal("nil is no fault, and an unknown error is internal")
	}
}

func TestCollectorGathersEveryProblem(t *testing.T) {
	var c Collector
	if c.Err() != nil {
		t.Fatal("nothing noted, nothing wrong")
	}
	c.Check(false, "minutes", "Enter minutes as a number")
	if err := c.Merge(InvalidField("when", "Enter a date, like 24 3 2027")); err != nil {
		t.Fatal(err)
	}
	if err := c.Merge(NewNotFound("entry")); !Is(err, NotFound) {
		t.Fatal("only problems of input are merged")
	}
	e := As(c.Err())
	if e == nil || len(e.Fields) != 2 || e.Fields[1].Name != "when" {
		t.Fatalf("got %+v", e)
	}
}

func TestTextIsKeptAsTyped(t *testing.T) {
	for _, tc := range []struct {
		name, in, out, problem string
	}{
		{"plain", " Siân \n", " Siân \n", ""},
		{"browser line ends", "a\r\nb", "a\nb", ""},
		{"NUL", "a\x00b", "a\x00b", "cannot be kept"},
		{"broken UTF-8", "a\xff", "a\xff", "cannot be kept"},
		{"too long", strings.Repeat("é", 11), strings.Repeat("é", 11), "10 characters or fewer"},
		{"just fits", strings.Repeat("é", 10), strings.Repeat("é", 10), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var c Collector
			if got := c.Text("f", "The entry", tc.in, 10); got != tc.out {
				t.Errorf("kept %q, want %q", got, tc.out)
			}
			err := c.Err()
			if (err == nil) != (tc.problem == "") || err != nil && !strings.Contains(err.Error(), tc.problem) {
				t.Errorf("problem = %v, want %q", err, tc.problem)
			}
		})
	}
}

func TestRequiredRefusesWhatShowsNothing(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "spaces": " \n\t\u00a0\u3000", "a zero-width space": "\u200b", "joiners": "\u200d\u200c", "a turn of direction": "\u202e \u202c",
		"a lone accent": "\u0301", "a byte order mark": "\ufeff", "Hangul fillers": "\u3164\u115f\u1160\uffa0", "a braille blank": "\u2800",
		"a soft hyphen": "\u00ad", "controls": "\x01\x7f", "a shape of an emoji": "\ufe0f", "tags": "\U000e0041",
	} {
		var c Collector
		c.Required("entry", "The entry", text, 100, "Write what you learned, even a few words")
		if err := c.Err(); err == nil || !strings.Contains(err.Error(), "even a few words") {
			t.Errorf("%s, %q: %v", name, text, err)
		}
	}
}

func TestRequiredKeepsWhatIsBesideSomethingToSee(t *testing.T) {
	for _, text := range []string{
		"a", "7", "?", "£", "\u200b-", "می\u200cخواهم", "👩\u200d🏫", "🏳️", "e\u0301", "किताब", "\u202eשלום", "⠁\u2800", "한\u3164", "\ufffd",
	} {
		var c Collector
		if got := c.Required("entry", "The entry", text, 100, "Write it"); got != text || c.Err() != nil {
			t.Errorf("%q is kept as %q: %v", text, got, c.Err())
		}
	}
}
