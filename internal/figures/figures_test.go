package figures

import (
	"fmt"
	"strings"
	"testing"

	"learningyear/internal/people"
)

// units makes lines of units a, b, c … with these numbers of people.
func units(sizes ...int) []Line {
	var out []Line
	for n, size := range sizes {
		name := string(rune('a' + n))
		out = append(out, Line{Unit: &people.Unit{ID: name, Name: name}, Counts: Counts{People: size, PlansAgreed: size}})
	}
	return out
}

// told writes a report down as "a:6 b:7 +c,d:5 =18".
func told(r Report) string {
	if r.Hidden {
		return "hidden"
	}
	var words []string
	for _, l := range r.Lines {
		words = append(words, fmt.Sprintf("%s:%d", l.Unit.Name, l.People))
	}
	if len(r.Together) > 0 {
		var names []string
		for _, u := range r.Together {
			names = append(names, u.Name)
		}
		words = append(words, fmt.Sprintf("+%s:%d", strings.Join(names, ","), r.Sum.People))
	}
	return strings.Join(append(words, fmt.Sprintf("=%d", r.Total.People)), " ")
}

func TestSmallGroupsCannotBeWorkedOut(t *testing.T) {
	for _, tc := range []struct {
		name  string
		sizes []int
		want  string
	}{
		{"all large", []int{6, 9}, "a:6 b:9 =15"},
		{"just large enough", []int{5, 5}, "a:5 b:5 =10"},
		{"two small ones together", []int{3, 8, 2}, "b:8 +a,c:5 =13"},
		{"one small one takes the next smallest", []int{8, 4, 6}, "a:8 +b,c:10 =18"},
		{"one small beside one large leaves the sum alone", []int{4, 20}, "+a,b:0 =24"},
		{"all small, but enough in all", []int{2, 2, 2}, "+a,b,c:0 =6"},
		{"too few in all", []int{2, 2}, "hidden"},
		{"nobody", nil, "hidden"},
		{"empty units are left out", []int{0, 7, 0}, "b:7 =7"},
	} {
		if got := told(Group(units(tc.sizes...))); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestNoGroupOfFewIsEverShown(t *testing.T) {
	for a := range 9 {
		for b := range 9 {
			for c := range 9 {
				r := Group(units(a, b, c))
				shown := 0
				for _, l := range r.Lines {
					shown += l.People
					if l.People < Least {
						t.Fatalf("%d, %d, %d shows %s", a, b, c, told(r))
					}
				}
				rest := r.Total.People - shown
				if !r.Hidden && rest > 0 && rest < Least {
					t.Fatalf("%d, %d, %d lets %d be worked out: %s", a, b, c, rest, told(r))
				}
				if !r.Hidden && len(r.Lines) > 0 && r.Sum.People != rest {
					t.Fatalf("%d, %d, %d: the rest is %d, the sum says %d", a, b, c, rest, r.Sum.People)
				}
			}
		}
	}
}

func TestFewAppraisalsCannotBeWorkedOut(t *testing.T) {
	for _, tc := range []struct {
		opened []int
		hidden string // the units whose appraisals are not shown, and * for all
	}{
		{[]int{0, 0, 0}, ""},
		{[]int{9, 8, 7}, ""},
		{[]int{9, 1, 0}, "ab"},
		{[]int{9, 1, 7}, "bc"},
		{[]int{3, 4, 7}, "ab"},
		{[]int{1, 1, 0}, "ab*"},
	} {
		var lines []Line
		for n, opened := range tc.opened {
			l := units(9, 9, 9)[n]
			l.Appraisals = opened
			lines = append(lines, l)
		}
		r, got := Group(lines), ""
		for _, l := range r.Lines {
			if l.FewAppraisals {
				got += l.Unit.Name
			}
		}
		if r.FewAppraisals {
			got += "*"
		}
		if got != tc.hidden {
			t.Errorf("opened for %v: hidden %q, want %q", tc.opened, got, tc.hidden)
		}
	}
}
